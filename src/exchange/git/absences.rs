//! Files of the plan that are gone. A disk that is not there, a folder that was moved: much at once is more often a
//! misfortune than a wish, and what is sent is gone for everybody. No file is changed here.

use std::path::Path;

use super::changes::Changed;
use super::files;
use super::repo::Repo;
use super::run::GitError;
use crate::store::Folder;

/// Without it nobody's plan opens.
const SETTINGS: &str = "plan.toml";

/// What came without the one file that no plan opens without keeps the one that is here; says so.
pub(super) fn stays(came: &mut Vec<Changed>) -> Option<String> {
    let at = came.iter().position(|each| each.after.is_none() && each.file == Path::new(SETTINGS))?;
    came.remove(at);
    Some(
        "plan.toml was deleted elsewhere; it stays here, since no plan opens without it, and the next sync sends it."
            .to_owned(),
    )
}

impl Repo {
    /// What was committed is what was there, whatever the index says.
    pub(super) fn look_for_absences(&self, states: &Path) -> Result<(), GitError> {
        let Some(head) = self.commit("HEAD")? else { return Ok(()) };
        let listed = self.git.get(&["ls-tree", "-z", "--name-only", &head, SETTINGS, "accounts/"])?;
        let listed: Vec<String> = listed.parts().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
        let known: Vec<&Path> = listed.iter().map(Path::new).filter(|file| files::is_account(file)).collect();
        if listed.iter().any(|name| name == SETTINGS) && self.root.join(SETTINGS).symlink_metadata().is_err() {
            return Err(GitError::Refused(
                "plan.toml is gone; nothing was sent. `git checkout HEAD -- plan.toml` brings it back".to_owned(),
            ));
        }
        let archive = self.root.join("accounts/archive");
        let is_there = |file: &Path| {
            let archived = file.file_name().map(|name| archive.join(name));
            std::iter::once(self.root.join(file)).chain(archived).any(|path| path.symlink_metadata().is_ok())
        };
        let is_many = |gone: &Vec<&Path>| gone.len() > 1 && gone.len() * 3 > known.len();
        let gone: Vec<&Path> = known.iter().copied().filter(|file| !is_there(file)).collect();
        if is_many(&gone) && is_many(&self.not_let_go(states, gone.clone())) {
            let gone = gone.len();
            return Err(GitError::Refused(format!(
                "{gone} of {} account files are gone at once; nothing was sent. If that is meant, commit it yourself with \
                 `git commit -a`; if not, `git restore --staged --worktree accounts` brings them back",
                known.len()
            )));
        }
        Ok(())
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
