//! Who is whom over the command line, where an id in a CRM, a profile, an address and a name say several things: what is
//! decided, and that it is told.

use crate::desk::{Desk, Outcome};

const CONTACTS: &str = "First Name,Last Name,Email,Account Name,Account ID,Contact ID\n";
const DANA: &str = "Dana,Moss,dana@primo.example,Primo,001AA00000AAAAA,003AA00000AAAAA\n";

/// A plan, and lists that are imported into it.
struct Lists(Desk);

impl Lists {
    fn of(first: &str) -> Self {
        let lists = Self(Desk::empty());
        lists.import(first, &["--accounts", "all"]);
        lists
    }

    fn import(&self, text: &str, more: &[&str]) -> Outcome {
        let list = self.0.home().join("list.csv");
        std::fs::write(&list, text).unwrap();
        self.0.args(&[&["import", list.to_str().unwrap()], more].concat())
    }

    /// The same once more: nothing.
    fn again(&self, text: &str, more: &[&str]) {
        let before = self.0.tree();
        let said = self.import(text, more);
        assert!(said.out.starts_with("nothing new"), "{}", said.out);
        assert_eq!(self.0.tree(), before);
    }

    fn account(&self, id: &str) -> String {
        std::fs::read_to_string(self.0.path(&format!("accounts/{id}.toml"))).unwrap()
    }
}

#[test]
fn the_id_of_an_account_goes_before_its_name_and_what_else_is_called_so_is_told() {
    let lists = Lists::of(&[CONTACTS, DANA].concat());
    lists.0.does(&["add", "Prime Foods AG"]);
    let text = "Account Name,Account ID,Industry\nPrime Foods AG,001AA00000AAAAAIA2,Foods\n";
    let told = "“Prime Foods AG” is Primo by its id there, and not prime-foods-ag, which is called so; if they are one: \
                `inroad merge prime-foods-ag into primo`";
    assert!(lists.import(text, &["--dry-run"]).err.contains(told));
    let said = lists.import(text, &[]);
    assert!(said.err.contains(told) && said.out.contains("more is known of 1 account"), "{} {}", said.out, said.err);
    assert!(lists.account("primo").contains("industry = \"Foods\""));
    assert!(!lists.account("prime-foods-ag").contains("ids"));
    lists.again(text, &["--accounts", "all"]);
    // The command that is named helps.
    lists.0.does(&["merge", "prime-foods-ag", "into", "primo"]);
    assert!(!lists.import(text, &[]).err.contains("if they are one"));
}

#[test]
fn an_account_in_the_archive_is_known_by_its_id_too() {
    let lists = Lists::of(&[CONTACTS, DANA].concat());
    lists.0.does(&["archive", "primo"]);
    for name in ["Primo", "Prime Foods AG"] {
        let text = format!("Account Name,Account ID,Industry\n{name},001AA00000AAAAA,Foods\n");
        let said = lists.import(&text, &["--accounts", "all"]);
        assert!(said.err.contains("Primo is archived; `inroad restore primo` brings it back"), "{}", said.err);
        assert!(said.out.starts_with("nothing new"), "{}", said.out);
    }
    lists.0.does(&["restore", "primo"]);
    assert_eq!(lists.0.list("accounts").len(), 1);
}

#[test]
fn a_row_with_another_id_is_not_taken_for_the_account_that_is_called_so() {
    let lists = Lists::of(&[CONTACTS, DANA].concat());
    let told = "Primo is salesforce=001AA00000AAAAA here and salesforce=001BB00000BBBBB there, so it is not taken for that \
                account; if it is the same: `inroad set primo ids \"salesforce=001AA00000AAAAA; 001BB00000BBBBB\"`";
    let both = ["Primo,001BB00000BBBBB,Steel\n", "Prime Foods,001AA00000AAAAA,Foods\n"];
    for rows in [[both[0], both[1]], [both[1], both[0]]] {
        let text = format!("Account Name,Account ID,Industry\n{}", rows.concat());
        let said = lists.import(&text, &["--accounts", "all"]);
        assert!(said.err.contains(told), "{}", said.err);
        lists.again(&text, &["--accounts", "all"]);
    }
    assert!(lists.account("primo").contains("industry = \"Foods\""));
    let max = [CONTACTS, "Max,New,max@primo.example,Primo,001BB00000BBBBB,003BB00000AAAAA\n"].concat();
    lists.import(&max, &["--accounts", "all"]);
    lists.again(&max, &["--accounts", "all"]);
    assert_eq!((lists.0.list("accounts").len(), lists.0.list("people").len()), (1, 1));
    assert_eq!(lists.0.list("contacts")[0]["name"], "Max New");
    // The command that is named helps.
    lists.0.does(&["set", "primo", "ids", "salesforce=001AA00000AAAAA; 001BB00000BBBBB"]);
    for rows in [max.as_str(), &[CONTACTS, DANA].concat()] {
        assert!(!lists.import(rows, &[]).err.contains("not taken"));
        lists.again(rows, &[]);
    }
}

