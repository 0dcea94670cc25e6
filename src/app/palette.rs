//! The palette: every command that is possible here, found by a few letters of its name.

use crokey::KeyCombination;
use crossterm::event::KeyCode;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui_textarea::TextArea;

use super::command::{self, Command, Scope};
use super::effect::Effects;
use super::input;
use super::model::{Ctx, Model};
use super::overlay::Overlay;

/// The palette as it stands.
#[derive(Debug, Clone)]
pub struct Palette {
    /// What is typed.
    pub input: TextArea<'static>,
    /// What fits, best first.
    pub fits: Vec<&'static Command>,
    /// The one under the cursor.
    pub at: usize,
    scopes: Vec<Scope>,
}

impl Model {
    /// Open the palette with what is possible where the cursor stands.
    pub fn open_palette(&mut self) -> Effects {
        let scopes = self.scopes();
        let mut palette = Palette { input: input::line(""), fits: Vec::new(), at: 0, scopes };
        palette.search(self);
        self.overlays.push(Overlay::Palette(Box::new(palette)));
        Vec::new()
    }
}

impl Palette {
    fn search(&mut self, model: &Model) {
        let possible = command::all().filter(|command| {
            self.scopes.contains(&command.scope) && command.scope != Scope::List && (command.enabled)(model)
        });
        let text = self.input.lines().join(" ");
        let pattern = Pattern::parse(&text, CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut scored: Vec<(u32, &'static Command)> = possible
            .filter_map(|command| {
                let name = format!("{} {} {}", command.label, command.id, command.help);
                let score = pattern.score(Utf32Str::new(&name, &mut buffer), &mut matcher)?;
                Some((score, command))
            })
            .collect();
        // Stable: without a text the table's order stands.
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        self.fits = scored.into_iter().map(|(_, command)| command).collect();
        self.at = 0;
    }
}

/// A key typed into the palette.
pub(super) fn key(model: &mut Model, key: KeyCombination) -> Effects {
    let Some(Overlay::Palette(mut palette)) = model.overlays.pop() else { return Vec::new() };
    let last = palette.fits.len().saturating_sub(1);
    match key.codes {
        crokey::OneToThree::One(KeyCode::Down) => palette.at = (palette.at + 1).min(last),
        crokey::OneToThree::One(KeyCode::Up) => palette.at = palette.at.saturating_sub(1),
        _ => {
            input::type_key(&mut palette.input, key, false);
            palette.search(model);
        }
    }
    model.overlays.push(Overlay::Palette(palette));
    Vec::new()
}

/// Enter: do what the cursor stands on.
pub(super) fn run(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(Overlay::Palette(palette)) = model.overlays.pop() else { return Vec::new() };
    match palette.fits.get(palette.at) {
        Some(command) => (command.run)(model, ctx),
        None => Vec::new(),
    }
}
