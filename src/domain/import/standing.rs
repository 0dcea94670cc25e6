//! Where rows that are one person put them, and by which name: so they are found again when one of the rows comes alone.
//! What is written decides, never the order of the file. Nobody comes to a company that no row of theirs names.

use std::cmp::Reverse;

use super::companies::{Companies, CompanyId};
use super::digest::{Digest, name};
use super::known::Known;
use super::subject::Worker;
use super::{Incoming, Own, keys};
use crate::domain::contacts::Contact;
use crate::domain::people::Person;

/// What a row's company is called. Numbers of companies come from the order of the file; this doesn't.
fn called(row: &Incoming) -> (String, String, String) {
    let company = &row.company;
    (keys::company(&company.name), keys::host(&company.website), keys::fold(&company.name))
}

/// Where rows say that somebody works of whom nobody knew it.
pub(super) fn employer(rows: &[Incoming], at: &[CompanyId], companies: &Companies, group: &[usize]) -> CompanyId {
    let employers = group.iter().filter(|n| at[**n] != 0);
    employers.min_by_key(|n| (companies.is_rival(at[**n]), called(&rows[**n]))).map(|n| at[*n]).unwrap_or_default()
}

/// The row that says who somebody new is, and where they work: of several companies at that of this row, since their title
/// is that of this row too.
pub(super) fn anew(
    rows: &[Incoming],
    at: &[CompanyId],
    companies: &Companies,
    group: &[usize],
) -> Option<(usize, CompanyId)> {
    let first = fullest(rows, at, companies, group)?;
    Some((first, if at[first] == 0 { employer(rows, at, companies, group) } else { at[first] }))
}

/// The row that says most clearly who somebody new is: the fullest name there is, with a company before one without.
fn fullest(rows: &[Incoming], at: &[CompanyId], companies: &Companies, group: &[usize]) -> Option<usize> {
    let told = |n: &usize| {
        let row = &rows[*n];
        let person = row.person.as_deref()?;
        let name = keys::person(&person.name);
        (!name.is_empty())
            .then(|| ((Reverse(name.chars().count()), name, at[*n] == 0, companies.is_rival(at[*n]), called(row)), *n))
    };
    group.iter().filter_map(told).min().map(|(_, n)| n)
}

/// The people of rows, with where these say that they work.
pub(super) fn people<'a>(rows: &'a [Incoming], at: &[CompanyId], group: &[usize]) -> Vec<Worker<'a>> {
    group.iter().filter_map(|n| worker(&rows[*n], at[*n])).collect()
}

/// The people of rows of our own tables, with who they are there.
pub(super) fn own<'a>(rows: &'a [Incoming], at: &[CompanyId], group: &[usize]) -> Vec<(&'a Own, Worker<'a>)> {
    group.iter().filter_map(|n| Some((rows[*n].own.as_deref()?, worker(&rows[*n], at[*n])?))).collect()
}

fn worker(row: &Incoming, company: CompanyId) -> Option<Worker<'_>> {
    let has_no_site = keys::host(&row.company.website).is_empty();
    Some(Worker { person: row.person.as_deref()?, company, called: &row.company.name, has_no_site })
}

/// The same with where they may be since an earlier import, when another company was called so.
pub(super) fn kin<'a>(rows: &'a [Incoming], companies: &Companies, group: &[usize]) -> Vec<Worker<'a>> {
    let of = |n: &usize| Some((rows[*n].person.as_deref()?, companies.kin(&rows[*n])));
    let kin = group.iter().filter_map(of);
    kin.flat_map(|(person, kin)| kin.map(move |company| Worker { person, company, called: "", has_no_site: false }))
        .collect()
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
    let all = people(rows, at, group);
    let by_key = known.by_own(&own(rows, at, group)).or_else(|| known.by_key(&all, |_| true));
    let by_key = by_key.or_else(|| known.by_email(&all, |_| true));
    if by_key.or_else(|| known.by_name([&all, &kin(rows, companies, group)], |_| true)).is_some() {
        return false;
    }
    let is_there = |n: usize, company| rows[n].person.as_deref().is_some_and(|person| (name(person), company) == there);
    let stands_there = || anew(rows, at, companies, group).is_some_and(|(first, company)| is_there(first, company));
    group.iter().all(|n| is_there(*n, at[*n])) || stands_there()
}

/// Where a contact is shown whom rows name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stand {
    /// The company: theirs, or the one of that name at which rows put them if its website is another by now.
    pub(super) at: CompanyId,
    /// They come along where that becomes an account.
    pub(super) comes: bool,
}

impl Stand {
    /// Of a contact at a company, by the rows that mean them. Who is put elsewhere stays among the contacts, and so does
    /// whoever a row finds by nothing but name and another company: it would not find them on an account. Contacts of an
    /// account were left there, so they move to no other.
    pub(super) fn of(
        contact: &Contact,
        (company, is_account): (CompanyId, bool),
        rows: &[Incoming],
        at: &[CompanyId],
        group: &[usize],
    ) -> Self {
        let told = || group.iter().copied().filter(|n| at[*n] != 0);
        if told().all(|n| at[n] == company) {
            return Self { at: company, comes: true };
        }
        let is_there = |company| told().any(|n| at[n] == company);
        let moved = || moved(contact, rows, at, told()).filter(|_| !is_account);
        let there = Some(company).filter(|company| is_there(*company)).or_else(moved);
        let has_id = |person: &Person| person.ids.values().any(|id| !id.is_empty());
        let names = |person: &Person| has_id(person) || !keys::naming(person).is_empty();
        let has_key = |n: usize| rows[n].person.as_deref().is_some_and(names);
        let comes = there.is_some_and(|company| told().all(|n| at[n] == company || has_key(n)));
        Self { at: there.unwrap_or(company), comes }
    }
}

/// The one company of rows that is called as the contact's is, letter for letter, and has another website.
fn moved(
    contact: &Contact,
    rows: &[Incoming],
    at: &[CompanyId],
    told: impl Iterator<Item = usize>,
) -> Option<CompanyId> {
    let called = keys::fold(&contact.company);
    let is_it = |n: &usize| {
        let company = &rows[*n].company;
        keys::is_elsewhere(&company.website, &contact.website) && keys::fold(&company.name) == called
    };
    let mut moved = told.filter(is_it).map(|n| at[n]);
    let first = moved.next().filter(|_| !called.is_empty())?;
    moved.all(|company| company == first).then_some(first)
}
