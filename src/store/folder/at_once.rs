//! Several files as one step: all of them or none. What each shall say is gathered before any is touched, written into the
//! journal as one record, laid durably beside the files, and then put in their places one after the other, which takes
//! moments. Until then it can be stopped, and nothing was changed; a run that is killed later is finished by the next.
//!
//! Nothing here waits for the disk file by file: the files are synced side by side, each folder once.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use super::write::{Wanted, Written, fits, merged, waiting};
use super::{Fingerprint, Folder, SaveError};
use crate::domain::conflict::Conflict;
use crate::domain::step::{Note, StepId, Way};
use crate::store::atomic::{self, Put, Ready, Swapped};
use crate::store::journal::Image;

/// How far a step has come: files that are ready, of how many. Says whether to go on.
pub type Watch<'a> = &'a mut dyn FnMut(usize, usize) -> bool;

/// How many files are written at once: a disk takes several in the time of one.
const HANDS: usize = 8;

/// How often somebody may write in between before it is given up.
const TRIES: usize = 20;

/// What a step shall do, as far as it is gathered.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    images: Vec<Image>,
    /// The last image of each file.
    last: HashMap<PathBuf, usize>,
    /// What waits for a choice then.
    waiting: Vec<Conflict>,
}

/// What came of a step.
#[derive(Debug, Default)]
pub(super) struct Stood {
    pub(super) doubt: Option<String>,
    /// Files that say something else than was gathered, since somebody wrote them meanwhile.
    pub(super) otherwise: Vec<PathBuf>,
    /// How many had to be written.
    pub(super) written: usize,
}

/// What one file says before a step and after it.
#[derive(Debug, Clone, Copy)]
struct Turn<'a> {
    file: &'a Path,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

/// What became of the files of a step.
#[derive(Debug, Default)]
struct Placed {
    /// Somebody has written these since they were looked at.
    odd: Vec<PathBuf>,
    /// These stand in their places.
    done: Vec<PathBuf>,
    doubt: Option<String>,
    failed: Option<Failed>,
}

#[derive(Debug)]
struct Failed {
    why: SaveError,
    /// What lies beside a file may be somebody's only copy: it is looked after by whoever takes the lock next.
    is_stranded: bool,
}

impl Folder {
    /// Carry out what `gather` changes as one step. Whatever it changes is changed when this returns, or nothing is. What is
    /// one step within another is a part of that.
    ///
    /// # Errors
    ///
    /// What saving can fail with, and [`SaveError::Stopped`].
    pub(super) fn at_once<T>(
        &mut self,
        id: StepId,
        watch: Watch,
        gather: impl FnOnce(&mut Self, Watch) -> Result<T, SaveError>,
    ) -> Result<(T, Stood), SaveError> {
        if self.gathered.is_some() {
            return Ok((gather(self, watch)?, Stood::default()));
        }
        self.gathered = Some(Gathered::default());
        let outcome = gather(self, watch);
        let Gathered { images, waiting, .. } = self.gathered.take().unwrap_or_default();
        let outcome = outcome?;
        // Ours must be safe before a file says something else.
        self.keep_all(waiting)?;
        let stood = if images.is_empty() { Stood::default() } else { self.carry_out(id, images, false, watch)? };
        Ok((outcome, stood))
    }

    /// What a file is to say is gathered instead of being written.
    pub(super) fn gather(
        &mut self,
        note: &Note,
        file: &Path,
        want: &mut dyn FnMut(Option<&str>) -> Result<Wanted, SaveError>,
    ) -> Result<Written, SaveError> {
        let disk = self.text_by_now(file)?;
        let (image, clashes) = want(disk.as_deref())?.image(note, file, disk);
        fits(&self.root().join(file), file, image.after.as_deref())?;
        let Some(gathered) = &mut self.gathered else { return Ok(Written::default()) };
        let says = image.after.as_ref().map(|text| Fingerprint::of(text.as_bytes()));
        let conflicts = clashes.len();
        gathered.waiting.extend(clashes.into_iter().map(|clash| waiting(note, file, clash)));
        let is_turn = matches!(note.way, Way::Undo(_) | Way::Redo(_));
        if image.after != image.before || is_turn || image.settled.is_some() {
            gathered.last.insert(file.to_owned(), gathered.images.len());
            gathered.images.push(image);
        }
        Ok(Written { conflicts, doubt: None, says })
    }

    /// What a file says with what is gathered.
    pub(super) fn text_by_now(&self, file: &Path) -> Result<Option<String>, SaveError> {
        let gathered = self.gathered.as_ref().and_then(|gathered| {
            let at = gathered.last.get(file)?;
            gathered.images.get(*at)
        });
        gathered.map_or_else(|| self.quiet_text(file), |image| Ok(image.after.clone()))
    }

