//! Names that are taken for another's, since an e-mail or a profile says that both are one person. Where they have nothing in
//! common that may be a mistake of the list (one mailbox for two), so it is told; who is one stays one.

use super::{At, Remark, keys};
use crate::domain::words::counted;

/// A name that a row says, and whom it is taken for.
pub(super) struct Taken {
    at: At,
    name: String,
    person: String,
}

impl Taken {
    /// Where the two names have nothing in common. Most are the same.
    pub(super) fn of(at: At, name: &str, person: &str) -> Option<Self> {
        let is_another = name != person && !have_in_common(name, person);
        is_another.then(|| Self { at, name: name.to_owned(), person: person.to_owned() })
    }
}

/// The first of them, and how many more there are.
pub(super) fn told(all: Vec<Taken>) -> Option<Remark> {
    let more = all.len().saturating_sub(1);
    let Taken { at, name, person } = all.into_iter().min_by_key(|each| each.at)?;
    let rest = if more == 0 { String::new() } else { format!("; and {} so", counted(more, "more name", "more names")) };
    Some(Remark {
        at, what: format!("“{name}” is taken for {person}, who has the same e-mail, profile or id{rest}")
    })
}

/// Whether two names may be one person's: a word of one begins a word of the other, be it by a letter alone.
fn have_in_common(one: &str, other: &str) -> bool {
    let (one, other) = (keys::person(one), keys::person(other));
    let begins = |word: &str, other: &str| word.starts_with(other) || other.starts_with(word);
    one.is_empty() || other.is_empty() || one.split(' ').any(|word| other.split(' ').any(|each| begins(word, each)))
}
