//! Our own JSON export made a plan again: what each file said, as a text to be written. What is computed is left out, what
//! a file said beside what is known is put back, and what the schema does not name is refused rather than lost.
//!
//! Nothing here looks at the plan that it goes into, or writes.

mod place;

use std::any::Any;
use std::collections::HashSet;
use std::path::{Component, Path};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use toml::{Table as Tree, Value as Leaf};

use super::export::json::FORMAT;
use super::import::{Refused, as_text};
use super::shape::{Shape, UNKNOWN, VERBATIM};
use crate::domain::account::Account;
use crate::domain::contacts::Beside;
use crate::domain::id;
use crate::domain::people::Person;
use crate::domain::plan::FileKey;
use crate::domain::playbook::Playbook;
use crate::domain::settings::Settings;
use crate::domain::wire::Format;
use crate::store::read::{Found, LEFT};
use crate::store::{check, patch, read, text};

/// The most bytes of an export that is read.
pub const MOST_BYTES: u64 = 512 << 20;

/// What a file of the plan is to say.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The stem of the file; of a contact, the id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The website, of an account that has one.
    pub website: String,
    /// What it says.
    pub tree: Tree,
}

/// A plan as it was exported.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Backup {
    /// What plan.toml says.
    pub settings: Tree,
    /// Each account.
    pub accounts: Vec<Told>,
    /// Everybody of contacts.toml.
    pub contacts: Vec<Told>,
    /// The owner's own playbooks.
    pub playbooks: Vec<Told>,
    /// How many things were not understood in the files when they were exported.
    pub problems: usize,
}

/// Read an export.
///
/// # Errors
///
/// It is no JSON, no export of a plan, of a later format, or says something that is no value of its field; with the line and
/// column. Then nothing of it is to be used.
pub fn read(bytes: &[u8]) -> Result<Backup, Refused> {
    let text = as_text(bytes)?;
    let json: Json = serde_json::from_str(&text).map_err(|error| {
        let told = error.to_string();
        let why = told.split(" at line").next().unwrap_or_default();
        Refused::Broken { line: error.line(), column: error.column().max(1), why: format!("this is not JSON: {why}") }
    })?;
    backup(&json).map_err(|wrong| wrong.placed(&text))
}

fn backup(json: &Json) -> Result<Backup, Wrong> {
    let format = part(json, "format", Json::as_u64)?;
    if format > u64::from(FORMAT) {
        return Err(at("format", format!("a newer inroad wrote it (format {format}); take it in with that")));
    }
    if format == 0 {
        return Err(at("format", "no inroad has ever written this; it begins with 1"));
    }
    let settings = part(json, "settings", Json::as_object)?;
    let accounts = part(json, "accounts", Json::as_array)?;
    let playbooks = part(json, "playbooks", Json::as_array)?;
    let none = Vec::new();
    let contacts = json["contacts"].as_array().unwrap_or(&none);
    let known = Known::of(json);
    let (wanted, value) = said::<Settings>(settings, "settings", "settings", |settings| settings.format)?;
    known.is_sound(&FileKey::Settings, &value, &wanted, "settings")?;
    Ok(Backup {
        settings: wanted,
        accounts: each(accounts, "accounts", |json, place| account(json, place, &known))?,
        contacts: each(contacts, "contacts", contact)?,
        playbooks: each(playbooks, "playbooks", |json, place| playbook(json, place, &known))?,
        problems: known.0.len(),
    })
}

/// What the export itself says was wrong with its files: by file, in words. That comes as it was; anything else that is
/// wrong somebody has written into the export.
struct Known(HashSet<(String, String)>);

impl Known {
    fn of(json: &Json) -> Self {
        let text = |problem: &Json, key: &str| problem[key].as_str().unwrap_or_default().to_owned();
        let problems = json["problems"].as_array().into_iter().flatten();
        Self(problems.map(|problem| (text(problem, "file"), text(problem, "message"))).collect())
    }

    /// Refuses what the doctor would find in the file.
    fn is_sound(&self, key: &FileKey, value: &dyn Any, tree: &Tree, place: &str) -> Result<(), Wrong> {
        let file = key.file().display().to_string();
        let text = toml::to_string(tree).map_err(|error| at(place, error.to_string()))?;
        let is_new = |found: &Found| !self.0.contains(&(file.clone(), found.message.clone()));
        match check::found(value, &text).into_iter().find(is_new) {
            Some(found) => Err(at(&format!("{place}.{}", found.path), &found.message)),
            None => Ok(()),
        }
    }
}

/// The text of a file that says this and nothing else.
///
/// # Errors
///
/// It can't be written as TOML, in words.
pub fn file(tree: &Tree) -> Result<String, String> {
    let text = patch::between("", &Tree::new(), tree)?.trim_start_matches('\n').to_owned();
    match text::tree(&text) {
        Ok(back) if back == *tree => Ok(text),
        _ => Err("it can't be written down so that it reads back".to_owned()),
    }
}

/// What is wrong with one value, or with all of it.
struct Wrong {
    /// The path of the value; empty of all.
    place: String,
    why: String,
}

