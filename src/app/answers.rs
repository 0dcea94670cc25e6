//! Recording what came back: whose answer it is, which, what it needs to know, and what follows.

mod said;

use self::said::{apply, read};
use super::afterwards;
use super::effect::Effects;
use super::menu::{Choice, Menu};
use super::model::{Ctx, Model};
use super::overlay::Overlay;
use super::prompt::{Echo, Prompt, Target};
use super::touches::silent;
use crate::domain::account::Account;
use crate::domain::agenda::Subject;
use crate::domain::answer::{Answer, consequence};
use crate::domain::fields::{Invalid, Place};
use crate::domain::line::{Addable, Whose};
use crate::domain::overrides::Stops;
use crate::domain::reply::{self, Recorded, Reply};
use crate::domain::sequence::TouchAt;
use crate::domain::touch::{Outcome, Status};
use crate::domain::wire::Moment;
use crate::domain::words::{Vocabulary as _, capitalised};
use crate::domain::{dates, work};

/// The answers by letter, with what follows.
const LETTERS: [(char, Answer, &str); 12] = [
    ('r', Answer::Replied, "holds the rest; what is the next step?"),
    ('m', Answer::MeetingBooked, "when and with whom? holds the rest"),
    ('b', Answer::CallBack, "on a day"),
    ('s', Answer::SendSomething, "by a day"),
    ('a', Answer::Accepted, "on LinkedIn; noted"),
    ('f', Answer::Referred, "to whom? a touch to them today; their own are cancelled"),
    ('o', Answer::OutOfOffice, "until a day; touches to them wait"),
    ('l', Answer::ContactLater, "on a day; what follows follows"),
    ('x', Answer::NotInterested, "cancels what is open to them"),
    ('u', Answer::Bounced, "the address is bad; the mail stands for today again"),
    ('w', Answer::WrongNumber, "the number is bad; the call stands for today again"),
    ('d', Answer::Unsubscribed, "do not contact again"),
];

/// `r`: which answer came back, and on what.
pub(super) fn ask_which(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(account) = model.current().cloned() else { return Vec::new() };
    let (person, touch) = whose(model, &account);
    let reply = Reply { person, touch, by: me(model), ..Reply::new(Answer::Replied, Moment::from(ctx.now)) };
    let target = Target { account: account.id.clone(), reply: Some(Box::new(reply)), ..Target::default() };
    offer(model, target);
    Vec::new()
}

fn me(model: &Model) -> Option<String> {
    model.me().map(|me| me.id.clone())
}

fn offer(model: &mut Model, target: Target) {
    let (Some(account), Some(reply)) = (model.plan.account(&target.account), &target.reply) else { return };
    let known = account.person_of(reply.person.as_deref()).or(reply.newcomer.as_ref());
    let who = known.map_or(account.name.as_str(), |person| person.name.as_str());
    let on = reply.touch.map(|at| format!(", touch {}", at.touch + 1)).unwrap_or_default();
    let answers = LETTERS.iter().map(|(letter, answer, hint)| Choice::new(*letter, answer.label(), *hint));
    let somebody = Choice::new('p', "somebody else", "it is another person's answer");
    let title = format!("What came back from {who}{on}?");
    let menu =
        Menu::new(title, answers.chain([somebody]).collect(), target, |model, target, at, ctx| match LETTERS.get(at) {
            Some((_, answer, _)) => choose(model, target, *answer, ctx),
            None => ask_whose(model, target.clone(), ctx),
        });
    model.overlays.push(Overlay::Menu(menu));
}

/// Whose answer it is: of the person or touch under the cursor, else of the last touch that was done.
fn whose(model: &Model, account: &Account) -> (Option<String>, Option<TouchAt>) {
    let by_place = model.detail.at.filter(|_| model.pane == super::model::Pane::Detail).map(|at| at.place);
    if let Some(Place::Person(i)) = by_place {
        let person = account.people.get(i).map(|person| person.id.clone());
        return (person.clone(), last_done_to(account, person.as_ref()));
    }
    let under = match model.work() {
        Some((_, Subject::Touch(at))) => account.touch(at).map(|touch| (at, touch)),
        _ => None,
    };
    let closed = under.filter(|(_, touch)| touch.status == Status::Done).map(|(at, _)| at);
    let person = under.and_then(|(_, touch)| touch.person.clone());
    let to_them = || person.as_ref().and_then(|_| last_done_to(account, person.as_ref()));
    let touch = closed.or_else(to_them).or_else(|| account.last_done(|_| true));
    let answered = touch.and_then(|at| account.touch(at)?.person.clone());
    (answered.or(person), touch)
}

