//! What stands in the journal, as it is written and read.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::domain::conflict::Conflict;
use crate::domain::step::{Note, StepId};

/// What one file said before and after a step. Nothing: it was not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image<T = String> {
    /// The step; one that changed several files has an image for each.
    #[serde(flatten)]
    pub note: Note,
    /// Relative to the plan.
    pub file: PathBuf,
    /// Before.
    #[serde(default = "nothing", skip_serializing_if = "Option::is_none")]
    pub before: Option<T>,
    /// After.
    #[serde(default = "nothing", skip_serializing_if = "Option::is_none")]
    pub after: Option<T>,
    /// What waited for a choice and was settled with it: whoever takes the step back is asked again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Conflict>,
}

fn nothing<T>() -> Option<T> {
    None
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Record<T> {
    Image(Image<T>),
    /// The file says durably what the step wants.
    Done(StepId, PathBuf),
    /// What a step does to several files at once: all of them or none. Its images may be of other steps too, where these
    /// had to come first.
    Step(Images<T>),
    /// All files of that step say durably what it wants.
    Stood(StepId),
}

#[derive(Serialize, Deserialize)]
pub(super) struct Images<T> {
    pub(super) id: StepId,
    pub(super) images: Vec<Image<T>>,
}

/// An image on its way into the journal, as a [`Record`] is written.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Begun<'a> {
    Image(&'a Image),
    Step { id: StepId, images: &'a [Image] },
}

/// What was written down last, of which nobody has said yet that it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Open {
    /// What was done to one file.
    File(Box<Image>),
    /// A step that changes several files at once.
    Step(StepId, Vec<Image>),
}

impl<T> Record<T> {
    /// What it belongs to.
    pub(super) fn step(&self) -> StepId {
        match self {
            Self::Image(image) => image.note.id,
            Self::Done(id, _) | Self::Stood(id) => *id,
            Self::Step(step) => step.id,
        }
    }

    /// Whether it says what is to be done.
    pub(super) fn begins(&self) -> bool {
        matches!(self, Self::Image(_) | Self::Step(_))
    }
}
