//! Two sides changed the same thing differently. The file keeps what it said; ours stands here until somebody chooses.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::differ::{self, Mark};
use super::step::StepId;
use super::{contacts, decision, keypath};

/// One thing to be chosen. Values are written as in TOML; nothing: it is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// When it arose.
    pub at: DateTime<FixedOffset>,
    /// By which step. Nothing: by one that wasn't written down, or by several of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<StepId>,
    /// Relative to the plan.
    pub file: PathBuf,
    /// `people.dana-cole.title`; items of lists by their id, fields of one decision as one place. Empty: the file as a whole.
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

    /// Whether it is the very same question, and not one that has been asked in the same words another time.
    pub fn is_the_very(&self, other: &Self) -> bool {
        self.is_same(other) && (self.at, self.step) == (other.at, other.step)
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

/// The lists of a file, and what an item of each is called.
const ITEMS: &[(&str, &str)] = &[
    ("people", "person"),
    ("research", "finding"),
    ("candidates", "entry point"),
    ("sequences", "sequence"),
    ("touches", "touch"),
    ("meetings", "meeting"),
    ("next_steps", "next step"),
    ("opportunities", "opportunity"),
    ("log", "note"),
    ("stages", "stage"),
    ("goals", "goal"),
    ("members", "member"),
];

/// What an item says of itself, by which it is called.
const NAMES: [&str; 8] = ["name", "title", "subject", "objective", "what", "text", "unit", "purpose"];

/// What the sides are called: the file's, and what was kept.
const SIDES: [&str; 2] = ["In the file", "Kept beside it"];

/// Stands for a file.
const WHOLE: &str = "(the whole file)";

/// Of a text of more lines only those are read out that differ.
const WHOLLY: usize = 12;

/// So many letters of a text are a name.
const CALLED: usize = 40;

impl Conflict {
    /// Where it is about an item of a list as a whole: what that is called, `person Joan Petrie`.
    pub fn item(&self) -> Option<String> {
        let keys = keypath::keys(&self.path);
        let [.., list, id] = keys.as_slice() else { return None };
        let (_, what) = ITEMS.iter().find(|(known, _)| known == list)?;
        let sides = [&self.theirs, &self.ours].into_iter().flatten().filter_map(|side| read(side));
        let named = sides.filter_map(|side| {
            let says = |key: &str| side.get(key).and_then(toml::Value::as_str);
            let said = NAMES.iter().find_map(|key| says(key)).filter(|said| !said.trim().is_empty());
            said.map(|said| contacts::named(said, says("company").unwrap_or_default()))
        });
        let name = named.map(|name| name.lines().next().unwrap_or("").chars().take(CALLED).collect::<String>()).next();
        Some(format!("{what} {}", name.unwrap_or_else(|| id.to_owned())))
    }

    /// What both sides say, as a person reads it: the file's, and what was kept.
    pub fn both(&self) -> [String; 2] {
        let sides = [&self.theirs, &self.ours].map(Option::as_deref);
        if decision::of(&self.path).is_some() { told_at(&self.path, sides) } else { sides.map(|side| self.told(side)) }
    }

    /// The same, each in a line of a list; files as a whole stand in none.
    pub fn in_a_line(&self) -> [String; 2] {
        let is_file = self.path.is_empty();
        let [theirs, ours] = [&self.theirs, &self.ours].map(|side| is_file && side.is_some());
        let line = |is_text: bool, told: &str| {
            if is_text { WHOLE.to_owned() } else { told.split_whitespace().collect::<Vec<_>>().join(" ") }
        };
        let both = self.both();
        [line(theirs, &both[0]), line(ours, &both[1])]
    }

    /// Both sides in lines that say which of them they are of. Of long texts only what the other does not say.
    pub fn read_out(&self) -> Vec<String> {
        let both = self.both();
        let is_long = both.iter().any(|side| side.lines().count() > WHOLLY);
        if is_long && self.theirs.is_some() && self.ours.is_some() {
            let line = |(mark, line): (Mark, String)| match mark {
                Mark::Went => Some(format!("{}: {line}", SIDES[0])),
                Mark::Came => Some(format!("{}: {line}", SIDES[1])),
                Mark::Stayed | Mark::LeftOut => None,
            };
            return differ::lines(&both[0], &both[1]).into_iter().filter_map(line).collect();
        }
        let of_side = |(side, name): (&String, &str)| match side.lines().collect::<Vec<_>>().as_slice() {
            [] => vec![format!("{name}: (nothing)")],
            [line] => vec![format!("{name}: {line}")],
            lines => {
                let lines = lines.iter().map(|line| format!("  {line}"));
                std::iter::once(format!("{name}:")).chain(lines).collect()
            }
        };
        both.iter().zip(SIDES).flat_map(of_side).collect()
    }

    /// One that says nothing took away what the other has.
    fn told(&self, side: Option<&str>) -> String {
        match side {
            None if self.path.is_empty() => "the file is not there: deleted, or in the archive".to_owned(),
            None if self.item().is_some() => "taken out".to_owned(),
            side => in_words(side),
        }
    }
}

/// Two values of one place as a person reads them; a decision in short, unless both would read alike.
pub fn told_at(path: &str, values: [Option<&str>; 2]) -> [String; 2] {
    let Some(decision) = decision::of(path) else { return values.map(in_words) };
    let values = values.map(|value| value.and_then(read));
    decision.both(values.each_ref().map(Option::as_ref))
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

    fn about(path: &str, ours: Option<&str>, theirs: Option<&str>) -> Conflict {
        let at = DateTime::parse_from_rfc3339("2026-11-23T09:00:00Z").unwrap();
        let [ours, theirs] = [ours, theirs].map(|side| side.map(str::to_owned));
        Conflict { at, step: None, file: "accounts/primo.toml".into(), path: path.into(), ours, theirs }
    }

    #[test]
    fn an_item_is_called_what_it_is_called_and_one_that_is_gone_was_taken_out() {
        let joan = "{ id = \"joan-petrie\", name = \"Joan Petrie\" }";
        let touch = "{ id = \"m3t6\", channel = \"email\", subject = \"What a peer did first\" }";
        for (path, ours, theirs, want) in [
            ("people.joan-petrie", Some(joan), None, Some("person Joan Petrie")),
            ("sequences.s3a1.touches.m3t6", None, Some(touch), Some("touch What a peer did first")),
            ("log.a1b2", None, None, Some("note a1b2")),
            ("people.joan-petrie.title", None, None, None),
            ("why", None, None, None),
        ] {
            assert_eq!(about(path, ours, theirs).item().as_deref(), want, "{path}");
        }
        assert_eq!(about("people.joan-petrie", Some(joan), None).told(None), "taken out");
        assert_eq!(about("why", None, None).told(None), "(nothing)");
        assert!(about("", None, None).told(None).contains("archive"));
    }

    #[test]
    fn both_sides_are_read_out_whole_or_where_they_differ() {
        let done = "{ status = \"done\", closed = 2026-11-24, result = \"sent\" }";
        let touch = about("sequences.s1.touches.t1.status+result+closed", Some(done), Some("{ status = \"skipped\" }"));
        assert_eq!(touch.read_out(), ["In the file: skipped", "Kept beside it: done, sent, 24 Nov"]);
        assert_eq!(touch.in_a_line(), ["skipped", "done, sent, 24 Nov"]);
        let lines = (0..30).map(|n| n.to_string()).collect::<Vec<_>>().join("\n");
        let text = |word: &str| toml::Value::from(format!("{lines}\n{word}")).to_string();
        let file = about("", Some(&text("mine")), Some(&text("theirs")));
        assert_eq!(file.read_out(), ["In the file: theirs", "Kept beside it: mine"]);
        assert_eq!(file.in_a_line(), ["(the whole file)"; 2]);
        let why = about("why", Some("\"a\\nb\""), None);
        assert_eq!(why.read_out(), ["In the file: (nothing)", "Kept beside it:", "  a", "  b"]);
    }

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
