//! The real program in a pseudo-terminal: what a user's terminal would show, and the ways a terminal can end.

use std::io::{Read as _, Write as _};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::Signal;

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

    /// With an account in its plan.
    pub fn with_primo() -> Self {
        let home = Self::new();
        for args in [["init", "data/inroad/plan"], ["add", "Primo"]] {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_inroad"));
            let done =
                command.args(args).env_clear().envs(home.environment()).current_dir(home.path()).output().unwrap();
            assert!(done.status.success(), "{done:?}");
        }
        home
    }

    /// What the program is started with.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let home = self.0.path();
        let mut path = vec![Path::new(env!("CARGO_BIN_EXE_inroad")).parent().unwrap().to_owned()];
        path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        let folder = |name: &str| home.join(name).display().to_string();
        vec![
            ("XDG_DATA_HOME", folder("data")),
            ("XDG_STATE_HOME", folder("state")),
            ("XDG_CONFIG_HOME", folder("config")),
            ("HOME", home.display().to_string()),
            ("PATH", std::env::join_paths(path).unwrap().into_string().unwrap()),
            ("TERM", "xterm-256color".to_owned()),
            ("LANG", "C.UTF-8".to_owned()),
            ("INROAD_TODAY", "2026-11-23T15:12:00-06:00".to_owned()),
        ]
    }

    /// The program with these words, started by another one if need be.
    pub fn command(&self, by: &[&str], args: &[&str]) -> CommandBuilder {
        let words: Vec<&str> =
            by.iter().copied().chain([env!("CARGO_BIN_EXE_inroad")]).chain(args.iter().copied()).collect();
        self.program(words[0], &words[1..])
    }

    /// Any program with its arguments, in this home.
    pub fn program(&self, program: &str, args: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env_clear();
        self.environment().into_iter().for_each(|(name, value)| command.env(name, value));
        command.cwd(self.0.path());
        command
    }

    /// All that runs over the plan in this home keep for the next start.
    pub fn typed(&self) -> String {
        let plans = std::fs::read_dir(self.0.path().join("state/inroad/plans")).into_iter().flatten().flatten();
        let files = plans.flat_map(|plan| std::fs::read_dir(plan.path().join("typed")).into_iter().flatten().flatten());
        let texts = files.filter(|file| file.path().extension().is_some_and(|extension| extension == "json"));
        texts.filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect()
    }

    /// Wait until a text is kept.
    #[track_caller]
    pub fn typed_holds(&self, text: &str) {
        waited_for(text, || self.typed().contains(text));
    }

    /// Start the program in a terminal of that size.
    pub fn start(&self, columns: u16, rows: u16, args: &[&str]) -> Running {
        Running::of(self.command(&[], args), columns, rows)
    }

    /// Start a line of a shell that has jobs.
    pub fn start_in_shell(&self, columns: u16, rows: u16, line: &str) -> Running {
        Running::of(self.program("/bin/sh", &["-m", "-c", line]), columns, rows)
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
        let stalled = Arc::new((Mutex::new(false), Condvar::new()));
        let (stop, stall) = (Arc::clone(&enough), Arc::clone(&stalled));
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if said.send(buffer[..count].to_vec()).is_err() || stop.load(Ordering::SeqCst) {
                    break;
                }
                drop(stall.1.wait_while(stall.0.lock().unwrap(), |stalled| *stalled).unwrap());
            }
        });
        let screen = vt100::Parser::new(cells(rows), cells(columns), 0);
        let (terminal, keyboard) = (Some(pty.master), Some(keyboard));
        Self { child, terminal, keyboard, bytes, enough, stalled, screen, held: Vec::new(), all: Vec::new() }
    }
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap_or(NonZeroU16::MIN)
}

/// The program while it runs.
pub struct Running {
    child: Box<dyn Child + Send + Sync>,
    terminal: Option<Box<dyn MasterPty + Send>>,
    keyboard: Option<Box<dyn std::io::Write + Send>>,
    bytes: Receiver<Vec<u8>>,
    /// The reader is to end; it holds the terminal too.
    enough: Arc<AtomicBool>,
    /// The reader reads nothing for the time being.
    stalled: Arc<(Mutex<bool>, Condvar)>,
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
        if let (Some(rows), Some(columns)) = (NonZeroU16::new(rows), NonZeroU16::new(columns)) {
            self.screen.screen_mut().set_size(rows, columns);
        }
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

