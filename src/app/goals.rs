//! The goals: how each stands, what serves it, and what was learned on the way. Looked at only while they are on the
//! screen: an edit elsewhere marks its account, and coming here counts that one anew.

mod edit;
mod link;
mod review;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::command::{Command, Scope, always};
use super::effect::Effects;
use super::model::{Ctx, Model, Pane, Screen};
use crate::domain::account::AccountId;
use crate::domain::agenda::Subject;
use crate::domain::fields::Place;
use crate::domain::goals::{self, Ledger, Practice, Standing, Sums, Told};
use crate::domain::sequence::TouchAt;
use crate::domain::settings::{Goal, GoalKind};
use crate::domain::wire::Moment;

pub use review::ReviewView;

/// The commands.
pub(super) const COMMANDS: &[Command] = &[
    Command::new(
        Scope::Goals,
        "goals.open",
        "open",
        "Into what serves the goal; there, open the account at the touch.",
        always,
        open,
    ),
    Command::new(Scope::Goals, "goals.back", "goals", "Back to the goals.", in_detail, |model, _| {
        model.pane = Pane::List;
        Vec::new()
    }),
    Command::new(Scope::Goals, "goals.add", "add", "Add a goal in one line.", always, edit::add),
    Command::new(Scope::Goals, "goals.edit", "edit", "Edit the goal; among its notes, the note.", has_goal, edit::edit),
    Command::new(
        Scope::Goals,
        "goals.delete",
        "delete",
        "Delete the goal, and its name where accounts name it; among its notes, the note.",
        has_goal,
        edit::delete,
    ),
    Command::new(
        Scope::Goals,
        "goals.note",
        "note progress",
        "Note what was done towards it outside the plan, or practised, and what it taught.",
        has_goal,
        edit::note,
    ),
    Command::new(
        Scope::Goals,
        "goals.link",
        "link account",
        "Say which account serves the goal, or no longer does.",
        has_goal,
        link::ask,
    ),
    Command::new(
        Scope::Goals,
        "goals.explain",
        "arithmetic",
        "Show how it is worked out: which rates, from how many cases, and what is assumed; or hide it again.",
        has_goal,
        |model, _| {
            model.goals.is_explained = !model.goals.is_explained;
            model.look_at_goals();
            Vec::new()
        },
    ),
];

/// The commands of the weekly review.
pub(super) const REVIEW: &[Command] = review::COMMANDS;

fn has_goal(model: &Model) -> bool {
    model.screen == Screen::Goals && model.goal_here().is_some()
}

fn in_detail(model: &Model) -> bool {
    model.pane == Pane::Detail
}

/// How a goal stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Known {
    /// A result to reach.
    Performance(Box<Standing>),
    /// A skill to practise.
    Practice(Practice),
}

/// A row of what is known of a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GoalRow {
    /// Something said of it.
    Said(Told),
    /// What the rows under it are.
    Heading(String),
    /// What was noted, by its place in the goal.
    Note(usize),
    /// What a closed touch taught.
    Lesson(Moment, AccountId, TouchAt),
    /// An account that serves it.
    Account(AccountId),
    /// One of its open touches, and the day.
    Touch(AccountId, TouchAt, NaiveDate),
}

impl GoalRow {
    fn account(&self) -> Option<&AccountId> {
        match self {
            Self::Lesson(_, id, _) | Self::Account(id) | Self::Touch(id, ..) => Some(id),
            Self::Said(_) | Self::Heading(_) | Self::Note(_) => None,
        }
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Lesson(_, _, at) | Self::Touch(_, at, _) => Some(Place::Touch(*at)),
            Self::Account(_) => Some(Place::Account),
            Self::Said(_) | Self::Heading(_) | Self::Note(_) => None,
        }
    }
}

