//! Who is the same as whom, and what an import may never do.
#![allow(clippy::unwrap_used, reason = "a test that can't go on shall say where")]

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::domain::account::{Account, AccountId};
use crate::domain::contacts::{Book, Contact, Contacts};
use crate::domain::people::{Email, Phone};
use crate::domain::plan::{Entry, Plan, Value};
use crate::domain::testing::day;

/// `name | title | company | website | email | linkedin | phone | industry | company's id | contact's id`, as far as it goes; ids
/// are HubSpot's.
fn row(line: usize, text: &str) -> Incoming {
    let cells: Vec<&str> = text.split('|').map(str::trim).collect();
    let cell = |n: usize| cells.get(n).copied().unwrap_or_default();
    let mut draft = Draft::default();
    let fields = [
        Field::Name,
        Field::Title,
        Field::Company,
        Field::Website,
        Field::Email,
        Field::Linkedin,
        Field::Phone,
        Field::Industry,
        Field::Hubspot,
        Field::HubspotContact,
    ];
    for (n, field) in fields.into_iter().enumerate().filter(|(n, _)| !cell(*n).is_empty()) {
        field.put(&mut draft, cell(n)).unwrap();
    }
    draft.done(At { file: 0, line }, &"a test".into()).unwrap()
}

fn rows(lines: &[&str]) -> Vec<Incoming> {
    lines.iter().enumerate().map(|(n, text)| row(n + 1, text)).collect()
}

fn person(id: &str, text: &str) -> Person {
    Person { id: id.into(), ..Person::clone(&row(1, text).person.unwrap()) }
}

fn plan(accounts: &[(&str, &str, &str, &[&str])]) -> Plan {
    let mut plan = Plan::default();
    for (id, name, website, people) in accounts {
        let mut account = Account::new(id, name, day("2026-11-01"));
        account.website = (*website).to_owned();
        for (n, text) in people.iter().enumerate() {
            account.people.push(person(&format!("p{n}"), text));
        }
        plan.accounts.insert(account.id.clone(), Entry { account: Arc::new(account), ..Entry::default() });
    }
    plan
}

fn book(people: &[&str]) -> Book {
    let contact = |(n, text): (usize, &&str)| {
        let row = row(1, text);
        let person = Person { id: format!("c{n}"), ..Person::clone(&row.person.unwrap()) };
        let Employer { name: company, website, industry, .. } = row.company;
        Contact { person: person.into(), company: company.into(), website, industry, ..Contact::default() }
    };
    let people = people.iter().enumerate().map(contact).collect();
    Book { contacts: Contacts { people, ..Contacts::default() }.into(), is_there: true, ..Book::default() }
}

/// Import, and take what came of it into the plan and the contacts.
fn import(rows: Vec<Incoming>, chosen: &[&str], plan: &mut Plan, book: &mut Book) -> Applied {
    import_beside(&[], rows, chosen, plan, book)
}

/// The same where these lie in the archive.
fn import_beside(
    archive: &[&Account],
    rows: Vec<Incoming>,
    chosen: &[&str],
    plan: &mut Plan,
    book: &mut Book,
) -> Applied {
    let preview = preview(rows, Vec::new(), plan, &book.contacts, archive);
    let is_chosen = |company: &Company| chosen.contains(&company.name.as_str());
    let applied = apply(preview, is_chosen, plan, book, day("2026-11-23"), Some("sam")).unwrap();
    for change in &applied.changes {
        match change.after.clone().unwrap() {
            Value::Account(account) => {
                let entry = plan.accounts.entry(account.id.clone()).or_default();
                entry.account = account;
            }
            Value::Contacts(contacts) => (book.contacts, book.is_there) = (contacts, true),
            other => panic!("{other:?}"),
        }
    }
    applied
}

fn whom(preview: &Preview, name: &str) -> String {
    let named = preview.people().find(|named| named.at.iter().any(|at| name == at.line.to_string())).unwrap();
    match &named.whom {
        Whom::New => "new".to_owned(),
        Whom::Person(account, n) => format!("{account} {n}"),
        Whom::Contact(id) => id.clone(),
        Whom::Archived(account) => format!("archived {account}"),
    }
}

#[test]
fn people_are_known_by_their_profile_else_an_address_else_name_and_company() {
    let plan = plan(&[
        (
            "primo",
            "Primo",
            "primo.example",
            &["Dana Cole | VP | | | dana@primo.example | https://www.linkedin.com/in/dana", "Lee Ray | CMO"],
        ),
        ("globex", "Globex", "", &["Dana Cole"]),
    ]);
    let book = book(&["Åsa Öberg | | Nordic Springs, Inc. | | asa@nordic.example", "Lee Ray | | Initech"]);
    for (text, want) in [
        // The profile alone, whatever else is said.
        ("D. C. | | Elsewhere | | x@y.example | http://linkedin.com/in/DANA/", "primo 0"),
        // The profile before the address.
        ("Asa | | | | asa@nordic.example | https://linkedin.com/in/dana", "primo 0"),
        ("Somebody | | | | DANA@primo.example", "primo 0"),
        // A mailbox that nobody owns is no address of anybody.
        ("Somebody | | | | info@primo.example", "new"),
        ("dana  cole, MBA | | PRIMO Inc.", "primo 0"),
        ("Dana Cole | | Other name | www.primo.example", "primo 0"),
        ("Dana Cole | | Globex GmbH", "globex 0"),
        ("Dana Cole | | Acme", "new"),
        ("Dana Cole", "new"),
        ("Lee Ray | | Initech", "c1"),
        ("Asa Oberg | | nordic springs", "c0"),
        // Two profiles are two people, whatever they are called.
        ("Dana Cole | | Primo | | | https://linkedin.com/in/dana-2", "new"),
        ("Lee Ray | | Primo | | | https://linkedin.com/in/lee", "primo 1"),
    ] {
        let preview = preview(rows(&[text]), Vec::new(), &plan, &book.contacts, &[]);
        assert_eq!(whom(&preview, "1"), want, "{text}");
    }
}

#[test]
fn a_name_as_it_is_written_goes_before_the_same_without_its_legal_form() {
    let files: [&[&[&str]]; 4] = [
        &[&[
            "Ce Ray | | Gamma | | ce@g.example",
            "Bob Roe | | Gamma Ltd | gamma2.example | bob@g.example",
            "Ce Ray | | Gamma | gamma.example | ce@g.example",
        ]],
        &[
            &["Bob Roe | | Gamma Ltd | | bob@g.example"],
            &["Bob Roe | | Gamma Ltd | gamma2.example | bob@g.example", "Ce Ray | | Gamma | gamma.example"],
        ],
        &[&["Bob Roe | | Gamma Ltd"], &["Bob Roe | | Gamma Ltd | gamma2.example", "Ce Ray | | Gamma | gamma.example"]],
        &[&["Ce Ray | | Gamma"], &[" | | Gamma Ltd | gamma2.example", "Lee Ray | | Gamma | gamma.example"]],
    ];
    for files in files {
        let (mut plan, mut book) = (plan(&[]), book(&[]));
        for lines in files {
            import(rows(lines), &[], &mut plan, &mut book);
        }
        let at: std::collections::BTreeSet<(&str, &str)> =
            book.contacts.people.iter().map(|each| (&*each.company, each.website.as_str())).collect();
        let want = [("Gamma", "gamma.example"), ("Gamma Ltd", "gamma2.example")];
        assert!(at.iter().all(|each| want.contains(each)), "{files:?}: {at:?}");
        assert_eq!(book.contacts.people.len(), 2, "{files:?}");
        for lines in files {
            assert_eq!(import(rows(lines), &[], &mut plan, &mut book).changes, vec![], "{files:?}");
        }
    }
}

