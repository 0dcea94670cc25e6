//! Files of the plan that are gone. A disk that is not there, a folder that was moved: much at once is more often a
//! misfortune than a wish, and what is sent is gone for everybody. No file is changed here.

use std::path::Path;

use super::changes::Changed;
use super::files;
use super::repo::Repo;
use super::run::GitError;
use crate::store::{self, Folder};

/// Without it nobody's plan opens.
const SETTINGS: &str = "plan.toml";

/// Everybody in it would be gone at once.
const CONTACTS: &str = "contacts.toml";

/// What came without the one file that no plan opens without keeps the one that is here; says so.
pub(super) fn stays(came: &mut Vec<Changed>) -> Option<String> {
    let at = came.iter().position(|each| each.after.is_none() && each.file == Path::new(SETTINGS))?;
    came.remove(at);
    Some(
        "plan.toml was deleted elsewhere; it stays here, since no plan opens without it, and the next sync sends it."
            .to_owned(),
    )
}

/// Whether so many of so many are not gone by somebody's wish.
fn is_many(gone: usize, of: usize) -> bool {
    gone > 1 && gone * 3 > of
}

/// What to do about that.
fn or_commit(gone: &str) -> String {
    format!(
        "If that is meant, commit it yourself with `git commit -a`; if not, `git restore --staged --worktree {gone}` brings \
         it back"
    )
}

impl Repo {
    /// What was committed is what was there, whatever the index says.
    pub(super) fn look_for_absences(&self, states: &Path) -> Result<(), GitError> {
        let Some(head) = self.commit("HEAD")? else { return Ok(()) };
        let listed = self.git.get(&["ls-tree", "-z", "--name-only", &head, SETTINGS, CONTACTS, "accounts/"])?;
        let listed: Vec<String> = listed.parts().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
        let known: Vec<&Path> = listed.iter().map(Path::new).filter(|file| files::is_account(file)).collect();
        let is_gone =
            |file: &str| listed.iter().any(|name| name == file) && self.root.join(file).symlink_metadata().is_err();
        if is_gone(CONTACTS) && !self.not_let_go(states, vec![Path::new(CONTACTS)]).is_empty() {
            return Err(GitError::Refused(format!("{CONTACTS} is gone; nothing was sent. {}", or_commit(CONTACTS))));
        }
        if let Some((gone, of)) = self.contacts_lost(states, &head)? {
            return Err(GitError::Refused(format!(
                "{gone} of {of} contacts are gone at once; nothing was sent. {}",
                or_commit(CONTACTS)
            )));
        }
        if is_gone(SETTINGS) {
            return Err(GitError::Refused(
                "plan.toml is gone; nothing was sent. `git checkout HEAD -- plan.toml` brings it back".to_owned(),
            ));
        }
        let archive = self.root.join("accounts/archive");
        let is_there = |file: &Path| {
            let archived = file.file_name().map(|name| archive.join(name));
            std::iter::once(self.root.join(file)).chain(archived).any(|path| path.symlink_metadata().is_ok())
        };
        let is_many = |gone: &Vec<&Path>| is_many(gone.len(), known.len());
        let gone: Vec<&Path> = known.iter().copied().filter(|file| !is_there(file)).collect();
        if is_many(&gone) && is_many(&self.not_let_go(states, gone.clone())) {
            return Err(GitError::Refused(format!(
                "{} of {} account files are gone at once; nothing was sent. {}",
                gone.len(),
                known.len(),
                or_commit("accounts")
            )));
        }
        Ok(())
    }

    /// How many of the contacts have gone without a step of ours, of how many, where that is much: somebody may have emptied
    /// the file, and written into it since.
    fn contacts_lost(&self, states: &Path, head: &str) -> Result<Option<(usize, usize)>, GitError> {
        let known = self.git.run(&["cat-file", "blob", &format!("{head}:{CONTACTS}")], None)?;
        let Ok(disk) = std::fs::read(self.root.join(CONTACTS)) else { return Ok(None) };
        let (Ok(was), Ok(is)) = (std::str::from_utf8(&known.out), std::str::from_utf8(&disk)) else { return Ok(None) };
        if known.code != 0 || was == is {
            return Ok(None);
        }
        let (was, is) = (store::contact_ids(was), store::contact_ids(is));
        let mut gone: Vec<&String> = was.difference(&is).collect();
        if is_many(gone.len(), was.len())
            && let Ok(mut folder) = Folder::open(&self.root)
        {
            folder.know_state(states);
            let by_a_step = folder.contacts_gone_by_a_step();
            gone.retain(|id| !by_a_step.contains(*id));
        }
        Ok(Some((gone.len(), was.len())).filter(|(gone, of)| is_many(*gone, *of)))
    }

    /// Those that went without a step of ours: what an undo takes away is meant.
    fn not_let_go<'f>(&self, states: &Path, mut gone: Vec<&'f Path>) -> Vec<&'f Path> {
        if let Ok(mut folder) = Folder::open(&self.root) {
            folder.know_state(states);
            let by_a_step = folder.gone_by_a_step();
            gone.retain(|file| !by_a_step.contains(*file));
        }
        gone
    }
}
