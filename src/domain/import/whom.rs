//! Whom the rows of a file mean. Rows are matched with everybody we know, what they add is taken, and they are matched again
//! with what that made, until nothing is added any more. So what was imported is found again whatever keys point to whom,
//! and importing it once more changes nothing. Nothing of the plan is changed here.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::companies::{Companies, CompanyId};
use super::digest::Places;
use super::groups;
use super::known::{Claims, Home, Known, Now, Subject};
use super::{Employer, Incoming, keys};
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
    let people = |group: &[usize]| -> Vec<(&'a Person, CompanyId)> {
        group.iter().filter_map(|n| Some((rows[*n].person.as_deref()?, at[*n]))).collect()
    };
    let kin = |group: &[usize]| -> Vec<(&'a Person, CompanyId)> {
        let of = |n: &usize| Some((rows[*n].person.as_deref()?, companies.kin(&rows[*n])));
        group.iter().filter_map(of).flat_map(|(person, kin)| kin.map(move |company| (person, company))).collect()
    };
    // Numbers of companies come from the order of the file; what they are called doesn't.
    let called = |n: usize| (keys::company(&rows[n].company.name), keys::host(&rows[n].company.website));
    let mut order: Vec<usize> = (0..groups.len()).collect();
    // Not in the order of the file: which group comes first must not depend on that, but on what is written there. Keys of
    // that would weigh as much as the rows, so it is compared as it stands.
    let first = |group: &[usize]| group.iter().filter_map(|n| written(&rows[*n])).min();
    order.sort_by(|one, other| first(&groups[*one]).cmp(&first(&groups[*other])));
    let mut meant: Vec<Option<usize>> = vec![None; groups.len()];
    loop {
        let mut has_changed = false;
        for (g, group) in groups.iter().enumerate() {
            let own: Vec<&Incoming> = group.iter().map(|n| &rows[*n]).collect();
            meant[g] = known.by_own(&own).or_else(|| known.by_key(&people(group)));
        }
        by_name(known, &order, &mut meant, |g| [people(&groups[g]), kin(&groups[g])]);
        for &g in &order {
            let own = people(&groups[g]);
            let employers = groups[g].iter().filter(|n| at[**n] != 0);
            let company = employers.min_by_key(|n| called(**n)).map(|n| at[*n]).unwrap_or_default();
            let n = match meant[g] {
                Some(n) => n,
                None => {
                    let Some(first) = fullest(rows, at, &groups[g]) else { continue };
                    let Some(person) = rows[first].person.as_deref() else { continue };
                    has_changed = true;
                    let now = if own.len() > 1 { Now::Becomes(Box::new(person.clone())) } else { Now::Is(person) };
                    // Their title is that of this row, so their company is too.
                    let company = if at[first] == 0 { company } else { at[first] };
                    let n = known.add(Subject { home: Home::New, now, company, by_name_alone: 0, is_locked: false });
                    meant[g] = Some(n);
                    groups[g].iter().filter_map(|row| rows[*row].own.as_deref()).for_each(|own| known.is(n, own));
                    n
                }
            };
            if known.subjects[n].company == 0 && company != 0 && !matches!(known.subjects[n].home, Home::Account(..)) {
                known.employ(n, company);
                has_changed = true;
            }
            has_changed |= known.take(n, &own.iter().map(|(person, _)| *person).collect::<Vec<_>>());
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

/// The row that says most clearly who somebody new is: the fullest name there is, with a company before one without. What
/// companies are called decides between equal ones, never the order of the file.
fn fullest(rows: &[Incoming], at: &[CompanyId], group: &[usize]) -> Option<usize> {
    let told = |n: &usize| {
        let row = &rows[*n];
        let person = row.person.as_deref()?;
        let name = keys::person(&person.name);
        let company = (keys::company(&row.company.name), keys::host(&row.company.website));
        (!name.is_empty()).then(|| ((Reverse(name.chars().count()), name, at[*n] == 0, company), *n))
    };
    group.iter().filter_map(told).min().map(|(_, n)| n)
}

/// Whom those mean by name whom no key finds: of several who are not the same, one alone means somebody, and first those do
/// whom a key has found. `people` says of each where they work, and where else somebody may be whom they mean.
fn by_name<'a>(
    known: &Known,
    order: &[usize],
    meant: &mut [Option<usize>],
    people: impl Fn(usize) -> [Vec<(&'a Person, CompanyId)>; 2],
) {
    let find = |[there, kin]: &[Vec<_>; 2], may_be: &dyn Fn(usize) -> bool| {
        // Whoever is where a row of that name went before is meant by it still, though another company is called so by now.
        let was_there = |n: usize| known.subjects[n].home != Home::New && may_be(n);
        known.by_name(there, may_be).or_else(|| known.by_name(kin, was_there))
    };
    let open: Vec<usize> = order.iter().copied().filter(|g| meant[*g].is_none()).collect();
    if open.iter().all(|g| find(&people(*g), &|_| true).is_none()) {
        return;
    }
    let marks = |g| -> BTreeSet<String> { people(g)[0].iter().flat_map(|(person, _)| groups::marks(person)).collect() };
    let mut claims = Claims::default();
    for (g, n) in meant.iter().enumerate().filter_map(|(g, n)| Some((g, (*n)?))) {
        claims.take(n, &marks(g));
    }
    for g in open {
        let marks = marks(g);
        meant[g] = find(&people(g), &|n| claims.leave(n, &marks));
        if let Some(n) = meant[g] {
            claims.take(n, &marks);
        }
    }
}