    /// The same of a program that may be killed; whether it was shown.
    #[track_caller]
    pub fn shows_or_ends(&mut self, text: &str) -> bool {
        while !self.screen().contains(text) {
            match self.bytes.recv_timeout(PATIENCE) {
                Ok(bytes) => self.take_in(&bytes),
                Err(RecvTimeoutError::Timeout) => panic!("no “{text}” on the screen:\n{}", self.screen()),
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
        true
    }

    /// Take in what it writes until it has nothing to say for a moment.
    pub fn pause(&mut self) -> &mut Self {
        while let Ok(bytes) = self.bytes.recv_timeout(Duration::from_millis(15)) {
            self.take_in(&bytes);
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

    /// Wait until a process has stopped, as Ctrl-Z stops a program.
    #[track_caller]
    pub fn stopped(&mut self, pid: u32) -> &mut Self {
        waited_for("the stop", || stat(pid).first().is_some_and(|state| state == "T"));
        self
    }

    /// The number of what was started.
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// The number of a program of that name that it started.
    #[track_caller]
    pub fn child(&self, name: &str) -> u32 {
        let own = self.pid().to_string();
        let is_it = |pid: &u32| {
            let called = std::fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|comm| comm.trim() == name);
            called && stat(*pid).get(1) == Some(&own)
        };
        let all =
            || std::fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        waited_for(name, || all().any(|pid| is_it(&pid)));
        all().find(is_it).unwrap()
    }

    /// Send it a signal.
    pub fn signal(&self, signal: Signal) {
        send(self.pid(), signal);
    }

    /// The terminal takes nothing any more, or everything again.
    pub fn stall(&mut self, stalled: bool) -> &mut Self {
        *self.stalled.0.lock().unwrap() = stalled;
        self.stalled.1.notify_all();
        self
    }

    /// Fill a terminal that takes nothing, until the program is stuck with what it writes.
    #[track_caller]
    pub fn fill(&mut self) -> &mut Self {
        let is_stuck = |pid: u32| {
            let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
            let said =
                |task: &std::fs::DirEntry, what| std::fs::read_to_string(task.path().join(what)).unwrap_or_default();
            let mut writers = tasks.filter(|task| said(task, "comm").trim() == "outlet");
            // It waits in poll or ppoll, by their numbers on x86-64 and ARM.
            writers.any(|task| ["7 ", "271 ", "73 "].iter().any(|call| said(&task, "syscall").starts_with(call)))
        };
        let (mut width, mut stuck) = (100, 0);
        waited_for("a full terminal", || {
            stuck = if is_stuck(self.pid()) { stuck + 1 } else { 0 };
            width = if width == 100 { 110 } else { 100 };
            self.terminal.as_ref().unwrap().resize(size(width, 32)).unwrap();
            stuck > 20
        });
        self
    }

    /// What the terminal does with what is typed: whether it echoes, and waits for a whole line.
    pub fn is_cooked(&self) -> bool {
        use rustix::termios::{LocalModes, tcgetattr};
        let name = self.terminal.as_ref().unwrap().tty_name().unwrap();
        let modes = tcgetattr(std::fs::File::open(name).unwrap()).unwrap().local_modes;
        modes.contains(LocalModes::ECHO | LocalModes::ICANON)
    }

    /// The line drops: nobody holds the terminal any more.
    pub fn hang_up(mut self) -> (ExitStatus, Duration) {
        self.enough.store(true, Ordering::SeqCst);
        // Something to draw or to echo, so that the reader wakes and sees that it is enough.
        self.keys("<Ctrl-L>");
        while self.bytes.recv_timeout(PATIENCE).is_ok() {}
        let at = Instant::now();
        (self.keyboard, self.terminal) = (None, None);
        self.ended(at)
    }

    /// The line drops, whatever the reader is at: it holds the terminal only while it reads.
    #[track_caller]
    pub fn cut(mut self) -> (ExitStatus, Duration) {
        if !*self.stalled.0.lock().unwrap() {
            return self.hang_up();
        }
        self.enough.store(true, Ordering::SeqCst);
        self.stall(false);
        // The reader takes one more piece at most.
        while self.bytes.recv_timeout(PATIENCE).is_ok() {}
        let at = Instant::now();
        (self.keyboard, self.terminal) = (None, None);
        self.ended(at)
    }

    /// Wait for its end while the terminal stays. Says how it ended, and how long it took.
    #[track_caller]
    pub fn until_ended(&mut self) -> (ExitStatus, Duration) {
        let at = Instant::now();
        self.ended(at)
    }

    /// Take in all that was written before it ended.
    pub fn drain(&mut self) -> &vt100::Screen {
        // With a reader that reads, what has been written comes within a moment of its end.
        (self.keyboard, self.terminal) = (None, None);
        while let Ok(bytes) = self.bytes.recv_timeout(PATIENCE) {
            self.screen.process(&bytes);
            self.all.extend(bytes);
        }
        self.screen.screen()
    }

    /// Wait for its end, and take in what it still wrote.
    pub fn end(mut self) -> (ExitStatus, vt100::Parser) {
        let status = self.wait();
        let screen = std::mem::replace(&mut self.screen, vt100::Parser::new(cells(1), cells(1), 0));
        (status, screen)
    }

    /// The same, and all bytes that it wrote.
    pub fn end_with_bytes(mut self) -> (ExitStatus, Vec<u8>) {
        (self.wait(), std::mem::take(&mut self.all))
    }

    fn wait(&mut self) -> ExitStatus {
        let at = Instant::now();
        while let Ok(bytes) = self.bytes.recv_timeout(PATIENCE) {
            self.take_in(&bytes);
            if self.child.try_wait().unwrap().is_some() && self.terminal.is_some() {
                (self.keyboard, self.terminal) = (None, None);
            }
        }
        self.ended(at).0
    }

    fn ended(&mut self, since: Instant) -> (ExitStatus, Duration) {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status, since.elapsed());
            }
            assert!(Instant::now() < until, "it does not end:\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

/// Wait until it is so.
#[track_caller]
pub fn waited_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < until, "{what}: waited in vain");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// What the system knows of a process, behind its name: its state, its parent, and so on. Nothing: it is gone.
pub fn stat(pid: u32) -> Vec<String> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let fields = text.rsplit_once(") ").map(|(_, fields)| fields.split(' ').map(str::to_owned).collect());
    fields.unwrap_or_default()
}

/// Whether a process has ended with all its threads, even if nobody has asked for its end yet.
pub fn is_gone(pid: u32) -> bool {
    let is_alone = || std::fs::read_dir(format!("/proc/{pid}/task")).map_or(0, Iterator::count) <= 1;
    stat(pid).first().is_none_or(|state| state == "Z" || state == "X") && is_alone()
}

/// Send a process a signal.
pub fn send(pid: u32, signal: Signal) {
    let pid = i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw).unwrap();
    rustix::process::kill_process(pid, signal).unwrap();
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stall(false);
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
