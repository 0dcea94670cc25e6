//! The brief before a meeting: who they are and how they stand to us, what we know and how old it is, what we ask and
//! what we want agreed, with the meeting's minutes laid out. One page, made of the account as it is; it is never kept,
//! so it is never out of date.

use std::fmt::Write as _;

use chrono::{Duration, NaiveDate};

use super::account::Account;
use super::contact::Contact;
use super::dates;
use super::markdown::inline;
use super::meeting::{Meeting, MeetingStatus, QuestionKind};
use super::people::{Influence, Support};
use super::research;
use super::wire::Moment;
use super::words::{Vocabulary as _, capitalised};

/// What a meeting lasts while nobody has said so.
pub const USUAL: u32 = 30;

/// More findings than these fill no page, they hide it.
const MOST_KNOWN: usize = 6;

/// The page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brief {
    /// Whom we meet.
    pub account: String,
    /// What should come out of it.
    pub objective: String,
    /// When, if that is settled.
    pub at: Option<Moment>,
    /// How long.
    pub minutes: u32,
    /// Nobody has said how long.
    pub is_assumed: bool,
    /// Room, link or number.
    pub place: String,
    /// Who takes part.
    pub who: Vec<Line>,
    /// What we know, what is asked about first.
    pub known: Vec<Line>,
    /// Findings that are left out.
    pub left_out: usize,
    /// The meeting, part by part; their minutes add up to all of it.
    pub parts: Vec<Part>,
    /// What is open between us, with its day.
    pub open: Vec<Line>,
    /// What the plan still lacks, in a few words each.
    pub missing: Vec<&'static str>,
    /// Why this account.
    pub why: String,
}

/// One thing on the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// A name or a kind; may be empty.
    pub label: String,
    /// The thing itself.
    pub text: String,
    /// Where it comes from, how old it is, how far we are; may be empty.
    pub aside: String,
}

impl Line {
    fn new(label: impl Into<String>, text: impl Into<String>, aside: impl Into<String>) -> Self {
        Self { label: label.into(), text: text.into(), aside: aside.into() }
    }
}

/// A part of the meeting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// What it is for.
    pub title: &'static str,
    /// The minute in which it begins.
    pub from: u32,
    /// How long it takes.
    pub minutes: u32,
    /// What is said and asked.
    pub lines: Vec<Line>,
}

/// The meeting to prepare: the next that is booked, else the one that is planned.
pub fn next(account: &Account, today: NaiveDate) -> Option<usize> {
    let meetings = || account.meetings.iter().enumerate().filter(|(_, meeting)| meeting.result.is_none());
    let booked = meetings().filter(|(_, meeting)| meeting.status == MeetingStatus::Booked);
    let booked = booked.filter_map(|(i, meeting)| Some((meeting.at?, i))).filter(|(at, _)| at.day() >= today);
    let planned = || meetings().find(|(_, meeting)| meeting.status == MeetingStatus::Planned).map(|(i, _)| i);
    booked.min_by_key(|(at, _)| at.sort_key()).map(|(_, i)| i).or_else(planned)
}

impl Brief {
    /// For a meeting of the account; nothing if there is no such meeting.
    pub fn of(account: &Account, meeting: usize, today: NaiveDate) -> Option<Self> {
        let meeting = account.meetings.get(meeting)?;
        let minutes = meeting.minutes.filter(|minutes| *minutes > 0);
        let (known, left_out) = known(account, meeting, today);
        Some(Self {
            account: account.name.clone(),
            objective: meeting.objective.clone(),
            at: meeting.at,
            minutes: minutes.unwrap_or(USUAL),
            is_assumed: minutes.is_none(),
            place: meeting.place.clone(),
            who: meeting.with.iter().map(|id| who(account, id, meeting, today)).collect(),
            known,
            left_out,
            parts: parts(account, meeting, minutes.unwrap_or(USUAL)),
            open: open(account, today),
            missing: missing(account, meeting),
            why: account.why.clone(),
        })
    }

    /// `Thu 3 Dec 10:00, in 10 d`, or that there is no time yet.
    pub fn when(&self, today: NaiveDate) -> String {
        let Some(at) = self.at else { return "no time yet".to_owned() };
        let time = at.time().map(|time| time.format(" %H:%M").to_string()).unwrap_or_default();
        format!("{}{time}, {}", dates::short(at.day(), today), dates::far(at.day(), today))
    }

    /// `30 min`
    pub fn length(&self) -> String {
        format!("{} min{}", self.minutes, if self.is_assumed { " assumed" } else { "" })
    }

