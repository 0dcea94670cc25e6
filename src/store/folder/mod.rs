//! The plan's folder: opened, made, and where in it each file lies. Loading is in [`load`], saving in [`save`].

mod error;
mod load;
mod save;

use std::collections::HashMap;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};

use super::atomic;
use crate::domain::plan::{FileKey, Value};

pub use error::{SaveError, StoreError};
pub use load::Batch;

/// The most that one file of a plan may hold.
const MOST: u64 = 1 << 20;

/// A file as it was last read or written.
#[derive(Debug, Clone)]
struct Base {
    print: Fingerprint,
    value: Value,
    read_only: Option<String>,
    /// What it said before each of our own saves, the oldest first.
    earlier: Vec<(Value, String)>,
}

impl Base {
    fn new(print: Fingerprint, value: Value, read_only: Option<String>) -> Self {
        Self { print, value, read_only, earlier: Vec::new() }
    }

    /// The text in which the file already said this: undo gives back every byte, also comments of what was removed.
    fn said(&self, value: &Value) -> Option<&String> {
        self.earlier.iter().rev().find(|(earlier, _)| earlier == value).map(|(_, text)| text)
    }
}

/// Length and hash of a file's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fingerprint(u64, u64);

impl Fingerprint {
    fn of(bytes: &[u8]) -> Self {
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        Self(bytes.len() as u64, hasher.finish())
    }
}

/// An open plan folder.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    bases: HashMap<FileKey, Base>,
    /// Where the accounts lie that were taken away in this run.
    archived: HashMap<FileKey, PathBuf>,
}

impl Folder {
    /// Open a folder that holds a plan.
    pub fn open(root: &Path) -> Result<Self, StoreError> {
        let io = |error| StoreError::Io(root.to_owned(), error);
        match fs::metadata(root.join("plan.toml")) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(StoreError::NoPlan(root.to_owned())),
            Err(error) => return Err(io(error)),
        }
        Ok(Self { root: fs::canonicalize(root).map_err(io)?, bases: HashMap::new(), archived: HashMap::new() })
    }

    /// Make an empty plan in a folder that is empty or not there yet.
    pub fn create(root: &Path) -> Result<Self, StoreError> {
        let io = |error| StoreError::Io(root.to_owned(), error);
        if fs::read_dir(root).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(StoreError::NotEmpty(root.to_owned()));
        }
        for folder in ["accounts", "playbooks"] {
            atomic::create_folder(&root.join(folder)).map_err(io)?;
        }
        atomic::create(&root.join("plan.toml"), EMPTY_PLAN.as_bytes()).map_err(io)?;
        Self::open(root)
    }

    /// Where the plan lies.
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn relative(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.root).unwrap_or(path).to_owned()
    }

    /// Where a file of the plan lies.
    pub fn path(&self, key: &FileKey) -> PathBuf {
        match key {
            FileKey::Settings => self.root.join("plan.toml"),
            FileKey::Account(id) => self.root.join("accounts").join(format!("{id}.toml")),
            FileKey::Playbook(id) => self.root.join("playbooks").join(format!("{id}.toml")),
        }
    }

    fn archive_path(&self, key: &FileKey) -> Option<PathBuf> {
        match key {
            FileKey::Account(id) => Some(self.root.join("accounts/archive").join(format!("{id}.toml"))),
            FileKey::Settings | FileKey::Playbook(_) => None,
        }
    }
}

const EMPTY_PLAN: &str = r#"format = 1
# Why all this? It stands beside every account once effort fades.
why = ""
currency = "USD"

[calendar]
working_days = ["mon", "tue", "wed", "thu", "fri"]
week_starts = "mon"
holidays = []
"#;
