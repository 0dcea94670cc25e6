//! Two sides changed the same thing differently. The file keeps what it said; ours stands here until somebody chooses.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// One thing to be chosen. Values are written as in TOML; nothing: it is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// When it arose.
    pub at: DateTime<FixedOffset>,
    /// Relative to the plan.
    pub file: PathBuf,
    /// `people.dana-cole.title`; items of lists by their id. Empty: the file as a whole.
    pub path: String,
    /// What we wanted.
    pub ours: Option<String>,
    /// What the file says.
    pub theirs: Option<String>,
}

impl Conflict {
    /// Whether it is about the same wish for the same place. What the file says there may have changed meanwhile.
    pub fn is_same(&self, other: &Self) -> bool {
        (&self.file, &self.path, &self.ours) == (&other.file, &other.path, &other.ours)
    }
}

/// Which side is to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// What the file says.
    Theirs,
    /// What we wanted.
    Ours,
}

/// A value as a person reads it: a text without its quotes, a table line by line.
pub fn in_words(value: Option<&str>) -> String {
    let Some(value) = value else { return "(nothing)".to_owned() };
    match read(value) {
        Some(toml::Value::String(text)) => text,
        Some(toml::Value::Table(table)) => {
            let lines = table.iter().map(|(key, leaf)| match leaf {
                toml::Value::String(text) => format!("{key}: {text}"),
                leaf => format!("{key}: {leaf}"),
            });
            lines.collect::<Vec<_>>().join("\n")
        }
        _ => value.to_owned(),
    }
}

/// The value that was written.
pub fn read(value: &str) -> Option<toml::Value> {
    value.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_as_a_person_would_write_them() {
        for (value, words) in [
            (None, "(nothing)"),
            (Some("\"VP \\\"Marketing\\\"\""), "VP \"Marketing\""),
            (Some("2"), "2"),
            (Some("2026-12-03"), "2026-12-03"),
            (Some("[\"a\", \"b\"]"), "[\"a\", \"b\"]"),
            (Some("{ id = \"a\", day = 2 }"), "id: a\nday: 2"),
        ] {
            assert_eq!(in_words(value), words);
        }
    }
}
