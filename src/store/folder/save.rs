//! Saving: lock, read again, merge if need be, write into the journal, replace, say so. What comes back says what the
//! file says now, which is more than was asked for when somebody else had changed it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::reader::Reader;
use super::turn::{ByFile, Undoing, directed};
use super::write::{self, Wanted, Written};
use super::{Base, Fingerprint, Folder, SaveError, Watch};
use crate::clock::Clock;
use crate::domain::account::Account;
use crate::domain::conflict::Conflict;
use crate::domain::fields;
use crate::domain::plan::{Entry, FileKey, News, Value};
use crate::domain::settings::Settings;
use crate::domain::step::{Change, Note, Way};
use crate::domain::typed::TypedFile;
use crate::store::{absorbed, contacts, merge, patch, plain, text};

/// A save that is durable.
#[derive(Debug, Default)]
pub struct Saved {
    /// What files say that is not what was asked for, or what is wrong with them now.
    pub news: News,
    /// Somebody else had changed them too.
    pub is_merged: bool,
    /// How many things both had changed; they wait for a choice.
    pub conflicts: usize,
    /// Why it may not survive a power cut, or why it can't be undone in another run.
    pub doubt: Option<String>,
}

impl Folder {
    /// Change a file of the plan, from what it was known to say to what it shall say. When this returns, it is
    /// durable. Without a value after, an account's file moves to the archive and a playbook's is removed.
    ///
    /// # Errors
    ///
    /// Then nothing has changed, and what was wanted is remembered: the next save of the file brings it too.
    pub fn save(&mut self, note: &Note, change: Change) -> Result<Saved, SaveError> {
        let Change { key, before, after } = change;
        // What could not be saved before is still owed.
        let owed = self.owed.remove(&key);
        let is_owed = owed.is_some();
        let before = owed.unwrap_or(before);
        let outcome = self.save_from(note, &key, before.as_ref(), after.as_ref(), is_owed);
        if outcome.is_err() {
            self.owed.insert(key, before);
        }
        outcome
    }

    /// Change several files as one step: all of them, or none. When this returns, it is durable. What came of each file,
    /// in their order; of two changes of one file the same is said twice.
    ///
    /// # Errors
    ///
    /// As [`Folder::save`], but then nothing is remembered: each file can still be saved alone.
    pub fn save_step(&mut self, note: &Note, mut changes: Vec<Change>, watch: Watch) -> Result<Vec<Saved>, SaveError> {
        let _lock = self.sit_down()?;
        let images = match note.way {
            Way::Undo(id) | Way::Redo(id) => self.images_of(id),
            Way::Do | Way::Came | Way::Aside => Vec::new(),
        };
        let was_flawed: Vec<bool> = changes.iter().map(|change| self.is_flawed(&change.key)).collect();
        let owed = self.owed.clone();
        let undoing = self.undoing(note.way);
        self.no_longer_wanted(&undoing)?;
        let gathering = &mut changes;
        // What the journal holds of it goes with the gathering: it may be thirty megabytes of text.
        let step = self.at_once(note.id, watch, move |folder, watch| {
            let mut by_file = ByFile::of(images);
            let files = gathering.len();
            let each = |change: &mut Change| {
                if watch(0, files) {
                    folder.write_change(note, change, &mut by_file, &undoing)
                } else {
                    Err(SaveError::Stopped)
                }
            };
            gathering.iter_mut().map(each).collect::<Result<Vec<Written>, _>>()
        });
        let (written, stood) = step.inspect_err(|_| {
            // What was written down as known of them was not done.
            for change in &changes {
                self.bases.remove(&change.key);
            }
            self.owed = owed;
        })?;
        let saved = changes.into_iter().zip(written).zip(was_flawed).map(|((change, written), was_flawed)| {
            let says = written.says.filter(|_| !stood.otherwise.contains(&change.key.file()));
            let mut saved = self.saved(&change.key, change.after.as_ref(), Written { says, ..written }, was_flawed);
            saved.doubt = saved.doubt.or_else(|| stood.doubt.clone());
            saved
        });
        Ok(saved.collect())
    }

