//! The review without a screen: the queue, the card, a choice, a question, each as lines that can be read aloud. No
//! columns, no colours, no marks that only the eye can tell apart.

use chrono::{DateTime, FixedOffset, NaiveDate};
use ratatui::text::Line;

use super::glyphs::Glyphs;
use super::theme::Theme;
use super::{Look, Scene, ascii, card, text, today};
use crate::app::Ctx;
use crate::app::conflicts;
use crate::app::form::{Form, FormRow};
use crate::app::menu::Menu;
use crate::app::model::Model;
use crate::app::plain::Numbers;
use crate::app::plain::numbers::Numbered;
use crate::app::prompt::Prompt;
use crate::app::today::View;
use crate::app::trouble::Trouble;
use crate::domain::agenda::{Item, Subject};
use crate::domain::dates;
use crate::domain::fields::Place;
use crate::domain::review::{Line as Told, Review, UNLEARNED};
use crate::domain::schedule::{self, Due};
use crate::domain::touch::Status;
use crate::domain::words::{Vocabulary as _, counted};

/// Wide enough that nothing is cut; lines are broken afterwards.
const WIDE: usize = 4096;

/// How plain lines are made.
#[derive(Debug, Clone, Copy)]
pub struct Plain {
    /// The time.
    pub now: DateTime<FixedOffset>,
    /// Columns that a line may take; `usize::MAX` where nothing is to be broken.
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
    pub fn waiting(&self, model: &Model, numbers: &Numbers) -> Vec<String> {
        numbers.in_order().into_iter().flat_map(|number| self.numbered(model, numbers, number)).collect()
    }

    /// The same, with what has been dealt with in its place, and marked as that. Of a part only what it shows.
    pub fn list(&self, model: &Model, numbers: &Numbers) -> Vec<String> {
        let is_part = !model.today.filter_text.is_empty() || matches!(model.today.view, View::Calls | View::CatchUp);
        if is_part {
            return self.waiting(model, numbers);
        }
        (1..=numbers.count()).flat_map(|number| self.numbered(model, numbers, number)).collect()
    }

    /// A number, whose it is, and what has become of it where it waits no longer.
    pub fn numbered(&self, model: &Model, numbers: &Numbers, number: usize) -> Vec<String> {
        let Some(numbered) = numbers.get(number) else { return Vec::new() };
        let told = if numbers.position(number).is_some() {
            self.item(model, &numbered.item)
        } else {
            format!("{}: {}", named(model, numbered), self.became(model, numbers, number, numbered))
        };
        self.wrapped(&format!("{number}. {told}"))
    }

    fn item(&self, model: &Model, item: &Item) -> String {
        let Some(account) = model.plan.account(&item.account) else { return String::new() };
        let (told, kind, today) = (today::told(account, item), item.kind.label(), self.now.date_naive());
        // “answered Mateusz” says the first part of “answered, no next step” already.
        let more = kind.split(", ").filter(|part| !told.starts_with(part));
        let what = std::iter::once(told.as_ref()).chain(more).collect::<Vec<_>>().join(", ");
        let since = match item.on {
            Some(day) if day < today => format!(", {}", dates::far(day, today)),
            Some(day) if day > today => format!(", {}", dates::short(day, today)),
            _ => String::new(),
        };
        format!("{}: {what}{since}", model.called(account))
    }

    /// What has become of a piece of work that is not shown any more.
    fn became(&self, model: &Model, numbers: &Numbers, number: usize, numbered: &Numbered) -> String {
        let entry = model.plan.accounts.get(&numbered.item.account);
        if let Some((entry, why)) = entry.and_then(|entry| Some((entry, entry.unreadable.as_ref()?))) {
            let why = entry.unread().map_or_else(|| why.clone(), ToString::to_string);
            return format!("its account can't be read: {why}");
        }
        if numbers.waits(model, number) {
            return "waits, and is not in this part; “all” shows it".to_owned();
        }
        let account = model.plan.account(&numbered.item.account).filter(|_| !numbered.is_gone);
        let Some(account) = account else { return "gone".to_owned() };
        let today = self.now.date_naive();
        let until = |day: NaiveDate| format!("waits until {}", dates::short(day, today));
        match numbered.place {
            Place::Touch(at) => match account.touch(at) {
                Some(touch) if touch.status == Status::Done => {
                    touch.result.map_or_else(|| "done".to_owned(), |result| format!("done, {}", result.label()))
                }
                Some(touch) if !touch.is_open() => touch.status.label(),
                Some(_) => match schedule::due(account, at, &model.world(today)) {
                    Due::On(day) if day > today => until(day),
                    _ => "rests".to_owned(),
                },
                None => "gone".to_owned(),
            },
            Place::Meeting(i) => match account.meetings.get(i) {
                Some(meeting) => match (meeting.result, meeting.at) {
                    (Some(result), _) => result.label(),
                    (None, Some(at)) if at.day() > today => until(at.day()),
                    _ => "dealt with".to_owned(),
                },
                None => "gone".to_owned(),
            },
            Place::NextStep(i) => match account.next_steps.get(i) {
                Some(step) if step.done.is_some() => "done".to_owned(),
                Some(step) => step.by.filter(|by| *by > today).map_or_else(|| "dealt with".to_owned(), until),
                None => "gone".to_owned(),
            },
            _ => "dealt with".to_owned(),
        }
    }

