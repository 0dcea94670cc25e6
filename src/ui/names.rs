//! What people and accounts are called on the screen. Who is named but not there is said so.

use super::text;
use crate::domain::account::Account;
use crate::domain::called::{self, Called};

/// What a person of the account is called; what is named but not there says so.
pub(super) fn name_of(account: &Account, id: Option<&str>) -> String {
    match id {
        None => String::new(),
        Some(id) => {
            account.person(id).map_or_else(|| format!("{id}?"), |person| called::person(account, person).to_string())
        }
    }
}

/// The first name, for narrow columns.
pub(super) fn first_name_of(account: &Account, id: Option<&str>) -> String {
    match id {
        None => String::new(),
        Some(id) => account.person(id).map_or_else(
            || format!("{id}?"),
            |person| {
                let apart = called::person(account, person).apart;
                Called { name: person.first_name(), apart }.to_string()
            },
        ),
    }
}

/// What an account is called in so many columns. Of two of one name that is cut, rather than what tells them apart.
pub(super) fn fitted(called: &Called, columns: usize, more: &str) -> String {
    let whole = called.to_string();
    if called.apart.is_empty() || text::width(&whole) <= columns {
        return whole;
    }
    // A bracket on either side, and the blank before the first.
    let apart = text::cut(&called.apart, columns / 2, more);
    let name = text::cut(called.name, columns.saturating_sub(text::width(&apart) + 3), more);
    format!("{name} ({apart})")
}
