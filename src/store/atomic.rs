//! One file, changed whole: a reader sees the old one or the new one, and what somebody else wrote meanwhile is never
//! replaced. When a change returns, it survives a power cut.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

/// How a change went.
#[derive(Debug)]
#[must_use]
pub enum Put {
    /// It is done and survives a power cut.
    Durable,
    /// It is done; whether it survives a power cut the file system would not say.
    InDoubt(io::Error),
    /// The file is not what was expected. Nothing was changed.
    Otherwise,
    /// It failed half way: under a temporary name beside the file lies what somebody wrote, or the file itself.
    Stranded(io::Error),
}

/// Change a file from what it is expected to hold to something else; nothing stands for no file. An existing file
/// keeps its mode, and a link is followed as long as it stays inside `root`.
///
/// # Errors
///
/// What the file system says; then the file is what it was.
pub fn put(root: &Path, path: &Path, expected: Option<&[u8]>, new: Option<&[u8]>) -> io::Result<Put> {
    let Some(ready) = Ready::of(root, path, expected, new)? else { return Ok(Put::Durable) };
    let target = ready.target.clone();
    match ready.swap()? {
        // Without this a rename that was acknowledged can be gone after a power cut.
        Swapped::Done(old) => {
            let synced = sync_folder(&target);
            Ok(old.let_go().unwrap_or_else(|| synced.map_or_else(Put::InDoubt, |()| Put::Durable)))
        }
        Swapped::Otherwise => Ok(Put::Otherwise),
        Swapped::Stranded(error) => Ok(Put::Stranded(error)),
    }
}

/// A change whose new file lies durably beside the old one, under a temporary name. Dropped, it never was.
#[derive(Debug)]
pub struct Ready<'a> {
    target: PathBuf,
    how: How<'a>,
}

#[derive(Debug)]
enum How<'a> {
    Create(TempPath),
    Replace { temp: TempPath, expected: &'a [u8], new: &'a [u8] },
    Remove { expected: &'a [u8] },
}

/// How a file took its place.
#[derive(Debug)]
#[must_use]
pub enum Swapped<'a> {
    /// It stands there. Durably so once its folder is synced.
    Done(Old<'a>),
    /// The file is not what was expected. Nothing was changed.
    Otherwise,
    /// As [`Put::Stranded`].
    Stranded(io::Error),
}

/// What stood there before, until it is let go.
#[derive(Debug)]
#[must_use]
pub struct Old<'a>(Option<(TempPath, &'a [u8])>);

impl Old<'_> {
    /// Away with it. Somebody may have had it open, to write into it: if, most likely, they have by now, it is kept.
    pub fn let_go(self) -> Option<Put> {
        let (temp, expected) = self.0?;
        if holds(&temp, expected) {
            return None;
        }
        _ = temp.keep();
        Some(Put::Stranded(io::Error::other("somebody else wrote into it at the same moment")))
    }
}

impl<'a> Ready<'a> {
    /// Make it ready; nothing, if there is nothing to change. Arguments as for [`put`].
    ///
    /// # Errors
    ///
    /// What the file system says; then there is nothing of it.
    pub fn of(root: &Path, path: &Path, expected: Option<&'a [u8]>, new: Option<&'a [u8]>) -> io::Result<Option<Self>> {
        let (target, how) = match (expected, new) {
            (None, None) => return Ok(None),
            (None, Some(new)) => {
                let temp = written_beside(path, new)?;
                temp.as_file().sync_all()?;
                (path.to_owned(), How::Create(temp.into_temp_path()))
            }
            (Some(expected), None) => (path.to_owned(), How::Remove { expected }),
            (Some(expected), Some(new)) => {
                let target = inside(root, path)?;
                let temp = written_beside(&target, new)?;
                if let Ok(old) = fs::metadata(&target) {
                    temp.as_file().set_permissions(old.permissions())?;
                }
                temp.as_file().sync_all()?;
                (target, How::Replace { temp: temp.into_temp_path(), expected, new })
            }
        };
        Ok(Some(Self { target, how }))
    }

    /// Put it in its place. The folder has yet to be synced.
    ///
    /// # Errors
    ///
    /// What the file system says; then the file is what it was.
    pub fn swap(self) -> io::Result<Swapped<'a>> {
        let Self { target, how } = self;
        match how {
            How::Create(temp) => match temp.persist_noclobber(&target) {
                Ok(()) => Ok(Swapped::Done(Old(None))),
                Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(Swapped::Otherwise),
                Err(error) => Err(error.error),
            },
            How::Replace { temp, expected, new } => replace(&target, temp, expected, new),
            How::Remove { expected } => remove(&target, expected),
        }
    }
}

/// The new file changes places with the old one, and what came out is looked at: somebody may have written since it
/// was read.
fn replace<'a>(target: &Path, temp: TempPath, expected: &'a [u8], bytes: &[u8]) -> io::Result<Swapped<'a>> {
    match exchange(&temp, target) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Swapped::Otherwise),
        // There are systems that can't exchange two files; they leave a moment between looking and replacing.
        Err(error) if is_unknown(&error) => {
            if !holds(target, expected) {
                return Ok(Swapped::Otherwise);
            }
            temp.persist(target)?;
            return Ok(Swapped::Done(Old(None)));
        }
        Err(error) => return Err(error),
    }
    if holds(&temp, expected) {
        return Ok(Swapped::Done(Old(Some((temp, expected)))));
    }
    // What lies under the temporary name from here on may be somebody's only copy.
    let back = exchange(&temp, target);
    if back.is_ok() && holds(&temp, bytes) {
        return Ok(Swapped::Otherwise);
    }
    _ = temp.keep();
    Ok(Swapped::Stranded(back.err().unwrap_or_else(|| io::Error::other("somebody else kept writing it"))))
}

