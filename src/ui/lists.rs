//! What lists share: a frame with a title, and the part of the rows that is seen.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Padding};

use super::Scene;
use super::text;

/// A frame. The one with the keys is bright; `note` stands at the right of its upper edge.
pub(super) fn panel<'t>(scene: Scene, title: &str, note: &str, active: bool, columns: u16) -> Block<'t> {
    let theme = &scene.look.theme;
    let edge = if active { theme.accent } else { theme.dim };
    let room = usize::from(columns).saturating_sub(text::width(note) + 7);
    let title_style = if active { theme.heading } else { theme.text };
    let mut block = Block::bordered().border_set(scene.look.glyphs.border).border_style(edge);
    if !title.is_empty() {
        block = block.title_top(Line::from(Span::styled(format!(" {} ", scene.cut(title, room)), title_style)));
    }
    // Room to breathe, where there is some; lists keep their edge for the cursor.
    if columns >= 58 {
        block = block.padding(Padding::horizontal(1));
    }
    if !note.is_empty() {
        block = block.title_top(Line::from(Span::styled(format!(" {note} "), theme.dim)).right_aligned());
    }
    block
}

/// An empty frame with a title, with the keys; and the place inside.
pub(super) fn boxed(scene: Scene, title: &str, frame: &mut Frame, area: Rect) -> Rect {
    let block = panel(scene, title, "", true, area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    inner
}

/// On the lower edge of a frame: how much there is above and beneath, and the key that leads there.
pub(super) fn more(scene: Scene, frame: &mut Frame, area: Rect, above: usize, below: usize, key: &str) {
    let more = scene.look.glyphs.more;
    let parts = [(above, "above"), (below, "more")];
    let mut told = parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    let Some(first) = told.next() else { return };
    let told = told.fold(first, |so_far, part| format!("{so_far}{}{part}", scene.look.glyphs.dot));
    let key = if key.is_empty() { String::new() } else { format!(": {key}") };
    let told = format!(" {more} {told}{key} ");
    let columns = (text::width(&told) as u16).min(area.width.saturating_sub(2));
    let there = Rect {
        x: area.right().saturating_sub(columns + 1),
        y: area.bottom().saturating_sub(1),
        width: columns,
        height: 1,
    };
    frame.render_widget(Line::styled(told, scene.look.theme.warn), there.intersection(area));
}

/// The first row to show, so that the cursor's row is seen: no further from where it was than needed.
pub(super) fn first_row(before: usize, at: usize, count: usize, height: usize) -> usize {
    let height = height.max(1);
    let last_first = count.saturating_sub(height);
    let lowest = at.saturating_sub(height - 1);
    before.clamp(lowest, at.max(lowest)).min(last_first)
}

/// The columns inside a frame.
pub(super) fn columns(area: Rect) -> usize {
    usize::from(area.width)
}

/// The style of the cursor's row.
pub(super) fn cursor_style(scene: Scene, active: bool) -> Style {
    if active { scene.look.theme.cursor } else { scene.look.theme.shadow }
}

#[cfg(test)]
mod tests {
    use super::first_row;

    #[test]
    fn the_cursor_is_always_seen_and_the_list_moves_no_further_than_needed() {
        assert_eq!(first_row(0, 4, 10, 5), 0);
        assert_eq!(first_row(0, 5, 10, 5), 1);
        assert_eq!(first_row(5, 3, 10, 5), 3);
        assert_eq!(first_row(9, 9, 10, 5), 5);
        assert_eq!(first_row(9, 0, 0, 5), 0);
        assert_eq!(first_row(3, 2, 3, 0), 2);
    }
}
