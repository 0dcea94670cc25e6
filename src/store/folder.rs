//! The plan's folder: opened, loaded in parallel, saved file by file.
//!
//! A save first reads the file again. If it is not what was loaded it is not overwritten, whoever wrote it.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::read::{self, Found, Read};
use super::{atomic, check, patch, playbooks, text::Text};
use crate::domain::account::{Account, AccountId};
use crate::domain::calendar::Calendar;
use crate::domain::plan::{Entry, FileKey, Plan, Value};
use crate::domain::playbook::Playbook;
use crate::domain::problem::Problem;
use crate::domain::settings::Settings;
use crate::domain::wire::Format;

/// The most that one file of a plan may hold.
const MOST: u64 = 1 << 20;
/// Texts of one file that are kept for undo.
const EARLIER: usize = 100;
/// Accounts that are read before the first are shown.
const BATCH: usize = 256;

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
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for StoreError {}

/// A save that did not happen; what is on the disk is what was there before.
#[derive(Debug)]
pub enum SaveError {
    /// The file is not what was loaded: somebody else wrote it.
    Changed(PathBuf),
    /// It may not be written, for this reason.
    ReadOnly(PathBuf, String),
    /// The file system refused.
    Io(PathBuf, io::Error),
}

impl fmt::Display for SaveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(path) => write!(f, "{} was changed by somebody else", path.display()),
            Self::ReadOnly(path, why) => write!(f, "{}: {why}", path.display()),
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for SaveError {}

/// A part of a plan that is being loaded.
#[derive(Debug)]
pub enum Batch {
    /// Settings, playbooks, and problems that concern no account; always first.
    Plan(Box<Plan>),
    /// Some accounts.
    Accounts(Vec<Entry>),
}

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

/// A file of any kind, read.
struct Loaded<T> {
    value: T,
    problems: Vec<Problem>,
    read_only: Option<String>,
    print: Fingerprint,
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

    /// Load everything.
    pub fn load(&mut self) -> Plan {
        let mut whole = Plan::default();
        self.load_streaming(|batch| match batch {
            Batch::Plan(plan) => whole = *plan,
            Batch::Accounts(entries) => {
                whole.accounts.extend(entries.into_iter().map(|entry| (entry.account.id.clone(), entry)));
            }
        });
        whole
    }

    /// Load everything, handing out what is there so far: first the plan itself, then accounts as they are read.
    pub fn load_streaming(&mut self, mut each: impl FnMut(Batch)) {
        let mut problems = Vec::new();
        let paths = self.account_paths(&mut problems);
        each(Batch::Plan(Box::new(self.load_plan(problems))));
        // The first batch is small, so that the first screen does not wait for the last file.
        let mut rest = paths.as_slice();
        let mut size = 64;
        while !rest.is_empty() {
            let (now, later) = rest.split_at(size.min(rest.len()));
            let loaded: Vec<(AccountId, Loaded<Account>)> =
                now.par_iter().map(|(id, path)| (id.clone(), self.load_account(id, path))).collect();
            let entries = loaded.into_iter().map(|(id, loaded)| self.remember_account(&id, loaded)).collect();
            each(Batch::Accounts(entries));
            (rest, size) = (later, BATCH.max(size * 2));
        }
    }

    fn remember_account(&mut self, id: &AccountId, loaded: Loaded<Account>) -> Entry {
        let account = Arc::new(loaded.value);
        let value = Value::Account(Arc::clone(&account));
        let base = Base::new(loaded.print, value, loaded.read_only.clone());
        self.bases.insert(FileKey::Account(id.clone()), base);
        Entry { account, problems: loaded.problems, read_only: loaded.read_only }
    }

