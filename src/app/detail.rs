//! The detail pane: its cursor, and the commands on what stands under it.

use super::accounts::has_account;
use super::adding::ask_for;
use super::command::{Command, Scope, always};
use super::effect::Effects;
use super::model::{Ctx, Model, Pane};
use super::outline::{self, Opened, Row, RowId, RowKind, Section};
use crate::domain::account::AccountId;
use crate::domain::deed::Deed;
use crate::domain::fields::{self, Invalid, Place};
use crate::domain::items;
use crate::domain::line::Addable;
use crate::domain::words::Vocabulary as _;

/// The commands of the pane.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        id: "edit",
        scope: Scope::Detail,
        label: "edit",
        help: "Edit what stands under the cursor; in an empty section, add its first item.",
        enabled: has_row,
        run: edit,
    },
    Command {
        id: "detail.unfold",
        scope: Scope::Detail,
        label: "open",
        help: "Show all that the row holds, or less again.",
        enabled: has_row,
        run: unfold,
    },
    Command {
        id: "detail.add",
        scope: Scope::Detail,
        label: "add",
        help: "Add to this section, in one line.",
        enabled: |model| model.row().is_some_and(|row| !matches!(row.section, Section::Problems | Section::Missing)),
        run: add,
    },
    Command {
        id: "detail.delete",
        scope: Scope::Detail,
        label: "delete",
        help: "Delete what stands under the cursor; undo brings it back. What is missing doesn't apply here then.",
        enabled: |model| model.row().is_some_and(|row| matches!(row.kind, RowKind::Item | RowKind::Missing(_))),
        run: delete,
    },
    Command {
        id: "detail.down",
        scope: Scope::Detail,
        label: "move down",
        help: "Move the item down among its neighbours; of touches the contents change places, the days stay.",
        enabled: has_row,
        run: |model, ctx| shift(model, true, ctx),
    },
    Command {
        id: "detail.up",
        scope: Scope::Detail,
        label: "move up",
        help: "Move the item up among its neighbours.",
        enabled: has_row,
        run: |model, ctx| shift(model, false, ctx),
    },
    Command {
        id: "detail.influence",
        scope: Scope::Detail,
        label: "influence",
        help: "Turn the person's influence: economic, user, technical, coach, gatekeeper.",
        enabled: on_person,
        run: |model, ctx| turn(model, ctx, "influence"),
    },
    Command {
        id: "detail.support",
        scope: Scope::Detail,
        label: "support",
        help: "Turn how the person stands to us: champion, supporter, neutral, sceptic, blocker.",
        enabled: on_person,
        run: |model, ctx| turn(model, ctx, "support"),
    },
    Command {
        id: "detail.confirm",
        scope: Scope::Detail,
        label: "confirm",
        help: "Mark the finding as confirmed by someone there, or not; choose the weighed entry point.",
        enabled: |model| model.row().is_some_and(|row| matches!(row.id.place, Place::Finding(_) | Place::Candidate(_))),
        run: confirm,
    },
    Command {
        id: "detail.back",
        scope: Scope::Detail,
        label: "back",
        help: "Back to the list.",
        enabled: always,
        run: |model, _| {
            model.pane = Pane::List;
            Vec::new()
        },
    },
    Command {
        id: "detail.file",
        scope: Scope::Detail,
        label: "file in your editor",
        help: "Open the account's file in your editor, at its first problem.",
        enabled: has_account,
        run: |model, _| model.edit_file(),
    },
    Command {
        id: "account.log",
        scope: Scope::Account,
        label: "log",
        help: "Write down what happened at this account.",
        enabled: has_account,
        run: |model, ctx| ask_for(model, Addable::Log, ctx),
    },
    Command {
        id: "account.next-step",
        scope: Scope::Account,
        label: "next step",
        help: "Add a next step with its date.",
        enabled: has_account,
        run: |model, ctx| ask_for(model, Addable::NextStep, ctx),
    },
    Command {
        id: "account.meeting",
        scope: Scope::Account,
        label: "meeting",
        help: "Add a meeting, booked with its time or planned without one.",
        enabled: has_account,
        run: |model, ctx| ask_for(model, Addable::Meeting, ctx),
    },
    Command {
        id: "account.opportunity",
        scope: Scope::Account,
        label: "opportunity",
        help: "Add an opportunity with its value and date.",
        enabled: has_account,
        run: |model, ctx| ask_for(model, Addable::Opportunity, ctx),
    },
    Command {
        id: "account.person",
        scope: Scope::Account,
        label: "person",
        help: "Add a decision maker in one line.",
        enabled: has_account,
        run: |model, ctx| ask_for(model, Addable::Person, ctx),
    },
    Command {
        id: "account.finding",
        scope: Scope::Account,
        label: "finding",
        help: "Add a finding in one line.",
        enabled: has_account,
        run: |model, ctx| ask_for(model, Addable::Finding, ctx),
    },
];

