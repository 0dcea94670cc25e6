//! What the doctor looks at, what it finds, and that looking changes nothing.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use inroad::domain::plan::{FileKey, Value as Said};
use inroad::domain::step::{Change, Note, Way};
use inroad::store::Folder;
use serde_json::{Value, json};

use crate::desk::Desk;

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn findings(desk: &Desk, count: usize) -> Vec<String> {
    let outcome = desk.run("doctor --json");
    assert_eq!(outcome.code, if count == 0 { 0 } else { 3 }, "{}{}", outcome.out, outcome.err);
    let found: Vec<String> = serde_json::from_value(outcome.json()["findings"].clone()).unwrap();
    assert_eq!(found.len(), count, "{found:?}");
    // People are told the same.
    let told = desk.run("doctor");
    assert!(found.iter().all(|each| told.out.contains(&format!("\n{each}\n"))), "{}", told.out);
    found
}

#[test]
fn a_plan_that_is_well_has_no_findings_and_everything_it_rests_on_is_said() {
    let desk = Desk::demo();
    assert_eq!(findings(&desk, 0), [""; 0]);
    let told = desk.run("doctor --json").json();
    let keys: Vec<&str> = told.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "format",
            "version",
            "plan",
            "config",
            "state",
            "state_files",
            "state_bytes",
            "plan_format",
            "readable_by_others",
            "writable_by_others",
            "leading_out",
            "left",
            "accounts",
            "unreadable",
            "conflicts",
            "kept",
            "unfinished",
            "problems",
            "clock",
            "holidays",
            "terminal",
            "git",
            "findings",
        ]
    );
    assert_eq!((&told["accounts"], &told["plan_format"]), (&json!(12), &json!(1)));
    assert_eq!((&told["clock"]["fixed"], &told["clock"]["timezone"]), (&json!(true), &json!("America/Chicago")));
    assert_eq!((&told["terminal"]["is_terminal"], &told["terminal"]["unicode"]), (&json!(false), &json!(true)));
    assert_eq!(
        (&told["git"]["repository"], &told["git"]["version"]),
        (&json!(false), &Value::Null),
        "there is no PATH"
    );
    let text = desk.run("doctor");
    assert_eq!(text.err, "");
    for line in ["version   0.1.0, plan format 1", "readable  by you alone", "terminal  this is none", "findings  none"]
    {
        assert!(text.out.contains(line), "{line}\n{}", text.out);
    }
}

#[test]
fn what_others_may_read_or_write_is_found() {
    let desk = Desk::demo();
    // Nobody else comes into the folder.
    chmod(&desk.path("accounts/primo.toml"), 0o666);
    assert_eq!(findings(&desk, 0), [""; 0]);
    chmod(&desk.path(""), 0o755);
    assert!(findings(&desk, 1)[0].contains("plan/accounts/primo.toml: chmod -R o-w"));
    chmod(&desk.path("accounts/primo.toml"), 0o644);
    assert_eq!(findings(&desk, 0), [""; 0], "that others read a plan may be meant");
    assert!(desk.run("doctor").out.contains("readable  by others on this machine too"));
    desk.does(&["set", "primo", "tier", "2"]);
    let state = fs::read_dir(desk.home().join("state/inroad/plans")).unwrap().next().unwrap().unwrap().path();
    chmod(&state, 0o755);
    assert!(findings(&desk, 1)[0].contains("chmod -R go-rwx"), "undo holds all that was ever in the plan");
}

/// As root everything can be written everywhere.
#[test]
fn a_folder_into_which_nothing_can_be_written_is_found() {
    if rustix::process::geteuid().is_root() {
        eprintln!("skipped: root may write anywhere");
        return;
    }
    let desk = Desk::demo();
    chmod(&desk.path("accounts"), 0o500);
    let found = findings(&desk, 1);
    chmod(&desk.path("accounts"), 0o700);
    assert!(found[0].ends_with("/accounts: what you change there is not saved"), "{found:?}");
}

