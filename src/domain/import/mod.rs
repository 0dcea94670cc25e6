//! Rows from elsewhere, and what they would make of the plan: people and companies as some file tells them, which of them
//! we know, what is new, and what differs. All of it is a value that can be looked at before anything is changed.
//!
//! It never takes anything away: what we have is kept, what is empty is filled, addresses and numbers are added, and what
//! says something else is shown. Importing the same again changes nothing.

pub mod apply;
mod by_id;
pub mod cell;
mod companies;
pub mod digest;
mod draft;
pub mod field;
mod fill;
mod found;
mod groups;
pub mod keys;
mod known;
pub(super) mod meet;
mod of_plan;
pub mod preview;
mod standing;
mod taken;
pub mod title;
mod waiting;
mod whom;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::people::Person;
use super::stage::Stage;
use super::words::Vocabulary as _;
pub(crate) use apply::furnish;
pub use apply::{Applied, apply, apply_those};
pub use draft::Draft;
pub use field::Field;
pub use fill::{Differs, Filled};
pub use found::{Company, Named, Preview, Whom};
pub use preview::preview;

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
}

/// Somebody, or an account, by the ids that a plan gave them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Own {
    /// The account; nothing of a contact.
    pub account: String,
    /// Their own id; nothing of an account.
    pub id: String,
}

/// A company as a row tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Employer {
    /// Its name.
    pub name: String,
    /// Its website.
    pub website: String,
    /// The trade it is in.
    pub industry: String,
    /// Its ids in other systems.
    pub ids: BTreeMap<String, String>,
    /// What only a list of accounts says.
    pub more: Option<Box<More>>,
}

/// What only a list of accounts says of a company.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct More {
    /// From 1 to 3.
    pub tier: Option<u8>,
    /// In the plan's currency, unless another is named.
    pub value: Option<u64>,
    /// The code of the currency that the value names.
    pub currency: Option<String>,
    /// The business unit to go after.
    pub unit: String,
    /// The function in it.
    pub function: String,
    /// Why this account.
    pub why: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// The stage it stands in.
    pub stage: Option<Stage>,
    /// The member whose account it is: an id, or as the file calls them.
    pub owner: Option<String>,
    /// The day by which it is to be closed.
    pub close_by: Option<NaiveDate>,
}

impl Employer {
    /// What of it only an account has a place for, by the words of columns.
    pub fn only_for_accounts(&self) -> Vec<&'static str> {
        let more = self.more.as_deref().cloned().unwrap_or_default();
        let told = [
            (more.tier.is_some(), Field::Tier),
            (more.value.is_some(), Field::Value),
            (!more.unit.is_empty(), Field::Unit),
            (!more.function.is_empty(), Field::Function),
            (!more.why.is_empty(), Field::Why),
            (!more.tags.is_empty(), Field::Tags),
            (more.stage.is_some(), Field::Stage),
            (more.owner.is_some(), Field::Owner),
            (more.close_by.is_some(), Field::CloseBy),
            (self.ids.contains_key("salesforce"), Field::Salesforce),
            (self.ids.contains_key("hubspot"), Field::Hubspot),
        ];
        told.into_iter().filter(|(is_told, _)| *is_told).map(|(_, field)| field.word()).collect()
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

#[cfg(test)]
mod tests;
