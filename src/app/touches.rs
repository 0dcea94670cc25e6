//! What is done with one piece of work, wherever the cursor meets it: in Today, in the detail pane, or as the
//! account's next touch.

use super::command::{Command, Scope};
use super::effect::{Effect, Effects};
use super::menu::{Choice, Menu};
use super::model::{Ctx, Model, Pane, Screen};
use super::overlay::Overlay;
use super::prompt::{Echo, Prompt, Target};
use super::{answers, channels, met, outcomes};
use crate::domain::account::{Account, AccountId};
use crate::domain::agenda::{Kind, Subject};
use crate::domain::dates;
use crate::domain::deed::Deed;
use crate::domain::draft;
use crate::domain::fields::{Context, Invalid, Place};
use crate::domain::readiness;
use crate::domain::sequence::TouchAt;
use crate::domain::touch::{Outcome, Touch};
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
        run: |model, ctx| to_touch(model, "touch.skip", Deed::Skip, ctx),
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
        run: |model, ctx| to_touch(model, "touch.later", Deed::Shift(1), ctx),
    },
    Command {
        id: "touch.earlier",
        scope: Scope::Touch,
        label: "a day earlier",
        help: "One working day earlier; before its turn it is pinned to that day.",
        enabled: has_touch,
        run: |model, ctx| to_touch(model, "touch.earlier", Deed::Shift(-1), ctx),
    },
    Command {
        id: "touch.pin",
        scope: Scope::Touch,
        label: "pin",
        help: "Pin the touch to its day whatever happens before it, or let it go again.",
        enabled: has_touch,
        run: |model, ctx| to_touch(model, "touch.pin", Deed::Pin, ctx),
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
        run: |model, ctx| to_touch(model, "touch.reopen", Deed::Reopen, ctx),
    },
    Command {
        id: "touch.pause",
        scope: Scope::Touch,
        label: "pause",
        help: "Let the sequence rest, or the person under the cursor be away, to a day or until it is resumed; or resume.",
        enabled: super::pauses::possible,
        run: super::pauses::turn,
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
            (Screen::Goals, _) => self.work_of_goals()?,
            (Screen::Forecast, _) => Subject::Touch(self.booked_here()?.at),
            (Screen::Insights, _) => return None,
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

fn done(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some((account, subject)) = model.work() else { return Vec::new() };
    match subject {
        Subject::Touch(at) if model.kind_here() == Some(Kind::Unanswered) => {
            model.today.unanswered.insert((account, at));
            model.requeue();
            model.say("Nothing came: it is asked no more in this run.");
            Vec::new()
        }
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
            met::ask_meeting_result(model, target)
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
        [only] if *only != Outcome::Connected => match first_gap(model, &target.account, at) {
            Some(gap) => ask_of_a_gap(model, target, &gap),
            None => complete(model, &target, *only, ctx),
        },
        several => {
            let choices = several.iter().map(|outcome| Choice::new(letter(*outcome), outcome.label(), ""));
            let menu = Menu::new("What came of it?", choices.collect(), target, choose_outcome);
            model.overlays.push(Overlay::Menu(menu.again_by(model.keymap.key("touch.done"))));
            Vec::new()
        }
    }
}

/// The first thing that the draft of an open touch leaves open.
fn first_gap(model: &Model, account: &str, at: TouchAt) -> Option<String> {
    let account = model.plan.account(account)?;
    let draft = draft::render(account, at, model.me()).filter(|_| account.touch(at).is_some_and(Touch::is_open))?;
    draft.subject.gaps().chain(draft.message.gaps()).map(str::to_owned).next()
}

/// `research.trigger` as `trigger`, and what is said in words as it is said.
fn in_words(gap: &str) -> String {
    let is_variable = gap.contains('.') && gap.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '.' | '_'));
    match gap.split_once('.').filter(|_| is_variable) {
        Some(("me", name)) => format!("your {}", name.replace('_', " ")),
        Some(("person", name)) => format!("their {}", name.replace('_', " ")),
        Some((_, name)) => name.replace('_', " "),
        None => gap.to_owned(),
    }
}

/// Where the first gap is filled in: what all drafts name stands with the account or with oneself, the rest in the draft.
fn fill_first_gap(model: &mut Model, account: &AccountId, at: TouchAt, ctx: &Ctx) -> Effects {
    let gap = first_gap(model, account, at).unwrap_or_default();
    match readiness::shared(&gap) {
        Some(fill) => model.fill_in(account, fill, ctx),
        None => model.open_form(ctx, account, Place::Touch(at), "message"),
    }
}

