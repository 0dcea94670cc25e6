//! What was exported before, on this machine: which file holds what was written there, and which activities a CRM has got.
//! Part of the state, never of the plan. What can't be read is told: as if nothing had been exported, a CRM would get all of it
//! twice.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::atomic::{self, Put};
use super::read::place;
use super::state::State;

const FILE: &str = "exports.toml";

/// What is remembered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Exports {
    /// What a CRM has got, by its name.
    pub given: BTreeMap<String, Given>,
    /// What was written last into a file, told by its length and a checksum.
    files: BTreeMap<String, String>,
}

/// What a CRM has got.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Given {
    /// The names of what was handed over, and of what lay before the day that was asked for: that was not meant.
    pub names: BTreeSet<String>,
    /// On which day each was done. Records of before have none until the next export.
    pub days: BTreeMap<String, NaiveDate>,
}

impl Given {
    /// Add those, by their names with their days.
    pub fn add(&mut self, more: BTreeMap<String, NaiveDate>) {
        self.names.extend(more.keys().cloned());
        self.days.extend(more);
    }
}

/// Over what a file may be written. One that is empty is nobody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Over nothing: what is there is wanted still.
    Nothing,
    /// Over what the last export put there, as long as it is that.
    Ours,
    /// Over whatever it holds.
    Anything,
}

/// Why a file was not written.
#[derive(Debug)]
pub enum NotWritten {
    /// There is one, and it was not to be replaced.
    Taken,
    /// It holds something that was not written by an export.
    Foreign,
    /// It changed while it was to be replaced.
    Changed,
    /// The folder that it was to lie in isn't there.
    NoFolder,
    /// Nothing may be written in that folder.
    Closed,
    /// What the file system says.
    Io(io::Error),
}

impl From<io::Error> for NotWritten {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl NotWritten {
    /// What it says of the folder, rather than of a file.
    fn of_folder(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NoFolder,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::Closed,
            _ => Self::Io(error),
        }
    }
}

impl Exports {
    /// What is remembered of a plan.
    ///
    /// # Errors
    ///
    /// The file is there and can't be read: which, where, and what to do.
    pub fn read(state: Option<&State>) -> Result<Self, String> {
        let Some(path) = state.map(|state| state.path(FILE)) else { return Ok(Self::default()) };
        let told = |why: &str| {
            format!(
                "{}: {why}; what was exported last stands in it: mend it, or delete it, and `--since last` gives \
                 everything again",
                path.display()
            )
        };
        match fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).map_err(|error: toml::de::Error| {
                let (line, column) = place(&text, error.span().map_or(0, |span| span.start));
                told(&format!("{} at line {line} column {column}", error.message()))
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(told(&error.to_string())),
        }
    }

    /// Remember it.
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub fn write(&self, state: &State) -> io::Result<()> {
        let text = toml::to_string(self).map_err(io::Error::other)?;
        atomic::write(&state.path(FILE), text.as_bytes())
    }

    /// Write a file whole or not at all (a new one 0600), and over what may be replaced. Says what stands in doubt, if the
    /// disk would not confirm it.
    ///
    /// # Errors
    ///
    /// That it is somebody's, and what the file system says; then the file is what it was.
    pub fn put(&mut self, path: &Path, bytes: &[u8], over: Over) -> Result<Option<io::Error>, NotWritten> {
        let path = full(path)?;
        let name = path.to_string_lossy().into_owned();
        let before = match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Err(NotWritten::Closed),
            _ => Some(atomic::read(&path, u64::MAX - 1)?),
        };
        if let Some(before) = before.as_ref().filter(|before| !before.is_empty()) {
            match over {
                Over::Nothing => return Err(NotWritten::Taken),
                Over::Ours if self.files.get(&name) != Some(&print(before)) => return Err(NotWritten::Foreign),
                Over::Ours | Over::Anything => {}
            }
        }
        let folder = path.parent().unwrap_or(Path::new("/"));
        let doubt = match atomic::put(folder, &path, before.as_deref(), Some(bytes)).map_err(NotWritten::of_folder)? {
            Put::Durable => None,
            Put::InDoubt(error) => Some(error),
            Put::Otherwise => return Err(NotWritten::Changed),
            Put::Stranded(error) => return Err(NotWritten::Io(error)),
        };
        self.files.insert(name, print(bytes));
        Ok(doubt)
    }
}

