//! A step of many files, cut off at any moment: afterwards all of it is there or nothing, and one undo takes it back.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Output;
use std::time::Instant;

use rustix::process::{Pid, Signal, kill_process};

use crate::desk::Desk;
use crate::trial::{Need, Random, count, has, is_full, seen};

const IMPORT: [&str; 4] = ["import", "../people.csv", "--accounts", "all"];

/// So many companies of three people each, and some who work nowhere.
fn rows(companies: usize) -> String {
    let mut text = "name,company,email,title\n".to_owned();
    for n in 0..companies * 3 {
        let company = n / 3;
        _ = writeln!(text, "Person {n},Company {company},p{n}@c{company}.example,Head of {n}");
    }
    text + "Jo Loose,,jo@loose.example,\nAl Loose,,al@loose.example,\n"
}

/// A plan beside a file of people, of whom one is on an account that is there.
fn desk(companies: usize) -> Desk {
    let desk = Desk::new();
    fs::write(desk.path("../people.csv"), rows(companies) + "Dana Cole,Primo,dana@primo.example,CMO\n").unwrap();
    // With a place for the journal: without one there is no undo.
    desk.does(&["list"]);
    desk
}

fn words(desk: &Desk) -> Vec<String> {
    IMPORT
        .iter()
        .map(|word| if word.ends_with("csv") { desk.path(word).display().to_string() } else { (*word).into() })
        .collect()
}

