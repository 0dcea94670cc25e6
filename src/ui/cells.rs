//! The last look at a frame before it is shown. Every text of ours passes [`shown`] before it is laid out; a field that
//! is being typed into is drawn by a widget that isn't ours, and ratatui takes out controls but neither what turns text
//! around nor a storm of combining marks.

use ratatui::buffer::{Buffer, Cell};

use super::text::shown;

/// Make every cell displayable.
pub(super) fn look_over(buffer: &mut Buffer) {
    for cell in buffer.content.iter_mut().filter(|cell| !is_plain(cell)) {
        let plain = shown(cell.symbol()).into_owned();
        cell.set_symbol(&plain);
    }
}

/// Letters, and what lines and marks are drawn with.
fn is_plain(cell: &Cell) -> bool {
    let symbol = cell.symbol();
    symbol.is_ascii() && !symbol.bytes().any(|b| b.is_ascii_control())
        || symbol.chars().all(|c| c.is_alphanumeric() || ('\u{2190}'..='\u{25ff}').contains(&c)) && symbol.len() < 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_cell_is_more_than_text() {
        let storm = format!("a{}", "\u{301}".repeat(100));
        let symbols = ["x\u{e0041}\u{202e}", "\u{2028}", "\u{1b}", &storm, "é", "│", "北"];
        let mut buffer = Buffer::with_lines([" ".repeat(symbols.len())]);
        for (cell, symbol) in buffer.content.iter_mut().zip(symbols) {
            cell.set_symbol(symbol);
        }
        look_over(&mut buffer);
        let cells: Vec<&str> = buffer.content.iter().map(Cell::symbol).collect();
        assert_eq!(cells[..3], ["x··", " ", "␛"]);
        assert_eq!(cells[3].chars().count(), 8);
        assert_eq!(cells[4..], ["é", "│", "北"]);
    }
}
