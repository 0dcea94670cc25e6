//! What is asked for where the rest of a table is known: who they are, or where they work.

use super::*;

fn lacks(text: &str) -> Option<Lacks> {
    match sheet(text) {
        Err(Refused::Unmapped { lacks, .. }) => lacks,
        Err(refused) => panic!("{text}: {refused}"),
        Ok(_) => None,
    }
}

#[test]
fn where_addresses_stand_and_the_names_may_stand_in_a_column_that_nobody_knows_it_is_asked() {
    for text in [
        "Imię,Nazwisko,Firma,Stanowisko,E-mail\nEwa,Nowak,Primo,Dyrektor,biuro@primo.example\n",
        "Account,Account Owner,Champion,Champion Email,Status\nPrimo,Sam,Dana Cole,dana@primo.example,Open\n",
    ] {
        assert_eq!(lacks(text), Some(Lacks::Names), "{text}");
    }
    // Where the addresses say who they are, or nobody can stand in the other columns, it goes on.
    for (text, want) in [
        ("Company,Email,Segment\nPrimo,dana.cole@primo.example,SMB\n", "2 Dana Cole, , Primo"),
        ("Company,Email,Segment\nPrimo,Dana Cole <dc@primo.example>,SMB\n", "2 Dana Cole, , Primo"),
        ("Company,Email,Account Owner,City,Employees\nPrimo,info@primo.example,Sam,Ulm,50\n", "2 , , Primo"),
        ("Company,Email,Size class\nPrimo,info@primo.example,50-100\n", "2 , , Primo"),
    ] {
        assert_eq!(told(&sheet(text).unwrap()), [want], "{text}");
    }
    let said = mapped("Company,Email,Segment\nPrimo,info@primo.example,SMB\n", &[("Company", Field::Company)]).unwrap();
    assert_eq!(told(&said), ["2 , , Primo"]);
}

#[test]
fn a_customer_is_a_company_where_somebody_is_named_beside_it_or_nobody_is_told_of() {
    for (text, want, unused) in [
        ("Kunde;Ansprechpartner;E-Mail\nPrimo;Dana Cole;d@primo.example\n", "2 Dana Cole, , Primo", &[][..]),
        ("Customer,Contact Name,Email\nPrimo,Dana Cole,d@primo.example\n", "2 Dana Cole, , Primo", &[]),
        ("Client,First Name,Last Name\nPrimo,Dana,Cole\n", "2 Dana Cole, , Primo", &[]),
        ("Kunde;Name;Vorname;Funktion\nPrimo;Cole;Dana;CMO\n", "2 Dana Cole, CMO, Primo", &[]),
        ("Nom du client,Prénom,Nom\nPrimo,Dana,Cole\n", "2 Dana Cole, , Primo", &[]),
        ("Cliente;Nombre;Apellidos\nPrimo;Dana;Cole\n", "2 Dana Cole, , Primo", &[]),
        ("Klant;Voornaam;Achternaam\nPrimo;Dana;Cole\n", "2 Dana Cole, , Primo", &[]),
        ("Kunde;Branche;Website\nPrimo;Food;primo.example\n", "2 , , Primo", &[]),
        // Beside a company it is something else, and beside an address alone it may be a person.
        ("Kunde;Firma;Name\nja;Primo;Dana Cole\n", "2 Dana Cole, , Primo", &["Kunde"]),
    ] {
        let sheet = sheet(text).unwrap();
        assert_eq!(told(&sheet), [want], "{text}");
        assert_eq!(sheet.unused, unused, "{text}");
    }
    for text in ["Kunde;E-Mail\nDana Cole;d@primo.example\n", "Kunde,Wer\nMüller,Anna\n", "Kunde\nMüller\n"] {
        let Err(Refused::Unmapped { columns, .. }) = sheet(text) else { panic!("{text}") };
        assert_eq!(columns[0].guess, None, "{text}");
    }
}

#[test]
fn where_people_are_told_of_and_their_company_may_stand_in_a_column_that_nobody_knows_it_is_asked() {
    for text in [
        "Where,First Name,Last Name,Email\nPrimo,Dana,Cole,dana@primo.example\n",
        "Name,Email,Store\nDana Cole,dana@primo.example,3M\n",
        "Vorname;Nachname;Funktion;Haus\nDana;Cole;CMO;Primo/Globex\n",
    ] {
        assert_eq!(lacks(text), Some(Lacks::Company), "{text}");
    }
    // Where nothing else stands unread, or what does is no company, they go in as they are.
    for text in [
        "Name,Email\nDana Cole,dana@primo.example\n",
        "First Name,Last Name,Email,Phone,Notes\nDana,Cole,dana@primo.example,+1 312 555 0100,met at a fair\n",
        "Name,Email,City,Status,Owner name\nDana Cole,dana@primo.example,Ulm,open,Sam\n",
        "Name,Email,Since,Badge,Opt in\nDana Cole,dana@primo.example,15 Jun 2026,C-12,yes\n",
        "Name,Email,Website,Segment\nDana Cole,dana@primo.example,primo.example,SMB\n",
        "Record ID,First Name,Last Name,Persona\n1,Dana,Cole,Buyer\n",
        "Name,Email,Unused\nDana Cole,dana@primo.example,\n",
    ] {
        assert!(sheet(text).is_ok_and(|sheet| told(&sheet) == ["2 Dana Cole, , "]), "{text}");
    }
    // What is said of a column ends the question.
    let text = "Where,Name,Email\nPrimo,Dana Cole,dana@primo.example\n";
    assert_eq!(told(&mapped(text, &[("Where", Field::Company)]).unwrap()), ["2 Dana Cole, , Primo"]);
    assert_eq!(told(&mapped(text, &[("Email", Field::Email)]).unwrap()), ["2 Dana Cole, , "]);
    let without = Request { without: vec!["Where".into()], ..asked() };
    assert_eq!(told(&read(text.as_bytes(), &without, &mut |_| true).unwrap()), ["2 Dana Cole, , "]);
    // In a list that was joined to another nobody is left out for it.
    let text = "Name,Company\nLee Ray,Primo\nName,Email,Notes,Store\nDana Cole,dana@primo.example,x,Globex\n";
    assert_eq!(told(&sheet(text).unwrap()), ["2 Lee Ray, , Primo", "4 Dana Cole, , "]);
}

#[test]
fn a_file_called_so_that_holds_no_card_brings_nothing_and_says_so() {
    let cards = Request { name: "people.vcf".into(), ..Request::default() };
    for bytes in ["", "\r\n"] {
        let sheet = read(bytes.as_bytes(), &cards, &mut |_| true).unwrap();
        assert_eq!((sheet.rows.len(), sheet.remarks[0].what.as_str()), (0, "it is empty: no cards"));
        assert!(super::sheet(bytes).is_err(), "a table is one by its header");
    }
}
