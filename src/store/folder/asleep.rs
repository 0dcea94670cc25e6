//! Questions that nobody has to answer for now, since a step has made a file say what was kept, or has gone on from where the
//! file said it. Such a question sleeps under the step that did so, in a file of its own, and wakes where that step is turned:
//! taken back, or done again.
//!
//! Only what is written puts a question to sleep or wakes it. Whoever looks moves nothing, and where another program writes
//! what was kept, the question is not shown as long as that stands (`Folder::conflicts`).

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use toml::Table as Tree;

use super::moved::moved;
use super::{CONFLICTS, Folder, SaveError};
use crate::domain::conflict::{self, Conflict};
use crate::domain::step::{StepId, Way};
use crate::store::journal::Image;
use crate::store::state::State;
use crate::store::{atomic, conflicts, merge, text};

/// Where they stand meanwhile.
const ASLEEP: &str = "asleep.json";

/// So many at most, the youngest.
const MOST: usize = 500;

/// One of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Asleep {
    /// The step that it sleeps under.
    by: StepId,
    conflict: Conflict,
    /// What is asked in its place meanwhile, where that step has made one person of two. Once the step is turned, this sleeps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    instead: Option<Conflict>,
}

impl Asleep {
    fn swapped(self) -> Self {
        let Self { by, conflict, instead } = self;
        match instead {
            Some(now) => Self { by, conflict: now, instead: Some(conflict) },
            None => Self { by, conflict, instead },
        }
    }
}

/// What becomes of questions once a step is written.
#[derive(Debug, Default)]
pub(super) struct Stirred {
    sleep: Vec<Asleep>,
    woken: Vec<Asleep>,
}

