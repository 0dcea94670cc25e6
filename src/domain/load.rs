//! How many touches lie on each day, against what a day can hold. Counted are one member's own: what others do weighs
//! on their days.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::account::{Account, AccountId};
use super::sequence::TouchAt;
use super::settings::Member;
use super::touch::Touch;

/// What a working day holds where nobody has said it.
pub const PER_DAY: u32 = 20;

/// How many touches a working day of theirs can hold.
pub fn per_day(me: Option<&Member>) -> u32 {
    me.and_then(|me| me.per_day).unwrap_or(PER_DAY)
}

/// Whether a touch is done by that member: its owner is, else the account's. What nobody owns is everybody's.
pub fn is_mine(account: &Account, touch: &Touch, me: Option<&Member>) -> bool {
    let doer = touch.owner.as_deref().or(account.owner.as_deref());
    doer.zip(me).is_none_or(|(doer, me)| doer == me.id)
}

/// A touch that lies on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    /// The account.
    pub account: AccountId,
    /// The touch.
    pub at: TouchAt,
    /// When it is due: what is overdue lies on a later day.
    pub due: NaiveDate,
}

/// Which touches lie on each day. What is overdue lies on today: it can't be done yesterday.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Load(BTreeMap<NaiveDate, Vec<Booked>>);

impl Load {
    /// One more.
    pub fn add(&mut self, booked: Booked, today: NaiveDate) {
        self.0.entry(booked.due.max(today)).or_default().push(booked);
    }

    /// One less.
    pub fn remove(&mut self, booked: &Booked, today: NaiveDate) {
        let day = booked.due.max(today);
        let Some(there) = self.0.get_mut(&day) else { return };
        if let Some(at) = there.iter().position(|each| each == booked) {
            there.swap_remove(at);
        }
        if there.is_empty() {
            self.0.remove(&day);
        }
    }

    /// What lies on that day, in no order.
    pub fn of(&self, day: NaiveDate) -> &[Booked] {
        self.0.get(&day).map_or(&[], Vec::as_slice)
    }

    /// How many lie on that day.
    pub fn on(&self, day: NaiveDate) -> u32 {
        self.of(day).len() as u32
    }

    /// Whether so many more find room on each of these days, where a day holds so many.
    pub fn fits(&self, days: &[NaiveDate], per_day: u32) -> bool {
        let mut more: BTreeMap<NaiveDate, u32> = BTreeMap::new();
        days.iter().all(|day| {
            let more = more.entry(*day).or_default();
            *more += 1;
            self.on(*day) + *more <= per_day
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{account, day, touch, when};

    #[test]
    fn what_is_added_and_removed_leaves_nothing_behind() {
        let today = day("2026-11-23");
        let dues = ["2026-11-20", "2026-11-23", "2026-11-24"].map(day);
        let booked = dues.map(|due| Booked { account: "primo".into(), at: when(0, 0), due });
        let mut load = Load::default();
        for each in &booked {
            load.add(each.clone(), today);
        }
        assert_eq!((load.on(today), load.on(dues[2]), load.on(day("2026-11-25"))), (2, 1, 0), "overdue lies on today");
        assert!(load.fits(&[today], 3) && !load.fits(&[today, today], 3) && load.fits(&[], 0));
        for each in booked.iter().chain(&booked) {
            load.remove(each, today);
        }
        assert_eq!(load, Load::default());
    }

    #[test]
    fn a_touch_is_done_by_its_owner_else_the_account_s_else_by_anybody() {
        let sam = Member { id: "sam".into(), per_day: Some(7), ..Member::default() };
        assert_eq!((per_day(Some(&sam)), per_day(None)), (7, PER_DAY));
        for (of_touch, of_account, mine) in [
            (None, None, true),
            (None, Some("sam"), true),
            (None, Some("kim"), false),
            (Some("sam"), Some("kim"), true),
            (Some("kim"), None, false),
        ] {
            let touch = Touch { owner: of_touch.map(str::to_owned), ..touch("a", 0, "dana-cole") };
            let account = Account { owner: of_account.map(str::to_owned), ..account(vec![]) };
            assert_eq!(is_mine(&account, &touch, Some(&sam)), mine, "{of_touch:?} {of_account:?}");
            assert!(is_mine(&account, &touch, None), "whoever nobody is does all");
        }
    }
}
