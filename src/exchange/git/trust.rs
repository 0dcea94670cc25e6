//! What the settings of a repository could make git run. They come with the folder, from whoever made it, so they are
//! read before anything else, by git itself but as a mere file, and in a place where no repository is. Known harmless are
//! those of this table; whatever is not in it asks for trust, which holds for exactly the settings that were seen.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::place::Dot;
use super::run::{Git, GitError};
use crate::store::atomic;

/// Sections with their settings that name no program and no place to find one. `*` stands for any name.
const HARMLESS: &[(&str, &[&str])] = &[
    ("advice", &["*"]),
    ("author", &["name", "email"]),
    (
        "branch",
        &["remote", "merge", "rebase", "description", "pushremote", "autosetupmerge", "autosetuprebase", "sort"],
    ),
    ("color", &["*"]),
    ("column", &["*"]),
    ("commit", &["gpgsign", "cleanup", "status", "verbose"]),
    ("committer", &["name", "email"]),
    (
        "core",
        &[
            "abbrev",
            "autocrlf",
            "bare",
            "checkstat",
            "commentchar",
            "commitgraph",
            "compression",
            "eol",
            "filemode",
            "ignorecase",
            "logallrefupdates",
            "longpaths",
            "multipackindex",
            "precomposeunicode",
            "preloadindex",
            "protecthfs",
            "protectntfs",
            "quotepath",
            "repositoryformatversion",
            "safecrlf",
            "sharedrepository",
            "splitindex",
            "symlinks",
            "trustctime",
            "untrackedcache",
        ],
    ),
    ("diff", &["algorithm", "colormoved", "mnemonicprefix", "noprefix", "renames"]),
    ("extensions", &["objectformat", "compatobjectformat", "refstorage", "worktreeconfig", "relativeworktrees"]),
    ("feature", &["*"]),
    ("fetch", &["fsckobjects", "parallel", "prune", "prunetags", "writecommitgraph"]),
    ("gc", &["auto", "autodetach", "pruneexpire", "reflogexpire", "reflogexpireunreachable", "worktreepruneexpire"]),
    ("gpg", &["format"]),
    ("http", &["lowspeedlimit", "lowspeedtime", "postbuffer", "version"]),
    ("i18n", &["*"]),
    ("index", &["threads", "version"]),
    ("init", &["defaultbranch"]),
    ("maintenance", &["auto", "strategy"]),
    ("merge", &["autostash", "conflictstyle", "directoryrenames", "ff", "log", "renamelimit", "renames", "stat"]),
    ("pack", &["threads", "windowmemory", "packsizelimit"]),
    ("pull", &["ff", "rebase", "octopus", "twohead"]),
    ("push", &["autosetupremote", "default", "followtags", "useforceifincludes"]),
    ("rebase", &["autosquash", "autostash", "updaterefs"]),
    ("receive", &["denynonfastforwards", "denydeletes", "fsckobjects"]),
    ("remote", &["fetch", "mirror", "prune", "prunetags", "push", "tagopt"]),
    ("rerere", &["autoupdate", "enabled"]),
    ("tag", &["gpgsign", "sort"]),
    ("transfer", &["fsckobjects"]),
    ("user", &["email", "name", "signingkey", "useconfigonly"]),
];

/// Where what is trusted is written down, in the folder of this machine's own things.
const FILE: &str = "trusted.json";

/// One setting, as it is written: `core.fsmonitor=/tmp/x`.
pub(super) type Setting = String;

/// The settings that are not known to be harmless.
///
/// # Errors
///
/// They can't be read.
pub(super) fn strange(git: &Git, dot: &Dot) -> Result<Vec<Setting>, GitError> {
    let mut strange = Vec::new();
    for config in dot.configs().iter().filter(|config| config.symlink_metadata().is_ok()) {
        // Nowhere: so that the settings are read and none of them counts.
        let words = ["config", "--null", "--list", "--no-includes", "--file", &config.display().to_string()];
        let read = git.at(Path::new("/")).get(&words)?;
        let settings = read.parts().map(|part| String::from_utf8_lossy(part).into_owned());
        strange.extend(settings.filter_map(|setting| {
            let (key, value) = setting.split_once('\n').unwrap_or((&setting, ""));
            (!is_harmless(key, value)).then(|| format!("{key}={value}"))
        }));
    }
    Ok(strange)
}

fn is_harmless(key: &str, value: &str) -> bool {
    let Some((section, rest)) = key.split_once('.') else { return false };
    let name = rest.rsplit_once('.').map_or(rest, |(_, name)| name);
    match (section, name) {
        // Each sync writes it anew before anything could run it.
        ("merge", _) if rest.starts_with("inroad.") => true,
        ("remote", "url" | "pushurl") => is_elsewhere(value),
        ("merge", _) if rest != name => false,
        _ => HARMLESS.iter().any(|(known, names)| *known == section && (names == &["*"] || names.contains(&name))),
    }
}

/// Whether that is an address on another machine. In a repository on this one, its own hooks would run here.
pub(super) fn is_elsewhere(url: &str) -> bool {
    if let Some((scheme, _)) = url.split_once("://") {
        return ["http", "https", "ssh", "git"].contains(&scheme);
    }
    // `host:path`, and no `helper::address`.
    url.split_once(':').is_some_and(|(host, path)| {
        !host.is_empty() && !host.contains('/') && !host.starts_with('-') && !path.starts_with(':')
    })
}