fn last_done_to(account: &Account, person: Option<&String>) -> Option<TouchAt> {
    account.last_done(|touch| touch.person.as_ref() == person)
}

/// It is somebody else's answer: the last touch to them is meant then, and whoever is new here is added with it.
fn ask_whose(model: &mut Model, target: Target, ctx: &Ctx) -> Effects {
    let echo = |model: &Model, target: &Target, text: &str, ctx: &Ctx| {
        if text.trim().is_empty() {
            return Echo::Means(String::new());
        }
        match read_whose(model, target, text, ctx) {
            Err(Invalid(why)) => Echo::Wrong(why),
            Ok(reply) => Echo::Means(match (&reply.newcomer, reply.touch) {
                (Some(person), _) => format!("{} is new here and is added", person.name),
                (None, Some(at)) => format!("on touch {}", at.touch + 1),
                (None, None) => "no touch to them is done yet".to_owned(),
            }),
        }
    };
    let submit = |model: &mut Model, target: &Target, text: &str, ctx: &Ctx| {
        let reply = read_whose(model, target, text, ctx)?;
        offer(model, Target { reply: Some(Box::new(reply)), ..target.clone() });
        Ok(Vec::new())
    };
    model.ask(Prompt::new("Whose answer is it?", "Ana Diaz, Head of Demand Generation", target, echo, submit), ctx)
}

