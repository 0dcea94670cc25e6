//! Where plans and settings are looked for, and which of two that are named counts.

use std::fs;

use crate::desk::{Desk, Outcome};

const CONFIG: &str = "config/inroad/config.toml";

fn settings(desk: &Desk, text: &[u8]) {
    fs::create_dir_all(desk.home().join("config/inroad")).unwrap();
    fs::write(desk.home().join(CONFIG), text).unwrap();
}

#[test]
fn an_option_goes_before_the_environment_wherever_it_stands() {
    let desk = Desk::empty();
    let other = desk.home().join("other");
    desk.does(&["demo", "--no-open", other.to_str().unwrap()]);
    assert_eq!(desk.list("accounts").len(), 0);
    let named = ["--plan", other.to_str().unwrap(), "--today", "2026-11-24"];
    for args in [[&named[..], &["today", "--json"]].concat(), [&["today", "--json"], &named[..]].concat()] {
        let today = desk.args(&args).json();
        assert_eq!(today["date"], "2026-11-24", "{args:?}");
        assert_eq!(today["touches"].as_array().unwrap().iter().filter(|each| each["overdue"] == true).count(), 6);
    }
}

#[test]
fn without_a_name_the_plan_lies_among_the_users_data() {
    let desk = Desk::bare();
    let run = |args: &[&str]| Outcome::of(desk.program().env_remove("INROAD_PLAN").args(args));
    assert_eq!(run(&["init"]).code, 0);
    assert_eq!(run(&["add", "Primo"]).out, "primo\n");
    let folder = desk.home().join("data/inroad/plan");
    assert!(folder.join("plan.toml").is_file() && folder.join("accounts/primo.toml").is_file());
    // A relative folder in an XDG variable is to be ignored, says its specification.
    let relative = Outcome::of(desk.program().env_remove("INROAD_PLAN").env("XDG_DATA_HOME", "data").arg("list"));
    assert_eq!(relative.code, 1);
    assert!(relative.err.starts_with(&format!("inroad: {}/", desk.home().display())), "{}", relative.err);
}

#[test]
fn a_demo_without_a_name_lies_in_a_folder_of_its_own() {
    let desk = Desk::bare();
    let demo = Outcome::of(desk.program().env_remove("INROAD_PLAN").args(["demo", "--no-open"]));
    assert_eq!(demo.code, 0, "{}", demo.err);
    assert!(desk.home().join("state/inroad/demo-2026-11-23/plan.toml").is_file());
    assert!(!desk.home().join("data").exists(), "the default plan is left alone");
}

#[test]
fn a_demo_that_can_not_be_opened_is_there_all_the_same() {
    let desk = Desk::bare();
    desk.refuses(&["demo"], 2, "the screen needs a terminal");
    assert_eq!(desk.list("accounts").len(), 12);
    desk.refuses(&["demo"], 2, "the screen needs a terminal");
    assert_eq!(desk.list("accounts").len(), 12, "opened again it goes on where one left it");
}

#[test]
fn nothing_is_made_where_something_is() {
    let desk = Desk::demo();
    let before = desk.tree();
    fs::create_dir(desk.home().join("mine")).unwrap();
    fs::write(desk.home().join("mine/letter.txt"), "Dear Dana").unwrap();
    for folder in ["plan", "mine"] {
        let folder = desk.home().join(folder);
        for command in [&["init"][..], &["demo", "--no-open"], &["demo", "--no-open", "--accounts", "3"]] {
            desk.refuses(&[command, &[folder.to_str().unwrap()]].concat(), 1, "is not empty; choose a folder that is");
        }
    }
    assert_eq!(desk.tree(), before);
    assert_eq!(fs::read_dir(desk.home().join("mine")).unwrap().count(), 1);
}

#[test]
fn a_plan_that_is_no_folder_is_told_in_words() {
    let desk = Desk::bare();
    let file = desk.home().join("letter.txt");
    fs::write(&file, "Dear Dana").unwrap();
    let looked = desk.args(&["doctor", "--plan", file.to_str().unwrap()]);
    assert!(looked.code == 3 && looked.out.contains("letter.txt is no folder; a plan is one"), "{}", looked.out);
    for command in ["list", "init"] {
        desk.refuses(&[command, "--plan", file.to_str().unwrap()], 1, "letter.txt is no folder; a plan is one");
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "Dear Dana");
}

