//! Working days, counted by the book and against a count day by day.

use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;

use super::{Calendar, Workdays};
use crate::domain::range::Stretch;
use crate::domain::settings::{Day, WorkingCalendar};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn calendar(week: &[Day], holidays: &[&str]) -> Calendar {
    let settings = WorkingCalendar { working_days: week.to_vec(), ..WorkingCalendar::default() };
    Calendar::new(&settings, holidays.iter().map(|text| day(text)))
}

fn off(from: &str, to: Option<&str>) -> Stretch {
    Stretch { from: day(from), to: to.map(day) }
}

const WEEK: [Day; 5] = [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri];
const SUN_TO_THU: [Day; 5] = [Day::Sun, Day::Mon, Day::Tue, Day::Wed, Day::Thu];

#[test]
fn adding_rolls_forward_first_and_counts_working_days_then() {
    let plain = calendar(&WEEK, &[]);
    let gulf = calendar(&SUN_TO_THU, &[]);
    let year_end = calendar(&WEEK, &["2026-12-24", "2026-12-25", "2027-01-01"]);
    // 23 November 2026 is a Monday.
    let cases = [
        (&plain, "2026-11-23", 0, "2026-11-23"),
        (&plain, "2026-11-23", 4, "2026-11-27"),
        (&plain, "2026-11-23", 5, "2026-11-30"),
        (&plain, "2026-11-28", 0, "2026-11-30"),
        (&plain, "2026-11-28", 1, "2026-12-01"),
        (&plain, "2028-02-28", 1, "2028-02-29"),
        (&plain, "2028-02-29", 1, "2028-03-01"),
        (&gulf, "2026-11-26", 1, "2026-11-29"),
        (&gulf, "2026-11-27", 0, "2026-11-29"),
        (&year_end, "2026-12-23", 1, "2026-12-28"),
        (&year_end, "2026-12-31", 1, "2027-01-04"),
        (&year_end, "2026-12-24", 0, "2026-12-28"),
    ];
    for (calendar, from, days, want) in cases {
        assert_eq!(Workdays::of(calendar).add(day(from), days), Some(day(want)), "{from} + {days}");
    }
}

#[test]
fn counting_from_a_day_off_begins_with_the_next_worked_one() {
    let plain = calendar(&WEEK, &[]);
    let workdays = Workdays::of(&plain);
    // Saturday, 28 November.
    for (days, want) in [(0, "2026-11-30"), (1, "2026-11-30"), (2, "2026-12-01")] {
        assert_eq!(workdays.after(day("2026-11-28"), days), Some(day(want)), "{days} after");
    }
    for (days, want) in [(0, "2026-11-27"), (1, "2026-11-27"), (2, "2026-11-26")] {
        assert_eq!(workdays.back(day("2026-11-28"), days), Some(day(want)), "{days} back");
    }
    assert_eq!(workdays.back(day("2026-11-30"), 0), Some(day("2026-11-30")));
    assert_eq!(workdays.back(day("2026-11-30"), 1), Some(day("2026-11-27")));
}

#[test]
fn a_stretch_off_is_jumped_and_one_without_end_has_no_day_after() {
    let plain = calendar(&WEEK, &["2026-12-03"]);
    let away = Workdays { calendar: &plain, off: vec![off("2026-11-24", Some("2026-12-02"))] };
    assert_eq!(away.add(day("2026-11-23"), 1), Some(day("2026-12-04")));
    assert_eq!(away.between(day("2026-11-23"), day("2026-12-04")), 1);
    let gone = Workdays { calendar: &plain, off: vec![off("2026-11-25", None)] };
    assert_eq!(gone.add(day("2026-11-23"), 1), Some(day("2026-11-24")));
    assert_eq!(gone.add(day("2026-11-23"), 2), None);
    assert_eq!(gone.roll(day("2030-01-01")), None);
}

