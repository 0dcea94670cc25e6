//! What is printed: the JSON that scripts lean on, the tab-separated tables, the sentences.

use serde_json::Value;

use crate::desk::Desk;

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn the_lists_have_their_shape() {
    let desk = Desk::demo();
    for what in ["accounts", "people", "touches", "goals", "playbooks"] {
        let list = desk.run(&format!("list {what} --json")).json();
        assert_eq!(keys(&list), ["format", what, "problems"], "{what}");
        assert_eq!(list["format"], 1);
        assert!(!list[what].as_array().unwrap().is_empty(), "{what}");
    }
    let accounts = desk.run("list --json").json();
    let primo = accounts["accounts"].as_array().unwrap().iter().find(|account| account["id"] == "primo").unwrap();
    assert_eq!(primo["next_touch"]["due"], "2026-11-19");
    assert_eq!(primo["overdue"], true);
    assert_eq!(primo["entry_point"]["unit"], "Marketing");
}

#[test]
fn an_account_is_shown_as_in_its_file_with_what_is_computed() {
    let desk = Desk::demo();
    let primo = desk.run("show primo --json").json();
    assert_eq!(primo["format"], 1);
    assert_eq!(primo["people"][0]["emails"][0]["value"], "dana@primo.example");
    let touch = &primo["sequences"][0]["touches"][1];
    assert_eq!((&touch["n"], &touch["due"], &touch["overdue"]), (&2.into(), &"2026-11-19".into(), &true.into()));
    assert_eq!(primo["next_touch"]["id"], touch["id"]);
    let told = desk.run("show primo").out;
    for part in ["Decision makers", "Dana Cole", "cost per lead", "Account entry, ten touches   1 of 10", "4 d overdue"]
    {
        assert!(told.contains(part), "{part}\n{told}");
    }
}

#[test]
fn today_is_a_list_and_a_line_for_a_prompt() {
    let desk = Desk::demo();
    let today = desk.run("today --json").json();
    assert_eq!((&today["format"], &today["date"]), (&1.into(), &"2026-11-23".into()));
    let overdue = today["touches"].as_array().unwrap().iter().filter(|touch| touch["overdue"] == true).count();
    assert_eq!(overdue, 2);
    assert_eq!(desk.run("today --count").out, "9 due, 3 overdue\n");
    let week = desk.run("today --days 5 --json").json();
    assert!(week["touches"].as_array().unwrap().len() > today["touches"].as_array().unwrap().len());
}

#[test]
fn a_filter_means_the_same_as_on_the_screen() {
    let desk = Desk::demo();
    let ids = |words: &str| -> Vec<String> {
        let list = desk.run(&format!("list {words} --json")).json();
        let all = list["accounts"].as_array().unwrap();
        all.iter().map(|account| account["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids("stage:in-sequence tag:midwest"), ["primo"]);
    // A touch each at two, and a meeting that nobody wrote up.
    assert_eq!(ids("due:overdue"), ["marlowe-hearing", "primo", "solvanta-energy"]);
    assert_eq!(ids("due:week tag:family-owned"), ["nordahl-windows"]);
    assert!(!ids("!due:overdue").contains(&"primo".to_owned()));
    let touches = desk.run("list touches due:overdue --json").json();
    let touches = touches["touches"].as_array().unwrap();
    assert_eq!(touches.len(), 2);
    assert!(touches.iter().all(|touch| touch["overdue"] == true));
}

#[test]
fn in_a_pipe_a_list_is_tab_separated_without_headings() {
    let out = Desk::demo().run("list").out;
    let primo = out.lines().find(|line| line.starts_with("primo\t")).unwrap();
    assert_eq!(primo.split('\t').collect::<Vec<_>>()[..4], ["primo", "Primo", "in-sequence", "1"]);
    assert_eq!(out.lines().count(), 10);
}

#[test]
fn a_generated_plan_is_the_same_for_the_same_number_seed_and_day() {
    let made = |words: &str| {
        let desk = Desk::bare();
        assert_eq!(desk.run(words).code, 0);
        desk.tree()
    };
    let plan = made("demo --no-open --accounts 12 --seed 7");
    assert_eq!(plan, made("demo --no-open --accounts 12 --seed 7"));
    assert_ne!(plan, made("demo --no-open --accounts 12 --seed 8"));
    let accounts: Vec<_> = plan.iter().filter(|(path, _)| path.starts_with("accounts")).collect();
    assert_eq!(accounts.len(), 12);
    for (path, bytes) in accounts {
        let text = std::str::from_utf8(bytes).unwrap();
        assert!((2_000..4_500).contains(&bytes.len()), "{}: {} bytes", path.display(), bytes.len());
        assert_eq!(text.matches("[[sequences.touches]]").count(), 10, "{}", path.display());
        assert_eq!(text.matches("[[people]]").count(), 3, "{}", path.display());
    }
    let desk = Desk::bare();
    desk.run("demo --no-open --accounts 12 --seed 7");
    assert_eq!(desk.run("doctor --json").json()["problems"], Value::Array(Vec::new()));
}

#[test]
fn every_subcommand_helps_and_begins_with_examples() {
    let desk = Desk::bare();
    let names = "init, demo, list, show, today, add, set, start, done, skip, postpone, pause, resume, answer, away, plan, \
                 plan level, plan forecast, insights, doctor";
    for name in names.split(", ") {
        let help = desk.run(&format!("{name} --help"));
        assert_eq!(help.code, 0, "{name}");
        assert!(help.out.starts_with("Examples:\n  inroad "), "{name}\n{}", help.out);
    }
}
