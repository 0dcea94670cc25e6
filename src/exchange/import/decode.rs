//! Bytes to text: UTF-8 with or without its mark, UTF-16 in both orders, and Windows-1252, in which western spreadsheets
//! still write. What is plainly none of these is refused where it stops being one, since a guess would lose letters; what
//! is no text at all says what it seems to be.

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Refused;

/// What a file begins with that is no text, and what to do.
const OTHERS: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "it is a spreadsheet or an archive, not text; save it as CSV first"),
    (b"\xd0\xcf\x11\xe0", "it is an old spreadsheet, not text; save it as CSV first"),
    (b"%PDF", "it is a PDF, not a table; export it as CSV"),
    (b"\x1f\x8b", "it is compressed; unpack it first"),
    (b"SQLite format 3\0", "it is a database; export it as CSV"),
];

/// What a text begins with that is no table.
const MARKUP: &[(&str, &str)] = &[
    ("<html", "it is a web page, whatever its name says; export it as CSV"),
    ("<!doctype", "it is a web page, whatever its name says; export it as CSV"),
    ("<table", "it is a web page, whatever its name says; export it as CSV"),
    ("<?xml", "it is XML; export it as CSV"),
    ("{\"", "it is JSON; export it as CSV"),
];

/// A text, and where it was guessed what its letters are: the character that shows it.
pub(super) type Decoded<'b> = (Cow<'b, str>, Option<usize>);

/// The text of a file.
pub(super) fn text(bytes: &[u8]) -> Result<Decoded<'_>, Refused> {
    if let Some((_, why)) = OTHERS.iter().find(|(begins, _)| bytes.starts_with(begins)) {
        return Err(Refused::whole(*why));
    }
    let (text, guessed) = decoded(bytes)?;
    let beginning: String = text.trim_start().chars().take(16).collect::<String>().to_lowercase();
    if let Some((_, why)) = MARKUP.iter().find(|(begins, _)| beginning.starts_with(begins)) {
        return Err(Refused::whole(*why));
    }
    if let Some(at) = text.find('\0') {
        let (line, column) = place(&text, at);
        return Err(Refused::Broken { line, column, why: "here is a zero byte; this is no text".into() });
    }
    Ok((text, guessed))
}

/// The word of a text in which a character stands, and its line.
pub(super) fn word_of(text: &str, character: usize) -> (usize, &str) {
    let at = text.char_indices().nth(character).map_or(text.len(), |(at, _)| at);
    let is_end = |c: char| c.is_whitespace() || ",;:\"".contains(c);
    let begins = text[..at].rfind(is_end).map_or(0, |end| end + 1);
    let ends = text[at..].find(is_end).map_or(text.len(), |end| at + end);
    (place(text, at).0, &text[begins..ends])
}

/// What to do where bytes are no text that anybody knows.
const SAVE_AS: &str = "save the file as UTF-8 and import that";

pub(super) fn decoded(bytes: &[u8]) -> Result<Decoded<'_>, Refused> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return std::str::from_utf8(rest).map(|text| (text.into(), None)).map_err(|error| {
            refused(rest, error.valid_up_to(), "the file says that it is UTF-8, and here is a byte that is not")
        });
    }
    if bytes.starts_with(b"\xff\xfe") {
        return wide(UTF_16LE.decode_with_bom_removal(bytes));
    }
    if bytes.starts_with(b"\xfe\xff") {
        return wide(UTF_16BE.decode_with_bom_removal(bytes));
    }
    // Without a mark, every second byte of western text in UTF-16 is zero.
    let begin = &bytes[..bytes.len().min(512)];
    let zeros = |odd: usize| begin.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let many = begin.len() / 4;
    if begin.len() >= 8 && zeros(1) > many && zeros(0) == 0 {
        return wide(UTF_16LE.decode_without_bom_handling(bytes));
    }
    if begin.len() >= 8 && zeros(0) > many && zeros(1) == 0 {
        return wide(UTF_16BE.decode_without_bom_handling(bytes));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((text.into(), None)),
        Err(error) => western(bytes, error.valid_up_to()),
    }
}

/// UTF-16, unless something in it is none.
fn wide((text, had_errors): (Cow<'_, str>, bool)) -> Result<Decoded<'_>, Refused> {
    match text.find('\u{fffd}').filter(|_| had_errors) {
        Some(at) => {
            let (line, column) = place(&text, at);
            Err(Refused::Broken { line, column, why: format!("here is half a letter of UTF-16; {SAVE_AS}") })
        }
        None => Ok((text, None)),
    }
}

/// Windows-1252, if it can be that: it leaves five bytes without a meaning, and where more is letters of UTF-8 than is not,
/// the file is UTF-8 with stray bytes. Two letters may look like one of UTF-8 by chance. `stray` is the first byte that is
/// no UTF-8.
fn western(bytes: &[u8], stray: usize) -> Result<Decoded<'_>, Refused> {
    let letters: usize = bytes.utf8_chunks().map(|chunk| chunk.valid().chars().filter(|c| !c.is_ascii()).count()).sum();
    let strays: usize = bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    if letters > strays {
        return Err(refused(bytes, stray, "most of the file is UTF-8, and here is a byte that is not"));
    }
    if let Some(at) = without_meaning(bytes) {
        return Err(refused(bytes, at, "here is a byte that is neither UTF-8 nor Windows-1252"));
    }
    // Each byte is one letter.
    Ok((WINDOWS_1252.decode_without_bom_handling(bytes).0, Some(stray)))
}

/// The first byte to which Windows-1252 gives no meaning.
fn without_meaning(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d))
}

/// Whether bytes can be Windows-1252.
pub(super) fn is_western(bytes: &[u8]) -> bool {
    without_meaning(bytes).is_none()
}

/// Refused, at a byte.
fn refused(bytes: &[u8], at: usize, why: &str) -> Refused {
    let before = String::from_utf8_lossy(bytes.get(..at).unwrap_or(bytes));
    let (line, column) = place(&before, before.len());
    let byte = bytes.get(at).copied().unwrap_or_default();
    Refused::Broken { line, column, why: format!("{why} ({byte:02X}); {SAVE_AS}") }
}

/// Line and column of a byte, both from 1; `\n`, `\r\n` and `\r` end a line.
pub(super) fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let lines = newlines(before.as_bytes());
    let start = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    (lines + 1, before[start..].chars().count() + 1)
}

/// How many lines end in these bytes.
pub(super) fn newlines(bytes: &[u8]) -> usize {
    let ends = |pair: &[u8]| pair[0] == b'\n' || (pair[0] == b'\r' && pair.get(1) != Some(&b'\n'));
    (0..bytes.len()).filter(|&at| ends(&bytes[at..bytes.len().min(at + 2)])).count()
}
