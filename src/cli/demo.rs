//! `inroad demo`: a plan to play with.

use std::path::PathBuf;

use serde_json::json;

use super::desk::anew;
use super::{Desk, Failure, out};
use crate::store::{demo, places};

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad demo ~/try-inroad
  inroad demo /tmp/big --accounts 10000 --seed 7 --no-open")]
pub(super) struct Args {
    /// Where; --plan, or a folder of its own if neither is said.
    dir: Option<PathBuf>,
    /// Generate so many accounts, up to 50000, instead of the twelve invented ones.
    #[arg(long, value_name = "N", value_parser = accounts)]
    accounts: Option<usize>,
    /// Which of the generated plans; the same number, seed and day give the same bytes.
    #[arg(long, value_name = "S", default_value_t = 1, requires = "accounts", value_parser = seed)]
    seed: u64,
    /// Only make it.
    #[arg(long)]
    no_open: bool,
}

/// The most that a demo plan holds: as many as inroad is measured with.
const MOST: usize = 50_000;

fn accounts(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count @ 1..=MOST) => Ok(count),
        _ => Err("a demo plan has from 1 to 50,000 accounts".to_owned()),
    }
}

fn seed(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "a seed is a number from 0 on".to_owned())
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let today = desk.clock.now().date_naive();
    let own = || places::state_folder().map(|state| state.join(format!("demo-{today}")));
    let root = args.dir.clone().or_else(|| desk.plan.clone()).or_else(own);
    let root = root.ok_or_else(|| Failure::usage("say where the demo plan shall lie: inroad demo DIR"))?;
    // Opening a demo again goes on where one left it.
    let again = !args.no_open && args.accounts.is_none();
    let folder = match crate::store::Folder::open(&root) {
        Ok(folder) if again => folder,
        _ => anew(demo::create(&root, today, args.accounts.map(|n| (n, args.seed)))?),
    };
    let no_open = args.no_open || desk.no_input || desk.plain;
    if no_open && desk.json {
        return out::json(&json!({ "format": 1, "plan": folder.root().display().to_string() }));
    }
    if no_open {
        return out::line(&format!("{} holds the demo plan", folder.root().display()));
    }
    desk.screen(folder).map_err(|failure| Failure {
        message: format!("{}; --no-open only makes the plan, which lies in {}", failure.message, root.display()),
        ..failure
    })
}
