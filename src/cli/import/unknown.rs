//! A table of which nobody knows what its columns are: each of them with what stands below it, and a command that says what
//! they could be and works as it stands. It is never run by itself: what is guessed here is for a person to look at.

use std::path::Path;

use super::Args;
use crate::cli::{Failure, out};
use crate::domain::import::{Column, Field};
use crate::domain::words::Vocabulary as _;

/// What is longer is no name of anybody or of a company.
const MOST_NAME: usize = 60;

/// Whether a cell looks so.
type Looks = fn(&str) -> bool;

/// By which a row is somebody, or a company.
const WHO: [Field; 5] = [Field::Name, Field::FirstName, Field::LastName, Field::Company, Field::Email];

/// Tell the columns, and what to type.
pub(super) fn failure(columns: &[Column], is_headed: bool, path: &Path, args: &Args) -> Failure {
    let file = path.display();
    for Column { name, example, .. } in columns {
        out::note(&format!("{file}: column “{name}”, such as “{example}”"));
    }
    let why = if is_headed {
        "its columns are not known"
    } else {
        "it has no header, so the first row counts too, and its columns go by number"
    };
    let numbers = if is_headed && columns.iter().all(|column| column.guess.is_none()) {
        ". Where its first line is one of its rows and no header, say the columns by number: --map 1=name --map 2=company"
    } else {
        ""
    };
    let fields = Field::WORDS.join(", ");
    Failure::usage(match command(columns, path, args) {
        Some(command) => {
            format!(
                "{file}: {why}; say which is what, at least a name or a company: {command}. The fields are {fields}{numbers}"
            )
        }
        None => format!(
            "{file}: {why}, and none of them looks like a name or a company; say which is, as in --map \
             Firma=company. The fields are {fields}{numbers}"
        ),
    })
}

/// The command as it could be: with what was said, what is guessed of each column, and a name and a company where a column
/// looks like one. Nothing, where it would not work.
fn command(columns: &[Column], path: &Path, args: &Args) -> Option<String> {
    let said: Vec<(String, Option<Field>)> = args.map.iter().filter_map(|pair| super::mapping(pair).ok()).collect();
    let mut told: Vec<Field> = said.iter().filter_map(|(_, field)| *field).collect();
    let mut guessed: Vec<(&Column, Field)> = Vec::new();
    let is_open = |column: &&Column| !said.iter().any(|(name, _)| *name == column.name);
    let mut open: Vec<&Column> = columns.iter().filter(is_open).collect();
    open.retain(|column| {
        let guess = column.guess.filter(|field| field.holds_many() || !told.contains(field));
        told.extend(guess);
        guessed.extend(guess.map(|field| (*column, field)));
        guess.is_none()
    });
    let looks: [(&[Field], Looks); 2] =
        [(&[Field::Name, Field::FirstName, Field::LastName], is_name), (&[Field::Company], is_company)];
    for (fields, looks_so) in looks {
        if fields.iter().any(|field| told.contains(field)) {
            continue;
        }
        if let Some(at) = open.iter().position(|column| looks_so(&column.example)) {
            guessed.push((open.remove(at), fields[0]));
            told.push(fields[0]);
        }
    }
    if !told.iter().any(|field| WHO.contains(field)) {
        return None;
    }
    // In the order of the columns.
    guessed.sort_by_key(|(column, _)| columns.iter().position(|each| each == *column));
    let guessed = guessed.iter().map(|(column, field)| format!("{}={}", column.name, field.word()));
    let maps: Vec<String> = args.map.iter().cloned().chain(guessed).collect();
    let quoted = |pair: &String| match pair.rsplit_once('=') {
        Some((name, field)) => format!("{}={field}", shell_words::quote(name)),
        None => pair.clone(),
    };
    // What begins with a hyphen would be an option.
    let option = |map: String| {
        format!(" --map{}{map}", if map.trim_start_matches(['\'', '"']).starts_with('-') { "=" } else { " " })
    };
    let maps: String = maps.iter().map(|pair| option(quoted(pair))).collect();
    let accounts = args.accounts.iter().flat_map(|names| [" --accounts ".into(), shell_words::quote(names)]);
    let accounts: String = accounts.collect();
    let also = if args.dry_run { " --dry-run" } else { "" };
    Some(format!("inroad import {}{maps}{accounts}{also}", shell_words::quote(&path.to_string_lossy())))
}

/// `Ann Lee`: two to four words that begin with a capital.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_word = |word: &&str| {
        word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || "-.'’".contains(c))
    };
    (2..=4).contains(&words.len()) && words.iter().all(is_word) && is_company(text)
}

/// A short text in letters: no address, number, day or code.
fn is_company(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_address = text.contains('@') || text.contains("://") || text.to_lowercase().starts_with("www.");
    letters > 1 && letters > digits && !is_address && text.chars().count() <= MOST_NAME
}
