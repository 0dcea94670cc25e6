//! Reading a day from words. What can't be read is refused with what can.

use std::fmt;

use chrono::{Datelike, Days, Month, Months, NaiveDate, Weekday};

use crate::domain::calendar::{Calendar, Workdays};

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
pub struct DateError(pub(super) String);

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("say a day: fri, tomorrow, +3d, +5bd, next week, 15th, dec 1, 2026-12-04");
        }
        write!(f, "“{}” is no date; try fri, tomorrow, +3d, +5bd, +2w, next week, eow, 15th, dec 1, 2026-12-04", self.0)
    }
}

impl std::error::Error for DateError {}

/// The day that the words mean. `fri` is the next one and never today; `next fri` is the one of next week, as `next
/// week` is its first working day; `eow`, `eom` and `eoq` are the last working day of a week, month or quarter that
/// is not yet past.
pub fn parse(text: &str, reading: &Reading) -> Result<NaiveDate, DateError> {
    let words = text.trim().to_lowercase();
    let read = iso(&words)
        .or_else(|| named(&words, reading))
        .or_else(|| weekday(&words, reading))
        .or_else(|| counted(&words, reading))
        .or_else(|| day_of_month(&words, reading.today))
        .or_else(|| month_and_day(&words, reading.today))
        .or_else(|| weekday_and_date(&words, reading.today));
    // What no file could hold is no date.
    read.filter(|day| (0..=9999).contains(&day.year())).ok_or_else(|| DateError(text.trim().to_owned()))
}

/// The day that the words mean of something that has happened: `jun 15`, `fri` and `15th` are the last ones. A day
/// ahead that is named in full stays one.
pub fn parse_past(text: &str, reading: &Reading) -> Result<NaiveDate, DateError> {
    let day = parse(text, reading)?;
    let today = reading.today;
    if day <= today {
        return Ok(day);
    }
    let words = text.trim().to_lowercase();
    let last = if weekday(&words, reading).is_some() && !words.starts_with("next ") {
        today.iter_days().rev().take(7).find(|each| each.weekday() == day.weekday())
    } else if day_of_month(&words, today).is_some() {
        (0..12).find_map(|back| {
            let month = today.with_day(1)?.checked_sub_months(Months::new(back))?;
            month.with_day(day.day()).filter(|each| *each <= today)
        })
    } else if month_and_day(&words, today).is_some() && !words.ends_with(&day.year().to_string()) {
        (0..=8).find_map(|back| day.with_year(today.year() - back).filter(|each| *each <= today))
    } else {
        None
    };
    Ok(last.unwrap_or(day))
}

/// Whether a word can only be a part of a date: a number, the name of a month or a day, `2026-12-04`.
pub(super) fn is_of_a_date(word: &str) -> bool {
    let word = word.trim_matches(',').to_lowercase();
    let bare = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(&word);
    let numbers = bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.'));
    let named = bare.len() >= 3 && (bare.parse::<Month>().is_ok() || bare.parse::<Weekday>().is_ok());
    (numbers && bare.chars().any(|c| c.is_ascii_digit())) || named
}

