//! What lies between two states of the repository, file by file, with what each file said. Names and kinds come from
//! others: a link, another repository, a name that is none is not taken.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::run::{Git, GitError, Output};
use super::telling::Told;
use super::{files, words};
use crate::store::{self, Incoming};

/// The most that one file may hold to be brought in.
const MOST: u64 = 32 << 20;

/// One file that is not the same in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Changed {
    /// Relative to the plan.
    pub file: PathBuf,
    /// Before; nothing: no file.
    pub before: Option<Vec<u8>>,
    /// After.
    pub after: Option<Vec<u8>>,
}

impl Changed {
    /// To be brought in: both knew the one, the others made the other of it.
    pub(super) fn incoming(self) -> Incoming {
        Incoming { file: self.file, base: self.before, theirs: self.after, apart: None, archived: None }
    }

    /// Whether it is an account of the plan, and says another company since.
    pub(super) fn is_another_company(&self) -> bool {
        let [was, is] = [&self.before, &self.after].map(|bytes| std::str::from_utf8(bytes.as_deref()?).ok());
        let both = was.zip(is).filter(|_| files::is_account(&self.file));
        both.is_some_and(|(was, is)| store::are_two_companies(was, is))
    }
}

/// What an account has become in the archive, if that is where it went.
pub(super) fn archived<'a>(changed: &'a [Changed], account: &Path) -> Option<&'a Changed> {
    let is_gone = |each: &&Changed| each.after.is_none() && each.file.parent() == account.parent();
    let gone: Vec<String> = changed.iter().filter(is_gone).map(|each| files::stem(&each.file)).collect();
    let (id, archive) = (files::stem(account), account.parent()?.join("archive"));
    let is_it = |each: &&Changed| {
        each.before.is_none()
            && each.file.parent() == Some(&archive)
            && files::is_archive_of(&files::stem(&each.file), &id, &gone)
    };
    changed.iter().find(is_it).filter(|_| gone.contains(&id))
}

/// What changed, in words.
pub(super) fn told(changed: &[Changed]) -> Vec<Told> {
    told_among(changed, &[])
}

/// The same, where these files have been here before.
pub(super) fn told_among(changed: &[Changed], known: &[&Path]) -> Vec<Told> {
    let each = changed.iter().map(|each| words::Changed {
        file: &each.file,
        before: each.before.as_deref(),
        after: each.after.as_deref(),
    });
    words::told(&each.collect::<Vec<_>>(), known)
}

/// What is in the index and not in that state.
///
/// # Errors
///
/// What git says; there is something that is no file.
pub(super) fn staged(git: &Git, tree: &str) -> Result<Vec<Changed>, GitError> {
    read(git, &git.get(&["diff-index", "--cached", "--raw", "-z", "--no-renames", "--no-ext-diff", tree, "--"])?)
}

/// What is in the second state and not in the first.
///
/// # Errors
///
/// What git says; there is something that is no file.
pub(super) fn between(git: &Git, before: &str, after: &str) -> Result<Vec<Changed>, GitError> {
    read(git, &git.get(&["diff-tree", "-r", "--raw", "-z", "--no-renames", "--no-ext-diff", before, after, "--"])?)
}

fn read(git: &Git, output: &Output) -> Result<Vec<Changed>, GitError> {
    let mut parts = output.parts();
    let mut found = Vec::new();
    while let (Some(kinds), Some(name)) = (parts.next(), parts.next()) {
        found.push(entry(kinds, name)?);
    }
    let ids: Vec<String> = found.iter().flat_map(|(_, ids)| ids).flatten().cloned().collect();
    let mut texts = blobs(git, &ids)?;
    let mut text = |id: &Option<String>| id.as_ref().and_then(|id| texts.get_mut(id)).map(|text| text.clone());
    let changed = found.iter().map(|(file, [before, after])| Changed {
        file: file.clone(),
        before: text(before),
        after: text(after),
    });
    Ok(changed.collect())
}

type Entry = (PathBuf, [Option<String>; 2]);

