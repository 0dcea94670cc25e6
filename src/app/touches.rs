//! What is done with one piece of work, wherever the cursor meets it: in Today, in the detail pane, or as the
//! account's next touch.

use super::command::{Command, Scope};
use super::effect::{Effect, Effects};
use super::menu::{Choice, Menu};
use super::model::{Ctx, Model, Pane, Screen};
use super::overlay::Overlay;
use super::prompt::{Echo, Prompt, Target};
use super::{answers, channels, outcomes};
use crate::domain::account::AccountId;
use crate::domain::agenda::Subject;
use crate::domain::dates;
use crate::domain::fields::{Invalid, Place};
use crate::domain::touch::Outcome;
use crate::domain::wire::Moment;
use crate::domain::words::Vocabulary as _;
use crate::domain::work;

/// The commands on a touch, a next step or a meeting.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        id: "touch.done",
        scope: Scope::Touch,
        label: "done",
        help: "It is done: a call asks for its result by letter, and the key again takes the usual one. Where an \
               address is bad or LinkedIn not connected, it offers another channel.",
        enabled: has_work,
        run: done,
    },
    Command {
        id: "touch.skip",
        scope: Scope::Touch,
        label: "skip",
        help: "Skip the touch; before its day nothing moves.",
        enabled: has_touch,
        run: skip,
    },
    Command {
        id: "touch.postpone",
        scope: Scope::Touch,
        label: "postpone",
        help: "Give it another date, in date words: fri, +3bd, 4 dec. What follows it follows.",
        enabled: has_work,
        run: postpone,
    },
    Command {
        id: "touch.later",
        scope: Scope::Touch,
        label: "a day later",
        help: "One working day later.",
        enabled: has_touch,
        run: |model, ctx| shift(model, 1, ctx),
    },
    Command {
        id: "touch.earlier",
        scope: Scope::Touch,
        label: "a day earlier",
        help: "One working day earlier; before its turn it is pinned to that day.",
        enabled: has_touch,
        run: |model, ctx| shift(model, -1, ctx),
    },
    Command {
        id: "touch.pin",
        scope: Scope::Touch,
        label: "pin",
        help: "Pin the touch to its day whatever happens before it, or let it go again.",
        enabled: has_touch,
        run: pin,
    },
    Command {
        id: "touch.answer",
        scope: Scope::Touch,
        label: "answer",
        help: "Record what came back, at once or days later; when the touch was sent stays as it was.",
        enabled: super::accounts::has_account,
        run: answers::ask_which,
    },
    Command {
        id: "touch.note",
        scope: Scope::Touch,
        label: "note",
        help: "Note what this touch taught.",
        enabled: has_touch,
        run: note,
    },
    Command {
        id: "touch.copy",
        scope: Scope::Touch,
        label: "copy draft",
        help: "Send the draft, with its gaps shown as gaps, to your terminal's clipboard.",
        enabled: has_touch,
        run: copy,
    },
    Command {
        id: "touch.channel",
        scope: Scope::Touch,
        label: "another channel",
        help: "Do this touch by another channel, or write down another address; the draft stays.",
        enabled: channels::possible,
        run: channels::ask,
    },
    Command {
        id: "touch.reopen",
        scope: Scope::Touch,
        label: "reopen",
        help: "Open a touch again that was done, skipped, held or cancelled.",
        enabled: has_touch,
        run: |model, ctx| {
            on_touch(model, ctx, |account, at, _| {
                work::reopen(account, at).map(|()| format!("touch {} open again", at.touch + 1))
            })
        },
    },
    Command {
        id: "touch.pause",
        scope: Scope::Touch,
        label: "pause",
        help: "Pause the touch's sequence until it is resumed, or resume it.",
        enabled: has_touch,
        run: super::sequences::pause,
    },
];

fn has_work(model: &Model) -> bool {
    model.work().is_some()
}

fn has_touch(model: &Model) -> bool {
    matches!(model.work(), Some((_, Subject::Touch(_))))
}

impl Model {
    /// The piece of work that the cursor stands on or for, and its account.
    pub fn work(&self) -> Option<(AccountId, Subject)> {
        let account = self.current()?.id.clone();
        let subject = match (self.screen, self.pane) {
            (Screen::Today, _) => self.derived.queue.get(self.today.at)?.subject,
            (Screen::Forecast, _) => Subject::Touch(self.booked_here()?.at),
            (Screen::Accounts, Pane::List) => Subject::Touch(self.derived.digest(&account)?.next()?.0),
            (Screen::Accounts, Pane::Detail) => match self.detail.at?.place {
                Place::Touch(at) => Subject::Touch(at),
                Place::NextStep(i) => Subject::NextStep(i),
                Place::Meeting(i) => Subject::Meeting(i),
                _ => return None,
            },
        };
        Some((account, subject))
    }

    pub(super) fn touch_target(&self) -> Option<(AccountId, crate::domain::sequence::TouchAt)> {
        match self.work()? {
            (account, Subject::Touch(at)) => Some((account, at)),
            _ => None,
        }
    }
}

