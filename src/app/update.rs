//! The one function that changes the model: a message in, effects out. A short router; the work is done where its
//! subject lives.

use super::effect::{Effect, Effects};
use super::everywhere;
use super::model::{Ctx, Model};
use super::msg::Msg;
use super::overlay::{self, Overlay};
use super::saving::Refused;
use super::{form, input, prompt};
use crate::domain::account::AccountId;
use crate::domain::plan::{Entry, FileKey};

/// What the message changes, and what it asks of the world. Pure: the same model, message and context give the same
/// model and effects.
pub fn update(model: &mut Model, msg: Msg, ctx: &Ctx) -> Effects {
    // Laptops sleep: the day is looked at with every message.
    if model.derived.day.is_some_and(|day| day != ctx.today()) {
        model.derive_all(ctx.today());
    }
    match msg {
        Msg::Key(key) => press(model, key, ctx),
        Msg::Paste(text) => {
            paste(model, &text, ctx);
            Vec::new()
        }
        Msg::NewDay | Msg::Resized => Vec::new(),
        Msg::Opened(plan) => {
            let accounts = std::mem::take(&mut model.plan.accounts);
            model.plan = *plan;
            model.plan.accounts.extend(accounts);
            model.loading = true;
            model.derive_all(ctx.today());
            Vec::new()
        }
        Msg::Loaded(entries) => {
            loaded(model, entries, ctx);
            Vec::new()
        }
        Msg::AllLoaded => {
            model.loading = false;
            model.derive_all(ctx.today());
            Vec::new()
        }
        Msg::Saved { key, generation } => {
            model.saving.end(&key, generation, Ok(ctx.now.time()));
            Vec::new()
        }
        Msg::SaveFailed { key, generation, why, changed } => {
            model.saving.end(&key, generation, Err(Refused { why, changed }));
            Vec::new()
        }
        Msg::Reloaded { key, entry } => {
            reloaded(model, &key, entry.map(|entry| *entry), ctx);
            Vec::new()
        }
        Msg::Edited(Ok(text)) => {
            input::edited(model, &text, ctx);
            vec![Effect::Redraw]
        }
        Msg::Edited(Err(why)) => {
            model.refuse(why);
            vec![Effect::Redraw]
        }
        Msg::Copied => {
            model.done("Sent to your terminal's clipboard.");
            Vec::new()
        }
        Msg::Switched { place } => {
            let keymap = std::mem::take(&mut model.keymap);
            let personal = std::mem::take(&mut model.personal);
            let complaints = std::mem::take(&mut model.complaints);
            *model = Model { place, keymap, personal, complaints, loading: true, ..Model::default() };
            Vec::new()
        }
        Msg::Failed(why) => {
            model.refuse(why);
            Vec::new()
        }
    }
}

fn press(model: &mut Model, key: crokey::KeyCombination, ctx: &Ctx) -> Effects {
    if Some(key) == super::keymap::parse("ctrl-c") {
        return everywhere::interrupt(model);
    }
    let again = std::mem::take(&mut model.interrupted);
    model.status = super::model::Status::default();
    let command = model.keymap.resolve(&model.scopes(), key, |command| (command.enabled)(model));
    match command {
        Some(command) => {
            // Leaving a second time must know of the first.
            model.interrupted = again && command.id == "quit";
            (command.run)(model, ctx)
        }
        // Text where there is text. Elsewhere nothing is bound to Alt, and an Alt-letter is not its letter.
        None => overlay::key(model, key, ctx),
    }
}

/// Pasted text is text; outside a field it offers a note, and never runs anything.
fn paste(model: &mut Model, text: &str, ctx: &Ctx) {
    if model.overlays.is_empty() && model.current().is_some() {
        _ = super::detail::ask_for(model, crate::domain::line::Addable::Log, ctx);
    }
    match model.overlays.last() {
        Some(Overlay::Form(_)) => form::paste(model, text, ctx),
        Some(Overlay::Prompt(_)) => prompt::paste(model, text, ctx),
        _ => {}
    }
}

fn loaded(model: &mut Model, entries: Vec<Entry>, ctx: &Ctx) {
    let ids: Vec<AccountId> = entries.iter().map(|entry| entry.account.id.clone()).collect();
    for entry in entries {
        model.plan.accounts.insert(entry.account.id.clone(), entry);
    }
    model.derive(&ids, ctx.today());
}

/// A file was read again: what it says now is what counts, and steps that knew it otherwise can't be undone.
fn reloaded(model: &mut Model, key: &FileKey, entry: Option<Entry>, ctx: &Ctx) {
    model.saving.refused.remove(key);
    model.history.forget(key);
    let FileKey::Account(id) = key else { return };
    let name = match entry {
        Some(entry) => {
            let name = entry.account.name.clone();
            model.plan.accounts.insert(id.clone(), entry);
            name
        }
        None => {
            let gone = model.plan.accounts.remove(id);
            gone.map(|entry| entry.account.name.clone()).unwrap_or_default()
        }
    };
    model.derive(std::slice::from_ref(id), ctx.today());
    model.settle_detail();
    model.say(format!("{name}: read again from the disk."));
}
