//! `inroad show`: the whole account, as the detail pane shows it.

use super::{Desk, Failure, complete, find, out};
use crate::app::Model;
use crate::domain::plan::FileKey;
use crate::exchange::export::json;
use crate::ui;

/// As wide as the help.
const COLUMNS: usize = 100;

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:\n  inroad show primo\n  inroad show primo --json")]
pub(super) struct Args {
    /// The account.
    #[arg(add = complete::accounts())]
    account: String,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let open = desk.open()?;
    let id = find::account(&open.plan, &args.account)?;
    let Some(account) = open.plan.account(&id) else { return Ok(()) };
    if desk.json {
        let raw = open.folder.raw(&FileKey::Account(id)).unwrap_or_default();
        return out::json(&json::account(account, &raw, &open.world(), open.sender()).map_err(Failure::failed)?);
    }
    let Some(entry) = open.plan.accounts.get(&id) else { return Ok(()) };
    let personal =
        crate::app::model::Personal { me: open.config.me.clone(), why: open.config.why.clone(), ..Default::default() };
    let mut model = Model { plan: open.plan.clone(), personal, ..Model::default() };
    model.derive(std::slice::from_ref(&account.id), open.world().today);
    for line in ui::as_text(&model, &desk.personal.look, open.clock.now(), entry, COLUMNS) {
        out::line(&line)?;
    }
    Ok(())
}
