//! What is exported to a terminal is displayable, line by line; in a file it is as it is.

use crate::common::hostile::HOSTILE;
use crate::common::pty::Home;

#[test]
fn a_terminal_gets_no_control_byte_of_a_plan() {
    let home = Home::with_primo();
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let people: Vec<String> = HOSTILE
        .iter()
        .enumerate()
        .map(|(n, text)| format!("[[people]]\nid = \"p{n}\"\nname = {0}\ntitle = {0}\n", quoted(text)))
        .collect();
    std::fs::write(home.plan().join("accounts/primo.toml"), format!("name = \"Primo\"\n{}", people.concat())).unwrap();
    for format in [&["csv", "people"][..], &["vcf"], &["ics"], &["json"]] {
        let (_, bytes) = home.start(200, 60, &[&["export"], format].concat()).end_with_bytes();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("Primo") || format == ["ics"], "{format:?}: {text}");
        let control = text.chars().find(|c| {
            c.is_control() && !matches!(c, '\r' | '\n')
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        });
        assert_eq!(control, None, "{format:?}: {text:?}");
    }
}
