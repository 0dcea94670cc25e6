//! Prompts, menus, the palette, help and problems, over whatever lies beneath.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::field;
use super::lists::{self, boxed, columns, first_row, panel};
use super::text::{self, Row};
use super::{Scene, brief, choices, conflicts, contacts, forecast, import, map, typed, weigh};
use crate::app::command::{self, Scope};
use crate::app::menu::Menu;
use crate::app::overlay::Overlay;
use crate::app::palette::Palette;
use crate::app::prompt::{Echo, Prompt};
use crate::app::trouble::Trouble;
use crate::app::wrapped;

/// The lines that the topmost layer takes at the foot of the body, from edge to edge. Where less than a pane would be
/// left, it takes all of them.
pub(super) fn height(scene: Scene, body: Rect) -> u16 {
    let wide = inside(scene, body);
    let wanted = match scene.model.overlays.last() {
        None | Some(Overlay::Form(_)) => return 0,
        Some(Overlay::Prompt(prompt)) => 2 + typed(scene, prompt, wide).len() + echo(scene, prompt, wide).len(),
        Some(Overlay::Menu(menu)) => {
            2 + asked(menu, wide).len() + searched(menu) + menu.choices.len() + beneath(menu, wide)
        }
        Some(Overlay::Palette(_)) => 14,
        // The others are lists, and take what there is.
        Some(_) => return body.height,
    };
    let left = usize::from(body.height).saturating_sub(wanted);
    if left < 4 { body.height } else { wanted as u16 }
}

/// The columns within the frame of something that goes from edge to edge.
fn inside(scene: Scene, area: Rect) -> usize {
    columns(panel(scene, "", "", true, area.width).inner(area))
}

pub(super) fn draw(scene: Scene, frame: &mut Frame, area: Rect) {
    match scene.model.overlays.last() {
        None | Some(Overlay::Form(_)) => {}
        Some(Overlay::Prompt(prompt)) => draw_prompt(scene, prompt, frame, area),
        Some(Overlay::Menu(menu)) => draw_menu(scene, menu, frame, area),
        Some(Overlay::Palette(palette)) => draw_palette(scene, palette, frame, area),
        Some(Overlay::Help(at)) => draw_help(scene, *at, frame, area),
        Some(Overlay::Problems(at)) => draw_problems(scene, *at, frame, area),
        Some(Overlay::Conflicts(view)) => conflicts::draw(scene, view, frame, area),
        Some(Overlay::Level(preview)) => forecast::draw_level(scene, preview, frame, area),
        Some(Overlay::Past(at)) => choices::draw_past(scene, *at, frame, area),
        Some(Overlay::Brief(view)) => brief::draw(scene, view, frame, area),
        Some(Overlay::Map(view)) => map::draw(scene, view, frame, area),
        Some(Overlay::Weigh(view)) => weigh::draw(scene, view, frame, area),
        Some(Overlay::Contacts(view)) => contacts::draw(scene, view, frame, area),
        Some(Overlay::Import(view)) => import::draw(scene, view, frame, area),
        Some(Overlay::Typed(at)) => typed::draw(scene, *at, boxed(scene, "Typed and not saved", frame, area), frame),
    }
}

/// What fills the screen and asks something: it is seen above the question. Says whether there is such a thing.
pub(super) fn draw_beneath(scene: Scene, frame: &mut Frame, area: Rect) -> bool {
    let [.., beneath, Overlay::Prompt(_) | Overlay::Menu(_)] = scene.model.overlays.as_slice() else { return false };
    match beneath {
        Overlay::Brief(view) => brief::draw(scene, view, frame, area),
        Overlay::Map(view) => map::draw(scene, view, frame, area),
        Overlay::Weigh(view) => weigh::draw(scene, view, frame, area),
        Overlay::Contacts(view) => contacts::draw(scene, view, frame, area),
        Overlay::Import(view) => import::draw(scene, view, frame, area),
        _ => return false,
    }
    true
}

/// What the line is understood as, in at least one line.
fn echo(scene: Scene, prompt: &Prompt, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let (told, style) = match &prompt.echo {
        Echo::Wrong(why) => (why, theme.bad),
        Echo::Means(meaning) => (meaning, theme.good),
    };
    let parts = text::wrap(told, wide).into_iter().take(4);
    let mut lines: Vec<Line> = parts.map(|part| Line::styled(part, style)).collect();
    if lines.is_empty() {
        lines.push(Line::default());
    }
    lines
}

fn draw_prompt(scene: Scene, prompt: &Prompt, frame: &mut Frame, area: Rect) {
    let inner = boxed(scene, &prompt.title, frame, area);
    let wide = columns(inner);
    let lines: Vec<Line> = typed(scene, prompt, wide).into_iter().chain(echo(scene, prompt, wide)).collect();
    frame.render_widget(Paragraph::new(lines), inner);
}

