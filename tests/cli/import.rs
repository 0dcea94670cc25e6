//! Files from elsewhere: what is shown first, what then stands in the files, and what broken ones get.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::desk::Desk;

const LINKEDIN: &str = "linkedin-connections.csv";
const SAMPLES: [&str; 7] = [
    LINKEDIN,
    "hubspot-contacts.csv",
    "hubspot-companies.csv",
    "salesforce-contacts.csv",
    "salesforce-accounts.csv",
    "apollo-contacts.csv",
    "people.vcf",
];

/// A plan, with the samples beside it.
fn desk(accounts: &[(&str, &str)]) -> Desk {
    let desk = Desk::with(accounts);
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import");
    for name in SAMPLES {
        fs::copy(samples.join(name), desk.home().join(name)).unwrap();
    }
    desk
}

fn write(desk: &Desk, name: &str, text: impl AsRef<[u8]>) -> String {
    fs::write(desk.home().join(name), text).unwrap();
    path(desk, name)
}

fn path(desk: &Desk, name: &str) -> String {
    desk.home().join(name).to_str().unwrap().to_owned()
}

/// The run's messages, without where the files lie.
fn told(desk: &Desk, text: &str) -> String {
    text.replace(&format!("{}/", desk.home().display()), "")
}

const PRIMO: &str = "format = 1\nname = \"Primo\"\nstage = \"target\"\n\n[[people]]\nid = \"dana-cole\"\nname = \"Dana Cole\"\ntitle = \"CMO\" # since May\n";

#[test]
fn each_sample_is_shown_and_comes_in_as_a_person_would_wish() {
    for name in SAMPLES {
        let desk = desk(&[("primo", PRIMO)]);
        let before = desk.tree();
        let looked = desk.args(&["import", &path(&desk, name), "--dry-run"]);
        assert_eq!((looked.code, desk.tree()), (0, before), "{name}");
        let done = desk.args(&["import", &path(&desk, name), "--accounts", "all"]);
        assert_eq!(done.code, 0, "{name}: {}", done.err);
        let files = desk.tree().into_iter().filter(|(path, _)| path != Path::new("plan.toml"));
        let files = files.map(|(path, bytes)| format!("== {}\n{}", path.display(), String::from_utf8(bytes).unwrap()));
        let text = format!(
            "== shown\n{}== told\n{}== done\n{}{}",
            looked.out,
            told(&desk, &looked.err),
            done.out,
            files.collect::<String>()
        );
        insta::assert_snapshot!(format!("import_{}", name.split_once('.').unwrap().0.replace('-', "_")), text);
        let after = desk.tree();
        let again = desk.args(&["import", &path(&desk, name), "--accounts", "all"]);
        assert_eq!((again.code, desk.tree()), (0, after), "{name}: importing twice changes nothing");
        assert!(again.out.starts_with("nothing new"), "{name}: {}", again.out);
    }
}

