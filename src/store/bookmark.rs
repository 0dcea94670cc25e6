//! Where the review was left, on this machine: one small file in the plan's state folder. It is a convenience: what can't
//! be written or read is as if nobody had been there.

use super::atomic;
use super::state::State;
use crate::domain::bookmark::Bookmark;

const FILE: &str = "review.toml";

/// Where the review was left; nothing if nobody knows.
pub fn read(state: &State) -> Option<Bookmark> {
    let text = std::fs::read_to_string(state.path(FILE)).ok()?;
    toml::from_str(&text).ok()
}

/// Remember it for the next run.
pub fn write(state: &State, bookmark: &Bookmark) {
    if let Ok(text) = toml::to_string(bookmark) {
        _ = atomic::write_quickly(&state.path(FILE), text.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_nonsense_is_nothing() {
        let home = tempfile::tempdir().unwrap();
        let state = State::open(home.path(), home.path()).unwrap();
        assert_eq!(read(&state), None);
        let bookmark = Bookmark {
            on: "2026-11-23".parse().ok(),
            account: "primo".into(),
            item: "touches.k7qd".into(),
            part: "Calls now".into(),
            filter: "tier:1".into(),
        };
        write(&state, &bookmark);
        assert_eq!(read(&state), Some(bookmark));
        std::fs::write(state.path(FILE), "on = 7").unwrap();
        assert_eq!(read(&state), None);
    }
}
