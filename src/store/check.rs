//! What is wrong with an account although every field can be read: ids that are not unique, names that name nobody.

use std::any::Any;
use std::collections::BTreeMap;

use super::read::{Found, locate};
use crate::domain::account::Account;
use crate::domain::fields::{self, Invalid};
use crate::domain::meeting::{Meeting, MeetingStatus};
use crate::domain::playbook::Playbook;
use crate::domain::sense::{self, Complaints};
use crate::domain::settings::Settings;
use crate::domain::touch::Status;
use crate::domain::wire::Format;

/// What would be told of a file that says this: all that does not fit together, and texts that are too long.
pub fn found(of: &dyn Any, text: &str) -> Vec<Found> {
    let mut found = value(of, text);
    found.extend(long(text));
    found
}

/// Everything that does not fit together. The text is only searched when there is something to report.
pub(super) fn value(value: &dyn Any, text: &str) -> Vec<Found> {
    let complaints = if let Some(account) = value.downcast_ref::<Account>() {
        let mut complaints = sense::account(account);
        twins(account, &mut complaints);
        strangers(account, &mut complaints);
        complaints
    } else if let Some(settings) = value.downcast_ref::<Settings>() {
        sense::settings(settings)
    } else if let Some(playbook) = value.downcast_ref::<Playbook>() {
        sense::playbook(playbook)
    } else {
        Complaints::new()
    };
    let placed = complaints.into_iter().map(|(path, message)| {
        let (line, column) = locate(text, &path).unwrap_or((1, 1));
        Found { line, column, path, message, written: None }
    });
    placed.collect()
}

/// Texts that are longer than a field holds. They are shown, and left as they are until somebody shortens them.
pub(super) fn long(text: &str) -> Vec<Found> {
    if text.len() <= fields::MOST {
        return Vec::new();
    }
    let mut long = Vec::new();
    if let Ok(tree) = text.parse::<toml::Table>() {
        walk(&toml::Value::Table(tree), "", &mut long);
    }
    let placed = long.into_iter().map(|(path, why)| {
        let (line, column) = locate(text, &path).unwrap_or((1, 1));
        Found {
            line,
            column,
            message: format!("{}: {why}", path.rsplit('.').next().unwrap_or(&path)),
            path,
            written: None,
        }
    });
    placed.collect()
}

fn walk(leaf: &toml::Value, path: &str, long: &mut Complaints) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match leaf {
        toml::Value::String(text) => {
            if let Err(Invalid(why)) = fields::fits(text) {
                long.push((path.to_owned(), why));
            }
        }
        toml::Value::Table(table) => table.iter().for_each(|(key, leaf)| walk(leaf, &below(key), long)),
        toml::Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, leaf)| walk(leaf, &below(&i.to_string()), long));
        }
        _ => {}
    }
}

/// The reason why a file of this format is left alone, if there is one.
pub(super) fn too_new(format: Format) -> Option<String> {
    (format > Format::NEWEST).then(|| {
        format!(
            "it is written in format {}, and this inroad knows up to {}; a newer inroad reads it",
            format.0,
            Format::NEWEST.0
        )
    })
}

fn twins(account: &Account, complaints: &mut Complaints) {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    // Ids are unique in their own list; a touch's in all of its account, since answers refer to it.
    let lists: [(&str, Vec<&str>); 6] = [
        ("people", account.people.iter().map(|each| each.id.as_str()).collect()),
        ("research", account.research.iter().map(|each| each.id.as_str()).collect()),
        ("sequences", account.sequences.iter().map(|each| each.id.as_str()).collect()),
        ("meetings", account.meetings.iter().map(|each| each.id.as_str()).collect()),
        ("next_steps", account.next_steps.iter().map(|each| each.id.as_str()).collect()),
        ("log", account.log.iter().map(|each| each.id.as_str()).collect()),
    ];
    for (list, ids) in &lists {
        seen.clear();
        for (i, id) in ids.iter().enumerate().filter(|(_, id)| !id.is_empty()) {
            if seen.insert(id, id).is_some() {
                let message = format!("two of {list} have the id “{id}”; give one of them another");
                complaints.push((format!("{list}.{i}.id"), message));
            }
        }
    }
    seen.clear();
    for (i, sequence) in account.sequences.iter().enumerate() {
        for (j, touch) in sequence.touches.iter().enumerate().filter(|(_, touch)| !touch.id.is_empty()) {
            if seen.insert(&touch.id, &touch.id).is_some() {
                let message = format!("two touches have the id “{}”; give one of them another", touch.id);
                complaints.push((format!("sequences.{i}.touches.{j}.id"), message));
            }
        }
    }
}

