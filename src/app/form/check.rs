//! What the fields of a form are understood as while they are typed. Nothing is changed: each is set on a copy.

use super::{FormOf, FormRow};
use crate::app::model::{Ctx, Model};
use crate::app::overlay::Overlay;
use crate::app::prompt::Echo;
use crate::domain::account::Account;
use crate::domain::fields::{self, Context, Invalid, Kind};
use crate::domain::settings::Settings;

/// Say what every changed field, and the one with the cursor, is understood as.
pub(in crate::app) fn check(model: &mut Model, ctx: &Ctx) {
    let Some(Overlay::Form(form)) = model.overlays.last() else { return };
    let account = match &form.of {
        FormOf::Item(id, _) => model.plan.account(id).cloned().unwrap_or_default(),
        FormOf::Settings | FormOf::Goal(_) => std::sync::Arc::default(),
    };
    let context = model.context(&account, ctx);
    let echo_of = |row: &FormRow| match try_field(model, &form.of, row, &account, &context) {
        Err(Invalid(why)) => Echo::Wrong(why),
        Ok((text, copy)) => {
            let told = meaning(row, &text, &context);
            Echo::Means(match copy {
                Some(copy) => model.with_moves(told, &account, &copy, ctx),
                None => told,
            })
        }
    };
    let shown = |i: usize, row: &FormRow| i == form.at || row.is_changed();
    let rows = form.rows.iter().enumerate();
    let echoes: Vec<Echo> =
        rows.map(|(i, row)| if shown(i, row) { echo_of(row) } else { Echo::Means(String::new()) }).collect();
    if let Some(form) = model.form() {
        for (row, echo) in form.rows.iter_mut().zip(echoes) {
            row.echo = echo;
        }
    }
}

/// Set the field on a copy; says how it reads back, and of an account what has become of it.
fn try_field(
    model: &Model,
    of: &FormOf,
    row: &FormRow,
    account: &Account,
    context: &Context,
) -> Result<(String, Option<Account>), Invalid> {
    if !row.is_changed() {
        return Ok((row.before.clone(), None));
    }
    match of {
        FormOf::Item(_, place) => {
            let mut copy = account.clone();
            fields::set(&mut copy, *place, row.spec.key, &row.text(), context)?;
            Ok((fields::get(&copy, *place, row.spec.key, context).unwrap_or_default(), Some(copy)))
        }
        FormOf::Settings => {
            let mut copy = Settings::clone(&model.plan.settings);
            fields::set_setting(&mut copy, row.spec.key, &row.text(), context)?;
            Ok((fields::get_setting(&copy, row.spec.key, context).unwrap_or_default(), None))
        }
        FormOf::Goal(id) => {
            let mut copy = model.plan.settings.goal(id).cloned().unwrap_or_default();
            fields::set_goal(&mut copy, row.spec.key, &row.text(), context)?;
            Ok((fields::get_goal(&copy, row.spec.key, context).unwrap_or_default(), None))
        }
    }
}

/// What a value that can be taken means, where that is more than what is typed.
fn meaning(row: &FormRow, text: &str, context: &Context) -> String {
    if let Some(meaning) = fields::meaning(&row.spec, text, context) {
        return meaning;
    }
    match row.spec.kind {
        Kind::Findings => {
            let numbers = text.split(',').filter_map(|n| n.trim().parse::<usize>().ok()?.checked_sub(1));
            let cited = numbers.filter_map(|at| context.account.research.get(at)).map(|f| f.text.as_str());
            cited.collect::<Vec<_>>().join(" · ")
        }
        Kind::Person | Kind::People | Kind::Choice(_) if text != row.text() => text.to_owned(),
        _ => String::new(),
    }
}
