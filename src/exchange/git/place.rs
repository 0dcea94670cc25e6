//! Where the repository of a plan lies, found by looking and without running anything: opening a plan folder executes
//! nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::says;

/// What there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// The plan is in no repository.
    Nowhere,
    /// It is a part of this one, which holds other things too.
    Within(PathBuf),
    /// It is one.
    Own(Dot),
}

/// A repository's own folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dot {
    /// Of this working tree.
    pub git: PathBuf,
    /// Of all its working trees.
    pub common: PathBuf,
}

/// Look.
///
/// # Errors
///
/// There is a `.git` that can't be read.
pub(super) fn look(root: &Path) -> io::Result<Place> {
    let there = |folder: &&Path| folder.join(".git").symlink_metadata().is_ok();
    match root.ancestors().find(there) {
        None => Ok(Place::Nowhere),
        Some(folder) if folder != root => Ok(Place::Within(folder.to_owned())),
        Some(folder) => Ok(Place::Own(Dot::of(&folder.join(".git"))?)),
    }
}

/// The branch that a clone knows of the others, where no file has come of it: their HEAD named another one. `main` of
/// several.
pub fn waiting_branch(root: &Path) -> Option<String> {
    const THEIRS: &str = "refs/remotes/origin/";
    let root = fs::canonicalize(root).ok()?;
    let Ok(Place::Own(dot)) = look(&root) else { return None };
    let is_there = |entry: io::Result<fs::DirEntry>| entry.is_ok_and(|entry| entry.file_name() != ".git");
    if fs::read_dir(&root).ok()?.any(is_there) {
        return None;
    }
    let packed = fs::read_to_string(dot.common.join("packed-refs")).unwrap_or_default();
    let mut branches: Vec<String> =
        packed.lines().filter_map(|line| Some(line.split_once(THEIRS)?.1.to_owned())).collect();
    let loose = fs::read_dir(dot.common.join(THEIRS)).into_iter().flatten().flatten();
    branches.extend(loose.filter_map(|entry| entry.file_name().into_string().ok()));
    branches.retain(|branch| branch != "HEAD");
    branches.sort_by_key(|branch| branch != "main");
    branches.into_iter().next()
}

/// Whether the repository that this folder is knows a file of that name there, whether it lies there or not.
pub fn knows(root: &Path, name: &str) -> bool {
    let Ok(Place::Own(dot)) = fs::canonicalize(root).and_then(|root| look(&root)) else { return false };
    // Names stand in the index as they are.
    let index = fs::read(dot.git.join("index")).unwrap_or_default();
    index.windows(name.len()).any(|there| there == name.as_bytes())
}

impl Dot {
    fn of(dot: &Path) -> io::Result<Self> {
        let base = dot.parent().unwrap_or(dot);
        // A working tree beside others has a file that says where its folder lies.
        let git = if dot.is_dir() {
            dot.to_owned()
        } else {
            let text = fs::read_to_string(dot)?;
            let path = text.strip_prefix("gitdir:").map(str::trim);
            base.join(path.ok_or_else(|| io::Error::other("its .git is neither a folder nor says where one is"))?)
        };
        let git = fs::canonicalize(git)?;
        let common = match fs::read_to_string(git.join("commondir")) {
            Ok(text) => fs::canonicalize(git.join(text.trim()))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => git.clone(),
            Err(error) => return Err(error),
        };
        Ok(Self { git, common })
    }

    /// What somebody has begun in it and not finished, in a sentence that says the way out. Where both sides are being put
    /// together that is ours to do: whoever finishes it by hand gives an account that was archived a second file.
    pub(super) fn under_way(&self) -> Option<String> {
        const TAKE_BACK: [(&str, &str); 3] =
            [("rebase-merge", "rebase"), ("rebase-apply", "rebase"), ("MERGE_HEAD", "merge")];
        const FINISH: [(&str, &str); 2] = [("CHERRY_PICK_HEAD", "cherry-pick"), ("REVERT_HEAD", "revert")];
        let begun = |known: &[(&str, &'static str)]| {
            known.iter().find(|(name, _)| self.git.join(name).exists()).map(|(_, what)| *what)
        };
        let taken_back = begun(&TAKE_BACK).map(|what| {
            format!(
                "a {what} is under way in the repository: `git {what} --abort` takes it back, and `inroad sync` then puts \
                 both sides together"
            )
        });
        taken_back.or_else(|| Some(format!("a {} is under way in the repository; finish it with git", begun(&FINISH)?)))
    }

    /// The lock of another git that is at work here, or was cut off.
    pub(super) fn locked(&self) -> Option<String> {
        let own = ["index.lock", "HEAD.lock"].map(|lock| self.git.join(lock));
        let common = ["config.lock", "packed-refs.lock"].map(|lock| self.common.join(lock));
        let of_names = below(self.common.join("refs")).into_iter().flat_map(|folder| within(&folder));
        let is_lock = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "lock") && path.is_file();
        let lock = own.into_iter().chain(common).chain(of_names).find(is_lock)?;
        Some(format!("{}: {}", says::AT_WORK, lock.display()))
    }

