//! Where the header of a table stands, which character separates cells, and what each column is: what somebody said, else
//! what its name says, else what all of its cells are. A table that has none is told as such. Never more than the first lines
//! are looked at.

use std::collections::HashSet;
use std::sync::Arc;

use csv::StringRecord;

use super::cells::{example_of, filled, nearly_all, reader, shortened, unclosed};
use super::headers::{is_idle, is_ours};
use super::known::known_as;
use super::lacking::lacking;
use super::named::named;
use super::services::SOURCES;
use super::sources::{self, Heading, WHO, says_enough};
use super::top::Top;
use super::{From, Refused, Request, top};
use crate::domain::import::{Column, Field, Lacks, is_addresses, keys};
use crate::domain::words::Vocabulary as _;

/// What separates cells.
pub(super) const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// So far down a header is looked for.
const HEADER_WITHIN: usize = 60;

/// What is longer is no name of a column.
const MOST_NAME: usize = 400;

/// Where the header stands and what it says.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) delimiter: u8,
    /// How many records stand before the first row.
    pub(super) above: usize,
    pub(super) names: Vec<String>,
    /// They stand in the file; else it has no header and its columns go by number.
    pub(super) is_headed: bool,
    /// What each column is.
    pub(super) fields: Vec<Option<Field>>,
    /// The columns as they count: what was said or is a service's own word first, else as they stand.
    pub(super) order: Vec<usize>,
    pub(super) label: Arc<str>,
    /// Of people who may work for several companies, all of which stand in one cell.
    pub(super) lists_companies: bool,
}

/// A table of which its columns say what they are.
struct Recognised {
    head: Head,
    /// How much they say.
    score: usize,
    /// What they don't say, and is to be asked for.
    lacks: Option<Lacks>,
}

/// What is known of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Is {
    /// Somebody said so.
    Said(Field),
    /// Somebody said that it is not to be used.
    Unused,
    /// Its name says so, or what stands below it.
    Guessed(Field),
    /// Nothing.
    Unknown,
}

impl Is {
    fn field(self) -> Option<Field> {
        match self {
            Self::Said(field) | Self::Guessed(field) => Some(field),
            Self::Unused | Self::Unknown => None,
        }
    }
}

/// Find the header: for each separator the first lines, and of these the one that says most. Lists may have been joined: then
/// the headers above it come with it, in their order.
pub(super) fn find(text: &str, request: &Request) -> Result<Vec<Head>, Refused> {
    let mut found: Vec<Head> = Vec::new();
    let mut best: Option<(usize, u8, usize)> = None;
    let mut lacks = None;
    let mut widest: Option<(usize, Vec<StringRecord>, usize, u8)> = None;
    for delimiter in DELIMITERS {
        let records: Vec<StringRecord> =
            reader(text, delimiter).into_records().take(HEADER_WITHIN).filter_map(Result::ok).collect();
        let may_be_header = if request.is_headed == Some(false) { 0 } else { records.len() };
        for n in 0..may_be_header {
            let Some(known) = recognised(&Top::header(&records, n), delimiter, request)? else { continue };
            if request.is_headed.is_none() && top::is_row(&records, n) {
                continue;
            }
            if known.lacks.is_some() {
                lacks = lacks.or(known.lacks);
                continue;
            }
            let Recognised { head, score, .. } = known;
            if best.is_none_or(|(other, ..)| score > other) {
                best = Some((score, delimiter, head.above));
            }
            found.push(head);
        }
        let filled = |record: &StringRecord| record.iter().filter(|cell| !cell.trim().is_empty()).count();
        let Some(most) = records.iter().map(filled).max() else { continue };
        if widest.as_ref().is_none_or(|(other, ..)| most > *other) {
            let at = records.iter().position(|record| filled(record) == most).unwrap_or_default();
            widest = Some((most, records, at, delimiter));
        }
    }
    if let Some((_, delimiter, above)) = best {
        found.retain(|head| head.delimiter == delimiter && head.above <= above);
        return Ok(found);
    }
    let Some((_, records, at, delimiter)) = widest else { return Err(Refused::whole("it is empty")) };
    unclosed(text, delimiter)?;
    let top = Top::of(&records, at, request);
    if let Some(asked) = request.asked().find(|asked| top.column(asked).is_none()) {
        let columns = top.names.iter().filter(|name| !name.is_empty()).map(|name| shortened(name)).collect();
        return Err(Refused::NoColumn { asked: asked.to_owned(), columns });
    }
    if !top.is_headed()
        && let Some(Recognised { head, lacks: None, .. }) = recognised(&top, delimiter, request)?
    {
        return Ok(vec![head]);
    }
    let example = |column: usize| {
        let cells = top.below.iter().filter_map(|record| record.get(column));
        cells.map(example_of).find(|cell| !cell.is_empty()).unwrap_or_default()
    };
    if top.names.iter().all(|name| name.is_empty() || name.len() > MOST_NAME) {
        let name = shortened(top.names.iter().find(|name| !name.is_empty()).map_or("", String::as_str));
        return Err(Refused::whole(format!("it is no table with a header; it begins with “{name}”")));
    }
    let columns = top.names.iter().enumerate().filter(|(_, name)| !name.is_empty() && name.len() <= MOST_NAME);
    let by_name = named(&Heading::all(&top.names, top.below, request.from), None, request);
    let by_name = |n: usize| by_name[n].map(|named| named.field);
    let column = |(n, name): (usize, &String)| Column {
        name: name.clone(),
        example: example(n),
        guess: by_name(n).or_else(|| all_are(name, top.below, n)).or_else(|| are_sites(top.below, n)),
    };
    let lacks = lacks.filter(|_| top.is_headed());
    Err(Refused::Unmapped { columns: columns.map(column).collect(), is_headed: top.is_headed(), lacks })
}

