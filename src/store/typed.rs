//! What a run keeps for the next start: texts that were typed and not saved, and steps that the disk had not taken. One
//! file for each run in the plan's state folder, and beside it a lock that lives as long as the run, so that nobody
//! offers what somebody is typing at this moment.
//!
//! Written by renaming and without waiting for the disk: it has to survive the end of the program, not of the machine,
//! and it must never be behind because a disk is slow.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::atomic;
use super::folder::whole;
use super::journal::{Image, Renamed};
use super::state::State;
use crate::clock::Clock;
use crate::domain::keypath;
use crate::domain::plan::{FileKey, Value};
use crate::domain::step::{Change, Note};
use crate::domain::typed::{Behind, Left, Typed};

/// What one run keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// What was typed.
    pub typed: Typed,
    /// What the disk had not taken: each file as it was known to be, and as the screen showed it.
    pub steps: Vec<Image>,
}

impl Kept {
    /// What a run would lose if it ended now.
    pub fn of(behind: &Behind) -> Self {
        Self {
            typed: behind.typed.clone(),
            steps: behind.steps.iter().filter_map(|(note, change)| image(note, change)).collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.typed.is_empty() && self.steps.is_empty()
    }
}

fn image(note: &Note, change: &Change) -> Option<Image> {
    // A value that can't be written down is refused when it is saved; here it would only hide the others.
    let text = |value: &Option<Value>| value.as_ref().map(whole).transpose().ok();
    let (before, after) = (text(&change.before)?, text(&change.after)?);
    Some(Image {
        note: note.clone(),
        file: change.key.file(),
        before,
        after,
        settled: None,
        turned: None,
        joined: BTreeMap::new(),
    })
}

/// What this run keeps.
#[derive(Debug)]
pub struct Own {
    folder: PathBuf,
    run: String,
    lock: Option<File>,
    written: Kept,
}

impl Own {
    /// Nothing yet. The file is made when there is something to keep.
    pub fn new(state: &State) -> Self {
        // A process number comes again, on another machine even at the same time.
        let run = format!("{:x}-{}", Clock::seed(), std::process::id());
        Self { folder: state.path(FOLDER), run, lock: None, written: Kept::default() }
    }

    /// Keep all that is behind, and of what earlier runs left (`known` as it lies here) only what is still wanted. When
    /// it returns, it survives the end of the program. Our own comes first: a text that was taken up from an earlier run
    /// is somewhere at every moment.
    ///
    /// # Errors
    ///
    /// What the file system says; each file is then what it was, or what it shall be.
    pub fn keep(&mut self, behind: &Behind, known: &[Left]) -> io::Result<()> {
        self.keep_own(Kept::of(behind))?;
        for was in known {
            let is = behind.left.iter().find(|is| is.run == was.run);
            let typed = is.map(|is| is.typed.clone()).unwrap_or_default();
            if typed != was.typed {
                leave(&self.folder, &was.run, typed)?;
            }
        }
        Ok(())
    }

