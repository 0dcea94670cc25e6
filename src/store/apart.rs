//! What both sides have added under one id without knowing of the other: the same, or two of one name
//! ([`crate::domain::apart`]). Two can't have one id, or a merge would make one of them, field by field. What others have
//! sent has its id everywhere by then, so whoever is here and was added last gets another, and all that refers to them
//! here follows.
//!
//! Texts in, texts out; nothing but ids may differ in them. What has happened before to whoever has another id now is in
//! the journal under the old one; so what is done here is written down there too.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use toml::{Table as Tree, Value as Leaf};
use toml_edit::{DocumentMut, Item, TableLike, Value};

use super::{contacts, read};
use crate::domain::account::Account;
use crate::domain::people::Person;
use crate::domain::plan::FileKey;
use crate::domain::{apart, id, same, synced};

/// The account that a text tells of, as far as it can be read; its id is its file's.
pub fn account_in(text: &str, id: &str) -> Account {
    Account { id: id.into(), ..read::read::<Account>(text).value }
}

/// Whether two files of one name are those of two companies.
pub fn are_two_companies(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|text| read::read::<Account>(text).value);
    apart::are_two_companies(&one, &other)
}

/// People who have other ids now, and the text that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Renamed {
    pub(super) text: String,
    /// The new ids by the old ones.
    pub(super) people: BTreeMap<String, String>,
}

/// The account's text on the disk, where those of its people whom others have added as somebody else have ids of their own.
/// Nothing, if there are none.
pub(super) fn in_account(base: &Tree, theirs: &Tree, disk: &str, said: &Tree) -> Option<Renamed> {
    let (known, their, own) = (people(base), people(theirs), people(said));
    let person = |leaf: &Leaf| toml::from_str::<Person>(&leaf.as_table()?.to_string()).ok();
    let are_two = |id: &&str| {
        let pair = their.get(id).and_then(|leaf| person(leaf)).zip(own.get(id).and_then(|leaf| person(leaf)));
        !known.contains_key(id) && pair.is_some_and(|(theirs, ours)| apart::are_two_people(&theirs, &ours))
    };
    let two: Vec<&str> = own.keys().copied().filter(are_two).collect();
    let taken = known.keys().chain(their.keys()).chain(own.keys()).map(|id| (*id).to_owned()).collect();
    let people = with_free_ids(&two, taken);
    Some(Renamed { text: renamed(disk, &people)?, people })
}

/// One contact as both sides have them: whether that is two.
pub(super) fn are_two_contacts(theirs: &str, disk: &str) -> bool {
    match [theirs, disk].map(|piece| contacts::read(piece).value.people) {
        [theirs, ours] if theirs.len() == 1 && ours.len() == 1 => apart::are_two_contacts(&theirs[0], &ours[0]),
        _ => false,
    }
}

/// What is told of those who have other ids now, a sentence each; the text says who they are.
pub(super) fn told(file: &Path, text: &str, people: &BTreeMap<String, String>) -> Vec<String> {
    if *file == FileKey::Contacts.file() {
        let known = contacts::read(text).value;
        let new = people.values().filter_map(|id| known.get(id));
        return new.map(|each| synced::two_contacts(&each.person.name, &each.person.id)).collect();
    }
    let account = account_in(text, &file.file_stem().unwrap_or_default().to_string_lossy());
    let new = people.iter().filter_map(|(theirs, ours)| Some((theirs, account.person(ours)?)));
    new.map(|(theirs, person)| synced::two_people(&person.name, &account, theirs, &person.id)).collect()
}

/// Another id for one that has become somebody else's.
pub(super) fn free(old: &str, is_taken: impl Fn(&str) -> bool) -> String {
    id::slug(old, |id| id == old || is_taken(id))
}

fn with_free_ids(two: &[&str], mut taken: BTreeSet<String>) -> BTreeMap<String, String> {
    let mut renamed = BTreeMap::new();
    for old in two {
        let new = free(old, |id| taken.contains(id));
        taken.insert(new.clone());
        renamed.insert((*old).to_owned(), new);
    }
    renamed
}

/// The people by id; whoever shares one is nobody in particular.
fn people(tree: &Tree) -> BTreeMap<&str, &Leaf> {
    let listed = tree.get("people").and_then(Leaf::as_array).map_or(&[][..], Vec::as_slice);
    let ids = || listed.iter().filter_map(|person| person.get("id")?.as_str().filter(|id| !id.is_empty()));
    let by_id = listed.iter().filter_map(|person| Some((person.get("id")?.as_str()?, person)));
    by_id.filter(|(id, _)| ids().filter(|each| each == id).count() == 1).collect()
}

