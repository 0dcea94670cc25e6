//! `inroad answer`: record what came back.

use super::{Desk, Failure, find, out};
use crate::domain::answer::Answer;
use crate::domain::fields::{self, Invalid};
use crate::domain::meeting::Meeting;
use crate::domain::reply::{self, Reply};
use crate::domain::wire::Moment;
use crate::domain::{dates, line::Addable};

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad answer primo replied --touch 1 --text \"How do you get to 28 %?\"
  inroad answer primo out-of-office --person Dana --until \"2 dec\"
  inroad answer primo meeting-booked --at \"thu 10:00\"
  inroad answer primo referred --person Dana --to \"Ana Diaz, Head of Demand Generation\"")]
pub(super) struct Args {
    /// The account.
    account: String,
    /// replied, meeting-booked, call-back, send-something, accepted, referred, out-of-office, contact-later,
    /// not-interested, bounced, wrong-number, unsubscribed
    answer: String,
    /// Whose answer; the touch's person if it isn't said.
    #[arg(long, value_name = "P")]
    person: Option<String>,
    /// The touch it answers: its number, SEQUENCE:NUMBER, or its id.
    #[arg(long, value_name = "T")]
    touch: Option<String>,
    /// The day it came.
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// Back in the office, call again, send by: the day it names.
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// When the meeting is.
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Who we were referred to, in one line.
    #[arg(long, value_name = "PERSON")]
    to: Option<String>,
    /// Hold the touches to this person only, not to everybody.
    #[arg(long)]
    only: bool,
    /// In their words.
    #[arg(long, default_value = "")]
    text: String,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let id = find::account(&open.plan, &args.account)?;
    let Some(before) = open.plan.account(&id).cloned() else { return Ok(()) };
    let touch = args.touch.as_deref().map(|touch| find::touch(&before, touch)).transpose()?;
    let by = open.me();
    let (recorded, _) = open.edit(&id, |account, context| {
        let answer: Answer = args.answer.parse()?;
        let read_day = |text: &String| dates::parse(text, &context.reading(None)).map_err(Invalid::from);
        let happened = |text: &String| dates::parse_past(text, &context.reading(None)).map_err(Invalid::from);
        let when = args.on.as_ref().map(happened).transpose()?.map_or(Moment::from(context.now), Moment::Day);
        let of_touch = touch.and_then(|at| account.sequences.get(at.sequence)?.touches.get(at.touch)?.person.clone());
        let named = args.person.as_deref().map(|name| fields::person(name, context)).transpose()?.flatten();
        let only = || account.people.first().filter(|_| account.people.len() == 1).map(|person| person.id.clone());
        let meeting = args.at.as_ref().map(|text| {
            let at = dates::parse_moment(text, &context.reading(None), context.zone())?;
            Ok::<_, Invalid>(Meeting { at: Some(at), ..Meeting::default() })
        });
        let referred_to = args.to.as_ref().map(|line| {
            let mut copy = account.clone();
            Addable::Person.add(&mut copy, line, context)?;
            copy.people.pop().ok_or_else(|| Invalid("name the person".into()))
        });
        let reply = Reply {
            person: named.or(of_touch).or_else(only),
            touch,
            until: args.until.as_ref().map(read_day).transpose()?,
            meeting: meeting.transpose()?,
            referred_to: referred_to.transpose()?,
            hold_everyone: !args.only,
            by,
            text: args.text.clone(),
            ..Reply::new(answer, when)
        };
        reply::record(account, &reply, &context.world())
    })?;
    let told = recorded.told();
    if !told.is_empty() {
        out::note(&told);
    }
    Ok(())
}
