//! Two runs and an outside writer at the same moment: what the outside writer wrote is never written over, and what the
//! runs said to be saved is there.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::desk::{Desk, PRIMO};
use crate::trial::{End, count, seen};

/// Nothing here takes a hundredth of it.
const PATIENCE: Duration = Duration::from_secs(20);

/// As often as this a run may be told that somebody else was faster.
const REFUSED: usize = 1000;

/// Save notes of one's own until it is over and one of them is saved; those that were acknowledged, and how many were
/// refused.
fn notes(desk: &Desk, name: &str, over: &AtomicBool) -> (Vec<String>, usize) {
    let (mut saved, mut refused) = (Vec::new(), 0);
    for n in 0.. {
        if over.load(Ordering::SeqCst) && (!saved.is_empty() || refused == REFUSED) {
            break;
        }
        let text = format!("{name} {n}.");
        let output = desk.run(&["add", "primo", "log", &text]);
        match output.status.code() {
            Some(0) => saved.push(text),
            // Somebody else was faster too often, and it says so.
            Some(1 | 4) => refused += 1,
            _ => panic!("{output:?}"),
        }
    }
    (saved, refused)
}

/// How an outside writer writes a number into the file.
type Write = fn(&Path, usize);

/// As most do: what stands there with the change, in another file that takes its name.
fn renamed(file: &Path, number: usize) {
    let text = fs::read_to_string(file).unwrap();
    let mut new = format!("outside = {number}\n");
    for line in text.lines().filter(|line| !line.starts_with("outside = ")) {
        new.extend([line, "\n"]);
    }
    let beside = file.with_extension("new");
    fs::write(&beside, new).unwrap();
    fs::rename(beside, file).unwrap();
}

/// As some do: into the file itself, and only what they know.
fn in_place(file: &Path, number: usize) {
    fs::write(file, format!("outside = {number}\n{PRIMO}")).unwrap();
}

#[test]
fn what_is_written_in_between_is_never_written_over() {
    written_in_between(renamed);
}

#[test]
fn what_is_written_into_the_file_is_never_written_over() {
    written_in_between(in_place);
}

fn written_in_between(write: Write) {
    let desk = Desk::new();
    let file = desk.path("accounts/primo.toml");
    let over = AtomicBool::new(false);
    let writes = count(25, 1000);
    let mut conflicts = 0;
    let (saved, refused) = thread::scope(|scope| {
        let end = End(&over);
        let runs = ["One", "Other"].map(|name| scope.spawn(|| notes(&desk, name, &over)));
        for number in 1..=writes {
            write(&file, number);
            // While a run gives the file back to whom it has disturbed it can be away for a moment; and what was written
            // just then stands in a conflict.
            let (begun, line) = (Instant::now(), format!("outside = {number}\n"));
            while !fs::read_to_string(&file).unwrap().contains(&line) {
                if desk.conflicts().contains(&format!("\"ours\": \"{number}\"")) {
                    conflicts += 1;
                    break;
                }
                assert!(begun.elapsed() < PATIENCE, "{number} is gone:\n{}", fs::read_to_string(&file).unwrap());
            }
            thread::sleep(Duration::from_millis(number as u64 % 7));
        }
        drop(end);
        runs.into_iter().map(|run| run.join().unwrap()).fold((0, 0), |all, one| (all.0 + one.0.len(), all.1 + one.1))
    });
    // What waits for a choice is no damage; it is found by the doctor too, so the file's side is taken.
    while desk.conflicts().contains("ours") {
        desk.does(&["conflicts", "1", "--take", "file"]);
    }
    desk.starts();
    desk.account();
    assert!(saved > 0, "{refused} were refused");
    let against = format!("{saved} saves of two runs ({refused} refused)");
    seen(format!("{writes} writes from outside against {against}; 0 written over, {conflicts} in a conflict"));
}

#[test]
fn what_two_runs_save_at_the_same_moment_is_all_there() {
    let desk = Desk::new();
    let over = AtomicBool::new(false);
    let begun = Instant::now();
    let (saved, refused) = thread::scope(|scope| {
        let end = End(&over);
        let runs = ["One", "Other"].map(|name| scope.spawn(|| notes(&desk, name, &over)));
        let long = Duration::from_secs(count(1, 30) as u64);
        while begun.elapsed() < long {
            // Readers see the old file or the new one.
            desk.account();
        }
        drop(end);
        let mut runs = runs.map(|run| run.join().unwrap()).into_iter();
        runs.by_ref().fold((Vec::new(), 0), |all, one| ([all.0, one.0].concat(), all.1 + one.1))
    });
    desk.starts();
    let there: Vec<String> = desk.account().log.into_iter().map(|entry| entry.text).collect();
    let lost: Vec<&String> = saved.iter().filter(|text| !there.contains(text)).collect();
    assert!(lost.is_empty(), "{lost:?}");
    seen(format!("{} saves of two runs at once ({refused} refused); 0 lost", saved.len()));
}
