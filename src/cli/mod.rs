//! The command line: one file per subcommand, over the same plan and the same domain methods as the screen.
//!
//! Data goes to stdout, messages to stderr. Exit codes: 0, 1 failed, 2 usage, 3 something is missing (`check`), 4
//! conflict, 130 interrupted.

mod add;
mod answer;
mod archive;
mod attach;
mod away;
mod brief;
mod capacity;
mod check;
mod demo;
mod doctor;
mod find;
mod import;
mod init;
mod insights;
mod letter;
mod list;
mod mail;
mod meeting;
mod merge_file;
mod note;
mod out;
mod past;
mod pause;
mod personal;
mod review;
mod same;
mod set;
mod show;
mod start;
mod sync;
mod today;
mod touch;
mod trust;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Parser, Subcommand, ValueEnum};
use personal::Personal;

use crate::clock::Clock;
use crate::domain::account::Account;
use crate::domain::fields::{Context, Invalid};
use crate::domain::meeting::MeetingStatus;
use crate::domain::plan::{FileKey, Plan, Value};
use crate::domain::schedule::World;
use crate::domain::step::{Change, Note, Way};
use crate::shell;
use crate::store::config::Config;
use crate::store::{Folder, SaveError, StoreError, places};
use crate::ui::text::shown;

/// Plan the way into target accounts.
#[derive(Debug, Parser)]
#[command(name = "inroad", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(before_help = "Examples:
  inroad                                the screen
  inroad demo ~/try-inroad              a plan to play with
  inroad add Primo --tier 1             a target account
  inroad today                          what is due")]
pub struct Args {
    /// The plan's folder.
    #[arg(long, global = true, help_heading = "Everywhere", env = "INROAD_PLAN", value_name = "DIR")]
    plan: Option<PathBuf>,
    /// Another config.toml.
    #[arg(long, global = true, help_heading = "Everywhere", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Take this for now: 2026-11-23 (nine o'clock UTC) or 2026-11-23T14:00-06:00. For trying things out.
    #[arg(long, global = true, help_heading = "Everywhere", env = "INROAD_TODAY", value_name = "DATE", value_parser = Clock::parse)]
    today: Option<Clock>,
    /// Colours.
    #[arg(long, global = true, help_heading = "Everywhere", value_enum, default_value_t = ColorChoice::Auto)]
    color: ColorChoice,
    /// Print JSON.
    #[arg(long, global = true, help_heading = "Everywhere")]
    json: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ColorChoice {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make an empty plan.
    Init(init::Args),
    /// Make a plan to play with, and open it.
    Demo(demo::Args),
    /// List accounts, people, touches, goals, playbooks or contacts.
    List(list::Args),
    /// Show a whole account.
    Show(show::Args),
    /// Show what is due.
    Today(today::Args),
    /// Add an account, a person or a finding.
    Add(add::Args),
    /// Take people and companies in: from LinkedIn, HubSpot, Salesforce, Apollo, address books, any CSV.
    Import(import::Args),
    /// Move somebody from the contacts onto an account.
    Attach(attach::Args),
    /// Set a field of an account or of one of its items.
    Set(set::Args),
    /// Begin a sequence from a playbook.
    Start(start::Args),
    /// A touch is done.
    Done(touch::Done),
    /// Skip a touch.
    Skip(touch::Skip),
    /// Give a touch another date.
    Postpone(touch::Postpone),
    /// Let a sequence rest.
    Pause(pause::Pause),
    /// Go on with a sequence that rests.
    Resume(pause::Resume),
    /// Record what came back.
    Answer(answer::Args),
    /// Print the page before a meeting.
    Brief(brief::Args),
    /// Book a meeting.
    Meet(meeting::Meet),
    /// A meeting took place, with its result.
    Held(meeting::Held),
    /// They did not come to a meeting.
    NoShow(meeting::Missed),
    /// A meeting will not take place.
    Cancelled(meeting::Missed),
    /// Add a next step with its date.
    Next(note::Next),
    /// Write down what happened.
    Log(note::Log),
    /// Note when you are away.
    Away(away::Args),
    /// List what the accounts still lack; exit 3 if something is missing.
    Check(check::Args),
    /// Look at what the days hold, and level them.
    Plan(capacity::Args),
    /// Print the weekly review as Markdown.
    Review(review::Args),
    /// Show what the touches have brought: answers, meetings and advances, by what they were.
    Insights(insights::Args),
    /// Take an account out of the plan, or list those that were.
    Archive(archive::Archive),
    /// Take an account back into the plan from the archive.
    Restore(archive::Restore),
    /// Give an account or a person another name.
    Rename(same::Rename),
    /// Make one of two accounts, or of two people, that turn out to be the same.
    Merge(same::Merge),
    /// Take a step back.
    Undo(past::Undo),
    /// Do again what was taken back.
    Redo(past::Redo),
    /// List the steps that can be taken back or done again, and their files.
    History(past::History),
    /// Share the plan through git: commit, fetch, merge field by field, push.
    Sync(sync::Args),
    /// Let a repository's own settings count, as they are now.
    Trust(trust::Args),
    /// Merge a file of a plan, for git.
    #[command(hide = true)]
    MergeFile(merge_file::Args),
    /// List what is wrong with files, and where things are kept.
    Doctor(doctor::Args),
}

/// Why a command came to nothing, with its exit code.
#[derive(Debug)]
pub struct Failure {
    code: u8,
    message: String,
    /// The file that was to be made is there already.
    is_taken: bool,
}

impl Failure {
    /// It could not be done.
    fn failed(message: impl fmt::Display) -> Self {
        Self { code: 1, message: message.to_string(), is_taken: false }
    }

