//! This machine's own folder for one plan: the lock, the journal, drafts, conflicts. Never inside the plan, which git
//! or Syncthing copies; deleting it loses undo and drafts, and nothing of the plan.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::atomic;

/// How long another save is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// The folder.
#[derive(Debug, Clone)]
pub struct State {
    root: PathBuf,
}

/// The right to save, while it is held.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl State {
    /// The state of the plan in that folder, below this one; made if it is not there.
    pub fn open(states: &Path, plan: &Path) -> io::Result<Self> {
        let state = Self::of(states, plan);
        atomic::create_folder(&state.root)?;
        Ok(state)
    }

    /// The same, whether it is there or not.
    pub fn of(states: &Path, plan: &Path) -> Self {
        Self { root: states.join("plans").join(key(plan)) }
    }

    /// What is kept of a plan that lay there before another one was made is none of that one's: by its history the old
    /// accounts would come into the new plan. Says where it lies now.
    ///
    /// # Errors
    ///
    /// What the file system says; then it stays where it is.
    pub fn put_aside(states: &Path, plan: &Path) -> io::Result<Option<PathBuf>> {
        let root = Self::of(states, plan).root;
        if !root.is_dir() {
            return Ok(None);
        }
        let aside = |n: u32| root.with_file_name(format!("{}-before-{n}", key(plan)));
        let free = (1..u32::MAX).map(aside).find(|aside| aside.symlink_metadata().is_err());
        let Some(aside) = free else { return Ok(None) };
        std::fs::rename(&root, &aside)?;
        Ok(Some(aside))
    }

    /// Where a file of the state lies.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Put aside what somebody wrote and no file holds any more. Nothing of it is ever deleted here.
    pub fn keep(&self, path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
        let folder = self.root.join("kept");
        atomic::create_folder(&folder)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let kept = folder.join(name.trim_start_matches('.'));
        atomic::write(&kept, bytes)?;
        std::fs::remove_file(path)?;
        Ok(kept)
    }

    /// What was put aside.
    pub fn kept(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.root.join("kept")).into_iter().flatten();
        let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
        paths.sort();
        paths
    }

    /// Wait for the right to save. Held for one save, never for a run. What is right does not rest on it (a network's
    /// file system may not know of locks), it only spares a merge.
    pub fn lock(&self) -> io::Result<Lock> {
        self.lock_within("lock", PATIENCE)
    }

    /// The right to save, if nobody has it at this moment.
    pub fn lock_now(&self) -> io::Result<Lock> {
        self.lock_within("lock", Duration::ZERO)
    }

    /// The right to do something else than saving, if nobody does it at this moment.
    pub fn lock_for(&self, name: &str) -> io::Result<Lock> {
        self.lock_within(name, Duration::ZERO)
    }

    fn lock_within(&self, name: &str, patience: Duration) -> io::Result<Lock> {
        let file = atomic::open_own(&self.path(name))?;
        let until = Instant::now() + patience;
        loop {
            match file.try_lock() {
                // There are file systems without locks.
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(Lock { _file: file }),
                Err(TryLockError::WouldBlock) if Instant::now() < until => thread::sleep(Duration::from_millis(2)),
                Err(TryLockError::WouldBlock) => {
                    return Err(io::Error::new(
                        io::ErrorKind::TimedOut,
                        "another inroad has been saving for five seconds",
                    ));
                }
            }
        }
    }
}

/// A folder name for a plan: its own name, and a number made of where it lies.
fn key(plan: &Path) -> String {
    let name: String = plan.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(24).collect();
    format!("{name}-{:08x}", crc32fast::hash(plan.as_os_str().as_encoded_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_plan_has_a_state_of_its_own_and_one_saves_at_a_time() {
        let home = tempfile::tempdir().unwrap();
        let one = State::open(home.path(), Path::new("/a/plan")).unwrap();
        let other = State::open(home.path(), Path::new("/b/plan")).unwrap();
        assert_ne!(one.path("journal"), other.path("journal"));
        let held = one.lock().unwrap();
        assert!(one.lock_now().is_err(), "it is held");
        let _free = other.lock().unwrap();
        let again = one.clone();
        let waiting = thread::spawn(move || again.lock().is_ok());
        drop(held);
        assert!(waiting.join().unwrap());
    }
}
