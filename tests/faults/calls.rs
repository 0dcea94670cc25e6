//! Stopped at each system call, and refused by each of them once.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::PathBuf;
use std::process::Output;

use crate::common::pty::{Home, Running};
use crate::desk::{Desk, PRIMO, left_behind};
use crate::trial::{Need, has, is_full, seen};

/// What changes files; the others are tried when the figure is to be reached.
const CHANGING: [&str; 14] = [
    "fchmod",
    "fdatasync",
    "flock",
    "fsync",
    "ftruncate",
    "link",
    "linkat",
    "lseek",
    "mkdir",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "write",
];
/// What asks about files or opens them.
const ASKING: [&str; 12] = [
    "close",
    "fcntl",
    "fstat",
    "getdents64",
    "mkdirat",
    "newfstatat",
    "open",
    "openat",
    "read",
    "readlink",
    "statx",
    "unlinkat",
];

const ERRORS: [&str; 4] = ["EIO", "ENOSPC", "EINTR", "EACCES"];

/// A kind of save: what stands before it, the words, and the file that it writes.
struct Save {
    words: &'static [&'static str],
    file: &'static str,
}

const SAVES: [Save; 2] = [
    Save { words: &["set", "primo", "why", "Second"], file: "accounts/primo.toml" },
    Save { words: &["add", "Acme"], file: "accounts/acme.toml" },
];

/// A plan with one step in its journal.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.does(&["set", "primo", "why", "First"]);
    desk
}

impl Save {
    fn text(&self, desk: &Desk) -> Option<String> {
        fs::read_to_string(desk.path(self.file)).ok()
    }

    /// The file before, and after when nothing goes wrong; and how often each call is made.
    fn rehearse(&self) -> (Option<String>, Option<String>, BTreeMap<String, usize>) {
        let desk = desk();
        let before = self.text(&desk);
        let log = desk.path("../calls");
        let output = desk.command(&["strace", "-f", "-qq", "-o", log.to_str().unwrap()], self.words).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let log = fs::read_to_string(log).unwrap();
        // The thread that saves; those that help it read make as many calls as they like.
        let thread = log.split(' ').next().unwrap();
        let mut calls = BTreeMap::new();
        for call in log.lines().filter_map(|line| line.strip_prefix(thread)?.trim_start().split_once('(')) {
            if call.0.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
                *calls.entry(call.0.to_owned()).or_insert(0) += 1;
            }
        }
        (before, self.text(&desk), calls)
    }

    /// The save with something done to its calls.
    fn hurt(&self, desk: &Desk, call: &str, what: &str) -> Output {
        let (trace, inject) = (format!("trace={call}"), format!("inject={call}:{what}"));
        let by = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject];
        desk.command(&by, self.words).output().unwrap()
    }
}

#[test]
fn killed_while_an_account_goes_to_the_archive_and_comes_back() {
    if !has(&[Need::Strace]) {
        return;
    }
    let mut kills = 0;
    // Both are written on the screen, each as two files: one is made, the other goes.
    for keys in ["x", "xu"] {
        for call in ["rename", "renameat2", "unlink", "fsync", "write"] {
            if !is_full() && ["fsync", "write"].contains(&call) {
                continue;
            }
            for n in 1.. {
                let home = Home::new();
                let write = |name: &str, text: &str| {
                    std::fs::create_dir_all(home.plan().join("accounts")).unwrap();
                    std::fs::write(home.plan().join(name), text).unwrap();
                };
                write("plan.toml", "format = 1\n");
                write("accounts/primo.toml", PRIMO);
                let (trace, inject) = (format!("trace={call}"), format!("inject={call}:signal=KILL:when={n}"));
                let by = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject];
                let mut run = Running::of(home.command(&by, &[]), 110, 32);
                run.keys(keys).keys("q");
                let (status, _) = run.end();
                // The next start: somewhere the account is, whole.
                home.start(110, 32, &[]).shows("Accounts").keys("q");
                let texts = ["accounts/primo.toml", "accounts/archive/primo.toml"]
                    .map(|name| fs::read_to_string(home.plan().join(name)).ok());
                assert!(texts.iter().any(|text| text.as_deref() == Some(PRIMO)), "{keys} {call} {n}: {texts:?}");
                assert!(texts.iter().flatten().all(|text| text == PRIMO), "{keys} {call} {n} tore it: {texts:?}");
                assert_eq!(left_behind(home.path()), Vec::<PathBuf>::new(), "{keys} {call} {n}");
                if status.success() {
                    break;
                }
                kills += 1;
            }
        }
    }
    seen(format!("{kills} kills; 0 lost, 0 torn, 0 left behind"));
}

