//! Loading: all files in parallel, each on its own; what is wrong with one costs only itself.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::holidays::HolidayFile;
use super::reader::Loaded;
use super::{Base, Fingerprint, Folder};
use crate::domain::account::{Account, AccountId};
use crate::domain::calendar::Calendar;
use crate::domain::contacts::{Book, Contacts};
use crate::domain::plan::{Entry, FileKey, News, Plan, Value};
use crate::domain::playbook::Playbook;
use crate::domain::problem::Problem;
use crate::store::stamp::Stamp;
use crate::store::{contacts, playbooks, text};

/// Accounts that are read before the first are shown.
const BATCH: usize = 256;

/// A part of a plan that is being loaded.
#[derive(Debug)]
pub enum Batch {
    /// Settings, playbooks, and problems that concern no account; always first.
    Plan(Box<Plan>),
    /// Some accounts.
    Accounts(Vec<Entry>),
}

impl Folder {
    /// Load everything.
    pub fn load(&mut self) -> Plan {
        let mut whole = Plan::default();
        self.load_streaming(|batch| match batch {
            Batch::Plan(plan) => whole = *plan,
            Batch::Accounts(entries) => {
                whole.accounts.extend(entries.into_iter().map(|entry| (entry.account.id.clone(), entry)));
            }
        });
        whole
    }

    /// Load everything, handing out what is there so far: first the plan itself, then accounts as they are read.
    pub fn load_streaming(&mut self, mut each: impl FnMut(Batch)) {
        let mut problems = Vec::new();
        let paths = self.account_paths(&mut problems);
        self.around = self.look_around(&problems);
        each(Batch::Plan(Box::new(self.load_plan(problems))));
        // The first batch is small, so that the first screen does not wait for the last file.
        let mut rest = paths.as_slice();
        let mut size = 64;
        while !rest.is_empty() {
            let (now, later) = rest.split_at(size.min(rest.len()));
            each(Batch::Accounts(self.load_accounts(now)));
            (rest, size) = (later, BATCH.max(size * 2));
        }
    }

    /// The ids of all accounts, without reading any.
    pub fn account_ids(&self) -> Vec<AccountId> {
        self.account_paths(&mut Vec::new()).into_iter().map(|(id, _)| id).collect()
    }

    /// Everything but the accounts, read anew.
    pub(super) fn load_around(&mut self) -> Plan {
        let mut problems = Vec::new();
        _ = self.account_paths(&mut problems);
        self.around = self.look_around(&problems);
        self.load_plan(problems)
    }

    /// These accounts, in parallel.
    pub(super) fn load_accounts(&mut self, files: &[(AccountId, PathBuf)]) -> Vec<Entry> {
        let reader = &self.reader;
        let loaded: Vec<(AccountId, Loaded<Account>)> =
            files.par_iter().map(|(id, path)| (id.clone(), reader.account(id, path))).collect();
        loaded.into_iter().map(|(id, loaded)| self.remember_account(&id, loaded)).collect()
    }

    fn remember_account(&mut self, id: &AccountId, loaded: Loaded<Account>) -> Entry {
        self.bases.insert(FileKey::Account(id.clone()), loaded.base(Value::Account));
        let Loaded { value: account, problems, read_only, unreadable, .. } = loaded;
        Entry { account, problems, read_only, unreadable }
    }

    /// The account files with their ids, sorted; things that only look like one are problems.
    pub(super) fn account_paths(&self, problems: &mut Vec<Problem>) -> Vec<(AccountId, PathBuf)> {
        let mut paths: Vec<(AccountId, PathBuf)> = self
            .reader
            .toml_files("accounts", problems)
            .into_iter()
            .map(|(stem, path)| (AccountId::from(stem), path))
            .collect();
        paths.sort();
        let mut seen: HashMap<String, AccountId> = HashMap::new();
        for (id, path) in &paths {
            if let Some(twin) = seen.insert(id.to_lowercase(), id.clone()) {
                let message = format!("differs from {twin}.toml by capitals only; some systems can't keep both");
                problems.push(self.reader.problem(path, message));
            }
        }
        paths
    }

    pub(super) fn load_plan(&mut self, mut problems: Vec<Problem>) -> Plan {
        let path = self.path(&FileKey::Settings);
        let settings = self.reader.settings(&path);
        problems.extend(settings.problems.iter().cloned());
        let holidays = self.load_holidays(&settings.value.calendar.holiday_files, &mut problems);
        self.bases.insert(FileKey::Settings, settings.base(Value::Settings));
        let playbooks = self.load_playbooks(&mut problems);
        problems.sort();
        Plan {
            calendar: Calendar::new(&settings.value.calendar, holidays.iter().copied()),
            settings: settings.value,
            holidays,
            playbooks,
            problems,
            ..Plan::default()
        }
    }

