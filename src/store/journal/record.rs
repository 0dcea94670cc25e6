//! What stands in the journal, as it is written and read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use crate::domain::conflict::Conflict;
use crate::domain::keypath;
use crate::domain::step::{Note, StepId, Way};
use crate::store::apart;

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
    /// The step that is taken back or done again has the same texts, which these are the sums of. They stand in the
    /// journal with that one already, and are not written down once more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turned: Option<Sums>,
    /// People of it who have become one with others by this step: whom they are now, by their ids. Only whoever writes it
    /// knows that.
    #[serde(skip)]
    pub joined: BTreeMap<String, String>,
}

/// By which two texts are known: checksums of what a file says before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums(Option<u32>, Option<u32>);

impl Sums {
    /// Of what a file says before and after.
    pub fn of(before: Option<&str>, after: Option<&str>) -> Self {
        let sum = |text: &str| crc32fast::hash(text.as_bytes());
        Self(before.map(sum), after.map(sum))
    }
}

impl<T> Image<T> {
    /// Whether the file is no more after it.
    pub(super) fn lets_go(&self) -> bool {
        self.turned.map_or(self.after.is_none(), |Sums(_, after)| after.is_none())
    }
}

impl Image {
    /// What waits about somebody who has become one with another by it, about that other.
    pub fn joined(&self, conflict: &Conflict) -> Option<Conflict> {
        if self.joined.is_empty() {
            return None;
        }
        let mut now = conflict.clone();
        Renamed { file: self.file.clone(), to: None, people: self.joined.clone() }.follow(&mut now);
        // Somebody as a whole is nobody else.
        (now != *conflict && keypath::keys(&now.path).len() > 2).then_some(now)
    }

    /// What taking it back, or doing it again, finds and leaves.
    pub fn texts(&self, way: Way) -> (Option<&str>, Option<&str>) {
        let (before, after) = (self.before.as_deref(), self.after.as_deref());
        if matches!(way, Way::Undo(_)) { (after, before) } else { (before, after) }
    }
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
    /// What was written before this is of what is called otherwise now.
    Renamed(Renamed),
}

/// Something of the plan is called otherwise from here on, since others have something else under its name: an account, or
/// people. It is no step, so nobody takes it back; what steps before it have done is known by the new names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renamed {
    /// Where it stands, or stood.
    pub file: PathBuf,
    /// Its file from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PathBuf>,
    /// The new ids of people by the old ones.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub people: BTreeMap<String, String>,
}

impl Renamed {
    /// An image from before, as it would be written now.
    pub(in crate::store) fn on<T: Said>(&self, image: Image<T>) -> Image<T> {
        if image.file != self.file {
            return image;
        }
        let said = |text: Option<T>| text.map(|text| text.with(&self.people));
        let file = self.to.clone().unwrap_or(image.file);
        let mut settled = image.settled;
        if let Some(conflict) = &mut settled {
            self.follow(conflict);
        }
        Image { file, before: said(image.before), after: said(image.after), settled, ..image }
    }

    /// A choice that waits, or is made, goes along with what it is about.
    pub(in crate::store) fn follow(&self, conflict: &mut Conflict) {
        if conflict.file != self.file {
            return;
        }
        if let Some(to) = &self.to {
            conflict.file.clone_from(to);
        }
        let keys = keypath::keys(&conflict.path);
        if let [list, id, ..] = keys.as_slice()
            && list == "people"
            && let Some(new) = self.people.get(id)
        {
            let old = keypath::of(&["people", id]);
            let rest = conflict.path.strip_prefix(&old).unwrap_or_default();
            conflict.path = keypath::of(&["people", new]) + rest;
        }
    }
}

/// What a file said.
pub(in crate::store) trait Said {
    /// With other ids of its people.
    fn with(self, people: &BTreeMap<String, String>) -> Self;
}

impl Said for String {
    fn with(self, people: &BTreeMap<String, String>) -> Self {
        apart::renamed(&self, people).unwrap_or(self)
    }
}

impl Said for IgnoredAny {
    fn with(self, _: &BTreeMap<String, String>) -> Self {
        self
    }
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
    Image(Told<'a>),
    Step { id: StepId, images: Vec<Told<'a>> },
}

/// An image without the texts that stand in the journal already.
#[derive(Serialize)]
pub(super) struct Told<'a> {
    #[serde(flatten)]
    note: &'a Note,
    file: &'a Path,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    settled: Option<&'a Conflict>,
    #[serde(skip_serializing_if = "Option::is_none")]
    turned: Option<Sums>,
}

impl<'a> Told<'a> {
    pub(super) fn of(image: &'a Image) -> Self {
        let Image { note, file, before, after, settled, turned, .. } = image;
        let text = |text: &'a Option<String>| text.as_deref().filter(|_| turned.is_none());
        Self { note, file, before: text(before), after: text(after), settled: settled.as_ref(), turned: *turned }
    }
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
            Self::Renamed(_) => 0,
        }
    }

    /// The step in which texts of it stand.
    pub(super) fn refers(&self) -> Option<StepId> {
        let images: &[Image<T>] = match self {
            Self::Image(image) => std::slice::from_ref(image),
            Self::Step(step) => &step.images,
            Self::Done(..) | Self::Stood(_) | Self::Renamed(_) => &[],
        };
        images.iter().find(|image| image.turned.is_some()).and_then(|image| image.note.way.of())
    }

    /// Whether it begins a step, and neither takes one back nor does it again.
    pub(super) fn is_done(&self) -> bool {
        match self {
            Self::Image(image) => image.note.way.is_new(),
            Self::Step(step) => step.images.iter().any(|image| image.note.way.is_new()),
            Self::Done(..) | Self::Stood(_) | Self::Renamed(_) => false,
        }
    }

    /// Whether it says what is to be done.
    pub(super) fn begins(&self) -> bool {
        matches!(self, Self::Image(_) | Self::Step(_))
    }
}
