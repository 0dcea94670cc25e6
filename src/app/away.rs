//! When I am away: noted in a line, or asked about where nothing was closed for long. What comes back overdue from an
//! absence is looked through in the catch-up; nothing is decided here unasked.

use std::sync::Arc;

use super::command::{Command, Scope, always};
use super::effect::Effects;
use super::menu::{Choice, Menu};
use super::model::{Ctx, Model, Pane, Screen};
use super::overlay::Overlay;
use super::prompt::{Echo, Prompt, Target};
use super::today::View;
use crate::domain::away;
use crate::domain::calendar::Workdays;
use crate::domain::dates::{self, Reading};
use crate::domain::fields::Invalid;
use crate::domain::load;
use crate::domain::plan::{FileKey, Value};
use crate::domain::range::{Away, Stretch};
use crate::domain::schedule::World;
use crate::domain::settings::Settings;
use crate::domain::step::Change;
use crate::domain::words::capitalised;
use crate::domain::words::counted;

/// The commands.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        id: "away",
        scope: Scope::Screens,
        label: "away",
        help: "Note when you are away; your touches of those days wait, and nothing comes back overdue because of it.",
        enabled: always,
        run: ask,
    },
    Command {
        id: "catch-up",
        scope: Scope::Screens,
        label: "catch up",
        help: "What to look through after being away: who may have answered, meetings without a result, dates that have \
               passed, drafts that cite old research; or what is due again.",
        enabled: always,
        run: |model, _| {
            if model.screen != Screen::Today {
                (model.screen, model.pane, model.today.view) = (Screen::Today, Pane::List, View::Due);
            }
            model.turn_to(View::CatchUp, LOOKED_THROUGH)
        },
    },
];

const LOOKED_THROUGH: &str = "What may have happened meanwhile.";

fn ask(model: &mut Model, ctx: &Ctx) -> Effects {
    if let Err(Invalid(why)) = away::myself(&model.plan.settings, model.personal.me.as_deref()) {
        model.refuse(capitalised(&why));
        return Vec::new();
    }
    let prompt = Prompt::new("Away, and why", "28 dec - 1 jan, ski", Target::default(), echo, submit);
    model.ask(prompt.verb("note it"), ctx)
}

/// The settings with an absence, and what it is and moves, in a sentence.
fn with(model: &Model, away: Away, ctx: &Ctx) -> Result<(Settings, String), Invalid> {
    let mut settings = Settings::clone(&model.plan.settings);
    let me = away::myself(&model.plan.settings, model.personal.me.as_deref())?.id.clone();
    let noted = away::add(&mut settings, &me, away)?;
    let was = model.world(ctx.today());
    let (touches, accounts) = away::moved(model.plan.all(), &was, &World { settings: &settings, ..was });
    let told = format!("away {} · {}", away::told(&noted, ctx.today()), away::told_moved(touches, accounts));
    Ok((settings, told))
}

fn read(model: &Model, text: &str, ctx: &Ctx) -> Result<(Settings, String), Invalid> {
    let reading = Reading { today: ctx.today(), calendar: &model.plan.calendar, current: None };
    with(model, away::read(text, &reading)?, ctx)
}

fn echo(model: &Model, _: &Target, text: &str, ctx: &Ctx) -> Echo {
    if text.trim().is_empty() {
        return Echo::Means(String::new());
    }
    match read(model, text, ctx) {
        Ok((_, told)) => Echo::Means(told),
        Err(Invalid(why)) => Echo::Wrong(why),
    }
}

fn submit(model: &mut Model, _: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    let (settings, told) = read(model, text, ctx)?;
    Ok(note(model, settings, &told, ctx))
}

fn note(model: &mut Model, settings: Settings, told: &str, ctx: &Ctx) -> Effects {
    let change = Change {
        key: FileKey::Settings,
        before: Some(Value::Settings(Arc::clone(&model.plan.settings))),
        after: Some(Value::Settings(Arc::new(settings))),
    };
    let label = told.split(" · ").next().unwrap_or(told).to_owned();
    let effects = model.take_step(ctx, label, vec![change]);
    model.done(capitalised(told));
    effects
}

