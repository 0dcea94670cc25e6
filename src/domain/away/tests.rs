//! What a line says of an absence, what becomes of it, and when it is asked about.

use proptest::prelude::*;

use super::*;
use crate::domain::settings::WorkingCalendar;
use crate::domain::testing::{Setting, absence as noted, account, closed, day, done, sequence, touch};

/// A Wednesday.
const TODAY: &str = "2026-11-25";

fn said(text: &str) -> Result<String, String> {
    let calendar = Calendar::default();
    let away = read(text, &Reading { today: day(TODAY), calendar: &calendar, current: None });
    let days = |away: &Away| format!("{}..{}", away.from.unwrap(), away.to.unwrap());
    away.map(|away| format!("{} {}", days(&away), away.note).trim().to_owned()).map_err(|Invalid(why)| why)
}

#[test]
fn a_line_says_from_when_to_when_and_what_for() {
    for (text, want) in [
        ("28 dec - 1 jan, ski", "2026-12-28..2027-01-01 ski"),
        ("28 dec-1 jan ski", "2026-12-28..2027-01-01 ski"),
        ("dec 28 – jan 1", "2026-12-28..2027-01-01"),
        ("28 dec to 1 jan, ski, then sleep - long", "2026-12-28..2027-01-01 ski, then sleep - long"),
        ("2026-12-28 - 2027-01-01, ski", "2026-12-28..2027-01-01 ski"),
        ("2026-12-28..2027-01-01 ski", "2026-12-28..2027-01-01 ski"),
        ("28 dec 2026 - 1 jan, 2027, ski", "2026-12-28..2027-01-01 ski"),
        ("28 dec - 5th", "2026-12-28..2027-01-05"),
        ("fri, dentist", "2026-11-27..2026-11-27 dentist"),
        ("fri dentist", "2026-11-27..2026-11-27 dentist"),
        ("fri, check-up - at noon", "2026-11-27..2026-11-27 check-up - at noon"),
        ("28 dec, to the lakes", "2026-12-28..2026-12-28 to the lakes"),
        ("today", "2026-11-25..2026-11-25"),
        // The Friday after that Monday, and not the one before.
        ("mon - fri", "2026-11-30..2026-12-04"),
        ("mon - mon", "2026-11-30..2026-11-30"),
        ("mon - eow", "2026-11-30..2026-12-04"),
        ("mon - +2d", "2026-11-30..2026-12-02"),
        ("today - 4 jan, ski", "2026-11-25..2027-01-04 ski"),
        ("fri - in 2 weeks", "2026-11-27..2026-12-09"),
        // What is just over began before that.
        ("fri - today, flu", "2026-11-20..2026-11-25 flu"),
        ("16 nov - yesterday, flu", "2026-11-16..2026-11-24 flu"),
        ("16 nov - 2026-11-20", "2026-11-16..2026-11-20"),
        // What goes on began before today.
        ("23 nov - 27 nov, fair", "2026-11-23..2026-11-27 fair"),
        ("next week, ski", "2026-11-30..2026-12-06 ski"),
        ("this week", "2026-11-25..2026-11-29"),
    ] {
        assert_eq!(said(text).as_deref(), Ok(want), "{text}");
    }
}

#[test]
fn what_is_no_stretch_of_days_is_refused_with_a_sentence() {
    for (text, says) in [
        ("", "say a day"),
        ("ski", "“ski” is no date"),
        ("ski, 28 dec", "“ski” is no date"),
        ("mon - frx, ski", "“frx” is no date"),
        ("mon -", "say a day"),
        ("10 jan - 8 jan", "the last day, Fri 8 Jan, lies before the first, Sun 10 Jan"),
        ("28 dec - 1 jan 2026, ski", "lies before the first"),
        ("2026-12-28 - 2026-12-27", "lies before the first"),
        ("tomorrow - yesterday", "lies before the first"),
    ] {
        let why = said(text).expect_err(text);
        assert!(why.contains(says), "{text}: {why}");
    }
    assert!(said(&"x".repeat(fields::MOST + 1)).is_err(), "no file holds that");
}

#[test]
fn what_is_noted_takes_up_what_lies_within_and_repeats_nothing() {
    let mut plan = Setting::new(&[], &[("2026-12-28", "2027-01-01"), ("2026-12-10", "2026-12-10")]).settings;
    plan.members[0].away[0].note = "ski".into();
    let mut say = |from: &str, to: &str, note: &str| {
        let told = add(&mut plan, "sam", Away { note: note.into(), ..noted(from, to) });
        (told.map(|away| super::told(&away, day(TODAY))).map_err(|Invalid(why)| why), plan.members[0].away.len())
    };
    let (refused, count) = say("2026-12-29", "2027-01-01", "more ski");
    assert_eq!((refused.unwrap_err().as_str(), count), ("you are away then already: Mon 28 Dec – Fri 1 Jan, ski", 2));
    assert_eq!(say("2026-12-31", "2027-01-05", "sleep"), (Ok("Thu 31 Dec – Tue 5 Jan, sleep".into()), 3));
    assert_eq!(say("2026-12-24", "2027-01-06", "off"), (Ok("Thu 24 Dec – Wed 6 Jan, off; ski; sleep".into()), 2));
    assert_eq!(say("2026-12-10", "", ""), (Ok("from Thu 10 Dec on, off; ski; sleep".into()), 1));
    assert!(say("2027-07-01", "2027-07-02", "").0.is_err(), "away until further notice is away then too");
    let mut refuse = |me: &str, away: Away| add(&mut plan, me, away).unwrap_err().0;
    assert!(refuse("kim", noted("2026-12-01", "2026-12-02")).contains("“kim”"));
    assert!(refuse("sam", noted("2026-12-02", "2026-12-01")).contains("before the first"));
    assert!(refuse("sam", Away::default()).contains("from when on"));
}

