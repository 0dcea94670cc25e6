//! Sequences, their touches, and the drafts as they would be sent.

use chrono::NaiveDate;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::domain::account::Account;
use crate::domain::dates;
use crate::domain::draft::{self, Draft};
use crate::domain::reach::{self, Address, Obstacle};
use crate::domain::schedule::{self, Due};
use crate::domain::sequence::TouchAt;
use crate::domain::touch::{Status, Touch};
use crate::domain::words::Vocabulary;
use crate::ui::names::first_name_of;
use crate::ui::text::{self, Row as Pieces};
use crate::ui::{Scene, strip};

pub(super) fn sequence(scene: Scene, account: &Account, at: usize, wide: usize) -> Option<Line<'static>> {
    let sequence = account.sequences.get(at)?;
    let theme = &scene.look.theme;
    let playbook = scene.model.plan.playbook(&sequence.playbook);
    let name = playbook.map_or(sequence.playbook.as_str(), |playbook| playbook.name.as_str());
    let name = if name.is_empty() { "own" } else { name };
    let today = scene.today();
    let state = match &sequence.ended {
        Some(ended) => {
            let why = if ended.why.is_empty() { String::new() } else { format!(": {}", ended.why) };
            format!("ended {}{why}", ended.on.map(dates::day_month).unwrap_or_default())
        }
        None if sequence.is_paused(today) => "paused".to_owned(),
        None if sequence.cycle.unwrap_or(1) > 1 => format!("cycle {}", sequence.cycle.unwrap_or(1)),
        None => String::new(),
    };
    let done = format!("{} of {}", sequence.done(), sequence.touches.len());
    let line = Pieces::new()
        .put("Sequence ", theme.heading)
        .rest(
            &format!("  {name}   {done}"),
            wide.saturating_sub(text::width(&state) + 2),
            theme.dim,
            scene.look.glyphs.more,
        )
        .right(&state, wide, theme.warn);
    Some(line.line())
}

pub(super) fn touch(scene: Scene, account: &Account, at: TouchAt, wide: usize) -> Option<Line<'static>> {
    let sequence = account.sequences.get(at.sequence)?;
    let touch = sequence.touches.get(at.touch)?;
    let (theme, glyphs) = (&scene.look.theme, &scene.look.glyphs);
    let today = scene.today();
    let due = schedule::due(account, at, &scene.model.world(today));
    let mark = strip::mark(scene, sequence, touch, due);
    // A narrow pane drops the purpose, and then the weekday.
    let narrow = wide < 56;
    let head = 7 + 9 + if narrow { 8 } else { 10 + 12 } + 1;
    let when_columns = if wide.saturating_sub(head) < 17 { 7 } else { 11 };
    let (when, state) = when(scene, account, touch, due, when_columns, wide.saturating_sub(head + when_columns));
    let style = match due {
        _ if !touch.is_open() => theme.dim,
        Due::On(day) if day < today => theme.bad,
        Due::On(day) if day == today => theme.warn,
        _ => theme.text,
    };
    let text_style = if touch.is_open() { theme.text } else { theme.dim };
    let who = match (&touch.person, &touch.to) {
        (Some(id), _) => first_name_of(account, Some(id)),
        (None, Some(role)) => format!("{role}?"),
        (None, None) => "nobody".to_owned(),
    };
    let pin = if touch.pinned { "=" } else { " " };
    let mut pieces = Pieces::new()
        .put(&format!("  {mark} {:>2} ", at.touch + 1), style)
        .column(&touch.channel_short(), 9, text_style, glyphs.more)
        .column(&who, if narrow { 8 } else { 10 }, text_style, glyphs.more);
    if !narrow {
        pieces = pieces.column(&touch.purpose_label(), 12, theme.dim, glyphs.more);
    }
    Some(
        pieces
            .put(pin, theme.accent)
            .column(&when, when_columns, style, "")
            .rest(&state, wide, style, glyphs.more)
            .line(),
    )
}

