//! What came back, written down, with all that follows from it.
//!
//! An answer is a log entry of its own; it never changes when the touch was sent.

use chrono::NaiveDate;

use super::account::{Account, LogEntry, LogKind, NextStep};
use super::answer::{Answer, Stops, consequence};
use super::fields::Invalid;
use super::id;
use super::meeting::{Meeting, MeetingStatus};
use super::people::Person;
use super::range::Away;
use super::schedule::World;
use super::sequence::TouchAt;
use super::stage::Stage;
use super::touch::{Channel, Outcome, Purpose, Status};
use super::wire::Moment;
use super::words::Vocabulary as _;
use super::work;

/// An answer as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Which.
    pub answer: Answer,
    /// The id of whose it is.
    pub person: Option<String>,
    /// The touch it answers.
    pub touch: Option<TouchAt>,
    /// When it came.
    pub at: Moment,
    /// The day it names: back in the office, call again, send by.
    pub until: Option<NaiveDate>,
    /// The meeting that was booked.
    pub meeting: Option<Meeting>,
    /// Who we were referred to.
    pub referred_to: Option<Person>,
    /// Hold everybody at the account, not the person alone.
    pub hold_everyone: bool,
    /// The id of the member who writes it down.
    pub by: Option<String>,
    /// In their words.
    pub text: String,
}

impl Reply {
    /// An answer with nothing else known.
    pub fn new(answer: Answer, at: Moment) -> Self {
        Self {
            answer,
            person: None,
            touch: None,
            at,
            until: None,
            meeting: None,
            referred_to: None,
            hold_everyone: true,
            by: None,
            text: String::new(),
        }
    }
}

/// What an answer did, and what is to be asked next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recorded {
    /// Touches held.
    pub held: usize,
    /// Touches cancelled.
    pub cancelled: usize,
    /// A touch opened again.
    pub reopened: bool,
    /// The stage the account came to.
    pub stage: Option<Stage>,
    /// No dated next step followed from it: one is to be asked for.
    pub asks_next_step: bool,
    /// Nobody is left to write to: when to take it up again is to be asked.
    pub asks_revisit: bool,
}

impl Recorded {
    /// In a sentence for the status line.
    pub fn told(&self) -> String {
        let mut parts = Vec::new();
        if let Some(stage) = self.stage {
            parts.push(stage.label());
        }
        let counted = |n: usize, what: &str| (n > 0).then(|| format!("{n} {what}"));
        parts.extend(counted(self.held, "held"));
        parts.extend(counted(self.cancelled, "cancelled"));
        if self.reopened {
            parts.push("the touch is open again".to_owned());
        }
        parts.join(", ")
    }
}

const DAYS_UNTIL_REVISIT: i64 = 60;

/// Write the answer into the log, and do what follows from it.
pub fn record(account: &mut Account, reply: &Reply, world: &World) -> Result<Recorded, Invalid> {
    super::fields::fits(&reply.text)?;
    let person = reply.person.as_deref();
    if person.is_some_and(|id| account.person(id).is_none()) {
        return Err(Invalid("nobody here has that name".into()));
    }
    let follows = consequence(reply.answer, world.settings);
    let needs_person =
        !matches!(reply.answer, Answer::Replied | Answer::MeetingBooked | Answer::CallBack | Answer::SendSomething);
    if needs_person && person.is_none() {
        return Err(Invalid(format!("whose answer is it? “{}” needs a person", reply.answer)));
    }
    write_down(account, reply);
    let mut recorded = Recorded::default();
    own_effect(account, reply, world, &mut recorded)?;
    match follows.stops {
        Stops::Nothing => {}
        Stops::Hold => {
            let whose = if reply.hold_everyone { None } else { person };
            recorded.held = close_open(account, whose, Status::Held, reply.at);
        }
        Stops::Cancel => recorded.cancelled = close_open(account, person, Status::Cancelled, reply.at),
    }
    if follows.reopens
        && let Some(at) = reply.touch
    {
        recorded.reopened = work::reopen(account, at).is_ok();
        if recorded.reopened
            && let Some(touch) = account.sequences.get_mut(at.sequence).and_then(|s| s.touches.get_mut(at.touch))
        {
            (touch.due, touch.pinned) = (Some(world.today), true);
        }
    }
    if let Some(stage) = follows.stage.filter(|stage| moves_on(account.stage, *stage)) {
        account.enter(stage, reply.at.day(), "");
        recorded.stage = Some(stage);
    }
    let left = account.sequences.iter().any(super::sequence::Sequence::is_running);
    if reply.answer == Answer::NotInterested && !left && account.stage < Stage::Won {
        account.enter(Stage::Nurture, reply.at.day(), "not interested");
        recorded.stage = Some(Stage::Nurture);
        recorded.asks_revisit = true;
    }
    let dated = account.next_steps.iter().any(|step| step.done.is_none() && step.by.is_some());
    recorded.asks_next_step = follows.stops == Stops::Hold && reply.answer == Answer::Replied && !dated;
    Ok(recorded)
}