    /// It was done, and found something; what it is stands on stdout already.
    fn findings() -> Self {
        Self { code: 3, message: String::new(), is_taken: false }
    }

    /// It was asked wrongly.
    fn usage(message: impl fmt::Display) -> Self {
        Self { code: 2, message: message.to_string(), is_taken: false }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(&self.message))
    }
}

impl From<Invalid> for Failure {
    fn from(invalid: Invalid) -> Self {
        Self::usage(invalid)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::failed(error)
    }
}

impl From<SaveError> for Failure {
    fn from(error: SaveError) -> Self {
        let code = if matches!(error, SaveError::Busy(_)) { 4 } else { 1 };
        let is_taken = matches!(error, SaveError::Taken(_));
        Self { code, message: format!("not saved: {error}"), is_taken }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::failed(error)
    }
}

/// What every subcommand is given.
struct Desk {
    plan: Option<PathBuf>,
    personal: Personal,
    clock: Clock,
    json: bool,
}

/// A plan that is open, with what is needed to change it.
struct Open {
    folder: Folder,
    plan: Plan,
    config: Config,
    clock: Clock,
}

impl Desk {
    fn folder_path(&self) -> Result<PathBuf, Failure> {
        let known = self.plan.clone().or_else(places::default_plan);
        known.ok_or_else(|| Failure::failed("there is no home folder; say where the plan lies with --plan"))
    }

    fn open(&self) -> Result<Open, Failure> {
        let mut folder = Folder::open(&self.folder_path()?)?;
        keep_state(&mut folder);
        let plan = folder.load();
        Ok(Open { folder, plan, config: self.personal.config.clone(), clock: self.clock })
    }

    /// The screen over a plan that is open.
    fn screen(&self, mut folder: Folder) -> Result<(), Failure> {
        let Personal { config, keymap, look, mut complaints } = self.personal.clone();
        complaints.extend(keep_state(&mut folder));
        let start = shell::Start { folder, config, keymap, complaints, look, clock: self.clock };
        // Without a terminal the screen is the wrong thing to ask for.
        shell::run(start)
            .map_err(|error| Failure { code: if shell::has_terminal() { 1 } else { 2 }, ..Failure::failed(error) })
    }
}

impl Open {
    fn world(&self) -> World<'_> {
        World { settings: &self.plan.settings, calendar: &self.plan.calendar, today: self.clock.now().date_naive() }
    }

    fn context<'a>(&'a self, account: &'a Account) -> Context<'a> {
        Context {
            settings: &self.plan.settings,
            calendar: &self.plan.calendar,
            account,
            now: self.clock.now(),
            me: self.config.me.as_deref(),
            touch: None,
        }
    }

    fn me(&self) -> Option<String> {
        self.plan.settings.me(self.config.me.as_deref()).map(|me| me.id.clone())
    }

    /// Change an account and save it; returns when it is durable. The label says what is done,
    /// for undo.
    fn edit<T>(
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
        let before = Value::Account(Arc::clone(&entry.account));
        let label = format!("{}: {label}", account.name);
        self.save(label, FileKey::Account(account.id.clone()), Some(before), Value::Account(account.clone().into()))?;
        Ok((outcome, account))
    }

    /// Save a file; returns when it is durable.
    fn save(&mut self, label: String, key: FileKey, before: Option<Value>, after: Value) -> Result<(), Failure> {
        self.save_all(label, vec![Change { key, before, after: Some(after) }])
    }

    /// Save several files as one step, so that one undo takes all of it back; returns when they are durable.
    fn save_all(&mut self, label: String, changes: Vec<Change>) -> Result<(), Failure> {
        let note = Note { id: Clock::seed(), at: self.clock.now(), label, way: Way::Do };
        let (count, mut conflicts) = (changes.len(), 0);
        for (n, change) in changes.into_iter().enumerate() {
            let saved = self.folder.save(&note, change).map_err(|error| {
                let failure = Failure::from(error);
                let so_far = format!("; {n} of {count} files were saved before, and one undo takes them back");
                Failure { message: failure.message + if n > 0 { &so_far } else { "" }, ..failure }
            })?;
            if let Some(doubt) = saved.doubt {
                out::note(&format!("saved, but {doubt}"));
            }
            conflicts += saved.conflicts;
        }
        if conflicts > 0 {
            let message = "somebody else has just changed the same; what they wrote stands, and yours is kept: \
                           `inroad` shows both and lets you choose";
            return Err(Failure { code: 4, ..Failure::failed(message) });
        }
        Ok(())
    }
}

