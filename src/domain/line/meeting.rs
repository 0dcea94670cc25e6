//! A meeting in one line: `thu 10:00, Dana, 30 min, Zoom: agree a pilot scope`. Commas help and are not needed between a
//! time and a name; nothing that is written is left out.

use crate::domain::dates;
use crate::domain::fields::{self, Context, Invalid};
use crate::domain::meeting::{Meeting, MeetingStatus};
use crate::domain::wire::Moment;

/// The line as a meeting, booked where it says when; its id is still to be made.
pub(super) fn read(line: &str, context: &Context) -> Result<Meeting, Invalid> {
    // A colon also stands in a time; the objective follows a colon and a space.
    let (head, objective) = line.split_once(": ").unwrap_or((line, ""));
    let mut meeting = Meeting { objective: objective.trim().to_owned(), ..Meeting::default() };
    for part in super::parts(head) {
        take(&mut meeting, part, context)?;
    }
    Ok(meeting)
}

fn take(meeting: &mut Meeting, part: &str, context: &Context) -> Result<(), Invalid> {
    let minutes = part.split_whitespace().next().and_then(|n| n.trim_end_matches("min").parse().ok());
    if let (Some(minutes), true) = (minutes, part.ends_with("min") || part.ends_with("minutes")) {
        meeting.minutes = Some(minutes);
    } else if let (None, Ok(at)) = (meeting.at, moment(part, context)) {
        meeting.at = Some(at);
        meeting.status = MeetingStatus::Booked;
    } else if let Some(id) = somebody(part, context) {
        if !meeting.with.contains(&id) {
            meeting.with.push(id);
        }
    } else if dates::means_a_day(part) {
        moment(part, context)?;
    } else if let (None, Some((time, rest))) = (meeting.at, time_beside(part, context)) {
        take(meeting, time, context)?;
        take(meeting, rest, context)?;
    } else if let Some((with, place)) = somebody_first(part, context) {
        take(meeting, with, context)?;
        take(meeting, place, context)?;
    } else if meeting.place.is_empty() {
        part.clone_into(&mut meeting.place);
    } else {
        meeting.place = format!("{}, {part}", meeting.place);
    }
    Ok(())
}

fn moment(text: &str, context: &Context) -> Result<Moment, Invalid> {
    Ok(dates::parse_moment(text, &context.reading(None), context.zone())?)
}

fn somebody(text: &str, context: &Context) -> Option<String> {
    fields::person(text.strip_prefix("with ").unwrap_or(text), context).ok().flatten()
}

/// `tue 15:00 Helga` or `Helga tue at 15:00`: the longest time at either end, and what stands beside it.
fn time_beside<'p>(part: &'p str, context: &Context) -> Option<(&'p str, &'p str)> {
    // A number alone may count anything, and a word alone may be a name: Room 12, Sun Valley.
    let is_number = |text: &str| text.trim().chars().all(|c| c.is_ascii_digit());
    let has_digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    let is_time = |text: &str| has_digit(text) && !is_number(text) && moment(text, context).is_ok();
    let breaks: Vec<usize> = part.match_indices(' ').map(|(at, _)| at).collect();
    let ahead = breaks.iter().rev().map(|at| (&part[..*at], &part[at + 1..]));
    let behind = breaks.iter().map(|at| (&part[at + 1..], &part[..*at]));
    ahead.chain(behind).find(|(time, rest)| is_time(time) && !rest.trim().is_empty())
}

/// `Helga at her lab`: somebody who is known, and where.
fn somebody_first<'p>(part: &'p str, context: &Context) -> Option<(&'p str, &'p str)> {
    let at = part.match_indices(" at ").map(|(at, _)| at).find(|at| somebody(&part[..*at], context).is_some())?;
    Some((&part[..at], &part[at + 4..]))
}
