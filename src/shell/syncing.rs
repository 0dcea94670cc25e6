//! A sync beside the screen, on a thread of its own: the network may take its time. What has to be written into the plan's
//! files the disk thread writes, like everything else.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

use super::disk::Job;
use super::happened::Happened;
use crate::app::Msg;
use crate::clock::Clock;
use crate::domain::step::{Note, Way};
use crate::domain::synced::Synced;
use crate::exchange::git::{self, Bringing, Options, Stop, Taken};
use crate::store::state::State;
use crate::store::{places, synced};

/// How long what is still being saved is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Begin; it can be stopped. The model is told when it has ended.
pub(super) fn start(
    root: PathBuf,
    jobs: Sender<Job>,
    clock: Clock,
    inbox: Sender<Happened>,
    stop: Stop,
) -> io::Result<()> {
    thread::Builder::new().name("sync".to_owned()).spawn(move || {
        let outcome = sync(&root, &jobs, clock, stop);
        // The loop may have ended.
        _ = inbox.send(Happened::Said(Msg::Synced(outcome.map(Box::new))));
    })?;
    Ok(())
}

fn sync(root: &Path, jobs: &Sender<Job>, clock: Clock, stop: Stop) -> Result<Synced, String> {
    let gone = "the disk thread has ended";
    let states = places::state_folder().ok_or("there is no folder for what both sides changed; HOME is not set")?;
    let (done, wait) = mpsc::channel();
    jobs.send(Job::Flush(done)).map_err(|_| gone)?;
    // What can't be saved now comes with the next one.
    _ = wait.recv_timeout(PATIENCE);
    let mut receive = |bringing: Bringing| -> Result<Taken, String> {
        let note = Note { id: bringing.step, at: clock.now(), label: bringing.label.clone(), way: Way::Came };
        let (reply, answer) = mpsc::channel();
        jobs.send(Job::Receive(note, Box::new(bringing), reply)).map_err(|_| gone)?;
        answer.recv().map_err(|_| gone)?
    };
    let options = Options { in_background: true, stop, ..Options::default() };
    let synced = git::sync(root, &states, &options, &mut receive).map_err(|error| error.to_string())?;
    if synced.offline.is_none() {
        synced::write(&State::of(&states, root), clock.now());
    }
    Ok(synced)
}
