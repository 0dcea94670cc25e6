//! Reading tolerantly: a field that can't be understood becomes a problem with its line, and everything else is read
//! as if it were not there. The text itself is never changed here.

use std::ops::Range;
use std::string::FromUtf8Error;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// Something wrong in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The key path, `people.1.influence`; empty when the text as a whole is meant.
    pub path: String,
    /// What is wrong and what to do.
    pub message: String,
    /// Of a field that could not be understood: what is written there.
    pub written: Option<String>,
}

/// What could be read of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read<T> {
    /// The value, without what could not be understood.
    pub value: T,
    /// What could not.
    pub found: Vec<Found>,
    /// It is TOML throughout, so that it can be patched.
    pub intact: bool,
}

/// Read a text. Without problems it costs what reading strictly costs.
pub fn read<T: DeserializeOwned + Default>(text: &str) -> Read<T> {
    match toml::from_str::<T>(text) {
        Ok(value) => Read { value, found: Vec::new(), intact: true },
        Err(_) => read_around(text),
    }
}

/// Deserialize, take out what the error points at, and try again.
fn read_around<T: DeserializeOwned + Default>(text: &str) -> Read<T> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let intact = errors.is_empty();
    let mut found: Vec<Found> = errors.iter().map(|error| not_toml(text, error)).collect();
    // One bad character can make many complaints; the first of a line is the one to mend.
    found.dedup_by_key(|found| found.line);
    found.truncate(3);
    let mut table = table;
    // Each round takes something out, so there are no more rounds than values.
    for _ in 0..10_000 {
        match T::deserialize(toml::de::Deserializer::from(table.clone())) {
            Ok(value) => return Read { value, found, intact },
            Err(error) => {
                let Some(span) = error.span() else { break };
                let Some(taken) = take_out(table.get_mut(), &span, "") else { break };
                let (line, column) = place(text, taken.span.start);
                let written = text.get(taken.span.clone()).unwrap_or_default();
                let message = in_words(error.message(), &taken.path, written);
                // What isn't TOML has been told; that it makes no value either goes without saying.
                if !found.iter().any(|known| known.path.is_empty() && known.line == line) {
                    let written = Some(plain(written));
                    found.push(Found { line, column, path: taken.path, message, written });
                }
            }
        }
    }
    if found.is_empty() {
        found.push(Found {
            line: 1,
            column: 1,
            path: String::new(),
            message: "this file can't be read".into(),
            written: None,
        });
    }
    Read { value: T::default(), found, intact: false }
}

/// What keeps a text from being TOML, if anything does.
pub fn not_toml_at(text: &str) -> Option<Found> {
    let (_, errors) = DeTable::parse_recoverable(text);
    errors.first().map(|error| not_toml(text, error))
}

fn not_toml(text: &str, error: &toml::de::Error) -> Found {
    let (line, column) = place(text, error.span().map_or(0, |span| span.start));
    let written = text.lines().nth(line - 1).unwrap_or_default();
    let conflict = ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| written.starts_with(mark));
    let (column, message) = if conflict {
        (1, CONFLICT.to_owned())
    } else {
        (column, format!("this is not TOML: {}", error.message().lines().collect::<Vec<_>>().join("; ")))
    };
    Found { line, column, path: String::new(), message, written: None }
}

/// What is said of the marks that git leaves.
pub const CONFLICT: &str = "a conflict that git left here: keep one side and delete the marks";

/// The line, from 1, in which git's marks of a conflict begin, wherever they stand.
pub fn left_of_a_conflict(text: &str) -> Option<usize> {
    let at = text.lines().position(|line| line.starts_with("<<<<<<< "))?;
    text.lines().skip(at).any(|line| line.starts_with(">>>>>>> ")).then_some(at + 1)
}

/// What is said of a file that is no text.
pub const NO_TEXT: &str = "this is not UTF-8 text; save it as UTF-8";

/// Line and column from which on bytes are no text.
pub fn no_text(error: &FromUtf8Error) -> (usize, usize) {
    let text = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
    place(&text, text.len())
}

