//! What was typed and not saved, in this run and in those that ended: listed field by field, taken up again, dropped,
//! copied. Whatever has happened to an item meanwhile, the text is there.

use super::adding;
use super::command::{Command, Scope};
use super::effect::{Effect, Effects};
use super::model::{Ctx, Model, Screen};
use super::overlay::Overlay;
use crate::domain::account::Account;
use crate::domain::fields::{self, Place};
use crate::domain::step::StepId;
use crate::domain::typed::{Left, TextAt, Typed, TypedField, TypedForm, TypedLine};

/// The commands on such a text.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        id: "typed",
        scope: Scope::Screens,
        label: "typed texts",
        help: "List what was typed and not saved, in this run and in earlier ones, to take it up or drop it.",
        enabled: super::command::always,
        run: |model, _| {
            if model.waiting().is_empty() {
                model.say("Nothing was typed and not saved.");
            } else {
                model.overlays.push(Overlay::Typed(0));
            }
            Vec::new()
        },
    },
    typed(
        "typed.take",
        "take it up",
        "Open the form, or ask the question, with the text in it; nothing is saved yet.",
        take,
    ),
    typed("typed.drop", "drop", "Throw the text away.", drop_it),
    Command {
        enabled: |model| !model.dropped.is_empty(),
        ..typed("typed.back", "bring back", "Bring back the text that was thrown away last.", bring_back)
    },
    typed("typed.copy", "copy", "Send the text to your terminal's clipboard.", copy),
];

const fn typed(
    id: &'static str,
    label: &'static str,
    help: &'static str,
    run: fn(&mut Model, &Ctx) -> Effects,
) -> Command {
    Command { id, scope: Scope::Typed, label, help, enabled: |model| !model.waiting().is_empty(), run }
}

/// Whose texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Of this run.
    Own,
    /// Of a run that ended, by its name.
    Run(String),
}

/// A text that was thrown away.
#[derive(Debug, Clone)]
pub struct Dropped {
    /// Whose it was.
    source: Source,
    /// All of it.
    text: Typed,
    /// The last step that was taken before: until the next one, what is taken back is this.
    after: StepId,
}

/// One text that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Whose.
    pub source: Source,
    /// Which.
    pub at: TextAt,
}

/// What a field says now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Now {
    /// This.
    Says(String),
    /// This, which is not what it said when the typing began.
    Changed(String),
    /// Nothing, for this reason.
    Gone(String),
    /// It was a question, and answers are no fields.
    Asked,
}

/// One text that waits, as it is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Account, item and field, as far as there are any.
    pub names: Vec<String>,
    /// When it was written down, if an earlier run did.
    pub at: Option<chrono::DateTime<chrono::Utc>>,
    /// What the field says.
    pub now: Now,
    /// What was typed.
    pub text: String,
}

impl Model {
    /// All texts that wait: what earlier runs left, then what was closed in this one.
    pub fn waiting(&self) -> Vec<Waiting> {
        let left = self.left.iter().map(|left| (Source::Run(left.run.clone()), &left.typed));
        let all = left.chain([(Source::Own, &self.kept)]);
        all.flat_map(|(source, typed)| typed.texts().into_iter().map(move |at| Waiting { source: source.clone(), at }))
            .collect()
    }

    fn typed_of(&self, source: &Source) -> Option<&Typed> {
        match source {
            Source::Own => Some(&self.kept),
            Source::Run(run) => self.left.iter().find(|left| left.run == *run).map(|left| &left.typed),
        }
    }

    fn typed_of_mut(&mut self, source: &Source) -> &mut Typed {
        let run = |left: &&mut Left| *source == Source::Run(left.run.clone());
        // What comes back of a run of which nothing was left is this run's.
        self.left.iter_mut().find(run).map_or(&mut self.kept, |left| &mut left.typed)
    }

    /// A text as it is offered.
    pub fn offer(&self, waiting: &Waiting, ctx: &Ctx) -> Option<Offer> {
        let typed = self.typed_of(&waiting.source)?;
        let at = match &waiting.source {
            Source::Own => None,
            Source::Run(run) => self.left.iter().find(|left| left.run == *run).and_then(|left| left.at),
        };
        let text = typed.text(waiting.at)?.to_owned();
        let (names, now) = match waiting.at {
            TextAt::Field(i, j) => {
                let (form, field) = (&typed.forms[i], &typed.forms[i].fields[j]);
                let account = form.account.as_ref().map(|id| self.name_of(id));
                let title = Some(form.title.clone()).filter(|title| account.as_ref() != Some(title));
                let names = account.into_iter().chain(title).chain([field.label.clone()]);
                (names.collect(), self.now(form, field, ctx))
            }
            TextAt::Line(i) => {
                let line = &typed.lines[i];
                let account = Some(&line.account).filter(|id| !id.is_empty()).map(|id| self.name_of(id));
                (account.into_iter().chain([line.title.clone()]).collect(), Now::Asked)
            }
            TextAt::File(i) => (vec![typed.files[i].file.clone()], Now::Says(typed.files[i].before.clone())),
        };
        Some(Offer { names, at, now, text })
    }

