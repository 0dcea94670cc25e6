//! The plan as a whole: settings, accounts, playbooks, and what is wrong with any of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::account::{Account, AccountId};
use super::calendar::Calendar;
use super::contacts::Contacts;
use super::fields::{self, Invalid};
use super::playbook::Playbook;
use super::problem::Problem;
use super::settings::Settings;
use super::twins;

/// Names one file of the plan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKey {
    /// plan.toml.
    Settings,
    /// One account.
    Account(AccountId),
    /// One of the owner's playbooks, by its id.
    Playbook(String),
    /// contacts.toml.
    Contacts,
}

impl FileKey {
    /// Where the file lies, seen from the plan.
    pub fn file(&self) -> PathBuf {
        match self {
            Self::Settings => "plan.toml".into(),
            Self::Account(id) => Path::new("accounts").join(format!("{id}.toml")),
            Self::Playbook(id) => Path::new("playbooks").join(format!("{id}.toml")),
            Self::Contacts => "contacts.toml".into(),
        }
    }
}

/// What a file of the plan holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// plan.toml.
    Settings(Arc<Settings>),
    /// One account.
    Account(Arc<Account>),
    /// One playbook.
    Playbook(Arc<Playbook>),
    /// contacts.toml.
    Contacts(Arc<Contacts>),
}

/// An account as it was loaded or edited.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// The account; shared, so that undo and saving cost nothing until it changes.
    pub account: Arc<Account>,
    /// What is wrong with its file.
    pub problems: Vec<Problem>,
    /// Why it may not be written, in plain words.
    pub read_only: Option<String>,
    /// Why not even its stage is known: the file is no file, no text or no TOML.
    pub unreadable: Option<String>,
}

impl Entry {
    /// What keeps the file from being read, so that what is missing here may well be in it: it is no text, no TOML
    /// throughout, or empty. One that only says what this program doesn't know is none.
    pub fn unread(&self) -> Option<&Problem> {
        self.read_only.as_ref().and_then(|_| self.problems.iter().find(|problem| problem.path.is_empty()))
    }

    /// The account after a change, or why it can't be changed.
    ///
    /// # Errors
    ///
    /// What the change says itself; that the file is read-only; that items share an id.
    pub fn changed<T>(&self, change: impl FnOnce(&mut Account) -> Result<T, Invalid>) -> Result<(T, Account), Invalid> {
        if let Some(why) = &self.read_only {
            return Err(Invalid(format!("{} can't be changed: {why}", self.account.name)));
        }
        let mut account = self.account.as_ref().clone();
        let outcome = change(&mut account)?;
        twins::untouched(&self.account, &account)?;
        fields::mend_changed(&self.account, &mut account);
        Ok((outcome, account))
    }
}

/// Everything the owner has planned.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// plan.toml.
    pub settings: Arc<Settings>,
    /// The working calendar of the settings with the dates of holiday files.
    pub calendar: Calendar,
    /// Days that the holiday files name, sorted.
    pub holidays: Vec<chrono::NaiveDate>,
    /// Accounts by id; archived ones are not among them.
    pub accounts: BTreeMap<AccountId, Entry>,
    /// Playbooks, the owner's own first, then the built-in ones; ids are unique.
    pub playbooks: Vec<Arc<Playbook>>,
    /// What is wrong with files that are no account: plan.toml, playbooks, things that are no file.
    pub problems: Vec<Problem>,
    /// People on no account, once somebody has asked for them: the file is large, and nothing else needs it.
    pub contacts: Option<Arc<Contacts>>,
}

impl Plan {
    /// What a file of the plan says now; nothing if it is not in the plan.
    pub fn value(&self, key: &FileKey) -> Option<Value> {
        match key {
            FileKey::Settings => Some(Value::Settings(Arc::clone(&self.settings))),
            FileKey::Account(id) => self.account(id).cloned().map(Value::Account),
            FileKey::Playbook(id) => self.playbook(id).cloned().map(Value::Playbook),
            FileKey::Contacts => self.contacts.clone().map(Value::Contacts),
        }
    }

    /// The account with that id.
    pub fn account(&self, id: &str) -> Option<&Arc<Account>> {
        self.accounts.get(id).map(|entry| &entry.account)
    }

    /// How many accounts there are whose files can be read, and how many files can't.
    pub fn counts(&self) -> (usize, usize) {
        let unreadable = self.accounts.values().filter(|entry| entry.unreadable.is_some()).count();
        (self.accounts.len() - unreadable, unreadable)
    }

    /// Why the account's file can't be read, if it can't.
    pub fn unreadable(&self, id: &str) -> Option<&str> {
        self.accounts.get(id)?.unreadable.as_deref()
    }

    /// All accounts by id.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Account>> {
        self.accounts.values().map(|entry| &entry.account)
    }

    /// The same as a list.
    pub fn each(&self) -> Vec<&Account> {
        self.all().map(AsRef::as_ref).collect()
    }

    /// The first thing that is wrong with a file that is no account's.
    pub fn flaw(&self, key: &FileKey) -> Option<&Problem> {
        let file = key.file();
        self.problems.iter().find(|problem| problem.file == file)
    }

    /// The playbook with that id, to begin a sequence from: of a file with a mistake nobody knows what else is missing.
    ///
    /// # Errors
    ///
    /// It is not there; its file has a mistake, which is told.
    pub fn sound_playbook(&self, id: &str) -> Result<&Arc<Playbook>, Invalid> {
        let playbook = self.playbook(id).ok_or_else(|| Invalid("this playbook is gone".into()))?;
        match self.flaw(&FileKey::Playbook(id.to_owned())) {
            Some(flaw) => Err(Invalid(format!("{flaw}; until that is mended nothing is begun from this playbook"))),
            None => Ok(playbook),
        }
    }

    /// The playbook with that id.
    pub fn playbook(&self, id: &str) -> Option<&Arc<Playbook>> {
        self.playbooks.iter().find(|playbook| playbook.id == id)
    }

    /// Every problem, the plan's own first.
    pub fn all_problems(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().chain(self.accounts.values().flat_map(|entry| &entry.problems))
    }
}

/// What somebody else made of the plan's files: another run, an editor, whatever copies the folder.
#[derive(Debug, Clone, Default)]
pub struct News {
    /// Settings, playbooks and what is wrong with them, if any of that is new; without accounts.
    pub plan: Option<Box<Plan>>,
    /// Accounts that are new or say something else.
    pub accounts: Vec<Entry>,
    /// Accounts whose files are not there any more.
    pub gone: Vec<AccountId>,
    /// contacts.toml says something else than it said to whoever asked; they ask again.
    pub contacts: bool,
}

impl News {
    /// And what came after it.
    pub fn add(&mut self, other: Self) {
        self.plan = other.plan.or(self.plan.take());
        self.accounts.extend(other.accounts);
        self.gone.extend(other.gone);
        self.contacts |= other.contacts;
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.plan.is_none() && self.accounts.is_empty() && self.gone.is_empty() && !self.contacts
    }
}
