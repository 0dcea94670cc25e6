//! People we know who are on no account yet: where imports put whoever works for no target. They are counted nowhere,
//! stand on no screen of their own, and are offered when an account of their company is added.
//!
//! Never part of what is loaded at the start: the file may be larger than all accounts together.

mod attach;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

pub use attach::{Arrival, Attached, attach};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::account::Account;
use super::import::{keys, title};
use super::people::Person;
use super::problem::Problem;
use super::wire::{self, Format};

/// Somebody we know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// As on an account. The id is unique in contacts.toml. Shared with what imports find, so that nobody is
    /// copied: there may be fifty thousand.
    pub person: Arc<Person>,
    /// The company they work for, as it was written. Shared, where many are read who work there.
    pub company: Arc<str>,
    /// The company's website.
    pub website: String,
    /// The trade it is in.
    pub industry: String,
    /// Where we have them from: `LinkedIn`, or the name of a file. Shared, since many have one.
    pub source: Arc<str>,
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

impl Beside {
    /// What its fields are called in the file, none of them as one of a person.
    pub const KEYS: [&str; 5] = ["company", "website", "industry", "source", "imported"];
}

impl Contact {
    /// How they are told apart from others of their name: `Dana Cole (Primo)`.
    pub fn named(&self) -> String {
        named(&self.person.name, &self.company)
    }

    /// Whether nobody knows where they work.
    pub fn is_of_nobody(&self) -> bool {
        self.company.is_empty() && self.website.is_empty()
    }

    /// What stands beside the person.
    pub fn beside(&self) -> Beside {
        Beside {
            company: self.company.to_string(),
            website: self.website.clone(),
            industry: self.industry.clone(),
            source: self.source.to_string(),
            imported: self.imported,
        }
    }
}

/// A name and, where it is known, the company behind it.
pub fn named(name: &str, company: &str) -> String {
    if name.is_empty() || company.is_empty() { name.to_owned() } else { format!("{name} ({company})") }
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

    /// Whom we know at a company: those whose website is on its host, or who name it, unless what they name is another
    /// of the plan's `accounts`, letter for letter; and those who name it so with one other website, where nobody is known
    /// on its own and no account has that: it may be another by now.
    pub fn at<'a>(&'a self, account: &Account, accounts: &[&Account]) -> Vec<&'a Contact> {
        let (works_there, called) = (Self::works_at(account), keys::fold(&account.name));
        let is_called_so = |contact: &Contact| keys::fold(&contact.company) == called;
        let may_be = self.people.iter().filter(|contact| works_there(contact) || is_called_so(contact)).collect();
        of_one(account, may_be, &by_name(accounts.iter().copied()))
    }

    /// The same, whoever stands highest by their title first.
    pub fn known_at(&self, account: &Account, accounts: &[&Account]) -> Vec<&Contact> {
        let mut known = self.at(account, accounts);
        known.sort_by_cached_key(|contact| std::cmp::Reverse(title::height(&contact.person.title)));
        known
    }

    /// The same for each of many accounts at once, none of which need be in the plan yet, in the order of the contacts.
    pub fn known_at_each(&self, accounts: &[&Account], of_plan: &[&Account]) -> Vec<Vec<&Contact>> {
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (n, account) in accounts.iter().enumerate() {
            // A host holds no space.
            let name = format!(" {}", keys::company(&account.name));
            let keys = [keys::host(&account.website), name].into_iter().filter(|key| !key.trim().is_empty());
            keys.for_each(|key| by_key.entry(key).or_default().push(n));
        }
        let mut known = vec![Vec::new(); accounts.len()];
        if accounts.is_empty() {
            return known;
        }
        for contact in &self.people {
            let keys = [keys::host(&contact.website), format!(" {}", keys::company(&contact.company))];
            let mut may_be: Vec<usize> = keys.iter().filter_map(|key| by_key.get(key)).flatten().copied().collect();
            may_be.sort_unstable();
            may_be.dedup();
            for n in may_be {
                known[n].push(contact);
            }
        }
        let all = by_name(of_plan.iter().chain(accounts).copied());
        accounts.iter().zip(known).map(|(account, known)| of_one(account, known, &all)).collect()
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

/// The hosts of accounts by what they are called as it is written.
fn by_name<'a>(accounts: impl Iterator<Item = &'a Account>) -> HashMap<String, Vec<String>> {
    let mut by_name: HashMap<String, Vec<String>> = HashMap::new();
    for account in accounts {
        by_name.entry(keys::fold(&account.name)).or_default().push(keys::host(&account.website));
    }
    by_name
}

