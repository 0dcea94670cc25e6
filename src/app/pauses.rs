//! What rests: a sequence, or a person who is away. The same key lets it rest and lets it go on.

use chrono::NaiveDate;

use super::effect::Effects;
use super::model::{Ctx, Model, Pane, Screen};
use super::prompt::{Echo, Prompt, Target};
use crate::domain::account::Account;
use crate::domain::deed::Deed;
use crate::domain::fields::{Context, Invalid, Place};
use crate::domain::{dates, rest};

impl Model {
    /// What would rest: the person under the cursor, else the sequence it stands on, in, or for.
    fn rests(&self) -> Option<Place> {
        let in_detail = self.screen == Screen::Accounts && self.pane == Pane::Detail;
        match self.detail.at.map(|row| row.place).filter(|_| in_detail) {
            Some(person @ Place::Person(_)) => Some(person),
            _ => self.sequence_here().map(Place::Sequence),
        }
    }
}

/// Whether there is anything to let rest.
pub(super) fn possible(model: &Model) -> bool {
    model.rests().is_some()
}

/// Let it rest, or go on if it rests.
pub(super) fn turn(model: &mut Model, ctx: &Ctx) -> Effects {
    let (Some(account), Some(place)) = (model.current().cloned(), model.rests()) else { return Vec::new() };
    let (is_resting, title) = match place {
        Place::Person(at) => {
            let Some(person) = account.people.get(at) else { return Vec::new() };
            (person.is_away(ctx.today()), format!("{} is away until, and why", person.first_name()))
        }
        Place::Sequence(at) => {
            let Some(sequence) = account.sequences.get(at) else { return Vec::new() };
            (sequence.is_paused(ctx.today()), "Pause until, and why".to_owned())
        }
        _ => return Vec::new(),
    };
    if is_resting {
        return model.foretell("touch.pause", &account.id, place, Deed::Resume, ctx);
    }
    let target = Target { account: account.id.clone(), place: Some(place), ..Target::default() };
    let example = "9 dec, audit; , audit without a date until you resume";
    model.ask(Prompt::new(title, example, target, echo, submit).verb("pause"), ctx)
}

/// `9 dec, audit`: the last day that rests, and why; `, audit` without a day. What stands in the day's place and is none is
/// refused: a slip there would rest without an end.
fn read(text: &str, context: &Context) -> Result<(Option<NaiveDate>, String), Invalid> {
    let (first, why) = text.split_once(',').unwrap_or((text, ""));
    let day = Some(first).filter(|first| !first.trim().is_empty());
    let day = day.map(|first| dates::parse(first, &context.reading(None))).transpose();
    let day = day.map_err(|why| Invalid(format!("{why}; a reason alone stands behind a comma: , audit")))?;
    Ok((day, why.trim().to_owned()))
}

/// Let it rest from today on. Says what rests, and how long.
fn carry_out(account: &mut Account, target: &Target, text: &str, context: &Context) -> Result<String, Invalid> {
    let today = context.today();
    let (to, why) = read(text, context)?;
    let through = to.map(|day| format!("through {}", dates::echo(day, today, context.calendar)));
    match target.place {
        Some(Place::Person(at)) => {
            rest::leave(account, at, today, to, &why)?;
            let name = account.people.get(at).map(|person| person.name.clone()).unwrap_or_default();
            Ok(format!("{name} is away {}", through.unwrap_or_else(|| "until they are back".to_owned())))
        }
        Some(Place::Sequence(at)) => {
            rest::pause(account, at, today, to, &why)?;
            let until = through.unwrap_or_else(|| "until it is resumed".to_owned());
            Ok(format!("sequence {} rests {until}", at + 1))
        }
        _ => Err(Invalid("it is gone".into())),
    }
}

fn echo(model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Echo {
    model.foresee(&target.account, ctx, |account, context| carry_out(account, target, text, context))
}

fn submit(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    model.try_edit(ctx, &target.account, |account, context| carry_out(account, target, text, context))
}
