//! Which accounts serve a goal: one is linked to it by its name, or let go.

use crate::app::effect::Effects;
use crate::app::model::{Ctx, Model};
use crate::app::prompt::{Echo, Prompt, Target};
use crate::domain::account::Account;
use crate::domain::fields::Invalid;

pub(super) fn ask(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some((_, goal)) = model.goal_here() else { return Vec::new() };
    let target = Target { word: goal.id.clone(), ..Target::default() };
    let title = format!("Which account serves “{}”?", goal.title);
    let prompt = Prompt::new(title, "Primo", target, echo, submit);
    model.ask(prompt.verb("link, or let go").words(names), ctx)
}

fn names(model: &Model, _: &Target) -> Vec<String> {
    model.plan.all().map(|account| account.name.clone()).collect()
}

/// The account that is meant: by its whole name, or by the beginning of one alone.
fn meant<'a>(model: &'a Model, text: &str) -> Result<&'a Account, Invalid> {
    let wanted = text.trim().to_lowercase();
    if wanted.is_empty() {
        return Err(Invalid("name an account; Tab completes".to_owned()));
    }
    let named = |is_it: &dyn Fn(&str) -> bool| -> Vec<&'a Account> {
        model.plan.all().map(AsRef::as_ref).filter(|account| is_it(&account.name.to_lowercase())).collect()
    };
    let whole = named(&|name| name == wanted);
    let begun = if whole.is_empty() { named(&|name| name.starts_with(&wanted)) } else { whole };
    match begun.as_slice() {
        [account] => Ok(account),
        [] => Err(Invalid(format!("no account is called “{}”", text.trim()))),
        [first, second, ..] => Err(Invalid(format!("“{}” may be {} or {}", text.trim(), first.name, second.name))),
    }
}

/// Says what the link does to all the other accounts too, before it is made.
fn echo(model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Echo {
    if text.trim().is_empty() {
        return Echo::Means("Tab completes its name".to_owned());
    }
    match meant(model, text) {
        Err(Invalid(why)) => Echo::Wrong(why),
        Ok(account) => model.foresee(&account.id, ctx, |account, _| {
            let name = account.name.clone();
            let then = if turn(account, &target.word) { "from now on" } else { "already; Enter lets it go" };
            Ok(format!("{name} serves it {then}"))
        }),
    }
}

/// Links the account to the goal, or lets it go. Says whether it is linked now.
fn turn(account: &mut Account, goal: &str) -> bool {
    let before = account.goals.len();
    account.goals.retain(|id| id != goal);
    let is_linked = account.goals.len() == before;
    if is_linked {
        account.goals.push(goal.to_owned());
    }
    is_linked
}

fn submit(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    let id = meant(model, text)?.id.clone();
    let goal = model.plan.settings.goals.iter().find(|goal| goal.id == target.word);
    let title = goal.ok_or_else(super::edit::gone)?.title.clone();
    model.try_edit(ctx, &id, |account, _| {
        let now = if turn(account, &target.word) { "serves" } else { "no longer serves" };
        Ok(format!("{now} “{title}”"))
    })
}