#[test]
fn a_stretch_that_ends_before_it_begins_takes_no_day() {
    let plain = calendar(&WEEK, &[]);
    let muddled = Workdays { calendar: &plain, off: vec![off("2026-11-27", Some("2026-11-24"))] };
    assert_eq!(muddled.add(day("2026-11-23"), 10), Some(day("2026-12-07")));
    assert_eq!(muddled.between(day("2026-11-23"), day("2026-12-07")), 10);
}

#[test]
fn a_week_without_working_days_is_one_of_seven() {
    assert!(calendar(&[], &[]).is_working(day("2026-11-29")));
}

#[test]
fn there_is_no_working_day_where_everything_is_a_holiday() {
    let start = day("2026-01-01");
    let calendar = Calendar::new(&WorkingCalendar::default(), start.iter_days().take(9_000));
    assert_eq!(Workdays::of(&calendar).add(start, 3), None);
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (739_000i32..742_000).prop_map(|n| NaiveDate::from_num_days_from_ce_opt(n).unwrap_or_default())
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    let week = proptest::sample::subsequence(
        vec![Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun],
        0..=7,
    );
    (week, proptest::collection::vec(any_day(), 0..60)).prop_map(|(week, holidays)| {
        Calendar::new(&WorkingCalendar { working_days: week, ..WorkingCalendar::default() }, holidays)
    })
}

fn any_stretches() -> impl Strategy<Value = Vec<Stretch>> {
    let one = (any_day(), -3i64..40)
        .prop_map(|(from, days)| Stretch { from, to: from.checked_add_signed(chrono::Duration::days(days)) });
    proptest::collection::vec(one, 0..12)
}

proptest! {
    #[test]
    fn adding_is_walking_day_by_day(calendar in any_calendar(), off in any_stretches(), from in any_day(), days in 0u32..90) {
        let workdays = Workdays { calendar: &calendar, off };
        let walked = from.iter_days().filter(|day| workdays.is_working(*day)).nth(days as usize);
        prop_assert_eq!(workdays.add(from, days), walked);
    }

    #[test]
    fn between_counts_every_working_day_once(calendar in any_calendar(), off in any_stretches(), a in any_day(), b in any_day()) {
        let workdays = Workdays { calendar: &calendar, off };
        let (from, to) = (a.min(b), a.max(b));
        let ahead = from.iter_days().skip(1).take_while(|day| *day <= to);
        let walked: i64 = ahead.map(|day| i64::from(workdays.is_working(day))).sum();
        prop_assert_eq!(workdays.between(from, to), walked);
        prop_assert_eq!(workdays.between(to, from), -walked);
    }

    #[test]
    fn back_undoes_after(calendar in any_calendar(), off in any_stretches(), from in any_day(), days in 0u32..60) {
        let workdays = Workdays { calendar: &calendar, off };
        let from = workdays.roll(from).unwrap();
        let there = workdays.after(from, days).unwrap();
        prop_assert_eq!(workdays.back(there, days), Some(from));
        prop_assert_eq!(workdays.between(from, there), i64::from(days));
    }

    #[test]
    fn no_day_of_any_year_makes_it_panic(year in 0i32..=9999, ordinal in 1u32..=365, days in any::<u32>()) {
        let calendar = Calendar::default();
        let from = NaiveDate::from_yo_opt(year, ordinal).unwrap();
        let gone = Workdays { calendar: &calendar, off: vec![Stretch { from, to: from.checked_add_days(Days::new(30)) }] };
        for workdays in [Workdays::of(&calendar), gone] {
            _ = (workdays.add(from, days), workdays.after(from, days), workdays.back(from, days));
            for edge in [NaiveDate::MIN, NaiveDate::MAX] {
                _ = (workdays.roll(edge), workdays.add(edge, days % 10), workdays.back(edge, days % 10));
                _ = workdays.between(from, edge);
            }
            prop_assert!(workdays.add(from, 3).is_some_and(|day| day.year() <= year + 1));
        }
    }
}
