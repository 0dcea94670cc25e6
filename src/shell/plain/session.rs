//! One run of the review in lines: the model, the disk, and what is said of both. What the model is told is what a key
//! tells it; this never changes the plan itself.

use std::collections::{BTreeSet, VecDeque};
use std::io::{self, BufRead, IsTerminal as _};
use std::sync::mpsc::{self, Receiver};

use chrono::NaiveDate;
use color_eyre::eyre::Result;
use rustix::termios::tcgetwinsize;

use super::voice::Voice;
use crate::app::model::{Model, Screen, Status, Tone};
use crate::app::plain::Numbers;
use crate::app::trouble::Trouble;
use crate::app::{Ctx, Effect, Msg, keymap, update};
use crate::clock::Clock;
use crate::domain::account::AccountId;
use crate::domain::plan::FileKey;
use crate::domain::step::Change;
use crate::domain::typed::Left;
use crate::domain::words::counted;
use crate::shell::Start;
use crate::shell::disk::Disk;
use crate::store::typed::Own;
use crate::store::{bookmark, refusal};
use crate::ui::plain::Plain;

/// Words are broken from here on rather than lines.
const NARROWEST: usize = 20;

/// How wide the terminal is at this moment. Where there is none, nobody needs lines to be broken: to who listens each of
/// them is a sentence.
fn terminal_columns() -> Option<usize> {
    let out = io::stdout();
    let size = out.is_terminal().then(|| tcgetwinsize(&out).ok()).flatten()?;
    Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
}

/// So many problems with files are said unasked.
const MOST_PROBLEMS: usize = 5;

