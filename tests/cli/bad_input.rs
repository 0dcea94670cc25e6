//! What bad input gets: a problem in plain words at the right line, the rest still there, the file untouched.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use serde_json::Value;

use crate::desk::{Desk, Outcome};

const GOOD: &str = "format = 1\nname = \"Acme\"\n";

fn problems(desk: &Desk) -> Vec<(String, u64, String)> {
    let told = desk.run("doctor --json").json();
    let one = |problem: &Value| {
        let text = |key: &str| problem[key].as_str().unwrap_or_default().to_owned();
        (text("file"), problem["line"].as_u64().unwrap_or(0), text("message"))
    };
    told["problems"].as_array().unwrap().iter().map(one).collect()
}

#[test]
fn a_bad_field_is_a_problem_at_its_line_and_costs_nothing_else() {
    let cases: [(&str, &str, u64, &str); 9] = [
        ("lots", "name = \"Bad\"\nvalue = \"lots\"\n", 2, "whole number"),
        ("impossible", "name = \"Bad\"\ntier = 1\nclose_by = 2026-02-31\n", 3, "date"),
        ("no-toml", "name = \"Bad\"\nthis is no toml\n", 2, "not TOML"),
        ("format", "name = \"Bad\"\nformat = 999\n", 2, "newer"),
        ("stage", "name = \"Bad\"\nstage = \"winning\"\n", 2, "in-sequence"),
        (
            "twins",
            "name = \"Bad\"\n[[people]]\nid = \"a\"\nname = \"A\"\n[[people]]\nid = \"a\"\nname = \"B\"\n",
            6,
            "“a”",
        ),
        ("stranger", "name = \"Bad\"\n[[sequences]]\nid = \"s1\"\nto = { first = \"nobody\" }\n", 4, "nobody"),
        ("conflict", "name = \"Bad\"\n<<<<<<< ours\ntier = 1\n=======\ntier = 2\n>>>>>>> theirs\n", 2, "conflict"),
        ("nested", "name = \"Bad\"\n[[meetings]]\nid = \"m1\"\nat = \"soon\"\n", 4, "at"),
    ];
    for (what, text, line, says) in cases {
        let desk = Desk::with(&[("acme", GOOD), ("bad", text)]);
        let before = desk.tree();
        let found = problems(&desk);
        assert!(
            found
                .iter()
                .any(|(file, at, message)| file == "accounts/bad.toml" && *at == line && message.contains(says)),
            "{what}: {found:?}"
        );
        let list = desk.run("list --json").json();
        let names: Vec<&str> =
            list["accounts"].as_array().unwrap().iter().map(|account| account["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["Acme", "Bad"], "{what}");
        assert!(!list["problems"].as_array().unwrap().is_empty(), "{what}");
        assert_eq!(desk.tree(), before, "{what}");
    }
}

#[test]
fn a_bad_field_stays_as_it_is_when_another_is_edited() {
    let desk = Desk::with(&[("bad", "name = \"Bad\"\nvalue = \"lots\"   # ask Kim\nstage = \"winning\"\ntier = 2\n")]);
    desk.does(&["set", "bad", "tier", "1"]);
    assert_eq!(
        desk.file("accounts/bad.toml"),
        "name = \"Bad\"\nvalue = \"lots\"   # ask Kim\nstage = \"winning\"\ntier = 1\n"
    );
}

#[test]
fn what_can_not_be_understood_whole_is_read_only() {
    for text in ["name = \"Bad\"\nthis is no toml\n", "name = \"Bad\"\nformat = 999\n"] {
        let desk = Desk::with(&[("bad", text)]);
        let refused = desk.run("set bad tier 1");
        assert_eq!(refused.code, 1);
        assert!(refused.err.contains("can't be changed"), "{}", refused.err);
        assert_eq!(desk.file("accounts/bad.toml"), text);
    }
}

#[test]
fn what_is_no_file_at_all_is_told_and_nobody_waits_for_it() {
    let desk = Desk::with(&[("acme", GOOD)]);
    let at = |name: &str| desk.path(&format!("accounts/{name}"));
    assert!(Command::new("mkfifo").arg(at("fifo.toml")).status().unwrap().success());
    fs::create_dir(at("folder.toml")).unwrap();
    symlink(at("loop.toml"), at("loop.toml")).unwrap();
    fs::write(at("latin.toml"), b"name = \"Caf\xe9\"\n").unwrap();
    fs::write(at("huge.toml"), format!("name = \"Huge\"\nwhy = \"{}\"\n", "x".repeat(1 << 20))).unwrap();
    let found = problems(&desk);
    for (name, says) in
        [("fifo", "no ordinary file"), ("folder", "a folder"), ("loop", "link"), ("latin", "UTF-8"), ("huge", "MiB")]
    {
        let file = format!("accounts/{name}.toml");
        let told = found.iter().find(|(path, ..)| *path == file).map(|(.., message)| message.as_str());
        assert!(told.is_some_and(|message| message.contains(says)), "{name}: {found:?}");
    }
    let list = desk.run("list --json").json();
    assert!(list["accounts"].as_array().unwrap().iter().any(|account| account["id"] == "acme"));
}

#[test]
fn what_other_programs_leave_behind_is_no_account() {
    let desk = Desk::with(&[("acme", GOOD)]);
    for name in
        ["acme.sync-conflict-20261123-120000-ABC.toml", "acme.toml~", ".acme.toml.swp", "acme.toml.orig", "notes.txt"]
    {
        fs::write(desk.path(&format!("accounts/{name}")), "name = \"Left\"\n").unwrap();
    }
    let list = desk.run("list --json").json();
    assert_eq!(list["accounts"].as_array().unwrap().len(), 1);
    // What holds somebody's work is told.
    let told: Vec<String> = problems(&desk).into_iter().map(|(file, ..)| file).collect();
    assert_eq!(told, ["accounts/acme.sync-conflict-20261123-120000-ABC.toml"]);
}

#[test]
fn a_bad_plan_file_and_a_bad_playbook_hide_no_account() {
    let desk = Desk::with(&[("acme", GOOD)]);
    fs::write(desk.path("plan.toml"), "format = 1\nwhy = 3\n[calendar]\nworking_days = [\"mon\", \"funday\"]\n")
        .unwrap();
    fs::write(desk.path("playbooks/mine.toml"), "name = \"Mine\"\n[[touches]]\nchannel = \"pigeon\"\n").unwrap();
    let found = problems(&desk);
    for (file, line) in [("plan.toml", 2), ("plan.toml", 4), ("playbooks/mine.toml", 3)] {
        assert!(found.iter().any(|(path, at, _)| path == file && *at == line), "{file}:{line}: {found:?}");
    }
    assert_eq!(desk.run("list --json").json()["accounts"].as_array().unwrap().len(), 1);
}

#[test]
fn no_byte_of_a_file_reaches_the_terminal_as_control() {
    let hostile = "name = \"A\\u001b]52;c;aGk=\\u0007\\u202eB\"\nwhy = \"\\u009b31m $(x) {{ 7*7 }}\"\n";
    let desk = Desk::with(&[("acme", hostile)]);
    for words in ["list", "show acme", "today", "list --json", "doctor"] {
        let outcome = desk.run(words);
        let bad = |c: char| (c.is_control() && c != '\n' && c != '\t') || c == '\u{202e}';
        assert!(!outcome.out.chars().any(bad) && !outcome.err.chars().any(bad), "{words}: {:?}", outcome.out);
    }
}

#[test]
fn names_can_not_lead_out_of_the_plan() {
    let desk = Desk::empty();
    for name in ["../../.ssh/x", "-rf", "CON", "aux.toml", "$(x)", "/etc/passwd", "…", "北京公司"] {
        desk.does(&["add", "--", name]);
    }
    let files: Vec<String> = desk.tree().into_iter().map(|(path, _)| path.display().to_string()).collect();
    assert_eq!(files.iter().filter(|path| path.starts_with("accounts/")).count(), 8, "{files:?}");
    for path in files.iter().filter_map(|path| path.strip_prefix("accounts/")) {
        let stem = path.strip_suffix(".toml").unwrap();
        assert!(stem.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{path}");
        assert!(!["con", "aux", ""].contains(&stem), "{path}");
    }
}

#[test]
fn all_mistakes_of_the_settings_are_told_at_once_with_their_lines() {
    let desk = Desk::demo();
    let folder = desk.home().join("config/inroad");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), "theme = \"sepia\"\nfrob = 1\n[keys]\n\"touch.dnoe\" = \"d\"\n").unwrap();
    let outcome = desk.run("today --count");
    assert_eq!(outcome.out, "9 due, 3 overdue\n");
    let lines: Vec<&str> = outcome.err.lines().collect();
    assert_eq!(lines.len(), 3, "{}", outcome.err);
    for (line, part) in
        lines.iter().zip(["config.toml:1:1: theme", "config.toml:2:1: config.toml has no key", "config.toml:4:1: keys"])
    {
        assert!(line.contains(part), "{line}");
    }
}

#[test]
fn without_a_terminal_the_screen_is_a_sentence_and_exit_code_2() {
    let outcome = Desk::demo().run("");
    assert_eq!((outcome.code, outcome.out.as_str()), (2, ""));
    assert!(outcome.err.contains("terminal"), "{}", outcome.err);
}

#[test]
fn a_text_that_is_too_long_for_a_field_is_refused_and_the_file_stays() {
    let desk = Desk::with(&[("acme", GOOD)]);
    let before = desk.tree();
    let long = "x".repeat(70 << 10);
    for words in [
        &["set", "acme", "why", &long][..],
        &["add", &long],
        &["add", "acme", "research", &long],
        &["add", "acme", "log", &long],
        &["answer", "acme", "replied", "--text", &long],
    ] {
        desk.refuses(words, 2, "70 KiB long, and a field holds 64");
        assert_eq!(desk.tree(), before, "{}", words[0]);
    }
    desk.does(&["set", "acme", "why", &"x".repeat(64 << 10)]);
    assert_eq!(problems(&desk), []);
}

#[test]
fn a_field_that_is_too_long_already_is_a_problem_and_the_rest_can_be_edited() {
    let long = format!("{GOOD}why = \"{}\"\n\n[[people]]\nid = \"a\"\nname = \"A\"\n", "x".repeat(70 << 10));
    let desk = Desk::with(&[("acme", &long)]);
    let found = problems(&desk);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].0.as_str(), found[0].1), ("accounts/acme.toml", 3));
    assert!(found[0].2.contains("why: this is 70 KiB long"), "{}", found[0].2);
    desk.does(&["set", "acme", "people.a.title", "CMO"]);
    assert_eq!(desk.file("accounts/acme.toml"), format!("{long}title = \"CMO\"\n"));
}

