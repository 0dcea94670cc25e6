//! What runs that have ended left: steps that the disk had not taken are taken now, merged with whatever the files say by
//! now; what was typed is handed on.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::{Finished, Folder, SaveError, key_of};
use crate::domain::plan::{FileKey, News, Value};
use crate::domain::step::{Change, Note, StepId, Way};
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
    /// Others that still can't be: from what the file is known to say to what the screen showed.
    pub unsaved: Vec<(Note, Change)>,
    /// Why.
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

    /// What was left of a file is saved now, or dropped by somebody who has seen it.
    pub fn settled(&mut self, file: &Path) {
        for run in &mut self.runs {
            let (of_it, others): (Vec<_>, Vec<_>) =
                std::mem::take(&mut run.kept.steps).into_iter().partition(|image| image.file == file);
            run.kept.steps = others;
            if !of_it.is_empty() {
                // One that is left there is found to be done at the next start.
                _ = run.owes(run.kept.steps.clone());
            }
        }
    }

    /// Hold what was taken up later too.
    pub fn add(&mut self, other: Self) {
        self.left.extend(other.left);
        self.runs.extend(other.runs);
    }
}

/// What steps did, as the journal has it. A step may have changed thousands of files, and the journal be long: it is asked
/// once for each step.
#[derive(Debug, Default)]
struct Done(HashMap<StepId, HashSet<PathBuf>>);

impl Done {
    /// Which files a step has changed.
    fn files_of(&mut self, folder: &mut Folder, id: StepId) -> Result<&HashSet<PathBuf>, SaveError> {
        Ok(match self.0.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                // Whatever a run had begun is finished by then.
                drop(folder.sit_down()?);
                unknown.insert(folder.images_of(id).into_iter().map(|image| image.file).collect())
            }
        })
    }

    /// One more is changed now.
    fn add(&mut self, id: StepId, file: &Path) {
        self.0.entry(id).or_default().insert(file.to_owned());
    }
}

impl Folder {
    /// Take up what runs that have ended left of this plan, and nobody has taken up yet. Best before anything is loaded.
    pub fn take_up(&mut self) -> TakenUp {
        let Finished { done, failed } = self.finished();
        let mut taken = TakenUp { saved: done, failed, ..TakenUp::default() };
        let Some(state) = &self.state else { return taken };
        let mut runs = typed::ended(state);
        let mut done = Done::default();
        taken.copies = copies::abandoned(state, self.root());
        for run in &mut runs {
            if run.kept.steps.is_empty() {
                continue;
            }
            let mut owed = Vec::new();
            for image in std::mem::take(&mut run.kept.steps) {
                let step = self.step_of(&image, &mut done);
                let Ok(Some((note, change))) = step else {
                    if let Err(error) = step {
                        taken.failed.push(error.to_string());
                        owed.push(image);
                    }
                    continue;
                };
                // What comes after a step that was not taken can't be either: it begins where that ends.
                let is_behind = taken.unsaved.iter().any(|(_, before)| before.key == change.key);
                let brought = if is_behind { None } else { Some(self.bring(&note, &change)) };
                if let Some(Ok(news)) = brought {
                    done.add(image.note.id, &image.file);
                    taken.saved.push(note.label);
                    taken.news.add(news);
                    continue;
                }
                taken.failed.extend(brought.and_then(Result::err).map(|error| error.to_string()));
                // A run that had taken it up has left it too.
                if !taken.unsaved.iter().any(|(each, _)| each.id == note.id) {
                    taken.unsaved.push((note, change));
                }
                owed.push(image);
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

    /// What a run that ended had shown, as a step. Nothing, if it was saved after all.
    fn step_of(&mut self, image: &Image, done: &mut Done) -> Result<Option<(Note, Change)>, SaveError> {
        if done.files_of(self, image.note.id)?.contains(&image.file) {
            return Ok(None);
        }
        let no_file = || SaveError::ReadOnly(self.root().join(&image.file), "this is no file of the plan".into());
        let key = key_of(&image.file).ok_or_else(no_file)?;
        // What was taken back or done again before it was ever written down is, for the journal, done.
        let mut note = image.note.clone();
        if let Way::Undo(id) | Way::Redo(id) = note.way
            && done.files_of(self, id)?.is_empty()
        {
            note.way = Way::Do;
        }
        let value = |text: &Option<String>| text.as_deref().map(|text| self.value_of(&key, text));
        let (before, after) = (value(&image.before), value(&image.after));
        Ok(Some((note, Change { key, before, after })))
    }

    /// Make a file say it; says what it says then. A name that somebody else has taken meanwhile becomes another one.
    fn bring(&mut self, note: &Note, change: &Change) -> Result<News, SaveError> {
        let wanted = change.key.clone();
        let mut key = wanted.clone();
        for n in 2.. {
            let outcome = self.save(note, Change { key: key.clone(), ..change.clone() });
            self.forgive(&key);
            match (outcome, &wanted) {
                (Err(SaveError::Taken(_)), FileKey::Account(id)) if n < 1000 => {
                    key = FileKey::Account(format!("{id}-{n}").into());
                }
                (outcome, _) => return outcome.map(|_| self.reload(&key)),
            }
        }
        Ok(News::default())
    }

    fn value_of(&self, key: &FileKey, text: &str) -> Value {
        self.reader.base_of(key, &self.path(key), text).value
    }
}
