//! The history, with what a step changed.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::Scene;
use super::lists::{boxed, columns, first_row};
use super::text::{self, Row};
use crate::app::history::Step;
use crate::domain::conflict;
use crate::domain::step::Difference;

pub(super) fn draw_past(scene: Scene, at: usize, frame: &mut Frame, body: Rect) {
    let inner = boxed(scene, "History", frame, body);
    let theme = &scene.look.theme;
    let model = scene.model;
    let [list, _, below] =
        Layout::vertical([Constraint::Fill(3), Constraint::Length(1), Constraint::Fill(2)]).areas(inner);
    let told = damaged(scene, columns(list));
    let [top, list] = Layout::vertical([Constraint::Length(told.len() as u16), Constraint::Min(1)]).areas(list);
    frame.render_widget(Paragraph::new(told), top);
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

/// What of the journal can't be read.
fn damaged(scene: Scene, wide: usize) -> Vec<Line<'static>> {
    let told = scene.model.past_damaged.as_deref().unwrap_or_default();
    let lines = text::wrap(told, wide.saturating_sub(1)).into_iter().filter(|line| !line.is_empty());
    lines.map(|line| Line::styled(format!(" {line}"), scene.look.theme.bad)).collect()
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
    let values = [&each.before, &each.after].map(Option::as_deref);
    let told = conflict::told_at(&each.path, values);
    let side = |n: usize, mark: &str, style| {
        let row = Row::new().put(&format!("   {mark} "), style);
        values[n].map(|_| row.rest(&told[n].replace('\n', " "), wide, theme.text, more(scene)).line())
    };
    let head = Row::new().put(" ", theme.text).rest(&place, wide, theme.heading, more(scene)).line();
    let sides = [side(0, "-", theme.bad), side(1, "+", theme.good)];
    std::iter::once(head).chain(sides.into_iter().flatten()).collect()
}
