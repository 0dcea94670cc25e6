//! A sync beside the screen: over a slow line, and undone.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rustix::process::Signal;

use crate::common::pty::{Home, Running, send, stat, waited_for};

/// A plan with an account, shared through a repository that is reached over a line which waits at each step until
/// somebody writes into `line`. Nothing, where there is no git.
fn shared() -> Option<Home> {
    if !Command::new("git").arg("--version").output().is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: needs git");
        return None;
    }
    let home = Home::with_primo();
    let text = "[user]\n\tname = Ann\n\temail = ann@example.com\n[init]\n\tdefaultBranch = main\n";
    fs::write(home.path().join(".gitconfig"), text).unwrap();
    let run = |program: &str, args: &[&str]| {
        let mut command = Command::new(program);
        let done = command.args(args).env_clear().envs(home.environment()).current_dir(home.path()).output().unwrap();
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    };
    run("git", &["init", "--quiet", "--bare", "team.git"]);
    run(env!("CARGO_BIN_EXE_inroad"), &["sync", "--remote", "team.git"]);
    // Somebody else has been there.
    run("git", &["clone", "--quiet", "team.git", "theirs"]);
    let theirs = home.path().join("theirs/accounts/primo.toml");
    let text = fs::read_to_string(&theirs).unwrap();
    fs::write(&theirs, text.replace("stage = \"target\"", "stage = \"engaged\"")).unwrap();
    run("git", &["-C", "theirs", "commit", "--quiet", "--all", "--message", "theirs"]);
    run("git", &["-C", "theirs", "push", "--quiet"]);
    let address = format!("git@slow:{}", home.path().join("team.git").display());
    run("git", &["-C", "data/inroad/plan", "remote", "set-url", "origin", &address]);
    run("mkfifo", &["line"]);
    home.script("ssh", &format!("read go < '{}'; eval \"$2\"", home.path().join("line").display()));
    Some(home)
}

impl Home {
    /// The program, reaching others over that line.
    fn start_over_the_line(&self) -> crate::common::pty::Running {
        let ssh = format!("GIT_SSH_COMMAND={}", self.path().join("ssh").display());
        let command = self.command(&["env", &ssh, "GIT_SSH_VARIANT=simple"], &[]);
        crate::common::pty::Running::of(command, 110, 32)
    }

    /// The line lets one more thing through; comes back when that has been asked for.
    fn let_through(&self) {
        fs::write(self.path().join("line"), "go\n").unwrap();
    }
}

#[test]
fn a_slow_line_keeps_nobody_waiting() {
    let Some(home) = shared() else { return };
    let mut run = home.start_over_the_line();
    run.shows("▸ Primo").keys("<Enter>eFirst<Enter>").shows("First").shows("saved");
    run.keys(":sync<Enter>").shows("syncing…");
    // Every key is answered, and an edit is on the disk, while it waits.
    run.keys("?").shows("finds a command by its words").keys("<Esc>");
    run.until("the help gone", |screen| !screen.contents().contains("finds a command by its words"));
    run.keys("eMine<Enter>").shows("FirstMine").shows("saved");
    run.keys(":sync<Enter>").shows("A sync is under way");
    assert!(home.file("accounts/primo.toml").contains("FirstMine") && run.screen().contains("syncing…"));
    home.let_through();
    // What came is on the screen before what is here has gone.
    run.shows("engaged").shows("syncing…");
    home.let_through();
    run.shows("synced 15:12").shows("Sent: Primo: why. Came: Primo: stage engaged.");
    let file = home.file("accounts/primo.toml");
    assert!(file.contains("FirstMine") && file.contains("engaged"), "{file}");
    // What came is a step; the edits before it stay.
    run.keys("u").shows("Undone: Synced: Primo: stage engaged").shows("target");
    let file = home.file("accounts/primo.toml");
    assert!(file.contains("FirstMine") && !file.contains("engaged"), "{file}");
}

