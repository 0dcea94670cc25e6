//! `inroad show`: the whole account, as the detail pane shows it.

use chrono::NaiveDate;
use serde_json::{Value as Json, json};

use super::{Desk, Failure, Open, find, out};
use crate::app::outline::{self, RowKind, Section};
use crate::domain::account::Account;
use crate::domain::dates;
use crate::domain::fields::{self, Place};
use crate::domain::schedule;
use crate::domain::sequence::TouchAt;
use crate::store::patch;

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:\n  inroad show primo\n  inroad show primo --json")]
pub(super) struct Args {
    /// The account.
    account: String,
}

/// A touch as it is referred to in JSON.
pub(super) fn touch_ref(account: &Account, at: TouchAt, due: NaiveDate) -> Json {
    let touch = account.sequences.get(at.sequence).and_then(|sequence| sequence.touches.get(at.touch));
    json!({
        "sequence": account.sequences.get(at.sequence).map(|sequence| sequence.id.as_str()),
        "id": touch.map(|touch| touch.id.as_str()),
        "n": at.touch + 1,
        "channel": touch.map(|touch| touch.channel_word()),
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
    for line in as_text(&open, account) {
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

fn as_text(open: &Open, account: &Account) -> Vec<String> {
    let context = open.context(account);
    let mut lines = vec![account.name.clone()];
    let Some(entry) = open.plan.accounts.get(&account.id) else { return lines };
    let mut section = None;
    for row in outline::rows(entry) {
        if section != Some(row.section) {
            section = Some(row.section);
            lines.push(String::new());
            lines.push(heading(account, row.section));
        }
        match row.kind {
            RowKind::Problem(i) => lines.extend(entry.problems.get(i).map(|problem| format!("  {problem}"))),
            RowKind::Hint => lines.push("  –".to_owned()),
            RowKind::Item => {
                let due = match row.id.place {
                    Place::Touch(at) => schedule::due(account, at, &open.world()).day(),
                    _ => None,
                };
                let due = due.map(|day| format!("due {}; ", dates::short(day, open.world().today))).unwrap_or_default();
                lines.push(format!(
                    "  {}: {due}{}",
                    outline::title(account, row.id.place),
                    values(account, row.id.place, &context)
                ));
            }
            RowKind::Field | RowKind::Facts | RowKind::About | RowKind::Entry => {
                if row.id.key == "why" {
                    lines.push(format!("  {}", values(account, Place::Account, &context)));
                }
            }
        }
    }
    lines
}

fn heading(account: &Account, section: Section) -> String {
    match section {
        Section::Sequence(i) => {
            let playbook = account.sequences.get(i).map(|sequence| sequence.playbook.as_str());
            format!("Sequence {}", playbook.unwrap_or_default())
        }
        section => section.heading().unwrap_or("Account").to_owned(),
    }
}

/// Every field that says something.
fn values(account: &Account, place: Place, context: &fields::Context) -> String {
    let told = fields::specs(account, place).into_iter().filter_map(|spec| {
        let value = fields::get(account, place, spec.key, context)?;
        (!value.is_empty() && value != "no")
            .then(|| format!("{} {}", spec.label.to_lowercase(), value.replace('\n', " / ")))
    });
    told.collect::<Vec<_>>().join("; ")
}
