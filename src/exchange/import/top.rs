//! What stands at the top of a table: a header, or at once its first row. Whoever saved a list without a header means its
//! first row for somebody, who must not be lost by being taken for the names of columns.

use csv::StringRecord;

use super::Request;
use super::headers::is_word;
use super::ids;
use super::known::known_as;
use super::services::SOURCES;
use crate::domain::fields;
use crate::domain::import::{Draft, Field};

/// The top of a table and what is below it.
pub(super) struct Top<'r> {
    /// What the columns are called; without a header by their number, from 1.
    pub(super) names: Vec<String>,
    /// The first row, where that is no header.
    first: Option<Vec<String>>,
    /// How many records stand before the first row.
    pub(super) above: usize,
    /// The rows, as far as they are looked at.
    pub(super) below: &'r [StringRecord],
    /// It says what stands in all of the table, not only in a line above it.
    pub(super) spans: bool,
}

/// What stands before the number of a column that has no name in the header.
const NAMELESS: &str = "column ";

/// What a column is called that has no name in the header.
pub(super) fn nameless(column: usize) -> String {
    format!("{NAMELESS}{}", column + 1)
}

impl<'r> Top<'r> {
    /// The header is that record.
    pub(super) fn header(records: &'r [StringRecord], n: usize) -> Self {
        Self {
            names: cells(&records[n]),
            first: None,
            above: n + 1,
            below: &records[n + 1..],
            spans: spans(records, n),
        }
    }

    /// There is none: all of it is rows.
    fn none(records: &'r [StringRecord]) -> Self {
        let wide = records.iter().map(StringRecord::len).max().unwrap_or_default();
        let names = (1..=wide).map(|n| n.to_string()).collect();
        Self { names, first: records.first().map(cells), above: 0, below: records, spans: true }
    }

    /// Of a table in which no header is known; `at` is the first record that says something in most columns. It is the
    /// header, unless it is a row like those below it: then that stands above it, or there is none. Nor is there one where
    /// columns are asked for by their numbers alone. What somebody said of it goes before all that.
    pub(super) fn of(records: &'r [StringRecord], at: usize, request: &Request) -> Self {
        let none = Self::none(records);
        match request.is_headed {
            Some(true) => return Self::header(records, at),
            Some(false) => return none,
            None => {}
        }
        let is_number = |asked: &str| none.names.iter().any(|name| name == asked.trim());
        let is_numbered = request.asked().next().is_some() && request.asked().all(is_number);
        if is_numbered && known_names(&records[at]) == 0 {
            return none;
        }
        let told = told(records, at);
        if !is_row_by(&records[at], &told) {
            return Self::header(records, at);
        }
        let is_otherwise = |record: &StringRecord| {
            let differs = |(column, is): &(usize, Is)| {
                record.get(*column).is_some_and(|cell| !cell.trim().is_empty() && kind(cell) != Some(*is))
            };
            told.iter().any(differs)
        };
        records[..at].iter().rposition(is_otherwise).map_or(none, |n| Self::header(records, n))
    }

    /// The names of columns stand in the file.
    pub(super) fn is_headed(&self) -> bool {
        self.first.is_none()
    }

    /// Which column is asked for: the one that is called so, else the first whose name has the same letters; without a
    /// header also the one in which that stands in the first row, and with one that without a name by its number.
    pub(super) fn column(&self, asked: &str) -> Option<usize> {
        let called = |names: &Vec<String>| {
            let asked_as = known_as(asked);
            let alike = || names.iter().position(|name| !asked_as.is_empty() && known_as(name) == asked_as);
            names.iter().position(|name| name == asked.trim()).or_else(alike)
        };
        let by_number = || {
            let asked = asked.trim();
            let n: usize = asked.strip_prefix(NAMELESS).unwrap_or(asked).parse().ok()?;
            n.checked_sub(1).filter(|n| self.names.get(*n).is_some_and(String::is_empty))
        };
        called(&self.names).or_else(|| self.first.as_ref().and_then(called)).or_else(by_number)
    }

    /// Whether something stands in that column.
    pub(super) fn says(&self, column: usize) -> bool {
        let name = self.names.get(column).filter(|_| self.is_headed());
        let mut cells = self.below.iter().filter_map(|record| record.get(column)).chain(name.map(String::as_str));
        cells.any(|cell| !cell.trim().is_empty())
    }
}

fn cells(record: &StringRecord) -> Vec<String> {
    record.iter().map(|cell| cell.trim().trim_start_matches('\u{feff}').to_owned()).collect()
}

