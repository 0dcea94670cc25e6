//! Which week is looked back on: by itself, or as somebody names it.

use chrono::{Datelike as _, Days, NaiveDate, Weekday};

use crate::domain::calendar::Calendar;
use crate::domain::dates;
use crate::domain::fields::{Context, Invalid};

/// The first day of the week that is to be looked back on: this one, or, before anybody has worked in it, the one
/// before.
pub fn week_of_review(today: NaiveDate, calendar: &Calendar) -> NaiveDate {
    let first = first_of(today, calendar);
    let has_begun = first.iter_days().take_while(|day| *day < today).any(|day| calendar.is_working(day));
    if has_begun { first } else { first.checked_sub_days(Days::new(7)).unwrap_or(first) }
}

/// The first day of the week that holds a day.
pub fn first_of(day: NaiveDate, calendar: &Calendar) -> NaiveDate {
    day.week(calendar.week_starts).checked_first_day().unwrap_or(day)
}

/// The week that is meant: `this`, `last`, its number as the insights print it (`2026-W47`, `W47` of this year), or any day
/// of it in date words.
///
/// # Errors
///
/// It is none of these.
pub fn named_week(text: &str, context: &Context) -> Result<NaiveDate, Invalid> {
    let this = first_of(context.today(), context.calendar);
    let text = text.trim();
    match text {
        "" => return Ok(week_of_review(context.today(), context.calendar)),
        "this" => return Ok(this),
        "last" => return Ok(this.checked_sub_days(Days::new(7)).unwrap_or(this)),
        _ => {}
    }
    let day = numbered(text, context.today()).or_else(|| dates::parse_past(text, &context.reading(None)).ok());
    day.map(|day| first_of(day, context.calendar)).ok_or_else(|| {
        Invalid(format!(
            "“{text}” is no week to look back on: this, last, 2026-W47, or any day of it (2026-11-16, mon)"
        ))
    })
}

/// `2026-W47`, `w47`: its Thursday, which lies in the same week whatever day weeks begin with.
fn numbered(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = text.to_lowercase();
    let (year, week) = text.rsplit_once('w')?;
    let year = match year.trim_end_matches('-') {
        "" => today.iso_week().year(),
        year => year.parse().ok()?,
    };
    NaiveDate::from_isoywd_opt(year, week.parse().ok()?, Weekday::Thu)
}
