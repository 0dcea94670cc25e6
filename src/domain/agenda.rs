//! What is to be done: the ordered queue of the daily review.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::account::{Account, AccountId, LogKind, Stage};
use super::answer::Answer;
use super::calendar::Workdays;
use super::meeting::MeetingStatus;
use super::plan::Plan;
use super::schedule::{self, Due, World};
use super::sequence::TouchAt;

/// Why something is in the queue. The order is the order of the review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A meeting whose day has passed without a result.
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
    /// The day it was or is due.
    pub on: Option<NaiveDate>,
    /// The account's tier, for the order; 1 is best.
    pub tier: Option<u8>,
    /// The account's name, for the order.
    pub name: String,
}

/// What of one account belongs into the review, with the next so many working days.
pub fn of_account(account: &Account, world: &World, days_ahead: u32) -> Vec<Item> {
    let today = world.today;
    let horizon = Workdays::of(world.calendar).add(today, days_ahead).unwrap_or(today);
    let mut items = Vec::new();
    let mut ahead = Ahead::default();
    let mut add = |kind, subject, on| {
        items.push(Item {
            kind,
            account: account.id.clone(),
            subject,
            on,
            tier: account.tier,
            name: account.name.clone(),
        });
    };
    for (i, meeting) in account.meetings.iter().enumerate() {
        let (MeetingStatus::Booked, Some(day)) = (meeting.status, meeting.at.map(|at| at.day())) else { continue };
        ahead.meeting = true;
        match day.cmp(&today) {
            Ordering::Less => add(Kind::UnrecordedMeeting, Subject::Meeting(i), Some(day)),
            Ordering::Equal => add(Kind::MeetingToday, Subject::Meeting(i), Some(day)),
            Ordering::Greater if day <= horizon => add(Kind::Upcoming, Subject::Meeting(i), Some(day)),
            Ordering::Greater => {}
        }
    }
    for (i, step) in account.next_steps.iter().enumerate().filter(|(_, step)| step.done.is_none()) {
        let Some(day) = step.by else { continue };
        ahead.step = true;
        if day <= today {
            add(Kind::NextStep, Subject::NextStep(i), Some(day));
        } else if day <= horizon {
            add(Kind::Upcoming, Subject::NextStep(i), Some(day));
        }
    }
    for (i, sequence) in account.sequences.iter().enumerate().filter(|(_, sequence)| sequence.is_running()) {
        for (j, due) in schedule::schedule(account, sequence, world).into_iter().enumerate() {
            let Due::On(day) = due else { continue };
            ahead.touch = true;
            let subject = Subject::Touch(TouchAt { sequence: i, touch: j });
            match day.cmp(&today) {
                Ordering::Less => add(Kind::Overdue, subject, Some(day)),
                Ordering::Equal => add(Kind::Due, subject, Some(day)),
                Ordering::Greater if day <= horizon => add(Kind::Upcoming, subject, Some(day)),
                Ordering::Greater => {}
            }
        }
    }
    if let Some(day) = account.revisit.filter(|day| *day <= today) {
        add(Kind::Revisit, Subject::Account, Some(day));
    } else if account.stage.is_worked() && !ahead.any() && account.revisit.is_none() {
        // Someone answered and nothing followed: that comes first, and by the answer.
        match unanswered(account) {
            Some(entry) => add(Kind::Answer, Subject::Log(entry), account.log[entry].at.map(|at| at.day())),
            None => add(Kind::Drifting, Subject::Account, None),
        }
    }
    items
}

/// What an account has dated ahead; with nothing it drifts.
#[derive(Default)]
struct Ahead {
    meeting: bool,
    step: bool,
    touch: bool,
}

impl Ahead {
    fn any(&self) -> bool {
        self.meeting || self.step || self.touch
    }
}

/// The last answer that asks for a next step, if the account came to be engaged by it.
fn unanswered(account: &Account) -> Option<usize> {
    if !matches!(account.stage, Stage::Engaged | Stage::Meeting | Stage::Opportunity) {
        return None;
    }
    account.log.iter().rposition(|entry| {
        let asks = matches!(entry.outcome, Some(Answer::Replied | Answer::CallBack | Answer::SendSomething));
        entry.kind == LogKind::Answer && asks
    })
}

/// Put the queue into its order: by kind, then tier, then longest waiting, then name. The same items always stand in
/// the same order.
pub fn order(items: &mut [Item]) {
    items.sort_by(compare);
}

/// The order of the review.
pub fn compare(a: &Item, b: &Item) -> Ordering {
    let by_day = || {
        let day = |item: &Item| item.on.unwrap_or(NaiveDate::MAX);
        let tier = |item: &Item| item.tier.unwrap_or(u8::MAX);
        // What lies ahead goes by its day; what waits, by tier first.
        if a.kind == Kind::Upcoming {
            (day(a), tier(a)).cmp(&(day(b), tier(b)))
        } else {
            (tier(a), day(a)).cmp(&(tier(b), day(b)))
        }
    };
    let last = || a.name.cmp(&b.name).then_with(|| a.account.cmp(&b.account)).then_with(|| a.subject.cmp(&b.subject));
    a.kind.cmp(&b.kind).then_with(by_day).then_with(last)
}

/// The whole queue, with the next so many working days.
pub fn agenda(plan: &Plan, today: NaiveDate, days_ahead: u32) -> Vec<Item> {
    let world = World { settings: &plan.settings, calendar: &plan.calendar, today };
    let mut items: Vec<Item> = plan.all().flat_map(|account| of_account(account, &world, days_ahead)).collect();
    if days_ahead == 0 {
        items.retain(|item| item.kind != Kind::Upcoming);
    }
    order(&mut items);
    items
}
