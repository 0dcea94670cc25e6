//! A choice and a line, as they are asked for and answered. What a line means is said before it is taken.

use color_eyre::eyre::Result;

use super::session::Session;
use super::voice::Voice;
use crate::app::Msg;
use crate::app::menu::Menu;
use crate::app::overlay::Overlay;
use crate::app::plain::answers::{self, Meant};
use crate::app::prompt::{Echo, Prompt};
use crate::ui::plain::quoted;

impl Session {
    /// A choice by its letter or its name.
    pub(super) fn choose(&mut self) -> Result<()> {
        let Some(Overlay::Menu(menu)) = self.model.overlays.last() else { return Ok(()) };
        let menu: Menu = menu.clone();
        if !self.voice.is_given() {
            let mut asked = menu.clone();
            asked.title = self.unsaid(&menu.title);
            Voice::say(&self.plain().menu(&asked))?;
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

    /// A line that is asked for. What it means is said before it is taken; what stands stays until another is understood.
    pub(super) fn answer(&mut self) -> Result<()> {
        let Some(Overlay::Prompt(prompt)) = self.model.overlays.last() else { return Ok(()) };
        let prompt: Prompt = Prompt::clone(prompt);
        if !self.voice.is_given() {
            let mut asked = prompt.clone();
            asked.title = self.unsaid(&prompt.title);
            Voice::say(&self.plain().prompt(&asked))?;
        }
        // What Enter takes, and what it means where that was said.
        let (mut stands, mut meaning) = (prompt.text(), String::new());
        let mut doubted = None;
        if let Echo::Wrong(why) = &prompt.echo
            && !stands.is_empty()
            && !self.voice.is_given()
        {
            self.say(&format!("Proposed is {}, but {why}.", quoted(&stands)))?;
        }
        let mut question = offered(&prompt);
        while let Some(line) = self.ask(&question)? {
            let meant = if prompt.is_live() { Meant::Written } else { answers::meant(&line, prompt.verb) };
            let is_doubtful = meant != Meant::Written && doubted.as_ref() != Some(&line);
            match line.as_str() {
                "?" => {
                    Voice::say(&self.plain().prompt(&prompt))?;
                    self.say(&meaning)?;
                    continue;
                }
                "." => {
                    // Left on purpose: it is not to be there again the next time.
                    self.tell(Msg::Type(String::new()))?;
                    return self.press("esc");
                }
                _ if line.is_empty() || meant == Meant::Agreed && !stands.is_empty() => {
                    if self.take(&prompt, stands.is_empty())? {
                        return Ok(());
                    }
                    continue;
                }
                _ if is_doubtful && !stands.is_empty() => {
                    self.doubt(&line, &stands)?;
                    doubted = Some(line);
                    continue;
                }
                _ => self.tell(Msg::Type(line.clone()))?,
            }
            match self.echo() {
                Echo::Wrong(why) => {
                    self.say(&format!("Not so: {why}"))?;
                    self.tell(Msg::Type(stands.clone()))?;
                }
                // One word (“noted”) says nothing that would have to be looked at.
                Echo::Means(means) if !prompt.is_live() && means.contains(' ') => {
                    self.say(&means)?;
                    self.said.clone_from(&means);
                    question = format!("Enter: {}. Or write it anew, or . to leave it:", prompt.verb);
                    (stands, meaning) = (line, means);
                }
                Echo::Means(_) if is_doubtful => {
                    self.tell(Msg::Type(stands.clone()))?;
                    self.doubt(&line, &stands)?;
                    doubted = Some(line);
                }
                Echo::Means(means) => {
                    if prompt.is_live() {
                        self.say(&means)?;
                    }
                    if self.take(&prompt, false)? {
                        return Ok(());
                    }
                    stands = line;
                }
            }
        }
        Ok(())
    }

    /// What the line is understood as.
    fn echo(&self) -> Echo {
        match self.model.overlays.last() {
            Some(Overlay::Prompt(prompt)) => prompt.echo.clone(),
            _ => Echo::Means(String::new()),
        }
    }

    /// A letter alone may have been meant for another question.
    fn doubt(&self, letter: &str, stands: &str) -> Result<()> {
        let place =
            if stands.is_empty() { "writes it".to_owned() } else { format!("takes the place of {}", quoted(stands)) };
        self.say(&format!("“{letter}” alone? The same once more {place}."))
    }

    /// Enter. What refuses an empty line is left. Says whether that ended the question.
    fn take(&mut self, prompt: &Prompt, is_empty: bool) -> Result<bool> {
        let depth = self.model.overlays.len();
        self.press("enter")?;
        let refused = match self.model.overlays.last() {
            Some(Overlay::Prompt(now)) if self.model.overlays.len() == depth && now.title == prompt.title => {
                if let Echo::Wrong(why) = &now.echo {
                    Some(why.clone())
                } else {
                    None
                }
            }
            _ => None,
        };
        match refused {
            None => Ok(true),
            Some(_) if is_empty => {
                self.press("esc")?;
                self.say("Left as it is.")?;
                Ok(true)
            }
            Some(why) => {
                self.say(&format!("Not so: {why}"))?;
                Ok(false)
            }
        }
    }
}

/// How a line can be answered.
fn offered(prompt: &Prompt) -> String {
    let text = prompt.text();
    match &prompt.echo {
        Echo::Means(_) if !text.is_empty() => {
            format!("Enter takes {}. Or write another, or . to leave it:", quoted(&text))
        }
        _ => "Write it, or . to leave it:".to_owned(),
    }
}
