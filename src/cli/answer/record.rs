//! What came back is written down, as the arguments and whatever else is known of it tell it, and what follows is said.

use chrono::NaiveDate;
use serde_json::json;

use super::Args;
use crate::cli::did::Did;
use crate::cli::{Desk, Failure, Open, find};
use crate::domain::account::{Account, AccountId};
use crate::domain::answer::Answer;
use crate::domain::dates;
use crate::domain::fields::{self, Context, Invalid};
use crate::domain::line::{self, Whose};
use crate::domain::meeting::Meeting;
use crate::domain::reply::{self, Recorded, Reply};
use crate::domain::sequence::TouchAt;
use crate::domain::wire::Moment;

/// What is known of an answer beside what the arguments say; they count more.
#[derive(Debug)]
pub(super) struct Heard {
    /// Where it belongs.
    pub(super) account: AccountId,
    /// What it is.
    pub(super) answer: Answer,
    /// The id of whose it is.
    pub(super) person: Option<String>,
    /// The touch it answers.
    pub(super) touch: Option<TouchAt>,
    /// When it came.
    pub(super) at: Option<Moment>,
    /// The day it names.
    pub(super) until: Option<NaiveDate>,
    /// The address that did not take it.
    pub(super) address: Option<String>,
    /// In their words.
    pub(super) text: String,
}

/// Write it down, and say what followed.
pub(super) fn record(desk: &Desk, open: &mut Open, args: &Args, heard: Heard) -> Result<(), Failure> {
    let id = heard.account.clone();
    let Some(before) = open.plan.account(&id).cloned() else { return Ok(()) };
    let touch = args.touch.as_deref().map(|touch| find::touch(&before, touch)).transpose()?.or(heard.touch);
    let by = open.me();
    let label = heard.answer.to_string();
    let is_later = heard.answer == Answer::ContactLater && !args.revisit;
    let ((recorded, until), after) = open.edit(&id, &label, |account, context| {
        let reply = Reply { touch, by, ..meant(args, heard, touch, account, context)? };
        Ok((reply::record(account, &reply, &context.world())?, reply.until))
    })?;
    let today = open.world().today;
    let far = until.filter(|day| is_later && reply::is_far(*day, today));
    let offer = far.map(|day| {
        format!("{} is far ahead; with --revisit the account is taken up again then", dates::short(day, today))
    });
    let entry = after.log.last().map(|entry| entry.id.clone());
    let mut did = Did::new(&before, &after, label).say(recorded.told()).say_made();
    for told in offer.into_iter().chain(asked(&recorded)) {
        did = did.say(told);
    }
    did.with("id", entry)
        .with("person", recorded.person.clone())
        .with("touch", recorded.touch.and_then(|at| after.touch(at)).map(|touch| touch.id.clone()))
        .with("held", recorded.held)
        .with("cancelled", recorded.cancelled)
        .with(
            "asks",
            json!({
                "next_step": recorded.asks_next_step,
                "date": recorded.asks_date_of.is_some(),
                "revisit": recorded.asks_revisit,
            }),
        )
        .tell(desk, open, &[])
}

/// The answer as the arguments and what was heard tell it.
fn meant(
    args: &Args,
    heard: Heard,
    touch: Option<TouchAt>,
    account: &Account,
    context: &Context,
) -> Result<Reply, Invalid> {
    let when = match (&args.on, heard.at) {
        (None, Some(at)) => at,
        (on, _) => context.when(on.as_deref())?,
    };
    let of_touch = touch.and_then(|at| account.touch(at)?.person.clone());
    let named = args.person.as_deref().map(|name| whose(name, context)).transpose()?;
    let (named, newcomer) = match named {
        Some(Whose::Known(id)) => (Some(id), None),
        Some(Whose::New(person)) => (None, Some(*person)),
        None => (heard.person, None),
    };
    let only = || account.people.first().filter(|_| account.people.len() == 1).map(|person| person.id.clone());
    let meeting = args.at.as_ref().map(|text| {
        let at = dates::parse_moment(text, &context.reading(None), context.zone())?;
        Ok::<_, Invalid>(Meeting { at: Some(at), ..Meeting::default() })
    });
    let referred_to = args.to.as_ref().map(|line| {
        Ok::<_, Invalid>(match Whose::read(line, context)? {
            Whose::Known(id) => account.person(&id).cloned().unwrap_or_default(),
            Whose::New(person) => *person,
        })
    });
    // A call may be promised for a time of the day.
    let until = args.until.as_ref().map(|text| dates::parse_moment(text, &context.reading(None), context.zone()));
    let until = until.transpose()?;
    Ok(Reply {
        person: named.or_else(|| of_touch.or_else(only).filter(|_| newcomer.is_none())),
        newcomer,
        until: until.map(|at| at.day()).or(heard.until),
        time: until.and_then(|at| at.time()),
        address: heard.address,
        revisit: args.revisit,
        retarget: args.retarget,
        step: args.next.as_deref().map(|line| line::next_step(line, context)).transpose()?,
        meeting: meeting.transpose()?,
        referred_to: referred_to.transpose()?,
        hold_everyone: !args.only,
        text: if args.text.is_empty() { heard.text } else { args.text.clone() },
        ..Reply::new(heard.answer, when)
    })
}

/// A name that nobody here has is somebody new, unless it was only mistyped.
pub(super) fn whose(line: &str, context: &Context) -> Result<Whose, Invalid> {
    let read = Whose::read(line, context)?;
    if let Whose::New(person) = &read
        && let Some(near) = fields::nearly(&person.name.to_lowercase(), &context.account.people)
    {
        return Err(Invalid(format!("nobody here is called “{}”; did you mean {near}?", person.name)));
    }
    Ok(read)
}

/// What the screen would ask for now.
fn asked(recorded: &Recorded) -> Option<String> {
    if recorded.asks_next_step {
        Some("no next step is agreed yet; --next says it".to_owned())
    } else if recorded.asks_date_of.is_some() {
        Some("the next step has no date yet".to_owned())
    } else if recorded.asks_revisit {
        Some("nobody is left to write to; “set ACCOUNT revisit DATE” says when to take it up again".to_owned())
    } else {
        None
    }
}
