//! The way to the terminal. A thread of its own writes, so that neither the loop nor the end of the program ever waits
//! for a terminal that takes nothing: a link that stalls, a reader that died.

use std::io;
use std::mem;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::termios::{QueueSelector, tcflush};

use super::happened::Happened;

/// How much is written at once: what is left of it is all that can come before the last words.
const PIECE: usize = 1024;

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
    /// The terminal is gone.
    gone: bool,
}

/// The way to the terminal, for whoever writes to it.
#[derive(Debug, Clone, Default)]
pub(super) struct Outlet(Arc<(Mutex<State>, Condvar)>);

impl Outlet {
    /// Begin to write. When the terminal is gone, the loop is told.
    pub(super) fn start(inbox: Sender<Happened>) -> io::Result<Self> {
        let outlet = Self::default();
        let theirs = outlet.clone();
        thread::Builder::new().name("outlet".to_owned()).spawn(move || theirs.work(&inbox))?;
        Ok(outlet)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Write this after all that is being written.
    pub(super) fn send(&self, bytes: &[u8]) {
        let mut state = self.lock();
        if !state.gone {
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

    /// Write this instead of all that waits. Says whether the terminal has taken it in that time; if it takes nothing,
    /// what it has not taken so far is thrown away to make room.
    pub(super) fn last(&self, words: &[u8], most: Duration) -> bool {
        let begun = Instant::now();
        {
            let mut state = self.lock();
            state.cut = state.writing;
            state.waiting = words.to_vec();
            self.0.1.notify_all();
        }
        self.is_written(begun + most / 2) || {
            _ = tcflush(rustix::stdio::stdout(), QueueSelector::OFlush);
            self.is_written(begun + most)
        }
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

    fn work(&self, inbox: &Sender<Happened>) {
        loop {
            let mut state = self.lock();
            while state.waiting.is_empty() {
                state = self.0.1.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            let bytes = mem::take(&mut state.waiting);
            state.writing = true;
            drop(state);
            let outcome = bytes
                .chunks(PIECE)
                .try_for_each(|piece| if self.lock().cut { Err(Errno::CANCELED) } else { write(piece) });
            let mut state = self.lock();
            state.writing = false;
            state.cut = false;
            match outcome {
                Ok(()) | Err(Errno::CANCELED) => {
                    if state.waiting.is_empty() && mem::take(&mut state.wanted) {
                        // The loop may have ended.
                        _ = inbox.send(Happened::Drawn);
                    }
                }
                Err(_) => {
                    state.gone = true;
                    state.waiting.clear();
                }
            }
            let is_gone = state.gone;
            drop(state);
            self.0.1.notify_all();
            if is_gone {
                // The loop may have ended.
                _ = inbox.send(Happened::Over);
                return;
            }
        }
    }
}

fn write(mut piece: &[u8]) -> Result<(), Errno> {
    let terminal = rustix::stdio::stdout();
    while !piece.is_empty() {
        match rustix::io::write(terminal, piece) {
            Ok(count) => piece = &piece[count..],
            Err(Errno::INTR) => {}
            // Whoever shares the terminal may have made it so that it never waits.
            Err(Errno::AGAIN) => _ = poll(&mut [PollFd::new(&terminal, PollFlags::OUT)], None),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