/// The text with other ids of its people, wherever they stand. Nothing, where none is another.
pub(super) fn renamed(text: &str, ids: &BTreeMap<String, String>) -> Option<String> {
    if ids.is_empty() {
        return None;
    }
    let mut document: DocumentMut = text.parse().ok()?;
    for path in same::OF_PEOPLE {
        let path: Vec<&str> = path.split('.').collect();
        in_table(document.as_table_mut(), &path, ids);
    }
    Some(document.to_string())
}

fn in_table(table: &mut dyn TableLike, path: &[&str], ids: &BTreeMap<String, String>) {
    let Some((key, rest)) = path.split_first() else { return };
    if *key == "*" {
        table.iter_mut().for_each(|(_, item)| in_item(item, rest, ids));
    } else if let Some(item) = table.get_mut(key) {
        in_item(item, rest, ids);
    }
}

fn in_item(item: &mut Item, path: &[&str], ids: &BTreeMap<String, String>) {
    match item {
        Item::Value(value) => in_value(value, path, ids),
        Item::Table(table) => in_table(table, path, ids),
        Item::ArrayOfTables(tables) => {
            let rest = path.split_first().map_or(path, |(_, rest)| rest);
            tables.iter_mut().for_each(|table| in_table(table, rest, ids));
        }
        Item::None => {}
    }
}

fn in_value(value: &mut Value, path: &[&str], ids: &BTreeMap<String, String>) {
    match (value, path) {
        (Value::String(said), []) => {
            if let Some(new) = ids.get(said.value()) {
                let decor = said.decor().clone();
                *said = toml_edit::Formatted::new(new.clone());
                *said.decor_mut() = decor;
            }
        }
        (Value::Array(items), [_, rest @ ..]) => items.iter_mut().for_each(|item| in_value(item, rest, ids)),
        (Value::InlineTable(table), path) => in_table(table, path, ids),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_gets_another_id_is_named_by_it_everywhere_and_nothing_else_differs() {
        let text = "# John\nname = \"john\"\n\n[[people]]\nid = \"john\" # ours\nname = \"john\"\n\n\
                    [[people]]\nid = \"lee\"\nreports_to = 'john'\nreferred_by=\"john\"\nnotes = \"john\"\n\n\
                    [[research]]\nid = \"john\"\npeople = [ \"lee\", # first\n  \"john\" ]\n\n\
                    [[sequences]]\nto = { first = \"john\", second = \"lee\" }\n\
                    touches = [{ person = \"john\", subject = \"john\" }]\n\n\
                    [[meetings]]\nwith = [\"john\"]\n\n[[next_steps]]\nperson = \"john\"\n\n[[log]]\nperson = \"john\"\n";
        let ids = BTreeMap::from([("john".to_owned(), "john-2".to_owned())]);
        let want = text
            .replace("id = \"john\" # ours", "id = \"john-2\" # ours")
            .replace("reports_to = 'john'", "reports_to = \"john-2\"")
            .replace("referred_by=\"john\"", "referred_by=\"john-2\"")
            .replace("\"john\" ]", "\"john-2\" ]")
            .replace("first = \"john\"", "first = \"john-2\"")
            .replace("person = \"john\"", "person = \"john-2\"")
            .replace("with = [\"john\"]", "with = [\"john-2\"]");
        assert_eq!(renamed(text, &ids).unwrap(), want);
        assert_eq!(renamed(text, &BTreeMap::new()), None);
    }

    #[test]
    fn of_two_whom_both_sides_added_the_one_here_has_the_next_free_id() {
        let text = |people: &[(&str, &str)]| -> String {
            let person = |(id, email): &(&str, &str)| {
                format!("[[people]]\nid = \"{id}\"\nname = \"John\"\nemails = [{{ value = \"{email}\" }}]\n")
            };
            people.iter().map(person).collect()
        };
        let tree = |text: &str| -> Tree { text.parse().unwrap() };
        let apart = |base: &str, theirs: &str, disk: &str| {
            in_account(&tree(base), &tree(theirs), disk, &tree(disk)).map_or(disk.to_owned(), |renamed| renamed.text)
        };
        let (here, there) =
            (text(&[("john", "a@p.example")]), text(&[("john", "b@p.example"), ("john-2", "c@p.example")]));
        assert_eq!(apart("", &there, &here), text(&[("john-3", "a@p.example")]));
        // Once more there is nothing to do, nor where he was known before, or is the same.
        let merged = text(&[("john", "b@p.example"), ("john-2", "c@p.example"), ("john-3", "a@p.example")]);
        assert_eq!(apart("", &there, &merged), merged);
        assert_eq!(apart(&text(&[("john", "old@p.example")]), &there, &here), here);
        assert_eq!(apart("", &here, &here), here);
        let shared = text(&[("john", "a@p.example"), ("john", "z@p.example")]);
        assert_eq!(apart("", &there, &shared), shared);
    }
}
