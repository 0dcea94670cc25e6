//! What colours and attributes mean. Nothing else in `ui` names a colour; without colours every meaning keeps an
//! attribute and a text of its own. The named themes are data, in `assets/themes`.

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};

/// The themes a user can choose by name, besides the terminal's own colours and none.
const NAMED: [(&str, &str); 2] = [
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
];

/// Styles by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// What everything stands on.
    pub ground: Style,
    /// Running text.
    pub text: Style,
    /// Labels, hints, what matters less.
    pub dim: Style,
    /// Headings.
    pub heading: Style,
    /// The pane with the keys, keys in hints.
    pub accent: Style,
    /// Done, saved.
    pub good: Style,
    /// Due today, gaps in a draft.
    pub warn: Style,
    /// Overdue, wrong, not saved.
    pub bad: Style,
    /// The row under the cursor in the pane with the keys.
    pub cursor: Style,
    /// The row under the cursor elsewhere.
    pub shadow: Style,
    /// What a filter's word matched.
    pub hit: Style,
    /// The field that is typed in.
    pub field: Style,
}

impl Theme {
    /// Sixteen colours on the terminal's own background.
    pub const TERMINAL: Self = Self {
        ground: Style::new(),
        text: Style::new(),
        // Not bright black, which in some palettes (Solarized) is the background itself.
        dim: Style::new().add_modifier(Modifier::DIM),
        // The darker blue can hardly be read on black, in the colours that many terminals come with.
        heading: Style::new().fg(Color::LightBlue).add_modifier(Modifier::BOLD),
        accent: Style::new().fg(Color::Cyan),
        good: Style::new().fg(Color::Green),
        warn: Style::new().fg(Color::Yellow),
        bad: Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
        cursor: Style::new().add_modifier(Modifier::REVERSED),
        shadow: Style::new().add_modifier(Modifier::BOLD),
        hit: Style::new().fg(Color::Yellow).add_modifier(Modifier::UNDERLINED),
        field: Style::new().add_modifier(Modifier::UNDERLINED),
    };

    /// No colours at all (`NO_COLOR`, `--color never`).
    pub const PLAIN: Self = Self {
        ground: Style::new(),
        text: Style::new(),
        dim: Style::new().add_modifier(Modifier::DIM),
        heading: Style::new().add_modifier(Modifier::BOLD),
        accent: Style::new().add_modifier(Modifier::BOLD),
        good: Style::new(),
        warn: Style::new().add_modifier(Modifier::BOLD),
        bad: Style::new().add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
        cursor: Style::new().add_modifier(Modifier::REVERSED),
        shadow: Style::new().add_modifier(Modifier::BOLD),
        hit: Style::new().add_modifier(Modifier::UNDERLINED),
        field: Style::new().add_modifier(Modifier::UNDERLINED),
    };

    /// The theme of that name: `terminal`, `plain`, or one of `assets/themes`.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "terminal" => Some(Self::TERMINAL),
            "plain" => Some(Self::PLAIN),
            name => NAMED.iter().find(|(known, _)| *known == name).and_then(|(_, text)| Self::parse(text).ok()),
        }
    }

    /// Every name that [`Theme::named`] knows.
    pub fn names() -> impl Iterator<Item = &'static str> {
        ["terminal", "plain"].into_iter().chain(NAMED.map(|(name, _)| name))
    }

    /// A theme file: meanings, and what they look like in words: `"bold #6cb6ff"`, `"black on #d7dae0"`. What it does
    /// not say stays as [`Theme::TERMINAL`] has it.
    fn parse(text: &str) -> Result<Self, String> {
        let written: BTreeMap<String, String> = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut theme = Self::TERMINAL;
        for (meaning, words) in written {
            *theme.slot(&meaning).ok_or_else(|| format!("a theme has no “{meaning}”"))? = style(&words)?;
        }
        Ok(theme)
    }

    fn slot(&mut self, meaning: &str) -> Option<&mut Style> {
        Some(match meaning {
            "ground" => &mut self.ground,
            "text" => &mut self.text,
            "dim" => &mut self.dim,
            "heading" => &mut self.heading,
            "accent" => &mut self.accent,
            "good" => &mut self.good,
            "warn" => &mut self.warn,
            "bad" => &mut self.bad,
            "cursor" => &mut self.cursor,
            "shadow" => &mut self.shadow,
            "hit" => &mut self.hit,
            "field" => &mut self.field,
            _ => return None,
        })
    }
}

fn style(words: &str) -> Result<Style, String> {
    let mut style = Style::new();
    let mut on = false;
    for word in words.split_whitespace() {
        let modifier = match word {
            "bold" => Modifier::BOLD,
            "dim" => Modifier::DIM,
            "underlined" => Modifier::UNDERLINED,
            "reversed" => Modifier::REVERSED,
            "on" => {
                on = true;
                continue;
            }
            _ => Modifier::empty(),
        };
        if !modifier.is_empty() {
            style = style.add_modifier(modifier);
            continue;
        }
        let color: Color = word.parse().map_err(|_| format!("“{word}” is no colour and no attribute"))?;
        style = if std::mem::take(&mut on) { style.bg(color) } else { style.fg(color) };
    }
    Ok(style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_that_ships_is_read_whole() {
        for (name, text) in NAMED {
            let theme = Theme::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_ne!(theme, Theme::TERMINAL, "{name}");
        }
        assert!(Theme::names().all(|name| Theme::named(name).is_some()));
        assert_eq!(Theme::named("sepia"), None);
    }

    #[test]
    fn a_style_is_written_in_words() {
        let want = Style::new().fg(Color::Black).bg(Color::Rgb(0xd7, 0xda, 0xe0)).add_modifier(Modifier::BOLD);
        assert_eq!(style("bold black on #d7dae0"), Ok(want));
        assert!(style("blod").is_err());
    }
}
