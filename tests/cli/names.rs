//! How an account, a touch, a person and a subcommand are named, and what a name gets that fits nothing or too much.

use serde_json::Value;

use serde_json::json;

use crate::desk::Desk;

fn shown_name(desk: &Desk, named: &str) -> String {
    let told = desk.does(&["show", named, "--json"]);
    let account: Value = serde_json::from_str(&told).unwrap();
    account["id"].as_str().unwrap().to_owned()
}

#[test]
fn an_id_goes_before_a_name_and_a_name_before_its_beginning() {
    let desk = Desk::with(&[
        ("acme", "name = \"Zeta\"\n"),
        ("zeta", "name = \"Acme\"\n"),
        ("north", "name = \"Nordic\"\n"),
        ("nordic-springs", "name = \"Nordic Springs\"\n"),
        ("ubermut", "name = \"Übermut AG\"\n"),
    ]);
    for (named, id) in [
        ("acme", "acme"),
        ("ACME", "zeta"),
        ("Acme", "zeta"),
        ("nordic", "north"),
        ("nordic-", "nordic-springs"),
        ("Nordic S", "nordic-springs"),
        ("nor", ""),
        ("übermut", "ubermut"),
        ("ub", "ubermut"),
    ] {
        if id.is_empty() {
            desk.refuses(&["show", named], 2, "could be nordic-springs (Nordic Springs), north (Nordic)");
        } else {
            assert_eq!(shown_name(&desk, named), id, "{named}");
        }
    }
}

#[test]
fn every_subcommand_asks_back_about_an_account_it_does_not_know() {
    let desk = Desk::demo();
    let before = desk.tree();
    let cases: [&[&str]; 8] = [
        &["show", "pirmo"],
        &["set", "pirmo", "tier", "1"],
        &["start", "pirmo"],
        &["done", "pirmo", "2"],
        &["skip", "pirmo", "2"],
        &["postpone", "pirmo", "2", "fri"],
        &["answer", "pirmo", "replied"],
        &["add", "pirmo", "person", "Kim Kaya"],
    ];
    for args in cases {
        desk.refuses(args, 2, "there is no account “pirmo”; did you mean primo?");
    }
    desk.refuses(&["show", "nothing-like-any-of-them"], 2, "there is no account");
    assert_eq!(desk.tree(), before);
}

#[test]
fn what_lies_in_the_archive_is_not_meant() {
    let desk = Desk::demo();
    assert!(desk.path("accounts/archive/old-harbor-coffee.toml").exists());
    desk.refuses(&["set", "old-harbor-coffee", "why", "x"], 1, "is archived");
    assert!(!desk.run("list accounts").out.contains("Old Harbor"));
}

#[test]
fn a_touch_of_several_sequences_is_named_with_its_sequence() {
    let desk = Desk::demo();
    desk.does(&["start", "primo", "--playbook", "tier-one-8", "--to", "first=Lee"]);
    let sequences = desk.shows("primo")["sequences"].as_array().unwrap().clone();
    assert_eq!(sequences.len(), 2);
    desk.refuses(&["done", "primo", "2"], 2, "say 1:2 or 2:2");
    desk.does(&["done", "primo", "1:2"]);
    let by_id = format!("{}:1", sequences[1]["id"].as_str().unwrap());
    desk.does(&["done", "primo", &by_id]);
    desk.does(&["skip", "primo", sequences[1]["touches"][1]["id"].as_str().unwrap()]);
    let after = desk.shows("primo");
    let status = |sequence: usize, touch: usize| after["sequences"][sequence]["touches"][touch]["status"].clone();
    assert_eq!([status(0, 1), status(1, 0), status(1, 1)], ["done", "done", "skipped"]);
    assert_eq!(status(0, 2), Value::Null, "nothing else was touched");
}

#[test]
fn a_touch_that_is_not_there_or_done_already_is_told() {
    let desk = Desk::demo();
    let before = desk.tree();
    for touch in ["0", "11", "99999999999999999999", "zz99", "1:", ":2", "2:1", "1:11", "-", ""] {
        desk.refuses(&["done", "primo", "--", touch], 2, &format!("Primo has no touch “{touch}”"));
    }
    for words in ["done primo 1", "skip primo 1", "postpone primo 1 fri"] {
        desk.refuses(&words.split(' ').collect::<Vec<_>>(), 2, "touch 1 is done already");
    }
    desk.refuses(&["done", "halyard", "1"], 2, "no sequence runs at Halyard Credit Union");
    assert_eq!(desk.tree(), before);
}

#[test]
fn a_person_is_an_id_or_a_name_or_the_beginning_of_one() {
    for named in ["dana-cole", "Dana Cole", "dana", "Dana"] {
        let desk = Desk::demo();
        desk.does(&["answer", "primo", "replied", "--person", named]);
        let log = desk.shows("primo")["log"].clone();
        let answer = log.as_array().unwrap().last().unwrap();
        assert_eq!((&answer["outcome"], &answer["person"]), (&json!("replied"), &json!("dana-cole")), "{named}");
    }
    let desk = Desk::demo();
    desk.refuses(&["answer", "primo", "replied", "--person", "Dena Cole"], 2, "did you mean Dana Cole?");
    desk.refuses(&["start", "primo", "--to", "first=Zed"], 2, "there is Dana Cole, Lee Ray");
}

