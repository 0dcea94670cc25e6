//! Which later step stands in the way of taking one back, or of doing it again. Nothing is changed here.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use toml::Value as Leaf;

use super::turn::{Turn, back};
use super::{Folder, SaveError, key_of};
use crate::domain::account::AccountId;
use crate::domain::keypath;
use crate::domain::plan::FileKey;
use crate::domain::step::{Note, StepId, Way};
use crate::store::contacts;
use crate::store::journal::Image;
use crate::store::merge::{self, Clash};
use crate::store::text;

/// So many files of a step are looked through for what was written anew.
const FEW: usize = 8;

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
        if later.is_empty() {
            return Ok(None);
        }
        if !(is_archived || self.is_overtaken(turns)? || self.leaves_somebody_twice(turns)?) {
            return if matches!(way, Way::Undo(_)) { self.written_anew(step, turns, later) } else { Ok(None) };
        }
        let own = self.places(step);
        let is_same = |(file, path): &(PathBuf, String), (other, at): &(PathBuf, String)| {
            file == other && (is_within(path, at) || is_within(at, path))
        };
        let touches = |there: HashSet<_>| there.iter().any(|place| own.iter().any(|mine| is_same(mine, place)));
        Ok(later.into_iter().find(|other| touches(self.places(other.id))))
    }

    /// The last of the later steps by which a file says anew what a step had made it say, where these are all that it said:
    /// it had been changed to something else in between. Of a step of many files, or of the contacts, that would cost more
    /// than it is worth.
    fn written_anew(&mut self, step: StepId, turns: &[Turn], later: Vec<Note>) -> Result<Option<Note>, SaveError> {
        let files: BTreeSet<&Path> = images(turns).map(|image| image.file.as_path()).collect();
        let is_large = |file: &&Path| key_of(file) == Some(FileKey::Contacts);
        if files.len() > FEW || files.iter().any(is_large) || !self.does_something(turns)? {
            return Ok(None);
        }
        let tree = |text: &Option<String>| text.as_deref().and_then(|text| text::tree(text).ok()).unwrap_or_default();
        let mut by: HashSet<StepId> = HashSet::new();
        for file in files {
            let mut past = self.journal.as_mut().and_then(|journal| journal.of_file(file).ok()).unwrap_or_default();
            past.retain(|image| image.note.id == step || later.iter().any(|note| note.id == image.note.id));
            let mut places: Vec<(String, Wrote, bool)> = Vec::new();
            for Image { note, before, after, .. } in past {
                let (was, is) = (tree(&before), tree(&after));
                if note.id == step {
                    let wrote = merge::differences(&was, &is).into_iter();
                    places.extend(wrote.map(|(path, before, after)| (path, Wrote { before, after }, false)));
                    continue;
                }
                for (path, wrote, is_anew) in &mut places {
                    let [was, is] = [&was, &is].map(|tree| merge::get(tree, path));
                    if let (Some(was), Some(is)) = (was, is)
                        && wrote.is_anew(was.as_ref(), is.as_ref())
                    {
                        *is_anew = true;
                        by.insert(note.id);
                    }
                }
            }
            if places.is_empty() || places.iter().any(|(.., is_anew)| !is_anew) {
                return Ok(None);
            }
        }
        Ok(later.into_iter().find(|note| by.contains(&note.id)))
    }

    /// Whether turning a step would change a file.
    fn does_something(&self, turns: &[Turn]) -> Result<bool, SaveError> {
        for Image { file, before, after, .. } in images(turns) {
            let disk = self.text(file)?;
            let wanted = back(file, before.as_deref(), after.as_deref(), disk.as_deref());
            if wanted.is_ok_and(|wanted| wanted.text() != disk.as_deref()) {
                return Ok(true);
            }
        }
        Ok(false)
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

/// What a step has made of one place.
struct Wrote {
    before: Option<Leaf>,
    after: Option<Leaf>,
}

impl Wrote {
    /// Whether another step has made it so again, of what was there before that; of a list or a table whether it has put in a
    /// part that this one put in, or, where this one put in none, taken one out that it took.
    fn is_anew(&self, was: Option<&Leaf>, is: Option<&Leaf>) -> bool {
        let [before, after] = [self.before.as_ref(), self.after.as_ref()];
        let (Some(known), Some(said), Some(was_there), Some(is_there)) =
            (parts(before), parts(after), parts(was), parts(is))
        else {
            return was != after && is == after;
        };
        let mut put_in = said.iter().filter(|part| !known.contains(part)).peekable();
        if put_in.peek().is_none() {
            let mut taken_out = known.iter().filter(|part| !said.contains(part));
            return taken_out.any(|part| was_there.contains(part) && !is_there.contains(part));
        }
        put_in.any(|part| !was_there.contains(part) && is_there.contains(part))
    }
}

/// The items of a list, and what a table says by which key; nothing of a single value.
fn parts(leaf: Option<&Leaf>) -> Option<Vec<(&str, &Leaf)>> {
    match leaf {
        None => Some(Vec::new()),
        Some(Leaf::Array(items)) => Some(items.iter().map(|item| ("", item)).collect()),
        Some(Leaf::Table(table)) => Some(table.iter().map(|(key, leaf)| (key.as_str(), leaf)).collect()),
        Some(_) => None,
    }
}

fn images(turns: &[Turn]) -> impl Iterator<Item = &Image> {
    turns.iter().map(|turn| &turn.image)
}

/// Whether a place is that one, or something in it. A file as a whole is all that it says.
fn is_within(place: &str, whole: &str) -> bool {
    place.strip_prefix(whole).is_some_and(|rest| whole.is_empty() || rest.is_empty() || rest.starts_with('.'))
}
