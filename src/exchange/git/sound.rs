//! What is sent to the others: what belongs to a plan, and of that never a file that they could not read. Whoever wrote it
//! mends it where it was written, before anybody else has to choose between its halves.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::changes::Changed;
use super::run::GitError;
use crate::domain::words::counted;
use crate::store::{most, read, text};

/// How many files are named.
const NAMED: usize = 3;

/// Look at what is to be sent.
///
/// # Errors
///
/// A file of the plan is no text, no TOML, too large, or holds what git left of a conflict: which, where, and what to do.
pub(super) fn all(changed: &[Changed]) -> Result<(), GitError> {
    let unsound: Vec<String> = changed.par_iter().filter_map(why_not).collect();
    if unsound.is_empty() {
        return Ok(());
    }
    let more = match unsound.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    let (named, them) =
        (unsound[..unsound.len().min(NAMED)].join("; "), if unsound.len() == 1 { "it" } else { "them" });
    Err(GitError::Refused(format!("{named}{more}. Nothing was sent; mend {them} and sync again")))
}

/// Which files that come from others can't be read.
pub(super) fn unsound(came: &[Changed]) -> Vec<PathBuf> {
    came.iter().filter(|each| why_not(each).is_some()).map(|each| each.file.clone()).collect()
}

/// Of those that stand here like that now, a sentence each: which file can't be read, where, and what to do.
pub(super) fn told(root: &Path, files: Vec<PathBuf>) -> Vec<String> {
    sentences(root, files, ". It came so from the others; nothing is sent from here until it is mended.")
}

/// The same of those of all these that stand so since whenever.
pub(super) fn told_still(root: &Path, files: Vec<PathBuf>) -> Vec<String> {
    sentences(root, files, "; nothing is sent from here until it is mended.")
}

fn sentences(root: &Path, files: Vec<PathBuf>, end: &str) -> Vec<String> {
    let as_it_stands = |file: PathBuf| Changed { before: None, after: fs::read(root.join(&file)).ok(), file };
    let sentence = |why: String| format!("{why}{end}");
    let all: Vec<String> =
        files.into_par_iter().map(as_it_stands).filter_map(|each| why_not(&each)).map(sentence).collect();
    let more = all.len().saturating_sub(NAMED);
    let rest = (more > 0)
        .then(|| format!("{} like that; `inroad doctor` names them all.", counted(more, "more file", "more files")));
    all.into_iter().take(NAMED).chain(rest).collect()
}

/// What belongs to a plan. Whatever else lies in its folder is not shared unasked; what git knows already stays known.
pub(super) fn is_of_a_plan(name: &str) -> bool {
    let path = Path::new(name);
    let (folder, file) = (path.parent().and_then(Path::to_str), path.file_name().and_then(|file| file.to_str()));
    let (Some(folder), Some(file)) = (folder, file) else { return false };
    let is_aside = file.starts_with('.') || file.contains(".sync-conflict-");
    let ends = |ending: &str| path.extension().is_some_and(|extension| extension == ending) && !is_aside;
    match folder {
        "" => ["plan.toml", "contacts.toml", ".gitattributes", ".gitignore"].contains(&file) || ends("ics"),
        "accounts" | "accounts/archive" | "playbooks" => ends("toml"),
        _ => ends("ics"),
    }
}

fn why_not(changed: &Changed) -> Option<String> {
    let name = changed.file.to_str()?;
    let bytes = changed.after.as_deref()?;
    if !is_of_a_plan(name) || changed.file.extension().is_none_or(|extension| extension != "toml") {
        return None;
    }
    let most = most(&changed.file);
    if bytes.len() as u64 > most {
        return Some(format!("{name} is larger than {} MiB: no inroad would open it", most >> 20));
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        let (line, column) = read::place(&String::from_utf8_lossy(bytes), first_strange(bytes));
        return Some(format!("{name}:{line}:{column}: this is not UTF-8 text"));
    };
    let plain = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Whoever takes that loses theirs.
    let before = changed.before.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok());
    if text::is_lost(plain) && !before.is_some_and(text::is_lost) {
        return Some(format!("{name}:1:1: it is empty: bring it back from a copy, or delete it"));
    }
    if text::says_nothing(plain) && before.is_some_and(|before| !text::says_nothing(before)) {
        return Some(format!("{name}:1:1: it says nothing any more: bring it back from a copy, or delete it"));
    }
    if let Some(found) = read::not_toml_at(plain) {
        return Some(format!("{name}:{}:{}: {}", found.line, found.column, found.message));
    }
    if name.starts_with("accounts/") && before.is_some_and(is_named) && !is_named(plain) {
        let why = "its name is gone, and what else it said may be";
        return Some(format!("{name}:1:1: {why}: bring it back from a copy, or give it a name"));
    }
    // In a text of several lines they are TOML all the same.
    let line = read::left_of_a_conflict(plain)?;
    Some(format!("{name}:{line}:1: {}", read::CONFLICT))
}