impl Wrong {
    /// With the line and column in the text that was read.
    fn placed(self, text: &str) -> Refused {
        let Self { place, why } = self;
        let (line, column) = read::place(text, place::of(text, &place));
        let why = if place.is_empty() { why } else { format!("{place}: {why}") };
        Refused::Broken { line, column, why }
    }
}

/// What every export has.
fn part<'j, T>(json: &'j Json, key: &str, read: impl Fn(&'j Json) -> Option<T>) -> Result<T, Wrong> {
    let (place, why) = match json.get(key) {
        Some(_) => (key, "no plan says this here".to_owned()),
        None => ("", format!("this JSON is no plan: it has no “{key}”")),
    };
    read(&json[key]).ok_or_else(|| at(place, why + "; `inroad export json` writes what can be taken in again"))
}

fn at(place: &str, why: impl AsRef<str>) -> Wrong {
    Wrong { place: place.to_owned(), why: why.as_ref().to_owned() }
}

fn each(
    list: &[Json],
    key: &str,
    one: impl Fn(&Map<String, Json>, &str) -> Result<Told, Wrong>,
) -> Result<Vec<Told>, Wrong> {
    let mut taken = HashSet::new();
    let one = |(n, value): (usize, &Json)| {
        let id = value["id"].as_str().map_or_else(|| n.to_string(), str::to_owned);
        let place = format!("{key}.{id}");
        let told = one(value.as_object().ok_or_else(|| at(&place, "this is no object"))?, &place)?;
        if taken.insert(told.id.clone()) {
            Ok(told)
        } else {
            Err(at(&place, format!("another of the {key} has this id; give one of them another")))
        }
    };
    list.iter().enumerate().map(one).collect()
}

fn account(json: &Map<String, Json>, place: &str, known: &Known) -> Result<Told, Wrong> {
    let id = stem(json.get("id").and_then(Json::as_str).unwrap_or_default(), place)?;
    let (tree, account) = said::<Account>(json, "account", place, |account| account.format)?;
    known.is_sound(&FileKey::Account(id.into()), &account, &tree, place)?;
    has_a_name(json.get("name"), place)?;
    for (n, person) in json.get("people").and_then(Json::as_array).into_iter().flatten().enumerate() {
        has_a_name(person.get("name"), &format!("{place}.people.{n}"))?;
    }
    Ok(Told { id: id.to_owned(), name: account.name, website: account.website, tree })
}

fn playbook(json: &Map<String, Json>, place: &str, known: &Known) -> Result<Told, Wrong> {
    let (tree, playbook) = said::<Playbook>(json, "playbook", place, |playbook| playbook.format)?;
    let id = stem(&playbook.id, place)?.to_owned();
    known.is_sound(&FileKey::Playbook(id.clone()), &playbook, &tree, place)?;
    Ok(Told { id, name: playbook.name, website: String::new(), tree })
}

/// An id that names a file.
fn stem<'i>(id: &'i str, place: &str) -> Result<&'i str, Wrong> {
    if !is_file_name(id) {
        return Err(at(place, "its id can't be the name of a file"));
    }
    if id::is_reserved(&id.to_lowercase()) {
        let why = format!("some systems keep the name “{id}” to themselves; give it another id, such as {id}-1");
        return Err(at(place, why));
    }
    Ok(id)
}

/// Who has no name says none; an export never says an empty one.
fn has_a_name(name: Option<&Json>, place: &str) -> Result<(), Wrong> {
    if name.and_then(Json::as_str) == Some("") {
        Err(at(&format!("{place}.name"), "this is empty; give it a name"))
    } else {
        Ok(())
    }
}

/// A person and what stands beside them, as contacts.toml has them in one.
fn contact(json: &Map<String, Json>, place: &str) -> Result<Told, Wrong> {
    let shape = Shape::of("contact");
    let known = known(json, shape, place)?;
    let (person, mut tree) = understood::<Person>(&known, place)?;
    tree.extend(understood::<Beside>(&known, place)?.1);
    beyond(&mut tree, json, shape, place)?;
    if person.id.is_empty() {
        return Err(at(place, "it has no id"));
    }
    Ok(Told { id: person.id, name: person.name, website: String::new(), tree })
}

/// What the file said, in the order in which we write it; and its value.
fn said<T: Serialize + DeserializeOwned + Default>(
    json: &Map<String, Json>,
    shape: &str,
    place: &str,
    format: fn(&T) -> Format,
) -> Result<(Tree, T), Wrong> {
    let shape = Shape::of(shape);
    let (value, mut tree) = understood::<T>(&known(json, shape, place)?, place)?;
    if format(&value) > Format::NEWEST {
        return Err(at(place, "a newer inroad wrote it; take it in with that"));
    }
    beyond(&mut tree, json, shape, place)?;
    Ok((tree, value))
}

/// The value, and its tree in the order of our files.
fn understood<T: Serialize + DeserializeOwned + Default>(known: &Tree, place: &str) -> Result<(T, Tree), Wrong> {
    let text = toml::to_string(known).map_err(|error| at(place, error.to_string()))?;
    let read = read::read::<T>(&text);
    if let Some(found) = read.found.first() {
        // What a file of the plan says stays there; of an export nothing is taken.
        let why = found.message.strip_suffix(LEFT).unwrap_or(&found.message);
        return Err(at(&format!("{place}.{}", found.path), why));
    }
    let tree = patch::tree(&read.value).map_err(|why| at(place, why))?;
    Ok((read.value, tree))
}