/// The header of another list further down: the text begins with it. Of what somebody said of columns that counts which are
/// there. Nothing, where its columns say too little.
///
/// # Errors
///
/// What was said of its columns can't be.
pub(super) fn further(text: &str, delimiter: u8, request: &Request) -> Result<Option<Head>, Refused> {
    let records: Vec<StringRecord> =
        reader(text, delimiter).into_records().take(HEADER_WITHIN).filter_map(Result::ok).collect();
    if records.is_empty() {
        return Ok(None);
    }
    let top = Top::header(&records, 0);
    let is_there = |asked: &String| top.column(asked).is_some();
    let map = request.map.iter().filter(|(asked, _)| is_there(asked)).cloned().collect();
    let without = request.without.iter().filter(|asked| is_there(asked)).cloned().collect();
    let request = Request { map, without, ..request.clone() };
    let known = recognised(&top, delimiter, &request)?;
    Ok(known.filter(|known| known.lacks != Some(Lacks::Names)).map(|known| known.head))
}

/// Whether what stands at the top says what the columns are, and how much it says.
fn recognised(top: &Top, delimiter: u8, request: &Request) -> Result<Option<Recognised>, Refused> {
    if request.asked().any(|asked| top.column(asked).is_none()) {
        return Ok(None);
    }
    let header = Heading::all(&top.names, top.below, request.from);
    let source = sources::service(&header, request.from);
    let service = request
        .from
        .filter(|from| *from != From::Csv)
        .and_then(|from| SOURCES.iter().find(|source| source.from == from));
    let named = named(&header, source.or(service), request);
    let by_name: Vec<Option<Field>> = named.iter().map(|named| named.map(|named| named.field)).collect();
    let mut columns: Vec<Is> = by_name.iter().map(|guess| guess.map_or(Is::Unknown, Is::Guessed)).collect();
    let said = request.map.iter().map(|(asked, field)| (asked, Is::Said(*field)));
    for (asked, is) in said.chain(request.without.iter().map(|asked| (asked, Is::Unused))) {
        if let Some(at) = top.column(asked) {
            columns[at] = is;
        }
    }
    give_way(&mut columns);
    if source.is_none_or(|source| !source.is_of_companies()) {
        by_their_cells(&mut columns, &top.names, top.below);
    }
    let told: Vec<Field> = columns.iter().filter_map(|is| is.field()).collect();
    let is_mapped = !request.map.is_empty() && told.iter().any(|field| WHO.contains(field));
    if !(source.is_some() || is_mapped || says_enough(&told, top.spans, are_all(top, &columns, &by_name))) {
        return Ok(None);
    }
    let fields: Vec<Option<Field>> = columns.iter().map(|is| is.field()).collect();
    let unknown: Vec<usize> = (0..columns.len()).filter(|n| columns[*n] == Is::Unknown).collect();
    let lacks = lacking(top, &fields, &unknown).filter(|_| source.is_none() && !is_mapped);
    said_once(&top.names, &columns, &by_name)?;
    of_nobody(&mut columns);
    let fields = columns.iter().map(|is| is.field()).collect();
    let is_first = |n: &usize| matches!(columns[*n], Is::Said(_)) || named[*n].is_some_and(|named| named.is_own);
    let is_hubspot = source.is_some_and(|source| source.from == From::Hubspot);
    // Of several companies the one that is said to be the primary, wherever it stands.
    let is_primary = |n: &usize| is_hubspot && top.names[*n].to_lowercase().contains("primary");
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by_key(|n| (!is_first(n), !is_primary(n)));
    let label = source.map_or_else(|| request.name.as_str(), |source| source.label);
    let lists_companies = is_hubspot && told.contains(&Field::HubspotContact);
    // A service that is known is worth more than any number of columns.
    let score = told.len() + if source.is_some() { 1_000 } else { 0 };
    let (above, is_headed, names) = (top.above, top.is_headed(), top.names.clone());
    let label = label.into();
    let head = Head { delimiter, above, names, is_headed, fields, order, label, lists_companies };
    Ok(Some(Recognised { head, score, lacks }))
}

