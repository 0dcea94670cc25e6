//! Comparing entry points, which fills the screen: the candidates beside each other, weighed where they stand. Choosing
//! one asks why there first; one undo takes back both.

use super::adding::echo_add;
use super::command::{Command, Scope, always};
use super::effect::Effects;
use super::model::{Ctx, Model};
use super::overlay::Overlay;
use super::prompt::{Echo, Prompt, Target};
use crate::domain::account::AccountId;
use crate::domain::fields::{self, Invalid, Place};
use crate::domain::line::Addable;
use crate::domain::weigh;

/// The comparison that is looked at.
#[derive(Debug, Clone, Default)]
pub struct WeighView {
    /// The account.
    pub account: AccountId,
    /// The candidate under the cursor.
    pub at: usize,
    /// The criterion under the cursor.
    pub criterion: usize,
}

/// The commands.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        id: "weigh",
        scope: Scope::Account,
        label: "weigh entry points",
        help: "Compare the entry points: pain, access, timing, and who is known there; choose one, and say why.",
        enabled: super::accounts::has_account,
        run: |model, _| {
            let Some(account) = model.current().cloned() else { return Vec::new() };
            let at = match model.detail.at.map(|row| row.place) {
                Some(Place::Candidate(i)) => i,
                _ => 0,
            };
            model.overlays.push(Overlay::Weigh(WeighView { account: account.id.clone(), at, criterion: 0 }));
            Vec::new()
        },
    },
    of_weigh("weigh.left", "criterion before", "To the criterion before.", |model, _| step(model, -1)),
    of_weigh("weigh.right", "next criterion", "To the next criterion.", |model, _| step(model, 1)),
    of_weigh("weigh.0", "0", "The candidate is weighed with 0 by this criterion; again: not weighed.", |model, ctx| {
        weigh_with(model, 0, ctx)
    }),
    of_weigh("weigh.1", "1", "The same with 1.", |model, ctx| weigh_with(model, 1, ctx)),
    of_weigh("weigh.2", "2", "The same with 2.", |model, ctx| weigh_with(model, 2, ctx)),
    of_weigh("weigh.3", "3", "The same with 3.", |model, ctx| weigh_with(model, 3, ctx)),
    of_weigh("weigh.choose", "choose", "Go in there first; asks why.", choose),
    of_weigh("weigh.add", "add", "Weigh another, in one line.", |model, ctx| {
        let Some(view) = model.weigh_view() else { return Vec::new() };
        let target = Target { account: view.account.clone(), ..Target::default() };
        let title = Addable::Candidate.title();
        let prompt = Prompt::new(title, Addable::Candidate.example(), target, echo_candidate, submit_candidate);
        // Where the way in is known already and was never weighed, it is the first to be.
        let point = model.plan.account(&view.account).map(|account| &account.entry_point);
        let known = point.filter(|point| point.candidates.is_empty()).map(|point| point.path(" > "));
        let prompt = match known.filter(|path| !path.is_empty()) {
            Some(path) => prompt.with(&format!("{path}, pain ")),
            None => prompt,
        };
        model.ask(prompt.verb("add"), ctx)
    }),
    of_weigh("weigh.edit", "edit", "Edit the candidate.", |model, ctx| {
        let here = model.candidate_here();
        here.map(|(id, at)| model.open_form(ctx, &id, Place::Candidate(at), "unit")).unwrap_or_default()
    }),
];

const fn of_weigh(
    id: &'static str,
    label: &'static str,
    help: &'static str,
    run: fn(&mut Model, &Ctx) -> Effects,
) -> Command {
    Command { id, scope: Scope::Weigh, label, help, enabled: always, run }
}

impl Model {
    fn weigh_view(&self) -> Option<&WeighView> {
        match self.overlays.last() {
            Some(Overlay::Weigh(view)) => Some(view),
            _ => None,
        }
    }

    /// How many candidates the account that is looked at has.
    pub(super) fn candidates(&self, account: &AccountId) -> usize {
        self.plan.account(account).map_or(0, |account| account.entry_point.candidates.len())
    }

