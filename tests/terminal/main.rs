//! The real program in a real terminal: used, left, and cut off in every way that a terminal can end.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub, reason = "a test that can't go on shall say where")]

#[path = "../common/mod.rs"]
mod common;

mod completing;
mod ending;
mod handing;
mod morning;
mod sharing;
mod ssh;
mod tables;
mod usual;
