//! What this machine keeps beside a plan and can't read any more: a disk that failed, an editor that was let loose on it.
//! Nothing of it counts as empty without a word, and nothing of it is written over or taken away here.

use super::state::State;
use super::{conflicts, exports, typed};
use crate::store::folder::CONFLICTS;

/// All of it, a sentence each: which file, what is wrong with it and where, what stands in it.
pub fn told(state: &State) -> Vec<String> {
    let typed =
        typed::damaged(state).into_iter().map(|why| format!("{why}; what was typed and not saved stands in it"));
    let all = of_conflicts(state).into_iter().chain(exports::Exports::read(Some(state)).err()).chain(typed);
    all.collect()
}

/// That what waits for a choice can't be read.
pub fn of_conflicts(state: &State) -> Option<String> {
    let why = conflicts::damaged(&state.path(CONFLICTS))?;
    Some(format!("{why}; what waits for a choice stands in it: mend it, or put it elsewhere"))
}
