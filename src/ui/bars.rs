//! Bars, with the interval of what they show laid over them. Solid up to the value; `├` where the interval begins, inside
//! the bar, and `┤` where it ends, behind it: what is sure, what is measured and what may be are told apart by shape alone.

use ratatui::style::Modifier;
use ratatui::style::Style;

use super::glyphs::Glyphs;
use super::text::Row;

/// What a bar shows, as parts of its full length.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bar {
    /// How long it is.
    pub value: f64,
    /// From where to where its interval goes.
    pub interval: Option<(f64, f64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Bar,
    /// The beginning of the interval, within the bar.
    Mark,
    Whisker,
    Blank,
}

/// Put the bar into so many columns.
pub(super) fn put(row: Row, glyphs: &Glyphs, bar: Bar, columns: usize, style: Style) -> Row {
    // A notch in the bar; letters for a bar would hide the mark in it.
    let mark = if glyphs.ascii { style } else { style.add_modifier(Modifier::REVERSED) };
    let cells = cells(glyphs, bar, columns);
    let same = |a: &(&str, Part), b: &(&str, Part)| a.1 == b.1;
    cells.chunk_by(same).fold(row, |row, run| {
        let text: String = run.iter().map(|(symbol, _)| *symbol).collect();
        row.put(&text, if run.first().is_some_and(|(_, part)| *part == Part::Mark) { mark } else { style })
    })
}

fn cells(glyphs: &Glyphs, bar: Bar, columns: usize) -> Vec<(&'static str, Part)> {
    let eighths = position(bar.value.min(1.0), columns * 8).max(usize::from(bar.value > 0.0));
    let mut cells = vec![(" ", Part::Blank); columns];
    if glyphs.ascii {
        let full = position(bar.value.min(1.0), columns).max(usize::from(bar.value > 0.0));
        cells.iter_mut().take(full).for_each(|cell| *cell = (glyphs.bar[7], Part::Bar));
    } else {
        cells.iter_mut().take(eighths / 8).for_each(|cell| *cell = (glyphs.bar[7], Part::Bar));
        if let (Some(cell), rest @ 1..) = (cells.get_mut(eighths / 8), eighths % 8) {
            *cell = (glyphs.bar[rest - 1], Part::Bar);
        }
    }
    if let Some((low, high)) = bar.interval.filter(|_| columns > 0) {
        whisker(glyphs, &mut cells, low, high);
    }
    cells
}

fn whisker(glyphs: &Glyphs, cells: &mut [(&'static str, Part)], low: f64, high: f64) {
    let last = cells.len() - 1;
    let at = |end: f64| position(end.min(1.0), cells.len()).min(last);
    let (first, end) = (at(low), at(high).max(at(low)));
    let symbols = glyphs.whisker;
    for cell in cells.iter_mut().take(end).skip(first).filter(|cell| cell.1 == Part::Blank) {
        *cell = (symbols[1], Part::Whisker);
    }
    let close = if high > 1.0 { symbols[3] } else { symbols[2] };
    for (at, symbol) in [(first, symbols[0]), (end, close)] {
        let is_in_bar = cells[at].1 == Part::Bar;
        // A narrow interval at the end of the bar keeps its end: that is what tells how long it may be.
        cells[at] = (symbol, if is_in_bar { Part::Mark } else { Part::Whisker });
    }
}

/// A part of so many steps, to the nearest.
fn position(part: f64, steps: usize) -> usize {
    let exact = part.max(0.0) * f64::from(u32::try_from(steps).unwrap_or(u32::MAX));
    // It is neither below zero nor above the number of steps.
    #[allow(clippy::cast_sign_loss, reason = "it is not negative")]
    let nearest = exact.round() as usize;
    nearest.min(steps)
}

/// The length that all values fit in, in steps that are easily read.
pub(super) fn scale(longest: f64) -> f64 {
    const STEPS: [f64; 11] = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0];
    STEPS.into_iter().find(|step| longest <= *step).unwrap_or(1.0)
}

/// A column of a chart in so many lines, from the top: full, a part, or nothing.
pub(super) fn column(glyphs: &Glyphs, value: u32, most: u32, lines: usize) -> Vec<&'static str> {
    let eighths = position(f64::from(value) / f64::from(most.max(1)), lines * 8).max(usize::from(value > 0));
    let line = |from_top: usize| {
        let below = (lines - 1 - from_top) * 8;
        match eighths.saturating_sub(below).min(8) {
            0 => " ",
            // In ASCII there is no part of a letter: the lowest line shows that there is something.
            part if glyphs.ascii => {
                if part >= 4 || below == 0 {
                    glyphs.bar[7]
                } else {
                    " "
                }
            }
            part => glyphs.heat[part - 1],
        }
    };
    (0..lines).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(glyphs: &Glyphs, value: f64, interval: (f64, f64), columns: usize) -> String {
        cells(glyphs, Bar { value, interval: Some(interval) }, columns).iter().map(|cell| cell.0).collect()
    }

    #[test]
    fn a_bar_has_its_interval_over_it_and_always_the_columns_it_was_given() {
        assert_eq!(drawn(&Glyphs::UNICODE, 0.5, (0.25, 0.75), 16), "████├███────┤   ");
        assert_eq!(drawn(&Glyphs::ASCII, 0.5, (0.25, 0.75), 16), "####[###----]   ");
        assert_eq!(drawn(&Glyphs::UNICODE, 0.27, (0.1, 0.9), 10), "█├▊──────┤");
        assert_eq!(drawn(&Glyphs::ASCII, 0.0, (0.0, 0.3), 10), "[--]      ");
        assert_eq!(drawn(&Glyphs::ASCII, 0.01, (0.0, 1.4), 6), "[---->");
        assert_eq!(drawn(&Glyphs::ASCII, 1.0, (0.99, 1.0), 4), "###]");
        for columns in 0..30 {
            for (value, low, high) in [(0.0, 0.0, 0.1), (0.3, 0.2, 0.4), (1.0, 0.9, 1.0), (2.0, 0.5, 3.0)] {
                for glyphs in [&Glyphs::UNICODE, &Glyphs::ASCII] {
                    assert_eq!(drawn(glyphs, value, (low, high), columns).chars().count(), columns);
                }
            }
        }
    }

    #[test]
    fn a_column_grows_from_below() {
        assert_eq!(column(&Glyphs::UNICODE, 6, 8, 2).concat(), "▄█");
        assert_eq!(column(&Glyphs::ASCII, 6, 8, 2).concat(), "##");
        assert_eq!(column(&Glyphs::ASCII, 1, 80, 3).concat(), "  #");
        assert_eq!(column(&Glyphs::UNICODE, 0, 8, 2).concat(), "  ");
    }

    #[test]
    fn the_scale_is_the_next_that_is_easily_read() {
        let percents = [0.0, 0.06, 0.31, 0.9, 7.0].map(|longest| (scale(longest) * 100.0).round().to_string());
        assert_eq!(percents, ["5", "10", "40", "100", "100"]);
    }
}
