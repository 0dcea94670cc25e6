//! The palette: every command that is possible here, found by a few letters of its name.

use crokey::KeyCombination;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui_textarea::TextArea;

use super::command::{self, Command, Scope, always};
use super::effect::Effects;
use super::input;
use super::model::{Ctx, Model};
use super::overlay::Overlay;

/// The commands of the palette itself.
pub(super) const COMMANDS: &[Command] = &[
    palette("palette.run", "run", "Run the command under the cursor.", run),
    palette("palette.down", "down", "To the next one that fits.", |model, _| step(model, 1)),
    palette("palette.up", "up", "To the one before.", |model, _| step(model, -1)),
];

const fn palette(
    id: &'static str,
    label: &'static str,
    help: &'static str,
    run: fn(&mut Model, &Ctx) -> Effects,
) -> Command {
    Command { id, scope: Scope::Palette, label, help, enabled: always, run }
}

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
    /// Open the palette with what is possible where the cursor stands. The help, which sends one here, is about what lies
    /// beneath it.
    pub fn open_palette(&mut self) -> Effects {
        if matches!(self.overlays.last(), Some(Overlay::Help(_))) {
            self.close();
        }
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
        let mut score = |text: &str| pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher);
        let mut scored: Vec<((bool, u32), &'static Command)> = possible
            .filter_map(|command| {
                // A name that fits says more than a sentence, and in a sentence any letters happen to be: there the
                // words count as they are.
                let by_name = score(&format!("{} {}", command.label, command.id)).map(|score| (true, score));
                let by_help = || has_words(command.help, &text).then_some((false, 0));
                Some((by_name.or_else(by_help)?, command))
            })
            .collect();
        // Stable: without a text the table's order stands.
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        self.fits = scored.into_iter().map(|(_, command)| command).collect();
        self.at = 0;
    }
}

fn has_words(sentence: &str, words: &str) -> bool {
    let sentence = sentence.to_lowercase();
    words.split_whitespace().all(|word| sentence.contains(&word.to_lowercase()))
}

/// A key typed into the palette.
pub(super) fn key(model: &mut Model, key: KeyCombination) -> Effects {
    let Some(Overlay::Palette(mut palette)) = model.overlays.pop() else { return Vec::new() };
    input::type_key(&mut palette.input, key, false);
    palette.search(model);
    model.overlays.push(Overlay::Palette(palette));
    Vec::new()
}

fn step(model: &mut Model, by: isize) -> Effects {
    if let Some(Overlay::Palette(palette)) = model.overlays.last_mut() {
        palette.at = palette.at.saturating_add_signed(by).min(palette.fits.len().saturating_sub(1));
    }
    Vec::new()
}

/// Do what the cursor stands on.
fn run(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(Overlay::Palette(palette)) = model.overlays.pop() else { return Vec::new() };
    let Some(command) = palette.fits.get(palette.at) else { return Vec::new() };
    model.command = command.id;
    (command.run)(model, ctx)
}
