//! Two runs and an outside writer at the same moment: what the outside writer wrote is never written over, and what the
//! runs said to be saved is there.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::desk::Desk;
use crate::trial::{End, count, seen};

/// Nothing here takes a hundredth of it.
const PATIENCE: Duration = Duration::from_secs(20);

/// Save notes of one's own until it is over; those that were acknowledged, and how many were refused.
fn notes(desk: &Desk, name: &str, over: &AtomicBool) -> (Vec<String>, usize) {
    let (mut saved, mut refused) = (Vec::new(), 0);
    for n in 0.. {
        if over.load(Ordering::SeqCst) {
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

/// Write the number into the file as it stands, as an editor does that renames.
fn write(file: &Path, number: usize) {
    let text = fs::read_to_string(file).unwrap();
    let others = text.lines().filter(|line| !line.starts_with("outside = "));
    let new: String = std::iter::once(format!("outside = {number}"))
        .chain(others.map(str::to_owned))
        .map(|line| line + "\n")
        .collect();
    let beside = file.with_extension("new");
    fs::write(&beside, new).unwrap();
    fs::rename(beside, file).unwrap();
}

#[test]
fn what_is_written_in_between_is_never_written_over() {
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
