//! `inroad import plan.json`: a plan as `inroad export json` wrote it. What is not here yet is taken in as one step; what is
//! here already stays as it is, and is told.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufRead as _, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;
use toml::{Table as Tree, Value as Leaf};

use super::{Args, failure, name_of};
use crate::cli::{Desk, Failure, Open, out};
use crate::clock::Clock;
use crate::domain::account::Account;
use crate::domain::archived;
use crate::domain::import::keys;
use crate::domain::people::Person;
use crate::domain::plan::FileKey;
use crate::domain::step::{Note, Way};
use crate::domain::words::counted;
use crate::exchange::import::{Refused, may_be_a_plan};
use crate::exchange::restore::{self, Backup, MOST_BYTES, Told};
use crate::store::{EMPTY_PLAN, Incoming, patch, refusal, text};

/// So many remarks are told.
const REMARKS: usize = 20;

/// Whether what is to be taken in is one, by how it begins. Nothing of it is used up.
pub(super) fn is_meant(args: &Args) -> Result<bool, Failure> {
    let is_one = |path: &PathBuf| {
        if path == Path::new("-") {
            return io::stdin().lock().fill_buf().is_ok_and(may_be_a_plan);
        }
        let mut beginning = Vec::new();
        let is_file = std::fs::metadata(path).is_ok_and(|file| file.is_file());
        let opened = if is_file { File::open(path).ok() } else { None };
        opened.is_some_and(|file| file.take(512).read_to_end(&mut beginning).is_ok() && may_be_a_plan(&beginning))
    };
    let Some(one) = args.files.iter().find(|path| args.from.is_none() && is_one(path)) else { return Ok(false) };
    let name = name_of(one);
    let why = if args.files.len() > 1 {
        "is taken in alone"
    } else if !args.accounts.is_empty() {
        "brings its own accounts, so --accounts has no place there"
    } else if !args.map.is_empty() {
        "is no table, so --map has no place there"
    } else {
        return Ok(true);
    };
    Err(Failure::usage(format!("{name} looks like a plan that was exported, which {why}: inroad import {name}")))
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let Some(path) = args.files.first() else { return Ok(()) };
    let backup = read(path).map_err(|refused| failure(refused, path, args))?;
    let mut open = desk.open()?;
    let sorted = Sorted::of(&backup, &mut open)?;
    open.tell_flawed_accounts();
    if backup.problems > 0 {
        let count = counted(backup.problems, "thing", "things");
        out::note(&format!("{count} in it were not understood when it was written; they come as they were"));
    }
    if !args.dry_run && !sorted.files.is_empty() {
        let label = format!("Restored {}", name_of(path));
        let note = Note { id: Clock::seed(), at: open.clock.now(), label, way: Way::Do };
        // There is nothing to be blended: no file of it is here, but those that are only added to.
        let received = open.folder.receive(&note, &sorted.files, &|_, _, _| None)?;
        if let Some(doubt) = received.saved.doubt {
            out::note(&format!("saved, but {doubt}"));
        }
    }
    sorted.tell(desk, args.dry_run)
}

fn read(path: &Path) -> Result<Backup, Refused> {
    let told = |error: io::Error| Refused::Broken { line: 0, column: 0, why: refusal::reason(&error) };
    let mut bytes = Vec::new();
    let from: Box<dyn io::Read> =
        if path == Path::new("-") { Box::new(io::stdin().lock()) } else { Box::new(File::open(path).map_err(told)?) };
    from.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(told)?;
    if bytes.len() as u64 > MOST_BYTES {
        let why = format!("it is larger than {} MiB", MOST_BYTES >> 20);
        return Err(Refused::Broken { line: 1, column: 1, why });
    }
    restore::read(&bytes)
}

/// What of it is new here, and what is here already.
#[derive(Default)]
struct Sorted {
    files: Vec<Incoming>,
    accounts: Vec<String>,
    playbooks: Vec<String>,
    contacts: usize,
    has_settings: bool,
    /// What stays as it is here, in words.
    left: Vec<String>,
    left_accounts: Vec<String>,
    /// What else is worth knowing, in sentences.
    remarks: Vec<String>,
}

