//! What is done with touches, sequences, next steps and meetings. The command line and the screen change data only
//! through these.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::account::{Account, NextStep, OpportunityStatus};
use super::answer::{Answer, consequence};
use super::calendar::Workdays;
use super::dates;
use super::fields::Invalid;
use super::follow;
use super::meeting::{Meeting, MeetingResult, MeetingStatus};
use super::reach::Address;
use super::schedule::{self, World};
use super::sequence::{Ended, Sequence, TouchAt};
use super::settings::Settings;
use super::stage::Stage;
use super::touch::{Channel, Outcome, Purpose, Status, Touch};
use super::wire::Moment;

fn sequence_mut(account: &mut Account, at: usize) -> Result<&mut Sequence, Invalid> {
    account.sequences.get_mut(at).ok_or_else(|| Invalid("there is no such sequence".into()))
}

/// The touch, with an id now that it is edited.
fn touch_mut(account: &mut Account, at: TouchAt) -> Result<&mut Touch, Invalid> {
    let fresh = account.fresh_id(&format!("{at:?}"));
    let touch = sequence_mut(account, at.sequence)?.touches.get_mut(at.touch);
    let touch = touch.ok_or_else(|| Invalid("there is no such touch".into()))?;
    if touch.id.is_empty() {
        touch.id = fresh;
    }
    Ok(touch)
}

fn open_touch(account: &mut Account, at: TouchAt) -> Result<&mut Touch, Invalid> {
    let touch = touch_mut(account, at)?;
    if let Some(why) = touch.unread.told(&format!("touch {}", at.touch + 1)) {
        return Err(Invalid(why));
    }
    if touch.is_open() {
        Ok(touch)
    } else {
        Err(Invalid(format!("touch {} is {} already", at.touch + 1, touch.status)))
    }
}

/// Close a touch: it was done, with that result. A wrong number is marked on the person, and what follows from it
/// follows. Says where the touch stands once more, if it is to be done again.
pub fn complete(
    account: &mut Account,
    at: TouchAt,
    outcome: Outcome,
    when: Moment,
    learned: &str,
    settings: &Settings,
) -> Result<Option<TouchAt>, Invalid> {
    let touch = open_touch(account, at)?;
    if !touch.channel.outcomes().contains(&outcome) {
        return Err(Invalid(format!("{} is no result of this: {}", outcome, outcomes_of(touch.channel))));
    }
    touch.status = Status::Done;
    touch.closed = Some(when);
    touch.result = Some(outcome);
    if !learned.trim().is_empty() {
        touch.learned = learned.trim().to_owned();
    }
    if outcome != Outcome::WrongNumber {
        return Ok(None);
    }
    let person = touch.person.clone();
    let follows = consequence(Answer::WrongNumber, settings);
    mark_bad(account, person.as_deref(), Address::Phone, None, when.day());
    follow::stop(account, follows.stops, person.as_deref(), true);
    let again = if follows.reopens { follow::again(account, at, when.day()) } else { None };
    follow::bring(account, follows.stage, when.day());
    Ok(again)
}

fn outcomes_of(channel: Channel) -> String {
    use super::words::Vocabulary as _;
    channel.outcomes().iter().map(|outcome| outcome.word()).collect::<Vec<_>>().join(", ")
}

/// The address that was used is bad from that day on: the one that is named, else the first good one. Says which.
pub(super) fn mark_bad(
    account: &mut Account,
    person: Option<&str>,
    which: Address,
    named: Option<&str>,
    day: NaiveDate,
) -> Option<String> {
    let person = account.people.iter_mut().find(|each| Some(each.id.as_str()) == person)?;
    let used = |value: &str| named.is_none_or(|named| value.eq_ignore_ascii_case(named));
    let good = |(value, bad): &(&String, &mut Option<NaiveDate>)| bad.is_none() && used(value);
    let (value, bad) = match which {
        Address::Email => person.emails.iter_mut().map(|each| (&each.value, &mut each.bad)).find(good),
        Address::Phone => person.phones.iter_mut().map(|each| (&each.value, &mut each.bad)).find(good),
        Address::Profile => None,
    }?;
    *bad = Some(day);
    Some(value.clone())
}

