//! A table as a terminal shows it. What can't be guessed when it is cut, and may have to be typed, stays whole: an id, a
//! number, a day, `2:6`, an address. Sentences and names give first, then words; where even that isn't enough, each row is a block.
//!
//! Pure: from rows and a width to a text. Pipes never come here.

use std::fmt::Write as _;

use super::paint::Paint;
use crate::ui::text::{pad, shown, width, wrap};

/// Between two columns.
const GAP: usize = 2;

/// How far in the lines of a block stand.
const INDENT: usize = 2;

/// What a column keeps of sentences, and where that is too much of a word: less says nothing.
const SENTENCE: usize = 12;
const WORD: usize = 8;

/// Columns of what is typed to mean that row.
const TYPED: [&str; 4] = ["id", "account", "step", "person"];

/// A column of days, with words between them: `2026-01-02 to 2027-01-01`.
const DAYS: &str = "when";

/// A column of what would be done: whoever is to say yes has to see all of it.
pub(super) const WHOLE: &str = "what comes of it";

/// Rows under their headings in at most so many columns; what is painted takes no more of them.
pub(super) fn drawn(headings: &[&str], rows: &[Vec<String>], room: usize, paint: Option<&Paint>) -> String {
    let columns: Vec<Column> = headings.iter().enumerate().map(|(i, heading)| Column::of(heading, i, rows)).collect();
    // Words stand whole as long as sentences keep something to say.
    let widths =
        fitted(&columns, Gives::Sentence, SENTENCE, room).or_else(|| fitted(&columns, Gives::Word, WORD, room));
    widths.map_or_else(|| blocks(headings, rows, room), |widths| lines(headings, rows, &widths, paint))
}

/// What is lost when a column is cut, from everything to little.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gives {
    /// Numbers, days, times, ids.
    Never,
    /// One word a cell.
    Word,
    /// Names and sentences.
    Sentence,
}

/// What a column wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Column {
    widest: usize,
    gives: Gives,
}

impl Column {
    fn of(heading: &str, at: usize, rows: &[Vec<String>]) -> Self {
        let cells = || rows.iter().filter_map(|row| row.get(at));
        let widest = cells().map(|cell| width(&shown(cell))).max().unwrap_or_default();
        let gives = match () {
            () if heading == WHOLE || heading == DAYS => Gives::Never,
            () if !cells().any(|cell| cell.contains(char::is_alphabetic)) => Gives::Never,
            () if cells().any(|cell| is_address(cell)) && cells().all(|cell| cell.is_empty() || is_address(cell)) => {
                Gives::Never
            }
            // `7 of 20: 35 %`, and `too few` beneath it.
            () if cells().any(|cell| is_figure(cell))
                && cells().all(|cell| is_figure(cell) || width(&shown(cell)) <= WORD) =>
            {
                Gives::Never
            }
            () if cells().any(|cell| cell.contains(char::is_whitespace)) => Gives::Sentence,
            () if TYPED.contains(&heading) => Gives::Never,
            () => Gives::Word,
        };
        Self { widest: widest.max(width(heading)), gives }
    }
}

/// An e-mail address.
fn is_address(cell: &str) -> bool {
    cell.contains('@') && !cell.contains(char::is_whitespace)
}

fn is_figure(cell: &str) -> bool {
    cell.starts_with(|c: char| c.is_ascii_digit())
}

/// The widths with which the columns fit into the room, if they do. Of those that give as much as that the widest gives
/// first, and none becomes narrower than `least` by it.
fn fitted(columns: &[Column], from: Gives, least: usize, room: usize) -> Option<Vec<usize>> {
    let room = room.checked_sub(GAP * columns.len().saturating_sub(1))?;
    let mut widths: Vec<usize> = columns.iter().map(|column| column.widest).collect();
    loop {
        let total: usize = widths.iter().sum();
        if total <= room {
            return Some(widths);
        }
        let giving = || columns.iter().enumerate().filter(|(_, column)| column.gives >= from).map(|(i, _)| i);
        let widest = giving().map(|i| widths[i]).max().filter(|widest| *widest > least)?;
        // Down to the next narrower one, or as far as is needed.
        let next = giving().map(|i| widths[i]).filter(|width| *width < widest).max().unwrap_or(0).max(least);
        let these: Vec<usize> = giving().filter(|i| widths[*i] == widest).collect();
        let less = (widest - next).min((total - room).div_ceil(these.len())).max(1);
        for i in these {
            widths[i] -= less;
        }
    }
}

fn lines(headings: &[&str], rows: &[Vec<String>], widths: &[usize], paint: Option<&Paint>) -> String {
    let mut text = String::new();
    let mut line = |cells: Vec<String>| {
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    };
    let head = headings.iter().zip(widths).map(|(heading, width)| pad(&heading.to_uppercase(), *width, "…"));
    line(head.map(|heading| paint.map_or(heading.clone(), |paint| paint.heading(&heading))).collect());
    for row in rows {
        let cells = headings.iter().zip(row).zip(widths).map(|((heading, cell), width)| {
            let told = pad(cell, *width, "…");
            paint.map_or(told.clone(), |paint| paint.cell(heading, cell, &told))
        });
        line(cells.collect());
    }
    text
}

