//! The programs of others read what is exported: khal and Python's icalendar the calendar, vobject the cards. Without them a
//! test says so and is none.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value as Json, json};

use crate::desk::Desk;

fn runs(program: &str, args: &[&str]) -> bool {
    let quiet = Command::new(program).args(args).stdout(Stdio::null()).stderr(Stdio::null()).status();
    quiet.is_ok_and(|status| status.success())
}

/// Python with that module.
fn python(module: &str) -> bool {
    let there = runs("python3", &["-c", &format!("import {module}")]);
    if !there {
        println!("skipped: needs python3 with {module}");
    }
    there
}

/// What a script says of a file, as JSON.
#[track_caller]
fn script(script: &str, file: &Path) -> Json {
    let output = Command::new("python3").args(["-c", script]).arg(file).output().unwrap();
    serde_json::from_str(&text(&output)).unwrap()
}

#[track_caller]
fn text(output: &Output) -> String {
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// A plan with a name and a place that are hard to hold, open touches, and a meeting that says no offset.
fn hard() -> Desk {
    let account = "name = \"Åsa; Öberg, \\\\ & \\nSøn\"\nstage = \"in-sequence\"\nowner = \"sam\"\ntier = 2\n\
        [[people]]\nid = \"dana\"\nname = \"Dana, the \\\"Cole\\\"\"\ntitle = \"VP; Marketing\"\ndepartment = \"Marketing, EMEA\"\n\
        emails = [{ value = \"dana@a.example\" }, { value = \"d@a.example\" }, { value = \"old@a.example\", bad = 2026-11-01 }]\n\
        phones = [{ value = \"+1 312 555 0100\", kind = \"mobile\" }]\nlinkedin = \"https://www.linkedin.com/in/dana?a=1&b=2\"\n\
        notes = \"Ours alone.\"\n\
        [[sequences]]\nid = \"s001\"\nstart = 2026-11-23\n\
        [[sequences.touches]]\nid = \"t001\"\nchannel = \"email\"\nperson = \"dana\"\nday = 0\nsubject = \"é\"\n\
        message = \"\"\"\nOne, two; three\\\\four:\n\nBEGIN:VEVENT ääääääääääääääääääääääääääääääääääääääääääääääääääääääääää\n\"\"\"\n\
        [[meetings]]\nid = \"m001\"\nat = 2026-12-03T10:00:00\nminutes = 45\nwith = [\"dana\"]\nwhere = \"Room 1, 2nd floor; left\"\nstatus = \"booked\"\n\
        [[meetings]]\nid = \"m002\"\nat = 2026-07-03T10:00:00-05:00\nstatus = \"cancelled\"\n\
        [[next_steps]]\nid = \"n001\"\nwhat = \"Send it\"\nby = 2026-12-04\n";
    let desk = Desk::with(&[("asa", account)]);
    let plan = desk.file("plan.toml") + "\n[[members]]\nid = \"sam\"\nname = \"Sam\"\ntimezone = \"America/Chicago\"\n";
    std::fs::write(desk.path("plan.toml"), plan).unwrap();
    desk
}

fn exported(desk: &Desk, args: &[&str], name: &str) -> std::path::PathBuf {
    let path = desk.home().join(name);
    desk.does(&[&["export"], args, &["--out", path.to_str().unwrap()]].concat());
    path
}

const READ_CALENDAR: &str = r#"
import sys, json, icalendar
calendar = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read())
def day(c, key):
    return str(c[key].dt) if key in c else None
found = []
for c in calendar.walk():
    assert not c.errors, c.errors
    if c.name in ("VTODO", "VEVENT"):
        alarms = [a for a in c.walk() if a.name == "VALARM"]
        found.append([c.name, str(c["UID"]), str(c["SUMMARY"]), day(c, "DUE") or day(c, "DTSTART"), day(c, "DTEND"),
            str(c.get("LOCATION", "")), str(c.get("STATUS", "")), [str(a["TRIGGER"].dt) for a in alarms], str(c["DTSTAMP"].dt), str(c.get("DESCRIPTION", ""))])
print(json.dumps(found))
"#;

