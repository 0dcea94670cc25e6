//! A table of text, row by row under the header that `head.rs` finds. A row that can't be one is told with its line; a quote
//! that never ends makes all of it worthless, so that is refused.

use std::sync::Arc;

use csv::StringRecord;

use super::beside::Beside;
use super::cells::{example_of, place_of, reader, shortened, unclosed};
use super::days::Days;
use super::decode::newlines;
use super::head::{Head, find};
use super::rivals::{Outcome, Rivals};
use super::{MOST_FIELD, MOST_ROWS, Progress, Refused, Request, Sheet};
use crate::domain::import::{At, Column, Draft, Field, Incoming, Own, Skipped};
use crate::domain::words::Vocabulary as _;
use crate::exchange::export::csv::unguarded;

/// How often progress is told, in rows.
const OFTEN: usize = 1_000;

/// A column that was used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// As it stands in the header; without one its number.
    pub name: String,
    /// What it was taken for.
    pub field: Field,
}

pub(super) fn read(text: &str, request: &Request, progress: Progress) -> Result<Sheet, Refused> {
    // A line of spreadsheets that says which character separates cells; those below it are counted with it.
    let Some((_, rest)) = text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) else {
        return table(text, 1, request, progress);
    };
    table(rest, 2, request, progress).map_err(|refused| match refused {
        Refused::Broken { line, column, why } if line > 0 => Refused::Broken { line: line + 1, column, why },
        refused => refused,
    })
}

/// A table whose text begins on that line. What refuses it counts from its own first line.
fn table(text: &str, first: usize, request: &Request, progress: Progress) -> Result<Sheet, Refused> {
    let head = find(text, request)?;
    unclosed(text, head.delimiter)?;
    let mut sheet = Sheet { source: Arc::clone(&head.label), is_headless: !head.is_headed, ..Sheet::default() };
    for (name, field) in head.names.iter().zip(&head.fields) {
        sheet.columns.push(Column { name: name.clone(), example: String::new(), guess: *field });
    }
    let mut beside = if head.is_headed { Beside::below(&head.names) } else { Beside::default() };
    let ours = Ours::of(&head);
    // Of our own export nothing is made up.
    let source = if ours.is_told() { Arc::default() } else { Arc::clone(&head.label) };
    let mut below = Below { rivals: Rivals::of(&head.fields), days: Days::of(text, &head), ours, source };
    let mut lines = Lines { text, at: 0, line: first };
    let mut record = StringRecord::new();
    let mut reader = reader(text, head.delimiter);
    let mut n = 0;
    while reader.read_record(&mut record).map_err(|error| Refused::whole(error.to_string()))? {
        let line = lines.of(&record);
        n += 1;
        if n <= head.above {
            if n < head.above && head.other.is_some_and(|other| other + 1 < n) {
                let why =
                    "it stands above the header that is read: a list of its own, to be imported by itself".to_owned();
                sheet.skipped.push(Skipped { at: At { file: request.file, line }, why, is_row: true });
            }
            continue;
        }
        if n - head.above > MOST_ROWS {
            let why = format!("it has more than {MOST_ROWS} rows; import it in parts");
            return Err(Refused::Broken { line: line + 1 - first, column: 0, why });
        }
        if n % OFTEN == 0 && !progress(sheet.rows.len()) {
            return Err(Refused::Cancelled);
        }
        if let Some(cell) = record.iter().position(|cell| cell.len() > MOST_FIELD) {
            let name = head.names.get(cell).map_or("a field", String::as_str);
            let why = format!("{name} is longer than {} KiB; shorten it", MOST_FIELD >> 10);
            let (line, column) = place_of(text, lines.at, head.delimiter, cell);
            return Err(Refused::Broken { line, column, why });
        }
        let at = At { file: request.file, line };
        if let Some(why) = beside.why(&record) {
            sheet.skipped.push(Skipped { at, why: why.to_owned(), is_row: true });
            continue;
        }
        row(&record, &head, at, &mut sheet, &mut below);
    }
    if sheet.rows.is_empty() && sheet.skipped.is_empty() {
        return Err(Refused::whole("it has a header and no rows"));
    }
    for (n, column) in sheet.columns.iter_mut().enumerate() {
        match below.rivals.told(n) {
            Outcome::Used(mut left) => sheet.skipped.append(&mut left),
            Outcome::Unused => column.guess = None,
        }
        match column.guess {
            Some(field) => sheet.mapped.push(Mapped { name: column.name.clone(), field }),
            None if ours.holds(n) => {}
            // Where a row ends in separators nothing goes unused.
            None if sheet.is_headless && column.example.is_empty() => {}
            None if !column.name.trim().is_empty() => sheet.unused.push(column.name.clone()),
            None => {}
        }
    }
    sheet.remarks = below.days.told(&head.fields);
    sheet.skipped.sort_by_key(|skipped| skipped.at);
    sheet.columns.retain(|column| !column.name.trim().is_empty());
    Ok(sheet)
}

