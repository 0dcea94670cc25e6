//! Where the text of contacts.toml is cut: in front of each `[[people]]`, comments above it and all; nowhere, if people stand
//! otherwise in it.

use std::ops::Range;

use rayon::prelude::*;
use toml::de::DeTable;

use super::HEADER;

/// What stands before the first person, and the person by person pieces. One piece with everything where people stand
/// otherwise.
pub(super) fn cut(text: &str) -> (Range<usize>, Vec<Range<usize>>) {
    let Headers { mut starts, others } = headers(text);
    let first = starts.first().copied().unwrap_or(text.len());
    starts.push(text.len());
    let blocks: Vec<Range<usize>> = starts.windows(2).map(|pair| pair[0]..pair[1]).collect();
    let is_one = |at: &Range<usize>| {
        let next = others.partition_point(|other| *other < at.start);
        if others.get(next).is_none_or(|other| *other >= at.end) {
            return true;
        }
        let table = DeTable::parse(&text[at.clone()]);
        // What can't be parsed is told when it is read.
        table.is_err() || table.is_ok_and(|table| table.get_ref().len() == 1)
    };
    let head = DeTable::parse(&text[..first]);
    if head.is_ok_and(|head| head.get_ref().contains_key("people")) || !blocks.par_iter().all(is_one) {
        return (0..text.len(), std::iter::once(0..text.len()).collect());
    }
    (0..first, blocks)
}

/// What begins with a bracket at the start of a line, in the order of the text.
#[derive(Default)]
struct Headers {
    /// Where a person begins: at the header, or at the comment right above it.
    starts: Vec<usize>,
    /// Any other, which may be a header too.
    others: Vec<usize>,
}

fn headers(text: &str) -> Headers {
    let bytes = text.as_bytes();
    let (mut found, mut at, mut floor) = (Headers::default(), 0, 0);
    let mut is_line_start = true;
    while at < bytes.len() {
        if is_line_start {
            let line = text[at..].trim_start_matches([' ', '\t']);
            if line.starts_with(HEADER) {
                found.starts.push(above(text, floor, at));
                at += text[at..].find(']').unwrap_or(0) + 2;
                floor = at;
                is_line_start = false;
                continue;
            }
            if line.starts_with('[') {
                found.others.push(at);
            }
        }
        is_line_start = bytes[at] == b'\n';
        match bytes[at] {
            b'#' => at += text[at..].find('\n').unwrap_or(text.len() - at),
            b'"' | b'\'' => {
                at = behind_string(text, at);
                floor = at;
            }
            b' ' | b'\t' | b'\n' => at += 1,
            _ => {
                let ends = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'#' | b'"' | b'\'');
                at += bytes[at..].iter().position(ends).unwrap_or(bytes.len() - at);
                floor = at;
            }
        }
    }
    found
}

/// The comments and empty lines right above a header belong to it, as far as they lie behind the last value.
fn above(text: &str, floor: usize, header: usize) -> usize {
    let mut start = header;
    let mut in_comment = true;
    while start > floor {
        let before = text[..start - 1].rfind('\n').map_or(0, |newline| newline + 1);
        let line = text[before..start - 1].trim();
        if before < floor || !(line.is_empty() || (line.starts_with('#') && in_comment)) {
            break;
        }
        in_comment &= !line.is_empty();
        start = before;
    }
    start
}

/// The place behind a string that begins here, whatever kind it is; the end of its line if it never ends.
fn behind_string(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let (quote, long) = if bytes[at] == b'"' { ("\"", "\"\"\"") } else { ("'", "'''") };
    let (mark, is_long) = if text[at..].starts_with(long) { (long, true) } else { (quote, false) };
    let mut here = at + mark.len();
    while here < bytes.len() {
        // What else stands there is passed over at once.
        let plain = |byte: &u8| !matches!(byte, b'\\' | b'\n' | b'"' | b'\'');
        here += bytes[here..].iter().take_while(|byte| plain(byte)).count();
        let Some(byte) = bytes.get(here) else { break };
        match byte {
            b'\\' if quote == "\"" => here += 2,
            b'\n' if !is_long => return here,
            _ if bytes[here..].starts_with(mark.as_bytes()) => {
                here += mark.len();
                // Up to two more quotes may stand before the end of a long one.
                while is_long && bytes.get(here) == Some(&quote.as_bytes()[0]) {
                    here += 1;
                }
                return here;
            }
            _ => here += 1,
        }
    }
    // A backslash at the very end leads behind it.
    let mut end = here.min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    end
}