/// Change the touch under the cursor, as one step.
pub(super) fn on_touch(
    model: &mut Model,
    ctx: &Ctx,
    change: impl FnOnce(
        &mut crate::domain::account::Account,
        crate::domain::sequence::TouchAt,
        &crate::domain::fields::Context,
    ) -> Result<String, Invalid>,
) -> Effects {
    let Some((id, at)) = model.touch_target() else { return Vec::new() };
    model.edit(ctx, &id, |account, context| change(account, at, context))
}

fn done(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some((account, subject)) = model.work() else { return Vec::new() };
    match subject {
        Subject::Touch(at) => {
            if model.plan.account(&account).is_some_and(|account| channels::obstacle(account, at).is_some()) {
                return channels::ask(model, ctx);
            }
            let target = Target { account, place: Some(Place::Touch(at)), ..Target::default() };
            ask_what_came_of_it(model, target, ctx)
        }
        Subject::NextStep(i) => {
            let target = Target { account, place: Some(Place::NextStep(i)), ..Target::default() };
            outcomes::end_step(model, target, i, ctx)
        }
        Subject::Meeting(i) => {
            let target = Target { account, place: Some(Place::Meeting(i)), ..Target::default() };
            outcomes::ask_meeting_result(model, target)
        }
        Subject::Log(_) | Subject::Account => outcomes::ask_what_next(model, ctx),
    }
}

/// The result of a touch, where there is more than one that it can have.
pub(super) fn ask_what_came_of_it(model: &mut Model, target: Target, ctx: &Ctx) -> Effects {
    let Some(Place::Touch(at)) = target.place else { return Vec::new() };
    let touch = model.plan.account(&target.account).and_then(|account| account.touch(at));
    let Some(channel) = touch.map(|touch| touch.channel) else { return Vec::new() };
    match model.plan.settings.outcomes(channel).as_slice() {
        // How a conversation went is asked even where it is all that is offered.
        [only] if *only != Outcome::Connected => complete(model, &target, *only, ctx),
        several => {
            let choices = several.iter().map(|outcome| Choice::new(letter(*outcome), outcome.label(), ""));
            let menu = Menu::new("What came of it?", choices.collect(), target, choose_outcome).again('d');
            model.overlays.push(Overlay::Menu(menu));
            Vec::new()
        }
    }
}

fn letter(outcome: Outcome) -> char {
    match outcome {
        Outcome::NoAnswer => 'n',
        Outcome::LeftVoicemail => 'v',
        Outcome::LeftMessage => 'm',
        Outcome::WrongNumber => 'w',
        Outcome::Connected => 'c',
        Outcome::Sent => 's',
        Outcome::Done => 'd',
    }
}

fn choose_outcome(model: &mut Model, target: &Target, choice: usize, ctx: &Ctx) -> Effects {
    let Some(Place::Touch(at)) = target.place else { return Vec::new() };
    let touch = model.plan.account(&target.account).and_then(|account| account.touch(at));
    let offered = touch.map(|touch| model.plan.settings.outcomes(touch.channel)).unwrap_or_default();
    let Some(outcome) = offered.get(choice).copied() else {
        return Vec::new();
    };
    if outcome == Outcome::Connected {
        return answers::ask_how_it_went(model, target.clone());
    }
    complete(model, target, outcome, ctx)
}

fn complete(model: &mut Model, target: &Target, outcome: Outcome, ctx: &Ctx) -> Effects {
    let Some(Place::Touch(at)) = target.place else { return Vec::new() };
    model.edit(ctx, &target.account, |account, context| {
        let again = work::complete(account, at, outcome, Moment::from(context.now), "", context.settings)?;
        let again = if again.is_some() { "; it stands for today once more" } else { "" };
        Ok(format!("touch {}: {}{again}", at.touch + 1, outcome.label()))
    })
}

fn skip(model: &mut Model, ctx: &Ctx) -> Effects {
    on_touch(model, ctx, |account, at, context| {
        work::skip(account, at, Moment::from(context.now))?;
        Ok(format!("touch {} skipped", at.touch + 1))
    })
}

fn shift(model: &mut Model, by: i32, ctx: &Ctx) -> Effects {
    let settings = std::sync::Arc::clone(&model.plan.settings);
    let calendar = model.plan.calendar.clone();
    on_touch(model, ctx, |account, at, context| {
        let world = crate::domain::schedule::World { settings: &settings, calendar: &calendar, today: context.today() };
        let day = work::shift(account, at, by, &world)?;
        Ok(format!("touch {} on {}", at.touch + 1, dates::short(day, context.today())))
    })
}

fn pin(model: &mut Model, ctx: &Ctx) -> Effects {
    on_touch(model, ctx, |account, at, context| {
        let world = context.world();
        Ok(match work::pin(account, at, &world)? {
            Some(day) => format!("touch {} pinned to {}", at.touch + 1, dates::short(day, context.today())),
            None => format!("touch {} moves with the others again", at.touch + 1),
        })
    })
}

