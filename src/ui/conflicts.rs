//! What both sides changed, and both sides of the one under the cursor: beside each other, in few columns one under the
//! other. They are moved together, and begin where they begin to differ.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::Scene;
use super::lists::{self, boxed, columns, first_row, panel};
use super::sides::{self, Part, Row};
use super::text;
use crate::app::conflicts::{self, ConflictsView};
use crate::app::model::Room;
use crate::domain::conflict::Conflict;
use crate::domain::words::counted;

/// Under so many columns the sides stand one under the other.
const BESIDE: usize = 60;

/// In fewer rows nothing stands empty.
const TIGHT: u16 = 12;

/// Before each row of a side.
const GUTTER: usize = 4;

pub(super) fn draw(scene: Scene, view: &ConflictsView, frame: &mut Frame, body: Rect) {
    let inner = boxed(scene, "Changed on both sides", frame, body);
    let Laid { list, sides, rows, height, has_heads } = Laid::of(scene, view.at, inner);
    draw_list(scene, view.at, frame, list);
    let last = rows.len().saturating_sub(height);
    let from = view.line(first(&rows, height)).min(last);
    let key = |id: &str| scene.model.keymap.key(id).unwrap_or_default();
    for (n, (id, title)) in [("conflict.theirs", "In the file"), ("conflict.ours", "Kept beside it")].iter().enumerate()
    {
        let key = key(id);
        let theme = &scene.look.theme;
        let head = text::Row::new().put(&format!(" {key}  "), theme.accent).put(title, theme.heading).line();
        let seen = rows.iter().enumerate().skip(from).take(height).map(|(i, row)| {
            let key = if i == from && !has_heads { key.as_str() } else { "" };
            line(scene, n, row, key)
        });
        let lines = has_heads.then_some(head).into_iter().chain(seen);
        frame.render_widget(Paragraph::new(lines.collect::<Vec<_>>()), sides[n]);
    }
    lists::more(scene, frame, body, from, last - from, &key("conflict.page-down"));
}

/// Where both sides begin as long as nobody has moved them, and how far they may be moved.
pub(super) fn room(scene: Scene, view: &ConflictsView, body: Rect) -> Room {
    let inner = panel(scene, "", "", true, body.width).inner(body);
    let Laid { rows, height, .. } = Laid::of(scene, view.at, inner);
    let below = rows.len().saturating_sub(height);
    Room { page: height.saturating_sub(1).max(1), columns: 0, below, first: first(&rows, height) }
}

/// What is longer than its place begins right above where the two begin to differ.
fn first(rows: &[Row], height: usize) -> usize {
    let last = rows.len().saturating_sub(height);
    let differs = rows.iter().position(is_different).unwrap_or(0);
    differs.saturating_sub(usize::from(height > 3)).min(last)
}

fn is_different(row: &Row) -> bool {
    matches!(row, Row::Differs(_))
}

/// What stands where.
struct Laid {
    list: Rect,
    sides: [Rect; 2],
    /// Of both sides.
    rows: Vec<Row>,
    /// So many of them are seen at once.
    height: usize,
    /// There is a row that says whose side it is; otherwise the key stands before the first row.
    has_heads: bool,
}

impl Laid {
    fn of(scene: Scene, at: usize, inner: Rect) -> Self {
        let is_tight = inner.height < TIGHT;
        let most = if is_tight { 1 } else { usize::from(inner.height) / 3 };
        let listed = scene.model.conflicts.len().min(most).max(1);
        let gap = u16::from(!is_tight);
        let [list, _, below] =
            Layout::vertical([Constraint::Length(listed as u16), Constraint::Length(gap), Constraint::Min(2)])
                .areas(inner);
        let sides: [Rect; 2] = if columns(below) < BESIDE {
            Layout::vertical([Constraint::Fill(1); 2]).areas(below)
        } else {
            Layout::horizontal([Constraint::Fill(1); 2]).spacing(2).areas(below)
        };
        let tall = usize::from(sides[0].height.min(sides[1].height));
        let rows = |height: usize| {
            let conflict = scene.model.conflicts.get(at);
            conflict.map(|conflict| both(conflict, sides, height)).unwrap_or_default()
        };
        let headed = rows(tall.saturating_sub(1));
        if headed.len() < tall || !is_tight {
            return Self { list, sides, rows: headed, height: tall.saturating_sub(1).max(1), has_heads: true };
        }
        Self { list, sides, rows: rows(tall), height: tall.max(1), has_heads: false }
    }
}

fn both(conflict: &Conflict, sides: [Rect; 2], height: usize) -> Vec<Row> {
    let [theirs, ours] = conflict.both();
    let wide = sides.map(|area| columns(area).saturating_sub(GUTTER).max(8));
    sides::rows([&theirs, &ours], wide, height)
}

fn draw_list(scene: Scene, at: usize, frame: &mut Frame, list: Rect) {
    let (theme, model) = (&scene.look.theme, scene.model);
    let (wide, height) = (columns(list), usize::from(list.height));
    let first = first_row(0, at, model.conflicts.len(), height);
    let count = model.conflicts.len();
    let lines = model.conflicts.iter().enumerate().skip(first).take(height).map(|(i, conflict)| {
        // Where not all are seen, which of them it is.
        let place = if count > height { format!("{}/{count} ", i + 1) } else { String::new() };
        // In few columns what it is about comes first.
        let when = conflict.at.format("%a %-d %b %H:%M ").to_string();
        let when = if wide < BESIDE { String::new() } else { when };
        let subject = conflicts::subject(&model.plan, conflict);
        let line = text::Row::new().put(" ", theme.text).put(&place, theme.dim).put(&when, theme.dim);
        let line = line.rest(&subject, wide, theme.text, scene.look.glyphs.more).line();
        if i == at { text::under_cursor(&line, wide, theme.cursor) } else { line }
    });
    frame.render_widget(Paragraph::new(lines.collect::<Vec<_>>()), list);
}

/// One row of a side. What the other doesn't say stands out, and is marked in the margin.
fn line(scene: Scene, side: usize, row: &Row, key: &str) -> Line<'static> {
    let (theme, glyphs) = (&scene.look.theme, scene.look.glyphs);
    let margin = |mark: &str, style: Style| {
        let gap = GUTTER.saturating_sub(2 + text::width(mark));
        let key = text::Row::new().column(&format!(" {key}"), 2, theme.accent, "");
        key.put(mark, style).put(&" ".repeat(gap), theme.text)
    };
    match row {
        Row::LeftOut(count) => {
            let lines = counted(*count, "line", "lines");
            margin("", theme.text).put(&format!("{} {lines} the same", glyphs.more), theme.dim).line()
        }
        Row::Same(both) => margin("", theme.text).put(&both[side], theme.dim).line(),
        Row::Differs(both) => {
            let parts: &[Part] = &both[side];
            let says_more = sides::is_marked(parts) || !both.iter().any(|parts| sides::is_marked(parts));
            let mark = if says_more && !parts.is_empty() { glyphs.here } else { "" };
            parts
                .iter()
                .fold(margin(mark, theme.warn), |line, (part, is_marked)| {
                    line.put(part, if *is_marked { theme.hit } else { theme.text })
                })
                .line()
        }
    }
}
