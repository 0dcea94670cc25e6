//! Questions that are over since the file says what was kept, by whoever's hand. Where a step that is taken back, or done again,
//! takes that away, they are asked again; until then they stand in a file of their own.

use std::io;
use std::path::Path;

use toml::Table as Tree;

use super::{CONFLICTS, Folder, SaveError};
use crate::domain::conflict::{self, Conflict};
use crate::domain::step::{Note, Way};
use crate::store::state::State;
use crate::store::{conflicts, merge, text};

/// Where they stand meanwhile.
const ASLEEP: &str = "asleep.json";

/// So many at most, the youngest.
const MOST: usize = 500;

/// These wait no more, for now.
pub(super) fn fall_asleep(state: &State, over: &[Conflict]) -> io::Result<()> {
    if over.is_empty() {
        return Ok(());
    }
    let path = state.path(ASLEEP);
    conflicts::add(&path, over.to_vec())?;
    let all = conflicts::load(&path);
    all.iter().rev().skip(MOST).try_for_each(|each| conflicts::take(&path, each))?;
    over.iter().try_for_each(|each| conflicts::take(&state.path(CONFLICTS), each))
}

fn of_file(state: &State, name: &str, file: &Path) -> Vec<Conflict> {
    conflicts::load(&state.path(name)).into_iter().filter(|each| each.file == file).collect()
}

/// What is asked again where a file goes from the one text to the other. Before it does: then it is safe.
pub(super) fn wake(state: &State, file: &Path, from: Option<&str>, to: Option<&str>) -> Result<(), SaveError> {
    let asleep = of_file(state, ASLEEP, file);
    if asleep.is_empty() {
        return Ok(());
    }
    let (was, is) = (Said::by(from), Said::by(to));
    let woken: Vec<Conflict> = asleep.into_iter().filter(|each| was.what(each) && !is.what(each)).collect();
    if woken.is_empty() {
        return Ok(());
    }
    let (path, waiting) = (state.path(ASLEEP), state.path(CONFLICTS));
    conflicts::add(&waiting, woken.clone()).map_err(|error| SaveError::Io(waiting, error))?;
    woken.iter().try_for_each(|each| conflicts::take(&path, each)).map_err(|error| SaveError::Io(path, error))
}

impl Folder {
    /// What is over by what a file says falls asleep before it says something else: nobody is asked about that. What a sync
    /// is about to replace is kept beforehand, and not over.
    pub(super) fn let_sleep(&self, note: &Note, file: &Path, says: Option<&str>) {
        let Some(state) = self.state.as_ref().filter(|_| note.way != Way::Came) else { return };
        let waiting = of_file(state, CONFLICTS, file);
        if waiting.is_empty() {
            return;
        }
        let said = Said::by(says);
        let over: Vec<Conflict> = waiting.into_iter().filter(|each| said.what(each)).collect();
        // What can't be put there now is over all the same.
        _ = fall_asleep(state, &over);
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
