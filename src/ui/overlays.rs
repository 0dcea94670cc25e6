//! Prompts, menus, the palette, help and problems, over whatever lies beneath.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Paragraph};

use super::lists::{columns, first_row, panel};
use super::text::{self, Row};
use super::{Scene, typed};
use crate::app::command::{self, Scope};
use crate::app::menu::Menu;
use crate::app::overlay::Overlay;
use crate::app::palette::Palette;
use crate::app::prompt::{Echo, Prompt};
use crate::domain::problem::Problem;

pub(super) fn draw(scene: Scene, frame: &mut Frame, body: Rect) {
    for overlay in &scene.model.overlays {
        match overlay {
            Overlay::Form(_) => {}
            Overlay::Prompt(prompt) => draw_prompt(scene, prompt, frame, body),
            Overlay::Menu(menu) => draw_menu(scene, menu, frame, body),
            Overlay::Palette(palette) => draw_palette(scene, palette, frame, body),
            Overlay::Help(at) => draw_help(scene, *at, frame, body),
            Overlay::Problems(at) => draw_problems(scene, *at, frame, body),
            Overlay::Typed(at) => typed::draw(scene, *at, boxed(scene, "Typed and not saved", frame, body), frame),
        }
    }
}

/// A box at the foot of the body, where the eye is when it types; within the panes' frames if there is room.
fn foot(body: Rect, width: usize, height: usize) -> Rect {
    let height = (height as u16).min(body.height);
    let width = (width as u16).clamp(40, 100).min(body.width);
    let inset = u16::from(height + 2 < body.height && width + 2 < body.width);
    Rect { x: body.x + (body.width - width) / 2, y: body.bottom() - height - inset, width, height }
}

fn boxed(scene: Scene, title: &str, frame: &mut Frame, area: Rect) -> Rect {
    let block = panel(scene, title, "", true, area.width);
    let inner = block.inner(area);
    frame.render_widget(Clear, area);
    frame.render_widget(block, area);
    inner
}

fn draw_prompt(scene: Scene, prompt: &Prompt, frame: &mut Frame, body: Rect) {
    let theme = &scene.look.theme;
    let width = foot(body, 100, 4).width;
    let inner_width = columns(panel(scene, "", "", true, width).inner(foot(body, 100, 4)));
    let (told, style) = match &prompt.echo {
        Echo::Wrong(why) => (why.clone(), theme.bad),
        Echo::Means(meaning) => (meaning.clone(), theme.good),
    };
    let mut below: Vec<Line> =
        text::wrap(&told, inner_width).into_iter().take(4).map(|part| Line::styled(part, style)).collect();
    if below.is_empty() {
        below.push(Line::default());
    }
    let area = foot(body, 100, 3 + below.len());
    let inner = boxed(scene, &prompt.title, frame, area);
    let field = Rect { height: 1, ..inner };
    if prompt.input.is_empty() {
        let example = Row::new().put(" ", theme.cursor).rest(
            &text::example(&prompt.example),
            columns(inner),
            theme.dim,
            scene.look.glyphs.more,
        );
        frame.render_widget(Paragraph::new(example.line()), field);
    } else {
        frame.render_widget(&prompt.input, field);
    }
    let rest = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    frame.render_widget(Paragraph::new(below), rest);
}

fn draw_menu(scene: Scene, menu: &Menu, frame: &mut Frame, body: Rect) {
    let theme = &scene.look.theme;
    let more = scene.look.glyphs.more;
    let label = menu.choices.iter().map(|choice| text::width(&choice.label)).max().unwrap_or(0);
    let hint = menu.choices.iter().map(|choice| text::width(&choice.hint)).max().unwrap_or(0);
    let wanted = (label + hint + 12).max(text::width(&menu.title) + 8);
    let most = foot(body, wanted, menu.choices.len() + 2);
    let wide = columns(panel(scene, "", "", true, most.width).inner(most));
    // Hints that don't fit are told in full beneath, for the choice under the cursor; the box keeps its height.
    let told = |hint: &str| {
        let cut = text::width(hint) + label + 6 > wide;
        if cut { text::wrap(hint, wide.saturating_sub(2)) } else { Vec::new() }
    };
    let beneath = menu.choices.iter().map(|choice| told(&choice.hint).len()).max().unwrap_or(0).min(3);
    let area = foot(body, wanted, menu.choices.len() + beneath + 2);
    let inner = boxed(scene, &menu.title, frame, area);
    let height = usize::from(inner.height).saturating_sub(beneath).max(1);
    let first = first_row(0, menu.at, menu.choices.len(), height);
    let choices = menu.choices.iter().enumerate().skip(first).take(height).map(|(i, choice)| {
        let line = Row::new()
            .put(&format!(" {}  ", choice.letter), theme.accent)
            .column(&choice.label, label.min(wide.saturating_sub(4)), theme.text, more)
            .put("  ", theme.text)
            .rest(&choice.hint, wide, theme.dim, more)
            .line();
        if i == menu.at { text::under_cursor(&line, wide, theme.cursor) } else { line }
    });
    let here = menu.choices.get(menu.at).map(|choice| told(&choice.hint)).unwrap_or_default();
    let beneath =
        here.into_iter().take(beneath).map(|part| Row::new().put(" ", theme.text).put(&part, theme.good).line());
    frame.render_widget(Paragraph::new(choices.chain(beneath).collect::<Vec<_>>()), inner);
}

