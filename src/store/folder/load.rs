//! Loading: all files in parallel, each on its own; what is wrong with one costs only itself.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::de::DeserializeOwned;

use super::{Base, Fingerprint, Folder, MOST};
use crate::domain::account::{Account, AccountId};
use crate::domain::calendar::Calendar;
use crate::domain::fields;
use crate::domain::plan::{Entry, FileKey, Plan, Value};
use crate::domain::playbook::Playbook;
use crate::domain::problem::Problem;
use crate::domain::settings::Settings;
use crate::domain::wire::Format;
use crate::store::read::{self, Found, Read};
use crate::store::{atomic, check, playbooks, text::Text};

/// Accounts that are read before the first are shown.
const BATCH: usize = 256;

/// A part of a plan that is being loaded.
#[derive(Debug)]
pub enum Batch {
    /// Settings, playbooks, and problems that concern no account; always first.
    Plan(Box<Plan>),
    /// Some accounts.
    Accounts(Vec<Entry>),
}

/// A file of any kind, read.
struct Loaded<T> {
    value: T,
    problems: Vec<Problem>,
    read_only: Option<String>,
    unreadable: Option<String>,
    print: Fingerprint,
}

impl Folder {
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
        Entry { account, problems: loaded.problems, read_only: loaded.read_only, unreadable: loaded.unreadable }
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
            read_only: Some(message.clone()),
            unreadable: Some(message),
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
        let Read { mut value, found, intact } = read::read::<T>(&text.plain);
        if let Some(account) = (&mut value as &mut dyn std::any::Any).downcast_mut::<Account>() {
            for Found { path, written, line, .. } in &found {
                if let Some(written) = written {
                    fields::note_unread(account, path, written, *line);
                }
            }
        }
        let newer = check::too_new(format(&value));
        let mut problems: Vec<Problem> = found.into_iter().map(|found| self.placed(path, found)).collect();
        // What is made of a file that isn't TOML throughout is no ground for more complaints.
        if intact {
            problems.extend(check::value(&value, &text.plain).into_iter().map(|found| self.placed(path, found)));
        }
        if let Some(newer) = &newer {
            let (line, column) = read::locate(&text.plain, "format").unwrap_or((1, 1));
            problems.push(
                self.placed(path, Found { line, column, path: "format".into(), message: newer.clone(), written: None }),
            );
        }
        problems.sort_by_key(|problem| (problem.line, problem.column));
        let not_toml = (!intact).then(|| "its file is not TOML throughout; mend it first".to_owned());
        // As far as it could be made out how far the account has come, it is no stranger.
        let strange = !intact && read::locate(&text.plain, "stage").is_none();
        let unreadable = problems.iter().find(|problem| strange && problem.path.is_empty());
        let unreadable = unreadable.map(|problem| format!("{}, line {}", problem.message, problem.line));
        Loaded { value, problems, read_only: newer.or(not_toml), unreadable, print }
    }

    fn problem(&self, path: &Path, message: String) -> Problem {
        Problem { file: self.relative(path), message, ..Problem::default() }
    }

    fn placed(&self, path: &Path, found: Found) -> Problem {
        let Found { line, column, path: key, message, .. } = found;
        Problem { file: self.relative(path), line, column, path: key, message }
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

/// What editors and copying tools leave beside a file.
fn is_left_behind(path: &Path) -> bool {
    let name = path.file_name().map(OsStr::to_string_lossy).unwrap_or_default();
    name.starts_with('.') || name.contains(".sync-conflict-") || name.ends_with('~') || name.starts_with('#')
}
