//! The only way in which the plan changes: one step with a name, that is shown, saved and can be undone.

use std::sync::Arc;

use chrono::NaiveDate;

use super::effect::{Effect, Effects};
use super::history::{Change, Step};
use super::model::{Ctx, Model};
use crate::domain::account::{Account, AccountId};
use crate::domain::calendar::Calendar;
use crate::domain::fields::{Context, Invalid};
use crate::domain::plan::{FileKey, Value};
use crate::domain::schedule;

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
                self.refuse(sentence(&invalid.to_string()));
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
        let Some(entry) = self.plan.accounts.get(id) else {
            return Err(Invalid("this account is not in the plan any more".into()));
        };
        let before = Arc::clone(&entry.account);
        let (label, account) = entry.changed(|account| change(account, &self.context(&before, ctx)))?;
        if account == *before {
            self.say(sentence(&label));
            return Ok(Vec::new());
        }
        let moves = schedule::ripple(&before, &account, &self.world(ctx.today()));
        let told = schedule::told(&moves, ctx.today());
        let key = FileKey::Account(id.clone());
        let step = if label.starts_with(&account.name) { label.clone() } else { format!("{}: {label}", account.name) };
        let change =
            Change { key, before: Some(Value::Account(before)), after: Some(Value::Account(Arc::new(account))) };
        let effects = self.take_step(ctx, step, vec![change]);
        let label = sentence(&label);
        self.done(if told.is_empty() { label } else { format!("{label} · {told}") });
        Ok(effects)
    }

    /// Do something to files, as one step.
    pub fn take_step(&mut self, ctx: &Ctx, label: String, changes: Vec<Change>) -> Effects {
        let spot = self.spot();
        let effects = self.put(ctx.today(), changes.iter().map(|change| (change.key.clone(), change.after.clone())));
        self.history.push(Step { label, changes, spot });
        effects
    }

    /// Take the last step back, with all that it caused.
    pub fn undo(&mut self, ctx: &Ctx) -> Effects {
        let Some(step) = self.history.undo() else {
            self.say("Nothing to undo in this run.");
            return Vec::new();
        };
        self.done(format!("Undone: {}", step.label));
        let effects = self.put(ctx.today(), step.changes.into_iter().map(|change| (change.key, change.before)));
        self.return_to(&step.spot);
        effects
    }

    /// Do again what was taken back.
    pub fn redo(&mut self, ctx: &Ctx) -> Effects {
        let Some(step) = self.history.redo() else {
            self.say("Nothing to redo.");
            return Vec::new();
        };
        self.done(format!("Redone: {}", step.label));
        self.put(ctx.today(), step.changes.into_iter().map(|change| (change.key, change.after)))
    }

    fn put(&mut self, today: NaiveDate, values: impl Iterator<Item = (FileKey, Option<Value>)>) -> Effects {
        let mut effects = Vec::new();
        let mut touched = Vec::new();
        let mut settings_changed = false;
        for (key, value) in values {
            match (&key, &value) {
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
                    self.plan.settings = Arc::clone(settings);
                    settings_changed = true;
                }
                (FileKey::Playbook(id), Some(Value::Playbook(playbook))) => {
                    self.plan.playbooks.retain(|each| each.id != *id);
                    self.plan.playbooks.insert(0, Arc::clone(playbook));
                }
                (FileKey::Playbook(id), None) => self.plan.playbooks.retain(|each| each.id != *id),
                _ => {}
            }
            let generation = self.saving.begin(&key);
            effects.push(Effect::Save { key, value, generation });
        }
        if settings_changed {
            self.plan.calendar = Calendar::new(&self.plan.settings.calendar, self.plan.holidays.iter().copied());
            self.derive_all(today);
        } else {
            self.derive(&touched, today);
        }
        effects
    }
}

/// A label as the beginning of a sentence.
fn sentence(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
