//! What is printed: the JSON that scripts lean on, the tab-separated tables, the sentences.

use clap::CommandFactory as _;
use serde_json::Value;

use crate::desk::Desk;

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn help_is_a_word_too() {
    let desk = Desk::bare();
    for (asked, is) in [
        (&["help"][..], &["--help"][..]),
        (&["help", "import"], &["import", "--help"]),
        (&["help", "plan", "level"], &["plan", "level", "--help"]),
        (&["help", "help"], &["--help"]),
        (&["--json", "help", "sync"], &["sync", "--help"]),
        (&["--plan", "help", "-v", "help", "sync"], &["sync", "--help"]),
    ] {
        let (asked, is) = (desk.args(asked), desk.args(is));
        assert_eq!((asked.code, asked.out), (0, is.out));
    }
    desk.refuses(&["help", "imprt"], 2, "import");
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
    assert_eq!(
        desk.run("today --count --json").json(),
        serde_json::json!({ "format": 1, "date": "2026-11-23", "due": 9, "overdue": 3, "problems": [] })
    );
    // What is remembered is not believed of a file that says something else.
    desk.does(&["skip", "primo", "2"]);
    assert_eq!(desk.run("today --count").out, "9 due, 2 overdue\n");
    assert_eq!(desk.run("today --count --today 2026-11-24").code, 0);
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
    assert_eq!(out.lines().count(), 12);
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
    let mut program = inroad::cli::Args::command();
    program.build();
    let shown = program.get_subcommands().filter(|sub| !sub.is_hide_set());
    let named = shown.flat_map(|sub| std::iter::once(sub).chain(sub.get_subcommands()));
    for name in named.filter_map(|sub| sub.get_bin_name()?.strip_prefix("inroad ")) {
        let help = desk.run(&format!("{name} --help"));
        assert_eq!(help.code, 0, "{name}");
        assert!(help.out.starts_with("Examples:\n  inroad "), "{name}\n{}", help.out);
    }
}

#[test]
fn check_tells_what_is_missing_and_ends_with_three() {
    let desk = Desk::demo();
    let outcome = desk.run("check --json");
    assert_eq!((outcome.code, outcome.err.as_str()), (3, ""));
    let found = outcome.json();
    assert_eq!(keys(&found), ["format", "findings", "problems"]);
    let primo = found["findings"].as_array().unwrap().iter().find(|each| each["account"] == "primo").unwrap();
    assert_eq!(keys(primo), ["account", "rule", "weight", "message", "field"]);
    assert_eq!((&primo["rule"], &primo["field"]), (&"source".into(), &"research.y9d3.source".into()));
    // What it names as a field is one.
    desk.does(&["set", "primo", "research.y9d3.source", "Trade letter"]);
    let left = desk.run("check primo");
    assert_eq!((left.code, left.out.lines().count()), (3, 1), "{}", left.out);
    let row = "primo\tdraft\t8\tTouch 7 has no draft. What would you say?\ttouches.g4k8.message\n";
    assert_eq!(left.out, row);
    desk.does(&["set", "primo", "touches.g4k8.message", "Dear Dana"]);
    let ready = desk.run("check primo");
    assert_eq!((ready.code, ready.out.as_str(), ready.err.as_str()), (0, "", "inroad: nothing is missing\n"));
    let won = desk.run("check marlowe");
    assert_eq!((won.code, won.err.as_str()), (0, "inroad: Marlowe Hearing is won, which is not judged\n"));
    assert_eq!(desk.run("check nobody").code, 2);
}

#[test]
fn how_ready_an_account_is_stands_in_lists_and_with_the_account() {
    let desk = Desk::demo();
    let of = |id: &str| desk.list("accounts").into_iter().find(|account| account["id"] == id).unwrap();
    assert_eq!((&of("primo")["readiness"], &of("marlowe-hearing")["readiness"]), (&96.into(), &Value::Null));
    let shown = desk.shows("primo");
    assert_eq!(keys(&shown["readiness"]), ["not_applicable", "percent", "missing"]);
    assert_eq!(shown["readiness"]["missing"].as_array().unwrap().len(), 2);
    assert_eq!(desk.shows("marlowe-hearing")["readiness"]["percent"], Value::Null);
    let told = desk.run("show primo").out;
    assert!(told.contains("ready 96 %") && told.contains("Missing (2)"), "{told}");
    let unready: Vec<Value> = desk.list("missing:economic");
    assert_eq!(unready.iter().map(|account| account["id"].as_str().unwrap()).collect::<Vec<_>>(), ["tessera-medical"]);
}

#[test]
fn a_rule_that_is_none_is_a_problem_with_its_line_and_one_that_is_off_is_asked_nowhere() {
    let desk = Desk::demo();
    let plan = desk.file("plan.toml");
    std::fs::write(desk.path("plan.toml"), format!("{plan}\n[readiness]\noff = [\"source\", \"two-poeple\"]\n"))
        .unwrap();
    let outcome = desk.run("check primo");
    assert!(outcome.out.starts_with("primo\tdraft\t"), "{}", outcome.out);
    let problems = desk.run("doctor --json").json()["problems"].clone();
    let line = format!("{plan}\n[readiness]\n").lines().count() + 1;
    assert_eq!((&problems[0]["file"], &problems[0]["line"]), (&"plan.toml".into(), &line.into()), "{problems}");
    assert!(problems[0]["message"].as_str().unwrap().contains("but two-people is"), "{problems}");
    let rules = desk.run("check --rules --json").json();
    assert!(rules["rules"].as_array().unwrap().len() > 30);
    assert!(desk.run("check --rules").out.contains("Nobody here can sign. Who owns the budget?"));
}

#[test]
fn in_a_team_the_day_is_narrowed_to_what_is_mine() {
    let account = |owner: &str| {
        format!(
            "name = \"Of {owner}\"\nowner = \"{owner}\"\nstage = \"in-sequence\"\n\
             [[next_steps]]\nid = \"n1\"\nwhat = \"Call\"\nby = 2026-11-23\n\
             [[next_steps]]\nid = \"n2\"\nwhat = \"Write\"\nby = 2026-11-20\nowner = \"sam\"\n"
        )
    };
    let desk = Desk::with(&[("hers", &account("kim")), ("his", &account("sam"))]);
    let plan = desk.file("plan.toml") + "\n[[members]]\nid = \"sam\"\n[[members]]\nid = \"kim\"\n";
    std::fs::write(desk.path("plan.toml"), plan).unwrap();
    desk.refuses(&["today", "--mine"], 2, "say which one you are");
    std::fs::create_dir_all(desk.home().join("config/inroad")).unwrap();
    let count = |me: &str| {
        std::fs::write(desk.home().join("config/inroad/config.toml"), format!("me = \"{me}\"\n")).unwrap();
        let lines = desk.does(&["today", "--mine"]).lines().count();
        (desk.does(&["today", "--mine", "--count"]).trim().to_owned(), lines)
    };
    assert_eq!(desk.does(&["today", "--count"]).trim(), "2 due, 2 overdue");
    assert_eq!(count("kim"), ("1 due, 0 overdue".to_owned(), 1));
    assert_eq!(count("sam"), ("1 due, 2 overdue".to_owned(), 3));
    assert_eq!(count("kim"), ("1 due, 0 overdue".to_owned(), 1), "whoever asked before");
    assert_eq!(desk.does(&["today", "--count"]).trim(), "2 due, 2 overdue");
}