/// A gap never goes out as nothing: it may have been filled in where the draft was sent, and that is asked.
fn ask_of_a_gap(model: &mut Model, target: Target, gap: &str) -> Effects {
    let choices = vec![
        Choice::new('y', "sent", "the gap was filled in where it was sent"),
        Choice::new('e', "edit", "not yet: fill it in here first"),
    ];
    let title = format!("The draft still leaves “{}” open. Sent all the same?", in_words(gap));
    let menu = Menu::new(title, choices, target, |model, target, choice, ctx| match (choice, target.place) {
        (0, Some(Place::Touch(at))) => {
            let touch = model.plan.account(&target.account).and_then(|account| account.touch(at));
            let offered = touch.map(|touch| model.plan.settings.outcomes(touch.channel)).unwrap_or_default();
            offered.first().map(|outcome| complete(model, target, *outcome, ctx)).unwrap_or_default()
        }
        (_, Some(Place::Touch(at))) => fill_first_gap(model, &target.account, at, ctx),
        _ => Vec::new(),
    });
    model.overlays.push(Overlay::Menu(menu.again_by(model.keymap.key("touch.done"))));
    Vec::new()
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
    let Some(place) = target.place else { return Vec::new() };
    model.foretell("touch.done", &target.account, place, Deed::Complete(outcome), ctx)
}

/// Do that to the touch under the cursor.
fn to_touch(model: &mut Model, command: &str, deed: Deed, ctx: &Ctx) -> Effects {
    let Some((account, at)) = model.touch_target() else { return Vec::new() };
    model.foretell(command, &account, Place::Touch(at), deed, ctx)
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
fn current_day(account: &Account, place: Option<Place>, context: &Context) -> Option<chrono::NaiveDate> {
    match place? {
        Place::Touch(at) => crate::domain::schedule::due(account, at, &context.world()).day(),
        Place::NextStep(i) => account.next_steps.get(i)?.by,
        Place::Meeting(i) => account.meetings.get(i)?.at.map(|at| at.day()),
        _ => account.revisit,
    }
}

fn echo_postpone(model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Echo {
    if text.trim().is_empty() {
        return Echo::Means(String::new());
    }
    model.foresee(&target.account, ctx, |account, context| move_to(account, target, text, context))
}

fn submit_postpone(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    model.try_edit(ctx, &target.account, |account, context| {
        let what = match target.place {
            None | Some(Place::Account) => "to be taken up again".to_owned(),
            Some(place) => format!("{} postponed to", super::outline::named(account, place)),
        };
        let told = move_to(account, target, text, context)?;
        Ok(format!("{what} {told}"))
    })
}

/// Move the work to the day that the text means. Says the day.
fn move_to(account: &mut Account, target: &Target, text: &str, context: &Context) -> Result<String, Invalid> {
    let reading = context.reading(current_day(account, target.place, context));
    let gone = || Invalid("it is gone".into());
    let day = match target.place {
        Some(Place::Meeting(i)) => {
            let at = dates::parse_moment(text, &reading, context.zone())?;
            let meeting = account.meetings.get_mut(i).ok_or_else(gone)?;
            meeting.moved_from = meeting.at;
            meeting.at = Some(at);
            meeting.status = crate::domain::meeting::MeetingStatus::Booked;
            work::forward(at.day(), context.today())?;
            return Ok(dates::echo_moment(&at, &reading, context.zone()));
        }
        Some(Place::Touch(at)) => {
            let day = dates::parse(text, &reading)?;
            work::postpone(account, at, day, &context.world())?;
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
    work::forward(day, context.today())?;
    Ok(dates::echo(day, context.today(), context.calendar))
}

/// What is noted with a touch already.
fn noted(model: &Model, target: &Target) -> String {
    let Some(Place::Touch(at)) = target.place else { return String::new() };
    let touch = model.plan.account(&target.account).and_then(|account| account.touch(at));
    touch.map(|touch| touch.learned.trim().to_owned()).unwrap_or_default()
}

fn note(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some((account, at)) = model.touch_target() else { return Vec::new() };
    let target = Target { account, place: Some(Place::Touch(at)), ..Target::default() };
    let learned = noted(model, &target);
    let prompt =
        Prompt::new("What did it teach?", "The number got the answer.", target, silent, |model, target, text, ctx| {
            let Some(place) = target.place else { return Ok(Vec::new()) };
            if noted(model, target) == text.trim() {
                model.say("Left as it is.");
                return Ok(Vec::new());
            }
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
