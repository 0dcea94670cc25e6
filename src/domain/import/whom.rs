//! Whom the rows of a file mean. Rows are matched with everybody we know, what they add is taken, and they are matched again
//! with what that made, until nothing is added any more. So what was imported is found again whatever keys point to whom,
//! and importing it once more changes nothing. Nothing of the plan is changed here.

use std::collections::{BTreeSet, HashMap};

use super::companies::{Companies, CompanyId};
use super::digest::{Places, letters};
use super::groups;
use super::known::{Claims, Known};
use super::standing::{self, anew, employer};
use super::strangers::are_strangers;
use super::subject::{Home, Now, Subject, Worker};
use super::{Employer, Incoming, Own};
use crate::domain::people::Person;

/// Match and take until nothing is added any more; says whom each group means. It comes to an end, since each round adds
/// something that the rows say, and they say no more than they do.
/// Nobody, where rows have no name and their address is nobody's whom we know.
pub(super) fn settle<'a>(
    known: &mut Known<'a>,
    rows: &'a [Incoming],
    at: &[CompanyId],
    companies: &Companies,
    groups: &[Places],
) -> Vec<Option<usize>> {
    let people = |group: &[usize]| standing::people(rows, at, group);
    let kin = |group: &[usize]| standing::kin(rows, companies, group);
    let own = |g: usize| groups[g].iter().find_map(|n| rows[*n].own.as_deref());
    let mut order: Vec<usize> = (0..groups.len()).collect();
    // Not in the order of the file: which group comes first must not depend on that, but on what is written there. Keys of
    // that would weigh as much as the rows, so it is compared as it stands.
    let first = |group: &[usize]| group.iter().filter_map(|n| written(&rows[*n])).min();
    order.sort_by(|one, other| first(&groups[*one]).cmp(&first(&groups[*other])));
    let mut meant: Vec<Option<usize>> = vec![None; groups.len()];
    loop {
        let mut has_changed = false;
        let mut held = Held::default();
        for &g in &order {
            meant[g] = held.take(known.by_own(&standing::own(rows, at, &groups[g])), own(g));
        }
        for &g in &order {
            if meant[g].is_none() {
                let of_it = people(&groups[g]);
                let by_key = known.by_key(&of_it, |n| held.leave(n, own(g)));
                meant[g] = held.take(by_key, own(g));
                if meant[g].is_none() && own(g).is_some() {
                    meant[g] = known.by_key(&of_it, |n| known.has_become(n, &of_it));
                }
            }
        }
        by_email(known, &order, &mut meant, |g| (people(&groups[g]), own(g)), &mut held);
        // Before anybody is looked for by name: so they are found where they work from now on.
        for &g in &order {
            has_changed |= meant[g].is_some_and(|n| known.employ(n, || employer(rows, at, companies, &groups[g])));
        }
        by_name(known, &order, &mut meant, |g| ([people(&groups[g]), kin(&groups[g])], own(g)), &mut held);
        for &g in &order {
            let of_it = people(&groups[g]);
            let n = match meant[g] {
                Some(n) => n,
                None => {
                    let Some((first, company)) = anew(rows, at, companies, &groups[g]) else { continue };
                    let Some(person) = rows[first].person.as_deref() else { continue };
                    has_changed = true;
                    let now = if of_it.len() > 1 { Now::Becomes(Box::new(person.clone())) } else { Now::Is(person) };
                    let name = &rows[first].company.name;
                    let called = (!name.is_empty()).then(|| letters(name));
                    let (home, by_name_alone, is_locked) = (Home::New, 0, false);
                    let is_on_account =
                        companies.account(company).is_some() && own(g).is_none_or(|own| !own.is_contact());
                    let n = known.add(Subject { home, now, company, by_name_alone, called, is_locked, is_on_account });
                    meant[g] = Some(n);
                    groups[g].iter().filter_map(|row| rows[*row].own.as_deref()).for_each(|own| known.is(n, own));
                    n
                }
            };
            has_changed |= known.employ(n, || employer(rows, at, companies, &groups[g]));
            has_changed |= known.take(n, &of_it.iter().map(|row| row.person).collect::<Vec<_>>());
        }
        if !has_changed {
            return meant;
        }
    }
}

