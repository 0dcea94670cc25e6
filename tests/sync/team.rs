//! Two people with a clone each, and the repository between them.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::desk::{Desk, Outcome};

/// The one and the other.
pub struct Team {
    home: tempfile::TempDir,
    pub one: Desk,
    pub other: Desk,
}

/// Whether there is git; says so if not.
pub fn has_git() -> bool {
    let is_there = Command::new("git").arg("--version").output().is_ok_and(|output| output.status.success());
    if !is_there {
        eprintln!("skipped: needs git");
    }
    is_there
}

/// A desk whose git knows who sits there.
pub fn member(name: &str, desk: Desk) -> Desk {
    let text = format!("[user]\n\tname = {name}\n\temail = {name}@example.com\n[init]\n\tdefaultBranch = main\n");
    std::fs::write(desk.home().join(".gitconfig"), text).unwrap();
    desk
}

/// Run inroad where there is git.
pub fn inroad(desk: &Desk, args: &[&str]) -> Outcome {
    Outcome::of(desk.program().env("PATH", std::env::var_os("PATH").unwrap()).args(args))
}

/// The same; it has to end with that code.
#[track_caller]
pub fn sync(desk: &Desk, code: i32) -> Outcome {
    let outcome = inroad(desk, &["sync"]);
    assert_eq!(outcome.code, code, "{}{}", outcome.out, outcome.err);
    outcome
}

/// Plain git in the plan's folder; it has to succeed.
#[track_caller]
pub fn git(desk: &Desk, args: &[&str]) -> String {
    let outcome = git_anyhow(desk, args);
    assert_eq!(outcome.code, 0, "{args:?}: {}", outcome.err);
    outcome.out
}

pub fn git_anyhow(desk: &Desk, args: &[&str]) -> Outcome {
    let mut command = assert_cmd::Command::new("git");
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap()).env("HOME", desk.home());
    for (name, folder) in [("XDG_STATE_HOME", "state"), ("XDG_CONFIG_HOME", "config")] {
        command.env(name, desk.home().join(folder));
    }
    Outcome::of(command.current_dir(desk.path("")).args(args))
}

/// The number of the last step with that label.
#[track_caller]
pub fn step(desk: &Desk, label: &str) -> String {
    let history = inroad(desk, &["history"]).out;
    let line = history.lines().find(|line| line.contains(label)).unwrap_or_else(|| panic!("{label}: {history}"));
    line.split('\t').find(|cell| cell.len() > 9 && cell.chars().all(|c| c.is_ascii_digit())).unwrap().to_owned()
}

/// What waits for a choice there.
pub fn conflicts(desk: &Desk) -> String {
    let plans = desk.home().join("state/inroad/plans");
    let plans = std::fs::read_dir(plans).into_iter().flatten().flatten();
    plans.filter_map(|plan| std::fs::read_to_string(plan.path().join("conflicts.json")).ok()).collect()
}

/// Put a text in the place of another one in a file of the plan, as an editor does.
#[track_caller]
pub fn edit(desk: &Desk, name: &str, from: &str, to: &str) {
    let text = desk.file(name);
    assert!(text.contains(from), "{name} has no {from:?}: {text}");
    std::fs::write(desk.path(name), text.replacen(from, to, 1)).unwrap();
}

impl Team {
    /// Both have these accounts. Nothing, where there is no git.
    pub fn with(accounts: &[(&str, &str)]) -> Option<Self> {
        if !has_git() {
            return None;
        }
        let home = tempfile::tempdir().unwrap();
        let one = member("ann", Desk::with(accounts));
        let other = member("bob", Desk::bare());
        let shared = home.path().join("team.git");
        let made = Command::new("git").args(["init", "--quiet", "--bare", "-b", "main"]).arg(&shared).status().unwrap();
        assert!(made.success());
        let team = Self { home, one, other };
        let begun = inroad(&team.one, &["sync", "--remote", &team.shared()]);
        assert_eq!(begun.code, 0, "{}", begun.err);
        let cloned = Command::new("git")
            .args(["clone", "--quiet"])
            .arg(&shared)
            .arg(team.other.path(""))
            .env("HOME", team.other.home())
            .status()
            .unwrap();
        assert!(cloned.success());
        assert_eq!(inroad(&team.other, &["sync", "--remote", &team.shared()]).code, 0);
        Some(team)
    }

    /// Where the repository between them lies.
    pub fn shared(&self) -> String {
        self.shared_path().display().to_string()
    }

    pub fn shared_path(&self) -> PathBuf {
        self.home.path().join("team.git")
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Sync until both have all; the codes are those of the one, the other, and the one again.
    #[track_caller]
    pub fn sync(&self, codes: [i32; 3]) {
        sync(&self.one, codes[0]);
        sync(&self.other, codes[1]);
        sync(&self.one, codes[2]);
        self.agree();
    }

    /// Both have the same files, and nothing else is left to be said.
    #[track_caller]
    pub fn agree(&self) {
        let files = |desk: &Desk| {
            let mut tree = desk.tree();
            tree.retain(|(path, _)| !path.starts_with(".git"));
            tree.into_iter()
                .map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned()))
                .collect::<Vec<_>>()
        };
        assert_eq!(files(&self.one), files(&self.other));
        for desk in [&self.one, &self.other] {
            assert_eq!(git(desk, &["status", "--porcelain"]), "");
            for (path, text) in files(desk) {
                assert!(!text.contains("<<<<<<<") && !text.contains(">>>>>>>"), "marks in {}", path.display());
            }
        }
    }
}
