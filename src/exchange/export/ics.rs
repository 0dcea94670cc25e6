//! What is to be done, and the meetings, as iCalendar (RFC 5545). `calcard` writes: it escapes, folds at 75 octets between
//! characters, and ends lines with CRLF.
//!
//! An open touch or next step is a to-do with its day, or an event of that day that blocks no time. A meeting is an event
//! at its moment, said in UTC, so that it is right wherever it is read. Names (`UID`) stay the same from one export to the
//! next, so a calendar that takes the file again replaces what it had.

use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType as Component, ICalendarParameter,
    ICalendarProperty as Property, ICalendarValue as Value, ICalendarValueType as Type,
};
use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, TimeDelta, Timelike as _, Utc};

use super::{Selection, Uids, line, named, plain};
use crate::domain::account::{Account, NextStep};
use crate::domain::brief;
use crate::domain::dates::Zone;
use crate::domain::draft;
use crate::domain::filter::Filter;
use crate::domain::judge::Judge;
use crate::domain::meeting::{Meeting, MeetingStatus};
use crate::domain::reach;
use crate::domain::schedule;
use crate::domain::sequence::TouchAt;
use crate::domain::touch::{Purpose, Touch};
use crate::domain::wire::Moment;

/// How it is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Touches and next steps as events of a day, for calendars that show no to-dos.
    pub events: bool,
    /// So many minutes before a meeting that has a time there is an alarm.
    pub alarm: Option<u32>,
}

/// One calendar with what passes of it.
pub fn calendar(selection: &Selection, filter: &Filter, options: Options) -> String {
    let mut writing = Writing { selection, filter, options, uids: Uids::default(), components: Vec::new() };
    let mut head = ICalendarComponent::new(Component::VCalendar);
    head.add_property(Property::Version, text("2.0"));
    head.add_property(Property::Prodid, text("-//inroad//inroad//EN"));
    // Whoever subscribes to it sees a name: the one of RFC 7986, and the one that most calendars read.
    head.add_property(Property::Name, text("inroad"));
    head.add_property(Property::Other("X-WR-CALNAME".to_owned()), text("inroad"));
    writing.components.push(head);
    for account in &selection.accounts {
        writing.account(account);
    }
    ICalendar { components: writing.components }.to_string()
}

struct Writing<'a> {
    selection: &'a Selection<'a>,
    filter: &'a Filter,
    options: Options,
    uids: Uids,
    components: Vec<ICalendarComponent>,
}

