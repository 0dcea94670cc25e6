//! contacts.toml, person by person. It may hold fifty thousand of them, so it is never one document: the text is cut in
//! front of each `[[people]]`, each piece is read by itself, and a change writes the pieces that it concerns. What was
//! not understood, and every comment, stays where it is, since nobody else's piece is touched.
//!
//! A file that can't be cut so (its people in one inline list) is one piece. Nothing here may write a text that does not
//! read back.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table as Tree, Value as Leaf};

use super::read::place;
use super::read::{self, Found, Read};
use super::text::{self, Text};
use crate::domain::account::Account;
use crate::domain::contacts::{Beside, Contact, Contacts};
use crate::domain::people::Person;
use crate::domain::wire::Format;
use crate::domain::{fields, id};

/// The most that the file may hold.
pub(super) const MOST: u64 = 32 << 20;

/// So many people at a time are read or written side by side, so that what is made on the way is never there of all.
const SOME: usize = 2_048;

/// What begins each person.
const HEADER: &str = "[[people]]";

/// A piece of the file as it is read: one person, or all where it can't be cut.
#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "T: DeserializeOwned + Default"))]
struct People<T> {
    people: Vec<T>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Head {
    format: Format,
}

/// Read the file's text.
pub(super) fn read(raw: &str) -> Read<Contacts> {
    let clothes = Text::new(raw);
    let text: &str = &clothes.plain;
    let (head, blocks) = cut(text);
    let Read { value: Head { format }, mut found, mut intact } = read::read::<Head>(&text[head]);
    let mut people = Vec::with_capacity(blocks.len());
    let shared = Shared::default();
    for some in blocks.chunks(SOME) {
        let pieces: Vec<(Vec<Contact>, Vec<Found>, bool)> =
            some.par_iter().map(|at| piece(text, at, &shared)).collect();
        for (contacts, of_it, whole) in pieces {
            people.extend(contacts);
            found.extend(of_it);
            intact &= whole;
        }
    }
    found.extend(name(&mut people, |n| blocks.get(n).map_or(0, |at| place(text, at.start).0)));
    Read { value: Contacts { format, people }, found, intact }
}

/// Whether the file says these, person by person, and nothing is wrong with it. Each is looked at and let go of. Not where all
/// stand in one list, or somebody has no id.
pub(super) fn says(raw: &str, contacts: &Contacts) -> bool {
    let clothes = Text::new(raw);
    let text: &str = &clothes.plain;
    let (head, blocks) = cut(text);
    let is_head = read::read::<Head>(&text[head]).value.format == contacts.format;
    let is_it = |(at, contact): (&Range<usize>, &Contact)| {
        let is_said = |person: &Person, beside: &Beside| *person == *contact.person && *beside == contact.beside();
        sound(&text[at.clone()]).is_ok_and(|said| match (&*said.0, &*said.1) {
            ([person], [beside]) => is_said(person, beside),
            _ => false,
        })
    };
    let are_as_many = !blocks.is_empty() && blocks.len() == contacts.people.len();
    is_head && are_as_many && blocks.par_iter().zip(&contacts.people).all(is_it)
}

/// What the file says, as far as it can be read.
pub fn said(raw: &str) -> Contacts {
    read(raw).value
}

/// Who stands in the file, by id.
pub fn ids(raw: &str) -> BTreeSet<String> {
    read(raw).value.people.iter().map(|contact| contact.person.id.clone()).collect()
}

/// The file as it stands, everybody with the id that they go by.
pub(super) fn raw(raw: &str) -> Option<Tree> {
    let mut tree = text::tree(raw).ok()?;
    let people = read(raw).value.people;
    if let Some(Leaf::Array(said)) =
        tree.get_mut("people").filter(|said| said.as_array().map(Vec::len) == Some(people.len()))
    {
        for (said, contact) in said.iter_mut().zip(people) {
            said.as_table_mut().map(|said| said.insert("id".to_owned(), Leaf::String(contact.person.id.clone())));
        }
    }
    Some(tree)
}

/// Everybody in one piece, and what is wrong with it by the lines of the whole.
fn piece(text: &str, at: &Range<usize>, shared: &Shared) -> (Vec<Contact>, Vec<Found>, bool) {
    let block = &text[at.clone()];
    if let Ok((people, beside)) = sound(block) {
        return (joined(&people, &beside, shared), Vec::new(), true);
    }
    let people = read::read::<People<Person>>(block);
    let beside = read::read::<People<Beside>>(block);
    let whole = people.intact && beside.intact && people.value.people.len() == beside.value.people.len();
    let mut found = people.found;
    let mut account = Account { people: people.value.people, ..Account::default() };
    for Found { path, written, line, .. } in &found {
        if let Some(written) = written {
            fields::note_unread(&mut account, path, written, *line);
        }
    }
    let known = |other: &Found| found.iter().any(|each| (each.line, each.column) == (other.line, other.column));
    let more: Vec<Found> = beside.found.into_iter().filter(|other| !known(other)).collect();
    found.extend(more);
    let lines = place(text, at.start).0 - 1;
    for found in &mut found {
        found.line += lines;
    }
    (joined(&account.people, &beside.value.people, shared), found, whole)
}

/// Everybody in a piece with which nothing is wrong: both halves of one parsing.
fn sound(block: &str) -> Result<(Vec<Person>, Vec<Beside>), toml::de::Error> {
    let mut table = DeTable::parse(block)?;
    let mut halves = Vec::new();
    if let Some(DeValue::Array(said)) = table.get_mut().get_mut("people").map(Spanned::get_mut) {
        for said in said.iter_mut() {
            if let DeValue::Table(said) = said.get_mut() {
                halves.push(beside(said)?);
            }
        }
    }
    let people = People::<Person>::deserialize(toml::de::Deserializer::from(table))?;
    Ok((people.people, halves))
}

/// What is said beside a person, taken out of what is said of both.
fn beside(said: &mut DeTable) -> Result<Beside, toml::de::Error> {
    let taken = |key: &&'static str| Some((Spanned::new(0..0, Cow::Borrowed(*key)), said.remove(*key)?));
    let own: DeTable = Beside::KEYS.iter().filter_map(taken).collect();
    Beside::deserialize(toml::de::Deserializer::from(Spanned::new(0..0, own)))
}

/// Texts that many contacts have, each once.
#[derive(Default)]
struct Shared(Mutex<HashSet<Arc<str>>>);

impl Shared {
    fn text(&self, text: &str) -> Arc<str> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(text) = held.get(text) {
            return Arc::clone(text);
        }
        let text: Arc<str> = text.into();
        held.insert(Arc::clone(&text));
        text
    }
}

