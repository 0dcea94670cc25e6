//! Recording what came back: which answer, what it needs to know, and what follows.

use super::effect::Effects;
use super::menu::{Choice, Menu};
use super::model::{Ctx, Model};
use super::overlay::Overlay;
use super::prompt::{Echo, Prompt, Target};
use super::touches::silent;
use crate::domain::account::Account;
use crate::domain::agenda::Subject;
use crate::domain::answer::Answer;
use crate::domain::dates;
use crate::domain::fields::{Context, Invalid, Place};
use crate::domain::line::Addable;
use crate::domain::reply::{self, Reply};
use crate::domain::sequence::TouchAt;
use crate::domain::touch::{Outcome, Status};
use crate::domain::wire::Moment;
use crate::domain::words::Vocabulary as _;
use crate::domain::work;

/// The answers by letter, with what follows.
const LETTERS: [(char, Answer, &str); 12] = [
    ('r', Answer::Replied, "holds the rest; what is the next step?"),
    ('m', Answer::MeetingBooked, "when and with whom? holds the rest"),
    ('b', Answer::CallBack, "on a day"),
    ('s', Answer::SendSomething, "by a day"),
    ('a', Answer::Accepted, "on LinkedIn; noted"),
    ('f', Answer::Referred, "to whom? a touch to them stands for today"),
    ('o', Answer::OutOfOffice, "until a day; touches to them wait"),
    ('l', Answer::ContactLater, "on a day; what follows follows"),
    ('x', Answer::NotInterested, "cancels what is open to them"),
    ('u', Answer::Bounced, "the address is bad; the touch opens again"),
    ('w', Answer::WrongNumber, "the number is bad; the touch opens again"),
    ('d', Answer::Unsubscribed, "do not contact again"),
];

/// `r`: which answer came back, and on what.
pub(super) fn ask_which(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(account) = model.current().cloned() else { return Vec::new() };
    let (person, touch) = whose(model, &account);
    let reply = Reply {
        person: person.clone(),
        touch,
        by: model.plan.settings.me(model.personal.me.as_deref()).map(|me| me.id.clone()),
        ..Reply::new(Answer::Replied, Moment::At(ctx.now))
    };
    let who = account.person_of(person.as_deref()).map_or(account.name.as_str(), |person| person.name.as_str());
    let on = touch.map(|at| format!(", touch {}", at.touch + 1)).unwrap_or_default();
    let choices = LETTERS.iter().map(|(letter, answer, hint)| Choice::new(*letter, answer.label(), *hint)).collect();
    let target = Target { account: account.id.clone(), reply: Some(Box::new(reply)), ..Target::default() };
    let menu = Menu::new(format!("What came back from {who}{on}?"), choices, target, |model, target, at, ctx| {
        choose(model, target, LETTERS[at].1, ctx)
    });
    model.overlays.push(Overlay::Menu(menu));
    Vec::new()
}

/// Whose answer it is: of the person or touch under the cursor, else of the last touch that was done.
fn whose(model: &Model, account: &Account) -> (Option<String>, Option<TouchAt>) {
    let by_place = model.detail.at.filter(|_| model.pane == super::model::Pane::Detail).map(|at| at.place);
    if let Some(Place::Person(i)) = by_place {
        let person = account.people.get(i).map(|person| person.id.clone());
        return (person.clone(), last_done(account, person.as_deref()));
    }
    let under = match model.work() {
        Some((_, Subject::Touch(at))) => Some(at),
        _ => None,
    };
    let touch_of = |at: TouchAt| account.sequences.get(at.sequence).and_then(|s| s.touches.get(at.touch));
    let closed = under.filter(|at| touch_of(*at).is_some_and(|touch| touch.status == Status::Done));
    let person = under.and_then(touch_of).and_then(|touch| touch.person.clone());
    let touch = closed.or_else(|| last_done(account, person.as_deref())).or_else(|| last_done(account, None));
    let person = touch.and_then(touch_of).and_then(|touch| touch.person.clone()).or(person);
    (person, touch)
}

