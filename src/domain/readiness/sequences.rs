//! What trips the rules on touches: how many there are, by which ways, to whom and what for. Only
//! sequences in which something is still to be done are looked at; what is done can't be planned better.

use std::collections::BTreeSet;

use super::{Case, Fill, counted};
use crate::domain::account::{Account, LogEntry};
use crate::domain::answer::Answer;
use crate::domain::fields::Place;
use crate::domain::line::Addable;
use crate::domain::reach;
use crate::domain::sequence::{Sequence, TouchAt};
use crate::domain::touch::{Channel, Outcome, Purpose, Status, Touch};

/// How many touches a first cycle has.
const FEWEST: usize = 8;
const MOST: usize = 10;

pub(super) fn begun(case: &Case, found: &mut Vec<Fill>) -> usize {
    if case.account.sequences.is_empty() {
        found.push(Fill::Begin);
    }
    1
}

/// The sequences that are a first cycle. One without a number is, if there is no other.
fn first_cycles<'a>(case: &'a Case) -> impl Iterator<Item = (usize, &'a Sequence)> {
    let is_alone = case.account.sequences.len() == 1;
    let is_first = move |sequence: &Sequence| sequence.cycle.map_or(is_alone, |cycle| cycle <= 1);
    case.running.iter().copied().filter(move |(_, sequence)| is_first(sequence))
}

/// The touches of a sequence that somebody planned: what did not arrive is done again, and that is one touch.
fn sent_once(account: &Account, i: usize, sequence: &Sequence) -> Vec<TouchAt> {
    let came_back = |touch: &Touch| {
        let bounced = |entry: &LogEntry| {
            let did_not_arrive = matches!(entry.outcome, Some(Answer::Bounced | Answer::WrongNumber));
            did_not_arrive && entry.touch.as_ref() == Some(&touch.id)
        };
        touch.status == Status::Done && (touch.result == Some(Outcome::WrongNumber) || account.log.iter().any(bounced))
    };
    counted(i, sequence).filter(|(_, touch)| !came_back(touch)).map(|(at, _)| at).collect()
}

pub(super) fn eight(case: &Case, found: &mut Vec<Fill>) -> usize {
    let mut of = 0;
    for (i, sequence) in first_cycles(case) {
        of += 1;
        if sent_once(case.account, i, sequence).len() < FEWEST {
            let touch = sequence.touches.len().saturating_sub(1);
            found.push(Fill::Add(Addable::Touch(TouchAt { sequence: i, touch }), ""));
        }
    }
    of
}

pub(super) fn ten(case: &Case, found: &mut Vec<Fill>) -> usize {
    let mut of = 0;
    for (i, sequence) in first_cycles(case) {
        of += 1;
        let touches = sent_once(case.account, i, sequence);
        if let Some(beyond) = touches.get(MOST) {
            found.push(Fill::Field(Place::Touch(*beyond), "status"));
        }
    }
    of
}

/// Whether a sequence of several touches has but one channel.
fn is_one_channel(sequence: &Sequence) -> bool {
    let channels: BTreeSet<Channel> = counted(0, sequence).map(|(_, touch)| touch.channel).collect();
    channels.len() == 1 && counted(0, sequence).count() > 1
}

/// What stands for its last touch that can still be changed.
fn last_open(i: usize, sequence: &Sequence) -> Option<Place> {
    let touch = sequence.touches.iter().rposition(Touch::is_open)?;
    Some(Place::Touch(TouchAt { sequence: i, touch }))
}

pub(super) fn two_channels(case: &Case, found: &mut Vec<Fill>) -> usize {
    for (i, sequence) in case.running.iter().filter(|(_, sequence)| is_one_channel(sequence)) {
        found.extend(last_open(*i, sequence).map(|place| Fill::Field(place, "channel")));
    }
    case.running.len()
}

pub(super) fn channel_mix(case: &Case, found: &mut Vec<Fill>) -> usize {
    for (i, sequence) in case.running.iter().filter(|(_, sequence)| !is_one_channel(sequence)) {
        let mut in_a_row: (Option<Channel>, usize) = (None, 0);
        for (at, touch) in counted(*i, sequence) {
            in_a_row = (Some(touch.channel), if in_a_row.0 == Some(touch.channel) { in_a_row.1 + 1 } else { 1 });
            if in_a_row.1.is_multiple_of(3) && touch.is_open() {
                found.push(Fill::Field(Place::Touch(at), "channel"));
            }
        }
    }
    case.running.len()
}

