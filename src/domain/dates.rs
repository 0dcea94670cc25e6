//! Date words (`fri`, `+5bd`, `eow`, `dec 1`), and how dates are told.

use std::fmt;

use chrono::{Datelike, Days, FixedOffset, Months, NaiveDate, NaiveTime, TimeZone as _, Weekday};

use super::calendar::{Calendar, Workdays};
use super::wire::Moment;

/// What date words are read against.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The day it is.
    pub today: NaiveDate,
    /// Which days are worked.
    pub calendar: &'a Calendar,
    /// The value so far, for `++2d`.
    pub current: Option<NaiveDate>,
}

/// A text that is no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateError(String);

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” is no date; try fri, tomorrow, +3d, +5bd, +2w, eow, 15th, dec 1, 2026-12-04", self.0)
    }
}

impl std::error::Error for DateError {}

/// The day that the words mean.
pub fn parse(text: &str, reading: &Reading) -> Result<NaiveDate, DateError> {
    let words = text.trim().to_lowercase();
    let read = iso(&words)
        .or_else(|| named(&words, reading))
        .or_else(|| counted(&words, reading))
        .or_else(|| day_of_month(&words, reading))
        .or_else(|| month_and_day(&words, reading));
    read.filter(|day| (0..=9999).contains(&day.year())).ok_or_else(|| DateError(text.trim().to_owned()))
}

/// A day with a time: `thu 10:00`, `tomorrow 9am`, `2026-12-03 10:00`, RFC 3339; a day alone is one too.
pub fn parse_moment(text: &str, reading: &Reading, offset: FixedOffset) -> Result<Moment, DateError> {
    let text = text.trim();
    if let Ok(at) = chrono::DateTime::parse_from_rfc3339(text) {
        return Ok(Moment::At(at));
    }
    let (day, time, offset) = match offset_at_end(text) {
        Some((rest, own)) => (rest, true, own),
        None => (text, false, offset),
    };
    let split = day.rsplit_once([' ', 'T']).and_then(|(day, time)| Some((day, clock(time)?)));
    match split {
        Some((day, time)) => {
            let local = parse(day, reading)?.and_time(time);
            let at = offset.from_local_datetime(&local).single();
            at.map(Moment::At).ok_or_else(|| DateError(text.to_owned()))
        }
        // A time alone is today's.
        None if clock(day).is_some() && day.contains([':', 'm']) => {
            let local = reading.today.and_time(clock(day).unwrap_or_default());
            offset.from_local_datetime(&local).single().map(Moment::At).ok_or_else(|| DateError(text.to_owned()))
        }
        None if time => Err(DateError(text.to_owned())),
        None => parse(day, reading).map(Moment::Day),
    }
}

/// `-06:00` at the end.
fn offset_at_end(text: &str) -> Option<(&str, FixedOffset)> {
    let (rest, last) = text.rsplit_once(' ')?;
    let sign = if last.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = last.strip_prefix(['-', '+'])?.split_once(':')?;
    let seconds = hours.parse::<i32>().ok()?.checked_mul(3600)? + minutes.parse::<i32>().ok()?.checked_mul(60)?;
    Some((rest.trim_end(), FixedOffset::east_opt(sign * seconds)?))
}

/// `10:00`, `9am`, `2:30pm`.
fn clock(text: &str) -> Option<NaiveTime> {
    let lower = text.to_lowercase();
    let (digits, half) = match lower.strip_suffix("am") {
        Some(rest) => (rest, Some(0)),
        None => lower.strip_suffix("pm").map_or((lower.as_str(), None), |rest| (rest, Some(12))),
    };
    let (hours, minutes) = digits.split_once(':').map_or((digits, "0"), |(h, m)| (h, m));
    if half.is_none() && !digits.contains(':') {
        return None;
    }
    // Seconds, where somebody wrote them, count for nothing here.
    let minutes = minutes.split(':').next()?;
    let hours: u32 = hours.parse().ok()?;
    let hours = match half {
        Some(_) if !(1..=12).contains(&hours) => return None,
        Some(half) => hours % 12 + half,
        None => hours,
    };
    NaiveTime::from_hms_opt(hours, minutes.parse().ok()?, 0)
}