#[test]
fn what_was_left_what_is_wrong_and_what_waits_is_found() {
    let desk = Desk::demo();
    for name in ["accounts/primo.toml~", "accounts/primo.sync-conflict-20261120-1.toml", "plan.toml.orig"] {
        fs::write(desk.path(name), "x").unwrap();
    }
    let left = findings(&desk, 3).iter().filter(|found| found.contains("it is not loaded")).count();
    assert_eq!(left, 2, "what Syncthing left is a problem of its own");
    for name in ["accounts/primo.toml~", "accounts/primo.sync-conflict-20261120-1.toml", "plan.toml.orig"] {
        fs::remove_file(desk.path(name)).unwrap();
    }
    let before = desk.file("accounts/primo.toml");
    fs::write(desk.path("accounts/primo.toml"), before.replace("tier = 1", "tier = 9")).unwrap();
    assert!(findings(&desk, 1)[0].starts_with("accounts/primo.toml:"));
    fs::write(desk.path("accounts/primo.toml"), before).unwrap();
    fs::create_dir_all(desk.home().join("config/inroad")).unwrap();
    fs::write(desk.home().join("config/inroad/config.toml"), "theem = \"dark\"\nme = \"kim\"\n").unwrap();
    let found = findings(&desk, 2);
    assert!(found[0].contains("me is “kim”, whom plan.toml doesn't know; its [[members]] are sam"), "{found:?}");
    assert!(found[1].contains("did you mean theme?"), "{found:?}");
}

#[test]
fn a_clock_and_holidays_that_can_not_be_are_found() {
    let desk = Desk::demo();
    let late = crate::desk::Outcome::of(desk.program().args(["doctor", "--today", "2019-01-01", "--json"]));
    assert!(late.out.contains("the clock is behind"), "{}", late.out);
    let plan = desk.file("plan.toml");
    let named = plan.replace("holidays = [", "holiday_files = [\"us.ics\"]\nholidays = [");
    assert_ne!(plan, named);
    fs::write(desk.path("plan.toml"), named).unwrap();
    let event = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20250704\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    fs::write(desk.path("us.ics"), event).unwrap();
    assert!(findings(&desk, 1)[0].contains("the holiday files end on 2025-07-04: us.ics"));
}

#[test]
fn a_repository_is_looked_at_and_nothing_of_it_runs() {
    let desk = Desk::demo();
    let git = |words: &[&str]| {
        let mut git = Command::new("git");
        git.current_dir(desk.path("")).env("GIT_CONFIG_GLOBAL", "/dev/null").env("HOME", desk.home());
        assert!(
            git.args(["-c", "user.name=Sam", "-c", "user.email=sam@x.example"])
                .args(words)
                .output()
                .unwrap()
                .status
                .success()
        );
    };
    let path = std::env::var_os("PATH").unwrap();
    let looked = || {
        let mut program = desk.program();
        let outcome = crate::desk::Outcome::of(program.env("PATH", &path).args(["doctor", "--json"]));
        (outcome.code, outcome.json()["git"].clone())
    };
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "all"]);
    desk.does(&["set", "primo", "tier", "2"]);
    let (code, told) = looked();
    assert_eq!(
        (code, &told["repository"], &told["branch"], &told["changed"]),
        (0, &json!(true), &json!("main"), &json!(1))
    );
    fs::write(desk.path(".git/index.lock"), "").unwrap();
    let (code, told) = looked();
    assert!(code == 3 && told["obstacles"][0].as_str().unwrap().contains("or one was cut off"), "{told}");
    fs::remove_file(desk.path(".git/index.lock")).unwrap();
    // What a sync would have to read, and a disk has lost.
    let mut id = Command::new("git");
    let id = id.current_dir(desk.path("")).args(["rev-parse", "HEAD:accounts/primo.toml"]).output().unwrap().stdout;
    let id = String::from_utf8(id).unwrap();
    let object = desk.path(&format!(".git/objects/{}/{}", &id[..2], id[2..].trim()));
    let text = fs::read(&object).unwrap();
    chmod(&object, 0o600);
    fs::write(&object, "").unwrap();
    let (code, told) = looked();
    assert!(code == 3 && told["obstacles"][0].as_str().unwrap().contains("in its own store"), "{told}");
    fs::write(&object, text).unwrap();
    let evil = desk.home().join("evil");
    fs::write(&evil, format!("#!/bin/sh\ntouch {}\n", desk.home().join("ran").display())).unwrap();
    chmod(&evil, 0o700);
    git(&["config", "core.fsmonitor", evil.to_str().unwrap()]);
    let (code, told) = looked();
    assert_eq!(code, 3);
    assert!(told["obstacles"][0].as_str().unwrap().contains("core.fsmonitor"), "{told}");
    assert!(!desk.home().join("ran").exists());
    git(&["config", "--unset", "core.fsmonitor"]);
    fs::write(desk.path(".git/MERGE_HEAD"), "").unwrap();
    let (_, told) = looked();
    assert!(told["obstacles"][0].as_str().unwrap().starts_with("a merge is under way"), "{told}");
}

