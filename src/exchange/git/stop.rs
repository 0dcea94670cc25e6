//! Ending a sync from outside: git, and what it has started to reach the others, must not outlive whoever asked for it.

use std::fs;
use std::io;
use std::process::{Child, Command};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

/// How long git gets to take its locks away.
const LAST: Duration = Duration::from_millis(500);

/// How often it is looked whether it has.
const LOOK: Duration = Duration::from_millis(2);

/// Ends what runs, and lets nothing begin any more.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<Mutex<Running>>);

#[derive(Debug, Default)]
struct Running {
    is_asked: bool,
    processes: Vec<Process>,
}

/// One that runs.
#[derive(Debug, Clone, Copy)]
struct Process {
    pid: Pid,
    /// What it has started is of its group. Where somebody may be asked for a password it is of ours, which has the
    /// terminal.
    leads: bool,
}

impl Process {
    /// With all that it has started. One that has just ended by itself is no failure.
    fn send(self, signal: Signal) {
        if self.leads {
            _ = kill_process_group(self.pid, signal);
        } else {
            _ = kill_process(self.pid, signal);
        }
    }

    /// This one, or all that it has started, each by itself: who loses its parent is found under it no more.
    fn all(self) -> Vec<Self> {
        let mut all = vec![self];
        let parents = if self.leads { Vec::new() } else { parents() };
        let mut at = 0;
        while let Some(parent) = all.get(at).map(|each| each.pid) {
            let children = parents.iter().filter(|(_, of)| *of == parent);
            all.extend(children.map(|(pid, _)| Self { pid: *pid, leads: false }));
            at += 1;
        }
        all
    }
}

/// Who has started whom, where the system says it in files.
fn parents() -> Vec<(Pid, Pid)> {
    let pid = |text: &str| text.parse().ok().and_then(Pid::from_raw);
    let of = |entry: fs::DirEntry| {
        let child = pid(entry.file_name().to_str()?)?;
        let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
        // The name in brackets may hold anything.
        let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?;
        Some((child, pid(parent)?))
    };
    fs::read_dir("/proc").into_iter().flatten().flatten().filter_map(of).collect()
}

impl Stop {
    fn with<T>(&self, what: impl FnOnce(&mut Running) -> T) -> T {
        what(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Start a process, which may lead a group, unless it is over: then nothing.
    pub(super) fn start(&self, command: &mut Command, leads: bool) -> io::Result<Option<Child>> {
        self.with(|running| {
            if running.is_asked {
                return Ok(None);
            }
            let child = command.spawn()?;
            running.processes.push(Process { pid: Pid::from_child(&child), leads });
            Ok(Some(child))
        })
    }

    /// It has given all that it had, or its time is over; from here on nobody else ends it. Says whether somebody has.
    pub(super) fn has_ended(&self, pid: Pid) -> bool {
        self.with(|running| {
            running.processes.retain(|each| each.pid != pid);
            running.is_asked
        })
    }

    /// End it: whatever runs is asked to, and soon made to. Comes back when it has.
    pub fn stop(&self) {
        let all: Vec<Process> = self.with(|running| {
            running.is_asked = true;
            let all: Vec<Process> = running.processes.iter().flat_map(|each| each.all()).collect();
            for each in &all {
                each.send(Signal::TERM);
            }
            all
        });
        let until = Instant::now() + LAST;
        while Instant::now() < until && self.with(|running| !running.processes.is_empty()) {
            thread::sleep(LOOK);
        }
        for each in all {
            each.send(Signal::KILL);
        }
    }
}
