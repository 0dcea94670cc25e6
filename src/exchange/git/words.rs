//! What changed, in words: commits say it, and whoever syncs is told it. Pure; made of what the files said before and
//! after, so that an edit in vim is told like one of our own.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::files::{ACCOUNTS, ARCHIVE, folder, is_archive_of, is_gits, is_settings, is_toml, stem, subject};
use super::namesakes::{self, Of};
use super::telling::{Said, Told, Weight};
use crate::domain::touch::Status;
use crate::domain::words::Vocabulary as _;
use crate::domain::{contacts, decision, keypath};
use crate::store::{merge, text};

/// One file before and after. Nothing: it was not there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Changed<'a> {
    /// Relative to the plan.
    pub file: &'a Path,
    /// Before.
    pub before: Option<&'a [u8]>,
    /// After.
    pub after: Option<&'a [u8]>,
}

/// What changed, account by account and file by file; what is known and comes is there again.
pub(super) fn told(changed: &[Changed], known: &[&Path]) -> Vec<Told> {
    let among = Among { known: known.iter().map(|file| (*file).to_owned()).collect(), ..Among::of(changed) };
    // What git itself needs goes without saying.
    let only_gits = changed.iter().all(|each| is_gits(each.file));
    let those = changed.iter().filter(|each| only_gits || !is_gits(each.file));
    let told = |each| among.told(each).map(|told| Of { file: each.file, text: text_of(each), told });
    let mut told: Vec<Of> = those.filter_map(told).collect();
    namesakes::tell_apart(&mut told);
    told.into_iter().map(|each| each.told).collect()
}

/// What the file says, or said before it went.
fn text_of<'a>(each: &Changed<'a>) -> Option<&'a str> {
    std::str::from_utf8(each.after.or(each.before)?).ok()
}

/// What stands at that place of a file, in words: `title of Dana Cole`.
pub(super) fn of_place(file: &Path, path: &str, before: &Table, after: &Table) -> String {
    let parts = keypath::keys(path);
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    if is_settings(file) {
        return setting(&Change { path: parts, was: Some(&NOTHING), is: Some(&NOTHING) }, before, after);
    }
    let here = if merge::get(after, path).flatten().is_some() { after } else { before };
    match parts.as_slice() {
        ["stage" | "stages", ..] => "stage".to_owned(),
        ["people", id] => person(here, id),
        ["people", id, field, ..] => format!("{} of {}", words(field), person(here, id)),
        ["sequences", sequence, "touches", touch] => number(here, sequence, touch),
        // All of it is one decision about the touch.
        ["sequences", sequence, "touches", touch, "status"] if keypath::apart(path).is_some() => {
            number(here, sequence, touch)
        }
        ["sequences", sequence, "touches", touch, field, ..] => {
            format!("{} of {}", words(field), number(here, sequence, touch))
        }
        ["sequences", sequence, "pauses", ..] => format!("pauses of sequence{}", numbered(here, sequence)),
        _ => {
            let change = Change { path: parts, was: Some(&NOTHING), is: Some(&NOTHING) };
            change.in_words(before, after).map_or_else(|| path.to_owned(), |said| said.words)
        }
    }
}

/// Stands for a value where only its place is asked for.
const NOTHING: Value = Value::Boolean(false);

/// Which accounts came and went: a file that moves is two that changed.
struct Among<'a> {
    /// In the plan, by their file's stem.
    came: Vec<String>,
    gone: Vec<String>,
    /// In the archive, with what they say there.
    archived: Vec<Archived<'a>>,
    restored: Vec<Archived<'a>>,
    /// Files that have been here before.
    known: Vec<PathBuf>,
}

/// One of the archive, by its file's stem.
type Archived<'a> = (String, Option<&'a [u8]>);

impl<'a> Among<'a> {
    fn of(changed: &[Changed<'a>]) -> Self {
        let of = |name: &str, is_it: fn(&Changed) -> bool| -> Vec<String> {
            let those = changed.iter().filter(|each| is_it(each) && folder(each.file) == name);
            those.map(|each| stem(each.file)).collect()
        };
        let in_archive = |is_it: fn(&Changed) -> bool| -> Vec<Archived<'a>> {
            let those = changed.iter().filter(|each| is_it(each) && folder(each.file) == ARCHIVE);
            those.map(|each| (stem(each.file), each.after.or(each.before))).collect()
        };
        Self {
            came: of(ACCOUNTS, |each| each.before.is_none()),
            gone: of(ACCOUNTS, |each| each.after.is_none()),
            archived: in_archive(|each| each.before.is_none()),
            restored: in_archive(|each| each.after.is_none()),
            known: Vec::new(),
        }
    }