impl Sorted {
    fn of(backup: &Backup, open: &mut Open) -> Result<Self, Failure> {
        let mut sorted = Self::default();
        sorted.settings(backup, open)?;
        let here: HashSet<String> = open.plan.accounts.keys().map(|id| id.to_lowercase()).collect();
        let (there, new): (Vec<&Told>, Vec<&Told>) =
            backup.accounts.iter().partition(|told| here.contains(&told.id.to_lowercase()));
        sorted.resembles(&new, open);
        for told in new {
            sorted.add(&FileKey::Account(told.id.as_str().into()), None, text_of(told)?);
            sorted.accounts.push(told.id.clone());
        }
        for told in there {
            let is_same =
                open.folder.raw(&FileKey::Account(told.id.as_str().into())).is_some_and(|raw| raw == told.tree);
            if !is_same {
                sorted.left.push(told.id.clone());
            }
            sorted.left_accounts.push(told.id.clone());
        }
        for told in &backup.playbooks {
            let key = FileKey::Playbook(told.id.clone());
            if !open.folder.path(&key).exists() && open.folder.raw(&key).is_none() {
                sorted.add(&key, None, text_of(told)?);
                sorted.playbooks.push(told.id.clone());
            } else if open.folder.raw(&key).is_none_or(|raw| raw != told.tree) {
                sorted.left.push(format!("the playbook {}", told.id));
            }
        }
        sorted.people(backup, open)?;
        Ok(sorted)
    }

    /// Who is called like an account that is here, or lies in the archive: they come, and that is told.
    fn resembles(&mut self, new: &[&Told], open: &Open) {
        let archive = open.folder.archived();
        for Told { id, name, website, .. } in new {
            let by_id = archive.iter().map(|entry| entry.account.as_ref()).find(|each| *each.id == **id);
            let by_name = || archived::of_company(archive.iter().map(|entry| entry.account.as_ref()), name, website);
            if let Some(old) = by_id.or_else(by_name) {
                let file = format!("accounts/archive/{}.toml", old.id);
                self.remarks.push(format!("{name} lies in the archive as well ({file}); both are kept"));
            }
            let is_called_so = |other: &&Arc<Account>| {
                keys::company(&other.name) == keys::company(name)
                    || keys::is_same_company(name, website, &other.name, &other.website)
            };
            if let Some(twin) = open.plan.all().find(is_called_so).filter(|_| !name.is_empty()) {
                let (there, twin) = (&twin.name, &twin.id);
                self.remarks.push(format!(
                    "there is a {there} here already ({twin}); `inroad merge {id} into {twin}` makes one of two"
                ));
            }
        }
    }

    /// Settings are taken into a plan in which nobody has set anything yet.
    fn settings(&mut self, backup: &Backup, open: &Open) -> Result<(), Failure> {
        let Some(raw) = open.folder.raw(&FileKey::Settings) else { return Ok(()) };
        let settings = with_empty(&backup.settings, &raw);
        if raw == settings {
            return Ok(());
        }
        let path = open.folder.path(&FileKey::Settings);
        let text = std::fs::read_to_string(&path)?;
        if text::tree(EMPTY_PLAN).ok() != Some(raw.clone()) {
            self.left.push("plan.toml".to_owned());
            return Ok(());
        }
        let wanted = patch::between(&text, &raw, &settings).map_err(Failure::failed)?;
        self.add(&FileKey::Settings, Some(text), wanted);
        self.has_settings = true;
        Ok(())
    }