/// `:100644 100644 ID ID M` and a name.
fn entry(kinds: &[u8], name: &[u8]) -> Result<Entry, GitError> {
    let file = std::str::from_utf8(name).map(PathBuf::from).map_err(|_| {
        GitError::Refused(format!("{}: its name is no UTF-8; it can't be taken", String::from_utf8_lossy(name)))
    })?;
    let told = String::from_utf8_lossy(kinds).into_owned();
    let words: Vec<&str> = told.trim_start_matches(':').split(' ').collect();
    let [was, is, before, after, _] = words.as_slice() else {
        return Err(GitError::Refused(format!("git said “{told}” of {}", file.display())));
    };
    let id = |kind: &str, id: &str| match kind {
        "000000" => Ok(None),
        "100644" | "100755" => Ok(Some(id.to_owned())),
        "120000" => Err(no_file(&file, "a symbolic link")),
        "160000" => Err(no_file(&file, "another repository")),
        _ => Err(no_file(&file, "no ordinary file")),
    };
    let ids = [id(was, before)?, id(is, after)?];
    Ok((file, ids))
}

fn no_file(file: &Path, what: &str) -> GitError {
    let file = file.display();
    GitError::Refused(format!(
        "{file} is {what}, which sync does not take; nothing was sent. Whoever has it there puts the file itself in its place, or \
         leaves it out with `git rm --cached {file}` and a line of its name in .gitignore"
    ))
}

/// What the blobs with these ids hold.
fn blobs(git: &Git, ids: &[String]) -> Result<HashMap<String, Vec<u8>>, GitError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let list = ids.join("\n") + "\n";
    let sizes = git.feed(&["cat-file", "--batch-check=%(objecttype) %(objectsize)"], list.as_bytes())?.text();
    let sizes: Option<Vec<u64>> = sizes.lines().map(|line| line.strip_prefix("blob ")?.parse().ok()).collect();
    let Some(sizes) = sizes else {
        return Err(GitError::Refused(
            "git can't read a file in its own store; `git fsck` says which, and a new clone of the others' repository has it"
                .to_owned(),
        ));
    };
    if sizes.iter().any(|size| *size > MOST) {
        return Err(GitError::Refused(format!("a file is larger than {} MiB; sync does not take it", MOST >> 20)));
    }
    let output = git.feed(&["cat-file", "--batch"], list.as_bytes())?.out;
    let cut = || GitError::Refused("git told less than was asked".to_owned());
    let (mut at, mut texts) = (0, HashMap::new());
    for id in ids {
        // `ID blob SIZE`, the bytes, a line end.
        let head = output[at..].iter().position(|byte| *byte == b'\n').ok_or_else(cut)?;
        let line = String::from_utf8_lossy(&output[at..at + head]).into_owned();
        let size: usize = line.rsplit(' ').next().and_then(|size| size.parse().ok()).ok_or_else(cut)?;
        let from = at + head + 1;
        texts.insert(id.clone(), output.get(from..from + size).ok_or_else(cut)?.to_vec());
        at = from + size + 1;
    }
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_is_not_taken() {
        let id = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";
        let read = |was: &str, is: &str| entry(format!(":{was} {is} {id} {id} M").as_bytes(), b"accounts/primo.toml");
        assert_eq!(read("000000", "100644").unwrap().1, [None, Some(id.to_owned())]);
        assert_eq!(read("100755", "000000").unwrap().1, [Some(id.to_owned()), None]);
        for (was, is, told) in [
            ("100644", "120000", "a symbolic link"),
            ("120000", "000000", "a symbolic link"),
            ("000000", "160000", "another repository"),
            ("000000", "040000", "no ordinary file"),
        ] {
            assert!(read(was, is).unwrap_err().to_string().contains(told), "{was} {is}");
        }
        assert!(entry(b":100644", b"x").is_err());
        assert!(entry(format!(":100644 100644 {id} {id} M").as_bytes(), b"\xff").is_err());
    }
}
