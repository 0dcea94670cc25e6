//! People we know who are on no account yet: where imports put whoever works for no target. They are counted nowhere,
//! stand on no screen of their own, and are offered when an account of their company is added.
//!
//! Never part of what is loaded at the start: the file may be larger than all accounts together.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::account::Account;
use super::fields::Invalid;
use super::import::{Employer, furnish, keys, title};
use super::people::Person;
use super::problem::Problem;
use super::wire::{self, Format};

/// Somebody we know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// As on an account. The id is unique in contacts.toml.
    pub person: Person,
    /// The company they work for, as it was written.
    pub company: String,
    /// The company's website.
    pub website: String,
    /// The trade it is in.
    pub industry: String,
    /// Where we have them from: `LinkedIn`, or the name of a file.
    pub source: String,
    /// The day they were brought in.
    pub imported: Option<NaiveDate>,
}

/// What the file says of a contact beside the person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Beside {
    /// As of [`Contact`].
    pub company: String,
    /// As of [`Contact`].
    pub website: String,
    /// As of [`Contact`].
    pub industry: String,
    /// As of [`Contact`].
    pub source: String,
    /// As of [`Contact`].
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub imported: Option<NaiveDate>,
}

impl Contact {
    /// Of the two halves as they are read.
    pub fn of(person: Person, beside: Beside) -> Self {
        let Beside { company, website, industry, source, imported } = beside;
        Self { person, company, website, industry, source, imported }
    }

    /// What stands beside the person.
    pub fn beside(&self) -> Beside {
        Beside {
            company: self.company.clone(),
            website: self.website.clone(),
            industry: self.industry.clone(),
            source: self.source.clone(),
            imported: self.imported,
        }
    }
}

/// contacts.toml.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contacts {
    /// The version of the file.
    pub format: Format,
    /// In the order of the file; ids are unique and not empty.
    pub people: Vec<Contact>,
}

impl Contacts {
    /// The contact with that id.
    pub fn get(&self, id: &str) -> Option<&Contact> {
        self.people.iter().find(|contact| contact.person.id == id)
    }

    /// Whom we know at a company: those whose website is on its host, or who name it.
    pub fn at<'a>(&'a self, account: &'a Account) -> impl Iterator<Item = &'a Contact> {
        let works_there = Self::works_at(account);
        self.people.iter().filter(move |contact| works_there(contact))
    }

    fn works_at(account: &Account) -> impl Fn(&Contact) -> bool + use<> {
        let (host, name) = (keys::host(&account.website), keys::company(&account.name));
        move |contact| {
            let theirs = keys::host(&contact.website);
            if host.is_empty() || theirs.is_empty() {
                !name.is_empty() && keys::company(&contact.company) == name
            } else {
                theirs == host
            }
        }
    }
}

/// contacts.toml as it was read.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// What it says; empty where there is no such file.
    pub contacts: Arc<Contacts>,
    /// Whether there is such a file.
    pub is_there: bool,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// Why it may not be written, in plain words.
    pub read_only: Option<String>,
}

/// Move contacts onto an account; says the ids that they have there. What is known of its company comes with whoever works
/// there, as it does with an import; of others it is noted where they worked.
///
/// # Errors
///
/// One of them is not there, or something of it is not understood and would be lost.
pub fn attach(contacts: &mut Contacts, account: &mut Account, ids: &[&str]) -> Result<Vec<String>, Invalid> {
    let works_there = Contacts::works_at(account);
    let mut people = Vec::new();
    let mut told = Employer::default();
    let mut own: Vec<Person> = Vec::new();
    for id in ids {
        let contact = contacts.get(id).ok_or_else(|| Invalid(format!("there is no contact “{id}”")))?;
        if let Some(why) = contact.person.unread.told(&contact.person.name) {
            return Err(Invalid(why));
        }
        let mut person = contact.person.clone();
        if works_there(contact) {
            for (ours, theirs) in [(&mut told.website, &contact.website), (&mut told.industry, &contact.industry)] {
                if ours.is_empty() {
                    ours.clone_from(theirs);
                }
            }
            own.push(person.clone());
        } else if let Some(came_from) = came_from(contact) {
            if !person.notes.is_empty() {
                person.notes.push('\n');
            }
            person.notes.push_str(&came_from);
        }
        people.push(person);
    }
    own.sort_by_key(|person| std::cmp::Reverse(title::height(&person.title)));
    furnish(account, &told, title::suggested(own.iter()));
    let moved: BTreeSet<&str> = ids.iter().copied().collect();
    contacts.people.retain(|contact| !moved.contains(contact.person.id.as_str()));
    Ok(people.into_iter().map(|person| settle(account, person)).collect())
}

