//! Accounts that both sides have added under one name, or have archived so, and that are two companies. The others' has its
//! file everywhere by now; the one from here gets a file of its own before theirs comes.

use std::path::{Path, PathBuf};

use super::changes::{self, Changed};
use super::{files, overruled};
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
        let Some(ours) = ours.filter(|ours| are_two(each, ours) && !was_in_the_plan(own, &each.file)) else { continue };
        let folder = each.file.parent().unwrap_or(Path::new(""));
        let is_there = |file: &Path| given.iter().any(|given| given == file) || is_taken(file, ours);
        let is_known = |id: &str| {
            let name = format!("{id}.toml");
            files::OF_ACCOUNTS.iter().any(|folder| is_there(&Path::new(folder).join(&name)))
        };
        let name = files::stem(&each.file);
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
        && files::is_of_an_account(&theirs.file)
        && both.is_some_and(|(theirs, ours)| store::are_two_companies(theirs, ours))
}

/// Whether what lies in the archive under that name was an account that both knew.
fn was_in_the_plan(own: &[Changed], archived: &Path) -> bool {
    let mut gone = own.iter().filter(|each| each.after.is_none() && files::is_account(&each.file));
    gone.any(|each| changes::archived(own, &each.file).is_some_and(|into| into.file == archived))
}
