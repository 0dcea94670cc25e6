//! Two sides changed the same: the list of what waits for a choice, both values side by side.

use std::path::Path;
use std::sync::Arc;

use super::command::{Command, Scope};
use super::effect::{Effect, Effects};
use super::history::Step;
use super::model::{Ctx, Model};
use super::outline;
use super::overlay::Overlay;
use crate::domain::account::Account;
use crate::domain::called;
use crate::domain::conflict::{Choice, Conflict, in_words};
use crate::domain::contacts::Contact;
use crate::domain::decision::{self, Decision};
use crate::domain::fields::{self, Place, Spec};
use crate::domain::keypath;
use crate::domain::plan::{FileKey, Plan};
use crate::domain::step::{Note, Way};

/// The commands.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        id: "conflicts",
        scope: Scope::Everywhere,
        label: "conflicts",
        help: "Where somebody else changed the same as you: see both and choose.",
        enabled: super::command::always,
        run: |model, _| {
            if model.conflicts.is_empty() {
                model.say("Nothing waits for a choice between two sides.");
            }
            model.open_conflicts()
        },
    },
    choose("conflict.theirs", "the file's", "What the file says stands; undo asks again.", |model, ctx| {
        settle(model, Choice::Theirs, ctx)
    }),
    choose("conflict.ours", "the kept", "What was kept takes its place; undo asks again.", |model, ctx| {
        settle(model, Choice::Ours, ctx)
    }),
    Command {
        enabled: |model| here(model).is_some_and(|conflict| field_of(&model.plan, conflict).is_some()),
        ..choose("conflict.edit", "edit", "Go on writing what was kept, in the form of the item.", edit)
    },
    choose("conflict.down", "sides down", "Both sides a line down.", |model, ctx| scroll(model, 1, ctx)),
    choose("conflict.up", "sides up", "Both sides a line up.", |model, ctx| scroll(model, -1, ctx)),
    choose("conflict.page-down", "sides a page down", "Both sides a page down.", |model, ctx| {
        scroll(model, ctx.room.page.max(1).cast_signed(), ctx)
    }),
    choose("conflict.page-up", "sides a page up", "Both sides a page up.", |model, ctx| {
        scroll(model, -ctx.room.page.max(1).cast_signed(), ctx)
    }),
];

/// The list, and both sides of the one under the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ConflictsView {
    /// The one under the cursor.
    pub at: usize,
    /// The one whose sides were moved, and the line that they begin with.
    moved: Option<(usize, usize)>,
}

impl ConflictsView {
    /// The line that both sides begin with; that one, as long as nobody has moved them.
    pub fn line(&self, first: usize) -> usize {
        self.moved.filter(|(at, _)| *at == self.at).map_or(first, |(_, line)| line)
    }
}

const fn choose(
    id: &'static str,
    label: &'static str,
    help: &'static str,
    run: fn(&mut Model, &Ctx) -> Effects,
) -> Command {
    Command { id, scope: Scope::Conflict, label, help, enabled: |model| here(model).is_some(), run }
}

fn here(model: &Model) -> Option<&Conflict> {
    match model.overlays.last() {
        Some(Overlay::Conflicts(view)) => model.conflicts.get(view.at),
        _ => None,
    }
}

/// What a conflict is about, in one: `Primo: touch 2, what became of it`.
pub fn subject(plan: &Plan, conflict: &Conflict) -> String {
    let (name, about) = about(plan, conflict);
    format!("{name}: {about}")
}

/// The account's name, and of it the field or what is decided, for people.
pub fn about(plan: &Plan, conflict: &Conflict) -> (String, String) {
    let name = name_of(plan, conflict);
    if conflict.path.is_empty() {
        return (name, "the file as a whole".to_owned());
    }
    let told = field_of(plan, conflict).map(|(account, place, spec)| labelled(&account, place, spec.label));
    let decided = || {
        let (account, place, decision) = decided_of(plan, conflict)?;
        Some(labelled(&account, place, decision.label))
    };
    let told = told.or_else(decided).or_else(|| conflict.item()).or_else(|| of_contact(plan, conflict));
    let told = told.or_else(|| of_settings(plan, conflict));
    (name, told.unwrap_or_else(|| conflict.path.clone()))
}

/// A field of somebody in the contacts: they are called by their id as long as nobody has read those.
fn of_contact(plan: &Plan, conflict: &Conflict) -> Option<String> {
    match keypath::keys(&conflict.path).as_slice() {
        [list, id, field] if list == "people" && is_of_contacts(conflict) => {
            let known = plan.contacts.as_ref().and_then(|contacts| contacts.get(id));
            let named = known.map(Contact::named).filter(|named| !named.is_empty());
            Some(format!("{}, {}", named.unwrap_or_else(|| id.clone()), field.replace('_', " ")))
        }
        _ => None,
    }
}

