//! How a performance goal stands on a day: what is done of it, what should be, and what it takes from here on.

use chrono::NaiveDate;

use super::ahead::Ahead;
use super::chain::{Chain, Part, Source};
use super::{Share, Sums, real, whose};
use crate::domain::calendar::Workdays;
use crate::domain::range::Away;
use crate::domain::schedule::World;
use crate::domain::settings::Goal;

/// The working days of a goal, its owner's absences taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// From the first day to the last.
    pub days: u64,
    /// Those before today.
    pub gone: u64,
    /// Those from today on.
    pub left: u64,
}

/// How a performance goal goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// What is aimed at is done.
    Reached,
    /// Its first day is still to come.
    NotBegun,
    /// None of its working days is gone.
    Begun,
    /// On pace, and what is planned reaches the target, as far as that can be told.
    OnPace,
    /// On pace until today; what is planned does not reach the target.
    SoFar,
    /// Less is done than the days that are gone.
    Behind,
    /// Without a target and two days nobody can say.
    Unknown,
}

/// How a performance goal stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standing {
    /// What was done, with what came from outside the plan.
    pub done: u64,
    /// Of it, what came from outside.
    pub outside: u64,
    /// What is aimed at.
    pub target: Option<u64>,
    /// Its days, where it has both a first and a last.
    pub pace: Option<Pace>,
    /// What lies ahead until the last day.
    pub ahead: Ahead,
    /// Where accounts name it: what those that don't would count.
    pub apart: Share,
    /// Its first day has come.
    pub has_begun: bool,
    /// The way from a touch to what is counted.
    pub chain: Chain,
}

/// Working days from a day up to and with another; none the other way round.
fn working(workdays: &Workdays, from: NaiveDate, to: NaiveDate) -> u64 {
    if to < from {
        return 0;
    }
    let before = from.pred_opt().map_or(0, |before| workdays.between(before, to));
    u64::try_from(before).unwrap_or(0)
}

impl Pace {
    fn of(goal: &Goal, world: &World) -> Option<Self> {
        let (from, to) = (goal.from?, goal.to?);
        let who = whose(goal, world.settings);
        let off = who.into_iter().flat_map(|who| who.away.iter().filter_map(Away::days)).collect();
        let workdays = Workdays { calendar: world.calendar, off };
        let days = working(&workdays, from, to);
        let left = working(&workdays, from.max(world.today), to);
        Some(Self { days, gone: days.saturating_sub(left), left })
    }
}

impl Standing {
    /// How that goal stands, by what was counted for it.
    pub fn of(goal: &Goal, at: usize, sums: &Sums, world: &World) -> Self {
        let share = sums.shares.get(at).copied().unwrap_or_default();
        let is_in = |day: Option<NaiveDate>| match day {
            Some(day) => goal.from.is_none_or(|from| from <= day) && goal.to.is_none_or(|to| day <= to),
            None => goal.from.is_none() && goal.to.is_none(),
        };
        let noted = goal.progress.iter().filter(|note| is_in(note.on)).filter_map(|note| note.amount);
        let outside = noted.fold(0, u64::saturating_add);
        Self {
            done: share.done.saturating_add(outside),
            outside,
            target: goal.target,
            pace: Pace::of(goal, world),
            ahead: share.ahead,
            apart: sums.apart.get(at).copied().filter(|_| sums.named.get(at) == Some(&true)).unwrap_or_default(),
            has_begun: goal.from.is_none_or(|from| from <= world.today),
            chain: goal.metric.map(|metric| Chain::of(metric, &sums.rates, sums.worth)).unwrap_or_default(),
        }
    }

    /// How much is missing.
    pub fn missing(&self) -> u64 {
        self.target.unwrap_or(0).saturating_sub(self.done)
    }

    /// Whether the target is reached.
    pub fn is_reached(&self) -> bool {
        self.target.is_some_and(|target| self.done >= target)
    }

    /// How much should be done by this morning, if every working day did the same.
    pub fn expected(&self) -> Option<f64> {
        let pace = self.pace.filter(|pace| pace.days > 0)?;
        Some(real(self.target?) * real(pace.gone) / real(pace.days))
    }

    /// Whether that much is done.
    pub fn is_on_pace(&self) -> Option<bool> {
        let (pace, target) = (self.pace.filter(|pace| pace.days > 0)?, self.target?);
        Some(u128::from(self.done) * u128::from(pace.days) >= u128::from(target) * u128::from(pace.gone))
    }

    /// How much each working day from today on has to bring; none where none is left.
    pub fn a_day(&self) -> Option<f64> {
        let left = self.pace.map(|pace| pace.left).filter(|left| *left > 0)?;
        self.target?;
        Some(real(self.missing()) / real(left))
    }

    /// What lies ahead, with what each kind of it can bring.
    pub fn parts(&self) -> Vec<Part> {
        self.chain.parts(&self.ahead)
    }

    /// What is booked, met and open to be won can bring, without any further touch.
    pub fn promised(&self) -> f64 {
        let parts = self.parts().into_iter().filter(|part| part.source != Source::Touch);
        parts.filter_map(|part| part.brings).sum()
    }

    /// What is missing, and not even promised: further touches have to bring it.
    pub fn left_to_touches(&self) -> f64 {
        (real(self.missing()) - self.promised()).max(0.0)
    }

    /// How many touches that takes each working day; none where no number of them is known to do.
    pub fn touches_a_day(&self) -> Option<f64> {
        let left = self.pace.map(|pace| pace.left).filter(|left| *left > 0)?;
        self.target?;
        let per_touch = self.chain.per_touch.filter(|per_touch| *per_touch > 0.0)?;
        Some(self.left_to_touches() / real(left) / per_touch)
    }

    /// What lies ahead can still bring.
    pub fn brings(&self) -> Option<f64> {
        if !self.chain.is_counted() {
            return None;
        }
        self.parts().into_iter().map(|part| part.brings).sum()
    }

    /// What is done, and what lies ahead can still bring.
    pub fn forecast(&self) -> Option<f64> {
        Some(real(self.done) + self.brings()?)
    }

    /// Whether anything that it is reckoned with is assumed.
    pub fn is_assumed(&self) -> bool {
        let held = self.chain.held.filter(|_| self.ahead.booked > 0);
        self.chain.is_assumed() || held.is_some_and(|held| held.assumed.is_some())
    }

    /// What is planned does not reach the target.
    pub fn falls_short(&self) -> bool {
        self.forecast().zip(self.target).is_some_and(|(forecast, target)| forecast < real(target))
    }

    /// In a word, how it goes.
    pub fn course(&self) -> Course {
        match self.is_on_pace() {
            _ if self.is_reached() => Course::Reached,
            _ if !self.has_begun => Course::NotBegun,
            None => Course::Unknown,
            Some(false) => Course::Behind,
            // The first day says nothing yet.
            Some(true) if self.pace.is_some_and(|pace| pace.gone == 0) => Course::Begun,
            Some(true) if self.falls_short() => Course::SoFar,
            Some(true) => Course::OnPace,
        }
    }
}
