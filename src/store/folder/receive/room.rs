//! Room for those who come under a name that somebody else has here. Whoever is here gets another name first, which is no
//! step: taking back what came must not give the name back, since the others may have gone on under it. The journal is
//! told, so that what was done before can still be taken back of whom it was done to.
//!
//! Cut off anywhere, nothing is lost: what moves is in its new place before it leaves the old one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Folder, Incoming, SaveError, texts};
use crate::domain::conflict::Conflict;
use crate::domain::keypath;
use crate::domain::plan::FileKey;
use crate::store::apart::{self, Renamed};
use crate::store::atomic::{self, Put};
use crate::store::folder::{CONFLICTS, key_of};
use crate::store::text::{self, Text};
use crate::store::{conflicts, contacts, journal};

impl Folder {
    /// Let go of the names that others need here. Says who of the people has another.
    pub(super) fn make_room(&mut self, incoming: &Incoming) -> Result<Vec<String>, SaveError> {
        let (file, Some((base, Some(theirs)))) = (&incoming.file, texts(incoming)) else { return Ok(Vec::new()) };
        let Ok(Some(disk)) = self.text(file) else { return Ok(Vec::new()) };
        if let Some(to) = &incoming.apart {
            self.put_as_it_is(to, None, Some(&disk))?;
            self.note(journal::Renamed { file: file.clone(), to: Some(to.clone()), people: BTreeMap::new() })?;
            return self.put_as_it_is(file, Some(&disk), None).map(|()| Vec::new());
        }
        let clothes = Text::new(&disk);
        let (base, theirs) = (Text::new(base.unwrap_or_default()), Text::new(theirs));
        match apart(file, [&base.plain, &theirs.plain, &clothes.plain]) {
            None => Ok(Vec::new()),
            Some(Renamed { text, people }) => {
                let told = apart::told(file, &text, &people);
                self.note(journal::Renamed { file: file.clone(), to: None, people })?;
                self.put_as_it_is(file, Some(&disk), Some(&clothes.dress(text)))?;
                Ok(told)
            }
        }
    }

    /// Whoever asks for them by their old name, in the history or where a choice waits, finds them.
    fn note(&mut self, renamed: journal::Renamed) -> Result<(), SaveError> {
        if let Some(state) = &self.state {
            let path = state.path(CONFLICTS);
            let follow = |conflict: &mut Conflict| follow(conflict, &renamed);
            conflicts::rename(&path, follow).map_err(|error| SaveError::Io(path.clone(), error))?;
        }
        if let Some(journal) = self.journal.as_mut() {
            // Where it can't be written, no step can be taken back anyway.
            _ = journal.rename(renamed);
        }
        Ok(())
    }

    fn put_as_it_is(&self, file: &Path, from: Option<&str>, to: Option<&str>) -> Result<(), SaveError> {
        let path: PathBuf = self.root().join(file);
        let io = |error| SaveError::Io(path.clone(), error);
        if self.text(file)?.as_deref() == to {
            return Ok(());
        }
        match atomic::put(self.root(), &path, from.map(str::as_bytes), to.map(str::as_bytes)).map_err(io)? {
            Put::Durable | Put::InDoubt(_) => Ok(()),
            Put::Stranded(error) => Err(io(error)),
            Put::Otherwise => {
                Err(SaveError::ReadOnly(path, "somebody else has written it at this moment; sync once more".to_owned()))
            }
        }
    }
}

/// A choice that waits goes along with what it is about.
fn follow(conflict: &mut Conflict, renamed: &journal::Renamed) {
    if conflict.file != renamed.file {
        return;
    }
    if let Some(to) = &renamed.to {
        conflict.file.clone_from(to);
    }
    let keys = keypath::keys(&conflict.path);
    if let [list, id, ..] = keys.as_slice()
        && list == "people"
        && let Some(new) = renamed.people.get(id)
    {
        let old = keypath::of(&["people", id]);
        let rest = conflict.path.strip_prefix(&old).unwrap_or_default();
        conflict.path = keypath::of(&["people", new]) + rest;
    }
}

/// What the disk says of an account or the contacts, where those whom others have added as somebody else have ids of their
/// own. Nothing, if there are none.
pub(super) fn apart(file: &Path, [base, theirs, disk]: [&str; 3]) -> Option<Renamed> {
    match key_of(file)? {
        FileKey::Account(_) => match [base, theirs, disk].map(text::tree) {
            [Ok(known), Ok(their), Ok(said)] => apart::in_account(&known, &their, disk, &said),
            _ => None,
        },
        FileKey::Contacts => contacts::apart(base, theirs, disk),
        _ => None,
    }
}
