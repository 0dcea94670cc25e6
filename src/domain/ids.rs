//! Ids in other systems. Of one system there may be several, between semicolons: a CRM has many a company or person twice,
//! and what is one here goes by both. The first is the one under which something is handed over.

use std::collections::BTreeMap;

/// Ids by the systems that gave them.
pub type Ids = BTreeMap<String, String>;

/// An id as it is compared, with which system that is.
pub type Id = (String, String);

/// Those of one system, as they are written.
pub fn of_one(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', ',']).map(str::trim).filter(|id| !id.is_empty())
}

/// As they are typed: `hubspot=9001, salesforce=001AA00000AAAAA`.
pub fn told(ids: &Ids) -> String {
    ids.iter().map(|(system, id)| format!("{system}={id}")).collect::<Vec<_>>().join(", ")
}

/// The one of a system under which something is handed over; empty for none.
pub fn first<'i>(ids: &'i Ids, system: &str) -> &'i str {
    ids.get(system).and_then(|text| of_one(text).next()).unwrap_or_default()
}

/// All, as they are compared.
pub fn each(ids: &Ids) -> impl Iterator<Item = Id> {
    written(ids).map(|(system, id)| (system.to_owned(), plain(system, id).to_owned()))
}

fn written(ids: &Ids) -> impl Iterator<Item = (&str, &str)> {
    ids.iter().flat_map(|(system, text)| of_one(text).map(move |id| (system.as_str(), id)))
}

/// An id as it is compared. Salesforce writes the same one with 15 letters, of which small and large are two, and with three
/// more that say which are large.
fn plain<'i>(system: &str, id: &'i str) -> &'i str {
    match id.get(..15) {
        Some(short) if system == "salesforce" && id.len() == 18 && id.is_ascii() => short,
        _ => id,
    }
}

/// Whether two go by the same id in some system.
pub fn have_one_in_common(one: &Ids, other: &Ids) -> bool {
    each(one).any(|own| each(other).any(|theirs| own == theirs))
}

/// Whether two go by ids in the same system, none of which is the same.
pub fn have_others(one: &Ids, other: &Ids) -> bool {
    one.iter().any(|(system, ours)| {
        other.get(system).is_some_and(|theirs| {
            let is_same = |id: &str| of_one(theirs).any(|other| plain(system, other) == plain(system, id));
            of_one(ours).next().is_some() && of_one(theirs).next().is_some() && !of_one(ours).any(is_same)
        })
    })
}

/// What others have that these have not: the system, and the id. Of two ways to write one the longer says more.
pub fn more<'i>(have: &Ids, others: &'i Ids) -> Vec<(&'i str, &'i str)> {
    let is_had = |(system, id): &(&str, &str)| {
        let mut held = have.get(*system).into_iter().flat_map(|text| of_one(text));
        held.any(|own| plain(system, own) == plain(system, id) && own.len() >= id.len())
    };
    written(others).filter(|new| !is_had(new)).collect()
}

/// Add what others have.
pub fn add(have: &mut Ids, others: &Ids) {
    for (system, id) in more(have, others) {
        let text = have.entry(system.to_owned()).or_default();
        let mut all: Vec<&str> = of_one(text).collect();
        match all.iter().position(|own| plain(system, own) == plain(system, id)) {
            Some(n) => all[n] = id,
            None => all.push(id),
        }
        *text = all.join("; ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(pairs: &[(&str, &str)]) -> Ids {
        pairs.iter().map(|(system, text)| ((*system).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn an_id_of_salesforce_is_one_with_fifteen_letters_and_with_eighteen() {
        for (system, one, other, same) in [
            ("salesforce", "001AA00000AAAAA", "001AA00000AAAAAIA0", true),
            ("salesforce", "001AA00000AAAAA", "001AA00000AAAAa", false),
            ("salesforce", "001AA00000AAAAa", "001AA00000AAAAAIA0", false),
            ("hubspot", "123456789012345", "123456789012345678", false),
            ("hubspot", "9001; 9010", "9010", true),
            ("hubspot", "9001, 9010", "9011; 9012", false),
        ] {
            let (one, other) = (ids(&[(system, one)]), ids(&[(system, other)]));
            assert_eq!(have_one_in_common(&one, &other), same, "{one:?} {other:?}");
            assert_eq!(have_others(&one, &other), !same, "{one:?} {other:?}");
        }
    }

    #[test]
    fn what_others_have_stands_behind_what_is_there() {
        for (have, others, want) in [
            ("", "9001", "9001"),
            ("9001", "", "9001"),
            ("9001", "9010", "9001; 9010"),
            ("9001; 9010", "9010; 9011", "9001; 9010; 9011"),
            ("001AA00000AAAAA; 001AA00000AAAAB", "001AA00000AAAAAIA0", "001AA00000AAAAAIA0; 001AA00000AAAAB"),
            ("001AA00000AAAAAIA0", "001AA00000AAAAA", "001AA00000AAAAAIA0"),
        ] {
            let mut all = ids(&[("salesforce", have)]);
            add(&mut all, &ids(&[("salesforce", others)]));
            assert_eq!(all["salesforce"], want, "{have} {others}");
            assert_eq!(more(&all, &ids(&[("salesforce", others)])), vec![], "{have} {others}");
        }
        let (hubspot, salesforce) = (ids(&[("hubspot", "1")]), ids(&[("salesforce", "1")]));
        assert!(!have_others(&hubspot, &salesforce) && !have_one_in_common(&hubspot, &salesforce));
        assert!(!have_others(&ids(&[("hubspot", "")]), &hubspot));
        assert_eq!((first(&ids(&[("hubspot", "9; 8")]), "hubspot"), first(&hubspot, "salesforce")), ("9", ""));
    }
}
