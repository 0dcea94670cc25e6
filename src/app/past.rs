//! The history: every step that can be taken back or done again, and what the one under the cursor changed.

use super::command::{Command, Scope, always};
use super::effect::{Effect, Effects};
use super::history::Step;
use super::model::Model;
use super::overlay::Overlay;
use crate::domain::step::{Difference, StepId};

/// The commands.
pub(super) const COMMANDS: &[Command] = &[Command {
    id: "history",
    scope: Scope::Screens,
    label: "history",
    help: "Every step, of earlier runs too, and what it changed; undo takes back the one under the cursor.",
    enabled: always,
    run: |model, _| {
        if matches!(model.overlays.last(), Some(Overlay::Past(_))) {
            return Vec::new();
        }
        let first = model.history.undone.len().min(model.history.steps().count().saturating_sub(1));
        model.overlays.push(Overlay::Past(first));
        model.explain()
    },
}];

/// What a step changed, as far as it is known.
#[derive(Debug, Clone, Default)]
pub struct Explained {
    /// Which step.
    pub step: StepId,
    /// What it changed.
    pub differences: Vec<Difference>,
}

impl Model {
    /// The step under the cursor of the history.
    pub fn step_here(&self) -> Option<&Step> {
        match self.overlays.last() {
            Some(Overlay::Past(at)) => self.history.steps().nth(*at).map(|(step, _)| step),
            _ => None,
        }
    }

    /// The cursor of the history goes along with a step that is taken back or done again: the next key is about the same.
    pub(super) fn stay_with(&mut self, step: StepId) {
        let at = self.history.steps().position(|(each, _)| each.note.id == step);
        if let (Some(Overlay::Past(here)), Some(at)) = (self.overlays.last_mut(), at) {
            *here = at;
        }
    }

    /// Ask what the step under the cursor changed.
    pub(super) fn explain(&self) -> Effects {
        self.step_here().map(|step| Effect::Explain(step.note.id)).into_iter().collect()
    }
}
