//! What a line says beside an answer, and what both of them do to the account. Nothing is asked here.

use crate::domain::account::Account;
use crate::domain::answer::Answer;
use crate::domain::fields::{Context, Invalid};
use crate::domain::line::{self, Addable, Whose};
use crate::domain::reply::{self, Recorded, Reply};
use crate::domain::touch::{Outcome, Touch};
use crate::domain::wire::Moment;
use crate::domain::words::Vocabulary as _;
use crate::domain::{dates, work};

/// The answer with what the line adds to it.
pub(super) fn read(account: &Account, reply: &Reply, line: &str, context: &Context) -> Result<Reply, Invalid> {
    let mut reply = reply.clone();
    let line = line.trim();
    match reply.answer {
        Answer::Replied => {
            let (said, step) = line.split_once('>').unwrap_or((line, ""));
            reply.text = said.trim().to_owned();
            reply.step = Some(step.trim())
                .filter(|step| !step.is_empty())
                .map(|step| line::next_step(step, context))
                .transpose()?;
        }
        Answer::MeetingBooked => {
            let mut copy = account.clone();
            Addable::Meeting.add(&mut copy, line, context)?;
            let meeting = copy.meetings.pop().filter(|meeting| meeting.at.is_some());
            let meeting = meeting.ok_or_else(|| Invalid("a booked meeting has a time: thu 10:00".into()))?;
            reply.meeting = Some(meeting);
        }
        Answer::CallBack | Answer::SendSomething => {
            let (at, what) = when_and_what(line, context)?;
            (reply.until, reply.time) = (Some(work::forward(at.day(), context.today())?), at.time());
            reply.text = what.to_owned();
        }
        Answer::OutOfOffice | Answer::ContactLater => {
            reply.until = Some(dates::parse(line, &context.reading(None))?);
        }
        Answer::Referred => {
            reply.referred_to = Some(match Whose::read(line, context)? {
                Whose::New(person) => *person,
                Whose::Known(id) => account.person(&id).cloned().unwrap_or_default(),
            });
        }
        _ => reply.text = line.to_owned(),
    }
    Ok(reply)
}

/// `thu 14:30, ask for the Q4 numbers`, or `the pilot outline by fri`.
fn when_and_what<'l>(line: &'l str, context: &Context) -> Result<(Moment, &'l str), Invalid> {
    let read = |when: &str| dates::parse_moment(when.trim(), &context.reading(None), context.zone());
    let (when, what) = line.split_once(',').unwrap_or((line, ""));
    let first = read(when);
    let last = || line.rsplit_once(" by ").or_else(|| line.rsplit_once(" on "));
    match (first, last().map(|(what, when)| (read(when), what))) {
        (Ok(at), _) => Ok((at, what.trim())),
        (Err(_), Some((Ok(at), what))) => Ok((at, what.trim())),
        (Err(error), _) => Err(Invalid(format!("{error}; then a comma and what for"))),
    }
}

/// Read the line that the answer asked for, close the call it ended, record it, and do what follows. Says what it did.
pub(super) fn apply(
    account: &mut Account,
    reply: &Reply,
    line: &str,
    context: &Context,
) -> Result<(String, Recorded), Invalid> {
    let reply = read(account, reply, line, context)?;
    // A call that is still open is the one that ended with this.
    if let Some(at) = reply.touch.filter(|at| account.touch(*at).is_some_and(Touch::is_open)) {
        work::complete(account, at, Outcome::Connected, reply.at, "", context.settings)?;
    }
    let recorded = reply::record(account, &reply, &context.world())?;
    let day = |day| dates::echo(day, context.today(), context.calendar);
    let mut parts = vec![match (reply.answer, reply.until) {
        (Answer::OutOfOffice | Answer::ContactLater, Some(until)) => {
            format!("{} until {}", reply.answer.label(), day(until))
        }
        (answer, Some(until)) => {
            let time = reply.time.map(|time| time.format(" at %H:%M").to_string()).unwrap_or_default();
            format!("{} {}{time}", answer.label(), day(until))
        }
        (answer, None) => answer.label(),
    }];
    if let Some(at) = reply.meeting.as_ref().and_then(|meeting| meeting.at) {
        parts.push(dates::echo_moment(&at, &context.reading(None), context.zone()));
    }
    if let Some(step) = &reply.step {
        let by = step.by.map(|by| format!(" by {}", day(by))).unwrap_or_default();
        parts.push(format!("next step: {}{by}", step.what));
    }
    parts.extend(Some(recorded.told()).filter(|told| !told.is_empty()));
    Ok((parts.join(" · "), recorded))
}
