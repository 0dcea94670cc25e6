//! `inroad attach`: people we know come onto an account.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::did::Did;
use super::{Desk, Failure, complete, out};
use crate::domain::account::Account;
use crate::domain::called;
use crate::domain::contacts::{self, Arrival, Attached, Contact, Contacts};
use crate::domain::import::keys;
use crate::domain::near;
use crate::domain::plan::{FileKey, Value};
use crate::domain::step::Change;
use crate::domain::words::counted;

#[derive(Debug, clap::Args)]
#[command(override_usage = "inroad attach [OPTIONS] <CONTACT>... <ACCOUNT>")]
#[command(before_help = "Examples:
  inroad list contacts primo
  inroad attach dana-cole primo
  inroad attach \"Dana Cole\" lee-ray primo
  inroad attach --all primo                 everybody you know at Primo

Whoever is there already, by profile, e-mail or name, becomes one with the contact. One `inroad undo` takes all of it back.")]
pub(super) struct Args {
    /// Contacts, by id or by name, and at the end the account.
    #[arg(required = true, value_name = "CONTACT|ACCOUNT", num_args = 1.., add = complete::attaching())]
    words: Vec<String>,
    /// All contacts who work at the account's company.
    #[arg(long)]
    all: bool,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let Some((account, named)) = args.words.split_last() else { return Ok(()) };
    match (args.all, named) {
        (false, []) => {
            let way = "inroad attach dana-cole primo; or `--all` for everybody you know there";
            return Err(Failure::usage(format!("say who goes onto which account: {way}")));
        }
        (true, [_, ..]) => return Err(Failure::usage("with --all say the account alone: inroad attach --all primo")),
        _ => {}
    }
    let id = open.to_change(account)?.id.clone();
    let Some(entry) = open.plan.accounts.get(&id) else { return Ok(()) };
    let book = open.folder.contacts();
    // Who stands in a part that can't be read is not nobody.
    if let Some(why) = &book.read_only {
        return Err(Failure::failed(format!("contacts.toml can't be changed: {why}")));
    }
    let who: Vec<&Contact> = if args.all {
        book.contacts.known_at(&entry.account, &open.plan.each())
    } else {
        named.iter().map(|named| find(&book.contacts, named)).collect::<Result<_, _>>()?
    };
    if who.is_empty() {
        return Err(Failure::failed(format!("you know nobody at {} who is on no account", entry.account.name)));
    }
    let ids: Vec<&str> = who.iter().map(|contact| contact.person.id.as_str()).collect();
    let mut left = Contacts::clone(&book.contacts);
    let (attached, account) = entry.changed(|account| contacts::attach(&mut left, account, &ids))?;
    let was = Arc::clone(&entry.account);
    let whom = match ids.as_slice() {
        [only] => (*only).to_owned(),
        several => counted(several.len(), "contact", "contacts"),
    };
    // First where they come to: cut off in between they are in both, not in neither.
    let changes = vec![
        Change {
            key: FileKey::Account(id.clone()),
            before: Some(Value::Account(Arc::clone(&was))),
            after: Some(Value::Account(account.clone().into())),
        },
        Change {
            key: FileKey::Contacts,
            before: Some(Value::Contacts(Arc::clone(&book.contacts))),
            after: Some(Value::Contacts(left.into())),
        },
    ];
    open.save_all(format!("{}: {whom} attached", account.name), changes)?;
    let what = match attached.as_slice() {
        [only] => format!("{} attached", only.name),
        several => format!("{} attached", counted(several.len(), "contact", "contacts")),
    };
    let mut did = Did::new(&was, &account, what).with("people", attached.iter().map(in_json).collect::<Json>());
    for told in attached.iter().filter_map(|each| each.told(&id)) {
        did = did.say(told);
    }
    if let [only] = attached.as_slice() {
        did = did.with("person", only.id.as_str());
    }
    if !desk.json {
        attached.iter().try_for_each(|each| out::cells(&[&each.id, &each.name]))?;
    }
    did.tell(desk, &open, &[])
}

/// Whom one knows at an account, and how they come onto it.
pub(super) fn offered(account: &Account, known: &[&Contact]) -> String {
    const MOST: usize = 4;
    let told = format!("you know {} at {}", counted(known.len(), "person", "people"), account.name);
    let names: Vec<&str> = known.iter().take(MOST).map(|contact| contact.person.name.as_str()).collect();
    let more = if known.len() > names.len() { " and others" } else { "" };
    let way = match known {
        [only] => format!("`inroad attach {} {}` takes them over", only.person.id, account.id),
        _ => format!("`inroad attach --all {}` takes all of them over", account.id),
    };
    format!("{told}: {}{more}; {way}", names.join(", "))
}

/// Who has come onto an account, and as whom.
pub(super) fn in_json(attached: &Attached) -> Json {
    let (namesake, is_known) = match &attached.arrival {
        Arrival::New => (None, false),
        Arrival::Namesake(id) => (Some(id.as_str()), false),
        Arrival::Known { .. } => (None, true),
    };
    json!({ "id": attached.id, "name": attached.name, "was_there": is_known, "namesake": namesake })
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
                let meant = called::contacts_meant(several.iter().copied());
                return Err(Failure::usage(format!("“{named}” could be {meant}")));
            }
        }
    }
    let near = near::nearest(named, contacts.people.iter().map(|contact| contact.person.id.as_str()));
    let meant = near.map_or_else(String::new, |id| format!("; did you mean {id}?"));
    Err(Failure::usage(format!("there is no contact “{named}”{meant}")))
}
