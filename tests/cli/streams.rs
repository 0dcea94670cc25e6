//! Every field that scripts lean on, what goes to which stream, and a reader who goes away.

use std::fs::OpenOptions;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::desk::Desk;

/// What scripts read from each kind of list.
const FIELDS: [(&str, &[&str]); 5] = [
    (
        "accounts",
        &["id", "name", "stage", "tier", "value", "owner", "tags", "entry_point", "people", "next_touch", "overdue"],
    ),
    ("people", &["account", "id", "name", "title", "influence", "support", "email", "phone", "do_not_contact"]),
    (
        "touches",
        &[
            "account", "sequence", "id", "n", "channel", "person", "purpose", "status", "result", "closed", "due",
            "overdue",
        ],
    ),
    ("goals", &["id", "kind", "title", "why", "metric", "target", "from", "to"]),
    ("playbooks", &["id", "name", "touches", "days", "roles", "use_when"]),
];

fn is_day(value: &Value) -> bool {
    value.as_str().is_some_and(|day| chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").is_ok())
}

#[test]
fn every_item_of_a_list_has_every_field() {
    let desk = Desk::demo();
    for (what, fields) in FIELDS {
        for item in desk.list(what) {
            let has: Vec<&str> = item.as_object().unwrap().keys().map(String::as_str).collect();
            for field in fields {
                assert!(has.contains(field), "{what}: {field} in {item}");
            }
        }
    }
    for touch in desk.list("touches") {
        assert!(touch["due"].is_null() || is_day(&touch["due"]), "{touch}");
        assert_eq!(touch["overdue"] == true, touch["due"].as_str().is_some_and(|due| due < "2026-11-23"), "{touch}");
        assert_eq!(touch["status"] == "done", touch["result"].is_string(), "{touch}");
    }
    for goal in desk.list("goals") {
        assert!(goal["from"].is_null() || is_day(&goal["from"]), "{goal}");
    }
}

#[test]
fn numbers_days_and_ids_agree_between_the_commands() {
    let desk = Desk::demo();
    let listed = desk.list("touches");
    for account in desk.list("accounts") {
        let shown = desk.shows(account["id"].as_str().unwrap());
        assert_eq!(shown["next_touch"], account["next_touch"]);
        let sequences = shown["sequences"].as_array().cloned().unwrap_or_default();
        let touches = sequences.iter().flat_map(|each| each["touches"].as_array().unwrap());
        let of_list = listed.iter().filter(|touch| touch["account"] == account["id"]);
        let mut count = 0;
        for (shown, listed) in touches.zip(of_list) {
            for field in ["id", "n", "due", "overdue"] {
                assert_eq!(shown[field], listed[field], "{}: {field}", account["id"]);
            }
            count += 1;
        }
        assert_eq!(count, listed.iter().filter(|touch| touch["account"] == account["id"]).count());
    }
    for touch in desk.run("today --json").json()["touches"].as_array().unwrap() {
        let same = |each: &&Value| each["account"] == touch["account"] && each["id"] == touch["id"];
        let listed = listed.iter().find(same).unwrap();
        for field in ["sequence", "n", "channel", "person", "purpose", "due", "overdue"] {
            assert_eq!(touch[field], listed[field], "{touch}: {field}");
        }
    }
}

#[test]
fn dates_are_texts_in_iso_8601() {
    let primo = Desk::demo().shows("primo");
    assert_eq!(primo["close_by"], "2027-03-31");
    assert_eq!(primo["sequences"][0]["start"], "2026-11-17");
    assert_eq!(primo["sequences"][0]["touches"][0]["closed"], "2026-11-17T09:12:00-06:00");
    assert_eq!(primo["people"][0]["away"][0]["from"], "2026-11-30");
    assert_eq!(primo["log"][0]["at"], "2026-11-06T18:30:00-06:00");
    assert!(!primo.to_string().contains("$__toml"));
}

#[test]
fn a_problem_names_file_line_column_and_what_is_wrong() {
    let desk = Desk::with(&[("lots", "name = \"Lots\"\nvalue = \"lots\"\n"), ("good", "name = \"Good\"\n")]);
    let message = "value: expected a whole number, found “lots”; left as it is";
    let problem = json!({ "file": "accounts/lots.toml", "line": 2, "column": 9, "message": message });
    for words in ["list", "list people", "list touches", "list goals", "list playbooks", "doctor"] {
        assert_eq!(desk.run(&format!("{words} --json")).json()["problems"], json!([problem]), "{words}");
    }
    let told = desk.run("doctor");
    assert_eq!(told.code, 3);
    assert!(told.out.contains(&format!("\naccounts/lots.toml:2:9: {message}\n")), "{}", told.out);
    assert_eq!(told.err, "inroad: 1 thing was found\n");
    let list = desk.run("list");
    assert_eq!((list.code, list.out.lines().count()), (0, 2), "the rows alone are data");
    assert_eq!(list.err, format!("inroad: accounts/lots.toml:2:9: {message}\n"));
}

#[test]
fn what_is_due_grows_with_the_days_that_are_asked_for() {
    let desk = Desk::demo();
    let ahead = |days: &str| {
        let today = desk.run(&format!("today --days {days} --json")).json();
        let of = |key: &str| today[key].as_array().unwrap().len();
        assert_eq!(today["date"], "2026-11-23");
        (of("touches"), of("others"))
    };
    assert_eq!(ahead("0"), (7, 5));
    let (one, five, all) = (ahead("1"), ahead("5"), ahead("4000000000"));
    assert!(one.0 > 7 && five.0 > one.0 && all.0 > five.0 && all.1 > 5, "{one:?} {five:?} {all:?}");
    let count = desk.run("today --count --json").json();
    assert_eq!(count, json!({ "format": 1, "date": "2026-11-23", "due": 9, "overdue": 3, "problems": [] }));
    assert_eq!(desk.run("today --days 5 --count").out, "9 due, 3 overdue\n");
    assert_eq!(desk.args(&["--today", "2026-11-24", "today", "--count"]).out, "4 due, 9 overdue\n");
    assert_eq!(Desk::empty().run("today --count").out, "0 due, 0 overdue\n");
}

#[test]
fn a_row_in_a_pipe_is_one_line_with_as_many_tabs_whatever_the_names_are() {
    let hostile = "name = \"A\\tB\\nC\\r\\u2028D\"\nstage = \"target\"\n[[people]]\nid = \"d\"\nname = \"D\\tE\"\ntitle = \"F\\nG\"\n";
    let desk =
        Desk::with(&[("hostile", hostile), ("plain", "name = \"Plain\"\n[[people]]\nid = \"p\"\nname = \"P\"\n")]);
    for (what, columns) in [("accounts", 7), ("people", 7)] {
        let out = desk.run(&format!("list {what}")).out;
        let rows: Vec<Vec<&str>> = out.lines().map(|line| line.split('\t').collect()).collect();
        assert_eq!(rows.iter().map(Vec::len).collect::<Vec<_>>(), [columns, columns], "{out:?}");
    }
    assert_eq!(desk.list("accounts")[0]["name"], "A\tB\nC\r\u{2028}D", "JSON says it all");
    for (words, columns) in [("today", 6), ("list playbooks", 5)] {
        assert!(Desk::demo().run(words).out.lines().all(|line| line.split('\t').count() == columns), "{words}");
    }
}

#[test]
fn what_today_lists_can_be_handed_to_the_next_command() {
    let desk = Desk::demo();
    let out = desk.run("today").out;
    let row = out.lines().find(|line| line.contains("call curiosity")).unwrap().split('\t').collect::<Vec<_>>();
    assert_eq!(row[2..], ["primo", "1:2", "call curiosity", "Dana Cole"], "{out}");
    assert_eq!(desk.args(&["done", row[2], row[3]]).code, 0);
    assert_eq!(desk.file("accounts/primo.toml").matches("status = \"done\"").count(), 2);
}

#[test]
fn a_sequence_that_runs_is_begun_once_more_only_where_that_is_said() {
    let desk = Desk::demo();
    let said = desk.run("start primo --to first=Dana");
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("Primo runs account-entry-10 since") && said.err.contains("--again"), "{}", said.err);
    assert_eq!(desk.run("start primo --to first=Dana --again").code, 0);
    assert_eq!(desk.run("start primo --playbook trigger-sprint-9 --to first=Dana").code, 0);
}

