//! For a terminal that shows ASCII alone: whatever else was drawn is written with the nearest ASCII, cell by cell, so
//! that every column stays where it was. Only the picture changes, never the plan.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Rewrite a frame.
pub(super) fn rewrite(buffer: &mut Buffer) {
    let Rect { width, height, .. } = buffer.area;
    for y in 0..height {
        for x in 0..width {
            let Some(cell) = buffer.cell_mut((x, y)).filter(|cell| !cell.symbol().is_ascii()) else { continue };
            let columns = cell.symbol().width();
            let plain = nearest(cell.symbol());
            // The cells behind a wide character are drawn on their own now.
            let mut letters = plain.chars().chain(std::iter::repeat(' '));
            for column in 0..u16::try_from(columns.max(1)).unwrap_or(1) {
                let letter = letters.next().unwrap_or(' ');
                if let Some(cell) = buffer.cell_mut((x + column, y)) {
                    cell.set_char(letter);
                }
            }
        }
    }
}

/// The same of a line that stands in no cells.
pub(super) fn line(text: &str) -> String {
    let plain = |grapheme: &str| if grapheme.is_ascii() { grapheme.to_owned() } else { nearest(grapheme) };
    text.graphemes(true).map(plain).collect()
}

fn nearest(symbol: &str) -> String {
    let well_known = match symbol {
        "→" => ">",
        "…" => "~",
        "·" | "–" | "—" => "-",
        "×" => "x",
        "‖" => "|",
        "✓" => "v",
        "“" | "”" => "\"",
        "‘" | "’" => "'",
        _ => "",
    };
    if !well_known.is_empty() {
        return well_known.to_owned();
    }
    let plain = deunicode::deunicode(symbol);
    if plain.trim().is_empty() || plain.chars().any(char::is_control) { "?".to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stay_and_letters_are_the_nearest() {
        let rewritten = |text: &str| {
            let mut buffer = Buffer::with_lines([text]);
            rewrite(&mut buffer);
            buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect::<String>()
        };
        assert_eq!(rewritten("Émilie → Thu"), "Emilie > Thu");
        assert_eq!(rewritten("“no” · 3 …"), "\"no\" - 3 ~");
        assert_eq!(rewritten("北京|").len(), 5);
        assert!(rewritten("北京|").ends_with('|') && rewritten("北京|").is_ascii());
    }
}
