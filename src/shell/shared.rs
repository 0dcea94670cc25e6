//! What several threads look at, change and wait for. That one of them panicked while it held it is no reason to refuse
//! it to the others: whoever gives the terminal back and keeps what was typed does so after a panic too.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// A state, and a way to wait for changes of it.
#[derive(Debug, Default)]
pub(super) struct Shared<T> {
    state: Mutex<T>,
    changed: Condvar,
}

impl<T> Shared<T> {
    /// It begins like this.
    pub(super) fn new(state: T) -> Self {
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Look at it, or change it.
    pub(super) fn lock(&self) -> MutexGuard<'_, T> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Say that it is not what it was.
    pub(super) fn tell(&self) {
        self.changed.notify_all();
    }

    /// Wait for a change, or until then.
    pub(super) fn wait<'a>(&self, state: MutexGuard<'a, T>, until: Option<Instant>) -> MutexGuard<'a, T> {
        let Some(until) = until else { return self.changed.wait(state).unwrap_or_else(PoisonError::into_inner) };
        let left = until.saturating_duration_since(Instant::now());
        self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0
    }

    /// Wait as long as this holds.
    pub(super) fn wait_while(&self, mut waits: impl FnMut(&T) -> bool) -> MutexGuard<'_, T> {
        self.changed.wait_while(self.lock(), |state| waits(state)).unwrap_or_else(PoisonError::into_inner)
    }

    /// The same, but no longer than until then. Who needs to know which of both it was looks at the state.
    pub(super) fn wait_while_until(&self, until: Instant, mut waits: impl FnMut(&T) -> bool) -> MutexGuard<'_, T> {
        let left = until.saturating_duration_since(Instant::now());
        let waited = self.changed.wait_timeout_while(self.lock(), left, |state| waits(state));
        waited.unwrap_or_else(PoisonError::into_inner).0
    }
}
