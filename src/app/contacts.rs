//! The people we know who are on no account: finding them, and moving them onto one. They are read when somebody asks, and
//! offered when an account of their company is added.

mod list;

use std::sync::Arc;

pub use list::ContactsView;

use super::command::{Command, Scope, always};
use super::effect::{Effect, Effects};
use super::menu::{Choice, Menu};
use super::model::{Ctx, Model};
use super::overlay::Overlay;
use super::prompt::{Echo, Prompt, Target};
use super::same::meant;
use super::trouble;
use crate::domain::account::{Account, AccountId};
use crate::domain::contacts::{self, Arrival, Attached, Book, Contact, Contacts};
use crate::domain::fields::Invalid;
use crate::domain::plan::{FileKey, Value};
use crate::domain::step::{Change, StepId};
use crate::domain::words::counted;

/// The commands.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        id: "contacts",
        scope: Scope::Screens,
        label: "contacts",
        help: "The people you know who are on no account yet; Enter moves one, or all that are marked, onto an account.",
        enabled: always,
        run: |model, _| {
            model.waiting.list = true;
            vec![Effect::ReadContacts]
        },
    },
    Command {
        id: "contacts.here",
        scope: Scope::Account,
        label: "whom you know here",
        help: "The contacts who work at this account's company, to be taken over.",
        enabled: super::accounts::has_account,
        run: |model, _| {
            let account = model.current().map(|account| account.id.clone());
            model.waiting.offer = account.map(|account| Offer { account, with: None });
            vec![Effect::ReadContacts]
        },
    },
    Command {
        id: "contacts.attach",
        scope: Scope::Contacts,
        label: "onto an account",
        help: "Move the contact onto an account, or all that are marked.",
        enabled: |model| model.contact_here().is_some(),
        run: attach,
    },
    Command {
        id: "contacts.mark",
        scope: Scope::Contacts,
        label: "mark",
        help: "Mark the contact, to be moved with others, or take the mark off.",
        enabled: |model| model.contact_here().is_some(),
        run: |model, _| {
            if let Some(view) = model.contacts_view() {
                view.mark();
            }
            Vec::new()
        },
    },
    Command {
        id: "contacts.mark-all",
        scope: Scope::Contacts,
        label: "mark all",
        help: "Mark all that are shown, or none of them.",
        enabled: |model| model.contact_here().is_some(),
        run: |model, _| {
            if let Some(view) = model.contacts_view() {
                view.mark_all();
            }
            Vec::new()
        },
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
    /// An account of which whoever is known there is offered.
    offer: Option<Offer>,
    /// Whoever asks whether all is well.
    pub(super) troubles: bool,
}

/// Whoever is known at an account is offered.
#[derive(Debug, Clone)]
struct Offer {
    account: AccountId,
    /// The step that added it, which taking them over joins; nothing where somebody asked.
    with: Option<StepId>,
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

    /// Whether they are to be read again as soon as they change: somebody may be looking at them, or choosing where they go;
    /// and what was told to be wrong with the file is told as long as it is so.
    pub(super) fn wants_contacts(&self) -> bool {
        self.book.as_ref().is_some_and(|book| !self.overlays.is_empty() || !book.problems.is_empty())
    }

