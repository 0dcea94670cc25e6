//! What the journal knows of the past: which steps stand, which were taken back, and what each did to its files. Nothing is
//! written here.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, BufReader, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::de::{DeserializeOwned, IgnoredAny};

use super::Journal;
use super::frame::{FRAME, TAIL, payload};
use super::record::{Image, Record, Renamed, Said, Sums};
use crate::domain::step::{Note, StepId, Way};
use crate::store::atomic;

/// A record that is larger is not held while it is understood.
const LARGE: usize = 1 << 20;

/// The steps that can be taken back, the last of them first to go, and those that can be done again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stacks {
    /// Done, or done again, the oldest first.
    pub done: Vec<Note>,
    /// Taken back, the last one taken back last.
    pub undone: Vec<Note>,
}

/// How far a journal can be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Extent {
    /// Up to there, where its last whole record ends.
    pub(super) whole: u64,
    /// The count that stands with that one.
    pub(super) steps: u32,
    /// The places before that where no record is whole, in bytes.
    pub(super) damaged: Vec<Range<u64>>,
}

/// What was met in the journal, going through it.
struct Met<T> {
    /// Each with whether it came onto the disk.
    images: Vec<(Image<T>, bool)>,
    /// The places of those that belong together.
    steps: Vec<(StepId, Range<usize>)>,
    /// Behind so many images.
    renamed: Vec<(usize, Renamed)>,
}

impl<T> Met<T> {
    fn take(&mut self, record: Record<T>) {
        match record {
            Record::Image(image) => self.images.push((image, false)),
            Record::Done(id, file) => {
                // Of several tries the last is the one that succeeded.
                let mut tries = self.images.iter_mut().rev();
                if let Some((_, done)) = tries.find(|(image, _)| image.note.id == id && image.file == file) {
                    *done = true;
                }
            }
            Record::Step(step) => {
                let begins = self.images.len();
                self.images.extend(step.images.into_iter().map(|image| (image, false)));
                self.steps.push((step.id, begins..self.images.len()));
            }
            Record::Stood(id) => {
                if let Some((_, at)) = self.steps.iter().rev().find(|(step, _)| *step == id) {
                    self.images[at.clone()].iter_mut().for_each(|(_, done)| *done = true);
                }
            }
            Record::Renamed(now) => self.renamed.push((self.images.len(), now)),
        }
    }
}

impl Journal {
    /// All records, the oldest first, each with where it ends.
    pub(super) fn each<T: DeserializeOwned>(&mut self, mut each: impl FnMut(Record<T>, u64)) -> io::Result<Extent> {
        self.each_payload(|payload, end| {
            // A record of a later version says nothing to us; it stays where it is.
            if let Ok(record) = serde_json::from_slice(payload) {
                each(record, end);
            }
        })
    }

    /// The same before they are understood, one after the other: together they may be large. What is not whole is passed
    /// over up to the next that is; says where that was.
    pub(super) fn each_payload(&mut self, mut each: impl FnMut(&[u8], u64)) -> io::Result<Extent> {
        let length = self.file.metadata()?.len();
        self.file.seek(SeekFrom::Start(0))?;
        let mut file = BufReader::with_capacity(1 << 16, &self.file);
        let (mut at, mut record, mut extent) = (0, Vec::new(), Extent::default());
        while length - at >= FRAME as u64 {
            let mut four = [0; 4];
            file.read_exact(&mut four)?;
            let size = u64::from(u32::from_le_bytes(four)) + FRAME as u64;
            record.clear();
            record.extend(four);
            if size <= length - at {
                (&mut file).take(size - 4).read_to_end(&mut record)?;
            }
            if let Some((payload, steps)) = payload(&record) {
                at += size;
                (extent.whole, extent.steps) = (at, steps);
                each(payload, at);
                continue;
            }
            // Somebody's bytes lie over a record, or this is the end that was torn off: seldom, so that the rest may be
            // looked through at once.
            let mut rest = Vec::new();
            file.seek(SeekFrom::Start(at))?;
            (&mut file).take(length - at).read_to_end(&mut rest)?;
            let Some(further) = (1..rest.len()).find(|further| payload(&rest[*further..]).is_some()) else { break };
            extent.damaged.push(at..at + further as u64);
            at += further as u64;
            file.seek(SeekFrom::Start(at))?;
        }
        self.damaged = extent.damaged.iter().map(|place| place.end - place.start).sum();
        Ok(extent)
    }

