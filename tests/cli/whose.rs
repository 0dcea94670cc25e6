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

/// A list with columns of everybody's own: who, where, an address, a profile, an id in HubSpot.
const PEOPLE: &str = "Name,Company,Email,LinkedIn,hubspot-contact\n";
const ANN: &str = "Ann Berg,Primo,ann@primo.example,linkedin.com/in/ann,100\n";
const BOB: &str = "Bob Berg,Primo,bob@primo.example,linkedin.com/in/bob,101\n";

#[test]
fn a_wrong_address_makes_one_of_nobody_whose_profiles_or_ids_say_that_they_are_two() {
    let told = "bob@primo.example comes to Ann Berg at Primo, and Bob Berg at Primo has it already; if they are one: \
                `inroad merge primo ann-berg into bob-berg`";
    let (by_profile, by_id) =
        ("Ann Berg,Primo,bob@primo.example,linkedin.com/in/ann,\n", "Ann Berg,Primo,bob@primo.example,,100\n");
    for wrong in [by_profile, by_id] {
        let without = |row: &str| {
            if wrong == by_id {
                row.replace("linkedin.com/in/ann", "").replace("linkedin.com/in/bob", "")
            } else {
                row.to_owned()
            }
        };
        let (ann, bob) = (without(ANN), without(BOB));
        let known = Lists::of(&[PEOPLE, &ann, &bob].concat());
        let all = [PEOPLE, &ann, &bob, wrong].concat();
        assert!(known.import(&all, &["--dry-run"]).err.contains(told), "{}", known.import(&all, &["--dry-run"]).err);
        known.import(&all, &[]);
        known.again(&all, &[]);
        let people = known.0.shows("primo")["people"].clone();
        let emails = |n: usize| people[n]["emails"].as_array().unwrap().len();
        assert_eq!((people.as_array().unwrap().len(), emails(0), emails(1)), (2, 2, 1), "{people}");
        // Nobody is known: in whatever order they stand.
        for rows in [[&ann, &bob, wrong], [wrong, &bob, &ann], [&bob, wrong, &ann]] {
            let new = Lists(Desk::empty());
            let said = new.import(&[PEOPLE, &rows.concat()].concat(), &[]);
            assert!(
                said.err.contains("bob@primo.example comes to the new Bob Berg, and the new Ann Berg has it already"),
                "{}",
                said.err
            );
            assert_eq!(new.0.list("contacts").len(), 2, "{rows:?}");
            new.again(&[PEOPLE, &rows.concat()].concat(), &[]);
        }
    }
}

#[test]
fn a_row_that_means_one_by_the_profile_and_another_by_the_id_is_told() {
    let lists = Lists::of(&[PEOPLE, "Dana Moss,Primo,dana@primo.example,,100\n"].concat());
    lists.import(&[PEOPLE, "Dana Moss-Ray,Globex,,linkedin.com/in/dana,\n"].concat(), &[]);
    let both = [PEOPLE, "Dana Moss,Primo,,linkedin.com/in/dana,100\n"].concat();
    let told = "hubspot 100 comes to the contact Dana Moss-Ray (Globex), and Dana Moss at Primo has it already; if they are one: \
                `inroad attach dana-moss-ray primo`";
    let said = lists.import(&both, &[]);
    assert!(said.err.contains(told), "{}", said.err);
    lists.again(&both, &[]);
    lists.0.does(&["attach", "dana-moss-ray", "primo"]);
    lists.again(&both, &[]);
}

#[test]
fn who_works_from_now_on_where_another_is_called_so_is_told() {
    let lists = Lists(Desk::empty());
    lists.import(&[PEOPLE, "Dana Moss,,dana@primo.example,,\n"].concat(), &[]);
    lists.import(&[PEOPLE, "Dana Moss,Primo,,linkedin.com/in/dana,\n"].concat(), &["--accounts", "all"]);
    let said = lists.import(&[PEOPLE, "Dana Moss,Primo,dana@primo.example,,\n"].concat(), &[]);
    let told = "of the contact Dana Moss the company is known now, and there is Dana Moss at Primo; if they are one: \
                `inroad attach dana-moss primo`";
    assert!(said.err.contains(told), "{}", said.err);
    // Two who are new, in one list.
    let new = Lists(Desk::empty());
    let both = [PEOPLE, "Dana Moss,,dana@primo.example,,\n", "Dana Moss,Primo,,linkedin.com/in/dana,\n"].concat();
    let said = new.import(&both, &[]);
    assert!(said.err.contains("Dana Moss is new, and there is the new Dana Moss"), "{}", said.err);
    new.again(&both, &[]);
}

