//! A target account: everything a salesperson works out about the way in. One file each.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::answer::Answer;
use super::meeting::Meeting;
use super::people::Person;
use super::research::Finding;
use super::sequence::{Sequence, TouchAt};
use super::stage::Stage;
use super::touch::{Status, Touch};
use super::unread::Unread;
use super::wire::{self, Format, Moment};
use super::words::{Vocabulary as _, words};

/// The file's stem, `[a-z0-9-]{1,64}`; made once from the name.
pub type AccountId = Arc<str>;

words! {
    /// What happened outside the plan of touches.
    #[derive(Default)]
    pub enum LogKind {
        Answer = "answer",
        Call = "call",
        Email = "email",
        Meeting = "meeting",
        #[default] Note = "note",
    }
}

words! {
    /// How an opportunity stands.
    #[derive(Default)]
    pub enum OpportunityStatus {
        #[default] Open = "open",
        Won = "won",
        Lost = "lost",
    }
}

/// One change of stage, written when it happened, so that "won this month" has an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StageChange {
    /// The stage it came to.
    pub to: Stage,
    /// The day.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// Why, if someone said.
    pub why: String,
    /// What of it could not be understood.
    #[serde(rename = "?", skip_deserializing, skip_serializing_if = "Unread::is_empty")]
    pub unread: Unread,
}

/// A business unit or function weighed as the way in. Each weight goes from 0 to 3.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Candidate {
    /// Four characters.
    pub id: String,
    /// The business unit.
    pub unit: String,
    /// The function in it.
    pub function: String,
    /// How much it hurts there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pain: Option<u8>,
    /// How well we can get in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access: Option<u8>,
    /// Whether now is the moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timing: Option<u8>,
    /// What of it could not be understood.
    #[serde(rename = "?", skip_deserializing, skip_serializing_if = "Unread::is_empty")]
    pub unread: Unread,
}

impl Candidate {
    /// Pain, access and timing together, from 0 to 9.
    pub fn weight(&self) -> u8 {
        [self.pain, self.access, self.timing].into_iter().flatten().map(|w| w.min(3)).sum()
    }
}

/// Which unit or function to go after first, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EntryPoint {
    /// The business unit.
    pub unit: String,
    /// The function in it.
    pub function: String,
    /// Why there first.
    pub rationale: String,
    /// The id of the candidate chosen, when it was weighed.
    pub candidate: Option<String>,
    /// What was weighed.
    pub candidates: Vec<Candidate>,
}

impl EntryPoint {
    /// `Marketing › Demand generation`; empty while nothing is chosen. The separator is the caller's glyph.
    pub fn path(&self, separator: &str) -> String {
        path(&self.unit, &self.function, separator)
    }
}

impl Candidate {
    /// `Marketing › Demand generation`, as of an entry point.
    pub fn path(&self, separator: &str) -> String {
        path(&self.unit, &self.function, separator)
    }
}

fn path(unit: &str, function: &str, separator: &str) -> String {
    [unit, function].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(separator)
}

/// Rules that the owner waved off for this account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadinessNotes {
    /// Ids of rules that do not apply here.
    pub not_applicable: Vec<String>,
}

/// What we bring.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Offer {
    /// What it does for companies like theirs, with a number.
    pub value_proposition: String,
    /// Who can confirm it.
    pub proof: String,
}

/// What was agreed and when it is due.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NextStep {
    /// Four characters.
    pub id: String,
    /// What is to be done.
    pub what: String,
    /// By when.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub by: Option<NaiveDate>,
    /// The id of whom it concerns.
    pub person: Option<String>,
    /// The id of the member who does it.
    pub owner: Option<String>,
    /// The day it was done.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub done: Option<NaiveDate>,
    /// What of it could not be understood.
    #[serde(rename = "?", skip_deserializing, skip_serializing_if = "Unread::is_empty")]
    pub unread: Unread,
}