    /// All images that came onto the disk, the oldest first; of all steps or of one.
    fn images<T: DeserializeOwned + Said>(&mut self, of: Option<StepId>) -> io::Result<Vec<Image<T>>> {
        let mut met = Met { images: Vec::new(), steps: Vec::new(), renamed: Vec::new() };
        let mut later: Vec<Range<u64>> = Vec::new();
        // A journal may hold ten thousand texts: one step's records are known by the numbers in them.
        let names = of.map(|id| [format!("\"id\":{id},"), format!("{{\"done\":[{id},"), format!("{{\"stood\":{id}}}")]);
        let named = |payload: &[u8], names: &[String; 3]| {
            std::str::from_utf8(payload).is_ok_and(|text| names.iter().any(|name| text.contains(name)))
        };
        self.each_payload(|payload, end| {
            let stood = payload.starts_with(b"{\"stood\":");
            let is_renamed = payload.starts_with(b"{\"renamed\":");
            if !(stood || is_renamed || names.as_ref().is_none_or(|names| named(payload, names))) {
                return;
            }
            // A step is as large as its files. It is read once more, so as not to be there as it lies in the journal too; and
            // so is what comes after it, in its order.
            if (names.is_some() && payload.len() > LARGE) || !later.is_empty() {
                let ends = end - TAIL as u64;
                later.push(ends - payload.len() as u64..ends);
            } else if let Ok(record) = serde_json::from_slice(payload) {
                met.take(record);
            }
        })?;
        for place in later {
            self.file.seek(SeekFrom::Start(place.start))?;
            let payload = BufReader::with_capacity(1 << 16, &self.file).take(place.end - place.start);
            if let Ok(record) = serde_json::from_reader(payload) {
                met.take(record);
            }
        }
        let Met { images, renamed, .. } = met;
        let is_of = |image: &Image<T>| of.is_none_or(|id| image.note.id == id);
        let images = images.into_iter().enumerate().filter(|(_, (image, done))| *done && is_of(image));
        let as_it_is_called = |(at, (image, _)): (usize, (Image<T>, bool))| {
            let later = renamed.iter().filter(|(from, _)| at < *from);
            later.fold(image, |image, (_, renamed)| renamed.on(image))
        };
        Ok(images.map(as_it_is_called).collect())
    }

    /// With the texts that stand in the step which is taken back or done again. One whose texts are nowhere is left out:
    /// its file stays as it is.
    pub(super) fn with_texts(&mut self, images: Vec<Image>) -> io::Result<Vec<Image>> {
        let mut of: HashMap<StepId, Vec<Image>> = HashMap::new();
        for id in images.iter().filter(|image| image.turned.is_some()).filter_map(|image| image.note.way.of()) {
            if let Entry::Vacant(place) = of.entry(id) {
                place.insert(self.step(id)?);
            }
        }
        let mut places: HashMap<(StepId, &Path), Vec<&Image>> = HashMap::new();
        for (id, image) in of.iter().flat_map(|(id, images)| images.iter().map(|image| (*id, image))) {
            places.entry((id, &image.file)).or_default().push(image);
        }
        let whole = |image: Image| {
            let (Some(sums), Some(id)) = (image.turned, image.note.way.of()) else { return Some(image) };
            let own = places.get(&(id, image.file.as_path()))?.iter();
            let mut texts = own.map(|own| own.texts(image.note.way));
            let (before, after) = texts.find(|(before, after)| Sums::of(*before, *after) == sums)?;
            let (before, after) = (before.map(str::to_owned), after.map(str::to_owned));
            Some(Image { before, after, ..image })
        };
        Ok(images.into_iter().filter_map(whole).collect())
    }

