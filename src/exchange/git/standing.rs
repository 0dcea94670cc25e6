//! How a plan stands to its repository, looked at and left as it is. Nothing is fetched, and git is run only where its
//! settings are known to be harmless or trusted.

use std::path::Path;

use super::place::{self, Place};
use super::run::{Git, GitError};
use super::trust;
use super::{address, changes, driver, left_out};

/// What there is, as far as it is known here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Git's own version; none where there is no git.
    pub version: Option<String>,
    /// The plan is a repository of its own.
    pub is_own: bool,
    /// The branch that it stands on.
    pub branch: Option<String>,
    /// Where it goes.
    pub remote: Option<String>,
    /// Commits that the others don't have, as of the last sync.
    pub ahead: Option<u64>,
    /// Commits of the others that are not here.
    pub behind: Option<u64>,
    /// Files that say something else than the last commit.
    pub changed: Option<usize>,
    /// What keeps a sync from being done, a sentence each.
    pub obstacles: Vec<String>,
    /// What of the plan git is told to leave out, in a sentence.
    pub left_out: Option<String>,
}

/// The oldest git that knows all that a sync asks of it.
const OLDEST: [u32; 2] = [2, 28];

/// `2.39.5 (Apple Git-154)`; what reads like no version is taken for a newer one.
fn is_too_old(version: &str) -> bool {
    let numbers: Vec<u32> = version.split(['.', ' ']).map_while(|number| number.parse().ok()).take(2).collect();
    <[u32; 2]>::try_from(numbers).is_ok_and(|numbers| numbers < OLDEST)
}

/// Look at the plan in that folder.
pub fn standing(root: &Path, states: Option<&Path>) -> Standing {
    let mut standing = Standing::default();
    if let Err(error) = look(root, states, &mut standing) {
        standing.obstacles.push(error.to_string());
    }
    standing
}

fn look(root: &Path, states: Option<&Path>, standing: &mut Standing) -> Result<(), GitError> {
    let place = place::look(root)?;
    let git = match Git::new(root, true) {
        Ok(git) => git,
        // Without a repository nobody misses it.
        Err(GitError::Missing) if place == Place::Nowhere => return Ok(()),
        Err(error) => return Err(error),
    };
    let version = git.at(Path::new("/")).get(&["version"])?.text();
    let version = version.trim_start_matches("git version ").to_owned();
    if is_too_old(&version) {
        let [major, minor] = OLDEST;
        standing.obstacles.push(format!("{version} is too old: a sync needs {major}.{minor} or newer"));
    }
    standing.version = Some(version);
    let dot = match place {
        Place::Nowhere => return Ok(()),
        Place::Within(folder) => {
            let folder = folder.display();
            standing
                .obstacles
                .push(format!("the plan is a part of the git repository in {folder}, which is not synced"));
            return Ok(());
        }
        Place::Own(dot) => dot,
    };
    standing.is_own = true;
    let strange = trust::strange(&git, &dot)?;
    let untrusted =
        states.map_or_else(|| Ok(strange.clone()), |states| trust::untrusted(states, &dot, strange.clone()))?;
    if let Some(setting) = untrusted.first() {
        let told = format!("the repository's setting {setting} could run something; `inroad trust` lets it count");
        standing.obstacles.push(told);
        return Ok(());
    }
    standing.obstacles.extend(dot.under_way());
    standing.obstacles.extend(dot.locked());
    standing.obstacles.extend(dot.closed());
    standing.left_out = left_out::told(&git)?;
    let asked = |words: &[&str]| -> Result<Option<String>, GitError> {
        let output = git.run(words, None)?;
        Ok(Some(output.text()).filter(|text| output.code == 0 && !text.is_empty()))
    };
    standing.branch = asked(&["symbolic-ref", "--quiet", "--short", "HEAD"])?;
    let Some(branch) = standing.branch.clone() else {
        standing.obstacles.push("the repository stands on no branch; `git switch BRANCH` goes back to one".to_owned());
        return Ok(());
    };
    let remote =
        asked(&["config", "--get", &format!("branch.{branch}.remote")])?.unwrap_or_else(|| "origin".to_owned());
    let url = asked(&["config", "--get", &format!("remote.{remote}.url")])?;
    standing.remote = url.map(|url| address::shown(&url));
    if let Some(command) = asked(&["config", "--get", &format!("merge.{}.driver", driver::NAME)])?
        && !driver::is_there(&command)
    {
        standing.obstacles.push(format!(
            "plain git would not find the program that merges a plan ({command}), and stop with a file that is not merged; \
             `inroad sync` puts that right"
        ));
    }
    standing.changed = Some(git.get(&["status", "--porcelain", "-z"])?.parts().count());
    let apart = asked(&["rev-list", "--left-right", "--count", "HEAD...@{upstream}", "--"])?;
    if let Some((ahead, behind)) = apart.as_deref().and_then(|counts| counts.split_once(char::is_whitespace)) {
        (standing.ahead, standing.behind) = (ahead.trim().parse().ok(), behind.trim().parse().ok());
    }
    is_whole(&git)
}

/// All that a sync reads of what was committed here, and of what the others had last, can be read.
fn is_whole(git: &Git) -> Result<(), GitError> {
    let nothing = git.nothing()?;
    for end in ["HEAD", "@{upstream}"] {
        let commit = git.run(&["rev-parse", "--quiet", "--verify", &format!("{end}^{{commit}}")], None)?;
        if commit.code == 0 {
            changes::between(git, &nothing, &commit.text())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_too_old_by_its_first_two_numbers() {
        for (version, is_old) in [
            ("2.20.1", true),
            ("1.9", true),
            ("2.28.0", false),
            ("2.39.5 (Apple Git-154)", false),
            ("2.45.1.windows.1", false),
            ("3.0", false),
            ("of our own", false),
        ] {
            assert_eq!(is_too_old(version), is_old, "{version}");
        }
    }
}
