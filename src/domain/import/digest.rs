//! What a hundred thousand people are found by, in little memory: a key in sixteen bytes whatever it says, and who is found
//! under it in place, since under most keys there is one. Nothing here may go into a file: the next run counts otherwise.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use smallvec::SmallVec;

use super::keys;
use crate::domain::people::Person;

/// A text by what comes of it. That two texts of a hundred thousand come to the same has a chance of one in 10²⁸, and is
/// taken for never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Digest(u64, u64);

impl Digest {
    /// Of a text as it is compared: of what [`super::keys`] makes of it.
    pub(super) fn of(text: &str) -> Self {
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, text).hash(&mut hasher);
            hasher.finish()
        };
        Self(half(0), half(1))
    }
}

/// Who they are by their profile.
pub(super) fn profile(person: &Person) -> Digest {
    Digest::of(&keys::profile(&person.linkedin))
}

/// What they are called.
pub(super) fn name(person: &Person) -> Digest {
    Digest::of(&keys::person(&person.name))
}

/// Places in a list.
pub(super) type Places = SmallVec<[usize; 2]>;
