//! The way back: what goes out as tables and cards comes in again. Over the plan that it came from it changes nothing; into
//! an empty one it is what it was, in all that they hold.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use inroad::domain::account::{Account, StageChange};
use inroad::domain::contacts::{Book, Contact, Contacts};
use inroad::domain::import::{Applied, Was, apply, preview};
use inroad::domain::people::{Email, Influence, Person, Phone, PhoneKind, Support};
use inroad::domain::plan::{Plan, Value};
use inroad::domain::stage::Stage;
use inroad::domain::words::Vocabulary as _;
use inroad::exchange::export::{Selection, csv, vcf};
use inroad::exchange::import::{Request, read};
use proptest::prelude::*;

use crate::selected::{all, now, with};

fn today() -> NaiveDate {
    now().date_naive()
}

/// A text in one line, as fields hold it.
fn line() -> impl Strategy<Value = String> {
    "([a-zA-Zäß'=+@,;\"-]{1,5}( [a-z,;\"'-]{1,4}){0,2})?"
}

fn lines() -> impl Strategy<Value = String> {
    prop::collection::vec(line(), 0..3).prop_map(|lines| lines.join("\n").trim().to_owned())
}

fn ids() -> impl Strategy<Value = BTreeMap<String, String>> {
    prop::collection::btree_map(
        prop::sample::select(vec!["salesforce".to_owned(), "hubspot".to_owned()]),
        "[A-Z0-9]{3,6}",
        0..3,
    )
}

fn some_day() -> impl Strategy<Value = Option<NaiveDate>> {
    prop::option::of(
        (2000..2030i32, 1..13u32, 1..29u32).prop_map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).unwrap()),
    )
}

/// What several may have who are several all the same: a plan says so by its own ids.
fn shared() -> impl Strategy<Value = Vec<&'static str>> {
    prop_oneof![2 => Just(vec![]), 1 => prop::sample::subsequence(vec!["name", "email", "profile", "id"], 1..4)]
}

/// Somebody; their id tells them from everybody else.
fn person(who: String) -> impl Strategy<Value = Person> {
    let kinds = prop::collection::vec(
        prop::sample::select(vec![PhoneKind::Direct, PhoneKind::Mobile, PhoneKind::Switchboard]),
        0..4,
    );
    let opinions = (
        prop::sample::select(vec![Influence::Unknown, Influence::Economic, Influence::Coach]),
        prop::sample::select(vec![Support::Unknown, Support::Champion, Support::Blocker]),
        any::<bool>(),
    );
    let texts = (line(), line(), lines(), prop::sample::select(vec!["", "Europe/Berlin"]));
    (texts, 0..3usize, kinds, any::<bool>(), some_day(), opinions, (ids(), shared())).prop_map(
        move |(
            (title, department, notes, timezone),
            emails,
            kinds,
            has_profile,
            connected_on,
            (influence, support, no),
            (mut ids, shared),
        )| {
            let is_shared = |what: &str| shared.contains(&what);
            let whose = |what: &str| if is_shared(what) { "roe".to_owned() } else { who.clone() };
            if is_shared("id") {
                ids.insert("hubspot".to_owned(), "100".to_owned());
            }
            let emails = emails.max(usize::from(is_shared("email")));
            let has_profile = has_profile || is_shared("profile");
            let phone = |(n, kind): (usize, PhoneKind)| {
                let number = who.bytes().fold(n, |sum, byte| sum * 7 + usize::from(byte));
                Phone { value: format!("+1 312 {:07}", number % 10_000_000), kind, bad: None }
            };
            Person {
                id: who.clone(),
                name: format!("Ann {}", whose("name")),
                title,
                department,
                notes,
                timezone: timezone.to_owned(),
                emails: (0..emails)
                    .map(|n| Email { value: format!("{}.{n}@a.example", whose("email")), bad: None })
                    .collect(),
                phones: kinds.into_iter().enumerate().map(phone).collect(),
                linkedin: if has_profile {
                    format!("https://www.linkedin.com/in/{}", whose("profile"))
                } else {
                    String::new()
                },
                connected_on,
                influence,
                support,
                do_not_contact: no,
                ids,
                ..Person::default()
            }
        },
    )
}

