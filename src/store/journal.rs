//! What is done, written down before it is done: each step with the texts of its files before and after. It makes a
//! save survive whatever ends the program, and undo reach back into earlier runs.
//!
//! A file of records, each `length, checksum, count of steps so far, JSON, length`, so that it can be read from both
//! ends. Records are only added, by whoever holds the lock; what a power cut tore off at the end is dropped. Where the disk
//! or another program has written over it, reading goes on at the next record that is whole, and what can't be read goes
//! only after a copy was put aside. The oldest go first when it grows beyond its bounds, the newest step is kept whatever
//! its size. Taking a step back, or doing it again, has the texts that the step has: they are not written down once more,
//! but looked up where somebody needs them.

mod damage;
mod frame;
mod past;
mod record;

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::IgnoredAny;

use super::atomic;
use crate::domain::step::StepId;
use frame::{FRAME, payload};
use record::{Begun, Images, Record, Told};

pub use damage::Damage;
pub use past::Stacks;
pub use record::{Image, Open, Renamed, Sums};

/// How much is kept.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    steps: u32,
    bytes: u64,
}

const BOUNDS: Bounds = Bounds { steps: 10_000, bytes: 64 << 20 };

/// What stands at the end.
struct Last {
    /// Nothing: a record of a later version, which says nothing to us.
    record: Option<Record<String>>,
    /// Images up to here.
    steps: u32,
    begins: u64,
}

/// The journal of one plan.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    /// As far as it is known to be whole.
    bytes: u64,
    /// Images in it.
    steps: u32,
    /// How long it was when this run last told what it holds, or wrote.
    seen: u64,
    /// Where the images begin, at its end, of which nobody has said yet what came of them.
    begun: Vec<u64>,
    /// Whether whoever holds the lock has made it ready.
    ready: bool,
    bounds: Bounds,
    /// Steps that had to go since somebody last asked.
    forgotten: usize,
    /// Bytes between its records that could not be read when it was last gone through.
    damaged: u64,
}

