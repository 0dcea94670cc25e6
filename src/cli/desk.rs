//! What a subcommand works at: what was said for all of them, and the plan once it is open. All that a command changes goes
//! through here, and is saved as one step before it is told.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::attended::{self, Attended};
use super::failure::Failure;
use super::find;
use super::out;
use super::personal::Personal;
use crate::clock::Clock;
use crate::domain::account::Account;
use crate::domain::contacts::Book;
use crate::domain::fields::{Context, Invalid};
use crate::domain::goals;
use crate::domain::plan::{Entry, FileKey, Plan, Value};
use crate::domain::problem::Problem;
use crate::domain::reached;
use crate::domain::schedule::World;
use crate::domain::step::{Change, Note, Way};
use crate::domain::words::Vocabulary as _;
use crate::shell;
use crate::store::config::Config;
use crate::store::state::State;
use crate::store::{Folder, SaveError, StoreError, damage, places, refusal};

/// What every subcommand is given.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(super) struct Desk {
    pub(super) plan: Option<PathBuf>,
    pub(super) personal: Personal,
    pub(super) clock: Clock,
    pub(super) json: bool,
    /// No columns, and no screen.
    pub(super) plain: bool,
    /// Nobody is to be asked anything.
    pub(super) no_input: bool,
    /// What is used and written is to be told.
    pub(super) verbose: bool,
}

/// A plan that is open, with what is needed to change it.
pub(super) struct Open {
    pub(super) folder: Folder,
    pub(super) plan: Plan,
    pub(super) config: Config,
    pub(super) clock: Clock,
    pub(super) verbose: bool,
    /// Why nothing is remembered for undo in another run, if nothing is.
    forgets: Option<String>,
}

impl Desk {
    pub(super) fn folder_path(&self) -> Result<PathBuf, Failure> {
        let known = self.plan.clone().or_else(places::default_plan);
        known.ok_or_else(|| Failure::failed("there is no home folder; say where the plan lies with --plan"))
    }

    /// The plan's folder, for somebody who sits here. The default plan is made on first use; one that was named must be
    /// there.
    pub(super) fn folder(&self) -> Result<Folder, Failure> {
        let path = self.folder_path()?;
        match Folder::open(&path) {
            Err(StoreError::NoPlan(_)) if self.plan.is_none() && shell::has_terminal() => {
                Ok(anew(Folder::create(&path)?))
            }
            opened => Ok(opened?),
        }
    }

    /// The plan's folder, of which nothing is read yet.
    pub(super) fn only_folder(&self) -> Result<Folder, Failure> {
        let mut folder = Folder::open(&self.folder_path()?)?;
        keep_state(&mut folder);
        Ok(folder)
    }

    /// The plan to be looked at, with everything left as it lies.
    pub(super) fn look(&self) -> Result<Open, Failure> {
        let mut folder = Folder::open(&self.folder_path()?)?;
        if let Some(states) = places::state_folder() {
            folder.know_state(&states);
        }
        Ok(self.load(folder))
    }

    /// The plan to be worked with. What is wrong beside the accounts is told, whatever the command is about: by it the
    /// days are counted.
    pub(super) fn open(&self) -> Result<Open, Failure> {
        let mut folder = Folder::open(&self.folder_path()?)?;
        let forgets = keep_state(&mut folder);
        let open = Open { forgets, ..self.load(folder) };
        if let Some(why) = no_accounts(&open.plan.problems) {
            return Err(why);
        }
        out::problems(open.plan.problems.iter());
        Ok(open)
    }

    fn load(&self, mut folder: Folder) -> Open {
        let plan = folder.load();
        if self.verbose {
            let (accounts, _) = plan.counts();
            out::note(&format!("{}: {accounts} accounts", folder.root().display()));
        }
        let config = self.personal.config.clone();
        Open { folder, plan, config, clock: self.clock, verbose: self.verbose, forgets: None }
    }

    /// What the screen, or the lines in its place, are started with.
    pub(super) fn start(&self, mut folder: Folder) -> shell::Start {
        let Personal { config, keymap, look, mut complaints } = self.personal.clone();
        // What was finished is told on the screen.
        complaints.extend(kept(&mut folder));
        complaints.extend(folder.state().map(damage::told).unwrap_or_default());
        shell::Start { folder, config, keymap, complaints, look, clock: self.clock }
    }

