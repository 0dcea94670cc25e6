//! Days as numbers between slashes, `03/04/2026`: which of the two is the month depends on who wrote it. The rows of a column
//! show it where one number can be no month. Where none does, the month is taken to come first, as the services that write
//! so do, and that is told.

use std::borrow::Cow;

use super::cells::{reader, shortened};
use super::head::Head;
use crate::domain::import::{At, Field, Remark};
use crate::domain::words::Vocabulary as _;

const MONTHS: u8 = 12;

/// What the columns of one table show.
#[derive(Debug, Default)]
pub(super) struct Days(Vec<Option<Column>>);

#[derive(Debug, Default)]
struct Column {
    has_day_first: bool,
    has_month_first: bool,
    /// The first that could be two days, and how many there are.
    open: Option<(At, String)>,
    count: usize,
}

impl Column {
    /// Rows show that the day comes first, and none the other order.
    fn is_day_first(&self) -> bool {
        self.has_day_first && !self.has_month_first
    }

    fn is_settled(&self) -> bool {
        self.has_day_first != self.has_month_first
    }
}

impl Days {
    /// Of all rows of a table.
    pub(super) fn of(text: &str, head: &Head) -> Self {
        let is_day = |field: &Option<Field>| matches!(field, Some(Field::ConnectedOn | Field::CloseBy));
        let mut columns: Vec<Option<Column>> =
            head.fields.iter().map(|field| is_day(field).then(Column::default)).collect();
        if columns.iter().all(Option::is_none) {
            return Self::default();
        }
        for record in reader(text, head.delimiter).into_records().skip(head.above).filter_map(Result::ok) {
            for (cell, column) in record.iter().zip(&mut columns) {
                let Some((column, (one, other, _))) = column.as_mut().zip(slashed(cell)) else { continue };
                column.has_day_first |= one > MONTHS && other <= MONTHS;
                column.has_month_first |= one <= MONTHS && other > MONTHS;
            }
        }
        Self(columns)
    }

    /// The cell with its month first.
    pub(super) fn month_first<'c>(&mut self, n: usize, cell: &'c str, at: At) -> Cow<'c, str> {
        let Some((column, (one, other, year))) = self.0.get_mut(n).and_then(Option::as_mut).zip(slashed(cell)) else {
            return cell.into();
        };
        if one != other && one.max(other) <= MONTHS && !column.is_settled() {
            column.count += 1;
            column.open.get_or_insert_with(|| (at, cell.to_owned()));
        }
        if (one > MONTHS && other <= MONTHS) || column.is_day_first() {
            return format!("{other:02}/{one:02}/{year}").into();
        }
        cell.into()
    }

    /// What nobody can be sure of.
    pub(super) fn told(self, fields: &[Option<Field>]) -> Vec<Remark> {
        let told = |(column, field): (Option<Column>, &Option<Field>)| {
            let Column { open, count, .. } = column?;
            let (at, cell) = open?;
            let more = if count > 1 { format!(" (and {} more)", count - 1) } else { String::new() };
            let what = format!(
                "{}: “{}”{more} could be two days; the month is taken to come first. 2026-04-03 leaves no doubt, nor \
                 does a column in which one row can be only one, such as 25/04/2026",
                field.map_or("", |field| field.word()),
                shortened(&cell)
            );
            Some(Remark { at, what })
        };
        self.0.into_iter().zip(fields).filter_map(told).collect()
    }
}

/// The two numbers of such a day, and its year with what stands behind it.
fn slashed(cell: &str) -> Option<(u8, u8, &str)> {
    let mut parts = cell.trim().splitn(3, '/');
    let mut number = || {
        let part = parts.next()?;
        (part.len() <= 2).then(|| part.parse::<u8>().ok())?.filter(|number| *number > 0)
    };
    let (one, other) = (number()?, number()?);
    let year = parts.next()?;
    year.starts_with(|c: char| c.is_ascii_digit()).then_some((one, other, year))
}