fn has_row(model: &Model) -> bool {
    model.row().is_some()
}

fn on_person(model: &Model) -> bool {
    model.row().is_some_and(|row| matches!(row.id.place, Place::Person(_)))
}

impl Model {
    /// The row under the cursor.
    pub fn row(&self) -> Option<Row> {
        let at = self.detail.at?;
        self.outline().into_iter().find(|row| row.id == at)
    }

    /// Make sure that the cursor stands on a row that is there: where it was, else near it, else at the top.
    pub fn settle_detail(&mut self) {
        let rows = self.outline();
        let here = self.detail.at.filter(|at| rows.iter().any(|row| row.id == *at));
        let near = || {
            let at = self.detail.at?;
            let same_kind = |row: &&Row| std::mem::discriminant(&row.id.place) == std::mem::discriminant(&at.place);
            rows.iter().rev().filter(same_kind).find(|row| row.id.place <= at.place).map(|row| row.id)
        };
        // What stands where the cursor stood, when nothing like it is left: an empty section says what it wants.
        let there = || rows.get(self.detail.row.min(rows.len().saturating_sub(1))).map(|row| row.id);
        self.detail.at = here.or_else(near).or_else(there);
        self.note_row(&rows);
    }

    fn note_row(&mut self, rows: &[Row]) {
        self.detail.row = rows.iter().position(|row| Some(row.id) == self.detail.at).unwrap_or(0);
    }

    /// Move the detail pane's cursor by so many rows.
    pub(super) fn step_detail(&mut self, by: isize) {
        let rows = self.outline();
        let here = self.detail.at.and_then(|at| rows.iter().position(|row| row.id == at)).unwrap_or(0);
        let there = here.saturating_add_signed(by).min(rows.len().saturating_sub(1));
        self.detail.at = rows.get(there).map(|row| row.id);
        self.detail.row = there;
    }

    pub(super) fn here(&self) -> Option<(AccountId, Row)> {
        Some((self.current()?.id.clone(), self.row()?))
    }
}

fn edit(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some((id, row)) = model.here() else { return Vec::new() };
    match (row.kind, row.section) {
        (RowKind::Hint, Section::EntryPoint) => model.open_form(ctx, &id, Place::Account, "entry_point.unit"),
        (RowKind::Hint, _) => add(model, ctx),
        (RowKind::Problem(_), _) => model.edit_file(),
        (RowKind::Missing(i), _) => match model.gaps(&id).get(i).copied() {
            Some(gap) => model.fill(gap, ctx),
            None => Vec::new(),
        },
        // Where the line asks why, that is what is answered.
        (RowKind::Entry, _) if model.current().is_some_and(|account| account.entry_point.rationale.is_empty()) => {
            model.open_form(ctx, &id, Place::Account, "entry_point.rationale")
        }
        _ => model.open_form(ctx, &id, row.id.place, row.id.key),
    }
}

fn unfold(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(row) = model.row() else { return Vec::new() };
    if matches!(row.id.place, Place::Question(_) | Place::Objection(_)) {
        // Its row says nearly all of it; the rest is in the form.
        return edit(model, ctx);
    }
    if matches!(row.kind, RowKind::Hint | RowKind::Problem(_) | RowKind::Missing(_)) {
        return edit(model, ctx);
    }
    let Some(opened) = model.current().map(|account| Opened::of(account, row.id)) else { return Vec::new() };
    if !model.detail.unfolded.remove(&opened) {
        model.detail.unfolded.insert(opened);
    }
    Vec::new()
}

