//! The report: what is told of an account, or of the whole plan, to somebody who does not sit at the screen. One structure,
//! of which Markdown and the page are made, so that they can't say different things.
//!
//! It is made of the plan alone: what is somebody's own (the private why, addresses, numbers, notes about people, drafts)
//! never gets into it. It is computed for a day and never kept.

mod account;
mod goals;
mod insights;
mod sequence;
mod talk;

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::account::{Account, AccountId};
use super::agenda::{Kind, Outlook};
use super::dates;
use super::plan::Plan;
use super::readiness::Readiness;
use super::schedule::{self, World};
use super::settings::Member;

pub use account::{Answer, Deal, Entry, Finding, Page, Person, Step, Weighed};
pub use goals::GoalLine;
pub use insights::{Bar, Chart};
pub use sequence::{Mark, Point, Rest, Run};
pub use talk::{Talk, TalkPart};

/// What stands between the parts of an entry point.
const PATH: &str = " › ";

/// What is reported on.
#[derive(Debug, Clone, Copy)]
pub enum Scope<'a> {
    /// The whole plan, with its goals and its figures.
    Plan,
    /// These accounts; a single one is told without a list around it.
    Accounts(&'a [AccountId]),
}

/// All that is told.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// What it is called: the account's name, or that it is the plan.
    pub title: String,
    /// The day for which it holds.
    pub today: NaiveDate,
    /// What stands around the accounts, where there are several.
    pub whole: Option<Whole>,
    /// Each account.
    pub accounts: Vec<Page>,
}

/// What is told of all accounts together.
#[derive(Debug, Clone, Default)]
pub struct Whole {
    /// Why all this, as plan.toml says it.
    pub why: String,
    /// The accounts at a glance, in the order in which they are told.
    pub panel: Vec<Glance>,
    /// Accounts whose files can't be read, and why.
    pub unreadable: Vec<(String, String)>,
    /// How the goals stand.
    pub goals: Vec<GoalLine>,
    /// What the touches have brought.
    pub charts: Vec<Chart>,
}

/// An account in a line.
#[derive(Debug, Clone, Default)]
pub struct Glance {
    /// What it is called.
    pub name: String,
    /// How far it has come.
    pub stage: String,
    /// 1 is best.
    pub tier: Option<u8>,
    /// Where to go in.
    pub entry: String,
    /// What it is worth.
    pub worth: String,
    /// How ready the way in is.
    pub percent: Option<u8>,
    /// Of the sequence that goes on next: its touches. Where none does, of the one that ran last.
    pub touches: Vec<Mark>,
    /// What comes next.
    pub next: String,
    /// And when.
    pub when: String,
    /// That day has passed, or nothing has a day.
    pub is_late: bool,
}

/// A word and what it says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fact {
    /// In a word.
    pub label: &'static str,
    /// What there is to say.
    pub text: String,
}

impl Fact {
    fn new(label: &'static str, text: impl Into<String>) -> Self {
        Self { label, text: text.into() }
    }
}

/// Those that say something.
fn said(facts: impl IntoIterator<Item = Fact>) -> Vec<Fact> {
    facts.into_iter().filter(|fact| !fact.text.trim().is_empty()).collect()
}

