//! The numbers by which pieces of work are called. A number is given once in a run: what is done keeps its own, and what
//! comes to it meanwhile gets the next one, so that whoever has heard the list can go on by it. It never decides what
//! is to be done.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use crate::app::model::Model;
use crate::app::today;
use crate::domain::account::{Account, AccountId};
use crate::domain::agenda::Item;
use crate::domain::apart;
use crate::domain::fields::Place;

/// A piece of work that has a number.
#[derive(Debug, Clone)]
pub struct Numbered {
    /// As it stood when it was last among what is shown.
    pub item: Item,
    /// What of the account it is about; where, is true of the account beside it.
    pub place: Place,
    /// The account as it was then.
    pub seen: Arc<Account>,
    /// It is not in the account any more: taken back, or taken out.
    pub is_gone: bool,
    was: Arc<Account>,
}

/// Which number is whose.
#[derive(Debug, Clone, Default)]
pub struct Numbers {
    /// By their numbers, of which the first is 1.
    all: Vec<Numbered>,
    /// The numbers of what is shown, in the order of the queue.
    shown: Vec<usize>,
}

impl Numbers {
    /// Take in what is shown now. Says which numbers are new.
    pub fn look(&mut self, model: &Model) -> Vec<usize> {
        self.follow(model);
        let known = self.all.len();
        let mut own: HashMap<(AccountId, Place), VecDeque<usize>> = HashMap::new();
        for (number, each) in (1..).zip(&self.all).filter(|(_, each)| !each.is_gone) {
            own.entry((each.item.account.clone(), each.place)).or_default().push_back(number);
        }
        self.shown.clear();
        for item in &model.derived.queue {
            let Some(account) = model.plan.account(&item.account) else { continue };
            let (place, _) = today::place(item.subject);
            let number = own.get_mut(&(item.account.clone(), place)).and_then(VecDeque::pop_front);
            let (seen, was) = (Arc::clone(account), Arc::clone(account));
            let numbered = Numbered { item: item.clone(), place, seen, is_gone: false, was };
            if let Some(known) = number.and_then(|number| self.all.get_mut(number - 1)) {
                *known = numbered;
            } else {
                self.all.push(numbered);
            }
            self.shown.push(number.unwrap_or(self.all.len()));
        }
        (known + 1..=self.all.len()).collect()
    }

    /// Where the items stand by now. One that is gone is looked for where it was last, as it may come back.
    fn follow(&mut self, model: &Model) {
        for each in &mut self.all {
            let Some(now) = model.plan.account(&each.item.account) else { continue };
            if Arc::ptr_eq(now, &each.was) {
                continue;
            }
            // Another company of that name is nobody's number.
            let place = each.place.follow(&each.was, now).filter(|_| !apart::are_two_companies(&each.was, now));
            match place {
                Some(place) => (each.place, each.was, each.is_gone) = (place, Arc::clone(now), false),
                None => each.is_gone = true,
            }
        }
    }

    /// How many numbers have been given.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// The number at that place of the queue.
    pub fn at(&self, position: usize) -> Option<usize> {
        self.shown.get(position).copied()
    }

    /// Where in the queue a number stands, if it is shown.
    pub fn position(&self, number: usize) -> Option<usize> {
        self.shown.iter().position(|shown| *shown == number)
    }

    /// Whose number it is.
    pub fn get(&self, number: usize) -> Option<&Numbered> {
        self.all.get(number.checked_sub(1)?)
    }

    /// The next number of what is shown.
    pub fn after(&self, number: usize) -> Option<usize> {
        self.shown.iter().copied().filter(|shown| *shown > number).min()
    }

    /// The number of what is shown that stands before it.
    pub fn before(&self, number: usize) -> Option<usize> {
        self.shown.iter().copied().filter(|shown| *shown < number).max()
    }

    /// The numbers of what is shown, in their order.
    pub fn in_order(&self) -> Vec<usize> {
        let mut all = self.shown.clone();
        all.sort_unstable();
        all
    }

    /// Whether the account has a piece of work of that number, under whatever reason, that is not dealt with.
    pub fn waits(&self, model: &Model, number: usize) -> bool {
        let Some(numbered) = self.get(number).filter(|numbered| !numbered.is_gone) else { return false };
        let account: &AccountId = &numbered.item.account;
        let items = model.derived.digest(account).into_iter().flat_map(|digest| &digest.outlook.items);
        items.filter(|item| item.is_due()).any(|item| today::place(item.subject).0 == numbered.place)
    }
}
