//! The weekly review in lines: read out once, then what drifts is decided, one account after another, by the questions
//! that the screen asks. It never says anything that the review does not.

use color_eyre::eyre::Result;

use super::session::Session;
use super::voice::Voice;
use crate::app::Msg;
use crate::app::plain::words;

impl Session {
    /// Read the review out where that is not done, and ask what shall be done with it.
    pub(super) fn review(&mut self) -> Result<()> {
        let Some(view) = &self.model.goals.review else { return Ok(()) };
        let (from, review) = (view.from, view.review.clone());
        if self.read_out != Some(from) {
            self.read_out = Some(from);
            Voice::say(&self.plain().review(&review))?;
        }
        let offered = words::offered_of_review(&self.model.keymap, |command| (command.enabled)(&self.model));
        let Some(line) = self.ask(&format!("{offered}, ? says it again, Enter goes back to the day:"))? else {
            return Ok(());
        };
        self.said.clear();
        match line.as_str() {
            "" | words::LEAVE => {
                self.read_out = None;
                self.told = None;
                self.go_to_today()
            }
            "?" => Ok(Voice::say(&self.plain().review(&review))?),
            line => match words::of_review(line, &self.model.keymap) {
                Some(command) if (command.enabled)(&self.model) => self.tell(Msg::Run(command)),
                Some(command) => self.say(&format!("There is nothing to “{}” here.", command.label)),
                None => self.say(&format!("“{line}” is none of {offered}; Enter goes back to the day.")),
            },
        }
    }
}
