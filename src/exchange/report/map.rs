//! The relationship map: who reports to whom as a tree, each person a row with their part in the decision and how they stand
//! to us, in words. A long tree is drawn in several parts, so that a printed page ends between two rows.

use super::markup::{Element, el};
use super::svg::{self, WIDE, at, drawing, fitted, line, rect, text};
use crate::domain::people::{Influence, Support};
use crate::domain::report::Person;
use crate::domain::words::{Vocabulary as _, capitalised};

/// The height of a row, and of the box in it.
const ROW: f64 = 50.0;
const CARD: f64 = 42.0;

/// How far a person stands in from their boss.
const STEP: f64 = 26.0;

/// Deeper ones are drawn as if they stood at this depth.
const DEEPEST: usize = 9;

/// Where the words for influence and support begin.
const INFLUENCE: f64 = 420.0;
const SUPPORT: f64 = 530.0;

/// Rows in one part.
const PART: usize = 12;

/// The map of these people.
pub(super) fn map(account: &str, people: &[Person]) -> Vec<Element> {
    let parts = people.chunks(PART).enumerate();
    let told = |(n, part): (usize, &[Person])| {
        #[allow(clippy::cast_precision_loss, reason = "a dozen rows")]
        let high = part.len() as f64 * ROW;
        let more = if people.len() > PART { format!(", part {}", n + 1) } else { String::new() };
        let title = format!("Relationship map of {account}{more}");
        let mut picture = drawing("map", WIDE, high, &title, &description(part));
        for (row, person) in part.iter().enumerate() {
            #[allow(clippy::cast_precision_loss, reason = "a dozen rows")]
            let top = row as f64 * ROW;
            picture = picture.put(row_of(person, top));
        }
        picture
    };
    parts.map(told).collect()
}

/// The same in sentences.
fn description(people: &[Person]) -> String {
    let told = |person: &Person| {
        let boss = person.asides.iter().find(|aside| aside.starts_with("reports to"));
        let boss = boss.map(|boss| format!(", {boss}")).unwrap_or_default();
        format!("{}{boss}: {}, {}.", person.name, influence(person.influence), support(person.support).1)
    };
    people.iter().map(told).collect::<Vec<_>>().join(" ")
}

fn row_of(person: &Person, top: f64) -> Element {
    let depth = person.lasts.len().min(DEEPEST);
    #[allow(clippy::cast_precision_loss, reason = "nine steps at most")]
    let x = depth as f64 * STEP;
    let middle = top + ROW / 2.0;
    let class = if person.influence == Influence::Economic { "person economic" } else { "person" };
    let mut row = el("g").class(class);
    for branch in branches(&person.lasts, depth, top) {
        row = row.put(branch);
    }
    let card = rect("card", x + 0.5, top + (ROW - CARD) / 2.0, WIDE - x - 1.0, CARD).attr("rx", "4");
    let (mark, word) = support(person.support);
    let room = INFLUENCE - x - 52.0;
    row.put(card)
        .put(badge(person.influence, x + 23.0, middle))
        .put(fitted(x + 44.0, middle - if person.title.is_empty() { -5.0 } else { 3.0 }, room, 15.0, "name", &person.name))
        .put((!person.title.is_empty()).then(|| fitted(x + 44.0, middle + 14.0, room, 12.0, "title", &person.title)))
        .put(text(INFLUENCE, middle + 4.5, "influence", &capitalised(&influence(person.influence))))
        .put(text(SUPPORT, middle + 4.5, "sign", mark))
        .put(text(SUPPORT + 22.0, middle + 4.5, "support", &capitalised(word)))
}

/// The lines of the tree to the left of a row.
fn branches(lasts: &[bool], depth: usize, top: f64) -> Vec<Element> {
    let shown = &lasts[lasts.len() - depth..];
    let Some((own, above)) = shown.split_last() else { return Vec::new() };
    #[allow(clippy::cast_precision_loss, reason = "nine steps at most")]
    let x = |depth: usize| depth as f64 * STEP + 12.5;
    let mut lines: Vec<Element> = Vec::new();
    for (depth, is_last) in above.iter().enumerate() {
        if !is_last {
            lines.push(line("branch", (x(depth), top), (x(depth), top + ROW)));
        }
    }
    let here = x(above.len());
    let middle = top + ROW / 2.0;
    lines.push(line("branch", (here, top - 4.0), (here, if *own { middle } else { top + ROW })));
    lines.push(line("branch", (here, middle), (here + STEP - 12.5, middle)));
    lines
}

/// A letter for what they can decide; whoever releases the money has a full mark.
fn badge(influence: Influence, x: f64, y: f64) -> Element {
    let letter = match influence {
        Influence::Economic => "E",
        Influence::User => "U",
        Influence::Technical => "T",
        Influence::Coach => "C",
        Influence::Gatekeeper => "G",
        Influence::Unknown => "?",
    };
    let round = el("circle").class("body").attr("cx", at(x)).attr("cy", at(y)).attr("r", "12");
    el("g").class("badge").put(round).put(svg::text(x, y, "n", letter))
}

fn influence(influence: Influence) -> String {
    match influence {
        Influence::Unknown => "role unknown".to_owned(),
        known => known.label(),
    }
}

/// How they stand to us, as a sign and in a word.
pub(super) fn support(support: Support) -> (&'static str, &'static str) {
    match support {
        Support::Champion => ("++", "champion"),
        Support::Supporter => ("+", "supporter"),
        Support::Neutral => ("0", "neutral"),
        Support::Sceptic => ("–", "sceptic"),
        Support::Blocker => ("– –", "blocker"),
        Support::Unknown => ("?", "unknown"),
    }
}
