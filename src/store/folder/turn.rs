//! A step is taken back or done again by the texts that the journal holds of it, merged with whatever the files say by now. What
//! it is called and where it stands among the others is not known here.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::write::{self, Written};
use super::{CONFLICTS, Folder, SaveError, Saved, Watch, key_of};
use crate::domain::conflict::Conflict;
use crate::domain::plan::{FileKey, News};
use crate::domain::step::{Note, Way};
use crate::store::conflicts;
use crate::store::journal::{Image, Sums};

impl Folder {
    /// Take a step of an earlier run back, or do it again.
    ///
    /// # Errors
    ///
    /// The journal does not know the step any more; and what saving can fail with. Then nothing is taken back.
    pub fn take_back(&mut self, note: &Note, watch: Watch) -> Result<Saved, SaveError> {
        let _lock = self.sit_down()?;
        let (Way::Undo(id) | Way::Redo(id)) = note.way else { return Ok(Saved::default()) };
        let images = self.images_of(id);
        let keys: Vec<FileKey> = images.iter().filter_map(|image| key_of(&image.file)).collect();
        if images.is_empty() {
            let why = "the journal does not know this step any more".to_owned();
            return Err(SaveError::ReadOnly(self.root().to_owned(), why));
        }
        let (written, stood) = self.at_once(note.id, watch, |folder| folder.turn(note, images))?;
        let mut news = News::default();
        for key in keys {
            if key == FileKey::Contacts {
                // They are many, and read by whoever asks for them.
                self.bases.remove(&key);
                news.contacts = true;
            } else {
                news.add(self.reload(&key));
            }
        }
        let doubt = written.doubt.or(stood.doubt);
        Ok(Saved { news, is_merged: true, conflicts: written.conflicts, doubt })
    }

    /// Whether nothing of a step can be taken back, or done again, without a choice: all that it changed says something else
    /// by now. Nothing is changed.
    ///
    /// # Errors
    ///
    /// A file can't be read.
    pub fn is_overtaken(&mut self, way: Way) -> Result<bool, SaveError> {
        let _lock = self.sit_down()?;
        let (Way::Undo(id) | Way::Redo(id)) = way else { return Ok(false) };
        let mut now: HashMap<PathBuf, Option<String>> = HashMap::new();
        let images = turned(way, self.images_of(id));
        for Image { file, before, after, .. } in &images {
            let disk = match now.get(file) {
                Some(text) => text.clone(),
                None => self.text(file)?,
            };
            let Ok(wanted) = write::merged(before.as_deref(), after.as_deref(), disk.as_deref()) else {
                return Ok(false);
            };
            let (text, clashes) = wanted.apart();
            if clashes.is_empty() || text != disk {
                return Ok(false);
            }
            now.insert(file.clone(), text);
        }
        Ok(!images.is_empty())
    }

    /// A step is taken back by its texts: base is what it wrote, ours what was there before, theirs what is there.
    pub(super) fn turn(&mut self, note: &Note, images: Vec<Image>) -> Result<Written, SaveError> {
        let images = turned(note.way, images);
        self.ask_again(&images, note)?;
        let mut all = Written::default();
        for image in images {
            let (from, to) = (image.before.as_deref(), image.after.as_deref());
            let path = self.root().join(&image.file);
            let reader = self.reader.clone();
            all.add(self.change(note, &image.file, &mut |disk| {
                // What this step itself has made of it can be taken back whatever it is.
                let is_as_it_was = disk == from;
                if !is_as_it_was {
                    reader.may_be_written(&path, &image.file, disk)?;
                }
                let wanted = write::merged(from, to, disk).map_err(|why| SaveError::ReadOnly(path.clone(), why))?;
                Ok(if is_as_it_was { wanted.turning(Sums::of(from, to)) } else { wanted })
            })?);
        }
        Ok(all)
    }

    /// What a step settled waits for a choice again when it is taken back, before its file says something else; done
    /// again it is settled.
    fn ask_again(&self, images: &[Image], note: &Note) -> Result<(), SaveError> {
        let settled: Vec<Conflict> = images.iter().filter_map(|image| image.settled.clone()).collect();
        let Some(path) = self.state.as_ref().map(|state| state.path(CONFLICTS)).filter(|_| !settled.is_empty()) else {
            return Ok(());
        };
        let kept = match note.way {
            Way::Undo(_) => conflicts::add(&path, settled),
            _ => settled.iter().try_for_each(|each| conflicts::take(&path, each)),
        };
        kept.map_err(|error| SaveError::Io(path, error))
    }
}

/// What a step did, from its end to its beginning where it is taken back.
fn turned(way: Way, mut images: Vec<Image>) -> Vec<Image> {
    if matches!(way, Way::Undo(_)) {
        images.reverse();
        for image in &mut images {
            std::mem::swap(&mut image.before, &mut image.after);
        }
    }
    images
}

/// Of what a step did to its files what it did to this one, and where it brought it from or put it: a step may have changed
/// a thousand files, each of which can be taken back by itself.
pub(super) fn of_file(images: &[Image], file: &Path) -> Vec<Image> {
    let own: Vec<&Image> = images.iter().filter(|image| image.file == file).collect();
    // What was moved says there what it said here.
    let is_moved = |image: &Image| {
        let is_same = |own: &&Image| {
            (own.before.is_some() && image.after == own.before) || (own.after.is_some() && image.before == own.after)
        };
        key_of(&image.file).is_none() && own.iter().any(is_same)
    };
    images.iter().filter(|image| image.file == file || is_moved(image)).cloned().collect()
}
