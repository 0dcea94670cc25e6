//! What to call one of several. A name says it as long as nobody else has it; of two that share it each is told by the
//! first thing that the others don't say: a company's website, its entry point; a person's title, their address; else the
//! id, which nobody shares. This decides what is read, never whom a word means.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;

use super::account::{Account, AccountId};
use super::contacts::Contact;
use super::import::keys;
use super::people::Person;
use super::plan::Plan;

/// So many are named before it is enough.
const MOST: usize = 6;

/// What one is called: the name, and what tells it from others of that name. Written `Acme (acme.example)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called<'a> {
    /// The name alone.
    pub name: &'a str,
    /// What the others of that name don't say; empty where there is none.
    pub apart: String,
}

impl fmt::Display for Called<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.apart.as_str() {
            "" => f.write_str(self.name),
            apart => write!(f, "{} ({apart})", self.name),
        }
    }
}

/// An account among others; itself may be among them.
pub fn account<'a, 'o>(account: &'a Account, all: impl IntoIterator<Item = &'o Account>) -> Called<'a> {
    let others = all.into_iter().filter(|other| other.id != account.id && is_same(&other.name, &account.name));
    Called { name: &account.name, apart: apart(said_of_account(account), others.map(said_of_account)) }
}

/// An account of the plan.
pub fn in_plan<'a>(plan: &Plan, account: &'a Account) -> Called<'a> {
    self::account(account, plan.all().map(AsRef::as_ref))
}

/// A person among those of the account.
pub fn person<'a>(account: &Account, person: &'a Person) -> Called<'a> {
    let is_namesake = |other: &&Person| other.id != person.id && is_same(&other.name, &person.name);
    let others = account.people.iter().filter(is_namesake);
    Called { name: &person.name, apart: apart(said_of_person(person), others.map(said_of_person)) }
}

/// Those of an account who could be meant, as one can say it: `dana-cole (Dana Cole)`.
pub fn people_meant<'a>(account: &Account, people: impl IntoIterator<Item = &'a Person>) -> String {
    meant(people.into_iter().map(|each| (each.id.as_str(), person(account, each))))
}

/// The accounts that could be meant, as one can say it: `acme-2 (Acme, acme.test)`.
pub fn accounts_meant<'a>(accounts: impl IntoIterator<Item = &'a Account>) -> String {
    let accounts: Vec<&Account> = accounts.into_iter().collect();
    meant(accounts.iter().map(|each| (each.id.as_ref(), account(each, accounts.iter().copied()))))
}

/// The contacts who could be meant, as one can say it: `dana-cole (Dana Cole, Primo)`.
pub fn contacts_meant<'a>(contacts: impl IntoIterator<Item = &'a Contact>) -> String {
    let called = |each: &'a Contact| Called { name: &each.person.name, apart: each.company.to_string() };
    meant(contacts.into_iter().map(|each| (each.person.id.as_str(), called(each))))
}

fn meant<'a>(all: impl Iterator<Item = (&'a str, Called<'a>)>) -> String {
    let each = |(id, Called { name, apart }): (&str, Called)| match (id, apart.as_str()) {
        // Whoever has no id can't be said by one.
        ("", _) => name.to_owned(),
        (id, apart) if apart.is_empty() || apart == id => format!("{id} ({name})"),
        (id, apart) => format!("{id} ({name}, {apart})"),
    };
    let mut told: Vec<String> = all.take(MOST + 1).map(each).collect();
    if told.len() > MOST {
        told.truncate(MOST);
        told.push("…".to_owned());
    }
    told.join(", ")
}

/// Who has which name, for whoever asks often.
#[derive(Debug, Clone, Default)]
pub struct Namesakes {
    by_name: HashMap<String, BTreeSet<AccountId>>,
}

impl Namesakes {
    /// Of these accounts.
    pub fn of<'a>(accounts: impl IntoIterator<Item = &'a Arc<Account>>) -> Self {
        let mut namesakes = Self::default();
        accounts.into_iter().for_each(|account| namesakes.follow(None, Some(account)));
        namesakes
    }

    /// An account that is not what it was.
    pub fn follow(&mut self, was: Option<&Account>, is: Option<&Account>) {
        if was.zip(is).is_some_and(|(was, is)| was.id == is.id && was.name == is.name) {
            return;
        }
        if let Some(was) = was {
            let name = was.name.to_lowercase();
            if let Some(ids) = self.by_name.get_mut(&name) {
                ids.remove(&was.id);
                if ids.is_empty() {
                    self.by_name.remove(&name);
                }
            }
        }
        if let Some(is) = is {
            self.by_name.entry(is.name.to_lowercase()).or_default().insert(is.id.clone());
        }
    }

    /// What the account of the plan is called.
    pub fn called<'a>(&self, plan: &Plan, account: &'a Account) -> Called<'a> {
        match self.by_name.get(&account.name.to_lowercase()) {
            Some(ids) if ids.len() > 1 => {
                self::account(account, ids.iter().filter_map(|id| plan.account(id)).map(AsRef::as_ref))
            }
            _ => Called { name: &account.name, apart: String::new() },
        }
    }
}