/// Where somebody worked by the contacts: `Was at Globex (globex.example).`
fn came_from(contact: &Contact) -> Option<String> {
    let Contact { company, website, .. } = contact;
    match (company.is_empty(), website.is_empty()) {
        (true, true) => None,
        (false, false) => Some(format!("Was at {company} ({website}).")),
        (false, true) => Some(format!("Was at {company}.")),
        (true, false) => Some(format!("Was at {website}.")),
    }
}

/// Put somebody on an account under an id that is free there; says it. Whom they refer to by id was somebody else's.
pub(crate) fn settle(account: &mut Account, mut person: Person) -> String {
    let base = if person.id.is_empty() { person.name.clone() } else { person.id.clone() };
    person.id = super::id::slug(&base, |id| account.person(id).is_some());
    (person.reports_to, person.referred_by) = (None, None);
    let id = person.id.clone();
    account.people.push(person);
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(id: &str, name: &str, company: &str, website: &str) -> Contact {
        let person = Person { id: id.into(), name: name.into(), ..Person::default() };
        Contact { person, company: company.into(), website: website.into(), ..Contact::default() }
    }

    #[test]
    fn whom_we_know_at_a_company_is_found_by_its_host_or_its_name() {
        let people = vec![
            contact("a", "Ann", "Primo, Inc.", ""),
            contact("b", "Bob", "Primo Getränke", "https://www.primo.example/about"),
            contact("c", "Cid", "Primo", "primo.other"),
            contact("d", "Dee", "Globex", ""),
            contact("e", "Eve", "", ""),
        ];
        let contacts = Contacts { people, ..Contacts::default() };
        let account = Account { name: "PRIMO".into(), website: "primo.example".into(), ..Account::default() };
        let known: Vec<&str> = contacts.at(&account).map(|contact| contact.person.id.as_str()).collect();
        assert_eq!(known, ["a", "b"]);
    }

    #[test]
    fn what_is_known_of_the_company_comes_along_and_of_others_where_they_were() {
        let titled = |id: &str, title: &str, company: &str, website: &str| {
            let mut contact = contact(id, id, company, website);
            contact.person.title = title.into();
            contact
        };
        let people = vec![
            titled("a", "Recruiter", "Primo", ""),
            Contact { industry: "beverages".into(), ..titled("b", "VP Marketing", "Primo, Inc.", "primo.example") },
            titled("c", "Head of HR", "Globex", "globex.example"),
        ];
        let mut contacts = Contacts { people, ..Contacts::default() };
        let mut account = Account { name: "Primo".into(), ..Account::default() };
        attach(&mut contacts, &mut account, &["a", "b", "c"]).unwrap();
        assert_eq!((account.website.as_str(), account.industry.as_str()), ("primo.example", "beverages"));
        let weighed: Vec<&str> = account.entry_point.candidates.iter().map(|each| each.function.as_str()).collect();
        assert_eq!(weighed, ["Marketing"], "the highest title's, and only of those who work there");
        let notes: Vec<&str> = account.people.iter().map(|person| person.notes.as_str()).collect();
        assert_eq!(notes, ["", "", "Was at Globex (globex.example)."]);
        // What is there stays.
        let mut contacts = Contacts { people: vec![titled("d", "Head of HR", "Primo", "")], ..Contacts::default() };
        attach(&mut contacts, &mut account, &["d"]).unwrap();
        assert_eq!(account.entry_point.candidates.len(), 1);
    }

    #[test]
    fn who_moves_onto_an_account_is_a_contact_no_more_and_has_an_id_that_is_free_there() {
        let mut contacts = Contacts {
            people: vec![contact("dana-cole", "Dana Cole", "Primo", ""), contact("b", "Bob", "Primo", "")],
            ..Contacts::default()
        };
        let there = Person { id: "dana-cole".into(), name: "Another Dana".into(), ..Person::default() };
        let mut account = Account { people: vec![there], ..Account::default() };
        assert!(attach(&mut contacts, &mut account, &["b", "nobody"]).is_err());
        assert_eq!((contacts.people.len(), account.people.len()), (2, 1), "all or none");
        assert_eq!(attach(&mut contacts, &mut account, &["dana-cole"]).unwrap(), ["dana-cole-2"]);
        assert_eq!((contacts.people.len(), account.people[1].name.as_str()), (1, "Dana Cole"));
    }
}