/// A deal in the making.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Opportunity {
    /// Four characters.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The unit that buys.
    pub unit: String,
    /// In the plan's currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<u64>,
    /// When it should be decided.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub close_by: Option<NaiveDate>,
    /// How it stands.
    pub status: OpportunityStatus,
    /// Since when.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// What of it could not be understood.
    #[serde(rename = "?", skip_deserializing, skip_serializing_if = "Unread::is_empty")]
    pub unread: Unread,
}

impl Opportunity {
    /// How it stands from that day on. What stands so already does since when it did.
    pub fn stands(&mut self, status: OpportunityStatus, on: NaiveDate) {
        if self.status != status {
            (self.status, self.on) = (status, Some(on));
        }
    }
}

/// What came back, and what happened outside the sequence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LogEntry {
    /// Four characters.
    pub id: String,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Moment>,
    /// What kind of event.
    pub kind: LogKind,
    /// The id of the person.
    pub person: Option<String>,
    /// The id of the touch it answers.
    pub touch: Option<String>,
    /// For an answer: which.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Answer>,
    /// The id of the member who wrote it.
    pub by: Option<String>,
    /// In words.
    pub text: String,
    /// What of it could not be understood.
    #[serde(rename = "?", skip_deserializing, skip_serializing_if = "Unread::is_empty")]
    pub unread: Unread,
}

/// A target account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Account {
    /// The file's stem; not in the file.
    #[serde(skip)]
    pub id: AccountId,
    /// The version of the file.
    pub format: Format,
    /// What it is called.
    pub name: String,
    /// Host name, with or without a scheme.
    pub website: String,
    /// The trade it is in.
    pub industry: String,
    /// 1 is best, 3 least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<u8>,
    /// How far we have come.
    pub stage: Stage,
    /// An estimate in the plan's currency, until there is an opportunity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<u64>,
    /// When it should be decided.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub close_by: Option<NaiveDate>,
    /// The id of the member whose account it is.
    pub owner: Option<String>,
    /// Ids of the goals it serves.
    pub goals: Vec<String>,
    /// Why this account.
    pub why: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// When to take it up again.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub revisit: Option<NaiveDate>,
    /// Its ids in other systems.
    pub ids: BTreeMap<String, String>,
    /// Every change of stage.
    pub stages: Vec<StageChange>,
    /// Where to go in.
    pub entry_point: EntryPoint,
    /// The decision makers.
    pub people: Vec<Person>,
    /// What we know.
    pub research: Vec<Finding>,
    /// Rules waved off.
    pub readiness: ReadinessNotes,
    /// What we bring.
    pub offer: Offer,
    /// The touches.
    pub sequences: Vec<Sequence>,
    /// The conversations.
    pub meetings: Vec<Meeting>,
    /// What was agreed.
    pub next_steps: Vec<NextStep>,
    /// The deals.
    pub opportunities: Vec<Opportunity>,
    /// What happened.
    pub log: Vec<LogEntry>,
    /// What of it could not be understood.
    #[serde(rename = "?", skip_deserializing, skip_serializing_if = "Unread::is_empty")]
    pub unread: Unread,
}

impl Account {
    /// A new account. `id` must be free in the plan.
    pub fn new(id: &str, name: &str, today: NaiveDate) -> Self {
        let mut account = Self { id: id.into(), name: name.trim().to_owned(), ..Self::default() };
        account.stages.push(StageChange { to: Stage::Target, on: Some(today), ..StageChange::default() });
        account
    }

    /// The stage as it is written in the file.
    pub fn stage_word(&self) -> &str {
        self.unread.of("stage").unwrap_or_else(|| self.stage.word())
    }

    /// The person with that id.
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// The person with that id, if one is named at all.
    pub fn person_of(&self, id: Option<&str>) -> Option<&Person> {
        id.and_then(|id| self.person(id))
    }

    /// The touch at that place.
    pub fn touch(&self, at: TouchAt) -> Option<&Touch> {
        self.sequences.get(at.sequence)?.touches.get(at.touch)
    }

    /// Every touch with its place.
    pub fn touches(&self) -> impl Iterator<Item = (TouchAt, &Touch)> {
        self.sequences.iter().enumerate().flat_map(|(sequence, each)| {
            each.touches.iter().enumerate().map(move |(touch, each)| (TouchAt { sequence, touch }, each))
        })
    }

