//! What people type for dates, and how they are told them.

use chrono::{DateTime, FixedOffset, NaiveDate};
use proptest::prelude::*;

use super::{
    DateError, Reading, Zone, echo, echo_moment, far, means_a_day, overdue, parse, parse_moment, parse_past, short,
};
use crate::domain::calendar::Calendar;
use crate::domain::settings::{Day, WorkingCalendar};
use crate::domain::testing::day;
use crate::domain::wire::Moment;

fn read(text: &str, today: &str) -> Option<NaiveDate> {
    let calendar = Calendar::default();
    parse(text, &Reading { today: day(today), calendar: &calendar, current: Some(day("2026-12-10")) }).ok()
}

#[test]
fn date_words_mean_what_a_salesperson_means_by_them() {
    // 23 November 2026 is a Monday.
    let cases = [
        ("2026-12-04", "2026-12-04"),
        ("today", "2026-11-23"),
        ("Tomorrow", "2026-11-24"),
        ("mon", "2026-11-30"),
        ("fri", "2026-11-27"),
        ("friday", "2026-11-27"),
        ("next fri", "2026-12-04"),
        ("next monday", "2026-11-30"),
        ("in 3 days", "2026-11-26"),
        ("tom", "2026-11-24"),
        ("next month", "2026-12-01"),
        ("dec 4 2027", "2027-12-04"),
        ("dec 4th", "2026-12-04"),
        ("eoy", "2026-12-31"),
        ("+3d", "2026-11-26"),
        ("+2w", "2026-12-07"),
        ("+1m", "2026-12-23"),
        ("+5bd", "2026-11-30"),
        ("+0bd", "2026-11-23"),
        ("++2d", "2026-12-12"),
        ("++1bd", "2026-12-11"),
        ("in 2 weeks", "2026-12-07"),
        ("in a month", "2026-12-23"),
        ("next week", "2026-11-30"),
        ("eow", "2026-11-27"),
        ("eom", "2026-11-30"),
        ("eoq", "2026-12-31"),
        ("15th", "2026-12-15"),
        ("23rd", "2026-11-23"),
        ("31st", "2026-12-31"),
        ("dec 1", "2026-12-01"),
        ("Thu 17 Dec", "2026-12-17"),
        ("tue 1 dec", "2026-12-01"),
        ("1 dec", "2026-12-01"),
        ("1 january", "2027-01-01"),
        ("29 feb", "2028-02-29"),
        ("31 mar 2027", "2027-03-31"),
        ("dec 1, 2028", "2028-12-01"),
    ];
    for (text, want) in cases {
        assert_eq!(read(text, "2026-11-23"), Some(day(want)), "{text}");
    }
}

#[test]
fn what_is_no_date_is_refused_with_what_would_be_one() {
    for text in [
        "",
        "next",
        "next 5",
        "in weeks",
        "+",
        "-3d",
        "0th",
        "soon",
        "2026-02-30",
        "2026-13-01",
        "feb 30",
        "32nd",
        "+d",
        "+3x",
        "m",
        "++",
        "1",
        "12 13",
    ] {
        assert_eq!(read(text, "2026-11-23"), None, "{text}");
    }
    let calendar = Calendar::default();
    let told = parse("soon", &Reading { today: day("2026-11-23"), calendar: &calendar, current: None });
    let told = told.as_ref().map_err(DateError::to_string).unwrap_err();
    assert!(told.starts_with("“soon” is no date") && told.contains("+5bd"), "{told}");
}

#[test]
fn weeks_begin_and_end_where_the_plan_says() {
    let settings = WorkingCalendar {
        working_days: vec![Day::Sun, Day::Mon, Day::Tue, Day::Wed, Day::Thu],
        week_starts: Day::Sun,
        ..WorkingCalendar::default()
    };
    let calendar = Calendar::new(&settings, []);
    let reading = Reading { today: day("2026-11-23"), calendar: &calendar, current: None };
    assert_eq!(parse("eow", &reading), Ok(day("2026-11-26")));
    assert_eq!(parse("next week", &reading), Ok(day("2026-11-29")));
    assert_eq!(parse("next sun", &reading), Ok(day("2026-11-29")));
}

#[test]
fn the_end_of_a_week_that_is_over_is_the_end_of_the_next() {
    // 28 November 2026 is a Saturday, 31 January 2027 a Sunday.
    let cases = [
        ("eow", "2026-11-28", "2026-12-04"),
        ("eow", "2026-11-27", "2026-11-27"),
        ("eom", "2027-01-30", "2027-02-26"),
        ("eoq", "2026-12-31", "2026-12-31"),
        ("eoq", "2027-01-01", "2027-03-31"),
        ("+1bd", "2026-11-28", "2026-11-30"),
        ("next week", "2026-11-29", "2026-11-30"),
        ("15th", "2026-12-15", "2026-12-15"),
        ("15th", "2026-12-16", "2027-01-15"),
        ("29 feb", "2096-03-01", "2104-02-29"),
    ];
    for (text, today, want) in cases {
        assert_eq!(read(text, today), Some(day(want)), "{text} on {today}");
    }
}

