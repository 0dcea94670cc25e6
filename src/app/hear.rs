//! What somebody else made of the plan's files comes onto the screen: another run, an editor, a copied folder. What is
//! being typed stays as it is, and stays with its item.

use super::effect::{Effect, Effects};
use super::form;
use super::menu::{Choice, Menu};
use super::model::{Ctx, Missing, Model};
use super::overlay::Overlay;
use super::prompt::Target;
use crate::domain::account::{Account, AccountId};
use crate::domain::calendar::Calendar;
use crate::domain::fields::Place;
use crate::domain::plan::{FileKey, News, Plan};

impl Model {
    /// Take the news in, and say so. Files whose changes are on their way to the disk are left: what comes back from
    /// there is merged. Says what has to be asked again.
    pub(super) fn hear(&mut self, news: News, told: Option<String>, ctx: &Ctx) -> Effects {
        let mut effects = Vec::new();
        let mut names = Vec::new();
        // What only our own save has brought with it: undo goes on knowing what it did.
        let is_own = told.as_ref().is_some_and(String::is_empty);
        if let Some(plan) = news.plan {
            self.hear_plan(*plan, &mut names);
        }
        if news.contacts && !self.saving.is_ahead(&FileKey::Contacts) {
            self.history.forget(&FileKey::Contacts);
            self.plan.contacts = None;
            names.push("contacts".to_owned());
            if self.wants_contacts() {
                effects.push(Effect::ReadContacts);
            }
        }
        self.follow_renamed(&news.accounts);
        let mut touched = Vec::new();
        // What these say now is not what a step of ours knew.
        let mut other = Vec::new();
        for entry in news.accounts {
            let id = entry.account.id.clone();
            if self.saving.is_ahead(&FileKey::Account(id.clone())) {
                continue;
            }
            names.push(entry.account.name.clone());
            if !is_own {
                other.push(FileKey::Account(id.clone()));
            }
            let is = std::sync::Arc::clone(&entry.account);
            if let Some(was) = self.plan.accounts.insert(id.clone(), entry) {
                self.stay(&was.account, &is);
            }
            touched.push(id);
        }
        let mut gone = Vec::new();
        for id in news.gone.into_iter().filter(|id| !self.saving.is_ahead(&FileKey::Account(id.clone()))) {
            other.push(FileKey::Account(id.clone()));
            gone.extend(self.plan.accounts.remove(&id).map(|entry| entry.account.name.clone()));
            touched.push(id);
        }
        self.history.forget_all(&other.iter().collect());
        self.derive(&touched, ctx.today());
        self.settle_detail();
        self.tell_news(told, &names, &gone);
        self.follow_forms(ctx);
        form::check(self, ctx);
        effects
    }

    fn hear_plan(&mut self, plan: Plan, names: &mut Vec<String>) {
        names.push("the plan".to_owned());
        let accounts = std::mem::take(&mut self.plan.accounts);
        let contacts = self.plan.contacts.take();
        let settings = std::sync::Arc::clone(&self.plan.settings);
        self.plan = plan;
        self.plan.accounts = accounts;
        self.plan.contacts = contacts;
        if self.saving.is_ahead(&FileKey::Settings) {
            // Ours is newer; the days of the holiday files are theirs.
            self.plan.calendar = Calendar::new(&settings.calendar, self.plan.holidays.iter().copied());
            self.plan.settings = settings;
        } else if settings != self.plan.settings {
            self.history.forget(&FileKey::Settings);
        }
        if let Some(day) = self.derived.day {
            self.derive_all(day);
        }
    }

    fn tell_news(&mut self, told: Option<String>, names: &[String], gone: &[String]) {
        let text = match (told, names, gone) {
            (Some(told), ..) if told.is_empty() => return,
            (Some(told), ..) => told,
            (_, [], []) => return,
            (_, [name], []) => format!("Changed elsewhere: {name}."),
            (_, names, []) => format!("Changed elsewhere: {} files.", names.len()),
            (_, _, [name]) => format!("{name}: its file is gone; archived or deleted elsewhere."),
            (_, _, gone) => format!("{} files are gone; archived or deleted elsewhere.", gone.len()),
        };
        self.say(text);
    }

    /// Much has vanished at once. That is more often a folder that is not there than a wish.
    pub(super) fn hear_missing(&mut self, missing: Vec<AccountId>) {
        let is_more = missing.iter().any(|id| !self.missing.accounts.contains(id));
        let is_to_be_asked = is_more || (self.missing.is_to_be_asked && !missing.is_empty());
        self.missing = Missing { accounts: missing, is_to_be_asked };
        if is_more && !self.overlays.is_empty() {
            self.refuse(format!("{}. They stay here; you are asked when this is closed.", self.many_gone()));
        }
        self.ask_about_missing();
    }

    /// As soon as nothing else takes the keys: a letter that is being typed is no answer.
    pub(super) fn ask_about_missing(&mut self) {
        if !self.missing.is_to_be_asked || !self.overlays.is_empty() {
            return;
        }
        self.missing.is_to_be_asked = false;
        let choices = vec![
            Choice::new('n', "no, keep them", "they stay on the screen; an edit writes the file anew"),
            Choice::new('y', "yes, let them go", "they were archived or deleted elsewhere"),
        ];
        let title = format!("{}. Is that meant?", self.many_gone());
        let menu = Menu::new(
            title,
            choices,
            Target::default(),
            |_, _, at, _| {
                if at == 1 { vec![Effect::LetGo] } else { Vec::new() }
            },
        );
        self.overlays.push(Overlay::Menu(menu));
    }

    fn many_gone(&self) -> String {
        format!("{} of {} account files are gone at once", self.missing.accounts.len(), self.plan.accounts.len())
    }

    /// Whatever stands on an item of an account stays with it although the list around it has changed.
    pub(super) fn stay(&mut self, was: &Account, is: &Account) {
        let moved = |place: Place| place.follow(was, is);
        for overlay in &mut self.overlays {
            match overlay {
                Overlay::Prompt(prompt) => prompt.target.follow(was, is),
                Overlay::Menu(menu) => menu.target.follow(was, is),
                Overlay::Brief(view) if view.account == is.id => {
                    view.meeting = match moved(Place::Meeting(view.meeting)) {
                        Some(Place::Meeting(i)) => i,
                        // It is gone: the page says so, and never becomes another meeting's.
                        _ => usize::MAX,
                    };
                }
                _ => {}
            }
        }
        let is_shown = self.current().is_some_and(|account| account.id == is.id);
        if is_shown && let Some(row) = &mut self.detail.at {
            row.place = moved(row.place).unwrap_or(row.place);
        }
    }
}
