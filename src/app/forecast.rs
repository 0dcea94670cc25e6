//! The forecast: how many of my touches lie on each working day of the next weeks, what lies on the day under the
//! cursor, and levelling, which is shown before it is done.

use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::command::{Command, Scope};
use super::effect::Effects;
use super::model::{Ctx, Model, Pane, Screen};
use super::overlay::Overlay;
use crate::domain::account::{Account, AccountId};
use crate::domain::agenda::Subject;
use crate::domain::dates;
use crate::domain::fields::Place;
use crate::domain::level::{Levelled, level};
use crate::domain::load::{self, Booked};
use crate::domain::plan::{FileKey, Value};
use crate::domain::schedule::{self, Move};
use crate::domain::settings::Member;
use crate::domain::step::Change;
use crate::domain::words::counted;

pub use crate::domain::load::WEEKS;

/// The commands.
pub(super) const COMMANDS: &[Command] = &[
    forecast(
        "forecast.before",
        "day before",
        "To the day before, or from a day's list back to the days.",
        |model, _| {
            match model.pane {
                Pane::Detail => model.pane = Pane::List,
                Pane::List => model.step_day(-1),
            }
            Vec::new()
        },
    ),
    forecast("forecast.after", "next day", "To the next day.", |model, _| {
        if model.pane == Pane::List {
            model.step_day(1);
        }
        Vec::new()
    }),
    forecast("forecast.open", "open", "Into the list of the day; there, open the account at the touch.", open),
    forecast(
        "forecast.level",
        "level",
        "Move touches to later days until no day holds more than it can; asks first.",
        preview,
    ),
    Command {
        id: "level.apply",
        scope: Scope::Level,
        label: "move them",
        help: "Do all these moves, as one step.",
        enabled: super::command::always,
        run: apply,
    },
];

const fn forecast(
    id: &'static str,
    label: &'static str,
    help: &'static str,
    run: fn(&mut Model, &Ctx) -> Effects,
) -> Command {
    Command { id, scope: Scope::Forecast, label, help, enabled: super::command::always, run }
}

/// Where the forecast is looked at.
#[derive(Debug, Clone, Default)]
pub struct ForecastView {
    /// The day under the cursor; none: today.
    pub day: Option<NaiveDate>,
    /// The touch of that day under the cursor.
    pub at: usize,
    /// What lies on that day: what waits longest first, then by tier and name.
    pub booked: Vec<Booked>,
    /// The meetings and next steps of that day, which no levelling moves: meetings by their time, then steps by account.
    pub fixed: Vec<(AccountId, Subject)>,
}

/// What levelling would do, to be looked at.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// What it comes to.
    pub levelled: Levelled,
    /// Every touch that moves, by account.
    pub moves: Vec<(AccountId, Move)>,
    /// The move under the cursor.
    pub at: usize,
}

impl Model {
    /// Who I am in this plan.
    pub fn me(&self) -> Option<&Member> {
        self.plan.settings.me(self.personal.me.as_deref())
    }

    /// The day of the forecast under the cursor.
    pub fn day_here(&self) -> NaiveDate {
        let today = self.derived.day.unwrap_or_default();
        self.forecast.day.filter(|day| *day >= today).unwrap_or(today)
    }

    /// The first day of the first week that is shown.
    pub fn first_week(&self) -> NaiveDate {
        load::weeks(self.derived.day.unwrap_or_default(), &self.plan.calendar, WEEKS).0
    }

    /// The last day that is shown.
    pub fn last_week(&self) -> NaiveDate {
        load::weeks(self.derived.day.unwrap_or_default(), &self.plan.calendar, WEEKS).1
    }

    /// The days of the week that are shown: those that are worked, and those on which something lies all the same.
    pub fn weekdays(&self) -> Vec<Weekday> {
        let first = self.first_week();
        let week = (0..7).filter_map(|days| Some(first.checked_add_days(Days::new(days))?.weekday()));
        let lies = |weekday: Weekday| {
            let shown = first.iter_days().take_while(|day| *day <= self.last_week());
            shown.filter(|day| day.weekday() == weekday).any(|day| self.derived.load.on(day) > 0)
        };
        week.filter(|weekday| self.plan.calendar.is_in_week(*weekday) || lies(*weekday)).collect()
    }

    /// Look anew at what lies on the day under the cursor.
    pub(super) fn look_at_day(&mut self) {
        if self.screen != Screen::Forecast {
            return;
        }
        // The order is that of the tuple. A day may hold thousands: nothing is copied to sort it.
        let booked = self.derived.load.of(self.day_here()).iter().filter_map(|booked| {
            let account = self.plan.account(&booked.account)?;
            Some((booked.due, account.tier.unwrap_or(u8::MAX), account.name.as_str(), &booked.account, booked.at))
        });
        let mut order: Vec<_> = booked.collect();
        order.sort_unstable();
        let booked = order.into_iter().map(|(due, _, _, account, at)| Booked { account: account.clone(), at, due });
        let booked: Vec<Booked> = booked.collect();
        self.forecast.at = self.forecast.at.min(booked.len().saturating_sub(1));
        if booked.is_empty() {
            self.pane = Pane::List;
        }
        self.forecast.booked = booked;
        self.forecast.fixed = self.fixed_on(self.day_here());
    }

