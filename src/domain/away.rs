//! When whoever works from the plan is not there: what a line says of it, what comes of it, and whether somebody was
//! away without saying so. Nothing is written here, and nobody is taken to be away who has not said yes.

use std::sync::Arc;

use chrono::{Days, NaiveDate};

use super::account::{Account, LogEntry};
use super::calendar::{Calendar, Workdays};
use super::dates::{self, Reading};
use super::fields::{self, Invalid};
use super::load;
use super::range::{Away, Stretch};
use super::schedule::{self, World};
use super::settings::{Member, Settings};
use super::touch::Status;
use super::words::counted;

/// After so many working days on which nothing was closed it is asked whether one was away.
pub const SILENCE: i64 = 5;

/// What stands between the first day and the last.
const DASHES: [&str; 6] = ["..", "–", "—", "-", " to ", " until "];

/// `28 dec - 1 jan, ski`, `fri, dentist`, `mon - fri`: the days, and what for. A single day is a day.
///
/// # Errors
///
/// No day can be read, or the last lies before the first: a sentence that says so.
pub fn read(text: &str, reading: &Reading) -> Result<Away, Invalid> {
    fields::fits(text)?;
    let text = text.trim();
    // A dash may stand in a date and in a note too: it parts two days where what stands before it is one.
    let begins = |head: &str| !head.trim_end().ends_with(',') && dates::parse(head, reading).is_ok();
    let (first, _) = text.split_once(',').unwrap_or((text, ""));
    if let Some(days) = week(first, reading) {
        let note = text[first.len()..].trim_start_matches(',').trim();
        return Ok(Away { from: Some(days.from), to: days.to, note: note.to_owned() });
    }
    let dashes = DASHES.iter().flat_map(|dash| text.match_indices(dash));
    let dash = dashes.filter(|(at, _)| begins(&text[..*at])).min_by_key(|(at, _)| *at);
    let (days, note) = match dash {
        Some((at, dash)) => {
            let (to, note) = longest(&text[at + dash.len()..], reading);
            (between(&text[..at], to, reading)?, note)
        }
        None => {
            let (day, note) = longest(text, reading);
            let day = dates::parse(day, reading)?;
            (Stretch { from: day, to: Some(day) }, note)
        }
    };
    Ok(Away { from: Some(days.from), to: days.to, note: note.to_owned() })
}

/// `this week`, from today on, and `next week`: to the day before the week that follows.
fn week(words: &str, reading: &Reading) -> Option<Stretch> {
    let begins = reading.today.week(reading.calendar.week_starts).checked_first_day()?;
    let next = begins.checked_add_days(Days::new(7))?;
    match words.trim().to_lowercase().as_str() {
        "this week" => Some(Stretch { from: reading.today, to: next.pred_opt() }),
        "next week" => Some(Stretch { from: next, to: next.checked_add_days(Days::new(6)) }),
        _ => None,
    }
}

/// Date words may hold spaces and commas: the day is the longest beginning that is one. The rest is the note. Where
/// none is, what stands before the comma was meant as one.
fn longest<'t>(text: &'t str, reading: &Reading) -> (&'t str, &'t str) {
    let ends: Vec<usize> = text.match_indices([' ', ',']).map(|(at, _)| at).chain([text.len()]).collect();
    let is_day = |end: &&usize| dates::parse(&text[..**end], reading).is_ok();
    match ends.iter().rev().find(is_day) {
        Some(end) => (&text[..*end], text[*end..].trim_start_matches([' ', ',']).trim_end()),
        None => text.split_once(',').unwrap_or((text, "")),
    }
}

