//! An item is added in one line: what is asked for, how it is understood while it is typed, and what it becomes.

use super::complete;
use super::effect::Effects;
use super::model::{Ctx, Model, Pane};
use super::outline;
use super::prompt::{Echo, Prompt, Target};
use crate::domain::account::{Account, AccountId};
use crate::domain::fields::{self, Context, Invalid, Place};
use crate::domain::line::Addable;
use crate::domain::work;

/// Ask for an item in one line.
pub(super) fn ask_for(model: &mut Model, addable: Addable, ctx: &Ctx) -> Effects {
    let account = model.current().map(|account| account.id.clone());
    account.map(|account| ask_at(model, &account, addable, "", ctx)).unwrap_or_default()
}

/// The same at that account, with the line begun.
pub(super) fn ask_at(model: &mut Model, account: &AccountId, addable: Addable, begins: &str, ctx: &Ctx) -> Effects {
    // The prompt carries which kind of item by its title; the place of a touch travels in the target.
    let place = match addable {
        Addable::Touch(at) => Some(Place::Touch(at)),
        Addable::Question(i) | Addable::Objection(i) => Some(Place::Meeting(i)),
        _ => None,
    };
    let target = Target { account: account.clone(), place, word: addable.title().to_owned(), ..Target::default() };
    let prompt = Prompt::new(addable.title(), addable.example(), target, echo_line, submit_line).verb("add");
    let prompt = if begins.is_empty() { prompt } else { prompt.with(begins) };
    model.ask(words_of(addable, prompt), ctx)
}

/// What Tab completes in such a line; what just happened can be any words.
fn words_of(addable: Addable, prompt: Prompt) -> Prompt {
    match addable {
        Addable::Person => prompt.words(complete::influence),
        Addable::Touch(_) => prompt.words(complete::touch),
        Addable::Meeting => prompt.words(complete::people),
        Addable::Question(_) => prompt.words(complete::question),
        _ => prompt,
    }
}

fn addable(target: &Target) -> Option<Addable> {
    match target.place {
        Some(Place::Touch(at)) => Some(Addable::Touch(at)),
        place => titled(&target.word, place),
    }
}

/// The item that is asked for under this title; a touch is asked for where it shall stand, a question at its meeting.
pub(super) fn titled(title: &str, place: Option<Place>) -> Option<Addable> {
    if let Some(Place::Meeting(i)) = place {
        let parts = [Addable::Question(i), Addable::Objection(i)];
        return parts.into_iter().find(|each| each.title() == title);
    }
    let all = [
        Addable::Person,
        Addable::Finding,
        Addable::Candidate,
        Addable::Meeting,
        Addable::NextStep,
        Addable::Opportunity,
        Addable::Log,
    ];
    all.into_iter().find(|each| each.title() == title)
}

fn echo_line(model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Echo {
    match addable(target) {
        Some(addable) => echo_add(addable, model, target, text, ctx),
        None => Echo::Means(String::new()),
    }
}

/// What a line that adds such an item would make of it.
pub(super) fn echo_add(addable: Addable, model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Echo {
    let Some(account) = model.plan.account(&target.account) else {
        return Echo::Wrong("this account is not in the plan any more".into());
    };
    if text.trim().is_empty() {
        return Echo::Means(String::new());
    }
    let context = model.context(account, ctx);
    let mut copy = account.as_ref().clone();
    match addable.add(&mut copy, text, &context) {
        Ok(place) => {
            let told = understood(&copy, place, &context);
            let twin = addable.twin(&copy, place).map(|twin| format!("{twin}; Enter adds another · "));
            let wants = addable.wants(&copy, place).map(|wants| format!(" · {wants}"));
            Echo::Means(format!("{}{told}{}", twin.unwrap_or_default(), wants.unwrap_or_default()))
        }
        Err(Invalid(why)) => Echo::Wrong(why),
    }
}

/// The fields that a line filled, so that a misread one is seen before it is taken.
fn understood(account: &Account, place: Place, context: &Context) -> String {
    let context = &Context { account, ..*context };
    let told = fields::specs(account, place).into_iter().filter_map(|spec| {
        let value = fields::get(account, place, spec.key, context)?;
        let value = value.lines().next().unwrap_or("").to_owned();
        let plain = value.is_empty() || matches!(value.as_str(), "no" | "unknown" | "planned" | "open" | "note");
        let value = fields::meaning(&spec, &value, context).unwrap_or(value);
        (!plain).then(|| format!("{} {value}", spec.label.to_lowercase()))
    });
    told.collect::<Vec<_>>().join(" · ")
}

fn submit_line(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    let Some(addable) = addable(target) else { return Ok(Vec::new()) };
    let mut stands_at = None;
    let effects = model.try_edit(ctx, &target.account, |account, context| {
        let (held, stage) = (work::held_count(account), account.stage);
        let place = addable.add(account, text, context)?;
        stands_at = Some(place);
        let follows = match work::held_count(account).saturating_sub(held) {
            0 => String::new(),
            1 => "; 1 touch is held for it".to_owned(),
            held => format!("; {held} touches are held for it"),
        };
        let stage = if account.stage == stage { String::new() } else { format!("; stage {}", account.stage_label()) };
        Ok(format!("{} added{follows}{stage}", outline::named(account, place)))
    })?;
    if let (Some(place), Pane::Detail) = (stands_at, model.pane) {
        model.point_at(place);
    }
    Ok(effects)
}
