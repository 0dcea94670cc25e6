//! The input thread. It sleeps until the terminal has something to read, calls crossterm only then, and sees a hang-up
//! itself; it can be parked while another program has the terminal.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crokey::KeyCombination;
use crossterm::event::{self, Event, KeyEventKind};
use rustix::event::{PollFd, PollFlags, poll};

use super::runner::Happened;
use crate::app::Msg;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Reading,
    Asked,
    Parked,
}

/// The thread, as others see it.
#[derive(Debug)]
pub(super) struct Input {
    state: Arc<(Mutex<State>, Condvar)>,
    wake: OwnedFd,
}

impl Input {
    /// Begin to read.
    pub(super) fn start(inbox: Sender<Happened>) -> io::Result<Self> {
        let (woken, wake) = rustix::pipe::pipe()?;
        let state = Arc::new((Mutex::new(State::Reading), Condvar::new()));
        let theirs = Arc::clone(&state);
        thread::Builder::new().name("input".to_owned()).spawn(move || {
            // Whatever ends the reading ends the program: without input there is no way to go on.
            _ = read(&inbox, &woken, &theirs);
            _ = inbox.send(Happened::Over);
        })?;
        Ok(Self { state, wake })
    }

    /// Stop reading, and return when nothing is read any more.
    pub(super) fn park(&self) {
        let (mutex, changed) = &*self.state;
        let mut state = lock(mutex);
        *state = State::Asked;
        _ = rustix::io::write(&self.wake, b"p");
        while *state == State::Asked {
            state = changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Read again.
    pub(super) fn unpark(&self) {
        let (mutex, changed) = &*self.state;
        *lock(mutex) = State::Reading;
        changed.notify_all();
    }
}

fn lock(mutex: &Mutex<State>) -> MutexGuard<'_, State> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read(inbox: &Sender<Happened>, woken: &OwnedFd, state: &(Mutex<State>, Condvar)) -> io::Result<()> {
    let stdin = io::stdin();
    let terminal = stdin.as_fd();
    loop {
        let mut ready = [PollFd::new(&terminal, PollFlags::IN), PollFd::new(woken, PollFlags::IN)];
        match poll(&mut ready, None) {
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        }
        let (keys, wake) = (ready[0].revents(), ready[1].revents());
        if wake.contains(PollFlags::IN) {
            let mut byte = [0; 8];
            _ = rustix::io::read(woken, &mut byte)?;
            rest(state);
            continue;
        }
        if keys.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            return Ok(());
        }
        while event::poll(Duration::ZERO)? {
            if let Some(msg) = said(event::read()?)
                && inbox.send(Happened::Said(msg)).is_err()
            {
                return Ok(());
            }
        }
    }
}

/// Say that nothing is read any more, and wait until it may be again.
fn rest((mutex, changed): &(Mutex<State>, Condvar)) {
    let mut state = lock(mutex);
    if *state == State::Asked {
        *state = State::Parked;
        changed.notify_all();
    }
    while *state == State::Parked {
        state = changed.wait(state).unwrap_or_else(PoisonError::into_inner);
    }
}

fn said(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(Msg::Key(KeyCombination::from(key).normalized())),
        Event::Paste(text) => Some(Msg::Paste(without_controls(&text))),
        Event::Resize(..) | Event::FocusGained => Some(Msg::Resized),
        _ => None,
    }
}

/// A pasted text as text: line breaks and tabs stay, every other control goes.
fn without_controls(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t')).collect()
}
