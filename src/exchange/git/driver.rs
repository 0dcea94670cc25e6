//! The merge that git itself calls, so that `git pull` merges a plan by field too. It never writes marks into a plan:
//! where both sides changed the same, git's own side stays in the file and the other is kept beside it; where it can't be
//! kept, the file stays as it was and git is told that it is not merged.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::run::{self, Git, GitError};
use crate::domain::step::Note;
use crate::store::{Folder, MOST, SaveError, atomic};

/// What git's settings call it, and how the program is called.
pub(super) const NAME: &str = "inroad";

/// The words that git puts behind the program.
const CALLED: &str = "merge-file %O %A %B %P";

/// What a clone has to have in .gitattributes: TOML is merged by us, and its bytes are bytes.
pub(super) const ATTRIBUTES: &str = "*.toml merge=inroad -text\n";

/// How git is told to call it.
///
/// # Errors
///
/// Nobody knows where this program lies.
pub(super) fn command() -> io::Result<String> {
    let program = std::env::current_exe()?;
    // By its name where that leads here: then it may move.
    if run::on_the_path(NAME).is_some_and(|found| found.canonicalize().ok() == program.canonicalize().ok()) {
        return Ok(format!("{NAME} {CALLED}"));
    }
    let program = program.to_str().ok_or_else(|| io::Error::other("this program's own path is no UTF-8"))?;
    Ok(format!("{} {CALLED}", shell_words::quote(program)))
}

/// Whether git would find the program that it is told to call.
pub(super) fn is_there(command: &str) -> bool {
    let words = shell_words::split(command).unwrap_or_default();
    let program = words.first().map(String::as_str).unwrap_or_default();
    if program.contains('/') { run::is_program(Path::new(program)) } else { run::on_the_path(program).is_some() }
}

/// The three files that git hands over, and the name of the file that they are states of.
#[derive(Debug, Clone)]
pub struct Three {
    /// What both sides knew.
    pub base: PathBuf,
    /// This side; what is merged is written here.
    pub ours: PathBuf,
    /// The other side.
    pub theirs: PathBuf,
    /// Relative to the plan.
    pub name: PathBuf,
}

/// Merge. Says how much is kept beside the file.
///
/// # Errors
///
/// One of them can't be read as text, or what clashes can't be kept: then nothing has changed.
pub fn merge(folder: &mut Folder, note: &Note, three: &Three) -> Result<usize, SaveError> {
    let read = |path: &Path| {
        let bytes = atomic::read(path, MOST).map_err(|error| SaveError::Io(path.to_owned(), error))?;
        String::from_utf8(bytes).map_err(|_| SaveError::ReadOnly(three.name.clone(), "it is no UTF-8 text".to_owned()))
    };
    let [base, ours, theirs] = [read(&three.base)?, read(&three.ours)?, read(&three.theirs)?];
    let (text, conflicts) = folder.merge_for_git(note, &three.name, [&base, &ours, &theirs], &blend)?;
    fs::write(&three.ours, text).map_err(|error| SaveError::Io(three.ours.clone(), error))?;
    Ok(conflicts)
}

/// Three texts merged line by line by git: what both knew, theirs, ours; ours where lines clash, and whether none did.
pub fn blend(base: &str, theirs: &str, ours: &str) -> Option<(String, bool)> {
    let place = tempfile::tempdir().ok()?;
    for (name, text) in [("base", base), ("theirs", theirs), ("ours", ours)] {
        fs::write(place.path().join(name), text).ok()?;
    }
    let git = Git::new(place.path(), true).ok()?;
    let merge = |words: &[&str]| -> Result<(String, i32), GitError> {
        let output =
            git.run(&[&["merge-file", "--stdout", "--quiet"], words, &["ours", "base", "theirs"]].concat(), None)?;
        Ok((String::from_utf8_lossy(&output.out).into_owned(), output.code))
    };
    match merge(&[]).ok()? {
        (text, 0) => Some((text, true)),
        (_, 1..=127) => merge(&["--ours"]).ok().filter(|(_, code)| *code == 0).map(|(text, _)| (text, false)),
        _ => None,
    }
}
