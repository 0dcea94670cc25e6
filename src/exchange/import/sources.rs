//! Of which service a table is, and whether it says enough of one that nobody knows. What services write stands in
//! `services.rs`, what columns are called by whoever in `headers.rs`.

use std::cell::LazyCell;

use csv::StringRecord;

use super::From;
use super::beside::Beside;
use super::ids::{self, Whose};
use super::known::known_as;
use super::services::{SOURCES, Source};
use super::top::is_header;
use crate::domain::import::Field;

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

/// The rows below a header, without the totals below them and the lists that were joined to theirs.
fn rows<'r>(header: &[String], below: &'r [StringRecord]) -> Vec<&'r StringRecord> {
    let mut beside = Beside::below(header);
    below.iter().take_while(|record| !is_header(record)).filter(|record| beside.why(record).is_none()).collect()
}

/// Of which service a table is; `said`, if somebody said it.
pub(super) fn service(header: &[Heading], said: Option<From>) -> Option<&'static Source> {
    let is_said = said.is_some();
    let fits = |source: &&Source| {
        let is_it = |name: &str, heading: &Heading| {
            let is_believed = is_said && heading.whose.is_none();
            heading.known == name && (is_believed || ids::bear_out(name, heading.whose, source.column(name)))
        };
        source.fits(|name| header.iter().any(|heading| is_it(name, heading)), is_said)
    };
    SOURCES.iter().filter(|source| said.is_none_or(|from| from == source.from)).find(fits)
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
