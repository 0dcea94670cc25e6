//! `inroad doctor`: what is wrong with files, and where things are kept.

use serde_json::json;

use super::{Desk, Failure, out};
use crate::store::places;
use crate::store::state::State;

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:\n  inroad doctor\n  inroad doctor --json")]
pub(super) struct Args {}

pub(super) fn run(desk: &Desk, _: &Args) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let told =
        |path: Option<std::path::PathBuf>| path.map_or_else(|| "nowhere".to_owned(), |path| path.display().to_string());
    let plan = open.folder.root().display().to_string();
    let config = told(places::config_folder().map(|folder| folder.join("config.toml")));
    let state = told(places::state_folder());
    let count = open.plan.all_problems().count();
    let conflicts = open.folder.conflicts().len();
    let kept = open.folder.state().map(State::kept).unwrap_or_default();
    let (accounts, unreadable) = open.plan.counts();
    if desk.json {
        out::json(&json!({
            "format": 1,
            "version": env!("CARGO_PKG_VERSION"),
            "plan": plan,
            "config": config,
            "state": state,
            "accounts": accounts,
            "unreadable": unreadable,
            "conflicts": conflicts,
            "kept": kept,
            "problems": crate::exchange::export::json::problems(&open.plan),
        }))?;
    } else {
        for (what, value) in [
            ("version", env!("CARGO_PKG_VERSION").to_owned()),
            ("plan", plan),
            ("config", config),
            ("state", state),
            (
                "accounts",
                match unreadable {
                    0 => accounts.to_string(),
                    1 => format!("{accounts}, and 1 file that can't be read"),
                    files => format!("{accounts}, and {files} files that can't be read"),
                },
            ),
            ("conflicts", conflicts.to_string()),
            ("problems", count.to_string()),
        ] {
            out::line(&format!("{what:<9} {value}"))?;
        }
        for path in kept {
            out::line(&format!(
                "{}: written by somebody while a save was cut off; no file of the plan holds it",
                path.display()
            ))?;
        }
        for problem in open.plan.all_problems() {
            out::line(&problem.to_string())?;
        }
    }
    if count == 0 {
        Ok(())
    } else {
        Err(Failure::failed(format!("{count} problem{} in files", if count == 1 { "" } else { "s" })))
    }
}