impl Writing<'_> {
    fn account(&mut self, account: &Account) {
        let world = self.selection.world();
        let judge = Judge::new(self.filter, account, world, self.selection.sender);
        for (at, due) in schedule::dated(account, &world) {
            if let Some(touch) = account.touch(at).filter(|touch| judge.passes_touch(touch, Some(due))) {
                self.touch(account, at, touch, due);
            }
        }
        let is_open = |step: &&NextStep| step.done.is_none() && judge.passes(step.by, &[&step.what]);
        for step in account.next_steps.iter().filter(is_open) {
            self.step(account, step);
        }
        // What has been is due no more.
        let day = |meeting: &Meeting| meeting.at.filter(|_| meeting.is_to_come()).map(|at| at.day());
        let is_in = |meeting: &&Meeting| judge.passes(day(meeting), &[&meeting.objective, &meeting.place]);
        for meeting in account.meetings.iter().filter(is_in) {
            self.meeting(account, meeting);
        }
    }

    fn touch(&mut self, account: &Account, at: TouchAt, touch: &Touch, due: NaiveDate) {
        let whom = account.person_of(touch.person.as_deref());
        let name = whom.map(|whom| whom.name.as_str()).unwrap_or_default();
        let what = format!("{} {name}", named(touch));
        let sequence = account.sequences.get(at.sequence);
        let count = sequence.map_or(0, |sequence| sequence.touches.len());
        let purpose =
            if touch.purpose == Purpose::Unknown { String::new() } else { format!(", {}", touch.purpose_label()) };
        let mut lines = vec![format!("Touch {} of {count}{purpose}", at.touch + 1)];
        lines.extend(whom.and_then(|whom| reach::address(whom, touch.channel)).map(line));
        if let Some(draft) = draft::render(account, at, self.selection.sender) {
            if !draft.subject.is_empty() {
                lines.push(format!("Subject: {}", line(&draft.subject.text())));
            }
            if !draft.message.is_empty() {
                lines.extend([String::new(), plain(&draft.message.text()).into_owned()]);
            }
        }
        let of_place = format!("{}-{}", at.sequence + 1, at.touch + 1);
        let uid = self.uids.of("touch", if touch.id.is_empty() { &of_place } else { &touch.id }, account);
        self.task(account, &uid, &what, &lines.join("\n"), due);
    }

    fn step(&mut self, account: &Account, step: &NextStep) {
        let Some(by) = step.by else { return };
        let uid = self.uids.of("step", &step.id, account);
        let whom = account.person_of(step.person.as_deref());
        self.task(account, &uid, &step.what, whom.map(|whom| whom.name.as_str()).unwrap_or_default(), by);
    }

    /// What is to be done on a day: as a to-do with its own day, or as an event on the day on which it can be done.
    fn task(&mut self, account: &Account, uid: &str, what: &str, more: &str, due: NaiveDate) {
        let summary = format!("{}, {}", line(what), line(&account.name));
        let kind = if self.options.events { Component::VEvent } else { Component::VTodo };
        let mut component = self.begun(kind, uid, &summary, more);
        if self.options.events {
            on_day(&mut component, Property::Dtstart, due.max(self.selection.world().today));
            component.add_property(Property::Transp, text("TRANSPARENT"));
        } else {
            on_day(&mut component, Property::Due, due);
            component.add_property(Property::Status, text("NEEDS-ACTION"));
            if let Some(tier @ 1..=3) = account.tier {
                // 1 is highest and 9 lowest.
                component.add_property(Property::Priority, Value::Integer(i64::from(tier) * 4 - 3));
            }
        }
        self.put(component);
    }

    fn meeting(&mut self, account: &Account, meeting: &Meeting) {
        let Some(at) = meeting.at.filter(|_| meeting.status != MeetingStatus::Planned) else { return };
        let names = meeting.with.iter().filter_map(|id| account.person(id)).map(|person| person.name.as_str());
        let names = names.collect::<Vec<_>>().join(", ");
        let with = if names.is_empty() { "Meeting".to_owned() } else { format!("Meeting with {names}") };
        let summary = format!("{}, {}", line(&with), line(&account.name));
        let aims = [("", &meeting.objective), ("Advance: ", &meeting.advance), ("Fallback: ", &meeting.fallback)];
        let aims = aims.iter().filter(|(_, aim)| !aim.is_empty()).map(|(label, aim)| format!("{label}{}", plain(aim)));
        let uid = self.uids.of("meeting", &meeting.id, account);
        let mut component = self.begun(Component::VEvent, &uid, &summary, &aims.collect::<Vec<_>>().join("\n"));
        let minutes = meeting.minutes.filter(|minutes| *minutes > 0).unwrap_or(brief::USUAL);
        let lasts = TimeDelta::minutes(minutes.into());
        match self.instant(account, at) {
            When::Day(day) => on_day(&mut component, Property::Dtstart, day),
            When::Utc(at) => lasting(&mut component, at.naive_utc(), lasts, true),
            When::Anywhere(at) => lasting(&mut component, at, lasts, false),
        }
        if !meeting.place.is_empty() {
            component.add_property(Property::Location, text(&meeting.place));
        }
        let is_off = meeting.status == MeetingStatus::Cancelled;
        component.add_property(Property::Status, text(if is_off { "CANCELLED" } else { "CONFIRMED" }));
        let alarm = self.options.alarm.filter(|_| at.time().is_some() && meeting.is_to_come());
        if let Some(minutes) = alarm {
            let mut alarm = ICalendarComponent::new(Component::VAlarm);
            alarm.add_property(Property::Action, text("DISPLAY"));
            alarm.add_property(Property::Description, text(&summary));
            alarm.add_property(Property::Trigger, text(&format!("-PT{minutes}M")));
            // It stands behind its event.
            component.component_ids.push(self.components.len() as u32 + 1);
            self.put(component);
            self.components.push(alarm);
        } else {
            self.put(component);
        }
    }

    /// A time that says no offset is meant where whoever owns the account works; where nobody knows where that is, it
    /// stays a time without a place.
    fn instant(&self, account: &Account, at: Moment) -> When {
        match at {
            Moment::Day(day) => When::Day(day),
            Moment::At(at) => When::Utc(at.to_utc()),
            Moment::Local(local) => {
                let owner = self.selection.plan.settings.me(account.owner.as_deref());
                let zone = owner.and_then(|owner| owner.timezone.parse().ok()).map(Zone::Named);
                zone.and_then(|zone| zone.at(local)).map_or(When::Anywhere(local), |at| When::Utc(at.to_utc()))
            }
        }
    }

    fn begun(&self, kind: Component, uid: &str, summary: &str, more: &str) -> ICalendarComponent {
        let mut component = ICalendarComponent::new(kind);
        component.add_property(Property::Uid, text(uid));
        component.add_property(Property::Dtstamp, moment(self.selection.now.naive_utc(), true));
        component.add_property(Property::Summary, text(summary));
        if !more.is_empty() {
            component.add_property(Property::Description, text(more));
        }
        component
    }

    /// Into the calendar.
    fn put(&mut self, component: ICalendarComponent) {
        let id = self.components.len() as u32;
        self.components.push(component);
        if let Some(calendar) = self.components.first_mut() {
            calendar.component_ids.push(id);
        }
    }
}

/// When a meeting is.
enum When {
    Day(NaiveDate),
    Utc(DateTime<Utc>),
    Anywhere(NaiveDateTime),
}

fn text(text: &str) -> Value {
    Value::Text(plain(text).into_owned())
}

fn on_day(component: &mut ICalendarComponent, property: Property, day: NaiveDate) {
    let date = PartialDateTime { year: year(day.year()), month: part(day.month()), day: part(day.day()), ..NO_TIME };
    component.add_property_with_params(
        property,
        [ICalendarParameter::value(Type::Date)],
        Value::PartialDateTime(date.into()),
    );
}

fn lasting(component: &mut ICalendarComponent, at: NaiveDateTime, lasts: TimeDelta, utc: bool) {
    component.add_property(Property::Dtstart, moment(at, utc));
    if let Some(end) = at.checked_add_signed(lasts) {
        component.add_property(Property::Dtend, moment(end, utc));
    }
}

const NO_TIME: PartialDateTime = PartialDateTime {
    year: None,
    month: None,
    day: None,
    hour: None,
    minute: None,
    second: None,
    tz_hour: None,
    tz_minute: None,
    tz_minus: false,
};

fn moment(at: NaiveDateTime, utc: bool) -> Value {
    let zero = utc.then_some(0);
    let at = PartialDateTime {
        year: year(at.year()),
        month: part(at.month()),
        day: part(at.day()),
        hour: part(at.hour()),
        minute: part(at.minute()),
        second: part(at.second()),
        tz_hour: zero,
        tz_minute: zero,
        tz_minus: false,
    };
    Value::PartialDateTime(at.into())
}

fn year(year: i32) -> Option<u16> {
    u16::try_from(year).ok()
}

fn part(part: u32) -> Option<u8> {
    u8::try_from(part).ok()
}