    /// One change of a step; what could not be saved of its file before is still owed. What was there before it is let go:
    /// it may be fifty thousand people.
    fn write_change(
        &mut self,
        note: &Note,
        change: &mut Change,
        by_file: &mut ByFile,
        undoing: &Undoing,
    ) -> Result<Written, SaveError> {
        let Change { key, before, after } = change;
        let owed = self.owed.remove(key);
        let images = if owed.is_some() { Vec::new() } else { by_file.take(&key.file()) };
        let before = owed.unwrap_or(before.take());
        match after {
            _ if !images.is_empty() => self.turn(note, directed(note.way, images, undoing), &mut |_, _| true),
            Some(after) => self.write_value(note, key, before.as_ref(), after),
            None => self.take_away(note, key),
        }
    }

    /// Whether there are changes that could not be saved.
    pub fn owes(&self) -> bool {
        !self.owed.is_empty()
    }

    /// The text that a file would have with what could not be saved of it, beside the one it has. Nothing, if it can't be
    /// read, or would have the same.
    pub fn unsaved_text(&self, key: &FileKey, after: &Value) -> Option<TypedFile> {
        let before = self.owed.get(key)?;
        let file = key.file();
        let disk = self.text(&file).ok()?.unwrap_or_default();
        let text =
            rewritten(&disk, before.as_ref().filter(|_| !disk.is_empty()), after).or_else(|_| whole(after)).ok()?;
        let file = file.to_string_lossy().into_owned();
        (text != disk).then_some(TypedFile { file, before: disk, text, line: 1 })
    }

    /// Forget what could not be saved of a file.
    pub fn forgive(&mut self, key: &FileKey) {
        self.owed.remove(key);
    }

    fn save_from(
        &mut self,
        note: &Note,
        key: &FileKey,
        before: Option<&Value>,
        after: Option<&Value>,
        is_owed: bool,
    ) -> Result<Saved, SaveError> {
        let _lock = self.sit_down()?;
        let images = match note.way {
            Way::Undo(id) | Way::Redo(id) if !is_owed => ByFile::of(self.images_of(id)).take(&key.file()),
            _ => Vec::new(),
        };
        let was_flawed = self.is_flawed(key);
        let written = match after {
            _ if !images.is_empty() => {
                let undoing = self.undoing(note.way);
                self.no_longer_wanted(&undoing)?;
                self.turn(note, directed(note.way, images, &undoing), &mut |_, _| true)?
            }
            Some(after) => self.write_value(note, key, before, after)?,
            None => self.take_away(note, key)?,
        };
        Ok(self.saved(key, after, written, was_flawed))
    }

    fn is_flawed(&self, key: &FileKey) -> bool {
        self.bases.get(key).is_some_and(|base| base.is_flawed)
    }

    /// What is to be told of a file that was just written.
    fn saved(&mut self, key: &FileKey, after: Option<&Value>, written: Written, was_flawed: bool) -> Saved {
        let now = self.said_now(key, after, written.says);
        let is_asked = now.as_ref().map(|(value, _)| value) == after;
        let is_plain = is_asked && !was_flawed && !self.is_flawed(key) && !self.names_other_holidays(key);
        if let (true, Some(base), Some(after)) = (is_plain, self.bases.get_mut(key), after) {
            // Whoever asked for it has it: of fifty thousand people there is no second copy.
            base.value = after.clone();
        }
        let news = if is_plain { News::default() } else { self.news_of(key, now) };
        Saved { news, is_merged: !is_asked && !was_flawed, conflicts: written.conflicts, doubt: written.doubt }
    }

