//! What accounts name and `plan.toml` has not: an owner who is no member (any more), a goal that is gone. Such an account is
//! neither anybody's own nor nobody's, and serves nothing. It is only said; it may be an account of somebody who left.

use std::collections::BTreeMap;

use super::plan::{FileKey, Plan};
use super::words::few;

/// So many accounts are named one by one.
const NAMED: usize = 3;

/// A sentence for each owner and each goal, with what mends it. Nothing, where plan.toml itself is wrong: that comes first.
pub fn told(plan: &Plan) -> Vec<String> {
    if plan.flaw(&FileKey::Settings).is_some() {
        return Vec::new();
    }
    let members = &plan.settings.members;
    // Where a plan names no members, anybody may be an owner.
    let is_astray = |owner: &&str| !members.is_empty() && !members.iter().any(|member| member.id == *owner);
    let owners = plan.all().filter_map(|account| {
        Some((account.owner.as_deref().filter(|owner| !owner.is_empty()).filter(is_astray)?, &*account.id))
    });
    let goals = plan.all().flat_map(|account| {
        let gone = account.goals.iter().filter(|goal| plan.settings.goal(goal).is_none());
        gone.map(|goal| (goal.as_str(), &*account.id))
    });
    let owners = by_name(owners).into_iter().map(|(owner, accounts)| {
        format!(
            "plan.toml has no member “{owner}”, who is the owner of {}: that is nobody's work; `inroad set {} owner …` gives \
             it to somebody",
            few(&accounts, NAMED),
            accounts[0]
        )
    });
    let goals = by_name(goals).into_iter().map(|(goal, accounts)| {
        let (all, first) = (few(&accounts, NAMED), accounts[0]);
        format!("plan.toml has no goal “{goal}”, which {all} is to serve; `inroad set {first} goals …` says others")
    });
    owners.chain(goals).collect()
}

fn by_name<'a>(all: impl Iterator<Item = (&'a str, &'a str)>) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut by_name: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    all.for_each(|(name, account)| by_name.entry(name).or_default().push(account));
    by_name
}
