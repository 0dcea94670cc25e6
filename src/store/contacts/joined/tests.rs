//! What two sides have made of one contacts.toml.
#![allow(clippy::unwrap_used, reason = "a test that can't go on shall say where")]

use proptest::prelude::*;
use toml::Value;

use super::*;

const BASE: &str = "# mine\nformat = 1\n\n[[people]]\nid = \"ann\"\nname = \"Ann\"\n\n# at the fair\n[[people]]\nid = \"bob\"\n\
                    name = \"Bob\"\nshoe_size = 38 # ours alone\n";

fn both(theirs: &str, disk: &str) -> (String, Vec<Clash>) {
    let (text, clashes) = side_by_side(BASE, theirs, disk).unwrap();
    assert!(text::tree(&text).is_ok(), "{text}");
    (text, clashes)
}

#[test]
fn comments_and_unknown_keys_of_both_stay() {
    let theirs = BASE
        .replace("format = 1", "format = 1 # theirs\nsource = \"fair\"")
        .replace("name = \"Ann\"\n", "name = \"Ann\" # hers\n# call first\nbadge = 7 # at the door\n")
        + "\n# theirs alone\n[[people]]\nid = \"cid\"\nname = \"Cid\"\nlikes = \"tea\" # not coffee\n";
    let disk = BASE.replace("name = \"Ann\"\n", "name = \"Ann\"\ntitle = \"CFO\" # since May\n")
        + "\n# ours alone\n[[people]]\nid = \"dee\"\nname = \"Dee\"\n";
    for (theirs, disk) in [(&theirs, &disk), (&disk, &theirs)] {
        let (text, clashes) = both(theirs, disk);
        assert_eq!(clashes, []);
        for part in [
            "# mine\n",
            "format = 1 # theirs\n",
            "source = \"fair\"",
            "name = \"Ann\" # hers\n",
            "# call first\nbadge = 7 # at the door\n",
            "title = \"CFO\" # since May\n",
            "# at the fair\n[[people]]\nid = \"bob\"\n",
            "shoe_size = 38 # ours alone\n",
            "\n\n# theirs alone\n[[people]]\nid = \"cid\"\nname = \"Cid\"\nlikes = \"tea\" # not coffee\n",
            "\n\n# ours alone\n[[people]]\nid = \"dee\"\n",
        ] {
            assert!(text.contains(part), "{part:?}\n{text}");
        }
    }
}

#[test]
fn where_both_changed_the_same_the_disk_stands_and_theirs_is_kept() {
    let with = |from: &str, to: &str| BASE.replace(from, to);
    let gone = BASE[..BASE.find("\n# at the fair").unwrap()].to_owned();
    for (theirs, disk, path, kept) in [
        (with("\"Ann\"", "\"Anna\""), with("\"Ann\"", "\"Anne\""), "people.ann.name", Some("\"Anna\"")),
        (with("38", "39"), with("38", "40"), "people.bob.shoe_size", Some("39")),
        (gone.clone(), with("\"Bob\"", "\"Rob\""), "people.bob", None),
        (with("\"Bob\"", "\"Rob\""), gone.clone(), "people.bob", Some("Rob")),
    ] {
        let (text, clashes) = both(&theirs, &disk);
        assert_eq!(text, disk);
        let [clash] = clashes.as_slice() else { panic!("{clashes:?}") };
        assert_eq!(clash.path, path);
        let ours = clash.ours.as_ref().map(Value::to_string);
        assert_eq!(ours.is_some(), kept.is_some());
        assert!(kept.is_none_or(|kept| ours.is_some_and(|ours| ours.contains(kept))), "{path}");
    }
    // What only one side lets go goes.
    assert_eq!(both(&gone, BASE), (gone.clone(), vec![]));
    assert_eq!(both(BASE, &gone), (gone, vec![]));
}

#[test]
fn what_is_no_toml_is_refused_and_one_list_is_merged_as_a_whole() {
    assert!(side_by_side(BASE, "[[people]]\nname = Ann\n", BASE).unwrap_err().contains("no TOML"));
    let list = "people = [{ id = \"ann\", name = \"Ann\" }]\n";
    let theirs = "people = [{ id = \"ann\", name = \"Ann\", title = \"CEO\" }]\n";
    let disk = "people = [{ id = \"ann\", name = \"Ann\", company = \"Primo\" }]\n";
    let (text, clashes) = side_by_side(list, theirs, disk).unwrap();
    assert!(clashes.is_empty() && text.contains("CEO") && text.contains("Primo"), "{text}");
}

fn person() -> impl Strategy<Value = (usize, String)> {
    (0_usize..6, "[a-c]{1,2}")
}

fn text(people: &[(usize, String)]) -> String {
    let seen: std::collections::BTreeMap<usize, &String> = people.iter().map(|(id, name)| (*id, name)).collect();
    let person = |(id, name): (usize, &String)| format!("[[people]]\nid = \"p{id}\"\nname = \"{name}\"\n");
    seen.into_iter().map(person).collect::<Vec<_>>().join("\n")
}

proptest! {
    #[test]
    fn it_says_what_a_merge_of_the_whole_says(
        base in prop::collection::vec(person(), 0..6),
        theirs in prop::collection::vec(person(), 0..6),
        disk in prop::collection::vec(person(), 0..6),
    ) {
        let [base, theirs, disk] = [base, theirs, disk].map(|people| text(&people));
        let (said, mut clashes) = side_by_side(&base, &theirs, &disk).unwrap();
        let tree = |text: &str| text::tree(text).unwrap();
        let mut want = merge::merge(&tree(&base), &tree(&theirs), &tree(&disk));
        let people = |tree: &Tree| {
            let people = tree.get("people").and_then(Value::as_array).cloned().unwrap_or_default();
            let mut people: Vec<String> = people.iter().map(ToString::to_string).collect();
            people.sort();
            people
        };
        prop_assert_eq!(people(&tree(&said)), people(&want.tree));
        let places = |clashes: &mut Vec<Clash>| {
            clashes.sort_by(|a, b| a.path.cmp(&b.path));
            clashes.iter().map(|clash| (clash.path.clone(), clash.ours.clone())).collect::<Vec<_>>()
        };
        prop_assert_eq!(places(&mut clashes), places(&mut want.clashes));
    }
}
