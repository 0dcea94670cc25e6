//! A step of many files, for whoever waits for it: how far it is, on a terminal, and that Ctrl-C or SIGTERM stops it as
//! long as nothing is changed. Nothing here knows what is saved.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::Failure;
use crate::domain::step::Way;

/// From so many files on it is told how far it is.
const MANY: usize = 100;

/// What is exited with: 128 and the signal, as every shell does.
pub(super) const BY_SIGNAL: usize = 128;

/// Whoever waits.
pub(super) struct Attended {
    /// Which signal has come; 0 for none.
    signal: Arc<AtomicUsize>,
    is_terminal: bool,
    /// What was told last, in hundredths.
    told: Option<usize>,
}

impl Attended {
    /// From here on a signal is heard, and does nothing else. The second one ends the program: then the next start finishes
    /// what was begun.
    pub(super) fn begin() -> Self {
        let signal = Arc::new(AtomicUsize::new(0));
        let has_come = Arc::new(AtomicBool::new(false));
        for each in [SIGINT, SIGTERM] {
            // Where a signal can't be heard it ends the program, which loses nothing either.
            _ = flag::register_conditional_default(each, Arc::clone(&has_come))
                .and_then(|_| flag::register(each, Arc::clone(&has_come)))
                .and_then(|_| flag::register_usize(each, Arc::clone(&signal), each.unsigned_abs() as usize));
        }
        Self { signal, is_terminal: io::stderr().is_terminal(), told: None }
    }

    /// So many files are ready, of so many. Says whether to go on.
    pub(super) fn hears(&mut self, ready: usize, of: usize) -> bool {
        let hundredths = ready * 100 / of.max(1);
        if self.is_terminal && of >= MANY && self.told != Some(hundredths) {
            self.told = Some(hundredths);
            _ = write!(io::stderr(), "\r{ready} of {of} files");
        }
        self.signal.load(Ordering::Relaxed) == 0
    }

    /// It is over: the line on the terminal is cleared. Says with which code to exit if a signal has come.
    pub(super) fn end(self) -> Option<u8> {
        if self.told.is_some() {
            _ = write!(io::stderr(), "\r\x1b[K");
        }
        let signal = self.signal.load(Ordering::Relaxed);
        (signal > 0).then_some((BY_SIGNAL + signal) as u8)
    }
}

/// A signal came before anything was changed.
pub(super) fn stopped(code: u8) -> Failure {
    Failure { code, ..Failure::failed("stopped; nothing was changed") }
}

/// A signal came when all that was left to do was to put the files in their places.
pub(super) fn too_late(code: u8, way: Way) -> Failure {
    let told = match way {
        Way::Do | Way::Came | Way::Aside => "all of it is saved, and `inroad undo` takes it back",
        Way::Undo(_) => "all of it is taken back, and `inroad redo` does it again",
        Way::Redo(_) => "all of it is done again, and `inroad undo` takes it back",
    };
    Failure { code, ..Failure::failed(format!("this came too late to stop it: {told}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_comes_too_late_is_told_what_leads_back_from_where_they_are() {
        for (way, what, how) in [
            (Way::Do, "is saved", "inroad undo"),
            (Way::Undo(1), "is taken back", "inroad redo"),
            (Way::Redo(1), "is done again", "inroad undo"),
        ] {
            let failure = too_late(130, way);
            assert_eq!(failure.code, 130);
            assert!(failure.message.contains(what) && failure.message.contains(how), "{}", failure.message);
        }
    }
}
