//! Getting better: how often something was practised in this week, month or quarter, and in those before.

use chrono::{Datelike as _, Days, Months, NaiveDate};

use super::Sums;
use crate::domain::rates::Period;
use crate::domain::schedule::World;
use crate::domain::settings::{Goal, Per};

/// How many stretches are looked back on, this one among them.
pub const PERIODS: usize = 8;

/// How much was practised.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Practice {
    /// This stretch, then those before it, each with what was practised in it.
    pub periods: Vec<(Period, u64)>,
    /// How much is aimed at in each.
    pub target: Option<u64>,
}

/// The first day of the stretch that holds a day.
fn first_of(per: Per, day: NaiveDate, world: &World) -> Option<NaiveDate> {
    match per {
        Per::Week => day.week(world.calendar.week_starts).checked_first_day(),
        Per::Month => day.with_day(1),
        Per::Quarter => day.with_day(1)?.with_month(day.month0() / 3 * 3 + 1),
    }
}

/// The first day of the stretch that comes after one.
fn next_of(per: Per, first: NaiveDate) -> Option<NaiveDate> {
    match per {
        Per::Week => first.checked_add_days(Days::new(7)),
        Per::Month => first.checked_add_months(Months::new(1)),
        Per::Quarter => first.checked_add_months(Months::new(3)),
    }
}

/// The stretches of a goal, the one that holds today first, as far back as the goal goes. One that never starts anew
/// has one. None before its first day.
pub fn periods(goal: &Goal, world: &World) -> Vec<Period> {
    let Some(per) = goal.per else { return vec![Period { from: goal.from, to: goal.to }] };
    // When the goal is over its last stretch is the one that is looked at.
    let day = goal.to.map_or(world.today, |to| to.min(world.today));
    let mut periods = Vec::new();
    let mut next = first_of(per, day, world);
    while let Some(first) = next.filter(|_| periods.len() < PERIODS) {
        let last = next_of(per, first).and_then(|after| after.pred_opt());
        if goal.from.is_some_and(|from| last.is_some_and(|last| last < from)) {
            break;
        }
        let from = goal.from.map_or(first, |from| from.max(first));
        let to = last.map(|last| goal.to.map_or(last, |to| to.min(last)));
        periods.push(Period { from: Some(from), to });
        next = first.pred_opt().and_then(|before| first_of(per, before, world));
    }
    periods
}

impl Practice {
    /// How much that goal's skill was practised, by what was counted for it and what was noted.
    pub fn of(goal: &Goal, at: usize, sums: &Sums, world: &World) -> Self {
        let counted = sums.shares.get(at).map(|share| share.periods).unwrap_or_default();
        let noted = |period: Period| {
            let inside = goal.progress.iter().filter(|note| period.holds(note.on));
            inside.filter_map(|note| note.amount).fold(0, u64::saturating_add)
        };
        let periods = periods(goal, world).into_iter().zip(counted);
        let periods = periods.map(|(period, counted)| (period, counted.saturating_add(noted(period))));
        let mut periods: Vec<(Period, u64)> = periods.collect();
        // Without a first day it begins with what was practised first.
        while goal.from.is_none() && periods.len() > 1 && periods.last().is_some_and(|(_, count)| *count == 0) {
            periods.pop();
        }
        Self { periods, target: goal.target }
    }

    /// How much in this stretch.
    pub fn now(&self) -> u64 {
        self.periods.first().map_or(0, |(_, count)| *count)
    }

    /// Whether this stretch has what is aimed at.
    pub fn is_reached(&self) -> bool {
        self.target.is_some_and(|target| self.now() >= target)
    }

    /// Of the stretches that are over, how many had what is aimed at, and how many there were.
    pub fn kept(&self) -> Option<(usize, usize)> {
        let over = self.periods.get(1..).filter(|over| !over.is_empty())?;
        let target = self.target?;
        Some((over.iter().filter(|(_, count)| *count >= target).count(), over.len()))
    }
}
