//! Which cards are companies, what counts of what a card says twice, and what our own say of whose they were.

use super::{left, sheet, told};
use crate::domain::import::Own;

#[test]
fn what_a_card_of_a_company_says_beside_its_name_is_told_however_it_says_that_it_is_one() {
    let rest = "TEL;TYPE=WORK:+49 221 1\r\nEMAIL:info@acme.example\r\nURL:acme.example\r\nNOTE:4711\r\n";
    for lines in [
        "FN:Acme GmbH\r\nN:;;;;\r\nORG:Acme GmbH;\r\nX-ABShowAs:COMPANY\r\n",
        "FN:Acme GmbH\r\nX-ABShowAs:COMPANY\r\n",
        "KIND:org\r\nFN:Acme GmbH\r\n",
        "FN:Acme GmbH\r\nN:;;;;\r\nORG:ACME GmbH\r\n",
    ] {
        let sheet = sheet(format!("BEGIN:VCARD\r\nVERSION:3.0\r\n{lines}{rest}END:VCARD\r\n")).unwrap();
        assert_eq!((told(&sheet), left(&sheet)), (vec!["1 , , Acme GmbH".into()], vec![]), "{lines}");
        assert_eq!(sheet.rows[0].company.website, "acme.example", "{lines}");
        assert_eq!(sheet.unused, ["EMAIL", "NOTE", "TEL"], "{lines}");
    }
    // Somebody who is called as their company is, and one who says no name.
    for lines in ["FN:Ann Lee\r\nN:Lee;Ann;;;\r\nORG:Ann Lee\r\n", "FN:Ann Lee\r\nORG:Ann Lee\r\n"] {
        let sheet = sheet(format!("BEGIN:VCARD\r\nVERSION:4.0\r\n{lines}{rest}END:VCARD\r\n")).unwrap();
        assert_eq!(
            (told(&sheet)[0].as_str(), sheet.unused),
            ("1 Ann Lee, , Ann Lee", vec!["URL".to_owned()]),
            "{lines}"
        );
    }
    let text = "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\nFN:Acme\r\nORG:Acme;Sales\r\nEND:VCARD\r\n";
    let want = "1 department: “Sales” is a company's, not somebody's; left out";
    assert_eq!(left(&sheet(text).unwrap()), [want]);
}

#[test]
fn of_two_companies_or_titles_of_a_card_the_first_counts_and_a_role_behind_any_title() {
    let card = |lines: &str| format!("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ann Roe\r\n{lines}END:VCARD\r\n");
    for (lines, want, told_left) in [
        (
            "ORG:Acme\r\nTITLE:CMO\r\nORG:Beta;Sales\r\nTITLE:CEO\r\n",
            "1 Ann Roe, CMO, Acme",
            &[
                "1 company is “Acme” already, so “Beta” is left out (ORG)",
                "1 department “Sales” is left out with it (ORG)",
                "1 title is “CMO” already, so “CEO” is left out (TITLE)",
            ][..],
        ),
        (
            "ROLE:Buyer\r\nORG:Acme\r\nTITLE:CMO\r\n",
            "1 Ann Roe, CMO, Acme",
            &["1 title is “CMO” already, so “Buyer” is left out (ROLE)"],
        ),
        ("ROLE:Buyer\r\nORG:Acme\r\n", "1 Ann Roe, Buyer, Acme", &[]),
        ("ROLE:cmo\r\nTITLE:CMO\r\nORG:Acme\r\nORG:ACME\r\n", "1 Ann Roe, CMO, Acme", &[]),
        ("TITLE:\r\nTITLE:CMO\r\nNOTE:a\r\nNOTE:b\r\n", "1 Ann Roe, CMO, ", &[]),
    ] {
        let sheet = sheet(card(lines)).unwrap();
        assert_eq!(
            (told(&sheet), left(&sheet)),
            (vec![want.to_owned()], told_left.iter().map(|each| (*each).to_owned()).collect()),
            "{lines}"
        );
    }
}

#[test]
fn a_card_of_our_own_says_whose_it_was_and_no_other_does() {
    let own = |account: &str, id: &str| Some(Box::new(Own { account: account.into(), id: id.into() }));
    for (uid, want) in [
        ("person-ce-le.gamma-ltd@inroad.invalid", own("gamma-ltd", "ce-le")),
        ("person-ce-le.gamma.2@inroad.invalid", own("gamma", "ce-le")),
        ("contact-ce-le@inroad.invalid", own("", "ce-le")),
        ("contact-c.le@inroad.invalid", own("", "c.le")),
        ("person-c.le.gamma@inroad.invalid", None),
        ("person-.gamma@inroad.invalid", None),
        ("person-gamma@inroad.invalid", None),
        ("contact-@inroad.invalid", None),
        ("k3f9.gamma@inroad.invalid", None),
        ("person-ce-le.gamma@primo.example", None),
        ("urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1", None),
        ("", None),
    ] {
        let card = format!("BEGIN:VCARD\r\nVERSION:4.0\r\nUID:{uid}\r\nFN:Ce Le\r\nEND:VCARD\r\n");
        assert_eq!(sheet(card).unwrap().rows[0].own, want, "{uid}");
    }
}
