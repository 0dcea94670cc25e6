//! What is told of one account. Addresses, numbers, notes about people and the words of drafts stay in the plan.

use chrono::NaiveDate;

use super::talk::{Talk, talks};
use super::{Fact, PATH, Run, day_and_distance, name_of, newest_first, said, sequence};
use crate::domain::account::{self, Account, LogKind, OpportunityStatus};
use crate::domain::contact::Contact;
use crate::domain::dates;
use crate::domain::goals;
use crate::domain::link::Link;
use crate::domain::map::{self, Boss};
use crate::domain::people::{self, Influence, Support};
use crate::domain::plan::Plan;
use crate::domain::range::Away;
use crate::domain::readiness::{Readiness, is_yet_to_begin};
use crate::domain::research;
use crate::domain::schedule::World;
use crate::domain::settings::Member;
use crate::domain::weigh;
use crate::domain::words::{Vocabulary, capitalised};

/// An account as it is told.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// What it is called.
    pub name: String,
    /// Stage, tier, worth and whatever else is known in a word.
    pub facts: Vec<Fact>,
    /// Their site, if it can be followed.
    pub website: Option<Link>,
    /// Why this account.
    pub why: String,
    /// The goals that it serves, with their why.
    pub serves: Vec<String>,
    /// Where to go in.
    pub entry: Entry,
    /// What we bring.
    pub offer: Vec<Fact>,
    /// Who decides, from the top down, as they report to each other.
    pub people: Vec<Person>,
    /// What is missing among them.
    pub gaps: Vec<String>,
    /// What is known, the newest first.
    pub research: Vec<Finding>,
    /// The sequences, in the order of the file.
    pub runs: Vec<Run>,
    /// How ready the way in is; nothing where that is not judged.
    pub percent: Option<u8>,
    /// Why it is not judged.
    pub not_judged: &'static str,
    /// What is missing, a sentence each.
    pub missing: Vec<String>,
    /// The conversations, what is to come first.
    pub talks: Vec<Talk>,
    /// What was agreed and is open, then what was done.
    pub steps: Vec<Step>,
    /// The deals.
    pub deals: Vec<Deal>,
    /// What came back, the newest first.
    pub answers: Vec<Answer>,
}

/// Where to go in.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// `Marketing › Demand generation`; empty while nothing is chosen.
    pub path: String,
    /// Why there.
    pub rationale: String,
    /// What was weighed, the heaviest first.
    pub weighed: Vec<Weighed>,
}

/// A way in that was weighed.
#[derive(Debug, Clone, Default)]
pub struct Weighed {
    /// The unit and the function.
    pub path: String,
    /// From 0 to 3, in the order of [`weigh::CRITERIA`]; nothing where nobody has said.
    pub weights: [Option<u8>; 3],
    /// Together, from 0 to 9.
    pub sum: u8,
    /// This one was chosen.
    pub is_chosen: bool,
    /// Who is known there.
    pub known: Vec<String>,
}

/// Somebody who has a say.
#[derive(Debug, Clone, Default)]
pub struct Person {
    /// As they sign.
    pub name: String,
    /// Their title and their department.
    pub title: String,
    /// What they can decide.
    pub influence: Influence,
    /// How they stand to us.
    pub support: Support,
    /// From the top down to them: whether the branch at that depth has nobody after it. Empty at the top.
    pub lasts: Vec<bool>,
    /// How far we are with them.
    pub contact: String,
    /// Whom they report to, in a sentence; empty where nobody is named.
    pub boss: String,
    /// What they care about, and what keeps us from them.
    pub asides: Vec<String>,
}

/// Something that is known.
#[derive(Debug, Clone, Default)]
pub struct Finding {
    /// Its number in the account, from 1: what conversations and readiness call it by.
    pub n: usize,
    /// What it tells, in a word.
    pub kind: String,
    /// The finding.
    pub text: String,
    /// Where it was found; empty where nobody has said.
    pub source: String,
    /// `5 d`; empty where nobody has said when.
    pub age: String,
    /// The day.
    pub on: Option<NaiveDate>,
    /// Too old to rest anything on.
    pub is_old: bool,
    /// Somebody there said so too.
    pub is_confirmed: bool,
    /// Whom it concerns.
    pub people: Vec<String>,
}

/// What was agreed.
#[derive(Debug, Clone, Default)]
pub struct Step {
    /// What is to be done.
    pub what: String,
    /// Who does it, and whom it concerns.
    pub who: Vec<String>,
    /// By when, or when it was done.
    pub when: String,
    /// It is done.
    pub is_done: bool,
    /// Its day has passed, or it has none.
    pub is_late: bool,
}

/// A deal in the making.
#[derive(Debug, Clone, Default)]
pub struct Deal {
    /// What it is called.
    pub name: String,
    /// Unit, worth, the day it should be decided.
    pub facts: Vec<String>,
    /// How it stands.
    pub status: String,
}

/// What came back.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The day.
    pub on: Option<NaiveDate>,
    /// The same, as it is told.
    pub when: String,
    /// Who said it.
    pub who: String,
    /// What it was.
    pub what: String,
    /// In their words, or ours.
    pub text: String,
}

