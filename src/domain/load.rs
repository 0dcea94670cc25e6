//! How many touches lie on each day, against what a day can hold. Counted are one member's own: what others do weighs
//! on their days.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate};

use super::account::{Account, AccountId};
use super::calendar::{Calendar, Workdays};
use super::range::Away;
use super::schedule::{self, World};
use super::sequence::TouchAt;
use super::settings::Member;
use super::touch::Touch;

/// What a working day holds where nobody has said it.
pub const PER_DAY: u32 = 20;

/// How many weeks are foretold and levelled, unless somebody says otherwise.
pub const WEEKS: u32 = 8;

/// The first day and the last of so many weeks; the first holds today.
pub fn weeks(today: NaiveDate, calendar: &Calendar, count: u32) -> (NaiveDate, NaiveDate) {
    let first = today.week(calendar.week_starts).checked_first_day().unwrap_or(today);
    let last = first.checked_add_days(Days::new((u64::from(count) * 7).saturating_sub(1)));
    (first, last.unwrap_or(NaiveDate::MAX))
}

/// How many touches a working day of theirs can hold.
pub fn per_day(me: Option<&Member>) -> u32 {
    me.and_then(|me| me.per_day).unwrap_or(PER_DAY)
}

/// Whether a touch is done by that member: its owner is, else the account's. What nobody owns is everybody's.
pub fn is_mine(account: &Account, touch: &Touch, me: Option<&Member>) -> bool {
    let doer = touch.owner.as_deref().or(account.owner.as_deref());
    doer.zip(me).is_none_or(|(doer, me)| doer == me.id)
}

/// Whether the account is that member's. What nobody owns is everybody's.
pub fn is_account_mine(account: &Account, me: Option<&Member>) -> bool {
    account.owner.as_deref().zip(me).is_none_or(|(owner, me)| owner == me.id)
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
    /// What lies on all days of a plan.
    pub fn of_plan<'a>(
        accounts: impl IntoIterator<Item = &'a Arc<Account>>,
        world: &World,
        me: Option<&Member>,
    ) -> Self {
        let mut load = Self::default();
        for account in accounts {
            let is_mine = |at| account.touch(at).is_some_and(|touch| is_mine(account, touch, me));
            for (at, due) in schedule::dated(account, world).filter(|(at, _)| is_mine(*at)) {
                load.add(Booked { account: account.id.clone(), at, due }, world.today);
            }
        }
        load
    }

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

/// How much lies on a day, and how much it can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayLoad {
    /// The day.
    pub day: NaiveDate,
    /// How many touches lie on it.
    pub touches: u32,
    /// How many it can hold: none where one is away or nobody works.
    pub per_day: u32,
}

impl DayLoad {
    /// How many more it can hold.
    pub fn free(&self) -> u32 {
        self.per_day.saturating_sub(self.touches)
    }

    /// How many it holds too many.
    pub fn over(&self) -> u32 {
        self.touches.saturating_sub(self.per_day)
    }
}

/// The working days from today up to and with the last, and those on which something lies all the same.
pub fn forecast(load: &Load, world: &World, me: Option<&Member>, last: NaiveDate) -> Vec<DayLoad> {
    let away = me.into_iter().flat_map(|me| me.away.iter().filter_map(Away::days));
    let mine = Workdays { calendar: world.calendar, off: away.collect() };
    let days = world.today.iter_days().take_while(|day| *day <= last);
    let held = days.map(|day| {
        let per_day = if mine.is_working(day) { per_day(me) } else { 0 };
        DayLoad { day, touches: load.on(day), per_day }
    });
    held.filter(|held| held.touches > 0 || world.calendar.is_working(held.day)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{Setting, account, day, sequence, touch, when};

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
    fn a_day_holds_nothing_where_one_is_away_and_a_free_day_is_told_where_something_lies_on_it() {
        let mut setting = Setting::new(&["2026-11-26"], &[("2026-11-24", "2026-11-25")]);
        setting.settings.members[0].per_day = Some(2);
        let world = setting.on("2026-11-23");
        let pinned = |on: &str| Touch { due: Some(day(on)), pinned: true, ..touch("", 9, "dana-cole") };
        let on = |days: u32| touch("", days, "dana-cole");
        let touches = vec![on(0), on(0), on(0), pinned("2026-11-25"), pinned("2026-11-28")];
        let accounts = [Arc::new(account(vec![sequence("2026-11-20", touches)]))];
        let me = setting.settings.members.first();
        let load = Load::of_plan(&accounts, &world, me);
        let (first, last) = weeks(world.today, world.calendar, 1);
        assert_eq!((first, last), (day("2026-11-23"), day("2026-11-29")));
        let told = forecast(&load, &world, me, last);
        let told: Vec<_> =
            told.iter().map(|held| (held.day.to_string(), held.touches, held.free(), held.over())).collect();
        let want = [
            ("2026-11-23", 3, 0, 1),
            ("2026-11-24", 0, 0, 0),
            ("2026-11-25", 1, 0, 1),
            ("2026-11-27", 0, 2, 0),
            ("2026-11-28", 1, 0, 1),
        ];
        assert_eq!(told, want.map(|(day, touches, free, over)| (day.to_owned(), touches, free, over)));
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
