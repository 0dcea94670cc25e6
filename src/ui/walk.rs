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

/// `3 of 7  Nobody here can sign. Who owns the budget?`
fn lines(scene: Scene, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let walk = scene.model.walk.as_ref().filter(|_| !scene.model.overlays.is_empty());
    let Some((walk, account)) = walk.and_then(|walk| Some((walk, scene.model.plan.account(&walk.account)?))) else {
        return Vec::new();
    };
    let count = match walk.count {
        (_, 1) => String::new(),
        (at, of) => format!("{at} of {of}  "),
    };
    let indent = text::width(&count) + 1;
    let parts = text::wrap(&walk.gap.sentence(account, scene.model.me()), wide.saturating_sub(indent + 1));
    let line = |(i, part): (usize, &String)| {
        let lead = if i == 0 { count.as_str() } else { "" };
        Row::new().put(" ", theme.text).column(lead, indent - 1, theme.accent, "").put(part, theme.heading).line()
    };
    parts.iter().enumerate().map(line).collect()
}
