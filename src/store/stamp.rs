//! Whether a file can be taken to say what it said, without reading it.

use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// A file's size, place and times: while they are the same, so is what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    size: u64,
    file: u64,
    times: [i128; 2],
    /// It was written so shortly before it was looked at that a second writing could bear the same times.
    unsure: bool,
}

impl Stamp {
    /// As it is now; links are followed.
    pub fn of(path: &Path) -> io::Result<Self> {
        Self::seen(path, SystemTime::now())
    }

    /// As it is, looked at that time.
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub fn seen(path: &Path, now: SystemTime) -> io::Result<Self> {
        let meta = fs::metadata(path)?;
        let written = meta.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        let is_near = |at: SystemTime| now.duration_since(at).is_ok_and(|age| age < UNSURE);
        #[cfg(unix)]
        let (file, times, unsure) = {
            use std::os::unix::fs::MetadataExt as _;
            let nanos = |seconds: i64, nanos: i64| i128::from(seconds) * 1_000_000_000 + i128::from(nanos);
            // Whoever sets the time of writing back changes the file all the same.
            let changed = Duration::new(meta.ctime().unsigned_abs(), meta.ctime_nsec().unsigned_abs() as u32);
            let changed = SystemTime::UNIX_EPOCH.checked_add(changed).unwrap_or(written);
            let times = [nanos(meta.mtime(), meta.mtime_nsec()), nanos(meta.ctime(), meta.ctime_nsec())];
            (meta.ino(), times, is_near(written) || is_near(changed))
        };
        #[cfg(not(unix))]
        let (file, times, unsure) = {
            let since = written.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            (0, [i128::try_from(since.as_nanos()).unwrap_or(0), 0], is_near(written))
        };
        Ok(Self { size: meta.len(), file, times, unsure })
    }

    /// To be written down.
    pub fn bytes(&self) -> [u8; 49] {
        let mut bytes = [0; 49];
        bytes[..8].copy_from_slice(&self.size.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.file.to_le_bytes());
        bytes[16..32].copy_from_slice(&self.times[0].to_le_bytes());
        bytes[32..48].copy_from_slice(&self.times[1].to_le_bytes());
        bytes[48] = self.unsure.into();
        bytes
    }

    /// As it was written down.
    pub fn from_bytes(bytes: [u8; 49]) -> Self {
        let part =
            |at: usize| bytes.get(at..at + 8).and_then(|part| part.try_into().ok()).map_or(0, u64::from_le_bytes);
        let long =
            |at: usize| bytes.get(at..at + 16).and_then(|part| part.try_into().ok()).map_or(0, i128::from_le_bytes);
        Self { size: part(0), file: part(8), times: [long(16), long(32)], unsure: bytes[48] != 0 }
    }

    /// Whether the file can be taken to say what it said when this was looked at.
    pub fn is_still(&self, now: &Self) -> bool {
        !self.unsure && (self.size, self.file, self.times) == (now.size, now.file, now.times)
    }
}

/// File systems count time in steps; the longest is two seconds.
const UNSURE: Duration = Duration::from_secs(2);
