//! `inroad meet`, `held`, `no-show`, `cancelled`: a meeting is booked, and what came of it. The same rules as on the screen,
//! in one step each.

use chrono::{DateTime, FixedOffset};
use serde_json::json;

use super::did::Did;
use super::{Desk, Failure, Open, complete, find};
use crate::domain::account::Account;
use crate::domain::dates;
use crate::domain::fields::{self, Context, Invalid, Place};
use crate::domain::line;
use crate::domain::meeting::{Meeting, MeetingResult, MeetingStatus};
use crate::domain::wire::Moment;
use crate::domain::words::Vocabulary;
use crate::domain::words::counted;
use crate::domain::work;

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad meet primo --at \"thu 10:00\"
  inroad meet primo --at \"2026-12-03 10:00\" --with Dana --with Lee --minutes 30 --where Zoom
  inroad meet primo --at \"thu 10:00\" --objective \"Agree a pilot scope\"

A meeting that was planned without a time is the one that is booked; its conversation plan stays. As after the \
answer meeting-booked, the other touches are held until it is known what came of it.")]
pub(super) struct Meet {
    /// The account.
    #[arg(add = complete::accounts())]
    account: String,
    /// When, in date words with a time.
    #[arg(long, value_name = "TIME")]
    at: String,
    /// Who takes part; said again for each. Without it whom it was planned with.
    #[arg(long, value_name = "P", add = complete::people())]
    with: Vec<String>,
    /// How long.
    #[arg(long, value_name = "N")]
    minutes: Option<String>,
    /// Room, link or number.
    #[arg(long = "where", value_name = "W")]
    place: Option<String>,
    /// What should come out of it.
    #[arg(long, value_name = "O")]
    objective: Option<String>,
}

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad held primo --advance \"Working session with ops by 15 dec\"
  inroad held primo --result continuation
  inroad held primo --meeting 2 --result order

An advance is an event with a date that moves the sale on; it becomes a next step.")]
pub(super) struct Held {
    /// The account.
    #[arg(add = complete::accounts())]
    account: String,
    /// Which: its number or its id. Without it the one that waits for its result.
    #[arg(long, value_name = "N", add = complete::meetings())]
    meeting: Option<String>,
    /// order, advance, continuation, no-sale; with --advance it is one.
    #[arg(long, value_name = "R", add = complete::results())]
    result: Option<String>,
    /// What was agreed, with its date.
    #[arg(long, value_name = "WHAT by DATE")]
    advance: Option<String>,
}

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad no-show primo --rebook
  inroad cancelled primo --meeting 2

What was held for the meeting goes on.")]
pub(super) struct Missed {
    /// The account.
    #[arg(add = complete::accounts())]
    account: String,
    /// Which: its number or its id. Without it the one that waits for its result.
    #[arg(long, value_name = "N", add = complete::meetings())]
    meeting: Option<String>,
    /// A touch for today finds another time first.
    #[arg(long)]
    rebook: bool,
}

pub(super) fn meet(desk: &Desk, args: &Meet) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let before = open.to_change(&args.account)?;
    let ((at, held, stage), account) = open.edit(&before.id, "meeting booked", |account, context| {
        let booked = asked_for(args, context)?;
        if booked.at.is_none_or(|at| at.day() < context.today()) {
            return Err(Invalid(format!("“{}” has passed; a meeting is booked for a day to come", args.at)));
        }
        let (at, held, stage) = work::meet(account, booked, context.settings, context.now);
        // Empty values were not said, and what was said of the length is read as the form reads it.
        let said = [("minutes", &args.minutes), ("where", &args.place), ("objective", &args.objective)];
        for (key, text) in said.into_iter().filter_map(|(key, text)| Some((key, text.as_deref()?))) {
            fields::set(account, Place::Meeting(at), key, text, context)?;
        }
        Ok((at, held, stage))
    })?;
    let held = (held > 0).then(|| format!("{} held for it", counted(held, "touch is", "touches are")));
    let told: Vec<String> = held.into_iter().chain(stage.map(|stage| format!("stage {}", stage.label()))).collect();
    tell(desk, &open, Did::new(&before, &account, "meeting booked").say(told.join("; ")), &account, at)
}

fn asked_for(args: &Meet, context: &Context) -> Result<Meeting, Invalid> {
    let at = dates::parse_moment(&args.at, &context.reading(None), context.zone())?;
    let mut with = Vec::new();
    for name in &args.with {
        let id = fields::person(name, context)?.ok_or_else(|| Invalid("--with needs a name".into()))?;
        if !with.contains(&id) {
            with.push(id);
        }
    }
    Ok(Meeting { at: Some(at), with, ..Meeting::default() })
}

