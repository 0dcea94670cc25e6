//! Why a plan can't be opened, or a file not be saved.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// A plan that can't be opened or made.
#[derive(Debug)]
pub enum StoreError {
    /// There is no plan in that folder.
    NoPlan(PathBuf),
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
            Self::NotEmpty(path) => {
                write!(f, "{} is not empty; choose a folder that is, or does not exist", path.display())
            }
            Self::Io(path, error) if error.kind() == io::ErrorKind::NotADirectory => {
                write!(f, "{} is no folder; a plan is one", path.display())
            }
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
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
    /// The file system refused.
    Io(PathBuf, io::Error),
}

impl fmt::Display for SaveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken(path) => write!(f, "{} is there already", path.display()),
            Self::Busy(path) => write!(f, "{}: somebody else is writing; try again", path.display()),
            Self::ReadOnly(path, why) => write!(f, "{}: {why}", path.display()),
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for SaveError {}
