//! `inroad answer --mail`: what a letter says is recorded as if somebody had told it. It never guesses: where a letter
//! leaves open whose it is or what it means, nothing is written, and it is said what would help.

use std::io::{self, IsTerminal as _, Read as _};
use std::path::Path;

use chrono::NaiveDate;

use super::Args;
use super::mail::{self, Found, Kind, Mail, Report};
use super::record::{self, Heard, record};
use crate::cli::{Desk, Failure, Open, find, out};
use crate::domain::account::{Account, AccountId};
use crate::domain::answer::Answer;
use crate::domain::dates::{self, Reading};
use crate::domain::line::Whose;
use crate::domain::wire::Moment;
use crate::domain::words::Vocabulary as _;
use crate::store::{atomic, refusal};

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let said = args.answer()?;
    let bytes = read(args.mail.as_deref().unwrap_or("-"))?;
    let none = || Failure::failed("this is no email message; give it one as it came, with its headers");
    let mail = mail::read(&bytes).ok_or_else(none)?;
    let mut open = desk.open()?;
    let answer = meaning(&mail, said)?;
    // Whoever is not found may stand in a file that can't be read.
    let found = whose(&open, args, &mail).inspect_err(|_| open.tell_flawed_accounts())?;
    let Some(account) = open.plan.account(&found.account).cloned() else { return Ok(()) };
    let heard = hear(&open, args, &mail, answer, &account, &found)?;
    let name = account.person(&found.person).map_or("", |person| person.name.as_str());
    let at = heard.at.filter(|_| args.on.is_none());
    if mail::is_recorded(&account, &found.person, answer, heard.touch, at, &heard.text) {
        out::note(&format!("this message of {name} at {} is recorded already; nothing has changed", account.name));
        return Ok(());
    }
    let told = told(&account, name, &heard, open.world().today);
    record(desk, &mut open, args, heard)?;
    out::note(&told);
    Ok(())
}

/// The bytes of a file, or of stdin.
fn read(source: &str) -> Result<Vec<u8>, Failure> {
    if source != "-" {
        let path = Path::new(source);
        return atomic::read(path, mail::MOST).map_err(|error| Failure::failed(refusal::told(path, &error)));
    }
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Err(Failure::usage("--mail - reads an email message from stdin; pipe one into it"));
    }
    let mut bytes = Vec::new();
    stdin.lock().take(mail::MOST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > mail::MOST {
        let most = mail::MOST >> 20;
        return Err(Failure::failed(format!("the message is larger than {most} MiB; nothing was recorded")));
    }
    Ok(bytes)
}

/// What the letter means, unless that was said.
fn meaning(mail: &Mail, said: Option<Answer>) -> Result<Answer, Failure> {
    let nothing = |why: &str| Err(Failure::failed(format!("{why}; nothing was recorded")));
    match (said, &mail.kind) {
        (Some(said), _) => Ok(said),
        (None, Kind::Reply) => Ok(Answer::Replied),
        (None, Kind::Away) => Ok(Answer::OutOfOffice),
        (None, Kind::Report(Report::Failed)) => Ok(Answer::Bounced),
        (None, Kind::Report(Report::Delayed)) => nothing("the message is delayed, and may still arrive"),
        (None, Kind::Report(Report::Arrived)) => nothing("the report says that the message arrived"),
        (None, Kind::Report(Report::Unclear)) => {
            nothing("the report does not say whether the message arrived; `--as bounced` says that it did not")
        }
    }
}

/// Whose it is: who was named, else who has the address.
fn whose(open: &Open, args: &Args, mail: &Mail) -> Result<Found, Failure> {
    let within =
        args.account.as_deref().map(|named| Ok::<_, Failure>(open.to_change(named)?.id.clone())).transpose()?;
    match (&within, args.person.as_deref()) {
        (_, None) => answering(open, mail, within.as_ref()),
        (None, Some(_)) => {
            Err(Failure::usage("--person names somebody at an account: inroad answer ACCOUNT --person P --mail -"))
        }
        (Some(id), Some(name)) => named(open, id, name),
    }
}

