//! Days off from a holiday file, as a script sees them.

use crate::desk::Desk;

const OFF: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Thanksgiving\r\n\
    DTSTART;VALUE=DATE:20201126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

fn named(desk: &Desk, file: &str) {
    let plan = desk.file("plan.toml").replace("holidays = []", &format!("holidays = []\nholiday_files = [\"{file}\"]"));
    std::fs::write(desk.path("plan.toml"), plan).unwrap();
}

#[test]
fn a_touch_is_not_due_on_a_day_that_a_file_takes() {
    let desk = Desk::with(&[(
        "primo",
        "name = \"Primo\"\n[[people]]\nid = \"d\"\nname = \"Dana\"\n[[sequences]]\nid = \"s\"\nstart = 2026-11-23\n\
         [[sequences.touches]]\nid = \"t\"\nperson = \"d\"\nday = 3\n",
    )]);
    assert_eq!(desk.list("touches")[0]["due"], "2026-11-26");
    named(&desk, "us.ics");
    std::fs::write(desk.path("us.ics"), OFF).unwrap();
    assert_eq!(desk.list("touches")[0]["due"], "2026-11-27");
    let due = |today: &str| desk.args(&["--today", today, "today", "--count"]).out;
    assert_eq!((due("2026-11-26").as_str(), due("2026-11-27").as_str()), ("0 due, 0 overdue\n", "1 due, 0 overdue\n"));
    desk.does(&["postpone", "primo", "1", "+3bd"]);
    assert_eq!(desk.list("touches")[0]["due"], "2026-11-27", "date words know it too");
}

#[test]
fn a_day_of_a_file_and_one_of_the_plan_in_a_row_are_both_off() {
    let desk = Desk::with(&[(
        "primo",
        "name = \"Primo\"\n[[sequences]]\nid = \"s\"\nstart = 2026-11-25\n\
         [[sequences.touches]]\nid = \"t\"\nday = 0\n[[sequences.touches]]\nid = \"u\"\nday = 1\n",
    )]);
    named(&desk, "us.ics");
    std::fs::write(desk.path("us.ics"), OFF).unwrap();
    let plan = desk.file("plan.toml").replace("holidays = []", "holidays = [2026-11-27]");
    std::fs::write(desk.path("plan.toml"), plan).unwrap();
    let dues: Vec<_> = desk.list("touches").iter().map(|touch| touch["due"].clone()).collect();
    assert_eq!(dues, ["2026-11-25", "2026-11-30"]);
    let days = desk.run("plan forecast --weeks 2").out;
    let days: Vec<&str> = days.lines().map(|line| &line[..10]).collect();
    assert_eq!(days[..5], ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-30", "2026-12-01"]);
}

#[test]
fn a_file_that_is_none_is_told_and_hides_nothing() {
    let desk = Desk::demo();
    let before = desk.list("touches");
    let plan = desk.file("plan.toml").replacen("[calendar]", "[calendar]\nholiday_files = [\"us.ics\"]", 1);
    std::fs::write(desk.path("plan.toml"), plan).unwrap();
    let problems = desk.run("doctor --json").json()["problems"].clone();
    let told = problems[0]["message"].as_str().unwrap();
    assert!(told.contains("no such file") && problems[0]["line"].as_u64() > Some(0), "{problems}");
    std::fs::write(desk.path("us.ics"), "\u{1b}]0;boo\u{7} BEGIN:VEVENT\n").unwrap();
    let outcome = desk.run("doctor");
    assert!(outcome.out.contains("us.ics: this is no iCalendar file"), "{}", outcome.out);
    assert!(!outcome.out.contains('\u{1b}'));
    assert_eq!(desk.list("touches"), before);
}