impl Page {
    /// Of an account of that plan, and how ready it is.
    pub(super) fn of(
        account: &Account,
        plan: &Plan,
        world: &World,
        me: Option<&Member>,
        readiness: &Readiness,
    ) -> Self {
        let today = world.today;
        let offer = [Fact::new("Value", &account.offer.value_proposition), Fact::new("Proof", &account.offer.proof)];
        Self {
            name: if account.name.trim().is_empty() { account.id.to_string() } else { account.name.clone() },
            facts: facts(account, world),
            website: Link::web(&account.website).ok().filter(|_| !account.website.trim().is_empty()),
            why: account.why.clone(),
            serves: goals::named(account, &world.settings.goals).map(goals::with_why).collect(),
            entry: Entry::of(account),
            offer: said(offer),
            people: map::forest(&account.people).iter().filter_map(|node| person(account, node, today)).collect(),
            gaps: map::gaps(account, today),
            research: findings(account, today),
            runs: account.sequences.iter().map(|each| sequence::run(account, each, plan, world)).collect(),
            percent: readiness.percent,
            not_judged: not_judged(account),
            missing: readiness.gaps.iter().map(|gap| gap.sentence(account, me)).collect(),
            talks: talks(account, today),
            steps: steps(account, world),
            deals: deals(account, world),
            answers: answers(account, today),
        }
    }

    /// The sequence that runs; of several the last, and where none does the last of all.
    pub fn running(&self) -> Option<&Run> {
        self.runs.iter().rev().find(|run| run.is_running).or(self.runs.last())
    }
}

fn not_judged(account: &Account) -> &'static str {
    if is_yet_to_begin(account) {
        "A target is judged as soon as somebody begins with it."
    } else {
        "At this stage nothing is asked for."
    }
}

fn facts(account: &Account, world: &World) -> Vec<Fact> {
    let today = world.today;
    let since = account.stages.iter().rev().find(|change| change.to == account.stage).and_then(|change| change.on);
    let since = since.map(|day| format!(", since {}", dates::short(day, today))).unwrap_or_default();
    let owner = account.owner.as_deref().map(|id| member(id, world)).unwrap_or_default();
    let tags = account.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ");
    let worth = account.worth().map(|worth| world.settings.money(worth)).unwrap_or_default();
    let by = account.close_by.map(|day| dates::short(day, today)).unwrap_or_default();
    let worth = if by.is_empty() { worth } else { format!("{worth} by {by}").trim_start().to_owned() };
    said([
        Fact::new("Stage", format!("{}{since}", capitalised(&account.stage_label()))),
        Fact::new("Tier", account.tier.map(|tier| tier.to_string()).unwrap_or_default()),
        Fact::new("Worth", worth),
        Fact::new("Owner", owner),
        Fact::new("Industry", &account.industry),
        Fact::new("Website", &account.website),
        Fact::new("Revisit", account.revisit.map(|day| day_and_distance(day, today)).unwrap_or_default()),
        Fact::new("Tags", tags),
    ])
}

fn member(id: &str, world: &World) -> String {
    world
        .settings
        .member(id)
        .map(|member| member.name.as_str())
        .filter(|name| !name.is_empty())
        .unwrap_or(id)
        .to_owned()
}

impl Entry {
    fn of(account: &Account) -> Self {
        let entry = &account.entry_point;
        let weighed = |candidate: &account::Candidate| Weighed {
            path: candidate.path(PATH),
            weights: std::array::from_fn(|criterion| weigh::weight(candidate, criterion)),
            sum: candidate.weight(),
            is_chosen: !candidate.id.is_empty() && entry.candidate.as_ref() == Some(&candidate.id),
            known: weigh::known_there(account, candidate).into_iter().map(|person| person.name.clone()).collect(),
        };
        let mut all: Vec<Weighed> = entry.candidates.iter().map(weighed).collect();
        all.sort_by_key(|each| std::cmp::Reverse((each.is_chosen, each.sum)));
        Self { path: entry.path(PATH), rationale: entry.rationale.clone(), weighed: all }
    }
}

fn person(account: &Account, node: &map::Node, today: NaiveDate) -> Option<Person> {
    let person = account.people.get(node.person)?;
    let is_nameless = person.name.trim().is_empty();
    // A department that the title names is not said twice.
    let is_named = person.title.to_lowercase().contains(&person.department.trim().to_lowercase());
    let department = if is_named { "" } else { person.department.as_str() };
    let title = [person.title.as_str(), department].into_iter().filter(|part| !part.trim().is_empty());
    let title: Vec<&str> = title.collect();
    Some(Person {
        name: if is_nameless { person.id.clone() } else { person.name.clone() },
        title: title.join(", "),
        influence: person.influence,
        support: person.support,
        lasts: node.lasts.clone(),
        contact: Contact::with(account, &person.id, today).told(today, " · "),
        boss: boss(account, person, &node.boss),
        asides: asides(account, person, today),
    })
}

