//! A plan with its state in one folder, and the real program run over it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use inroad::domain::account::Account;
use inroad::store::read;
use tempfile::TempDir;

/// What the account says to begin with.
pub const PRIMO: &str =
    "format = 1\nname = \"Primo\"\n# my own note\nstage = \"researching\"\nwhy = \"\"\nown = \"kept\"\n";

/// A plan with one account, `primo`; the day is Monday 23 November 2026.
pub struct Desk {
    home: PathBuf,
    _own: Option<TempDir>,
}

impl Desk {
    pub fn new() -> Self {
        let own = tempfile::tempdir().unwrap();
        Self { _own: None, ..Self::at(own.path()) }.owning(own)
    }

    /// In a folder that is somebody else's: on a file system of its own.
    pub fn at(home: &Path) -> Self {
        let desk = Self { home: home.to_owned(), _own: None };
        if !desk.plan().exists() {
            fs::create_dir_all(desk.path("accounts")).unwrap();
            fs::write(desk.path("plan.toml"), "format = 1\n").unwrap();
            fs::write(desk.path("accounts/primo.toml"), PRIMO).unwrap();
        }
        desk
    }

    /// The plan of the demo.
    pub fn demo() -> Self {
        let own = tempfile::tempdir().unwrap();
        let desk = Self { home: own.path().to_owned(), _own: Some(own) };
        desk.does(&["demo", desk.plan().to_str().unwrap(), "--no-open"]);
        desk
    }

    fn owning(self, own: TempDir) -> Self {
        Self { _own: Some(own), ..self }
    }

    pub fn plan(&self) -> PathBuf {
        self.home.join("plan")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.plan().join(name)
    }

    pub fn file(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn primo(&self) -> String {
        self.file("accounts/primo.toml")
    }

    /// The account as its file says it; the file must be whole.
    #[track_caller]
    pub fn account(&self) -> Account {
        let text = self.primo();
        let read = read::read::<Account>(&text);
        assert!(read.intact && read.found.is_empty(), "{:?}\n{text}", read.found);
        assert!(text.contains("# my own note\n") && text.contains("own = \"kept\"\n"), "{text}");
        read.value
    }

    /// The program with these words, started by another one if need be.
    pub fn command(&self, by: &[&str], args: &[&str]) -> Command {
        let inroad = env!("CARGO_BIN_EXE_inroad");
        let words: Vec<&str> = by.iter().copied().chain([inroad]).chain(args.iter().copied()).collect();
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).env_clear();
        for (name, folder) in [("XDG_STATE_HOME", "state"), ("XDG_CONFIG_HOME", "config")] {
            command.env(name, self.home.join(folder));
        }
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", &self.home).env("LANG", "C.UTF-8");
        command.env("INROAD_PLAN", self.plan()).env("INROAD_TODAY", "2026-11-23");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.command(&[], args).output().unwrap()
    }

    /// It has to succeed.
    #[track_caller]
    pub fn does(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let [out, err] = [&output.stdout, &output.stderr].map(|said| String::from_utf8_lossy(said));
        assert!(output.status.success(), "{args:?}: {err}\n{out}");
        out.into_owned()
    }

    /// The next start: it finds every file readable, and leaves nothing behind of what the last one had begun.
    #[track_caller]
    pub fn starts(&self) {
        self.does(&["list"]);
        let doctor = self.does(&["doctor"]);
        assert!(doctor.contains("problems  0\n"), "{doctor}");
        assert_eq!([left_behind(&self.plan()), left_behind(&self.home.join("state"))].concat(), Vec::<PathBuf>::new());
    }

    /// What waits for a choice, as it is kept.
    pub fn conflicts(&self) -> String {
        let plans = fs::read_dir(self.home.join("state/inroad/plans")).into_iter().flatten();
        plans.filter_map(|plan| fs::read_to_string(plan.unwrap().path().join("conflicts.json")).ok()).collect()
    }
}

/// Temporary files anywhere in there.
pub fn left_behind(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if inroad::store::atomic::is_temporary(&name) {
                found.push(path);
            }
        }
    }
    found
}
