//! Holiday files: which days they make, what is told of a bad one, and how they are followed.

use std::fs;

use inroad::domain::plan::{FileKey, News, Value};
use inroad::domain::settings::Settings;

use crate::disk::Disk;

const CHRISTMAS: &str = "DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY";

fn calendar(event: &str) -> String {
    format!("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\n{event}\nEND:VEVENT\nEND:VCALENDAR\n")
}

/// A plan that names these files.
fn naming(names: &str) -> String {
    format!("format = 1\nwhy = \"\"\n\n[calendar]\nholiday_files = [{names}]\n")
}

fn is_free(disk: &Disk, day: &str) -> bool {
    !disk.plan.calendar.is_working(day.parse().unwrap())
}

/// Take over what a look has found, as the screen does.
fn hears(disk: &mut Disk, news: News) -> bool {
    let is_news = news.plan.is_some();
    if let Some(plan) = news.plan {
        disk.plan.calendar = plan.calendar;
        disk.plan.holidays = plan.holidays;
        disk.plan.problems = plan.problems;
    }
    is_news
}

fn rescan(disk: &mut Disk) -> bool {
    let news = disk.folder.rescan();
    hears(disk, news)
}

#[test]
fn a_day_of_a_file_is_no_working_day() {
    let disk = Disk::of(&[("plan.toml", &naming("\"us.ics\"")), ("us.ics", &calendar(CHRISTMAS))]);
    assert_eq!(disk.problems(), Vec::<String>::new());
    assert!(is_free(&disk, "2026-12-25") && is_free(&disk, "2028-12-25") && !is_free(&disk, "2026-12-24"));
    assert_eq!(disk.plan.holidays.len(), 80, "2020 to 2099");
}

#[test]
fn a_bad_file_is_told_and_the_others_count() {
    let names = "\"gone.ics\", \"../out.ics\", \"/etc/passwd\", \"folder.ics\", \"page.ics\", \"bad.ics\", \"us.ics\"";
    let disk = Disk::of(&[
        ("plan.toml", &naming(names)),
        ("../out.ics", &calendar("DTSTART;VALUE=DATE:20261109")),
        ("folder.ics/x", ""),
        ("page.ics", "<html>404</html>"),
        ("bad.ics", &calendar("DTSTART;VALUE=DATE:20261340")),
        ("us.ics", &calendar(CHRISTMAS)),
    ]);
    let elsewhere = "does not lie in the plan's folder; put the file beside plan.toml and say its name";
    let want = [
        "bad.ics:5:1: there is no such day; the event was left out".to_owned(),
        "folder.ics: this is a folder, not a file".to_owned(),
        "page.ics: this is no iCalendar file: it has no BEGIN:VCALENDAR".to_owned(),
        "plan.toml:5:18: gone.ics can't be read: there is no such file beside plan.toml".to_owned(),
        format!("plan.toml:5:30: “../out.ics” {elsewhere}"),
        format!("plan.toml:5:44: “/etc/passwd” {elsewhere}"),
    ];
    assert_eq!(disk.problems(), want);
    assert!(is_free(&disk, "2026-12-25") && !is_free(&disk, "2026-11-09"));
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let disk = Disk::of(&[("plan.toml", &naming("\"us.ics\"")), ("us.ics", &" ".repeat((10 << 20) + 1))]);
    assert_eq!(disk.problems(), ["us.ics: it is larger than 10 MiB; it was not read"]);
}

#[test]
fn a_file_is_followed_while_the_plan_is_open() {
    let mut disk = Disk::of(&[("plan.toml", &naming("\"us.ics\""))]);
    assert!(!rescan(&mut disk), "nothing is news");
    fs::write(disk.path("us.ics"), calendar(CHRISTMAS)).unwrap();
    assert!(rescan(&mut disk) && is_free(&disk, "2026-12-25"), "it has come");
    assert_eq!(disk.problems(), Vec::<String>::new());
    assert!(!rescan(&mut disk), "it was heard");
    fs::write(disk.path("us.ics"), calendar("DTSTART;VALUE=DATE:20261126")).unwrap();
    assert!(rescan(&mut disk) && is_free(&disk, "2026-11-26") && !is_free(&disk, "2026-12-25"), "it has changed");
    let told = [disk.path("us.ics")].into();
    fs::remove_file(disk.path("us.ics")).unwrap();
    let news = disk.folder.look(&told);
    assert!(hears(&mut disk, news) && !is_free(&disk, "2026-11-26"), "it is gone");
    assert_eq!(disk.problems().len(), 1);
}

#[test]
fn whoever_names_a_file_has_its_days_at_once() {
    let mut disk = Disk::of(&[("plan.toml", &naming("")), ("us.ics", &calendar(CHRISTMAS))]);
    assert!(!is_free(&disk, "2026-12-25"));
    let mut settings = Settings::clone(&disk.plan.settings);
    for (names, free) in [(vec!["us.ics".to_owned()], true), (Vec::new(), false)] {
        settings.calendar.holiday_files = names;
        let value = Value::Settings(settings.clone().into());
        let saved = disk.put(FileKey::Settings, Some(value)).unwrap();
        assert!(hears(&mut disk, saved.news), "its days are news");
        assert_eq!(is_free(&disk, "2026-12-25"), free);
        disk.plan.settings = settings.clone().into();
    }
    settings.why = "Fridays.".to_owned();
    let saved = disk.put(FileKey::Settings, Some(Value::Settings(settings.into()))).unwrap();
    assert!(saved.news.is_empty(), "another change of plan.toml brings none");
}