pub(super) fn postpone(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some((account, subject)) = model.work() else { return Vec::new() };
    let place = match subject {
        Subject::Touch(at) => Place::Touch(at),
        Subject::NextStep(i) => Place::NextStep(i),
        Subject::Meeting(i) => Place::Meeting(i),
        Subject::Log(_) | Subject::Account => Place::Account,
    };
    let target = Target { account, place: Some(place), ..Target::default() };
    let title = if place == Place::Account { "Take it up again on" } else { "Postpone to" };
    let verb = if place == Place::Account { "take it up then" } else { "postpone" };
    let prompt = Prompt::new(title, "fri, +3bd, next week, 4 dec", target, echo_postpone, submit_postpone);
    model.ask(prompt.verb(verb), ctx)
}

/// The day a piece of work has now, for `++2d`.
fn current_day(model: &Model, target: &Target, ctx: &Ctx) -> Option<chrono::NaiveDate> {
    let account = model.plan.account(&target.account)?;
    match target.place? {
        Place::Touch(at) => crate::domain::schedule::due(account, at, &model.world(ctx.today())).day(),
        Place::NextStep(i) => account.next_steps.get(i)?.by,
        Place::Meeting(i) => account.meetings.get(i)?.at.map(|at| at.day()),
        _ => account.revisit,
    }
}

fn echo_postpone(model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Echo {
    if text.trim().is_empty() {
        return Echo::Means(String::new());
    }
    let Some(before) = model.plan.account(&target.account) else { return Echo::Means(String::new()) };
    let mut after = before.as_ref().clone();
    match move_to(model, &mut after, target, text, ctx) {
        Err(Invalid(why)) => Echo::Wrong(why),
        Ok(told) => Echo::Means(model.with_moves(told, before, &after, ctx)),
    }
}

fn submit_postpone(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    let mut after = model.plan.account(&target.account).map(|account| account.as_ref().clone()).unwrap_or_default();
    let told = move_to(model, &mut after, target, text, ctx)?;
    model.try_edit(ctx, &target.account, |account, _| {
        let what = match target.place {
            None | Some(Place::Account) => "to be taken up again".to_owned(),
            Some(place) => format!("{} postponed to", super::outline::named(account, place)),
        };
        *account = after;
        Ok(format!("{what} {told}"))
    })
}

/// Move the work to the day that the text means. Says the day.
fn move_to(
    model: &Model,
    account: &mut crate::domain::account::Account,
    target: &Target,
    text: &str,
    ctx: &Ctx,
) -> Result<String, Invalid> {
    let reading =
        dates::Reading { today: ctx.today(), calendar: &model.plan.calendar, current: current_day(model, target, ctx) };
    let gone = || Invalid("it is gone".into());
    let day = match target.place {
        Some(Place::Meeting(i)) => {
            let zone = model.context(account, ctx).zone();
            let at = dates::parse_moment(text, &reading, zone)?;
            let meeting = account.meetings.get_mut(i).ok_or_else(gone)?;
            meeting.moved_from = meeting.at;
            meeting.at = Some(at);
            meeting.status = crate::domain::meeting::MeetingStatus::Booked;
            at.day()
        }
        Some(Place::Touch(at)) => {
            let day = dates::parse(text, &reading)?;
            work::postpone(account, at, day, &model.world(ctx.today()))?;
            day
        }
        Some(Place::NextStep(i)) => {
            let day = dates::parse(text, &reading)?;
            account.next_steps.get_mut(i).ok_or_else(gone)?.by = Some(day);
            day
        }
        _ => {
            let day = dates::parse(text, &reading)?;
            account.revisit = Some(day);
            day
        }
    };
    work::forward(day, ctx.today())?;
    Ok(dates::echo(day, ctx.today(), &model.plan.calendar))
}

fn note(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some((account, at)) = model.touch_target() else { return Vec::new() };
    let learned = model.plan.account(&account).and_then(|account| account.touch(at));
    let learned = learned.map(|touch| touch.learned.clone()).unwrap_or_default();
    let target = Target { account, place: Some(Place::Touch(at)), ..Target::default() };
    let prompt =
        Prompt::new("What did it teach?", "The number got the answer.", target, silent, |model, target, text, ctx| {
            let Some(place) = target.place else { return Ok(Vec::new()) };
            model.try_edit(ctx, &target.account, |account, context| {
                crate::domain::fields::set(account, place, "learned", text.trim(), context)?;
                Ok(format!("{} noted", super::outline::named(account, place)))
            })
        });
    model.ask(prompt.with(&learned), ctx)
}

/// For texts that mean just what they say.
pub(super) fn silent(_: &Model, _: &Target, _: &str, _: &Ctx) -> Echo {
    Echo::Means(String::new())
}

fn copy(model: &mut Model, _: &Ctx) -> Effects {
    let Some((id, at)) = model.touch_target() else { return Vec::new() };
    let Some(account) = model.plan.account(&id) else { return Vec::new() };
    super::copy::draft_text(model, account, at).map(Effect::Copy).into_iter().collect()
}
