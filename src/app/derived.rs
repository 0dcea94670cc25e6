//! What follows from the plan and the day: each account's next touch, and the queue of the review. Kept so that a
//! key costs what it changes, not what the plan holds.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::model::Model;
use crate::domain::account::{Account, AccountId};
use crate::domain::agenda::{self, Item, Kind, Subject};
use crate::domain::filter::DueState;
use crate::domain::schedule::{self, World};
use crate::domain::sequence::TouchAt;
use crate::domain::touch::Status;

/// Working days ahead that the review shows when asked.
const DAYS_AHEAD: u32 = 5;

/// What is known of one account on this day.
#[derive(Debug, Clone, Default)]
pub struct Digest {
    /// The touch that comes next, and when.
    pub next: Option<(TouchAt, NaiveDate)>,
    /// What of it belongs into the review.
    pub items: Vec<Item>,
    /// Touches closed on this day.
    pub closed_today: usize,
}

impl Digest {
    /// For `due:` in a filter.
    pub fn due(&self) -> DueState {
        let any = |kind| self.items.iter().any(|item| item.kind == kind);
        DueState { overdue: any(Kind::Overdue), today: any(Kind::Due) }
    }
}

/// The same for all accounts.
#[derive(Debug, Clone, Default)]
pub struct Derived {
    /// The day all this is about; none before the first computation.
    pub day: Option<NaiveDate>,
    by_account: BTreeMap<AccountId, Digest>,
    /// The review, in its order.
    pub queue: Vec<Item>,
    /// How many touches are overdue and due today.
    pub counts: (usize, usize),
    /// How many touches were closed today.
    pub closed_today: usize,
}

impl Derived {
    /// What is known of that account.
    pub fn digest(&self, id: &str) -> Option<&Digest> {
        self.by_account.get(id)
    }

    /// The first day after today with work on it.
    pub fn next_day(&self, today: NaiveDate) -> Option<NaiveDate> {
        let touches = self.by_account.values().filter_map(|digest| digest.next).map(|(_, day)| day);
        let ahead = self.by_account.values().flat_map(|digest| &digest.items).filter_map(|item| item.on);
        touches.chain(ahead).filter(|day| *day > today).min()
    }
}

fn digest(account: &Account, world: &World) -> Digest {
    let touches = account.sequences.iter().flat_map(|sequence| &sequence.touches);
    let closed_today = |touch: &&crate::domain::touch::Touch| {
        matches!(touch.status, Status::Done | Status::Skipped) && touch.closed.is_some_and(|at| at.day() == world.today)
    };
    Digest {
        next: schedule::next_touch(account, world),
        items: agenda::of_account(account, world, DAYS_AHEAD),
        closed_today: touches.filter(closed_today).count(),
    }
}

impl Model {
    /// Compute everything anew: after loading, or when the day changed.
    pub fn derive_all(&mut self, today: NaiveDate) {
        let world = self.world(today);
        let by_account = self.plan.all().map(|account| (account.id.clone(), digest(account, &world))).collect();
        self.derived.by_account = by_account;
        self.derived.day = Some(today);
        self.requeue();
        self.arrange();
    }

    /// Compute some accounts anew: those an edit touched, or those that were just read.
    pub fn derive(&mut self, ids: &[AccountId], today: NaiveDate) {
        for id in ids {
            let known = self.plan.account(id).map(|account| digest(account, &self.world(today)));
            match known {
                Some(digest) => self.derived.by_account.insert(id.clone(), digest),
                None => self.derived.by_account.remove(id),
            };
        }
        let changed: BTreeSet<&AccountId> = ids.iter().collect();
        let mut queue = std::mem::take(&mut self.derived.queue);
        let here = self.in_review(&queue);
        queue.retain(|item| !changed.contains(&item.account));
        let digests = changed.iter().filter_map(|id| self.derived.digest(id));
        queue.extend(digests.flat_map(|digest| self.shown(digest)).cloned());
        self.take_queue(queue, here);
        self.arrange_some(ids);
    }

    /// Put the queue together again.
    pub fn requeue(&mut self) {
        let here = self.in_review(&self.derived.queue);
        let queue = self.derived.by_account.values().flat_map(|digest| self.shown(digest)).cloned().collect();
        self.take_queue(queue, here);
    }

    fn shown<'a>(&self, digest: &'a Digest) -> impl Iterator<Item = &'a Item> + use<'a> {
        let ahead = self.today.ahead;
        digest.items.iter().filter(move |item| ahead || item.kind != Kind::Upcoming)
    }

    /// What the cursor of the review stands on.
    fn in_review(&self, queue: &[Item]) -> Option<(AccountId, Subject)> {
        queue.get(self.today.at).map(|item| (item.account.clone(), item.subject))
    }

    /// The cursor stays with its item, or at its place when that is gone.
    fn take_queue(&mut self, mut queue: Vec<Item>, here: Option<(AccountId, Subject)>) {
        agenda::order(&mut queue);
        let count = |kind| queue.iter().filter(|item| item.kind == kind).count();
        self.derived.counts = (count(Kind::Overdue), count(Kind::Due));
        self.derived.closed_today = self.derived.by_account.values().map(|digest| digest.closed_today).sum();
        let found = here.and_then(|(account, subject)| {
            queue.iter().position(|item| item.account == account && item.subject == subject)
        });
        if found.is_none() {
            // Another card, from its top.
            self.today.line = 0;
        }
        self.today.at = found.unwrap_or(self.today.at).min(queue.len().saturating_sub(1));
        self.derived.queue = queue;
    }
}
