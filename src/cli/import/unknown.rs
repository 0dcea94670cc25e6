//! A table of which nobody knows what its columns are: each of them with what stands below it, and a command in which only
//! that is filled in of which nobody can be in doubt. It never runs as it stands where something is open: a guess would make
//! somebody of a company, and nobody would see it.

use std::path::Path;

use super::Args;
use crate::cli::{Failure, out};
use crate::domain::import::{Column, Field, Lacks};
use crate::domain::words::Vocabulary as _;

/// Stands in the command where somebody has to say what a column is.
pub(super) const OPEN: &str = "FIELD";

/// By which a row is somebody, or a company.
const WHO: [Field; 5] = [Field::Name, Field::FirstName, Field::LastName, Field::Company, Field::Email];

/// What is longer is no name of anybody or of a company.
const MOST_NAME: usize = 60;

/// So many columns are asked for in the command; the others may be added to it.
const MOST_OPEN: usize = 6;

/// Tell the columns, and what to type.
pub(super) fn failure(
    columns: &[Column],
    (is_headed, lacks): (bool, Option<Lacks>),
    path: &Path,
    args: &Args,
) -> Failure {
    let file = path.display();
    for Column { name, example, .. } in columns {
        out::note(&format!("{file}: column “{name}”, such as “{example}”"));
    }
    let why = match lacks {
        Some(lacks) => lacks.told(),
        None if is_headed => "its columns are not known",
        None => "it has no header, so the first row counts too, and its columns go by number",
    };
    let numbers = if is_headed && columns.iter().all(|column| column.guess.is_none()) {
        ". Where its first line is one of its rows and no header, say the columns by number: --map 1=name --map 2=company"
    } else {
        ""
    };
    let fields = Field::WORDS.join(", ");
    let asked = |command: String| {
        if command.contains(&format!("={OPEN}")) {
            format!("say which is what, with a field for each {OPEN}, and leave out what is not used: {command}")
        } else {
            format!("say which is what, at least a name or a company: {command}")
        }
    };
    Failure::usage(match command(columns, path, args) {
        Some(command) => format!("{file}: {why}; {}. The fields are {fields}{numbers}", asked(command)),
        None => format!(
            "{file}: {why}, and none of them looks like a name or a company; say which is, as in --map \
             Firma=company. The fields are {fields}{numbers}"
        ),
    })
}

/// The command as far as it goes: with what was said, and what is certain of each column; where a column may hold a name, of
/// whom or what somebody has to say. Nothing, where no column could.
fn command(columns: &[Column], path: &Path, args: &Args) -> Option<String> {
    let said: Vec<(String, Option<Field>)> = args.map.iter().filter_map(|pair| super::mapping(pair).ok()).collect();
    let mut told: Vec<Field> = said.iter().filter_map(|(_, field)| *field).collect();
    let mut open = 0;
    let mut word_of = |column: &Column| {
        if said.iter().any(|(name, _)| *name == column.name) {
            return None;
        }
        if let Some(field) = column.guess.filter(|field| field.holds_many() || !told.contains(field)) {
            told.push(field);
            return Some(field.word());
        }
        let is_open = open < MOST_OPEN && is_word(&column.example);
        open += usize::from(is_open);
        is_open.then_some(OPEN)
    };
    let asked: Vec<String> =
        columns.iter().filter_map(|column| Some(format!("{}={}", column.name, word_of(column)?))).collect();
    let maps: Vec<&String> = args.map.iter().chain(&asked).collect();
    if open == 0 && !told.iter().any(|field| WHO.contains(field)) {
        return None;
    }
    let quoted = |pair: &str| match pair.rsplit_once('=') {
        Some((name, field)) => format!("{}={field}", shell_words::quote(name)),
        None => pair.to_owned(),
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

/// A short text in letters, which may name somebody or something: no address, number, day or code.
fn is_word(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_address = text.contains('@') || text.contains("://") || text.to_lowercase().starts_with("www.");
    letters > 1 && letters > digits && !is_address && text.chars().count() <= MOST_NAME
}