    /// The piece of work under the cursor: its number, how many are open, and all that is needed to do it.
    pub fn card(&self, model: &Model, numbers: &Numbers) -> Vec<String> {
        let look = Look { theme: Theme::PLAIN, glyphs: &Glyphs::ASCII };
        let scene = Scene { model, look: &look, now: self.now };
        let number = numbers.at(model.today.at).unwrap_or_default();
        let (title, stage) = card::title(scene);
        let title = title.replace(Glyphs::ASCII.dot, ", ");
        let head = format!("{number} of {}, {} open. {title}, {stage}", numbers.count(), model.derived.queue.len());
        let lines = card::lines(scene, WIDE).into_iter().map(|line| spoken(&line));
        std::iter::once(head).chain(lines).flat_map(|line| self.wrapped(&line)).collect()
    }

    /// A choice, each way by its letter.
    pub fn menu(&self, menu: &Menu) -> Vec<String> {
        let choices = menu.choices.iter().enumerate().map(|(i, choice)| {
            let hint = if choice.hint.is_empty() { String::new() } else { format!(": {}", choice.hint) };
            let again = menu.again.filter(|_| i == 0).map(|again| format!(" or {again}")).unwrap_or_default();
            format!("  {}{again}  {}{hint}", choice.letter, choice.label)
        });
        std::iter::once(menu.title.clone()).chain(choices).flat_map(|line| self.wrapped(&line)).collect()
    }

    /// What was written and not saved, each by a number: where it belongs, and how it begins.
    pub fn texts(&self, model: &Model) -> Vec<String> {
        let ctx = Ctx::at(self.now);
        let offers = model.waiting().iter().filter_map(|waiting| model.offer(waiting, &ctx)).collect::<Vec<_>>();
        let texts = offers.iter().enumerate().map(|(i, offer)| {
            let first = offer.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
            format!("{}. {}: {first}", i + 1, offer.names.join(", "))
        });
        let head = format!("{} written earlier and not saved:", counted(offers.len(), "text was", "texts were"));
        std::iter::once(head).chain(texts).flat_map(|line| self.wrapped(&line)).collect()
    }

    /// What both sides changed, each by a number, with both sides.
    pub fn conflicts(&self, model: &Model) -> Vec<String> {
        let each = model.conflicts.iter().enumerate().flat_map(|(i, conflict)| {
            let [file, kept] = conflict.in_a_line();
            let about = conflicts::subject(&model.plan, conflict);
            let (file, kept) = (ended(&file), ended(&kept));
            self.wrapped(&format!("{}. {about}. In the file: {file} Kept beside it: {kept}", i + 1))
        });
        let head =
            counted(model.conflicts.len(), "thing was changed on both sides:", "things were changed on both sides:");
        self.wrapped(&head).into_iter().chain(each).collect()
    }

    /// One of them, with both sides as far as they differ.
    pub fn conflict(&self, model: &Model, at: usize) -> Vec<String> {
        let Some(conflict) = model.conflicts.get(at) else { return Vec::new() };
        let about = format!("{}, changed on both sides:", conflicts::subject(&model.plan, conflict));
        std::iter::once(about).chain(conflict.read_out()).flat_map(|line| self.wrapped(&line)).collect()
    }

