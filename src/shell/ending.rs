//! The end of the program when somebody else decides it: a signal, a terminal that is gone, a panic in a thread. The
//! loop is asked to leave in order; if it can't, the process ends all the same, and in time.

use std::io;
use std::process::{Command, ExitStatus};
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::{Duration, Instant};

use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};

use super::happened::Happened;
use super::hold::Hold;
use super::keeper::Keeper;
use super::last_words;
use super::shared::Shared;
use super::under_way::UnderWay;

/// By then the loop has left, or the process ends without it.
const LATEST: Duration = Duration::from_millis(850);

/// By then leaving in order has to be done with the disk.
const DISK: Duration = Duration::from_millis(650);

/// How long a last word to whoever reads the terminal may take.
const TELLING: Duration = Duration::from_millis(50);

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// This signal.
    Signal(i32),
    /// Nobody holds the terminal any more.
    HangUp,
    /// A thread that is needed is not there any more.
    Panic,
}

impl Cause {
    /// What the process says when it ends.
    pub(super) fn code(self) -> i32 {
        match self {
            Self::Signal(signal) => 128 + signal,
            Self::HangUp => 129,
            Self::Panic => 101,
        }
    }
}

#[derive(Debug, Default)]
struct State {
    begun: Option<(Cause, Instant)>,
    /// The program that has the terminal.
    child: Option<Pid>,
    /// Others have the terminal.
    lent: bool,
    /// How often we went on after a stop.
    gone_on: u64,
}

/// The end, for whoever sees it coming.
#[derive(Debug, Clone)]
pub(super) struct Ending {
    shared: Arc<Shared<State>>,
    inbox: Sender<Happened>,
    keeper: Keeper,
    hold: Hold,
    under_way: UnderWay,
}

impl Ending {
    /// Not yet.
    pub(super) fn new(inbox: Sender<Happened>, keeper: Keeper, hold: Hold, under_way: UnderWay) -> Self {
        Self { shared: Arc::default(), inbox, keeper, hold, under_way }
    }

    /// It has come. Only the first cause counts.
    pub(super) fn begin(&self, cause: Cause) {
        let mut state = self.shared.lock();
        if state.begun.is_some() {
            return;
        }
        state.begun = Some((cause, Instant::now()));
        self.shared.tell();
        self.under_way.begin_nothing();
        if let Some(child) = state.child {
            // Editors save what they have when they hear this; and the loop waits for them.
            let signal = if cause == Cause::HangUp { Signal::HUP } else { Signal::TERM };
            _ = kill_process(child, signal);
        }
        drop(state);
        // The loop may have ended.
        _ = self.inbox.send(Happened::Over);
        let this = self.clone();
        let backstop = thread::Builder::new().name("ending".to_owned()).spawn(move || this.end_without_the_loop(cause));
        if backstop.is_err() {
            self.end_without_the_loop(cause);
        }
    }

    fn end_without_the_loop(&self, cause: Cause) -> ! {
        thread::sleep(LATEST);
        self.keeper.flush(Duration::from_millis(20));
        self.hold.release(Duration::from_millis(50));
        self.tell();
        signal_hook::low_level::exit(cause.code())
    }

    /// Tell what became of the steps that the disk was at. A stream that nobody reads keeps nobody.
    pub(super) fn tell(&self) {
        let told = self.under_way.told();
        if told.is_empty() {
            return;
        }
        let (done, wait) = mpsc::channel();
        let teller = thread::Builder::new().name("teller".to_owned()).spawn(move || {
            last_words::say(&told);
            _ = done.send(());
        });
        if teller.is_ok() {
            _ = wait.recv_timeout(TELLING);
        }
    }

    /// Whether Ctrl-C only stops the step that somebody waits for who has quit.
    pub(super) fn stops_a_step(&self) -> bool {
        self.under_way.is_stopped_by_hand()
    }

    /// What began it.
    pub(super) fn cause(&self) -> Option<Cause> {
        self.shared.lock().begun.map(|(cause, _)| cause)
    }

    /// How long the disk may still take; nothing if there is no haste.
    pub(super) fn time_for_the_disk(&self) -> Option<Duration> {
        self.shared.lock().begun.map(|(_, at)| DISK.saturating_sub(at.elapsed()))
    }

    /// Wait for it, but not for long.
    pub(super) fn comes_within(&self, most: Duration) -> bool {
        self.shared.wait_while_until(Instant::now() + most, |state| state.begun.is_none()).begun.is_some()
    }

    /// Stop by this; returns when somebody has let us go on. A stop comes over a process of several threads a moment
    /// after it was asked for.
    pub(super) fn stop(&self, by: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        let before = self.shared.lock().gone_on;
        by()?;
        drop(self.shared.wait_while(|state| state.gone_on == before && state.begun.is_none()));
        Ok(())
    }

    /// We go on after a stop.
    pub(super) fn go_on(&self) {
        self.shared.lock().gone_on += 1;
        self.shared.tell();
    }

    /// Somebody else has the terminal, or has it no more.
    pub(super) fn lend(&self, lent: bool) {
        self.shared.lock().lent = lent;
    }

    /// Whether somebody else has the terminal.
    pub(super) fn is_lent(&self) -> bool {
        self.shared.lock().lent
    }

    /// Run a program and wait for its end. It is told when ours comes.
    pub(super) fn run(&self, command: &mut Command) -> io::Result<ExitStatus> {
        let mut child = command.spawn()?;
        let pid = Pid::from_child(&child);
        {
            let mut state = self.shared.lock();
            state.child = Some(pid);
            if state.begun.is_some() {
                _ = kill_process(pid, Signal::TERM);
            }
        }
        // First wait, then forget it, then let its number go: nobody else is ever told.
        let wait = || waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT);
        while matches!(wait(), Err(Errno::INTR)) {}
        self.shared.lock().child = None;
        child.wait()
    }
}