/// The day of a touch, and what there is to say of it. What is held or cancelled was not done on any day.
fn when(
    scene: Scene,
    account: &Account,
    touch: &Touch,
    due: Due,
    columns: usize,
    state_columns: usize,
) -> (String, String) {
    let today = scene.today();
    let told = |day| if columns < 11 { dates::day_month(day) } else { dates::short(day, today) };
    let closed = touch.closed.map(|at| told(at.day())).unwrap_or_default();
    if let Some(written) = touch.unread.shown("status") {
        return (closed, written);
    }
    let person = account.person_of(touch.person.as_deref());
    let obstacle = person.and_then(|person| reach::obstacle(person, touch.channel));
    match (touch.status, due) {
        (Status::Planned, Due::On(day)) if matches!(obstacle, Some(Obstacle::OnlyBad(_))) => {
            let phone = touch.channel.address() == Some(Address::Phone);
            (told(day), if phone { "bad number" } else { "bad address" }.to_owned())
        }
        (Status::Planned, Due::On(day)) if day < today => (told(day), dates::overdue_within(day, today, state_columns)),
        (Status::Planned, Due::On(day)) if day == today => (told(day), "today".to_owned()),
        (Status::Planned, Due::On(day)) => (told(day), String::new()),
        (Status::Planned, Due::Paused) => (String::new(), "paused".to_owned()),
        (Status::Planned, Due::Never) => (String::new(), String::new()),
        (Status::Done, _) => (closed, touch.result.map(Vocabulary::label).unwrap_or_default()),
        (Status::Skipped, _) => (closed, touch.status.label()),
        (Status::Held | Status::Cancelled, _) => (String::new(), touch.status.label()),
    }
}

pub(super) fn dated(scene: Scene, day: NaiveDate) -> String {
    let today = scene.today();
    if day < today {
        return format!("{}, {}", dates::short(day, today), dates::overdue(day, today));
    }
    format!("{}, {}", dates::short(day, today), dates::far(day, today))
}

/// A touch's draft as it would be sent; an empty one if it has none.
pub(in crate::ui) fn draft_of(scene: Scene, account: &Account, at: TouchAt) -> Draft {
    let me = scene.model.me();
    draft::render(account, at, me).unwrap_or_default()
}

/// A draft in lines, gaps shown as gaps.
pub(in crate::ui) fn drafted(scene: Scene, draft: &Draft, wide: usize, indent: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let room = wide.saturating_sub(indent);
    let margin = " ".repeat(indent);
    let mut lines = Vec::new();
    let mut put = |rendered: &draft::Rendered, style: Style| {
        let (open, close) = scene.look.glyphs.gap;
        for part in text::wrap(&rendered.text_with(open, close), room) {
            lines.push(with_gaps(scene, &margin, &part, style));
        }
        if let Some(error) = &rendered.error {
            lines.push(
                Pieces::new().put(&margin, theme.text).rest(error, wide, theme.bad, scene.look.glyphs.more).line(),
            );
        }
    };
    if !draft.subject.is_empty() {
        put(&draft.subject, theme.shadow);
    }
    if !draft.message.is_empty() {
        put(&draft.message, theme.text);
    }
    lines
}

/// The line with its gaps standing out.
fn with_gaps(scene: Scene, margin: &str, line: &str, style: Style) -> Line<'static> {
    let (open, close) = scene.look.glyphs.gap;
    let theme = &scene.look.theme;
    let mut pieces = Pieces::new().put(margin, theme.text);
    let mut rest = line;
    while let Some(from) = rest.find(open) {
        let Some(to) = rest[from..].find(close).map(|at| from + at + close.len_utf8()) else { break };
        pieces = pieces.put(&rest[..from], style).put(&rest[from..to], theme.warn);
        rest = &rest[to..];
    }
    pieces.put(rest, style).line()
}