fn is_same(one: &str, other: &str) -> bool {
    one == other || (one.len() == other.len() && one.to_lowercase() == other.to_lowercase())
}

/// What tells an account from others, what is known best first; the id is the last, and always there.
fn said_of_account(account: &Account) -> Vec<String> {
    vec![keys::host(&account.website), account.entry_point.path(", "), account.id.to_string()]
}

fn said_of_person(person: &Person) -> Vec<String> {
    let email = person.emails.first().map(|email| email.value.clone());
    vec![person.title.clone(), email.unwrap_or_default(), person.id.clone()]
}

/// The first that none of the others says; nothing without others.
fn apart(own: Vec<String>, others: impl Iterator<Item = Vec<String>>) -> String {
    let others: Vec<Vec<String>> = others.collect();
    if others.is_empty() {
        return String::new();
    }
    let is_own = |(at, said): &(usize, String)| {
        !said.is_empty() && others.iter().all(|other| other.get(*at).is_none_or(|other| !is_same(other, said)))
    };
    own.into_iter().enumerate().find(is_own).map(|(_, said)| said).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn acme(id: &str, website: &str, unit: &str) -> Account {
        let mut account = Account { id: id.into(), name: "Acme".into(), website: website.into(), ..Account::default() };
        account.entry_point.unit = unit.into();
        account
    }

    #[test]
    fn one_of_several_is_told_by_the_first_thing_that_the_others_dont_say() {
        let cases = [
            (vec![acme("acme", "https://www.acme.example", "")], ["Acme"].as_slice()),
            (
                vec![acme("acme", "acme.example", "HR"), acme("acme-2", "acme.test", "HR")],
                &["Acme (acme.example)", "Acme (acme.test)"],
            ),
            (
                vec![acme("acme", "", "HR"), acme("acme-2", "acme.test", "Sales"), acme("acme-3", "", "HR")],
                &["Acme (acme)", "Acme (acme.test)", "Acme (acme-3)"],
            ),
            (
                vec![acme("acme", "acme.test", "HR"), acme("acme-2", "acme.test", "Sales")],
                &["Acme (HR)", "Acme (Sales)"],
            ),
        ];
        for (accounts, want) in cases {
            let told: Vec<String> = accounts.iter().map(|each| account(each, &accounts).to_string()).collect();
            assert_eq!(told, want);
        }
    }

    #[test]
    fn who_could_be_meant_is_told_by_what_one_can_say() {
        let person = |id: &str, name: &str, title: &str| Person {
            id: id.into(),
            name: name.into(),
            title: title.into(),
            ..Person::default()
        };
        let people =
            vec![person("john", "John Smith", "TA"), person("john-2", "John Smith", "TB"), person("jo", "Jo Roe", "")];
        let account = Account { people, ..Account::default() };
        assert_eq!(
            people_meant(&account, &account.people),
            "john (John Smith, TA), john-2 (John Smith, TB), jo (Jo Roe)"
        );
        let many: Vec<Account> = (1..9).map(|n| acme(&format!("acme-{n}"), "", "")).collect();
        let told = accounts_meant(&many);
        assert!(told.starts_with("acme-1 (Acme), acme-2 (Acme)") && told.ends_with("acme-6 (Acme), …"), "{told}");
    }

    #[test]
    fn whoever_is_called_otherwise_or_gone_is_nobodys_namesake() {
        let [one, two] = [acme("acme", "a.example", ""), acme("acme-2", "b.example", "")].map(Arc::new);
        let mut plan = Plan::default();
        for account in [&one, &two] {
            let entry = super::super::plan::Entry { account: Arc::clone(account), ..Default::default() };
            plan.accounts.insert(account.id.clone(), entry);
        }
        let mut namesakes = Namesakes::of(plan.all());
        assert_eq!(namesakes.called(&plan, &one).apart, "a.example");
        assert_eq!(in_plan(&plan, &two).to_string(), "Acme (b.example)");
        let other = Account { name: "Globex".into(), ..Account::clone(&two) };
        namesakes.follow(Some(&two), Some(&other));
        assert_eq!(namesakes.called(&plan, &one).apart, "");
        namesakes.follow(Some(&other), Some(&two));
        assert_eq!(namesakes.called(&plan, &one).apart, "a.example");
        namesakes.follow(Some(&two), None);
        assert_eq!(namesakes.called(&plan, &one).apart, "");
    }
}