#[test]
fn looking_changes_nothing() {
    let desk = Desk::demo();
    fs::write(desk.path("accounts/bad.toml"), "name = [").unwrap();
    let before = desk.tree();
    desk.run("doctor");
    desk.run("doctor --json");
    assert_eq!(desk.tree(), before);
}

#[test]
fn what_was_begun_and_cut_off_is_found_and_the_next_command_finishes_it() {
    let desk = Desk::demo();
    let state = desk.home().join("state");
    let mut folder = Folder::open(&desk.path("")).unwrap();
    assert_eq!(folder.keep_state(&state.join("inroad")), None);
    let plan = folder.load();
    let change = |id: &str| {
        let key = FileKey::Account(id.into());
        let (before, mut after) = (plan.value(&key), plan.accounts[id].account.as_ref().clone());
        after.why = "Cut off.".to_owned();
        Change { key, before, after: Some(Said::Account(after.into())) }
    };
    let note = Note { id: 7, at: "2026-11-23T09:00:00Z".parse().unwrap(), label: "Levelled".into(), way: Way::Do };
    let copy = |from: &Path, to: &Path| {
        fs::create_dir_all(to).unwrap();
        assert!(Command::new("/bin/cp").args(["-r", "-T"]).args([from, to]).status().unwrap().success());
    };
    // As it would lie there had the run been killed at that moment.
    let stopped = folder.save_step(&note, vec![change("primo"), change("nordahl-windows")], &mut |ready, _| {
        copy(&state, &desk.home().join("cut"));
        ready < 1
    });
    assert!(stopped.is_err());
    let cut_off = || copy(&desk.home().join("cut"), &state);
    cut_off();
    let before = desk.file("accounts/primo.toml");
    fs::write(desk.path("accounts/primo.toml"), "no = [toml").unwrap();
    let found = findings(&desk, 2);
    let begun = "Levelled (2 files): a run that was cut off had begun it; the next command finishes it, or says why it can't be";
    assert!(found.iter().any(|found| found == begun), "{found:?}");
    assert_eq!(desk.run("doctor --json").json()["unfinished"], json!("Levelled (2 files)"));
    fs::write(desk.path("accounts/primo.toml"), before).unwrap();
    assert_eq!(findings(&desk, 1), [begun], "looking finishes nothing");
    let ended = desk.run("list");
    assert_eq!(ended.err, "inroad: finished what a run that was cut off had begun: Levelled (2 files)\n");
    for name in ["accounts/primo.toml", "accounts/nordahl-windows.toml"] {
        assert!(desk.file(name).contains("why = \"Cut off.\""), "{name}");
    }
    assert_eq!(findings(&desk, 0), [""; 0]);
    assert!(desk.does(&["undo"]).contains("Levelled"));
}

#[test]
fn without_a_plan_it_tells_what_everything_rests_on() {
    let desk = Desk::bare();
    let told = desk.run("doctor");
    assert_eq!(told.code, 3, "{}{}", told.out, told.err);
    for line in ["version   ", "plan      ", "config    ", "state     ", "terminal  ", "git       "] {
        assert!(told.out.lines().any(|each| each.starts_with(line)), "{line}\n{}", told.out);
    }
    assert!(told.out.contains("holds no plan; `inroad init "), "{}", told.out);
    let json = desk.run("doctor --json").json();
    assert!(json["terminal"].is_object() && json["git"].is_object(), "{json}");
    assert!(json["findings"][0].as_str().unwrap().contains("holds no plan"), "{json}");
}

