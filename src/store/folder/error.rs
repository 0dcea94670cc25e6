//! Why a plan can't be opened, or a file not be saved.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::account::AccountId;
use crate::domain::step::{Note, Way};
use crate::store::refusal;

/// A plan that can't be opened or made.
#[derive(Debug)]
pub enum StoreError {
    /// There is no plan in that folder.
    NoPlan(PathBuf),
    /// There are files of a plan in that folder, and no plan.toml.
    NoSettings(PathBuf),
    /// There is something in that folder already.
    NotEmpty(PathBuf),
    /// The file system refused.
    Io(PathBuf, io::Error),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPlan(path) => {
                let path = path.display();
                write!(f, "{path} holds no plan; `inroad init {path}` makes one")
            }
            Self::NoSettings(path) => {
                let path = path.display();
                write!(
                    f,
                    "{path} holds files of a plan, but its plan.toml is gone: bring it back from a copy; or `inroad init {path}` \
                     makes a new one, without the goals, members and calendar that the old one said, and leaves all else as it is"
                )
            }
            Self::NotEmpty(path) => {
                write!(f, "{} is not empty; choose a folder that is, or does not exist", path.display())
            }
            Self::Io(path, error) if error.kind() == io::ErrorKind::NotADirectory => {
                write!(f, "{} is no folder; a plan is one", path.display())
            }
            Self::Io(path, error) => f.write_str(&refusal::told(path, error)),
        }
    }
}

impl std::error::Error for StoreError {}

/// A save that did not happen; what is on the disk is what was there before.
#[derive(Debug)]
pub enum SaveError {
    /// There is a file of that name already, and it is somebody else's.
    Taken(PathBuf),
    /// Somebody else kept writing it, or kept the lock.
    Busy(PathBuf),
    /// It may not be written, for this reason.
    ReadOnly(PathBuf, String),
    /// This step has changed the same since, so it goes first.
    Overtaken {
        /// What was to be done.
        way: Way,
        /// The step in its way.
        by: Note,
    },
    /// An account that is to be changed lies in the archive by now.
    Archived(AccountId),
    /// The file system refused.
    Io(PathBuf, io::Error),
    /// Whoever asked for it has said stop.
    Stopped,
}

impl fmt::Display for SaveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken(path) => write!(f, "{} is there already", path.display()),
            Self::Busy(path) => write!(f, "{}: somebody else is writing; try again", path.display()),
            Self::ReadOnly(path, why) => write!(f, "{}: {why}", path.display()),
            Self::Overtaken { way, by } => {
                let (is, first) = match way {
                    Way::Redo(_) => ("is to be changed before", "Do that again first"),
                    _ => ("has been changed since", "Take that back first"),
                };
                write!(f, "the same {is} by “{}”; nothing was changed. {first}", by.label)
            }
            Self::Archived(id) => write!(f, "{id} is archived by now; nothing was changed. Bring it back first"),
            Self::Io(path, error) => f.write_str(&in_words(path, error)),
            Self::Stopped => f.write_str("it was stopped; nothing was changed"),
        }
    }
}

impl std::error::Error for SaveError {}

/// Why a file could not be written, as a person would say it. A file is written beside itself first, so that it is the
/// folder that refuses.
fn in_words(path: &Path, error: &io::Error) -> String {
    let folder = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy()).unwrap_or_default();
    let told = error.to_string();
    // A message of our own says it already; the system's has a number, and of a temporary file its path.
    let system = told.contains(" (os error");
    let why = match error.kind() {
        io::ErrorKind::PermissionDenied if system => "permission denied",
        io::ErrorKind::ReadOnlyFilesystem => "it lies on a disk that can only be read",
        io::ErrorKind::NotFound => return format!("the folder {folder}/ is not there any more"),
        _ => return refusal::told(path, error),
    };
    format!("the folder {folder}/ can't be written to ({why})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_is_said_in_plain_words() {
        let path = Path::new("plan/accounts/primo.toml");
        for (error, want) in [
            (io::Error::from_raw_os_error(13), "the folder accounts/ can't be written to (permission denied)"),
            (
                io::Error::from_raw_os_error(28),
                "plan/accounts/primo.toml: the disk is full; make room, then do it again",
            ),
            (io::Error::from_raw_os_error(5), "plan/accounts/primo.toml: input/output error"),
            (
                io::Error::new(io::ErrorKind::PermissionDenied, "Permission denied (os error 13) at path \"/x/.tmp\""),
                "the folder accounts/ can't be written to (permission denied)",
            ),
            (
                io::Error::new(io::ErrorKind::PermissionDenied, "it is a link that leads out of the plan"),
                "plan/accounts/primo.toml: it is a link that leads out of the plan",
            ),
        ] {
            assert_eq!(SaveError::Io(path.to_owned(), error).to_string(), want);
        }
    }
}
