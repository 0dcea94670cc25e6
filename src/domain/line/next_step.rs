//! A next step in one line: `Send the pilot outline by fri`, `Kick-off, 14 dec`. What is to happen never goes for its day:
//! where the day stands within the line, the line stays whole.

use chrono::NaiveDate;

use crate::domain::account::NextStep;
use crate::domain::dates;
use crate::domain::fields::{Context, Invalid};

/// A day is said in so many words: `next week`, `15 dec 2026`. What is longer is a part of the sentence.
const DAY_WORDS: usize = 3;

/// `Send the pilot outline by fri`, `Kick-off, 14 dec`.
pub fn read(line: &str, context: &Context) -> Result<NextStep, Invalid> {
    let step = understood(line, context)?;
    if step.what.is_empty() || line.trim_start().starts_with("by ") && step.by.is_some() {
        return Err(Invalid("say what happens, then when: Send the pilot outline by fri".into()));
    }
    Ok(step)
}

/// A step that is nothing without its day. `lacks` says what is wanted where it has none; one that was tried is named.
///
/// # Errors
///
/// There is no day in it, or none that can be read.
pub fn dated(line: &str, lacks: &str, context: &Context) -> Result<(String, NaiveDate), Invalid> {
    let line = line.trim();
    let step = read(line, context)?;
    let refused = || {
        let (_, day) = line.rsplit_once(" by ")?;
        let is_tried = day.split_whitespace().count() <= DAY_WORDS;
        dates::parse(day.trim(), &context.reading(None)).err().filter(|_| is_tried)
    };
    match step.by {
        Some(by) => Ok((step.what, by)),
        None => Err(refused().map_or_else(|| Invalid(lacks.to_owned()), Into::into)),
    }
}

/// What a meeting was held for: an event with its day. A day alone, `15 dec`, dates what was `planned`.
///
/// # Errors
///
/// There is no day in it, or none that can be read.
pub fn advance(line: &str, planned: &str, context: &Context) -> Result<(String, NaiveDate), Invalid> {
    const LACKS: &str = "an advance has a date: Working session with ops by 15 dec";
    let planned = planned.trim().trim_end_matches('.');
    if planned.is_empty() {
        return dated(line, LACKS, context);
    }
    let day = line.trim();
    match dates::parse(day.strip_prefix("by ").unwrap_or(day).trim(), &context.reading(None)) {
        Ok(by) => Ok((planned.to_owned(), by)),
        Err(_) => dated(line, &format!("{LACKS}, or 15 dec alone for what was planned"), context),
    }
}

fn understood(line: &str, context: &Context) -> Result<NextStep, Invalid> {
    let whole = || NextStep { what: line.to_owned(), ..NextStep::default() };
    let Some((what, day)) = line.rsplit_once(" by ") else {
        return Ok(dated_at_its_end(line, context).or_else(|| dated_within(line, context)).unwrap_or_else(whole));
    };
    match dates::parse(day.trim(), &context.reading(None)) {
        Ok(by) => {
            let what = what.trim().trim_end_matches(',').to_owned();
            Ok(NextStep { what, by: Some(by), ..NextStep::default() })
        }
        Err(refused) if dates::means_a_day(day) => Err(refused.into()),
        // `Send it by mail`
        Err(_) => Ok(dated_at_its_end(line, context).or_else(|| dated_within(line, context)).unwrap_or_else(whole)),
    }
}

/// `Visit to ward 4 on thu 17 dec, with the roster`: a day with its number, wherever it stands. The line stays whole.
fn dated_within(line: &str, context: &Context) -> Option<NextStep> {
    let begins = line.match_indices(" on ").chain(line.match_indices(" by ")).map(|(at, word)| at + word.len());
    let dated = begins.into_iter().find_map(|from| {
        let rest = &line[from..];
        let ends = rest.match_indices([' ', ',']).map(|(at, _)| at).chain([rest.len()]).take(4);
        let day = ends
            .map(|to| rest[..to].trim_end_matches(','))
            .filter(|day| dates::means_a_day(day) && day.contains(|c: char| c.is_ascii_digit()));
        day.filter_map(|day| dates::parse(day, &context.reading(None)).ok()).last()
    });
    dated.map(|by| NextStep { what: line.to_owned(), by: Some(by), ..NextStep::default() })
}

/// What ends with a day of a month or of the year: other words for a day may be part of what is to be done.
fn dated_at_its_end(line: &str, context: &Context) -> Option<NextStep> {
    let ends = line.match_indices([' ', ',']).map(|(at, _)| line.split_at(at));
    let (what, day) = ends.into_iter().find(|(_, end)| {
        let end = end.trim_matches([' ', ',']);
        dates::means_a_day(end) && end.contains(|c: char| c.is_ascii_digit())
    })?;
    let by = dates::parse(day.trim_matches([' ', ',']), &context.reading(None)).ok()?;
    let what = what.trim_end_matches([' ', ',', ':']).trim_end_matches(" on").trim_end_matches([' ', ',']).to_owned();
    (!what.is_empty()).then(|| NextStep { what, by: Some(by), ..NextStep::default() })
}
