//! The comparison of entry points, filling the screen: a row for each candidate, a column for each criterion; in few
//! columns the row turns into two lines.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::Scene;
use super::lists::{self, columns, panel};
use super::text::{self, Row};
use crate::app::weigh::WeighView;
use crate::domain::account::{Account, Candidate};
use crate::domain::people::{Influence, Person};
use crate::domain::weigh;
use crate::domain::words::Vocabulary as _;
use crate::domain::words::counted;

/// Columns of a criterion.
const CELL: usize = 10;
/// From here on a candidate has its weights beside its name.
const BESIDE: usize = 72;

pub(super) fn draw(scene: Scene, view: &WeighView, frame: &mut Frame, area: Rect) {
    let theme = &scene.look.theme;
    let account = scene.model.plan.account(&view.account);
    let name = account.map_or("Gone", |account| account.name.as_str());
    let block = panel(scene, &format!("Where to go in at {name}"), "", true, area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let Some(account) = account else { return };
    let wide = columns(inner);
    let candidates = &account.entry_point.candidates;
    if candidates.is_empty() {
        let key = scene.model.keymap.key("weigh.add").unwrap_or_default();
        let told =
            format!("Nothing is weighed yet. {key} adds a unit: Marketing > Demand generation, pain 3, access 2");
        let lines: Vec<Line> = text::wrap(&told, wide).into_iter().map(|part| Line::styled(part, theme.dim)).collect();
        frame.render_widget(Paragraph::new(lines), inner);
        return;
    }
    let at = view.at.min(candidates.len() - 1);
    let mut foot = vec![Line::default()];
    foot.extend(reason(scene, account, wide));
    let head = usize::from(wide >= BESIDE);
    let height = usize::from(inner.height);
    foot.truncate(height.saturating_sub(head + 4));
    let room = height.saturating_sub(head + foot.len()).max(1);
    let blocks: Vec<Vec<Line>> =
        candidates.iter().enumerate().map(|(i, each)| block_of(scene, account, each, view, i == at, wide)).collect();
    // As far down as needed for all of the one under the cursor to be seen.
    let mut first = 0;
    while first < at && blocks[first..=at].iter().map(Vec::len).sum::<usize>() > room {
        first += 1;
    }
    let mut shown = 0;
    let end = head + room;
    let mut lines: Vec<Line> = if head > 0 { vec![heading(scene, wide)] } else { Vec::new() };
    for block in &blocks[first..] {
        // What is seen in part is still to come.
        shown += usize::from(lines.len() + block.len() <= end);
        lines.extend(block.iter().take(end.saturating_sub(lines.len())).cloned());
    }
    lists::more(scene, frame, area, first, candidates.len().saturating_sub(first + shown), "");
    lines.extend(foot);
    frame.render_widget(Paragraph::new(lines), inner);
}

fn name_columns(wide: usize) -> usize {
    (wide.saturating_sub(3 * CELL + 8) / 2).clamp(20, 44)
}

fn heading(scene: Scene, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let row = Row::new().column("", name_columns(wide) + 3, theme.dim, "");
    let row = weigh::CRITERIA.iter().fold(row, |row, name| row.column(name, CELL, theme.dim, ""));
    row.column("sum", 5, theme.dim, "").rest("known there", wide, theme.dim, scene.look.glyphs.more).line()
}

/// `3 ###`; a weight that nobody has said is a question.
fn cell(scene: Scene, weight: Option<u8>) -> String {
    let glyphs = scene.look.glyphs;
    let Some(weight) = weight else { return "?".to_owned() };
    let full = usize::from(weight.min(3));
    let marks = glyphs.done.to_string().repeat(full) + &glyphs.planned.to_string().repeat(3 - full);
    format!("{weight} {marks}")
}

fn block_of(
    scene: Scene,
    account: &Account,
    candidate: &Candidate,
    view: &WeighView,
    here: bool,
    wide: usize,
) -> Vec<Line<'static>> {
    let (theme, glyphs) = (&scene.look.theme, scene.look.glyphs);
    let is_chosen = account.entry_point.candidate.as_ref() == Some(&candidate.id) && !candidate.id.is_empty();
    let name = candidate.path(glyphs.into);
    let mark = if is_chosen { glyphs.tick } else { " " };
    let name_style = if here || is_chosen { theme.shadow } else { theme.text };
    let there = weigh::known_there(account, candidate);
    let known = if there.is_empty() { "nobody known".to_owned() } else { told(&there) };
    let known_style = if there.is_empty() { theme.warn } else { theme.text };
    let cursor = if here { glyphs.here } else { " " };
    let head = Row::new().put(cursor, theme.accent).put(mark, theme.good).put(" ", theme.text);
    let weights = |row: Row, with_name: bool| {
        let cells = weigh::CRITERIA.iter().enumerate();
        cells.fold(row, |row, (i, name)| {
            let told = cell(scene, weigh::weight(candidate, i));
            let label = if with_name { format!("{name} ") } else { String::new() };
            let told = if with_name { told.split(' ').next().unwrap_or_default().to_owned() } else { told };
            let style = if here && view.criterion == i { theme.cursor } else { theme.text };
            // Where it is pressed is seen without colour: the cell is in brackets.
            let told = if here && view.criterion == i { format!("[{told}]") } else { format!(" {told} ") };
            let wide = if with_name { text::width(&told) + 1 } else { CELL };
            row.put(&label, theme.dim)
                .put(&told, style)
                .put(&" ".repeat(wide.saturating_sub(text::width(&told))), theme.text)
        })
    };
    if wide >= BESIDE {
        let names = text::wrap(&name, name_columns(wide).saturating_sub(1));
        let named = |i: usize| names.get(i).map_or("", String::as_str);
        let row = head.column(named(0), name_columns(wide) - 1, name_style, glyphs.more).put(" ", theme.text);
        let row = weights(row, false).column(&format!(" {}", candidate.weight()), 5, theme.shadow, "");
        let used = row.used();
        let parts = text::wrap(&known, wide.saturating_sub(used));
        let there = |i: usize| parts.get(i).map_or("", String::as_str);
        let mut lines = vec![row.rest(there(0), wide, known_style, glyphs.more).line()];
        lines.extend((1..names.len().max(parts.len())).map(|i| {
            let row =
                Row::new().put("   ", theme.text).column(named(i), used.saturating_sub(3), name_style, glyphs.more);
            row.put(there(i), known_style).line()
        }));
        return lines;
    }
    let first = head.rest(&name, wide.saturating_sub(3), name_style, glyphs.more);
    let first = first.right(&candidate.weight().to_string(), wide, theme.shadow).line();
    let second = weights(Row::new().put("  ", theme.text), true).line();
    let mut lines = vec![first, second];
    let known = text::wrap(&known, wide.saturating_sub(3));
    lines.extend(known.iter().map(|part| Row::new().put("   ", theme.text).put(part, known_style).line()));
    lines
}

/// `Dana Cole (economic), Lee Ray`
fn told(people: &[&Person]) -> String {
    let told = people.iter().map(|person| match person.influence {
        Influence::Unknown => person.name.clone(),
        known => format!("{} ({})", person.name, known.label()),
    });
    told.collect::<Vec<_>>().join(", ")
}

fn reason(scene: Scene, account: &Account, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let point = &account.entry_point;
    let path = point.path(scene.look.glyphs.into);
    let (told, style) = match (path.as_str(), point.rationale.as_str()) {
        ("", _) => {
            let key = scene.model.keymap.key("weigh.choose").unwrap_or_default();
            (
                format!("{} weighed, none chosen: {key} chooses.", counted(point.candidates.len(), "is", "are")),
                theme.warn,
            )
        }
        (path, "") => (format!("{path}: why there first?"), theme.warn),
        (path, why) => (format!("{path}: {why}"), theme.text),
    };
    text::wrap(&told, wide).into_iter().map(|part| Line::styled(part, style)).collect()
}