    /// What the account is called, or its id if it is gone.
    pub fn name_of(&self, id: &str) -> String {
        self.plan.account(id).map_or_else(|| id.to_owned(), |account| self.called(account).to_string())
    }

    fn now(&self, form: &TypedForm, field: &TypedField, ctx: &Ctx) -> Now {
        let says = match &form.account {
            None if form.goal_id().is_some() => {
                let nobody = Account::default();
                match form.goal_id().and_then(|id| self.plan.settings.goal(id)) {
                    Some(goal) => fields::get_goal(goal, &field.key, &self.context(&nobody, ctx)),
                    None => return Now::Gone("this goal is not in the plan any more".into()),
                }
            }
            None => {
                let nobody = Account::default();
                fields::get_setting(&self.plan.settings, &field.key, &self.context(&nobody, ctx))
            }
            Some(id) => match self.place_of(id, &form.item) {
                Err(why) => return Now::Gone(why),
                Ok((account, place)) => fields::get(&account, place, &field.key, &self.context(&account, ctx)),
            },
        };
        match says {
            None => Now::Gone("there is no such field any more".into()),
            Some(says) if says == field.before => Now::Says(says),
            Some(says) => Now::Changed(says),
        }
    }

    /// The item that a text is about, or why there is none.
    fn place_of(&self, id: &str, item: &str) -> Result<(std::sync::Arc<Account>, Place), String> {
        let account = self.plan.account(id).ok_or_else(|| format!("{id} is not in the plan any more"))?;
        let place = fields::named(account, item);
        let place = place.ok_or_else(|| format!("this is not in {} any more", account.name))?;
        Ok((std::sync::Arc::clone(account), place))
    }

    fn at_cursor(&self) -> Option<Waiting> {
        let Some(Overlay::Typed(at)) = self.overlays.last() else { return None };
        self.waiting().into_iter().nth(*at)
    }

    /// The cursor of the list stays on it; an empty list closes.
    fn settle_waiting(&mut self) {
        let count = self.waiting().len();
        self.left.retain(|left| !left.typed.is_empty());
        match self.overlays.last_mut() {
            Some(Overlay::Typed(_)) if count == 0 && self.dropped.is_empty() => _ = self.overlays.pop(),
            Some(Overlay::Typed(at)) => *at = (*at).min(count.saturating_sub(1)),
            _ => {}
        }
    }

    /// What other runs left is offered: at the start at once, later in a word, so that nothing comes between somebody
    /// and what they are doing.
    pub(super) fn hear_left(&mut self, left: Vec<Left>) {
        self.left.extend(left);
        let count = self.left_behind() - self.left_on_purpose();
        if count == 0 {
            return;
        }
        if self.loading && self.overlays.is_empty() {
            self.overlays.push(Overlay::Typed(0));
            return;
        }
        let key = self.keymap.key("palette").unwrap_or_default();
        let texts = if count == 1 { "A text" } else { "Texts" };
        self.say(format!("{texts} typed and not saved in another run: {key} and “typed texts” lists what waits."));
    }

    /// How many of them are lines that somebody left, and so knows of.
    fn left_on_purpose(&self) -> usize {
        let lines = self.left.iter().flat_map(|left| &left.typed.lines);
        lines.filter(|line| line.is_left).count()
    }

    /// How many texts of runs that ended wait.
    pub fn left_behind(&self) -> usize {
        self.left.iter().map(|left| left.typed.len()).sum()
    }
}

fn take(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(waiting) = model.at_cursor() else { return Vec::new() };
    let Some(typed) = model.typed_of(&waiting.source) else { return Vec::new() };
    match waiting.at {
        TextAt::Field(i, j) => {
            let form = typed.forms[i].clone();
            take_form(model, &waiting.source, &form, j, ctx)
        }
        TextAt::Line(i) => {
            let line = typed.lines[i].clone();
            take_line(model, &waiting, &line, ctx)
        }
        TextAt::File(i) => {
            let file = typed.files[i].clone();
            keep_own(model, &waiting);
            model.overlays.pop();
            model.edit_path(file.file.as_str().into(), file.line)
        }
    }
}

/// A text of an earlier run becomes one of this run. What it meets there changes places with it.
fn keep_own(model: &mut Model, waiting: &Waiting) {
    if waiting.source == Source::Own {
        return;
    }
    let text = model.typed_of_mut(&waiting.source).take_out(waiting.at);
    let moved = model.kept.put_in(text);
    _ = model.typed_of_mut(&waiting.source).put_in(moved);
    model.settle_waiting();
}

