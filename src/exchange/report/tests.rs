//! The parts of the page by themselves; `tests/page` looks at whole pages.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr as _;

use super::markup::{Html, dotted, el, lines, told};
use super::{charts, map, svg, timeline};
use crate::domain::people::Influence;
use crate::domain::range::Stretch;
use crate::domain::report::{Bar, Chart, Mark, Person, Point, Rest, Run};

fn text_of(html: impl Into<Html>) -> String {
    let document = Html::document(el("html").put(html));
    let inside = document.strip_prefix("<!doctype html>\n<html>").and_then(|rest| rest.strip_suffix("</html>\n"));
    inside.unwrap().to_owned()
}

#[test]
fn what_is_a_text_is_escaped_and_what_is_markup_is_not_escaped_again() {
    let hostile = "<b a='1' c=\"2\">&amp;\u{1b}\u{202e}";
    let want = "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;amp;␛·";
    assert_eq!(text_of(hostile), want);
    assert_eq!(
        text_of(el("p").attr("id", hostile).put(hostile).put(el("br"))),
        format!("<p id=\"{want}\">{want}<br></p>")
    );
    assert_eq!(text_of(told(" ")), "");
    assert_eq!(text_of(lines("a\n\n <i>\r\nb")), "<bdi>a</bdi><br><bdi>&lt;i&gt;</bdi><br><bdi>b</bdi>");
    assert_eq!(text_of(dotted(["a", "", "b"])), "a · b");
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn run(days: &[(u64, &str)]) -> Run {
    let point = |(n, (after, channel)): (usize, &(u64, &str))| Point {
        n: n + 1,
        short: (*channel).to_owned(),
        channel: (*channel).to_owned(),
        day: day("2026-11-16").checked_add_days(Days::new(*after)),
        ..Point::default()
    };
    Run { points: days.iter().enumerate().map(point).collect(), ..Run::default() }
}

/// The numbers of an attribute, in the order in which they stand in the drawing.
fn numbers(drawn: &str, element: &str, attribute: &str) -> Vec<f64> {
    let begin = format!("<{element} ");
    let elements = drawn.split(&begin).skip(1);
    let value = |rest: &str| {
        let tag = rest.split('>').next()?;
        tag.split(&format!("{attribute}=\"")).nth(1)?.split('"').next()?.parse().ok()
    };
    elements.filter_map(value).collect()
}

#[test]
fn marks_of_one_channel_never_lie_over_each_other() {
    let crowded = run(&[(0, "email"), (0, "email"), (1, "email"), (1, "call"), (40, "email")]);
    let drawn = text_of(timeline::timeline("x", &crowded, day("2026-11-23")).map(|[pages, _]| pages));
    let (x, y) = (numbers(&drawn, "circle", "cx"), numbers(&drawn, "circle", "cy"));
    assert_eq!(x.len(), 5);
    let places: Vec<(f64, f64)> = x.into_iter().zip(y).collect();
    for (n, a) in places.iter().enumerate() {
        for b in &places[n + 1..] {
            assert!((a.0 - b.0).hypot(a.1 - b.1) >= 19.0, "{a:?} {b:?}");
        }
    }
}

#[test]
fn nothing_is_drawn_where_no_touch_has_a_day() {
    assert!(timeline::timeline("x", &Run::default(), day("2026-11-23")).is_none());
}

#[test]
fn a_rest_is_hatched_and_said() {
    let mut resting = run(&[(0, "email"), (20, "call")]);
    let days = Stretch { from: day("2026-11-20"), to: Some(day("2026-11-25")) };
    resting.rests =
        vec![Rest { who: None, days }, Rest { who: Some("Dana".into()), days: Stretch { to: None, ..days } }];
    let drawn = text_of(timeline::timeline("x", &resting, day("2026-11-23")).map(|[pages, _]| pages));
    assert_eq!(drawn.matches("class=\"rest\"").count(), 2);
    assert!(drawn.contains("It rests Fri 20 Nov to Wed 25 Nov.") && drawn.contains("Dana is away from"), "{drawn}");
}

#[test]
fn a_long_tree_is_drawn_in_parts_and_a_deep_one_stays_on_the_page() {
    let person = |depth: usize| Person {
        name: format!("Person {depth}"),
        influence: Influence::User,
        lasts: vec![true; depth],
        ..Person::default()
    };
    let people: Vec<Person> = (0..23).map(person).collect();
    let parts = map::map("Primo", &people);
    assert_eq!(parts.each_ref().map(Vec::len), [2, 2]);
    for part in parts.into_iter().flatten() {
        let drawn = text_of(part);
        for x in numbers(&drawn, "rect", "x") {
            assert!((0.0..=240.0).contains(&x), "{x}");
        }
    }
}

#[test]
fn bars_stay_within_the_drawing_whatever_the_numbers() {
    let bar = |value: Option<f64>, interval| Bar { value, interval, label: "x".into(), ..Bar::default() };
    for bars in [
        vec![],
        vec![bar(None, None)],
        vec![bar(Some(0.0), Some((0.0, 0.0)))],
        vec![bar(Some(2.5), None), bar(Some(0.1), Some((0.0, 0.9)))],
        vec![bar(Some(f64::from(u32::MAX)), None); 26],
    ] {
        let drawn = text_of(charts::chart(&Chart { bars, ..Chart::default() }));
        assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{drawn}");
        let ends = numbers(&drawn, "rect", "x").into_iter().zip(numbers(&drawn, "rect", "width"));
        assert!(ends.into_iter().all(|(x, wide)| x + wide <= 400.5), "{drawn}");
    }
}

#[test]
fn the_mark_of_a_touch_tells_by_its_shape_how_it_stands() {
    let all = [Mark::Done, Mark::Overdue, Mark::Due, Mark::Planned, Mark::Skipped];
    let shape = |mark| {
        let drawn = text_of(svg::mark(mark, 10.0, 10.0, 8.0, ""));
        let shapes = ["<circle", "<rect", "<line"].map(|shape| drawn.matches(shape).count());
        // What is done is full, and nothing else is.
        (shapes, drawn.contains("done"))
    };
    let shapes: std::collections::BTreeSet<_> = all.into_iter().map(shape).collect();
    assert_eq!(shapes.len(), all.len());
}

proptest! {
    #[test]
    fn a_text_is_never_wider_than_its_room(text in any::<String>(), room in 10.0..400.0_f64) {
        let cut = svg::cut(&text, room, 12.0);
        #[allow(clippy::cast_precision_loss, reason = "a few letters")]
        let wide = cut.width() as f64 * 12.0 * 0.54;
        prop_assert!(wide <= room.max(12.0), "{cut}");
    }

    #[test]
    fn any_stretch_of_time_has_an_axis_that_can_be_read(from in 0_u64..3_000_000, long in 0_u64..3_000_000) {
        let day = |days| NaiveDate::MIN.checked_add_days(Days::new(80_000_000 + days)).unwrap();
        let point = |day| Point { day: Some(day), short: "email".into(), ..Point::default() };
        let run = Run { points: vec![point(day(from)), point(day(from + long))], ..Run::default() };
        let drawn = text_of(timeline::timeline("x", &run, day(from)).map(|[pages, _]| pages));
        prop_assert!(drawn.matches("class=\"day\"").count() <= 12);
        let x = numbers(&drawn, "circle", "cx");
        prop_assert!(x.iter().all(|x| (0.0..=640.0).contains(x)));
    }
}
