//! The goals: the why on top, each goal with how far it has come, and beside them all that is known of the one under
//! the cursor. What a bar says stands beside it as numbers, and what is behind carries a mark of its own.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Padding, Paragraph};

use super::lists::{self, columns, cursor_style, first_row, panel};
use super::names::first_name_of;
use super::text::{self, Row};
use super::{Scene, Scroll};
use crate::app::goals::{GoalRow, Known};
use crate::app::model::Pane;
use crate::domain::account::AccountId;
use crate::domain::dates;
use crate::domain::goals::{self, Course, Mood};
use crate::domain::settings::{Goal, GoalKind};
use crate::domain::words::Vocabulary as _;

/// The columns of the list with its frame, where there is room and where there is less.
pub(super) const WIDE: u16 = 46;
pub(super) const NARROW: u16 = 34;

/// From here on there is room for a blank beside the frame.
const PADDED: u16 = 44;

/// The columns of what is said in a word.
const LABEL: usize = 11;

pub(super) fn draw(scene: Scene, scroll: &mut Scroll, frame: &mut Frame, area: Rect) {
    let model = scene.model;
    let active = model.pane == Pane::List;
    let count = model.goals.order.len();
    let note = if count == 0 { String::new() } else { format!("{} of {count}", model.goals.at + 1) };
    // The cursor has the left edge; what else stands there leaves it a blank.
    let block = panel(scene, "Goals", &note, active, area.width).padding(Padding::right(1));
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let (wide, height) = (columns(inner), usize::from(inner.height));
    // Where there is little room the why takes one line, and a goal too.
    let is_tight = height < 2 * count + 6;
    let mut lines = why(scene, wide, if height < 12 { 1 } else { 3 });
    let top = lines.len();
    if count == 0 {
        lines.extend(none_yet(scene, wide));
        frame.render_widget(Paragraph::new(lines), inner);
        return;
    }
    let mut rows = Vec::new();
    let mut cursor = 0..1;
    let mut before = None;
    for (i, at) in model.goals.order.iter().enumerate() {
        let Some((goal, known)) = model.plan.settings.goals.get(*at).zip(model.goals.known.get(*at)) else { continue };
        if before != Some(goal.kind) && !is_tight {
            rows.push(Row::new().put(&format!(" {}", kind_title(goal.kind)), scene.look.theme.heading).line());
        }
        before = Some(goal.kind);
        let here = i == model.goals.at;
        let start = rows.len();
        let told = listed(scene, goal, known, here, is_tight, wide);
        let style = cursor_style(scene, active);
        let cursor_line = |(n, line): (usize, Line<'static>)| {
            if here && n == 0 { text::under_cursor(&line, wide, style) } else { line }
        };
        rows.extend(told.into_iter().enumerate().map(cursor_line));
        if here {
            cursor = start..rows.len();
        }
    }
    let room = height.saturating_sub(top).max(1);
    let first = first_row(scroll.goals, cursor.end - 1, rows.len(), room).min(cursor.start);
    scroll.goals = first;
    let below = rows.len().saturating_sub(first + room);
    lines.extend(rows.into_iter().skip(first).take(room));
    frame.render_widget(Paragraph::new(lines), inner);
    lists::more(scene, frame, area, first, below, "");
}

fn kind_title(kind: GoalKind) -> &'static str {
    match kind {
        GoalKind::Performance => "Performance",
        GoalKind::GettingBetter => "Getting better",
    }
}

/// The plan's why, and one's own.
fn why(scene: Scene, wide: usize, most: usize) -> Vec<Line<'static>> {
    let (theme, more) = (&scene.look.theme, scene.look.glyphs.more);
    let whys = [scene.model.plan.settings.why.as_str(), scene.model.personal.why.as_str()];
    let whys: Vec<&str> = whys.into_iter().filter(|why| !why.is_empty()).collect();
    if whys.is_empty() {
        let key = scene.model.keymap.key("palette").unwrap_or_default();
        let told = format!("Why all this? {key}plan settings says it.");
        return vec![Row::new().put(" ", theme.dim).rest(&told, wide, theme.dim, more).line(), Line::default()];
    }
    let room = wide.saturating_sub(1);
    let mut parts = text::wrap(&whys.join(" "), room);
    if parts.len() > most {
        let rest = parts.split_off(most.saturating_sub(1)).join(" ");
        parts.push(scene.cut(&rest, room));
    }
    let line = |part: &String| Row::new().put(&format!(" {part}"), theme.accent).line();
    let mut lines: Vec<Line> = parts.iter().map(line).collect();
    if most > 1 {
        lines.push(Line::default());
    }
    lines
}

fn none_yet(scene: Scene, wide: usize) -> Vec<Line<'static>> {
    let key = scene.model.keymap.key("goals.add").unwrap_or_default();
    let told = format!(
        "No goal yet. {key} adds one in a line:\n\nTwelve meetings [12 meetings by eoq] => One in three becomes a deal.\n\n\
         Open with a trigger [5 first touches a week]"
    );
    let parts = text::wrap(&told, wide.saturating_sub(1));
    parts.iter().map(|part| Row::new().put(&format!(" {part}"), scene.look.theme.dim).line()).collect()
}

