//! Choices that wait go where their account goes: into the archive and back. Left behind, one would be about nothing, or about
//! another company that has got the name since.

use std::path::Path;

use super::{CONFLICTS, Folder, OF_ACCOUNTS};
use crate::domain::conflict::Conflict;
use crate::store::conflicts;
use crate::store::journal::Image;

impl Folder {
    /// What waits of the files that a step has put elsewhere is about them there. That an account as a whole is to go is not:
    /// it has.
    pub(super) fn choices_follow(&self, images: &[Image]) {
        let moved = moved(images);
        let Some(state) = self.state.as_ref().filter(|_| !moved.is_empty()) else { return };
        let follow = |conflict: &mut Conflict| {
            let moved = moved.iter().find(|(from, _)| *from == conflict.file);
            if let Some((_, to)) = moved.filter(|_| !conflict.path.is_empty()) {
                conflict.file = (*to).to_owned();
            }
        };
        // What can't be read now can't be chosen either, and says so.
        _ = conflicts::rename(&state.path(CONFLICTS), follow);
    }
}

/// From where to where: what is said there now was said here, or, merged with what others have made of it, it has the name
/// from here.
fn moved(images: &[Image]) -> Vec<(&Path, &Path)> {
    let is_of_an_account =
        |image: &&Image| OF_ACCOUNTS.iter().any(|folder| image.file.parent() == Some(Path::new(folder)));
    let (gone, there): (Vec<&Image>, Vec<&Image>) =
        images.iter().filter(is_of_an_account).partition(|image| image.after.is_none());
    let new: Vec<&Image> = there.into_iter().filter(|image| image.before.is_none()).collect();
    gone.into_iter()
        .filter_map(|gone| {
            let is_called_so = |new: &&&Image| new.file.file_name() == gone.file.file_name();
            let to = new.iter().find(|new| new.after == gone.before).or_else(|| new.iter().find(is_called_so))?;
            Some((gone.file.as_path(), to.file.as_path()))
        })
        .collect()
}
