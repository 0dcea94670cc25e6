//! Clocks that jump, days with twenty-three hours, the years in which counters end: no panic, and the same schedule.

use std::process::Output;

use crate::common::pty::{Home, Running};
use crate::desk::Desk;
use crate::trial::{Need, count, has, seen};

const ZONES: [&str; 8] = [
    "UTC",
    "Europe/Berlin",
    "America/St_Johns",
    "Pacific/Kiritimati",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Nowhere/Bad",
    ":",
];

/// The program when it is that time there, with nothing that fixes its clock.
fn at(desk: &Desk, zone: &str, time: &str, args: &[&str]) -> Output {
    let mut command = desk.command(&["faketime", "-f", &format!("@{time}")], args);
    command.env("TZ", zone).env_remove("INROAD_TODAY").output().unwrap()
}

/// What it lists then; without the second at which something was done.
#[track_caller]
fn touches(desk: &Desk, zone: &str, time: &str) -> String {
    let output = at(desk, zone, time, &["list", "touches", "--json"]);
    assert!(output.status.success(), "{zone} {time}: {output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().filter(|line| !line.contains("\"closed\"")).collect::<Vec<_>>().join("\n")
}

#[test]
fn at_no_time_is_there_a_panic() {
    if !has(&[Need::Faketime]) {
        return;
    }
    let times = [
        "2038-01-19 03:14:06",
        "2026-03-29 02:30:00",
        "9999-12-31 23:59:58",
        "1969-12-31 23:59:58",
        "2026-11-01 01:30:00",
        "2028-02-29 23:59:58",
        "2106-02-07 06:28:14",
        "1901-12-13 20:45:50",
        "2261-12-31 23:59:58",
    ];
    let mut runs = 0;
    for (n, time) in times.into_iter().enumerate() {
        for zone in ZONES.into_iter().cycle().skip(n).take(count(2, ZONES.len())) {
            let desk = Desk::demo();
            let commands: [&[&str]; 9] = [
                &["today"],
                &["list", "touches"],
                &["list"],
                &["set", "primo", "why", "At an odd time"],
                &["done", "primo", "2"],
                &["postpone", "primo", "3", "+3bd"],
                &["postpone", "primo", "3", "next month"],
                &["answer", "primo", "replied", "--touch", "2", "--text", "Later."],
                &["add", "primo", "log", "Rang."],
            ];
            for args in commands {
                let output = at(&desk, zone, time, args);
                let told = String::from_utf8_lossy(&output.stderr);
                let is_an_answer = matches!(output.status.code(), Some(0..=2));
                assert!(is_an_answer && !told.contains("panicked"), "{zone} {time} {args:?}: {output:?}");
                runs += 1;
            }
            desk.starts();
            assert!(desk.file("accounts/primo.toml").contains("At an odd time"), "{zone} {time}");
        }
    }
    seen(format!("{runs} commands at {} odd times; 0 panics", times.len()));
}

#[test]
fn on_one_day_the_schedule_is_one_wherever_and_whenever() {
    if !has(&[Need::Faketime]) {
        return;
    }
    let desk = Desk::demo();
    // A working day, and the days on which clocks are put forward and back.
    for day in ["2026-11-24", "2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01", "2038-01-19"] {
        let want = touches(&desk, "UTC", &format!("{day} 12:00:00"));
        for (n, zone) in ZONES.into_iter().enumerate() {
            let hours = ["00:00:01", "02:30:00", "23:59:57"];
            for hour in hours.into_iter().cycle().skip(n).take(count(1, 3)) {
                assert_eq!(touches(&desk, zone, &format!("{day} {hour}")), want, "{zone} {day} {hour}");
            }
        }
    }
}

#[test]
fn a_clock_that_jumps_moves_nothing() {
    if !has(&[Need::Faketime]) {
        return;
    }
    let (desk, steady) = (Desk::demo(), Desk::demo());
    let now = "2026-11-24 09:00:00";
    for (n, time) in ["2026-11-24 08:59:00", "2025-01-01 00:00:00", "2037-06-01 12:00:00", now].into_iter().enumerate()
    {
        // What has no date of its own; the done touch has one, and is done at the same time on both.
        for (desk, time) in [(&desk, time), (&steady, now)] {
            assert!(at(desk, "UTC", time, &["set", "primo", "why", &format!("Number {n}")]).status.success());
        }
        assert_eq!(touches(&desk, "UTC", now), touches(&steady, "UTC", now), "after {time}");
    }
    for desk in [&desk, &steady] {
        assert!(at(desk, "UTC", now, &["done", "primo", "2"]).status.success());
    }
    assert_eq!(touches(&desk, "UTC", now), touches(&steady, "UTC", now));
    desk.starts();
}

#[test]
fn the_screen_follows_a_clock_that_jumps() {
    if !has(&[Need::Faketime]) {
        return;
    }
    let home = Home::new();
    let times = home.path().join("time");
    std::fs::write(&times, "@2026-11-23 15:00:00\n").unwrap();
    let mut command = home.command(&["faketime", "-f", "+0"], &["demo"]);
    command.env_remove("INROAD_TODAY");
    for (name, value) in [("FAKETIME_NO_CACHE", "1"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"), ("TZ", "UTC")] {
        command.env(name, value);
    }
    command.env("FAKETIME_TIMESTAMP_FILE", &times);
    let script = home.script("by", "unset FAKETIME; exec \"$@\"");
    let mut argv = command.get_argv().clone();
    argv.insert(3, script.into());
    *command.get_argv_mut() = argv;
    let mut run = Running::of(command, 110, 32);
    run.shows("▸ Primo").shows("Mon 23 Nov");
    for (time, day) in [
        ("2026-11-24 00:00:01", "Tue 24 Nov"),
        ("2026-03-29 03:00:00", "Sun 29 Mar"),
        ("2038-01-19 03:14:08", "Tue 19 Jan"),
        ("2026-11-23 15:00:00", "Mon 23 Nov"),
    ] {
        std::fs::write(&times, format!("@{time}\n")).unwrap();
        // Over years without a touch it asks who was away.
        run.keys("j").shows(day).keys("<Ctrl-C>").keys("k");
    }
    run.keys("LAfter the jumps.<Enter>").shows("saved ").keys("qq");
    assert!(run.end().0.success());
}
