//! `inroad rename` and `merge`: people and accounts that are called otherwise, and those that turn out to be the same.

use std::sync::Arc;

use super::did::Did;
use super::{Desk, Failure, Open, complete, find, out};
use crate::domain::account::Account;
use crate::domain::fields::{self, Place};
use crate::domain::plan::{FileKey, Value};
use crate::domain::same::{self, Joined};
use crate::domain::step::Change;

#[derive(Debug, clap::Args)]
#[command(override_usage = "inroad rename [OPTIONS] <ACCOUNT> [PERSON] <NAME>")]
#[command(before_help = "Examples:
  inroad rename primo \"Primo Group\"
  inroad rename primo dana-cole \"Dana Cole-Reyes\"

Ids stay, and with them the file and whatever refers to it.")]
pub(super) struct Rename {
    /// The account, a person of it if it is one, and the new name.
    #[arg(required = true, num_args = 2..=3, value_names = ["ACCOUNT", "PERSON", "NAME"], add = complete::accounts_and_people())]
    words: Vec<String>,
}

#[derive(Debug, clap::Args)]
#[command(override_usage = "inroad merge [OPTIONS] <ACCOUNT> [PERSON] into <ACCOUNT|PERSON>")]
#[command(before_help = "Examples:
  inroad merge primo-inc into primo          primo stays, and gets all of both
  inroad merge primo d-cole into dana-cole   the same of two people
  inroad merge primo-inc into primo --dry-run

What differs where only one value can stand is kept in words: in the log of an account, in the notes of a person. \
The file of the account that goes moves to accounts/archive. `inroad undo` takes all of it back.")]
pub(super) struct Merge {
    /// The account that goes and the one that stays; or an account, the person who goes and the one who stays.
    #[arg(required = true, num_args = 2..=4, value_names = ["ACCOUNT", "PERSON", "into", "INTO"], add = complete::merging())]
    words: Vec<String>,
    /// Say what would come of it, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn rename(desk: &Desk, args: &Rename) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let (account, person, name) = match args.words.as_slice() {
        [account, name] => (account, None, name),
        [account, person, name] => (account, Some(person), name),
        _ => return Err(Failure::usage("say whom to rename and how: inroad rename primo \"Primo Group\"")),
    };
    let was = open.to_change(account)?;
    let place = match person {
        None => Place::Account,
        Some(person) => Place::Person(find::person(&was, person, &open.context(&was))?),
    };
    let old = called(&was, place).to_owned();
    let ((), account) = open.edit(&was.id, &format!("{old} renamed to {}", name.trim()), |account, context| {
        fields::set(account, place, "name", name, context)
    })?;
    let new = called(&account, place);
    let twin = match place {
        Place::Person(at) => account.people.iter().enumerate().any(|(i, each)| i != at && is_same(&each.name, new)),
        _ => open.plan.all().any(|each| each.id != was.id && is_same(&each.name, new)),
    };
    let did = Did::new(&was, &account, format!("{old} renamed to {new}"));
    let did = if twin { did.say(format!("there is another {new}; `inroad merge` makes one of two")) } else { did };
    did.say(format!("{old} is {new}")).tell(desk, &open, &[])
}

fn called(account: &Account, place: Place) -> &str {
    match place {
        Place::Person(at) => account.people.get(at).map_or("", |person| &person.name),
        _ => &account.name,
    }
}

fn is_same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

pub(super) fn merge(desk: &Desk, args: &Merge) -> Result<(), Failure> {
    let mut open = desk.open()?;
    // `into` is there to be read.
    let mut words: Vec<&str> = args.words.iter().map(String::as_str).collect();
    if let [.., "into", _] = words.as_slice() {
        words.remove(words.len() - 2);
    }
    let Joined { label, changes, told } = match words.as_slice() {
        [from, into] => accounts(&open, from, into)?,
        [account, from, into] => people(&open, account, from, into)?,
        _ => return Err(Failure::usage("say which goes into which: inroad merge primo-inc into primo")),
    };
    let stays = changes.first().and_then(|change| match (&change.before, &change.after) {
        (Some(Value::Account(before)), Some(Value::Account(after))) => Some((Arc::clone(before), Arc::clone(after))),
        _ => None,
    });
    if !args.dry_run {
        open.save_all(label.clone(), changes)?;
    }
    match stays.filter(|_| desk.json) {
        Some((before, after)) => {
            Did::new(&before, &after, label).with("told", told).with("dry_run", args.dry_run).tell(desk, &open, &[])
        }
        None => told.iter().try_for_each(|sentence| out::line(sentence)),
    }
}

fn accounts(open: &Open, from: &str, into: &str) -> Result<Joined, Failure> {
    let (from, into) = (open.to_change(from)?, open.to_change(into)?);
    let mut joined = same::step(&open.plan, &from.id, &into.id, open.clock.now(), open.me().as_deref())?;
    joined.told.insert(0, joined.label.clone());
    Ok(joined)
}

fn people(open: &Open, account: &str, from: &str, into: &str) -> Result<Joined, Failure> {
    let before = open.to_change(account)?;
    let entry = open.plan.accounts.get(&before.id).ok_or_else(|| Failure::failed("it is not in the plan"))?;
    let context = open.context(&before);
    let (goes, stays) = (find::person(&before, from, &context)?, find::person(&before, into, &context)?);
    let label = format!("{}: {} merged into {}", before.name, before.people[goes].name, before.people[stays].name);
    let (told, after) = entry.changed(|account| same::people(account, goes, stays))?;
    let key = FileKey::Account(before.id.clone());
    let (before, after) = (Value::Account(before), Value::Account(after.into()));
    let change = Change { key, before: Some(before), after: Some(after) };
    Ok(Joined { label, changes: vec![change], told: vec![told] })
}