#[test]
fn times_are_read_with_their_day_and_kept_in_the_users_zone() {
    let calendar = Calendar::default();
    let reading = Reading { today: day("2026-11-23"), calendar: &calendar, current: None };
    let zone = Zone::Offset(FixedOffset::west_opt(6 * 3600).unwrap());
    let cases = [
        ("thu 10:00", "2026-11-26T10:00:00-06:00"),
        ("tomorrow 9am", "2026-11-24T09:00:00-06:00"),
        ("2026-12-03 14:30", "2026-12-03T14:30:00-06:00"),
        ("2026-12-03T14:30:00+01:00", "2026-12-03T14:30:00+01:00"),
        ("2026-12-03 14:30 +01:00", "2026-12-03T14:30:00+01:00"),
        ("4 dec 2:30pm", "2026-12-04T14:30:00-06:00"),
        ("12:15", "2026-11-23T12:15:00-06:00"),
        ("2pm", "2026-11-23T14:00:00-06:00"),
        ("12am", "2026-11-23T00:00:00-06:00"),
        ("fri at 9 am", "2026-11-27T09:00:00-06:00"),
        ("in 2 weeks 15:00", "2026-12-07T15:00:00-06:00"),
        ("2026-12-03T14:30", "2026-12-03T14:30:00-06:00"),
    ];
    for (text, want) in cases {
        let want = DateTime::parse_from_rfc3339(want).unwrap();
        assert_eq!(parse_moment(text, &reading, zone), Ok(Moment::At(want)), "{text}");
    }
    assert_eq!(parse_moment("fri", &reading, zone), Ok(Moment::Day(day("2026-11-27"))));
    for text in ["thu 25:00", "thu 9:75", "13pm", "noon", "fri +01:00", "thu 10:00:99", "xx 10:00", "0am"] {
        assert!(parse_moment(text, &reading, zone).is_err(), "{text}");
    }
}

#[test]
fn a_time_is_meant_where_one_works_and_told_as_a_person_says_it() {
    let calendar = Calendar::default();
    let reading = Reading { today: day("2026-11-23"), calendar: &calendar, current: None };
    let machine = FixedOffset::east_opt(3600).unwrap();
    for (zone, text, want, told) in [
        (
            "America/Chicago",
            "thu 10:00",
            "2026-11-26T10:00:00-06:00",
            "Thu 26 Nov 10:00 Chicago time (in 3 working days)",
        ),
        (
            "America/Chicago",
            "1 jul 9am",
            "2027-07-01T09:00:00-05:00",
            "Thu 1 Jul 2027 09:00 Chicago time (in 158 working days)",
        ),
        ("America/Chicago", "10:00 +00:00", "2026-11-23T10:00:00Z", "Mon 23 Nov 10:00 UTC (today)"),
        ("", "thu 10:00", "2026-11-26T10:00:00+01:00", "Thu 26 Nov 10:00 UTC+1 (in 3 working days)"),
        ("", "fri 9:00 +05:30", "2026-11-27T09:00:00+05:30", "Fri 27 Nov 09:00 UTC+5:30 (in 4 working days)"),
    ] {
        let zone = Zone::of(zone, machine);
        let at = parse_moment(text, &reading, zone).unwrap();
        assert_eq!(at, Moment::At(DateTime::parse_from_rfc3339(want).unwrap()), "{text}");
        assert_eq!(echo_moment(&at, &reading, zone), told, "{text}");
    }
}

#[test]
fn a_time_of_the_day_is_the_clocks_there_in_spring_and_autumn() {
    let calendar = Calendar::default();
    let reading = Reading { today: day("2026-03-01"), calendar: &calendar, current: None };
    let machine = FixedOffset::east_opt(0).unwrap();
    for (zone, text, want) in [
        ("America/Chicago", "2026-03-07 10:00", Some("2026-03-07T10:00:00-06:00")),
        ("America/Chicago", "2026-03-08 10:00", Some("2026-03-08T10:00:00-05:00")),
        ("America/Chicago", "2026-10-31 10:00", Some("2026-10-31T10:00:00-05:00")),
        ("America/Chicago", "2026-11-01 10:00", Some("2026-11-01T10:00:00-06:00")),
        ("Europe/Prague", "2026-03-29 10:00", Some("2026-03-29T10:00:00+02:00")),
        ("Europe/Prague", "2026-10-25 10:00", Some("2026-10-25T10:00:00+01:00")),
        // Of an hour that comes twice the first, and of one that never comes none.
        ("America/Chicago", "2026-11-01 01:30", Some("2026-11-01T01:30:00-05:00")),
        ("America/Chicago", "2026-03-08 02:30", None),
        ("Australia/Lord_Howe", "2026-04-05 01:45", Some("2026-04-05T01:45:00+11:00")),
        ("Asia/Kolkata", "2026-03-29 10:00", Some("2026-03-29T10:00:00+05:30")),
    ] {
        let want = want.map(|want| Moment::At(DateTime::parse_from_rfc3339(want).unwrap()));
        assert_eq!(parse_moment(text, &reading, Zone::of(zone, machine)).ok(), want, "{zone} {text}");
    }
    // The same moment as it is seen elsewhere: the two change their clocks on different days.
    for (at, chicago, prague) in [
        ("2026-03-07T15:00:00Z", "09:00", "16:00"),
        ("2026-03-09T15:00:00Z", "10:00", "16:00"),
        ("2026-03-30T15:00:00Z", "10:00", "17:00"),
        ("2026-10-26T15:00:00Z", "10:00", "16:00"),
        ("2026-11-02T15:00:00Z", "09:00", "16:00"),
    ] {
        let at = DateTime::parse_from_rfc3339(at).unwrap();
        let shown = |zone: &str| Zone::of(zone, machine).shown(at).format("%H:%M").to_string();
        assert_eq!((shown("America/Chicago").as_str(), shown("Europe/Prague").as_str()), (chicago, prague), "{at}");
    }
}

