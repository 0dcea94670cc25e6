//! The queue of the review: what is to be done, in its order, with how far one has come.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::List;

use super::lists::{columns, cursor_style, first_row, panel};
use super::names::{first_name_of, fitted};
use super::text::{self, Row};
use super::{Scene, Scroll};
use crate::app::model::Pane;
use crate::app::today::View;
use crate::domain::account::Account;
use crate::domain::agenda::{Item, Kind, Subject};
use crate::domain::dates;
use crate::domain::touch::Touch;

pub(super) fn draw(scene: Scene, scroll: &mut Scroll, frame: &mut Frame, area: Rect) {
    let model = scene.model;
    let queue = &model.derived.queue;
    let active = model.pane == Pane::List;
    let block = panel(scene, &title(scene), &note(scene), active, area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let height = usize::from(inner.height);
    scroll.today = first_row(scroll.today, model.today.at, queue.len(), height);
    let seen = queue.iter().enumerate().skip(scroll.today).take(height).map(|(i, item)| {
        let line = row(scene, item, i == model.today.at, columns(inner));
        if i == model.today.at { text::under_cursor(&line, columns(inner), cursor_style(scene, active)) } else { line }
    });
    frame.render_widget(List::new(seen), inner);
}

/// What is shown, and in which order.
fn title(scene: Scene) -> String {
    let today = &scene.model.today;
    let what = today.view.title();
    let filter = if today.filter_text.is_empty() { String::new() } else { format!(" /{}", today.filter_text) };
    let order = if today.callable_first && today.view != View::Calls { ", calls first" } else { "" };
    format!("{what}{order}{filter}")
}

/// How far one has come; of a part, how much of it is left.
fn note(scene: Scene) -> String {
    let model = scene.model;
    let (done, left) = (model.derived.dealt_with, model.derived.queue.len());
    let progress = format!("{done}/{}", done + model.derived.waiting());
    match model.today.view {
        View::CatchUp => format!("{left} left"),
        View::Calls => format!("{left} left{}{progress}", scene.look.glyphs.dot),
        _ if !model.today.filter_text.is_empty() => format!("{left} shown{}{progress}", scene.look.glyphs.dot),
        _ => progress,
    }
}

/// What is to be done, and with whom.
pub(super) fn told(account: &Account, item: &Item) -> String {
    let (what, who) = match item.subject {
        Subject::Touch(at) => {
            let touch = account.touch(at);
            let what = touch.map(Touch::channel_short).unwrap_or_default();
            (what, touch.map(|touch| first_name_of(account, touch.person.as_deref())).unwrap_or_default())
        }
        Subject::Meeting(i) => {
            let time = account.meetings.get(i).and_then(|m| m.at?.time()).map(|t| t.format("%H:%M").to_string());
            ("meeting".to_owned(), time.unwrap_or_default())
        }
        Subject::NextStep(i) => {
            (account.next_steps.get(i).map(|step| step.what.clone()).unwrap_or_default(), String::new())
        }
        Subject::Log(i) => {
            let who = account.log.get(i).map(|entry| first_name_of(account, entry.person.as_deref()));
            ("answered".to_owned(), who.unwrap_or_default())
        }
        Subject::Account => (item.kind.label().to_owned(), String::new()),
    };
    if who.is_empty() { what } else { format!("{what} {who}") }
}

fn row(scene: Scene, item: &Item, here: bool, wide: usize) -> Line<'static> {
    let (theme, glyphs) = (&scene.look.theme, &scene.look.glyphs);
    let today = scene.today();
    let Some(account) = scene.model.plan.account(&item.account) else { return Line::default() };
    let (mark, style) = match item.kind {
        Kind::Overdue | Kind::DatePassed => (glyphs.overdue, theme.bad),
        Kind::Due | Kind::MeetingToday => (glyphs.due, theme.warn),
        Kind::UnrecordedMeeting => ('?', theme.bad),
        Kind::Answer | Kind::Unanswered => ('<', theme.accent),
        Kind::NextStep => (glyphs.step, theme.accent),
        Kind::Revisit => ('^', theme.accent),
        Kind::Drifting => ('~', theme.warn),
        Kind::OldResearch => ('?', theme.warn),
        Kind::Upcoming => (glyphs.planned, theme.dim),
    };
    let told = told(account, item);
    let (when, when_style) = match item.on {
        // That it was some time ago is no fault.
        Some(day) if item.kind == Kind::Unanswered => (dates::day_month(day), theme.dim),
        Some(day) if day < today => (format!("{} d !", (today - day).num_days()), theme.bad),
        Some(day) if day == today => ("today".to_owned(), theme.warn),
        Some(day) => (dates::short(day, today), theme.dim),
        None => (String::new(), theme.dim),
    };
    let when_columns = text::width(&when) + 1;
    let room = wide.saturating_sub(4 + when_columns);
    let name = (room / 2).min(18);
    let called = fitted(&scene.model.called(account), name.saturating_sub(1), glyphs.more);
    Row::new()
        .put(if here { glyphs.here } else { " " }, theme.accent)
        .put(&format!("{mark} "), style)
        .column(&called, name.saturating_sub(1), theme.text, glyphs.more)
        .put(" ", theme.text)
        .rest(&told, wide.saturating_sub(when_columns), theme.text, glyphs.more)
        .right(&when, wide, when_style)
        .line()
}
