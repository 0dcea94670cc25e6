//! `inroad show`: the whole account, as the detail pane shows it; also one that lies in the archive.

use super::{Desk, Failure, Open, complete, find, out};
use crate::app::Model;
use crate::domain::account::Account;
use crate::domain::plan::{Entry, FileKey};
use crate::domain::{archived, id};
use crate::exchange::export::json;
use crate::ui;

/// As wide as the help at most; on a terminal as wide as that is.
const COLUMNS: usize = 100;

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:\n  inroad show primo\n  inroad show primo --json")]
pub(super) struct Args {
    /// The account; one of the archive is shown too.
    #[arg(add = complete::accounts())]
    account: String,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let Some(entry) = entry(&mut open, &args.account)? else { return Ok(()) };
    let account = &entry.account;
    if entry.unreadable.is_some() {
        let problem = entry.problems.first().map(ToString::to_string);
        return Err(Failure::failed(problem.unwrap_or_else(|| format!("{} can't be read", account.name))));
    }
    if desk.json {
        let raw = open.folder.raw(&FileKey::Account(account.id.clone())).unwrap_or_default();
        return out::json(&json::account(account, &raw, &open.world(), open.sender()).map_err(Failure::failed)?);
    }
    let personal =
        crate::app::model::Personal { me: open.config.me.clone(), why: open.config.why.clone(), ..Default::default() };
    let mut model = Model { plan: open.plan.clone(), personal, ..Model::default() };
    model.derive(std::slice::from_ref(&account.id), open.world().today);
    let columns = if out::is_table() { out::room().min(COLUMNS) } else { COLUMNS };
    for line in ui::as_text(&model, &desk.personal.look, open.clock.now(), &entry, columns) {
        out::line(&line)?;
    }
    Ok(())
}

/// The account that is meant: of the plan, else of the archive, which is said.
fn entry(open: &mut Open, named: &str) -> Result<Option<Entry>, Failure> {
    let failure = match find::account(&open.plan, named) {
        Ok(id) => return Ok(open.plan.accounts.get(&id).cloned()),
        Err(failure) => failure,
    };
    if failure.named.is_none() {
        return Err(failure);
    }
    let archived = open.folder.archived();
    let Ok(entry) = find::archived(&archived, named) else { return Err(failure) };
    out::note(&archived::told(&entry.account.name, &entry.account.id));
    // To be shown it stands among the others, under an id that is free there.
    let mut entry = entry.clone();
    let id = id::slug(&entry.account.id, |id| open.plan.accounts.contains_key(id));
    if id != *entry.account.id {
        let mut account = Account::clone(&entry.account);
        account.id = id.into();
        entry.account = account.into();
    }
    open.plan.accounts.insert(entry.account.id.clone(), entry.clone());
    Ok(Some(entry))
}
