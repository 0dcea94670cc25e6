//! What is new here becomes a commit, with a message that says it in words; and what git's history knows of accounts that were
//! deleted. What is no plan's is left to whoever put it there, and what is broken is refused.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::apart::{self, Gone};
use super::changes::{self, Changed};
use super::repo::{self, Repo};
use super::run::GitError;
use super::{sound, telling};
use crate::store::Folder;

impl Repo {
    /// Commit what is new here, with a message that says it.
    pub(super) fn commit_all(&self, states: &Path) -> Result<(), GitError> {
        self.look_for_absences(states)?;
        self.git.get(&["add", "--update"])?;
        let others = self.names(&["--others", "--exclude-standard"])?;
        let new: Vec<String> = others.into_iter().filter(|name| sound::is_of_a_plan(name)).collect();
        if !new.is_empty() {
            self.git.feed(&["add", "--pathspec-from-file=-", "--pathspec-file-nul"], new.join("\0").as_bytes())?;
        }
        let before = match self.commit("HEAD")? {
            Some(head) => head,
            None => self.git.nothing()?,
        };
        let changed = changes::staged(&self.git, &before)?;
        if changed.is_empty() {
            return Ok(());
        }
        self.look_for_folders(&changed)?;
        sound::all(&changed)?;
        let replaced = self.replaced(states, &changed);
        if replaced.is_empty() {
            return self.commit_staged(&changed);
        }
        // Git shall know that they were gone: who goes on with one meanwhile has not written about the other. They come after.
        let names: Vec<u8> =
            replaced.iter().flat_map(|file| [file.to_string_lossy().as_bytes(), b"\0"].concat()).collect();
        self.git.feed(&["update-index", "-z", "--force-remove", "--stdin"], &names)?;
        self.commit_staged(&changes::staged(&self.git, &before)?)?;
        self.commit_all(states)
    }

    /// For git a file in whose place there is a folder is deleted; nobody has meant that.
    fn look_for_folders(&self, changed: &[Changed]) -> Result<(), GitError> {
        let is_folder = |each: &&Changed| each.after.is_none() && self.root.join(&each.file).is_dir();
        match changed.iter().find(is_folder) {
            Some(Changed { file, .. }) => {
                let file = file.display();
                Err(GitError::Refused(format!(
                    "{file} is a folder, and was a file; put the file back, then sync again"
                )))
            }
            None => Ok(()),
        }
    }

    /// Commit what is staged, which is this.
    fn commit_staged(&self, changed: &[Changed]) -> Result<(), GitError> {
        let message = telling::message(&changes::told(changed), "");
        let done = self.git.run(&["commit", "--quiet", "--file=-"], Some(message.as_bytes()))?;
        if done.code == 0 { Ok(()) } else { Err(GitError::Refused(repo::who(&done))) }
    }

    /// Accounts in whose place there is another company by now: the history tells that they were gone in between.
    fn replaced(&self, states: &Path, changed: &[Changed]) -> Vec<PathBuf> {
        let others: Vec<&Changed> = changed.iter().filter(|each| each.is_another_company()).collect();
        if others.is_empty() {
            return Vec::new();
        }
        let Ok(mut folder) = Folder::open(&self.root) else { return Vec::new() };
        folder.know_state(states);
        let is_replaced = |each: &&Changed| {
            let made = folder.made_again(&each.file).map(String::into_bytes);
            made.is_some_and(|made| Changed { after: Some(made), ..(*each).clone() }.is_another_company())
        };
        others.into_iter().filter(is_replaced).map(|each| each.file.clone()).collect()
    }

    fn names(&self, words: &[&str]) -> Result<Vec<String>, GitError> {
        let listed = self.git.get(&[&["ls-files", "-z"], words].concat())?;
        Ok(listed.parts().map(|name| String::from_utf8_lossy(name).into_owned()).collect())
    }

    /// Accounts that had been deleted up to that state, where some come again.
    pub(super) fn deleted_by(&self, state: &str, changed: &[Changed]) -> Result<BTreeSet<PathBuf>, GitError> {
        let comes = |each: &Changed| each.before.is_none() && each.file.starts_with("accounts");
        if self.commit(state)?.is_none() || !changed.iter().any(comes) {
            return Ok(BTreeSet::new());
        }
        self.deleted_in(state)
    }

    /// Accounts that were deleted on the way from what both knew, where one may have been added in their place.
    pub(super) fn gone_on_the_way(
        &self,
        from: &str,
        [head, theirs]: [&str; 2],
        [own, changed]: [&[Changed]; 2],
    ) -> Result<Gone, GitError> {
        if !apart::is_another_since(changed, own) {
            return Ok(Gone::default());
        }
        let gone = |to: &str| self.deleted_in(&format!("{from}..{to}"));
        Ok(Gone { here: gone(head)?, there: gone(theirs)? })
    }

    fn deleted_in(&self, range: &str) -> Result<BTreeSet<PathBuf>, GitError> {
        let words =
            ["log", "--no-renames", "--diff-filter=D", "--format=", "--name-only", "-z", range, "--", "accounts"];
        let listed = self.git.get(&words)?;
        Ok(listed.parts().filter_map(|name| Some(PathBuf::from(std::str::from_utf8(name).ok()?))).collect())
    }
}
