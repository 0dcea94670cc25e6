//! The trials of what may never be lost: the real program killed, cut off from its power, refused by the disk, slowed
//! down, written at from beside, and fed with whatever hurts. `tests/README.md` says which promise each of them shows.
//!
//! An ordinary run tries each a few times; `cargo nextest run --profile faults` as often as the promise says.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub, reason = "a test that can't go on shall say where")]

mod at_once;
mod calls;
mod clocks;
#[path = "../common/mod.rs"]
mod common;
mod desk;
mod hostile;
mod kills;
mod mounts;
mod power;
mod random;
mod sizes;
mod slow;
mod space;
mod steps;
mod together;
mod trial;
