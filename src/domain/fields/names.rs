//! What items are called, whatever their kind, so that they are found again after the account has changed, and by who
//! types their name.

use super::parts;
use super::place::{Place, follow_item, ids_of, item_name, item_named, specs};
use super::{Fields as _, Invalid};
use crate::domain::account::Account;
use crate::domain::near;

/// The name of an item, good as long as the account has it: its list and its id, `people.dana-cole`; without an id where
/// it stands. Empty for the account itself.
pub fn name(account: &Account, place: Place) -> String {
    parts::part_name(account, place).unwrap_or_else(|| item_name(account, place))
}

/// The item of that name.
pub fn named(account: &Account, name: &str) -> Option<Place> {
    item_named(account, name).or_else(|| parts::part_named(account, name))
}

impl Place {
    /// Where the item stands after the account has changed; nothing if it is gone. One without an id is where it was.
    pub fn follow(self, was: &Account, is: &Account) -> Option<Self> {
        match self {
            Self::Question(_) | Self::Objection(_) => parts::follow_part(self, was, is),
            _ => follow_item(self, was, is),
        }
    }

    /// Where the item stands that was called so when it stood here; nothing if it is gone. One that had no id then is
    /// still here.
    pub fn still(self, called: &str, account: &Account) -> Option<Self> {
        let had_an_id = called.contains('.');
        let is_there = || ids_of(account).into_iter().any(|(_, place, _)| place == self);
        named(account, called).or_else(|| (!had_an_id && is_there()).then_some(self))
    }
}

/// What `inroad set ACCOUNT KEY` means: a field of the account (`entry_point.unit`), or of an item by its id
/// (`people.dana-cole.influence`, `touches.k7qd.subject`).
pub fn locate<'k>(account: &Account, key: &'k str) -> Result<(Place, &'k str), Invalid> {
    if Account::FIELDS.iter().any(|field| field.key == key) {
        return Ok((Place::Account, key));
    }
    let items = ids_of(account);
    let found = items.iter().find_map(|(collection, place, id)| {
        let rest = key.strip_prefix(collection)?.strip_prefix('.')?.strip_prefix(id)?.strip_prefix('.')?;
        (!id.is_empty()).then_some((*place, rest))
    });
    // A question or an objection, as `add` has named it.
    let part = || key.rsplit_once('.').and_then(|(part, field)| Some((parts::part_named(account, part)?, field)));
    part().or(found).ok_or_else(|| Invalid(unknown(account, &items, key)))
}

/// As far as a key is right: an item without a field, a list without an item, nothing at all.
fn unknown(account: &Account, items: &[(&str, Place, &str)], key: &str) -> String {
    let fields = |place: Place| specs(account, place).iter().map(|spec| spec.key).collect::<Vec<_>>().join(", ");
    if let Some((.., place, _)) = items.iter().find(|(list, _, id)| key == format!("{list}.{id}")) {
        return format!("“{key}” is an item; say {key}.FIELD, where there is {}", fields(*place));
    }
    let of_list = |list: &str| key == list || key.strip_prefix(list).is_some_and(|rest| rest.starts_with('.'));
    let (lists, ids): (Vec<&str>, Vec<&str>) =
        items.iter().filter(|(list, ..)| of_list(list)).map(|(list, _, id)| (*list, *id)).unzip();
    match lists.first() {
        Some(list) => {
            let rest = key.strip_prefix(list).unwrap_or_default().trim_start_matches('.');
            let meant = near::meant(rest.split('.').next().unwrap_or_default(), ids.iter().copied());
            format!("there is no “{key}”{meant}; say {list}.ID.FIELD, where there is {}", ids.join(", "))
        }
        None => format!(
            "there is no field “{key}”{}; of the account there is {}; of an item people.ID.FIELD and the like",
            near::meant(key, specs(account, Place::Account).iter().map(|spec| spec.key)),
            fields(Place::Account)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::meeting::{Meeting, PartAt, Question};

    #[test]
    fn a_question_is_followed_by_what_it_says_and_named_by_where_it_stands() {
        let question = |text: &str| Question { text: text.into(), ..Question::default() };
        let meeting = |id: &str, texts: &[&str]| Meeting {
            id: id.into(),
            questions: texts.iter().map(|text| question(text)).collect(),
            ..Meeting::default()
        };
        let was = Account { meetings: vec![meeting("g5t0", &["one", "two"])], ..Account::default() };
        let is = Account { meetings: vec![meeting("a1b2", &[]), meeting("g5t0", &["two", "three"])], ..was.clone() };
        let at = |meeting, part| Place::Question(PartAt { meeting, part });
        assert_eq!(at(0, 1).follow(&was, &is), Some(at(1, 0)), "it was moved, and another meeting stands before");
        assert_eq!(at(0, 0).follow(&was, &is), Some(at(1, 0)), "it is gone: whatever stands there");
        let called = name(&was, at(0, 1));
        assert!(called.starts_with("meetings.g5t0.questions.1."), "{called}");
        assert_eq!(named(&was, &called), Some(at(0, 1)));
        assert_eq!(named(&is, &called), Some(at(1, 0)), "what it says is what it is");
        assert_eq!(named(&is, &name(&was, at(0, 0))), None, "and never another");
        assert_eq!(at(0, 1).follow(&was, &Account::default()), None);
    }
}
