//! Names that are taken for another's, since an e-mail or a profile says that both are one person. Where they are not
//! alike that may be a mistake of the list (one mailbox for two), so it is told; who is one stays one.

use super::strangers::is_alike;
use super::{At, Remark};
use crate::domain::words::counted;

/// A name that a row says, and whom it is taken for.
pub(super) struct Taken {
    at: At,
    name: String,
    person: String,
}

impl Taken {
    /// Where the two names are not alike. Most are the same.
    pub(super) fn of(at: At, name: &str, person: &str) -> Option<Self> {
        (!is_alike(name, person)).then(|| Self { at, name: name.to_owned(), person: person.to_owned() })
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
