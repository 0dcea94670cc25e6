//! Of which service a table is, and whether it says enough of one that nobody knows. What services write stands in
//! `services.rs`, what columns are called by whoever in `headers.rs`.
//!
//! Headers are compared by their letters and digits alone, without accents: `First Name`, `first_name` and `FirstName` are
//! one.

use std::cell::LazyCell;

use csv::StringRecord;

use super::From;
use super::beside::Beside;
use super::ids::{self, Whose};
use super::services::{PERSON, SOURCES};
use super::top::is_header;
use crate::domain::import::Field;

/// What a service writes.
pub(super) struct Source {
    pub(super) from: From,
    /// As it is told.
    pub(super) label: &'static str,
    /// It is this one if its header has one of each of these, …
    pub(super) needs: &'static [&'static str],
    /// … and one of these, if there are any: what it needs alone is written by others too. Not asked where somebody said
    /// which service it is.
    pub(super) marks: &'static str,
    /// … and none of these.
    pub(super) lacks: &'static str,
    /// What its columns are.
    pub(super) columns: &'static [(Field, &'static str)],
    /// What is none of what others mean by that word, and has no place.
    pub(super) idle: &'static str,
}

/// What a service means by these is its own, whatever the word: its stages are its pipeline's, an owner is a user of it.
const ITS_OWN: [Field; 2] = [Field::Stage, Field::Owner];

/// A column as far as it says whose file it is.
#[derive(Debug)]
pub(super) struct Heading {
    /// Its name by what it is [`known_as`].
    pub(super) known: String,
    /// Whose ids stand in it, if it is one of ids.
    pub(super) whose: Option<Whose>,
}

impl Heading {
    /// Those of a header with the rows below it. Somebody may have said where it comes from (`said`): then no cell says
    /// otherwise, but what Salesforce's ids are of.
    pub(super) fn all(names: &[String], below: &[StringRecord], said: Option<From>) -> Vec<Self> {
        let is_open = said.is_none_or(|from| from == From::Csv);
        let is_asked =
            |whose: &Whose| is_open || (said == Some(From::Salesforce) && matches!(whose, Whose::Salesforce(_)));
        let rows = LazyCell::new(|| rows(names, below));
        let one = |(n, name): (usize, &String)| {
            let known = known_as(name);
            let cells = || {
                let cells = rows.iter().filter_map(|record| record.get(n)).map(str::trim);
                cells.filter(|cell| !cell.is_empty()).collect::<Vec<&str>>()
            };
            let whose = if ids::may_be(&known) { ids::whose(&cells()).filter(is_asked) } else { None };
            Self { known, whose }
        };
        names.iter().enumerate().map(one).collect()
    }
}

/// A header by which it is compared.
pub(super) fn known_as(header: &str) -> String {
    let mut known = String::with_capacity(header.len());
    for c in header.chars().filter(|c| c.is_alphanumeric()) {
        if c.is_ascii() {
            known.push(c.to_ascii_lowercase());
            continue;
        }
        // Letters of western languages without their accents; others say themselves.
        match deunicode::deunicode_char(c).filter(|_| c < '\u{250}') {
            Some(plain) => known.extend(plain.chars().flat_map(char::to_lowercase)),
            None => known.extend(c.to_lowercase()),
        }
    }
    known
}

/// The rows below a header, without the totals below them and the lists that were joined to theirs.
fn rows<'r>(header: &[String], below: &'r [StringRecord]) -> Vec<&'r StringRecord> {
    let mut beside = Beside::below(header);
    below.iter().take_while(|record| !is_header(record)).filter(|record| beside.why(record).is_none()).collect()
}

/// Of which service a table is; `said`, if somebody said it.
pub(super) fn service(header: &[Heading], said: Option<From>) -> Option<&'static Source> {
    let wanted = |source: &&Source| said.is_none_or(|from| from == source.from);
    SOURCES.iter().filter(wanted).find(|source| source.fits(header, said.is_some()))
}

