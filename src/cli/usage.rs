//! The arguments as they are typed; and what a mistake says can be typed, which is the same wherever it is made.

use clap::error::{ContextKind, ContextValue};
use clap::{CommandFactory as _, Parser as _};

use super::Args;

/// The arguments. A mistake is told, and ends the program.
pub fn args() -> Args {
    Args::try_parse().unwrap_or_else(|error| as_typed(error).exit())
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
