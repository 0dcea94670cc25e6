//! A text that is typed in, as the rows it is seen in: broken behind the spaces between its words, so that no row
//! begins with one. The view draws these rows and the cursor walks them, so that both always mean the same.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// One row: a line of the text, and the characters of it that stand in the row. The spaces at which it was broken
/// belong to it and may hang over its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which line of the text.
    pub line: usize,
    /// Which of its characters.
    pub chars: Range<usize>,
}

/// The text in rows of at most so many columns; 0 is as wide as it needs.
pub fn rows(lines: &[String], columns: usize) -> Vec<Row> {
    let columns = if columns == 0 { usize::MAX } else { columns };
    let mut rows = Vec::with_capacity(lines.len());
    for (line, text) in lines.iter().enumerate() {
        let starts = starts(text, columns);
        let ends = starts.iter().skip(1).copied().chain([text.chars().count()]);
        rows.extend(starts.iter().zip(ends).map(|(from, to)| Row { line, chars: *from..to }));
    }
    rows
}

/// At which characters the rows of a line begin.
fn starts(text: &str, columns: usize) -> Vec<usize> {
    let mut starts = vec![0];
    let (mut at, mut used) = (0, 0);
    for piece in text.split_inclusive(' ') {
        let word = piece.trim_end_matches(' ');
        if used > 0 && !word.is_empty() && used + word.width() > columns {
            starts.push(at);
            used = 0;
        }
        for grapheme in word.graphemes(true) {
            // A word that is longer than a row.
            if used > 0 && used + grapheme.width() > columns {
                starts.push(at);
                used = 0;
            }
            used += grapheme.width();
            at += grapheme.chars().count();
        }
        let spaces = piece.len() - word.len();
        used += spaces;
        at += spaces;
    }
    starts
}

/// The row in which the cursor stands: between two rows it stands before the second.
pub fn row_of(rows: &[Row], (line, column): (usize, usize)) -> usize {
    rows.iter().rposition(|row| row.line == line && row.chars.start <= column).unwrap_or(0)
}

/// Where the cursor comes to stand so many rows further down; none beyond the first and the last row.
pub fn moved(lines: &[String], columns: usize, cursor: (usize, usize), by: isize) -> Option<(usize, usize)> {
    let rows = rows(lines, columns);
    let here = row_of(&rows, cursor);
    let there = here.checked_add_signed(by)?;
    let from = rows.get(here)?;
    let row = rows.get(there)?;
    let text = |row: &Row| -> String { lines[row.line].chars().skip(row.chars.start).take(row.chars.len()).collect() };
    let wanted = text(from).chars().take(cursor.1.saturating_sub(from.chars.start)).collect::<String>().width();
    // The place behind a row that goes on belongs to the next one.
    let goes_on = rows.get(there + 1).is_some_and(|next| next.line == row.line);
    let last = row.chars.end - usize::from(goes_on && !row.chars.is_empty());
    let mut used = 0;
    let mut column = row.chars.start;
    for grapheme in text(row).graphemes(true) {
        if used >= wanted {
            break;
        }
        used += grapheme.width();
        column += grapheme.chars().count();
    }
    Some((row.line, column.min(last)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str, columns: usize) -> Vec<String> {
        let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        let of = |row: Row| lines[row.line].chars().skip(row.chars.start).take(row.chars.len()).collect();
        rows(&lines, columns).into_iter().map(of).collect()
    }

    #[test]
    fn a_row_ends_behind_the_space_and_none_begins_with_one() {
        let cases: [(&str, usize, &[&str]); 8] = [
            ("cost per lead is up", 10, &["cost per ", "lead is up"]),
            ("cost per lead", 8, &["cost per ", "lead"]),
            ("one\n\ntwo", 10, &["one", "", "two"]),
            ("incomprehensibilities", 8, &["incompre", "hensibil", "ities"]),
            ("a  b", 2, &["a  ", "b"]),
            ("  in", 4, &["  in"]),
            ("北京公司 x", 5, &["北京", "公司 ", "x"]),
            ("", 5, &[""]),
        ];
        for (text, columns, want) in cases {
            assert_eq!(seen(text, columns), want, "{text:?} in {columns}");
        }
    }

    #[test]
    fn nothing_is_lost_however_narrow_it_is() {
        let text = "Hi {{ person.first_name }},\n\n  one  of the two lines 北京公司, and incomprehensibilities \n";
        for columns in 0..80 {
            assert_eq!(seen(text, columns).concat(), text.replace('\n', ""), "{columns}");
        }
    }

    #[test]
    fn the_cursor_walks_the_rows_that_are_seen() {
        let lines = vec!["cost per lead is up".to_owned(), String::new(), "since".to_owned()];
        let moved = |cursor, by| moved(&lines, 10, cursor, by);
        assert_eq!(moved((0, 2), 1), Some((0, 11)), "within a long line");
        assert_eq!(moved((0, 11), -1), Some((0, 2)));
        assert_eq!(moved((0, 19), -1), Some((0, 8)), "not onto the place that belongs to the next row");
        assert_eq!(moved((0, 11), 1), Some((1, 0)));
        assert_eq!(moved((2, 3), -1), Some((1, 0)));
        assert_eq!((moved((0, 2), -1), moved((2, 2), 1)), (None, None), "the text ends there");
    }
}
