//! One sync from its beginning to its end, or as far as the line reaches. It can be cut off anywhere and begun again:
//! what was written into files is committed as if it had been done here, and merging it once more changes nothing.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use super::merging::Merging;
use super::overruled::{self, Found};
use super::repo::{Options, Repo};
use super::run::{GitError, Output};
use super::stranger::BEGUN;
use super::{absences, apart, changes, incoming, left_out, placing, sound, telling};
use crate::clock::Clock;
use crate::domain::step::StepId;
use crate::domain::synced::{self, Synced};
use crate::store::state::State;
use crate::store::{self, Incoming, Overruled};

/// How often somebody may be faster.
const TRIES: usize = 6;

/// What a merge is called that brings nothing.
const ALIKE: &str = "Merge: the same on both sides";

/// How git says that somebody was.
const FASTER: [&str; 5] =
    ["fetch first", "non-fast-forward", "cannot lock ref", "failed to update ref", "incorrect old value"];

/// What came from the others, for whoever has the plan open to write into its files.
#[derive(Debug, Clone)]
pub struct Bringing {
    /// The plan's folder.
    pub root: PathBuf,
    /// What the step is to be called by,
    pub step: StepId,
    /// and in words.
    pub label: String,
    /// File by file.
    pub files: Vec<Incoming>,
    /// What stands here and loses by it; kept before the files are written.
    pub overruled: Vec<Overruled>,
}

/// What became of that.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    /// How many things both had changed; what is here stands.
    pub conflicts: usize,
    /// What others had decided against what is here, in a sentence each.
    pub overruled: Vec<String>,
    /// What else has to be told.
    pub told: Vec<String>,
}

/// Writes what came into the plan's files. When it returns, that is durable.
pub(super) type Receive<'a> = &'a mut dyn FnMut(Bringing) -> Result<Taken, String>;

/// Sync the plan in that folder. That the others can't be reached is no failure: what is new here waits.
///
/// # Errors
///
/// There is nothing to sync with, it may not be run, or something said no. What was committed stays so.
pub fn sync(root: &Path, states: &Path, options: &Options, receive: Receive) -> Result<Synced, GitError> {
    let mut repo = Repo::open(root, states, options)?;
    let _lock = State::open(states, &repo.root)?.lock_for("sync").map_err(|_| GitError::Busy)?;
    let is_begun = repo.commit("HEAD")?.is_some();
    let moved = repo.moved.take();
    let known = repo.commit(&repo.tracked())?;
    let outcome = there_and_back(&mut repo, states, is_begun, options.join, receive);
    let (Some(moved), true) = (moved, outcome.as_ref().map_or(true, |synced| synced.offline.is_some())) else {
        return outcome;
    };
    // What was fetched there says nothing of where it goes.
    match known {
        Some(known) => repo.git.get(&["update-ref", &repo.tracked(), &known])?,
        None => repo.git.get(&["update-ref", "-d", &repo.tracked()])?,
    };
    let why = match outcome {
        Err(error) => error.to_string(),
        Ok(synced) => format!("the others can't be reached: {}", synced.offline.unwrap_or_default()),
    };
    Err(moved.back(&repo.git, &why))
}

fn there_and_back(
    repo: &mut Repo,
    states: &Path,
    is_begun: bool,
    join: bool,
    receive: Receive,
) -> Result<Synced, GitError> {
    let mut synced = Synced::default();
    repo.find_theirs(is_begun)?;
    repo.finish(states)?;
    for _ in 0..TRIES {
        repo.commit_all(states)?;
        let reached = repo.fetch()?;
        if let Err(why) = reached {
            return repo.offline(synced, why);
        }
        repo.look_at_own()?;
        repo.merge(states, &mut synced, join, receive)?;
        match repo.push()? {
            Pushed::Done(sent) => {
                synced.sent = sent;
                if synced.sent.is_empty() && synced.came.is_empty() {
                    synced.told.extend(repo.still_unsound());
                }
                synced.told.extend(store::in_both(&repo.root).iter().map(|id| synced::in_both(id)));
                synced.told.extend(left_out::told(&repo.git)?);
                return Ok(synced);
            }
            Pushed::Offline(why) => return repo.offline(synced, why),
            Pushed::Late => {}
        }
    }
    Err(GitError::Refused(format!("somebody else was faster {TRIES} times in a row; try again")))
}

/// What came of sending.
enum Pushed {
    /// What went to them, in words.
    Done(Vec<String>),
    /// Somebody was faster.
    Late,
    /// Nobody is there.
    Offline(String),
}

impl Repo {
    /// The commit of that name, if there is one.
    pub(super) fn commit(&self, name: &str) -> Result<Option<String>, GitError> {
        let found = self.git.run(&["rev-parse", "--quiet", "--verify", &format!("{name}^{{commit}}")], None)?;
        Ok(Some(found.text()).filter(|_| found.code == 0))
    }

