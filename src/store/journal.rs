//! What is done, written down before it is done: each step with the texts of its files before and after. It makes a
//! save survive whatever ends the program, and undo reach back into earlier runs.
//!
//! A file of records, each `length, checksum, count of steps so far, JSON, length`, so that it can be read from both
//! ends. Records are only added, by whoever holds the lock; what a power cut tore off at the end is dropped. The oldest
//! go first when it grows beyond its bounds, the newest step is kept whatever its size.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

use super::atomic;
use crate::domain::conflict::Conflict;
use crate::domain::step::{Note, StepId, Way};

/// How much is kept.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    steps: u32,
    bytes: u64,
}

const BOUNDS: Bounds = Bounds { steps: 10_000, bytes: 64 << 20 };

/// What one file said before and after a step. Nothing: it was not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image<T = String> {
    /// The step; one that changed several files has an image for each.
    #[serde(flatten)]
    pub note: Note,
    /// Relative to the plan.
    pub file: PathBuf,
    /// Before.
    #[serde(default = "nothing", skip_serializing_if = "Option::is_none")]
    pub before: Option<T>,
    /// After.
    #[serde(default = "nothing", skip_serializing_if = "Option::is_none")]
    pub after: Option<T>,
    /// What waited for a choice and was settled with it: whoever takes the step back is asked again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Conflict>,
}

