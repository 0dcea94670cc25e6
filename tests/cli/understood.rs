//! What an import understands of a table's columns and cells, and what it says of what it doesn't.

use std::fs;

use crate::desk::Desk;

/// A plan with these settings, and a file beside it.
fn beside(settings: &str, accounts: &[(&str, &str)], text: &str) -> (Desk, String) {
    let desk = Desk::with(accounts);
    if !settings.is_empty() {
        fs::write(desk.path("plan.toml"), format!("format = 1\n{settings}")).unwrap();
    }
    let file = write(&desk, "list.csv", text);
    (desk, file)
}

fn write(desk: &Desk, name: &str, text: &str) -> String {
    let path = desk.home().join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

const PRIMO: &str = "format = 1\nname = \"Primo\"\nstage = \"target\"\n";

#[test]
fn where_nothing_says_where_they_work_it_is_asked_and_a_plain_list_goes_in() {
    let (desk, file) = beside("", &[], "Where,First Name,Last Name,Email\nPrimo,Dana,Cole,dana@primo.example\n");
    let asked = desk.args(&["import", &file, "--accounts", "all"]);
    assert_eq!((asked.code, asked.out.as_str()), (2, ""));
    for words in [
        "column “Where”, such as “Primo”",
        "no column that is known says where they work; say which is what",
        "--map Where=FIELD --map 'First Name'=first-name --map 'Last Name'=last-name --map Email=email --accounts all",
    ] {
        assert!(asked.err.contains(words), "{words}: {}", asked.err);
    }
    assert!(!desk.path("contacts.toml").exists());
    let done = desk.does(&["import", &file, "--map", "Where=company", "--accounts", "all"]);
    assert_eq!(done, "1 new account, 1 person onto accounts\n");
    let plain = write(&desk, "plain.csv", "Name,Email\nLee Ray,lee@globex.example\n");
    let done = desk.args(&["import", &plain, "--accounts", "all"]);
    assert_eq!((done.code, done.out.as_str()), (0, "1 person to contacts\n"));
    assert!(done.err.contains("--accounts all: no row says where anybody works"), "{}", done.err);
}

#[test]
fn our_own_cards_of_nobody_refuse_no_other_file() {
    let (desk, accounts) = beside("", &[], "Company,Tier\nPrimo,1\n");
    let cards = write(&desk, "people.vcf", &desk.does(&["export", "vcf"]));
    assert_eq!(fs::read_to_string(&cards).unwrap(), "");
    let done = desk.args(&["import", &accounts, &cards, "--accounts", "all"]);
    assert_eq!((done.code, done.out.as_str()), (0, "1 new account\n"), "{}", done.err);
    assert!(done.err.contains("people.vcf:1: it is empty: no cards"), "{}", done.err);
}

#[test]
fn the_last_line_says_what_is_known_of_accounts_too() {
    let text = "Company,Website,Industry\nPrimo,primo.example,Food\nGlobex,globex.example,Tech\n";
    let (desk, file) = beside("", &[("primo", PRIMO)], text);
    assert_eq!(desk.does(&["import", &file, "--accounts", "Globex"]), "1 new account; more is known of 1 account\n");
    assert_eq!(desk.does(&["import", &file]), "nothing new: 0 known already\n");
}

#[test]
fn where_somebody_on_an_account_comes_from_has_no_place_and_is_told() {
    let text =
        "Name,Company,Email,Source\nAnn Roe,Acme,ann@acme.example,Expo 2026\nBob Ray,Zed,bob@zed.example,Expo 2026\n";
    let (desk, file) = beside("", &[], text);
    let done = desk.args(&["import", &file, "--accounts", "Acme"]);
    let told = "only contacts keep their source; left out of those on accounts: Ann Roe";
    assert!(done.err.lines().any(|line| line.ends_with(told)), "{}", done.err);
    assert!(desk.file("contacts.toml").contains("source = \"Expo 2026\""));
    let plain = write(&desk, "plain.csv", "Name,Company,Email\nCe Le,Acme,ce@acme.example\n");
    assert!(!desk.args(&["import", &plain]).err.contains("source"));
}

#[test]
fn whom_a_crm_calls_the_owner_is_taken_where_they_are_a_member() {
    let text = "Record ID,Company name,Company owner\n1,Echo,Kim Rep\n2,Zed,Sam Other\n3,Yax,Sam Other\n";
    let team = "\n[[members]]\nid = \"kim\"\nname = \"Kim Rep\"\n";
    let (desk, file) = beside(team, &[], text);
    let done = desk.args(&["import", &file, "--accounts", "all"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(desk.shows("echo")["owner"], "kim");
    assert_ne!(desk.shows("zed")["owner"], "Sam Other");
    let told = "owner: “Sam Other” is no member of this plan; left out, and in 1 more rows";
    assert!(done.err.contains(told), "{}", done.err);
    // Who plans alone has no use for it.
    let (desk, file) = beside("", &[], text);
    let done = desk.args(&["import", &file, "--accounts", "all"]);
    assert!(done.err.contains("columns not used: Company owner"), "{}", done.err);
    assert!(!desk.file("accounts/echo.toml").contains("owner"));
}

#[test]
fn an_address_that_two_have_from_now_on_is_told() {
    let desk = Desk::empty();
    let list = desk.home().join("list.csv");
    let import = |text: &str| {
        std::fs::write(&list, text).unwrap();
        desk.args(&["import", list.to_str().unwrap()])
    };
    import("Name,Company,LinkedIn\nDana Moss,Primo,https://www.linkedin.com/in/dana-moss\n");
    import("Name,Company,Email\nDana Moss,Primo Werke,dana@primo.example\n");
    let both =
        "Name,Company,Email,LinkedIn\nDana Moss,Primo,dana@primo.example,https://www.linkedin.com/in/dana-moss\n";
    let told = "dana@primo.example comes to the contact Dana Moss (Primo), and the contact Dana Moss (Primo Werke) has it already; \
                if they are one: `inroad attach dana-moss dana-moss-2 ACCOUNT`";
    let said = import(both);
    assert!(said.err.contains(told), "{}", said.err);
    let said = import(both);
    assert!(!said.err.contains("comes to") && said.out.contains("nothing new"), "{}", said.err);
}

#[test]
fn an_account_that_was_renamed_is_known_by_its_id_in_the_crm() {
    let desk = Desk::empty();
    let list = desk.home().join("list.csv");
    let import = |text: &str| {
        std::fs::write(&list, text).unwrap();
        desk.args(&["import", list.to_str().unwrap(), "--accounts", "all"])
    };
    let contacts = "First Name,Last Name,Email,Account Name,Account ID,Contact ID\n\
                    Dana,Moss,dana@primo.example,Primo,001AA00000AAAAA,003AA00000AAAAA\n";
    import(contacts);
    desk.does(&["rename", "primo", "Prime Foods"]);
    let said = import("Account Name,Account ID,Industry\nPrimo,001AA00000AAAAAIA2,Foods\n");
    assert!(said.out.contains("more is known of 1 account"), "{}", said.out);
    let said = import(contacts);
    assert!(said.out.contains("nothing new"), "{}", said.out);
    assert_eq!(desk.list("accounts").len(), 1);
    assert_eq!(desk.list("people").len(), 1);
}
