//! Items that share an id. Whoever refers to one of them may mean the other, so both stay as they are until somebody
//! has given one another id in the file.

use std::collections::BTreeMap;

use super::account::Account;
use super::fields::{Invalid, Place, ids_of};

/// What an edit may do: anything but change, add or remove items that share an id.
///
/// # Errors
///
/// The list and the id that the edit touched.
pub fn untouched(before: &Account, after: &Account) -> Result<(), Invalid> {
    let twins = shared(before);
    if twins.is_empty() {
        return Ok(());
    }
    let after = by_id(after);
    for ((list, id), items) in twins {
        if after.get(&(list, id)) != Some(&items) {
            return Err(Invalid(sentence(list, id)));
        }
    }
    Ok(())
}

/// Which items share an id, in words; nothing where none do.
pub fn told(account: &Account) -> Option<String> {
    shared(account).keys().next().map(|(list, id)| sentence(list, id))
}

fn sentence(list: &str, id: &str) -> String {
    format!("two items of {list} share the id “{id}”; give one another id in the file first")
}

type ById<'a> = BTreeMap<(&'static str, &'a str), Vec<String>>;

fn shared(account: &Account) -> ById<'_> {
    let mut counts: BTreeMap<(&'static str, &str), usize> = BTreeMap::new();
    for (list, _, id) in ids_of(account).into_iter().filter(|(.., id)| !id.is_empty()) {
        *counts.entry((list, id)).or_default() += 1;
    }
    if counts.values().all(|count| *count == 1) {
        return BTreeMap::new();
    }
    let mut items = by_id(account);
    items.retain(|at, _| counts.get(at).is_some_and(|count| *count > 1));
    items
}

fn by_id(account: &Account) -> ById<'_> {
    let mut all = ById::new();
    for (list, place, id) in ids_of(account) {
        all.entry((list, id)).or_default().push(contents(account, place));
    }
    all
}

/// The item with all that it says.
fn contents(account: &Account, place: Place) -> String {
    fn of(item: Option<&impl std::fmt::Debug>) -> String {
        item.map(|item| format!("{item:?}")).unwrap_or_default()
    }
    match place {
        // Parts of a plan have no ids to share.
        Place::Account | Place::Question(_) | Place::Objection(_) => String::new(),
        Place::Candidate(i) => of(account.entry_point.candidates.get(i)),
        Place::Person(i) => of(account.people.get(i)),
        Place::Finding(i) => of(account.research.get(i)),
        Place::Sequence(i) => of(account.sequences.get(i)),
        Place::Touch(at) => of(account.touch(at)),
        Place::Meeting(i) => of(account.meetings.get(i)),
        Place::NextStep(i) => of(account.next_steps.get(i)),
        Place::Opportunity(i) => of(account.opportunities.get(i)),
        Place::Log(i) => of(account.log.get(i)),
        Place::StageChange(i) => of(account.stages.get(i)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::people::Person;

    #[test]
    fn items_that_share_an_id_stay_as_they_are_and_others_may_change() {
        let person = |id: &str, name: &str| Person { id: id.into(), name: name.into(), ..Person::default() };
        let people = vec![person("a", "Ann"), person("a", "Abe"), person("b", "Bob")];
        let before = Account { people, ..Account::default() };
        let with = |change: fn(&mut Account)| {
            let mut after = before.clone();
            change(&mut after);
            untouched(&before, &after).is_ok()
        };
        assert!(with(|account| account.why = "because".into()));
        assert!(with(|account| account.people[2].title = "CEO".into()));
        assert!(with(|account| drop(account.people.remove(2))));
        assert!(!with(|account| account.people[0].title = "CEO".into()));
        assert!(!with(|account| drop(account.people.remove(1))));
    }
}
