//! Reading a day with a time, for meetings and for when something was done.

use chrono::{DateTime, FixedOffset, NaiveTime, TimeZone as _};

use super::read::{DateError, Reading, parse};
use crate::domain::wire::Moment;

/// A day with a time: `thu 10:00`, `tomorrow 9am`, `2026-12-03 10:00`, RFC 3339. A time alone is today's, a day alone
/// stays a day. `offset` is the user's own; one that is written wins.
pub fn parse_moment(text: &str, reading: &Reading, offset: FixedOffset) -> Result<Moment, DateError> {
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
    let at = written.unwrap_or(offset).from_local_datetime(&day.and_time(time)).single();
    at.map(Moment::At).ok_or_else(refused)
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
