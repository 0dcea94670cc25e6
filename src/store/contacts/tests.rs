//! What may happen to contacts.toml, and what may not.
#![allow(clippy::unwrap_used, reason = "a test that can't go on shall say where")]

use proptest::prelude::*;

use super::*;

const TEXT: &str = "# mine
format = 1

[[people]]
id = \"ann\"
name = \"Ann\"
company = \"Primo\"
shoe_size = 38 # ours alone

# Met at the fair.
[[people]]
id = \"bob\"
name = \"Bob\"
notes = \"\"\"
[[people]]
# no comment\"\"\"
emails = [{ value = \"bob@primo.example\" }]

[[people]]
name = \"Cid\"
imported = 2026-11-23
";

fn people(text: &str) -> Contacts {
    let read = read(text);
    assert!(read.intact, "{:?}", read.found);
    read.value
}

fn edited(text: &str, edit: impl FnOnce(&mut Contacts)) -> String {
    let before = people(text);
    let mut after = before.clone();
    edit(&mut after);
    let (text, clashes) = changed(text, &before, &after).unwrap();
    assert_eq!(clashes, []);
    text
}

#[test]
fn people_are_read_one_by_one_and_a_header_in_a_text_is_none() {
    let contacts = people(TEXT);
    let told: Vec<_> = contacts.people.iter().map(|each| (each.person.name.as_str(), &*each.company)).collect();
    assert_eq!(told, [("Ann", "Primo"), ("Bob", ""), ("Cid", "")]);
    assert_eq!(contacts.people[1].person.notes, "[[people]]\n# no comment");
    assert_eq!(contacts.people[2].imported, chrono::NaiveDate::from_ymd_opt(2026, 11, 23));
    assert!(contacts.people[2].person.id.starts_with("cid-"), "{}", contacts.people[2].person.id);
    assert_eq!(people(TEXT), contacts, "who has no id is always known by the same");
}

#[test]
fn an_edit_touches_nobody_else_and_nothing_that_is_not_understood() {
    let text = edited(TEXT, |contacts| Arc::make_mut(&mut contacts.people[0].person).title = "CEO".into());
    let want = TEXT.replace("name = \"Ann\"\n", "name = \"Ann\"\ntitle = \"CEO\"\n");
    assert_eq!(text, want);
    let crlf = TEXT.replace('\n', "\r\n");
    let text = edited(&crlf, |contacts| Arc::make_mut(&mut contacts.people[0].person).title = "CEO".into());
    assert_eq!(text, want.replace('\n', "\r\n"));
}

#[test]
fn who_goes_takes_their_comment_along_and_who_comes_stands_last() {
    let text = edited(TEXT, |contacts| drop(contacts.people.remove(1)));
    assert!(!text.contains("Bob") && !text.contains("fair") && text.contains("shoe_size"), "{text}");
    let text = edited(TEXT, |contacts| {
        let person = Person { id: "dee".into(), name: "Dee".into(), ..Person::default() };
        contacts.people.push(Contact { person: person.into(), company: "Globex".into(), ..Contact::default() });
    });
    assert_eq!(text, format!("{TEXT}\n[[people]]\nid = \"dee\"\nname = \"Dee\"\ncompany = \"Globex\"\n"));
}

#[test]
fn who_had_no_id_has_one_once_they_are_changed() {
    let text = edited(TEXT, |contacts| contacts.people[2].company = "Acme".into());
    let cid = people(&text).people.pop().unwrap();
    assert!(text.contains(&format!("id = \"{}\"", cid.person.id)), "{text}");
    assert_eq!(&*cid.company, "Acme");
}

#[test]
fn one_bad_field_costs_only_itself_and_is_named_with_its_line() {
    let text = TEXT.replace("company = \"Primo\"", "company = 5\ninfluence = \"huge\"");
    let read = read(&text);
    assert!(read.intact);
    let told: Vec<(usize, &str)> = read.found.iter().map(|found| (found.line, found.path.as_str())).collect();
    assert_eq!(told, [(8, "people.0.influence"), (7, "people.0.company")]);
    let ann = &read.value.people[0];
    assert_eq!((ann.person.name.as_str(), ann.person.unread.of("influence")), ("Ann", Some("huge")));
    let mut after = read.value.clone();
    Arc::make_mut(&mut after.people[0].person).title = "CEO".into();
    let (text, _) = changed(&text, &read.value, &after).unwrap();
    assert!(text.contains("influence = \"huge\"") && text.contains("title = \"CEO\""), "{text}");
}

#[test]
fn what_is_no_toml_is_a_problem_at_its_line_and_nothing_else_is_lost() {
    let read = read(&TEXT.replace("name = \"Bob\"", "name = \"Bob"));
    assert!(!read.intact);
    assert!(read.found.iter().any(|found| found.line == 13), "{:?}", read.found);
    assert_eq!(read.value.people.first().map(|each| each.person.name.as_str()), Some("Ann"));
}

#[test]
fn two_who_share_an_id_are_told_and_stay_two() {
    let read = read(&TEXT.replace("id = \"bob\"", "id = \"ann\""));
    assert_eq!(read.found.len(), 1);
    assert!(read.found[0].message.contains("two people have the id “ann”"), "{:?}", read.found);
    let ids: HashSet<&str> = read.value.people.iter().map(|each| each.person.id.as_str()).collect();
    assert_eq!(ids.len(), 3);
}

#[test]
fn people_in_one_list_are_one_piece_and_can_be_changed_all_the_same() {
    let text = "format = 1\npeople = [{ id = \"ann\", name = \"Ann\" }, { id = \"bob\", name = \"Bob\" }]\n";
    let changed = edited(text, |contacts| contacts.people[1].company = "Acme".into());
    assert_eq!(&*people(&changed).people[1].company, "Acme");
    assert!(changed.contains("people = ["), "{changed}");
}

#[test]
fn a_bracket_that_begins_a_line_is_a_header_or_none() {
    let brackets = "company = \"Primo\"\ngrid = [\n[1, 2],\n  [3],\n]\n[people.ids]\ncrm = \"7\"\n";
    let text = TEXT.replace("company = \"Primo\"\n", brackets);
    assert_eq!(cut(&text).1.len(), 3, "all of it is Ann's");
    let gone = edited(&text, |contacts| drop(contacts.people.remove(0)));
    assert!(!gone.contains("grid") && !gone.contains("crm"), "{gone}");
    let text = TEXT.replace("\n# Met", "\n[mine]\nkept = true\n\n# Met");
    assert_eq!(cut(&text).1.len(), 1, "what is nobody's keeps it from being cut");
    let gone = edited(&text, |contacts| drop(contacts.people.remove(1)));
    assert!(!gone.contains("Bob") && gone.contains("[mine]\nkept = true"), "{gone}");
}

#[test]
fn who_stands_in_the_file_is_told_without_making_them() {
    let text = TEXT.replace("name = \"Cid\"", "id = \"cid\"\nname = \"Cid\"");
    let contacts = people(&text);
    assert!(says(&text, &contacts) && says(&text.replace('\n', "\r\n"), &contacts));
    for other in ["", &text.replace("Ann", "Anne"), &text.replace("format = 1", "format = 2"), &text[..text.len() - 40]]
    {
        assert!(!says(other, &contacts), "{other}");
    }
    assert!(!says(TEXT, &people(TEXT)), "who has no id goes by one that does not stand there");
}

#[test]
fn what_two_sides_changed_is_merged_and_where_both_did_the_disk_stands() {
    let before = people(TEXT);
    let mut ours = before.clone();
    Arc::make_mut(&mut ours.people[0].person).title = "CEO".into();
    Arc::make_mut(&mut ours.people[1].person).title = "Buyer".into();
    let theirs = edited(TEXT, |contacts| {
        Arc::make_mut(&mut contacts.people[0].person).title = "CFO".into();
        contacts.people[1].company = "Acme".into();
    });
    let (text, clashes) = changed(&theirs, &before, &ours).unwrap();
    let merged = people(&text);
    assert_eq!((merged.people[0].person.title.as_str(), merged.people[1].person.title.as_str()), ("CFO", "Buyer"));
    assert_eq!(&*merged.people[1].company, "Acme");
    assert_eq!(clashes.len(), 1);
    assert_eq!(
        (clashes[0].path.as_str(), clashes[0].ours.clone()),
        ("people.ann.title", Some(Leaf::String("CEO".into())))
    );
}

#[test]
fn who_went_there_and_was_changed_here_is_back_and_who_was_not_stays_away() {
    let before = people(TEXT);
    let theirs = edited(TEXT, |contacts| contacts.people.truncate(1));
    let mut ours = before.clone();
    Arc::make_mut(&mut ours.people[1].person).title = "Buyer".into();
    let (text, _) = changed(&theirs, &before, &ours).unwrap();
    let names: Vec<String> = people(&text).people.into_iter().map(|each| each.person.name.clone()).collect();
    assert_eq!(names, ["Ann", "Bob"]);
}

fn some_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z\"\\\\'#\\[\\]= \n\t]{0,12}",
        Just("[[people]]\nid = \"x\"".to_owned()),
        Just("'''\n[[people]]".to_owned()),
        Just("\u{1b}]52;c;x\u{7}".to_owned()),
    ]
}