    /// What a step did to its files, in the order in which it did it.
    pub fn step(&mut self, id: StepId) -> io::Result<Vec<Image>> {
        self.images(Some(id))
    }

    /// The same of taking a step back, or of doing it again, with the texts that stand in that step alone.
    pub fn turn(&mut self, id: StepId) -> io::Result<Vec<Image>> {
        let images = self.step(id)?;
        self.with_texts(images)
    }

    /// What taking that step back did when it was taken back last. Where it found and left what the step has, its texts stand
    /// there.
    pub fn undoing(&mut self, id: StepId) -> io::Result<Vec<Image>> {
        let images = self.images::<IgnoredAny>(None)?;
        let last = images.iter().rev().find(|image| image.note.way == Way::Undo(id)).map(|image| image.note.id);
        last.map_or_else(|| Ok(Vec::new()), |last| self.step(last))
    }

    /// The step that changed this file last, by being done, taken back, or done again.
    pub fn last_on(&mut self, file: &Path) -> io::Result<Option<StepId>> {
        let images = self.images::<IgnoredAny>(None)?;
        let last = images.into_iter().rev().find(|image| image.file == file);
        Ok(last.map(|image| image.note.way.of().unwrap_or(image.note.id)))
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
            Record::Done(..) | Record::Stood(_) | Record::Renamed(_) => {}
        })?;
        Ok(())
    }

    /// Which files each step changed, in the order in which it did.
    pub fn files(&mut self) -> io::Result<BTreeMap<StepId, Vec<PathBuf>>> {
        let mut files: BTreeMap<StepId, Vec<PathBuf>> = BTreeMap::new();
        for image in self.images::<IgnoredAny>(None)?.into_iter().filter(|image| image.note.way.is_new()) {
            let of_step = files.entry(image.note.id).or_default();
            if !of_step.contains(&image.file) {
                of_step.push(image.file);
            }
        }
        Ok(files)
    }

    /// What steps of whatever kind did to that file, with the texts.
    pub fn of_file(&mut self, file: &Path) -> io::Result<Vec<Image>> {
        let mut images = self.images::<String>(None)?;
        images.retain(|image| image.file == file);
        self.with_texts(images)
    }

    /// The files that are no more by a step, of whatever kind.
    pub fn let_go(&mut self) -> io::Result<BTreeSet<PathBuf>> {
        let mut gone = BTreeSet::new();
        for image in self.images::<IgnoredAny>(None)? {
            if image.lets_go() {
                gone.insert(image.file);
            } else {
                gone.remove(&image.file);
            }
        }
        Ok(gone)
    }

    /// What can be taken back and done again.
    pub fn stacks(&mut self) -> io::Result<Stacks> {
        self.seen = std::fs::metadata(&self.path)?.len();
        self.file = atomic::open_own(&self.path)?;
        let images = self.images::<IgnoredAny>(None)?;
        Ok(stacks(images.into_iter().map(|image| image.note)))
    }
}

/// Which steps stand and which were taken back, from all notes in their order.
pub(super) fn stacks(notes: impl Iterator<Item = Note>) -> Stacks {
    let (mut done, mut undone): (BTreeMap<usize, Note>, Vec<Note>) = (BTreeMap::new(), Vec::new());
    let mut places = BTreeMap::new();
    for (at, note) in notes.enumerate() {
        match note.way {
            // Another of its files, perhaps after what another run did between the two.
            way if way.is_new() && places.contains_key(&note.id) => {}
            Way::Aside => {}
            Way::Do | Way::Came => {
                // What others do is no way of ours away from what was taken back.
                if note.way == Way::Do {
                    undone.clear();
                }
                places.insert(note.id, at);
                done.insert(at, note);
            }
            Way::Undo(id) => {
                undone.extend(places.get(&id).and_then(|at| done.remove(at)));
            }
            // What is done again is what was done last.
            Way::Redo(id) => {
                if let Some(i) = undone.iter().position(|note| note.id == id) {
                    places.insert(id, at);
                    done.insert(at, undone.remove(i));
                }
            }
        }
    }
    Stacks { done: done.into_values().collect(), undone }
}
