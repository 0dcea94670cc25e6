//! Leaving: what was typed is written down first, then the terminal is given back, then the disk gets its time; what it
//! has not taken by then is written down too. The same way out for a quit, a signal, a hang-up and a panic.

use std::any::Any;
use std::io::{IsTerminal as _, Write as _};
use std::panic::{self, AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::{Duration, Instant};

use color_eyre::eyre::Result;

use super::ending::{Cause, Ending};
use super::happened::Happened;
use super::hold::{self, Hold, QUICKLY};
use super::last_words;
use super::runner::Runner;
use crate::app::{Ctx, Effect, Model, Msg};
use crate::clock::Clock;
use crate::domain::step::{Change, Note};

/// How long a quit waits for what is still being saved, when no step of many files is.
const LAST_SAVES: Duration = Duration::from_secs(5);

/// How often it is looked how far that is.
const TICK: Duration = Duration::from_millis(50);

/// How long nothing is said of the wait.
const A_MOMENT: Duration = Duration::from_millis(300);

/// How long writing down what was typed may take.
const WRITING: Duration = Duration::from_millis(200);

/// A panic, in whichever thread, gives the terminal back before it is told, and ends the program in order.
pub(super) fn tell_panics(hold: Hold, ending: Ending) {
    let told = panic::take_hook();
    let main = thread::current().id();
    panic::set_hook(Box::new(move |panic| {
        hold.release(QUICKLY);
        told(panic);
        if thread::current().id() != main {
            ending.begin(Cause::Panic);
        }
    }));
}

/// Only in what the tests run, which want to see what a panic leaves behind.
#[cfg(debug_assertions)]
pub(super) fn panic_if_asked() {
    match std::env::var("INROAD_PANIC").as_deref() {
        Ok("loop") => panic!("asked to"),
        Ok("thread") => drop(thread::spawn(|| panic!("asked to"))),
        _ => {}
    }
}

/// Leave, after the loop has turned for the last time.
pub(super) fn leave(
    turned: Result<Result<()>, Box<dyn Any + Send>>,
    model: &mut Model,
    runner: Runner,
    hold: &Hold,
    outbox: &Receiver<Happened>,
    clock: Clock,
) -> Result<()> {
    // Whatever could not be done with a terminal that is gone has that one cause.
    if hold::is_gone() {
        runner.ending().begin(Cause::HangUp);
    }
    // After a panic the model may not be asked; what it last said has been kept.
    let is_sound = turned.is_ok();
    if is_sound {
        runner.keep(model.behind());
    }
    let mut is_kept = runner.flush_kept(WRITING);
    hold.release(QUICKLY);
    runner.stop_sync();
    let mut until = Instant::now() + LAST_SAVES;
    if is_sound && catch_unwind(AssertUnwindSafe(|| settle(model, &runner, outbox, clock, &mut until))).is_ok() {
        runner.keep(model.behind());
        is_kept = runner.flush_kept(WRITING);
        runner.remember(&model.bookmark());
    }
    if let Some(cause) = runner.ending().cause() {
        // Nothing that still runs, and no stream that nobody reads, may keep us.
        runner.ending().tell();
        signal_hook::low_level::exit(cause.code());
    }
    let mut told = runner.under_way().told();
    let is_stopped = runner.under_way().was_stopped_by_hand();
    runner.finish(until);
    match turned {
        Ok(outcome) => {
            told.extend(not_saved(&model.behind().steps, is_kept));
            last_words::say(&told);
            if is_stopped {
                // What was asked for is not done, which no run that went well says.
                signal_hook::low_level::exit(Cause::Signal(signal_hook::consts::SIGINT).code());
            }
            outcome
        }
        Err(panic) => resume_unwind(panic),
    }
}

/// Take in what the disk still says, and what an editor gave back at the last moment. A step of many files is waited for
/// as long as it takes, unless somebody else ends us.
fn settle(model: &mut Model, runner: &Runner, outbox: &Receiver<Happened>, clock: Clock, until: &mut Instant) {
    let mut waiting = Waiting::default();
    runner.under_way().wait_for_it();
    loop {
        let haste = runner.ending().time_for_the_disk();
        let is_busy = runner.under_way().is_busy();
        if is_busy && haste.is_none() {
            *until = Instant::now() + LAST_SAVES;
            waiting.show(runner);
        }
        let left = haste.unwrap_or_else(|| until.saturating_duration_since(Instant::now()));
        let waits = is_busy || !model.saving.pending.is_empty();
        let happened = if waits { outbox.recv_timeout(left.min(TICK)).ok() } else { outbox.try_recv().ok() };
        match happened {
            Some(Happened::Said(Msg::Key(_) | Msg::Paste(_))) => {}
            Some(Happened::Said(msg)) => {
                let ctx = Ctx::at(clock.now());
                for effect in crate::app::update(model, msg, &ctx) {
                    if matches!(effect, Effect::Save { .. } | Effect::SaveStep { .. } | Effect::SaveText { .. }) {
                        // Its thread has ended: then what it should have saved is written down.
                        _ = runner.to_disk(effect);
                    }
                }
            }
            Some(_) => {}
            None if waits && !left.is_zero() => {}
            None => return,
        }
    }
}

/// The line for whoever has quit and waits.
#[derive(Debug, Default)]
struct Waiting {
    since: Option<Instant>,
    shown: Option<String>,
}

impl Waiting {
    /// After a moment, and then whenever it says something else.
    fn show(&mut self, runner: &Runner) {
        let since = *self.since.get_or_insert_with(Instant::now);
        let line = runner.under_way().progress().filter(|_| since.elapsed() >= A_MOMENT);
        if line.is_some() && line != self.shown && std::io::stderr().is_terminal() {
            _ = write!(std::io::stderr(), "\r\x1b[K{}", line.as_deref().unwrap_or_default());
            self.shown = line;
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if self.shown.is_some() {
            _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

/// What a user who quits should know of the steps that are not in the plan's files: each once.
fn not_saved(steps: &[(Note, Change)], is_kept: bool) -> Option<String> {
    let mut labels: Vec<(&str, usize)> = Vec::new();
    for (note, _) in steps {
        match labels.iter_mut().find(|(label, _)| *label == note.label) {
            Some((_, files)) => *files += 1,
            None => labels.push((&note.label, 1)),
        }
    }
    let named = labels.into_iter().map(|(label, files)| match files {
        1 => label.to_owned(),
        files => format!("{label} ({files} files)"),
    });
    let named = named.collect::<Vec<_>>().join("; ");
    let named = crate::ui::text::shown(&named);
    match (steps, is_kept) {
        ([], _) => None,
        (_, true) => Some(format!("not saved yet: {named}. It is kept, and saved at the next start.")),
        (_, false) => Some(format!("not saved: {named}.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::plan::FileKey;
    use crate::domain::step::Way;

    #[test]
    fn what_is_not_saved_is_told_once_and_kept_only_where_it_is() {
        let at = chrono::DateTime::parse_from_rfc3339("2026-11-23T09:00:00Z").unwrap();
        let step = |id: u64, label: &str| {
            let note = Note { id, at, label: label.into(), way: Way::Do };
            (note, Change { key: FileKey::Settings, before: None, after: None })
        };
        let steps = [step(1, "import"), step(1, "import"), step(2, "edit")];
        assert_eq!(not_saved(&[], true), None);
        assert_eq!(
            not_saved(&steps, true).unwrap(),
            "not saved yet: import (2 files); edit. It is kept, and saved at the next start."
        );
        assert_eq!(not_saved(&steps, false).unwrap(), "not saved: import (2 files); edit.");
    }
}
