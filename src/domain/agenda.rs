//! What is to be done: the ordered queue of the daily review.
//!
//! What belongs into it is found account by account, so that an edit recomputes one account; the order is one sort
//! over all of them. It depends on nothing but the plan and the day: it never jumps while somebody works.

mod catchup;
mod collect;

use std::cmp::Ordering;
use std::sync::Arc;

use chrono::NaiveDate;

use super::account::{Account, AccountId};
use super::due::DueState;
use super::plan::Plan;
use super::schedule::World;
use super::sequence::TouchAt;

pub use catchup::{OLD_AFTER, catch_up, oldest};
pub use collect::{Outlook, of_account};

/// Why something is in the queue. The order is the order of the review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Somebody who was written to and may have answered meanwhile. Only of the catch-up, as the two others are.
    Unanswered,
    /// A meeting whose day has passed without a result, or that is said to be held without one.
    UnrecordedMeeting,
    /// A meeting of today.
    MeetingToday,
    /// An answer that nothing followed from yet.
    Answer,
    /// A next step that is due.
    NextStep,
    /// A touch whose day has passed.
    Overdue,
    /// A touch of today.
    Due,
    /// An account to be taken up again.
    Revisit,
    /// An account that is worked on and has nothing dated ahead.
    Drifting,
    /// What was set to a day by hand that has passed.
    DatePassed,
    /// A draft that goes out soon and cites what is old.
    OldResearch,
    /// A touch, step or meeting of the next days.
    Upcoming,
}

impl Kind {
    /// As the card calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::UnrecordedMeeting => "what came of it?",
            Self::MeetingToday => "meeting today",
            Self::Answer => "answered, no next step",
            Self::NextStep => "next step",
            Self::Overdue => "overdue",
            Self::Due => "due today",
            Self::Revisit => "take it up again?",
            Self::Drifting => "drifting",
            Self::Unanswered => "did they answer?",
            Self::DatePassed => "its day has passed",
            Self::OldResearch => "cites old research",
            Self::Upcoming => "upcoming",
        }
    }
}

/// What an item is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A touch.
    Touch(TouchAt),
    /// A meeting, by its index.
    Meeting(usize),
    /// A next step, by its index.
    NextStep(usize),
    /// A log entry, by its index.
    Log(usize),
    /// The account as a whole.
    Account,
}

/// One piece of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Why it is here.
    pub kind: Kind,
    /// The account.
    pub account: AccountId,
    /// What it is about.
    pub subject: Subject,
    /// The day it was or is due; of a drifting account the last day on which something happened.
    pub on: Option<NaiveDate>,
    /// The account's tier, for the order; 1 is best.
    pub tier: Option<u8>,
    /// The account's name, for the order.
    pub name: Arc<str>,
}

impl Item {
    /// Of that account.
    fn new(account: &Account, kind: Kind, subject: Subject, on: Option<NaiveDate>) -> Self {
        let Account { id, tier, name, .. } = account;
        Self { kind, account: id.clone(), subject, on, tier: *tier, name: name.as_str().into() }
    }

    /// It waits since an earlier day. What was answered or drifts waits for a decision, which no day asked for.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        let dated = !matches!(self.kind, Kind::Answer | Kind::Drifting);
        dated && self.on.is_some_and(|day| day < today)
    }

    /// Whose it is, of an item of that account: its own owner's, else the account's. What nobody owns is everybody's.
    pub fn owner<'a>(&self, account: &'a Account) -> Option<&'a str> {
        let own = match self.subject {
            Subject::Touch(at) => account.touch(at).and_then(|touch| touch.owner.as_deref()),
            Subject::NextStep(i) => account.next_steps.get(i).and_then(|step| step.owner.as_deref()),
            Subject::Meeting(_) | Subject::Log(_) | Subject::Account => None,
        };
        own.or(account.owner.as_deref())
    }

    /// Whether it is that member's, or everybody's.
    pub fn is_mine(&self, account: &Account, me: &str) -> bool {
        self.owner(account).is_none_or(|owner| owner == me)
    }

    /// To be dealt with today, not only in view.
    pub fn is_due(&self) -> bool {
        self.kind != Kind::Upcoming
    }
}

/// How many of the items are overdue, and how many are due besides.
pub fn counts(items: &[Item], today: NaiveDate) -> (usize, usize) {
    let due = items.iter().filter(|item| item.is_due());
    let (overdue, rest): (Vec<_>, Vec<_>) = due.partition(|item| item.is_overdue(today));
    (overdue.len(), rest.len())
}

/// Put the queue into its order. The same items always stand in the same order.
pub fn order(items: &mut [Item]) {
    items.sort_by(compare);
}

/// The order of the review: by kind, then tier (none last), then longest waiting, then name. What lies ahead goes by
/// its day first, as the next days are looked at day by day. What is still equal goes by id and place, so that no two
/// items are.
pub fn compare(a: &Item, b: &Item) -> Ordering {
    let day = |item: &Item| item.on.unwrap_or(NaiveDate::MAX);
    let tier = |item: &Item| item.tier.unwrap_or(u8::MAX);
    let by_urgency = || match a.kind {
        Kind::Upcoming => (day(a), tier(a)).cmp(&(day(b), tier(b))),
        _ => (tier(a), day(a)).cmp(&(tier(b), day(b))),
    };
    let by_name = || (&a.name, &a.account, a.subject).cmp(&(&b.name, &b.account, b.subject));
    a.kind.cmp(&b.kind).then_with(by_urgency).then_with(by_name)
}

/// What `due:` can ask of these items: touches, meetings, next steps and accounts to be taken up again. An answer or a
/// drifting account waits, but is due on no day.
pub fn due_state(items: &[Item], world: &World) -> DueState {
    let dated = items.iter().filter(|item| !matches!(item.kind, Kind::Answer | Kind::Drifting));
    dated.fold(DueState::default(), |state, item| state.or(DueState::on(item.on, world.today, world.calendar)))
}

/// The whole queue, with the next so many working days.
pub fn agenda(plan: &Plan, today: NaiveDate, days_ahead: u32) -> Vec<Item> {
    let world = World { settings: &plan.settings, calendar: &plan.calendar, today };
    let mut items: Vec<Item> = plan.all().flat_map(|account| of_account(account, &world, days_ahead)).collect();
    order(&mut items);
    items
}

#[cfg(test)]
mod tests;
