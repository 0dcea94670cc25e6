//! What a run that was ended in the middle of a save had begun is brought to its end: at the start of the next run, and
//! before whoever saves next.

use std::io;
use std::path::{Path, PathBuf};

use super::write::merged;
use super::{Folder, SaveError};
use crate::clock::Clock;
use crate::domain::step::{Note, Way};
use crate::store::journal::{Image, Journal, Open};
use crate::store::state::Lock;
use crate::store::{atomic, contacts};

/// Where saves leave temporary files.
const FOLDERS: [&str; 4] = ["", "accounts", "accounts/archive", "playbooks"];

/// What runs that were killed had begun, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Finished {
    /// It is done now, as one step.
    pub done: Vec<String>,
    /// It can't be, and why.
    pub failed: Vec<String>,
}

impl Finished {
    /// A sentence for each.
    pub fn told(&self) -> Vec<String> {
        let done = self.done.iter().map(|step| format!("finished what a run that was cut off had begun: {step}"));
        let failed =
            self.failed.iter().map(|why| format!("what a run that was cut off had begun can't be finished: {why}"));
        done.chain(failed).collect()
    }
}

/// `Imported list.csv (12 files)`, `taking back “Imported list.csv” (12 files)`.
fn told(images: &[Image]) -> String {
    let what = images.first().map(|image| image.note.told()).unwrap_or_default();
    let files: std::collections::BTreeSet<&PathBuf> = images.iter().map(|image| &image.file).collect();
    match files.len() {
        1 => what,
        n => format!("{what} ({n} files)"),
    }
}

impl Folder {
    /// Finish what a run that was killed had begun, and take away what it left. Most starts find nothing to do, and
    /// take no lock to see that.
    pub(super) fn recover(&mut self) {
        let Some(state) = &self.state else { return };
        let has_begun = self.journal.as_mut().is_some_and(|journal| journal.is_begun().unwrap_or(false));
        if !has_begun && self.temporary().next().is_none() {
            return;
        }
        // Whoever holds the lock is saving at this moment: what lies there is theirs, and they looked before.
        let Ok(_lock) = state.lock_now() else { return };
        let open = self.finish();
        self.sweep(open.as_ref());
        self.journal.iter_mut().for_each(Journal::rise);
    }

    /// What runs that were killed had begun, and what came of it; told once.
    pub fn finished(&mut self) -> Finished {
        std::mem::take(&mut self.finished)
    }

    /// A step that was begun and is not finished, in words; nothing, while somebody is saving at this moment.
    pub fn unfinished(&mut self) -> Option<String> {
        let _lock = self.state.as_ref()?.lock_now().ok()?;
        let images = self.journal.as_mut()?.unfinished().ok()?;
        (!images.is_empty()).then(|| told(&images))
    }

    /// Take the lock, and finish what a run that was killed had begun.
    pub(super) fn sit_down(&mut self) -> Result<Option<Lock>, SaveError> {
        self.journal.iter_mut().for_each(Journal::rise);
        let Some(state) = &self.state else { return Ok(None) };
        let lock = match state.lock() {
            Ok(lock) => lock,
            Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                return Err(SaveError::Busy(self.root().to_owned()));
            }
            // Where there is no lock to be had, reading again before each replacement still holds.
            Err(_) => return Ok(None),
        };
        if let Some(open) = self.finish() {
            self.sweep(Some(&open));
        }
        Ok(Some(lock))
    }

    /// Something was written down and perhaps not done. Says what.
    fn finish(&mut self) -> Option<Open> {
        let open = self.journal.as_mut()?.settle().ok().flatten()?;
        match &open {
            Open::File(image) => self.finish_file(image),
            Open::Step(id, images) => match self.finish_step(*id, images.clone()) {
                Ok(0) => {}
                Ok(_) => self.finished.done.push(told(images)),
                Err(error) => self.finished.failed.push(format!("{}: {error}", told(images))),
            },
        }
        Some(open)
    }

    fn finish_file(&mut self, image: &Image) {
        let (before, after) = (image.before.as_deref(), image.after.as_deref());
        let path = self.root().join(&image.file);
        let done = self.change(&image.note, &image.file, &mut |disk| {
            merged(before, after, disk).map_err(|why| SaveError::ReadOnly(path.clone(), why))
        });
        let Some(journal) = self.journal.as_mut() else { return };
        match done {
            Ok(_) => _ = journal.done(image),
            // Another time the disk may take it.
            Err(SaveError::Io(..) | SaveError::Busy(_)) => {}
            Err(_) => journal.left(),
        }
    }

    /// Temporary files that a killed run left: ours go, and what is not ours is somebody's work that came in between.
    fn sweep(&mut self, open: Option<&Open>) {
        let read = |path: PathBuf| Some((atomic::read(&path, contacts::MOST).ok()?, path));
        let (texts, paths): (Vec<Vec<u8>>, Vec<PathBuf>) = self.temporary().filter_map(read).unzip();
        if texts.is_empty() {
            return;
        }
        let known = self.journal.as_mut().and_then(|journal| journal.knows(&texts).ok());
        let known = known.unwrap_or_else(|| vec![false; texts.len()]);
        for ((path, bytes), known) in paths.into_iter().zip(texts).zip(known) {
            let is_ours = known || !path.starts_with(self.root());
            let is_brought = |folder: &mut Self| match open {
                Some(Open::File(image)) => folder.bring_in(&path, &bytes, image),
                // Beside which of its files it lay nobody can say.
                _ => false,
            };
            if is_ours || is_brought(self) {
                _ = std::fs::remove_file(&path);
            } else if let Some(state) = &self.state {
                _ = state.keep(&path, &bytes);
            }
        }
    }

    /// Somebody wrote the step's file in the moment between our look and the exchange, and the run was ended before it
    /// could give the file back to them: what they wrote is a change like any other.
    fn bring_in(&mut self, temporary: &Path, bytes: &[u8], image: &Image) -> bool {
        let path = self.root().join(&image.file);
        let Ok(text) = std::str::from_utf8(bytes) else { return false };
        if temporary.parent() != path.parent() {
            return false;
        }
        let note = Note { id: Clock::seed(), label: "What was written meanwhile".to_owned(), ..image.note.clone() };
        let change = self.change(&Note { way: Way::Do, ..note }, &image.file, &mut |disk| {
            let brought = merged(image.before.as_deref(), Some(text), disk);
            brought.map_err(|why| SaveError::ReadOnly(path.clone(), why))
        });
        change.is_ok()
    }

    /// The temporary files that lie in the plan, and those of the state.
    fn temporary(&self) -> impl Iterator<Item = PathBuf> + use<> {
        let folders = FOLDERS.map(|folder| self.root().join(folder)).into_iter();
        let state = self.state.iter().flat_map(|state| [state.path(""), state.path("kept")]).collect::<Vec<_>>();
        let files = folders.chain(state).filter_map(|folder| std::fs::read_dir(folder).ok()).flatten();
        let is_temporary =
            |path: &PathBuf| path.file_name().and_then(|name| name.to_str()).is_some_and(atomic::is_temporary);
        files.filter_map(Result::ok).map(|entry| entry.path()).filter(is_temporary)
    }
}
