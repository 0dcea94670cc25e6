//! A choice by letters: results, answers, an order to sort by. The letter takes it at once; the cursor and Enter
//! work too.

use crokey::KeyCombination;
use crossterm::event::{KeyCode, KeyModifiers};

use super::command::{Command, Scope, always};
use super::effect::Effects;
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
}

impl Menu {
    /// Ask for a choice.
    pub fn new(title: impl Into<String>, choices: Vec<Choice>, target: Target, choose: ChooseFn) -> Self {
        Self { title: title.into(), choices, at: 0, target, choose, again: None }
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
        help: "Take the choice under the cursor; its letter does the same at once.",
        enabled: always,
        run: |model, ctx| match model.overlays.last() {
            Some(Overlay::Menu(menu)) => take(model, menu.at, ctx),
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
        let last = menu.choices.len().saturating_sub(1);
        menu.at = menu.at.saturating_add_signed(by).min(last);
    }
    Vec::new()
}

/// A letter typed while a menu is on top. A letter that means nothing changes nothing.
pub(super) fn key(model: &mut Model, key: KeyCombination, ctx: &Ctx) -> Effects {
    let Some(Overlay::Menu(menu)) = model.overlays.last() else { return Vec::new() };
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