    fn candidate_here(&self) -> Option<(AccountId, usize)> {
        let view = self.weigh_view()?;
        let last = self.candidates(&view.account).checked_sub(1)?;
        Some((view.account.clone(), view.at.min(last)))
    }
}

fn step(model: &mut Model, by: isize) -> Effects {
    if let Some(Overlay::Weigh(view)) = model.overlays.last_mut() {
        view.criterion = view.criterion.saturating_add_signed(by).min(weigh::CRITERIA.len() - 1);
    }
    Vec::new()
}

fn weigh_with(model: &mut Model, weight: u8, ctx: &Ctx) -> Effects {
    let (Some((id, at)), Some(criterion)) = (model.candidate_here(), model.weigh_view().map(|view| view.criterion))
    else {
        return Vec::new();
    };
    model.edit(ctx, &id, |account, context| {
        give_id(account, at, context)?;
        weigh::set(account, at, criterion, weight)
    })
}

/// A candidate written by hand may have no id yet; now that it is edited it gets one.
fn give_id(
    account: &mut crate::domain::account::Account,
    at: usize,
    context: &fields::Context,
) -> Result<String, Invalid> {
    let pain = fields::get(account, Place::Candidate(at), "pain", context).unwrap_or_default();
    fields::set(account, Place::Candidate(at), "pain", &pain, context)?;
    account.entry_point.candidates.get(at).map(|each| each.id.clone()).ok_or_else(|| Invalid("it is gone".into()))
}

fn choose(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some((id, at)) = model.candidate_here() else { return Vec::new() };
    let before = model.history.done.len();
    let said = model.plan.account(&id).map(|account| account.entry_point.rationale.clone()).unwrap_or_default();
    let effects = model.edit(ctx, &id, |account, context| {
        let chosen = give_id(account, at, context)?;
        account.choose_candidate(&chosen);
        Ok(format!("entry point {}", account.entry_point.path(" > ")))
    });
    let Some(account) = model.plan.account(&id) else { return effects };
    let point = &account.entry_point;
    if point.candidates.get(at).is_none_or(|each| Some(&each.id) != point.candidate.as_ref()) {
        return effects;
    }
    // What is said belongs to the choice, if there was one to make.
    let word = if model.history.done.len() > before { "chosen" } else { "" };
    let title = format!("Why {} first?", point.path(" > "));
    let rationale = point.rationale.clone();
    // What was said of another is shown, and is no reason here.
    let example = if said.is_empty() || !rationale.is_empty() {
        "New CMO, a mandate to cut cost per lead.".to_owned()
    } else {
        format!("before, of another: {said}")
    };
    let target = Target { account: id, place: Some(Place::Candidate(at)), word: word.to_owned(), ..Target::default() };
    model.ask(Prompt::new(title, example, target, super::touches::silent, reason).with(&rationale), ctx);
    effects
}

fn reason(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    if text.trim().is_empty() {
        return Err(Invalid("say in a sentence why there first; Esc leaves it open".into()));
    }
    let change = |account: &mut crate::domain::account::Account, context: &fields::Context| {
        fields::set(account, Place::Account, "entry_point.rationale", text.trim(), context)?;
        Ok(format!("entry point {}: {}", account.entry_point.path(" > "), text.trim()))
    };
    if target.word.is_empty() {
        model.try_edit(ctx, &target.account, change)
    } else {
        model.edit_on(ctx, &target.account, change)
    }
}

fn echo_candidate(model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Echo {
    echo_add(Addable::Candidate, model, target, text, ctx)
}

fn submit_candidate(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    let mut stands_at = 0;
    let effects = model.try_edit(ctx, &target.account, |account, context| {
        let place = Addable::Candidate.add(account, text, context)?;
        stands_at = account.entry_point.candidates.len() - 1;
        Ok(format!("{} added", super::outline::named(account, place)))
    })?;
    let view = model.overlays.iter_mut().rev().find_map(|overlay| match overlay {
        Overlay::Weigh(view) => Some(view),
        _ => None,
    });
    if let Some(view) = view {
        view.at = stands_at;
    }
    Ok(effects)
}
