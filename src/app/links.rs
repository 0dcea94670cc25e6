//! `o`: where one can go from what the cursor stands on. Every address is shown before anything is opened, and the
//! likeliest stands first: of a touch the one that its channel goes by.
//!
//! A number is copied and never opened (`domain/link.rs` says why). What a field holds and can't be opened is shown all
//! the same, with the reason, and opens nothing.

use std::sync::LazyLock;

use super::command::{Command, Scope};
use super::effect::{Effect, Effects};
use super::menu::{Choice, Menu};
use super::model::{Ctx, Model, Pane, Screen};
use super::overlay::Overlay;
use super::prompt::Target;
use crate::domain::account::Account;
use crate::domain::agenda::Subject;
use crate::domain::draft;
use crate::domain::fields::{Invalid, Place};
use crate::domain::link::{self, Link};
use crate::domain::people::Person;
use crate::domain::reach::Address;
use crate::domain::search::{self, Search};
use crate::domain::sequence::TouchAt;
use crate::domain::touch::Channel;
use crate::domain::words::capitalised;

/// The commands.
pub(super) const COMMANDS: &[Command] = &[Command {
    id: "touch.links",
    scope: Scope::Touch,
    label: "links",
    help: "Open their profile, an email to them, the website, or look the account up: news, filings, jobs. The key again \
           takes the first. Numbers, and over SSH all of them, are copied.",
    enabled: |model| model.current().is_some(),
    run: ask,
}];

/// The built-in searches, as data.
const SEARCHES: &str = include_str!("../../assets/research-links.toml");

/// What searches there are without any of the user's own.
pub static BUILT_IN: LazyLock<Vec<Search>> = LazyLock::new(|| {
    #[derive(Default, serde::Deserialize)]
    struct File {
        links: Vec<Search>,
    }
    toml::from_str::<File>(SEARCHES).unwrap_or_default().links
});

/// What kind of address it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Of(Address),
    Website,
    Search,
}

/// What choosing it does.
#[derive(Debug, Clone)]
enum Act {
    Open(Link),
    Copy(String),
}

/// Somewhere to go.
struct Offer {
    kind: Kind,
    letter: char,
    label: String,
    act: Result<Act, Invalid>,
}

impl Offer {
    fn new(kind: Kind, letter: char, label: impl Into<String>, act: Result<Act, Invalid>) -> Self {
        Self { kind, letter, label: label.into(), act }
    }

    /// The address in full; of an email what it will hold, since nobody reads that percent by percent.
    fn hint(&self) -> String {
        match &self.act {
            Ok(Act::Open(link)) if link.has_text() => {
                let to = link.address().split('?').next().unwrap_or_default();
                format!("{to} with the draft in it")
            }
            Ok(Act::Open(link)) => link.address().to_owned(),
            Ok(Act::Copy(number)) => format!("{number}, to be copied"),
            Err(Invalid(why)) => why.clone(),
        }
    }
}

/// Whom and what the cursor stands on.
struct Here<'a> {
    account: &'a Account,
    person: Option<&'a Person>,
    touch: Option<TouchAt>,
}

impl<'a> Here<'a> {
    fn of(model: &'a Model) -> Option<Self> {
        let account: &Account = model.current()?;
        let work = model.work().map(|(_, subject)| subject);
        let touch = if let Some(Subject::Touch(at)) = work { Some(at) } else { None };
        let id = match (work, model.row_here()) {
            (_, Some(Place::Person(i))) => account.people.get(i).map(|person| &person.id),
            (_, Some(Place::Log(i))) | (Some(Subject::Log(i)), _) => {
                account.log.get(i).and_then(|entry| entry.person.as_ref())
            }
            (Some(Subject::Touch(at)), _) => account.touch(at).and_then(|touch| touch.person.as_ref()),
            (Some(Subject::NextStep(i)), _) => account.next_steps.get(i).and_then(|step| step.person.as_ref()),
            (Some(Subject::Meeting(i)), _) => account.meetings.get(i).and_then(|meeting| meeting.with.first()),
            _ => None,
        };
        let person = account.person_of(id.map(String::as_str));
        Some(Self { account, person, touch })
    }

    /// What is likeliest meant.
    fn likeliest(&self) -> Option<Kind> {
        match self.touch.and_then(|at| self.account.touch(at)) {
            Some(touch) => touch.channel.address().map(Kind::Of),
            None if self.person.is_some() => Some(Kind::Of(Address::Profile)),
            None => Some(Kind::Website),
        }
    }

