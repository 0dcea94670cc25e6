//! A form: the fields of one item, edited in the detail pane where the item stands. Every field is checked while it
//! is typed; nothing is written before it is saved, and Esc keeps what was typed.

use crokey::{KeyCombination, OneToThree};
use crossterm::event::KeyCode;
use ratatui_textarea::TextArea;

use super::effect::Effects;
use super::input;
use super::model::{Ctx, Model};
use super::overlay::Overlay;
use super::prompt::Echo;
use super::wrapped;
use crate::domain::account::{Account, AccountId};
use crate::domain::conflict::Conflict;
use crate::domain::draft;
use crate::domain::fields::{self, Context, Invalid, Kind, Place, Spec};
use crate::domain::plan::Entry;
use crate::domain::readiness::RULES;
use crate::domain::typed::{TypedField, TypedForm};

mod check;
mod follow;
mod save;

pub(super) use check::check;
pub(super) use save::save;

/// Whose fields these are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormOf {
    /// An item of an account.
    Item(AccountId, Place),
    /// plan.toml.
    Settings,
    /// A goal of it, by its id.
    Goal(String),
}

/// One field in a form.
#[derive(Debug, Clone)]
pub struct FormRow {
    /// The field.
    pub spec: Spec,
    /// What it said when the form was opened.
    pub before: String,
    /// What is typed.
    pub input: TextArea<'static>,
    /// What it is understood as.
    pub echo: Echo,
    /// What somebody else has made of it since the typing began.
    pub elsewhere: Option<String>,
    /// The words or names it can be, for fields with a choice.
    pub options: Vec<String>,
}

impl FormRow {
    /// What is typed.
    pub fn text(&self) -> String {
        self.input.lines().join("\n")
    }

    /// Whether it says something else than before.
    pub fn is_changed(&self) -> bool {
        self.text() != self.before
    }

    /// What it says, as it is read out: `left voicemail`, not the word as it stands in files. Read in again it is the same.
    pub fn spoken(&self) -> String {
        self.in_words(&self.text())
    }

    /// A word that it could say, as it is read out.
    pub fn in_words(&self, word: &str) -> String {
        if matches!(self.spec.kind, Kind::Choice(_)) { word.replace('-', " ") } else { word.to_owned() }
    }

    fn put(&mut self, text: &str) {
        self.input = if self.is_text() { input::text(text) } else { input_of(self.spec.kind, text) };
    }

    /// In a draft, choose the first thing that is left open, so that what is typed fills it in.
    fn choose_gap(&mut self) {
        let text = self.text();
        if let Some(gap) = draft::next_left_open(&text) {
            input::choose(&mut self.input, &text, gap);
        }
    }

    /// Whether it holds several lines.
    pub fn is_text(&self) -> bool {
        is_text(self.spec.kind, &self.before)
    }
}

/// Why nothing of an account can be changed, if so.
fn read_only(entry: &Entry) -> Option<String> {
    entry.read_only.as_ref().map(|why| format!("{} can't be changed: {why}", entry.account.name))
}

/// What is one line elsewhere has several here if that is what the file says: none of them is to be lost by an edit.
fn is_text(kind: Kind, said: &str) -> bool {
    matches!(kind, Kind::Text | Kind::Lines) || (kind == Kind::Line && said.contains('\n'))
}

fn input_of(kind: Kind, text: &str) -> TextArea<'static> {
    if is_text(kind, text) { input::text(text) } else { input::line(text) }
}

/// The fields of one item.
#[derive(Debug, Clone)]
pub struct Form {
    /// Whose.
    pub of: FormOf,
    /// The name of the item in its account, by which it is found again wherever it stands; empty for what is no item.
    pub item: String,
    /// Why it can't be saved as things are: somebody else has taken away what it is about.
    pub obstacle: Option<String>,
    /// What it is called.
    pub title: String,
    /// The fields.
    pub rows: Vec<FormRow>,
    /// The field with the cursor.
    pub at: usize,
    /// The conflict that is settled when this is saved.
    pub settles: Option<Conflict>,
}

impl Form {
    /// Whether something was typed that is not saved.
    pub fn is_changed(&self) -> bool {
        self.rows.iter().any(FormRow::is_changed)
    }

    /// Replace the text of the field with the cursor.
    pub(super) fn put(&mut self, text: &str) {
        if let Some(row) = self.rows.get_mut(self.at) {
            row.put(text);
        }
    }

