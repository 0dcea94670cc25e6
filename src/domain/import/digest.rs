//! What a hundred thousand people are found by, in little memory: a key in sixteen bytes whatever it says, and beside it
//! who is found under it. Nothing here may go into a file: the next run counts otherwise.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher as _};

use smallvec::SmallVec;

use super::keys;
use crate::domain::ids::{self, Id};
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

/// Who they are by their ids in other systems.
pub(super) fn ids(person: &Person) -> impl Iterator<Item = Digest> {
    ids::each(&person.ids).map(|own| id(&own))
}

/// One of these.
pub(super) fn id((system, id): &Id) -> Digest {
    Digest::of(&format!("{system} {id}"))
}

/// What a company is called, letter for letter: without case, accents and punctuation.
pub(super) fn letters(company: &str) -> Digest {
    Digest::of(&keys::fold(company))
}

/// Places in a list.
pub(super) type Places = SmallVec<[usize; 2]>;

/// Who is found under which key, once all of them are known: sorted by it, and no larger than what it holds.
#[derive(Debug)]
pub(super) struct Runs<K>(Vec<(K, usize)>);

impl<K: Ord + Copy> Runs<K> {
    /// Of keys and places, in any order.
    pub(super) fn of(pairs: impl Iterator<Item = (K, usize)>) -> Self {
        let mut pairs: Vec<(K, usize)> = pairs.collect();
        pairs.sort_unstable();
        Self(pairs)
    }

    /// Whether nobody is found at all.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each key and those it finds, in their order.
    pub(super) fn each(&self) -> impl Iterator<Item = (K, impl ExactSizeIterator<Item = usize>)> {
        let runs = self.0.chunk_by(|one, other| one.0 == other.0);
        runs.map(|run| (run[0].0, run.iter().map(|(_, n)| *n)))
    }

    /// Those of a key; none, where nobody has it.
    pub(super) fn get(&self, key: K) -> impl Iterator<Item = usize> {
        let from = self.0.partition_point(|(each, _)| *each < key);
        self.0[from..].iter().take_while(move |(each, _)| *each == key).map(|(_, n)| *n)
    }
}

/// Who is found under which key: most of them from the beginning, some of them later.
#[derive(Debug)]
pub(super) struct Index<K> {
    first: Runs<K>,
    later: HashMap<K, Places>,
}

impl<K: Ord + Hash + Copy> Index<K> {
    /// Of those who are there from the beginning.
    pub(super) fn of(pairs: impl Iterator<Item = (K, usize)>) -> Self {
        Self { first: Runs::of(pairs), later: HashMap::new() }
    }

    /// One more, if they are not found there.
    pub(super) fn add(&mut self, key: K, n: usize) {
        if self.get(key).all(|held| held != n) {
            self.later.entry(key).or_default().push(n);
        }
    }

    /// Who is found there.
    pub(super) fn get(&self, key: K) -> impl Iterator<Item = usize> {
        self.first.get(key).chain(self.later.get(&key).into_iter().flatten().copied())
    }

    /// Who came later to a key under which another is found too, and that one; of two who came the first is the other's.
    pub(super) fn later_beside_others(&self) -> impl Iterator<Item = (K, usize, usize)> {
        self.later.iter().flat_map(move |(key, came)| {
            let first = self.first.get(*key).chain(came.iter().copied()).next();
            came.iter().filter_map(move |n| Some((*key, *n, first.filter(|first| first != n)?)))
        })
    }

    /// Keys under which somebody is found who came later.
    pub(super) fn later(&self) -> impl Iterator<Item = K> {
        self.later.keys().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_found_under_each_of_their_keys() {
        let runs = Runs::of([("b", 2), ("a", 7), ("b", 0), ("c", 1)].into_iter());
        let each: Vec<(&str, Vec<usize>)> = runs.each().map(|(key, held)| (key, held.collect())).collect();
        assert_eq!(each, [("a", vec![7]), ("b", vec![0, 2]), ("c", vec![1])]);
        for (key, held) in [("b", &[0, 2][..]), ("c", &[1]), ("", &[]), ("bb", &[]), ("d", &[])] {
            assert_eq!(runs.get(key).collect::<Vec<_>>(), held, "{key}");
        }
    }

    #[test]
    fn who_comes_later_is_found_beside_the_others_and_once() {
        let mut index = Index::of([("a", 0), ("b", 1)].into_iter());
        for (key, n) in [("a", 2), ("a", 0), ("a", 2), ("c", 3)] {
            index.add(key, n);
        }
        for (key, held) in [("a", &[0, 2][..]), ("b", &[1]), ("c", &[3]), ("d", &[])] {
            assert_eq!(index.get(key).collect::<Vec<_>>(), held, "{key}");
        }
        let mut later: Vec<&str> = index.later().collect();
        later.sort_unstable();
        assert_eq!(later, ["a", "c"]);
    }
}
