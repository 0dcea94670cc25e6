//! Several addresses or numbers in one cell, with whatever people and programs put between them. Each is found by itself, so
//! that one that is wrong takes no other along.

use crate::domain::fields;

/// What stands between two, beside a slash. Google's contacts have the colons.
const BETWEEN: [&str; 5] = [",", ";", "|", "\n", ":::"];

/// An address as it stands in a cell.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address<'c> {
    /// The name before it, `Lee Ray <lee@primo.example>`; often none.
    pub(super) called: String,
    /// The address itself, or what stands for one.
    pub(super) value: &'c str,
}

/// The addresses of a cell. In one with angle brackets what has no `@` is of the name before it: `Ray, Lee <…>`.
pub(super) fn addresses(cell: &str) -> Vec<Address<'_>> {
    if is_one(cell) {
        return vec![Address { called: String::new(), value: cell }];
    }
    let has_names = cell.contains('<');
    let mut found = Vec::new();
    let mut name: Vec<&str> = Vec::new();
    for part in parts(cell).into_iter().flat_map(between_slashes) {
        if has_names && !part.contains('@') {
            name.push(part);
            continue;
        }
        let (before, value) = match part.split_once('<') {
            Some((before, rest)) => (before, rest.split('>').next().unwrap_or_default()),
            None => ("", part),
        };
        name.push(before);
        let called = name.drain(..).map(|part| part.trim_matches([' ', '"', '\''])).filter(|part| !part.is_empty());
        found.push(Address { called: called.collect::<Vec<_>>().join(", "), value: value.trim() });
    }
    found
}

/// Whether a cell holds addresses and nothing else.
pub fn is_addresses(cell: &str) -> bool {
    cell.contains('@') && addresses(cell).iter().all(|address| fields::email(address.value).is_ok())
}

/// Whether an address says who it is of.
pub fn is_called(cell: &str) -> bool {
    addresses(cell).first().is_some_and(|first| !first.called.is_empty())
}

/// The numbers of a cell.
pub(super) fn numbers(cell: &str) -> Vec<&str> {
    if is_one(cell) {
        return vec![cell];
    }
    parts(cell).into_iter().flat_map(apart).collect()
}

/// Whether nothing stands in a cell that could be between two, as in most.
fn is_one(cell: &str) -> bool {
    let is_between = |byte: u8| matches!(byte, b',' | b';' | b'|' | b'\n' | b'/' | b'<' | b':');
    !cell.is_empty() && cell.trim() == cell && !cell.bytes().any(is_between)
}

fn parts(cell: &str) -> Vec<&str> {
    let mut parts = vec![cell];
    for between in BETWEEN {
        parts = parts.into_iter().flat_map(|part| part.split(between)).collect();
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// A slash may be a part of one address.
fn between_slashes(part: &str) -> Vec<&str> {
    if part.split('/').all(|each| each.contains('@')) { part.split('/').map(str::trim).collect() } else { vec![part] }
}

/// Numbers with slashes between them; within one it stands behind the area's: `0221/123456`, `+49 221 / 1234567`.
fn apart(part: &str) -> Vec<&str> {
    let mut numbers = Vec::new();
    let mut begins = 0;
    for (at, slash) in part.match_indices('/') {
        let behind = at + slash.len();
        if are_two(&part[begins..at], &part[behind..]) {
            numbers.push(part[begins..at].trim());
            begins = behind;
        }
    }
    numbers.push(part[begins..].trim());
    numbers
}

/// Whether the slash between these is none of a number: both have as many digits as a number has, and what stands behind it
/// begins as one does, or both are too long for the parts of one.
fn are_two(before: &str, behind: &str) -> bool {
    const FEWEST: usize = 7;
    const WITH_AREA: usize = 9;
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    let fewest = digits(before).min(digits(behind));
    let begins = behind.trim_start().starts_with(['+', '0', '(']);
    fewest >= WITH_AREA || (fewest >= FEWEST && begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stand_apart_however_they_are_written() {
        for (cell, want) in [
            ("a@x.example", &[("", "a@x.example")][..]),
            ("a@x.example; b@x.example", &[("", "a@x.example"), ("", "b@x.example")]),
            ("a@x.example ::: b@x.example", &[("", "a@x.example"), ("", "b@x.example")]),
            ("a@x.example / b@x.example", &[("", "a@x.example"), ("", "b@x.example")]),
            ("a@x.example\nb@x.example", &[("", "a@x.example"), ("", "b@x.example")]),
            ("a/b@x.example", &[("", "a/b@x.example")]),
            ("Lee Ray <lee@x.example>", &[("Lee Ray", "lee@x.example")]),
            ("<lee@x.example>", &[("", "lee@x.example")]),
            ("\"Ray, Lee\" <lee@x.example>, b@x.example", &[("Ray, Lee", "lee@x.example"), ("", "b@x.example")]),
            ("Lee <lee@x.example>; Bob <b@x.example>", &[("Lee", "lee@x.example"), ("Bob", "b@x.example")]),
            ("none, a@x.example", &[("", "none"), ("", "a@x.example")]),
            ("", &[]),
        ] {
            let found = addresses(cell);
            let found: Vec<(&str, &str)> = found.iter().map(|each| (each.called.as_str(), each.value)).collect();
            assert_eq!(found, want, "{cell}");
        }
    }

    #[test]
    fn numbers_stand_apart_and_a_slash_within_one_is_its_own() {
        for (cell, want) in [
            ("+1 312 555 0100 / +1 312 555 0101", &["+1 312 555 0100", "+1 312 555 0101"][..]),
            ("312-555-0100/312-555-0101", &["312-555-0100", "312-555-0101"]),
            ("01 23 45 67 89 / 06 12 34 56 78", &["01 23 45 67 89", "06 12 34 56 78"]),
            ("0221/123456/0171 5550100", &["0221/123456", "0171 5550100"]),
            ("+1 312 555 0100 ::: +1 312 555 0101", &["+1 312 555 0100", "+1 312 555 0101"]),
            ("0221/123456; 0171 5550100", &["0221/123456", "0171 5550100"]),
            ("0221 / 1234567", &["0221 / 1234567"]),
            ("+49 221 / 1234567", &["+49 221 / 1234567"]),
            ("+49 (0) 6221 / 1234567", &["+49 (0) 6221 / 1234567"]),
            ("+1 312 555 0100/0101", &["+1 312 555 0100/0101"]),
        ] {
            assert_eq!(numbers(cell), want, "{cell}");
        }
    }
}