/// An answer moves an account on, never back; what was lost or put aside comes to life again.
fn moves_on(from: Stage, to: Stage) -> bool {
    match from {
        Stage::Nurture | Stage::Lost | Stage::Disqualified => true,
        Stage::Won => false,
        _ => from < to,
    }
}

fn write_down(account: &mut Account, reply: &Reply) {
    let touch = reply.touch.and_then(|at| account.sequences.get(at.sequence)?.touches.get(at.touch));
    let entry = LogEntry {
        id: account.fresh_id(&format!("{:?}{}", reply.answer, reply.at)),
        at: Some(reply.at),
        kind: LogKind::Answer,
        person: reply.person.clone(),
        touch: touch.map(|touch| touch.id.clone()).filter(|id| !id.is_empty()),
        outcome: Some(reply.answer),
        by: reply.by.clone(),
        text: reply.text.trim().to_owned(),
    };
    account.log.push(entry);
}

/// What only this answer does.
fn own_effect(account: &mut Account, reply: &Reply, world: &World, recorded: &mut Recorded) -> Result<(), Invalid> {
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
            let usual = if reply.answer == Answer::CallBack { "Call back" } else { "Send it" };
            let what = if reply.text.is_empty() { usual.to_owned() } else { format!("{usual}: {}", reply.text) };
            add_step(account, &what, Some(by), reply.person.clone(), reply);
        }
        Answer::Accepted => {
            if let Some(person) = index.and_then(|i| account.people.get_mut(i)) {
                person.connected_on.get_or_insert(day);
            }
        }
        Answer::Referred => refer(account, reply, world)?,
        Answer::OutOfOffice => {
            let to = reply.until.ok_or_else(|| missing("the day they are back"))?;
            if to < day {
                return Err(Invalid("they are back already on that day".into()));
            }
            if let Some(person) = index.and_then(|i| account.people.get_mut(i)) {
                person.away.push(Away { from: Some(day), to: Some(to), note: "out of office".to_owned() });
            }
        }
        Answer::ContactLater => later(account, reply, world, recorded).ok_or_else(|| missing("a date"))?,
        // The table of consequences says all there is.
        Answer::Replied | Answer::NotInterested => {}
        Answer::Bounced => {
            let emails = index.and_then(|i| account.people.get_mut(i)).map(|person| &mut person.emails);
            if let Some(email) = emails.and_then(|all| all.iter_mut().find(|email| email.bad.is_none())) {
                email.bad = Some(day);
            }
        }
        Answer::WrongNumber => {
            // The result of the call may have said so already.
            let said = reply.touch.and_then(|at| account.sequences.get(at.sequence)?.touches.get(at.touch)?.result);
            if said != Some(Outcome::WrongNumber) {
                work::mark_number_bad(account, reply.person.as_deref(), day);
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

fn close_open(account: &mut Account, person: Option<&str>, status: Status, at: Moment) -> usize {
    let mut count = 0;
    let running = account.sequences.iter_mut().filter(|sequence| sequence.ended.is_none());
    for touch in running.flat_map(|sequence| &mut sequence.touches) {
        if touch.is_open() && (person.is_none() || touch.person.as_deref() == person) {
            touch.status = status;
            touch.closed = Some(Moment::Day(at.day()));
            count += 1;
        }
    }
    count
}

/// The meeting takes the place of the one that the sequence aimed at, and keeps its conversation plan.
fn book(account: &mut Account, booked: Meeting, reply: &Reply) {
    let fresh = account.fresh_id(&format!("meeting{}", reply.at));
    let mut with = booked.with;
    if with.is_empty() {
        with.extend(reply.person.clone());
    }
    let aimed_at = account.meetings.iter_mut().find(|each| each.status == MeetingStatus::Planned);
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

fn add_step(account: &mut Account, what: &str, by: Option<NaiveDate>, person: Option<String>, reply: &Reply) {
    let step = NextStep {
        id: account.fresh_id(&format!("{what}{}", reply.at)),
        what: what.to_owned(),
        by,
        person,
        owner: reply.by.clone(),
        done: None,
    };
    account.next_steps.push(step);
}

/// A touch to the person we were sent to stands for today; who sent us is thanked.
fn refer(account: &mut Account, reply: &Reply, world: &World) -> Result<(), Invalid> {
    let told = reply.referred_to.clone().filter(|person| !person.name.trim().is_empty());
    let told = told.ok_or_else(|| Invalid("“referred” needs the person you were sent to".into()))?;
    let known = account.people.iter().position(|each| each.name.eq_ignore_ascii_case(told.name.trim()));
    let to = match known {
        Some(known) => known,
        None => {
            let id = id::slug(&told.name, |id| account.person(id).is_some());
            account.people.push(Person { id, ..told });
            account.people.len() - 1
        }
    };
    account.people[to].referred_by.clone_from(&reply.person);
    let to = account.people[to].id.clone();
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
    let by = world.today.succ_opt().and_then(|day| super::calendar::Workdays::of(world.calendar).roll(day));
    add_step(account, &thanks.unwrap_or_else(|| "Say thank you".to_owned()), by, reply.person.clone(), reply);
    Ok(())
}

/// The next open touch to them is not before the day; far away, the account is taken up again then.
fn later(account: &mut Account, reply: &Reply, world: &World, recorded: &mut Recorded) -> Option<()> {
    let day = reply.until?;
    if (day - world.today).num_days() > DAYS_UNTIL_REVISIT {
        account.revisit = Some(day);
        recorded.held = close_open(account, reply.person.as_deref(), Status::Held, reply.at);
        return Some(());
    }
    let touches = account.sequences.iter_mut().filter(|s| s.ended.is_none()).flat_map(|s| &mut s.touches);
    let mut theirs = touches.filter(|touch| touch.is_open() && touch.person == reply.person);
    match theirs.next() {
        Some(next) => (next.due, next.pinned) = (Some(day), false),
        None => add_step(account, "Get in touch again", Some(day), reply.person.clone(), reply),
    }
    Some(())
}

/// Go on with the touches that were held. Says how many.
pub fn resume_held(account: &mut Account, today: NaiveDate) -> usize {
    let mut count = 0;
    for sequence in account.sequences.iter_mut().filter(|sequence| sequence.ended.is_none()) {
        let mut first = true;
        for touch in &mut sequence.touches {
            if touch.status == Status::Held {
                touch.status = Status::Planned;
                touch.closed = None;
                // What was held while time went on begins again today, not in the past.
                if first && touch.due.is_none_or(|due| due < today) {
                    (touch.due, touch.pinned) = (Some(today), false);
                }
                first = false;
                count += 1;
            }
        }
    }
    count
}

#[cfg(test)]
mod tests;
