//! The command line: one file per subcommand, over the same plan and the same domain methods as the screen.
//!
//! Data goes to stdout, messages to stderr. Exit codes: 0, 1 failed, 2 usage, 3 findings (`check`, `doctor`, `conflicts`) or an
//! `export` that lacks what can't be read, 4 busy or conflict, 130 interrupted.

mod add;
mod answer;
mod archive;
mod attach;
mod attended;
mod away;
mod brief;
mod capacity;
mod check;
mod complete;
mod completions;
mod conflicts;
mod demo;
mod desk;
mod did;
mod doctor;
mod export;
mod failure;
mod find;
mod import;
mod init;
mod insights;
mod list;
mod man;
mod meeting;
mod merge_file;
mod note;
mod out;
mod paint;
mod past;
mod pause;
mod personal;
mod plain;
mod review;
mod same;
mod set;
mod show;
mod start;
mod sync;
mod table;
mod today;
mod touch;
mod trust;
mod usage;

use std::path::PathBuf;

use clap::builder::FalseyValueParser;
use clap::{Parser, Subcommand, ValueEnum};
pub use complete::has_answered;
use desk::{Desk, Open, keep_state};
pub use failure::Failure;
pub use man::page as manual;
use paint::Paint;
use personal::Personal;
pub use usage::args;

use crate::clock::Clock;
use crate::domain::meeting::MeetingStatus;
use crate::shell;
use crate::store::places;

/// Plan the way into target accounts.
#[derive(Debug, Parser)]
#[command(name = "inroad", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(before_help = "Examples:
  inroad                                the screen
  inroad demo ~/try-inroad              a plan to play with
  inroad add Primo --tier 1             a target account
  inroad today                          what is due
  inroad --plain                        the day's review in plain lines, for screen readers")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
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
    /// Colours of the screen and, on a terminal, of lists.
    #[arg(long, global = true, help_heading = "Everywhere", value_enum, default_value_t = ColorChoice::Auto)]
    color: ColorChoice,
    /// Print JSON.
    #[arg(long, global = true, help_heading = "Everywhere")]
    json: bool,
    /// Plain lines: lists tab-separated, and `inroad --plain` reviews the day in numbered lines and questions.
    #[arg(long, global = true, help_heading = "Everywhere", env = "INROAD_PLAIN", value_parser = FalseyValueParser::new())]
    plain: bool,
    /// Ask nothing; what would have to be asked fails.
    #[arg(long, global = true, help_heading = "Everywhere")]
    no_input: bool,
    /// Say which plan is used, and which files are written.
    #[arg(long, short, global = true, help_heading = "Everywhere")]
    verbose: bool,
    /// With --plain, read from there what would be typed; `-` is the standard input, though it be no terminal.
    #[arg(long, value_name = "FILE", requires = "plain")]
    input: Option<String>,
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
    /// Move people from the contacts onto an account.
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
    /// Write the plan for other programs: a spreadsheet, a calendar, an address book, a CRM, a script.
    Export(export::Args),
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
    /// List what both sides changed, and choose one of them.
    Conflicts(conflicts::Args),
    /// Let a repository's own settings count, as they are now.
    Trust(trust::Args),
    /// Merge a file of a plan, for git.
    #[command(hide = true)]
    MergeFile(merge_file::Args),
    /// List what is wrong with files, and where things are kept.
    Doctor(doctor::Args),
    /// Print what makes Tab complete, for bash, zsh or fish.
    Completions(completions::Args),
    /// Print the manual page.
    Man(man::Args),
}

/// Do what the arguments say. Returns the exit code.
pub fn main(args: Args) -> u8 {
    match run(args) {
        Ok(()) => 0,
        Err(failure) => {
            if !failure.message.is_empty() {
                out::note(&failure.message);
            }
            failure.code
        }
    }
}

