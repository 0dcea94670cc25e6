//! Days as numbers, `03/04/2026` or `03-04-2026`: which of the two is the month depends on who wrote it. The rows of a column
//! show it where one number can be no month. Where none does, the month is taken to come first, as the services that write
//! so do, and that is told; between dots it is the day.

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
    /// Rows show which of the two comes first, and none the other order.
    fn is_settled(&self) -> bool {
        self.has_day_first != self.has_month_first
    }
}

impl Days {
    /// Of all rows of a list: the text begins with its header, if it has one.
    pub(super) fn of(text: &str, head: &Head) -> Self {
        let is_day = |field: &Option<Field>| matches!(field, Some(Field::ConnectedOn | Field::CloseBy));
        let mut columns: Vec<Option<Column>> =
            head.fields.iter().map(|field| is_day(field).then(Column::default)).collect();
        if columns.iter().all(Option::is_none) {
            return Self::default();
        }
        let header = usize::from(head.is_headed);
        for record in reader(text, head.delimiter).into_records().skip(header).filter_map(Result::ok) {
            for (cell, column) in record.iter().zip(&mut columns) {
                let Some((column, Numbers { one, other, .. })) = column.as_mut().zip(numbers(cell)) else { continue };
                column.has_day_first |= one > MONTHS && other <= MONTHS;
                column.has_month_first |= one <= MONTHS && other > MONTHS;
            }
        }
        Self(columns)
    }

    /// The cell as a day that can be only one; another as it is.
    pub(super) fn read<'c>(&self, n: usize, cell: &'c str) -> Cow<'c, str> {
        let Some((column, numbers)) = self.0.get(n).and_then(Option::as_ref).zip(numbers(cell)) else {
            return cell.into();
        };
        let Numbers { one, other, year, rest, .. } = numbers;
        let is_day_first = if column.is_settled() { column.has_day_first } else { numbers.is_day_first() };
        // A row may show it by itself, whatever others do.
        let is_day_first = (is_day_first || one > MONTHS) && other <= MONTHS;
        let (month, day) = if is_day_first { (other, one) } else { (one, other) };
        format!("{year:04}-{month:02}-{day:02}{rest}").into()
    }

    /// The cell was a day. Where nobody can be sure which, that is noted.
    pub(super) fn counts(&mut self, n: usize, cell: &str, at: At) {
        let Some((column, numbers)) = self.0.get_mut(n).and_then(Option::as_mut).zip(numbers(cell)) else { return };
        if numbers.is_open() && !column.is_settled() {
            column.count += 1;
            column.open.get_or_insert_with(|| (at, cell.to_owned()));
        }
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

/// A day in numbers of which the year comes last.
#[derive(Debug, Clone, Copy)]
struct Numbers<'c> {
    one: u8,
    other: u8,
    year: u16,
    separator: char,
    /// What stands behind it, such as a time.
    rest: &'c str,
}

impl Numbers<'_> {
    /// Whether it is written as nobody writes it who puts the month first: `3.4.2026`.
    fn is_day_first(&self) -> bool {
        self.separator == '.'
    }

    /// Whether it could be two days by itself.
    fn is_open(&self) -> bool {
        self.one != self.other && self.one.max(self.other) <= MONTHS && !self.is_day_first()
    }
}

/// `3/4/2026`, `03-04-2026`, `03.04.2026`; with a year of two digits where no hyphen could make a year of the first.
fn numbers(cell: &str) -> Option<Numbers<'_>> {
    /// Years of two digits from here on are of the century before.
    const CENTURY: u16 = 69;
    let cell = cell.trim();
    let separator = cell.chars().find(|c| !c.is_ascii_digit()).filter(|c| "/-.".contains(*c))?;
    let mut parts = cell.splitn(3, separator);
    let mut number = || {
        let part = parts.next()?;
        (part.len() <= 2).then(|| part.parse::<u8>().ok())?.filter(|number| *number > 0)
    };
    let (one, other) = (number()?, number()?);
    let last = parts.next()?;
    let digits = last.find(|c: char| !c.is_ascii_digit()).unwrap_or(last.len());
    let (year, rest) = last.split_at(digits);
    let year: u16 = match (digits, year.parse().ok()?) {
        (4, year) => year,
        (2, year) if separator != '-' => year + if year < CENTURY { 2000 } else { 1900 },
        _ => return None,
    };
    rest.starts_with(|c: char| c.is_whitespace() || c == ',').then_some(()).or(rest.is_empty().then_some(()))?;
    Some(Numbers { one, other, year, separator, rest })
}