/// By the days on which they are due, what was moved by hand included.
pub(super) fn one_a_day(case: &Case, found: &mut Vec<Fill>) -> usize {
    let dated = &case.outlook.touches;
    let mut taken = BTreeSet::new();
    for (at, day) in dated {
        let Some(touch) = case.account.touch(*at) else { continue };
        let is_second = touch.person.is_some() && !taken.insert((*day, touch.person.as_deref(), touch.channel));
        // What is overdue has its day behind it.
        if is_second && *day >= case.today {
            found.push(Fill::Field(Place::Touch(*at), "due"));
        }
    }
    dated.len()
}

/// The roles of a sequence that nobody fills, as they are quoted.
pub(super) fn unfilled(account: &Account, sequence: usize) -> Vec<String> {
    let touches = account.sequences.get(sequence).map_or(&[][..], |sequence| &sequence.touches);
    let mut roles: Vec<&str> = touches.iter().filter(|touch| is_to_nobody(account, touch)).filter_map(role).collect();
    roles.sort_unstable();
    roles.dedup();
    roles.into_iter().map(|role| format!("“{role}”")).collect()
}

fn role(touch: &Touch) -> Option<&str> {
    touch.to.as_deref().filter(|role| !role.is_empty())
}

fn is_to_nobody(account: &Account, touch: &Touch) -> bool {
    touch.is_open() && account.person_of(touch.person.as_deref()).is_none()
}

/// A role is filled for all its touches at once; a touch without one for itself.
pub(super) fn roles(case: &Case, found: &mut Vec<Fill>) -> usize {
    let mut of = 0;
    for (at, touch) in case.open() {
        of += 1;
        if !is_to_nobody(case.account, touch) {
            continue;
        }
        let of_sequence = Fill::Field(Place::Sequence(at.sequence), "to");
        match role(touch) {
            Some(_) if found.contains(&of_sequence) => {}
            Some(_) => found.push(of_sequence),
            None => found.push(Fill::Field(Place::Touch(at), "person")),
        }
    }
    of
}

/// What the open touches need to know of the people whom they go to, each once: of whom, and which field.
pub(super) fn address(case: &Case, found: &mut Vec<Fill>) -> usize {
    let mut needed = BTreeSet::new();
    for (_, touch) in case.open() {
        let to = case.account.people.iter().position(|person| touch.person.as_ref() == Some(&person.id));
        let Some((at, address)) = to.zip(touch.channel.address()) else { continue };
        let key = address.field();
        if !needed.insert((at, key)) {
            continue;
        }
        let is_known =
            case.account.people.get(at).is_some_and(|person| {
                reach::address(person, touch.channel).is_some() || person.unread.of(key).is_some()
            });
        if !is_known {
            found.push(Fill::Field(Place::Person(at), key));
        }
    }
    needed.len()
}

pub(super) fn single_threaded(case: &Case, found: &mut Vec<Fill>) -> usize {
    let planned: Vec<(TouchAt, &Touch)> = case.planned().collect();
    let people: BTreeSet<Option<&str>> = planned.iter().map(|(_, touch)| touch.person.as_deref()).collect();
    if planned.len() > 2 && people.len() == 1 && !people.contains(&None) {
        let last = case.running.last().and_then(|(i, sequence)| last_open(*i, sequence));
        found.extend(last.map(|place| Fill::Field(place, "person")));
    }
    usize::from(planned.len() > 2)
}

/// The open touches of which something is so, with the field where it is mended.
pub(super) fn touches(
    case: &Case,
    found: &mut Vec<Fill>,
    which: impl Fn(&Touch) -> bool,
    trips: impl Fn(TouchAt, &Touch) -> Option<&'static str>,
) -> usize {
    let mut of = 0;
    for (at, touch) in case.open().filter(|(_, touch)| which(touch)) {
        of += 1;
        found.extend(trips(at, touch).map(|key| Fill::Field(Place::Touch(at), key)));
    }
    of
}

pub(super) fn purpose(case: &Case, found: &mut Vec<Fill>) -> usize {
    let is_unsaid = |touch: &Touch| touch.purpose == Purpose::Unknown && touch.unread.of("purpose").is_none();
    touches(case, found, |_| true, |_, touch| is_unsaid(touch).then_some("purpose"))
}

pub(super) fn purpose_order(case: &Case, found: &mut Vec<Fill>) -> usize {
    let warms = |touch: &Touch| matches!(touch.purpose, Purpose::Curiosity | Purpose::Credibility);
    let is_warm = case.account.touches().any(|(_, touch)| touch.status == Status::Done && warms(touch));
    for (i, sequence) in &case.running {
        let mut warm = is_warm;
        for (at, touch) in counted(*i, sequence) {
            warm |= warms(touch);
            if !warm && touch.is_open() && matches!(touch.purpose, Purpose::Meeting | Purpose::Advance) {
                found.push(Fill::Field(Place::Touch(at), "purpose"));
                break;
            }
        }
    }
    case.running.len()
}
