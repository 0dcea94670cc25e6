//! A folder full of things that can't be read, all at once: each is told, none hides another, none is changed.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::desk::Desk;

/// The file's stem, its text, the line of its problem, and what is said there.
const TEXTS: [(&str, &[u8], u64, &str); 13] = [
    ("conflict", b"name = \"Conflict\"\n<<<<<<< ours\ntier = 1\n=======\n>>>>>>> theirs\n", 2, "that git left here"),
    ("future", b"format = 999\nname = \"Future\"\n", 1, "a newer inroad reads it"),
    ("impossible", b"name = \"Impossible\"\ntier = 1\nrevisit = 2026-02-30\n", 3, "invalid date"),
    ("latin", b"format = 1\nname = \"Caf\xe9\"\n", 2, "is not UTF-8"),
    ("lots", b"name = \"Lots\"\nvalue = \"lots\"\n", 2, "expected a whole number, found “lots”"),
    ("many", b"name = \"Many\"\ntier = \"one\"\nstage = \"wooing\"\n", 3, "none of target"),
    ("nameless", b"name = [\"Nameless\"]\ntier = 1\n", 1, "expected a text in quotes"),
    (
        "nested",
        b"name = \"Nested\"\n[[sequences]]\nid = \"s1\"\n[[sequences.touches]]\nid = \"t1\"\nday = -1\n",
        6,
        "day",
    ),
    ("no-toml", b"name = \"No TOML\"\nDear Dana,\n", 2, "this is not TOML"),
    ("nul", b"name = \"Nul\"\nwhy = \"a\0b\"\n", 2, "this is not TOML"),
    ("stranger", b"name = \"Stranger\"\n[[sequences]]\nid = \"s1\"\nto = { first = \"ghost\" }\n", 4, "is nobody here"),
    ("twins", b"name = \"Twins\"\n[[people]]\nid = \"d\"\n[[people]]\nid = \"d\"\n", 5, "two of people have the id"),
    ("utf16", b"\xff\xfen\0a\0m\0e\0", 1, "is not UTF-8"),
];

/// Whose text can be patched although not all of it was understood.
const EDITABLE: [&str; 6] = ["lots", "many", "nameless", "nested", "stranger", "twins"];

fn full() -> Desk {
    let desk = Desk::with(&[("good", "format = 1\nname = \"Good\"\ntier = 1\n")]);
    let at = |name: &str| desk.path(&format!("accounts/{name}"));
    for (stem, text, ..) in TEXTS {
        fs::write(at(&format!("{stem}.toml")), text).unwrap();
    }
    fs::write(at("huge.toml"), format!("name = \"Huge\"\nwhy = \"{}\"\n", "x".repeat(1 << 20))).unwrap();
    assert!(Command::new("mkfifo").arg(at("pipe.toml")).status().unwrap().success());
    fs::create_dir(at("folder.toml")).unwrap();
    symlink("loop.toml", at("loop.toml")).unwrap();
    symlink("missing.toml", at("dangling.toml")).unwrap();
    // The first holds the losing side of a conflict, the others nothing that is not elsewhere.
    for name in ["good.sync-conflict-20261101-101010-ABCDEF.toml", "good.toml~", ".good.toml.swp", "#good.toml#"] {
        fs::write(at(name), "name = \"Left behind\"\nvalue = \"lots\"\n").unwrap();
    }
    desk
}

/// Names, kinds and bytes of everything in the folder of accounts.
fn contents(desk: &Desk) -> Vec<(PathBuf, Option<Vec<u8>>)> {
    let paths = fs::read_dir(desk.path("accounts")).unwrap().map(|entry| entry.unwrap().path());
    let bytes = |path: &Path| path.symlink_metadata().unwrap().is_file().then(|| fs::read(path).unwrap());
    let mut all: Vec<_> = paths.map(|path| (path.clone(), bytes(&path))).collect();
    all.sort();
    all
}

