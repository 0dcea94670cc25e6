//! What waits for the disk and what the disk refused. "Saved" is said only when the store said so.

use std::collections::BTreeMap;

use chrono::NaiveTime;

use crate::domain::plan::FileKey;

/// A save that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Why, in plain words.
    pub why: String,
    /// What was to be saved, in words.
    pub label: String,
}

/// The state of all files.
#[derive(Debug, Clone, Default)]
pub struct Saving {
    /// Counts the saves of this run.
    pub generation: u64,
    /// Files on their way to the disk, with the newest generation each, and what it is in words.
    pub pending: BTreeMap<FileKey, (u64, String)>,
    /// Files whose last save failed.
    pub refused: BTreeMap<FileKey, Refused>,
    /// When the last save became durable.
    pub saved_at: Option<NaiveTime>,
}

impl Saving {
    /// A new save of that file is on its way.
    pub fn begin(&mut self, key: &FileKey, label: &str) -> u64 {
        self.generation += 1;
        self.pending.insert(key.clone(), (self.generation, label.to_owned()));
        self.generation
    }

    /// The answer to a save: when it became durable, or why it did not. One that is older than the newest asked for
    /// decides nothing.
    pub fn end(&mut self, key: &FileKey, generation: u64, outcome: Result<NaiveTime, String>) {
        if self.pending.get(key).is_none_or(|(newest, _)| *newest != generation) {
            return;
        }
        let label = self.pending.remove(key).map(|(_, label)| label).unwrap_or_default();
        match outcome {
            Ok(at) => {
                self.refused.remove(key);
                self.saved_at = Some(at);
            }
            Err(why) => {
                self.refused.insert(key.clone(), Refused { why, label });
            }
        }
    }

    /// Whether what is on the screen of a file is ahead of what is on the disk.
    pub fn is_ahead(&self, key: &FileKey) -> bool {
        self.pending.contains_key(key) || self.refused.contains_key(key)
    }

    /// Whether everything typed is on the disk.
    pub fn is_settled(&self) -> bool {
        self.pending.is_empty() && self.refused.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_answer_is_not_taken_for_a_newer_one() {
        let key = FileKey::Settings;
        let mut saving = Saving::default();
        let first = saving.begin(&key, "edit");
        let second = saving.begin(&key, "edit");
        saving.end(&key, first, Ok(NaiveTime::MIN));
        assert!(!saving.is_settled(), "the second save is still under way");
        saving.end(&key, second, Err("disk full".into()));
        assert!(!saving.is_settled() && saving.saved_at.is_none());
        let third = saving.begin(&key, "edit");
        saving.end(&key, third, Ok(NaiveTime::MIN));
        assert!(saving.is_settled());
    }
}
