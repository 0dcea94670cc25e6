//! How the goals stand: what the plan's own records count towards each of them, and what that means for today.
//!
//! An account counts for a goal that it names. A goal that no account names counts all accounts: somebody who has one
//! goal need not link anything. Of these, whatever is its owner's counts, as `rates` counts it; a goal without an owner
//! counts everybody's. Archived accounts are not in the plan and not counted.
//!
//! All of it is computed and nothing of it is stored. What is counted of one account is kept apart from what is
//! counted of another, so that an edit counts one account anew.

mod ahead;
mod chain;
mod line;
mod practice;
#[cfg(test)]
mod properties;
mod reckoned;
mod standing;
#[cfg(test)]
mod tests;
mod told;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::account::{Account, AccountId};
use super::credit::{self, Credited};
use super::load;
use super::rates::{Period, Rates};
use super::schedule::{self, World};
use super::sequence::TouchAt;
use super::settings::{Goal, GoalKind, Member, Metric, Settings};
use super::touch::Status;
use super::wire::Moment;

pub use ahead::Ahead;
pub use chain::{Assumption, Chain, DEFAULTS, Part, Source, Step, Value};
pub use line::{add_note, edit_note, note_line, read, unsaid};
pub use practice::{PERIODS, Practice, periods};
pub use reckoned::worked_out;
pub use standing::{Course, Pace, Standing};
pub use told::{Mood, Told, counted_as, headline, practice_summary, practised, standing, summary, why};

/// What one account, or all of them, count towards one goal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many accounts.
    pub accounts: u64,
    /// What is counted, between the goal's first day and its last.
    pub done: u64,
    /// What lies ahead until its last day.
    pub ahead: Ahead,
    /// For getting better: what is counted in this stretch and in those before it.
    pub periods: [u64; PERIODS],
}

impl Share {
    fn add(&mut self, other: &Self) {
        self.accounts += other.accounts;
        self.done = self.done.saturating_add(other.done);
        self.ahead.add(&other.ahead);
        self.periods.iter_mut().zip(other.periods).for_each(|(sum, more)| *sum = sum.saturating_add(more));
    }
}

/// What is known of one account.
#[derive(Debug, Clone, Default)]
struct Entry {
    /// Open touches with their days.
    open: Vec<(TouchAt, NaiveDate)>,
    /// Closed touches that say what they taught.
    learned: Vec<(Moment, TouchAt)>,
    /// What it counts towards each goal, if it is the goal's at all.
    shares: Vec<Share>,
    /// Which goals it names.
    names: Vec<bool>,
    rates: Rates,
    worth: Option<u64>,
}

/// What each account counts.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    today: NaiveDate,
    goals: Vec<Goal>,
    entries: BTreeMap<AccountId, Entry>,
}

/// What all accounts count together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// Towards each goal.
    pub shares: Vec<Share>,
    /// Which goals are named by an account.
    pub named: Vec<bool>,
    /// Of a goal that is named: what the accounts that don't name it would count, and don't.
    pub apart: Vec<Share>,
    /// What was done and what came of it, in the whole plan at any time: what the rates are made of.
    pub rates: Rates,
    /// What an account is thought to be worth on the average, where any says so.
    pub worth: Option<u64>,
}

/// What of a goal decides what counts towards it. An owner who is no member of the plan is nobody: the goal of somebody
/// who has left counts everybody's work until it is given to another.
fn counted(goal: &Goal, settings: &Settings) -> Goal {
    let owner = owner(goal, settings).map(|owner| owner.id.clone());
    Goal { title: String::new(), why: String::new(), target: None, progress: Vec::new(), owner, ..goal.clone() }
}

/// Whose goal it is: a member of the plan; else it is nobody's.
pub fn owner<'a>(goal: &Goal, settings: &'a Settings) -> Option<&'a Member> {
    goal.owner.as_deref().and_then(|id| settings.member(id))
}

fn counted_by<'w>(world: &World<'w>) -> impl Iterator<Item = Goal> + 'w {
    let settings = world.settings;
    settings.goals.iter().map(|goal| counted(goal, settings))
}

impl Ledger {
    /// Of nothing yet, for the goals of that plan on that day.
    pub fn new(world: &World) -> Self {
        Self { today: world.today, goals: counted_by(world).collect(), ..Self::default() }
    }

