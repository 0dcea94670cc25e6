//! Saving a form: what was typed becomes one step. What somebody else has changed meanwhile is not written over.

use super::{Form, FormOf, check};
use crate::app::change::gone;
use crate::app::effect::{Effect, Effects};
use crate::app::model::{Ctx, Model};
use crate::app::prompt::Echo;
use crate::domain::account::Account;
use crate::domain::conflict::Choice;
use crate::domain::fields::{self, Context, Invalid, Place};
use crate::domain::plan::{FileKey, Value};
use crate::domain::settings::Settings;
use crate::domain::step::Change;

/// Save what was changed, and close. A field that can't be taken keeps the form open, with the cursor in it.
pub(in crate::app) fn save(model: &mut Model, ctx: &Ctx) -> Effects {
    check(model, ctx);
    let Some(form) = model.form() else { return Vec::new() };
    if let Some(why) = form.obstacle.clone() {
        model.refuse(why);
        return Vec::new();
    }
    if let Some(wrong) = form.rows.iter().position(|row| matches!(row.echo, Echo::Wrong(_))) {
        form.at = wrong;
        return Vec::new();
    }
    let form = form.clone();
    let depth = model.overlays.len().saturating_sub(1);
    let changed: Vec<(&str, String)> =
        form.rows.iter().filter(|row| row.is_changed()).map(|row| (row.spec.key, row.text())).collect();
    let labels: Vec<&str> = form.rows.iter().filter(|row| row.is_changed()).map(|row| row.spec.label).collect();
    let label = format!("{}: {} changed", form.title, labels.join(", ").to_lowercase());
    let effects = match &form.of {
        _ if changed.is_empty() => Ok(Vec::new()),
        _ if form.rows.iter().any(|row| row.elsewhere.is_some()) => save_beside(model, ctx, &form, &changed, label),
        FormOf::Settings => save_settings(model, ctx, "plan.toml changed".to_owned(), |settings, context| {
            set_all(settings, &changed, context)
        }),
        FormOf::Goal(id) => {
            save_settings(model, ctx, label, |settings, context| set_goal(settings, id, &changed, context))
        }
        FormOf::Item(id, place) => model.try_edit(ctx, id, |account, context| {
            put_all(account, *place, &changed, context)?;
            Ok(label)
        }),
    };
    match effects {
        Ok(mut effects) => {
            // The change may have asked something on top; only the form itself goes.
            if depth < model.overlays.len() {
                model.overlays.remove(depth);
            }
            if let Some(conflict) = form.settles {
                let step = effects.iter_mut().find_map(Effect::note_mut).cloned();
                effects.extend(model.settle(conflict, Choice::Theirs, step, ctx));
            }
            effects
        }
        Err(Invalid(why)) => {
            model.refuse(why);
            Vec::new()
        }
    }
}

fn put_all(account: &mut Account, place: Place, all: &[(&str, String)], context: &Context) -> Result<(), Invalid> {
    all.iter().try_for_each(|(key, text)| fields::set(account, place, key, text, context))
}

/// Somebody else has changed what was typed here too. It is saved as from where the typing began, so that it comes to
/// stand beside what they wrote, to be chosen from, and over nothing that nobody here has seen.
fn save_beside(
    model: &mut Model,
    ctx: &Ctx,
    form: &Form,
    typed: &[(&str, String)],
    label: String,
) -> Result<Effects, Invalid> {
    let clashing = form.rows.iter().filter(|row| row.elsewhere.is_some());
    let began: Vec<(&str, String)> = clashing.map(|row| (row.spec.key, row.before.clone())).collect();
    let (key, before, after) = match &form.of {
        FormOf::Item(id, place) => {
            let entry = model.plan.accounts.get(id).ok_or_else(gone)?;
            let now = std::sync::Arc::clone(&entry.account);
            let context = model.context(&now, ctx);
            let ((), before) = entry.changed(|account| put_all(account, *place, &began, &context))?;
            let mut after = before.clone();
            put_all(&mut after, *place, typed, &context)?;
            (FileKey::Account(id.clone()), Value::Account(before.into()), Value::Account(after.into()))
        }
        FormOf::Settings => {
            let nobody = Account::default();
            let context = model.context(&nobody, ctx);
            let mut before = Settings::clone(&model.plan.settings);
            set_all(&mut before, &began, &context)?;
            let mut after = before.clone();
            set_all(&mut after, typed, &context)?;
            (FileKey::Settings, Value::Settings(before.into()), Value::Settings(after.into()))
        }
        FormOf::Goal(id) => {
            let nobody = Account::default();
            let context = model.context(&nobody, ctx);
            let mut before = Settings::clone(&model.plan.settings);
            set_goal(&mut before, id, &began, &context)?;
            let mut after = before.clone();
            set_goal(&mut after, id, typed, &context)?;
            (FileKey::Settings, Value::Settings(before.into()), Value::Settings(after.into()))
        }
    };
    Ok(model.take_step(ctx, label, vec![Change { key, before: Some(before), after: Some(after) }]))
}

fn set_all(settings: &mut Settings, all: &[(&str, String)], context: &Context) -> Result<(), Invalid> {
    all.iter().try_for_each(|(key, text)| fields::set_setting(settings, key, text, context))
}

fn set_goal(settings: &mut Settings, id: &str, all: &[(&str, String)], context: &Context) -> Result<(), Invalid> {
    let goal = settings.goals.iter_mut().find(|goal| goal.id == id);
    let goal = goal.ok_or_else(|| Invalid("this goal was deleted elsewhere".into()))?;
    all.iter().try_for_each(|(key, text)| fields::set_goal(goal, key, text, context))
}

fn save_settings(
    model: &mut Model,
    ctx: &Ctx,
    label: String,
    change: impl FnOnce(&mut Settings, &Context) -> Result<(), Invalid>,
) -> Result<Effects, Invalid> {
    let before = std::sync::Arc::clone(&model.plan.settings);
    let mut settings = Settings::clone(&before);
    let nobody = Account::default();
    let context = model.context(&nobody, ctx);
    change(&mut settings, &context)?;
    let change = Change {
        key: FileKey::Settings,
        before: Some(Value::Settings(before)),
        after: Some(Value::Settings(std::sync::Arc::new(settings))),
    };
    let effects = model.take_step(ctx, label, vec![change]);
    model.done("The plan is changed.");
    Ok(effects)
}
