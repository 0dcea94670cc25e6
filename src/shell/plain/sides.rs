//! What both sides changed: it is said by its number with both sides, and one of them is taken.

use color_eyre::eyre::Result;

use super::session::Session;
use super::voice::Voice;
use crate::app::Msg;
use crate::app::command;
use crate::app::overlay::Overlay;

/// The side by the number of its key on the screen, and what takes it.
const SIDES: [(&str, &str); 2] = [("1", "conflict.theirs"), ("2", "conflict.ours")];

impl Session {
    /// Say what waits for a choice, and let one of it be settled.
    pub(super) fn settle(&mut self) -> Result<()> {
        let count = self.model.conflicts.len();
        if count == 1 {
            return self.settle_at(0);
        }
        if !self.voice.is_given() {
            Voice::say(&self.plain().conflicts(&self.model))?;
        }
        loop {
            let Some(line) = self.ask("A number reads out both sides, or . to leave them:")? else { return Ok(()) };
            match line.parse::<usize>() {
                _ if matches!(line.as_str(), "" | ".") => return self.press("esc"),
                Ok(number) if (1..=count).contains(&number) => return self.settle_at(number - 1),
                _ if line == "?" => Voice::say(&self.plain().conflicts(&self.model))?,
                _ => self.say(&format!("“{line}” is none of 1 to {count}; ? says them again."))?,
            }
        }
    }

    /// One of them: both sides, and which of them is to stand.
    fn settle_at(&mut self, at: usize) -> Result<()> {
        if let Some(Overlay::Conflicts(view)) = self.model.overlays.last_mut() {
            view.at = at;
        }
        let is_only = self.model.conflicts.len() == 1;
        if !self.voice.is_given() {
            Voice::say(&self.plain().conflict(&self.model, at))?;
        }
        loop {
            let question = "1 lets stand what is in the file, 2 puts in what was kept, . leaves it:";
            let Some(line) = self.ask(question)? else { return Ok(()) };
            let taken = SIDES.iter().find(|(number, _)| *number == line);
            match taken.and_then(|(_, id)| command::by_id(id)) {
                Some(command) => return self.tell(Msg::Run(command)),
                // From one of several back to their list.
                None if matches!(line.as_str(), "" | ".") => return if is_only { self.press("esc") } else { Ok(()) },
                None if line == "?" => Voice::say(&self.plain().conflict(&self.model, at))?,
                None => self.say(&format!("“{line}” is neither 1 nor 2; ? says both sides again."))?,
            }
        }
    }
}
