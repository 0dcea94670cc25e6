//! The way to the terminal. What it takes at once is written at once, and the rest by a thread, so that neither the loop
//! nor the end of the program ever waits for a terminal that takes nothing: a link that stalls, a reader that died.

use std::io::{self, PipeReader, PipeWriter};
use std::mem;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::Errno;
use rustix::termios::{QueueSelector, tcflush, tcgetsid, ttyname};

use super::happened::Happened;
use super::shared::Shared;

/// What the terminal is to us.
#[derive(Debug, Default, PartialEq, Eq)]
enum Life {
    /// Not opened yet, or the last words have been said.
    #[default]
    Closed,
    /// It takes frames.
    Open,
    /// It is not there any more.
    Gone,
}

#[derive(Debug, Default)]
struct State {
    life: Life,
    /// What the thread takes next.
    waiting: Vec<u8>,
    /// It is writing.
    writing: bool,
    /// A frame was left out because the one before was still being written.
    wanted: bool,
    /// What is being written is not wanted any more.
    cut: bool,
}

/// The way to the terminal, for whoever writes to it.
#[derive(Debug, Clone)]
pub(super) struct Outlet {
    shared: Arc<Shared<State>>,
    terminal: Arc<OwnedFd>,
    /// Writing never waits.
    at_once: bool,
    wake: Arc<PipeWriter>,
}

/// The terminal once more, opened so that writing to it never waits; others keep it as they have it. Where that can't be
/// done, writing waits, and what is being written can't be cut short.
fn terminal() -> io::Result<(OwnedFd, bool)> {
    let stdout = rustix::stdio::stdout();
    let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let is_ours = tcgetsid(stdout).is_ok();
    let own = if is_ours { open("/dev/tty", flags, Mode::empty()) } else { Err(Errno::NOTTY) };
    let by_name = || open(ttyname(stdout, Vec::new())?, flags, Mode::empty());
    match own.or_else(|_| by_name()) {
        Ok(terminal) => Ok((terminal, true)),
        Err(_) => Ok((rustix::io::fcntl_dupfd_cloexec(stdout, 3)?, false)),
    }
}

impl Outlet {
    /// Begin to write. When the terminal is gone, the loop is told.
    pub(super) fn start(inbox: Sender<Happened>) -> io::Result<Self> {
        let (terminal, at_once) = terminal()?;
        Self::to(terminal, at_once, inbox)
    }

    fn to(terminal: OwnedFd, at_once: bool, inbox: Sender<Happened>) -> io::Result<Self> {
        let (woken, wake) = io::pipe()?;
        let outlet = Self { shared: Arc::default(), terminal: Arc::new(terminal), at_once, wake: Arc::new(wake) };
        let theirs = outlet.clone();
        thread::Builder::new().name("outlet".to_owned()).spawn(move || theirs.work(&woken, &inbox))?;
        Ok(outlet)
    }

    /// Leads nowhere.
    #[cfg(test)]
    pub(super) fn nowhere() -> Self {
        let wake = io::pipe().unwrap().1;
        let terminal = Arc::new(wake.try_clone().unwrap().into());
        Self { shared: Arc::default(), terminal, at_once: false, wake: Arc::new(wake) }
    }

    /// The first words.
    pub(super) fn open(&self, words: &[u8]) {
        let mut state = self.shared.lock();
        if state.life == Life::Closed {
            state.life = Life::Open;
        }
        drop(state);
        self.send(words);
    }

    /// Write this after all that is being written. After the last words nothing is written: a frame that comes too late
    /// would stand on somebody else's screen.
    pub(super) fn send(&self, bytes: &[u8]) {
        let mut state = self.shared.lock();
        if state.life == Life::Open {
            self.put(&mut state, bytes);
        }
    }

    /// What the terminal takes at once needs no thread.
    fn put(&self, state: &mut State, mut bytes: &[u8]) {
        let is_free = !state.writing && state.waiting.is_empty();
        while self.at_once && is_free && !bytes.is_empty() {
            match rustix::io::write(&self.terminal, bytes) {
                Ok(count) => bytes = &bytes[count..],
                Err(Errno::INTR) => {}
                Err(_) => break,
            }
        }
        if !bytes.is_empty() {
            state.waiting.extend(bytes);
            self.shared.tell();
        }
    }

    /// Whether a frame would be written at once. If not, the loop is told when one would.
    pub(super) fn is_free(&self) -> bool {
        let mut state = self.shared.lock();
        let is_free = !state.writing && state.waiting.is_empty();
        state.wanted = !is_free && state.life == Life::Open;
        is_free
    }

    /// The last words, instead of all that waits. Says whether the terminal has taken them in that time; if it takes
    /// nothing, what it has not taken so far is thrown away to make room.
    pub(super) fn last(&self, words: &[u8], most: Duration) -> bool {
        let begun = Instant::now();
        self.put_last(words, false);
        self.is_written(begun + most / 2) || {
            self.put_last(words, true);
            self.is_written(begun + most)
        }
    }

