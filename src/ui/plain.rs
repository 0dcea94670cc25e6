//! The review without a screen: the queue, the card, a choice, a question, each as lines that can be read aloud. No
//! columns, no colours, no marks that only the eye can tell apart.

use chrono::{DateTime, FixedOffset};
use ratatui::text::Line;

use super::glyphs::Glyphs;
use super::theme::Theme;
use super::{Look, Scene, ascii, card, text, today};
use crate::app::menu::Menu;
use crate::app::model::Model;
use crate::app::prompt::Prompt;
use crate::domain::agenda::Item;
use crate::domain::dates;

/// Wide enough that nothing is cut; lines are broken afterwards.
const WIDE: usize = 4096;

/// How plain lines are made.
#[derive(Debug, Clone, Copy)]
pub struct Plain {
    /// The time.
    pub now: DateTime<FixedOffset>,
    /// Columns that a line may take.
    pub columns: usize,
    /// Nothing but ASCII is shown.
    pub ascii: bool,
}

impl Plain {
    /// Displayable, and broken into lines.
    pub fn wrapped(&self, told: &str) -> Vec<String> {
        text::wrap(&self.line(told), self.columns)
    }

    /// Displayable.
    pub fn line(&self, told: &str) -> String {
        let shown = text::shown(told);
        if self.ascii { ascii::line(&shown) } else { shown.into_owned() }
    }

    /// What waits, a line each, by the numbers by which it can be called.
    pub fn queue(&self, model: &Model) -> Vec<String> {
        let all = model.derived.queue.iter().enumerate();
        all.flat_map(|(i, item)| self.wrapped(&format!("{}. {}", i + 1, self.item(model, item)))).collect()
    }

    fn item(&self, model: &Model, item: &Item) -> String {
        let Some(account) = model.plan.account(&item.account) else { return String::new() };
        let (told, kind, today) = (today::told(account, item), item.kind.label(), self.now.date_naive());
        let what = if told == kind { told } else { format!("{told}, {kind}") };
        let since = match item.on {
            Some(day) if day < today => format!(", {}", dates::far(day, today)),
            Some(day) if day > today => format!(", {}", dates::short(day, today)),
            _ => String::new(),
        };
        format!("{}: {what}{since}", account.name)
    }

    /// The piece of work under the cursor: which of how many, and all that is needed to do it.
    pub fn card(&self, model: &Model) -> Vec<String> {
        let look = Look { theme: Theme::PLAIN, glyphs: &Glyphs::ASCII };
        let scene = Scene { model, look: &look, now: self.now };
        let (at, count) = (model.today.at + 1, model.derived.queue.len());
        let (title, stage) = card::title(scene);
        let head = format!("{at} of {count}. {title}, {stage}");
        let lines = card::lines(scene, WIDE).into_iter().map(|line| spoken(&line));
        std::iter::once(head).chain(lines).flat_map(|line| self.wrapped(&line)).collect()
    }

    /// A choice, each way by its letter.
    pub fn menu(&self, menu: &Menu) -> Vec<String> {
        let choices = menu.choices.iter().map(|choice| {
            let hint = if choice.hint.is_empty() { String::new() } else { format!(": {}", choice.hint) };
            format!("  {}  {}{hint}", choice.letter, choice.label)
        });
        std::iter::once(menu.title.clone()).chain(choices).flat_map(|line| self.wrapped(&line)).collect()
    }

    /// A question, with what stands in it already, or with an example.
    pub fn prompt(&self, prompt: &Prompt) -> Vec<String> {
        let text = prompt.text();
        let beside = if text.is_empty() {
            format!(" (for instance: {})", prompt.example)
        } else {
            format!(" (Enter takes: {text})")
        };
        self.wrapped(&format!("{}{beside}", prompt.title))
    }
}

/// What stands apart on the screen stands beside each other here.
fn spoken(line: &Line) -> String {
    let text: String = line.spans.iter().map(|span| span.content.as_ref()).collect();
    let (indent, rest) = text.split_at(text.len() - text.trim_start().len());
    let parts: Vec<&str> = rest.split("  ").map(str::trim).filter(|part| !part.is_empty()).collect();
    format!("{indent}{}", parts.join("  "))
}
