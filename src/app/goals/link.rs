//! Which accounts serve a goal: one is linked to it by its name, or let go.

use crate::app::effect::Effects;
use crate::app::model::{Ctx, Model};
use crate::app::prompt::{Echo, Prompt, Target};
use crate::app::same::meant;
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

fn echo(model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Echo {
    if text.trim().is_empty() {
        return Echo::Means("Tab completes its name".to_owned());
    }
    match meant(model.plan.all(), text) {
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
    if text.trim().is_empty() {
        return Err(Invalid("name an account; Tab completes".to_owned()));
    }
    let id = meant(model.plan.all(), text)?.id.clone();
    let goal = model.plan.settings.goals.iter().find(|goal| goal.id == target.word);
    let title = goal.ok_or_else(super::edit::gone)?.title.clone();
    model.try_edit(ctx, &id, |account, _| {
        let now = if turn(account, &target.word) { "serves" } else { "no longer serves" };
        Ok(format!("{now} “{title}”"))
    })
}
