//! `inroad attach`: somebody we know comes onto an account.

use std::sync::Arc;

use super::did::Did;
use super::{Desk, Failure, Open, complete, find};
use crate::domain::contacts::{self, Book, Contact, Contacts};
use crate::domain::import::keys;
use crate::domain::near;
use crate::domain::plan::{FileKey, Value};
use crate::domain::step::Change;

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad list contacts primo
  inroad attach dana-cole primo
  inroad attach \"Dana Cole\" primo")]
pub(super) struct Args {
    /// The contact, by id or by name.
    #[arg(add = complete::contacts())]
    contact: String,
    /// The account.
    #[arg(add = complete::accounts())]
    account: String,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let id = find::account(&open.plan, &args.account)?;
    let book = open.folder.contacts();
    let contact = find(&book.contacts, &args.contact)?.person.id.clone();
    if let Some(why) = &book.read_only {
        return Err(Failure::failed(format!("contacts.toml can't be changed: {why}")));
    }
    move_onto(desk, &mut open, &book, &id, &contact)
}

fn move_onto(desk: &Desk, open: &mut Open, book: &Book, id: &str, contact: &str) -> Result<(), Failure> {
    let Some(entry) = open.plan.accounts.get(id) else { return Ok(()) };
    let mut left = Contacts::clone(&book.contacts);
    let changed = entry.changed(|account| contacts::attach(&mut left, account, &[contact]));
    let refused = |invalid| if entry.read_only.is_some() { Failure::failed(invalid) } else { Failure::from(invalid) };
    let (ids, account) = changed.map_err(refused)?;
    let was = Arc::clone(&entry.account);
    let label = format!("{}: {contact} attached", account.name);
    let key = FileKey::Account(account.id.clone());
    let person = ids.first().and_then(|id| account.person(id)).cloned().unwrap_or_default();
    // First where they come to: cut off in between they are in both, not in neither.
    let changes = vec![
        Change {
            key,
            before: Some(Value::Account(Arc::clone(&was))),
            after: Some(Value::Account(account.clone().into())),
        },
        Change {
            key: FileKey::Contacts,
            before: Some(Value::Contacts(Arc::clone(&book.contacts))),
            after: Some(Value::Contacts(left.into())),
        },
    ];
    open.save_all(label, changes)?;
    Did::new(&was, &account, format!("{} attached", person.name)).with("person", person.id.as_str()).tell(
        desk,
        open,
        &[&person.id, &person.name],
    )
}

/// The contact that is meant: by id, by name, by how one of these begins.
fn find<'c>(contacts: &'c Contacts, named: &str) -> Result<&'c Contact, Failure> {
    if let Some(contact) = contacts.get(named) {
        return Ok(contact);
    }
    let folded = keys::person(named);
    let fits = |fit: &dyn Fn(&Contact) -> bool| contacts.people.iter().filter(|each| fit(each)).collect::<Vec<_>>();
    for found in [
        fits(&|contact| keys::person(&contact.person.name) == folded),
        fits(&|contact| {
            contact.person.id.starts_with(named) || keys::person(&contact.person.name).starts_with(&folded)
        }),
    ] {
        match found.as_slice() {
            [] => {}
            [only] => return Ok(only),
            several => {
                let ids: Vec<&str> = several.iter().take(6).map(|each| each.person.id.as_str()).collect();
                let more = if several.len() > 6 { ", …" } else { "" };
                return Err(Failure::usage(format!("“{named}” could be {}{more}", ids.join(", "))));
            }
        }
    }
    let near = near::nearest(named, contacts.people.iter().map(|contact| contact.person.id.as_str()));
    let meant = near.map_or_else(String::new, |id| format!("; did you mean {id}?"));
    Err(Failure::usage(format!("there is no contact “{named}”{meant}")))
}
