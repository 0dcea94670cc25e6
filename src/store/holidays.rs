//! Which days the events of an iCalendar file take. Pure: a text goes in, days and complaints come out.
//!
//! An all-day event takes its days; one with a time only if it lasts a day or longer. The file may come from anywhere:
//! whatever it says, reading it ends soon, takes little memory, and costs no event but the bad one.

use std::collections::{BTreeMap, BTreeSet};

use calcard::common::timezone::Tz;
use calcard::common::{CalendarScale, PartialDateTime};
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarFrequency, ICalendarPeriod,
    ICalendarProperty, ICalendarRecurrenceRule, ICalendarStatus, ICalendarValue,
};
use calcard::{Entry, Parser};
use chrono::{Datelike as _, NaiveDate, NaiveDateTime, TimeDelta};

/// Days of these years count. It is this century and not a stretch around today, so that a file means the same whenever
/// it is read; nobody has to read it again at New Year.
const YEARS: (i32, i32) = (2000, 2099);

/// The most days that one event may take: every week of the century, and some.
const MOST_DAYS: usize = 5_300;

/// The most that one rule is followed, from its first day on, which may lie before the century; and the most days and
/// steps of a file.
const MOST_STEPS: usize = 40_000;
const MOST_STEPS_OF_ALL: usize = 200_000;

/// The most rules that may turn out never to come true: finding that out takes long.
const MOST_IDLE: usize = 10;

/// The most complaints of one file.
const MOST_COMPLAINTS: usize = 20;

/// What a file says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Holidays {
    /// The days that are taken.
    pub(super) days: BTreeSet<NaiveDate>,
    /// What is wrong with it: a line from 1, or 0 when the whole file is meant, and a sentence.
    pub(super) complaints: Vec<(usize, String)>,
}

/// The days that a file takes, as far as they can be made out, and what could not.
pub(super) fn read(text: &str) -> Holidays {
    let mut reading = Reading { text, events: 0, steps: 0, idle: 0, found: Holidays::default() };
    let mut parser = Parser::new(text);
    let mut is_calendar = false;
    loop {
        match parser.entry() {
            Entry::ICalendar(calendar) => {
                is_calendar = true;
                reading.calendar(&calendar);
            }
            Entry::Eof => break,
            // What stands between calendars takes no day.
            _ => {}
        }
    }
    let last = text.trim_end().lines().next_back().unwrap_or_default();
    if !is_calendar {
        reading.found.complaints = vec![(0, "this is no iCalendar file: it has no BEGIN:VCALENDAR".to_owned())];
    } else if !last.trim_start_matches('\u{feff}').trim().eq_ignore_ascii_case("END:VCALENDAR") {
        let line = text.trim_end().lines().count();
        let message = "it breaks off here, before END:VCALENDAR; what came after it is missing".to_owned();
        reading.found.complaints.push((line, message));
    }
    reading.found
}

/// Why an event can't be taken as it is: the property that says so, and a sentence.
type Refusal = (&'static str, String);

fn refused<T>(property: &'static str, why: &str) -> Result<T, Refusal> {
    Err((property, why.to_owned()))
}

struct Reading<'a> {
    text: &'a str,
    /// Events seen so far, to find their lines.
    events: usize,
    /// How far rules were followed so far, and how many days were taken.
    steps: usize,
    /// Rules that never came true.
    idle: usize,
    found: Holidays,
}