impl Journal {
    /// Open the journal, made if it is not there.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = atomic::open_own(path)?;
        Ok(Self {
            path: path.to_owned(),
            file,
            bytes: 0,
            steps: 0,
            seen: 0,
            begun: Vec::new(),
            ready: false,
            bounds: BOUNDS,
            forgotten: 0,
            damaged: 0,
        })
    }

    /// Whether there is something at its end that is not known to be on the disk, or that was torn off. Looked at
    /// without the lock, so that it may be what somebody is writing at this moment.
    pub fn is_begun(&mut self) -> io::Result<bool> {
        let length = self.file.metadata()?.len();
        let last = self.last(length)?;
        Ok(length > 0 && last.is_none_or(|last| last.record.is_some_and(|record| record.begins())))
    }

    /// What was begun last and is not known to be on the disk. Looked at without the lock, like [`Journal::is_begun`].
    pub fn unfinished(&mut self) -> io::Result<Vec<Image>> {
        let length = self.file.metadata()?.len();
        let images = match self.last(length)?.and_then(|last| last.record) {
            Some(Record::Image(image)) => vec![image],
            Some(Record::Step(step)) => step.images,
            _ => Vec::new(),
        };
        self.with_texts(images)
    }

    /// Make it ready to be written to: what was torn off at its end is cut away. Says the last step if it is not known
    /// to be on the disk. Only whoever holds the lock may call this, and whatever writes.
    pub fn settle(&mut self) -> io::Result<Option<Open>> {
        self.ready = false;
        // Somebody else may have replaced it by a shorter one.
        if !atomic::is_at(&self.file, &self.path)? {
            self.file = atomic::open_own(&self.path)?;
            (self.bytes, self.steps) = (0, 0);
            self.begun.clear();
        }
        let length = self.file.metadata()?.len();
        if length == self.bytes && self.begun.is_empty() && length > 0 {
            self.ready = true;
            return Ok(None);
        }
        let last = self.last(length)?;
        if last.is_none() && length > 0 {
            let extent = self.each_payload(|_, _| {})?;
            if !self.is_torn(&extent)? {
                self.put_aside()?;
            }
            self.file.set_len(extent.whole)?;
            return self.settle();
        }
        self.bytes = length;
        self.steps = last.as_ref().map_or(0, |last| last.steps);
        self.begun.clear();
        self.ready = true;
        let Some(Last { record: Some(record), begins, .. }) = last else { return Ok(None) };
        let open = match record {
            Record::Image(image) => match self.with_texts(vec![image])?.pop() {
                Some(image) => Open::File(Box::new(image)),
                None => return Ok(None),
            },
            Record::Step(Images { id, images }) => Open::Step(id, self.with_texts(images)?),
            Record::Done(..) | Record::Stood(_) | Record::Renamed(_) => return Ok(None),
        };
        self.begun.push(begins);
        Ok(Some(open))
    }

    /// The lock is given back, or was not to be had: whatever is known of the end may be old.
    pub fn rise(&mut self) {
        self.ready = false;
    }

    /// Whether somebody else has written since this run last told what it holds.
    pub fn is_behind(&self) -> bool {
        std::fs::metadata(&self.path).is_ok_and(|now| now.len() != self.seen)
    }

    /// Write an image down. When this returns it survives a power cut. It must be said what came of it: see
    /// [`Journal::done`] and [`Journal::left`].
    pub fn write(&mut self, image: &Image) -> io::Result<()> {
        self.begin(&Begun::Image(Told::of(image)))
    }

    /// The same of a step that changes several files at once. It is one record, so that it is there as a whole or not at
    /// all. See [`Journal::stood`].
    pub fn write_step(&mut self, id: StepId, images: &[Image]) -> io::Result<()> {
        self.begin(&Begun::Step { id, images: images.iter().map(Told::of).collect() })
    }

    fn begin(&mut self, begun: &Begun) -> io::Result<()> {
        let begins = self.bytes;
        self.steps += 1;
        let written = self.append(begun).and_then(|()| self.file.sync_data());
        if written.is_err() {
            // A step that is not certain to be written down must not be looked after later: its file is not changed
            // by us, or nobody can say whether it is.
            self.cut(begins);
            return written;
        }
        self.begun.push(begins);
        if self.steps > self.bounds.steps || self.bytes > self.bounds.bytes {
            // A journal that is too long for once does no harm.
            _ = self.shorten();
        }
        Ok(())
    }

    /// Something is called otherwise from here on. When this returns it survives a power cut.
    pub fn rename(&mut self, renamed: Renamed) -> io::Result<()> {
        self.append(&Record::<String>::Renamed(renamed))?;
        self.file.sync_data()
    }

    /// The file is on the disk. A mark that is lost costs a look at the file, nothing else.
    pub fn done(&mut self, image: &Image) -> io::Result<()> {
        self.append(&Record::<String>::Done(image.note.id, image.file.clone()))?;
        self.begun.clear();
        Ok(())
    }

    /// All files of the step are on the disk.
    pub fn stood(&mut self, id: StepId) -> io::Result<()> {
        self.append(&Record::<String>::Stood(id))?;
        self.begun.clear();
        Ok(())
    }

    /// What was written last came to nothing, and nobody need look after it: as if it had not been written.
    pub fn left(&mut self) {
        if let Some(begins) = self.begun.pop() {
            self.cut(begins);
        }
    }

    fn cut(&mut self, begins: u64) {
        self.steps = self.steps.saturating_sub(1);
        if self.file.set_len(begins).is_ok() {
            self.seen = if self.seen == self.bytes { begins } else { 0 };
            self.bytes = begins;
        }
    }

    /// How many steps had to go since this was last asked, for want of room: they can't be taken back any more.
    pub fn forgotten(&mut self) -> usize {
        std::mem::take(&mut self.forgotten)
    }

    fn append(&mut self, record: &impl Serialize) -> io::Result<()> {
        if !self.ready {
            return Err(io::Error::other("it could not be read"));
        }
        let written = match frame::write(&self.file, self.bytes, self.steps, record) {
            Ok(written) => written,
            Err(error) => {
                // A full disk takes half a record; the half must not stand before the next one.
                _ = self.file.set_len(self.bytes);
                return Err(error);
            }
        };
        self.seen = if self.seen == self.bytes { self.bytes + written } else { 0 };
        self.bytes += written;
        Ok(())
    }

    /// The record at the end, read backwards.
    fn last(&mut self, length: u64) -> io::Result<Option<Last>> {
        let Some(at) = length.checked_sub(4) else { return Ok(None) };
        let mut four = [0; 4];
        self.file.seek(SeekFrom::Start(at))?;
        self.file.read_exact(&mut four)?;
        let Some(begins) = at.checked_sub(u64::from(u32::from_le_bytes(four)) + FRAME as u64 - 4) else {
            return Ok(None);
        };
        let mut record = vec![0; (length - begins) as usize];
        self.file.seek(SeekFrom::Start(begins))?;
        self.file.read_exact(&mut record)?;
        let read = |(payload, steps)| Last { record: serde_json::from_slice(payload).ok(), steps, begins };
        Ok(payload(&record).filter(|(payload, _)| payload.len() + FRAME == record.len()).map(read))
    }

    /// Drop the oldest until a tenth is free again. It is done when something has been begun: that stays, and so does the
    /// step that it takes back.
    fn shorten(&mut self) -> io::Result<()> {
        let mut records: Vec<Kept> = Vec::new();
        let mut needed = HashSet::new();
        let mut begins = 0;
        let extent = self.each(|record: Record<IgnoredAny>, ends| {
            needed = record.refers().into_iter().chain([record.step()]).collect();
            records.push(Kept {
                step: record.step(),
                is_begin: record.begins(),
                is_done: record.is_done(),
                begins,
                ends,
            });
            begins = ends;
        })?;
        if !extent.damaged.is_empty() {
            self.put_aside()?;
        }
        let least = records.iter().position(|record| needed.contains(&record.step)).unwrap_or_default();
        let (mut steps, mut bytes, mut from) = (0, 0, records.len());
        for (at, record) in records.iter().enumerate().rev() {
            steps += u32::from(record.is_begin);
            bytes += record.ends - record.begins;
            let fits = steps <= self.bounds.steps / 10 * 9 && bytes <= self.bounds.bytes / 10 * 9;
            if !fits && at < least {
                break;
            }
            from = at;
        }
        let (gone, kept) = records.split_at(from);
        let stays: HashSet<StepId> = kept.iter().filter(|record| record.is_done).map(|record| record.step).collect();
        let goes = gone.iter().filter(|record| record.is_done).map(|record| record.step);
        let forgotten = goes.filter(|step| !stays.contains(step)).collect::<HashSet<_>>().len();
        let is_begin: HashSet<u64> = kept.iter().filter(|record| record.is_begin).map(|record| record.ends).collect();
        let first = kept.first().map_or(begins, |record| record.begins);
        let (path, mut steps, mut size, mut last) = (self.path.clone(), 0, 0, 0);
        atomic::write_by(&path, |file| {
            let mut outcome = Ok(());
            self.each_payload(|payload, ends| {
                if ends <= first || outcome.is_err() {
                    return;
                }
                steps += u32::from(is_begin.contains(&ends));
                outcome = frame::write_by(&mut *file, size, steps, |whole| whole.write_all(payload)).map(|written| {
                    (last, size) = (size, size + written);
                });
            })?;
            outcome
        })?;
        self.file = atomic::open_own(&self.path)?;
        (self.bytes, self.steps) = (size, steps);
        self.begun = vec![last];
        self.forgotten += forgotten;
        Ok(())
    }
}

/// A record as it counts when room is made.
struct Kept {
    /// What it belongs to.
    step: StepId,
    /// It begins something.
    is_begin: bool,
    /// What it begins is a step that can be taken back.
    is_done: bool,
    begins: u64,
    ends: u64,
}

#[cfg(test)]
mod tests;