#[test]
fn another_plans_ids_mean_nobody_here_who_is_another() {
    let john = |company: &str, email: &str| [PEOPLE, "John Smith,", company, ",", email, ",,\n"].concat();
    for with_email in [true, false] {
        let email = |email: &'static str| if with_email { email } else { "" };
        let (acme, globex) = (john("Acme", email("john@acme.example")), john("Globex", email("john@globex.example")));
        let (theirs, ours) = (Lists(Desk::empty()), Lists(Desk::empty()));
        for (lists, order) in [(&theirs, [&acme, &globex]), (&ours, [&globex, &acme])] {
            for list in order {
                lists.import(list, &[]);
            }
        }
        ours.again(&theirs.0.does(&["export", "csv", "contacts"]), &[]);
    }
}

#[test]
fn our_own_tables_know_who_was_attached_since_and_what_was_renamed() {
    let lists = Lists::of(&[PEOPLE, "Dana Moss,Primo,,linkedin.com/in/dana,\n", "Ann Roe,Primo,,,\n"].concat());
    lists.import(&[PEOPLE, "Dana Moss,Primo Werke,dana@primo.example,,511\n"].concat(), &[]);
    let tables = ["accounts", "people", "contacts"].map(|what| (what, lists.0.does(&["export", "csv", what])));
    lists.0.does(&["attach", "dana-moss", "primo"]);
    lists.0.does(&["rename", "primo", "dana-moss", "Dana Moss-Lee"]);
    lists.0.does(&["rename", "primo", "ann-roe", "Ann Poe"]);
    lists.0.does(&["rename", "primo", "Prime"]);
    let before = lists.0.tree();
    let files = tables.map(|(what, text)| {
        let path = lists.0.home().join(format!("{what}.csv"));
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    });
    let [accounts, people, contacts] = files.each_ref().map(String::as_str);
    for files in [&[accounts, people, contacts][..], &[contacts, people], &[people], &[contacts], &[accounts]] {
        lists.0.does(&[&["import"], files].concat());
        assert_eq!(lists.0.tree(), before, "{files:?}");
    }
}

#[test]
fn what_a_crm_has_twice_is_one_here_whichever_comes_first_and_what_was_merged_goes_by_both_ids() {
    const PEOPLE: &str = "First Name,Last Name,Email,Account Name,Account ID\n";
    let two =
        ["Ann,Alpha,ann@primo.example,Primo,001AA00000AAAAA\n", "Bob,Beta,bob@primo.example,Primo,001BB00000BBBBB\n"];
    let companies = "Account Name,Account ID\nPrimo,001AA00000AAAAA\nPrimo,001BB00000BBBBB\n";
    for order in [[two[0], two[1]], [two[1], two[0]]] {
        let people = [PEOPLE, order[0], order[1]].concat();
        for first in [companies, &people] {
            let lists = Lists(Desk::empty());
            let said = lists.import(first, &["--accounts", "all"]);
            assert!(said.err.contains("Primo: ids are “salesforce 001"), "{}", said.err);
            lists.import(&people, &[]);
            lists.again(&people, &[]);
            lists.again(companies, &[]);
            assert_eq!(lists.0.shows("primo")["people"].as_array().unwrap().len(), 2);
        }
    }
    let lists = Lists::of("Account Name,Account ID\nPrimo,001AA00000AAAAA\nFrische Kost,001BB00000BBBBB\n");
    lists.0.does(&["merge", "frische-kost", "into", "primo"]);
    lists.import(&[PEOPLE, "Cy,Gamma,cy@primo.example,Frische Kost,001BB00000BBBBB\n"].concat(), &[]);
    assert_eq!(lists.0.shows("primo")["people"].as_array().unwrap().len(), 1);
    let said = lists.import("Name,Company\nDee Oz,Frische Kost\n", &[]);
    assert!(
        said.err.contains("Frische Kost was merged into Primo; who is new there goes to the contacts"),
        "{}",
        said.err
    );
    // Its tables know both.
    let (mine, other) = (lists.0.does(&["export", "csv", "accounts"]), Lists(Desk::empty()));
    lists.again(&mine, &[]);
    other.import(&mine, &["--accounts", "all"]);
    assert!(other.account("primo").contains("\"001AA00000AAAAA; 001BB00000BBBBB\""), "{}", other.account("primo"));
}

#[test]
fn what_is_called_as_another_account_is_told_where_a_website_decides() {
    let lists = Lists::of("Account Name,Website\nPrimo,primo.example\n");
    lists.0.does(&["add", "Prime Foods"]);
    let said = lists.import("Name,Company,Website\nMax New,Prime Foods,primo.example\n", &[]);
    let told = "“Prime Foods” is Primo by its website, and not prime-foods, which is called so; if they are one: \
                `inroad merge prime-foods into primo`";
    assert!(said.err.contains(told), "{}", said.err);
    // With a website of its own it is another company.
    lists.0.does(&["set", "prime-foods", "website", "prime.example"]);
    let said = lists.import("Name,Company,Website\nEve New,Prime Foods,primo.example\n", &[]);
    assert!(!said.err.contains("which is called so"), "{}", said.err);
}