#[test]
fn a_pipe_gets_no_colours_however_they_are_asked_for() {
    let desk = Desk::demo();
    let plain = desk.run("list").out;
    for words in ["list --color always", "list --color never", "today --color always", "show primo --color always"] {
        assert!(!desk.run(words).out.contains('\u{1b}'), "{words}");
    }
    let mut forced = desk.program();
    let forced = forced.env("CLICOLOR_FORCE", "1").arg("list").output().unwrap();
    assert_eq!(String::from_utf8(forced.stdout).unwrap(), plain);
}

#[test]
fn a_reader_who_goes_away_is_no_failure() {
    let desk = Desk::bare();
    desk.does(&["demo", "--no-open", "--accounts", "300"]);
    for words in [&["list", "touches"][..], &["list", "touches", "--json"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_inroad"))
            .env("INROAD_PLAN", desk.path(""))
            .env("XDG_CONFIG_HOME", desk.home())
            .args(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0; 16];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let ended = child.wait_with_output().unwrap();
        assert_eq!((ended.status.code(), ended.stderr.as_slice()), (Some(0), &b""[..]), "{words:?}");
    }
}

#[test]
fn nobody_who_reads_what_went_wrong_changes_the_exit_code() {
    let desk = Desk::with(&[("lots", "name = \"Lots\"\nvalue = \"lots\"\n")]);
    for (words, code) in
        [(&["doctor"][..], 3), (&["import", "nothere.csv"], 1), (&["show", "nobody"], 2), (&["--nope"], 2)]
    {
        let (reader, stdout) = std::io::pipe().unwrap();
        let stderr = stdout.try_clone().unwrap();
        drop(reader);
        let mut program = Command::new(env!("CARGO_BIN_EXE_inroad"));
        program
            .env("INROAD_PLAN", desk.path(""))
            .env("XDG_CONFIG_HOME", desk.home())
            .env("XDG_STATE_HOME", desk.home());
        let ended = program.args(words).stdout(stdout).stderr(stderr).status().unwrap();
        assert_eq!(ended.code(), Some(code), "{words:?}");
    }
}

#[test]
fn output_that_can_not_be_written_is_a_failure() {
    let full = Path::new("/dev/full");
    if !full.exists() {
        return;
    }
    let desk = Desk::demo();
    let lists = [&["list"][..], &["list", "--json"], &["show", "primo"], &["today", "--count"]];
    for words in lists.into_iter().chain([&["add", "Acme"][..]]) {
        let ended = Command::new(env!("CARGO_BIN_EXE_inroad"))
            .env("INROAD_PLAN", desk.path(""))
            .env("XDG_CONFIG_HOME", desk.home())
            .args(words)
            .stdout(OpenOptions::new().write(true).open(full).unwrap())
            .output()
            .unwrap();
        let told = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(1), "{words:?}: {told}");
        let what = if words[0] == "add" { "it is saved, but what to say of it" } else { "the output" };
        assert_eq!(
            told.lines().last(),
            Some(&*format!("inroad: {what} could not be printed: the disk is full; make room, then do it again"))
        );
    }
    assert!(desk.path("accounts/acme.toml").exists());
}