impl Reading<'_> {
    fn calendar(&mut self, calendar: &ICalendar) {
        let is_event = |each: &&ICalendarComponent| each.component_type == ICalendarComponentType::VEvent;
        let moved = moved(calendar.components.iter().filter(is_event));
        for event in calendar.components.iter().filter(is_event) {
            if event.status() != Some(&ICalendarStatus::Cancelled)
                && let Err((property, why)) = self.event(event, &moved)
            {
                self.complain(property, why);
            }
            self.events += 1;
        }
    }

    fn event(&mut self, event: &ICalendarComponent, moved: &Moved) -> Result<(), Refusal> {
        let Some(span) = Span::of(event)? else { return Ok(()) };
        let (starts, doubt) = self.starts(event, &span, moved);
        let firsts = starts.iter().filter_map(|start| start.checked_add_signed(TimeDelta::days(span.shift)));
        let days: Vec<NaiveDate> = firsts.flat_map(|first| within(first, span.days)).take(MOST_DAYS + 1).collect();
        self.steps += days.len();
        if days.len() > MOST_DAYS || self.steps > MOST_STEPS_OF_ALL {
            let property = if doubt.is_none() && event.is_recurrent() { "RRULE" } else { "DTSTART" };
            return refused(property, "this takes more days than holidays do; the event was left out");
        }
        self.found.days.extend(days);
        doubt.map_or(Ok(()), Err)
    }

    /// The days on which the event begins, and what could not be made out of that.
    fn starts(
        &mut self,
        event: &ICalendarComponent,
        span: &Span,
        moved: &Moved,
    ) -> (BTreeSet<NaiveDate>, Option<Refusal>) {
        let mut starts = BTreeSet::new();
        let mut doubt = None;
        let rules = event.properties(&ICalendarProperty::Rrule).flat_map(|entry| &entry.values);
        let mut rules = rules.peekable();
        if rules.peek().is_none() {
            starts.insert(span.start);
        }
        for rule in rules {
            match self.recurring(span.start, rule) {
                Ok(days) => starts.extend(days),
                Err(why) => {
                    starts.insert(span.start);
                    doubt = Some(("RRULE", format!("{why}; only its first day counts")));
                }
            }
        }
        starts.extend(listed(event, &ICalendarProperty::Rdate));
        for day in listed(event, &ICalendarProperty::Exdate) {
            starts.remove(&day);
        }
        if !event.is_recurrence_override()
            && let Some(days) = event.uid().and_then(|uid| moved.get(uid))
        {
            starts.retain(|day| !days.contains(day));
        }
        (starts, doubt)
    }

    /// The days that a rule names, from the first on.
    fn recurring(&mut self, first: NaiveDate, rule: &ICalendarValue) -> Result<Vec<NaiveDate>, &'static str> {
        let ICalendarValue::RecurrenceRule(rule) = rule else { return Err("this rule is not understood") };
        if self.steps >= MOST_STEPS_OF_ALL || self.idle >= MOST_IDLE {
            return Err("the rules of this file are too many, or come true too often");
        }
        if matches!(rule.freq, ICalendarFrequency::Hourly | ICalendarFrequency::Minutely | ICalendarFrequency::Secondly)
        {
            return Err("a rule by the hour, the minute or the second names no days");
        }
        if rule.rscale.as_ref().is_some_and(|scale| *scale != CalendarScale::Gregorian) {
            return Err("this rule follows another calendar, which is not understood");
        }
        let last = NaiveDate::from_ymd_opt(YEARS.1, 12, 31).unwrap_or(NaiveDate::MAX);
        let until = rule.until.as_ref().and_then(date_of).map_or(last, |until| until.date().min(last));
        if until < first {
            // A rule that begins after the century names nothing in it.
            return if first > last { Ok(Vec::new()) } else { Err("this rule ends before it begins") };
        }
        let days = follow(first, until, rule)?;
        self.steps += days.len();
        if days.len() >= MOST_STEPS {
            return Err("this rule comes true too often");
        }
        if days.is_empty() {
            self.idle += 1;
            return Err("this rule never comes true");
        }
        Ok(days)
    }

    fn complain(&mut self, property: &str, why: String) {
        match self.found.complaints.len() {
            most if most > MOST_COMPLAINTS => {}
            MOST_COMPLAINTS => self.found.complaints.push((0, "more of its events are not understood".to_owned())),
            _ => self.found.complaints.push((self.line(property), why)),
        }
    }

    /// The line of the event that is being read, if it can be found: that of the property, or else its first.
    fn line(&self, property: &str) -> usize {
        let is = |line: &str, what: &str| line.trim().eq_ignore_ascii_case(what);
        let mut lines = self.text.lines().enumerate();
        let Some((first, _)) = lines.by_ref().filter(|(_, line)| is(line, "BEGIN:VEVENT")).nth(self.events) else {
            return 0;
        };
        let names = |line: &str| {
            let name = line.get(..property.len()).filter(|_| line[property.len()..].starts_with([':', ';']));
            name.is_some_and(|name| name.eq_ignore_ascii_case(property))
        };
        let mut own = lines.take_while(|(_, line)| !is(line, "END:VEVENT"));
        own.find(|(_, line)| names(line)).map_or(first, |(at, _)| at) + 1
    }
}

/// Days on which a recurring event was given another day, or called off, by the event's UID.
type Moved = BTreeMap<String, BTreeSet<NaiveDate>>;

fn moved<'a>(events: impl Iterator<Item = &'a ICalendarComponent>) -> Moved {
    let mut moved = Moved::new();
    for event in events {
        for day in listed(event, &ICalendarProperty::RecurrenceId) {
            moved.entry(event.uid().unwrap_or_default().to_owned()).or_default().insert(day);
        }
    }
    moved
}

