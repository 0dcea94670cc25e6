//! Who is not the same. Two people who never heard of each other's work may each add a John Smith, and both get the id
//! that his name makes: of one id, and yet two. Whether they are is said by what names somebody and nobody else: their
//! profile, their addresses, their ids in other systems; of companies by their website and their ids.
//!
//! The rules are those by which an import knows people ([`keys`]). Whoever has nothing that could be compared is taken for
//! one: what both say is then asked about field by field, and nothing is lost.

use std::collections::BTreeMap;

use super::account::{Account, AccountId};
use super::contacts::Contact;
use super::ids;
use super::import::keys;
use super::people::Person;

/// Two at one account.
pub fn are_two_people(one: &Person, other: &Person) -> bool {
    compare_people(one, other, true) == Some(false)
}

/// Two among the contacts: also where nothing names them but the companies they work for.
pub fn are_two_contacts(one: &Contact, other: &Contact) -> bool {
    let companies = compare_employers(one, other);
    let people = compare_people(&one.person, &other.person, companies == Some(true));
    people.or(companies) == Some(false)
}

/// Two companies.
pub fn are_two_companies(one: &Account, other: &Account) -> bool {
    let sites = [one, other].map(|account| vec![keys::host(&account.website)]);
    compare([compare_lists(sites), compare_ids(&one.ids, &other.ids)]) == Some(false)
}

/// Of an account whose file says another company now, the one of these that it has become.
pub fn moved<'a>(was: &Account, is: &Account, mut all: impl Iterator<Item = &'a Account>) -> Option<&'a AccountId> {
    if !are_two_companies(was, is) {
        return None;
    }
    let has_become = |other: &&Account| {
        other.id != was.id && other.name == was.name && Account { id: was.id.clone(), ..(*other).clone() } == *was
    };
    all.find(has_become).map(|other| &other.id)
}

/// Who of an account has another id now, since somebody else has theirs: the new ids by the old ones.
pub fn renamed(was: &Account, is: &Account) -> BTreeMap<String, String> {
    let new = |person: &Person| {
        let other = is.people.iter().find(|other| other.id == person.id)?;
        if !are_two_people(person, other) {
            return None;
        }
        let has_become = |each: &&Person| {
            was.people.iter().all(|known| known.id != each.id)
                && each.name == person.name
                && Person { id: person.id.clone(), ..(*each).clone() } == *person
        };
        let now = is.people.iter().find(has_become)?;
        Some((person.id.clone(), now.id.clone()))
    };
    was.people.iter().filter_map(new).collect()
}

/// Whether they are one; nothing, where nothing of them can be compared.
fn compare_people(one: &Person, other: &Person, at_one_company: bool) -> Option<bool> {
    let profiles = [one, other].map(|person| vec![keys::profile(&person.linkedin)]);
    compare([compare_lists(profiles), compare_addresses(one, other, at_one_company), compare_ids(&one.ids, &other.ids)])
}

/// Of two at one company, one may have their address at work and the other their own. Two addresses at one domain are two
/// people.
fn compare_addresses(one: &Person, other: &Person, at_one_company: bool) -> Option<bool> {
    let own = |person: &Person| -> Vec<String> {
        let own = person.emails.iter().map(|email| keys::email(&email.value)).filter(|email| keys::is_own(email));
        own.collect()
    };
    let (one, other) = (own(one), own(other));
    let share_a_domain = one.iter().any(|a| other.iter().any(|b| keys::domain(a) == keys::domain(b)));
    if at_one_company && !share_a_domain { None } else { compare_lists([one, other]) }
}

fn compare_employers(one: &Contact, other: &Contact) -> Option<bool> {
    let is_known = |contact: &Contact| !contact.company.is_empty() || !keys::host(&contact.website).is_empty();
    let is_same = || keys::is_same_company(&one.company, &one.website, &other.company, &other.website);
    (is_known(one) && is_known(other)).then(is_same)
}

fn compare_ids(one: &BTreeMap<String, String>, other: &BTreeMap<String, String>) -> Option<bool> {
    let have_one = ids::have_one_in_common(one, other);
    (have_one || ids::have_others(one, other)).then_some(have_one)
}

