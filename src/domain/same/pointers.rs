//! Who refers to whom within an account: every id that another item names, by what it names. A field that comes to
//! refer to something has its line here, or a merge would leave it dangling; to somebody, one in [`OF_PEOPLE`] too.

use std::collections::BTreeMap;

use crate::domain::account::Account;

/// What an id is the id of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Candidate,
    Person,
    Finding,
    Sequence,
    Touch,
    Meeting,
    NextStep,
    Opportunity,
    Log,
}

impl Kind {
    pub(super) const ALL: [Self; 9] = [
        Self::Candidate,
        Self::Person,
        Self::Finding,
        Self::Sequence,
        Self::Touch,
        Self::Meeting,
        Self::NextStep,
        Self::Opportunity,
        Self::Log,
    ];
}

/// Every item of that kind, by its own id.
fn each_item(account: &mut Account, kind: Kind, each: &mut dyn FnMut(&mut String)) {
    match kind {
        Kind::Candidate => account.entry_point.candidates.iter_mut().for_each(|item| each(&mut item.id)),
        Kind::Person => account.people.iter_mut().for_each(|item| each(&mut item.id)),
        Kind::Finding => account.research.iter_mut().for_each(|item| each(&mut item.id)),
        Kind::Sequence => account.sequences.iter_mut().for_each(|item| each(&mut item.id)),
        Kind::Touch => account.sequences.iter_mut().flat_map(|s| &mut s.touches).for_each(|item| each(&mut item.id)),
        Kind::Meeting => account.meetings.iter_mut().for_each(|item| each(&mut item.id)),
        Kind::NextStep => account.next_steps.iter_mut().for_each(|item| each(&mut item.id)),
        Kind::Opportunity => account.opportunities.iter_mut().for_each(|item| each(&mut item.id)),
        Kind::Log => account.log.iter_mut().for_each(|item| each(&mut item.id)),
    }
}

/// Every place that names an item of that kind.
pub(super) fn each_pointer(account: &mut Account, kind: Kind, each: &mut dyn FnMut(&mut String)) {
    let touches = |account: &mut Account, each: &mut dyn FnMut(&mut crate::domain::touch::Touch)| {
        account.sequences.iter_mut().flat_map(|sequence| &mut sequence.touches).for_each(each);
    };
    match kind {
        Kind::Candidate => account.entry_point.candidate.iter_mut().for_each(each),
        Kind::Person => {
            for person in &mut account.people {
                person.reports_to.iter_mut().chain(&mut person.referred_by).for_each(&mut *each);
            }
            account.research.iter_mut().flat_map(|finding| &mut finding.people).for_each(&mut *each);
            account.sequences.iter_mut().flat_map(|sequence| sequence.to.values_mut()).for_each(&mut *each);
            touches(account, &mut |touch| touch.person.iter_mut().for_each(&mut *each));
            account.meetings.iter_mut().flat_map(|meeting| &mut meeting.with).for_each(&mut *each);
            account.next_steps.iter_mut().filter_map(|step| step.person.as_mut()).for_each(&mut *each);
            account.log.iter_mut().filter_map(|entry| entry.person.as_mut()).for_each(each);
        }
        Kind::Finding => {
            touches(account, &mut |touch| touch.research.iter_mut().for_each(&mut *each));
            let questions = account.meetings.iter_mut().flat_map(|meeting| &mut meeting.questions);
            questions.flat_map(|question| &mut question.research).for_each(each);
        }
        Kind::Touch => {
            touches(account, &mut |touch| touch.thread.iter_mut().for_each(&mut *each));
            account.log.iter_mut().filter_map(|entry| entry.touch.as_mut()).for_each(each);
        }
        // Nothing names these.
        Kind::Sequence | Kind::Meeting | Kind::NextStep | Kind::Opportunity | Kind::Log => {}
    }
}

/// Where the file of an account has the ids of people, their own first; `*` is each item of a list or each key of a table.
pub const OF_PEOPLE: [&str; 9] = [
    "people.*.id",
    "people.*.reports_to",
    "people.*.referred_by",
    "research.*.people.*",
    "sequences.*.to.*",
    "sequences.*.touches.*.person",
    "meetings.*.with.*",
    "next_steps.*.person",
    "log.*.person",
];

/// The ids of that kind.
pub(super) fn ids(account: &mut Account, kind: Kind) -> Vec<String> {
    let mut ids = Vec::new();
    each_item(account, kind, &mut |id| {
        if !id.is_empty() {
            ids.push(id.clone());
        }
    });
    ids
}

/// The items get other ids.
pub(super) fn rename_items(account: &mut Account, kind: Kind, renamed: &BTreeMap<String, String>) {
    each_item(account, kind, &mut |id| to_new(id, renamed));
}

/// Whoever names them names them by their other ids; nobody is named twice in a list.
pub(super) fn rename(account: &mut Account, kind: Kind, renamed: &BTreeMap<String, String>) {
    each_pointer(account, kind, &mut |id| to_new(id, renamed));
    if kind == Kind::Person {
        for finding in &mut account.research {
            each_once(&mut finding.people, renamed);
        }
        for meeting in &mut account.meetings {
            each_once(&mut meeting.with, renamed);
        }
    }
}

fn to_new(id: &mut String, renamed: &BTreeMap<String, String>) {
    if let Some(new) = renamed.get(id) {
        id.clone_from(new);
    }
}

/// What the file says twice by itself stays.
fn each_once(ids: &mut Vec<String>, renamed: &BTreeMap<String, String>) {
    for new in renamed.values() {
        let mut seen = false;
        ids.retain(|id| id != new || !std::mem::replace(&mut seen, true));
    }
}

/// Two that are one now may have named each other.
pub(super) fn nobody_points_at_themselves(account: &mut Account) {
    for person in &mut account.people {
        let is_other = |named: &String| *named != person.id;
        person.reports_to = person.reports_to.take().filter(is_other);
        person.referred_by = person.referred_by.take().filter(is_other);
    }
}
