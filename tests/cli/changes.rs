//! What the subcommands do to the files.

use crate::desk::Desk;

#[test]
fn since_when_a_deal_stands_as_it_does_is_written_with_its_status() {
    let deal = "name = \"Primo\"\n[[opportunities]]\nid = \"o1p9\"\nname = \"Pilot\"\non = 2026-11-02\n";
    let desk = Desk::with(&[("primo", deal)]);
    desk.does(&["set", "primo", "opportunities.o1p9.status", "won"]);
    let file = desk.file("accounts/primo.toml");
    assert!(file.contains("on = 2026-11-23") && file.contains("status = \"won\""), "{file}");
    desk.does(&["set", "primo", "opportunities.o1p9.on", "20 nov"]);
    desk.does(&["set", "primo", "opportunities.o1p9.status", "won"]);
    assert!(
        desk.file("accounts/primo.toml").contains("on = 2026-11-20"),
        "what stands so already stands so since then"
    );
}

#[test]
fn an_account_is_planned_and_worked_without_the_screen() {
    let desk = Desk::empty();
    desk.does(&["add", "Primo", "--tier", "1", "--unit", "Marketing", "--function", "Demand generation"]);
    desk.does(&["add", "primo", "person", "Dana Cole, VP Marketing, economic, dana@primo.example"]);
    desk.does(&["add", "primo", "research", "challenge: Cost per lead up 40 % (Q3 call, p. 4)"]);
    desk.does(&["set", "primo", "why", "First beverage logo"]);
    desk.does(&["set", "primo", "people.dana-cole.influence", "user"]);
    desk.does(&["start", "primo", "--playbook", "account-entry-10", "--to", "first=Dana", "--to", "second=Dana"]);
    let primo = desk.run("show primo --json").json();
    assert_eq!((&primo["tier"], &primo["stage"]), (&1.into(), &"in-sequence".into()));
    assert_eq!(primo["people"][0]["influence"], "user");
    assert_eq!(primo["research"][0]["source"], "Q3 call, p. 4");
    assert_eq!(primo["sequences"][0]["touches"].as_array().unwrap().len(), 10);

    desk.does(&["done", "primo", "1", "--learned", "The number got the answer."]);
    desk.does(&["postpone", "primo", "2", "fri"]);
    desk.does(&["skip", "primo", "3"]);
    let primo = desk.run("show primo --json").json();
    let touches = primo["sequences"][0]["touches"].as_array().unwrap();
    assert_eq!((&touches[0]["status"], &touches[0]["result"]), (&"done".into(), &"sent".into()));
    assert_eq!(touches[1]["due"], "2026-11-27");
    assert_eq!(touches[2]["status"], "skipped");

    desk.does(&["answer", "primo", "replied", "--person", "Dana", "--touch", "1", "--text", "Tell me more"]);
    let primo = desk.run("show primo --json").json();
    assert_eq!((&primo["stage"], &primo["log"][0]["outcome"]), (&"engaged".into(), &"replied".into()));
    assert_eq!(primo["sequences"][0]["touches"][1]["status"], "held");
    assert_eq!(primo["sequences"][0]["touches"][0]["closed"], touches[0]["closed"], "when it was sent stays");
}

#[test]
fn a_touch_is_its_number_or_its_id_and_a_sequence_when_there_are_several() {
    let desk = Desk::demo();
    let id = desk.run("show primo --json").json()["sequences"][0]["touches"][1]["id"].as_str().unwrap().to_owned();
    desk.does(&["done", "primo", &id, "--result", "left-voicemail", "--on", "2026-11-20"]);
    let touch = desk.run("show primo --json").json()["sequences"][0]["touches"][1].clone();
    assert_eq!((&touch["status"], &touch["result"]), (&"done".into(), &"left-voicemail".into()));
    assert!(touch["closed"].as_str().unwrap().starts_with("2026-11-20"), "{touch}");
}

#[test]
fn setting_one_field_changes_its_line_alone() {
    let desk = Desk::demo();
    let before = desk.file("accounts/primo.toml");
    desk.does(&["set", "primo", "people.dana-cole.title", "SVP Marketing"]);
    let after = desk.file("accounts/primo.toml");
    let changed: Vec<_> = before.lines().zip(after.lines()).filter(|(old, new)| old != new).collect();
    assert_eq!(changed, [("title = \"VP Marketing\"", "title = \"SVP Marketing\"")]);
    assert_eq!(before.lines().count(), after.lines().count());
    desk.does(&["set", "primo", "people.dana-cole.title", "VP Marketing"]);
    assert_eq!(desk.file("accounts/primo.toml"), before);
}

#[test]
fn an_unfilled_role_stays_open_with_a_warning() {
    let desk = Desk::with(&[("acme", "name = \"Acme\"\n")]);
    let started = desk.run("start acme --playbook account-entry-10");
    assert_eq!(started.code, 0);
    assert!(started.err.contains("nobody fills the role “first” yet"), "{}", started.err);
}

#[test]
fn whoever_is_meant_is_found_or_asked_about() {
    let desk = Desk::demo();
    for name in ["primo", "Primo", "prim", "corvane"] {
        assert_eq!(desk.run(&format!("show {name}")).code, 0, "{name}");
    }
    let unknown = desk.run("show pirmo");
    assert_eq!((unknown.code, unknown.out.as_str()), (2, ""));
    assert!(unknown.err.contains("did you mean primo?"), "{}", unknown.err);
    let both = Desk::with(&[("acme-one", "name = \"Acme One\"\n"), ("acme-two", "name = \"Acme Two\"\n")]);
    let ambiguous = both.run("show acme");
    assert_eq!(ambiguous.code, 2);
    assert!(ambiguous.err.contains("acme-one") && ambiguous.err.contains("acme-two"), "{}", ambiguous.err);
}

#[test]
fn what_is_asked_wrongly_says_what_would_be_right_and_changes_nothing() {
    let desk = Desk::demo();
    let before = desk.tree();
    let cases: [(&[&str], &str); 9] = [
        (&["set", "primo", "stgae", "won"], "stage"),
        (&["set", "primo", "stage", "winning"], "in-sequence"),
        (&["set", "primo", "value", "lots"], "whole number"),
        (&["set", "primo", "people.nobody.title", "CEO"], "nobody"),
        (&["done", "primo", "99"], "99"),
        (&["done", "primo", "2", "--result", "sent"], "left-voicemail"),
        (&["postpone", "primo", "3", "someday"], "+5bd"),
        (&["answer", "primo", "shrugged"], "replied"),
        (&["start", "primo", "--playbook", "nope"], "account-entry-10"),
    ];
    for (args, helps) in cases {
        let outcome = desk.args(args);
        assert_eq!((outcome.code, outcome.out.as_str()), (2, ""), "{args:?}: {}", outcome.err);
        assert!(outcome.err.contains(helps), "{args:?}: {}", outcome.err);
    }
    assert_eq!(desk.tree(), before);
}

#[test]
fn a_folder_without_a_plan_is_not_filled_behind_ones_back() {
    let desk = Desk::bare();
    let outcome = desk.run("list");
    assert_eq!(outcome.code, 1);
    assert!(outcome.err.contains("inroad init"), "{}", outcome.err);
    assert!(!desk.path("").exists());
    let twice = Desk::demo().run("init");
    assert_eq!(twice.code, 1);
}
