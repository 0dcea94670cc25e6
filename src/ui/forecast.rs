//! The forecast: a field of days with how much lies on each, the list of the day under the cursor, and what levelling
//! would move.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::lists::{boxed, columns, cursor_style, first_row, panel};
use super::names::{first_name_of, fitted};
use super::text::{self, Row};
use super::{Scene, Scroll};
use crate::app::forecast::{Preview, WEEKS};
use crate::app::model::Pane;
use crate::domain::account::AccountId;
use crate::domain::agenda::Subject;
use crate::domain::calendar::Workdays;
use crate::domain::dates;
use crate::domain::load::{self, Booked};
use crate::domain::range::{Away, Stretch};
use crate::domain::touch::Touch;
use crate::domain::words::counted;

/// Columns of the day that a week begins with, and of each of its days.
const WEEK: usize = 7;
const DAY: usize = 6;

/// The columns of the field with its frame.
pub(super) const WIDE: u16 = 44;

pub(super) fn draw_days(scene: Scene, frame: &mut Frame, area: Rect) {
    let model = scene.model;
    let theme = &scene.look.theme;
    let active = model.pane == Pane::List;
    let per_day = load::per_day(model.me());
    let block = panel(scene, "Forecast", &format!("{per_day} a day"), active, area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let wide = columns(inner);
    let weekdays = model.weekdays();
    let day = ((wide.saturating_sub(WEEK)) / weekdays.len().max(1)).min(DAY);
    let head = weekdays.iter().fold(Row::new().column("", WEEK, theme.dim, ""), |row, weekday| {
        row.put(&format!("{:>day$}", short(*weekday, day)), theme.dim)
    });
    let mut lines = vec![head.line()];
    let first = model.first_week();
    let weeks = (0..WEEKS).filter_map(|week| first.checked_add_days(Days::new(u64::from(week) * 7)));
    lines.extend(weeks.map(|first| week(scene, first, &weekdays, day, active)));
    lines.push(Line::default());
    let said = summary(scene, per_day);
    let said = said.iter().flat_map(|(told, style)| text::wrap(told, wide).into_iter().map(|part| (part, *style)));
    lines.extend(said.map(|(part, style)| Line::styled(part, style)));
    frame.render_widget(Paragraph::new(lines), inner);
}

fn short(weekday: Weekday, wide: usize) -> String {
    let name = weekday.to_string();
    if wide > 4 { name } else { name.chars().take(2).collect() }
}

fn week(scene: Scene, first: NaiveDate, weekdays: &[Weekday], wide: usize, active: bool) -> Line<'static> {
    let theme = &scene.look.theme;
    let row = Row::new().column(&dates::day_month(first), WEEK, theme.dim, scene.look.glyphs.more);
    let days = first.iter_days().take(7).filter(|day| weekdays.contains(&day.weekday()));
    let row = days.fold(row, |row, day| {
        let (told, style) = cell(scene, day);
        let here = day == scene.model.day_here();
        let mark = if here { scene.look.glyphs.here } else { " " };
        let told = format!("{mark}{told}");
        let style = if here { cursor_style(scene, active) } else { style };
        let margin = wide.saturating_sub(text::width(&told));
        row.put(&" ".repeat(margin), theme.text).put(&told, style)
    });
    row.line()
}

/// How much lies on a day: a number, a bar, and a mark where it is more than the day holds.
fn cell(scene: Scene, day: NaiveDate) -> (String, Style) {
    let (model, theme, glyphs) = (scene.model, &scene.look.theme, scene.look.glyphs);
    let (count, per_day) = (model.derived.load.on(day), load::per_day(model.me()));
    if day < scene.today() {
        return ("    ".to_owned(), theme.dim);
    }
    if count == 0 {
        let mark = if is_free(scene, day) { glyphs.skipped.to_string() } else { glyphs.dot.trim().to_owned() };
        return (format!("{mark:>2} "), theme.dim);
    }
    if count > per_day {
        return (format!("{count:>2}!"), theme.bad);
    }
    let level = (count as usize * glyphs.heat.len()).div_ceil(per_day.max(1) as usize).clamp(1, glyphs.heat.len());
    let style = if count * 10 > per_day * 8 { theme.warn } else { theme.good };
    (format!("{count:>2}{}", glyphs.heat[level - 1]), style)
}