#[test]
fn what_is_not_there_makes_no_folder() {
    let desk = Desk::bare();
    assert_eq!(desk.run("doctor").code, 3);
    assert_eq!(fs::read_dir(desk.home()).unwrap().count(), 0);
    for words in ["list", "today", "add Primo", "show primo", "done primo 1"] {
        let desk = Desk::bare();
        desk.refuses(&words.split(' ').collect::<Vec<_>>(), 1, "holds no plan; `inroad init ");
        assert_eq!(fs::read_dir(desk.home()).unwrap().count(), 0, "{words}");
    }
}

#[test]
fn one_file_of_settings_or_another() {
    let desk = Desk::demo();
    settings(&desk, b"frob = 1\n");
    let other = desk.home().join("other.toml");
    fs::write(&other, "glyphs = \"emoji\"\n").unwrap();
    let usual = desk.run("today --count");
    assert!(usual.err.contains("config/inroad/config.toml:1:1: config.toml has no key “frob”"), "{}", usual.err);
    let named = desk.args(&["--config", other.to_str().unwrap(), "today", "--count"]);
    assert!(named.err.contains("other.toml:1:10: glyphs: “emoji” is none of"), "{}", named.err);
    assert!(!named.err.contains("frob"), "{}", named.err);
    assert_eq!(usual.out, named.out);
}

#[test]
fn settings_that_can_not_be_read_hinder_nothing() {
    let good = Desk::demo().run("today").out;
    // Without a text a folder lies where the file should.
    let cases: [(Option<&[u8]>, &str); 4] = [
        (Some(b"me = \"sam\"\nthis is no toml\n"), "config.toml:2:6: this is not TOML"),
        (Some(b"mouse = \"yes\"\n"), "config.toml:1:9: mouse: expected true or false"),
        (Some(b"me = \"\xe9\"\n"), "config.toml:1:7: this is not UTF-8 text"),
        (None, "config.toml: it is a folder, and a file is wanted"),
    ];
    for (text, says) in cases {
        let desk = Desk::demo();
        match text {
            Some(text) => settings(&desk, text),
            None => fs::create_dir_all(desk.home().join(CONFIG)).unwrap(),
        }
        let outcome = desk.run("today");
        assert_eq!((outcome.code, outcome.out.as_str()), (0, good.as_str()), "{says}: {}", outcome.err);
        assert!(outcome.err.contains(says), "{says}: {}", outcome.err);
    }
}

