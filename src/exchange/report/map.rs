//! The relationship map: who reports to whom as a tree, each person a row with their part in the decision and how they stand
//! to us, in words. A long tree is drawn in several parts, so that a printed page ends between two rows.

use super::markup::{Element, el};
use super::svg::{self, WIDE, at, drawing, fitted, line, rect, text};
use crate::domain::people::{Influence, Support};
use crate::domain::report::Person;
use crate::domain::visible::shown;
use crate::domain::words::{Vocabulary as _, capitalised};

/// The height of a row, and of the box in it.
const ROW: f64 = 50.0;
const CARD: f64 = 42.0;

/// How far a person stands in from their boss, and how far in anybody stands: a deep tree has shorter steps.
const STEP: f64 = 26.0;
const FURTHEST: f64 = 234.0;

/// Where the words for influence and support begin.
const INFLUENCE: f64 = 420.0;
const SUPPORT: f64 = 530.0;

/// The size of letters.
const NAME: f64 = 15.0;
const TITLE: f64 = 12.0;

/// Rows in one part.
const PART: usize = 12;

/// The map of these people.
pub(super) fn map(account: &str, people: &[Person]) -> Vec<Element> {
    let step = step(people);
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
            picture = picture.put(row_of(person, step, top));
        }
        picture
    };
    parts.map(told).collect()
}

/// The same in sentences.
fn description(people: &[Person]) -> String {
    let told = |person: &Person| {
        let boss = if person.boss.is_empty() { String::new() } else { format!(", {}", person.boss) };
        format!("{}{boss}: {}, {}.", person.name, influence(person.influence), support(person.support).1)
    };
    people.iter().map(told).collect::<Vec<_>>().join(" ")
}

/// The step from a boss to whoever reports to them, in a tree of these people.
#[allow(clippy::cast_precision_loss, reason = "two dozen steps at most")]
fn step(people: &[Person]) -> f64 {
    let deepest = people.iter().map(|person| person.lasts.len()).max().unwrap_or(0);
    STEP.min(FURTHEST / deepest.max(1) as f64)
}

#[allow(clippy::cast_precision_loss, reason = "two dozen steps at most")]
fn indent(person: &Person, step: f64) -> f64 {
    person.lasts.len() as f64 * step
}

/// Between somebody's name and what they can decide.
fn room(person: &Person, step: f64) -> f64 {
    INFLUENCE - indent(person, step) - 52.0
}

/// Those whose whole title does not stand in the map.
pub(super) fn cut_titles(people: &[Person]) -> Vec<bool> {
    let step = step(people);
    let is_cut = |person: &Person| svg::cut(&person.title, room(person, step), TITLE) != shown(&person.title);
    people.iter().map(is_cut).collect()
}

fn row_of(person: &Person, step: f64, top: f64) -> Element {
    let x = indent(person, step);
    let middle = top + ROW / 2.0;
    let class = if person.influence == Influence::Economic { "person economic" } else { "person" };
    let mut row = el("g").class(class);
    for branch in branches(&person.lasts, step, top) {
        row = row.put(branch);
    }
    let card = rect("card", x + 0.5, top + (ROW - CARD) / 2.0, WIDE - x - 1.0, CARD).attr("rx", "4");
    let (mark, word) = support(person.support);
    let (name, title) = (&person.name, &person.title);
    let line = if title.is_empty() { middle + 5.0 } else { middle - 3.0 };
    row.put(card)
        .put(badge(person.influence, x + 23.0, middle))
        .put(fitted(x + 44.0, line, room(person, step), NAME, "name", name))
        .put((!title.is_empty()).then(|| fitted(x + 44.0, middle + 14.0, room(person, step), TITLE, "title", title)))
        .put(text(INFLUENCE, middle + 4.5, "influence", &capitalised(&influence(person.influence))))
        .put(text(SUPPORT, middle + 4.5, "sign", mark))
        .put(text(SUPPORT + 22.0, middle + 4.5, "support", &capitalised(word)))
}

/// The lines of the tree to the left of a row.
fn branches(lasts: &[bool], step: f64, top: f64) -> Vec<Element> {
    let Some((own, above)) = lasts.split_last() else { return Vec::new() };
    let stem = (step / 2.0).min(12.5);
    #[allow(clippy::cast_precision_loss, reason = "two dozen steps at most")]
    let x = |depth: usize| depth as f64 * step + stem;
    let mut lines: Vec<Element> = Vec::new();
    for (depth, is_last) in above.iter().enumerate() {
        if !is_last {
            lines.push(line("branch", (x(depth), top), (x(depth), top + ROW)));
        }
    }
    let here = x(above.len());
    let middle = top + ROW / 2.0;
    lines.push(line("branch", (here, top - 4.0), (here, if *own { middle } else { top + ROW })));
    lines.push(line("branch", (here, middle), (here + step - stem, middle)));
    lines
}

/// A letter for what they can decide; whoever releases the money has a full mark.
fn badge(influence: Influence, x: f64, y: f64) -> Element {
    let round = el("circle").class("body").attr("cx", at(x)).attr("cy", at(y)).attr("r", "12");
    el("g").class("badge").put(round).put(svg::text(x, y, "n", letter(influence).0))
}

/// The letter, and what it stands for.
fn letter(influence: Influence) -> (&'static str, &'static str) {
    match influence {
        Influence::Economic => ("E", "releases the money"),
        Influence::User => ("U", "works with it"),
        Influence::Technical => ("T", "judges whether it fits"),
        Influence::Coach => ("C", "wants us to win"),
        Influence::Gatekeeper => ("G", "decides who gets through"),
        Influence::Unknown => ("?", "nobody has asked"),
    }
}

/// What the letters mean that stand in the map.
pub(super) fn legend(people: &[Person]) -> String {
    let stands = |influence: &&Influence| people.iter().any(|person| person.influence == **influence);
    let each = Influence::ALL.iter().filter(stands).map(|influence| {
        let (letter, meaning) = letter(*influence);
        format!("{letter} {meaning}")
    });
    each.collect::<Vec<_>>().join(" · ")
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