/// Where everybody is whom plan and contacts know: `Ann @ acme`, `Bob: Acme acme.example`.
fn everybody(plan: &Plan, book: &Book) -> Vec<String> {
    let on = plan.all().flat_map(|account| {
        account.people.iter().map(|person| format!("{} {} @ {}", person.name, person.title, account.id))
    });
    let aside = book
        .contacts
        .people
        .iter()
        .map(|each| format!("{} {}: {} {}", each.person.name, each.person.title, each.company, each.website));
    let mut all: Vec<String> =
        on.chain(aside).map(|each| each.split_whitespace().collect::<Vec<_>>().join(" ").replace(" :", ":")).collect();
    all.sort();
    all
}

#[test]
fn who_is_known_by_name_and_company_letter_for_letter_goes_before_an_account_that_is_called_alike() {
    let gamma = ("gamma", "Gamma", "gamma.example", &["Bob Ray"][..]);
    for (line, want) in [
        ("Ann Roe | CMO | GAMMA Ltd", vec!["Ann Roe CMO: Gamma Ltd gamma2.example", "Bob Ray @ gamma"]),
        (
            "Ann Roe | CMO | Gamma Inc.",
            vec!["Ann Roe CMO @ gamma", "Ann Roe: Gamma Ltd gamma2.example", "Bob Ray @ gamma"],
        ),
        ("Bob Ray | CMO | Gamma Ltd", vec!["Ann Roe: Gamma Ltd gamma2.example", "Bob Ray CMO @ gamma"]),
    ] {
        let (mut plan, mut book) = (plan(&[gamma]), book(&["Ann Roe | | Gamma Ltd | gamma2.example"]));
        import(rows(&[line]), &[], &mut plan, &mut book);
        assert_eq!(everybody(&plan, &book), want, "{line}");
        assert_eq!(import(rows(&[line]), &[], &mut plan, &mut book).changes, [], "{line}");
    }
}

#[test]
fn what_is_said_of_a_company_is_kept_with_those_who_call_it_so() {
    let known = ["Eve Vale | | Delta GmbH", "Bob Ray | | Delta", "Cid Oz | | DELTA"];
    let (mut plan, mut book) = (plan(&[]), book(&known));
    let told = || rows(&["Bob Ray | | Delta | delta2.example | | | | Foods", "New One | | Delta, Inc."]);
    import(told(), &[], &mut plan, &mut book);
    let at = |book: &Book| -> Vec<String> {
        let of = |each: &Contact| format!("{}: {} {}", each.person.name, each.website, each.industry);
        book.contacts.people.iter().map(of).collect()
    };
    let delta = ["Eve Vale:  ", "Bob Ray: delta2.example Foods", "Cid Oz: delta2.example Foods", "New One:  "];
    assert_eq!(at(&book), delta);
    assert_eq!(import(told(), &[], &mut plan, &mut book).changes, []);
    // Whoever is at the other is found there, and nobody stands twice.
    let other = || rows(&["Eve Vale | | Delta GmbH | delta.example"]);
    import(other(), &[], &mut plan, &mut book);
    assert_eq!(at(&book)[0], "Eve Vale: delta.example ");
    for again in [other(), told(), rows(&known)] {
        assert_eq!(import(again, &[], &mut plan, &mut book).changes, []);
    }
    // Of a company alone nobody but them is to learn, and that is told.
    for (name, learn, has_contacts) in [("Delta GmbH", 1, true), ("Delta AG", 0, false)] {
        let rows = rows(&[&format!(" | | {name} | | | | | Steel")]);
        let looked = preview(rows, Vec::new(), &plan, &book.contacts, &[]);
        let company = &looked.companies[0];
        assert_eq!((company.learn.len(), company.has_contacts), (learn, has_contacts), "{name}");
    }
}

#[test]
fn a_company_whose_website_is_another_by_now_takes_those_along_whom_the_rows_put_there() {
    let known = ["Ann Roe | | Acme | acme.example | ann@x.example", "Cid Oz | | Acme | acme.example"];
    let ann = "Ann Roe | | Acme | acme2.example | ann@x.example";
    for (lines, chosen, want) in [
        (&[ann][..], &["Acme"][..], vec!["Ann Roe @ acme", "Cid Oz: Acme acme.example"]),
        (&[ann], &[], vec!["Ann Roe: Acme acme.example", "Cid Oz: Acme acme.example"]),
        // Rows put her nowhere else, or not under that name.
        (
            &[ann, "Ann Roe | | Acme | acme3.example | ann@x.example"],
            &["Acme"],
            vec!["Ann Roe: Acme acme.example", "Cid Oz: Acme acme.example"],
        ),
        (
            &["Ann Roe | | Zed | acme2.example | ann@x.example"],
            &["Zed"],
            vec!["Ann Roe: Acme acme.example", "Cid Oz: Acme acme.example"],
        ),
        // She is named by a row that puts her elsewhere, her company by another.
        (
            &["Ann Roe | | Zed | | ann@x.example", "Bob | | Acme | acme.example"],
            &["Acme"],
            vec!["Ann Roe: Acme acme.example", "Bob @ acme", "Cid Oz: Acme acme.example"],
        ),
    ] {
        let (mut plan, mut book) = (plan(&[]), book(&known));
        import(rows(lines), chosen, &mut plan, &mut book);
        assert_eq!(everybody(&plan, &book), want, "{lines:?}");
        assert_eq!(import(rows(lines), chosen, &mut plan, &mut book).changes, [], "{lines:?}");
        if lines == [ann] {
            // With the old website, by the name alone: they are known still.
            let old = ["Ann Roe | | Acme | acme.example", "Cid Oz | | Acme | acme.example"];
            assert_eq!(import(rows(&old), &[], &mut plan, &mut book).changes, []);
        }
    }
}

#[test]
fn what_lies_in_the_archive_is_meant_by_its_own_name_before_an_account_that_is_called_alike() {
    let archived = |name: &str, website: &str| {
        let mut account = Account::new("old", name, day("2026-01-01"));
        account.website = website.to_owned();
        account
    };
    let plan = plan(&[("gamma", "Gamma", "gamma.example", &[])]);
    let old = archived("Gamma Ltd", "gamma2.example");
    for (old, line, want) in [
        (&old, "Bob | | Gamma Ltd", (None, Some("old"))),
        (&old, "Bob | | GAMMA LTD.", (None, Some("old"))),
        (&old, "Bob | | Gamma Ltd | gamma2.example", (None, Some("old"))),
        (&old, "Bob | | Gamma", (Some("gamma"), None)),
        (&old, "Bob | | Gamma Inc.", (Some("gamma"), None)),
        (&old, "Bob | | Gamma Ltd | gamma.example", (Some("gamma"), None)),
        // It is the account, under its old name.
        (&archived("Gamma Ltd", "gamma.example"), "Bob | | Gamma Ltd", (Some("gamma"), None)),
        (&archived("Gamma", "gamma2.example"), "Bob | | Gamma", (Some("gamma"), None)),
    ] {
        let looked = preview(rows(&[line]), Vec::new(), &plan, &Contacts::default(), &[old]);
        let company = &looked.companies[0];
        let archived = company.archived.as_ref().map(|(id, _)| id.as_ref());
        assert_eq!((company.account.as_deref(), archived), want, "{line}");
    }
}