    /// The last sequence, if it was done to its end and nobody answered since it began.
    pub fn unanswered(&self) -> Option<&Sequence> {
        let sequence = self.sequences.last().filter(|sequence| !sequence.is_running() && sequence.done() > 0)?;
        let began = sequence.touches.iter().filter_map(|touch| touch.closed.map(|at| at.day())).min();
        let since = |entry: &LogEntry| entry.at.is_some_and(|at| Some(at.day()) >= began);
        let answered = |entry: &LogEntry| entry.outcome.is_some_and(Answer::is_a_persons) && since(entry);
        (!self.log.iter().any(answered)).then_some(sequence)
    }

    /// Of the touches that are done and meant, the last.
    pub fn last_done(&self, which: impl Fn(&Touch) -> bool) -> Option<TouchAt> {
        let done = self.touches().filter(|(_, touch)| touch.status == Status::Done && which(touch));
        done.max_by_key(|(at, touch)| (touch.closed.map(|closed| closed.sort_key()), *at)).map(|(at, _)| at)
    }

    /// What it is worth: the open and won opportunities, else the estimate.
    pub fn worth(&self) -> Option<u64> {
        let deals = self.opportunities.iter().filter(|each| each.status != OpportunityStatus::Lost);
        let sum: u64 = deals.filter_map(|each| each.value).fold(0, u64::saturating_add);
        if sum > 0 { Some(sum) } else { self.value }
    }

    /// The places of the meetings in the order of their time; those without one come last. Of the same time they stand as
    /// in the file.
    pub fn meetings_by_day(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.meetings.len()).collect();
        order.sort_by_key(|&i| {
            let at = self.meetings.get(i).and_then(|meeting| meeting.at);
            (at.is_none(), at.map(|at| at.sort_key()))
        });
        order
    }

    /// Move to another stage and write down when. A change to the same stage is none, and from a stage that was not
    /// understood nothing moves on by itself. Says whether it moved.
    pub fn enter(&mut self, stage: Stage, on: NaiveDate, why: &str) -> bool {
        let moves = self.stage != stage && self.unread.of("stage").is_none();
        if moves {
            self.stage = stage;
            self.stages.push(StageChange { to: stage, on: Some(on), why: why.to_owned(), ..StageChange::default() });
        }
        moves
    }

    /// The stage as a person reads it; one that was not understood as it is written.
    pub fn stage_label(&self) -> String {
        self.unread.shown("stage").unwrap_or_else(|| self.stage.label())
    }

    /// A fresh id for an item of this account; `salt` should differ from one item to the next (a time will do).
    pub fn fresh_id(&self, salt: &str) -> String {
        super::id::mint(&format!("{}/{salt}", self.id), |id| self.has_item(id))
    }

    /// Whether an item of any kind has that id.
    pub fn has_item(&self, id: &str) -> bool {
        self.entry_point.candidates.iter().any(|each| each.id == id)
            || self.people.iter().any(|each| each.id == id)
            || self.research.iter().any(|each| each.id == id)
            || self.sequences.iter().any(|each| each.id == id || each.touches.iter().any(|touch| touch.id == id))
            || self.meetings.iter().any(|each| each.id == id)
            || self.next_steps.iter().any(|each| each.id == id)
            || self.opportunities.iter().any(|each| each.id == id)
            || self.log.iter().any(|each| each.id == id)
    }
}

impl Account {
    /// Choose a weighed candidate: it becomes the entry point's unit and function. Why another one was chosen before is no
    /// reason for it. False if none has that id.
    pub fn choose_candidate(&mut self, id: &str) -> bool {
        let point = &mut self.entry_point;
        let Some(candidate) = point.candidates.iter().find(|each| each.id == id) else { return false };
        if (&point.unit, &point.function) != (&candidate.unit, &candidate.function) {
            point.rationale.clear();
        }
        point.unit.clone_from(&candidate.unit);
        point.function.clone_from(&candidate.function);
        point.candidate = Some(id.to_owned());
        true
    }
}
