//! The commands that count on every screen, and those that count over it too: moving, screens, help, filter, undo, leaving.

use super::command::{Command, Scope, always};
use super::complete;
use super::effect::{Effect, Effects};
use super::model::{Ctx, Model, Pane, Screen};
use super::overlay::Overlay;
use super::prompt::{Echo, Prompt, Target};
use super::trouble;
use crate::domain::away;
use crate::domain::fields::Invalid;
use crate::domain::filter::Filter;
use crate::domain::plan::FileKey;
use crate::domain::words::{capitalised, counted};

/// The commands.
pub(super) const COMMANDS: &[Command] = &[
    list("list.down", "down", "Down.", |model, ctx| move_by(model, 1, ctx)),
    list("list.up", "up", "Up.", |model, ctx| move_by(model, -1, ctx)),
    list("list.page-down", "page down", "A page down.", |model, ctx| move_by(model, page(ctx), ctx)),
    list("list.page-up", "page up", "A page up.", |model, ctx| move_by(model, -page(ctx), ctx)),
    list("list.top", "top", "To the top.", |model, ctx| move_by(model, isize::MIN / 2, ctx)),
    list("list.bottom", "bottom", "To the bottom.", |model, ctx| move_by(model, isize::MAX / 2, ctx)),
    Command {
        id: "list.open",
        scope: Scope::List,
        label: "open at its line",
        help: "Among the problems: open the file in your editor, at the line.",
        enabled: |model| matches!(model.overlays.last(), Some(Overlay::Problems(_))),
        run: trouble::show,
    },
    Command::new(Scope::Everywhere, "help", "help", "Show every key.", always, |model, _| {
        if !matches!(model.overlays.last(), Some(Overlay::Help(_))) {
            model.overlays.push(Overlay::Help(0));
        }
        Vec::new()
    }),
    Command::new(
        Scope::Everywhere,
        "palette",
        "commands",
        "Find a command by a few letters of its name.",
        always,
        |model, _| model.open_palette(),
    ),
    Command::new(
        Scope::Screens,
        "filter",
        "filter",
        "Show only accounts, in Today only work, with these words; !word excludes; tag: stage: tier: owner: due: ready: missing: narrow.",
        always,
        filter,
    ),
    Command::new(
        Scope::Screens,
        "mine",
        "mine",
        "Show only what is yours or nobody's (owner:me), or all again.",
        |model| model.plan.settings.members.len() > 1,
        |model, _| {
            mine(model);
            Vec::new()
        },
    ),
    Command::new(
        Scope::Everywhere,
        "undo",
        "undo",
        "Take the last change back, with all that it caused; also of earlier runs.",
        always,
        |model, ctx| {
            let mut effects = model.undo(ctx);
            model.settle_detail();
            effects.extend(model.explain());
            effects
        },
    ),
    Command::new(Scope::Everywhere, "redo", "redo", "Do again what was taken back.", always, |model, ctx| {
        let mut effects = model.redo(ctx);
        model.settle_detail();
        effects.extend(model.explain());
        effects
    }),
    Command::new(
        Scope::Screens,
        "zoom",
        "zoom",
        "Show only the pane with the cursor (in Today the card), or both again.",
        always,
        |model, _| {
            model.zoomed = !model.zoomed;
            if model.screen == Screen::Today {
                // What is too long for its place is the card.
                model.pane = if model.zoomed { Pane::Detail } else { Pane::List };
            }
            Vec::new()
        },
    ),
    Command::new(Scope::Screens, "pane", "other pane", "To the other pane.", always, |model, _| {
        match (model.pane, model.screen) {
            (Pane::List, Screen::Accounts) => model.enter_detail(),
            (Pane::List, Screen::Forecast) if model.forecast.booked.is_empty() => {}
            (Pane::List, Screen::Today | Screen::Goals | Screen::Forecast | Screen::Insights) => {
                model.pane = Pane::Detail;
            }
            (Pane::Detail, _) => model.pane = Pane::List,
        }
        Vec::new()
    }),
    Command::new(Scope::Screens, "screen.accounts", "Accounts", "To the accounts.", always, |model, _| {
        show(model, Screen::Accounts)
    }),
    Command::new(Scope::Screens, "screen.today", "Today", "To the review of what is due.", always, |model, _| {
        show(model, Screen::Today)
    }),
    Command::new(Scope::Screens, "screen.goals", "Goals", "To how the goals stand.", always, |model, _| {
        show(model, Screen::Goals)
    }),
    Command::new(
        Scope::Screens,
        "screen.forecast",
        "Forecast",
        "To how the work lies over the next weeks.",
        always,
        |model, _| show(model, Screen::Forecast),
    ),
    Command::new(Scope::Screens, "screen.insights", "Insights", "To what the work has brought.", always, |model, _| {
        show(model, Screen::Insights)
    }),
    Command::new(
        Scope::Everywhere,
        "problems",
        "problems",
        "List what is not saved and what is wrong with files; Enter opens one at its line.",
        always,
        trouble::show,
    ),
    Command::new(
        Scope::Everywhere,
        "reload",
        "reload",
        "Read a file again, dropping the change that could not be saved.",
        |model| !model.saving.refused.is_empty(),
        reload,
    ),
    Command::new(
        Scope::Everywhere,
        "save-again",
        "save again",
        "Try again to save what could not be saved.",
        |model| !model.saving.refused.is_empty(),
        save_again,
    ),
    Command::new(
        Scope::Screens,
        "settings",
        "plan settings",
        "Say who you are; edit the plan's why, currency, working days and holidays.",
        always,
        Model::open_settings,
    ),
    Command::new(
        Scope::Screens,
        "demo",
        "demo plan",
        "Try the demo plan: a copy in a folder of its own; nothing of yours is touched.",
        |model| model.plan.accounts.is_empty(),
        |_, _| vec![Effect::OpenDemo],
    ),
    Command::new(
        Scope::Everywhere,
        "back",
        "back",
        "Close, clear the filter, or go up within the screen; at its top nothing.",
        always,
        |model, _| {
            up(model);
            Vec::new()
        },
    ),
    Command::new(Scope::Everywhere, "quit", "quit", "Back; at the top, quit.", always, |model, _| {
        if back(model) { Vec::new() } else { quit(model) }
    }),
    Command::new(Scope::Everywhere, "redraw", "redraw", "Draw everything anew.", always, |_, _| vec![Effect::Redraw]),
    Command::new(Scope::Everywhere, "suspend", "suspend", "Give the terminal back until fg.", always, |_, _| {
        vec![Effect::Suspend]
    }),
];

