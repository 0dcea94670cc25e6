//! Going from gap to gap: what an account still lacks is asked for, one question after another, until nothing is left
//! or somebody has had enough. Each answer is a step of its own; a question that doesn't apply is remembered as such.
//!
//! A walk opens the same forms, lines and choices as anywhere else. It never fills anything in itself, and leaving it
//! loses nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::command::{Command, Scope};
use super::effect::Effects;
use super::menu::{Choice, Menu};
use super::model::{Ctx, Model, Pane, Screen};
use super::overlay::Overlay;
use super::prompt::Target;
use super::{adding, met, sequences};
use crate::domain::account::{Account, AccountId};
use crate::domain::fields::Place;
use crate::domain::readiness::{self, Fill, Gap};
use crate::domain::stage::Stage;

/// A walk under way.
#[derive(Debug, Clone)]
pub struct Walk {
    /// Whose gaps are filled.
    pub account: AccountId,
    /// What is asked for now.
    pub gap: Gap,
    /// How many more questions there are behind this one, as far as is known: answers may lead to new ones.
    pub left: usize,
    /// Only this one is asked for.
    is_single: bool,
    /// The account as it was when the question was asked.
    was: Arc<Account>,
    /// Names of gaps that were asked for and are not asked for again.
    passed: BTreeSet<String>,
    /// The question was closed, and with it the walk.
    is_left: bool,
    /// Where it began, to go back there.
    from: (Screen, Pane),
}

/// The commands.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        id: "readiness.walk",
        scope: Scope::Account,
        label: "missing",
        help: "Go through what the account still lacks, one question after another; Enter saves and goes on.",
        enabled: super::accounts::has_account,
        run: begin,
    },
    Command {
        id: "walk.waive",
        scope: Scope::Walk,
        label: "doesn't apply",
        help: "Remember that this is not wanted at this account, and go on to the next question.",
        enabled: is_walking,
        run: waive,
    },
    Command {
        id: "walk.later",
        scope: Scope::Walk,
        label: "later",
        help: "Leave it open and go on to the next question; what was typed is kept.",
        enabled: |model| model.walk.as_ref().is_some_and(|walk| !walk.is_single),
        run: later,
    },
];

fn is_walking(model: &Model) -> bool {
    model.walk.is_some()
}

impl Model {
    /// What an account still lacks.
    pub fn gaps(&self, id: &str) -> &[Gap] {
        self.derived.digest(id).map_or(&[], |digest| &digest.readiness.gaps)
    }

    /// The question was closed: the walk ends with this key.
    pub(super) fn leave_walk(&mut self) {
        if let Some(walk) = &mut self.walk {
            walk.is_left = true;
        }
    }

    /// Ask for one thing that is missing.
    pub(super) fn fill(&mut self, gap: Gap, ctx: &Ctx) -> Effects {
        self.set_out(gap, true, ctx)
    }

    /// What is asked doesn't apply at this account; of a rule that asks of each item, at this one alone.
    pub(super) fn wave_off(&mut self, id: &AccountId, gap: Gap, ctx: &Ctx) -> Effects {
        self.edit(ctx, id, |account, _| {
            let waiver = gap.waiver(account);
            let waved_off = &mut account.readiness.not_applicable;
            if !waved_off.contains(&waiver) {
                waved_off.push(waiver.clone());
            }
            Ok(format!("waved off: {waiver}"))
        })
    }

    fn set_out(&mut self, gap: Gap, is_single: bool, ctx: &Ctx) -> Effects {
        let Some(account) = self.current().cloned() else { return Vec::new() };
        let from = (self.screen, self.pane);
        if self.screen != Screen::Accounts {
            self.go_to_item(&account.id, Place::Account);
        }
        self.walk = Some(Walk {
            account: account.id.clone(),
            gap,
            left: 0,
            is_single,
            was: account,
            passed: BTreeSet::new(),
            is_left: false,
            from,
        });
        self.ask_for_gap(gap, ctx)
    }

    fn ask_for_gap(&mut self, gap: Gap, ctx: &Ctx) -> Effects {
        let Some(mut walk) = self.walk.take() else { return Vec::new() };
        let Some(account) = self.plan.account(&walk.account).cloned() else { return Vec::new() };
        let left = self.gaps(&walk.account).iter().filter(|gap| !walk.passed.contains(&gap.name(&account))).count();
        walk.left = if walk.is_single { 0 } else { left.saturating_sub(1) };
        (walk.gap, walk.was) = (gap, account);
        let id = walk.account.clone();
        self.walk = Some(walk);
        self.pane = Pane::Detail;
        self.point_at(gap.fill.place());
        // A line that isn't taken is kept under the command that asks for it anywhere else.
        self.fill_in(&id, gap.fill, ctx)
    }

    /// Ask for something where it is written down.
    pub(super) fn fill_in(&mut self, id: &AccountId, fill: Fill, ctx: &Ctx) -> Effects {
        match fill {
            Fill::Field(place, key) => self.open_form(ctx, id, place, key),
            Fill::Add(addable, begins) => adding::ask_at(self, id, addable, begins, ctx),
            Fill::Begin => {
                self.command = "sequence.begin";
                sequences::begin_at(self, id.clone())
            }
            Fill::Setting(key) => self.open_settings_at(key, ctx),
            Fill::Result(_) => {
                self.command = "touch.done";
                let target = Target { account: id.clone(), place: Some(fill.place()), ..Target::default() };
                met::ask_meeting_result(self, target)
            }
        }
    }
}

