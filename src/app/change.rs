//! The only way in which the plan changes: one step with a name, that is shown, saved and can be undone.

use std::sync::Arc;

use chrono::NaiveDate;

use super::effect::{Effect, Effects};
use super::history::Step;
use super::model::{Ctx, Model};
use super::outcomes;
use super::prompt::Echo;
use crate::domain::account::{Account, AccountId};
use crate::domain::calendar::Calendar;
use crate::domain::fields::{Context, Invalid};
use crate::domain::goals;
use crate::domain::plan::{FileKey, Value};
use crate::domain::reached;
use crate::domain::step::{Change, Note, StepId, Way};
use crate::domain::words::capitalised;

impl Model {
    /// Change an account. What the change says is told in the status line together with what it moves; if it fails,
    /// nothing has changed.
    pub fn edit(
        &mut self,
        ctx: &Ctx,
        id: &AccountId,
        change: impl FnOnce(&mut Account, &Context) -> Result<String, Invalid>,
    ) -> Effects {
        match self.try_edit(ctx, id, change) {
            Ok(effects) => effects,
            Err(invalid) => {
                self.refuse(capitalised(&invalid.to_string()));
                Vec::new()
            }
        }
    }

    /// As [`Model::edit`], for callers that show a refusal themselves.
    pub fn try_edit(
        &mut self,
        ctx: &Ctx,
        id: &AccountId,
        change: impl FnOnce(&mut Account, &Context) -> Result<String, Invalid>,
    ) -> Result<Effects, Invalid> {
        let entry = self.plan.accounts.get(id).ok_or_else(gone)?;
        let before = Arc::clone(&entry.account);
        let (label, account) = entry.changed(|account| change(account, &self.context(&before, ctx)))?;
        if account == *before {
            self.say(capitalised(&label));
            return Ok(Vec::new());
        }
        let told = self.with_moves(capitalised(&label), &before, &account, ctx);
        let follows = reached::stage_that_follows(&before, &account);
        let key = FileKey::Account(id.clone());
        let step = if label.starts_with(&account.name) { label.clone() } else { format!("{}: {label}", account.name) };
        let change =
            Change { key, before: Some(Value::Account(before)), after: Some(Value::Account(Arc::new(account))) };
        let effects = self.take_step(ctx, step, vec![change]);
        self.done(told);
        if let Some(stage) = follows {
            outcomes::ask_stage(self, id, stage);
        }
        Ok(effects)
    }