    /// Whether plan.toml names other holiday files than were read: then their days are news, although the change that
    /// names them is not.
    fn names_other_holidays(&self, key: &FileKey) -> bool {
        match self.bases.get(key).map(|base| &base.value) {
            Some(Value::Settings(settings)) => !self.has_read(&settings.calendar.holiday_files),
            _ => false,
        }
    }

    pub(super) fn news_of(&mut self, key: &FileKey, now: Option<(Value, Option<Entry>)>) -> News {
        match (key, now) {
            (FileKey::Account(_), Some((_, entry))) => {
                News { accounts: entry.into_iter().collect(), ..News::default() }
            }
            (FileKey::Account(id), None) => News { gone: vec![id.clone()], ..News::default() },
            (FileKey::Contacts, _) => News { contacts: true, ..News::default() },
            _ => News { plan: Some(Box::new(self.load_around())), ..News::default() },
        }
    }

    /// What a file says that was just written. It is not read again where what was asked for is known to be what was
    /// written: there may be thousands of accounts, or one file with fifty thousand people.
    fn said_now(
        &mut self,
        key: &FileKey,
        after: Option<&Value>,
        says: Option<Fingerprint>,
    ) -> Option<(Value, Option<Entry>)> {
        let (Some(after), Some(print)) = (after, says) else { return self.read_again(key) };
        let is_told = |base: &&Base| match key {
            FileKey::Contacts => true,
            // What is wrong with an account is told with it.
            FileKey::Account(_) => !base.is_flawed,
            FileKey::Settings | FileKey::Playbook(_) => false,
        };
        let known = self.bases.get(key).filter(|base| base.print == print && base.value == *after).filter(is_told);
        if let Some(value) = known.map(|base| base.value.clone()) {
            return Some((value, None));
        }
        // What was taken back by its text has to be read to be known: it is no news where it says what was asked for.
        match after {
            Value::Contacts(contacts) if self.are_those(contacts) => Some((after.clone(), None)),
            _ => self.read_again(key),
        }
    }

    fn write_value(
        &mut self,
        note: &Note,
        key: &FileKey,
        before: Option<&Value>,
        after: &Value,
    ) -> Result<Written, SaveError> {
        let path = self.path(key);
        let file = self.relative(&path);
        let refused = |why| SaveError::ReadOnly(path.clone(), why);
        let known = self.bases.get(key).cloned();
        // Once nobody here knows any more what the plan's own file said, nothing takes its place: the next sync would give
        // everybody that little.
        let is_known = matches!(before, Some(Value::Settings(said)) if **said != Settings::default());
        if *key == FileKey::Settings && !is_known && self.text_by_now(&file)?.is_none() {
            let why = "it is gone; bring it back from a copy or by git, or `inroad init` makes an empty one".to_owned();
            return Err(refused(why));
        }
        if let (Some(before), None) = (before, self.text_by_now(&file)?) {
            // Somebody took the file away, and it is written anew: a step of its own, so that taking the edit back
            // does not take the file away again.
            let note = Note { id: Clock::seed(), label: "What was gone is there again".into(), ..note.clone() };
            self.change(&Note { way: Way::Do, ..note }, &file, &mut |disk| {
                let text = disk.map_or_else(|| whole(before).map_err(refused), |disk| Ok(disk.to_owned()));
                text.map(|text| Wanted::just(Some(text)))
            })?;
        }
        if let (FileKey::Account(id), None, Way::Do) = (key, before, note.way)
            && self.path_in_archive(id).exists()
        {
            // What git keeps under one name never means two companies.
            return Err(SaveError::Taken(path));
        }
        let reader = self.reader.clone();
        let mut is_plain = false;
        let mut made = None;
        let written = self.change(note, &file, &mut |disk| {
            (is_plain, made) = (true, None);
            let Some(disk) = disk else {
                let (text, base) = fresh(&reader, key, &path, after).map_err(refused)?;
                made = base;
                return Ok(Wanted::just(Some(text)));
            };
            let nobody = Value::Contacts(Arc::default());
            let before = before.or((*key == FileKey::Contacts).then_some(&nobody));
            let Some(before) = before else { return Err(SaveError::Taken(path.clone())) };
            let now = match &known {
                Some(base) if base.print == Fingerprint::of(disk.as_bytes()) => base.clone(),
                _ => reader.base_of(key, &path, disk),
            };
            if let Some(why) = now.read_only {
                return Err(refused(why));
            }
            if now.value == *before {
                if let (Value::Contacts(before), Value::Contacts(after)) = (before, after) {
                    let text = contacts::changed_alone(disk, before, after).map_err(refused)?;
                    return Ok(Wanted::just(Some(text)));
                }
                let text = rewritten(disk, Some(before), after).map_err(refused)?;
                return Ok(Wanted::just(Some(text)).joining(joined(before, after)));
            }
            is_plain = false;
            let wanted = rebased(disk, before, after, &now.value).map_err(refused)?;
            Ok(wanted.joining(joined(before, after)))
        })?;
        if let (FileKey::Contacts, Some(print), true) = (key, written.says, is_plain) {
            let is_flawed = known.is_some_and(|base| base.is_flawed);
            made = Some(Base { print, stamp: None, value: after.clone(), read_only: None, is_flawed });
        }
        // No stamp: who writes it in this moment is found by the next look.
        if let Some(base) = made.filter(|base| Some(base.print) == written.says) {
            self.bases.insert(key.clone(), base);
        }
        Ok(written)
    }

