//! Getting accounts and people in from a file: which file, what is in it, what becomes an account, and then all of it as
//! one step. The file is read and matched elsewhere; here stands what is asked, and what is seen of it before anything is
//! changed.

mod columns;
mod commands;
mod found;
mod looking;
mod marks;
mod path;
mod sums;
mod taking;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use columns::ColumnsView;
pub(super) use commands::COMMANDS;
pub use found::{Fold, FoundView, Row};
pub use marks::{Marks, Share};
pub use sums::Sums;
pub use taking::{Chosen, Taking};

use crate::domain::account::Account;
use crate::domain::contacts::Contacts;
use crate::domain::import::{Column, Field, Lacks, Preview};
use crate::domain::plan::Plan;

/// A file that is to be looked at, and what it is compared with.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Which time; an answer to an earlier one means nothing.
    pub turn: u64,
    /// As it was typed.
    pub path: String,
    /// What somebody has said of its columns.
    pub map: Map,
    /// The plan as it is.
    pub plan: Arc<Plan>,
    /// The people on no account.
    pub contacts: Arc<Contacts>,
    /// The accounts in the archive.
    pub archived: Vec<Arc<Account>>,
}

// A plan is as it was when it is the same one.
impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        (self.turn, &self.path, &self.map) == (other.turn, &other.path, &other.map)
    }
}

impl Eq for Asked {}

/// What came of looking.
#[derive(Debug, Clone)]
pub enum Looked {
    /// This would be made of it.
    Found {
        /// What it was taken for.
        source: Arc<str>,
        /// What it would make of the plan.
        preview: Arc<Preview>,
        /// What its columns were taken for.
        table: Table,
    },
    /// It is a table of which nobody knows what its columns are.
    Columns(Table),
    /// It can't be read; why, in words.
    Refused(String),
}

/// What is known of a table's columns.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// All columns, with what they were taken for; none of what is no table.
    pub columns: Vec<Column>,
    /// Those that were not used; of an address book, properties.
    pub unused: Vec<String>,
    /// It has no header: the columns go by number, and the first row counts.
    pub is_headless: bool,
    /// What they don't say, where the rest of it is known.
    pub lacks: Option<Lacks>,
}

/// What is known of imports beside the one that is looked at.
#[derive(Debug, Clone, Default)]
pub struct Importing {
    /// Counts the looks.
    turn: u64,
    /// Waits for the contacts.
    waits: Option<(String, Map)>,
    /// The folder of the path that is being typed.
    folder: String,
    /// What lies there, as far as that is known.
    listed: Vec<String>,
    /// What was said of files in this run, by their paths.
    said: BTreeMap<String, Said>,
    /// A file whose first row was said to be a header or none, and what had been said of its columns till then: other
    /// names are other columns, and it is meant again where that is said back.
    turned: Option<(String, Map)>,
}

/// What was said of a file: it is there again when it is looked at once more.
#[derive(Debug, Clone, Default)]
struct Said {
    /// What was marked.
    marks: marks::Said,
    /// What its columns are.
    map: Map,
}

/// What somebody has said of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Map {
    /// What its columns are: nothing for those that are not used.
    pub columns: Vec<(String, Option<Field>)>,
    /// Whether its first row is a header.
    pub is_headed: Option<bool>,
}

/// A file that is looked at.
#[derive(Debug, Clone)]
pub struct ImportView {
    /// As it was typed.
    pub path: String,
    /// What is seen.
    pub stage: Stage,
}

/// What is seen of a file.
#[derive(Debug, Clone)]
pub enum Stage {
    /// It is being read; so many rows are.
    Reading(usize),
    /// What its columns are is asked.
    Columns(ColumnsView),
    /// What it would make of the plan.
    Found(Box<FoundView>),
    /// It is being brought in.
    Taking(Box<Taking>),
}

impl ImportView {
    /// Its name without the folder.
    pub fn name(&self) -> &str {
        name_of(&self.path)
    }

    /// The cursor, if there are rows, and how many.
    pub(super) fn listed(&mut self) -> Option<(&mut usize, usize)> {
        match &mut self.stage {
            Stage::Reading(_) | Stage::Taking(_) => None,
            Stage::Columns(view) => Some((&mut view.at, view.columns.len())),
            Stage::Found(found) => {
                let count = found.rows.len();
                Some((&mut found.at, count))
            }
        }
    }
}

/// What a file is called, without its folder.
fn name_of(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

impl Stage {
    /// Whether it has columns that somebody may say something of, and a preview to come back to.
    fn has_columns(&self) -> bool {
        match self {
            Self::Reading(_) | Self::Taking(_) => false,
            Self::Columns(view) => view.behind.is_some(),
            Self::Found(found) => !found.table.columns.is_empty(),
        }
    }
}
