//! A plan in a folder of its own, and the program run over it.

use std::path::{Path, PathBuf};
use std::process::Command;

use assert_cmd::Command as Program;
use serde_json::Value;

/// What a run of the program came to.
pub struct Outcome {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Outcome {
    pub fn of(program: &mut Program) -> Self {
        let output = program.output().unwrap();
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Its stdout as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.out, self.err))
    }
}

/// A home with a plan in it; the day is Monday 23 November 2026.
pub struct Desk(tempfile::TempDir);

impl Desk {
    /// Nothing in it yet.
    pub fn bare() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// An empty plan.
    pub fn empty() -> Self {
        let desk = Self::bare();
        assert_eq!(desk.run("init").code, 0);
        desk
    }

    /// The demo plan.
    pub fn demo() -> Self {
        let desk = Self::bare();
        assert_eq!(desk.run("demo --no-open").code, 0);
        desk
    }

    /// A plan with these accounts, by file stem and text.
    pub fn with(accounts: &[(&str, &str)]) -> Self {
        let desk = Self::empty();
        for (stem, text) in accounts {
            std::fs::write(desk.path(&format!("accounts/{stem}.toml")), text).unwrap();
        }
        desk
    }

    pub fn home(&self) -> &Path {
        self.0.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join("plan").join(name)
    }

    #[track_caller]
    pub fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Every file of the plan, by its path, with its bytes.
    pub fn tree(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let out = Command::new("find").arg(self.path("")).args(["-type", "f"]).output().unwrap();
        let mut paths: Vec<PathBuf> = String::from_utf8(out.stdout).unwrap().lines().map(PathBuf::from).collect();
        paths.sort();
        let relative = |path: &PathBuf| path.strip_prefix(self.path("")).unwrap().to_owned();
        paths.iter().map(|path| (relative(path), std::fs::read(path).unwrap())).collect()
    }

    /// Run it with words that hold no spaces.
    pub fn run(&self, words: &str) -> Outcome {
        self.args(&words.split_whitespace().collect::<Vec<_>>())
    }

    pub fn args(&self, args: &[&str]) -> Outcome {
        Outcome::of(self.program().args(args))
    }

    /// The program in this home, on that day, for a run that needs something of its own.
    pub fn program(&self) -> Program {
        let mut program = Program::new(env!("CARGO_BIN_EXE_inroad"));
        program.env_clear();
        for (name, folder) in [("XDG_DATA_HOME", "data"), ("XDG_STATE_HOME", "state"), ("XDG_CONFIG_HOME", "config")] {
            program.env(name, self.0.path().join(folder));
        }
        program.env("HOME", self.0.path()).env("LANG", "C.UTF-8");
        program.env("INROAD_PLAN", self.path("")).env("INROAD_TODAY", "2026-11-23");
        program
    }

    /// It has to refuse, with that exit code, nothing on stdout and one message that holds the words.
    #[track_caller]
    pub fn refuses(&self, args: &[&str], code: i32, words: &str) {
        let outcome = self.args(args);
        assert_eq!((outcome.code, outcome.out.as_str()), (code, ""), "{args:?}: {}", outcome.err);
        assert!(outcome.err.contains(words), "{args:?} doesn't say {words:?}: {}", outcome.err);
    }

    /// What `list WHAT --json` lists.
    #[track_caller]
    pub fn list(&self, words: &str) -> Vec<Value> {
        let list = self.run(&format!("list {words} --json")).json();
        let key = words.split(' ').next().filter(|word| list.get(word).is_some()).unwrap_or("accounts");
        list[key].as_array().unwrap().clone()
    }

    /// An account as `show --json` tells it.
    #[track_caller]
    pub fn shows(&self, account: &str) -> Value {
        self.run(&format!("show {account} --json")).json()
    }

    /// It has to succeed.
    #[track_caller]
    pub fn does(&self, args: &[&str]) -> String {
        let outcome = self.args(args);
        assert_eq!(outcome.code, 0, "{args:?}: {}", outcome.err);
        outcome.out
    }
}