/// Without a state folder everything works but undo in another run.
fn keep_state(folder: &mut Folder) -> Option<String> {
    places::state_folder().and_then(|states| folder.keep_state(&states))
}

/// Do what the arguments say. Returns the exit code.
pub fn main(args: Args) -> u8 {
    match run(args) {
        Ok(()) => 0,
        Err(failure) => {
            if !failure.message.is_empty() {
                eprintln!("inroad: {failure}");
            }
            failure.code
        }
    }
}

fn run(args: Args) -> Result<(), Failure> {
    shell::bear_limits()?;
    let path = args.config.or_else(|| places::config_folder().map(|folder| folder.join("config.toml")));
    let desk = Desk {
        plan: args.plan,
        personal: Personal::read(path.as_deref(), args.color),
        clock: args.today.unwrap_or_default(),
        json: args.json,
    };
    if args.command.is_some() {
        for complaint in &desk.personal.complaints {
            eprintln!("inroad: {}", shown(complaint));
        }
    }
    match args.command {
        None => screen(&desk),
        Some(Command::Init(args)) => init::run(&desk, &args),
        Some(Command::Demo(args)) => demo::run(&desk, &args),
        Some(Command::List(args)) => list::run(&desk, &args),
        Some(Command::Show(args)) => show::run(&desk, &args),
        Some(Command::Today(args)) => today::run(&desk, &args),
        Some(Command::Add(args)) => add::run(&desk, &args),
        Some(Command::Import(args)) => import::run(&desk, &args),
        Some(Command::Attach(args)) => attach::run(&desk, &args),
        Some(Command::Set(args)) => set::run(&desk, &args),
        Some(Command::Start(args)) => start::run(&desk, &args),
        Some(Command::Done(args)) => touch::done(&desk, &args),
        Some(Command::Skip(args)) => touch::skip(&desk, &args),
        Some(Command::Postpone(args)) => touch::postpone(&desk, &args),
        Some(Command::Pause(args)) => pause::pause(&desk, &args),
        Some(Command::Resume(args)) => pause::resume(&desk, &args),
        Some(Command::Answer(args)) => answer::run(&desk, &args),
        Some(Command::Brief(args)) => brief::run(&desk, &args),
        Some(Command::Meet(args)) => meeting::meet(&desk, &args),
        Some(Command::Held(args)) => meeting::held(&desk, &args),
        Some(Command::NoShow(args)) => meeting::missed(&desk, &args, MeetingStatus::NoShow),
        Some(Command::Cancelled(args)) => meeting::missed(&desk, &args, MeetingStatus::Cancelled),
        Some(Command::Next(args)) => note::next(&desk, &args),
        Some(Command::Log(args)) => note::log(&desk, &args),
        Some(Command::Away(args)) => away::run(&desk, &args),
        Some(Command::Check(args)) => check::run(&desk, &args),
        Some(Command::Plan(args)) => capacity::run(&desk, &args),
        Some(Command::Review(args)) => review::run(&desk, &args),
        Some(Command::Insights(args)) => insights::run(&desk, &args),
        Some(Command::Archive(args)) => archive::archive(&desk, &args),
        Some(Command::Restore(args)) => archive::restore(&desk, &args),
        Some(Command::Rename(args)) => same::rename(&desk, &args),
        Some(Command::Merge(args)) => same::merge(&desk, &args),
        Some(Command::Undo(args)) => past::undo(&desk, &args),
        Some(Command::Redo(args)) => past::redo(&desk, &args),
        Some(Command::History(args)) => past::history(&desk, &args),
        Some(Command::Sync(args)) => sync::run(&desk, &args),
        Some(Command::Trust(args)) => trust::run(&desk, &args),
        Some(Command::MergeFile(args)) => merge_file::run(&desk, &args),
        Some(Command::Doctor(args)) => doctor::run(&desk, &args),
    }
}

/// `inroad` alone. The default plan is made on first use; one that was named must be there.
fn screen(desk: &Desk) -> Result<(), Failure> {
    let path = desk.folder_path()?;
    let folder = match Folder::open(&path) {
        Err(StoreError::NoPlan(_)) if desk.plan.is_none() && shell::has_terminal() => Folder::create(&path)?,
        opened => opened?,
    };
    desk.screen(folder)
}
