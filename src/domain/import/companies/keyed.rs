//! Companies by their ids in other systems: which account has one, and what rows mean by those that none has.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::{Incoming, keys};
use super::{Called, Companies, CompanyId, Meant};
use crate::domain::account::{Account, AccountId};
use crate::domain::ids::{self, Id};

/// An account that a row means by one of its keys, and what it means by another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum AtOdds<'c> {
    /// By an id in another system, and the account that is called so.
    Id { is: &'c AccountId, called: &'c AccountId },
    /// By the website, and the account that has the id.
    Website { is: &'c AccountId, with_id: &'c AccountId },
    /// By the website none, and the account that has the id.
    Elsewhere { with_id: &'c AccountId },
    /// By the website, and the account that is called so and says none.
    Name { is: &'c AccountId, called: &'c AccountId },
}

impl Companies {
    /// By which ids it goes in other systems; of two accounts with one id the first has it.
    pub(super) fn know(&mut self, n: usize, account: &Account) {
        for key in ids::each(&account.ids) {
            self.by_key.entry(key).or_insert(n);
        }
        self.accounts[n].keys = ids::each(&account.ids).collect();
    }

    /// The account that has an id of a row, whatever its website is.
    pub(super) fn with_key(&self, row: &Incoming) -> Option<usize> {
        if self.by_key.is_empty() {
            return None;
        }
        ids::each(&row.company.ids).find_map(|key| self.by_key.get(&key).copied())
    }

    /// The account that a row means by an id, unless its website is another.
    pub(super) fn by_key(&self, row: &Incoming) -> Option<usize> {
        self.with_key(row).filter(|n| {
            let host = keys::host(&row.company.website);
            host.is_empty() || host == self.accounts[*n].host
        })
    }

    /// Accounts without a website take the one that rows with their id say, where these say one.
    pub(super) fn take_hosts_by_ids(&mut self, rows: &[Incoming]) {
        let mut said: HashMap<usize, BTreeSet<String>> = HashMap::new();
        for (row, n) in rows.iter().filter_map(|row| Some((row, self.with_key(row)?))) {
            let host = keys::host(&row.company.website);
            if !host.is_empty() {
                said.entry(n).or_default().insert(host);
            }
        }
        let of_several = |host: &String| said.values().filter(|hosts| hosts.contains(host)).nth(1).is_some();
        let only =
            said.iter().filter(|(_, hosts)| hosts.len() == 1).filter_map(|(n, hosts)| Some((*n, hosts.first()?)));
        for (n, host) in only {
            let is_open = self.accounts[n].host.is_empty() && !self.by_host.contains_key(host);
            if is_open && !of_several(host) {
                self.accounts[n].host.clone_from(host);
                self.by_host.insert(host.clone(), vec![n]);
            }
        }
    }

    /// An account that has been renamed here or there is known by its id in another system: what rows call it there means it, as
    /// long as nothing else is called so.
    pub(super) fn call_by_ids(&mut self, rows: &[Incoming]) {
        for row in rows.iter().filter(|row| !row.company.name.is_empty()) {
            let Some(n) = self.by_key(row) else { continue };
            let (name, host) = (Called::of(&row.company.name), keys::host(&row.company.website));
            let is_called = self.hosts.get(&name.without_form).is_some_and(|hosts| !hosts.contains(&host));
            if is_called || !self.accounts_of(&name.without_form).is_empty() {
                continue;
            }
            for called in name.each() {
                self.called.insert(called.to_owned(), vec![n]);
            }
        }
    }