fn take_form(model: &mut Model, source: &Source, form: &TypedForm, at: usize, ctx: &Ctx) -> Effects {
    let key = form.fields.get(at).map(|field| field.key.clone()).unwrap_or_default();
    let place = match &form.account {
        None => None,
        Some(id) => match model.place_of(id, &form.item) {
            Ok((account, place)) => Some((account.id.clone(), place)),
            Err(why) => return refuse(model, &why),
        },
    };
    if let Some((id, _)) = &place
        && let Some(why) = model.plan.accounts.get(id).and_then(|entry| entry.read_only.clone())
    {
        return refuse(model, &why);
    }
    // A field that is not there any more stays in the list.
    let is_gone = |model: &Model, field: &TypedField| matches!(model.now(form, field, ctx), Now::Gone(_));
    if form.fields.get(at).is_some_and(|field| is_gone(model, field)) {
        return refuse(model, "there is no such field any more");
    }
    let there: Vec<&TypedField> = form.fields.iter().filter(|field| !is_gone(model, field)).collect();
    for field in there {
        let found = |waiting: &Waiting| waiting.source == *source && is_field(model, waiting, form, &field.key);
        if let Some(waiting) = model.waiting().into_iter().find(found) {
            keep_own(model, &waiting);
        }
    }
    model.overlays.clear();
    match place {
        None if form.goal_id().is_some() => model.open_goal(ctx, form.goal_id().unwrap_or_default()),
        None => model.open_settings(ctx),
        Some((id, place)) => {
            model.go_to_item(&id, place);
            model.open_form(ctx, &id, place, &key)
        }
    }
}

fn is_field(model: &Model, waiting: &Waiting, form: &TypedForm, key: &str) -> bool {
    let Some(typed) = model.typed_of(&waiting.source) else { return false };
    match waiting.at {
        TextAt::Field(i, j) => typed.forms[i].is_same(form) && typed.forms[i].fields[j].key == key,
        _ => false,
    }
}

/// Ask the question again. The line is this run's from now on, and stands in the question whenever it is asked.
fn take_line(model: &mut Model, waiting: &Waiting, line: &TypedLine, ctx: &Ctx) -> Effects {
    let place = match line.account.as_str() {
        "" => None,
        id => match model.place_of(id, &line.item) {
            Ok((account, place)) => Some((account.id.clone(), place)),
            Err(why) => return refuse(model, &why),
        },
    };
    keep_own(model, waiting);
    model.overlays.clear();
    model.screen = Screen::Accounts;
    let stands_at = place.as_ref().map(|(_, place)| *place);
    if let Some((id, place)) = place {
        model.go_to_item(&id, place);
    }
    let effects = match adding::titled(&line.title, stands_at) {
        Some(addable) => adding::ask_for(model, addable, ctx),
        None => match super::command::by_id(&line.command) {
            Some(command) if (command.enabled)(model) => {
                model.command = command.id;
                (command.run)(model, ctx)
            }
            _ => Vec::new(),
        },
    };
    if model.kept.lines.iter().any(|kept| kept.is_same(line)) {
        model.say(format!("The text stands in “{}” as soon as that is asked.", line.title));
    }
    effects
}

fn refuse(model: &mut Model, why: &str) -> Effects {
    let key = model.keymap.key("typed.copy").unwrap_or_default();
    model.refuse(format!("It can't be taken up: {why}. {key} copies the text."));
    Vec::new()
}

fn drop_it(model: &mut Model, _: &Ctx) -> Effects {
    let Some(waiting) = model.at_cursor() else { return Vec::new() };
    let text = model.typed_of_mut(&waiting.source).take_out(waiting.at);
    model.dropped.push(Dropped { source: waiting.source, text, after: model.steps });
    model.settle_waiting();
    let key = model.keymap.key("typed.back").unwrap_or_default();
    model.say(format!("Dropped; {key} brings it back."));
    Vec::new()
}

fn bring_back(model: &mut Model, _: &Ctx) -> Effects {
    let Some(Dropped { source, text, after }) = model.dropped.pop() else { return Vec::new() };
    let moved = model.typed_of_mut(&source).put_in(text);
    if !moved.is_empty() {
        model.dropped.push(Dropped { source, text: moved, after });
    }
    Vec::new()
}

impl Model {
    /// What was done last was to throw a text away: it is among the others again, and they are listed. Says whether it was
    /// that.
    pub(super) fn undo_drop(&mut self, ctx: &Ctx) -> bool {
        let is_last = self.dropped.last().is_some_and(|dropped| dropped.after == self.steps);
        if is_last {
            _ = bring_back(self, ctx);
            self.overlays.push(Overlay::Typed(0));
            self.say("What was thrown away is back among what was typed and not saved.");
        }
        is_last
    }
}

fn copy(model: &mut Model, _: &Ctx) -> Effects {
    let text =
        model.at_cursor().and_then(|waiting| Some(model.typed_of(&waiting.source)?.text(waiting.at)?.to_owned()));
    text.map(Effect::Copy).into_iter().collect()
}
