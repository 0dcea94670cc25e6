//! What stands in one cell: a line, or several words with commas between them, in quotes where a word holds one itself. What is joined here is
//! taken apart here, each word as it was; lists of others, with commas or semicolons, are read as well.

/// One line, without what can't be seen.
pub(super) fn one_line(text: &str) -> String {
    // Most are so.
    let is_plain = text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    if is_plain && !text.contains("  ") && !text.starts_with(' ') && !text.ends_with(' ') {
        return text.to_owned();
    }
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words in one cell.
pub fn join<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let cell = |word: &'w str| {
        let is_plain = !word.contains([',', ';', '"']) && word.trim() == word;
        if is_plain { word.to_owned() } else { format!("\"{}\"", word.replace('"', "\"\"")) }
    };
    words.into_iter().map(cell).collect::<Vec<_>>().join(", ")
}

/// The words of a cell, each once.
pub fn split(cell: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut rest = cell.trim_start();
    while !rest.is_empty() {
        let (word, behind) = quoted(rest).unwrap_or_else(|| {
            let (word, behind) = rest.split_once([',', ';']).unwrap_or((rest, ""));
            (word.trim().to_owned(), behind)
        });
        if !word.is_empty() && !words.contains(&word) {
            words.push(word);
        }
        rest = behind.trim_start();
    }
    words
}

/// A word in quotes with what stands behind the separator after it; nothing, where it is none as a whole.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix('"')?;
    let mut word = String::new();
    loop {
        let (part, behind) = rest.split_once('"')?;
        word.push_str(part);
        match behind.strip_prefix('"') {
            Some(more) => {
                word.push('"');
                rest = more;
            }
            None if behind.trim_start().is_empty() => return Some((word, "")),
            None => return behind.trim_start().strip_prefix([',', ';']).map(|behind| (word, behind)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lists_of_others_are_read_too() {
        for (cell, want) in [
            ("a, b;c ,, a", &["a", "b", "c"][..]),
            ("\"c, d\", e", &["c, d", "e"]),
            ("\"a \"\"b\"\"\"", &["a \"b\""]),
            ("5\" pipe, x", &["5\" pipe", "x"]),
            ("\"a\" b, c", &["\"a\" b", "c"]),
            ("\"open, c", &["\"open", "c"]),
            ("", &[]),
        ] {
            assert_eq!(split(cell), want, "{cell}");
        }
    }

    proptest! {
        #[test]
        fn what_is_joined_comes_apart_as_it_was(words in prop::collection::btree_set("[ab ,;\"]{1,6}", 0..5)) {
            let words: Vec<String> = words.into_iter().collect();
            prop_assert_eq!(split(&join(words.iter().map(String::as_str))), words);
        }
    }
}
