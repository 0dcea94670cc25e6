//! The commands that count everywhere: moving, screens, help, filter, undo, leaving.

use super::command::{Command, Scope, always};
use super::effect::{Effect, Effects};
use super::model::{Ctx, Model, Pane, Screen};
use super::overlay::Overlay;
use super::prompt::{Echo, Prompt, Target};
use crate::domain::plan::FileKey;
use crate::domain::step::{Change, Way};

/// The commands.
pub(super) const COMMANDS: &[Command] = &[
    list("list.down", "down", "Down.", |model, _| move_by(model, 1)),
    list("list.up", "up", "Up.", |model, _| move_by(model, -1)),
    list("list.page-down", "page down", "A page down.", |model, ctx| move_by(model, page(ctx))),
    list("list.page-up", "page up", "A page up.", |model, ctx| move_by(model, -page(ctx))),
    list("list.top", "top", "To the top.", |model, _| move_by(model, isize::MIN / 2)),
    list("list.bottom", "bottom", "To the bottom.", |model, _| move_by(model, isize::MAX / 2)),
    Command {
        id: "list.open",
        scope: Scope::List,
        label: "open at its line",
        help: "Among the problems: open the file in your editor, at the line.",
        enabled: |model| matches!(model.overlays.last(), Some(Overlay::Problems(_))),
        run: problems,
    },
    every("help", "help", "Show every key.", always, |model, _| {
        if !matches!(model.overlays.last(), Some(Overlay::Help(_))) {
            model.overlays.push(Overlay::Help(0));
        }
        Vec::new()
    }),
    every("palette", "commands", "Find a command by a few letters of its name.", always, |model, _| {
        model.open_palette()
    }),
    every(
        "filter",
        "filter",
        "Show only accounts with these words; !word excludes; tag: stage: tier: owner: due: narrow.",
        always,
        |model, ctx| {
            model.screen = Screen::Accounts;
            model.pane = Pane::List;
            let text = model.accounts.filter_text.clone();
            let prompt = Prompt::new(
                "Filter",
                "words !without tag:midwest stage:engaged tier:1 due:overdue",
                Target::default(),
                echo_filter,
                |model, _, text, _| {
                    model.set_filter(text);
                    Ok(Vec::new())
                },
            );
            model.ask(prompt.with(&text).live(), ctx)
        },
    ),
    every("undo", "undo", "Take the last change back, with all that it caused.", always, |model, ctx| {
        let effects = model.undo(ctx);
        model.settle_detail();
        effects
    }),
    every("redo", "redo", "Do again what was taken back.", always, |model, ctx| {
        let effects = model.redo(ctx);
        model.settle_detail();
        effects
    }),
    every("zoom", "zoom", "Show only the pane with the cursor, or both again.", always, |model, _| {
        model.zoomed = !model.zoomed;
        Vec::new()
    }),
    every(
        "pane",
        "other pane",
        "To the other pane.",
        |model| model.screen == Screen::Accounts,
        |model, _| {
            match model.pane {
                Pane::List => model.enter_detail(),
                Pane::Detail => model.pane = Pane::List,
            }
            Vec::new()
        },
    ),
    every("screen.accounts", "Accounts", "To the accounts.", always, |model, _| show(model, Screen::Accounts)),
    every("screen.today", "Today", "To the review of what is due.", always, |model, _| show(model, Screen::Today)),
    every("problems", "problems", "List what is wrong with files, and open one at its line.", always, problems),
    every(
        "reload",
        "reload",
        "Read a file again, dropping the change that could not be saved.",
        |model| !model.saving.refused.is_empty(),
        reload,
    ),
    every(
        "save-again",
        "save again",
        "Try again to save what could not be saved.",
        |model| !model.saving.refused.is_empty(),
        save_again,
    ),
    every(
        "settings",
        "plan settings",
        "Say who you are; edit the plan's why, currency, working days and holidays.",
        always,
        Model::open_settings,
    ),
    every(
        "demo",
        "demo plan",
        "Try the demo plan: a copy in a folder of its own; nothing of yours is touched.",
        |model| model.plan.accounts.is_empty(),
        |_, _| vec![Effect::OpenDemo],
    ),
    every("back", "back", "Close, clear the filter, or go up; at the top nothing.", always, |model, _| {
        back(model);
        Vec::new()
    }),
    every(
        "quit",
        "quit",
        "Back; at the top, quit.",
        always,
        |model, _| if back(model) { Vec::new() } else { quit(model) },
    ),
    every("redraw", "redraw", "Draw everything anew.", always, |_, _| vec![Effect::Redraw]),
    every("suspend", "suspend", "Give the terminal back until fg.", always, |_, _| vec![Effect::Suspend]),
];

const fn list(
    id: &'static str,
    label: &'static str,
    help: &'static str,
    run: fn(&mut Model, &Ctx) -> Effects,
) -> Command {
    Command { id, scope: Scope::List, label, help, enabled: always, run }
}

const fn every(
    id: &'static str,
    label: &'static str,
    help: &'static str,
    enabled: fn(&Model) -> bool,
    run: fn(&mut Model, &Ctx) -> Effects,
) -> Command {
    Command { id, scope: Scope::Everywhere, label, help, enabled, run }
}

