//! Taking items out of an account and moving them among their neighbours.

use super::account::Account;
use super::fields::Place;
use super::meeting::{Meeting, MeetingStatus, PartAt};
use super::touch::Status;

/// Remove the item at the place. What referred to it is cleared, so that nothing points nowhere. Says its name for
/// the status line; none if there is no such item or it can't be removed.
pub fn remove(account: &mut Account, place: Place) -> Option<String> {
    match place {
        Place::Account | Place::StageChange(_) => None,
        Place::Candidate(i) => {
            let gone = take(&mut account.entry_point.candidates, i)?;
            account.entry_point.candidate.take_if(|chosen| *chosen == gone.id);
            Some(gone.unit)
        }
        Place::Person(i) => {
            let gone = take(&mut account.people, i)?;
            forget_person(account, &gone.id);
            Some(gone.name)
        }
        Place::Finding(i) => {
            let gone = take(&mut account.research, i)?;
            for touch in account.sequences.iter_mut().flat_map(|sequence| &mut sequence.touches) {
                touch.research.retain(|id| *id != gone.id);
            }
            for question in account.meetings.iter_mut().flat_map(|meeting| &mut meeting.questions) {
                question.research.retain(|id| *id != gone.id);
            }
            Some("the finding".to_owned())
        }
        Place::Sequence(i) => take(&mut account.sequences, i).map(|_| "the sequence".to_owned()),
        Place::Touch(at) => {
            let sequence = account.sequences.get_mut(at.sequence)?;
            let gone = take(&mut sequence.touches, at.touch)?;
            for touch in &mut sequence.touches {
                touch.thread.take_if(|id| *id == gone.id);
            }
            Some(format!("touch {}", at.touch + 1))
        }
        Place::Meeting(i) => take(&mut account.meetings, i).map(|_| "the meeting".to_owned()),
        Place::Question(at) => {
            take(&mut account.meetings.get_mut(at.meeting)?.questions, at.part).map(|_| "the question".to_owned())
        }
        Place::Objection(at) => {
            take(&mut account.meetings.get_mut(at.meeting)?.objections, at.part).map(|_| "the objection".to_owned())
        }
        Place::NextStep(i) => take(&mut account.next_steps, i).map(|gone| gone.what),
        Place::Opportunity(i) => take(&mut account.opportunities, i).map(|gone| gone.name),
        Place::Log(i) => take(&mut account.log, i).map(|_| "the log entry".to_owned()),
    }
}

fn take<T>(items: &mut Vec<T>, at: usize) -> Option<T> {
    (at < items.len()).then(|| items.remove(at))
}

fn forget_person(account: &mut Account, id: &str) {
    let cleared = |slot: &mut Option<String>| {
        slot.take_if(|each| each == id);
    };
    for person in &mut account.people {
        cleared(&mut person.reports_to);
        cleared(&mut person.referred_by);
    }
    for finding in &mut account.research {
        finding.people.retain(|each| each != id);
    }
    for sequence in &mut account.sequences {
        sequence.to.retain(|_, each| each != id);
        // What was done or heard keeps whom it was done with or heard from.
        for touch in sequence.touches.iter_mut().filter(|touch| touch.status != Status::Done) {
            cleared(&mut touch.person);
        }
    }
    let to_come = |meeting: &&mut Meeting| matches!(meeting.status, MeetingStatus::Planned | MeetingStatus::Booked);
    for meeting in account.meetings.iter_mut().filter(to_come) {
        meeting.with.retain(|each| each != id);
    }
    for step in &mut account.next_steps {
        cleared(&mut step.person);
    }
}

/// Swap the item with the one above or below it in its list. Says where it stands then. Touches have their own rule
/// (`work::move_touch`): their day slots stay.
pub fn shift(account: &mut Account, place: Place, down: bool) -> Option<Place> {
    fn swap<T>(items: &mut [T], at: usize, down: bool) -> Option<usize> {
        let other = if down { at.checked_add(1)? } else { at.checked_sub(1)? };
        (at < items.len() && other < items.len()).then(|| items.swap(at, other))?;
        Some(other)
    }
    match place {
        Place::Candidate(i) => swap(&mut account.entry_point.candidates, i, down).map(Place::Candidate),
        Place::Person(i) => swap(&mut account.people, i, down).map(Place::Person),
        Place::Finding(i) => swap(&mut account.research, i, down).map(Place::Finding),
        Place::Sequence(i) => swap(&mut account.sequences, i, down).map(Place::Sequence),
        Place::Meeting(i) => {
            // They stand in the order of their time; only what has none, or the same, can change places.
            let order = account.meetings_by_day();
            let at = order.iter().position(|each| *each == i)?;
            let other = *order.get(if down { at + 1 } else { at.checked_sub(1)? })?;
            let time = |i: usize| account.meetings.get(i).map(|meeting| meeting.at.map(|at| at.sort_key()));
            (time(i) == time(other)).then(|| account.meetings.swap(i, other))?;
            Some(Place::Meeting(other))
        }
        Place::Question(at) => {
            let questions = &mut account.meetings.get_mut(at.meeting)?.questions;
            swap(questions, at.part, down).map(|part| Place::Question(PartAt { part, ..at }))
        }
        Place::Objection(at) => {
            let objections = &mut account.meetings.get_mut(at.meeting)?.objections;
            swap(objections, at.part, down).map(|part| Place::Objection(PartAt { part, ..at }))
        }
        Place::NextStep(i) => swap(&mut account.next_steps, i, down).map(Place::NextStep),
        Place::Opportunity(i) => swap(&mut account.opportunities, i, down).map(Place::Opportunity),
        Place::Account | Place::Touch(_) | Place::Log(_) | Place::StageChange(_) => None,
    }
}