/// What is known of all rows, and of those before.
struct Below {
    rivals: Rivals,
    days: Days,
    ours: Ours,
    /// Where rows come from that don't say it.
    source: Arc<str>,
}

/// One row into the sheet, or why it is none.
fn row(record: &StringRecord, head: &Head, at: At, sheet: &mut Sheet, of: &mut Below) {
    let Below { rivals, days, ours, source } = of;
    let mut skip = |why: String, is_row| sheet.skipped.push(Skipped { at, why, is_row });
    if let Some(more) = record.iter().skip(head.names.len()).find(|cell| !cell.trim().is_empty()) {
        let beginning: String = more.trim().chars().take(20).collect();
        skip(format!("it has more cells than there are columns; left out from “{beginning}” on"), false);
    }
    if record.iter().all(|cell| cell.trim().is_empty()) {
        return skip("it is empty".into(), true);
    }
    for (cell, column) in record.iter().zip(&mut sheet.columns).filter(|(_, column)| column.example.is_empty()) {
        column.example = example_of(cell);
    }
    let mut draft = Draft::default();
    rivals.row();
    for (n, (cell, field)) in record.iter().zip(&head.fields).enumerate() {
        let Some(field) = field else { continue };
        let mut cell = unguarded(cell.trim());
        if let Some((first, others)) = several(head, *field, cell) {
            skip(format!("{}: “{}” left out; the first counts", field.word(), shortened(others)), false);
            cell = first;
        }
        let cell = days.month_first(n, cell, at);
        let cell = cell.as_ref();
        if cell.is_empty() || rivals.is_beaten(n, *field, &head.names[n], cell, at) {
            continue;
        }
        match field.put(&mut draft, cell) {
            Ok(()) => rivals.counts(n, *field, cell),
            Err(why) => {
                let why = why.to_string().replace(cell, &shortened(cell));
                skip(format!("{}: {why}; left out", field.word()), false);
            }
        }
    }
    let done = if ours.is_told() { draft.ours(at, source) } else { draft.done(at, source) };
    match done {
        Ok(incoming) => sheet.rows.push(Incoming { own: ours.told(record), ..incoming }),
        Err(why) => skip(why, true),
    }
}

/// The first of several companies in one cell, and the others.
fn several<'c>(head: &Head, field: Field, cell: &'c str) -> Option<(&'c str, &'c str)> {
    let is_company = head.lists_companies && matches!(field, Field::Company | Field::Hubspot);
    let (first, others) = cell.split_once(';').filter(|_| is_company)?;
    let (first, others) = (first.trim(), others.trim());
    (!first.is_empty() && !others.is_empty()).then_some((first, others))
}

/// The columns by which our own export says who each row is.
#[derive(Debug, Clone, Copy, Default)]
struct Ours {
    account: Option<usize>,
    id: Option<usize>,
}

impl Ours {
    /// People have both; contacts have no account, but the day on which they came.
    fn of(head: &Head) -> Self {
        let at = |name: &str| {
            let is_it = |(n, each): (usize, &String)| each == name && head.fields.get(n).is_some_and(Option::is_none);
            head.names.iter().enumerate().position(is_it)
        };
        match (at("belongs_to"), at("imported"), at("id")) {
            (account @ Some(_), _, id @ Some(_)) => Self { account, id },
            (None, Some(_), id @ Some(_)) => Self { account: None, id },
            _ => Self::default(),
        }
    }

    /// It is our own export.
    fn is_told(self) -> bool {
        self.id.is_some()
    }

    fn holds(self, column: usize) -> bool {
        [self.account, self.id].contains(&Some(column))
    }

    fn told(self, record: &StringRecord) -> Option<Box<Own>> {
        let cell = |at: usize| record.get(at).map(|cell| unguarded(cell.trim()).to_owned());
        let id = cell(self.id?).filter(|id| !id.is_empty())?;
        Some(Box::new(Own { account: self.account.and_then(cell).unwrap_or_default(), id }))
    }
}

/// Counts lines on the way down, so that each row knows its own; empty lines before a record are none of it.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, record: &StringRecord) -> usize {
        let bytes = self.text.as_bytes();
        let mut to = record.position().map_or(0, |position| position.byte() as usize).clamp(self.at, bytes.len());
        while matches!(bytes.get(to), Some(b'\n' | b'\r')) {
            to += 1;
        }
        self.line += newlines(&bytes[self.at..to]);
        self.at = to;
        self.line
    }
}
