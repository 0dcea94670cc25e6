//! What is done, written down before it is done: each step with the texts of its files before and after. It makes a
//! save survive whatever ends the program, and undo reach back into earlier runs.
//!
//! A file of records, each `length, checksum, JSON`. Records are only added; what a power cut tore off at the end is
//! dropped. The oldest go first when it grows beyond its bounds, the newest is kept whatever its size.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::atomic;
use crate::domain::step::{Note, StepId, Way};

/// How much is kept.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    images: usize,
    bytes: u64,
}

const BOUNDS: Bounds = Bounds { images: 10_000, bytes: 64 << 20 };

/// What one file said before and after a step, as texts. Nothing: it was not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// The step; one that changed several files has an image for each.
    #[serde(flatten)]
    pub note: Note,
    /// Relative to the plan.
    pub file: PathBuf,
    /// Before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// After.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Record {
    Image(Image),
    /// The file says durably what the step wants.
    Done(StepId, PathBuf),
}

/// The journal of one plan.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    bytes: u64,
    images: usize,
    bounds: Bounds,
}

impl Journal {
    /// Open the journal, made if it is not there. What was torn off at its end is cut away. Also says what it holds,
    /// the oldest first, and of that what is not known to be on the disk.
    pub fn open(path: &Path) -> io::Result<(Self, Held)> {
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).read(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        let mut all = Vec::new();
        file.read_to_end(&mut all)?;
        let held = read(&all);
        if held.whole < all.len() {
            file.set_len(held.whole as u64)?;
        }
        file.seek(SeekFrom::End(0))?;
        let (bytes, images) = (held.whole as u64, held.images.len());
        Ok((Self { path: path.to_owned(), file, bytes, images, bounds: BOUNDS }, held))
    }

    /// What it holds now.
    pub fn held(&mut self) -> io::Result<Held> {
        let mut all = Vec::new();
        self.file.seek(SeekFrom::Start(0))?;
        self.file.read_to_end(&mut all)?;
        Ok(read(&all))
    }

    /// Write an image down. When this returns it survives a power cut.
    pub fn write(&mut self, image: &Image) -> io::Result<()> {
        self.append(&Record::Image(image.clone()))?;
        self.file.sync_data()?;
        self.images += 1;
        if self.images > self.bounds.images || self.bytes > self.bounds.bytes {
            self.shorten()?;
        }
        Ok(())
    }

    /// The file is on the disk. A mark that is lost costs a look at the file, nothing else.
    pub fn done(&mut self, image: &Image) -> io::Result<()> {
        self.append(&Record::Done(image.note.id, image.file.clone()))
    }

    fn append(&mut self, record: &Record) -> io::Result<()> {
        let framed = frame(record)?;
        // Somebody else may have added to it meanwhile.
        self.bytes = self.file.seek(SeekFrom::End(0))?;
        self.file.write_all(&framed)?;
        self.bytes += framed.len() as u64;
        Ok(())
    }

    /// Drop the oldest until a tenth is free again.
    fn shorten(&mut self) -> io::Result<()> {
        let Held { images, open, .. } = self.held()?;
        let mut kept = Vec::new();
        let mut bytes = 0;
        for image in images.into_iter().rev() {
            let mark = (image.note.id, image.file.clone());
            let mut framed = frame(&Record::Image(image))?;
            if !open.contains(&mark) {
                framed.extend(frame(&Record::Done(mark.0, mark.1))?);
            }
            bytes += framed.len() as u64;
            if !kept.is_empty() && (kept.len() >= self.bounds.images / 10 * 9 || bytes > self.bounds.bytes / 10 * 9) {
                break;
            }
            kept.push(framed);
        }
        kept.reverse();
        let text = kept.concat();
        let folder = self.path.parent().unwrap_or(Path::new("."));
        atomic::replace(folder, &self.path, &text)?;
        self.file = OpenOptions::new().read(true).write(true).open(&self.path)?;
        self.file.seek(SeekFrom::End(0))?;
        (self.bytes, self.images) = (text.len() as u64, kept.len());
        Ok(())
    }
}

/// What a journal holds.
#[derive(Debug, Clone, Default)]
pub struct Held {
    /// All images, the oldest first.
    pub images: Vec<Image>,
    /// Those that are not known to be on the disk, by step and file.
    pub open: Vec<(StepId, PathBuf)>,
    whole: usize,
}

impl Held {
    /// The images that are not known to be on the disk.
    pub fn unfinished(&self) -> impl Iterator<Item = &Image> {
        self.images.iter().filter(|image| self.open.contains(&(image.note.id, image.file.clone())))
    }

    /// Which steps can be taken back, the last of them first to go, and which be done again.
    pub fn stacks(&self) -> (Vec<Note>, Vec<Note>) {
        let (mut done, mut undone): (Vec<Note>, Vec<Note>) = (Vec::new(), Vec::new());
        let take = |from: &mut Vec<Note>, id| from.iter().position(|note| note.id == id).map(|at| from.remove(at));
        let mut last = None;
        for Image { note, .. } in &self.images {
            if last.replace(note.id) == Some(note.id) {
                continue;
            }
            match note.way {
                Way::Do => {
                    undone.clear();
                    done.push(note.clone());
                }
                Way::Undo(id) => undone.extend(take(&mut done, id)),
                Way::Redo(id) => done.extend(take(&mut undone, id)),
            }
        }
        (done, undone)
    }
}