#[test]
fn of_two_rows_that_are_one_company_and_title_are_those_of_one() {
    let (mut plan, mut book) = (plan(&[]), book(&[]));
    let list = || rows(&["Ann Roe | CMO | Gamma Ltd", "Ann Roe | CEO | Gamma"]);
    import(list(), &[], &mut plan, &mut book);
    assert_eq!(everybody(&plan, &book), ["Ann Roe CEO: Gamma"]);
    import(
        rows(&[
            "Ann Roe | | Gamma | gamma.example | a@gamma.example",
            "Ann Roe | | Gamma Ltd | gamma2.example | a@gamma2.example",
        ]),
        &[],
        &mut plan,
        &mut book,
    );
    import(list(), &[], &mut plan, &mut book);
    assert_eq!(everybody(&plan, &book), ["Ann Roe CEO: Gamma gamma.example", "Ann Roe CMO: Gamma Ltd gamma2.example"]);
}

#[test]
fn what_our_own_table_of_contacts_says_of_a_company_is_no_accounts() {
    let own = |account: &str, id: &str| Some(Box::new(Own { account: account.into(), id: id.into() }));
    let mut told = rows(&["Bob | | Beta | beta.example", " | | Beta AG"]);
    (told[0].own, told[1].own) = (own("", "bob"), own("beta-ag", ""));
    let (mut plan, mut book) = (plan(&[]), book(&[]));
    import(told.clone(), &["Beta AG"], &mut plan, &mut book);
    let accounts: Vec<_> = plan.all().map(|account| (account.name.as_str(), account.website.as_str())).collect();
    assert_eq!(accounts, [("Beta AG", "")]);
    assert_eq!(everybody(&plan, &book), ["Bob: Beta beta.example"]);
    for (rows, chosen) in [(told.clone(), &["Beta AG"][..]), (told[..1].to_vec(), &[])] {
        assert_eq!(import(rows, chosen, &mut plan, &mut book).changes, []);
    }
}

#[test]
fn an_id_of_salesforce_in_both_its_forms_is_one_and_the_longer_is_kept() {
    let (short, long) = ("003AA00000AAAAA", "003AA00000AAAAAIA0");
    for (first, then) in [(short, long), (long, short)] {
        let (mut plan, mut book) = (plan(&[]), book(&[]));
        for id in [first, then] {
            let mut told = rows(&["Ann | | Acme | | ann@acme.example"]);
            Arc::make_mut(told[0].person.as_mut().unwrap()).ids.insert("salesforce".into(), id.into());
            let looked = preview(told.clone(), Vec::new(), &plan, &book.contacts, &[]);
            assert_eq!(looked.companies[0].people[0].differs, [], "{id}");
            import(told.clone(), &[], &mut plan, &mut book);
            assert_eq!(import(told, &[], &mut plan, &mut book).changes, []);
        }
        assert_eq!(book.contacts.people[0].person.ids["salesforce"], long);
    }
}

#[test]
fn a_name_joins_rows_only_where_it_finds_them_again_when_one_comes_alone() {
    let [gamma, primo, alone] =
        ["Dee Roe | | Gamma | | dee@x.example", "Dee Roe | | Primo | | dee@x.example", "Dee Roe | | Primo"];
    // Who is known already; the rows; how many there are when they come at once, and one by one.
    for (known, lines, at_once, one_by_one) in [
        (&[][..], &[gamma, primo, alone][..], 2, 2),
        (&["Dee Roe | | Gamma"], &[gamma, primo, alone], 2, 2),
        (&["Dee Roe | | Gamma | | dee@x.example"], &[primo, alone], 2, 2),
        (&["Dee Roe | | Primo"], &[gamma, primo, alone], 1, 2),
        (&["Dee Roe | | | | dee@x.example"], &[primo, alone], 1, 1),
        (&[], &[primo, alone], 1, 1),
    ] {
        let each: Vec<&[&str]> = lines.chunks(1).collect();
        for (files, want) in [(vec![lines], at_once), (each.clone(), one_by_one)] {
            let (mut plan, mut book) = (Plan::default(), book(known));
            for lines in &files {
                import(rows(lines), &[], &mut plan, &mut book);
            }
            assert_eq!(book.contacts.people.len(), want, "{known:?} {files:?}");
            for again in [lines].iter().chain(&each) {
                let again = import(rows(again), &[], &mut plan, &mut book);
                assert_eq!(again.changes, vec![], "{known:?} {files:?}");
            }
        }
    }
}

#[test]
fn nothing_is_lost_of_somebody_new_whom_rows_mean_one_by_one() {
    // Another Ann is known there, so no name joins these rows before it is known whom each means.
    let mut plan = plan(&[("acme", "Acme", "", &[])]);
    let mut book = book(&["Ann | | Acme | | a@x.example"]);
    let told = rows(&[
        "Bob | | ACME Inc. | www.zed.example",
        "Ann | | ACME Inc.",
        "Ann | | | | a@x.example",
        "Ann | | ACME Inc. | | b@x.example",
        "Ann | | Acme | acme.example | c@x.example",
    ]);
    import(told.clone(), &[], &mut plan, &mut book);
    let emails: Vec<_> = book.contacts.people.iter().filter_map(|each| each.person.email()).collect();
    assert_eq!(emails, ["a@x.example", "b@x.example"]);
    assert_eq!(import(told, &[], &mut plan, &mut book).changes, vec![]);
}

#[test]
fn what_is_nobodys_profile_joins_nobody() {
    for (url, is_one) in [
        ("https://www.linkedin.com/in/ann", true),
        ("https://de.linkedin.com/pub/ann/1/2/3", true),
        ("linkedin.com/mwlite/in/ann", true),
        ("https://www.linkedin.com/sales/lead/ACwAA,name", true),
        ("https://www.linkedin.com/profile/view?id=123", true),
        ("https://www.xing.com/profile/Ann_Roe", true),
        ("https://www.linkedin.com/company/acme", false),
        ("https://www.linkedin.com/feed/", false),
        ("https://www.linkedin.com/in/", false),
        ("https://www.linkedin.com/", false),
        ("linkedin.com", false),
    ] {
        let put = Field::Linkedin.put(&mut Draft::default(), url);
        assert_eq!(put.is_ok(), is_one, "{url}");
    }
    let told = rows(&[
        "Kim Un | | Gam | | | https://www.linkedin.com/profile/view?id=123",
        "Lou Un | | Gam | | | https://www.linkedin.com/profile/view?id=456&trk=x",
        "Lou Un | | Gam | | | https://linkedin.com/profile/view?id=456",
    ]);
    assert_eq!(import(told, &[], &mut plan(&[]), &mut book(&[])).to_contacts, 2);
}