#[test]
fn a_slip_in_the_words_themselves_is_answered_with_what_would_be_right() {
    let desk = Desk::demo();
    let before = desk.tree();
    let cases: [(&str, &str); 15] = [
        ("lst", "similar subcommand exists: 'list'"),
        ("nonsense", "unrecognized subcommand"),
        ("list --jsn", "--json"),
        ("done primo", "<TOUCH>"),
        ("set primo tier", "<VALUE>"),
        ("today --days soon", "--days"),
        ("today --days=-1", "--days"),
        ("demo --seed 3 --no-open", "--accounts"),
        ("demo --accounts many --no-open", "--accounts"),
        ("list --today never", "2026-11-23"),
        ("list --color mauve", "always"),
        ("start primo --to Dana", "first=Dana"),
        ("start primo --to boss=Dana", "it has first, second"),
        ("add primo thing X", "person, research, candidate"),
        ("add primo person", "say what to add in one line"),
    ];
    for (words, helps) in cases {
        desk.refuses(&words.split(' ').collect::<Vec<_>>(), 2, helps);
    }
    let cases: [(&[&str], &str); 9] = [
        (&["add", ""], "an account needs a name"),
        (&["add", "  \t "], "an account needs a name"),
        (&["add", "Acme", "--tier", "9"], "a tier is 1, 2 or 3"),
        (&["add", "primo", "person", " , ,"], "the line needs a name"),
        (&["add", "primo", "person", ""], "Dana Cole, VP Marketing"),
        (&["add", "primo", "person", "Kim Kaya, kim@"], "is no e-mail address"),
        (&["add", "primo", "candidate", "Sales > Desk, pain 9"], "from 0 to 3"),
        (&["set", "primo", "name", ""], "an account needs a name"),
        (&["start", "primo", "--on", "never"], "+5bd"),
    ];
    for (args, helps) in cases {
        desk.refuses(args, 2, helps);
    }
    assert_eq!(desk.tree(), before);
}

#[test]
fn a_second_account_of_a_name_is_made_and_told() {
    let desk = Desk::demo();
    let twin = desk.run("add PRIMO");
    assert_eq!((twin.code, twin.out.trim()), (0, "primo-2"));
    assert!(twin.err.contains("there is a Primo already (primo)"), "{}", twin.err);
    assert_eq!(desk.run("add Nimbus").err, "");
}

#[test]
fn a_filter_that_can_not_be_meant_is_asked_wrongly() {
    let desk = Desk::demo();
    for (words, told) in [
        ("poeple", "did you mean inroad list people?"),
        ("acounts", "did you mean inroad list accounts?"),
        ("tier:9", "“9” is no tier; there is 1, 2 and 3"),
        ("ready:<abc", "it reads like ready:<80"),
        ("due:never", "there is due:overdue, due:today and due:week"),
        ("people bogus:1", "bogus: is no filter; there is tag:, stage:, tier:"),
        ("touches stge:won", "did you mean stage:won?"),
    ] {
        for json in [&[][..], &["--json"]] {
            let args: Vec<&str> = ["list"].into_iter().chain(words.split(' ')).chain(json.iter().copied()).collect();
            desk.refuses(&args, 2, told);
        }
    }
    // A word that is no list is a filter, and that it finds nothing is no mistake.
    let none = desk.run("list zzzz");
    assert_eq!((none.code, none.err.as_str()), (0, ""));
}

#[test]
fn a_list_finds_by_id_too() {
    let desk = Desk::with(&[
        ("evil", "name = \"Bad Inc\"\n[[people]]\nid = \"a\"\nname = \"Ann\"\n"),
        ("good", "name = \"Good\"\n"),
    ]);
    assert_eq!(desk.list("evil").len(), 1);
    assert_eq!(desk.list("people evil").len(), 1);
}

#[test]
fn what_is_done_was_done_today_or_before() {
    let desk = Desk::demo();
    let before = desk.tree();
    desk.refuses(&["done", "primo", "2", "--on", "tomorrow"], 2, "is still to come");
    assert_eq!(desk.tree(), before);
    desk.does(&["done", "primo", "2", "--on", "2026-11-20"]);
}

#[test]
fn what_could_be_two_names_both_as_they_can_be_said() {
    let desk = Desk::with(&[("primo", "name = \"Primo\"\n")]);
    for (site, title) in [("acme.example", "TA"), ("acme.test", "TB")] {
        assert_eq!(desk.args(&["add", "Acme", "--website", site]).code, 0);
        assert_eq!(desk.args(&["add", "primo", "person", &format!("John Smith, {title}")]).code, 0);
    }
    desk.refuses(&["show", "Acme"], 2, "could be acme (Acme, acme.example), acme-2 (Acme, acme.test)");
    let next = ["next", "primo", "Call", "--by", "fri", "--person", "John Smith"];
    desk.refuses(&next, 2, "could be john-smith (John Smith, TA), john-smith-2 (John Smith, TB)");
    assert_eq!(desk.args(&["next", "primo", "Call", "--by", "fri", "--person", "john-smith-2"]).code, 0);
    std::fs::write(
        desk.path("contacts.toml"),
        "[[people]]\nid = \"kim\"\nname = \"Kim Kaya\"\ncompany = \"Umbra\"\n\n[[people]]\nid = \"kim-2\"\nname = \"Kim Kaya\"\n",
    )
    .unwrap();
    desk.refuses(&["attach", "Kim Kaya", "primo"], 2, "could be kim (Kim Kaya, Umbra), kim-2 (Kim Kaya)");
}
