//! What waits for the disk and what the disk refused. "Saved" is said only when the store said so.

use std::collections::BTreeMap;

use chrono::NaiveTime;

use crate::domain::plan::{FileKey, Value};
use crate::domain::step::{Change, Note};

/// From so many files on a step is long: it takes a while, and only the journal can keep it whole.
pub const MANY: usize = 100;

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
    /// Steps that the disk has not taken yet, by file and in their order.
    steps: BTreeMap<FileKey, Vec<Ahead>>,
}

/// A step that is on the screen and not on the disk.
#[derive(Debug, Clone)]
struct Ahead {
    generation: u64,
    note: Note,
    before: Option<Value>,
    /// A part of a step of [`MANY`] files or more.
    is_of_many: bool,
}

impl Saving {
    /// A new save of that file is on its way.
    pub fn begin(&mut self, key: &FileKey, label: &str) -> u64 {
        self.generation += 1;
        self.pending.insert(key.clone(), (self.generation, label.to_owned()));
        self.generation
    }

    /// Remember what the file said before the step, of so many files, whose save has just begun.
    pub fn remember(&mut self, key: &FileKey, note: &Note, before: Option<Value>, files: usize) {
        let ahead = Ahead { generation: self.generation, note: note.clone(), before, is_of_many: files >= MANY };
        let steps = self.steps.entry(key.clone()).or_default();
        // Of thousands of files each has this one.
        steps.reserve_exact(1);
        steps.push(ahead);
    }

    /// The steps that the screen is ahead by, each from what its file said to what it says after it; `now` is what is on the
    /// screen. Without what is on its way to the disk of a long step: that is saved whole or not at all.
    pub fn ahead(&self, now: impl Fn(&FileKey) -> Option<Value>) -> Vec<(Note, Change)> {
        let is_whole = |key: &FileKey, step: &Ahead| step.is_of_many && !self.refused.contains_key(key);
        let of_file = |(key, steps): (&FileKey, &Vec<Ahead>)| {
            if steps.iter().all(|step| is_whole(key, step)) {
                return Vec::new();
            }
            let each = steps.iter().zip(changes(key, steps, now(key)));
            each.filter(|(step, _)| !is_whole(key, step)).map(|(_, change)| change).collect()
        };
        self.steps.iter().flat_map(of_file).collect()
    }

    /// Save again what was refused, step by step: each goes its way anew.
    pub fn again(&mut self, now: impl Fn(&FileKey) -> Option<Value>) -> Vec<(Note, Change, u64)> {
        let refused: Vec<(FileKey, String)> =
            self.refused.iter().map(|(key, refused)| (key.clone(), refused.label.clone())).collect();
        let mut all = Vec::new();
        for (key, label) in refused {
            let changes = changes(&key, self.steps.get(&key).map_or(&[], Vec::as_slice), now(&key));
            for (at, (note, change)) in changes.into_iter().enumerate() {
                let generation = self.begin(&key, &label);
                if let Some(step) = self.steps.get_mut(&key).and_then(|steps| steps.get_mut(at)) {
                    step.generation = generation;
                }
                all.push((note, change, generation));
            }
        }
        all
    }

    /// That save was stopped, and is not wanted any more.
    pub fn let_go(&mut self, key: &FileKey, generation: u64) {
        if let Some(steps) = self.steps.get_mut(key) {
            steps.retain(|step| step.generation != generation);
        }
        if self.pending.get(key).is_some_and(|(newest, _)| *newest == generation) {
            self.pending.remove(key);
        }
    }

    /// What could not be saved of a file is not wanted any more.
    pub fn drop_refused(&mut self, key: &FileKey) {
        self.refused.remove(key);
        if !self.pending.contains_key(key) {
            self.steps.remove(key);
        }
    }

    /// The answer to a save: when it became durable, or why it did not. One that is older than the newest asked for
    /// decides nothing.
    pub fn end(&mut self, key: &FileKey, generation: u64, outcome: Result<NaiveTime, String>) {
        if let (Ok(_), Some(steps)) = (&outcome, self.steps.get_mut(key)) {
            // A save brings what could not be saved before it.
            steps.retain(|step| step.generation > generation);
            if steps.is_empty() {
                self.steps.remove(key);
            }
        }
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

/// Each step ends where the next begins, the last one where the screen is.
fn changes(key: &FileKey, steps: &[Ahead], now: Option<Value>) -> Vec<(Note, Change)> {
    let afters = steps.iter().skip(1).map(|step| step.before.clone()).chain([now]);
    let change = |(step, after): (&Ahead, Option<Value>)| {
        (step.note.clone(), Change { key: key.clone(), before: step.before.clone(), after })
    };
    steps.iter().zip(afters).map(change).collect()
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

    #[test]
    fn a_long_step_is_kept_elsewhere_only_when_it_was_refused() {
        let key = FileKey::Settings;
        let at = chrono::DateTime::parse_from_rfc3339("2026-11-23T09:00:00Z").unwrap();
        let note = Note { id: 1, at, label: "import".into(), way: crate::domain::step::Way::Do };
        for (files, on_its_way) in [(MANY - 1, 1), (MANY, 0)] {
            let mut saving = Saving::default();
            let generation = saving.begin(&key, "import");
            saving.remember(&key, &note, None, files);
            assert_eq!(saving.ahead(|_| None).len(), on_its_way, "{files}");
            let mut stopped = saving.clone();
            stopped.let_go(&key, generation);
            assert!(stopped.is_settled() && stopped.ahead(|_| None).is_empty());
            saving.end(&key, generation, Err("disk full".into()));
            assert_eq!(saving.ahead(|_| None).len(), 1, "{files}");
        }
    }

    #[test]
    fn what_the_disk_is_known_to_say_moves_with_what_it_has_taken() {
        let key = FileKey::Settings;
        let at = chrono::DateTime::parse_from_rfc3339("2026-11-23T09:00:00Z").unwrap();
        let why = |why: &str| {
            let settings = crate::domain::settings::Settings { why: why.into(), ..Default::default() };
            Some(Value::Settings(std::sync::Arc::new(settings)))
        };
        let mut saving = Saving::default();
        let mut begun = |before: &str, id| {
            let generation = saving.begin(&key, "edit");
            saving.remember(
                &key,
                &Note { id, at, label: "edit".into(), way: crate::domain::step::Way::Do },
                why(before),
                1,
            );
            generation
        };
        let (first, second, third) = (begun("a", 1), begun("b", 2), begun("c", 3));
        let told = |saving: &Saving| {
            let ahead = saving.ahead(|_| why("d")).into_iter();
            ahead.map(|(note, change)| (note.id, change.before, change.after)).collect::<Vec<_>>()
        };
        assert_eq!(told(&saving), [(1, why("a"), why("b")), (2, why("b"), why("c")), (3, why("c"), why("d"))]);
        saving.end(&key, first, Ok(NaiveTime::MIN));
        assert_eq!(told(&saving), [(2, why("b"), why("c")), (3, why("c"), why("d"))]);
        saving.end(&key, second, Err("disk full".into()));
        saving.end(&key, third, Err("disk full".into()));
        // Each goes again by itself, under its own name.
        let again = saving.again(|_| why("d"));
        assert_eq!(again.iter().map(|(note, ..)| note.id).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(told(&saving), [(2, why("b"), why("c")), (3, why("c"), why("d"))]);
        saving.end(&key, again[0].2, Err("disk full".into()));
        // The second could not be saved, and comes with the third.
        saving.end(&key, again[1].2, Ok(NaiveTime::MIN));
        assert_eq!(told(&saving), []);
        assert!(saving.is_settled());
    }
}
