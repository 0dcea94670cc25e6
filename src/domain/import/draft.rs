//! A row while its cells are put together.

use std::sync::Arc;

use super::cell::one_line;
use super::{At, Employer, Incoming, More, Says, keys, turned};
use crate::domain::fields::Invalid;
use crate::domain::people::Person;

/// How a text becomes a part of a row.
pub(super) type Put = fn(&mut Draft, &str) -> Result<(), Invalid>;

/// A row that is being read.
#[derive(Debug, Default, PartialEq)]
pub struct Draft {
    /// The name as a whole.
    pub name: String,
    /// The first name, where names come in two.
    pub first: String,
    /// What stands before the last name, `van der`.
    pub particle: String,
    /// The last name.
    pub last: String,
    /// The name that stands before an address: who says no other is called so.
    pub called: String,
    /// Everything else about the person.
    pub person: Person,
    /// The company.
    pub company: Employer,
    /// Where they come from, where the file says it of each.
    pub source: String,
    /// They may be written to, it says.
    pub may_contact: bool,
}

impl Draft {
    /// What only a list of accounts says.
    pub(super) fn more(&mut self) -> &mut More {
        self.company.more.get_or_insert_with(Box::default)
    }

    /// The row; or why it is none. Who left an address and no name may be somebody we know by it, so the row keeps them:
    /// whoever matches it looks. `source` is what is said of where they come from, where the row itself says nothing.
    ///
    /// # Errors
    ///
    /// It names nobody, in words.
    pub fn done(mut self, at: At, source: &Arc<str>) -> Result<Incoming, String> {
        self.name = keys::without_degrees(&self.whole()).to_owned();
        self.row(at, source)
    }

    /// The same of a row of our own export, which comes back as it was: the name as it is written, `nowhere` for a source
    /// where none is said.
    ///
    /// # Errors
    ///
    /// As [`Draft::done`].
    pub fn ours(mut self, at: At, nowhere: &Arc<str>) -> Result<Incoming, String> {
        self.name = self.whole();
        self.row(at, nowhere)
    }

    /// The name of what says it as a whole and of its halves.
    fn whole(&mut self) -> String {
        whole(std::mem::take(&mut self.name), &self.first, &self.particle, &self.last)
    }

    fn row(self, at: At, source: &Arc<str>) -> Result<Incoming, String> {
        let Self { name, called, mut person, company, source: own, may_contact, .. } = self;
        let says = Says { source: !own.is_empty(), may_contact };
        person.name = name;
        if person.name.is_empty() && !called.contains('@') {
            person.name = turned(&called).unwrap_or(called);
        }
        if person.name.is_empty() {
            person.name = person.emails.iter().find_map(|email| keys::name_in(&email.value)).unwrap_or_default();
        }
        // There may be very many, and most have one of each.
        person.emails.shrink_to_fit();
        person.phones.shrink_to_fit();
        let source = if own.is_empty() { Arc::clone(source) } else { own.into() };
        let is_somebody = [&person.name, &person.linkedin].iter().any(|text| !text.is_empty());
        if is_somebody || !person.emails.is_empty() {
            return Ok(Incoming { at, source, person: Some(Arc::new(person)), company, own: None, says });
        }
        match (company.name.is_empty(), person != Person::default()) {
            (_, true) => Err("it names nobody".to_owned()),
            (true, false) => Err("it says nothing that is used".to_owned()),
            (false, false) => Ok(Incoming { at, source, person: None, company, own: None, says }),
        }
    }
}

/// A name of what says it as a whole and of its halves. `Name` beside a first name alone is, in many a list, the last name:
/// so they are one unless the one holds the other.
fn whole(name: String, first: &str, particle: &str, last: &str) -> String {
    // Some lists have it in the last name too.
    let has_particle = keys::fold(last).starts_with(&format!("{} ", keys::fold(particle)));
    let particle = if has_particle { "" } else { particle };
    let halves = one_line(&format!("{first} {particle} {last}"));
    let holds = |half: &str| {
        let name = keys::fold(&name);
        keys::fold(half).split(' ').all(|word| name.split(' ').any(|each| each == word))
    };
    match (name.is_empty(), first.is_empty(), last.is_empty()) {
        (true, ..) => halves,
        (_, false, true) if !holds(first) => one_line(&format!("{first} {particle} {name}")),
        (_, true, false) if !holds(last) => one_line(&format!("{name} {last}")),
        _ => name,
    }
}