/// From a day to a day, both in date words. The last is read from the first on: in `mon - fri` the Friday is the one
/// after that Monday. What is just over began before it: `fri - yesterday`.
///
/// # Errors
///
/// One of them is no day, or the last lies before the first.
pub fn between(from: &str, to: &str, reading: &Reading) -> Result<Stretch, Invalid> {
    let first = dates::parse(from, reading)?;
    let to = to.trim();
    if to.eq_ignore_ascii_case(from.trim()) {
        return Ok(Stretch { from: first, to: Some(first) });
    }
    let by_today = dates::parse(to, reading)?;
    let from_first = dates::parse(to, &Reading { today: first, current: Some(first), ..*reading })?;
    let last = if is_from_today(to) { by_today } else { from_first };
    // A date without its year that lies before the first would come a year later: that is a slip and no year off.
    let is_slip = by_today < first && from_first > first.checked_add_days(HALF_A_YEAR).unwrap_or(first);
    let last = if is_slip { by_today } else { last };
    let near = |day: NaiveDate| day >= reading.today.checked_sub_days(HALF_A_YEAR).unwrap_or(NaiveDate::MIN);
    let has_just_ended = last <= reading.today && near(last);
    let first = if last < first && has_just_ended { dates::parse_past(from, reading)? } else { first };
    // One that has begun and goes on: `23 nov - 27 nov`, said on the 24th.
    let began = dates::parse_past(from, reading).ok().filter(|began| near(*began));
    let is_next_year = first > reading.today.checked_add_days(HALF_A_YEAR).unwrap_or(first);
    if let Some(began) = began.filter(|began| is_next_year && (*began..first).contains(&by_today)) {
        return Ok(Stretch { from: began, to: Some(by_today) });
    }
    if last < first {
        let day = |day| dates::short(day, reading.today);
        return Err(Invalid(format!("the last day, {}, lies before the first, {}", day(last), day(first))));
    }
    Ok(Stretch { from: first, to: Some(last) })
}

const HALF_A_YEAR: Days = Days::new(183);

/// Words that mean the same whatever day they are read from.
fn is_from_today(words: &str) -> bool {
    let words = words.to_lowercase();
    matches!(words.as_str(), "today" | "tod" | "now" | "tomorrow" | "tom" | "yesterday") || words.starts_with("in ")
}

/// Who I am in this plan.
///
/// # Errors
///
/// Nobody knows: a sentence that says what makes it known.
pub fn myself<'s>(settings: &'s Settings, me: Option<&str>) -> Result<&'s Member, Invalid> {
    if let Some(member) = settings.me(me) {
        return Ok(member);
    }
    let known: Vec<&str> = settings.members.iter().map(|member| member.id.as_str()).collect();
    Err(Invalid(match (me, known.as_slice()) {
        (Some(me), []) => {
            format!("nobody works from this plan yet; give plan.toml [[members]] with id = \"{me}\" and your name")
        }
        (Some(me), known) => {
            format!("config.toml says that you are “{me}”, and the plan knows {}", known.join(", "))
        }
        (None, []) => "nobody works from this plan yet; say your name in the plan settings on the screen, or give \
                       plan.toml [[members]] with an id and a name"
            .to_owned(),
        (None, known) => format!(
            "several people work from this plan ({}); say which one you are: me = \"…\" in config.toml",
            known.join(", ")
        ),
    }))
}

/// Note that a member is away. What was noted before and lies wholly within is taken up with its note. Says what
/// stands there now.
///
/// # Errors
///
/// There is no such member, the days are none, or it is noted already that they are away on all of them.
pub fn add(settings: &mut Settings, me: &str, away: Away) -> Result<Away, Invalid> {
    fields::fits(&away.note)?;
    let member = settings.members.iter_mut().find(|member| member.id == me);
    let member = member.ok_or_else(|| Invalid(format!("nobody called “{me}” works from this plan")))?;
    let days = away.days().ok_or_else(|| Invalid("say from when on you are away".into()))?;
    if days.to.is_some_and(|to| to < days.from) {
        return Err(Invalid("the last day lies before the first".into()));
    }
    if let Some(noted) = member.away.iter().find(|each| each.days().is_some_and(|each| lies_within(days, each))) {
        return Err(Invalid(format!("you are away then already: {}", told(noted, days.from))));
    }
    let mut notes: Vec<String> = vec![away.note.trim().to_owned()];
    member.away.retain(|each| {
        let is_within = each.days().is_some_and(|each| lies_within(each, days));
        if is_within && !notes.contains(&each.note) {
            notes.push(each.note.clone());
        }
        !is_within
    });
    notes.retain(|note| !note.is_empty());
    let mut away = away;
    away.note = notes.join("; ");
    member.away.push(away.clone());
    Ok(away)
}

