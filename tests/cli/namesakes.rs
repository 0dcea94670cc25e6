//! Accounts that nothing but the legal form tells apart, or nothing at all: whose a row is, and that our own tables know.

use std::fs;

use crate::desk::Desk;

fn account(name: &str, website: &str, person: &str) -> String {
    format!("format = 1\nname = \"{name}\"\nwebsite = \"{website}\"\n\n[[people]]\nid = \"it\"\nname = \"{person}\"\n")
}

fn desk(accounts: &[(&str, String)]) -> Desk {
    Desk::with(&accounts.iter().map(|(id, text)| (*id, text.as_str())).collect::<Vec<_>>())
}

fn write(desk: &Desk, name: &str, text: &str) -> String {
    let path = desk.home().join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Where everybody is, `account: name`.
fn where_they_are(desk: &Desk) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for account in desk.list("accounts") {
        let id = account["id"].as_str().unwrap();
        let shown = desk.shows(id);
        let people = shown["people"].as_array().cloned().unwrap_or_default();
        all.extend(people.iter().map(|person| format!("{id}: {}", person["name"].as_str().unwrap())));
    }
    all.sort();
    all
}

#[test]
fn a_row_goes_where_it_is_called_so_as_it_is_written_and_stays_there() {
    for sites in [["gamma2.example", "gamma.example"], ["gamma2.example", ""], ["", ""]] {
        let desk =
            desk(&[("gamma-ltd", account("Gamma Ltd", sites[0], "Al")), ("gamma", account("Gamma", sites[1], "Bo"))]);
        let list = write(&desk, "list.csv", "Name,Company\nBob Roe,Gamma\nCe Le,Gamma Ltd\nDee Oz,GAMMA LTD\n");
        desk.does(&["import", &list]);
        let want = ["gamma-ltd: Al", "gamma-ltd: Ce Le", "gamma-ltd: Dee Oz", "gamma: Bo", "gamma: Bob Roe"];
        assert_eq!(where_they_are(&desk), want, "{sites:?}");
        let once = desk.tree();
        desk.does(&["import", &list]);
        assert_eq!(desk.tree(), once, "{sites:?}");
    }
}

#[test]
fn who_came_to_the_only_one_is_found_there_although_there_is_another_by_now() {
    let desk = desk(&[("gamma-ltd", account("Gamma Ltd", "gamma2.example", "Al"))]);
    let first = write(&desk, "first.csv", "Name,Company\nGil Roe,Gamma\n");
    desk.does(&["import", &first]);
    let second = write(&desk, "second.csv", "Name,Company,Website\nEve Un,Gamma,gamma.example\n");
    desk.does(&["import", &second, "--accounts", "all"]);
    let want = ["gamma-ltd: Al", "gamma-ltd: Gil Roe", "gamma: Eve Un"];
    assert_eq!(where_they_are(&desk), want);
    let once = desk.tree();
    desk.does(&["import", &first]);
    desk.does(&["import", &second, "--accounts", "all"]);
    assert_eq!(desk.tree(), once);
}

#[test]
fn our_own_tables_change_nothing_and_come_back_whole() {
    for (one, other, sites) in [
        ("Gamma, Inc.", "Gamma Ltd", ["", "gamma2.example"]),
        ("Gamma", "Gamma Ltd", ["", ""]),
        ("Gamma", "Gamma", ["", ""]),
        ("Gamma", "GAMMA", ["", "gamma2.example"]),
        ("Gamma", "Delta", ["gamma.example", "gamma.example"]),
    ] {
        let from = desk(&[("a", account(one, sites[0], "Al")), ("b", account(other, sites[1], "Bo"))]);
        let tables = ["accounts", "people"].map(|what| (format!("{what}.csv"), from.does(&["export", "csv", what])));
        let files = |desk: &Desk| tables.clone().map(|(name, text)| write(desk, &name, &text));
        let [accounts, people] = files(&from);
        let before = from.tree();
        for files in [&[&accounts][..], &[&people], &[&people, &accounts]] {
            let names = files.iter().map(|file| file.as_str());
            from.does(&["import"].into_iter().chain(names).collect::<Vec<_>>());
            assert_eq!(from.tree(), before, "{one}, {other}, {sites:?}");
        }
        let to = Desk::with(&[]);
        let [accounts, people] = files(&to);
        let bring = ["import", &accounts, &people, "--accounts", "all"];
        to.does(&bring);
        let back: Vec<String> = to.list("accounts").iter().map(|each| format!("{}", each["name"])).collect();
        assert_eq!(back.len(), 2, "{one}, {other}, {sites:?}: {back:?}");
        let people = where_they_are(&to);
        let homes: Vec<&str> = people.iter().filter_map(|each| each.split(':').next()).collect();
        assert!(people.len() == 2 && homes[0] != homes[1], "{one}, {other}, {sites:?}: {people:?}");
        let once = to.tree();
        to.does(&bring);
        assert_eq!(to.tree(), once, "{one}, {other}, {sites:?}");
    }
}

#[test]
fn a_company_is_chosen_by_its_name_as_it_is_written_before_the_same_without_its_form() {
    let list = "Name,Company,Website\nAnn Roe,Gamma,gamma.example\nBob Ray,Gamma Ltd,gamma2.example\n";
    for (chosen, want) in [("Gamma Ltd", "gamma-ltd"), ("gamma", "gamma"), ("gamma2.example", "gamma-ltd")] {
        let desk = Desk::with(&[]);
        let file = write(&desk, "list.csv", list);
        desk.does(&["import", &file, "--accounts", chosen]);
        let ids: Vec<String> =
            desk.list("accounts").iter().map(|each| each["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(ids, [want], "{chosen}");
    }
    let desk = Desk::with(&[]);
    let file = write(&desk, "list.csv", list);
    desk.does(&["import", &file, "--accounts", "Gamma GmbH"]);
    assert_eq!(desk.list("accounts").len(), 2);
}

#[test]
fn an_id_that_lies_in_the_archive_is_no_other_companys() {
    let desk = Desk::with(&[]);
    desk.does(&["add", "Beta", "--website", "beta.example"]);
    desk.does(&["archive", "beta"]);
    assert_eq!(desk.does(&["add", "Beta", "--website", "other.test"]), "beta-2\n");
    desk.does(&["archive", "beta-2"]);
    let list = write(&desk, "list.csv", "Company,Website\nBeta,third.test\n");
    desk.does(&["import", &list, "--accounts", "all"]);
    let ids: Vec<String> = desk.list("accounts").iter().map(|each| each["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, ["beta-3"]);
}