/// Whether every column says what it is: by its name, or where none stands there by its cells. What there is no place for
/// says it too, but not beside a name alone: companies have names and cities as people have.
fn are_all(top: &Top, columns: &[Is], by_name: &[Option<Field>]) -> bool {
    let is_sure = [Field::Company, Field::Email].iter().any(|field| by_name.contains(&Some(*field)));
    let is_said = |n: usize| match columns[n] {
        Is::Said(_) | Is::Unused => true,
        Is::Guessed(_) => by_name[n].is_some() || !top.is_headed(),
        Is::Unknown => by_name[n].is_some() || !top.says(n) || (is_sure && is_idle(&known_as(&top.names[n]))),
    };
    (0..columns.len()).all(is_said)
}

/// In a list of companies in which nothing says who works there, what else is guessed of people is not used: a row with a
/// phone and nobody to call would be none.
fn of_nobody(columns: &mut [Is]) {
    const BY: [Field; 5] = [Field::Name, Field::FirstName, Field::LastName, Field::Email, Field::Linkedin];
    let has = |field: Field| columns.contains(&Is::Said(field)) || columns.contains(&Is::Guessed(field));
    if !has(Field::Company) || BY.into_iter().any(has) {
        return;
    }
    for is in columns {
        if matches!(is, Is::Guessed(field) if !field.is_of_company() && *field != Field::Source) {
            *is = Is::Unknown;
        }
    }
}

/// What was said goes before what was guessed: of a field that holds one value, the guessed column is not used then, and a
/// name that was said is not put together of guessed halves, nor the other way round.
fn give_way(columns: &mut [Is]) {
    let said: Vec<Field> =
        columns.iter().filter_map(|is| if let Is::Said(field) = is { Some(*field) } else { None }).collect();
    let is_said = |field: Field| said.contains(&field);
    for is in columns {
        let gives_way = match is {
            Is::Guessed(field) if field.holds_many() => false,
            Is::Guessed(Field::Name) => is_said(Field::Name) || (is_said(Field::FirstName) && is_said(Field::LastName)),
            Is::Guessed(field @ (Field::FirstName | Field::LastName)) => is_said(*field) || is_said(Field::Name),
            Is::Guessed(field) => is_said(*field),
            Is::Said(_) | Is::Unused | Is::Unknown => false,
        };
        if gives_way {
            *is = Is::Unknown;
        }
    }
}

/// Two columns can't both be what is one. Where a service has several columns for one field, the first that says something
/// counts: so two that are what they would be anyway are no mistake.
fn said_once(names: &[String], columns: &[Is], guesses: &[Option<Field>]) -> Result<(), Refused> {
    for (n, is) in columns.iter().enumerate() {
        let Is::Said(field) = is else { continue };
        let Some(other) = columns[..n].iter().position(|other| other == is).filter(|_| !field.holds_many()) else {
            continue;
        };
        if guesses[n] != Some(*field) || guesses[other] != Some(*field) {
            let (one, other, field) = (&names[other], &names[n], field.word());
            let why = format!("“{one}” and “{other}” can't both be {field}, which is one; say which of them is");
            return Err(Refused::Asked(why));
        }
    }
    Ok(())
}

/// Columns of whom no name says anything, where no column is the e-mail or the profile yet.
fn by_their_cells(columns: &mut [Is], names: &[String], below: &[StringRecord]) {
    for n in 0..columns.len() {
        if columns[n] != Is::Unknown {
            continue;
        }
        let is_there =
            |field: Field| columns.iter().any(|is| matches!(is, Is::Said(f) | Is::Guessed(f) if *f == field));
        if let Some(field) = all_are(&names[n], below, n).filter(|field| !is_there(*field)) {
            columns[n] = Is::Guessed(field);
        }
    }
}

/// What nearly all cells of a column are: e-mail addresses, of many people and not of a few owners, or profiles.
fn all_are(name: &str, below: &[StringRecord], column: usize) -> Option<Field> {
    let known = known_as(name);
    if name.contains('@') || is_ours(&known) {
        return None;
    }
    let cells = filled(below, column);
    if nearly_all(&cells, |cell| cell.to_lowercase().contains("linkedin.com/in/")) {
        return Some(Field::Linkedin);
    }
    let distinct: HashSet<String> = cells.iter().map(|cell| keys::email(cell)).collect();
    (distinct.len() * 2 > cells.len() && nearly_all(&cells, is_addresses)).then_some(Field::Email)
}

/// A column of websites, where it says nothing itself: that is no more than a guess, for whoever is asked.
fn are_sites(below: &[StringRecord], column: usize) -> Option<Field> {
    let is_site = |cell: &str| {
        let small = cell.to_lowercase();
        ["http://", "https://", "www."].iter().any(|begin| small.starts_with(begin)) && !small.contains("linkedin.com")
    };
    nearly_all(&filled(below, column), is_site).then_some(Field::Website)
}