/// Whether they have something in common; nothing, where one of them is empty.
fn compare_lists(lists: [Vec<String>; 2]) -> Option<bool> {
    let [one, other] = lists.map(|list| list.into_iter().filter(|key| !key.is_empty()).collect::<Vec<_>>());
    (!one.is_empty() && !other.is_empty()).then(|| one.iter().any(|key| other.contains(key)))
}

/// One key in common is enough.
fn compare(keys: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    keys.into_iter().flatten().reduce(|any, same| any || same)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::people::Email;

    /// Of a profile, addresses and an id in Salesforce.
    fn person(linkedin: &str, emails: &str, salesforce: &str) -> Person {
        let email = |value: &str| Email { value: value.to_owned(), bad: None };
        Person {
            name: "John Smith".into(),
            linkedin: linkedin.into(),
            emails: emails.split_whitespace().map(email).collect(),
            ids: ids(salesforce),
            ..Person::default()
        }
    }

    fn ids(salesforce: &str) -> BTreeMap<String, String> {
        let id = Some(salesforce).filter(|id| !id.is_empty());
        id.map(|id| ("salesforce".to_owned(), id.to_owned())).into_iter().collect()
    }

    #[test]
    fn two_people_of_one_name_are_told_apart_by_what_names_only_one() {
        const A: &str = "https://www.linkedin.com/in/john-a";
        for (one, other, are_two) in [
            ((A, "", ""), ("linkedin.com/in/John-A/", "", ""), false),
            ((A, "", ""), ("linkedin.com/in/john-b", "", ""), true),
            ((A, "", ""), ("", "john@primo.example", ""), false),
            (("", "john@primo.example", ""), ("", "J.Smith@primo.example JOHN@primo.example", ""), false),
            (("", "john@primo.example", ""), ("", "j.smith@primo.example", ""), true),
            (("", "john@primo.example", ""), ("", "john@home.example", ""), false),
            (("", "info@primo.example", ""), ("", "sales@primo.example", ""), false),
            ((A, "john@primo.example", ""), ("linkedin.com/in/john-b", "john@primo.example", ""), false),
            (("", "", "003A"), ("", "", "003B"), true),
            (("", "john@primo.example", "003A"), ("", "j.smith@primo.example", "003A"), false),
            (("", "", ""), ("", "", ""), false),
        ] {
            let of = |(linkedin, emails, id): (&str, &str, &str)| person(linkedin, emails, id);
            assert_eq!(are_two_people(&of(one), &of(other)), are_two, "{one:?} {other:?}");
            assert_eq!(are_two_people(&of(other), &of(one)), are_two, "{other:?} {one:?}");
        }
    }

    #[test]
    fn contacts_at_two_companies_are_two_unless_a_key_joins_them() {
        let contact = |emails: &str, company: &str| Contact {
            person: person("", emails, "").into(),
            company: company.into(),
            ..Contact::default()
        };
        for (one, other, are_two) in [
            (("", "Primo"), ("", "Primo, Inc."), false),
            (("", "Primo"), ("", "Globex"), true),
            (("", "Primo"), ("", ""), false),
            (("j@primo.example", "Primo"), ("j@primo.example", "Globex"), false),
            (("j@primo.example", "Primo"), ("j@home.example", "Primo"), false),
            (("j@primo.example", "Primo"), ("k@primo.example", "Primo"), true),
            (("j@primo.example", ""), ("j@home.example", ""), true),
        ] {
            let of = |(emails, company): (&str, &str)| contact(emails, company);
            assert_eq!(are_two_contacts(&of(one), &of(other)), are_two, "{one:?} {other:?}");
        }
    }

    #[test]
    fn companies_are_told_apart_by_their_website_and_their_ids() {
        let company = |website: &str, salesforce: &str| Account {
            name: "Acme".into(),
            website: website.into(),
            ids: ids(salesforce),
            ..Account::default()
        };
        for (one, other, are_two) in [
            (("https://www.acme.example", ""), ("acme.example/de", ""), false),
            (("acme.example", ""), ("acme.test", ""), true),
            (("acme.example", ""), ("", "001A"), false),
            (("acme.example", "001A"), ("acme.test", "001A"), false),
            (("", "001A"), ("", "001B"), true),
            (("linkedin.com/company/acme", ""), ("acme.example", ""), false),
        ] {
            let of = |(website, id): (&str, &str)| company(website, id);
            assert_eq!(are_two_companies(&of(one), &of(other)), are_two, "{one:?} {other:?}");
        }
    }
}
