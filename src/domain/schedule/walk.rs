//! The walk itself: one pass through a sequence, one step a touch.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Due, World, workdays};
use crate::domain::account::Account;
use crate::domain::calendar::Workdays;
use crate::domain::people::Person;
use crate::domain::range::{Away, Pause, Stretch};
use crate::domain::sequence::{GapsFrom, Sequence};
use crate::domain::touch::{Status, Touch};
use crate::domain::wire::Moment;

pub(super) struct Walk<'a> {
    account: &'a Account,
    sequence: &'a Sequence,
    world: &'a World<'a>,
    start: NaiveDate,
    /// Where the next gap is counted from; nothing once the sequence rests without an end.
    cursor: Option<NaiveDate>,
    /// The previous touch's `day`.
    day: u32,
    /// The latest date of an open touch to each person: order holds per person.
    latest: BTreeMap<&'a str, NaiveDate>,
    /// The last touch to each person that waits for their return: from when and from which `day` their next gap
    /// counts, as the cursor didn't wait.
    kept_waiting: BTreeMap<&'a str, (NaiveDate, u32)>,
    /// By their beginning.
    pauses: Vec<Stretch>,
    /// Kept from touch to touch, as most sequences have one doer.
    workdays: Option<(Option<&'a str>, Workdays<'a>)>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(account: &'a Account, sequence: &'a Sequence, world: &'a World<'a>) -> Self {
        // A start that nobody wrote is when something was first done, else today: nothing is late yet.
        let first_done = || sequence.touches.iter().filter_map(|touch| touch.closed.map(|at| at.day())).min();
        let start = sequence.start.or_else(first_done).unwrap_or(world.today);
        let mut pauses: Vec<Stretch> = sequence.pauses.iter().filter_map(Pause::days).collect();
        pauses.sort_unstable_by_key(|pause| pause.from);
        Self {
            account,
            sequence,
            world,
            start,
            cursor: Some(start),
            day: 0,
            latest: BTreeMap::new(),
            kept_waiting: BTreeMap::new(),
            pauses,
            workdays: None,
        }
    }

    pub(super) fn dues(mut self) -> Vec<Due> {
        if self.sequence.ended.is_some() {
            return vec![Due::Never; self.sequence.touches.len()];
        }
        self.sequence.touches.iter().map(|touch| self.step(touch)).collect()
    }

    fn step(&mut self, touch: &'a Touch) -> Due {
        let date = self.by_plan(touch);
        self.day = touch.day;
        let today = self.world.today;
        let closed = touch.closed.as_ref().map(Moment::day);
        match touch.status {
            Status::Done => {
                // Without a day it counts as done on its own, or today when that is still to come. Something that was
                // done although nobody knows when its turn would have been starts the count again.
                self.cursor = self.cursor.max(closed.or(date.map(|date| date.min(today))));
                Due::Never
            }
            Status::Skipped => {
                self.cursor = date.and(self.cursor.max(date).max(closed));
                Due::Never
            }
            Status::Held | Status::Cancelled => self.keep_place(date),
            Status::Planned if !touch.is_open() => self.keep_place(date),
            Status::Planned => {
                let person = self.account.person_of(touch.person.as_deref());
                if person.is_some_and(|person| person.do_not_contact) {
                    return self.keep_place(date);
                }
                self.open(touch, person, date)
            }
        }
    }

    /// The touch's date by the plan and by hand, before anything that it has to wait for.
    fn by_plan(&mut self, touch: &'a Touch) -> Option<NaiveDate> {
        let gap = touch.day.saturating_sub(self.day);
        let (cursor, start) = (self.cursor, self.start);
        let from_start = self.sequence.gaps_from == GapsFrom::Schedule;
        let workdays = self.workdays(touch);
        let base = || if from_start { workdays.add(start, touch.day) } else { workdays.add(cursor?, gap) };
        match touch.due {
            Some(due) if touch.pinned => Some(due),
            Some(due) => workdays.roll(base()?.max(due)),
            None => base(),
        }
    }

    fn keep_place(&mut self, date: Option<NaiveDate>) -> Due {
        // A pinned date may lie before the cursor; what isn't done can't turn it back.
        self.cursor = date.and(self.cursor.max(date));
        Due::Never
    }

    fn open(&mut self, touch: &'a Touch, person: Option<&'a Person>, date: Option<NaiveDate>) -> Due {
        let workdays = self.workdays(touch).clone();
        let date = date.and_then(|date| self.after_rest(&self.pauses, &workdays, date));
        let Some(date) = date else {
            self.cursor = None;
            return Due::Paused;
        };
        // It can't be done yesterday.
        self.cursor = Some(date.max(self.world.today));
        let listed = if touch.pinned { Some(date) } else { self.waiting(touch, person, workdays, date) };
        let Some(listed) = listed else { return Due::Paused };
        if let Some(id) = touch.person.as_deref() {
            // By the schedule, a date moved by hand moves that touch alone and holds back no other.
            let alone = self.sequence.gaps_from == GapsFrom::Schedule && touch.due.is_some();
            if !alone {
                let latest = self.latest.entry(id).or_insert(listed);
                *latest = listed.max(*latest);
                self.keep_rhythm(id, touch, person, date, listed);
            }
        }
        Due::On(listed)
    }

    /// The next gap of somebody whose touch had to wait for them counts from when it comes, lest all that fell into
    /// their absence come on one day. A touch whose own turn is later has the gap already.
    fn keep_rhythm(&mut self, id: &'a str, touch: &Touch, person: Option<&Person>, date: NaiveDate, listed: NaiveDate) {
        let is_ever_away = person.is_some_and(|person| !person.away.is_empty());
        if touch.pinned || !is_ever_away {
            return;
        }
        if listed > date {
            self.kept_waiting.insert(id, (listed.max(self.world.today), touch.day));
        } else {
            self.kept_waiting.remove(id);
        }
    }

    /// The first day, from that date on, on which the person is there and no earlier touch to them is still to come.
    fn waiting(
        &self,
        touch: &Touch,
        person: Option<&Person>,
        mut workdays: Workdays<'a>,
        date: NaiveDate,
    ) -> Option<NaiveDate> {
        let id = touch.person.as_deref().unwrap_or_default();
        // An earlier touch may be pinned to a day that isn't worked.
        let mut date = match self.latest.get(id).copied() {
            Some(earlier) if earlier > date => workdays.roll(earlier)?,
            _ => date,
        };
        if let Some((from, day)) = self.kept_waiting.get(id).copied() {
            date = date.max(workdays.add(from, touch.day.saturating_sub(day))?);
        }
        let mut away: Vec<Stretch> =
            person.map_or_else(Vec::new, |person| person.away.iter().filter_map(Away::days).collect());
        if away.is_empty() {
            return Some(date);
        }
        away.sort_unstable_by_key(|away| away.from);
        workdays.off.extend(&away);
        self.after_rest(&away, &workdays, date)
    }

    /// While a stretch (a pause, or somebody's absence) lasts nothing that waits for it is due. What falls into it, or
    /// was due already when it began, comes on the first working day after; `workdays` has the stretches off.
    fn after_rest(&self, stretches: &[Stretch], workdays: &Workdays, date: NaiveDate) -> Option<NaiveDate> {
        let mut date = date;
        for rest in stretches {
            let empty = rest.to.is_some_and(|to| to < rest.from);
            let began_while_due = rest.from <= self.world.today && date < rest.from;
            if !empty && (began_while_due || rest.holds(date)) {
                date = workdays.roll(rest.to?.succ_opt()?)?;
            }
        }
        Some(date)
    }

    fn workdays(&mut self, touch: &'a Touch) -> &Workdays<'a> {
        let owner = touch.owner.as_deref();
        let kept = self.workdays.take().filter(|(kept, _)| *kept == owner);
        let fresh = || (owner, workdays(self.account, self.sequence, touch, self.world));
        &self.workdays.insert(kept.unwrap_or_else(fresh)).1
    }
}