    /// The list shows who is there now.
    pub(super) fn follow_contacts(&mut self) {
        let now = self.plan.contacts.clone().unwrap_or_default();
        if let Some(view) = self.contacts_view() {
            view.follow(now);
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
        if let Some(offer) = self.waiting.offer.take() {
            self.offer_contacts(&offer);
        }
        if std::mem::take(&mut self.waiting.troubles) && self.overlays.is_empty() {
            trouble::tell(self);
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
        self.waiting.offer = Some(Offer { account: account.clone(), with: Some(step.note.id) });
        vec![Effect::ReadContacts]
    }

    fn offer_contacts(&mut self, offer: &Offer) {
        let Some(account) = self.plan.account(&offer.account).cloned() else { return };
        let contacts = self.plan.contacts.clone().unwrap_or_default();
        let known = contacts.known_at(&account, &self.plan.each());
        if known.is_empty() {
            if offer.with.is_none() {
                self.say(format!("You know nobody at {} who is on no account.", account.name));
            }
            return;
        }
        let told = format!("You know {} at {}", counted(known.len(), "person", "people"), account.name);
        // Whoever types already goes on.
        if !self.overlays.is_empty() {
            self.say(format!("{told}: “whom you know here” (:) has them."));
            return;
        }
        let names: Vec<String> = known.iter().take(4).map(|contact| called(contact)).collect();
        let more = if known.len() > names.len() { " and others" } else { "" };
        let choices = vec![
            Choice::new('y', "take them over", format!("{}{more}", names.join(", "))),
            Choice::new('n', "not now", "they stay among the contacts"),
        ];
        let step = offer.with.map(|step| step.to_string()).unwrap_or_default();
        let target = Target { account: offer.account.clone(), word: step, ..Target::default() };
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
    fn moved(&self, id: &AccountId, who: &[String]) -> Result<Moved, Invalid> {
        let (Some(before), Some(book)) = (self.plan.contacts.clone(), &self.book) else {
            return Err(Invalid("the contacts have just changed; ask once more".into()));
        };
        if let Some(why) = &book.read_only {
            return Err(Invalid(format!("contacts.toml can't be changed: {why}")));
        }
        let entry = self.plan.accounts.get(id).ok_or_else(super::change::gone)?;
        let mut after = Contacts::clone(&before);
        let ids: Vec<&str> = who.iter().map(String::as_str).collect();
        let (attached, account) = entry.changed(|account| contacts::attach(&mut after, account, &ids))?;
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
        Ok(Moved { changes: vec![account_change, contacts_change], account, attached })
    }
}

/// Contacts who come onto an account.
struct Moved {
    changes: Vec<Change>,
    /// The account, with them.
    account: Account,
    attached: Vec<Attached>,
}

impl Moved {
    /// Who it is, in a word: `Dana Cole`, `3 contacts`.
    fn who(&self) -> String {
        match self.attached.as_slice() {
            [only] => only.name.clone(),
            several => counted(several.len(), "contact", "contacts"),
        }
    }

    /// What is not as plain as somebody new: who was there already, and who has a namesake.
    fn told(&self) -> String {
        let told: Vec<String> = self.attached.iter().filter_map(|each| each.told(&self.account.id)).collect();
        match told.as_slice() {
            [] => String::new(),
            [only] => format!(" {only}."),
            several => {
                let is_known = |each: &&Attached| matches!(each.arrival, Arrival::Known { .. });
                let known = self.attached.iter().filter(is_known).count();
                let others = several.len() - known;
                let known = (known > 0).then(|| format!("{known} were there already"));
                let others = (others > 0).then(|| format!("{others} have a namesake there"));
                format!(" {}.", [known, others].into_iter().flatten().collect::<Vec<_>>().join("; "))
            }
        }
    }
}

/// `Dana Cole (VP Marketing)`
fn called(contact: &Contact) -> String {
    let Contact { person, .. } = contact;
    if person.title.is_empty() { person.name.clone() } else { format!("{} ({})", person.name, person.title) }
}

/// Everybody known there comes onto the account: as part of adding it where that was just done.
fn take_over(model: &mut Model, target: &Target, ctx: &Ctx) -> Effects {
    let known: Vec<String> = match (model.plan.account(&target.account), &model.plan.contacts) {
        (Some(account), Some(contacts)) => {
            contacts.known_at(account, &model.plan.each()).iter().map(|contact| contact.person.id.clone()).collect()
        }
        _ => Vec::new(),
    };
    match model.moved(&target.account, &known) {
        Err(Invalid(why)) => {
            model.refuse(crate::domain::words::capitalised(&why));
            Vec::new()
        }
        Ok(moved) => {
            let people = counted(known.len(), "contact", "contacts");
            let told = format!("{people} of {} taken over.{}", moved.account.name, moved.told());
            let label = format!("{}: {people} taken over", moved.account.name);
            let effects = match target.word.parse() {
                Ok(step) => model.take_step_on(ctx, step, label, moved.changes),
                Err(_) => model.take_step(ctx, label, moved.changes),
            };
            model.settle_detail();
            model.done(told);
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

/// Ask onto which account; where the company of all of them is one, that is offered, and no other.
fn attach(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(view) = model.contacts_view() else { return Vec::new() };
    let contacts: Vec<Contact> = view.meant().into_iter().cloned().collect();
    let title = match contacts.as_slice() {
        [] => return Vec::new(),
        [only] => format!("{} goes onto", called(only)),
        several => format!("{} go onto", counted(several.len(), "contact", "contacts")),
    };
    let who = contacts.iter().map(|contact| contact.person.id.clone()).collect();
    let chosen = Contacts { people: contacts, ..Contacts::default() };
    let all = chosen.people.len();
    let accounts = model.plan.each();
    let known = chosen.known_at_each(&accounts, &[]);
    let theirs = accounts.iter().zip(&known).find(|(_, known)| known.len() == all).map(|(account, _)| account);
    let name = theirs.map(|account| account.name.clone()).unwrap_or_default();
    let target = Target { who, ..Target::default() };
    let words = |model: &Model, _: &Target| model.plan.all().map(|account| account.name.clone()).collect();
    let prompt = Prompt::new(title, "Primo", target, echo_attach, submit_attach).words(words).verb("move them");
    model.ask(prompt.offered(&name), ctx)
}

fn echo_attach(model: &Model, target: &Target, text: &str, _: &Ctx) -> Echo {
    if text.trim().is_empty() {
        return Echo::Means(String::new());
    }
    let moved = meant(model.plan.all(), text).and_then(|account| Ok((account, model.moved(&account.id, &target.who)?)));
    match moved {
        Err(Invalid(why)) => Echo::Wrong(why),
        Ok((was, is)) => {
            let people = counted(is.account.people.len(), "person", "people");
            let told = format!("{} has {people} then, {} now.{}", is.account.name, was.people.len(), is.told());
            Echo::Means(told.trim_end_matches('.').to_owned())
        }
    }
}

fn submit_attach(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    let id = meant(model.plan.all(), text)?.id.clone();
    let moved = model.moved(&id, &target.who)?;
    let (name, who) = (moved.account.name.clone(), moved.who());
    let is = if moved.attached.len() == 1 { "is" } else { "are" };
    let told = format!("{who} {is} on {name} now.{}", moved.told());
    let effects = model.take_step(ctx, format!("{name}: {who} taken over from the contacts"), moved.changes);
    model.done(told);
    Ok(effects)
}
