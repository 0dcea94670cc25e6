//! Due dates: one chain.
//!
//! A date is derived from what was done, today, and the calendar; it is never stored. The walk goes through a
//! sequence's touches in their order with a cursor, first the start: late pushes the rest, early pulls it forward.
//!
//! | touch is | its date | then the cursor is |
//! | --- | --- | --- |
//! | open | `add(cursor, gap)`; a `due` set by hand is a floor | the later of its date and today |
//! | open, pinned | exactly `due` | the later of its date and today |
//! | done | the day it was done | the later of the cursor and that day |
//! | skipped | – | the latest of the cursor, its date and the day it was skipped |
//! | held, cancelled, do-not-contact | none listed | what its date would have been: its place stays |
//!
//! A pause of the sequence takes days out of the calendar; what was due before it began comes on the first working
//! day after it. Where a person is away their touch waits in the same way, and the cursor doesn't.

mod ripple;
mod walk;

use chrono::NaiveDate;

use super::account::Account;
use super::calendar::{Calendar, Workdays};
use super::range::{Away, Pause, Stretch};
use super::sequence::{Sequence, TouchAt};
use super::settings::Settings;
use super::touch::Touch;

pub use ripple::{Move, ripple, told};

/// What due dates depend on besides the account.
#[derive(Debug, Clone, Copy)]
pub struct World<'a> {
    /// Who is away when.
    pub settings: &'a Settings,
    /// Which days are worked.
    pub calendar: &'a Calendar,
    /// The day it is.
    pub today: NaiveDate,
}

/// When a touch is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// On that day.
    On(NaiveDate),
    /// It rests until somebody resumes it; nobody knows the day. Also said of a day beyond any plan, twenty years on.
    Paused,
    /// Not at all: it is closed, held or cancelled, its person may not be contacted, or its sequence has ended.
    Never,
}

impl Due {
    /// The day, if there is one.
    pub fn day(self) -> Option<NaiveDate> {
        match self {
            Self::On(day) => Some(day),
            Self::Paused | Self::Never => None,
        }
    }
}

/// When each touch of the sequence is due, in its order. Linear in the touches.
pub fn schedule(account: &Account, sequence: &Sequence, world: &World) -> Vec<Due> {
    walk::Walk::new(account, sequence, world).dues()
}

/// When one touch is due. It walks the whole sequence: for all its touches ask [`schedule`] once.
pub fn due(account: &Account, at: TouchAt, world: &World) -> Due {
    let sequence = account.sequences.get(at.sequence);
    let dues = sequence.map(|sequence| schedule(account, sequence, world));
    dues.and_then(|dues| dues.get(at.touch).copied()).unwrap_or(Due::Never)
}

/// Every open touch that has a date, over all sequences that run side by side.
pub fn dated<'a>(account: &'a Account, world: &'a World) -> impl Iterator<Item = (TouchAt, NaiveDate)> + 'a {
    let running = account.sequences.iter().enumerate().filter(|(_, sequence)| sequence.is_running());
    running.flat_map(move |(i, sequence)| {
        let dues = schedule(account, sequence, world).into_iter().enumerate();
        dues.filter_map(move |(j, due)| Some((TouchAt { sequence: i, touch: j }, due.day()?)))
    })
}

/// The open touch that is due first; of several on one day the one that stands first in the file.
pub fn next_touch(account: &Account, world: &World) -> Option<(TouchAt, NaiveDate)> {
    dated(account, world).min_by_key(|(at, day)| (*day, *at))
}

/// What the date of a touch would be if nobody had moved it by hand.
pub fn base(account: &Account, at: TouchAt, world: &World) -> Option<NaiveDate> {
    let mut sequence = account.sequences.get(at.sequence)?.clone();
    let touch = sequence.touches.get_mut(at.touch)?;
    (touch.due, touch.pinned) = (None, false);
    schedule(account, &sequence, world).get(at.touch)?.day()
}

/// The days on which the touch can be done: those of the calendar on which its doer is there and the sequence does
/// not rest. The doer is the touch's owner, else the account's, else the plan's only member.
pub fn workdays<'a>(account: &Account, sequence: &Sequence, touch: &Touch, world: &World<'a>) -> Workdays<'a> {
    let mut off: Vec<Stretch> = sequence.pauses.iter().filter_map(Pause::days).collect();
    let doer = touch.owner.as_deref().or(account.owner.as_deref());
    if let Some(member) = world.settings.me(doer) {
        off.extend(member.away.iter().filter_map(Away::days));
    }
    Workdays { calendar: world.calendar, off }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
