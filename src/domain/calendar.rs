//! Working days: the plan's week, its holidays, and the days somebody is away.

use chrono::{Datelike, NaiveDate, Weekday};

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
        self.working[day.weekday().num_days_from_monday() as usize] && self.holidays.binary_search(&day).is_err()
    }
}

/// The calendar as one person or sequence sees it: without the days on which they are away or it rests.
#[derive(Debug, Clone)]
pub struct Workdays<'a> {
    /// The plan's calendar.
    pub calendar: &'a Calendar,
    /// Stretches that are not worked.
    pub off: Vec<Stretch>,
}

/// A search for a working day gives up after so many days (twenty years): the stretch has no end in sight.
const HORIZON: usize = 7_305;

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
        // Without an end to the stretch there is nothing to search for.
        if self.off.iter().any(|stretch| stretch.to.is_none() && stretch.from <= day) {
            return None;
        }
        day.iter_days().take(HORIZON).find(|day| self.is_working(*day))
    }

    /// Roll forward to a working day, then so many working days on.
    pub fn add(&self, day: NaiveDate, days: u32) -> Option<NaiveDate> {
        let mut day = self.roll(day)?;
        for _ in 0..days {
            day = self.roll(day.succ_opt()?)?;
        }
        Some(day)
    }

    /// So many working days before the day; none if there is no beginning in sight.
    pub fn back(&self, day: NaiveDate, days: u32) -> Option<NaiveDate> {
        let mut day = day;
        for _ in 0..days {
            day = (1..HORIZON as u64)
                .map_while(|n| day.checked_sub_days(chrono::Days::new(n)))
                .find(|day| self.is_working(*day))?;
        }
        Some(day)
    }

    /// Working days after the first day up to and with the last; negative the other way round.
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        if to < from {
            return -self.between(to, from);
        }
        let days = from.iter_days().skip(1).take_while(|day| *day <= to).take(HORIZON);
        days.filter(|day| self.is_working(*day)).count() as i64
    }
}