#[test]
fn a_limit_on_the_size_of_files_is_told_and_kills_nobody() {
    let desk = Desk::with(&[("acme", GOOD)]);
    let before = desk.tree();
    let program = desk.program();
    let mut shell = assert_cmd::Command::new("/bin/sh");
    shell.args(["-c", "ulimit -f 0; exec \"$0\" set acme why x"]).arg(program.get_program());
    for (name, value) in program.get_envs() {
        shell.env(name, value.unwrap_or_default());
    }
    let ran = Outcome::of(&mut shell);
    assert!(ran.code == 1 && ran.err.contains("not saved"), "{} {}", ran.code, ran.err);
    assert_eq!(desk.tree(), before);
}

#[test]
fn what_the_disk_refuses_is_said_in_words_with_the_path() {
    let desk = Desk::demo();
    let folder = desk.path("").display().to_string();
    let missing = "nowhere: there is no such file";
    let cases: [(&[&str], &str); 7] = [
        (&["answer", "--mail", "nowhere"], missing),
        (&["--plain", "--input", "nowhere"], missing),
        (&["import", "nowhere"], missing),
        (&["import", "nowhere.json"], "nowhere.json: there is no such file"),
        (&["answer", "--mail", &folder], "this is a folder, not a file"),
        (&["--plain", "--input", &folder], "it is a folder, and a file is wanted"),
        (&["export", "csv", "--out", &"x".repeat(300)], "the name is too long; nothing was written"),
    ];
    for (args, words) in cases {
        let said = desk.args(args);
        assert!(said.code == 1 && said.err.contains(words), "{args:?}: {} {}", said.code, said.err);
        assert!(!said.err.contains("os error"), "{args:?}: {}", said.err);
    }
}

