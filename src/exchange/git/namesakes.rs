//! Which of two accounts of one name a line is about, where both are told. Pure; what came first and how it is said stands
//! elsewhere.

use std::collections::HashMap;
use std::path::Path;

use super::files::{is_account, stem};
use super::telling::Told;
use crate::domain::account::Account;
use crate::domain::called;
use crate::store;

/// What is told of a file.
pub(super) struct Of<'a> {
    /// Relative to the plan.
    pub(super) file: &'a Path,
    /// What it says, or said before it went.
    pub(super) text: Option<&'a str>,
    /// What is told of it.
    pub(super) told: Told,
}

/// Each is called by what the others of its name don't say.
pub(super) fn tell_apart(all: &mut [Of]) {
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, each) in all.iter().enumerate().filter(|(_, each)| is_account(each.file)) {
        by_name.entry(each.told.subject().to_lowercase()).or_default().push(at);
    }
    for places in by_name.into_values().filter(|places| places.len() > 1) {
        let account = |at: &usize| store::account_in(all[*at].text.unwrap_or_default(), &stem(all[*at].file));
        let accounts: Vec<Account> = places.iter().map(account).collect();
        for (at, account) in places.iter().zip(&accounts) {
            all[*at].told.call(&called::account(account, &accounts).to_string());
        }
    }
}
