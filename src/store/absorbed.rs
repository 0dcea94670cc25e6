//! Two people of an account have become one. What the one who goes had in the file beside what is known, keys that somebody
//! wrote by hand, is in no value; here it goes along, so that a merge loses nothing of it. What the one who stays says
//! otherwise under the same key stays, and the other's comes beside it under a name of its own.

use serde::de::DeserializeOwned;
use toml::{Table as Tree, Value as Leaf};

use super::{patch, text};
use crate::domain::account::Account;
use crate::domain::people::{Email, Person, Phone};
use crate::domain::range::Away;

/// The text with what stood beside those who have become one with others by this change. Where there is nothing of it, or it
/// can't be put there, the text as it is.
pub(super) fn carried(disk: &str, text: &str, before: &Account, after: &Account) -> String {
    let pairs = pairs(before, after);
    if pairs.is_empty() {
        return text.to_owned();
    }
    let (Ok(old), Ok(new)) = (text::tree(disk), text::tree(text)) else { return text.to_owned() };
    let mut whole = new.clone();
    for (goes, stays) in pairs {
        let is_gone = person_of(&new, goes).is_none();
        if let (Some(from), Some(into), true) = (person_of(&old, goes), person_of_mut(&mut whole, stays), is_gone) {
            take_along(from, into, goes);
        }
    }
    patch::between(text, &new, &whole).unwrap_or_else(|_| text.to_owned())
}

/// Who has become one with whom by this change: the ids of who goes and who stays.
pub(super) fn pairs<'a>(before: &Account, after: &'a Account) -> Vec<(&'a str, &'a str)> {
    let mut pairs = Vec::new();
    for person in &after.people {
        let was = before.people.iter().find(|each| each.id == person.id);
        let is_known = |id: &String| was.is_some_and(|was| was.absorbed.ids().contains(id));
        let new = person.absorbed.ids().iter().filter(|id| !is_known(id));
        pairs.extend(new.map(|goes| (goes.as_str(), person.id.as_str())));
    }
    pairs
}

fn is_called(leaf: &Leaf, id: &str) -> bool {
    leaf.get("id").and_then(Leaf::as_str) == Some(id)
}

fn person_of<'t>(tree: &'t Tree, id: &str) -> Option<&'t Tree> {
    tree.get("people")?.as_array()?.iter().find(|each| is_called(each, id))?.as_table()
}

fn person_of_mut<'t>(tree: &'t mut Tree, id: &str) -> Option<&'t mut Tree> {
    tree.get_mut("people")?.as_array_mut()?.iter_mut().find(|each| is_called(each, id))?.as_table_mut()
}

/// What nobody knows of a person, and of each of their addresses, numbers and absences.
fn take_along(from: &Tree, into: &mut Tree, goes: &str) {
    put::<Person>(from, into, goes);
    items::<Email>("emails", from, into, goes);
    items::<Phone>("phones", from, into, goes);
    items::<Away>("away", from, into, goes);
}

fn items<T: DeserializeOwned>(key: &str, from: &Tree, into: &mut Tree, goes: &str) {
    let Some(from) = from.get(key).and_then(Leaf::as_array) else { return };
    let Some(into) = into.get_mut(key).and_then(Leaf::as_array_mut) else { return };
    for from in from.iter().filter_map(Leaf::as_table) {
        let same = |each: &&mut Tree| means::<T>(each) == means::<T>(from);
        if let Some(into) = into.iter_mut().filter_map(Leaf::as_table_mut).find(same) {
            put::<T>(from, into, goes);
        }
    }
}

/// Which one it is: an address or a number however it is written, anything else by all that is known of it.
fn means<T: DeserializeOwned>(item: &Tree) -> String {
    match item.get("value").and_then(Leaf::as_str) {
        Some(value) => value.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect(),
        None => {
            let known = item.iter().filter(|(key, _)| is_known::<T>(key));
            known.map(|(key, leaf)| format!("{key}={leaf}")).collect::<Vec<_>>().join("\n")
        }
    }
}