/// Where the file lies, links followed, so that a name means the same from everywhere.
fn full(path: &Path) -> Result<PathBuf, NotWritten> {
    if let Ok(there) = fs::canonicalize(path) {
        return Ok(there);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "this is no file's name"))?;
    let folder = fs::canonicalize(folder).map_err(NotWritten::of_folder)?;
    if folder.is_dir() { Ok(folder.join(name)) } else { Err(NotWritten::NoFolder) }
}

fn print(bytes: &[u8]) -> String {
    format!("{}:{:08x}", bytes.len(), crc32fast::hash(bytes))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_file_is_replaced_while_it_is_what_was_written_and_no_longer() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("people.csv");
        let mut exports = Exports::default();
        exports.put(&path, b"one", Over::Ours).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        exports.put(&path, b"two", Over::Ours).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert!(matches!(exports.put(&path, b"three", Over::Nothing), Err(NotWritten::Taken)));
        assert_eq!(fs::read(&path).unwrap(), b"two");
        fs::write(&path, "two, and my own notes").unwrap();
        assert!(matches!(exports.put(&path, b"three", Over::Ours), Err(NotWritten::Foreign)));
        assert_eq!(fs::read_to_string(&path).unwrap(), "two, and my own notes");
        exports.put(&path, b"three", Over::Anything).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert!(
            matches!(exports.put(home.path(), b"x", Over::Anything), Err(NotWritten::Io(_))),
            "a folder is no file"
        );
        for nowhere in ["none/x.csv", "people.csv/x.csv"] {
            assert!(matches!(exports.put(&home.path().join(nowhere), b"x", Over::Ours), Err(NotWritten::NoFolder)));
        }
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_folder_that_is_closed_is_told_from_a_file_that_fails() {
        for (kind, is_closed) in [
            (io::ErrorKind::PermissionDenied, true),
            (io::ErrorKind::ReadOnlyFilesystem, true),
            (io::ErrorKind::StorageFull, false),
        ] {
            assert_eq!(matches!(NotWritten::of_folder(kind.into()), NotWritten::Closed), is_closed, "{kind}");
        }
    }

    #[test]
    fn what_is_written_is_read_and_nonsense_is_told() {
        let home = tempfile::tempdir().unwrap();
        let state = State::open(home.path(), home.path()).unwrap();
        assert_eq!(Exports::read(Some(&state)), Ok(Exports::default()));
        let mut given = Given::default();
        given.add(BTreeMap::from([("primo/k7qd".to_owned(), NaiveDate::from_ymd_opt(2026, 11, 17).unwrap())]));
        let exports = Exports { given: BTreeMap::from([("salesforce-tasks".to_owned(), given)]), ..Exports::default() };
        exports.write(&state).unwrap();
        assert_eq!(Exports::read(Some(&state)), Ok(exports));
        // As it was written before there were days.
        fs::write(state.path(FILE), "[given.salesforce-tasks]\nnames = [\"primo/k7qd\"]\n").unwrap();
        let before = Exports::read(Some(&state)).unwrap().given.remove("salesforce-tasks").unwrap();
        assert!(before.names.contains("primo/k7qd") && before.days.is_empty());
        fs::write(state.path(FILE), "given = 7").unwrap();
        let why = Exports::read(Some(&state)).unwrap_err();
        assert!(why.contains("exports.toml") && why.contains("line 1"), "{why}");
    }
}
