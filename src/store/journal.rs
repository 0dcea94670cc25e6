//! What was done, on the disk before it is done: each step with the texts of its files before and after. It makes a
//! save survive whatever ends the program, and undo reach back into earlier runs.
//!
//! A file of records, each `length, checksum, JSON`. Records are only added; what a power cut tore off at the end is
//! dropped. The oldest go first when it grows beyond its bounds, the newest is kept whatever its size.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::atomic;

/// How much is kept.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    steps: usize,
    bytes: u64,
}

const BOUNDS: Bounds = Bounds { steps: 10_000, bytes: 64 << 20 };

/// Names a step; greater than those before.
pub type StepId = u64;

/// Whether a step was done, or took another back, or did it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// Done.
    #[default]
    Do,
    /// That step was taken back.
    Undo(StepId),
    /// That step was done again.
    Redo(StepId),
}

/// What one file said before and after. Nothing: it was not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// Relative to the plan.
    pub file: PathBuf,
    /// Before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// After.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// One thing the user did, with all that it caused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its name.
    pub id: StepId,
    /// When, as ISO 8601.
    pub at: String,
    /// What it was, in words.
    pub label: String,
    /// Done, taken back or done again.
    #[serde(default)]
    pub way: Way,
    /// The files it changed.
    pub files: Vec<Image>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Record {
    Step(Step),
    /// All files of the step say what they should, durably.
    Done(StepId),
}

/// The journal of one plan.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    bytes: u64,
    steps: usize,
    bounds: Bounds,
}

impl Journal {
    /// Open the journal, made if it is not there. What was torn off at its end is cut away. Also says which steps it
    /// holds, the oldest first, and which of them are not known to be on the disk.
    pub fn open(path: &Path) -> io::Result<(Self, Vec<Step>, Vec<StepId>)> {
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).read(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        let mut all = Vec::new();
        file.read_to_end(&mut all)?;
        let (steps, open, whole) = read(&all);
        if whole < all.len() {
            file.set_len(whole as u64)?;
        }
        file.seek(SeekFrom::End(0))?;
        let journal = Self { path: path.to_owned(), file, bytes: whole as u64, steps: steps.len(), bounds: BOUNDS };
        Ok((journal, steps, open))
    }

    /// Write a step down. When this returns it survives a power cut.
    pub fn write(&mut self, step: &Step) -> io::Result<()> {
        self.append(&Record::Step(step.clone()))?;
        self.file.sync_data()?;
        self.steps += 1;
        if self.steps > self.bounds.steps || self.bytes > self.bounds.bytes {
            self.shorten()?;
        }
        Ok(())
    }

    /// All files of the step are on the disk. A mark that is lost costs a look at the files, nothing else.
    pub fn done(&mut self, id: StepId) -> io::Result<()> {
        self.append(&Record::Done(id))
    }

    fn append(&mut self, record: &Record) -> io::Result<()> {
        let framed = frame(record)?;
        // Somebody else may have added to it meanwhile.
        self.bytes = self.file.seek(SeekFrom::End(0))?;
        self.file.write_all(&framed)?;
        self.bytes += framed.len() as u64;
        Ok(())
    }

