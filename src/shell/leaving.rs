//! Leaving: what was typed is written down first, then the terminal is given back, then the disk gets its time; what it
//! has not taken by then is written down too. The same way out for a quit, a signal, a hang-up and a panic.

use std::any::Any;
use std::io::Write as _;
use std::panic::{self, AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::{Duration, Instant};

use color_eyre::eyre::Result;

use super::ending::{Cause, Ending};
use super::happened::Happened;
use super::hold::{self, Hold, QUICKLY};
use super::runner::Runner;
use crate::app::{Ctx, Effect, Model, Msg};
use crate::clock::Clock;

/// How long a quit waits for what is still being saved.
const LAST_SAVES: Duration = Duration::from_secs(5);

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
    runner.flush_kept(WRITING);
    hold.release(QUICKLY);
    runner.stop_sync();
    let until = Instant::now() + runner.ending().time_for_the_disk().unwrap_or(LAST_SAVES);
    if is_sound && catch_unwind(AssertUnwindSafe(|| settle(model, &runner, outbox, clock, until))).is_ok() {
        runner.keep(model.behind());
        runner.flush_kept(WRITING);
        runner.remember(&model.bookmark());
    }
    if let Some(cause) = runner.ending().cause() {
        // Nothing that still runs, and no stream that nobody reads, may keep us.
        signal_hook::low_level::exit(cause.code());
    }
    runner.finish(until);
    match turned {
        Ok(outcome) => {
            tell(model);
            outcome
        }
        Err(panic) => resume_unwind(panic),
    }
}

/// Take in what the disk still says, and what an editor gave back at the last moment.
fn settle(model: &mut Model, runner: &Runner, outbox: &Receiver<Happened>, clock: Clock, until: Instant) {
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let waits = !model.saving.pending.is_empty();
        let happened = if waits { outbox.recv_timeout(left).ok() } else { outbox.try_recv().ok() };
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
            None => return,
        }
    }
}

/// What a user who quits should know.
fn tell(model: &Model) {
    let behind = model.behind();
    if !behind.steps.is_empty() {
        let labels: Vec<&str> = behind.steps.iter().map(|(note, _)| note.label.as_str()).collect();
        let labels = crate::ui::text::shown(&labels.join("; ")).into_owned();
        // Whoever closed the stream before wants to hear nothing.
        _ = writeln!(std::io::stderr(), "inroad: not saved yet: {labels}. It is kept, and saved at the next start.");
    }
}
