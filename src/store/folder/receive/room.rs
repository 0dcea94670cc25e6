//! Room for those who come under a name that somebody else has here. Whoever is here gets another name first, which is no
//! step, though it is carried out with the one that it is for: taking back what came must not give the name back, since the
//! others may have gone on under it. The journal is told, so that what was done before can still be taken back of whom it was
//! done to.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Aside, Folder, Incoming, SaveError, texts};
use crate::clock::Clock;
use crate::domain::conflict::Conflict;
use crate::domain::plan::FileKey;
use crate::domain::step::{Note, Way};
use crate::store::apart::{self, Renamed};
use crate::store::folder::write::Wanted;
use crate::store::folder::{CONFLICTS, OF_ACCOUNTS, asleep, key_of};
use crate::store::text::{self, Text};
use crate::store::{contacts, journal, typed};

impl Folder {
    /// Let go of the names that others need here. Says who of the people has another.
    pub(super) fn make_room(&mut self, note: &Note, files: &[Incoming]) -> Result<Vec<String>, SaveError> {
        let aside = Note { id: Clock::seed(), way: Way::Aside, ..note.clone() };
        let (mut renamed, mut told) = (Vec::new(), Vec::new());
        for incoming in files {
            match &incoming.apart {
                Some(apart) => renamed.extend(self.move_aside(&aside, apart)?),
                None => renamed.extend(self.make_room_for(&aside, incoming, &mut told)?),
            }
        }
        // Once all of it can be done: what is told of before it is done must come.
        renamed.into_iter().try_for_each(|renamed| self.tell_renamed(renamed))?;
        Ok(told)
    }

    /// A company gets a file of its own. What the history tells of it in the plan and in the archive is told of that from now
    /// on: taken out of either, it comes back under its new name.
    fn move_aside(&mut self, note: &Note, Aside { from, to }: &Aside) -> Result<Vec<journal::Renamed>, SaveError> {
        let Some(disk) = self.text_by_now(from)? else { return Ok(Vec::new()) };
        self.put_as_it_is(note, to, None, &disk)?;
        self.remove_file(note, from, &disk, None)?;
        let names = [from, to].map(|file| file.file_name().unwrap_or_default());
        let renamed = OF_ACCOUNTS.map(|folder| {
            let [file, to] = names.map(|name| Path::new(folder).join(name));
            journal::Renamed { file, to: Some(to), people: BTreeMap::new() }
        });
        Ok(renamed.into())
    }

    fn make_room_for(
        &mut self,
        aside: &Note,
        incoming: &Incoming,
        told: &mut Vec<String>,
    ) -> Result<Option<journal::Renamed>, SaveError> {
        let (file, Some((base, Some(theirs)))) = (&incoming.file, texts(incoming)) else { return Ok(None) };
        let Ok(Some(disk)) = self.text_by_now(file) else { return Ok(None) };
        let clothes = Text::new(&disk);
        let (base, theirs) = (Text::new(base.unwrap_or_default()), Text::new(theirs));
        let Some(Renamed { text, people }) = apart(file, [&base.plain, &theirs.plain, &clothes.plain]) else {
            return Ok(None);
        };
        told.extend(apart::told(file, &text, &people));
        self.put_as_it_is(aside, file, Some(&disk), &clothes.dress(text))?;
        Ok(Some(journal::Renamed { file: file.clone(), to: None, people }))
    }

    /// Whoever asks for them by their old name, in the history or where a choice waits, finds them.
    fn tell_renamed(&mut self, renamed: journal::Renamed) -> Result<(), SaveError> {
        if let Some(state) = &self.state {
            let follow = |conflict: &mut Conflict| renamed.follow(conflict);
            asleep::rename(state, follow).map_err(|error| SaveError::Io(state.path(CONFLICTS), error))?;
            typed::rename(state, &renamed).map_err(|error| SaveError::Io(state.path(""), error))?;
        }
        if let Some(journal) = self.journal.as_mut() {
            // Where it can't be written, no step can be taken back anyway.
            _ = journal.rename(renamed);
        }
        Ok(())
    }

    /// This very text, whatever it says, where nobody has written meanwhile.
    fn put_as_it_is(&mut self, aside: &Note, file: &Path, from: Option<&str>, to: &str) -> Result<(), SaveError> {
        let path = self.root().join(file);
        let put = self.change(aside, file, &mut |disk| match disk {
            disk if disk == from || disk == Some(to) => Ok(Wanted::just(Some(to.to_owned()))),
            _ => Err(SaveError::Busy(path.clone())),
        });
        put.map(drop)
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
