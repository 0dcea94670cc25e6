//! What lies over the screen. The topmost owns the keys; nothing has a flag of its own.

use super::command::Scope;
use super::conflicts::ConflictsView;
use super::contacts::ContactsView;
use super::conversation::BriefView;
use super::effect::Effects;
use super::forecast::Preview;
use super::form::Form;
use super::import::ImportView;
use super::map::MapView;
use super::menu::Menu;
use super::model::{Ctx, Model};
use super::palette::Palette;
use super::prompt::Prompt;
use super::weigh::WeighView;

/// One layer.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// The fields of an item, in the detail pane.
    Form(Box<Form>),
    /// One line.
    Prompt(Box<Prompt>),
    /// A choice by letters.
    Menu(Menu),
    /// All commands, to be searched.
    Palette(Box<Palette>),
    /// All keys. The number is the first line shown.
    Help(usize),
    /// All problems with files. The number is the one under the cursor.
    Problems(usize),
    /// What waits for a choice between two sides.
    Conflicts(ConflictsView),
    /// The history. The number is the step under the cursor, the newest first.
    Past(usize),
    /// What was typed and not saved. The number is the one under the cursor.
    Typed(usize),
    /// What levelling would move.
    Level(Box<Preview>),
    /// The page before a meeting.
    Brief(BriefView),
    /// Who reports to whom.
    Map(MapView),
    /// The entry points beside each other.
    Weigh(WeighView),
    /// What a file from elsewhere would bring.
    Import(Box<ImportView>),
    /// The people on no account.
    Contacts(ContactsView),
}

impl Overlay {
    /// Where keys are looked up while this layer is on top. A key means what is seen, so what only the screen beneath
    /// shows is out of reach.
    pub fn scopes(&self) -> Vec<Scope> {
        match self {
            Self::Form(_) | Self::Prompt(_) => vec![Scope::Text],
            Self::Palette(_) => vec![Scope::Palette, Scope::Text],
            Self::Menu(_) => vec![Scope::Menu],
            Self::Conflicts(_) => vec![Scope::Conflict, Scope::List, Scope::Everywhere],
            Self::Typed(_) => vec![Scope::Typed, Scope::List, Scope::Everywhere],
            Self::Level(_) => vec![Scope::Level, Scope::List, Scope::Everywhere],
            Self::Brief(_) => vec![Scope::Brief, Scope::List, Scope::Account, Scope::Everywhere],
            Self::Map(_) => vec![Scope::Map, Scope::List, Scope::Account, Scope::Everywhere],
            Self::Weigh(_) => vec![Scope::Weigh, Scope::List, Scope::Account, Scope::Everywhere],
            Self::Import(_) => vec![Scope::Import, Scope::List, Scope::Everywhere],
            Self::Contacts(_) => vec![Scope::Contacts, Scope::List, Scope::Everywhere],
            Self::Help(_) | Self::Problems(_) | Self::Past(_) => vec![Scope::List, Scope::Everywhere],
        }
    }
}

impl Model {
    /// Take the topmost layer away. What was typed in a form stays as a draft.
    pub fn close(&mut self) {
        self.leave_walk();
        match self.overlays.pop() {
            Some(Overlay::Form(form)) if form.is_changed() => {
                // Where its item is gone there is nothing to edit; the list of what was typed has it all the same.
                let (edit, palette) = (self.keymap.key("edit"), self.keymap.key("palette"));
                let way = if form.obstacle.is_none() {
                    edit.unwrap_or_default()
                } else {
                    format!("{}typed texts", palette.unwrap_or_default())
                };
                self.say(format!("Not saved, but kept: {way} takes it up again."));
                self.kept.keep_form(form.typed());
            }
            Some(Overlay::Prompt(prompt)) => super::prompt::closed(self, &prompt),
            Some(Overlay::Import(view)) => self.leave_import(&view),
            _ => {}
        }
    }

    /// The cursor of the topmost layer, if that is a list, and how many rows it has.
    pub(super) fn listed(&mut self, ctx: &Ctx) -> Option<(&mut usize, usize)> {
        if matches!(self.overlays.last()?, Overlay::Import(_)) {
            return match self.overlays.last_mut()? {
                Overlay::Import(view) => view.listed(),
                _ => None,
            };
        }
        let count = match self.overlays.last()? {
            // Lines to be scrolled: up to where the last one is seen.
            Overlay::Help(_) | Overlay::Brief(_) => ctx.room.below + 1,
            Overlay::Problems(_) => self.troubles().len(),
            Overlay::Conflicts(_) => self.conflicts.len(),
            Overlay::Past(_) => self.history.steps().count(),
            Overlay::Typed(_) => self.waiting().len(),
            Overlay::Level(preview) => preview.moves.len(),
            Overlay::Contacts(view) => view.rows.len(),
            Overlay::Map(view) => self.tree(view).len(),
            Overlay::Weigh(view) => self.candidates(&view.account),
            Overlay::Form(_) | Overlay::Prompt(_) | Overlay::Menu(_) | Overlay::Palette(_) | Overlay::Import(_) => {
                return None;
            }
        };
        match self.overlays.last_mut()? {
            Overlay::Help(at) | Overlay::Problems(at) | Overlay::Past(at) | Overlay::Typed(at) => Some((at, count)),
            Overlay::Conflicts(view) => Some((&mut view.at, count)),
            Overlay::Level(preview) => Some((&mut preview.at, count)),
            Overlay::Brief(view) => Some((&mut view.line, count)),
            Overlay::Contacts(view) => Some((&mut view.at, count)),
            Overlay::Map(view) => Some((&mut view.at, count)),
            Overlay::Weigh(view) => Some((&mut view.at, count)),
            _ => None,
        }
    }

    /// The topmost form.
    pub fn form(&mut self) -> Option<&mut Form> {
        match self.overlays.last_mut() {
            Some(Overlay::Form(form)) => Some(form),
            _ => None,
        }
    }

    /// The topmost prompt.
    pub fn prompt(&mut self) -> Option<&mut Prompt> {
        match self.overlays.last_mut() {
            Some(Overlay::Prompt(prompt)) => Some(prompt),
            _ => None,
        }
    }
}

/// The topmost line or field holds that text.
pub(super) fn say(model: &mut Model, text: &str, ctx: &Ctx) {
    match model.overlays.last() {
        Some(Overlay::Form(_)) => super::form::say(model, text, ctx),
        Some(Overlay::Prompt(_)) => super::prompt::say(model, text, ctx),
        _ => {}
    }
}

/// A plain key that no command of the topmost layer is bound to: text, a letter of a menu.
pub(super) fn key(model: &mut Model, key: crokey::KeyCombination, ctx: &Ctx) -> Effects {
    match model.overlays.last_mut() {
        Some(Overlay::Form(_)) => super::form::key(model, key, ctx),
        Some(Overlay::Prompt(_)) => super::prompt::key(model, key, ctx),
        Some(Overlay::Palette(_)) => super::palette::key(model, key),
        Some(Overlay::Menu(_)) => super::menu::key(model, key, ctx),
        // The others are lists, and take no letters.
        _ => Vec::new(),
    }
}