    /// The account files with their ids, sorted; things that only look like one are problems.
    fn account_paths(&self, problems: &mut Vec<Problem>) -> Vec<(AccountId, PathBuf)> {
        let mut paths: Vec<(AccountId, PathBuf)> = self
            .toml_files("accounts", problems)
            .into_iter()
            .map(|(stem, path)| (AccountId::from(stem), path))
            .collect();
        paths.sort();
        let mut seen: HashMap<String, AccountId> = HashMap::new();
        for (id, path) in &paths {
            if let Some(twin) = seen.insert(id.to_lowercase(), id.clone()) {
                let message = format!("differs from {twin}.toml by capitals only; some systems can't keep both");
                problems.push(self.problem(path, message));
            }
        }
        paths
    }

    /// The `*.toml` of a folder, without what editors and copying tools leave behind.
    fn toml_files(&self, folder: &str, problems: &mut Vec<Problem>) -> Vec<(String, PathBuf)> {
        let folder = self.root.join(folder);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Vec::new(),
            Err(error) => {
                problems.push(self.problem(&folder, error.to_string()));
                return Vec::new();
            }
        };
        let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
        let plain = paths.filter(|path| path.extension() == Some(OsStr::new("toml")) && !is_left_behind(path));
        let mut named = Vec::new();
        for path in plain {
            match path.file_stem().and_then(OsStr::to_str) {
                Some(stem) => named.push((stem.to_owned(), path)),
                None => problems.push(self.problem(&path, "its name is not text; rename it".to_owned())),
            }
        }
        named
    }

    fn load_plan(&mut self, mut problems: Vec<Problem>) -> Plan {
        let path = self.root.join("plan.toml");
        let settings = self.load_file::<Settings>(&path, |settings| settings.format);
        problems.extend(settings.problems);
        let holidays = Vec::new();
        for file in &settings.value.calendar.holiday_files {
            let message = format!("calendar.holiday_files: {file} is not read; list the days under calendar.holidays");
            problems.push(self.problem(&path, message));
        }
        let value = Arc::new(settings.value);
        let base = Base::new(settings.print, Value::Settings(Arc::clone(&value)), settings.read_only);
        self.bases.insert(FileKey::Settings, base);
        let playbooks = self.load_playbooks(&mut problems);
        problems.sort();
        Plan {
            calendar: Calendar::new(&value.calendar, holidays.iter().copied()),
            settings: value,
            holidays,
            playbooks,
            problems,
            ..Plan::default()
        }
    }

    /// The owner's playbooks first; one of theirs takes the place of a built-in one of the same id.
    fn load_playbooks(&mut self, problems: &mut Vec<Problem>) -> Vec<Arc<Playbook>> {
        let mut files = self.toml_files("playbooks", problems);
        files.sort();
        let mut all: Vec<Arc<Playbook>> = Vec::new();
        for (stem, path) in files {
            let loaded = self.load_file::<Playbook>(&path, |playbook| playbook.format);
            problems.extend(loaded.problems);
            let playbook = Arc::new(playbooks::named(loaded.value, &stem));
            if all.iter().any(|each| each.id == playbook.id) {
                problems.push(self.problem(&path, format!("another playbook has the id “{}” too", playbook.id)));
                continue;
            }
            let base = Base::new(loaded.print, Value::Playbook(Arc::clone(&playbook)), loaded.read_only);
            self.bases.insert(FileKey::Playbook(stem), base);
            all.push(playbook);
        }
        for playbook in playbooks::built_in() {
            if !all.iter().any(|each| each.id == playbook.id) {
                all.push(Arc::new(playbook));
            }
        }
        all
    }

    fn load_account(&self, id: &AccountId, path: &Path) -> Loaded<Account> {
        let mut loaded = self.load_file::<Account>(path, |account| account.format);
        loaded.value.id = id.clone();
        if loaded.value.name.is_empty() {
            loaded.value.name = id.to_string();
        }
        loaded
    }

    fn load_file<T: DeserializeOwned + Default + 'static>(&self, path: &Path, format: fn(&T) -> Format) -> Loaded<T> {
        let nothing = |message: String| Loaded {
            value: T::default(),
            problems: vec![self.problem(path, message.clone())],
            read_only: Some(message),
            print: Fingerprint(0, 0),
        };
        let bytes = match atomic::read(path, MOST) {
            Ok(bytes) => bytes,
            Err(error) => return nothing(error.to_string()),
        };
        let print = Fingerprint::of(&bytes);
        let raw = match String::from_utf8(bytes) {
            Ok(raw) => raw,
            Err(error) => {
                let line = error.as_bytes()[..error.utf8_error().valid_up_to()].split(|byte| *byte == b'\n').count();
                let mut loaded = nothing("this is not UTF-8 text; save it as UTF-8".to_owned());
                loaded.problems[0].line = line;
                return Loaded { print, ..loaded };
            }
        };
        let text = Text::new(&raw);
        let Read { value, found, intact } = read::read::<T>(&text.plain);
        let newer = check::too_new(format(&value));
        let mut problems: Vec<Problem> = found.into_iter().map(|found| self.placed(path, found)).collect();
        if let Some(account) = (&value as &dyn std::any::Any).downcast_ref::<Account>() {
            problems.extend(check::account(account, &text.plain).into_iter().map(|found| self.placed(path, found)));
        }
        if let Some(newer) = &newer {
            let (line, column) = read::locate(&text.plain, "format").unwrap_or((1, 1));
            problems.push(self.placed(path, Found { line, column, path: "format".into(), message: newer.clone() }));
        }
        problems.sort_by_key(|problem| (problem.line, problem.column));
        let not_toml = (!intact).then(|| "its file is not TOML throughout; mend it first".to_owned());
        Loaded { value, problems, read_only: newer.or(not_toml), print }
    }

    fn problem(&self, path: &Path, message: String) -> Problem {
        Problem { file: self.relative(path), message, ..Problem::default() }
    }

    fn placed(&self, path: &Path, found: Found) -> Problem {
        let Found { line, column, path: key, message } = found;
        Problem { file: self.relative(path), line, column, path: key, message }
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

    /// Make a file say this. Without a value an account's file moves to the archive and a playbook's is removed. When
    /// this returns, it is durable.
    pub fn save(&mut self, key: &FileKey, value: Option<Value>) -> Result<(), SaveError> {
        let path = self.path(key);
        if let Some(why) = self.bases.get(key).and_then(|base| base.read_only.clone()) {
            return Err(SaveError::ReadOnly(path, why));
        }
        match value {
            Some(value) => self.write(key, &path, value),
            None => self.take_away(key, &path),
        }
    }

    fn write(&mut self, key: &FileKey, path: &Path, value: Value) -> Result<(), SaveError> {
        let io = |error| SaveError::Io(path.to_owned(), error);
        let refused = |why| SaveError::ReadOnly(path.to_owned(), why);
        if !self.bases.contains_key(key) {
            self.bring_back(key, path)?;
        }
        let on_disk = match atomic::read(path, MOST) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(io(error)),
        };
        match (self.bases.get_mut(key), &on_disk) {
            (Some(base), Some(bytes)) if Fingerprint::of(bytes) == base.print => {
                let raw = String::from_utf8_lossy(bytes).into_owned();
                let text = match base.said(&value) {
                    Some(text) => text.clone(),
                    None => rewritten(&raw, Some(&base.value), &value).map_err(refused)?,
                };
                if text != raw {
                    atomic::replace(&self.root, path, text.as_bytes()).map_err(io)?;
                }
                base.print = Fingerprint::of(text.as_bytes());
                let before = std::mem::replace(&mut base.value, value);
                if base.said(&before).is_none() {
                    base.earlier.push((before, raw));
                    base.earlier.drain(..base.earlier.len().saturating_sub(EARLIER));
                }
            }
            (None, None) => {
                let text = rewritten("", None, &value).map_err(refused)?;
                if let Some(folder) = path.parent() {
                    atomic::create_folder(folder).map_err(io)?;
                }
                let text = text.trim_start_matches('\n').as_bytes();
                atomic::create(path, text).map_err(io)?;
                self.bases.insert(key.clone(), Base::new(Fingerprint::of(text), value, None));
            }
            _ => return Err(SaveError::Changed(path.to_owned())),
        }
        Ok(())
    }

    /// What was taken away in this run comes back from the archive, as it lies there.
    fn bring_back(&mut self, key: &FileKey, path: &Path) -> Result<(), SaveError> {
        let archive = self.archived.get(key).filter(|archive| archive.is_file() && !path.exists());
        let (FileKey::Account(id), Some(archive)) = (key, archive) else { return Ok(()) };
        atomic::relocate(archive, path).map_err(|error| SaveError::Io(path.to_owned(), error))?;
        self.archived.remove(key);
        let loaded = self.load_account(id, path);
        _ = self.remember_account(id, loaded);
        Ok(())
    }

    fn take_away(&mut self, key: &FileKey, path: &Path) -> Result<(), SaveError> {
        let io = |error| SaveError::Io(path.to_owned(), error);
        let Some(base) = self.bases.get(key) else { return Ok(()) };
        let bytes = match atomic::read(path, MOST) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(SaveError::Changed(path.to_owned())),
            Err(error) => return Err(io(error)),
        };
        if Fingerprint::of(&bytes) != base.print {
            return Err(SaveError::Changed(path.to_owned()));
        }
        match self.archive_path(key) {
            Some(archive) => {
                let free = free_name(&archive);
                atomic::relocate(path, &free).map_err(io)?;
                self.archived.insert(key.clone(), free);
            }
            None => fs::remove_file(path).map_err(io)?,
        }
        self.bases.remove(key);
        Ok(())
    }

    /// Read one account's file again; nothing if it is gone.
    pub fn reload(&mut self, key: &FileKey) -> Option<Entry> {
        let FileKey::Account(id) = key else { return None };
        let path = self.path(key);
        self.bases.remove(key);
        if !path.exists() {
            return None;
        }
        let loaded = self.load_account(id, &path);
        Some(self.remember_account(id, loaded))
    }
}

