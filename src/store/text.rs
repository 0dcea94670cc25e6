//! The bytes around the TOML: byte-order mark and line endings, taken off before parsing and put back after.

use std::borrow::Cow;

/// What a file says, whatever stands around it.
pub fn tree(raw: &str) -> Result<toml::Table, toml::de::Error> {
    Text::new(raw).plain.parse()
}

/// Whether all of it is missing. That is what a full disk or a copy that broke off leaves, so that nothing may be written over
/// it.
pub fn is_lost(plain: &str) -> bool {
    plain.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}').is_empty()
}

/// Whether it sets nothing: it has remarks at most.
pub fn says_nothing(plain: &str) -> bool {
    plain.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with('#'))
}

/// A file's text as TOML sees it, and what was around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text<'r> {
    /// Without a byte-order mark, with plain line ends. Of a file that is so, the usual, no copy is made: it may be large.
    pub plain: Cow<'r, str>,
    bom: bool,
    /// With its own line ends, where these are not plain.
    original: Option<&'r str>,
}

impl<'r> Text<'r> {
    /// Take apart what a file holds.
    pub fn new(raw: &'r str) -> Self {
        let (body, bom) = raw.strip_prefix('\u{feff}').map_or((raw, false), |body| (body, true));
        if body.contains("\r\n") {
            Self { plain: body.replace("\r\n", "\n").into(), bom, original: Some(body) }
        } else {
            Self { plain: body.into(), bom, original: None }
        }
    }

    /// Whether the same stands around both: a byte-order mark, and line ends of that kind.
    pub fn is_dressed_like(&self, other: &Text<'_>) -> bool {
        (self.bom, self.original.is_some()) == (other.bom, other.original.is_some())
    }

    /// Put a new text into the old clothes: the same mark, and line ends as they were. Where both kinds stood side by
    /// side, lines that are still there keep theirs, and new ones end like the line before.
    pub fn dress<'p>(&self, plain: impl Into<Cow<'p, str>>) -> String {
        let plain = plain.into();
        if !self.bom && self.original.is_none() {
            return plain.into_owned();
        }
        let mut out = if self.bom { "\u{feff}".to_owned() } else { String::new() };
        let Some(original) = &self.original else {
            out.push_str(&plain);
            return out;
        };
        let mut before = original.split_inclusive('\n');
        let mut ending = "\r\n";
        for line in plain.split_inclusive('\n') {
            let Some(content) = line.strip_suffix('\n') else {
                out.push_str(line);
                break;
            };
            let mut ahead = before.clone();
            let found = ahead.find(|old| old.trim_end_matches(['\r', '\n']) == content.trim_end_matches('\r'));
            if let Some(old) = found {
                ending = if old.ends_with("\r\n") { "\r\n" } else { "\n" };
                before = ahead;
            }
            out.push_str(content);
            out.push_str(ending);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::Text;
    use proptest::prelude::*;

    #[test]
    fn line_ends_and_the_mark_come_back_as_they_were() {
        for raw in ["a = 1\nb = 2\n", "a = 1\r\nb = 2\r\n", "\u{feff}a = 1\r\nb = 2", "a = 1\r\nb = 2\nc = 3\r\n", ""] {
            let text = Text::new(raw);
            assert!(!text.plain.contains('\r') && !text.plain.contains('\u{feff}'));
            assert_eq!(text.dress(&*text.plain), raw);
        }
    }

    #[test]
    fn a_new_line_ends_like_its_neighbours() {
        let text = Text::new("a = 1\r\nb = 2\r\n");
        assert_eq!(text.dress("a = 1\nx = 9\nb = 2\n"), "a = 1\r\nx = 9\r\nb = 2\r\n");
    }

    proptest! {
        #[test]
        fn nothing_changes_without_a_change(lines in prop::collection::vec("[a-c ]{0,3}(\r\n|\n)", 0..12)) {
            let raw: String = lines.concat();
            let text = Text::new(&raw);
            prop_assert_eq!(text.dress(&*text.plain), raw);
        }
    }
}
