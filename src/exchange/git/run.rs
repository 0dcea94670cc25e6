//! Running git. Which git it is, what it is told by the environment, and how long it may take is decided here, once: no
//! shell reads any of it, nothing asks on a terminal that is not ours, no hook and no other program of the repository's
//! runs, and it never looks for a repository above the plan.

use std::env;
use std::ffi::OsStr;
use std::fmt;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};

use super::says;
use super::stop::Stop;
use crate::store::refusal;

/// How long git may take with what lies here.
const HERE: Duration = Duration::from_mins(1);

/// How long it may take with what lies elsewhere.
const ELSEWHERE: Duration = Duration::from_mins(3);

/// How long it gets to put its things in order when it has to end.
const LAST: Duration = Duration::from_secs(3);

/// What the user's own environment may tell git. Everything else of that kind (where the repository lies, what to run
/// for a difference) would be about something else than this plan.
const KEPT: &[&str] = &[
    "GIT_ASKPASS",
    "GIT_AUTHOR_DATE",
    "GIT_AUTHOR_EMAIL",
    "GIT_AUTHOR_NAME",
    "GIT_COMMITTER_DATE",
    "GIT_COMMITTER_EMAIL",
    "GIT_COMMITTER_NAME",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_SYSTEM",
    "GIT_EXEC_PATH",
    "GIT_SSH",
    "GIT_SSH_COMMAND",
    "GIT_SSH_VARIANT",
    "GIT_SSL_CAINFO",
    "GIT_SSL_CAPATH",
    "GIT_SSL_CERT",
    "GIT_SSL_KEY",
];

/// What stands above whatever the repository's settings say, trusted or not.
const ABOVE: &[&str] = &[
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.pager=cat",
    "core.editor=false",
    "safe.bareRepository=explicit",
    "log.showSignature=false",
    "color.ui=false",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
    "push.recurseSubmodules=no",
];

/// Why git came to nothing.
#[derive(Debug)]
pub enum GitError {
    /// There is no git here.
    Missing,
    /// It could not be run.
    Io(io::Error),
    /// It took too long, and was ended.
    Late(String),
    /// Somebody has ended it.
    Stopped,
    /// Another one is under way.
    Busy,
    /// It said no: what it said.
    Refused(String),
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("there is no git here; sync works with the git command, so install it first"),
            Self::Io(error) => write!(f, "git can't be run: {}", refusal::reason(error)),
            Self::Late(what) => write!(f, "git {what} took too long and was ended"),
            Self::Busy => f.write_str("another sync of this plan is under way"),
            Self::Stopped => f.write_str("it was stopped; the next sync goes on from there"),
            Self::Refused(told) => f.write_str(told),
        }
    }
}

impl From<io::Error> for GitError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// What it said.
#[derive(Debug, Default)]
pub(super) struct Output {
    /// How it ended; 0 is well.
    pub(super) code: i32,
    /// What it gave.
    pub(super) out: Vec<u8>,
    /// What it complained about.
    pub(super) err: String,
}

impl Output {
    /// As a text without the last line end.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.out).trim_end_matches(['\n', '\r']).to_owned()
    }

    /// What it gave, part by part, each ended by NUL.
    pub(super) fn parts(&self) -> impl Iterator<Item = &[u8]> {
        self.out.split(|byte| *byte == 0).filter(|part| !part.is_empty())
    }

    /// Its complaint in words.
    pub(super) fn complaint(&self) -> String {
        says::in_words(&self.err, self.code)
    }
}

/// The git of this machine, in one folder.
#[derive(Debug, Clone)]
pub(super) struct Git {
    program: PathBuf,
    folder: PathBuf,
    /// Nobody is there to be asked.
    in_background: bool,
    /// Somebody may end it.
    stop: Stop,
}

impl Git {
    /// The git that the search path has, for that folder.
    ///
    /// # Errors
    ///
    /// There is none.
    pub(super) fn new(folder: &Path, in_background: bool) -> Result<Self, GitError> {
        let program = program().ok_or(GitError::Missing)?;
        Ok(Self { program, folder: folder.to_owned(), in_background, stop: Stop::default() })
    }

    /// The same git, which ends when somebody says so.
    pub(super) fn until(self, stop: &Stop) -> Self {
        Self { stop: stop.clone(), ..self }
    }

    /// The same git somewhere else.
    pub(super) fn at(&self, folder: &Path) -> Self {
        Self { folder: folder.to_owned(), ..self.clone() }
    }

    /// Run it, and take what it gives; it has to end well.
    ///
    /// # Errors
    ///
    /// It did not.
    pub(super) fn get(&self, words: &[&str]) -> Result<Output, GitError> {
        well(self.run(words, None)?)
    }

    /// The same with something to read.
    pub(super) fn feed(&self, words: &[&str], input: &[u8]) -> Result<Output, GitError> {
        well(self.run(words, Some(input))?)
    }

