//! Killed at any moment: what was acknowledged is there, and every file is whole.

use std::time::Instant;

use inroad::domain::account::Account;
use rustix::process::Signal;

use crate::common::pty::{Home, Running};
use crate::desk::{Desk, left_behind};
use crate::trial::{Random, count, seen};

/// One edit, by its number: a field that is replaced, and a list that grows.
fn edit(n: usize) -> [String; 4] {
    let words = |words: [&str; 4]| words.map(str::to_owned);
    match n % 2 {
        0 => words(["set", "primo", "why", &text(n)]),
        _ => words(["add", "primo", "log", &text(n)]),
    }
}

fn text(n: usize) -> String {
    format!("Number {n}.")
}

/// Whether the account has what the edit wanted.
fn has(account: &Account, n: usize) -> bool {
    match n % 2 {
        0 => account.why == text(n),
        _ => account.log.iter().any(|entry| entry.text == text(n)),
    }
}

#[test]
fn killed_at_a_random_moment() {
    let kills = count(40, 1000);
    let desk = Desk::new();
    let mut random = Random::new();
    let begun = Instant::now();
    for n in 0..4 {
        desk.does(&edit(n).each_ref().map(String::as_str));
    }
    let most = begun.elapsed() * 5 / 16;
    // The last replaced value that stands, and every entry that has to be there.
    let (mut why, mut log) = (2, vec![1, 3]);
    let (mut killed, mut acknowledged) = (0, 0);
    for n in 4..4 + kills {
        let mut run = desk.command(&[], &edit(n).each_ref().map(String::as_str)).spawn().unwrap();
        std::thread::sleep(random.moment(most));
        run.kill().unwrap();
        let is_acknowledged = run.wait().unwrap().success();
        desk.starts();
        let account = desk.account();
        let is_there = has(&account, n);
        assert!(is_there || !is_acknowledged, "{n} was acknowledged\n{}", desk.primo());
        if is_there && n % 2 == 0 {
            why = n;
        } else if is_there {
            log.push(n);
        }
        assert!(has(&account, why), "{why} is lost\n{}", desk.primo());
        let kept: Vec<&str> = account.log.iter().map(|entry| entry.text.as_str()).collect();
        assert_eq!(kept, log.iter().map(|n| text(*n)).collect::<Vec<_>>());
        acknowledged += usize::from(is_acknowledged);
        killed += usize::from(!is_acknowledged);
    }
    seen(format!("{killed} runs killed, {acknowledged} that were done before; 0 lost, 0 unreadable, 0 left behind"));
}

/// Write a note on the screen, and wait until it says that it is saved. While it is typed the text is on the screen too,
/// beside the word about the note before.
fn note(run: &mut Running, n: usize) -> &mut Running {
    run.keys(&format!("L{}<Enter>", text(n)));
    let all = [&text(n), "Log entry added", "saved "];
    run.until("saved", |screen| all.iter().all(|told| screen.contents().contains(told)))
}

#[test]
fn killed_on_the_screen() {
    let home = Home::new();
    let mut random = Random::new();
    let mut run = home.start(110, 32, &[]);
    run.shows("add your first account").keys("aPrimo<Enter>").shows("saved ");
    drop(run);
    let (mut n, mut saved) = (0, Vec::new());
    for _ in 0..count(4, 100) {
        let mut run = home.start(110, 32, &[]);
        run.shows("Primo");
        for _ in 0..2 {
            n += 1;
            note(&mut run, n);
            saved.push(n);
        }
        n += 1;
        run.keys(&format!("L{}<Enter>", text(n)));
        std::thread::sleep(random.moment(std::time::Duration::from_millis(30)));
        run.signal(Signal::KILL);
        run.end();
        let mut next = std::process::Command::new(env!("CARGO_BIN_EXE_inroad"));
        let next = next.arg("list").env_clear().envs(home.environment()).output().unwrap();
        assert!(next.status.success(), "{next:?}");
        assert_eq!(left_behind(home.path()), Vec::<std::path::PathBuf>::new());
        let file = home.file("accounts/primo.toml");
        let account = inroad::store::read::read::<Account>(&file);
        assert!(account.intact && account.found.is_empty(), "{file}");
        for n in &saved {
            assert!(account.value.log.iter().any(|entry| entry.text == text(*n)), "{n} was saved\n{file}");
        }
    }
    seen(format!("{} edits said to be saved; 0 lost, 0 unreadable", saved.len()));
}
