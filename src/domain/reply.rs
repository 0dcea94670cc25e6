//! What came back, written down, with all that follows from it.
//!
//! An answer is a log entry of its own; it never changes when the touch was sent.

mod effects;

use chrono::{NaiveDate, NaiveTime};

use super::account::{Account, LogEntry, LogKind, NextStep};
use super::answer::{Answer, consequence};
use super::fields::Invalid;
use super::follow;
use super::id;
use super::meeting::Meeting;
use super::people::Person;
use super::schedule::World;
use super::sequence::TouchAt;
use super::settings::Settings;
use super::stage::Stage;
use super::touch::{Outcome, Status, Touch};
use super::wire::Moment;
use super::words::Vocabulary as _;
use super::words::counted;
use super::work;

/// An answer as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Which.
    pub answer: Answer,
    /// The id of whose it is.
    pub person: Option<String>,
    /// Whose it is when nobody knew them yet: they are added, and it is theirs.
    pub newcomer: Option<Person>,
    /// The touch it answers.
    pub touch: Option<TouchAt>,
    /// When it came.
    pub at: Moment,
    /// The day it names: back in the office, call again, send by.
    pub until: Option<NaiveDate>,
    /// The time of that day, if they named one.
    pub time: Option<NaiveTime>,
    /// The address that did not take it, where that is known; else it is the first good one.
    pub address: Option<String>,
    /// They want to hear from us later: take the account up again then, instead of only waiting with the next touch.
    pub revisit: bool,
    /// The meeting that was booked.
    pub meeting: Option<Meeting>,
    /// Who we were referred to.
    pub referred_to: Option<Person>,
    /// What is open to whoever referred us goes to whom they named, instead of being cancelled.
    pub retarget: bool,
    /// What was agreed.
    pub step: Option<NextStep>,
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
            newcomer: None,
            touch: None,
            at,
            until: None,
            time: None,
            address: None,
            revisit: false,
            meeting: None,
            referred_to: None,
            retarget: false,
            step: None,
            hold_everyone: true,
            by: None,
            text: String::new(),
        }
    }
}

/// What an answer did, and what is to be asked next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recorded {
    /// Who was added.
    pub added: Option<String>,
    /// The id of whose answer it was.
    pub person: Option<String>,
    /// Where the touch that it answers stands now.
    pub touch: Option<TouchAt>,
    /// Touches held.
    pub held: usize,
    /// Touches cancelled.
    pub cancelled: usize,
    /// Touches that go to somebody else now.
    pub retargeted: usize,
    /// The address that turned out to be bad.
    pub bad: Option<String>,
    /// What stands for today once more, since it did not arrive.
    pub again: Option<TouchAt>,
    /// The stage the account came to.
    pub stage: Option<Stage>,
    /// No next step followed from it: one is to be asked for.
    pub asks_next_step: bool,
    /// The next step that was agreed has no date: it is to be asked for.
    pub asks_date_of: Option<usize>,
    /// Nobody is left to write to: when to take it up again is to be asked.
    pub asks_revisit: bool,
}

impl Recorded {
    /// In a sentence for the status line.
    pub fn told(&self) -> String {
        let mut parts: Vec<String> = self.added.iter().map(|name| format!("{name} added")).collect();
        if let Some(stage) = self.stage {
            parts.push(stage.label());
        }
        let touches = |n: usize, what: &str| (n > 0).then(|| format!("{} {what}", counted(n, "touch", "touches")));
        parts.extend(touches(self.held, "held"));
        parts.extend(touches(self.cancelled, "cancelled"));
        parts.extend(touches(self.retargeted, "handed on"));
        parts.extend(self.bad.iter().map(|address| format!("{address} is bad")));
        if let Some(at) = self.again {
            parts.push(format!("to be done again today as touch {}", at.touch + 1));
        }
        parts.join(", ")
    }
}

const DAYS_UNTIL_REVISIT: i64 = 60;

/// So far ahead that the account had better be taken up again then than one touch wait for it.
pub fn is_far(day: NaiveDate, today: NaiveDate) -> bool {
    (day - today).num_days() > DAYS_UNTIL_REVISIT
}

