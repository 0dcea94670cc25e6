//! What changed, in words: commits say it, and whoever syncs is told it. Pure; made of what the files said before and
//! after, so that an edit in vim is told like one of our own.

use std::path::Path;

use toml::{Table, Value};

use crate::domain::touch::Status;
use crate::domain::words::Vocabulary as _;
use crate::store::{merge, text};

/// The most that the first line of a commit holds.
const LINE: usize = 72;

/// The most that is told of one file.
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

/// What changed, a line for each account or file: `Primo: touch 2 done, note`.
pub(super) fn told(changed: &[Changed]) -> Vec<String> {
    let stem = |each: &Changed| each.file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
    let folder = |each: &Changed| each.file.parent().and_then(Path::to_str).unwrap_or_default().to_owned();
    let of = |name: &str, is_it: fn(&Changed) -> bool| -> Vec<String> {
        changed.iter().filter(|each| is_it(each) && folder(each) == name).map(stem).collect()
    };
    let gone = of("accounts", |each| each.after.is_none());
    let archived = of("accounts/archive", |each| each.before.is_none());
    let mut lines: Vec<String> = Vec::new();
    // What git itself needs goes without saying.
    let is_gits = |each: &&Changed| each.file.to_str().is_some_and(|name| name.starts_with(".git"));
    let only_gits = changed.iter().all(|each| is_gits(&each));
    for each in changed.iter().filter(|each| only_gits || !is_gits(each)) {
        let (stem, folder) = (stem(each), folder(each));
        let is_toml = each.file.extension().is_some_and(|extension| extension == "toml");
        let (subject, what) = match folder.as_str() {
            "accounts" if is_toml => {
                let what = of_account(each, archived.contains(&stem));
                (name(each).unwrap_or(stem), what)
            }
            // It is told with the account that went there.
            "accounts/archive" if each.before.is_none() && gone.contains(&stem) => continue,
            "" if stem == "plan" && is_toml => ("Plan".to_owned(), of_settings(each)),
            "playbooks" if is_toml => (format!("Playbook {}", name(each).unwrap_or(stem)), whole(each)),
            _ => (each.file.display().to_string(), whole(each)),
        };
        lines.push(plain(&format!("{subject}: {what}")));
    }
    lines
}

/// A commit's message of these lines: all of it in the first one, or how much it is, and the rest below.
pub(super) fn message(lines: &[String], before: &str) -> String {
    let all = format!("{before}{}", lines.join("; "));
    if all.chars().count() <= LINE {
        return all;
    }
    let names = lines.iter().map(|line| line.split_once(": ").map_or(line.as_str(), |(name, _)| name));
    let mut subject = before.to_owned();
    let mut left = lines.len();
    for name in names {
        // As many as leave room to say how many more there are.
        if left < lines.len() && subject.chars().count() + name.chars().count() > LINE - 16 {
            break;
        }
        let gap = if left < lines.len() { ", " } else { "" };
        let name: String = name.chars().take(LINE / 2).collect();
        subject.extend([gap, &name]);
        left -= 1;
    }
    let more = if left > 0 { format!(" and {left} more") } else { String::new() };
    format!("{subject}{more}\n\n{}", lines.join("\n"))
}

/// The lines that a commit's message was made of.
pub(super) fn lines_of(message: &[u8]) -> Vec<String> {
    let message = String::from_utf8_lossy(message);
    let (subject, body) = message.split_once("\n\n").unwrap_or((&message, ""));
    let told = if body.trim().is_empty() { subject } else { body };
    told.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

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
    let tree = said(each.after).or_else(|| said(each.before))?;
    Some(tree.get("name")?.as_str()?.to_owned()).filter(|name| !name.is_empty())
}

fn whole(each: &Changed) -> String {
    let word = match (each.before, each.after) {
        (None, _) => "new",
        (_, None) => "deleted",
        _ => "changed",
    };
    word.to_owned()
}

fn of_account(each: &Changed, is_archived: bool) -> String {
    if each.after.is_none() && is_archived {
        return "archived".to_owned();
    }
    let (Some(before), Some(after)) = (said(each.before), said(each.after)) else { return whole(each) };
    let differences = merge::differences(&before, &after);
    let changes = differences.iter().flat_map(|(path, was, is)| item_by_item(path, was.as_ref(), is.as_ref()));
    listed(changes.filter_map(|change| change.in_words(&before, &after)))
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

fn of_settings(each: &Changed) -> String {
    let (Some(before), Some(after)) = (said(each.before), said(each.after)) else { return whole(each) };
    let top = |path: &str| path.split('.').next().unwrap_or_default().replace('_', " ");
    listed(merge::differences(&before, &after).into_iter().map(|(path, ..)| top(&path)))
}

/// Each once, and of many only how many more there are. Nothing but comments and spaces has no field.
fn listed(words: impl Iterator<Item = String>) -> String {
    let mut all: Vec<String> = Vec::new();
    for word in words {
        if !all.contains(&word) {
            all.push(word);
        }
    }
    match all.len() {
        0 => "written otherwise".to_owned(),
        count if count > MOST => format!("{} and {} more changes", all[..MOST - 1].join(", "), count - MOST + 1),
        _ => all.join(", "),
    }
}

/// One difference of an account.
struct Change<'a> {
    path: Vec<&'a str>,
    was: Option<&'a Value>,
    is: Option<&'a Value>,
}

