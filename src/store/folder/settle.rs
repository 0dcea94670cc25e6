//! Choosing a side where two had changed the same, and saying what a step changed.

use std::path::Path;

use toml::Table as Tree;

use super::write::{Wanted, reads_back};
use super::{CONFLICTS, Folder, SaveError, Saved, key_of};
use crate::domain::conflict::{self, Choice, Conflict, ConflictId};
use crate::domain::step::{Difference, Note, StepId};
use crate::store::text::Text;
use crate::store::{conflicts, merge, patch};

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
            saved.doubt = written.doubt;
            if let Some(key) = key_of(&conflict.file) {
                let now = self.read_again(&key);
                saved.news = self.news_of(&key, now);
            }
        }
        conflicts::take(&path, id).map_err(|error| SaveError::Io(path, error))?;
        Ok(saved)
    }

    /// What a step changed, file by file.
    pub fn explain(&mut self, id: StepId) -> Vec<Difference> {
        let tree = |text: &Option<String>| {
            let text = text.as_deref().map(|text| Text::new(text).plain).unwrap_or_default();
            text.parse::<Tree>().unwrap_or_default()
        };
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

/// The file with our side of the conflict in it.
fn ours(disk: Option<&str>, conflict: &Conflict) -> Result<Wanted, String> {
    let value = conflict.ours.as_deref().map(|ours| conflict::read(ours).ok_or("what was kept is no TOML"));
    let value = value.transpose()?;
    if conflict.path.is_empty() {
        let text = value.as_ref().and_then(toml::Value::as_str).map(str::to_owned);
        text.as_deref().map_or(Ok(()), reads_back)?;
        return Ok(Wanted::just(text));
    }
    let disk = disk.ok_or("its file is gone")?;
    let before: Tree = Text::new(disk).plain.parse().map_err(|_| "its file is no TOML; mend it first")?;
    let mut after = before.clone();
    if !merge::set(&mut after, &conflict.path, value) {
        return Err(format!("{} is not there any more", conflict.path));
    }
    let text = patch::between(disk, &before, &after)?;
    reads_back(&text)?;
    Ok(Wanted::just(Some(text)))
}
