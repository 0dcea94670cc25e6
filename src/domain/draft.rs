//! A touch's text with its variables. A value that is missing becomes a visible gap, never an empty string sent
//! unawares. Templates are data from anywhere: they run with fuel and can reach nothing.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use minijinja::value::{Object, Value};
use minijinja::{Environment, UndefinedBehavior};

use super::account::Account;
use super::sequence::{Sequence, TouchAt};
use super::settings::Member;
use super::touch::Touch;

mod known;

use known::Variables;

pub use known::Known;

/// Around the name of a missing value while the template runs; no text of a plan holds them on the screen.
const OPEN: char = '\u{f0000}';
const CLOSE: char = '\u{f0001}';

/// Steps a template may take.
const FUEL: u64 = 20_000;

/// A piece of a rendered text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Text as it will be sent.
    Text(String),
    /// The name of a value that is missing: `person.first_name`.
    Gap(String),
}

/// A text with its variables filled in as far as they are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// In their order.
    pub parts: Vec<Part>,
    /// Why the template could not be run; the parts then hold it as it is written.
    pub error: Option<String>,
}

impl Rendered {
    /// Nothing to show.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The names of what is missing.
    pub fn gaps(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Gap(name) => Some(name.as_str()),
            Part::Text(_) => None,
        })
    }

    /// As one text, gaps between these marks.
    pub fn text_with(&self, open: char, close: char) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(part) => text.push_str(part),
                Part::Gap(name) => text.extend([open].into_iter().chain(name.chars()).chain([close])),
            }
        }
        text
    }

    /// As one text, gaps as `‹person.first_name›`.
    pub fn text(&self) -> String {
        self.text_with('‹', '›')
    }
}

/// A touch's subject and message, rendered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The subject line; of a reply in a thread, `Re:` and the subject of its first touch.
    pub subject: Rendered,
    /// The text.
    pub message: Rendered,
}

impl Draft {
    /// How many things are still to be filled in.
    pub fn gaps(&self) -> usize {
        self.subject.gaps().count() + self.message.gaps().count()
    }
}

/// Render the draft of a touch; nothing if there is no such touch.
pub fn render(account: &Account, at: TouchAt, me: Option<&Member>) -> Option<Draft> {
    let sequence = account.sequences.get(at.sequence)?;
    let touch = sequence.touches.get(at.touch)?;
    let root = Value::from_object(Root(Known::of(account, touch, me).variables()));
    let mut subject = render_text(&first_of_thread(sequence, touch).subject, &root);
    if touch.thread.is_some() && !subject.is_empty() {
        subject.parts.insert(0, Part::Text("Re: ".to_owned()));
    }
    Some(Draft { subject, message: render_text(&touch.message, &root) })
}

/// The touch that a thread begins with; of a touch that is no reply, itself. A thread that bites its own tail ends.
pub(super) fn first_of_thread<'a>(sequence: &'a Sequence, touch: &'a Touch) -> &'a Touch {
    let mut first = touch;
    for _ in 0..sequence.touches.len() {
        let before = first.thread.as_ref().and_then(|id| sequence.touches.iter().find(|each| each.id == *id));
        match before {
            Some(before) => first = before,
            None => break,
        }
    }
    first
}

/// `{{ … }}` at the root of the template.
#[derive(Debug)]
struct Root(Variables);

impl Object for Root {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let name = key.as_str()?;
        let (name, fields) = self.0.iter().find(|(known, _)| *known == name)?;
        Some(Value::from_object(Group { name, fields: fields.clone() }))
    }
}

/// `person`, `account` and the like.
#[derive(Debug)]
struct Group {
    name: &'static str,
    fields: Vec<(&'static str, String)>,
}

impl Object for Group {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let name = key.as_str()?;
        let value = self.fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value);
        // What is missing is undefined, so that `| default("there")` works.
        value.filter(|value| !value.trim().is_empty()).map(|value| Value::from(value.as_str()))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{OPEN}{}{CLOSE}", self.name)
    }
}

