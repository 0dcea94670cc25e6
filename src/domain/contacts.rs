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
use super::import::{Differs, Employer, Filled, furnish, keys, meet, title};
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

    /// The same, whoever stands highest by their title first.
    pub fn known_at<'a>(&'a self, account: &'a Account) -> Vec<&'a Contact> {
        let mut known: Vec<&Contact> = self.at(account).collect();
        known.sort_by_cached_key(|contact| std::cmp::Reverse(title::height(&contact.person.title)));
        known
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

/// Who has come onto an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// The id they have there.
    pub id: String,
    /// What they are called there.
    pub name: String,
    /// As whom.
    pub arrival: Arrival,
}

/// As whom a contact comes onto an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrival {
    /// As somebody new.
    New,
    /// As somebody new, beside another of that name, whose id this is.
    Namesake(String),
    /// They were there already, and both are one now.
    Known {
        /// What was not known of them there.
        filled: Vec<Filled>,
        /// What the contacts said otherwise; it stands in their notes.
        differs: Vec<Differs>,
    },
}

impl Attached {
    /// What there is to say of it, in a sentence without an end; nothing of somebody new. `account` is what a command
    /// calls the account.
    pub fn told(&self, account: &str) -> Option<String> {
        let Self { id, name, arrival } = self;
        match arrival {
            Arrival::New => None,
            Arrival::Namesake(other) => Some(format!(
                "there is another {name} ({other}); `inroad merge {account} {id} into {other}` makes one of two"
            )),
            Arrival::Known { filled, differs } => {
                let adds = filled.iter().map(|Filled { field, value }| format!("{} {value}", in_words(field)));
                let adds = adds.collect::<Vec<_>>().join(", ");
                let adds = if adds.is_empty() { String::new() } else { format!("; what is new: {adds}") };
                let differs = if differs.is_empty() {
                    String::new()
                } else {
                    format!("; in the notes, since it differs: {}", otherwise(differs))
                };
                Some(format!("{name} ({id}) was there already{adds}{differs}"))
            }
        }
    }
}

fn in_words(field: &str) -> String {
    field.replace('_', " ")
}

/// `title “CMO”, connected on “2026-06-15”`
fn otherwise(differs: &[Differs]) -> String {
    let each = differs.iter().map(|differs| format!("{} “{}”", in_words(differs.field), differs.theirs));
    each.collect::<Vec<_>>().join(", ")
}

/// Move contacts onto an account; says who they are there. Who is there already, by what an import goes by, is one with
/// the contact from then on: what is empty is filled, and what differs comes into the notes, since the contact is gone.
/// What is known of its company comes with whoever works there, as it does with an import; of others it is noted where
/// they worked.
///
/// # Errors
///
/// One of them is not there, or something of it is not understood and would be lost.
pub fn attach(contacts: &mut Contacts, account: &mut Account, ids: &[&str]) -> Result<Vec<Attached>, Invalid> {
    let works_there = Contacts::works_at(account);
    let mut coming: Vec<&Contact> = Vec::new();
    for id in ids {
        let contact = contacts.get(id).ok_or_else(|| Invalid(format!("there is no contact “{id}”")))?;
        if let Some(why) = contact.person.unread.told(&contact.person.name) {
            return Err(Invalid(why));
        }
        coming.push(contact);
    }
    let mut own: Vec<&Person> = Vec::new();
    let mut told = Employer::default();
    for contact in coming.iter().filter(|contact| works_there(contact)) {
        for (ours, theirs) in [(&mut told.website, &contact.website), (&mut told.industry, &contact.industry)] {
            if ours.is_empty() {
                ours.clone_from(theirs);
            }
        }
        own.push(&contact.person);
    }
    own.sort_by_key(|person| std::cmp::Reverse(title::height(&person.title)));
    furnish(account, &told, title::suggested(own.into_iter()));
    let attached = coming.iter().map(|contact| arrive(account, contact, works_there(contact))).collect();
    let moved: BTreeSet<&str> = ids.iter().copied().collect();
    contacts.people.retain(|contact| !moved.contains(contact.person.id.as_str()));
    Ok(attached)
}

/// One contact comes onto an account, beside whoever is there.
fn arrive(account: &mut Account, contact: &Contact, works_there: bool) -> Attached {
    let mut person = contact.person.clone();
    if let Some(came_from) = came_from(contact).filter(|_| !works_there) {
        add_line(&mut person.notes, &came_from);
    }
    let there = meet::meant(account, &person, works_there);
    if let Some(have) = there.and_then(|at| account.people.get_mut(at)) {
        let notes = std::mem::take(&mut person.notes);
        let (filled, differs) = meet::join(have, &person);
        if !differs.is_empty() {
            add_line(&mut have.notes, &format!("Among the contacts: {}.", otherwise(&differs)));
        }
        add_line(&mut have.notes, &notes);
        let (id, name) = (have.id.clone(), have.name.clone());
        return Attached { id, name, arrival: Arrival::Known { filled, differs } };
    }
    let is_called_so = |other: &&Person| keys::person(&other.name) == keys::person(&person.name);
    let namesake = account.people.iter().find(is_called_so).map(|other| other.id.clone());
    let name = person.name.clone();
    let arrival = namesake.filter(|id| !id.is_empty()).map_or(Arrival::New, Arrival::Namesake);
    Attached { id: settle(account, person), name, arrival }
}

