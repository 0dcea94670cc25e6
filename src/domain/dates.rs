//! Date words (`fri`, `+5bd`, `eow`, `dec 1`), and how dates are told.
//!
//! Reading and telling go by the plan's calendar and by a `today` that is handed in; nothing here asks a clock.

mod moment;
mod read;

use chrono::{Datelike, NaiveDate};

use super::calendar::{Calendar, Workdays};

pub use moment::{Zone, echo_moment, means_a_day, parse_moment};
pub use read::{DateError, Reading, parse, parse_past};

/// Days within which a date of another year can be told without it: half a year.
const NEAR: i64 = 183;

/// `Fri 4 Dec (in 9 working days)`: what a date that is being typed means.
pub fn echo(date: NaiveDate, today: NaiveDate, calendar: &Calendar) -> String {
    let far = match Workdays::of(calendar).between(today, date) {
        // Today, or a weekend between which and today nobody works.
        0 => far(date, today),
        1 => "in 1 working day".to_owned(),
        -1 => "1 working day ago".to_owned(),
        days if days > 0 => format!("in {days} working days"),
        days => format!("{} working days ago", -days),
    };
    // Of what has happened it does not matter.
    let free = if date <= today || calendar.is_working(date) { "" } else { ", not a working day" };
    format!("{} ({far}{free})", short(date, today))
}

/// `Wed 25 Nov`; with its year when that would not be guessed: `Mon 3 May 2027`.
pub fn short(date: NaiveDate, today: NaiveDate) -> String {
    let near = date.year() == today.year() || (date - today).num_days().abs() <= NEAR;
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

/// The same in at most so many columns, as long as there is a form that fits: `2 d overdue`, `2 d late`, `2 d !`.
pub fn overdue_within(date: NaiveDate, today: NaiveDate, columns: usize) -> String {
    let days = (today - date).num_days().max(0);
    let forms = [overdue(date, today), format!("{days} d late"), format!("{days} d !")];
    let fits = forms.iter().find(|form| form.len() <= columns).or(forms.last());
    fits.cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests;
