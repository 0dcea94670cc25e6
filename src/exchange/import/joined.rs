//! Lists that were joined into one file: where each of them begins. A header further down is nobody; the rows below it are
//! read by it. It is one by its words alone, several of them and nearly all, so that nobody vanishes who is called as a column
//! is; and it is told with its line whatever comes of it.

use csv::StringRecord;

use super::beside::is_header;
use super::cells::reader;
use super::head::{Head, find, further};
use super::{Refused, Request, top};

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
            return Err(Refused::whole(format!(
                "more than {MOST_LISTS} lists were joined in it; import them in parts"
            )));
        }
    }
    let mut lists = lists.into_iter();
    let first = lists.next().ok_or_else(|| Refused::whole("it is empty"))?;
    Ok(Joined { first, further: lists.collect(), idle })
}