const fn list(
    id: &'static str,
    label: &'static str,
    help: &'static str,
    run: fn(&mut Model, &Ctx) -> Effects,
) -> Command {
    Command { id, scope: Scope::List, label, help, enabled: always, run }
}

fn page(ctx: &Ctx) -> isize {
    ctx.room.page.max(1).cast_signed()
}

fn move_by(model: &mut Model, by: isize, ctx: &Ctx) -> Effects {
    let within = |at: usize, count: usize| at.saturating_add_signed(by).min(count.saturating_sub(1));
    if let Some((at, count)) = model.listed(ctx) {
        *at = within(*at, count);
        return model.explain();
    }
    match (model.screen, model.pane) {
        (Screen::Today, Pane::Detail) => {
            model.today.line = model.today.line.min(ctx.room.below).saturating_add_signed(by).min(ctx.room.below);
        }
        (Screen::Today, Pane::List) => {
            model.today.at = within(model.today.at, model.derived.queue.len());
            model.today.line = 0;
        }
        (Screen::Goals, _) => model.step_goals(by),
        (Screen::Forecast, Pane::List) => model.step_week(by),
        (Screen::Forecast, Pane::Detail) => {
            model.forecast.at = within(model.forecast.at, model.forecast.booked.len());
        }
        (Screen::Insights, _) => model.step_insights(by, ctx),
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
    model.came_from = None;
    model.zoomed = false;
    model.goals.review = None;
    model.look_at_day();
    model.look_back_now();
    model.look_at_goals();
    Vec::new()
}

fn filter(model: &mut Model, ctx: &Ctx) -> Effects {
    if model.screen != Screen::Today {
        model.screen = Screen::Accounts;
    }
    model.pane = Pane::List;
    let (text, example) = match model.screen {
        Screen::Today => (model.today.filter_text.clone(), "call !email dana tier:1 tag:midwest"),
        _ => (model.accounts.filter_text.clone(), "words !without tag:midwest stage:engaged tier:1 due:overdue"),
    };
    let prompt = Prompt::new("Filter", example, Target::default(), echo_filter, |model, _, text, _| {
        model.set_filter(text);
        Ok(Vec::new())
    });
    model.ask(prompt.with(&text).live().verb("keep the filter").words(complete::filter), ctx)
}

/// Among the words of the filter that is shown.
fn mine(model: &mut Model) {
    const MINE: &str = "owner:me";
    if let Err(Invalid(why)) = away::myself(&model.plan.settings, model.personal.me.as_deref()) {
        return model.refuse(format!("{}.", capitalised(&why)));
    }
    let text = match model.screen {
        Screen::Today => &model.today.filter_text,
        _ => &model.accounts.filter_text,
    };
    let (is_mine, others): (Vec<&str>, Vec<&str>) = text.split_whitespace().partition(|word| *word == MINE);
    let words = if is_mine.is_empty() { [others, vec![MINE]].concat() } else { others };
    model.set_filter(&words.join(" "));
}

fn echo_filter(model: &Model, _: &Target, text: &str, _: &Ctx) -> Echo {
    if text.trim().is_empty() {
        return Echo::Means(String::new());
    }
    let me = model.me().map(|me| me.id.as_str());
    if let Some(unknown) = Filter::parse(text).by(me).unknown().into_iter().next() {
        return Echo::Wrong(unknown);
    }
    Echo::Means(match model.screen {
        Screen::Today => counted(model.derived.queue.len(), "piece of work", "pieces of work"),
        _ => format!("{} of {}", model.accounts.rows.len(), model.plan.accounts.len()),
    })
}

/// One step back: up, or from another screen to the accounts. Says whether there was one.
fn back(model: &mut Model) -> bool {
    if up(model) {
        return true;
    }
    let leaves = model.screen != Screen::Accounts;
    if leaves {
        (model.screen, model.pane) = (Screen::Accounts, Pane::List);
    }
    leaves
}

/// One step up within the screen. Says whether there was one.
fn up(model: &mut Model) -> bool {
    if !model.overlays.is_empty() {
        model.close();
    } else if model.screen == Screen::Today && model.pane == Pane::Detail {
        model.pane = Pane::List;
        model.zoomed = false;
    } else if model.screen == Screen::Today && model.narrower() {
        // To all of today first.
    } else if model.screen == Screen::Goals && model.leave_part_of_goals() {
        // From the review, or from what serves a goal.
    } else if matches!(model.screen, Screen::Forecast | Screen::Insights) && model.pane == Pane::Detail {
        model.pane = Pane::List;
    } else if model.screen != Screen::Accounts {
        return false;
    } else if model.pane == Pane::Detail {
        model.screen = model.came_from.take().unwrap_or(model.screen);
        model.pane = Pane::List;
        model.look_at_day();
        model.come_back_to_goals();
    } else if model.zoomed {
        model.zoomed = false;
    } else if !model.accounts.marked.is_empty() {
        model.accounts.marked.clear();
    } else if !model.accounts.filter_text.is_empty() {
        model.filter_accounts("");
    } else {
        return false;
    }
    true
}

/// Leave, unless something typed would be lost: then it takes a second time.
pub(super) fn quit(model: &mut Model) -> Effects {
    match model.unsaved() {
        Some((what, why)) if !model.interrupted => {
            model.interrupted = true;
            let key = model.keymap.key("quit").unwrap_or_default();
            let why = why.map(|why| format!(" ({why}.)")).unwrap_or_default();
            model.refuse(format!("{what}. {key} again leaves, and it waits for you.{why}"));
            Vec::new()
        }
        _ => leave(model),
    }
}

/// Whoever leaves has seen that a line which was closed is kept: the next run greets nobody with it.
fn leave(model: &mut Model) -> Effects {
    for line in &mut model.kept.lines {
        line.is_left = true;
    }
    vec![Effect::Quit]
}

/// Ctrl-C: cancel what is under way; twice, leave.
pub(super) fn interrupt(model: &mut Model) -> Effects {
    if model.interrupted {
        return leave(model);
    }
    if !back(model) {
        model.say("Ctrl-C again leaves.");
    }
    model.interrupted = true;
    Vec::new()
}

fn reload(model: &mut Model, _: &Ctx) -> Effects {
    let keys: Vec<FileKey> = model.saving.refused.keys().cloned().collect();
    keys.into_iter().map(|key| Effect::Reload { dropped: model.plan.value(&key), key }).collect()
}

pub(super) fn save_again(model: &mut Model, _: &Ctx) -> Effects {
    let plan = &model.plan;
    let again = model.saving.again(|key| plan.value(key)).into_iter();
    again.map(|(note, change, generation)| Effect::Save { note, change, generation }).collect()
}
