//! Which of our own letters it answers, as far as it names one that tells its touch (`domain/message_id.rs`). A name is
//! only a claim, which anybody can write: it counts for what the plan says is so, and never says who wrote.

use mail_parser::Message;

use super::{Mail, header, report};
use crate::domain::account::AccountId;
use crate::domain::message_id::{self, Named};
use crate::domain::plan::Plan;
use crate::domain::sequence::TouchAt;

/// The most names that are looked at.
const MOST: usize = 200;

/// The touches that are named: first what it answers itself, then back through what that belongs to. A report names the
/// letter that it brings back.
pub(super) fn read(message: &Message) -> Vec<Named> {
    let ours = report::of_ours(message, |ours| {
        let names = names(ours, "Message-ID").into_iter().chain(names(ours, "References").into_iter().rev());
        Some(names.collect::<Vec<_>>())
    });
    let mut all = names(message, "In-Reply-To");
    all.extend(names(message, "References").into_iter().rev());
    all.extend(ours.unwrap_or_default());
    let mut named: Vec<Named> = Vec::new();
    for id in all.iter().take(MOST).filter_map(|id| message_id::read(id)) {
        if !named.contains(&id) {
            named.push(id);
        }
    }
    named
}

fn names(message: &Message, of: &'static str) -> Vec<String> {
    let value = header(message, of).unwrap_or_default();
    let between = value.split('<').skip(1).filter_map(|rest| rest.split_once('>'));
    let mut names: Vec<String> = between.map(|(id, _)| id.chars().filter(|c| !c.is_whitespace()).collect()).collect();
    // The last ones are the nearest.
    names.split_off(names.len().saturating_sub(MOST))
}

/// The account and the touch that the letter names, if they are there and the touch was done.
pub(in crate::cli::answer) fn touch_named(
    plan: &Plan,
    mail: &Mail,
    within: Option<&AccountId>,
) -> Option<(AccountId, TouchAt)> {
    mail.answers.iter().find_map(|named| {
        let id: AccountId = named.account.as_str().into();
        let account = plan.account(&id).filter(|_| within.is_none_or(|within| *within == id))?;
        named.touch(account).map(|at| (id, at))
    })
}
