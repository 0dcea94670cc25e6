//! One line asked for: a date, a name, a person in one line. It says while it is typed what it is understood as.

use ratatui_textarea::TextArea;

use super::complete;
use super::effect::Effects;
use super::input;
use super::model::{Ctx, Model};
use super::overlay::Overlay;
use crate::domain::account::AccountId;
use crate::domain::fields::{Invalid, Place};
use crate::domain::reply::Reply;

/// What a prompt or a menu is about.
#[derive(Debug, Clone, Default)]
pub struct Target {
    /// The account.
    pub account: AccountId,
    /// The item of it.
    pub place: Option<Place>,
    /// The answer that is being put together.
    pub reply: Option<Box<Reply>>,
    /// A word carried along: a playbook's id, a date already given.
    pub word: String,
}

/// What a text is understood as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Echo {
    /// It can be taken, and means this.
    Means(String),
    /// It can't, and this is why.
    Wrong(String),
}

/// Says what the text means.
pub type EchoFn = fn(&Model, &Target, &str, &Ctx) -> Echo;
/// Takes the text; a refusal leaves the prompt open.
pub type SubmitFn = fn(&mut Model, &Target, &str, &Ctx) -> Result<Effects, Invalid>;

/// The words that a line may hold.
pub type WordsFn = fn(&Model, &Target) -> Vec<String>;

/// A line being asked for.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// What is asked.
    pub title: String,
    /// An example, shown while nothing is typed.
    pub example: String,
    /// What is typed.
    pub input: TextArea<'static>,
    /// What it is about.
    pub target: Target,
    /// What it is understood as, as of the last key.
    pub echo: Echo,
    /// What Enter does, in a word.
    pub verb: &'static str,
    /// Words that may stand in the line, for Tab.
    words: WordsFn,
    completes: bool,
    echo_of: EchoFn,
    submit: SubmitFn,
    /// What is typed takes effect at once, and Esc takes it back (the filter).
    live: bool,
}

impl Prompt {
    /// Ask for a line.
    pub fn new(
        title: impl Into<String>,
        example: impl Into<String>,
        target: Target,
        echo: EchoFn,
        submit: SubmitFn,
    ) -> Self {
        Self {
            title: title.into(),
            example: example.into(),
            input: input::line(""),
            target,
            echo: Echo::Means(String::new()),
            verb: "save",
            words: |_, _| Vec::new(),
            completes: false,
            echo_of: echo,
            submit,
            live: false,
        }
    }

    /// With something in it already.
    #[must_use]
    pub fn with(mut self, text: &str) -> Self {
        self.input = input::line(text);
        self
    }

    /// What Enter does, in a word.
    #[must_use]
    pub fn verb(mut self, verb: &'static str) -> Self {
        self.verb = verb;
        self
    }

    /// Words that Tab completes.
    #[must_use]
    pub fn words(mut self, words: WordsFn) -> Self {
        self.words = words;
        self.completes = true;
        self
    }

    /// Whether Tab completes words.
    pub fn completes(&self) -> bool {
        self.completes
    }

    /// What is typed takes effect at once.
    #[must_use]
    pub fn live(mut self) -> Self {
        self.live = true;
        self
    }

    /// What is typed.
    pub fn text(&self) -> String {
        self.input.lines().join(" ")
    }
}

impl Model {
    /// Put a prompt on top. What was typed into the same prompt before Esc is there again.
    pub fn ask(&mut self, mut prompt: Prompt, ctx: &Ctx) -> Effects {
        let mut kept_before = false;
        if let Some(kept) = self.kept_lines.remove(&kept_as(&prompt)) {
            prompt.input = input::chosen(input::line(&kept));
            kept_before = true;
        }
        prompt.echo = (prompt.echo_of)(self, &prompt.target, &prompt.text(), ctx);
        if kept_before {
            // Until the next key: typing replaces it, an arrow keeps it.
            let kept = |told: String| {
                format!("kept from before; typing replaces it · {told}").trim_end_matches(" · ").to_owned()
            };
            prompt.echo = match prompt.echo {
                Echo::Means(meaning) => Echo::Means(kept(meaning)),
                Echo::Wrong(why) => Echo::Wrong(kept(why)),
            };
        }
        self.overlays.push(Overlay::Prompt(Box::new(prompt)));
        Vec::new()
    }
}

/// The name under which a closed prompt's text is kept.
fn kept_as(prompt: &Prompt) -> String {
    format!("{}/{:?}/{}", prompt.target.account, prompt.target.place, prompt.title)
}

/// The prompt was closed without being taken: what was typed is kept for the next time.
pub(super) fn closed(model: &mut Model, prompt: &Prompt) {
    let text = prompt.text();
    if prompt.live {
        model.set_filter("");
    } else if !text.trim().is_empty() {
        model.say("Not taken, but kept: ask again and it is there.");
        model.kept_lines.insert(kept_as(prompt), text);
    }
}

/// A key typed into the topmost prompt.
pub(super) fn key(model: &mut Model, key: crokey::KeyCombination, ctx: &Ctx) -> Effects {
    let Some(prompt) = model.prompt() else { return Vec::new() };
    input::type_key(&mut prompt.input, key, false);
    typed(model, ctx);
    Vec::new()
}

/// A text pasted into the topmost prompt; its line breaks become spaces, so that none of them takes the line.
pub(super) fn paste(model: &mut Model, text: &str, ctx: &Ctx) {
    if let Some(prompt) = model.prompt() {
        prompt.input.insert_str(text.replace(['\n', '\r'], " "));
        typed(model, ctx);
    }
}

fn typed(model: &mut Model, ctx: &Ctx) {
    let Some(Overlay::Prompt(prompt)) = model.overlays.last() else { return };
    let text = prompt.text();
    let (echo_of, target) = (prompt.echo_of, prompt.target.clone());
    if prompt.live {
        model.set_filter(&text);
    }
    let echo = echo_of(model, &target, &text, ctx);
    if let Some(prompt) = model.prompt() {
        prompt.echo = echo;
    }
}

/// Tab: complete the word before the cursor, or turn it to the next that fits.
pub(super) fn complete(model: &mut Model, by: isize, ctx: &Ctx) {
    let Some(Overlay::Prompt(prompt)) = model.overlays.last() else { return };
    let words = (prompt.words)(model, &prompt.target);
    let Some(completed) = complete::complete(&prompt.text(), &words, by) else { return };
    if let Some(prompt) = model.prompt() {
        prompt.input = input::line(&completed);
        typed(model, ctx);
    }
}

/// Enter: take the line.
pub(super) fn submit(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(Overlay::Prompt(prompt)) = model.overlays.last() else { return Vec::new() };
    let (target, text, submit) = (prompt.target.clone(), prompt.text(), prompt.submit);
    let depth = model.overlays.len() - 1;
    match submit(model, &target, &text, ctx) {
        Ok(effects) => {
            // The line may have opened the next layer; only the prompt itself goes.
            if depth < model.overlays.len() {
                model.overlays.remove(depth);
            }
            effects
        }
        Err(Invalid(why)) => {
            if let Some(prompt) = model.prompt() {
                prompt.echo = Echo::Wrong(why);
            }
            Vec::new()
        }
    }
}
