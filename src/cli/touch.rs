//! `inroad done`, `skip` and `postpone`: what is done with a touch.

use serde_json::{Value as Json, json};

use super::did::Did;
use super::{Desk, Failure, Open, complete, find};
use crate::domain::account::Account;
use crate::domain::fields::{self, Context, Invalid, Place};
use crate::domain::sequence::TouchAt;
use crate::domain::touch::{Outcome, Touch};
use crate::domain::wire::Moment;
use crate::domain::words::Vocabulary;
use crate::domain::{dates, schedule, work};

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad done primo 2 --result left-voicemail
  inroad done primo k7qd --on yesterday --learned \"The number got the answer.\"")]
pub(super) struct Done {
    /// The account.
    #[arg(add = complete::accounts())]
    account: String,
    /// Its number, SEQUENCE:NUMBER, or its id.
    #[arg(add = complete::open_touches())]
    touch: String,
    /// What came of it; the usual if it isn't said.
    #[arg(long, value_name = "R", add = complete::outcomes())]
    result: Option<String>,
    /// What it taught.
    #[arg(long, value_name = "TEXT", default_value = "")]
    learned: String,
    /// The day it was done.
    #[arg(long, value_name = "DATE", add = complete::days())]
    on: Option<String>,
}

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:\n  inroad skip primo 3")]
pub(super) struct Skip {
    /// The account.
    #[arg(add = complete::accounts())]
    account: String,
    /// Its number, SEQUENCE:NUMBER, or its id.
    #[arg(add = complete::open_touches())]
    touch: String,
}

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:\n  inroad postpone primo 3 fri\n  inroad postpone primo 3 +5bd")]
pub(super) struct Postpone {
    /// The account.
    #[arg(add = complete::accounts())]
    account: String,
    /// Its number, SEQUENCE:NUMBER, or its id.
    #[arg(add = complete::open_touches())]
    touch: String,
    /// The new date, in date words.
    #[arg(add = complete::days())]
    date: String,
}

pub(super) fn done(desk: &Desk, args: &Done) -> Result<(), Failure> {
    change(desk, &args.account, &args.touch, "done", |account, at, context| {
        let touch = account.touch(at);
        let usual = touch.and_then(|touch| context.settings.outcomes(touch.channel).first().copied());
        let result: Option<Outcome> = args.result.as_deref().map(str::parse).transpose()?;
        let result = result.or(usual).ok_or_else(|| Invalid("there is no such touch".into()))?;
        let when = context.when(args.on.as_deref())?;
        fields::fits(&args.learned)?;
        work::complete(account, at, result, when, &args.learned, context.settings)?;
        Ok(())
    })
}

pub(super) fn skip(desk: &Desk, args: &Skip) -> Result<(), Failure> {
    change(desk, &args.account, &args.touch, "skipped", |account, at, context| {
        work::skip(account, at, Moment::from(context.now))
    })
}

pub(super) fn postpone(desk: &Desk, args: &Postpone) -> Result<(), Failure> {
    change(desk, &args.account, &args.touch, "postponed", |account, at, context| {
        let current = schedule::due(account, at, &context.world()).day();
        let day = dates::parse(&args.date, &context.reading(current))?;
        work::postpone(account, at, day, &context.world())
    })
}

/// Change a touch, save, and say what moved.
fn change(
    desk: &Desk,
    account: &str,
    touch: &str,
    did: &str,
    change: impl FnOnce(&mut Account, TouchAt, &Context) -> Result<(), Invalid>,
) -> Result<(), Failure> {
    let mut open: Open = desk.open()?;
    let before = open.to_change(account)?;
    let at = find::touch(&before, touch)?;
    let label = format!("touch {} {did}", at.touch + 1);
    let channel = before.touch(at).map(Touch::channel_label).unwrap_or_default();
    let short = format!("touch {}, {channel}, {did}", at.touch + 1);
    let ((), after) = open.edit(&before.id, &label, |account, context| change(account, at, context))?;
    // Where it is done again, something for today may stand before it now.
    let touch = Place::Touch(at).follow(&before, &after).and_then(|place| match place {
        Place::Touch(at) => Some(touch_json(&open, &after, at)),
        _ => None,
    });
    Did::new(&before, &after, label).shortly(short).with("touch", touch).tell(desk, &open, &[])
}

/// The touch as it stands now.
fn touch_json(open: &Open, account: &Account, at: TouchAt) -> Json {
    let touch = account.touch(at);
    json!({
        "sequence": account.sequences.get(at.sequence).map(|sequence| sequence.id.as_str()),
        "id": touch.map(|touch| touch.id.as_str()),
        "n": at.touch + 1,
        "status": touch.map(|touch| touch.status.word()),
        "result": touch.and_then(|touch| touch.result).map(Vocabulary::word),
        "due": schedule::due(account, at, &open.world()).day(),
    })
}
