//! A form in the place of the detail pane: a label and a value each, the field with the cursor opened, and under it
//! what is typed is understood as.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::field;
use super::lists::{columns, first_row, panel};
use super::text::{self, Row};
use super::{Scene, Scroll};
use crate::app::form::{Form, FormRow};
use crate::app::prompt::Echo;
use crate::app::wrapped;
use crate::domain::fields::Kind;

const LABEL: usize = 17;

pub(super) fn draw(scene: Scene, form: &Form, scroll: &mut Scroll, frame: &mut Frame, area: Rect) {
    let note = match (&form.obstacle, form.is_changed()) {
        (Some(_), _) => "can't be saved",
        (None, true) => "changed",
        (None, false) => "",
    };
    let block = panel(scene, &form.title, note, true, area.width);
    let inner = block.inner(area);
    frame.render_widget(ratatui::widgets::Clear, area);
    frame.render_widget(block, area);
    let wide = columns(inner);
    let height = usize::from(inner.height);
    let editor = editor_height(form, height, wide);
    let below = below(scene, form, wide);

    // Above the field with the cursor a line each; the field itself as high as it needs; under it what it means.
    let opened = editor + below.len();
    let first = first_row(scroll.form.min(form.at), form.at + opened - 1, form.rows.len() + opened - 1, height);
    scroll.form = first.min(form.at);
    let mut y = inner.y;
    for (i, row) in form.rows.iter().enumerate().skip(scroll.form) {
        if y >= inner.bottom() {
            break;
        }
        let room = inner.bottom() - y;
        if i != form.at {
            frame.render_widget(Paragraph::new(line(scene, row, wide)), Rect { y, height: 1, ..inner });
            y += 1;
            continue;
        }
        let tall = (editor as u16).min(room);
        let label = Row::new().put(scene.look.glyphs.here, scene.look.theme.accent).put(" ", Style::new());
        let label = label.column(row.spec.label, LABEL - 2, scene.look.theme.heading, scene.look.glyphs.more);
        frame.render_widget(Paragraph::new(label.line()), Rect { y, height: 1, ..inner });
        let field =
            Rect { x: inner.x + LABEL as u16, y, width: inner.width.saturating_sub(LABEL as u16), height: tall };
        let margin = Rect { x: inner.x, width: (LABEL as u16).min(inner.width), ..field };
        value(scene, row, frame, field, margin);
        y += tall;
        let rest = inner.bottom().saturating_sub(y).min(below.len() as u16);
        frame.render_widget(Paragraph::new(below.clone()), Rect { y, height: rest, ..inner });
        y += rest;
    }
}

/// How high the field with the cursor stands: all that is typed is seen, as far as there is room, and a text of several
/// lines has one to go on in.
fn editor_height(form: &Form, height: usize, wide: usize) -> usize {
    let Some(row) = form.rows.get(form.at) else { return 1 };
    let rows = wrapped::rows(row.input.lines(), wide.saturating_sub(LABEL + 1).max(1)).len();
    if row.is_text() { (rows + 1).clamp(3, (height * 3 / 4).max(3)) } else { rows.clamp(1, (height / 2).max(1)) }
}

/// What is typed; in the margin of a longer text how much of it is not seen.
fn value(scene: Scene, row: &FormRow, frame: &mut Frame, field: Rect, margin: Rect) {
    let wide = columns(field);
    if row.input.is_empty() {
        frame.render_widget(field::empty(scene, row.spec.hint, wide), Rect { height: 1, ..field });
        return;
    }
    if field.height == 1 {
        frame.render_widget(field::line(scene, &row.input, wide), field);
        return;
    }
    let seen = field::text(scene, &row.input, wide, usize::from(field.height));
    frame.render_widget(Paragraph::new(seen.rows), field);
    let more = scene.look.glyphs.more;
    let marks = [(seen.above, "above", margin.y + 1), (seen.below, "below", margin.bottom().saturating_sub(1))];
    for (count, what, y) in marks.into_iter().filter(|(count, ..)| *count > 0) {
        let mark = Line::styled(format!("  {more} {count} {what}"), scene.look.theme.dim);
        frame.render_widget(mark, Rect { y, height: 1, ..margin }.intersection(margin));
    }
}

