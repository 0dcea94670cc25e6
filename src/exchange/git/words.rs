//! What changed, in words: commits say it, and whoever syncs is told it. Pure; made of what the files said before and
//! after, so that an edit in vim is told like one of our own.

use std::collections::HashMap;
use std::path::Path;

use toml::{Table, Value};

use crate::domain::touch::Status;
use crate::domain::words::Vocabulary as _;
use crate::store::{merge, text};

/// The most that the first line of a commit holds.
const LINE: usize = 72;

/// The most that is told of one file in a line.
const MOST: usize = 4;

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

/// What changed of one account or file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    /// The account's name, or what the file is called.
    subject: String,
    /// The most telling first.
    changes: Vec<Said>,
}

/// One change in words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    weight: Weight,
    words: String,
}

/// How much a change tells, the most first: what was done and heard before what was written down about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    Touch,
    Note,
    Meeting,
    Stage,
    Plan,
    File,
    Field,
    Nothing,
}

impl Weight {
    fn says(self, words: impl Into<String>) -> Said {
        Said { weight: self, words: words.into() }
    }
}

impl Told {
    fn of(subject: &str, changes: impl IntoIterator<Item = Said>) -> Self {
        let mut all: Vec<Said> = Vec::new();
        for change in changes {
            let words = plain(&change.words);
            if !all.iter().any(|each| each.words == words) {
                all.push(Said { words, ..change });
            }
        }
        if all.is_empty() {
            // Nothing but comments and spaces has no field.
            all.push(Weight::Nothing.says("written otherwise"));
        }
        all.sort_by_key(|change| change.weight);
        Self { subject: plain(subject), changes: all }
    }

    /// `Primo: touch 2 done, note`; of more than so many changes how many more there are.
    fn line(&self, most: usize) -> String {
        let words = |changes: &[Said]| changes.iter().map(|each| each.words.as_str()).collect::<Vec<_>>().join(", ");
        let told = match self.changes.len() {
            count if count > most => {
                let shown = most.saturating_sub(1).max(1);
                let things = if count - shown == 1 { "change" } else { "changes" };
                format!("{} and {} more {things}", words(&self.changes[..shown]), count - shown)
            }
            _ => words(&self.changes),
        };
        format!("{}: {told}", self.subject)
    }

    /// What tells the most of it, and nothing else.
    fn first(&self) -> String {
        let first = self.changes.first().map_or("", |change| change.words.as_str());
        format!("{}: {first}", self.subject)
    }
}

/// What changed, account by account and file by file.
pub(super) fn told(changed: &[Changed]) -> Vec<Told> {
    let among = Among::of(changed);
    // What git itself needs goes without saying.
    let only_gits = changed.iter().all(is_gits);
    changed.iter().filter(|each| only_gits || !is_gits(each)).filter_map(|each| among.told(each)).collect()
}

/// A line for each account or file: `Primo: touch 2 done, note`.
pub(super) fn lines(told: &[Told]) -> Vec<String> {
    told.iter().map(|each| each.line(MOST)).collect()
}

/// A commit's message: all of it in the first line, or of what tells the most as much as that line holds, and each change
/// in a line of its own below.
pub(super) fn message(told: &[Told], before: &str) -> String {
    let fits = |line: &String| line.chars().count() <= LINE;
    let all =
        |most: usize| format!("{before}{}", told.iter().map(|each| each.line(most)).collect::<Vec<_>>().join("; "));
    let whole = all(usize::MAX);
    if fits(&whole) {
        return whole;
    }
    let subject = (2..=MOST).rev().map(all).find(fits).unwrap_or_else(|| first_of(told, before));
    let each =
        told.iter().flat_map(|told| told.changes.iter().map(|change| format!("{}: {}", told.subject, change.words)));
    format!("{subject}\n\n{}", each.collect::<Vec<_>>().join("\n"))
}