/// The goals as they are looked at.
#[derive(Debug, Clone, Default)]
pub struct GoalsView {
    /// The goal under the cursor, in the order of the screen.
    pub at: usize,
    /// The row under the cursor in what is known of it.
    pub row: usize,
    /// The arithmetic is shown.
    pub is_explained: bool,
    /// The goals in the order of the screen, by their place in the plan: results, then skills.
    pub order: Vec<usize>,
    /// How each stands, in the order of the plan.
    pub known: Vec<Known>,
    /// What is known of the goal under the cursor.
    pub rows: Vec<GoalRow>,
    /// The weekly review, while it is open.
    pub review: Option<ReviewView>,
    /// What is known of the goals that were looked at before, until something is counted anew: every account may serve
    /// each of them, and the cursor only goes from one to the other.
    shelf: BTreeMap<usize, Vec<GoalRow>>,
    sums: Sums,
    ledger: Option<Ledger>,
    /// Accounts that have changed since they were counted.
    stale: BTreeSet<AccountId>,
}

impl Model {
    /// The goal under the cursor, and its place in the plan.
    pub fn goal_here(&self) -> Option<(usize, &Goal)> {
        let at = *self.goals.order.get(self.goals.at)?;
        Some((at, self.plan.settings.goals.get(at)?))
    }

    /// These accounts are to be counted anew.
    pub(super) fn recount(&mut self, ids: &[AccountId]) {
        if self.goals.ledger.is_some() {
            self.goals.stale.extend(ids.iter().cloned());
        }
        self.look_at_goals();
    }

    /// All of them are.
    pub(super) fn recount_all(&mut self) {
        self.goals.ledger = None;
        self.look_at_goals();
    }

    /// Look at the goals anew, if they are on the screen.
    pub(super) fn look_at_goals(&mut self) {
        let Some(today) = self.derived.day.filter(|_| self.screen == Screen::Goals) else { return };
        let ledger = self.counted(today);
        let (sums, world) = (ledger.sums(), self.world(today));
        let all = &self.plan.settings.goals;
        let known = all.iter().enumerate().map(|(at, goal)| match goal.kind {
            GoalKind::Performance => Known::Performance(Box::new(Standing::of(goal, at, &sums, &world))),
            GoalKind::GettingBetter => Known::Practice(Practice::of(goal, at, &sums, &world)),
        });
        let known: Vec<Known> = known.collect();
        let of_kind = |kind| (0..all.len()).filter(move |at| all[*at].kind == kind);
        let order = of_kind(GoalKind::Performance).chain(of_kind(GoalKind::GettingBetter)).collect();
        // The cursor stays with its goal; one that was deleted leaves its place.
        let here = self.goals.order.get(self.goals.at).copied();
        (self.goals.known, self.goals.order) = (known, order);
        let found = here.and_then(|at| self.goals.order.iter().position(|each| *each == at));
        self.goals.at = found.unwrap_or(self.goals.at).min(self.goals.order.len().saturating_sub(1));
        self.goals.rows = self.rows_of_goal(&ledger, &sums);
        self.goals.shelf.clear();
        self.goals.row = self.goals.row.min(self.goals.rows.len().saturating_sub(1));
        self.look_at_review(&ledger, today);
        (self.goals.ledger, self.goals.sums) = (Some(ledger), sums);
    }

    /// What the accounts count, what has changed since counted anew.
    fn counted(&mut self, today: NaiveDate) -> Ledger {
        let (known, stale) = (self.goals.ledger.take(), std::mem::take(&mut self.goals.stale));
        let world = self.world(today);
        match known.filter(|ledger| ledger.is_of(&world)) {
            None => Ledger::of(self.plan.all().map(AsRef::as_ref), &world),
            Some(mut ledger) => {
                for id in stale {
                    match self.plan.account(&id) {
                        Some(account) => ledger.put(account, &world),
                        None => ledger.remove(&id),
                    }
                }
                ledger
            }
        }
    }