    /// Drop the oldest steps until a tenth is free again.
    fn shorten(&mut self) -> io::Result<()> {
        let mut all = Vec::new();
        self.file.seek(SeekFrom::Start(0))?;
        self.file.read_to_end(&mut all)?;
        let (steps, open, _) = read(&all);
        let mut kept = Vec::new();
        let mut bytes = 0;
        for step in steps.into_iter().rev() {
            let mut framed = frame(&Record::Step(step.clone()))?;
            if !open.contains(&step.id) {
                framed.extend(frame(&Record::Done(step.id))?);
            }
            bytes += framed.len() as u64;
            if !kept.is_empty() && (kept.len() >= self.bounds.steps / 10 * 9 || bytes > self.bounds.bytes / 10 * 9) {
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
        (self.bytes, self.steps) = (text.len() as u64, kept.len());
        Ok(())
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

/// The steps, those of them that are not marked as done, and how many bytes of it are whole.
fn read(all: &[u8]) -> (Vec<Step>, Vec<StepId>, usize) {
    let (mut steps, mut open, mut at) = (Vec::new(), Vec::new(), 0);
    while let Some(payload) = payload(&all[at..]) {
        at += 8 + payload.len();
        match serde_json::from_slice(payload) {
            Ok(Record::Step(step)) => {
                open.push(step.id);
                steps.push(step);
            }
            Ok(Record::Done(id)) => open.retain(|each| *each != id),
            // A record of a later version says nothing to us; it stays where it is.
            Err(_) => {}
        }
    }
    (steps, open, at)
}

fn payload(rest: &[u8]) -> Option<&[u8]> {
    let length = u32::from_le_bytes(rest.get(..4)?.try_into().ok()?) as usize;
    let sum = u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?);
    let payload = rest.get(8..8 + length)?;
    (crc32fast::hash(payload) == sum).then_some(payload)
}

/// Which steps can be taken back, the last of them first to go, and which be done again.
pub fn stacks(steps: &[Step]) -> (Vec<StepId>, Vec<StepId>) {
    let (mut done, mut undone): (Vec<StepId>, Vec<StepId>) = (Vec::new(), Vec::new());
    for step in steps {
        match step.way {
            Way::Do => {
                undone.clear();
                done.push(step.id);
            }
            Way::Undo(id) => {
                done.retain(|each| *each != id);
                undone.push(id);
            }
            Way::Redo(id) => {
                undone.retain(|each| *each != id);
                done.push(id);
            }
        }
    }
    (done, undone)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(id: StepId, way: Way) -> Step {
        let image = Image { file: "accounts/primo.toml".into(), before: None, after: Some(format!("n = {id}\n")) };
        Step { id, at: "2026-11-23T09:00:00Z".into(), label: format!("step {id}"), way, files: vec![image] }
    }

    fn opened(path: &Path) -> (Vec<StepId>, Vec<StepId>) {
        let (_, steps, open) = Journal::open(path).unwrap();
        (steps.iter().map(|step| step.id).collect(), open)
    }

    #[test]
    fn what_was_written_is_there_and_what_is_not_marked_is_open() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("journal");
        let (mut journal, ..) = Journal::open(&path).unwrap();
        for id in 1..=3 {
            journal.write(&step(id, Way::Do)).unwrap();
        }
        journal.done(1).unwrap();
        journal.done(3).unwrap();
        assert_eq!(opened(&path), (vec![1, 2, 3], vec![2]));
    }

    #[test]
    fn wherever_the_end_was_torn_off_the_rest_is_read_and_written_on() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("journal");
        let (mut journal, ..) = Journal::open(&path).unwrap();
        journal.write(&step(1, Way::Do)).unwrap();
        let whole = std::fs::read(&path).unwrap();
        journal.write(&step(2, Way::Do)).unwrap();
        let both = std::fs::read(&path).unwrap();
        for cut in whole.len()..both.len() {
            std::fs::write(&path, &both[..cut]).unwrap();
            let (mut journal, ..) = Journal::open(&path).unwrap();
            journal.write(&step(3, Way::Do)).unwrap();
            assert_eq!(opened(&path).0, [1, 3], "cut at {cut}");
        }
        let mut flipped = both.clone();
        flipped[whole.len() + 20] ^= 1;
        std::fs::write(&path, flipped).unwrap();
        assert_eq!(opened(&path).0, [1]);
    }

    #[test]
    fn the_oldest_go_first_and_the_newest_is_kept_whatever_its_size() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("journal");
        let (mut journal, ..) = Journal::open(&path).unwrap();
        journal.bounds = Bounds { steps: 100, bytes: 1000 };
        let of = |id, size| {
            let mut step = step(id, Way::Do);
            step.files[0].after = Some("x".repeat(size));
            step
        };
        for id in 1..=3 {
            journal.write(&of(id, 400)).unwrap();
        }
        assert_eq!(opened(&path).0, [3]);
        journal.write(&of(4, 5000)).unwrap();
        assert_eq!(opened(&path).0, [4]);
        for id in 5..=300 {
            journal.bounds.bytes = 1 << 20;
            journal.write(&of(id, 1)).unwrap();
        }
        let kept = opened(&path).0;
        assert!((90..=100).contains(&kept.len()) && kept.ends_with(&[299, 300]), "{kept:?}");
    }

    #[test]
    fn taking_back_and_doing_again_move_between_two_stacks() {
        let steps =
            [step(1, Way::Do), step(2, Way::Do), step(3, Way::Undo(2)), step(4, Way::Undo(1)), step(5, Way::Redo(1))];
        assert_eq!(stacks(&steps), (vec![1], vec![2]));
        let after = [&steps[..], &[step(6, Way::Do)]].concat();
        assert_eq!(stacks(&after), (vec![1, 6], vec![]));
    }
}
