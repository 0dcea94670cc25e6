//! What an export lacks since it can't be read. It is told, and takes no good file's place.

use std::path::Path;

use super::Args;
use crate::cli::{Failure, Open};
use crate::domain::contacts::Book;
use crate::domain::plan::{Entry, FileKey, Plan};
use crate::domain::problem::Problem;
use crate::domain::words::counted;
use crate::store::places;

/// What of that which was asked for can't be read, and is missing in what is written: the first problem of each file.
pub(super) struct Lacking(Vec<Problem>);

impl Lacking {
    /// Accounts that were named are missing where they were named; whether one that can't be read fits a filter nobody
    /// knows.
    pub(super) fn of(open: &Open, book: &Book, is_of_contacts: bool, words: &[String]) -> Self {
        let entries = open.plan.accounts.values();
        let named = super::named(&open.plan, words);
        let is_meant = |entry: &&Entry| {
            named.as_ref().is_none_or(|named| named.iter().any(|account| account.id == entry.account.id))
        };
        let accounts = entries.filter(is_meant).filter_map(Entry::unread).filter(|_| !is_of_contacts);
        // By what plan.toml says every date is counted.
        let settings = open.plan.flaw(&FileKey::Settings).filter(|flaw| flaw.path.is_empty() && !is_of_contacts);
        Self(settings.into_iter().chain(accounts).chain(book.unread()).cloned().collect())
    }

    /// Playbooks are a part of the whole plan. What is said of a file without a line is about its name.
    pub(super) fn heed_playbooks(&mut self, plan: &Plan) {
        let is_unread =
            |problem: &&Problem| problem.file.starts_with("playbooks") && problem.path.is_empty() && problem.line > 0;
        self.0.extend(plan.problems.iter().filter(is_unread).cloned());
    }

    /// A good file isn't replaced by one that lacks something, unless that is said.
    pub(super) fn may_replace(&self, path: &Path, args: &Args) -> Result<(), Failure> {
        let Some(first) = self.0.first().filter(|_| !args.force && path.exists()) else { return Ok(()) };
        let told = places::told(path);
        Err(Failure::failed(format!(
            "{told} stays as it was, since something would be missing in it that can't be read: {first}{}. Mend it, or \
             --force writes what there is",
            self.more()
        )))
    }

    fn more(&self) -> String {
        match self.0.len().saturating_sub(1) {
            0 => String::new(),
            more => format!(" (and {})", counted(more, "file more", "files more")),
        }
    }

    /// It was written, and something is missing in it.
    pub(super) fn told(&self) -> Result<(), Failure> {
        let Some(first) = self.0.first() else { return Ok(()) };
        let message = format!("what can't be read is missing in it: {first}{}", self.more());
        Err(Failure { code: 3, ..Failure::failed(message) })
    }
}