#[test]
fn each_is_a_problem_at_its_line_and_the_others_are_there() {
    let desk = full();
    let before = contents(&desk);
    let doctor = desk.run("doctor --json").json();
    let problems = doctor["problems"].as_array().unwrap();
    let whole = [
        ("huge", "larger than 1 MiB"),
        ("pipe", "no ordinary file"),
        ("folder", "a folder"),
        ("loop", "a link that leads nowhere"),
        ("dangling", "a link that leads nowhere"),
    ];
    let whole = whole.map(|(stem, says)| (stem, 0, says));
    for (stem, line, says) in TEXTS.map(|(stem, _, line, says)| (stem, line, says)).into_iter().chain(whole) {
        let file = format!("accounts/{stem}.toml");
        let own: Vec<_> = problems.iter().filter(|problem| problem["file"] == file.as_str()).collect();
        let told = own.iter().any(|own| own["line"] == line && own["message"].as_str().unwrap().contains(says));
        assert!(told, "{stem}: {own:?}");
        for own in own {
            let message = own["message"].as_str().unwrap();
            assert!(!message.contains("os error") && !message.contains('\n'), "{stem}: {message}");
        }
    }
    let left_behind = |problem: &&serde_json::Value| problem["file"].as_str().unwrap().contains("good");
    let told: Vec<&str> =
        problems.iter().filter(left_behind).filter_map(|problem| problem["message"].as_str()).collect();
    assert!(matches!(told.as_slice(), [only] if only.contains("put this aside")), "{told:?}");

    let list = desk.run("list --json").json();
    assert_eq!(list["problems"], doctor["problems"]);
    let names: Vec<&str> =
        list["accounts"].as_array().unwrap().iter().map(|account| account["name"].as_str().unwrap()).collect();
    // By its name where that can be read, otherwise by the file's.
    for name in ["Good", "Conflict", "Future", "Impossible", "latin", "Lots", "nameless", "Twins", "huge", "pipe"] {
        assert!(names.contains(&name), "{name}: {names:?}");
    }
    assert!(!names.contains(&"Left behind"), "{names:?}");
    for words in ["list", "today", "list people", "show lots"] {
        let told = desk.run(words);
        assert_eq!(told.code, 0, "{words}");
        assert!(words == "show lots" || told.err.contains("more; `inroad doctor` tells all"), "{words}: {}", told.err);
    }
    desk.refuses(&["show", "pipe"], 1, "accounts/pipe.toml: this is no ordinary file");
    desk.refuses(&["show", "latin", "--json"], 1, "accounts/latin.toml:2:12: this is not UTF-8 text");
    assert_eq!(contents(&desk), before);
}

#[test]
fn one_line_that_is_no_toml_is_told_once() {
    let conflict = "name = \"Bad\"\n<<<<<<< ours\ntier = 1\n=======\ntier = 2\n>>>>>>> theirs\n";
    let cases: [(&str, &[&str]); 4] = [
        (conflict, &["2:1", "4:1", "6:1"]),
        ("name = \"Bad\"\n<<<<<<< HEAD\n", &["2:1"]),
        ("name = \"Bad\"\nDear Dana, how are you? = = [[\n", &["2:6"]),
        ("name = \"Bad\"\nrevisit = 2026-02-30\n", &["2:11"]),
    ];
    for (text, places) in cases {
        let desk = Desk::with(&[("bad", text)]);
        let told = desk.run("doctor").out;
        let own = told.lines().filter_map(|line| line.strip_prefix("accounts/bad.toml:")?.split(": ").next());
        assert_eq!(own.collect::<Vec<_>>(), places, "{text}{told}");
    }
}

#[test]
fn what_is_understood_can_be_edited_and_the_rest_stays_to_the_byte() {
    let desk = full();
    for (stem, text, ..) in TEXTS {
        let before = contents(&desk);
        let outcome = desk.args(&["set", stem, "industry", "Beverages"]);
        if EDITABLE.contains(&stem) {
            assert_eq!(outcome.code, 0, "{stem}: {}", outcome.err);
            let after = desk.file(&format!("accounts/{stem}.toml"));
            let without = after.replacen("industry = \"Beverages\"\n", "", 1);
            assert_eq!(without, std::str::from_utf8(text).unwrap(), "{stem}");
            desk.does(&["set", stem, "industry", ""]);
        } else {
            assert_eq!((outcome.code, outcome.out.as_str()), (1, ""), "{stem}");
            assert!(outcome.err.contains("can't be changed"), "{stem}: {}", outcome.err);
            let place = format!("can't be changed: accounts/{stem}.toml:");
            assert!(stem == "future" || outcome.err.contains(&place), "{stem}: {}", outcome.err);
        }
        assert_eq!(contents(&desk), before, "{stem}");
    }
    let before = contents(&desk);
    for stem in ["huge", "pipe", "folder", "loop", "dangling"] {
        desk.refuses(&["set", stem, "industry", "Beverages"], 1, "can't be changed");
    }
    assert_eq!(contents(&desk), before);
}

