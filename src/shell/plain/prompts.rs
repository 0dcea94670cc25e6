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

/// A line on its way to be taken.
#[derive(Default)]
struct Line {
    /// What Enter takes.
    stands: String,
    /// What that means, where it was said.
    meaning: String,
    /// How it can be answered.
    question: String,
    /// A letter alone that was written once.
    doubted: Option<String>,
}

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
        let mut line = Line { stands: prompt.text(), question: offered(&prompt), ..Line::default() };
        if !self.voice.is_given() {
            let mut asked = prompt.clone();
            asked.title = self.unsaid(&prompt.title);
            Voice::say(&self.plain().prompt(&asked))?;
            if let Some(why) = refused(&prompt).filter(|_| !line.stands.is_empty()) {
                self.say(&format!("Proposed is {}, but {why}.", quoted(&line.stands)))?;
            }
        }
        while let Some(answer) = self.ask(&line.question)? {
            let meant = if prompt.is_live() { Meant::Written } else { answers::meant(&answer, prompt.verb) };
            let is_over = match answer.as_str() {
                "?" => {
                    Voice::say(&self.plain().prompt(&prompt))?;
                    self.say(&line.meaning)?;
                    false
                }
                "." => self.leave_it()?,
                _ if meant == Meant::Refused && !line.stands.is_empty() => self.leave_it()?,
                "" => self.take(&prompt, line.stands.is_empty())?,
                _ if meant == Meant::Agreed && !line.stands.is_empty() => self.take(&prompt, false)?,
                _ => self.written(&prompt, &mut line, answer, meant)?,
            };
            if is_over {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Left on purpose: it is not to be there again the next time.
    fn leave_it(&mut self) -> Result<bool> {
        self.tell(Msg::Type(String::new()))?;
        self.press("esc")?;
        Ok(true)
    }

    /// Something was written. Says whether that ended the question.
    fn written(&mut self, prompt: &Prompt, line: &mut Line, answer: String, meant: Meant) -> Result<bool> {
        let is_doubtful = meant != Meant::Written && line.doubted.as_ref() != Some(&answer);
        if is_doubtful && !line.stands.is_empty() {
            self.doubt(line, answer)?;
            return Ok(false);
        }
        self.tell(Msg::Type(answer.clone()))?;
        let echo = match self.model.overlays.last() {
            Some(Overlay::Prompt(prompt)) => prompt.echo.clone(),
            _ => Echo::Means(String::new()),
        };
        match echo {
            Echo::Wrong(why) => {
                self.say(&format!("Not so: {why}"))?;
                self.tell(Msg::Type(line.stands.clone()))?;
                Ok(false)
            }
            Echo::Means(means) if prompt.is_live() => {
                self.say(&means)?;
                self.take(prompt, false)
            }
            // One word (“noted”) says nothing that would have to be looked at.
            Echo::Means(means) if means.contains(' ') => {
                self.say(&means)?;
                self.said.clone_from(&means);
                line.question = format!("Enter: {}. Or write it anew, or . to leave it:", prompt.verb);
                (line.stands, line.meaning) = (answer, means);
                Ok(false)
            }
            Echo::Means(_) if is_doubtful => {
                self.tell(Msg::Type(line.stands.clone()))?;
                self.doubt(line, answer)?;
                Ok(false)
            }
            Echo::Means(_) => {
                line.stands = answer;
                self.take(prompt, false)
            }
        }
    }

    /// A letter alone may have been meant for another question.
    fn doubt(&self, line: &mut Line, letter: String) -> Result<()> {
        let place = match line.stands.as_str() {
            "" => "writes it".to_owned(),
            stands => format!("takes the place of {}", quoted(stands)),
        };
        self.say(&format!("“{letter}” alone? The same once more {place}."))?;
        line.doubted = Some(letter);
        Ok(())
    }

    /// Enter. What refuses an empty line is left. Says whether that ended the question.
    fn take(&mut self, prompt: &Prompt, is_empty: bool) -> Result<bool> {
        let depth = self.model.overlays.len();
        self.press("enter")?;
        let refused = match self.model.overlays.last() {
            Some(Overlay::Prompt(now)) if self.model.overlays.len() == depth && now.title == prompt.title => {
                refused(now)
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

/// Why the line can't be taken as it stands.
fn refused(prompt: &Prompt) -> Option<String> {
    match &prompt.echo {
        Echo::Wrong(why) => Some(why.clone()),
        Echo::Means(_) => None,
    }
}

/// How a line can be answered.
fn offered(prompt: &Prompt) -> String {
    let text = prompt.text();
    if text.is_empty() || refused(prompt).is_some() {
        return "Write it, or . to leave it:".to_owned();
    }
    format!("Enter takes {}. Or write another, or . to leave it:", quoted(&text))
}