/// The plan's files, with what they say.
fn tree(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for name in ["", "accounts"] {
        for path in fs::read_dir(root.join(name)).into_iter().flatten().map(|entry| entry.unwrap().path()) {
            if path.is_file() {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

/// What the plan says before and after, and how long it takes.
fn rehearse(companies: usize) -> (BTreeMap<String, String>, BTreeMap<String, String>, std::time::Duration) {
    let desk = desk(companies);
    let before = tree(&desk.plan());
    let begun = Instant::now();
    let words = words(&desk);
    desk.does(&words.iter().map(String::as_str).collect::<Vec<_>>());
    (before, tree(&desk.plan()), begun.elapsed())
}

/// The next start has made all or nothing of it; if all, one undo takes it back. Says which.
fn is_all(desk: &Desk, before: &BTreeMap<String, String>, after: &BTreeMap<String, String>, told: &str) -> bool {
    desk.starts();
    let now = tree(&desk.plan());
    if now == *before {
        assert!(desk.does(&["history"]).is_empty(), "{told}: a step of nothing");
        return false;
    }
    let missing: Vec<&String> = after.keys().filter(|name| now.get(*name) != after.get(*name)).collect();
    assert_eq!(now, *after, "{told}: a half; not there: {missing:?}");
    desk.does(&["undo"]);
    assert_eq!(tree(&desk.plan()), *before, "{told}: one undo");
    true
}

#[test]
fn an_import_that_is_killed_is_there_as_a_whole_or_not_at_all() {
    let (before, after, time) = rehearse(100);
    let mut random = Random::new();
    let (mut nothing, mut finished, mut done) = (0, 0, 0);
    for n in 0..count(6, 200) {
        let desk = desk(100);
        let words = words(&desk);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut run = desk.command(&[], &words).spawn().unwrap();
        std::thread::sleep(random.moment(time));
        run.kill().unwrap();
        let is_acknowledged = run.wait().unwrap().success();
        let is_all = is_all(&desk, &before, &after, &n.to_string());
        assert!(is_all || !is_acknowledged, "{n} was acknowledged");
        nothing += usize::from(!is_all);
        finished += usize::from(is_all && !is_acknowledged);
        done += usize::from(is_acknowledged);
    }
    seen(format!("{nothing} killed before, {finished} finished by the next start, {done} done before; 0 halves"));
}

fn hurt(desk: &Desk, call: &str, what: &str) -> Output {
    let words = words(desk);
    hurt_at(desk, &words.iter().map(String::as_str).collect::<Vec<_>>(), call, what)
}

fn hurt_at(desk: &Desk, words: &[&str], call: &str, what: &str) -> Output {
    let (trace, inject) = (format!("trace={call}"), format!("inject={call}:{what}"));
    let by = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject];
    desk.command(&by, words).output().unwrap()
}

/// A plan in which so many companies were imported.
fn imported(companies: usize) -> Desk {
    let desk = desk(companies);
    let words = words(&desk);
    desk.does(&words.iter().map(String::as_str).collect::<Vec<_>>());
    desk
}

/// The next start has taken all of an import back or nothing, and the other way all of it can still be gone. Says which.
fn is_back(desk: &Desk, before: &BTreeMap<String, String>, after: &BTreeMap<String, String>, told: &str) -> bool {
    desk.starts();
    let now = tree(&desk.plan());
    let is_back = now == *before;
    assert!(is_back || now == *after, "{told}: a half");
    desk.does(&[if is_back { "redo" } else { "undo" }]);
    assert_eq!(tree(&desk.plan()), *if is_back { after } else { before }, "{told}: and the other way");
    is_back
}

#[test]
fn taking_an_import_back_that_is_killed_is_whole_or_not_at_all() {
    let (before, after, time) = rehearse(100);
    let mut random = Random::new();
    let (mut nothing, mut finished, mut done) = (0, 0, 0);
    for n in 0..count(4, 100) {
        let desk = imported(100);
        let mut run = desk.command(&[], &["undo"]).spawn().unwrap();
        std::thread::sleep(random.moment(time));
        run.kill().unwrap();
        let is_acknowledged = run.wait().unwrap().success();
        let is_back = is_back(&desk, &before, &after, &n.to_string());
        assert!(is_back || !is_acknowledged, "{n} was acknowledged");
        nothing += usize::from(!is_back);
        finished += usize::from(is_back && !is_acknowledged);
        done += usize::from(is_acknowledged);
    }
    if has(&[Need::Strace]) {
        let (before, after, _) = rehearse(4);
        for call in ["renameat2", "fsync", "fdatasync", "unlink", "write"] {
            for n in 1..if is_full() { 40 } else { 4 } {
                let desk = imported(4);
                let output = hurt_at(&desk, &["undo"], call, &format!("signal=KILL:when={n}"));
                let is_back = is_back(&desk, &before, &after, &format!("{call} {n} killed"));
                if output.status.success() {
                    assert!(is_back, "{call} {n} was acknowledged");
                    break;
                }
                (nothing, finished) = (nothing + usize::from(!is_back), finished + usize::from(is_back));
            }
        }
    }
    seen(format!("{nothing} killed before, {finished} finished by the next start, {done} done before; 0 halves"));
}

#[test]
fn killed_at_every_file_of_an_import_and_refused_at_each() {
    if !has(&[Need::Strace]) {
        return;
    }
    let (before, after, _) = rehearse(4);
    let (mut kills, mut refusals) = (0, 0);
    for call in ["renameat2", "fsync", "fdatasync", "unlink", "write"] {
        for n in 1..if is_full() { 40 } else { 7 } {
            let desk = desk(4);
            let output = hurt(&desk, call, &format!("signal=KILL:when={n}"));
            let is_all = is_all(&desk, &before, &after, &format!("{call} {n} killed"));
            if output.status.success() {
                assert!(is_all, "{call} {n} was acknowledged");
                break;
            }
            kills += 1;
        }
    }
    for call in ["renameat2", "fsync", "fdatasync", "write"] {
        for (n, error) in
            (1..if is_full() { 40 } else { 5 }).flat_map(|n| ["EIO", "ENOSPC", "EACCES"].map(|error| (n, error)))
        {
            let desk = desk(4);
            let output = hurt(&desk, call, &format!("error={error}:when={n}"));
            let told = format!("{call} {n} {error}: {output:?}");
            let is_all = is_all(&desk, &before, &after, &told);
            assert!(is_all || !output.status.success(), "it said that it is saved: {told}");
            refusals += 1;
        }
    }
    seen(format!("{kills} kills, {refusals} refusals; 0 halves, 0 falsely saved"));
}

#[test]
fn what_finishes_a_killed_undo_or_redo_says_which_it_was() {
    if !has(&[Need::Strace]) {
        return;
    }
    // What takes the second file away, or puts it in its place.
    for (way, call, says) in [
        ("undo", "rename", "had begun: taking back “Imported people.csv”"),
        ("redo", "renameat2", "had begun: doing “Imported people.csv” again"),
    ] {
        let desk = desk(4);
        let words = words(&desk);
        desk.does(&words.iter().map(String::as_str).collect::<Vec<_>>());
        if way == "redo" {
            desk.does(&["undo"]);
        }
        assert!(!hurt_at(&desk, &[way], call, "signal=KILL:when=2").status.success());
        let next = desk.run(&["history"]);
        let told = String::from_utf8_lossy(&next.stderr).into_owned();
        assert!(told.contains(says), "{way}: {told}");
        desk.starts();
    }
}

#[test]
fn an_import_that_is_asked_to_stop_says_what_it_left() {
    let (before, after, time) = rehearse(100);
    let mut random = Random::new();
    let (mut stopped, mut late) = (0, 0);
    for n in 0..count(6, 100) {
        let signal = if n % 2 == 0 { Signal::TERM } else { Signal::INT };
        let desk = desk(100);
        let words = words(&desk);
        let run = desk.command(&[], &words.iter().map(String::as_str).collect::<Vec<_>>()).spawn().unwrap();
        std::thread::sleep(random.moment(time));
        _ = kill_process(Pid::from_child(&run), signal);
        let output = run.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let now = tree(&desk.plan());
        if output.status.success() || told.contains("too late to stop it") {
            assert_eq!(now, after, "{n}: {told}");
            late += 1;
        } else {
            // Before anything was to be saved the signal itself ends it.
            let codes = [Some(128 + signal.as_raw()), None];
            assert!(codes.contains(&output.status.code()), "{n}: {output:?}");
            assert_eq!(now, before, "{n}: {told}");
            stopped += 1;
        }
        is_all(&desk, &before, &after, &told);
    }
    seen(format!("{stopped} stopped with nothing changed, {late} too late with everything saved; 0 halves"));
}
