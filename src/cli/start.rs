//! `inroad start`: begin a sequence from a playbook.

use std::collections::BTreeMap;

use super::did::Did;
use super::{Desk, Failure, complete, find};
use crate::domain::account::Account;
use crate::domain::sequence::Sequence;
use crate::domain::{dates, fields, near, schedule, start};

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad start primo --to first=Dana --to second=Lee
  inroad start primo --playbook trigger-sprint-9 --on mon --to first=Dana")]
pub(super) struct Args {
    /// The account.
    #[arg(add = complete::accounts())]
    account: String,
    /// Which playbook.
    #[arg(long, value_name = "ID", default_value = "account-entry-10", add = complete::playbooks())]
    playbook: String,
    /// The first day, in date words.
    #[arg(long, value_name = "DATE", default_value = "today", add = complete::days())]
    on: String,
    /// Who fills a role; an unfilled role stays open.
    #[arg(long, value_name = "ROLE=PERSON", add = complete::roles())]
    to: Vec<String>,
    /// Also where a sequence of that playbook runs already.
    #[arg(long)]
    again: bool,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let before = open.to_change(&args.account)?;
    let Some(playbook) = open.plan.playbook(&args.playbook).cloned() else {
        let known: Vec<&str> = open.plan.playbooks.iter().map(|each| each.id.as_str()).collect();
        let meant = near::meant(&args.playbook, known.iter().copied());
        let known = known.join(", ");
        return Err(Failure::usage(format!("there is no playbook “{}”{meant}; there is {known}", args.playbook)));
    };
    open.plan.sound_playbook(&playbook.id).map_err(Failure::failed)?;
    let label = format!("{} begun", playbook.name);
    let ((at, unfilled), account) = open.edit(&before.id, &label, |account, context| {
        let day = dates::parse(&args.on, &context.reading(None))?;
        let mut roles = BTreeMap::new();
        for pair in &args.to {
            let (role, name) = pair
                .split_once('=')
                .ok_or_else(|| fields::Invalid(format!("“{pair}” names no role; it reads like first=Dana")))?;
            if !playbook.roles.iter().any(|known| known == role) {
                let meant = near::meant(role, playbook.roles.iter().map(String::as_str));
                let known = playbook.roles.join(", ");
                return Err(fields::Invalid(format!("{} has no role “{role}”{meant}; it has {known}", playbook.id)));
            }
            if let Some(person) = fields::person(name, context)? {
                roles.insert(role.to_owned(), person);
            }
        }
        match running(account, &playbook.id) {
            Some(running) if !args.again => Err(once_more(account, running)),
            _ => Ok(start::start(account, &playbook, day, &roles, context.now)),
        }
    })?;
    let first = schedule::due(&account, crate::domain::sequence::TouchAt { sequence: at, touch: 0 }, &open.world());
    let from = first.day().map(|day| day.to_string()).unwrap_or_default();
    let count = format!("{} touches", playbook.touches.len());
    let mut did = Did::new(&before, &account, label);
    for role in &unfilled {
        did = did.say(format!("nobody fills the role “{role}” yet"));
    }
    did.with("sequence", account.sequences.get(at).map(|sequence| sequence.id.clone()))
        .with("playbook", playbook.id.as_str())
        .with("touches", playbook.touches.len())
        .with("first", first.day().map(|day| day.to_string()))
        .with("open_roles", unfilled)
        .tell(desk, &open, &[&account.id, &playbook.id, &count, &from])
}

/// The sequence of that playbook that is not over.
fn running<'a>(account: &'a Account, playbook: &str) -> Option<&'a Sequence> {
    let mut running = find::running(account).into_iter().filter_map(|at| account.sequences.get(at));
    running.find(|sequence| sequence.playbook == playbook)
}

/// Repeating a command by mistake is more likely than meaning two.
fn once_more(account: &Account, running: &Sequence) -> fields::Invalid {
    let since = running.start.map(|day| format!(" since {day}")).unwrap_or_default();
    let (name, playbook) = (&account.name, &running.playbook);
    fields::Invalid(format!("{name} runs {playbook}{since} already; with --again a second one begins beside it"))
}
