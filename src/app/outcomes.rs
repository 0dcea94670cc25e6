//! What is asked when something has come to its end: a meeting without its result, a next step that time has passed
//! over, an account without a next step.

use chrono::NaiveDate;

use super::afterwards;
use super::command::{Command, Scope};
use super::effect::Effects;
use super::menu::{Choice, Menu};
use super::model::{Ctx, Model};
use super::overlay::Overlay;
use super::prompt::{Echo, Prompt, Target};
use crate::domain::account::{Account, AccountId};
use crate::domain::dates;
use crate::domain::deed::Deed;
use crate::domain::fields::{Context, Invalid, Place};
use crate::domain::line::{self, Addable};
use crate::domain::meeting::{MeetingResult, MeetingStatus};
use crate::domain::stage::Stage;
use crate::domain::touch::Status;
use crate::domain::words::{Vocabulary as _, capitalised};
use crate::domain::work;

/// The commands.
pub(super) const COMMANDS: &[Command] = &[Command {
    id: "account.decide",
    scope: Scope::Everywhere,
    label: "what next",
    help: "Decide where the account stands: won (a client, an order), lost, nurture, disqualified, or what comes next.",
    enabled: super::accounts::has_account,
    run: ask_what_next,
}];

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
    let target = Target { account: target.account.clone(), ..Target::default() };
    _ = ask_ways(model, title, WHAT_NEXT, target, |model, target, choice, ctx| {
        take(model, WHAT_NEXT, target, choice, ctx)
    });
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

/// One way to decide what is open.
struct Way {
    letter: char,
    label: &'static str,
    hint: &'static str,
    /// Whether it makes sense here.
    offered: fn(&Account) -> bool,
    take: fn(&mut Model, &Target, &Ctx) -> Effects,
}

/// A choice of those ways that make sense at the account.
fn ask_ways(model: &mut Model, title: String, ways: &[Way], target: Target, choose: super::menu::ChooseFn) -> Effects {
    let Some(account) = model.plan.account(&target.account) else { return Vec::new() };
    let choices = offered(ways, account).map(|way| Choice::new(way.letter, way.label, way.hint)).collect();
    model.overlays.push(Overlay::Menu(Menu::new(title, choices, target, choose)));
    Vec::new()
}

fn offered<'w>(ways: &'w [Way], account: &Account) -> impl Iterator<Item = &'w Way> {
    ways.iter().filter(move |way| (way.offered)(account))
}

fn take(model: &mut Model, ways: &[Way], target: &Target, choice: usize, ctx: &Ctx) -> Effects {
    let account = model.plan.account(&target.account);
    let take = account.and_then(|account| offered(ways, account).nth(choice)).map(|way| way.take);
    take.map(|take| take(model, target, ctx)).unwrap_or_default()
}

fn always(_: &Account) -> bool {
    true
}

fn is_held_up(account: &Account) -> bool {
    let running = account.sequences.iter().filter(|sequence| sequence.ended.is_none());
    running.flat_map(|sequence| &sequence.touches).any(|touch| touch.status == Status::Held)
}

fn has_ordered(account: &Account) -> bool {
    let ordered = account.meetings.iter().any(|meeting| meeting.result == Some(MeetingResult::Order));
    account.stage != Stage::Won && ordered
}

fn could_be_won(account: &Account) -> bool {
    account.stage >= Stage::Engaged && account.stage < Stage::Won && !has_ordered(account)
}

fn has_not_ordered(account: &Account) -> bool {
    !has_ordered(account)
}

fn could_be_lost(account: &Account) -> bool {
    account.stage >= Stage::Meeting && account.stage < Stage::Won && !has_ordered(account)
}

