//! The daily review: one piece of work after another. It advances by itself and never jumps.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::command::{Command, Scope, always};
use super::derived::Digest;
use super::effect::Effects;
use super::model::{Ctx, Model, Pane, Screen};
use crate::domain::account::{Account, AccountId};
use crate::domain::agenda::{self, Item, Kind, Subject};
use crate::domain::bookmark::Bookmark;
use crate::domain::fields::{self, Place};
use crate::domain::filter::Filter;
use crate::domain::sequence::TouchAt;
use crate::domain::touch::Channel;

/// Which work the review shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// What is due.
    #[default]
    Due,
    /// With the next days.
    Ahead,
    /// Due calls to people for whom it is a decent hour.
    Calls,
    /// What to look through after being away.
    CatchUp,
}

impl View {
    const ALL: [Self; 4] = [Self::Due, Self::Ahead, Self::Calls, Self::CatchUp];

    /// As the queue is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Due => "Today",
            Self::Ahead => "Today and the next days",
            Self::Calls => "Calls now",
            Self::CatchUp => "Catch up",
        }
    }
}

/// The daily review.
#[derive(Debug, Clone, Default)]
pub struct TodayView {
    /// Index into the queue.
    pub at: usize,
    /// Which work is shown.
    pub view: View,
    /// As typed.
    pub filter_text: String,
    /// As read.
    pub filter: Filter,
    /// Who can be called now stands first.
    pub callable_first: bool,
    /// Who did not answer, as far as somebody has looked: their touches.
    pub unanswered: BTreeSet<(AccountId, TouchAt)>,
    /// The day on which there was something to do, until its end was told.
    pub began: Option<NaiveDate>,
    /// The day on which it was looked whether somebody has been away.
    pub looked: Option<NaiveDate>,
    /// The first line of the card that is seen.
    pub line: usize,
    /// Where an earlier run was left, until all accounts are there.
    pub left_at: Option<Bookmark>,
}

/// The commands of the review.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        id: "today.open",
        scope: Scope::Today,
        label: "account",
        help: "Open the account in full, at this piece of work; of a meeting the page before it.",
        enabled: has_item,
        run: open,
    },
    Command {
        id: "today.edit",
        scope: Scope::Today,
        label: "edit draft",
        help: "Edit the draft of this touch, or the fields of the step or the meeting.",
        enabled: has_item,
        run: edit,
    },
    Command {
        id: "today.queue",
        scope: Scope::Today,
        label: "queue",
        help: "From the card back to the queue.",
        enabled: |model| model.pane == Pane::Detail,
        run: |model, _| {
            model.pane = Pane::List;
            Vec::new()
        },
    },
    Command {
        id: "today.ahead",
        scope: Scope::Today,
        label: "days ahead",
        help: "Show the next days too, or only what is due.",
        enabled: always,
        run: |model, _| model.turn_to(View::Ahead, "With the next five days."),
    },
    Command {
        id: "today.calls",
        scope: Scope::Today,
        label: "calls now",
        help: "Only the calls that are due to people for whom it is a decent hour, one after another; or everything again.",
        enabled: always,
        run: |model, _| model.turn_to(View::Calls, "Only calls, and only whom it is a decent hour for."),
    },
    Command {
        id: "today.sort",
        scope: Scope::Today,
        label: "calls first",
        help: "Put first whom it is a decent hour to call, or go by urgency alone.",
        enabled: always,
        run: |model, _| {
            model.today.callable_first = !model.today.callable_first;
            model.requeue();
            model.today.at = 0;
            model.say(if model.today.callable_first { "Who can be called now stands first." } else { "By urgency." });
            Vec::new()
        },
    },
];

impl Model {
    /// To that view, or back from it to what is due.
    pub(super) fn turn_to(&mut self, view: View, told: &str) -> Effects {
        let is_back = self.today.view == view;
        let is_caught_up = self.today.view == View::CatchUp;
        self.today.view = if is_back { View::Due } else { view };
        self.requeue();
        if matches!(view, View::Calls | View::CatchUp) {
            (self.today.at, self.today.line) = (0, 0);
        }
        self.say(if is_back { "Only what is due." } else { told });
        if is_caught_up {
            self.offer_levelling();
        }
        Vec::new()
    }

    /// Show only the work that passes. The cursor stays with its piece where that passes.
    pub(super) fn filter_queue(&mut self, text: &str) {
        text.clone_into(&mut self.today.filter_text);
        self.today.filter = Filter::parse(text).by(self.me().map(|me| me.id.as_str()));
        self.narrow();
    }

    /// From a part of the work back to all of it. Says whether only a part was shown.
    pub(super) fn narrower(&mut self) -> bool {
        if !self.today.filter_text.is_empty() {
            self.filter_queue("");
        } else if matches!(self.today.view, View::Calls | View::CatchUp) {
            _ = self.turn_to(self.today.view, "");
        } else {
            return false;
        }
        true
    }

    /// Where the review is left, for the next run.
    pub fn bookmark(&self) -> Bookmark {
        let here = self.derived.queue.get(self.today.at);
        let item = here.and_then(|item| Some(fields::name(self.plan.account(&item.account)?, place(item.subject).0)));
        Bookmark {
            on: self.derived.day,
            account: here.map(|item| item.account.to_string()).unwrap_or_default(),
            item: item.unwrap_or_default(),
            part: self.today.view.title().to_owned(),
            filter: self.today.filter_text.clone(),
        }
    }