#[test]
fn a_day_that_no_calendar_has_is_still_meant_as_one() {
    for (text, want) in [
        ("31 feb", true),
        ("feb 31st", true),
        ("2026-02-30", true),
        ("31.2.", true),
        ("thu 25:00", true),
        ("mail", false),
        ("3 people", false),
        ("12", false),
        ("may we meet", false),
        ("", false),
    ] {
        assert_eq!(means_a_day(text), want, "{text}");
    }
}

#[test]
fn dates_are_told_with_how_far_they_are() {
    let (today, calendar) = (day("2026-11-23"), Calendar::default());
    assert_eq!(echo(day("2026-12-04"), today, &calendar), "Fri 4 Dec (in 9 working days)");
    assert_eq!(echo(today, today, &calendar), "Mon 23 Nov (today)");
    assert_eq!(echo(day("2026-11-20"), today, &calendar), "Fri 20 Nov (1 working day ago)");
    assert_eq!(short(day("2027-02-01"), today), "Mon 1 Feb");
    assert_eq!(short(day("2028-05-03"), today), "Wed 3 May 2028");
    assert_eq!(far(day("2026-11-25"), today), "in 2 d");
    assert_eq!(overdue(day("2026-11-20"), today), "3 d overdue");
}

proptest! {
    #[test]
    fn no_text_and_no_day_makes_it_panic(text in "\\PC{0,16}", n in 0i32..3_652_000) {
        let today = NaiveDate::from_num_days_from_ce_opt(n).unwrap_or_default();
        let calendar = Calendar::default();
        let reading = Reading { today, calendar: &calendar, current: Some(today) };
        _ = parse(&text, &reading);
        _ = parse_moment(&text, &reading, Zone::Offset(FixedOffset::east_opt(0).unwrap()));
        for words in ["eoq", "eow", "next week", "+99999w", "15th", "29 feb", "++99999bd"] {
            _ = parse(words, &reading);
        }
    }

    #[test]
    fn so_many_working_days_ahead_are_echoed_as_so_many(days in 1u32..200, n in 735_000i32..745_000) {
        let (today, calendar) = (NaiveDate::from_num_days_from_ce_opt(n).unwrap(), Calendar::default());
        let date = parse(&format!("+{days}bd"), &Reading { today, calendar: &calendar, current: None }).unwrap();
        let want = if days == 1 { "in 1 working day".to_owned() } else { format!("in {days} working days") };
        prop_assert!(echo(date, today, &calendar).contains(&want));
    }

    #[test]
    fn a_written_date_reads_back(n in 366i32..3_652_000) {
        let date = NaiveDate::from_num_days_from_ce_opt(n).unwrap();
        prop_assert_eq!(read(&date.to_string(), "2026-11-23"), Some(date));
    }
}

#[test]
fn of_what_has_happened_the_last_one_is_meant() {
    let calendar = Calendar::default();
    // A Monday.
    let reading = Reading { today: day("2026-11-23"), calendar: &calendar, current: None };
    for (text, want) in [
        ("jun 15", "2026-06-15"),
        ("15 dec", "2025-12-15"),
        ("29 feb", "2024-02-29"),
        ("fri", "2026-11-20"),
        ("mon", "2026-11-23"),
        ("30th", "2026-10-30"),
        ("23rd", "2026-11-23"),
        ("yesterday", "2026-11-22"),
        ("2026-12-01", "2026-12-01"),
        ("1 dec 2026", "2026-12-01"),
        ("tomorrow", "2026-11-24"),
        ("next fri", "2026-12-04"),
    ] {
        assert_eq!(parse_past(text, &reading), Ok(day(want)), "{text}");
    }
}
