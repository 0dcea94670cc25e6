//! Due dates: one chain.
//!
//! A date is derived from what was done, today, and the calendar; it is never stored. The walk goes through a
//! sequence's touches in their order with a cursor, first the start: late pushes the rest, early pulls it forward.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::account::Account;
use super::calendar::{Calendar, Workdays};
use super::dates;
use super::people::Person;
use super::range::{Away, Pause, Stretch};
use super::sequence::{GapsFrom, Sequence, TouchAt};
use super::settings::Settings;
use super::touch::{Status, Touch};

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
    /// It rests until somebody resumes it; nobody knows the day.
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

/// When each touch of the sequence is due, in its order.
pub fn schedule(account: &Account, sequence: &Sequence, world: &World) -> Vec<Due> {
    let mut walk = Walk::new(account, sequence, world);
    sequence.touches.iter().map(|touch| walk.step(touch)).collect()
}

/// When one touch is due.
pub fn due(account: &Account, at: TouchAt, world: &World) -> Due {
    let sequence = account.sequences.get(at.sequence);
    let dues = sequence.map(|sequence| schedule(account, sequence, world));
    dues.and_then(|dues| dues.get(at.touch).copied()).unwrap_or(Due::Never)
}

/// The open touch that is due first, over all sequences that run side by side.
pub fn next_touch(account: &Account, world: &World) -> Option<(TouchAt, NaiveDate)> {
    let running = account.sequences.iter().enumerate().filter(|(_, sequence)| sequence.is_running());
    let dated = running.flat_map(|(i, sequence)| {
        let dues = schedule(account, sequence, world).into_iter().enumerate();
        dues.filter_map(move |(j, due)| Some((TouchAt { sequence: i, touch: j }, due.day()?)))
    });
    dated.min_by_key(|(at, day)| (*day, *at))
}

/// The days that the touch's doer works while the sequence does not rest: the touch's owner, else the account's, else
/// the plan's only member.
pub fn workdays<'a>(account: &Account, sequence: &Sequence, touch: &Touch, world: &World<'a>) -> Workdays<'a> {
    let mut off: Vec<Stretch> = sequence.pauses.iter().filter_map(Pause::days).collect();
    let doer = touch.owner.as_deref().or(account.owner.as_deref());
    if let Some(member) = world.settings.me(doer) {
        off.extend(member.away.iter().filter_map(Away::days));
    }
    Workdays { calendar: world.calendar, off }
}

/// What the date of a touch would be if nobody had moved it by hand.
pub fn base(account: &Account, at: TouchAt, world: &World) -> Option<NaiveDate> {
    let mut sequence = account.sequences.get(at.sequence)?.clone();
    let touch = sequence.touches.get_mut(at.touch)?;
    (touch.due, touch.pinned) = (None, false);
    schedule(account, &sequence, world).get(at.touch)?.day()
}

struct Walk<'a> {
    account: &'a Account,
    sequence: &'a Sequence,
    world: &'a World<'a>,
    /// Where gaps are counted from; nothing once the sequence rests without an end.
    cursor: Option<NaiveDate>,
    /// The previous touch's `day`.
    day: u32,
    /// Order holds per person: no touch to someone before an earlier open one to them.
    latest: BTreeMap<&'a str, NaiveDate>,
    /// Who works when, for the doer of the last touch; most sequences have one.
    workdays: Option<(Option<&'a str>, Workdays<'a>)>,
}

impl<'a> Walk<'a> {
    fn new(account: &'a Account, sequence: &'a Sequence, world: &'a World<'a>) -> Self {
        let cursor = Some(sequence.start.unwrap_or(world.today));
        Self { account, sequence, world, cursor, day: 0, latest: BTreeMap::new(), workdays: None }
    }