/// A line beneath what is there, unless that says it already.
fn add_line(notes: &mut String, line: &str) {
    if line.is_empty() || notes.contains(line) {
        return;
    }
    if !notes.is_empty() && !notes.ends_with('\n') {
        notes.push('\n');
    }
    notes.push_str(line);
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
    use crate::domain::people::Email;

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
        let attached = attach(&mut contacts, &mut account, &["dana-cole"]).unwrap();
        assert_eq!((attached[0].id.as_str(), &attached[0].arrival), ("dana-cole-2", &Arrival::New));
        assert_eq!((contacts.people.len(), account.people[1].name.as_str()), (1, "Dana Cole"));
    }

    /// What the contact says; who they are; the notes of whoever was there; how many people are there then.
    type Case = (&'static str, fn(&mut Contact), &'static str, &'static str, usize);

    #[test]
    fn who_is_there_already_is_one_with_the_contact_and_a_namesake_is_another() {
        let there = || {
            let linkedin = "https://www.linkedin.com/in/danacole".into();
            let emails = vec![Email { value: "dana@primo.example".into(), ..Email::default() }];
            let (name, title) = ("Dana Cole".into(), "VP Marketing".into());
            Person { id: "dana-cole".into(), name, title, linkedin, emails, ..Person::default() }
        };
        let cases: &[Case] = &[
            ("by name and company", |_| {}, "known", "", 1),
            ("what is new is told", |c| c.person.department = "Growth".into(), "known: department Growth", "", 1),
            (
                "what differs stays in the notes",
                |c| (c.person.title, c.person.notes) = ("CMO".into(), "Likes tea.".into()),
                "known",
                "Among the contacts: title “CMO”.\nLikes tea.",
                1,
            ),
            ("of another company, by name alone", |c| c.company = "Globex".into(), "namesake dana-cole", "", 2),
            (
                "of another company, by the profile",
                |c| (c.company, c.person.linkedin) = ("Globex".into(), "linkedin.com/in/danacole/".into()),
                "known",
                "Was at Globex.",
                1,
            ),
            (
                "by the e-mail, under another name",
                |c| {
                    c.person.name = "D. Cole".into();
                    c.person.emails = vec![Email { value: "Dana@primo.example".into(), ..Email::default() }];
                },
                "known",
                "Among the contacts: name “D. Cole”.",
                1,
            ),
            (
                "two profiles are two people",
                |c| c.person.linkedin = "https://www.linkedin.com/in/another-dana".into(),
                "namesake dana-cole",
                "",
                2,
            ),
        ];
        for (what, say, whom, notes, people) in cases {
            let mut contact = contact("dana-cole", "Dana Cole", "Primo", "");
            say(&mut contact);
            let mut contacts = Contacts { people: vec![contact], ..Contacts::default() };
            let mut account = Account { name: "Primo".into(), people: vec![there()], ..Account::default() };
            let attached = attach(&mut contacts, &mut account, &["dana-cole"]).unwrap();
            let told = match &attached[0].arrival {
                Arrival::New => "new".to_owned(),
                Arrival::Namesake(id) => format!("namesake {id}"),
                Arrival::Known { filled, .. } if filled.is_empty() => "known".to_owned(),
                Arrival::Known { filled, .. } => format!("known: {} {}", filled[0].field, filled[0].value),
            };
            assert_eq!((told.as_str(), account.people.len()), (*whom, *people), "{what}");
            assert_eq!(account.people[0].title, "VP Marketing", "{what}");
            assert_eq!(account.people[0].notes, *notes, "{what}");
            assert!(contacts.people.is_empty(), "{what}");
        }
    }

    #[test]
    fn who_stands_highest_is_named_first() {
        let titled = |id: &str, title: &str| {
            let mut contact = contact(id, id, "Primo", "");
            contact.person.title = title.into();
            contact
        };
        let people = vec![titled("a", "Intern"), titled("b", "CEO"), titled("c", ""), titled("d", "Head of HR")];
        let contacts = Contacts { people, ..Contacts::default() };
        let account = Account { name: "Primo".into(), ..Account::default() };
        let known: Vec<&str> = contacts.known_at(&account).iter().map(|each| each.person.id.as_str()).collect();
        assert_eq!(known, ["b", "d", "a", "c"]);
    }
}
