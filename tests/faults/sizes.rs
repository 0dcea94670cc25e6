//! Every size a terminal can have, and storms of them.

use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::common::Story;
use crate::common::pty::Home;
use crate::trial::{Need, Random, count, has, is_full, seen};

/// Keys that lead to each kind of screen.
const SCREENS: [&str; 12] = [
    "",
    "<Enter>Gkkkkkkkkkkkkk<Enter>",
    "<Enter>Gkkkkkkkkkkkkke",
    "<Enter>z",
    "T",
    "Td",
    "p+3bd",
    "<Enter>r",
    "b",
    ":pla",
    "?",
    "!",
];

#[test]
fn every_size_is_drawn() {
    let mut stories: Vec<Story> = SCREENS.iter().map(|keys| Story::demo().keys(keys)).collect();
    // All sizes are tried with one screen or another; in an ordinary run those where something begins to fit or ends.
    let widths: Vec<u16> = (0..=400).filter(|width| is_full() || *width < 4 || width % 37 == 0).collect();
    let heights: Vec<u16> = (0..=120).filter(|height| is_full() || *height < 14 || height % 29 == 0).collect();
    let mut drawn = 0;
    for width in &widths {
        for height in &heights {
            let at = drawn % stories.len();
            let story = stories.remove(at).size(*width, *height);
            stories.insert(at, story);
            assert_eq!(stories[at].screen().lines().count(), usize::from(*height));
            drawn += 1;
        }
    }
    seen(format!("{drawn} sizes from 0×0 to 400×120; 0 panics"));
}

#[test]
fn a_storm_of_sizes() {
    let home = Home::new();
    let mut random = Random::new();
    let mut run = home.start(110, 32, &["demo"]);
    run.shows("▸ Primo");
    let storms = count(200, 5000);
    for _ in 0..storms {
        let (columns, rows) = (random.below(402) as u16, random.below(122) as u16);
        run.resize(columns, rows).keys(["j", "k", "T", "1", "?", "<Esc>", "z", "<Ctrl-L>"][random.below(8) as usize]);
        // Some sizes are seen by a frame, others pass too fast.
        thread::sleep(random.moment(Duration::from_millis(4)));
    }
    run.resize(0, 0)
        .resize(110, 32)
        .keys("<Esc><Esc>1<Ctrl-L>")
        .shows("Accounts")
        .keys("?")
        .shows("finds a command by its words");
    run.keys("<Esc>qqqqqqqq");
    let (status, screen) = run.end();
    assert!(status.success() && !screen.screen().alternate_screen(), "{status:?}");
    seen(format!("{storms} changes of size; 0 panics"));
}

/// A tmux of our own, for as long as the trial lasts.
struct Tmux<'a>(&'a Path);

impl Tmux<'_> {
    fn says(&self, words: &[&str]) -> String {
        let mut command = Command::new("tmux");
        command.arg("-S").arg(self.0.join("tmux")).args(["-f", "/dev/null"]).args(words).env_remove("TMUX");
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    }

    #[track_caller]
    fn shows(&self, text: &str) {
        let begun = Instant::now();
        while !self.says(&["capture-pane", "-p"]).contains(text) {
            assert!(begun.elapsed() < Duration::from_secs(20), "no “{text}”:\n{}", self.says(&["capture-pane", "-p"]));
        }
    }
}

impl Drop for Tmux<'_> {
    fn drop(&mut self) {
        self.says(&["kill-server"]);
    }
}

#[test]
fn a_storm_of_sizes_in_tmux() {
    if !has(&[Need::Tmux]) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let tmux = Tmux(home.path());
    let mut random = Random::new();
    let inroad = format!(
        "env -u TMUX XDG_DATA_HOME={0} XDG_STATE_HOME={0} XDG_CONFIG_HOME={0} INROAD_TODAY=2026-11-23 {1} demo",
        home.path().display(),
        env!("CARGO_BIN_EXE_inroad")
    );
    tmux.says(&["new-session", "-d", "-x", "110", "-y", "32", &inroad]);
    tmux.shows("▸ Primo");
    let storms = count(40, 1000);
    for _ in 0..storms {
        let (columns, rows) = (1 + random.below(400), 1 + random.below(120));
        tmux.says(&["resize-window", "-x", &columns.to_string(), "-y", &rows.to_string()]);
        tmux.says(&["send-keys", ["j", "k", "T", "1", "z"][random.below(5) as usize]]);
    }
    tmux.says(&["resize-window", "-x", "110", "-y", "32"]);
    tmux.says(&["send-keys", "1", "C-l", "?"]);
    tmux.shows("finds a command by its words");
    seen(format!("{storms} changes of size in tmux; 0 panics"));
}
