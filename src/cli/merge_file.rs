//! `inroad merge-file`: what git calls to merge a file of a plan. Not for people.

use std::env;
use std::path::{Path, PathBuf};

use super::{Desk, Failure, keep_state, out};
use crate::clock::Clock;
use crate::domain::step::{Note, Way};
use crate::exchange::git::{self, Three};
use crate::store::Folder;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What both sides knew.
    base: PathBuf,
    /// This side, where the merged file is written to.
    ours: PathBuf,
    /// The other side.
    theirs: PathBuf,
    /// The file that they are states of.
    name: PathBuf,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let here = env::current_dir()?;
    let (root, name) = plan_of(&here, &args.name)
        .ok_or_else(|| Failure::failed(format!("{} belongs to no plan; it was not merged", args.name.display())))?;
    let mut folder = Folder::open(&root)?;
    if let Some(why) = keep_state(&mut folder) {
        out::note(&why);
    }
    let label = format!("Merged by git: {}", name.display());
    let note = Note { id: Clock::seed(), at: desk.clock.now(), label, way: Way::Do };
    let Args { base, ours, theirs, .. } = args;
    let [base, ours, theirs] = [base, ours, theirs].map(|path| here.join(path));
    let conflicts = git::merge(&mut folder, &note, &Three { base, ours, theirs, name })?;
    if conflicts > 0 {
        let things = if conflicts == 1 { "1 thing was" } else { &format!("{conflicts} things were") };
        out::note(&format!(
            "{}: {things} changed on both sides; what was here stands, the other is kept: `inroad conflicts` shows both",
            args.name.display()
        ));
    }
    Ok(())
}

/// The plan that the file is of, and its name there: git stands in its own folder, which may hold more than a plan.
fn plan_of(here: &Path, name: &Path) -> Option<(PathBuf, PathBuf)> {
    let there = here.join(name);
    let roots = there.ancestors().skip(1).take_while(|folder| folder.starts_with(here));
    let root = roots.filter(|folder| folder.join("plan.toml").is_file()).last()?;
    Some((root.to_owned(), there.strip_prefix(root).ok()?.to_owned()))
}
