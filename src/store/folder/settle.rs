//! Choosing a side where two had changed the same, and saying what a step changed.

use std::path::Path;

use super::write::{Wanted, merged, merged_trees};
use super::{CONFLICTS, Folder, SaveError, Saved, key_of};
use crate::domain::conflict::{self, Choice, Conflict, ConflictId};
use crate::domain::step::{Difference, Note, StepId};
use crate::store::{conflicts, merge, text};

impl Folder {
    /// Let one side stand. Ours is a step like any other and can be taken back.
    ///
    /// # Errors
    ///
    /// What saving can fail with; ours can't be put where it belongs any more. The conflict then still waits.
    pub fn settle(&mut self, id: ConflictId, choice: Choice, note: &Note) -> Result<Saved, SaveError> {
        let _lock = self.sit_down()?;
        let Some(path) = self.state.as_ref().map(|state| state.path(CONFLICTS)) else { return Ok(Saved::default()) };
        let Some(conflict) = conflicts::load(&path).into_iter().find(|each| each.id == id) else {
            return Ok(Saved::default());
        };
        let mut saved = Saved::default();
        if choice == Choice::Ours {
            let file = self.root().join(&conflict.file);
            let written = self.change(note, &conflict.file, &mut |disk| {
                ours(disk, &conflict).map_err(|why| SaveError::ReadOnly(file.clone(), why))
            })?;
            (saved.conflicts, saved.doubt) = (written.conflicts, written.doubt);
            if let Some(key) = key_of(&conflict.file) {
                saved.news = self.reload(&key);
            }
        }
        conflicts::take(&path, id).map_err(|error| SaveError::Io(path, error))?;
        Ok(saved)
    }

    /// What a step changed, file by file.
    pub fn explain(&mut self, id: StepId) -> Vec<Difference> {
        let tree = |text: &Option<String>| text.as_deref().and_then(|text| text::tree(text).ok()).unwrap_or_default();
        let mut all = Vec::new();
        for image in self.images_of(id) {
            if image.before.is_none() || image.after.is_none() {
                let told = |text: &Option<String>| text.as_ref().map(|_| "\"(the whole file)\"".to_owned());
                let (before, after) = (told(&image.before), told(&image.after));
                all.push(Difference { file: image.file, path: String::new(), before, after });
                continue;
            }
            let found = merge::differences(&tree(&image.before), &tree(&image.after));
            all.extend(found.into_iter().map(|(path, before, after)| difference(&image.file, path, before, after)));
        }
        all
    }
}

fn difference(file: &Path, path: String, before: Option<toml::Value>, after: Option<toml::Value>) -> Difference {
    let written = |leaf: Option<toml::Value>| leaf.map(|leaf| leaf.to_string());
    Difference { file: file.to_owned(), path, before: written(before), after: written(after) }
}

/// The file with our side of the conflict in it. Whoever chose has seen what it said when the conflict arose; if it
/// says something else by now, they choose again.
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
        return Err(format!("{} is not there any more", conflict.path));
    }
    merged_trees(disk, &before, &after, &now)
}
