//! The plan on disk: what is read, what a change writes, and what it leaves alone.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub, reason = "a test that can't go on shall say where")]

mod bytes;
mod disk;
mod edits;
mod example;
mod fields;
#[cfg(unix)]
mod files;
mod holidays;
mod hostile;
mod lists;
mod problems;
mod steps;