/// Each row begins with its first cell; beneath it stands what else it says, as much on a line as fits. What is empty is
/// left away.
fn blocks(headings: &[&str], rows: &[Vec<String>], room: usize) -> String {
    let mut text = String::new();
    for row in rows {
        let mut cells = headings.iter().zip(row);
        if let Some((_, first)) = cells.next() {
            for line in wrap(first, room) {
                _ = writeln!(text, "{line}");
            }
        }
        let told = cells.filter(|(_, cell)| !cell.is_empty()).map(|(heading, cell)| match *heading {
            "" => cell.clone(),
            heading => format!("{heading}: {cell}"),
        });
        let room = room.saturating_sub(INDENT);
        for line in together(told, room).iter().flat_map(|line| wrap(line, room)) {
            _ = writeln!(text, "{:INDENT$}{line}", "");
        }
    }
    text
}

/// What fits on a line stands on it.
fn together(parts: impl Iterator<Item = String>, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if width(&shown(line)) + 3 + width(&shown(&part)) <= room => {
                line.push_str(" · ");
                line.push_str(&part);
            }
            _ => lines.push(part),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    #[test]
    fn what_gives_gives_first_and_what_does_not_never() {
        use Gives::{Never, Sentence, Word};
        for (columns, room, want) in [
            (&[(5, Never), (8, Word), (60, Sentence)][..], 100, Some(vec![5, 8, 60])),
            (&[(5, Never), (8, Word), (60, Sentence)], 40, Some(vec![5, 8, 23])),
            (&[(5, Never), (30, Sentence), (60, Sentence)], 40, Some(vec![5, 15, 15])),
            (&[(20, Never), (20, Sentence), (20, Sentence)], 50, Some(vec![20, 13, 13])),
            (&[(20, Word), (6, Sentence), (20, Sentence)], 40, Some(vec![20, 6, 10])),
            (&[(20, Never), (6, Sentence), (20, Sentence)], 39, None),
            (&[(20, Never), (20, Word)], 41, None),
            (&[], 10, Some(vec![])),
            (&[(1, Sentence), (1, Sentence)], 1, None),
        ] {
            let columns: Vec<Column> = columns.iter().map(|&(widest, gives)| Column { widest, gives }).collect();
            let fits = fitted(&columns, Sentence, 10, room);
            assert_eq!(fits, want, "{columns:?} in {room}");
        }
        let words = [Column { widest: 20, gives: Never }, Column { widest: 20, gives: Word }];
        assert_eq!(fitted(&words, Word, 8, 35), Some(vec![20, 13]));
    }

    #[test]
    fn days_with_words_between_them_stand_whole_too() {
        let why = "Two hires depend on it, and with them the day shift.";
        let goals =
            rows(&[&["logos-26", "2026-01-02 to 2027-01-01", why], &["calls", "each week, from 2026-10-06", why]]);
        for room in [40, 60, 80] {
            let text = drawn(&["id", "when", "why"], &goals, room, None);
            assert!(text.contains("2026-01-02 to 2027-01-01") && text.contains("from 2026-10-06"), "{room}\n{text}");
        }
    }

    #[test]
    fn in_every_width_ids_numbers_and_days_stand_whole() {
        let history = rows(&[
            &["17959653283431000001", "2026-11-24 09:00", "Primo: log, and a long label of it", "accounts/primo.toml"],
            &["17959653283431000002", "2026-11-24 09:01", "", "accounts/nordahl.toml and 11 more"],
        ]);
        let touches = rows(&[
            &["corvane-freight", "2:6", "linkedin-message", "mei-ling-zhou", "credibility", "2026-11-24"],
            &["primo", "1:10", "call", "dana-cole", "meeting", "2026-11-24"],
        ]);
        let all = [
            (["step", "when", "what", "files"].as_slice(), history),
            (&["account", "touch", "channel", "person", "purpose", "due"], touches),
        ];
        for (headings, rows) in all {
            for room in 30..200 {
                let text = drawn(headings, &rows, room, None);
                assert!(text.lines().all(|line| width(line) <= room), "{room}\n{text}");
                for cell in rows.iter().flatten().filter(|cell| cell.contains(char::is_numeric) && cell.len() < 21) {
                    assert!(text.contains(cell.as_str()), "{cell} in {room}\n{text}");
                }
                let is_table = text.starts_with(&headings[0].to_uppercase());
                assert!(is_table || room < 80, "{room} is enough for columns\n{text}");
            }
        }
    }

    #[test]
    fn an_address_stands_whole_and_what_is_beside_it_gives() {
        let rows = rows(&[
            &["primo", "dana-cole", "Dana Cole", "Chief Marketing Officer", "economic", "dana.cole@primo.example"],
            &["globex", "lee-ray", "Lee Ray", "Head of HR", "unknown", ""],
        ]);
        let headings = ["account", "id", "name", "title", "influence", "email"];
        for room in 30..120 {
            let text = drawn(&headings, &rows, room, None);
            assert!(text.contains("dana.cole@primo.example"), "{room}\n{text}");
            assert!(text.starts_with("ACCOUNT") || room < 75, "{room}\n{text}");
        }
    }

    #[test]
    fn where_nothing_fits_each_row_is_a_block() {
        let rows = rows(&[
            &["corvane-freight", "2:6", "call", "", "wait for the answer to the letter"],
            &["primo", "1:1", "email", "dana-cole", ""],
        ]);
        assert_eq!(
            drawn(&["account", "touch", "channel", "person", ""], &rows, 30, None),
            "corvane-freight\n  touch: 2:6 · channel: call\n  wait for the answer to the\n  letter\n\
             primo\n  touch: 1:1 · channel: email\n  person: dana-cole\n"
        );
    }
}
