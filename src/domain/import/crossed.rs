//! Addresses that two have who are two for us: a row means one of them by the profile, and by its e-mail it would mean the other.
//! Whether they are one only people know, so it is told. What a row says is taken as ever: by that it is found again.

use std::collections::BTreeSet;

use super::known::{Crossed, Home, Settled};
use super::{Incoming, Remark, keys};
use crate::domain::account::Account;
use crate::domain::contacts::Contacts;
use crate::domain::plan::Plan;

/// A remark for each.
pub(super) fn told(
    all: &BTreeSet<Crossed>,
    subjects: &[Settled],
    rows: &[Incoming],
    plan: &Plan,
    contacts: &Contacts,
    archive: &[&Account],
) -> Vec<Remark> {
    let called = |n: usize| match &subjects[n].home {
        Home::Account(id, at) => plan.account(id).and_then(|account| {
            let person = account.people.get(*at)?;
            Some(format!("{} at {}", person.name, account.name))
        }),
        Home::Contact(at) => contacts.people.get(*at).map(|contact| {
            let company = Some(&*contact.company).filter(|company| !company.is_empty());
            let place = company.map(|company| format!(" at {company}")).unwrap_or_default();
            format!("{}, a contact{place}", contact.person.name)
        }),
        Home::Archived(at, n) => archive.get(*at).and_then(|account| {
            let person = account.people.get(*n)?;
            Some(format!("{} at {}, which is archived,", person.name, account.name))
        }),
        Home::New => None,
    };
    let remark = |crossed: &Crossed| {
        let email = keys::email(&crossed.email);
        let says = |row: &&Incoming| {
            let person = row.person.as_deref();
            person.is_some_and(|person| {
                !person.linkedin.is_empty() && person.emails.iter().any(|each| keys::email(&each.value) == email)
            })
        };
        let at = rows.iter().find(says)?.at;
        let (of, is) = (called(crossed.of)?, called(crossed.is)?);
        let what = format!("{email} comes to {of}, who has that profile, and {is} has it already; they may be one");
        Some(Remark { at, what })
    };
    all.iter().filter_map(remark).collect()
}
