//! What is to be brought in, file by file, and of accounts that either side has archived where they are now. An account that
//! both have added and one has archived is one that both knew nothing of: it does not stand in the plan and in the archive.

use std::path::{Path, PathBuf};

use super::changes::{self, Changed};
use super::files;
use crate::store::{self, Incoming};

/// Of what others have changed, and of what has been changed here.
pub(super) fn of(changed: Vec<Changed>, own: &[Changed]) -> Vec<Incoming> {
    let let_go: Vec<Incoming> = changed.iter().filter_map(|theirs| archived_there(theirs, &changed, own)).collect();
    let archived = |each: &Changed| {
        let side = if each.after.is_none() { &changed } else { own };
        changes::archived(side, &each.file).map(|archived| archived.file.clone())
    };
    let archived: Vec<Option<PathBuf>> = changed.iter().map(archived).collect();
    let as_it_comes = |(each, archived): (Changed, Option<PathBuf>)| match archived_here(&each, own) {
        Some(archived) => Incoming { base: Some(Vec::new()), archived: Some(archived), ..each.incoming() },
        None => Incoming { archived, ..each.incoming() },
    };
    changed.into_iter().zip(archived).map(as_it_comes).chain(let_go).collect()
}

/// Where the account that others have added lies in the archive here, if it was added and archived here meanwhile.
fn archived_here(theirs: &Changed, own: &[Changed]) -> Option<PathBuf> {
    let is_in_the_plan = own.iter().any(|own| own.file == theirs.file);
    if !files::is_account(&theirs.file) || is_in_the_plan {
        return None;
    }
    let archived = Path::new(files::ARCHIVE).join(theirs.file.file_name()?);
    own.iter().find(|own| own.file == archived && is_one(theirs, own)).map(|own| own.file.clone())
}

/// An account that was added here, and that others have added and archived meanwhile: gone there, as the store is told.
fn archived_there(theirs: &Changed, changed: &[Changed], own: &[Changed]) -> Option<Incoming> {
    let file = Path::new(files::ACCOUNTS).join(theirs.file.file_name()?);
    if !files::is_of_an_account(&theirs.file) || changed.iter().any(|each| each.file == file) {
        return None;
    }
    let own = own.iter().find(|own| own.file == file && is_one(theirs, own))?;
    let archived = Some(theirs.file.clone());
    Some(Incoming { file: own.file.clone(), base: Some(Vec::new()), theirs: None, apart: None, archived })
}

/// Whether both have added it, and it is one company.
fn is_one(theirs: &Changed, ours: &Changed) -> bool {
    let text = |side: &Changed| Some(std::str::from_utf8(side.after.as_deref()?).ok()?.to_owned());
    let both = text(theirs).zip(text(ours));
    let is_new = theirs.before.is_none() && ours.before.is_none();
    is_new && both.is_some_and(|(theirs, ours)| !store::are_two_companies(&theirs, &ours))
}
