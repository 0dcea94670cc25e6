//! The first line (screens, the day, what waits) and the last (keys for the place one is in, what happened, whether
//! everything is saved).

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;

use super::Scene;
use super::lists::columns;
use super::text::{self, Row};
use crate::app::command::{self, Scope};
use crate::app::model::{Pane, Screen, Tone};
use crate::app::overlay::Overlay;

pub(super) fn head(scene: Scene, frame: &mut Frame, area: Rect) {
    let (model, theme) = (scene.model, &scene.look.theme);
    let wide = columns(area);
    let (overdue, due) = model.derived.counts;
    let mut row = Row::new();
    if wide >= 60 {
        row = row.put(" inroad  ", theme.heading);
    }
    for screen in Screen::ALL {
        let name = match screen {
            Screen::Accounts => "Accounts".to_owned(),
            Screen::Today if overdue + due > 0 => format!("Today {}", overdue + due),
            Screen::Today => "Today".to_owned(),
        };
        let style = if screen == model.screen { theme.cursor } else { theme.text };
        row = row.put(&format!(" {name} "), style).put(" ", theme.text);
    }
    let day = scene.now.format("%a %-d %b").to_string();
    let waits = match (overdue, due) {
        (0, 0) => "nothing due".to_owned(),
        (0, due) => format!("{due} due"),
        (overdue, due) => format!("{overdue} overdue{}{due} due", scene.look.glyphs.dot),
    };
    let long = format!("{day}   {waits} ");
    let right = if row.used() + text::width(&long) < wide { long } else { format!("{day} ") };
    let style = if overdue > 0 { theme.warn } else { theme.text };
    frame.render_widget(Paragraph::new(row.right(&right, wide, style).line()), area);
}

/// The commands whose keys are shown, by where one is; the first ones stay when it gets narrow.
fn hints(scene: Scene) -> &'static [&'static str] {
    let model = scene.model;
    match model.overlays.last() {
        Some(Overlay::Form(_)) => &["text.save", "text.next", "text.close", "text.turn", "text.editor"],
        Some(Overlay::Prompt(_)) => &["text.take", "text.close", "text.editor"],
        Some(Overlay::Palette(_)) => &["palette.run", "text.close"],
        Some(Overlay::Menu(_)) => &["menu.take", "menu.close"],
        Some(Overlay::Typed(_)) => &["typed.take", "typed.drop", "typed.copy", "typed.back", "back"],
        Some(Overlay::Help(_)) => &["list.down", "list.up", "list.page-down", "back"],
        Some(Overlay::Problems(_)) => &["list.open", "list.down", "list.up", "back"],
        None => match (model.screen, model.pane) {
            (Screen::Accounts, Pane::List) if model.plan.accounts.is_empty() => &["account.add", "help", "quit"],
            (Screen::Accounts, Pane::List) => &[
                "help",
                "filter",
                "account.add",
                "account.open",
                "touch.done",
                "touch.postpone",
                "screen.today",
                "sequence.begin",
                "palette",
                "undo",
            ],
            (Screen::Accounts, Pane::Detail) => &[
                "help",
                "edit",
                "detail.add",
                "detail.back",
                "detail.unfold",
                "detail.confirm",
                "detail.influence",
                "detail.support",
                "touch.done",
                "touch.answer",
                "sequence.begin",
                "detail.delete",
                "undo",
                "palette",
            ],
            (Screen::Today, _) => &[
                "touch.done",
                "touch.answer",
                "touch.postpone",
                "touch.skip",
                "today.edit",
                "touch.note",
                "today.open",
                "help",
                "undo",
            ],
        },
    }
}

pub(super) fn foot(scene: Scene, frame: &mut Frame, area: Rect) {
    let (model, theme) = (scene.model, &scene.look.theme);
    let wide = columns(area);
    let (saved, saved_style) = saved(scene);
    let room = wide.saturating_sub(text::width(&saved) + 1);
    let mut row = Row::new().put(" ", theme.text);
    // Where keys are needed they are shown, unless something went wrong.
    let needs_keys = matches!(model.overlays.last(), Some(Overlay::Menu(_) | Overlay::Prompt(_) | Overlay::Form(_)));
    if model.status.text.is_empty() || (needs_keys && model.status.tone != Tone::Bad) {
        for id in hints(scene) {
            let Some(command) = command::by_id(id) else { continue };
            let possible = command.scope == Scope::Text || (command.enabled)(model);
            let key = model.keymap.key(id).unwrap_or_default();
            let piece = text::width(&key) + text::width(command.label) + 3;
            if !possible || row.used() + piece > room {
                continue;
            }
            row = row.put(&key, theme.accent).put(" ", theme.text).put(command.label, theme.dim).put("  ", theme.text);
        }
    } else {
        let style = match model.status.tone {
            Tone::Plain => theme.text,
            Tone::Good => theme.good,
            Tone::Bad => theme.bad,
        };
        row = row.rest(&model.status.text, room, style, scene.look.glyphs.more);
    }
    frame.render_widget(Paragraph::new(row.right(&saved, wide, saved_style).line()), area);
}

/// Whether what is on the screen is on the disk.
fn saved(scene: Scene) -> (String, ratatui::style::Style) {
    let (saving, theme) = (&scene.model.saving, &scene.look.theme);
    if !saving.refused.is_empty() {
        return ("NOT SAVED ".to_owned(), theme.bad);
    }
    match saving.saved_at {
        _ if !saving.pending.is_empty() => (format!("saving{} ", scene.look.glyphs.more), theme.dim),
        Some(at) => (format!("saved {} ", at.format("%H:%M")), theme.dim),
        None => (String::new(), theme.dim),
    }
}
