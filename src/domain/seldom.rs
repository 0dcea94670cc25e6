//! A list that an item of which there are very many nearly never has: it takes one word until something is in it.

use std::ops::Deref;

/// Such a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::box_collection, reason = "one word where a list takes three")]
pub(super) struct Seldom<T>(Option<Box<Vec<T>>>);

impl<T> Seldom<T> {
    /// One more.
    pub(super) fn push(&mut self, one: T) {
        self.0.get_or_insert_default().push(one);
    }

    /// Only those.
    pub(super) fn retain(&mut self, stays: impl Fn(&T) -> bool) {
        if let Some(held) = &mut self.0 {
            held.retain(stays);
        }
        // Empty is empty, however it came about.
        self.0.take_if(|held| held.is_empty());
    }
}

impl<T> Default for Seldom<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Deref for Seldom<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_takes_one_word_and_an_emptied_one_is_as_good_as_new() {
        assert_eq!(size_of::<Seldom<String>>(), size_of::<usize>());
        let mut list = Seldom::default();
        for one in [1, 2, 3] {
            list.push(one);
        }
        list.retain(|one| one % 2 == 1);
        assert_eq!(*list, [1, 3]);
        list.retain(|_| false);
        assert_eq!(list, Seldom::default());
    }
}
