//! What bringing a file in comes to, in figures, as it is marked.

use super::marks::Marks;
use crate::domain::import::{Preview, Whom};
use crate::domain::words::counted;

/// What bringing a file in comes to, in figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Accounts that are new.
    pub accounts: usize,
    /// People who come onto an account.
    pub people: usize,
    /// People who go to the contacts.
    pub aside: usize,
    /// People and accounts of which more is known then.
    pub more: usize,
}

impl Sums {
    /// Of a preview and what is marked in it.
    pub(super) fn of(preview: &Preview, marks: &Marks) -> Self {
        let mut sums = Self::default();
        for (n, company) in preview.companies.iter().enumerate() {
            let is_account = company.account.is_some() && company.locked.is_none();
            sums.accounts += usize::from(marks.accounts.contains(&n));
            let is_aside = company.account.is_none() && !marks.accounts.contains(&n);
            sums.more += usize::from(is_account && !company.filled.is_empty());
            sums.more += if is_aside { company.learn.len() } else { 0 };
            for (p, named) in company.people.iter().enumerate() {
                match &named.whom {
                    _ if marks.goes((n, p), company) => sums.people += 1,
                    Whom::New => sums.aside += 1,
                    Whom::Contact(_) | Whom::Person(..) | Whom::Archived(_) => {
                        sums.more += usize::from(!named.filled.is_empty());
                    }
                }
            }
        }
        sums
    }

    /// Whether nothing would change.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// `12 accounts, 48 people; 252 to contacts.toml; more is known of 3`
    pub fn told(&self) -> String {
        let accounts = (self.accounts > 0).then(|| counted(self.accounts, "account", "accounts"));
        let people = (self.people > 0).then(|| counted(self.people, "person", "people"));
        let there = [accounts, people].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let aside = (self.aside > 0).then(|| format!("{} to contacts.toml", self.aside));
        let more = (self.more > 0).then(|| format!("more is known of {}", self.more));
        let there = Some(there).filter(|there| !there.is_empty());
        [there, aside, more].into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}
