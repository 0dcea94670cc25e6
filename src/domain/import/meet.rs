//! Somebody comes onto an account, and may be there already: who is the same as whom is what an import goes by, and so is
//! what becomes of what both say. Nothing that is there is changed or taken away.

use super::fill::{self, Differs, Filled, Told};
use super::known::Known;
use super::subject::{Home, Now, Subject, Worker};
use crate::domain::account::Account;
use crate::domain::id;
use crate::domain::people::Person;

/// Who of an account somebody is, by their place: by profile, else e-mail, else by name where they work there.
pub(crate) fn meant(account: &Account, person: &Person, works_there: bool) -> Option<usize> {
    const THERE: usize = 1;
    const ELSEWHERE: usize = 2;
    let there = account.people.iter().enumerate().map(|(n, there)| {
        let home = Home::Account(account.id.clone(), n);
        let (now, company, is_locked, is_on_account) = (Now::Is(there), THERE, false, true);
        Subject { home, now, company, by_name_alone: 0, called: None, is_locked, is_on_account }
    });
    let known = Known::of(there.collect());
    let company = if works_there { THERE } else { ELSEWHERE };
    let rows = [Worker { person, company, called: "", has_no_site: false }];
    let by_key = known.by_key(&rows, |_| true).or_else(|| known.by_email(&rows, |_| true));
    by_key.or_else(|| known.by_name([&rows, &[]], |_| true))
}

/// One of two that are the same takes what the other adds. Says what that is, and what is said otherwise.
pub(crate) fn join(have: &mut Person, other: &Person) -> (Vec<Filled>, Vec<Differs>) {
    let mut told = Told::default();
    fill::compare(have, other, &mut told);
    fill::fill(have, other);
    (told.filled, told.differs)
}

/// Put somebody on an account under an id that is free there; says it. Whom they refer to by id was somebody else's.
pub(crate) fn settle(account: &mut Account, mut person: Person) -> String {
    let base = if person.id.is_empty() { person.name.clone() } else { person.id.clone() };
    person.id = id::slug(&base, |id| account.person(id).is_some());
    (person.reports_to, person.referred_by) = (None, None);
    let id = person.id.clone();
    account.people.push(person);
    id
}
