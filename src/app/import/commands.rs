//! The commands before an import: mark, open, filter, say what the columns are, and bring all of it in as one step.

use super::columns::ColumnsView;
use super::found::FoundView;
use super::{Stage, path};
use crate::app::command::{Command, Scope, always};
use crate::app::effect::{Effect, Effects};
use crate::app::model::{Ctx, Model};
use crate::app::overlay::Overlay;
use crate::app::prompt::{Echo, Prompt, Target};
use crate::domain::fields::Invalid;
use crate::domain::words::counted;

/// The commands.
pub(in crate::app) const COMMANDS: &[Command] = &[
    Command {
        id: "import",
        scope: Scope::Screens,
        label: "import",
        help: "Bring in accounts and people from a file: LinkedIn, HubSpot, Salesforce, Apollo, any CSV, vCard. It is looked at first.",
        enabled: always,
        run: path::ask,
    },
    Command {
        id: "import.first",
        scope: Scope::Accounts,
        label: "import",
        help: "In an empty plan: bring in accounts and people from a file.",
        enabled: |model| model.plan.accounts.is_empty(),
        run: path::ask,
    },
    of_import(
        "import.take",
        "bring in",
        "Bring in what is shown, as one step; read the file with these columns.",
        take,
    ),
    Command {
        id: "import.mark",
        scope: Scope::Import,
        label: "mark",
        help: "The company becomes an account, or not; beneath it that person comes along, or goes to the contacts.",
        enabled: |model| model.found().is_some(),
        run: |model, _| mark(model, FoundView::mark),
    },
    Command {
        id: "import.mark-all",
        scope: Scope::Import,
        label: "mark all",
        help: "All companies that are shown become accounts, or none of them.",
        enabled: |model| model.found().is_some(),
        run: |model, _| mark(model, FoundView::mark_all),
    },
    of_import(
        "import.open",
        "open",
        "Show who is there and what differs, or less again; of a column, say what it is.",
        open,
    ),
    Command {
        id: "import.filter",
        scope: Scope::Import,
        label: "filter",
        help: "Show only companies with these words in their name or among their people and titles; !word excludes.",
        enabled: |model| model.found().is_some(),
        run: filter,
    },
    Command {
        id: "import.columns",
        scope: Scope::Import,
        label: "columns",
        help: "Say what the columns of the table are; back to what would be brought in.",
        enabled: |model| model.import_here().is_some_and(|view| view.stage.has_columns()),
        run: columns_or_back,
    },
    Command {
        id: "import.header",
        scope: Scope::Import,
        label: "header or none",
        help: "Of a table: its first row is no header and counts too; or it is one after all.",
        enabled: |model| model.import_here().is_some_and(|view| matches!(view.stage, Stage::Columns(_))),
        run: header,
    },
    of_import("import.close", "close", "Close it, or stop reading; nothing is changed.", close),
];

const fn of_import(
    id: &'static str,
    label: &'static str,
    help: &'static str,
    run: fn(&mut Model, &Ctx) -> Effects,
) -> Command {
    Command { id, scope: Scope::Import, label, help, enabled: always, run }
}

fn mark(model: &mut Model, mark: fn(&mut FoundView) -> Result<(), String>) -> Effects {
    if let Some(Err(why)) = model.found_mut().map(mark) {
        model.say(why);
    }
    Vec::new()
}

fn open(model: &mut Model, _: &Ctx) -> Effects {
    match model.import_view().map(|view| &mut view.stage) {
        Some(Stage::Found(found)) => found.open(),
        Some(Stage::Columns(view)) => {
            if let Some(menu) = view.menu() {
                model.overlays.push(Overlay::Menu(menu));
            }
        }
        _ => {}
    }
    Vec::new()
}

fn filter(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(found) = model.found() else { return Vec::new() };
    let text = found.filter.clone();
    let echo = |model: &Model, _: &Target, text: &str, _: &Ctx| {
        let shown = |found: &FoundView| {
            let (shown, all) = (found.shown(), found.preview.companies.len());
            if text.trim().is_empty() {
                String::new()
            } else {
                format!("{shown} of {}", counted(all, "company", "companies"))
            }
        };
        Echo::Means(model.found().map(shown).unwrap_or_default())
    };
    let prompt = Prompt::new("Filter", "head marketing !intern", Target::default(), echo, |model, _, text, _| {
        model.set_filter(text);
        Ok(Vec::new())
    });
    model.ask(prompt.with(&text).live().verb("keep the filter"), ctx)
}

/// From what would be brought in to the columns, and back; what is said of them stays said.
fn columns_or_back(model: &mut Model, _: &Ctx) -> Effects {
    let Some(view) = model.import_view().filter(|view| view.stage.has_columns()) else { return Vec::new() };
    view.stage = match std::mem::replace(&mut view.stage, Stage::Reading(0)) {
        Stage::Found(found) => Stage::Columns(ColumnsView::before(found)),
        Stage::Columns(ColumnsView { columns, behind: Some(mut found), .. }) => {
            found.drafted.columns = columns.into_iter().map(|(column, field)| (column.name, field)).collect();
            Stage::Found(found)
        }
        stage => stage,
    };
    Vec::new()
}

/// The first row is no header, or is one: the table is looked at once more.
fn header(model: &mut Model, _: &Ctx) -> Effects {
    let Some(view) = model.import_view() else { return Vec::new() };
    let Stage::Columns(columns) = &view.stage else { return Vec::new() };
    let (said, turned) = (columns.said(), columns.turned());
    let path = view.path.clone();
    let map = model.turn_header(&path, said, turned);
    model.look_at(path, map)
}

fn close(model: &mut Model, ctx: &Ctx) -> Effects {
    if model.import_here().is_some_and(|view| matches!(&view.stage, Stage::Columns(view) if view.behind.is_some())) {
        return columns_or_back(model, ctx);
    }
    let is_reading = model.import_view().is_some_and(|view| matches!(view.stage, Stage::Reading(_)));
    if model.found_mut().is_some_and(FoundView::is_narrowed) {
        // To all of it first.
        model.set_filter("");
        return Vec::new();
    }
    model.close();
    if is_reading { vec![Effect::CancelImport] } else { Vec::new() }
}

fn take(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(view) = model.import_view() else { return Vec::new() };
    let Stage::Columns(columns) = &view.stage else { return model.take_found(ctx) };
    let (path, columns) = (view.path.clone(), columns.clone());
    match columns.map() {
        Ok(map) => {
            model.remember_import(&path, &Stage::Columns(columns));
            model.look_at(path, map)
        }
        Err(Invalid(why)) => {
            model.refuse(why);
            Vec::new()
        }
    }
}
