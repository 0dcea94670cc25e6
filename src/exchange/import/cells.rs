//! The text of a table as cells, whatever they hold: how they are told apart, and how one is named in a message.

use csv::{ReaderBuilder, StringRecord, Terminator};

use super::Refused;
use super::decode::place;

/// The records of a table; the header is one of them.
pub(super) fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .terminator(Terminator::CRLF)
        .from_reader(text.as_bytes())
}

/// What stands in a column of rows.
pub(super) fn filled(below: &[StringRecord], column: usize) -> Vec<&str> {
    let cells = below.iter().filter_map(|record| record.get(column)).map(str::trim);
    cells.filter(|cell| !cell.is_empty()).collect()
}

/// Whether nine of ten are so, and one at least.
pub(super) fn nearly_all(cells: &[&str], fits: impl Fn(&str) -> bool) -> bool {
    let fit = cells.iter().filter(|cell| fits(cell)).count();
    fit > 0 && fit * 10 >= cells.len() * 9
}

/// So much of a cell as says what stands in its column.
pub(super) fn example_of(cell: &str) -> String {
    cell.trim().chars().take(40).collect()
}

/// A text as a message names it.
pub(super) fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    let text = text.trim();
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(['…']).collect()
}

/// A quote that is opened and never closed would take all rows behind it into one cell; one that is closed within a cell
/// leaves nobody sure what the cell says.
pub(super) fn unclosed(text: &str, delimiter: u8) -> Result<(), Refused> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut is_start = true;
    while at < bytes.len() {
        match bytes[at] {
            b'"' if is_start => match end_of_quoted(bytes, at + 1) {
                Some(end) if ends_cell(&bytes[end..], delimiter) => (at, is_start) = (end, false),
                Some(end) => {
                    let (line, column) = place(text, end - 1);
                    let why =
                        "a quote ends here and its cell goes on; a quote within a cell is written twice".to_owned();
                    return Err(Refused::Broken { line, column, why });
                }
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

/// Line and column at which a cell begins: that many cells into the record that begins at that byte.
pub(super) fn place_of(text: &str, record: usize, delimiter: u8, cells: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let mut at = record;
    for _ in 0..cells {
        let inner = if bytes.get(at) == Some(&b'"') { end_of_quoted(bytes, at + 1).unwrap_or(at) } else { at };
        let rest = bytes.get(inner..).unwrap_or_default();
        at = rest.iter().position(|byte| *byte == delimiter).map_or(inner, |end| inner + end + 1);
    }
    place(text, at)
}

/// Whether a cell ends here, but for blanks.
fn ends_cell(rest: &[u8], delimiter: u8) -> bool {
    let behind = rest.iter().find(|byte| !matches!(byte, b' ' | b'\t') || **byte == delimiter);
    behind.is_none_or(|byte| *byte == delimiter || matches!(byte, b'\n' | b'\r'))
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