/// Write the answer into the log, and do what follows from it.
pub fn record(account: &mut Account, reply: &Reply, world: &World) -> Result<Recorded, Invalid> {
    super::fields::fits(&reply.text)?;
    let mut recorded = Recorded::default();
    let mut reply = reply.clone();
    if let Some(newcomer) = reply.newcomer.take() {
        recorded.added = Some(newcomer.name.clone());
        reply.person = Some(add_person(account, newcomer));
    }
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
    if reply.answer.address().is_some() {
        reply.touch = strayed(account, &reply);
    }
    let person = reply.person.as_deref();
    recorded.person.clone_from(&reply.person);
    recorded.touch = reply.touch;
    write_down(account, &reply);
    // The result of the call may have said so already, with all that follows.
    let known = reply.answer == Answer::WrongNumber
        && reply.touch.and_then(|at| account.touch(at)?.result) == Some(Outcome::WrongNumber);
    if known {
        return Ok(recorded);
    }
    let written = account.log.len() - 1;
    if !reply.retarget {
        // Before anything comes to stand for today: that is not meant.
        (recorded.held, recorded.cancelled) = follow::stop(account, follows.stops, person, reply.hold_everyone);
    }
    effects::of(account, &reply, world, &mut recorded)?;
    let answered = account.log.get(written).and_then(|entry| entry.touch.clone());
    let stands = |account: &Account| {
        let id = answered.as_ref()?;
        account.touches().find(|(_, touch)| touch.id == *id).map(|(at, _)| at)
    };
    if follows.reopens {
        // A touch for today may have come to stand before it. What is open needs no other.
        let done = |at: &TouchAt| account.touch(*at).is_some_and(|touch| touch.status == Status::Done);
        let at = stands(account).or(reply.touch).filter(done);
        recorded.again = at.and_then(|at| follow::again(account, at, world.today));
    }
    recorded.stage = follow::bring(account, follows.stage, reply.at.day());
    if reply.answer == Answer::NotInterested && !somebody_is_left(account) && account.stage < Stage::Won {
        // What waits for a role that nobody fills has nobody to wait for any more.
        recorded.cancelled += follow::close_open(account, Status::Cancelled, |_| true);
        recorded.stage = account.enter(Stage::Nurture, reply.at.day(), "not interested").then_some(Stage::Nurture);
        recorded.asks_revisit = true;
    }
    agree(account, &reply, &mut recorded);
    recorded.touch = stands(account).or(recorded.touch);
    Ok(recorded)
}

fn add_person(account: &mut Account, person: Person) -> String {
    let id = id::slug(&person.name, |id| account.person(id).is_some());
    account.people.push(Person { id: id.clone(), ..person });
    id
}

/// What never arrived: the touch that the answer names if it went by such an address, else the last one to that
/// person that did.
fn strayed(account: &Account, reply: &Reply) -> Option<TouchAt> {
    let used = |touch: &Touch| touch.status == Status::Done && touch.channel.address() == reply.answer.address();
    let named = reply.touch.filter(|at| account.touch(*at).is_some_and(used));
    named.or_else(|| account.last_done(|touch| used(touch) && touch.person == reply.person))
}

/// The next step that was agreed is with whoever answered; without one, or without its date, it is to be asked for.
fn agree(account: &mut Account, reply: &Reply, recorded: &mut Recorded) {
    if let Some(step) = &reply.step {
        effects::add_step(account, &step.what, step.by, reply);
        recorded.asks_date_of = step.by.is_none().then_some(account.next_steps.len() - 1);
    }
    let agreed = account.next_steps.iter().any(|step| step.done.is_none() && step.by.is_some());
    recorded.asks_next_step = reply.answer == Answer::Replied && reply.step.is_none() && !agreed;
}

/// Somebody who may be written to has a touch that is still to be done, or held.
fn somebody_is_left(account: &Account) -> bool {
    let running = account.sequences.iter().filter(|sequence| sequence.ended.is_none());
    let open = running.flat_map(|sequence| &sequence.touches);
    let open = open.filter(|touch| touch.is_open() || touch.status == Status::Held);
    let mut people = open.filter_map(|touch| account.person_of(touch.person.as_deref()));
    people.any(|person| !person.do_not_contact)
}

fn write_down(account: &mut Account, reply: &Reply) {
    let touch = reply.touch.and_then(|at| account.touch(at));
    let entry = LogEntry {
        id: account.fresh_id(&format!("{:?}{}", reply.answer, reply.at)),
        at: Some(reply.at),
        kind: LogKind::Answer,
        person: reply.person.clone(),
        touch: touch.map(|touch| touch.id.clone()).filter(|id| !id.is_empty()),
        outcome: Some(reply.answer),
        by: reply.by.clone(),
        text: reply.text.trim().to_owned(),
        ..LogEntry::default()
    };
    account.log.push(entry);
}

/// A call that a gatekeeper ended: somebody picked up, and the log says who did not put us through.
pub fn gatekeeper(
    account: &mut Account,
    at: TouchAt,
    when: Moment,
    by: Option<String>,
    settings: &Settings,
) -> Result<(), Invalid> {
    work::complete(account, at, Outcome::Connected, when, "", settings)?;
    let touch = account.touch(at);
    let entry = LogEntry {
        id: account.fresh_id(&format!("gatekeeper{when}")),
        at: Some(when),
        kind: LogKind::Call,
        person: touch.and_then(|touch| touch.person.clone()),
        touch: touch.map(|touch| touch.id.clone()),
        outcome: None,
        by,
        text: "The gatekeeper did not put us through.".to_owned(),
        ..LogEntry::default()
    };
    account.log.push(entry);
    Ok(())
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
