//! `inroad trust`: the settings of a repository, which came from somebody else, may do what they say.

use std::path::PathBuf;

use serde_json::json;

use super::{Desk, Failure, out};
use crate::exchange::git;
use crate::store::places;

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:\n  inroad trust ~/plan")]
pub(super) struct Args {
    /// The folder of the repository.
    repository: PathBuf,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let states = places::state_folder();
    let states = states.ok_or_else(|| Failure::failed("there is no folder to write that down in; HOME is not set"))?;
    if !args.repository.is_dir() {
        return Err(Failure::failed(format!("{}: there is no such folder", places::told(&args.repository))));
    }
    let settings = git::trust_it(&args.repository, &states)?;
    if desk.json {
        let trusted: Vec<String> = settings.iter().map(ToString::to_string).collect();
        return out::json(&json!({ "format": 1, "trusted": trusted }));
    }
    for setting in &settings {
        out::line(&format!("trusted  {setting}"))?;
    }
    if settings.is_empty() {
        out::note("it has no settings that could run anything: there is nothing to trust");
    }
    Ok(())
}