fn lies_within(inner: Stretch, outer: Stretch) -> bool {
    let ends_before = match (inner.to, outer.to) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(inner), Some(outer)) => inner <= outer,
    };
    outer.from <= inner.from && ends_before
}

/// `Mon 28 Dec – Fri 1 Jan 2027, ski`
pub fn told(away: &Away, today: NaiveDate) -> String {
    let day = |day: NaiveDate| dates::short(day, today);
    let days = match (away.from, away.to) {
        (None, None) => "no day".to_owned(),
        (None, Some(to)) => format!("until {}", day(to)),
        (Some(from), None) => format!("from {} on", day(from)),
        (Some(from), Some(to)) if from == to => day(from),
        (Some(from), Some(to)) => format!("{} – {}", day(from), day(to)),
    };
    if away.note.is_empty() { days } else { format!("{days}, {}", away.note) }
}

/// How many open touches have another date in the one world than in the other, and of how many accounts.
pub fn moved<'a>(accounts: impl IntoIterator<Item = &'a Arc<Account>>, was: &World, is: &World) -> (usize, usize) {
    let of = |account: &Arc<Account>| -> usize {
        let sequences = account.sequences.iter().filter(|sequence| sequence.is_running());
        let dues = |sequence, world| schedule::schedule(account, sequence, world);
        let moved = sequences.map(|sequence| {
            dues(sequence, was).iter().zip(dues(sequence, is)).filter(|(was, is)| **was != *is).count()
        });
        moved.sum()
    };
    let counts = accounts.into_iter().map(of).filter(|touches| *touches > 0);
    counts.fold((0, 0), |(touches, accounts), more| (touches + more, accounts + 1))
}

/// `12 touches of 5 accounts move`
pub fn told_moved(touches: usize, accounts: usize) -> String {
    let of = counted(accounts, "account", "accounts");
    match touches {
        0 => "nothing moves".to_owned(),
        1 => format!("1 touch of {of} moves"),
        _ => format!("{touches} touches of {of} move"),
    }
}

/// The last day on which somebody did or skipped a touch of theirs, wrote down what came back or happened, met somebody or
/// did what was next.
pub fn last_closed<'a>(accounts: impl IntoIterator<Item = &'a Arc<Account>>, me: Option<&Member>) -> Option<NaiveDate> {
    let of = |account: &'a Arc<Account>| {
        let mine = account.touches().filter(|(_, touch)| load::is_mine(account, touch, me));
        let closed = mine.filter(|(_, touch)| matches!(touch.status, Status::Done | Status::Skipped));
        let is_mine = |entry: &LogEntry| entry.by.as_deref().zip(me).is_none_or(|(by, me)| by == me.id);
        let noted = account.log.iter().filter(|entry| is_mine(entry)).filter_map(|entry| Some(entry.at?.day()));
        let is_theirs = load::is_account_mine(account, me);
        let met = account.meetings.iter().filter(|meeting| meeting.result.is_some()).filter_map(|meeting| meeting.at);
        let met = met.map(|at| at.day()).filter(|_| is_theirs);
        let stepped = account.next_steps.iter().filter_map(|step| step.done).filter(|_| is_theirs);
        closed.filter_map(|(_, touch)| Some(touch.closed?.day())).chain(noted).chain(met).chain(stepped).max()
    };
    accounts.into_iter().filter_map(of).max()
}

/// The days on which somebody seems to have been away without saying so: from the first working day after the last
/// on which they closed anything up to yesterday, if that is long. Days off are no sign of it.
pub fn absence(
    last_closed: NaiveDate,
    today: NaiveDate,
    calendar: &Calendar,
    already_away: &[Away],
) -> Option<Stretch> {
    let yesterday = today.pred_opt()?;
    let off = already_away.iter().filter_map(Away::days).collect();
    let workdays = Workdays { calendar, off };
    let is_long = yesterday > last_closed && workdays.between(last_closed, yesterday) >= SILENCE;
    let from = is_long.then(|| workdays.roll(last_closed.succ_opt()?)).flatten()?;
    Some(Stretch { from, to: Some(yesterday) })
}

#[cfg(test)]
mod tests;
