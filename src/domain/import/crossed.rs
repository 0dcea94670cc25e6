//! What two have who are two for us: an address, or an id in another system, of which a row means one by more and would mean
//! the other by that alone; or a name at one company. Whether they are one only people know, so it is told, with what makes
//! one of them. What a row says is taken as ever: by that it is found again.

use std::collections::{BTreeSet, HashSet};

use super::digest::Places;
use super::known::{Both, Crossed};
use super::subject::{Home, Settled};
use super::{Incoming, Remark, keys};
use crate::domain::account::Account;
use crate::domain::contacts::Contacts;
use crate::domain::ids;
use crate::domain::plan::Plan;

/// Somebody whom we know, in words, and how a command names them.
struct Who {
    told: String,
    id: String,
    /// On which account; nothing of a contact, or of somebody in the archive.
    account: Option<String>,
    is_contact: bool,
}

/// Everybody whom we know, and the rows that mean them or are somebody new.
pub(super) struct Everybody<'p> {
    pub(super) plan: &'p Plan,
    pub(super) contacts: &'p Contacts,
    pub(super) archive: &'p [&'p Account],
    pub(super) subjects: &'p [Settled],
    pub(super) rows: &'p [Incoming],
    pub(super) groups: &'p [Places],
    /// Whom each of the groups means, by their places.
    pub(super) meant: &'p [Option<usize>],
}

impl<'p> Everybody<'p> {
    /// The rows that mean them, in their order.
    fn rows(&self, n: usize) -> Vec<&'p Incoming> {
        let of_it = self.groups.iter().zip(self.meant).filter(|(_, is)| **is == Some(n));
        let mut rows: Vec<_> = of_it.flat_map(|(group, _)| group.iter().map(|n| &self.rows[*n])).collect();
        rows.sort_by_key(|row| row.at);
        rows
    }

    /// What rows call somebody.
    fn name(&self, n: usize) -> Option<String> {
        let mut names = self.rows(n).into_iter().filter_map(|row| row.person.as_deref()).map(|person| &person.name);
        names.find(|name| !name.is_empty()).cloned()
    }

    fn who(&self, n: usize) -> Option<Who> {
        let on = |account: &Account, at: usize, is_archived: bool| {
            let person = account.people.get(at)?;
            let rest = if is_archived { " (archived)" } else { "" };
            let told = format!("{} at {}{rest}", person.name, account.name);
            let account = (!is_archived).then(|| account.id.to_string());
            Some(Who { told, id: person.id.clone(), account, is_contact: false })
        };
        match &self.subjects[n].home {
            Home::Account(id, at) => on(self.plan.account(id)?, *at, false),
            Home::Archived(account, at) => on(self.archive.get(*account)?, *at, true),
            Home::Contact(at) => self.contacts.people.get(*at).map(|contact| {
                let company = Some(&*contact.company).filter(|company| !company.is_empty());
                let place = company.map(|company| format!(" ({company})")).unwrap_or_default();
                let told = format!("the contact {}{place}", contact.person.name);
                Who { told, id: contact.person.id.clone(), account: None, is_contact: true }
            }),
            Home::New => {
                let told = format!("the new {}", self.name(n)?);
                Some(Who { told, id: String::new(), account: None, is_contact: false })
            }
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

/// So many are told one by one.
const MOST: usize = 6;

/// A remark for each of the first, and who is beside them, as far as a line holds.
fn listed<T>(
    all: &[T],
    told: impl FnMut(&T) -> Option<Remark>,
    name: impl FnMut(&T) -> Option<String>,
    more_are: &str,
) -> Vec<Remark> {
    const NAMED: usize = 20;
    let mut first: Vec<Remark> = all.iter().take(MOST).filter_map(told).collect();
    first.sort_by_key(|remark| remark.at);
    let more = all.len().saturating_sub(MOST);
    if let (Some(last), 1..) = (first.last_mut(), more) {
        let names: Vec<String> = all.iter().skip(MOST).take(NAMED).filter_map(name).collect();
        let rest = if more > NAMED { ", …" } else { "" };
        last.what = format!("{}; and {more} more {more_are}: {}{rest}", last.what, names.join(", "));
    }
    first
}

/// A remark for each.
pub(super) fn told(all: &BTreeSet<Crossed>, everybody: &Everybody) -> Vec<Remark> {
    let is_new = |n: usize| everybody.subjects[n].home == Home::New;
    let is_own = |group: &Places| group.iter().any(|n| everybody.rows[*n].own.is_some());
    let groups = everybody.groups.iter().zip(everybody.meant);
    let own: HashSet<usize> = groups.filter(|(group, _)| is_own(group)).filter_map(|(_, n)| *n).collect();
    // Our own tables know that they are two.
    let all = all.iter().filter(|Crossed { of, is, .. }| !(is_new(*of) && is_new(*is) && own.contains(of)));
    let (names, keys): (Vec<&Crossed>, Vec<&Crossed>) = all.partition(|crossed| crossed.what == Both::Name);
    let name = |crossed: &&Crossed| everybody.name(crossed.of);
    let mut remarks = listed(&keys, |crossed| shared(crossed, everybody), name, "have an address or an id of another");
    remarks.extend(listed(&names, |crossed| alike(crossed, everybody), name, "are called as another at their company"));
    remarks
}

/// An address or an id.
fn shared(Crossed { of, is, what }: &Crossed, everybody: &Everybody) -> Option<Remark> {
    let says = |row: &&&Incoming| {
        row.person.as_deref().is_some_and(|person| match what {
            Both::Email(email) => person.emails.iter().any(|each| keys::email(&each.value) == *email),
            Both::Id(id) => ids::each(&person.ids).any(|each| each == *id),
            Both::Name => false,
        })
    };
    let key = match what {
        Both::Email(email) => email.clone(),
        Both::Id((system, id)) => format!("{system} {id}"),
        Both::Name => return None,
    };
    let at = everybody.rows(*of).iter().find(says)?.at;
    let (of, is) = (everybody.who(*of)?, everybody.who(*is)?);
    let what = format!("{key} comes to {}, and {} has it already; {}", of.told, is.told, command(&of, &is));
    Some(Remark { at, what })
}

/// Who works from now on where another is called so.
fn alike(Crossed { of, is, .. }: &Crossed, everybody: &Everybody) -> Option<Remark> {
    let at = everybody.rows(*of).first()?.at;
    let (of, is) = (everybody.who(*of)?, everybody.who(*is)?);
    let what = format!("of {} the company is known now, and there is {}; {}", of.told, is.told, command(&of, &is));
    Some(Remark { at, what })
}

/// Of whom there is another of that name, and one of the two says no company.
pub(super) fn namesakes(pairs: &[(usize, usize)], everybody: &Everybody) -> Vec<Remark> {
    let told = |(new, other): &(usize, usize)| {
        let (at, name) = (everybody.rows(*new).first()?.at, everybody.name(*new)?);
        let other = everybody.who(*other)?;
        let makes_one = match &other.account {
            Some(account) => format!("if they are one: `inroad attach {} {account}`", typed(&name)),
            None if other.id.is_empty() => {
                "if they are one: bring both onto one account, and `inroad merge` makes one of them there".to_owned()
            }
            None => format!(
                "if they are one: bring both onto one account (`inroad attach {} ACCOUNT`, and the new one likewise), and \
                 `inroad merge` makes one of them there",
                other.id
            ),
        };
        Some(Remark { at, what: format!("{name} is new, and there is {}; {makes_one}", other.told) })
    };
    listed(pairs, told, |(new, _)| everybody.name(*new), "are called as somebody whom you know")
}
