//! The one function that changes the model: a message in, effects out. A short router; the work is done where its
//! subject lives.

use super::command::{Command, Scope};
use super::effect::{Effect, Effects};
use super::everywhere;
use super::history::Step;
use super::model::{Ctx, Model, Status, Tone};
use super::msg::Msg;
use super::overlay::{self, Overlay};
use super::past::Explained;
use super::{afterwards, form, input, prompt, walk};
use crate::domain::account::AccountId;
use crate::domain::plan::Entry;

/// What the message changes, and what it asks of the world. Pure: the same model, message and context give the same
/// model and effects.
pub fn update(model: &mut Model, msg: Msg, ctx: &Ctx) -> Effects {
    // Laptops sleep: the day is looked at with every message.
    if model.derived.day.is_some_and(|day| day != ctx.today()) {
        model.derive_all(ctx.today());
    }
    model.look_at_clock(ctx.now);
    let Some(msg) = model.unless_it_waits(msg) else { return Vec::new() };
    match msg {
        Msg::Key(key) => {
            model.syncing.leave_alone();
            let effects = press(model, key, ctx);
            return and_then(model, effects, ctx);
        }
        Msg::Run(command) => {
            model.status = Status::default();
            let effects = if (command.enabled)(model) { run(model, command, ctx) } else { Vec::new() };
            return and_then(model, effects, ctx);
        }
        Msg::Type(text) => overlay::say(model, &text, ctx),
        Msg::Paste(text) => paste(model, &text, ctx),
        Msg::NewDay | Msg::Resized => {}
        Msg::Focused => return vec![Effect::Look],
        Msg::Opened(plan) => {
            let accounts = std::mem::take(&mut model.plan.accounts);
            model.plan = *plan;
            model.plan.accounts.extend(accounts);
            model.loading = true;
            model.derive_all(ctx.today());
        }
        Msg::Loaded(entries) => loaded(model, entries, ctx),
        Msg::AllLoaded => model.all_loaded(ctx),
        Msg::Saved { key, generation, doubt } => {
            model.saving.end(&key, generation, Ok(ctx.now.time()));
            // A warning that what is saved now is not saved warns no more.
            if model.interrupted && model.status.tone == Tone::Bad && model.saving.is_settled() {
                model.status = Status::default();
                model.interrupted = false;
            }
            if let Some(doubt) = doubt {
                model.refuse(format!("Saved, but {doubt}"));
            }
        }
        Msg::SaveFailed { key, generation, why } => model.saving.end(&key, generation, Err(why)),
        Msg::Stopped(saves) => saves.iter().for_each(|(key, generation)| model.saving.let_go(key, *generation)),
        Msg::Taken { key, generation, free } => {
            model.saving.end(&key, generation, Err("there is a file of that name already".into()));
            return model.rename_new(&key, free, ctx);
        }
        Msg::Reloaded { key, news, dropped } => {
            model.saving.drop_refused(&key);
            let kept = if dropped.is_some() { " What was dropped is kept: " } else { "" };
            let way = model.keymap.key("palette").filter(|_| dropped.is_some());
            let way = way.map(|key| format!("{key}typed texts.")).unwrap_or_default();
            if let Some(file) = dropped {
                model.kept.keep_file(file);
            }
            model.history.forget(&key);
            return model.hear(*news, Some(format!("Read again from the disk.{kept}{way}")), ctx);
        }
        Msg::TryAgain => return everywhere::save_again(model, ctx),
        Msg::News(news, told) => return model.hear(*news, told, ctx),
        Msg::Past(done, undone) => {
            if model.saving.pending.is_empty() {
                model.history.learn(done, undone);
            }
            return model.explain();
        }
        Msg::JournalDamaged(told) => model.past_damaged = told,
        Msg::Unsaved(note, change) => return model.take_up(note, change, ctx),
        Msg::Missing(missing) => model.hear_missing(missing),
        Msg::Durable => model.saving.saved_at = Some(ctx.now.time()),
        Msg::Conflicts(conflicts, new) => {
            model.hear_conflicts(conflicts, new);
            return model.ask_for_names();
        }
        Msg::Explained(step, differences) => {
            model.explained = Explained { step, differences };
        }
        Msg::Edited(Ok(text)) => {
            input::edited(model, &text, ctx);
            return vec![Effect::Redraw];
        }
        Msg::Edited(Err(why)) => {
            model.refuse(why);
            return vec![Effect::Redraw];
        }
        Msg::FileEdited(edited) => return model.edited_file(edited, ctx),
        Msg::TextSaved { edited, outcome } => {
            let mut effects = Vec::new();
            let step = outcome.map(|(note, news)| {
                effects = model.hear(*news, Some(String::new()), ctx);
                // What it changed only the journal knows.
                Step { note, changes: Vec::new(), is_own: true, spot: model.spot() }
            });
            model.text_saved(&edited, step);
            return effects;
        }
        Msg::Left(left) => model.hear_left(left),
        said => return hear_said(model, said, ctx),
    }
    Vec::new()
}

