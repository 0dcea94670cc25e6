//! Which touch brought what: an answer is credited to the touch that it names, else to the last one to that person before
//! it; a meeting to the touch whose answer led to it. Rates and insights both count by this, so that they can't differ.
//!
//! Only a touch that was done can have brought anything. What nothing led up to is credited to no touch.

use super::account::{Account, LogEntry};
use super::answer::Answer;
use super::meeting::{Meeting, MeetingResult, MeetingStatus};
use super::sequence::TouchAt;
use super::touch::{Status, Touch};
use super::wire::Moment;

/// Something that came back, and the touch that brought it.
#[derive(Debug, Clone, Copy)]
pub struct Credit<'a, T> {
    /// What came.
    pub what: &'a T,
    /// What brought it; none where nothing led up to it.
    pub touch: Option<TouchAt>,
}

/// All that came back at an account.
#[derive(Debug, Clone, Default)]
pub struct Credited<'a> {
    /// Answers by a person, as the log has them.
    pub answers: Vec<Credit<'a, LogEntry>>,
    /// Meetings that were held, with their result.
    pub meetings: Vec<Credit<'a, Meeting>>,
}

/// A person said it: it counts as an answer.
pub fn is_an_answer(entry: &LogEntry) -> bool {
    entry.outcome.is_some_and(Answer::is_a_persons)
}

/// It counts as held: only with its result.
pub fn is_held(meeting: &Meeting) -> bool {
    meeting.status == MeetingStatus::Held && meeting.result.is_some()
}

/// It moved the sale towards a decision; an order did so to the end.
pub fn is_an_advance(meeting: &Meeting) -> bool {
    is_held(meeting) && matches!(meeting.result, Some(MeetingResult::Advance | MeetingResult::Order))
}

impl<'a> Credited<'a> {
    /// What came back at that account.
    pub fn of(account: &'a Account) -> Self {
        let answers = account.log.iter().filter(|entry| is_an_answer(entry));
        let answers = answers.map(|entry| Credit { what: entry, touch: answered(account, entry) });
        let mut credited = Self { answers: answers.collect(), meetings: Vec::new() };
        let held = account.meetings.iter().filter(|meeting| is_held(meeting));
        let held = held.map(|meeting| Credit { what: meeting, touch: credited.led_to(account, meeting) });
        credited.meetings = held.collect();
        credited
    }

    /// Whether the touch drew an answer.
    pub fn is_answered(&self, at: TouchAt) -> bool {
        self.answers.iter().any(|credit| credit.touch == Some(at))
    }

    /// Whether the touch led to a meeting that was held.
    pub fn has_met(&self, at: TouchAt) -> bool {
        self.meetings.iter().any(|credit| credit.touch == Some(at))
    }

    /// Whether the touch led to a meeting that moved the sale.
    pub fn has_advanced(&self, at: TouchAt) -> bool {
        self.meetings.iter().any(|credit| credit.touch == Some(at) && is_an_advance(credit.what))
    }

    /// The touch that led to the meeting: of the last answer before it that booked one, else of the last answer, by
    /// somebody who took part; else the last touch before it to one of them. Where nobody is named, everybody is meant.
    fn led_to(&self, account: &Account, meeting: &Meeting) -> Option<TouchAt> {
        let takes_part = |person: Option<&str>| {
            meeting.with.is_empty() || person.is_some_and(|id| meeting.with.iter().any(|with| with == id))
        };
        let before = |credit: &&Credit<LogEntry>| {
            takes_part(credit.what.person.as_deref()) && is_before(credit.what.at.as_ref(), meeting.at.as_ref())
        };
        let rank = |credit: &&Credit<LogEntry>| {
            (credit.what.outcome == Some(Answer::MeetingBooked), credit.what.at.map(|at| at.sort_key()))
        };
        let answer = self.answers.iter().filter(before).max_by_key(rank);
        answer.and_then(|credit| credit.touch).or_else(|| {
            let led = |touch: &Touch| takes_part(touch.person.as_deref()) && was_before(touch, meeting.at.as_ref());
            account.last_done(led)
        })
    }
}

/// The touch that the answer is credited to.
fn answered(account: &Account, entry: &LogEntry) -> Option<TouchAt> {
    let named = entry.touch.as_deref().filter(|id| !id.is_empty()).and_then(|id| {
        let done = |touch: &Touch| touch.id == id && touch.status == Status::Done;
        account.touches().find(|(_, touch)| done(touch)).map(|(at, _)| at)
    });
    named.or_else(|| {
        let person = entry.person.as_deref()?;
        account.last_done(|touch| touch.person.as_deref() == Some(person) && was_before(touch, entry.at.as_ref()))
    })
}

fn was_before(touch: &Touch, then: Option<&Moment>) -> bool {
    is_before(touch.closed.as_ref(), then)
}

