//! A table of text: which character separates, where the header stands, what each column is, and then row by row. A row
//! that can't be one is told with its line; a quote that never ends makes all of it worthless, so that is refused.

use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord, Terminator};

use super::decode::{newlines, place};
use super::sources::{FOOTERS, SOURCES, Source, common, known_as, says_enough};
use super::{From, MOST_FIELD, MOST_ROWS, Progress, Refused, Request, Sheet};
use crate::domain::import::{At, Column, Draft, Field, Skipped};
use crate::domain::words::Vocabulary as _;
use crate::exchange::export::csv::unguarded;

/// What separates cells.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// So far down a header is looked for.
const HEADER_WITHIN: usize = 60;

/// How often progress is told, in rows.
const OFTEN: usize = 1_000;

/// A column that was used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// As it stands in the header.
    pub name: String,
    /// What it was taken for.
    pub field: Field,
}

/// Where the header stands and what it says.
struct Head {
    delimiter: u8,
    /// How many records stand before the first row.
    above: usize,
    names: Vec<String>,
    /// What each column is.
    fields: Vec<Option<Field>>,
    label: Arc<str>,
}

pub(super) fn read(text: &str, request: &Request, progress: Progress) -> Result<Sheet, Refused> {
    let text = text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')).map_or(text, |(_, rest)| rest);
    let head = head(text, request)?;
    unclosed(text, head.delimiter)?;
    let mut sheet = Sheet { source: Arc::clone(&head.label), ..Sheet::default() };
    for (name, field) in head.names.iter().zip(&head.fields) {
        match field {
            Some(field) => sheet.mapped.push(Mapped { name: name.clone(), field: *field }),
            None if !name.trim().is_empty() => sheet.unused.push(name.clone()),
            None => {}
        }
        sheet.columns.push(Column { name: name.clone(), example: String::new(), guess: *field });
    }
    let mut lines = Lines { text, at: 0, line: 1 };
    let mut record = StringRecord::new();
    let mut reader = reader(text, head.delimiter);
    let mut n = 0;
    while reader.read_record(&mut record).map_err(|error| Refused::whole(error.to_string()))? {
        let line = lines.of(&record);
        n += 1;
        if n <= head.above {
            continue;
        }
        if n - head.above > MOST_ROWS {
            let why = format!("it has more than {MOST_ROWS} rows; import it in parts");
            return Err(Refused::Broken { line, column: 0, why });
        }
        if n % OFTEN == 0 && !progress(sheet.rows.len()) {
            return Err(Refused::Cancelled);
        }
        if let Some(cell) = record.iter().position(|cell| cell.len() > MOST_FIELD) {
            let name = head.names.get(cell).map_or("a field", String::as_str);
            let why = format!("{name} is longer than {} KiB; shorten it", MOST_FIELD >> 10);
            return Err(Refused::Broken { line, column: 0, why });
        }
        let at = At { file: request.file, line };
        row(&record, &head, at, &mut sheet);
    }
    if sheet.rows.is_empty() && sheet.skipped.is_empty() {
        return Err(Refused::whole("it has a header and no rows"));
    }
    sheet.columns.retain(|column| !column.name.trim().is_empty());
    Ok(sheet)
}

/// So much of a cell as says what stands in its column.
fn example_of(cell: &str) -> String {
    cell.trim().chars().take(40).collect()
}

/// One row into the sheet, or why it is none.
fn row(record: &StringRecord, head: &Head, at: At, sheet: &mut Sheet) {
    let mut skip = |why: String, is_row| sheet.skipped.push(Skipped { at, why, is_row });
    let first = record.iter().map(str::trim).find(|cell| !cell.is_empty()).unwrap_or_default();
    let filled = record.iter().filter(|cell| !cell.trim().is_empty()).count();
    if filled <= 2 && FOOTERS.iter().any(|footer| first.to_lowercase().starts_with(footer)) {
        return skip("it belongs to the report, not to its rows".into(), true);
    }
    if let Some(more) = record.iter().skip(head.names.len()).find(|cell| !cell.trim().is_empty()) {
        let beginning: String = more.trim().chars().take(20).collect();
        return skip(format!("it has more cells than the header has columns, from “{beginning}” on"), true);
    }
    for (cell, column) in record.iter().zip(&mut sheet.columns).filter(|(_, column)| column.example.is_empty()) {
        column.example = example_of(cell);
    }
    let mut draft = Draft::default();
    for (cell, field) in record.iter().zip(&head.fields) {
        let Some(field) = field else { continue };
        let cell = unguarded(cell.trim());
        if cell.is_empty() {
            continue;
        }
        if let Err(why) = field.put(&mut draft, cell) {
            skip(format!("{}: {why}; left out", field.word()), false);
        }
    }
    match draft.done(at, &head.label) {
        Ok(incoming) => sheet.rows.push(incoming),
        Err(why) => skip(why, true),
    }
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .terminator(Terminator::CRLF)
        .from_reader(text.as_bytes())
}

