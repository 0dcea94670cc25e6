//! One thing the user did: its name, and what each file said before and after.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::plan::{FileKey, Value};

/// Names a step; later ones are greater.
pub type StepId = u64;

/// Whether a step was done, here or by others, took another back, or did it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// Done.
    #[default]
    Do,
    /// Others did it, and a sync brought it. It can be taken back; what was taken back before can still be done again.
    Came,
    /// That step was taken back.
    Undo(StepId),
    /// That step was done again.
    Redo(StepId),
    /// Room was made for something else, which is no step of anybody's: nobody takes it back.
    Aside,
}

impl Way {
    /// The step that was taken back or done again.
    pub fn of(self) -> Option<StepId> {
        match self {
            Self::Do | Self::Came | Self::Aside => None,
            Self::Undo(id) | Self::Redo(id) => Some(id),
        }
    }

    /// Whether it is a step of its own.
    pub fn is_new(self) -> bool {
        matches!(self, Self::Do | Self::Came)
    }
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

impl Note {
    /// What was done, in words, where it isn't plain from elsewhere whether it was done or taken back.
    pub fn told(&self) -> String {
        match self.way {
            Way::Do | Way::Came | Way::Aside => self.label.clone(),
            Way::Undo(_) => format!("taking back “{}”", self.label),
            Way::Redo(_) => format!("doing “{}” again", self.label),
        }
    }
}

/// One thing that a step changed in a file. Values are written as in TOML; nothing: it was not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Relative to the plan.
    pub file: PathBuf,
    /// `people.dana-cole.title`; items of lists by their id. Empty: the file as a whole.
    pub path: String,
    /// Before.
    pub before: Option<String>,
    /// After.
    pub after: Option<String>,
}

impl Difference {
    /// The way back.
    #[must_use]
    pub fn turned(self) -> Self {
        let Self { file, path, before, after } = self;
        Self { file, path, before: after, after: before }
    }
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
