//! A sequence as it is told: each touch with its day and how it stands, and when it rests.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::name_of;
use crate::domain::account::Account;
use crate::domain::dates;
use crate::domain::plan::Plan;
use crate::domain::range::{Away, Stretch};
use crate::domain::reach::{self, Obstacle};
use crate::domain::schedule::{self, Due, World};
use crate::domain::sequence::Sequence;
use crate::domain::touch::{Status, Touch};
use crate::domain::words::Vocabulary;

/// A sequence.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// The playbook it was begun from.
    pub name: String,
    /// How many of its touches are done, which cycle it is, how it ended.
    pub facts: Vec<String>,
    /// Something of it is still to be done.
    pub is_running: bool,
    /// Its touches.
    pub points: Vec<Point>,
    /// When it, or somebody it goes to, rests.
    pub rests: Vec<Rest>,
}

/// How a touch stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// It was done.
    Done,
    /// Its day has passed.
    Overdue,
    /// It is due today.
    Due,
    /// Its day is to come.
    #[default]
    Planned,
    /// It waits and has no day.
    Resting,
    /// It was left out.
    Skipped,
    /// It will not be done.
    Cancelled,
}

impl Mark {
    /// As a legend calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Overdue => "overdue",
            Self::Due => "due today",
            Self::Planned => "planned",
            Self::Resting => "waits",
            Self::Skipped => "skipped",
            Self::Cancelled => "will not be done",
        }
    }
}

/// A touch.
#[derive(Debug, Clone, Default)]
pub struct Point {
    /// Its number in the sequence, from 1.
    pub n: usize,
    /// How.
    pub channel: String,
    /// The same in at most eight letters, where it is a channel that is known.
    pub short: String,
    /// To whom; the role where nobody fills it yet.
    pub who: String,
    /// What for.
    pub purpose: String,
    /// When it was done or is due.
    pub day: Option<NaiveDate>,
    /// The same, as it is told.
    pub when: String,
    /// How it stands.
    pub mark: Mark,
    /// What there is to say of it: its result, by how much it is late, what stands in its way.
    pub told: String,
    /// What it taught.
    pub learned: String,
}

/// A time in which nothing is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// Who is away; nobody: the sequence as a whole rests.
    pub who: Option<String>,
    /// The days.
    pub days: Stretch,
}

impl Rest {
    /// `Dana Cole is away Mon 30 Nov to Wed 2 Dec`
    pub fn told(&self, today: NaiveDate) -> String {
        let what = self.who.as_ref().map_or_else(|| "It rests".to_owned(), |who| format!("{who} is away"));
        let from = dates::short(self.days.from, today);
        match self.days.to {
            Some(to) if to == self.days.from => format!("{what} {from}"),
            Some(to) => format!("{what} {from} to {}", dates::short(to, today)),
            None => format!("{what} from {from} until further notice"),
        }
    }
}

/// A sequence of that account.
pub(super) fn run(account: &Account, sequence: &Sequence, plan: &Plan, world: &World) -> Run {
    let today = world.today;
    let name = plan.playbook(&sequence.playbook).map_or(sequence.playbook.as_str(), |playbook| playbook.name.as_str());
    let mut facts = vec![format!("{} of {} done", sequence.done(), sequence.touches.len())];
    if let Some(cycle) = sequence.cycle.filter(|cycle| *cycle > 1) {
        facts.push(format!("cycle {cycle}"));
    }
    if let Some(ended) = &sequence.ended {
        let on = ended.on.map(|day| format!(" {}", dates::short(day, today))).unwrap_or_default();
        let why = if ended.why.trim().is_empty() { String::new() } else { format!(": {}", ended.why) };
        facts.push(format!("ended{on}{why}"));
    } else if sequence.is_paused(today) {
        facts.push("rests now".to_owned());
    }
    let dues = schedule::schedule(account, sequence, world);
    let points = sequence.touches.iter().zip(dues).enumerate();
    Run {
        name: if name.trim().is_empty() { "Its own touches".to_owned() } else { name.to_owned() },
        facts,
        is_running: sequence.is_running(),
        points: points.map(|(i, (touch, due))| point(account, i + 1, touch, due, today)).collect(),
        rests: rests(account, sequence),
    }
}

fn point(account: &Account, n: usize, touch: &Touch, due: Due, today: NaiveDate) -> Point {
    let day = due.day().or_else(|| touch.closed.map(|at| at.day()));
    let mark = mark(touch, due, today);
    Point {
        n,
        channel: touch.channel_label(),
        short: touch.channel_short(),
        who: who(account, touch),
        purpose: touch.purpose_label(),
        day,
        when: day.map(|day| dates::short(day, today)).unwrap_or_default(),
        mark,
        told: told(account, touch, mark, day, today),
        learned: touch.learned.clone(),
    }
}

fn who(account: &Account, touch: &Touch) -> String {
    match (touch.person.as_deref(), touch.to.as_deref()) {
        (Some(id), _) => name_of(account, id),
        (None, Some(role)) => format!("{role}?"),
        (None, None) => String::new(),
    }
}

fn mark(touch: &Touch, due: Due, today: NaiveDate) -> Mark {
    match (touch.status, due) {
        (Status::Done, _) => Mark::Done,
        (Status::Skipped, _) => Mark::Skipped,
        (Status::Planned, Due::On(day)) if day < today => Mark::Overdue,
        (Status::Planned, Due::On(day)) if day == today => Mark::Due,
        (Status::Planned, Due::On(_)) => Mark::Planned,
        (Status::Planned, Due::Never) | (Status::Cancelled, _) => Mark::Cancelled,
        (Status::Planned, Due::Paused) | (Status::Held, _) => Mark::Resting,
    }
}

fn told(account: &Account, touch: &Touch, mark: Mark, day: Option<NaiveDate>, today: NaiveDate) -> String {
    if let Some(written) = touch.unread.shown("status") {
        return written;
    }
    let person = account.person_of(touch.person.as_deref());
    let bad = person.and_then(|person| reach::obstacle(person, touch.channel));
    match mark {
        Mark::Done => touch.result.map_or_else(|| "done".to_owned(), Vocabulary::label),
        Mark::Planned | Mark::Due | Mark::Overdue if matches!(bad, Some(Obstacle::OnlyBad(_))) => {
            "no address that is good".to_owned()
        }
        Mark::Overdue => day.map(|day| dates::overdue(day, today)).unwrap_or_default(),
        Mark::Planned if touch.pinned => "planned, on that very day".to_owned(),
        Mark::Resting if touch.status == Status::Held => "held for an answer".to_owned(),
        Mark::Cancelled if person.is_some_and(|person| person.do_not_contact) => "not to be contacted".to_owned(),
        _ => mark.label().to_owned(),
    }
}

/// The pauses of the sequence, and the absences of those to whom something of it goes.
fn rests(account: &Account, sequence: &Sequence) -> Vec<Rest> {
    let pauses = sequence.pauses.iter().filter_map(|pause| Some(Rest { who: None, days: pause.days()? }));
    let to: BTreeSet<&str> = sequence.touches.iter().filter_map(|touch| touch.person.as_deref()).collect();
    let people = account.people.iter().filter(|person| to.contains(person.id.as_str()));
    let away = people.flat_map(|person| {
        let days = person.away.iter().filter_map(Away::days);
        days.map(|days| Rest { who: Some(person.name.clone()), days })
    });
    pauses.chain(away).collect()
}