impl Model {
    /// Once a day, as soon as nothing else takes the keys: where touches are overdue and none was closed for a week,
    /// somebody was away.
    pub(super) fn ask_about_absence(&mut self, ctx: &Ctx) {
        let today = ctx.today();
        if self.loading || self.today.looked == Some(today) || !self.overlays.is_empty() {
            return;
        }
        self.today.looked = Some(today);
        let Some(absence) = self.absence(ctx) else {
            if self.is_back(ctx) {
                self.tell_of_catch_up("You are back");
            }
            return;
        };
        if self.me().is_none() {
            // Whose absence it would be nobody knows.
            self.tell_of_catch_up("Nothing was done for a week");
            return;
        }
        let from = dates::short(absence.from, today);
        let days = Away { from: Some(absence.from), to: absence.to, note: String::new() };
        let moved = match with(self, days, ctx) {
            Ok((_, told)) => told.split_once(" · ").map(|(_, moved)| moved.to_owned()).unwrap_or_default(),
            Err(Invalid(why)) => why,
        };
        let choices = vec![
            Choice::new('y', "yes, add it", format!("{moved}; nothing of these days is overdue any more")),
            Choice::new('n', "no", "it stays overdue"),
        ];
        let title = format!("Nothing was done for a week. Away since {from}?");
        let menu = Menu::new(title, choices, Target::default(), choose);
        self.overlays.push(Overlay::Menu(menu));
    }

    fn tell_of_catch_up(&mut self, told: &str) {
        let key = self.keymap.key("palette").unwrap_or_default();
        self.say(format!("{told}. {key}catch up goes through what may have happened meanwhile."));
    }

    /// The last working day lay in a long absence that was noted, and nothing was done since.
    fn is_back(&self, ctx: &Ctx) -> bool {
        let today = ctx.today();
        let calendar = Workdays::of(&self.plan.calendar);
        let Some(before) = calendar.back(today, 1) else { return false };
        let noted = self.me().map(|me| me.away.as_slice()).unwrap_or_default();
        let mut long = noted.iter().filter_map(Away::days).filter(|days| {
            let length = days.to.and_then(|to| Some(calendar.between(days.from.pred_opt()?, to)));
            length.is_some_and(|length| length >= away::SILENCE)
        });
        long.any(|days| days.holds(before) && !days.holds(today))
            && away::last_closed(self.plan.all(), self.me()).is_none_or(|last| last <= before)
    }

    /// After the catch-up: days that hold too many can be levelled.
    pub(super) fn offer_levelling(&mut self) {
        let per_day = load::per_day(self.me());
        let today = self.derived.day.unwrap_or_default();
        let days = today.iter_days().take_while(|day| *day <= self.last_week());
        let full = days.filter(|day| self.derived.load.on(*day) > per_day).count();
        if full == 0 {
            return;
        }
        let count = counted(full, "day holds", "days hold");
        let choices =
            vec![Choice::new('y', "level them", "shows first what would move"), Choice::new('n', "leave it", "")];
        let title = format!("{count} more than {per_day} touches.");
        let menu = Menu::new(title, choices, Target::default(), |model, _, at, ctx| {
            if at == 0 { super::forecast::preview(model, ctx) } else { Vec::new() }
        });
        self.overlays.push(Overlay::Menu(menu));
    }

    /// The days on which I seem to have been away, if something waits because of them.
    fn absence(&self, ctx: &Ctx) -> Option<Stretch> {
        let me = away::myself(&self.plan.settings, self.personal.me.as_deref()).ok();
        let last = away::last_closed(self.plan.all(), me)?;
        let noted = me.map(|me| me.away.as_slice()).unwrap_or_default();
        let absence = away::absence(last, ctx.today(), &self.plan.calendar, noted)?;
        let is_overdue = self.derived.load.of(ctx.today()).iter().any(|booked| booked.due < ctx.today());
        is_overdue.then_some(absence)
    }
}

/// Either way it is looked through what happened meanwhile.
fn choose(model: &mut Model, _: &Target, choice: usize, ctx: &Ctx) -> Effects {
    let absence = model.absence(ctx).filter(|_| choice == 0);
    let effects = absence.map(|absence| {
        let days = Away { from: Some(absence.from), to: absence.to, note: String::new() };
        match with(model, days, ctx) {
            Ok((settings, told)) => note(model, settings, &told, ctx),
            Err(Invalid(why)) => {
                model.refuse(capitalised(&why));
                Vec::new()
            }
        }
    });
    let said = std::mem::take(&mut model.status);
    (model.screen, model.pane, model.today.view) = (Screen::Today, Pane::List, View::Due);
    _ = model.turn_to(View::CatchUp, LOOKED_THROUGH);
    if model.derived.queue.is_empty() {
        model.today.view = View::Due;
        model.requeue();
    }
    if !said.text.is_empty() {
        model.status = said;
    }
    effects.unwrap_or_default()
}
