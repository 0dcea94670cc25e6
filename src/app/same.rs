//! People and accounts that turn out to be the same: which is the other, asked in a line that says what would come of it.

use std::sync::Arc;

use super::accounts::has_account;
use super::command::{Command, Scope};
use super::complete;
use super::effect::Effects;
use super::model::{Ctx, Model};
use super::prompt::{Echo, Prompt, Target};
use crate::domain::account::Account;
use crate::domain::called;
use crate::domain::fields::{self, Context, Invalid, Place};
use crate::domain::same::{self, Joined};

/// The commands.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        id: "account.merge",
        scope: Scope::Account,
        label: "merge account",
        help: "The account turns out to be another one: that one stays with all that both have, this one is archived.",
        enabled: |model| has_account(model) && model.plan.accounts.len() > 1,
        run: merge_account,
    },
    Command {
        id: "person.merge",
        scope: Scope::Detail,
        label: "merge person",
        help: "The person turns out to be another one here: that one stays with all that is said of both.",
        enabled: |model| person(model).is_some() && model.current().is_some_and(|account| account.people.len() > 1),
        run: merge_person,
    },
];

/// The account that is meant: by its id or name, else by how either begins.
pub(super) fn meant<'a>(
    accounts: impl Iterator<Item = &'a Arc<Account>>,
    text: &str,
) -> Result<&'a Arc<Account>, Invalid> {
    let wanted = text.trim().to_lowercase();
    let accounts: Vec<&Arc<Account>> = accounts.collect();
    let fits = |fit: &dyn Fn(&str) -> bool| -> Vec<&'a Arc<Account>> {
        let fits = |account: &&&Arc<Account>| fit(&account.id.to_lowercase()) || fit(&account.name.to_lowercase());
        accounts.iter().filter(fits).copied().collect()
    };
    for found in [fits(&|name| name == wanted), fits(&|name| !wanted.is_empty() && name.starts_with(&wanted))] {
        match found.as_slice() {
            [] => {}
            [only] => return Ok(only),
            several => {
                let meant = called::accounts_meant(several.iter().copied().map(AsRef::as_ref));
                return Err(Invalid(format!("“{}” could be {meant}", text.trim())));
            }
        }
    }
    Err(Invalid(format!("no account is called “{}”", text.trim())))
}

fn merge_account(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(account) = model.current().cloned() else { return Vec::new() };
    let target = Target { account: account.id.clone(), ..Target::default() };
    let other = model.plan.all().find(|other| other.id != account.id).map_or("", |other| &other.name).to_owned();
    let title = format!("{} is really", account.name);
    let prompt = Prompt::new(title, other, target, echo_account, submit_account).words(others).verb("merge them");
    model.ask(prompt, ctx)
}

fn others(model: &Model, target: &Target) -> Vec<String> {
    model.plan.all().filter(|account| account.id != target.account).map(|account| account.name.clone()).collect()
}

fn join(model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Joined, Invalid> {
    let into = meant(model.plan.all().filter(|account| account.id != target.account), text)?;
    let me = model.me().map(|me| me.id.as_str());
    same::step(&model.plan, &target.account, &into.id, ctx.now, me)
}

fn echo_account(model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Echo {
    if text.trim().is_empty() {
        return Echo::Means(String::new());
    }
    match join(model, target, text, ctx) {
        Err(Invalid(why)) => Echo::Wrong(why),
        Ok(joined) => Echo::Means([vec![joined.label], joined.told].concat().join(" · ")),
    }
}

fn submit_account(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    let joined = join(model, target, text, ctx)?;
    let stays = joined.changes.first().map(|change| change.key.clone());
    let told = [vec![joined.label.clone()], joined.told].concat().join(" · ");
    let effects = model.take_step(ctx, joined.label, joined.changes);
    if let Some(crate::domain::plan::FileKey::Account(id)) = stays {
        model.go_to(&id);
    }
    model.done(told);
    Ok(effects)
}

/// The person under the cursor.
fn person(model: &Model) -> Option<usize> {
    match model.row()?.id.place {
        Place::Person(at) => Some(at),
        _ => None,
    }
}

fn merge_person(model: &mut Model, ctx: &Ctx) -> Effects {
    let (Some(account), Some(at)) = (model.current().cloned(), person(model)) else { return Vec::new() };
    let target = Target { account: account.id.clone(), place: Some(Place::Person(at)), ..Target::default() };
    let other =
        account.people.iter().enumerate().find(|(i, _)| *i != at).map_or("", |(_, other)| &other.name).to_owned();
    let title = format!("{} is really", account.people.get(at).map_or("", |person| &person.name));
    let prompt = Prompt::new(title, other, target, echo_person, submit_person);
    model.ask(prompt.words(complete::people).verb("merge them"), ctx)
}

fn join_people(account: &mut Account, target: &Target, text: &str, context: &Context) -> Result<String, Invalid> {
    let gone = || Invalid("this person is gone".into());
    let Some(Place::Person(from)) = target.place else { return Err(gone()) };
    let id = fields::person(text, context)?.ok_or_else(|| Invalid("say who it is".into()))?;
    let into = account.people.iter().position(|person| person.id == id).ok_or_else(gone)?;
    same::people(account, from, into)
}

fn echo_person(model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Echo {
    if text.trim().is_empty() {
        return Echo::Means(String::new());
    }
    model.foresee(&target.account, ctx, |account, context| join_people(account, target, text, context))
}

fn submit_person(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    let effects =
        model.try_edit(ctx, &target.account, |account, context| join_people(account, target, text, context))?;
    model.settle_detail();
    Ok(effects)
}
