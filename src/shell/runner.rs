//! Carries out effects: saving on a thread of its own, so that the screen never waits for a disk; editors and the
//! clipboard, mail programs in the foreground.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use color_eyre::eyre::{Result, eyre};

use super::clipboard;
use super::disk::{self, Job};
use super::editor::{Edited, Editor};
use super::ending::Ending;
use super::happened::Happened;
use super::hold::Hold;
use super::importing::Opened;
use super::input::Input;
use super::keeper::Keeper;
use super::terminal::Terminal;
use super::under_way::UnderWay;
use super::watch::Watch;
use super::{importing, mailer, opener, syncing};
use crate::app::import::Asked;
use crate::app::msg::Mailed;
use crate::app::{Effect, Msg};
use crate::clock::Clock;
use crate::domain::bookmark::Bookmark;
use crate::domain::compose::Compose;
use crate::domain::link::Link;
use crate::domain::outgoing::Outgoing;
use crate::domain::typed::{Behind, TypedFile};
use crate::exchange::git::Stop;
use crate::store::config::Config;
use crate::store::copies as store_copies;
use crate::store::state::State;
use crate::store::{Folder, MOST, atomic, bookmark, demo, outbox, places, refusal};

/// How long an editor waits for what is still being saved.
const PATIENCE: Duration = Duration::from_secs(2);

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
    keeper: Keeper,
    ending: Ending,
    under_way: UnderWay,
    hold: Hold,
    /// Says to whoever looks at a file that nobody wants to know any more.
    import: Arc<AtomicBool>,
    /// Ends a sync that is under way.
    sync: Stop,
    /// What this machine keeps beside the plan.
    state: Option<State>,
}

impl Runner {
    /// Start the threads; the plan begins to load at once.
    pub(super) fn start(
        folder: Folder,
        root: PathBuf,
        config: Config,
        clock: Clock,
        inbox: Sender<Happened>,
        hold: Hold,
    ) -> Result<Self> {
        let (jobs, todo) = mpsc::channel();
        let said = inbox.clone();
        let keeper = Keeper::start(folder.state(), inbox.clone())?;
        let state = folder.state().cloned();
        let beside = beside(&folder);
        let under_way = UnderWay::default();
        let seen = under_way.clone();
        let disk =
            thread::Builder::new().name("disk".to_owned()).spawn(move || disk::work(folder, &todo, said, &seen))?;
        let watch = Watch::start(&root, beside, jobs.clone());
        let ending = Ending::new(inbox.clone(), keeper.clone(), hold.clone(), under_way.clone());
        super::signals::listen(inbox.clone(), ending.clone())?;
        let input = Input::start(inbox.clone(), ending.clone())?;
        let last_key = Instant::now();
        Ok(Self {
            jobs,
            disk,
            input,
            inbox,
            root,
            config,
            clock,
            watch,
            last_key,
            keeper,
            ending,
            under_way,
            hold,
            import: Arc::default(),
            sync: Stop::default(),
            state,
        })
    }

    /// Whoever ends the program.
    pub(super) fn ending(&self) -> &Ending {
        &self.ending
    }

    /// Steps of many files that the disk is at.
    pub(super) fn under_way(&self) -> &UnderWay {
        &self.under_way
    }

    /// What would be lost if the program ended now.
    pub(super) fn keep(&self, behind: Behind) {
        self.keeper.keep(behind);
    }

    /// A sync that is under way ends, with all that it has started.
    pub(super) fn stop_sync(&self) {
        self.sync.stop();
    }

    /// Wait until that is written down, but not for long. Says whether it is.
    pub(super) fn flush_kept(&self, most: Duration) -> bool {
        self.keeper.flush(most)
    }

    /// Where the review was left, for the next run.
    pub(super) fn remember(&self, bookmark: &Bookmark) {
        if let Some(state) = &self.state {
            bookmark::write(state, bookmark);
        }
    }

    /// Where the editors of this plan get their copies.
    fn copies(&self) -> Option<PathBuf> {
        self.state.as_ref().map(store_copies::folder)
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
        if quiet < QUIET { Ok(()) } else { self.to_disk(Effect::Look) }
    }