/// The rows that a line that is typed takes at most.
const ROWS: usize = 4;

/// What is typed, over as many rows as it needs; before that the example.
fn typed(scene: Scene, prompt: &Prompt, wide: usize) -> Vec<Line<'static>> {
    if prompt.input.is_empty() {
        return vec![field::empty(scene, &prompt.example, wide)];
    }
    let rows = wrapped::rows(prompt.input.lines(), wide.saturating_sub(1).max(1)).len();
    field::text(scene, &prompt.input, wide, rows.min(ROWS)).rows
}

/// The columns of the labels of a menu.
fn labels(menu: &Menu) -> usize {
    menu.choices.iter().map(|choice| text::width(&choice.label)).max().unwrap_or(0)
}

/// What is asked, in full above the choices, where the frame has no room for it.
fn asked(menu: &Menu, wide: usize) -> Vec<String> {
    if text::width(&menu.title) + 5 > wide { text::wrap(&menu.title, wide) } else { Vec::new() }
}

/// A hint that doesn't fit beside its label, in full.
fn in_full(menu: &Menu, hint: &str, wide: usize) -> Vec<String> {
    let cut = text::width(hint) + labels(menu) + 6 > wide;
    if cut { text::wrap(hint, wide.saturating_sub(4)) } else { Vec::new() }
}

/// The lines beneath the choices for the hint of the one under the cursor: as many for each, so that nothing jumps.
fn beneath(menu: &Menu, wide: usize) -> usize {
    menu.choices.iter().map(|choice| in_full(menu, &choice.hint, wide).len()).max().unwrap_or(0).min(3)
}

/// The line for what is searched, where letters search.
fn searched(menu: &Menu) -> usize {
    usize::from(menu.search.is_some())
}

fn draw_menu(scene: Scene, menu: &Menu, frame: &mut Frame, area: Rect) {
    let theme = &scene.look.theme;
    let more = scene.look.glyphs.more;
    let wide = inside(scene, area);
    let asked = asked(menu, wide);
    let inner = boxed(scene, if asked.is_empty() { &menu.title } else { "" }, frame, area);
    let label = labels(menu);
    // A choice that is seen is worth more than a hint in full.
    let above = asked.len() + searched(menu);
    let left = usize::from(inner.height).saturating_sub(above + menu.choices.len());
    let beneath = beneath(menu, wide);
    let beneath = beneath.min(left.max(beneath.min(1)));
    let height = usize::from(inner.height).saturating_sub(beneath + above).max(1);
    let shown = menu.shown();
    let at = shown.iter().position(|at| *at == menu.at).unwrap_or(0);
    let first = first_row(0, at, shown.len(), height);
    lists::more(scene, frame, area, first, shown.len().saturating_sub(first + height), "");
    let shown = shown.into_iter().filter_map(|i| Some((i, menu.choices.get(i)?)));
    let choices = shown.skip(first).take(height).map(|(i, choice)| {
        let row = match menu.search {
            Some(_) => Row::new().put("    ", theme.text),
            None => Row::new().put(&format!(" {}  ", choice.letter), theme.accent),
        };
        let line = row
            .column(&choice.label, label.min(wide.saturating_sub(4)), theme.text, more)
            .put("  ", theme.text)
            .rest(&choice.hint, wide, theme.dim, more)
            .line();
        if i == menu.at { text::under_cursor(&line, wide, theme.cursor) } else { line }
    });
    let here = menu.choices.get(menu.at).map(|choice| in_full(menu, &choice.hint, wide)).unwrap_or_default();
    let here =
        here.into_iter().take(beneath).map(|part| Row::new().put("    ", theme.text).put(&part, theme.good).line());
    let asked = asked.into_iter().map(|part| Row::new().put(&part, theme.heading).line());
    let search = menu.search.iter().map(|search| {
        if search.is_empty() { field::empty(scene, "type to search", wide) } else { field::line(scene, search, wide) }
    });
    frame.render_widget(Paragraph::new(asked.chain(search).chain(choices).chain(here).collect::<Vec<_>>()), inner);
}

fn draw_palette(scene: Scene, palette: &Palette, frame: &mut Frame, area: Rect) {
    let theme = &scene.look.theme;
    let more = scene.look.glyphs.more;
    let inner = boxed(scene, "Commands", frame, area);
    let wide = columns(inner);
    frame.render_widget(Paragraph::new(field::line(scene, &palette.input, wide)), Rect { height: 1, ..inner });
    let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    if palette.fits.is_empty() {
        let none = Row::new().put(" ", theme.text).rest("No command here has these letters.", wide, theme.dim, more);
        frame.render_widget(Paragraph::new(none.line()), list);
        return;
    }
    let height = usize::from(list.height);
    let first = first_row(0, palette.at, palette.fits.len(), height);
    let lines = palette.fits.iter().enumerate().skip(first).take(height).map(|(i, command)| {
        let key = scene.model.keymap.key(command.id).unwrap_or_default();
        let line = Row::new()
            .put(" ", theme.text)
            .column(command.label, 20, theme.text, more)
            .column(&key, 7, theme.accent, more)
            .rest(command.help, wide, theme.dim, more)
            .line();
        if i == palette.at { text::under_cursor(&line, wide, theme.cursor) } else { line }
    });
    frame.render_widget(Paragraph::new(lines.collect::<Vec<_>>()), list);
}