impl Change<'_> {
    /// Nothing, where something else says it.
    fn in_words(&self, before: &Table, after: &Table) -> Option<String> {
        let came = self.was.is_none();
        let here = if came || self.is.is_some() { after } else { before };
        Some(match self.path.as_slice() {
            ["stages", ..] if before.get("stage") != after.get("stage") => return None,
            ["stage"] => format!("stage {}", self.is.and_then(Value::as_str).unwrap_or("taken out")),
            ["sequences", sequence, "touches", touch, field] => {
                let status = touch_of(after, sequence, touch).and_then(|(_, touch)| touch.get("status")?.as_str());
                let number = number(here, sequence, touch);
                match *field {
                    "status" | "closed" | "result" => {
                        let word = status.filter(|word| Status::WORDS.contains(word) && *word != "planned");
                        format!("{number} {}", word.unwrap_or("open again"))
                    }
                    "due" | "pinned" => format!("{number} moved"),
                    field => format!("{number} {}", words(field)),
                }
            }
            ["sequences", sequence, "touches", touch] => {
                format!("{} {}", number(here, sequence, touch), self.came_or_went())
            }
            ["sequences", _] if came => "sequence begun".to_owned(),
            ["sequences", ..] => "sequence".to_owned(),
            ["people", id] => format!("{} {}", called(here, "people", id, "name"), self.came_or_went()),
            ["people", id, field, ..] => format!("{} of {}", words(field), called(here, "people", id, "name")),
            ["log", _] if came => self.of_log(),
            ["research", _] if came => "finding".to_owned(),
            ["meetings", ..] => "meeting".to_owned(),
            ["next_steps", _, "done"] => "next step done".to_owned(),
            ["next_steps", ..] => "next step".to_owned(),
            ["stages", ..] => "stage".to_owned(),
            [list, _, ..] if here.get(*list).is_some_and(Value::is_array) => words(list),
            ["entry_point", ..] => "entry point".to_owned(),
            [first, ..] => words(first),
            [] => "changed".to_owned(),
        })
    }

    fn came_or_went(&self) -> &'static str {
        match (self.was, self.is) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        }
    }

    fn of_log(&self) -> String {
        let says = |key: &str| self.is.and_then(|entry| entry.get(key)).and_then(Value::as_str);
        match (says("kind"), says("outcome")) {
            (Some("answer"), Some(outcome)) => format!("answer {outcome}"),
            (Some(kind), _) => kind.to_owned(),
            _ => "note".to_owned(),
        }
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
        told(&[Changed { file: Path::new("accounts/primo.toml"), before, after }])
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
    fn a_file_is_new_goes_or_is_archived() {
        let (primo, archived) = (Path::new("accounts/primo.toml"), Path::new("accounts/archive/primo.toml"));
        let text = Some(PRIMO.as_bytes());
        let change = |file, before, after| Changed { file, before, after };
        assert_eq!(told(&[change(primo, None, text)]), ["Primo: new"]);
        assert_eq!(told(&[change(primo, text, None)]), ["Primo: deleted"]);
        assert_eq!(told(&[change(primo, text, None), change(archived, None, text)]), ["Primo: archived"]);
        let (why, other) = (Some(&b"why = \"a\"\n"[..]), Some(&b"why = \"b\"\n"[..]));
        assert_eq!(told(&[change(Path::new("plan.toml"), why, other)]), ["Plan: why"]);
        // Made and archived between two syncs.
        assert_eq!(told(&[change(archived, None, text)]), ["accounts/archive/primo.toml: new"]);
        assert_eq!(told(&[change(Path::new("de.ics"), why, other)]), ["de.ics: changed"]);
    }

    #[test]
    fn a_message_says_all_in_a_line_or_how_much_it_is() {
        let lines = |count: usize| (0..count).map(|n| format!("Account {n}: touch 2 done")).collect::<Vec<_>>();
        assert_eq!(message(&lines(2), ""), "Account 0: touch 2 done; Account 1: touch 2 done");
        let long = message(&lines(30), "Merge: ");
        let (subject, body) = long.split_once("\n\n").unwrap();
        assert_eq!(subject, "Merge: Account 0, Account 1, Account 2, Account 3 and 26 more");
        assert!(subject.len() <= LINE && body.lines().count() == 30);
        assert_eq!(lines_of(long.as_bytes()), lines(30));
        assert_eq!(lines_of(b"Primo: note\n"), ["Primo: note"]);
        assert_eq!(plain("Primo\n\u{1b}[31m  x"), "Primo [31m x");
    }
}
