//! A gap: which rule asks, and where its answer is written down.

use super::{Rule, drafts};
use crate::domain::account::Account;
use crate::domain::dates;
use crate::domain::draft;
use crate::domain::fields::{self, Place};
use crate::domain::line::Addable;
use crate::domain::people;
use crate::domain::reach::Address;
use crate::domain::settings::Member;

/// Where what is missing is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// A field of an item.
    Field(Place, &'static str),
    /// An item in one line that begins so.
    Add(Addable, &'static str),
    /// A sequence that is begun.
    Begin,
    /// A field of the plan's settings.
    Setting(&'static str),
    /// What came of a meeting, which is more than one field.
    Result(usize),
}

impl Fill {
    /// The item that it is about; the account where something is to be added.
    pub fn place(self) -> Place {
        match self {
            Self::Field(place, _) => place,
            Self::Result(meeting) => Place::Meeting(meeting),
            Self::Add(Addable::Touch(at), _) => Place::Sequence(at.sequence),
            Self::Add(..) | Self::Begin | Self::Setting(_) => Place::Account,
        }
    }

    /// As `inroad set` calls the field, as far as it is one; else the list that wants an item.
    pub fn key(self, account: &Account) -> String {
        let of = |place: Place, key: &str| match fields::name(account, place).as_str() {
            "" => key.to_owned(),
            item => format!("{item}.{key}"),
        };
        match self {
            Self::Field(place, key) => of(place, key),
            Self::Result(meeting) => of(Place::Meeting(meeting), "result"),
            Self::Begin => "sequences".to_owned(),
            Self::Setting(key) => key.to_owned(),
            Self::Add(addable, _) => added_to(addable).to_owned(),
        }
    }
}

fn added_to(addable: Addable) -> &'static str {
    match addable {
        Addable::Person => "people",
        Addable::Finding => "research",
        Addable::Candidate => "entry_point.candidates",
        Addable::Touch(_) => "touches",
        Addable::Meeting => "meetings",
        Addable::Question(_) => "questions",
        Addable::Objection(_) => "objections",
        Addable::NextStep => "next_steps",
        Addable::Opportunity => "opportunities",
        Addable::Log => "log",
    }
}

/// So many letters of a draft's first gap are told.
const NAMED: usize = 40;

/// Something that is missing.
#[derive(Debug, Clone, Copy)]
pub struct Gap {
    /// What asks for it.
    pub rule: &'static Rule,
    /// Where it is filled in.
    pub fill: Fill,
}

impl Gap {
    /// What is asked, of this account and of the one who writes to them.
    pub fn sentence(&self, account: &Account, me: Option<&Member>) -> String {
        if let Some(asked) = drafts::asked(self.fill).filter(|_| self.rule.id == "draft-gaps") {
            return asked.to_owned();
        }
        let told = self.rule.sentence.replace("{}", &self.about(account));
        match self.left_open(account, me) {
            Some(names) => told.replacen("gaps", &format!("gaps ({names})"), 1),
            None => told,
        }
    }

    /// The first thing that a draft leaves open, where that is what is asked about.
    fn left_open(&self, account: &Account, me: Option<&Member>) -> Option<String> {
        let (Place::Touch(at), "draft-gaps") = (self.fill.place(), self.rule.id) else { return None };
        let draft = draft::render(account, at, me)?;
        // What other drafts lack too is asked for by itself.
        let mut names = draft.subject.gaps().chain(draft.message.gaps()).filter(|name| !drafts::is_shared(name));
        let first: String = names.next()?.chars().take(NAMED).collect();
        let more = if names.next().is_some() || first.chars().count() == NAMED { "…" } else { "" };
        Some(format!("{first}{more}"))
    }

    /// What it is about, in a few words.
    fn about(&self, account: &Account) -> String {
        if let (Fill::Field(Place::Person(at), key), "address") = (self.fill, self.rule.id) {
            let name = account.people.get(at).map_or("", people::Person::first_name);
            return format!("{} of {name}", Address::of_field(key));
        }
        match self.fill.place() {
            Place::Touch(at) => {
                let is_one_of_several = account.sequences.iter().filter(|each| each.ended.is_none()).count() > 1;
                let of = if is_one_of_several { format!(" of sequence {}", at.sequence + 1) } else { String::new() };
                format!("Touch {}{of}", at.touch + 1)
            }
            Place::Finding(i) => format!("Finding {}", i + 1),
            Place::Person(i) => account.people.get(i).map(|person| person.first_name().to_owned()).unwrap_or_default(),
            Place::Meeting(i) => match account.meetings.get(i).and_then(|meeting| meeting.at) {
                Some(at) => format!("The meeting on {}", dates::day_month(at.day())),
                None => "The meeting aimed at".to_owned(),
            },
            Place::Sequence(i) => match self.fill {
                Fill::Field(..) => super::sequences::unfilled(account, i).join(", "),
                _ => account.sequences.get(i).map_or(0, |each| super::counted(i, each).count()).to_string(),
            },
            _ => account.name.clone(),
        }
    }

    /// How the account writes down that this doesn't apply: the rule, or of one that asks of each item that item
    /// (`source:research.r1c8`, `draft-gaps:me.booking_link`). One without an id can't be told apart, and takes the rule.
    pub fn waiver(&self, account: &Account) -> String {
        let of = match self.fill {
            _ if !self.rule.each => None,
            fill if self.rule.id == "draft-gaps" && drafts::variable(fill).is_some() => {
                drafts::variable(fill).map(str::to_owned)
            }
            fill => Some(fields::name(account, fill.place())).filter(|name| name.contains('.')),
        };
        of.map_or_else(|| self.rule.id.to_owned(), |of| format!("{}:{of}", self.rule.id))
    }

    /// A name of the gap that stays with it while things around it change.
    pub fn name(&self, account: &Account) -> String {
        let which = match self.fill {
            Fill::Setting(key) | Fill::Add(_, key) | Fill::Field(Place::Account | Place::Person(_), key) => key,
            _ => "",
        };
        format!("{} {}{which}", self.rule.id, fields::name(account, self.fill.place()))
    }
}