fn draw_palette(scene: Scene, palette: &Palette, frame: &mut Frame, body: Rect) {
    let theme = &scene.look.theme;
    let more = scene.look.glyphs.more;
    let area = foot(body, 100, 14);
    let inner = boxed(scene, "Commands", frame, area);
    let wide = columns(inner);
    frame.render_widget(&palette.input, Rect { height: 1, ..inner });
    let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    let height = usize::from(list.height);
    let first = first_row(0, palette.at, palette.fits.len(), height);
    let lines = palette.fits.iter().enumerate().skip(first).take(height).map(|(i, command)| {
        let key = scene.model.keymap.key(command.id).unwrap_or_default();
        let line = Row::new()
            .put(" ", theme.text)
            .column(command.label, 18, theme.text, more)
            .column(&key, 7, theme.accent, more)
            .rest(command.help, wide, theme.dim, more)
            .line();
        if i == palette.at { text::under_cursor(&line, wide, theme.cursor) } else { line }
    });
    frame.render_widget(Paragraph::new(lines.collect::<Vec<_>>()), list);
}

fn draw_help(scene: Scene, at: usize, frame: &mut Frame, body: Rect) {
    let inner = boxed(scene, "Keys", frame, body);
    let lines = help(scene, columns(inner));
    let height = usize::from(inner.height);
    let first = at.min(lines.len().saturating_sub(height));
    frame.render_widget(Paragraph::new(lines[first..].iter().take(height).cloned().collect::<Vec<_>>()), inner);
}

fn draw_problems(scene: Scene, at: usize, frame: &mut Frame, body: Rect) {
    let inner = boxed(scene, "Problems", frame, body);
    let wide = columns(inner);
    let mut lines: Vec<Line> = Vec::new();
    let mut cursor = 0..0;
    for (i, problem) in scene.model.plan.all_problems().enumerate() {
        let told = told(scene, problem, wide);
        if i == at {
            cursor = lines.len()..lines.len() + told.len();
        }
        let style = scene.look.theme.cursor;
        lines.extend(
            told.iter().take(1).map(|line| if i == at { text::under_cursor(line, wide, style) } else { line.clone() }),
        );
        lines.extend(told.into_iter().skip(1));
    }
    let height = usize::from(inner.height);
    let first = first_row(0, cursor.end.saturating_sub(1), lines.len(), height).min(cursor.start);
    frame.render_widget(Paragraph::new(lines.into_iter().skip(first).take(height).collect::<Vec<_>>()), inner);
}

/// Every command with its keys, by where they count.
fn help(scene: Scene, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let mut lines = Vec::new();
    for scope in Scope::ALL {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(Row::new().put(scope.title(), theme.heading).line());
        for command in command::all().filter(|command| command.scope == scope) {
            let keys = scene.model.keymap.keys(command.id);
            let keys = if keys.is_empty() { format!(":{}", command.label) } else { keys.join(" ") };
            let parts = text::wrap(command.help, wide.saturating_sub(19));
            for (i, part) in parts.iter().enumerate() {
                let key = if i == 0 { keys.as_str() } else { "" };
                let style: Style = if keys.starts_with(':') && keys.len() > 1 { theme.dim } else { theme.accent };
                let row = Row::new().put("  ", theme.text).column(key, 16, style, scene.look.glyphs.more);
                lines.push(row.put(part, theme.text).line());
            }
        }
    }
    lines
}

/// Where it is, and in full what is wrong.
fn told(scene: Scene, problem: &Problem, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let place = if problem.line > 0 { format!(":{}", problem.line) } else { String::new() };
    let place = format!("{}{place}", problem.file.display());
    let message = text::wrap(&problem.message, wide.saturating_sub(4));
    let message = message.iter().map(|part| Row::new().put("    ", theme.text).put(part, theme.text).line());
    std::iter::once(Row::new().put(&place, theme.bad).line()).chain(message).collect()
}
