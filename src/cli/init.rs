//! `inroad init`: an empty plan; or the plan.toml of one that has lost it.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::desk::anew;
use super::sync::clone_without_files;
use super::{Desk, Failure, out};
use crate::exchange::git;
use crate::store::{Folder, StoreError};

/// What a plan can't be without.
const SETTINGS: &str = "plan.toml";

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
    let (folder, is_mended) = match Folder::open(&root) {
        Err(StoreError::NoSettings(_)) => (mended(&root)?, true),
        _ => (anew(Folder::create(&root)?), false),
    };
    let place = folder.root().display();
    if desk.json {
        return out::json(&json!({ "format": 1, "plan": place.to_string(), "only_settings": is_mended }));
    }
    out::line(&if is_mended {
        format!("{place} has a new {SETTINGS}; everything else in it is as it was")
    } else {
        format!("{place} holds an empty plan")
    })
}

/// Accounts are there, and what the plan itself says is gone. Where git has it still, an empty one in its place would, with
/// the next sync, take from everybody what it said.
fn mended(root: &Path) -> Result<Folder, Failure> {
    if git::knows(root, SETTINGS) {
        let root = root.display();
        return Err(Failure::failed(format!(
            "git knows what the {SETTINGS} of {root} said, and with an empty one in its place the next sync would take that from \
             everybody: `git -C {root} checkout HEAD -- {SETTINGS}` brings it back"
        )));
    }
    Ok(Folder::create_settings(root)?)
}
