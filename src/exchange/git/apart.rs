//! Two companies under one name: accounts that both sides have added, or have archived so; or one of them took an account away
//! and added another of its name, while the other went on with it. What the others have sent has its file everywhere by now;
//! the one from here gets a file of its own before theirs comes.

use std::collections::{BTreeSet, HashMap};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::changes::{self, Changed};
use super::{files, overruled};
use crate::domain::{id, synced};
use crate::store::{self, Aside, Incoming};

/// Accounts whose files were gone on the way from what both knew, on either side. Whoever's website alone is another by now is
/// the same company.
#[derive(Debug, Default)]
pub(super) struct Gone {
    pub(super) here: BTreeSet<PathBuf>,
    pub(super) there: BTreeSet<PathBuf>,
}

/// What has become of the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Given {
    /// Both have given it anew.
    OnBothSides,
    /// They have given it to another, and here it is who it was.
    There,
    /// The other way round.
    Here,
}

/// What is to be brought in, where each of two such companies has a file; and what is told of it, a sentence each.
/// `is_taken` says whether there is such a file, and not this very text in it: a sync that was cut off may have put it there.
pub(super) fn companies(
    mut files: Vec<Incoming>,
    own: &[Changed],
    gone: &Gone,
    is_taken: impl Fn(&Path, &[u8]) -> bool,
) -> (Vec<Incoming>, Vec<String>) {
    let mut by_name: HashMap<&OsStr, Vec<&Changed>> = HashMap::new();
    for (name, each) in own.iter().filter_map(|each| Some((each.file.file_name()?, each))) {
        by_name.entry(name).or_default().push(each);
    }
    let (mut told, mut stay) = (Vec::new(), Vec::new());
    let mut given: Vec<PathBuf> = files.iter().map(|each| each.file.clone()).collect();
    for each in &mut files {
        let called_so = each.file.file_name().and_then(|name| by_name.get(name)).map_or(&[][..], Vec::as_slice);
        let mut in_the_way = called_so.iter().filter_map(|ours| in_the_way(each, ours, gone));
        let ours = in_the_way.find(|(ours, ..)| !was_in_the_plan(own, ours));
        let Some((ours, text, name_is_given)) = ours else { continue };
        let is_there = |file: &Path| given.iter().any(|given| given == file) || is_taken(file, text);
        let is_known = |id: &str| {
            let name = format!("{id}.toml");
            files::OF_ACCOUNTS.iter().any(|folder| is_there(&Path::new(folder).join(&name)))
        };
        let id = files::stem(&each.file);
        let free = id::slug(&id, |new| new == id || is_known(new));
        let file = ours.with_file_name(free).with_extension("toml");
        let name = overruled::name_of(ours, Some(text));
        told.push(match name_is_given {
            Given::OnBothSides => synced::two_companies(&name, &id, &file),
            Given::There => synced::another_there(&name, &file),
            Given::Here => synced::another_here(&name, &file),
        });
        match name_is_given {
            Given::OnBothSides => each.base = None,
            // They have let go of the one that was edited here.
            Given::There => stay.push(Incoming {
                file: file.clone(),
                base: each.base.take(),
                theirs: None,
                apart: None,
                archived: None,
            }),
            Given::Here => {}
        }
        given.push(file.clone());
        each.apart = Some(Aside { from: ours.to_owned(), to: file });
    }
    files.extend(stay);
    (files, told)
}

/// An account from here that is called so and stands in the way of theirs, since it is another company: where it lies, and what
/// it says.
fn in_the_way<'o>(theirs: &Incoming, ours: &'o Changed, gone: &Gone) -> Option<(&'o Path, &'o [u8], Given)> {
    let are_accounts = files::is_of_an_account(&theirs.file) && files::is_of_an_account(&ours.file);
    let given = given(theirs, ours, gone).filter(|_| are_accounts)?;
    let said = ours.after.as_deref()?;
    let both = text(theirs.theirs.as_deref()).zip(text(Some(said)))?;
    store::are_two_companies(both.0, both.1).then_some((ours.file.as_path(), said, given))
}

/// What has become of a name that both sides have a file of. One in the plan and one in the archive are two where both are new.
fn given(theirs: &Incoming, ours: &Changed, gone: &Gone) -> Option<Given> {
    let is_new = |known: &Option<Vec<u8>>, now: &Option<Vec<u8>>, gone: &BTreeSet<PathBuf>, file: &Path| {
        let both = text(known.as_deref()).zip(text(now.as_deref()));
        let is_another = || both.is_some_and(|(known, now)| store::are_two_companies(known, now));
        known.is_none() || (gone.contains(file) && is_another())
    };
    let there = is_new(&theirs.base, &theirs.theirs, &gone.there, &theirs.file);
    let here = is_new(&ours.before, &ours.after, &gone.here, &ours.file);
    match (there, here) {
        (true, true) => Some(Given::OnBothSides),
        _ if ours.file != theirs.file => None,
        (true, false) => Some(Given::There),
        (false, true) => Some(Given::Here),
        (false, false) => None,
    }
}

/// Whether an account that both sides have changed says another company since on one of them.
pub(super) fn is_another_since(theirs: &[Changed], own: &[Changed]) -> bool {
    let own: HashMap<&Path, &Changed> = own.iter().map(|own| (own.file.as_path(), own)).collect();
    let both = theirs.iter().filter_map(|theirs| Some((theirs, *own.get(theirs.file.as_path())?)));
    both.into_iter().any(|(theirs, own)| theirs.is_another_company() || own.is_another_company())
}

fn text(bytes: Option<&[u8]>) -> Option<&str> {
    std::str::from_utf8(bytes?).ok()
}

/// Whether what lies in the archive under that name was an account that both knew.
fn was_in_the_plan(own: &[Changed], archived: &Path) -> bool {
    let mut gone = own.iter().filter(|each| each.after.is_none() && files::is_account(&each.file));
    gone.any(|each| changes::archived(own, &each.file).is_some_and(|into| into.file == archived))
}