#[test]
fn names_that_have_nothing_in_common_and_are_one_person_are_told() {
    let by = |one: &str, other: &str| {
        let lines = [format!("{one} | | Acme | | x@acme.example"), format!("{other} | | Acme | | x@acme.example")];
        let rows = rows(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        let remarks = preview(rows, Vec::new(), &Plan::default(), &Contacts::default(), &[]).remarks;
        remarks.into_iter().map(|remark| (remark.at.line, remark.what)).collect::<Vec<_>>()
    };
    let told = |line, of: &str, name: &str| {
        vec![(line, format!("“{of}” is taken for {name}, who has the same e-mail, profile or id"))]
    };
    assert_eq!(by("Kim Unger", "Lou Ray"), told(2, "Lou Ray", "Kim Unger"));
    assert_eq!(by("Ann Roe", "Ann Lee"), told(1, "Ann Roe", "Ann Lee"));
    assert_eq!(by("Lou Ray", "Kim Unger"), told(1, "Lou Ray", "Kim Unger"));
    for (one, other) in [
        ("Ann Roe", "Ann Lee-Roe"),
        ("Cole, Dana", "Dana Cole"),
        ("D. Cole", "Dana Cole"),
        ("José Núñez", "NUNEZ"),
        ("Bob Roe", "bob roe, MBA"),
        ("Anne-Marie Roe", "Marie Roe"),
    ] {
        assert_eq!(by(one, other), vec![], "{one} {other}");
    }
    // Of several the first is told, and how many there are; whoever is known goes by the name that they have here.
    let plan = plan(&[("acme", "Acme", "", &["Dana Cole | | | | d@acme.example"])]);
    let profile = "linkedin.com/in/1";
    let lines = [
        "Lou Ray | | Acme | | d@acme.example".to_owned(),
        format!("Kim Unger | | Beta | | | {profile}"),
        format!("Flo Hill | | Beta | | | {profile}"),
        format!("Kim Unger | | Beta | | | {profile}"),
    ];
    let rows = rows(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let remarks = preview(rows, Vec::new(), &plan, &Contacts::default(), &[]).remarks;
    let what = "“Lou Ray” is taken for Dana Cole, who has the same e-mail, profile or id; and 1 more name so";
    assert_eq!(remarks.iter().map(|each| (each.at.line, &*each.what)).collect::<Vec<_>>(), [(1, what)]);
}

#[test]
fn an_address_that_holds_what_cant_be_seen_is_none_where_it_comes_in_as_where_it_is_looked_at() {
    for hidden in ['\u{202e}', '\u{200b}', '\u{ad}', '\u{7}', '\u{feff}'] {
        for (field, text) in [
            (Field::Linkedin, format!("https://www.linkedin.com/in/ann{hidden}roe")),
            (Field::Website, format!("acme{hidden}.example/team")),
            (Field::Website, format!("acme.example/te{hidden}am")),
            (Field::Email, format!("ann@acme{hidden}.example")),
        ] {
            let why = field.put(&mut Draft::default(), &text).unwrap_err().0;
            assert!(why.contains("holds characters that can't be seen") && !why.contains(hidden), "{why:?}");
        }
    }
}

#[test]
fn companies_are_known_by_their_host_else_their_name() {
    let plan = plan(&[("primo", "Primo", "primo.example", &[]), ("globex", "Globex Corp", "", &[])]);
    for (text, want) in [
        ("Ann | | Something else | https://www.primo.example/about", Some("primo")),
        ("Ann | | primo, inc.", Some("primo")),
        ("Ann | | Primo | primo.other", None),
        ("Ann | | GLOBEX | globex.example", Some("globex")),
        ("Ann | | Primo | https://linkedin.com/company/primo", Some("primo")),
        ("Ann | | Prime", None),
        ("Ann", None),
    ] {
        let preview = preview(rows(&[text]), Vec::new(), &plan, &Contacts::default(), &[]);
        assert_eq!(preview.companies[0].account.as_deref(), want, "{text}");
    }
}

#[test]
fn rows_that_are_one_person_are_one() {
    for (lines, want) in [
        (&["Ann | | A | | a@a.example", "Ann B. | | | | A@a.example"][..], 1),
        (&["Ann | | A Inc.", "ann | | a"], 1),
        (&["Ann | | A", "Ann | | B"], 2),
        (&["Ann | | A | | info@a.example", "Bob | | A | | info@a.example"], 2),
        (&["Ann | | A | | | linkedin.com/in/1", "Ann | | A | | | linkedin.com/in/2"], 2),
        (&["Ann | | A | a.example", "Ann | | Ah | a.example"], 1),
        (
            &[
                "Ann | | A | | x@a.example | linkedin.com/in/1",
                "Bob | | B | | x@a.example",
                "Cid | | | | | linkedin.com/in/1",
            ],
            1,
        ),
    ] {
        let preview = preview(rows(lines), Vec::new(), &Plan::default(), &Contacts::default(), &[]);
        assert_eq!(preview.people().count(), want, "{lines:?}");
    }
}

#[test]
fn a_row_is_compared_with_whom_we_know_before_it_is_joined_with_one_that_has_anothers_profile() {
    let plan = plan(&[("primo", "Primo", "", &["Dana Cole | VP Marketing | | | | linkedin.com/in/dana"])]);
    let lines = ["Dana Cole | VP Marketing | Primo", "Dana Cole | Intern | Primo | | | linkedin.com/in/another"];
    let preview = preview(rows(&lines), Vec::new(), &plan, &Contacts::default(), &[]);
    assert_eq!((whom(&preview, "1"), whom(&preview, "2")), ("primo 0".into(), "new".into()));
    let named: Vec<_> = preview.people().map(|named| (named.person.title.as_str(), named.has_namesake)).collect();
    assert_eq!(named, [("VP Marketing", false), ("Intern", true)]);
    // Where nobody is known, they are one.
    let preview = super::preview(rows(&lines), Vec::new(), &Plan::default(), &Contacts::default(), &[]);
    assert_eq!(preview.people().map(|named| named.has_namesake).collect::<Vec<_>>(), [false]);
}

#[test]
fn contacts_whose_company_got_a_website_from_another_file_are_found_by_one_that_has_none() {
    let (mut plan, mut book) = (Plan::default(), Book::default());
    let list = || rows(&["Ann | | Globex", "Bob | | Globex"]);
    import(list(), &[], &mut plan, &mut book);
    import(rows(&["Cy | | Globex | globex.example"]), &[], &mut plan, &mut book);
    Arc::make_mut(&mut book.contacts).people[0].website = "globex.example".into();
    assert_eq!(import(list(), &[], &mut plan, &mut book).changes, []);
    assert_eq!(book.contacts.people.len(), 3);
}

#[test]
fn two_addresses_at_one_domain_are_two_people_unless_something_joins_them() {
    for (lines, want) in [
        (&["Ann | | A | | x@a.example", "Ann | | A | | y@a.example"][..], 2),
        (&["Ann | | A | | x@a.example", "Ann | | A | | y@b.example"], 1),
        (&["Ann | | A | | x@a.example, y@a.example", "Ann | | A | | y@a.example", "Ann | | A | | x@a.example"], 1),
        (&["Ann | | A | | x@a.example | in/1", "Ann | | A | | y@a.example | in/1"], 1),
        (&["Ann | | A | | x@a.example", "Ann | | A | | info@a.example"], 1),
    ] {
        let lines: Vec<String> = lines.iter().map(|line| line.replace("in/", "linkedin.com/in/")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let preview = preview(rows(&lines), Vec::new(), &Plan::default(), &Contacts::default(), &[]);
        assert_eq!(preview.people().count(), want, "{lines:?}");
    }
    // The plan is compared with first: an address makes sure, the name alone gives one of them somebody we know.
    let lines = ["Ann | Intern | A | | x@a.example", "Ann | CEO | A | | y@a.example"];
    for (ann, want) in [("Ann | CEO | | | y@a.example", ["new", "a 0"]), ("Ann", ["a 0", "new"])] {
        let mut plan = plan(&[("a", "A", "", &[ann])]);
        let mut book = Book::default();
        let looked = preview(rows(&lines), Vec::new(), &plan, &book.contacts, &[]);
        assert_eq!([whom(&looked, "1"), whom(&looked, "2")], want, "{ann}");
        import(rows(&lines), &[], &mut plan, &mut book);
        let told: Vec<String> =
            plan.account("a").unwrap().people.iter().map(|each| format!("{} {:?}", each.title, each.email())).collect();
        let (intern, ceo) = ("Intern Some(\"x@a.example\")", "CEO Some(\"y@a.example\")");
        assert_eq!(told, if want[0] == "new" { [ceo, intern] } else { [intern, ceo] });
    }
    let known = plan(&[("a", "A", "", &["Ann | | | | old@a.example"])]);
    let looked = preview(rows(&["Ann | | A | | x@a.example"]), Vec::new(), &known, &Contacts::default(), &[]);
    assert_eq!(whom(&looked, "1"), "a 0", "one row of that name is the one we know");
}

#[test]
fn who_has_no_name_is_known_by_an_address_or_nobody_and_their_company_comes_anyhow() {
    let plan = plan(&[("primo", "Primo", "", &["Dana Cole | | | | dc@primo.example"])]);
    let lines = [
        " | CMO | Primo | | dc@primo.example",
        " | | Globex | globex.example | info@globex.example",
        " | | | | x1@y.example",
        " | | Acme | | ann.lee@acme.example",
    ];
    let looked = preview(rows(&lines), Vec::new(), &plan, &Contacts::default(), &[]);
    let names: Vec<&str> = looked.people().map(|named| named.person.name.as_str()).collect();
    assert_eq!((names, whom(&looked, "1")), (vec!["Dana Cole", "Ann Lee"], "primo 0".into()));
    let skipped: Vec<_> = looked.skipped.iter().map(|skipped| (skipped.at.line, skipped.is_row)).collect();
    assert_eq!(skipped, [(2, false), (3, true)]);
    assert!(looked.companies.iter().any(|company| company.name == "Globex" && company.can_be_chosen()));
}

#[test]
fn an_account_of_that_name_and_one_in_the_archive_are_told() {
    let plan = plan(&[("primo", "Primo", "primo.example", &[])]);
    let mut old = Account::new("old-harbor", "Old Harbor Coffee", day("2026-01-01"));
    old.website = "old-harbor.example".into();
    let archived = "Old Harbor Coffee is archived; `inroad restore old-harbor` brings it back";
    for (line, remark, can_be_chosen) in [
        (
            "Ann | | PRIMO Inc. | other.example",
            Some("there is a Primo already at primo.example; this one is other.example"),
            true,
        ),
        ("Ann | | Old Harbor Coffee, Inc.", Some(archived), false),
        ("Ann | | Renamed | old-harbor.example", Some(archived), false),
        ("Ann | | Old Harbor Coffee | elsewhere.example", None, true),
        ("Ann | | Globex", None, true),
    ] {
        let looked = preview(rows(&[line]), Vec::new(), &plan, &Contacts::default(), &[&old]);
        let company = &looked.companies[0];
        assert_eq!((company.remark(&plan).as_deref(), company.can_be_chosen()), (remark, can_be_chosen), "{line}");
    }
}

#[test]
fn what_we_have_stays_what_is_empty_is_filled_and_what_differs_is_told() {
    let mut plan = plan(&[("primo", "Primo", "", &["Dana Cole | VP Marketing | | | d.cole@old.example"])]);
    let mut book = Book::default();
    let told = rows(&[
        "Dana Cole | Head of Sales | Primo | primo.example | dana@primo.example | linkedin.com/in/dana | +1 312 555 0100",
    ]);
    let looked = preview(told.clone(), Vec::new(), &plan, &book.contacts, &[]);
    let named = &looked.companies[0].people[0];
    let fields: Vec<&str> = named.filled.iter().map(|filled| filled.field).collect();
    assert_eq!(fields, ["linkedin", "emails", "phones"]);
    let differs = Differs { field: "title", ours: "VP Marketing".into(), theirs: "Head of Sales".into() };
    assert_eq!(named.differs, [differs]);
    assert_eq!(looked.companies[0].filled, [Filled { field: "website", value: "primo.example".into() }]);
    let applied = import(told, &[], &mut plan, &mut book);
    assert_eq!((applied.changes.len(), applied.filled, applied.changed_accounts), (1, 1, 1));
    let account = plan.account("primo").unwrap();
    let dana = &account.people[0];
    assert_eq!(
        (dana.id.as_str(), dana.title.as_str(), account.website.as_str()),
        ("p0", "VP Marketing", "primo.example")
    );
    let emails: Vec<&str> = dana.emails.iter().map(|email| email.value.as_str()).collect();
    assert_eq!(emails, ["d.cole@old.example", "dana@primo.example"]);
}

#[test]
fn who_has_moved_on_is_told_and_stays_where_they_are() {
    let plan = plan(&[("primo", "Primo", "", &["Dana Cole | | | | | linkedin.com/in/dana"])]);
    let told = rows(&["Dana Cole | CMO | Globex | | | linkedin.com/in/dana"]);
    let preview = preview(told, Vec::new(), &plan, &Contacts::default(), &[]);
    let differs = &preview.companies[0].people[0].differs;
    assert_eq!(differs.last().unwrap(), &Differs { field: "company", ours: "Primo".into(), theirs: "Globex".into() });
}

#[test]
fn of_two_rows_of_somebody_new_name_title_and_company_are_those_of_one_and_the_other_is_told() {
    let by_profile =
        ["Bob Smith | CEO | Acme | | | linkedin.com/in/bs", "Robert Smith-Long | CFO | Newco | | | linkedin.com/in/bs"];
    let by_email = ["X Y | CEO | Acme | | x@a.example", "Xavier Y | CFO | Newco | | X@A.example"];
    for ([one, other], name, was) in [(by_profile, "Robert Smith-Long", "Bob Smith"), (by_email, "Xavier Y", "X Y")] {
        for lines in [[one, other], [other, one]] {
            let (mut plan, mut book) = (Plan::default(), book(&[]));
            let looked = preview(rows(&lines), Vec::new(), &plan, &book.contacts, &[]);
            let named = looked.people().next().unwrap();
            let is = |field, ours: &str, theirs: &str| Differs { field, ours: ours.into(), theirs: theirs.into() };
            let want = [is("name", name, was), is("title", "CFO", "CEO"), is("company", "Newco", "Acme")];
            assert_eq!(named.differs, want, "{lines:?}");
            import(rows(&lines), &[], &mut plan, &mut book);
            let [contact] = book.contacts.people.as_slice() else { panic!("{lines:?}") };
            let person = &contact.person;
            assert_eq!((&*person.name, &*person.title, &*contact.company), (name, "CFO", "Newco"), "{lines:?}");
            assert_eq!(import(rows(&lines), &[], &mut plan, &mut book).changes, vec![]);
        }
    }
}

#[test]
fn a_company_that_rows_name_by_its_id_alone_is_the_one_that_has_it() {
    let mut plan = plan(&[("primo", "Primo", "primo.example", &[])]);
    let primo = plan.accounts.values_mut().next().unwrap();
    Arc::make_mut(&mut primo.account).ids.insert("hubspot".into(), "9001".into());
    let mut book = book(&[]);
    let mut told = rows(&["Zoe New", "Ann | | Initech", "Bob", "Cid"]);
    for (row, id) in told.iter_mut().zip(["9001", "9002", "9002", "9003"]) {
        row.company.ids.insert("hubspot".into(), id.into());
    }
    let looked = preview(told.clone(), Vec::new(), &plan, &book.contacts, &[]);
    let skipped: Vec<_> = looked.skipped.iter().map(|left| (left.at.line, left.why.as_str(), left.is_row)).collect();
    let why = "hubspot-id: neither an account nor a row is the company “9003”; left out";
    assert_eq!(skipped, [(4, why, false)]);
    import(told.clone(), &[], &mut plan, &mut book);
    assert_eq!(plan.account("primo").unwrap().people[0].name, "Zoe New");
    let contacts: Vec<_> = book.contacts.people.iter().map(|each| (&*each.person.name, &*each.company)).collect();
    assert_eq!(contacts, [("Ann", "Initech"), ("Bob", "Initech"), ("Cid", "")]);
    assert_eq!(import(told, &[], &mut plan, &mut book).changes, vec![]);
}

#[test]
fn a_value_counts_in_the_currency_of_the_plan_and_another_is_told() {
    for (currency, cell, want, left) in [
        ("", "$120,000", Some(120_000), &[][..]),
        ("EUR", "120.000 €", Some(120_000), &[]),
        ("USD", "120000.00", Some(120_000), &[]),
        ("USD", "120.000 €", None, &["value: this plan counts in USD; EUR 120000 left out"]),
    ] {
        let mut plan = plan(&[("primo", "Primo", "", &[])]);
        Arc::make_mut(&mut plan.settings).currency = currency.into();
        let mut draft = Draft::default();
        Field::Company.put(&mut draft, "Primo").unwrap();
        Field::Value.put(&mut draft, cell).unwrap();
        let told = vec![draft.done(At::default(), &"a test".into()).unwrap()];
        let looked = preview(told.clone(), Vec::new(), &plan, &Contacts::default(), &[]);
        let skipped: Vec<&str> = looked.skipped.iter().map(|left| left.why.as_str()).collect();
        assert_eq!(skipped, left, "{cell}");
        import(told, &[], &mut plan, &mut book(&[]));
        assert_eq!(plan.account("primo").unwrap().value, want, "{cell}");
    }
}

#[test]
fn chosen_companies_become_accounts_and_all_others_contacts() {
    let mut plan = plan(&[("primo", "Primo", "", &[])]);
    let mut book = book(&["Old Friend | | Globex", "Cid | | Acme"]);
    let told = rows(&[
        "Ann | Buyer | Primo",
        "Bob | Head of HR | Globex",
        "Old Friend | CEO | Globex",
        "Dee | | Initech",
        "Eve",
    ]);
    let applied = import(told, &["Globex"], &mut plan, &mut book);
    assert_eq!((applied.to_accounts, applied.to_contacts), (3, 2));
    let names = |id: &str| -> Vec<String> {
        plan.account(id).unwrap().people.iter().map(|person| person.name.clone()).collect()
    };
    assert_eq!((names("primo"), names("globex")), (vec!["Ann".to_owned()], vec!["Old Friend".into(), "Bob".into()]));
    let globex = plan.account("globex").unwrap();
    assert_eq!(
        (globex.owner.as_deref(), globex.stages.len(), globex.people[0].title.as_str()),
        (Some("sam"), 1, "CEO")
    );
    assert_eq!(globex.entry_point.candidates[0].function, "HR", "the highest title that speaks for a function");
    assert!(globex.entry_point.function.is_empty(), "a hint is no choice");
    let left: Vec<&str> = book.contacts.people.iter().map(|each| each.person.name.as_str()).collect();
    assert_eq!(left, ["Cid", "Dee", "Eve"]);
}

#[test]
fn an_account_that_may_not_be_written_stays_as_it_is() {
    let mut plan = plan(&[("primo", "Primo", "", &["Ann | Buyer | | | a@a.example"])]);
    plan.accounts.get_mut("primo").unwrap().read_only = Some("its file is newer".into());
    let mut book = Book::default();
    let told = || rows(&["Ann | CEO | Primo | | b@a.example", "Bob | | Primo | primo.example"]);
    let applied = import(told(), &[], &mut plan, &mut book);
    assert_eq!((applied.to_contacts, applied.changed_accounts), (1, 0));
    assert_eq!(import(told(), &[], &mut plan, &mut book).changes, []);
}

#[test]
fn items_that_share_an_id_are_left_alone() {
    let mut plan = plan(&[("primo", "Primo", "", &["Ann", "Bob"])]);
    let account = Arc::make_mut(&mut plan.accounts.get_mut("primo").unwrap().account);
    account.people[1].id = "p0".into();
    let mut book = Book::default();
    let applied = import(rows(&["Ann | CEO | Primo", "Cid | | Primo"]), &[], &mut plan, &mut book);
    assert_eq!((applied.to_accounts, applied.filled), (1, 0));
    assert_eq!(plan.account("primo").unwrap().people[0].title, "");
}

#[test]
fn more_people_than_an_account_holds_are_refused_before_anything_changes() {
    let lines: Vec<String> = (0..1_001).map(|n| format!("Ann {n} | | Primo")).collect();
    let told = rows(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let plan = plan(&[("primo", "Primo", "", &[])]);
    let preview = preview(told, Vec::new(), &plan, &Contacts::default(), &[]);
    let refused = apply(preview, |_| false, &plan, &Book::default(), day("2026-11-23"), None).unwrap_err();
    assert!(refused.0.contains("more than 1000 people"), "{refused}");
}

/// A few names, companies and addresses, so that they meet in every way.
fn some_row() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec!["Ann", "Bob", "Ánn", "Cid"]);
    let title = prop::sample::select(vec!["", "CEO", "Buyer"]);
    let company = prop::sample::select(vec!["", "Acme", "ACME Inc.", "Zed", "Zed Ltd"]);
    let website = prop::sample::select(vec!["", "", "acme.example", "www.zed.example", "other.example"]);
    let email = prop::sample::select(vec!["", "a@x.example", "b@x.example", "c@x.example", "info@x.example"]);
    let profile = prop::sample::select(vec!["", "linkedin.com/in/1", "linkedin.com/in/2", "linkedin.com/in/3"]);
    let phone = prop::sample::select(vec!["", "+1 312 555 0100", "312 555 0100", "555 01 99 99"]);
    let industry = prop::sample::select(vec!["", "", "Foods", "Steel"]);
    (name, title, company, website, email, profile, phone, industry)
        .prop_map(|(a, b, c, d, e, f, g, h)| format!("{a} | {b} | {c} | {d} | {e} | {f} | {g} | {h}"))
}

/// Rows of a CRM, where an id has one name and one website, and companies and people may have two ids.
fn some_row_of_a_crm() -> impl Strategy<Value = String> {
    let who = prop::sample::select(vec![
        "Ann || | 1",
        "Ann | CEO | | 1",
        "Ann | CEO | a@x.example | 2",
        "Bob | CEO | a@x.example | 4",
        "Ann | | b@x.example | 1",
        "Bob || | 3",
        "Cid || |",
    ]);
    let company = prop::sample::select(vec![
        ("Acme", "", "91"),
        ("Acme", "acme.example", "91"),
        ("ACME Inc.", "", "92"),
        ("Zed Ltd", "www.zed.example", "93"),
        ("Zed", "", "94"),
        ("", "", "91"),
        ("Prime", "", "95"),
        // A CRM has many a company twice.
        ("Acme", "", "96"),
        ("Prime", "", "97"),
    ]);
    let industry = prop::sample::select(vec!["", "Foods", "Steel"]);
    (who, company, industry).prop_map(|(who, (company, site, id), industry)| {
        let [name, title, email, contact] = [0, 1, 2, 3].map(|n| who.split('|').nth(n).unwrap_or_default().trim());
        format!("{name} | {title} | {company} | {site} | {email} | | | {industry} | {id} | {contact}")
    })
}

/// Accounts some of which go by ids there, be it of a company that is called otherwise there.
fn some_plan_of_a_crm() -> impl Strategy<Value = (Plan, Book)> {
    let id = || prop::sample::select(vec!["", "", "91", "92", "93", "94", "95"]);
    let site = prop::sample::select(vec!["", "acme.example", "zed.example"]);
    (site, id(), id()).prop_map(|(site, acme, zed)| {
        let (mut plan, book) = (plan(&[("acme", "Acme", site, &["Ann"]), ("zed", "Zed", "", &[])]), book(&[]));
        for (account, id) in [("acme", acme), ("zed", if acme == zed { "" } else { zed })] {
            let entry = plan.accounts.get_mut(account).unwrap();
            if !id.is_empty() {
                Arc::make_mut(&mut entry.account).ids.insert("hubspot".into(), id.into());
            }
        }
        (plan, book)
    })
}

/// The same of lists in which no address or profile makes one of several, and a company has one host.
fn some_plain_row() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec!["Ann", "Bob", "Cid", "Dee", "Eve"]);
    let company = prop::sample::select(vec![
        "Acme | ",
        "ACME Inc. | ",
        "Acme | acme.example",
        "Zed | ",
        "Zed Ltd | zed.example",
        "Gamma | gamma.example",
        "Gamma Ltd | gamma2.example",
        " | ",
    ]);
    let industry = prop::sample::select(vec!["", "", "Foods", "Steel"]);
    (name, company, industry).prop_map(|(name, company, industry)| format!("{name} | | {company} | | | | {industry}"))
}

