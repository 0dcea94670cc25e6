//! Whom each side has put onto an account, or among the contacts, without knowing of the other. Read from what changed; nothing
//! is written.

use super::changes::Changed;
use super::files;
use crate::domain::account::Account;
use crate::domain::placed::{self, Place, Placed};
use crate::domain::plan::FileKey;
use crate::store;

/// A sentence for each two places at which the same people stand now.
pub(super) fn told(own: &[Changed], theirs: &[Changed]) -> Vec<String> {
    let [mut here, mut there] = [own, theirs].map(on_accounts);
    // Contacts are many: they are read where the other side has put somebody onto an account.
    let (ours_matter, theirs_matter) = (!there.is_empty(), !here.is_empty());
    if ours_matter {
        here.extend(among_contacts(own));
    }
    if theirs_matter {
        there.extend(among_contacts(theirs));
    }
    placed::twice(&here, &there)
}

fn on_accounts(changed: &[Changed]) -> Vec<Placed> {
    let accounts = changed.iter().filter(|each| files::is_account(&each.file) && each.after.is_some());
    let placed = |each: &Changed| {
        let id = files::stem(&each.file);
        let [before, after] = [&each.before, &each.after].map(|bytes| match said(bytes.as_deref()) {
            Some(text) => store::account_in(text, &id),
            None => Account { id: id.as_str().into(), ..Account::default() },
        });
        placed::on(&before, &after)
    };
    accounts.flat_map(placed).collect()
}

fn among_contacts(changed: &[Changed]) -> Vec<Placed> {
    let contacts = changed.iter().find(|each| each.file == FileKey::Contacts.file());
    let Some(Changed { before, after, .. }) = contacts else { return Vec::new() };
    let [before, after] =
        [before, after].map(|bytes| said(bytes.as_deref()).map(store::contacts_in).unwrap_or_default());
    let [before, after] = [&before, &after].map(|contacts| contacts.people.iter().map(|contact| &*contact.person));
    placed::new(before, after, &Place::Contacts)
}

fn said(bytes: Option<&[u8]>) -> Option<&str> {
    std::str::from_utf8(bytes?).ok()
}