/// Of as many as the line holds what tells the most, and how many more there are.
fn first_of(told: &[Told], before: &str) -> String {
    let mut order: Vec<&Told> = told.iter().collect();
    order.sort_by_key(|told| told.changes.first().map(|change| change.weight));
    let line = |count: usize| {
        let firsts = order.iter().take(count).map(|told| told.first()).collect::<Vec<_>>().join("; ");
        let more = told.len() - count;
        format!("{before}{firsts}{}", if more == 0 { String::new() } else { format!("; and {more} more") })
    };
    let fits = |line: &String| line.chars().count() <= LINE;
    (1..=told.len()).rev().map(line).find(fits).unwrap_or_else(|| {
        // One name alone may be longer than the line.
        let one = line(told.len().min(1));
        if fits(&one) { one } else { one.chars().take(LINE - 1).chain(['…']).collect() }
    })
}

/// What stands at that place of an account, in words: `title of Dana Cole`.
pub(super) fn of_place(path: &str, before: &Table, after: &Table) -> String {
    let parts = merge::keys(path);
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let here = if merge::get(after, path).flatten().is_some() { after } else { before };
    match parts.as_slice() {
        ["stage" | "stages", ..] => "stage".to_owned(),
        ["people", id] => called(here, "people", id, "name"),
        ["sequences", sequence, "touches", touch] => number(here, sequence, touch),
        ["sequences", sequence, "touches", touch, field, ..] => {
            format!("{} of {}", words(field), number(here, sequence, touch))
        }
        _ => {
            let change = Change { path: parts, was: Some(&NOTHING), is: Some(&NOTHING) };
            change.in_words(before, after).map_or_else(|| path.to_owned(), |said| said.words)
        }
    }
}

/// Stands for a value where only its place is asked for.
const NOTHING: Value = Value::Boolean(false);

/// What the account is called, if it says so.
pub(super) fn name_in(tree: &Table) -> Option<String> {
    Some(tree.get("name")?.as_str()?.to_owned()).filter(|name| !name.is_empty())
}

fn is_gits(each: &Changed) -> bool {
    each.file.to_str().is_some_and(|name| name.starts_with(".git"))
}

/// The name of a file without its ending.
pub(super) fn stem(file: &Path) -> String {
    file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned()
}

fn folder(file: &Path) -> &str {
    file.parent().and_then(Path::to_str).unwrap_or_default()
}

/// Which accounts came and went: a file that moves is two that changed.
struct Among {
    /// In the plan, by their file's stem.
    came: Vec<String>,
    gone: Vec<String>,
    /// In the archive.
    archived: Vec<String>,
    restored: Vec<String>,
}

impl Among {
    fn of(changed: &[Changed]) -> Self {
        let of = |name: &str, is_it: fn(&Changed) -> bool| -> Vec<String> {
            let those = changed.iter().filter(|each| is_it(each) && folder(each.file) == name);
            those.map(|each| stem(each.file)).collect()
        };
        Self {
            came: of("accounts", |each| each.before.is_none()),
            gone: of("accounts", |each| each.after.is_none()),
            archived: of(ARCHIVE, |each| each.before.is_none()),
            restored: of(ARCHIVE, |each| each.after.is_none()),
        }
    }

    /// Nothing, where another file tells it.
    fn told(&self, each: &Changed) -> Option<Told> {
        let stem = stem(each.file);
        let is_toml = each.file.extension().is_some_and(|extension| extension == "toml");
        let is_calendar = each.file.extension().is_some_and(|extension| extension == "ics");
        let named = |subject: &str, words: &str| Told::of(subject, [Weight::File.says(words)]);
        Some(match folder(each.file) {
            "accounts" if is_toml => {
                let name = name(each).unwrap_or_else(|| stem.clone());
                match (each.before, each.after) {
                    (_, None) if self.archived.contains(&stem) => named(&name, "archived"),
                    (None, _) if self.restored.contains(&stem) => named(&name, "back from the archive"),
                    _ => Told::of(&name, of_account(each)),
                }
            }
            ARCHIVE if is_toml => {
                let words = match (each.before, each.after) {
                    (None, _) if self.gone.contains(&stem) => return None,
                    (_, None) if self.came.contains(&stem) => return None,
                    // Made and archived between two syncs.
                    (None, _) => "archived",
                    (_, None) => "deleted from the archive",
                    _ => "changed in the archive",
                };
                named(&name(each).unwrap_or(stem), words)
            }
            "" if stem == "plan" && is_toml => Told::of("Plan", of_settings(each)),
            "" if stem == "contacts" && is_toml => Told::of("Contacts", of_contacts(each)),
            "playbooks" if is_toml => named(&format!("Playbook {}", name(each).unwrap_or(stem)), whole(each)),
            _ if is_calendar => named(&format!("Holidays {stem}"), whole(each)),
            _ if is_gits(each) => named("What git needs", whole(each)),
            _ => named(&format!("File {}", each.file.file_name().unwrap_or_default().to_string_lossy()), whole(each)),
        })
    }
}