/// The same of lists in which an address makes one of several, who may be called and work otherwise in each. Without an
/// address everybody works somewhere: by the name alone nobody is found of whom a company is known since.
fn some_addressed_row() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec!["Dee", "Dee Roe", "Bob"]);
    let at = prop::sample::select(vec![
        "Gamma | | ",
        "Primo | | ",
        "Gamma | | dee@x.example",
        "Primo | | dee@x.example",
        " | | dee@x.example",
        "Primo | | bob@x.example",
    ]);
    let phone = prop::sample::select(vec!["", "+1 312 555 0100"]);
    (name, at, phone).prop_map(|(name, at, phone)| format!("{name} | | {at} | | {phone}"))
}

fn some_plan() -> impl Strategy<Value = (Plan, Book)> {
    let people = || prop::collection::vec(some_row(), 0..3);
    let contacts = prop::collection::vec(some_row(), 0..4);
    let site = prop::sample::select(vec!["", "acme.example", "zed.example"]);
    // Of some companies there are two that nothing but the legal form tells apart, or nothing at all.
    let twin =
        prop::sample::select(vec!["", "ACME Inc. |", "ACME Inc. | other.example", "Acme |", "Acme | acme.example"]);
    (people(), people(), site, contacts, twin).prop_map(|(acme, zed, site, contacts, twin)| {
        let refs = |lines: &'_ [String]| -> Vec<&'static str> {
            lines.iter().map(|line| &*Box::leak(line.clone().into_boxed_str())).collect()
        };
        let (acme, zed, contacts) = (refs(&acme), refs(&zed), refs(&contacts));
        let mut plan = plan(&[("acme", "Acme", site, &acme), ("zed", "Zed", "", &zed)]);
        if let Some((name, site)) = twin.split_once(" |") {
            let mut account = Account::new(&AccountId::from("twin"), name, day("2026-11-02"));
            account.website = site.trim().to_owned();
            plan.accounts.insert(account.id.clone(), Entry { account: Arc::new(account), ..Entry::default() });
        }
        (plan, book(&contacts))
    })
}

