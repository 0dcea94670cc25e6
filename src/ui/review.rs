//! The weekly review: its lines from edge to edge, the two kinds of goals side by side where there is room.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::lists::{self, columns, first_row, panel};
use super::text::{self, Row};
use super::{Scene, Scroll};
use crate::app::goals::ReviewView;
use crate::domain::review::{Line as Told, UNLEARNED};

/// From here on results and skills stand side by side.
const SIDE_BY_SIDE: usize = 70;

pub(super) fn draw(scene: Scene, view: &ReviewView, scroll: &mut Scroll, frame: &mut Frame, area: Rect) {
    let title = format!("Week from {}", view.review.title);
    let block = panel(scene, &title, "", true, area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let (wide, height) = (columns(inner), usize::from(inner.height));
    let mut lines: Vec<Line> = Vec::new();
    let mut cursor = 0..1;
    for (i, told) in view.review.lines.iter().enumerate() {
        let here = i == view.at;
        if matches!(told, Told::Heading(_)) && !lines.is_empty() {
            lines.push(Line::default());
        }
        let start = lines.len();
        let style = scene.look.theme.cursor;
        let under = |line: Line<'static>| if here { text::under_cursor(&line, wide, style) } else { line };
        lines.extend(drawn(scene, told, wide).into_iter().map(under));
        if here {
            cursor = start..lines.len();
        }
    }
    let first = first_row(scroll.review, cursor.end - 1, lines.len(), height).min(cursor.start);
    scroll.review = first;
    let below = lines.len().saturating_sub(first + height);
    frame.render_widget(Paragraph::new(lines.into_iter().skip(first).take(height).collect::<Vec<_>>()), inner);
    lists::more(scene, frame, area, first, below, "");
}

/// Where nothing was written down it says with which keys that is done.
fn unlearned(scene: Scene) -> String {
    let key = |id: &str| scene.model.keymap.key(id);
    match (key("touch.note"), key("screen.goals"), key("goals.note")) {
        (Some(touch), Some(goals), Some(note)) => {
            format!("{UNLEARNED} {touch} on a touch notes what it taught, {goals} {note} what a goal did.")
        }
        _ => UNLEARNED.to_owned(),
    }
}

fn drawn(scene: Scene, told: &Told, wide: usize) -> Vec<Line<'static>> {
    let (theme, glyphs) = (&scene.look.theme, scene.look.glyphs);
    let wrapped = |mark: &str, text: &str, style| {
        let indent = text::width(mark);
        let parts = text::wrap(text, wide.saturating_sub(indent));
        let line = |(i, part): (usize, &String)| {
            let mark = if i == 0 { mark.to_owned() } else { " ".repeat(indent) };
            Row::new().put(&mark, theme.dim).put(part, style).line()
        };
        parts.iter().enumerate().map(line).collect::<Vec<_>>()
    };
    match told {
        Told::Heading(text) => wrapped("", text, theme.heading),
        Told::Item(text, _) => wrapped("  ", text, theme.text),
        Told::Nothing(text) => wrapped("  ", text, theme.dim),
        Told::Unlearned => wrapped("  ", &unlearned(scene), theme.dim),
        Told::Drifting(_, text) => wrapped("~ ", text, theme.warn),
        Told::Goals(left, right) => {
            let (left, right) = (left.as_deref().unwrap_or_default(), right.as_deref().unwrap_or_default());
            // A goal without one beside it has the whole width.
            if wide < SIDE_BY_SIDE || left.is_empty() || right.is_empty() {
                let each = [left, right].into_iter().filter(|goal| !goal.is_empty());
                return each.flat_map(|goal| wrapped("  ", goal, theme.text)).collect();
            }
            let column = (wide - 4) / 2;
            let (left, right) = (text::wrap(left, column), text::wrap(right, column));
            let line = |i: usize| {
                let part = |side: &[String]| side.get(i).cloned().unwrap_or_default();
                Row::new()
                    .put("  ", theme.text)
                    .column(&part(&left), column, theme.text, glyphs.more)
                    .put("  ", theme.text)
                    .put(&part(&right), theme.text)
                    .line()
            };
            (0..left.len().max(right.len())).map(line).collect()
        }
    }
}