    /// What of it can't be written, so that nothing can be committed: what once was done as another user, mostly. Nothing is left
    /// behind.
    pub(super) fn closed(&self) -> Option<String> {
        let file = |path: PathBuf| fs::OpenOptions::new().append(true).open(&path).err().map(|_| path);
        let folder = |path: PathBuf| tempfile::tempfile_in(&path).err().map(|_| path);
        let closed =
            self.written().into_iter().find_map(|path| if path.is_dir() { folder(path) } else { file(path) })?;
        let path = closed.display();
        let what = if closed.is_dir() {
            format!("nothing can be written into {path}")
        } else {
            format!("{path} can't be written")
        };
        Some(format!("{what}: nothing can be committed, sent or taken in"))
    }

    /// What git writes into: its folder and those of objects and names, and what it notes beside.
    fn written(&self) -> Vec<PathBuf> {
        const NOTES: [&str; 3] = ["FETCH_HEAD", "COMMIT_EDITMSG", "logs/HEAD"];
        let mut all = vec![self.git.clone(), self.common.join("objects")];
        all.extend(within(&self.common.join("objects")).filter(|path| path.is_dir()));
        all.extend(below(self.common.join("refs")));
        for folder in below(self.common.join("logs/refs")) {
            // Names are replaced by others; what is noted of them is written on.
            all.extend(within(&folder).filter(|path| path.is_file()));
            all.push(folder);
        }
        all.extend(NOTES.iter().map(|note| self.git.join(note)).filter(|note| note.is_file()));
        all
    }

    /// Where its settings may stand.
    pub(super) fn configs(&self) -> [PathBuf; 2] {
        [self.common.join("config"), self.git.join("config.worktree")]
    }
}

/// What lies in a folder.
fn within(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}

/// A folder, if it is one, and all below it.
fn below(folder: PathBuf) -> Vec<PathBuf> {
    let mut all = Vec::from_iter(Some(folder).filter(|folder| folder.is_dir()));
    let mut at = 0;
    while at < all.len() {
        let deeper: Vec<PathBuf> = within(&all[at]).filter(|path| path.is_dir()).collect();
        all.extend(deeper);
        at += 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_is_found_by_looking() {
        let home = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(home.path()).unwrap();
        let plan = root.join("work/plan");
        fs::create_dir_all(&plan).unwrap();
        assert_eq!(look(&plan).unwrap(), Place::Nowhere);
        fs::create_dir(root.join("work/.git")).unwrap();
        assert_eq!(look(&plan).unwrap(), Place::Within(root.join("work")));
        // One working tree of several.
        let git = root.join("work/.git/worktrees/plan");
        fs::create_dir_all(&git).unwrap();
        fs::write(git.join("commondir"), "../..\n").unwrap();
        fs::write(plan.join(".git"), format!("gitdir: {}\n", git.display())).unwrap();
        let dot = Dot { git: git.clone(), common: root.join("work/.git") };
        assert_eq!(look(&plan).unwrap(), Place::Own(dot.clone()));
        assert_eq!(dot.under_way(), None);
        fs::write(git.join("MERGE_HEAD"), "").unwrap();
        let told = dot.under_way().unwrap();
        assert!(told.starts_with("a merge is under way") && told.contains("`git merge --abort`"), "{told}");
        fs::rename(git.join("MERGE_HEAD"), git.join("REVERT_HEAD")).unwrap();
        let told = dot.under_way().unwrap();
        assert!(told.starts_with("a revert is under way") && told.contains("finish it"), "{told}");
        fs::write(plan.join(".git"), "nonsense").unwrap();
        assert!(look(&plan).is_err());
    }
}