/// Line and column of a byte, both from 1.
pub fn place(text: &str, at: usize) -> (usize, usize) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// What was taken out, and where it stood.
struct Taken {
    path: String,
    span: Range<usize>,
}

fn joined(path: &str, key: impl std::fmt::Display) -> String {
    if path.is_empty() { key.to_string() } else { format!("{path}.{key}") }
}

/// Remove the smallest value that holds the span. The root itself can't be removed.
fn take_out(table: &mut DeTable, span: &Range<usize>, path: &str) -> Option<Taken> {
    let holds = |outer: Range<usize>| outer.start <= span.start && span.end <= outer.end;
    let key = table.iter().find(|(key, value)| holds(value.span()) || holds(key.span())).map(|(key, _)| key.clone());
    // The span of a table is its header alone, so that a value inside is looked for by going in.
    let Some(key) = key else {
        return table.iter_mut().find_map(|(key, value)| go_in(value, span, &joined(path, key.get_ref())));
    };
    let path = joined(path, key.get_ref());
    if let Some(taken) = table.get_mut(&key).and_then(|value| go_in(value, span, &path)) {
        return Some(taken);
    }
    let value = table.remove(&key)?;
    Some(Taken { path, span: value.span() })
}

fn go_in(value: &mut Spanned<DeValue>, span: &Range<usize>, path: &str) -> Option<Taken> {
    match value.get_mut() {
        DeValue::Table(table) => take_out(table, span, path),
        DeValue::Array(array) => {
            for i in 0..array.len() {
                if let Some(taken) = array.get_mut(i).and_then(|item| go_in(item, span, &joined(path, i))) {
                    return Some(taken);
                }
            }
            let at = array.iter().position(|item| item.span().start <= span.start && span.end <= item.span().end)?;
            let span = array[at].span();
            let mut kept = DeArray::new();
            array.iter().enumerate().filter(|(i, _)| *i != at).for_each(|(_, item)| kept.push(item.clone()));
            *array = kept;
            Some(Taken { path: joined(path, at), span })
        }
        _ => None,
    }
}

/// The beginning of what is written, without its quotes.
fn plain(written: &str) -> String {
    written.lines().next().unwrap_or_default().trim_matches(['"', '\'']).chars().take(40).collect()
}

/// How a message ends of a value that stays in its file although nobody understands it.
pub const LEFT: &str = "; left as it is";

/// The parser's complaint as a person would say it.
fn in_words(complaint: &str, path: &str, written: &str) -> String {
    let key = path.rsplit('.').find(|part| part.parse::<usize>().is_err()).unwrap_or(path);
    let written = plain(written);
    if let Some(options) = complaint.split_once("expected one of ").map(|(_, options)| options.replace('`', "")) {
        return format!("{key}: “{written}” is none of {options}{LEFT}");
    }
    let wanted = match complaint.split_once("expected ").map(|(_, wanted)| wanted) {
        Some(wanted) if wanted.starts_with('u') && wanted[1..].parse::<u32>().is_ok() && written.starts_with('-') => {
            "0 or more"
        }
        Some(wanted) if wanted.starts_with(['u', 'i']) && wanted[1..].parse::<u32>().is_ok() => "a whole number",
        Some(wanted) if wanted.contains("boolean") => "true or false",
        Some(wanted) if wanted.contains("string") => "a text in quotes",
        Some(wanted) if wanted.contains("sequence") => "a list",
        Some(wanted) if wanted.contains("map") || wanted.contains("struct") => "a table",
        Some(wanted) if wanted.contains("datetime") => "a date such as 2026-12-03, without quotes",
        _ => return format!("{key}: {complaint}{LEFT}"),
    };
    format!("{key}: expected {wanted}, found “{written}”{LEFT}")
}

