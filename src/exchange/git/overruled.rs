//! What stood here and lost. Where both sides had changed the same, whoever put them together kept their own; over here it
//! would look like any other change that came. So the merges among what came are looked at once more, each from this side,
//! and what lost in one waits here for a choice too.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::changes::{self, Changed};
use super::run::{Git, GitError};
use super::words;
use crate::domain::conflict;
use crate::store::{Overruled, merge, text};

/// How many merges are looked at, the latest first. Whoever has been away for longer is told of what came.
const MERGES: usize = 100;

/// So much of a value is told.
const QUOTED: usize = 40;

/// A file that is larger is told as a whole: of fifty thousand people nobody chooses one by one.
const MOST: usize = 1 << 20;

/// What stands at `head` and lost in a merge on the way to `theirs`, and is still lost there.
///
/// # Errors
///
/// What git says.
pub(super) fn found(git: &Git, head: &str, theirs: &str) -> Result<Vec<Overruled>, GitError> {
    let range = format!("{head}..{theirs}");
    let most = format!("--max-count={MERGES}");
    let listed = git.get(&["rev-list", "--merges", "--parents", &most, &range, "--"])?.text();
    let mut found: Vec<Lost> = Vec::new();
    for line in listed.lines() {
        let [_, one, other] = line.split(' ').collect::<Vec<_>>()[..] else { continue };
        let (has_one, has_other) = (is_ours(git, one, head)?, is_ours(git, other, head)?);
        let (ours, others) = match (has_one, has_other) {
            (true, false) => (one, other),
            (false, true) => (other, one),
            // Neither side knows of what is here, or both do.
            _ => continue,
        };
        let known = git.run(&["merge-base", ours, others], None)?;
        if known.code == 0 {
            found.extend(lost(git, [&known.text(), ours, others])?);
        }
    }
    still(git, head, theirs, found)
}

/// Whether that state knows of what is here, or what is here knows of it.
fn is_ours(git: &Git, state: &str, head: &str) -> Result<bool, GitError> {
    let is_in = |before: &str, after: &str| -> Result<bool, GitError> {
        Ok(git.run(&["merge-base", "--is-ancestor", before, after], None)?.code == 0)
    };
    Ok(is_in(state, head)? || is_in(head, state)?)
}

/// One place that was lost, and what stood there.
#[derive(PartialEq)]
struct Lost {
    file: PathBuf,
    path: String,
    ours: Option<Value>,
}

/// What both sides of a merge had made something else of, in files that this side's own writer has changed: what a third
/// one wrote and lost that one is asked about.
fn lost(git: &Git, [known_id, ours_id, others_id]: [&str; 3]) -> Result<Vec<Lost>, GitError> {
    let own = changes::between(git, known_id, ours_id)?;
    let their = changes::between(git, known_id, others_id)?;
    let mut lost = Vec::new();
    for mine in own {
        let Some(theirs) = their.iter().find(|each| each.file == mine.file) else { continue };
        let [known, ours, others] = [&mine.before, &mine.after, &theirs.after].map(|bytes| tree(bytes.as_deref()));
        let (Some(ours), Some(others)) = (ours, others) else { continue };
        if !is_written_by_us(git, [known_id, ours_id], &mine.file)? {
            continue;
        }
        let clashes = merge::merge(&known.unwrap_or_default(), &ours, &others).clashes;
        lost.extend(clashes.into_iter().map(|clash| Lost {
            file: mine.file.clone(),
            path: clash.path,
            ours: clash.ours,
        }));
    }
    Ok(lost)
}

/// Whether whoever sits here has changed the file on that way.
fn is_written_by_us(git: &Git, [known, ours]: [&str; 2], file: &Path) -> Result<bool, GitError> {
    let me = git.run(&["var", "GIT_AUTHOR_IDENT"], None)?;
    if me.code != 0 {
        // Nobody has written anything here.
        return Ok(false);
    }
    let me = me.text();
    let me = me.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(email, _)| email);
    let Some(file) = file.to_str() else { return Ok(false) };
    let range = format!("{known}..{ours}");
    let authors = git.get(&["log", "--no-merges", "--format=%ae", &range, "--", file])?.text();
    Ok(authors.lines().any(|author| author == me))
}

/// Those that say here what lost, and over there something else.
fn still(git: &Git, head: &str, theirs: &str, found: Vec<Lost>) -> Result<Vec<Overruled>, GitError> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let now = changes::between(git, head, theirs)?;
    let mut all: Vec<Overruled> = Vec::new();
    for Lost { file, path, ours } in found {
        let Some(Changed { before, after, .. }) = now.iter().find(|each| each.file == file) else { continue };
        let (Some(here), Some(there)) = (tree(before.as_deref()), tree(after.as_deref())) else { continue };
        let says = |tree: &'_ Table| merge::get(tree, &path).map(Option::<&Value>::cloned);
        let is_known = all.iter().any(|each| each.file == file && each.path == path);
        if let (Some(stands), Some(comes), false) = (says(&here), says(&there), is_known)
            && stands == ours
            && comes != ours
        {
            let name = words::name_in(&here).unwrap_or_else(|| words::stem(&file));
            let what = words::of_place(&path, &here, &there);
            let told = format!(
                "{name}: {what}: both sides changed it; {} stands now, {} is kept.",
                quoted(comes.as_ref()),
                quoted(ours.as_ref())
            );
            all.push(Overruled { file, path, ours: ours.map(|ours| ours.to_string()), told });
        }
    }
    Ok(all)
}

/// The beginning of a value, in a line.
fn quoted(value: Option<&Value>) -> String {
    let Some(value) = value else { return "that it is gone".to_owned() };
    let text = conflict::in_words(Some(&value.to_string()));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = text.chars().take(QUOTED).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("“{short}{more}”")
}

fn tree(bytes: Option<&[u8]>) -> Option<Table> {
    let text = std::str::from_utf8(bytes.filter(|bytes| bytes.len() <= MOST)?).ok()?;
    text::tree(text).ok()
}
