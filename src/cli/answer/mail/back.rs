//! The last day of an absence, as somebody who is away says it: *until* that day, or the day before they are *back*. Only what is said plainly counts: a date right after
//! words like *back on* or *until*, and only one.

use chrono::NaiveDate;

use crate::domain::dates::{self, Reading};

/// What stands before the day on which they are there again. It counts more than what stands before the last day.
const BACK: [&str; 4] = ["back", "return", "returning", "returns"];
/// What stands before the last day.
const UNTIL: [&str; 5] = ["until", "till", "through", "thru", "til"];

/// What may stand between.
const BETWEEN: [&str; 16] = [
    "on",
    "in",
    "the",
    "office",
    "to",
    "at",
    "work",
    "again",
    "my",
    "desk",
    "by",
    "and",
    "including",
    "of",
    "from",
    "email",
];

/// The last day that the text names, read on the day on which it was written. Nothing: none, or more than one.
pub(in crate::cli::answer) fn away_until(text: &str, reading: &Reading) -> Option<NaiveDate> {
    let words: Vec<String> = text.split_whitespace().take(2_000).map(bare).collect();
    let named = |before: &[&str]| {
        let after = words.iter().enumerate().filter(|(_, word)| before.contains(&word.as_str()));
        let mut days: Vec<NaiveDate> = after.filter_map(|(at, _)| day_after(&words[at + 1..], reading)).collect();
        days.retain(|day| *day >= reading.today);
        days.sort_unstable();
        days.dedup();
        // Two days are none: nobody knows which is meant.
        if let [day] = days.as_slice() { Some(*day) } else { None }
    };
    named(&BACK).and_then(|day| day.pred_opt()).or_else(|| named(&UNTIL))
}

/// In lower case, without what stands around a word.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).trim_end_matches('.').to_lowercase()
}

/// The first date within the next words, if only words that go with it stand before it.
fn day_after(words: &[String], reading: &Reading) -> Option<NaiveDate> {
    for at in 0..words.len().min(6) {
        let longest = (1..=5).rev().filter_map(|n| words.get(at..at + n));
        if let Some(day) = longest.map(|words| words.iter().map(String::as_str)).find_map(|w| day(w, reading)) {
            return Some(day);
        }
        if !BETWEEN.contains(&words[at].as_str()) {
            return None;
        }
    }
    None
}

/// `monday december 7`, `2 december`, `the 5th of dec`, `next week`, `2026-12-04`.
fn day<'w>(words: impl Iterator<Item = &'w str>, reading: &Reading) -> Option<NaiveDate> {
    let words: Vec<&str> = words.filter(|word| !matches!(*word, "the" | "of")).collect();
    let words: Vec<&str> = words.iter().map(|word| if *word == "sept" { "sep" } else { *word }).collect();
    let is_weekday = |word: &str| word.parse::<chrono::Weekday>().is_ok();
    let words = match words.as_slice() {
        [first, rest @ ..] if !rest.is_empty() && is_weekday(first) => rest,
        all => all,
    };
    let text = words.join(" ");
    let plainly = match words {
        // `sun` shines, and `tom` is somebody.
        [only] => is_weekday(only) && only.len() > 5 || only.len() == 10 || is_ordinal(only) || *only == "tomorrow",
        ["next", _] | ["in", _, "days" | "weeks" | "week"] => true,
        _ => dates::means_a_day(&text),
    };
    plainly.then(|| dates::parse(&text, reading).ok()).flatten()
}

fn is_ordinal(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) && ["st", "nd", "rd", "th"].iter().any(|end| word.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Calendar;

    #[test]
    fn a_day_that_is_said_plainly_is_read_and_no_other() {
        let calendar = Calendar::default();
        // A Monday.
        let today = "2026-11-23".parse().unwrap();
        let reading = Reading { today, calendar: &calendar, current: None };
        let cases = [
            ("I am out of the office. Back on 2 December.", Some("2026-12-01")),
            ("I'll be back in the office on Wednesday, December 2nd, 2026.", Some("2026-12-01")),
            ("I am away until 5 Dec. In urgent cases call Lee.", Some("2026-12-05")),
            ("out through Friday, 27 November", Some("2026-11-27")),
            ("returning on Monday, December 7, with limited access before", Some("2026-12-06")),
            ("I return to the office on the 5th of December.", Some("2026-12-04")),
            ("I will return Monday.", Some("2026-11-29")),
            ("Back 2026-12-04!", Some("2026-12-03")),
            ("until 23 Nov. 2026; back on Sept. 1", Some("2027-08-31")),
            ("I am back next week", Some("2026-11-29")),
            ("back in 2 weeks", Some("2026-12-06")),
            ("Out until 1 Dec. I will be back on 2 Dec.", Some("2026-12-01")),
            ("Out until 1 Dec and then again until 9 Dec.", None),
            ("Out until further notice.", None),
            ("I'll get back to Tom.", None),
            ("Back in the sun!", None),
            ("I was away until 20 Nov 2026.", None),
            ("My number is 5 12 26", None),
            ("back on 12/07/2026", None),
            ("", None),
        ];
        for (text, want) in cases {
            assert_eq!(away_until(text, &reading), want.map(|day| day.parse().unwrap()), "{text}");
        }
    }
}
