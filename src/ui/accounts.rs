//! The accounts panel: a row each, with the strip of its sequence and what comes next. Only visible rows are built.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{List, Paragraph};

use super::lists::{columns, cursor_style, first_row, panel};
use super::names::fitted;
use super::strip::strip;
use super::text::{self, Row};
use super::{Scene, Scroll};
use crate::app::model::{Pane, Sort};
use crate::app::overlay::Overlay;
use crate::domain::account::Account;
use crate::domain::dates;

pub(super) fn draw(scene: Scene, scroll: &mut Scroll, frame: &mut Frame, area: Rect) {
    let model = scene.model;
    let view = &model.accounts;
    let active = model.pane == Pane::List && !matches!(model.overlays.last(), Some(Overlay::Form(_)));
    let note = match (view.rows.len(), model.plan.accounts.len()) {
        (_, all) if model.loading => format!("{all}{}", scene.look.glyphs.more),
        (seen, all) if seen == all => format!("{all}"),
        (seen, all) => format!("{seen} of {all}"),
    };
    let note = if view.marked.is_empty() { note } else { format!("{} marked of {note}", view.marked.len()) };
    let title = match (view.filter_text.is_empty(), view.sort) {
        (true, Sort::Due) => "Accounts".to_owned(),
        (true, sort) => format!("Accounts by {}", sort.label()),
        (false, _) => format!("Accounts /{}", view.filter_text),
    };
    let block = panel(scene, &title, &note, active, area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    if view.rows.is_empty() {
        let sentence = if model.loading { "Reading…" } else { "No account has these words. Esc shows all." };
        let lines: Vec<Line> = text::wrap(sentence, columns(inner)).into_iter().map(Line::from).collect();
        frame.render_widget(Paragraph::new(lines).style(scene.look.theme.dim), inner);
        return;
    }
    let height = usize::from(inner.height);
    scroll.accounts = first_row(scroll.accounts, view.at, view.rows.len(), height);
    let seen = view.rows.iter().enumerate().skip(scroll.accounts).take(height);
    let lines = seen.filter_map(|(i, id)| {
        let account = model.plan.account(id)?;
        let line = row(scene, account, i == view.at, columns(inner));
        Some(if i == view.at { text::under_cursor(&line, columns(inner), cursor_style(scene, active)) } else { line })
    });
    frame.render_widget(List::new(lines), inner);
}

fn row(scene: Scene, account: &Account, here: bool, columns: usize) -> Line<'static> {
    let (theme, glyphs) = (&scene.look.theme, &scene.look.glyphs);
    let due_columns = if columns >= 36 { 9 } else { 8 };
    let strip_columns = 10;
    let strip = strip(scene, account, strip_columns);
    // Without a sequence its columns are the name's.
    let strip_columns = if strip.trim().is_empty() { 0 } else { strip_columns + 1 };
    let name_columns = columns.saturating_sub(2 + strip_columns + READY + due_columns + 1);
    let trouble = scene.model.plan.accounts.get(&account.id).is_some_and(|entry| !entry.problems.is_empty());
    let lead = match (here, trouble) {
        (true, _) => glyphs.here,
        (false, true) => "?",
        (false, false) => " ",
    };
    let mark = if scene.model.accounts.marked.contains(&account.id) { glyphs.tick } else { " " };
    let (due, due_style) = due(scene, account);
    let mut line = Row::new().put(lead, if trouble { theme.bad } else { theme.accent }).put(mark, theme.accent).line();
    line.spans.extend(marked(scene, &fitted(&scene.model.called(account), name_columns, glyphs.more), name_columns));
    let mut rest = Row::new().put(" ", theme.text);
    if strip_columns > 0 {
        rest = rest.column(&strip, strip_columns, theme.text, "");
    }
    let (ready, ready_style) = ready(scene, account);
    let rest = rest.put(&format!("{ready:>width$} ", width = READY - 1), ready_style).column(
        &due,
        due_columns,
        due_style,
        glyphs.more,
    );
    line.spans.extend(rest.line().spans);
    line
}

/// The columns of how ready an account is, with the blank behind.
const READY: usize = 4;

/// `83%`, and `100` where it is all of it; nothing where it is not judged.
fn ready(scene: Scene, account: &Account) -> (String, Style) {
    let theme = &scene.look.theme;
    let digest = scene.model.derived.digest(&account.id);
    match digest.and_then(|digest| digest.readiness.percent) {
        Some(100) => ("100".to_owned(), theme.good),
        Some(percent) if percent < 60 => (format!("{percent}%"), theme.warn),
        Some(percent) => (format!("{percent}%"), theme.text),
        None => (String::new(), theme.dim),
    }
}

/// What comes next, in few letters: overdue, today, a day, or where the account stands.
fn due(scene: Scene, account: &Account) -> (String, Style) {
    let theme = &scene.look.theme;
    let today = scene.today();
    let digest = scene.model.derived.digest(&account.id);
    match digest.and_then(crate::app::derived::Digest::next) {
        Some((_, day)) if day < today => (format!("{} d !", (today - day).num_days()), theme.bad),
        Some((_, day)) if day == today => ("today".to_owned(), theme.warn),
        Some((_, day)) if (day - today).num_days() < 7 => (day.format("%a %-d").to_string(), theme.text),
        Some((_, day)) => (dates::day_month(day), theme.dim),
        None if account.sequences.iter().any(|s| s.is_running() && s.is_paused(today)) => {
            ("paused".to_owned(), theme.dim)
        }
        None if scene.model.plan.unreadable(&account.id).is_some() => ("bad file".to_owned(), theme.bad),
        None => (short_stage(account), theme.dim),
    }
}

fn short_stage(account: &Account) -> String {
    use crate::domain::stage::Stage;
    if let Some(written) = account.unread.shown("stage") {
        return written;
    }
    match account.stage {
        Stage::Target => "target",
        Stage::Researching => "plan",
        Stage::InSequence => "sequence",
        Stage::Engaged => "engaged",
        Stage::Meeting => "meets",
        Stage::Opportunity => "deal",
        Stage::Won => "won",
        Stage::Nurture => "nurture",
        Stage::Lost => "lost",
        Stage::Disqualified => "out",
    }
    .to_owned()
}

/// The name with the filter's words marked.
fn marked(scene: Scene, name: &str, columns: usize) -> Vec<Span<'static>> {
    let theme = &scene.look.theme;
    let name = text::pad(name, columns, scene.look.glyphs.more);
    // Positions are found in the lower-case text; only where that keeps every length can they be used.
    let lower = name.to_lowercase();
    let word = scene.model.accounts.filter.words().find(|word| lower.contains(*word));
    let found = word.filter(|_| lower.len() == name.len()).and_then(|word| {
        let from = lower.find(word)?;
        let to = from + word.len();
        (name.is_char_boundary(from) && name.is_char_boundary(to)).then_some((from, to))
    });
    match found {
        None => vec![Span::styled(name, theme.text)],
        Some((from, to)) => vec![
            Span::styled(name[..from].to_owned(), theme.text),
            Span::styled(name[from..to].to_owned(), theme.hit),
            Span::styled(name[to..].to_owned(), theme.text),
        ],
    }
}
