//! What holds of the chain whatever the touches, the day and the calendar are.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::{Due, World, schedule};
use crate::domain::account::Account;
use crate::domain::calendar::{Calendar, Workdays};
use crate::domain::range::{Away, Pause};
use crate::domain::sequence::{GapsFrom, Sequence};
use crate::domain::settings::{Day, Settings, WorkingCalendar};
use crate::domain::testing::{absence, account, sequence, touch};
use crate::domain::touch::{Outcome, Status, Touch};
use crate::domain::wire::Moment;

/// Days of about three years around 2026.
fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..700).prop_map(|days| NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(days))
}

fn any_touch() -> impl Strategy<Value = Touch> {
    let status = prop_oneof![
        4 => Just(Status::Planned),
        2 => Just(Status::Done),
        1 => Just(Status::Skipped),
        1 => Just(Status::Held),
        1 => Just(Status::Cancelled),
    ];
    let by_hand = prop_oneof![3 => Just(None), 1 => (any_day(), any::<bool>()).prop_map(Some)];
    (0u32..30, prop_oneof![Just("dana-cole"), Just("lee-ray")], status, any_day(), by_hand).prop_map(
        |(day, person, status, closed, by_hand)| Touch {
            status,
            closed: (status != Status::Planned).then_some(Moment::Day(closed)),
            result: (status == Status::Done).then_some(Outcome::Sent),
            due: by_hand.map(|(due, _)| due),
            pinned: by_hand.is_some_and(|(_, pinned)| pinned),
            ..touch("", day, person)
        },
    )
}

/// Touches in the order of their days, as a plan has them.
fn any_account(touch: impl Strategy<Value = Touch>) -> impl Strategy<Value = Account> {
    (proptest::collection::vec(touch, 1..12), any_day()).prop_map(|(mut touches, start)| {
        touches.sort_by_key(|touch| touch.day);
        for (n, touch) in touches.iter_mut().enumerate() {
            touch.id = format!("t{n:03}");
        }
        account(vec![Sequence { start: Some(start), ..sequence("2026-01-01", touches) }])
    })
}

/// With nothing closed and nothing moved by hand.
fn any_open() -> impl Strategy<Value = Account> {
    any_account((0u32..30, prop_oneof![Just("dana-cole"), Just("lee-ray")]).prop_map(|(day, id)| touch("", day, id)))
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    let week = proptest::sample::subsequence(
        vec![Day::Sun, Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat],
        1..=7,
    );
    (week, proptest::collection::vec(any_day(), 0..40)).prop_map(|(week, holidays)| {
        Calendar::new(&WorkingCalendar { working_days: week, ..WorkingCalendar::default() }, holidays)
    })
}

fn dues(account: &Account, calendar: &Calendar, today: NaiveDate) -> Vec<Due> {
    let settings = Settings::default();
    schedule(account, &account.sequences[0], &World { settings: &settings, calendar, today })
}

