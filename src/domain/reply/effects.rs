//! What only this or that answer does: a meeting, a next step, an absence, an address that is bad.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Recorded, Reply, add_person};
use crate::domain::account::{Account, NextStep};
use crate::domain::answer::Answer;
use crate::domain::calendar::Workdays;
use crate::domain::fields::Invalid;
use crate::domain::follow;
use crate::domain::meeting::{Meeting, MeetingStatus};
use crate::domain::range::Away;
use crate::domain::schedule::World;
use crate::domain::touch::{Channel, Purpose, Status, Touch};
use crate::domain::wire::Moment;
use crate::domain::work;

pub(super) fn of(account: &mut Account, reply: &Reply, world: &World, recorded: &mut Recorded) -> Result<(), Invalid> {
    let day = reply.at.day();
    let missing = |what: &str| Invalid(format!("“{}” needs {what}", reply.answer));
    let index = account.people.iter().position(|each| Some(&each.id) == reply.person.as_ref());
    match reply.answer {
        Answer::MeetingBooked => {
            let meeting = reply.meeting.clone().filter(|meeting| meeting.at.is_some());
            book(account, meeting.ok_or_else(|| missing("a time"))?, reply);
        }
        Answer::CallBack | Answer::SendSomething => {
            let by = reply.until.ok_or_else(|| missing("a date"))?;
            add_step(account, &promised(reply), Some(by), reply);
        }
        Answer::Accepted => {
            if let Some(person) = index.and_then(|i| account.people.get_mut(i)) {
                person.connected_on.get_or_insert(day);
            }
        }
        Answer::Referred => refer(account, reply, world, recorded)?,
        Answer::OutOfOffice => {
            let to = reply.until.ok_or_else(|| missing("the day they are back"))?;
            if to < day {
                return Err(Invalid("they are back already on that day".into()));
            }
            if let Some(person) = index.and_then(|i| account.people.get_mut(i)) {
                person.away.push(Away { from: Some(day), to: Some(to), note: "out of office".to_owned() });
            }
        }
        Answer::ContactLater => later(account, reply, recorded).ok_or_else(|| missing("a date"))?,
        // The table of consequences says all there is.
        Answer::Replied | Answer::NotInterested => {}
        Answer::Bounced | Answer::WrongNumber => {
            if let Some(address) = reply.answer.address() {
                let (person, named) = (reply.person.as_deref(), reply.address.as_deref());
                recorded.bad = work::mark_bad(account, person, address, named, day);
            }
        }
        Answer::Unsubscribed => {
            if let Some(person) = index.and_then(|i| account.people.get_mut(i)) {
                person.do_not_contact = true;
            }
        }
    }
    Ok(())
}

/// `Call back at 14:30: ask for the Q4 numbers`.
fn promised(reply: &Reply) -> String {
    let usual = if reply.answer == Answer::CallBack { "Call back" } else { "Send it" };
    let at = reply.time.map(|time| time.format(" at %H:%M").to_string()).unwrap_or_default();
    let text = reply.text.trim();
    if text.is_empty() { format!("{usual}{at}") } else { format!("{usual}{at}: {text}") }
}

/// The meeting takes the place of the one that the sequence aimed at, and keeps its conversation plan.
fn book(account: &mut Account, booked: Meeting, reply: &Reply) {
    let fresh = account.fresh_id(&format!("meeting{}", reply.at));
    let aimed_at = account.meetings.iter_mut().find(|each| each.status == MeetingStatus::Planned);
    let mut with = booked.with;
    if with.is_empty() {
        // Whom the meeting was planned with, and whoever agreed to it.
        with = aimed_at.as_ref().map(|meeting| meeting.with.clone()).unwrap_or_default();
        with.extend(reply.person.clone().filter(|person| !with.contains(person)));
    }
    match aimed_at {
        Some(meeting) => {
            meeting.status = MeetingStatus::Booked;
            meeting.at = booked.at;
            meeting.with = with;
            meeting.minutes = booked.minutes.or(meeting.minutes);
            for (told, slot) in [(booked.place, &mut meeting.place), (booked.objective, &mut meeting.objective)] {
                if !told.is_empty() {
                    *slot = told;
                }
            }
        }
        None => account.meetings.push(Meeting { id: fresh, status: MeetingStatus::Booked, with, ..booked }),
    }
}