    /// What is said of a change, what it moves, and which accounts no longer count for a goal by it.
    pub(super) fn with_moves(&self, told: String, before: &Account, after: &Account, ctx: &Ctx) -> String {
        let narrowed = goals::narrowed(before, after, &self.plan.settings.goals, self.plan.all().map(AsRef::as_ref));
        let parts = [told, self.moves(before, after, ctx), narrowed.unwrap_or_default()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// What a change would come to, for a line that is being typed: carried out on a copy, with what it moves.
    pub(super) fn foresee(
        &self,
        id: &AccountId,
        ctx: &Ctx,
        change: impl FnOnce(&mut Account, &Context) -> Result<String, Invalid>,
    ) -> Echo {
        let Some(before) = self.plan.account(id) else { return Echo::Wrong(gone().to_string()) };
        let mut after = Account::clone(before);
        match change(&mut after, &self.context(before, ctx)) {
            Err(Invalid(why)) => Echo::Wrong(why),
            Ok(told) => Echo::Means(self.with_moves(told, before, &after, ctx)),
        }
    }

    /// As [`Model::try_edit`], as part of the step before: what is asked about an answer belongs to it, and one undo
    /// takes both back.
    pub fn edit_on(
        &mut self,
        ctx: &Ctx,
        id: &AccountId,
        change: impl FnOnce(&mut Account, &Context) -> Result<String, Invalid>,
    ) -> Result<Effects, Invalid> {
        let depth = self.history.done.len();
        let mut effects = self.try_edit(ctx, id, change)?;
        if self.history.done.len() > depth
            && let Some(joined) = self.history.join()
        {
            effects.iter_mut().filter_map(Effect::note_mut).for_each(|note| note.clone_from(&joined));
        }
        Ok(effects)
    }

    /// Do something to files, as one step.
    pub fn take_step(&mut self, ctx: &Ctx, label: String, changes: Vec<Change>) -> Effects {
        let note = self.note(label, Way::Do, ctx);
        let spot = self.spot();
        self.history.push(Step { note: note.clone(), changes: changes.clone(), is_own: true, spot });
        self.put(&note, changes, ctx.today())
    }

    /// Do something to files as part of that step, if nothing came in between; otherwise as one of its own.
    pub(super) fn take_step_on(&mut self, ctx: &Ctx, step: StepId, label: String, changes: Vec<Change>) -> Effects {
        match self.history.extend(step, &changes) {
            Some(note) => self.put(&note, changes, ctx.today()),
            None => self.take_step(ctx, label, changes),
        }
    }

    /// A step of a run that ended and could not save it: it is shown, and tried again like any other.
    pub(super) fn take_up(&mut self, note: Note, change: Change, ctx: &Ctx) -> Effects {
        let effects = self.put(&note, vec![change.clone()], ctx.today());
        self.history.push(Step { note, changes: vec![change], is_own: true, spot: self.spot() });
        effects
    }

    /// Take the last step back, with all that it caused.
    pub fn undo(&mut self, ctx: &Ctx) -> Effects {
        if self.step_here().is_none() && self.undo_drop(ctx) {
            return Vec::new();
        }
        let here = self.step_here().map(|step| step.note.id);
        let is_followed = here.is_some_and(|step| self.history.is_followed(step));
        let Some(step) = self.history.undo(here) else {
            self.say(if self.step_here().is_some() { "It is taken back already." } else { "Nothing to undo." });
            return Vec::new();
        };
        self.stay_with(step.note.id);
        let accounts = step.changes.iter().filter_map(|change| match &change.key {
            FileKey::Account(id) => Some(id.clone()),
            _ => None,
        });
        self.derived.forget_dealt_with(&accounts.collect::<Vec<_>>());
        let back = |change: Change| Change { before: change.after, after: change.before, ..change };
        // Though a file says what that step made of it, a later one may have said so anew: the journal knows.
        let changes = if is_followed { Vec::new() } else { step.changes.into_iter().rev().map(back).collect() };
        let spot = step.spot;
        let effects = self.turn(step.note, Way::Undo, changes, "Undone", ctx);
        self.return_to(&spot);
        effects
    }

    /// Do again what was taken back.
    pub fn redo(&mut self, ctx: &Ctx) -> Effects {
        let Some(step) = self.history.redo(self.step_here().map(|step| step.note.id)) else {
            self.say(if self.step_here().is_some() { "It stands." } else { "Nothing to redo." });
            return Vec::new();
        };
        self.stay_with(step.note.id);
        self.turn(step.note, Way::Redo, step.changes, "Redone", ctx)
    }

    /// At once where this run knows what the step did and nobody has come in between; otherwise by the journal, which
    /// merges it with what the files say.
    fn turn(&mut self, step: Note, way: fn(StepId) -> Way, changes: Vec<Change>, told: &str, ctx: &Ctx) -> Effects {
        let note = self.note(step.label, way(step.id), ctx);
        let is_as_it_was = |change: &Change| self.plan.value(&change.key) == change.before;
        if !changes.is_empty() && changes.iter().all(is_as_it_was) {
            self.done(format!("{told}: {}", note.label));
            return self.put(&note, changes, ctx.today());
        }
        vec![Effect::TakeBack { told: format!("{told}: {}", note.label), note }]
    }

    /// A step of this run.
    pub fn note(&mut self, label: String, way: Way, ctx: &Ctx) -> Note {
        self.steps += 1;
        Note { id: self.steps, at: ctx.now, label, way }
    }

    fn put(&mut self, note: &Note, changes: Vec<Change>, today: NaiveDate) -> Effects {
        let files = changes.len();
        let mut saves = Vec::with_capacity(files);
        let mut touched = Vec::new();
        let mut settings_changed = false;
        for change in changes {
            let Change { key, after, .. } = &change;
            match (key, after) {
                (FileKey::Account(id), Some(Value::Account(account))) => {
                    let entry = self.plan.accounts.entry(id.clone()).or_default();
                    entry.account = Arc::clone(account);
                    touched.push(id.clone());
                }
                (FileKey::Account(id), _) => {
                    self.plan.accounts.remove(id);
                    touched.push(id.clone());
                }
                (FileKey::Settings, Some(Value::Settings(settings))) => {
                    // Nothing that is due depends on a goal.
                    settings_changed |= !settings.differs_in_goals_alone(&self.plan.settings);
                    self.plan.settings = Arc::clone(settings);
                }
                (FileKey::Playbook(id), Some(Value::Playbook(playbook))) => {
                    self.plan.playbooks.retain(|each| each.id != *id);
                    self.plan.playbooks.insert(0, Arc::clone(playbook));
                }
                (FileKey::Contacts, Some(Value::Contacts(contacts))) => {
                    self.plan.contacts = Some(Arc::clone(contacts));
                }
                (FileKey::Contacts, None) => self.plan.contacts = None,
                (FileKey::Playbook(id), None) => self.plan.playbooks.retain(|each| each.id != *id),
                _ => {}
            }
            let generation = self.saving.begin(key, &note.label);
            self.saving.remember(key, note, change.before.clone(), files);
            saves.push((change, generation));
        }
        if settings_changed {
            // What the settings take off this day was not dealt with.
            let all: Vec<AccountId> = self.plan.accounts.keys().cloned().collect();
            self.derived.forget_dealt_with(&all);
            self.plan.calendar = Calendar::new(&self.plan.settings.calendar, self.plan.holidays.iter().copied());
            self.derive_all(today);
        } else {
            self.derive(&touched, today);
        }
        self.follow_contacts();
        let note = note.clone();
        match <[(Change, u64); 1]>::try_from(saves) {
            Ok([(change, generation)]) => vec![Effect::Save { note, change, generation }],
            Err(saves) if saves.is_empty() => Vec::new(),
            Err(saves) => vec![Effect::SaveStep { note, saves }],
        }
    }
}

/// What is asked of an account that is not there any more.
pub(super) fn gone() -> Invalid {
    Invalid("this account was archived or deleted elsewhere; what is typed here is kept when you close it".into())
}