proptest! {
    #[test]
    fn nothing_is_due_on_a_day_off_unless_it_is_pinned(
        mut account in any_account(any_touch()), calendar in any_calendar(), today in any_day(), pause in any_day(),
    ) {
        account.people[0].away = vec![absence("2026-05-05", "2026-06-03"), absence("2026-06-01", "2026-07-01")].into();
        let to = pause.checked_add_days(chrono::Days::new(12));
        account.sequences[0].pauses = vec![Pause { from: Some(pause), to, why: String::new() }];
        for (touch, due) in account.sequences[0].touches.iter().zip(dues(&account, &calendar, today)) {
            prop_assert_eq!(due == Due::Never, !touch.is_open());
            let Due::On(day) = due else { continue };
            prop_assert!(touch.pinned || calendar.is_working(day), "{} is not worked", day);
            prop_assert!(!account.sequences[0].is_paused(day), "{} is in a pause", day);
            let away = account.person_of(touch.person.as_deref()).unwrap().away.iter().filter_map(Away::days);
            prop_assert!(touch.pinned || !away.into_iter().any(|away| away.holds(day)), "away on {}", day);
        }
    }

    #[test]
    fn order_holds_per_person(
        mut account in any_account(any_touch()), calendar in any_calendar(), today in any_day(), away in any_day(),
    ) {
        let to = away.checked_add_days(chrono::Days::new(9));
        account.people[1].away = vec![Away { from: Some(away), to, note: String::new() }].into();
        let mut latest = std::collections::BTreeMap::new();
        for (touch, due) in account.sequences[0].touches.iter().zip(dues(&account, &calendar, today)) {
            let Due::On(day) = due else { continue };
            let before = latest.entry(touch.person.clone()).or_insert(day);
            prop_assert!(touch.pinned || day >= *before);
            *before = day.max(*before);
        }
    }

    #[test]
    fn gaps_are_kept_from_when_things_were_done(
        mut account in any_open(), calendar in any_calendar(), late in 0u64..20,
    ) {
        let start = account.sequences[0].start.unwrap();
        let done_on = start + chrono::Days::new(late);
        let touches = &mut account.sequences[0].touches;
        (touches[0].status, touches[0].closed) = (Status::Done, Some(Moment::Day(done_on)));
        let dues = dues(&account, &calendar, done_on);
        let workdays = Workdays::of(&calendar);
        let mut cursor = done_on;
        for pair in account.sequences[0].touches.windows(2).zip(&dues[1..]) {
            let ([before, touch], due) = pair else { unreachable!() };
            let want = workdays.add(cursor, touch.day - before.day).unwrap();
            prop_assert_eq!(*due, Due::On(want));
            cursor = want;
        }
    }

    #[test]
    fn skipping_before_it_is_due_moves_nothing(
        mut account in any_account(any_touch()), calendar in any_calendar(), today in any_day(),
    ) {
        // A pinned date may lie before its turn and pull what follows; without it they count from its turn.
        account.sequences[0].touches.iter_mut().for_each(|touch| touch.pinned = false);
        let before = dues(&account, &calendar, today);
        for (i, due) in before.iter().enumerate().filter(|(_, due)| due.day().is_some_and(|day| day >= today)) {
            let mut skipped = account.clone();
            let touch = &mut skipped.sequences[0].touches[i];
            (touch.status, touch.closed) = (Status::Skipped, Some(Moment::Day(today)));
            let mut after = dues(&skipped, &calendar, today);
            after[i] = *due;
            prop_assert_eq!(&after, &before, "touch {} was skipped", i);
        }
    }

    #[test]
    fn a_pause_moves_what_was_not_yet_due_by_its_working_days(
        account in any_open(), calendar in any_calendar(), early in 1u64..20, length in 0u64..25,
    ) {
        let today = account.sequences[0].start.unwrap();
        let from = today + chrono::Days::new(early);
        let to = from + chrono::Days::new(length);
        let mut rested = account.clone();
        rested.sequences[0].pauses = vec![Pause { from: Some(from), to: Some(to), why: String::new() }];
        let workdays = Workdays::of(&calendar);
        let days = u32::try_from(workdays.between(from.pred_opt().unwrap(), to)).unwrap();
        for (before, after) in dues(&account, &calendar, today).into_iter().zip(dues(&rested, &calendar, today)) {
            let before = before.day().unwrap();
            let want = if before < from { before } else { workdays.add(before, days).unwrap() };
            prop_assert_eq!(after, Due::On(want));
        }
    }

    /// Over whatever was done, skipped or held before it, as long as: the sequence began, and everything was closed,
    /// before the pause; nobody is away; and of what was moved by hand only pinned touches stay, in a sequence that goes
    /// by the schedule, where each date stands for itself, on days that the pause leaves alone.
    #[test]
    fn a_pause_moves_whatever_has_still_to_come_and_nothing_that_is_pinned(
        mut account in any_account(any_touch()), calendar in any_calendar(), today in any_day(),
        by_schedule in any::<bool>(), early in 1u64..40, length in 0u64..25,
    ) {
        let sequence = &mut account.sequences[0];
        let from = today.max(sequence.start.unwrap()) + chrono::Days::new(early);
        let to = from + chrono::Days::new(length);
        sequence.gaps_from = if by_schedule { GapsFrom::Schedule } else { GapsFrom::Completion };
        for touch in &mut sequence.touches {
            touch.closed = touch.closed.map(|at| Moment::Day(at.day().min(today)));
            touch.pinned &= by_schedule && !touch.due.is_some_and(|due| (from..=to).contains(&due));
            touch.due = touch.due.filter(|_| touch.pinned);
        }
        let mut rested = account.clone();
        rested.sequences[0].pauses = vec![Pause { from: Some(from), to: Some(to), why: String::new() }];
        let workdays = Workdays::of(&calendar);
        let days = u32::try_from(workdays.between(from.pred_opt().unwrap(), to)).unwrap();
        let dates = dues(&account, &calendar, today).into_iter().zip(dues(&rested, &calendar, today));
        for (touch, (before, after)) in account.sequences[0].touches.iter().zip(dates) {
            let Due::On(day) = before else {
                prop_assert_eq!(before, after);
                continue;
            };
            let stays = touch.pinned || day < from;
            let want = if stays { day } else { workdays.add(day, days).unwrap() };
            prop_assert_eq!(after, Due::On(want), "{} of {} days from {}", day, days, from);
        }
    }

    #[test]
    fn skipping_what_is_overdue_counts_from_that_day_as_doing_it_would(
        mut account in any_account(any_touch()), calendar in any_calendar(), today in any_day(), later in 0u64..30,
    ) {
        // A pinned date may lie before its turn.
        account.sequences[0].touches.iter_mut().for_each(|touch| touch.pinned = false);
        let before = dues(&account, &calendar, today);
        for (i, _) in before.iter().enumerate().filter(|(_, due)| due.day().is_some_and(|day| day < today)) {
            let closed = |status| {
                let mut account = account.clone();
                let touch = &mut account.sequences[0].touches[i];
                (touch.status, touch.closed) = (status, Some(Moment::Day(today)));
                dues(&account, &calendar, today + chrono::Days::new(later))
            };
            prop_assert_eq!(closed(Status::Skipped), closed(Status::Done), "touch {}", i);
        }
    }

    #[test]
    fn nothing_is_due_while_whoever_does_it_is_away(
        account in any_account(any_touch()), calendar in any_calendar(), today in any_day(),
        away in any_day(), length in 0u64..40,
    ) {
        let to = away.checked_add_days(chrono::Days::new(length));
        let mut settings = crate::domain::testing::Setting::new(&[], &[]).settings;
        settings.members[0].away = vec![Away { from: Some(away), to, note: String::new() }];
        let world = World { settings: &settings, calendar: &calendar, today };
        let sequence = &account.sequences[0];
        for (touch, due) in sequence.touches.iter().zip(schedule(&account, sequence, &world)) {
            let Due::On(day) = due else { continue };
            prop_assert!(touch.pinned || !(away..=to.unwrap()).contains(&day), "away on {}", day);
            prop_assert!(touch.pinned || calendar.is_working(day), "{} is not worked", day);
        }
    }

    #[test]
    fn an_absence_keeps_the_gaps_of_who_was_away_and_moves_nobody_else(
        mut account in any_open(), calendar in any_calendar(), today in any_day(),
        away in any_day(), length in 0u64..40,
    ) {
        let there = dues(&account, &calendar, today);
        let to = away.checked_add_days(chrono::Days::new(length));
        account.people[0].away = vec![Away { from: Some(away), to, note: String::new() }].into();
        let gone = dues(&account, &calendar, today);
        let workdays = Workdays::of(&calendar);
        let mut waited: Option<(NaiveDate, u32)> = None;
        for ((touch, before), after) in account.sequences[0].touches.iter().zip(&there).zip(&gone) {
            let (before, after) = (before.day().unwrap(), after.day().unwrap());
            if touch.person.as_deref() != Some("dana-cole") {
                prop_assert_eq!(before, after);
                continue;
            }
            prop_assert!(after >= before);
            if let Some((from, day)) = waited {
                prop_assert!(after >= workdays.add(from, touch.day - day).unwrap(), "{} is too early", after);
            }
            if after > before {
                waited = Some((after.max(today), touch.day));
            }
        }
    }

    #[test]
    fn what_is_done_earlier_never_makes_the_rest_later(
        account in any_open(), calendar in any_calendar(), today in any_day(), early in 0u64..30,
    ) {
        let close = |back: u64| {
            let mut account = account.clone();
            let touch = &mut account.sequences[0].touches[0];
            (touch.status, touch.closed) = (Status::Done, Some(Moment::Day(today - chrono::Days::new(back))));
            dues(&account, &calendar, today)
        };
        for (sooner, later) in close(early).into_iter().zip(close(0)) {
            prop_assert!(sooner <= later);
        }
    }

    #[test]
    fn done_out_of_order_pulls_nothing_before_what_stands_before_it(
        account in any_open(), calendar in any_calendar(), today in any_day(), pick in any::<prop::sample::Index>(),
    ) {
        let mut account = account;
        let i = pick.index(account.sequences[0].touches.len());
        let long_ago = account.sequences[0].start.unwrap() - chrono::Days::new(90);
        let touch = &mut account.sequences[0].touches[i];
        (touch.status, touch.closed) = (Status::Done, Some(Moment::Day(long_ago)));
        let days: Vec<NaiveDate> = dues(&account, &calendar, today).into_iter().filter_map(Due::day).collect();
        prop_assert!(days.is_sorted());
    }

    #[test]
    fn the_same_plan_on_the_same_day_has_the_same_dates(
        account in any_account(any_touch()), calendar in any_calendar(), today in any_day(),
    ) {
        prop_assert_eq!(dues(&account, &calendar, today), dues(&account.clone(), &calendar.clone(), today));
    }

    #[test]
    fn no_day_and_no_number_makes_it_panic(
        mut account in any_account(any_touch()), year in 0i32..=9999, days in any::<u32>(), by_schedule in any::<bool>(),
    ) {
        let today = NaiveDate::from_ymd_opt(year, 12, 31).unwrap();
        let sequence = &mut account.sequences[0];
        sequence.start = Some(today);
        sequence.gaps_from = if by_schedule { GapsFrom::Schedule } else { GapsFrom::Completion };
        sequence.touches[0].day = days;
        for edge in [NaiveDate::MIN, NaiveDate::MAX, today] {
            account.sequences[0].pauses = vec![Pause { from: Some(edge), to: Some(edge), why: String::new() }];
            account.people[0].away = vec![Away { from: Some(today), to: Some(edge), ..Default::default() }].into();
            account.sequences[0].touches.last_mut().unwrap().due = Some(edge);
            _ = dues(&account, &Calendar::default(), today);
            _ = dues(&account, &Calendar::default(), edge);
        }
    }
}