    /// What was typed, to be kept.
    pub(super) fn typed(&self) -> TypedForm {
        let fields = self.rows.iter().filter(|row| row.is_changed()).map(|row| TypedField {
            key: row.spec.key.to_owned(),
            label: row.spec.label.to_owned(),
            before: row.before.clone(),
            text: row.text(),
        });
        let account = match &self.of {
            FormOf::Item(id, _) => Some(id.to_string()),
            FormOf::Settings | FormOf::Goal(_) => None,
        };
        let item = self.item.clone();
        TypedForm { account, item, title: self.title.clone(), fields: fields.collect() }
    }
}

impl Model {
    /// Open the form of an item of an account with the cursor in one of its fields. A draft of it is there again.
    pub fn open_form(&mut self, ctx: &Ctx, id: &AccountId, place: Place, key: &str) -> Effects {
        let Some(entry) = self.plan.accounts.get(id) else { return Vec::new() };
        if let Some(why) = read_only(entry) {
            self.refuse(why);
            return Vec::new();
        }
        let account = std::sync::Arc::clone(&entry.account);
        let context = self.context(&account, ctx);
        let read = |spec: &Spec| fields::get(&account, place, spec.key, &context).unwrap_or_default();
        let rows = fields::specs(&account, place).into_iter().map(|spec| row(spec, &read(&spec), &context)).collect();
        let title = super::outline::title(&account, place);
        let item = fields::name(&account, place);
        let of = FormOf::Item(id.clone(), place);
        self.show_form(Form { of, item, obstacle: None, title, rows, at: 0, settles: None }, key, ctx)
    }

    /// Open the form of plan.toml.
    pub fn open_settings(&mut self, ctx: &Ctx) -> Effects {
        self.open_settings_at("", ctx)
    }

    /// The same with the cursor in one of its fields.
    pub(super) fn open_settings_at(&mut self, key: &str, ctx: &Ctx) -> Effects {
        let account = Account::default();
        let context = self.context(&account, ctx);
        let read = |spec: &Spec| fields::get_setting(&self.plan.settings, spec.key, &context).unwrap_or_default();
        let rows = fields::setting_specs().into_iter().map(|spec| row(spec, &read(&spec), &context)).collect();
        let (of, title) = (FormOf::Settings, "The plan".to_owned());
        self.show_form(Form { of, item: String::new(), obstacle: None, title, rows, at: 0, settles: None }, key, ctx)
    }

    /// Open the form of a goal.
    pub fn open_goal(&mut self, ctx: &Ctx, id: &str) -> Effects {
        let Some(goal) = self.plan.settings.goal(id).cloned() else { return Vec::new() };
        let account = Account::default();
        let context = self.context(&account, ctx);
        let read = |spec: &Spec| fields::get_goal(&goal, spec.key, &context).unwrap_or_default();
        let rows = fields::goal_specs().into_iter().map(|spec| row(spec, &read(&spec), &context)).collect();
        let (of, item) = (FormOf::Goal(id.to_owned()), TypedForm::goal(id));
        self.show_form(Form { of, item, obstacle: None, title: goal.title, rows, at: 0, settles: None }, "", ctx)
    }

    fn show_form(&mut self, mut form: Form, key: &str, ctx: &Ctx) -> Effects {
        let typed = form.typed();
        if let Some(at) = self.kept.forms.iter().position(|kept| kept.is_same(&typed)) {
            for kept in self.kept.forms.remove(at).fields {
                let Some(row) = form.rows.iter_mut().find(|row| row.spec.key == kept.key) else { continue };
                row.put(&kept.text);
                if row.before != kept.before && row.is_changed() {
                    row.elsewhere = Some(std::mem::replace(&mut row.before, kept.before));
                }
            }
            self.say("What you had typed is there again; nothing of it is saved yet.");
        }
        form.at = form.rows.iter().position(|row| row.spec.key == key).unwrap_or(0);
        if let Some(row) = form.rows.get_mut(form.at).filter(|_| matches!(key, "message" | "subject")) {
            row.choose_gap();
        }
        self.overlays.push(Overlay::Form(Box::new(form)));
        check(self, ctx);
        Vec::new()
    }
}

fn row(spec: Spec, said: &str, context: &Context) -> FormRow {
    let input = input_of(spec.kind, said);
    let options = match spec.kind {
        Kind::Choice(words) => words.iter().map(|word| (*word).to_owned()).collect(),
        Kind::Flag => vec!["no".to_owned(), "yes".to_owned()],
        Kind::Person | Kind::People => context.account.people.iter().map(|person| person.name.clone()).collect(),
        Kind::Findings => (1..=context.account.research.len()).map(|n| n.to_string()).collect(),
        Kind::List if spec.key == "goals" => context.settings.goals.iter().map(|goal| goal.id.clone()).collect(),
        Kind::List if spec.key == "readiness.off" => RULES.iter().map(|rule| rule.id.to_owned()).collect(),
        _ => Vec::new(),
    };
    // As the field shows it: what can't stand in it (a line break in a name) is no change while nobody types.
    let before = input.lines().join("\n");
    FormRow { spec, before, input, echo: Echo::Means(String::new()), elsewhere: None, options }
}

