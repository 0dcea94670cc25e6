//! What stands in an item of a file and could not be understood: the item's field has no value then, only what is
//! written there. It goes with the item wherever that is moved, is shown as it is written, and what would need it is
//! refused, until somebody says the field anew.

use serde::{Serialize, Serializer};

use super::seldom::Seldom;

/// The key under which an item names, when it is serialized, the fields it has no value for. It never reaches a file:
/// what writes takes those fields out.
pub const KEY: &str = "?";

/// A field as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw {
    /// Its key, as in the table of fields.
    pub key: &'static str,
    /// What is written there.
    pub written: String,
    /// The line, from 1, as of reading.
    pub line: usize,
}

/// The fields of one item that could not be understood; nearly always none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unread(Seldom<Raw>);

impl Unread {
    /// Everything could be read.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is written for a field that could not be understood.
    pub fn of(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|raw| raw.key == key).map(|raw| raw.written.as_str())
    }

    /// As [`Unread::of`], as it is shown: with a mark that says that nobody knows what it means.
    pub fn shown(&self, key: &str) -> Option<String> {
        self.of(key).map(|written| format!("{written}?"))
    }

    /// The fields that could not be understood.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|raw| raw.key)
    }

    /// The field could not be understood.
    pub fn note(&mut self, raw: Raw) {
        self.0.push(raw);
    }

    /// The field was said anew.
    pub fn mend(&mut self, key: &str) {
        self.0.retain(|raw| raw.key != key);
    }

    /// Why what needs all of the item can't be done: something in it is not understood. Nothing where all is.
    pub fn told(&self, item: &str) -> Option<String> {
        let Raw { key, written, line } = self.0.first()?;
        Some(format!(
            "the {key} of {item} is “{written}” in line {line} of the file, which is not understood; say it anew first"
        ))
    }
}

impl Serialize for Unread {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.keys())
    }
}
