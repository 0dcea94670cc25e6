//! What is asked once an answer is recorded, and once at the end of the queue. Each is a line that Enter skips, and
//! what is said belongs to the step before: one undo takes all of it back.

use super::effect::Effects;
use super::model::{Ctx, Model, Screen};
use super::prompt::{Echo, Prompt, Target};
use crate::domain::account::Account;
use crate::domain::fields::{self, Context, Invalid, Place};
use crate::domain::line::{self, Addable};
use crate::domain::reply::{Recorded, Reply};
use crate::domain::sequence::TouchAt;
use crate::domain::words::Vocabulary as _;
use crate::domain::{dates, work};

/// After an answer: the next step and its date, when the account is taken up again, what was learned, unless a
/// machine answered. What is asked first comes on top.
pub(super) fn ask(model: &mut Model, target: &Target, recorded: &Recorded, ctx: &Ctx) {
    let reply = target.reply.as_deref().map(|reply| Reply { person: recorded.person.clone(), ..reply.clone() });
    let spoke = reply.as_ref().is_some_and(|reply| reply.answer.is_a_persons());
    // The status line is covered by what is asked: it tells what was just recorded.
    let word = model.status.text.clone();
    let target = Target { account: target.account.clone(), reply: reply.map(Box::new), word, ..Target::default() };
    if let Some(at) = recorded.touch.filter(|_| spoke) {
        ask_for(model, Place::Touch(at), &target, ctx);
    }
    if recorded.asks_revisit {
        ask_for(model, Place::Account, &target, ctx);
    }
    if let Some(step) = recorded.asks_date_of {
        ask_for(model, Place::NextStep(step), &target, ctx);
    }
    if recorded.asks_next_step {
        let asked = Prompt::new("The next step, with its date", Addable::NextStep.example(), target, echo, submit);
        model.ask(asked, ctx);
    }
}

/// What is asked about that place: a touch's lesson, a step's date, the day on which an account is taken up again.
fn ask_for(model: &mut Model, place: Place, target: &Target, ctx: &Ctx) {
    let Some(account) = model.plan.account(&target.account) else { return };
    let (title, example) = match place {
        Place::Touch(at) => (learned_title(account, at, "What did it teach?"), "The number got the answer."),
        Place::NextStep(i) => {
            let what = account.next_steps.get(i).map_or("", |step| step.what.as_str());
            (format!("“{what}”: by when?"), "fri, +3bd, 4 dec")
        }
        _ => ("When to take it up again?".to_owned(), "+3m, 1 feb"),
    };
    let target = Target { place: Some(place), ..target.clone() };
    model.ask(Prompt::new(title, example, target, echo, submit), ctx);
}

/// The question, and what is noted with the touch already: what is said now comes behind it.
fn learned_title(account: &Account, at: TouchAt, question: &str) -> String {
    match account.touch(at).map(|touch| touch.learned.trim()).filter(|noted| !noted.is_empty()) {
        Some(noted) => format!("{question} Enter skips; noted is “{noted}”"),
        None => format!("{question} Enter skips"),
    }
}

/// When is an account to be taken up again that was just put aside?
pub(super) fn ask_revisit(model: &mut Model, target: &Target, ctx: &Ctx) {
    let target = Target { word: model.status.text.clone(), ..target.clone() };
    ask_for(model, Place::Account, &target, ctx);
}

/// Why did an account just leave the way? It is written down with the change of stage.
pub(super) fn ask_why(model: &mut Model, target: &Target, ctx: &Ctx) {
    let Some(account) = model.plan.account(&target.account) else { return };
    let Some(at) = account.stages.len().checked_sub(1) else { return };
    let title = format!("{}: {}. Why? Enter skips", account.name, account.stage_label());
    let target = Target {
        account: target.account.clone(),
        place: Some(Place::StageChange(at)),
        word: model.status.text.clone(),
        ..Target::default()
    };
    model.ask(Prompt::new(title, "No budget before July.", target, echo, submit), ctx);
}

fn echo(model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Echo {
    // Enter skips.
    if text.trim().is_empty() {
        return Echo::Means(target.word.clone());
    }
    model.foresee(&target.account, ctx, |account, context| change(account, target, text, context))
}

fn submit(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    if text.trim().is_empty() {
        model.done(target.word.clone());
        return Ok(Vec::new());
    }
    model.edit_on(ctx, &target.account, |account, context| change(account, target, text, context))
}

fn change(account: &mut Account, target: &Target, text: &str, context: &Context) -> Result<String, Invalid> {
    let day = |text: &str| work::forward(dates::parse(text, &context.reading(None))?, context.today());
    let told = |day| dates::echo(day, context.today(), context.calendar);
    match target.place {
        Some(place @ Place::Touch(at)) => {
            let noted = account.touch(at).map(|touch| touch.learned.trim().to_owned()).unwrap_or_default();
            let learned = if noted.is_empty() { text.trim().to_owned() } else { format!("{noted} {}", text.trim()) };
            fields::set(account, place, "learned", &learned, context)?;
            Ok("noted".to_owned())
        }
        Some(Place::NextStep(i)) => {
            let by = day(text)?;
            let step = account.next_steps.get_mut(i).ok_or_else(|| Invalid("this step is gone".into()))?;
            step.by = Some(by);
            Ok(format!("{} by {}", step.what, told(by)))
        }
        Some(Place::StageChange(i)) => {
            let change = account.stages.get_mut(i).ok_or_else(|| Invalid("this change of stage is gone".into()))?;
            text.trim().clone_into(&mut change.why);
            Ok(format!("{}: {}", change.to.label(), change.why))
        }
        Some(_) => {
            let on = day(text)?;
            account.revisit = Some(on);
            Ok(format!("to be taken up again on {}", told(on)))
        }
        None => {
            let (what, by) = line::dated(text, "say by when: Send the pilot outline by fri", context)?;
            let person = target.reply.as_ref().and_then(|reply| reply.person.clone());
            let Place::NextStep(i) = Addable::NextStep.add(account, text, context)? else { return Ok(what) };
            if let Some(step) = account.next_steps.get_mut(i) {
                step.person = person;
            }
            Ok(format!("next step: {what} by {}", told(by)))
        }
    }
}

/// Once a day, when the queue was worked to its end: what did it teach? It is noted with the touch that was done last.
pub(super) fn at_the_end(model: &mut Model, ctx: &Ctx) {
    let today = ctx.today();
    if model.derived.waiting() > 0 {
        model.today.began = Some(today);
    }
    let is_over = model.derived.waiting() == 0 && model.today.began == Some(today) && !model.loading;
    if !is_over || model.screen != Screen::Today || !model.overlays.is_empty() {
        return;
    }
    model.today.began = None;
    let of_today = |touch: &crate::domain::touch::Touch| touch.closed.is_some_and(|at| at.day() == today);
    let last = model.plan.all().filter_map(|account| Some((account, account.last_done(of_today)?)));
    let last =
        last.max_by_key(|(account, at)| account.touch(*at).and_then(|touch| touch.closed).map(|at| at.sort_key()));
    let Some((account, at)) = last.map(|(account, at)| (account.id.clone(), at)) else { return };
    let target = Target { account, word: model.status.text.clone(), ..Target::default() };
    let Some(title) = model
        .plan
        .account(&target.account)
        .map(|account| learned_title(account, at, "The queue is done. What did today teach?"))
    else {
        return;
    };
    let target = Target { place: Some(Place::Touch(at)), ..target };
    model.ask(Prompt::new(title, "They answer before nine.", target, echo, submit), ctx);
}