    /// Of all these accounts.
    pub fn of<'a>(accounts: impl IntoIterator<Item = &'a Account>, world: &World) -> Self {
        let mut ledger = Self::new(world);
        for account in accounts {
            ledger.put(account, world);
        }
        ledger
    }

    /// Whether it still counts what these goals count on this day; titles, targets and notes don't matter to it.
    pub fn is_of(&self, world: &World) -> bool {
        self.today == world.today && self.goals.iter().cloned().eq(counted_by(world))
    }

    /// An account is new, or has changed.
    pub fn put(&mut self, account: &Account, world: &World) {
        self.entries.insert(account.id.clone(), Entry::of(account, &self.goals, world));
    }

    /// An account is gone.
    pub fn remove(&mut self, id: &str) {
        self.entries.remove(id);
    }

    /// All accounts together.
    pub fn sums(&self) -> Sums {
        let mut naming = vec![Share::default(); self.goals.len()];
        let mut rest = naming.clone();
        let mut sums = Sums { named: vec![false; self.goals.len()], ..Sums::default() };
        let mut worth = (0u128, 0u128);
        for entry in self.entries.values() {
            for (at, (share, names)) in entry.shares.iter().zip(&entry.names).enumerate() {
                if *names {
                    sums.named[at] = true;
                    naming[at].add(share);
                } else {
                    rest[at].add(share);
                }
            }
            sums.rates += entry.rates;
            if let Some(value) = entry.worth {
                worth = (worth.0 + u128::from(value), worth.1 + 1);
            }
        }
        // What no account names, all of them serve.
        let shares = naming.into_iter().zip(rest).zip(&sums.named);
        let shares = shares.map(|((naming, rest), named)| if *named { (naming, rest) } else { (rest, naming) });
        (sums.shares, sums.apart) = shares.unzip();
        sums.worth = worth.0.checked_div(worth.1).and_then(|value| u64::try_from(value).ok());
        sums
    }

    fn serving(&self, goal: usize) -> impl Iterator<Item = (&AccountId, &Entry)> {
        let names = move |entry: &Entry| entry.names.get(goal) == Some(&true);
        let is_named = self.entries.values().any(names);
        let is_theirs = move |entry: &Entry| entry.shares.get(goal).is_some_and(|share| share.accounts > 0);
        self.entries.iter().filter(move |(_, entry)| if is_named { names(entry) } else { is_theirs(entry) })
    }

    /// The accounts that serve the goal with their open touches: what is due first stands first.
    pub fn accounts(&self, goal: usize) -> Vec<(&AccountId, &[(TouchAt, NaiveDate)])> {
        let first = |entry: &Entry| entry.open.iter().map(|(_, day)| *day).min().unwrap_or(NaiveDate::MAX);
        let mut serving: Vec<_> = self.serving(goal).collect();
        serving.sort_by_cached_key(|(_, entry)| first(entry));
        serving.into_iter().map(|(id, entry)| (id, entry.open.as_slice())).collect()
    }

    /// The closed touches of these accounts that say what they taught, the newest first.
    pub fn learned(&self, goal: usize) -> Vec<(Moment, &AccountId, TouchAt)> {
        let serving = self.serving(goal);
        let learned = serving.flat_map(|(id, entry)| entry.learned.iter().map(move |(at, touch)| (*at, id, *touch)));
        let mut learned: Vec<_> = learned.collect();
        learned.sort_by_key(|(at, id, touch)| (std::cmp::Reverse(at.sort_key()), *id, *touch));
        learned
    }
}

/// A count to be reckoned with.
#[allow(clippy::cast_precision_loss, reason = "nobody counts that far")]
pub fn real(count: u64) -> f64 {
    count as f64
}

/// The whole number that is nearest.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what is too much is the most there is")]
fn whole(count: f64) -> u64 {
    count.round() as u64
}

/// Whose days it is worked on: its owner's; nobody's goal is the sole member's.
fn whose<'a>(goal: &Goal, settings: &'a Settings) -> Option<&'a Member> {
    owner(goal, settings).or_else(|| settings.me(None))
}

impl Entry {
    fn of(account: &Account, goals: &[Goal], world: &World) -> Self {
        let credited = Credited::of(account);
        let learned = account.touches().filter(|(_, touch)| !touch.learned.trim().is_empty());
        let mut entry = Self {
            open: schedule::dated(account, world).collect(),
            learned: learned.filter_map(|(at, touch)| Some((touch.closed?, at))).collect(),
            names: goals.iter().map(|goal| account.goals.contains(&goal.id)).collect(),
            rates: Rates::of_account(account, &credited, Period::ALL, None),
            worth: account.worth(),
            ..Self::default()
        };
        let share = |(goal, names): (&Goal, &bool)| {
            let owner = owner(goal, world.settings);
            let of = Of { account, credited: &credited, goal, owner, names: *names, world };
            match goal.kind {
                GoalKind::Performance => of.performance(&entry),
                GoalKind::GettingBetter => of.practice(&entry),
            }
        };
        entry.shares = goals.iter().zip(&entry.names).map(share).collect();
        entry
    }
}

