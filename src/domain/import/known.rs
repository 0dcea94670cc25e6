//! Everybody whom the plan knows, and whom a row means: by the LinkedIn address, else by an e-mail, else by name and
//! company. Where a key leads to several, the one is meant to whom nothing has to be added; so whatever was taken once is
//! found there again.

use std::cell::LazyCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Deref;

use super::digest::{Digest, Places, name, profile};
use super::fill;
use super::groups::{self, CompanyId};
use super::{Incoming, Own, keys};
use crate::domain::account::AccountId;
use crate::domain::people::Person;

/// Where somebody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Home {
    /// On an account, at that place among its people.
    Account(AccountId, usize),
    /// Among the contacts, at that place.
    Contact(usize),
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
    fn change(&mut self, change: impl FnOnce(&mut Person)) {
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
    /// Nothing of them may be changed.
    pub(super) is_locked: bool,
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

/// Everybody, by each of their keys.
#[derive(Debug, Default)]
pub(super) struct Known<'a> {
    pub(super) subjects: Vec<Subject<'a>>,
    by_profile: HashMap<Digest, Places>,
    by_email: HashMap<Digest, Places>,
    by_name: HashMap<(Digest, CompanyId), Places>,
    by_own: HashMap<Own, Places>,
}

fn note<K: std::hash::Hash + Eq>(map: &mut HashMap<K, Places>, key: K, n: usize) {
    let held = map.entry(key).or_default();
    if !held.contains(&n) {
        held.push(n);
    }
}

impl<'a> Known<'a> {
    /// What has become of everybody.
    pub(super) fn settled(self) -> Vec<Settled> {
        let settled = |Subject { home, now, company, is_locked }: Subject| {
            let becomes = if let Now::Becomes(person) = now { Some(person) } else { None };
            Settled { home, becomes, company, is_locked }
        };
        self.subjects.into_iter().map(settled).collect()
    }

    /// One more; says their place.
    pub(super) fn add(&mut self, subject: Subject<'a>) -> usize {
        self.subjects.push(subject);
        let n = self.subjects.len() - 1;
        self.index(n);
        n
    }

    fn index(&mut self, n: usize) {
        let Subject { now, company, .. } = &self.subjects[n];
        if !now.linkedin.is_empty() {
            note(&mut self.by_profile, profile(now), n);
        }
        for email in now.emails.iter().filter(|email| keys::is_own(&email.value)) {
            note(&mut self.by_email, Digest::of(&keys::email(&email.value)), n);
        }
        note(&mut self.by_name, (name(now), *company), n);
    }

    /// The profiles of those who are called that at that company.
    pub(super) fn profiles(&self, name: Digest, company: CompanyId) -> Vec<Digest> {
        let held = self.by_name.get(&(name, company)).into_iter().flatten();
        let with_profile = held.map(|n| &self.subjects[*n].now).filter(|now| !now.linkedin.is_empty());
        with_profile.map(|now| profile(now)).collect()
    }

    /// Those who are new at a company where somebody else is called the same.
    pub(super) fn namesakes(&self) -> HashSet<usize> {
        let several = self.by_name.iter().filter(|((_, company), held)| *company != 0 && held.len() > 1);
        let held = several.flat_map(|(_, held)| held.iter().copied());
        held.filter(|n| self.subjects[*n].home == Home::New).collect()
    }

    /// That is who they are by the ids of a plan.
    pub(super) fn is(&mut self, n: usize, own: &Own) {
        note(&mut self.by_own, own.clone(), n);
    }

    /// Whom rows of our own export mean: the one of those ids, if they are called so too.
    pub(super) fn by_own(&self, rows: &[&Incoming]) -> Option<usize> {
        let mut named = rows.iter().filter_map(|row| Some((row.own.as_deref()?, row.person.as_deref()?)));
        named.find_map(|(own, person)| {
            let name = keys::person(&person.name);
            let mut held = self.by_own.get(own).into_iter().flatten().copied();
            held.find(|n| keys::person(&self.subjects[*n].now.name) == name)
        })
    }

    /// Take what rows add. Says whether they did.
    pub(super) fn take(&mut self, n: usize, rows: &[&Person]) -> bool {
        let subject = &mut self.subjects[n];
        if subject.is_locked {
            return false;
        }
        let mut has_changed = false;
        for row in rows {
            if fill::adds(&subject.now, row) > 0 {
                subject.now.change(|person| fill::fill(person, row));
                has_changed = true;
            }
        }
        if has_changed {
            self.index(n);
        }
        has_changed
    }

    /// They work there, of whom nobody knew where.
    pub(super) fn employ(&mut self, n: usize, company: CompanyId) {
        let subject = &mut self.subjects[n];
        let was = (name(&subject.now), subject.company);
        subject.company = company;
        if let Some(held) = self.by_name.get_mut(&was) {
            held.retain(|each| *each != n);
        }
        self.index(n);
    }

    /// Whom rows mean by their profile, else by an e-mail.
    pub(super) fn by_key(&self, rows: &[(&Person, CompanyId)]) -> Option<usize> {
        let people = || rows.iter().map(|(person, _)| *person);
        let with_profile = people().filter(|person| !person.linkedin.is_empty());
        let by_profile = with_profile.filter_map(|person| self.by_profile.get(&profile(person)));
        let emails = people().flat_map(|person| &person.emails).filter(|email| keys::is_own(&email.value));
        let by_email = emails.filter_map(|email| self.by_email.get(&Digest::of(&keys::email(&email.value))));
        let found = self.best(rows, by_profile.flatten().copied());
        found.or_else(|| self.best(rows, by_email.flatten().copied()))
    }

    /// Whom rows that no key has found mean by name and company, of those who may be meant.
    pub(super) fn by_name(&self, rows: &[(&Person, CompanyId)], may_be: impl Fn(usize) -> bool) -> Option<usize> {
        let named = rows.iter().filter(|(person, _)| !person.name.is_empty());
        let by_name = named.filter_map(|(person, company)| self.by_name.get(&(name(person), *company)));
        // Two profiles, or two addresses of their own at one domain, are two people, whatever they are called: as among rows
        // of one file.
        let marks = LazyCell::new(|| -> BTreeSet<String> {
            rows.iter().flat_map(|(person, _)| groups::marks(person)).collect()
        });
        let fits = |n: &usize| marks.is_disjoint(&groups::marks(&self.subjects[*n].now)) && may_be(*n);
        self.best(rows, by_name.flatten().copied().filter(fits))
    }

    /// Of several the one to whom the least has to be added.
    fn best(&self, rows: &[(&Person, CompanyId)], candidates: impl Iterator<Item = usize>) -> Option<usize> {
        let cost = |n: usize| -> usize {
            let subject = &self.subjects[n];
            if subject.is_locked { 0 } else { rows.iter().map(|(person, _)| fill::adds(&subject.now, person)).sum() }
        };
        candidates.min_by_key(|n| (cost(*n), *n))
    }
}

/// Who is meant by which rows already: of two of one name who are two people, only one can be somebody we know.
#[derive(Debug, Default)]
pub(super) struct Claims(HashSet<(usize, String)>);

impl Claims {
    /// These rows mean them.
    pub(super) fn take(&mut self, n: usize, marks: &BTreeSet<String>) {
        self.0.extend(marks.iter().map(|mark| (n, mark.clone())));
    }

    /// Whether rows with these marks can mean them too.
    pub(super) fn leave(&self, n: usize, marks: &BTreeSet<String>) -> bool {
        marks.iter().all(|mark| !self.0.contains(&(n, mark.clone())))
    }
}
