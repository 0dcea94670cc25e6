//! Whether the other side is one that this plan belongs to: neither another plan, unless somebody says so, nor a repository
//! that holds something else. Looks only; whoever asks ends the sync.

use std::path::Path;

use super::changes::{self, Changed};
use super::driver::ATTRIBUTES;
use super::repo::{self, Repo};
use super::run::GitError;
use super::{address, sound};
use crate::store::EMPTY_PLAN;

/// Every plan begins with these.
pub(super) const BEGUN: [(&str, &str); 3] =
    [("plan.toml", EMPTY_PLAN), (".gitignore", repo::IGNORED), (".gitattributes", ATTRIBUTES)];

impl Repo {
    /// Two plans that were never one: more often the wrong address than a wish. One that has only been begun may join, and
    /// where there is no plan yet, there is nothing to mix.
    pub(super) fn look_for_a_stranger(&self, head: &str, theirs: &str) -> Result<(), GitError> {
        let nothing = self.git.nothing()?;
        let own = changes::between(&self.git, &nothing, head)?;
        let is_begun = |each: &Changed| {
            let text = BEGUN.iter().find(|(name, _)| each.file == Path::new(name)).map(|(_, text)| text.as_bytes());
            text.is_some_and(|text| each.after.as_deref() == Some(text))
        };
        if !self.has_settings(theirs)? || own.iter().all(is_begun) {
            return Ok(());
        }
        let url = address::shown(&self.git.get(&["remote", "get-url", &self.remote])?.text());
        Err(GitError::Refused(format!(
            "the plan here and the one in {url} have no history in common; nothing was merged and nothing was sent. \
             `git clone {url} FOLDER` gets theirs beside this one; if the two are to be one plan from now on, `inroad sync \
             --remote {url} --join` puts them together"
        )))
    }

    /// A repository that holds something else than a plan is nobody's to send one to, whatever was asked: what was sent
    /// there would be told to its people, and what is deleted here be deleted there. One that has just been made, with
    /// what its host puts in, is as good as empty.
    pub(super) fn look_for_a_foreigner(&self, base: Option<&str>, theirs: &str) -> Result<(), GitError> {
        for state in base.into_iter().chain([theirs]) {
            if self.has_settings(state)? {
                return Ok(());
            }
        }
        let listed = self.git.get(&["ls-tree", "-r", "-z", "--name-only", "--end-of-options", theirs])?;
        let names = listed.parts().map(|name| String::from_utf8_lossy(name).into_owned());
        let foreign: Vec<String> = names.filter(|name| !(sound::is_of_a_plan(name) || is_a_hosts(name))).collect();
        let more = match foreign.as_slice() {
            [] => return Ok(()),
            [_] => String::new(),
            [_, rest @ ..] => format!(" and {} more", rest.len()),
        };
        let url = address::shown(&self.git.get(&["remote", "get-url", &self.remote])?.text());
        Err(GitError::Refused(format!(
            "{url} holds something else than a plan ({}{more}, and no plan.toml); nothing was taken from there and nothing was \
             sent. A plan needs a repository of its own: make an empty one and say where it is, `inroad sync --remote URL`",
            foreign[0]
        )))
    }

    /// Whether that state has what every plan has.
    fn has_settings(&self, state: &str) -> Result<bool, GitError> {
        Ok(self.git.run(&["cat-file", "-e", &format!("{state}:plan.toml")], None)?.code == 0)
    }
}

/// What a host puts into a repository that it has just made.
fn is_a_hosts(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    !name.contains('/') && (["README", "LICENSE"].contains(&stem) || name.starts_with(".git"))
}
