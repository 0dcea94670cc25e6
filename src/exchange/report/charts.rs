//! Bars: shares with the range in which the true one lies, counts as they are, weeks as columns.

use super::markup::{Element, el};
use super::svg::{self, at, drawing, line, rect, text};
use crate::domain::report::{Bar, Chart};

/// A chart is so wide, in its own units.
const WIDE: f64 = 400.0;

/// Where bars begin, and how long the longest is.
const LEFT: f64 = 122.0;
const LONGEST: f64 = 220.0;

/// A bar and what it takes.
const ROW: f64 = 24.0;
const THICK: f64 = 12.0;

/// From so many bars on they stand side by side.
pub(super) const MANY: usize = 20;

/// How high columns stand.
const TALL: f64 = 110.0;

pub(super) fn chart(chart: &Chart) -> Element {
    if chart.bars.len() >= MANY { columns(chart) } else { bars(chart) }
}

/// The longest value, whiskers included; never nothing.
fn top(chart: &Chart) -> f64 {
    let ends = chart.bars.iter().filter(|bar| !bar.is_few).filter_map(|bar| Some(bar.interval?.1));
    let top = chart.bars.iter().filter_map(|bar| bar.value).chain(ends).fold(0.0, f64::max);
    if top > 0.0 { top } else { 1.0 }
}

fn description(chart: &Chart) -> String {
    let bars = chart.rows().into_iter().map(|bar| format!("{}: {}.", bar.label, bar.told));
    std::iter::once(chart.says.clone()).chain(bars).collect::<Vec<_>>().join(" ")
}

fn bars(chart: &Chart) -> Element {
    #[allow(clippy::cast_precision_loss, reason = "a few dozen bars")]
    let high = chart.bars.len() as f64 * ROW;
    let top = top(chart);
    let mut picture = drawing("bars", WIDE, high, &chart.title, &description(chart));
    for (n, bar) in chart.bars.iter().enumerate() {
        #[allow(clippy::cast_precision_loss, reason = "a few dozen bars")]
        let middle = n as f64 * ROW + ROW / 2.0;
        picture = picture.put(row(bar, middle, top));
    }
    picture.put(line("axis", (LEFT, 0.0), (LEFT, high)))
}

fn row(bar: &Bar, middle: f64, top: f64) -> Element {
    let long = |value: f64| (value / top).clamp(0.0, 1.0) * LONGEST;
    let length = bar.value.map_or(0.0, long);
    let class = if bar.is_few { "bar few" } else { "bar" };
    let mut group = el("g").put(svg::fitted(0.0, middle + 4.0, LEFT - 10.0, 12.0, "label", &bar.label)).put(rect(
        class,
        LEFT,
        middle - THICK / 2.0,
        length,
        THICK,
    ));
    let mut end = length;
    if let Some((low, high)) = bar.interval.filter(|_| !bar.is_few) {
        let (low, high) = (LEFT + long(low), LEFT + long(high));
        end = end.max(high - LEFT);
        for (from, to) in [
            ((low, middle), (high, middle)),
            ((low, middle - 4.0), (low, middle + 4.0)),
            ((high, middle - 4.0), (high, middle + 4.0)),
        ] {
            group = group.put(line("whisker", from, to));
        }
    }
    group.put(text(LEFT + end + 8.0, middle + 4.0, if bar.is_few { "value few" } else { "value" }, &bar.told))
}

/// Columns from the oldest to the newest; the first, the last and the highest are named.
fn columns(chart: &Chart) -> Element {
    let top = top(chart);
    #[allow(clippy::cast_precision_loss, reason = "a few dozen columns")]
    let step = WIDE / chart.bars.len().max(1) as f64;
    let base = TALL + 18.0;
    let mut picture = drawing("columns", WIDE, base + 20.0, &chart.title, &description(chart));
    let highest = chart.bars.iter().rposition(|bar| bar.value.is_some_and(|value| value >= top));
    let last = chart.bars.len().saturating_sub(1);
    for (n, bar) in chart.bars.iter().enumerate() {
        #[allow(clippy::cast_precision_loss, reason = "a few dozen columns")]
        let x = n as f64 * step;
        let tall = bar.value.map_or(0.0, |value| value / top * TALL);
        let title = el("title").put(format!("{}: {}", bar.label, bar.told));
        let column = rect(if n == last { "bar last" } else { "bar" }, x + 1.5, base - tall, step - 3.0, tall);
        picture = picture.put(column.put(title));
        if highest == Some(n) {
            picture = picture.put(text(x + step / 2.0, base - tall - 5.0, "value middle", &bar.told));
        }
    }
    let label = |n: usize| chart.bars.get(n).map_or("", |bar| bar.label.as_str());
    picture.put(line("axis", (0.0, base), (WIDE, base))).put(text(0.0, base + 15.0, "label", label(0))).put(text(
        WIDE,
        base + 15.0,
        "label end",
        &format!("week from {}", label(last)),
    ))
}

/// How much of a goal is done, with a line where it should be.
pub(super) fn progress(title: &str, done: f64, expected: Option<f64>) -> Element {
    const LONG: f64 = 320.0;
    let told = |share: f64| format!("{:.0} %", share * 100.0);
    let by_now = expected.map(|share| format!(", {} by today is the pace", told(share))).unwrap_or_default();
    let picture = drawing("progress", LONG, 16.0, title, &format!("{} is done{by_now}.", told(done)));
    let picture = picture
        .put(rect("whole", 0.5, 4.5, LONG - 1.0, 7.0).attr("rx", "3.5"))
        .put(rect("bar", 0.5, 4.5, (LONG - 1.0) * done, 7.0).attr("rx", "3.5"));
    picture.put(expected.map(|share| {
        let x = (LONG - 1.0) * share;
        line("pace", (x, 0.0), (x, 16.0))
    }))
}

/// How ready an account is.
pub(super) fn ready(percent: u8) -> Element {
    let title = format!("{percent} % ready");
    let turn = 2.0 * std::f64::consts::PI * 26.0;
    let circle = |class| el("circle").class(class).attr("cx", "32").attr("cy", "32").attr("r", "26");
    drawing("ring", 64.0, 64.0, &title, "How much of what a way in should have is there.")
        .put(circle("whole"))
        .put(
            circle("part")
                .attr("stroke-dasharray", format!("{} {}", at(turn * f64::from(percent) / 100.0), at(turn)))
                .attr("transform", "rotate(-90 32 32)"),
        )
        .put(text(32.0, 32.0, "n", &percent.to_string()))
}