/// One account and one goal.
struct Of<'a> {
    account: &'a Account,
    credited: &'a Credited<'a>,
    goal: &'a Goal,
    owner: Option<&'a Member>,
    names: bool,
    world: &'a World<'a>,
}

impl Of<'_> {
    fn counted(&self, metric: Metric, period: Period) -> u64 {
        Rates::of_account(self.account, self.credited, period, self.owner).count(metric)
    }

    fn is_theirs(&self) -> bool {
        load::is_account_mine(self.account, self.owner)
    }

    fn is_their_touch(&self, at: TouchAt) -> bool {
        self.account.touch(at).is_some_and(|touch| load::is_mine(self.account, touch, self.owner))
    }

    fn performance(&self, entry: &Entry) -> Share {
        let (goal, today, is_theirs) = (self.goal, self.world.today, self.is_theirs());
        let is_in_time = |day: NaiveDate| goal.to.is_none_or(|to| day.max(today) <= to);
        let open = entry.open.iter().filter(|(at, day)| is_in_time(*day) && self.is_their_touch(*at));
        Share {
            accounts: is_theirs.into(),
            done: goal.metric.map_or(0, |metric| self.counted(metric, Period { from: goal.from, to: goal.to })),
            ahead: Ahead::of(goal, self.account, self.credited, open.count() as u64, is_theirs, today),
            ..Share::default()
        }
    }

    fn practice(&self, entry: &Entry) -> Share {
        let mut share = Share { accounts: self.is_theirs().into(), ..Share::default() };
        for (count, period) in share.periods.iter_mut().zip(periods(self.goal, self.world)) {
            *count = match self.goal.metric {
                Some(metric) => self.counted(metric, period),
                // Writing down what a touch taught is the practice, where the account is said to be for it.
                None if self.names => {
                    let learned = entry.learned.iter().filter(|(on, _)| period.holds(Some(on.day())));
                    learned.filter(|(_, at)| self.is_their_touch(*at)).count() as u64
                }
                None => 0,
            };
        }
        share
    }
}

/// From so many touches without an answer on it is time to remember why.
pub const FADES: usize = 3;

/// How many touches were done since somebody of the account last answered.
pub fn unanswered(account: &Account) -> usize {
    let answers = account.log.iter().filter(|entry| credit::is_an_answer(entry)).filter_map(|entry| entry.at);
    let answered = answers.map(|at| at.sort_key()).max();
    let done = account.touches().filter(|(_, touch)| touch.status == Status::Done);
    done.filter_map(|(_, touch)| touch.closed).filter(|at| Some(at.sort_key()) > answered).count()
}

/// `Six new logos: Two hires depend on it.`
pub fn with_why(goal: &Goal) -> String {
    if goal.why.is_empty() { goal.title.clone() } else { format!("{}: {}", goal.title, goal.why) }
}

/// What a change of one account means for all the others: with the first one that names a goal only those that do count for
/// it, without the last one all of them do. Nothing where that stays as it was.
pub fn narrowed<'a>(
    before: &Account,
    after: &Account,
    goals: &[Goal],
    all: impl Iterator<Item = &'a Account>,
) -> Option<String> {
    if before.goals == after.goals {
        return None;
    }
    let others: Vec<&Account> = all.filter(|each| each.id != after.id).collect();
    let told = |goal: &Goal| {
        let names = |account: &Account| account.goals.contains(&goal.id);
        if names(before) == names(after) || others.iter().any(|each| names(each)) {
            return None;
        }
        let title = &goal.title;
        match (names(after), others.len()) {
            (_, 0) => None,
            (false, _) => Some(format!("no account is linked to “{title}” then, so all of them count")),
            (true, 1) => Some(format!("only linked accounts count for “{title}” then: the other one no longer does")),
            (true, n) => Some(format!("only linked accounts count for “{title}” then: the other {n} no longer do")),
        }
    };
    let all: Vec<String> = goals.iter().filter_map(told).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

/// The goals that an account names, in the order of the plan.
pub fn named<'a>(account: &'a Account, goals: &'a [Goal]) -> impl Iterator<Item = &'a Goal> {
    goals.iter().filter(|goal| account.goals.contains(&goal.id))
}
