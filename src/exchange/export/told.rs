//! What a file says, as JSON: what was understood by its keys, and under `unknown` whatever else stands there, so that nothing
//! that somebody wrote into a file by hand is missing. What is JSON's own is written so; the rest as TOML ([`VERBATIM`]).

use serde_json::{Map, Value as Json, json};
use toml::{Table as Tree, Value as Leaf};

use crate::exchange::shape::{Shape, UNKNOWN, VERBATIM};

/// What was understood of a file, and what the file says beside it.
pub(super) fn file(understood: &Tree, raw: &Tree, shape: Shape) -> Json {
    let mut told = Map::new();
    for (key, leaf) in understood {
        let key = shape.here(key);
        told.insert(key.to_owned(), value(leaf, raw.get(shape.in_file(key)), shape.key(key)));
    }
    let mut unknown = Map::new();
    for (key, leaf) in raw {
        let here = shape.here(key);
        let known = shape.named(here).filter(|shape| !shape.is_computed);
        let read = understood.get(key);
        if let (None, Leaf::Table(raw), Some(known)) = (read, leaf, known.filter(|known| known.is_table()))
            && !known.has_any_key()
        {
            // Nothing of it was understood, or it says nothing that is known.
            let rest = file(&Tree::new(), raw, known);
            if rest != json!({}) {
                told.insert(here.to_owned(), rest);
            }
        } else if !is_told(read, leaf, known) {
            unknown.insert(key.clone(), foreign(leaf));
        }
    }
    if !unknown.is_empty() {
        told.insert(UNKNOWN.to_owned(), Json::Object(unknown));
    }
    Json::Object(told)
}

/// Whether what was understood tells all that stands there. A list of which not every item was understood, or a table of any
/// keys, is told as it stands.
fn is_told(understood: Option<&Leaf>, raw: &Leaf, known: Option<Shape>) -> bool {
    match (understood, known) {
        (Some(Leaf::Array(items)), _) => raw.as_array().is_some_and(|raw| raw.len() == items.len()),
        (Some(Leaf::Table(read)), Some(known)) if known.has_any_key() => {
            raw.as_table().is_some_and(|raw| raw.keys().all(|key| read.contains_key(key)))
        }
        (Some(_), _) => true,
        (None, Some(known)) => says_nothing(raw, known),
        (None, None) => false,
    }
}

/// What a known key says where it says what an absent one means anyway.
fn says_nothing(leaf: &Leaf, known: Shape) -> bool {
    match leaf {
        Leaf::String(text) => text.is_empty() || known.has_word(text),
        Leaf::Array(items) => items.is_empty(),
        Leaf::Table(table) => table.is_empty(),
        Leaf::Boolean(yes) => !yes,
        Leaf::Integer(number) => *number == 0,
        _ => false,
    }
}

fn value(understood: &Leaf, raw: Option<&Leaf>, shape: Option<Shape>) -> Json {
    match (understood, raw, shape) {
        (Leaf::Table(understood), raw, Some(shape)) => {
            let nothing = Tree::new();
            file(understood, raw.and_then(Leaf::as_table).unwrap_or(&nothing), shape)
        }
        (Leaf::Array(items), raw, shape) => {
            let raw = raw.and_then(Leaf::as_array).filter(|raw| raw.len() == items.len());
            let item = |(n, item)| value(item, raw.and_then(|raw| raw.get(n)), shape.and_then(Shape::items));
            items.iter().enumerate().map(item).collect()
        }
        (Leaf::Datetime(at), _, _) => json!(at.to_string()),
        (leaf, _, _) => foreign(leaf),
    }
}

/// A value of which the schema says nothing.
fn foreign(leaf: &Leaf) -> Json {
    let verbatim = || json!({ VERBATIM: leaf.to_string() });
    match leaf {
        Leaf::String(text) => json!(text),
        Leaf::Integer(number) => json!(number),
        Leaf::Boolean(yes) => json!(yes),
        Leaf::Float(number) => {
            // What its reader makes of it is the same number, or it is written as TOML.
            let told = json!(number);
            let read: Option<f64> = serde_json::from_str(&told.to_string()).ok();
            if read.is_some_and(|read| read.to_bits() == number.to_bits()) { told } else { verbatim() }
        }
        Leaf::Datetime(_) => verbatim(),
        Leaf::Array(items) => items.iter().map(foreign).collect(),
        Leaf::Table(table) if table.len() == 1 && table.get(VERBATIM).is_some_and(Leaf::is_str) => verbatim(),
        Leaf::Table(table) => Json::Object(table.iter().map(|(key, leaf)| (key.clone(), foreign(leaf))).collect()),
    }
}