/// Those of them who are of no other: where companies of several websites have that name, only those whose company is
/// called so as it is written; and nobody whose company is called as another account is.
fn of_one<'a>(
    account: &Account,
    may_be: Vec<&'a Contact>,
    accounts: &HashMap<String, Vec<String>>,
) -> Vec<&'a Contact> {
    let works_there = Contacts::works_at(account);
    let (mut known, elsewhere): (Vec<&Contact>, Vec<&Contact>) =
        may_be.into_iter().partition(|contact| works_there(contact));
    let (name, site) = (keys::fold(&account.name), keys::host(&account.website));
    let hosts = known.iter().map(|contact| keys::host(&contact.website)).filter(|host| !host.is_empty());
    let hosts: BTreeSet<String> = hosts.collect();
    known.retain(|contact| {
        let (called, at) = (keys::fold(&contact.company), keys::host(&contact.website));
        let is_there = |host: &String| at.is_empty() || host.is_empty() || *host == at;
        let is_anothers = || accounts.get(&called).is_some_and(|hosts| hosts.iter().any(is_there));
        called == name || (hosts.len() < 2 && ((!at.is_empty() && at == site) || !is_anothers()))
    });
    let elsewhere: Vec<&Contact> =
        elsewhere.into_iter().filter(|contact| keys::fold(&contact.company) == name).collect();
    let before: BTreeSet<String> = elsewhere.iter().map(|contact| keys::host(&contact.website)).collect();
    let is_anothers = |host: &String| accounts.values().flatten().any(|other| other == host);
    if hosts.is_empty() && before.len() == 1 && !before.iter().any(is_anothers) {
        known.extend(elsewhere);
    }
    known
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