/// What was done outside for the model, and what came of it.
fn hear_said(model: &mut Model, msg: Msg, ctx: &Ctx) -> Effects {
    match msg {
        Msg::Copied(text) => model.done(super::copy::told(&text)),
        Msg::LinkOpened(address) => model.done(format!("Opened: {address}")),
        Msg::CopiedInstead { text, why } => model.done(format!("{why}: sent to your terminal's clipboard: {text}")),
        Msg::Mailed(mailed) => {
            model.hear_mailed(mailed);
            return vec![Effect::Redraw];
        }
        Msg::Received(note, news) => return model.hear_received(note, *news, ctx),
        Msg::SyncedByAnother(at) => model.hear_synced_by_another(at, ctx),
        Msg::Synced(outcome) => return model.hear_synced(outcome.map(|synced| *synced), ctx),
        Msg::Contacts(book) => return model.hear_contacts(*book),
        Msg::Reading(turn, rows) => model.hear_reading(turn, rows),
        Msg::Looked(asked, looked) => return model.hear_looked(&asked, *looked, ctx),
        Msg::WorkedOut(turn, worked_out) => {
            let (mut effects, typed) = model.hear_worked_out(turn, worked_out.map(|applied| *applied), ctx);
            effects.extend(typed.into_iter().flat_map(|msg| update(model, msg, ctx)));
            return effects;
        }
        Msg::Paths(folder, paths) => model.hear_paths(&folder, paths, ctx),
        Msg::Archived(archived) => model.hear_archived(archived, ctx),
        Msg::Restored(note, id, news) => return model.hear_restored(note, &id, *news, ctx),
        Msg::Switched { place } => model.switch(place),
        Msg::Failed(why) => model.refuse(why),
        // The others are what happened by itself.
        _ => {}
    }
    Vec::new()
}

impl Model {
    fn all_loaded(&mut self, ctx: &Ctx) {
        self.loading = false;
        self.derive_all(ctx.today());
        self.resume_review();
        self.ask_about_absence(ctx);
    }

    /// To another plan. What is this person's own stays.
    fn switch(&mut self, place: String) {
        let keymap = std::mem::take(&mut self.keymap);
        let personal = std::mem::take(&mut self.personal);
        let complaints = std::mem::take(&mut self.complaints);
        *self = Self { place, keymap, personal, complaints, steps: self.steps, loading: true, ..Self::default() };
    }
}

/// What is asked by itself once a command is done and nothing else is asked.
fn and_then(model: &mut Model, mut effects: Effects, ctx: &Ctx) -> Effects {
    effects.extend(walk::go_on(model, ctx));
    model.ask_about_missing();
    model.ask_about_absence(ctx);
    afterwards::at_the_end(model, ctx);
    effects
}

/// What asks a question is what began it, not the key that chose on the way.
fn run(model: &mut Model, command: &'static Command, ctx: &Ctx) -> Effects {
    if !matches!(command.scope, Scope::Menu | Scope::Palette | Scope::Text | Scope::List) {
        model.command = command.id;
    }
    (command.run)(model, ctx)
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
            run(model, command, ctx)
        }
        // Text where there is text. Elsewhere nothing is bound to Alt, and an Alt-letter is not its letter.
        None => overlay::key(model, key, ctx),
    }
}

/// Pasted text is text; outside a field it offers a note, and never runs anything.
fn paste(model: &mut Model, text: &str, ctx: &Ctx) {
    if model.overlays.is_empty() && model.current().is_some() {
        _ = super::adding::ask_for(model, crate::domain::line::Addable::Log, ctx);
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
