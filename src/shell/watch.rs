//! Watching the plan's folders. What the file system tells is gathered until it has been quiet for a moment, so that a
//! copied folder is looked at once. Some file systems tell nothing: the loop also asks for a look when somebody comes
//! back to the keyboard.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::disk::Job;
use crate::store::CONFLICTS;
use crate::store::synced::SYNCED;

/// So long nothing more must have been told.
const QUIET: Duration = Duration::from_millis(150);
/// And so long it is gathered at most.
const MOST: Duration = Duration::from_secs(2);

/// As long as it lives, the disk thread is told what has been written.
pub(super) struct Watch {
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Watch the plan in that folder. Nothing if the system has no watches left.
    pub(super) fn start(root: &Path, state: Option<PathBuf>, jobs: Sender<Job>) -> Option<Self> {
        let (told, tells) = mpsc::channel();
        let beside = state.clone();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // Reading a file is told too; it changes nothing.
            let Ok(event) = event else { return };
            // Of what is kept beside the plan only what waits for a choice, and that it was synced, is everybody's.
            let is_everybodys = |path: &PathBuf| [CONFLICTS, SYNCED].iter().any(|name| path.ends_with(name));
            let is_ours = |path: &PathBuf| path.parent() == beside.as_deref() && !is_everybodys(path);
            if !event.kind.is_access() && !event.paths.iter().all(is_ours) {
                _ = told.send(event.paths);
            }
        })
        .ok()?;
        watcher.watch(root, RecursiveMode::NonRecursive).ok()?;
        for folder in ["accounts", "playbooks"] {
            // One that is not there yet is found by the looks that the loop asks for.
            _ = watcher.watch(&root.join(folder), RecursiveMode::NonRecursive);
        }
        if let Some(state) = state {
            _ = watcher.watch(&state, RecursiveMode::NonRecursive);
        }
        thread::Builder::new().name("watch".to_owned()).spawn(move || gather(&tells, &jobs)).ok()?;
        Some(Self { _watcher: watcher })
    }
}

fn gather(tells: &Receiver<Vec<PathBuf>>, jobs: &Sender<Job>) {
    while let Ok(first) = tells.recv() {
        let mut paths: BTreeSet<PathBuf> = first.into_iter().collect();
        let until = Instant::now() + MOST;
        while let Ok(more) = tells.recv_timeout(QUIET.min(until.saturating_duration_since(Instant::now()))) {
            paths.extend(more);
        }
        if jobs.send(Job::Look(paths)).is_err() {
            return;
        }
    }
}
