//! The plan on disk: TOML files that their owner reads, greps and edits in vim, and we patch without disturbing.
//!
//! Knows the domain and the file system; never the screen. The promises it keeps: a reader sees the old file or the
//! new one, whole; bytes that were not read are never overwritten; what is not understood is not written; one bad
//! file hides nothing else.
//!
//! Two things will stand between [`folder`] and [`atomic`] and have no other place: a journal of before-images, and a
//! three-way merge where a file has changed in the meantime. Until then such a file is simply not overwritten.

pub mod atomic;
mod check;
mod comments;
pub mod config;
pub mod demo;
pub mod folder;
mod generate;
pub mod journal;
pub mod merge;
pub mod patch;
pub mod places;
pub mod playbooks;
mod positions;
pub mod read;
pub mod state;
pub mod text;

pub use folder::{Batch, Folder, SaveError, StoreError};
