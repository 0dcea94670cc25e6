//! Questions that are over since the file says what was kept, by whoever's hand. Where the step that made it say so is taken back,
//! or what took another back is done again, they are asked again; until then they stand in a file of their own.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use toml::Table as Tree;

use super::{CONFLICTS, Folder, SaveError};
use crate::domain::conflict::{self, Conflict};
use crate::domain::step::{Note, StepId, Way};
use crate::store::state::State;
use crate::store::{atomic, conflicts, merge, text};

/// Where they stand meanwhile.
const ASLEEP: &str = "asleep.json";

/// So many at most, the youngest.
const MOST: usize = 500;

/// One of them.
#[derive(Debug, Serialize, Deserialize)]
struct Asleep {
    /// The step that changed the file last, when it was over.
    by: StepId,
    conflict: Conflict,
}

/// What can't be read is forgotten: it was over.
fn load(path: &Path) -> Vec<Asleep> {
    std::fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

fn store(path: &Path, all: &[Asleep]) -> io::Result<()> {
    atomic::write(path, &serde_json::to_vec_pretty(all)?)
}

/// What is asked again where a step is turned and a file goes by that from the one text to the other. Before it does: then it is
/// safe.
pub(super) fn wake(state: &State, turn: &Note, file: &Path, [from, to]: [Option<&str>; 2]) -> Result<(), SaveError> {
    let path = state.path(ASLEEP);
    let all = load(&path);
    let is_of_it = |each: &Asleep| each.conflict.file == file && turn.way.of() == Some(each.by);
    if !all.iter().any(is_of_it) {
        return Ok(());
    }
    let (was, is) = (Said::by(from), Said::by(to));
    let wakes = |each: &Asleep| is_of_it(each) && was.what(&each.conflict) && !is.what(&each.conflict);
    let (woken, rest): (Vec<Asleep>, Vec<Asleep>) = all.into_iter().partition(wakes);
    if woken.is_empty() {
        return Ok(());
    }
    let waiting = state.path(CONFLICTS);
    let woken = woken.into_iter().map(|each| each.conflict).collect();
    conflicts::add(&waiting, woken).map_err(|error| SaveError::Io(waiting, error))?;
    store(&path, &rest).map_err(|error| SaveError::Io(path, error))
}

impl Folder {
    /// What is over by what a file says falls asleep before it says something else: nobody is asked about that. What a sync
    /// is about to replace is kept beforehand, and not over.
    pub(super) fn let_sleep(&mut self, note: &Note, file: &Path, says: Option<&str>) {
        let Some(state) = self.state.as_ref().filter(|_| note.way != Way::Came) else { return };
        let waiting = conflicts::load(&state.path(CONFLICTS)).into_iter().filter(|each| each.file == file);
        let waiting: Vec<Conflict> = waiting.collect();
        if waiting.is_empty() {
            return;
        }
        let said = Said::by(says);
        let over: Vec<Conflict> = waiting.into_iter().filter(|each| said.what(each)).collect();
        // What can't be put there now is over all the same.
        _ = self.fall_asleep(&over);
    }

    /// These wait no more, for now. Who calls this holds the lock.
    pub(super) fn fall_asleep(&mut self, over: &[Conflict]) -> io::Result<()> {
        let Some(state) = self.state.clone().filter(|_| !over.is_empty()) else { return Ok(()) };
        let path = state.path(ASLEEP);
        let mut all = load(&path);
        all.retain(|each| !over.iter().any(|over| over.is_same(&each.conflict)));
        for conflict in over {
            // Of a file that no step has changed nothing can be taken back.
            let by = self.journal.as_mut().and_then(|journal| journal.last_on(&conflict.file).ok().flatten());
            all.extend(by.map(|by| Asleep { by, conflict: conflict.clone() }));
        }
        let older = all.len().saturating_sub(MOST);
        store(&path, &all[older..])?;
        over.iter().try_for_each(|each| conflicts::take(&state.path(CONFLICTS), each))
    }
}

/// What a file says, as a whole and place by place.
struct Said<'t> {
    text: Option<&'t str>,
    tree: Option<Tree>,
}

impl<'t> Said<'t> {
    fn by(text: Option<&'t str>) -> Self {
        Self { text, tree: text::tree(text.unwrap_or_default()).ok() }
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
