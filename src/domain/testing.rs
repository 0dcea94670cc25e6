//! Short words for building what the tests of the rules need. Compiled for tests alone.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::account::Account;
use super::calendar::Calendar;
use super::people::{Email, Person, Phone};
use super::range::Away;
use super::schedule::World;
use super::sequence::{Sequence, TouchAt};
use super::settings::{Member, Settings, WorkingCalendar};
use super::stage::Stage;
use super::touch::{Channel, Outcome, Status, Touch};
use super::wire::Moment;

/// `2026-11-23`
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Nine in the morning of that day, six hours west of Greenwich.
pub(crate) fn at(text: &str) -> DateTime<FixedOffset> {
    format!("{text}T09:00:00-06:00").parse().unwrap()
}

/// The same, as a file has it.
pub(crate) fn moment(text: &str) -> Moment {
    Moment::At(at(text))
}

pub(crate) fn when(sequence: usize, touch: usize) -> TouchAt {
    TouchAt { sequence, touch }
}

/// A plan's settings and calendar: one member who is sometimes away, Monday to Friday, some holidays.
pub(crate) struct Setting {
    pub(crate) settings: Settings,
    pub(crate) calendar: Calendar,
}

impl Setting {
    pub(crate) fn new(holidays: &[&str], away: &[(&str, &str)]) -> Self {
        let away = away.iter().map(|(from, to)| absence(from, to)).collect();
        let sam = Member { id: "sam".into(), name: "Sam Reyes".into(), away, ..Member::default() };
        let settings = Settings { members: vec![sam], ..Settings::default() };
        Self { settings, calendar: Calendar::new(&WorkingCalendar::default(), holidays.iter().map(|text| day(text))) }
    }

    pub(crate) fn on(&self, today: &str) -> World<'_> {
        World { settings: &self.settings, calendar: &self.calendar, today: day(today) }
    }
}

/// From a day to a day; without an end where it is empty.
pub(crate) fn absence(from: &str, to: &str) -> Away {
    Away { from: Some(day(from)), to: (!to.is_empty()).then(|| day(to)), note: String::new() }
}

pub(crate) fn person(id: &str, name: &str) -> Person {
    let email = |value: String| Email { value, bad: None };
    let phone = |value: &str| Phone { value: value.to_owned(), ..Phone::default() };
    Person {
        id: id.into(),
        name: name.into(),
        emails: vec![email(format!("{id}@primo.example")), email(format!("{id}@old.example"))],
        phones: vec![phone("+1 312 555 0100"), phone("+1 312 555 0101")],
        ..Person::default()
    }
}

/// A touch by e-mail on that working day after the start.
pub(crate) fn touch(id: &str, day: u32, person: &str) -> Touch {
    Touch { id: id.into(), day, person: Some(person.into()), channel: Channel::Email, ..Touch::default() }
}

pub(crate) fn done(touch: Touch, on: &str) -> Touch {
    Touch { status: Status::Done, closed: Some(Moment::Day(day(on))), result: Some(Outcome::Sent), ..touch }
}

pub(crate) fn closed(touch: Touch, status: Status, on: &str) -> Touch {
    Touch { status, closed: Some(Moment::Day(day(on))), ..touch }
}

pub(crate) fn sequence(start: &str, touches: Vec<Touch>) -> Sequence {
    Sequence { id: "s3a1".into(), start: Some(day(start)), cycle: Some(1), touches, ..Sequence::default() }
}

/// Primo, in sequence, with Dana Cole and Lee Ray.
pub(crate) fn account(sequences: Vec<Sequence>) -> Account {
    let mut account = Account::new("primo", "Primo", day("2026-11-02"));
    account.enter(Stage::InSequence, day("2026-11-02"), "");
    account.people = vec![person("dana-cole", "Dana Cole"), person("lee-ray", "Lee Ray")];
    account.sequences = sequences;
    account
}