    /// A state that holds nothing.
    pub(super) fn nothing(&self) -> Result<String, GitError> {
        Ok(self.feed(&["hash-object", "-t", "tree", "--stdin"], b"")?.text())
    }

    /// Run it; it may end as it likes.
    ///
    /// # Errors
    ///
    /// It could not be run, or took too long.
    pub(super) fn run(&self, words: &[&str], input: Option<&[u8]>) -> Result<Output, GitError> {
        self.run_for(HERE, words, input)
    }

    /// The same for what has to be asked elsewhere.
    pub(super) fn reach(&self, words: &[&str]) -> Result<Output, GitError> {
        self.run_for(ELSEWHERE, words, None)
    }

    fn run_for(&self, patience: Duration, words: &[&str], input: Option<&[u8]>) -> Result<Output, GitError> {
        // A connection that stays open for the next time holds what it complains to.
        let mut complaints = tempfile::tempfile()?;
        let mut command = self.command(words);
        command.stderr(complaints.try_clone()?);
        let mut child = self.stop.start(&mut command, self.in_background)?.ok_or(GitError::Stopped)?;
        let group = Pid::from_child(&child);
        let (done, waiting) = mpsc::channel();
        if let Some(mut out) = child.stdout.take() {
            thread::Builder::new().name("git-out".to_owned()).spawn(move || {
                let mut bytes = Vec::new();
                // What could be read of it is what it said.
                _ = out.read_to_end(&mut bytes);
                _ = done.send(bytes);
            })?;
        }
        if let (Some(mut pipe), Some(input)) = (child.stdin.take(), input) {
            let input = input.to_vec();
            // One that has read enough says in its own words what is wrong.
            thread::Builder::new().name("git-in".to_owned()).spawn(move || _ = pipe.write_all(&input))?;
        }
        let given = waiting.recv_timeout(patience);
        if self.stop.has_ended(group) {
            _ = child.wait();
            return Err(GitError::Stopped);
        }
        let Ok(out) = given else {
            self.end(&mut child, &waiting);
            return Err(GitError::Late(words.first().copied().unwrap_or_default().to_owned()));
        };
        let code = child.wait()?.code().unwrap_or(-1);
        let mut err = Vec::new();
        complaints.seek(SeekFrom::Start(0))?;
        complaints.read_to_end(&mut err)?;
        Ok(Output { code, out, err: String::from_utf8_lossy(&err).into_owned() })
    }

    /// With all that it has started. It takes its locks away when it is asked to end.
    fn end<T>(&self, child: &mut Child, waiting: &mpsc::Receiver<T>) {
        if self.in_background {
            let group = Pid::from_child(child);
            _ = kill_process_group(group, Signal::TERM);
            _ = waiting.recv_timeout(LAST);
            _ = kill_process_group(group, Signal::KILL);
        }
        _ = child.kill();
        _ = child.wait();
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(&self.folder);
        for above in ABOVE {
            command.args(["-c", above]);
        }
        command.arg("--no-pager").args(words);
        let is_told =
            |name: &OsStr| name.to_str().is_some_and(|name| name.starts_with("GIT_") && !KEPT.contains(&name));
        for (name, _) in env::vars_os().filter(|(name, _)| is_told(name)) {
            command.env_remove(name);
        }
        if let Some(above) = self.folder.parent() {
            command.env("GIT_CEILING_DIRECTORIES", above);
        }
        // Names of files are names, and what git says is read.
        command.env("GIT_LITERAL_PATHSPECS", "1").env("LC_ALL", "C").env_remove("LANGUAGE");
        // No address may name a program that is run to reach it.
        command.env("GIT_ALLOW_PROTOCOL", "file:git:http:https:ssh");
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        if self.in_background {
            // Whoever asks would ask on the terminal that the screen has.
            command.env("GIT_TERMINAL_PROMPT", "0").env_remove("GPG_TTY").env("SSH_ASKPASS_REQUIRE", "force");
            if env::var_os("SSH_ASKPASS").is_none() {
                command.env("SSH_ASKPASS", "false");
            }
            command.process_group(0);
        }
        command
    }
}

fn well(output: Output) -> Result<Output, GitError> {
    if output.code == 0 { Ok(output) } else { Err(GitError::Refused(output.complaint())) }
}

/// Where git lies.
fn program() -> Option<PathBuf> {
    on_the_path("git")
}

/// Where a program lies that is called by its name. A folder of the search path that is not named from the root could be one
/// of the plan's.
pub(super) fn on_the_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let programs = env::split_paths(&path).filter(|folder| folder.is_absolute()).map(|folder| folder.join(name));
    programs.into_iter().find(|path| is_program(path))
}

/// Whether that can be run.
pub(super) fn is_program(path: &Path) -> bool {
    path.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}
