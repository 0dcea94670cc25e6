//! Somebody whom rows may mean: as they are, where they are, and what rows have made of them so far. Who means whom is said
//! elsewhere.

use std::ops::Deref;

use super::companies::CompanyId;
use super::digest::{Digest, name, profile};
use super::keys;
use crate::domain::account::AccountId;
use crate::domain::people::Person;

/// Where somebody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Home {
    /// On an account, at that place among its people.
    Account(AccountId, usize),
    /// Among the contacts, at that place.
    Contact(usize),
    /// On an account of the archive, by the places of both. They stay there as they are.
    Archived(usize, usize),
    /// Nowhere yet.
    New,
}

/// A person as they are, or as rows have made them. There may be a hundred thousand, so it is small.
#[derive(Debug, Clone)]
pub(super) enum Now<'a> {
    /// As they are.
    Is(&'a Person),
    /// With what rows have added.
    Becomes(Box<Person>),
}

impl Deref for Now<'_> {
    type Target = Person;

    fn deref(&self) -> &Person {
        match self {
            Self::Is(person) => person,
            Self::Becomes(person) => person,
        }
    }
}

impl Now<'_> {
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Person)) {
        match self {
            Self::Becomes(person) => change(person),
            Self::Is(person) => {
                let mut becomes = Box::new(person.clone());
                change(&mut becomes);
                *self = Self::Becomes(becomes);
            }
        }
    }
}

/// Somebody, as they are and as they would be.
#[derive(Debug, Clone)]
pub(super) struct Subject<'a> {
    pub(super) home: Home,
    pub(super) now: Now<'a>,
    pub(super) company: CompanyId,
    /// What the company would be without its website, where that is another: who got the website from one file is still
    /// meant by another that has none. 0 otherwise.
    pub(super) by_name_alone: CompanyId,
    /// What it is called, letter for letter, where that is known.
    pub(super) called: Option<Digest>,
    /// Nothing of them may be changed.
    pub(super) is_locked: bool,
    /// They stand on an account of the plan, or come onto it.
    pub(super) is_on_account: bool,
}

/// What has become of somebody, once nothing borrows from the rows any more.
#[derive(Debug)]
pub(super) struct Settled {
    pub(super) home: Home,
    /// With what rows have added; nothing where they are as they were, or as their first row.
    pub(super) becomes: Option<Box<Person>>,
    pub(super) company: CompanyId,
    pub(super) is_locked: bool,
}

/// Somebody as a row names them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Worker<'a> {
    pub(super) person: &'a Person,
    /// Where they work.
    pub(super) company: CompanyId,
    /// What that is called; nothing where it doesn't count.
    pub(super) called: &'a str,
    /// It says no website, so its name is all that there is.
    pub(super) has_no_site: bool,
}

impl Subject<'_> {
    pub(super) fn profile(&self) -> Option<Digest> {
        (!self.now.linkedin.is_empty()).then(|| profile(&self.now))
    }

    pub(super) fn emails(&self) -> impl Iterator<Item = Digest> {
        let own = self.now.emails.iter().filter(|email| keys::is_own(&email.value));
        own.map(|email| Digest::of(&keys::email(&email.value)))
    }

    pub(super) fn names(&self) -> impl Iterator<Item = (Digest, CompanyId)> {
        let name = name(&self.now);
        let alone = Some(self.by_name_alone).filter(|company| *company != 0);
        std::iter::once(self.company).chain(alone).map(move |company| (name, company))
    }

    pub(super) fn works_at(&self, company: CompanyId) -> bool {
        self.company == company || (company != 0 && self.by_name_alone == company)
    }
}
