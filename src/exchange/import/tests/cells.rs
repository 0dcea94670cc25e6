//! What people and programs write into a cell: names the other way round, several numbers, names around an address.

use super::*;

/// What the names of a column are read as, and how much is told of it.
fn names(cells: &[&str]) -> (Vec<String>, usize) {
    let rows: Vec<String> = cells.iter().map(|cell| format!("\"{cell}\",Primo\n")).collect();
    let sheet = sheet(format!("Name,Company\n{}", rows.concat())).unwrap();
    let names = sheet.rows.iter().map(|row| row.person.as_ref().unwrap().name.clone()).collect();
    (names, sheet.remarks.len())
}

#[test]
fn names_with_the_last_one_first_are_turned_round_and_told_once() {
    for (cells, want, told) in [
        (&["Cole, Dana", "van der Berg, Jan", "Cher"][..], &["Dana Cole", "Jan van der Berg", "Cher"][..], 1),
        (&["Cole, Dana, PhD", "Roe, Bob, Jr."], &["Dana Cole", "Bob Roe, Jr."], 1),
        // Of few in a column only where a single word stands before the comma.
        (
            &["Dana Cole", "Lee Ray", "Roe, Ann", "García López, Ana", "Ann Lee, MBA"],
            &["Dana Cole", "Lee Ray", "Ann Roe", "García López, Ana", "Ann Lee"],
            1,
        ),
        (&["Dana Cole, CMO", "Lee Ray, Marketing"], &["Dana Cole, CMO", "Lee Ray, Marketing"], 0),
        (&["Dana Cole, PhD", "John Smith, Jr."], &["Dana Cole", "John Smith, Jr."], 0),
    ] {
        let (names, remarks) = names(cells);
        assert_eq!(names, want, "{cells:?}");
        assert_eq!(remarks, told, "{cells:?}");
    }
    let sheet = sheet("Name,Company\n\"Cole, Dana\",\"Primo, Inc.\"\n").unwrap();
    assert_eq!(told(&sheet), ["2 Dana Cole, , Primo, Inc."]);
    let want = "“Cole, Dana” is read as Dana Cole, and so is every name in that column that is written so";
    assert_eq!((sheet.remarks[0].at.line, sheet.remarks[0].what.as_str()), (2, want));
}

#[test]
fn what_stands_before_a_last_name_is_a_part_of_it() {
    for (text, want, left_out) in [
        ("Voornaam;Tussenvoegsel;Achternaam\nJan;van der;Berg\n", "Jan van der Berg", 0),
        ("Voornaam;Tussenvoegsel;Achternaam\nJan;;Berg\n", "Jan Berg", 0),
        ("Voornaam;Tussenvoegsel;Achternaam\nJan;van der;van der Berg\n", "Jan van der Berg", 0),
        ("Vorname;Namenszusatz;Nachname\nEva;von und zu;Stein\n", "Eva von und zu Stein", 0),
        ("Vorname;Namenszusatz;Nachname\nEva;MBA;Stein\n", "Eva Stein", 1),
        ("Name;Vorname;Namenszusatz\nStein;Eva;von\n", "Eva von Stein", 0),
    ] {
        let sheet = sheet(text).unwrap();
        assert_eq!((told(&sheet), left(&sheet).len()), (vec![format!("2 {want}, , ")], left_out), "{text}");
    }
}

#[test]
fn several_addresses_and_numbers_of_a_cell_are_all_kept_and_one_that_is_wrong_takes_none_along() {
    let text = "Name,Company,E-mail 1,E-mail 2,Work phone,Phone 2\n\
                Dana,Primo,Dana Cole <d@x.example>,\"tbd; e@x.example\",+1 312 555 0100 / +1 312 555 0101,0221/123456\n";
    let sheet = sheet(text).unwrap();
    let dana = sheet.rows[0].person.as_ref().unwrap();
    let emails: Vec<&str> = dana.emails.iter().map(|email| email.value.as_str()).collect();
    let phones: Vec<&str> = dana.phones.iter().map(|phone| phone.value.as_str()).collect();
    assert_eq!(dana.name, "Dana", "the name around an address is nobody's who has one");
    assert_eq!(emails, ["d@x.example", "e@x.example"]);
    assert_eq!(phones, ["+1 312 555 0100", "+1 312 555 0101", "0221/123456"]);
    let why = "2 email: “tbd” is no e-mail address; it needs a name, an @ and a domain; left out";
    assert_eq!((left(&sheet), sheet.unused), (vec![why.to_owned()], vec![]));
}

#[test]
fn who_is_named_by_an_address_alone_is_called_so() {
    for (cell, want) in [
        ("Lee Ray <lr@primo.example>", "Lee Ray"),
        ("\"\"\"Ray, Lee\"\" <lr@primo.example>\"", "Lee Ray"),
        ("lee.ray@primo.example", "Lee Ray"),
    ] {
        let sheet = sheet(format!("Email,City\n{cell},Ulm\n")).unwrap();
        assert_eq!(told(&sheet), [format!("2 {want}, , ")], "{cell}");
        assert_eq!(sheet.rows[0].person.as_ref().unwrap().emails.len(), 1, "{cell}");
    }
}
