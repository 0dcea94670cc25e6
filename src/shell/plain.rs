//! The daily review in plain lines, for screen readers and for terminals that are none: a question, an answer, the next
//! question. It is another front of the same model: what a line asks for is what the key on the screen does, so nothing is
//! decided or saved here that is not decided and saved there in the same way. It moves no cursor, shows no colour, and asks
//! one thing at a time; what is done is on the disk before the next question.

use std::collections::VecDeque;
use std::io::{self, BufRead, Write};
use std::sync::mpsc::{self, Receiver};

use color_eyre::eyre::Result;

use super::Start;
use super::disk::Disk;
use crate::app::command::{self, Command};
use crate::app::model::{Model, Screen, Status, Tone};
use crate::app::overlay::Overlay;
use crate::app::prompt::Echo;
use crate::app::{Ctx, Effect, Msg, keymap, update};
use crate::clock::Clock;
use crate::domain::account::AccountId;
use crate::domain::agenda::Subject;
use crate::domain::fields::{self, Place};
use crate::domain::near;
use crate::store::bookmark;
use crate::store::typed::Own;
use crate::ui::plain::Plain;

/// What can be asked for, by a word or its beginning; the letter is the screen's key.
const WORDS: [(&str, &str); 22] = [
    ("done", "touch.done"),
    ("skip", "touch.skip"),
    ("postpone", "touch.postpone"),
    ("answer", "touch.answer"),
    ("note", "touch.note"),
    ("pause", "touch.pause"),
    ("later", "touch.later"),
    ("earlier", "touch.earlier"),
    ("pin", "touch.pin"),
    ("channel", "touch.channel"),
    ("links", "touch.links"),
    ("log", "account.log"),
    ("step", "account.next-step"),
    ("undo", "undo"),
    ("redo", "redo"),
    ("back", "list.up"),
    ("calls", "today.calls"),
    ("days", "today.ahead"),
    ("filter", "filter"),
    ("catch-up", "catch-up"),
    ("away", "away"),
    ("again", "save-again"),
];

/// Words of this front alone.
const OWN: [(&str, &str, &str); 6] = [
    ("list", "", "List what waits; a number goes to it."),
    ("show", "", "Say again what is to be done here."),
    ("edit", "e", "Say how its text is written from the command line."),
    ("all", "", "From calls, from words or from the next days back to all that is due."),
    ("quit", "q", "End; all that was done is saved already."),
    ("help", "?", "Say all of this."),
];

/// The most that a line may hold, in bytes.
const LINE: u64 = 1 << 20;

/// The letters that a choice has to be begun with, where it is not taken by its own.
const BEGUN: usize = 3;

/// The longest line that is read comfortably.
const COMFORT: usize = 100;

/// Go through what is due until there is nothing more to be read; without lines say what is due, and ask nothing. What is
/// read is said again where nobody has typed it. Says whether everything is saved.
///
/// # Errors
///
/// The reader of what is said is gone, or the lines can't be read.
pub fn run(start: Start, lines: Option<Box<dyn BufRead>>, repeats: bool) -> Result<bool> {
    let mut model = super::model(&start);
    model.screen = Screen::Today;
    let (say, said) = mpsc::channel();
    // The model hears what the disk says before anything else is asked.
    let say: Box<dyn FnMut(Msg)> = Box::new(move |msg| _ = say.send(msg));
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(80);
    let asks = lines.is_some();
    let mut talk = Talk {
        model,
        disk: Disk::new(start.folder, say),
        said,
        clock: start.clock,
        is_over: !asks,
        lines: lines.unwrap_or_else(|| Box::new(io::empty())),
        repeats,
        ascii: start.look.glyphs.ascii,
        columns: usize::clamp(columns, 20, COMFORT),
        given: None,
        told: Told::Nothing,
    };
    talk.disk.load();
    talk.hear()?;
    talk.greet()?;
    let outcome = talk.go_on();
    if asks {
        talk.leave();
    }
    outcome.map(|()| talk.model.saving.refused.is_empty())
}

/// What was said last.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Told {
    /// Nothing yet.
    Nothing,
    /// A piece of work, or that there is none.
    Work(Option<(AccountId, Subject)>),
}

struct Talk {
    model: Model,
    disk: Disk<Box<dyn FnMut(Msg)>>,
    said: Receiver<Msg>,
    clock: Clock,
    lines: Box<dyn BufRead>,
    /// What is read is said again, since nobody has typed it where it would be seen.
    repeats: bool,
    ascii: bool,
    columns: usize,
    /// What stood behind a command: the answer to what it asks.
    given: Option<String>,
    told: Told,
    is_over: bool,
}

