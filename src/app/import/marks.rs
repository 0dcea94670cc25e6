//! What is marked before an import: the companies that become accounts, and who of a company comes along. Everybody whose
//! company is an account comes onto it, or stays where they are, as [`Company::takes`] says; what is kept here is who was
//! chosen otherwise. Nothing here is drawn or done.

use std::collections::BTreeSet;

use crate::domain::import::{Company, Named, Preview, Whom};

/// A company, whichever place it has in a list: its name and its website.
pub(super) type Key = (String, String);

/// Somebody at a company, whichever line of the file they stand on: their name, and what tells them from a namesake.
type PersonKey = (Key, String, String);

/// What is marked of a preview, by places in it.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    /// Companies that become accounts.
    pub accounts: BTreeSet<usize>,
    /// People for whom it is otherwise than [`Company::takes`] says.
    otherwise: BTreeSet<(usize, usize)>,
}

/// What was marked, to be found again in another preview of the same file.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    accounts: BTreeSet<Key>,
    otherwise: BTreeSet<PersonKey>,
}

impl Said {
    pub(super) fn is_empty(&self) -> bool {
        self.accounts.is_empty() && self.otherwise.is_empty()
    }
}

/// How many of a company's people come onto its account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// There is no account, or nobody who could.
    None,
    /// So many of so many.
    Part(usize, usize),
    /// All who could.
    All,
}

impl Marks {
    /// As they were said of the file before.
    pub(super) fn of(said: &Said, preview: &Preview) -> Self {
        let mut marks = Self::default();
        for (n, company) in preview.companies.iter().enumerate() {
            if company.can_be_chosen() && said.accounts.contains(&key(company)) {
                marks.accounts.insert(n);
            }
            if !said.otherwise.is_empty() {
                let is_otherwise = |(_, named): &(_, &Named)| said.otherwise.contains(&person_key(company, named));
                marks.otherwise.extend(movable(company).filter(is_otherwise).map(|(p, _)| (n, p)));
            }
        }
        marks
    }

    /// What is said with them.
    pub(super) fn said(&self, preview: &Preview) -> Said {
        let company = |n: &usize| preview.companies.get(*n);
        let person = |(n, p): &(usize, usize)| {
            let company = company(n)?;
            Some(person_key(company, company.people.get(*p)?))
        };
        Said {
            accounts: self.accounts.iter().filter_map(company).map(key).collect(),
            otherwise: self.otherwise.iter().filter_map(person).collect(),
        }
    }

    /// Whether the company is an account, or becomes one.
    pub fn is_account(&self, n: usize, company: &Company) -> bool {
        self.accounts.contains(&n) || (company.account.is_some() && company.locked.is_none())
    }

    /// Whether somebody who is not there yet comes onto the company's account.
    pub fn goes(&self, (n, p): (usize, usize), company: &Company) -> bool {
        let is_otherwise = self.otherwise.contains(&(n, p));
        let can = |named: &Named| is_movable(named) && company.takes(named) != is_otherwise;
        self.is_account(n, company) && company.people.get(p).is_some_and(can)
    }

    /// How many of a company's people come onto its account.
    pub fn share(&self, n: usize, company: &Company) -> Share {
        if !self.is_account(n, company) {
            return Share::None;
        }
        let all = movable(company).count();
        match movable(company).filter(|(p, _)| self.goes((n, *p), company)).count() {
            // Of a company that nobody works for there is nothing but the account.
            some if some == all && (all > 0 || self.accounts.contains(&n)) => Share::All,
            some if all > 0 && (some > 0 || self.accounts.contains(&n)) => Share::Part(some, all),
            _ => Share::None,
        }
    }

