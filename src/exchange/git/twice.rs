//! What stands twice since somebody elsewhere has put both sides together: whoever did so is told when it comes to it, and this
//! is for the other side. Read from what changed; nothing is written.

use std::path::Path;

use super::files;
use crate::domain::account::Account;
use crate::domain::doubled;
use crate::store;

/// A sentence for each, of what an account said where both began, on the others' side, and says now.
pub(super) fn told(file: &Path, [known, theirs, now]: [Option<&[u8]>; 3]) -> Vec<String> {
    let id = files::stem(file);
    let account = |bytes: Option<&[u8]>| match bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()) {
        Some(text) => store::account_in(text, &id),
        None => Account { id: id.as_str().into(), ..Account::default() },
    };
    doubled::told(&account(known), &account(theirs), &account(now))
}
