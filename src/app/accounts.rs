//! The accounts panel: the commands on a whole account.

use super::command::{Command, Scope, always};
use super::effect::{Effect, Effects};
use super::menu::{Choice, Menu};
use super::model::{Ctx, Model, Pane, Screen, Sort};
use super::outline::{Opened, RowId};
use super::prompt::{Echo, Prompt, Target};
use crate::domain::account::{Account, AccountId};
use crate::domain::archived;
use crate::domain::fields::{Invalid, Place};
use crate::domain::id;
use crate::domain::plan::{FileKey, Value};
use crate::domain::step::Change;

/// The commands of the panel.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        id: "account.add",
        scope: Scope::Accounts,
        label: "add",
        help: "Add a target account by its name.",
        enabled: always,
        run: |model, ctx| {
            let prompt =
                Prompt::new("New account", "the company's name: Primo", Target::default(), echo_new, submit_new)
                    .verb("add");
            let mut effects = model.ask(prompt, ctx);
            // Whoever adds what lies in the archive is told so.
            effects.push(Effect::ListArchive);
            effects
        },
    },
    Command {
        id: "account.open",
        scope: Scope::Accounts,
        label: "open",
        help: "Go into the account's details.",
        enabled: has_account,
        run: |model, _| {
            model.enter_detail();
            Vec::new()
        },
    },
    Command {
        id: "account.edit",
        scope: Scope::Accounts,
        label: "edit",
        help: "Edit the account: name, why, stage, tier, value, tags, and all the rest of it.",
        enabled: has_account,
        run: |model, ctx| model.edit_account_at("name", ctx),
    },
    Command {
        id: "account.tags",
        scope: Scope::Accounts,
        label: "tags",
        help: "Edit the account's tags.",
        enabled: has_account,
        run: |model, ctx| model.edit_account_at("tags", ctx),
    },
    Command {
        id: "account.file",
        scope: Scope::Accounts,
        label: "file in your editor",
        help: "Open the account's file in your editor.",
        enabled: has_account,
        run: |model, _| model.edit_file(),
    },
    Command {
        id: "account.sort",
        scope: Scope::Accounts,
        label: "sort",
        help: "Choose the order of the accounts.",
        enabled: always,
        run: sort_menu,
    },
];

/// Whether the cursor stands on an account.
pub(super) fn has_account(model: &Model) -> bool {
    model.current().is_some()
}

impl Model {
    /// Put the cursor on an account, if the filter lets it be seen; otherwise the filter goes.
    pub fn go_to(&mut self, id: &AccountId) {
        if !self.accounts.rows.contains(id) {
            self.filter_accounts("");
        }
        if let Some(at) = self.accounts.rows.iter().position(|row| row == id) {
            self.accounts.at = at;
        }
        self.detail = super::model::DetailView::default();
    }

    /// Put the cursor on an item, wherever it stands now.
    pub(super) fn go_to_item(&mut self, id: &AccountId, place: Place) {
        self.screen = Screen::Accounts;
        self.go_to(id);
        self.enter_detail();
        self.point_at(place);
    }

    /// Put the cursor of the detail pane on an item of its account, if that has a row.
    pub(super) fn point_at(&mut self, place: Place) {
        if let (Place::Question(at) | Place::Objection(at), Some(account)) = (place, self.current()) {
            // It has a row while its meeting is open.
            let opened = Opened::of(account, RowId { place: Place::Meeting(at.meeting), key: "at" });
            self.detail.unfolded.insert(opened);
        }
        let row = self.outline().into_iter().find(|row| row.id.place == place);
        self.detail.at = row.map(|row| row.id).or(self.detail.at);
    }

    /// Let the keys go to the detail pane.
    pub fn enter_detail(&mut self) {
        if self.current().is_some() {
            self.pane = Pane::Detail;
            self.settle_detail();
        }
    }

    fn edit_account_at(&mut self, key: &'static str, ctx: &Ctx) -> Effects {
        let Some(id) = self.current().map(|account| account.id.clone()) else { return Vec::new() };
        self.open_form(ctx, &id, Place::Account, key)
    }