/// After each key: a question that was answered leads to the next one.
pub(super) fn go_on(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(walk) = model.walk.as_ref().filter(|_| model.overlays.is_empty()) else { return Vec::new() };
    let Some(account) = model.plan.account(&walk.account).cloned() else {
        model.walk = None;
        return Vec::new();
    };
    if walk.is_left {
        return end(model);
    }
    let name = walk.gap.name(&walk.was);
    let gaps = model.gaps(&walk.account);
    // What is added to a list may have to be added to once more, and a draft has one gap after another.
    let is_asked_again = (matches!(walk.gap.fill, Fill::Add(..)) || walk.gap.rule.id == "draft-gaps")
        && !Arc::ptr_eq(&account, &walk.was)
        && gaps.iter().any(|gap| gap.name(&account) == name);
    let mut passed = walk.passed.clone();
    if !is_asked_again {
        passed.insert(name);
    }
    let next = gaps.iter().copied().find(|gap| !passed.contains(&gap.name(&account)));
    let is_over = walk.is_single;
    if let Some(walk) = &mut model.walk {
        walk.passed = passed;
    }
    match next.filter(|_| !is_over) {
        Some(gap) => {
            let effects = model.ask_for_gap(gap, ctx);
            // Nothing could be asked: there is a reason, and it is told.
            if model.overlays.is_empty() {
                model.walk = None;
            }
            effects
        }
        None => end(model),
    }
}

fn end(model: &mut Model) -> Effects {
    let Some(walk) = model.walk.take() else { return Vec::new() };
    if model.screen == Screen::Accounts {
        (model.screen, model.pane) = walk.from;
        model.came_from = None;
    }
    model.filter_rows();
    model.settle_detail();
    tell(model, &walk.account);
    Vec::new()
}

/// How far the account has come.
fn tell(model: &mut Model, id: &AccountId) {
    let Some(account) = model.plan.account(id).cloned() else { return };
    let Some(percent) = model.derived.digest(id).and_then(|digest| digest.readiness.percent) else { return };
    let key = model.keymap.key("readiness.walk").unwrap_or_default();
    match model.gaps(id) {
        [] => model.done(format!("{}: ready {percent} %, nothing is missing.", account.name)),
        [gap] => {
            let told =
                format!("{}: ready {percent} %. Still open: {}", account.name, gap.sentence(&account, model.me()));
            model.say(told);
        }
        gaps => {
            let told =
                format!("{}: ready {percent} %, {} questions are still open; {key} goes on.", account.name, gaps.len());
            model.say(told);
        }
    }
}

fn begin(model: &mut Model, ctx: &Ctx) -> Effects {
    while !model.overlays.is_empty() {
        model.close();
    }
    let Some(account) = model.current().cloned() else { return Vec::new() };
    if let Some(why) = model.plan.accounts.get(&account.id).and_then(|entry| entry.read_only.clone()) {
        model.refuse(format!("{} can't be changed: {why}", account.name));
        return Vec::new();
    }
    if !readiness::is_judged(&account) {
        return not_judged(model, &account);
    }
    match model.gaps(&account.id).first().copied() {
        Some(gap) => model.set_out(gap, false, ctx),
        None => {
            tell(model, &account.id);
            Vec::new()
        }
    }
}

/// A target is not judged before somebody begins with it, and that is what is asked then.
fn not_judged(model: &mut Model, account: &Account) -> Effects {
    if !readiness::is_yet_to_begin(account) {
        let told = format!(
            "{} is {}: what is missing is asked from researching to opportunity.",
            account.name,
            account.stage_label()
        );
        model.say(told);
        return Vec::new();
    }
    let hint = "it is researched from now on, question after question";
    let choices = vec![Choice::new('y', "begin", hint), Choice::new('n', "not yet", "it stays a target")];
    let target = Target { account: account.id.clone(), ..Target::default() };
    let title = format!("{} is a target. Work out the way in?", account.name);
    let menu = Menu::new(title, choices, target, |model, target, choice, ctx| {
        if choice > 0 {
            return Vec::new();
        }
        let mut effects = model.edit(ctx, &target.account, |account, context| {
            account.enter(Stage::Researching, context.today(), "");
            Ok(format!("{} is researched", account.name))
        });
        effects.extend(begin(model, ctx));
        effects
    });
    model.overlays.push(Overlay::Menu(menu.again_by(model.keymap.key("readiness.walk"))));
    Vec::new()
}

/// Close what is asked, keeping what is typed, and stay in the walk.
fn set_aside(model: &mut Model) {
    while !model.overlays.is_empty() {
        model.close();
    }
    if let Some(walk) = &mut model.walk {
        walk.is_left = false;
    }
}

fn waive(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some((id, gap)) = model.walk.as_ref().map(|walk| (walk.account.clone(), walk.gap)) else {
        return Vec::new();
    };
    set_aside(model);
    model.wave_off(&id, gap, ctx)
}

fn later(model: &mut Model, _: &Ctx) -> Effects {
    set_aside(model);
    Vec::new()
}
