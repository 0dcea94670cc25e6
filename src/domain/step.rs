//! One thing the user did: its name, and what each file said before and after.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::plan::{FileKey, Value};

/// Names a step; later ones are greater.
pub type StepId = u64;

/// Whether a step was done, took another back, or did it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// Done.
    #[default]
    Do,
    /// That step was taken back.
    Undo(StepId),
    /// That step was done again.
    Redo(StepId),
}

/// What is written down of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Its name.
    pub id: StepId,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// What it was, in words.
    pub label: String,
    /// Done, taken back or done again.
    #[serde(default)]
    pub way: Way,
}

/// What one file said before and after. Nothing: it was not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which file.
    pub key: FileKey,
    /// Before.
    pub before: Option<Value>,
    /// After.
    pub after: Option<Value>,
}
