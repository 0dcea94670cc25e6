//! One piece of work after another, by their numbers: which it is, what shall be done with it, what came to it.

use color_eyre::eyre::Result;

use super::session::Session;
use super::voice::Voice;
use crate::app::command::{self, Command};
use crate::app::model::Screen;
use crate::app::plain::words::{self, Asked, Own};
use crate::app::{Model, Msg};
use crate::domain::dates;

impl Session {
    /// The next piece of work, and what shall be done with it.
    pub(super) fn work(&mut self) -> Result<()> {
        if let Some(rest) = self.voice.take_given() {
            self.say(&format!("“{rest}” was not asked for."))?;
        }
        // What was taken up stands among the accounts, and the cursor went there with it.
        if self.model.screen != Screen::Today {
            self.go_to_today()?;
        }
        self.look_where_we_are()?;
        let here = self.here.filter(|_| !self.model.derived.queue.is_empty());
        if self.told != Some(here.unwrap_or_default()) {
            self.told = Some(here.unwrap_or_default());
            Voice::say(&[String::new()])?;
            self.show()?;
        }
        let offered = words::offered(&self.model.keymap, here.is_some(), |command| (command.enabled)(&self.model));
        let Some(line) = self.ask(&format!("{offered}:"))? else { return Ok(()) };
        self.said.clear();
        // Somebody else may have written while it was typed.
        self.tell(Msg::Focused)?;
        self.look_where_we_are()?;
        let (asked, rest) = words::understood(&line, &self.model.keymap);
        if matches!(&asked, Asked::Command(command) if command.id == "save-again") {
            // Who asks for it is told what comes of it, also where that is no news.
            self.unsaved.clear();
        } else {
            self.try_again()?;
        }
        if let Some(gone) = here.filter(|here| self.here != Some(*here) && asked.is_about_here()) {
            // What was meant was meant for that, and for nothing else.
            self.told = None;
            return Ok(Voice::say(&self.plain().numbered(&self.model, &self.numbers, gone))?);
        }
        self.voice.give(rest);
        match asked {
            Asked::Own(own) => self.do_own(own),
            Asked::Number(number) => self.go_to(number),
            Asked::Command(command) => self.run_command(command),
            Asked::Nothing(word) => {
                self.voice.give(None);
                self.say(&format!("There is nothing called “{word}”{}; ? lists what there is.", words::meant(word)))
            }
        }
    }

    /// From wherever a question led back to the day.
    pub(super) fn go_to_today(&mut self) -> Result<()> {
        command::by_id("screen.today").map_or(Ok(()), |today| self.tell(Msg::Run(today)))
    }

    /// What has come to it is said with its number. From what is dealt with one goes on to the next number, and from the
    /// last to the first that is left.
    fn look_where_we_are(&mut self) -> Result<()> {
        let new = self.numbers.look(&self.model);
        if !new.is_empty() {
            self.say("New:")?;
        }
        for number in new {
            Voice::say(&self.plain().numbered(&self.model, &self.numbers, number))?;
        }
        if let Some(gone) = self.here.filter(|here| self.numbers.position(*here).is_none()) {
            let next = self.numbers.after(gone).or_else(|| self.numbers.after(0));
            if let Some(position) = next.and_then(|number| self.numbers.position(number)) {
                self.model.today.at = position;
            }
        }
        self.here = self.numbers.at(self.model.today.at);
        Ok(())
    }

    fn show(&self) -> Result<()> {
        if self.model.derived.queue.is_empty() {
            return self.say(&self.nothing_is_due());
        }
        Ok(Voice::say(&self.plain().card(&self.model, &self.numbers))?)
    }

    fn nothing_is_due(&self) -> String {
        let model: &Model = &self.model;
        if model.derived.waiting() > 0 {
            return "Nothing of this part waits; “all” shows what does.".to_owned();
        }
        let today = self.plain().now.date_naive();
        let next = model.derived.next_day().map(|day| dates::echo(day, today, &model.plan.calendar));
        let next = next.map(|day| format!(" The next work is on {day}.")).unwrap_or_default();
        format!("Nothing is due.{next}")
    }

    fn do_own(&mut self, own: Own) -> Result<()> {
        match own {
            Own::Next => self.step(|session, here| session.numbers.after(here), "This is the last"),
            Own::Back => self.step(|session, here| session.numbers.before(here), "This is the first"),
            Own::List => {
                let all = self.plain().list(&self.model, &self.numbers);
                if all.is_empty() { self.say(&self.nothing_is_due()) } else { Ok(Voice::say(&all)?) }
            }
            Own::Show => self.show(),
            Own::All => self.press("esc"),
            Own::Leave => self.say("Nothing is asked that could be left."),
            Own::Quit => {
                self.voice.is_over = true;
                Ok(())
            }
            Own::Help => {
                let lines = words::help(&self.model.keymap);
                Ok(Voice::say(&lines.iter().flat_map(|line| self.plain().wrapped(line)).collect::<Vec<_>>())?)
            }
        }
    }

    fn step(&mut self, to: fn(&Self, usize) -> Option<usize>, end: &str) -> Result<()> {
        let Some(here) = self.here else { return self.say(&self.nothing_is_due()) };
        match to(self, here) {
            Some(number) => {
                self.stand_at(number);
                Ok(())
            }
            None => {
                let others: Vec<usize> = self.numbers.in_order().into_iter().filter(|other| *other != here).collect();
                let others = match others.as_slice() {
                    [] => " and all that is left".to_owned(),
                    [one] => format!("; {one} is open too"),
                    [all @ .., last] if all.len() < 6 => {
                        let all: Vec<String> = all.iter().map(usize::to_string).collect();
                        format!("; {} and {last} are open too", all.join(", "))
                    }
                    others => format!("; {} others are open too", others.len()),
                };
                self.say(&format!("{end}{others}. A number goes there, q quits."))
            }
        }
    }

    fn stand_at(&mut self, number: usize) {
        if let Some(position) = self.numbers.position(number) {
            (self.model.today.at, self.model.today.line) = (position, 0);
            self.here = Some(number);
        }
    }

    fn go_to(&mut self, number: &str) -> Result<()> {
        let there = number.parse::<usize>().ok().filter(|n| self.numbers.get(*n).is_some());
        match there {
            Some(n) if self.numbers.position(n).is_some() => {
                self.stand_at(n);
                self.told = None;
                Ok(())
            }
            Some(n) => {
                // What is asked next is about where one stands still, so that is said again.
                self.told = None;
                Ok(Voice::say(&self.plain().numbered(&self.model, &self.numbers, n))?)
            }
            None => {
                let count = self.numbers.count();
                self.say(&match count {
                    0 => format!("There is no {number}; nothing is due."),
                    _ => format!("There is no {number}; the numbers go to {count}."),
                })
            }
        }
    }

    fn run_command(&mut self, command: &'static Command) -> Result<()> {
        if !(command.enabled)(&self.model) {
            self.voice.give(None);
            return self.say(&format!("There is nothing to “{}” here.", command.label));
        }
        self.tell(Msg::Run(command))
    }
}
