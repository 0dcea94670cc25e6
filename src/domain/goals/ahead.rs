//! What lies ahead of a goal at an account: open touches, booked meetings, a meeting held, open opportunities. Each enters
//! the way to the goal at its own step.
//!
//! An account becomes a client once. So where a goal counts what comes once (opportunities, clients, revenue), of an
//! account only what has come furthest counts, and what leads up to it does not count beside it; a client brings no new
//! client any more. Meetings, answers and touches come more than once, and all that lies ahead counts.

use chrono::NaiveDate;

use crate::domain::account::{Account, Opportunity, OpportunityStatus};
use crate::domain::credit::{self, Credited};
use crate::domain::meeting::{MeetingResult, MeetingStatus};
use crate::domain::reached;
use crate::domain::settings::{Goal, Metric};
use crate::domain::stage::Stage;

/// What lies ahead until a goal's last day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ahead {
    /// Open touches that count.
    pub touches: u64,
    /// Meetings that are booked.
    pub booked: u64,
    /// Accounts that stand at a meeting that was held.
    pub met: u64,
    /// Open opportunities.
    pub deals: u64,
    /// Of these, the ones that don't say what they are worth.
    pub unvalued: u64,
    /// What the others are worth, in the plan's currency.
    pub worth: u64,
    /// Open touches that don't count, since their account stands further or is a client already.
    pub passed: u64,
}

impl Ahead {
    pub(super) fn add(&mut self, other: &Self) {
        self.touches += other.touches;
        self.booked += other.booked;
        self.met += other.met;
        self.deals += other.deals;
        self.unvalued += other.unvalued;
        self.worth = self.worth.saturating_add(other.worth);
        self.passed += other.passed;
    }

    /// At an account; `touches` are those of whoever's goal it is that are due in time, `is_theirs` says whether the
    /// account is theirs as well.
    pub(super) fn of(
        goal: &Goal,
        account: &Account,
        credited: &Credited,
        touches: u64,
        is_theirs: bool,
        today: NaiveDate,
    ) -> Self {
        let is_in_time = |day: NaiveDate| goal.to.is_none_or(|to| day.max(today) <= to);
        let booked = if is_theirs { booked(account, today, is_in_time) } else { 0 };
        match goal.metric {
            None | Some(Metric::Touches | Metric::Answers) => Self { touches, ..Self::default() },
            Some(Metric::Meetings) => Self { touches, booked, ..Self::default() },
            Some(metric @ (Metric::Opportunities | Metric::Clients | Metric::Revenue)) => {
                let is_client = reached::client(account).is_some();
                let furthest = Self { passed: touches, ..Self::default() };
                let is_open = stands_at_a_deal(account);
                let counts_deals = metric == Metric::Revenue || (metric == Metric::Clients && !is_client);
                if is_open && counts_deals && is_theirs {
                    return Self { passed: touches, ..deals(account, today, is_in_time) };
                }
                if is_open || is_client {
                    return furthest;
                }
                if is_theirs && account.stage == Stage::Meeting && has_met(credited) && is_in_time(today) {
                    return Self { met: 1, ..furthest };
                }
                if booked > 0 {
                    return Self { booked, ..furthest };
                }
                Self { touches, ..Self::default() }
            }
        }
    }
}

fn booked(account: &Account, today: NaiveDate, is_in_time: impl Fn(NaiveDate) -> bool) -> u64 {
    let booked = account.meetings.iter().filter(|meeting| meeting.status == MeetingStatus::Booked);
    let days = booked.filter_map(|meeting| Some(meeting.at?.day()));
    days.filter(|day| *day >= today && is_in_time(*day)).count() as u64
}

/// The last of its meetings was held, and left it open whether they buy.
fn has_met(credited: &Credited) -> bool {
    let last = credited.meetings.iter().map(|credit| credit.what).max_by_key(|held| held.at.map(|at| at.sort_key()));
    last.is_some_and(|held| credit::is_held(held) && held.result != Some(MeetingResult::NoSale))
}

fn open(account: &Account) -> impl Iterator<Item = &Opportunity> {
    account.opportunities.iter().filter(|deal| deal.status == OpportunityStatus::Open)
}

/// It has an open opportunity, or the stage says so where none is written down.
fn stands_at_a_deal(account: &Account) -> bool {
    open(account).next().is_some() || (account.opportunities.is_empty() && account.stage == Stage::Opportunity)
}

/// Its open opportunities that may be decided in time. One that says no day may be decided any day from today on.
fn deals(account: &Account, today: NaiveDate, is_in_time: impl Fn(NaiveDate) -> bool) -> Ahead {
    let written = open(account).map(|deal| (deal.close_by, deal.value));
    let unwritten = account.opportunities.is_empty().then_some((None, account.value));
    let in_time = written.chain(unwritten).filter(|(by, _)| is_in_time(by.unwrap_or(today)));
    let values: Vec<Option<u64>> = in_time.map(|(_, value)| value).collect();
    let unvalued = values.iter().filter(|value| value.is_none()).count() as u64;
    let worth = values.iter().flatten().fold(0u64, |sum, value| sum.saturating_add(*value));
    Ahead { deals: values.len() as u64, unvalued, worth, ..Ahead::default() }
}