    /// When a minute of the meeting is: `10:03`, or `+3` while there is no time.
    pub fn clock(&self, minute: u32) -> String {
        let time = self.at.and_then(|at| at.time());
        time.map_or_else(
            || format!("+{minute}"),
            |time| time.overflowing_add_signed(Duration::minutes(minute.into())).0.format("%H:%M").to_string(),
        )
    }

    /// The page as Markdown.
    pub fn markdown(&self, today: NaiveDate) -> String {
        let mut page = String::new();
        let objective = if self.objective.is_empty() { "meeting" } else { &self.objective };
        _ = writeln!(page, "# {}: {}\n", inline(&self.account), inline(objective));
        let facts = [self.when(today), self.length(), self.place.clone()];
        let facts: Vec<String> = facts.iter().filter(|fact| !fact.is_empty()).map(|fact| inline(fact)).collect();
        _ = writeln!(page, "{}", facts.join(" · "));
        if !self.why.is_empty() {
            _ = writeln!(page, "\nWhy: {}", inline(&self.why));
        }
        if !self.missing.is_empty() {
            _ = writeln!(page, "\n**Not yet: {}.**", self.missing.join(", "));
        }
        section(&mut page, "## Who", &self.who);
        section(&mut page, "## What we know", &self.known);
        if self.left_out > 0 {
            _ = writeln!(page, "- and {} more", self.left_out);
        }
        _ = writeln!(page, "\n## How the {} go", self.length());
        for part in &self.parts {
            let head = format!("### {} {} ({} min)", self.clock(part.from), part.title, part.minutes);
            section(&mut page, &head, &part.lines);
        }
        section(&mut page, "## Open between us", &self.open);
        page
    }
}

fn section(page: &mut String, heading: &str, lines: &[Line]) {
    if lines.is_empty() {
        return;
    }
    _ = writeln!(page, "\n{heading}\n");
    for Line { label, text, aside } in lines {
        let label = if label.is_empty() { String::new() } else { format!("**{}**", inline(label)) };
        let aside = if aside.is_empty() { String::new() } else { format!("_({})_", inline(aside)) };
        let told = [label, inline(text), aside].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        _ = writeln!(page, "- {}", told.join(" "));
    }
}

/// Who they are, how they stand to us, and how far we are with them.
fn who(account: &Account, id: &str, meeting: &Meeting, today: NaiveDate) -> Line {
    let Some(person) = account.person(id) else { return Line::new(id, "nobody here is called that", "") };
    let influence = match person.influence {
        Influence::Unknown => "influence unknown".to_owned(),
        known => known.label(),
    };
    let support = match person.support {
        Support::Unknown => "support unknown".to_owned(),
        known => known.label(),
    };
    let cares = person.priorities.join(", ");
    let cares = if cares.is_empty() { cares } else { format!("cares about {cares}") };
    let is_away = meeting.at.is_some_and(|at| person.is_away(at.day()));
    let away = if is_away { "AWAY on that day".to_owned() } else { String::new() };
    let asked = if person.do_not_contact { "asked not to be contacted".to_owned() } else { String::new() };
    let text = [person.title.clone(), influence, support, cares, away, asked];
    let text = text.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    Line::new(&person.name, text, Contact::with(account, id, today).told(today, ", "))
}

/// What is known, what is asked about and concerns them first, then the newest; and how much is left out.
fn known(account: &Account, meeting: &Meeting, today: NaiveDate) -> (Vec<Line>, usize) {
    let asked = |id: &str| !id.is_empty() && meeting.questions.iter().any(|each| each.research.iter().any(|r| r == id));
    let mut order: Vec<_> =
        account.research.iter().enumerate().filter(|(_, finding)| !finding.text.is_empty()).collect();
    order.sort_by_key(|(_, finding)| {
        let theirs = finding.people.iter().any(|id| meeting.with.contains(id));
        (!asked(&finding.id), !theirs, std::cmp::Reverse(finding.on))
    });
    let left_out = order.len().saturating_sub(MOST_KNOWN);
    let lines = order.into_iter().take(MOST_KNOWN).map(|(i, finding)| {
        let source = if finding.source.is_empty() { "no source" } else { &finding.source };
        let age = match finding.on {
            None => "no date".to_owned(),
            Some(on) if research::is_old(on, today) => format!("{}, old", research::age(on, today)),
            Some(on) => research::age(on, today),
        };
        let confirmed = if finding.confirmed { ", confirmed" } else { "" };
        Line::new(format!("#{} {}", i + 1, finding.kind.label()), &finding.text, format!("{source}, {age}{confirmed}"))
    });
    (lines.collect(), left_out)
}

