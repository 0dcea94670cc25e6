//! The parts of a conversation plan: questions and objections. They have no ids in the file; each is named by its
//! meeting and by where it stands in it, and followed by what it says.

use super::place::{Place, follow_item, item_name, item_named};
use crate::domain::account::Account;
use crate::domain::id;
use crate::domain::meeting::{Meeting, PartAt};

const LISTS: [&str; 2] = ["questions", "objections"];

/// Every question and objection of the account.
pub fn parts_of(account: &Account) -> Vec<Place> {
    let of = |(meeting, each): (usize, &Meeting)| {
        let questions = (0..each.questions.len()).map(move |part| Place::Question(PartAt { meeting, part }));
        questions.chain((0..each.objections.len()).map(move |part| Place::Objection(PartAt { meeting, part })))
    };
    account.meetings.iter().enumerate().flat_map(of).collect()
}

/// The list that it stands in, and where.
fn listed(place: Place) -> Option<(&'static str, PartAt)> {
    match place {
        Place::Question(at) => Some((LISTS[0], at)),
        Place::Objection(at) => Some((LISTS[1], at)),
        _ => None,
    }
}

fn in_list(list: &str, at: PartAt) -> Option<Place> {
    match LISTS.iter().position(|each| *each == list)? {
        0 => Some(Place::Question(at)),
        _ => Some(Place::Objection(at)),
    }
}

/// What it says, in four characters.
fn digest(account: &Account, place: Place) -> String {
    let said = match place {
        Place::Question(at) => {
            account.meetings.get(at.meeting).and_then(|each| each.questions.get(at.part)).map(|q| &q.text)
        }
        Place::Objection(at) => {
            account.meetings.get(at.meeting).and_then(|each| each.objections.get(at.part)).map(|o| &o.says)
        }
        _ => None,
    };
    id::mint(said.map_or("", String::as_str), |_| false)
}

/// `meetings.g5t0.questions.2.k7qd`: where it stands and what it says, so that a form never writes into another question
/// that has come to stand there. Nothing for what is no part of a plan.
pub fn part_name(account: &Account, place: Place) -> Option<String> {
    let (list, at) = listed(place)?;
    let meeting = item_name(account, Place::Meeting(at.meeting));
    Some(format!("{meeting}.{list}.{}.{}", at.part, digest(account, place)))
}

/// The part of that name: the one that says so where it stood, else elsewhere in its meeting.
pub(super) fn part_named(account: &Account, called: &str) -> Option<Place> {
    let (head, says) = called.rsplit_once('.')?;
    let (head, part) = head.rsplit_once('.')?;
    let (meeting, list) = head.rsplit_once('.')?;
    let Some(Place::Meeting(meeting)) = item_named(account, meeting) else { return None };
    let there = in_list(list, PartAt { meeting, part: part.parse().ok()? })?;
    let same_list = |place: &Place| listed(*place).is_some_and(|(own, at)| own == list && at.meeting == meeting);
    let mut fits: Vec<Place> = parts_of(account).into_iter().filter(same_list).collect();
    fits.retain(|place| digest(account, *place) == says);
    fits.iter().find(|place| **place == there).or(fits.first()).copied()
}

/// Where the part stands after the account has changed: in its meeting the one that says the same, else the one in its
/// place.
pub(super) fn follow_part(place: Place, was: &Account, is: &Account) -> Option<Place> {
    let (list, at) = listed(place)?;
    let Some(Place::Meeting(meeting)) = follow_item(Place::Meeting(at.meeting), was, is) else { return None };
    let (before, after) = (was.meetings.get(at.meeting)?, is.meetings.get(meeting)?);
    let same = |part: usize| match place {
        Place::Question(_) => before.questions.get(at.part) == after.questions.get(part),
        _ => before.objections.get(at.part) == after.objections.get(part),
    };
    let count = if list == LISTS[0] { after.questions.len() } else { after.objections.len() };
    let part = std::iter::once(at.part).chain(0..count).find(|part| *part < count && same(*part)).unwrap_or(at.part);
    (part < count).then(|| in_list(list, PartAt { meeting, part })).flatten()
}
