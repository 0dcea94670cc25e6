//! The repository of a plan, ready to be worked with: found, looked through, and on a branch that goes somewhere; made if
//! somebody says where to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::place::{self, Dot, Place};
use super::run::{Git, GitError, Output};
use super::stop::Stop;
use super::trust::{self, Setting};
use super::{address, driver};
use crate::store::atomic;

/// What is not to be committed, where nobody has said so yet.
pub(super) const IGNORED: &str = "# What editors and programs leave behind.
.inroad-*.tmp
*~
.*.sw?
.#*
\\#*#
*.orig
*.sync-conflict-*
.DS_Store
";

/// How a sync is to be done.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where the repository goes from now on.
    pub remote: Option<String>,
    /// Nobody is there to be asked for a password.
    pub in_background: bool,
    /// Ends it.
    pub stop: Stop,
    /// Two plans that have no history in common are to be one from now on.
    pub join: bool,
}

/// The repository, and where it goes.
#[derive(Debug, Clone)]
pub(super) struct Repo {
    /// Git in it.
    pub git: Git,
    /// Where it lies: the plan's folder.
    pub root: PathBuf,
    /// The branch that one is on.
    pub branch: String,
    /// What the others' repository is called here.
    pub remote: String,
    /// Their branch.
    pub theirs: String,
    /// It has been said which that is.
    pub is_tracked: bool,
    /// Commits are to be signed.
    pub signs: bool,
    /// It goes somewhere else from now on, if that answers.
    pub moved: Option<Moved>,
}

/// An address that somebody has just named, and the one before.
#[derive(Debug, Clone)]
pub(super) struct Moved {
    config: PathBuf,
    before: Option<String>,
    url: String,
    /// There was no such section in the settings.
    is_new: bool,
}

impl Moved {
    /// What came to nothing leaves the address as it was: a slip of the pen must not send a plan elsewhere, now or later.
    pub(super) fn back(&self, git: &Git, why: &str) -> GitError {
        let (git, config) = (git.at(Path::new("/")), self.config.display().to_string());
        let words = match &self.before {
            Some(before) => ["config", "--file", &config, "remote.origin.url", before],
            None if self.is_new => ["config", "--file", &config, "--remove-section", "remote.origin"],
            None => ["config", "--file", &config, "--unset", "remote.origin.url"],
        };
        let stays = match (git.get(&words), &self.before) {
            (Err(error), _) => format!("is what the settings say now, which could not be changed back ({error})"),
            (Ok(_), Some(before)) => format!("was not kept: it was {} and stays so", address::shown(before)),
            (Ok(_), None) => "was not kept".to_owned(),
        };
        GitError::Refused(format!("{}. The address {} {stays}", why.trim_end_matches('.'), address::shown(&self.url)))
    }
}

/// Whoever commits has a name; where git knows of none, nothing is begun.
fn knows_me(git: &Git) -> Result<(), GitError> {
    for who in ["GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"] {
        let told = git.run(&["var", who], None)?;
        if told.code != 0 {
            return Err(GitError::Refused(unknown(&told).unwrap_or_else(|| told.complaint())));
        }
    }
    Ok(())
}

/// Whether there is anything that somebody would have to have done. Whoever only gets what others do needs no name.
fn will_commit(git: &Git, root: &Path) -> Result<bool, GitError> {
    let is_changed = !git.get(&["status", "--porcelain", "--untracked-files=no"])?.out.is_empty();
    Ok(is_changed || !root.join(".gitattributes").exists())
}

/// Git tells at length that it does not know whose a commit would be.
pub(super) fn unknown(output: &Output) -> Option<String> {
    const UNKNOWN: [&str; 3] = ["tell me who you are", "empty ident", "no email was given"];
    UNKNOWN.iter().any(|sign| output.err.contains(sign)).then(|| {
        "git does not know who you are: `git config --global user.name \"Sam Reyes\"` and `git config --global user.email \
         sam@example.com` say it"
            .to_owned()
    })
}

/// Why there is no commit.
pub(super) fn who(output: &Output) -> String {
    unknown(output).unwrap_or_else(|| format!("git did not commit: {}", output.complaint()))
}

