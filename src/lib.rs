//! inroad plans the way into target accounts.

pub mod domain;
