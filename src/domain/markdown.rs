//! Texts of a plan within Markdown (CommonMark with GitHub's tables): one line each, in which nothing is taken for more than
//! text, and no more is escaped than that takes, since Markdown is read raw as well.

use super::visible::shown;

/// A text within a line. What can't be seen is made visible; line breaks are spaces.
pub fn inline(text: &str) -> String {
    let shown = shown(text);
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(words.len() + 8);
    let mut before = None;
    let mut rest = words.chars();
    while let Some(c) = rest.next() {
        if is_sign(c, before, rest.as_str()) || begins_block(c, &words, rest.as_str()) {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// Whether the letter means something where it stands.
fn is_sign(c: char, before: Option<char>, rest: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' => true,
        // Within a word it is a letter as any other.
        '_' => !(is_word(before) && is_word(rest.chars().next())),
        // At either end of a heading; `#4` and `#tag` are words.
        '#' => before.is_none_or(|c| c == ' ' || c == '#') && ends_word(rest.trim_start_matches('#')),
        '&' => is_entity(rest),
        _ => false,
    }
}

fn ends_word(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(' ')
}

/// `amp;`, `#60;`: what after an ampersand is read as one letter.
fn is_entity(rest: &str) -> bool {
    rest.split_once(';').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
    })
}

/// Whether the text would begin a list, a quotation or a rule with this letter.
fn begins_block(c: char, text: &str, rest: &str) -> bool {
    let so_far = &text[..text.len() - rest.len() - c.len_utf8()];
    match c {
        '>' | '+' | '-' | '=' => so_far.is_empty(),
        // A number that goes on (“4.8 of 6”) is none of a list.
        '.' | ')' => {
            let ends = rest.chars().next().is_none_or(char::is_whitespace);
            ends && !so_far.is_empty() && so_far.bytes().all(|byte| byte.is_ascii_digit())
        }
        _ => false,
    }
}

/// The parts that say something, as texts within a line, with a dot between them.
pub fn joined<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let parts = parts.into_iter().filter(|part| !part.trim().is_empty());
    parts.map(inline).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser};

    use super::*;

    /// What is read of it, as long as it is nothing but text.
    fn read(markdown: &str) -> Option<String> {
        let mut text = String::new();
        for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::Start(tag) if !matches!(tag, pulldown_cmark::Tag::Paragraph) => return None,
                Event::Start(_) | Event::End(_) => {}
                _ => return None,
            }
        }
        Some(text)
    }

    #[test]
    fn a_text_reads_well_raw_and_only_what_means_something_is_escaped() {
        for (text, want) in [
            ("Cost per lead up 40 % (Q3 call, p. 4)", "Cost per lead up 40 % (Q3 call, p. 4)"),
            ("R&D; snake_case at AT&T, C#", "R\\&D; snake_case at AT&T, C#"),
            ("# one", "\\# one"),
            ("#4, #midwest ##", "#4, #midwest \\#\\#"),
            ("1. first", "1\\. first"),
            ("- a\n- b", "\\- a - b"),
            ("<script>alert(1)</script>", "\\<script>alert(1)\\</script>"),
            ("[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"),
            ("*a* _b_ `c` ~~d~~ | e", "\\*a\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~ \\| e"),
            ("a\u{1b}[31m", "a␛\\[31m"),
        ] {
            assert_eq!(inline(text), want);
        }
    }

    proptest! {
        #[test]
        fn whatever_a_text_says_is_read_as_that_text(text in "[ -~\u{a0}-\u{17f}\n\t\u{1b}]{0,60}") {
            let want = shown(&text).split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(read(&inline(&text)), Some(want.clone()));
            // Nor does it matter that it is a heading.
            let heading = format!("# {}", inline(&text));
            let events: Vec<_> = Parser::new(&heading).collect();
            let told: String = events.iter().filter_map(|event| if let Event::Text(part) = event { Some(part.as_ref()) } else { None }).collect();
            prop_assert_eq!(told, want);
            prop_assert!(events.iter().filter(|event| matches!(event, Event::Start(_))).count() <= 1);
        }
    }
}
