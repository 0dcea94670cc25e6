//! Which later step stands in the way of taking one back, or of doing it again. Nothing is changed here.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::turn::{Turn, back};
use super::{Folder, SaveError, key_of};
use crate::domain::account::AccountId;
use crate::domain::keypath;
use crate::domain::plan::FileKey;
use crate::domain::step::{Note, StepId, Way};
use crate::store::contacts;
use crate::store::journal::Image;
use crate::store::merge::Clash;

impl Folder {
    /// The last step of ours that has changed the same since, where nothing of a step can be turned without a choice: that one
    /// goes first. Where somebody else has changed it, there is a choice to make.
    ///
    /// `turns` are what it would do, `away` the accounts that are not where it left them.
    pub(super) fn overtaken_by(
        &mut self,
        way: Way,
        turns: &[Turn],
        away: &BTreeSet<AccountId>,
    ) -> Result<Option<Note>, SaveError> {
        let (Way::Undo(step) | Way::Redo(step)) = way else { return Ok(None) };
        let (done, undone) = self.past();
        let steps = if matches!(way, Way::Undo(_)) { done } else { undone };
        let later: Vec<Note> = steps.into_iter().rev().take_while(|other| other.id != step).collect();
        let is_archived = matches!(way, Way::Undo(_)) && self.first_in_archive(away).is_some();
        if later.is_empty() || !(is_archived || self.is_overtaken(turns)? || self.leaves_somebody_twice(turns)?) {
            return Ok(None);
        }
        let own = self.places(step);
        let is_same = |(file, path): &(PathBuf, String), (other, at): &(PathBuf, String)| {
            file == other && (is_within(path, at) || is_within(at, path))
        };
        let touches = |there: HashSet<_>| there.iter().any(|place| own.iter().any(|mine| is_same(mine, place)));
        Ok(later.into_iter().find(|other| touches(self.places(other.id))))
    }

    fn places(&mut self, step: StepId) -> HashSet<(PathBuf, String)> {
        self.explain(step).into_iter().map(|change| (change.file, change.path)).collect()
    }

    /// Whether nothing of a step can be taken back, or done again, without a choice: all that it changed says something else
    /// by now. Nothing is changed.
    fn is_overtaken(&mut self, turns: &[Turn]) -> Result<bool, SaveError> {
        let mut now: HashMap<&Path, Option<String>> = HashMap::new();
        for Image { file, before, after, .. } in images(turns) {
            let disk = match now.get(file.as_path()) {
                Some(text) => text.clone(),
                None => self.text(file)?,
            };
            let Ok(wanted) = back(file, before.as_deref(), after.as_deref(), disk.as_deref()) else {
                return Ok(false);
            };
            let (text, clashes) = wanted.apart();
            // A file that has gone since, an account into the archive, can't be taken away either; and one that went elsewhere
            // and says something else there by now doesn't come back from there.
            let is_gone = before.is_some() && disk.is_none();
            let stays_there = before.is_none() && self.has_changed_where_it_went(turns, after.as_deref())?;
            if stays_there {
                continue;
            }
            if (clashes.is_empty() && !is_gone) || text != disk {
                return Ok(false);
            }
            now.insert(file, text);
        }
        Ok(!turns.is_empty())
    }

    /// Whether somebody whom a step took from the contacts onto an account would stand in both: back among the contacts, and on
    /// the account since they were changed there.
    fn leaves_somebody_twice(&self, turns: &[Turn]) -> Result<bool, SaveError> {
        let ids = |text: &Option<String>| text.as_deref().map(contacts::ids).unwrap_or_default();
        let mut contacts = images(turns).filter(|image| key_of(&image.file) == Some(FileKey::Contacts));
        if !contacts.any(|image| !ids(&image.after).is_subset(&ids(&image.before))) {
            return Ok(false);
        }
        let is_somebody = |clash: &Clash| {
            clash.ours.is_none() && matches!(keypath::keys(&clash.path).as_slice(), [list, _] if list == "people")
        };
        let accounts = images(turns).filter(|image| matches!(key_of(&image.file), Some(FileKey::Account(_))));
        for Image { file, before, after, .. } in accounts {
            let disk = self.text(file)?;
            let wanted = back(file, before.as_deref(), after.as_deref(), disk.as_deref());
            if disk != *before && wanted.is_ok_and(|wanted| wanted.apart().1.iter().any(is_somebody)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether what would come back has gone elsewhere by this step, and that file has another text since, or is no more.
    fn has_changed_where_it_went(&self, turns: &[Turn], text: Option<&str>) -> Result<bool, SaveError> {
        let goes_from = |image: &&Image| image.after.is_none() && image.before.as_deref() == text;
        match images(turns).find(goes_from).filter(|_| text.is_some()) {
            Some(other) => Ok(self.text(&other.file)?.as_deref() != text),
            None => Ok(false),
        }
    }

    /// Which accounts are not where a step that is taken back, or done again, has left them.
    pub(super) fn away(&self, turns: &[Turn]) -> Result<BTreeSet<AccountId>, SaveError> {
        let mut left: BTreeMap<AccountId, Option<&Path>> = BTreeMap::new();
        for image in images(turns) {
            if let Some(FileKey::Account(id)) = key_of(&image.file) {
                left.entry(id).or_insert(image.before.is_some().then_some(image.file.as_path()));
            }
        }
        let mut away = BTreeSet::new();
        for (id, file) in left.into_iter().filter_map(|(id, file)| Some((id, file?))) {
            if self.text(file)?.is_none() {
                away.insert(id);
            }
        }
        Ok(away)
    }

    pub(super) fn first_in_archive<'a>(&self, away: &'a BTreeSet<AccountId>) -> Option<&'a AccountId> {
        away.iter().find(|id| self.path_in_archive(id).exists())
    }
}

fn images(turns: &[Turn]) -> impl Iterator<Item = &Image> {
    turns.iter().map(|turn| &turn.image)
}

/// Whether a place is that one, or something in it. A file as a whole is all that it says.
fn is_within(place: &str, whole: &str) -> bool {
    place.strip_prefix(whole).is_some_and(|rest| whole.is_empty() || rest.is_empty() || rest.starts_with('.'))
}
