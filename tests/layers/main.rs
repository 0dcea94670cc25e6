//! The walls between the rooms. Each knows only the rooms under it.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod circles;

use std::fs;
use std::path::{Path, PathBuf};

/// A room, and what its files may not name.
const WALLS: &[(&str, &[&str])] = &[
    (
        "domain",
        &[
            "std::fs",
            "std::net",
            "std::env",
            "std::thread",
            "Local::now",
            "Utc::now",
            "SystemTime",
            "Instant",
            "ratatui",
            "crossterm",
            "crate::store",
            "crate::exchange",
            "crate::app",
            "crate::ui",
            "crate::shell",
            "crate::cli",
        ],
    ),
    (
        "app",
        &[
            "std::fs",
            "std::net",
            "std::env",
            "std::thread",
            "Local::now",
            "Utc::now",
            "SystemTime",
            "Instant",
            "event::read",
            "event::poll",
            "Frame",
            "Backend",
            "crate::store",
            "crate::exchange",
            "crate::ui",
            "crate::shell",
            "crate::cli",
        ],
    ),
    (
        "ui",
        &[
            "std::fs",
            "std::net",
            "std::env",
            "std::thread",
            "Local::now",
            "Utc::now",
            "SystemTime",
            "Instant",
            "crossterm",
            "crate::store",
            "crate::exchange",
            "crate::shell",
            "crate::cli",
        ],
    ),
    (
        "store",
        &[
            "crate::exchange",
            "crate::app",
            "crate::ui",
            "crate::shell",
            "crate::cli",
            "ratatui",
            "crossterm",
            "Local::now",
            "Utc::now",
        ],
    ),
    (
        "exchange",
        &["crate::app", "crate::ui", "crate::shell", "crate::cli", "ratatui", "crossterm", "Local::now", "Utc::now"],
    ),
    ("shell", &["crate::cli"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The code without its comments and without its unit tests, which stand at the end of a file.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_room_knows_only_the_rooms_under_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut breaches = Vec::new();
    for (room, forbidden) in WALLS {
        for path in sources(&src.join(room)) {
            let code = code(&path);
            for word in forbidden.iter().filter(|word| code.contains(*word)) {
                breaches.push(format!("{} names {word}", path.strip_prefix(&src).unwrap().display()));
            }
        }
    }
    assert_eq!(breaches, Vec::<String>::new());
}

#[test]
fn only_the_clock_asks_what_time_it_is() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let asking = sources(&src).into_iter().filter(|path| {
        let code = code(path);
        ["Local::now", "Utc::now", "SystemTime::now"].iter().any(|asks| code.contains(asks))
    });
    let mut asking: Vec<_> = asking.map(|path| path.strip_prefix(&src).unwrap().to_owned()).collect();
    asking.sort();
    // How old a file is no clock that stands still can say.
    assert_eq!(asking, [Path::new("clock.rs"), Path::new("store/stamp.rs")]);
}

#[test]
fn every_file_says_what_it_is() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in sources(&src) {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//!"), "{} does not open with what it is", path.display());
    }
}
