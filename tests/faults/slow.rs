//! A disk that takes its time: the screen doesn't wait for it.

use std::time::{Duration, Instant};

use crate::common::pty::{Home, Running};
use crate::trial::{Need, count, has, seen};

/// So long may the answer to a key take.
const ANSWER: Duration = Duration::from_millis(100);
/// A busy machine may spoil a round of keys. A screen that waits for the disk spoils every one.
const ROUNDS: usize = 10;

/// Press keys that are seen on the screen, each when the one before was answered; the longest that one took.
fn round(run: &mut Running, keys: usize) -> Duration {
    let mut longest = Duration::ZERO;
    for _ in 0..keys {
        for (key, shows) in [("T", true), ("1", false)] {
            let at = Instant::now();
            run.keys(key).until(key, |screen| screen.contents().contains("Nothing is due") == shows);
            longest = longest.max(at.elapsed());
        }
    }
    longest
}

#[test]
fn every_key_is_answered_while_the_disk_is_slow() {
    if !has(&[Need::Strace]) {
        return;
    }
    let home = Home::new();
    home.start(110, 32, &[]).shows("add your first account").keys("aPrimo<Enter>").shows("saved ");
    let calls = "fsync,fdatasync";
    let inject = format!("inject={calls}:delay_enter=1500000");
    let by = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={calls}"), "-e", &inject];
    let mut run = Running::of(home.command(&by, &[]), 110, 32);
    run.shows("Primo");
    let mut answered = Vec::new();
    for n in 0..count(1, 10) {
        run.keys(&format!("LNumber {n}.<Enter>")).shows("saving…");
        let mut best = Duration::MAX;
        for _ in 0..ROUNDS {
            let longest = round(&mut run, 5);
            let is_saving = run.screen().contains("saving…");
            if is_saving {
                best = best.min(longest);
            }
            if !is_saving || best < ANSWER {
                break;
            }
        }
        assert!(best < ANSWER, "a key waited {best:?}\n{}", run.screen());
        answered.push(best);
        run.until("saved", |screen| screen.contents().contains("saved "));
        assert!(home.file("accounts/primo.toml").contains(&format!("Number {n}.")));
    }
    let longest = answered.iter().max().unwrap();
    seen(format!("{} saves of a few seconds each; the longest that a key waited was {longest:?}", answered.len()));
}