/// A key typed into the topmost form.
pub(super) fn key(model: &mut Model, key: KeyCombination, ctx: &Ctx) -> Effects {
    let Some(form) = model.form() else { return Vec::new() };
    let Some(row) = form.rows.get_mut(form.at) else { return Vec::new() };
    let several = row.is_text();
    let by = match key.codes {
        OneToThree::One(KeyCode::Up) => Some(-1),
        OneToThree::One(KeyCode::Down) => Some(1),
        _ => None,
    };
    if let Some(by) = by {
        // Row by row as they are seen, and out of the field beyond them.
        let there = wrapped::moved(row.input.lines(), ctx.room.columns, input::cursor(&row.input), by);
        return match there.filter(|_| several) {
            Some(there) => {
                input::jump(&mut row.input, there);
                Vec::new()
            }
            None => step(model, by, ctx),
        };
    }
    let picks = matches!(row.spec.kind, Kind::Choice(_) | Kind::Flag);
    match key.codes {
        OneToThree::One(KeyCode::Left) if picks => return turn(model, -1, ctx),
        OneToThree::One(KeyCode::Right) if picks => return turn(model, 1, ctx),
        // A first letter in a field of words begins a new word.
        OneToThree::One(KeyCode::Char(_)) if picks && row.options.contains(&row.text()) => row.input = input::line(""),
        _ => {}
    }
    input::type_key(&mut row.input, key, several);
    check(model, ctx);
    Vec::new()
}

/// A text pasted into the topmost form: never more than text, whatever line breaks it holds. What is too long stays
/// outside.
pub(super) fn paste(model: &mut Model, text: &str, ctx: &Ctx) {
    let Some(form) = model.form() else { return };
    if let Some(row) = form.rows.get_mut(form.at) {
        if let Err(Invalid(why)) = input::has_room(&row.input, text) {
            row.echo = Echo::Wrong(why);
            return;
        }
        let text = if row.is_text() {
            text.replace("\r\n", "\n").replace('\r', "\n")
        } else {
            text.replace(['\r', '\n'], " ")
        };
        row.input.insert_str(text);
    }
    check(model, ctx);
}

/// The field with the cursor holds that text and no other; what it means is its echo then.
pub(super) fn say(model: &mut Model, text: &str, ctx: &Ctx) {
    if let Some(form) = model.form() {
        form.put(text);
    }
    check(model, ctx);
}

/// To another field, round and round.
pub(super) fn step(model: &mut Model, by: isize, ctx: &Ctx) -> Effects {
    let Some(form) = model.form() else { return Vec::new() };
    let count = form.rows.len().max(1);
    form.at = (form.at + count).saturating_add_signed(by) % count;
    check(model, ctx);
    Vec::new()
}

/// To another of the words or names that the field can be.
pub(super) fn turn(model: &mut Model, by: isize, ctx: &Ctx) -> Effects {
    let Some(form) = model.form() else { return Vec::new() };
    let Some(row) = form.rows.get_mut(form.at).filter(|row| !row.options.is_empty()) else { return Vec::new() };
    let text = row.text();
    // In a list of names the last one turns.
    let (head, last) = match row.spec.kind {
        Kind::People | Kind::Findings | Kind::List => {
            text.rsplit_once(',').map_or(("", text.as_str()), |(head, last)| (head, last))
        }
        _ => ("", text.as_str()),
    };
    let count = row.options.len();
    let at = row.options.iter().position(|option| option.eq_ignore_ascii_case(last.trim()));
    // What is begun is finished first.
    let begun = last.trim().to_lowercase();
    let begins = |option: &String| {
        let option = option.to_lowercase();
        !begun.is_empty()
            && (option.starts_with(&begun) || option.split_whitespace().any(|word| word.starts_with(&begun)))
    };
    let next = match at {
        Some(at) => (at + count).saturating_add_signed(by) % count,
        None if row.options.iter().any(begins) => row.options.iter().position(begins).unwrap_or(0),
        None if by < 0 => count - 1,
        None => 0,
    };
    let word = row.options[next].clone();
    row.input = input::line(&if head.is_empty() { word } else { format!("{head}, {word}") });
    check(model, ctx);
    Vec::new()
}

/// Enter: a field of one line is saved with the form; a text begins a new line.
pub(super) fn enter(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(form) = model.form() else { return Vec::new() };
    match form.rows.get_mut(form.at) {
        Some(row) if row.is_text() => {
            row.input.insert_newline();
            Vec::new()
        }
        _ => save(model, ctx),
    }
}
