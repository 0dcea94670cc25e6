//! When the plan was last shared from this machine, by whichever run: one small file in the plan's state folder, so that a
//! screen that is open learns of a sync on the command line. It is a convenience: what can't be written or read is as if
//! nobody had synced, and no value of a plan ever rests on it.

use chrono::{DateTime, FixedOffset};

use super::atomic;
use super::state::State;

/// The file's name.
pub const SYNCED: &str = "synced";

/// A sync has just reached the others.
pub fn write(state: &State, at: DateTime<FixedOffset>) {
    _ = atomic::write(&state.path(SYNCED), at.to_rfc3339().as_bytes());
}

/// When the last one did.
pub fn read(state: &State) -> Option<DateTime<FixedOffset>> {
    let text = std::fs::read_to_string(state.path(SYNCED)).ok()?;
    DateTime::parse_from_rfc3339(text.trim()).ok()
}
