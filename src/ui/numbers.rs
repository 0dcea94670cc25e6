//! A picture of the work as numbers: the same, told for whoever reads faster than they look, or can't see the bars.

use ratatui::style::Style;
use ratatui::text::Line;

use super::Scene;
use super::text::{self, Row};
use crate::domain::insights::{Measure, Picture, Tally};
use crate::domain::rates::{ENOUGH, Link, Rate, percent};
use crate::domain::words::Vocabulary as _;

/// The least a label is cut to.
const LABEL: usize = 10;

pub(super) fn lines(scene: Scene, wide: usize) -> Vec<Line<'static>> {
    let view = &scene.model.insights;
    let shown = &view.shown;
    match view.picture {
        Picture::Funnel => funnel(scene, wide),
        Picture::Weeks => {
            let weeks = shown.weeks.iter().rev().filter(|week| week.tally.n > 0);
            let rows = weeks.map(|week| (week.monday.format("W%V %-d %b").to_string(), week.tally));
            table(scene, "week", "touches", &rows.collect::<Vec<_>>(), wide)
        }
        Picture::Playbooks => {
            let of = |tally: fn(&crate::domain::insights::PlaybookLine) -> Tally| {
                let rows = shown.playbooks.iter().map(|line| (line.begun.label.clone(), tally(line)));
                rows.collect::<Vec<_>>()
            };
            let mut lines = table(scene, "begun from", "begun", &of(|line| line.begun.tally), wide);
            lines.push(Line::default());
            lines.extend(table(scene, "touches of", "touches", &of(|line| line.touches), wide));
            lines
        }
        picture => {
            let rows = shown.groups(picture).into_iter().map(|group| (group.label.clone(), group.tally));
            table(scene, &picture.label(), "touches", &rows.collect::<Vec<_>>(), wide)
        }
    }
}

/// A column: its heading, its columns on the screen, and what it says.
struct Column {
    heading: String,
    wide: usize,
    tell: Box<dyn Fn(Tally) -> String>,
}

fn of_measure(measure: Measure) -> Column {
    let tell = move |tally: Tally| {
        let rate = tally.rate(measure);
        let share = rate.known().map(percent).unwrap_or_default();
        format!("{}{share:>6}", rate.hits)
    };
    Column { heading: measure.label(), wide: 10, tell: Box::new(tell) }
}

fn interval(measure: Measure) -> Column {
    let tell = move |tally: Tally| {
        let rate = tally.rate(measure);
        match rate.interval() {
            _ if rate.n == 0 => String::new(),
            Some((low, high)) if !rate.is_few() => {
                format!("{:.0}–{:.0}", (low * 100.0).round(), (high * 100.0).round())
            }
            _ => "too few".to_owned(),
        }
    };
    Column { heading: "90 %".to_owned(), wide: 8, tell: Box::new(tell) }
}

/// Rows by what they are called, with as many columns as have room: the measure that is looked at and its interval first.
fn table(scene: Scene, what: &str, n: &str, rows: &[(String, Tally)], wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let measure = scene.model.insights.measure;
    let count = Column { heading: n.to_owned(), wide: 8, tell: Box::new(|tally| tally.n.to_string()) };
    let others = Measure::ALL.iter().filter(|other| **other != measure).map(|other| of_measure(*other));
    let mut all = vec![count, of_measure(measure), interval(measure)];
    all.extend(others);
    let mut used = LABEL;
    let mut left_out = Vec::new();
    all.retain(|column| {
        used += column.wide;
        let has_room = used <= wide;
        left_out.extend((!has_room).then(|| column.heading.clone()));
        has_room
    });
    let label = wide.saturating_sub(all.iter().map(|column| column.wide).sum());
    let line = |name: &str, cell: &dyn Fn(&Column) -> String, style: Style| {
        let row = Row::new().column(name, label, style, scene.look.glyphs.more);
        let row = all.iter().fold(row, |row, column| row.put(&text_right(&cell(column), column.wide), style));
        row.line()
    };
    let mut lines = vec![line(what, &|column| column.heading.clone(), theme.dim)];
    lines.extend(rows.iter().map(|(name, tally)| {
        let style = if tally.n < ENOUGH { theme.dim } else { theme.text };
        line(name, &|column| (column.tell)(*tally), style)
    }));
    // What had no room is said, with the key that brings it.
    if let Some(key) = scene.model.keymap.key("insights.measure").filter(|_| !left_out.is_empty()) {
        let more = scene.look.glyphs.more;
        let told = format!("{more} {} beside: {key}", left_out.join(", "));
        lines.push(Row::new().rest(&told, wide, theme.dim, more).line());
    }
    lines
}

fn text_right(told: &str, wide: usize) -> String {
    format!("{}{told}", " ".repeat(wide.saturating_sub(text::width(told))))
}

/// The stages, and the way from a touch to a client.
fn funnel(scene: Scene, wide: usize) -> Vec<Line<'static>> {
    let (theme, more) = (&scene.look.theme, scene.look.glyphs.more);
    let shown = &scene.model.insights.shown;
    let style = |rate: Rate| if rate.is_few() { theme.dim } else { theme.text };
    // The rate alone where there is no room for what it rests on.
    let in_full = wide >= 50;
    let go_on = match (shown.funnel.is_whole, in_full) {
        (true, true) => "of these to the next",
        (true, false) => "go on",
        (false, _) => "",
    };
    let head = format!("{:>6}{:>6}  {go_on}", "came", "now");
    let mut lines = vec![Row::new().column("stage", 13, theme.dim, more).rest(&head, wide, theme.dim, more).line()];
    lines.extend(shown.funnel.steps.iter().map(|step| {
        let further = shown.funnel.further(step.stage);
        let row = Row::new().column(&step.stage.label(), 13, theme.text, more);
        let row = row.put(&format!("{:>6}{:>6}  ", step.came, step.now), theme.text);
        let told = further.filter(|rate| rate.n > 0).map(|rate| match rate.known() {
            Some(value) if !in_full => percent(value),
            None if !in_full => "too few".to_owned(),
            _ => rate.told(),
        });
        let told = told.unwrap_or_default();
        row.rest(&told, wide, further.map_or(theme.dim, style), more).line()
    }));
    lines.push(Line::default());
    let rates = &shown.rates;
    lines.extend(Link::WAY.map(|link| {
        let rate = rates.link(link);
        let label = 31.min(wide / 2);
        let row = Row::new().column(link.label(), label, style(rate), more).put(" ", theme.text);
        row.rest(&link.told(rate), wide, style(rate), more).line()
    }));
    if let Some(value) = rates.value_per_client() {
        let told = format!("{value} {}", scene.model.plan.settings.currency);
        let style = if rates.clients < ENOUGH { theme.dim } else { theme.text };
        let row = Row::new().column("value per client", 31.min(wide / 2), style, more).put(" ", style);
        lines.push(row.rest(told.trim(), wide, style, more).line());
    }
    lines
}
