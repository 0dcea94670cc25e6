//! A choice and a line, as they are asked for and answered. What a line means is said before it is taken.

use color_eyre::eyre::Result;

use super::session::Session;
use super::voice::Voice;
use crate::app::Msg;
use crate::app::menu::Menu;
use crate::app::overlay::Overlay;
use crate::app::plain::answers;
use crate::app::prompt::{Echo, Prompt};

impl Session {
    /// A choice by its letter or its name.
    pub(super) fn choose(&mut self) -> Result<()> {
        let Some(Overlay::Menu(menu)) = self.model.overlays.last() else { return Ok(()) };
        let menu: Menu = menu.clone();
        if !self.voice.is_given() {
            Voice::say(&self.plain().menu(&menu))?;
        }
        loop {
            let letters = answers::letters(&menu);
            let Some(line) = self.ask(&format!("{letters}, or Enter to leave it:"))? else { return Ok(()) };
            match (line.as_str(), answers::chosen(&menu, &line)) {
                ("" | ".", None) => return self.press("esc"),
                ("?", None) => Voice::say(&self.plain().menu(&menu))?,
                (_, Some(letter)) => return self.press(&letter.to_string()),
                (_, None) => self.say(&format!("“{line}” is none of {letters}; ? says them again."))?,
            }
        }
    }

    /// A line that is asked for. What it means is said before it is taken.
    pub(super) fn answer(&mut self) -> Result<()> {
        let Some(Overlay::Prompt(prompt)) = self.model.overlays.last() else { return Ok(()) };
        let prompt: Prompt = Prompt::clone(prompt);
        if !self.voice.is_given() {
            Voice::say(&self.plain().prompt(&prompt))?;
        }
        let text = prompt.text();
        let question = if text.is_empty() {
            "Write it, or . to leave it:".to_owned()
        } else {
            format!("Enter takes “{text}”. Or write another, or . to leave it:")
        };
        let Some(mut line) = self.ask(&question)? else { return Ok(()) };
        loop {
            match line.as_str() {
                // It is said again.
                "?" => return Ok(()),
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
                Echo::Means(means) if prompt.is_live() => {
                    self.say(&means)?;
                    return self.take(line.is_empty());
                }
                // One word (“noted”) says nothing that would have to be looked at.
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
                        return self.say("Left as it is.");
                    }
                    self.say(&format!("Not so: {why}"))?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
}