/// Nobody works on that day, or I don't.
fn is_free(scene: Scene, day: NaiveDate) -> bool {
    let away = scene.model.me().into_iter().flat_map(|me| me.away.iter().filter_map(Away::days));
    let off: Vec<Stretch> = away.collect();
    !Workdays { calendar: &scene.model.plan.calendar, off }.is_working(day)
}

/// What is to be seen in the field, in words.
fn summary(scene: Scene, per_day: u32) -> Vec<(String, Style)> {
    let (model, theme) = (scene.model, &scene.look.theme);
    let days = scene.today().iter_days().take_while(|day| *day <= model.last_week());
    let loads: Vec<(NaiveDate, u32)> = days.map(|day| (day, model.derived.load.on(day))).collect();
    let all: u32 = loads.iter().map(|(_, count)| count).sum();
    let mut said = vec![(format!("{} in these weeks.", counted(all as usize, "touch", "touches")), theme.text)];
    // Of several that hold the same the first.
    let busiest = loads.iter().rev().max_by_key(|(_, count)| *count).filter(|(_, count)| *count > 0);
    if let Some((day, count)) = busiest {
        let day = dates::short(*day, scene.today());
        said.push((format!("The most lie on {day}: {count} of {per_day}."), theme.text));
    }
    let over = loads.iter().filter(|(_, count)| *count > per_day).count();
    if over > 0 {
        let key = model.keymap.key("forecast.level").unwrap_or_default();
        let what = if over == 1 { "1 day holds too many".to_owned() } else { format!("{over} days hold too many") };
        said.push((format!("{what}: {key} levels."), theme.bad));
    }
    if model.me().is_none_or(|me| me.per_day.is_none()) {
        let key = model.keymap.key("palette").unwrap_or_default();
        said.push((format!("{per_day} a day is assumed; {key}plan settings says how many a day holds."), theme.dim));
    }
    said
}

pub(super) fn draw_booked(scene: Scene, scroll: &mut Scroll, frame: &mut Frame, area: Rect) {
    let model = scene.model;
    let theme = &scene.look.theme;
    let day = model.day_here();
    let booked = &model.forecast.booked;
    let note = format!("{} of {}", booked.len(), load::per_day(model.me()));
    let active = model.pane == Pane::Detail;
    let title = dates::echo(day, scene.today(), &model.plan.calendar);
    let block = panel(scene, &title, &note, active, area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let (wide, mut height) = (columns(inner), usize::from(inner.height));
    // What has its hour or its word given stands above what can be moved, and leaves half of the room to it.
    let mut lines: Vec<Line> = fixed_lines(scene, wide);
    let room = if booked.is_empty() { height } else { height / 2 };
    lines.truncate(room);
    if booked.is_empty() && lines.is_empty() {
        let why = if is_free(scene, day) { "Nobody works on this day." } else { "Nothing lies on this day." };
        frame.render_widget(Paragraph::new(Line::styled(why, theme.dim)), inner);
        return;
    }
    if !lines.is_empty() && !booked.is_empty() && lines.len() + 2 <= height {
        lines.push(Line::default());
    }
    height = height.saturating_sub(lines.len());
    let at = if active { model.forecast.at.min(booked.len().saturating_sub(1)) } else { 0 };
    scroll.booked = first_row(scroll.booked, at, booked.len(), height);
    let seen = booked.iter().enumerate().skip(scroll.booked).take(height).map(|(i, each)| {
        let here = active && i == at;
        let line = booked_line(scene, each, here, wide);
        if here { text::under_cursor(&line, wide, theme.cursor) } else { line }
    });
    lines.extend(seen);
    frame.render_widget(Paragraph::new(lines), inner);
}

/// The meetings and next steps of the day.
fn fixed_lines(scene: Scene, wide: usize) -> Vec<Line<'static>> {
    let (theme, more) = (&scene.look.theme, scene.look.glyphs.more);
    let line = |(id, subject): &(AccountId, Subject)| {
        let account = scene.model.plan.account(id)?;
        let (when, what) = match subject {
            Subject::Meeting(i) => {
                let meeting = account.meetings.get(*i)?;
                let time = meeting.at?.time().map(|time| time.format(" %H:%M").to_string()).unwrap_or_default();
                (format!("meeting{time}"), &meeting.objective)
            }
            Subject::NextStep(i) => ("next step".to_owned(), &account.next_steps.get(*i)?.what),
            _ => return None,
        };
        let room = wide.saturating_sub(text::width(&when) + 1);
        let name = (room / 2).clamp(8, 22);
        let row = Row::new()
            .put(&format!(" {} ", scene.look.glyphs.dot.trim()), theme.accent)
            .column(&fitted(&scene.model.called(account), name, more), name, theme.text, more)
            .put(" ", theme.text)
            .rest(what, room, theme.text, more)
            .right(&when, wide, theme.accent);
        Some(row.line())
    };
    scene.model.forecast.fixed.iter().filter_map(line).collect()
}

