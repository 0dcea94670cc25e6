//! The archive: taking an account out of the plan, and back into it. What lies there is read when somebody asks.

use std::sync::Arc;

use super::accounts::has_account;
use super::command::{Command, Scope, always};
use super::effect::{Effect, Effects};
use super::history::Step;
use super::model::{Ctx, Model};
use super::prompt::{self, Echo, Prompt, Target};
use super::same::meant;
use crate::domain::account::{Account, AccountId};
use crate::domain::fields::Invalid;
use crate::domain::plan::{FileKey, News, Value};
use crate::domain::step::{Change, Note, Way};
use crate::domain::words::counted;

/// The commands.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        id: "account.archive",
        scope: Scope::Accounts,
        label: "archive",
        help: "Take the account out of the plan; its file moves to accounts/archive.",
        enabled: has_account,
        run: archive,
    },
    Command {
        id: "account.restore",
        scope: Scope::Screens,
        label: "restore",
        help: "Bring an account back from the archive, as it was.",
        enabled: always,
        run: |model, _| {
            model.archive.is_asked_for = true;
            vec![Effect::ListArchive]
        },
    },
];

/// What the archive held when somebody asked.
#[derive(Debug, Clone, Default)]
pub struct Archive {
    /// Its accounts.
    pub accounts: Vec<Arc<Account>>,
    /// Somebody wants one of them back; others only look.
    is_asked_for: bool,
}

fn archive(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(account) = model.current().cloned() else { return Vec::new() };
    if let Some(why) = model.plan.accounts.get(&account.id).and_then(|entry| entry.read_only.clone()) {
        model.refuse(format!("{} can't be archived: {why}", account.name));
        return Vec::new();
    }
    let name = account.name.clone();
    let key = FileKey::Account(account.id.clone());
    let change = Change { key, before: Some(Value::Account(account)), after: None };
    let effects = model.take_step(ctx, format!("{name} archived"), vec![change]);
    let undo = model.keymap.key("undo").unwrap_or_default();
    model.done(format!("{name} is archived; {undo} brings it back."));
    effects
}

impl Model {
    /// What the archive holds, for whoever asked.
    pub(super) fn hear_archived(&mut self, archived: Vec<Arc<Account>>, ctx: &Ctx) {
        self.archive.accounts = archived;
        prompt::look_again(self, ctx);
        if !std::mem::take(&mut self.archive.is_asked_for) {
            return;
        }
        let archived = &self.archive.accounts;
        if archived.is_empty() {
            self.say("The archive is empty.");
            return;
        }
        // Something else may be asked by now.
        if self.overlays.is_empty() {
            let example = archived.iter().take(6).map(|account| account.name.as_str()).collect::<Vec<_>>();
            let example = example.join(", ");
            let prompt = Prompt::new("From the archive", example, Target::default(), echo, submit);
            let words =
                |model: &Self, _: &Target| model.archive.accounts.iter().map(|account| account.name.clone()).collect();
            _ = self.ask(prompt.words(words).verb("bring it back"), ctx);
        }
    }

    /// An account is back.
    pub(super) fn hear_restored(&mut self, note: Note, id: &AccountId, news: News, ctx: &Ctx) -> Effects {
        let told = note.label.clone();
        let effects = self.hear(news, Some(String::new()), ctx);
        // What it changed only the journal knows.
        let spot = self.spot();
        self.history.push(Step { note, changes: Vec::new(), is_own: true, spot });
        if self.overlays.is_empty() {
            self.screen = super::model::Screen::Accounts;
            self.go_to(id);
        }
        self.done(format!("{told}."));
        effects
    }
}

fn echo(model: &Model, _: &Target, text: &str, _: &Ctx) -> Echo {
    if text.trim().is_empty() {
        return Echo::Means(String::new());
    }
    match meant(model.archive.accounts.iter(), text) {
        Err(Invalid(why)) => Echo::Wrong(why),
        Ok(account) => {
            let people = counted(account.people.len(), "person", "people");
            Echo::Means(format!("{} · {} · {people}", account.name, account.stage_label()))
        }
    }
}

fn submit(model: &mut Model, _: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    let account = meant(model.archive.accounts.iter(), text)?;
    let (id, label) = (account.id.clone(), format!("{} is back from the archive", account.name));
    let note = model.note(label, Way::Do, ctx);
    Ok(vec![Effect::Restore { note, id }])
}