    /// The company becomes an account with all its people, or nothing of it; of one that is an account, all come or none.
    /// What can't be marked says why.
    pub(super) fn company(&mut self, n: usize, company: &Company) -> Result<(), String> {
        can_be_marked(company)?;
        let is_all = self.share(n, company) == Share::All;
        // Not all may come by themselves.
        let is_as_told = self.accounts.contains(&n) && !self.otherwise.iter().any(|(of, _)| *of == n);
        self.otherwise.retain(|(of, _)| *of != n);
        match (&company.account, is_all) {
            (None, _) if is_all || is_as_told => _ = self.accounts.remove(&n),
            (None, _) => _ = self.accounts.insert(n),
            (Some(_), _) => {
                if movable(company).next().is_none() {
                    return Err(format!("{} is an account already, and nobody there is new.", company.name));
                }
                let others = movable(company).filter(|(_, named)| company.takes(named) == is_all);
                self.otherwise.extend(others.map(|(p, _)| (n, p)));
            }
        }
        Ok(())
    }

    /// Somebody comes onto the account of their company, or not; where it is none, it becomes one with them alone.
    pub(super) fn person(&mut self, (n, p): (usize, usize), company: &Company) -> Result<(), String> {
        can_be_marked(company)?;
        let Some(named) = company.people.get(p) else { return Ok(()) };
        if !is_movable(named) {
            return Err(format!("{} is on {} already.", named.person.name, company.name));
        }
        if self.is_account(n, company) {
            if !self.otherwise.remove(&(n, p)) {
                self.otherwise.insert((n, p));
            }
            // Whoever came alone and does not come after all leaves no account behind.
            if self.accounts.contains(&n) && self.share(n, company) == Share::Part(0, movable(company).count()) {
                self.accounts.remove(&n);
                self.otherwise.retain(|(of, _)| *of != n);
            }
            return Ok(());
        }
        self.accounts.insert(n);
        self.otherwise.retain(|(of, _)| *of != n);
        self.otherwise.extend(movable(company).filter(|(other, _)| *other != p).map(|(other, _)| (n, other)));
        Ok(())
    }

    /// All of these become accounts; if they all do already, none of them. Those that are accounts stay as they are marked.
    pub(super) fn all(&mut self, seen: impl Iterator<Item = usize>, preview: &Preview) -> Result<(), String> {
        let can = |n: &usize| preview.companies.get(*n).is_some_and(Company::can_be_chosen);
        let seen: BTreeSet<usize> = seen.filter(can).collect();
        if seen.is_empty() {
            return Err("None of what is shown can become an account.".to_owned());
        }
        if seen.iter().all(|n| self.accounts.contains(n)) {
            self.accounts.retain(|n| !seen.contains(n));
            self.otherwise.retain(|(n, _)| !seen.contains(n));
        } else {
            self.accounts.extend(seen);
        }
        Ok(())
    }
}

fn can_be_marked(company: &Company) -> Result<(), String> {
    match &company.locked {
        Some(why) => Err(format!("{} can't be changed: {why}", company.name)),
        None if company.archived.is_some() => {
            Err(format!("{} lies in the archive: its people go to the contacts.", company.name))
        }
        None if company.rival.is_some() => {
            Err(format!("{} has another id here than in the file: its people go to the contacts.", company.name))
        }
        None if company.name.is_empty() => Err("Nobody says where they work: they go to the contacts.".to_owned()),
        None if company.account.is_none() && !company.can_be_chosen() => {
            Err(format!("The file does not name {}; only a contact does.", company.name))
        }
        None => Ok(()),
    }
}

/// Whoever is on no account yet.
fn is_movable(named: &Named) -> bool {
    !matches!(named.whom, Whom::Person(..) | Whom::Archived(_))
}

fn movable(company: &Company) -> impl Iterator<Item = (usize, &Named)> {
    company.people.iter().enumerate().filter(|(_, named)| is_movable(named))
}

/// By which a company is found again.
pub(super) fn key(company: &Company) -> Key {
    (company.name.clone(), company.told.website.clone())
}

fn person_key(company: &Company, named: &Named) -> PersonKey {
    let person = &named.person;
    let own = if person.linkedin.is_empty() { person.email().unwrap_or_default() } else { person.linkedin.as_str() };
    (key(company), person.name.clone(), own.to_owned())
}