/// Do an open touch by another channel; its words stay.
pub fn go_by(account: &mut Account, at: TouchAt, channel: Channel) -> Result<(), Invalid> {
    open_touch(account, at)?.channel = channel;
    Ok(())
}

/// Open a touch again that was closed, held or cancelled.
pub fn reopen(account: &mut Account, at: TouchAt) -> Result<(), Invalid> {
    let touch = touch_mut(account, at)?;
    if touch.is_open() {
        return Err(Invalid(format!("touch {} is open", at.touch + 1)));
    }
    touch.unread.mend("status");
    touch.status = Status::Planned;
    touch.closed = None;
    touch.result = None;
    Ok(())
}

/// Leave a touch out.
pub fn skip(account: &mut Account, at: TouchAt, when: Moment) -> Result<(), Invalid> {
    let touch = open_touch(account, at)?;
    touch.status = Status::Skipped;
    touch.closed = Some(when);
    Ok(())
}

/// A day that something can be moved to: nothing can be done yesterday.
pub fn forward(day: NaiveDate, today: NaiveDate) -> Result<NaiveDate, Invalid> {
    if day < today {
        return Err(Invalid(format!("postpone goes forward; {} has passed", dates::short(day, today))));
    }
    Ok(day)
}

/// Move a touch to another day. Later than its turn that day is a floor; earlier pins it, and on the day of its turn
/// nothing is written down.
pub fn postpone(account: &mut Account, at: TouchAt, day: NaiveDate, world: &World) -> Result<(), Invalid> {
    open_touch(account, at)?;
    forward(day, world.today)?;
    let base = schedule::base(account, at, world);
    let touch = open_touch(account, at)?;
    (touch.due, touch.pinned) = match base {
        Some(base) if day == base => (None, false),
        Some(base) => (Some(day), day < base),
        None => (Some(day), false),
    };
    Ok(())
}

/// Move a touch by so many working days, one that is overdue from today on. Says the day it came to.
pub fn shift(account: &mut Account, at: TouchAt, by: i32, world: &World) -> Result<NaiveDate, Invalid> {
    open_touch(account, at)?;
    let nowhere = || Invalid("its date is not known while the sequence rests".into());
    let day = schedule::due(account, at, world).day().ok_or_else(nowhere)?;
    let sequence = account.sequences.get(at.sequence).ok_or_else(nowhere)?;
    let workdays = sequence.touches.get(at.touch).map(|touch| schedule::workdays(account, sequence, touch, world));
    let workdays = workdays.unwrap_or_else(|| Workdays::of(world.calendar));
    let moved = match u32::try_from(by) {
        Ok(days) => workdays.add(day.max(world.today), days),
        Err(_) => workdays.back(day, by.unsigned_abs()),
    };
    let day = moved.ok_or_else(nowhere)?;
    postpone(account, at, day, world)?;
    Ok(day)
}

/// Pin a touch to the day it has, or let it go again. Says the day it is pinned to.
pub fn pin(account: &mut Account, at: TouchAt, world: &World) -> Result<Option<NaiveDate>, Invalid> {
    let day = schedule::due(account, at, world).day();
    let touch = open_touch(account, at)?;
    if touch.pinned {
        (touch.due, touch.pinned) = (None, false);
        return Ok(None);
    }
    let day = day.ok_or_else(|| Invalid("its date is not known while the sequence rests".into()))?;
    (touch.due, touch.pinned) = (Some(day), true);
    Ok(Some(day))
}

/// End a sequence; what was not done is not due any more.
pub fn end(account: &mut Account, at: usize, on: NaiveDate, why: &str) -> Result<(), Invalid> {
    sequence_mut(account, at)?.ended = Some(Ended { on: Some(on), why: why.trim().to_owned() });
    Ok(())
}