    fn keep_own(&mut self, kept: Kept) -> io::Result<()> {
        if kept == self.written {
            return Ok(());
        }
        if kept.is_empty() {
            remove(&self.folder, &self.run)?;
            self.lock = None;
        } else {
            if self.lock.is_none() {
                atomic::create_folder(&self.folder)?;
                self.lock = Some(own_lock(&self.folder, &self.run)?);
            }
            write(&self.folder, &self.run, &kept)?;
        }
        self.written = kept;
        Ok(())
    }
}

/// Where in the state folder the files lie.
const FOLDER: &str = "typed";

fn path(folder: &Path, run: &str) -> PathBuf {
    folder.join(format!("{run}.json"))
}

fn lock_path(folder: &Path, run: &str) -> PathBuf {
    folder.join(format!("{run}.lock"))
}

fn open_lock(folder: &Path, run: &str) -> io::Result<File> {
    atomic::open_own(&lock_path(folder, run))
}

/// The lock of a run that lives. Who looks for runs that have ended may have had it for a moment, and taken it away as
/// the lock of nobody.
fn own_lock(folder: &Path, run: &str) -> io::Result<File> {
    loop {
        let lock = open_lock(folder, run)?;
        // There are file systems without locks; then a run that lives may be taken for one that ended.
        if lock.lock().is_err() || atomic::is_at(&lock, &lock_path(folder, run))? {
            return Ok(lock);
        }
    }
}

fn write(folder: &Path, run: &str, kept: &Kept) -> io::Result<()> {
    atomic::write_quickly(&path(folder, run), &serde_json::to_vec_pretty(kept)?)
}

fn remove(folder: &Path, run: &str) -> io::Result<()> {
    for path in [path(folder, run), lock_path(folder, run)] {
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn leave(folder: &Path, run: &str, typed: Typed) -> io::Result<()> {
    let kept = Kept { typed, ..read(&path(folder, run)).unwrap_or_default() };
    if kept.is_empty() { remove(folder, run) } else { write(folder, run, &kept) }
}

fn read(path: &Path) -> Option<Kept> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// What runs that have ended left goes along with those that are called otherwise from here on. A run that lives sees by the
/// files that they are.
///
/// # Errors
///
/// What the file system says.
pub(super) fn rename(state: &State, renamed: &Renamed) -> io::Result<()> {
    let stem = |file: &Path| file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let of = stem(&renamed.file).filter(|id| renamed.file == FileKey::Account(id.as_str().into()).file());
    let Some(of) = of else { return Ok(()) };
    let people = renamed.people.iter().map(|(old, new)| [old, new].map(|id| keypath::of(&["people", id])));
    let people: Vec<[String; 2]> = people.collect();
    for run in ended(state) {
        let mut kept = run.kept.clone();
        kept.typed.follow(&|account, item| {
            if *account != of {
                return;
            }
            if let Some(to) = renamed.to.as_deref().and_then(stem) {
                *account = to;
            }
            if let Some([_, new]) = people.iter().find(|[old, _]| old == item) {
                item.clone_from(new);
            }
        });
        for file in kept.typed.files.iter_mut().filter(|typed| Path::new(&typed.file) == renamed.file) {
            if let Some(to) = &renamed.to {
                file.file = to.to_string_lossy().into_owned();
            }
        }
        kept.steps = kept.steps.into_iter().map(|image| renamed.on(image)).collect();
        if kept != run.kept {
            write(&run.folder, &run.run, &kept)?;
        }
    }
    Ok(())
}

/// The files that can't be read, and what is wrong with each.
pub(super) fn damaged(state: &State) -> Vec<String> {
    let entries = fs::read_dir(state.path(FOLDER)).into_iter().flatten().flatten().map(|entry| entry.path());
    let files = entries.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    let why = |path: PathBuf| {
        let error = serde_json::from_slice::<Kept>(&fs::read(&path).ok()?).err()?;
        Some(format!("{}: {error}", path.display()))
    };
    let mut damaged: Vec<String> = files.filter_map(why).collect();
    damaged.sort();
    damaged
}

/// A run that has ended and left something. Nobody else takes it up while this is held.
#[derive(Debug)]
pub struct Ended {
    folder: PathBuf,
    /// Its name.
    pub run: String,
    /// When it wrote last.
    pub at: Option<SystemTime>,
    /// What it kept.
    pub kept: Kept,
    _lock: File,
}

impl Ended {
    /// Its steps are done, but for these.
    pub fn owes(&mut self, steps: Vec<Image>) -> io::Result<()> {
        self.kept.steps = steps;
        if self.kept.is_empty() {
            return remove(&self.folder, &self.run);
        }
        write(&self.folder, &self.run, &self.kept)
    }
}

/// All runs that have ended and left something, the oldest first.
pub fn ended(state: &State) -> Vec<Ended> {
    let folder = state.path(FOLDER);
    let Ok(entries) = fs::read_dir(&folder) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut runs: Vec<String> =
        names.filter_map(|name| name.strip_suffix(".json").or(name.strip_suffix(".lock")).map(str::to_owned)).collect();
    runs.sort();
    runs.dedup();
    runs.into_iter().filter_map(|run| ended_run(&folder, run)).collect()
}

fn ended_run(folder: &Path, run: String) -> Option<Ended> {
    let lock = open_lock(folder, &run).ok()?;
    match lock.try_lock() {
        Err(TryLockError::WouldBlock) => return None,
        Ok(()) | Err(TryLockError::Error(_)) => {}
    }
    let path = path(folder, &run);
    let Ok(meta) = fs::metadata(&path) else {
        // A run that ended at this moment, or one that was killed before it had anything to keep.
        _ = fs::remove_file(lock_path(folder, &run));
        return None;
    };
    let kept = read(&path)?;
    Some(Ended { folder: folder.to_owned(), run, at: meta.modified().ok(), kept, _lock: lock })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::typed::TypedLine;

    fn state(home: &tempfile::TempDir) -> State {
        State::open(home.path(), Path::new("/a/plan")).unwrap()
    }

    fn typed(text: &str) -> Kept {
        let [account, item, title, command, text] = ["primo", "", "Log", "account.log", text].map(str::to_owned);
        let lines = vec![TypedLine { account, item, title, command, text, is_left: false }];
        Kept { typed: Typed { lines, ..Typed::default() }, steps: Vec::new() }
    }

    #[test]
    fn what_a_run_keeps_is_found_when_it_has_ended_and_not_before() {
        let home = tempfile::tempdir().unwrap();
        let state = state(&home);
        let mut run = Own::new(&state);
        run.keep_own(typed("a")).unwrap();
        run.keep_own(typed("ab")).unwrap();
        assert!(ended(&state).is_empty(), "it is still there");
        drop(run);
        let found = ended(&state);
        assert_eq!(found.iter().map(|run| &run.kept).collect::<Vec<_>>(), [&typed("ab")]);
        assert!(ended(&state).is_empty(), "one takes it up");
        drop(found);
        assert_eq!(ended(&state).len(), 1, "and if that one does nothing with it, the next");
    }

    #[test]
    fn nothing_lies_about_when_nothing_is_kept() {
        let home = tempfile::tempdir().unwrap();
        let state = state(&home);
        let files = || fs::read_dir(state.path(FOLDER)).map_or(0, Iterator::count);
        let mut run = Own::new(&state);
        run.keep_own(typed("a")).unwrap();
        run.keep_own(Kept::default()).unwrap();
        assert_eq!(files(), 0);
        run.keep_own(typed("b")).unwrap();
        drop(run);
        let left = ended(&state).remove(0);
        let mut own = Own::new(&state);
        let known = Left { run: left.run.clone(), at: None, typed: left.kept.typed.clone() };
        own.keep(&Behind { left: vec![known.clone()], ..Behind::default() }, std::slice::from_ref(&known)).unwrap();
        assert_eq!(files(), 2, "left for later");
        own.keep(&Behind::default(), &[known]).unwrap();
        assert_eq!(files(), 0);
    }

    #[test]
    fn what_a_run_left_goes_along_with_an_account_that_is_called_otherwise() {
        let home = tempfile::tempdir().unwrap();
        let state = state(&home);
        let mut run = Own::new(&state);
        run.keep_own(typed("a")).unwrap();
        let renamed = Renamed {
            file: "accounts/primo.toml".into(),
            to: Some("accounts/primo-2.toml".into()),
            people: [("john".to_owned(), "john-2".to_owned())].into(),
        };
        let said = |kept: &Kept| kept.typed.lines.iter().map(|line| line.account.clone()).collect::<Vec<_>>();
        rename(&state, &renamed).unwrap();
        drop(run);
        assert_eq!(said(&ended(&state)[0].kept), ["primo"], "whoever is still there sees it by the files");
        rename(&state, &renamed).unwrap();
        assert_eq!(said(&ended(&state)[0].kept), ["primo-2"]);
        rename(&state, &renamed).unwrap();
        assert_eq!(said(&ended(&state)[0].kept), ["primo-2"]);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let state = state(&home);
        let mut run = Own::new(&state);
        run.keep_own(typed("a")).unwrap();
        for entry in fs::read_dir(state.path(FOLDER)).unwrap() {
            assert_eq!(entry.unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(fs::metadata(state.path(FOLDER)).unwrap().permissions().mode() & 0o777, 0o700);
    }
}
