//! Ending a sync from outside: git, and what it has started to reach the others, must not outlive whoever asked for it.

use std::io;
use std::process::{Child, Command};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

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
    /// The process groups of what runs.
    groups: Vec<Pid>,
}

impl Stop {
    fn with<T>(&self, what: impl FnOnce(&mut Running) -> T) -> T {
        what(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Start a process, unless it is over: then nothing.
    pub(super) fn start(&self, command: &mut Command) -> io::Result<Option<Child>> {
        self.with(|running| {
            if running.is_asked {
                return Ok(None);
            }
            let child = command.spawn()?;
            running.groups.push(Pid::from_child(&child));
            Ok(Some(child))
        })
    }

    /// It has given all that it had, or its time is over; from here on nobody else ends it. Says whether somebody has.
    pub(super) fn has_ended(&self, group: Pid) -> bool {
        self.with(|running| {
            running.groups.retain(|each| *each != group);
            running.is_asked
        })
    }

    /// End it: whatever runs is asked to, and soon made to. Comes back when it has.
    pub fn stop(&self) {
        let send = |signal: Signal| {
            self.with(|running| {
                running.is_asked = true;
                // One that has just ended by itself is no failure.
                running.groups.iter().for_each(|group| _ = kill_process_group(*group, signal));
            });
        };
        send(Signal::TERM);
        let until = Instant::now() + LAST;
        while Instant::now() < until && self.with(|running| !running.groups.is_empty()) {
            thread::sleep(LOOK);
        }
        send(Signal::KILL);
    }
}
