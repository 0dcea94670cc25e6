//! Contacts come onto an account: as somebody new, or as one with whoever is there already. What a contact says is never
//! lost on the way.

use std::collections::BTreeSet;

use super::{Contact, Contacts};
use crate::domain::account::Account;
use crate::domain::fields::Invalid;
use crate::domain::import::{Differs, Employer, Filled, furnish, keys, meet, title};
use crate::domain::people::Person;

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
    let mut person = Person::clone(&contact.person);
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
    Attached { id: meet::settle(account, person), name, arrival }
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::tests::contact;
    use super::*;
    use crate::domain::people::Email;

    #[test]
    fn what_is_known_of_the_company_comes_along_and_of_others_where_they_were() {
        let titled = |id: &str, title: &str, company: &str, website: &str| {
            let mut contact = contact(id, id, company, website);
            Arc::make_mut(&mut contact.person).title = title.into();
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
            (
                "what is new is told",
                |c| Arc::make_mut(&mut c.person).department = "Growth".into(),
                "known: department Growth",
                "",
                1,
            ),
            (
                "what differs stays in the notes",
                |c| {
                    let person = Arc::make_mut(&mut c.person);
                    (person.title, person.notes) = ("CMO".into(), "Likes tea.".into());
                },
                "known",
                "Among the contacts: title “CMO”.\nLikes tea.",
                1,
            ),
            ("of another company, by name alone", |c| c.company = "Globex".into(), "namesake dana-cole", "", 2),
            (
                "of another company, by the profile",
                |c| {
                    (c.company, Arc::make_mut(&mut c.person).linkedin) =
                        ("Globex".into(), "linkedin.com/in/danacole/".into());
                },
                "known",
                "Was at Globex.",
                1,
            ),
            (
                "by the e-mail, under another name",
                |c| {
                    Arc::make_mut(&mut c.person).name = "D. Cole".into();
                    Arc::make_mut(&mut c.person).emails =
                        vec![Email { value: "Dana@primo.example".into(), ..Email::default() }];
                },
                "known",
                "Among the contacts: name “D. Cole”.",
                1,
            ),
            (
                "two profiles are two people",
                |c| Arc::make_mut(&mut c.person).linkedin = "https://www.linkedin.com/in/another-dana".into(),
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
}
