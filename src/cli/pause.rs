//! `inroad pause` and `resume`: a sequence rests and goes on.

use super::did::Did;
use super::{Desk, Failure, complete, find};
use crate::domain::account::Account;
use crate::domain::calendar::Calendar;
use crate::domain::dates::Reading;
use crate::domain::fields::{self, Context, Invalid};
use crate::domain::{dates, rest};

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad pause primo --until \"9 dec\" --why audit
  inroad pause primo 2                      until `inroad resume primo 2`")]
pub(super) struct Pause {
    /// The account.
    #[arg(add = complete::accounts())]
    account: String,
    /// The sequence's number or its id; the only one that has not ended if it isn't said.
    #[arg(add = complete::sequences())]
    sequence: Option<String>,
    /// The last day that it rests, in date words; until it is resumed if that isn't said.
    #[arg(long, value_name = "DATE", add = complete::days())]
    until: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT", default_value = "")]
    why: String,
}

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:\n  inroad resume primo\n  inroad resume primo 2")]
pub(super) struct Resume {
    /// The account.
    #[arg(add = complete::accounts())]
    account: String,
    /// The sequence's number or its id; the only one that has not ended if it isn't said.
    #[arg(add = complete::sequences())]
    sequence: Option<String>,
}

pub(super) fn pause(desk: &Desk, args: &Pause) -> Result<(), Failure> {
    // A day and what is no day would both be asked for as a sequence.
    let is_number = |word: &&String| word.parse::<usize>().is_ok();
    if let Some(word) = args.sequence.as_ref().filter(|word| !is_number(word) && args.until.is_none()) {
        let today = desk.clock.now().date_naive();
        let calendar = Calendar::default();
        if dates::parse(word, &Reading { today, calendar: &calendar, current: None }).is_ok() {
            let account = &args.account;
            let what =
                format!("“{word}” is a day; it stands behind --until: inroad pause {account} --until \"{word}\"");
            return Err(Failure::usage(what));
        }
    }
    change(desk, &args.account, args.sequence.as_deref(), "paused", |account, at, context| {
        fields::fits(&args.why)?;
        let until = args.until.as_deref().map(|text| dates::parse(text, &context.reading(None))).transpose()?;
        rest::pause(account, at, context.today(), until, &args.why)?;
        Ok(match until {
            Some(day) => format!("rests through {}", dates::echo(day, context.today(), context.calendar)),
            None => "rests until it is resumed".to_owned(),
        })
    })
}

pub(super) fn resume(desk: &Desk, args: &Resume) -> Result<(), Failure> {
    change(desk, &args.account, args.sequence.as_deref(), "resumed", |account, at, context| {
        rest::resume(account, at, context.today())?;
        Ok("goes on".to_owned())
    })
}

/// Change a sequence, save, and say what became of it and what moved.
fn change(
    desk: &Desk,
    account: &str,
    sequence: Option<&str>,
    did: &str,
    change: impl FnOnce(&mut Account, usize, &Context) -> Result<String, Invalid>,
) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let before = open.to_change(account)?;
    let at = find::sequence(&before, sequence)?;
    let label = format!("sequence {} {did}", at + 1);
    let (told, after) = open.edit(&before.id, &label, |account, context| change(account, at, context))?;
    let told = format!("sequence {} of {} {told}", at + 1, after.name);
    let sequence = after.sequences.get(at).map(|sequence| sequence.id.clone());
    Did::new(&before, &after, label).say(told).with("sequence", sequence).tell(desk, &open, &[])
}