const ARCHIVE: &str = "accounts/archive";

/// In one line, whatever a name holds.
fn plain(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn said(bytes: Option<&[u8]>) -> Option<Table> {
    text::tree(std::str::from_utf8(bytes?).ok()?).ok()
}

fn name(each: &Changed) -> Option<String> {
    name_in(&said(each.after).or_else(|| said(each.before))?)
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
    changes.filter_map(|change| change.in_words(&before, &after)).collect()
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
    let setting = |change: Change| {
        let here = if change.is.is_some() { &after } else { &before };
        match change.path.as_slice() {
            ["goals", id] => format!("goal {} {}", called(here, "goals", id, "title"), change.came_or_went()),
            ["goals", id, field, ..] => format!("{} of goal {}", words(field), called(here, "goals", id, "title")),
            ["members", id] => format!("{} {}", called(here, "members", id, "name"), change.came_or_went()),
            ["members", id, field, ..] => format!("{} of {}", words(field), called(here, "members", id, "name")),
            ["calendar" | "offer", field, ..] => words(field),
            [first, ..] => words(first),
            [] => whole(each).to_owned(),
        }
    };
    changes.map(|change| Weight::Field.says(setting(change))).collect()
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
                        Weight::Touch.says(format!("{number} {}", word.unwrap_or("open again")))
                    }
                    "due" | "pinned" => Weight::Field.says(format!("{number} moved")),
                    field => Weight::Field.says(format!("{number} {}", words(field))),
                }
            }
            ["sequences", sequence, "touches", touch] => {
                Weight::Field.says(format!("{} {}", number(here, sequence, touch), self.came_or_went()))
            }
            ["sequences", _] if came => Weight::Plan.says("sequence begun"),
            ["sequences", ..] => Weight::Field.says("sequence"),
            ["people", id] => {
                Weight::Field.says(format!("{} {}", called(here, "people", id, "name"), self.came_or_went()))
            }
            ["people", id, field, ..] => {
                Weight::Field.says(format!("{} of {}", words(field), called(here, "people", id, "name")))
            }
            ["log", _] if came => self.of_log(),
            ["research", _] if came => Weight::Field.says("finding"),
            ["meetings", ..] => Weight::Meeting.says("meeting"),
            ["next_steps", _, "done"] => Weight::Plan.says("next step done"),
            ["next_steps", ..] => Weight::Plan.says("next step"),
            ["opportunities", ..] => Weight::Plan.says("opportunity"),
            ["stages", ..] => Weight::Stage.says("stage"),
            [list, _, ..] if here.get(*list).is_some_and(Value::is_array) => Weight::Field.says(words(list)),
            ["entry_point", ..] => Weight::Field.says("entry point"),
            [first, ..] => Weight::Field.says(words(first)),
            [] => Weight::Field.says("changed"),
        })
    }

    fn came_or_went(&self) -> &'static str {
        match (self.was, self.is) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
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

fn touch_of<'a>(tree: &'a Table, sequence: &str, touch: &str) -> Option<(usize, &'a Value)> {
    item(item(tree, "sequences", sequence)?.1.as_table()?, "touches", touch)
}

