//! The thread that writes down what is not in the plan's files yet: what is being typed, and steps that the disk has not
//! taken. It is at most a second behind, and asleep when there is nothing to write. It is not the thread that saves:
//! that one may sit in a slow disk.

use std::io;
use std::mem;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use super::happened::Happened;
use super::shared::Shared;
use crate::app::Msg;
use crate::domain::typed::{Behind, Left};
use crate::store::state::State as Place;
use crate::store::typed::Own;

/// How long after a change it is written; whatever comes meanwhile is written with it.
const BEHIND: Duration = Duration::from_millis(500);

#[derive(Debug, Default)]
struct State {
    wanted: Behind,
    /// What earlier runs left, as it lies on the disk.
    left: Vec<Left>,
    /// When it has to be written.
    due: Option<Instant>,
    /// It is being written.
    writing: bool,
    /// What was last to be written lies on the disk.
    is_kept: bool,
    /// Another plan takes the place of this one, or none.
    moved: Option<Move>,
}

/// To where the next plan's things are kept; nothing if there is no such place.
#[derive(Debug)]
struct Move(Option<Own>);

/// The thread, as others see it.
#[derive(Debug, Clone, Default)]
pub(super) struct Keeper(Arc<Shared<State>>);

impl Keeper {
    /// Keep what is behind in the plan's state folder. Without one nothing is kept.
    pub(super) fn start(place: Option<&Place>, inbox: Sender<Happened>) -> io::Result<Self> {
        let keeper = Self::default();
        let theirs = keeper.clone();
        let own = place.map(Own::new);
        thread::Builder::new().name("keeper".to_owned()).spawn(move || theirs.work(own, &inbox))?;
        Ok(keeper)
    }

    /// Keep this from now on.
    pub(super) fn keep(&self, behind: Behind) {
        let mut state = self.0.lock();
        if state.wanted != behind {
            let is_new = |left: &&Left| !state.left.iter().any(|known| known.run == left.run);
            let new: Vec<Left> = behind.left.iter().filter(is_new).cloned().collect();
            state.left.extend(new);
            state.wanted = behind;
            state.due.get_or_insert_with(|| Instant::now() + BEHIND);
            self.0.tell();
        }
    }

    /// Write it now. Says whether it lies on the disk by then.
    pub(super) fn flush(&self, most: Duration) -> bool {
        let until = Instant::now() + most;
        let mut state = self.0.lock();
        if state.due.is_some() {
            state.due = Some(Instant::now());
            self.0.tell();
        }
        drop(state);
        let waits = |state: &State| state.due.is_some() || state.writing;
        let state = self.0.wait_while_until(until, waits);
        !waits(&state) && state.is_kept
    }

    /// Another plan is opened. What is kept of this one stays where it is, for the next time.
    pub(super) fn move_to(&self, place: Option<&Place>) {
        let mut state = self.0.lock();
        state.wanted = Behind::default();
        state.left.clear();
        state.due = None;
        state.moved = Some(Move(place.map(Own::new)));
        self.0.tell();
    }

    fn work(&self, mut own: Option<Own>, inbox: &Sender<Happened>) {
        let mut told = String::new();
        loop {
            let (moved, behind, left) = self.next();
            if let Some(Move(moved)) = moved {
                own = moved;
            }
            let outcome = own.as_mut().map_or(Ok(()), |own| own.keep(&behind, &left));
            let mut state = self.0.lock();
            state.writing = false;
            state.is_kept = outcome.is_ok() && own.is_some();
            if outcome.is_ok() && state.moved.is_none() {
                let is_new = |now: &Left| !behind.left.iter().any(|written| written.run == now.run);
                let new: Vec<Left> =
                    state.left.iter().filter(|now| is_new(now) && !left.contains(now)).cloned().collect();
                state.left = behind.left.iter().cloned().chain(new).collect();
            }
            drop(state);
            self.0.tell();
            let why = outcome.err().map(|error| error.to_string()).unwrap_or_default();
            if !why.is_empty() && why != told {
                let text = format!("What you type can't be kept for the next start: {why}");
                _ = inbox.send(Happened::Said(Msg::Failed(text)));
            }
            told = why;
        }
    }

    /// What is to be written, when it has to be.
    fn next(&self) -> (Option<Move>, Behind, Vec<Left>) {
        let mut state = self.0.lock();
        loop {
            match state.due {
                _ if state.moved.is_some() => break,
                Some(due) if due <= Instant::now() => break,
                due => state = self.0.wait(state, due),
            }
        }
        state.due = None;
        state.writing = true;
        (mem::take(&mut state.moved), state.wanted.clone(), state.left.clone())
    }
}