/// What to do with an account that drifts, is to be taken up again, or answered without a next step.
const WHAT_NEXT: &[Way] = &[
    Way { letter: 'w', label: "won", hint: "they bought", offered: has_ordered, take: won },
    Way {
        letter: 'n',
        label: "next step",
        hint: "what is agreed, and by when",
        offered: always,
        take: |model, _, ctx| super::detail::ask_for(model, Addable::NextStep, ctx),
    },
    Way {
        letter: 'b',
        label: "begin",
        hint: "a sequence from a playbook; after one without an answer from another angle",
        offered: always,
        take: |model, _, ctx| super::sequences::begin(model, ctx),
    },
    Way {
        letter: 'm',
        label: "meeting",
        hint: "book or plan one",
        offered: always,
        take: |model, _, ctx| super::detail::ask_for(model, Addable::Meeting, ctx),
    },
    Way {
        letter: 'p',
        label: "later",
        hint: "take it up again on a day",
        offered: always,
        take: |model, _, ctx| super::touches::postpone(model, ctx),
    },
    Way {
        letter: 'h',
        label: "resume",
        hint: "go on with the touches that were held",
        offered: is_held_up,
        take: go_on,
    },
    Way { letter: 'w', label: "won", hint: "they bought", offered: could_be_won, take: won },
    Way {
        letter: 'u',
        label: "nurture",
        hint: "keep it warm",
        offered: has_not_ordered,
        take: |model, target, ctx| enter(model, target, Stage::Nurture, ctx),
    },
    Way {
        letter: 'l',
        label: "lost",
        hint: "they don't buy",
        offered: could_be_lost,
        take: |model, target, ctx| enter(model, target, Stage::Lost, ctx),
    },
    Way {
        letter: 'x',
        label: "disqualify",
        hint: "it is none for us",
        offered: has_not_ordered,
        take: |model, target, ctx| enter(model, target, Stage::Disqualified, ctx),
    },
];

/// Decide an account with one letter.
pub(super) fn ask_what_next(model: &mut Model, _: &Ctx) -> Effects {
    let Some(account) = model.current().map(|account| account.id.clone()) else { return Vec::new() };
    let target = Target { account, ..Target::default() };
    ask_ways(model, "What next?".to_owned(), WHAT_NEXT, target, |model, target, choice, ctx| {
        take(model, WHAT_NEXT, target, choice, ctx)
    })
}

/// Decide an account that drifts in the weekly review, and ask about the next one at once.
pub(super) fn ask_to_decide(model: &mut Model, id: &AccountId, _: &Ctx) {
    let title = format!("{}: what next?", model.name_of(id));
    let target = Target { account: id.clone(), ..Target::default() };
    _ = ask_ways(model, title, WHAT_NEXT, target, |model, target, choice, ctx| {
        model.stand_on_drifting(&target.account);
        let depth = model.overlays.len();
        let effects = take(model, WHAT_NEXT, target, choice, ctx);
        model.ask_next_drifting(&target.account, depth, ctx);
        effects
    });
}

fn won(model: &mut Model, target: &Target, ctx: &Ctx) -> Effects {
    model.edit(ctx, &target.account, |account, context| {
        work::won(account, context.today());
        account.revisit = None;
        Ok(format!("{}: won", account.name))
    })
}

/// To a stage on which the account leaves the way: the why is asked for, in a line that Enter skips.
fn enter(model: &mut Model, target: &Target, stage: Stage, ctx: &Ctx) -> Effects {
    let effects = model.edit(ctx, &target.account, |account, context| {
        account.enter(stage, context.today(), "");
        account.revisit = None;
        Ok(format!("{}: {}", account.name, stage.label()))
    });
    afterwards::ask_why(model, target, ctx);
    effects
}

