//! Decision makers: who they are, what they can decide, how they stand to us, and how to reach them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::range::Away;
use super::seldom::Seldom;
use super::unread::Unread;
use super::wire;
use super::words::words;

words! {
    /// What a person can do to the purchase (the buying influences of strategic selling).
    #[derive(Default)]
    pub enum Influence {
        /// Releases the money.
        Economic = "economic",
        /// Works with it afterwards.
        User = "user",
        /// Judges whether it fits.
        Technical = "technical",
        /// Wants us to win and tells us how.
        Coach = "coach",
        /// Decides who gets through.
        Gatekeeper = "gatekeeper",
        /// Nobody has asked yet.
        #[default] Unknown = "unknown",
    }
}

words! {
    /// How a person stands to us.
    #[derive(Default)]
    pub enum Support {
        /// Sells for us when we are not in the room.
        Champion = "champion",
        /// In favour.
        Supporter = "supporter",
        /// Neither way.
        Neutral = "neutral",
        /// Has doubts.
        Sceptic = "sceptic",
        /// Works against it.
        Blocker = "blocker",
        /// Nobody has asked yet.
        #[default] Unknown = "unknown",
    }
}

words! {
    /// What kind of line a number is.
    #[derive(Default)]
    pub enum PhoneKind {
        /// Their desk.
        #[default] Direct = "direct",
        /// In their pocket.
        Mobile = "mobile",
        /// Somebody else picks up.
        Switchboard = "switchboard",
    }
}

/// An e-mail address, and when it turned out to be bad.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Email {
    /// The address.
    pub value: String,
    /// The day it bounced.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub bad: Option<NaiveDate>,
}

/// A telephone number, and when it turned out to be wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Phone {
    /// The number as it is dialled.
    pub value: String,
    /// What kind of line.
    pub kind: PhoneKind,
    /// The day it was found to be wrong.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub bad: Option<NaiveDate>,
}

/// One person at the account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// A slug of the name, unique in the account.
    pub id: String,
    /// As they sign.
    pub name: String,
    /// Their title.
    pub title: String,
    /// The department they work in.
    pub department: String,
    /// What they can decide.
    #[serde(skip_serializing_if = "unknown_influence")]
    pub influence: Influence,
    /// How they stand to us.
    #[serde(skip_serializing_if = "unknown_support")]
    pub support: Support,
    /// The id of their boss.
    pub reports_to: Option<String>,
    /// Their addresses, best first.
    pub emails: Vec<Email>,
    /// Their numbers, best first.
    pub phones: Vec<Phone>,
    /// Their profile.
    pub linkedin: String,
    /// The day they accepted.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub connected_on: Option<NaiveDate>,
    /// An IANA zone, `America/New_York`.
    pub timezone: String,
    /// When they are not to be reached; touches to them wait.
    pub away: Seldom<Away>,
    /// The id of who sent us.
    pub referred_by: Option<String>,
    /// Asked not to be written to; no touch to them is ever due again.
    pub do_not_contact: bool,
    /// Their ids in other systems.
    pub ids: BTreeMap<String, String>,
    /// What they care about.
    pub priorities: Seldom<String>,
    /// Anything else.
    pub notes: String,
    /// What of it could not be understood.
    #[serde(rename = "?", skip_deserializing, skip_serializing_if = "Unread::is_empty")]
    pub unread: Unread,
    /// Who has become one with them and is not written yet.
    #[serde(skip)]
    pub absorbed: Absorbed,
}

/// The ids of people who have become one with somebody. No file says it and no value differs by it: it is for whoever writes
/// the change, so that what the file says of them beside what is known goes along.
#[derive(Debug, Clone, Default)]
pub struct Absorbed(Seldom<String>);

impl Absorbed {
    /// Somebody else, and whoever had become one with them.
    pub fn add(&mut self, other: &Person) {
        self.0.push(other.id.clone());
        for id in other.absorbed.ids() {
            self.0.push(id.clone());
        }
    }

    /// The ids.
    pub fn ids(&self) -> &[String] {
        &self.0
    }
}

impl PartialEq for Absorbed {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Absorbed {}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn unknown_influence(influence: &Influence) -> bool {
    *influence == Influence::Unknown
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn unknown_support(support: &Support) -> bool {
    *support == Support::Unknown
}

impl Person {
    /// `Dana` of `Dana Cole`; a name in one word is itself.
    pub fn first_name(&self) -> &str {
        self.name.split_whitespace().next().unwrap_or(&self.name)
    }

    /// `Cole` of `Dana Cole`; empty for a name in one word.
    pub fn last_name(&self) -> &str {
        self.name.trim().split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim())
    }

    /// Whether they are away on that day.
    pub fn is_away(&self, day: NaiveDate) -> bool {
        self.away.iter().filter_map(Away::days).any(|days| days.holds(day))
    }

    /// The first address that has not bounced.
    pub fn email(&self) -> Option<&str> {
        self.emails.iter().find(|each| each.bad.is_none()).map(|each| each.value.as_str())
    }

    /// The first number that is not wrong.
    pub fn phone(&self) -> Option<&str> {
        self.phones.iter().find(|each| each.bad.is_none()).map(|each| each.value.as_str())
    }
}
