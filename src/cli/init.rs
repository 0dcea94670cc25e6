//! `inroad init`: an empty plan.

use std::path::PathBuf;

use serde_json::json;

use super::sync::clone_without_files;
use super::{Desk, Failure, out};
use crate::store::Folder;

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:\n  inroad init\n  inroad init ~/plans/2027")]
pub(super) struct Args {
    /// Where; the default plan's folder if it isn't said.
    dir: Option<PathBuf>,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let root = args.dir.clone().map_or_else(|| desk.folder_path(), Ok)?;
    if let Some(failure) = clone_without_files(&root) {
        return Err(failure);
    }
    let folder = Folder::create(&root)?;
    if desk.json {
        return out::json(&json!({ "format": 1, "plan": folder.root().display().to_string() }));
    }
    out::line(&format!("{} holds an empty plan", folder.root().display()))
}
