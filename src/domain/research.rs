//! Research: what we know about the company, where it was found and how old it is.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::dates;
use super::unread::Unread;
use super::wire;
use super::words::words;

words! {
    /// What a finding tells.
    #[derive(Default)]
    pub enum FindingKind {
        /// Where the company wants to go.
        Direction = "direction",
        /// What stands in its way.
        Challenge = "challenge",
        /// What hurts a unit or a person.
        Issue = "issue",
        /// An event that opens a door now.
        Trigger = "trigger",
        /// What they have under way.
        Initiative = "initiative",
        /// How they do it today.
        StatusQuo = "status-quo",
        /// Anything else.
        #[default] Other = "other",
    }
}

/// One thing found out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Finding {
    /// Four characters.
    pub id: String,
    /// What it tells.
    pub kind: FindingKind,
    /// The finding itself, one or two sentences.
    pub text: String,
    /// Where it was found.
    pub source: String,
    /// When.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// Whether someone at the account said so too.
    pub confirmed: bool,
    /// Ids of the people it concerns.
    pub people: Vec<String>,
    /// What of it could not be understood.
    #[serde(rename = "?", skip_deserializing, skip_serializing_if = "Unread::is_empty")]
    pub unread: Unread,
}

/// Older than three months is stale.
pub fn is_old(on: NaiveDate, today: NaiveDate) -> bool {
    (today - on).num_days() > 90
}

/// `5 d`, `3 mo`, `2 y`: how old a finding is, for narrow columns.
pub fn age(on: NaiveDate, today: NaiveDate) -> String {
    match (today - on).num_days() {
        i64::MIN..=-1 => dates::day_month(on),
        0 => "today".to_owned(),
        days @ 1..=59 => format!("{days} d"),
        days @ 60..=729 => format!("{} mo", days / 30),
        days => format!("{} y", days / 365),
    }
}
