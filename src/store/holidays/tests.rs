//! Events and rules by example, and what a hostile file may not do.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{Holidays, read};

/// A calendar of these events, each its lines without BEGIN and END.
fn calendar(events: &[&str]) -> String {
    let mut text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\n".to_owned();
    for lines in events {
        for line in ["BEGIN:VEVENT\nUID:x@example\nSUMMARY:Off\n", lines, "\nEND:VEVENT\n"] {
            text.push_str(line);
        }
    }
    text + "END:VCALENDAR\n"
}

/// The days of a year, as `11-26`.
fn of_year(found: &Holidays, year: &str) -> String {
    let days = found.days.iter().map(ToString::to_string);
    days.filter_map(|day| Some(day.strip_prefix(year)?[1..].to_owned())).collect::<Vec<_>>().join(" ")
}

#[test]
fn an_event_takes_its_days() {
    // The lines of the event, and its days in 2026.
    let cases = [
        ("DTSTART;VALUE=DATE:20261126", "11-26"),
        ("DTSTART;VALUE=DATE:20261126\nDTEND;VALUE=DATE:20261127", "11-26"),
        ("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227", "12-24 12-25 12-26"),
        ("DTSTART;VALUE=DATE:20261224\nDURATION:P2D", "12-24 12-25"),
        // As some programs write it.
        ("DTSTART;VALUE=DATE:20261126\nDTEND;VALUE=DATE:20261126", "11-26"),
        ("DTSTART;VALUE=DATE:20261126\nDTEND;VALUE=DATE:20261120", "11-26"),
        ("DTSTART:20261126", "11-26"),
        ("dtstart;value=date:20261126", "11-26"),
        ("DTSTART;VALUE=DATE:20251230\nDTEND;VALUE=DATE:20260103", "01-01 01-02"),
        // With a time.
        ("DTSTART:20261126T090000\nDTEND:20261126T170000", ""),
        ("DTSTART:20261126T090000Z", ""),
        ("DTSTART:20261126T000000\nDTEND:20261127T000000", "11-26"),
        ("DTSTART;TZID=Europe/Berlin:20261224T000000\nDTEND;TZID=Europe/Berlin:20261226T000000", "12-24 12-25"),
        ("DTSTART:20261125T230000Z\nDURATION:PT24H", "11-26"),
        ("DTSTART:20261126T060000Z\nDTEND:20261127T060000Z", "11-26"),
        // Not meant, or not here.
        ("DTSTART;VALUE=DATE:20261126\nSTATUS:CANCELLED", ""),
        ("DTSTART;VALUE=DATE:18991126", ""),
        ("DTSTART;VALUE=DATE:25991126", ""),
    ];
    for (lines, want) in cases {
        let found = read(&calendar(&[lines]));
        assert_eq!((of_year(&found, "2026").as_str(), found.complaints.as_slice()), (want, &[][..]), "{lines}");
    }
}

