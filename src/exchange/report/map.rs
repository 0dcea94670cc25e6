//! The relationship map: who reports to whom as a tree, each person a row with their part in the decision and how they stand
//! to us, in words. A long tree is drawn in several parts, so that a printed page ends between two rows. A telephone gets a
//! drawing of its own, as letters that are scaled down with the page can't be read.

use super::markup::{Element, el};
use super::svg::{self, at, drawing, fitted, line, rect, text};
use crate::domain::people::{Influence, Support};
use crate::domain::report::Person;
use crate::domain::visible::shown;
use crate::domain::words::{Vocabulary as _, capitalised};

/// The height of a row, and of the box in it.
const ROW: f64 = 50.0;
const CARD: f64 = 42.0;

/// How far a person stands in from their boss; a deep tree has shorter steps.
const STEP: f64 = 26.0;

/// Where things stand in a drawing of some width.
struct Layout {
    wide: f64,
    /// How far in anybody stands.
    furthest: f64,
    /// Where names and titles end.
    names: f64,
    /// Where the word for their influence begins, if there is room for it; the letter before the name says it too.
    influence: Option<f64>,
    /// Where the sign for how they stand to us stands; the word is beside it.
    support: f64,
}

const ON_PAGES: Layout =
    Layout { wide: svg::WIDE, furthest: 234.0, names: 402.0, influence: Some(420.0), support: 530.0 };
const ON_TELEPHONES: Layout =
    Layout { wide: svg::NARROW, furthest: 110.0, names: 262.0, influence: None, support: 290.0 };

/// The size of letters.
const NAME: f64 = 15.0;
const TITLE: f64 = 12.0;

/// Rows in one part.
const PART: usize = 12;

/// The map of these people, for pages and for telephones.
pub(super) fn map(account: &str, people: &[Person]) -> [Vec<Element>; 2] {
    [ON_PAGES, ON_TELEPHONES].map(|layout| drawn(account, people, &layout))
}

fn drawn(account: &str, people: &[Person], layout: &Layout) -> Vec<Element> {
    let step = step(people, layout);
    let parts = people.chunks(PART).enumerate();
    let told = |(n, part): (usize, &[Person])| {
        #[allow(clippy::cast_precision_loss, reason = "a dozen rows")]
        let high = part.len() as f64 * ROW;
        let more = if people.len() > PART { format!(", part {}", n + 1) } else { String::new() };
        let title = format!("Relationship map of {account}{more}");
        let mut picture = drawing("map", layout.wide, high, &title, &description(part));
        for (row, person) in part.iter().enumerate() {
            #[allow(clippy::cast_precision_loss, reason = "a dozen rows")]
            let top = row as f64 * ROW;
            picture = picture.put(row_of(person, layout, step, top));
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
fn step(people: &[Person], layout: &Layout) -> f64 {
    let deepest = people.iter().map(|person| person.lasts.len()).max().unwrap_or(0);
    STEP.min(layout.furthest / deepest.max(1) as f64)
}

#[allow(clippy::cast_precision_loss, reason = "two dozen steps at most")]
fn indent(person: &Person, step: f64) -> f64 {
    person.lasts.len() as f64 * step
}

/// For somebody's name.
fn room(person: &Person, layout: &Layout, step: f64) -> f64 {
    layout.names - indent(person, step) - 44.0
}

/// Whose whole title does not stand in the map for pages, and whose not in that for telephones.
pub(super) fn cut_titles(people: &[Person]) -> Vec<[bool; 2]> {
    let layouts = [ON_PAGES, ON_TELEPHONES].map(|layout| (step(people, &layout), layout));
    let is_cut = |person: &Person| {
        layouts
            .each_ref()
            .map(|(step, layout)| svg::cut(&person.title, room(person, layout, *step), TITLE) != shown(&person.title))
    };
    people.iter().map(is_cut).collect()
}

fn row_of(person: &Person, layout: &Layout, step: f64, top: f64) -> Element {
    let x = indent(person, step);
    let middle = top + ROW / 2.0;
    let class = if person.influence == Influence::Economic { "person economic" } else { "person" };
    let mut row = el("g").class(class);
    for branch in branches(&person.lasts, step, top) {
        row = row.put(branch);
    }
    let card = rect("card", x + 0.5, top + (ROW - CARD) / 2.0, layout.wide - x - 1.0, CARD).attr("rx", "4");
    let (mark, word) = support(person.support);
    let (name, title) = (&person.name, &person.title);
    let line = if title.is_empty() { middle + 5.0 } else { middle - 3.0 };
    let room = room(person, layout, step);
    let influence =
        layout.influence.map(|at| text(at, middle + 4.5, "influence", &capitalised(&influence(person.influence))));
    row.put(card)
        .put(badge(person.influence, x + 23.0, middle))
        .put(fitted(x + 44.0, line, room, NAME, "name", name))
        .put((!title.is_empty()).then(|| fitted(x + 44.0, middle + 14.0, room, TITLE, "title", title)))
        .put(influence)
        .put(text(layout.support, middle + 4.5, "sign", mark))
        .put(text(layout.support + 22.0, middle + 4.5, "support", &capitalised(word)))
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
