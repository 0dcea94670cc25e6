//! A table of text, list by list under the headers that `joined.rs` finds, record by record. What can't be read is told with
//! its line; a quote that never ends makes all of it worthless, so that is refused.

use csv::StringRecord;

use super::cells::{place_of, reader, unclosed};
use super::decode::newlines;
use super::joined::{Beginning, Joined, joined};
use super::list::List;
use super::{MOST_FIELD, MOST_ROWS, Progress, Refused, Request, Sheet};
use crate::domain::import::{At, Remark, Skipped};

/// How often progress is told, in rows.
const OFTEN: usize = 1_000;

/// What our own table of touches calls its columns, among others.
const OF_TOUCHES: [&str; 6] = ["touch", "channel", "purpose", "status", "due", "belongs_to"];

pub(super) fn read(text: &str, request: &Request, progress: Progress) -> Result<Sheet, Refused> {
    // A line of spreadsheets that says which character separates cells; those below it are counted with it.
    let Some((_, rest)) = text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) else {
        return table(text, 1, request, progress);
    };
    table(rest, 2, request, progress).map_err(|refused| match refused {
        Refused::Broken { line, column, why } => Refused::Broken { line: line + 1, column, why },
        refused => refused,
    })
}

/// A table whose text begins on that line. What refuses it counts from its own first line.
fn table(text: &str, first: usize, request: &Request, progress: Progress) -> Result<Sheet, Refused> {
    let Joined { first: head, further, idle } = joined(text, request)?;
    if OF_TOUCHES.iter().all(|name| head.head.names.iter().any(|each| each == name)) {
        let why = "it is a table of touches, as `inroad export csv touches` makes it: it shows what was done, and is not \
                   taken in; accounts, people and contacts are";
        return Err(Refused::whole(why));
    }
    let mut idle = idle.into_iter().peekable();
    let mut is_idle = false;
    let (delimiter, above) = (head.head.delimiter, head.head.above);
    unclosed(text, delimiter)?;
    let mut further = further.into_iter().peekable();
    let until = |next: Option<&Beginning>| next.map_or(text.len(), |next| next.at);
    let mut list = List::of(head, text, until(further.peek()));
    let mut sheet = Sheet::default();
    let mut lines = Lines { text, at: 0, line: first };
    let mut record = StringRecord::new();
    let mut reader = reader(text, delimiter);
    let mut n = 0;
    while reader.read_record(&mut record).map_err(|error| Refused::whole(error.to_string()))? {
        let at = At { file: request.file, line: lines.of(&record) };
        n += 1;
        let mut skip = |why: &str| sheet.skipped.push(Skipped { at, why: why.to_owned(), is_row: true });
        if n <= above {
            if n < above && list.resembles(&record) {
                skip("it stands above the header, so nothing says what it is");
            }
            continue;
        }
        if n - above > MOST_ROWS {
            let why = format!("it has more than {MOST_ROWS} rows; import it in parts");
            return Err(Refused::Broken { line: at.line + 1 - first, column: 1, why });
        }
        if n % OFTEN == 0 && !progress(sheet.rows.len()) {
            return Err(Refused::Cancelled);
        }
        if let Some(next) = further.next_if(|next| next.head.above == n) {
            skip("it is the header of another list; the rows below it are read by it");
            let next = List::of(next, text, until(further.peek()));
            std::mem::replace(&mut list, next).end(&mut sheet);
            is_idle = false;
            continue;
        }
        if idle.next_if_eq(&n).is_some() {
            is_idle = true;
            skip("it reads like a header and has no name, company or e-mail; nothing is read by it");
            continue;
        }
        is_idle = is_idle && !list.is_header(&record);
        if is_idle {
            skip("it stands below a header that has no name, company or e-mail");
            continue;
        }
        if let Some(cell) = record.iter().position(|cell| cell.len() > MOST_FIELD) {
            let name = list.name_of(cell);
            let why = format!("{name} is longer than {} KiB; shorten it", MOST_FIELD >> 10);
            let (line, column) = place_of(text, lines.at, delimiter, cell);
            return Err(Refused::Broken { line, column, why });
        }
        list.take(&record, at, &mut sheet);
    }
    if sheet.rows.is_empty() && sheet.skipped.is_empty() {
        let what = "it has a header and no rows".to_owned();
        if !list.is_ours() {
            return Err(Refused::Broken { line: lines.line + 1 - first, column: 1, why: what });
        }
        // A plan without contacts, say, has such a table of them: no reason to leave out the others.
        sheet.remarks.push(Remark { at: At { file: request.file, line: lines.line }, what });
    }
    list.end(&mut sheet);
    sheet.skipped.sort_by_key(|skipped| skipped.at);
    Ok(sheet)
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