#[test]
fn a_config_that_is_no_text_or_no_file_says_so_and_where() {
    let desk = Desk::demo();
    let config = desk.home().join("config/inroad/config.toml");
    std::fs::create_dir_all(&config).unwrap();
    let said = desk.run("today --count");
    assert!(said.err.contains("config.toml: it is a folder, and a file is wanted") && said.code == 0, "{}", said.err);
    std::fs::remove_dir(&config).unwrap();
    std::fs::write(&config, b"why = \"a\"\nme = \"\xff\"\n").unwrap();
    let said = desk.run("today --count");
    assert!(said.err.contains("config.toml:2:7: this is not UTF-8 text; save it as UTF-8"), "{}", said.err);
}

#[test]
fn a_journal_that_is_none_is_told_where_it_lies() {
    let desk = Desk::demo();
    assert_eq!(desk.run("set primo tier 2").code, 0);
    let plans = desk.home().join("state/inroad/plans");
    let state = std::fs::read_dir(plans).unwrap().next().unwrap().unwrap().path();
    std::fs::remove_file(state.join("journal")).unwrap();
    std::fs::create_dir(state.join("journal")).unwrap();
    let told = "/journal: it is a folder, and a file is wanted; there is no undo in another run";
    for (words, code) in [("history", 1), ("set primo tier 1", 0)] {
        let said = desk.run(words);
        assert!(said.code == code && said.err.contains(told), "{words}: {} {}", said.code, said.err);
    }
    let said = desk.run("doctor");
    assert!(said.code == 3 && said.out.contains(told), "{} {}", said.code, said.out);
}

