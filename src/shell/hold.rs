//! Who holds the terminal: the right to draw on it and the duty to give it back. It draws nothing itself.

use std::io::{self, IsTerminal as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::event::{DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange};
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, queue};
use rustix::io::Errno;
use rustix::process::{getpgrp, getsid};
use rustix::termios::tcgetpgrp;

use super::outlet::Outlet;

/// How long giving the terminal back may take when the program goes or stops.
pub(super) const QUICKLY: Duration = Duration::from_millis(200);

/// Whether there is a terminal to draw on, and to type at.
pub(super) fn is_there() -> bool {
    io::stdout().is_terminal() && io::stdin().is_terminal()
}

/// Who has the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// We do.
    Front,
    /// Somebody else does, and whoever touches it nevertheless is stopped.
    Back,
    /// Nobody does any more.
    Gone,
}

/// Who has it now.
pub(super) fn ground() -> Ground {
    match tcgetpgrp(rustix::stdio::stdin()) {
        Ok(front) if front == getpgrp() => Ground::Front,
        // It is a terminal that no shell shares out among its jobs.
        Err(Errno::NOTTY) => Ground::Front,
        Ok(_) => Ground::Back,
        Err(_) => Ground::Gone,
    }
}

/// Whether the terminal itself is not there any more.
pub(super) fn is_gone() -> bool {
    ground() == Ground::Gone
}

/// Whether somebody would bring us back after a stop: a shell that runs us as one of its jobs. A terminal's own window and
/// an SSH command do not.
pub(super) fn has_a_shell() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// The right to draw on the terminal, and the duty to give it back; for whoever ends the program.
#[derive(Debug, Clone)]
pub(super) struct Hold {
    outlet: Outlet,
    ours: Arc<AtomicBool>,
}

impl Hold {
    /// Not held yet.
    pub(super) fn new(outlet: Outlet) -> Self {
        Self { outlet, ours: Arc::default() }
    }

    /// Where what is drawn goes.
    pub(super) fn outlet(&self) -> &Outlet {
        &self.outlet
    }

    /// Take it, and set it up.
    pub(super) fn seize(&self) -> io::Result<()> {
        enable_raw_mode()?;
        let mut words = Vec::new();
        queue!(words, EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange, cursor::Hide)?;
        self.outlet.open(&words);
        self.ours.store(true, Ordering::SeqCst);
        Ok(())
    }

    /// Give it back, as far as it is still there; nobody could be told if it is not. Says whether it took that.
    pub(super) fn release(&self, most: Duration) -> bool {
        if !self.ours.swap(false, Ordering::SeqCst) || ground() != Ground::Front {
            return true;
        }
        let mut words = Vec::new();
        _ = queue!(words, EndSynchronizedUpdate, DisableFocusChange, DisableBracketedPaste);
        _ = queue!(words, LeaveAlternateScreen, cursor::Show);
        let taken = self.outlet.last(&words, most);
        _ = disable_raw_mode();
        taken
    }

    /// Write something beside the frames: a clipboard sequence.
    pub(super) fn beside(&self, bytes: &[u8]) {
        self.outlet.send(bytes);
    }

    /// Whether it is ours.
    pub(super) fn is_ours(&self) -> bool {
        self.ours.load(Ordering::SeqCst)
    }
}