    /// An account that went into the archive or came back from it, in words; and what it said before and says now.
    fn moved<'c>(&'c self, stem: &str, each: &Changed<'c>) -> Option<(&'static str, Changed<'c>)> {
        let there = |archive: &'c [Archived<'a>], moving: &[String]| {
            archive.iter().find(|(archived, _)| is_archive_of(archived, stem, moving)).map(|(_, text)| *text)
        };
        match (each.before, each.after) {
            (_, None) => Some(("archived", Changed { after: there(&self.archived, &self.gone)?, ..*each })),
            (None, _) => {
                Some(("back from the archive", Changed { before: there(&self.restored, &self.came)?, ..*each }))
            }
            _ => None,
        }
    }

    /// Nothing, where another file tells it.
    fn told(&self, each: &Changed) -> Option<Told> {
        let stem = stem(each.file);
        let said = said(each.after).or_else(|| said(each.before));
        let subject = subject(each.file, said.as_ref());
        let is = |words: &str| Told::of(&subject, [Weight::File.says(words)]);
        if !is_toml(each.file) {
            return Some(is(whole(each)));
        }
        Some(match folder(each.file) {
            ACCOUNTS => match self.moved(&stem, each) {
                Some((words, moved)) if moved.before == moved.after => is(words),
                Some((words, moved)) => {
                    Told::of(&subject, [Weight::File.says(words)].into_iter().chain(of_account(&moved)))
                }
                None if each.before.is_none() && self.known.iter().any(|known| known == each.file) => is("there again"),
                None => Told::of(&subject, of_account(each)),
            },
            ARCHIVE => is(match (each.before, each.after) {
                (None, _) if self.gone.iter().any(|gone| is_archive_of(&stem, gone, &self.gone)) => return None,
                (_, None) if self.came.iter().any(|came| is_archive_of(&stem, came, &self.came)) => return None,
                // Made and archived between two syncs.
                (None, _) => "archived",
                (_, None) => "deleted from the archive",
                // Git by hand, not told otherwise, puts what was edited here with what was archived there.
                _ => return Some(is(&format!("changed in the archive (`inroad restore {stem}` brings it back)"))),
            }),
            "" if is_settings(each.file) => Told::of(&subject, of_settings(each)),
            "" if stem == "contacts" => Told::of(&subject, of_contacts(each)),
            _ => is(whole(each)),
        })
    }
}

fn said(bytes: Option<&[u8]>) -> Option<Table> {
    text::tree(std::str::from_utf8(bytes?).ok()?).ok()
}

fn whole(each: &Changed) -> &'static str {
    match (each.before, each.after) {
        (None, _) => "new",
        (_, None) => "deleted",
        _ => "changed",
    }
}

fn of_account(each: &Changed) -> Vec<Said> {
    let (Some(before), Some(after)) = (said(each.before), said(each.after)) else {
        return vec![Weight::File.says(whole(each))];
    };
    let differences = merge::differences(&before, &after);
    let changes = differences.iter().flat_map(|(path, was, is)| item_by_item(path, was.as_ref(), is.as_ref()));
    held_together(changes.filter_map(|change| change.in_words(&before, &after)).collect())
}

/// How many touches wait for something else says less than what they wait for: once, and behind it.
fn held_together(changes: Vec<Said>) -> Vec<Said> {
    let (held, mut rest): (Vec<Said>, Vec<Said>) = changes.into_iter().partition(Said::is_of_held);
    let touches: BTreeSet<&str> = held.iter().map(|said| said.words.as_str()).collect();
    match touches.len() {
        0 => {}
        1 => rest.extend(held.into_iter().take(1)),
        count => rest.push(Weight::Held.says(format!("{count} touches held"))),
    }
    rest
}

/// A list that came or went as a whole is told by its items.
fn item_by_item<'a>(path: &'a str, was: Option<&'a Value>, is: Option<&'a Value>) -> Vec<Change<'a>> {
    let path: Vec<&str> = path.split('.').collect();
    let ids = |list: &'a Value| -> Option<Vec<(&'a str, &'a Value)>> {
        list.as_array()?.iter().map(|item| Some((item.get("id")?.as_str()?, item))).collect()
    };
    let change = |id, was, is| Change { path: [path.as_slice(), &[id]].concat(), was, is };
    match (was, is) {
        (None, Some(list)) if ids(list).is_some() => {
            ids(list).into_iter().flatten().map(|(id, item)| change(id, None, Some(item))).collect()
        }
        (Some(list), None) if ids(list).is_some() => {
            ids(list).into_iter().flatten().map(|(id, item)| change(id, Some(item), None)).collect()
        }
        _ => vec![Change { path, was, is }],
    }
}

