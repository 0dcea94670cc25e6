//! What the touches that were done have brought, by what they were: their number, channel, purpose, weekday and hour, their
//! playbook; how far accounts have come; how much was done each week. Every rate stands with the cases it rests on.
//!
//! It counts and compares, and never says more than the numbers do: what rests on fewer than ten cases is too few.

mod build;
mod funnel;
mod says;

use chrono::{Datelike as _, NaiveDate};

pub use funnel::{Funnel, Step};

use super::rates::{Period, Rate, Rates};
use super::settings::Member;
use super::words::{Vocabulary as _, words};

/// How many weeks are looked back on.
pub const WEEKS: usize = 26;

/// Touches of this number and later ones are told together: playbooks have eight to ten.
pub const LAST_NUMBER: usize = 12;

/// From here on a touch is one that many leave out.
pub const LATE: usize = 7;

words! {
    /// What there is to look at.
    #[derive(Default)]
    pub enum Picture {
        /// By the number of the touch in its sequence.
        #[default] Number = "touch-number",
        Channel = "channel",
        Purpose = "purpose",
        Weekday = "weekday",
        Hour = "hour",
        /// Sequences by the playbook they were begun from.
        Playbooks = "playbooks",
        /// How far accounts have come.
        Funnel = "funnel",
        /// Touches done in each of the last weeks.
        Weeks = "weeks",
    }
}

words! {
    /// What a touch may have led to.
    #[derive(Default)]
    pub enum Measure {
        #[default] Answers = "answers",
        Meetings = "meetings",
        Advances = "advances",
    }
}

impl Picture {
    /// Whether it tells of one measure at a time.
    pub fn has_measure(self) -> bool {
        !matches!(self, Self::Funnel | Self::Weeks)
    }

    /// `Answers by touch number`; `Funnel`.
    pub fn title(self, measure: Measure) -> String {
        match self {
            Self::Playbooks => format!("{} by playbook", measure.title()),
            Self::Funnel => "Funnel".to_owned(),
            Self::Weeks => "Touches per week".to_owned(),
            by => format!("{} by {}", measure.title(), by.label()),
        }
    }
}

impl Measure {
    /// As a title begins.
    pub fn title(self) -> &'static str {
        match self {
            Self::Answers => "Answers",
            Self::Meetings => "Meetings",
            Self::Advances => "Advances",
        }
    }
}

/// Touches (or sequences), and how many of them led to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many were done.
    pub n: u32,
    /// Of these, how many drew an answer by a person.
    pub answered: u32,
    /// How many led to a meeting that was held.
    pub met: u32,
    /// How many led to a meeting that came to an advance or an order.
    pub advanced: u32,
}

impl Tally {
    /// The rate of that measure.
    pub fn rate(self, measure: Measure) -> Rate {
        let hits = match measure {
            Measure::Answers => self.answered,
            Measure::Meetings => self.met,
            Measure::Advances => self.advanced,
        };
        Rate::new(hits, self.n)
    }

    fn add(&mut self, one: Led) {
        self.n += 1;
        self.answered += u32::from(one.answered);
        self.met += u32::from(one.met);
        self.advanced += u32::from(one.advanced);
    }
}

/// What one touch led to.
#[derive(Debug, Clone, Copy, Default)]
struct Led {
    answered: bool,
    met: bool,
    advanced: bool,
}

/// Touches that have something in common.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// What they have in common, as scripts read it: `3`, `call`, `mon`, `09`, a playbook's id.
    pub key: String,
    /// As people read it.
    pub label: String,
    /// What they led to.
    pub tally: Tally,
}

/// The sequences that were begun from a playbook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaybookLine {
    /// Its id and name, and the sequences of which at least one touch was done.
    pub begun: Group,
    /// Their touches.
    pub touches: Tally,
}

/// A week, from its Monday on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week {
    /// Its Monday.
    pub monday: NaiveDate,
    /// The touches done in it.
    pub tally: Tally,
}

impl Week {
    /// `2026-W48`
    pub fn iso(&self) -> String {
        let week = self.monday.iso_week();
        format!("{}-W{:02}", week.year(), week.week())
    }
}

/// Through what it is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Lens<'a> {
    /// The day it is.
    pub today: NaiveDate,
    /// Touches done within this time. The weeks are always the last ones.
    pub period: Period,
    /// Whose; without a member everybody's.
    pub member: Option<&'a Member>,
}

/// All there is to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Insights {
    /// All touches of the period.
    pub all: Tally,
    /// Of these, how many have a day and no time.
    pub untimed: u32,
    numbers: Vec<Group>,
    channels: Vec<Group>,
    purposes: Vec<Group>,
    weekdays: Vec<Group>,
    hours: Vec<Group>,
    /// The playbook of most sequences first.
    pub playbooks: Vec<PlaybookLine>,
    /// How far accounts have come.
    pub funnel: Funnel,
    /// The last 26 weeks, the one that holds today last.
    pub weeks: Vec<Week>,
    /// The way from a touch to a client.
    pub rates: Rates,
}

impl Insights {
    /// The groups of a picture that compares touches; of the playbooks their sequences; none of the others.
    pub fn groups(&self, picture: Picture) -> Vec<&Group> {
        let groups = match picture {
            Picture::Number => &self.numbers,
            Picture::Channel => &self.channels,
            Picture::Purpose => &self.purposes,
            Picture::Weekday => &self.weekdays,
            Picture::Hour => &self.hours,
            Picture::Playbooks => return self.playbooks.iter().map(|line| &line.begun).collect(),
            Picture::Funnel | Picture::Weeks => return Vec::new(),
        };
        groups.iter().collect()
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