fn nothing<T>() -> Option<T> {
    None
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Record<T> {
    Image(Image<T>),
    /// The file says durably what the step wants.
    Done(StepId, PathBuf),
    /// What a step does to several files at once: all of them or none. Its images may be of other steps too, where these
    /// had to come first.
    Step(Images<T>),
    /// All files of that step say durably what it wants.
    Stood(StepId),
}

#[derive(Serialize, Deserialize)]
struct Images<T> {
    id: StepId,
    images: Vec<Image<T>>,
}

/// An image on its way into the journal, as a [`Record`] is written.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Begun<'a> {
    Image(&'a Image),
    Step { id: StepId, images: &'a [Image] },
}

/// What was written down last, of which nobody has said yet that it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Open {
    /// What was done to one file.
    File(Box<Image>),
    /// A step that changes several files at once.
    Step(StepId, Vec<Image>),
}

impl<T> Record<T> {
    fn step(&self) -> StepId {
        match self {
            Self::Image(image) => image.note.id,
            Self::Done(id, _) | Self::Stood(id) => *id,
            Self::Step(step) => step.id,
        }
    }

    /// Whether it says what is to be done.
    fn begins(&self) -> bool {
        matches!(self, Self::Image(_) | Self::Step(_))
    }
}

/// What stands at the end.
struct Last {
    /// Nothing: a record of a later version, which says nothing to us.
    record: Option<Record<String>>,
    /// Images up to here.
    steps: u32,
    begins: u64,
}

/// The steps that can be taken back, the last of them first to go, and those that can be done again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stacks {
    /// Done, the oldest first.
    pub done: Vec<Note>,
    /// Taken back, the last one taken back last.
    pub undone: Vec<Note>,
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
        Ok(match self.last(length)?.and_then(|last| last.record) {
            Some(Record::Image(image)) => vec![image],
            Some(Record::Step(step)) => step.images,
            _ => Vec::new(),
        })
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
            let whole = self.each::<IgnoredAny>(|_, _| {})?;
            self.file.set_len(whole)?;
            return self.settle();
        }
        self.bytes = length;
        self.steps = last.as_ref().map_or(0, |last| last.steps);
        self.begun.clear();
        self.ready = true;
        let Some(Last { record: Some(record), begins, .. }) = last else { return Ok(None) };
        let open = match record {
            Record::Image(image) => Open::File(Box::new(image)),
            Record::Step(Images { id, images }) => Open::Step(id, images),
            Record::Done(..) | Record::Stood(_) => return Ok(None),
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
        self.begin(&Begun::Image(image), about(image))
    }

    /// The same of a step that changes several files at once. It is one record, so that it is there as a whole or not at
    /// all. See [`Journal::stood`].
    pub fn write_step(&mut self, id: StepId, images: &[Image]) -> io::Result<()> {
        self.begin(&Begun::Step { id, images }, images.iter().map(about).sum())
    }

    fn begin(&mut self, begun: &Begun, about: usize) -> io::Result<()> {
        let begins = self.bytes;
        self.steps += 1;
        let written = self.append(begun, about).and_then(|()| self.file.sync_data());
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

    /// The file is on the disk. A mark that is lost costs a look at the file, nothing else.
    pub fn done(&mut self, image: &Image) -> io::Result<()> {
        self.append(&Record::<String>::Done(image.note.id, image.file.clone()), 0)?;
        self.begun.clear();
        Ok(())
    }

    /// All files of the step are on the disk.
    pub fn stood(&mut self, id: StepId) -> io::Result<()> {
        self.append(&Record::<String>::Stood(id), 0)?;
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

    fn append(&mut self, record: &impl Serialize, about: usize) -> io::Result<()> {
        if !self.ready {
            return Err(io::Error::other("it could not be read"));
        }
        let framed = frame(record, self.steps, about)?;
        self.file.seek(SeekFrom::Start(self.bytes))?;
        if let Err(error) = self.file.write_all(&framed) {
            // A full disk takes half a record; the half must not stand before the next one.
            _ = self.file.set_len(self.bytes);
            return Err(error);
        }
        self.seen = if self.seen == self.bytes { self.bytes + framed.len() as u64 } else { 0 };
        self.bytes += framed.len() as u64;
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
        Ok(payload(&record).map(read))
    }

    /// All records, the oldest first, each with where it ends.
    fn each<T: DeserializeOwned>(&mut self, mut each: impl FnMut(Record<T>, u64)) -> io::Result<u64> {
        self.each_payload(|payload, end| {
            // A record of a later version says nothing to us; it stays where it is.
            if let Ok(record) = serde_json::from_slice(payload) {
                each(record, end);
            }
        })
    }

    /// The same before they are understood, one after the other: together they may be large. Reading stops at what is not
    /// whole; says where.
    fn each_payload(&mut self, mut each: impl FnMut(&[u8], u64)) -> io::Result<u64> {
        let length = self.file.metadata()?.len();
        self.file.seek(SeekFrom::Start(0))?;
        let mut file = BufReader::with_capacity(1 << 16, &self.file);
        let (mut at, mut record) = (0, Vec::new());
        while length - at >= FRAME as u64 {
            let mut four = [0; 4];
            file.read_exact(&mut four)?;
            let size = u64::from(u32::from_le_bytes(four)) + FRAME as u64;
            if size > length - at {
                break;
            }
            record.clear();
            record.extend(four);
            (&mut file).take(size - 4).read_to_end(&mut record)?;
            let Some((payload, _)) = payload(&record) else { break };
            at += size;
            each(payload, at);
        }
        Ok(at)
    }

    /// All images that came onto the disk, the oldest first; of all steps or of one.
    fn images<T: DeserializeOwned>(&mut self, of: Option<StepId>) -> io::Result<Vec<Image<T>>> {
        let mut images: Vec<(Image<T>, bool)> = Vec::new();
        let mut steps: Vec<(StepId, Range<usize>)> = Vec::new();
        // A journal may hold ten thousand texts: one step's records are known by the numbers in them.
        let names = of.map(|id| [format!("\"id\":{id},"), format!("{{\"done\":[{id},"), format!("{{\"stood\":{id}}}")]);
        let named = |payload: &[u8], names: &[String; 3]| {
            std::str::from_utf8(payload).is_ok_and(|text| names.iter().any(|name| text.contains(name)))
        };
        self.each_payload(|payload, _| {
            let stood = payload.starts_with(b"{\"stood\":");
            let wanted = stood || names.as_ref().is_none_or(|names| named(payload, names));
            match wanted.then(|| serde_json::from_slice(payload)) {
                Some(Ok(Record::Image(image))) => images.push((image, false)),
                Some(Ok(Record::Done(id, file))) => {
                    // Of several tries the last is the one that succeeded.
                    let mut tries = images.iter_mut().rev();
                    if let Some((_, done)) = tries.find(|(image, _)| image.note.id == id && image.file == file) {
                        *done = true;
                    }
                }
                Some(Ok(Record::Step(step))) => {
                    let begins = images.len();
                    images.extend(step.images.into_iter().map(|image| (image, false)));
                    steps.push((step.id, begins..images.len()));
                }
                Some(Ok(Record::Stood(id))) => {
                    if let Some((_, at)) = steps.iter().rev().find(|(step, _)| *step == id) {
                        images[at.clone()].iter_mut().for_each(|(_, done)| *done = true);
                    }
                }
                _ => {}
            }
        })?;
        let is_of = |image: &Image<T>| of.is_none_or(|id| image.note.id == id);
        Ok(images.into_iter().filter_map(|(image, done)| (done && is_of(&image)).then_some(image)).collect())
    }

    /// What a step did to its files, in the order in which it did it.
    pub fn step(&mut self, id: StepId) -> io::Result<Vec<Image>> {
        self.images(Some(id))
    }

    /// Which of these are a text that the journal holds, or the beginning of one that a step wrote.
    pub fn knows(&mut self, texts: &[Vec<u8>]) -> io::Result<Vec<bool>> {
        let mut places: HashMap<&[u8], Vec<usize>> = HashMap::new();
        for (at, text) in texts.iter().enumerate() {
            places.entry(text).or_default().push(at);
        }
        let mut known = vec![false; texts.len()];
        self.each_image(|image| {
            for text in [&image.before, &image.after].into_iter().flatten() {
                for at in places.get(text.as_bytes()).into_iter().flatten() {
                    known[*at] = true;
                }
            }
        })?;
        // Of those that are none few are left: what was being written at that moment.
        let rest: Vec<usize> = (0..texts.len()).filter(|at| !known[*at]).collect();
        if !rest.is_empty() {
            self.each_image(|image| {
                for at in &rest {
                    known[*at] |= image.after.as_ref().is_some_and(|text| text.as_bytes().starts_with(&texts[*at]));
                }
            })?;
        }
        Ok(known)
    }

    /// All images, whatever became of them.
    fn each_image(&mut self, mut each: impl FnMut(&Image)) -> io::Result<()> {
        self.each(|record: Record<String>, _| match record {
            Record::Image(image) => each(&image),
            Record::Step(step) => step.images.iter().for_each(&mut each),
            Record::Done(..) | Record::Stood(_) => {}
        })?;
        Ok(())
    }

    /// Which files each step changed, in the order in which it did.
    pub fn files(&mut self) -> io::Result<BTreeMap<StepId, Vec<PathBuf>>> {
        let mut files: BTreeMap<StepId, Vec<PathBuf>> = BTreeMap::new();
        for image in self.images::<IgnoredAny>(None)?.into_iter().filter(|image| image.note.way == Way::Do) {
            let of_step = files.entry(image.note.id).or_default();
            if !of_step.contains(&image.file) {
                of_step.push(image.file);
            }
        }
        Ok(files)
    }

    /// What can be taken back and done again.
    pub fn stacks(&mut self) -> io::Result<Stacks> {
        self.seen = std::fs::metadata(&self.path)?.len();
        self.file = atomic::open_own(&self.path)?;
        let images = self.images::<IgnoredAny>(None)?;
        Ok(stacks(images.into_iter().map(|image| image.note)))
    }

    /// Drop the oldest until a tenth is free again.
    fn shorten(&mut self) -> io::Result<()> {
        // Of each record what it belongs to, whether it begins something, where it begins and ends.
        let mut records: Vec<(StepId, bool, u64, u64)> = Vec::new();
        let mut begins = 0;
        self.each(|record: Record<IgnoredAny>, end| {
            records.push((record.step(), record.begins(), begins, end));
            begins = end;
        })?;
        let newest = records.last().map(|(step, ..)| *step);
        let (mut steps, mut bytes, mut from) = (0, 0, begins);
        for (step, is_begin, begins, end) in records.iter().rev() {
            steps += u32::from(*is_begin);
            bytes += end - begins;
            let fits = steps <= self.bounds.steps / 10 * 9 && bytes <= self.bounds.bytes / 10 * 9;
            if !fits && Some(*step) != newest {
                break;
            }
            from = *begins;
        }
        let is_begin: HashMap<u64, bool> = records.iter().map(|(_, is_begin, _, end)| (*end, *is_begin)).collect();
        let (path, mut steps, mut size, mut last) = (self.path.clone(), 0, 0, 0);
        atomic::write_by(&path, |file| {
            let mut outcome = Ok(());
            self.each_payload(|payload, end| {
                if end <= from || outcome.is_err() {
                    return;
                }
                steps += u32::from(is_begin.get(&end).copied().unwrap_or(false));
                let whole = framed(
                    payload.len(),
                    |framed| {
                        framed.extend(payload);
                        Ok(())
                    },
                    steps,
                );
                outcome = whole.and_then(|whole| {
                    (last, size) = (size, size + whole.len() as u64);
                    file.write_all(&whole)
                });
            })?;
            outcome
        })?;
        self.file = atomic::open_own(&self.path)?;
        (self.bytes, self.steps) = (size, steps);
        // It is shortened when something has been begun: that is the last one.
        self.begun = vec![last];
        Ok(())
    }
}

/// How long it will be as a record. Quotes and line ends take a second character.
fn about(image: &Image) -> usize {
    let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    (length(&image.before) + length(&image.after)) / 8 * 9 + 1_024
}

/// Which steps stand and which were taken back, from all notes in their order.
fn stacks(notes: impl Iterator<Item = Note>) -> Stacks {
    let (mut done, mut undone): (BTreeMap<usize, Note>, Vec<(usize, Note)>) = (BTreeMap::new(), Vec::new());
    let mut places = BTreeMap::new();
    for (at, note) in notes.enumerate() {
        match note.way {
            // Another of its files, perhaps after what another run did between the two.
            Way::Do if places.contains_key(&note.id) => {}
            Way::Do => {
                undone.clear();
                places.insert(note.id, at);
                done.insert(at, note);
            }
            Way::Undo(id) => {
                let step = places.get(&id).and_then(|at| Some((*at, done.remove(at)?)));
                undone.extend(step);
            }
            Way::Redo(id) => {
                if let Some(i) = undone.iter().position(|(_, note)| note.id == id) {
                    let (at, note) = undone.remove(i);
                    done.insert(at, note);
                }
            }
        }
    }
    Stacks { done: done.into_values().collect(), undone: undone.into_iter().map(|(_, note)| note).collect() }
}

/// What stands around a payload: its length, a checksum, the count of steps, and its length again.
const FRAME: usize = 16;

/// Of that, what stands before it.
const HEAD: usize = 12;

/// A record as it is written. `about` says how long it will be, as far as that is known.
fn frame(record: &impl Serialize, steps: u32, about: usize) -> io::Result<Vec<u8>> {
    framed(about, |framed| Ok(serde_json::to_writer(framed, record)?), steps)
}

/// What `fill` writes, with what stands around it. In place: a step may be as large as its files.
fn framed(about: usize, fill: impl FnOnce(&mut Vec<u8>) -> io::Result<()>, steps: u32) -> io::Result<Vec<u8>> {
    let mut framed = Vec::with_capacity(about + FRAME);
    framed.resize(HEAD, 0);
    fill(&mut framed)?;
    let length = u32::try_from(framed.len() - HEAD).map_err(|_| io::Error::other("the step is larger than 4 GiB"))?;
    let sum = checksum(steps, &framed[HEAD..]);
    for (at, number) in [length, sum, steps].into_iter().enumerate() {
        framed[at * 4..at * 4 + 4].copy_from_slice(&number.to_le_bytes());
    }
    framed.extend(length.to_le_bytes());
    Ok(framed)
}

/// The payload at the beginning of these bytes, and the count that stands with it; nothing if it is not whole.
fn payload(rest: &[u8]) -> Option<(&[u8], u32)> {
    let number = |at: usize| Some(u32::from_le_bytes(rest.get(at..at + 4)?.try_into().ok()?));
    let (length, sum, steps) = (number(0)? as usize, number(4)?, number(8)?);
    let payload = rest.get(12..12 + length)?;
    (number(12 + length)? as usize == length && checksum(steps, payload) == sum).then_some((payload, steps))
}

fn checksum(steps: u32, payload: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&steps.to_le_bytes());
    hasher.update(payload);
    hasher.finalize()
}

#[cfg(test)]
mod tests;