    /// Go on where an earlier run of the same day was left.
    pub(super) fn resume_review(&mut self) {
        let Some(left) = self.today.left_at.take().filter(|left| left.on == self.derived.day) else { return };
        let part = View::ALL.into_iter().find(|view| view.title() == left.part);
        self.today.view = part.unwrap_or_default();
        self.requeue();
        self.filter_queue(&left.filter);
        let is_it = |item: &Item| {
            let account = self.plan.account(&item.account).filter(|account| *account.id == *left.account);
            account.is_some_and(|account| fields::name(account, place(item.subject).0) == left.item)
        };
        self.today.at = self.derived.queue.iter().position(is_it).unwrap_or(0);
    }

    /// What of an account's work belongs into the view.
    pub(super) fn shown(&self, digest: &Digest) -> Vec<Item> {
        let account = &digest.account;
        let chosen =
            |which: &dyn Fn(&Item) -> bool| digest.outlook.items.iter().filter(|item| which(item)).cloned().collect();
        match self.today.view {
            View::Due => chosen(&|item| item.kind != Kind::Upcoming),
            View::Ahead => chosen(&|_| true),
            View::Calls => chosen(&|item| item.kind != Kind::Upcoming && self.call(account, item) == Some(true)),
            View::CatchUp => {
                let seen = |item: &Item| match item.subject {
                    Subject::Touch(at) if item.kind == Kind::Unanswered => {
                        self.today.unanswered.contains(&(account.id.clone(), at))
                    }
                    _ => false,
                };
                let all = self.derived.day.map(|today| agenda::catch_up(account, &self.world(today)));
                all.into_iter().flatten().filter(|item| !seen(item)).collect()
            }
        }
    }

    /// Whether a piece of work has the words that narrow the queue: its account's, and how it is done, what for, and why
    /// it is here.
    pub(super) fn passes(&self, item: &Item) -> bool {
        let Some(digest) = self.derived.digest(&item.account) else { return false };
        let touch = match item.subject {
            Subject::Touch(at) => digest.account.touch(at),
            _ => None,
        };
        let of_touch = |word: &str| {
            touch.is_some_and(|touch| touch.channel_word().contains(word) || touch.purpose_label().contains(word))
        };
        let has = |word: &str| digest.words.contains(word) || item.kind.label().contains(word) || of_touch(word);
        let owner = item.owner(&digest.account);
        self.today.filter.matches_work(&digest.account, owner, has, || digest.due, || Cow::Borrowed(&digest.readiness))
    }

    /// Of a call, whether it reaches them at a decent hour.
    fn call(&self, account: &Account, item: &Item) -> Option<bool> {
        let Subject::Touch(at) = item.subject else { return None };
        let touch = account.touch(at).filter(|touch| touch.channel == Channel::Call && touch.is_open())?;
        let person = account.person_of(touch.person.as_deref())?;
        Some(self.derived.now.is_some_and(|now| person.can_be_called(now)))
    }

    /// Calls that are due and wait for a decent hour.
    pub fn calls_that_wait(&self) -> usize {
        let items =
            self.derived.digests().flat_map(|digest| digest.outlook.items.iter().map(|item| (&*digest.account, item)));
        items.filter(|(account, item)| item.is_due() && self.call(account, item) == Some(false)).count()
    }

    /// Who can be called now first, and last who would be called at an hour that is not decent; where that is wished.
    pub(super) fn order_by_hours(&self, queue: &mut [Item]) {
        if !self.today.callable_first {
            return;
        }
        let rank = |item: &Item| match self.plan.account(&item.account).and_then(|account| self.call(account, item)) {
            Some(true) => 0,
            None => 1,
            Some(false) => 2,
        };
        queue.sort_by_cached_key(rank);
    }

    /// The time has gone on: who can be called now is looked at anew, every quarter of an hour.
    pub(super) fn look_at_clock(&mut self, now: DateTime<FixedOffset>) {
        let quarter = |at: DateTime<FixedOffset>| at.timestamp().div_euclid(15 * 60);
        let is_later = self.derived.now.is_none_or(|before| quarter(before) != quarter(now));
        self.derived.now = Some(now);
        if is_later && (self.today.callable_first || self.today.view == View::Calls) {
            self.requeue();
        }
    }

    /// Why the piece of work under the cursor is in the queue.
    pub(super) fn kind_here(&self) -> Option<Kind> {
        let is_here = self.screen == Screen::Today;
        self.derived.queue.get(self.today.at).filter(|_| is_here).map(|item| item.kind)
    }
}

fn has_item(model: &Model) -> bool {
    model.derived.queue.get(model.today.at).is_some()
}

/// The item of the account that a piece of work is about, and the field that matters first.
pub(super) fn place(subject: Subject) -> (Place, &'static str) {
    match subject {
        Subject::Touch(at) => (Place::Touch(at), "message"),
        Subject::Meeting(i) => (Place::Meeting(i), "objective"),
        Subject::NextStep(i) => (Place::NextStep(i), "what"),
        Subject::Log(i) => (Place::Log(i), "text"),
        Subject::Account => (Place::Account, "why"),
    }
}

fn edit(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(item) = model.derived.queue.get(model.today.at) else { return Vec::new() };
    let (id, (place, key)) = (item.account.clone(), place(item.subject));
    model.open_form(ctx, &id, place, key)
}

fn open(model: &mut Model, _: &Ctx) -> Effects {
    let Some(item) = model.derived.queue.get(model.today.at) else { return Vec::new() };
    let (id, (place, _)) = (item.account.clone(), place(item.subject));
    if let Place::Meeting(meeting) = place {
        // Before a meeting the page is wanted; from there the key goes on to the account.
        model.show_brief(id, meeting);
        return Vec::new();
    }
    model.go_to_item(&id, place);
    model.came_from = Some(Screen::Today);
    Vec::new()
}