    fn offers(&self, model: &Model) -> Vec<Offer> {
        let mut offers = Vec::new();
        if let Some(person) = self.person {
            if !person.linkedin.trim().is_empty() {
                let profile = Link::web(&person.linkedin).map(Act::Open);
                offers.push(Offer::new(Kind::Of(Address::Profile), 'l', "LinkedIn profile", profile));
            }
            // Whoever asked not to be written to is not written to by a slip of the finger either.
            let may = !person.do_not_contact;
            if let Some(address) = person.email().filter(|_| may) {
                let mail = self.mail(address, model).map(Act::Open);
                offers.push(Offer::new(Kind::Of(Address::Email), 'e', "e-mail", mail));
            }
            if let Some(number) = person.phone().filter(|_| may) {
                let number = link::number(number).map(Act::Copy);
                offers.push(Offer::new(Kind::Of(Address::Phone), 'p', "phone", number));
            }
        }
        if !self.account.website.trim().is_empty() {
            let website = Link::web(&self.account.website).map(Act::Open);
            offers.push(Offer::new(Kind::Website, 'w', "website", website));
        }
        for search in search::together(&BUILT_IN, &model.personal.links) {
            if let (Some(act), Some(letter)) = (search.link(self.account, self.person), search.letter.chars().next()) {
                offers.push(Offer::new(Kind::Search, letter, search.label, act.map(Act::Open)));
            }
        }
        let likeliest = self.likeliest();
        offers.sort_by_key(|offer| Some(offer.kind) != likeliest);
        offers
    }

    /// An email to that address, with the draft where it is one for this person that has no gap left.
    fn mail(&self, address: &str, model: &Model) -> Result<Link, Invalid> {
        let email = |at: &TouchAt| self.account.touch(*at).is_some_and(|touch| touch.channel == Channel::Email);
        let draft = self.touch.filter(email).and_then(|at| draft::render(self.account, at, model.me()));
        let whole =
            draft.filter(|draft| draft.gaps() == 0 && draft.subject.error.is_none() && draft.message.error.is_none());
        let whole = whole.unwrap_or_default();
        Link::mail(address, &whole.subject.text(), &whole.message.text())
    }
}

impl Model {
    /// What of the account the cursor stands on in the detail pane.
    fn row_here(&self) -> Option<Place> {
        let is_there = self.screen == Screen::Accounts && self.pane == Pane::Detail;
        self.detail.at.filter(|_| is_there).map(|row| row.place)
    }
}

fn ask(model: &mut Model, _: &Ctx) -> Effects {
    let Some(here) = Here::of(model) else { return Vec::new() };
    let offers = here.offers(model);
    let whose = here.person.map_or_else(String::new, |person| format!("{} at ", person.name));
    let title = format!("Open what of {whose}{}?", here.account.name);
    let is_first_meant = offers.first().is_some_and(|offer| Some(offer.kind) == here.likeliest());
    let choices: Vec<Choice> =
        offers.iter().map(|offer| Choice::new(offer.letter, offer.label.as_str(), offer.hint())).collect();
    // What was shown is what is opened, even if the account comes new from the disk meanwhile.
    let target = Target { account: here.account.id.clone(), word: shown(&offers), ..Target::default() };
    let menu = Menu::new(title, choices, target, choose);
    model.overlays.push(Overlay::Menu(if is_first_meant {
        menu.again_by(model.keymap.key("touch.links"))
    } else {
        menu
    }));
    Vec::new()
}

fn shown(offers: &[Offer]) -> String {
    offers.iter().map(Offer::hint).collect::<Vec<_>>().join("\n")
}

fn choose(model: &mut Model, target: &Target, choice: usize, _: &Ctx) -> Effects {
    let offers = Here::of(model).map(|here| here.offers(model)).unwrap_or_default();
    if shown(&offers) != target.word {
        model.refuse("The addresses have changed meanwhile; nothing was opened.");
        return Vec::new();
    }
    match offers.into_iter().nth(choice).map(|offer| offer.act) {
        Some(Ok(Act::Open(link))) => vec![Effect::OpenLink(link)],
        Some(Ok(Act::Copy(number))) => vec![Effect::Copy(number)],
        Some(Err(Invalid(why))) => {
            model.refuse(capitalised(&why));
            Vec::new()
        }
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_searches_are_in_order_and_each_has_its_letter() {
        assert!(BUILT_IN.len() >= 8);
        for search in BUILT_IN.iter() {
            assert_eq!(search.check(), Ok(()));
        }
        assert_eq!(search::together(&BUILT_IN, &[]), *BUILT_IN, "no two have one letter");
    }
}
