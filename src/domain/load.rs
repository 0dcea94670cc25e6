//! How many touches lie on each day, against what a day can hold. Counted are one member's own: what others do weighs
//! on their days.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::account::Account;
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

/// How many touches lie on each day. What is overdue lies on today: it can't be done yesterday.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Load(BTreeMap<NaiveDate, u32>);

impl Load {
    /// One more.
    pub fn add(&mut self, day: NaiveDate) {
        *self.0.entry(day).or_default() += 1;
    }

    /// One less.
    pub fn remove(&mut self, day: NaiveDate) {
        if let Some(count) = self.0.get_mut(&day) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.0.remove(&day);
            }
        }
    }

    /// How many lie on that day.
    pub fn on(&self, day: NaiveDate) -> u32 {
        self.0.get(&day).copied().unwrap_or(0)
    }

    /// Whether all these find room, where a day holds so many.
    pub fn fits(&self, days: &[NaiveDate], per_day: u32) -> bool {
        let mut all = self.clone_of(days);
        days.iter().all(|day| {
            all.add(*day);
            all.on(*day) <= per_day
        })
    }

    /// Only what lies on these days.
    fn clone_of(&self, days: &[NaiveDate]) -> Self {
        Self(days.iter().filter_map(|day| Some((*day, *self.0.get(day)?))).collect())
    }
}

impl Extend<NaiveDate> for Load {
    fn extend<T: IntoIterator<Item = NaiveDate>>(&mut self, days: T) {
        days.into_iter().for_each(|day| self.add(day));
    }
}

impl FromIterator<NaiveDate> for Load {
    fn from_iter<T: IntoIterator<Item = NaiveDate>>(days: T) -> Self {
        let mut load = Self::default();
        load.extend(days);
        load
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{account, day, touch};

    #[test]
    fn what_is_added_and_removed_leaves_nothing_behind() {
        let days = ["2026-11-23", "2026-11-23", "2026-11-24"].map(day);
        let mut load: Load = days.into_iter().collect();
        assert_eq!((load.on(days[0]), load.on(days[2]), load.on(day("2026-11-25"))), (2, 1, 0));
        assert!(load.fits(&days[..1], 3) && !load.fits(&days[..2], 3) && load.fits(&[], 0));
        for day in days {
            load.remove(day);
        }
        load.remove(days[0]);
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