/// How much of it is done, from 0 to 1, and how much should be.
fn shares(goal: &Goal, known: &Known) -> (f64, Option<f64>) {
    let of = |count: f64| {
        goal.target.filter(|target| *target > 0).map_or(0.0, |target| (count / goals::real(target)).min(1.0))
    };
    match known {
        Known::Performance(stands) => (of(goals::real(stands.done)), stands.expected().map(of)),
        Known::Practice(practice) => (of(goals::real(practice.now())), None),
    }
}

/// A mark, a word and a style for how it stands.
fn verdict(scene: Scene, known: &Known) -> (char, &'static str, Style) {
    let (theme, glyphs) = (&scene.look.theme, scene.look.glyphs);
    let tick = glyphs.tick.chars().next().unwrap_or('v');
    match known {
        Known::Performance(stands) => match stands.course() {
            Course::Reached => (tick, "reached", theme.good),
            Course::NotBegun => (glyphs.skipped, "not begun", theme.dim),
            Course::Begun => (glyphs.planned, "begun", theme.text),
            Course::OnPace => (glyphs.planned, "on pace", theme.good),
            Course::SoFar => (glyphs.planned, "on pace so far", theme.text),
            Course::Behind => (glyphs.overdue, "behind", theme.bad),
            Course::Unknown => (glyphs.skipped, "no pace", theme.dim),
        },
        Known::Practice(practice) if practice.is_reached() => (tick, "reached", theme.good),
        Known::Practice(_) => (glyphs.planned, "", theme.text),
    }
}

fn listed(scene: Scene, goal: &Goal, known: &Known, here: bool, is_tight: bool, wide: usize) -> Vec<Line<'static>> {
    let (theme, glyphs) = (&scene.look.theme, scene.look.glyphs);
    let done = match known {
        Known::Performance(stands) => stands.done,
        Known::Practice(practice) => practice.now(),
    };
    let count = goals::headline(goal, &scene.model.plan.settings, done);
    let (mark, word, style) = verdict(scene, known);
    let head = Row::new().put(if here { glyphs.here } else { " " }, theme.accent).put(&format!("{mark} "), style);
    if is_tight {
        let room = wide.saturating_sub(text::width(&count) + 1);
        return vec![head.rest(&goal.title, room, theme.text, glyphs.more).right(&count, wide, style).line()];
    }
    let bar =
        wide.saturating_sub(3 + 1 + text::width(&count) + if word.is_empty() { 0 } else { text::width(word) + 2 });
    let (share, expected) = shares(goal, known);
    let bar = Row::new().put("   ", theme.text).put(&drawn(scene, share, expected, bar.clamp(4, 20)), style);
    let bar = bar.put(" ", theme.text).rest(&count, wide, theme.text, glyphs.more).right(word, wide, style);
    vec![head.rest(&goal.title, wide, theme.text, glyphs.more).line(), bar.line()]
}

/// `####--|---`: what is done, what is missing, and where the pace would be.
fn drawn(scene: Scene, share: f64, expected: Option<f64>, wide: usize) -> String {
    let glyphs = scene.look.glyphs;
    let at =
        |share: f64| (1..=wide).filter(|cells| goals::real(*cells as u64) <= share * goals::real(wide as u64)).count();
    // What is begun is seen, and what is not done is never full.
    let full = at(share).max(usize::from(share > 0.0));
    // On the first day no pace is kept yet.
    let pace = expected.filter(|expected| *expected > 0.0 && *expected < 1.0).map(at);
    let cell = |i: usize| {
        if i < full {
            glyphs.gauge.0
        } else if pace == Some(i) {
            glyphs.gauge.2
        } else {
            glyphs.gauge.1
        }
    };
    (0..wide).map(cell).collect()
}

pub(super) fn draw_goal(scene: Scene, scroll: &mut Scroll, frame: &mut Frame, area: Rect) {
    let model = scene.model;
    let active = model.pane == Pane::Detail;
    let here = model.goal_here();
    let title = here.map_or("No goal", |(_, goal)| goal.title.as_str());
    let note = here.and_then(|(at, _)| model.goals.known.get(at)).map(|known| verdict(scene, known).1);
    let mut block = panel(scene, title, note.unwrap_or_default(), active, area.width);
    if area.width >= PADDED {
        block = block.padding(Padding::horizontal(1));
    }
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let Some((_, goal)) = here else { return };
    let (wide, height) = (columns(inner), usize::from(inner.height));
    let rows = &model.goals.rows;
    let at = if active { model.goals.row } else { 0 };
    // Rows are of several lines, and there may be thousands: only those near the cursor are laid out.
    let from = at.saturating_sub(height);
    let mut lines = Vec::new();
    let mut cursor = 0..1;
    for (i, row) in rows.iter().enumerate().skip(from).take(2 * height + 1) {
        let told = drawn_row(scene, goal, row, active && i == at, wide);
        let start = lines.len();
        let under = |line: Line<'static>| {
            if active && i == at { text::under_cursor(&line, wide, scene.look.theme.cursor) } else { line }
        };
        lines.extend(told.into_iter().map(under));
        if i == at {
            cursor = start..lines.len();
        }
    }
    // Counted from the first row laid out, which moves with the cursor: kept only while that is the first of all.
    let kept = if from == 0 { scroll.goal } else { cursor.end.saturating_sub(height / 2) };
    let first = first_row(kept, cursor.end.saturating_sub(1), lines.len(), height).min(cursor.start);
    scroll.goal = if from == 0 { first } else { 0 };
    let is_all = from == 0 && rows.len() <= 2 * height + 1;
    let below = if is_all {
        lines.len().saturating_sub(first + height)
    } else {
        rows.len().saturating_sub(from + first + height)
    };
    frame.render_widget(Paragraph::new(lines.into_iter().skip(first).take(height).collect::<Vec<_>>()), inner);
    let key = if active { String::new() } else { model.keymap.key("pane").unwrap_or_default() };
    lists::more(scene, frame, area, from + first, below, &key);
}

