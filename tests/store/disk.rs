//! A plan in a folder of its own, and short words for what the tests do with it.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use inroad::domain::account::Account;
use inroad::domain::calendar::Calendar;
use inroad::domain::fields::Context;
use inroad::domain::plan::{Entry, FileKey, Plan, Value};
use inroad::domain::settings::Settings;
use inroad::domain::step::{Change, Note, StepId, Way};
use inroad::store::{Folder, SaveError, Saved, patch, read};

pub const PLAN: &str = include_str!("../fixtures/plan/plan.toml");
pub const PRIMO: &str = include_str!("../fixtures/plan/accounts/primo.toml");
pub const PLAYBOOK: &str = include_str!("../fixtures/plan/playbooks/account-entry-10.toml");

/// The example account with the colleague it names but does not describe, and a second touch.
pub fn complete() -> String {
    let lee = "notes = \"Ex-Acme.\"\n\n[[people]]\nid = \"lee-ray\"\nname = \"Lee Ray\"\n";
    let call =
        "\n[[sequences.touches]]\nid = \"w2ma\"\nchannel = \"call\"\nday = 2\nperson = \"lee-ray\"\n\n[[meetings]]\n";
    let weighed = "timing = 0\n\n[[entry_point.candidates]]\nid = \"k3f8\"\nunit = \"Marketing\"\nfunction = \"Demand generation\"\n";
    PRIMO.replace("timing = 0\n", weighed).replace("notes = \"Ex-Acme.\"\n", lee).replace("\n[[meetings]]\n", call)
}

/// A plan that goes away with the test.
pub struct Disk {
    pub folder: Folder,
    pub plan: Plan,
    pub home: tempfile::TempDir,
    /// What was done, the last one last.
    pub steps: Vec<StepId>,
}

impl Disk {
    /// The example of the format, with this as the account `primo`.
    pub fn with(primo: &str) -> Self {
        Self::of(&[("plan.toml", PLAN), ("accounts/primo.toml", primo), ("playbooks/account-entry-10.toml", PLAYBOOK)])
    }

    pub fn of(files: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().join("plan");
        for (name, text) in files {
            let path = root.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let mut folder = Folder::open(&root).unwrap();
        assert_eq!(folder.keep_state(&home.path().join("state")), None);
        let plan = folder.load();
        Self { folder, plan, home, steps: Vec::new() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.root().join(name)
    }

    pub fn file(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// What the file of the account says.
    pub fn text(&self) -> String {
        self.file("accounts/primo.toml")
    }

    pub fn entry(&self) -> &Entry {
        &self.plan.accounts["primo"]
    }

    pub fn account(&self) -> Account {
        self.entry().account.as_ref().clone()
    }

    pub fn save(&mut self, account: &Account) -> Result<(), SaveError> {
        self.put(key(), Some(Value::Account(Arc::new(account.clone())))).map(drop)
    }

    /// Make a file say this, from what the plan says that it says.
    pub fn put(&mut self, key: FileKey, after: Option<Value>) -> Result<Saved, SaveError> {
        let before = self.plan.value(&key);
        let note = note(Way::Do);
        let saved = self.folder.save(&note, Change { key: key.clone(), before, after: after.clone() })?;
        self.steps.push(note.id);
        if let FileKey::Account(id) = key {
            match after {
                Some(Value::Account(account)) => {
                    self.plan.accounts.entry(id).or_default().account = account;
                }
                _ => _ = self.plan.accounts.remove(&id),
            }
        }
        self.hear(&saved);
        Ok(saved)
    }

    fn hear(&mut self, saved: &Saved) {
        for entry in &saved.news.accounts {
            self.plan.accounts.insert(entry.account.id.clone(), entry.clone());
        }
        for id in &saved.news.gone {
            self.plan.accounts.remove(id);
        }
    }

    /// Take back or do again what was done in that step.
    pub fn turn(&mut self, way: Way) -> Result<Saved, SaveError> {
        let saved = self.folder.take_back(&note(way), &mut |_, _| true)?;
        self.hear(&saved);
        Ok(saved)
    }

    /// Take back the last step that was not taken back yet.
    pub fn undo(&mut self) -> StepId {
        let id = self.steps.pop().unwrap();
        self.turn(Way::Undo(id)).unwrap();
        id
    }

    /// Change the account and save it; what its file says then.
    pub fn edit(&mut self, change: impl FnOnce(&mut Account)) -> String {
        let mut account = self.account();
        change(&mut account);
        self.save(&account).unwrap();
        self.text()
    }

    /// Another run of the program over the same plan.
    pub fn again(&self) -> Folder {
        let mut folder = Folder::open(self.folder.root()).unwrap();
        assert_eq!(folder.keep_state(&self.home.path().join("state")), None);
        folder
    }

    pub fn problems(&self) -> Vec<String> {
        self.plan.all_problems().map(ToString::to_string).collect()
    }
}

/// A step of its own.
pub fn note(way: Way) -> Note {
    static STEPS: AtomicU64 = AtomicU64::new(1);
    let id = STEPS.fetch_add(1, Ordering::Relaxed);
    Note { id, at: "2026-11-23T15:12:00-06:00".parse().unwrap(), label: format!("step {id}"), way }
}

/// The account's file.
pub fn key() -> FileKey {
    FileKey::Account("primo".into())
}

/// An account as a text says it.
pub fn read(text: &str) -> Account {
    let read = read::read::<Account>(text);
    assert!(read.intact, "{:?}\n{text}", read.found);
    read.value
}

/// The text after a change, which must read back as exactly what was meant.
pub fn patched(text: &str, old: &Account, new: &Account) -> String {
    let after = patch::patch(text, Some(old), new).unwrap();
    assert_eq!(read(after.trim_start_matches('\u{feff}')), *new, "{after}");
    after
}

/// The text after a change of what it says.
pub fn changed(text: &str, change: impl FnOnce(&mut Account)) -> String {
    let old = read(text.trim_start_matches('\u{feff}'));
    let mut new = old.clone();
    change(&mut new);
    patched(text, &old, &new)
}

/// What texts typed into fields are read against.
pub struct Desk {
    settings: Settings,
    calendar: Calendar,
}

impl Desk {
    pub fn new() -> Self {
        let settings = read::read::<Settings>(PLAN).value;
        let calendar = Calendar::new(&settings.calendar, []);
        Self { settings, calendar }
    }

    pub fn context<'a>(&'a self, account: &'a Account) -> Context<'a> {
        let now = "2026-11-23T15:12:00-06:00".parse().unwrap();
        Context { settings: &self.settings, calendar: &self.calendar, account, now, me: None, touch: None }
    }
}