/// The columns of a text of several lines in a form.
pub(super) fn typing_columns(scene: Scene, area: Rect) -> usize {
    columns(panel(scene, "", "", true, area.width).inner(area)).saturating_sub(LABEL + 1).max(1)
}

/// A field without the cursor, in one line.
fn line(scene: Scene, row: &FormRow, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let more = scene.look.glyphs.more;
    let wrong = matches!(row.echo, Echo::Wrong(_)) || row.elsewhere.is_some();
    let label = match (wrong, row.is_changed()) {
        (true, _) => theme.bad,
        (false, true) => theme.warn,
        (false, false) => theme.dim,
    };
    let (mark, mark_style) = if wrong { ("! ", theme.bad) } else { ("  ", theme.text) };
    let text = row.text();
    let text = text.replace('\n', " ");
    let pieces = Row::new().put(mark, mark_style).column(row.spec.label, LABEL - 2, label, more);
    if text.is_empty() {
        return pieces.rest(&text::example(row.spec.hint), wide, theme.dim, more).line();
    }
    let style = if wrong { theme.bad } else { theme.text };
    pieces.rest(&text, wide, style, more).line()
}

/// Under the field with the cursor: what it means or why not, and what it can be.
fn below(scene: Scene, form: &Form, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let Some(row) = form.rows.get(form.at) else { return Vec::new() };
    let margin = " ".repeat(LABEL);
    let indented = |text: &str, style: Style| -> Vec<Line<'static>> {
        let parts = text::wrap(text, wide.saturating_sub(LABEL).max(8));
        parts.iter().map(|part| Row::new().put(&margin, theme.text).put(part, style).line()).collect()
    };
    let mut lines = match &row.echo {
        _ if form.obstacle.is_some() => indented(form.obstacle.as_deref().unwrap_or_default(), theme.bad),
        Echo::Wrong(why) => indented(why, theme.bad),
        Echo::Means(meaning) if !meaning.is_empty() => indented(meaning, theme.good),
        Echo::Means(_) => Vec::new(),
    };
    if let Some(elsewhere) = &row.elsewhere {
        let told = format!("Changed elsewhere meanwhile: {elsewhere} (save, and both are kept to choose from)");
        lines.extend(indented(&told, theme.warn));
    }
    if !row.options.is_empty() {
        let text = row.text();
        let current = text.rsplit(',').next().unwrap_or("").trim().to_lowercase();
        let mut pieces = Row::new().put(&margin, theme.text);
        for (i, option) in row.options.iter().enumerate() {
            let named = match row.spec.kind {
                Kind::Findings => finding(scene, form, i, option),
                Kind::List if row.spec.key == "goals" => {
                    let goal = scene.model.plan.settings.goal(option);
                    goal.map_or_else(|| option.clone(), |goal| format!("{option} {}", goal.title))
                }
                _ => option.clone(),
            };
            if pieces.used() + text::width(&named) + 2 > wide {
                lines.push(pieces.line());
                pieces = Row::new().put(&margin, theme.text);
            }
            let here = !current.is_empty() && option.to_lowercase().starts_with(&current);
            let style = if here { theme.accent } else { theme.dim };
            pieces = pieces.put(&scene.cut(&named, wide.saturating_sub(LABEL + 2)), style).put("  ", theme.text);
        }
        lines.push(pieces.line());
    } else if is_hint_wanted(row, wide) {
        lines.extend(indented(row.spec.hint, theme.dim));
    }
    lines
}

/// Where the example does not stand whole in the field itself: cut, or written over.
fn is_hint_wanted(row: &FormRow, wide: usize) -> bool {
    if row.input.is_empty() {
        return text::width(&text::example(row.spec.hint)) > wide.saturating_sub(LABEL);
    }
    row.spec.kind == Kind::Lines
}

/// `2 Cost per lead up 40 %…`: a finding by its number.
fn finding(scene: Scene, form: &Form, i: usize, number: &str) -> String {
    let crate::app::form::FormOf::Item(id, _) = &form.of else { return number.to_owned() };
    let finding = scene.model.plan.account(id).and_then(|account| account.research.get(i));
    finding.map_or_else(|| number.to_owned(), |finding| format!("{number} {}", scene.cut(&finding.text, 28)))
}
