//! What an account plans with and that is not there any more: taken out on the other side of a sync, or with a step that was
//! taken back after others had built on it; and answers without what came of them. It is told, and nothing is changed.

use std::collections::BTreeSet;
use std::path::Path;

use super::key_of;
use crate::domain::account::Account;
use crate::domain::doubled;
use crate::domain::plan::FileKey;
use crate::domain::words::few;
use crate::store::{account_in, check};

/// How many are told of one step.
const TOLD: usize = 3;

/// A sentence for each, of an account that was known and whole before: people, who may have been merged with somebody, and
/// whatever else it doesn't know any more. `how` says how that came about.
pub(super) fn told(account: &Account, known: &Account, how: &str) -> Vec<String> {
    let nobodies =
        |account| -> BTreeSet<String> { check::nobodies(account).into_iter().map(|(_, id)| id.to_owned()).collect() };
    let complaints = |account: &Account| -> BTreeSet<String> {
        let all = check::value(account, "").into_iter().map(|found| found.message);
        all.filter(|message| !check::is_of_nobody(message)).collect()
    };
    let told = |id: &String| {
        let who = known.person(id).map_or_else(|| format!("“{id}”"), |person| person.name.clone());
        format!("{}: {who} is planned with {how}; `inroad doctor` says where.", account.name)
    };
    let people: Vec<String> = nobodies(account).difference(&nobodies(known)).map(told).collect();
    let new: Vec<String> = complaints(account).difference(&complaints(known)).cloned().collect();
    let rest = new.iter().map(|what| format!("{}: {what}; `inroad doctor` says where.", account.name));
    people.into_iter().chain(rest).collect()
}

/// The same of a file that a step which is taken back, or done again, makes say something else than it found. Where it found what
/// it had left itself, nobody has built on it since.
pub(super) fn by_turning(file: &Path, was: Option<&str>, is: Option<&str>) -> Vec<String> {
    let (Some(FileKey::Account(id)), Some(was), Some(is)) = (key_of(file), was, is) else { return Vec::new() };
    let [was, is] = [was, is].map(|text| account_in(text, &id));
    let mut all = told(&is, &was, "since and no longer there");
    all.extend(doubled::bereft(&was, &is));
    all
}

/// In a sentence; nothing, where there is nothing.
pub(super) fn in_short(told: &BTreeSet<String>) -> Option<String> {
    let told: Vec<&str> = told.iter().map(|told| told.trim_end_matches('.')).collect();
    (!told.is_empty()).then(|| few(&told, TOLD))
}
