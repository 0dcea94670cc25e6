//! Levelling by example, and what holds of it whatever is levelled.

use std::sync::Arc;

use chrono::Days;
use proptest::prelude::*;

use super::{Levelled, level};
use crate::domain::account::{Account, AccountId};
use crate::domain::load::Load;
use crate::domain::schedule::{World, dated};
use crate::domain::settings::Member;
use crate::domain::testing::{Setting, absence, account, day, done, sequence, touch};
use crate::domain::touch::{Purpose, Touch};

fn named(n: usize, tier: Option<u8>, touches: Vec<Touch>, start: &str) -> Arc<Account> {
    let id = AccountId::from(format!("a{n:02}"));
    Arc::new(Account { id, tier, ..account(vec![sequence(start, touches)]) })
}

fn me(per_day: u32) -> Member {
    Member { id: "sam".into(), per_day: Some(per_day), ..Member::default() }
}

fn after(accounts: &[Arc<Account>], levelled: &Levelled) -> Vec<Arc<Account>> {
    let changed = |was: &Arc<Account>| {
        levelled.changed.iter().find(|(before, _)| before.id == was.id).map(|(_, after)| Arc::clone(after))
    };
    accounts.iter().map(|was| changed(was).unwrap_or_else(|| Arc::clone(was))).collect()
}

/// The day of each touch, by account.
fn days(accounts: &[Arc<Account>], world: &World) -> Vec<Vec<String>> {
    let of = |account: &Arc<Account>| dated(account, world).map(|(_, day)| day.format("%-d").to_string()).collect();
    accounts.iter().map(of).collect()
}

#[test]
fn the_lowest_tier_goes_first_then_the_latest_purpose_and_what_follows_follows() {
    let setting = Setting::new(&["2026-11-26"], &[]);
    let world = setting.on("2026-11-23");
    let meeting = Touch { purpose: Purpose::Meeting, ..touch("m", 0, "dana-cole") };
    let accounts = [
        named(1, Some(1), vec![touch("a", 0, "dana-cole"), touch("b", 2, "dana-cole")], "2026-11-23"),
        named(2, Some(2), vec![meeting, touch("n", 1, "dana-cole")], "2026-11-23"),
        named(3, Some(2), vec![touch("c", 0, "dana-cole")], "2026-11-23"),
        named(4, None, vec![touch("d", 0, "dana-cole")], "2026-11-23"),
    ];
    let level = |per_day, last: &str| level(&accounts, &world, Some(&me(per_day)), day(last));
    assert_eq!(days(&accounts, &world), [vec!["23", "25"], vec!["23", "24"], vec!["23"], vec!["23"]]);
    // One has to go from Monday: the one without a tier.
    assert_eq!(days(&after(&accounts, &level(3, "2026-12-18")), &world)[3], ["24"]);
    // Two: then the meeting, and what follows it, over Thanksgiving.
    let two = after(&accounts, &level(2, "2026-12-18"));
    assert_eq!(days(&two, &world), [vec!["23", "25"], vec!["25", "27"], vec!["23"], vec!["24"]]);
    let one = level(1, "2026-12-18");
    assert_eq!(days(&after(&accounts, &one), &world), [vec!["23", "25"], vec!["30", "1"], vec!["24"], vec!["27"]]);
    assert_eq!(one.excess, []);
    // Where there is no room until the last day, it is told.
    assert_eq!(level(1, "2026-11-24").excess, [(day("2026-11-23"), 3)]);
}

#[test]
fn what_is_pinned_or_overdue_stays_and_who_is_away_is_waited_for() {
    let setting = Setting::new(&[], &[]);
    let world = setting.on("2026-11-23");
    let pinned = Touch { due: Some(day("2026-11-23")), pinned: true, ..touch("p", 0, "dana-cole") };
    let overdue = vec![done(touch("o", 0, "dana-cole"), "2026-11-16"), touch("x", 2, "dana-cole")];
    let mut lee = Account::clone(&named(3, None, vec![touch("l", 0, "lee-ray")], "2026-11-23"));
    lee.people[1].away = vec![absence("2026-11-24", "2026-11-25")].into();
    let others = Account { owner: Some("kim".into()), ..lee.clone() };
    let accounts = [
        named(1, Some(3), vec![pinned], "2026-11-23"),
        named(2, Some(3), overdue, "2026-11-16"),
        Arc::new(lee),
        Arc::new(Account { id: "a09".into(), ..others }),
    ];
    let levelled = level(&accounts, &world, Some(&me(1)), day("2026-12-18"));
    assert_eq!(days(&after(&accounts, &levelled), &world), [vec!["23"], vec!["18"], vec!["26"], vec!["23"]]);
    assert_eq!(levelled.excess, [(day("2026-11-23"), 1)], "two that stay on a day for one");
}

fn any_accounts() -> impl Strategy<Value = Vec<Arc<Account>>> {
    let touch = (0u32..12, any::<bool>(), 0usize..3, proptest::option::weighted(0.1, 0u64..20)).prop_map(
        |(on, dana, purpose, pinned)| Touch {
            purpose: [Purpose::Curiosity, Purpose::Credibility, Purpose::Meeting][purpose],
            due: pinned.map(|days| day("2026-11-20") + Days::new(days)),
            pinned: pinned.is_some(),
            ..touch("", on, if dana { "dana-cole" } else { "lee-ray" })
        },
    );
    let account = (proptest::collection::vec(touch, 1..6), 0u64..15, proptest::option::of(1u8..4));
    proptest::collection::vec(account, 1..12).prop_map(|all| {
        let account = |(n, (mut touches, start, tier)): (usize, (Vec<Touch>, u64, Option<u8>))| {
            touches.sort_by_key(|touch: &Touch| touch.day);
            touches.iter_mut().enumerate().for_each(|(i, touch)| touch.id = format!("t{i:03}"));
            named(n, tier, touches, &(day("2026-11-16") + Days::new(start)).to_string())
        };
        all.into_iter().enumerate().map(account).collect()
    })
}

proptest! {
    #[test]
    fn once_levelled_it_is_level_and_nothing_comes_earlier(accounts in any_accounts(), per_day in 1u32..6) {
        let setting = Setting::new(&["2026-11-26", "2026-11-27"], &[]);
        let world = setting.on("2026-11-23");
        let (me, last) = (me(per_day), day("2026-12-31"));
        let levelled = level(&accounts, &world, Some(&me), last);
        let now = after(&accounts, &levelled);
        // Again, and on another order of the same accounts, nothing is left to do.
        let again = level(&now, &world, Some(&me), last);
        prop_assert!(again.changed.is_empty());
        prop_assert_eq!(&again.excess, &levelled.excess);
        for (was, is) in accounts.iter().zip(&now) {
            for ((at, before), (same, after)) in dated(was, &world).zip(dated(is, &world)) {
                prop_assert_eq!(at, same);
                prop_assert!(after >= before, "{:?} came earlier", at);
                let (touch, moved) = (was.touch(at).unwrap(), is.touch(at).unwrap());
                prop_assert!(after == before || !(touch.pinned || before < world.today));
                // A move is a date not to be done before, and nothing else.
                prop_assert_eq!(&Touch { due: moved.due, ..touch.clone() }, moved);
            }
        }
        let load = Load::of_plan(&now, &world, Some(&me));
        for day in world.today.iter_days().take_while(|day| *day <= last) {
            let excess = levelled.excess.iter().find(|(at, _)| *at == day).map_or(0, |(_, by)| *by);
            prop_assert_eq!(load.on(day).saturating_sub(per_day), excess, "on {}", day);
        }
    }
}
