//! Working days: the plan's week, its holidays, and the days somebody is away.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};

use super::range::Stretch;
use super::settings::WorkingCalendar;

/// Which days are worked in this plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// By `Weekday::num_days_from_monday`.
    working: [bool; 7],
    holidays: BTreeSet<NaiveDate>,
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
        let holidays = settings.holidays.iter().copied().chain(more).collect();
        Self { working, holidays, week_starts: settings.week_starts.into() }
    }

    /// A day of the working week that is no holiday.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        self.working[day.weekday().num_days_from_monday() as usize] && !self.holidays.contains(&day)
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