    fn take_away(&mut self, note: &Note, key: &FileKey) -> Result<Written, SaveError> {
        let path = self.path(key);
        let file = self.relative(&path);
        let Some(text) = self.text_by_now(&file)? else { return Ok(Written::default()) };
        if let FileKey::Account(id) = key {
            let archive = self.relative(&free_name(&self.path_in_archive(id)));
            return self.move_file(note, &file, &archive, &text, None);
        }
        self.remove_file(note, &file, &text, None)
    }

    /// A file goes elsewhere in the plan, byte for byte; that may be what somebody chose. It is never in both places, or in none.
    pub(super) fn move_file(
        &mut self,
        note: &Note,
        from: &Path,
        to: &Path,
        text: &str,
        settles: Option<&Conflict>,
    ) -> Result<Written, SaveError> {
        let there = self.root().join(to);
        let (mut all, stood) = self.at_once(note.id, &mut |_, _| true, |folder, _| {
            let mut all = folder.change(note, to, &mut |disk| match disk {
                None => Ok(Wanted::just(Some(text.to_owned()))),
                Some(_) => Err(SaveError::Taken(there.clone())),
            })?;
            all.add(folder.remove_file(note, from, text, settles)?);
            Ok(all)
        })?;
        all.doubt = all.doubt.or(stood.doubt);
        Ok(all)
    }

    /// Whoever writes it at this moment keeps it.
    pub(super) fn remove_file(
        &mut self,
        note: &Note,
        file: &Path,
        text: &str,
        settles: Option<&Conflict>,
    ) -> Result<Written, SaveError> {
        let path = self.root().join(file);
        self.change(note, file, &mut |disk| match disk {
            Some(disk) if disk != text => Err(SaveError::Busy(path.clone())),
            _ => Ok(settles.into_iter().fold(Wanted::just(None), Wanted::settling)),
        })
    }
}

/// Our change on top of what somebody else made of the file.
fn rebased(disk: &str, before: &Value, after: &Value, now: &Value) -> Result<Wanted, String> {
    if let (Value::Contacts(before), Value::Contacts(after)) = (before, after) {
        return contacts::changed(disk, before, after).map(Wanted::merged);
    }
    let raw = text::tree(disk).map_err(|_| "it is no TOML".to_owned())?;
    let theirs = merge::with_unknown(&tree(now)?, &raw);
    let wanted = write::merged_trees(disk, &tree(before)?, &tree(&said_anew(Some(before), after))?, &theirs)?;
    Ok(wanted.in_clothes(|text| carried(disk, text, Some(before), after)))
}

