//! Somebody whom each side of a sync has put somewhere else: onto two accounts, or onto one here and among the contacts there.
//! Both stand, and that it is one person is said. Nobody is moved here: where somebody belongs only people know.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::account::{Account, AccountId};
use super::import::keys;
use super::people::Person;
use super::words::few;

/// Where somebody was put.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// At an account of that id and name.
    Account(AccountId, String),
    /// Among the contacts.
    Contacts,
}

/// Somebody who was put somewhere, and was not there before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// What they are called.
    pub name: String,
    /// By which id they go there.
    id: String,
    /// What names them and nobody else.
    keys: Vec<String>,
    /// Where.
    pub at: Place,
}

/// How many are named in one sentence.
const NAMED: usize = 3;

/// Whoever is on an account now and was not before.
pub fn on(before: &Account, after: &Account) -> Vec<Placed> {
    let at = Place::Account(after.id.clone(), after.name.clone());
    new(before.people.iter(), after.people.iter(), &at)
}

/// Of people at one place those who are new there; who has neither a profile nor an address of their own is nobody's second.
pub fn new<'p>(
    before: impl Iterator<Item = &'p Person>,
    after: impl Iterator<Item = &'p Person>,
    at: &Place,
) -> Vec<Placed> {
    let known: BTreeSet<&str> = before.map(|person| person.id.as_str()).collect();
    let placed = |person: &Person| {
        let (name, id) = (person.name.clone(), person.id.clone());
        Placed { name, id, keys: keys::naming(person), at: at.clone() }
    };
    after.filter(|person| !known.contains(person.id.as_str())).map(placed).filter(|new| !new.keys.is_empty()).collect()
}

/// A sentence for each two places at which people stand by both sides.
pub fn twice(ours: &[Placed], theirs: &[Placed]) -> Vec<String> {
    let mut by_key: HashMap<&str, Vec<&Placed>> = HashMap::new();
    for (key, each) in ours.iter().flat_map(|each| each.keys.iter().map(move |key| (key, each))) {
        by_key.entry(key).or_default().push(each);
    }
    let mut found: BTreeMap<(&Place, &Place), Vec<[&Placed; 2]>> = BTreeMap::new();
    for their in theirs {
        let same: Vec<&Placed> =
            their.keys.iter().filter_map(|key| by_key.get(key.as_str())).flatten().copied().collect();
        // Whoever has put them there too meant both places.
        if same.iter().any(|our| our.at == their.at) {
            continue;
        }
        for our in same {
            let pairs = found.entry((&our.at, &their.at)).or_default();
            if pairs.iter().all(|[_, known]| known.id != their.id) {
                pairs.push([our, their]);
            }
        }
    }
    found.into_iter().map(|((here, there), pairs)| told(here, there, &pairs)).collect()
}

fn told(here: &Place, there: &Place, pairs: &[[&Placed; 2]]) -> String {
    let who = few(&pairs.iter().map(|[_, their]| &their.name).collect::<Vec<_>>(), NAMED);
    let contacts = pairs.iter().flatten().filter(|each| each.at == Place::Contacts).take(NAMED);
    let contacts = contacts.map(|each| each.id.as_str()).collect::<Vec<_>>().join(" ");
    let more = if pairs.len() > NAMED { ", and so with the others" } else { "" };
    let (put, stand) = if pairs.len() == 1 { ("was put", "stands") } else { ("were put", "stand") };
    match (here, there) {
        (Place::Account(_, here), Place::Account(_, there)) => {
            format!(
                "{who} {put} at {here} here and at {there} elsewhere, and {stand} at both now; take one of the two out."
            )
        }
        (Place::Account(id, name), _) | (_, Place::Account(id, name)) => format!(
            "{who} {put} at {name} on one side and among the contacts on the other, and {stand} in both now; \
             `inroad attach {contacts} {id}` makes one of them{more}."
        ),
        (Place::Contacts, Place::Contacts) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(name: &str, people: &[(&str, &str)]) -> Account {
        let person = |(id, email): &(&str, &str)| {
            let emails =
                if email.is_empty() { String::new() } else { format!("emails = [{{ value = \"{email}\" }}]\n") };
            format!("[[people]]\nid = \"{id}\"\nname = \"{id}\"\n{emails}")
        };
        let people: String = people.iter().map(person).collect();
        let account: Account = toml::from_str(&format!("name = \"{name}\"\n{people}")).unwrap();
        Account { id: name.to_lowercase().as_str().into(), ..account }
    }

    #[test]
    fn who_is_put_at_two_places_is_told_once_for_both_places() {
        let at = |name: &str, people: &[(&str, &str)]| on(&account(name, &[]), &account(name, people));
        let (ann, bo, shared) = (("Ann", "ann@x.example"), ("Bo", "BO@x.example"), ("Cy", "info@x.example"));
        let among =
            |people: &[(&str, &str)]| new(std::iter::empty(), account("Any", people).people.iter(), &Place::Contacts);
        for (ours, theirs, want) in [
            (
                at("Acme", &[ann, bo]),
                at("Globex", &[ann, ("Bo", "bo@x.example")]),
                Some("Ann, Bo were put at Acme here and at Globex elsewhere"),
            ),
            (at("Acme", &[ann]), at("Acme", &[ann]), None),
            (at("Acme", &[shared, ("Di", "")]), at("Globex", &[shared, ("Di", "")]), None),
            (at("Acme", &[ann]), at("Globex", &[bo]), None),
            (at("Acme", &[ann]), among(&[ann]), Some("`inroad attach Ann acme` makes one of them.")),
            (among(&[ann]), at("Acme", &[ann]), Some("Ann was put at Acme on one side")),
        ] {
            let told = twice(&ours, &theirs);
            assert_eq!(told.len(), usize::from(want.is_some()), "{told:?}");
            assert!(want.is_none_or(|want| told[0].contains(want)), "{told:?}");
        }
        // Who was there before was put nowhere.
        assert!(on(&account("Acme", &[ann]), &account("Acme", &[ann])).is_empty());
    }
}
