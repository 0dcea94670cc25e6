//! What goes out of a plan and comes into it from elsewhere.
//!
//! Knows the domain and the store; never the screen. What comes in is somebody else's until the store has merged it.

pub mod export;
pub mod git;
pub mod import;
pub mod report;
pub mod restore;
mod shape;
