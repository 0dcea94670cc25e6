//! One run of the review in lines: the model, the disk, and what is said of both. What the model is told is what a key
//! tells it; this never changes the plan itself.

use std::collections::VecDeque;
use std::io::{self, BufRead};
use std::sync::mpsc::{self, Receiver};

use color_eyre::eyre::Result;

use super::voice::Voice;
use crate::app::model::{Model, Screen, Status, Tone};
use crate::app::plain::Numbers;
use crate::app::{Ctx, Effect, Msg, keymap, update};
use crate::clock::Clock;
use crate::domain::typed::Left;
use crate::domain::words::counted;
use crate::shell::Start;
use crate::shell::disk::Disk;
use crate::store::bookmark;
use crate::store::typed::Own;
use crate::ui::plain::Plain;

/// The longest line that is read comfortably.
const COMFORT: usize = 100;

/// A run of the review.
pub(super) struct Session {
    pub(super) model: Model,
    pub(super) voice: Voice,
    pub(super) numbers: Numbers,
    /// The number that was worked at last.
    pub(super) here: Option<usize>,
    /// The number whose work was said last; 0 where it was said that there is none.
    pub(super) told: Option<usize>,
    disk: Disk<Box<dyn FnMut(Msg)>>,
    said: Receiver<Msg>,
    /// What is written and not saved, for the next run; nothing, where nothing can be kept.
    own: Option<Own>,
    /// What earlier runs left, as it lies there.
    left: Vec<Left>,
    clock: Clock,
    ascii: bool,
    columns: usize,
}

impl Session {
    /// With the plan read.
    pub(super) fn begin(start: Start, lines: Option<Box<dyn BufRead>>, repeats: bool) -> Result<Self> {
        let mut model = crate::shell::model(&start);
        model.screen = Screen::Today;
        if let Some(left) = &mut model.today.left_at {
            // Who listens sees no filter: each run begins with all of the day.
            left.part.clear();
            left.filter.clear();
        }
        let (say, said) = mpsc::channel();
        // The model hears what the disk says before anything else is asked.
        let say: Box<dyn FnMut(Msg)> = Box::new(move |msg| _ = say.send(msg));
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(80);
        let mut session = Self {
            model,
            voice: Voice::new(lines.unwrap_or_else(|| Box::new(io::empty())), repeats),
            numbers: Numbers::default(),
            here: None,
            told: None,
            disk: Disk::new(start.folder, say),
            said,
            own: None,
            left: Vec::new(),
            clock: start.clock,
            ascii: start.look.glyphs.ascii,
            columns: usize::clamp(columns, 20, COMFORT),
        };
        session.disk.load();
        session.own = session.disk.folder.state().map(Own::new);
        session.left.clone_from(&session.disk.taken.left);
        session.hear()?;
        session.numbers.look(&session.model);
        Ok(session)
    }

    pub(super) fn plain(&self) -> Plain {
        Plain { now: self.clock.now(), columns: self.columns, ascii: self.ascii }
    }

    pub(super) fn is_over(&self) -> bool {
        self.voice.is_over
    }

    /// Whether all that was done is on the disk.
    pub(super) fn is_saved(&self) -> bool {
        self.model.saving.refused.is_empty()
    }

    pub(super) fn say(&self, told: &str) -> Result<()> {
        Ok(Voice::say(&self.plain().wrapped(told))?)
    }

    pub(super) fn ask(&mut self, question: &str) -> Result<Option<String>> {
        let line = self.ask_for_text(question)?;
        Ok(line.map(|line| line.trim().to_owned()))
    }

    /// The same with the space before what is answered. Whatever was written so far is safe before anybody is waited for:
    /// the line may drop meanwhile.
    pub(super) fn ask_for_text(&mut self, question: &str) -> Result<Option<String>> {
        self.keep()?;
        let plain = self.plain();
        Ok(self.voice.ask_for_text(plain, question)?)
    }

    /// What is written and not saved is kept for the next run.
    fn keep(&mut self) -> Result<()> {
        let Some(own) = &mut self.own else { return Ok(()) };
        let behind = self.model.behind();
        match own.keep(&behind, &self.left) {
            Ok(()) => {
                self.left = behind.left;
                Ok(())
            }
            Err(error) => self.say(&format!("What is not saved can't be kept either: {error}")),
        }
    }

    /// Tell the model something, do what it asks for, and say what came of it.
    pub(super) fn tell(&mut self, msg: Msg) -> Result<()> {
        let mut waiting = VecDeque::from([msg]);
        while let Some(msg) = waiting.pop_front() {
            let ctx = Ctx::at(self.clock.now());
            for effect in update(&mut self.model, msg, &ctx) {
                self.carry_out(effect)?;
            }
            waiting.extend(self.said.try_iter());
        }
        self.say_status()
    }

    /// What the key would do.
    pub(super) fn press(&mut self, key: &str) -> Result<()> {
        let key = if key == "-" { "minus" } else { key };
        keymap::parse(key).map_or(Ok(()), |key| self.tell(Msg::Key(key)))
    }

    fn carry_out(&mut self, effect: Effect) -> Result<()> {
        match effect {
            Effect::Quit => self.voice.is_over = true,
            Effect::OpenLink(link) => self.say(link.address())?,
            Effect::Copy(text) => text.lines().try_for_each(|line| self.say(line))?,
            Effect::Redraw => {}
            effect if effect.is_for_the_disk() => self.disk.act(effect),
            _ => self.say("For this the screen is needed: inroad shows it.")?,
        }
        Ok(())
    }

    /// What others have written meanwhile, and what the disk has said.
    fn hear(&mut self) -> Result<()> {
        while let Ok(msg) = self.said.try_recv() {
            self.tell(msg)?;
        }
        Ok(())
    }

    fn say_status(&mut self) -> Result<()> {
        let Status { tone, text } = std::mem::take(&mut self.model.status);
        let before = if tone == Tone::Bad { "Not done: " } else { "" };
        if !text.is_empty() {
            self.say(&format!("{before}{text}"))?;
        }
        for refused in self.model.saving.refused.values() {
            self.say(&format!("NOT SAVED: {}: {}. “again” tries again.", refused.label, refused.why))?;
        }
        Ok(())
    }

    /// What the day holds.
    pub(super) fn greet(&mut self) -> Result<()> {
        let (overdue, due) = self.model.derived.counts;
        let day = self.clock.now().format("%A %-d %B").to_string();
        self.say(&format!("{day}: {overdue} overdue, {due} due."))?;
        let waiting = self.model.conflicts.len();
        if waiting > 0 {
            let what = counted(waiting, "thing was changed on both sides", "things were changed on both sides");
            self.say(&format!("{what}: “conflicts” reads out both."))?;
        }
        Ok(Voice::say(&self.plain().waiting(&self.model, &self.numbers))?)
    }

    /// What could not be saved is kept for the next run, and so is the place.
    pub(super) fn leave(&mut self) {
        let left = match self.model.derived.waiting() {
            0 => "Nothing is left for today.".to_owned(),
            1 => "1 is left for today.".to_owned(),
            n => format!("{n} are left for today."),
        };
        // Whoever listened may be gone.
        _ = self.say(&left);
        let Some(state) = self.disk.folder.state() else { return };
        bookmark::write(state, &self.model.bookmark());
        _ = self.keep();
    }
}
