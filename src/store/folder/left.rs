//! What runs that have ended left: steps that the disk had not taken are taken now, merged with whatever the files say by
//! now; what was typed is handed on.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::{Finished, Folder, SaveError, key_of};
use crate::domain::plan::{FileKey, News, Value};
use crate::domain::step::{Change, Note, Way};
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

impl Folder {
    /// Take up what runs that have ended left of this plan, and nobody has taken up yet. Best before anything is loaded.
    pub fn take_up(&mut self) -> TakenUp {
        let Finished { done, failed } = self.finished();
        let mut taken = TakenUp { saved: done, failed, ..TakenUp::default() };
        let Some(state) = &self.state else { return taken };
        let mut runs = typed::ended(state);
        taken.copies = copies::abandoned(state, self.root());
        for run in &mut runs {
            let images = std::mem::take(&mut run.kept.steps);
            if images.is_empty() {
                continue;
            }
            let mut owed = Vec::new();
            for of_one in images.chunk_by(|a, b| a.note.id == b.note.id) {
                self.take_up_step(of_one, &mut taken, &mut owed);
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

    /// What a run that ended had shown of one step: what was saved after all is left alone, the rest is done now, all of it
    /// at once where that can be.
    fn take_up_step(&mut self, images: &[Image], taken: &mut TakenUp, owed: &mut Vec<Image>) {
        let Some(first) = images.first() else { return };
        if let Err(error) = self.sit_down() {
            taken.failed.push(error.to_string());
            owed.extend(images.iter().cloned());
            return;
        }
        let done: HashSet<PathBuf> = self.images_of(first.note.id).into_iter().map(|image| image.file).collect();
        let mut note = first.note.clone();
        // What was taken back or done again before it was ever written down is, for the journal, done.
        if matches!(note.way, Way::Undo(id) | Way::Redo(id) if self.images_of(id).is_empty()) {
            (note.label, note.way) = (note.told(), Way::Do);
        }
        let mut wanted: Vec<(&Image, Change)> = Vec::new();
        for image in images.iter().filter(|image| !done.contains(&image.file)) {
            match self.change_of(image) {
                Ok(change) => wanted.push((image, change)),
                Err(error) => {
                    taken.failed.push(error.to_string());
                    owed.push(image.clone());
                }
            }
        }
        // What comes after a step that was not taken can't be either: it begins where that ends.
        let is_behind =
            |taken: &TakenUp, change: &Change| taken.unsaved.iter().any(|(_, before)| before.key == change.key);
        let several = wanted.len() > 1 && !wanted.iter().any(|(_, change)| is_behind(taken, change));
        if several && self.bring_together(&note, &wanted, taken) {
            return;
        }
        let mut is_told = false;
        for (image, change) in wanted {
            let brought = if is_behind(taken, &change) { None } else { Some(self.bring(&note, &change)) };
            if let Some(Ok(news)) = brought {
                if !std::mem::replace(&mut is_told, true) {
                    taken.saved.push(note.told());
                }
                taken.news.add(news);
                continue;
            }
            taken.failed.extend(brought.and_then(Result::err).map(|error| error.to_string()));
            // A run that had taken it up has left it too.
            if !taken.unsaved.iter().any(|(each, before)| each.id == note.id && before.key == change.key) {
                taken.unsaved.push((note.clone(), change));
            }
            owed.push(image.clone());
        }
    }

    /// What a run that ended had shown of a file.
    fn change_of(&mut self, image: &Image) -> Result<Change, SaveError> {
        let no_file = || SaveError::ReadOnly(self.root().join(&image.file), "this is no file of the plan".into());
        let key = key_of(&image.file).ok_or_else(no_file)?;
        let value = |text: &Option<String>| text.as_deref().map(|text| self.value_of(&key, text));
        let (before, after) = (value(&image.before), value(&image.after));
        Ok(Change { key, before, after })
    }

    /// All files of a step at once. Says whether that could be; if not, nothing was changed, and each can be tried alone.
    fn bring_together(&mut self, note: &Note, wanted: &[(&Image, Change)], taken: &mut TakenUp) -> bool {
        let changes = wanted.iter().map(|(_, change)| change.clone()).collect();
        if self.save_step(note, changes, &mut |_, _| true).is_err() {
            return false;
        }
        taken.saved.push(note.told());
        for (_, change) in wanted {
            self.forgive(&change.key);
            let news = self.reload(&change.key);
            taken.news.add(news);
        }
        true
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
