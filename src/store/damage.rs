//! What this machine keeps beside a plan and can't read any more: a disk that failed, an editor that was let loose on it.
//! Nothing of it counts as empty without a word, and nothing of it is written over or taken away here.

use super::journal::Journal;
use super::state::State;
use super::{atomic, conflicts, exports, refusal, typed};
use crate::store::folder::CONFLICTS;

/// All of it, a sentence each: which file, what is wrong with it and where, what stands in it.
pub fn told(state: &State) -> Vec<String> {
    let typed =
        typed::damaged(state).into_iter().map(|why| format!("{why}; what was typed and not saved stands in it"));
    let all = of_journal(state)
        .into_iter()
        .chain(of_lock(state))
        .chain(of_conflicts(state))
        .chain(exports::Exports::read(Some(state)).err())
        .chain(typed);
    all.collect()
}

/// That the journal is there and can't be opened.
fn of_journal(state: &State) -> Option<String> {
    let path = state.path("journal");
    let why = path.exists().then(|| Journal::open(&path).err()).flatten()?;
    Some(format!("{}; there is no undo in another run", refusal::told(&path, &why)))
}

/// That the lock is there and nobody can take it: then the journal is not written to either.
fn of_lock(state: &State) -> Option<String> {
    let path = state.path("lock");
    let why = path.exists().then(|| atomic::open_own(&path).err()).flatten()?;
    Some(format!("{}; there is no undo in another run: delete it, nothing stands in it", refusal::told(&path, &why)))
}

/// That what waits for a choice can't be read.
pub fn of_conflicts(state: &State) -> Option<String> {
    let why = conflicts::damaged(&state.path(CONFLICTS))?;
    Some(format!("{why}; what waits for a choice stands in it: mend it, or put it elsewhere"))
}
