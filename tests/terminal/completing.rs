//! Tab in real shells, with the lines that `inroad completions` prints. A shell that is not there is not asked.

use std::process::Command;

use crate::common::pty::{Home, Running};

fn is_there(shell: &str) -> bool {
    Command::new(shell).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// A shell at a terminal with the completion loaded, over the demo plan.
fn shell(home: &Home, shell: &str, options: &[&str], load: &str) -> Running {
    let program = env!("CARGO_BIN_EXE_inroad");
    let mut command = home.program(shell, options);
    command.env("PATH", format!("{}:/usr/bin:/bin", program.rsplit_once('/').unwrap().0));
    command.env("PS1", "> ");
    command.env("INROAD_PLAN", home.path().join("plan"));
    command.env("INROAD_TODAY", "2026-11-24T09:00-06:00");
    let mut running = Running::of(command, 100, 30);
    let second = "inroad start primo --playbook tier-one-8 --to first=dana-cole";
    let ready = format!("inroad demo --no-open >/dev/null; {second} >/dev/null; echo re''ady\n");
    running.type_bytes(ready.as_bytes()).shows("ready");
    running.type_bytes(format!("{load}; clear; echo lo''aded\n").as_bytes()).shows("loaded");
    running
}

/// What stands in the line after Tab. Each is asked on a line of its own, which is then given up.
fn completes(running: &mut Running, cases: &[(&str, &str)]) {
    for (typed, want) in cases {
        running.type_bytes(format!("{typed}\t").as_bytes()).shows(want);
        // Ctrl-E, Ctrl-U.
        running.type_bytes(b"\x05\x15clear; echo ne''xt\n").shows("next");
    }
}

#[test]
fn bash_completes_behind_its_own_separators_and_within_quotes() {
    let home = Home::new();
    let mut running = shell(&home, "bash", &["--norc", "--noprofile", "-i"], "source <(inroad completions bash)");
    completes(
        &mut running,
        &[
            ("inroad list due:ov", "inroad list due:overdue "),
            ("inroad list stage:disq", "inroad list stage:disqualified "),
            ("inroad start primo --to first=da", "inroad start primo --to first=dana-cole"),
            ("inroad done primo 2:8", "inroad done primo 2:8 "),
            ("inroad show pri", "inroad show primo "),
            ("inroad show \"Pri", "inroad show \"primo\""),
            ("inroad show 'Nordahl W", "inroad show 'nordahl-windows'"),
            ("inroad review --week la", "inroad review --week last "),
            ("inroad archive pri", "inroad archive primo "),
            ("inroad export ht", "inroad export html "),
            ("inroad --plan=/tm", "inroad --plan=/tmp/"),
        ],
    );
}

#[test]
fn zsh_and_fish_complete_the_same() {
    let cases = [
        ("inroad list due:ov", "inroad list due:overdue"),
        ("inroad start primo --to first=da", "inroad start primo --to first=dana-cole"),
        ("inroad done primo 2:8", "inroad done primo 2:8 "),
        ("inroad show pri", "inroad show primo"),
        ("inroad archive pri", "inroad archive primo"),
    ];
    if is_there("zsh") {
        let load = "autoload -U compinit && compinit -u -D; source <(inroad completions zsh)";
        let home = Home::new();
        let mut running = shell(&home, "zsh", &["-f", "-i"], load);
        completes(&mut running, &cases);
        completes(
            &mut running,
            &[
                ("inroad show Solv", "inroad show solvanta-energy"),
                ("inroad show \"Nordahl W", "inroad show \"nordahl-windows\""),
                ("inroad show Nordahl\\ W", "inroad show nordahl-windows"),
                ("inroad list stage:disq", "inroad list stage:disqualified"),
                ("inroad --plan=/tm", "inroad --plan=/tmp/"),
                ("inroad --plan /tm", "inroad --plan /tmp/"),
            ],
        );
    }
    if is_there("fish") {
        let load = "inroad completions fish | source";
        completes(&mut shell(&Home::new(), "fish", &["--no-config", "-i"], load), &cases);
    }
}