fn read_whose(model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Reply, Invalid> {
    let gone = || Invalid("this account is gone".into());
    let account = model.plan.account(&target.account).ok_or_else(gone)?;
    let reply = target.reply.as_deref().cloned().ok_or_else(gone)?;
    Ok(match Whose::read(text, &model.context(account, ctx))? {
        Whose::New(person) => Reply { newcomer: Some(*person), person: None, touch: None, ..reply },
        Whose::Known(id) => {
            let touch = last_done_to(account, Some(&id));
            Reply { newcomer: None, person: Some(id), touch, ..reply }
        }
    })
}

/// How a call went that reached them.
pub(super) fn ask_how_it_went(model: &mut Model, target: Target) -> Effects {
    let choices = vec![
        Choice::new('t', "talked", "carry on with the sequence"),
        Choice::new('m', "meeting booked", "when and with whom?"),
        Choice::new('b', "call back", "on a day"),
        Choice::new('s', "send something", "by a day"),
        Choice::new('r', "referred", "to whom? what is open to them is handed on or cancelled"),
        Choice::new('l', "later", "on a day"),
        Choice::new('x', "not interested", "cancels what is open to them"),
        Choice::new('g', "gatekeeper", "did not put us through; carry on"),
    ];
    model.overlays.push(Overlay::Menu(Menu::new("Connected. How did it go?", choices, target, went)));
    Vec::new()
}

fn went(model: &mut Model, target: &Target, choice: usize, ctx: &Ctx) -> Effects {
    let Some(Place::Touch(at)) = target.place else { return Vec::new() };
    let by = me(model);
    let answer = match choice {
        0 => return close_call(model, target, at, ctx),
        1 => Answer::MeetingBooked,
        2 => Answer::CallBack,
        3 => Answer::SendSomething,
        4 => Answer::Referred,
        5 => Answer::ContactLater,
        6 => Answer::NotInterested,
        _ => {
            return model.edit(ctx, &target.account, |account, context| {
                reply::gatekeeper(account, at, Moment::from(context.now), by, context.settings)?;
                Ok(format!("touch {}: gatekeeper", at.touch + 1))
            });
        }
    };
    let person = model.plan.account(&target.account).and_then(|account| account.touch(at)?.person.clone());
    let reply = Reply { person, touch: Some(at), by, ..Reply::new(answer, Moment::from(ctx.now)) };
    let target = Target { reply: Some(Box::new(reply)), ..target.clone() };
    choose(model, &target, answer, ctx)
}

fn close_call(model: &mut Model, target: &Target, at: TouchAt, ctx: &Ctx) -> Effects {
    model.edit(ctx, &target.account, |account, context| {
        work::complete(account, at, Outcome::Connected, Moment::from(context.now), "", context.settings)?;
        Ok(format!("touch {}: {}", at.touch + 1, Outcome::Connected.label()))
    })
}

/// What the answer needs to know, asked in one line; nothing is asked that nothing hangs on.
fn choose(model: &mut Model, target: &Target, answer: Answer, ctx: &Ctx) -> Effects {
    let mut target = target.clone();
    if let Some(reply) = &mut target.reply {
        reply.answer = answer;
    }
    let (title, example) = match answer {
        Answer::Replied if consequence(answer, &model.plan.settings).stops == Stops::Hold => {
            return ask_whom_to_hold(model, target);
        }
        Answer::Replied => SAID,
        Answer::MeetingBooked => ("The meeting", Addable::Meeting.example()),
        Answer::CallBack => ("Call back", "thu 14:30, ask for the Q4 numbers"),
        Answer::SendSomething => ("Send by", "fri, the pilot outline"),
        Answer::Referred => ("Referred to", Addable::Person.example()),
        Answer::OutOfOffice => ("Out of office until", "2 dec"),
        Answer::ContactLater => ("Contact again on", "1 feb"),
        Answer::NotInterested => ("In their words, or leave it empty", "We renewed with the agency."),
        Answer::Accepted | Answer::Bounced | Answer::WrongNumber | Answer::Unsubscribed => {
            return ask_whether(model, target, answer, ctx);
        }
    };
    model.ask(asked(title, example, target), ctx)
}

/// What is asked of a reply, with an example.
const SAID: (&str, &str) =
    ("What did they say? The next step behind “>”", "“How do you get to 28 %?” > Send the case by fri");

/// Nothing more has to be known: it is recorded at once, unless touches are cancelled or move by it.
fn ask_whether(model: &mut Model, target: Target, answer: Answer, ctx: &Ctx) -> Effects {
    let before = model.plan.account(&target.account).cloned();
    let foretold = before.as_ref().zip(target.reply.as_deref()).map(|(before, reply)| {
        let mut after = Account::clone(before);
        let (told, recorded) = apply(&mut after, reply, "", &model.context(before, ctx))?;
        let moves = model.moves(before, &after, ctx);
        let is_more = recorded.held + recorded.cancelled > 0 || !moves.is_empty();
        Ok::<_, Invalid>(is_more.then(|| model.with_moves(told, before, &after, ctx)))
    });
    let Some(Ok(Some(told))) = foretold else { return taken(record(model, &target, "", ctx), model) };
    let title = format!("{}?", capitalised(&answer.label()));
    let menu = Menu::new(title, vec![Choice::new('y', "record it", told)], target, |model, target, _, ctx| {
        taken(record(model, target, "", ctx), model)
    });
    let again = LETTERS.iter().find(|(_, each, _)| *each == answer).map(|(letter, ..)| letter.to_string());
    model.overlays.push(Overlay::Menu(menu.again_by(again)));
    Vec::new()
}

/// A refusal where no prompt is open to show it.
fn taken(outcome: Result<Effects, Invalid>, model: &mut Model) -> Effects {
    outcome.unwrap_or_else(|Invalid(why)| {
        model.refuse(why);
        Vec::new()
    })
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
        let (title, example) = SAID;
        model.ask(asked(title, example, target), ctx)
    });
    model.overlays.push(Overlay::Menu(menu.again_by(model.keymap.key("touch.answer"))));
    Vec::new()
}

fn asked(title: &str, example: &str, target: Target) -> Prompt {
    let prompt = Prompt::new(title, example, target, echo, submit).verb("record");
    let answer = prompt.target.reply.as_ref().map(|reply| reply.answer);
    if answer == Some(Answer::MeetingBooked) { prompt.words(super::complete::people) } else { prompt }
}