/// A field of somebody who works from the plan, or of a goal.
fn of_settings(plan: &Plan, conflict: &Conflict) -> Option<String> {
    let keys = keypath::keys(&conflict.path);
    let [list, id, field] = keys.as_slice() else { return None };
    let (members, goals) = (&plan.settings.members, &plan.settings.goals);
    let name = match list.as_str() {
        _ if conflict.file != FileKey::Settings.file() => None,
        "members" => members.iter().find(|member| member.id == *id).map(|member| member.name.clone()),
        "goals" => goals.iter().find(|goal| goal.id == *id).map(|goal| format!("goal {}", goal.title)),
        _ => None,
    };
    name.map(|name| format!("{name}, {}", field.replace('_', " ")))
}

/// Whether somebody is to be named whom only the contacts know. They are read when somebody asks.
pub fn asks_for_contacts(plan: &Plan, conflicts: &[Conflict]) -> bool {
    let is_about_one = |conflict: &Conflict| is_of_contacts(conflict) && !conflict.path.is_empty();
    plan.contacts.is_none() && conflicts.iter().any(is_about_one)
}

fn is_of_contacts(conflict: &Conflict) -> bool {
    conflict.file == FileKey::Contacts.file()
}

fn labelled(account: &Account, place: Place, label: &str) -> String {
    let label = label.to_lowercase();
    if place == Place::Account { label } else { format!("{}, {label}", outline::named(account, place)) }
}

/// What the account is called, or what else the file is. What lies in the archive nobody has read.
fn name_of(plan: &Plan, conflict: &Conflict) -> String {
    let stem = stem(conflict);
    if let Some(account) = account_of(plan, conflict) {
        return called::in_plan(plan, account).to_string();
    }
    match conflict.file.parent().and_then(Path::to_str) {
        Some("playbooks") => format!("Playbook {stem}"),
        Some("accounts/archive") => format!("{stem} (archived)"),
        _ => stem.to_owned(),
    }
}

/// The account of the plan that it is about.
fn account_of<'p>(plan: &'p Plan, conflict: &Conflict) -> Option<&'p Arc<Account>> {
    let account = plan.account(stem(conflict))?;
    (conflict.file == FileKey::Account(account.id.clone()).file()).then_some(account)
}

fn stem(conflict: &Conflict) -> &str {
    conflict.file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default()
}

/// The field that a conflict is about, if it is one that can be edited here.
fn field_of(plan: &Plan, conflict: &Conflict) -> Option<(Arc<Account>, Place, Spec)> {
    if keypath::apart(&conflict.path).is_some() {
        return None;
    }
    let (account, place, key) = located(plan, conflict, &conflict.path)?;
    let spec = fields::specs(&account, place).into_iter().find(|spec| spec.key == key)?;
    Some((account, place, spec))
}

/// The decision that it is about, and what is decided about.
fn decided_of(plan: &Plan, conflict: &Conflict) -> Option<(Arc<Account>, Place, &'static Decision)> {
    let decision = decision::of(&conflict.path)?;
    let first = match keypath::apart(&conflict.path) {
        Some((place, fields)) => keypath::joined(place, fields.first()?),
        None => conflict.path.clone(),
    };
    let (account, place, _) = located(plan, conflict, &first)?;
    Some((account, place, decision))
}

/// The account, the place in it, and the field.
fn located(plan: &Plan, conflict: &Conflict, path: &str) -> Option<(Arc<Account>, Place, String)> {
    let account = account_of(plan, conflict)?;
    // The file's path goes through the sequence; a touch is known by its own id.
    let path = path.rsplit_once(".touches.").map_or(path.to_owned(), |(_, at)| format!("touches.{at}"));
    let (place, key) = fields::locate(account, &path).ok()?;
    Some((Arc::clone(account), place, key.to_owned()))
}

/// What letting one side stand is called: in the history, and to whoever has just done it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// `Primo: why, as kept`.
    pub label: String,
    /// `Primo: why is as it was kept.`
    pub told: String,
}

/// The words for it.
pub fn chosen(plan: &Plan, conflict: &Conflict, choice: Choice) -> Chosen {
    let is_account = conflict.file.parent().is_some_and(|folder| folder.ends_with("accounts"));
    let is_to_go = choice == Choice::Ours && is_account && conflict.path.is_empty() && conflict.ours.is_none();
    let subject = if is_to_go { name_of(plan, conflict) } else { subject(plan, conflict) };
    let (done, told) = match choice {
        Choice::Theirs => ("as in the file", "stays as it is in the file"),
        Choice::Ours if is_to_go => ("let go", "has gone to the archive"),
        Choice::Ours => ("as kept", "is as it was kept"),
    };
    Chosen { label: format!("{subject}, {done}"), told: format!("{subject} {told}.") }
}

