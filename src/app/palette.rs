//! The palette: every command that is possible here, found by a few letters of its name; what stands behind a whole name
//! goes into the line that the command asks for (`import ~/Downloads/Connections.csv`).

use crokey::KeyCombination;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui_textarea::TextArea;

use super::command::{self, Command, Scope, always};
use super::effect::Effects;
use super::input;
use super::model::{Ctx, Model};
use super::overlay::Overlay;
use super::prompt;

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
    /// What stands behind the whole name of the one that fits.
    behind: String,
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
        let mut palette = Palette { input: input::line(""), fits: Vec::new(), at: 0, behind: String::new(), scopes };
        palette.search(self);
        self.overlays.push(Overlay::Palette(Box::new(palette)));
        Vec::new()
    }
}

impl Palette {
    fn search(&mut self, model: &Model) {
        let possible: Vec<&'static Command> = command::all()
            .filter(|command| {
                self.scopes.contains(&command.scope) && command.scope != Scope::List && (command.enabled)(model)
            })
            .collect();
        let text = self.input.lines().join(" ");
        let pattern = Pattern::parse(&text, CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut score = |text: &str| pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher);
        let mut scored: Vec<((bool, u32), &'static Command)> = possible
            .iter()
            .filter_map(|&command| {
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
        self.behind.clear();
        if self.fits.is_empty()
            && let Some((command, behind)) = named(&possible, text.trim_start())
        {
            self.fits = vec![command];
            behind.clone_into(&mut self.behind);
        }
    }
}

/// The command whose whole name a text begins with, and what stands behind it; the longest name counts.
fn named<'a>(possible: &[&'static Command], text: &'a str) -> Option<(&'static Command, &'a str)> {
    text.rmatch_indices(' ').find_map(|(at, _)| {
        let (name, behind) = (text[..at].trim_end(), text[at..].trim());
        let is_it = |command: &&&Command| [command.label, command.id].iter().any(|its| its.eq_ignore_ascii_case(name));
        possible.iter().find(is_it).filter(|_| !behind.is_empty()).map(|command| (*command, behind))
    })
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

/// Do what the cursor stands on. Where nothing fits, the letters stay to be mended.
fn run(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(Overlay::Palette(palette)) = model.overlays.pop() else { return Vec::new() };
    let Some(command) = palette.fits.get(palette.at) else {
        model.overlays.push(Overlay::Palette(palette));
        return Vec::new();
    };
    let depth = model.overlays.len();
    model.command = command.id;
    let mut effects = (command.run)(model, ctx);
    let asks = model.overlays.len() > depth && model.prompt().is_some();
    if asks && !palette.behind.is_empty() {
        // It is shown what it means before it is taken: `add a meeting` might be the name of an account.
        effects.extend(prompt::fill(model, &palette.behind, ctx));
    }
    effects
}