fn run(args: Args) -> Result<(), Failure> {
    shell::bear_limits()?;
    if let Some(path) = args.config.as_ref().filter(|path| !path.is_file()) {
        return Err(Failure::usage(format!("--config {}: there is no such file", places::told(path))));
    }
    let path = args.config.or_else(|| places::config_folder().map(|folder| folder.join("config.toml")));
    let desk = Desk {
        plan: args.plan,
        personal: Personal::read(path.as_deref(), args.color),
        clock: args.today.unwrap_or_default(),
        json: args.json,
        plain: args.plain || plain::has_only_lines(),
        no_input: args.no_input,
        verbose: args.verbose,
    };
    if args.plain {
        out::be_plain();
    }
    let today = desk.clock.now().date_naive();
    if let Some(paint) = Paint::chosen(args.color, out::is_table() && !desk.plain, &desk.personal.look.theme, today) {
        out::be_painted(paint);
    }
    if args.command.is_some() {
        for complaint in &desk.personal.complaints {
            out::note(complaint);
        }
    }
    let outcome = run_command(&desk, args.command, args.input.as_deref());
    outcome.map_err(|failure| archive::perhaps_archived(&desk, failure))
}

fn run_command(desk: &Desk, command: Option<Command>, input: Option<&str>) -> Result<(), Failure> {
    match command {
        None if desk.plain => plain::run(desk, input),
        None => screen(desk),
        Some(Command::Init(args)) => init::run(desk, &args),
        Some(Command::Demo(args)) => demo::run(desk, &args),
        Some(Command::List(args)) => list::run(desk, &args),
        Some(Command::Show(args)) => show::run(desk, &args),
        Some(Command::Today(args)) => today::run(desk, &args),
        Some(Command::Add(args)) => add::run(desk, &args),
        Some(Command::Import(args)) => import::run(desk, &args),
        Some(Command::Attach(args)) => attach::run(desk, &args),
        Some(Command::Set(args)) => set::run(desk, &args),
        Some(Command::Start(args)) => start::run(desk, &args),
        Some(Command::Done(args)) => touch::done(desk, &args),
        Some(Command::Skip(args)) => touch::skip(desk, &args),
        Some(Command::Postpone(args)) => touch::postpone(desk, &args),
        Some(Command::Pause(args)) => pause::pause(desk, &args),
        Some(Command::Resume(args)) => pause::resume(desk, &args),
        Some(Command::Answer(args)) => answer::run(desk, &args),
        Some(Command::Brief(args)) => brief::run(desk, &args),
        Some(Command::Meet(args)) => meeting::meet(desk, &args),
        Some(Command::Held(args)) => meeting::held(desk, &args),
        Some(Command::NoShow(args)) => meeting::missed(desk, &args, MeetingStatus::NoShow),
        Some(Command::Cancelled(args)) => meeting::missed(desk, &args, MeetingStatus::Cancelled),
        Some(Command::Next(args)) => note::next(desk, &args),
        Some(Command::Log(args)) => note::log(desk, &args),
        Some(Command::Away(args)) => away::run(desk, &args),
        Some(Command::Check(args)) => check::run(desk, &args),
        Some(Command::Plan(args)) => capacity::run(desk, &args),
        Some(Command::Review(args)) => review::run(desk, &args),
        Some(Command::Insights(args)) => insights::run(desk, &args),
        Some(Command::Export(args)) => export::run(desk, &args),
        Some(Command::Archive(args)) => archive::archive(desk, &args),
        Some(Command::Restore(args)) => archive::restore(desk, &args),
        Some(Command::Rename(args)) => same::rename(desk, &args),
        Some(Command::Merge(args)) => same::merge(desk, &args),
        Some(Command::Undo(args)) => past::undo(desk, &args),
        Some(Command::Redo(args)) => past::redo(desk, &args),
        Some(Command::History(args)) => past::history(desk, &args),
        Some(Command::Sync(args)) => sync::run(desk, &args),
        Some(Command::Conflicts(args)) => conflicts::run(desk, &args),
        Some(Command::Trust(args)) => trust::run(desk, &args),
        Some(Command::MergeFile(args)) => merge_file::run(desk, &args),
        Some(Command::Doctor(args)) => doctor::run(desk, &args),
        Some(Command::Completions(args)) => completions::run(desk, &args),
        Some(Command::Man(args)) => man::run(desk, &args),
    }
}

/// `inroad` alone.
fn screen(desk: &Desk) -> Result<(), Failure> {
    let folder = desk.folder()?;
    desk.screen(folder)
}