/// Not after it, as far as both say when. Of one day without times, one may have come before the other.
fn is_before(it: Option<&Moment>, then: Option<&Moment>) -> bool {
    let (Some(it), Some(then)) = (it, then) else { return true };
    let times = it.time().zip(then.time());
    it.day() < then.day() || (it.day() == then.day() && times.is_none_or(|(it, then)| it <= then))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{account, day, done, sequence, touch, when};

    fn said(person: &str, named: &str, on: &str, outcome: Answer) -> LogEntry {
        LogEntry {
            at: Some(Moment::Day(day(on))),
            person: (!person.is_empty()).then(|| person.to_owned()),
            touch: (!named.is_empty()).then(|| named.to_owned()),
            outcome: Some(outcome),
            ..LogEntry::default()
        }
    }

    fn met(with: &[&str], on: &str, result: MeetingResult) -> Meeting {
        Meeting {
            at: Some(Moment::Day(day(on))),
            with: with.iter().map(|id| (*id).to_owned()).collect(),
            status: MeetingStatus::Held,
            result: Some(result),
            ..Meeting::default()
        }
    }

    /// Dana on the 2nd and the 9th, Lee on the 5th, Dana again planned.
    fn primo() -> Account {
        let touches = vec![
            done(touch("a", 0, "dana-cole"), "2026-11-02"),
            done(touch("b", 3, "lee-ray"), "2026-11-05"),
            done(touch("c", 5, "dana-cole"), "2026-11-09"),
            touch("d", 9, "dana-cole"),
        ];
        account(vec![sequence("2026-11-02", touches)])
    }

    #[test]
    fn an_answer_counts_for_the_touch_it_names_else_for_the_last_to_that_person_before_it() {
        for (person, named, on, want) in [
            ("dana-cole", "a", "2026-11-20", Some(0)),
            ("dana-cole", "", "2026-11-20", Some(2)),
            ("dana-cole", "", "2026-11-06", Some(0)),
            ("dana-cole", "", "2026-11-09", Some(2)),
            ("dana-cole", "", "2026-11-01", None),
            // What was not done, or is not there, has brought nothing.
            ("dana-cole", "d", "2026-11-20", Some(2)),
            ("lee-ray", "gone", "2026-11-20", Some(1)),
            ("", "", "2026-11-20", None),
            ("", "b", "2026-11-20", Some(1)),
        ] {
            let mut account = primo();
            account.log.push(said(person, named, on, Answer::Replied));
            let credited = Credited::of(&account);
            let touch = credited.answers.first().and_then(|credit| credit.touch);
            assert_eq!(touch, want.map(|touch| when(0, touch)), "{person} {named} {on}");
        }
    }

    #[test]
    fn machines_and_clicks_answer_nothing() {
        let mut account = primo();
        for outcome in [Answer::Bounced, Answer::OutOfOffice, Answer::Accepted, Answer::WrongNumber] {
            account.log.push(said("dana-cole", "a", "2026-11-10", outcome));
        }
        account.log.push(LogEntry::default());
        assert!(Credited::of(&account).answers.is_empty());
    }

    #[test]
    fn a_meeting_counts_for_the_touch_whose_answer_booked_it() {
        let mut account = primo();
        account.log = vec![
            said("dana-cole", "a", "2026-11-03", Answer::MeetingBooked),
            said("dana-cole", "c", "2026-11-10", Answer::Replied),
            said("lee-ray", "b", "2026-11-11", Answer::Replied),
        ];
        for (with, on, want) in [
            (&["dana-cole"][..], "2026-11-20", Some(0)),
            (&["lee-ray"], "2026-11-20", Some(1)),
            (&[], "2026-11-20", Some(0)),
            // Before Lee had answered: the touch to Lee; before there was any: nothing.
            (&["lee-ray"], "2026-11-06", Some(1)),
            (&["lee-ray"], "2026-11-03", None),
            (&["a-stranger"], "2026-11-20", None),
        ] {
            account.meetings = vec![met(with, on, MeetingResult::Continuation)];
            let touch = Credited::of(&account).meetings[0].touch;
            assert_eq!(touch, want.map(|touch| when(0, touch)), "{with:?} {on}");
        }
    }

    #[test]
    fn a_meeting_without_its_result_was_not_held_and_kind_words_are_no_advance() {
        let mut account = primo();
        let booked =
            Meeting { status: MeetingStatus::Booked, ..met(&["lee-ray"], "2026-11-20", MeetingResult::Advance) };
        let unsaid = Meeting { result: None, ..met(&["lee-ray"], "2026-11-20", MeetingResult::Advance) };
        account.meetings = vec![booked, unsaid];
        assert!(Credited::of(&account).meetings.is_empty());
        for (result, is_advance) in [
            (MeetingResult::Order, true),
            (MeetingResult::Advance, true),
            (MeetingResult::Continuation, false),
            (MeetingResult::NoSale, false),
        ] {
            account.meetings = vec![met(&["lee-ray"], "2026-11-20", result)];
            let credited = Credited::of(&account);
            assert!(credited.has_met(when(0, 1)) && !credited.has_met(when(0, 0)), "{result}");
            assert_eq!(credited.has_advanced(when(0, 1)), is_advance, "{result}");
        }
    }
}