fn refused<T>(why: impl Into<String>) -> Result<T, GitError> {
    Err(GitError::Refused(why.into()))
}

impl Repo {
    /// Open the repository of that plan. With an address it goes there from now on, and is made if there is none.
    ///
    /// # Errors
    ///
    /// There is none, it is a part of another, it could run programs that nobody has trusted, something in it is under way,
    /// or it goes nowhere.
    pub(super) fn open(root: &Path, states: &Path, options: &Options) -> Result<Self, GitError> {
        let root = root.canonicalize()?;
        // Drafts, the journal and what is trusted are nobody else's.
        if states.canonicalize().is_ok_and(|states| states.starts_with(&root)) {
            return refused(format!("{} lies in the plan; what is kept there must not be shared", states.display()));
        }
        let git = Git::new(&root, options.in_background)?.until(&options.stop);
        let remote = options.remote.as_deref().map(address::whole).transpose()?;
        let dot = match (place::look(&root)?, &remote) {
            (Place::Own(dot), _) => dot,
            (Place::Within(folder), _) => {
                return refused(format!(
                    "the plan is a part of the git repository in {}, and sync takes only a plan that is one of its own: move \
                     it out, or use git yourself",
                    folder.display()
                ));
            }
            (Place::Nowhere, None) => {
                return refused(
                    "the plan is in no git repository; `inroad sync --remote URL` makes one and says where it goes",
                );
            }
            (Place::Nowhere, Some(_)) => {
                // Before anything is written.
                knows_me(&git.at(Path::new("/")))?;
                Self::make(&git, &root)?
            }
        };
        let moved = match &remote {
            Some(url) => go_to(&git, states, &dot, url)?,
            None => None,
        };
        match (Self::ready(git.clone(), states, root, &dot), moved) {
            (Ok(repo), moved) => Ok(Self { moved, ..repo }),
            (Err(error), Some(moved)) => Err(moved.back(&git, &error.to_string())),
            (Err(error), None) => Err(error),
        }
    }

    fn ready(git: Git, states: &Path, root: PathBuf, dot: &Dot) -> Result<Self, GitError> {
        check(&git, states, &root, dot)?;
        if let Some(what) = dot.under_way() {
            return refused(what);
        }
        Self::on_a_branch(git, root)
    }

    /// Its files are one's own (0600), like the plan's.
    fn make(git: &Git, root: &Path) -> Result<Dot, GitError> {
        git.get(&["init", "--quiet", "--shared=0600", "--initial-branch=main"])?;
        match place::look(root)? {
            Place::Own(dot) => Ok(dot),
            _ => refused("git has made no repository here"),
        }
    }

    fn on_a_branch(git: Git, root: PathBuf) -> Result<Self, GitError> {
        let head = git.run(&["symbolic-ref", "--quiet", "--short", "HEAD"], None)?;
        // With a complaint it has not looked.
        if head.code != 0 && !head.err.trim().is_empty() {
            return Err(GitError::Refused(head.complaint()));
        }
        if head.code != 0 {
            return refused(
                "the repository stands on no branch (“detached HEAD”); `git switch BRANCH` goes back to one",
            );
        }
        let branch = head.text();
        let settings = settings(&git)?;
        let setting = |key: &str| settings.get(key).filter(|value| !value.is_empty()).cloned();
        let remote = setting(&format!("branch.{branch}.remote")).unwrap_or_else(|| "origin".to_owned());
        // Without an address of its own the name would be taken for one.
        let is_name = !remote.starts_with(['-', '.']) && !remote.contains(['/', ':', '\\']);
        if !is_name || setting(&format!("remote.{remote}.url")).is_none() {
            return refused("the repository goes nowhere yet; `inroad sync --remote URL` says where");
        }
        let merge = setting(&format!("branch.{branch}.merge"));
        let theirs = merge.as_deref().and_then(|merge| merge.strip_prefix("refs/heads/")).map(str::to_owned);
        let is_tracked = theirs.is_some();
        let signs = setting("commit.gpgsign").is_some_and(|value| ["true", "yes", "on", "1"].contains(&value.as_str()));
        let theirs = theirs.unwrap_or_else(|| branch.clone());
        if let Err(why) = knows_me(&git)
            && will_commit(&git, &root)?
        {
            return Err(why);
        }
        let repo = Self { git, root, branch, remote, theirs, is_tracked, signs, moved: None };
        repo.prepare(&settings)?;
        Ok(repo)
    }

