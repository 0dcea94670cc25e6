//! One line asked for: a date, a name, a person in one line. It says while it is typed what it is understood as.

use ratatui_textarea::TextArea;

use super::complete;
use super::effect::Effects;
use super::input;
use super::model::{Ctx, Model};
use super::overlay::Overlay;
use crate::domain::account::{Account, AccountId};
use crate::domain::deed::Deed;
use crate::domain::fields::{self, Invalid, Place};
use crate::domain::reply::Reply;
use crate::domain::typed::TypedLine;

/// What a prompt or a menu is about.
#[derive(Debug, Clone, Default)]
pub struct Target {
    /// The account.
    pub account: AccountId,
    /// The item of it.
    pub place: Option<Place>,
    /// The answer that is being put together.
    pub reply: Option<Box<Reply>>,
    /// What waits for a yes.
    pub deed: Option<Deed>,
    /// A word carried along: a playbook's id, a date already given.
    pub word: String,
    /// Contacts, by id.
    pub who: Vec<String>,
}

impl Target {
    /// The account has changed: stay with the item.
    pub(super) fn follow(&mut self, was: &Account, is: &Account) {
        if self.account != is.id {
            return;
        }
        self.place = self.place.and_then(|place| place.follow(was, is));
        if let Some(reply) = &mut self.reply {
            let moved = reply.touch.and_then(|at| Place::Touch(at).follow(was, is));
            reply.touch = moved.and_then(|place| if let Place::Touch(at) = place { Some(at) } else { None });
        }
    }
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

/// Asks for what the line being typed needs.
pub type WatchFn = fn(&mut Model, &str) -> Effects;

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
    words: Option<WordsFn>,
    /// The line is one path: Tab completes all of it, as a shell does.
    is_path: bool,
    /// What was typed before Tab turned through all that fits.
    stem: Option<String>,
    /// Looks at what is typed, with every key.
    watch: Option<WatchFn>,
    echo_of: EchoFn,
    submit: SubmitFn,
    /// The command that asked.
    command: &'static str,
    /// What stood in the line before anything was typed.
    given: String,
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
            words: None,
            is_path: false,
            stem: None,
            watch: None,
            echo_of: echo,
            submit,
            command: "",
            given: String::new(),
            live: false,
        }
    }

    /// With something in it already.
    #[must_use]
    pub fn with(mut self, text: &str) -> Self {
        self.input = input::line(text);
        text.clone_into(&mut self.given);
        self
    }

    /// With something in it that typing replaces and an arrow keeps.
    #[must_use]
    pub fn offered(mut self, text: &str) -> Self {
        if !text.is_empty() {
            self.input = input::chosen(input::line(text));
        }
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
        self.words = Some(words);
        self
    }

    /// The line is one path, and its words are paths.
    #[must_use]
    pub fn as_paths(mut self) -> Self {
        self.is_path = true;
        self
    }

    /// Looks at what is typed, with every key.
    #[must_use]
    pub fn watched(mut self, watch: WatchFn) -> Self {
        self.watch = Some(watch);
        self
    }

    /// Whether Tab completes words.
    pub fn completes(&self) -> bool {
        self.words.is_some()
    }

    /// What is typed takes effect at once.
    #[must_use]
    pub fn live(mut self) -> Self {
        self.live = true;
        self
    }

    /// Whether what is typed takes effect at once; then there is nothing to be agreed to.
    pub fn is_live(&self) -> bool {
        self.live
    }

    /// What is typed.
    pub fn text(&self) -> String {
        self.input.lines().join(" ")
    }

    /// What is typed, to be kept; a filter is not.
    pub(super) fn typed(&self, model: &Model) -> Option<TypedLine> {
        if self.live {
            return None;
        }
        let account = model.plan.account(&self.target.account);
        let place = self.target.place.unwrap_or(Place::Account);
        let item = account.map(|account| fields::name(account, place)).unwrap_or_default();
        let (account, title) = (self.target.account.to_string(), self.title.clone());
        Some(TypedLine { account, item, title, command: self.command.to_owned(), text: self.text(), is_left: false })
    }
}