/// How long an event lasts.
struct Span {
    /// The day it begins on, as it is written: exceptions are written like that too.
    start: NaiveDate,
    /// Days from there to the first that it takes.
    shift: i64,
    /// How many it takes, at least one.
    days: i64,
}

impl Span {
    /// Nothing: it takes no whole day.
    fn of(event: &ICalendarComponent) -> Result<Option<Self>, Refusal> {
        let written = |property| event.property(property).and_then(|entry| entry.values.first());
        let start = match written(&ICalendarProperty::Dtstart).or_else(|| written(&ICalendarProperty::RecurrenceId)) {
            Some(ICalendarValue::PartialDateTime(start)) => start,
            Some(_) => return refused("DTSTART", "this is no date; the event was left out"),
            None => return refused("DTSTART", "this event does not say when it is (DTSTART); it was left out"),
        };
        let Some(from) = date_of(start) else {
            return refused("DTSTART", "there is no such day; the event was left out");
        };
        let seconds = match (written(&ICalendarProperty::Dtend), written(&ICalendarProperty::Duration)) {
            (Some(ICalendarValue::PartialDateTime(end)), _) => date_of(end).map(|to| (to - from).num_seconds()),
            (_, Some(ICalendarValue::Duration(lasts))) => Some(lasts.as_seconds()),
            _ => None,
        };
        let days = seconds.unwrap_or(0) / 86_400;
        if !start.has_time() {
            return Ok(Some(Self { start: from.date(), shift: 0, days: days.max(1) }));
        }
        // A day that was written in another zone begins in the evening of the day before, or in the small hours: noon
        // is on the day that is meant.
        let noon = from.checked_add_signed(TimeDelta::hours(12)).filter(|_| days > 0);
        Ok(noon.map(|noon| Self { start: from.date(), shift: (noon.date() - from.date()).num_days(), days }))
    }
}

/// So many days from the first on, without those of other centuries.
fn within(first: NaiveDate, days: i64) -> impl Iterator<Item = NaiveDate> {
    let begin = NaiveDate::from_ymd_opt(YEARS.0, 1, 1).unwrap_or(first).max(first);
    let end = first.checked_add_signed(TimeDelta::days(days)).unwrap_or(NaiveDate::MAX);
    begin.iter_days().take_while(move |day| *day < end && day.year() <= YEARS.1)
}

/// The days of RDATE, EXDATE or RECURRENCE-ID.
fn listed(event: &ICalendarComponent, property: &ICalendarProperty) -> Vec<NaiveDate> {
    let values = event.properties(property).flat_map(|entry| &entry.values);
    let days = values.filter_map(|value| match value {
        ICalendarValue::PartialDateTime(date) => date_of(date),
        ICalendarValue::Period(ICalendarPeriod::Range { start, .. } | ICalendarPeriod::Duration { start, .. }) => {
            date_of(start)
        }
        _ => None,
    });
    days.map(|date| date.date()).collect()
}

/// As it is written, whatever the zone.
fn date_of(date: &PartialDateTime) -> Option<NaiveDateTime> {
    Some(date.to_date_time()?.date_time)
}

/// The days of a rule, at most as many as a rule is followed. Only days matter, so times of day are taken out of it.
fn follow(first: NaiveDate, until: NaiveDate, rule: &ICalendarRecurrenceRule) -> Result<Vec<NaiveDate>, &'static str> {
    let rule = ICalendarRecurrenceRule {
        until: Some(written(until)),
        byhour: Vec::new(),
        byminute: Vec::new(),
        bysecond: Vec::new(),
        ..rule.clone()
    };
    let entry = |name, value| ICalendarEntry { name, params: Vec::new(), values: vec![value] };
    let event = ICalendarComponent {
        component_type: ICalendarComponentType::VEvent,
        entries: vec![
            entry(ICalendarProperty::Dtstart, ICalendarValue::PartialDateTime(written(first).into())),
            entry(ICalendarProperty::Rrule, ICalendarValue::RecurrenceRule(rule.into())),
        ],
        component_ids: Vec::new(),
    };
    let expanded = ICalendar { components: vec![event] }.expand_dates(Tz::Floating, MOST_STEPS);
    if !expanded.errors.is_empty() {
        return Err("this rule is not understood");
    }
    Ok(expanded.events.iter().map(|each| each.start.date_naive()).collect())
}

fn written(day: NaiveDate) -> PartialDateTime {
    PartialDateTime {
        year: u16::try_from(day.year()).ok(),
        month: u8::try_from(day.month()).ok(),
        day: u8::try_from(day.day()).ok(),
        ..PartialDateTime::default()
    }
}

#[cfg(test)]
mod tests;