/// Who has become whom.
fn joined(before: &Value, after: &Value) -> BTreeMap<String, String> {
    match (before, after) {
        (Value::Account(before), Value::Account(after)) => {
            let pairs = absorbed::pairs(before, after).into_iter();
            pairs.map(|(goes, stays)| (goes.to_owned(), stays.to_owned())).collect()
        }
        _ => BTreeMap::new(),
    }
}

/// With what stood in the file beside people who have become one with others.
fn carried(disk: &str, text: &str, before: Option<&Value>, after: &Value) -> String {
    match (before, after) {
        (Some(Value::Account(before)), Value::Account(after)) => absorbed::carried(disk, text, before, after),
        _ => text.to_owned(),
    }
}

fn tree(value: &Value) -> Result<toml::Table, String> {
    match value {
        Value::Settings(settings) => patch::tree(settings.as_ref()),
        Value::Account(account) => patch::tree(account.as_ref()),
        Value::Playbook(playbook) => patch::tree(playbook.as_ref()),
        Value::Contacts(contacts) => contacts::whole_tree(contacts),
    }
}

/// However an edit came about: what it said anew takes the place of what was not understood.
fn said_anew(old: Option<&Value>, new: &Value) -> Value {
    match (old, new) {
        (Some(Value::Account(old)), Value::Account(new)) => {
            let mut new = Account::clone(new);
            fields::mend_changed(old, &mut new);
            Value::Account(new.into())
        }
        _ => new.clone(),
    }
}

/// A new file's text, and what is known of the file then, where it was read back for that. Thousands of accounts may be new at
/// once: what is written the quick way counts where it reads back as what is meant.
fn fresh(reader: &Reader, key: &FileKey, path: &Path, value: &Value) -> Result<(String, Option<Base>), String> {
    if let Value::Account(account) = value {
        let mut text = String::new();
        if plain::fields(&mut text, account.as_ref()).is_ok() {
            let base = reader.base_of(key, path, &text);
            if base.value == *value && base.read_only.is_none() {
                // Whoever asked for it has it: there is no second copy.
                return Ok((text, Some(Base { value: value.clone(), ..base })));
            }
        }
    }
    Ok((whole(value)?, None))
}

/// A file that says nothing but this.
pub(in crate::store) fn whole(value: &Value) -> Result<String, String> {
    if let Value::Contacts(contacts) = value {
        return contacts::whole(contacts);
    }
    let text = rewritten("", None, value)?;
    Ok(text.trim_start_matches('\n').to_owned())
}

/// The file's new text. It must read back as the value, or it is not written.
fn rewritten(raw: &str, old: Option<&Value>, new: &Value) -> Result<String, String> {
    if let Value::Contacts(new) = new {
        let nobody = Arc::default();
        let old = if let Some(Value::Contacts(old)) = old { old } else { &nobody };
        return contacts::changed(raw, old, new).map(|(text, _)| text);
    }
    let before = old.map_or_else(|| Ok(toml::Table::new()), tree)?;
    let text = patch::between(raw, &before, &tree(&said_anew(old, new))?)?;
    let text = carried(raw, &text, old, new);
    write::reads_back(&text)?;
    Ok(text)
}

/// A name that is free, numbered if need be: an older file of that name in the archive stays.
pub(super) fn free_name(path: &Path) -> PathBuf {
    if !path.exists() {
        return path.to_owned();
    }
    let stem = path.file_stem().and_then(OsStr::to_str).unwrap_or("account");
    let numbered = (2..10_000).map(|n| path.with_file_name(format!("{stem}-{n}.toml")));
    numbered.into_iter().find(|path| !path.exists()).unwrap_or_else(|| path.to_owned())
}