#[test]
fn where_files_cant_be_exchanged_they_are_replaced() {
    if !has(&[Need::Strace]) {
        return;
    }
    for save in SAVES {
        let (_, after, _) = save.rehearse();
        for error in ["ENOSYS", "EINVAL"] {
            let desk = desk();
            let output = save.hurt(&desk, "renameat2", &format!("error={error}"));
            assert!(output.status.success(), "{error}: {output:?}");
            assert_eq!(save.text(&desk), after, "{error}");
            desk.starts();
        }
    }
}

#[test]
fn killed_at_every_call_of_a_save() {
    if !has(&[Need::Strace]) {
        return;
    }
    let mut kills = 0;
    for save in SAVES {
        let (before, after, calls) = save.rehearse();
        for (call, times) in calls {
            // The program's own start can't be stopped more than once.
            if call == "execve" || !(is_full() || CHANGING.contains(&call.as_str())) {
                continue;
            }
            for n in 1..=times + 1 {
                let desk = desk();
                let output = save.hurt(&desk, &call, &format!("signal=KILL:when={n}"));
                if output.status.signal() != Some(9) {
                    assert!(output.status.success(), "{call} {n}: {output:?}");
                    assert_eq!(save.text(&desk), after, "{call} {n} was acknowledged");
                    break;
                }
                kills += 1;
                desk.starts();
                let now = save.text(&desk);
                assert!(now == before || now == after, "{call} {n} tore it: {now:?}");
                assert!(desk.primo().contains("why = \"First\"") || now == after, "{call} {n} lost an edit");
                // And it goes on.
                desk.does(&["set", "primo", "why", "Third"]);
                desk.starts();
                assert_eq!(desk.account().why, "Third", "{call} {n}");
            }
        }
    }
    seen(format!("{kills} kills; 0 torn, 0 lost, 0 left behind"));
}

#[test]
fn refused_once_by_every_call_of_a_save() {
    if !has(&[Need::Strace]) {
        return;
    }
    let (mut tried, mut refused, mut survived, mut late) = (0, 0, 0, 0);
    for save in SAVES {
        let (before, after, calls) = save.rehearse();
        for (call, times) in calls {
            let is_tried = CHANGING.contains(&call.as_str()) || is_full() && ASKING.contains(&call.as_str());
            let refusals = (1..=times).flat_map(|n| ERRORS.map(|error| (n, error)));
            // In an ordinary run one of the four after the other.
            let refusals = refusals.enumerate().filter(|(at, _)| is_full() || at % 5 == 0);
            for (_, (n, error)) in refusals.filter(|_| is_tried) {
                let desk = desk();
                let output = save.hurt(&desk, &call, &format!("error={error}:when={n}"));
                let now = save.text(&desk);
                let told = || format!("{call} {n} {error}: {output:?}\n{now:?}");
                assert!(now == before || now == after, "torn: {}", told());
                // 127: the system could not load it. A folder that can't be closed is a panic of the standard library.
                let mut codes = vec![0, 1, 2, 4, 127];
                codes.extend((call == "close").then_some(101));
                assert!(output.status.code().is_some_and(|code| codes.contains(&code)), "{}", told());
                tried += 1;
                if output.status.success() {
                    assert_eq!(now, after, "it said that it is saved: {}", told());
                    survived += 1;
                } else if now == after {
                    late += 1;
                    println!("not saved, it said: {}", told());
                } else {
                    refused += 1;
                }
                desk.starts();
                desk.does(&["set", "primo", "why", "Third"]);
                assert_eq!(desk.account().why, "Third", "{}", told());
                assert!(before.is_none() || save.text(&desk).is_some(), "lost: {}", told());
            }
        }
    }
    seen(format!(
        "{tried} refusals: {survived} saved all the same, {refused} said not to be saved and were not, {late} were; 0 torn, 0 falsely saved"
    ));
}