#[test]
fn icalendar_reads_the_calendar_as_it_is_meant() {
    if !python("icalendar") {
        return;
    }
    let desk = hard();
    let found = script(READ_CALENDAR, &exported(&desk, &["ics", "--alarm", "15"], "all.ics"));
    let stamp = "2026-11-23 09:00:00+00:00";
    let draft = format!(
        "Touch 1 of 1\ndana@a.example\nSubject: é\n\nOne, two; three\\four:\n\nBEGIN:VEVENT {}",
        "ä".repeat(58)
    );
    let company = "Åsa; Öberg, \\ & Søn";
    assert_eq!(
        found,
        json!([
            [
                "VTODO",
                "touch-t001.asa@inroad.invalid",
                format!("Email Dana, the \"Cole\", {company}"),
                "2026-11-23",
                null,
                "",
                "NEEDS-ACTION",
                [],
                stamp,
                draft
            ],
            [
                "VTODO",
                "step-n001.asa@inroad.invalid",
                format!("Send it, {company}"),
                "2026-12-04",
                null,
                "",
                "NEEDS-ACTION",
                [],
                stamp,
                ""
            ],
            [
                "VEVENT",
                "meeting-m001.asa@inroad.invalid",
                format!("Meeting with Dana, the \"Cole\", {company}"),
                "2026-12-03 16:00:00+00:00",
                "2026-12-03 16:45:00+00:00",
                "Room 1, 2nd floor; left",
                "CONFIRMED",
                ["-1 day, 23:45:00"],
                stamp,
                ""
            ],
            [
                "VEVENT",
                "meeting-m002.asa@inroad.invalid",
                format!("Meeting, {company}"),
                "2026-07-03 15:00:00+00:00",
                "2026-07-03 15:30:00+00:00",
                "",
                "CANCELLED",
                [],
                stamp,
                ""
            ],
        ])
    );
    let events = script(READ_CALENDAR, &exported(&desk, &["ics", "--events"], "events.ics"));
    assert_eq!((&events[0][0], &events[0][1], &events[0][3]), (&json!("VEVENT"), &found[0][1], &json!("2026-11-23")));
    let demo = Desk::demo();
    let whole = script(READ_CALENDAR, &exported(&demo, &["ics", "--alarm", "10"], "demo.ics"));
    assert!(whole.as_array().unwrap().len() > 40, "{whole}");
}

#[test]
fn khal_takes_the_calendar_and_shows_it_at_the_right_hour() {
    if !runs("khal", &["--version"]) {
        println!("skipped: needs khal");
        return;
    }
    let desk = hard();
    let calendar = exported(&desk, &["ics", "--events", "--alarm", "15"], "all.ics");
    let home = desk.home().to_str().unwrap().to_owned();
    let formats = "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n\
                   longdatetimeformat = %Y-%m-%d %H:%M\n";
    let config = format!(
        "[calendars]\n[[work]]\npath = {home}/khal\ntype = calendar\n[sqlite]\npath = {home}/khal.db\n\
         [locale]\nlocal_timezone = America/Chicago\ndefault_timezone = America/Chicago\n{formats}"
    );
    std::fs::create_dir(desk.home().join("khal")).unwrap();
    std::fs::write(desk.home().join("khal.conf"), config).unwrap();
    let khal = |args: &[&str]| {
        let mut khal = Command::new("khal");
        khal.env("HOME", &home).env("LC_ALL", "C.UTF-8").args(["-c", &format!("{home}/khal.conf")]).args(args);
        text(&khal.output().unwrap())
    };
    let import = ["import", "--batch", "-a", "work", calendar.to_str().unwrap()];
    khal(&import);
    let list = || khal(&["list", "--format", "{start-end-time-style}|{title}", "2026-11-23", "2026-12-05"]);
    let listed = list();
    assert!(listed.contains("|Email Dana, the \"Cole\", Åsa; Öberg, \\ & Søn"), "{listed}");
    assert!(listed.contains("10:00-10:45|Meeting with Dana"), "as late as it is in Chicago: {listed}");
    khal(&import);
    assert_eq!(list(), listed, "taken twice it stands there once");
}

const READ_CARDS: &str = r#"
import sys, json, vobject
found = []
for card in vobject.readComponents(open(sys.argv[1], encoding="utf-8", newline="").read()):
    values = lambda key: [[line.value, line.params.get("TYPE", [])] for line in card.contents.get(key, [])]
    found.append({"fn": card.fn.value, "n": [card.n.value.family, card.n.value.given], "org": card.org.value,
        "title": card.title.value if "title" in card.contents else None, "email": values("email"), "tel": values("tel"),
        "url": [line.value for line in card.contents.get("url", [])], "note": "note" in card.contents, "uid": card.uid.value})
print(json.dumps(found))
"#;

#[test]
fn vobject_reads_the_cards_as_they_are_meant() {
    if !python("vobject") {
        return;
    }
    let found = script(READ_CARDS, &exported(&hard(), &["vcf"], "people.vcf"));
    assert_eq!(
        found,
        json!([{
            "fn": "Dana, the \"Cole\"",
            "n": ["the \"Cole\"", "Dana,"],
            "org": ["Åsa; Öberg, \\ & Søn", "Marketing, EMEA"],
            "title": "VP; Marketing",
            "email": [["dana@a.example", ["WORK"]], ["d@a.example", ["WORK"]]],
            "tel": [["+1 312 555 0100", ["CELL"]]],
            "url": ["https://www.linkedin.com/in/dana?a=1&b=2"],
            "note": false,
            "uid": "person-dana.asa@inroad.invalid",
        }])
    );
    let demo = script(READ_CARDS, &exported(&Desk::demo(), &["vcf"], "demo.vcf"));
    assert_eq!(demo.as_array().unwrap().len(), Desk::demo().list("people").len());
}