fn add(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some((id, row)) = model.here() else { return Vec::new() };
    let Some(account) = model.plan.account(&id).cloned() else { return Vec::new() };
    match row.section.addable(&account, row.id) {
        Some(addable) => ask_for(model, addable, ctx),
        None if matches!(row.section, Section::Sequence(_)) => super::sequences::begin(model, ctx),
        // A stage is added by coming to it.
        None if row.section == Section::Stages => model.open_form(ctx, &id, Place::Account, "stage"),
        None => model.open_form(ctx, &id, row.id.place, row.id.key),
    }
}

fn delete(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some((id, row)) = model.here() else { return Vec::new() };
    if let RowKind::Missing(i) = row.kind {
        let gap = model.gaps(&id).get(i).copied();
        let effects = gap.map(|gap| model.wave_off(&id, gap, ctx)).unwrap_or_default();
        model.settle_detail();
        return effects;
    }
    let effects = model.edit(ctx, &id, |account, _| {
        let to_nobody = |account: &crate::domain::account::Account| {
            account.touches().filter(|(_, touch)| touch.is_open() && touch.person.is_none()).count()
        };
        let before = to_nobody(account);
        let gone = items::remove(account, row.id.place);
        let left = to_nobody(account).saturating_sub(before);
        let left = if left > 0 { format!("; {left} open touches are to nobody now") } else { String::new() };
        gone.map(|name| format!("{name} deleted{left}")).ok_or_else(|| Invalid("this can't be deleted".into()))
    });
    model.settle_detail();
    effects
}

fn shift(model: &mut Model, down: bool, ctx: &Ctx) -> Effects {
    let Some((id, row)) = model.here() else { return Vec::new() };
    if let Place::Touch(_) = row.id.place {
        let command = if down { "detail.down" } else { "detail.up" };
        return model.foretell(command, &id, row.id.place, Deed::Swap { down }, ctx);
    }
    let mut there = None;
    let effects = model.edit(ctx, &id, |account, _| {
        there = items::shift(account, row.id.place, down);
        there
            .map(|_| format!("{} moved {}", outline::named(account, row.id.place), if down { "down" } else { "up" }))
            .ok_or_else(|| Invalid("it can't be moved further".into()))
    });
    if let Some(place) = there {
        model.detail.at = Some(RowId { place, ..row.id });
    }
    effects
}

fn turn(model: &mut Model, ctx: &Ctx, key: &'static str) -> Effects {
    let Some((id, row)) = model.here() else { return Vec::new() };
    let Place::Person(i) = row.id.place else { return Vec::new() };
    model.edit(ctx, &id, |account, context| {
        let person = account.people.get(i).ok_or_else(|| Invalid("this person is gone".into()))?;
        let word = match key {
            "influence" => person.influence.turned().word(),
            _ => person.support.turned().word(),
        };
        let told = format!("{}: {word}", person.name);
        fields::set(account, row.id.place, key, word, context)?;
        Ok(told)
    })
}

fn confirm(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some((id, row)) = model.here() else { return Vec::new() };
    model.edit(ctx, &id, |account, context| match row.id.place {
        Place::Finding(i) => {
            let confirmed = account.research.get(i).is_some_and(|finding| finding.confirmed);
            fields::set(account, row.id.place, "confirmed", if confirmed { "no" } else { "yes" }, context)?;
            Ok(format!("finding {} {}", i + 1, if confirmed { "not confirmed any more" } else { "confirmed" }))
        }
        Place::Candidate(i) => {
            // A candidate written by hand may have no id yet; choosing it is an edit, so it gets one.
            let pain = fields::get(account, row.id.place, "pain", context).unwrap_or_default();
            fields::set(account, row.id.place, "pain", &pain, context)?;
            let id = account.entry_point.candidates.get(i).map(|each| each.id.clone()).unwrap_or_default();
            account.choose_candidate(&id);
            Ok(format!("entry point {}", account.entry_point.path(" > ")))
        }
        _ => Err(Invalid("there is nothing to confirm here".into())),
    })
}
