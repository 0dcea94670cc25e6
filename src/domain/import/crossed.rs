//! Addresses that rows say of one whom we know and that are another's whom we know: a row means somebody by their profile, and
//! by its e-mail it would mean somebody else. Each keeps what they have, and it is told: whether the two are one only people know.

use std::collections::BTreeSet;

use super::known::{Crossed, Home, Settled};
use super::{Incoming, Remark, keys};
use crate::domain::contacts::Contacts;
use crate::domain::plan::Plan;

/// A remark for each.
pub(super) fn told(
    all: &BTreeSet<Crossed>,
    subjects: &[Settled],
    rows: &[Incoming],
    plan: &Plan,
    contacts: &Contacts,
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
        let what = format!("the profile is that of {of}, and {email} is that of {is}, where it stays; they may be one");
        Some(Remark { at, what })
    };
    all.iter().filter_map(remark).collect()
}