fn draw_help(scene: Scene, at: usize, frame: &mut Frame, area: Rect) {
    let inner = boxed(scene, "Keys", frame, area);
    let lines = help(scene, columns(inner));
    let height = usize::from(inner.height);
    let first = at.min(lines.len().saturating_sub(height));
    lists::more(scene, frame, area, first, lines.len().saturating_sub(first + height), "");
    frame.render_widget(Paragraph::new(lines.into_iter().skip(first).take(height).collect::<Vec<_>>()), inner);
}

/// By how many lines the help is longer than its place.
pub(super) fn help_below(scene: Scene, body: Rect) -> usize {
    let inner = panel(scene, "", "", true, body.width).inner(body);
    help(scene, columns(inner)).len().saturating_sub(usize::from(inner.height))
}

fn draw_problems(scene: Scene, at: usize, frame: &mut Frame, area: Rect) {
    let inner = boxed(scene, "Problems", frame, area);
    let wide = columns(inner);
    let mut lines: Vec<Line> = Vec::new();
    let mut cursor = 0..0;
    for (i, trouble) in scene.model.troubles().iter().enumerate() {
        let told = told(scene, trouble, wide);
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

/// Every command with its keys, by where they count: what counts where one is comes first.
fn help(scene: Scene, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let key = scene.model.keymap.key("palette").unwrap_or_default();
    let told = format!("{key} finds a command by its words.");
    let mut lines = vec![Row::new().put(&told, theme.dim).line()];
    let here = scene.model.scopes_under(scene.model.overlays.len().saturating_sub(1));
    let rest = Scope::ALL.into_iter().filter(|scope| !here.contains(scope));
    for scope in here.iter().copied().chain(rest) {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(Row::new().put(scope.title(), theme.heading).line());
        for command in command::all().filter(|command| command.scope == scope) {
            let keys = scene.model.keymap.keys(command.id);
            let named = keys.is_empty();
            let keys = if named { format!(":{}", command.label) } else { keys.join(" ") };
            let style = if named { theme.dim } else { theme.accent };
            lines.extend(help_line(scene, &keys, style, command.help, wide));
        }
        if scope == Scope::Text {
            let typing = crate::app::input::TYPING.iter();
            lines.extend(typing.flat_map(|(keys, what)| help_line(scene, keys, theme.accent, what, wide)));
        }
    }
    lines
}

/// Keys, and beside them what they do; keys that are longer than their column stand above it.
fn help_line(scene: Scene, keys: &str, style: Style, what: &str, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let column = if wide >= 60 { 20 } else { 15 };
    let mut lines = Vec::new();
    let mut beside = keys;
    if text::width(keys) >= column {
        lines.push(Row::new().put("  ", theme.text).put(keys, style).line());
        beside = "";
    }
    for part in text::wrap(what, wide.saturating_sub(column + 2)) {
        let key = std::mem::take(&mut beside);
        lines.push(Row::new().put("  ", theme.text).column(key, column, style, "").put(&part, theme.text).line());
    }
    lines
}

/// What or where it is, and in full what is wrong.
fn told(scene: Scene, trouble: &Trouble, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let (place, message) = match trouble {
        Trouble::Unsaved { name, why } => {
            let key = scene.model.keymap.key("reload").unwrap_or_default();
            let way_out = format!("{key} reads the file again and drops the change; “save again” tries once more.");
            (name.clone(), format!("Not saved: {why}. {way_out}"))
        }
        Trouble::Missing { names } => {
            let key = scene.model.keymap.key("list.open").unwrap_or_default();
            let told = "Their files are gone. They are kept here, and an edit writes the file anew";
            (names.clone(), format!("{told}; {key} asks whether they may go."))
        }
        Trouble::Config(complaint) => {
            let (place, message) = complaint.split_once(": ").unwrap_or(("config.toml", complaint));
            (place.to_owned(), message.to_owned())
        }
        Trouble::File(problem) => {
            let line = if problem.line > 0 { format!(":{}", problem.line) } else { String::new() };
            (format!("{}{line}", problem.file.display()), problem.message.clone())
        }
    };
    let message = text::wrap(&message, wide.saturating_sub(4));
    let message = message.iter().map(|part| Row::new().put("    ", theme.text).put(part, theme.text).line());
    std::iter::once(Row::new().put(&place, theme.bad).line()).chain(message).collect()
}