    /// Finish a step that a run had written down and perhaps not done. Says how many files had to be written.
    pub(super) fn finish_step(&mut self, id: StepId, images: Vec<Image>) -> Result<usize, SaveError> {
        let odd = self.strange(&images)?;
        let is_written_down = odd.is_empty();
        let images = if is_written_down { images } else { self.made_anew(images, &odd)? };
        let stood = self.carry_out(id, images, is_written_down, &mut |_, _| true)?;
        Ok(stood.written)
    }

    fn carry_out(
        &mut self,
        id: StepId,
        mut images: Vec<Image>,
        mut is_written_down: bool,
        watch: Watch,
    ) -> Result<Stood, SaveError> {
        let is_ours = !is_written_down;
        let mut records = 0;
        let mut stood = Stood::default();
        let mut done: Vec<PathBuf> = Vec::new();
        let stirred = self.stir(&images)?;
        for _ in 0..TRIES {
            if !is_written_down && let Err(why) = self.write_step_down(id, &images) {
                // What could not be finished or taken back later is not begun.
                return Err(self.come_to_nothing(why, &images, &done, records));
            }
            records += usize::from(!is_written_down);
            let Placed { odd, done: more, doubt, failed } = self.place(&images, watch);
            stood.written += more.len();
            stood.doubt = stood.doubt.or(doubt);
            done.extend(more);
            let again = match failed {
                None if odd.is_empty() => {
                    // A mark that is lost costs a look at the files at the next start.
                    self.journal.iter_mut().for_each(|journal| _ = journal.stood(id));
                    stood.doubt = stood.doubt.or_else(|| self.forgot());
                    self.settle_down(stirred, &stood.otherwise);
                    self.choices_follow(&images);
                    return Ok(stood);
                }
                None => self.made_anew(images.clone(), &odd),
                Some(Failed { why, is_stranded: true }) => return Err(why),
                Some(Failed { why, .. }) => Err(why),
            };
            match again {
                Ok(again) => images = again,
                // What an earlier run had begun is finished another time.
                Err(why) if !is_ours => return Err(why),
                Err(why) => return Err(self.come_to_nothing(why, &images, &done, records)),
            }
            stood.otherwise.extend(odd);
            is_written_down = false;
        }
        Err(SaveError::Busy(self.root().to_owned()))
    }

    fn write_step_down(&mut self, id: StepId, images: &[Image]) -> Result<(), SaveError> {
        let Some(journal) = &mut self.journal else { return Ok(()) };
        let path = self.state.as_ref().map(|state| state.path("journal")).unwrap_or_default();
        journal.write_step(id, images).map_err(|error| SaveError::Io(path, error))
    }

    /// What this run has put in its place is taken back, and then nobody need look after the step. Says why, again.
    fn come_to_nothing(&mut self, why: SaveError, images: &[Image], done: &[PathBuf], records: usize) -> SaveError {
        if self.is_taken_back(images, done)
            && let Some(journal) = &mut self.journal
        {
            (0..records).for_each(|_| journal.left());
        }
        why
    }

    /// Lay the files beside those that are there, and put them in their places.
    fn place(&self, images: &[Image], watch: Watch) -> Placed {
        let mut placed = Placed::default();
        let is_there = |turn: &Turn| {
            let path = self.root().join(turn.file);
            turn.after.map_or_else(|| !path.exists(), |after| atomic::holds(&path, after.as_bytes()))
        };
        let is_open = |turn: &Turn| turn.before != turn.after && !is_there(turn);
        let all = turns(images);
        let open: Vec<Turn> = all.iter().copied().filter(is_open).collect();
        let ready = match self.ready(&open, watch) {
            Ok(ready) => ready,
            Err(why) => {
                placed.failed = Some(Failed { why, is_stranded: false });
                return placed;
            }
        };
        let mut olds = Vec::with_capacity(ready.len());
        for (file, ready) in ready {
            let path = self.root().join(file);
            match ready.swap() {
                Ok(Swapped::Done(old)) => {
                    olds.push((path, old));
                    placed.done.push(file.to_owned());
                }
                Ok(Swapped::Otherwise) => placed.odd.push(file.to_owned()),
                Ok(Swapped::Stranded(error)) => {
                    placed.failed = Some(Failed { why: SaveError::Io(path, error), is_stranded: true });
                    break;
                }
                Err(error) => {
                    placed.failed = Some(Failed { why: SaveError::Io(path, error), is_stranded: false });
                    break;
                }
            }
        }
        // Of links too: what they lead to was renamed where it lies.
        let folders: BTreeSet<PathBuf> = all
            .iter()
            .filter(|turn| turn.before != turn.after)
            .map(|turn| self.root().join(turn.file))
            .map(|path| if path.is_symlink() { std::fs::canonicalize(&path).unwrap_or(path) } else { path })
            .filter_map(|path| Some(path.parent()?.join("any")))
            .collect();
        for folder in folders {
            if let Err(error) = atomic::sync_folder(&folder) {
                placed.doubt = Some(format!("durability unconfirmed: {error}"));
            }
        }
        for (path, old) in olds {
            if let Some(Put::Stranded(error)) = old.let_go() {
                placed.failed = Some(Failed { why: SaveError::Io(path, error), is_stranded: true });
            }
        }
        placed
    }