fn of_settings(each: &Changed) -> Vec<Said> {
    let (Some(before), Some(after)) = (said(each.before), said(each.after)) else {
        return vec![Weight::File.says(whole(each))];
    };
    let differences = merge::differences(&before, &after);
    let changes = differences.iter().flat_map(|(path, was, is)| item_by_item(path, was.as_ref(), is.as_ref()));
    changes.map(|change| Weight::Field.says(setting(&change, &before, &after))).collect()
}

/// What of the settings has changed.
fn setting(change: &Change, before: &Table, after: &Table) -> String {
    let here = if change.is.is_some() { after } else { before };
    match change.path.as_slice() {
        ["goals", id] => format!("goal {} {}", called(here, "goals", id, "title"), change.came_or_went()),
        ["goals", id, field, ..] => format!("{} of goal {}", words(field), called(here, "goals", id, "title")),
        ["members", id] => format!("{} {}", called(here, "members", id, "name"), change.came_or_went()),
        ["members", id, field, ..] => format!("{} of {}", words(field), called(here, "members", id, "name")),
        ["calendar" | "offer", field, ..] => words(field),
        [first, ..] => words(first),
        [] => "changed".to_owned(),
    }
}

/// Of people who may be fifty thousand only how many.
fn of_contacts(each: &Changed) -> Vec<Said> {
    let [Some(before), Some(after)] = [each.before, each.after].map(|side| said(side.or(Some(b"")))) else {
        return vec![Weight::File.says(whole(each))];
    };
    let people = |tree: &Table| -> HashMap<String, String> {
        let people = tree.get("people").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let known = |person: &Value| person.get("id").and_then(Value::as_str).map(str::to_owned);
        people.iter().map(|person| (known(person).unwrap_or_else(|| person.to_string()), person.to_string())).collect()
    };
    let (before, after) = (people(&before), people(&after));
    let added = after.keys().filter(|id| !before.contains_key(*id)).count();
    let removed = before.keys().filter(|id| !after.contains_key(*id)).count();
    let changed = after.iter().filter(|(id, person)| before.get(*id).is_some_and(|was| was != *person)).count();
    let counts = [(added, "added"), (removed, "removed"), (changed, "changed")];
    counts.iter().filter(|(count, _)| *count > 0).map(|(n, what)| Weight::Field.says(format!("{n} {what}"))).collect()
}

/// One difference of an account.
struct Change<'a> {
    path: Vec<&'a str>,
    was: Option<&'a Value>,
    is: Option<&'a Value>,
}

