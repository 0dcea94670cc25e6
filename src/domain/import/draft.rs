//! A row while its cells are put together.

use std::sync::Arc;

use super::field::one_line;
use super::{At, Employer, Incoming, More, keys};
use crate::domain::fields::Invalid;
use crate::domain::people::Person;

/// How a text becomes a part of a row.
pub(super) type Put = fn(&mut Draft, &str) -> Result<(), Invalid>;

/// A row that is being read.
#[derive(Debug, Default)]
pub struct Draft {
    /// The name as a whole.
    pub name: String,
    /// The first name, where names come in two.
    pub first: String,
    /// The last name.
    pub last: String,
    /// Everything else about the person.
    pub person: Box<Person>,
    /// The company.
    pub company: Employer,
    /// Where they come from, where the file says it of each.
    pub source: String,
}

impl Draft {
    /// What only a list of accounts says.
    pub(super) fn more(&mut self) -> &mut More {
        self.company.more.get_or_insert_with(Box::default)
    }

    /// The row; or why it is none.
    ///
    /// # Errors
    ///
    /// It names nobody, in words.
    pub fn done(self, at: At, source: &Arc<str>) -> Result<Incoming, String> {
        let Self { name, first, last, mut person, company, source: own } = self;
        let whole = if name.is_empty() { one_line(&format!("{first} {last}")) } else { name };
        keys::without_degrees(&whole).clone_into(&mut person.name);
        if person.name.is_empty() {
            // Who left an address and no name is known by that.
            person.name = person.emails.first().map(|email| email.value.clone()).unwrap_or_default();
        }
        let source = if own.is_empty() { Arc::clone(source) } else { own.into() };
        if !person.name.is_empty() {
            return Ok(Incoming { at, source, person: Some(person), company });
        }
        let says_more = *person != Person::default();
        match (company.name.is_empty(), says_more) {
            (_, true) => Err("it names nobody".to_owned()),
            (true, false) => Err("it is empty".to_owned()),
            (false, false) => Ok(Incoming { at, source, person: None, company }),
        }
    }
}
