//! inroad plans the way into target accounts.

pub mod app;
pub mod cli;
pub mod clock;
pub mod domain;
pub mod shell;
pub mod store;
pub mod ui;
