//! What runs that have ended left: steps that the disk had not taken are taken now, merged with whatever the files say by
//! now; what was typed is handed on.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::{Folder, SaveError, key_of};
use crate::domain::plan::{FileKey, News, Value};
use crate::domain::step::{Change, Way};
use crate::domain::typed::Left;
use crate::store::journal::Image;
use crate::store::typed::{self, Ended};
use crate::store::{copies, places};

/// What was found. While this is held, nobody else takes it up.
#[derive(Debug, Default)]
pub struct TakenUp {
    /// What was typed, by the run.
    pub left: Vec<Left>,
    /// Steps that are saved now, in words.
    pub saved: Vec<String>,
    /// What the files say with them.
    pub news: News,
    /// Why others still are not.
    pub failed: Vec<String>,
    /// What editors left that were cut off with the program.
    pub copies: Vec<PathBuf>,
    /// Held, not read.
    runs: Vec<Ended>,
}

impl TakenUp {
    /// What has to be told of it, and whether it is bad.
    pub fn told(&self) -> (String, bool) {
        let mut sentences = Vec::new();
        if !self.saved.is_empty() {
            sentences.push(format!("Saved now, from a run that was cut off: {}.", self.saved.join("; ")));
        }
        if !self.failed.is_empty() {
            sentences.push(format!("Still not saved, from a run that was cut off: {}.", self.failed.join("; ")));
        }
        let copies: Vec<String> = self.copies.iter().map(|path| places::told(path)).collect();
        if !copies.is_empty() {
            sentences.push(format!("An editor was cut off; its files: {}", copies.join(", ")));
        }
        (sentences.join(" "), !self.failed.is_empty() || !self.copies.is_empty())
    }

    /// Hold what was taken up later too.
    pub fn add(&mut self, other: Self) {
        self.left.extend(other.left);
        self.runs.extend(other.runs);
    }
}

impl Folder {
    /// Take up what runs that have ended left of this plan, and nobody has taken up yet. Best before anything is loaded.
    pub fn take_up(&mut self) -> TakenUp {
        let mut taken = TakenUp::default();
        let Some(state) = &self.state else { return taken };
        let mut runs = typed::ended(state);
        taken.copies = copies::abandoned(state, self.root());
        for run in &mut runs {
            if run.kept.steps.is_empty() {
                continue;
            }
            let mut owed = Vec::new();
            for image in std::mem::take(&mut run.kept.steps) {
                match self.bring(&image) {
                    Ok(None) => {}
                    Ok(Some(news)) => {
                        taken.saved.push(image.note.label.clone());
                        taken.news.add(news);
                    }
                    Err(error) => {
                        taken.failed.push(error.to_string());
                        owed.push(image);
                    }
                }
            }
            if let Err(error) = run.owes(owed) {
                taken.failed.push(error.to_string());
            }
        }
        let left = runs.iter().filter(|run| !run.kept.typed.is_empty()).map(|run| Left {
            run: run.run.clone(),
            at: run.at.map(DateTime::<Utc>::from),
            typed: run.kept.typed.clone(),
        });
        taken.left = left.collect();
        taken.runs = runs;
        taken
    }

    /// Make a file say what a run that ended had shown. Nothing, if it was saved after all.
    fn bring(&mut self, image: &Image) -> Result<Option<News>, SaveError> {
        drop(self.sit_down()?);
        if self.images_of(image.note.id).iter().any(|done| done.file == image.file) {
            return Ok(None);
        }
        let path = self.root().join(&image.file);
        let no_file = || SaveError::ReadOnly(path.clone(), "this is no file of the plan".into());
        let mut key = key_of(&image.file).ok_or_else(no_file)?;
        // What was taken back or done again before it was ever written down is, for the journal, done.
        let mut note = image.note.clone();
        if matches!(note.way, Way::Undo(id) | Way::Redo(id) if self.images_of(id).is_empty()) {
            note.way = Way::Do;
        }
        // A name that somebody else has taken meanwhile becomes another one.
        for n in 2.. {
            let value = |text: &Option<String>| text.as_deref().map(|text| self.value_of(&key, text));
            let change = Change { key: key.clone(), before: value(&image.before), after: value(&image.after) };
            match (self.save(&note, change), key_of(&image.file)) {
                (Err(SaveError::Taken(_)), Some(FileKey::Account(id))) if n < 1000 => {
                    self.forgive(&key);
                    key = FileKey::Account(format!("{id}-{n}").into());
                }
                (outcome, _) => {
                    self.forgive(&key);
                    return outcome.map(|_| Some(self.reload(&key)));
                }
            }
        }
        Ok(None)
    }

    fn value_of(&self, key: &FileKey, text: &str) -> Value {
        self.reader.base_of(key, &self.path(key), text).value
    }
}
