//! Columns that were taken for the same field, which holds one value: the first that says something in a row counts. What the
//! others say there is never lost without a word. One that never counts is a column that is not used.

use super::cells::shortened;
use crate::domain::import::{At, Draft, Field, Skipped};
use crate::domain::words::Vocabulary as _;

/// What the columns of one table say beside each other.
#[derive(Debug)]
pub(super) struct Rivals {
    columns: Vec<Column>,
    /// What counts in the row that is being read.
    held: Vec<(Field, String)>,
}

#[derive(Debug, Default)]
struct Column {
    has_rival: bool,
    /// Something of it was used, or said what was used.
    is_used: bool,
    left: Vec<Skipped>,
}

impl Rivals {
    /// Of columns with what they were taken for.
    pub(super) fn of(fields: &[Option<Field>]) -> Self {
        let has_rival =
            |field: Field| holds_one(field) && fields.iter().filter(|each| **each == Some(field)).count() > 1;
        let column = |field: &Option<Field>| Column { has_rival: field.is_some_and(has_rival), ..Column::default() };
        Self { columns: fields.iter().map(column).collect(), held: Vec::new() }
    }

    /// Another row begins.
    pub(super) fn row(&mut self) {
        self.held.clear();
    }

    /// Whether a column before has said that field in this row. If it is something else, that is noted.
    pub(super) fn is_beaten(&mut self, n: usize, field: Field, name: &str, cell: &str, at: At) -> bool {
        let Some(column) = self.columns.get_mut(n).filter(|column| column.has_rival) else { return false };
        let Some((_, held)) = self.held.iter().find(|(other, _)| *other == field) else { return false };
        match left(field, held, cell, &format!("column “{name}”")) {
            None => column.is_used = true,
            Some(why) => column.left.push(Skipped { at, why, is_row: false }),
        }
        true
    }

    /// The column has said that in this row.
    pub(super) fn counts(&mut self, n: usize, field: Field, cell: &str) {
        if let Some(column) = self.columns.get_mut(n).filter(|column| column.has_rival) {
            column.is_used = true;
            self.held.push((field, cell.to_owned()));
        }
    }

    /// What is to be told of a column: that it was never used, or in which rows it was not.
    pub(super) fn told(&mut self, n: usize) -> Outcome {
        match self.columns.get_mut(n) {
            Some(column) if column.left.is_empty() || column.is_used => Outcome::Used(std::mem::take(&mut column.left)),
            Some(_) => Outcome::Unused,
            None => Outcome::Used(Vec::new()),
        }
    }
}

/// What came of a column.
pub(super) enum Outcome {
    /// It was used, but for these cells.
    Used(Vec<Skipped>),
    /// Another said something else in every row in which it says something.
    Unused,
}

/// Whether a field has one value, which the first that says something is.
pub(super) fn holds_one(field: Field) -> bool {
    !field.holds_many() && field != Field::DoNotContact
}

/// What is told of a text beside the one that counts; nothing where it means the same. `place` is where it stands.
pub(super) fn left(field: Field, held: &str, text: &str, place: &str) -> Option<String> {
    let why = || {
        let (held, text, field) = (shortened(held), shortened(text), field.word());
        format!("{field} is “{held}” already, so “{text}” is left out ({place})")
    };
    (!means_the_same(field, held, text)).then(why)
}

fn means_the_same(field: Field, one: &str, other: &str) -> bool {
    let alone = |cell: &str| {
        let mut draft = Draft::default();
        field.put(&mut draft, cell).is_ok().then_some(draft)
    };
    one.eq_ignore_ascii_case(other) || alone(one) == alone(other)
}
