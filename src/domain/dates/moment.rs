//! Reading a day with a time, for meetings and for when something was done.

use chrono::{DateTime, FixedOffset, NaiveDateTime, NaiveTime, TimeZone as _};

use super::read::{DateError, Reading, parse};
use crate::domain::wire::Moment;

/// Where a time that is typed without its offset is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// Where the clock has this offset, the whole year round.
    Offset(FixedOffset),
    /// In a zone with its summer time.
    Named(chrono_tz::Tz),
}

impl Zone {
    /// The zone by its name, if there is one of that name, else the offset.
    pub fn of(name: &str, offset: FixedOffset) -> Self {
        name.parse().map_or(Self::Offset(offset), Self::Named)
    }

    /// The same moment as the clock there shows it.
    pub fn shown(self, at: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
        match self {
            Self::Offset(offset) => at.with_timezone(&offset),
            Self::Named(zone) => at.with_timezone(&zone).fixed_offset(),
        }
    }

    /// The moment at which the clock there shows that; the first one, where it shows it twice. None where it skips it.
    pub fn at(self, local: NaiveDateTime) -> Option<DateTime<FixedOffset>> {
        match self {
            Self::Offset(offset) => offset.from_local_datetime(&local).earliest(),
            Self::Named(zone) => zone.from_local_datetime(&local).earliest().map(|at| at.fixed_offset()),
        }
    }

    /// `Chicago time` where that is what the clock there says, else `UTC-6`.
    fn told(self, at: &DateTime<FixedOffset>) -> String {
        if let Self::Named(zone) = self
            && at.with_timezone(&zone).naive_local() == at.naive_local()
        {
            let place = zone.name().rsplit('/').next().unwrap_or_default().replace('_', " ");
            return format!("{place} time");
        }
        match at.offset().local_minus_utc() / 60 {
            0 => "UTC".to_owned(),
            minutes if minutes % 60 == 0 => format!("UTC{:+}", minutes / 60),
            minutes => format!("UTC{:+}:{:02}", minutes / 60, minutes.abs() % 60),
        }
    }
}

/// `Thu 3 Dec 10:00 Chicago time (in 8 working days)`: what a moment that is being typed means.
pub fn echo_moment(at: &Moment, reading: &Reading, zone: Zone) -> String {
    let day = super::echo(at.day(), reading.today, reading.calendar);
    let Some(time) = at.time() else { return day };
    let (date, far) = day.split_once(" (").unwrap_or((&day, ""));
    let place = if let Moment::At(at) = at { format!(" {}", zone.told(at)) } else { String::new() };
    format!("{date} {}{place} ({far}", time.format("%H:%M"))
}

/// A day with a time: `thu 10:00`, `tomorrow 9am`, `2026-12-03 10:00`, RFC 3339. A time alone is today's, a day alone
/// stays a day. `zone` is the user's own; an offset that is written wins.
pub fn parse_moment(text: &str, reading: &Reading, zone: Zone) -> Result<Moment, DateError> {
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(Moment::At(at));
    }
    let refused = || DateError(text.to_owned());
    let (rest, written) = split_offset(text);
    let Some((day, time)) = split_time(rest) else {
        // An offset belongs to a time.
        return if written.is_none() { parse(rest, reading).map(Moment::Day) } else { Err(refused()) };
    };
    let day = if day.is_empty() { reading.today } else { parse(day, reading).map_err(|_| refused())? };
    written.map_or(zone, Zone::Offset).at(day.and_time(time)).map(Moment::At).ok_or_else(refused)
}

/// Whether the text was meant as a day, with or without a time, even where no calendar has it: `31 feb`, `thu 25:00`.
pub fn means_a_day(text: &str) -> bool {
    let timed = |word: &str| word.contains(':') && word.chars().all(|c| c.is_ascii_digit() || c == ':');
    let mut words = text.split_whitespace().filter(|word| !timed(word)).peekable();
    let all = words.peek().is_some() && words.all(super::read::is_of_a_date);
    // A number alone may count anything.
    all && !text.trim().chars().all(|c| c.is_ascii_digit() || c == ' ')
}

/// `thu 10:00`, `2026-12-03T10:00`, `thu at 9 am`, `10:00`: the day's words and the time.
fn split_time(text: &str) -> Option<(&str, NaiveTime)> {
    if let Some(time) = clock(text) {
        return Some(("", time));
    }
    let breaks = text.char_indices().filter(|(_, c)| matches!(c, ' ' | 'T'));
    let mut splits = breaks.map(|(i, _)| (&text[..i], &text[i + 1..]));
    // The longest text that is a time: `9 am` before `am`.
    let (day, time) = splits.find_map(|(day, time)| Some((day, clock(time)?)))?;
    let day = day.trim_end().trim_end_matches(',');
    Some((day.strip_suffix(" at").unwrap_or(day).trim_end(), time))
}

/// `-06:00` at the end, and what stands before it.
fn split_offset(text: &str) -> (&str, Option<FixedOffset>) {
    let read = || {
        let (rest, last) = text.rsplit_once(' ')?;
        let sign = if last.starts_with('-') { -1 } else { 1 };
        let (hours, minutes) = last.strip_prefix(['-', '+'])?.split_once(':')?;
        let (hours, minutes): (i32, i32) = (hours.parse::<u8>().ok()?.into(), minutes.parse::<u8>().ok()?.into());
        let offset = FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60)).filter(|_| minutes < 60)?;
        Some((rest.trim_end(), offset))
    };
    read().map_or((text, None), |(rest, offset)| (rest, Some(offset)))
}

/// `10:00`, `9am`, `9 am`, `2:30pm`, `10:00:30`. A bare number is no time: it may be a day.
fn clock(text: &str) -> Option<NaiveTime> {
    let lower = text.trim().to_lowercase();
    let half = [("am", 0), ("pm", 12)].into_iter().find_map(|(word, add)| Some((lower.strip_suffix(word)?, add)));
    let digits = half.map_or(lower.as_str(), |(digits, _)| digits.trim_end());
    if half.is_none() && !digits.contains(':') {
        return None;
    }
    let mut parts = digits.split(':').map(|part| part.parse::<u8>().ok().map(u32::from));
    let hours = parts.next()??;
    let minutes = parts.next().unwrap_or(Some(0))?;
    // Seconds, where somebody wrote them, must be some and count for nothing.
    if parts.next().unwrap_or(Some(0))? > 59 || parts.next().is_some() {
        return None;
    }
    let hours = match half {
        Some(_) if !(1..=12).contains(&hours) => return None,
        Some((_, add)) => hours % 12 + add,
        None => hours,
    };
    NaiveTime::from_hms_opt(hours, minutes, 0)
}
