//! What of a journal can't be read, and what becomes of it: bytes that the disk has lost, or that another program has written
//! over. Nothing is told lost that can be read, and nothing goes without a copy.

use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::PathBuf;

use super::past::Extent;
use super::{Journal, frame};
use crate::store::atomic;

/// What a copy is called of one that is damaged, before its number.
const DAMAGED: &str = "journal-damaged-";

/// So many copies are kept; a disk that damages more of them is no place for another.
const COPIES: u32 = 100;

/// What of a journal can't be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Damage {
    /// Where the journal lies.
    pub journal: PathBuf,
    /// So many bytes of it; none, if it is well.
    pub bytes: u64,
    /// Copies of what it was before bytes of it had to go that could not be read.
    pub aside: Vec<PathBuf>,
}

impl Damage {
    /// What can't be taken back for it, in a sentence; nothing where the journal is well.
    pub fn here(&self) -> Option<String> {
        let Self { journal, bytes, .. } = self;
        let journal = journal.display();
        (*bytes > 0).then(|| {
            format!(
                "{journal}: {bytes} bytes of it can't be read; a step that stood there can't be taken back, all others can"
            )
        })
    }

    /// What lies beside it, in a sentence for each.
    pub fn aside(&self) -> impl Iterator<Item = String> + use<'_> {
        self.aside.iter().map(|path| {
            format!(
                "{}: what the journal was before a part of it that could not be read had to go; delete it once nobody wants it",
                path.display()
            )
        })
    }
}

impl Journal {
    /// Whether what stands behind the last whole record is one that was being written.
    pub(super) fn is_torn(&mut self, extent: &Extent) -> io::Result<bool> {
        let mut rest = Vec::new();
        self.file.seek(SeekFrom::Start(extent.whole))?;
        self.file.read_to_end(&mut rest)?;
        Ok(frame::is_torn(&rest, extent.steps))
    }

    /// A copy of it as it is, beside it, before something goes that can't be read and may be somebody's yet.
    pub(super) fn put_aside(&mut self) -> io::Result<()> {
        let mut names = (1..=COPIES).map(|n| self.path.with_file_name(format!("{DAMAGED}{n}")));
        let free = names.find(|path| !path.exists());
        let path = free.ok_or_else(|| io::Error::other("it is damaged, and there are too many copies of it"))?;
        self.file.seek(SeekFrom::Start(0))?;
        atomic::write_by(&path, |copy| io::copy(&mut self.file, copy).map(|_| ()))
    }

    /// What could not be read of it when its steps were last asked for; it is not looked at again.
    pub fn damage_met(&self) -> Damage {
        Damage { journal: self.path.clone(), bytes: self.damaged, aside: Vec::new() }
    }

    /// What of it can't be read, as it lies there: steps that stood there can't be taken back any more.
    pub fn damage(&mut self) -> io::Result<Damage> {
        let extent = self.each_payload(|_, _| {})?;
        let mut bytes: u64 = extent.damaged.iter().map(|place| place.end - place.start).sum();
        let length = self.file.metadata()?.len();
        if !self.is_torn(&extent)? {
            bytes += length.saturating_sub(extent.whole);
        }
        let beside = self.path.parent().map(std::fs::read_dir).transpose()?.into_iter().flatten();
        let is_aside =
            |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(DAMAGED));
        let mut aside: Vec<PathBuf> =
            beside.filter_map(Result::ok).map(|entry| entry.path()).filter(is_aside).collect();
        aside.sort();
        Ok(Damage { journal: self.path.clone(), bytes, aside })
    }
}
