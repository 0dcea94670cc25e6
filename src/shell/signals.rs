//! Signals: what the system, the shell and the user's keyboard say from outside.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ};
use signal_hook::iterator::Signals;

use super::ending::{Cause, Ending};
use super::happened::Happened;
use crate::app::Msg;

/// A file that grew too large is an error that is told; it must not end the program.
pub fn bear_limits() -> io::Result<()> {
    signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false))).map(drop)
}

/// Whether we were started so that this signal is ignored. Where the system can't be asked it is not.
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| u64::from_str_radix(line.strip_prefix("SigIgn:")?.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}

/// Hear the first signal that asks for an end, and do that; the second one ends the program by itself.
///
/// # Errors
///
/// Signals can't be heard here.
pub fn once_asked_to_end(what: impl FnOnce(i32) + Send + 'static) -> io::Result<()> {
    let is_asked = Arc::new(AtomicBool::new(false));
    let ends: Vec<i32> = [SIGTERM, SIGINT, SIGQUIT, SIGHUP].into_iter().filter(|each| !is_ignored(*each)).collect();
    for each in &ends {
        signal_hook::flag::register_conditional_default(*each, Arc::clone(&is_asked))?;
    }
    let mut signals = Signals::new(&ends)?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        if let Some(signal) = signals.forever().next() {
            is_asked.store(true, Ordering::Relaxed);
            what(signal);
        }
    })?;
    Ok(())
}

/// A thread that listens.
pub(super) fn listen(inbox: Sender<Happened>, ending: Ending) -> io::Result<()> {
    let mut signals = Signals::new([SIGWINCH, SIGCONT, SIGTSTP, SIGTERM, SIGINT, SIGQUIT])?;
    // Whoever started us with nohup wants us to outlive that signal; a terminal that is gone ends us all the same.
    if !is_ignored(SIGHUP) {
        signals.add_signal(SIGHUP)?;
    }
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            match signal {
                // The keyboard means the editor, as long as that has the terminal.
                SIGINT | SIGQUIT if ending.is_lent() => {}
                // Whoever has quit and waits wants no more than that the step is stopped.
                SIGINT if ending.stops_a_step() => {}
                SIGHUP | SIGTERM | SIGINT | SIGQUIT => ending.begin(Cause::Signal(signal)),
                // An editor that stops takes us along; the terminal is not ours to give back.
                SIGTSTP if ending.is_lent() => _ = signal_hook::low_level::emulate_default_handler(SIGTSTP),
                SIGTSTP => _ = inbox.send(Happened::Stop),
                SIGCONT => {
                    ending.go_on();
                    _ = inbox.send(Happened::Back);
                }
                _ => _ = inbox.send(Happened::Said(Msg::Resized)),
            }
        }
    })?;
    Ok(())
}
