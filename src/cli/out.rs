//! Printing: a table to a terminal, tab-separated text to a pipe, JSON when asked. Every text of a plan is made
//! displayable first.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::OnceLock;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use super::paint::Paint;
use super::{Failure, table};
use crate::domain::plan::Plan;
use crate::domain::problem::Problem;
use crate::domain::words::counted;
use crate::exchange::export::{csv as tables, json};
use crate::store::refusal;
use crate::ui::text::{shown, width, wrap};

/// Whether stdout is written to as to a pipe whatever it is. There is one stdout, and what was asked for holds for all of it.
static PLAIN: OnceLock<()> = OnceLock::new();

/// Write as to a pipe, though it be a terminal: for screen readers, and for terminals that are none.
pub(super) fn be_plain() {
    _ = PLAIN.set(());
}

/// How lists are coloured, if they are.
static PAINT: OnceLock<Paint> = OnceLock::new();

/// Colour what is listed.
pub(super) fn be_painted(paint: Paint) {
    _ = PAINT.set(paint);
}

/// Whether there is somebody who looks at columns.
pub(super) fn is_table() -> bool {
    PLAIN.get().is_none() && io::stdout().is_terminal()
}

/// Whether this run has changed the plan: then that is so even where it can't be printed.
static SAVED: OnceLock<()> = OnceLock::new();

/// Something is saved.
pub(super) fn is_saved() {
    _ = SAVED.set(());
}

/// Ended by the reader, not by us: `inroad list | head` is no failure.
fn written(outcome: io::Result<()>) -> Result<(), Failure> {
    match outcome {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let why = refusal::reason(&error);
            let saved = if SAVED.get().is_some() { "it is saved, but what to say of it" } else { "the output" };
            Err(Failure::failed(format!("{saved} could not be printed: {why}")))
        }
        _ => Ok(()),
    }
}

/// One line; on a terminal it ends between two words where it is longer than that.
pub(super) fn line(text: &str) -> Result<(), Failure> {
    let text = shown(text);
    if is_table() && width(&text) > room() {
        return written(writeln!(io::stdout(), "{}", wrap(&text, room()).join("\n")));
    }
    written(writeln!(io::stdout(), "{text}"))
}

/// One line of cells, a tab between them.
pub(super) fn cells(cells: &[&str]) -> Result<(), Failure> {
    let cells: Vec<_> = cells.iter().map(|cell| shown(cell)).collect();
    written(writeln!(io::stdout(), "{}", cells.join("\t")))
}

/// A message beside the data.
pub(super) fn note(text: &str) {
    _ = writeln!(io::stderr(), "inroad: {}", shown(text));
}

/// So many problems are told beside what was asked for.
const MOST_PROBLEMS: usize = 5;

/// What is wrong with files, beside the data.
pub(super) fn problems<'a>(all: impl IntoIterator<Item = &'a Problem>) {
    let mut all = all.into_iter();
    all.by_ref().take(MOST_PROBLEMS).for_each(|problem| note(&problem.to_string()));
    match all.count() {
        0 => {}
        more => note(&format!("and {}; `inroad doctor` tells all", counted(more, "problem more", "problems more"))),
    }
}

/// Rows under headings.
pub(super) fn table(headings: &[&str], rows: &[Vec<String>]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    if !is_table() {
        let mut text = String::new();
        for row in rows {
            let cells: Vec<_> = row.iter().map(|cell| shown(cell)).collect();
            text.push_str(&cells.join("\t"));
            text.push('\n');
        }
        return written(out.write_all(text.as_bytes()));
    }
    written(out.write_all(table::drawn(headings, rows, room(), PAINT.get()).as_bytes()))
}

/// The same, and a word where there is nothing to list, for whoever looks at it: a script gets no row.
pub(super) fn list(headings: &[&str], rows: &[Vec<String>], nothing: &str) -> Result<(), Failure> {
    if rows.is_empty() && is_table() { line(nothing) } else { table(headings, rows) }
}

/// How many columns the terminal has.
pub(super) fn room() -> usize {
    crossterm::terminal::size().ok().map(|(columns, _)| usize::from(columns)).filter(|room| *room > 0).unwrap_or(100)
}

/// Rows under headings, comma-separated (RFC 4180). What holds a comma or a quote is quoted, and what a spreadsheet would
/// take for a formula is marked as text.
pub(super) fn csv(headings: &[&str], rows: &[Vec<String>]) -> Result<(), Failure> {
    let row = |row: &Vec<String>| row.iter().map(|cell| shown(cell).into_owned()).collect();
    let text = tables::table(headings.iter().copied(), rows.iter().map(row));
    written(io::stdout().write_all(text.as_bytes()))
}

/// A whole document: to a pipe or a file as it is; to a terminal line by line, made displayable.
pub(super) fn document(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    if !out.is_terminal() {
        return written(out.write_all(text.as_bytes()));
    }
    written(text.lines().try_for_each(|line| writeln!(out, "{}", shown(line))))
}

/// JSON, indented, with a line break at its end.
pub(super) fn json(value: &Json) -> Result<(), Failure> {
    written(io::stdout().write_all(json_text(value)?.as_bytes()))
}

/// The same as a text. It says all that the plan says: what a terminal might obey is escaped, not replaced.
pub(super) fn json_text(value: &impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value).map_err(Failure::failed)?;
    let mut safe = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        // serde_json escapes what is below a space.
        if (c.is_ascii() && c != '\u{7f}') || shown(c.encode_utf8(&mut [0; 4])).chars().eq([c]) {
            safe.push(c);
        } else {
            // Only strings hold it, and there an escape means the same.
            for unit in c.encode_utf16(&mut [0; 2]) {
                _ = write!(safe, "\\u{unit:04x}");
            }
        }
    }
    safe.push('\n');
    Ok(safe)
}

/// A list with the problems of the plan beside it: `{"format":1, KEY: […], "problems": […]}`.
pub(super) fn json_list(key: &str, items: Vec<Json>, plan: &Plan) -> Result<(), Failure> {
    let mut object = Map::new();
    object.insert("format".into(), json!(1));
    object.insert(key.into(), Json::Array(items));
    object.insert("problems".into(), json::problems(plan));
    json(&Json::Object(object))
}

/// How long nothing is said of what takes a while.
const A_MOMENT: Duration = Duration::from_millis(300);

/// Do it; if that takes longer than a moment, somebody at a terminal is told meanwhile what it is.
pub(super) fn meanwhile<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let (done, is_told) = telling_after(A_MOMENT, || _ = write!(io::stderr(), "{what}"), work);
    if is_told {
        _ = write!(io::stderr(), "\r\x1b[K");
    }
    done
}

/// Do it; if that takes longer than this, somebody at a terminal is told so in a line that stays.
pub(super) fn noting_after<T>(long: Duration, text: &str, work: impl FnOnce() -> T) -> T {
    telling_after(long, || note(text), work).0
}

/// Says too whether anything was told.
fn telling_after<T>(long: Duration, tell: impl FnOnce() + Send, work: impl FnOnce() -> T) -> (T, bool) {
    if !io::stderr().is_terminal() {
        return (work(), false);
    }
    let (over, ended) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let told = scope.spawn(move || {
            let is_slow = ended.recv_timeout(long) == Err(RecvTimeoutError::Timeout);
            if is_slow {
                tell();
            }
            is_slow
        });
        let done = work();
        drop(over);
        (done, told.join().is_ok_and(|is_told| is_told))
    })
}
