//! Plans to export: folders that were read, and accounts that were made up.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use inroad::domain::account::Account;
use inroad::domain::plan::{Entry, Plan};
use inroad::exchange::export::Selection;
use inroad::store::Folder;

/// Monday 23 November 2026, nine in the morning in Chicago.
pub fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-23T09:00:00-06:00").unwrap()
}

/// A plan that lies in a folder.
pub fn read(root: &Path) -> Plan {
    Folder::open(root).unwrap().load()
}

/// A plan with these accounts.
pub fn with(accounts: impl IntoIterator<Item = Account>) -> Plan {
    let entry = |account: Account| (account.id.clone(), Entry { account: Arc::new(account), ..Entry::default() });
    Plan { accounts: accounts.into_iter().map(entry).collect(), ..Plan::default() }
}

/// All of it.
pub fn all(plan: &Plan) -> Selection<'_> {
    Selection {
        plan,
        accounts: plan.all().map(AsRef::as_ref).collect(),
        contacts: Vec::new(),
        sender: plan.settings.members.first(),
        now: now(),
    }
}