/// A next step with whoever answered.
pub(super) fn add_step(account: &mut Account, what: &str, by: Option<NaiveDate>, reply: &Reply) {
    let step = NextStep {
        id: account.fresh_id(&format!("{what}{}", reply.at)),
        what: what.to_owned(),
        by,
        person: reply.person.clone(),
        owner: reply.by.clone(),
        done: None,
        ..NextStep::default()
    };
    account.next_steps.push(step);
}

/// A touch to the person we were sent to stands for today; who sent us is thanked.
fn refer(account: &mut Account, reply: &Reply, world: &World, recorded: &mut Recorded) -> Result<(), Invalid> {
    let told = reply.referred_to.clone().filter(|person| !person.name.trim().is_empty());
    let told = told.ok_or_else(|| Invalid("“referred” needs the person you were sent to".into()))?;
    let known = account.people.iter().find(|each| each.name.eq_ignore_ascii_case(told.name.trim()));
    let to = match known {
        Some(known) => known.id.clone(),
        None => add_person(account, told),
    };
    if let Some(person) = account.people.iter_mut().find(|each| each.id == to) {
        person.referred_by.clone_from(&reply.person);
    }
    if reply.retarget {
        recorded.retargeted = retarget(account, reply.person.as_deref(), &to);
    }
    let now = world.today.and_hms_opt(0, 0, 0).unwrap_or_default().and_utc().fixed_offset();
    let now = match reply.at {
        Moment::At(at) => at,
        _ => now,
    };
    work::add_for_today(
        account,
        Some(&to),
        Channel::Referral,
        Purpose::Curiosity,
        "Say who sent you in the first line.",
        now,
    );
    let thanks = account.person_of(reply.person.as_deref()).map(|person| format!("Thank {}", person.first_name()));
    let by = world.today.succ_opt().and_then(|day| Workdays::of(world.calendar).roll(day));
    add_step(account, &thanks.unwrap_or_else(|| "Say thank you".to_owned()), by, reply);
    Ok(())
}

/// What is open to one person goes to another from now on; what was done stays with whom it was done.
fn retarget(account: &mut Account, from: Option<&str>, to: &str) -> usize {
    let mut count = 0;
    for sequence in account.sequences.iter_mut().filter(|sequence| sequence.ended.is_none()) {
        let subjects: BTreeMap<String, String> =
            sequence.touches.iter().map(|touch| (touch.id.clone(), touch.subject.clone())).collect();
        let to_come = |touch: &Touch| touch.is_open() || touch.status == Status::Held;
        for touch in sequence.touches.iter_mut().filter(|touch| to_come(touch) && touch.person.as_deref() == from) {
            touch.person = Some(to.to_owned());
            // Nobody replies in a thread that they are not in.
            let thread = touch.thread.take().and_then(|id| subjects.get(&id));
            if let Some(subject) = thread.filter(|_| touch.subject.is_empty()) {
                touch.subject.clone_from(subject);
            }
            count += 1;
        }
        for filler in sequence.to.values_mut().filter(|filler| Some(filler.as_str()) == from) {
            to.clone_into(filler);
        }
    }
    count
}

/// The next open touch to them is not before the day; or the account is taken up again then, and theirs are held.
fn later(account: &mut Account, reply: &Reply, recorded: &mut Recorded) -> Option<()> {
    let day = reply.until?;
    if reply.revisit {
        account.revisit = Some(day);
        recorded.held += follow::close_open(account, Status::Held, |touch| touch.person == reply.person);
        return Some(());
    }
    let touches = account.sequences.iter_mut().filter(|s| s.ended.is_none()).flat_map(|s| &mut s.touches);
    let mut theirs = touches.filter(|touch| touch.is_open() && touch.person == reply.person);
    match theirs.next() {
        Some(next) => (next.due, next.pinned) = (Some(day), false),
        None => add_step(account, "Get in touch again", Some(day), reply),
    }
    Some(())
}
