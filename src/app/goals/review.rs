//! The weekly review on the screen. It scrolls by its lines, goes from week to week, and ends with the accounts that
//! drift: each is decided by one letter, and the next one is asked about at once.

use chrono::{Days, NaiveDate};

use crate::app::command::{Command, Scope, always};
use crate::app::effect::{Effect, Effects};
use crate::app::model::{Ctx, Model, Pane, Screen};
use crate::app::outcomes;
use crate::domain::account::AccountId;
use crate::domain::fields::Place;
use crate::domain::goals::Ledger;
use crate::domain::review::{Line, Review, Sources, week_of_review};

/// The commands of the review.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        id: "review",
        scope: Scope::Screens,
        label: "weekly review",
        help: "Look back on the week: what was done, what came back, what was learned, how the goals stand; and decide \
               what drifts.",
        enabled: always,
        run: open,
    },
    Command::new(Scope::Review, "review.before", "week before", "To the week before.", always, |model, ctx| {
        step(model, false, ctx)
    }),
    Command::new(
        Scope::Review,
        "review.after",
        "week after",
        "To the week after, up to this one.",
        always,
        |model, ctx| step(model, true, ctx),
    ),
    Command::new(
        Scope::Review,
        "review.decide",
        "decide",
        "Decide what drifts, one account after another, each by its letter.",
        |model| model.first_drifting().is_some(),
        decide,
    ),
    Command::new(
        Scope::Review,
        "review.open",
        "open",
        "Open the account under the cursor; where it drifts, decide.",
        always,
        go_there,
    ),
    Command::new(
        Scope::Review,
        "review.copy",
        "copy",
        "Send the review as Markdown to your terminal's clipboard.",
        always,
        copy,
    ),
];

/// The review as it is looked at.
#[derive(Debug, Clone)]
pub struct ReviewView {
    /// What it says.
    pub review: Review,
    /// The line under the cursor.
    pub at: usize,
    /// The first day of its week.
    pub from: NaiveDate,
    /// The screen that it was opened from.
    pub back: Screen,
}

impl ReviewView {
    fn line(&self) -> Option<&Line> {
        self.review.lines.get(self.at)
    }

    pub(super) fn account(&self) -> Option<&AccountId> {
        match self.line()? {
            Line::Item(_, account) => account.as_ref(),
            Line::Drifting(account, _) => Some(account),
            Line::Heading(_) | Line::Nothing(_) | Line::Unlearned | Line::Goals(..) => None,
        }
    }

    pub(super) fn drifting(&self) -> Option<&AccountId> {
        match self.line()? {
            Line::Drifting(account, _) => Some(account),
            _ => None,
        }
    }
}

impl Model {
    pub(super) fn look_at_review(&mut self, ledger: &Ledger, today: NaiveDate) {
        let Some(from) = self.goals.review.as_ref().map(|view| view.from) else { return };
        let drifting = self.derived.drifting();
        let review = Review::of(
            from,
            &Sources { plan: &self.plan, today, me: self.me(), load: &self.derived.load, ledger, drifting: &drifting },
        );
        if let Some(view) = &mut self.goals.review {
            view.at = view.at.min(review.lines.len().saturating_sub(1));
            view.review = review;
        }
    }

    fn drifting_after(&self, at: usize) -> Option<usize> {
        let lines = &self.goals.review.as_ref()?.review.lines;
        let mut after = lines.iter().enumerate().skip(at);
        after.find(|(_, line)| matches!(line, Line::Drifting(..))).map(|(at, _)| at)
    }

    fn first_drifting(&self) -> Option<usize> {
        self.drifting_after(0)
    }

    /// The next account that drifts is asked about, under what the last decision asks itself.
    pub(in crate::app) fn ask_next_drifting(&mut self, decided: &AccountId, depth: usize, ctx: &Ctx) {
        let Some(review) = &self.goals.review else { return };
        let here = review.review.lines.iter().position(|line| matches!(line, Line::Drifting(id, _) if id == decided));
        // One that is decided is gone from the list, and the next one stands in its place.
        let from = here.map_or(review.at, |here| here + 1);
        let Some(at) = self.drifting_after(from) else { return };
        let Some(Line::Drifting(account, _)) = review.review.lines.get(at).cloned() else { return };
        let above = self.overlays.split_off(depth.min(self.overlays.len()));
        if above.is_empty() {
            self.stand_on_drifting(&account);
        }
        outcomes::ask_to_decide(self, &account, ctx);
        self.overlays.extend(above);
    }

    /// The cursor of the review goes to that account.
    pub(in crate::app) fn stand_on_drifting(&mut self, account: &AccountId) {
        if let Some(view) = &mut self.goals.review {
            let found =
                view.review.lines.iter().position(|line| matches!(line, Line::Drifting(id, _) if id == account));
            view.at = found.unwrap_or(view.at);
        }
    }
}

fn open(model: &mut Model, ctx: &Ctx) -> Effects {
    while !model.overlays.is_empty() {
        model.close();
    }
    let back = model.goals.review.as_ref().map_or(model.screen, |view| view.back);
    let from = week_of_review(ctx.today(), &model.plan.calendar);
    (model.screen, model.pane, model.zoomed, model.came_from) = (Screen::Goals, Pane::List, false, None);
    model.goals.review = Some(ReviewView { review: Review::default(), at: 0, from, back });
    model.look_at_goals();
    Vec::new()
}

fn step(model: &mut Model, forward: bool, ctx: &Ctx) -> Effects {
    let today = ctx.today();
    let Some(view) = &mut model.goals.review else { return Vec::new() };
    let week = Days::new(7);
    let there = if forward { view.from.checked_add_days(week) } else { view.from.checked_sub_days(week) };
    match there.filter(|from| *from <= today) {
        Some(from) => (view.from, view.at) = (from, 0),
        None => model.say("This week is the last one that can be looked back on."),
    }
    model.look_at_goals();
    Vec::new()
}

fn decide(model: &mut Model, ctx: &Ctx) -> Effects {
    let here = model.goals.review.as_ref().and_then(|view| view.drifting().map(|_| view.at));
    let Some(at) = here.or_else(|| model.first_drifting()) else { return Vec::new() };
    if let Some(view) = &mut model.goals.review {
        view.at = at;
    }
    let Some(account) = model.account_of_goals().cloned() else { return Vec::new() };
    outcomes::ask_to_decide(model, &account, ctx);
    Vec::new()
}

fn go_there(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(view) = &model.goals.review else { return Vec::new() };
    if view.drifting().is_some() {
        return decide(model, ctx);
    }
    if let Some(id) = view.account().cloned() {
        model.go_to_item(&id, Place::Account);
        model.came_from = Some(Screen::Goals);
    }
    Vec::new()
}

fn copy(model: &mut Model, _: &Ctx) -> Effects {
    let text = model.goals.review.as_ref().map(|view| view.review.markdown());
    text.map(Effect::Copy).into_iter().collect()
}
