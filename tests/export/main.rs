//! What goes out to other programs: each format read again by somebody else's code, and by our own.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub, reason = "a test that can't go on shall say where")]

#[path = "../common/mod.rs"]
mod common;
#[allow(dead_code, reason = "what the command line needs of it is more")]
#[path = "../cli/desk.rs"]
mod desk;

mod back;
mod hostile;
mod json;
mod selected;
mod terminal;
mod tools;