/// Change places with the touch above or below: the contents move, the day slots stay, and nothing moves across a
/// closed touch. Says where the touch stands then.
pub fn move_touch(account: &mut Account, at: TouchAt, down: bool) -> Result<usize, Invalid> {
    let further = || Invalid("it can't be moved further".into());
    let sequence = sequence_mut(account, at.sequence)?;
    let other = if down { at.touch.checked_add(1) } else { at.touch.checked_sub(1) };
    let other = other.filter(|other| *other < sequence.touches.len()).ok_or_else(further)?;
    let open = |i: usize| sequence.touches.get(i).is_some_and(Touch::is_open);
    if !open(at.touch) || !open(other) {
        return Err(Invalid("nothing moves across a closed touch".into()));
    }
    sequence.touches.swap(at.touch, other);
    let (first, second) = (at.touch.min(other), at.touch.max(other));
    let (day, next) = (sequence.touches[first].day, sequence.touches[second].day);
    sequence.touches[first].day = next;
    sequence.touches[second].day = day;
    Ok(other)
}

/// A next step was done. Says what it was.
pub fn next_step_done(account: &mut Account, at: usize, on: NaiveDate) -> Result<String, Invalid> {
    let step = account.next_steps.get_mut(at).ok_or_else(|| Invalid("there is no such next step".into()))?;
    step.done = Some(on);
    Ok(step.what.clone())
}

fn meeting_mut(account: &mut Account, at: usize) -> Result<&mut Meeting, Invalid> {
    account.meetings.get_mut(at).ok_or_else(|| Invalid("there is no such meeting".into()))
}

/// A meeting takes the place of the one that the sequence aims at, and keeps its conversation plan. Says where it stands.
pub fn book(account: &mut Account, booked: Meeting, agreed_by: Option<&str>, salt: &str) -> usize {
    let fresh = account.fresh_id(salt);
    let aimed_at = account.meetings.iter().position(|each| each.status == MeetingStatus::Planned);
    let mut with = booked.with.clone();
    if with.is_empty() {
        // Whom the meeting was planned with, and whoever agreed to it.
        with = aimed_at.and_then(|at| account.meetings.get(at)).map(|meeting| meeting.with.clone()).unwrap_or_default();
        with.extend(agreed_by.map(str::to_owned).filter(|person| !with.contains(person)));
    }
    if let Some(meeting) = aimed_at.and_then(|at| account.meetings.get_mut(at)) {
        meeting.status = MeetingStatus::Booked;
        meeting.at = booked.at;
        meeting.with = with;
        meeting.minutes = booked.minutes.or(meeting.minutes);
        for (told, slot) in [(booked.place, &mut meeting.place), (booked.objective, &mut meeting.objective)] {
            if !told.is_empty() {
                *slot = told;
            }
        }
        return aimed_at.unwrap_or_default();
    }
    account.meetings.push(Meeting { id: fresh, status: MeetingStatus::Booked, with, ..booked });
    account.meetings.len() - 1
}

/// A meeting is booked without an answer to record: what follows from one follows all the same. Says where the meeting
/// stands, how many touches are held for it, and the stage if it is another now.
pub fn meet(
    account: &mut Account,
    booked: Meeting,
    settings: &Settings,
    now: DateTime<FixedOffset>,
) -> (usize, usize, Option<Stage>) {
    let at = book(account, booked, None, &format!("meeting{now}"));
    let follows = consequence(Answer::MeetingBooked, settings);
    let (held, _) = follow::stop(account, follows.stops, None, true);
    (at, held, follow::bring(account, follows.stage, now.date_naive()))
}

/// A meeting took place, with that result. The touches that were held for it are cancelled; an advance with a date
/// becomes a next step.
pub fn meeting_held(
    account: &mut Account,
    at: usize,
    result: MeetingResult,
    advance: Option<(String, Option<NaiveDate>)>,
    now: DateTime<FixedOffset>,
) -> Result<(), Invalid> {
    let fresh = account.fresh_id(&format!("step{now}"));
    let meeting = meeting_mut(account, at)?;
    has_come(meeting, now)?;
    meeting.status = MeetingStatus::Held;
    meeting.result = Some(result);
    let person = meeting.with.first().cloned();
    for touch in held(account) {
        touch.status = Status::Cancelled;
    }
    if let Some((what, by)) = advance {
        account.next_steps.push(NextStep { id: fresh, what, by, person, ..NextStep::default() });
    }
    Ok(())
}

