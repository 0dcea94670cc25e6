//! `inroad archive` and `restore`: out of the plan, and back into it.

use serde_json::{Value as Json, json};

use super::did::Did;
use super::{Desk, Failure, attach, complete, find, out};
use crate::clock::Clock;
use crate::domain::account::Account;
use crate::domain::archived;
use crate::domain::plan::{Entry, FileKey, Value};
use crate::domain::step::{Change, Note, Way};

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad archive primo                  its file moves to accounts/archive, as it is
  inroad archive                        what the archive holds
  inroad restore primo                  and back")]
pub(super) struct Archive {
    /// The account; without it the archive is listed.
    #[arg(add = complete::accounts())]
    account: Option<String>,
}

#[derive(Debug, clap::Args)]
#[command(
    before_help = "Examples:\n  inroad archive                        what the archive holds\n  inroad restore primo"
)]
pub(super) struct Restore {
    /// The account, as `inroad archive` lists it: by its id, or by its name.
    #[arg(add = complete::archived())]
    account: String,
}

pub(super) fn archive(desk: &Desk, args: &Archive) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let Some(named) = &args.account else {
        return list(desk, &open.folder.archived());
    };
    let id = find::account(&open.plan, named)?;
    let Some(entry) = open.plan.accounts.get(&id) else { return Ok(()) };
    let account = entry.account.clone();
    if let Some(why) = &entry.read_only {
        return Err(Failure::failed(format!("{} can't be archived: {why}", account.name)));
    }
    let label = format!("{} archived", account.name);
    let there = open.folder.stem_in_archive(&id);
    let change =
        Change { key: FileKey::Account(id.clone()), before: Some(Value::Account(account.clone())), after: None };
    open.save_all(label.clone(), vec![change])?;
    // Nothing of it moves: no touch of it comes any more.
    Did::new(&account, &account, "archived").say(format!("{label}; `inroad restore {there}` brings it back")).tell(
        desk,
        &open,
        &[],
    )
}

pub(super) fn restore(desk: &Desk, args: &Restore) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let archived = open.folder.archived();
    let entry = find::archived(&archived, &args.account)?;
    let mut account = Account::clone(&entry.account);
    let (stem, name) = (account.id.clone(), account.name.clone());
    let label = format!("{name} is back from the archive");
    let note = Note { id: Clock::seed(), at: open.clock.now(), label, way: Way::Do };
    let (id, saved) = open.folder.restore(&note, &stem)?;
    if let Some(doubt) = saved.doubt {
        out::note(&format!("saved, but {doubt}"));
    }
    if id != stem {
        out::note(&format!("{stem} is taken by now; {name} is {id} from here on"));
    }
    account.id = id.clone();
    // People may have come to the contacts meanwhile.
    let book = open.folder.contacts();
    out::problems(&book.problems);
    let known = book.contacts.known_at(&account, &open.plan.each());
    if !known.is_empty() {
        out::note(&attach::offered(&account, &known));
    }
    Did::new(&account, &account, "restored").tell(desk, &open, &[id.as_ref()])
}

/// What is no account of the plan may lie in the archive: then that is what there is to say, whatever was to be done.
pub(super) fn perhaps_archived(desk: &Desk, failure: Failure) -> Failure {
    let Some(named) = &failure.named else { return failure };
    let archived = desk.only_folder().map(|folder| folder.archived()).unwrap_or_default();
    match find::archived(&archived, named) {
        Ok(entry) => Failure::failed(archived::told(&entry.account.name, &entry.account.id)),
        Err(_) => failure,
    }
}

fn list(desk: &Desk, archived: &[Entry]) -> Result<(), Failure> {
    if desk.json {
        let one = |entry: &Entry| {
            let account = &entry.account;
            json!({
                "id": account.id.as_ref(),
                "name": account.name,
                "stage": entry.unreadable.is_none().then(|| account.stage_word()),
                "people": account.people.len(),
            })
        };
        let accounts: Vec<Json> = archived.iter().map(one).collect();
        return out::json(&json!({ "format": 1, "archived": accounts }));
    }
    let row = |entry: &Entry| {
        let account = &entry.account;
        let stage = entry.unreadable.as_ref();
        let stage = stage.map_or_else(|| account.stage_word().to_owned(), |why| format!("can't be read: {why}"));
        vec![account.id.to_string(), account.name.clone(), stage, account.people.len().to_string()]
    };
    let rows: Vec<_> = archived.iter().map(row).collect();
    out::list(&["id", "name", "stage", "people"], &rows, "nothing is archived")
}
