//! Getting accounts and people in from a file: which file, what is in it, what becomes an account, and then all of it as
//! one step. The file is read and matched elsewhere; here stands what is asked, and what is seen of it before anything is
//! changed.

mod columns;
mod found;
mod path;

use std::collections::BTreeSet;
use std::sync::Arc;

pub use columns::ColumnsView;
pub use found::{FoundView, Row, Sums};

use super::command::{Command, Scope, always};
use super::effect::{Effect, Effects};
use super::forecast::counted;
use super::model::{Ctx, Model};
use super::overlay::Overlay;
use super::prompt::{Echo, Prompt, Target};
use crate::domain::contacts::Contacts;
use crate::domain::fields::Invalid;
use crate::domain::import::{Column, Field, Preview};
use crate::domain::plan::Plan;
use crate::domain::words::capitalised;

/// The commands.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        id: "import",
        scope: Scope::Everywhere,
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
        help: "The company becomes an account, or not.",
        enabled: |model| model.found().is_some(),
        run: |model, _| {
            if let Some(found) = model.found_mut() {
                found.mark();
            }
            Vec::new()
        },
    },
    Command {
        id: "import.mark-all",
        scope: Scope::Import,
        label: "mark all",
        help: "All companies that are shown become accounts, or none of them.",
        enabled: |model| model.found().is_some(),
        run: |model, _| {
            if let Some(found) = model.found_mut() {
                found.mark_all();
            }
            Vec::new()
        },
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

/// A file that is to be looked at, and what it is compared with.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Which time; an answer to an earlier one means nothing.
    pub turn: u64,
    /// As it was typed.
    pub path: String,
    /// What its columns are, where somebody has said: nothing for those that are not used.
    pub map: Vec<(String, Option<Field>)>,
    /// The plan as it is.
    pub plan: Arc<Plan>,
    /// The people on no account.
    pub contacts: Arc<Contacts>,
}

// A plan is as it was when it is the same one.
impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        (self.turn, &self.path, &self.map) == (other.turn, &other.path, &other.map)
    }
}

impl Eq for Asked {}

/// What came of looking.
#[derive(Debug, Clone)]
pub enum Looked {
    /// This would be made of it.
    Found {
        /// What it was taken for.
        source: Arc<str>,
        /// What it would make of the plan.
        preview: Arc<Preview>,
        /// Columns that were not used.
        unused: Vec<String>,
        /// All columns of a table, with what they were taken for.
        columns: Vec<Column>,
    },
    /// It is a table of which nobody knows what its columns are.
    Columns(Vec<Column>),
    /// It can't be read; why, in words.
    Refused(String),
}

/// What is known of imports beside the one that is looked at.
#[derive(Debug, Clone, Default)]
pub struct Importing {
    /// Counts the looks.
    turn: u64,
    /// Waits for the contacts.
    waits: Option<(String, Map)>,
    /// Where paths were asked for, and what lies there.
    listed: (String, Vec<String>),
    /// What was said of a file that was closed, or is read anew.
    left: Option<Left>,
}

/// What was said of a file, until it is looked at again.
#[derive(Debug, Clone)]
struct Left {
    path: String,
    /// What was marked.
    marks: BTreeSet<found::Key>,
    /// What its columns are.
    map: Map,
}

type Map = Vec<(String, Option<Field>)>;

/// A file that is looked at.
#[derive(Debug, Clone)]
pub struct ImportView {
    /// As it was typed.
    pub path: String,
    /// What is seen.
    pub stage: Stage,
}

/// What is seen of a file.
#[derive(Debug, Clone)]
pub enum Stage {
    /// It is being read; so many rows are.
    Reading(usize),
    /// What its columns are is asked.
    Columns(ColumnsView),
    /// What it would make of the plan.
    Found(Box<FoundView>),
}

impl ImportView {
    /// Its name without the folder.
    pub fn name(&self) -> &str {
        self.path.rsplit(['/', '\\']).next().unwrap_or(&self.path)
    }

    /// The cursor, if there are rows, and how many.
    pub(super) fn listed(&mut self) -> Option<(&mut usize, usize)> {
        match &mut self.stage {
            Stage::Reading(_) => None,
            Stage::Columns(view) => Some((&mut view.at, view.columns.len())),
            Stage::Found(found) => {
                let count = found.rows.len();
                Some((&mut found.at, count))
            }
        }
    }
}

impl Stage {
    /// Whether it has columns that somebody may say something of, and a preview to come back to.
    fn has_columns(&self) -> bool {
        match self {
            Self::Reading(_) => false,
            Self::Columns(view) => view.behind.is_some(),
            Self::Found(found) => !found.columns.is_empty(),
        }
    }
}

impl Model {
    fn import_here(&self) -> Option<&ImportView> {
        self.overlays.iter().rev().find_map(|overlay| match overlay {
            Overlay::Import(view) => Some(view.as_ref()),
            _ => None,
        })
    }

    fn import_view(&mut self) -> Option<&mut ImportView> {
        self.overlays.iter_mut().rev().find_map(|overlay| match overlay {
            Overlay::Import(view) => Some(view.as_mut()),
            _ => None,
        })
    }

    /// What a file would make of the plan, while that is looked at.
    pub fn found(&self) -> Option<&FoundView> {
        self.overlays.iter().rev().find_map(|overlay| match overlay {
            Overlay::Import(view) => match &view.stage {
                Stage::Found(found) => Some(found.as_ref()),
                _ => None,
            },
            _ => None,
        })
    }

    fn found_mut(&mut self) -> Option<&mut FoundView> {
        match &mut self.import_view()?.stage {
            Stage::Found(found) => Some(found),
            _ => None,
        }
    }