fn iso(words: &str) -> Option<NaiveDate> {
    let mut parts = words.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || parts.next().is_some() {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn named(words: &str, reading: &Reading) -> Option<NaiveDate> {
    let today = reading.today;
    let workdays = Workdays::of(reading.calendar);
    // The last working day up to that day, but never before today.
    let last_working = |end: NaiveDate| {
        let worked = if workdays.is_working(end) { Some(end) } else { workdays.back(end, 1) };
        worked.map(|day| day.max(today))
    };
    match words {
        "today" | "tod" | "now" => Some(today),
        "tomorrow" | "tom" => today.succ_opt(),
        "yesterday" => today.pred_opt(),
        "next week" => workdays.roll(week_start(today, reading.calendar.week_starts)?.checked_add_days(Days::new(7))?),
        "eow" => last_working(week_start(today, reading.calendar.week_starts)?.checked_add_days(Days::new(6))?),
        "eom" => last_working(month_end(today)?),
        "eoq" => {
            let months_left = 2 - today.month0() % 3;
            last_working(month_end(today.with_day(1)?.checked_add_months(Months::new(months_left))?)?)
        }
        "eoy" => last_working(NaiveDate::from_ymd_opt(today.year(), 12, 31)?),
        _ => {
            let day = words.strip_prefix("next ").unwrap_or(words);
            let weekday = (day.len() >= 3 && day.is_ascii()).then(|| day.parse::<Weekday>().ok()).flatten()?;
            // The next one: on a Friday, `fri` is a week away.
            today.iter_days().skip(1).take(7).find(|day| day.weekday() == weekday)
        }
    }
}

fn week_start(day: NaiveDate, first: Weekday) -> Option<NaiveDate> {
    day.checked_sub_days(Days::new(day.weekday().days_since(first).into()))
}

fn month_end(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt()
}

/// `+3d`, `+2w`, `+1m`, `+5bd`, `++2d` from the value so far, `in 2 weeks`.
fn counted(words: &str, reading: &Reading) -> Option<NaiveDate> {
    let (from, rest) = match words.strip_prefix("++") {
        Some(rest) => (reading.current.unwrap_or(reading.today), rest),
        None => {
            let rest = words.strip_prefix('+').or_else(|| words.strip_prefix("in "))?;
            (reading.today, rest)
        }
    };
    let rest = rest.trim();
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let count: u32 = if rest.starts_with("a ") { 1 } else { rest[..digits].parse().ok().filter(|n| *n <= 99_999)? };
    let unit = if rest.starts_with("a ") { &rest[2..] } else { rest[digits..].trim() };
    match unit {
        "d" | "day" | "days" => from.checked_add_days(Days::new(count.into())),
        "w" | "week" | "weeks" => from.checked_add_days(Days::new(u64::from(count) * 7)),
        "m" | "mo" | "month" | "months" => from.checked_add_months(Months::new(count)),
        "y" | "year" | "years" => from.checked_add_months(Months::new(count.checked_mul(12)?)),
        "bd" | "working days" | "working day" | "business days" | "business day" => {
            Workdays::of(reading.calendar).add(from, count)
        }
        _ => None,
    }
}

/// `15th`: of this month, or of the next one that has it.
fn day_of_month(words: &str, reading: &Reading) -> Option<NaiveDate> {
    let number = ["st", "nd", "rd", "th"].iter().find_map(|ending| words.strip_suffix(ending))?;
    let wanted: u32 = number.parse().ok()?;
    (0..12).find_map(|ahead| {
        let month = reading.today.with_day(1)?.checked_add_months(Months::new(ahead))?;
        month.with_day(wanted).filter(|day| *day >= reading.today)
    })
}

/// `dec 1`, `1 dec`, `31 mar 2027`: without a year, the next one.
fn month_and_day(words: &str, reading: &Reading) -> Option<NaiveDate> {
    let words = words.replace(',', " ");
    let mut parts: Vec<&str> = words.split_whitespace().collect();
    let year: Option<i32> = match parts.as_slice() {
        [_, _, year] if year.len() == 4 => Some(year.parse().ok()?),
        [_, _] => None,
        _ => return None,
    };
    parts.truncate(2);
    let month = |text: &str| (text.len() >= 3).then(|| text.parse::<chrono::Month>().ok()).flatten();
    let day = |text: &str| text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<u32>().ok();
    let (month, day) = match (month(parts[0]), month(parts[1])) {
        (Some(month), None) => (month, day(parts[1])?),
        (None, Some(month)) => (month, day(parts[0])?),
        _ => return None,
    };
    let on = |year: i32| NaiveDate::from_ymd_opt(year, month.number_from_month(), day);
    match year {
        Some(year) => on(year),
        // 29 February waits for the year that has it.
        None => (0..9).find_map(|ahead| on(reading.today.year() + ahead).filter(|day| *day >= reading.today)),
    }
}

/// `Fri 4 Dec (in 9 working days)`: what a date that is being typed means.
pub fn echo(date: NaiveDate, today: NaiveDate, calendar: &Calendar) -> String {
    let far = match Workdays::of(calendar).between(today, date) {
        _ if date == today => "today".to_owned(),
        0 => far(date, today),
        1 => "in 1 working day".to_owned(),
        -1 => "1 working day ago".to_owned(),
        days if days > 0 => format!("in {days} working days"),
        days => format!("{} working days ago", -days),
    };
    format!("{} ({far})", short(date, today))
}

/// `Wed 25 Nov`; with its year when that would not be guessed: `Mon 3 May 2027`.
pub fn short(date: NaiveDate, today: NaiveDate) -> String {
    let near = date.year() == today.year() || (date - today).num_days().abs() <= 183;
    date.format(if near { "%a %-d %b" } else { "%a %-d %b %Y" }).to_string()
}

/// `25 Nov`, for narrow columns.
pub fn day_month(date: NaiveDate) -> String {
    date.format("%-d %b").to_string()
}

/// `today`, `in 2 d`, `2 d ago`.
pub fn far(date: NaiveDate, today: NaiveDate) -> String {
    match (date - today).num_days() {
        0 => "today".to_owned(),
        days if days > 0 => format!("in {days} d"),
        days => format!("{} d ago", -days),
    }
}

/// `2 d overdue`.
pub fn overdue(date: NaiveDate, today: NaiveDate) -> String {
    format!("{} d overdue", (today - date).num_days().max(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn read(text: &str, today: &str) -> Option<NaiveDate> {
        let calendar = Calendar::default();
        parse(text, &Reading { today: day(today), calendar: &calendar, current: Some(day("2026-12-10")) }).ok()
    }

    #[test]
    fn date_words_mean_what_a_salesperson_means_by_them() {
        // 23 November 2026 is a Monday.
        let cases = [
            ("2026-12-04", "2026-12-04"),
            ("today", "2026-11-23"),
            ("Tomorrow", "2026-11-24"),
            ("mon", "2026-11-30"),
            ("fri", "2026-11-27"),
            ("friday", "2026-11-27"),
            ("next fri", "2026-11-27"),
            ("+3d", "2026-11-26"),
            ("+2w", "2026-12-07"),
            ("+1m", "2026-12-23"),
            ("+5bd", "2026-11-30"),
            ("+0bd", "2026-11-23"),
            ("++2d", "2026-12-12"),
            ("++1bd", "2026-12-11"),
            ("in 2 weeks", "2026-12-07"),
            ("in a month", "2026-12-23"),
            ("next week", "2026-11-30"),
            ("eow", "2026-11-27"),
            ("eom", "2026-11-30"),
            ("eoq", "2026-12-31"),
            ("15th", "2026-12-15"),
            ("23rd", "2026-11-23"),
            ("31st", "2026-12-31"),
            ("dec 1", "2026-12-01"),
            ("1 dec", "2026-12-01"),
            ("1 january", "2027-01-01"),
            ("29 feb", "2028-02-29"),
            ("31 mar 2027", "2027-03-31"),
            ("dec 1, 2028", "2028-12-01"),
        ];
        for (text, want) in cases {
            assert_eq!(read(text, "2026-11-23"), Some(day(want)), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused_with_what_would_be_one() {
        for text in ["", "soon", "2026-02-30", "2026-13-01", "feb 30", "32nd", "+d", "+3x", "m", "++", "1", "12 13"] {
            assert_eq!(read(text, "2026-11-23"), None, "{text}");
        }
        assert!(DateError("soon".into()).to_string().contains("fri"));
    }

    #[test]
    fn weeks_begin_and_end_where_the_plan_says() {
        use crate::domain::settings::{Day, WorkingCalendar};
        let settings = WorkingCalendar {
            working_days: vec![Day::Sun, Day::Mon, Day::Tue, Day::Wed, Day::Thu],
            week_starts: Day::Sun,
            ..WorkingCalendar::default()
        };
        let calendar = Calendar::new(&settings, []);
        let reading = Reading { today: day("2026-11-23"), calendar: &calendar, current: None };
        assert_eq!(parse("eow", &reading), Ok(day("2026-11-26")));
        assert_eq!(parse("next week", &reading), Ok(day("2026-11-29")));
    }

    #[test]
    fn times_are_read_with_their_day_and_kept_in_the_users_zone() {
        let calendar = Calendar::default();
        let reading = Reading { today: day("2026-11-23"), calendar: &calendar, current: None };
        let zone = FixedOffset::west_opt(6 * 3600).unwrap();
        let cases = [
            ("thu 10:00", "2026-11-26T10:00:00-06:00"),
            ("tomorrow 9am", "2026-11-24T09:00:00-06:00"),
            ("2026-12-03 14:30", "2026-12-03T14:30:00-06:00"),
            ("2026-12-03T14:30:00+01:00", "2026-12-03T14:30:00+01:00"),
            ("2026-12-03 14:30 +01:00", "2026-12-03T14:30:00+01:00"),
            ("4 dec 2:30pm", "2026-12-04T14:30:00-06:00"),
            ("12:15", "2026-11-23T12:15:00-06:00"),
        ];
        for (text, want) in cases {
            let want = chrono::DateTime::parse_from_rfc3339(want).unwrap();
            assert_eq!(parse_moment(text, &reading, zone), Ok(Moment::At(want)), "{text}");
        }
        assert_eq!(parse_moment("fri", &reading, zone), Ok(Moment::Day(day("2026-11-27"))));
        for text in ["thu 25:00", "thu 9:75", "13pm", "noon"] {
            assert!(parse_moment(text, &reading, zone).is_err(), "{text}");
        }
    }

    #[test]
    fn dates_are_told_with_how_far_they_are() {
        let (today, calendar) = (day("2026-11-23"), Calendar::default());
        assert_eq!(echo(day("2026-12-04"), today, &calendar), "Fri 4 Dec (in 9 working days)");
        assert_eq!(echo(today, today, &calendar), "Mon 23 Nov (today)");
        assert_eq!(echo(day("2026-11-20"), today, &calendar), "Fri 20 Nov (1 working day ago)");
        assert_eq!(short(day("2027-02-01"), today), "Mon 1 Feb");
        assert_eq!(short(day("2028-05-03"), today), "Wed 3 May 2028");
        assert_eq!(far(day("2026-11-25"), today), "in 2 d");
        assert_eq!(overdue(day("2026-11-20"), today), "3 d overdue");
    }

    proptest! {
        #[test]
        fn no_text_and_no_day_makes_it_panic(text in "\\PC{0,16}", n in 0i32..3_652_000) {
            let today = NaiveDate::from_num_days_from_ce_opt(n).unwrap_or_default();
            let calendar = Calendar::default();
            let reading = Reading { today, calendar: &calendar, current: Some(today) };
            _ = parse(&text, &reading);
            _ = parse_moment(&text, &reading, FixedOffset::east_opt(0).unwrap());
            for words in ["eoq", "eow", "next week", "+99999w", "15th", "29 feb", "++99999bd"] {
                _ = parse(words, &reading);
            }
        }

        #[test]
        fn a_written_date_reads_back(n in 366i32..3_652_000) {
            let date = NaiveDate::from_num_days_from_ce_opt(n).unwrap();
            prop_assert_eq!(read(&date.to_string(), "2026-11-23"), Some(date));
        }
    }
}