    /// What plain git has to know to merge plans too, and what it is to leave.
    fn prepare(&self, settings: &BTreeMap<String, String>) -> Result<(), GitError> {
        let driver = driver::command()?;
        // What git merges to compare with is nobody's file.
        let own = [("name", "plans, by field"), ("driver", driver.as_str()), ("recursive", "binary")];
        let own = own.map(|(key, value)| (format!("merge.{}.{key}", driver::NAME), value));
        // An account in the archive is no account that was moved: who edited it meanwhile has to be asked. Of the ways in which
        // git merges, "ort" takes no notice of that in some of its versions.
        let asks = [("merge.renames", "false"), ("pull.twohead", "recursive")];
        for (key, value) in own.into_iter().chain(asks.map(|(key, value)| (key.to_owned(), value))) {
            if settings.get(&key).is_none_or(|known| known != value) {
                self.git.get(&["config", &key, value])?;
            }
        }
        let attributes = self.root.join(".gitattributes");
        match std::fs::read(&attributes) {
            Err(_) => self.put(&attributes, None, driver::ATTRIBUTES.as_bytes())?,
            Ok(text) if String::from_utf8_lossy(&text).contains("merge=inroad") => {}
            Ok(text) => {
                let gap: &[u8] = if text.is_empty() || text.ends_with(b"\n") { b"" } else { b"\n" };
                self.put(&attributes, Some(&text), &[&text, gap, driver::ATTRIBUTES.as_bytes()].concat())?;
            }
        }
        let ignored = self.root.join(".gitignore");
        if ignored.symlink_metadata().is_err() {
            self.put(&ignored, None, IGNORED.as_bytes())?;
        }
        Ok(())
    }

    fn put(&self, path: &Path, expected: Option<&[u8]>, bytes: &[u8]) -> Result<(), GitError> {
        // Whoever writes it at this moment has their way; the next sync looks again.
        _ = atomic::put(&self.root, path, expected, Some(bytes))?;
        Ok(())
    }

    /// Ask the others which branch is theirs, where nobody has said so: whoever joins goes where they are.
    ///
    /// # Errors
    ///
    /// Git could not be run.
    pub(super) fn find_theirs(&mut self, is_begun: bool) -> Result<(), GitError> {
        if self.is_tracked {
            return Ok(());
        }
        let asked = self.git.reach(&["ls-remote", "--quiet", "--symref", "--end-of-options", &self.remote, "HEAD"])?;
        let text = asked.text();
        let named = text.lines().find_map(|line| line.strip_prefix("ref: refs/heads/")?.split('\t').next());
        let named = match named.filter(|_| text.lines().count() > 1) {
            Some(named) => Some(named.to_owned()),
            None if asked.code == 0 => self.without_a_head()?,
            None => None,
        };
        let Some(named) = named else { return Ok(()) };
        named.clone_into(&mut self.theirs);
        if !is_begun {
            self.git.get(&["symbolic-ref", "HEAD", &format!("refs/heads/{named}")])?;
            named.clone_into(&mut self.branch);
        }
        Ok(())
    }

    /// Their HEAD names a branch that is not there. With a single other branch that is theirs; where nothing is yet, theirs
    /// will be the one that HEAD names, so that whoever clones it gets files.
    fn without_a_head(&self) -> Result<Option<String>, GitError> {
        let listed = self.git.reach(&["ls-remote", "--quiet", "--heads", "--end-of-options", &self.remote])?.text();
        let mut heads = listed.lines().filter_map(|line| Some(line.split_once("refs/heads/")?.1.to_owned()));
        match (heads.next(), heads.next()) {
            (None, _) => Ok(self.promised()),
            (only, None) => Ok(only),
            _ => Ok(None),
        }
    }

