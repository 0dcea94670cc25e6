//! What the drawings have in common: a frame with its title and description, texts that are cut to their room, and the marks
//! of touches. Everything is told by shape and by words; colour only repeats it, and comes from the page's style.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use super::markup::{Element, el};
use crate::domain::report::Mark;
use crate::domain::visible::shown;

/// How wide a drawing is, in its own units; it is scaled to the page.
pub(super) const WIDE: f64 = 640.0;

/// The same on a telephone, where it is scaled less.
pub(super) const NARROW: f64 = 400.0;

/// A drawing so high. The title says what it is, the description what it shows, for those who don't see it.
pub(super) fn drawing(class: &'static str, wide: f64, high: f64, title: &str, description: &str) -> Element {
    let frame = el("svg").class(class).attr("viewBox", format!("0 0 {} {}", at(wide), at(high))).attr("role", "img");
    frame.put(el("title").put(title)).put(el("desc").put(description))
}

/// A number as SVG has it, to a tenth.
pub(super) fn at(number: f64) -> String {
    let told = format!("{number:.1}");
    told.strip_suffix(".0").unwrap_or(&told).to_owned()
}

/// A text whose line stands at that height.
pub(super) fn text(x: f64, y: f64, class: &'static str, told: &str) -> Element {
    el("text").class(class).attr("x", at(x)).attr("y", at(y)).put(told)
}

/// A text that is cut where it would be wider than its room, for letters of that size. Whole, it is in its title.
pub(super) fn fitted(x: f64, y: f64, room: f64, size: f64, class: &'static str, told: &str) -> Element {
    let short = cut(told, room, size);
    let is_cut = short != shown(told);
    let drawn = el("text").class(class).attr("x", at(x)).attr("y", at(y)).put(short);
    if is_cut { drawn.put(el("title").put(told)) } else { drawn }
}

/// A line from here to there.
pub(super) fn line(class: &'static str, from: (f64, f64), to: (f64, f64)) -> Element {
    el("line").class(class).attr("x1", at(from.0)).attr("y1", at(from.1)).attr("x2", at(to.0)).attr("y2", at(to.1))
}

/// A box with its upper left corner there.
pub(super) fn rect(class: &'static str, x: f64, y: f64, wide: f64, high: f64) -> Element {
    el("rect")
        .class(class)
        .attr("x", at(x))
        .attr("y", at(y))
        .attr("width", at(wide.max(0.0)))
        .attr("height", at(high.max(0.0)))
}

/// What fits into that room. No page knows its fonts, so it is reckoned with a letter of middle width.
pub(super) fn cut(told: &str, room: f64, size: f64) -> String {
    let told = shown(told);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few dozen letters")]
    let columns = (room / (size * 0.54)).floor().max(1.0) as usize;
    if told.width() <= columns {
        return told.into_owned();
    }
    let mut out = String::new();
    for letter in told.graphemes(true) {
        if out.width() + letter.width() + 1 > columns {
            break;
        }
        out.push_str(letter);
    }
    format!("{}…", out.trim_end())
}

/// The mark of a touch, with what stands in it, around that point: its shape tells how the touch stands.
pub(super) fn mark(mark: Mark, x: f64, y: f64, radius: f64, inside: &str) -> Element {
    let class = match mark {
        Mark::Done => "mark done",
        Mark::Overdue => "mark overdue",
        Mark::Due => "mark due",
        Mark::Planned => "mark planned",
        Mark::Resting => "mark resting",
        Mark::Skipped => "mark skipped",
        Mark::Cancelled => "mark cancelled",
    };
    let circle = |class, radius| el("circle").class(class).attr("cx", at(x)).attr("cy", at(y)).attr("r", at(radius));
    let group = el("g").class(class);
    let group = match mark {
        Mark::Overdue => {
            let side = radius * 0.95;
            group.put(rect("body", x - side, y - side, 2.0 * side, 2.0 * side))
        }
        Mark::Due => group.put(circle("body", radius)).put(circle("ring", radius * 1.3)),
        _ => group.put(circle("body", radius)),
    };
    let group = if inside.is_empty() { group } else { group.put(text(x, y, "n", inside)) };
    // What is left out is struck at its edge, so that a number in it can be read; what won't be done, twice.
    let (outer, inner) = (radius * 1.05, if inside.is_empty() { 0.0 } else { radius * 0.62 });
    let strike = |group: Element, slope: f64| {
        [1.0, -1.0].into_iter().fold(group, |group, end| {
            let to = |far: f64| (x + end * far, y - end * slope * far);
            group.put(line("strike", to(inner), to(outer)))
        })
    };
    match mark {
        Mark::Skipped => strike(group, 1.0),
        Mark::Cancelled => strike(strike(group, 1.0), -1.0),
        _ => group,
    }
}

/// A figure: the drawing, or several of them, those for telephones, and beneath them what explains them.
pub(super) fn figure(class: &'static str, [pages, telephones]: [Vec<Element>; 2], caption: Element) -> Element {
    let pane = |class| move |drawing| el("div").class(class).put(drawing);
    el("figure")
        .class(class)
        .each(pages.into_iter().map(pane("pane large")))
        .each(telephones.into_iter().map(pane("pane small")))
        .put(caption)
}
