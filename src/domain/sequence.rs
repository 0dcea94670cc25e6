//! A sequence: the touches to one or two people in their order, and what moves their dates.
//!
//! Due dates are never stored here; `schedule` derives them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::range::Pause;
use super::touch::{Status, Touch};
use super::unread::Unread;
use super::wire;
use super::words::words;

words! {
    /// What the gap to the next touch is counted from.
    #[derive(Default)]
    pub enum GapsFrom {
        /// From when the one before was really done.
        #[default] Completion = "completion",
        /// From the start, whatever was done.
        Schedule = "schedule",
    }
}

/// How a sequence came to its end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ended {
    /// The day.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// In a few words.
    pub why: String,
}

/// One run of touches at an account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sequence {
    /// Four characters.
    pub id: String,
    /// The id of the playbook it was started from.
    pub playbook: String,
    /// Who fills the playbook's roles.
    pub to: BTreeMap<String, String>,
    /// The day the offsets count from.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub start: Option<NaiveDate>,
    /// What gaps are counted from.
    pub gaps_from: GapsFrom,
    /// The how-manieth attempt at this account, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cycle: Option<u32>,
    /// When it rests or rested.
    pub pauses: Vec<Pause>,
    /// Set when it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
    /// The touches in their order.
    pub touches: Vec<Touch>,
    /// What of it could not be understood.
    #[serde(rename = "?", skip_deserializing, skip_serializing_if = "Unread::is_empty")]
    pub unread: Unread,
}

impl Sequence {
    /// Neither ended nor without anything left to do.
    pub fn is_running(&self) -> bool {
        self.ended.is_none() && self.touches.iter().any(Touch::is_open)
    }

    /// How many touches were done.
    pub fn done(&self) -> usize {
        self.touches.iter().filter(|touch| touch.status == Status::Done).count()
    }

    /// Whether it rests on that day.
    pub fn is_paused(&self, day: NaiveDate) -> bool {
        self.pauses.iter().filter_map(Pause::days).any(|days| days.holds(day))
    }
}

/// Where a touch stands in its account: the sequence and the touch in it, both counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TouchAt {
    /// Index into `Account::sequences`.
    pub sequence: usize,
    /// Index into `Sequence::touches`.
    pub touch: usize,
}

impl Sequence {
    /// Fill roles with people: open touches that go to a role follow, what was done stays with whom it was done.
    pub fn fill(&mut self, roles: BTreeMap<String, String>) {
        for touch in self.touches.iter_mut().filter(|touch| touch.is_open()) {
            let was_filler = touch.to.as_ref().is_none_or(|role| touch.person.as_ref() == self.to.get(role));
            if let Some(role) = touch.to.as_ref().filter(|_| was_filler) {
                touch.person = roles.get(role).cloned();
            }
        }
        self.to = roles;
    }
}
