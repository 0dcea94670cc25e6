//! The daily review: one piece of work after another. It advances by itself and never jumps.

use super::command::{Command, Scope, always};
use super::effect::Effects;
use super::model::{Ctx, Model, Pane, Screen};
use crate::domain::agenda::Subject;
use crate::domain::fields::Place;

/// The commands of the review.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        id: "today.open",
        scope: Scope::Today,
        label: "account",
        help: "Open the account in full, at this piece of work.",
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
        run: |model, _| {
            model.today.ahead = !model.today.ahead;
            model.requeue();
            model.say(if model.today.ahead { "With the next five days." } else { "Only what is due." });
            Vec::new()
        },
    },
];

fn has_item(model: &Model) -> bool {
    model.derived.queue.get(model.today.at).is_some()
}

/// The item of the account that a piece of work is about, and the field that matters first.
fn place(subject: Subject) -> (Place, &'static str) {
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
    model.go_to_item(&id, place);
    model.came_from = Some(Screen::Today);
    Vec::new()
}
