//! Finding what is named on the command line: by id, by exact name, by an unambiguous beginning; otherwise the nearest
//! name is offered.

use super::Failure;
use crate::domain::account::{Account, AccountId};
use crate::domain::plan::Plan;
use crate::domain::sequence::TouchAt;

/// The account that is meant.
pub(super) fn account(plan: &Plan, named: &str) -> Result<AccountId, Failure> {
    if let Some(account) = plan.account(named) {
        return Ok(account.id.clone());
    }
    let lower = named.to_lowercase();
    let fits = |fit: &dyn Fn(&Account) -> bool| -> Vec<AccountId> {
        plan.all().filter(|account| fit(account)).map(|account| account.id.clone()).collect()
    };
    for found in [
        fits(&|account| account.name.to_lowercase() == lower),
        fits(&|account| account.id.starts_with(&lower) || account.name.to_lowercase().starts_with(&lower)),
    ] {
        match found.as_slice() {
            [] => {}
            [only] => return Ok(only.clone()),
            several => {
                let ids = several.iter().take(6).map(AsRef::as_ref).collect::<Vec<&str>>().join(", ");
                return Err(Failure::usage(format!("“{named}” could be {ids}")));
            }
        }
    }
    let near = plan.all().min_by_key(|account| distance(&account.id, &lower));
    let near = near.filter(|account| distance(&account.id, &lower) <= 1 + lower.chars().count() / 3);
    let meant = near.map_or_else(String::new, |account| format!("; did you mean {}?", account.id));
    Err(Failure::usage(format!("there is no account “{named}”{meant}")))
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
    let nothing = || Failure::usage(format!("{} has no touch “{named}”; say its number or its id", account.name));
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
            let running: Vec<usize> =
                (0..account.sequences.len()).filter(|i| account.sequences[*i].ended.is_none()).collect();
            match running.as_slice() {
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

/// How many letters lie between two words.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let next = (diagonal + usize::from(x != *y)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], next);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn words_are_as_far_apart_as_letters_differ() {
        for (a, b, want) in
            [("primo", "primo", 0), ("primo", "prima", 1), ("primo", "pimo", 1), ("", "abc", 3), ("ab", "ba", 2)]
        {
            assert_eq!(distance(a, b), want, "{a} {b}");
        }
    }
}