/// Nothing came of a meeting before its day.
fn has_come(meeting: &Meeting, now: DateTime<FixedOffset>) -> Result<(), Invalid> {
    let today = now.date_naive();
    let to_come = meeting.at.map(|at| at.day()).filter(|day| *day > today);
    to_come.map_or(Ok(()), |day| {
        let day = dates::short(day, today);
        Err(Invalid(format!("it is still to come, on {day}; if it took place already, set its day first")))
    })
}

/// How many touches wait for what comes of a meeting.
pub fn held_count(account: &Account) -> usize {
    account.touches().filter(|(_, touch)| touch.status == Status::Held).count()
}

fn held(account: &mut Account) -> impl Iterator<Item = &mut Touch> {
    let touches = account.sequences.iter_mut().flat_map(|sequence| &mut sequence.touches);
    touches.filter(|touch| touch.status == Status::Held)
}

/// They did not come, or it was called off: the rest goes on, after a touch to find another time today if one is
/// wanted.
pub fn meeting_missed(
    account: &mut Account,
    at: usize,
    status: MeetingStatus,
    rebook: bool,
    now: DateTime<FixedOffset>,
) -> Result<(), Invalid> {
    let meeting = meeting_mut(account, at)?;
    if status == MeetingStatus::NoShow {
        has_come(meeting, now)?;
    }
    meeting.status = status;
    let person = meeting.with.first().cloned();
    for touch in held(account) {
        touch.status = Status::Planned;
        touch.closed = None;
    }
    if rebook {
        let hint = "Find another time: offer two.";
        add_for_today(account, person.as_deref(), Channel::Email, Purpose::Meeting, hint, now);
    }
    Ok(())
}

/// They buy: the account is won and, where it is the only one that is open, the opportunity with it.
pub fn won(account: &mut Account, today: NaiveDate) {
    let mut open = account.opportunities.iter_mut().filter(|deal| deal.status == OpportunityStatus::Open);
    if let (Some(deal), None) = (open.next(), open.next()) {
        deal.stands(OpportunityStatus::Won, today);
    }
    account.enter(Stage::Won, today, "");
}

/// A next step that time has passed over stays written down, for no day.
pub fn set_step_aside(account: &mut Account, at: usize) -> Result<(), Invalid> {
    let step = account.next_steps.get_mut(at).ok_or_else(|| Invalid("there is no such next step".into()))?;
    step.by = None;
    Ok(())
}

/// A touch for today, before what is still open: in the sequence of that person, or in one of its own.
pub(super) fn add_for_today(
    account: &mut Account,
    person: Option<&str>,
    channel: Channel,
    purpose: Purpose,
    hint: &str,
    now: DateTime<FixedOffset>,
) {
    let today = now.date_naive();
    let id = account.fresh_id(&format!("touch{now}"));
    let own = account.fresh_id(&format!("sequence{now}"));
    let touch = Touch {
        id,
        channel,
        purpose,
        person: person.map(str::to_owned),
        hint: hint.to_owned(),
        due: Some(today),
        pinned: true,
        ..Touch::default()
    };
    let theirs = account.sequences.iter().position(|sequence| {
        sequence.ended.is_none() && sequence.touches.iter().any(|each| each.person.as_deref() == person)
    });
    match theirs.and_then(|at| account.sequences.get_mut(at)) {
        Some(sequence) => {
            let first_open =
                sequence.touches.iter().position(|each| !matches!(each.status, Status::Done | Status::Skipped));
            let at = first_open.unwrap_or(sequence.touches.len());
            let day = at.checked_sub(1).and_then(|i| sequence.touches.get(i)).map_or(0, |before| before.day);
            sequence.touches.insert(at, Touch { day, ..touch });
        }
        None => {
            let sequence = Sequence { id: own, start: Some(today), touches: vec![touch], ..Sequence::default() };
            account.sequences.push(sequence);
        }
    }
}

#[cfg(test)]
mod tests;