    /// The screen over a plan that is open.
    pub(super) fn screen(&self, folder: Folder) -> Result<(), Failure> {
        if self.no_input {
            return Err(Failure::usage("the screen asks for keys; without --no-input, or in a script with a command"));
        }
        let start = self.start(folder);
        // Without a terminal the screen is the wrong thing to ask for.
        shell::run(start)
            .map_err(|error| Failure { code: if shell::has_terminal() { 1 } else { 2 }, ..Failure::failed(error) })
    }
}

/// Where the accounts can't even be listed, whatever was said of the plan would be wrong.
pub(super) fn no_accounts(problems: &[Problem]) -> Option<Failure> {
    problems.iter().find(|problem| problem.file == Path::new("accounts")).map(Failure::failed)
}

impl Open {
    /// What is wrong with the accounts is told, to whoever looks at all of them.
    pub(super) fn tell_flawed_accounts(&self) {
        out::problems(self.plan.accounts.values().flat_map(|entry| &entry.problems));
    }

    /// The people on no account. What is wrong with their file is from here on among what is wrong with the plan.
    pub(super) fn read_contacts(&mut self) -> Book {
        let book = self.folder.contacts();
        self.plan.problems.extend(book.problems.iter().cloned());
        book
    }

    pub(super) fn world(&self) -> World<'_> {
        World { settings: &self.plan.settings, calendar: &self.plan.calendar, today: self.clock.now().date_naive() }
    }

    pub(super) fn context<'a>(&'a self, account: &'a Account) -> Context<'a> {
        Context {
            settings: &self.plan.settings,
            calendar: &self.plan.calendar,
            account,
            now: self.clock.now(),
            me: self.config.me.as_deref(),
            touch: None,
        }
    }

    /// The account that is named, to be changed. Where its file may not be written, what it holds is not to be judged
    /// either: much of it may be missing here.
    ///
    /// # Errors
    ///
    /// Nobody knows it; its file may not be written, with file, line and column.
    pub(super) fn to_change(&self, named: &str) -> Result<Arc<Account>, Failure> {
        let entry = self.named(named)?;
        match &entry.read_only {
            Some(why) => Err(Failure::failed(format!("{} can't be changed: {why}", entry.account.name))),
            None => Ok(Arc::clone(&entry.account)),
        }
    }

    /// The account that is named, to say something about it that has to be true.
    ///
    /// # Errors
    ///
    /// Nobody knows it; its file can't be read, with file, line and column.
    pub(super) fn to_read(&self, named: &str) -> Result<Arc<Account>, Failure> {
        let entry = self.named(named)?;
        match entry.unread() {
            Some(problem) => Err(Failure::failed(format!("{} can't be read: {problem}", entry.account.name))),
            None => Ok(Arc::clone(&entry.account)),
        }
    }

    fn named(&self, named: &str) -> Result<&Entry, Failure> {
        let id = find::account(&self.plan, named)?;
        self.plan.accounts.get(&id).ok_or_else(|| Failure::failed(format!("{id} is not in the plan")))
    }

    pub(super) fn me(&self) -> Option<String> {
        self.plan.settings.me(self.config.me.as_deref()).map(|me| me.id.clone())
    }

    /// Change an account and save it; returns when it is durable. The label says what is done,
    /// for undo.
    pub(super) fn edit<T>(
        &mut self,
        id: &str,
        label: &str,
        change: impl FnOnce(&mut Account, &Context) -> Result<T, Invalid>,
    ) -> Result<(T, Account), Failure> {
        let Some(entry) = self.plan.accounts.get(id) else {
            return Err(Failure::failed(format!("{id} is not in the plan")));
        };
        let changed = entry.changed(|account| change(account, &self.context(&entry.account)));
        // A file that may not be written is nobody's slip at the keyboard.
        let refused = |invalid: Invalid| match &entry.read_only {
            Some(_) => Failure::failed(invalid),
            None => invalid.into(),
        };
        let (outcome, account) = changed.map_err(refused)?;
        let was = Arc::clone(&entry.account);
        let label = format!("{}: {label}", account.name);
        let (before, after) = (Value::Account(Arc::clone(&was)), Value::Account(account.clone().into()));
        self.save(label, FileKey::Account(account.id.clone()), Some(before), after)?;
        self.tell_what_follows(&was, &account);
        Ok((outcome, account))
    }

    /// What a change says beyond itself, and nobody may expect: that a stage would follow from it, and that a goal no
    /// longer counts what it did.
    fn tell_what_follows(&self, before: &Account, after: &Account) {
        if let Some(stage) = reached::stage_that_follows(before, after) {
            let (name, stands, stage) = (&after.name, after.stage_label(), stage.word());
            out::note(&format!("{name} still stands at {stands}: inroad set {} stage {stage}", after.id));
        }
        let all = self.plan.all().map(AsRef::as_ref);
        if let Some(told) = goals::narrowed(before, after, &self.plan.settings.goals, all) {
            out::note(&told);
        }
    }

    /// Save a file; returns when it is durable.
    pub(super) fn save(
        &mut self,
        label: String,
        key: FileKey,
        before: Option<Value>,
        after: Value,
    ) -> Result<(), Failure> {
        self.save_all(label, vec![Change { key, before, after: Some(after) }])
    }

    /// Save several files as one step, all of them or none, so that one undo takes all of it back; returns when they are
    /// durable.
    pub(super) fn save_all(&mut self, label: String, changes: Vec<Change>) -> Result<(), Failure> {
        let note = Note { id: Clock::seed(), at: self.clock.now(), label, way: Way::Do };
        let changes: Vec<Change> = changes.into_iter().filter(|change| change.before != change.after).collect();
        let files: Vec<PathBuf> = changes.iter().map(|change| change.key.file()).collect();
        let mut came = None;
        let saved = match <[Change; 1]>::try_from(changes) {
            Ok([change]) => vec![self.folder.save(&note, change)?],
            Err(changes) => {
                let mut attended = Attended::begin();
                let saved = self.folder.save_step(&note, changes, &mut |ready, of| attended.hears(ready, of));
                came = attended.end();
                match (saved, came) {
                    (Err(SaveError::Stopped), Some(code)) => return Err(attended::stopped(code)),
                    (saved, _) => saved?,
                }
            }
        };
        out::is_saved();
        let mut doubt = None;
        let mut conflicts = 0;
        for (file, saved) in files.iter().zip(saved) {
            doubt = doubt.or(saved.doubt);
            conflicts += saved.conflicts;
            if self.verbose {
                out::note(&format!("saved {}: {}", file.display(), note.label));
            }
        }
        if let Some(doubt) = doubt {
            out::note(&format!("saved, but {doubt}"));
        } else if let (Some(why), false) = (&self.forgets, files.is_empty()) {
            out::note(&format!("saved, but {why}"));
        }
        if conflicts > 0 {
            let message = "somebody else has just changed the same; what they wrote stands, and yours is kept: \
                           `inroad conflicts` shows both and lets you choose";
            return Err(Failure { code: 4, ..Failure::failed(message) });
        }
        came.map_or(Ok(()), |code| Err(attended::too_late(code, note.way)))
    }
}

/// Without a state folder everything works but undo in another run.
pub(super) fn keep_state(folder: &mut Folder) -> Option<String> {
    let complaint = kept(folder);
    for told in folder.finished().told() {
        out::note(&told);
    }
    complaint
}

/// A plan that was just made. What this machine kept of another one there is put aside, which is said.
pub(super) fn anew(folder: Folder) -> Folder {
    let aside = places::state_folder().map(|states| State::put_aside(&states, folder.root()));
    match aside {
        Some(Ok(Some(aside))) => {
            let (plan, aside) = (places::told(folder.root()), places::told(&aside));
            out::note(&format!("another plan lay in {plan} before; what was kept for its undo lies in {aside} now"));
        }
        Some(Err(error)) => {
            out::note(&format!("what was kept of another plan there can't be put aside: {}", refusal::reason(&error)));
        }
        _ => {}
    }
    folder
}

/// It takes long only after a step of many files that was cut off.
fn kept(folder: &mut Folder) -> Option<String> {
    let states = places::state_folder()?;
    out::meanwhile("Finishing what a run that was cut off had begun…", || folder.keep_state(&states))
}
