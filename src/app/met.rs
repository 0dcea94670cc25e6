//! What came of a meeting: its result, or another time for one that did not take place.

use chrono::NaiveDate;

use super::effect::Effects;
use super::menu::{Choice, Menu};
use super::model::{Ctx, Model};
use super::outcomes::ask_what_next_at;
use super::overlay::Overlay;
use super::prompt::{Echo, Prompt, Target};
use crate::domain::account::Account;
use crate::domain::dates;
use crate::domain::fields::{Context, Invalid, Place};
use crate::domain::line;
use crate::domain::meeting::{MeetingResult, MeetingStatus};
use crate::domain::words::{Vocabulary as _, capitalised};
use crate::domain::work;

/// What came of a meeting: it counts as held only with its result.
pub(super) fn ask_meeting_result(model: &mut Model, target: Target) -> Effects {
    if let Some(day) = to_come(model, &target) {
        return ask_of_one_to_come(model, target, day);
    }
    let choices = vec![
        Choice::new('a', "advance", "an event with a date that moves the sale on; asks for the date"),
        Choice::new('o', "order", "they buy"),
        Choice::new('c', "continuation", "kind words without a date"),
        Choice::new('x', "no sale", "they don't buy"),
        Choice::new('n', "no-show", "they did not come; another time?"),
        Choice::new('k', "cancelled", "it will not take place; another time?"),
    ];
    model.overlays.push(Overlay::Menu(Menu::new("What came of the meeting?", choices, target, choose_meeting_result)));
    Vec::new()
}

/// The day of a meeting that is not today or before.
fn to_come(model: &Model, target: &Target) -> Option<NaiveDate> {
    let (Some(Place::Meeting(at)), Some(today)) = (target.place, model.derived.day) else { return None };
    let meeting = model.plan.account(&target.account)?.meetings.get(at)?;
    meeting.at.map(|at| at.day()).filter(|day| *day > today)
}

/// A meeting that is still to come has no result; it can be moved or called off.
fn ask_of_one_to_come(model: &mut Model, target: Target, day: NaiveDate) -> Effects {
    let day = dates::short(day, model.derived.day.unwrap_or(day));
    let choices = vec![
        Choice::new('t', "another time", "it was moved, or took place already: say when"),
        Choice::new('k', "cancelled", "it will not take place; another time?"),
    ];
    let title = format!("The meeting is on {day}, still to come. What of it?");
    let menu = Menu::new(title, choices, target, |model, target, choice, ctx| match (choice, target.place) {
        (0, Some(place)) => model.open_form(ctx, &target.account, place, "at"),
        _ => ask_to_rebook(model, target, MeetingStatus::Cancelled),
    });
    model.overlays.push(Overlay::Menu(menu));
    Vec::new()
}

fn choose_meeting_result(model: &mut Model, target: &Target, choice: usize, ctx: &Ctx) -> Effects {
    let Some(Place::Meeting(i)) = target.place else { return Vec::new() };
    let result = match choice {
        0 => {
            let asked = "The advance, with its date";
            let example = "Working session with ops by 15 dec";
            let prompt = Prompt::new(asked, example, target.clone(), echo_advance, submit_advance);
            // What was planned is offered; typing replaces it.
            let account = model.plan.account(&target.account);
            let planned = account.and_then(|account| account.meetings.get(i)).map(|meeting| meeting.advance.clone());
            let prompt = prompt.offered(planned.unwrap_or_default().trim_end_matches('.'));
            return model.ask(prompt.verb("record"), ctx);
        }
        1 => MeetingResult::Order,
        2 => MeetingResult::Continuation,
        3 => MeetingResult::NoSale,
        4 => return ask_to_rebook(model, target, MeetingStatus::NoShow),
        _ => return ask_to_rebook(model, target, MeetingStatus::Cancelled),
    };
    let effects = model.edit(ctx, &target.account, |account, context| {
        let let_go = let_go(account);
        work::meeting_held(account, i, result, None, context.now)?;
        Ok(format!("meeting held: {}{let_go}", result.label()))
    });
    // Only an advance has a date; of the others it has to be said what follows.
    let title = format!("Meeting held: {}. What next?", result.label());
    ask_what_next_at(model, target.account.clone(), title);
    effects
}

/// A meeting that did not take place: shall a touch for today find another time? The rest goes on either way.
fn ask_to_rebook(model: &mut Model, target: &Target, status: MeetingStatus) -> Effects {
    let choices = vec![
        Choice::new('y', "find another time", "a touch for today; then the rest goes on"),
        Choice::new('n', "leave it", "the rest goes on"),
    ];
    let target = Target { word: status.word().to_owned(), ..target.clone() };
    let title = format!("{}. Another time?", capitalised(&status.label()));
    let menu = Menu::new(title, choices, target, |model, target, at, ctx| {
        let (Some(Place::Meeting(i)), Ok(status)) = (target.place, target.word.parse::<MeetingStatus>()) else {
            return Vec::new();
        };
        model.edit(ctx, &target.account, |account, context| {
            work::meeting_missed(account, i, status, at == 0, context.now)?;
            let rebook = if at == 0 { "; a touch to find another time stands for today" } else { "" };
            Ok(format!("{}{rebook}", capitalised(&status.label())))
        })
    });
    model.overlays.push(Overlay::Menu(menu));
    Vec::new()
}

/// What becomes of the touches that waited for the meeting, once it was held.
fn let_go(account: &Account) -> String {
    match work::held_count(account) {
        0 => String::new(),
        1 => "; the touch that was held for it is cancelled".to_owned(),
        held => format!("; the {held} touches that were held for it are cancelled"),
    }
}

fn echo_advance(model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Echo {
    if text.trim().is_empty() {
        return Echo::Means(String::new());
    }
    model.foresee(&target.account, ctx, |account, context| {
        let (what, by) = advance(account, target, text, context)?;
        Ok(format!("{what} by {}", dates::echo(by, context.today(), context.calendar)))
    })
}

fn submit_advance(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    model.try_edit(ctx, &target.account, |account, context| {
        let let_go = let_go(account);
        let (what, _) = advance(account, target, text, context)?;
        Ok(format!("advance: {what}{let_go}"))
    })
}

/// The meeting brought that advance. Says what it is, and its day.
fn advance(
    account: &mut Account,
    target: &Target,
    text: &str,
    context: &Context,
) -> Result<(String, NaiveDate), Invalid> {
    let gone = || Invalid("this meeting is gone".into());
    let Some(Place::Meeting(i)) = target.place else { return Err(gone()) };
    let planned = account.meetings.get(i).map(|meeting| meeting.advance.clone()).ok_or_else(gone)?;
    let (what, by) = line::advance(text, &planned, context)?;
    work::meeting_held(account, i, MeetingResult::Advance, Some((what.clone(), Some(by))), context.now)?;
    Ok((what, by))
}
