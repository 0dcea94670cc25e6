//! Address books in which cards say what letters theirs are (`FN;CHARSET=ISO-8859-1:…`, as vCard 2.1 does): there each is
//! read by what it says, and only the rest is judged as a whole, as every other file. What says what isn't so is of the rest.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::decode::Decoded;
use super::printable::{is_printable, said};

/// A file without what says rightly what its letters are: lines stay lines, so that places are the file's own.
pub(super) struct Apart {
    /// The bytes of it, with nothing behind the `:` of those.
    pub(super) rest: Vec<u8>,
    /// What stands there, by line from 0.
    values: BTreeMap<usize, String>,
}

/// What a file says of its letters, taken out; nothing where that is not needed: it is no address book, all of it is UTF-8,
/// or nothing in it says so.
pub(super) fn apart(bytes: &[u8]) -> Option<Apart> {
    const BEGIN: &[u8] = b"BEGIN:VCARD";
    let is_one = bytes.trim_ascii_start().get(..BEGIN.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(BEGIN));
    if !is_one || std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let mut apart = Apart { rest: Vec::with_capacity(bytes.len()), values: BTreeMap::new() };
    let mut letters = None;
    for (n, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let end = line.trim_ascii_end().len();
        // What goes on in the next line goes on in its letters.
        let begins = if line.starts_with(b" ") || line.starts_with(b"\t") {
            0
        } else {
            let colon = line.iter().position(|byte| *byte == b':').filter(|colon| *colon < end);
            let head = colon.and_then(|colon| std::str::from_utf8(&line[..=colon]).ok());
            letters = head.filter(|head| !is_printable(head, false)).and_then(said);
            colon.map_or(0, |colon| colon + 1)
        };
        let value = line.get(begins..end).filter(|value| !value.is_ascii());
        let read = value
            .zip(letters)
            .and_then(|(value, letters)| letters.decode_without_bom_handling_and_without_replacement(value));
        match read {
            Some(read) => {
                apart.values.insert(n, read.into_owned());
                apart.rest.extend(line[..begins].iter().chain(&line[end..]));
            }
            None => apart.rest.extend(line),
        }
    }
    (!apart.values.is_empty()).then_some(apart)
}

impl Apart {
    /// The whole text, of what the rest is; and where in it letters were guessed.
    pub(super) fn joined(&self, (rest, guessed): Decoded<'_>) -> Decoded<'static> {
        let mut text = String::with_capacity(rest.len());
        let (mut seen, mut added, mut at) = (0, 0, None);
        for (n, line) in rest.split_inclusive('\n').enumerate() {
            let ends = seen + line.chars().count();
            at = at.or_else(|| guessed.filter(|guessed| (seen..ends).contains(guessed)).map(|guessed| guessed + added));
            seen = ends;
            let Some(value) = self.values.get(&n) else {
                text.push_str(line);
                continue;
            };
            let head = line.trim_end_matches(['\r', '\n']);
            text.extend([head, value, &line[head.len()..]]);
            added += value.chars().count();
        }
        (Cow::Owned(text), at)
    }
}
