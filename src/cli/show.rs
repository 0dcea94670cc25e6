//! `inroad show`: the whole account, as the detail pane shows it.

use chrono::NaiveDate;
use serde_json::{Value as Json, json};

use super::{Desk, Failure, Open, complete, find, out};
use crate::app::Model;
use crate::domain::account::Account;
use crate::domain::schedule;
use crate::domain::sequence::TouchAt;
use crate::domain::touch::Touch;
use crate::store::patch;
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

/// A touch as it is referred to in JSON.
pub(super) fn touch_ref(account: &Account, at: TouchAt, due: NaiveDate) -> Json {
    let touch = account.touch(at);
    json!({
        "sequence": account.sequences.get(at.sequence).map(|sequence| sequence.id.as_str()),
        "id": touch.map(|touch| touch.id.as_str()),
        "n": at.touch + 1,
        "channel": touch.map(Touch::channel_word),
        "person": touch.and_then(|touch| touch.person.as_deref()),
        "due": due,
    })
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let open = desk.open()?;
    let id = find::account(&open.plan, &args.account)?;
    let Some(account) = open.plan.account(&id) else { return Ok(()) };
    if desk.json {
        return out::json(&as_json(&open, account)?);
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

/// The account as in its file, with what follows from it.
fn as_json(open: &Open, account: &Account) -> Result<Json, Failure> {
    let tree = patch::tree(account).map_err(Failure::failed)?;
    let mut json = out::from_toml(toml::Value::Table(tree));
    let world = open.world();
    json["id"] = json!(account.id.as_ref());
    // Beside what the file says of it: what was waved off.
    let readiness = open.readiness(account);
    let missing: Vec<Json> = readiness.gaps.iter().map(|gap| super::check::finding(open, account, gap)).collect();
    json["readiness"]["percent"] = json!(readiness.percent);
    json["readiness"]["missing"] = json!(missing);
    json["next_touch"] = json!(schedule::next_touch(account, &world).map(|(at, day)| touch_ref(account, at, day)));
    for (i, sequence) in account.sequences.iter().enumerate() {
        for (j, due) in schedule::schedule(account, sequence, &world).into_iter().enumerate() {
            let touch = &mut json["sequences"][i]["touches"][j];
            touch["n"] = json!(j + 1);
            touch["due"] = json!(due.day());
            touch["overdue"] = json!(due.day().is_some_and(|day| day < world.today));
        }
    }
    Ok(json)
}