/// What a cell is, whatever its column is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Is {
    /// An e-mail address.
    Email,
    /// A place on the web.
    Site,
    /// A telephone number, or any of so many digits.
    Number,
    /// A day.
    Day,
}

fn kind(cell: &str) -> Option<Is> {
    const LEAST_DIGITS: usize = 6;
    let cell = cell.trim();
    let small = cell.to_lowercase();
    if cell.contains('@') && fields::email(cell).is_ok() {
        Some(Is::Email)
    } else if ["http://", "https://", "www."].iter().any(|begin| small.starts_with(begin))
        || small.contains("linkedin.com/in/")
    {
        Some(Is::Site)
    } else if Field::ConnectedOn.put(&mut Draft::default(), cell).is_ok() {
        Some(Is::Day)
    } else {
        let digits = cell.chars().filter(char::is_ascii_digit).count();
        let is_number = cell.chars().all(|c| c.is_ascii_digit() || " +-/.()\u{a0}".contains(c));
        (digits >= LEAST_DIGITS && is_number).then_some(Is::Number)
    }
}

/// Whether a cell is an address, a number or a day, and so nothing that is called so.
pub(super) fn is_code(cell: &str) -> bool {
    kind(cell).is_some()
}

/// Whether a record is a row and no header: a cell of it is what the cells below it are, and what a column is not called.
pub(super) fn is_row(records: &[StringRecord], n: usize) -> bool {
    is_row_by(&records[n], &told(records, n))
}

/// The same by what its cells are. A word that is the name of a column too, such as LinkedIn, weighs against an address.
fn is_row_by(record: &StringRecord, told: &[(usize, Is)]) -> bool {
    let addresses = told.iter().filter(|(_, is)| matches!(is, Is::Email | Is::Site)).count();
    let known = known_names(record);
    !told.is_empty() && (known == 0 || addresses >= known)
}

/// Which of a record's cells are what most cells below them are.
fn told(records: &[StringRecord], n: usize) -> Vec<(usize, Is)> {
    let of = |(column, cell): (usize, &str)| {
        let is = kind(cell)?;
        let below = records[n + 1..].iter().filter_map(|record| record.get(column));
        let below: Vec<bool> =
            below.filter(|cell| !cell.trim().is_empty()).map(|cell| kind(cell) == Some(is)).collect();
        (below.iter().filter(|fits| **fits).count() * 2 >= below.len()).then_some((column, is))
    };
    records[n].iter().enumerate().filter_map(of).collect()
}

/// How many of a record's cells are names that columns have.
fn known_names(record: &StringRecord) -> usize {
    record.iter().filter(|cell| is_word(cell)).count()
}

/// Whether a record is a header by its words alone, wherever it stands: several of its cells are what columns are called,
/// and nearly all of them, unless they are what some service needs. Somebody who is called as one column is is no header.
pub(super) fn is_header(record: &StringRecord) -> bool {
    /// Where none of the first so many cells is such a word, it is a row like most.
    const FIRST: usize = 3;
    const SEVERAL: usize = 2;
    let filled = || record.iter().map(str::trim).filter(|cell| !cell.is_empty());
    if !filled().take(FIRST).any(is_word) || filled().any(|cell| kind(cell).is_some()) {
        return false;
    }
    let (known, all) = (known_names(record), filled().count());
    let is_of_service = || {
        let names: Vec<String> = record.iter().map(known_as).collect();
        let is_there = |name: &str| ids::bear_out(name, None, None) && names.iter().any(|each| each == name);
        SOURCES.iter().any(|source| source.fits(is_there, false))
    };
    known >= SEVERAL && (known * 4 >= all * 3 || is_of_service())
}

/// Whether a record may head all of the table: what stands above it says less, and of the rows below few say more.
fn spans(records: &[StringRecord], n: usize) -> bool {
    let wide = |record: &StringRecord| {
        let filled = record.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
        filled.last().map_or(0, |(last, _)| last + 1)
    };
    let own = wide(&records[n]);
    // In one column alone everything would stand that is separated otherwise.
    let is_otherwise = |row: &StringRecord| own == 1 && row.iter().any(|cell| cell.contains([',', ';', '\t']));
    let below = &records[n + 1..];
    records[..n].iter().all(|above| wide(above) < own)
        && below.iter().filter(|row| wide(row) > own || is_otherwise(row)).count() * 2 <= below.len()
}