fn render_text(template: &str, root: &Value) -> Rendered {
    if template.trim().is_empty() {
        return Rendered::default();
    }
    if !is_template(template) {
        return Rendered { parts: parts(left_open(template).trim_end()), error: None };
    }
    let environment = environment();
    match with_gaps(&environment, template, root) {
        Ok(text) => Rendered { parts: parts(text.trim_end()), error: None },
        Err(error) => {
            let error = Some(cant_be_filled_in(&error));
            Rendered { parts: vec![Part::Text(template.trim_end().to_owned())], error }
        }
    }
}

/// Whether there is anything to fill in.
fn is_template(text: &str) -> bool {
    ["{{", "{%", "{#"].iter().any(|mark| text.contains(mark))
}

/// Hands out what stands before each variable and its name, then what stands behind the last; nothing for a template
/// that says more than plain variables, which nearly none does.
fn plain<'t>(template: &'t str, mut each: impl FnMut(&'t str, Option<&'t str>)) -> Option<()> {
    if template.contains("{%") || template.contains("{#") {
        return None;
    }
    let mut rest = template;
    while let Some(from) = rest.find("{{") {
        let (inside, behind) = rest[from + 2..].split_once("}}")?;
        let name = inside.trim();
        let name =
            name.strip_suffix("sentence").and_then(|name| name.trim_end().strip_suffix('|')).unwrap_or(name).trim();
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_'));
        if !is_name {
            return None;
        }
        each(&rest[..from], Some(name));
        rest = behind;
    }
    each(rest, None);
    Some(())
}

/// Something that a text leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open<'t> {
    /// A variable without a value.
    Variable(&'t str),
    /// Words that whoever sends it is to put there; or the text can't be filled in at all.
    Words,
}

/// Hands out everything in the text that is still to be filled in. It says what rendering would, mostly without running
/// the template: every draft of a plan is asked.
pub fn each_open(template: &str, known: &Known, mut each: impl FnMut(Open)) {
    // Most texts leave nothing open and hold no variable.
    if !template.bytes().any(|byte| matches!(byte, b'{' | b'[')) {
        return;
    }
    // A number or a word of the engine's own is no variable of ours.
    let is_ours = |name: &str| name.contains('.') && !name.starts_with(|c: char| c.is_ascii_digit());
    let mut is_known = true;
    let is_plain = plain(template, |_, variable| is_known &= variable.is_none_or(is_ours));
    if is_plain.is_some() && is_known {
        _ = plain(template, |before, variable| {
            if next_left_open(before).is_some() {
                each(Open::Words);
            }
            if let Some(name) = variable.filter(|name| known.value(name).is_none()) {
                each(Open::Variable(name));
            }
        });
        return;
    }
    let rendered = render_text(template, &Value::from_object(Root(known.variables())));
    if rendered.error.is_some() {
        each(Open::Words);
    }
    rendered.gaps().for_each(|name| each(if is_ours(name) { Open::Variable(name) } else { Open::Words }));
}

/// Why the text can't be filled in, whatever is known; nothing if it can. Plain variables, which nearly all are, cost
/// no parsing.
pub fn broken(template: &str) -> Option<String> {
    if !is_template(template) {
        return None;
    }
    if plain(template, |_, _| {}).is_some() {
        return None;
    }
    let error = environment().template_from_str(template).err()?;
    Some(cant_be_filled_in(&error))
}

fn cant_be_filled_in(error: &minijinja::Error) -> String {
    let line = error.line().map(|line| format!("line {line}: ")).unwrap_or_default();
    let why = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    format!("this draft can't be filled in: {line}{why}")
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.add_filter("default", minijinja::filters::default);
    environment.add_filter("upper", minijinja::filters::upper);
    environment.add_filter("lower", minijinja::filters::lower);
    environment.add_filter("title", minijinja::filters::title);
    environment.add_filter("trim", minijinja::filters::trim);
    environment.add_filter("sentence", sentence);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(32);
    environment
}