#[test]
fn both_sides_changed_the_same_and_the_line_is_gone() {
    let Some(home) = shared() else { return };
    let mut run = home.start_over_the_line();
    let edit = |from: &str, to: &str| {
        let path = home.plan().join("accounts/primo.toml");
        fs::write(&path, home.file("accounts/primo.toml").replace(from, to)).unwrap();
    };
    run.shows("▸ Primo");
    edit("stage = \"target\"", "stage = \"researching\"");
    run.shows("researching").keys(":sync<Enter>").shows("syncing…");
    home.let_through();
    run.shows("1 conflict: X");
    home.let_through();
    run.shows("yours stands, theirs is kept.").shows("Kept beside it").keys("2");
    run.until("it is settled", |screen| !screen.contents().contains("1 conflict")).shows("engaged");
    // The repository is not there any more.
    fs::rename(home.path().join("team.git"), home.path().join("away")).unwrap();
    run.keys(":sync<Enter>").shows("syncing…");
    home.let_through();
    run.shows("Offline, 1 ahead: ").keys("j").shows("offline, 1 ahead");
}

impl Home {
    /// A line that never answers, and has started something itself; where it says who that is.
    fn dead_line(&self) -> PathBuf {
        let trace = self.path().join("pids");
        _ = fs::remove_file(&trace);
        self.script("ssh", &format!("sleep 600 & echo $$ $! > '{}'; wait", trace.display()));
        trace
    }
}

/// Who is on the line, once they are there.
fn on_the_line(trace: &Path) -> Vec<u32> {
    let mut pids: Vec<u32> = Vec::new();
    waited_for("ssh", || {
        let text = fs::read_to_string(trace).unwrap_or_default();
        pids = text.split_whitespace().filter_map(|pid| pid.parse().ok()).collect();
        pids.len() == 2
    });
    assert!(pids.iter().all(|pid| !stat(*pid).is_empty()));
    pids
}

fn are_over(pids: &[u32]) {
    // What nobody has waited for yet has ended all the same.
    let is_over = |pid: u32| stat(pid).first().is_none_or(|state| state == "Z");
    waited_for("the end of what ssh had started", || pids.iter().all(|pid| is_over(*pid)));
}

#[test]
fn whoever_quits_leaves_no_sync_behind() {
    let Some(home) = shared() else { return };
    let trace = home.dead_line();
    let mut run = home.start_over_the_line();
    run.shows("▸ Primo").keys(":sync<Enter>").shows("syncing…");
    let pids = on_the_line(&trace);
    run.keys("q");
    assert!(run.end().0.success());
    are_over(&pids);
    assert!(!home.plan().join(".git/index.lock").exists());
}

/// Whether whoever started the tests has this signal ignored, as a shell does for what it starts with `&`: then so has all that
/// they start.
fn is_ignored(signal: Signal) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| u64::from_str_radix(line.strip_prefix("SigIgn:")?.trim(), 16).ok());
    ignored.is_some_and(|ignored| ignored >> (signal.as_raw() - 1) & 1 == 1)
}

#[test]
fn a_signal_ends_a_sync_of_the_command_line_with_all_that_it_has_started() {
    let Some(home) = shared() else { return };
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        if is_ignored(signal) {
            eprintln!("skipped: {signal:?} is ignored here");
            continue;
        }
        // With a terminal git shares its group with us, so that it may ask there; without one it has its own.
        let trace = home.dead_line();
        let ssh = home.path().join("ssh").display().to_string();
        let mut command = home.command(&[], &["sync"]);
        command.env("GIT_SSH_COMMAND", &ssh);
        command.env("GIT_SSH_VARIANT", "simple");
        let mut run = Running::of(command, 80, 24);
        let pids = on_the_line(&trace);
        run.signal(signal);
        assert_eq!(run.until_ended().0.exit_code(), code, "{signal:?}");
        are_over(&pids);

        let trace = home.dead_line();
        let mut command = Command::new(env!("CARGO_BIN_EXE_inroad"));
        command.arg("sync").env_clear().envs(home.environment()).current_dir(home.path());
        command.env("GIT_SSH_COMMAND", &ssh).env("GIT_SSH_VARIANT", "simple");
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let pids = on_the_line(&trace);
        send(child.id(), signal);
        are_over(&pids);
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(code.cast_signed()), "{said}");
        assert_eq!(said, "inroad: it was stopped; the next sync goes on from there\n");
        assert!(!home.plan().join(".git/index.lock").exists());
    }
}
