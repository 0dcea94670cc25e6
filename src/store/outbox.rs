//! Drafts on their way to a mail program: files of one's own (0600) in a folder that the user finds, one for each touch,
//! the newest in the place of the one before. They stay, since nobody knows when a mail program has read them; but not
//! without end.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::atomic;

/// So many stay.
const MOST: usize = 100;

/// Where they lie, below this machine's own folder.
pub fn folder(state: &Path) -> PathBuf {
    state.join("mail")
}

/// Write one, and let the oldest go. Says where it lies.
pub fn put(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    atomic::create_folder(folder)?;
    let path = folder.join(name);
    atomic::write(&path, bytes)?;
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let written = |path: &Path| fs::metadata(path).and_then(|meta| meta.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    let is_draft = |path: &Path| path.extension().is_some_and(|ending| ending == "eml" || ending == "txt");
    let mut drafts: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| is_draft(path)).collect();
    drafts.sort_by_key(|path| std::cmp::Reverse(written(path)));
    for old in drafts.iter().skip(MOST).filter(|old| **old != path) {
        // What can't be removed is one draft more.
        _ = fs::remove_file(old);
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_draft_is_ones_own_and_the_oldest_go() {
        let home = tempfile::tempdir().unwrap();
        let folder = folder(home.path());
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        for i in 0..=MOST + 4 {
            let path = put(&folder, &format!("primo-{i}.eml"), b"x").unwrap();
            assert_eq!((mode(&path), mode(&folder)), (0o600, 0o700));
        }
        fs::write(folder.join("mine.doc"), "x").unwrap();
        put(&folder, "primo-1.txt", b"y").unwrap();
        put(&folder, "primo-1.txt", b"z").unwrap();
        assert_eq!(fs::read(folder.join("primo-1.txt")).unwrap(), b"z");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), MOST + 1, "somebody else's file stays");
    }
}