    /// The filter of what is looked at, if that is what lies beneath the question.
    pub(super) fn filter_import(&mut self, text: &str) -> bool {
        let is_beneath = self.found_mut().is_some();
        if let Some(found) = self.found_mut() {
            found.filter_by(text);
        }
        is_beneath
    }

    /// Look at a file: the contacts first, since they are not always there.
    fn look_at(&mut self, path: String, map: Map) -> Effects {
        self.importing.turn += 1;
        let stage = Stage::Reading(0);
        match self.import_view() {
            Some(view) => view.stage = stage,
            None => self.overlays.push(Overlay::Import(Box::new(ImportView { path: path.clone(), stage }))),
        }
        self.importing.waits = Some((path, map));
        vec![Effect::ReadContacts]
    }

    /// The contacts are there: whoever waited for them goes on.
    pub(super) fn go_on_importing(&mut self) -> Effects {
        let Some((path, map)) = self.importing.waits.take() else { return Vec::new() };
        if self.import_view().is_none() {
            return Vec::new();
        }
        let contacts = self.plan.contacts.clone().unwrap_or_default();
        let plan = Arc::new(self.plan.clone());
        vec![Effect::LookAt(Box::new(Asked { turn: self.importing.turn, path, map, plan, contacts }))]
    }

    pub(super) fn hear_reading(&mut self, turn: u64, rows: usize) {
        let is_it = turn == self.importing.turn;
        if let (true, Some(ImportView { stage: Stage::Reading(so_far), .. })) = (is_it, self.import_view()) {
            *so_far = rows;
        }
    }

    pub(super) fn hear_looked(&mut self, asked: &Asked, looked: Looked) {
        if asked.turn != self.importing.turn {
            return;
        }
        let left = self.importing.left.take_if(|left| left.path == asked.path);
        let marks = left.map(|left| left.marks).unwrap_or_default();
        let Some(view) = self.import_view() else { return };
        match looked {
            Looked::Found { source, preview, unused, columns } => {
                let mut found = FoundView::new(source, preview, (unused, columns), asked);
                found.mark_these(&marks);
                view.stage = Stage::Found(Box::new(found));
            }
            Looked::Columns(columns) => view.stage = Stage::Columns(ColumnsView::of(columns, &asked.map)),
            Looked::Refused(why) => {
                let told = format!("{}: {why}", view.name());
                self.overlays.retain(|overlay| !matches!(overlay, Overlay::Import(_)));
                self.refuse(told);
            }
        }
    }

    /// It is closed: what was said of it is there again when it is looked at once more.
    pub(super) fn leave_import(&mut self, view: ImportView) {
        self.importing.turn += 1;
        self.importing.waits = None;
        match view.stage {
            Stage::Reading(_) => self.say(format!("{} is not read on; nothing was changed.", view.name())),
            Stage::Columns(_) => self.say("Nothing was changed."),
            Stage::Found(found) => {
                let (marks, map) = (found.keys(), found.map.clone());
                self.say(if marks.is_empty() {
                    "Nothing was changed."
                } else {
                    "Nothing was changed; your marks are there when you import it again."
                });
                self.importing.left = Some(Left { path: view.path, marks, map });
            }
        }
    }

    /// What was said of the columns of a file, when it was looked at before.
    fn said_of(&self, path: &str) -> Map {
        self.importing.left.as_ref().filter(|left| left.path == path).map(|left| left.map.clone()).unwrap_or_default()
    }
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
            found.drafted = columns.into_iter().map(|(column, field)| (column.name, field)).collect();
            Stage::Found(found)
        }
        stage => stage,
    };
    Vec::new()
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
    let path = view.path.clone();
    let name = view.name().to_owned();
    match &view.stage {
        Stage::Reading(_) => Vec::new(),
        Stage::Columns(columns) => match columns.map() {
            Ok(map) => {
                if let Some(found) = &columns.behind {
                    model.importing.left = Some(Left { path: path.clone(), marks: found.keys(), map: map.clone() });
                }
                model.look_at(path, map)
            }
            Err(Invalid(why)) => {
                model.refuse(why);
                Vec::new()
            }
        },
        Stage::Found(found) => {
            let found = found.as_ref().clone();
            if !found.is_of(&model.plan) || model.book.is_none() {
                // What was looked at is not what there is any more.
                model.importing.left = Some(Left { path: path.clone(), marks: found.keys(), map: found.map.clone() });
                model.say("The plan has changed meanwhile: look once more.");
                return model.look_at(path, found.map);
            }
            bring_in(model, &name, &found, ctx)
        }
    }
}

/// What was looked at becomes one step.
fn bring_in(model: &mut Model, name: &str, found: &FoundView, ctx: &Ctx) -> Effects {
    let Some(book) = model.book_now() else { return Vec::new() };
    let me = model.me().map(|me| me.id.as_str());
    match found.apply(&model.plan, &book, ctx.today(), me) {
        Err(Invalid(why)) => {
            model.refuse(capitalised(&why));
            Vec::new()
        }
        Ok(applied) if applied.changes.is_empty() => {
            model.overlays.retain(|overlay| !matches!(overlay, Overlay::Import(_)));
            model.say("Nothing in it is new; nothing was changed.");
            Vec::new()
        }
        Ok(applied) => {
            let first = applied.new_accounts.first().cloned();
            let told = found.sums().told();
            model.overlays.retain(|overlay| !matches!(overlay, Overlay::Import(_)));
            let effects = model.take_step(ctx, format!("{name} imported: {told}"), applied.changes);
            if let Some(id) = first {
                model.screen = super::model::Screen::Accounts;
                model.go_to(&id);
            }
            let undo = model.keymap.key("undo").unwrap_or_default();
            model.done(format!("Brought in: {told}. {undo} takes all of it back."));
            effects
        }
    }
}
