//! Choosing a side where two had changed the same, and saying what a step changed.

use std::path::Path;

use super::save::free_name;
use super::write::{Wanted, Written, merged, merged_trees};
use super::{CONFLICTS, Folder, SaveError, Saved, key_of};
use crate::domain::conflict::{self, Choice, Conflict};
use crate::domain::plan::FileKey;
use crate::domain::step::{Difference, Note, StepId, Way};
use crate::store::journal::Image;
use crate::store::{conflicts, merge, text};

impl Folder {
    /// What waits for a choice between two sides, theirs as the file says it now. As long as it says what we wanted, by
    /// whoever's hand, there is nothing to choose. Whoever looks changes nothing.
    pub fn conflicts(&self) -> Vec<Conflict> {
        let known = self.state.as_ref().map(|state| conflicts::load(&state.path(CONFLICTS))).unwrap_or_default();
        known.into_iter().map(|each| self.as_it_is(each)).filter(|each| !is_over(each)).collect()
    }

    /// With what the file says now, as far as that can be known.
    fn as_it_is(&self, conflict: Conflict) -> Conflict {
        let Ok(text) = self.text(&conflict.file) else { return conflict };
        let theirs = if conflict.path.is_empty() {
            text.map(toml::Value::String)
        } else {
            let Ok(tree) = text::tree(&text.unwrap_or_default()) else { return conflict };
            match merge::get(&tree, &conflict.path) {
                Some(leaf) => leaf,
                None => return conflict,
            }
        };
        Conflict { theirs: written(theirs), ..conflict }
    }

    /// Let one side stand of a conflict as somebody has seen it. That is a step like any other: whoever takes it back is
    /// asked again.
    ///
    /// # Errors
    ///
    /// What saving can fail with; ours can't be put where it belongs any more. The conflict then still waits.
    pub fn settle(&mut self, conflict: &Conflict, choice: Choice, note: &Note) -> Result<Saved, SaveError> {
        let _lock = self.sit_down()?;
        let Some(path) = self.state.as_ref().map(|state| state.path(CONFLICTS)) else { return Ok(Saved::default()) };
        if !conflicts::load(&path).iter().any(|each| each.is_same(conflict)) {
            return Ok(Saved::default());
        }
        let mut saved = Saved::default();
        match choice {
            Choice::Theirs => {
                let (image, _) = Wanted::just(None).settling(conflict).image(note, &conflict.file, None);
                saved.doubt = self.mark(&image);
            }
            Choice::Ours if is_to_go(conflict) => {
                let written = self.archive_chosen(note, conflict)?;
                (saved.conflicts, saved.doubt) = (written.conflicts, written.doubt);
                saved.news = key_of(&conflict.file).map(|key| self.reload(&key)).unwrap_or_default();
            }
            Choice::Ours => {
                let file = self.root().join(&conflict.file);
                let reader = self.reader.clone();
                let written = self.change(note, &conflict.file, &mut |disk| {
                    reader.may_be_written(&file, &conflict.file, disk)?;
                    let wanted = ours(disk, conflict).map_err(|why| SaveError::ReadOnly(file.clone(), why))?;
                    Ok(wanted.settling(conflict))
                })?;
                (saved.conflicts, saved.doubt) = (written.conflicts, written.doubt);
                if let Some(key) = key_of(&conflict.file) {
                    saved.news = self.reload(&key);
                }
            }
        }
        if saved.conflicts == 0 {
            conflicts::take(&path, conflict).map_err(|error| SaveError::Io(path, error))?;
        }
        Ok(saved)
    }

    /// An account that was to go goes to the archive, whether it was that or deleted; if it says by now what was seen.
    fn archive_chosen(&mut self, note: &Note, conflict: &Conflict) -> Result<Written, SaveError> {
        let seen = conflict.theirs.as_deref().and_then(conflict::read);
        let disk = self.text(&conflict.file)?;
        let (Some(FileKey::Account(id)), Some(text)) = (key_of(&conflict.file), &disk) else {
            return Ok(Written::default());
        };
        if seen.as_ref().and_then(toml::Value::as_str) != Some(text) {
            return Ok(Written { conflicts: 1, ..Written::default() });
        }
        let archive = self.relative(&free_name(&self.path_in_archive(&id)));
        self.move_file(note, &conflict.file, &archive, text, Some(conflict))
    }