#[test]
fn everybody_else_is_kept_as_a_contact_and_comes_onto_an_account_later() {
    let desk = desk(&[("primo", PRIMO)]);
    let all: Vec<String> = SAMPLES.iter().map(|name| path(&desk, name)).collect();
    let mut args = vec!["import"];
    args.extend(all.iter().map(String::as_str));
    args.extend(["--accounts", "Nordic Springs, Inc.,globex"]);
    assert_eq!(
        desk.does(&args),
        "2 new accounts, 4 people onto accounts, 2 people to contacts, 1 person with more than we knew; more is known \
         of 1 account; 4 rows skipped\n"
    );
    let ids = |list: &str| -> Vec<String> {
        desk.list(list).iter().map(|each| each["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids("accounts"), ["globex", "nordic-springs-inc", "primo"]);
    assert_eq!(ids("contacts"), ["bill-lumbergh", "wade-welles"]);
    let primo = desk.file("accounts/primo.toml");
    assert!(primo.contains("title = \"CMO\" # since May\n"), "{primo}");
    let tree = desk.tree();
    assert!(desk.does(&args).starts_with("nothing new: 7 known already"));
    assert_eq!(desk.tree(), tree);

    assert_eq!(desk.run("list contacts umbrella vp").out.split('\t').next(), Some("wade-welles"));
    assert_eq!(desk.run("list contacts nobody").out, "");
    assert_eq!(desk.does(&["attach", "Bill", "primo"]), "bill-lumbergh\tBill Lumbergh\n");
    assert_eq!(ids("contacts"), ["wade-welles"]);
    assert!(desk.file("accounts/primo.toml").contains("bill@initech.example"));
    desk.refuses(&["attach", "wade-wells", "primo"], 2, "did you mean wade-welles?");
    desk.refuses(&["attach", "wade", "nowhere"], 2, "there is no account “nowhere”");
}

#[test]
fn what_is_told_of_a_company_that_is_no_account_is_kept_with_the_contacts_there() {
    let desk = desk(&[]);
    // With those who call it so, letter for letter; Milton's may be another.
    let people = "Name,Company,Email\nBill Lumbergh,Initech,bill@initech.example\nPeter Gibbons,INITECH,\n\
                  Milton Waddams,Initech Inc.,\nAnn Bee,Globex,\n";
    desk.does(&["import", &write(&desk, "people.csv", people)]);
    let told = "Company,Website,Industry,Tier\nInitech,initech.example,Software,2\nUmbrella,umbrella.example,Pharma,\n";
    let file = write(&desk, "companies.csv", told);
    let before = desk.tree();
    let looked = desk.args(&["import", &file, "--dry-run"]);
    assert!(
        looked.out.contains(
            "Initech\t\t\tcontacts\tkept with 2 contacts there; adds website initech.example; adds industry Software"
        ),
        "{}",
        looked.out
    );
    assert!(looked.out.contains("Umbrella\t\t\tnowhere\tnobody works for it"), "{}", looked.out);
    assert!(looked.err.contains("only accounts keep tier; left out of what becomes none: Initech"), "{}", looked.err);
    assert_eq!(desk.tree(), before);
    assert_eq!(desk.does(&["import", &file]), "2 people with more than we knew\n");
    let contacts = desk.file("contacts.toml");
    assert_eq!(contacts.matches("website = \"initech.example\"\nindustry = \"Software\"").count(), 2, "{contacts}");
    assert_eq!(contacts.matches("website").count(), 2, "{contacts}");
    let after = desk.tree();
    assert!(desk.does(&["import", &file]).starts_with("nothing new"));
    assert_eq!(desk.tree(), after);
    // What they say already stands, whether rows name them or not.
    let other =
        "Name,Company,Website,Industry\nBill Lumbergh,Initech,initech.example,Banking\n,Globex,globex.example,\n";
    let file = write(&desk, "other.csv", other);
    let looked = desk.args(&["import", &file, "--dry-run"]).out;
    assert!(
        looked.contains("Bill Lumbergh\t\tcontacts\tknown; industry stays “Software”, there it is “Banking”"),
        "{looked}"
    );
    assert!(
        looked.contains("Globex\t\t\tcontacts\tkept with 1 contact there; adds website globex.example"),
        "{looked}"
    );
    desk.does(&["import", &file]);
    assert!(!desk.file("contacts.toml").contains("Banking"));
    // Who comes along in the same import has it at once.
    let both = self::desk(&[]);
    let (one, other) = (write(&both, "people.csv", people), write(&both, "companies.csv", told));
    both.does(&["import", &one, &other]);
    assert_eq!(
        both.file("contacts.toml").matches("industry = \"Software\"").count(),
        2,
        "{}",
        both.file("contacts.toml")
    );
}

#[test]
fn an_account_that_is_added_later_has_what_an_import_would_have_made_of_it() {
    let desk = desk(&[]);
    let file = path(&desk, "apollo-contacts.csv");
    desk.does(&["import", &file, "--accounts", "Umbrella"]);
    let told = |text: &str| {
        let keys = ["website", "industry", "function", "name", "title"];
        let lines = text.lines().filter(|line| keys.iter().any(|key| line.starts_with(&format!("{key} ="))));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let imported = told(&desk.file("accounts/umbrella.toml"));
    assert!(imported.iter().any(|line| line.starts_with("function")), "{imported:?}");
    for takes_over in [&["add", "Umbrella", "--with-contacts"][..], &["attach", "wade-welles", "umbrella"]] {
        let later = self::desk(&[]);
        later.does(&["import", &file]);
        if takes_over[0] == "attach" {
            later.does(&["add", "Umbrella"]);
        }
        later.does(takes_over);
        assert_eq!(told(&later.file("accounts/umbrella.toml")), imported, "{takes_over:?}");
    }
}

#[test]
fn rows_of_one_person_fill_each_other_and_are_told_as_one() {
    let desk = desk(&[]);
    let rows = "Name,Company,Title,Email,Phone\nAnn Lee,Acme,,ann@acme.example,\nAnn Lee,Acme,CFO,ann@acme.example,+1 312 555 0100\n\
                Ann Lee,Acme,CEO,,\n";
    let file = write(&desk, "rows.csv", rows);
    let looked = desk.args(&["import", &file, "--dry-run"]);
    let want = "Acme\tAnn Lee\tCFO\tcontacts\tnew; 3 rows; title stays “CFO”, there it is “CEO”\n";
    assert_eq!(looked.out, want, "{}", looked.err);
    desk.does(&["import", &file]);
    let ann = &desk.list("contacts")[0];
    assert_eq!((&ann["title"], &ann["phone"]), (&"CFO".into(), &"+1 312 555 0100".into()));
}

#[test]
fn a_second_person_of_one_name_is_told() {
    let dana = format!("{PRIMO}linkedin = \"https://www.linkedin.com/in/example-dana-cole\"\n");
    let desk = desk(&[("primo", &dana)]);
    let rows = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nDana,Cole,,,Primo,CMO,\n\
                Dana,Cole,https://www.linkedin.com/in/another-dana,,Primo,Intern,\n";
    let file = write(&desk, "same2.csv", rows);
    let outcome = desk.args(&["import", &file]);
    assert_eq!(outcome.out, "1 person onto accounts\n");
    assert!(outcome.err.contains("there is another Dana Cole at Primo"), "{}", outcome.err);
    let primo = desk.file("accounts/primo.toml");
    assert!(primo.contains("title = \"CMO\" # since May") && primo.contains("title = \"Intern\""), "{primo}");
    assert!(desk.does(&["import", &file]).starts_with("nothing new"));
}

#[test]
fn contacts_that_are_written_by_hand_keep_what_is_not_ours() {
    let desk = desk(&[]);
    let mine = "# friends\nformat = 1\n\n[[people]]\nname = \"Wade Welles\" # ask Ann\ncompany = \"Umbrella\"\nshoe_size = 44\n";
    fs::write(desk.path("contacts.toml"), mine).unwrap();
    desk.does(&["import", &path(&desk, "apollo-contacts.csv")]);
    let text = desk.file("contacts.toml");
    for kept in ["# friends", "name = \"Wade Welles\" # ask Ann", "shoe_size = 44"] {
        assert!(text.contains(kept), "{kept}\n{text}");
    }
    assert!(text.contains("title = \"VP Operations\""), "{text}");
    assert_eq!(text.matches("Wade").count(), 1, "{text}");
}

#[test]
fn contacts_that_can_not_be_read_are_told_and_nothing_is_changed() {
    let desk = desk(&[("primo", PRIMO)]);
    fs::write(desk.path("contacts.toml"), "format = 1\n\n[[people]]\nname = \"Ann\n").unwrap();
    let before = desk.tree();
    desk.refuses(&["import", &path(&desk, LINKEDIN)], 1, "contacts.toml can't be changed");
    let looked = desk.args(&["import", &path(&desk, LINKEDIN), "--dry-run"]);
    assert!(looked.code == 0 && looked.err.contains("contacts.toml:4:"), "{}", looked.err);
    assert_eq!(desk.tree(), before);
    let list = desk.run("list contacts --json").json();
    assert_eq!(
        (list["problems"][0]["file"].as_str(), list["problems"][0]["line"].as_u64()),
        (Some("contacts.toml"), Some(4))
    );
    fs::write(desk.path("contacts.toml"), "format = 9\n").unwrap();
    desk.refuses(&["import", &path(&desk, LINKEDIN)], 1, "a newer inroad reads it");
}

#[test]
fn what_is_asked_wrongly_says_what_to_type() {
    let desk = desk(&[]);
    let list = write(&desk, "kunden liste.csv", "Kunde;Wer;Mail\nAcme;Ann Lee;a@a.example\n");
    let before = desk.tree();
    let outcome = desk.args(&["import", &list, "--dry-run"]);
    assert_eq!((outcome.code, outcome.out.as_str()), (2, ""));
    let err = told(&desk, &outcome.err);
    for words in ["column “Kunde”, such as “Acme”", "--map Mail=email", "name, first-name", "kunden liste.csv' --map"]
    {
        assert!(err.contains(words), "{words}: {err}");
    }
    desk.refuses(&["import", &list, "--map", "Kunde=compani"], 2, "did you mean company?");
    desk.refuses(&["import", &list, "--map", "Kunde"], 2, "it reads like Firma=company");
    desk.refuses(
        &["import", &list, "--map", "Kunden=company"],
        2,
        "no column “Kunden”; did you mean Kunde? It has Kunde, Wer",
    );
    let mapped = ["import", &list, "--map", "Kunde=company", "--map", "Wer=name"];
    desk.refuses(&[&mapped[..], &["--accounts", "Acne"]].concat(), 2, "did you mean Acme?");
    for (words, says) in [("Alle", "no company “Alle”"), ("", "names no company"), ("Ac", "did you mean Acme?")] {
        desk.refuses(&[&mapped[..], &["--accounts", words]].concat(), 2, says);
    }
    desk.refuses(&[&mapped[..], &["--map", "Mail=name"]].concat(), 2, "“Wer” and “Mail” can't both be name");
    desk.refuses(&["import", &list, "--map", "=name"], 2, "it reads like Firma=company");
    desk.refuses(&["import", &list, "--map", "Kunde=xyzzyx"], 2, "there is no field “xyzzyx”. There are name");
    desk.refuses(&["import", &path(&desk, "people.vcf"), "--map", "FN=name"], 2, "has no columns");
    assert_eq!(desk.tree(), before);
    assert_eq!(desk.does(&mapped), "1 person to contacts\n");
    assert_eq!(desk.list("contacts")[0]["email"], "a@a.example");
    let off = desk.args(&[&mapped[..], &["--map", "Mail=-", "--dry-run"]].concat());
    assert!(off.code == 0 && off.err.contains("columns not used: Mail"), "{}", off.err);
    assert!(desk.does(&[&mapped[..], &["--accounts", "ALL"]].concat()).starts_with("1 new account"));
}

#[test]
fn what_is_suggested_for_an_unknown_table_fills_in_only_what_is_certain_and_makes_nobody_as_it_stands() {
    let desk = desk(&[]);
    for (name, text, also, maps) in [
        (
            "a b.csv",
            "Kunde;Wer;Mail\nAcme;Ann Lee;a@a.example\n",
            &[][..],
            "--map Kunde=FIELD --map Wer=FIELD --map Mail=email",
        ),
        (
            "sv.csv",
            "Företag,Förnamn,Efternamn,E-post,Sida\nÅkeri AB,Åke,Öst,ake@akeri.example,https://akeri.example\n",
            &[],
            "--map Företag=FIELD --map Förnamn=FIELD --map Efternamn=FIELD --map E-post=email --map Sida=website",
        ),
        ("c.csv", "Was;Rufnr\nAcme;+1 312 555 0100\nZed;\n", &[], "--map Was=FIELD"),
        (
            "d.csv",
            "Der Wer;Job;Tel\nAnn Lee;CEO;1\n",
            &["--map", "Job=title", "--accounts", "all"],
            "--map Job=title --map 'Der Wer'=FIELD --map Tel=phone --accounts all",
        ),
        (
            "bare.csv",
            "Anna,Schmidt,Acme,anna@acme.example,2026-01-02\n",
            &[],
            "--map 1=FIELD --map 2=FIELD --map 3=FIELD --map 4=email",
        ),
    ] {
        let file = write(&desk, name, text);
        let asked = desk.args(&[&["import", &file, "--dry-run"], also].concat());
        assert_eq!((asked.code, asked.out.as_str()), (2, ""), "{name}");
        assert!(asked.err.contains(maps), "{name}: {}", asked.err);
        let sample = format!("such as “{}”", text.lines().last().unwrap().split([',', ';']).next().unwrap());
        assert!(asked.err.contains(&sample) || name == "c.csv", "{name}: {}", asked.err);
        let command = asked.err.split_once("not used: inroad ").unwrap().1.split_once(". The fields").unwrap().0;
        let words = shell_words::split(command).unwrap();
        desk.refuses(&words.iter().map(String::as_str).collect::<Vec<_>>(), 2, "FIELD stands for what “");
    }
    let file = write(&desk, "none.csv", "x;y\n1;2\n3;4\n");
    desk.refuses(&["import", &file], 2, "none of them looks like a name or a company");
    // Of a header that says all nothing is asked.
    let file = write(&desk, "value.csv", "Account Name,Value\nAcme,12000\n");
    assert_eq!(desk.does(&["import", &file, "--accounts", "all"]), "1 new account\n");
}

#[test]
fn a_list_without_a_header_keeps_its_first_row() {
    let desk = desk(&[]);
    let list = write(&desk, "list.csv", "Ann Lee,Primo,ann@primo.example\nBob Ray,Globex,bob@globex.example\n");
    let asked = desk.args(&["import", &list]);
    assert_eq!((asked.code, asked.out.as_str()), (2, ""));
    for words in ["column “1”, such as “Ann Lee”", "it has no header", "--map 1=FIELD --map 2=FIELD --map 3=email."]
    {
        assert!(asked.err.contains(words), "{words}: {}", asked.err);
    }
    let mapped = ["import", &list, "--map", "1=name", "--map", "2=company"];
    let seen = desk.args(&[&mapped[..], &["--dry-run"]].concat());
    assert!(
        seen.out.contains("Ann Lee") && seen.err.contains("list.csv: no header: the first row is taken for a person")
    );
    assert_eq!(desk.args(&[&mapped[..], &["--dry-run", "--json"]].concat()).json()["files"][0]["header"], false);
    assert_eq!(
        desk.does(&["import", &list, "--map", "Ann Lee=name", "--map", "Primo=company"]),
        "2 people to contacts\n"
    );
    assert_eq!(desk.list("contacts")[0]["email"], "ann@primo.example");
    // What its columns are called makes no difference.
    assert_eq!(desk.does(&mapped), "nothing new: 2 known already\n");
}

#[test]
fn files_of_every_kind_that_are_broken_change_nothing() {
    let desk = desk(&[("primo", PRIMO)]);
    let before = desk.tree();
    let cases: [(&str, &[u8], &str); 21] = [
        ("headless.vcf", b"VERSION:3.0\r\nFN:A B\r\nEND:VCARD\r\n", "headless.vcf:1:1: here a card should begin"),
        ("none.json", b"[]", "none.json:1:1: this is no plan"),
        ("list.txt", b"\n [ {\"name\": 1}]", "list.txt:2:2: this is no plan"),
        ("word.json", b"true\n", "word.json:1:1: this is no plan"),
        ("quote.csv", b"name,company\nAnn,\"Acme\nBob,Zed\n", "quote.csv:2:5: a quote is opened here and never closed"),
        ("zero.csv", b"name,company\nAnn,Ac\0me\n", "zero.csv:2:7: here is a zero byte"),
        ("empty.csv", b"", "empty.csv:1:1: it is empty"),
        (
            "two.csv",
            b"First Name,Last Name,Company,Email\nAnn,Roe,Acme,a@a.example\n\nVorname;Nachname;Firma;E-Mail\nBo;Oz;Beta;b@b.example\n",
            "two.csv:4:1: a list with “;” between its cells begins here, and one with “,” is in the file too",
        ),
        (
            "one.csv",
            b"First Name;Last Name;Company;Email\nAnn;Roe;Acme;a@a.example\nFirst Name,Last Name,Company,Email\nBo,Oz,Beta,b@b.example\n",
            "one.csv:1:1: a list with “;” between its cells begins here",
        ),
        (
            "rows.csv",
            b"First Name,Last Name,Company,Email\nAnn,Roe,Acme,a@a.example\nBo;Oz;Beta;b@b.example\n",
            "rows.csv:3:1: a list with “;” between its cells begins here",
        ),
        (
            "cards.csv",
            b"Name,Company\nAnn,Acme\nBEGIN:VCARD\nVERSION:3.0\nFN:Bo\nEND:VCARD\n",
            "cards.csv:3:1: address cards begin here",
        ),
        ("head.csv", b"name,company\n", "head.csv:1:1: it has a header and no rows"),
        ("book.xlsx", b"PK\x03\x04", "book.xlsx:1:1: it is a spreadsheet"),
        ("report.xls", b"<html><table><tr>", "report.xls:1:1: it is a web page"),
        ("open.vcf", b"BEGIN:VCARD\nFN:Ann\n", "open.vcf:1:1: this card never ends"),
        (
            "mixed.csv",
            b"name,company\nA\xc3\xa9\xc3\xb1,Acme\nB\xe9,Zed\n",
            "mixed.csv:3:2: most of the file is UTF-8, and here is a byte that is not (E9); save the file as UTF-8",
        ),
        (
            "none.csv",
            b"name,company\nB\xe9,Z\x81\n",
            "none.csv:2:5: here is a byte that is neither UTF-8 nor Windows-1252 (81)",
        ),
        ("mark.csv", b"\xef\xbb\xbfname,company\nB\xe9,Zed\n", "mark.csv:2:2: the file says that it is UTF-8"),
        (
            "wide.csv",
            b"\xff\xfen\0a\0m\0e\0,\0c\0\n\0\x00\xd8x\0,\0y\0\n\0",
            "wide.csv:2:1: here is half a letter of UTF-16",
        ),
        (
            "latin.vcf",
            b"\xef\xbb\xbfBEGIN:VCARD\nFN:B\xe9\nEND:VCARD\n",
            "latin.vcf:2:5: the file says that it is UTF-8",
        ),
        ("two.vcf", b"BEGIN:VCARD\nFN:Ann\nEND:VCARD\nFN:Bob\n", "two.vcf:4:1: here a card should begin"),
    ];
    for (name, bytes, words) in cases {
        let file = write(&desk, name, bytes);
        desk.refuses(&["import", &file], 1, words);
        // A good one before it is not taken either.
        desk.refuses(&["import", &path(&desk, LINKEDIN), &file], 1, "nothing was changed");
    }
    desk.refuses(&["import", &path(&desk, "nowhere.csv")], 1, "nowhere.csv: there is no such file");
    desk.refuses(&["import", desk.home().to_str().unwrap()], 1, "it is no file");
    assert_eq!(desk.tree(), before);
}

#[test]
fn a_card_of_a_version_that_nobody_knows_is_told_with_its_line_and_left_out() {
    let desk = desk(&[]);
    let card = |version: &str, name: &str| format!("BEGIN:VCARD\r\n{version}FN:{name}\r\nORG:Acme\r\nEND:VCARD\r\n");
    let before = desk.tree();
    for (version, words) in [
        ("VERSION:9.0\r\n", "only.vcf:2:1: there is no vCard 9.0; 2.1, 3.0 and 4.0 are read"),
        ("version;x=y:three\r\n", "only.vcf:2:1: there is no vCard three"),
        ("VERSION:\r\n", "only.vcf:2:1: there is no vCard without a number"),
    ] {
        let file = write(&desk, "only.vcf", card(version, "Ann Bee"));
        desk.refuses(&["import", &file], 1, words);
        desk.refuses(&["import", &file], 1, "nothing was changed");
    }
    assert_eq!(desk.tree(), before);
    let cards = ["VERSION:4.0\r\n", "VERSION:9.0\r\n", "", "VERSION: 2.1\r\n"];
    let cards: String =
        cards.iter().zip(["Ann Bee", "Bob Ray", "Cid Low", "Dee Oak"]).map(|(v, n)| card(v, n)).collect();
    let done = desk.args(&["import", &write(&desk, "four.vcf", cards)]);
    assert_eq!(done.out, "3 people to contacts; 1 row skipped, 1 cell left out\n", "{}", done.err);
    assert!(done.err.contains("four.vcf:7: there is no vCard 9.0; "), "{}", done.err);
    assert!(done.err.contains("four.vcf:11: this card says no VERSION; it is read as 3.0\n"), "{}", done.err);
}

#[test]
fn what_a_card_says_that_is_not_taken_is_told() {
    let desk = desk(&[]);
    let card = "BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Ann Bee\r\nORG:Acme\r\nthis is not a property\r\nADR:;;Main St 1\r\n\
                BDAY:1990-01-01\r\nNOTE;ENCODING=QUOTED-PRINTABLE:one=\r\n two=\r\nthree\r\nPHOTO;ENCODING=BASE64:AAAA\r\nAAAA\r\n\r\n\
                TITLE:Buyer\r\nEND:VCARD\r\n";
    let outcome = desk.args(&["import", &write(&desk, "ann.vcf", card)]);
    assert_eq!((outcome.code, outcome.out.as_str()), (0, "1 person to contacts; 1 cell left out\n"));
    let err = told(&desk, &outcome.err);
    assert!(err.contains("ann.vcf: properties not used: ADR, BDAY, PHOTO\n"), "{err}");
    assert!(err.contains("ann.vcf:5: “this is not a property” is no property of a card; left out\n"), "{err}");
    assert_eq!(err.matches("no property of a card").count(), 1, "{err}");
}

#[test]
fn what_is_exported_of_people_comes_back_as_it_was() {
    let primo = "format = 1\nname = \"Primo\"\nstage = \"target\"\nwebsite = \"primo.example\"\n\n[[people]]\nid = \"oleg\"\nname = \"Oleg Marchenko\"\n\
                 linkedin = \"https://www.linkedin.com/in/oleg\"\nconnected_on = 2026-06-15\ndo_not_contact = true\nnotes = \"Likes tea.\\nAsk Ann.\"\n";
    let phones = [
        ("+1 312 555 0100", "switchboard"),
        ("+1 312 555 0101", "mobile"),
        ("+1 312 555 0102", "mobile"),
        ("+1 312 555 0103", "direct"),
        ("+1 312 555 0104", "direct"),
    ];
    let phones: Vec<String> = phones
        .iter()
        .map(|(value, kind)| format!("\n[[people.phones]]\nvalue = \"{value}\"\nkind = \"{kind}\"\n"))
        .collect();
    let phones = phones.concat();
    let from = desk(&[("primo", &format!("{primo}{phones}"))]);
    let facts = |desk: &Desk, keys: &[&str]| {
        let plan = desk.args(&["export", "json"]).json();
        let account = &plan["accounts"][0];
        let person = &account["people"][0];
        let mut phones: Vec<String> = person["phones"]
            .as_array()
            .unwrap()
            .iter()
            .map(|phone| format!("{} {}", phone["value"], phone["kind"]))
            .collect();
        phones.sort();
        let told: Vec<String> = keys.iter().map(|key| person[*key].to_string()).collect();
        (account["website"].to_string(), told, phones)
    };
    for (what, name, keys) in [
        (&["export", "csv", "people"][..], "people.csv", &["linkedin", "connected_on", "do_not_contact", "notes"][..]),
        (&["export", "vcf"], "people.vcf", &["linkedin", "connected_on", "do_not_contact"]),
    ] {
        let to = desk(&[]);
        let file = write(&to, name, from.does(what));
        to.does(&["import", &file, "--accounts", "all"]);
        assert_eq!(facts(&to, keys), facts(&from, keys), "{name}");
        assert_eq!(facts(&to, keys).2.len(), 5, "{name}");
    }
}

#[test]
fn what_lies_in_the_archive_is_not_made_anew_and_a_namesake_is_told() {
    let old = "format = 1\nname = \"Old Harbor Coffee\"\nstage = \"lost\"\n";
    let primo = "format = 1\nname = \"Primo\"\nstage = \"target\"\nwebsite = \"primo.example\"\n";
    let desk = desk(&[("old-harbor-coffee", old), ("primo", primo)]);
    desk.does(&["archive", "old-harbor-coffee"]);
    let list = write(
        &desk,
        "list.csv",
        "name,company,website,tier,tags\nAnn,Old Harbor Coffee,,1,x\nBob,Primo,other.example,,\nCid,Zed,,2,\n",
    );
    let looked = desk.args(&["import", &list, "--dry-run", "--accounts", "Old Harbor Coffee,Primo"]);
    for words in [
        "Old Harbor Coffee is archived; `inroad restore old-harbor-coffee` brings it back",
        "there is a Primo already at primo.example; this one is other.example",
        "only accounts keep tags, tier; left out of what becomes none: Old Harbor Coffee, Zed",
    ] {
        assert!(looked.err.contains(words), "{words}: {}", looked.err);
    }
    let done = desk.args(&["import", &list, "--accounts", "Old Harbor Coffee,Primo"]);
    assert_eq!((done.code, done.out.as_str()), (0, "1 new account, 1 person onto accounts, 2 people to contacts\n"));
    assert!(done.err.contains("is archived"), "{}", done.err);
    let added = desk.args(&["add", "Old Harbor Coffee"]);
    assert!(added.code == 0 && added.err.contains("`inroad restore old-harbor-coffee`"), "{}", added.err);
}

#[test]
fn a_mistake_says_what_can_be_typed_and_not_what_the_environment_says() {
    let desk = desk(&[]);
    let outcome = desk.args(&["import"]);
    assert!(outcome.code == 2 && outcome.err.contains("Usage: inroad import [OPTIONS] <FILE>..."), "{}", outcome.err);
    desk.refuses(&["undo", "xyz"], 2, "no number of a step; `inroad history` says");
}

#[test]
fn without_members_an_owner_who_owns_nothing_yet_is_told_and_taken() {
    let owned = |owner: &str| format!("format = 1\nname = \"Primo\"\nstage = \"target\"\nowner = \"{owner}\"\n");
    let desk = desk(&[("primo", &owned("sam"))]);
    let list = "Company,Website,Owner\nAcme,acme.example,Sam\nZed,zed.example,sma\nYax,yax.example,sma\n";
    let done = desk.args(&["import", &write(&desk, "list.csv", list), "--accounts", "all"]);
    assert_eq!(done.out, "3 new accounts\n", "{}", done.err);
    assert_eq!(
        done.err.matches("list.csv:3: owner: “sma” owns nothing in this plan so far; did you mean sam?").count(),
        1
    );
    let owner = |id: &str| desk.shows(id)["owner"].clone();
    assert_eq!((owner("acme"), owner("zed")), ("sam".into(), "sma".into()));
    let set = desk.args(&["set", "primo", "owner", "robin"]);
    assert!(
        set.code == 0 && set.err.contains("“robin” owns nothing in this plan so far; there is sam, sma"),
        "{}",
        set.err
    );
    let known = desk.args(&["set", "primo", "owner", "sma"]);
    assert!(known.code == 0 && !known.err.contains("owns nothing"), "{}", known.err);
}

#[test]
fn hostile_names_are_data_and_never_reach_a_terminal_as_anything_else() {
    let desk = desk(&[]);
    let names = [
        "\u{1b}]52;c;aGk=\u{7}",
        "\u{202e}evil",
        "../../.ssh/x",
        "-rf",
        "$(touch x)",
        "CON",
        "[[people]]",
        "\"\"\"",
        "{{ 7*7 }}",
        "</script>",
        "'=1+1",
        "=1+1",
        "a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    ];
    let mut writer = String::from("name,company,title\n");
    for name in names {
        let cell = name.replace('"', "\"\"");
        writeln!(writer, "\"{cell}\",\"{cell}\",\"{cell}\"").unwrap();
    }
    let file = write(&desk, "hostile.csv", writer);
    let looked = desk.args(&["import", &file, "--dry-run"]);
    let done = desk.args(&["import", &file, "--accounts", "all"]);
    assert_eq!((looked.code, done.code), (0, 0), "{}", done.err);
    for text in [looked.out, looked.err, done.out, done.err] {
        assert!(!text.chars().any(|c| (c.is_control() && c != '\n' && c != '\t') || c == '\u{202e}'), "{text:?}");
    }
    assert_eq!(desk.run("doctor").code, 0);
    let listed = desk.list("accounts");
    let again: Vec<&str> = listed.iter().filter_map(|account| account["name"].as_str()).collect();
    assert!(again.contains(&"$(touch x)") && again.contains(&"[[people]]") && again.contains(&"=1+1"), "{again:?}");
    assert!(desk.args(&["import", &file, "--accounts", "all"]).out.starts_with("nothing new"));
}

#[test]
fn as_json_everything_is_told_that_is_shown() {
    let desk = desk(&[("primo", PRIMO)]);
    let looked = desk.args(&["import", &path(&desk, LINKEDIN), "--dry-run", "--json"]).json();
    assert_eq!(
        (looked["format"].as_u64(), looked["files"][0]["source"].as_str()),
        (Some(1), Some("LinkedIn connections"))
    );
    let primo = &looked["companies"][0];
    assert_eq!((primo["account"].as_str(), primo["best_title"].as_str()), (Some("primo"), Some("CMO")));
    let dana = primo["people"].as_array().unwrap().iter().find(|person| person["name"] == "Dana Cole").unwrap();
    assert_eq!((dana["known"].as_str(), dana["goes_to"].as_str()), (Some("dana-cole"), Some("primo")));
    assert_eq!(dana["differs"][0]["theirs"], "VP Marketing");
    assert_eq!(looked["skipped"][0]["line"], 8);
    let globex = looked["companies"].as_array().unwrap().iter().find(|each| each["name"] == "Globex").unwrap();
    assert_eq!(globex["suggests"]["function"], "HR");
    let done = desk.args(&["import", &path(&desk, LINKEDIN), "--json"]).json();
    assert_eq!(
        (done["done"]["people_to_contacts"].as_u64(), done["done"]["people_to_accounts"].as_u64()),
        (Some(2), Some(1))
    );
}

#[test]
fn what_comes_in_on_stdin_is_a_file_too() {
    let desk = desk(&[]);
    let text = fs::read(desk.home().join("people.vcf")).unwrap();
    let output = desk.program().args(["import", "-"]).write_stdin(text).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "2 people to contacts\n");
}

#[test]
fn two_of_one_name_are_who_they_were_by_the_ids_of_our_own_export() {
    let people = "[[people]]\nid = \"z\"\nname = \"María José\"\nnotes = \"Likes tea.\"\n\n[[people]]\nid = \"z2\"\nname = \"Maria Jose\"\n\
                  emails = [{ value = \"z2@globex.example\" }]\n\n[[people]]\nid = \"z3\"\nname = \"Maria Jose\"\n";
    let desk = Desk::with(&[("globex", &format!("name = \"Globex\"\n\n{people}"))]);
    let file = desk.home().join("people.csv").display().to_string();
    desk.does(&["export", "csv", "people", "--out", &file]);
    let before = desk.tree();
    let told = desk.args(&["import", &file]);
    assert_eq!((told.out.as_str(), told.err.as_str()), ("nothing new: 3 known already\n", ""));
    assert_eq!(desk.tree(), before);
    let other = Desk::empty();
    other.does(&["import", &file, "--accounts", "all"]);
    let told = other.shows("globex");
    let mut people: Vec<(bool, bool)> = told["people"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["notes"] == "Likes tea.", p["emails"][0].is_object()))
        .collect();
    people.sort_unstable();
    assert_eq!(people, [(false, false), (false, true), (true, false)], "{told}");
    let before = other.tree();
    other.does(&["import", &file]);
    assert_eq!(other.tree(), before, "twice is once");
}

#[test]
fn an_account_whose_file_can_not_be_read_is_never_made_a_second_time() {
    let top = PRIMO.replace("name = ", "<<<<<<< HEAD\nname = ");
    let middle =
        PRIMO.replace("\n[[people]]", "<<<<<<< HEAD\nwhy = \"a\"\n=======\nwhy = \"b\"\n>>>>>>> other\n\n[[people]]");
    for (text, place) in [(top.as_str(), "2:1"), (&middle, "4:1"), ("", ""), ("format = 1\nname = \"Pri", "2:")] {
        let desk = desk(&[("primo", text)]);
        if text.is_empty() {
            fs::remove_file(desk.path("accounts/primo.toml")).unwrap();
            fs::create_dir(desk.path("accounts/primo.toml")).unwrap();
        }
        let before = desk.tree();
        for (accounts, new) in
            [(&["--accounts", "all"][..], true), (&["--accounts", "PRIMO, Inc.,Globex"], true), (&[], false)]
        {
            let rows =
                "Name,Company,Email\nDana Cole,Primo,dana@primo.example\nLee Ray,PRIMO Inc.,\nHank Scorpio,Globex,\n";
            let file = write(&desk, "people.csv", rows);
            let looked = desk.args(&[&["import", &file, "--dry-run"], accounts].concat());
            let told = told(&desk, &looked.err);
            assert_eq!((looked.code, desk.tree() == before), (0, true), "{told}");
            assert!(
                told.contains(&format!("can't be read: accounts/primo.toml:{place}")) || place.is_empty(),
                "{told}"
            );
            assert!(told.contains("its people wait until it is mended"), "{told}");
            for line in [2, 3] {
                assert!(told.contains(&format!("people.csv:{line}: ")), "{told}");
            }
            assert!(looked.out.contains("Hank Scorpio") && !looked.out.contains("Dana"), "{}", looked.out);
            let done = desk.args(&[&["import", &file], accounts].concat());
            let want = if new { "1 new account, 1 person onto accounts" } else { "1 person to contacts" };
            assert_eq!(done.out, format!("{want}; 2 rows skipped\n"), "{}", done.err);
            assert!(!desk.path("accounts/primo-2.toml").exists() && !desk.path("accounts/primo-inc.toml").exists());
            desk.run("undo");
        }
    }
}

#[test]
fn a_row_without_a_website_means_the_account_of_its_name_whatever_else_the_file_holds() {
    let desk = desk(&[("primo", "format = 1\nname = \"Primo\"\nstage = \"target\"\nwebsite = \"primo.example\"\n")]);
    let rows = "Company,Website,Name\nPrimo,primo-else.example,Zed One\nPRIMO  gmbh,,Zed Three\n";
    let file = write(&desk, "co.csv", rows);
    let looked = desk.args(&["import", &file, "--dry-run"]);
    let remark = "there is a Primo already at primo.example; this one is primo-else.example";
    assert!(looked.err.contains(remark), "{}", looked.err);
    assert!(!looked.err.contains("this one is \n"), "{}", looked.err);
    assert_eq!(desk.does(&["import", &file]), "1 person onto accounts, 1 person to contacts\n");
    assert!(desk.file("accounts/primo.toml").contains("Zed Three"));
    let shared = write(&desk, "page.csv", "Company,Website,Name\nPrimo,,Zed Four\nPrimo,one.example,Zed Five\n");
    assert_eq!(desk.does(&["import", &shared, "--accounts", "all"]), "1 new account, 2 people onto accounts\n");
    for again in [&file, &shared] {
        let tree = desk.tree();
        assert!(desk.does(&["import", again]).starts_with("nothing new"));
        assert_eq!(desk.tree(), tree);
    }
}

#[test]
fn of_two_lists_that_were_joined_no_row_is_lost_without_a_word() {
    let desk = Desk::demo();
    let list = "Name,Company\nAnn,Acme\nBob,Beta\nFirst Name,Last Name,Title,Company,Email,Phone\nCarl,Coe,CEO,Gam,c@gam.example,+1\n";
    let path = desk.home().join("joined.csv");
    std::fs::write(&path, list).unwrap();
    let said = desk.args(&["import", path.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("joined.csv:4: it is the header of another list"), "{}", said.err);
    for name in ["Ann", "Bob", "Carl Coe"] {
        assert!(desk.file("contacts.toml").contains(&format!("name = \"{name}\"")), "{name}");
    }
}

#[test]
fn the_dry_run_counts_what_the_import_does_and_a_contact_takes_the_website_its_company_is_known_by() {
    let desk = desk(&[]);
    let ann = write(&desk, "ann.csv", "Name,Company,Website\nAnn,Acme,\n");
    let bob = write(&desk, "bob.csv", "Name,Company,Website\nBob,Acme,acme.example\n");
    let cid = write(&desk, "cid.csv", "Name,Company,Website\nCid,Acme,\n");
    desk.does(&["import", &ann]);
    let looked = desk.args(&["import", &bob, "--dry-run"]);
    assert!(looked.err.contains("1 new, 1 with more than we knew, 0 as we know them"), "{}", looked.err);
    assert_eq!(desk.does(&["import", &bob]), "1 person to contacts, 1 person with more than we knew\n");
    desk.does(&["import", &cid]);
    assert_eq!(desk.file("contacts.toml").matches("website = \"acme.example\"").count(), 3);
    for again in [&ann, &bob, &cid, &bob, &ann] {
        let tree = desk.tree();
        assert_eq!(desk.does(&["import", again]), "nothing new: 1 known already\n");
        assert_eq!(desk.tree(), tree);
    }
    // What contacts know of a company goes along where it becomes an account.
    desk.does(&["import", &cid, "--accounts", "Acme"]);
    assert!(desk.file("accounts/acme.toml").contains("website = \"acme.example\""));
}

#[test]
fn whom_one_knows_at_an_account_that_an_import_makes_is_offered() {
    let desk = desk(&[]);
    let ann = write(&desk, "ann.csv", "Name,Company\nAnn,Gamma\n");
    let bob = write(&desk, "bob.csv", "Name,Company\nBob Roe,Gamma\n");
    desk.does(&["import", &ann]);
    let offer = "you know 1 person at Gamma: Ann; `inroad attach ann gamma` takes them over";
    for also in [&["--dry-run"][..], &[]] {
        let done = desk.args(&[&["import", &bob, "--accounts", "Gamma"], also].concat());
        assert!(done.code == 0 && done.err.contains(offer), "{also:?}: {}", done.err);
    }
    desk.does(&["attach", "ann", "gamma"]);
    assert!(!desk.args(&["import", &bob, "--accounts", "Gamma"]).err.contains("you know"));
}

#[test]
fn a_company_that_somebody_known_has_gone_to_can_become_an_account_and_they_stay() {
    let desk = desk(&[]);
    let was = write(&desk, "was.csv", "Name,Email,Company\nAnn A,a@x.example,Acme\n");
    let is = write(&desk, "is.csv", "Name,Email,Company\nAnn A,a@x.example,Beta\n");
    desk.does(&["import", &was]);
    let said = desk.args(&["import", &is]);
    assert!(said.err.contains("Ann A stays at Acme, there it is Beta"), "{}", said.err);
    assert!(said.err.contains("unless they become accounts: Beta"), "{}", said.err);
    assert_eq!(desk.does(&["import", &is, "--accounts", "Beta"]), "1 new account\n");
    assert!(!desk.file("accounts/beta.toml").contains("Ann A"));
    let tree = desk.tree();
    assert_eq!(desk.does(&["import", &is, "--accounts", "all"]), "nothing new: 1 known already\n");
    assert_eq!(desk.tree(), tree);
}

#[test]
fn our_own_table_of_touches_is_told_for_what_it_is() {
    let desk = Desk::demo();
    let file = write(&desk, "touches.csv", desk.does(&["export", "csv", "touches"]));
    desk.refuses(&["import", &file], 1, "it is a table of touches, as `inroad export csv touches` makes it");
}

#[test]
fn what_our_own_tables_and_cards_say_comes_back_as_it_was_written() {
    let told = "format = 1\n\n[[people]]\nid = \"maria\"\nname = \"Maria Lopez, PhD\"\ncompany = \"Globex\"\n\n\
                [[people]]\nid = \"ann\"\nname = \"Ann Lee\"\ncompany = \"Globex\"\nsource = \"a fair\"\n";
    let from = desk(&[("primo", &PRIMO.replace("Dana Cole", "Dana Cole, MBA"))]);
    fs::write(from.path("contacts.toml"), told).unwrap();
    for (what, people) in [("contacts", &["Maria Lopez, PhD", "Ann Lee"][..]), ("people", &["Dana Cole, MBA"])] {
        for (format, name) in [("csv", "list.csv"), ("vcf", "list.vcf")] {
            let to = desk(&[]);
            let asked: &[&str] = if (format, what) == ("vcf", "people") { &[] } else { &[what] };
            let file = write(&to, name, from.does(&[&["export", format], asked].concat()));
            to.does(&["import", &file]);
            let back = to.list("contacts");
            let names: Vec<&str> = back.iter().map(|each| each["name"].as_str().unwrap()).collect();
            assert_eq!(names, people, "{what} {format}");
            let book = to.file("contacts.toml");
            let sources: Vec<&str> = book.lines().filter(|line| line.starts_with("source")).collect();
            let want: &[&str] = if what == "contacts" { &["source = \"a fair\""] } else { &[] };
            assert_eq!(sources, want, "{what} {format}\n{book}");
        }
    }
    let to = desk(&[]);
    let others = write(&to, "others.csv", "Name,Company\n\"Maria Lopez, PhD\",Globex\n");
    to.does(&["import", &others]);
    assert_eq!(to.list("contacts")[0]["name"], "Maria Lopez");
    assert!(to.file("contacts.toml").contains("source = \"others.csv\""));
}

#[test]
fn a_header_that_stands_further_down_once_more_is_nobody() {
    let desk = desk(&[]);
    let list = "First Name,Last Name,Company\nAnn,Bee,Acme\nFirst Name,Last Name,Company\nCid,Dee,Acme\n";
    let file = write(&desk, "joined.csv", list);
    let done = desk.args(&["import", &file]);
    assert_eq!(done.out, "2 people to contacts; 1 row skipped\n");
    let told = told(&desk, &done.err);
    assert!(told.contains("joined.csv:3: it is the header once more, not one of the rows; skipped"), "{told}");
}

#[test]
fn what_is_too_long_is_named_with_its_line_and_column() {
    let desk = desk(&[]);
    let long = "x".repeat((64 << 10) + 1);
    let folded = format!("{}\r\n y", "x".repeat(70)).replace('y', &"y".repeat(64 << 10));
    let picture = format!("PHOTO;ENCODING=b:{long}");
    for (name, text, words) in [
        (
            "one.csv",
            format!("Name,Title,Company\n\"A, \"\"B\"\"\",{long},Acme\n"),
            "one.csv:2:12: Title is longer than 64 KiB",
        ),
        (
            "two.csv",
            format!("Name;Company;Notes\nAnn;Acme;\"a\nb\"\nBé;;{long}\n"),
            "two.csv:4:5: Notes is longer than 64 KiB",
        ),
        (
            "card.vcf",
            format!("BEGIN:VCARD\r\nVERSION:3.0\r\n{picture}\r\nFN:Ann\r\nNOTE:{folded}\r\nEND:VCARD\r\n"),
            "card.vcf:5:1: NOTE is longer than 64 KiB",
        ),
    ] {
        let file = write(&desk, name, text);
        desk.refuses(&["import", &file], 1, words);
    }
}

#[test]
fn a_day_that_could_be_two_is_told_and_read_as_its_column_shows() {
    for (days, read, is_told) in [
        (&["03/04/2026", "05/06/2026"][..], &["2026-03-04", "2026-05-06"][..], true),
        (&["03/04/2026", "25/04/2026", "31/12/2026 08:30"], &["2026-04-03", "2026-04-25", "2026-12-31"], false),
        (&["03/04/2026", "04/25/2026"], &["2026-03-04", "2026-04-25"], false),
        (&["03/04/2026", "04/25/2026", "25/04/2026"], &["2026-03-04", "2026-04-25", "2026-04-25"], true),
        (&["03/03/2026", "2026-04-03", "15 Jun 2026"], &["2026-03-03", "2026-04-03", "2026-06-15"], false),
    ] {
        let desk = desk(&[]);
        let mut rows = "Name,Company,Connected On\n".to_owned();
        for (n, day) in days.iter().enumerate() {
            _ = writeln!(rows, "A{n} Bee,Acme,{day}");
        }
        let file = write(&desk, "days.csv", rows);
        let done = desk.args(&["import", &file]);
        let told = told(&desk, &done.err);
        let book = desk.file("contacts.toml");
        let kept: Vec<&str> = book.lines().filter_map(|line| line.strip_prefix("connected_on = ")).collect();
        assert_eq!(kept, read, "{days:?} {told}");
        let words = "days.csv:2: connected-on: “03/04/2026”";
        assert_eq!(told.contains(words), is_told, "{days:?} {told}");
        assert_eq!(told.contains("could be two days"), is_told, "{days:?} {told}");
    }
}

#[test]
fn letters_that_are_guessed_are_told_with_the_first_word_that_has_them() {
    let desk = desk(&[]);
    let western = write(&desk, "western.csv", b"Name,Company\nAnn Bee,Acme\n\xa3ukasz \xafak,Zed\n");
    let looked = desk.args(&["import", &western, "--dry-run"]);
    let told = self::told(&desk, &looked.err);
    assert!(told.contains("western.csv:3: “£ukasz” is read as Windows-1252"), "{told}");
    let plain = write(&desk, "plain.csv", "Name,Company\nŁukasz Żak,Zed\n");
    let told = desk.args(&["import", &plain, "--dry-run"]).err;
    assert!(!told.contains("1252"), "{told}");
}

#[test]
fn what_is_said_of_columns_counts_for_the_files_that_have_them() {
    let desk = desk(&[]);
    let kunden = write(&desk, "kunden.csv", "Kunde,Wer\nAcme,Ann Bee\n");
    let list = write(&desk, "list.csv", "Name,Company\nCid Dee,Zed\n");
    let maps = ["--map", "Kunde=company", "--map", "Wer=name"];
    let card = path(&desk, "people.vcf");
    let done = desk.args(&[&["import", &list, &kunden, &card, "--dry-run"], &maps[..]].concat());
    assert!(done.code == 0 && done.out.contains("Ann Bee") && done.out.contains("Cid Dee"), "{}", done.err);
    let nowhere = [&["import", &list, &kunden], &maps[..], &["--map", "Quax=title"]].concat();
    desk.refuses(&nowhere, 2, "it has no column “Quax”");
    let both = ["import", &kunden, "--map", "Kunde=company", "--map", "Kunde=name"];
    desk.refuses(&both, 2, "“Kunde” can't be both company and name");
    desk.refuses(&["import", &kunden, "--map", "Kunde=company", "--map", "Kunde=-"], 2, "both company and not used");
    let headless = write(&desk, "rows.csv", "Anna Schmidt,Mueller GmbH\nBob Roe,Acme\n");
    desk.refuses(&["import", &headless], 2, "say the columns by number: --map 1=name --map 2=company");
    desk.does(&["import", &headless, "--map", "1=name", "--map", "2=company"]);
    assert_eq!(desk.list("contacts").len(), 2);
}

#[test]
fn of_two_namesakes_in_one_file_is_told_once() {
    let desk = desk(&[]);
    let list = "Name,Company,Email\nAnn Bee,Acme,ann@acme.example\nAnn Bee,Acme,bee@acme.example\n";
    let file = write(&desk, "twins.csv", list);
    let told = desk.args(&["import", &file, "--dry-run"]).err;
    assert_eq!(told.matches("there is another Ann Bee at Acme").count(), 1, "{told}");
}

#[test]
fn what_lies_in_the_archive_is_not_said_to_want_an_account() {
    let desk = desk(&[("old", "format = 1\nname = \"Old Harbor\"\nstage = \"lost\"\n")]);
    desk.does(&["archive", "old"]);
    let file = write(&desk, "co.csv", "Company,Website\nOld Harbor,old.example\n");
    let told = desk.args(&["import", &file, "--accounts", "all"]).err;
    assert!(told.contains("Old Harbor is archived") && !told.contains("go nowhere"), "{told}");
}

#[test]
fn lines_are_counted_from_the_first_of_the_file_whatever_stands_on_it() {
    let desk = desk(&[]);
    let list = write(&desk, "sep.csv", "sep=;\nName;Company\nAnn Bee;Acme\n;;x\n");
    let told = told(&desk, &desk.args(&["import", &list, "--dry-run"]).err);
    assert!(told.contains("sep.csv:4: "), "{told}");
    let open = write(&desk, "open.csv", "sep=;\nName;Company\nAnn;\"Acme\n");
    desk.refuses(&["import", &open], 1, "open.csv:3:5: a quote is opened here");
}
