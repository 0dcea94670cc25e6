//! Lists that were joined into one file: where each of them begins. A header further down is nobody; the rows below it are
//! read by it. It is one by its words alone, several of them and nearly all, so that nobody vanishes who is called as a column
//! is; and it is told with its line whatever comes of it.

use csv::StringRecord;

use super::beside::is_header;
use super::cells::reader;
use super::head::{DELIMITERS, Head, find, further};
use super::{Refused, Request, decode, top};

/// The most lists in one file.
const MOST_LISTS: usize = 100;

/// Where a list begins.
#[derive(Debug)]
pub(super) struct Beginning {
    pub(super) head: Head,
    /// The byte at which its header begins, or its first row where it has none.
    pub(super) at: usize,
}

/// The lists of a table.
#[derive(Debug)]
pub(super) struct Joined {
    pub(super) first: Beginning,
    /// Those below it, in their order.
    pub(super) further: Vec<Beginning>,
    /// Headers that say too little for anything to be read by them: which records they are, from 1.
    pub(super) idle: Vec<usize>,
}

/// Find them.
///
/// # Errors
///
/// There is no header that says enough, or there are too many.
pub(super) fn joined(text: &str, request: &Request) -> Result<Joined, Refused> {
    let mut heads = find(text, request)?.into_iter().peekable();
    let Some(delimiter) = heads.peek().map(|head| head.delimiter) else { return Err(Refused::whole("it is empty")) };
    let (mut lists, mut idle): (Vec<Beginning>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut record = StringRecord::new();
    let mut reader = reader(text, delimiter);
    let mut n = 0;
    while reader.read_record(&mut record).map_err(|error| Refused::whole(error.to_string()))? {
        n += 1;
        let at = record.position().map_or(0, |position| position.byte() as usize);
        let columns = lists.last().map(|last| last.head.names.len());
        if let Some(why) = of_another_kind(&record, delimiter, columns) {
            let blank = text.get(at..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
            let (line, column) = decode::place(text, at + blank);
            return Err(Refused::Broken { line, column, why });
        }
        if let Some(head) = heads.next_if(|head| head.above <= n) {
            lists.push(Beginning { head, at });
            continue;
        }
        let Some(last) = lists.last().filter(|_| heads.peek().is_none()) else { continue };
        if !top::is_header(&record) || is_header(&record, &last.head.names) {
            continue;
        }
        match further(text.get(at..).unwrap_or_default(), delimiter, request)? {
            Some(head) => lists.push(Beginning { head: Head { above: n, ..head }, at }),
            None => idle.push(n),
        }
        if lists.len() + idle.len() > MOST_LISTS {
            let (line, column) = decode::place(text, at);
            let why = format!("more than {MOST_LISTS} lists were joined in it; import them in parts");
            return Err(Refused::Broken { line, column, why });
        }
    }
    let mut lists = lists.into_iter();
    let first = lists.next().ok_or_else(|| Refused::whole("it is empty"))?;
    Ok(Joined { first, further: lists.collect(), idle })
}

/// Why what begins there can't be read with the rest: its cells stand apart by something else, or they are none. Below a header
/// of so many columns that is told by as many cells too.
fn of_another_kind(record: &StringRecord, delimiter: u8, columns: Option<usize>) -> Option<String> {
    let cell = record.get(0).filter(|_| record.len() == 1)?.trim();
    if cell.eq_ignore_ascii_case("BEGIN:VCARD") {
        return Some("address cards begin here, and the rest is a table; import each as a file of its own".to_owned());
    }
    let shown = |delimiter: u8| {
        if delimiter == b'\t' { "a tab".to_owned() } else { format!("“{}”", char::from(delimiter)) }
    };
    let is_header = |other: &u8| {
        let first = reader(cell, *other).into_records().next().and_then(Result::ok);
        first.is_some_and(|record| top::is_header(&record) || (record.len() > 2 && Some(record.len()) == columns))
    };
    let other = DELIMITERS.into_iter().filter(|other| *other != delimiter).find(is_header)?;
    let (other, this) = (shown(other), shown(delimiter));
    Some(format!(
        "a list with {other} between its cells begins here, and one with {this} is in the file too; import each as a file of its own"
    ))
}