    fn say(&self, msg: Msg) {
        // The loop that listens is the one that called.
        _ = self.inbox.send(Happened::Said(msg));
    }

    fn ask(&self, job: Job) -> Result<()> {
        self.jobs.send(job).map_err(|_| eyre!("the disk thread has ended"))
    }

    /// Have the disk thread do what the model asked for.
    pub(super) fn to_disk(&self, effect: Effect) -> Result<()> {
        self.under_way.ask(&effect);
        self.ask(Job::Do(effect))
    }

    /// Do what the model asked for.
    pub(super) fn carry_out(&mut self, effect: Effect, terminal: &mut Terminal) -> Result<()> {
        match effect {
            Effect::EditText(text) => {
                let edited = self.edit("text.md", &text, 1, terminal);
                self.say(Msg::Edited(edited));
            }
            Effect::EditFile { file, line, kept } => {
                self.flush();
                match self.edit_file(&file, line, kept, terminal) {
                    Ok(edited) => self.say(Msg::FileEdited(edited)),
                    Err(why) => self.say(Msg::Edited(Err(why))),
                }
            }
            Effect::Copy(text) => self.copy(&text, None)?,
            Effect::OpenLink(link) => self.open_link(link)?,
            Effect::HandOver(outgoing) => {
                let mailed = self.hand_over(&outgoing, terminal);
                self.say(Msg::Mailed(mailed));
            }
            Effect::OpenDemo => self.open_demo()?,
            Effect::LookAt(asked) => self.look_at(*asked)?,
            Effect::CancelImport => self.import.store(true, Ordering::Relaxed),
            Effect::ListPaths(folder) => {
                let inbox = self.inbox.clone();
                thread::Builder::new().name("paths".to_owned()).spawn(move || {
                    _ = inbox.send(Happened::Said(importing::paths(folder)));
                })?;
            }
            Effect::Sync => {
                let (root, jobs, inbox) = (self.root.clone(), self.jobs.clone(), self.inbox.clone());
                syncing::start(root, jobs, self.clock, inbox, self.sync.clone())?;
            }
            effect if effect.is_for_the_disk() => self.to_disk(effect)?,
            // The loop does these itself.
            _ => {}
        }
        Ok(())
    }

    /// Look at a file from elsewhere; whatever is still being looked at ends.
    fn look_at(&mut self, asked: Asked) -> Result<()> {
        self.import.store(true, Ordering::Relaxed);
        self.import = Arc::default();
        let (stop, jobs) = (Arc::clone(&self.import), self.jobs.clone());
        thread::Builder::new().name("import".to_owned()).spawn(move || {
            // The disk thread may have ended.
            _ = jobs.send(Job::LookAt(Box::new(Opened::of(asked)), stop));
        })?;
        Ok(())
    }

    /// Let the user's editor work on a text.
    fn edit(&self, name: &str, text: &str, line: usize, terminal: &mut Terminal) -> Result<String, String> {
        let copies = self.copies();
        let (configured, folder) = (self.config.editor.as_deref(), copies.as_deref());
        let editor = Editor { configured, folder, ending: &self.ending };
        let edited = terminal.lend(&self.input, &self.ending, || editor.edit(name, text, line));
        let Edited { text, note } =
            edited.flatten().map_err(|error| format!("The editor: {}", refusal::reason(&error)))?;
        if let Some(note) = note {
            self.say(Msg::Failed(note));
        }
        Ok(text)
    }

    /// Let the user's editor work on a file of the plan, or go on with what could not be taken.
    fn edit_file(
        &self,
        file: &Path,
        line: usize,
        kept: Option<TypedFile>,
        terminal: &mut Terminal,
    ) -> Result<TypedFile, String> {
        let told = |why: String| format!("{}: {why}", file.display());
        let (before, text) = match kept {
            Some(kept) => (kept.before, kept.text),
            None => {
                let bytes = atomic::read(&self.root.join(file), MOST).map_err(|error| told(error.to_string()))?;
                let text = String::from_utf8(bytes);
                let text = text.map_err(|_| told("this is not UTF-8 text; save it as UTF-8 outside first".into()))?;
                (text.clone(), text)
            }
        };
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or("file.toml");
        let text = self.edit(name, &text, line, terminal)?;
        Ok(TypedFile { file: file.to_string_lossy().into_owned(), before, text, line })
    }

