//! Saving one file. It is read again first: if it is not what was loaded it is not overwritten, whoever wrote it.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Base, Fingerprint, Folder, MOST, SaveError};
use crate::domain::account::Account;
use crate::domain::fields;
use crate::domain::plan::{FileKey, Value};
use crate::store::{atomic, patch};

/// Texts of one file that are kept for undo.
const EARLIER: usize = 100;

impl Folder {
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
        let Some(archive) = archive else { return Ok(()) };
        atomic::relocate(archive, path).map_err(|error| SaveError::Io(path.to_owned(), error))?;
        self.archived.remove(key);
        _ = self.reload(key);
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
        (Some(Value::Account(old)), Value::Account(new)) => {
            // However an edit came about: what it said anew takes the place of what was not understood.
            let mut new = Account::clone(new);
            fields::mend_changed(old, &mut new);
            one(raw, Some(old.as_ref()), &new)
        }
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
