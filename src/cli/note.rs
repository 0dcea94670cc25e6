//! `inroad next` and `inroad log`: what was agreed, and what happened.

use serde_json::json;

use super::did::Did;
use super::{Desk, Failure, complete};
use crate::domain::account::NextStep;
use crate::domain::dates;
use crate::domain::fields::{self, Invalid};
use crate::domain::line::Addable;

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad next primo \"Send the pilot outline\" --by fri
  inroad next primo \"Call the ops lead\" --by +3bd --person Dana")]
pub(super) struct Next {
    /// The account.
    #[arg(add = complete::accounts())]
    account: String,
    /// What is to be done.
    what: String,
    /// By when, in date words.
    #[arg(long, value_name = "DATE", add = complete::days())]
    by: String,
    /// Whom it concerns.
    #[arg(long, value_name = "P", add = complete::people())]
    person: Option<String>,
}

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad log primo \"Met Dana at the trade fair; she asked how we count leads\"
  inroad log primo \"Lee is on leave until spring\" --person Lee --on fri")]
pub(super) struct Log {
    /// The account.
    #[arg(add = complete::accounts())]
    account: String,
    /// What happened.
    text: String,
    /// With whom.
    #[arg(long, value_name = "P", add = complete::people())]
    person: Option<String>,
    /// When.
    #[arg(long, value_name = "DATE", add = complete::days())]
    on: Option<String>,
}

pub(super) fn next(desk: &Desk, args: &Next) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let before = open.to_change(&args.account)?;
    let owner = open.me();
    let (by, account) = open.edit(&before.id, "next step added", |account, context| {
        let what = args.what.trim();
        if what.is_empty() {
            return Err(Invalid("say what is to be done".into()));
        }
        fields::fits(what)?;
        let by = dates::parse(&args.by, &context.reading(None))?;
        let person = args.person.as_deref().map(|name| fields::person(name, context)).transpose()?.flatten();
        let step = NextStep {
            id: account.fresh_id(&format!("{what}{}", context.now.timestamp_micros())),
            what: what.to_owned(),
            by: Some(by),
            person,
            owner,
            ..NextStep::default()
        };
        account.next_steps.push(step);
        Ok(by)
    })?;
    let own = account.next_steps.last().map_or("", |step| step.id.as_str());
    let step = json!({ "id": own, "what": args.what.trim(), "by": by });
    Did::new(&before, &account, "next step added")
        .say(format!("by {}", dates::echo(by, open.world().today, open.world().calendar)))
        .with("next_step", step)
        .tell(desk, &open, &[&before.id, own, &by.to_string(), args.what.trim()])
}

pub(super) fn log(desk: &Desk, args: &Log) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let before = open.to_change(&args.account)?;
    let by = open.me();
    let ((), account) = open.edit(&before.id, "log", |account, context| {
        let at = context.when(args.on.as_deref())?;
        let person = args.person.as_deref().map(|name| fields::person(name, context)).transpose()?.flatten();
        Addable::Log.add(account, &args.text, context)?;
        if let Some(entry) = account.log.last_mut() {
            (entry.at, entry.person, entry.by) = (Some(at), person, by);
        }
        Ok(())
    })?;
    let own = account.log.last().map_or("", |entry| entry.id.as_str());
    Did::new(&before, &account, "log").with("id", own).tell(desk, &open, &[&before.id, own])
}
