//! Conflicts with both sides beside each other, and the history with what a step changed.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::Scene;
use super::lists::{boxed, columns, first_row};
use super::text::{self, Row};
use crate::app::history::Step;
use crate::domain::conflict::in_words;
use crate::domain::step::Difference;

/// Under so many columns the sides stand one under the other.
const BESIDE: usize = 60;

pub(super) fn draw_conflicts(scene: Scene, at: usize, frame: &mut Frame, body: Rect) {
    let inner = boxed(scene, "Changed on both sides", frame, body);
    let theme = &scene.look.theme;
    let model = scene.model;
    let rows = model.conflicts.len().min(usize::from(inner.height) / 3).max(1);
    let [list, _, sides] =
        Layout::vertical([Constraint::Length(rows as u16), Constraint::Length(1), Constraint::Min(2)]).areas(inner);
    let wide = columns(list);
    let first = first_row(0, at, model.conflicts.len(), rows);
    let lines = model.conflicts.iter().enumerate().skip(first).take(rows).map(|(i, conflict)| {
        let when = conflict.at.format("%a %-d %b %H:%M ").to_string();
        let subject = model.subject_of(conflict);
        let line = Row::new().put(" ", theme.text).put(&when, theme.dim).rest(&subject, wide, theme.text, more(scene));
        if i == at { text::under_cursor(&line.line(), wide, theme.cursor) } else { line.line() }
    });
    frame.render_widget(Paragraph::new(lines.collect::<Vec<_>>()), list);
    let Some(conflict) = model.conflicts.get(at) else { return };
    let areas: [Rect; 2] = if columns(sides) < BESIDE {
        Layout::vertical([Constraint::Fill(1); 2]).areas(sides)
    } else {
        Layout::horizontal([Constraint::Fill(1); 2]).spacing(2).areas(sides)
    };
    let key = |id: &str| model.keymap.key(id).unwrap_or_default();
    let told = [&conflict.theirs, &conflict.ours].map(|side| conflict.told(side.as_deref()));
    let rows = |i: usize| text::wrap(&told[i], columns(areas[i]).saturating_sub(4).max(8));
    let (theirs, ours) = (rows(0), rows(1));
    // What is longer than its place begins where the two begin to differ.
    let same = theirs.iter().zip(&ours).take_while(|(a, b)| a == b).count();
    for (area, key, title, rows, others) in [
        (areas[0], key("conflict.theirs"), "In the file", &theirs, &ours),
        (areas[1], key("conflict.ours"), "Kept beside it", &ours, &theirs),
    ] {
        let head = Row::new().put(&format!(" {key}  "), theme.accent).put(title, theme.heading).line();
        let height = usize::from(area.height).saturating_sub(1);
        let seen = side(scene, rows, others, same, height);
        frame.render_widget(Paragraph::new(std::iter::once(head).chain(seen).collect::<Vec<_>>()), area);
    }
}

/// One side of a conflict in so many rows; what is left out is counted, and what the other side doesn't say stands out.
fn side(scene: Scene, rows: &[String], others: &[String], same: usize, height: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let row = |part: &str, style| Row::new().put("    ", theme.text).put(part, style).line();
    let mark = |count: usize, what: &str| row(&format!("{} {count} {what}", more(scene)), theme.dim);
    // In a few rows there is no room to count what is left out.
    let counts = height >= 4;
    let skipped = if rows.len() <= height { 0 } else { same.saturating_sub(usize::from(counts)) };
    let skipped = skipped.min(rows.len().saturating_sub(1));
    let above = (skipped > 0 && counts).then(|| mark(skipped, "the same"));
    let room = height.saturating_sub(above.iter().count());
    let rest = &rows[skipped..];
    let is_cut = rest.len() > room;
    let shown = if is_cut && counts { room.saturating_sub(1) } else { rest.len().min(room) };
    let below = (is_cut && counts).then(|| mark(rest.len() - shown, "more"));
    let style = |part: &String| if others.contains(part) { theme.dim } else { theme.text };
    let rows = rest[..shown].iter().map(|part| row(part, style(part)));
    above.into_iter().chain(rows).chain(below).collect()
}

pub(super) fn draw_past(scene: Scene, at: usize, frame: &mut Frame, body: Rect) {
    let inner = boxed(scene, "History", frame, body);
    let theme = &scene.look.theme;
    let model = scene.model;
    let [list, _, below] =
        Layout::vertical([Constraint::Fill(3), Constraint::Length(1), Constraint::Fill(2)]).areas(inner);
    let (wide, height) = (columns(list), usize::from(list.height));
    let count = model.history.steps().count();
    if count == 0 {
        frame.render_widget(Paragraph::new(Line::styled(" Nothing has been done here yet.", theme.dim)), list);
        return;
    }
    let first = first_row(0, at, count, height);
    let lines = model.history.steps().enumerate().skip(first).take(height).map(|(i, (step, is_undone))| {
        let line = step_line(scene, step, is_undone, wide);
        if i == at { text::under_cursor(&line, wide, theme.cursor) } else { line }
    });
    frame.render_widget(Paragraph::new(lines.collect::<Vec<_>>()), list);
    let known = model.step_here().is_some_and(|step| step.note.id == model.explained.step);
    let differences: &[Difference] = if known { &model.explained.differences } else { &[] };
    let lines: Vec<Line> = differences.iter().flat_map(|each| difference(scene, each, columns(below))).collect();
    frame.render_widget(Paragraph::new(lines.into_iter().take(usize::from(below.height)).collect::<Vec<_>>()), below);
}

fn more(scene: Scene) -> &'static str {
    scene.look.glyphs.more
}

fn step_line(scene: Scene, step: &Step, is_undone: bool, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let when = step.note.at.format("%a %-d %b %H:%M").to_string();
    let (mark, style) = if is_undone { ("taken back  ", theme.dim) } else { ("", theme.text) };
    let row = Row::new().put(" ", theme.text).column(&when, 17, theme.dim, more(scene)).put(mark, theme.warn);
    row.rest(&step.note.label, wide, style, more(scene)).line()
}

/// The field, and under it what it said before and after.
fn difference(scene: Scene, each: &Difference, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let stem = each.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let place = if each.path.is_empty() { stem } else { format!("{stem}  {}", each.path) };
    let side = |mark: &str, value: &Option<String>, style| {
        let told = in_words(value.as_deref()).replace('\n', " ");
        let row = Row::new().put(&format!("   {mark} "), style);
        value.as_ref().map(|_| row.rest(&told, wide, theme.text, more(scene)).line())
    };
    let head = Row::new().put(" ", theme.text).rest(&place, wide, theme.heading, more(scene)).line();
    let sides = [side("-", &each.before, theme.bad), side("+", &each.after, theme.good)];
    std::iter::once(head).chain(sides.into_iter().flatten()).collect()
}
