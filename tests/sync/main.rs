//! A plan shared through git, with the real git: two clones edited apart and a bare repository between them. Nothing is
//! lost, and nothing runs that somebody else has put into a repository. Without git these are skipped, and say so.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub, reason = "a test that can't go on shall say where")]

#[path = "../cli/desk.rs"]
#[allow(dead_code, reason = "it is the command line's own")]
mod desk;

mod answers;
mod apart;
mod asked;
mod cut_off;
mod driver;
mod joining;
mod placed;
mod random;
mod refusals;
mod replaced;
mod team;
mod twins;
