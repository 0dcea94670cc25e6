//! The way to the terminal. A thread of its own writes, so that neither the loop nor the end of the program ever waits
//! for a terminal that takes nothing: a link that stalls, a reader that died.

use std::io::{self, PipeReader, PipeWriter};
use std::mem;
use std::os::fd::OwnedFd;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::Errno;
use rustix::termios::{QueueSelector, tcflush, tcgetsid, ttyname};

use super::happened::Happened;

#[derive(Debug, Default)]
struct State {
    /// What the thread takes next.
    waiting: Vec<u8>,
    /// It is writing.
    writing: bool,
    /// A frame was left out because the one before was still being written.
    wanted: bool,
    /// What is being written is not wanted any more.
    cut: bool,
    /// The last words have been said.
    closed: bool,
    /// The terminal is gone.
    gone: bool,
}

/// The way to the terminal, for whoever writes to it.
#[derive(Debug, Clone)]
pub(super) struct Outlet(Arc<(Mutex<State>, Condvar)>, Arc<PipeWriter>);

/// The terminal once more, opened so that writing to it never waits; others keep it as they have it. Where that can't be
/// done, writing waits, and what is being written can't be cut short.
fn terminal() -> io::Result<OwnedFd> {
    let stdout = rustix::stdio::stdout();
    let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let is_ours = tcgetsid(stdout).is_ok();
    let own = if is_ours { open("/dev/tty", flags, Mode::empty()) } else { Err(Errno::NOTTY) };
    let by_name = || open(ttyname(stdout, Vec::new())?, flags, Mode::empty());
    Ok(own.or_else(|_| by_name()).or_else(|_| rustix::io::fcntl_dupfd_cloexec(stdout, 3))?)
}

impl Outlet {
    /// Begin to write. When the terminal is gone, the loop is told.
    pub(super) fn start(inbox: Sender<Happened>) -> io::Result<Self> {
        let (woken, wake) = io::pipe()?;
        let outlet = Self(Arc::default(), Arc::new(wake));
        let (theirs, terminal) = (outlet.clone(), terminal()?);
        let work = move || theirs.work(&terminal, &woken, &inbox);
        thread::Builder::new().name("outlet".to_owned()).spawn(work)?;
        Ok(outlet)
    }

    /// Leads nowhere.
    #[cfg(test)]
    pub(super) fn nowhere() -> Self {
        Self(Arc::default(), Arc::new(io::pipe().unwrap().1))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first words.
    pub(super) fn open(&self, words: &[u8]) {
        self.lock().closed = false;
        self.send(words);
    }

    /// Write this after all that is being written. After the last words nothing is written: a frame that comes too late
    /// would stand on somebody else's screen.
    pub(super) fn send(&self, bytes: &[u8]) {
        let mut state = self.lock();
        if !state.gone && !state.closed {
            state.waiting.extend(bytes);
            self.0.1.notify_all();
        }
    }

    /// Whether a frame would be written at once. If not, the loop is told when one would.
    pub(super) fn is_free(&self) -> bool {
        let mut state = self.lock();
        let is_free = !state.writing && state.waiting.is_empty();
        state.wanted = !is_free && !state.gone;
        is_free
    }

    /// The last words, instead of all that waits. Says whether the terminal has taken it in that time; if it takes nothing,
    /// what it has not taken so far is thrown away to make room.
    pub(super) fn last(&self, words: &[u8], most: Duration) -> bool {
        let begun = Instant::now();
        {
            let mut state = self.lock();
            state.cut = state.writing;
            state.closed = true;
            state.waiting = words.to_vec();
            self.0.1.notify_all();
        }
        self.look_again();
        self.is_written(begun + most / 2) || {
            _ = tcflush(rustix::stdio::stdout(), QueueSelector::OFlush);
            self.look_again();
            self.is_written(begun + most)
        }
    }

    fn look_again(&self) {
        _ = rustix::io::write(&*self.1, b"!");
    }

    fn is_written(&self, until: Instant) -> bool {
        let mut state = self.lock();
        while (state.writing || !state.waiting.is_empty()) && !state.gone {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            (state, _) = self.0.1.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner);
        }
        !state.gone
    }

    fn work(&self, terminal: &OwnedFd, woken: &PipeReader, inbox: &Sender<Happened>) {
        loop {
            let mut state = self.lock();
            while state.waiting.is_empty() {
                state = self.0.1.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            let bytes = mem::take(&mut state.waiting);
            state.writing = true;
            drop(state);
            let outcome = self.write(&bytes, terminal, woken);
            let mut state = self.lock();
            (state.writing, state.cut) = (false, false);
            if outcome.is_err() {
                state.gone = true;
                state.waiting.clear();
            }
            let is_wanted = state.waiting.is_empty() && mem::take(&mut state.wanted);
            drop(state);
            self.0.1.notify_all();
            let told = match (outcome, is_wanted) {
                (Err(_), _) => Happened::Over,
                (Ok(()), true) => Happened::Drawn,
                (Ok(()), false) => continue,
            };
            let is_over = matches!(told, Happened::Over);
            if inbox.send(told).is_err() || is_over {
                return;
            }
        }
    }

    /// Write all of it, unless it is cut short.
    fn write(&self, mut bytes: &[u8], terminal: &OwnedFd, woken: &PipeReader) -> Result<(), Errno> {
        while !bytes.is_empty() && !self.lock().cut {
            match rustix::io::write(terminal, bytes) {
                Ok(count) => bytes = &bytes[count..],
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => {
                    let mut ready = [PollFd::new(terminal, PollFlags::OUT), PollFd::new(woken, PollFlags::IN)];
                    match poll(&mut ready, None) {
                        Ok(_) if ready[1].revents().contains(PollFlags::IN) => {
                            _ = rustix::io::read(woken, &mut [0; 16])?;
                        }
                        Ok(_) | Err(Errno::INTR) => {}
                        Err(error) => return Err(error),
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
