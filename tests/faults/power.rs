//! The power is cut: what was acknowledged is there when it comes back, and every file is whole.

use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crate::desk::Desk;
use crate::mounts::Image;
use crate::trial::{End, Need, Random, count, has, seen};

/// Edits without end, until one is refused. The number of the last one that was acknowledged.
fn edit(desk: &Desk, from: usize, over: &AtomicBool) -> usize {
    let mut n = from;
    while !over.load(Ordering::SeqCst) && desk.run(&["set", "primo", "value", &(n + 1).to_string()]).status.success() {
        n += 1;
    }
    n
}

#[test]
fn the_power_is_cut() {
    if !has(&[Need::LoopMount]) {
        return;
    }
    let image = Image::new();
    let mut random = Random::new();
    let desk = Desk::at(image.path());
    // What was there before the trial is on the disk.
    assert!(Command::new("sync").arg("-f").arg(image.path()).status().unwrap().success());
    desk.does(&["set", "primo", "value", "1"]);
    let (mut last, mut acknowledged) = (1, 0);
    let cuts = count(4, 200);
    for cut in 1..=cuts {
        let new = image.path().join(format!("new/{cut}/plan"));
        desk.does(&["init", new.to_str().unwrap()]);
        desk.does(&["add", &format!("Acme {cut}")]);
        let over = AtomicBool::new(false);
        let now = thread::scope(|scope| {
            let end = End(&over);
            let writer = scope.spawn(|| edit(&desk, last, &over));
            thread::sleep(random.moment(Duration::from_millis(100)));
            image.cut_power();
            drop(end);
            writer.join().unwrap()
        });
        acknowledged += now - last + 2;
        image.boot();
        desk.starts();
        let value = desk.account().value.map(|value| usize::try_from(value).unwrap());
        let is_there = value == Some(now) || value == Some(now + 1);
        assert!(is_there, "cut {cut}: {now} was acknowledged\n{}", desk.primo());
        last = value.unwrap();
        assert!(new.join("plan.toml").exists(), "cut {cut}: the new plan is gone");
        let accounts = desk.does(&["list", "--json"]).matches("\"Acme ").count();
        assert_eq!(accounts, cut, "cut {cut}: an account is gone");
    }
    image.check();
    seen(format!("{cuts} cuts in {acknowledged} acknowledged edits; 0 lost, 0 torn"));
}
