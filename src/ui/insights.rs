//! Insights: the list of pictures, and the one under the cursor, drawn or as numbers, with the sentence that it comes to.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::lists::{columns, cursor_style, more, panel};
use super::text::{self, Row};
use super::{Scene, numbers, picture};
use crate::app::insights::Span;
use crate::app::model::Pane;
use crate::domain::insights::{Picture, WEEKS};
use crate::domain::words::Vocabulary as _;

/// The columns of the list with its frame, beside a wide picture and a narrow one.
pub(super) const LIST: (u16, u16) = (29, 28);

pub(super) fn draw_list(scene: Scene, frame: &mut Frame, area: Rect) {
    let (theme, view) = (&scene.look.theme, &scene.model.insights);
    let active = scene.model.pane == Pane::List;
    let block = panel(scene, "Insights", "", active, area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let wide = columns(inner);
    let row = |picture: &Picture| {
        let here = *picture == view.picture;
        let mark = if here { scene.look.glyphs.here } else { " " };
        let line = Row::new()
            .put(mark, theme.accent)
            .put(" ", theme.text)
            .rest(&picture.title(view.measure), wide, theme.text, scene.look.glyphs.more)
            .line();
        if here { text::under_cursor(&line, wide, cursor_style(scene, active)) } else { line }
    };
    let mut lines: Vec<Line> = Picture::ALL.iter().map(row).collect();
    lines.push(Line::default());
    let key = |id: &str| scene.model.keymap.key(id).unwrap_or_default();
    let settings = [
        ("insights.measure", view.measure.label()),
        ("insights.period", view.span.label().to_owned()),
        ("insights.whose", whose(scene).to_owned()),
    ];
    lines.extend(settings.iter().map(|(id, now)| {
        Row::new()
            .put(&format!(" {} ", key(id)), theme.accent)
            .rest(now, wide, theme.dim, scene.look.glyphs.more)
            .line()
    }));
    frame.render_widget(Paragraph::new(lines), inner);
}

fn whose(scene: Scene) -> &'static str {
    if scene.model.insights.is_everybodys || scene.model.me().is_none() { "everybody's" } else { "mine" }
}

pub(super) fn draw_picture(scene: Scene, frame: &mut Frame, area: Rect, alone: bool) {
    let (model, view) = (scene.model, &scene.model.insights);
    // Where there is no list, its place among the others is told.
    let at = Picture::ALL.iter().position(|each| *each == view.picture).unwrap_or(0) + 1;
    let place = if alone { format!("{at}/{} ", Picture::ALL.len()) } else { String::new() };
    let title = format!("{place}{}", view.picture.title(view.measure));
    let span = match view.picture {
        Picture::Weeks => format!("last {WEEKS} weeks"),
        _ if area.width < 58 && view.span == Span::All => String::new(),
        _ => view.span.label().to_owned(),
    };
    let note = [span.as_str(), whose(scene)].into_iter().filter(|part| !part.is_empty());
    let note = note.collect::<Vec<_>>().join(scene.look.glyphs.dot);
    let active = alone || model.pane == Pane::Detail;
    let block = panel(scene, &title, &note, active, area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let (lines, foot, height) = layout(scene, inner);
    let below = lines.len().saturating_sub(height);
    let first = view.line.min(below);
    let [chart, said] = Layout::vertical([Constraint::Min(0), Constraint::Length(foot.len() as u16)]).areas(inner);
    let seen: Vec<Line> = lines.into_iter().skip(first).take(height).collect();
    frame.render_widget(Paragraph::new(seen), chart);
    frame.render_widget(Paragraph::new(foot), said);
    let key = if model.pane == Pane::Detail { "list.down" } else { "insights.open" };
    more(scene, frame, area, first, below - first, &model.keymap.key(key).unwrap_or_default());
}

/// By how many lines the picture is longer than its place.
pub(super) fn below(scene: Scene, area: Rect) -> usize {
    let inner = panel(scene, "", "", true, area.width).inner(area);
    let (lines, _, height) = layout(scene, inner);
    lines.len().saturating_sub(height)
}

/// The picture's lines, what it says, and how many of the lines have room above that.
fn layout(scene: Scene, inner: Rect) -> (Vec<Line<'static>>, Vec<Line<'static>>, usize) {
    let view = &scene.model.insights;
    let theme = &scene.look.theme;
    let (wide, all) = (columns(inner), usize::from(inner.height));
    let said = view.shown.says(view.picture, view.measure);
    let mut foot: Vec<Line> =
        text::wrap(&said, wide).into_iter().map(|part| Line::styled(part, theme.heading)).collect();
    let untimed = view.shown.untimed;
    let is_part = !view.shown.groups(Picture::Hour).is_empty();
    if view.picture == Picture::Hour && untimed > 0 && is_part && all > 10 {
        foot.push(Line::styled(format!("{untimed} more have a day and no time."), theme.dim));
    }
    // Room to breathe, where there is some.
    if all > 10 {
        foot.insert(0, Line::default());
    }
    let height = all.saturating_sub(foot.len());
    let lines = if view.as_numbers { numbers::lines(scene, wide) } else { picture::lines(scene, wide, height) };
    // Where there is nothing to draw, what is said stands where one looks.
    if lines.is_empty() {
        let told = "What is marked as done in Today is counted here.";
        foot.extend(text::wrap(told, wide).into_iter().map(|part| Line::styled(part, theme.dim)));
        return (foot, Vec::new(), all);
    }
    (lines, foot, height)
}
