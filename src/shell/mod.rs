//! The terminal, the loop, the clock and the threads: everything that waits. Nothing in here decides what a key means
//! or how a screen looks.

mod clipboard;
mod decode;
pub mod disk;
mod editor;
mod ending;
mod happened;
mod hold;
pub mod importing;
mod input;
mod keeper;
mod last_words;
mod leaving;
mod mailer;
mod opener;
mod outlet;
pub mod plain;
mod runner;
mod shared;
mod signals;
mod syncing;
mod terminal;
mod under_way;
mod watch;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver};

use color_eyre::eyre::{Result, eyre};

use crate::app::keymap::Keymap;
use crate::app::model::Personal;
use crate::app::today::TodayView;
use crate::app::{Ctx, Effect, Model, Msg};
use crate::clock::Clock;
use crate::store::config::Config;
use crate::store::{Folder, bookmark, places};
use crate::ui::{self, Look, Scroll};
use ending::Cause;
use happened::Happened;
use hold::Hold;
use outlet::Outlet;
use runner::Runner;
use terminal::Terminal;

pub use signals::{bear_limits, once_asked_to_end};

/// What the screen is started with.
pub struct Start {
    /// The open plan.
    pub folder: Folder,
    /// config.toml.
    pub config: Config,
    /// Which keys do what.
    pub keymap: Keymap,
    /// What is wrong with config.toml, to be told.
    pub complaints: Vec<String>,
    /// How things look.
    pub look: Look,
    /// Where time comes from.
    pub clock: Clock,
}

/// Whether there is a terminal to show the screen on.
pub fn has_terminal() -> bool {
    hold::is_there()
}

/// Show the screen until the user leaves. The terminal is given back whatever happens.
pub fn run(start: Start) -> Result<()> {
    if !hold::is_there() {
        return Err(eyre!("the screen needs a terminal; in a script use `inroad list`, `inroad today` and the like"));
    }
    let (inbox, outbox) = mpsc::channel();
    let mut model = model(&start);
    let Start { folder, config, look, clock, .. } = start;
    let root = folder.root().to_owned();
    let hold = Hold::new(Outlet::start(inbox.clone())?);
    let mut runner = Runner::start(folder, root, config, clock, inbox, hold.clone())?;
    leaving::tell_panics(hold.clone(), runner.ending().clone());
    let mut terminal = Terminal::take(hold.clone())?;
    let turned = catch_unwind(AssertUnwindSafe(|| turn(&mut model, &look, clock, &mut terminal, &mut runner, &outbox)));
    leaving::leave(turned, &mut model, runner, &hold, &outbox, clock)
}

fn model(start: &Start) -> Model {
    let mut model = Model {
        place: places::told(start.folder.root()),
        personal: Personal {
            me: start.config.me.clone(),
            why: start.config.why.clone(),
            links: start.config.links.clone(),
        },
        today: TodayView { left_at: start.folder.state().and_then(bookmark::read), ..TodayView::default() },
        keymap: start.keymap.clone(),
        steps: Clock::seed(),
        complaints: start.complaints.clone(),
        loading: true,
        ..Model::default()
    };
    match start.complaints.as_slice() {
        [] => {}
        [only] => model.refuse(only.as_str()),
        several => {
            let key = model.keymap.key("problems").unwrap_or_default();
            model.refuse(format!("{} things beside the plan are wrong; {key} lists them.", several.len()));
        }
    }
    model
}

/// The one loop: draw what has changed, wait for what happens, change the model, do what it asks for.
fn turn(
    model: &mut Model,
    look: &Look,
    clock: Clock,
    terminal: &mut Terminal,
    runner: &mut Runner,
    outbox: &Receiver<Happened>,
) -> Result<()> {
    let mut scroll = Scroll::default();
    loop {
        // Before anything can keep us waiting.
        runner.keep(model.behind());
        terminal.draw(|frame| ui::view(model, look, clock.now(), &mut scroll, frame))?;
        let mut next = Some(wait(outbox, clock)?);
        // Everything that waits is taken in before the next frame: a slow link catching up costs one.
        while let Some(happened) = next {
            match happened {
                Happened::Said(msg) => {
                    let ctx = Ctx { now: clock.now(), room: ui::room(model, look, clock.now(), terminal.size()) };
                    if matches!(msg, Msg::Key(_)) {
                        runner.key()?;
                    }
                    for effect in crate::app::update(model, msg, &ctx) {
                        match effect {
                            Effect::Quit => return Ok(()),
                            Effect::Redraw => {
                                #[cfg(debug_assertions)]
                                leaving::panic_if_asked();
                                terminal.clear()?;
                            }
                            Effect::Suspend => suspend(model, terminal, runner, true)?,
                            effect => runner.carry_out(effect, terminal)?,
                        }
                    }
                }
                Happened::Drawn => {}
                Happened::Stop => suspend(model, terminal, runner, false)?,
                Happened::Back => terminal.back()?,
                Happened::Over => {
                    if runner.ending().cause().is_none() {
                        // The terminal takes nothing any more because it is gone.
                        runner.ending().begin(Cause::HangUp);
                    }
                    return Ok(());
                }
            }
            next = outbox.try_recv().ok();
        }
    }
}

/// Stop until `fg`.
fn suspend(model: &mut Model, terminal: &mut Terminal, runner: &Runner, whole_group: bool) -> Result<()> {
    runner.keep(model.behind());
    if !terminal.suspend(runner.input(), runner.ending(), whole_group)? {
        model.refuse("There is no shell to go back to here; a stopped inroad could not be woken.");
    }
    Ok(())
}

/// The next thing that happens, or midnight.
fn wait(outbox: &Receiver<Happened>, clock: Clock) -> Result<Happened> {
    match outbox.recv_timeout(clock.until_midnight()) {
        Ok(happened) => Ok(happened),
        // The day is looked at with every message.
        Err(mpsc::RecvTimeoutError::Timeout) => Ok(Happened::Said(Msg::NewDay)),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(eyre!("the input thread has ended")),
    }
}
