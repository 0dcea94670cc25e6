//! Choices that wait go where their account goes: into the archive and back. Left behind, one would be about nothing, or about
//! another company that has got the name since.

use super::moved::moved;
use super::{Folder, asleep};
use crate::domain::conflict::Conflict;
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
        _ = asleep::rename(state, follow);
    }
}
