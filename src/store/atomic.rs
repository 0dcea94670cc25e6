//! One file, replaced whole: a reader sees the old one or the new one. When this returns, the new one survives a power
//! cut.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Write a file through a temporary one beside it: fsync, rename, fsync of the folder. An existing file keeps its mode,
/// and a link is followed as long as it stays inside `root`. Nothing is written if `path` leads out of it.
pub fn replace(root: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = inside(root, path)?;
    let temp = written_beside(&target, bytes)?;
    if let Ok(old) = fs::metadata(&target) {
        temp.as_file().set_permissions(old.permissions())?;
    }
    temp.as_file().sync_all()?;
    temp.persist(&target)?;
    sync_folder(&target)
}

/// Write a file that must not be there yet. Somebody else's file of that name is never touched.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temp = written_beside(path, bytes)?;
    temp.as_file().sync_all()?;
    temp.persist_noclobber(path)?;
    sync_folder(path)
}

/// Move a file to a place that must be free.
pub fn relocate(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        create_folder(folder)?;
    }
    // A second name, then one less: at no moment is the file without a name, and an existing one is never replaced.
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from)?,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
        // File systems without hard links, and links, which would be linked themselves.
        Err(_) if !to.exists() => fs::rename(from, to)?,
        Err(error) => return Err(error),
    }
    sync_folder(to)?;
    sync_folder(from)
}

/// A folder of one's own (0700), with those above it.
pub fn create_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(path)
}

/// What a path leads to, links followed, if that lies in the folder.
fn inside(root: &Path, path: &Path) -> io::Result<PathBuf> {
    let target = fs::canonicalize(path)?;
    if target.starts_with(fs::canonicalize(root)?) {
        return Ok(target);
    }
    let message = format!("it is a link that leads out of the plan, to {}", target.display());
    Err(io::Error::new(io::ErrorKind::PermissionDenied, message))
}

fn written_beside(path: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut temp = tempfile::Builder::new().prefix(".inroad-").suffix(".tmp").tempfile_in(folder)?;
    temp.write_all(bytes)?;
    Ok(temp)
}

/// Without this a rename that was acknowledged can be gone after a power cut.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Read a file that is one: a pipe, a device or a folder of that name is never opened.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let meta = fs::metadata(path).map_err(|error| in_words(path, error))?;
    let refused = |message: String| Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    if meta.is_dir() {
        return refused("this is a folder, not a file".to_owned());
    }
    if !meta.is_file() {
        return refused("this is no ordinary file; it was not opened".to_owned());
    }
    if meta.len() > most {
        return refused(format!("it is larger than {} MiB; it was not read", most >> 20));
    }
    let mut bytes = Vec::with_capacity(meta.len() as usize);
    let file = OpenOptions::new().read(true).open(path).map_err(|error| in_words(path, error))?;
    io::Read::read_to_end(&mut io::Read::take(file, most + 1), &mut bytes)?;
    Ok(bytes)
}

/// The system's complaint as a person would say it.
fn in_words(path: &Path, error: io::Error) -> io::Error {
    let is_link = fs::symlink_metadata(path).is_ok_and(|meta| meta.is_symlink());
    let message = match error.kind() {
        io::ErrorKind::PermissionDenied => "its permissions don't let you read it",
        // It points at nothing, or in a circle.
        _ if is_link && fs::canonicalize(path).is_err() => "this is a link that leads nowhere",
        _ => return error,
    };
    io::Error::new(error.kind(), message)
}