fn booked_line(scene: Scene, booked: &Booked, here: bool, wide: usize) -> Line<'static> {
    let (theme, glyphs) = (&scene.look.theme, scene.look.glyphs);
    let Some(account) = scene.model.plan.account(&booked.account) else { return Line::default() };
    let Some(touch) = account.touch(booked.at) else { return Line::default() };
    let is_late = booked.due < scene.today();
    let (mark, style) = if is_late { (glyphs.overdue, theme.bad) } else { (glyphs.planned, theme.dim) };
    let tier = account.tier.map(|tier| format!("tier {tier}")).unwrap_or_default();
    let late = if is_late { dates::overdue(booked.due, scene.today()) } else { tier };
    let room = wide.saturating_sub(text::width(&late) + 1);
    let name = (room / 2).clamp(8, 22);
    Row::new()
        .put(if here { glyphs.here } else { " " }, theme.accent)
        .put(&format!("{mark} "), style)
        .column(&fitted(&scene.model.called(account), name, glyphs.more), name, theme.text, glyphs.more)
        .put(" ", theme.text)
        .rest(&told(account, touch, booked.at.touch), room, theme.text, glyphs.more)
        .right(&late, wide, if is_late { theme.bad } else { theme.dim })
        .line()
}

/// `4 email Dana, credibility`
fn told(account: &crate::domain::account::Account, touch: &Touch, at: usize) -> String {
    let who = first_name_of(account, touch.person.as_deref());
    let to = if who.is_empty() { String::new() } else { format!(" {who}") };
    let purpose = touch.purpose_label();
    let purpose = if purpose.is_empty() { purpose } else { format!(", {purpose}") };
    format!("{} {}{to}{purpose}", at + 1, touch.channel_short())
}

pub(super) fn draw_level(scene: Scene, preview: &Preview, frame: &mut Frame, area: Rect) {
    let theme = &scene.look.theme;
    let more = scene.look.glyphs.more;
    let accounts = counted(preview.levelled.changed.len(), "account", "accounts");
    let title = format!("{} of {accounts} would move", counted(preview.moves.len(), "touch", "touches"));
    let inner = boxed(scene, &title, frame, area);
    let wide = columns(inner);
    let today = scene.today();
    let excess = preview.levelled.excess.iter().map(|(day, by)| format!("{} {by}", dates::short(*day, today)));
    let excess = excess.collect::<Vec<_>>().join(", ");
    let key = scene.model.keymap.key("level.apply").unwrap_or_default();
    let mut foot = vec![Line::styled(format!("{key} moves them, one undo takes all back."), theme.dim)];
    if !excess.is_empty() {
        let told = format!("Overdue or pinned, or without room within these weeks, too many stay on: {excess}.");
        foot.extend(text::wrap(&told, wide).into_iter().take(3).map(|part| Line::styled(part, theme.warn)));
    }
    let height = usize::from(inner.height).saturating_sub(foot.len() + 1);
    let first = first_row(0, preview.at, preview.moves.len(), height);
    let day = |day: Option<NaiveDate>| day.map_or_else(|| "later".to_owned(), |day| dates::short(day, today));
    let moves = preview.moves.iter().enumerate().skip(first).take(height).map(|(i, (id, moved))| {
        let account = scene.model.plan.account(id);
        let touch = account.and_then(|account| Some(told(account, account.touch(moved.at)?, moved.at.touch)));
        let when = format!("{} {} {}", day(moved.from), scene.look.glyphs.arrow, day(moved.to));
        let room = wide.saturating_sub(text::width(&when) + 2);
        let line = Row::new()
            .put(" ", theme.text)
            .column(&scene.model.name_of(id), (room / 2).clamp(8, 26), theme.text, more)
            .put(" ", theme.text)
            .rest(&touch.unwrap_or_default(), room, theme.dim, more)
            .right(&when, wide, theme.text)
            .line();
        if i == preview.at { text::under_cursor(&line, wide, theme.cursor) } else { line }
    });
    let mut lines: Vec<Line> = moves.collect();
    lines.push(Line::default());
    lines.extend(foot);
    frame.render_widget(Paragraph::new(lines), inner);
}