/// `touch 2`, as the screen counts.
fn number(tree: &Table, sequence: &str, touch: &str) -> String {
    touch_of(tree, sequence, touch).map_or_else(|| "touch".to_owned(), |(at, _)| format!("touch {}", at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRIMO: &str = "name = \"Primo\"\nstage = \"target\"\n[[people]]\nid = \"dana\"\nname = \"Dana Cole\"\n\
                         [[sequences]]\nid = \"s\"\n[[sequences.touches]]\nid = \"a\"\n[[sequences.touches]]\nid = \"b\"\n";

    fn primo(after: &str) -> Vec<String> {
        let (before, after) = (Some(PRIMO.as_bytes()), Some(after.as_bytes()));
        lines(&told(&[Changed { file: Path::new("accounts/primo.toml"), before, after }]))
    }

    #[test]
    fn an_account_says_what_was_done_with_it() {
        for (after, want) in [
            (
                PRIMO.replace("id = \"b\"", "id = \"b\"\nstatus = \"done\"\nclosed = 2026-11-23\nresult = \"sent\""),
                "touch 2 done",
            ),
            (PRIMO.replace("id = \"a\"", "id = \"a\"\nstatus = \"skipped\"\nclosed = 2026-11-23"), "touch 1 skipped"),
            (PRIMO.replace("target", "engaged"), "stage engaged"),
            (PRIMO.replace("Dana Cole\"", "Dana Cole\"\ntitle = \"CMO\""), "title of Dana Cole"),
            (PRIMO.replace("[[people]]\nid = \"dana\"\nname = \"Dana Cole\"\n", ""), "Dana Cole removed"),
            (format!("{PRIMO}[[log]]\nid = \"x\"\ntext = \"Called.\"\n"), "note"),
            (format!("{PRIMO}[[log]]\nid = \"x\"\nkind = \"answer\"\noutcome = \"replied\"\n"), "answer replied"),
            (PRIMO.replace("[[people]]", "why = \"x\"\ntier = 1\n[[people]]"), "why, tier"),
            (PRIMO.replace("target\"", "engaged\"\n[[stages]]\nto = \"engaged\""), "stage engaged"),
            (format!("# a comment\n{PRIMO}"), "written otherwise"),
            ("<<<<<<<".to_owned(), "changed"),
        ] {
            assert_eq!(primo(&after), [format!("Primo: {want}")], "{after}");
        }
    }

    #[test]
    fn a_file_is_new_goes_or_is_archived_and_never_a_path() {
        let (primo, archived) = (Path::new("accounts/primo.toml"), Path::new("accounts/archive/primo.toml"));
        let text = Some(PRIMO.as_bytes());
        let change = |file, before, after| Changed { file, before, after };
        let said = |changed: &[Changed]| lines(&told(changed));
        assert_eq!(said(&[change(primo, None, text)]), ["Primo: new"]);
        assert_eq!(said(&[change(primo, text, None)]), ["Primo: deleted"]);
        assert_eq!(said(&[change(primo, text, None), change(archived, None, text)]), ["Primo: archived"]);
        assert_eq!(said(&[change(primo, None, text), change(archived, text, None)]), ["Primo: back from the archive"]);
        // Made and archived between two syncs.
        assert_eq!(said(&[change(archived, None, text)]), ["Primo: archived"]);
        assert_eq!(said(&[change(archived, text, None)]), ["Primo: deleted from the archive"]);
        assert_eq!(said(&[change(archived, text, Some(b"name = \"Primo\"\n"))]), ["Primo: changed in the archive"]);
        let (one, other) = (Some(&b"a = 1\n"[..]), Some(&b"a = 2\n"[..]));
        for (file, want) in [
            ("holidays/de.ics", "Holidays de: changed"),
            ("playbooks/own.toml", "Playbook own: changed"),
            (".gitignore", "What git needs: changed"),
            ("notes/deep/call.md", "File call.md: changed"),
        ] {
            assert_eq!(said(&[change(Path::new(file), one, other)]), [want]);
        }
    }

    #[test]
    fn settings_and_contacts_are_told_by_their_names() {
        let said = |file: &str, before: &str, after: &str| {
            lines(&told(&[Changed {
                file: Path::new(file),
                before: Some(before.as_bytes()),
                after: Some(after.as_bytes()),
            }]))
        };
        let before = "why = \"a\"\n[calendar]\nholidays = [2026-12-24]\n[[members]]\nid = \"sam\"\nname = \"Sam\"\n\
                      [[goals]]\nid = \"g1\"\ntitle = \"Ten meetings\"\n";
        for (after, want) in [
            (before.replace("\"a\"", "\"b\""), "Plan: why"),
            (before.replace("12-24", "12-25"), "Plan: holidays"),
            (before.replace("\"Sam\"\n", "\"Sam\"\ntimezone = \"Asia/Tokyo\"\n"), "Plan: timezone of Sam"),
            (format!("{before}target = 10\n"), "Plan: target of goal Ten meetings"),
            (format!("{before}[[members]]\nid = \"kim\"\nname = \"Kim\"\n"), "Plan: Kim added"),
        ] {
            assert_eq!(said("plan.toml", before, &after), [want]);
        }
        let person = |id: &str| format!("[[people]]\nid = \"{id}\"\n");
        let (before, after) =
            (person("a") + &person("b"), person("a") + "title = \"CFO\"\n" + &person("c") + &person("d"));
        assert_eq!(said("contacts.toml", &before, &after), ["Contacts: 2 added, 1 removed, 1 changed"]);
    }

    #[test]
    fn the_most_telling_comes_first() {
        let after = PRIMO
            .replace("target", "engaged")
            .replace("id = \"b\"", "id = \"b\"\nstatus = \"done\"")
            .replace("Dana Cole\"", "Dana Cole\"\ntitle = \"CMO\"")
            .replace("name = \"Primo\"", "name = \"Primo\"\ntier = 1\nwhy = \"x\"")
            + "[[log]]\nid = \"x\"\ntext = \"Called.\"\n[[meetings]]\nid = \"m\"\n";
        assert_eq!(primo(&after), ["Primo: touch 2 done, note, meeting and 4 more changes"]);
        let (before, after) = (Some(PRIMO.as_bytes()), Some(after.as_bytes()));
        let told = told(&[Changed { file: Path::new("accounts/primo.toml"), before, after }]);
        let message = message(&told, "");
        let (subject, body) = message.split_once("\n\n").unwrap();
        assert_eq!(subject, "Primo: touch 2 done, note, meeting and 4 more changes");
        let want = "Primo: touch 2 done\nPrimo: note\nPrimo: meeting\nPrimo: stage engaged\nPrimo: tier\nPrimo: why\n\
                    Primo: title of Dana Cole";
        assert_eq!(body, want);
    }

    #[test]
    fn a_message_says_all_in_a_line_or_what_tells_the_most() {
        let some = |count: usize| {
            let one = |n: usize| Told::of(&format!("Account {n}"), [Weight::Touch.says("touch 2 done")]);
            (0..count).map(one).collect::<Vec<_>>()
        };
        assert_eq!(message(&some(2), ""), "Account 0: touch 2 done; Account 1: touch 2 done");
        let mut told = some(30);
        told.insert(0, Told::of("Zephyr", [Weight::Field.says("tier")]));
        let long = message(&told, "Merge: ");
        let (subject, body) = long.split_once("\n\n").unwrap();
        assert_eq!(subject, "Merge: Account 0: touch 2 done; Account 1: touch 2 done; and 29 more");
        assert!(subject.len() <= LINE && body.lines().count() == 31);
        let endless = [Told::of(&"Name ".repeat(40), [Weight::Touch.says("touch 2 done"), Weight::Note.says("note")])];
        let subject = message(&endless, "").lines().next().unwrap().to_owned();
        assert!(subject.chars().count() == LINE && subject.ends_with('…'), "{subject}");
        assert_eq!(plain("Primo\n\u{1b}[31m  x"), "Primo [31m x");
    }

    #[test]
    fn a_place_is_named_as_a_change_of_it_is() {
        let tree: Table = PRIMO.parse().unwrap();
        for (path, want) in [
            ("why", "why"),
            ("people.dana.title", "title of Dana Cole"),
            ("people.dana", "Dana Cole"),
            ("stage", "stage"),
            ("sequences.s.touches.b.status", "status of touch 2"),
        ] {
            assert_eq!(of_place(path, &tree, &tree), want);
        }
    }
}