fn account(n: usize) -> impl Strategy<Value = Account> {
    let people =
        (0..4usize).prop_flat_map(move |count| (0..count).map(|p| person(format!("p{n}x{p}"))).collect::<Vec<_>>());
    let texts = (line(), lines(), line(), line(), prop::collection::btree_set("[a-z][a-z ,;\"]{0,4}[a-z]", 0..4));
    let facts = (
        any::<bool>(),
        prop::option::of(1..4u8),
        prop::option::of(0..10_000u64),
        prop::sample::select(Stage::ALL.to_vec()),
        prop::option::of(Just("sam".to_owned())),
        some_day(),
        ids(),
    );
    (people, texts, facts).prop_map(
        move |(people, (industry, why, unit, function, tags), (has_site, tier, value, stage, owner, close_by, ids))| {
            // Nothing but the legal form tells some of them apart, and nothing at all two.
            let name = ["Acme", "Acme Ltd", "Acme, Inc.", "Acme"][n];
            let mut account = Account::new(&format!("acme-{n}"), name, today());
            account.stages = vec![StageChange { to: stage, on: Some(today()), ..StageChange::default() }];
            account.website = if has_site { format!("acme{n}.example") } else { String::new() };
            (account.entry_point.unit, account.entry_point.function) = (unit, function);
            Account {
                people,
                industry,
                why,
                tags: tags.into_iter().collect(),
                tier,
                value,
                stage,
                owner,
                close_by,
                ids,
                ..account
            }
        },
    )
}

fn some_plan() -> impl Strategy<Value = Plan> {
    (1..5usize).prop_flat_map(|count| (0..count).map(account).collect::<Vec<_>>()).prop_map(with)
}

/// People on no account, some of whom work at one.
fn some_contacts() -> impl Strategy<Value = Vec<Contact>> {
    let contact = |n: usize| {
        let company = prop::sample::select(vec!["Acme", "Acme Ltd", "Zed", ""]);
        let website = prop::sample::select(vec!["", "", "acme1.example", "zed.example"]);
        let industry = prop::sample::select(vec!["", "", "Foods"]);
        (person(format!("c{n}")), company, website, industry).prop_map(|(person, company, website, industry)| Contact {
            person: person.into(),
            company: company.into(),
            website: website.into(),
            industry: industry.into(),
            ..Contact::default()
        })
    };
    (0..4usize).prop_flat_map(move |count| (0..count).map(contact).collect::<Vec<_>>())
}

/// A book of them.
fn book(people: Vec<Contact>) -> Book {
    Book { contacts: Contacts { people, ..Contacts::default() }.into(), ..Book::default() }
}

/// In which sequence files are named.
fn some_order() -> impl Strategy<Value = Vec<usize>> {
    Just(vec![0, 1, 2]).prop_shuffle()
}

/// As what a plan goes out.
#[derive(Debug, Clone, Copy)]
enum As {
    Tables,
    Cards,
}

impl As {
    fn texts(self, plan: &Plan, book: &Book) -> Vec<String> {
        let of_plan = Selection { contacts: book.contacts.people.iter().collect(), ..all(plan) };
        match self {
            Self::Tables => vec![csv::accounts(&of_plan), csv::people(&of_plan), csv::contacts(&of_plan)],
            Self::Cards => vec![vcf::people(&of_plan), vcf::contacts(&of_plan)],
        }
    }
}

/// What a plan and its contacts go out as, brought into another. All that was an account becomes one.
/// They come in that order, those that are left out of it not at all.
fn bring(how: As, order: &[usize], from: (&Plan, &Book), into: (&mut Plan, &mut Book)) -> Applied {
    let (plan, book) = into;
    let texts = how.texts(from.0, from.1);
    let texts: Vec<&String> = order.iter().filter_map(|n| texts.get(*n)).collect();
    let mut rows = Vec::new();
    let mut skipped = Vec::new();
    for (file, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
        let request = Request { file, name: file.to_string(), ..Request::default() };
        let sheet = read(text.as_bytes(), &request, &mut |_| true).unwrap();
        rows.extend(sheet.rows);
        skipped.extend(sheet.skipped);
    }
    assert_eq!(skipped, []);
    let looked = preview(rows, skipped, plan, &book.contacts, &[]);
    let applied = apply(looked, |company| company.was == Was::Account, plan, book, today(), None).unwrap();
    for change in &applied.changes {
        match change.after.clone() {
            Some(Value::Account(account)) => {
                let id = account.id.clone();
                plan.accounts.entry(id).or_default().account = account;
            }
            Some(Value::Contacts(contacts)) => book.contacts = contacts,
            _ => panic!("{change:?}"),
        }
    }
    applied
}

