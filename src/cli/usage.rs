//! The arguments as they are typed; and what a mistake says can be typed, which is the same wherever it is made.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue};
use clap::{CommandFactory as _, Parser as _};

use super::Args;

/// The arguments. A mistake is told, and ends the program.
pub fn args() -> Args {
    Args::try_parse_from(asking_for_help(std::env::args_os())).unwrap_or_else(|error| as_typed(error).exit())
}

/// `inroad help import` is `inroad import --help`. A subcommand of its own would stand in every list of them.
fn asking_for_help(words: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut words: Vec<OsString> = words.collect();
    let asks = words.get(1).is_some_and(|word| word == "help");
    while words.get(1).is_some_and(|word| word == "help") {
        words.remove(1);
    }
    words.extend(asks.then(|| "--help".into()));
    words
}

/// clap names every argument that is set, as if it had to be, be it only by the environment: the command's own line instead.
fn as_typed(mut error: clap::Error) -> clap::Error {
    let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) else { return error };
    let told = usage.to_string();
    let mut command = Args::command();
    command.build();
    let mut here = &mut command;
    // `Usage: inroad import …`
    for word in told.split_whitespace().skip(2) {
        if here.find_subcommand(word).is_none() {
            break;
        }
        let Some(below) = here.find_subcommand_mut(word) else { return error };
        here = below;
    }
    error.insert(ContextKind::Usage, ContextValue::StyledStr(here.render_usage()));
    error
}