    fn workdays(&mut self, touch: &'a Touch) -> &Workdays<'a> {
        let owner = touch.owner.as_deref();
        let known = self.workdays.take().filter(|(known, _)| *known == owner);
        let fresh = || (owner, workdays(self.account, self.sequence, touch, self.world));
        &self.workdays.insert(known.unwrap_or_else(fresh)).1
    }

    fn step(&mut self, touch: &'a Touch) -> Due {
        let gap = touch.day.saturating_sub(self.day);
        self.day = touch.day;
        let today = self.world.today;
        let (cursor, gaps, start) = (self.cursor, self.sequence.gaps_from, self.sequence.start);
        let workdays = self.workdays(touch);
        let base = match gaps {
            GapsFrom::Completion => cursor.and_then(|cursor| workdays.add(cursor, gap)),
            GapsFrom::Schedule => workdays.add(start.unwrap_or(today), touch.day),
        };
        let date = match touch.due {
            Some(due) if touch.pinned => Some(due),
            // A date set by hand is a floor.
            Some(due) => base.and_then(|base| workdays.roll(base.max(due))),
            None => base,
        };
        let date = date.and_then(|date| self.after_pauses(touch, date));
        match touch.status {
            Status::Done => {
                let done = touch.closed.map(|at| at.day());
                // Done out of order never runs the cursor back. What was done although nobody knows when its turn
                // would have come starts the count again.
                self.cursor = self.cursor.max(done);
                Due::Never
            }
            Status::Skipped => {
                let skipped = touch.closed.map(|at| at.day());
                self.cursor = date.and(self.cursor.max(date).max(skipped));
                Due::Never
            }
            // Its place stays.
            Status::Held | Status::Cancelled => {
                self.cursor = date;
                Due::Never
            }
            Status::Planned => self.open(touch, date),
        }
    }

    fn open(&mut self, touch: &'a Touch, date: Option<NaiveDate>) -> Due {
        let person = self.account.person_of(touch.person.as_deref());
        if self.sequence.ended.is_some() || person.is_some_and(|person| person.do_not_contact) {
            self.cursor = date;
            return Due::Never;
        }
        let Some(date) = date else {
            self.cursor = None;
            return Due::Paused;
        };
        // It can't be done yesterday.
        self.cursor = Some(date.max(self.world.today));
        let Some(person) = person else { return Due::On(date) };
        let own = if touch.pinned { Some(date) } else { self.when_there(touch, person, date) };
        let Some(own) = own else { return Due::Paused };
        self.latest.insert(&person.id, own);
        Due::On(own)
    }

    /// The first working day on which the person is there, and not before an earlier touch to them.
    fn when_there(&mut self, touch: &'a Touch, person: &'a Person, date: NaiveDate) -> Option<NaiveDate> {
        let mut date = date.max(self.latest.get(person.id.as_str()).copied().unwrap_or(date));
        let away: Vec<Stretch> = person.away.iter().filter_map(Away::days).collect();
        if away.is_empty() {
            return Some(date);
        }
        let workdays = self.workdays(touch);
        // Every stretch moves the date beyond its own end, so that each is met at most once.
        for _ in 0..=away.len() {
            let Some(met) = away.iter().find(|stretch| stretch.holds(date)) else { break };
            date = workdays.roll(met.to?.succ_opt()?)?;
        }
        Some(date)
    }

    /// While a sequence rests nothing of it is due; what was due before it began to rest comes on the first working
    /// day after.
    fn after_pauses(&mut self, touch: &'a Touch, date: NaiveDate) -> Option<NaiveDate> {
        if !touch.is_open() || self.sequence.pauses.is_empty() {
            return Some(date);
        }
        let today = self.world.today;
        let mut date = date;
        let mut pauses: Vec<Stretch> = self.sequence.pauses.iter().filter_map(Pause::days).collect();
        pauses.sort_unstable_by_key(|pause| pause.from);
        for pause in pauses {
            let begun_while_due = pause.from <= today && date < pause.from;
            if begun_while_due || pause.holds(date) {
                let after = pause.to?.succ_opt()?;
                date = self.workdays(touch).roll(after)?;
            }
        }
        Some(date)
    }
}

/// An open touch whose date another change moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// Where it stands afterwards.
    pub at: TouchAt,
    /// Its date before; none if it was not known.
    pub from: Option<NaiveDate>,
    /// Its date after; none if it is not known.
    pub to: Option<NaiveDate>,
}

/// Which open touches move when the account changes from one state to the other.
pub fn ripple(before: &Account, after: &Account, world: &World) -> Vec<Move> {
    let mut moves = Vec::new();
    for (i, sequence) in after.sequences.iter().enumerate() {
        let Some(old) = before.sequences.iter().find(|old| old.id == sequence.id && !old.id.is_empty()) else {
            continue;
        };
        let was: BTreeMap<&str, Due> =
            old.touches.iter().map(|touch| touch.id.as_str()).zip(schedule(before, old, world)).collect();
        for (j, (touch, due)) in sequence.touches.iter().zip(schedule(after, sequence, world)).enumerate() {
            let Some(from) = was.get(touch.id.as_str()).filter(|_| !touch.id.is_empty()) else { continue };
            if *from != due && *from != Due::Never && due != Due::Never {
                moves.push(Move { at: TouchAt { sequence: i, touch: j }, from: from.day(), to: due.day() });
            }
        }
    }
    moves
}

/// The moves in a sentence: `3 touches move: #4 Mon 30 Nov → Wed 2 Dec …`; nothing if nothing moves.
pub fn told(moves: &[Move], today: NaiveDate) -> String {
    let Some(first) = moves.first() else { return String::new() };
    let day = |day: Option<NaiveDate>| day.map_or_else(|| "later".to_owned(), |day| dates::short(day, today));
    let count = if moves.len() == 1 { "1 touch moves".to_owned() } else { format!("{} touches move", moves.len()) };
    let more = if moves.len() > 1 { " …" } else { "" };
    format!("{count}: #{} {} → {}{more}", first.at.touch + 1, day(first.from), day(first.to))
}
