//! Meetings, their briefs, next steps and notes, as scripts use them.

use serde_json::Value;

use crate::desk::Desk;

fn standing(account: &Value, status: &str) -> usize {
    let touches = account["sequences"][0]["touches"].as_array().unwrap();
    touches.iter().filter(|touch| touch["status"] == status).count()
}

#[test]
fn the_meeting_that_was_planned_is_booked_and_the_rest_is_held_until_its_result() {
    let desk = Desk::demo();
    let words = ["meet", "primo", "--at", "today 16:00", "--with", "Dana", "--minutes", "45", "--where", "Phone"];
    let booked = desk.args(&words);
    assert_eq!(booked.code, 0, "{}", booked.err);
    assert!(booked.err.contains("9 touches are held for it; stage meeting"), "{}", booked.err);
    let primo = desk.shows("primo");
    let meeting = &primo["meetings"][0];
    assert_eq!(
        (&meeting["status"], &meeting["minutes"], &meeting["where"]),
        (&"booked".into(), &45.into(), &"Phone".into())
    );
    assert_eq!(meeting["questions"].as_array().unwrap().len(), 4, "its plan stays");
    assert_eq!((standing(&primo, "held"), &primo["stage"]), (9, &"meeting".into()));

    desk.does(&["held", "primo", "--advance", "Session with ops by 15 dec"]);
    let primo = desk.shows("primo");
    assert_eq!((&primo["meetings"][0]["result"], standing(&primo, "cancelled")), (&"advance".into(), 9));
    let step = primo["next_steps"].as_array().unwrap().last().unwrap();
    assert_eq!((&step["what"], &step["by"]), (&"Session with ops".into(), &"2026-12-15".into()));
}

#[test]
fn after_a_meeting_that_did_not_take_place_the_rest_goes_on() {
    for (command, word) in [("no-show", "no-show"), ("cancelled", "cancelled")] {
        let desk = Desk::demo();
        desk.does(&["meet", "primo", "--at", "today 10:00"]);
        desk.does(&[command, "primo", "--rebook"]);
        let primo = desk.shows("primo");
        assert_eq!((&primo["meetings"][0]["status"], standing(&primo, "held")), (&word.into(), 0));
        assert_eq!(primo["next_touch"]["due"], "2026-11-23", "another time is looked for today");
    }
}

#[test]
fn what_is_not_said_plainly_is_refused_and_nothing_is_written() {
    let desk = Desk::demo();
    let before = desk.file("accounts/primo.toml");
    for (words, code) in [
        (&["held", "primo", "--result", "order"][..], 1),
        (&["held", "primo", "--meeting", "1"], 2),
        (&["held", "primo", "--meeting", "1", "--advance", "Session"], 2),
        (&["held", "primo", "--meeting", "1", "--result", "order", "--advance", "Session by fri"], 2),
        (&["held", "primo", "--meeting", "9", "--result", "order"], 2),
        (&["meet", "primo", "--at", "2026-11-20 10:00"], 2),
        (&["meet", "primo", "--at", "thu 10:00", "--with", "Nobody"], 2),
        (&["meet", "primo", "--at", "thu 10:00", "--minutes", "many"], 2),
        (&["next", "primo", "Call", "--by", "31 feb"], 2),
        (&["next", "primo", " ", "--by", "fri"], 2),
        (&["log", "primo", ""], 2),
        (&["brief", "zephyr"], 1),
        (&["brief", "primo", "--meeting", "7"], 2),
    ] {
        assert_eq!(desk.args(words).code, code, "{words:?}");
    }
    assert_eq!(desk.file("accounts/primo.toml"), before);
}

#[test]
fn a_brief_is_a_page_of_markdown_or_json_whose_minutes_add_up() {
    let desk = Desk::demo();
    let page = desk.run("brief primo").out;
    for part in ["# Primo: Agree a pilot scope", "## Who", "## What we know", "### +0 Opening", "**Advance**"] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(page.lines().count() < 66, "a page\n{page}");
    let json = desk.run("brief solvanta --json").json();
    let minutes: u64 = json["parts"].as_array().unwrap().iter().map(|part| part["minutes"].as_u64().unwrap()).sum();
    assert_eq!((Some(minutes), &json["format"]), (json["minutes"].as_u64(), &1.into()));
    assert_eq!(json["at"], "2026-12-08T11:00:00-06:00", "the next that is booked");
    let second = desk.run("brief solvanta --meeting 2 --json").json();
    assert_eq!(second["objective"], "Price and date of a pilot in three states.");
}

#[test]
fn questions_objections_next_steps_and_notes_are_added_in_a_line() {
    let desk = Desk::demo();
    desk.does(&["add", "primo", "question", "problem: Which channel would you miss? (#4)"]);
    desk.does(&["add", "primo", "objection", "No budget. => Then what is it for?"]);
    desk.does(&["next", "primo", "Call the ops lead", "--by", "fri", "--person", "Dana"]);
    desk.does(&["log", "primo", "Met Dana at the fair", "--person", "Dana", "--on", "20 nov"]);
    let primo = desk.shows("primo");
    let question = &primo["meetings"][0]["questions"][2];
    assert_eq!((&question["kind"], &question["research"][0]), (&"problem".into(), &"w8h5".into()));
    assert_eq!(primo["meetings"][0]["objections"][2]["says"], "No budget.");
    let step = primo["next_steps"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&step["by"], &step["person"], &step["owner"]),
        (&"2026-11-27".into(), &"dana-cole".into(), &"sam".into())
    );
    let entry = primo["log"].as_array().unwrap().last().unwrap();
    assert_eq!((&entry["at"], &entry["kind"], &entry["by"]), (&"2026-11-20".into(), &"note".into(), &"sam".into()));
}
