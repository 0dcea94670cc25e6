//! An empty plan explains itself and says what to press.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::Scene;
use super::lists::{columns, panel};
use super::text::{self, Row};

pub(super) fn draw(scene: Scene, frame: &mut Frame, body: Rect) {
    let theme = &scene.look.theme;
    let block = panel(scene, "Your plan is empty", "", true, body.width);
    let inner = block.inner(body);
    frame.render_widget(block, body);
    let wide = columns(inner).min(72);
    let key = |id: &str| scene.model.keymap.key(id).unwrap_or_else(|| ":".to_owned());
    let mut lines = vec![Line::default()];
    let five = [
        "Hope is not a strategy. Here the how goes on paper.",
        "Name a company you want as a client, and why this one.",
        "Find the way in: which unit, who decides, what moves them now.",
        "Begin a sequence of eight to ten touches that earns a meeting.",
        "Then work through what is due, every day, in Today.",
    ];
    for sentence in five {
        for part in text::wrap(sentence, wide.saturating_sub(2)) {
            lines.push(Row::new().put("  ", theme.text).put(&part, theme.text).line());
        }
    }
    lines.push(Line::default());
    let offers = [
        (key("account.add"), "add your first account"),
        (key("import.first"), "import a file: LinkedIn, HubSpot, Salesforce, any CSV, vCard"),
        (key("demo"), "try the demo plan: a copy, in a folder of its own"),
        (key("palette"), "and plan settings: say who you are, and which days you work"),
        (key("help"), "every key"),
    ];
    for (key, what) in offers {
        lines.push(
            Row::new().put("  ", theme.text).column(&key, 4, theme.accent, "").rest(what, wide, theme.text, "").line(),
        );
    }
    lines.push(Line::default());
    let place = format!("The plan lives in {}, in plain TOML files.", scene.model.place);
    for part in text::wrap(&place, wide.saturating_sub(2)) {
        lines.push(Row::new().put("  ", theme.text).put(&part, theme.dim).line());
    }
    frame.render_widget(Paragraph::new(lines), inner);
}