#[test]
fn a_rule_takes_its_days_every_year() {
    let cases = [
        ("DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY", "12-25", "12-25"),
        ("DTSTART;VALUE=DATE:19701126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "11-26", "11-25"),
        ("DTSTART;VALUE=DATE:20200525\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", "05-25", "05-31"),
        ("DTSTART;VALUE=DATE:20201224\nDTEND;VALUE=DATE:20201226\nRRULE:FREQ=YEARLY", "12-24 12-25", "12-24 12-25"),
        ("DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY;UNTIL=20261225", "12-25", ""),
        ("DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY;UNTIL=20261225T235959Z", "12-25", ""),
        ("DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY;COUNT=6", "", ""),
        ("DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY;INTERVAL=2", "12-25", ""),
        ("DTSTART;VALUE=DATE:20200229\nRRULE:FREQ=YEARLY", "", ""),
        ("DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20271225", "12-25", ""),
        (
            "DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20261225,20271225\nRDATE;VALUE=DATE:20261228",
            "12-28",
            "",
        ),
        ("DTSTART;VALUE=DATE:20260101\nRDATE;VALUE=DATE:20270106", "01-01", "01-06"),
        ("DTSTART:20201225T000000\nDURATION:P1D\nRRULE:FREQ=YEARLY\nEXDATE:20271225T000000", "12-25", ""),
        ("DTSTART:20201224T230000Z\nDURATION:P1D\nRRULE:FREQ=YEARLY\nEXDATE:20271224T230000Z", "12-25", ""),
        ("DTSTART;VALUE=DATE:20261223\nRRULE:FREQ=DAILY;COUNT=3", "12-23 12-24 12-25", ""),
        ("DTSTART;VALUE=DATE:16011225\nRRULE:FREQ=YEARLY", "12-25", "12-25"),
        ("DTSTART;VALUE=DATE:20200101\nRRULE:FREQ=YEARLY;BYHOUR=9;BYMINUTE=0", "01-01", "01-01"),
    ];
    for (lines, this, next) in cases {
        let found = read(&calendar(&[lines]));
        let days = (of_year(&found, "2026"), of_year(&found, "2027"));
        assert_eq!((days.0.as_str(), days.1.as_str(), found.complaints.as_slice()), (this, next, &[][..]), "{lines}");
    }
}

#[test]
fn one_day_of_a_rule_can_be_moved_or_called_off() {
    let rule = "DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY";
    let moved = "RECURRENCE-ID;VALUE=DATE:20261225\nDTSTART;VALUE=DATE:20261228";
    assert_eq!(of_year(&read(&calendar(&[rule, moved])), "2026"), "12-28");
    assert_eq!(of_year(&read(&calendar(&[moved, rule])), "2027"), "12-25", "the others stay");
    let off = "RECURRENCE-ID;VALUE=DATE:20261225\nSTATUS:CANCELLED";
    assert_eq!(of_year(&read(&calendar(&[rule, off])), "2026"), "");
}

#[test]
fn however_it_is_written_down_it_says_the_same() {
    let plain = calendar(&["DTSTART;VALUE=DATE:20261126\nDESCRIPTION:A long one", "DTSTART;VALUE=DATE:20261225"]);
    let want = read(&plain);
    assert_eq!(of_year(&want, "2026"), "11-26 12-25");
    let folded = plain.replace("VALUE=DATE:2026", "VALUE=DA\n TE:20\n 26").replace("A long", "A\n\t long");
    for other in [
        plain.replace('\n', "\r\n"),
        format!("\u{feff}{plain}"),
        format!("\u{feff}{}", folded.replace('\n', "\r\n")),
        plain.trim_end().to_owned(),
        format!("{plain}{plain}"),
        format!("X-WR-CALNAME:Stray\n\n{plain}\n\n"),
        plain.replace("END:VEVENT", "BEGIN:VALARM\nTRIGGER:-PT1H\nACTION:DISPLAY\nEND:VALARM\nEND:VEVENT"),
    ] {
        assert_eq!(read(&other), want, "{other}");
    }
}

#[test]
fn what_can_not_be_understood_is_told_at_its_line_and_hides_nothing_else() {
    let good = "DTSTART;VALUE=DATE:20261126";
    // The lines of the event beside a good one, the line, what is told, and the days it has all the same.
    let cases = [
        ("DTSTART;VALUE=DATE:20261341", 12, "there is no such day", ""),
        ("DTSTART;VALUE=DATE:soon", 12, "this is no date", ""),
        ("LOCATION:nowhere", 9, "does not say when it is", ""),
        ("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=SOMETIMES", 13, "is not understood; only its first", "12-25"),
        ("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=SECONDLY", 13, "names no days; only its first", "12-25"),
        ("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=HOURLY;COUNT=9", 13, "names no days", "12-25"),
        ("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;BYMONTH=77", 13, "is not understood", "12-25"),
        ("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;UNTIL=20200101", 13, "ends before it begins", "12-25"),
        ("DTSTART;VALUE=DATE:20261225\nRRULE:RSCALE=HEBREW;FREQ=YEARLY", 13, "another calendar", "12-25"),
        ("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", 13, "never comes true", "12-25"),
        ("DTSTART;VALUE=DATE:00011225\nRRULE:FREQ=DAILY", 13, "too often", ""),
        ("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY", 13, "more days than holidays do", ""),
        ("DTSTART;VALUE=DATE:20000101\nDTEND;VALUE=DATE:20991231", 12, "more days than holidays do", ""),
    ];
    for (lines, line, told, days) in cases {
        let found = read(&calendar(&[good, lines]));
        let [(at, message)] = found.complaints.as_slice() else { panic!("{lines}: {:?}", found.complaints) };
        assert!(*at == line && message.contains(told), "{lines}: {at}: {message}");
        assert_eq!(of_year(&found, "2026"), format!("11-26 {days}").trim_end(), "{lines}");
    }
}

#[test]
fn what_is_no_calendar_or_only_half_of_one_says_so() {
    for text in
        ["", "Dear Sam,\nhappy holidays.\n", "<html>404</html>", "BEGIN:VCARD\nVERSION:3.0\nFN:x\nEND:VCARD\n", "\0"]
    {
        let found = read(text);
        assert!(found.days.is_empty(), "{text}");
        let [(0, message)] = found.complaints.as_slice() else { panic!("{text}: {:?}", found.complaints) };
        assert!(message.contains("no iCalendar file"), "{message}");
    }
    let whole = calendar(&["DTSTART;VALUE=DATE:20261126", "DTSTART;VALUE=DATE:20261225"]);
    let found = read(&whole[..whole.rfind("END:VEVENT").unwrap()]);
    assert_eq!(of_year(&found, "2026"), "11-26 12-25");
    let [(12, message)] = found.complaints.as_slice() else { panic!("{:?}", found.complaints) };
    assert!(message.contains("breaks off"), "{message}");
    assert_eq!(read("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n"), Holidays::default(), "none is no mistake");
}

#[test]
fn a_hostile_file_is_soon_done_with() {
    let never = "DTSTART;VALUE=DATE:00010101\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31";
    let often = "DTSTART;VALUE=DATE:16000101\nRRULE:FREQ=DAILY";
    let many = "DTSTART;VALUE=DATE:20000101\nDURATION:P5000D\nRRULE:FREQ=WEEKLY";
    let begun = Instant::now();
    for lines in [never, often, "DTSTART;VALUE=DATE:20000101\nDTEND;VALUE=DATE:20991231", many] {
        let found = read(&calendar(&vec![lines; 1_000]));
        assert!(found.complaints.len() <= super::MOST_COMPLAINTS + 1, "{lines}: {}", found.complaints.len());
        assert!(found.days.len() <= 36_525);
    }
    read(&"BEGIN:VEVENT\n".repeat(100_000));
    read(&format!("BEGIN:VCALENDAR\n{}", "A:,,;\n \t".repeat(100_000)));
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

fn line() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("FREQ=YEARLY".to_owned()),
        Just("FREQ=MONTHLY".to_owned()),
        Just("FREQ=WEEKLY".to_owned()),
        Just("FREQ=DAILY".to_owned()),
        (-400..400i32).prop_map(|n| format!("BYMONTHDAY={n}")),
        (-400..400i32).prop_map(|n| format!("BYYEARDAY={n},1")),
        (-60..60i32).prop_map(|n| format!("BYWEEKNO={n}")),
        (-60..60i32).prop_map(|n| format!("BYDAY={n}TU,WE")),
        (-400..400i32).prop_map(|n| format!("BYSETPOS={n}")),
        (-2..15i32).prop_map(|n| format!("BYMONTH={n},2")),
        (0..70_000u32).prop_map(|n| format!("INTERVAL={n}")),
        (0..70_000u32).prop_map(|n| format!("COUNT={n}")),
        (0..9_999u32).prop_map(|n| format!("UNTIL={n:04}0630")),
        Just("WKST=SU".to_owned()),
        "[A-Z=,;0-9-]{0,12}".prop_map(|text| text),
    ];
    let date = || (0..=9_999u32, 0..=13u32, 0..=32u32).prop_map(|(y, m, d)| format!("{y:04}{m:02}{d:02}"));
    prop_oneof![
        prop::collection::vec(part, 1..5).prop_map(|parts| format!("RRULE:{}", parts.join(";"))),
        date().prop_map(|date| format!("DTSTART;VALUE=DATE:{date}")),
        date().prop_map(|date| format!("DTEND:{date}T230000Z")),
        date().prop_map(|date| format!("RDATE;VALUE=PERIOD:{date}T000000/P1D")),
        date().prop_map(|date| format!("EXDATE:{date}")),
        date().prop_map(|date| format!("RECURRENCE-ID:{date}")),
        (any::<u32>(), "[WDHMS]").prop_map(|(n, unit)| format!("DURATION:-P{n}{unit}")),
        "\\PC{0,20}",
        Just("BEGIN:VEVENT".to_owned()),
        Just("END:VEVENT".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]
    #[test]
    fn nothing_that_a_file_says_makes_it_panic(lines in prop::collection::vec(line(), 0..10)) {
        let found = read(&calendar(&[&format!("DTSTART;VALUE=DATE:20200229\n{}", lines.join("\n"))]));
        prop_assert!(found.days.len() <= 36_525);
    }
}
