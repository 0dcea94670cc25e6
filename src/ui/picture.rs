//! What the work has brought, drawn: bars of rates with their intervals, the funnel, and a column for each week. Every bar
//! has its numbers beside it; what rests on too few cases is greyed and says so.

use chrono::Datelike as _;
use ratatui::text::Line;

use super::Scene;
use super::bars::{self, Bar};
use super::text::{self, Row};
use crate::domain::insights::{Group, Measure, Picture, Step, Week};
use crate::domain::rates::{Rate, percent};
use crate::domain::words::Vocabulary as _;

/// Columns of `12 %` and `too few`.
const VERDICT: usize = 8;

pub(super) fn lines(scene: Scene, wide: usize, height: usize) -> Vec<Line<'static>> {
    let view = &scene.model.insights;
    match view.picture {
        Picture::Funnel => funnel(scene, wide),
        Picture::Weeks => weeks(scene, wide, height),
        picture => groups(scene, &view.shown.groups(picture), wide),
    }
}

/// How a rate is told beside its bar: `5 of 41`, and `12 %` or `too few`.
fn beside(rate: Rate) -> (String, String) {
    match (rate.known(), rate.n) {
        (_, 0) => (String::new(), String::new()),
        (Some(value), n) => (format!("{} of {n}", rate.hits), percent(value)),
        (None, n) => (format!("{} of {n}", rate.hits), "too few".to_owned()),
    }
}

fn groups(scene: Scene, groups: &[&Group], wide: usize) -> Vec<Line<'static>> {
    let (theme, glyphs) = (&scene.look.theme, scene.look.glyphs);
    let measure = scene.model.insights.measure;
    let rates: Vec<Rate> = groups.iter().map(|group| group.tally.rate(measure)).collect();
    let told: Vec<(String, String)> = rates.iter().map(|rate| beside(*rate)).collect();
    let label = groups.iter().map(|group| text::width(&group.label)).max().unwrap_or(0).min(wide / 3);
    let counts = told.iter().map(|(count, _)| text::width(count)).max().unwrap_or(0);
    let room = wide.saturating_sub(label + counts + VERDICT + 3);
    let known = rates.iter().filter(|rate| !rate.is_few()).filter_map(|rate| Some(rate.interval()?.1));
    let longest = known.chain(rates.iter().filter_map(|rate| rate.value())).fold(0.0, f64::max);
    let full = bars::scale(longest);
    let row = |((group, rate), (count, verdict)): ((&&Group, &Rate), &(String, String))| {
        let style = if rate.is_few() { theme.dim } else { theme.text };
        let bar_style = if rate.is_few() { theme.dim } else { theme.accent };
        let row = Row::new().column(&group.label, label, style, glyphs.more).put(" ", style);
        let Some(value) = rate.value() else { return row.put(&glyphs.skipped.to_string(), theme.dim).line() };
        let interval = rate.interval().map(|(low, high)| (low / full, high / full));
        let row = bars::put(row, glyphs, Bar { value: value / full, interval }, room, bar_style);
        row.put(&format!(" {count:>counts$} {verdict:>VERDICT$}"), style).line()
    };
    let mut lines: Vec<Line> = groups.iter().zip(&rates).zip(&told).map(row).collect();
    if !lines.is_empty() {
        lines.push(axis(scene, label, room, full, counts + VERDICT + 1));
    }
    lines
}

/// From nothing to the full length, and what the whisker means.
fn axis(scene: Scene, label: usize, room: usize, full: f64, beside: usize) -> Line<'static> {
    let (theme, [low, line, high, _]) = (&scene.look.theme, scene.look.glyphs.whisker);
    let end = percent(full);
    let gap = room.saturating_sub(1 + text::width(&end));
    let legend = format!("{low}{line}{high} 90 % sure");
    let legend = if text::width(&legend) <= beside { legend } else { format!("{low}{high} 90 %") };
    Row::new()
        .put(&" ".repeat(label + 1), theme.dim)
        .put(&format!("0{}{end}", " ".repeat(gap)), theme.dim)
        .put(&format!(" {legend:>beside$}"), theme.dim)
        .line()
}

