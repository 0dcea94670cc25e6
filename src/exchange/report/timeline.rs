//! A sequence on an axis of days: a row for each channel, a mark for each touch, today as a line, rests hatched.

use chrono::{Datelike as _, Days, Months, NaiveDate};

use super::markup::{Element, el};
use super::svg::{self, drawing, line, rect, text};
use crate::domain::dates;
use crate::domain::report::{Mark, Rest, Run};

/// Where the days begin and end in a drawing of some width, and how many of them are named at most.
#[derive(Clone, Copy)]
struct Layout {
    wide: f64,
    left: f64,
    ticks: usize,
}

const ON_PAGES: Layout = Layout { wide: svg::WIDE, left: 92.0, ticks: 12 };
const ON_TELEPHONES: Layout = Layout { wide: svg::NARROW, left: 76.0, ticks: 6 };

impl Layout {
    fn right(self) -> f64 {
        self.wide - 16.0
    }
}

/// Above the rows: the days, and the word for today.
const HEAD: f64 = 40.0;

/// A mark, and what a row of them takes.
const RADIUS: f64 = 9.5;
const ROW: f64 = 27.0;

/// An axis of days.
struct Axis {
    layout: Layout,
    from: NaiveDate,
    to: NaiveDate,
}

impl Axis {
    /// Over all days of the sequence and today, with a little room.
    fn of(run: &Run, today: NaiveDate, layout: Layout) -> Option<Self> {
        let days = || run.points.iter().filter_map(|point| point.day);
        let first = days().min()?.min(today);
        let last = days().max()?.max(today);
        Some(Self {
            layout,
            from: first.checked_sub_days(Days::new(2)).unwrap_or(first),
            to: last.checked_add_days(Days::new(2)).unwrap_or(last),
        })
    }

    fn days(&self) -> i64 {
        (self.to - self.from).num_days().max(1)
    }

    #[allow(clippy::cast_precision_loss, reason = "days of a plan")]
    fn x(&self, day: NaiveDate) -> f64 {
        let share = (day - self.from).num_days() as f64 / self.days() as f64;
        let Layout { left, .. } = self.layout;
        left + share.clamp(0.0, 1.0) * (self.layout.right() - left)
    }

    /// The days that are named: Mondays, or the first of months, quarters or years, so that they don't crowd each other.
    fn ticks(&self) -> Vec<NaiveDate> {
        let monday = self.from.week(chrono::Weekday::Mon).checked_first_day().unwrap_or(self.from);
        let first = self.from.with_day(1).unwrap_or(self.from);
        let weeks = [1_u64, 2].map(|weeks| self.every(monday, |day| day.checked_add_days(Days::new(7 * weeks))));
        let january = first.with_month(1).unwrap_or(first);
        let months = [(first, 1_u32), (january, 3), (january, 12), (january, 60)]
            .map(|(first, months)| self.every(first, |day| day.checked_add_months(Months::new(months))));
        weeks.into_iter().chain(months).find(|ticks| ticks.len() <= self.layout.ticks).unwrap_or_default()
    }

    fn every(&self, first: NaiveDate, next: impl Fn(&NaiveDate) -> Option<NaiveDate>) -> Vec<NaiveDate> {
        let days = std::iter::successors(Some(first), next).skip_while(|day| *day < self.from);
        days.take_while(|day| *day <= self.to).take(self.layout.ticks + 1).collect()
    }
}

/// A touch where it stands.
struct Placed {
    n: usize,
    x: f64,
    mark: Mark,
    told: String,
}

/// A channel's touches; those that would lie over each other stand in rows beneath each other.
struct Lane {
    label: String,
    rows: Vec<Vec<Placed>>,
}

fn lanes(run: &Run, axis: &Axis) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = Vec::new();
    for point in &run.points {
        let Some(day) = point.day else { continue };
        let at = lanes.iter().position(|lane| lane.label == point.short);
        let lane = match at {
            Some(at) => &mut lanes[at],
            None => {
                lanes.push(Lane { label: point.short.clone(), rows: Vec::new() });
                let last = lanes.len() - 1;
                &mut lanes[last]
            }
        };
        let x = axis.x(day);
        let told = [point.who.as_str(), &point.when, &point.told].into_iter().filter(|part| !part.is_empty());
        let told = format!("{} {}: {}", point.n, point.channel, told.collect::<Vec<_>>().join(", "));
        let placed = Placed { n: point.n, x, mark: point.mark, told };
        let is_free = |row: &&mut Vec<Placed>| row.iter().all(|other| (other.x - x).abs() >= 2.0 * RADIUS + 1.0);
        match lane.rows.iter_mut().find(is_free) {
            Some(row) => row.push(placed),
            None => lane.rows.push(vec![placed]),
        }
    }
    lanes
}

/// The sequence on its axis, for pages and for telephones; nothing if no touch has a day.
pub(super) fn timeline(title: &str, run: &Run, today: NaiveDate) -> Option<[Element; 2]> {
    Some([drawn(title, run, today, ON_PAGES)?, drawn(title, run, today, ON_TELEPHONES)?])
}