    /// The days of the holiday files, sorted. A file that can't be used is a problem, and the others count.
    pub(super) fn load_holidays(&mut self, names: &[String], problems: &mut Vec<Problem>) -> Vec<NaiveDate> {
        let read: Vec<HolidayFile> =
            names.iter().enumerate().map(|(at, name)| self.reader.holidays(at, name, problems)).collect();
        let days: BTreeSet<NaiveDate> = read.iter().flat_map(|file| &file.days).copied().collect();
        self.holiday_files = read;
        days.into_iter().collect()
    }

    /// The owner's playbooks first; one of theirs takes the place of a built-in one of the same id.
    fn load_playbooks(&mut self, problems: &mut Vec<Problem>) -> Vec<Arc<Playbook>> {
        let mut files = self.reader.toml_files("playbooks", problems);
        files.sort();
        self.bases.retain(|key, _| !matches!(key, FileKey::Playbook(_)));
        let mut all: Vec<Arc<Playbook>> = Vec::new();
        for (stem, path) in files {
            let loaded = self.reader.playbook(&stem, &path);
            problems.extend(loaded.problems.iter().cloned());
            let playbook = Arc::clone(&loaded.value);
            if all.iter().any(|each| each.id == playbook.id) {
                problems.push(self.reader.problem(&path, format!("another playbook has the id “{}” too", playbook.id)));
                continue;
            }
            self.bases.insert(FileKey::Playbook(stem), loaded.base(Value::Playbook));
            all.push(playbook);
        }
        for playbook in playbooks::built_in() {
            if !all.iter().any(|each| each.id == playbook.id) {
                all.push(Arc::new(playbook));
            }
        }
        all
    }

    /// Read a file again as it is now and remember it; says what it says, and for an account what is wrong with it.
    /// Nothing: it is not there.
    pub(super) fn read_again(&mut self, key: &FileKey) -> Option<(Value, Option<Entry>)> {
        let path = self.path(key);
        self.bases.remove(key);
        if !path.exists() {
            return None;
        }
        if let FileKey::Account(id) = key {
            let loaded = self.reader.account(id, &path);
            let entry = self.remember_account(id, loaded);
            return Some((Value::Account(Arc::clone(&entry.account)), Some(entry)));
        }
        let base = match key {
            FileKey::Playbook(stem) => self.reader.playbook(stem, &path).base(Value::Playbook),
            FileKey::Contacts => self.reader.contacts(&path).base(Value::Contacts),
            _ => self.reader.settings(&path).base(Value::Settings),
        };
        let value = base.value.clone();
        self.bases.insert(key.clone(), base);
        Some((value, None))
    }

    /// The people who are on no account, read now. Nothing else that is loaded holds them.
    pub fn contacts(&mut self) -> Book {
        let path = self.path(&FileKey::Contacts);
        self.bases.remove(&FileKey::Contacts);
        if !path.exists() {
            return Book::default();
        }
        let loaded = self.reader.contacts(&path);
        self.bases.insert(FileKey::Contacts, loaded.base(Value::Contacts));
        Book { contacts: loaded.value, is_there: true, problems: loaded.problems, read_only: loaded.read_only }
    }

    /// Whether contacts.toml says these and nothing else; then that is remembered, and of fifty thousand people nobody is made
    /// a second time.
    pub(super) fn are_those(&mut self, contacts: &Arc<Contacts>) -> bool {
        let stamp = Stamp::of(&self.path(&FileKey::Contacts)).ok();
        let text = self.text(&FileKey::Contacts.file()).ok().flatten();
        let Some(text) = text.filter(|text| contacts::says(text, contacts)) else { return false };
        let (print, value) = (Fingerprint::of(text.as_bytes()), Value::Contacts(Arc::clone(contacts)));
        self.bases.insert(FileKey::Contacts, Base { print, stamp, value, read_only: None, is_flawed: false });
        true
    }

    /// What a file says, whether it is understood or not, read now. Nothing if it is not there or no TOML. Contacts that say no
    /// id have the one that they go by.
    pub fn raw(&self, key: &FileKey) -> Option<toml::Table> {
        // A playbook may say another id than its file's name.
        let is_it =
            |value: &Value| matches!((value, key), (Value::Playbook(each), FileKey::Playbook(id)) if each.id == *id);
        let stem = || self.bases.iter().find(|(_, base)| is_it(&base.value)).map(|(key, _)| key);
        let file = if let FileKey::Playbook(_) = key { stem().unwrap_or(key) } else { key }.file();
        let text = self.text(&file).ok()??;
        if *key == FileKey::Contacts { contacts::raw(&text) } else { text::tree(&text).ok() }
    }

    /// Read a file again, whatever was owed of it; says what it says.
    pub fn reload(&mut self, key: &FileKey) -> News {
        let now = self.read_again(key);
        self.news_of(key, now)
    }
}