/// Everything that is said of anybody, wherever they are.
fn said(plan: &Plan, book: &Book) -> Vec<String> {
    let of = |person: &Person| -> Vec<String> {
        let Person { name, title, linkedin, emails, phones, .. } = person;
        let emails = emails.iter().map(|Email { value, .. }| value.clone());
        let phones = phones.iter().map(|Phone { value, .. }| value.clone());
        let texts = [name, title, linkedin].map(String::clone).into_iter();
        texts
            .chain(emails)
            .chain(phones)
            .filter(|text| !text.is_empty())
            .map(|text| format!("{name}: {text}"))
            .collect()
    };
    let people = plan.all().flat_map(|account| &account.people);
    let mut all: Vec<String> =
        people.chain(book.contacts.people.iter().map(|each| each.person.as_ref())).flat_map(of).collect();
    all.sort();
    all
}

/// Which rows are the same person, and whom of those we had they mean.
fn matched(rows: Vec<Incoming>, plan: &Plan, book: &Book) -> Vec<(Vec<usize>, String)> {
    let preview = preview(rows, Vec::new(), plan, &book.contacts, &[]);
    let told = |named: &Named| {
        let mut lines: Vec<usize> = named.at.iter().map(|at| at.line).collect();
        lines.sort_unstable();
        let whom = if named.whom == Whom::New { String::new() } else { format!("{:?}", named.whom) };
        (lines, whom)
    };
    let mut all: Vec<_> = preview.people().map(told).collect();
    all.sort();
    all
}

