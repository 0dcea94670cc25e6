//! What was written in an earlier run and not saved: it is said, and taken up in its form, or waits on.

use color_eyre::eyre::Result;

use super::session::Session;
use super::voice::Voice;
use crate::app::Msg;
use crate::app::command;
use crate::app::overlay::Overlay;

impl Session {
    /// Say what waits, and take one of it up.
    pub(super) fn take_up(&mut self) -> Result<()> {
        let count = self.model.waiting().len();
        Voice::say(&self.plain().texts(&self.model))?;
        let question = "A number takes one up, x and a number throws it away, . leaves them for later:";
        while !self.is_over() {
            let Some(line) = self.ask(question)? else { return Ok(()) };
            let (drops, number) = match line.strip_prefix('x') {
                Some(number) => (true, number.trim()),
                None => (false, line.as_str()),
            };
            match number.parse::<usize>() {
                _ if matches!(line.as_str(), "" | ".") => return self.press("esc"),
                Ok(number) if (1..=count).contains(&number) => return self.at_text(number - 1, drops),
                _ if line == "?" => Voice::say(&self.plain().texts(&self.model))?,
                _ => self.say(&format!("“{line}” is none of 1 to {count}; ? says them again."))?,
            }
        }
        Ok(())
    }

    fn at_text(&mut self, at: usize, drops: bool) -> Result<()> {
        if let Some(Overlay::Typed(here)) = self.model.overlays.last_mut() {
            *here = at;
        }
        let id = if drops { "typed.drop" } else { "typed.take" };
        command::by_id(id).map_or(Ok(()), |command| self.tell(Msg::Run(command)))
    }
}
