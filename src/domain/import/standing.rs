//! Where rows that are one person put them, and by which name: so they are found again when one of the rows comes alone.
//! What is written decides, never the order of the file.

use std::cmp::Reverse;

use super::companies::{Companies, CompanyId};
use super::digest::{Digest, name};
use super::known::Known;
use super::{Incoming, keys};
use crate::domain::people::Person;

/// What a row's company is called. Numbers of companies come from the order of the file; this doesn't.
fn called(row: &Incoming) -> (String, String, String) {
    let company = &row.company;
    (keys::company(&company.name), keys::host(&company.website), keys::fold(&company.name))
}

/// Where rows say that somebody works of whom nobody knew it.
pub(super) fn employer(rows: &[Incoming], at: &[CompanyId], group: &[usize]) -> CompanyId {
    let employers = group.iter().filter(|n| at[**n] != 0);
    employers.min_by_key(|n| called(&rows[**n])).map(|n| at[*n]).unwrap_or_default()
}

/// The row that says who somebody new is, and where they work: of several companies at that of this row, since their title
/// is that of this row too.
pub(super) fn anew(rows: &[Incoming], at: &[CompanyId], group: &[usize]) -> Option<(usize, CompanyId)> {
    let first = fullest(rows, at, group)?;
    Some((first, if at[first] == 0 { employer(rows, at, group) } else { at[first] }))
}

/// The row that says most clearly who somebody new is: the fullest name there is, with a company before one without.
fn fullest(rows: &[Incoming], at: &[CompanyId], group: &[usize]) -> Option<usize> {
    let told = |n: &usize| {
        let row = &rows[*n];
        let person = row.person.as_deref()?;
        let name = keys::person(&person.name);
        (!name.is_empty()).then(|| ((Reverse(name.chars().count()), name, at[*n] == 0, called(row)), *n))
    };
    group.iter().filter_map(told).min().map(|(_, n)| n)
}

/// The people of rows, with where these say that they work.
pub(super) fn people<'a>(rows: &'a [Incoming], at: &[CompanyId], group: &[usize]) -> Vec<(&'a Person, CompanyId)> {
    group.iter().filter_map(|n| Some((rows[*n].person.as_deref()?, at[*n]))).collect()
}

/// The same with where they may be since an earlier import, when another company was called so.
pub(super) fn kin<'a>(rows: &'a [Incoming], companies: &Companies, group: &[usize]) -> Vec<(&'a Person, CompanyId)> {
    let of = |n: &usize| Some((rows[*n].person.as_deref()?, companies.kin(&rows[*n])));
    group.iter().filter_map(of).flat_map(|(person, kin)| kin.map(move |company| (person, company))).collect()
}

/// Whether a name at a company may join these rows, who are one person by other keys, with more rows: if it finds them
/// there once they are taken. Whoever is known stands where we know them, and not where they say; whom the name means is
/// then found out for each, as it will be when they come alone.
pub(super) fn may_join(
    known: &Known,
    rows: &[Incoming],
    at: &[CompanyId],
    companies: &Companies,
    group: &[usize],
    there: (Digest, CompanyId),
) -> bool {
    let own: Vec<&Incoming> = group.iter().map(|n| &rows[*n]).collect();
    let all = people(rows, at, group);
    let by_key = known.by_own(&own).or_else(|| known.by_key(&all));
    let known_as = by_key.or_else(|| known.by_name(&all, |_| true));
    if known_as.or_else(|| known.by_kin(&kin(rows, companies, group), |_| true)).is_some() {
        return false;
    }
    let is_there = |n: usize, company| rows[n].person.as_deref().is_some_and(|person| (name(person), company) == there);
    let stands_there = || anew(rows, at, group).is_some_and(|(first, company)| is_there(first, company));
    group.iter().all(|n| is_there(*n, at[*n])) || stands_there()
}
