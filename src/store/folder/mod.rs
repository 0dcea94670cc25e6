//! The plan's folder: opened, made, and where in it each file lies. Loading is in [`load`], saving in [`save`].

mod archive;
mod asleep;
mod at_once;
mod counts;
mod dangling;
mod edited;
mod error;
mod follow;
mod holidays;
mod left;
mod load;
mod moved;
mod overtaken;
mod reader;
mod receive;
mod recover;
mod rescan;
mod save;
mod settle;
mod turn;
mod write;

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};

use super::atomic;
use super::contacts;
use super::journal::Journal;
use super::refusal;
use super::stamp::Stamp;
use super::state::State;
use crate::domain::account::AccountId;
use crate::domain::plan::{FileKey, Value};
use crate::domain::step::StepId;
use holidays::HolidayFile;
use reader::Reader;
use rescan::Around;

pub use archive::in_both;
pub use at_once::Watch;
pub use counts::Count;
pub use edited::NotTaken;
pub use error::{SaveError, StoreError};
pub use left::TakenUp;
pub use load::Batch;
pub use receive::{Aside, Blend, Incoming, Overruled, Received, is_newer, may_go};
pub use recover::Finished;
pub use save::Saved;
pub(super) use save::whole;

/// The most that one file of a plan may hold; the people who are on no account are more than an account.
pub const MOST: u64 = 1 << 20;

/// The most that this file may hold.
pub fn most(file: &Path) -> u64 {
    if key_of(file) == Some(FileKey::Contacts) { contacts::MOST } else { MOST }
}

/// A file as it was last read or written.
#[derive(Debug, Clone)]
struct Base {
    print: Fingerprint,
    stamp: Option<Stamp>,
    value: Value,
    read_only: Option<String>,
    /// There is something wrong with it.
    is_flawed: bool,
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
    reader: Reader,
    bases: HashMap<FileKey, Base>,
    /// What the files that could not be saved were known to say before the changes that are still owed.
    owed: HashMap<FileKey, Option<Value>>,
    state: Option<State>,
    journal: Option<Journal>,
    /// While a step is gathered: what it shall change.
    gathered: Option<at_once::Gathered>,
    /// What runs that were killed had begun and this one has finished, or could not, in words.
    finished: Finished,
    /// Accounts whose files went away together, and of which nobody has said yet that they may go.
    missing: Vec<AccountId>,
    around: Around,
    /// The holiday files that plan.toml names, as they were last read.
    holiday_files: Vec<HolidayFile>,
}

/// Where accounts lie: in the plan, and in the archive.
const OF_ACCOUNTS: [&str; 2] = ["accounts", archive::ARCHIVE];

/// Where in the state folder the conflicts lie.
pub const CONFLICTS: &str = "conflicts.json";

impl Folder {
    /// Open a folder that holds a plan.
    pub fn open(root: &Path) -> Result<Self, StoreError> {
        let io = |error| StoreError::Io(root.to_owned(), error);
        match fs::metadata(root.join("plan.toml")) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound && holds_files(root) => {
                return Err(StoreError::NoSettings(root.to_owned()));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(StoreError::NoPlan(root.to_owned())),
            Err(error) => return Err(io(error)),
        }
        Ok(Self {
            reader: Reader { root: fs::canonicalize(root).map_err(io)? },
            bases: HashMap::new(),
            owed: HashMap::new(),
            state: None,
            journal: None,
            gathered: None,
            finished: Finished::default(),
            missing: Vec::new(),
            around: Around::default(),
            holiday_files: Vec::new(),
        })
    }

    /// Keep a journal, and what else this machine keeps of a plan, below that folder; what an earlier run had begun when
    /// it was ended is finished. Says why not, if it can't be.
    pub fn keep_state(&mut self, states: &Path) -> Option<String> {
        let opened = State::open(states, self.root()).map_err(|error| (states.to_owned(), error)).and_then(|state| {
            let path = state.path("journal");
            Journal::open(&path).map(|journal| (state, journal)).map_err(|error| (path, error))
        });
        match opened {
            Ok((state, journal)) => {
                (self.state, self.journal) = (Some(state), Some(journal));
                self.recover();
                None
            }
            Err((path, error)) => Some(format!("{}; there is no undo in another run", refusal::told(&path, &error))),
        }
    }

    /// Know where this machine keeps what it keeps of a plan, if it does; nothing is made, finished or moved.
    pub fn know_state(&mut self, states: &Path) {
        let state = State::of(states, self.root());
        let journal = state.path("journal");
        self.journal = journal.exists().then(|| Journal::open(&journal).ok()).flatten();
        self.state = state.path("").is_dir().then_some(state);
    }

    /// Whether the journal knows that step, done or taken back since.
    pub fn has_taken(&mut self, step: StepId) -> bool {
        !self.images_of(step).is_empty()
    }

    /// The files that are no more since a step of this machine let go of them.
    pub fn gone_by_a_step(&mut self) -> BTreeSet<PathBuf> {
        self.journal.as_mut().and_then(|journal| journal.let_go().ok()).unwrap_or_default()
    }