    pub(super) fn head(&self) -> Result<String, GitError> {
        self.commit("HEAD")?.ok_or_else(|| GitError::Refused("there is nothing to sync in this plan".to_owned()))
    }

    /// Get what the others have. The inner error: they can't be reached, and why.
    fn fetch(&self) -> Result<Result<(), String>, GitError> {
        let what = format!("+refs/heads/{}:{}", self.theirs, self.tracked());
        let words = ["fetch", "--quiet", "--no-tags", "--end-of-options", &self.remote, &what];
        let output = match self.git.reach(&words) {
            Ok(output) => output,
            Err(GitError::Late(_)) => return Ok(Err("it did not answer".to_owned())),
            Err(error) => return Err(error),
        };
        if output.code == 0 {
            return Ok(Ok(()));
        }
        if output.err.contains("couldn't find remote ref") {
            // Nobody has sent anything there yet, or what was there is gone.
            self.git.get(&["update-ref", "-d", &self.tracked()])?;
            return Ok(Ok(()));
        }
        unreached(&output).map(Err)
    }

    /// What was committed by hand was not looked at when it was.
    fn look_at_own(&self) -> Result<(), GitError> {
        let (head, theirs) = (self.head()?, self.commit(&self.tracked())?);
        if theirs.as_ref() == Some(&head) {
            return Ok(());
        }
        let known = match theirs {
            Some(theirs) => self.common(&head, &theirs)?,
            None => None,
        };
        let from = known.map_or_else(|| self.git.nothing(), Ok)?;
        sound::all(&changes::between(&self.git, &from, &head)?)
    }

    /// What was committed and nobody can read, where nothing else is new: then it has been told of before, and stands still.
    /// What can't be looked at is told by whoever sends something, and by the doctor.
    fn still_unsound(&self) -> Vec<String> {
        // Where nothing is new the files say what was committed.
        let Ok(known) = self.git.get(&["ls-files", "-z"]) else { return Vec::new() };
        sound::told_still(
            &self.root,
            known.parts().filter_map(|name| std::str::from_utf8(name).ok()).map(PathBuf::from).collect(),
        )
    }

    /// What both sides knew, if they ever knew the same.
    pub(super) fn common(&self, head: &str, theirs: &str) -> Result<Option<String>, GitError> {
        let common = self.git.run(&["merge-base", head, theirs], None)?;
        Ok(Some(common.text()).filter(|_| common.code == 0))
    }

    /// Put what they have and what is here together, in the plan's files first.
    fn merge(&self, states: &Path, synced: &mut Synced, join: bool, receive: Receive) -> Result<(), GitError> {
        let Some(theirs) = self.commit(&self.tracked())? else { return Ok(()) };
        let head = self.head()?;
        let base = self.common(&head, &theirs)?;
        self.look_for_a_foreigner(base.as_deref(), &theirs)?;
        if base.as_ref() == Some(&theirs) {
            return Ok(());
        }
        if base.is_none() && self.git.get(&["rev-parse", "--is-shallow-repository"])?.text() == "true" {
            return Err(GitError::Refused(
                "this is a shallow clone, which does not know what both sides began with; `git fetch --unshallow` gets the \
                 rest"
                    .to_owned(),
            ));
        }
        if base.is_none() && !join {
            self.look_for_a_stranger(&head, &theirs)?;
        }
        let from = match &base {
            Some(base) => base.clone(),
            None => self.git.nothing()?,
        };
        let mut changed = changes::between(&self.git, &from, &theirs)?;
        synced.told.extend(absences::stays(&mut changed));
        if base.is_none() {
            for (name, text) in BEGUN {
                let begun = changed.iter_mut().filter(|each| each.file == Path::new(name));
                begun.for_each(|each| each.before = Some(text.as_bytes().to_vec()));
            }
        }
        let Found { overruled, told: stayed } = overruled::found(&self.git, &head, &theirs)?;
        let known: Vec<&Path> = overruled.iter().map(|each| each.file.as_path()).collect();
        let own = changes::between(&self.git, &from, &head)?;
        synced.told.extend(placing::told(&own, &changed));
        // What both sides made alike is no news, and here already.
        let here: HashMap<&Path, Option<&[u8]>> =
            own.iter().map(|own| (own.file.as_path(), own.after.as_deref())).collect();
        changed.retain(|each| here.get(each.file.as_path()) != Some(&each.after.as_deref()));
        let told = changes::told_among(&changed, &known);
        let unsound = sound::unsound(&changed);
        let is_taken = |file: &Path, ours: &[u8]| {
            let there = self.root.join(file);
            there.symlink_metadata().is_ok() && fs::read(there).ok().as_deref() != Some(ours)
        };
        let gone = self.gone_on_the_way(&from, [&head, &theirs], [&own, &changed])?;
        let (files, two) = apart::companies(incoming::of(changed, &own), &own, &gone, is_taken);
        synced.told.extend(two);
        let aside = |each: &Incoming| each.apart.clone().map_or(Vec::new(), |aside| vec![aside.from, aside.to]);
        let touched = files.iter().flat_map(|each| [aside(each), each.archived.clone().into_iter().collect()].concat());
        let touched: BTreeSet<PathBuf> = touched.chain(files.iter().map(|each| each.file.clone())).collect();
        let merging = Merging {
            step: Clock::seed(),
            files: touched.iter().map(|file| file.to_string_lossy().into_owned()).collect(),
            message: if told.is_empty() { ALIKE.to_owned() } else { telling::message(&told, "Merge: ") },
            head,
            theirs,
        };
        if !files.is_empty() {
            let label = telling::message(&told, "Synced: ").lines().next().unwrap_or_default().to_owned();
            let bringing = Bringing { root: self.root.clone(), step: merging.step, label, files, overruled };
            merging.note(states, &self.root)?;
            let taken = receive(bringing).map_err(GitError::Refused)?;
            synced.conflicts += taken.conflicts;
            synced.overruled.extend(taken.overruled);
            synced.told.extend(taken.told);
            synced.came.extend(telling::lines(&told));
        }
        synced.told.extend(sound::told(&self.root, unsound));
        synced.told.extend(stayed);
        self.join(&merging)?;
        Merging::is_over(states, &self.root);
        Ok(())
    }