/// The touch done last, to that person if one is named.
fn last_done(account: &Account, person: Option<&str>) -> Option<TouchAt> {
    let all = account.sequences.iter().enumerate().flat_map(|(sequence, s)| {
        s.touches.iter().enumerate().map(move |(touch, each)| (TouchAt { sequence, touch }, each))
    });
    let done = all.filter(|(_, touch)| touch.status == Status::Done);
    let to = done.filter(|(_, touch)| person.is_none() || touch.person.as_deref() == person);
    to.max_by_key(|(at, touch)| (touch.closed.map(|closed| closed.sort_key()), *at)).map(|(at, _)| at)
}

/// How a call went that reached them.
pub(super) fn ask_how_it_went(model: &mut Model, target: Target) -> Effects {
    let choices = vec![
        Choice::new('t', "talked", "carry on with the sequence"),
        Choice::new('m', "meeting booked", "when and with whom?"),
        Choice::new('b', "call back", "on a day"),
        Choice::new('s', "send something", "by a day"),
        Choice::new('r', "referred", "to whom?"),
        Choice::new('l', "later", "on a day"),
        Choice::new('x', "not interested", "cancels what is open to them"),
        Choice::new('g', "gatekeeper", "did not put us through; carry on"),
    ];
    model.overlays.push(Overlay::Menu(Menu::new("Connected. How did it go?", choices, target, went)));
    Vec::new()
}

fn went(model: &mut Model, target: &Target, choice: usize, ctx: &Ctx) -> Effects {
    let Some(Place::Touch(at)) = target.place else { return Vec::new() };
    let answer = match choice {
        0 => return close_call(model, target, at, Outcome::Connected, ctx),
        1 => Answer::MeetingBooked,
        2 => Answer::CallBack,
        3 => Answer::SendSomething,
        4 => Answer::Referred,
        5 => Answer::ContactLater,
        6 => Answer::NotInterested,
        _ => return close_call(model, target, at, Outcome::LeftMessage, ctx),
    };
    let account = model.plan.account(&target.account);
    let touch = account.and_then(|account| account.sequences.get(at.sequence)?.touches.get(at.touch));
    let person = touch.and_then(|touch| touch.person.clone());
    let by = model.plan.settings.me(model.personal.me.as_deref()).map(|me| me.id.clone());
    let reply = Reply { person, touch: Some(at), by, ..Reply::new(answer, Moment::At(ctx.now)) };
    let target = Target { reply: Some(Box::new(reply)), ..target.clone() };
    choose(model, &target, answer, ctx)
}

fn close_call(model: &mut Model, target: &Target, at: TouchAt, outcome: Outcome, ctx: &Ctx) -> Effects {
    model.edit(ctx, &target.account, |account, context| {
        work::complete(account, at, outcome, Moment::At(context.now), "")?;
        Ok(format!("touch {}: {}", at.touch + 1, outcome.label()))
    })
}

/// What the answer needs to know, asked in one line; nothing is asked that nothing hangs on.
fn choose(model: &mut Model, target: &Target, answer: Answer, ctx: &Ctx) -> Effects {
    let mut target = target.clone();
    if let Some(reply) = &mut target.reply {
        reply.answer = answer;
    }
    let (title, example) = match answer {
        Answer::Replied => return ask_whom_to_hold(model, target),
        Answer::MeetingBooked => ("The meeting", Addable::Meeting.example()),
        Answer::CallBack => ("Call back", "thu, ask for the Q4 numbers"),
        Answer::SendSomething => ("Send by", "fri, the pilot outline"),
        Answer::Referred => ("Referred to", Addable::Person.example()),
        Answer::OutOfOffice => ("Out of office until", "2 dec"),
        Answer::ContactLater => ("Contact again on", "1 feb"),
        Answer::NotInterested => ("In their words, or leave it empty", "We renewed with the agency."),
        Answer::Accepted | Answer::Bounced | Answer::WrongNumber | Answer::Unsubscribed => {
            return match record(model, &target, "", ctx) {
                Ok(effects) => effects,
                Err(Invalid(why)) => {
                    model.refuse(why);
                    Vec::new()
                }
            };
        }
    };
    model.ask(asked(title, example, target), ctx)
}