impl Change<'_> {
    /// Nothing, where something else says it.
    fn in_words(&self, before: &Table, after: &Table) -> Option<Said> {
        let came = self.was.is_none();
        let here = if came || self.is.is_some() { after } else { before };
        Some(match self.path.as_slice() {
            ["stages", ..] if before.get("stage") != after.get("stage") => return None,
            ["stage"] => {
                Weight::Stage.says(format!("stage {}", self.is.and_then(Value::as_str).unwrap_or("taken out")))
            }
            ["sequences", sequence, "touches", touch, field] => {
                let status = touch_of(after, sequence, touch).and_then(|(_, touch)| touch.get("status")?.as_str());
                let number = number(here, sequence, touch);
                match *field {
                    "status" | "closed" | "result" => {
                        let word = status.filter(|word| Status::WORDS.contains(word) && *word != "planned");
                        let weight = if word == Some(Status::Held.word()) { Weight::Held } else { Weight::Touch };
                        weight.says(format!("{number} {}", word.unwrap_or("open again")))
                    }
                    "due" | "pinned" => Weight::Field.says(format!("{number} moved")),
                    field => self.says(format!("{number} {}", words(field))),
                }
            }
            ["sequences", sequence, "touches", touch] => {
                Weight::Field.says(format!("{} {}", number(here, sequence, touch), self.came_or_went()))
            }
            ["sequences", _] if came => Weight::Plan.says("sequence begun"),
            ["sequences", sequence, "pauses"] => Weight::Plan.says(self.of_pauses(here, sequence)),
            ["sequences", ..] => Weight::Field.says("sequence"),
            ["people", id] => {
                Weight::Field.says(format!("{} {}", called(here, "people", id, "name"), self.came_or_went()))
            }
            ["people", id, field, ..] => {
                self.says(format!("{} of {}", words(field), called(here, "people", id, "name")))
            }
            ["log", _] if came => self.of_log(),
            ["research", id] => Weight::Field.says(format!("finding{} {}", finding(here, id), self.came_or_went())),
            ["research", id, field, ..] => self.says(format!("{} of finding{}", words(field), finding(here, id))),
            ["meetings", ..] => Weight::Meeting.says("meeting"),
            ["next_steps", _, "done"] if self.is.is_none() => Weight::Plan.says("next step open again"),
            ["next_steps", _, "done"] => Weight::Plan.says("next step done"),
            ["next_steps", ..] => Weight::Plan.says("next step"),
            ["opportunities", ..] => Weight::Plan.says("opportunity"),
            ["stages", ..] => Weight::Stage.says("stage"),
            [list, _, ..] if here.get(*list).is_some_and(Value::is_array) => Weight::Field.says(words(list)),
            ["entry_point", ..] => Weight::Field.says("entry point"),
            [first] => self.says(words(first)),
            [first, ..] => Weight::Field.says(words(first)),
            [] => Weight::Field.says("changed"),
        })
    }

    /// A field, and that it says nothing any more.
    fn says(&self, field: String) -> Said {
        Weight::Field.says(if self.is.is_none() { field + " taken out" } else { field })
    }

    fn came_or_went(&self) -> &'static str {
        match (self.was, self.is) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        }
    }

    /// Which sequence, and when: what was not paused before.
    fn of_pauses(&self, here: &Table, sequence: &str) -> String {
        let pauses = |side: Option<&'_ Value>| side.and_then(Value::as_array).cloned().unwrap_or_default();
        let (was, mut is) = (pauses(self.was), pauses(self.is));
        let is_some_left = !is.is_empty();
        is.retain(|pause| !was.contains(pause));
        let at = numbered(here, sequence);
        let path = keypath::of(&["sequences", sequence, "pauses"]);
        match decision::of(&path).filter(|_| !is.is_empty()) {
            Some(decision) => format!("sequence{at} rests {}", decision.both([Some(&Value::Array(is)), None])[0]),
            None if is_some_left => format!("a pause of sequence{at} taken out"),
            None => format!("sequence{at} rests no more"),
        }
    }

    fn of_log(&self) -> Said {
        let says = |key: &str| self.is.and_then(|entry| entry.get(key)).and_then(Value::as_str);
        Weight::Note.says(match (says("kind"), says("outcome")) {
            (Some("answer"), Some(outcome)) => format!("answer {outcome}"),
            (Some(kind), _) => kind.to_owned(),
            _ => "note".to_owned(),
        })
    }
}

/// Which of the sequences it is, behind that word: ` 1`.
fn numbered(here: &Table, sequence: &str) -> String {
    item(here, "sequences", sequence).map_or_else(String::new, |(at, _)| format!(" {}", at + 1))
}

/// So much of a finding says which one it is.
const FINDING: usize = 32;

/// How a finding begins.
fn finding(tree: &Table, id: &str) -> String {
    let text = called(tree, "research", id, "text");
    let short: String = text.chars().take(FINDING).collect();
    format!(" “{}{}”", short.trim_end(), if short.len() < text.len() { "…" } else { "" })
}

fn words(key: &str) -> String {
    key.trim_matches('"').replace('_', " ")
}

fn item<'a>(tree: &'a Table, list: &str, id: &str) -> Option<(usize, &'a Value)> {
    let items = tree.get(list)?.as_array()?;
    items.iter().enumerate().find(|(_, item)| item.get("id").and_then(Value::as_str) == Some(id))
}

fn called(tree: &Table, list: &str, id: &str, key: &str) -> String {
    let name = item(tree, list, id).and_then(|(_, item)| item.get(key)?.as_str());
    name.unwrap_or(id).to_owned()
}

/// Somebody in the contacts with the company that they are at; of those on an account it goes without saying.
fn person(tree: &Table, id: &str) -> String {
    let company = item(tree, "people", id).and_then(|(_, person)| person.get("company")?.as_str());
    contacts::named(&called(tree, "people", id, "name"), company.unwrap_or_default())
}

fn touch_of<'a>(tree: &'a Table, sequence: &str, touch: &str) -> Option<(usize, &'a Value)> {
    item(item(tree, "sequences", sequence)?.1.as_table()?, "touches", touch)
}

/// `touch 2`, as the screen counts.
fn number(tree: &Table, sequence: &str, touch: &str) -> String {
    touch_of(tree, sequence, touch).map_or_else(|| "touch".to_owned(), |(at, _)| format!("touch {}", at + 1))
}

#[cfg(test)]
mod tests;
