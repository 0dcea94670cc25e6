//! Whose accounts are whose where a plan says no members: then anybody may be an owner, and only those who are one already
//! tell a slip of the fingers from somebody new. Nobody is ever refused here.

use super::near;
use super::plan::Plan;

/// Who owns something, as they are written; in order, each once.
fn known(plan: &Plan) -> Vec<&str> {
    let accounts = plan.all().filter_map(|account| account.owner.as_deref());
    let goals = plan.settings.goals.iter().filter_map(|goal| goal.owner.as_deref());
    let mut known: Vec<&str> = accounts.chain(goals).filter(|owner| !owner.is_empty()).collect();
    known.sort_unstable();
    known.dedup();
    known
}

/// The owner as we write them, where somebody is called so already.
pub(crate) fn as_known(owner: &str, plan: &Plan) -> Option<String> {
    known(plan).into_iter().find(|known| known.to_lowercase() == owner.to_lowercase()).map(str::to_owned)
}

/// What is to be said of an owner who is nobody's yet, where others are; a plan with members knows who there is.
pub fn stranger(owner: &str, plan: &Plan) -> Option<String> {
    const NAMED: usize = 4;
    let known = known(plan);
    if !plan.settings.members.is_empty() || known.is_empty() || owner.is_empty() || known.contains(&owner) {
        return None;
    }
    let meant = near::nearest(owner, known.iter().copied()).map(|name| format!("did you mean {name}?"));
    let more = if known.len() > NAMED { ", …" } else { "" };
    let there = || format!("there is {}{more}", known[..known.len().min(NAMED)].join(", "));
    Some(format!("“{owner}” owns nothing in this plan so far; {}", meant.unwrap_or_else(there)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::Account;
    use crate::domain::plan::Entry;
    use crate::domain::settings::Member;
    use crate::domain::testing::day;

    fn plan(owners: &[&str]) -> Plan {
        let mut plan = Plan::default();
        for (n, owner) in owners.iter().enumerate() {
            let account =
                Account { owner: Some((*owner).to_owned()), ..Account::new(&format!("a{n}"), "A", day("2026-11-01")) };
            plan.accounts.insert(account.id.clone(), Entry { account: account.into(), ..Entry::default() });
        }
        plan
    }

    #[test]
    fn who_owns_nothing_yet_is_told_where_others_do() {
        for (owners, owner, want) in [
            (&["kim", "sam"][..], "sma", Some("did you mean sam?")),
            (&["kim", "sam"], "robin", Some("there is kim, sam")),
            (&["kim", "sam"], "sam", None),
            (&["kim", "sam"], "", None),
            (&["a", "b", "c", "d", "e"], "robin", Some("there is a, b, c, d, …")),
            (&[], "robin", None),
        ] {
            let told = stranger(owner, &plan(owners));
            assert_eq!(told.is_some(), want.is_some(), "{owner}: {told:?}");
            assert!(told.unwrap_or_default().ends_with(want.unwrap_or_default()), "{owner}");
        }
        assert_eq!(as_known("SAM", &plan(&["sam"])).as_deref(), Some("sam"));
        let mut team = plan(&["sam"]);
        let settings = std::sync::Arc::make_mut(&mut team.settings);
        settings.members.push(Member { id: "kim".into(), ..Member::default() });
        assert_eq!(stranger("robin", &team), None);
    }
}
