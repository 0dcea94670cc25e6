//! Quoted-printable, in which vCard 2.1 writes letters beyond ASCII as bytes: which of its codes are none, and what letters
//! its bytes are. A card may say that of each property, says nothing where a phone wrote it, or says what is not so. What is
//! guessed is told, and what can't be read never goes without a word.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::decode::{is_western, word_of};

const MARK: &str = "QUOTED-PRINTABLE";
const CHARSET: &str = "CHARSET=";

/// A card in which every property says rightly what letters its bytes are; lines are counted from 0.
pub(super) struct Lettered<'c> {
    pub(super) card: Cow<'c, str>,
    /// The first that were taken for Windows-1252: the line, and in words what was read and why.
    pub(super) guessed: Option<(usize, String)>,
    /// What can't be read: the line and the property.
    pub(super) unreadable: Vec<(usize, String)>,
}

/// Whether a line's text is quoted-printable: it says so, or goes on with one that does.
pub(super) fn is_printable(line: &str, goes_on: bool) -> bool {
    goes_on || line.split_once(':').is_some_and(|(head, _)| head.to_uppercase().contains(MARK))
}

/// The first `=` of a text that no two hexadecimal digits follow; at the end of a line it says that the text goes on.
pub(super) fn broken_code(line: &str) -> Option<String> {
    let text = if is_printable(line, false) { line.split_once(':').map_or(line, |(_, rest)| rest) } else { line };
    let mut codes = text.match_indices('=').map(|(at, _)| text[at..].chars().take(3).collect::<String>());
    let is_code = |code: &String| code.len() == 3 && code[1..].chars().all(|c| c.is_ascii_hexdigit());
    codes.find(|code| code != "=" && !is_code(code))
}

/// Look at what each property of a card says of its letters, and put right what isn't so.
pub(super) fn lettered(card: &str) -> Lettered<'_> {
    let mut done = Lettered { card: card.into(), guessed: None, unreadable: Vec::new() };
    if !card.lines().any(|line| is_printable(line, false)) {
        return done;
    }
    let mut text = String::with_capacity(card.len());
    let mut lines = card.split_inclusive('\n').enumerate().peekable();
    while let Some((n, line)) = lines.next() {
        let Some((head, value)) = line.split_once(':').filter(|_| is_printable(line, false)) else {
            text.push_str(line);
            continue;
        };
        let mut bytes = Vec::new();
        let mut goes_on = put_bytes(value, &mut bytes);
        let mut value = Cow::from(value);
        while let Some((_, more)) = lines.next_if(|(_, line)| goes_on || line.starts_with([' ', '\t'])) {
            goes_on = put_bytes(more, &mut bytes);
            value.to_mut().push_str(more);
        }
        match letters(head, &bytes) {
            Letters::AsSaid => text.push_str(&saying(head, None)),
            Letters::Utf8 => text.push_str(&saying(head, Some("UTF-8"))),
            Letters::Others(read) => {
                let end = if value.ends_with('\n') { "\n" } else { "" };
                value = format!("{}{end}", encoded(&read)).into();
                text.push_str(&saying(head, Some("UTF-8")));
            }
            Letters::Western => {
                done.guessed = done.guessed.or_else(|| Some((n, guess(head, &bytes))));
                text.push_str(&saying(head, Some("windows-1252")));
            }
            Letters::Unknown => {
                let name = head.split(';').next().unwrap_or_default();
                done.unreadable.push((n, name.to_uppercase()));
                continue;
            }
        }
        text.push(':');
        text.push_str(&value);
    }
    done.card = text.into();
    done
}

/// What the letters of a property are.
enum Letters {
    /// What it says of them is so.
    AsSaid,
    Utf8,
    /// These, of bytes that only together are a letter, as in Shift_JIS: whoever parses the card does not know them.
    Others(String),
    /// Windows-1252, by guess.
    Western,
    Unknown,
}

fn letters(head: &str, bytes: &[u8]) -> Letters {
    let as_said =
        said(head).and_then(|said| Some((said, said.decode_without_bom_handling_and_without_replacement(bytes)?)));
    match as_said {
        Some((said, text)) if said != UTF_8 && !said.is_single_byte() => Letters::Others(text.into_owned()),
        Some(_) => Letters::AsSaid,
        None if bytes.is_ascii() => Letters::AsSaid,
        None if std::str::from_utf8(bytes).is_ok() => Letters::Utf8,
        None if is_western(bytes) => Letters::Western,
        None => Letters::Unknown,
    }
}

/// What the letters of a property are by what it says, in what stands before its value; nothing of letters beyond ASCII in
/// US-ASCII.
pub(super) fn said(head: &str) -> Option<&'static Encoding> {
    let charset = charset(head).filter(|said| !said.eq_ignore_ascii_case("us-ascii"));
    charset.and_then(|charset| Encoding::for_label(charset.as_bytes()))
}

/// What a property says of its letters, in words.
fn charset(head: &str) -> Option<&str> {
    let is_it = |part: &&str| part.get(..CHARSET.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(CHARSET));
    head.split(';').find(is_it).map(|part| part[CHARSET.len()..].trim_end_matches(':').trim_matches('"'))
}

/// What stands before a value, with that said of its letters; `QUOTED-PRINTABLE` may stand there alone, as the first phones
/// wrote it.
fn saying(head: &str, charset: Option<&str>) -> String {
    let is_kept = |part: &&str| {
        let is_charset = part.get(..CHARSET.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(CHARSET));
        !is_charset || charset.is_none()
    };
    let spelt = |part: &str| {
        if part.eq_ignore_ascii_case(MARK) { format!("ENCODING={MARK}") } else { part.to_owned() }
    };
    let said = charset.map(|charset| format!("{CHARSET}{charset}"));
    let parts: Vec<String> = head.split(';').filter(is_kept).map(spelt).chain(said).collect();
    parts.join(";")
}

fn guess(head: &str, bytes: &[u8]) -> String {
    // Each byte is one letter.
    let text = WINDOWS_1252.decode_without_bom_handling(bytes).0;
    let (_, word) = word_of(&text, bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or_default());
    let why = match charset(head) {
        Some(said) => format!("since it is not the {said} that its card says"),
        None => "since its card says no CHARSET and it is no UTF-8".to_owned(),
    };
    format!("“{word}” is read as Windows-1252, {why}; where that looks wrong, export the cards as vCard 3.0 or 4.0")
}

/// A text as quoted-printable, in UTF-8 and one line.
fn encoded(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'=' | 0..b' ' | 127.. => format!("={byte:02X}"),
        _ => char::from(byte).to_string(),
    };
    text.bytes().map(one).collect()
}

/// The bytes of one line of a value; says whether it goes on in the next.
fn put_bytes(line: &str, bytes: &mut Vec<u8>) -> bool {
    let text = line.trim_end_matches(['\r', '\n']);
    let (text, goes_on) = text.strip_suffix('=').map_or((text, false), |text| (text, true));
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let code = behind.get(..2).filter(|_| *first == b'=').and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    goes_on
}
