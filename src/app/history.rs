//! Undo and redo of every change in the run. A step holds what each file said before and after; the values are
//! shared, so a step costs what changed.

use super::model::Spot;
use crate::domain::plan::{FileKey, Value};

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

/// One thing the user did, with all that it caused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it was, for the status line.
    pub label: String,
    /// What it changed.
    pub changes: Vec<Change>,
    /// Where the cursor stood when it was taken.
    pub spot: Spot,
}

/// The steps of this run.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    /// Something was done; what was undone before can't be redone any more.
    pub fn push(&mut self, step: Step) {
        self.undone.clear();
        self.done.push(step);
    }

    /// Whether there is anything to take back.
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// The last step, to be taken back.
    pub fn undo(&mut self) -> Option<Step> {
        let step = self.done.pop()?;
        self.undone.push(step.clone());
        Some(step)
    }

    /// The step last taken back, to be done again.
    pub fn redo(&mut self) -> Option<Step> {
        let step = self.undone.pop()?;
        self.done.push(step.clone());
        Some(step)
    }

    /// Forget steps that touch this file: it was read again, and what they hold is no longer what it says.
    pub fn forget(&mut self, key: &FileKey) {
        let keeps = |step: &Step| step.changes.iter().all(|change| change.key != *key);
        self.done.retain(keeps);
        self.undone.retain(keeps);
    }
}