#[test]
fn the_last_day_on_which_something_was_closed_is_mine_alone() {
    let setting = Setting::new(&[], &[]);
    let sam = setting.settings.members.first();
    let of = |touches: Vec<_>| last_closed(&[Arc::new(account(vec![sequence("2026-11-02", touches)]))], sam);
    let kim = |touch| crate::domain::touch::Touch { owner: Some("kim".into()), ..touch };
    let earlier = || done(touch("a", 0, "dana-cole"), "2026-11-03");
    let open = || touch("c", 9, "dana-cole");
    for (touches, want) in [
        (vec![], None),
        (vec![open()], None),
        (vec![earlier(), open()], Some("2026-11-03")),
        (vec![earlier(), closed(open(), Status::Skipped, "2026-11-05")], Some("2026-11-05")),
        (vec![earlier(), kim(done(open(), "2026-11-05"))], Some("2026-11-03")),
        // What an answer stopped nobody did.
        (vec![earlier(), closed(open(), Status::Held, "2026-11-05")], Some("2026-11-03")),
        (vec![earlier(), closed(open(), Status::Cancelled, "2026-11-05")], Some("2026-11-03")),
    ] {
        assert_eq!(of(touches.clone()), want.map(day), "{touches:?}");
    }
}

#[test]
fn after_five_silent_working_days_it_is_asked() {
    for (last, today, holidays, away, want) in [
        // Closed on a Friday: the next Friday is the fifth silent day, so on the Monday after it.
        ("2026-11-06", "2026-11-13", &[][..], &[][..], None),
        ("2026-11-06", "2026-11-14", &[], &[], Some(("2026-11-09", "2026-11-13"))),
        ("2026-11-06", "2026-11-16", &[], &[], Some(("2026-11-09", "2026-11-15"))),
        // Days off are no sign.
        ("2026-11-06", "2026-11-16", &["2026-11-11"], &[], None),
        ("2026-11-06", "2026-11-17", &["2026-11-11"], &[], Some(("2026-11-09", "2026-11-16"))),
        ("2026-11-06", "2026-11-20", &[], &[("2026-11-09", "2026-11-13")], None),
        ("2026-11-06", "2026-11-23", &[], &[("2026-11-09", "2026-11-13")], Some(("2026-11-16", "2026-11-22"))),
        ("2026-11-06", "2027-11-20", &[], &[("2026-11-09", "")], None),
        // Nothing of the kind, a moment ago or in the days to come.
        ("2026-11-16", "2026-11-16", &[], &[], None),
        ("2027-11-16", "2026-11-16", &[], &[], None),
    ] {
        let setting = Setting::new(holidays, away);
        let away = &setting.settings.members[0].away;
        let got = absence(day(last), day(today), &setting.calendar, away);
        let want = want.map(|(from, to)| Stretch { from: day(from), to: Some(day(to)) });
        assert_eq!(got, want, "{last} {today}");
    }
}

#[test]
fn what_moves_is_counted_by_touches_and_accounts() {
    let (there, gone) = (Setting::new(&[], &[]), Setting::new(&[], &[("2026-11-25", "2026-11-27")]));
    let of = |days: &[u32]| {
        let touches = days.iter().map(|day| touch("", *day, "dana-cole"));
        Arc::new(account(vec![sequence("2026-11-23", touches.collect())]))
    };
    let accounts = [of(&[0, 1]), of(&[0, 3, 9]), of(&[2])];
    // The first is before it begins; the second's last and the third's follow.
    assert_eq!(moved(&accounts, &there.on("2026-11-23"), &gone.on("2026-11-23")), (3, 2));
    assert_eq!(moved(&accounts, &gone.on("2026-11-23"), &gone.on("2026-11-23")), (0, 0));
    let told = [(0, 0), (1, 1), (3, 1), (3, 2)].map(|(touches, accounts)| told_moved(touches, accounts));
    let want =
        ["nothing moves", "1 touch of 1 account moves", "3 touches of 1 account move", "3 touches of 2 accounts move"];
    assert_eq!(told, want);
}

proptest! {
    #[test]
    fn an_absence_is_long_ends_yesterday_and_is_asked_about_once(
        silent in 0u64..60, off in proptest::collection::vec((0u64..60, 0u64..9), 0..4),
        free in proptest::collection::vec(0u64..60, 0..6),
    ) {
        let last = day("2026-11-01");
        let today = last + Days::new(silent);
        let holidays: Vec<NaiveDate> = free.into_iter().map(|days| last + Days::new(days)).collect();
        let calendar = Calendar::new(&WorkingCalendar::default(), holidays);
        let mut settings = Setting::new(&[], &[]).settings;
        settings.members[0].away = off.into_iter().map(|(from, length)| {
            let from = last + Days::new(from);
            Away { from: Some(from), to: Some(from + Days::new(length)), note: String::new() }
        }).collect();
        let away = settings.members[0].away.clone();
        let is_worked = |day: NaiveDate| {
            calendar.is_working(day) && !away.iter().filter_map(Away::days).any(|away| away.holds(day))
        };
        let silent = last.iter_days().skip(1).take_while(|day| *day < today).filter(|day| is_worked(*day));
        let (first, count) = (silent.clone().next(), silent.count());
        let got = absence(last, today, &calendar, &away);
        prop_assert_eq!(got.is_some(), count >= 5);
        let Some(days) = got else { return Ok(()) };
        prop_assert_eq!((Some(days.from), days.to), (first, today.pred_opt()));
        add(&mut settings, "sam", Away { from: Some(days.from), to: days.to, note: String::new() }).unwrap();
        prop_assert_eq!(absence(last, today, &calendar, &settings.members[0].away), None);
    }
}