#[test]
fn who_comes_with_the_same_id_of_a_crm_is_the_same_and_where_they_are_by_now_is_told() {
    let header = "Record ID,First Name,Last Name,Email,Associated Company,Job Title\n";
    let was = [header, "100,Dana,Moss,dana@primo.example,Primo,CMO\n"].concat();
    let is = [header, "100,Dana,Moss,dana@globex.example,Globex,CEO\n"].concat();
    for accounts in [&["--accounts", "all"][..], &[]] {
        let lists = Lists(Desk::empty());
        lists.import(&was, accounts);
        let said = lists.import(&is, &[]);
        assert!(said.err.contains("Dana Moss stays at Primo, there it is Globex"), "{}", said.err);
        lists.again(&is, &[]);
        lists.again(&was, &[]);
        assert_eq!(lists.0.list("people").len() + lists.0.list("contacts").len(), 1);
    }
    // A profile goes before it, an address after it.
    let lists = Lists::of(
        &[header, "100,Dana,Moss,dana@primo.example,Primo,\n101,Lee,Ray,lee@primo.example,Primo,\n"].concat(),
    );
    let text = [header, "101,Lee,Ray,dana@primo.example,Primo,\n"].concat();
    let said = lists.import(&text, &[]);
    let told = "dana@primo.example comes to Lee Ray at Primo, and Dana Moss at Primo has it already; if they are one: \
                `inroad merge primo lee-ray into dana-moss`";
    assert!(said.err.contains(told), "{}", said.err);
    lists.again(&text, &[]);
}

#[test]
fn who_stands_on_an_account_in_the_archive_stays_there_and_is_told() {
    let header = "Name,Company,LinkedIn\n";
    let lists = Lists::of(&format!("{header}Noor Müller,Globex,https://www.linkedin.com/in/noor\n"));
    lists.0.does(&["archive", "globex"]);
    let moved = format!("{header}Noor Müller,Prestige,https://www.linkedin.com/in/noor/de\nLee Ray,Globex,\n");
    let said = lists.import(&moved, &[]);
    assert!(said.err.contains("Noor Müller stays at Globex, there it is Prestige"), "{}", said.err);
    assert_eq!(said.out, "1 person to contacts\n");
    lists.again(&moved, &[]);
    lists.0.does(&["restore", "globex"]);
    let said = lists.import(&moved, &[]);
    assert!(said.err.contains("Noor Müller stays at Globex, there it is Prestige"), "{}", said.err);
    let names = |what: &str| -> Vec<String> {
        lists.0.list(what).iter().map(|each| each["name"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!((names("people"), names("contacts")), (vec!["Noor Müller".into()], vec!["Lee Ray".into()]));
}

/// The ids of another plan mean others.
#[test]
fn who_is_called_so_in_a_colleagues_plan_and_has_another_profile_is_somebody_else() {
    let header = "Name,Company,Email,LinkedIn\n";
    let theirs = Lists::of(&format!("{header}John Smith,Acme,john@acme.example,https://www.linkedin.com/in/js-acme\n"));
    let table = theirs.0.does(&["export", "csv", "people"]);
    let ours = format!("{header}John Smith,Globex,john@globex.example,https://www.linkedin.com/in/js-globex\n");
    let lists = Lists(Desk::empty());
    lists.import(&ours, &[]);
    lists.import(&table, &[]);
    let contacts = lists.0.file("contacts.toml");
    assert!(contacts.contains("js-acme") && contacts.contains("js-globex"), "{contacts}");
    assert_eq!(contacts.matches("john@").count(), 2, "{contacts}");
    lists.again(&table, &[]);
}

#[test]
fn of_a_namesake_without_a_company_one_is_told() {
    let lists = Lists::of("Name,Company\nDana Moss,Primo\n");
    let text = "Name,Email\nDana Moss,dana@home.example\n";
    let told =
        "Dana Moss is new, and there is Dana Moss at Primo; if they are one: `inroad attach \"Dana Moss\" primo`";
    for more in [&["--dry-run"][..], &[]] {
        let said = lists.import(text, more);
        assert!(said.err.contains(told), "{}", said.err);
    }
    lists.again(text, &[]);
    let said = lists.import("Name,Company\nDana Moss,Globex\n", &["--dry-run"]);
    assert!(
        said.err.contains(
            "there is the contact Dana Moss; if they are one: bring both onto one account (`inroad attach dana-moss"
        ),
        "{}",
        said.err
    );
}

#[test]
fn another_source_and_a_no_to_do_not_contact_stay_and_are_told() {
    let lists = Lists(Desk::empty());
    let header = "Name,Company,Email,Source,Do not contact\n";
    lists.import(&format!("{header}Ann Roe,Acme,ann@acme.example,Expo 2026,yes\n"), &[]);
    let text = format!("{header}Ann Roe,Acme,ann@acme.example,Fair 2027,no\n");
    let said = lists.import(&text, &["--dry-run"]);
    assert!(said.out.contains("source stays “Expo 2026”, there it is “Fair 2027”"), "{}", said.out);
    assert!(said.out.contains("do_not_contact stays “yes”, there it is “no”"), "{}", said.out);
    lists.again(&text, &[]);
}
