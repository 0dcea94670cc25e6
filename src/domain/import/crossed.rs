//! Addresses that two have who are two for us: a row means one of them, and by an address that it says it would mean the
//! other. Whether they are one only people know, so it is told, with what makes one of them. What a row says is taken as
//! ever: by that it is found again.

use std::collections::BTreeSet;

use super::known::Crossed;
use super::subject::{Home, Settled};
use super::{Incoming, Remark, keys};
use crate::domain::account::Account;
use crate::domain::contacts::Contacts;
use crate::domain::plan::Plan;

/// Somebody whom we know, in words, and how a command names them.
struct Who {
    told: String,
    id: String,
    /// On which account; nothing of a contact, or of somebody in the archive.
    account: Option<String>,
    is_contact: bool,
}

/// Everybody whom we know.
pub(super) struct Everybody<'p> {
    pub(super) plan: &'p Plan,
    pub(super) contacts: &'p Contacts,
    pub(super) archive: &'p [&'p Account],
}

impl Everybody<'_> {
    fn who(&self, home: &Home) -> Option<Who> {
        let on = |account: &Account, at: usize, is_archived: bool| {
            let person = account.people.get(at)?;
            let rest = if is_archived { " (archived)" } else { "" };
            let told = format!("{} at {}{rest}", person.name, account.name);
            let account = (!is_archived).then(|| account.id.to_string());
            Some(Who { told, id: person.id.clone(), account, is_contact: false })
        };
        match home {
            Home::Account(id, at) => on(self.plan.account(id)?, *at, false),
            Home::Archived(account, at) => on(self.archive.get(*account)?, *at, true),
            Home::Contact(at) => self.contacts.people.get(*at).map(|contact| {
                let company = Some(&*contact.company).filter(|company| !company.is_empty());
                let place = company.map(|company| format!(" ({company})")).unwrap_or_default();
                let told = format!("the contact {}{place}", contact.person.name);
                Who { told, id: contact.person.id.clone(), account: None, is_contact: true }
            }),
            Home::New => None,
        }
    }
}

/// What makes one of two, where something does.
fn command(one: &Who, other: &Who) -> String {
    let makes_one = match (&one.account, &other.account) {
        (Some(account), Some(same)) if account == same => {
            Some(format!("inroad merge {account} {} into {}", one.id, other.id))
        }
        (None, Some(account)) if one.is_contact => Some(format!("inroad attach {} {account}", one.id)),
        (Some(account), None) if other.is_contact => Some(format!("inroad attach {} {account}", other.id)),
        (None, None) if one.is_contact && other.is_contact => {
            Some(format!("inroad attach {} {} ACCOUNT", one.id, other.id))
        }
        _ => None,
    };
    makes_one.map_or_else(|| "they may be one".to_owned(), |command| format!("if they are one: `{command}`"))
}

/// A name as a shell takes it; of one with signs that a shell reads otherwise, the id has to be typed, which `list contacts` has.
fn typed(name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | ',');
    if name.chars().all(is_plain) { format!("\"{name}\"") } else { "ID".to_owned() }
}

/// A remark for each.
pub(super) fn told(
    all: &BTreeSet<Crossed>,
    subjects: &[Settled],
    rows: &[Incoming],
    everybody: &Everybody,
) -> Vec<Remark> {
    let remark = |crossed: &Crossed| {
        let email = keys::email(&crossed.email);
        let says = |row: &&Incoming| {
            row.person.iter().flat_map(|person| &person.emails).any(|each| keys::email(&each.value) == email)
        };
        let at = rows.iter().find(says)?.at;
        let (of, is) = (everybody.who(&subjects[crossed.of].home)?, everybody.who(&subjects[crossed.is].home)?);
        let what = format!("{email} comes to {}, and {} has it already; {}", of.told, is.told, command(&of, &is));
        Some(Remark { at, what })
    };
    all.iter().filter_map(remark).collect()
}

/// Of whom there is another of that name, and one of the two says no company.
pub(super) fn namesakes(
    pairs: &[(usize, usize)],
    subjects: &[Settled],
    places: impl Fn(usize) -> Option<(super::At, String)>,
    everybody: &Everybody,
) -> Vec<Remark> {
    /// So many are told one by one.
    const MOST: usize = 6;
    let told = |(new, other): &(usize, usize)| {
        let (at, name) = places(*new)?;
        let other = everybody.who(&subjects[*other].home)?;
        let makes_one = match &other.account {
            Some(account) => format!("if they are one: `inroad attach {} {account}`", typed(&name)),
            None => format!(
                "if they are one: bring both onto one account (`inroad attach {} ACCOUNT`, and the new one likewise), and \
                 `inroad merge` makes one of them there",
                other.id
            ),
        };
        let what = format!("{name} is new, and there is {}; {makes_one}", other.told);
        Some(Remark { at, what })
    };
    let mut all: Vec<Remark> = pairs.iter().take(MOST).filter_map(told).collect();
    all.sort_by_key(|remark| remark.at);
    let more = pairs.len().saturating_sub(MOST);
    if let (Some(last), 1..) = (all.last_mut(), more) {
        last.what = format!("{}; and {more} more are called as somebody whom you know", last.what);
    }
    all
}