    /// How it stands, and how that was worked out if somebody asks; what was learned; what serves it.
    fn rows_of_goal(&self, ledger: &Ledger, sums: &Sums) -> Vec<GoalRow> {
        let Some((at, goal)) = self.goal_here() else { return Vec::new() };
        let Some(known) = self.goals.known.get(at) else { return Vec::new() };
        let world = self.world(self.derived.day.unwrap_or_default());
        let why = goals::why(goal).into_iter();
        let (said, lessons) = match known {
            Known::Performance(stands) => (goals::standing(goal, stands, &world), Vec::new()),
            Known::Practice(practice) => (goals::practised(goal, practice), ledger.learned(at)),
        };
        let reckoned = match known {
            Known::Performance(stands) => goals::worked_out(goal, stands, &self.plan.settings),
            Known::Practice(_) => goals::counted_as(goal, sums.named.get(at) == Some(&true)),
        };
        let reckoned = reckoned.into_iter().filter(|_| self.goals.is_explained);
        let mut rows: Vec<GoalRow> = why.chain(said).chain(reckoned).map(GoalRow::Said).collect();
        let (learned, serving) = (learned(goal, lessons), serving(ledger, at, sums));
        // A result is reached through accounts; what a skill leaves behind is what was learned.
        let parts = if matches!(known, Known::Performance(_)) { [serving, learned] } else { [learned, serving] };
        rows.extend(parts.concat());
        rows
    }

    fn goal_row(&self) -> Option<&GoalRow> {
        let is_there = self.screen == Screen::Goals && self.pane == Pane::Detail && self.goals.review.is_none();
        self.goals.rows.get(self.goals.row).filter(|_| is_there)
    }

    /// The cursor stands on a note of a goal.
    pub(super) fn is_on_note(&self) -> bool {
        matches!(self.goal_row(), Some(GoalRow::Note(_)))
    }

    /// The account under the cursor of the goals, or of the review.
    pub(super) fn account_of_goals(&self) -> Option<&AccountId> {
        match &self.goals.review {
            Some(review) => review.account(),
            None => self.goal_row().and_then(GoalRow::account),
        }
    }

    /// The piece of work under that cursor.
    pub(super) fn work_of_goals(&self) -> Option<Subject> {
        match (&self.goals.review, self.goal_row()) {
            (Some(review), _) => review.drifting().map(|_| Subject::Account),
            (None, Some(GoalRow::Touch(_, at, _) | GoalRow::Lesson(_, _, at))) => Some(Subject::Touch(*at)),
            _ => None,
        }
    }

    /// Up or down, among the goals, in what is known of one, or in the review.
    pub(super) fn step_goals(&mut self, by: isize) {
        let within = |at: usize, count: usize| at.saturating_add_signed(by).min(count.saturating_sub(1));
        if let Some(review) = &mut self.goals.review {
            review.at = within(review.at, review.review.lines.len());
        } else if self.pane == Pane::Detail {
            self.goals.row = within(self.goals.row, self.goals.rows.len());
        } else {
            self.go_to_goal(within(self.goals.at, self.goals.order.len()));
        }
    }

    fn go_to_goal(&mut self, at: usize) {
        if self.goals.at == at {
            return;
        }
        if let Some((left, _)) = self.goal_here() {
            let rows = std::mem::take(&mut self.goals.rows);
            self.goals.shelf.insert(left, rows);
        }
        (self.goals.at, self.goals.row) = (at, 0);
        let here = self.goal_here().map(|(here, _)| here);
        let known = here.and_then(|here| self.goals.shelf.remove(&here));
        self.goals.rows = match (known, &self.goals.ledger) {
            (Some(rows), _) => rows,
            (None, Some(ledger)) => self.rows_of_goal(ledger, &self.goals.sums),
            (None, None) => Vec::new(),
        };
    }

    /// One step up within the goals. Says whether there was one.
    pub(super) fn leave_part_of_goals(&mut self) -> bool {
        if let Some(review) = self.goals.review.take() {
            self.screen = review.back;
            self.look_at_goals();
        } else if self.pane == Pane::Detail {
            self.pane = Pane::List;
        } else {
            return false;
        }
        true
    }