    /// What a file said when a step of this machine made it, where it had been there before and was gone.
    pub fn made_again(&mut self, file: &Path) -> Option<String> {
        let images = self.journal.as_mut().and_then(|journal| journal.of_file(file).ok()).unwrap_or_default();
        let made = images.iter().rposition(|image| image.before.is_none() && image.after.is_some())?;
        images.into_iter().nth(made).filter(|_| made > 0)?.after
    }

    /// The contacts who are no more since a step of this machine let go of them, by id.
    pub fn contacts_gone_by_a_step(&mut self) -> BTreeSet<String> {
        let images = self.journal.as_mut().and_then(|journal| journal.of_file(&FileKey::Contacts.file()).ok());
        let mut gone = BTreeSet::new();
        for image in images.unwrap_or_default() {
            let [before, after] =
                [&image.before, &image.after].map(|text| text.as_deref().map(contacts::ids).unwrap_or_default());
            gone.extend(before.difference(&after).cloned());
            gone.retain(|id| !after.contains(id));
        }
        gone
    }

    /// Whether a path leads to a file that the plan itself is made of, be it by a link.
    pub fn is_own(&self, path: &Path) -> bool {
        let there = fs::canonicalize(path).ok();
        let own = there.as_deref().and_then(|there| there.strip_prefix(self.root()).ok());
        own.is_some_and(|own| own.extension().is_some_and(|extension| extension == "toml") && key_of(own).is_some())
    }

    /// This machine's own folder for the plan.
    pub fn state(&self) -> Option<&State> {
        self.state.as_ref()
    }

    /// Make an empty plan in a folder that is empty or not there yet.
    pub fn create(root: &Path) -> Result<Self, StoreError> {
        let io = |error| StoreError::Io(root.to_owned(), error);
        // An empty repository that was cloned is a place for a plan.
        let is_in_the_way = |entry: io::Result<fs::DirEntry>| entry.is_ok_and(|entry| entry.file_name() != ".git");
        if fs::read_dir(root).is_ok_and(|mut entries| entries.any(is_in_the_way)) {
            return Err(StoreError::NotEmpty(root.to_owned()));
        }
        for folder in ["accounts", "playbooks"] {
            atomic::create_folder(&root.join(folder)).map_err(io)?;
        }
        Self::with_settings(root)
    }

    /// Make the plan.toml of a folder that holds the other files of a plan, and touch nothing else.
    pub fn create_settings(root: &Path) -> Result<Self, StoreError> {
        match Self::open(root) {
            Err(StoreError::NoSettings(_)) => Self::with_settings(root),
            Err(error) => Err(error),
            Ok(_) => Err(StoreError::NotEmpty(root.to_owned())),
        }
    }

    fn with_settings(root: &Path) -> Result<Self, StoreError> {
        let io = |error| StoreError::Io(root.to_owned(), error);
        let made = atomic::put(root, &root.join("plan.toml"), None, Some(EMPTY_PLAN.as_bytes())).map_err(io)?;
        if matches!(made, atomic::Put::Otherwise) {
            return Err(StoreError::NotEmpty(root.to_owned()));
        }
        Self::open(root)
    }

    /// Where the plan lies.
    pub fn root(&self) -> &Path {
        &self.reader.root
    }

    fn relative(&self, path: &Path) -> PathBuf {
        self.reader.relative(path)
    }

    /// Where a file of the plan lies.
    pub fn path(&self, key: &FileKey) -> PathBuf {
        self.root().join(key.file())
    }
}

/// Whether files of a plan lie there, whatever may be missing.
fn holds_files(root: &Path) -> bool {
    let is_toml =
        |entry: io::Result<fs::DirEntry>| entry.is_ok_and(|entry| entry.path().extension() == Some("toml".as_ref()));
    let has_some = |folder: &str| fs::read_dir(root.join(folder)).is_ok_and(|mut entries| entries.any(is_toml));
    root.join("contacts.toml").exists() || ["accounts", "accounts/archive", "playbooks"].into_iter().any(has_some)
}

/// Which file of the plan that is; none for what lies in the archive.
fn key_of(file: &Path) -> Option<FileKey> {
    let stem = file.file_stem()?.to_str()?;
    match file.parent()?.to_str()? {
        "" => match stem {
            "plan" => Some(FileKey::Settings),
            "contacts" => Some(FileKey::Contacts),
            _ => None,
        },
        "accounts" => Some(FileKey::Account(stem.into())),
        "playbooks" => Some(FileKey::Playbook(stem.to_owned())),
        _ => None,
    }
}

/// What plan.toml says when a plan begins.
pub const EMPTY_PLAN: &str = r#"format = 1
# Why all this? It stands beside every account once effort fades.
why = ""
currency = "USD"

[calendar]
working_days = ["mon", "tue", "wed", "thu", "fri"]
week_starts = "mon"
holidays = []
"#;
