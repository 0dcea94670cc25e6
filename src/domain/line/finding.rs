//! A finding in one line: `challenge: Cost per lead up 40 % (Q3 call, 14 sep)`, its kind before, its source behind.

use crate::domain::dates;
use crate::domain::fields::{Context, Invalid};
use crate::domain::research::{Finding, FindingKind};

/// The line as a finding of today, where it names no other day; its id is still to be made. A kind alone says nothing.
pub(super) fn read(line: &str, context: &Context) -> Result<Finding, Invalid> {
    let (kind, rest) = match line.split_once(':').and_then(|(word, rest)| Some((word.parse().ok()?, rest))) {
        Some((kind, rest)) => (kind, rest.trim()),
        None => (FindingKind::Other, line),
    };
    // Where the line begins with its kind already, it may be typed once more.
    let again = rest.split_once(':').filter(|(word, _)| kind != FindingKind::Other && word.parse() == Ok(kind));
    let rest = again.map_or(rest, |(_, rest)| rest.trim());
    let (text, source) = in_brackets(rest).or_else(|| named(rest)).unwrap_or((rest, ""));
    let (source, on) = dated(source.trim(), context);
    if text.trim().is_empty() {
        return Err(Invalid(format!("write what you found, such as: {}", super::Addable::Finding.example())));
    }
    Ok(Finding {
        kind,
        text: text.trim().to_owned(),
        source: source.to_owned(),
        on: on.or(Some(context.today())),
        ..Finding::default()
    })
}

/// `… (Q3 call, p. 4)`
fn in_brackets(text: &str) -> Option<(&str, &str)> {
    let (text, source) = text.strip_suffix(')')?.rsplit_once('(')?;
    (!text.trim().is_empty()).then_some((text, source))
}

/// `…, source: Q3 call, p. 4`
fn named(text: &str) -> Option<(&str, &str)> {
    let (text, source) = ["source:", "Source:"].into_iter().find_map(|word| text.rsplit_once(word))?;
    let text = text.trim_end().trim_end_matches([',', ';', '-', '–', '—', '.']);
    (!text.trim().is_empty()).then_some((text, source))
}

/// `press release, 14 sep`: the source, and the day at its end.
fn dated<'s>(source: &'s str, context: &Context) -> (&'s str, Option<chrono::NaiveDate>) {
    let (before, last) = source.rsplit_once(',').unwrap_or(("", source));
    let day = Some(last).filter(|last| dates::means_a_day(last)).and_then(|last| context.happened(last.trim()).ok());
    match day {
        Some(day) => (before.trim_end(), Some(day)),
        None => (source, None),
    }
}
