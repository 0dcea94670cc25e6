//! The people we know who are on no account: finding them, and moving them onto one. They are read when somebody asks, and
//! offered when an account of their company is added.

use std::sync::Arc;

use super::command::{Command, Scope, always};
use super::effect::{Effect, Effects};
use super::forecast::counted;
use super::menu::{Choice, Menu};
use super::model::{Ctx, Model};
use super::overlay::Overlay;
use super::prompt::{Echo, Prompt, Target};
use super::same::meant;
use crate::domain::account::{Account, AccountId};
use crate::domain::contacts::{self, Book, Contact, Contacts};
use crate::domain::fields::Invalid;
use crate::domain::plan::{FileKey, Value};
use crate::domain::step::{Change, StepId};

/// The commands.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        id: "contacts",
        scope: Scope::Everywhere,
        label: "contacts",
        help: "The people you know who are on no account yet; Enter moves one onto an account.",
        enabled: always,
        run: |model, _| {
            model.waiting.list = true;
            vec![Effect::ReadContacts]
        },
    },
    Command {
        id: "contacts.attach",
        scope: Scope::Contacts,
        label: "onto an account",
        help: "Move the contact onto an account.",
        enabled: |model| model.contact_here().is_some(),
        run: attach,
    },
    Command {
        id: "contacts.filter",
        scope: Scope::Contacts,
        label: "filter",
        help: "Show only contacts with these words in their name, title or company; !word excludes.",
        enabled: always,
        run: filter,
    },
];

/// Who waits for the contacts to be read.
#[derive(Debug, Clone, Default)]
pub struct Waiting {
    /// The list.
    list: bool,
    /// An account that was added, as which step: whoever is known there is offered.
    offer: Option<(AccountId, StepId)>,
}

/// The list of contacts.
#[derive(Debug, Clone)]
pub struct ContactsView {
    /// All of them.
    pub contacts: Arc<Contacts>,
    /// Those that are seen, by their place.
    pub rows: Vec<usize>,
    /// The row under the cursor.
    pub at: usize,
    /// As typed.
    pub filter: String,
}

impl ContactsView {
    fn of(contacts: Arc<Contacts>) -> Self {
        let mut view = Self { contacts, rows: Vec::new(), at: 0, filter: String::new() };
        view.arrange();
        view
    }

    fn arrange(&mut self) {
        let filter = self.filter.to_lowercase();
        let words: Vec<&str> = filter.split_whitespace().collect();
        let passes = |contact: &Contact| {
            let Contact { person, company, .. } = contact;
            let said = format!("{} {} {} {company}", person.name, person.title, person.department).to_lowercase();
            words.iter().all(|word| match word.strip_prefix('!') {
                Some(without) => without.is_empty() || !said.contains(without),
                None => said.contains(word),
            })
        };
        self.rows = (0..self.contacts.people.len()).filter(|n| passes(&self.contacts.people[*n])).collect();
        self.at = self.at.min(self.rows.len().saturating_sub(1));
    }

    /// The contact under the cursor.
    pub fn here(&self) -> Option<&Contact> {
        self.contacts.people.get(*self.rows.get(self.at)?)
    }
}

impl Model {
    fn contacts_view(&mut self) -> Option<&mut ContactsView> {
        self.overlays.iter_mut().rev().find_map(|overlay| match overlay {
            Overlay::Contacts(view) => Some(view),
            _ => None,
        })
    }

    fn contact_here(&self) -> Option<&Contact> {
        match self.overlays.last() {
            Some(Overlay::Contacts(view)) => view.here(),
            _ => None,
        }
    }

    /// The filter of the list, if that is what lies beneath the question.
    pub(super) fn filter_contacts(&mut self, text: &str) -> bool {
        let Some(view) = self.contacts_view() else { return false };
        text.clone_into(&mut view.filter);
        view.arrange();
        true
    }

    /// contacts.toml as it is on the screen, if it was read.
    pub(super) fn book_now(&self) -> Option<Book> {
        let contacts = self.plan.contacts.clone();
        let is_there = contacts.is_some();
        self.book.as_ref().map(|book| Book { contacts: contacts.unwrap_or_default(), is_there, ..book.clone() })
    }

