//! What is noticed of an account after a sync and is no conflict: each side alone was right, and together they are odd. It is
//! told, and nothing is changed.

use std::collections::BTreeSet;

use super::{Incoming, texts};
use crate::domain::account::Account;
use crate::domain::doubled;
use crate::domain::plan::FileKey;
use crate::store::text::Text;
use crate::store::{check, read};

/// A sentence for each, of an account as it is now.
pub(super) fn in_account(account: &Account, files: &[Incoming]) -> Vec<String> {
    let file = FileKey::Account(account.id.clone()).file();
    let sides = files.iter().find(|incoming| incoming.file == file).and_then(texts);
    let (base, theirs) = sides.unwrap_or_default();
    let said = |text: Option<&str>| read::read::<Account>(&Text::new(text.unwrap_or_default()).plain).value;
    let known = said(base);
    let mut told = left_behind(account, &known);
    if theirs.is_some() {
        told.extend(doubled::told(&known, &said(theirs), account));
    }
    told
}

/// What one side took out while the other went on to plan with it: people, who may have been merged with somebody, and whatever
/// else the account doesn't know any more.
fn left_behind(account: &Account, known: &Account) -> Vec<String> {
    let nobodies =
        |account| -> BTreeSet<String> { check::nobodies(account).into_iter().map(|(_, id)| id.to_owned()).collect() };
    let complaints = |account: &Account| -> BTreeSet<String> {
        let all = check::value(account, "").into_iter().map(|found| found.message);
        all.filter(|message| !check::is_of_nobody(message)).collect()
    };
    let told = |id: &String| {
        let who = known.person(id).map_or_else(|| format!("“{id}”"), |person| person.name.clone());
        let what = "is planned with on one side and no longer there on the other; `inroad doctor` says where.";
        format!("{}: {who} {what}", account.name)
    };
    let people: Vec<String> = nobodies(account).difference(&nobodies(known)).map(told).collect();
    let new: Vec<String> = complaints(account).difference(&complaints(known)).cloned().collect();
    let rest = new.iter().map(|what| format!("{}: {what}; `inroad doctor` says where.", account.name));
    people.into_iter().chain(rest).collect()
}
