//! What rows say otherwise than what we have, beside the fields of a person (`fill.rs`): where somebody works, what a company is
//! called, where somebody comes from, and that they may be written to. What we have stays; it is told.

use super::fill::{Take as _, Told};
use super::subject::{Home, Settled};
use super::{Employer, Incoming, keys};
use crate::domain::contacts::Contacts;
use crate::domain::ids;
use crate::domain::people::Person;

/// Rows that put somebody at another company, or theirs at another website, are told: where they are they stay.
pub(super) fn moved_on((name, website): (&str, &str), theirs: &Employer, told: &mut Told) {
    let is_called_so = keys::company(name) == keys::company(&theirs.name);
    let is_same = is_called_so || keys::is_same_company(name, website, &theirs.name, &theirs.website);
    if !name.is_empty() && !theirs.name.is_empty() && !is_same {
        told.differs("company", name, &theirs.name);
    } else if is_called_so && keys::is_elsewhere(website, &theirs.website) {
        told.differs("website", website, &theirs.website);
    }
}

/// Names that are one company's only by the rule for names are told.
pub(super) fn called(ours: &str, theirs: &str, told: &mut Told) {
    if !theirs.is_empty() && keys::fold(ours) != keys::fold(theirs) {
        told.differs("name", ours, theirs);
    }
}

/// What rows say of one company that nobody knows yet under two ids of one system: it gets both.
pub(super) fn other_ids(ours: &Employer, theirs: &Employer, told: &mut Told) {
    for (system, id) in ids::more(&ours.ids, &theirs.ids) {
        let first = ids::first(&ours.ids, system);
        if !first.is_empty() && ids::have_others(&ours.ids, &theirs.ids) {
            told.differs("ids", &format!("{system} {first}"), &format!("{system} {id}"));
        }
    }
}

/// What rows say of somebody beside their values: where they come from, and that they may be written to.
pub(super) fn said<'r>(
    subject: &Settled,
    person: &Person,
    rows: impl Iterator<Item = &'r Incoming> + Clone,
    contacts: &Contacts,
    told: &mut Told,
) {
    if person.do_not_contact && rows.clone().any(|row| row.says.may_contact) {
        told.differs("do_not_contact", "yes", "no");
    }
    let mut sources = rows.filter(|row| row.says.source).map(|row| &row.source);
    let ours = match subject.home {
        Home::Contact(n) => &contacts.people[n].source,
        Home::New => match sources.next() {
            Some(first) => first,
            None => return,
        },
        Home::Account(..) | Home::Archived(..) => return,
    };
    for theirs in sources {
        if ours.is_empty() {
            return told.fill("source", theirs);
        }
        if keys::fold(ours) != keys::fold(theirs) {
            told.differs("source", ours, theirs);
        }
    }
}
