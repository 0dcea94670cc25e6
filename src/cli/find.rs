//! Finding what is named on the command line: by id, by exact name, by an unambiguous beginning; otherwise the nearest
//! name is offered.

use super::Failure;
use crate::domain::account::{Account, AccountId};
use crate::domain::called;
use crate::domain::fields::{self, Context};
use crate::domain::near;
use crate::domain::plan::{Entry, Plan};
use crate::domain::sequence::TouchAt;

/// The account that is meant.
pub(super) fn account(plan: &Plan, named: &str) -> Result<AccountId, Failure> {
    if let Some(account) = plan.account(named) {
        return Ok(account.id.clone());
    }
    among(|| plan.all().map(AsRef::as_ref), named, "no account").map_err(|failure| {
        // What could be several of the plan is none of the archive.
        let is_none = !plan.all().any(|account| begins(account, &named.to_lowercase()));
        Failure { named: is_none.then(|| named.to_owned()), ..failure }
    })
}

fn begins(account: &Account, lower: &str) -> bool {
    account.id.starts_with(lower) || account.name.to_lowercase().starts_with(lower)
}

/// The account of the archive that is meant.
pub(super) fn archived<'e>(archived: &'e [Entry], named: &str) -> Result<&'e Entry, Failure> {
    let by_id = |id: &str| archived.iter().find(|entry| entry.account.id.as_ref() == id);
    if let Some(entry) = by_id(named) {
        return Ok(entry);
    }
    let id = among(|| archived.iter().map(|entry| entry.account.as_ref()), named, "nothing in the archive called")?;
    by_id(&id).ok_or_else(|| Failure::failed(format!("{id} is not in the archive")))
}

/// By exact name, else by the beginning of an id or a name.
fn among<'a, I: Iterator<Item = &'a Account>>(
    all: impl Fn() -> I,
    named: &str,
    none: &str,
) -> Result<AccountId, Failure> {
    let lower = named.to_lowercase();
    let fits = |fit: &dyn Fn(&Account) -> bool| -> Vec<AccountId> {
        all().filter(|account| fit(account)).map(|account| account.id.clone()).collect()
    };
    let called = |ids: &[AccountId]| called::accounts_meant(all().filter(|account| ids.contains(&account.id)));
    for found in [fits(&|account| account.name.to_lowercase() == lower), fits(&|account| begins(account, &lower))] {
        match found.as_slice() {
            [] => {}
            [only] => return Ok(only.clone()),
            several => {
                return Err(Failure::usage(format!("“{named}” could be {}", called(several))));
            }
        }
    }
    let meant = near::meant(&lower, all().map(|account| account.id.as_ref()));
    Err(Failure::usage(format!("there is {none} “{named}”{meant}")))
}

/// The person who is meant: by id, by name, or by an unambiguous beginning of either. Says where they stand.
pub(super) fn person(account: &Account, named: &str, context: &Context) -> Result<usize, Failure> {
    let id = fields::person(named, context)?.ok_or_else(|| Failure::usage("say who is meant"))?;
    let nobody = || Failure::usage(format!("“{named}” has no id yet; edit that person once and they get one"));
    account.people.iter().position(|person| person.id == id && !id.is_empty()).ok_or_else(nobody)
}

/// How a touch is named so that [`touch`] finds it, whatever runs beside it.
pub(super) fn touch_named(at: TouchAt) -> String {
    format!("{}:{}", at.sequence + 1, at.touch + 1)
}

/// The touch that is meant: its id, its number, or `SEQUENCE:NUMBER` when several sequences run.
pub(super) fn touch(account: &Account, named: &str) -> Result<TouchAt, Failure> {
    let places = account.sequences.iter().enumerate().flat_map(|(sequence, each)| {
        each.touches.iter().enumerate().map(move |(touch, each)| (TouchAt { sequence, touch }, each))
    });
    if let Some((at, _)) = places.clone().find(|(_, touch)| touch.id == named && !named.is_empty()) {
        return Ok(at);
    }
    let number = |text: &str| text.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    let nothing = || {
        let meant = near::meant(named, account.touches().map(|(_, touch)| touch.id.as_str()));
        Failure::usage(format!("{} has no touch “{named}”{meant}; say its number or its id", account.name))
    };
    let at = match named.split_once(':') {
        Some((sequence, n)) => {
            let by_id = account.sequences.iter().position(|each| each.id == sequence);
            TouchAt {
                sequence: by_id.or_else(|| number(sequence)).ok_or_else(nothing)?,
                touch: number(n).ok_or_else(nothing)?,
            }
        }
        None => {
            let touch = number(named).ok_or_else(nothing)?;
            match running(account).as_slice() {
                [only] => TouchAt { sequence: *only, touch },
                [] => return Err(Failure::usage(format!("no sequence runs at {}", account.name))),
                several => {
                    let told: Vec<String> = several.iter().map(|i| format!("{}:{named}", i + 1)).collect();
                    return Err(Failure::usage(format!("several sequences run; say {}", told.join(" or "))));
                }
            }
        }
    };
    places.map(|(at, _)| at).find(|each| *each == at).ok_or_else(nothing)
}

/// The meeting that is meant: its id, or its number.
pub(super) fn meeting(account: &Account, named: &str) -> Result<usize, Failure> {
    let by_id = account.meetings.iter().position(|each| each.id == named && !named.is_empty());
    let by_number = || named.parse::<usize>().ok()?.checked_sub(1).filter(|at| *at < account.meetings.len());
    by_id.or_else(by_number).ok_or_else(|| {
        let count = account.meetings.len();
        Failure::usage(format!("{} has no meeting “{named}”; say its id or its number, of {count}", account.name))
    })
}

/// The sequence that is meant: its id, its number, or the only one that has not ended.
pub(super) fn sequence(account: &Account, named: Option<&str>) -> Result<usize, Failure> {
    let Some(named) = named else {
        return match running(account).as_slice() {
            [only] => Ok(*only),
            [] => Err(Failure::usage(format!("no sequence runs at {}", account.name))),
            several => {
                let told: Vec<String> = several.iter().map(|i| (i + 1).to_string()).collect();
                Err(Failure::usage(format!("several sequences run; say {}", told.join(" or "))))
            }
        };
    };
    let by_id = account.sequences.iter().position(|each| each.id == named && !named.is_empty());
    let by_number = || named.parse::<usize>().ok()?.checked_sub(1).filter(|at| *at < account.sequences.len());
    by_id
        .or_else(by_number)
        .ok_or_else(|| Failure::usage(format!("{} has no sequence “{named}”; say its number or its id", account.name)))
}

/// The sequences that have not ended.
pub(super) fn running(account: &Account) -> Vec<usize> {
    (0..account.sequences.len()).filter(|i| account.sequences[*i].ended.is_none()).collect()
}
