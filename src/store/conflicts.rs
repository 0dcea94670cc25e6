//! What two sides changed differently, kept until somebody chooses: one file in the plan's state folder. Whoever
//! writes it holds the lock.

use std::io;
use std::path::Path;

use super::{atomic, refusal};
use crate::domain::conflict::Conflict;

/// All that wait, the oldest first. A file that can't be read shows none.
pub(super) fn load(path: &Path) -> Vec<Conflict> {
    all(path).unwrap_or_default()
}

/// What is wrong with the file, if it can't be read.
pub(super) fn damaged(path: &Path) -> Option<String> {
    all(path).err().map(|error| refusal::told(path, &error))
}

/// The same for whoever writes it anew: what can't be read must not be written over.
fn all(path: &Path) -> io::Result<Vec<Conflict>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Keep some more. When this returns they survive a power cut. One that is known already is not kept twice, and is no
/// single step's any more, and neither of the two: what ends with one of them still waits for the other.
pub(super) fn add(path: &Path, new: Vec<Conflict>) -> io::Result<()> {
    if new.is_empty() {
        return Ok(());
    }
    let mut all = all(path)?;
    let known = all.clone();
    for conflict in new {
        match all.iter_mut().find(|each| each.is_same(&conflict)) {
            Some(each) if each.is_the_very(&conflict) => {}
            Some(each) => (each.step, each.at) = (None, each.at.max(conflict.at)),
            None => all.push(conflict),
        }
    }
    if all == known {
        return Ok(());
    }
    // One that a step taken back brings again stands where it stood, also among those of one sync.
    all.sort_by(|a, b| (a.at, &a.file, &a.path).cmp(&(b.at, &b.file, &b.path)));
    store(path, &all)
}

/// What they are about is called otherwise from here on. Says nothing of what isn't there.
pub(super) fn rename(path: &Path, of: impl Fn(&mut Conflict)) -> io::Result<()> {
    let mut all = all(path)?;
    let known = all.clone();
    all.iter_mut().for_each(of);
    if all == known { Ok(()) } else { store(path, &all) }
}

/// One is settled.
pub(super) fn take(path: &Path, settled: &Conflict) -> io::Result<()> {
    end(path, |each| each.is_same(settled))
}

/// These wait no more.
pub(super) fn end(path: &Path, is_over: impl Fn(&Conflict) -> bool) -> io::Result<()> {
    let mut all = all(path)?;
    let known = all.len();
    all.retain(|each| !is_over(each));
    if all.len() == known { Ok(()) } else { store(path, &all) }
}

fn store(path: &Path, all: &[Conflict]) -> io::Result<()> {
    atomic::write(path, &serde_json::to_vec_pretty(all)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conflict(path: &str, ours: &str) -> Conflict {
        let at = chrono::DateTime::parse_from_rfc3339("2026-11-23T09:00:00Z").unwrap();
        Conflict { at, step: None, file: "plan.toml".into(), path: path.into(), ours: Some(ours.into()), theirs: None }
    }

    #[test]
    fn each_is_kept_once_and_goes_when_it_is_settled() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("conflicts.json");
        assert_eq!(load(&path), []);
        add(&path, vec![conflict("why", "\"a\""), conflict("why", "\"a\""), conflict("why", "\"b\"")]).unwrap();
        add(&path, vec![conflict("why", "\"b\"")]).unwrap();
        // What the file says makes no other conflict of it.
        add(&path, vec![Conflict { theirs: Some("\"c\"".into()), ..conflict("why", "\"a\"") }]).unwrap();
        assert_eq!(load(&path), [conflict("why", "\"a\""), conflict("why", "\"b\"")]);
        take(&path, &conflict("why", "\"a\"")).unwrap();
        take(&path, &conflict("why", "\"a\"")).unwrap();
        assert_eq!(load(&path), [conflict("why", "\"b\"")]);
    }

    #[test]
    fn what_cant_be_read_is_not_written_over() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("conflicts.json");
        std::fs::write(&path, "{ \"format\": 2 }").unwrap();
        assert_eq!(load(&path), []);
        assert!(add(&path, vec![conflict("why", "\"a\"")]).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "{ \"format\": 2 }");
    }
}