fn page(ctx: &Ctx) -> isize {
    ctx.page.max(1).cast_signed()
}

impl Model {
    /// Everything typed and not saved, in words; nothing when all is safe.
    pub fn unsaved(&self) -> Option<String> {
        if let Some((_, refused)) = self.saving.refused.iter().next() {
            return Some(format!("NOT SAVED: {}", refused.why));
        }
        let drafts = self.typed().len();
        (drafts > 0).then(|| format!("{drafts} text{} typed and not saved", if drafts == 1 { "" } else { "s" }))
    }
}

fn move_by(model: &mut Model, by: isize) -> Effects {
    let within = |at: usize, count: usize| at.saturating_add_signed(by).min(count.saturating_sub(1));
    match model.overlays.last_mut() {
        Some(Overlay::Help(at)) => {
            *at = at.saturating_add_signed(by).min(super::command::all().count() + 2 * Scope::ALL.len());
            return Vec::new();
        }
        Some(Overlay::Problems(at)) => {
            *at = within(*at, model.plan.all_problems().count());
            return Vec::new();
        }
        Some(Overlay::Typed(at)) => {
            let at = *at;
            let there = within(at, model.waiting().len());
            model.overlays.pop();
            model.overlays.push(Overlay::Typed(there));
            return Vec::new();
        }
        _ => {}
    }
    match (model.screen, model.pane) {
        (Screen::Today, _) => model.today.at = within(model.today.at, model.derived.queue.len()),
        (Screen::Accounts, Pane::Detail) => model.step_detail(by),
        (Screen::Accounts, Pane::List) => {
            let there = within(model.accounts.at, model.accounts.rows.len());
            if there != model.accounts.at {
                model.accounts.at = there;
                model.detail = super::model::DetailView::default();
            }
        }
    }
    Vec::new()
}

fn show(model: &mut Model, screen: Screen) -> Effects {
    // A screen is shown from its top: whatever lay over the other one goes, and forms keep what was typed.
    while !model.overlays.is_empty() {
        model.close();
    }
    model.screen = screen;
    model.pane = Pane::List;
    Vec::new()
}

fn echo_filter(model: &Model, _: &Target, text: &str, _: &Ctx) -> Echo {
    if text.trim().is_empty() {
        return Echo::Means(String::new());
    }
    let count = model.accounts.rows.len();
    Echo::Means(format!("{count} of {}", model.plan.accounts.len()))
}

/// One step up. Says whether there was one.
fn back(model: &mut Model) -> bool {
    if !model.overlays.is_empty() {
        model.close();
    } else if model.screen == Screen::Today {
        model.screen = Screen::Accounts;
        model.pane = Pane::List;
    } else if model.pane == Pane::Detail {
        model.pane = Pane::List;
    } else if model.zoomed {
        model.zoomed = false;
    } else if !model.accounts.filter_text.is_empty() {
        model.set_filter("");
    } else {
        return false;
    }
    true
}

/// Leave, unless something typed would be lost: then it takes a second time.
pub(super) fn quit(model: &mut Model) -> Effects {
    match model.unsaved() {
        Some(what) if !model.interrupted => {
            model.interrupted = true;
            model.refuse(format!("{what}. Again leaves; it waits for the next start."));
            Vec::new()
        }
        _ => vec![Effect::Quit],
    }
}

/// Ctrl-C: cancel what is under way; twice, leave.
pub(super) fn interrupt(model: &mut Model) -> Effects {
    if model.interrupted {
        return vec![Effect::Quit];
    }
    if !back(model) {
        model.say("Ctrl-C again leaves.");
    }
    model.interrupted = true;
    Vec::new()
}

fn problems(model: &mut Model, _: &Ctx) -> Effects {
    if let Some(Overlay::Problems(at)) = model.overlays.last().cloned() {
        let Some(problem) = model.plan.all_problems().nth(at).cloned() else { return Vec::new() };
        return model.edit_path(problem.file, problem.line.max(1));
    }
    if model.plan.all_problems().next().is_none() {
        model.say("All files are well.");
    } else {
        model.overlays.push(Overlay::Problems(0));
    }
    Vec::new()
}

fn reload(model: &mut Model, _: &Ctx) -> Effects {
    let keys: Vec<FileKey> = model.saving.refused.keys().cloned().collect();
    keys.into_iter().map(Effect::Reload).collect()
}

pub(super) fn save_again(model: &mut Model, ctx: &Ctx) -> Effects {
    let refused: Vec<(FileKey, String)> =
        model.saving.refused.iter().map(|(key, refused)| (key.clone(), refused.label.clone())).collect();
    let mut effects = Vec::new();
    for (key, label) in refused {
        let value = model.plan.value(&key);
        let note = model.note(label.clone(), Way::Do, ctx);
        let generation = model.saving.begin(&key, &label);
        // From what it was before, the store knows: it remembers what it owes.
        let change = Change { key, before: value.clone(), after: value };
        effects.push(Effect::Save { note, change, generation });
    }
    effects
}
