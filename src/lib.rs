//! inroad plans the way into target accounts.

pub mod app;
pub mod domain;
pub mod ui;