    fn people(&mut self, backup: &Backup, open: &mut Open) -> Result<(), Failure> {
        let book = open.folder.contacts();
        let here: HashSet<&str> = book.contacts.people.iter().map(|contact| contact.person.id.as_str()).collect();
        let new: Vec<&Told> = backup.contacts.iter().filter(|told| !here.contains(told.id.as_str())).collect();
        // Who has come onto an account since is no contact any more.
        let on_accounts: HashSet<String> =
            open.plan.all().flat_map(|account| &account.people).flat_map(keys::naming).collect();
        let is_on_one = |told: &&Told| {
            let person = toml::from_str::<Person>(&told.tree.to_string()).unwrap_or_default();
            keys::naming(&person).iter().any(|key| on_accounts.contains(key))
        };
        let (settled, new): (Vec<&Told>, Vec<&Told>) = new.into_iter().partition(is_on_one);
        if !settled.is_empty() {
            let people = counted(settled.len(), "contact", "contacts");
            self.remarks.push(format!("on accounts here, and left there: {people}"));
        }
        if let (Some(why), false) = (&book.read_only, new.is_empty()) {
            return Err(Failure::failed(format!("contacts.toml can't be changed: {why}")));
        }
        let known = backup.contacts.len() - new.len() - settled.len();
        if known > 0 {
            self.left.push(counted(known, "contact", "contacts"));
        }
        if new.is_empty() {
            return Ok(());
        }
        let path = open.folder.path(&FileKey::Contacts);
        let base = if book.is_there { Some(std::fs::read_to_string(&path)?) } else { None };
        let mut text = base.clone().unwrap_or_else(|| "format = 1\n".to_owned());
        if !text.ends_with('\n') {
            text.push('\n');
        }
        for told in &new {
            let people = toml::Value::Array(vec![toml::Value::Table(told.tree.clone())]);
            let block = toml::Table::from_iter([("people".to_owned(), people)]);
            text.push('\n');
            text.push_str(&restore::file(&block).map_err(|why| Failure::failed(format!("{}: {why}", told.name)))?);
        }
        self.contacts = new.len();
        self.add(&FileKey::Contacts, base, text);
        Ok(())
    }

    fn add(&mut self, key: &FileKey, base: Option<String>, text: String) {
        let base = base.map(String::into_bytes);
        self.files.push(Incoming {
            file: key.file(),
            base,
            theirs: Some(text.into_bytes()),
            apart: None,
            archived: None,
        });
    }

    fn tell(&self, desk: &Desk, is_only_shown: bool) -> Result<(), Failure> {
        if !self.left.is_empty() {
            out::note(&format!("here already, and left as here: {}", self.left.join(", ")));
        }
        for remark in self.remarks.iter().take(REMARKS) {
            out::note(remark);
        }
        if let Some(more) = self.remarks.len().checked_sub(REMARKS).filter(|more| *more > 0) {
            out::note(&format!("and {more} more like these"));
        }
        let Self { accounts, playbooks, contacts, has_settings, left_accounts, .. } = self;
        if desk.json {
            return out::json(&json!({
                "format": 1,
                "dry_run": is_only_shown,
                "restored": {
                    "settings": has_settings, "accounts": accounts, "contacts": contacts, "playbooks": playbooks,
                },
                "left": { "accounts": left_accounts },
            }));
        }
        let parts = [
            (accounts.len(), "account", "accounts"),
            (*contacts, "contact", "contacts"),
            (playbooks.len(), "playbook", "playbooks"),
        ];
        let mut told: Vec<String> =
            parts.iter().filter(|(n, ..)| *n > 0).map(|(n, one, more)| counted(*n, one, more)).collect();
        told.extend(has_settings.then(|| "the settings".to_owned()));
        out::line(&match (told.is_empty(), is_only_shown) {
            (true, _) => "nothing that is not here already".to_owned(),
            (false, true) => format!("{} would come", told.join(", ")),
            (false, false) => told.join(", "),
        })
    }
}

/// What is empty here and not named there stays: a remark may stand above it.
fn with_empty(told: &Tree, here: &Tree) -> Tree {
    let mut told = told.clone();
    for (key, value) in here {
        match (value, told.get_mut(key)) {
            (Leaf::Table(here), Some(Leaf::Table(there))) => *there = with_empty(there, here),
            (Leaf::String(text), None) if text.is_empty() => _ = told.insert(key.clone(), value.clone()),
            (Leaf::Array(items), None) if items.is_empty() => _ = told.insert(key.clone(), value.clone()),
            _ => {}
        }
    }
    told
}

fn text_of(told: &Told) -> Result<String, Failure> {
    restore::file(&told.tree).map_err(|why| Failure::failed(format!("{}: {why}; nothing was changed", told.id)))
}