    /// Whether an account goes by another id in a system than one of these says, and by none of these.
    pub(super) fn has_other<'k>(&self, n: usize, said: impl IntoIterator<Item = &'k Id>) -> bool {
        let ours = &self.accounts[n].keys;
        let is_of_its_systems = |(system, _): &&'k Id| ours.iter().any(|(own, _)| own == system);
        let mut of_its_systems = said.into_iter().filter(is_of_its_systems).peekable();
        of_its_systems.peek().is_some() && of_its_systems.all(|key| !ours.contains(key))
    }

    /// What the ids mean that rows say and no account has: what the rows mean that say a website, else what they are called; and
    /// nothing else, where the account that is called so has another id.
    pub(super) fn hear_ids(&mut self, rows: &[Incoming]) {
        let mut said: HashMap<Id, (bool, Option<Meant>)> = HashMap::new();
        for row in rows.iter().filter(|row| self.own(row).is_none() && !row.company.ids.is_empty()) {
            let Some(meant) = self.meant_by(&row.company.name, &row.company.website) else { continue };
            let has_no_site = keys::host(&row.company.website).is_empty();
            let all: Vec<Id> = ids::each(&row.company.ids).collect();
            let has_other = |n: usize| self.accounts[n].id.is_some() && self.has_other(n, &all);
            let is_another = has_no_site && matches!(meant, Meant::Account(n) if has_other(n));
            for key in all.iter().filter(|key| !self.by_key.contains_key(*key)) {
                let meant = if is_another { Meant::Key(key.clone()) } else { meant.clone() };
                let meant = (has_no_site, Some(meant));
                match said.get_mut(key) {
                    None => _ = said.insert(key.clone(), meant),
                    Some((false, held)) if !has_no_site && *held != meant.1 => *held = None,
                    Some(held) if (held.0 || !has_no_site) && meant < *held => *held = meant,
                    Some(_) => {}
                }
            }
        }
        self.said = said.into_iter().map(|(key, (_, meant))| (key, meant)).collect();
    }

    /// What a row without a website means by an id that no account has.
    pub(super) fn by_said_id(&self, row: &Incoming) -> Option<Meant> {
        if self.said.is_empty() || self.own(row).is_some() || !keys::host(&row.company.website).is_empty() {
            return None;
        }
        ids::each(&row.company.ids).find_map(|key| self.said.get(&key).cloned().flatten())
    }

    /// Ids that are another company's than the row's stay out of this one: an id is of one company.
    pub(in super::super) fn keep_ids(&self, row: &mut Incoming, company: CompanyId) {
        if row.company.ids.is_empty() || self.own(row).is_some() {
            return;
        }
        let is_its = |key: &Id| match (self.by_key.get(key), self.said.get(key)) {
            (Some(n), _) | (None, Some(Some(Meant::Account(n)))) => n + 1 == company,
            (None, Some(meant)) => meant.as_ref().is_some_and(|meant| self.ids.get(meant) == Some(&company)),
            (None, None) => true,
        };
        row.company
            .ids
            .retain(|system, id| ids::each(&BTreeMap::from([(system.clone(), id.clone())])).all(|id| is_its(&id)));
    }

    /// The account that a company is called as whose id there is another: its rows are not taken for it.
    pub(in super::super) fn rival_of(&self, row: &Incoming) -> Option<&AccountId> {
        let is_another = self.by_key(row).is_none() && matches!(self.by_said_id(row), Some(Meant::Key(_)));
        let Some(Meant::Account(n)) = self.meant_by(&row.company.name, &row.company.website).filter(|_| is_another)
        else {
            return None;
        };
        self.accounts[n].id.as_ref()
    }

    /// What a row's keys say against each other of accounts of the plan.
    pub(in super::super) fn at_odds(&self, row: &Incoming) -> Option<AtOdds<'_>> {
        if self.own(row).is_some() {
            return None;
        }
        let account = |n: usize| self.accounts[n].id.as_ref();
        let Some(n) = self.with_key(row) else { return self.called_elsewhere(row) };
        let with_id = account(n)?;
        let other = match self.meant_by(&row.company.name, &row.company.website)? {
            Meant::Account(other) if other == n => return self.called_elsewhere(row),
            Meant::Account(other) => account(other),
            _ => None,
        };
        match (other, self.by_key(row).is_some()) {
            (Some(called), true) => Some(AtOdds::Id { is: with_id, called }),
            (Some(is), false) => Some(AtOdds::Website { is, with_id }),
            (None, true) => None,
            (None, false) => Some(AtOdds::Elsewhere { with_id }),
        }
    }

    /// A row that means an account by its website, where another that says none is called so.
    fn called_elsewhere(&self, row: &Incoming) -> Option<AtOdds<'_>> {
        let host = keys::host(&row.company.website);
        let n = *self.by_host.get(&host)?.first()?;
        let called = self.accounts_of(&Called::of(&row.company.name).as_written);
        let is_open = |n: &&usize| self.accounts[**n].host.is_empty();
        let other = *called.iter().find(is_open).filter(|_| !called.contains(&n))?;
        Some(AtOdds::Name { is: self.accounts[n].id.as_ref()?, called: self.accounts[other].id.as_ref()? })
    }
}