    fn put_last(&self, words: &[u8], make_room: bool) {
        let mut state = self.shared.lock();
        if state.life == Life::Gone {
            return;
        }
        state.life = Life::Closed;
        state.cut = state.writing;
        state.waiting.clear();
        if make_room {
            // Whatever of the words is in there already goes too, and is said again.
            _ = tcflush(&self.terminal, QueueSelector::OFlush);
        }
        self.put(&mut state, words);
        drop(state);
        self.look_again();
    }

    fn look_again(&self) {
        _ = rustix::io::write(&*self.wake, b"!");
    }

    fn is_written(&self, until: Instant) -> bool {
        let waits = |state: &State| (state.writing || !state.waiting.is_empty()) && state.life != Life::Gone;
        let state = self.shared.wait_while_until(until, waits);
        !waits(&state) && state.life != Life::Gone
    }

    fn work(&self, woken: &PipeReader, inbox: &Sender<Happened>) {
        loop {
            let mut state = self.shared.wait_while(|state| state.waiting.is_empty());
            let bytes = mem::take(&mut state.waiting);
            state.writing = true;
            drop(state);
            let outcome = self.write(&bytes, woken);
            let mut state = self.shared.lock();
            (state.writing, state.cut) = (false, false);
            if outcome.is_err() {
                state.life = Life::Gone;
                state.waiting.clear();
            }
            let is_wanted = state.waiting.is_empty() && mem::take(&mut state.wanted);
            drop(state);
            self.shared.tell();
            // The loop may have ended.
            if outcome.is_err() {
                _ = inbox.send(Happened::Over);
                return;
            }
            if is_wanted {
                _ = inbox.send(Happened::Drawn);
            }
        }
    }

    /// Write all of it, unless it is cut short.
    fn write(&self, mut bytes: &[u8], woken: &PipeReader) -> Result<(), Errno> {
        while !bytes.is_empty() && !self.shared.lock().cut {
            match rustix::io::write(&self.terminal, bytes) {
                Ok(count) => bytes = &bytes[count..],
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => {
                    let mut ready = [PollFd::new(&self.terminal, PollFlags::OUT), PollFd::new(woken, PollFlags::IN)];
                    match poll(&mut ready, None) {
                        Ok(_) if ready[1].revents().contains(PollFlags::IN) => {
                            _ = rustix::io::read(woken, &mut [0; 16])?;
                        }
                        Ok(_) | Err(Errno::INTR) => {}
                        Err(error) => return Err(error),
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::Read as _;
    use std::sync::mpsc;

    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

    use super::*;

    /// Both ends of a terminal: what reads it, and the way to it.
    fn terminal(inbox: Sender<Happened>) -> (File, Outlet) {
        let reader = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&reader).unwrap();
        unlockpt(&reader).unwrap();
        let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY;
        let way = open(ptsname(&reader, Vec::new()).unwrap(), flags, Mode::empty()).unwrap();
        (reader.into(), Outlet::to(way, true, inbox).unwrap())
    }

    fn read_until(reader: &mut File, end: &[u8]) -> Vec<u8> {
        let (mut all, mut piece) = (Vec::new(), [0; 4096]);
        while !all.ends_with(end) {
            let count = reader.read(&mut piece).unwrap();
            all.extend(&piece[..count]);
        }
        all
    }

    #[test]
    fn the_last_words_reach_a_terminal_that_takes_nothing() {
        let (mut reader, outlet) = terminal(mpsc::channel().0);
        outlet.open(&vec![b'x'; 1 << 20]);
        assert!(!outlet.is_free());
        // More than fits into what is left somewhere.
        let words = [vec![b'y'; 3000], b"bye".to_vec()].concat();
        assert!(outlet.last(&words, Duration::from_secs(1)));
        outlet.send(b"too late");
        let all = read_until(&mut reader, b"bye");
        assert!(all.len() < 100_000, "the megabyte was not waited for: {}", all.len());
        assert!(all.ends_with(&words), "they are whole");
        outlet.open(b"again");
        assert!(read_until(&mut reader, b"again").len() < 20);
    }

    #[test]
    fn a_frame_that_was_left_out_is_asked_for_when_it_can_be_drawn() {
        let (inbox, told) = mpsc::channel();
        let (mut reader, outlet) = terminal(inbox);
        outlet.open(&[vec![b'x'; 1 << 18], b"end".to_vec()].concat());
        assert!(!outlet.is_free() && told.try_recv().is_err());
        _ = read_until(&mut reader, b"end");
        assert!(matches!(told.recv_timeout(Duration::from_secs(10)), Ok(Happened::Drawn)));
        assert!(outlet.is_free());
    }

    #[test]
    fn a_terminal_that_is_gone_is_told() {
        let (inbox, told) = mpsc::channel();
        let (reader, outlet) = terminal(inbox);
        outlet.open(&vec![b'x'; 1 << 18]);
        drop(reader);
        assert!(matches!(told.recv_timeout(Duration::from_secs(10)), Ok(Happened::Over)));
        assert!(!outlet.last(b"bye", Duration::from_secs(10)));
    }
}
