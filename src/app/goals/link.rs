//! Which accounts serve a goal: one is linked to it by its name, or let go.

use crate::app::effect::Effects;
use crate::app::model::{Ctx, Model};
use crate::app::prompt::{Echo, Prompt, Target};
use crate::domain::account::Account;
use crate::domain::fields::Invalid;
use crate::domain::goals;

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

fn echo(model: &Model, target: &Target, text: &str, _: &Ctx) -> Echo {
    if text.trim().is_empty() {
        return Echo::Means("Tab completes its name".to_owned());
    }
    match meant(model, text) {
        Err(Invalid(why)) => Echo::Wrong(why),
        Ok(account) => {
            let is_linked = account.goals.contains(&target.word);
            let told = if is_linked { "serves it already; Enter lets it go" } else { "serves it from now on" };
            Echo::Means(format!("{} {told}{}", account.name, model.what_counts_then(&target.word, account)))
        }
    }
}

impl Model {
    /// What the link does to all the others: with the first one only linked accounts count, without the last one all do.
    fn what_counts_then(&self, goal: &str, account: &Account) -> String {
        let accounts = || self.plan.all().map(AsRef::as_ref).filter(|each| each.id != account.id);
        let is_alone = !accounts().any(|each| each.goals.iter().any(|id| id == goal));
        let told = is_alone.then(|| goals::narrowing(account.goals.iter().any(|id| id == goal), accounts().count()));
        told.flatten().map(|told| format!("; {told}")).unwrap_or_default()
    }
}

fn submit(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    let account = meant(model, text)?;
    let (id, then) = (account.id.clone(), model.what_counts_then(&target.word, account));
    let goal = model.plan.settings.goals.iter().find(|goal| goal.id == target.word);
    let title = goal.ok_or_else(super::edit::gone)?.title.clone();
    model.try_edit(ctx, &id, |account, _| {
        let before = account.goals.len();
        account.goals.retain(|goal| *goal != target.word);
        if account.goals.len() < before {
            return Ok(format!("no longer serves “{title}”{then}"));
        }
        account.goals.push(target.word.clone());
        Ok(format!("serves “{title}”{then}"))
    })
}