fn ask_whom_to_hold(model: &mut Model, target: Target) -> Effects {
    let choices = vec![
        Choice::new('e', "hold everyone", "nobody here is written to until it is decided"),
        Choice::new('p', "hold this person", "touches to the others go on"),
    ];
    let menu = Menu::new("They replied. Hold whom?", choices, target, |model, target, at, ctx| {
        let mut target = target.clone();
        if let Some(reply) = &mut target.reply {
            reply.hold_everyone = at == 0;
        }
        let title = "What did they say? The next step behind “>”";
        let example = "“How do you get to 28 %?” > Send the case by fri";
        model.ask(asked(title, example, target), ctx)
    });
    model.overlays.push(Overlay::Menu(menu.again('r')));
    Vec::new()
}

fn asked(title: &str, example: &str, target: Target) -> Prompt {
    let prompt = Prompt::new(title, example, target, echo, record).verb("record");
    let answer = prompt.target.reply.as_ref().map(|reply| reply.answer);
    if answer == Some(Answer::MeetingBooked) { prompt.words(super::complete::people) } else { prompt }
}

fn echo(model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Echo {
    let Some(account) = model.plan.account(&target.account) else { return silent(model, target, text, ctx) };
    let context = model.context(account, ctx);
    let Some(reply) = &target.reply else { return Echo::Means(String::new()) };
    let needs_words = !matches!(reply.answer, Answer::Replied | Answer::NotInterested);
    if text.trim().is_empty() && needs_words {
        return Echo::Means(String::new());
    }
    let mut copy = account.as_ref().clone();
    match apply(&mut copy, reply, text, &context) {
        Err(Invalid(why)) => Echo::Wrong(why),
        Ok(told) => Echo::Means(told),
    }
}

fn record(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    let Some(reply) = target.reply.clone() else { return Ok(Vec::new()) };
    model.try_edit(ctx, &target.account, |account, context| apply(account, &reply, text, context))
}

/// Read the line that the answer asked for, close the call it ended, record it, and do what follows. Says what it did.
fn apply(account: &mut Account, reply: &Reply, line: &str, context: &Context) -> Result<String, Invalid> {
    let mut reply = reply.clone();
    let line = line.trim();
    let mut told = reply.answer.label();
    let mut step_to_add = None;
    match reply.answer {
        Answer::Replied => {
            let (said, step) = line.split_once('>').unwrap_or((line, ""));
            reply.text = said.trim().to_owned();
            step_to_add = Some(step.trim().to_owned()).filter(|step| !step.is_empty());
        }
        Answer::MeetingBooked => {
            let mut copy = account.clone();
            Addable::Meeting.add(&mut copy, line, context)?;
            let meeting = copy.meetings.pop().filter(|meeting| meeting.at.is_some());
            let meeting = meeting.ok_or_else(|| Invalid("a booked meeting has a time: thu 10:00".into()))?;
            reply.meeting = Some(meeting);
        }
        Answer::CallBack | Answer::SendSomething => {
            let (day, what) = line.split_once(',').unwrap_or((line, ""));
            reply.until = Some(dates::parse(day.trim(), &context.reading(None))?);
            reply.text = what.trim().to_owned();
        }
        Answer::OutOfOffice | Answer::ContactLater => {
            let day = dates::parse(line, &context.reading(None))?;
            reply.until = Some(day);
            told = format!("{told} until {}", dates::echo(day, context.today(), context.calendar));
        }
        Answer::Referred => {
            let mut copy = account.clone();
            Addable::Person.add(&mut copy, line, context)?;
            reply.referred_to = copy.people.pop();
        }
        _ => reply.text = line.to_owned(),
    }
    if let Some(at) = reply.touch {
        let open = account
            .sequences
            .get(at.sequence)
            .and_then(|s| s.touches.get(at.touch))
            .is_some_and(super::super::domain::touch::Touch::is_open);
        if open && reply.answer != Answer::WrongNumber {
            work::complete(account, at, Outcome::Connected, reply.at, "")?;
        }
    }
    let recorded = reply::record(account, &reply, &context.world())?;
    if let Some(step) = step_to_add {
        Addable::NextStep.add(account, &step, context)?;
        told = format!("{told} · next step: {step}");
    }
    let follows = recorded.told();
    Ok(if follows.is_empty() { told } else { format!("{told} · {follows}") })
}