/// What can't be read is forgotten: it was over.
fn load(state: &State) -> Vec<Asleep> {
    std::fs::read(state.path(ASLEEP)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

fn store(state: &State, all: &[Asleep]) -> io::Result<()> {
    atomic::write(&state.path(ASLEEP), &serde_json::to_vec_pretty(all)?)
}

/// What waits and what sleeps is about something that is called otherwise, or lies elsewhere, from here on.
pub(super) fn rename(state: &State, of: impl Fn(&mut Conflict)) -> io::Result<()> {
    conflicts::rename(&state.path(CONFLICTS), &of)?;
    let mut all = load(state);
    let known = all.clone();
    for each in &mut all {
        of(&mut each.conflict);
        each.instead.iter_mut().for_each(&of);
    }
    if all == known { Ok(()) } else { store(state, &all) }
}

/// These are over, asleep or not.
pub(super) fn end(state: &State, is_over: impl Fn(&Conflict) -> bool) -> io::Result<()> {
    conflicts::end(&state.path(CONFLICTS), &is_over)?;
    let mut all = load(state);
    let known = all.len();
    all.retain(|each| !is_over(&each.conflict));
    if all.len() == known { Ok(()) } else { store(state, &all) }
}

impl Folder {
    /// What the images of a step ask again waits when this returns, before a file says something else: what a choice had
    /// settled that is taken back, and what sleeps under a step that is turned. A choice that is done again takes away what
    /// its undoing brought. What is to sleep then is for [`Folder::settle_down`], once all is written.
    pub(super) fn stir(&self, images: &[Image]) -> Result<Stirred, SaveError> {
        let Some(state) = &self.state else { return Ok(Stirred::default()) };
        let path = state.path(CONFLICTS);
        let failed = |error| SaveError::Io(path.clone(), error);
        let settled = || images.iter().filter_map(|image| Some((image.note.way, image.settled.as_ref()?)));
        let done_again = || settled().filter(|(way, _)| matches!(way, Way::Redo(_))).map(|(_, choice)| choice);
        if done_again().next().is_some() {
            let is_it = |conflict: &Conflict| done_again().any(|choice| choice.is_the_very(conflict));
            end(state, is_it).map_err(failed)?;
        }
        let stirred = stirred(images, conflicts::load(&path), &load(state));
        let taken_back = settled().filter(|(way, _)| matches!(way, Way::Undo(_))).map(|(_, choice)| choice);
        let asked = stirred.woken.iter().map(|each| &each.conflict).chain(taken_back);
        conflicts::add(&path, asked.cloned().collect()).map_err(failed)?;
        Ok(stirred)
    }

    /// It is written, but for these files, of which somebody has made something else. A question that can't be put to sleep
    /// now is asked once more.
    pub(super) fn settle_down(&self, Stirred { sleep, woken }: Stirred, otherwise: &[impl AsRef<Path>]) {
        let Some(state) = self.state.as_ref().filter(|_| !(sleep.is_empty() && woken.is_empty())) else { return };
        let is_so = |each: &Asleep| !otherwise.iter().any(|file| file.as_ref() == each.conflict.file);
        let sleep: Vec<Asleep> = sleep.into_iter().filter(is_so).collect();
        let mut all = load(state);
        all.retain(|each| !woken.contains(each) && !sleep.contains(each));
        all.extend(sleep.iter().cloned());
        let older = all.len().saturating_sub(MOST);
        let instead = sleep.iter().filter_map(|each| each.instead.clone()).collect();
        if conflicts::add(&state.path(CONFLICTS), instead).is_ok() && store(state, &all[older..]).is_ok() {
            let is_asleep = |conflict: &Conflict| sleep.iter().any(|each| each.conflict.is_the_very(conflict));
            _ = conflicts::end(&state.path(CONFLICTS), is_asleep);
        }
    }
}

/// What wakes, and what is to sleep, by what the files say before and after each image.
fn stirred(images: &[Image], mut waiting: Vec<Conflict>, asleep: &[Asleep]) -> Stirred {
    let mut stirred = Stirred::default();
    if waiting.is_empty() && asleep.is_empty() {
        return stirred;
    }
    let elsewhere = moved(images);
    // What makes room for others is no step, and nobody turns it.
    for image in images.iter().filter(|image| image.note.way != Way::Aside) {
        let is_of_it = |conflict: &Conflict| conflict.file == image.file;
        if !waiting.iter().chain(asleep.iter().map(|each| &each.conflict)).any(is_of_it) {
            continue;
        }
        let (was, is) = (Said::by(image.before.as_deref()), Said::by(image.after.as_deref()));
        // What goes elsewhere with its file is asked there.
        let stays_here = !elsewhere.iter().any(|(from, _)| *from == image.file);
        let is_turned = |conflict: &Conflict| {
            let is_asked_here = is_of_it(conflict) && (stays_here || conflict.path.is_empty());
            is_asked_here && was.what(conflict) != is.what(conflict)
        };
        let turned = image.note.way.of();
        let wakes = |each: &&Asleep| match &each.instead {
            _ if turned != Some(each.by) => false,
            Some(now) => is_of_it(now) && waiting.iter().any(|conflict| conflict.is_same(now)),
            None => is_turned(&each.conflict),
        };
        let woken: Vec<Asleep> = asleep.iter().filter(wakes).cloned().collect();
        // A step that comes to a file twice may have gone back.
        let (back, sleep) = std::mem::take(&mut stirred.sleep).into_iter().partition(|each| is_turned(&each.conflict));
        let back: Vec<Asleep> = back;
        let stays = |conflict: &Conflict| {
            // This step asks it, settles it, or asks it again.
            conflict.step == Some(image.note.id)
                || image.settled.as_ref().is_some_and(|settled| settled.is_same(conflict))
                || woken.iter().any(|each| each.conflict.is_same(conflict))
        };
        let (goes, mut rest): (Vec<Conflict>, Vec<Conflict>) =
            waiting.into_iter().partition(|conflict| is_turned(conflict) && !stays(conflict));
        rest.extend(back.into_iter().map(|each| each.conflict));
        waiting = rest;
        let by = turned.unwrap_or(image.note.id);
        stirred.sleep = sleep;
        stirred.sleep.extend(goes.into_iter().map(|conflict| Asleep { by, conflict, instead: None }));
        let follows = waiting.iter().filter_map(|conflict| {
            let instead = image.joined(conflict)?;
            Some(Asleep { by, conflict: conflict.clone(), instead: Some(instead) })
        });
        stirred.sleep.extend(follows);
        stirred.sleep.extend(woken.iter().filter(|each| each.instead.is_some()).cloned().map(Asleep::swapped));
        stirred.woken.extend(woken);
    }
    stirred
}

/// What a file says, as a whole and place by place.
struct Said<'t> {
    text: Option<&'t str>,
    tree: Option<Tree>,
}

impl<'t> Said<'t> {
    fn by(text: Option<&'t str>) -> Self {
        Self { text, tree: text.and_then(|text| text::tree(text).ok()) }
    }

    /// Whether it is what was kept.
    fn what(&self, kept: &Conflict) -> bool {
        let ours = kept.ours.as_deref().and_then(conflict::read);
        if kept.path.is_empty() {
            return self.text == ours.as_ref().and_then(toml::Value::as_str);
        }
        let there = self.tree.as_ref().and_then(|tree| merge::get(tree, &kept.path));
        there.is_some_and(|there| there == ours)
    }
}
