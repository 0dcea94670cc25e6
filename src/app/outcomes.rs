//! What is asked when something has come to its end: a meeting without its result, an account without a next step.

use super::detail::echo_add;
use super::effect::Effects;
use super::menu::{Choice, Menu};
use super::model::{Ctx, Model};
use super::overlay::Overlay;
use super::prompt::{Echo, Prompt, Target};
use crate::domain::fields::{Invalid, Place};
use crate::domain::line::Addable;
use crate::domain::meeting::MeetingResult;
use crate::domain::stage::Stage;
use crate::domain::words::Vocabulary as _;
use crate::domain::work;

/// What came of a meeting: it counts as held only with its result.
pub(super) fn ask_meeting_result(model: &mut Model, target: Target) -> Effects {
    let choices = vec![
        Choice::new('a', "advance", "an event with a date that moves the sale on; asks for the date"),
        Choice::new('o', "order", "they buy"),
        Choice::new('c', "continuation", "kind words without a date"),
        Choice::new('x', "no sale", "they don't buy"),
        Choice::new('n', "no-show", "they did not come"),
        Choice::new('k', "cancelled", "it will not take place"),
    ];
    model.overlays.push(Overlay::Menu(Menu::new("What came of the meeting?", choices, target, choose_meeting_result)));
    Vec::new()
}

fn choose_meeting_result(model: &mut Model, target: &Target, choice: usize, ctx: &Ctx) -> Effects {
    let Some(Place::Meeting(i)) = target.place else { return Vec::new() };
    let result = match choice {
        0 => {
            let asked = "The advance, with its date";
            let example = "Working session with ops by 15 dec";
            let prompt = Prompt::new(asked, example, target.clone(), echo_advance, submit_advance);
            return model.ask(prompt.verb("record"), ctx);
        }
        1 => MeetingResult::Order,
        2 => MeetingResult::Continuation,
        3 => MeetingResult::NoSale,
        _ => {
            return model.edit(ctx, &target.account, |account, context| {
                if choice == 4 {
                    work::meeting_no_show(account, i, context.now)?;
                    Ok("no-show; a touch to rebook stands for today".to_owned())
                } else {
                    work::meeting_cancelled(account, i, context.now)?;
                    Ok("meeting cancelled; a touch to rebook stands for today".to_owned())
                }
            });
        }
    };
    model.edit(ctx, &target.account, |account, context| {
        work::meeting_held(account, i, result, None, context.now)?;
        Ok(format!("meeting held: {}", result.label()))
    })
}

fn echo_advance(model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Echo {
    echo_add(Addable::NextStep, model, target, text, ctx)
}

fn submit_advance(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    let Some(Place::Meeting(i)) = target.place else { return Ok(Vec::new()) };
    model.try_edit(ctx, &target.account, |account, context| {
        let mut copy = account.clone();
        let place = Addable::NextStep.add(&mut copy, text, context)?;
        let step = match place {
            Place::NextStep(n) => copy.next_steps.get(n).cloned(),
            _ => None,
        };
        let step = step.filter(|step| step.by.is_some());
        let step = step.ok_or_else(|| Invalid("an advance has a date: Working session with ops by 15 dec".into()))?;
        work::meeting_held(account, i, MeetingResult::Advance, Some((step.what.clone(), step.by)), context.now)?;
        Ok(format!("advance: {}", step.what))
    })
}

/// An account that drifts, is to be taken up again, or answered without a next step: decide it with one letter.
pub(super) fn ask_what_next(model: &mut Model, _: &Ctx) -> Effects {
    let Some(account) = model.current().map(|account| account.id.clone()) else { return Vec::new() };
    let choices = vec![
        Choice::new('n', "next step", "what is agreed, and by when"),
        Choice::new('b', "begin", "a sequence from a playbook"),
        Choice::new('m', "meeting", "book or plan one"),
        Choice::new('p', "later", "take it up again on a day"),
        Choice::new('h', "resume", "go on with the touches that were held"),
        Choice::new('u', "nurture", "keep it warm"),
        Choice::new('x', "disqualify", "it is none for us"),
    ];
    let target = Target { account, ..Target::default() };
    model.overlays.push(Overlay::Menu(Menu::new("What next?", choices, target, choose_what_next)));
    Vec::new()
}

fn choose_what_next(model: &mut Model, target: &Target, choice: usize, ctx: &Ctx) -> Effects {
    let stage = |model: &mut Model, stage: Stage| {
        model.edit(ctx, &target.account, |account, context| {
            account.enter(stage, context.today(), "");
            account.revisit = None;
            Ok(format!("{}: {}", account.name, stage.label()))
        })
    };
    match choice {
        0 => super::detail::ask_for(model, Addable::NextStep, ctx),
        1 => super::sequences::begin(model, ctx),
        2 => super::detail::ask_for(model, Addable::Meeting, ctx),
        3 => super::touches::postpone(model, ctx),
        4 => model.edit(ctx, &target.account, |account, context| {
            match crate::domain::reply::resume_held(account, context.today()) {
                0 => Err(Invalid("no touch is held here".into())),
                n => Ok(format!("{n} touches go on")),
            }
        }),
        5 => stage(model, Stage::Nurture),
        _ => stage(model, Stage::Disqualified),
    }
}