/// What a file says of what is known: without what is computed, days as days.
fn known(json: &Map<String, Json>, shape: Shape, place: &str) -> Result<Tree, Wrong> {
    let mut tree = Tree::new();
    for (key, value) in json {
        let place = format!("{place}.{key}");
        if is_beyond(key, value) {
            continue;
        }
        let shape_of_it =
            shape.key(key).ok_or_else(|| at(&place, "nobody has described this; is it a newer inroad's?"))?;
        if shape_of_it.is_computed {
            continue;
        }
        if value.is_null() {
            return Err(at(&place, "null is no value of it; leave the key out, if it has none"));
        }
        tree.insert(shape.in_file(key).to_owned(), known_value(value, shape_of_it, &place)?);
    }
    Ok(tree)
}

/// Whether that is what a file says beside what is known, and not a system of that name.
fn is_beyond(key: &str, value: &Json) -> bool {
    key == UNKNOWN && value.is_object()
}

fn known_value(value: &Json, shape: Shape, place: &str) -> Result<Leaf, Wrong> {
    Ok(match value {
        Json::String(day) if shape.is_day => {
            Leaf::Datetime(day.parse().map_err(|_| at(place, format!("“{day}” is no day and no time")))?)
        }
        Json::Array(items) => {
            let shape = shape.items().ok_or_else(|| at(place, "this is no list"))?;
            let item = |(n, item)| known_value(item, shape, &format!("{place}.{n}"));
            Leaf::Array(items.iter().enumerate().map(item).collect::<Result<_, _>>()?)
        }
        Json::Object(fields) => Leaf::Table(known(fields, shape, place)?),
        plain => foreign(plain, place)?,
    })
}

/// Put back what the file said beside what is known, wherever it stood.
fn beyond(tree: &mut Tree, json: &Map<String, Json>, shape: Shape, place: &str) -> Result<(), Wrong> {
    for (key, value) in json {
        let place = format!("{place}.{key}");
        let Some(shape_of_it) = shape.key(key).filter(|_| !is_beyond(key, value)).filter(|shape| !shape.is_computed)
        else {
            continue;
        };
        let key = shape.in_file(key);
        match value {
            Json::Object(fields) => {
                let is_there = tree.contains_key(key);
                let inner = tree.entry(key.to_owned()).or_insert_with(|| Leaf::Table(Tree::new()));
                if let Leaf::Table(inner) = inner {
                    beyond(inner, fields, shape_of_it, &place)?;
                    if inner.is_empty() && !is_there {
                        tree.remove(key);
                    }
                }
            }
            Json::Array(items) => {
                let Some((Leaf::Array(told), shape)) = tree.get_mut(key).zip(shape_of_it.items()) else { continue };
                for (n, (item, told)) in items.iter().zip(told).enumerate() {
                    if let (Json::Object(fields), Leaf::Table(told)) = (item, told) {
                        beyond(told, fields, shape, &format!("{place}.{n}"))?;
                    }
                }
            }
            _ => {}
        }
    }
    let unknown = json.get(UNKNOWN).and_then(Json::as_object);
    for (key, value) in unknown.into_iter().flatten() {
        tree.insert(key.clone(), foreign(value, &format!("{place}.{UNKNOWN}.{key}"))?);
    }
    Ok(())
}

/// A value of which the schema says nothing.
fn foreign(value: &Json, place: &str) -> Result<Leaf, Wrong> {
    let no_toml = || at(place, "there is no such value in TOML");
    Ok(match value {
        Json::String(text) => Leaf::String(text.clone()),
        Json::Bool(yes) => Leaf::Boolean(*yes),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Leaf::Integer(whole),
            (None, Some(part)) if number.is_f64() => Leaf::Float(part),
            _ => return Err(no_toml()),
        },
        Json::Array(items) => Leaf::Array(items.iter().map(|item| foreign(item, place)).collect::<Result<_, Wrong>>()?),
        Json::Object(fields) => match fields.get(VERBATIM) {
            Some(Json::String(verbatim)) if fields.len() == 1 => verbatim.parse().map_err(|_| no_toml())?,
            _ => {
                let field = |(key, value): (&String, &Json)| Ok((key.clone(), foreign(value, place)?));
                Leaf::Table(fields.iter().map(field).collect::<Result<_, Wrong>>()?)
            }
        },
        Json::Null => return Err(no_toml()),
    })
}

/// Whether a file of the plan can be called so.
fn is_file_name(id: &str) -> bool {
    let mut parts = Path::new(id).components();
    let is_one = matches!((parts.next(), parts.next()), (Some(Component::Normal(name)), None) if name == id);
    is_one
        && id.len() <= 200
        && !id.starts_with('.')
        && !id.contains(|c: char| c.is_control() || matches!(c, '/' | '\\'))
}

#[cfg(test)]
mod tests;