#[test]
fn doctor_tells_where_everything_lies() {
    let desk = Desk::demo();
    let told = desk.run("doctor");
    assert_eq!((told.code, told.err.as_str()), (0, ""), "{}", told.out);
    for part in [desk.path("accounts").parent().unwrap(), &desk.home().join(CONFIG), &desk.home().join("state/inroad")]
    {
        assert!(told.out.contains(part.to_str().unwrap()), "{}\n{}", part.display(), told.out);
    }
    let json = desk.run("doctor --json").json();
    assert_eq!((&json["format"], &json["accounts"]), (&1.into(), &12.into()));
    assert_eq!(json["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn what_is_to_be_trusted_has_to_be_there() {
    Desk::bare().refuses(&["trust", "/nope"], 1, "/nope: there is no such folder");
}

#[test]
fn what_is_saved_where_nothing_is_remembered_for_undo_says_so() {
    let desk = Desk::with(&[("primo", "name = \"Primo\"\n")]);
    let file = desk.home().join("no-folder");
    fs::write(&file, "").unwrap();
    let run = |args: &[&str]| Outcome::of(desk.program().env("XDG_STATE_HOME", &file).args(args));
    let said = run(&["set", "primo", "tier", "2"]);
    assert!(said.code == 0 && desk.file("accounts/primo.toml").contains("tier = 2"), "{}", said.err);
    assert!(said.err.contains("saved, but ") && said.err.contains("there is no undo in another run"), "{}", said.err);
    // What changes nothing needs no undo.
    assert_eq!(run(&["set", "primo", "tier", "2"]).err, "");
    let said = run(&["doctor"]);
    assert_eq!(said.code, 3, "{}{}", said.out, said.err);
    assert!(said.out.contains("nothing can be written into"), "{}", said.out);
}

#[test]
fn a_variable_that_is_empty_is_one_that_is_not_set() {
    let desk = Desk::demo();
    let plan = desk.path("");
    let run = |words: &[&str]| {
        let mut program = desk.program();
        for name in ["INROAD_PLAN", "INROAD_TODAY", "INROAD_PLAIN"] {
            program.env(name, "");
        }
        crate::desk::Outcome::of(program.args(words))
    };
    let listed = run(&["--plan", plan.to_str().unwrap(), "list"]);
    assert_eq!((listed.code, listed.out.lines().count()), (0, 12), "{}", listed.err);
    let counted = run(&["--plan", plan.to_str().unwrap(), "--today", "2026-11-23", "today", "--count"]);
    assert_eq!(counted.code, 0, "{}", counted.err);
    // Without a word the plan is the default one.
    let none = run(&["list"]);
    assert!(none.code == 1 && none.err.contains("data/inroad"), "{}", none.err);
}

#[test]
fn a_plan_that_has_lost_its_plan_toml_gets_a_new_one_and_nothing_else_is_touched() {
    let desk = Desk::demo();
    fs::remove_file(desk.path("plan.toml")).unwrap();
    let before = desk.tree();
    for words in ["list", "doctor", "today --count", "sync"] {
        let told = desk.run(words);
        assert!(told.code != 0, "{words}");
        let all = format!("{}{}", told.out, told.err);
        assert!(all.contains("its plan.toml is gone: bring it back from a copy; or `inroad init "), "{words}: {all}");
    }
    assert!(desk.tree() == before);
    let told = desk.does(&["init", desk.path("").to_str().unwrap()]);
    assert!(told.contains("has a new plan.toml; everything else in it is as it was"), "{told}");
    let after = desk.tree();
    assert!(before.iter().all(|file| after.contains(file)) && after.len() == before.len() + 1);
    assert_eq!(desk.list("accounts").len(), 12);
    desk.refuses(&["init", desk.path("").to_str().unwrap()], 1, "is not empty");
}

#[test]
fn a_plan_toml_that_git_knows_is_brought_back_and_not_made_anew() {
    let desk = Desk::demo();
    let git = |words: &[&str]| {
        let mut git = std::process::Command::new("git");
        git.arg("-C").arg(desk.path("")).args(["-c", "user.name=A", "-c", "user.email=a@b.example"]);
        assert!(git.args(words).output().unwrap().status.success(), "{words:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "x"]);
    let sound = desk.file("plan.toml");
    fs::remove_file(desk.path("plan.toml")).unwrap();
    desk.refuses(&["init", desk.path("").to_str().unwrap()], 1, "checkout HEAD -- plan.toml` brings it back");
    git(&["checkout", "HEAD", "--", "plan.toml"]);
    assert_eq!(desk.file("plan.toml"), sound);
}

#[test]
fn a_new_plan_has_no_part_in_the_history_of_one_that_lay_there_before() {
    let desk = Desk::demo();
    desk.does(&["set", "primo", "why", "The old one"]);
    let plan = desk.path("");
    std::fs::remove_dir_all(&plan).unwrap();
    let made = desk.args(&["init", plan.to_str().unwrap()]);
    assert!(
        made.code == 0 && made.err.contains("another plan lay in") && made.err.contains("-before-1"),
        "{}",
        made.err
    );
    desk.does(&["add", "Globex"]);
    assert_eq!(desk.run("history").out.lines().count(), 1);
    assert_eq!(desk.run("undo").code, 0);
    desk.refuses(&["undo"], 1, "nothing to undo");
    assert_eq!(desk.run("list").out, "");
}
