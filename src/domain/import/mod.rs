//! Rows from elsewhere, and what they would make of the plan: people and companies as some file tells them, which of them
//! we know, what is new, and what differs. All of it is a value that can be looked at before anything is changed.
//!
//! It never takes anything away: what we have is kept, what is empty is filled, addresses and numbers are added, and what
//! says something else is shown. Importing the same again changes nothing.

pub mod apply;
mod by_id;
pub mod cell;
mod companies;
mod crossed;
pub mod digest;
mod draft;
mod employer;
pub mod field;
mod fill;
mod found;
mod groups;
mod kept;
pub mod keys;
mod known;
pub(super) mod meet;
mod odds;
mod of_plan;
mod otherwise;
pub mod preview;
mod several;
mod standing;
mod strangers;
mod subject;
mod taken;
pub mod title;
mod turned;
mod waiting;
mod whom;

use std::sync::Arc;

use super::people::Person;
pub(crate) use apply::furnish;
pub use apply::{Applied, apply, apply_those};
pub use draft::Draft;
pub use employer::{Employer, More};
pub use field::Field;
pub use fill::{Differs, Filled};
pub use found::{Company, Named, Preview, Was, Whom};
pub use preview::preview;
pub use several::{is_addresses, is_called};
pub use turned::turned;

/// Where a row stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// Which of the files, from 0.
    pub file: usize,
    /// The line on which it begins, from 1.
    pub line: usize,
}

/// One row: somebody, somewhere; or a company alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Incoming {
    /// Where it stands.
    pub at: At,
    /// Where it comes from, `LinkedIn`.
    pub source: Arc<str>,
    /// Who; without an id.
    pub person: Option<Arc<Person>>,
    /// Where they work.
    pub company: Employer,
    /// Who they were in the plan that this was exported from.
    pub own: Option<Box<Own>>,
    /// What it says that the values alone don't show.
    pub says: Says,
}

/// What a row says that its values alone don't show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Says {
    /// Where they come from is said of them, and not of the whole file.
    pub source: bool,
    /// They may be written to: a *no* beneath do-not-contact.
    pub may_contact: bool,
}

/// Somebody, or an account, by the ids that a plan gave them.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Own {
    /// The account; nothing of a contact.
    pub account: String,
    /// Their own id; nothing of an account.
    pub id: String,
}

impl Own {
    /// Somebody on no account.
    fn is_contact(&self) -> bool {
        self.account.is_empty()
    }
}

/// What was not taken of a file, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Where.
    pub at: At,
    /// Why, in words.
    pub why: String,
    /// The whole row, not only a field of it.
    pub is_row: bool,
}

/// What was taken of a file and should be known of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Where it stands first.
    pub at: At,
    /// What, in words.
    pub what: String,
}

/// A column of a table that nobody knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// As it stands in the header.
    pub name: String,
    /// What stands below it first.
    pub example: String,
    /// What it could be.
    pub guess: Option<Field>,
}

/// What nothing that is read of a table says, though one of its columns that nobody knows may: it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacks {
    /// Who they are whose addresses are in it.
    Names,
    /// Where they work who are in it.
    Company,
}

impl Lacks {
    /// That, as a sentence without its end.
    pub fn told(self) -> &'static str {
        match self {
            Self::Names => "no column that is known says who they are",
            Self::Company => "no column that is known says where they work",
        }
    }
}

#[cfg(test)]
mod tests;
