//! What one person set for themselves: config.toml and the environment, with every mistake in them at once.

use std::path::Path;

use super::ColorChoice;
use crate::app::keymap::Keymap;
use crate::store::config::{self, Config};
use crate::ui::Look;
use crate::ui::glyphs::Glyphs;
use crate::ui::theme::Theme;

/// The settings, read and understood.
#[derive(Debug, Clone, Default)]
pub(super) struct Personal {
    pub(super) config: Config,
    pub(super) keymap: Keymap,
    pub(super) look: Look,
    /// What is wrong, each with file and line. What is not mistaken counts.
    pub(super) complaints: Vec<String>,
}

impl Personal {
    pub(super) fn read(path: Option<&Path>, color: ColorChoice) -> Self {
        let mut file = path.map(config::File::read).unwrap_or_default();
        let (keymap, mistakes) = Keymap::new(&file.config.keys);
        for mistake in mistakes {
            file.complain(&mistake.id, mistake.message);
        }
        let theme = file.config.theme.clone();
        if let Some(unknown) = theme.filter(|name| Theme::named(name).is_none()) {
            let known: Vec<&str> = Theme::names().collect();
            file.complain("theme", format!("theme: there is no “{unknown}”; there are {}", known.join(", ")));
        }
        let complaints = file.complaints();
        Self { look: look(&file.config, color), config: file.config, keymap, complaints }
    }
}

/// Whether there are to be no colours, on the screen and in lists alike.
pub(super) fn without_colours(color: ColorChoice) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match color {
        ColorChoice::Always => false,
        ColorChoice::Never => true,
        ColorChoice::Auto => set("NO_COLOR") && !set("CLICOLOR_FORCE"),
    }
}

/// How the screen looks: by the settings, `NO_COLOR`, `CLICOLOR_FORCE` and the locale.
fn look(config: &Config, color: ColorChoice) -> Look {
    let plain = without_colours(color);
    let chosen = config.theme.as_deref().and_then(Theme::named).unwrap_or(Theme::TERMINAL);
    let theme = if plain { Theme::PLAIN } else { chosen };
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    let utf8 = locale.is_some_and(|locale| {
        let locale = locale.to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    });
    let glyphs = match config.glyphs {
        config::Glyphs::Unicode => &Glyphs::UNICODE,
        config::Glyphs::Auto if utf8 => &Glyphs::UNICODE,
        config::Glyphs::Ascii | config::Glyphs::Auto => &Glyphs::ASCII,
    };
    Look { theme, glyphs }
}