/// Find the header: for each separator the first lines, and of these the one that says most.
fn head(text: &str, request: &Request) -> Result<Head, Refused> {
    let mut best: Option<(usize, Head)> = None;
    let mut widest: Option<(usize, Vec<StringRecord>, usize, u8)> = None;
    for delimiter in DELIMITERS {
        let records: Vec<StringRecord> =
            reader(text, delimiter).into_records().take(HEADER_WITHIN).filter_map(Result::ok).collect();
        for (n, record) in records.iter().enumerate() {
            if let Some((score, head)) = recognised(record, n, delimiter, request)
                && best.as_ref().is_none_or(|(other, _)| score > *other)
            {
                best = Some((score, head));
            }
        }
        let filled = |record: &StringRecord| record.iter().filter(|cell| !cell.trim().is_empty()).count();
        let Some(most) = records.iter().map(filled).max() else { continue };
        if widest.as_ref().is_none_or(|(other, ..)| most > *other) {
            let at = records.iter().position(|record| filled(record) == most).unwrap_or_default();
            widest = Some((most, records, at, delimiter));
        }
    }
    if let Some((_, head)) = best {
        return Ok(head);
    }
    let Some((_, records, at, delimiter)) = widest else { return Err(Refused::whole("it is empty")) };
    unclosed(text, delimiter)?;
    let names: Vec<String> = records[at].iter().map(|name| name.trim().to_owned()).collect();
    if let Some((asked, _)) = request.map.iter().find(|(asked, _)| !names.iter().any(|name| is_named(name, asked))) {
        return Err(Refused::NoColumn { asked: asked.clone(), columns: names });
    }
    let example = |column: usize| {
        let below = records[at + 1..].iter().filter_map(|record| record.get(column));
        below.map(example_of).find(|cell| !cell.is_empty()).unwrap_or_default()
    };
    let columns = names.iter().enumerate().filter(|(_, name)| !name.is_empty());
    let column = |(n, name): (usize, &String)| Column {
        name: name.clone(),
        example: example(n),
        guess: common(&known_as(name)),
    };
    Err(Refused::Unmapped(columns.map(column).collect()))
}

fn is_named(name: &str, asked: &str) -> bool {
    name.trim() == asked.trim() || (!known_as(asked).is_empty() && known_as(name) == known_as(asked))
}

/// Whether a record is a header that says what its columns are, and how much it says.
fn recognised(record: &StringRecord, n: usize, delimiter: u8, request: &Request) -> Option<(usize, Head)> {
    let names: Vec<String> = record.iter().map(|name| name.trim().trim_start_matches('\u{feff}').to_owned()).collect();
    let known: Vec<String> = names.iter().map(|name| known_as(name)).collect();
    let has_all = request.map.iter().all(|(asked, _)| names.iter().any(|name| is_named(name, asked)));
    let wanted = |source: &&Source| request.from.is_none_or(|from| from == source.from);
    let source = SOURCES.iter().filter(wanted).find(|source| source.fits(&known));
    let mapped = |name: &str| request.map.iter().find(|(asked, _)| is_named(name, asked)).map(|(_, field)| *field);
    let service = request
        .from
        .filter(|from| *from != From::Csv)
        .and_then(|from| SOURCES.iter().find(|source| source.from == from));
    let fields: Vec<Option<Field>> = names
        .iter()
        .zip(&known)
        .map(|(name, known)| {
            let of = |source: &Source| source.column(known);
            let own = match source.or(service) {
                Some(source) => of(source),
                None => common(known),
            };
            let is_used = !request.without.iter().any(|column| is_named(name, column));
            mapped(name).or(own.filter(|_| is_used))
        })
        .collect();
    let told: Vec<Field> = fields.iter().flatten().copied().collect();
    let names_somebody = [Field::Name, Field::FirstName, Field::LastName, Field::Company, Field::Email];
    let is_mapped = !request.map.is_empty() && has_all && told.iter().any(|field| names_somebody.contains(field));
    if !has_all || !(source.is_some() || is_mapped || says_enough(&told)) {
        return None;
    }
    let label = source.map_or_else(|| request.name.as_str(), |source| source.label);
    // A service that is known is worth more than any number of columns.
    let score = told.len() + if source.is_some() { 1_000 } else { 0 };
    Some((score, Head { delimiter, above: n + 1, names, fields, label: label.into() }))
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

/// A quote that is opened and never closed would take all rows behind it into one cell.
fn unclosed(text: &str, delimiter: u8) -> Result<(), Refused> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut is_start = true;
    while at < bytes.len() {
        match bytes[at] {
            b'"' if is_start => match end_of_quoted(bytes, at + 1) {
                Some(end) => (at, is_start) = (end, false),
                None => {
                    let (line, column) = place(text, at);
                    let why = "a quote is opened here and never closed".to_owned();
                    return Err(Refused::Broken { line, column, why });
                }
            },
            byte => {
                is_start = byte == delimiter || byte == b'\n' || byte == b'\r';
                at += 1;
            }
        }
    }
    Ok(())
}

/// The place behind the quote that ends a cell; two quotes are one of its text.
fn end_of_quoted(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == b'"')? + 1;
        if bytes.get(at) != Some(&b'"') {
            return Some(at);
        }
        at += 1;
    }
}
