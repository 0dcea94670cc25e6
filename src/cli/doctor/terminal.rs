//! What the terminal can do, as far as the environment says: nothing is asked of it, since it might not answer.

use std::env;
use std::io::{self, IsTerminal as _};

use serde_json::{Value as Json, json};

use crate::ui::Look;
use crate::ui::theme::Theme;

/// Terminals that take no clipboard by OSC 52, by what they set.
const DEAF: [(&str, &str, &str); 4] = [
    ("TERM", "linux", "the Linux console has none"),
    ("TERM", "dumb", "a dumb terminal has none"),
    ("TERM_PROGRAM", "Apple_Terminal", "Terminal.app does not take it; iTerm2 and others do"),
    ("TERM", "vt100", "it is too old for one"),
];

/// What is known of it.
pub(super) struct Terminal {
    pub(super) lines: Vec<(&'static str, String)>,
    pub(super) json: Json,
}

pub(super) fn look(look: &Look) -> Terminal {
    let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let is_there = io::stdin().is_terminal() && io::stdout().is_terminal();
    let size = if is_there { crossterm::terminal::size().ok() } else { None };
    let term = set("TERM");
    let colours = if look.theme == Theme::PLAIN { 0 } else { colours(term.as_deref(), set("COLORTERM").as_deref()) };
    let ssh = ["SSH_CONNECTION", "SSH_TTY"].iter().any(|name| set(name).is_some());
    let clipboard = clipboard(&set);
    let told = match (&term, size) {
        (_, None) => "this is none".to_owned(),
        (term, Some((columns, rows))) => {
            let ssh = if ssh { ", over SSH" } else { "" };
            format!("{}, {columns} × {rows}{ssh}", term.as_deref().unwrap_or("of no name"))
        }
    };
    let marks = if look.glyphs.ascii { "ASCII" } else { "Unicode" };
    let colours_told = if colours == 0 { "no colours".to_owned() } else { format!("{colours} colours") };
    Terminal {
        lines: vec![("terminal", told), ("shown in", format!("{marks}, {colours_told}")), ("clipboard", clipboard.1)],
        json: json!({
            "is_terminal": is_there,
            "term": term,
            "columns": size.map(|size| size.0),
            "rows": size.map(|size| size.1),
            "colours": colours,
            "unicode": !look.glyphs.ascii,
            "ssh": ssh,
            "tmux": set("TMUX").is_some(),
            "clipboard": clipboard.0,
        }),
    }
}

fn colours(term: Option<&str>, colorterm: Option<&str>) -> u32 {
    match (term, colorterm) {
        (None | Some("dumb"), _) => 0,
        (_, Some("truecolor" | "24bit")) => 1 << 24,
        (Some(term), _) if term.contains("256color") || term.contains("direct") => 256,
        _ => 16,
    }
}

/// Whether what is copied may arrive, in a word, and why.
fn clipboard(set: &impl Fn(&str) -> Option<String>) -> (&'static str, String) {
    if set("TMUX").is_some() {
        return ("tmux", "through tmux; `set -g set-clipboard on` in tmux.conf hands it on".to_owned());
    }
    let deaf = DEAF.iter().find(|(name, value, _)| set(name).as_deref() == Some(*value));
    match deaf {
        Some((.., why)) => ("none", format!("none: {why}")),
        None if set("TERM").is_none() => ("none", "none: there is no terminal".to_owned()),
        None => ("osc52", "by OSC 52; some terminals want it allowed in their settings".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_environment_says() {
        for (term, colorterm, want) in [
            (None, None, 0),
            (Some("dumb"), Some("truecolor"), 0),
            (Some("xterm"), None, 16),
            (Some("xterm-256color"), None, 256),
            (Some("xterm-256color"), Some("truecolor"), 1 << 24),
        ] {
            assert_eq!(colours(term, colorterm), want, "{term:?} {colorterm:?}");
        }
        for (set, want) in [
            (vec![("TERM", "xterm-256color")], "osc52"),
            (vec![("TERM", "tmux-256color"), ("TMUX", "/tmp/x")], "tmux"),
            (vec![("TERM", "linux")], "none"),
            (vec![("TERM", "xterm-256color"), ("TERM_PROGRAM", "Apple_Terminal")], "none"),
            (vec![], "none"),
        ] {
            let of = |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(clipboard(&of).0, want, "{set:?}");
        }
    }
}