fn drawn(title: &str, run: &Run, today: NaiveDate, layout: Layout) -> Option<Element> {
    let axis = Axis::of(run, today, layout)?;
    let Layout { wide, left, .. } = layout;
    let lanes = lanes(run, &axis);
    let rows: usize = lanes.iter().map(|lane| lane.rows.len()).sum();
    let away: Vec<&Rest> = run.rests.iter().filter(|rest| rest.who.is_some() && is_seen(rest, &axis)).collect();
    #[allow(clippy::cast_precision_loss, reason = "a few dozen rows")]
    let (foot, high) = {
        let foot = HEAD + rows as f64 * ROW + lanes.len() as f64 * 6.0;
        (foot, foot + away.len() as f64 * 20.0 + 6.0)
    };
    let mut picture = drawing("timeline", wide, high, title, &description(&lanes, run, today));
    for rest in run.rests.iter().filter(|rest| rest.who.is_none() && is_seen(rest, &axis)) {
        let (from, to) = ends(rest, &axis);
        picture = picture.put(rect("rest", from, HEAD - 4.0, to - from, foot - HEAD)).put(text(
            f64::midpoint(from, to),
            foot - 10.0,
            "resting",
            "rests",
        ));
    }
    for day in axis.ticks() {
        let x = axis.x(day);
        picture = picture.put(line("tick", (x, HEAD - 6.0), (x, foot - 4.0))).put(text(
            x,
            16.0,
            "day",
            &tick(day, axis.days()),
        ));
    }
    let mut y = HEAD;
    for lane in &lanes {
        picture = picture.put(svg::fitted(0.0, y + ROW / 2.0 + 4.0, left - 14.0, 12.5, "lane", &lane.label));
        for _ in &lane.rows {
            let middle = y + ROW / 2.0;
            picture = picture.put(line("track", (left - 8.0, middle), (wide, middle)));
            y += ROW;
        }
        y += 6.0;
    }
    let x = axis.x(today);
    picture = picture.put(line("today", (x, 26.0), (x, foot - 2.0))).put(text(x, 31.0, "today-word", "today"));
    let mut y = HEAD;
    for lane in &lanes {
        for row in &lane.rows {
            for each in row {
                let mark = svg::mark(each.mark, each.x, y + ROW / 2.0, RADIUS, &each.n.to_string());
                picture = picture.put(mark.put(el("title").put(&each.told)));
            }
            y += ROW;
        }
        y += 6.0;
    }
    let mut y = foot;
    for rest in away {
        let (from, to) = ends(rest, &axis);
        let name = rest.who.as_deref().unwrap_or_default();
        // The name stands where there is more room for it.
        let (x, room, class) = if layout.right() - to >= from - left {
            (to + 7.0, wide - to - 7.0, "absent")
        } else {
            (from - 7.0, from - left - 7.0, "absent end")
        };
        picture = picture
            .put(text(0.0, y + 11.0, "lane away", "away"))
            .put(rect("rest", from, y + 1.0, to - from, 12.0))
            .put(svg::fitted(x, y + 11.0, room, 11.5, class, name));
        y += 20.0;
    }
    Some(picture)
}

/// `16 Nov`; of a long axis `Nov 2026`, of a very long one `2026`.
fn tick(day: NaiveDate, days: i64) -> String {
    match days {
        ..=170 => dates::day_month(day),
        171..=3_000 => day.format("%b %Y").to_string(),
        _ => day.format("%Y").to_string(),
    }
}

fn is_seen(rest: &Rest, axis: &Axis) -> bool {
    rest.days.from <= axis.to && rest.days.to.is_none_or(|to| axis.from <= to)
}

/// Where a rest begins and ends; its last day is part of it.
fn ends(rest: &Rest, axis: &Axis) -> (f64, f64) {
    let to = rest.days.to.and_then(|to| to.succ_opt()).unwrap_or(axis.to);
    let (from, to) = (axis.x(rest.days.from), axis.x(to));
    (from, to.max(from + 4.0))
}

/// The same in sentences.
fn description(lanes: &[Lane], run: &Run, today: NaiveDate) -> String {
    let mut touches: Vec<&Placed> = lanes.iter().flat_map(|lane| lane.rows.iter().flatten()).collect();
    touches.sort_by_key(|each| each.n);
    let touches = touches.iter().map(|each| format!("Touch {}.", each.told));
    let rests = run.rests.iter().map(|rest| format!("{}.", rest.told(today)));
    touches.chain(rests).collect::<Vec<_>>().join(" ")
}

/// What the marks mean that stand in it.
pub(super) fn legend(run: &Run) -> Element {
    let mut marks: Vec<Mark> = run.points.iter().filter(|point| point.day.is_some()).map(|point| point.mark).collect();
    marks.sort_unstable();
    marks.dedup();
    let each = marks.into_iter().map(|mark| {
        let sample = el("svg").class("sample").attr("viewBox", "0 0 26 26").attr("aria-hidden", "true");
        el("span").class("key").put(sample.put(svg::mark(mark, 13.0, 13.0, RADIUS, ""))).put(mark.label())
    });
    el("p").class("legend").each(each)
}
