//! What was done and what came back, as rows that a CRM takes: closed touches, meetings that were held, and what the log
//! has of calls, emails, meetings and answers. Each is a completed task of the account, and of the person, by the ids that
//! the CRM has given them; of what has none there is nothing that a row could be hung on.
//!
//! Headings: Salesforce's are the fields of its `Task` object, as Data Loader matches them. HubSpot takes one kind of
//! activity a file, and tasks are the kind that knows emails, calls and the rest; its headings are the names of the
//! task's properties, and the two ids by which its importer finds the records.
//!
//! A CRM keeps what it is given, the mark too by which a spreadsheet knows that `@here` or `=1+1` is a text. So there is none
//! here: such a text begins with a word of ours, which is right in both ([`begun`]).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Selection, csv, line, plain};
use crate::domain::account::{Account, LogEntry, LogKind};
use crate::domain::draft::{self, Rendered};
use crate::domain::ids::{self, Ids};
use crate::domain::meeting::{Meeting, MeetingStatus};
use crate::domain::people::Person;
use crate::domain::sequence::TouchAt;
use crate::domain::touch::{Channel, Status, Touch};
use crate::domain::words::{Vocabulary, words};

words! {
    /// What takes them.
    pub enum System {
        SalesforceTasks = "salesforce-tasks",
        HubspotActivities = "hubspot-activities",
    }
}

impl System {
    /// What it is called in `ids`.
    pub fn key(self) -> &'static str {
        match self {
            Self::SalesforceTasks => "salesforce",
            Self::HubspotActivities => "hubspot",
        }
    }
}

/// A table, and what is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Made {
    /// The table.
    pub text: String,
    /// The names of what is in it, and the days.
    pub names: BTreeMap<String, NaiveDate>,
    /// Names of accounts of which something is not in it, since neither they nor the person have an id there; and how much.
    pub without: BTreeMap<String, usize>,
}

/// Everything that is wanted, by its name and its day, in the order in which it happened.
pub fn table(selection: &Selection, system: System, mut wanted: impl FnMut(&str, NaiveDate) -> bool) -> Made {
    let mut made = Made::default();
    let mut rows: Vec<Row> = Vec::new();
    for account in &selection.accounts {
        for activity in of_account(account, selection) {
            if !wanted(&activity.name, activity.on) {
                continue;
            }
            let row = Row::of(account, activity, system);
            if row.account.is_empty() && row.person.is_empty() {
                *made.without.entry(account.name.clone()).or_default() += 1;
            } else {
                made.names.insert(row.activity.name.clone(), row.activity.on);
                rows.push(row);
            }
        }
    }
    rows.sort_by_key(|row| row.activity.on);
    made.text = csv::columns(columns(system), rows);
    made
}

/// One thing that was done.
struct Activity<'a> {
    /// `primo/k7qd`: the same with every export.
    name: String,
    on: NaiveDate,
    person: Option<&'a Person>,
    way: Way,
    subject: String,
    text: String,
}

/// The ways that both systems tell apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Email,
    Call,
    Other,
}

impl Way {
    fn of(channel: Channel) -> Self {
        match channel {
            Channel::Email => Self::Email,
            Channel::Call => Self::Call,
            _ => Self::Other,
        }
    }
}

fn of_account<'a>(account: &'a Account, selection: &Selection) -> Vec<Activity<'a>> {
    let done = account.touches().filter_map(|(at, touch)| of_touch(account, at, touch, selection));
    let met = account.meetings.iter().enumerate().filter_map(|(i, meeting)| of_meeting(account, i, meeting));
    let logged = account.log.iter().enumerate().filter_map(|(i, entry)| of_log(account, i, entry));
    done.chain(met).chain(logged).collect()
}

fn named(account: &Account, id: &str, place: &str) -> String {
    format!("{}/{}", account.id, if id.is_empty() { place } else { id })
}

fn of_touch<'a>(account: &'a Account, at: TouchAt, touch: &'a Touch, selection: &Selection) -> Option<Activity<'a>> {
    let on = touch.closed.filter(|_| touch.status == Status::Done)?.day();
    let person = account.person_of(touch.person.as_deref());
    let draft = draft::render(account, at, selection.sender).unwrap_or_default();
    let result = touch.result.map(Vocabulary::label).unwrap_or_default();
    // A text with gaps is none that was sent.
    let whole = |text: &Rendered| if text.gaps().next().is_none() { text.text() } else { String::new() };
    let (about, message) = (whole(&draft.subject), whole(&draft.message));
    let about = if about.is_empty() { result.clone() } else { about };
    let lines = [("", message.as_str()), ("Result: ", &result), ("Learned: ", &touch.learned)];
    Some(Activity {
        name: named(account, &touch.id, &format!("touch-{}-{}", at.sequence + 1, at.touch + 1)),
        on,
        person,
        way: Way::of(touch.channel),
        subject: titled(&format!("{} to", super::named(touch)), person, &about),
        text: told(&lines),
    })
}

