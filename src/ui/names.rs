//! What people are called on the screen. Who is named but not there is said so.

use crate::domain::account::Account;

/// What a person of the account is called; what is named but not there says so.
pub(super) fn name_of(account: &Account, id: Option<&str>) -> String {
    match id {
        None => String::new(),
        Some(id) => account.person(id).map_or_else(|| format!("{id}?"), |person| person.name.clone()),
    }
}

/// The first name, for narrow columns.
pub(super) fn first_name_of(account: &Account, id: Option<&str>) -> String {
    match id {
        None => String::new(),
        Some(id) => account.person(id).map_or_else(|| format!("{id}?"), |person| person.first_name().to_owned()),
    }
}
