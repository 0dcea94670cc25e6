//! The archive: accounts that were taken out of the plan. Their files lie beside the others, as they were, and nobody
//! reads them until somebody asks.

use std::path::{Path, PathBuf};

use super::save::free_name;
use super::{Folder, SaveError, Saved};
use crate::domain::account::AccountId;
use crate::domain::plan::{Entry, FileKey};
use crate::domain::problem::Problem;
use crate::domain::step::Note;

/// Where they lie, seen from the plan.
pub(super) const ARCHIVE: &str = "accounts/archive";

/// Accounts of one id in the plan and in the archive, by their ids: somebody has put both sides together by hand, or each has
/// added one. Which of the two holds can't be told from the files, so nothing is moved.
pub fn in_both(root: &Path) -> Vec<AccountId> {
    let entries = std::fs::read_dir(root.join(ARCHIVE)).into_iter().flatten().flatten();
    let archived = entries.map(|entry| PathBuf::from(entry.file_name()));
    let mut both: Vec<AccountId> = archived
        .filter(|name| name.extension() == Some("toml".as_ref()) && root.join("accounts").join(name).is_file())
        .filter_map(|name| Some(name.file_stem()?.to_str()?.into()))
        .collect();
    both.sort_unstable();
    both
}

impl Folder {
    pub(super) fn path_in_archive(&self, id: &str) -> PathBuf {
        self.root().join(ARCHIVE).join(format!("{id}.toml"))
    }

    /// The stem that an account's file will have there: another than its own, where an older one of that name lies there.
    pub fn stem_in_archive(&self, id: &AccountId) -> String {
        let path = free_name(&self.path_in_archive(id));
        path.file_stem().and_then(|stem| stem.to_str()).unwrap_or(id).to_owned()
    }

    /// An id like this one that no account has, in the plan or in the archive.
    pub fn free_id(&self, key: &FileKey) -> AccountId {
        let FileKey::Account(id) = key else { return AccountId::default() };
        let is_taken =
            |id: &AccountId| self.path(&FileKey::Account(id.clone())).exists() || self.path_in_archive(id).exists();
        let mut numbered = (2..).map(|n: u32| AccountId::from(format!("{id}-{n}")));
        numbered.find(|id| !is_taken(id)).unwrap_or_else(|| id.clone())
    }

    /// What the archive holds, by name. An account's id is its file's stem there.
    pub fn archived(&self) -> Vec<Entry> {
        // What is wrong with the folder is nothing of the plan's.
        let mut entries: Vec<Entry> = self
            .reader
            .toml_files(ARCHIVE, &mut Vec::new())
            .into_iter()
            .map(|(stem, path)| {
                let loaded = self.reader.account(&AccountId::from(stem), &path);
                Entry {
                    account: loaded.value,
                    problems: loaded.problems,
                    read_only: loaded.read_only,
                    unreadable: loaded.unreadable,
                }
            })
            .collect();
        entries.sort_by(|a, b| (&a.account.name, &a.account.id).cmp(&(&b.account.name, &b.account.id)));
        entries
    }

    /// Take an account back into the plan, its file as it is. Says under which id, which is another when the one it had is
    /// taken by now.
    ///
    /// # Errors
    ///
    /// It is not there any more, or can't be read; and what saving can fail with.
    pub fn restore(&mut self, note: &Note, stem: &str) -> Result<(AccountId, Saved), SaveError> {
        let _lock = self.sit_down()?;
        let path = self.path_in_archive(stem);
        let from = self.relative(&path);
        let Some(text) = self.text(&from)? else {
            return Err(SaveError::ReadOnly(path, "it is not in the archive any more".to_owned()));
        };
        // In the plan nobody could read it either, and a sync would stop at it.
        let there = self.reader.account(&stem.into(), &path);
        if let (Some(_), Some(Problem { line, column, message, .. })) = (there.unreadable, there.problems.first()) {
            let why = format!("it can't be restored: line {line}, column {column}: {message}");
            return Err(SaveError::ReadOnly(path, why));
        }
        let there = free_name(&self.path(&FileKey::Account(stem.into())));
        let id = AccountId::from(there.file_stem().and_then(|stem| stem.to_str()).unwrap_or(stem));
        let to = self.relative(Path::new(&there));
        let written = self.move_file(note, &from, &to, &text, None)?;
        let news = self.reload(&FileKey::Account(id.clone()));
        Ok((id, Saved { news, is_merged: false, conflicts: written.conflicts, doubt: written.doubt }))
    }
}