/// Who is meant and is nobody here, by where they are meant: people whom what is still to come names.
pub(super) fn nobodies<'a>(account: &'a Account) -> Vec<(String, &'a str)> {
    let mut nobodies = Vec::new();
    let mut person = |path: String, id: Option<&'a str>| {
        nobodies.extend(id.filter(|id| account.person(id).is_none()).map(|id| (path, id)));
    };
    for (i, each) in account.people.iter().enumerate() {
        person(format!("people.{i}.reports_to"), each.reports_to.as_deref());
        person(format!("people.{i}.referred_by"), each.referred_by.as_deref());
    }
    for (i, finding) in account.research.iter().enumerate() {
        for (j, id) in finding.people.iter().enumerate() {
            person(format!("research.{i}.people.{j}"), Some(id));
        }
    }
    for (i, sequence) in account.sequences.iter().enumerate() {
        for (role, id) in &sequence.to {
            person(format!("sequences.{i}.to.{role}"), Some(id));
        }
        for (j, touch) in sequence.touches.iter().enumerate() {
            // What was done or heard was so with whom it says, who may be gone since.
            if touch.status != Status::Done {
                person(format!("sequences.{i}.touches.{j}.person"), touch.person.as_deref());
            }
        }
    }
    let to_come = |meeting: &Meeting| matches!(meeting.status, MeetingStatus::Planned | MeetingStatus::Booked);
    for (i, meeting) in account.meetings.iter().enumerate().filter(|(_, meeting)| to_come(meeting)) {
        for (j, id) in meeting.with.iter().enumerate() {
            person(format!("meetings.{i}.with.{j}"), Some(id));
        }
    }
    for (i, step) in account.next_steps.iter().enumerate() {
        person(format!("next_steps.{i}.person"), step.person.as_deref());
    }
    nobodies
}

/// What is said of somebody who is nobody.
const NOBODY: &str = "is nobody here; add that person, or name another";

/// Whether a complaint is about one of the [`nobodies`].
pub(super) fn is_of_nobody(complaint: &str) -> bool {
    complaint.ends_with(NOBODY)
}

fn strangers(account: &Account, complaints: &mut Complaints) {
    let named = |(path, id)| (path, format!("“{id}” {NOBODY}"));
    complaints.extend(nobodies(account).into_iter().map(named));
    for (i, sequence) in account.sequences.iter().enumerate() {
        for (j, touch) in sequence.touches.iter().enumerate() {
            let known = |id: &String| sequence.touches.iter().any(|each| each.id == *id);
            if let Some(id) = touch.thread.as_ref().filter(|id| !known(id)) {
                let message = format!("there is no touch “{id}” in this sequence to reply to");
                complaints.push((format!("sequences.{i}.touches.{j}.thread"), message));
            }
            for (k, id) in touch.research.iter().enumerate() {
                if !account.research.iter().any(|finding| finding.id == *id) {
                    let message = format!("there is no finding “{id}” to cite");
                    complaints.push((format!("sequences.{i}.touches.{j}.research.{k}"), message));
                }
            }
        }
    }
    for (i, meeting) in account.meetings.iter().enumerate() {
        for (j, question) in meeting.questions.iter().enumerate() {
            let known = |id: &String| account.research.iter().any(|finding| finding.id == *id);
            for (k, id) in question.research.iter().enumerate().filter(|(_, id)| !known(id)) {
                let message = format!("there is no finding “{id}” for this question to come from");
                complaints.push((format!("meetings.{i}.questions.{j}.research.{k}"), message));
            }
        }
    }
}
