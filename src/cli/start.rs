//! `inroad start`: begin a sequence from a playbook.

use std::collections::BTreeMap;

use super::{Desk, Failure, find, out};
use crate::domain::{dates, fields, schedule, start};

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad start primo --to first=Dana --to second=Lee
  inroad start primo --playbook trigger-sprint-9 --on mon --to first=Dana")]
pub(super) struct Args {
    /// The account.
    account: String,
    /// Which playbook.
    #[arg(long, value_name = "ID", default_value = "account-entry-10")]
    playbook: String,
    /// The first day, in date words.
    #[arg(long, value_name = "DATE", default_value = "today")]
    on: String,
    /// Who fills a role; an unfilled role stays open.
    #[arg(long, value_name = "ROLE=PERSON")]
    to: Vec<String>,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let id = find::account(&open.plan, &args.account)?;
    let Some(playbook) = open.plan.playbook(&args.playbook).cloned() else {
        let known = open.plan.playbooks.iter().map(|each| each.id.as_str()).collect::<Vec<_>>().join(", ");
        return Err(Failure::usage(format!("there is no playbook “{}”; there is {known}", args.playbook)));
    };
    let ((at, unfilled), account) = open.edit(&id, &format!("{} begun", playbook.name), |account, context| {
        let day = dates::parse(&args.on, &context.reading(None))?;
        let mut roles = BTreeMap::new();
        for pair in &args.to {
            let (role, name) = pair
                .split_once('=')
                .ok_or_else(|| fields::Invalid(format!("“{pair}” names no role; it reads like first=Dana")))?;
            if !playbook.roles.iter().any(|known| known == role) {
                let known = playbook.roles.join(", ");
                return Err(fields::Invalid(format!("{} has no role “{role}”; it has {known}", playbook.id)));
            }
            if let Some(person) = fields::person(name, context)? {
                roles.insert(role.to_owned(), person);
            }
        }
        Ok(start::start(account, &playbook, day, &roles, context.now))
    })?;
    for role in unfilled {
        out::note(&format!("nobody fills the role “{role}” yet"));
    }
    let first = schedule::due(&account, crate::domain::sequence::TouchAt { sequence: at, touch: 0 }, &open.world());
    let from = first.day().map(|day| day.to_string()).unwrap_or_default();
    out::line(&format!("{}\t{}\t{} touches\t{from}", account.id, playbook.id, playbook.touches.len()))
}
