//! What waits for the disk and what the disk refused. "Saved" is said only when the store said so.

use std::collections::BTreeMap;

use chrono::NaiveTime;

use crate::domain::plan::FileKey;

/// A save that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Why, in plain words.
    pub why: String,
    /// The file on the disk is not what was loaded.
    pub changed: bool,
}

/// The state of all files.
#[derive(Debug, Clone, Default)]
pub struct Saving {
    /// Counts the saves of this run.
    pub generation: u64,
    /// Files on their way to the disk, with the newest generation each.
    pub pending: BTreeMap<FileKey, u64>,
    /// Files whose last save failed.
    pub refused: BTreeMap<FileKey, Refused>,
    /// When the last save became durable.
    pub saved_at: Option<NaiveTime>,
}

impl Saving {
    /// A new save of that file is on its way.
    pub fn begin(&mut self, key: &FileKey) -> u64 {
        self.generation += 1;
        self.pending.insert(key.clone(), self.generation);
        self.generation
    }

    /// The answer to a save. One that is older than the newest asked for decides nothing.
    pub fn end(&mut self, key: &FileKey, generation: u64, outcome: Result<NaiveTime, Refused>) {
        if self.pending.get(key) != Some(&generation) {
            return;
        }
        self.pending.remove(key);
        match outcome {
            Ok(at) => {
                self.refused.remove(key);
                self.saved_at = Some(at);
            }
            Err(refused) => {
                self.refused.insert(key.clone(), refused);
            }
        }
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
        let first = saving.begin(&key);
        let second = saving.begin(&key);
        saving.end(&key, first, Ok(NaiveTime::MIN));
        assert!(!saving.is_settled(), "the second save is still under way");
        saving.end(&key, second, Err(Refused { why: "disk full".into(), changed: false }));
        assert!(!saving.is_settled() && saving.saved_at.is_none());
        let third = saving.begin(&key);
        saving.end(&key, third, Ok(NaiveTime::MIN));
        assert!(saving.is_settled());
    }
}
