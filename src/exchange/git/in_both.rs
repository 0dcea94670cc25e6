//! Accounts of one id in the plan and in the archive: somebody has put both sides together by hand, or each has added one.
//! Which of the two holds cannot be told from here, so nothing is moved; it is said until somebody has looked.

use std::path::Path;

use super::files;
use crate::domain::synced;

/// A sentence for each, in the order of their ids.
pub fn in_both(root: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(root.join(files::ARCHIVE)).into_iter().flatten().flatten();
    let archived =
        entries.map(|entry| entry.file_name()).filter(|name| Path::new(name).extension() == Some("toml".as_ref()));
    let mut both: Vec<String> = archived
        .filter(|name| root.join(files::ACCOUNTS).join(name).is_file())
        .map(|name| files::stem(Path::new(&name)))
        .collect();
    both.sort_unstable();
    both.iter().map(|id| synced::in_both(id)).collect()
}