#[test]
fn a_new_account_takes_the_place_of_nothing() {
    let desk = full();
    let before = contents(&desk);
    for name in ["Pipe", "Folder", "Loop", "Dangling", "Latin", "Lots"] {
        let id = desk.does(&["add", name]);
        assert_eq!(id, format!("{}-2\n", name.to_lowercase()));
    }
    let after = contents(&desk);
    for entry in before {
        assert!(after.contains(&entry), "{}", entry.0.display());
    }
}

#[test]
fn whatever_looks_at_all_accounts_says_which_it_could_not_read() {
    let desk = Desk::with(&[("good", "name = \"Good\"\n"), ("latin", "name = \"Caf\u{e9}\"\n")]);
    fs::write(desk.path("accounts/latin.toml"), b"name = \"Caf\xe9\"\n").unwrap();
    fs::write(desk.path("accounts/empty.toml"), "").unwrap();
    for words in ["list", "today", "check", "review", "insights", "plan forecast", "plan level", "export csv"] {
        let told = desk.run(words).err;
        for problem in ["accounts/latin.toml:1:12: this is not UTF-8 text", "accounts/empty.toml:1:1: it is empty"] {
            assert!(told.contains(problem), "{words}: {told}");
        }
    }
    // Twice, since what was counted is remembered.
    for _ in 0..2 {
        let count = desk.run("today --count");
        assert!(count.code == 0 && count.err.contains("accounts/latin.toml:1:12"), "{}", count.err);
    }
    for words in ["today --json", "today --count --json", "check --json"] {
        let told = desk.run(words).json();
        let files = told["problems"].as_array().unwrap().iter().map(|problem| problem["file"].as_str().unwrap());
        assert!(files.clone().any(|file| file == "accounts/latin.toml"), "{words}: {told}");
    }
}

#[test]
fn what_everything_rests_on_is_told_by_every_command() {
    let desk = Desk::with(&[("good", "format = 1\nname = \"Good\"\n")]);
    fs::write(desk.path("plan.toml"), "format = 1\nwhy = \"x\n").unwrap();
    for words in ["list", "today", "log good hello", "plan level", "list playbooks"] {
        let told = desk.run(words);
        assert!(told.err.contains("plan.toml:2:"), "{words}: {}", told.err);
    }
    desk.refuses(&["away", "fri", "fri"], 1, "plan.toml:2:");
    assert_eq!(desk.file("plan.toml"), "format = 1\nwhy = \"x\n");
}

#[test]
fn nothing_is_begun_from_a_playbook_that_can_t_be_read() {
    let desk = Desk::with(&[("good", "format = 1\nname = \"Good\"\n")]);
    fs::create_dir_all(desk.path("playbooks")).unwrap();
    for text in ["[[touches]]\nday = 1\nchannel = \"call\n", "format = 7\n[[touches]]\nday = 1\n"] {
        fs::write(desk.path("playbooks/mine.toml"), text).unwrap();
        desk.refuses(&["start", "good", "--playbook", "mine"], 1, "playbooks/mine.toml:");
        assert_eq!(desk.file("accounts/good.toml"), "format = 1\nname = \"Good\"\n");
    }
}

#[test]
fn where_the_accounts_can_t_be_listed_nothing_is_said_of_the_plan() {
    let desk = Desk::with(&[]);
    fs::remove_dir_all(desk.path("accounts")).unwrap();
    fs::write(desk.path("accounts"), "").unwrap();
    for words in ["today", "today --count", "check", "list", "review", "add Primo"] {
        let told = desk.run(words);
        assert_eq!((told.code, told.out.as_str()), (1, ""), "{words}: {}", told.err);
        assert!(told.err.contains("accounts: "), "{words}: {}", told.err);
    }
}

