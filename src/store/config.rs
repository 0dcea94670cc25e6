//! config.toml: this person's own. All mistakes are told at once, with their lines; what is not mistaken counts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer};

use super::read::{self, Found};
use super::refusal;
use crate::domain::compose::Compose;
use crate::domain::fields::Invalid;
use crate::domain::search::Search;

/// config.toml as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Config {
    /// The id of the member I am.
    pub me: Option<String>,
    /// The private why: only on this machine.
    pub why: String,
    /// The name of a theme.
    pub theme: Option<String>,
    /// `auto`, `unicode` or `ascii`.
    pub glyphs: Glyphs,
    /// Whether the mouse is asked for.
    pub mouse: bool,
    /// The editor, before `$VISUAL` and `$EDITOR`.
    pub editor: Option<String>,
    /// The command that sends a draft.
    pub compose: Option<String>,
    /// Searches for accounts, beside those that are built in.
    pub links: Vec<Search>,
    /// Commands and their keys.
    #[serde(deserialize_with = "bindings")]
    pub keys: BTreeMap<String, Vec<String>>,
}

/// Which characters are drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Glyphs {
    /// By the locale.
    #[default]
    Auto,
    /// Always Unicode.
    Unicode,
    /// Always ASCII.
    Ascii,
}

const KEYS: [&str; 9] = ["me", "why", "theme", "glyphs", "mouse", "editor", "compose", "links", "keys"];

/// One key or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Chords {
    One(String),
    Several(Vec<String>),
}

fn bindings<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, Vec<String>>, D::Error> {
    let written = BTreeMap::<String, Chords>::deserialize(deserializer)?;
    let all = written.into_iter().map(|(id, chords)| match chords {
        Chords::One(chord) => (id, vec![chord]),
        Chords::Several(chords) => (id, chords),
    });
    Ok(all.collect())
}

/// Read a text as config.toml.
pub fn parse(text: &str) -> (Config, Vec<Found>) {
    let read = read::read::<Config>(text);
    let (mut config, mut found) = (read.value, read.found);
    let mut mistaken = |path: &str, Invalid(message): Invalid| {
        let (line, column) = read::locate(text, path).unwrap_or((1, 1));
        found.push(Found { line, column, path: path.to_owned(), message, written: None });
    };
    if let Some(Err(why)) = config.compose.as_deref().map(Compose::parse) {
        mistaken("compose", why);
        config.compose = None;
    }
    let links = std::mem::take(&mut config.links).into_iter().enumerate();
    config.links = links
        .filter_map(|(i, search)| {
            search.check().map_err(|why| mistaken(&format!("links.{i}"), why)).ok().map(|()| search)
        })
        .collect();
    if let Ok(table) = text.parse::<toml::Table>() {
        for key in table.keys().filter(|key| !KEYS.contains(&key.as_str())) {
            let (line, column) = read::locate(text, key).map_or((1, 1), |(line, _)| (line, 1));
            let near = KEYS.iter().find(|known| near(known, key));
            let meant =
                near.map_or_else(|| format!("it knows {}", KEYS.join(", ")), |near| format!("did you mean {near}?"));
            found.push(Found {
                line,
                column,
                path: key.clone(),
                message: format!("config.toml has no key “{key}”; {meant}"),
                written: None,
            });
        }
    }
    found.sort_by_key(|found| (found.line, found.column));
    (config, found)
}

/// config.toml as it was found, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// What it says, where it is not mistaken.
    pub config: Config,
    path: PathBuf,
    text: String,
    /// Line and column from 1, both 0 where the whole file is meant.
    complaints: Vec<((usize, usize), String)>,
}

impl File {
    /// Read the file; where there is none, the defaults count.
    pub fn read(path: &Path) -> Self {
        let mut file = Self { path: path.to_owned(), ..Self::default() };
        match std::fs::read(path).map(String::from_utf8) {
            Ok(Ok(text)) => {
                let (config, found) = parse(&text);
                let complaints = found.into_iter().map(|found| ((found.line, found.column), found.message)).collect();
                Self { config, text, complaints, ..file }
            }
            Ok(Err(error)) => {
                file.complaints.push((read::no_text(&error), read::NO_TEXT.to_owned()));
                file
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => file,
            Err(error) => {
                file.complaints.push(((0, 0), refusal::reason(&error)));
                file
            }
        }
    }

    /// Somebody who knows more than this file finds fault with the value of a key.
    pub fn complain(&mut self, key: &str, message: String) {
        let names_it = |line: &str| line.trim_start().trim_start_matches(['"', '\'']).starts_with(key);
        let line = self.text.lines().position(names_it).map_or(0, |at| at + 1);
        self.complaints.push(((line, line.min(1)), message));
    }

    /// All that is wrong, in the order of the file, each with its name, line and column.
    pub fn complaints(&self) -> Vec<String> {
        let mut all = self.complaints.clone();
        all.sort_by_key(|(at, _)| *at);
        let path = self.path.display();
        let told = all.into_iter().map(|(at, message)| match at {
            (0, _) => format!("{path}: {message}"),
            (line, column) => format!("{path}:{line}:{column}: {message}"),
        });
        told.collect()
    }
}

/// One letter more, less or other: what a slip of the finger makes.
fn near(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same_front = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let same_back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let longest = a.len().max(b.len());
    a.len().abs_diff(b.len()) <= 1 && same_front + same_back + 2 >= longest && longest > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_is_told_at_once_and_the_rest_counts() {
        let text = "me = \"sam\"\nthem = \"dark\"\nglyphs = \"emoji\"\nmouse = \"yes\"\nfrobnicate = 1\n[keys]\n\"touch.done\" = \"d\"\n";
        let (config, found) = parse(text);
        let lines: Vec<usize> = found.iter().map(|found| found.line).collect();
        assert_eq!(lines, [2, 3, 4, 5], "{found:?}");
        assert!(found[0].message.contains("did you mean theme?"), "{}", found[0].message);
        assert_eq!((config.me.as_deref(), config.glyphs), (Some("sam"), Glyphs::Auto));
        assert_eq!(config.keys["touch.done"], ["d"]);
    }
}