    /// The weekly review from its first line to its last.
    pub fn review(&self, review: &Review) -> Vec<String> {
        let goals = |kind: &str, goal: &Option<String>| goal.as_ref().map(|goal| format!("{kind}: {goal}"));
        let told = review.lines.iter().flat_map(|line| match line {
            Told::Heading(text) if text.contains(':') => vec![ended(text)],
            Told::Heading(text) => vec![format!("{text}:")],
            Told::Item(text, _) | Told::Drifting(_, text) => vec![text.clone()],
            Told::Nothing(text) => vec![(*text).to_owned()],
            Told::Unlearned => vec![UNLEARNED.to_owned()],
            Told::Goals(left, right) => {
                [goals("To reach", left), goals("To get better", right)].into_iter().flatten().collect()
            }
        });
        let head = format!("Week from {}.", review.title);
        std::iter::once(head).chain(told).flat_map(|line| self.wrapped(&line)).collect()
    }

    /// What is not well: changes that are not saved, files that could not be read.
    pub fn troubles(&self, troubles: &[Trouble]) -> Vec<String> {
        let told = troubles.iter().map(|trouble| match trouble {
            Trouble::Unsaved { name, why } => format!("{name} is not saved: {why}."),
            Trouble::Missing { names } => format!("The files are gone of {names}."),
            Trouble::Config(complaint) => (*complaint).to_owned(),
            Trouble::File(problem) => problem.to_string(),
        });
        told.flat_map(|line| self.wrapped(&line)).collect()
    }

    /// A question, with an example where nothing stands in it already.
    pub fn prompt(&self, prompt: &Prompt) -> Vec<String> {
        let example = prompt.example.trim();
        let beside = if !prompt.text().is_empty() || example.is_empty() {
            String::new()
        } else {
            format!(" For instance: {example}")
        };
        self.wrapped(&format!("{}{beside}", ended(&prompt.title)))
    }

    /// The fields of a form, by their numbers, with what they say.
    pub fn form(&self, form: &Form) -> Vec<String> {
        let fields = form.rows.iter().enumerate().map(|(i, row)| {
            let text = row.spoken();
            let mut lines = text.lines();
            let first = lines.next().unwrap_or_default();
            let more = match lines.count() {
                0 => String::new(),
                1 => " … and 1 more line".to_owned(),
                n => format!(" … and {n} more lines"),
            };
            let says =
                if first.is_empty() && more.is_empty() { "nothing".to_owned() } else { format!("{first}{more}") };
            format!("{}. {}: {says}", i + 1, row.spec.label)
        });
        std::iter::once(format!("{}:", form.title)).chain(fields).flat_map(|line| self.wrapped(&line)).collect()
    }

    /// What a field is for, and what it can be.
    pub fn field(&self, row: &FormRow) -> Vec<String> {
        const MOST: usize = 12;
        let options = if row.options.is_empty() || row.options.len() > MOST {
            String::new()
        } else {
            let options = row.options.iter().map(|option| row.in_words(option));
            format!(" One of: {}.", options.collect::<Vec<_>>().join(", "))
        };
        let hint = if row.spec.hint.is_empty() { String::new() } else { format!(" {}", ended(row.spec.hint)) };
        self.wrapped(&format!("{}.{hint}{options}", row.spec.label))
    }
}

/// A text as it is said back: of a long one how it begins.
pub fn quoted(text: &str) -> String {
    /// What is heard without losing patience, in characters.
    const MOST: usize = 300;
    let count = text.chars().count();
    if count <= MOST {
        return format!("“{text}”");
    }
    let begins: String = text.chars().take(MOST / 2).collect();
    format!("“{} …” ({count} characters in all)", begins.trim_end())
}

/// What it is about, without why it waited.
fn named(model: &Model, numbered: &Numbered) -> String {
    let account = &numbered.seen;
    let called = model.called(account);
    match numbered.item.subject {
        Subject::Account => called.to_string(),
        _ => format!("{called}, {}", today::told(account, &numbered.item)),
    }
}

/// A sentence with an end.
fn ended(sentence: &str) -> String {
    let sentence = sentence.trim();
    if sentence.is_empty() || sentence.ends_with(['?', '.', '!', ':']) {
        sentence.to_owned()
    } else {
        format!("{sentence}.")
    }
}

/// What stands apart on the screen stands beside each other here.
fn spoken(line: &Line) -> String {
    let text: String = line.spans.iter().map(|span| span.content.as_ref()).collect();
    let (indent, rest) = text.split_at(text.len() - text.trim_start().len());
    let parts: Vec<&str> = rest.split("  ").map(str::trim).filter(|part| !part.is_empty()).collect();
    format!("{indent}{}", parts.join("  "))
}
