//! Accounts that both sides have added under one name, and that are two companies. The others' has its file everywhere by
//! now; the one from here moves to a file of its own, in the same step in which theirs comes.

use std::path::Path;

use super::changes::Changed;
use super::{overruled, words};
use crate::domain::{id, synced};
use crate::store::{self, Incoming};

/// What is to be brought in, where each of two such companies has a file; and what is told of it, a sentence each.
/// `is_taken` says which files there are.
pub(super) fn companies(
    files: Vec<Incoming>,
    own: &[Changed],
    is_taken: impl Fn(&Path) -> bool,
) -> (Vec<Incoming>, Vec<String>) {
    let ours = |each: &Incoming| own.iter().find(|own| own.file == each.file).and_then(|own| own.after.clone());
    let is_two = |each: &Incoming| ours(each).is_some_and(|ours| are_two(each, &ours));
    let (two, mut files): (Vec<Incoming>, Vec<Incoming>) = files.into_iter().partition(is_two);
    let mut told = Vec::new();
    for each in two {
        let folder = each.file.parent().unwrap_or(Path::new(""));
        let is_there = |file: &Path| is_taken(file) || files.iter().any(|each| each.file == file);
        let is_known = |id: &str| {
            let name = format!("{id}.toml");
            is_there(&folder.join(&name)) || is_there(&folder.join("archive").join(name))
        };
        let file = folder.join(id::slug(&words::stem(&each.file), is_known)).with_extension("toml");
        let ours = ours(&each);
        told.push(synced::two_companies(&overruled::name_of(&each.file, ours.as_deref()), &file));
        files.push(Incoming { base: ours.clone(), ..each });
        files.push(Incoming { file, base: None, theirs: ours, archived: None });
    }
    (files, told)
}

/// Whether both have added it, and what they have added is two.
fn are_two(theirs: &Incoming, ours: &[u8]) -> bool {
    let text = |bytes| std::str::from_utf8(bytes).ok();
    let both = theirs.theirs.as_deref().and_then(text).zip(text(ours));
    theirs.base.is_none()
        && words::is_account(&theirs.file)
        && both.is_some_and(|(theirs, ours)| store::are_two_companies(theirs, ours))
}