/// What has become of an opportunity says where the account stands: shall it? One undo takes both back.
pub(super) fn ask_stage(model: &mut Model, id: &AccountId, stage: Stage) {
    let name = model.name_of(id);
    let (title, yes) = match stage {
        Stage::Won => (format!("The opportunity is won. Is {name} a client now?"), "yes, won"),
        Stage::Lost => (format!("No opportunity is open any more. Is {name} lost?"), "yes, lost"),
        _ => (format!("Does {name} stand at an opportunity now?"), "yes, opportunity"),
    };
    let now = model.plan.account(id).map(|account| account.stage_label()).unwrap_or_default();
    let choices =
        vec![Choice::new('y', yes, "the stage moves along"), Choice::new('n', "no", format!("the stage stays: {now}"))];
    let target = Target { account: id.clone(), word: stage.word().to_owned(), ..Target::default() };
    model.overlays.push(Overlay::Menu(Menu::new(title, choices, target, |model, target, choice, ctx| {
        let Ok(stage) = target.word.parse::<Stage>() else { return Vec::new() };
        if choice > 0 {
            return Vec::new();
        }
        let moved = model.edit_on(ctx, &target.account, |account, context| {
            account.enter(stage, context.today(), "");
            Ok(format!("{}: {}", account.name, stage.label()))
        });
        if stage == Stage::Lost {
            afterwards::ask_why(model, target, ctx);
        }
        moved.unwrap_or_default()
    })));
}

fn go_on(model: &mut Model, target: &Target, ctx: &Ctx) -> Effects {
    model.foretell("touch.done", &target.account, target.place.unwrap_or(Place::Account), Deed::GoOn, ctx)
}

/// What to do with a next step that time has passed over.
const STEP_PASSED: &[Way] = &[
    Way {
        letter: 'd',
        label: "done",
        hint: "",
        offered: always,
        take: |model, target, ctx| match target.place {
            Some(Place::NextStep(i)) => step_done(model, &target.account, i, ctx),
            _ => Vec::new(),
        },
    },
    Way {
        letter: 'p',
        label: "new date",
        hint: "it is still to be done",
        offered: always,
        take: |model, _, ctx| super::touches::postpone(model, ctx),
    },
    Way {
        letter: 'h',
        label: "resume",
        hint: "go on with the sequence; the step stays noted, for no day",
        offered: |account| is_held_up(account) || account.sequences.iter().any(|each| !each.pauses.is_empty()),
        take: go_on,
    },
    Way {
        letter: 'u',
        label: "nurture",
        hint: "keep the account warm; the step stays noted, for no day",
        offered: always,
        take: |model, target, ctx| {
            let effects = model.edit(ctx, &target.account, |account, context| {
                set_aside(account, target)?;
                account.enter(Stage::Nurture, context.today(), "");
                Ok(format!("{}: {}", account.name, Stage::Nurture.label()))
            });
            // The day is asked first, and lies on top.
            afterwards::ask_why(model, target, ctx);
            afterwards::ask_revisit(model, target, ctx);
            effects
        },
    },
];

fn set_aside(account: &mut Account, target: &Target) -> Result<(), Invalid> {
    match target.place {
        Some(Place::NextStep(i)) => work::set_step_aside(account, i),
        _ => Ok(()),
    }
}

/// A next step is done; one whose day has passed is asked about, as it may have gone another way.
pub(super) fn end_step(model: &mut Model, target: Target, i: usize, ctx: &Ctx) -> Effects {
    let step = model.plan.account(&target.account).and_then(|account| account.next_steps.get(i));
    let Some(step) = step else { return Vec::new() };
    if step.by.is_none_or(|by| by >= ctx.today()) {
        return step_done(model, &target.account, i, ctx);
    }
    let title = format!("{}?", step.what);
    ask_ways(model, title, STEP_PASSED, target, |model, target, choice, ctx| {
        take(model, STEP_PASSED, target, choice, ctx)
    })
}

fn step_done(model: &mut Model, account: &crate::domain::account::AccountId, i: usize, ctx: &Ctx) -> Effects {
    model.edit(ctx, account, |account, context| {
        work::next_step_done(account, i, context.today()).map(|what| format!("Done: {what}"))
    })
}
