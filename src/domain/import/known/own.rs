//! Whom rows of our own tables mean: they say by the ids of a plan who somebody is. It may be another plan's, where the same
//! id means another; and since the tables were made, people may have been renamed, or have become one.

use super::super::digest::{self, letters, name, profile};
use super::super::subject::{Subject, Worker};
use super::super::{Own, keys};
use super::Known;
use crate::domain::people::Person;
use crate::domain::{id, ids};

impl Known<'_> {
    /// That is who they are by the ids of a plan.
    pub(in super::super) fn is(&mut self, n: usize, own: &Own) {
        let held = self.by_own.entry(own.clone()).or_default();
        if !held.contains(&n) {
            held.push(n);
        }
    }

    /// Whom rows of our own export mean: the one of those ids, if they are called so too and nothing says that they are
    /// another: ids are made of names, so another plan's mean others.
    pub(in super::super) fn by_own(&self, rows: &[(&Own, Worker)]) -> Option<usize> {
        rows.iter().find_map(|(own, row)| {
            let mut held = self.by_own.get(*own).into_iter().flatten().copied();
            let is_called_so = |n| self.is_called_as(n, row) || self.was_called_so(n, own, row);
            held.find(|n| is_called_so(*n) && !self.is_of_another_plan(*n, own, row))
        })
    }

    fn is_called_as(&self, n: usize, row: &Worker) -> bool {
        keys::person(&self.subjects[n].now.name) == keys::person(&row.person.name)
    }

    /// Whether somebody on an account had a row's name before: their id was made of it, and nobody there is called so by now.
    fn was_called_so(&self, n: usize, own: &Own, row: &Worker) -> bool {
        let is_theirs = !own.is_contact() && id::is_of(&own.id, &row.person.name);
        is_theirs
            && self.named((name(row.person), row.company)).next().is_none()
            && self.subjects[n].works_at(row.company)
    }

    /// Whether somebody of a row's id and name is another: nothing names both, and by their profiles, their ids in a system,
    /// where a contact works, or by another of that name whom the row's keys find, they are two.
    fn is_of_another_plan(&self, n: usize, own: &Own, row: &Worker) -> bool {
        let Subject { now, company, called, .. } = &self.subjects[n];
        if let Some(is_theirs) = self.has_key_of(n, row) {
            return !is_theirs;
        }
        let emails = |person: &Person| person.emails.iter().any(|email| keys::is_own(&email.value));
        let writes_elsewhere =
            own.is_contact() && emails(now) && emails(row.person) && (*company == 0 || *company != row.company);
        let have_two_profiles = !now.linkedin.is_empty() && !row.person.linkedin.is_empty();
        // Where one of the two works nobody says: they are one if the row says nothing new.
        let is_unsaid = || own.is_contact() && (*company == 0) != (row.company == 0) && self.cost(&[*row], n) > 0;
        let works_elsewhere = || {
            let is_there = *company == row.company || *called == Some(letters(row.called));
            own.is_contact() && *company != 0 && row.company != 0 && !is_there
        };
        let is_found = || self.by_key(&[*row], |other| other != n && self.is_called_as(other, row)).is_some();
        have_two_profiles
            || writes_elsewhere
            || is_unsaid()
            || ids::have_others(&now.ids, &row.person.ids)
            || works_elsewhere()
            || is_found()
    }

    /// Whether they have the first of a row's keys that anybody has: the profile, an id, an e-mail; nothing, where nobody does.
    fn has_key_of(&self, n: usize, row: &Worker) -> Option<bool> {
        let is_theirs = |all: &mut dyn Iterator<Item = usize>| {
            let mut all = all.peekable();
            all.peek().is_some().then(|| all.any(|each| each == n))
        };
        let profile = (!row.person.linkedin.is_empty()).then(|| profile(row.person));
        let by_profile = is_theirs(&mut profile.into_iter().flat_map(|profile| self.by_profile.get(profile)));
        let by_id = || is_theirs(&mut digest::ids(row.person).flat_map(|id| self.by_id.get(id)));
        let by_email = || is_theirs(&mut self.with_email(&[*row])).filter(|is_theirs| *is_theirs);
        by_profile.or_else(by_id).or_else(by_email)
    }

    /// Whether somebody whom a plan told apart from another is one with them by now: nothing has to be added, and more than an
    /// address says who they are.
    pub(in super::super) fn has_become(&self, n: usize, rows: &[Worker]) -> bool {
        let now = &self.subjects[n].now;
        let is_it = |row: &Worker| {
            let has_profile =
                !row.person.linkedin.is_empty() && self.subjects[n].profile() == Some(profile(row.person));
            has_profile || ids::have_one_in_common(&now.ids, &row.person.ids) || self.is_called_as(n, row)
        };
        self.cost(rows, n) == 0 && rows.iter().any(is_it)
    }
}
