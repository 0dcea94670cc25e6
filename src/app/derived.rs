//! What follows from the plan and the day: each account's next touch, and the queue of the review. Kept so that a
//! key costs what it changes, not what the plan holds.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::model::Model;
use crate::domain::account::{Account, AccountId};
use crate::domain::agenda::{self, Item, Outlook, Subject};
use crate::domain::called::{Called, Namesakes};
use crate::domain::due::DueState;
use crate::domain::filter;
use crate::domain::load::{self, Booked, Load};
use crate::domain::readiness::Readiness;
use crate::domain::schedule::World;
use crate::domain::sequence::TouchAt;
use crate::domain::settings::Member;

/// Working days ahead that the review shows when asked.
const DAYS_AHEAD: u32 = 5;

/// How many pieces of work after the one under the cursor are looked for when it is gone.
const FOLLOWING: usize = 32;

/// What is known of one account on this day.
#[derive(Debug, Clone, Default)]
pub struct Digest {
    /// The account itself, so that asking both costs one look.
    pub(super) account: Arc<Account>,
    /// What it is found by, in lower case.
    pub(super) words: Arc<str>,
    /// What it asks for.
    pub outlook: Outlook,
    /// For `due:` in a filter.
    pub due: DueState,
    /// What it still lacks.
    pub readiness: Readiness,
    /// The most it had to be dealt with today in this run, what was dealt with among it. Not every decision leaves
    /// its day in the file.
    most: usize,
    /// How many of its items are overdue, and how many are due besides.
    counts: (usize, usize),
    /// Which of its touches are mine to do, and when.
    mine: Vec<Booked>,
}

impl Digest {
    /// The touch that comes next, and when.
    pub fn next(&self) -> Option<(TouchAt, NaiveDate)> {
        self.outlook.next_touch
    }

    fn of(account: &Arc<Account>, world: &World, me: Option<&Member>, before: Option<&Self>) -> Self {
        let mut outlook = Outlook::of(account, world, DAYS_AHEAD);
        let readiness = Readiness::with(account, &outlook, world, me);
        let mut touches = std::mem::take(&mut outlook.touches);
        touches.retain(|(at, _)| account.touch(*at).is_some_and(|touch| load::is_mine(account, touch, me)));
        let booked = |(at, due)| Booked { account: account.id.clone(), at, due };
        let mine = touches.into_iter().map(booked).collect();
        let (due, counts) = (agenda::due_state(&outlook.items, world), agenda::counts(&outlook.items, world.today));
        let words = filter::words_of(account).into();
        let account = Arc::clone(account);
        let mut digest = Self { account, words, due, readiness, counts, outlook, most: 0, mine };
        let now = digest.waiting() + digest.outlook.done_today;
        digest.most = before.map_or(now, |before| before.most.max(now));
        digest
    }

    fn waiting(&self) -> usize {
        self.counts.0 + self.counts.1
    }

    fn dealt_with(&self) -> usize {
        self.most - self.waiting()
    }
}

/// The same for all accounts.
#[derive(Debug, Clone, Default)]
pub struct Derived {
    /// The day all this is about; none before the first computation.
    pub day: Option<NaiveDate>,
    /// The time as of the last message.
    pub now: Option<DateTime<FixedOffset>>,
    by_account: HashMap<AccountId, Digest>,
    /// The review, in its order: what of it is shown.
    pub queue: Vec<Item>,
    /// All of it, while words narrow what is shown; else nothing.
    whole: Vec<Item>,
    /// How many pieces of work are overdue, and how many are due besides.
    pub counts: (usize, usize),
    /// How many were dealt with today.
    pub dealt_with: usize,
    /// Which of my touches lie on each day.
    pub load: Load,
    /// Who is called alike.
    pub(super) namesakes: Namesakes,
}

impl Derived {
    /// What is known of that account.
    pub fn digest(&self, id: &str) -> Option<&Digest> {
        self.by_account.get(id)
    }

    /// Of every account, in no order.
    pub(super) fn digests(&self) -> impl Iterator<Item = &Digest> {
        self.by_account.values()
    }

    /// How many pieces of work wait.
    pub fn waiting(&self) -> usize {
        self.counts.0 + self.counts.1
    }

    /// The first day after today with work on it.
    pub fn next_day(&self) -> Option<NaiveDate> {
        self.by_account.values().filter_map(|digest| digest.outlook.next_day).min()
    }

    /// The accounts that drift and since when, in the order of the review.
    pub fn drifting(&self) -> Vec<(AccountId, Option<NaiveDate>)> {
        let items = self.by_account.values().flat_map(|digest| &digest.outlook.items);
        let mut drifting: Vec<&Item> = items.filter(|item| item.kind == agenda::Kind::Drifting).collect();
        drifting.sort_by(|a, b| agenda::compare(a, b));
        drifting.into_iter().map(|item| (item.account.clone(), item.on)).collect()
    }

    /// Some accounts are as they were before: what was dealt with since is no longer.
    pub(super) fn forget_dealt_with(&mut self, ids: &[AccountId]) {
        for id in ids {
            if let Some(digest) = self.by_account.get_mut(id) {
                digest.most = 0;
            }
        }
    }
}

