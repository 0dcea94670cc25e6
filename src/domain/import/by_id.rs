//! Companies that rows name by nothing but their id in another system: an account with that id, be it in the archive, else a
//! company of the same import. Rows get the name that it has there; an id that nobody knows is told, and nothing of it is guessed.

use std::collections::{HashMap, HashSet};

use super::{Incoming, Skipped, keys};
use crate::domain::account::Account;
use crate::domain::ids::{self, Id};
use crate::domain::plan::Plan;

/// What a company is called, and its website.
type Called = (String, String);

/// Give rows without a company's name the one of its id.
pub(super) fn name(rows: &mut [Incoming], skipped: &mut Vec<Skipped>, plan: &Plan, archive: &[&Account]) {
    let is_nameless = |row: &Incoming| row.company.name.is_empty() && !row.company.ids.is_empty();
    if !rows.iter().any(is_nameless) {
        return;
    }
    let known = known(rows, plan, archive);
    let hosts: HashSet<String> = plan.all().map(|account| keys::host(&account.website)).collect();
    // The website of an account says which company it is, whatever others with that id are called.
    let is_told = |row: &Incoming| !row.company.website.is_empty() && hosts.contains(&keys::host(&row.company.website));
    for row in rows.iter_mut().filter(|row| is_nameless(row) && !is_told(row)) {
        let company = &mut row.company;
        match ids::each(&company.ids).find_map(|id| known.get(&id)) {
            Some((_, website)) if keys::is_elsewhere(&company.website, website) => {}
            Some((name, website)) => {
                company.name.clone_from(name);
                if company.website.is_empty() {
                    company.website.clone_from(website);
                }
            }
            // A website says which company it is.
            None if !company.website.is_empty() => {}
            None => {
                let told = |(system, id): (&String, &String)| Skipped {
                    at: row.at,
                    why: format!("{system}-id: neither an account nor a row is the company “{id}”; left out"),
                    is_row: false,
                };
                skipped.extend(company.ids.iter().map(told));
            }
        }
    }
}

/// Companies by system and id. Accounts go before rows; of rows that call one otherwise, not the order decides.
fn known(rows: &[Incoming], plan: &Plan, archive: &[&Account]) -> HashMap<Id, Called> {
    let mut known: HashMap<Id, Called> = HashMap::new();
    for row in rows.iter().filter(|row| !row.company.name.is_empty()) {
        let called = (row.company.name.clone(), row.company.website.clone());
        for id in ids::each(&row.company.ids) {
            let held = known.entry(id).or_insert_with(|| called.clone());
            if called < *held {
                held.clone_from(&called);
            }
        }
    }
    let readable = plan.accounts.values().filter(|entry| entry.unreadable.is_none());
    let accounts = readable.map(|entry| entry.account.as_ref());
    for account in archive.iter().copied().chain(accounts) {
        let called = (account.name.clone(), account.website.clone());
        known.extend(ids::each(&account.ids).map(|id| (id, called.clone())));
    }
    known
}
