//! What rows say that only the plan can judge: who its members are, and in which currency it counts. What doesn't fit is
//! left out and told; nothing is changed into something else.

use std::collections::BTreeMap;

use super::{At, Incoming, Remark, Skipped};
use crate::domain::fields::member_of;
use crate::domain::owners;
use crate::domain::plan::Plan;

/// Owners are members of the plan, by id or name; whom it doesn't know is left out, and told once. A plan without members
/// takes whoever is said, and somebody who owns nothing yet is told once, where others do.
pub(super) fn owners(rows: &mut [Incoming], skipped: &mut Vec<Skipped>, plan: &Plan) -> Vec<Remark> {
    if plan.settings.members.is_empty() {
        return anybody(rows, plan);
    }
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
    Vec::new()
}

fn anybody(rows: &mut [Incoming], plan: &Plan) -> Vec<Remark> {
    let mut new: BTreeMap<String, At> = BTreeMap::new();
    for row in rows {
        let Some(owner) = row.company.more.as_mut().and_then(|more| more.owner.as_mut()) else { continue };
        if new.contains_key(owner) {
            continue;
        }
        match owners::as_known(owner, plan) {
            Some(known) => *owner = known,
            None => _ = new.insert(owner.clone(), row.at),
        }
    }
    let told =
        |(owner, at): (String, At)| Some(Remark { at, what: format!("owner: {}", owners::stranger(&owner, plan)?) });
    new.into_iter().filter_map(told).collect()
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