#[test]
fn what_others_left_is_named_and_stays_where_it_is() {
    let desk = Desk::demo();
    desk.does(&["set", "primo", "tier", "2"]);
    let left = desk.path("accounts/.inroad-123-4-primo.toml.tmp");
    fs::write(&left, "name = \"Primo\"\n").unwrap();
    chmod(&left, 0o600);
    let before = desk.tree();
    let found = desk.run("doctor");
    assert_eq!(desk.tree(), before, "{}", found.out);
    assert!(left.exists());
}

#[test]
fn a_link_that_leads_out_of_the_plan_is_found() {
    let desk = Desk::demo();
    let elsewhere = desk.home().join("elsewhere.toml");
    fs::write(&elsewhere, "name = \"Elsewhere\"\n").unwrap();
    std::os::unix::fs::symlink(&elsewhere, desk.path("accounts/elsewhere.toml")).unwrap();
    std::os::unix::fs::symlink("primo.toml", desk.path("accounts/within.toml")).unwrap();
    let found = desk.run("doctor --json").json();
    assert_eq!(found["leading_out"].as_array().unwrap().len(), 1, "{found}");
    let told: Vec<&str> = found["findings"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(told.iter().any(|each| each.contains("elsewhere.toml: a link that leads out of the plan")), "{told:?}");
}

#[test]
fn contacts_that_can_not_be_read_are_found_with_their_line() {
    let person = "format = 1\n\n[[people]]\nid = \"ann-bee\"\nname = \"Ann Bee\"\n";
    let cases: [(&[u8], &str); 5] = [
        (b"Dear Dana,\n", "contacts.toml:1:6: this is not TOML"),
        (b"[[people]]\nname = 1\n", "contacts.toml:2:8: "),
        (b"[[people]]\nname = \"Caf\xe9\"\n", "contacts.toml:2:12: this is not UTF-8 text"),
        (b"[[people]]\n<<<<<<< HEAD\nname = \"A\"\n=======\n", "contacts.toml:2:1: a conflict that git left here"),
        (b"format = 99\n", "contacts.toml:1:10: it is written in format 99"),
    ];
    let desk = Desk::demo();
    fs::write(desk.path("contacts.toml"), person).unwrap();
    assert_eq!(findings(&desk, 0), [""; 0]);
    for (text, told) in cases {
        fs::write(desk.path("contacts.toml"), text).unwrap();
        let doctor = desk.run("doctor --json");
        let (json, first) = (doctor.json(), told.split(':').nth(1).unwrap().parse::<u64>().unwrap());
        assert_eq!((doctor.code, &json["problems"][0]["file"]), (3, &json!("contacts.toml")), "{told}");
        assert_eq!(json["problems"][0]["line"], first, "{told}");
        assert!(desk.run("doctor").out.contains(&format!("\n{told}")), "{told}: {}", desk.run("doctor").out);
        assert!(desk.run("check").err.contains(told), "{told}: {}", desk.run("check").err);
        assert!(!desk.run("today").err.contains("contacts.toml"), "it is not read for that");
        assert_eq!(fs::read(desk.path("contacts.toml")).unwrap(), text);
    }
}

#[test]
fn a_journal_that_was_written_over_is_told_and_undo_takes_back_the_last_step() {
    let desk = Desk::demo();
    for tier in ["2", "3", "2"] {
        desk.does(&["set", "primo", "tier", tier]);
    }
    let states = desk.home().join("state/inroad/plans");
    let journal = fs::read_dir(states).unwrap().next().unwrap().unwrap().path().join("journal");
    let sound = fs::read(&journal).unwrap();
    for at in [0, 40, sound.len() / 3, sound.len() / 2, sound.len() - 9] {
        let mut bytes = sound.clone();
        bytes[at..at + 8].copy_from_slice(b"garbage!");
        fs::write(&journal, &bytes).unwrap();
        let before = desk.file("accounts/primo.toml");
        desk.does(&["set", "primo", "why", "They grow"]);
        let steps = desk.run("history --json").json();
        assert_eq!(steps["steps"][0]["label"], "Primo: why set", "{at}: {steps}");
        let undone = desk.run("undo");
        assert!(undone.code == 0 && undone.out.contains("Primo: why set"), "{at}: {}{}", undone.out, undone.err);
        assert_eq!(desk.file("accounts/primo.toml"), before, "{at}");
        // What stood at the end and can't be read goes with the next step, as if the power had gone.
        if at + 9 < sound.len() {
            let told = "bytes of it can't be read; a step that stood there can't be taken back, all others can";
            assert!(findings(&desk, 1)[0].contains(told), "{at}");
            assert!(desk.run("history").err.contains(told) && undone.err.contains(told), "{at}: {}", undone.err);
        }
    }
    // Nothing of it can be read: it is kept, and a new one begun.
    fs::write(&journal, "something else altogether\n".repeat(40)).unwrap();
    desk.does(&["set", "primo", "why", "They grow"]);
    assert!(desk.does(&["undo"]).contains("Primo: why set"));
    let found = findings(&desk, 1);
    assert!(found[0].contains("journal-damaged-1: what the journal was before"), "{found:?}");
    assert!(desk.run("history").err.contains("journal-damaged-1"));
}

#[test]
fn a_lock_that_nobody_can_take_is_found() {
    let desk = Desk::demo();
    desk.does(&["set", "primo", "tier", "2"]);
    let states = desk.home().join("state/inroad/plans");
    let lock = fs::read_dir(states).unwrap().next().unwrap().unwrap().path().join("lock");
    fs::remove_file(&lock).unwrap();
    fs::create_dir(&lock).unwrap();
    let found = findings(&desk, 1);
    assert!(found[0].contains("/lock: it is a folder") && found[0].contains("no undo in another run"), "{found:?}");
    fs::remove_dir(&lock).unwrap();
    assert_eq!(findings(&desk, 0), [""; 0]);
}

#[test]
fn files_that_were_emptied_are_found_and_not_written_over_and_the_archive_is_looked_at_too() {
    let desk = Desk::demo();
    let list = desk.home().join("list.csv");
    fs::write(&list, "Name,Company\nAnn Lee,Acme\n").unwrap();
    desk.does(&["import", list.to_str().unwrap()]);
    for (name, change) in
        [("plan.toml", &["away", "28 dec", "1 jan"][..]), ("contacts.toml", &["import", list.to_str().unwrap()][..])]
    {
        let text = desk.file(name);
        fs::write(desk.path(name), "").unwrap();
        assert!(findings(&desk, 1)[0].starts_with(&format!("{name}:1:1: it is empty; bring it back from a copy")));
        let said = desk.args(change);
        assert!(said.code != 0 && said.err.contains(name), "{change:?} {}: {}", said.code, said.err);
        assert_eq!(desk.file(name), "");
        fs::write(desk.path(name), text).unwrap();
        assert_eq!(findings(&desk, 0), [""; 0]);
    }
    fs::write(desk.path("accounts/archive/old-harbor-coffee.toml"), "<<<<<<< HEAD\n").unwrap();
    assert!(findings(&desk, 1)[0].starts_with("accounts/archive/old-harbor-coffee.toml:1:1: a conflict that git left"));
}

#[test]
fn an_owner_who_is_no_member_and_a_goal_that_is_gone_are_named() {
    let desk = Desk::demo();
    let path = desk.path("accounts/primo.toml");
    let text = fs::read_to_string(&path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with("owner = ") && !line.starts_with("goals = "));
    let text =
        lines.collect::<Vec<_>>().join("\n").replacen("name = ", "owner = \"gone\"\ngoals = [\"lost\"]\nname = ", 1);
    fs::write(&path, text).unwrap();
    let found = findings(&desk, 2);
    assert!(found[0].starts_with("plan.toml has no member “gone”, who is the owner of primo"), "{found:?}");
    assert!(found[1].starts_with("plan.toml has no goal “lost”, which primo is to serve"), "{found:?}");
}