fn remove<'a>(path: &Path, expected: &[u8]) -> io::Result<Swapped<'a>> {
    // Aside first: what is looked at is then what is removed.
    let aside = tempfile::Builder::new().prefix(TEMP.0).suffix(TEMP.1).make_in(folder_of(path), |aside| {
        match fs::symlink_metadata(aside) {
            Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => fs::rename(path, aside),
        }
    });
    let aside = match aside {
        Ok(aside) => aside.into_temp_path(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Swapped::Otherwise),
        Err(error) => return Err(error),
    };
    let mut refused = None;
    if holds(&aside, expected) {
        match fs::remove_file(&aside) {
            Ok(()) => return Ok(Swapped::Done(Old(None))),
            Err(error) => refused = Some(error),
        }
    }
    match (aside.persist_noclobber(path), refused) {
        (Ok(()), None) => Ok(Swapped::Otherwise),
        (Ok(()), Some(error)) => Err(error),
        (Err(error), _) => {
            _ = error.path.keep();
            Ok(Swapped::Stranded(error.error))
        }
    }
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// The system or the file system does not know how to exchange.
fn is_unknown(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidInput, Unsupported};
    matches!(error.kind(), Unsupported | InvalidInput)
}

/// Whether a file holds just that. It is compared as it is read: it may be large.
pub fn holds(path: &Path, bytes: &[u8]) -> bool {
    let is_same = || -> io::Result<bool> {
        let mut file = File::open(path)?;
        let (mut rest, mut part) = (bytes, [0; 16 << 10]);
        loop {
            let read = match file.read(&mut part) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read?,
            };
            match rest.split_at_checked(read) {
                Some((expected, after)) if expected == &part[..read] => rest = after,
                _ => return Ok(false),
            }
            if read == 0 {
                return Ok(rest.is_empty());
            }
        }
    };
    fs::metadata(path).is_ok_and(|meta| meta.len() == bytes.len() as u64) && is_same().unwrap_or(false)
}

/// Write a file of our own, whatever it held before: state, never a file of the plan.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_by(path, |file| file.write_all(bytes))
}

/// The same of what need not be in memory all at once.
pub fn write_by(path: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let mut temp = temporary_beside(path)?;
    fill(temp.as_file_mut())?;
    temp.as_file().sync_all()?;
    temp.persist(path)?;
    sync_folder(path)
}

/// The same without waiting for the disk: it survives the end of the program, not of the machine.
pub fn write_quickly(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut temp = tempfile::Builder::new().prefix(".").suffix(".tmp").tempfile_in(folder)?;
    temp.write_all(bytes)?;
    temp.persist(path)?;
    Ok(())
}

/// A file of one's own (0600), for who reads it and writes into it; made empty if it is not there.
pub fn open_own(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Whether that file is the one that lies there.
#[cfg(unix)]
pub fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let ours = file.metadata()?;
    Ok(fs::metadata(path).is_ok_and(|there| (there.ino(), there.dev()) == (ours.ino(), ours.dev())))
}

/// Whether that file is the one that lies there.
#[cfg(not(unix))]
pub fn is_at(_: &File, path: &Path) -> io::Result<bool> {
    Ok(path.exists())
}

/// A folder of one's own (0700), with those above it. When it returns they survive a power cut.
pub fn create_folder(path: &Path) -> io::Result<()> {
    let new: Vec<&Path> = path.ancestors().take_while(|each| !each.exists()).collect();
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(path)?;
    new.into_iter().rev().try_for_each(sync_folder)
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

/// How the names of temporary files begin and end.
const TEMP: (&str, &str) = (".inroad-", ".tmp");

/// Whether a file of that name is one of our temporary ones.
pub fn is_temporary(name: &str) -> bool {
    name.starts_with(TEMP.0) && name.ends_with(TEMP.1)
}

fn temporary_beside(path: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(TEMP.0).suffix(TEMP.1).tempfile_in(folder_of(path))
}

fn written_beside(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut temp = temporary_beside(path)?;
    temp.write_all(bytes)?;
    Ok(temp)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Make what was renamed in the folder in which that lies survive a power cut.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder_of(path))?.sync_all() } else { Ok(()) }
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
    let mut bytes = Vec::with_capacity(room(meta.len() as usize));
    let file = OpenOptions::new().read(true).open(path).map_err(|error| in_words(path, error))?;
    file.take(most + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// From here on a file is large.
const LARGE: usize = 1 << 20;

/// So much glibc asks the system for each time, and gives back whole when it is let go of. Of less it learns, once it was let
/// go of, to keep as much for the next time, in each thread.
const ROOM_OF_ITS_OWN: usize = (32 << 20) + (64 << 10);

/// The room for so many bytes. Where nothing is written into it, it takes no memory.
fn room(bytes: usize) -> usize {
    if bytes < LARGE { bytes } else { bytes.max(ROOM_OF_ITS_OWN) }
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