/// The file's new text. It must read back as the value, or it is not written.
fn rewritten(raw: &str, old: Option<&Value>, new: &Value) -> Result<String, String> {
    fn one<T: Serialize>(raw: &str, old: Option<&T>, new: &T) -> Result<String, String> {
        let text = patch::patch(raw, old, new)?;
        text.trim_start_matches('\u{feff}').parse::<toml::Table>().map_err(|error| {
            format!("the change can't be written down so that it reads back ({}); nothing was written", error.message())
        })?;
        Ok(text)
    }
    match (old, new) {
        (Some(Value::Account(old)), Value::Account(new)) => one(raw, Some(old.as_ref()), new.as_ref()),
        (Some(Value::Settings(old)), Value::Settings(new)) => one(raw, Some(old.as_ref()), new.as_ref()),
        (Some(Value::Playbook(old)), Value::Playbook(new)) => one(raw, Some(old.as_ref()), new.as_ref()),
        (_, Value::Account(new)) => one(raw, None, new.as_ref()),
        (_, Value::Settings(new)) => one(raw, None, new.as_ref()),
        (_, Value::Playbook(new)) => one(raw, None, new.as_ref()),
    }
}

/// A name that is free, numbered if need be: an older file of that name in the archive stays.
fn free_name(path: &Path) -> PathBuf {
    if !path.exists() {
        return path.to_owned();
    }
    let stem = path.file_stem().and_then(OsStr::to_str).unwrap_or("account");
    let numbered = (2..10_000).map(|n| path.with_file_name(format!("{stem}-{n}.toml")));
    numbered.into_iter().find(|path| !path.exists()).unwrap_or_else(|| path.to_owned())
}

/// What editors and copying tools leave beside a file.
fn is_left_behind(path: &Path) -> bool {
    let name = path.file_name().map(OsStr::to_string_lossy).unwrap_or_default();
    name.starts_with('.') || name.contains(".sync-conflict-") || name.ends_with('~') || name.starts_with('#')
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