#[test]
fn a_setting_that_is_not_there_and_a_number_that_can_not_be_are_told_in_our_words() {
    let desk = Desk::demo();
    desk.refuses(&["--config", "/nope", "list"], 2, "--config /nope: there is no such file");
    desk.refuses(&["today", "--days", "-1"], 2, "days ahead are counted from 0");
    desk.refuses(&["insights", "--csv", "--json"], 2, "say one of them");
    desk.refuses(&["list", "contacts", "--mine"], 2, "contacts are nobody's");
}

#[test]
fn nothing_is_saved_where_nothing_changes() {
    let desk = Desk::demo();
    desk.does(&["set", "primo", "tier", "2"]);
    let steps = desk.run("history -n 0").out;
    let told = desk.args(&["-v", "set", "primo", "tier", "2"]);
    assert!(!told.err.contains("saved"), "{}", told.err);
    assert_eq!(desk.run("history -n 0").out, steps);
    assert!(desk.args(&["-v", "set", "primo", "tier", "1"]).err.contains("saved accounts/primo.toml"));
}

#[test]
fn what_is_mine_is_listed_as_today_lists_it() {
    let desk = Desk::demo();
    for what in ["accounts", "touches", "goals"] {
        assert_eq!(desk.does(&["list", what, "--mine"]), desk.does(&["list", what, "owner:me"]), "{what}");
    }
    assert!(!desk.does(&["list", "--mine"]).is_empty());
}

#[test]
fn a_goal_is_listed_with_what_it_counts_and_when() {
    let told = Desk::demo().does(&["list", "goals"]);
    let cells = |id: &str| -> Vec<String> {
        let line = told.lines().find(|line| line.starts_with(id)).unwrap();
        line.split('\t').map(str::to_owned).collect()
    };
    assert_eq!(cells("logos-26")[3..5], ["6", "clients"]);
    assert!(cells("logos-26")[5].contains(" to 20"), "{:?}", cells("logos-26"));
    let better = cells("trigger-first");
    assert!(!better[4].is_empty() && better[5].starts_with("each week"), "{better:?}");
}
