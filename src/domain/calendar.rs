//! Working days: the plan's week, its holidays, and the days somebody is away.
//!
//! Everything that is counted in working days is counted here. A search never runs on for ever: where no working day
//! is in sight, the answer is that there is none.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::range::Stretch;
use super::settings::WorkingCalendar;

/// Which days are worked in this plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// By `Weekday::num_days_from_monday`.
    working: [bool; 7],
    /// Sorted.
    holidays: Vec<NaiveDate>,
    /// The day a week begins with.
    pub week_starts: Weekday,
}

impl Default for Calendar {
    fn default() -> Self {
        Self::new(&WorkingCalendar::default(), [])
    }
}

impl Calendar {
    /// The calendar of the settings, with more holidays from elsewhere (holiday files). A week without a working
    /// day counts as one in which every day is worked, or nothing could ever be due.
    pub fn new(settings: &WorkingCalendar, more: impl IntoIterator<Item = NaiveDate>) -> Self {
        let mut working = [false; 7];
        for &day in &settings.working_days {
            working[Weekday::from(day).num_days_from_monday() as usize] = true;
        }
        if working == [false; 7] {
            working = [true; 7];
        }
        let mut holidays: Vec<NaiveDate> = settings.holidays.iter().copied().chain(more).collect();
        holidays.sort_unstable();
        holidays.dedup();
        Self { working, holidays, week_starts: settings.week_starts.into() }
    }

    /// A day of the working week that is no holiday.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        self.in_week(day) && self.holidays.binary_search(&day).is_err()
    }

    /// Worked by the days of the week alone.
    fn in_week(&self, day: NaiveDate) -> bool {
        self.is_in_week(day.weekday())
    }

    /// Whether a day of the week is worked.
    pub fn is_in_week(&self, weekday: Weekday) -> bool {
        self.working[weekday.num_days_from_monday() as usize]
    }

    /// How many days of a week are worked.
    fn per_week(&self) -> u32 {
        self.working.iter().map(|worked| u32::from(*worked)).sum()
    }

    /// The holidays from the first day up to and with the last.
    fn holidays(&self, from: NaiveDate, to: NaiveDate) -> &[NaiveDate] {
        let first = self.holidays.partition_point(|day| *day < from);
        let after = self.holidays.partition_point(|day| *day <= to).max(first);
        &self.holidays[first..after]
    }

    /// Working days from the first day up to and with the last. Counted by weeks, so that any distance costs the same.
    fn count(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        let days = (to - from).num_days() + 1;
        if days <= 0 {
            return 0;
        }
        let rest: i64 = from.iter_days().zip(0..days % 7).map(|(day, _)| i64::from(self.in_week(day))).sum();
        let free: i64 = self.holidays(from, to).iter().map(|day| i64::from(self.in_week(*day))).sum();
        days / 7 * i64::from(self.per_week()) + rest - free
    }
}

/// The calendar as one person or sequence sees it: without the days on which they are away or it rests.
#[derive(Debug, Clone)]
pub struct Workdays<'a> {
    /// The plan's calendar.
    pub calendar: &'a Calendar,
    /// Stretches that are not worked; they may overlap.
    pub off: Vec<Stretch>,
}

/// A search gives up after so many days (twenty years): no plan reaches that far, and a stretch that does has no end
/// in sight.
const HORIZON: u64 = 7_305;

impl<'a> Workdays<'a> {
    /// The plan's calendar alone.
    pub fn of(calendar: &'a Calendar) -> Self {
        Self { calendar, off: Vec::new() }
    }

    /// Worked by the calendar, and in none of the stretches.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        self.calendar.is_working(day) && !self.off.iter().any(|stretch| stretch.holds(day))
    }

    /// The day itself if it is worked, else the next that is; none if there is no end in sight.
    pub fn roll(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.roll_until(day, end_of_search(day))
    }

    /// Roll forward to a working day, then so many working days on.
    pub fn add(&self, day: NaiveDate, days: u32) -> Option<NaiveDate> {
        let last = end_of_search(day);
        let mut day = self.roll_until(day, last)?;
        let mut left = days;
        while left > 0 {
            if left >= self.calendar.per_week()
                && let Some(next) = self.undisturbed_week(day)
                && next <= last
            {
                day = next;
                left -= self.calendar.per_week();
            } else {
                day = self.roll_until(day.succ_opt()?, last)?;
                left -= 1;
            }
        }
        Some(day)
    }

    /// The so-many-th working day after the day: `+5bd`. From a day that isn't worked the first is the next that is;
    /// none at all means the day itself, rolled forward.
    pub fn after(&self, day: NaiveDate, days: u32) -> Option<NaiveDate> {
        let counted = if self.is_working(day) { days } else { days.saturating_sub(1) };
        self.add(day, counted)
    }

    /// The so-many-th working day before the day; none at all means the day itself, or the last before it that was
    /// worked. None if there is no beginning in sight.
    pub fn back(&self, day: NaiveDate, days: u32) -> Option<NaiveDate> {
        let counted = if self.is_working(day) { days } else { days.saturating_sub(1) };
        let earlier = std::iter::successors(Some(day), NaiveDate::pred_opt).take(HORIZON as usize);
        earlier.filter(|day| self.is_working(*day)).nth(counted as usize)
    }

    /// Working days after the first day up to and with the last; negative the other way round. From a day to the
    /// next working one it is 1, and `after(day, between(day, to)) == to` for every working day ahead.
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        if to < from {
            return -self.between(to, from);
        }
        let Some(first) = from.succ_opt() else { return 0 };
        self.calendar.count(first, to) - self.rested(first, to)
    }

    /// Working days of the calendar from the first day up to and with the last that lie in a stretch. Each counts
    /// once, however many stretches hold it.
    fn rested(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        let mut clipped: Vec<(NaiveDate, NaiveDate)> =
            self.off.iter().map(|off| (off.from.max(from), off.to.unwrap_or(to).min(to))).collect();
        clipped.sort_unstable();
        let mut rested = 0;
        let mut next = Some(from);
        for (begins, ends) in clipped {
            let Some(day) = next else { break };
            let begins = begins.max(day);
            if begins <= ends {
                rested += self.calendar.count(begins, ends);
                next = ends.succ_opt();
            }
        }
        rested
    }

    fn roll_until(&self, day: NaiveDate, last: NaiveDate) -> Option<NaiveDate> {
        let mut day = day;
        while day <= last {
            if let Some(off) = self.off.iter().find(|off| off.holds(day)) {
                day = off.to?.succ_opt()?;
            } else if self.calendar.is_working(day) {
                return Some(day);
            } else {
                day = day.succ_opt()?;
            }
        }
        None
    }

    /// The same weekday a week on, if no holiday and no stretch touches the days between.
    fn undisturbed_week(&self, day: NaiveDate) -> Option<NaiveDate> {
        let next = day.checked_add_days(Days::new(7))?;
        let met = |off: &Stretch| off.from <= next && off.to.is_none_or(|to| day <= to);
        (self.calendar.holidays(day, next).is_empty() && !self.off.iter().any(met)).then_some(next)
    }
}

fn end_of_search(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(HORIZON)).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests;