/// A run of the review.
pub(super) struct Session {
    pub(super) model: Model,
    pub(super) voice: Voice,
    pub(super) numbers: Numbers,
    /// The number that was worked at last.
    pub(super) here: Option<usize>,
    /// The number whose work was said last; 0 where it was said that there is none.
    pub(super) told: Option<usize>,
    /// What the last command was said to have done: nobody wants to hear it twice.
    pub(super) said: String,
    /// What is not saved, as it was said last.
    pub(super) unsaved: BTreeSet<String>,
    /// The week whose review was read out.
    pub(super) read_out: Option<NaiveDate>,
    disk: Disk<Box<dyn FnMut(Msg)>>,
    heard: Receiver<Msg>,
    /// What is written and not saved, for the next run; nothing, where nothing can be kept.
    own: Option<Own>,
    /// What earlier runs left, as it lies there.
    left: Vec<Left>,
    clock: Clock,
    ascii: bool,
    /// As `COLUMNS` has it.
    columns: Option<usize>,
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
        let (say, heard) = mpsc::channel();
        // The model hears what the disk says before anything else is asked.
        let say: Box<dyn FnMut(Msg)> = Box::new(move |msg| _ = say.send(msg));
        let mut session = Self {
            model,
            voice: Voice::new(lines.unwrap_or_else(|| Box::new(io::empty())), repeats),
            numbers: Numbers::default(),
            here: None,
            told: None,
            said: String::new(),
            unsaved: BTreeSet::new(),
            read_out: None,
            disk: Disk::new(start.folder, say),
            heard,
            own: None,
            left: Vec::new(),
            clock: start.clock,
            ascii: start.look.glyphs.ascii,
            columns: std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()),
        };
        session.disk.load();
        session.own = session.disk.folder.state().map(Own::new);
        session.left.clone_from(&session.disk.taken.left);
        session.hear()?;
        Ok(session)
    }

    pub(super) fn plain(&self) -> Plain {
        let columns = terminal_columns().or(self.columns).map_or(usize::MAX, |columns| columns.max(NARROWEST));
        Plain { now: self.clock.now(), columns, ascii: self.ascii }
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
            Err(error) => self.say(&format!("What is not saved can't be kept either: {}", refusal::reason(&error))),
        }
    }

    /// Tell the model something, do what it asks for, and say what came of it.
    pub(super) fn tell(&mut self, msg: Msg) -> Result<()> {
        let mut waiting = VecDeque::from([msg]);
        let mut changed = BTreeSet::new();
        while let Some(msg) = waiting.pop_front() {
            let ctx = Ctx::at(self.clock.now());
            for effect in update(&mut self.model, msg, &ctx) {
                if let Effect::Save { change: Change { key: FileKey::Account(id), .. }, .. } = &effect {
                    changed.insert(id.clone());
                }
                self.carry_out(effect)?;
            }
            waiting.extend(self.heard.try_iter());
        }
        self.say_status(&changed)
    }

    /// What could not be saved might be by now.
    pub(super) fn try_again(&mut self) -> Result<()> {
        if self.is_saved() {
            return Ok(());
        }
        self.tell(Msg::TryAgain)?;
        if self.is_saved() { self.say("What was not saved is saved now.") } else { Ok(()) }
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
        while let Ok(msg) = self.heard.try_recv() {
            self.tell(msg)?;
        }
        Ok(())
    }

    /// What came of it; where one account was changed, of which. What is not saved is said once, until that is another
    /// change or another reason.
    fn say_status(&mut self, changed: &BTreeSet<AccountId>) -> Result<()> {
        let Status { tone, text } = std::mem::take(&mut self.model.status);
        let before = if tone == Tone::Bad { "Not done: " } else { "" };
        // A status begins with a capital where what was foretold does not.
        if !text.is_empty() && text.to_lowercase() != self.said.to_lowercase() {
            let about = changed.first().filter(|_| changed.len() == 1).and_then(|id| self.model.plan.account(id));
            let about = about.filter(|account| tone == Tone::Good && !text.contains(&account.name));
            let about = about.map(|account| format!("{}: ", self.model.called(account))).unwrap_or_default();
            self.say(&format!("{before}{about}{text}"))?;
            self.said = text;
        }
        let refused = self.model.saving.refused.values();
        let refused: BTreeSet<String> = refused.map(|each| format!("{}: {}", each.label, each.why)).collect();
        for told in refused.difference(&self.unsaved) {
            self.say(&format!("NOT SAVED: {told}. It is tried again with whatever you do next, and on leaving."))?;
        }
        self.unsaved = refused;
        Ok(())
    }

    /// A question without the sentence that it begins with, where that was said just now.
    pub(super) fn unsaid(&self, title: &str) -> String {
        match title.strip_prefix(self.said.as_str()).filter(|_| !self.said.is_empty()) {
            Some("") => String::new(),
            Some(rest) => rest.strip_prefix(". ").unwrap_or(title).to_owned(),
            None => title.to_owned(),
        }
    }

    /// Which files could not be read: work may be missing for it.
    pub(super) fn say_problems(&self, asks: bool) -> Result<()> {
        let all: Vec<Trouble> = self.model.plan.all_problems().map(Trouble::File).collect();
        if all.is_empty() {
            return Ok(());
        }
        let plain = self.plain();
        let count = counted(all.len(), "problem", "problems");
        self.say(&format!("{count} with files; what stands there may be missing below."))?;
        Voice::say(&plain.troubles(&all[..all.len().min(MOST_PROBLEMS)]))?;
        if all.len() > MOST_PROBLEMS {
            let way = if asks { "“problems”" } else { "inroad doctor" };
            self.say(&format!("And {} more; {way} says all.", all.len() - MOST_PROBLEMS))?;
        }
        Ok(())
    }

    /// All that is not well.
    pub(super) fn say_troubles(&mut self) -> Result<()> {
        self.model.overlays.pop();
        Ok(Voice::say(&self.plain().troubles(&self.model.troubles()))?)
    }

    /// What the day holds.
    pub(super) fn greet(&mut self) -> Result<()> {
        self.numbers.look(&self.model);
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
        _ = self.try_again();
        _ = self.say(&left);
        let Some(state) = self.disk.folder.state() else { return };
        bookmark::write(state, &self.model.bookmark());
        _ = self.keep();
    }
}