fn funnel(scene: Scene, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let funnel = &scene.model.insights.shown.funnel;
    let most = funnel.steps.iter().map(|step| step.came).max().unwrap_or(0).max(1);
    let head = format!("{:>6}{:>6}{:>9}", "came", "now", if funnel.is_whole { "go on" } else { "" });
    let mut lines = vec![Row::new().right(&head, wide, theme.dim).line()];
    let way = funnel.way().len();
    for (at, step) in funnel.steps.iter().enumerate() {
        if at == way {
            lines.push(Line::default());
        }
        lines.push(stage(scene, step, most, wide));
    }
    lines
}

fn stage(scene: Scene, step: &Step, most: u32, wide: usize) -> Line<'static> {
    let (theme, glyphs) = (&scene.look.theme, scene.look.glyphs);
    let further = scene.model.insights.shown.funnel.further(step.stage);
    let go_on = further.map(beside).map(|(_, verdict)| verdict).unwrap_or_default();
    let label = 13.min(wide / 3);
    let room = wide.saturating_sub(label + 23);
    let bar = Bar { value: f64::from(step.came) / f64::from(most), interval: None };
    let row = Row::new().column(&step.stage.label(), label, theme.text, glyphs.more).put(" ", theme.text);
    let row = bars::put(row, glyphs, bar, room, theme.accent);
    let row = row.put(&format!(" {:>6}{:>6}", step.came, step.now), theme.text);
    let style = if further.is_none_or(Rate::is_few) { theme.dim } else { theme.text };
    row.put(&format!("{go_on:>9}"), style).line()
}

/// Columns beside the chart for how many its height stands for.
const SCALE: usize = 4;

fn weeks(scene: Scene, wide: usize, height: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let weeks = &scene.model.insights.shown.weeks;
    let step = (wide.saturating_sub(SCALE + 1) / weeks.len().max(1)).clamp(1, 4);
    let most = weeks.iter().map(|week| week.tally.n).max().unwrap_or(0);
    let rows = height.saturating_sub(2).clamp(1, 14);
    // The newest stay where not all have room.
    let seen = (wide.saturating_sub(SCALE + 1) / step).min(weeks.len());
    let weeks = &weeks[weeks.len() - seen..];
    let columns: Vec<Vec<&str>> =
        weeks.iter().map(|week| bars::column(scene.look.glyphs, week.tally.n, most, rows)).collect();
    let bar = step.saturating_sub(1).max(1);
    let mut lines: Vec<Line> = (0..rows)
        .map(|row| {
            let scale = if row == 0 { most.to_string() } else { String::new() };
            let cells = columns.iter().map(|column| format!("{}{}", column[row].repeat(bar), " ".repeat(step - bar)));
            Row::new().put(&format!("{scale:>SCALE$} "), theme.dim).put(&cells.collect::<String>(), theme.accent).line()
        })
        .collect();
    lines.push(months(scene, weeks, step));
    lines.push(came(scene, weeks, step));
    lines
}

/// The name of a month under the first week that begins in it.
fn months(scene: Scene, weeks: &[Week], step: usize) -> Line<'static> {
    let mut names = String::new();
    let mut known = 0;
    for (at, week) in weeks.iter().enumerate() {
        let is_new = week.monday.month() != known && (at == 0 || week.monday.day() <= 7);
        if is_new && names.len() <= at * step {
            known = week.monday.month();
            names = format!("{names:<0$}{1} ", at * step, week.monday.format("%b"));
        }
    }
    let theme = &scene.look.theme;
    Row::new().put(&" ".repeat(SCALE + 1), theme.dim).rest(&names, SCALE + 1 + weeks.len() * step, theme.dim, "").line()
}

/// How many touches of each week led to what is looked at.
fn came(scene: Scene, weeks: &[Week], step: usize) -> Line<'static> {
    let (theme, measure) = (&scene.look.theme, scene.model.insights.measure);
    let label = match measure {
        Measure::Answers => "ans.",
        Measure::Meetings => "met",
        Measure::Advances => "adv.",
    };
    let told = weeks.iter().map(|week| match week.tally.rate(measure).hits {
        0 if week.tally.n == 0 => " ".to_owned(),
        0 => "·".to_owned(),
        // One digit has room in any column.
        some @ 1..=9 => some.to_string(),
        some if step > 2 => some.to_string(),
        _ => "+".to_owned(),
    });
    let cells = told.map(|cell| text::pad(&cell, step, ""));
    let head = text::pad(label, SCALE + 1, "");
    Row::new().put(&head, theme.dim).put(&cells.collect::<String>(), theme.text).line()
}