fn of_meeting<'a>(account: &'a Account, i: usize, meeting: &'a Meeting) -> Option<Activity<'a>> {
    let on = meeting.at.filter(|_| meeting.status == MeetingStatus::Held)?.day();
    let result = meeting.result.map(Vocabulary::label).unwrap_or_default();
    let with = meeting.with.iter().filter_map(|id| account.person(id)).map(|person| person.name.as_str());
    let with = with.collect::<Vec<_>>().join(", ");
    let person = meeting.with.first().and_then(|id| account.person(id));
    Some(Activity {
        name: named(account, &meeting.id, &format!("meeting-{}", i + 1)),
        on,
        person,
        way: Way::Other,
        subject: titled("Meeting with", person, &result),
        text: told(&[("With: ", &with), ("Objective: ", &meeting.objective), ("Advance: ", &meeting.advance)]),
    })
}

fn of_log<'a>(account: &'a Account, i: usize, entry: &'a LogEntry) -> Option<Activity<'a>> {
    let on = entry.at.filter(|_| entry.kind != LogKind::Note)?.day();
    let person = account.person_of(entry.person.as_deref());
    let (way, title) = match entry.kind {
        LogKind::Answer | LogKind::Note => (Way::Other, "Answer from"),
        LogKind::Call => (Way::Call, "Call with"),
        LogKind::Email => (Way::Email, "Email with"),
        LogKind::Meeting => (Way::Other, "Meeting with"),
    };
    let outcome = entry.outcome.map(Vocabulary::label).unwrap_or_default();
    Some(Activity {
        name: named(account, &entry.id, &format!("log-{}", i + 1)),
        on,
        person,
        way,
        subject: titled(title, person, &outcome),
        text: told(&[("", &entry.text)]),
    })
}

/// `Email to Dana Cole: 40 % more per lead?`; without a person `Letter: done`.
fn titled(title: &str, person: Option<&Person>, about: &str) -> String {
    let what = match person {
        Some(person) => format!("{title} {}", person.name),
        None => title.rsplit_once(' ').map_or(title, |(what, _)| what).to_owned(),
    };
    line(&if about.is_empty() { what } else { format!("{what}: {about}") })
}

fn told(lines: &[(&str, &str)]) -> String {
    let some = lines.iter().filter(|(_, text)| !text.trim().is_empty());
    begun(some.map(|(label, text)| format!("{label}{}", plain(text.trim()))).collect::<Vec<_>>().join("\n"))
}

/// A text that neither a spreadsheet takes for a formula nor a CRM shows with a mark before it.
fn begun(text: String) -> String {
    if csv::guarded(&text) == text.as_str() { text } else { format!("Text: {text}") }
}

/// One row, with its ids in that system.
struct Row<'a> {
    activity: Activity<'a>,
    account: String,
    person: String,
}

impl<'a> Row<'a> {
    fn of(account: &'a Account, activity: Activity<'a>, system: System) -> Self {
        let id = |ids: &Ids| line(ids::first(ids, system.key()));
        let person = activity.person.map(|person| id(&person.ids)).unwrap_or_default();
        Self { account: id(&account.ids), person, activity }
    }
}

/// As much of a text as a field of theirs holds.
fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// What Salesforce's and HubSpot's subjects hold, and their texts (32,000 and 65,536).
const SUBJECT: usize = 255;
const TEXT: usize = 32_000;

type Columns = [(&'static str, fn(&Row<'_>) -> String)];

fn columns(system: System) -> &'static Columns {
    const SALESFORCE: &Columns = &[
        ("Subject", |row| cut(&row.activity.subject, SUBJECT)),
        ("ActivityDate", |row| row.activity.on.to_string()),
        ("Status", |_| "Completed".to_owned()),
        ("Priority", |_| "Normal".to_owned()),
        ("TaskSubtype", |row| way(row, "Email", "Call", "Task")),
        ("WhoId", |row| row.person.clone()),
        ("WhatId", |row| row.account.clone()),
        ("Description", |row| cut(&row.activity.text, TEXT)),
    ];
    const HUBSPOT: &Columns = &[
        ("hs_task_subject", |row| cut(&row.activity.subject, SUBJECT)),
        ("hs_timestamp", |row| row.activity.on.to_string()),
        ("hs_task_status", |_| "COMPLETED".to_owned()),
        ("hs_task_type", |row| way(row, "EMAIL", "CALL", "TODO")),
        ("hs_task_body", |row| cut(&row.activity.text, TEXT)),
        ("Contact Record ID", |row| row.person.clone()),
        ("Company Record ID", |row| row.account.clone()),
    ];
    match system {
        System::SalesforceTasks => SALESFORCE,
        System::HubspotActivities => HUBSPOT,
    }
}

fn way(row: &Row, email: &str, call: &str, other: &str) -> String {
    match row.activity.way {
        Way::Email => email,
        Way::Call => call,
        Way::Other => other,
    }
    .to_owned()
}
