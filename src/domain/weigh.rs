//! Weighing entry points: the candidates side by side, by pain, access, timing, and by the people who are known there.

use super::account::{Account, Candidate};
use super::fields::Invalid;
use super::people::Person;

/// What a candidate is weighed by.
pub const CRITERIA: [&str; 3] = ["pain", "access", "timing"];

/// The weight of that criterion, from 0 to 3; nothing while it is not said.
pub fn weight(candidate: &Candidate, criterion: usize) -> Option<u8> {
    [candidate.pain, candidate.access, candidate.timing].get(criterion).copied().flatten()
}

/// Say a weight. Typing the same again takes it back.
pub fn set(account: &mut Account, candidate: usize, criterion: usize, weight: u8) -> Result<String, Invalid> {
    let gone = || Invalid("this candidate is gone".into());
    let candidate = account.entry_point.candidates.get_mut(candidate).ok_or_else(gone)?;
    let (slot, name) = match criterion {
        0 => (&mut candidate.pain, CRITERIA[0]),
        1 => (&mut candidate.access, CRITERIA[1]),
        _ => (&mut candidate.timing, CRITERIA[2]),
    };
    if weight > 3 {
        return Err(Invalid("a weight goes from 0 to 3".into()));
    }
    *slot = (*slot != Some(weight)).then_some(weight);
    let told = slot.map_or_else(|| "not weighed".to_owned(), |weight| weight.to_string());
    candidate.unread.mend(name);
    Ok(format!("{}: {name} {told}", candidate.path(" > ")))
}

/// Who is known there: whose department or title names the function or the unit, as whole words.
pub fn known_there<'a>(account: &'a Account, candidate: &Candidate) -> Vec<&'a Person> {
    let names: Vec<Vec<String>> = [&candidate.unit, &candidate.function]
        .map(|name| words(name))
        .into_iter()
        .filter(|name| !name.is_empty())
        .collect();
    let there = |person: &&Person| {
        let (department, title) = (words(&person.department), words(&person.title));
        names.iter().any(|name| holds(&department, name) || holds(&title, name))
            // “Demand gen” works in “Demand generation”.
            || (!department.is_empty() && names.iter().any(|name| holds(name, &department)))
    };
    account.people.iter().filter(there).collect()
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Whether the words stand in the text one after another; the last may be the beginning of a longer one.
fn holds(text: &[String], wanted: &[String]) -> bool {
    let Some((last, before)) = wanted.split_last() else { return false };
    text.windows(wanted.len()).any(|window| {
        let (their_last, their_before) =
            window.split_last().map_or(("", &[][..]), |(last, rest)| (last.as_str(), rest));
        their_before == before && (their_last == last || (last.len() >= 3 && their_last.starts_with(last.as_str())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, title: &str, department: &str) -> Person {
        Person { name: name.into(), title: title.into(), department: department.into(), ..Person::default() }
    }

    #[test]
    fn people_are_known_where_their_department_or_title_names_the_unit_or_the_function() {
        let people = vec![
            person("Dana", "VP", "marketing"),
            person("Mat", "Demand Generation Manager", ""),
            person("Joan", "", "Demand gen"),
            person("Ann", "Head of Remarketing", "Telemarketing"),
            person("Bob", "Chief of Staff", "HR"),
            person("Eve", "", ""),
        ];
        let account = Account { people, ..Account::default() };
        let there = |unit: &str, function: &str| {
            let candidate = Candidate { unit: unit.into(), function: function.into(), ..Candidate::default() };
            known_there(&account, &candidate).iter().map(|person| person.name.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(there("Marketing", "Demand generation"), ["Dana", "Mat", "Joan"]);
        assert_eq!(there("HR", "Talent acquisition"), ["Bob"]);
        assert_eq!(there("", ""), Vec::<&str>::new());
    }

    #[test]
    fn a_weight_is_said_and_said_again_taken_back() {
        let candidates = vec![Candidate { unit: "HR".into(), ..Candidate::default() }];
        let mut account = Account::default();
        account.entry_point.candidates = candidates;
        assert_eq!(set(&mut account, 0, 1, 2).unwrap(), "HR: access 2");
        assert_eq!(weight(&account.entry_point.candidates[0], 1), Some(2));
        assert_eq!(set(&mut account, 0, 1, 2).unwrap(), "HR: access not weighed");
        assert!(set(&mut account, 0, 0, 4).is_err() && set(&mut account, 3, 0, 1).is_err());
    }
}
