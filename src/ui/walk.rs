//! The question of a walk from gap to gap, above the line or beneath the form that answers it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::Scene;
use super::lists::columns;
use super::text::{self, Row};

/// The lines that the question takes.
pub(super) fn height(scene: Scene, body: Rect) -> u16 {
    let most = body.height / 3;
    (lines(scene, columns(body)).len() as u16).min(most)
}

pub(super) fn draw(scene: Scene, frame: &mut Frame, area: Rect) {
    frame.render_widget(Paragraph::new(lines(scene, columns(area))), area);
}

/// `Nobody here can sign. Who owns the budget?`, and how many more questions there are.
fn lines(scene: Scene, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let walk = scene.model.walk.as_ref().filter(|_| !scene.model.overlays.is_empty());
    let Some((walk, account)) = walk.and_then(|walk| Some((walk, scene.model.plan.account(&walk.account)?))) else {
        return Vec::new();
    };
    let count = match walk.left {
        0 => String::new(),
        left => format!("{left} more"),
    };
    let room = wide.saturating_sub(text::width(&count) + 3);
    let parts = text::wrap(&walk.gap.sentence(account, scene.model.me()), room);
    let line = |(i, part): (usize, &String)| {
        let row = Row::new().put(" ", theme.text).put(part, theme.heading);
        if i == 0 { row.right(&count, wide, theme.dim).line() } else { row.line() }
    };
    parts.iter().enumerate().map(line).collect()
}
