//! What is noticed of an account after a sync and is no conflict: each side alone was right, and together they are odd. It is
//! told, and nothing is changed.

use super::{Incoming, texts};
use crate::domain::account::Account;
use crate::domain::doubled;
use crate::domain::plan::FileKey;
use crate::store::folder::dangling;
use crate::store::read;
use crate::store::text::Text;

/// A sentence for each, of an account as it is now.
pub(super) fn in_account(account: &Account, files: &[Incoming]) -> Vec<String> {
    let file = FileKey::Account(account.id.clone()).file();
    let sides = files.iter().find(|incoming| incoming.file == file).and_then(texts);
    let (base, theirs) = sides.unwrap_or_default();
    let said = |text: Option<&str>| read::read::<Account>(&Text::new(text.unwrap_or_default()).plain).value;
    let known = said(base);
    let mut told = dangling::told(account, &known, "on one side and no longer there on the other");
    if theirs.is_some() {
        told.extend(doubled::told(&known, &said(theirs), account));
    }
    told
}