pub(super) fn held(desk: &Desk, args: &Held) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let before = open.to_change(&args.account)?;
    let result = result(args)?;
    let at = meant(&before, args.meeting.as_deref(), open.clock.now())?;
    let label = format!("meeting held: {}", result.label());
    let (step, account) = open.edit(&before.id, &label, |account, context| {
        let planned = account.meetings.get(at).map(|meeting| meeting.advance.clone()).unwrap_or_default();
        let step = args.advance.as_deref().map(|text| line::advance(text, &planned, context)).transpose()?;
        let agreed = step.clone().map(|(what, by)| (what, Some(by)));
        work::meeting_held(account, at, result, agreed, context.now)?;
        Ok(step)
    })?;
    let mut did = Did::new(&before, &account, label);
    if let Some((what, by)) = step {
        let by = dates::echo(by, open.world().today, open.world().calendar);
        did = did.say(format!("next step: {what} by {by}"));
    } else if result != MeetingResult::Order && result != MeetingResult::NoSale {
        did = did.say("no next step is agreed yet; “next ACCOUNT WHAT --by DATE” says it");
    }
    tell(desk, &open, did, &account, at)
}

fn result(args: &Held) -> Result<MeetingResult, Failure> {
    let said = args.result.as_deref().map(str::parse::<MeetingResult>).transpose().map_err(Invalid::from)?;
    match (said, &args.advance) {
        (None | Some(MeetingResult::Advance), Some(_)) => Ok(MeetingResult::Advance),
        (Some(other), Some(_)) => {
            Err(Failure::usage(format!("--advance says that it is one, --result that it is {other}")))
        }
        (Some(MeetingResult::Advance), None) => {
            Err(Failure::usage("an advance has a date: --advance \"Working session with ops by 15 dec\""))
        }
        (Some(result), None) => Ok(result),
        (None, None) => Err(Failure::usage(
            "it counts as held only with its result: --advance \"WHAT by DATE\", or --result order, continuation or no-sale",
        )),
    }
}

pub(super) fn missed(desk: &Desk, args: &Missed, status: MeetingStatus) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let before = open.to_change(&args.account)?;
    let at = meant(&before, args.meeting.as_deref(), open.clock.now())?;
    let label = format!("meeting {}", status.label());
    let ((), account) = open.edit(&before.id, &label, |account, context| {
        work::meeting_missed(account, at, status, args.rebook, context.now)
    })?;
    let told = if args.rebook { "a touch to find another time stands for today" } else { "" };
    tell(desk, &open, Did::new(&before, &account, label).say(told), &account, at)
}

/// The meeting that is named; else the one that waits for its result: the last that has passed, else the next.
fn meant(account: &Account, named: Option<&str>, now: DateTime<FixedOffset>) -> Result<usize, Failure> {
    if let Some(named) = named {
        return find::meeting(account, named);
    }
    let now = Moment::from(now);
    let booked = account.meetings.iter().enumerate();
    let booked = booked.filter(|(_, meeting)| meeting.status == MeetingStatus::Booked && meeting.result.is_none());
    let mut booked: Vec<_> = booked.filter_map(|(i, meeting)| Some((meeting.at?.sort_key(), i))).collect();
    booked.sort_unstable();
    let passed = booked.iter().rfind(|(at, _)| *at <= now.sort_key());
    let found = passed.or(booked.first()).map(|(_, i)| *i);
    found.ok_or_else(|| {
        Failure::failed(format!("no meeting is booked at {}; --meeting says which one is meant", account.name))
    })
}

/// The account, the meeting, how it stands, and when it is.
fn tell(desk: &Desk, open: &Open, did: Did, account: &Account, at: usize) -> Result<(), Failure> {
    let Some(meeting) = account.meetings.get(at) else { return Ok(()) };
    let stands = meeting.result.map_or_else(|| meeting.status.word(), |result| result.word());
    let when = meeting.at.map(|at| at.iso()).unwrap_or_default();
    let json = json!({
        "id": meeting.id,
        "status": meeting.status.word(),
        "result": meeting.result.map(Vocabulary::word),
        "at": meeting.at.map(|at| at.iso()),
        "with": meeting.with,
    });
    did.with("meeting", json).tell(desk, open, &[&account.id, &meeting.id, stands, &when])
}