    /// Send what they don't have.
    fn push(&self) -> Result<Pushed, GitError> {
        let head = self.head()?;
        let known = self.commit(&self.tracked())?;
        if known.as_ref() == Some(&head) {
            return Ok(Pushed::Done(Vec::new()));
        }
        // All of the plan, not only what is new here: what came broken is not handed on.
        sound::all(&changes::between(&self.git, &self.git.nothing()?, &head)?)?;
        let known = known.map_or_else(|| self.git.nothing(), Ok)?;
        let changed = changes::between(&self.git, &known, &head)?;
        let before = self.deleted_by(&known, &changed)?;
        let before: Vec<&Path> = before.iter().map(PathBuf::as_path).collect();
        let sent = telling::lines(&changes::told_among(&changed, &before));
        let what = format!("{head}:refs/heads/{}", self.theirs);
        let output = match self.git.reach(&["push", "--quiet", "--end-of-options", &self.remote, &what]) {
            Ok(output) => output,
            Err(GitError::Late(_)) => return Ok(Pushed::Offline("it did not answer".to_owned())),
            Err(error) => return Err(error),
        };
        if output.code == 0 {
            self.track(&head)?;
            return Ok(Pushed::Done(sent));
        }
        if FASTER.iter().any(|sign| output.err.contains(sign)) {
            return Ok(Pushed::Late);
        }
        unreached(&output).map(Pushed::Offline)
    }

    /// Note where they stand now, and that this is where this branch goes.
    fn track(&self, head: &str) -> Result<(), GitError> {
        self.git.get(&["update-ref", &self.tracked(), head])?;
        if !self.is_tracked {
            self.git.get(&["config", &format!("branch.{}.remote", self.branch), &self.remote])?;
            let merge = format!("refs/heads/{}", self.theirs);
            self.git.get(&["config", &format!("branch.{}.merge", self.branch), &merge])?;
        }
        Ok(())
    }

    /// How far apart the sides are, as far as is known.
    fn offline(&self, synced: Synced, why: String) -> Result<Synced, GitError> {
        let head = self.head()?;
        let counted = match self.commit(&self.tracked())? {
            Some(theirs) => {
                self.git.get(&["rev-list", "--left-right", "--count", &format!("{head}...{theirs}"), "--"])?.text()
            }
            None => self.git.get(&["rev-list", "--count", &head, "--"])?.text(),
        };
        let mut counts = counted.split_whitespace().map(|count| count.parse().unwrap_or(0));
        let (ahead, behind) = (counts.next().unwrap_or(0), counts.next().unwrap_or(0));
        Ok(Synced { ahead, behind, offline: Some(why), ..synced })
    }
}

/// They can't be reached, and why; or they said no.
fn unreached(output: &Output) -> Result<String, GitError> {
    const NO: [&str; 8] = [
        "Permission denied",
        "Authentication failed",
        "could not read Username",
        "could not read Password",
        "Host key verification failed",
        "dubious ownership",
        "remote rejected",
        "not allowed",
    ];
    let told = output.complaint();
    if NO.iter().any(|sign| output.err.contains(sign)) {
        return Err(GitError::Refused(format!("the others' repository said no: {told}")));
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_there_is_no_refusal() {
        let said = |err: &str| unreached(&Output { code: 128, err: err.to_owned(), ..Output::default() });
        assert!(said("ssh: Could not resolve hostname x\nfatal: Could not read from remote repository.").is_ok());
        assert!(said("fatal: unable to access 'https://x/': Failed to connect").is_ok());
        assert!(said("git@x: Permission denied (publickey).\nfatal: Could not read from remote repository.").is_err());
    }
}
