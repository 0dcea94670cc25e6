//! Who are two people though they have an e-mail in common: two of other names, whose profiles or ids in one system say that
//! they are two. An address that was typed wrong, or that a family or an office shares, makes one of nobody then.

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

/// All words of the shorter name stand in the longer one, be it by their beginning: `A. Berg` is `Dr. Ann Berg`, and `Dana Moss`
/// is `Dana Moss-Ray`. Whoever is called by nothing may be anybody.
pub(super) fn is_alike(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (one, other) = (keys::person(one), keys::person(other));
    let [one, other] = [&one, &other].map(|name| name.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>());
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let begins = |word: &str, other: &str| word.starts_with(other) || other.starts_with(word);
    short.iter().all(|word| long.iter().any(|each| begins(word, each)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_names_are_two_people_where_a_profile_or_an_id_says_so() {
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
            (("Ann Berg", "in/ann", ""), ("Ann Moss", "in/moss", ""), true),
            (("Ann Berg", "in/ann", ""), ("Ann Berg-Moss", "in/moss", ""), false),
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
