//! A picture of a screen, made from the program's own buffer: text on a grid, in the colours of a quiet terminal.

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

const CELL: (f32, f32) = (8.4, 18.0);
const PAD: f32 = 14.0;
const PAPER: &str = "#1e2127";
const INK: &str = "#d7dae0";

fn colour(colour: Color, default: &'static str) -> &'static str {
    match colour {
        Color::Black => "#1e2127",
        Color::Red => "#ef7b85",
        Color::Green => "#98c379",
        Color::Yellow => "#e5c07b",
        Color::Blue | Color::LightBlue => "#6cb6ff",
        Color::Magenta => "#c678dd",
        Color::Cyan => "#5fc5d0",
        Color::Gray => "#abb2bf",
        Color::DarkGray => "#7f8694",
        _ => default,
    }
}

/// The buffer as an SVG document. The same buffer gives the same bytes.
pub fn svg(buffer: &Buffer) -> String {
    let (columns, rows) = (f32::from(buffer.area.width), f32::from(buffer.area.height));
    let (width, height) = (columns * CELL.0 + 2.0 * PAD, rows * CELL.1 + 2.0 * PAD);
    let mut out = String::new();
    _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"14\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{PAPER}\"/>\n"
    );
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let cell = &buffer[(x, y)];
            let style = (cell.fg, cell.bg, cell.modifier);
            // One element for all cells of a style, so that the picture stays small.
            let mut text = String::new();
            let from = x;
            while x < buffer.area.width {
                let cell = &buffer[(x, y)];
                if (cell.fg, cell.bg, cell.modifier) != style {
                    break;
                }
                text.push_str(cell.symbol());
                x += unicode_width::UnicodeWidthStr::width(cell.symbol()).max(1) as u16;
            }
            run(&mut out, &text, (from, y), x - from, style);
        }
    }
    out.push_str("</svg>\n");
    out
}

fn run(out: &mut String, text: &str, (x, y): (u16, u16), cells: u16, (fg, bg, modifier): (Color, Color, Modifier)) {
    let (mut ink, mut paper) = (colour(fg, INK), colour(bg, PAPER));
    if modifier.contains(Modifier::REVERSED) {
        (ink, paper) = (paper, ink);
    }
    let (left, top) = (PAD + f32::from(x) * CELL.0, PAD + f32::from(y) * CELL.1);
    let wide = f32::from(cells) * CELL.0;
    if paper != PAPER {
        _ = writeln!(
            out,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{wide:.1}\" height=\"{:.1}\" fill=\"{paper}\"/>",
            CELL.1
        );
    }
    if text.trim().is_empty() {
        return;
    }
    let mut attributes = String::new();
    if modifier.contains(Modifier::BOLD) {
        attributes.push_str(" font-weight=\"bold\"");
    }
    if modifier.contains(Modifier::UNDERLINED) {
        attributes.push_str(" text-decoration=\"underline\"");
    }
    if modifier.contains(Modifier::DIM) {
        attributes.push_str(" opacity=\"0.6\"");
    }
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    _ = writeln!(
        out,
        "<text x=\"{left:.1}\" y=\"{:.1}\" textLength=\"{wide:.1}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{ink}\" xml:space=\"preserve\"{attributes}>{escaped}</text>",
        top + CELL.1 * 0.74,
    );
}
