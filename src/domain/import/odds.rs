//! Companies of which an id in another system says one account, and the name or the website another. A website goes before
//! the id, and that before the name (`companies.rs`); whoever reads the list has to know which one was meant.

use std::collections::BTreeSet;

use super::companies::{AtOdds, Companies};
use super::{Incoming, Remark};
use crate::domain::account::AccountId;
use crate::domain::plan::Plan;

/// A remark for each pair of accounts, where it is first said.
pub(super) fn told(rows: &[Incoming], companies: &Companies, plan: &Plan) -> Vec<Remark> {
    let mut seen: BTreeSet<(AccountId, String)> = BTreeSet::new();
    let told = |row: &Incoming| {
        let odds = companies.at_odds(row)?;
        let called = &row.company.name;
        let other = odds.other.map_or_else(|| called.clone(), ToString::to_string);
        if !seen.insert((odds.with_id.clone(), other)) {
            return None;
        }
        Some(Remark { at: row.at, what: in_words(&odds, called, plan)? })
    };
    rows.iter().filter(|row| !row.company.ids.is_empty()).filter_map(told).collect()
}

fn in_words(AtOdds { with_id, other, is_by_id }: &AtOdds, called: &str, plan: &Plan) -> Option<String> {
    let name = &plan.account(with_id)?.name;
    let one = |other: &AccountId| format!("if they are one: `inroad merge {other} into {with_id}`");
    Some(match other {
        Some(other) if *is_by_id => {
            format!("“{called}” is {name} by its id there, and not {other}, which is called so; {}", one(other))
        }
        Some(other) => format!("“{called}” is {other} by its website, and {name} by its id there; {}", one(other)),
        None => format!("“{called}” has the id of {name} there and another website, so it is not taken for {with_id}"),
    })
}
