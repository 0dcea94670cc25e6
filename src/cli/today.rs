//! `inroad today`: what is due.

use serde_json::{Value as Json, json};

use super::desk::no_accounts;
use super::{Desk, Failure, Open, find, out};
use crate::domain::agenda::{self, Item, Kind, Subject};
use crate::domain::away;
use crate::domain::plan::FileKey;
use crate::domain::settings::Settings;
use crate::domain::words::Vocabulary as _;
use crate::exchange::export::json as exported;
use crate::store::folder::Count;

/// So far ahead is looked.
const MOST_DAYS: u32 = 400;

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad today
  inroad today --days 5 --json
  inroad today --mine               in a team: what is mine or nobody's
  inroad today --count              7 due, 2 overdue")]
pub(super) struct Args {
    /// With so many working days ahead.
    #[arg(long, default_value_t = 0, value_name = "N", allow_negative_numbers = true, value_parser = days)]
    days: u32,
    /// Only what is mine to do, or nobody's.
    #[arg(long)]
    mine: bool,
    /// One line for a shell prompt.
    #[arg(long)]
    count: bool,
}

fn days(text: &str) -> Result<u32, String> {
    text.parse().map(|days: u32| days.min(MOST_DAYS)).map_err(|_| "days ahead are counted from 0".to_owned())
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    if args.count {
        return count(desk, args.mine);
    }
    let open = desk.open()?;
    let today = open.world().today;
    let mut items = agenda::agenda(&open.plan, today, args.days);
    if args.mine {
        let me = myself(&open.plan.settings, desk)?;
        items.retain(|item| open.plan.account(&item.account).is_some_and(|account| item.is_mine(account, me)));
    }
    if desk.json {
        let touches: Vec<Json> = items.iter().filter_map(|item| touch(&open, item)).collect();
        let others: Vec<Json> = items.iter().filter_map(|item| other(&open, item)).collect();
        let problems = exported::problems(&open.plan);
        return out::json(&json!({
            "format": 1, "date": today, "touches": touches, "others": others, "problems": problems,
        }));
    }
    open.tell_flawed_accounts();
    let rows: Vec<Vec<String>> = items.iter().map(|item| row(&open, item)).collect();
    out::list(&["kind", "date", "account", "touch", "what", "who"], &rows, "nothing is due")
}

/// A shell asks this at every prompt: the accounts are not read where it is known what they ask for.
fn count(desk: &Desk, is_mine: bool) -> Result<(), Failure> {
    let today = desk.clock.now().date_naive();
    let mut folder = desk.only_folder()?;
    let plan = if is_mine { folder.reload(&FileKey::Settings).plan } else { None }.unwrap_or_default();
    let me = if is_mine { Some(myself(&plan.settings, desk)?) } else { None };
    let Count { overdue, due, problems } = folder.counts(today, me);
    if let Some(why) = no_accounts(&problems) {
        return Err(why);
    }
    if desk.json {
        let problems = exported::problems_of(problems.iter());
        return out::json(&json!({
            "format": 1, "date": today, "due": due, "overdue": overdue, "problems": problems,
        }));
    }
    out::problems(&problems);
    out::line(&format!("{due} due, {overdue} overdue"))
}

/// The member who asks.
fn myself<'s>(settings: &'s Settings, desk: &Desk) -> Result<&'s str, Failure> {
    let me = away::myself(settings, desk.personal.config.me.as_deref());
    Ok(me?.id.as_str())
}

fn touch(open: &Open, item: &Item) -> Option<Json> {
    let Subject::Touch(at) = item.subject else { return None };
    let account = open.plan.account(&item.account)?;
    let sequence = account.sequences.get(at.sequence)?;
    let touch = sequence.touches.get(at.touch)?;
    Some(json!({
        "account": item.account.as_ref(),
        "name": account.name,
        "sequence": sequence.id,
        "id": touch.id,
        "n": at.touch + 1,
        "channel": touch.channel_word(),
        "person": touch.person,
        "purpose": touch.purpose.word(),
        "due": item.on,
        "overdue": item.kind == Kind::Overdue,
        "kind": item.kind.label(),
    }))
}

fn other(open: &Open, item: &Item) -> Option<Json> {
    if matches!(item.subject, Subject::Touch(_)) {
        return None;
    }
    let what = row(open, item);
    Some(json!({
        "account": item.account.as_ref(),
        "name": item.name.as_ref(),
        "kind": item.kind.label(),
        "on": item.on,
        "what": what[4],
    }))
}

/// With the account and the touch as other commands take them.
fn row(open: &Open, item: &Item) -> Vec<String> {
    let account = open.plan.account(&item.account).cloned().unwrap_or_default();
    let name = |id: Option<&str>| account.person_of(id).map(|person| person.name.clone()).unwrap_or_default();
    let (what, who) = match item.subject {
        Subject::Touch(at) => {
            let touch = account.touch(at);
            let what = touch.map(|touch| format!("{} {}", touch.channel_word(), touch.purpose.word()));
            (what, name(touch.and_then(|touch| touch.person.as_deref())))
        }
        Subject::Meeting(i) => {
            let meeting = account.meetings.get(i);
            let with: Vec<String> = meeting.into_iter().flat_map(|m| &m.with).map(|id| name(Some(id))).collect();
            (meeting.map(|meeting| format!("meeting: {}", meeting.objective)), with.join(", "))
        }
        Subject::NextStep(i) => {
            let step = account.next_steps.get(i);
            (step.map(|step| step.what.clone()), name(step.and_then(|step| step.person.as_deref())))
        }
        Subject::Log(i) => {
            let entry = account.log.get(i);
            (entry.map(|entry| entry.text.clone()), name(entry.and_then(|entry| entry.person.as_deref())))
        }
        Subject::Account => (Some(account.stage_label()), String::new()),
    };
    let on = item.on.map(|day| day.to_string()).unwrap_or_default();
    let touch = match item.subject {
        Subject::Touch(at) => find::touch_named(at),
        _ => String::new(),
    };
    vec![item.kind.label().to_owned(), on, item.account.to_string(), touch, what.unwrap_or_default(), who]
}
