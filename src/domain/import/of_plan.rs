//! What rows say that only the plan can judge: who its members are, and in which currency it counts. What doesn't fit is
//! left out and told; nothing is changed into something else.

use std::collections::BTreeMap;

use super::{At, Incoming, Skipped};
use crate::domain::fields::member_of;
use crate::domain::plan::Plan;

/// Owners are members of the plan, by id or name; whom it doesn't know is left out, and told once. A plan without members
/// takes whoever is said.
pub(super) fn owners(rows: &mut [Incoming], skipped: &mut Vec<Skipped>, plan: &Plan) {
    let mut strangers: BTreeMap<String, (At, usize)> = BTreeMap::new();
    for row in rows {
        let Some(more) = &mut row.company.more else { continue };
        let Some(owner) = more.owner.take() else { continue };
        match member_of(&owner, &plan.settings.members) {
            Some(id) => more.owner = Some(id),
            None => strangers.entry(owner).or_insert((row.at, 0)).1 += 1,
        }
    }
    for (owner, (at, count)) in strangers {
        let more = if count > 1 { format!(", and in {} more rows", count - 1) } else { String::new() };
        let why = format!("owner: “{owner}” is no member of this plan; left out{more}");
        skipped.push(Skipped { at, why, is_row: false });
    }
}

/// Values in a currency that is not the plan's are left out: what they are worth in it changes from day to day.
pub(super) fn currencies(rows: &mut [Incoming], skipped: &mut Vec<Skipped>, plan: &Plan) {
    let ours = if plan.settings.currency.is_empty() { "USD" } else { &plan.settings.currency };
    for row in rows {
        let Some(more) = &mut row.company.more else { continue };
        let Some(theirs) = more.currency.take().filter(|theirs| theirs != ours) else { continue };
        if let Some(value) = more.value.take() {
            let why = format!("value: this plan counts in {ours}; {theirs} {value} left out");
            skipped.push(Skipped { at: row.at, why, is_row: false });
        }
    }
}