/// What tells a row from others.
fn written(row: &Incoming) -> Option<impl Ord + use<'_>> {
    let person = row.person.as_deref()?;
    let email = person.emails.first().map(|email| email.value.as_str());
    let Employer { name, website, .. } = &row.company;
    Some((person.linkedin.as_str(), email, person.name.as_str(), name.as_str(), website.as_str()))
}

/// Whom those mean by the address of somebody who is called otherwise: not of one whom other rows mean who are two with these.
fn by_email<'a>(
    known: &Known,
    order: &[usize],
    meant: &mut [Option<usize>],
    people: impl Fn(usize) -> (Vec<Worker<'a>>, Option<&'a Own>),
    held: &mut Held<'a>,
) {
    let is_open = |g: &usize| meant[*g].is_none() && known.by_email(&people(*g).0, |_| true).is_some();
    let open: Vec<usize> = order.iter().copied().filter(is_open).collect();
    if open.is_empty() {
        return;
    }
    let mut mean: HashMap<usize, Places> = HashMap::new();
    for (g, n) in meant.iter().enumerate().filter_map(|(g, n)| Some((g, (*n)?))) {
        mean.entry(n).or_default().push(g);
    }
    for g in open {
        let (rows, own) = people(g);
        let is_free = |n: usize| {
            let others = mean.get(&n).into_iter().flatten().flat_map(|other| people(*other).0);
            let others: Vec<&Person> = others.map(|worker| worker.person).collect();
            let these = rows.iter().map(|worker| worker.person);
            held.leave(n, own) && !are_strangers(these, &others.iter().copied())
        };
        meant[g] = held.take(known.by_email(&rows, is_free), own);
        if let Some(n) = meant[g] {
            mean.entry(n).or_default().push(g);
        }
    }
}

/// Whom those mean by name whom no key finds: of several who are not the same, one alone means somebody, and first those do
/// whom a key has found. `people` says of each where they work, and where else somebody may be whom they mean; and who they are
/// by the ids of a plan.
fn by_name<'a>(
    known: &Known,
    order: &[usize],
    meant: &mut [Option<usize>],
    people: impl Fn(usize) -> ([Vec<Worker<'a>>; 2], Option<&'a Own>),
    held: &mut Held<'a>,
) {
    let find = |[there, kin]: &[Vec<_>; 2], may_be: &dyn Fn(usize) -> bool| known.by_name([there, kin], may_be);
    let open: Vec<usize> = order.iter().copied().filter(|g| meant[*g].is_none()).collect();
    if open.iter().all(|g| find(&people(*g).0, &|_| true).is_none()) {
        return;
    }
    let marks = |g| -> BTreeSet<String> { people(g).0[0].iter().flat_map(|row| groups::marks(row.person)).collect() };
    let mut claims = Claims::default();
    for (g, n) in meant.iter().enumerate().filter_map(|(g, n)| Some((g, (*n)?))) {
        claims.take(n, &marks(g));
    }
    for g in open {
        let marks = marks(g);
        let (people, own) = people(g);
        let by_name = find(&people, &|n| claims.leave(n, &marks) && held.leave(n, own));
        meant[g] = held.take(by_name, own);
        if let Some(n) = meant[g] {
            claims.take(n, &marks);
        }
    }
}

/// Who is meant already by rows of our own tables: nobody is two of those whom a plan told apart.
#[derive(Default)]
struct Held<'a>(HashMap<usize, &'a Own>);

impl<'a> Held<'a> {
    /// These rows mean them; gives them back.
    fn take(&mut self, n: Option<usize>, own: Option<&'a Own>) -> Option<usize> {
        if let (Some(n), Some(own)) = (n, own) {
            self.0.insert(n, own);
        }
        n
    }

    /// Whether rows can mean them too: whoever says no id of a plan can mean anybody.
    fn leave(&self, n: usize, own: Option<&Own>) -> bool {
        own.zip(self.0.get(&n)).is_none_or(|(own, held)| own == *held)
    }
}