impl Model {
    /// Other conflicts than before, so many of them new. The cursor of a list that is open stays on its conflict, or goes to
    /// the one that is asked again; the list closes with the last one.
    pub(super) fn hear_conflicts(&mut self, conflicts: Vec<Conflict>, new: usize) {
        let was = std::mem::replace(&mut self.conflicts, conflicts);
        let count = self.conflicts.len();
        if count == 0 {
            self.overlays.retain(|overlay| !matches!(overlay, Overlay::Conflicts(_)));
        }
        for overlay in &mut self.overlays {
            if let Overlay::Conflicts(view) = overlay {
                let stays = |here: &Conflict| self.conflicts.iter().position(|each| each.is_same(here));
                let is_back = |each: &Conflict| new == 0 && !was.iter().any(|known| known.is_same(each));
                let back = self.conflicts.iter().position(is_back);
                let there = back.or_else(|| was.get(view.at).and_then(stays));
                let line = there.and_then(|there| Some((there, view.moved.filter(|(at, _)| *at == view.at)?.1)));
                *view = ConflictsView { at: there.unwrap_or(view.at).min(count.saturating_sub(1)), moved: line };
            }
        }
        if new > 0 && count > 0 {
            let key = self.keymap.key("conflicts").unwrap_or_default();
            self.refuse(format!("Somebody else changed the same. Theirs stands, yours is kept: {key} shows both."));
        }
    }

    /// Show what waits for a choice, if anything does.
    pub(super) fn open_conflicts(&mut self) -> Effects {
        if self.conflicts.is_empty() || matches!(self.overlays.last(), Some(Overlay::Conflicts(_))) {
            return Vec::new();
        }
        self.overlays.push(Overlay::Conflicts(ConflictsView::default()));
        self.ask_for_names()
    }

    /// Whoever is told by an id in the list is told by their name, as soon as the contacts are read.
    pub(super) fn ask_for_names(&self) -> Effects {
        let is_listed = self.overlays.iter().any(|overlay| matches!(overlay, Overlay::Conflicts(_)));
        let asks = is_listed && asks_for_contacts(&self.plan, &self.conflicts);
        if asks { vec![Effect::ReadContacts] } else { Vec::new() }
    }

    /// Let one side stand: in a step of its own, or as part of the one that has just saved what was decided.
    pub(super) fn settle(&mut self, conflict: Conflict, choice: Choice, part_of: Option<Note>, ctx: &Ctx) -> Effects {
        if let Some(note) = part_of {
            return vec![Effect::Settle { conflict, choice, note, told: String::new() }];
        }
        let Chosen { label, told } = chosen(&self.plan, &conflict, choice);
        let note = self.note(label, Way::Do, ctx);
        // What it changes only the journal will know.
        let spot = self.spot();
        self.history.push(Step { note: note.clone(), changes: Vec::new(), is_own: true, spot });
        vec![Effect::Settle { conflict, choice, note, told }]
    }
}

fn scroll(model: &mut Model, by: isize, ctx: &Ctx) -> Effects {
    if let Some(Overlay::Conflicts(view)) = model.overlays.last_mut() {
        let line = view.line(ctx.room.first).min(ctx.room.below).saturating_add_signed(by).min(ctx.room.below);
        view.moved = Some((view.at, line));
    }
    Vec::new()
}

fn settle(model: &mut Model, choice: Choice, ctx: &Ctx) -> Effects {
    here(model).cloned().map(|conflict| model.settle(conflict, choice, None, ctx)).unwrap_or_default()
}

/// Go on with ours; the conflict is settled when that is saved.
fn edit(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(conflict) = here(model).cloned() else { return Vec::new() };
    let Some((account, place, spec)) = field_of(&model.plan, &conflict) else { return Vec::new() };
    let effects = model.open_form(ctx, &account.id, place, spec.key);
    if let Some(form) = model.form() {
        form.put(&in_words(conflict.ours.as_deref()));
        form.settles = Some(conflict);
    }
    super::form::check(model, ctx);
    effects
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_in_the_contacts_is_not_told_by_a_key_path() {
        let at = chrono::DateTime::parse_from_rfc3339("2026-11-23T09:00:00Z").unwrap_or_default();
        let conflict = |file: &str, path: &str| Conflict {
            at,
            step: None,
            file: file.into(),
            path: path.into(),
            ours: None,
            theirs: None,
        };
        for (file, path, want) in [
            ("contacts.toml", "people.asa-oberg.title", "contacts: asa-oberg, title"),
            ("contacts.toml", "people.asa-oberg.reports_to", "contacts: asa-oberg, reports to"),
            ("contacts.toml", "format", "contacts: format"),
            ("plan.toml", "people.asa-oberg.title", "plan: people.asa-oberg.title"),
        ] {
            assert_eq!(subject(&Plan::default(), &conflict(file, path)), want);
        }
    }
}
