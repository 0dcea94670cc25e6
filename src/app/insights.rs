//! Insights: which picture is looked at, of what time and whose work, and what it is drawn from. That is computed when the
//! screen is shown, when a key asks for other touches, and after edits while it is shown; a cursor key computes nothing.

use chrono::{Datelike as _, Days, NaiveDate};

use super::command::{Command, Scope};
use super::effect::Effects;
use super::model::{Ctx, Model, Pane, Screen};
use crate::domain::insights::{Insights, Lens, Measure, Picture};
use crate::domain::rates::Period;
use crate::domain::words::Vocabulary as _;

/// The commands.
pub(super) const COMMANDS: &[Command] = &[
    insights(
        "insights.before",
        "picture before",
        "To the picture before, or from a long one back to the list.",
        |model, ctx| {
            match model.pane {
                Pane::Detail => model.pane = Pane::List,
                Pane::List => model.step_insights(-1, ctx),
            }
            Vec::new()
        },
    ),
    insights("insights.after", "next picture", "To the next picture.", |model, ctx| {
        if model.pane == Pane::List {
            model.step_insights(1, ctx);
        }
        Vec::new()
    }),
    Command {
        id: "insights.open",
        scope: Scope::Insights,
        label: "scroll",
        help: "Into a picture that is longer than its place, to scroll in it.",
        enabled: |model| model.pane == Pane::List,
        run: |model, _| {
            model.pane = Pane::Detail;
            Vec::new()
        },
    },
    insights("insights.numbers", "numbers", "Show the picture as numbers, or as a picture again.", |model, _| {
        model.insights.as_numbers = !model.insights.as_numbers;
        model.insights.line = 0;
        Vec::new()
    }),
    insights(
        "insights.measure",
        "answers/meetings",
        "What is counted: answers, meetings held, or advances.",
        |model, _| {
            model.insights.measure = model.insights.measure.turned();
            Vec::new()
        },
    ),
    insights(
        "insights.period",
        "period",
        "Of which time: all of it, the last 90 days, this quarter, this year.",
        |model, _| {
            model.insights.span = model.insights.span.turned();
            model.look_back_now();
            Vec::new()
        },
    ),
    insights("insights.whose", "mine/all", "What I did, or what everybody did.", |model, _| {
        if model.me().is_none() {
            model.say("Nobody says who you are (me in config.toml): this is what everybody did.");
        }
        model.insights.is_everybodys = !model.insights.is_everybodys;
        model.look_back_now();
        Vec::new()
    }),
];

const fn insights(
    id: &'static str,
    label: &'static str,
    help: &'static str,
    run: fn(&mut Model, &Ctx) -> Effects,
) -> Command {
    Command { id, scope: Scope::Insights, label, help, enabled: super::command::always, run }
}

/// Of which time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Span {
    /// All of it.
    #[default]
    All,
    /// The last 90 days.
    Days90,
    /// The quarter that holds today.
    Quarter,
    /// The year that holds today.
    Year,
}

impl Span {
    /// As it is read.
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "all time",
            Self::Days90 => "last 90 days",
            Self::Quarter => "this quarter",
            Self::Year => "this year",
        }
    }

    /// Its days. What is booked for later lies in it too.
    pub fn period(self, today: NaiveDate) -> Period {
        let first = |month: u32| NaiveDate::from_ymd_opt(today.year(), month, 1);
        let from = match self {
            Self::All => None,
            // Today is one of them.
            Self::Days90 => today.checked_sub_days(Days::new(89)),
            Self::Quarter => first(today.month0() / 3 * 3 + 1),
            Self::Year => first(1),
        };
        Period { from, to: None }
    }

    fn turned(self) -> Self {
        match self {
            Self::All => Self::Days90,
            Self::Days90 => Self::Quarter,
            Self::Quarter => Self::Year,
            Self::Year => Self::All,
        }
    }
}

/// What is looked at, and what it is drawn from.
#[derive(Debug, Clone, Default)]
pub struct InsightsView {
    /// The picture under the cursor.
    pub picture: Picture,
    /// What is counted in it.
    pub measure: Measure,
    /// It is shown as numbers.
    pub as_numbers: bool,
    /// Of which time.
    pub span: Span,
    /// Whatever everybody did, not I alone.
    pub is_everybodys: bool,
    /// The first line that is seen of what is longer than its place.
    pub line: usize,
    /// What all pictures are drawn from.
    pub shown: Insights,
}

impl Model {
    /// To another picture; within a long one, up and down.
    pub(super) fn step_insights(&mut self, by: isize, ctx: &Ctx) {
        let view = &mut self.insights;
        if self.pane == Pane::Detail {
            let below = ctx.room.below;
            view.line = view.line.min(below).saturating_add_signed(by).min(below);
            return;
        }
        let at = Picture::ALL.iter().position(|each| *each == view.picture).unwrap_or(0);
        let there = at.saturating_add_signed(by).min(Picture::ALL.len() - 1);
        view.picture = Picture::ALL[there];
        view.line = 0;
    }

    /// Look again at what has come of the work, as far as that is shown. While accounts are still being read it waits for
    /// the last one: a plan comes in many pieces.
    pub(super) fn look_back(&mut self) {
        if !self.loading {
            self.look_back_now();
        }
    }

    pub(super) fn look_back_now(&mut self) {
        if self.screen != Screen::Insights {
            return;
        }
        let today = self.derived.day.unwrap_or_default();
        let member = self.me().filter(|_| !self.insights.is_everybodys);
        let lens = Lens { today, period: self.insights.span.period(today), member };
        self.insights.shown = Insights::of_plan(&self.plan, &lens);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_begins_on_its_first_day_and_holds_today() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
        let from = |span: Span| span.period(today).from.map(|day| day.to_string());
        assert_eq!(from(Span::All), None);
        assert_eq!(from(Span::Days90).as_deref(), Some("2026-08-26"));
        assert_eq!(from(Span::Quarter).as_deref(), Some("2026-10-01"));
        assert_eq!(from(Span::Year).as_deref(), Some("2026-01-01"));
        let mut span = Span::All;
        for _ in 0..4 {
            assert!(span.period(today).holds(Some(today)));
            span = span.turned();
        }
        assert_eq!(span, Span::All);
    }
}
