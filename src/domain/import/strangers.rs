//! Who are two people though they have an e-mail in common: two of other first names, whose profiles or ids in one system
//! say that they are two. An address that was typed wrong, or that a family or an office shares, makes one of nobody then.

use super::keys;
use crate::domain::ids;
use crate::domain::people::Person;

/// So many people have an address at most; one of more is nobody's, as those that lists have where none is known.
pub(super) const MOST: usize = 32;

/// Whether these people, who are one, and those, who are one too, are two.
pub(super) fn are_strangers<'p>(these: impl People<'p>, those: &impl People<'p>) -> bool {
    any(these.clone(), those, are_told_apart) && !are_called_alike(these, those)
}

/// Whether the names of one of these and one of those may be one person's.
pub(super) fn are_called_alike<'p>(these: impl People<'p>, those: &impl People<'p>) -> bool {
    any(these, those, |one, other| is_alike(&one.name, &other.name))
}

/// People, to be gone through more than once.
pub(super) trait People<'p>: Iterator<Item = &'p Person> + Clone {}

impl<'p, I: Iterator<Item = &'p Person> + Clone> People<'p> for I {}

fn any<'p>(mut these: impl People<'p>, those: &impl People<'p>, is: fn(&Person, &Person) -> bool) -> bool {
    these.any(|one| those.clone().any(|other| is(one, other)))
}

/// By their profiles; where one of them has none, by two ids in one system.
fn are_told_apart(one: &Person, other: &Person) -> bool {
    if one.linkedin.is_empty() || other.linkedin.is_empty() {
        return ids::have_others(&one.ids, &other.ids);
    }
    keys::profile(&one.linkedin) != keys::profile(&other.linkedin)
}

/// Last names change, and whoever is called by nothing may be anybody: first names differ, be it all but their beginning, and
/// what stands before them (Dr. Ann) is a word too. Of a name that is turned round all words are the same.
fn is_alike(one: &str, other: &str) -> bool {
    let (one, other) = (keys::person(one), keys::person(other));
    if one.is_empty() || other.is_empty() {
        return true;
    }
    let words = |name: &str| name.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let (mut one, mut other) = (words(&one), words(&other));
    let begins = |word: &String, other: &String| word.starts_with(other.as_str()) || other.starts_with(word.as_str());
    if all_but_last(&one).iter().any(|word| all_but_last(&other).iter().any(|each| begins(word, each))) {
        return true;
    }
    one.sort_unstable();
    other.sort_unstable();
    one == other
}

/// The words before the last name; of a single word that one.
fn all_but_last(words: &[String]) -> &[String] {
    match words {
        [first @ .., _] if !first.is_empty() => first,
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_first_names_are_two_people_where_a_profile_or_an_id_says_so() {
        let person = |(name, linkedin, salesforce): (&str, &str, &str)| Person {
            name: name.into(),
            linkedin: linkedin.into(),
            ids: [("salesforce".to_owned(), salesforce.to_owned())]
                .into_iter()
                .filter(|(_, id)| !id.is_empty())
                .collect(),
            ..Person::default()
        };
        for (one, other, are_two) in [
            (("Ann Berg", "in/ann", ""), ("Bob Berg", "in/bob", ""), true),
            (("Ann Berg", "in/ann", ""), ("Bob Berg", "", ""), false),
            (("Ann Berg", "", "003A"), ("Bob Berg", "", "003B"), true),
            (("Ann Berg", "in/ann", "003A"), ("Bob Berg", "in/ann", "003B"), false),
            (("Ann Berg", "in/ann", "003A"), ("Bob Berg", "", "003B"), true),
            (("Ann Berg", "in/ann", ""), ("Ann Moss", "in/moss", ""), false),
            (("Ann Berg", "in/ann", ""), ("A. Berg", "in/aberg", ""), false),
            (("Ann Berg", "in/ann", ""), ("Berg Ann", "in/aberg", ""), false),
            (("Dr. Ann Berg", "in/ann", ""), ("Ann Berg, PhD", "in/aberg", ""), false),
            (("Ann Berg", "in/ann", ""), ("", "in/bob", ""), false),
            (("Ann", "in/ann", ""), ("Bob", "in/bob", ""), true),
        ] {
            let (first, second) = (person(one), person(other));
            for (these, those) in [(&first, &second), (&second, &first)] {
                let are_strangers = are_strangers(std::iter::once(these), &std::iter::once(those));
                assert_eq!(are_strangers, are_two, "{one:?} {other:?}");
            }
        }
    }
}
