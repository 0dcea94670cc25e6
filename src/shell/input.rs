//! The input thread. It sleeps until the terminal has something to read, and sees a hang-up itself; it can be parked
//! while another program has the terminal, and then still sees the hang-up.
//!
//! It reads the bytes on its own: crossterm's reader spins when the terminal hangs up, takes an arrow key that the
//! network cut in two for an Esc and letters, and loses a key that arrives together with a change of size.

use std::io::{self, PipeReader, PipeWriter};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::decode::Decoder;
use super::ending::{Cause, Ending};
use super::happened::Happened;
use super::shared::Shared;

/// How long the rest of an arrow key may take behind its Esc.
const ESC_WAITS: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };

/// What a terminal says that is gone.
const GONE: PollFlags = PollFlags::HUP.union(PollFlags::ERR).union(PollFlags::NVAL);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Reading,
    Asked,
    Parked,
    /// The terminal is gone, and nothing is read any more.
    Gone,
}

/// The thread, as others see it.
#[derive(Debug)]
pub(super) struct Input {
    state: Arc<Shared<State>>,
    wake: PipeWriter,
}

impl Input {
    /// Begin to read.
    pub(super) fn start(inbox: Sender<Happened>, ending: Ending) -> io::Result<Self> {
        let (woken, wake) = io::pipe()?;
        let state = Arc::new(Shared::new(State::Reading));
        let theirs = Arc::clone(&state);
        thread::Builder::new().name("input".to_owned()).spawn(move || {
            // Whatever ends the reading ends the program: without input there is no way to go on.
            _ = read(&inbox, &woken, &theirs);
            *theirs.lock() = State::Gone;
            theirs.tell();
            ending.begin(Cause::HangUp);
        })?;
        Ok(Self { state, wake })
    }

    /// Stop reading, and return when nothing is read any more.
    pub(super) fn park(&self) {
        let mut state = self.state.lock();
        if *state == State::Reading {
            *state = State::Asked;
            _ = rustix::io::write(&self.wake, b"p");
        }
        drop(state);
        drop(self.state.wait_while(|state| *state == State::Asked));
    }

    /// Read again.
    pub(super) fn unpark(&self) {
        let mut state = self.state.lock();
        if *state == State::Parked {
            *state = State::Reading;
            _ = rustix::io::write(&self.wake, b"r");
        }
    }
}

fn read(inbox: &Sender<Happened>, woken: &PipeReader, state: &Shared<State>) -> io::Result<()> {
    let stdin = io::stdin();
    let terminal = stdin.as_fd();
    let mut decoder = Decoder::default();
    let mut bytes = [0; 4096];
    loop {
        let mut ready = [PollFd::new(&terminal, PollFlags::IN), PollFd::new(woken, PollFlags::IN)];
        let said = match poll(&mut ready, decoder.waits().then_some(&ESC_WAITS)) {
            Ok(0) => decoder.flush(),
            Ok(_) if ready[1].revents().contains(PollFlags::IN) => {
                _ = rustix::io::read(woken, &mut bytes)?;
                rest(terminal, woken, state)?;
                continue;
            }
            // What was typed before the line dropped counts.
            Ok(_) if ready[0].revents().contains(PollFlags::IN) => match rustix::io::read(terminal, &mut bytes) {
                Ok(0) => return Ok(()),
                Ok(count) => decoder.feed(&bytes[..count]),
                Err(Errno::INTR | Errno::AGAIN) => continue,
                Err(error) => return Err(error.into()),
            },
            Ok(_) if ready[0].revents().intersects(GONE) => return Ok(()),
            Ok(_) | Err(Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        };
        for msg in said {
            if inbox.send(Happened::Said(msg)).is_err() {
                return Ok(());
            }
        }
    }
}

/// Say that nothing is read any more, and wait until it may be again, or until there is nothing to read from.
fn rest(terminal: BorrowedFd, woken: &PipeReader, shared: &Shared<State>) -> io::Result<()> {
    let mut byte = [0; 1];
    loop {
        let mut state = shared.lock();
        match *state {
            State::Asked => {
                *state = State::Parked;
                shared.tell();
            }
            State::Reading | State::Gone => return Ok(()),
            State::Parked => {}
        }
        drop(state);
        let mut ready = [PollFd::new(&terminal, PollFlags::empty()), PollFd::new(woken, PollFlags::IN)];
        match poll(&mut ready, None) {
            Ok(_) if ready[0].revents().intersects(GONE) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(_) => _ = rustix::io::read(woken, &mut byte)?,
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