impl Talk {
    fn plain(&self) -> Plain {
        Plain { now: self.clock.now(), columns: self.columns, ascii: self.ascii }
    }

    fn say(&self, told: &str) -> io::Result<()> {
        Self::say_all(&self.plain().wrapped(told))
    }

    fn say_all(lines: &[String]) -> io::Result<()> {
        let mut out = io::stdout().lock();
        lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
        out.flush()
    }

    /// Ask, and read a line; nothing when there is none any more.
    fn ask(&mut self, question: &str) -> io::Result<Option<String>> {
        if let Some(given) = self.given.take() {
            return Ok(Some(given));
        }
        let question = self.plain().line(question);
        let mut out = io::stdout().lock();
        write!(out, "{question} ")?;
        out.flush()?;
        let mut line = Vec::new();
        let read = io::Read::take(&mut self.lines, LINE).read_until(b'\n', &mut line)?;
        if read == 0 {
            self.is_over = true;
            writeln!(out)?;
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line).trim().to_owned();
        if self.repeats {
            writeln!(out, "{}", self.plain().line(&line))?;
        }
        Ok(Some(line))
    }

    /// Tell the model something, do what it asks for, and say what came of it.
    fn tell(&mut self, msg: Msg) -> Result<()> {
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

    fn carry_out(&mut self, effect: Effect) -> Result<()> {
        match effect {
            Effect::Quit => self.is_over = true,
            Effect::OpenLink(link) => self.say(link.address())?,
            Effect::Copy(text) => {
                for line in text.lines() {
                    self.say(line)?;
                }
            }
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

    fn greet(&mut self) -> Result<()> {
        let (overdue, due) = self.model.derived.counts;
        let day = self.clock.now().format("%A %-d %B").to_string();
        self.say(&format!("{day}: {overdue} overdue, {due} due."))?;
        Self::say_all(&self.plain().queue(&self.model))?;
        Ok(())
    }

    fn go_on(&mut self) -> Result<()> {
        while !self.is_over {
            self.close_what_needs_a_screen()?;
            match self.model.overlays.last() {
                Some(Overlay::Menu(_)) => self.choose()?,
                Some(_) => self.answer()?,
                None => self.work()?,
            }
        }
        Ok(())
    }

    /// The next piece of work, and what shall be done with it.
    fn work(&mut self) -> Result<()> {
        if let Some(rest) = self.given.take() {
            self.say(&format!("“{rest}” was not asked for."))?;
        }
        let here = self.model.derived.queue.get(self.model.today.at);
        let here = here.map(|item| (item.account.clone(), item.subject));
        let told = Told::Work(here.clone());
        if self.told != told {
            self.told = told;
            Self::say_all(&[String::new()])?;
            self.show()?;
        }
        let question = match here {
            Some(_) => "d done, s skip, p postpone, r answer, n note, Enter next, ? help:",
            None => "u undo, w next days, ? help, q quit:",
        };
        let Some(line) = self.ask(question)? else { return Ok(()) };
        // Somebody else may have written while it was typed.
        self.tell(Msg::Focused)?;
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line.as_str(), ""));
        self.given = Some(rest.trim().to_owned()).filter(|rest| !rest.is_empty());
        match word {
            "" => self.next(),
            word if word.chars().all(|c| c.is_ascii_digit()) => self.go_to(word),
            word => self.command(word),
        }
    }

    fn show(&self) -> Result<()> {
        if self.model.derived.queue.is_empty() {
            let next = self.model.derived.next_day();
            let next = next
                .map(|day| crate::domain::dates::echo(day, self.clock.now().date_naive(), &self.model.plan.calendar));
            let next = next.map(|day| format!(" The next work is on {day}.")).unwrap_or_default();
            return Ok(self.say(&format!("Nothing is due.{next}"))?);
        }
        Ok(Self::say_all(&self.plain().card(&self.model))?)
    }

    fn next(&mut self) -> Result<()> {
        let is_last = self.model.today.at + 1 >= self.model.derived.queue.len();
        if is_last {
            return Ok(self.say("This is the last. A number goes to another, q quits.")?);
        }
        self.run_command("list.down")
    }

    fn go_to(&mut self, number: &str) -> Result<()> {
        let count = self.model.derived.queue.len();
        match number.parse::<usize>().ok().filter(|n| (1..=count).contains(n)) {
            Some(n) => {
                self.model.today.at = n - 1;
                self.told = Told::Nothing;
            }
            None => self.say(&format!("There is no {number}; there are {count}."))?,
        }
        Ok(())
    }

    fn command(&mut self, word: &str) -> Result<()> {
        let of_key = WORDS.iter().find(|(_, id)| self.model.keymap.key(id).as_deref() == Some(word));
        if let Some((_, id)) = of_key {
            return self.run_command(id);
        }
        let known = || WORDS.iter().map(|(word, _)| *word).chain(OWN.iter().map(|(word, ..)| *word));
        let lower = word.to_lowercase();
        let mut begun = known().filter(|known| known.starts_with(&lower) && lower.chars().count() > 1);
        let only = begun.next().filter(|_| begun.next().is_none());
        let of_own = OWN.iter().find(|(_, letter, _)| *letter == word).map(|(word, ..)| *word);
        match known().find(|known| *known == lower).or(only).or(of_own) {
            Some("list") => Ok(Self::say_all(&self.plain().queue(&self.model))?),
            Some("show") => self.show(),
            Some("edit") => self.say_how_to_edit(),
            Some("all") => self.press("esc"),
            Some("quit") => {
                self.is_over = true;
                Ok(())
            }
            Some("help") => self.help(),
            Some(known) => match WORDS.iter().find(|(word, _)| *word == known) {
                Some((_, id)) => self.run_command(id),
                None => Ok(()),
            },
            None => {
                self.given = None;
                let meant = near::meant(&lower, known());
                Ok(self.say(&format!("There is nothing called “{word}”{meant}; ? lists what there is."))?)
            }
        }
    }

    fn run_command(&mut self, id: &str) -> Result<()> {
        let Some(command) = command::by_id(id) else { return Ok(()) };
        if !(command.enabled)(&self.model) {
            self.given = None;
            return Ok(self.say(&format!("There is nothing to “{}” here.", command.label))?);
        }
        self.tell(Msg::Run(command))
    }

    fn say_how_to_edit(&self) -> Result<()> {
        let item = self.model.derived.queue.get(self.model.today.at);
        let told = item.and_then(|item| {
            let account = self.model.plan.account(&item.account)?;
            let (place, key) = match item.subject {
                Subject::Touch(at) => (Place::Touch(at), "message"),
                Subject::Meeting(i) => (Place::Meeting(i), "objective"),
                Subject::NextStep(i) => (Place::NextStep(i), "what"),
                Subject::Log(i) => (Place::Log(i), "text"),
                Subject::Account => (Place::Account, "why"),
            };
            let name = fields::name(account, place);
            let name = if name.is_empty() { String::new() } else { format!("{name}.") };
            Some(format!("inroad set {} {name}{key} \"…\"", account.id))
        });
        Ok(self.say(&told.unwrap_or_else(|| "There is nothing to edit here.".to_owned()))?)
    }

    fn help(&self) -> Result<()> {
        let of_model = |(word, id): &(&str, &str)| {
            let command: &Command = command::by_id(id)?;
            let key = self.model.keymap.key(id).filter(|key| key.chars().count() == 1);
            Some(format!("{}{word}: {}", key.map(|key| format!("{key} or ")).unwrap_or_default(), command.help))
        };
        let own = OWN.iter().map(|(word, letter, help)| {
            let letter = if letter.is_empty() { String::new() } else { format!("{letter} or ") };
            format!("{letter}{word}: {help}")
        });
        let enter = "Enter: the next one. A number: that one. What stands behind a word answers what it asks: p fri.";
        let lines = std::iter::once(enter.to_owned()).chain(WORDS.iter().filter_map(of_model)).chain(own);
        Ok(Self::say_all(&lines.flat_map(|line| self.plain().wrapped(&line)).collect::<Vec<_>>())?)
    }

    /// A choice by its letter, its number or its word.
    fn choose(&mut self) -> Result<()> {
        let Some(Overlay::Menu(menu)) = self.model.overlays.last() else { return Ok(()) };
        let menu = menu.clone();
        if self.given.is_none() {
            Self::say_all(&self.plain().menu(&menu))?;
        }
        let Some(line) = self.ask("Letter, or Enter to leave it:")? else { return Ok(()) };
        if line.is_empty() {
            return self.press("esc");
        }
        let lower = line.to_lowercase();
        let mut letters = line.chars();
        let letter = letters.next().filter(|_| letters.next().is_none());
        let by_letter = letter
            .filter(|letter| menu.choices.iter().any(|choice| choice.letter == *letter) || menu.again == Some(*letter));
        // A letter that is not offered is a slip, and no beginning of a word: what it begins may end an account.
        let may_begin = lower.chars().count() >= BEGUN;
        let by_word = || {
            let fits = |label: &str| label == lower || may_begin && label.starts_with(&lower);
            let mut begun = menu.choices.iter().filter(|choice| fits(&choice.label.to_lowercase()));
            begun.next().filter(|_| begun.next().is_none()).map(|choice| choice.letter)
        };
        match by_letter.or_else(by_word) {
            Some(letter) => self.press(&letter.to_string()),
            None => {
                let letters: Vec<String> = menu.choices.iter().map(|choice| choice.letter.to_string()).collect();
                Ok(self.say(&format!("“{line}” is none of {}.", letters.join(", ")))?)
            }
        }
    }

    /// A line that is asked for. What it means is said before it is taken.
    fn answer(&mut self) -> Result<()> {
        let Some(Overlay::Prompt(prompt)) = self.model.overlays.last() else { return Ok(()) };
        let (prompt, is_given) = (prompt.clone(), self.given.is_some());
        if !is_given {
            Self::say_all(&self.plain().prompt(&prompt))?;
        }
        let Some(mut line) = self.ask(":")? else { return Ok(()) };
        loop {
            match line.as_str() {
                "." => {
                    // Left on purpose: it is not to be there again the next time.
                    self.tell(Msg::Type(String::new()))?;
                    return self.press("esc");
                }
                "" => {}
                line => self.tell(Msg::Type(line.to_owned()))?,
            }
            let echo = match self.model.overlays.last() {
                Some(Overlay::Prompt(prompt)) if !line.is_empty() => prompt.echo.clone(),
                _ => Echo::Means(String::new()),
            };
            match echo {
                Echo::Wrong(why) => {
                    self.say(&format!("Not so: {why}"))?;
                    return self.tell(Msg::Type(String::new()));
                }
                // One word (“noted”) says nothing that would have to be looked at.
                Echo::Means(means) if prompt.is_live() => {
                    self.say(&means)?;
                    return self.take(line.is_empty());
                }
                Echo::Means(means) if means.contains(' ') => {
                    self.say(&means)?;
                    match self.ask(&format!("Enter: {}. Or write it anew, or . to leave it:", prompt.verb))? {
                        None => return Ok(()),
                        Some(again) if again.is_empty() => return self.press("enter"),
                        Some(again) => line = again,
                    }
                }
                Echo::Means(_) => return self.take(line.is_empty()),
            }
        }
    }

    /// Enter. What refuses an empty line is left.
    fn take(&mut self, was_empty: bool) -> Result<()> {
        let depth = self.model.overlays.len();
        self.press("enter")?;
        match self.model.overlays.last() {
            Some(Overlay::Prompt(prompt)) if self.model.overlays.len() == depth => {
                if let Echo::Wrong(why) = prompt.echo.clone() {
                    if was_empty {
                        self.press("esc")?;
                        return Ok(self.say("Left as it is.")?);
                    }
                    self.say(&format!("Not so: {why}"))?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn press(&mut self, key: &str) -> Result<()> {
        match keymap::parse(match key {
            "-" => "minus",
            key => key,
        }) {
            Some(key) => self.tell(Msg::Key(key)),
            None => Ok(()),
        }
    }

    /// Forms, maps and lists have no lines.
    fn close_what_needs_a_screen(&mut self) -> Result<()> {
        while let Some(overlay) = self.model.overlays.last() {
            match overlay {
                Overlay::Menu(_) | Overlay::Prompt(_) => return Ok(()),
                Overlay::Typed(_) => self.say("Texts of an earlier run wait; the screen offers them: inroad.")?,
                Overlay::Form(_) => self.say("For this the screen has a form; from here “edit” says how.")?,
                _ => self.say("For this the screen is needed: inroad shows it.")?,
            }
            self.model.overlays.pop();
        }
        Ok(())
    }

    /// What could not be saved is kept for the next run, and so is the place.
    fn leave(&mut self) {
        let left = match self.model.derived.waiting() {
            0 => "Nothing is left for today.".to_owned(),
            1 => "1 is left for today.".to_owned(),
            n => format!("{n} are left for today."),
        };
        // Whoever listened may be gone.
        _ = self.say(&left);
        let Some(state) = self.disk.folder.state() else { return };
        bookmark::write(state, &self.model.bookmark());
        if let Err(error) = Own::new(state).keep(&self.model.behind(), &self.disk.taken.left) {
            _ = self.say(&format!("What is not saved can't be kept either: {error}"));
        }
    }
}
