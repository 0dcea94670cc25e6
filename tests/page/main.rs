//! The report as it leaves the program: its structure, what it never holds, and that nothing of a plan gets into it but as
//! text. A browser opens it where there is one.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub, reason = "a test that can't go on shall say where")]

mod browser;
mod hostile;
mod plans;
mod structure;
mod written;
