//! Whether something is overdue, due today, due this week: what `due:` asks for, of one thing or of several together.

use chrono::{Datelike as _, NaiveDate};

use super::calendar::Calendar;

/// What `due:` can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DueState {
    /// Something is overdue.
    pub overdue: bool,
    /// Something is due today.
    pub today: bool,
    /// Something is due by the end of this week, or was before.
    pub week: bool,
}

/// The words after `due:`.
pub(super) const WHEN: [&str; 3] = ["overdue", "today", "week"];

impl DueState {
    /// The state of one thing that is due on that day; nothing without a day.
    pub fn on(day: Option<NaiveDate>, today: NaiveDate, calendar: &Calendar) -> Self {
        let Some(day) = day else { return Self::default() };
        let left = 6 - today.weekday().days_since(calendar.week_starts);
        let week = day.signed_duration_since(today).num_days() <= i64::from(left);
        Self { overdue: day < today, today: day == today, week }
    }

    /// Of two things.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { overdue: self.overdue || other.overdue, today: self.today || other.today, week: self.week || other.week }
    }

    /// Whether this is what the word, or its beginning, asks for.
    pub(super) fn is(self, when: &str) -> bool {
        match WHEN.iter().find(|word| word.starts_with(when)) {
            // `due:` alone: whatever waits.
            _ if when.is_empty() => self.overdue || self.today,
            Some(&"overdue") => self.overdue,
            Some(&"today") => self.today,
            Some(_) => self.week,
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::day;

    #[test]
    fn a_week_ends_where_the_calendar_says() {
        let (monday, calendar) = (day("2026-11-23"), Calendar::default());
        for (on, want) in [
            ("2026-11-20", (true, false, true)),
            ("2026-11-23", (false, true, true)),
            ("2026-11-29", (false, false, true)),
            ("2026-11-30", (false, false, false)),
        ] {
            let state = DueState::on(Some(day(on)), monday, &calendar);
            assert_eq!((state.overdue, state.today, state.week), want, "{on}");
        }
        assert_eq!(DueState::on(None, monday, &calendar), DueState::default());
    }
}
