//! What a key moves is said before it is moved, and again after.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use common::Story;
use inroad::domain::fields::Place;
use inroad::domain::sequence::TouchAt;

/// Primo with a touch that was done, one of today and two to come; the clock stands at Monday 23 November.
fn primo() -> Story {
    let row = |id: &str, channel: &str, day: u32, more: &str| {
        format!(
            "\n[[sequences.touches]]\nid = \"{id}\"\nchannel = \"{channel}\"\nday = {day}\nperson = \"dana\"\n{more}"
        )
    };
    let head = "format = 1\nname = \"Primo\"\nstage = \"in-sequence\"\n\n[[people]]\nid = \"dana\"\nname = \"Dana\"\n\
                \n[[sequences]]\nid = \"s001\"\nstart = 2026-11-19\n";
    let done = "status = \"done\"\nclosed = 2026-11-19\nresult = \"sent\"\n";
    let touches = [
        row("t001", "email", 0, done),
        row("t002", "email", 2, ""),
        row("t003", "call", 4, ""),
        row("t004", "email", 7, ""),
    ];
    Story::with(&[("primo", &format!("{head}{}", touches.concat()))])
}

/// Walk the detail pane down to an item.
fn to(story: &mut Story, place: Place) {
    for _ in 0..60 {
        if story.model.row().is_some_and(|row| row.id.place == place) {
            return;
        }
        story.press("j");
    }
    panic!("no {place:?}: {}", story.screen());
}

fn touch(n: usize) -> Place {
    Place::Touch(TouchAt { sequence: 0, touch: n - 1 })
}

fn file(story: &Story) -> String {
    story.file("accounts/primo.toml")
}

#[test]
fn what_comes_on_its_day_asks_nothing_and_what_moves_others_does() {
    // Keys up to the question, what it says, the key that does it, and what the file says then.
    let moved = "touches move: #3 Wed 25 Nov → Tue 24 Nov, #4 Mon 30 Nov → Fri 27 Nov";
    for (keys, told, does, then) in [
        ("Td", "touch 2: sent", "", "result = \"sent\"\n\n[[sequences.touches]]\nid = \"t003\""),
        ("Ts", "touch 2 skipped", "", "status = \"skipped\""),
        ("Twjdv", "3: left voicemail?", "d", "result = \"left-voicemail\""),
        ("Tws", "touch 2 skipped", "", "status = \"skipped\""),
        ("T+", "3 touches move: #2 Mon 23 Nov → Tue 24 Nov,", "<Enter>", "due = 2026-11-24"),
        ("T++", "Touch 2 on Wed 25 Nov?", "y", "due = 2026-11-25"),
        ("Twj-", moved, "<Enter>", "pinned = true"),
        ("T=", "pinned to", "", "pinned = true"),
    ] {
        let mut story = primo();
        let before = file(&story);
        story.press(keys);
        assert!(story.screen().to_lowercase().contains(&told.to_lowercase()), "{keys}\n{}", story.screen());
        if !does.is_empty() {
            assert_eq!(file(&story), before, "{keys}: nothing is done yet");
            story.press(does);
        }
        assert!(file(&story).contains(then), "{keys}\n{}", file(&story));
        story.press("<Esc>u");
        assert_eq!(file(&story), before, "{keys}: one step");
    }
}

#[test]
fn a_question_that_is_closed_changes_nothing() {
    for keys in ["T+<Esc>", "T++--<Esc>", "Twj-<Esc>", "T+-"] {
        let mut story = primo();
        let before = file(&story);
        story.press(keys);
        assert_eq!(file(&story), before, "{keys}\n{}", story.screen());
        assert!(!story.shows("do it"), "{keys}\n{}", story.screen());
    }
}

#[test]
fn a_day_that_it_can_not_come_to_leaves_the_question_open() {
    let mut story = primo().keys("Twj-");
    assert!(story.shows("Touch 3 on Tue 24 Nov?"), "{}", story.screen());
    story.press("--");
    assert!(story.shows("Postpone goes forward") && story.shows("Touch 3 on Mon 23 Nov?"), "{}", story.screen());
    story.press("<Enter>");
    assert!(file(&story).contains("due = 2026-11-23\npinned = true"), "{}", file(&story));
}

#[test]
fn changing_places_is_told_and_the_cursor_stays_with_the_touch() {
    let mut story = primo().keys("l");
    to(&mut story, touch(2));
    story.press("J");
    assert!(
        story.shows("Touch 2 moved down?") && story.shows("2 touches move: #2 Wed 25 Nov → Mon 23 Nov"),
        "{}",
        story.screen()
    );
    story.press("J");
    let text = file(&story);
    assert!(text.find("t003").unwrap() < text.find("t002").unwrap(), "{text}");
    assert_eq!(story.model.row().map(|row| row.id.place), Some(touch(3)));
}

#[test]
fn a_pause_says_what_it_moves_before_and_going_on_too() {
    let mut story = primo().keys("T.4 dec, audit");
    assert!(story.shows("3 touches move: #2 Mon 23 Nov → Mon 7 Dec"), "{}", story.screen());
    story.press("<Enter>");
    assert!(file(&story).contains("to = 2026-12-04") && file(&story).contains("why = \"audit\""), "{}", file(&story));
    // It is nothing for today any more; its account still knows it.
    story.press("1.");
    assert!(story.shows("Sequence 1 resumed?") && story.shows("Mon 7 Dec → Mon 23 Nov"), "{}", story.screen());
    story.press(".");
    assert!(!file(&story).contains("pauses"), "{}", file(&story));
}

#[test]
fn what_stands_in_the_place_of_a_day_and_is_none_is_no_reason() {
    let mut story = primo().keys("T.4 dce, audit");
    assert!(story.shows("“4 dce” is no date; try fri"), "{}", story.screen());
    story.press("<Enter>");
    assert!(!file(&story).contains("pauses"), "{}", file(&story));
    story.press("<Esc>.audit<Enter>");
    assert!(story.shows("behind a comma: , audit") && !file(&story).contains("pauses"), "{}", story.screen());
    story.press("<Esc>., audit<Enter>");
    assert!(file(&story).contains("why = \"audit\"") && !file(&story).contains("to = "), "{}", file(&story));
}

#[test]
fn a_person_who_is_away_waits_and_comes_back_by_the_same_key() {
    let mut story = primo().keys("l");
    to(&mut story, Place::Person(0));
    story.press(".fri, ski");
    assert!(story.shows("Dana is away until") && story.shows("#2 Mon 23 Nov → Mon 30 Nov"), "{}", story.screen());
    story.press("<Enter>");
    assert!(file(&story).contains("from = 2026-11-23, to = 2026-11-27, note = \"ski\""), "{}", file(&story));
    story.press(".");
    assert!(story.shows("Dana is there again?"), "{}", story.screen());
    story.press("y");
    assert!(!file(&story).contains("away"), "{}", file(&story));
}

#[test]
fn a_day_in_a_form_tells_what_it_moves() {
    let mut story = primo().keys("l");
    to(&mut story, touch(2));
    story.press("e");
    story.press("<Tab><Tab><Tab>");
    story.press("4 dec");
    assert!(story.shows("#4 Mon 30 Nov → Fri 11 Dec"), "{}", story.screen());
}
