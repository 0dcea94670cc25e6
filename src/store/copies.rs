//! Copies that the user's editor works on: private, each in a folder of its own, with whatever the editor puts beside it.
//! A lock in the folder says that somebody waits for the editor; where nobody does, it was cut off with the program, and
//! what lies there is the user's work.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::atomic;
use super::state::State;

const LOCK: &str = ".inroad-lock";

/// The most that is read of a copy.
const MOST: u64 = 10 << 20;

/// Where the copies of a plan lie.
pub fn folder(state: &State) -> PathBuf {
    state.path("editing")
}

/// A copy while it is edited.
#[derive(Debug)]
pub struct Copy {
    folder: TempDir,
    path: PathBuf,
    _lock: File,
}

impl Copy {
    /// A copy of a text under a file name, below that folder, or in the system's own for such things.
    pub fn new(below: Option<&Path>, name: &str, text: &str) -> io::Result<Self> {
        let mut folder = tempfile::Builder::new();
        folder.prefix("inroad-").permissions(Permissions::from_mode(0o700));
        let folder = match below {
            Some(below) => {
                atomic::create_folder(below)?;
                folder.tempdir_in(below)?
            }
            None => folder.tempdir()?,
        };
        let new =
            |name: &str| OpenOptions::new().write(true).create_new(true).mode(0o600).open(folder.path().join(name));
        let lock = new(LOCK)?;
        // Who looks for what was cut off may have it for a moment.
        _ = lock.lock();
        new(name)?.write_all(text.as_bytes())?;
        let path = folder.path().join(name);
        Ok(Self { folder, path, _lock: lock })
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it says now; editors write it anew or in place.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        atomic::read(&self.path, MOST)
    }

    /// Whether the editor has put something beside it.
    pub fn has_company(&self) -> bool {
        others(self.folder.path()).iter().any(|path| *path != self.path)
    }

    /// Leave it where it is, for the user. Says where.
    pub fn keep(self) -> PathBuf {
        self.folder.keep()
    }
}

/// Everything in the folder but the lock.
fn others(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.filter(|path| path.file_name().is_none_or(|name| name != LOCK)).collect()
}

/// What nobody waits for any more is put aside. Says where, unless it is nothing but what a file of the plan says.
pub(super) fn abandoned(state: &State, plan: &Path) -> Vec<PathBuf> {
    let folders = fs::read_dir(folder(state)).into_iter().flatten().flatten().map(|entry| entry.path());
    folders.filter_map(|folder| abandoned_folder(state, plan, &folder)).collect()
}

fn abandoned_folder(state: &State, plan: &Path, folder: &Path) -> Option<PathBuf> {
    let lock = OpenOptions::new().write(true).open(folder.join(LOCK));
    if lock.is_ok_and(|lock| matches!(lock.try_lock(), Err(fs::TryLockError::WouldBlock))) {
        return None;
    }
    let files = others(folder);
    if files.is_empty() {
        // Somebody is about to put a copy there.
        return None;
    }
    let is_known = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default();
        let bytes = atomic::read(path, MOST).ok();
        let same = |place: &str| fs::read(plan.join(place).join(name)).ok() == bytes;
        bytes.is_some() && ["", "accounts", "playbooks"].into_iter().any(same)
    };
    if files.iter().all(is_known) {
        _ = fs::remove_dir_all(folder);
        return None;
    }
    let kept = state.path("kept");
    atomic::create_folder(&kept).ok()?;
    let kept = kept.join(folder.file_name()?);
    fs::rename(folder, &kept).ok()?;
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_editor_left_that_was_cut_off_is_put_aside_once() {
        let home = tempfile::tempdir().unwrap();
        let plan = home.path().join("plan");
        fs::create_dir_all(plan.join("accounts")).unwrap();
        fs::write(plan.join("accounts/primo.toml"), "a = 1\n").unwrap();
        let state = State::open(home.path(), &plan).unwrap();
        let copy = |text: &str| Copy::new(Some(&folder(&state)), "primo.toml", text).unwrap();
        let live = copy("a = 2\n");
        assert!(!live.has_company() && live.read().unwrap() == b"a = 2\n");
        _ = copy("a = 1\n").keep();
        let (changed, swapped) = (copy("a = 3\n"), copy("a = 1\n"));
        fs::write(swapped.path().with_file_name(".primo.toml.swp"), "typed").unwrap();
        assert!(swapped.has_company());
        let mut names = [changed.keep(), swapped.keep()].map(|path| path.file_name().unwrap().to_owned());
        names.sort();
        let mut put_aside = abandoned(&state, &plan);
        put_aside.sort();
        assert_eq!(put_aside, names.map(|name| state.path("kept").join(name)));
        assert!(abandoned(&state, &plan).is_empty() && live.path().exists());
        drop(live);
        assert_eq!(fs::read_dir(folder(&state)).unwrap().count(), 0);
    }
}
