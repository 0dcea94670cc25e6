//! The real program in a pseudo-terminal: what a user's terminal would show, and the ways a terminal can end.

use std::io::{Read as _, Write as _};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// Nothing here takes a tenth of it; what has not come by then will not come.
const PATIENCE: Duration = Duration::from_secs(20);

/// A home with a plan in it, and nothing of the machine's own settings.
pub struct Home(tempfile::TempDir);

impl Home {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// In a folder on a file system of its own.
    pub fn within(folder: &Path) -> Self {
        Self(tempfile::tempdir_in(folder).unwrap())
    }

    /// The folder that is opened when none is named.
    pub fn plan(&self) -> PathBuf {
        self.0.path().join("data/inroad/plan")
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn file(&self, name: &str) -> String {
        let path = self.plan().join(name);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Write config.toml.
    pub fn settings(&self, text: &str) {
        let folder = self.0.path().join("config/inroad");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("config.toml"), text).unwrap();
    }

    /// A program of one shell line.
    pub fn script(&self, name: &str, line: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{line}\n")).unwrap();
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        path
    }

    /// The program with these words, started by another one if need be.
    pub fn command(&self, by: &[&str], args: &[&str]) -> CommandBuilder {
        let mut words = by.iter().copied().chain([env!("CARGO_BIN_EXE_inroad")]).chain(args.iter().copied());
        let mut command = CommandBuilder::new(words.next().unwrap());
        command.args(words);
        command.env_clear();
        for (name, folder) in [("XDG_DATA_HOME", "data"), ("XDG_STATE_HOME", "state"), ("XDG_CONFIG_HOME", "config")] {
            command.env(name, self.0.path().join(folder));
        }
        command.env("HOME", self.0.path());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("INROAD_TODAY", "2026-11-23T15:12:00-06:00");
        command
    }

    /// Start the program in a terminal of that size.
    pub fn start(&self, columns: u16, rows: u16, args: &[&str]) -> Running {
        Running::of(self.command(&[], args), columns, rows)
    }
}

impl Running {
    /// Run it in a terminal of that size.
    pub fn of(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let pty = native_pty_system().openpty(size(columns, rows)).unwrap();
        let child = pty.slave.spawn_command(command).unwrap();
        let mut reader = pty.master.try_clone_reader().unwrap();
        let keyboard = pty.master.take_writer().unwrap();
        let (said, bytes) = mpsc::channel();
        let enough = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&enough);
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if said.send(buffer[..count].to_vec()).is_err() || stop.load(Ordering::SeqCst) {
                    break;
                }
            }
        });
        let screen = vt100::Parser::new(cells(rows), cells(columns), 0);
        let (terminal, keyboard) = (Some(pty.master), Some(keyboard));
        Self { child, terminal, keyboard, bytes, enough, screen, held: Vec::new(), all: Vec::new() }
    }
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

/// The program while it runs.
pub struct Running {
    child: Box<dyn Child + Send + Sync>,
    terminal: Option<Box<dyn MasterPty + Send>>,
    keyboard: Option<Box<dyn std::io::Write + Send>>,
    bytes: Receiver<Vec<u8>>,
    /// The reader is to end; it holds the terminal too.
    enough: Arc<AtomicBool>,
    screen: vt100::Parser,
    /// The beginning of a frame; it is shown when it is whole.
    held: Vec<u8>,
    all: Vec<u8>,
}

impl Running {
    pub fn screen(&self) -> String {
        self.screen.screen().contents()
    }

    pub fn terminal(&self) -> &vt100::Screen {
        self.screen.screen()
    }

    /// All bytes that were written so far.
    pub fn written(&self) -> &[u8] {
        &self.all
    }

    pub fn type_bytes(&mut self, bytes: &[u8]) -> &mut Self {
        let keyboard = self.keyboard.as_mut().unwrap();
        keyboard.write_all(bytes).unwrap();
        keyboard.flush().unwrap();
        self
    }

