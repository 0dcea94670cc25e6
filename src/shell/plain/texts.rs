//! What was written in an earlier run and not saved: it is said, and taken up in its form, or waits on.

use color_eyre::eyre::Result;

use super::session::Session;
use super::voice::Voice;
use crate::app::Msg;
use crate::app::command;
use crate::app::overlay::Overlay;

impl Session {
    /// Say what waits, to whom nothing is asked.
    pub(super) fn say_left(&self) -> Result<()> {
        if matches!(self.model.overlays.last(), Some(Overlay::Typed(_))) {
            Voice::say(&self.plain().texts(&self.model))?;
        }
        Ok(())
    }

    /// Say what waits, and take one of it up.
    pub(super) fn take_up(&mut self) -> Result<()> {
        let count = self.model.waiting().len();
        if count > 0 {
            Voice::say(&self.plain().texts(&self.model))?;
        }
        let key = self.model.keymap.key("typed.back").unwrap_or_default();
        let back = command::by_id("typed.back").filter(|command| (command.enabled)(&self.model));
        let brings = if back.is_some() { format!("{key} brings back what was thrown away, ") } else { String::new() };
        let question = match count {
            0 => format!("{brings}Enter goes on:"),
            _ => format!("A number takes one up, x and a number throws it away, {brings}. leaves them for later:"),
        };
        while !self.is_over() {
            let Some(line) = self.ask(&question)? else { return Ok(()) };
            self.said.clear();
            if let Some(back) = back.filter(|_| line == key || line == "undo") {
                return self.tell(Msg::Run(back));
            }
            let (drops, number) = match line.strip_prefix('x') {
                Some(number) => (true, number.trim()),
                None => (false, line.as_str()),
            };
            match number.parse::<usize>() {
                _ if matches!(line.as_str(), "" | ".") => return self.press("esc"),
                Ok(number) if (1..=count).contains(&number) => return self.at_text(number - 1, drops),
                _ if line == "?" => Voice::say(&self.plain().texts(&self.model))?,
                _ => {
                    let offered = match count {
                        0 => "no answer here".to_owned(),
                        1 => "neither 1 nor x1; ? says it again".to_owned(),
                        n => format!("none of 1 to {n} and x1 to x{n}; ? says them again"),
                    };
                    self.say(&format!("“{line}” is {offered}."))?;
                }
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
