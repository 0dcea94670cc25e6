//! Undo and redo. A step of this run holds what each file said before and after; the values are shared, so a step costs
//! what changed. Of steps of earlier runs, and of other runs meanwhile, only the journal knows what they did.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::plan::FileKey;
use crate::domain::step::{Change, Note, StepId};

/// One thing somebody did, with all that it caused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it was.
    pub note: Note,
    /// What it changed; empty when only the journal knows.
    pub changes: Vec<Change>,
}

/// All steps that are known, the oldest first.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// Can be taken back; the last one first.
    pub done: Vec<Step>,
    /// Were taken back; the last one can be done again first.
    pub undone: Vec<Step>,
}

impl History {
    /// All steps, the newest first: those that were taken back, which can be done again, then those that stand. True: it
    /// was taken back.
    pub fn steps(&self) -> impl Iterator<Item = (&Step, bool)> {
        self.undone.iter().map(|step| (step, true)).chain(self.done.iter().rev().map(|step| (step, false)))
    }

    /// Something was done; what was undone before can't be redone any more.
    pub fn push(&mut self, step: Step) {
        self.undone.clear();
        self.done.push(step);
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

    /// What the journal holds. Steps of this run keep what they know; those that the journal does not have yet stay.
    pub fn learn(&mut self, done: Vec<Note>, undone: Vec<Note>) {
        let own = std::mem::take(self);
        let written: BTreeSet<StepId> = done.iter().chain(&undone).map(|note| note.id).collect();
        let known: BTreeMap<StepId, &Step> =
            own.done.iter().chain(&own.undone).map(|step| (step.note.id, step)).collect();
        let step = |note: Note| {
            let changes = known.get(&note.id).map(|step| step.changes.clone()).unwrap_or_default();
            Step { note, changes }
        };
        let unwritten = |step: &&Step| !written.contains(&step.note.id) && !step.changes.is_empty();
        let joined = |notes: Vec<Note>, own: &[Step]| {
            notes.into_iter().map(step).chain(own.iter().filter(unwritten).cloned()).collect()
        };
        *self = Self { done: joined(done, &own.done), undone: joined(undone, &own.undone) };
    }

    /// What these steps knew of a file is no longer what it says: the journal knows better.
    pub fn forget(&mut self, key: &FileKey) {
        for step in self.done.iter_mut().chain(&mut self.undone) {
            if step.changes.iter().any(|change| change.key == *key) {
                step.changes.clear();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::step::Way;

    fn note(id: StepId) -> Note {
        let at = chrono::DateTime::parse_from_rfc3339("2026-11-23T09:00:00Z").unwrap();
        Note { id, at, label: format!("step {id}"), way: Way::Do }
    }

    fn own(id: StepId) -> Step {
        Step { note: note(id), changes: vec![Change { key: FileKey::Settings, before: None, after: None }] }
    }

    fn ids(steps: &[Step]) -> Vec<(StepId, bool)> {
        steps.iter().map(|step| (step.note.id, !step.changes.is_empty())).collect()
    }

    #[test]
    fn what_the_journal_knows_is_joined_with_what_this_run_knows() {
        let mut history = History { done: vec![own(3), own(5)], undone: vec![own(4)] };
        // 1 is older, 2 was another run's; 5 is not written yet.
        history.learn(vec![note(1), note(2), note(3)], vec![note(4)]);
        assert_eq!(ids(&history.done), [(1, false), (2, false), (3, true), (5, true)]);
        assert_eq!(ids(&history.undone), [(4, true)]);
        history.forget(&FileKey::Settings);
        assert_eq!(ids(&history.done), [(1, false), (2, false), (3, false), (5, false)]);
    }
}