/// `2026-12-04`
fn iso(words: &str) -> Option<NaiveDate> {
    let mut parts = words.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || parts.next().is_some() {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// `thu 17 dec`, as dates are shown; only where that day is a Thursday.
fn weekday_and_date(words: &str, today: NaiveDate) -> Option<NaiveDate> {
    let (weekday, date) = words.split_once([' ', ','])?;
    let weekday: Weekday = weekday.parse().ok()?;
    let day = iso(date.trim()).or_else(|| month_and_day(date.trim(), today))?;
    (day.weekday() == weekday).then_some(day)
}

fn named(words: &str, reading: &Reading) -> Option<NaiveDate> {
    let today = reading.today;
    match words {
        "today" | "tod" | "now" => Some(today),
        "tomorrow" | "tom" => today.succ_opt(),
        "yesterday" => today.pred_opt(),
        "next week" => Workdays::of(reading.calendar).roll(next_week(reading)?),
        "next month" => Workdays::of(reading.calendar).roll(month_end(today)?.succ_opt()?),
        "eow" => last_worked(reading, |from| end_of_week(from, reading.calendar.week_starts)),
        "eom" => last_worked(reading, month_end),
        "eoq" => last_worked(reading, quarter_end),
        "eoy" => last_worked(reading, |from| NaiveDate::from_ymd_opt(from.year(), 12, 31)),
        _ => None,
    }
}

/// The last working day of the stretch that holds today or, where that is past, of the one after it: on a Saturday
/// the end of the week is next Friday.
fn last_worked(reading: &Reading, end: impl Fn(NaiveDate) -> Option<NaiveDate>) -> Option<NaiveDate> {
    let workdays = Workdays::of(reading.calendar);
    let last = |from: NaiveDate| workdays.back(end(from)?, 0);
    let this = last(reading.today)?;
    if this >= reading.today { Some(this) } else { last(end(reading.today)?.succ_opt()?) }
}

fn week_start(day: NaiveDate, first: Weekday) -> Option<NaiveDate> {
    day.checked_sub_days(Days::new(day.weekday().days_since(first).into()))
}

fn end_of_week(day: NaiveDate, first: Weekday) -> Option<NaiveDate> {
    week_start(day, first)?.checked_add_days(Days::new(6))
}

fn next_week(reading: &Reading) -> Option<NaiveDate> {
    end_of_week(reading.today, reading.calendar.week_starts)?.succ_opt()
}

fn month_end(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt()
}

fn quarter_end(day: NaiveDate) -> Option<NaiveDate> {
    month_end(day.with_day(1)?.checked_add_months(Months::new(2 - day.month0() % 3))?)
}

/// `fri`, `friday`, `next fri`.
fn weekday(words: &str, reading: &Reading) -> Option<NaiveDate> {
    let next = words.strip_prefix("next ");
    let name = next.unwrap_or(words);
    let wanted: Weekday = (name.len() >= 3).then(|| name.parse().ok()).flatten()?;
    let from = if next.is_some() { next_week(reading)? } else { reading.today.succ_opt()? };
    from.iter_days().take(7).find(|day| day.weekday() == wanted)
}

/// `+3d`, `+2w`, `+1m`, `+5bd`, `++2d` from the value so far, `in 2 weeks`, `in a month`.
fn counted(words: &str, reading: &Reading) -> Option<NaiveDate> {
    let (from, rest) = if let Some(rest) = words.strip_prefix("++") {
        (reading.current.unwrap_or(reading.today), rest)
    } else {
        (reading.today, words.strip_prefix('+').or_else(|| words.strip_prefix("in "))?)
    };
    let rest = rest.trim();
    let (count, unit) = match rest.strip_prefix("a ") {
        Some(unit) => (1, unit),
        None => {
            let (digits, unit) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit())?);
            (digits.parse::<u32>().ok()?, unit)
        }
    };
    match unit.trim() {
        "d" | "day" | "days" => from.checked_add_days(Days::new(count.into())),
        "w" | "week" | "weeks" => from.checked_add_days(Days::new(u64::from(count) * 7)),
        "m" | "mo" | "month" | "months" => from.checked_add_months(Months::new(count)),
        "y" | "year" | "years" => from.checked_add_months(Months::new(count.checked_mul(12)?)),
        "bd" | "wd" | "working day" | "working days" | "business day" | "business days" => {
            Workdays::of(reading.calendar).after(from, count)
        }
        _ => None,
    }
}

/// `15th`: of this month, or of the next one that has it ahead.
fn day_of_month(words: &str, today: NaiveDate) -> Option<NaiveDate> {
    let number = ["st", "nd", "rd", "th"].iter().find_map(|ending| words.strip_suffix(ending))?;
    let wanted: u32 = number.parse().ok()?;
    (0..12).find_map(|ahead| {
        let month = today.with_day(1)?.checked_add_months(Months::new(ahead))?;
        month.with_day(wanted).filter(|day| *day >= today)
    })
}

/// `dec 1`, `1 dec`, `dec 4th`, `31 mar 2027`: without a year, the next one.
fn month_and_day(words: &str, today: NaiveDate) -> Option<NaiveDate> {
    let words = words.replace(',', " ");
    let parts: Vec<&str> = words.split_whitespace().collect();
    let (first, second, year) = match parts.as_slice() {
        [first, second] => (first, second, None),
        [first, second, year] if year.len() == 4 => (first, second, Some(year.parse().ok()?)),
        _ => return None,
    };
    let month = |text: &str| (text.len() >= 3).then(|| text.parse::<Month>().ok()).flatten();
    let (month, day) = match (month(first), month(second)) {
        (Some(month), None) => (month, second),
        (None, Some(month)) => (month, first),
        _ => return None,
    };
    let day = ["st", "nd", "rd", "th"].iter().find_map(|ending| day.strip_suffix(ending)).unwrap_or(day);
    let day: u32 = day.parse().ok()?;
    let on = |year: i32| NaiveDate::from_ymd_opt(year, month.number_from_month(), day);
    match year {
        Some(year) => on(year),
        // 29 February waits for the year that has it: eight years at most, over a century's end.
        None => (0..=8).find_map(|ahead| on(today.year().checked_add(ahead)?).filter(|day| *day >= today)),
    }
}
