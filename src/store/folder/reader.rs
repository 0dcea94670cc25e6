//! Reading one file of the plan: whatever is wrong with it becomes a problem with its line, and costs only itself.

use std::any::Any;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::{Base, Fingerprint, MOST, SaveError, key_of, most};
use crate::domain::account::{Account, AccountId};
use crate::domain::contacts::Contacts;
use crate::domain::fields;
use crate::domain::plan::{FileKey, Value};
use crate::domain::playbook::Playbook;
use crate::domain::problem::Problem;
use crate::domain::settings::Settings;
use crate::domain::wire::Format;
use crate::store::atomic;
use crate::store::read::{self, Found, Read};
use crate::store::stamp::Stamp;
use crate::store::text::{Text, is_lost};
use crate::store::{check, contacts, playbooks};

/// A file of any kind, read.
pub(super) struct Loaded<T> {
    pub(super) value: Arc<T>,
    pub(super) problems: Vec<Problem>,
    pub(super) read_only: Option<String>,
    /// Why nothing of it could be made out.
    pub(super) unreadable: Option<String>,
    pub(super) print: Fingerprint,
    pub(super) stamp: Option<Stamp>,
}

impl<T> Loaded<T> {
    /// What is remembered of it. It is said as what it is: `Value::Account` and the like.
    pub(super) fn base(&self, kind: fn(Arc<T>) -> Value) -> Base {
        Base {
            print: self.print,
            stamp: self.stamp,
            value: kind(Arc::clone(&self.value)),
            read_only: self.read_only.clone(),
            is_flawed: !self.problems.is_empty(),
        }
    }
}

/// Reads the files of one plan.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    /// The plan's folder.
    pub(super) root: PathBuf,
}

