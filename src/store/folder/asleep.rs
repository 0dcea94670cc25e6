//! Questions that a step had raised and that are over while it is taken back: the file says again what was kept. Done again, the
//! step raises them again; until then they stand in a file of their own, and nobody is asked.

use std::io;

use super::{CONFLICTS, Folder, SaveError};
use crate::domain::conflict::Conflict;
use crate::domain::step::{StepId, Way};
use crate::store::conflicts;
use crate::store::state::State;

/// Where they stand meanwhile.
const ASLEEP: &str = "asleep.json";

impl Folder {
    /// Before a step is done again: what it asked waits again, before the file says something else.
    pub(super) fn wakes(&self, way: Way) -> Result<(), SaveError> {
        let (Way::Redo(id), Some(state)) = (way, &self.state) else { return Ok(()) };
        let woken = asleep_of(state, id);
        let path = state.path(CONFLICTS);
        let kept = if woken.is_empty() { Ok(()) } else { conflicts::add(&path, woken) };
        kept.map_err(|error| SaveError::Io(path, error))
    }

    /// After a step is taken back: what it asked and is over by that sleeps. After it is done again: nothing of it sleeps.
    pub(super) fn falls_asleep(&mut self, way: Way) -> io::Result<()> {
        let Some(state) = self.state.clone() else { return Ok(()) };
        match way {
            Way::Undo(id) => {
                let over = self.over_with(id);
                if over.is_empty() {
                    return Ok(());
                }
                // Of steps that nobody can do again any more nothing will be asked.
                let (_, undone) = self.past();
                let is_done_with =
                    |each: &Conflict| each.step.is_none_or(|step| !undone.iter().any(|note| note.id == step));
                let path = state.path(ASLEEP);
                conflicts::load(&path)
                    .iter()
                    .filter(|each| is_done_with(each))
                    .try_for_each(|each| conflicts::take(&path, each))?;
                conflicts::add(&path, over.clone())?;
                over.iter().try_for_each(|each| conflicts::take(&state.path(CONFLICTS), each))
            }
            Way::Redo(id) => {
                asleep_of(&state, id).iter().try_for_each(|each| conflicts::take(&state.path(ASLEEP), each))
            }
            Way::Do | Way::Came | Way::Aside => Ok(()),
        }
    }
}

fn asleep_of(state: &State, id: StepId) -> Vec<Conflict> {
    conflicts::load(&state.path(ASLEEP)).into_iter().filter(|each| each.step == Some(id)).collect()
}