    /// Open the file of the account under the cursor at its first problem.
    pub(super) fn edit_file(&mut self) -> Effects {
        let Some(id) = self.current().map(|account| account.id.clone()) else { return Vec::new() };
        let problem = self.plan.accounts.get(&id).and_then(|entry| entry.problems.first());
        let line = problem.map_or(1, |problem| problem.line.max(1));
        self.edit_path(FileKey::Account(id).file(), line)
    }
}

fn echo_new(model: &Model, _: &Target, text: &str, _: &Ctx) -> Echo {
    let name = text.trim();
    if name.is_empty() {
        return Echo::Means(String::new());
    }
    match model.plan.all().find(|account| account.name.eq_ignore_ascii_case(name)) {
        Some(twin) => Echo::Means(format!("There is a {} already; Enter adds another.", twin.name)),
        None => Echo::Means(match archived::of_company(model.archive.accounts.iter().map(AsRef::as_ref), name, "") {
            Some(old) => format!("{} is in the archive: “restore” (:) brings it back; Enter adds another.", old.name),
            None => format!("kept in accounts/{}.toml", free_id(model, name)),
        }),
    }
}

fn free_id(model: &Model, name: &str) -> String {
    id::slug(name, |id| model.plan.accounts.contains_key(id))
}

fn submit_new(model: &mut Model, _: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    let name = text.trim();
    if name.is_empty() {
        return Err(Invalid("an account needs a name".into()));
    }
    let mut account = Account::new(&free_id(model, name), name, ctx.today());
    account.owner = model.me().map(|me| me.id.clone());
    let id = account.id.clone();
    let change = Change {
        key: FileKey::Account(id.clone()),
        before: None,
        after: Some(Value::Account(std::sync::Arc::new(account))),
    };
    let mut effects = model.take_step(ctx, format!("{name} added"), vec![change]);
    effects.extend(model.look_for_contacts(&id));
    model.screen = super::model::Screen::Accounts;
    model.go_to(&id);
    model.enter_detail();
    let walk = model.keymap.key("readiness.walk").unwrap_or_default();
    model.done(format!("{name} is a target. {walk} asks for what it needs, one by one."));
    Ok(effects)
}

impl Model {
    /// A new account's file name was taken by somebody else in the same moment: it gets another one.
    pub(super) fn rename_new(&mut self, key: &FileKey, free: AccountId, ctx: &Ctx) -> Effects {
        let FileKey::Account(id) = key else { return Vec::new() };
        let Some(account) = self.plan.account(id).cloned() else { return Vec::new() };
        self.saving.drop_refused(key);
        self.history.forget(key);
        let mut renamed = Account::clone(&account);
        renamed.id = free;
        let there = renamed.id.clone();
        self.plan.accounts.remove(id);
        let change = Change {
            key: FileKey::Account(there.clone()),
            before: None,
            after: Some(Value::Account(std::sync::Arc::new(renamed))),
        };
        let effects = self.take_step(ctx, format!("{} added", account.name), vec![change]);
        self.derive(&[id.clone(), there.clone()], ctx.today());
        self.go_to(&there);
        effects.into_iter().chain([Effect::Reload { key: key.clone(), dropped: None }]).collect()
    }
}

fn sort_menu(model: &mut Model, _: &Ctx) -> Effects {
    let letters = ['d', 'n', 't', 's', 'v', 'r'];
    let choices = Sort::ALL.iter().zip(letters).map(|(sort, letter)| Choice::new(letter, sort.label(), "")).collect();
    let at = Sort::ALL.iter().position(|sort| *sort == model.accounts.sort).unwrap_or(0);
    let menu = Menu::new("Sort by", choices, Target::default(), |model, _, at, _| {
        model.accounts.sort = Sort::ALL[at];
        model.arrange();
        model.say(format!("Sorted by {}.", Sort::ALL[at].label()));
        Vec::new()
    });
    model.overlays.push(super::overlay::Overlay::Menu(menu.at(at)));
    Vec::new()
}