impl Model {
    /// What the account is called, among those of its name.
    pub fn called<'a>(&self, account: &'a Account) -> Called<'a> {
        self.derived.namesakes.called(&self.plan, account)
    }

    /// Compute everything anew: after loading, or when the day changed.
    pub fn derive_all(&mut self, today: NaiveDate) {
        let world = self.world(today);
        // The same day, in the same run: what was dealt with stays so.
        let known = if self.derived.day == Some(today) { Some(&self.derived) } else { None };
        let before = |id: &AccountId| known.and_then(|known| known.digest(id));
        let digest = |account: &Arc<Account>| Digest::of(account, &world, self.me(), before(&account.id));
        let by_account: HashMap<AccountId, Digest> =
            self.plan.all().map(|account| (account.id.clone(), digest(account))).collect();
        let mut load = Load::default();
        by_account.values().flat_map(|digest| digest.mine.iter().cloned()).for_each(|booked| load.add(booked, today));
        self.derived.load = load;
        self.derived.namesakes = Namesakes::of(self.plan.all());
        self.derived.by_account = by_account;
        self.derived.day = Some(today);
        self.requeue();
        self.arrange();
        self.look_at_day();
        self.look_back();
        self.recount_all();
    }

    /// Compute some accounts anew: those an edit touched, or those that were just read.
    pub fn derive(&mut self, ids: &[AccountId], today: NaiveDate) {
        for id in ids {
            let before = self.derived.digest(id);
            let world = self.world(today);
            let known = self.plan.account(id).map(|account| Digest::of(account, &world, self.me(), before));
            let mine = known.as_ref().map(|digest| digest.mine.clone()).unwrap_or_default();
            let now = known.as_ref().map(|digest| Arc::clone(&digest.account));
            let before = match known {
                Some(digest) => self.derived.by_account.insert(id.clone(), digest),
                None => self.derived.by_account.remove(id),
            };
            let was = before.as_ref().map(|digest| digest.account.as_ref());
            self.derived.namesakes.follow(was, now.as_deref());
            for booked in before.iter().flat_map(|digest| &digest.mine) {
                self.derived.load.remove(booked, today);
            }
            for booked in mine {
                self.derived.load.add(booked, today);
            }
        }
        let changed: BTreeSet<&AccountId> = ids.iter().collect();
        let here = self.in_review();
        let mut queue = self.take_whole();
        queue.retain(|item| !changed.contains(&item.account));
        queue
            .extend(changed.into_iter().filter_map(|id| self.derived.digest(id)).flat_map(|digest| self.shown(digest)));
        self.take_queue(queue, &here);
        self.arrange_some(ids);
        self.look_at_day();
        self.look_back();
        self.recount(ids);
    }

    /// Put the queue together again.
    pub fn requeue(&mut self) {
        let here = self.in_review();
        let queue = self.derived.by_account.values().flat_map(|digest| self.shown(digest)).collect();
        self.take_queue(queue, &here);
    }

    /// Show what of the queue has the words. The queue itself is as it was.
    pub(super) fn narrow(&mut self) {
        let here = self.in_review();
        let whole = self.take_whole();
        self.show_of(whole, &here);
    }

    fn take_whole(&mut self) -> Vec<Item> {
        let (queue, whole) = (std::mem::take(&mut self.derived.queue), std::mem::take(&mut self.derived.whole));
        if whole.is_empty() { queue } else { whole }
    }

    /// What the cursor of the review stands on, and what comes after it.
    fn in_review(&self) -> Vec<(AccountId, Subject)> {
        let from_here = self.derived.queue.iter().skip(self.today.at).take(FOLLOWING);
        from_here.map(|item| (item.account.clone(), item.subject)).collect()
    }

    fn take_queue(&mut self, mut queue: Vec<Item>, here: &[(AccountId, Subject)]) {
        agenda::order(&mut queue);
        self.order_by_hours(&mut queue);
        let digests = self.derived.by_account.values();
        let (mut counts, mut dealt_with) = ((0, 0), 0);
        for digest in digests {
            counts = (counts.0 + digest.counts.0, counts.1 + digest.counts.1);
            dealt_with += digest.dealt_with();
        }
        (self.derived.counts, self.derived.dealt_with) = (counts, dealt_with);
        self.show_of(queue, here);
    }

    /// The cursor stays with its item; when that is gone, it comes to the one that stood next.
    fn show_of(&mut self, whole: Vec<Item>, here: &[(AccountId, Subject)]) {
        let queue = if self.today.filter.is_empty() {
            whole
        } else {
            let passing = whole.iter().filter(|item| self.passes(item)).cloned().collect();
            self.derived.whole = whole;
            passing
        };
        let stands = |(account, subject): &(AccountId, Subject)| {
            queue.iter().position(|item| item.account == *account && item.subject == *subject)
        };
        let found = here.first().and_then(stands);
        if found.is_none() {
            // Another card, from its top.
            self.today.line = 0;
        }
        // Where its account has something in the same place, that is what it has become.
        let became = || {
            let (account, _) = here.first()?;
            queue.get(self.today.at).filter(|item| item.account == *account).map(|_| self.today.at)
        };
        // What is gone may have taken others with it, above as well as below: the next that is left is the next.
        let next = found.or_else(became).or_else(|| here.iter().skip(1).find_map(stands));
        self.today.at = next.unwrap_or(self.today.at).min(queue.len().saturating_sub(1));
        self.derived.queue = queue;
    }
}