fn open(account: &Account, today: NaiveDate) -> Vec<Line> {
    let steps = account.next_steps.iter().filter(|step| step.done.is_none());
    let told = steps.map(|step| {
        let by = match step.by {
            None => "no day yet".to_owned(),
            Some(day) if day < today => dates::overdue(day, today),
            Some(day) => format!("by {}", dates::short(day, today)),
        };
        Line::new("", &step.what, by)
    });
    told.collect()
}

fn missing(account: &Account, meeting: &Meeting) -> Vec<&'static str> {
    let decides = |id: &String| account.person(id).is_some_and(|person| person.influence == Influence::Economic);
    let lacks = [
        (meeting.with.is_empty(), "who takes part"),
        (!meeting.with.is_empty() && !meeting.with.iter().any(decides), "anybody who releases the money"),
        (meeting.objective.is_empty(), "an objective"),
        (meeting.opening.is_empty(), "an opening"),
        (meeting.questions.is_empty(), "a question"),
        (meeting.advance.is_empty(), "an advance"),
        (meeting.fallback.is_empty(), "a fallback"),
    ];
    lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, what)| what).collect()
}

/// How much of the time a part deserves: for the first line of it, and for every further one.
fn weight(first: u32, lines: usize) -> u32 {
    first.saturating_add(u32::try_from(lines.saturating_sub(1)).unwrap_or(u32::MAX))
}

/// The meeting, part by part. What hurts, and what it costs, gets the most time; the close is never left out.
fn parts(account: &Account, meeting: &Meeting, minutes: u32) -> Vec<Part> {
    let line = |text: &str| Line::new("", text, "");
    let said = |text: &str, else_: &str| line(if text.is_empty() { else_ } else { text });
    let number = |id: &String| account.research.iter().position(|finding| finding.id == *id);
    let mut parts: Vec<(u32, Part)> = Vec::new();
    let mut add = |first: u32, title: &'static str, lines: Vec<Line>| {
        parts.push((weight(first, lines.len()), Part { title, lines, ..Part::default() }));
    };
    add(2, "Opening", vec![said(&meeting.opening, "Why we are here, and what both take home.")]);
    for kind in QuestionKind::ALL {
        let asked = meeting.questions_of(*kind).map(|question| {
            let from = question.research.iter().filter_map(number).map(|n| format!("#{}", n + 1));
            Line::new("", &question.text, from.collect::<Vec<_>>().join(", "))
        });
        let asked: Vec<Line> = asked.collect();
        if !asked.is_empty() {
            let (first, title) = match kind {
                QuestionKind::Situation => (2, "Situation"),
                QuestionKind::Problem => (4, "Problem"),
                QuestionKind::Implication => (5, "Implication"),
                QuestionKind::NeedPayoff => (4, "Need-payoff"),
            };
            add(first, title, asked);
        }
    }
    if meeting.questions.is_empty() {
        add(12, "Questions", vec![line("None is written down yet.")]);
    }
    if !meeting.objections.is_empty() {
        let told = meeting.objections.iter().map(|each| {
            let answer = if each.answer.is_empty() { "no answer yet" } else { &each.answer };
            Line::new(format!("“{}”", each.says), answer, "")
        });
        add(2, "Objections", told.collect());
    }
    let mut close = vec![Line::new("Advance", capitalised(said(&meeting.advance, "none yet").text.as_str()), "")];
    if !meeting.fallback.is_empty() {
        close.push(Line::new("Else", &meeting.fallback, ""));
    }
    add(3, "Close", close);
    let shares = share(minutes, &parts.iter().map(|(weight, _)| *weight).collect::<Vec<_>>());
    let mut from = 0;
    let timed = parts.into_iter().zip(shares).map(|((_, part), minutes)| {
        let part = Part { from, minutes, ..part };
        from += minutes;
        part
    });
    timed.collect()
}

/// So many minutes by these weights, in whole minutes that add up. Nothing gets none while there are enough for all.
fn share(minutes: u32, weights: &[u32]) -> Vec<u32> {
    let all: u64 = weights.iter().map(|weight| u64::from(*weight)).sum::<u64>().max(1);
    let exact = |weight: u32| u64::from(minutes) * u64::from(weight);
    let mut shares: Vec<u32> = weights.iter().map(|weight| (exact(*weight) / all) as u32).collect();
    let given: u32 = shares.iter().sum();
    // What is left over goes to whom the most was cut off, the first of several.
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(exact(weights[i]) % all));
    for &i in order.iter().cycle().take(minutes.saturating_sub(given) as usize) {
        shares[i] += 1;
    }
    while let Some(none) = shares.iter().position(|share| *share == 0) {
        let Some(most) = (0..shares.len()).rev().max_by_key(|&i| shares[i]).filter(|&i| shares[i] > 1) else { break };
        shares[most] -= 1;
        shares[none] += 1;
    }
    shares
}

#[cfg(test)]
mod tests;
