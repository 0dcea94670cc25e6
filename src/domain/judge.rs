//! Which pieces of an account's work a filter lets through: touches, next steps, meetings, each by its own words and those of
//! its account, by its own day, by whose it is. One rule for what is listed and what is exported.

use std::borrow::Cow;
use std::cell::OnceCell;

use chrono::NaiveDate;

use super::account::Account;
use super::due::DueState;
use super::filter::{Filter, words_of};
use super::readiness::Readiness;
use super::schedule::World;
use super::settings::Member;
use super::touch::Touch;
use super::words::Vocabulary as _;

/// A filter over the work of one account.
#[derive(Debug)]
pub struct Judge<'a> {
    filter: &'a Filter,
    account: &'a Account,
    world: World<'a>,
    sender: Option<&'a Member>,
    words: String,
    ready: OnceCell<Readiness>,
}

impl<'a> Judge<'a> {
    /// Over the work of that account.
    pub fn new(filter: &'a Filter, account: &'a Account, world: World<'a>, sender: Option<&'a Member>) -> Self {
        let words = if filter.is_empty() { String::new() } else { words_of(account) };
        Self { filter, account, world, sender, words, ready: OnceCell::new() }
    }

    /// Whether something of it passes that has that day and these words of its own, and is done by whoever owns the account.
    pub fn passes(&self, day: Option<NaiveDate>, own: &[&str]) -> bool {
        self.passes_of(self.account.owner.as_deref(), day, own)
    }

    /// Whether a touch passes that is due that day.
    pub fn passes_touch(&self, touch: &Touch, day: Option<NaiveDate>) -> bool {
        let owner = touch.owner.as_deref().or(self.account.owner.as_deref());
        self.passes_of(owner, day, &[touch.channel_word(), touch.purpose.word(), touch.status.word()])
    }

    fn passes_of(&self, owner: Option<&str>, day: Option<NaiveDate>, own: &[&str]) -> bool {
        if self.filter.is_empty() {
            return true;
        }
        let state = || DueState::on(day, self.world.today, self.world.calendar);
        let has = |word: &str| self.words.contains(word) || own.iter().any(|text| text.to_lowercase().contains(word));
        let ready = || {
            let of = || Readiness::of(self.account, &self.world, self.sender);
            Cow::Borrowed(self.ready.get_or_init(of))
        };
        self.filter.matches_work(self.account, owner, has, state, ready)
    }
}
