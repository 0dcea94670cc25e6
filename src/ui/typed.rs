//! What was typed and not saved: each text with what its field says now, as a difference.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::Scene;
use super::lists::{columns, first_row};
use super::text::{self, Row};
use crate::app::Ctx;
use crate::app::typed::{Now, Offer};
use crate::domain::differ::{self, Mark};

/// Lines of a text that are shown while the cursor is elsewhere.
const FEW: usize = 4;

pub(super) fn draw(scene: Scene, at: usize, inner: Rect, frame: &mut Frame) {
    let (wide, height) = (columns(inner), usize::from(inner.height));
    let ctx = Ctx::at(scene.now);
    let mut lines: Vec<Line> = Vec::new();
    let mut cursor = 0..0;
    for (i, waiting) in scene.model.waiting().iter().enumerate() {
        let Some(offer) = scene.model.offer(waiting, &ctx) else { continue };
        let here = i == at;
        let most = if here { height.saturating_sub(3).max(FEW) } else { FEW };
        let told = told(scene, &offer, wide, most);
        let begins = lines.len();
        let title = title(scene, &offer, wide);
        lines.push(if here { text::under_cursor(&title, wide, scene.look.theme.cursor) } else { title });
        lines.extend(told);
        if here {
            cursor = begins..lines.len();
        }
    }
    if lines.is_empty() {
        lines.push(Row::new().put("Nothing waits any more.", scene.look.theme.dim).line());
    }
    let first = first_row(0, cursor.end.saturating_sub(1), lines.len(), height).min(cursor.start);
    frame.render_widget(Paragraph::new(lines.into_iter().skip(first).take(height).collect::<Vec<_>>()), inner);
}

/// `Primo · Dana Cole · Title`, and when it was typed.
fn title(scene: Scene, offer: &Offer, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let when = offer.at.map(|at| at.with_timezone(scene.now.offset()).format("%-d %b %H:%M").to_string());
    let when = when.unwrap_or_else(|| "this run".to_owned());
    let names = offer.names.join(scene.look.glyphs.dot);
    let room = wide.saturating_sub(text::width(&when) + 1);
    Row::new().rest(&names, room, theme.heading, scene.look.glyphs.more).right(&when, wide, theme.dim).line()
}

/// The difference, and what else has to be known; at most so many lines.
fn told(scene: Scene, offer: &Offer, wide: usize, most: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let (before, note) = match &offer.now {
        Now::Says(now) => (now.as_str(), None),
        Now::Changed(now) => (now.as_str(), Some("The field has changed since this was typed.".to_owned())),
        Now::Gone(why) => ("", Some(format!("It can't be taken up: {why}."))),
        Now::Asked => ("", None),
    };
    let mut rows: Vec<(Mark, Line)> = Vec::new();
    for (mark, line) in differ::lines(before, &offer.text) {
        let (sign, style) = match mark {
            Mark::Stayed | Mark::LeftOut => ("   ", theme.dim),
            Mark::Went => (" - ", theme.bad),
            Mark::Came => (" + ", theme.good),
        };
        let line = if mark == Mark::LeftOut { scene.look.glyphs.more.to_owned() } else { line };
        let mut parts = text::wrap(&line, wide.saturating_sub(3));
        if parts.is_empty() {
            parts.push(String::new());
        }
        for (i, part) in parts.iter().enumerate() {
            let sign = if i == 0 { sign } else { "   " };
            rows.push((mark, Row::new().put(sign, style).put(part, style).line()));
        }
    }
    let left_out =
        |count: usize| Row::new().put(&format!("   {} {count} more lines", scene.look.glyphs.more), theme.dim).line();
    let mut lines: Vec<Line> = Vec::new();
    if rows.len() > most {
        // What was typed matters more than what it would replace.
        for run in rows.chunk_by(|one, other| one.0 == other.0) {
            let kept = if run[0].0 == Mark::Came || run.len() < 3 { run.len() } else { 1 };
            lines.extend(run[..kept].iter().map(|(_, line)| line.clone()));
            if kept < run.len() {
                lines.push(left_out(run.len() - kept));
            }
        }
    } else {
        lines.extend(rows.into_iter().map(|(_, line)| line));
    }
    if lines.len() > most {
        let rest = lines.len() - most + 1;
        lines.truncate(most.saturating_sub(1));
        lines.push(left_out(rest));
    }
    let note = note.map(|note| text::wrap(&note, wide.saturating_sub(3))).unwrap_or_default();
    lines.extend(note.iter().map(|part| Row::new().put("   ", theme.text).put(part, theme.warn).line()));
    lines
}
