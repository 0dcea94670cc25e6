//! Resting and going on: a sequence that is paused, a person who is away. What rests is never overdue because of it; the
//! schedule sees to that. Here only the ranges are written down.

use chrono::NaiveDate;

use super::account::Account;
use super::fields::Invalid;
use super::people::Person;
use super::range::{Away, Pause, Stretch};
use super::sequence::Sequence;

/// A sequence that is not over.
fn running(account: &mut Account, at: usize) -> Result<&mut Sequence, Invalid> {
    match account.sequences.get_mut(at) {
        None => Err(Invalid("there is no such sequence".into())),
        Some(sequence) if sequence.ended.is_some() => Err(Invalid(format!("sequence {} has ended", at + 1))),
        Some(sequence) => Ok(sequence),
    }
}

fn person_mut(account: &mut Account, at: usize) -> Result<&mut Person, Invalid> {
    account.people.get_mut(at).ok_or_else(|| Invalid("this person is gone".into()))
}

fn in_order(from: NaiveDate, to: Option<NaiveDate>) -> Result<(), Invalid> {
    match to {
        Some(to) if to < from => Err(Invalid("it can't end before it begins".into())),
        _ => Ok(()),
    }
}

/// Let a sequence rest from a day on, until another or until it is resumed.
///
/// # Errors
///
/// It rests on that day already, or the end lies before the beginning.
pub fn pause(
    account: &mut Account,
    at: usize,
    from: NaiveDate,
    to: Option<NaiveDate>,
    why: &str,
) -> Result<(), Invalid> {
    in_order(from, to)?;
    let sequence = running(account, at)?;
    if sequence.is_paused(from) {
        return Err(Invalid("this sequence rests already".into()));
    }
    sequence.pauses.push(Pause { from: Some(from), to, why: why.trim().to_owned() });
    Ok(())
}

/// Go on with a sequence that rests: its pause ended yesterday.
///
/// # Errors
///
/// It doesn't rest.
pub fn resume(account: &mut Account, at: usize, today: NaiveDate) -> Result<(), Invalid> {
    let sequence = running(account, at)?;
    if !sequence.is_paused(today) {
        return Err(Invalid("this sequence doesn't rest".into()));
    }
    for pause in &mut sequence.pauses {
        if pause.days().is_some_and(|days| days.holds(today)) {
            pause.to = today.pred_opt();
        }
    }
    sequence.pauses.retain(|pause| !never_was(pause.days()));
    Ok(())
}

/// A person is not there from a day on, until another or until they are back; touches to them wait.
///
/// # Errors
///
/// They are away on that day already, or the end lies before the beginning.
pub fn leave(
    account: &mut Account,
    at: usize,
    from: NaiveDate,
    to: Option<NaiveDate>,
    note: &str,
) -> Result<(), Invalid> {
    in_order(from, to)?;
    let person = person_mut(account, at)?;
    if person.is_away(from) {
        return Err(Invalid(format!("{} is away already", person.name)));
    }
    person.away.push(Away { from: Some(from), to, note: note.trim().to_owned() });
    Ok(())
}

/// A person is there again: their absence ended yesterday. Says who it is.
///
/// # Errors
///
/// They are not away.
pub fn back(account: &mut Account, at: usize, today: NaiveDate) -> Result<String, Invalid> {
    let person = person_mut(account, at)?;
    if !person.is_away(today) {
        return Err(Invalid(format!("{} is not away", person.name)));
    }
    for away in person.away.iter_mut() {
        if away.days().is_some_and(|days| days.holds(today)) {
            away.to = today.pred_opt();
        }
    }
    person.away.retain(|away| !never_was(away.days()));
    Ok(person.name.clone())
}

/// What began on the day on which it is ended did not happen.
fn never_was(days: Option<Stretch>) -> bool {
    days.is_some_and(|days| days.to.is_some_and(|to| to < days.from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{account, day};

    #[test]
    fn a_person_leaves_and_comes_back_and_no_day_is_left_that_never_was() {
        let mut primo = account(vec![]);
        let monday = day("2026-11-23");
        leave(&mut primo, 0, monday, None, " ski ").unwrap();
        assert!(primo.people[0].is_away(day("2031-01-01")));
        assert!(leave(&mut primo, 0, day("2026-11-25"), None, "").is_err(), "away already");
        assert!(back(&mut primo, 1, monday).is_err(), "somebody else");
        back(&mut primo, 0, day("2026-11-26")).unwrap();
        assert_eq!(primo.people[0].away[0].to, Some(day("2026-11-25")));
        assert!(leave(&mut primo, 0, monday, Some(day("2026-11-20")), "").is_err(), "backwards");
        leave(&mut primo, 0, day("2026-11-26"), Some(day("2026-12-04")), "").unwrap();
        back(&mut primo, 0, day("2026-11-26")).unwrap();
        assert_eq!(primo.people[0].away.len(), 1, "what began today did not happen");
    }
}
