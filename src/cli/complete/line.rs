//! The line that is being typed, and what of the plan it is about. It reads only the files that the line names.

use std::path::PathBuf;
use std::sync::Arc;

use clap_complete::engine::CompletionCandidate as Candidate;

use crate::domain::account::{Account, AccountId};
use crate::domain::plan::{FileKey, Plan};
use crate::store::{Folder, places};

use super::{bash, word};

/// So many steps are offered.
const STEPS: usize = 20;

/// Up to so many accounts are read for their names; more are offered by their ids alone.
const NAMED: usize = 300;

/// The line as far as it is typed.
pub(super) struct Line {
    /// What stands after the program's name, what is being typed among it.
    pub(super) words: Vec<String>,
}

impl Line {
    /// As the shell's script hands it over: word by word, or from bash the line itself.
    pub(super) fn here() -> Self {
        let told = || std::env::args().skip_while(|word| word != "--").skip(1).collect();
        Self { words: bash::typed().unwrap_or_else(told).into_iter().skip(1).collect() }
    }

    /// What is being typed, in small letters.
    pub(super) fn typed(&self) -> String {
        self.words.last().map(|typed| typed.to_lowercase()).unwrap_or_default()
    }

    /// What stands behind an option.
    pub(super) fn value_of(&self, option: &str) -> Option<String> {
        let at = self.words.iter().position(|word| word == option);
        let behind =
            || self.words.iter().find_map(|word| word.strip_prefix(option)?.strip_prefix('=').map(str::to_owned));
        at.and_then(|at| self.words.get(at + 1).cloned()).or_else(behind)
    }

    pub(super) fn folder(&self) -> Option<Folder> {
        let named =
            self.value_of("--plan").map(PathBuf::from).or_else(|| std::env::var_os("INROAD_PLAN").map(Into::into));
        Folder::open(&named.or_else(places::default_plan)?).ok()
    }

    /// The plan without its accounts.
    pub(super) fn around(&self) -> Option<Plan> {
        self.folder()?.reload(&FileKey::Settings).plan.map(|plan| *plan)
    }

    pub(super) fn accounts(&self) -> Vec<Candidate> {
        let Some(mut folder) = self.folder() else { return Vec::new() };
        let mut ids = folder.account_ids();
        if ids.len() > NAMED {
            let typed = self.typed();
            ids.retain(|id| id.starts_with(&typed));
        }
        if ids.len() > NAMED {
            return ids.iter().filter_map(|id| word(id.to_string(), "")).collect();
        }
        let named = |id: &AccountId| {
            let account = read(&mut folder, id)?;
            word(id.to_string(), &account.name)
        };
        ids.iter().filter_map(named).collect()
    }

    pub(super) fn contacts(&self) -> Vec<Candidate> {
        let book = self.folder().map(|mut folder| folder.contacts()).unwrap_or_default();
        let people = book.contacts.people.iter();
        people.filter_map(|contact| word(contact.person.id.clone(), &contact.person.name)).collect()
    }

    /// Steps of the journal; nothing is finished or mended that another run left.
    pub(super) fn steps(&self, is_undone: bool) -> Vec<Candidate> {
        let past = self.folder().zip(places::state_folder());
        let steps = past.map(|(folder, states)| folder.past_as_it_is(&states)).unwrap_or_default();
        let steps = if is_undone { steps.1 } else { steps.0 };
        steps.iter().rev().take(STEPS).filter_map(|note| word(note.id.to_string(), &note.label)).collect()
    }

    /// Something of the account that the line names.
    pub(super) fn of_account<T: Default>(&self, what: impl FnOnce(&Account) -> T) -> T {
        let found = self.folder().and_then(|mut folder| {
            let ids = folder.account_ids();
            let before = &self.words[..self.words.len().saturating_sub(1)];
            let id = before.iter().skip(1).find_map(|word| {
                let word = word.to_lowercase();
                let mut fits = ids.iter().filter(|id| id.starts_with(&word) && !word.is_empty());
                let only = fits.next().filter(|_| fits.next().is_none());
                ids.iter().find(|id| ***id == *word).or(only)
            })?;
            read(&mut folder, id)
        });
        found.map(|account| what(&account)).unwrap_or_default()
    }
}

fn read(folder: &mut Folder, id: &AccountId) -> Option<Arc<Account>> {
    folder.reload(&FileKey::Account(id.clone())).accounts.pop().map(|entry| entry.account)
}