    /// The list shows who is there now.
    pub(super) fn follow_contacts(&mut self) {
        let now = self.plan.contacts.clone().unwrap_or_default();
        if let Some(view) = self.contacts_view() {
            view.contacts = now;
            view.arrange();
        }
    }

    /// contacts.toml was read: whoever waited for it goes on.
    pub(super) fn hear_contacts(&mut self, book: Book) -> Effects {
        let contacts = Arc::clone(&book.contacts);
        // What waits for the disk is newer.
        if !self.saving.is_ahead(&FileKey::Contacts) {
            self.plan.contacts = book.is_there.then(|| Arc::clone(&contacts));
        }
        self.book = Some(book);
        self.follow_contacts();
        if std::mem::take(&mut self.waiting.list) {
            self.list_contacts();
        }
        if let Some((account, step)) = self.waiting.offer.take() {
            self.offer_contacts(&account, step);
        }
        self.go_on_importing()
    }

    fn list_contacts(&mut self) {
        let contacts = self.plan.contacts.clone().unwrap_or_default();
        if contacts.people.is_empty() {
            self.say("There are no contacts: an import puts everybody there whose company is no account.");
        } else if self.contacts_view().is_none() {
            self.overlays.push(Overlay::Contacts(ContactsView::of(contacts)));
        }
    }

    /// An account was just added: whoever is known there is offered, as soon as they are read.
    pub(super) fn look_for_contacts(&mut self, account: &AccountId) -> Effects {
        let Some(step) = self.history.done.last() else { return Vec::new() };
        self.waiting.offer = Some((account.clone(), step.note.id));
        vec![Effect::ReadContacts]
    }

    fn offer_contacts(&mut self, id: &AccountId, step: StepId) {
        let (Some(account), Some(contacts)) = (self.plan.account(id).cloned(), self.plan.contacts.clone()) else {
            return;
        };
        let known: Vec<&Contact> = contacts.at(&account).collect();
        if known.is_empty() {
            return;
        }
        let told = format!("You know {} at {}", counted(known.len(), "person", "people"), account.name);
        // Whoever types already goes on.
        if !self.overlays.is_empty() {
            self.say(format!("{told}: contacts (:) has them."));
            return;
        }
        let names: Vec<String> = known.iter().take(4).map(|contact| called(contact)).collect();
        let more = if known.len() > names.len() { " and others" } else { "" };
        let choices = vec![
            Choice::new('y', "take them over", format!("{}{more}", names.join(", "))),
            Choice::new('n', "not now", "they stay among the contacts"),
        ];
        let target = Target { account: id.clone(), word: step.to_string(), ..Target::default() };
        let menu = Menu::new(
            told,
            choices,
            target,
            |model, target, at, ctx| {
                if at == 0 { take_over(model, target, ctx) } else { Vec::new() }
            },
        );
        self.overlays.push(Overlay::Menu(menu));
    }

    /// Contacts onto an account: what that changes.
    fn moved(&self, id: &AccountId, who: &[String]) -> Result<(Vec<Change>, Account), Invalid> {
        let (Some(before), Some(book)) = (self.plan.contacts.clone(), &self.book) else {
            return Err(Invalid("the contacts have just changed; ask once more".into()));
        };
        if let Some(why) = &book.read_only {
            return Err(Invalid(format!("contacts.toml can't be changed: {why}")));
        }
        let entry = self.plan.accounts.get(id).ok_or_else(super::change::gone)?;
        let mut after = Contacts::clone(&before);
        let ids: Vec<&str> = who.iter().map(String::as_str).collect();
        let (_, account) = entry.changed(|account| contacts::attach(&mut after, account, &ids))?;
        let account_change = Change {
            key: FileKey::Account(id.clone()),
            before: Some(Value::Account(Arc::clone(&entry.account))),
            after: Some(Value::Account(Arc::new(account.clone()))),
        };
        let contacts_change = Change {
            key: FileKey::Contacts,
            before: Some(Value::Contacts(before)),
            after: Some(Value::Contacts(Arc::new(after))),
        };
        Ok((vec![account_change, contacts_change], account))
    }
}