#[test]
fn of_several_who_share_an_address_the_one_is_meant_who_is_called_so() {
    let both = [
        "Ann Adler,Primo,praxis@adler.example,linkedin.com/in/ann,\n",
        "Bob Adler,Primo,praxis@adler.example,linkedin.com/in/bob,\n",
    ];
    let lists = Lists::of(&[PEOPLE, both[0], both[1]].concat());
    let row = [PEOPLE, "Bob Adler,Primo,praxis@adler.example,,101\n"].concat();
    lists.import(&row, &[]);
    lists.again(&row, &[]);
    let people = &lists.0.shows("primo")["people"];
    assert_eq!((people[0]["ids"]["hubspot"].as_str(), people[1]["ids"]["hubspot"].as_str()), (None, Some("101")));
}

#[test]
fn nobody_goes_by_the_address_of_another_whom_a_row_with_another_id_means() {
    let known = "Petra Adler,Primo,praxis@adler.example,,\n";
    let rows = ["Hans Adler,Primo,praxis@adler.example,,100\n", "Petra Adler,Primo,praxis@adler.example,,101\n"];
    for order in [[rows[0], rows[1]], [rows[1], rows[0]]] {
        let lists = Lists::of(&[PEOPLE, known].concat());
        let list = [PEOPLE, order[0], order[1]].concat();
        let said = lists.import(&list, &[]);
        assert!(
            said.err.contains("comes to the new Hans Adler, and Petra Adler at Primo has it already"),
            "{}",
            said.err
        );
        lists.again(&list, &[]);
        let people = lists.0.shows("primo")["people"].clone();
        let ids: Vec<_> = people.as_array().unwrap().iter().map(|each| each["ids"]["hubspot"].as_str()).collect();
        assert_eq!(ids, [Some("101"), Some("100")], "{people}");
    }
    // Of two first names that are the same the last ones count.
    let two = [
        "Thomas Weber,Primo,t@primo.example,linkedin.com/in/tw,\n",
        "Thomas Klein,Primo,t@primo.example,linkedin.com/in/tk,\n",
    ];
    let lists = Lists(Desk::empty());
    lists.import(&[PEOPLE, two[0], two[1]].concat(), &[]);
    assert_eq!(lists.0.list("contacts").len(), 2);
}

#[test]
fn a_profile_goes_before_the_id_of_another_plan_and_another_name_of_an_account_is_told() {
    let (here, moved) =
        ("Jo Zeta,Primo,jo@primo.example,,107\n", "Jo Zeta,Zorin,jo@zorin.example,linkedin.com/in/jo,\n");
    let theirs = Lists::of(&[PEOPLE, "Jo Zeta,Primo,jo@primo.example,linkedin.com/in/jo,\n"].concat());
    let ours = Lists::of(&[PEOPLE, here].concat());
    ours.import(&[PEOPLE, moved].concat(), &["--accounts", "all"]);
    let said = ours.import(&theirs.0.does(&["export", "csv", "people"]), &[]);
    assert!(
        said.err.contains("jo@primo.example comes to Jo Zeta at Zorin, and Jo Zeta at Primo has it already"),
        "{}",
        said.err
    );
    assert!(!ours.account("primo").contains("linkedin"));
    let lists = Lists::of("Account Name,Account ID\nPrimo,001AA00000AAAAA\n");
    let said = lists.import("Account Name,Account ID\nPrime Foods,001AA00000AAAAA\n", &["--dry-run"]);
    assert!(said.out.contains("name stays “Primo”, there it is “Prime Foods”"), "{}", said.out);
}

#[test]
fn another_plans_account_is_the_one_that_has_its_website_or_id_here() {
    let theirs = Lists::of("Account Name,Website,Account ID\nUmbrella,umbrella.example,001AA00000AAAAA\n");
    let table = theirs.0.does(&["export", "csv", "accounts"]);
    let ours = Lists::of("Account Name\nUmbrella\n");
    ours.import(
        "Account Name,Website,Account ID\nNeo Pharma,umbrella.example,001AA00000AAAAA\n",
        &["--accounts", "Neo Pharma"],
    );
    let before = ours.0.tree();
    let said = ours.import(&table, &[]);
    let told = "“Umbrella” is Neo Pharma by its website, and not umbrella, which is called so";
    assert!(said.err.contains(told), "{}", said.err);
    assert_eq!(ours.0.tree(), before);
    // Of that name and with another id there it is another company.
    let other = Lists::of("Account Name,Account ID\nUmbrella,001BB00000BBBBB\n");
    ours.0.does(&["set", "umbrella", "ids", "salesforce=001CC00000CCCCC"]);
    let said = ours.import(&other.0.does(&["export", "csv", "accounts"]), &[]);
    assert!(said.err.contains("so it is not taken for that account"), "{}", said.err);
}