/// As a sentence: what somebody noted gets a capital letter, and a full stop where it has none.
fn sentence(value: &Value) -> Result<String, minijinja::Error> {
    if value.is_undefined() {
        return Err(minijinja::ErrorKind::UndefinedError.into());
    }
    Ok(as_sentence(&value.to_string()))
}

/// The text as a sentence, if it is none.
pub fn as_sentence(text: &str) -> String {
    let text = text.trim();
    let last = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']).chars().next_back();
    let is_ended = last.is_none_or(|last| matches!(last, '.' | '!' | '?' | '…' | ':' | ';'));
    let mut letters = text.chars();
    let first = letters.next();
    // `iPhone` is a name.
    let is_name = letters.clone().next().is_some_and(char::is_uppercase);
    let begun = first.filter(|c| c.is_lowercase() && !is_name).map(|c| c.to_uppercase().chain(letters).collect());
    let begun: String = begun.unwrap_or_else(|| text.to_owned());
    if is_ended { begun } else { format!("{begun}.") }
}

/// Each `{{ … }}` by itself, so that one that is missing becomes a gap and the rest still shows; a text with
/// statements runs as a whole.
fn with_gaps(environment: &Environment, template: &str, root: &Value) -> Result<String, minijinja::Error> {
    if template.contains("{%") {
        return environment.render_str(template, root);
    }
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(from) = rest.find("{{") {
        // One that never ends is for the engine to complain of.
        let Some(to) = rest[from..].find("}}").map(|at| from + at + 2) else {
            return environment.render_str(template, root);
        };
        out.push_str(&left_open(&rest[..from]));
        let expression = &rest[from..to];
        match environment.render_str(expression, root) {
            Ok(text) => out.push_str(&text),
            Err(error) if error.kind() == minijinja::ErrorKind::UndefinedError => {
                let name = expression.trim_matches(['{', '}', '-']).split('|').next().unwrap_or("").trim();
                out.extend([OPEN].into_iter().chain(name.chars()).chain([CLOSE]));
            }
            Err(error) => return Err(error),
        }
        rest = &rest[to..];
    }
    out.push_str(&left_open(rest));
    Ok(out)
}

/// What the text leaves open for whoever sends it, `[their figure]`, is a gap as much as a missing value. A note's
/// number (`[1]`) and the words of a link (`[page](…)`) are none. Says where the first one stands with its brackets.
pub fn next_left_open(text: &str) -> Option<Range<usize>> {
    let mut from = 0;
    loop {
        from += text[from..].find('[')?;
        let inside = &text[from + 1..];
        let to = inside.find(['[', ']', '\n']).filter(|to| inside[*to..].starts_with(']'));
        let open = to.filter(|to| {
            inside[..*to].chars().any(|c| c.is_alphabetic() || c == '…') && !inside[to + 1..].starts_with('(')
        });
        match open {
            Some(to) => return Some(from..from + to + 2),
            None => from += 1,
        }
    }
}

/// The text with what it leaves open marked as gaps.
fn left_open(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = next_left_open(rest) {
        out.push_str(&rest[..open.start]);
        out.extend([OPEN].into_iter().chain(rest[open.start + 1..open.end - 1].chars()).chain([CLOSE]));
        rest = &rest[open.end..];
    }
    out.push_str(rest);
    out
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(from) = rest.find(OPEN) {
        let Some(to) = rest[from..].find(CLOSE).map(|at| from + at) else { break };
        if from > 0 {
            parts.push(Part::Text(rest[..from].to_owned()));
        }
        parts.push(Part::Gap(rest[from + OPEN.len_utf8()..to].to_owned()));
        rest = &rest[to + CLOSE.len_utf8()..];
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    parts
}

#[cfg(test)]
mod tests;
