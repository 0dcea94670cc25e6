//! What has changed on the disk since it was last looked at: by another run, by an editor, by whatever copies the
//! folder. Nothing is lost here: what vanished is told, and when much vanishes at once nobody believes it unasked.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::holidays::HolidayPrint;
use super::{Fingerprint, Folder, key_of};
use crate::domain::account::AccountId;
use crate::domain::plan::{Entry, FileKey, News, Plan};
use crate::domain::problem::Problem;
use crate::domain::step::{Note, StepId};
use crate::store::atomic;
use crate::store::journal::{Damage, Journal};
use crate::store::stamp::Stamp;
use crate::store::state::State;

/// Everything about the plan's files that is not an account: when one of these is not as it was, all is read again.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Around {
    files: Vec<(PathBuf, Option<Stamp>)>,
    problems: Vec<Problem>,
}

impl Around {
    fn is_still(&self, now: &Self) -> bool {
        let same = |was: &Option<Stamp>, is: &Option<Stamp>| match (was, is) {
            (Some(was), Some(is)) => was.is_still(is),
            (was, is) => was.is_none() && is.is_none(),
        };
        let pairs = || self.files.iter().zip(&now.files);
        self.files.len() == now.files.len()
            && pairs().all(|((was, stamp), (is, now))| was == is && same(stamp, now))
            && self.problems == now.problems
    }
}

impl Folder {
    /// Look at every file, and read those that are not as they were. Files with changes that could not be saved are
    /// left for the next save.
    pub fn rescan(&mut self) -> News {
        let mut problems = Vec::new();
        let paths = self.account_paths(&mut problems);
        let plan = self.rescan_around(&problems);
        let changed = self.changed(&paths);
        let contacts = self.contacts_changed();
        let mut news = News { plan, accounts: self.read_changed(&changed), contacts, ..News::default() };
        let there: HashSet<&AccountId> = paths.iter().map(|(id, _)| id).collect();
        let gone: Vec<AccountId> = self.accounts().filter(|id| !there.contains(id)).cloned().collect();
        self.missing.retain(|id| gone.contains(id));
        let mut gone: Vec<AccountId> = gone.into_iter().filter(|id| !self.missing.contains(id)).collect();
        gone.sort();
        if gone.len() > 1 && gone.len() * 3 > self.accounts().count() {
            self.missing.extend(gone);
        } else {
            for id in &gone {
                self.bases.remove(&FileKey::Account(id.clone()));
            }
            news.gone = gone;
        }
        news
    }

    /// The same for some files that were told to have been written. What vanished is judged by a look at all.
    pub fn look(&mut self, paths: &BTreeSet<PathBuf>) -> News {
        if !self.missing.is_empty() {
            // They may be there again.
            return self.rescan();
        }
        let mut files = Vec::new();
        for path in paths {
            let file = self.relative(path);
            if file.file_name().and_then(|name| name.to_str()).is_some_and(atomic::is_temporary) {
                continue;
            }
            match key_of(&file) {
                Some(FileKey::Account(id)) if self.is_known(&id) && path.is_file() => files.push((id, path.clone())),
                _ => return self.rescan(),
            }
        }
        let changed = self.changed(&files);
        News { accounts: self.read_changed(&changed), ..News::default() }
    }

    /// Whether contacts.toml was asked for and is not as it was then. It is not read.
    fn contacts_changed(&mut self) -> bool {
        let Some(base) = self.bases.get(&FileKey::Contacts) else { return false };
        if self.owed.contains_key(&FileKey::Contacts) {
            return false;
        }
        let now = Stamp::of(&self.path(&FileKey::Contacts)).ok();
        if base.stamp.zip(now).is_some_and(|(was, is)| was.is_still(&is)) {
            return false;
        }
        let print = base.print;
        let bytes = atomic::read(&self.path(&FileKey::Contacts), super::most(&FileKey::Contacts.file()));
        let is_same = bytes.is_ok_and(|bytes| Fingerprint::of(&bytes) == print);
        if is_same {
            self.bases.entry(FileKey::Contacts).and_modify(|base| base.stamp = now);
        } else {
            self.bases.remove(&FileKey::Contacts);
        }
        !is_same
    }

    fn is_known(&self, id: &AccountId) -> bool {
        self.bases.contains_key(&FileKey::Account(id.clone()))
    }

    /// The steps that the journal knows: done, and taken back.
    pub fn past(&mut self) -> (Vec<Note>, Vec<Note>) {
        let stacks = self.journal.as_mut().and_then(|journal| journal.stacks().ok()).unwrap_or_default();
        (stacks.done, stacks.undone)
    }

    /// The same from the journal below that folder as it lies there: nothing is begun, finished or mended.
    pub fn past_as_it_is(&self, states: &Path) -> (Vec<Note>, Vec<Note>) {
        let path = State::of(states, self.root()).path("journal");
        let journal = path.exists().then(|| Journal::open(&path).ok()).flatten();
        let stacks = journal.and_then(|mut journal| journal.stacks().ok()).unwrap_or_default();
        (stacks.done, stacks.undone)
    }

