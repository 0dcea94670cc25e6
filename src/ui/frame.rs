//! The first line (screens, the day, what waits) and the last (keys for the place one is in, what happened, whether
//! everything is saved).

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::Scene;
use super::lists::columns;
use super::text::{self, Row};
use crate::app::command::Scope;
use crate::app::hints::{self, Hint};
use crate::app::model::{Screen, Tone};
use crate::app::overlay::Overlay;
use crate::domain::words::counted;

pub(super) fn head(scene: Scene, frame: &mut Frame, area: Rect) {
    let (model, theme) = (scene.model, &scene.look.theme);
    let wide = columns(area);
    let (overdue, due) = model.derived.counts;
    let mut row = Row::new();
    if wide >= 100 {
        row = row.put(" inroad  ", theme.heading);
    }
    let names = Screen::ALL.map(|screen| (screen, name(screen, overdue + due)));
    let room = wide.saturating_sub(row.used() + MARKS);
    let taken = |key: usize| names.iter().map(|(_, name)| text::width(name) + 3 + key).sum::<usize>();
    // In few columns the others are known by their keys alone; in many each has its key before it.
    let (is_tight, is_roomy) = (taken(0) > room, taken(2) + DAY <= room + MARKS);
    // What lies over the screen takes their keys, so they are not shown; their places stay.
    let count = model.scopes().contains(&Scope::Screens);
    for (screen, name) in &names {
        let key = model.keymap.key(key_of(*screen)).unwrap_or_default();
        let key = if count { key } else { " ".repeat(text::width(&key)) };
        let style = if *screen == model.screen { theme.cursor } else { theme.text };
        let name = if is_tight && *screen != model.screen && !key.is_empty() { &key } else { name };
        if is_roomy && !key.is_empty() {
            row = row.put(&key, theme.dim);
        }
        row = row.put(&format!(" {name} "), style).put(" ", theme.text);
    }
    let day = scene.now.format("%a %-d %b").to_string();
    let waits = match (overdue, due) {
        (0, 0) => "nothing due".to_owned(),
        (0, due) => format!("{due} due"),
        (overdue, due) => format!("{overdue} overdue{}{due} due", scene.look.glyphs.dot),
    };
    // In few columns the marks of the lists say it.
    let glyphs = scene.look.glyphs;
    let counts = [(overdue, glyphs.overdue), (due, glyphs.due)];
    let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, mark)| format!("{count}{mark} "));
    let marks = counts.collect::<String>();
    let forms = [format!("{day}   {waits} "), format!("{day}  {marks}"), marks];
    let right = forms.iter().find(|form| row.used() + text::width(form) < wide).cloned().unwrap_or_default();
    let style = if overdue > 0 { theme.warn } else { theme.text };
    frame.render_widget(Paragraph::new(row.right(&right, wide, style).line()), area);
}

/// The columns that the marks of what waits may take.
const MARKS: usize = 8;

/// The columns of the day with these marks.
const DAY: usize = 17;

fn name(screen: Screen, waiting: usize) -> String {
    match screen {
        Screen::Accounts => "Accounts".to_owned(),
        Screen::Today if waiting > 0 => format!("Today {waiting}"),
        Screen::Today => "Today".to_owned(),
        Screen::Goals => "Goals".to_owned(),
        Screen::Forecast => "Forecast".to_owned(),
        Screen::Insights => "Insights".to_owned(),
    }
}

/// The command that leads to a screen.
fn key_of(screen: Screen) -> &'static str {
    match screen {
        Screen::Accounts => "screen.accounts",
        Screen::Today => "screen.today",
        Screen::Goals => "screen.goals",
        Screen::Forecast => "screen.forecast",
        Screen::Insights => "screen.insights",
    }
}

/// How high the last line stands: what happened is told in full.
pub(super) fn foot_height(scene: Scene, columns: u16) -> u16 {
    in_full(scene, columns.into()).len().clamp(1, 3) as u16
}

/// What happened, in lines, where it doesn't fit beside the state of saving.
fn in_full(scene: Scene, wide: usize) -> Vec<Line<'static>> {
    let (model, theme) = (scene.model, &scene.look.theme);
    let room = wide.saturating_sub(2);
    let saved = saved(scene, wide);
    let aside = text::width_of(&saved);
    if are_hints_shown(scene) || text::width(&model.status.text) + aside < room {
        return Vec::new();
    }
    let style = status_style(scene);
    let mut told = text::wrap(&model.status.text, room);
    let beside = told.last().is_some_and(|last| text::width(last) + aside < room);
    // That something is not saved is never left out.
    if !beside && !model.saving.refused.is_empty() && aside > 0 {
        told.push(String::new());
    }
    let last = told.len().saturating_sub(1);
    let line = |(i, part): (usize, &String)| {
        let row = Row::new().put(" ", theme.text).put(part, style);
        if i == last { row.right_of(&saved, wide).line() } else { row.line() }
    };
    told.iter().enumerate().map(line).collect()
}

