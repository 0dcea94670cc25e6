//! How often a trial is made, at which moments, and with which tools.

use std::fmt::Display;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Whether the figures of the promise are to be reached, and not only looked at in passing.
pub fn is_full() -> bool {
    std::env::var("NEXTEST_PROFILE").is_ok_and(|profile| profile == "faults")
}

/// How often: in an ordinary run, and when the figure is to be reached.
pub fn count(short: usize, full: usize) -> usize {
    if is_full() { full } else { short }
}

/// What was seen, for the table in `tests/README.md`.
pub fn seen(figure: impl Display) {
    println!("seen: {figure}");
}

/// Whether these are all there. If not, it is said, and the trial is none.
pub fn has(needs: &[Need]) -> bool {
    let missing: Vec<&str> = needs.iter().filter(|need| !need.is_there()).map(|need| need.name()).collect();
    if !missing.is_empty() {
        println!("skipped: needs {}", missing.join(", "));
    }
    missing.is_empty()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    Strace,
    Faketime,
    Tmux,
    /// To mount a file system in memory.
    Mount,
    /// To mount an image of one, and to turn it off.
    LoopMount,
}

impl Need {
    fn name(self) -> &'static str {
        match self {
            Self::Strace => "strace, and the right to trace",
            Self::Faketime => "faketime",
            Self::Tmux => "tmux",
            Self::Mount => "root, to mount a tmpfs",
            Self::LoopMount => "root, e2fsprogs, cc, and loop devices",
        }
    }

    fn is_there(self) -> bool {
        match self {
            Self::Strace => runs("strace", &["-f", "-o", "/dev/null", "true"]),
            Self::Faketime => runs("faketime", &["2026-11-23 09:00:00", "true"]),
            Self::Tmux => runs("tmux", &["-V"]),
            Self::Mount => runs("unshare", &["-m", "mount", "-t", "tmpfs", "none", "/mnt"]),
            Self::LoopMount => Self::Mount.is_there() && ["mkfs.ext4", "cc"].iter().all(|tool| runs("which", &[tool])),
        }
    }
}

fn runs(program: &str, args: &[&str]) -> bool {
    let quiet = Command::new(program).args(args).stdout(Stdio::null()).stderr(Stdio::null()).status();
    quiet.is_ok_and(|status| status.success())
}

/// What runs beside the trial ends with it, whatever ends the trial.
pub struct End<'a>(pub &'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Moments and choices. The seed is said, so that a run that failed can be thought about.
pub struct Random(u64);

impl Random {
    pub fn new() -> Self {
        let seed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64 | 1;
        println!("seed: {seed}");
        Self(seed)
    }

    pub fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most.max(1)
    }

    pub fn moment(&mut self, within: Duration) -> Duration {
        Duration::from_micros(self.below(within.as_micros() as u64))
    }
}