    /// My meetings that are to come on that day, and my next steps that are to be done by it.
    fn fixed_on(&self, day: NaiveDate) -> Vec<(AccountId, Subject)> {
        let me = self.me();
        let of_account = |account: &Arc<Account>| {
            let is_mine = load::is_account_mine(account, me);
            let meetings = account
                .meetings
                .iter()
                .enumerate()
                .filter(move |(_, meeting)| is_mine && meeting.result.is_none() && meeting.is_to_come());
            let meetings = meetings.filter_map(|(i, meeting)| Some((i, meeting.at.filter(|at| at.day() == day)?)));
            let steps = account.next_steps.iter().enumerate();
            let steps = steps.filter(|(_, step)| {
                let is_mine = step.owner.as_deref().zip(me).map_or(is_mine, |(owner, me)| owner == me.id);
                is_mine && step.done.is_none() && step.by == Some(day)
            });
            let meetings = meetings.map(|(i, at)| ((0, Some(at.sort_key())), Subject::Meeting(i)));
            let all = meetings.chain(steps.map(|(i, _)| ((1, None), Subject::NextStep(i))));
            all.map(|(order, subject)| ((order, account.id.clone()), subject)).collect::<Vec<_>>()
        };
        let mut all: Vec<_> = self.plan.all().flat_map(of_account).collect();
        all.sort_unstable();
        all.into_iter().map(|((_, account), subject)| (account, subject)).collect()
    }

    pub(super) fn booked_here(&self) -> Option<&Booked> {
        let is_there = self.screen == Screen::Forecast && self.pane == Pane::Detail;
        self.forecast.booked.get(self.forecast.at).filter(|_| is_there)
    }

    /// To another of the days that are shown.
    fn step_day(&mut self, by: isize) {
        let weekdays = self.weekdays();
        let today = self.derived.day.unwrap_or_default();
        let (here, last) = (self.day_here(), self.last_week());
        let step = |day: &NaiveDate| if by < 0 { day.pred_opt() } else { day.succ_opt() };
        let mut days = std::iter::successors(step(&here), step).take_while(|day| (today..=last).contains(day));
        let there = days.find(|day| weekdays.contains(&day.weekday()));
        self.go_to_day(there.unwrap_or(here));
    }

    /// By so many weeks.
    pub(super) fn step_week(&mut self, by: isize) {
        let today = self.derived.day.unwrap_or_default();
        let weeks = i64::try_from(by).unwrap_or(0).clamp(-i64::from(WEEKS), i64::from(WEEKS));
        let there = self.day_here().checked_add_signed(chrono::Duration::weeks(weeks));
        let (here, last) = (self.day_here(), self.last_week());
        let there = there.unwrap_or(here).max(today);
        // A last row that is not reached ends where it ends.
        let over = (there - last).num_days().max(0).cast_unsigned().div_ceil(7);
        self.go_to_day(there.checked_sub_days(Days::new(over * 7)).unwrap_or(here).max(today));
    }

    fn go_to_day(&mut self, day: NaiveDate) {
        self.forecast.day = Some(day);
        self.forecast.at = 0;
        self.look_at_day();
    }
}

fn open(model: &mut Model, _: &Ctx) -> Effects {
    if model.pane == Pane::List {
        if model.forecast.booked.is_empty() {
            model.say("Nothing lies on this day.");
        } else {
            model.pane = Pane::Detail;
        }
        return Vec::new();
    }
    if let Some(booked) = model.booked_here().cloned() {
        model.go_to_item(&booked.account, Place::Touch(booked.at));
        model.came_from = Some(Screen::Forecast);
    }
    Vec::new()
}

pub(super) fn preview(model: &mut Model, ctx: &Ctx) -> Effects {
    let levelled = level(model.plan.all(), &model.world(ctx.today()), model.me(), model.last_week());
    let per_day = load::per_day(model.me());
    if levelled.changed.is_empty() {
        model.say(match levelled.excess.as_slice() {
            [] => format!("Every day of these weeks holds its touches: no more than {per_day}."),
            [(day, by), ..] => format!(
                "{} holds {by} too many: overdue or pinned, or without room within these weeks.",
                dates::short(*day, ctx.today())
            ),
        });
        return Vec::new();
    }
    let world = model.world(ctx.today());
    let of = |(was, is): &(Arc<Account>, Arc<Account>)| {
        let moves = schedule::ripple(was, is, &world).into_iter();
        moves.map(|moved| (is.id.clone(), moved)).collect::<Vec<_>>()
    };
    let moves = levelled.changed.iter().flat_map(of).collect();
    model.overlays.push(Overlay::Level(Box::new(Preview { levelled, moves, at: 0 })));
    Vec::new()
}

fn apply(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(Overlay::Level(seen)) = model.overlays.pop() else { return Vec::new() };
    let (changed, count) = (seen.levelled.changed, seen.moves.len());
    let is_as_it_was = |was: &Arc<Account>| model.plan.account(&was.id) == Some(was);
    if !changed.iter().all(|(was, _)| is_as_it_was(was)) {
        let effects = preview(model, ctx);
        model.refuse("The plan has changed meanwhile: look at it again.");
        return effects;
    }
    let accounts = changed.len();
    let changes = changed.into_iter().map(|(was, is)| Change {
        key: FileKey::Account(is.id.clone()),
        before: Some(Value::Account(was)),
        after: Some(Value::Account(is)),
    });
    let told = format!("{} of {} moved", counted(count, "touch", "touches"), counted(accounts, "account", "accounts"));
    let effects = model.take_step(ctx, format!("levelled: {told}"), changes.collect());
    model.done(format!("Levelled: {told}."));
    effects
}