    /// All of them durably beside their files, several at a time.
    fn ready<'a>(&self, turns: &[Turn<'a>], watch: Watch) -> Result<Vec<(&'a Path, Ready<'a>)>, SaveError> {
        let failed = |file: &Path, error| SaveError::Io(self.root().join(file), error);
        let folders: BTreeSet<&Path> =
            turns.iter().filter(|turn| turn.before.is_none()).filter_map(|turn| turn.file.parent()).collect();
        for folder in folders {
            atomic::create_folder(&self.root().join(folder)).map_err(|error| failed(folder, error))?;
        }
        let (next, is_over) = (AtomicUsize::new(0), AtomicBool::new(false));
        let (said, heard) = mpsc::channel();
        let work = |said: mpsc::Sender<(usize, io::Result<Option<Ready<'a>>>)>| {
            while !is_over.load(Ordering::Relaxed) {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(Turn { file, before, after }) = turns.get(at) else { return };
                let path = self.root().join(file);
                let ready = Ready::of(self.root(), &path, before.map(str::as_bytes), after.map(str::as_bytes));
                if said.send((at, ready)).is_err() {
                    return;
                }
            }
        };
        let mut all: Vec<Option<Ready>> = std::iter::repeat_with(|| None).take(turns.len()).collect();
        let mut outcome = if watch(0, turns.len()) { Ok(()) } else { Err(SaveError::Stopped) };
        thread::scope(|scope| {
            if outcome.is_err() {
                return;
            }
            for _ in 0..HANDS.min(turns.len()) {
                let said = said.clone();
                scope.spawn(|| work(said));
            }
            drop(said);
            for (count, (at, ready)) in heard.iter().enumerate() {
                match ready {
                    Ok(ready) => all[at] = ready,
                    Err(error) => outcome = Err(failed(turns[at].file, error)),
                }
                if outcome.is_ok() && !watch(count + 1, turns.len()) {
                    outcome = Err(SaveError::Stopped);
                }
                if outcome.is_err() {
                    is_over.store(true, Ordering::Relaxed);
                }
            }
        });
        outcome?;
        Ok(turns.iter().zip(all).filter_map(|(turn, ready)| Some((turn.file, ready?))).collect())
    }

    /// The files that say neither what they said before the step nor what they say after it.
    fn strange(&self, images: &[Image]) -> Result<Vec<PathBuf>, SaveError> {
        let mut odd = Vec::new();
        for Turn { file, before, after } in turns(images) {
            let disk = self.quiet_text(file)?;
            if disk.as_deref() != before && disk.as_deref() != after {
                odd.push(file.to_owned());
            }
        }
        Ok(odd)
    }

    /// The step on top of what somebody has made of some of its files.
    fn made_anew(&self, images: Vec<Image>, odd: &[PathBuf]) -> Result<Vec<Image>, SaveError> {
        let mut anew = Vec::new();
        for Turn { file, before, after } in turns(&images) {
            let Some(image) = images.iter().rev().find(|image| odd.contains(&image.file) && image.file == file) else {
                continue;
            };
            let disk = self.quiet_text(file)?;
            let refused = |why| SaveError::ReadOnly(self.root().join(file), why);
            let (made, clashes) =
                merged(before, after, disk.as_deref()).map_err(refused)?.image(&image.note, file, disk);
            fits(&self.root().join(file), file, made.after.as_deref())?;
            self.keep(&image.note, file, clashes)?;
            anew.push(Image { settled: image.settled.clone(), ..made });
        }
        let mut images: Vec<Image> = images.into_iter().filter(|image| !odd.contains(&image.file)).collect();
        images.extend(anew);
        Ok(images)
    }

    /// What was put in its place goes out of it again. Says whether all of it has.
    fn is_taken_back(&self, images: &[Image], done: &[PathBuf]) -> bool {
        let back = |turn: &Turn| {
            let (after, before) = (turn.after.map(str::as_bytes), turn.before.map(str::as_bytes));
            let put = atomic::put(self.root(), &self.root().join(turn.file), after, before);
            matches!(put, Ok(Put::Durable | Put::InDoubt(_) | Put::Otherwise))
        };
        turns(images).iter().filter(|turn| done.iter().any(|file| file == turn.file)).all(back)
    }
}

/// What each file says before the first image of it and after the last, in the order in which the step comes to them.
fn turns(images: &[Image]) -> Vec<Turn<'_>> {
    let mut turns: Vec<Turn> = Vec::with_capacity(images.len());
    let mut places: HashMap<&Path, usize> = HashMap::new();
    for image in images {
        let (before, after) = (image.before.as_deref(), image.after.as_deref());
        match places.get(image.file.as_path()) {
            Some(at) => turns[*at].after = after,
            None => {
                places.insert(&image.file, turns.len());
                turns.push(Turn { file: &image.file, before, after });
            }
        }
    }
    turns
}