fn style_of(scene: Scene, mood: Mood) -> Style {
    let theme = &scene.look.theme;
    match mood {
        Mood::Plain => theme.text,
        Mood::Good => theme.good,
        Mood::Short => theme.warn,
        Mood::Faint => theme.dim,
    }
}

fn drawn_row(scene: Scene, goal: &Goal, row: &GoalRow, here: bool, wide: usize) -> Vec<Line<'static>> {
    let (theme, glyphs) = (&scene.look.theme, scene.look.glyphs);
    match row {
        GoalRow::Said(told) => labelled(scene, told.label, &told.text, style_of(scene, told.mood), wide),
        GoalRow::Heading(title) => vec![Row::new().rest(title, wide, theme.heading, glyphs.more).line()],
        GoalRow::Note(i) => {
            let Some(note) = goal.progress.get(*i) else { return Vec::new() };
            let on = note.on.map(dates::day_month).unwrap_or_default();
            let amount = note.amount.map(|amount| format!("+{amount}")).unwrap_or_default();
            labelled(scene, &on, format!("{amount} {}", note.learned).trim(), theme.text, wide)
        }
        GoalRow::Lesson(at, id, touch) => {
            let Some(account) = scene.model.plan.account(id) else { return Vec::new() };
            let learned = account.touch(*touch).map(|touch| touch.learned.as_str()).unwrap_or_default();
            let told = format!("{learned} ({})", account.name);
            labelled(scene, &dates::day_month(at.day()), &told, theme.text, wide)
        }
        GoalRow::Account(id) => vec![account(scene, id, here, wide)],
        GoalRow::Touch(id, at, day) => {
            let Some(account) = scene.model.plan.account(id) else { return Vec::new() };
            let Some(touch) = account.touch(*at) else { return Vec::new() };
            let today = scene.today();
            let (mark, style) = match day.cmp(&today) {
                std::cmp::Ordering::Less => (glyphs.overdue, theme.bad),
                std::cmp::Ordering::Equal => (glyphs.due, theme.warn),
                std::cmp::Ordering::Greater => (glyphs.planned, theme.dim),
            };
            let when = if *day < today { dates::overdue(*day, today) } else { dates::short(*day, today) };
            let who = first_name_of(account, touch.person.as_deref());
            let told = format!("{} {} {who}, {}", at.touch + 1, touch.channel_short(), touch.purpose.label());
            let room = wide.saturating_sub(text::width(&when) + 1);
            let line = Row::new()
                .put(if here { glyphs.here } else { " " }, theme.accent)
                .put(&format!("  {mark} "), style)
                .rest(&told, room, theme.text, glyphs.more)
                .right(&when, wide, style);
            vec![line.line()]
        }
    }
}

fn account(scene: Scene, id: &AccountId, here: bool, wide: usize) -> Line<'static> {
    let (theme, glyphs) = (&scene.look.theme, scene.look.glyphs);
    let Some(account) = scene.model.plan.account(id) else { return Line::default() };
    let worth = account.worth().map(|worth| scene.model.plan.settings.money(worth)).unwrap_or_default();
    let told = format!("{}  {worth}", account.stage_label());
    let room = wide.saturating_sub(text::width(&told) + 1);
    Row::new()
        .put(if here { glyphs.here } else { " " }, theme.accent)
        .rest(&account.name, room, theme.shadow, glyphs.more)
        .right(told.trim_end(), wide, theme.dim)
        .line()
}

fn labelled(scene: Scene, label: &str, value: &str, style: Style, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let parts = text::wrap(value, wide.saturating_sub(LABEL));
    let line = |(i, part): (usize, &String)| {
        let label = if i == 0 { label } else { "" };
        Row::new().column(label, LABEL, theme.dim, scene.look.glyphs.more).put(part, style).line()
    };
    let lines: Vec<Line> = parts.iter().enumerate().map(line).collect();
    if lines.is_empty() { vec![Row::new().column(label, LABEL, theme.dim, "").line()] } else { lines }
}