/// Whose it is by its sender; the touch that it names says at which account, where more than one person has the address.
fn answering(open: &Open, mail: &Mail, within: Option<&AccountId>) -> Result<Found, Failure> {
    let found = mail::person(&open.plan, mail, within);
    let Some((id, touch)) = mail::touch_named(&open.plan, mail, within) else { return found };
    if let Ok(there) = mail::person(&open.plan, mail, Some(&id)) {
        return Ok(there);
    }
    let Some(account) = open.plan.account(&id).filter(|_| found.is_err()) else { return found };
    let touched = account.touch(touch).and_then(|touch| touch.person.clone());
    let Some(person) = touched.and_then(|person| account.person(&person)) else { return found };
    // A report that names nobody is about whom the letter was for; whoever writes from an address that nobody has may be
    // anybody.
    if matches!(mail.kind, Kind::Report(_)) && mail.whose.iter().all(Vec::is_empty) {
        return Ok(Found { account: id, person: person.id.clone(), address: None });
    }
    found.map_err(|failure| {
        let (n, name) = (touch.touch + 1, &person.name);
        let message = format!(
            "{}; it answers touch {n} to {name} at {}, and `inroad answer {id} --person \"{name}\" --mail -` says that they \
             wrote it",
            failure.message, account.name
        );
        Failure { message, ..failure }
    })
}

fn named(open: &Open, id: &AccountId, name: &str) -> Result<Found, Failure> {
    let account = open.plan.account(id).cloned().unwrap_or_default();
    match record::whose(name, &open.context(&account))? {
        Whose::Known(person) => Ok(Found { account: id.clone(), person, address: None }),
        Whose::New(_) => Err(Failure::usage(format!(
            "nobody at {} is called “{name}”; `inroad add {id} person` adds them",
            account.name
        ))),
    }
}

/// What the letter says, as far as the arguments don't.
fn hear(
    open: &Open,
    args: &Args,
    mail: &Mail,
    answer: Answer,
    account: &Account,
    found: &Found,
) -> Result<Heard, Failure> {
    let context = open.context(account);
    // A clock that goes ahead is not believed.
    let date = mail.date.filter(|at| *at <= context.now).map(|at| context.zone().shown(at));
    let day = date.unwrap_or(context.now).date_naive();
    let until =
        if answer == Answer::OutOfOffice && args.until.is_none() { Some(away_until(open, mail, day)?) } else { None };
    let me = open.plan.settings.me(open.config.me.as_deref());
    let named = args.touch.as_deref().map(|touch| find::touch(account, touch)).transpose()?;
    Ok(Heard {
        account: found.account.clone(),
        answer,
        person: Some(found.person.clone()),
        touch: named.or_else(|| mail::touch(account, &found.person, mail, answer, day, me)),
        at: date.map(Moment::from),
        until,
        address: found.address.clone(),
        // What a mail server writes is nobody's words.
        text: if matches!(mail.kind, Kind::Report(_)) { String::new() } else { mail.text.clone() },
    })
}

/// The last day of their absence. One that is over is none: they are not away any more.
fn away_until(open: &Open, mail: &Mail, written: NaiveDate) -> Result<NaiveDate, Failure> {
    let world = open.world();
    let reading = Reading { today: written, calendar: world.calendar, current: None };
    let day = mail::away_until(&format!("{}\n{}", mail.subject, mail.text), &reading);
    day.filter(|day| *day >= world.today).ok_or_else(|| {
        let over = day.map(|day| format!(" ({} is over)", dates::short(day, world.today))).unwrap_or_default();
        Failure::failed(format!(
            "they are out of office, and the message does not say plainly until when{over}; nothing was recorded, \
             `--until DATE` says it"
        ))
    })
}

/// What nobody had to say, so that it can be seen whether it is right.
fn told(account: &Account, name: &str, heard: &Heard, today: NaiveDate) -> String {
    let until = heard.until.map(|day| format!(" until {}", dates::short(day, today))).unwrap_or_default();
    let touch = heard.touch.map(|at| format!(", touch {}", at.touch + 1)).unwrap_or_default();
    format!("{name} at {}: {}{until}{touch}", account.name, heard.answer.label())
}