fn status_style(scene: Scene) -> Style {
    let theme = &scene.look.theme;
    match scene.model.status.tone {
        Tone::Plain => theme.text,
        Tone::Good => theme.good,
        Tone::Bad => theme.bad,
    }
}

fn are_hints_shown(scene: Scene) -> bool {
    // Where keys are needed they are shown, unless something went wrong.
    let asks = matches!(scene.model.overlays.last(), Some(Overlay::Menu(_) | Overlay::Prompt(_) | Overlay::Form(_)));
    scene.model.status.text.is_empty() || (asks && scene.model.status.tone != Tone::Bad)
}

pub(super) fn foot(scene: Scene, frame: &mut Frame, area: Rect) {
    let (model, theme) = (scene.model, &scene.look.theme);
    let wide = columns(area);
    let lines = in_full(scene, wide);
    if !lines.is_empty() {
        frame.render_widget(Paragraph::new(lines), area);
        return;
    }
    let saved = saved(scene, wide);
    let room = wide.saturating_sub(text::width_of(&saved) + 1);
    let mut row = Row::new().put(" ", theme.text);
    if are_hints_shown(scene) {
        for Hint { key, label } in hints::hints(model) {
            let piece = text::width(&key) + text::width(&label) + 3;
            if row.used() + piece <= room {
                row = row.put(&key, theme.accent).put(" ", theme.text).put(&label, theme.dim).put("  ", theme.text);
            }
        }
    } else {
        row = row.rest(&model.status.text, room, status_style(scene), scene.look.glyphs.more);
        // Beside what happened, what can be done next, as far as there is room.
        let mut gap = "   ";
        for Hint { key, label } in hints::hints(model) {
            let piece = text::width(&key) + text::width(&label) + 1 + gap.len();
            if row.used() + piece <= room {
                row = row.put(gap, theme.text).put(&key, theme.accent).put(" ", theme.text).put(&label, theme.dim);
                gap = "  ";
            }
        }
    }
    frame.render_widget(Paragraph::new(row.right_of(&saved, wide).line()), area);
}

/// Whether what is on the screen is on the disk, behind what waits for somebody.
fn saved(scene: Scene, wide: usize) -> Vec<(String, Style)> {
    let (saving, theme) = (&scene.model.saving, &scene.look.theme);
    if !saving.refused.is_empty() {
        let key = scene.model.keymap.key("problems").unwrap_or_default();
        // What a warning says already is not said twice.
        let is_said = scene.model.status.tone == Tone::Bad && scene.model.interrupted;
        let way_out =
            if wide >= 60 && scene.model.status.text.is_empty() { format!(": {key} says why") } else { String::new() };
        return vec![(if is_said { String::new() } else { format!("NOT SAVED{way_out} ") }, theme.bad)];
    }
    let mark = match saving.saved_at {
        _ if !saving.pending.is_empty() => format!("saving{} ", scene.look.glyphs.more),
        // Beside what was refused it would seem to be about that.
        Some(at) if scene.model.status.tone != Tone::Bad => format!("saved {} ", at.format("%H:%M")),
        _ => String::new(),
    };
    // In few columns what is saved comes first.
    let synced = scene.model.syncing.told(scene.look.glyphs.more);
    let is_left_out = synced.is_empty() || (wide < 60 && !mark.is_empty());
    let gap = if mark.is_empty() { " " } else { "  " };
    let mark = if is_left_out { mark } else { format!("{synced}{gap}{mark}") };
    match notice(scene, wide) {
        Some((told, style)) if wide >= 60 => vec![(format!("{told} "), style), (mark, theme.dim)],
        Some(notice) => vec![notice],
        None => vec![(mark, theme.dim)],
    }
}

/// What waits for somebody.
fn notice(scene: Scene, wide: usize) -> Option<(String, Style)> {
    let theme = &scene.look.theme;
    // What is listed above need not be told.
    let listed = scene.model.overlays.last();
    let waiting = scene.model.conflicts.len();
    if waiting > 0 && !matches!(listed, Some(Overlay::Conflicts(_))) {
        let key = scene.model.keymap.key("conflicts").unwrap_or_default();
        let what = counted(waiting, "conflict", "conflicts");
        return Some((format!("{what}: {key} "), theme.bad));
    }
    let texts = scene.model.left_behind();
    let is_listed = matches!(listed, Some(Overlay::Typed(_)));
    if texts > 0 && wide >= 60 && scene.model.status.text.is_empty() && !is_listed {
        let key = scene.model.keymap.key("palette").unwrap_or_default();
        let what = counted(texts, "text", "texts");
        return Some((format!("{what} of another run: {key}typed "), theme.warn));
    }
    // What is wrong with one account stands with it; what is wrong with the plan stands nowhere else.
    let problems = scene.model.problems_around().count();
    if problems > 0 && wide >= 60 && scene.model.status.text.is_empty() {
        let key = scene.model.keymap.key("problems").unwrap_or_default();
        let what = counted(problems, "problem", "problems");
        return Some((format!("{what} in the plan: {key} "), theme.warn));
    }
    None
}