fn boss(account: &Account, person: &people::Person, boss: &Boss) -> String {
    match boss {
        Boss::None => String::new(),
        Boss::Above => {
            format!("reports to {}", name_of(account, person.reports_to.as_deref().unwrap_or_default().trim()))
        }
        Boss::Unknown(id) => format!("reports to {id}, who is nobody here"),
        Boss::Circle(name) => format!("reports to {name}, in a circle"),
    }
}

fn asides(account: &Account, person: &people::Person, today: NaiveDate) -> Vec<String> {
    let mut asides = Vec::new();
    if !person.priorities.is_empty() {
        asides.push(format!("cares about {}", person.priorities.join(", ")));
    }
    if let Some(who) = person.referred_by.as_deref().filter(|who| !who.is_empty()) {
        asides.push(format!("referred by {}", name_of(account, who)));
    }
    if let Some(days) = person.away.iter().filter_map(Away::days).find(|days| days.to.is_none_or(|to| today <= to)) {
        let to =
            days.to.map_or_else(|| " until further notice".to_owned(), |to| format!(" to {}", dates::short(to, today)));
        asides.push(format!("away from {}{to}", dates::short(days.from, today)));
    }
    if person.do_not_contact {
        asides.push("asked not to be contacted".to_owned());
    }
    asides
}

fn findings(account: &Account, today: NaiveDate) -> Vec<Finding> {
    let told = |(at, finding): (usize, &research::Finding)| Finding {
        n: at + 1,
        kind: finding.unread.shown("kind").unwrap_or_else(|| finding.kind.label()),
        text: finding.text.clone(),
        source: finding.source.clone(),
        age: finding.on.map(|on| research::age(on, today)).unwrap_or_default(),
        on: finding.on,
        is_old: finding.on.is_some_and(|on| research::is_old(on, today)),
        is_confirmed: finding.confirmed,
        people: finding.people.iter().map(|id| name_of(account, id)).collect(),
    };
    let all = account.research.iter().enumerate().filter(|(_, each)| !each.text.trim().is_empty());
    let mut all: Vec<Finding> = all.map(told).collect();
    newest_first(&mut all, |finding| finding.on);
    all
}

fn steps(account: &Account, world: &World) -> Vec<Step> {
    let today = world.today;
    let told = |step: &account::NextStep| {
        let owner = step.owner.as_deref().map(|id| member(id, world));
        let person = step.person.as_deref().map(|id| name_of(account, id));
        let (when, is_late) = match (step.done, step.by) {
            (Some(done), _) => (format!("done {}", dates::short(done, today)), false),
            (None, None) => ("no day yet".to_owned(), true),
            (None, Some(by)) if by < today => {
                (format!("{}, {}", dates::short(by, today), dates::overdue(by, today)), true)
            }
            (None, Some(by)) => (day_and_distance(by, today), false),
        };
        let who = owner.into_iter().chain(person).collect();
        Step { what: step.what.clone(), who, when, is_done: step.done.is_some(), is_late }
    };
    let mut order: Vec<_> = account.next_steps.iter().collect();
    order.sort_by_key(|step| (step.done.is_some(), std::cmp::Reverse(step.done), step.by.is_none(), step.by));
    order.into_iter().map(told).collect()
}

fn deals(account: &Account, world: &World) -> Vec<Deal> {
    let told = |deal: &account::Opportunity| {
        let day = |day: Option<NaiveDate>| day.map(|day| dates::short(day, world.today)).unwrap_or_default();
        let is_open = deal.status == OpportunityStatus::Open;
        let by = if is_open && deal.close_by.is_some() {
            format!("to be decided by {}", day(deal.close_by))
        } else {
            String::new()
        };
        let since = if is_open || deal.on.is_none() { String::new() } else { format!(" {}", day(deal.on)) };
        let worth = deal.value.map(|value| world.settings.money(value)).unwrap_or_default();
        Deal {
            name: if deal.name.trim().is_empty() { "Deal".to_owned() } else { deal.name.clone() },
            facts: [deal.unit.clone(), worth, by].into_iter().filter(|fact| !fact.trim().is_empty()).collect(),
            status: format!("{}{since}", deal.unread.shown("status").unwrap_or_else(|| deal.status.label())),
        }
    };
    account.opportunities.iter().map(told).collect()
}

fn answers(account: &Account, today: NaiveDate) -> Vec<Answer> {
    let came = account.log.iter().filter(|entry| entry.kind == LogKind::Answer);
    let told = |entry: &account::LogEntry| {
        let on = entry.at.map(|at| at.day());
        Answer {
            on,
            when: on.map(|day| dates::short(day, today)).unwrap_or_default(),
            who: entry.person.as_deref().map(|id| name_of(account, id)).unwrap_or_default(),
            what: entry
                .unread
                .shown("outcome")
                .unwrap_or_else(|| entry.outcome.map_or_else(|| entry.kind.label(), Vocabulary::label)),
            text: entry.text.clone(),
        }
    };
    let mut all: Vec<Answer> = came.map(told).collect();
    newest_first(&mut all, |answer| answer.on);
    all
}