fn frame(record: &Record) -> io::Result<Vec<u8>> {
    let payload = serde_json::to_vec(record)?;
    let length = u32::try_from(payload.len()).map_err(|_| io::Error::other("the step is larger than 4 GiB"))?;
    let mut framed = Vec::with_capacity(payload.len() + 8);
    framed.extend(length.to_le_bytes());
    framed.extend(crc32fast::hash(&payload).to_le_bytes());
    framed.extend(payload);
    Ok(framed)
}

fn read(all: &[u8]) -> Held {
    let mut held = Held::default();
    while let Some(payload) = payload(&all[held.whole..]) {
        held.whole += 8 + payload.len();
        match serde_json::from_slice(payload) {
            Ok(Record::Image(image)) => {
                held.open.push((image.note.id, image.file.clone()));
                held.images.push(image);
            }
            Ok(Record::Done(id, file)) => held.open.retain(|(step, of)| *step != id || *of != file),
            // A record of a later version says nothing to us; it stays where it is.
            Err(_) => {}
        }
    }
    held
}

fn payload(rest: &[u8]) -> Option<&[u8]> {
    let length = u32::from_le_bytes(rest.get(..4)?.try_into().ok()?) as usize;
    let sum = u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?);
    let payload = rest.get(8..8 + length)?;
    (crc32fast::hash(payload) == sum).then_some(payload)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(id: StepId, way: Way) -> Image {
        let at = chrono::DateTime::parse_from_rfc3339("2026-11-23T09:00:00Z").unwrap();
        let note = Note { id, at, label: format!("step {id}"), way };
        Image { note, file: "accounts/primo.toml".into(), before: None, after: Some(format!("n = {id}\n")) }
    }

    fn opened(path: &Path) -> (Vec<StepId>, Vec<StepId>) {
        let (_, held) = Journal::open(path).unwrap();
        (held.images.iter().map(|image| image.note.id).collect(), held.open.iter().map(|(id, _)| *id).collect())
    }

    fn journal() -> (tempfile::TempDir, PathBuf, Journal) {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("journal");
        let journal = Journal::open(&path).unwrap().0;
        (home, path, journal)
    }

    #[test]
    fn what_was_written_is_there_and_what_is_not_marked_is_open() {
        let (_home, path, mut journal) = journal();
        for id in 1..=3 {
            journal.write(&image(id, Way::Do)).unwrap();
        }
        journal.done(&image(1, Way::Do)).unwrap();
        journal.done(&image(3, Way::Do)).unwrap();
        assert_eq!(opened(&path), (vec![1, 2, 3], vec![2]));
    }

    #[test]
    fn wherever_the_end_was_torn_off_the_rest_is_read_and_written_on() {
        let (_home, path, mut journal) = journal();
        journal.write(&image(1, Way::Do)).unwrap();
        let whole = std::fs::read(&path).unwrap();
        journal.write(&image(2, Way::Do)).unwrap();
        let both = std::fs::read(&path).unwrap();
        for cut in whole.len()..both.len() {
            std::fs::write(&path, &both[..cut]).unwrap();
            let (mut journal, ..) = Journal::open(&path).unwrap();
            journal.write(&image(3, Way::Do)).unwrap();
            assert_eq!(opened(&path).0, [1, 3], "cut at {cut}");
        }
        let mut flipped = both.clone();
        flipped[whole.len() + 20] ^= 1;
        std::fs::write(&path, flipped).unwrap();
        assert_eq!(opened(&path).0, [1]);
    }

    #[test]
    fn the_oldest_go_first_and_the_newest_is_kept_whatever_its_size() {
        let (_home, path, mut journal) = journal();
        journal.bounds = Bounds { images: 100, bytes: 1000 };
        let of = |id, size| Image { after: Some("x".repeat(size)), ..image(id, Way::Do) };
        for id in 1..=3 {
            journal.write(&of(id, 400)).unwrap();
        }
        assert_eq!(opened(&path).0, [3]);
        journal.write(&of(4, 5000)).unwrap();
        assert_eq!(opened(&path).0, [4]);
        journal.bounds.bytes = 1 << 20;
        for id in 5..=300 {
            journal.write(&of(id, 1)).unwrap();
        }
        let kept = opened(&path).0;
        assert!((90..=100).contains(&kept.len()) && kept.ends_with(&[299, 300]), "{kept:?}");
    }

    #[test]
    fn taking_back_and_doing_again_move_between_two_stacks() {
        let ways = [Way::Do, Way::Do, Way::Undo(2), Way::Undo(1), Way::Redo(1)];
        let mut held = Held { images: (1..).zip(ways).map(|(id, way)| image(id, way)).collect(), ..Held::default() };
        let ids = |notes: Vec<Note>| notes.into_iter().map(|note| note.id).collect::<Vec<_>>();
        let (done, undone) = held.stacks();
        assert_eq!((ids(done), ids(undone)), (vec![1], vec![2]));
        // A step of two files is one step.
        held.images.extend([image(6, Way::Do), image(6, Way::Do)]);
        let (done, undone) = held.stacks();
        assert_eq!((ids(done), ids(undone)), (vec![1, 6], vec![]));
    }
}
