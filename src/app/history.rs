//! Undo and redo. A step of this run holds what each file said before and after; the values are shared, so a step costs
//! what changed. Of steps of earlier runs, and of other runs meanwhile, only the journal knows what they did.

use std::collections::{BTreeMap, BTreeSet};

use super::model::Spot;
use crate::domain::plan::FileKey;
use crate::domain::step::{Change, Note, StepId};

/// One thing somebody did, with all that it caused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it was.
    pub note: Note,
    /// What it changed; empty when only the journal knows.
    pub changes: Vec<Change>,
    /// Done in this run.
    pub is_own: bool,
    /// Where the cursor stood when it was taken.
    pub spot: Spot,
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

    /// Whether there is anything to take back.
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// The last step becomes part of the one before, if it goes on where that one ended. Says which that is.
    pub fn join(&mut self) -> Option<Note> {
        let [.., before, last] = self.done.as_mut_slice() else { return None };
        let goes_on =
            |change: &Change| before.changes.iter().any(|each| each.key == change.key && each.after == change.before);
        if !last.changes.iter().all(goes_on) {
            return None;
        }
        for change in std::mem::take(&mut last.changes) {
            if let Some(each) = before.changes.iter_mut().find(|each| each.key == change.key) {
                each.after = change.after;
            }
        }
        let note = before.note.clone();
        self.done.pop();
        Some(note)
    }

    /// What is done now belongs to that step, if it is the last one and goes on where that one ended. Says which that is.
    pub fn extend(&mut self, step: StepId, changes: &[Change]) -> Option<Note> {
        let last = self.done.last_mut().filter(|last| last.note.id == step && !last.changes.is_empty())?;
        let known = |key: &FileKey| last.changes.iter().position(|each| each.key == *key);
        let places: Vec<Option<usize>> = changes.iter().map(|change| known(&change.key)).collect();
        let goes_on =
            |(at, change): (&Option<usize>, &Change)| at.is_none_or(|at| last.changes[at].after == change.before);
        if !places.iter().zip(changes).all(goes_on) {
            return None;
        }
        for (at, change) in places.into_iter().zip(changes) {
            match at {
                Some(at) => last.changes[at].after.clone_from(&change.after),
                None => last.changes.push(change.clone()),
            }
        }
        self.undone.clear();
        Some(last.note.clone())
    }

    /// A step that is to be taken back: that one; or else the last of this run, and when this run has none left, the
    /// last of all. Whoever does something in one window is not to take back what was done in the other.
    pub fn undo(&mut self, which: Option<StepId>) -> Option<Step> {
        let step = self.done.remove(find(&self.done, which)?);
        self.undone.push(step.clone());
        Some(step)
    }

    /// Whether another step of this run has changed a file of that one since.
    pub fn is_followed(&self, id: StepId) -> bool {
        let Some(at) = self.done.iter().position(|step| step.note.id == id) else { return false };
        let keys: Vec<&FileKey> = self.done[at].changes.iter().map(|change| &change.key).collect();
        self.done[at + 1..].iter().flat_map(|step| &step.changes).any(|change| keys.contains(&&change.key))
    }

    /// A step that is to be done again, by the same rule.
    pub fn redo(&mut self, which: Option<StepId>) -> Option<Step> {
        let step = self.undone.remove(find(&self.undone, which)?);
        self.done.push(step.clone());
        Some(step)
    }

    /// What the journal holds. Steps of this run keep what they know; those that the journal does not have yet stay.
    pub fn learn(&mut self, done: Vec<Note>, undone: Vec<Note>) {
        let own = std::mem::take(self);
        let written: BTreeSet<StepId> = done.iter().chain(&undone).map(|note| note.id).collect();
        let known: BTreeMap<StepId, &Step> =
            own.done.iter().chain(&own.undone).map(|step| (step.note.id, step)).collect();
        let step = |note: Note| match known.get(&note.id) {
            Some(step) => Step { note, ..Step::clone(step) },
            None => Step { note, changes: Vec::new(), is_own: false, spot: Spot::default() },
        };
        let unwritten = |step: &&Step| !written.contains(&step.note.id) && !step.changes.is_empty();
        let joined = |notes: Vec<Note>, own: &[Step]| {
            notes.into_iter().map(step).chain(own.iter().filter(unwritten).cloned()).collect()
        };
        *self = Self { done: joined(done, &own.done), undone: joined(undone, &own.undone) };
    }

    /// What these steps knew of a file is no longer what it says: the journal knows better.
    pub fn forget(&mut self, key: &FileKey) {
        self.forget_all(&BTreeSet::from([key]));
    }

    /// The same of many files, each step looked at once: both may be thousands.
    pub fn forget_all(&mut self, keys: &BTreeSet<&FileKey>) {
        for step in self.done.iter_mut().chain(&mut self.undone) {
            if step.changes.iter().any(|change| keys.contains(&change.key)) {
                step.changes.clear();
            }
        }
    }
}

fn find(steps: &[Step], which: Option<StepId>) -> Option<usize> {
    match which {
        Some(id) => steps.iter().position(|step| step.note.id == id),
        None => steps.iter().rposition(|step| step.is_own).or(steps.len().checked_sub(1)),
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
        let changes = vec![Change { key: FileKey::Settings, before: None, after: None }];
        Step { note: note(id), changes, is_own: true, spot: Spot::default() }
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
        // This run's own go first, then the last of all; and each by its name.
        let taken = |history: &mut History, which| history.undo(which).map(|step| step.note.id);
        let mut other = history.clone();
        assert_eq!(
            [None, None, None, None].map(|_: Option<()>| taken(&mut other, None)),
            [Some(5), Some(3), Some(2), Some(1)]
        );
        assert_eq!(taken(&mut history.clone(), Some(2)), Some(2));
        history.forget(&FileKey::Settings);
        assert_eq!(ids(&history.done), [(1, false), (2, false), (3, false), (5, false)]);
    }
}
