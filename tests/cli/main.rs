//! The command line as scripts use it: shapes, exit codes, and what bad input gets.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub, reason = "a test that can't go on shall say where")]

mod answers;
mod at_once;
mod back;
mod bad_input;
mod capacity;
mod changes;
mod completions;
mod conflicts;
mod desk;
mod did;
mod doctor;
mod export;
mod holidays;
mod import;
mod insights;
mod items;
mod mail;
mod names;
mod namesakes;
mod one_unread;
mod overrides;
mod places;
mod restore;
mod review;
mod shapes;
mod steps;
mod streams;
mod talk;
mod understood;
mod unreadable;
mod whose;