impl Source {
    /// Whether a header is this one's. `is_said`: somebody said that it comes from there.
    fn fits(&self, header: &[Heading], is_said: bool) -> bool {
        let is_it = |name: &str, heading: &Heading| {
            let is_believed = is_said && heading.whose.is_none();
            heading.known == name && (is_believed || ids::bear_out(name, heading.whose, self.column(name)))
        };
        let has = |words: &str| words.split_whitespace().any(|name| header.iter().any(|heading| is_it(name, heading)));
        let is_marked = is_said || self.marks.is_empty() || has(self.marks);
        is_marked && self.needs.iter().all(|any| has(any)) && !has(self.lacks)
    }

    /// What a column is by this service's own words.
    pub(super) fn column(&self, known: &str) -> Option<Field> {
        let of = |table: &[(Field, &str)]| {
            let is_it = |(_, words): &&(Field, &str)| words.split_whitespace().any(|word| word == known);
            table.iter().find(is_it).map(|(field, _)| *field)
        };
        of(self.columns).or_else(|| of(PERSON))
    }

    /// Whether a column of that name may be what everybody else means by it.
    pub(super) fn leaves(&self, known: &str, field: Field) -> bool {
        let is_idle = self.idle.split_whitespace().any(|word| word == known);
        !is_idle && !ITS_OWN.contains(&field) && (field.is_of_company() || !self.is_of_companies())
    }

    /// Its rows are companies, and nobody works there.
    pub(super) fn is_of_companies(&self) -> bool {
        self.columns.iter().all(|(field, _)| field.is_of_company())
    }
}

/// All names that services have for columns, whatever is made of these.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    let of = |source: &'static Source| {
        let columns = source.columns.iter().map(|(_, names)| *names);
        columns.chain(source.needs.iter().copied()).chain([source.marks])
    };
    let all = SOURCES.iter().flat_map(of).chain(PERSON.iter().map(|(_, names)| *names));
    all.flat_map(str::split_whitespace)
}

/// By one of these a row is somebody, or a company.
pub(super) const WHO: [Field; 5] = [Field::Name, Field::FirstName, Field::LastName, Field::Company, Field::Email];

/// By one of these somebody is told of, and not who.
const SOMEBODY: [Field; 6] =
    [Field::FirstName, Field::LastName, Field::Title, Field::Department, Field::Mobile, Field::ConnectedOn];

/// Whether columns that say what they are say enough: people with a name and a company, an address or what only people have,
/// or companies with something beside their name. Where people are told of and nothing says who, their names stand below a
/// word that nobody knows. A line that heads all of the table (`is_head`) needs to say less than one that may be a row;
/// where all of its columns say what they are (`are_all`), one who or what is meant by is enough.
pub(super) fn says_enough(fields: &[Field], is_head: bool, are_all: bool) -> bool {
    let has = |field: Field| fields.contains(&field);
    if is_head && are_all && WHO.into_iter().any(has) {
        return true;
    }
    let is_somebody = SOMEBODY.into_iter().any(has);
    let is_reached = has(Field::Email) || has(Field::Linkedin);
    let is_placed = is_reached || has(Field::Company);
    let is_called = has(Field::FirstName) && has(Field::LastName);
    let is_described = has(Field::Website)
        || has(Field::Industry)
        || (is_head && fields.iter().any(|field| *field != Field::Company && field.is_of_company()));
    (is_called && (is_head || is_placed))
        || (has(Field::Name) && (is_placed || (is_head && is_somebody)))
        || (has(Field::Company) && (is_reached || (is_described && !is_somebody)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_as_they_are_compared_and_mean_one_thing_to_a_service() {
        for word in words() {
            assert_eq!(known_as(word), word);
        }
        for source in SOURCES {
            let mut seen = std::collections::HashSet::new();
            for word in source.columns.iter().flat_map(|(_, words)| words.split_whitespace()) {
                assert!(seen.insert(word), "{}: {word} twice", source.label);
            }
            for word in source.idle.split_whitespace() {
                assert!(source.column(word).is_none(), "{}: {word} is used", source.label);
            }
        }
    }
}