#[test]
fn that_a_contact_has_moved_on_is_told_and_they_stay_where_they_are() {
    let plan = plan(&[]);
    let book = book(&["José Núñez | CHRO | Globex | globex.example | | linkedin.com/in/jose"]);
    for (company, want) in [("Initrode", vec![("Globex", "Initrode")]), ("Globex GmbH", vec![]), ("", vec![])] {
        let line = format!("José Núñez | CHRO | {company} | | | linkedin.com/in/jose");
        let looked = preview(rows(&[&line]), Vec::new(), &plan, &book.contacts, &[]);
        let named = looked.people().next().unwrap();
        let told: Vec<_> = named.differs.iter().map(|each| (each.ours.as_str(), each.theirs.as_str())).collect();
        assert_eq!((&named.whom, told), (&Whom::Contact("c0".into()), want), "{company}");
    }
}

#[test]
fn what_the_rows_of_somebody_say_of_their_company_is_taken_together() {
    let mut plan = plan(&[("acme", "Acme", "", &[]), ("zed", "Zed", "", &[])]);
    let mut book = book(&["Ann | CEO | | | a@x.example"]);
    let told = rows(&[
        "Ánn | | | www.zed.example",
        "Ann | | | www.zed.example | b@x.example",
        "Ánn | | Acme | www.zed.example | a@x.example",
    ]);
    import(told.clone(), &[], &mut plan, &mut book);
    let ann = &book.contacts.people[0];
    assert_eq!((&*ann.company, ann.website.as_str()), ("Acme", "zed.example"));
    assert_eq!(import(told, &[], &mut plan, &mut book).changes, vec![]);
}

