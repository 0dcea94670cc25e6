//! What colours and attributes mean. Nothing else in `ui` names a colour; without colours every meaning keeps an
//! attribute and a text of its own.

use ratatui::style::{Color, Modifier, Style};

/// Styles by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
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
        text: Style::new(),
        dim: Style::new().fg(Color::DarkGray),
        heading: Style::new().fg(Color::Blue).add_modifier(Modifier::BOLD),
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
}
