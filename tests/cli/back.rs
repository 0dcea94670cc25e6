//! The way back over the command line: what a plan's own tables and cards hold comes in where it was, accounts first and
//! then contacts, or all of it at once.

use std::fs;

use crate::desk::Desk;

/// Whom we know at a company that is an account, and at one that is none.
const KNOWN: &str = "format = 1\n\n[[people]]\nid = \"ann\"\nname = \"Ann Roe\"\ncompany = \"Yahoo\"\n\
                     emails = [{ value = \"ann@yahoo.example\" }]\n\n\
                     [[people]]\nid = \"bob\"\nname = \"Bob Ray\"\ncompany = \"Zed\"\n";

const YAHOO: &str = "format = 1\nname = \"Yahoo\"\nstage = \"target\"\n";

/// An account with one person, who has nothing but a name.
fn with_one(name: &str, person: &str) -> String {
    format!("format = 1\nname = \"{name}\"\n\n[[people]]\nid = \"{person}\"\nname = \"{person} of {name}\"\n")
}

/// A plan with its own exports beside it.
struct Exported(Desk);

impl Exported {
    fn of(accounts: &[(&str, &str)], contacts: &str) -> Self {
        let desk = Desk::with(accounts);
        fs::write(desk.path("contacts.toml"), contacts).unwrap();
        for (name, words) in [
            ("accounts.csv", &["csv", "accounts"][..]),
            ("people.csv", &["csv", "people"]),
            ("contacts.csv", &["csv", "contacts"]),
            ("people.vcf", &["vcf"]),
            ("contacts.vcf", &["vcf", "contacts"]),
        ] {
            fs::write(desk.home().join(name), desk.args(&[&["export"], words].concat()).out).unwrap();
        }
        Self(desk)
    }

    fn import(&self, to: &Desk, files: &[&str], more: &[&str]) -> String {
        let files: Vec<String> = files.iter().map(|name| self.0.home().join(name).display().to_string()).collect();
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        to.does(&[&["import"], &files[..], more].concat())
    }
}

/// Everybody, with where they stand.
fn all(desk: &Desk) -> (Vec<String>, Vec<String>) {
    let of = |what: &str, place: &str| {
        let each = desk.list(what).into_iter().map(|each| [&each["name"], &each[place]].map(ToString::to_string));
        let mut each: Vec<String> = each.map(|[name, place]| format!("{name} {place}").replace('"', "")).collect();
        each.sort();
        each
    };
    (of("people", "account"), of("contacts", "company"))
}

#[test]
fn who_was_a_contact_comes_back_as_one_though_the_company_is_an_account() {
    let from = Exported::of(&[("yahoo", YAHOO)], KNOWN);
    let accounts: &[&str] = &["accounts.csv"];
    for steps in [
        &[(accounts, true), (&["contacts.csv"][..], false)][..],
        &[(accounts, true), (&["contacts.vcf"], false)],
        &[(&["contacts.csv"], false), (accounts, true)],
        &[(&["accounts.csv", "people.csv", "contacts.csv"], true)],
        &[(&["accounts.csv", "contacts.vcf"], true)],
    ] {
        let to = Desk::empty();
        for (files, are_accounts) in steps {
            let chosen: &[&str] = if *are_accounts { &["--accounts", "all"] } else { &[] };
            from.import(&to, files, chosen);
            let again = from.import(&to, files, chosen);
            assert!(again.starts_with("nothing new: "), "{steps:?}: {again}");
        }
        let contacts = ["Ann Roe Yahoo", "Bob Ray Zed"].map(str::to_owned).to_vec();
        assert_eq!((all(&to), to.list("").len()), ((vec![], contacts), 1), "{steps:?}");
    }
    // Over the plan that it came from it changes nothing.
    let before = from.0.tree();
    from.import(&from.0, &["accounts.csv", "people.csv", "contacts.csv", "contacts.vcf"], &["--accounts", "all"]);
    assert_eq!(from.0.tree(), before);
    // What is asked for by name goes before what was.
    let to = Desk::empty();
    from.import(&to, &["accounts.csv", "contacts.csv"], &["--accounts", "all,Zed"]);
    assert_eq!(all(&to), (vec!["Bob Ray zed".into()], vec!["Ann Roe Yahoo".into()]));
}

#[test]
fn an_own_table_without_rows_is_nothing_to_bring_in_and_no_reason_to_refuse_the_others() {
    let from = Exported::of(&[("yahoo", YAHOO)], "format = 1\n");
    let to = Desk::empty();
    let file = |name: &str| from.0.home().join(name).display().to_string();
    let done = to.args(&["import", &file("accounts.csv"), &file("people.csv"), "--accounts", "all"]);
    assert_eq!((done.code, done.out.as_str()), (0, "1 new account\n"), "{}", done.err);
    assert!(done.err.contains("people.csv:1: it has a header and no rows\n"), "{}", done.err);
    fs::write(from.0.home().join("list.csv"), "Name,Company\n").unwrap();
    to.refuses(&["import", &file("accounts.csv"), &file("list.csv")], 1, "list.csv:1:1: it has a header and no rows");
}

#[test]
fn cards_of_accounts_of_like_names_come_back_to_the_account_of_each() {
    let accounts = [("gamma", "Gamma", "al"), ("gamma-ltd", "Gamma Ltd", "al"), ("gamma-2", "Gamma", "cy")];
    let texts = accounts.map(|(id, name, person)| (id, with_one(name, person)));
    let texts: Vec<(&str, &str)> = texts.iter().map(|(id, text)| (*id, text.as_str())).collect();
    let from = Exported::of(&texts, "format = 1\n");
    let to = Desk::empty();
    let done = from.import(&to, &["people.vcf"], &["--accounts", "all"]);
    assert_eq!(done, "3 new accounts, 3 people onto accounts\n");
    assert_eq!(all(&to), all(&from.0));
    let before = (to.tree(), from.0.tree());
    for desk in [&to, &from.0] {
        assert_eq!(from.import(desk, &["people.vcf"], &["--accounts", "all"]), "nothing new: 3 known already\n");
    }
    assert_eq!((to.tree(), from.0.tree()), before);
}
