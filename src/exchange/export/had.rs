//! What a CRM has had of what was done, whatever it is called by now: an account that was merged into another one, or got
//! another id by a sync, takes along what was handed over of it. Pure; where it is remembered is the state's business.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::plan::Plan;
use crate::domain::same;

/// What was handed over, as it is to be known again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Had<'a> {
    names: Option<&'a BTreeSet<String>>,
    /// The ids and days of what stands no more under the name by which it was handed over.
    moved: BTreeSet<(String, NaiveDate)>,
}

impl<'a> Had<'a> {
    /// From the names of what was handed over (`primo/k7qd`), and the days on which it was done as far as they were noted:
    /// items of four letters may be called alike in two accounts, so that without its day nothing is known again elsewhere.
    pub fn of(names: &'a BTreeSet<String>, days: &BTreeMap<String, NaiveDate>, plan: &Plan) -> Self {
        let gone = days.iter().filter_map(|(name, day)| {
            let (account, id) = name.split_once('/')?;
            let is_there = plan.account(account).is_some_and(|account| account.has_item(id));
            // What had no id was named by its place, which tells nothing in another account.
            (!is_there && !id.contains('-')).then_some((account, id, *day))
        });
        let moved = gone.flat_map(|(account, id, day)| [(id.to_owned(), day), (same::other_id(account, id), day)]);
        Self { names: Some(names), moved: moved.collect() }
    }

    /// Whether what has that name now, and was done on that day, is among it.
    pub fn has(&self, name: &str, on: NaiveDate) -> bool {
        self.names.is_some_and(|names| names.contains(name))
            || name.split_once('/').is_some_and(|(_, id)| self.moved.contains(&(id.to_owned(), on)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::account::{Account, LogEntry};
    use crate::domain::plan::Entry;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn plan(accounts: &[(&str, &str)]) -> Plan {
        let mut plan = Plan::default();
        for (id, item) in accounts {
            let log = vec![LogEntry { id: (*item).to_owned(), ..LogEntry::default() }];
            let account = Account { id: (*id).into(), log, ..Account::default() };
            plan.accounts.insert((*id).into(), Entry { account: Arc::new(account), ..Entry::default() });
        }
        plan
    }

    #[test]
    fn what_stands_elsewhere_by_now_is_known_by_its_id_and_day_and_nothing_else_is() {
        let names = BTreeSet::from(["beta/k7qd".to_owned(), "old/b5r9".to_owned(), "beta/log-1".to_owned()]);
        let days = BTreeMap::from([("beta/k7qd".to_owned(), day(17)), ("beta/log-1".to_owned(), day(17))]);
        let moved = plan(&[("beta", "zzzz"), ("beta-2", "k7qd")]);
        let had = Had::of(&names, &days, &moved);
        assert!(had.has("beta/k7qd", day(18)), "its own name holds for every day");
        assert!(had.has("beta-2/k7qd", day(17)));
        assert!(
            had.has(&format!("primo/{}", same::other_id("beta", "k7qd")), day(17)),
            "merged, where the id was taken"
        );
        assert!(!had.has("beta-2/k7qd", day(18)) && !had.has("beta-2/b5r9", day(17)));
        assert!(!had.has("beta-2/log-1", day(17)), "a place is no id");
        // While it stands where it stood, another one that is called so is another one.
        let stays = plan(&[("beta", "k7qd"), ("beta-2", "k7qd")]);
        assert!(!Had::of(&names, &days, &stays).has("beta-2/k7qd", day(17)));
        assert!(!Had::default().has("beta/k7qd", day(17)));
    }
}
