//! `inroad sync`: the plan and the others' put together through git.

use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use serde_json::json;

use super::{Desk, Failure, out};
use crate::domain::step::{Note, Way};
use crate::domain::synced::Synced;
use crate::exchange::git::{self, Bringing, GitError, Options, Stop, Taken};
use crate::shell;
use crate::store::{Folder, Received, places, synced};

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad sync --remote git@example.com:team/plan.git     the first time
  inroad sync                                            from then on")]
pub(super) struct Args {
    /// Where the plan is shared: an address as git takes it. A repository is made if there is none.
    #[arg(long, value_name = "URL")]
    remote: Option<String>,
    /// Make one plan of this one and another that it has no history in common with.
    #[arg(long)]
    join: bool,
}

/// So long somebody waits without being told that they may go.
const LONG: Duration = Duration::from_secs(5);

/// What is exited with: this and the signal, as every shell does.
const BY_SIGNAL: i32 = 128;

impl From<GitError> for Failure {
    fn from(error: GitError) -> Self {
        let code = if matches!(error, GitError::Busy) { 4 } else { 1 };
        Self { code, ..Self::failed(error) }
    }
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let root = desk.folder_path()?;
    let mut folder = Folder::open(&root).map_err(|error| clone_without_files(&root).unwrap_or_else(|| error.into()))?;
    let states = places::state_folder();
    let states =
        states.ok_or_else(|| Failure::failed("there is no folder for what both sides changed; HOME is not set"))?;
    if let Some(why) = folder.keep_state(&states) {
        return Err(Failure::failed(format!("without a folder for what both sides changed nothing is synced: {why}")));
    }
    let root = folder.root().to_owned();
    let in_background = desk.no_input || !io::stdin().is_terminal();
    let (stop, asked) = (Stop::default(), Arc::new(AtomicI32::new(0)));
    let (ends, by) = (stop.clone(), Arc::clone(&asked));
    // Git, and what it has started, must not outlive us.
    shell::once_asked_to_end(move |signal| {
        by.store(signal, Ordering::Relaxed);
        ends.stop();
    })
    .map_err(Failure::failed)?;
    let options = Options { remote: args.remote.clone(), in_background, join: args.join, stop };
    let mut receive = |bringing: Bringing| {
        let note = Note { id: bringing.step, at: desk.clock.now(), label: bringing.label, way: Way::Came };
        let received = folder.keep_overruled(&note, &bringing.overruled).and_then(|overruled| {
            let received = folder.receive(&note, &bringing.files, &git::blend)?;
            Ok((overruled, received))
        });
        let (overruled, received) = received.map_err(|error| format!("not saved: {error}"))?;
        let Received { saved, mut told, overruled: back } = received;
        told.extend(saved.doubt.map(|doubt| format!("Saved, but {doubt}.")));
        Ok(Taken { conflicts: saved.conflicts, overruled: [overruled, back].concat(), told })
    };
    let waits =
        "it takes long; perhaps the others' machine does not answer. Ctrl-C ends it, and nothing is lost by that";
    let synced = out::noting_after(LONG, waits, || git::sync(&root, &states, &options, &mut receive));
    let synced = synced.map_err(|error| match error {
        GitError::Stopped => Failure {
            code: u8::try_from(BY_SIGNAL + asked.load(Ordering::Relaxed)).unwrap_or(1),
            ..Failure::failed(error)
        },
        error => error.into(),
    })?;
    if let (None, Some(state)) = (&synced.offline, folder.state()) {
        synced::write(state, desk.clock.now());
    }
    let waiting = folder.conflicts().len();
    tell(desk, &synced, waiting)?;
    if let Some(why) = &synced.offline {
        return Err(Failure::failed(format!("the others can't be reached: {why}")));
    }
    let things = |count: usize| if count == 1 { "1 thing waits".to_owned() } else { format!("{count} things wait") };
    let stands = match (synced.conflicts, synced.overruled.len()) {
        (0, 0) => {
            if waiting > 0 {
                out::note(&format!("{} for a choice from before; `inroad conflicts` shows both", things(waiting)));
            }
            return Ok(());
        }
        (_, 0) => "what was here stands, theirs is kept",
        (0, _) => "theirs stands, what was here is kept",
        _ => "both are kept",
    };
    let things = things(synced.waiting());
    let message =
        format!("{things} for a choice: both sides changed the same; {stands}. `inroad conflicts` shows both");
    Err(Failure { code: 4, ..Failure::failed(message) })
}

/// What others have is there and not in the folder: git was told of a branch that is not there.
pub(super) fn clone_without_files(root: &Path) -> Option<Failure> {
    let branch = git::waiting_branch(root)?;
    let root = root.display();
    Some(Failure::failed(format!(
        "{root} is a clone that holds no files yet; `git -C {root} switch {branch}` takes what the others have"
    )))
}

fn tell(desk: &Desk, synced: &Synced, waiting: usize) -> Result<(), Failure> {
    if desk.json {
        return out::json(&json!({
            "format": 1,
            "sent": synced.sent,
            "came": synced.came,
            "told": synced.told,
            "overruled": synced.overruled,
            "conflicts": waiting,
            "new_conflicts": synced.waiting(),
            "ahead": synced.ahead,
            "behind": synced.behind,
            "offline": synced.offline,
        }));
    }
    for (what, lines) in [("sent", &synced.sent), ("came", &synced.came)] {
        for line in lines {
            out::line(&format!("{what}  {line}"))?;
        }
    }
    for sentence in synced.overruled.iter().chain(&synced.told) {
        out::note(sentence);
    }
    match (&synced.offline, synced.apart()) {
        (Some(_), apart) if !apart.is_empty() => out::line(&apart),
        (None, _) if synced.sent.is_empty() && synced.came.is_empty() => out::line("nothing new on either side"),
        _ => Ok(()),
    }
}