impl Reader {
    pub(super) fn relative(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.root).unwrap_or(path).to_owned()
    }

    pub(super) fn problem(&self, path: &Path, message: String) -> Problem {
        Problem { file: self.relative(path), message, ..Problem::default() }
    }

    fn placed(&self, path: &Path, found: Found) -> Problem {
        let Found { line, column, path: key, message, .. } = found;
        Problem { file: self.relative(path), line, column, path: key, message }
    }

    /// The `*.toml` of a folder, without what editors and copying tools leave behind.
    pub(super) fn toml_files(&self, folder: &str, problems: &mut Vec<Problem>) -> Vec<(String, PathBuf)> {
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
        let (aside, paths): (Vec<PathBuf>, Vec<PathBuf>) = paths.partition(|path| is_put_aside(path));
        for path in aside {
            let message = "a copying program put this aside because two sides had changed the file; compare it with the \
                           account of its name, then delete it";
            problems.push(self.problem(&path, message.to_owned()));
        }
        let plain =
            paths.into_iter().filter(|path| path.extension() == Some(OsStr::new("toml")) && !is_left_behind(path));
        let mut named = Vec::new();
        for path in plain {
            match path.file_stem().and_then(OsStr::to_str) {
                Some(stem) => named.push((stem.to_owned(), path)),
                None => problems.push(self.problem(&path, "its name is not text; rename it".to_owned())),
            }
        }
        named
    }

    pub(super) fn account(&self, id: &AccountId, path: &Path) -> Loaded<Account> {
        let stamp = Stamp::of(path).ok();
        let mut loaded = match atomic::read(path, MOST) {
            Ok(bytes) => self.bytes(path, bytes, |account: &Account| account.format),
            Err(error) => self.nothing(path, error.to_string()),
        };
        name(Arc::make_mut(&mut loaded.value), id);
        Loaded { stamp, ..loaded }
    }

    pub(super) fn settings(&self, path: &Path) -> Loaded<Settings> {
        self.file(path, |settings: &Settings| settings.format)
    }

    pub(super) fn playbook(&self, stem: &str, path: &Path) -> Loaded<Playbook> {
        let mut loaded = self.file(path, |playbook: &Playbook| playbook.format);
        playbooks::name(Arc::make_mut(&mut loaded.value), stem);
        loaded
    }

    /// A text that stands in the place of a file's, as far as saving has to know it.
    pub(super) fn base_of(&self, key: &FileKey, path: &Path, text: &str) -> Base {
        let bytes = text.as_bytes().to_vec();
        match key {
            FileKey::Account(id) => {
                let mut loaded = self.bytes::<Account>(path, bytes, |account| account.format);
                name(Arc::make_mut(&mut loaded.value), id);
                loaded.base(Value::Account)
            }
            FileKey::Settings => self.bytes::<Settings>(path, bytes, |settings| settings.format).base(Value::Settings),
            FileKey::Playbook(stem) => {
                let mut loaded = self.bytes::<Playbook>(path, bytes, |playbook| playbook.format);
                playbooks::name(Arc::make_mut(&mut loaded.value), stem);
                loaded.base(Value::Playbook)
            }
            FileKey::Contacts => self.contacts_of(path, bytes).base(Value::Contacts),
        }
    }

    /// Whether a file of the plan that says this may be changed: one of a later format may not, nor one that can't be
    /// understood.
    pub(super) fn may_be_written(&self, path: &Path, file: &Path, text: Option<&str>) -> Result<(), SaveError> {
        let base = key_of(file).zip(text).map(|(key, text)| self.base_of(&key, path, text));
        match base.and_then(|base| base.read_only) {
            Some(why) => Err(SaveError::ReadOnly(path.to_owned(), why)),
            None => Ok(()),
        }
    }

    pub(super) fn contacts(&self, path: &Path) -> Loaded<Contacts> {
        let stamp = Stamp::of(path).ok();
        match atomic::read(path, contacts::MOST) {
            Ok(bytes) => Loaded { stamp, ..self.contacts_of(path, bytes) },
            Err(error) => Loaded { stamp, ..self.nothing(path, error.to_string()) },
        }
    }

    fn contacts_of(&self, path: &Path, bytes: Vec<u8>) -> Loaded<Contacts> {
        let print = Fingerprint::of(&bytes);
        let raw = match String::from_utf8(bytes) {
            Ok(raw) => raw,
            Err(error) => return Loaded { print, ..self.no_text(path, &error) },
        };
        if is_lost(&raw) {
            return Loaded { print, ..self.lost(path) };
        }
        let Read { value, found, intact } = contacts::read(&raw);
        let mut problems: Vec<Problem> = found.into_iter().map(|found| self.placed(path, found)).collect();
        let newer = self.too_new(path, &raw, value.format);
        problems.extend(newer.clone());
        problems.sort_by_key(|problem| (problem.line, problem.column));
        let read_only = newer.map(|newer| newer.to_string()).or_else(|| not_toml(intact, &problems));
        Loaded { value: value.into(), problems, read_only, unreadable: None, print, stamp: None }
    }

    /// The file is of a later format, which is said where it says so.
    fn too_new(&self, path: &Path, text: &str, format: Format) -> Option<Problem> {
        let message = check::too_new(format)?;
        let (line, column) = read::locate(text, "format").unwrap_or((1, 1));
        Some(self.placed(path, Found { line, column, path: "format".into(), message, written: None }))
    }

    fn file<T: DeserializeOwned + Default + 'static>(&self, path: &Path, format: fn(&T) -> Format) -> Loaded<T> {
        // Looked at before it is read: what is written in between is found by the next look.
        let stamp = Stamp::of(path).ok();
        match atomic::read(path, most(&self.relative(path))) {
            Ok(bytes) => Loaded { stamp, ..self.bytes(path, bytes, format) },
            Err(error) => Loaded { stamp, ..self.nothing(path, error.to_string()) },
        }
    }

    fn nothing<T: Default>(&self, path: &Path, message: String) -> Loaded<T> {
        Self::nothing_of(self.problem(path, message))
    }

    fn nothing_of<T: Default>(problem: Problem) -> Loaded<T> {
        Loaded {
            value: Arc::default(),
            read_only: Some(problem.to_string()),
            unreadable: Some(problem.message.clone()),
            problems: vec![problem],
            print: Fingerprint(0, 0),
            stamp: None,
        }
    }

    /// All of it is missing.
    fn lost<T: Default>(&self, path: &Path) -> Loaded<T> {
        let message = "it is empty; bring it back from a copy, or delete it".to_owned();
        Self::nothing_of(Problem { line: 1, column: 1, ..self.problem(path, message) })
    }

    /// Bytes that are no text from a place on.
    fn no_text<T: Default>(&self, path: &Path, error: &FromUtf8Error) -> Loaded<T> {
        let (line, column) = read::no_text(error);
        let message = read::NO_TEXT.to_owned();
        Self::nothing_of(Problem { line, column, ..self.problem(path, message) })
    }

    fn bytes<T: DeserializeOwned + Default + 'static>(
        &self,
        path: &Path,
        bytes: Vec<u8>,
        format: fn(&T) -> Format,
    ) -> Loaded<T> {
        let print = Fingerprint::of(&bytes);
        let raw = match String::from_utf8(bytes) {
            Ok(raw) => raw,
            Err(error) => return Loaded { print, ..self.no_text(path, &error) },
        };
        let text = Text::new(&raw);
        if is_lost(&text.plain) {
            return Loaded { print, ..self.lost(path) };
        }
        let Read { mut value, found, intact } = read::read::<T>(&text.plain);
        if let Some(account) = (&mut value as &mut dyn Any).downcast_mut::<Account>() {
            for Found { path, written, line, .. } in &found {
                if let Some(written) = written {
                    fields::note_unread(account, path, written, *line);
                }
            }
        }
        let newer = self.too_new(path, &text.plain, format(&value));
        let mut problems: Vec<Problem> = found.into_iter().map(|found| self.placed(path, found)).collect();
        // What is made of a file that isn't TOML throughout is no ground for more complaints.
        if intact {
            problems.extend(check::value(&value, &text.plain).into_iter().map(|found| self.placed(path, found)));
        }
        problems.extend(check::long(&text.plain).into_iter().map(|found| self.placed(path, found)));
        problems.extend(newer.clone());
        problems.sort_by_key(|problem| (problem.line, problem.column));
        // As far as it could be made out how far the account has come, it is no stranger.
        let strange = !intact && read::locate(&text.plain, "stage").is_none();
        let unreadable = problems.iter().find(|problem| strange && problem.path.is_empty());
        let unreadable = unreadable.map(|problem| format!("{}, line {}", problem.message, problem.line));
        let read_only = newer.map(|newer| newer.to_string()).or_else(|| not_toml(intact, &problems));
        Loaded { value: value.into(), problems, read_only, unreadable, print, stamp: None }
    }
}

/// Why a file that is not TOML throughout may not be written: what is to be mended first, and where.
fn not_toml(intact: bool, problems: &[Problem]) -> Option<String> {
    let first = problems.iter().find(|problem| problem.path.is_empty()).or_else(|| problems.first());
    first.filter(|_| !intact).map(ToString::to_string)
}

fn name(account: &mut Account, id: &AccountId) {
    account.id = id.clone();
    if account.name.is_empty() {
        account.name = id.to_string();
    }
}

/// What editors and copying tools leave beside a file.
pub(super) fn is_left_behind(path: &Path) -> bool {
    let name = path.file_name().map(OsStr::to_string_lossy).unwrap_or_default();
    name.starts_with('.') || name.ends_with('~') || name.starts_with('#')
}

/// What Syncthing makes of the losing side of a conflict.
fn is_put_aside(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().contains(".sync-conflict-"))
}
