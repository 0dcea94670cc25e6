//! What files say, in whatever bytes; and what broken ones get.
#![allow(clippy::unwrap_used, reason = "a test that can't go on shall say where")]

use encoding_rs::WINDOWS_1252;
use proptest::prelude::*;

use super::*;
use crate::domain::people::Person;

mod asked;
mod cards;
mod cells;
mod whose;

const LINKEDIN: &str = include_str!("../../../tests/fixtures/import/linkedin-connections.csv");
const SALESFORCE: &str = include_str!("../../../tests/fixtures/import/salesforce-contacts.csv");
const CARDS: &str = include_str!("../../../tests/fixtures/import/people.vcf");

fn asked() -> Request {
    Request { name: "list.csv".into(), ..Request::default() }
}

fn sheet(bytes: impl AsRef<[u8]>) -> Result<Sheet, Refused> {
    read(bytes.as_ref(), &asked(), &mut |_| true)
}

fn mapped(text: &str, map: &[(&str, Field)]) -> Result<Sheet, Refused> {
    let map = map.iter().map(|(name, field)| ((*name).to_owned(), *field)).collect();
    read(text.as_bytes(), &Request { map, ..asked() }, &mut |_| true)
}

/// Each row in a line: `7 Dana Cole, VP Marketing, Primo`.
fn told(sheet: &Sheet) -> Vec<String> {
    let one = |row: &Incoming| {
        let person = row.person.as_deref().cloned().unwrap_or_default();
        format!("{} {}, {}, {}", row.at.line, person.name, person.title, row.company.name)
    };
    sheet.rows.iter().map(one).collect()
}