impl Model {
    /// Put a prompt on top. What was typed into the same prompt before Esc is there again.
    pub fn ask(&mut self, mut prompt: Prompt, ctx: &Ctx) -> Effects {
        prompt.command = self.command;
        let mut kept_before = false;
        let same = |kept: &TypedLine| prompt.typed(self).is_some_and(|line| line.is_same(kept));
        if let Some(at) = self.kept.lines.iter().position(same) {
            prompt.input = input::chosen(input::line(&self.kept.lines.remove(at).text));
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

/// The prompt was closed without being taken: what was typed is kept for the next time.
pub(super) fn closed(model: &mut Model, prompt: &Prompt) {
    match prompt.typed(model) {
        None => model.set_filter(""),
        Some(line) if line.text.trim().is_empty() || line.text == prompt.given => {}
        Some(line) => {
            model.say("Not taken, but kept: ask again and it is there.");
            model.kept.keep_line(line);
        }
    }
}

/// A key typed into the topmost prompt.
pub(super) fn key(model: &mut Model, key: crokey::KeyCombination, ctx: &Ctx) -> Effects {
    let Some(prompt) = model.prompt() else { return Vec::new() };
    input::type_key(&mut prompt.input, key, false);
    prompt.stem = None;
    typed(model, ctx);
    watch(model)
}

fn watch(model: &mut Model) -> Effects {
    let Some(Overlay::Prompt(prompt)) = model.overlays.last() else { return Vec::new() };
    let (Some(watch), text) = (prompt.watch, prompt.text()) else { return Vec::new() };
    watch(model, &text)
}

/// What the line is understood by has changed. Why it was refused stays until the next key.
pub(super) fn look_again(model: &mut Model, ctx: &Ctx) {
    if matches!(model.overlays.last(), Some(Overlay::Prompt(prompt)) if matches!(prompt.echo, Echo::Means(_))) {
        typed(model, ctx);
    }
}

/// A text pasted into the topmost prompt; its line breaks become spaces, so that none of them takes the line. What is
/// too long stays outside.
pub(super) fn paste(model: &mut Model, text: &str, ctx: &Ctx) {
    let Some(prompt) = model.prompt() else { return };
    if let Err(Invalid(why)) = input::has_room(&prompt.input, text) {
        prompt.echo = Echo::Wrong(why);
        return;
    }
    prompt.input.insert_str(text.replace(['\n', '\r'], " "));
    typed(model, ctx);
}

/// The topmost prompt holds that text and no other; what it means is its echo then.
pub(super) fn say(model: &mut Model, text: &str, ctx: &Ctx) {
    let Some(prompt) = model.prompt() else { return };
    prompt.input = input::line(&text.replace(['\n', '\r'], " "));
    typed(model, ctx);
}

/// The same, as if somebody had typed it.
pub(super) fn fill(model: &mut Model, text: &str, ctx: &Ctx) -> Effects {
    say(model, text, ctx);
    watch(model)
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
pub(super) fn complete(model: &mut Model, by: isize, ctx: &Ctx) -> Effects {
    let Some(Overlay::Prompt(prompt)) = model.overlays.last() else { return Vec::new() };
    let Some(words) = prompt.words else { return Vec::new() };
    let words = words(model, &prompt.target);
    if prompt.is_path {
        return turn(model, &words, by, ctx);
    }
    let Some(completed) = complete::complete(&prompt.text(), &words, by) else { return Vec::new() };
    if let Some(prompt) = model.prompt() {
        prompt.input = input::line(&completed);
        typed(model, ctx);
    }
    watch(model)
}

/// Tab in a path. While it turns through what fits, the list stays the one it turns through.
fn turn(model: &mut Model, words: &[String], by: isize, ctx: &Ctx) -> Effects {
    let Some(prompt) = model.prompt() else { return Vec::new() };
    let Some(turned) = complete::turn(&prompt.text(), prompt.stem.as_deref(), words, by) else { return Vec::new() };
    let is_turning = turned.stem.is_some();
    (prompt.input, prompt.stem) = (input::line(&turned.line), turned.stem);
    typed(model, ctx);
    if is_turning { Vec::new() } else { watch(model) }
}

/// Enter: take the line.
pub(super) fn submit(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(Overlay::Prompt(prompt)) = model.overlays.last() else { return Vec::new() };
    let (target, text, submit) = (prompt.target.clone(), prompt.text(), prompt.submit);
    let depth = model.overlays.len() - 1;
    match fields::fits(&text).and_then(|()| submit(model, &target, &text, ctx)) {
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
                // What was offered is to be mended, and no letter takes the place of it any more.
                input::at_the_end(&mut prompt.input);
            }
            Vec::new()
        }
    }
}