fn somebody() -> impl Strategy<Value = Contact> {
    (some_text(), some_text(), some_text(), some_text(), "[a-f]{1,2}").prop_map(|(name, title, notes, company, id)| {
        let person = Person { id, name, title, notes, ..Person::default() };
        Contact { person: person.into(), company: company.into(), ..Contact::default() }
    })
}

fn some() -> impl Strategy<Value = Contacts> {
    prop::collection::vec(somebody(), 0..6).prop_map(|mut people| {
        let mut seen = HashSet::new();
        people.retain(|each| seen.insert(each.person.id.clone()));
        Contacts { people, ..Contacts::default() }
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(before in some(), after in some()) {
        let text = whole(&before).unwrap();
        prop_assert_eq!(&people(&text), &before);
        prop_assert_eq!(&changed(&text, &before, &before).unwrap().0, &text);
        let (text, clashes) = changed(&text, &before, &after).unwrap();
        prop_assert_eq!(clashes, vec![]);
        let mut got = people(&text);
        let mut want = after;
        got.people.sort_by(|a, b| a.person.id.cmp(&b.person.id));
        want.people.sort_by(|a, b| a.person.id.cmp(&b.person.id));
        prop_assert_eq!(got, want);
    }

    #[test]
    fn no_text_breaks_it(text in "(\\[\\[people\\]\\]\n|[a-z]+ = |\"|'|\"\"\"|'''|\\\\|#|\n|é|[0-9]|\\[|\\]|\\{|\\}|,)*") {
        let _ = read(&text);
    }
}