impl Book {
    /// What keeps the file from being read throughout, as of [`super::plan::Entry::unread`].
    pub fn unread(&self) -> Option<&Problem> {
        self.read_only.as_ref().and_then(|_| self.problems.iter().find(|problem| problem.path.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn contact(id: &str, name: &str, company: &str, website: &str) -> Contact {
        let person = Person { id: id.into(), name: name.into(), ..Person::default() };
        Contact { person: person.into(), company: company.into(), website: website.into(), ..Contact::default() }
    }

    #[test]
    fn what_stands_beside_a_person_is_known_by_its_keys() {
        let told = Beside { imported: NaiveDate::from_ymd_opt(2026, 11, 23), ..Beside::default() };
        let keys: Vec<String> = toml::Table::try_from(&told).unwrap().into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, Beside::KEYS);
        let person = toml::Table::try_from(Person::default()).unwrap();
        assert!(Beside::KEYS.iter().all(|key| !person.contains_key(*key)), "they would be taken from the person");
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
        let known: Vec<&str> = contacts.at(&account, &[]).iter().map(|contact| contact.person.id.as_str()).collect();
        assert_eq!(known, ["a", "b"]);
    }

    #[test]
    fn where_companies_of_several_websites_are_called_alike_the_name_counts_as_it_is_written() {
        let people = vec![
            contact("a", "Ann", "Gamma", "gamma.example"),
            contact("b", "Bob", "GAMMA LTD", "gamma2.example"),
            contact("c", "Cid", "Gamma", ""),
        ];
        let contacts = Contacts { people, ..Contacts::default() };
        for (name, want) in [("Gamma Ltd", vec!["b"]), ("Gamma", vec!["a", "c"])] {
            let account = Account { name: name.into(), ..Account::default() };
            let known: Vec<&str> =
                contacts.at(&account, &[]).iter().map(|contact| contact.person.id.as_str()).collect();
            assert_eq!(known, want, "{name}");
            let of_each: Vec<&str> =
                contacts.known_at_each(&[&account], &[])[0].iter().map(|contact| contact.person.id.as_str()).collect();
            assert_eq!(of_each, want, "{name}");
        }
    }

    #[test]
    fn who_names_a_company_with_one_other_website_is_known_there_unless_something_speaks_against_it() {
        let cid = contact("c", "Cid", "ACME", "acme.example");
        let account =
            |name: &str, website: &str| Account { name: name.into(), website: website.into(), ..Account::default() };
        let acme = account("Acme", "acme2.example");
        for (others, accounts, want) in [
            (vec![], vec![], vec!["c"]),
            (vec![contact("d", "Dee", "Acme", "")], vec![], vec!["d", "c"]),
            (vec![contact("d", "Dee", "Acme Ltd", "old.example")], vec![], vec!["c"]),
            (vec![contact("d", "Dee", "Acme", "acme2.example")], vec![], vec!["d"]),
            (vec![contact("d", "Dee", "Acme", "acme3.example")], vec![], vec![]),
            (vec![], vec![account("Zed", "acme.example")], vec![]),
        ] {
            let contacts = Contacts { people: [vec![cid.clone()], others].concat(), ..Contacts::default() };
            let accounts: Vec<&Account> = std::iter::once(&acme).chain(&accounts).collect();
            let known = contacts.at(&acme, &accounts);
            let of_each = contacts.known_at_each(&[&acme], &accounts);
            let ids = |known: &[&Contact]| known.iter().map(|each| each.person.id.clone()).collect::<Vec<_>>();
            assert_eq!(
                (ids(&known), ids(&of_each[0])),
                (want.clone().into_iter().map(String::from).collect(), ids(&known))
            );
        }
    }

    #[test]
    fn whose_company_is_called_as_another_account_is_stands_there() {
        let people = vec![contact("a", "Ann", "Gamma", ""), contact("b", "Bob", "GAMMA LTD", "")];
        let contacts = Contacts { people, ..Contacts::default() };
        let account = |name: &str| Account { name: name.into(), ..Account::default() };
        let (gamma, ltd, inc) = (account("Gamma"), account("Gamma Ltd"), account("Gamma Inc."));
        let ids = |known: &[&Contact]| known.iter().map(|each| each.person.id.clone()).collect::<Vec<_>>();
        for (of, accounts, want) in [
            (&gamma, vec![&gamma, &ltd], vec!["a"]),
            (&ltd, vec![&gamma, &ltd], vec!["b"]),
            (&ltd, vec![&ltd], vec!["a", "b"]),
            (&inc, vec![&ltd], vec!["a"]),
        ] {
            assert_eq!(ids(&contacts.at(of, &accounts)), want, "{}", of.name);
            assert_eq!(ids(&contacts.known_at_each(&[of], &accounts)[0]), want, "{}", of.name);
        }
    }

    #[test]
    fn who_stands_highest_is_named_first() {
        let titled = |id: &str, title: &str| {
            let mut contact = contact(id, id, "Primo", "");
            Arc::make_mut(&mut contact.person).title = title.into();
            contact
        };
        let people = vec![titled("a", "Intern"), titled("b", "CEO"), titled("c", ""), titled("d", "Head of HR")];
        let contacts = Contacts { people, ..Contacts::default() };
        let account = Account { name: "Primo".into(), ..Account::default() };
        let known: Vec<&str> = contacts.known_at(&account, &[]).iter().map(|each| each.person.id.as_str()).collect();
        assert_eq!(known, ["b", "d", "a", "c"]);
    }
}