/// `Dana Cole (VP Marketing)`
fn called(contact: &Contact) -> String {
    let Contact { person, .. } = contact;
    if person.title.is_empty() { person.name.clone() } else { format!("{} ({})", person.name, person.title) }
}

/// Everybody known there comes onto the account that was just added, as part of adding it.
fn take_over(model: &mut Model, target: &Target, ctx: &Ctx) -> Effects {
    let known: Vec<String> = match (model.plan.account(&target.account), &model.plan.contacts) {
        (Some(account), Some(contacts)) => contacts.at(account).map(|contact| contact.person.id.clone()).collect(),
        _ => Vec::new(),
    };
    match model.moved(&target.account, &known) {
        Err(Invalid(why)) => {
            model.refuse(crate::domain::words::capitalised(&why));
            Vec::new()
        }
        Ok((changes, account)) => {
            let step = target.word.parse().unwrap_or_default();
            let people = counted(known.len(), "contact", "contacts");
            let effects = model.take_step_on(ctx, step, format!("{}: {people} taken over", account.name), changes);
            model.settle_detail();
            model.done(format!("{people} of {} taken over.", account.name));
            effects
        }
    }
}

fn filter(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(text) = model.contacts_view().map(|view| view.filter.clone()) else { return Vec::new() };
    let echo = |model: &Model, _: &Target, text: &str, _: &Ctx| match model
        .overlays
        .iter()
        .rev()
        .find_map(|overlay| if let Overlay::Contacts(view) = overlay { Some(view) } else { None })
    {
        Some(view) if !text.trim().is_empty() => {
            Echo::Means(format!("{} of {}", view.rows.len(), view.contacts.people.len()))
        }
        _ => Echo::Means(String::new()),
    };
    let prompt = Prompt::new("Filter", "head marketing !intern", Target::default(), echo, |model, _, text, _| {
        model.set_filter(text);
        Ok(Vec::new())
    });
    model.ask(prompt.with(&text).live().verb("keep the filter"), ctx)
}

/// Ask onto which account; where their company is one, that is offered, and no other.
fn attach(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(contact) = model.contact_here().cloned() else { return Vec::new() };
    let of_one = Contacts { people: vec![contact.clone()], ..Contacts::default() };
    let theirs = model.plan.all().find(|account| of_one.at(account).next().is_some());
    let name = theirs.map(|account| account.name.clone()).unwrap_or_default();
    let target = Target { word: contact.person.id.clone(), ..Target::default() };
    let title = format!("{} goes onto", called(&contact));
    let words = |model: &Model, _: &Target| model.plan.all().map(|account| account.name.clone()).collect();
    let prompt = Prompt::new(title, "Primo", target, echo_attach, submit_attach).words(words).verb("move them");
    model.ask(prompt.offered(&name), ctx)
}

fn echo_attach(model: &Model, target: &Target, text: &str, _: &Ctx) -> Echo {
    if text.trim().is_empty() {
        return Echo::Means(String::new());
    }
    let moved = meant(model.plan.all(), text)
        .and_then(|account| Ok((account, model.moved(&account.id, std::slice::from_ref(&target.word))?)));
    match moved {
        Err(Invalid(why)) => Echo::Wrong(why),
        Ok((was, (_, is))) => {
            let people = counted(is.people.len(), "person", "people");
            Echo::Means(format!("{} has {people} then, {} now", is.name, was.people.len()))
        }
    }
}

fn submit_attach(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    let id = meant(model.plan.all(), text)?.id.clone();
    let (changes, account) = model.moved(&id, std::slice::from_ref(&target.word))?;
    let name = account.people.last().map_or("", |person| &person.name).to_owned();
    let effects = model.take_step(ctx, format!("{}: {name} taken over from the contacts", account.name), changes);
    model.done(format!("{name} is on {} now.", account.name));
    Ok(effects)
}