fn utf16(text: &str, is_little: bool, has_mark: bool) -> Vec<u8> {
    let mark = has_mark.then_some(0xfeff);
    let units = mark.into_iter().chain(text.encode_utf16());
    units.flat_map(|unit| if is_little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

#[test]
fn of_two_columns_for_one_field_the_first_that_says_something_counts_and_the_other_is_told() {
    let head = "Name,Company,Company Name,Email,Do Not Contact,Nicht kontaktieren,Title,Position";
    // The rows; which columns are not used; what else is told.
    let cases: [(&str, &[&str], &[&str]); 5] = [
        ("A B,X,Y Corp,a@x.example,,,CEO,Boss\n", &["Company Name", "Position"], &[]),
        ("A B,X,,a@x.example,,,,Boss\nC D,,Y,c@x.example,,,CEO,\n", &[], &[]),
        ("A B,X,x,a@x.example,,,CEO,CEO\n", &[], &[]),
        (
            "A B,X,Y Corp,a@x.example,,,CEO,CEO\nC D,,Y,c@x.example,,,,\n",
            &[],
            &["2 company is “X” already, so “Y Corp” is left out (column “Company Name”)"],
        ),
        ("A B,X,X,a@x.example,yes,no,,\n", &[], &[]),
    ];
    for (rows, unused, left) in cases {
        let sheet = sheet(format!("{head}\n{rows}")).unwrap();
        assert_eq!(sheet.unused, unused, "{rows}");
        let told: Vec<String> = sheet.skipped.iter().map(|left| format!("{} {}", left.at.line, left.why)).collect();
        assert_eq!(told, left, "{rows}");
        for column in &sheet.columns {
            assert_eq!(column.guess.is_none(), unused.contains(&column.name.as_str()), "{rows}: {}", column.name);
        }
        assert_eq!(sheet.mapped.len() + sheet.unused.len(), 8, "{rows}");
    }
    let sheet = sheet("Name,Company,Company,Email\nA B,X,Y,a@x.example\n").unwrap();
    assert_eq!((sheet.unused.as_slice(), sheet.mapped.len()), (&["Company".to_owned()][..], 3), "of one name");
}

#[test]
fn a_file_says_the_same_in_every_encoding_and_with_every_separator() {
    let want = sheet(LINKEDIN).unwrap();
    assert_eq!(
        told(&want),
        [
            "5 Dana Cole, VP Marketing, Primo",
            "6 Lee Ray, Chief Marketing Officer, Primo",
            "7 Åsa Öberg, Director, Demand Gen, Nordic Springs, Inc.",
            "9 José Núñez, Head of HR, Globex",
        ]
    );
    assert_eq!(want.skipped.len(), 1);
    let western = WINDOWS_1252.encode(LINKEDIN).0.into_owned();
    let marked = format!("\u{feff}{LINKEDIN}").into_bytes();
    let crlf = LINKEDIN.replace('\n', "\r\n").into_bytes();
    let cr = LINKEDIN.replace('\n', "\r").into_bytes();
    let utf16 = [(true, true), (false, true), (true, false), (false, false)].map(|(a, b)| utf16(LINKEDIN, a, b));
    for bytes in [western, marked, crlf, cr].into_iter().chain(utf16) {
        let got = sheet(&bytes).unwrap();
        assert_eq!(got.rows, want.rows, "{:?}", &bytes[..8]);
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(LINKEDIN.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    for delimiter in [b';', b'\t'] {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(Vec::new());
        for record in &records {
            writer.write_record(record).unwrap();
        }
        let got = sheet(writer.into_inner().unwrap()).unwrap();
        let people = |sheet: &Sheet| sheet.rows.iter().map(|row| row.person.clone()).collect::<Vec<_>>();
        assert_eq!(people(&got), people(&want), "{delimiter}");
    }
    let excel = format!("sep=;\n{}", "Name;Company;Email\nAnn;Acme;a@a.example\n");
    assert_eq!(sheet(excel).unwrap().rows.len(), 1);
}

#[test]
fn notes_and_totals_wherever_they_stand_are_told_line_by_line_and_no_people() {
    let notes = "Notes:\n\"When exporting your connection data, you may notice that some are missing.\"\n\n";
    let padded = "Notes:,,,\n\"When exporting your connection data, you may notice this.\",,,\n,,,\n";
    let (head, rows) = ("First Name,Last Name,Company,Connected On\n", "Dana,Cole,Primo,15 Jun 2026\n");
    for (file, lines) in [
        (format!("{head}{notes}{rows}"), &[2, 3][..]),
        (format!("{head}{rows}\n{notes}"), &[4, 5]),
        (format!("{head}{padded}{rows}"), &[2, 3, 4]),
        (format!("{notes}{head}{rows}"), &[]),
        (format!("{head}{rows}Total: 1 record,,,\n"), &[3]),
        (format!("{head}{rows}Summe,,,1\n"), &[3]),
    ] {
        let sheet = sheet(&file).unwrap();
        assert_eq!(sheet.rows.len(), 1, "{file}");
        let told: Vec<usize> = sheet.skipped.iter().filter(|left| left.is_row).map(|left| left.at.line).collect();
        assert_eq!(told, lines, "{file}");
    }
}

#[test]
fn of_several_companies_in_one_cell_of_hubspot_the_first_counts_and_the_others_are_told() {
    let text = "Record ID,First Name,Last Name,Associated Company IDs,Associated Company\n\
                101,Zoe,New,9001;9002,Primo;Initech\n102,Ann,Lee,9001,Primo\n";
    let sheet = sheet(text).unwrap();
    assert_eq!(told(&sheet), ["2 Zoe New, , Primo", "3 Ann Lee, , Primo"]);
    assert_eq!(sheet.rows[0].company.ids["hubspot"], "9001");
    let left: Vec<&str> = sheet.skipped.iter().map(|left| left.why.as_str()).collect();
    let want = ["hubspot-id: “9002” left out; the first counts", "company: “Initech” left out; the first counts"];
    assert_eq!(left, want);
    // One name for several ids says of none that it is its own, and the primary company's counts wherever it stands.
    for (header, row, id) in [
        ("Associated Company IDs,Associated Company", "9002;9001,Primo", None),
        (
            "Associated Company IDs,Associated Company,Primary Associated Company ID",
            "9002;9001,Primo,9001",
            Some("9001"),
        ),
        (
            "Primary Associated Company ID,Associated Company IDs,Associated Company",
            "9001,9002;9001,Primo",
            Some("9001"),
        ),
        ("Associated Company IDs,Primary Associated Company ID,Associated Company", "9002,9001,Primo", Some("9001")),
    ] {
        let sheet = self::sheet(format!("Record ID,First Name,Last Name,{header}\n7,Max,Neu,{row}\n")).unwrap();
        assert_eq!(sheet.rows[0].company.ids.get("hubspot").map(String::as_str), id, "{header}");
    }
    let ours = mapped("who,where\nZoe,Primo;Initech\n", &[("who", Field::Name), ("where", Field::Company)]).unwrap();
    assert_eq!(ours.rows[0].company.name, "Primo;Initech", "elsewhere a name is a name");
}

#[test]
fn headers_are_known_in_any_case_and_order_and_with_more_beside_them() {
    let want = ["2 Ann Lee, CEO, Acme"];
    for text in [
        "CONNECTED ON,last name,Extra,FIRST NAME,company,POSITION\n15 Jun 2026,Lee,x,Ann,Acme,CEO\n",
        "FirstName,LastName,Title,AccountName\nAnn,Lee,CEO,Acme\n",
        "Contact Name,Title,Account ID,Account Name\nAnn Lee,CEO,001,Acme\n",
        "First Name,Last Name,Job Title,Contact ID,Company name\nAnn,Lee,CEO,1,Acme\n",
        "first_name,last_name,title,company_name,# Employees\nAnn,Lee,CEO,Acme,10\n",
        "Vorname;Nachname;Position;Firma\nAnn;Lee;CEO;Acme\n",
        "name,title,company\nAnn Lee,CEO,Acme\n",
        "Given Name,Family Name,Organization Name,Organization Title,E-mail 1 - Value\nAnn,Lee,Acme,CEO,a@a.example\n",
    ] {
        assert_eq!(told(&sheet(text).unwrap()), want, "{text}");
    }
}

#[test]
fn every_sample_is_known_for_what_it_is() {
    for (text, source, rows, skipped) in [
        (LINKEDIN, "LinkedIn connections", 4, 1),
        (include_str!("../../../tests/fixtures/import/hubspot-contacts.csv"), "HubSpot contacts", 2, 0),
        (include_str!("../../../tests/fixtures/import/hubspot-companies.csv"), "HubSpot companies", 2, 0),
        (SALESFORCE, "Salesforce contacts", 2, 3),
        (include_str!("../../../tests/fixtures/import/salesforce-accounts.csv"), "Salesforce accounts", 2, 0),
        (include_str!("../../../tests/fixtures/import/apollo-contacts.csv"), "Apollo contacts", 2, 0),
        (CARDS, "vCard", 2, 0),
    ] {
        let sheet = sheet(text).unwrap();
        assert_eq!((sheet.source.as_ref(), sheet.rows.len(), sheet.skipped.len()), (source, rows, skipped));
    }
}

#[test]
fn marks_and_blanks_that_services_put_around_values_come_off() {
    let sheet = sheet(
        "name,company,phone,mobile,title,email\n\
         '=Ann,Acme,'+1 312 555 0100, 312 555 0101,'-lead,mailto:a@a.example\n\
         O'Neill,'Quoted',,,,b@a.example;c@a.example\n",
    )
    .unwrap();
    let [ann, oneill] = [0, 1].map(|n| sheet.rows[n].person.clone().unwrap());
    let phones: Vec<&str> = ann.phones.iter().map(|phone| phone.value.as_str()).collect();
    assert_eq!(
        (ann.name.as_str(), ann.title.as_str(), phones),
        ("=Ann", "-lead", vec!["+1 312 555 0100", "312 555 0101"])
    );
    assert_eq!((oneill.name.as_str(), sheet.rows[1].company.name.as_str()), ("O'Neill", "'Quoted'"));
    assert_eq!(oneill.emails.len(), 2);
}

#[test]
fn a_value_that_can_not_be_one_is_left_out_and_told_with_its_line() {
    let sheet = sheet(
        "name,company,email,phone,connected on\n\
         Ann,Acme,nonsense,call me,yesterday-ish\n\
         \"Bob\nRay\",Acme,b@a.example,,2026-11-01\n\
         Cid,Acme,c@a.example,,,surplus\n\
         ,,,,\n",
    )
    .unwrap();
    assert_eq!(told(&sheet), ["2 Ann, , Acme", "3 Bob Ray, , Acme", "5 Cid, , Acme"]);
    let skipped: Vec<(usize, bool)> = sheet.skipped.iter().map(|skipped| (skipped.at.line, skipped.is_row)).collect();
    assert_eq!(skipped, [(2, false), (2, false), (2, false), (5, false), (6, true)]);
    assert!(sheet.skipped[3].why.contains("surplus"), "{:?}", sheet.skipped);
}

#[test]
fn a_table_that_nobody_knows_says_its_columns_and_takes_what_is_said_of_them() {
    let text = "Kunde,Wer,Mail\nAcme,Ann Lee,a@a.example\n";
    let Err(Refused::Unmapped { columns, is_headed: true, lacks: None }) = sheet(text) else { panic!() };
    let told_columns: Vec<_> =
        columns.iter().map(|column| (column.name.as_str(), column.example.as_str(), column.guess)).collect();
    assert_eq!(
        told_columns,
        [("Kunde", "Acme", None), ("Wer", "Ann Lee", None), ("Mail", "a@a.example", Some(Field::Email))]
    );
    let sheet = mapped(text, &[("kunde", Field::Company), ("Wer", Field::Name)]).unwrap();
    assert_eq!(told(&sheet), ["2 Ann Lee, , Acme"]);
    assert_eq!(sheet.rows[0].person.as_ref().unwrap().emails.len(), 1, "what says what it is needs no word");
    let Err(Refused::NoColumn { asked, columns }) = mapped(text, &[("Kunden", Field::Company)]) else { panic!() };
    assert_eq!((asked.as_str(), columns.len()), ("Kunden", 3));
    // What is said goes before what is known.
    let sheet = mapped(LINKEDIN, &[("Position", Field::Department)]).unwrap();
    assert_eq!(sheet.rows[0].person.as_ref().unwrap().department, "VP Marketing");
}

#[test]
fn a_table_that_says_of_each_column_what_it_is_is_taken_where_one_says_who_or_what_is_meant() {
    for (text, want, source) in [
        ("Company\nAcme\nGlobex\n", &["2 , , Acme", "3 , , Globex"][..], "list.csv"),
        ("Company,Tier\nAcme,1\n", &["2 , , Acme"], "list.csv"),
        ("Account;Why;Tier\nAcme;because;1\n", &["2 , , Acme"], "list.csv"),
        (
            "Company,Stage,Owner,Tier,Value,Tags,Close By,Why\nAcme,target,sam,1,1000,x,2027-01-02,why\n",
            &["2 , , Acme"],
            "list.csv",
        ),
        ("Email\nann.lee@a.example\n", &["2 Ann Lee, , "], "list.csv"),
        ("ann.lee@a.example\nbob.ray@b.example\n", &["1 Ann Lee, , ", "2 Bob Ray, , "], "list.csv"),
        ("Name\nAnn Lee\n", &["2 Ann Lee, , "], "list.csv"),
        ("Vorname,Nachname,Funktion\nAnn,Lee,CEO\n", &["2 Ann Lee, CEO, "], "list.csv"),
        ("Messe 2026\n\nCompany,Tier\nAcme,1\n", &["4 , , Acme"], "list.csv"),
    ] {
        let sheet = sheet(text).unwrap();
        assert_eq!(told(&sheet), want, "{text}");
        assert_eq!(sheet.source.as_ref(), source, "{text}");
        assert_eq!((sheet.unused.len(), sheet.skipped.len()), (0, 0), "{text}");
    }
    // What says too little is asked, and so is what may be a company that is called as a column is.
    for text in [
        "Title,Phone\nCEO,+1 312 555 0100\n",
        "Acme\nGlobex\nOrganisation\n",
        "Company\nAcme,Ulm\nGlobex,Bonn\nZed,Rom\n",
        "Acme,Ulm\nGlobex,Bonn\n",
    ] {
        assert!(matches!(sheet(text), Err(Refused::Unmapped { .. })), "{text}");
    }
}

#[test]
fn a_column_without_a_name_is_told_by_its_number_and_asked_for_by_it() {
    let text = "Name,Company,\nAnn Roe,Acme,call her on Monday\nBob Oz,Acme,\n";
    assert_eq!(sheet(text).unwrap().unused, ["column 3"]);
    for asked in ["3", "column 3"] {
        let request = Request { map: vec![(asked.into(), Field::Notes)], ..Request::default() };
        let sheet = read(text.as_bytes(), &request, &mut |_| true).unwrap();
        let notes: Vec<&str> = sheet.rows.iter().map(|row| row.person.as_ref().unwrap().notes.as_str()).collect();
        assert_eq!((notes, sheet.unused), (vec!["call her on Monday", ""], vec![]), "{asked}");
    }
    // Where nothing stands below it nothing goes unused, and a column that has a name goes by that alone.
    assert_eq!(sheet("Name,Company,,\nAnn Roe,Acme,,\n").unwrap().unused, Vec::<String>::new());
    let request = Request { map: vec![("2".into(), Field::Notes)], ..Request::default() };
    assert!(read(text.as_bytes(), &request, &mut |_| true).is_err());
}

#[test]
fn a_list_is_taken_where_what_counts_is_said_word_for_word_and_its_other_columns_are_told() {
    for (text, want, unused) in [
        ("Account Name,Annual Revenue,Tier\nAcme,\"$1,200,000\",1\n", "2 , , Acme", &["Annual Revenue"][..]),
        ("Company,Tier,City\nAcme,1,Ulm\n", "2 , , Acme", &["City"]),
        ("Company,Tier,Segment,Wave\nAcme,1,SMB,2\n", "2 , , Acme", &["Segment", "Wave"]),
        ("Company,Ort\nAcme,Ulm\n", "2 , , Acme", &["Ort"]),
        ("Firma;Straße;PLZ;Ort;Land\nAcme;Weg 1;1;Ulm;DE\n", "2 , , Acme", &["Straße", "PLZ", "Ort", "Land"]),
        ("Email,City\nann.lee@a.example,Ulm\n", "2 Ann Lee, , ", &["City"]),
        ("First Name,Last Name,Badge\nAnn,Lee,7\n", "2 Ann Lee, , ", &["Badge"]),
        ("Name,Title,Badge\nAnn Lee,CEO,7\n", "2 Ann Lee, CEO, ", &["Badge"]),
        // Who works there nothing says: of what is said of them there is nobody to keep it.
        ("Company,Website,Phone\nAcme,acme.example,+1 312 555 0100\n", "2 , , Acme", &["Phone"]),
        ("Company,Title,Tier,Notes\nAcme,CEO,1,x\n", "2 , , Acme", &["Title", "Notes"]),
    ] {
        let sheet = sheet(text).unwrap();
        assert_eq!(told(&sheet), [want], "{text}");
        assert_eq!(sheet.unused, unused, "{text}");
        assert_eq!(sheet.skipped, [], "{text}");
    }
    // A language that nobody here knows, one word by chance, names below a word that is not known, and a name that may be
    // a company's.
    for text in [
        "Namn,Företag,Titel,E-post\nAnn Lee,Acme,VD,ann@a.example\n",
        "Company,Wer\nAcme,Ann Lee\n",
        "Company,Wer,Title\nAcme,Ann Lee,CEO\n",
        "Company,Wer,Title,Website\nAcme,Ann Lee,CEO,acme.example\n",
        "E-mail,Telefon,Namn,Företag\nann@a.example,1234567,Ann Lee,Acme\n",
        "Name,City\nAcme,Ulm\n",
        "Name,Annual Revenue,Tier\nAcme,5,1\n",
        "Acme,Tier 1,Ulm\nGlobex,Tier 2,Bonn\n",
    ] {
        assert!(matches!(sheet(text), Err(Refused::Unmapped { .. })), "{text}");
    }
}

#[test]
fn beside_a_job_title_a_title_is_a_form_of_address() {
    for (head, row, want, unused) in [
        ("Title,First Name,Last Name,Company,Job Title", "Ms.,Dana,Cole,Primo,VP Sales", "VP Sales", &["Title"][..]),
        ("Job Title,First Name,Last Name,Company,Title", "VP Sales,Dana,Cole,Primo,Ms.", "VP Sales", &["Title"]),
        ("Title,First Name,Last Name,Company", "VP Sales,Dana,Cole,Primo", "VP Sales", &[]),
    ] {
        let sheet = sheet(format!("{head}\n{row}\n")).unwrap();
        assert_eq!(told(&sheet), [format!("2 Dana Cole, {want}, Primo")], "{head}");
        assert_eq!(sheet.unused, unused, "{head}");
    }
}

#[test]
fn a_website_in_capitals_is_one_and_a_tier_that_is_none_is_told_as_such() {
    let sheet = sheet("Company,Website,Tier\nAcme,HTTP://WWW.Acme.example/about,A\nZed,WWW.ZED.EXAMPLE,9\n").unwrap();
    let sites: Vec<&str> = sheet.rows.iter().map(|row| row.company.website.as_str()).collect();
    assert_eq!(sites, ["HTTP://WWW.Acme.example/about", "ZED.EXAMPLE"]);
    let none = |line, text| format!("{line} tier: “{text}” is no tier; 1, 2 and 3 are; left out");
    assert_eq!(left(&sheet), [none(2, "A"), none(3, "9")]);
}

/// What is told of records, by line: `3 it is the header of another list; …`.
fn left(sheet: &Sheet) -> Vec<String> {
    sheet.skipped.iter().map(|left| format!("{} {}", left.at.line, left.why)).collect()
}

#[test]
fn a_header_further_down_is_nobody_and_the_rows_below_it_are_read_by_it() {
    const OTHER: &str = "it is the header of another list; the rows below it are read by it";
    const AGAIN: &str = "it is the header once more, not one of the rows";
    const IDLE: &str = "it reads like a header and has no name, company or e-mail; nothing is read by it";
    let ann = "Name,Company,Email\nAnn,Acme,a@a.example\n";
    for (below, rows, skipped) in [
        ("NAME,COMPANY,E-MAIL\nBob,Beta,b@b.example\n", &["4 Bob, , Beta"][..], vec![format!("3 {AGAIN}")]),
        ("Company,Name,Email\nBeta,Bob,b@b.example\n", &["4 Bob, , Beta"], vec![format!("3 {OTHER}")]),
        (
            "First Name,Last Name,Position,Company,Connected On\nBob,Ray,CEO,Beta,15 Jun 2026\n",
            &["4 Bob Ray, CEO, Beta"],
            vec![format!("3 {OTHER}")],
        ),
        (
            "Title,Phone\nCEO,+1 312 555 0100\nName,Company,Email\nBob,Beta,\n",
            &["6 Bob, , Beta"],
            vec![
                format!("3 {IDLE}"),
                "4 it stands below a header that has no name, company or e-mail".into(),
                format!("5 {AGAIN}"),
            ],
        ),
        // Who is called as one column is, or works there, is somebody.
        ("Name,Beta,n@b.example\n", &["3 Name, , Beta"], vec![]),
        ("Note,Cell,n@b.example\n", &["3 Note, , Cell"], vec![]),
        ("Nome,,\n", &["3 Nome, , "], vec![]),
    ] {
        let sheet = sheet(format!("{ann}{below}")).unwrap();
        let told = told(&sheet);
        assert_eq!(told[0], "2 Ann, , Acme", "{below}");
        assert_eq!(&told[1..], rows, "{below}");
        assert_eq!(left(&sheet), skipped, "{below}");
    }
}

#[test]
fn lists_that_were_joined_are_each_read_by_their_own_header() {
    let hubspot = include_str!("../../../tests/fixtures/import/hubspot-contacts.csv");
    let apollo = include_str!("../../../tests/fixtures/import/apollo-contacts.csv");
    let both = sheet(format!("{hubspot}{apollo}")).unwrap();
    let [one, other] = [hubspot, apollo].map(|text| sheet(text).unwrap());
    let people =
        |sheet: &Sheet| sheet.rows.iter().map(|row| (row.person.clone(), row.source.clone())).collect::<Vec<_>>();
    assert_eq!(people(&both), [people(&one), people(&other)].concat());
    assert_eq!(both.source.as_ref(), "HubSpot contacts, Apollo contacts");
    assert_eq!(left(&both), ["4 it is the header of another list; the rows below it are read by it"]);
    assert!(one.unused.iter().chain(&other.unused).all(|name| both.unused.contains(name)), "{:?}", both.unused);
    // The richer header stands below; the first rows are read all the same, and days by their own list.
    let text = "Name,Company,Connected On\nAnn,Acme,25/04/2026\nBob,Beta,03/04/2026\n\
                First Name,Last Name,Title,Company,Connected On\nCarl,Coe,CEO,Gam,03/04/2026\n";
    let sheet = sheet(text).unwrap();
    assert_eq!(told(&sheet), ["2 Ann, , Acme", "3 Bob, , Beta", "5 Carl Coe, CEO, Gam"]);
    let days: Vec<String> =
        sheet.rows.iter().map(|row| row.person.as_ref().unwrap().connected_on.unwrap().to_string()).collect();
    assert_eq!(days, ["2026-04-25", "2026-04-03", "2026-03-04"]);
    // What was said of columns counts wherever a list has them.
    let text = "Wer,Wo\nAnn,Acme\nName,Company,Title,Wo\nBob,Beta,CEO,Ulm\n";
    let sheet = mapped(text, &[("Wer", Field::Name), ("Wo", Field::Department)]).unwrap();
    assert_eq!(sheet.rows[1].person.as_ref().unwrap().department, "Ulm");
    // Rows above a header of which nothing says what they are, are told.
    let text = "Ann Lee,Acme,a@a.example\nName,Company,Email\nBob,Beta,b@b.example\n";
    let sheet = read(text.as_bytes(), &asked(), &mut |_| true).unwrap();
    assert_eq!(left(&sheet), ["1 it stands above the header, so nothing says what it is"]);
    let many = format!("Name,Company\nAnn,Acme\n{}", "Company,Name\nName,Company\n".repeat(60));
    assert!(read(many.as_bytes(), &asked(), &mut |_| true).unwrap_err().to_string().contains("more than 100 lists"));
}

#[test]
fn a_day_is_one_however_its_numbers_are_written_and_what_is_none_is_told_as_it_stands() {
    let two = |cell: &str| format!("2 connected-on: “{cell}” could be two days; the month is taken to come first");
    for (cells, want, told) in [
        (&["2026/04/03"][..], &["2026-04-03"][..], vec![]),
        (&["2026.04.03"], &["2026-04-03"], vec![]),
        (&["03.04.2026", "3.4.26"], &["2026-04-03", "2026-04-03"], vec![]),
        (&["03-04-2026"], &["2026-03-04"], vec![two("03-04-2026")]),
        (&["3/4/26"], &["2026-03-04"], vec![two("3/4/26")]),
        (&["3/4/26 8:30"], &["2026-03-04"], vec![two("3/4/26 8:30")]),
        (&["03-04-2026", "25-04-2026"], &["2026-04-03", "2026-04-25"], vec![]),
        (&["3/4/26", "4/25/26"], &["2026-03-04", "2026-04-25"], vec![]),
        (&["3/4/2026", "25.04.2026"], &["2026-04-03", "2026-04-25"], vec![]),
        (&["04.03.2026", "04.25.2026"], &["2026-04-03", "2026-04-25"], vec![]),
        (&["31/02/2026"], &["-"], vec!["2 connected-on: “31/02/2026” is no date; it reads like 15 Jun 2026".into()]),
        (&["03-04-26"], &["-"], vec!["2 connected-on: “03-04-26” is no date; it reads like 15 Jun 2026".into()]),
    ] {
        let rows: Vec<String> = cells.iter().map(|cell| format!("Ann,Acme,{cell}\n")).collect();
        let sheet = sheet(format!("Name,Company,Connected On\n{}", rows.concat())).unwrap();
        let day = |row: &Incoming| {
            let day = row.person.as_ref().unwrap().connected_on;
            day.map_or("-".to_owned(), |day| day.to_string())
        };
        assert_eq!(sheet.rows.iter().map(day).collect::<Vec<_>>(), want, "{cells:?}");
        let remarks = sheet.remarks.iter().map(|remark| format!("{} {}", remark.at.line, remark.what));
        let all: Vec<String> = left(&sheet).into_iter().chain(remarks).collect();
        assert_eq!(all.len(), told.len(), "{cells:?}: {all:?}");
        assert!(all.iter().zip(&told).all(|(all, told)| all.starts_with(told.as_str())), "{cells:?}: {all:?}");
    }
}

#[test]
fn a_table_without_a_header_loses_nobody() {
    let by_number: &[_] = &[("1", Field::Name), ("2", Field::Company)];
    let by_words: &[_] = &[("Ann Lee", Field::Name), ("Primo", Field::Company)];
    // What is evidently a row, in one way or another; the columns go by number and by what the first row says.
    let all: &[_] = &[by_number, by_words];
    for (text, maps) in [
        ("Ann Lee,Primo,ann@primo.example\nBob Ray,Globex,bob@globex.example\n", all),
        ("Ann Lee;Primo;+1 312 555 0100;\nBob Ray;Globex;;\n", all),
        ("Ann Lee\tPrimo\thttps://www.linkedin.com/in/ann\nBob Ray\tGlobex\thttps://www.linkedin.com/in/bob\n", all),
        ("Ann Lee,Primo,15 Jun 2026\nBob Ray,Globex,16 Jun 2026\n", all),
        ("Ann Lee,Primo,LinkedIn,ann@primo.example\nBob Ray,Globex,LinkedIn,bob@globex.example\n", all),
        ("sep=,\nAnn Lee,Primo,ann@primo.example\nBob Ray,Globex,bob@globex.example\n", all),
        // By its words it may be a header that has no name for its last column.
        ("Ann Lee,Primo,\nBob Ray,Globex,bob@globex.example\n", &all[..1]),
    ] {
        let Err(Refused::Unmapped { columns, is_headed: false, lacks: None }) = sheet(text) else { panic!("{text}") };
        assert_eq!((columns[0].name.as_str(), columns[0].example.as_str()), ("1", "Ann Lee"), "{text}");
        for map in maps {
            let sheet = mapped(text, map).unwrap();
            let told: Vec<String> = told(&sheet).iter().map(|row| row[2..].to_owned()).collect();
            assert_eq!(told, ["Ann Lee, , Primo", "Bob Ray, , Globex"], "{text}");
            assert!(sheet.is_headless && sheet.skipped.is_empty(), "{text}");
        }
    }
    let alone = mapped("Ann Lee,Primo,ann@primo.example\n", by_number).unwrap();
    assert_eq!((told(&alone), alone.rows[0].at.line), (vec!["1 Ann Lee, , Primo".to_owned()], 1));
    // Numbers say that there is none, where nothing else does; but not of what is a header.
    let plain = "Ann Lee,Primo\nBob Ray,Globex\n";
    assert_eq!(mapped(plain, by_number).unwrap().rows.len(), 2);
    let refused = mapped("Name,Ort\nAnn Lee,Primo\n", by_number).unwrap_err();
    assert_eq!(refused.to_string(), "it has no column “1”. It has Name, Ort");
    let refused = mapped("Ann Lee,Primo,ann@primo.example\n", &[("4", Field::Name)]).unwrap_err();
    assert_eq!(refused.to_string(), "it has no column “4”. It has 1, 2, 3");
}

#[test]
fn a_header_stays_one_whatever_is_said_of_it() {
    let map: &[_] = &[("Wer", Field::Name), ("Wo", Field::Company)];
    for text in [
        "Wer,Wo\nAnn Lee,Primo\n",
        "Wer,Wo,Adr\nAnn Lee,Primo,ann@primo.example\n",
        // A column without a name makes the first row the one that says most.
        ",Wer,Wo,Adr\n1,Ann Lee,Primo,ann@primo.example\n",
        "Messe 2026\n\nWer,Wo,Adr\nAnn Lee,Primo,ann@primo.example\n",
        "Wer,Wo,2026-06-15\nAnn Lee,Primo,yes\n",
        "Wer,Wo,https://schema.example/email\nAnn Lee,Primo,ann@primo.example\n",
    ] {
        let Err(Refused::Unmapped { columns, is_headed: true, lacks: None }) = sheet(text) else { panic!("{text}") };
        assert_eq!((columns[0].name.as_str(), columns[1].name.as_str()), ("Wer", "Wo"), "{text}");
        let sheet = mapped(text, map).unwrap();
        let people: Vec<&str> = sheet.rows.iter().map(|row| row.person.as_ref().unwrap().name.as_str()).collect();
        assert_eq!((people.as_slice(), sheet.is_headless), (&["Ann Lee"][..], false), "{text}");
    }
    let numbers = mapped("1,2\nAnn Lee,Primo\n", &[("1", Field::Name), ("2", Field::Company)]).unwrap();
    assert_eq!((told(&numbers), numbers.is_headless), (vec!["2 Ann Lee, , Primo".to_owned()], false));
}

#[test]
fn what_is_said_of_a_column_goes_before_what_is_guessed_and_of_one_field_there_is_one_column() {
    let text = "Firma;Ort;Vorname;Nachname;E-Mail;Zweite\nAcme;Ulm;Ann;Lee;a@a.example;b@a.example\n";
    // The column that gave way is told as not used.
    let sheet = mapped(text, &[("Ort", Field::Company)]).unwrap();
    assert_eq!(
        (told(&sheet), sheet.unused),
        (vec!["2 Ann Lee, , Ulm".to_owned()], vec!["Firma".into(), "Zweite".into()])
    );
    let sheet = mapped(text, &[("Ort", Field::Name)]).unwrap();
    assert_eq!((told(&sheet), sheet.unused.len()), (vec!["2 Ulm, , Acme".to_owned()], 3));
    // Of addresses there may be several.
    let sheet = mapped(text, &[("Zweite", Field::Email)]).unwrap();
    assert_eq!(sheet.rows[0].person.as_ref().unwrap().emails.len(), 2);
    let Err(Refused::Asked(why)) = mapped(text, &[("Ort", Field::Company), ("Firma", Field::Company)]) else {
        panic!()
    };
    assert!(why.contains("Firma") && why.contains("Ort") && why.contains("company"), "{why}");
    // What a table has twice by itself may be said as it is.
    let twice = "Record ID,Email,Company name,Associated Company\n1,a@a.example,,Acme\n";
    let said = [("Company name", Field::Company), ("Associated Company", Field::Company)];
    assert_eq!(mapped(twice, &said).unwrap().rows[0].company.name, "Acme");
    let request = Request { without: vec!["firma".into()], ..asked() };
    let sheet = read(text.as_bytes(), &request, &mut |_| true).unwrap();
    assert_eq!((told(&sheet), sheet.unused.len()), (vec!["2 Ann Lee, , ".to_owned()], 3));
    let refused = mapped(text, &[("Frima", Field::Company)]).unwrap_err();
    assert!(refused.to_string().contains("did you mean Firma?"), "{refused}");
    assert!(matches!(mapped(CARDS, &[("FN", Field::Name)]), Err(Refused::NoColumn { .. })));
}

#[test]
fn headers_of_other_languages_say_what_they_are() {
    let all = |text: &str| {
        let sheet = sheet(text).unwrap();
        let person = sheet.rows[0].person.clone().unwrap();
        let phones: Vec<_> = person.phones.iter().map(|phone| phone.value.clone()).collect();
        let Person { name, title, department, notes, .. } = Person::clone(&person);
        let line = [name, title, department, notes, sheet.rows[0].company.name.clone(), phones.join("+")].join("|");
        (line, sheet.unused)
    };
    for (text, want, unused) in [
        (
            "Firma;PLZ;Anrede;Vorname;Nachname;Position;Abteilung;E-Mail-Adresse;Telefon;Handy;Bemerkungen\n\
             Acme;1;Frau;Änne;Weiß;Leiterin;Einkauf;a@a.example;089 123456;0171 5550100;mag Käse\n",
            "Änne Weiß|Leiterin|Einkauf|mag Käse|Acme|089 123456+0171 5550100",
            2,
        ),
        (
            "Prénom,Nom,Société,Fonction,Téléphone,Portable,Remarques\n\
             Élodie,Brûlé,Acme,DRH,01 23 45 67 89,06 12 34 56 78,x\n",
            "Élodie Brûlé|DRH||x|Acme|01 23 45 67 89+06 12 34 56 78",
            0,
        ),
        ("Nombre,Apellidos,Empresa,Cargo\nAna,García López,Acme,CEO\n", "Ana García López|CEO|||Acme|", 0),
        (
            "Nome;Cognome;Azienda;Ruolo;Cellulare\nAnna;Rossi;Acme;CEO;333 1234567\n",
            "Anna Rossi|CEO|||Acme|333 1234567",
            0,
        ),
        ("Voornaam;Achternaam;Bedrijf;Functie\nAnn;de Vries;Acme;CEO\n", "Ann de Vries|CEO|||Acme|", 0),
        ("Nome,Sobrenome,Empresa,Função\nAna,Silva,Acme,CEO\n", "Ana Silva|CEO|||Acme|", 0),
        ("Name;Vorname;Unternehmen\nMüller;Anna;Acme\n", "Anna Müller||||Acme|", 0),
        ("Name,First name,Company\nAnna Lee,Anna,Acme\n", "Anna Lee||||Acme|", 0),
    ] {
        let (line, left) = all(text);
        assert_eq!((line.as_str(), left.len()), (want, unused), "{text}");
    }
}

#[test]
fn a_column_of_addresses_or_profiles_says_what_it_is() {
    let sheet = sheet(
        "Name;Firma;Kontaktdaten;URL;Verantwortlich;Betreuer\n\
         Ann;Acme;a@a.example;https://www.linkedin.com/in/ann;us@us.example;x@us.example\n\
         Bob;Acme;b@a.example;https://de.linkedin.com/in/bob;us@us.example;y@us.example\n\
         Cid;Acme;;;us@us.example;z@us.example\n",
    )
    .unwrap();
    let ann = sheet.rows[0].person.as_ref().unwrap();
    assert_eq!((ann.email(), ann.linkedin.as_str()), (Some("a@a.example"), "https://www.linkedin.com/in/ann"));
    assert_eq!(sheet.unused, ["Verantwortlich", "Betreuer"], "whose list it is stands in every row");
}

#[test]
fn a_column_with_several_addresses_in_a_cell_is_one_of_addresses() {
    let sheet = sheet("Full Name,Organization,Work Email\nA B,Zed,a@z.example; b@z.example\n").unwrap();
    let emails: Vec<&str> =
        sheet.rows[0].person.as_ref().unwrap().emails.iter().map(|email| email.value.as_str()).collect();
    assert_eq!((emails, sheet.unused), (vec!["a@z.example", "b@z.example"], vec![]));
}

#[test]
fn a_code_of_quoted_printable_that_is_no_letter_is_told_with_its_line() {
    let card = |name: &str| format!("BEGIN:VCARD\nVERSION:2.1\nFN;ENCODING=QUOTED-PRINTABLE:{name}\nEND:VCARD\n");
    for (name, want) in [
        ("J=C3=BCrgen", None),
        ("J=C3=BC=\n rgen", None),
        ("J=ZZ=\n rgen", Some((3, "“=ZZ” stands for no letter in quoted-printable; it is left as it is"))),
        ("J=\nr=é", Some((4, "“=é” stands for no letter in quoted-printable; it is left as it is"))),
    ] {
        let sheet = sheet(card(name)).unwrap();
        let told = sheet.skipped.first().map(|left| (left.at.line, left.why.as_str()));
        assert_eq!(told, want, "{name}");
    }
}

#[test]
fn letters_in_quoted_printable_are_what_they_are_whatever_the_card_says_of_them() {
    const LOST: &str = "its letters are neither UTF-8 nor Windows-1252; left out";
    let card = |lines: &str| format!("BEGIN:VCARD\nVERSION:2.1\n{lines}\nORG:Acme\nEND:VCARD\n");
    let (bare, said) = ("ENCODING=QUOTED-PRINTABLE", "CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE");
    let none = "since its card says no CHARSET and it is no UTF-8";
    let other = "since it is not the UTF-8 that its card says";
    // What the card says; who comes of it; what is told of Windows-1252, with the word and its line; what was left out.
    for (lines, want, guessed, left_out) in [
        (format!("FN;{bare}:J=C3=B6rg M=C3=BCller"), "Jörg Müller, ", None, vec![]),
        (format!("FN;{bare}:J=F6rg M=FCller"), "Jörg Müller, ", Some((3, "Jörg", none)), vec![]),
        (format!("FN;{bare}:J=C3=B6rg M=FCller"), "JÃ¶rg Müller, ", Some((3, "JÃ¶rg", none)), vec![]),
        (format!("FN;{said}:Bob M=FCller"), "Bob Müller, ", Some((3, "Müller", other)), vec![]),
        (format!("FN;{said}:J=C3=B6rg =\nM=C3=BCller"), "Jörg Müller, ", None, vec![]),
        (
            format!("FN:Al Roe\nTITLE;{said}:Gesch=E4ftsf=FChrer"),
            "Al Roe, Geschäftsführer",
            Some((4, "Geschäftsführer", other)),
            vec![],
        ),
        ("FN;CHARSET=ISO-8859-2;ENCODING=QUOTED-PRINTABLE:=A3ukasz".into(), "Łukasz, ", None, vec![]),
        ("FN;CHARSET=X-NONE;QUOTED-PRINTABLE:=C5=81ukasz".into(), "Łukasz, ", None, vec![]),
        ("FN;CHARSET=US-ASCII;QUOTED-PRINTABLE:=C5=81ukasz".into(), "Łukasz, ", None, vec![]),
        ("FN;CHARSET=Shift_JIS;QUOTED-PRINTABLE:=8E=52=93=63".into(), "山田, ", None, vec![]),
        // A byte that is a letter in neither: it is told, and who is named otherwise comes all the same.
        (
            format!("N;{said}:M=81ller;Bob\nFN:Bob Mueller\nTITLE:VP"),
            "Bob Mueller, VP",
            None,
            vec![format!("3 N: {LOST}")],
        ),
        (format!("FN:Al Roe\nTITLE;{bare}:=81=\n=81\nNOTE:x"), "Al Roe, ", None, vec![format!("4 TITLE: {LOST}")]),
        (format!("FN;{said}:M=81ller"), ", ", None, vec![format!("3 FN: {LOST}")]),
        (
            format!("FN;{said}:M=81ller\nTITLE:VP"),
            "",
            None,
            vec![format!("3 FN: {LOST}"), "1 the name in it can't be read".into()],
        ),
    ] {
        let sheet = sheet(card(&lines)).unwrap();
        let want: Vec<String> = (!want.is_empty()).then(|| format!("1 {want}, Acme")).into_iter().collect();
        assert_eq!((told(&sheet), left(&sheet)), (want, left_out), "{lines}");
        let remark = sheet.remarks.first().map(|remark| (remark.at.line, remark.what.as_str()));
        let guessed = guessed.map(|(line, word, why)| {
            let rest = "where that looks wrong, export the cards as vCard 3.0 or 4.0";
            (line, format!("“{word}” is read as Windows-1252, {why}; {rest}"))
        });
        assert_eq!(remark, guessed.as_ref().map(|(line, what)| (*line, what.as_str())), "{lines}");
    }
}

#[test]
fn a_card_that_says_what_its_letters_are_is_read_by_that_whatever_the_others_are() {
    let card = |line: &[u8]| [&b"BEGIN:VCARD\r\nVERSION:2.1\r\n"[..], line, b"\r\nORG:Acme\r\nEND:VCARD\r\n"].concat();
    let (utf8, latin) = ("FN;CHARSET=UTF-8:Böb Öz".as_bytes(), &b"FN;CHARSET=ISO-8859-1:J\xf6rg\r\n M\xfcller"[..]);
    // The properties of cards; who comes of them; of whom it is told that Windows-1252 is a guess, with the line.
    for (lines, want, guessed) in [
        (&[utf8, latin][..], &["1 Böb Öz", "6 JörgMüller"][..], None),
        (&[utf8, utf8, utf8, latin], &["1 Böb Öz", "6 Böb Öz", "11 Böb Öz", "16 JörgMüller"], None),
        (&[utf8, b"FN:J\xf6rg"], &["1 Böb Öz", "6 Jörg"], Some((8, "“Jörg”"))),
        (&[latin, "FN:Böb Öz".as_bytes()], &["1 JörgMüller", "7 Böb Öz"], None),
        (&[b"FN;CHARSET=ISO-8859-2:\xa3ukasz", utf8], &["1 Łukasz", "6 Böb Öz"], None),
        (&[b"FN;CHARSET=Shift_JIS:\x8e\x52\x93\x63", utf8], &["1 山田", "6 Böb Öz"], None),
        // What says what isn't so, or nothing, is of the rest.
        (&[utf8, b"FN;CHARSET=UTF-8:J\xf6rg"], &["1 Böb Öz", "6 Jörg"], Some((8, "“Jörg”"))),
        (&[utf8, b"FN;CHARSET=US-ASCII:J\xf6rg"], &["1 Böb Öz", "6 Jörg"], Some((8, "“Jörg”"))),
        (&[latin, b"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:B=C3=B6b"], &["1 JörgMüller", "7 Böb"], None),
    ] {
        let bytes: Vec<u8> = lines.iter().flat_map(|line| card(line)).collect();
        let sheet = sheet(&bytes).unwrap();
        let want: Vec<String> = want.iter().map(|who| format!("{who}, , Acme")).collect();
        assert_eq!((told(&sheet), left(&sheet)), (want, vec![]));
        let remark = sheet.remarks.first().map(|remark| (remark.at.line, remark.what.split(' ').next().unwrap()));
        assert_eq!(remark, guessed, "{lines:?}");
    }
    // The rest is judged as any file is: with letters of UTF-8 in it, a stray byte is refused where it stands.
    let rest = ["FN:Åsa Öberg\r\nNOTE:B".as_bytes(), b"\xff"].concat();
    let refused = sheet([card(latin), card(&rest)].concat()).unwrap_err().to_string();
    assert!(refused.starts_with("10:7: most of the file is UTF-8"), "{refused}");
}

#[test]
fn broken_files_say_where_and_why() {
    let long = format!("name,company\nAnn,{}\n", "x".repeat(MOST_FIELD + 1));
    let many = format!("name,company\n{}", "Ann,Acme\n".repeat(MOST_ROWS + 1));
    let huge = vec![b'x'; MOST_BYTES as usize + 1];
    let cases: [(&[u8], (usize, usize), &str); 21] = [
        (b"", (1, 1), "empty"),
        (b" \r\n \n", (1, 1), "empty"),
        (b"name,company\n", (1, 1), "no rows"),
        (b"sep=,\nname,company\n", (2, 1), "no rows"),
        (b"Notes:\n\nFirst Name,Last Name,Company,Email Address\n", (3, 1), "no rows"),
        (b"PK\x03\x04rest", (1, 1), "save it as CSV"),
        (b"\xd0\xcf\x11\xe0rest", (1, 1), "save it as CSV"),
        (b"%PDF-1.7", (1, 1), "PDF"),
        (b"\x1f\x8b\x08", (1, 1), "compressed"),
        (b"<html><table>", (1, 1), "web page"),
        (b"[{\"name\":1}]", (1, 1), "JSON"),
        (b"name,company\nAnn,Ac\0me\n", (2, 7), "zero byte"),
        (b"name,company\nAnn,\"Acme\nBob,Zed\n", (2, 5), "never closed"),
        (b"name,company\n\"Joe \"x\" Doe\",Acme\n", (2, 6), "written twice"),
        (long.as_bytes(), (2, 5), "64 KiB"),
        (many.as_bytes(), (50_002, 1), "50000 rows"),
        (&huge, (1, 1), "10 MiB"),
        (b"BEGIN:VCARD\nVERSION:4.0\nFN:Ann\n", (1, 1), "never ends"),
        (b"BEGIN:VCARD\nFN:Ann\nBEGIN:VCARD\nFN:Bob\nEND:VCARD\n", (3, 1), "line 1 has not ended"),
        (b"BEGIN:VCARD\nFN:Ann\nEND:VCARD\nFN:Bob\n", (4, 1), "BEGIN:VCARD"),
        (b"BEGIN:VCARD\nNOTE:x\nEND:VCARD\nBEGIN:VCARD\n", (4, 1), "never ends"),
    ];
    for (bytes, at, words) in cases {
        let refused = sheet(bytes).unwrap_err();
        let Refused::Broken { line, column, why } = &refused else { panic!("{refused:?}") };
        assert_eq!((*line, *column), at, "{why}");
        assert!(why.contains(words), "{why}");
    }
    assert!(matches!(sheet("just some words\nand more\n"), Err(Refused::Unmapped { is_headed: true, .. })));
}

#[test]
fn cards_say_all_that_they_say() {
    let sheet = sheet(CARDS).unwrap();
    assert_eq!(told(&sheet), ["1 Dana Cole, VP Marketing, Primo", "13 Åsa Öberg, Director, Nordic Springs, Inc."]);
    let dana = sheet.rows[0].person.as_ref().unwrap();
    assert_eq!(dana.department, "Marketing");
    assert!(dana.notes.starts_with("Ex-Acme.\nMet at Expo, 2025; a very long line"), "{}", dana.notes);
    assert!(dana.notes.ends_with("has to fold over several physical lines of the file."), "{}", dana.notes);
    assert_eq!(sheet.rows[1].person.as_ref().unwrap().timezone, "Europe/Stockholm");
}

#[test]
fn numbers_of_a_card_may_be_addresses_and_the_preferred_stands_first() {
    let sheet = sheet(
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ann Lee\r\nEMAIL;PREF=2:b@a.example\r\nEMAIL:c@a.example\r\n\
         EMAIL;PREF=1:a@a.example\r\nTEL;VALUE=uri;TYPE=\"work,voice\":tel:+1-312-555-0100;ext=5\r\n\
         TEL;VALUE=uri;TYPE=\"cell,voice\";PREF=1:tel:+1-312-555-0101\r\nEND:VCARD\r\n\
         BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bob\r\nEMAIL:b@b.example\r\nEMAIL;TYPE=INTERNET,PREF:a@b.example\r\nEND:VCARD\r\n",
    )
    .unwrap();
    let emails = |n: usize| -> Vec<String> {
        sheet.rows[n].person.iter().flat_map(|person| &person.emails).map(|email| email.value.clone()).collect()
    };
    assert_eq!(
        (emails(0), emails(1)),
        (
            ["a", "b", "c"].map(|user| format!("{user}@a.example")).to_vec(),
            ["a", "b"].map(|user| format!("{user}@b.example")).to_vec(),
        )
    );
    let phones: Vec<_> =
        sheet.rows[0].person.iter().flat_map(|person| &person.phones).map(|phone| phone.value.as_str()).collect();
    assert_eq!((phones, sheet.skipped), (vec!["+1-312-555-0101", "+1-312-555-0100 x5"], vec![]));
}

#[test]
fn windows_1252_that_looks_like_utf_8_in_one_place_is_read_and_utf_8_with_a_stray_byte_is_not() {
    // `Ã©` and `ä`, `ö`, `ü` in Windows-1252.
    let western = b"name,company\nB\xc3\xa9 M\xfcller,\xd6l\nJ\xf6rg,K\xe4se\n";
    assert_eq!(told(&sheet(western).unwrap()), ["2 BÃ© Müller, , Öl", "3 Jörg, , Käse"]);
    let stray = "name,company\nJosé Núñez,Globex\nÅsa,B".bytes().chain([0xff, b'\n']).collect::<Vec<u8>>();
    let refused = sheet(&stray).unwrap_err().to_string();
    assert!(refused.starts_with("3:6: ") && refused.contains("UTF-8"), "{refused}");
    let neither = sheet(b"name,company\nB\xfc\x81,A\n").unwrap_err().to_string();
    assert!(neither.starts_with("2:3: "), "{neither}");
}

#[test]
fn what_is_long_is_named_shortly() {
    let sheet = sheet(format!("name,company,email\nAnn,Acme,{}\n", "x".repeat(5_000))).unwrap();
    assert!(sheet.skipped[0].why.len() < 200, "{}", sheet.skipped[0].why);
    for text in ["y".repeat(200_000), format!("name,{}\nAnn,Acme\n", "y".repeat(200_000))] {
        let refused = super::read(text.as_bytes(), &asked(), &mut |_| true).unwrap_err();
        let told =
            if let Refused::Unmapped { columns, .. } = &refused { format!("{columns:?}") } else { refused.to_string() };
        assert!(told.len() < 500, "{} characters", told.len());
    }
}

#[test]
fn cards_of_companies_and_groups_are_no_people() {
    let sheet = sheet(
        "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\nFN:Acme\r\nURL:https://acme.example\r\nEND:VCARD\r\n\
         BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:group\r\nFN:Friends\r\nEND:VCARD\r\n\
         BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lee;Ann;;;\r\nitem1.TEL;TYPE=CELL:+1 312 555 0100\r\nTEL;TYPE=FAX:1\r\n\
         X-SOCIALPROFILE;type=linkedin:http://www.linkedin.com/in/ann\r\nEND:VCARD\r\n",
    )
    .unwrap();
    assert_eq!(told(&sheet), ["1 , , Acme", "12 Ann Lee, , "]);
    assert_eq!(sheet.rows[0].company.website, "acme.example");
    assert_eq!((sheet.skipped[0].at.line, sheet.skipped[0].is_row), (7, true));
    let ann = sheet.rows[1].person.as_ref().unwrap();
    assert_eq!((ann.phones.len(), ann.linkedin.as_str()), (1, "http://www.linkedin.com/in/ann"));
}

#[test]
fn who_says_stop_gets_nothing() {
    let text = format!("name,company\n{}", "Ann,Acme\n".repeat(3_000));
    let mut calls = 0;
    let stopped = read(text.as_bytes(), &asked(), &mut |_| {
        calls += 1;
        calls < 2
    });
    assert_eq!((stopped.unwrap_err(), calls), (Refused::Cancelled, 2));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn no_bytes_break_it(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = sheet(&bytes);
    }

    #[test]
    fn no_table_breaks_it(text in "(name|company|First Name|Last Name|Connected On|Record ID|,|;|\t|\"|'|=|\n|\r|é|[a-z0-9@.+]|\u{0}|\u{feff}){0,60}") {
        let _ = sheet(format!("name,company,email,phone\n{text}"));
        let _ = sheet(&text);
        let _ = mapped(&text, &[("a", Field::Name)]);
    }

    #[test]
    fn no_card_breaks_it(text in "((FN|N|ORG|TEL|EMAIL|URL|TZ|NOTE|KIND|PHOTO|X-A)(;TYPE=[a-z,\"]{0,5}|;ENCODING=QUOTED-PRINTABLE|;ENCODING=b)?:?([a-z;,\\\\:=\"é]|\r\n |\n){0,12}\r?\n){0,6}") {
        let _ = sheet(format!("BEGIN:VCARD\r\nVERSION:4.0\r\n{text}END:VCARD\r\n"));
    }

    /// Whatever stands in the cells, each comes out as it was, on the line on which its row begins.
    #[test]
    fn what_is_quoted_is_read_as_it_was(names in prop::collection::vec("[A-Za-z=+-][A-Za-z,;'\"\n]{0,8}[A-Za-z]", 1..8)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["name", "company", "notes"]).unwrap();
        let mut lines = Vec::new();
        let mut line = 2;
        for name in &names {
            lines.push(line);
            line += 1 + name.matches('\n').count();
            let guarded = if name.starts_with(['=', '+', '-']) { format!("'{name}") } else { name.clone() };
            writer.write_record(["Ann", "Acme", &guarded]).unwrap();
        }
        let sheet = sheet(writer.into_inner().unwrap()).unwrap();
        let notes: Vec<String> = sheet.rows.iter().map(|row| row.person.as_ref().unwrap().notes.clone()).collect();
        prop_assert_eq!(notes, names);
        prop_assert_eq!(sheet.rows.iter().map(|row| row.at.line).collect::<Vec<_>>(), lines);
    }
}

#[test]
fn a_table_of_a_service_and_a_card_are_no_json() {
    for (beginning, is) in
        [("{\"format\"", true), ("\u{feff} \n{", true), ("First Name,", false), ("BEGIN:VCARD", false)]
    {
        assert_eq!(may_be_a_plan(beginning.as_bytes()), is, "{beginning}");
    }
}