    /// Send a text to the clipboard; perhaps there is a reason to be told. A tmux that does not answer keeps nobody
    /// waiting.
    fn copy(&self, text: &str, why: Option<String>) -> Result<()> {
        let (text, inbox, hold) = (text.to_owned(), self.inbox.clone(), self.hold.clone());
        thread::Builder::new().name("clipboard".to_owned()).spawn(move || {
            _ = inbox.send(Happened::Said(copied(&text, why, &hold)));
        })?;
        Ok(())
    }

    /// Open a link, or copy it where there is nobody to open it for, or nothing to open it with. Starting a browser may
    /// take a while, and keeps nobody waiting.
    fn open_link(&self, link: Link) -> Result<()> {
        if let Some(why) = opener::why_not() {
            return self.copy(link.address(), Some(why.to_owned()));
        }
        let (inbox, hold) = (self.inbox.clone(), self.hold.clone());
        thread::Builder::new().name("opener".to_owned()).spawn(move || {
            let told = match opener::open(&link) {
                Ok(()) => Msg::LinkOpened(link.address().to_owned()),
                Err(_) => copied(link.address(), Some("Nothing here opens it".to_owned()), &hold),
            };
            _ = inbox.send(Happened::Said(told));
        })?;
        Ok(())
    }

    /// Hand a draft to the user's mail program, or write it to a file where there is none.
    fn hand_over(&self, outgoing: &Outgoing, terminal: &mut Terminal) -> Result<Mailed, String> {
        let state = places::state_folder().ok_or("There is no folder for drafts here; HOME is not set.")?;
        let folder = outbox::folder(&state);
        let Some(line) = &self.config.compose else { return mailer::write(outgoing, &folder) };
        let compose = Compose::parse(line).map_err(|why| why.0)?;
        let mut command = mailer::command(&compose, outgoing, &folder)?;
        let lent = terminal.lend(&self.input, &self.ending, || mailer::run(&compose, &mut command, &self.ending));
        lent.map_err(|error| format!("{}: {}", compose.program(), refusal::reason(&error))).flatten()
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
            Ok(mut folder) => {
                // Without a state folder the demo is as good.
                _ = folder.keep_state(&state);
                self.keeper.move_to(folder.state());
                self.state = folder.state().cloned();
                self.root = folder.root().to_owned();
                self.say(Msg::Switched { place: self.root.display().to_string() });
                self.watch = Watch::start(&self.root, beside(&folder), self.jobs.clone());
                self.ask(Job::Switch(Box::new(folder)))?;
            }
            Err(error) => self.say(Msg::Failed(error.to_string())),
        }
        Ok(())
    }

    /// Wait until all that was asked for is on the disk, but not for ever.
    fn flush(&self) {
        let (done, wait) = mpsc::channel();
        if self.ask(Job::Flush(done)).is_ok() {
            _ = wait.recv_timeout(PATIENCE);
        }
    }

    /// Wait for the last saves, but not for ever.
    pub(super) fn finish(self, until: Instant) {
        self.import.store(true, Ordering::Relaxed);
        _ = self.jobs.send(Job::End);
        drop(self.watch);
        while !self.disk.is_finished() && Instant::now() < until {
            thread::sleep(Duration::from_millis(1));
        }
    }
}

/// Send a text to the clipboard, and say so.
fn copied(text: &str, why: Option<String>, hold: &Hold) -> Msg {
    let text = match clipboard::sendable(text) {
        Ok(text) => text,
        Err(why) => return Msg::Failed(why),
    };
    if !clipboard::by_tmux(&text) {
        hold.beside(&clipboard::by_terminal(&text));
    }
    match why {
        Some(why) => Msg::CopiedInstead { text, why },
        None => Msg::Copied(text),
    }
}

/// Where lies what this machine keeps beside the plan.
fn beside(folder: &Folder) -> Option<PathBuf> {
    folder.state().map(|state| state.path(""))
}
