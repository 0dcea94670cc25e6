//! Accounts that both sides have added under one name, and that are two companies. The others' has its file everywhere by
//! now; the one from here gets a file of its own before theirs comes.

use std::path::{Path, PathBuf};

use super::changes::Changed;
use super::{overruled, words};
use crate::domain::{id, synced};
use crate::store::{self, Incoming};

/// What is to be brought in, where each of two such companies has a file; and what is told of it, a sentence each.
/// `is_taken` says whether there is such a file, and not this very text in it: a sync that was cut off may have put it there.
pub(super) fn companies(
    mut files: Vec<Incoming>,
    own: &[Changed],
    is_taken: impl Fn(&Path, &[u8]) -> bool,
) -> (Vec<Incoming>, Vec<String>) {
    let mut told = Vec::new();
    let mut given: Vec<PathBuf> = files.iter().map(|each| each.file.clone()).collect();
    for each in &mut files {
        let ours = own.iter().find(|own| own.file == each.file).and_then(|own| own.after.as_deref());
        let Some(ours) = ours.filter(|ours| are_two(each, ours)) else { continue };
        let folder = each.file.parent().unwrap_or(Path::new(""));
        let is_there = |file: &Path| given.iter().any(|given| given == file) || is_taken(file, ours);
        let is_known = |id: &str| {
            let name = format!("{id}.toml");
            is_there(&folder.join(&name)) || is_there(&folder.join("archive").join(name))
        };
        let name = words::stem(&each.file);
        let id = id::slug(&name, |id| id == name || is_known(id));
        let file = folder.join(id).with_extension("toml");
        told.push(synced::two_companies(&overruled::name_of(&each.file, Some(ours)), &name, &file));
        given.push(file.clone());
        each.apart = Some(file);
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
