//! A list that an item of which there are very many nearly never has: it takes one word until something is in it.

use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Such a list. In a file it is a list as any other.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::box_collection, reason = "one word where a list takes three")]
pub struct Seldom<T>(Option<Box<Vec<T>>>);

impl<T> Seldom<T> {
    /// One more.
    pub fn push(&mut self, one: T) {
        self.0.get_or_insert_default().push(one);
    }

    /// Only those.
    pub fn retain(&mut self, stays: impl Fn(&T) -> bool) {
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

impl<T> DerefMut for Seldom<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        self.0.as_deref_mut().map_or(&mut [], Vec::as_mut_slice)
    }
}

impl<T> From<Vec<T>> for Seldom<T> {
    fn from(list: Vec<T>) -> Self {
        Self((!list.is_empty()).then(|| list.into()))
    }
}

impl<T> FromIterator<T> for Seldom<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        items.into_iter().collect::<Vec<T>>().into()
    }
}

impl<T> Extend<T> for Seldom<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        items.into_iter().for_each(|one| self.push(one));
    }
}

impl<T: Serialize> Serialize for Seldom<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Seldom<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from)
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
        assert_eq!(Seldom::from(Vec::<i32>::new()), list);
    }
}
