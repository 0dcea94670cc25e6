//! Carries out effects: saving on a thread of its own, so that the screen never waits for a disk; editors and the
//! clipboard in the foreground.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use color_eyre::eyre::{Result, eyre};

use super::disk::{self, Job};
use super::happened::Happened;
use super::input::Input;
use super::terminal::Terminal;
use super::watch::Watch;
use super::{clipboard, editor};
use crate::app::{Effect, Msg};
use crate::clock::Clock;
use crate::store::config::Config;
use crate::store::{Folder, demo, places};

/// After so long without a key the next one asks for a look at the disk.
const QUIET: Duration = Duration::from_secs(2);

/// The threads, and what they need.
pub(super) struct Runner {
    jobs: Sender<Job>,
    disk: JoinHandle<()>,
    input: Input,
    inbox: Sender<Happened>,
    root: PathBuf,
    config: Config,
    clock: Clock,
    watch: Option<Watch>,
    /// When a key was last pressed.
    last_key: Instant,
}

impl Runner {
    /// Start the threads; the plan begins to load at once.
    pub(super) fn start(
        folder: Folder,
        root: PathBuf,
        config: Config,
        clock: Clock,
        inbox: Sender<Happened>,
    ) -> Result<Self> {
        let (jobs, todo) = mpsc::channel();
        let said = inbox.clone();
        let disk = thread::Builder::new().name("disk".to_owned()).spawn(move || disk::work(folder, &todo, &said))?;
        signals(inbox.clone())?;
        let watch = Watch::start(&root, jobs.clone());
        let input = Input::start(inbox.clone())?;
        Ok(Self { jobs, disk, input, inbox, root, config, clock, watch, last_key: Instant::now() })
    }

    /// The thread that reads the terminal.
    pub(super) fn input(&self) -> &Input {
        &self.input
    }

    /// A key was pressed. Somebody who comes back to the keyboard wants to see what is there: not every file system
    /// tells what others write.
    pub(super) fn key(&mut self) -> Result<()> {
        let quiet = self.last_key.elapsed();
        self.last_key = Instant::now();
        if quiet < QUIET { Ok(()) } else { self.ask(Job::Do(Effect::Look)) }
    }

    fn say(&self, msg: Msg) {
        // The loop that listens is the one that called.
        _ = self.inbox.send(Happened::Said(msg));
    }

    fn ask(&self, job: Job) -> Result<()> {
        self.jobs.send(job).map_err(|_| eyre!("the disk thread has ended"))
    }

    /// Do what the model asked for.
    pub(super) fn carry_out(&mut self, effect: Effect, terminal: &mut Terminal) -> Result<()> {
        match effect {
            Effect::EditText(text) => {
                let edited = terminal.lend(&self.input, || editor::text(self.config.editor.as_deref(), &text))?;
                self.say(Msg::Edited(edited.map_err(|error| format!("The editor: {error}"))));
            }
            Effect::EditFile { key, file, line } => {
                self.flush();
                let path = self.root.join(file);
                let edited = terminal.lend(&self.input, || editor::file(self.config.editor.as_deref(), &path, line))?;
                if let Err(error) = edited {
                    self.say(Msg::Failed(format!("The editor: {error}")));
                }
                self.ask(Job::Do(Effect::Reload(key)))?;
            }
            Effect::Copy(text) => match clipboard::copy(&text, terminal.writer()) {
                Ok(()) => self.say(Msg::Copied),
                Err(error) => self.say(Msg::Failed(format!("Copying: {error}"))),
            },
            Effect::OpenDemo => self.open_demo()?,
            Effect::Redraw | Effect::Suspend | Effect::Quit => {}
            effect => self.ask(Job::Do(effect))?,
        }
        Ok(())
    }

    fn open_demo(&mut self) -> Result<()> {
        let today = self.clock.now().date_naive();
        let Some(state) = places::state_folder() else {
            self.say(Msg::Failed(
                "There is no folder for a demo plan; `inroad demo DIR` makes one where you say.".into(),
            ));
            return Ok(());
        };
        // One copy a day: what was tried today is there again, and the dates are never stale.
        let root = state.join(format!("demo-{today}"));
        let opened = Folder::open(&root).or_else(|_| demo::create(&root, today, None));
        match opened {
            Ok(folder) => {
                self.root = folder.root().to_owned();
                self.say(Msg::Switched { place: self.root.display().to_string() });
                self.watch = Watch::start(&self.root, self.jobs.clone());
                self.ask(Job::Switch(Box::new(folder)))?;
            }
            Err(error) => self.say(Msg::Failed(error.to_string())),
        }
        Ok(())
    }

    /// Wait until all that was asked for is on the disk.
    fn flush(&self) {
        let (done, wait) = mpsc::channel();
        if self.ask(Job::Flush(done)).is_ok() {
            _ = wait.recv();
        }
    }

    /// Wait for the last saves, but not for ever.
    pub(super) fn finish(self, most: Duration) {
        _ = self.jobs.send(Job::End);
        drop(self.watch);
        let until = Instant::now() + most;
        while !self.disk.is_finished() && Instant::now() < until {
            thread::sleep(Duration::from_millis(1));
        }
    }
}

/// A thread that waits for signals. When we are asked to go and the loop can't (a terminal that takes nothing any
/// more), the process ends anyway.
fn signals(inbox: Sender<Happened>) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGTERM, SIGWINCH};
    const GRACE: Duration = Duration::from_millis(900);
    let mut signals = signal_hook::iterator::Signals::new([SIGWINCH, SIGCONT, SIGHUP, SIGTERM])?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            match signal {
                SIGHUP | SIGTERM => {
                    _ = inbox.send(Happened::Over);
                    thread::sleep(GRACE);
                    signal_hook::low_level::exit(128 + signal);
                }
                _ => _ = inbox.send(Happened::Said(Msg::Resized)),
            }
        }
    })?;
    Ok(())
}
