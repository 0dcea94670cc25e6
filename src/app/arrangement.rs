//! The order of the accounts panel and what its filter lets through. The order is kept from edit to edit: one that
//! touches an account sorts an almost sorted list, and a letter typed into the filter sorts nothing.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::model::{DetailView, Model, Pane, Screen, Sort};
use crate::domain::account::{Account, AccountId};
use crate::domain::filter::Filter;

/// One account's place in the order, and the words it is found by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// By what the user chose, smallest first.
    rank: (i64, u8),
    name: String,
    /// The account.
    pub id: AccountId,
    /// In lower case, for the filter.
    words: Arc<str>,
}

impl Model {
    fn place(&self, account: &Account) -> Place {
        let next = || self.derived.digest(&account.id).and_then(super::derived::Digest::next);
        let day = || next().map_or(i64::MAX, |(_, day)| i64::from(chrono::Datelike::num_days_from_ce(&day)));
        let tier = account.tier.unwrap_or(u8::MAX);
        let ready = || self.derived.digest(&account.id).and_then(|digest| digest.readiness.percent);
        let rank = match self.accounts.sort {
            Sort::Due => (day(), tier),
            Sort::Name => (0, 0),
            Sort::Tier => (0, tier),
            Sort::Stage => (-(account.stage as i64), 0),
            Sort::Ready => (ready().map_or(i64::MAX, i64::from), tier),
            Sort::Value => (account.worth().map_or(i64::MAX, |worth| -i64::try_from(worth).unwrap_or(i64::MAX)), 0),
        };
        let (name, id) = (account.name.to_lowercase(), account.id.clone());
        let words = self.derived.digest(&account.id).map(|digest| Arc::clone(&digest.words));
        Place { rank, name, id, words: words.unwrap_or_default() }
    }

    /// Order all accounts anew.
    pub fn arrange(&mut self) {
        let mut order: Vec<Place> = self.plan.all().map(|account| self.place(account)).collect();
        order.sort_unstable();
        self.accounts.order = order;
        self.filter_rows();
    }

    /// Put some accounts to their places again: those that changed, came or went.
    pub(super) fn arrange_some(&mut self, ids: &[AccountId]) {
        let moved: BTreeSet<&AccountId> = ids.iter().collect();
        let places: Vec<Place> =
            moved.iter().filter_map(|id| self.plan.account(id)).map(|account| self.place(account)).collect();
        let order = &mut self.accounts.order;
        order.retain(|place| !moved.contains(&place.id));
        order.extend(places);
        // Nearly sorted, which this sort notices.
        order.sort();
        self.filter_rows();
    }

    /// Show what the filter lets through; the cursor stays with its account, or at its place when that is gone.
    pub(super) fn filter_rows(&mut self) {
        let here = self.accounts.rows.get(self.accounts.at).cloned();
        let filter = &self.accounts.filter;
        // The account whose gaps are being filled stays in sight until that is done.
        let walked = self.walk.as_ref().map(|walk| &walk.account);
        let passes = |place: &&Place| {
            let digest = || self.derived.digest(&place.id);
            let due = || digest().map(|digest| digest.due).unwrap_or_default();
            let ready = || digest().map(|digest| Cow::Borrowed(&digest.readiness)).unwrap_or_default();
            let has = |word: &str| place.words.contains(word);
            filter.is_empty()
                || walked == Some(&place.id)
                || self.plan.account(&place.id).is_some_and(|account| filter.matches(account, has, due, ready))
        };
        let rows = self.accounts.order.iter().filter(passes).map(|place| place.id.clone()).collect();
        self.accounts.rows = rows;
        if here.as_ref().is_some_and(|id| self.plan.account(id).is_none()) {
            self.leave_what_is_gone();
        }
        let found = here.and_then(|id| self.accounts.rows.iter().position(|row| *row == id));
        self.accounts.at = found.unwrap_or(self.accounts.at).min(self.accounts.rows.len().saturating_sub(1));
    }

    /// The account whose details had the keys is no more: the next one is looked at before anything is typed into it.
    fn leave_what_is_gone(&mut self) {
        self.detail = DetailView::default();
        if self.screen == Screen::Accounts {
            self.pane = Pane::List;
            self.zoomed = false;
        }
    }

    /// Show only what passes: of the queue where that is on the screen, else of the accounts.
    pub fn set_filter(&mut self, text: &str) {
        if self.filter_import(text) || self.filter_contacts(text) {
            return;
        }
        match self.screen {
            Screen::Today => self.filter_queue(text),
            Screen::Accounts | Screen::Goals | Screen::Forecast | Screen::Insights => self.filter_accounts(text),
        }
    }

    /// Show only the accounts that pass.
    pub(super) fn filter_accounts(&mut self, text: &str) {
        text.clone_into(&mut self.accounts.filter_text);
        self.accounts.filter = Filter::parse(text).by(self.me().map(|me| me.id.as_str()));
        self.filter_rows();
    }
}