/// Copies: what a parser makes lies scattered among what it has let go of, and of fifty thousand people that keeps a sixth
/// more than they need.
fn joined(people: &[Person], beside: &[Beside], shared: &Shared) -> Vec<Contact> {
    let contact = |(person, beside): (&Person, &Beside)| {
        let Beside { company, website, industry, source, imported } = beside;
        let (website, industry) = (website.clone(), industry.clone());
        let (company, source) = (shared.text(company), shared.text(source));
        Contact { person: person.clone().into(), company, website, industry, source, imported: *imported }
    };
    people.iter().zip(beside).map(contact).collect()
}

/// Who has no id of their own gets one made of what is said of them, so that it names the same as long as nobody changes
/// it; it is written when they are changed.
fn name(people: &mut [Contact], line: impl Fn(usize) -> usize) -> Vec<Found> {
    let mut taken: HashSet<&str> = HashSet::with_capacity(people.len());
    let mut nameless = Vec::new();
    let mut found = Vec::new();
    for (n, contact) in people.iter().enumerate() {
        let id = contact.person.id.as_str();
        if id.is_empty() {
            nameless.push(n);
        } else if !taken.insert(id) {
            nameless.push(n);
            let message = format!("two people have the id “{id}”; give one of them another");
            found.push(Found { line: line(n), column: 1, path: format!("people.{n}.id"), message, written: None });
        }
    }
    if nameless.is_empty() {
        return found;
    }
    let mut taken: HashSet<String> = taken.into_iter().map(str::to_owned).collect();
    for n in nameless {
        let contact = &mut people[n];
        let salt = format!("{contact:?}");
        let slug = id::slug(&contact.person.name, |_| false);
        let own = (0..).map(|more| format!("{slug}-{}", id::mint(&format!("{salt}{more}"), |_| false)));
        Arc::make_mut(&mut contact.person).id = own.into_iter().find(|id| taken.insert(id.clone())).unwrap_or_default();
    }
    found
}

mod changed;
mod cut;
mod joined;

pub(super) use changed::{changed, changed_alone, whole, whole_tree};
use cut::cut;
pub(super) use joined::{apart, side_by_side};

#[cfg(test)]
mod tests;