/// What the tables hold of an account. Numbers stand by their kind there.
fn held(account: &Account) -> Account {
    let person = |person: &Person| {
        let mut phones = person.phones.clone();
        phones.sort_by_key(|phone| (format!("{:?}", phone.kind), phone.value.clone()));
        Person { id: String::new(), phones, ..person.clone() }
    };
    let mut held = Account { people: account.people.iter().map(person).collect(), ..account.clone() };
    // An account that is made anew has the highest title first.
    held.people.sort_by_key(|person| format!("{person:?}"));
    held.stages.clear();
    held.entry_point.candidates.clear();
    held
}

/// What cards hold of an account: what others may know of the people there.
fn held_by_cards(account: &Account) -> (String, String, Vec<Person>) {
    let people = held(account).people;
    let mut people: Vec<Person> = people.iter().map(on_card).collect();
    people.sort_by_key(|person| format!("{person:?}"));
    (account.name.clone(), account.website.clone(), people)
}

fn on_card(person: &Person) -> Person {
    let mut phones = person.phones.clone();
    phones.sort_by_key(|phone| (format!("{:?}", phone.kind), phone.value.clone()));
    Person {
        id: String::new(),
        phones,
        notes: String::new(),
        influence: Influence::Unknown,
        support: Support::Unknown,
        ids: BTreeMap::new(),
        ..person.clone()
    }
}

/// By which ids accounts, their people and the contacts go.
fn ids_of(plan: &Plan, book: &Book) -> Vec<String> {
    let of_plan = plan.all().flat_map(|account| {
        let people = account.people.iter().map(|person| format!("{} {}", account.id, person.id));
        std::iter::once(account.id.to_string()).chain(people)
    });
    let mut ids: Vec<String> = of_plan.chain(book.contacts.people.iter().map(|each| each.person.id.clone())).collect();
    ids.sort();
    ids
}

/// Where a contact works.
fn said(contact: &Contact) -> [String; 3] {
    [contact.company.to_string(), contact.website.clone(), contact.industry.clone()]
}

/// What both hold of contacts.
fn aside(book: &Book) -> Vec<(Person, [String; 3])> {
    let people = book.contacts.people.iter();
    let mut aside: Vec<_> = people.map(|each| (on_card(&each.person), said(each))).collect();
    aside.sort_by_key(|each| format!("{each:?}"));
    aside
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_plan_that_comes_back_to_itself_changes_nothing(
        mut plan in some_plan(),
        contacts in some_contacts(),
        how in prop::sample::select(vec![As::Tables, As::Cards]),
        order in some_order(),
        some in 1..4usize,
    ) {
        let mut book = book(contacts);
        let from = (plan.clone(), book.clone());
        prop_assert_eq!(bring(how, &order[..some], (&from.0, &from.1), (&mut plan, &mut book)).changes, vec![]);
    }

    #[test]
    fn a_plan_that_comes_into_an_empty_one_is_what_it_was(
        plan in some_plan(),
        contacts in some_contacts(),
        order in some_order(),
    ) {
        let from = book(contacts);
        let (mut into, mut its) = (Plan::default(), Book::default());
        bring(As::Tables, &order, (&plan, &from), (&mut into, &mut its));
        let each = |plan: &Plan| {
            let mut each: Vec<Account> = plan.all().map(|account| held(account)).collect();
            for account in &mut each {
                account.id = "".into();
            }
            each.sort_by_key(|account| format!("{account:?}"));
            each
        };
        prop_assert_eq!(each(&into), each(&plan));
        prop_assert_eq!(aside(&its), aside(&from));
        prop_assert_eq!(ids_of(&into, &its), ids_of(&plan, &from));
        prop_assert_eq!(bring(As::Tables, &order, (&plan, &from), (&mut into, &mut its)).changes, vec![]);
    }

    #[test]
    fn what_cards_hold_of_a_plan_comes_into_an_empty_one_as_it_was(
        plan in some_plan(),
        contacts in some_contacts(),
        order in some_order(),
    ) {
        let from = book(contacts);
        let (mut into, mut its) = (Plan::default(), Book::default());
        bring(As::Cards, &order, (&plan, &from), (&mut into, &mut its));
        let each = |plan: &Plan| {
            let all = plan.all().filter(|account| !account.people.is_empty());
            let mut each: Vec<_> = all.map(|account| held_by_cards(account)).collect();
            each.sort_by_key(|account| format!("{account:?}"));
            each
        };
        prop_assert_eq!(each(&into), each(&plan));
        prop_assert_eq!(aside(&its), aside(&from));
    }
}