#[test]
fn of_two_with_one_address_the_same_one_is_meant_each_time() {
    let mut plan = plan(&[
        ("acme", "Acme", "zed.example", &["Ann | | | | c@x.example | linkedin.com/in/1 | 555 01 99 99"]),
        ("zed", "Zed", "", &[]),
    ]);
    let mut book = book(&["Ann | | | | c@x.example | linkedin.com/in/3 | +1 312 555 0100"]);
    let told = rows(&[
        "Ann | | Acme | acme.example",
        "Ann | | Acme | | c@x.example | | +1 312 555 0100",
        "Ann | | | | | linkedin.com/in/1 | +1 312 555 0100",
        "Ann | | | www.zed.example | | linkedin.com/in/3",
    ]);
    import(told.clone(), &[], &mut plan, &mut book);
    assert_eq!(import(told, &[], &mut plan, &mut book).changes, vec![]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn importing_twice_changes_nothing(
        (mut plan, mut book) in some_plan(),
        lines in prop::collection::vec(some_row(), 1..7),
        chosen in prop::sample::subsequence(vec!["Acme", "ACME Inc.", "Zed", "Zed Ltd", "other.example"], 0..3),
    ) {
        let told = rows(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        import(told.clone(), &chosen, &mut plan, &mut book);
        let again = import(told, &chosen, &mut plan, &mut book);
        prop_assert_eq!(again.changes, vec![]);
    }

    #[test]
    fn importing_rows_of_a_crm_twice_changes_nothing(
        (mut plan, mut book) in some_plan_of_a_crm(),
        lines in prop::collection::vec(some_row_of_a_crm(), 1..5),
        chosen in prop::sample::subsequence(vec!["Acme", "ACME Inc.", "Zed", "Zed Ltd", "Prime"], 0..3),
    ) {
        let told = rows(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        import(told.clone(), &chosen, &mut plan, &mut book);
        let again = import(told, &chosen, &mut plan, &mut book);
        prop_assert_eq!(again.changes, vec![]);
    }

    #[test]
    fn who_stands_in_the_archive_is_not_there_twice_when_it_comes_back(
        (mut plan, mut book) in some_plan(),
        lines in prop::collection::vec(some_row(), 1..5),
        chosen in prop::sample::subsequence(vec!["Acme", "ACME Inc.", "Zed", "Zed Ltd"], 0..3),
    ) {
        let told = rows(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        let archived = plan.accounts.remove("zed").unwrap();
        let before = said(&plan, &book);
        import_beside(&[&archived.account], told, &chosen, &mut plan, &mut book);
        let profiles: Vec<String> = archived.account.people.iter().map(|each| keys::profile(&each.linkedin)).collect();
        let is_theirs = |fact: &&String| fact.split_once(": ").is_some_and(|(_, said)| profiles.contains(&keys::profile(said)));
        let with_profile = |facts: Vec<String>| facts.iter().filter(is_theirs).count();
        prop_assert_eq!(with_profile(said(&plan, &book)), with_profile(before));
    }

    #[test]
    fn files_that_were_imported_change_nothing_in_whatever_sequence_they_come_again(
        files in prop_oneof![
            prop::collection::vec(prop::collection::vec(some_plain_row(), 1..4), 1..4),
            prop::collection::vec(prop::collection::vec(some_addressed_row(), 1..4), 1..4),
        ],
        at_once in any::<bool>(),
        again in prop::collection::vec(any::<prop::sample::Index>(), 1..5),
        chosen in prop::sample::subsequence(vec!["Acme", "ACME Inc.", "Zed Ltd", "Gamma", "Gamma Ltd"], 0..3),
    ) {
        let files: Vec<Vec<Incoming>> =
            files.iter().map(|lines| rows(&lines.iter().map(String::as_str).collect::<Vec<_>>())).collect();
        let (mut plan, mut book) = (Plan::default(), Book::default());
        for told in if at_once { vec![files.concat()] } else { files.clone() } {
            import(told, &chosen, &mut plan, &mut book);
        }
        for n in again {
            let n = n.index(files.len());
            let before = said(&plan, &book).len();
            let again = import(files[n].clone(), &chosen, &mut plan, &mut book);
            if chosen.is_empty() {
                prop_assert_eq!(again.changes, vec![], "file {}", n);
            }
            // Of a company that became an account meanwhile more may be known by now, but nobody is there twice.
            prop_assert_eq!(said(&plan, &book).len(), before, "file {}", n);
        }
    }

    #[test]
    fn of_the_contacts_those_change_of_whom_it_was_shown(
        (plan, mut book) in some_plan(),
        lines in prop::collection::vec(some_row(), 1..7),
        chosen in prop::sample::subsequence(vec!["Acme", "ACME Inc.", "Zed", "Zed Ltd"], 0..3),
    ) {
        let told = rows(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        let preview = preview(told.clone(), Vec::new(), &plan, &book.contacts, &[]);
        let mut shown = BTreeSet::new();
        for company in &preview.companies {
            // They go onto an account.
            let go = (company.can_be_chosen() || company.account.is_some()) && chosen.contains(&company.name.as_str());
            let learn = company.learn.iter().filter(|_| !go);
            let named = company.people.iter().filter(|named| !(named.is_same() || go && company.brings(named, true)));
            let of_contact = |named: &Named| match &named.whom {
                Whom::Contact(id) => Some(id.clone()),
                _ => None,
            };
            shown.extend(learn.map(|learns| learns.id.clone()).chain(named.filter_map(of_contact)));
        }
        let before = book.contacts.clone();
        import(told, &chosen, &mut plan.clone(), &mut book);
        let stays = |was: &&Contact| book.contacts.people.iter().any(|is| is.person.id == was.person.id);
        let changed = before.people.iter().filter(stays).filter(|was| !book.contacts.people.contains(was));
        let changed: BTreeSet<String> = changed.map(|was| was.person.id.clone()).collect();
        prop_assert_eq!(changed, shown);
    }

    #[test]
    fn nothing_that_we_had_is_lost(
        (mut plan, mut book) in some_plan(),
        lines in prop::collection::vec(some_row(), 1..7),
        chosen in prop::sample::subsequence(vec!["Acme", "ACME Inc.", "Zed", "Zed Ltd"], 0..3),
    ) {
        let before = said(&plan, &book);
        let told = rows(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        import(told, &chosen, &mut plan, &mut book);
        let mut after = said(&plan, &book);
        for fact in before {
            let at = after.iter().position(|each| *each == fact);
            prop_assert!(at.is_some(), "{} is gone", fact);
            at.map(|at| after.remove(at));
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter_for_who_is_whom(
        (plan, book) in some_plan(),
        lines in prop::collection::vec(some_row(), 1..7),
        seed in any::<u64>(),
    ) {
        let told = rows(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        let mut shuffled = told.clone();
        shuffled.sort_by_key(|row| (seed.rotate_left(row.at.line as u32 * 7)) % 97);
        prop_assert_eq!(matched(told, &plan, &book), matched(shuffled, &plan, &book));
    }
}
