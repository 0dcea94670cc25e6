//! Reading the common kinds of values from text, with a sentence for what can't be read.

use std::path::{Component, Path};

use chrono::NaiveDate;

use super::{Context, Invalid};
use crate::domain::dates;
use crate::domain::ids::Ids;
use crate::domain::range::{Away, Stretch};
use crate::domain::settings::Goal;
use crate::domain::visible;
use crate::domain::wire::Moment;

/// Nothing, or the trimmed text.
pub(crate) fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Yes or no; empty is no.
pub(crate) fn flag(text: &str) -> Result<bool, Invalid> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "y" | "true" | "x" | "1" => Ok(true),
        "" | "no" | "n" | "false" | "0" => Ok(false),
        other => Err(Invalid(format!("“{other}” is neither yes nor no"))),
    }
}

/// Words between commas, none twice.
pub(crate) fn list(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        if !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}

/// Ids of goals between commas, each said by its id or by how its title begins. Where the plan has no goals, whatever is
/// written stays.
pub(crate) fn goals(text: &str, known: &[Goal]) -> Result<Vec<String>, Invalid> {
    let meant = |word: String| {
        if known.is_empty() || known.iter().any(|goal| goal.id == word) {
            return Ok(word);
        }
        let begun = word.to_lowercase();
        let mut begins = known.iter().filter(|goal| goal.title.to_lowercase().starts_with(&begun));
        match (begins.next(), begins.next()) {
            (Some(goal), None) => Ok(goal.id.clone()),
            _ => {
                let ids = known.iter().map(|goal| goal.id.as_str()).collect::<Vec<_>>().join(", ");
                Err(Invalid(format!("“{word}” is no goal of this plan; there is {ids}")))
            }
        }
    };
    list(text).into_iter().map(meant).collect()
}

/// Why such an id means nothing, if it does.
type Unknown = fn(&str) -> Option<String>;

/// Ids in other systems, `hubspot=9001, salesforce=001AA00000AAAAA`. A system that is named twice has two.
pub(crate) fn ids(text: &str) -> Result<Ids, Invalid> {
    let pair = |pair: String| {
        let (system, id) = pair.split_once('=').filter(|(system, _)| !system.trim().is_empty()).ok_or_else(|| {
            Invalid(format!("“{pair}” names no system; it reads like hubspot=9001, two of one like hubspot=9001; 9010"))
        })?;
        Ok((system.trim().to_owned(), id.trim().to_owned()))
    };
    let mut all = Ids::new();
    for (system, id) in list(text).into_iter().map(pair).collect::<Result<Vec<_>, Invalid>>()? {
        let held = all.entry(system).or_default();
        *held = if held.is_empty() { id } else { format!("{held}; {id}") };
    }
    Ok(all)
}

/// Ids of readiness rules between commas. One that is none may stay where it stands already.
pub(crate) fn rules(text: &str, before: &[String], unknown: Unknown) -> Result<Vec<String>, Invalid> {
    let ids = list(text);
    let wrong = ids.iter().filter(|id| !before.contains(id)).find_map(|id| unknown(id));
    wrong.map_or(Ok(ids), |why| Err(Invalid(why)))
}

/// A day in date words.
pub(crate) fn date(text: &str, current: Option<NaiveDate>, context: &Context) -> Result<Option<NaiveDate>, Invalid> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    Ok(Some(dates::parse(text, &context.reading(current))?))
}

/// The day on which something happened, in date words.
pub(crate) fn past(text: &str, current: Option<NaiveDate>, context: &Context) -> Result<Option<NaiveDate>, Invalid> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    Ok(Some(dates::parse_past(text, &context.reading(current))?))
}

/// A day with a time, in date words.
pub(crate) fn moment(text: &str, current: Option<Moment>, context: &Context) -> Result<Option<Moment>, Invalid> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    // What the field itself shows reads back as exactly what it was, offset and all.
    if let Some(current) = current.filter(|current| current.to_string() == text.trim()) {
        return Ok(Some(current));
    }
    let reading = context.reading(current.map(|at| at.day()));
    Ok(Some(dates::parse_moment(text, &reading, context.zone())?))
}

/// `2026-11-30..2026-12-02`, a single day, or `2026-11-30..` for an open end.
pub(crate) fn stretch(text: &str, context: &Context) -> Result<Stretch, Invalid> {
    let read = |part: &str| dates::parse(part.trim(), &context.reading(None)).map_err(Invalid::from);
    let (from, to) = match text.split_once("..") {
        None => {
            let day = read(text)?;
            (day, Some(day))
        }
        Some((from, to)) if to.trim().is_empty() => (read(from)?, None),
        Some((from, to)) => (read(from)?, Some(read(to)?)),
    };
    if to.is_some_and(|to| to < from) {
        return Err(Invalid("the last day lies before the first".into()));
    }
    Ok(Stretch { from, to })
}

/// How [`stretch`] is written.
pub(crate) fn told_stretch(from: Option<NaiveDate>, to: Option<NaiveDate>) -> String {
    match (from, to) {
        (None, _) => String::new(),
        (Some(from), Some(to)) if from == to => from.to_string(),
        (Some(from), Some(to)) => format!("{from}..{to}"),
        (Some(from), None) => format!("{from}.."),
    }
}

/// What has no character that can't be seen: with one an address would be another than it seems.
fn seen(text: &str) -> Result<&str, Invalid> {
    if text.chars().any(visible::is_hidden) {
        return Err(Invalid(format!("“{}” holds characters that can't be seen", visible::beginning(text))));
    }
    Ok(text)
}

