//! What has come into the plan's files, until git knows that it is merged. A sync may be cut off between the two, and then what
//! others have made would look as if it had been made here: it would be committed so, and be another side to whatever they
//! make of it next. So it is noted before the files are written which state of theirs comes, and by which step. Whoever syncs
//! next, and finds that the step was taken, tells git first.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::repo::{Repo, who};
use super::run::GitError;
use crate::domain::step::StepId;
use crate::store::state::State;
use crate::store::{Folder, atomic};

/// The file in the plan's state folder.
const FILE: &str = "merging.json";

/// Two states that are one in the plan's files.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Merging {
    /// The commit that stood here.
    pub head: String,
    /// The one that came.
    pub theirs: String,
    /// By this step.
    pub step: StepId,
    /// The files that it was to change.
    pub files: Vec<String>,
    /// What the commit says that has both.
    pub message: String,
}

impl Merging {
    /// Note it. When this returns it survives a power cut.
    pub(super) fn note(&self, states: &Path, root: &Path) -> Result<(), GitError> {
        let noted = || -> io::Result<()> {
            let state = State::open(states, root)?;
            atomic::write(&state.path(FILE), &serde_json::to_vec(self)?)
        };
        noted().map_err(|error| GitError::Refused(format!("it can't be noted what came: {error}")))
    }

    /// Git knows of it.
    pub(super) fn is_over(states: &Path, root: &Path) {
        _ = std::fs::remove_file(State::of(states, root).path(FILE));
    }

    fn left(states: &Path, root: &Path) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(State::of(states, root).path(FILE)).ok()?).ok()
    }
}

impl Repo {
    /// Tell git of what a sync brought that was cut off before it could.
    pub(super) fn finish(&self, states: &Path) -> Result<(), GitError> {
        let Some(merging) = Merging::left(states, &self.root) else { return Ok(()) };
        let head = self.head()?;
        let is_in = |one: &str, other: &str| -> Result<bool, GitError> {
            Ok(self.commit(one)?.is_some()
                && self.git.run(&["merge-base", "--is-ancestor", one, other], None)?.code == 0)
        };
        let goes_on = is_in(&merging.head, &head)? && self.commit(&merging.theirs)?.is_some();
        if goes_on && !is_in(&merging.theirs, &head)? && self.was_taken(states, merging.step) {
            self.join(&Merging { head, ..merging })?;
        }
        Merging::is_over(states, &self.root);
        Ok(())
    }

    /// Whether the journal knows that step; one that was taken back since too.
    fn was_taken(&self, states: &Path, step: StepId) -> bool {
        let Ok(mut folder) = Folder::open(&self.root) else { return false };
        folder.know_state(states);
        folder.has_taken(step)
    }

    /// Both states are one in the plan's files: now they are for git too.
    pub(super) fn join(&self, merging: &Merging) -> Result<(), GitError> {
        let Merging { head, theirs, files, message, .. } = merging;
        if self.common(head, theirs)?.as_ref() == Some(head) {
            // The index first: cut off here, what came would be committed as if it had been done here.
            self.git.get(&["read-tree", theirs])?;
            _ = self.git.run(&["update-index", "-q", "--refresh"], None)?;
            self.git.get(&["update-ref", "-m", "inroad sync", "HEAD", theirs, head])?;
            return Ok(());
        }
        let names: Vec<u8> = files.iter().flat_map(|file| [file.as_bytes(), b"\0"].concat()).collect();
        self.git.feed(&["update-index", "-z", "--add", "--remove", "--stdin"], &names)?;
        let tree = self.git.get(&["write-tree"])?.text();
        let words = ["commit-tree", &tree, "-p", head, "-p", theirs, "-F", "-", "-S"];
        let words = if self.signs { &words[..] } else { &words[..words.len() - 1] };
        let done = self.git.run(words, Some(message.as_bytes()))?;
        if done.code != 0 {
            return Err(GitError::Refused(who(&done)));
        }
        self.git.get(&["update-ref", "-m", "inroad sync", "HEAD", &done.text(), head])?;
        Ok(())
    }
}
