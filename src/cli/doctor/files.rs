//! What lies on the disk beside what the files say: who may read them, what was left, how much there is.

use std::fs::{self, Metadata};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::domain::words::counted;
use crate::store::atomic;
use crate::store::places;
use crate::store::refusal;

/// The bits by which anybody may write, and by which others may read, look in, or share a group's file: which groups hold
/// one person alone nobody can see here.
const WRITE: u32 = 0o002;
const READ: u32 = 0o075;

/// How deep a plan's folder is looked into.
const DEEP: usize = 4;

/// Endings of what editors and merges leave. What Syncthing leaves is a problem of its own.
const LEFT: [&str; 5] = [".orig", ".rej", ".swp", ".swo", "~"];

/// What was found in a folder and below it.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Files in it.
    pub(super) files: usize,
    /// Bytes in them.
    pub(super) bytes: u64,
    /// What others may write.
    pub(super) writable: Vec<PathBuf>,
    /// What others may read.
    pub(super) readable: Vec<PathBuf>,
    /// What programs have left.
    pub(super) left: Vec<PathBuf>,
    /// Links to what does not lie in it.
    pub(super) outside: Vec<PathBuf>,
    /// When the newest was written.
    pub(super) newest: Option<SystemTime>,
}

/// As much is written to see whether there is room: a step of the journal, and more than a file system puts beside a name.
const ROOM: usize = 16 << 10;

/// Why nothing can be written into a folder, if nothing can, as it stands behind its name. Nothing is left behind.
pub(super) fn closed_for(folder: &Path) -> Option<String> {
    let tried = tempfile::tempfile_in(folder).and_then(|mut file| {
        file.write_all(&[0; ROOM])?;
        file.sync_data()
    });
    let error = tried.err()?;
    let is_full = matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded);
    Some(if is_full { format!(" ({})", refusal::reason(&error)) } else { String::new() })
}

/// A plan's folders into which nothing can be written, each with why.
pub(super) fn closed(plan: &Path) -> Vec<(PathBuf, String)> {
    let within = ["accounts", "accounts/archive", "playbooks"].map(|folder| plan.join(folder));
    let all = std::iter::once(plan.to_owned()).chain(within).filter(|folder| folder.is_dir());
    all.filter_map(|folder| Some((closed_for(&folder)?, folder))).map(|(why, folder)| (folder, why)).collect()
}

/// Look through a folder; what can't be read is not there.
pub(super) fn look(root: &Path) -> Found {
    let mut found = Found::default();
    // Who may not come into the folder may not read what lies in it.
    let is_closed = root.metadata().is_ok_and(|meta| mode(&meta) & (WRITE | READ) == 0);
    let real = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    look_into(root, &real, DEEP, &mut found);
    if is_closed {
        found.writable.clear();
        found.readable.clear();
    }
    found
}

fn look_into(folder: &Path, root: &Path, deep: usize, found: &mut Found) {
    note(folder, found);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() && deep > 0 && name != ".git" {
            look_into(&path, root, deep - 1, found);
        } else if kind.is_symlink() && fs::canonicalize(&path).is_ok_and(|real| !real.starts_with(root)) {
            found.outside.push(path);
        } else if kind.is_file() {
            note(&path, found);
            if atomic::is_temporary(&name) || LEFT.iter().any(|end| name.ends_with(end)) {
                found.left.push(path);
            }
        }
    }
}

fn mode(meta: &Metadata) -> u32 {
    meta.permissions().mode()
}

fn note(path: &Path, found: &mut Found) {
    let Ok(meta) = path.symlink_metadata() else { return };
    if mode(&meta) & WRITE != 0 {
        found.writable.push(path.to_owned());
    } else if mode(&meta) & READ != 0 {
        found.readable.push(path.to_owned());
    }
    if meta.is_file() {
        found.files += 1;
        found.bytes += meta.len();
        found.newest = found.newest.max(meta.modified().ok());
    }
}

/// `3 files, 12 KiB`.
pub(super) fn told(found: &Found) -> String {
    let files = counted(found.files, "file", "files");
    let size = match found.bytes {
        bytes if bytes < 10 << 10 => format!("{bytes} bytes"),
        bytes if bytes < 10 << 20 => format!("{} KiB", bytes >> 10),
        bytes => format!("{} MiB", bytes >> 20),
    };
    format!("{files}, {size}")
}

/// The first of them by name, and how many there are besides.
pub(super) fn some(paths: &[PathBuf]) -> String {
    let first = paths.first().map(|path| places::told(path)).unwrap_or_default();
    match paths.len() {
        0 | 1 => first,
        n => format!("{first} and {} more", n - 1),
    }
}