    /// Back from an account that was opened here.
    pub(super) fn come_back_to_goals(&mut self) {
        if self.screen == Screen::Goals {
            if self.goals.review.is_none() {
                self.pane = Pane::Detail;
            }
            self.look_at_goals();
        }
    }

    /// The cursor of the goals goes to that account again, if it is still among the rows.
    pub(super) fn return_to_goals(&mut self, account: &AccountId, work: Option<Subject>) {
        let same = |row: &GoalRow| {
            let at = work.and_then(|work| if let Subject::Touch(at) = work { Some(Place::Touch(at)) } else { None });
            row.account() == Some(account) && (at.is_none() || row.place() == at)
        };
        let theirs = |row: &GoalRow| row.account() == Some(account);
        let rows = &self.goals.rows;
        let found = rows.iter().position(same).or_else(|| rows.iter().position(theirs));
        self.goals.row = found.unwrap_or(self.goals.row);
    }
}

/// What was noted and what touches taught, the newest first.
fn learned(goal: &Goal, lessons: Vec<(Moment, &AccountId, TouchAt)>) -> Vec<GoalRow> {
    let notes = goal.progress.iter().enumerate().map(|(i, note)| (note.on, GoalRow::Note(i)));
    let lessons = lessons.into_iter().map(|(at, id, touch)| (Some(at.day()), GoalRow::Lesson(at, id.clone(), touch)));
    let mut all: Vec<(Option<NaiveDate>, GoalRow)> = notes.chain(lessons).collect();
    all.sort_by_key(|(on, _)| std::cmp::Reverse(*on));
    let title = if goal.kind == GoalKind::Performance { "Noted" } else { "Learned" };
    let head = (!all.is_empty()).then(|| GoalRow::Heading(title.to_owned()));
    head.into_iter().chain(all.into_iter().map(|(_, row)| row)).collect()
}

fn serving(ledger: &Ledger, at: usize, sums: &Sums) -> Vec<GoalRow> {
    let accounts = ledger.accounts(at);
    let is_named = sums.named.get(at) == Some(&true);
    let others = sums.apart.get(at).map_or(0, |apart| apart.accounts);
    let title = match (accounts.len(), is_named) {
        (0, _) => return Vec::new(),
        (1, true) => format!("1 account serves it{}", left_out(others)),
        (n, true) => format!("{n} accounts serve it{}", left_out(others)),
        (1, false) => "No account is linked to it, so the only one counts".to_owned(),
        (n, false) => format!("No account is linked to it, so all {n} count"),
    };
    let rows = accounts.into_iter().flat_map(|(id, open)| {
        let touches = open.iter().map(|(at, day)| GoalRow::Touch(id.clone(), *at, *day));
        std::iter::once(GoalRow::Account(id.clone())).chain(touches)
    });
    std::iter::once(GoalRow::Heading(title)).chain(rows).collect()
}

/// `; the other 6 don't count`
fn left_out(others: u64) -> String {
    match others {
        0 => String::new(),
        1 => "; the other one doesn't count".to_owned(),
        n => format!("; the other {n} don't count"),
    }
}

fn open(model: &mut Model, ctx: &Ctx) -> Effects {
    if model.pane == Pane::List {
        if model.goal_here().is_none() {
            return edit::add(model, ctx);
        }
        model.pane = Pane::Detail;
        let first = model.goals.rows.iter().position(|row| matches!(row, GoalRow::Account(_)));
        model.goals.row = first.unwrap_or(0);
        return Vec::new();
    }
    let there = model.goal_row().and_then(|row| Some((row.account()?.clone(), row.place()?)));
    match (there, model.goal_row()) {
        (Some((id, place)), _) => {
            model.go_to_item(&id, place);
            model.came_from = Some(Screen::Goals);
            Vec::new()
        }
        (None, Some(GoalRow::Said(_) | GoalRow::Note(_))) => edit::edit(model, ctx),
        _ => Vec::new(),
    }
}