    /// What of the journal could not be read when [`Folder::past`] last looked, in a sentence.
    pub fn damage_met(&self) -> Option<String> {
        self.journal.as_ref().and_then(|journal| journal.damage_met().here())
    }

    /// What of the journal can't be read, as it lies there.
    pub fn damage_of_past(&mut self) -> Damage {
        self.journal.as_mut().and_then(|journal| journal.damage().ok()).unwrap_or_default()
    }

    /// Which files of the plan each step changed, as far as the journal knows.
    pub fn files_of_steps(&mut self) -> BTreeMap<StepId, Vec<PathBuf>> {
        self.journal.as_mut().and_then(|journal| journal.files().ok()).unwrap_or_default()
    }

    /// Whether another run has written into the journal since this one last did.
    pub fn others_have_written(&self) -> bool {
        self.journal.as_ref().is_some_and(Journal::is_behind)
    }

    /// Accounts whose files went away together, so many that somebody has to say whether that is meant; they are still
    /// known.
    pub fn missing(&self) -> &[AccountId] {
        &self.missing
    }

    /// Somebody says that the accounts that are missing are meant to be gone. Says which that are.
    pub fn let_go(&mut self) -> Vec<AccountId> {
        let gone = std::mem::take(&mut self.missing);
        for id in &gone {
            self.bases.remove(&FileKey::Account(id.clone()));
        }
        gone
    }

    fn accounts(&self) -> impl Iterator<Item = &AccountId> {
        self.bases.keys().filter_map(|key| match key {
            FileKey::Account(id) => Some(id),
            _ => None,
        })
    }

    /// Which of these are not known, or not as they were.
    fn changed(&self, paths: &[(AccountId, PathBuf)]) -> Vec<(AccountId, PathBuf)> {
        let is_still = |id: &AccountId, path: &Path| {
            let key = FileKey::Account(id.clone());
            if self.owed.contains_key(&key) {
                return true;
            }
            let was = self.bases.get(&key).and_then(|base| base.stamp);
            was.zip(Stamp::of(path).ok()).is_some_and(|(was, is)| was.is_still(&is))
        };
        paths.par_iter().filter(|(id, path)| !is_still(id, path)).cloned().collect()
    }

    /// Touched is not changed: what says what it said is as it was, and is not understood once more. Our own writing of
    /// thousands of files is heard of too.
    fn read_changed(&mut self, touched: &[(AccountId, PathBuf)]) -> Vec<Entry> {
        let looked: Vec<Option<Stamp>> = touched.par_iter().map(|(id, path)| self.said_the_same(id, path)).collect();
        let mut changed = Vec::new();
        for ((id, path), stamp) in touched.iter().zip(looked) {
            match stamp {
                Some(_) => {
                    self.bases.entry(FileKey::Account(id.clone())).and_modify(|base| base.stamp = stamp);
                }
                None => changed.push((id.clone(), path.clone())),
            }
        }
        let print = |this: &Self, id: &AccountId| this.bases.get(&FileKey::Account(id.clone())).map(|base| base.print);
        let known: Vec<Option<Fingerprint>> = changed.iter().map(|(id, _)| print(self, id)).collect();
        let entries = self.load_accounts(&changed);
        // What could not be read before and can't be now is no news.
        let pairs = entries.into_iter().zip(known);
        pairs.filter(|(entry, was)| print(self, &entry.account.id) != *was).map(|(entry, _)| entry).collect()
    }

    /// When it was looked at, if it says what is known of it.
    fn said_the_same(&self, id: &AccountId, path: &Path) -> Option<Stamp> {
        let known = self.bases.get(&FileKey::Account(id.clone()))?;
        let stamp = Stamp::of(path).ok()?;
        let bytes = atomic::read(path, super::MOST).ok()?;
        (Fingerprint::of(&bytes) == known.print).then_some(stamp)
    }

    fn rescan_around(&mut self, problems: &[Problem]) -> Option<Box<Plan>> {
        let now = self.look_around(problems);
        if self.around.is_still(&now) && self.holidays_are_still() {
            return None;
        }
        let same_problems = self.around.problems == now.problems;
        self.around = now;
        let before = self.prints_around();
        let plan = self.load_plan(problems.to_vec());
        // Touched is not changed.
        (!same_problems || self.prints_around() != before).then(|| Box::new(plan))
    }

    fn prints_around(&self) -> (BTreeMap<FileKey, Fingerprint>, Vec<HolidayPrint>) {
        let around = self.bases.iter().filter(|(key, _)| !matches!(key, FileKey::Account(_) | FileKey::Contacts));
        (around.map(|(key, base)| (key.clone(), base.print)).collect(), self.holiday_prints())
    }

    /// What stands around the accounts, as it is now.
    pub(super) fn look_around(&self, problems: &[Problem]) -> Around {
        let mut files: Vec<PathBuf> =
            self.reader.toml_files("playbooks", &mut Vec::new()).into_iter().map(|(_, path)| path).collect();
        files.sort();
        files.push(self.path(&FileKey::Settings));
        let stamped = files.into_iter().map(|path| (Stamp::of(&path).ok(), path)).map(|(stamp, path)| (path, stamp));
        Around { files: stamped.collect(), problems: problems.to_vec() }
    }
}