fn echo(model: &Model, target: &Target, text: &str, ctx: &Ctx) -> Echo {
    let Some(before) = model.plan.account(&target.account) else { return silent(model, target, text, ctx) };
    let Some(reply) = &target.reply else { return Echo::Means(String::new()) };
    let needs_words = !matches!(reply.answer, Answer::Replied | Answer::NotInterested);
    if text.trim().is_empty() && needs_words {
        return Echo::Means(String::new());
    }
    match foretold(model, before, reply, text, ctx) {
        Err(Invalid(why)) => Echo::Wrong(why),
        Ok(told) => Echo::Means(match asks_more(model, before, reply, text, ctx) {
            Some((title, _)) => title,
            None => told,
        }),
    }
}

/// What the answer does, and what it moves.
fn foretold(model: &Model, before: &Account, reply: &Reply, text: &str, ctx: &Ctx) -> Result<String, Invalid> {
    let mut after = before.clone();
    let (told, _) = apply(&mut after, reply, text, &model.context(before, ctx))?;
    Ok(model.with_moves(told, before, &after, ctx))
}

/// A letter and what it stands for.
type Way = (char, &'static str);

/// Where an answer can be meant in two ways: the question, and both ways.
fn asks_more(model: &Model, account: &Account, reply: &Reply, text: &str, ctx: &Ctx) -> Option<(String, [Way; 2])> {
    let read = read(account, reply, text, &model.context(account, ctx)).ok()?;
    let who = account.person_of(reply.person.as_deref()).map_or("them", |person| person.first_name());
    // As many as are handed on, or cancelled: what was held is among them.
    let to_come = || {
        let (mut copy, context) = (account.clone(), model.context(account, ctx));
        apply(&mut copy, &meant(reply, true), text, &context).map_or(0, |(_, recorded)| recorded.retargeted)
    };
    match (reply.answer, read.until) {
        (Answer::ContactLater, Some(day)) if reply::is_far(day, ctx.today()) => {
            let day = dates::echo(day, ctx.today(), &model.plan.calendar);
            let title = format!("{day}: take the account up again then?");
            Some((title, [('y', "take it up then"), ('n', "only wait")]))
        }
        (Answer::Referred, _) => {
            let named = read.referred_to.as_ref().map_or("them", |person| person.first_name());
            let title = match to_come() {
                0 => return None,
                1 => format!("1 touch to {who} is still to come. Hand it on to {named}?"),
                n => format!("{n} touches to {who} are still to come. Hand them on to {named}?"),
            };
            Some((title, [('g', "hand on"), ('c', "cancel")]))
        }
        _ => None,
    }
}

/// The first way: the account is taken up again, the touches are handed on.
fn meant(reply: &Reply, first: bool) -> Reply {
    Reply { revisit: first, retarget: first, ..reply.clone() }
}

/// Take the line; where it can be meant in two ways, ask which first.
fn submit(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    let (Some(account), Some(reply)) = (model.plan.account(&target.account), &target.reply) else {
        return Ok(Vec::new());
    };
    // What can't be taken is refused here, where it is typed.
    foretold(model, account, reply, text, ctx)?;
    let Some((title, ways)) = asks_more(model, account, reply, text, ctx) else {
        return record(model, target, text, ctx);
    };
    let choices = ways.into_iter().zip([true, false]).map(|((letter, label), first)| {
        Choice::new(letter, label, foretold(model, account, &meant(reply, first), text, ctx).unwrap_or_default())
    });
    let choices = choices.collect();
    let target = Target { word: text.to_owned(), ..target.clone() };
    let menu = Menu::new(title, choices, target, |model, target, at, ctx| {
        let reply = target.reply.as_ref().map(|reply| Box::new(meant(reply, at == 0)));
        taken(record(model, &Target { reply, ..target.clone() }, &target.word, ctx), model)
    });
    model.overlays.push(Overlay::Menu(menu));
    Ok(Vec::new())
}

fn record(model: &mut Model, target: &Target, text: &str, ctx: &Ctx) -> Result<Effects, Invalid> {
    let Some(reply) = target.reply.clone() else { return Ok(Vec::new()) };
    let mut recorded = Recorded::default();
    let effects = model.try_edit(ctx, &target.account, |account, context| {
        let (told, done) = apply(account, &reply, text, context)?;
        recorded = done;
        Ok(told)
    })?;
    afterwards::ask(model, target, &recorded, ctx);
    Ok(effects)
}
