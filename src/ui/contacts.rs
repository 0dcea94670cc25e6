//! The people we know who are on no account, as a list.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::Scene;
use super::lists::{self, columns, first_row, panel};
use super::text::{self, Row};
use crate::app::contacts::ContactsView;

pub(super) fn draw(scene: Scene, view: &ContactsView, frame: &mut Frame, area: Rect) {
    let (theme, glyphs) = (&scene.look.theme, scene.look.glyphs);
    let all = view.contacts.people.len();
    let note = if view.filter.is_empty() { all.to_string() } else { format!("{} of {all}", view.rows.len()) };
    let marked = if view.count_marked() > 0 { format!("{} marked, ", view.count_marked()) } else { String::new() };
    let note = format!("{marked}{note}");
    let filter = if view.filter.is_empty() { String::new() } else { format!("  /{}", view.filter) };
    let block = panel(scene, &format!("Contacts{filter}"), &note, true, area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let wide = columns(inner);
    let height = usize::from(inner.height).max(1);
    let first = first_row(0, view.at, view.rows.len(), height);
    let third = wide.saturating_sub(4) / 3;
    let rows = view.rows.iter().enumerate().skip(first).take(height).filter_map(|(i, n)| {
        let contact = view.contacts.people.get(*n)?;
        let cursor = if i == view.at { glyphs.here } else { " " };
        let mark = if view.is_marked(contact) { glyphs.tick } else { " " };
        let row = Row::new().put(cursor, theme.accent).put(mark, theme.good);
        let row = row.column(&contact.person.name, third, theme.text, glyphs.more).put(" ", theme.text);
        let row = row.column(&contact.company, third, theme.shadow, glyphs.more).put(" ", theme.text);
        let line = row.rest(&contact.person.title, wide, theme.dim, glyphs.more).line();
        Some(if i == view.at { text::under_cursor(&line, wide, theme.cursor) } else { line })
    });
    let lines: Vec<Line> = rows.collect();
    lists::more(scene, frame, area, first, view.rows.len().saturating_sub(first + height), "");
    frame.render_widget(Paragraph::new(lines), inner);
}