    /// The branch that an empty repository names. Only who clones it is told.
    fn promised(&self) -> Option<String> {
        let url = self.git.get(&["remote", "get-url", &self.remote]).ok()?.text();
        let place = tempfile::tempdir().ok()?;
        let otherwise = format!("init.defaultBranch={}", self.branch);
        let words =
            ["-c", &otherwise, "clone", "--quiet", "--bare", "--template=", "--end-of-options", &url, "empty.git"];
        self.git.at(place.path()).reach(&words).ok().filter(|output| output.code == 0)?;
        let head = std::fs::read_to_string(place.path().join("empty.git/HEAD")).ok()?;
        Some(head.strip_prefix("ref: refs/heads/")?.trim_end().to_owned())
    }

    /// Where their branch stands as far as it is known here.
    pub(super) fn tracked(&self) -> String {
        format!("refs/remotes/{}/{}", self.remote, self.theirs)
    }
}

/// All settings that count, the user's own too.
fn settings(git: &Git) -> Result<BTreeMap<String, String>, GitError> {
    let listed = git.get(&["config", "--null", "--list"])?;
    let settings = listed.parts().map(|part| String::from_utf8_lossy(part).into_owned());
    // One that stands without a value is on.
    Ok(settings
        .map(|each| {
            each.split_once('\n')
                .map_or((each.clone(), "true".to_owned()), |(key, value)| (key.to_owned(), value.to_owned()))
        })
        .collect())
}

/// Whoever names an address trusts it. Written into the settings as a file, before git is run in the repository.
/// Says what it was, if it was another one.
fn go_to(git: &Git, states: &Path, dot: &Dot, url: &str) -> Result<Option<Moved>, GitError> {
    let [place, _] = dot.configs();
    let (git, config) = (git.at(Path::new("/")), place.display().to_string());
    let before = git.run(&["config", "--file", &config, "--get", "remote.origin.url"], None)?;
    let before = Some(before.text()).filter(|_| before.code == 0);
    git.get(&["config", "--file", &config, "remote.origin.url", url])?;
    let known = git.run(&["config", "--file", &config, "--get", "remote.origin.fetch"], None)?;
    if known.code != 0 {
        git.get(&["config", "--file", &config, "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"])?;
    }
    trust::trust(states, dot, &[format!("remote.origin.url={url}")], false)?;
    let is_another = before.as_deref() != Some(url);
    let is_new = before.is_none() && known.code != 0;
    Ok(is_another.then(|| Moved { config: place, before, url: url.to_owned(), is_new }))
}

/// Whether git may be run in it.
fn check(git: &Git, states: &Path, root: &Path, dot: &Dot) -> Result<(), GitError> {
    let asks = trust::untrusted(states, dot, trust::strange(git, dot)?)?;
    if asks.is_empty() {
        return Ok(());
    }
    if let Some(setting) = asks.iter().find(|setting| trust::leads_on(setting)) {
        return refused(leads_on(setting));
    }
    refused(format!(
        "the settings of this repository could run programs here, its own or those of a repository on this machine: {}. Git \
         was not run in it. If you know what they do, `inroad trust {}` lets them",
        asks.join(", "),
        root.display()
    ))
}

fn leads_on(setting: &str) -> String {
    format!(
        "the settings of this repository take in another file ({setting}), which may say something else tomorrow; write what \
         it says into .git/config itself"
    )
}

/// Trust the repository in that folder as it is now. Says what was asked about.
///
/// # Errors
///
/// There is none, or what it would run can't be seen.
pub fn trust_it(folder: &Path, states: &Path) -> Result<Vec<Setting>, GitError> {
    let folder = folder.canonicalize()?;
    let git = Git::new(&folder, true)?;
    let dot = match place::look(&folder)? {
        Place::Own(dot) => dot,
        Place::Within(above) => {
            return refused(format!("the repository lies in {}; say that", above.display()));
        }
        Place::Nowhere => return refused(format!("{} is no git repository", folder.display())),
    };
    let strange = trust::strange(&git, &dot)?;
    if let Some(setting) = strange.iter().find(|setting| trust::leads_on(setting)) {
        return refused(leads_on(setting));
    }
    trust::trust(states, &dot, &strange, true)?;
    Ok(strange)
}
