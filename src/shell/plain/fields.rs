//! A form in lines: the field that is meant first, then whichever is named, then it is saved as it would be on the screen.
//! A text goes line by line, so that a gap is filled without writing all of it again. What was written and is not saved is
//! kept, as from any form.

use std::collections::VecDeque;

use color_eyre::eyre::Result;

use super::session::Session;
use super::voice::Voice;
use crate::app::Msg;
use crate::app::command;
use crate::app::form::{Form, FormRow};
use crate::app::overlay::Overlay;
use crate::app::plain::answers::{self, Meant};
use crate::app::plain::words::LEAVE;
use crate::app::prompt::Echo;
use crate::domain::fields::Kind;
use crate::ui::plain::quoted;

/// How a text is gone through.
const LINE_BY_LINE: &str =
    "Line by line: Enter keeps one, - takes it out, what you write takes its place, . keeps the rest.";

/// What became of a field.
enum Written {
    /// It stays as it stands.
    Kept,
    /// It is to say what it said at first.
    Left,
    /// This.
    Anew(String),
}

impl Session {
    /// Write fields, and save them or leave them.
    pub(super) fn write(&mut self) -> Result<()> {
        self.voice.give(None);
        let Some(form) = self.form() else { return Ok(()) };
        self.say(&format!("{}: {} fields.", form.title, form.rows.len()))?;
        self.write_field()?;
        while !self.is_over() {
            let Some(form) = self.form() else { return Ok(()) };
            let save = if form.is_changed() { "Enter saves it" } else { "Enter leaves it as it is" };
            let question = format!("{save}. Or another field by its name or number, ? lists them, . to leave it:");
            let Some(line) = self.ask(&question)? else { return Ok(()) };
            match line.as_str() {
                "" if form.is_changed() => return self.save(),
                "" | "." => return self.press("esc"),
                "?" => Voice::say(&self.plain().form(&form))?,
                name => match answers::field(&form, name) {
                    Some(at) => {
                        if let Some(form) = self.model.form() {
                            form.at = at;
                        }
                        self.write_field()?;
                    }
                    None => self.say(&format!("There is no field “{name}”; ? lists them."))?,
                },
            }
        }
        Ok(())
    }

    fn form(&self) -> Option<Form> {
        match self.model.overlays.last() {
            Some(Overlay::Form(form)) => Some(Form::clone(form)),
            _ => None,
        }
    }

    fn row(&self) -> Option<FormRow> {
        self.form().and_then(|form| form.rows.get(form.at).cloned())
    }

    fn save(&mut self) -> Result<()> {
        if let Some(save) = command::by_id("text.save") {
            self.tell(Msg::Run(save))?;
        }
        // It stands where something is wrong.
        match self.row().map(|row| row.echo) {
            Some(Echo::Wrong(why)) => self.say(&format!("Not so: {why}")),
            _ => Ok(()),
        }
    }

    /// What can't be taken is asked for again, and stands there meanwhile; left, the field says what it said before.
    fn write_field(&mut self) -> Result<()> {
        let Some(row) = self.row() else { return Ok(()) };
        let before = row.text();
        Voice::say(&self.plain().field(&row))?;
        while let Some(row) = self.row().filter(|_| !self.is_over()) {
            let written = if row.is_text() { self.write_text(&row.text())? } else { self.write_line(&row)? };
            let written = match written {
                Written::Kept => return Ok(()),
                Written::Left if row.text() == before => return Ok(()),
                Written::Left => before.clone(),
                Written::Anew(text) if text == row.text() => return Ok(()),
                Written::Anew(text) => text,
            };
            self.tell(Msg::Type(written))?;
            let Some(row) = self.row() else { return Ok(()) };
            match &row.echo {
                Echo::Wrong(why) => self.say(&format!("Not so: {why}"))?,
                Echo::Means(means) if !means.is_empty() => return self.say(&row.in_words(means)),
                Echo::Means(_) => return Ok(()),
            }
        }
        Ok(())
    }

    /// One line.
    fn write_line(&mut self, row: &FormRow) -> Result<Written> {
        let now = row.spoken();
        let question = if now.is_empty() {
            "It says nothing. Write it, or Enter leaves it so:".to_owned()
        } else {
            format!("It says {}. Enter keeps it, - clears it, . leaves it, or write it anew:", quoted(&now))
        };
        let mut doubted = None;
        loop {
            match self.ask(&question)?.as_deref() {
                None | Some("") => return Ok(Written::Kept),
                Some(LEAVE) => return Ok(Written::Left),
                Some("?") => Voice::say(&self.plain().field(row))?,
                Some("-") => return Ok(Written::Anew(String::new())),
                Some(line) if row.spec.kind == Kind::Line && self.is_doubtful(line, &mut doubted)? => {}
                Some(line) => return Ok(Written::Anew(line.to_owned())),
            }
        }
    }

    /// Line by line through what there is, then as many more as come.
    fn write_text(&mut self, now: &str) -> Result<Written> {
        let mut old: VecDeque<&str> = now.lines().collect();
        let mut text: Vec<String> = Vec::new();
        // How the text ends is no line, so nobody is asked about it.
        let end = if now.ends_with('\n') { "\n" } else { "" };
        if !old.is_empty() {
            self.say(LINE_BY_LINE)?;
        }
        let mut doubted = None;
        while let Some(line) = old.pop_front() {
            let said = if line.trim().is_empty() { "(an empty line)" } else { line };
            self.say(said)?;
            match self.ask_for_text("Enter keeps it:")?.as_deref() {
                // What was written so far stands, and is kept with the form.
                None | Some(LEAVE) => {
                    text.extend(std::iter::once(line).chain(old).map(str::to_owned));
                    return Ok(Written::Anew(of_lines(&text, end)));
                }
                Some("?") => {
                    self.say(LINE_BY_LINE)?;
                    old.push_front(line);
                }
                Some("") => text.push(line.to_owned()),
                Some("-") => {}
                Some(written) if self.is_doubtful(written, &mut doubted)? => old.push_front(line),
                Some(written) => text.push(written.to_owned()),
            }
            self.stands(&text, &old, end)?;
        }
        loop {
            let question =
                if text.is_empty() { "Write it line by line; a line with . ends it:" } else { "More, or . to end it:" };
            match self.ask_for_text(question)?.as_deref() {
                None | Some(LEAVE) => return Ok(Written::Anew(of_lines(&text, end))),
                Some("?") => self.say(question)?,
                Some(written) if self.is_doubtful(written, &mut doubted)? => {}
                Some(written) => text.push(written.to_owned()),
            }
            self.stands(&text, &old, end)?;
        }
    }

    /// A letter alone may have been meant for another question; written twice it is meant.
    fn is_doubtful(&self, written: &str, doubted: &mut Option<String>) -> Result<bool> {
        if answers::meant(written, "") == Meant::Written || doubted.as_deref() == Some(written) {
            return Ok(false);
        }
        self.say(&format!("“{written}” alone? The same once more writes it."))?;
        *doubted = Some(written.to_owned());
        Ok(true)
    }

    /// So far the field says this: what was written, and what it said behind that.
    fn stands(&mut self, text: &[String], rest: &VecDeque<&str>, end: &str) -> Result<()> {
        let all: Vec<&str> = text.iter().map(String::as_str).chain(rest.iter().copied()).collect();
        self.tell(Msg::Type(of_lines(&all, end)))
    }
}

/// Nothing written needs no end.
fn of_lines(lines: &[impl AsRef<str>], end: &str) -> String {
    let text = lines.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join("\n");
    if text.is_empty() { text } else { text + end }
}