#[test]
fn a_file_without_permission_is_told_and_left() {
    let desk = Desk::with(&[("good", "name = \"Good\"\n"), ("locked", "name = \"Locked\"\n")]);
    let locked = desk.path("accounts/locked.toml");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may read everything, as root may, meets no such file.
    if fs::read(&locked).is_ok() {
        return;
    }
    let told = desk.run("doctor").out;
    assert!(told.contains("accounts/locked.toml: its permissions don't let you read it\n"), "{told}");
    desk.refuses(&["set", "locked", "tier", "1"], 1, "can't be changed");
    assert_eq!(desk.list("accounts").len(), 2);
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(desk.file("accounts/locked.toml"), "name = \"Locked\"\n");
}

#[test]
fn hostile_texts_are_kept_whole_and_shown_harmless() {
    let texts = [
        "\u{1b}]52;c;aGk=\u{7}",
        "\u{1b}[2J\u{9b}31m",
        "\u{202e}gpj.exe",
        "{{ 7*7 }}",
        "$(x)`x`",
        "a\rb",
        "\u{feff}\u{200b}x",
    ];
    for text in texts {
        let desk = Desk::empty();
        let name = format!("N {text}");
        let id = desk.does(&["add", &name]);
        let id = id.trim_end();
        desk.does(&["set", id, "why", text]);
        desk.does(&["add", id, "person", &format!("P {text}, T {text}")]);
        let account = desk.shows(id);
        assert_eq!(account["name"], name.as_str(), "{text:?}");
        assert_eq!(account["people"][0]["title"].as_str().unwrap().trim(), format!("T {text}").trim(), "{text:?}");
        for words in [
            "list".to_owned(),
            "list people".to_owned(),
            "list people --json".to_owned(),
            format!("show {id}"),
            format!("show {id} --json"),
            format!("set {id} tier x"),
            "doctor".to_owned(),
        ] {
            let outcome = desk.run(&words);
            let obeyed = |c: char| (c.is_control() && c != '\n' && c != '\t') || "\u{202e}\u{200b}\u{feff}".contains(c);
            assert!(!outcome.out.chars().any(obeyed), "{words}: {:?}", outcome.out);
            assert!(!outcome.err.chars().any(obeyed), "{words}: {:?}", outcome.err);
        }
        let told = desk.run(&format!("show {id}")).out;
        assert!(!told.contains("49"), "a template in a name is text: {told}");
    }
    let desk = Desk::demo();
    for text in ["\u{1b}[31mred", "\u{202e}x"] {
        for args in [
            &["show", text][..],
            &["set", "primo", text, "x"],
            &["set", "primo", "stage", text],
            &["done", "primo", text],
        ] {
            let outcome = desk.args(args);
            assert_eq!(outcome.code, 2, "{args:?}");
            assert!(!outcome.err.contains(['\u{1b}', '\u{202e}']), "{args:?}: {:?}", outcome.err);
        }
    }
}

#[test]
fn what_can_not_be_read_is_listed_as_that_and_counted_apart() {
    let desk = full();
    let list = desk.run("list").out;
    for (stem, says) in [("no-toml", "can't be read: this is not TOML"), ("pipe", "can't be read: this is no ordinary")]
    {
        let row = list.lines().find(|row| row.starts_with(&format!("{stem}\t"))).unwrap();
        assert!(row.contains(says) && !row.contains("\ttarget\t"), "{row}");
    }
    let all = contents(&desk).iter().filter(|(path, _)| path.extension().is_some_and(|it| it == "toml")).count();
    let doctor = desk.run("doctor --json").json();
    let (accounts, unreadable) = (doctor["accounts"].as_u64().unwrap(), doctor["unreadable"].as_u64().unwrap());
    assert!(unreadable >= 7, "{unreadable}");
    // The lock of an editor and a copy of a syncing tool are no files of the plan.
    assert_eq!(usize::try_from(accounts + unreadable).unwrap(), all - 1);
    assert!(desk.run("doctor").out.contains(&format!("{accounts}, and {unreadable} files that can't be read")));
}