/// Whether an account says what it is called. One that did and doesn't was emptied by hand, whatever was written into it since.
fn is_named(text: &str) -> bool {
    text::tree(text)
        .is_ok_and(|tree| tree.get("name").and_then(toml::Value::as_str).is_some_and(|name| !name.is_empty()))
}

/// Where what is no UTF-8 begins.
fn first_strange(bytes: &[u8]) -> usize {
    std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_could_not_read_is_named_with_its_place() {
        let told = |name: &str, text: &[u8]| {
            let changed = Changed { file: name.into(), before: None, after: Some(text.to_vec()) };
            all(&[changed]).err().map(|error| error.to_string()).unwrap_or_default()
        };
        let marks = b"why = \"\"\"\n<<<<<<< HEAD\nA\n=======\nB\n>>>>>>> 1a2b\n\"\"\"\n";
        let large = vec![b'#'; (1 << 20) + 1];
        for (name, text, want) in [
            ("accounts/a.toml", &b"name = \"A\"\n"[..], ""),
            ("accounts/a.toml", b"\xef\xbb\xbfname = \"A\"\r\n", ""),
            ("accounts/a.toml", b"name = \"A\"\nwhy = \"B\n", "accounts/a.toml:2:9: this is not TOML: "),
            ("accounts/a.toml", b"\n", "accounts/a.toml:1:1: it is empty"),
            ("plan.toml", b"", "plan.toml:1:1: it is empty"),
            ("playbooks/b.toml", b"name = A\n", "playbooks/b.toml:1:8: this is not TOML: "),
            (
                "plan.toml",
                b"a = 1\n<<<<<<< HEAD\nb = 2\n=======\nb = 3\n>>>>>>> x\n",
                "plan.toml:2:1: a conflict that git",
            ),
            ("accounts/archive/a.toml", marks, "accounts/archive/a.toml:2:1: a conflict that git"),
            ("contacts.toml", b"a = 1\nb = \"\xff\"\n", "contacts.toml:2:6: this is not UTF-8 text"),
            ("accounts/a.toml", &large, "accounts/a.toml is larger than 1 MiB"),
            ("contacts.toml", &large, ""),
            // What is not the plan's is as it is.
            ("notes/a.toml", b"name = A\n", ""),
            ("notes.md", b"name = A\n", ""),
        ] {
            let said = told(name, text);
            assert!(said.starts_with(want) && said.is_empty() == want.is_empty(), "{name}: {said}");
        }
    }

    #[test]
    fn what_said_something_and_says_nothing_any_more_is_not_sent() {
        let told = |before: &str, after: &str| {
            let [before, after] = [before, after].map(|text| Some(text.as_bytes().to_vec()));
            let changed = Changed { file: "accounts/a.toml".into(), before, after };
            all(&[changed]).err().map(|error| error.to_string()).unwrap_or_default()
        };
        assert!(told("name = \"A\"\n", "# A\n").starts_with("accounts/a.toml:1:1: it says nothing any more"));
        assert!(told("# A\n", "").starts_with("accounts/a.toml:1:1: it is empty"));
        assert!(told("name = \"A\"\n", "# A\nwhy = \"B\"\n").starts_with("accounts/a.toml:1:1: its name is gone"));
        for (before, after) in
            [("# A\n", "# B\n"), ("", "\n"), ("", "name = \"A\"\n"), ("why = \"B\"\n", "why = \"C\"\n")]
        {
            assert_eq!(told(before, after), "");
        }
    }

    #[test]
    fn only_what_belongs_to_a_plan_is_shared_unasked() {
        for (name, want) in [
            ("plan.toml", true),
            ("contacts.toml", true),
            (".gitignore", true),
            ("accounts/primo.toml", true),
            ("accounts/archive/primo.toml", true),
            ("playbooks/own.toml", true),
            ("de.ics", true),
            ("holidays/de.ics", true),
            ("notes.md", false),
            (".env", false),
            ("accounts/primo.toml.orig", false),
            ("accounts/.primo.toml", false),
            ("accounts/.inroad-x.tmp", false),
            ("accounts/primo.sync-conflict-1.toml", false),
            ("state/journal", false),
        ] {
            assert_eq!(is_of_a_plan(name), want, "{name}");
        }
    }
}