fn put<T: DeserializeOwned>(from: &Tree, into: &mut Tree, goes: &str) {
    for (key, leaf) in from {
        let is_known = is_known::<T>(key);
        if into.get(key) == Some(leaf) || (is_known && is_read::<T>(key, leaf)) {
            continue;
        }
        // What could not be understood is no value of the one who stays.
        let mut name = if is_known { format!("{key}_of_{goes}") } else { key.clone() };
        while into.contains_key(&name) {
            name = format!("{name}_of_{goes}");
        }
        into.insert(name, leaf.clone());
    }
}

/// Whether a type has a field of that name: then no fraction can stand there.
fn is_known<T: DeserializeOwned>(key: &str) -> bool {
    !is_read::<T>(key, &Leaf::Float(0.5))
}

fn is_read<T: DeserializeOwned>(key: &str, leaf: &Leaf) -> bool {
    T::deserialize(Leaf::Table(Tree::from_iter([(key.to_owned(), leaf.clone())]))).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_a_person_is_known_and_nothing_else() {
        let known = |key: &str| is_known::<Person>(key);
        for key in [
            "id",
            "name",
            "title",
            "department",
            "influence",
            "support",
            "reports_to",
            "emails",
            "phones",
            "linkedin",
            "connected_on",
            "timezone",
            "away",
            "referred_by",
            "do_not_contact",
            "ids",
            "priorities",
            "notes",
        ] {
            assert!(known(key), "{key}");
        }
        assert!(!known("pronouns") && !known("absorbed") && !known("?"));
        assert!(is_known::<Email>("value") && is_known::<Email>("bad") && !is_known::<Email>("note"));
        assert!(is_known::<Phone>("kind") && is_known::<Away>("from") && is_known::<Away>("to"));
    }

    #[test]
    fn what_nobody_knows_goes_along_and_is_never_written_over() {
        let disk = r#"
[[people]]
id = "d-cole"
connected_on = 2026-06-15
influence = "economic"
ids = { hubspot = 55 }
pronouns = "she"
own = "precious"
emails = [{ value = "DC@primo.example", note = "weekend" }, { value = "d@primo.example", note = "office", seen = 2 }]
phones = [{ value = "+1 312 555", bad = 2026-11-01, label = "desk" }]
away = [{ from = 2026-12-01, to = 2026-12-03, city = "Oslo" }]

[[people]]
id = "dana-cole" # stays
own = "hers"
emails = [{ value = "d@primo.example", note = "home" }]
"#;
        let text = r#"
[[people]]
id = "dana-cole" # stays
own = "hers"
emails = [{ value = "d@primo.example", note = "home" }, { value = "DC@primo.example" }]
phones = [{ value = "+1 312 555" }]
away = [{ from = 2026-12-01, to = 2026-12-03 }]
"#;
        let person = |absorbed: &[&str]| {
            let mut person = Person { id: "dana-cole".into(), ..Person::default() };
            for id in absorbed {
                person.absorbed.add(&Person { id: (*id).into(), ..Person::default() });
            }
            Account { people: vec![person], ..Account::default() }
        };
        let after = carried(disk, text, &person(&[]), &person(&["d-cole"]));
        let want = r#"
[[people]]
id = "dana-cole" # stays
own = "hers"
emails = [{ value = "d@primo.example", note = "home", note_of_d-cole = "office", seen = 2 }, { value = "DC@primo.example", note = "weekend" }]
phones = [{ value = "+1 312 555", label = "desk" }]
away = [{ from = 2026-12-01, to = 2026-12-03, city = "Oslo" }]
pronouns = "she"
ids_of_d-cole = { hubspot = 55 }
own_of_d-cole = "precious"
"#;
        let sorted = |text: &str| text::tree(text).unwrap();
        assert_eq!(sorted(&after), sorted(want), "{after}");
        assert!(after.contains("# stays"), "{after}");
        // What was carried before is not carried again, and who is still there keeps what is theirs.
        assert_eq!(carried(disk, text, &person(&["d-cole"]), &person(&["d-cole"])), text);
        assert_eq!(carried(disk, disk, &person(&[]), &person(&["d-cole"])), disk);
    }
}
