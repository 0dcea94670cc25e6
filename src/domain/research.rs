//! Research: what we know about the company, where it was found and how old it is.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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
