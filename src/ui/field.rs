//! Text that is typed in. Which part of it is seen is found anew for every frame, from the text and the cursor alone:
//! whatever was typed, deleted or resized, the place is filled and the cursor is in it.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui_textarea::TextArea;
use unicode_segmentation::UnicodeSegmentation as _;

use super::Scene;
use super::text::{self, Row};
use crate::app::input::cursor;
use crate::app::wrapped;

/// What is seen of a text of several lines.
pub(super) struct Seen {
    /// Its rows.
    pub(super) rows: Vec<Line<'static>>,
    /// How many rows there are above those.
    pub(super) above: usize,
    /// How many there are beneath.
    pub(super) below: usize,
}

/// One character as it is drawn.
struct Cell {
    symbol: String,
    wide: usize,
    style: Style,
    is_cursor: bool,
}

/// The first of so many, of which so many have room: the cursor in the middle, but no place left empty.
fn first(at: usize, count: usize, room: usize) -> usize {
    at.saturating_sub(room / 2).min(count.saturating_sub(room))
}

/// A field of one line. A mark stands where it goes on.
pub(super) fn line(scene: Scene, input: &TextArea, columns: usize) -> Line<'static> {
    let text = input.lines().first().map(String::as_str).unwrap_or_default();
    let cells = cells(scene, input, 0, 0..text.chars().count());
    let used: usize = cells.iter().map(|cell| cell.wide).sum();
    let cursor: usize = cells.iter().take_while(|cell| !cell.is_cursor).map(|cell| cell.wide).sum();
    let from = first(cursor, used, columns);
    let to = from + columns;
    let mark = |there: bool| Span::styled(if there { scene.look.glyphs.more } else { "" }, scene.look.theme.dim);
    let (left, right) = (mark(from > 0), mark(used > to));
    let (from, to) = (from + text::width(&left.content), to - text::width(&right.content));
    let mut spans = vec![left];
    let mut at = 0;
    for cell in cells {
        let (begins, ends) = (at, at + cell.wide);
        at = ends;
        if begins >= from && ends <= to {
            spans.push(Span::styled(cell.symbol, cell.style));
        } else if begins < to && ends > from {
            // A wide character across the edge.
            spans.push(Span::styled(" ".repeat(ends.min(to) - begins.max(from)), cell.style));
        }
    }
    spans.push(right);
    Line::from(spans)
}

/// A field of several lines, wrapped; a column is left for the cursor behind a full row.
pub(super) fn text(scene: Scene, input: &TextArea, columns: usize, height: usize) -> Seen {
    let rows = wrapped::rows(input.lines(), columns.saturating_sub(1).max(1));
    let at = wrapped::row_of(&rows, cursor(input));
    let above = first(at, rows.len(), height);
    let below = rows.len().saturating_sub(above + height);
    let seen = rows.iter().enumerate().skip(above).take(height);
    let seen = seen.map(|(i, row)| {
        let mut cells = cells(scene, input, row.line, row.chars.clone());
        // The place behind a row that goes on is the next one's.
        if i != at {
            cells.retain(|cell| !cell.is_cursor);
        }
        while cells.iter().map(|cell| cell.wide).sum::<usize>() > columns {
            // Spaces that hang over the end; the cursor among them stays in sight.
            let cursor = cells.pop().filter(|cell| cell.is_cursor);
            if cursor.is_some() {
                cells.pop();
            }
            cells.extend(cursor);
        }
        Line::from(cells.into_iter().map(|cell| Span::styled(cell.symbol, cell.style)).collect::<Vec<_>>())
    });
    Seen { rows: seen.collect(), above, below }
}

/// An empty field: the cursor stands on the example, where the text will begin.
pub(super) fn empty(scene: Scene, example: &str, columns: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let example = scene.cut(&text::example(example), columns);
    let mut graphemes = example.graphemes(true);
    let first = graphemes.next().unwrap_or(" ");
    Row::new().put(first, theme.cursor).put(graphemes.as_str(), theme.dim).line()
}

/// Some characters of a line, and behind its end the cursor if it stands there.
fn cells(scene: Scene, input: &TextArea, line: usize, chars: std::ops::Range<usize>) -> Vec<Cell> {
    let theme = &scene.look.theme;
    let cursor = cursor(input);
    let selected = input.selection_range();
    let text: String = input.lines()[line].chars().skip(chars.start).take(chars.len()).collect();
    let mut at = chars.start;
    let mut cells: Vec<Cell> = Vec::new();
    for grapheme in text.graphemes(true) {
        let next = at + grapheme.chars().count();
        let is_cursor = cursor.0 == line && (at..next).contains(&cursor.1);
        let is_selected = selected.is_some_and(|(from, to)| from <= (line, at) && (line, at) < to);
        let style = if is_cursor || is_selected { theme.cursor } else { theme.text };
        let symbol = text::shown(grapheme).into_owned();
        cells.push(Cell { wide: text::width(&symbol), symbol, style, is_cursor });
        at = next;
    }
    if cursor == (line, at) {
        cells.push(Cell { symbol: " ".to_owned(), wide: 1, style: theme.cursor, is_cursor: true });
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn no_place_is_left_empty_and_the_cursor_is_seen() {
        for count in 0..60 {
            for room in 1..20 {
                for at in 0..count {
                    let first = first(at, count, room);
                    assert!(first <= at && at < first + room, "{at} of {count} in {room}");
                    assert!(first + room <= count.max(room), "{at} of {count} in {room}");
                }
            }
        }
    }
}