/// An address that a mail program would take.
pub(crate) fn email(text: &str) -> Result<String, Invalid> {
    let text = seen(text.trim())?;
    let fine = text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty()
            && !host.is_empty()
            && !host.contains('@')
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
    });
    if fine && !text.chars().any(|c| c.is_whitespace() || c == ',') {
        Ok(text.to_owned())
    } else {
        Err(Invalid(format!("“{text}” is no e-mail address; it needs a name, an @ and a domain")))
    }
}

/// An IANA time zone, or nothing.
pub(crate) fn zone(text: &str) -> Result<String, Invalid> {
    let zone = text.trim();
    if zone.is_empty() || zone.parse::<chrono_tz::Tz>().is_ok() {
        return Ok(zone.to_owned());
    }
    let near = zones_like(zone);
    let meant = match near.as_slice() {
        [] => "it reads like America/New_York".to_owned(),
        near => format!("did you mean {}?", near.join(" or ")),
    };
    Err(Invalid(format!("“{zone}” is no time zone; {meant}")))
}

/// At most three zones that were nearly typed: whose city it is, or whose name differs by a slip.
fn zones_like(text: &str) -> Vec<&'static str> {
    let wanted = text.to_lowercase().replace(' ', "_");
    let city = wanted.rsplit('/').next().unwrap_or_default();
    let distance = |name: &str| {
        let lower = name.to_lowercase();
        let own = lower.rsplit('/').next().unwrap_or_default();
        let slips = strsim::levenshtein(&lower, &wanted).min(strsim::levenshtein(own, city));
        if own.starts_with(city) && city.len() > 2 { 0 } else { slips }
    };
    // Zones of a place; those of one word are old names.
    let places = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).filter(|name| name.contains('/'));
    let mut near: Vec<(usize, &str)> = places.map(|name| (distance(name), name)).collect();
    near.retain(|(slips, _)| *slips <= wanted.chars().count() / 4);
    near.sort_unstable();
    let best = near.first().map(|(slips, _)| *slips);
    near.into_iter().filter(|(slips, _)| Some(*slips) == best).map(|(_, name)| name).take(3).collect()
}

/// A currency by its three letters, or nothing.
pub(crate) fn currency(text: &str) -> Result<String, Invalid> {
    let code = text.trim().to_uppercase();
    if code.is_empty() || (code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase())) {
        return Ok(code);
    }
    Err(Invalid(format!("“{}” is no currency; it has three letters, USD or EUR", text.trim())))
}

/// Days between commas, each a day or a stretch with both its ends.
pub(crate) fn days(text: &str, context: &Context) -> Result<Vec<NaiveDate>, Invalid> {
    let mut days = Vec::new();
    for part in list(text) {
        let stretch = stretch(&part, context)?;
        let to = stretch.to.ok_or_else(|| Invalid(format!("“{part}” has no end; write 24 dec..26 dec")))?;
        if (to - stretch.from).num_days() > 366 {
            return Err(Invalid(format!("“{part}” is longer than a year")));
        }
        days.extend(
            stretch.from.iter_days().take_while(|day| *day <= to).filter(|day| !days.contains(day)).collect::<Vec<_>>(),
        );
    }
    Ok(days)
}

/// The name of a file beside plan.toml: it leads nowhere else.
pub(crate) fn holiday_file(name: &str) -> Result<(), Invalid> {
    let mut parts = Path::new(name).components().peekable();
    if parts.peek().is_some() && parts.all(|part| matches!(part, Component::Normal(_))) {
        return Ok(());
    }
    Err(Invalid(format!("“{name}” does not lie in the plan's folder; put the file beside plan.toml and say its name")))
}

/// Absences as they are typed: `2026-11-30..2026-12-02 out of office`.
pub(crate) fn told_away(away: &[Away]) -> String {
    let told = away.iter().map(|away| format!("{} {}", told_stretch(away.from, away.to), away.note).trim().to_owned());
    told.collect::<Vec<_>>().join(", ")
}

/// Absences, each its days and a note.
pub(crate) fn away(text: &str, context: &Context) -> Result<Vec<Away>, Invalid> {
    list(text).into_iter().map(|part| absence(&part, context)).collect()
}

/// Date words may hold spaces (`nov 30..dec 2 fair`): the days are the longest beginning that is some.
fn absence(text: &str, context: &Context) -> Result<Away, Invalid> {
    let spaces: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).chain([text.len()]).collect();
    let whole = |at: &usize| stretch(&text[..*at], context).ok().map(|days| (days, &text[*at..]));
    let (days, note) = match spaces.iter().rev().find_map(whole) {
        Some(found) => found,
        None => (stretch(text, context)?, ""),
    };
    Ok(Away { from: Some(days.from), to: days.to, note: note.trim().to_owned() })
}

/// A web address, with or without its scheme; only the schemes of the web.
pub(crate) fn url(text: &str) -> Result<String, Invalid> {
    let text = seen(text.trim())?;
    if text.is_empty() {
        return Ok(String::new());
    }
    let is_web = |scheme: &str| ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web));
    let rest = text.split_once("://").filter(|(scheme, _)| is_web(scheme)).map_or(text, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    let fine = host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !host.contains("..")
        && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | ':'));
    if fine && !text.contains(char::is_whitespace) {
        Ok(text.to_owned())
    } else {
        Err(Invalid(format!("“{text}” is no web address; it reads like primo.example or https://primo.example/team")))
    }
}
