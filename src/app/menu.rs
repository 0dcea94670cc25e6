//! A choice by letters: results, answers, an order to sort by. The letter takes it at once; the cursor and Enter
//! work too. Where there are too many for letters that mean something, what is typed searches among them, and takes nothing.

use crokey::KeyCombination;
use crossterm::event::{KeyCode, KeyModifiers};
use ratatui_textarea::TextArea;

use super::command::{Command, Scope, always};
use super::effect::Effects;
use super::input;
use super::model::{Ctx, Model};
use super::overlay::Overlay;
use super::prompt::Target;

/// One thing to choose.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The letter that takes it.
    pub letter: char,
    /// What it is called.
    pub label: String,
    /// What follows from it.
    pub hint: String,
}

impl Choice {
    /// A choice with its letter.
    pub fn new(letter: char, label: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { letter, label: label.into(), hint: hint.into() }
    }
}

/// Takes the choice with that index.
pub type ChooseFn = fn(&mut Model, &Target, usize, &Ctx) -> Effects;

/// A choice being asked for.
#[derive(Debug, Clone)]
pub struct Menu {
    /// What is asked.
    pub title: String,
    /// What can be chosen.
    pub choices: Vec<Choice>,
    /// The one under the cursor.
    pub at: usize,
    /// What it is about.
    pub target: Target,
    choose: ChooseFn,
    /// A second letter for the first choice: the key that opened the menu takes the usual.
    pub again: Option<char>,
    /// What is typed to search among the choices, where letters do that instead of taking one.
    pub search: Option<Box<TextArea<'static>>>,
}

impl Menu {
    /// Ask for a choice.
    pub fn new(title: impl Into<String>, choices: Vec<Choice>, target: Target, choose: ChooseFn) -> Self {
        Self { title: title.into(), choices, at: 0, target, choose, again: None, search: None }
    }

    /// The key that opened the menu takes its first choice.
    #[must_use]
    pub fn again(mut self, letter: char) -> Self {
        self.again = Some(letter);
        self
    }

    /// The same, by the key as it is read; one that is no letter is none.
    #[must_use]
    pub fn again_by(mut self, key: Option<String>) -> Self {
        let letter = key.and_then(|key| key.parse::<char>().ok());
        self.again = letter.filter(|letter| self.choices.iter().all(|choice| choice.letter != *letter));
        self
    }

    /// Letters search among the choices: there are too many to give each a letter that means something.
    #[must_use]
    pub fn searched(mut self) -> Self {
        self.search = Some(Box::new(input::line("")));
        self
    }

    /// The choices that are shown, by their places: all, or where they are searched those that fit, whose name begins so
    /// before those whose name or hint has the words.
    pub fn shown(&self) -> Vec<usize> {
        let typed = self.search.as_ref().map(|search| search.lines().join(" ").to_lowercase()).unwrap_or_default();
        let typed = typed.trim();
        let has = |text: &str| typed.split_whitespace().all(|word| text.contains(word));
        let rank = |choice: &Choice| {
            let (label, hint) = (choice.label.to_lowercase(), choice.hint.to_lowercase());
            let ranks = [label.starts_with(typed), has(&label), has(&format!("{label} {hint}"))];
            ranks.iter().position(|fits| *fits)
        };
        let ranked = self.choices.iter().enumerate().filter_map(|(at, choice)| Some((rank(choice)?, at)));
        let mut ranked: Vec<(usize, usize)> = ranked.collect();
        // Without a text all begin so, and stand as they stood.
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, at)| at).collect()
    }

    fn step(&mut self, by: isize) {
        let shown = self.shown();
        let at = shown.iter().position(|at| *at == self.at).unwrap_or(0);
        let there = at.saturating_add_signed(by).min(shown.len().saturating_sub(1));
        self.at = shown.get(there).copied().unwrap_or(self.at);
    }

    /// With the cursor on that choice.
    #[must_use]
    pub fn at(mut self, at: usize) -> Self {
        self.at = at.min(self.choices.len().saturating_sub(1));
        self
    }
}

/// The commands of a menu.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        id: "menu.down",
        scope: Scope::Menu,
        label: "down",
        help: "To the next choice.",
        enabled: always,
        run: |model, _| step(model, 1),
    },
    Command {
        id: "menu.up",
        scope: Scope::Menu,
        label: "up",
        help: "To the choice above.",
        enabled: always,
        run: |model, _| step(model, -1),
    },
    Command {
        id: "menu.take",
        scope: Scope::Menu,
        label: "take it",
        help: "Take the choice under the cursor; its letter does the same at once. Where no letters stand, they search.",
        enabled: always,
        run: |model, ctx| match model.overlays.last() {
            // Where nothing fits what is searched there is nothing to take.
            Some(Overlay::Menu(menu)) if menu.shown().contains(&menu.at) => take(model, menu.at, ctx),
            _ => Vec::new(),
        },
    },
    Command {
        id: "menu.close",
        scope: Scope::Menu,
        label: "close",
        help: "Close the choice; nothing happens.",
        enabled: always,
        run: |model, _| {
            model.close();
            Vec::new()
        },
    },
];

fn step(model: &mut Model, by: isize) -> Effects {
    if let Some(Overlay::Menu(menu)) = model.overlays.last_mut() {
        menu.step(by);
    }
    Vec::new()
}

/// A letter typed while a menu is on top. A letter that means nothing changes nothing.
pub(super) fn key(model: &mut Model, key: KeyCombination, ctx: &Ctx) -> Effects {
    let Some(Overlay::Menu(menu)) = model.overlays.last_mut() else { return Vec::new() };
    if let Some(search) = &mut menu.search {
        let before = search.lines().to_vec();
        input::type_key(search, key, false);
        if search.lines() == before {
            return Vec::new();
        }
        // What fits best is meant.
        menu.at = menu.shown().first().copied().unwrap_or(menu.at);
        return Vec::new();
    }
    let Some(letter) = letter(key) else { return Vec::new() };
    let found = menu.choices.iter().position(|choice| choice.letter == letter);
    match found.or_else(|| (menu.again == Some(letter)).then_some(0)) {
        Some(at) => take(model, at, ctx),
        // What moves in a list moves here too, where it is no choice's letter.
        None => match model.keymap.resolve(&[Scope::List], key, |_| true).map(|command| command.id) {
            Some("list.down") => step(model, 1),
            Some("list.up") => step(model, -1),
            _ => Vec::new(),
        },
    }
}

/// The letter of a plain key.
pub(super) fn letter(key: KeyCombination) -> Option<char> {
    let plain = key.modifiers.difference(KeyModifiers::SHIFT).is_empty();
    match key.codes {
        crokey::OneToThree::One(KeyCode::Char(c)) if plain => Some(c),
        _ => None,
    }
}

fn take(model: &mut Model, at: usize, ctx: &Ctx) -> Effects {
    match model.overlays.pop() {
        Some(Overlay::Menu(menu)) => (menu.choose)(model, &menu.target, at, ctx),
        other => {
            model.overlays.extend(other);
            Vec::new()
        }
    }
}