impl Report {
    /// Of the plan on that day; `me` is who writes to the accounts.
    pub fn of(plan: &Plan, scope: Scope, today: NaiveDate, me: Option<&Member>) -> Self {
        let world = World { settings: &plan.settings, calendar: &plan.calendar, today };
        let is_told = |id: &AccountId| match scope {
            Scope::Plan => true,
            Scope::Accounts(ids) => ids.contains(id),
        };
        let (readable, unreadable): (Vec<_>, Vec<_>) =
            plan.accounts.values().filter(|entry| is_told(&entry.account.id)).partition(|e| e.unreadable.is_none());
        let mut accounts: Vec<&Account> = readable.into_iter().map(|entry| entry.account.as_ref()).collect();
        // The best first; a name is a name whatever its letters' case.
        accounts.sort_by_cached_key(|each| (each.tier.unwrap_or(u8::MAX), each.name.to_lowercase(), each.id.clone()));
        let judged = |account: &Account| Readiness::of(account, &world, me);
        let pages: Vec<Page> =
            accounts.iter().map(|account| Page::of(account, plan, &world, me, &judged(account))).collect();
        let is_plan = matches!(scope, Scope::Plan);
        if let (false, [only], true) = (is_plan, pages.as_slice(), unreadable.is_empty()) {
            return Self { title: only.name.clone(), today, whole: None, accounts: pages };
        }
        let glances = accounts.iter().zip(&pages).map(|(account, page)| Glance::of(account, page, &world));
        let told = |entry: &super::plan::Entry| {
            let name = if entry.account.name.is_empty() { entry.account.id.as_ref() } else { &entry.account.name };
            (name.to_owned(), entry.unreadable.clone().unwrap_or_default())
        };
        let whole = Whole {
            why: plan.settings.why.clone(),
            panel: glances.collect(),
            unreadable: unreadable.into_iter().map(told).collect(),
            goals: if is_plan { goals::told(plan, &world) } else { Vec::new() },
            charts: if is_plan { insights::charts(plan, today) } else { Vec::new() },
        };
        let title = if is_plan { "Account plan".to_owned() } else { format!("{} accounts", pages.len()) };
        Self { title, today, whole: Some(whole), accounts: pages }
    }

    /// `Mon 23 November 2026`
    pub fn date(&self) -> String {
        self.today.format("%a %-d %B %Y").to_string()
    }
}

impl Glance {
    fn of(account: &Account, page: &Page, world: &World) -> Self {
        let (next, when, is_late) = next(account, page, world);
        let run = schedule::next_touch(account, world).and_then(|(at, _)| page.runs.get(at.sequence));
        let run = run.or_else(|| page.running());
        Self {
            name: page.name.clone(),
            stage: account.stage_label(),
            tier: account.tier,
            entry: page.entry.path.clone(),
            worth: account.worth().map(|worth| world.settings.money(worth)).unwrap_or_default(),
            percent: page.percent,
            touches: run.map(|run| run.points.iter().map(|point| point.mark).collect()).unwrap_or_default(),
            next,
            when,
            is_late,
        }
    }
}

/// What has the nearest day, and whether that has passed. Of what is on one day the meeting counts, then what was agreed.
fn next(account: &Account, page: &Page, world: &World) -> (String, String, bool) {
    let today = world.today;
    let meetings = account.meetings.iter().filter(|meeting| meeting.result.is_none() && meeting.is_to_come());
    let meetings = meetings.filter_map(|meeting| Some((meeting.at?.day(), 0, "meeting".to_owned())));
    let steps = account.next_steps.iter().filter(|step| step.done.is_none());
    let steps = steps.filter_map(|step| Some((step.by?, 1, step.what.clone())));
    let touch = schedule::next_touch(account, world).and_then(|(at, day)| {
        let point = page.runs.get(at.sequence)?.points.get(at.touch)?;
        let who = if point.who.is_empty() { String::new() } else { format!(" to {}", point.who) };
        Some((day, 2, format!("{}{who}", point.channel)))
    });
    let revisit = account.revisit.map(|day| (day, 3, "take it up again".to_owned()));
    let first = meetings.chain(steps).chain(touch).chain(revisit).min_by_key(|(day, order, _)| (*day, *order));
    match first {
        Some((day, _, what)) if day < today => (what, dates::overdue(day, today), true),
        Some((day, _, what)) => (what, dates::short(day, today), false),
        None => {
            let drifts = Outlook::of(account, world, 0).items.iter().any(|item| item.kind == Kind::Drifting);
            (if drifts { "nothing dated ahead".to_owned() } else { String::new() }, String::new(), drifts)
        }
    }
}

/// `Tue 24 Nov, in 1 d`
fn day_and_distance(day: NaiveDate, today: NaiveDate) -> String {
    format!("{}, {}", dates::short(day, today), dates::far(day, today))
}

/// The name of the person with that id; the id where nobody here has it.
fn name_of(account: &Account, id: &str) -> String {
    account.person(id).map(|person| person.name.as_str()).filter(|name| !name.is_empty()).unwrap_or(id).to_owned()
}

/// The newest first; what has no day last.
fn newest_first<T>(items: &mut [T], day: impl Fn(&T) -> Option<NaiveDate>) {
    items.sort_by_key(|item| Reverse(day(item)));
}

#[cfg(test)]
mod tests;
