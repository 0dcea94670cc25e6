//! What is known of the account: where one could go in, who decides, what was found out.

use super::INDENT;
use chrono::NaiveDate;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::domain::account::{Account, Candidate};
use crate::domain::dates;
use crate::domain::people::{Influence, Person, Support};
use crate::domain::range::{Away, Stretch};
use crate::domain::research::{self, Finding};
use crate::domain::words::Vocabulary as _;
use crate::ui::Scene;
use crate::ui::text::{self, Row as Pieces};

pub(super) fn candidate(scene: Scene, account: &Account, candidate: &Candidate, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let chosen = account.entry_point.candidate.as_deref() == Some(candidate.id.as_str()) && !candidate.id.is_empty();
    let name = candidate.path(scene.look.glyphs.into);
    let weight = |name: &str, weight: Option<u8>| weight.map_or_else(|| format!("{name} ?"), |w| format!("{name} {w}"));
    let weights =
        [weight("pain", candidate.pain), weight("access", candidate.access), weight("timing", candidate.timing)];
    let total = candidate.weight().to_string();
    let weight_columns = text::width(&total) + 1;
    let name_columns = wide.saturating_sub(36).clamp(10, 34);
    Pieces::new()
        .put(if chosen { "  = " } else { "    " }, theme.accent)
        .column(&name, name_columns, theme.dim, scene.look.glyphs.more)
        .put(" ", theme.text)
        .rest(&weights.join("  "), wide.saturating_sub(weight_columns), theme.dim, scene.look.glyphs.more)
        .right(&total, wide, theme.dim)
        .line()
}

/// The columns of influence and support.
const STANDING: usize = 11 + 10;
/// So many people are asked how much room they take; of an account with hundreds each row would ask hundreds.
const SOME: usize = 40;
/// A title in fewer columns says nothing.
const LEAST: usize = 8;

pub(super) fn person(scene: Scene, account: &Account, person: &Person, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let more = scene.look.glyphs.more;
    // What nobody of them has takes no room from names and titles.
    let some = || account.people.iter().take(SOME);
    let states = some().map(|each| text::width(&state(scene, each).0)).max().unwrap_or(0);
    let room = wide.saturating_sub(text::width(INDENT) + STANDING + states);
    let longest = some().map(|each| text::width(&each.name) + 1).max().unwrap_or(0);
    let name = longest.min(room.saturating_sub(LEAST).max(room * 3 / 5)).min(room);
    let (name, title) = if room - name < LEAST { (room, 0) } else { (name, room - name) };
    let influence_style = if person.influence == Influence::Unknown { theme.dim } else { theme.text };
    let support_style = match person.support {
        Support::Champion | Support::Supporter => theme.good,
        Support::Sceptic => theme.warn,
        Support::Blocker => theme.bad,
        Support::Neutral => theme.text,
        Support::Unknown => theme.dim,
    };
    let (state, state_style) = state(scene, person);
    let is_unknown = person.influence == Influence::Unknown && person.support == Support::Unknown;
    let stands = |pieces: Pieces| {
        if is_unknown {
            return pieces.column("nobody has asked", STANDING, theme.dim, "");
        }
        pieces.column(&person.influence.label(), 11, influence_style, "").column(
            &person.support.label(),
            10,
            support_style,
            "",
        )
    };
    let row = Pieces::new()
        .put(INDENT, theme.text)
        .column(&person.name, name.saturating_sub(1), theme.shadow, more)
        .put(" ", theme.text)
        .column(&person.title, title.saturating_sub(1), theme.text, more)
        .put(if title > 0 { " " } else { "" }, theme.text);
    stands(row).rest(&state, wide, state_style, more).line()
}

/// Whether they can be written to, and what time it is there.
fn state(scene: Scene, person: &Person) -> (String, Style) {
    let theme = &scene.look.theme;
    match (person.do_not_contact, absence(person, scene.today())) {
        (true, _) => ("do not contact".to_owned(), theme.bad),
        (false, Some(days)) => {
            (days.to.map_or("away".to_owned(), |to| format!("away to {}", dates::day_month(to))), theme.warn)
        }
        (false, None) => match person.their_time(scene.now) {
            Some(their) if their.decent => (their.time.format("%H:%M").to_string(), theme.text),
            Some(their) => (their.time.format("%H:%M").to_string(), theme.dim),
            None => (String::new(), theme.dim),
        },
    }
}

fn absence(person: &Person, today: NaiveDate) -> Option<Stretch> {
    person.away.iter().filter_map(Away::days).find(|days| days.holds(today))
}

pub(super) fn finding(scene: Scene, i: usize, finding: &Finding, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let more = scene.look.glyphs.more;
    let age = finding.on.map(|day| research::age(day, scene.today())).unwrap_or_default();
    let is_old = finding.on.is_some_and(|day| research::is_old(day, scene.today()));
    let source_columns = if wide >= 60 { (wide / 5).clamp(8, 18) } else { 0 };
    let text_columns = wide.saturating_sub(5 + 11 + source_columns + 7);
    let source = if finding.source.is_empty() { "no source" } else { finding.source.as_str() };
    let mark = if finding.confirmed { scene.look.glyphs.tick } else { " " };
    let mut pieces = Pieces::new()
        .column(&format!("{:>2}", i + 1), 3, theme.dim, "")
        .column(mark, 2, theme.good, "")
        .column(&finding.kind.label(), 11, theme.accent, "")
        .column(finding.text.lines().next().unwrap_or(""), text_columns, theme.text, more);
    if source_columns > 0 {
        pieces = pieces.put(" ", theme.text).column(source, source_columns - 1, theme.dim, more);
    }
    pieces.right(&age, wide, if is_old { theme.warn } else { theme.dim }).line()
}