/// Whether that setting leads on to others that nobody has seen.
pub(super) fn leads_on(setting: &str) -> bool {
    setting.starts_with("include.") || setting.starts_with("includeif.")
}

/// What is trusted, by the repository.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Trusted {
    #[serde(default)]
    repositories: BTreeMap<String, Vec<Setting>>,
}

fn read(states: &Path) -> io::Result<Trusted> {
    match std::fs::read(states.join(FILE)) {
        // What can't be understood trusts nothing, and whoever trusts again writes it anew.
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).unwrap_or_default()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Trusted::default()),
        Err(error) => Err(error),
    }
}

/// Which of these settings nobody has trusted.
///
/// # Errors
///
/// What is trusted can't be read.
pub(super) fn untrusted(states: &Path, dot: &Dot, strange: Vec<Setting>) -> io::Result<Vec<Setting>> {
    if strange.is_empty() {
        return Ok(strange);
    }
    let trusted = read(states)?.repositories.remove(&dot.common.display().to_string()).unwrap_or_default();
    Ok(strange.into_iter().filter(|setting| leads_on(setting) || !trusted.contains(setting)).collect())
}

/// Trust these settings of the repository from now on, beside those that were trusted, or instead of them.
///
/// # Errors
///
/// That can't be written down.
pub(super) fn trust(states: &Path, dot: &Dot, settings: &[Setting], instead: bool) -> io::Result<()> {
    let mut trusted = read(states)?;
    let known = trusted.repositories.entry(dot.common.display().to_string()).or_default();
    if instead {
        known.clear();
    }
    let new: Vec<Setting> = settings.iter().filter(|setting| !known.contains(setting)).cloned().collect();
    known.extend(new);
    atomic::create_folder(states)?;
    atomic::write(&states.join(FILE), &serde_json::to_vec_pretty(&trusted)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_run_something_is_not_harmless() {
        for setting in [
            "core.fsmonitor=/tmp/x",
            "core.hookspath=/tmp",
            "core.sshcommand=x",
            "core.pager=x",
            "core.editor=x",
            "core.worktree=/etc",
            "core.gitproxy=x",
            "core.askpass=x",
            "core.alternaterefscommand=x",
            "filter.x.clean=x",
            "diff.x.textconv=x",
            "diff.external=x",
            "merge.x.driver=x",
            "include.path=/tmp/x",
            "includeif.gitdir:/.path=/tmp/x",
            "gpg.program=x",
            "gpg.ssh.program=x",
            "gpg.ssh.defaultkeycommand=x",
            "credential.helper=x",
            "credential.https://x.helper=x",
            "alias.commit=!x",
            "remote.origin.receivepack=x",
            "remote.origin.uploadpack=x",
            "remote.origin.vcs=x",
            "remote.origin.url=ext::x",
            "remote.origin.url=/srv/plan.git",
            "remote.origin.url=../plan.git",
            "remote.origin.url=file:///srv/plan.git",
            "remote.origin.url=-oProxyCommand=x:y",
            "remote.origin.pushurl=plan.git",
            "url.ext::x.insteadof=https://",
            "protocol.ext.allow=always",
            "extensions.partialclone=origin",
            "submodule.x.update=!x",
            "sequence.editor=x",
            "uploadpack.packobjectshook=x",
            "what.nobody.knows=1",
            "nonsense=1",
        ] {
            let (key, value) = setting.split_once('=').unwrap();
            assert!(!is_harmless(key, value), "{setting}");
        }
    }

    #[test]
    fn what_git_itself_writes_is() {
        for setting in [
            "core.repositoryformatversion=0",
            "core.filemode=true",
            "core.bare=false",
            "core.logallrefupdates=true",
            "core.sharedrepository=0600",
            "receive.denynonfastforwards=true",
            "remote.origin.url=git@example.com:team/plan.git",
            "remote.origin.url=https://example.com/plan.git",
            "remote.origin.url=ssh://git@example.com/plan.git",
            "remote.origin.fetch=+refs/heads/*:refs/remotes/origin/*",
            "branch.main.remote=origin",
            "branch.feature.x.merge=refs/heads/main",
            "user.email=sam@example.com",
            "commit.gpgsign=true",
            "pull.rebase=true",
            "merge.inroad.driver=inroad merge-file",
            "merge.conflictstyle=zdiff3",
            "color.ui=always",
        ] {
            let (key, value) = setting.split_once('=').unwrap();
            assert!(is_harmless(key, value), "{setting}");
        }
    }

    #[test]
    fn trust_holds_for_what_was_seen() {
        let home = tempfile::tempdir().unwrap();
        let dot = Dot { git: "/p/.git".into(), common: "/p/.git".into() };
        let settings = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let ask = |texts: &[&str]| untrusted(home.path(), &dot, settings(texts)).unwrap();
        assert_eq!(ask(&["a.b=1"]), ["a.b=1"]);
        trust(home.path(), &dot, &settings(&["a.b=1", "include.path=/x"]), true).unwrap();
        assert_eq!(ask(&["a.b=1"]), [""; 0]);
        assert_eq!(ask(&["a.b=2", "a.b=1"]), ["a.b=2"]);
        assert_eq!(ask(&["include.path=/x"]), ["include.path=/x"], "what it leads to may change");
        let other = Dot { git: "/q/.git".into(), common: "/q/.git".into() };
        assert_eq!(untrusted(home.path(), &other, settings(&["a.b=1"])).unwrap(), ["a.b=1"]);
    }
}
