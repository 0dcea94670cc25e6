//! Stretches of days, both ends included: somebody's absence, or a pause of a sequence.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::wire;

/// From a day to a day, both included; without a `to`, until further notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: Option<NaiveDate>,
}

impl Stretch {
    /// Whether the day lies inside.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// When somebody is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Away {
    /// The first day.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The last day.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// Why.
    pub note: String,
}

impl Away {
    /// The days, if a beginning is written.
    pub fn days(&self) -> Option<Stretch> {
        self.from.map(|from| Stretch { from, to: self.to })
    }
}

/// When a sequence rests.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pause {
    /// The first day.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The last day; none until it is resumed.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// Why.
    pub why: String,
}

impl Pause {
    /// The days, if a beginning is written.
    pub fn days(&self) -> Option<Stretch> {
        self.from.map(|from| Stretch { from, to: self.to })
    }
}
