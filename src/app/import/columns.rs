//! The columns of a table: what each of them is, guessed where its name says so, chosen otherwise. They are asked for where
//! nobody knows the table, and wherever somebody wants to say more of it.

use super::{FoundView, Map, Table};
use crate::app::menu::{Choice, Menu};
use crate::app::prompt::Target;
use crate::domain::fields::Invalid;
use crate::domain::import::{Column, Field, Lacks};
use crate::domain::words::Vocabulary as _;

/// The columns as they stand.
#[derive(Debug, Clone)]
pub struct ColumnsView {
    /// Each, with what it is; nothing: it is not used.
    pub columns: Vec<(Column, Option<Field>)>,
    /// The one under the cursor.
    pub at: usize,
    /// The table has no header: they go by number, and its first row counts.
    pub is_headless: bool,
    /// What they don't say, where the rest of it is known.
    pub lacks: Option<Lacks>,
    /// Whether it has one, where somebody has said.
    is_headed: Option<bool>,
    /// What was looked at before they were asked for; nothing where nobody knows the table.
    pub behind: Option<Box<FoundView>>,
}

/// Letters of a choice: the first is for a column that is not used. `j` and `k` move.
const LETTERS: &str = "-abcdefghilmnopqrstuvwxyzABCDEFGHILMNOPQRSTUVWXYZ";

impl ColumnsView {
    pub(super) fn of(table: Table, said: &Map) -> Self {
        let Table { columns, is_headless, lacks, .. } = table;
        let of = |column: Column| {
            let said = said.columns.iter().find(|(name, _)| *name == column.name).map(|(_, field)| *field);
            let field = said.unwrap_or(column.guess);
            (column, field)
        };
        let columns: Vec<(Column, Option<Field>)> = columns.into_iter().map(of).collect();
        // What is lacking may be what is not used.
        let first = |_| columns.iter().position(|(_, field)| field.is_none());
        Self {
            at: lacks.and_then(first).unwrap_or_default(),
            columns,
            is_headless,
            lacks,
            is_headed: said.is_headed,
            behind: None,
        }
    }

    /// The columns of what is looked at, the cursor on the first that is not used.
    pub(super) fn before(found: Box<FoundView>) -> Self {
        let mut view = Self::of(found.table.clone(), &found.drafted);
        view.at = view.columns.iter().position(|(_, field)| field.is_none()).unwrap_or_default();
        Self { behind: Some(found), ..view }
    }

    /// What the columns are, for whoever reads them.
    pub(super) fn map(&self) -> Result<Map, Invalid> {
        let names = [Field::Name, Field::FirstName, Field::LastName, Field::Company, Field::Email];
        if !self.columns.iter().any(|(_, field)| field.is_some_and(|field| names.contains(&field))) {
            return Err(Invalid(
                "Which column has the name, the company or the e-mail? Enter says what a column is.".into(),
            ));
        }
        Ok(self.all())
    }

    /// What is said of the columns by now; nothing, where nobody has said more than what was guessed of a table that nobody
    /// knows.
    pub(super) fn said(&self) -> Map {
        let is_said = self.behind.is_some() || self.columns.iter().any(|(column, field)| *field != column.guess);
        if is_said { self.all() } else { Map { is_headed: self.is_headed, ..Map::default() } }
    }

    fn all(&self) -> Map {
        let columns = self.columns.iter().map(|(column, field)| (column.name.clone(), *field)).collect();
        Map { columns, is_headed: self.is_headed }
    }

    /// The same table with a header where it was taken to have none, and the other way round.
    pub(super) fn turned(&self) -> Map {
        Map { is_headed: Some(self.is_headless), ..Map::default() }
    }

    /// What the column under the cursor could be.
    pub(super) fn menu(&self) -> Option<Menu> {
        let (column, field) = self.columns.get(self.at)?;
        let mut letters = LETTERS.chars();
        let mut choice = |label: &str, hint: &str| Some(Choice::new(letters.next()?, label, hint));
        let mut choices: Vec<Choice> = choice("not used", "it is left out").into_iter().collect();
        choices.extend(Field::ALL.iter().filter_map(|field| choice(field.word(), field.what())));
        let at = field.and_then(|field| Field::ALL.iter().position(|each| *each == field)).map_or(0, |at| at + 1);
        let title = format!("“{}” is", column.name);
        let menu = Menu::new(title, choices, Target::default(), |model, _, at, _| {
            if let Some(super::Stage::Columns(view)) = model.import_view().map(|view| &mut view.stage) {
                view.choose(at.checked_sub(1).and_then(|at| Field::ALL.get(at)).copied());
            }
            Vec::new()
        });
        Some(menu.searched().at(at))
    }

    /// The column under the cursor is that, and on to the next. Where only one can be it, another that was is not used any
    /// more; but for those that a service has several of, of which the first that says something counts.
    fn choose(&mut self, field: Option<Field>) {
        let is_guessed = field.is_some() && self.columns.get(self.at).is_some_and(|(column, _)| column.guess == field);
        if let Some(one) = field.filter(|field| !field.holds_many()) {
            for (column, is) in &mut self.columns {
                if *is == Some(one) && !(is_guessed && column.guess == Some(one)) {
                    *is = None;
                }
            }
        }
        if let Some((_, is)) = self.columns.get_mut(self.at) {
            *is = field;
        }
        self.at = (self.at + 1).min(self.columns.len().saturating_sub(1));
    }
}