#[test]
fn whoever_asks_for_their_own_and_is_nobody_here_is_named() {
    let desk = Desk::demo();
    std::fs::create_dir_all(desk.home().join("config/inroad")).unwrap();
    std::fs::write(desk.home().join("config/inroad/config.toml"), "me = \"zora\"\n").unwrap();
    for words in ["list owner:me", "list --mine", "list touches owner:me", "today --mine", "today --count --mine"] {
        let said = desk.run(words);
        let told = "config.toml says that you are “zora”, and the plan knows sam";
        assert!(said.code == 2 && said.err.contains(told), "{words}: {} {}", said.code, said.err);
    }
}

#[test]
fn a_demo_has_its_bounds_and_a_mistake_no_colours_where_none_are_wanted() {
    let desk = Desk::bare();
    for (args, words) in [
        (&["demo", "x", "--accounts", "99999999"][..], "from 1 to 50,000 accounts"),
        (&["demo", "x", "--accounts", "0"], "from 1 to 50,000 accounts"),
        (&["demo", "x", "--accounts", "10", "--seed", "abc"], "a seed is a number from 0 on"),
    ] {
        let said = desk.args(args);
        assert!(said.code == 2 && said.err.contains(words), "{args:?}: {} {}", said.code, said.err);
    }
    for (args, is_plain) in [(&["--color", "never", "nope"][..], true), (&["--color=always", "nope"], false)] {
        let said = desk.args(args);
        assert_eq!(!said.err.contains('\u{1b}'), is_plain, "{args:?}: {:?}", said.err);
    }
}
