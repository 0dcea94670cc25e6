//! Text on its way to the screen: made displayable, cut and wrapped by width. Every text of a plan passes through
//! [`shown`] before it is laid out, so that no byte of data reaches the terminal as control.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

pub use crate::domain::visible::shown;

/// What could stand in an empty place. The brackets say that it doesn't, where no colour does.
pub fn example(text: &str) -> String {
    format!("({text})")
}

/// Columns that the text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The beginning of the text that fits, with a mark where something was cut.
pub fn cut(text: &str, columns: usize, more: &str) -> String {
    let text = shown(text);
    if width(&text) <= columns {
        return text.into_owned();
    }
    let room = columns.saturating_sub(width(more));
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        used += width(grapheme);
        if used > room {
            break;
        }
        out.push_str(grapheme);
    }
    if columns >= width(more) {
        out.push_str(more);
    }
    out
}

/// Exactly so many columns: cut, or filled with spaces.
pub fn pad(text: &str, columns: usize, more: &str) -> String {
    let mut out = cut(text, columns, more);
    let used = width(&out);
    out.extend(std::iter::repeat_n(' ', columns.saturating_sub(used)));
    out
}

/// The text in lines of at most so many columns, broken between words where there are any; its own line breaks stay.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let paragraph = shown(paragraph);
        let mut line = String::new();
        let mut used = 0;
        for word in paragraph.split_inclusive(' ').flat_map(word_and_space) {
            let wide = width(word);
            if used + wide > columns && !line.trim().is_empty() {
                lines.push(line.trim_end().to_owned());
                line.clear();
                used = 0;
            }
            if used == 0 && word.trim().is_empty() && !line.is_empty() {
                continue;
            }
            if wide > columns {
                for grapheme in word.graphemes(true) {
                    if used + width(grapheme) > columns {
                        lines.push(std::mem::take(&mut line));
                        used = 0;
                    }
                    line.push_str(grapheme);
                    used += width(grapheme);
                }
                continue;
            }
            // A line never begins with the space that broke it.
            if !(line.is_empty() && word.trim().is_empty()) {
                line.push_str(word);
                used += wide;
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// `word ` as the word and its space, so that a line can end before the space.
fn word_and_space(piece: &str) -> impl Iterator<Item = &str> {
    let word = piece.trim_end_matches(' ');
    [word, &piece[word.len()..]].into_iter().filter(|part| !part.is_empty())
}

/// A line put together of pieces that know their columns.
#[derive(Debug, Default)]
pub struct Row {
    spans: Vec<Span<'static>>,
    used: usize,
}

impl Row {
    /// An empty line.
    pub fn new() -> Self {
        Self::default()
    }

    /// Columns used so far.
    pub fn used(&self) -> usize {
        self.used
    }

    /// A piece as it is.
    #[must_use]
    pub fn put(mut self, text: &str, style: Style) -> Self {
        let text = shown(text).into_owned();
        self.used += width(&text);
        self.spans.push(Span::styled(text, style));
        self
    }

    /// A piece of exactly so many columns.
    #[must_use]
    pub fn column(mut self, text: &str, columns: usize, style: Style, more: &str) -> Self {
        let text = cut(text, columns, more);
        let blank = columns.saturating_sub(width(&text));
        self.used += columns;
        self.spans.push(Span::styled(text, style));
        // What is empty is not underlined.
        self.spans.push(Span::raw(" ".repeat(blank)));
        self
    }

    /// A piece of at most what is left of so many columns.
    #[must_use]
    pub fn rest(mut self, text: &str, columns: usize, style: Style, more: &str) -> Self {
        let text = cut(text, columns.saturating_sub(self.used), more);
        self.used += width(&text);
        self.spans.push(Span::styled(text, style));
        self
    }

    /// A piece that ends at so many columns, if there is room for it and a gap before it.
    #[must_use]
    pub fn right(self, text: &str, columns: usize, style: Style) -> Self {
        self.right_of(&[(text.to_owned(), style)], columns)
    }

    /// Pieces of which the last ends at so many columns, if there is room for all of them and a gap before them.
    #[must_use]
    pub fn right_of(mut self, pieces: &[(String, Style)], columns: usize) -> Self {
        let wide = width_of(pieces);
        if self.used + wide + usize::from(self.used > 0) > columns {
            return self;
        }
        self.spans.push(Span::raw(" ".repeat(columns - self.used - wide)));
        self.used = columns - wide;
        pieces.iter().fold(self, |row, (text, style)| row.put(text, *style))
    }

    /// The line.
    pub fn line(self) -> Line<'static> {
        Line::from(self.spans)
    }
}

/// How many columns pieces take together.
pub fn width_of(pieces: &[(String, Style)]) -> usize {
    pieces.iter().map(|(text, _)| width(&shown(text))).sum()
}

/// The line as it looks under the cursor: filled to the edge, in one style, so that no colour makes a patchwork.
pub fn under_cursor(line: &Line<'static>, columns: usize, style: Style) -> Line<'static> {
    let used: usize = line.spans.iter().map(|span| width(&span.content)).sum();
    let mut text: String = line.spans.iter().map(|span| span.content.as_ref()).collect();
    text.extend(std::iter::repeat_n(' ', columns.saturating_sub(used)));
    Line::from(Span::styled(text, style))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_control() {
        let storm = format!("a{}", "\u{301}".repeat(10_000));
        let hostile = ["\x1b]52;c;aGk=\x07", "\u{9b}31m", "a\u{202e}b", "\0", "x\ry", "\u{e0041}", storm.as_str()];
        for text in hostile {
            let shown = shown(text);
            assert!(shown.chars().all(|c| !c.is_control() && c != '\u{202e}'), "{shown:?}");
            assert!(shown.chars().count() <= text.chars().count().min(64));
        }
    }

    #[test]
    fn a_text_is_cut_by_what_it_takes_on_the_screen() {
        assert_eq!(cut("Primo", 5, "…"), "Primo");
        assert_eq!(cut("Primo", 4, "…"), "Pri…");
        assert_eq!(cut("北京公司", 5, "…"), "北京…");
        assert_eq!(cut("Primo", 0, "…"), "");
        assert_eq!(pad("北", 4, "…"), "北  ");
    }

    #[test]
    fn a_text_is_wrapped_between_words_and_never_wider_than_asked() {
        assert_eq!(wrap("cost per lead is up", 10), ["cost per", "lead is up"]);
        assert_eq!(wrap("one\n\ntwo", 10), ["one", "", "two"]);
        assert_eq!(wrap("incomprehensibilities", 8), ["incompre", "hensibil", "ities"]);
        for columns in 1..60 {
            let text = "kind user · phone +1 505 555 0142 direct · e-mail ana@primo.example, and a b c d";
            let words = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            assert_eq!(words(&wrap(text, columns).concat()), words(text), "{columns}");
            for line in wrap("Beverage brands cut cost per lead 28 % in two quarters 北京公司.", columns) {
                assert!(width(&line) <= columns.max(2), "{columns}: {line}");
            }
        }
    }
}
