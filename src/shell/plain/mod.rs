//! The daily review in plain lines, for screen readers and for terminals that are none: a question, an answer, the next
//! question. It is another front of the same model: what a line asks for is what the key on the screen does, so nothing is
//! decided or saved here that is not decided and saved there in the same way. It moves no cursor, shows no colour, and asks
//! one thing at a time; what is done is on the disk before the next question.

mod fields;
mod prompts;
mod review;
mod session;
mod sides;
mod texts;
mod voice;
mod work;

use std::io::BufRead;

use color_eyre::eyre::Result;

use super::Start;
use crate::app::overlay::Overlay;
use session::Session;

/// Go through what is due until there is nothing more to be read; without lines say what is due, and ask nothing. What is
/// read is said again where nobody has typed it. Says whether everything is saved.
///
/// # Errors
///
/// The reader of what is said is gone, or the lines can't be read.
pub fn run(start: Start, lines: Option<Box<dyn BufRead>>, repeats: bool) -> Result<bool> {
    let asks = lines.is_some();
    let mut session = Session::begin(start, lines, repeats)?;
    session.say_problems(asks)?;
    if !asks {
        session.say_left()?;
        session.greet()?;
        return Ok(session.is_saved());
    }
    let outcome = session.go_through();
    session.leave();
    outcome.map(|()| session.is_saved())
}

impl Session {
    /// What was written and not saved, then the day.
    fn go_through(&mut self) -> Result<()> {
        if matches!(self.model.overlays.last(), Some(Overlay::Typed(_))) {
            while !self.is_over() && !self.model.overlays.is_empty() {
                self.turn()?;
            }
        }
        self.greet()?;
        while !self.is_over() {
            self.turn()?;
        }
        Ok(())
    }

    /// The next question.
    fn turn(&mut self) -> Result<()> {
        match self.model.overlays.last() {
            Some(Overlay::Menu(_)) => self.choose(),
            Some(Overlay::Prompt(_)) => self.answer(),
            Some(Overlay::Form(_)) => self.write(),
            Some(Overlay::Typed(_)) => self.take_up(),
            Some(Overlay::Problems(_)) => self.say_troubles(),
            Some(Overlay::Conflicts(_)) => self.settle(),
            Some(_) => self.close_what_needs_a_screen(),
            None if self.model.goals.review.is_some() => self.review(),
            None => self.work(),
        }
    }

    /// Maps and lists have no lines.
    fn close_what_needs_a_screen(&mut self) -> Result<()> {
        self.model.overlays.pop();
        self.say("For this the screen is needed: inroad shows it.")
    }
}