    /// What a step changed, file by file.
    pub fn explain(&mut self, id: StepId) -> Vec<Difference> {
        self.images_of(id).into_iter().flat_map(explained).collect()
    }

    /// What taking a step back, or doing it again, has changed: not all that the step did, where somebody has changed the same
    /// since. A choice that waits again, or does no more, is told as what was chosen.
    pub fn explain_turn(&mut self, turn: &Note) -> Vec<Difference> {
        let step = turn.way.of().map(|id| self.images_of(id)).unwrap_or_default();
        let is_undo = matches!(turn.way, Way::Undo(_));
        let choices = step.into_iter().filter(|image| image.settled.is_some() && image.before == image.after);
        let choices = choices.flat_map(explained).map(|choice| if is_undo { choice.turned() } else { choice });
        let images = self.journal.as_mut().and_then(|journal| journal.turn(turn.id).ok()).unwrap_or_default();
        choices.chain(images.into_iter().filter(|image| image.before != image.after).flat_map(explained)).collect()
    }
}

fn explained(image: Image) -> Vec<Difference> {
    let tree = |text: &Option<String>| text.as_deref().and_then(|text| text::tree(text).ok()).unwrap_or_default();
    if let (Some(conflict), true) = (&image.settled, image.before == image.after) {
        let Conflict { file, path, ours, theirs, .. } = conflict.clone();
        return vec![Difference { file, path, before: ours, after: theirs }];
    }
    if image.before.is_none() || image.after.is_none() {
        let told = |text: &Option<String>| text.as_ref().map(|_| "\"(the whole file)\"".to_owned());
        let (before, after) = (told(&image.before), told(&image.after));
        return vec![Difference { file: image.file, path: String::new(), before, after }];
    }
    let found = merge::differences(&tree(&image.before), &tree(&image.after));
    found.into_iter().map(|(path, before, after)| difference(&image.file, path, before, after)).collect()
}

/// An account is to go.
fn is_to_go(conflict: &Conflict) -> bool {
    conflict.path.is_empty() && conflict.ours.is_none() && matches!(key_of(&conflict.file), Some(FileKey::Account(_)))
}

/// Both sides want the same.
fn is_over(conflict: &Conflict) -> bool {
    let read = |side: &Option<String>| side.as_deref().and_then(conflict::read);
    let (ours, theirs) = (read(&conflict.ours), read(&conflict.theirs));
    conflict.ours == conflict.theirs || (ours.is_some() && ours == theirs)
}

fn written(leaf: Option<toml::Value>) -> Option<String> {
    leaf.map(|leaf| leaf.to_string())
}

fn difference(file: &Path, path: String, before: Option<toml::Value>, after: Option<toml::Value>) -> Difference {
    Difference { file: file.to_owned(), path, before: written(before), after: written(after) }
}

/// The file with our side of the conflict in it. If it says something else by now than whoever chose has seen, they
/// choose again.
fn ours(disk: Option<&str>, conflict: &Conflict) -> Result<Wanted, String> {
    let read = |side: &Option<String>| -> Result<Option<toml::Value>, String> {
        let read = |side| conflict::read(side).ok_or("what was kept is no TOML");
        Ok(side.as_deref().map(read).transpose()?)
    };
    let (ours, theirs) = (read(&conflict.ours)?, read(&conflict.theirs)?);
    if conflict.path.is_empty() {
        let text = |side: &Option<toml::Value>| side.as_ref().and_then(toml::Value::as_str).map(str::to_owned);
        return merged(text(&theirs).as_deref(), text(&ours).as_deref(), disk);
    }
    let disk = disk.ok_or("its file is gone")?;
    let now = text::tree(disk).map_err(|_| "its file is no TOML; mend it first")?;
    let (mut before, mut after) = (now.clone(), now.clone());
    if !merge::set(&mut before, &conflict.path, theirs) || !merge::set(&mut after, &conflict.path, ours) {
        return Err(format!(
            "{} is not there any more; what was kept can be read out and put elsewhere by hand, then let stand what the file \
             says",
            conflict.path
        ));
    }
    merged_trees(disk, &before, &after, &now)
}
