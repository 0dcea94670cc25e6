//! Rows of companies whose account has a file that can't be read just now: who is on it nobody knows, so nobody can say who
//! of them is new. Such an account is never made a second time: its rows are left out and told, and wait until it is mended.

use super::{Incoming, Remark, Skipped, keys};
use crate::domain::account::Account;
use crate::domain::id;
use crate::domain::plan::Plan;
use crate::domain::problem::Problem;

/// What may be known of an account whose file is not TOML throughout: what was read before that, and what the file is called.
struct Broken<'p> {
    account: &'p Account,
    problem: &'p Problem,
}

impl Broken<'_> {
    fn is_meant(&self, row: &Incoming) -> bool {
        let Account { id, name, website, .. } = self.account;
        let company = &row.company;
        let (ours, theirs) = (keys::host(website), keys::host(&company.website));
        if row.own.as_ref().is_some_and(|own| !own.account.is_empty() && own.account == id.as_ref()) {
            return true;
        }
        if !ours.is_empty() && !theirs.is_empty() {
            return ours == theirs;
        }
        // What it is called may stand in what could not be read; the file is called so too.
        let called = keys::company(&company.name);
        let is_called = |other: &str| !called.is_empty() && keys::company(other) == called;
        let is_slug = !company.name.is_empty() && id::slug(&company.name, |_| false) == id.as_ref();
        is_called(name) || is_called(&id.replace('-', " ")) || is_slug
    }
}

/// Leave such rows out. Says what their companies are called there.
pub(super) fn leave_out(
    rows: &mut Vec<Incoming>,
    skipped: &mut Vec<Skipped>,
    remarks: &mut Vec<Remark>,
    plan: &Plan,
) -> Vec<String> {
    let entries = plan.accounts.values();
    let broken = entries.filter_map(|entry| Some(Broken { account: &entry.account, problem: entry.unread()? }));
    let mut named = Vec::new();
    for broken in broken {
        let name = &broken.account.name;
        let mut is_told = false;
        rows.retain(|row| {
            if !broken.is_meant(row) {
                return true;
            }
            if !is_told {
                is_told = true;
                let what = format!("{name} can't be read: {}; its people wait until it is mended", broken.problem);
                remarks.push(Remark { at: row.at, what });
                named.push(name.clone());
            }
            if !named.contains(&row.company.name) {
                named.push(row.company.name.clone());
            }
            skipped.push(Skipped { at: row.at, why: format!("{name} can't be read, so this waits"), is_row: true });
            false
        });
    }
    named
}
