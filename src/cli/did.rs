//! What a command did to an account, said in one way whatever the command: to people in sentences beside the data, to
//! scripts as `{"format", "account", "name", "did", "stage", "moves", "made", "statuses", …}`.

use std::io::IsTerminal as _;

use serde_json::{Value as Json, json};

use super::{Desk, Failure, Open, out};
use crate::app::outline;
use crate::domain::account::Account;
use crate::domain::beside::{Beside, Made};
use crate::domain::fields::Place;
use crate::domain::schedule::{self, Move};
use crate::domain::sequence::TouchAt;
use crate::domain::touch::Status;
use crate::domain::words::Vocabulary as _;

/// A change that was saved.
pub(super) struct Did<'a> {
    before: &'a Account,
    after: &'a Account,
    what: String,
    short: String,
    /// What only this command says, by its key.
    more: Vec<(&'static str, Json)>,
    /// Sentences for stderr.
    told: Vec<String>,
}

impl<'a> Did<'a> {
    /// What was done, in words, and the account before and after it.
    pub(super) fn new(before: &'a Account, after: &'a Account, what: impl Into<String>) -> Self {
        let what = what.into();
        Self { before, after, short: what.clone(), what, more: Vec::new(), told: Vec::new() }
    }

    /// What only this command says.
    pub(super) fn with(mut self, key: &'static str, value: impl Into<Json>) -> Self {
        self.more.push((key, value.into()));
        self
    }

    /// A sentence that people are told.
    pub(super) fn say(mut self, told: impl Into<String>) -> Self {
        self.told.push(told.into());
        self
    }

    /// What it did to touches and the stage is told.
    pub(super) fn say_beside(self) -> Self {
        let told = Beside::of(self.before, self.after).told();
        self.say(told)
    }

    /// The items it made are told, but for the log: it tells what everybody knows.
    pub(super) fn say_made(self) -> Self {
        let made = Beside::of(self.before, self.after).made.into_iter().filter(|made| made.list != "log");
        let name = |made: Made| format!("{} ({}.{})", called(self.after, made.place), made.list, made.id);
        let told: Vec<String> = made.map(name).collect();
        if told.is_empty() { self } else { self.say(format!("new: {}", told.join(", "))) }
    }

    /// For somebody who looks on, where nothing else is said.
    fn in_short(&self) -> String {
        let name = &self.after.name;
        if self.before == self.after {
            format!("{name}: nothing is changed by it")
        } else {
            format!("{name}: {}", self.short)
        }
    }

    /// What was done in a few words more than for undo, for whoever looks on.
    pub(super) fn shortly(mut self, short: impl Into<String>) -> Self {
        self.short = short.into();
        self
    }

    /// Tell it: as JSON where that was asked for, else the cells of a line if there are any, and the sentences beside it.
    pub(super) fn tell(self, desk: &Desk, open: &Open, cells: &[&str]) -> Result<(), Failure> {
        let moves = schedule::ripple(self.before, self.after, &open.world());
        let moved = schedule::told(&moves, open.world().today);
        if self.told.is_empty() && cells.is_empty() && std::io::stderr().is_terminal() {
            out::note(&self.in_short());
        }
        for told in self.told.iter().chain([&moved]).filter(|told| !told.is_empty()) {
            out::note(told);
        }
        if !desk.json {
            return if cells.is_empty() { Ok(()) } else { out::cells(cells) };
        }
        let moves: Vec<Json> = moves.iter().map(|each| moved_touch(self.after, each)).collect();
        let beside = Beside::of(self.before, self.after);
        let mut json = json!({
            "format": 1,
            "account": self.after.id.as_ref(),
            "name": self.after.name,
            "did": self.what,
            "stage": self.after.stage_word(),
            "moves": moves,
            "made": beside.made.iter().map(|made| made_item(self.after, made)).collect::<Vec<_>>(),
            "statuses": beside.touches.iter().map(|(at, status)| touch_at(self.after, *at, *status)).collect::<Vec<_>>(),
        });
        for (key, value) in self.more {
            json[key] = value;
        }
        out::json(&json)
    }
}

/// An item that is new.
fn made_item(account: &Account, made: &Made) -> Json {
    json!({ "list": made.list, "id": made.id, "title": called(account, made.place) })
}

/// What an item is called, by what it says where it has no name.
fn called(account: &Account, place: Place) -> String {
    let says = match place {
        Place::Finding(i) => account.research.get(i).map(|finding| &finding.text),
        Place::Meeting(i) => account.meetings.get(i).map(|meeting| &meeting.objective),
        Place::NextStep(i) => account.next_steps.get(i).map(|step| &step.what),
        Place::Log(i) => account.log.get(i).map(|entry| &entry.text),
        _ => None,
    };
    says.filter(|says| !says.is_empty()).cloned().unwrap_or_else(|| outline::title(account, place))
}

/// A touch that has another status.
fn touch_at(account: &Account, at: TouchAt, status: Status) -> Json {
    json!({
        "sequence": account.sequences.get(at.sequence).map(|sequence| sequence.id.as_str()),
        "id": account.touch(at).map(|touch| touch.id.as_str()),
        "n": at.touch + 1,
        "status": status.word(),
    })
}

/// A touch that comes on another day.
pub(super) fn moved_touch(account: &Account, moved: &Move) -> Json {
    let sequence = account.sequences.get(moved.at.sequence).map(|sequence| sequence.id.as_str());
    json!({
        "account": account.id.as_ref(),
        "name": account.name,
        "sequence": sequence,
        "id": account.touch(moved.at).map(|touch| touch.id.as_str()),
        "n": moved.n(),
        "from": moved.from,
        "to": moved.to,
    })
}