    /// Letters as they are; `<Enter>`, `<Esc>`, `<Tab>`, `<Down>` and `<Ctrl-S>` are keys.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        let mut bytes = Vec::new();
        while let Some(c) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
            if let Some((name, after)) = named {
                bytes.extend(key(name));
                rest = after;
            } else {
                bytes.extend(c.to_string().as_bytes());
                rest = &rest[c.len_utf8()..];
            }
        }
        self.type_bytes(&bytes)
    }

    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.terminal.as_ref().unwrap().resize(size(columns, rows)).unwrap();
        self.screen.screen_mut().set_size(cells(rows), cells(columns));
        self
    }

    /// Wait until the screen shows all of this.
    #[track_caller]
    pub fn shows(&mut self, text: &str) -> &mut Self {
        self.until(text, |screen| screen.contents().contains(text))
    }

    #[track_caller]
    pub fn until(&mut self, what: &str, done: impl Fn(&vt100::Screen) -> bool) -> &mut Self {
        let until = Instant::now() + PATIENCE;
        while !done(self.screen.screen()) {
            let left = until.saturating_duration_since(Instant::now());
            match self.bytes.recv_timeout(left) {
                Ok(bytes) => self.take_in(&bytes),
                Err(RecvTimeoutError::Timeout) => panic!("no “{what}” on the screen:\n{}", self.screen()),
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("it ended before “{what}” was on the screen:\n{}", self.screen())
                }
            }
        }
        self
    }

    /// Show what was written, as a terminal does that knows of synchronized updates: frame by frame.
    fn take_in(&mut self, bytes: &[u8]) {
        self.all.extend(bytes);
        self.held.extend(bytes);
        let (begin, end) = (b"\x1b[?2026h", b"\x1b[?2026l");
        let last = |mark: &[u8]| self.held.windows(mark.len()).rposition(|window| window == mark);
        let begun = last(begin).filter(|begun| last(end).is_none_or(|ended| ended < *begun));
        // The mark itself may be cut in two.
        let cut = (1..begin.len()).find(|count| self.held.ends_with(&begin[..*count]));
        let shown = begun.unwrap_or(self.held.len() - cut.unwrap_or(0));
        self.screen.process(&self.held[..shown]);
        self.held.drain(..shown);
    }

    /// Wait until it has stopped, as Ctrl-Z stops a program.
    pub fn stopped(&self) -> &Self {
        let until = Instant::now() + PATIENCE;
        let stat = format!("/proc/{}/stat", self.child.process_id().unwrap());
        let state = || std::fs::read_to_string(&stat).ok()?.rsplit_once(") ")?.1.chars().next();
        while state() != Some('T') {
            assert!(Instant::now() < until, "it does not stop");
            std::thread::yield_now();
        }
        self
    }

    /// Send it a signal, by the number.
    pub fn signal(&self, signal: rustix::process::Signal) {
        let pid = self.child.process_id().and_then(|pid| i32::try_from(pid).ok());
        let pid = pid.and_then(rustix::process::Pid::from_raw).unwrap();
        rustix::process::kill_process(pid, signal).unwrap();
    }

    /// The line drops: nobody holds the terminal any more.
    pub fn hang_up(mut self) -> (ExitStatus, Duration) {
        self.enough.store(true, Ordering::SeqCst);
        // Something to draw, so that the reader wakes and sees that it is enough.
        self.resize(79, 23);
        while self.bytes.recv_timeout(PATIENCE).is_ok() {}
        let at = Instant::now();
        (self.keyboard, self.terminal) = (None, None);
        self.ended(at)
    }

    /// Wait for its end, and take in what it still wrote.
    pub fn end(mut self) -> (ExitStatus, vt100::Parser) {
        let at = Instant::now();
        while let Ok(bytes) = self.bytes.recv_timeout(PATIENCE) {
            self.take_in(&bytes);
            if self.child.try_wait().unwrap().is_some() && self.terminal.is_some() {
                (self.keyboard, self.terminal) = (None, None);
            }
        }
        let screen = std::mem::replace(&mut self.screen, vt100::Parser::new(cells(1), cells(1), 0));
        (self.ended(at).0, screen)
    }

    fn ended(&mut self, since: Instant) -> (ExitStatus, Duration) {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status, since.elapsed());
            }
            assert!(Instant::now() < until, "it does not end:\n{}", self.screen());
            std::thread::yield_now();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        _ = self.child.kill();
    }
}

fn key(name: &str) -> Vec<u8> {
    match name {
        "Enter" => b"\r".to_vec(),
        "Esc" => b"\x1b".to_vec(),
        "Tab" => b"\t".to_vec(),
        "Down" => b"\x1b[B".to_vec(),
        "Up" => b"\x1b[A".to_vec(),
        other => match other.strip_prefix("Ctrl-").and_then(|letter| letter.bytes().next()) {
            Some(letter) => vec![letter & 0x1f],
            None => panic!("<{name}> is no key that these tests know"),
        },
    }
}
