//! What can't be seen in a text is made visible, before the text reaches a screen, a terminal or a page: no byte of a plan
//! is ever obeyed, and none hides what stands beside it. Nothing else is changed.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;

/// At most so many code points make one character; more is a storm of combining marks.
const STORM: usize = 8;

/// The text with everything that a terminal could take for more than text turned into visible marks.
pub fn shown(text: &str) -> Cow<'_, str> {
    let plain = |c: char| (' '..='~').contains(&c);
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for grapheme in text.graphemes(true) {
        for c in grapheme.chars().take(STORM) {
            out.push(match c {
                '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => ' ',
                '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('?'),
                '\u{7f}'..='\u{9f}' => '␡',
                '\u{61c}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
                | '\u{feff}'
                | '\u{e0000}'..='\u{e007f}' => '·',
                c => c,
            });
        }
    }
    Cow::Owned(out)
}

/// Controls, and what turns the order of letters around or takes no room: an address that holds it is another than it
/// seems.
pub fn is_hidden(c: char) -> bool {
    // Most letters are so, and there may be millions.
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Enough of a text to know it by, without what is hidden.
pub fn beginning(text: &str) -> String {
    let short: String = text.chars().filter(|c| !is_hidden(*c)).take(40).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}