/// The place of a key path in a text; of the deepest part of it that is there.
pub fn locate(text: &str, path: &str) -> Option<(usize, usize)> {
    let (table, _) = DeTable::parse_recoverable(text);
    let mut span = None;
    let mut here = DeValue::Table(table.into_inner());
    for part in path.split('.') {
        let next = match &here {
            DeValue::Table(table) => {
                table.iter().find(|(key, _)| key.get_ref() == part).map(|(_, value)| value.clone())
            }
            DeValue::Array(array) => part.parse::<usize>().ok().and_then(|i| array.get(i)).cloned(),
            _ => None,
        };
        let Some(next) = next else { break };
        span = Some(next.span().start);
        here = next.into_inner();
    }
    span.map(|at| place(text, at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::Account;
    use crate::domain::stage::Stage;

    fn account(text: &str) -> Read<Account> {
        read(text)
    }

    #[test]
    fn one_bad_field_loses_nothing_else_and_is_named_with_its_line() {
        let cases: [(&str, usize, &str, &str); 8] = [
            ("name = \"Primo\"\nvalue = \"lots\"\n", 2, "value", "expected a whole number"),
            ("name = \"Primo\"\nstage = \"wooing\"\n", 2, "stage", "none of target, researching"),
            ("name = \"Primo\"\ntags = \"midwest\"\n", 2, "tags", "expected a list"),
            (
                "name = \"Primo\"\n[[people]]\nname = \"Dana\"\ninfluence = \"huge\"\n",
                4,
                "people.0.influence",
                "none of economic",
            ),
            ("name = \"Primo\"\nrevisit = \"soon\"\n", 2, "revisit", "expected a date"),
            ("name = \"Primo\"\npeople = [1, { name = \"Dana\" }]\n", 2, "people.0", "expected a table"),
            (
                "name = \"Primo\"\n[[sequences]]\n[[sequences.touches]]\nday = -1\n",
                4,
                "sequences.0.touches.0.day",
                "day",
            ),
            ("name = \"Primo\"\ntier = 400\n", 2, "tier", "tier"),
        ];
        for (text, line, path, message) in cases {
            let read = account(text);
            assert_eq!(read.value.name, "Primo", "{text}");
            assert_eq!(read.found.len(), 1, "{text}: {:?}", read.found);
            assert_eq!((read.found[0].line, read.found[0].path.as_str()), (line, path), "{text}");
            assert!(read.found[0].message.contains(message), "{}", read.found[0].message);
            assert!(read.intact);
        }
    }

    #[test]
    fn many_bad_fields_are_all_named() {
        let text = "name = 1\nstage = \"engaged\"\ntier = \"one\"\n[[people]]\nname = \"Dana\"\nsupport = \"wild\"\ndo_not_contact = \"no\"\n";
        let read = account(text);
        let mut lines: Vec<usize> = read.found.iter().map(|found| found.line).collect();
        lines.sort_unstable();
        assert_eq!(lines, [1, 3, 6, 7]);
        assert_eq!((read.value.stage, read.value.people[0].name.as_str()), (Stage::Engaged, "Dana"));
    }

    #[test]
    fn an_impossible_date_loses_only_itself_but_the_file_can_not_be_patched() {
        let read = account("name = \"Primo\"\nrevisit = 2026-02-30\nstage = \"engaged\"\n");
        assert_eq!((read.value.name.as_str(), read.value.stage), ("Primo", Stage::Engaged));
        assert_eq!(read.found[0].line, 2, "{:?}", read.found);
    }

    #[test]
    fn what_is_no_toml_is_a_problem_at_its_line() {
        let read = account("name = \"Primo\"\n<<<<<<< HEAD\nwhy = \"a\"\n");
        assert!(!read.intact);
        assert_eq!(read.found[0].line, 2);
        assert!(read.found[0].message.contains("git"), "{}", read.found[0].message);
    }

    #[test]
    fn a_path_is_found_again() {
        let text =
            "name = \"Primo\"\n\n[[people]]\nid = \"dana\"\n\n[[people]]\nid = \"lee\"\nreports_to = \"nobody\"\n";
        assert_eq!(locate(text, "people.1.reports_to"), Some((8, 14)));
        assert_eq!(locate(text, "people.1.title").map(|(line, _)| line), Some(6));
        assert_eq!(locate(text, "nothing"), None);
    }
}
