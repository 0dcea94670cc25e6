//! The forecast and levelling: what a person sees of how the work lies, and what one key makes of it.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use std::fs;

use common::Story;

/// An account with two touches by e-mail, on Tuesday and two working days later.
fn account(name: &str, tier: u8) -> String {
    let touch = |id: &str, day: u32| {
        format!("\n[[sequences.touches]]\nid = \"{id}\"\nchannel = \"email\"\nday = {day}\nperson = \"ann\"\n")
    };
    let head = format!("format = 1\nname = \"{name}\"\ntier = {tier}\nstage = \"in-sequence\"\n# by hand\n");
    let people = "\n[[people]]\nid = \"ann\"\nname = \"Ann\"\n\n[[sequences]]\nid = \"s001\"\nstart = 2026-11-24\n";
    format!("{head}{people}{}{}", touch("t001", 0), touch("t002", 2))
}

/// Three accounts, and a day that holds two touches.
fn story() -> Story {
    let accounts = [("acme", 1), ("bolt", 2), ("corvus", 3)].map(|(name, tier)| (name, account(name, tier)));
    let accounts: Vec<(&str, &str)> = accounts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let mut story = Story::with(&accounts);
    let plan = story.path("plan.toml");
    fs::write(plan, "format = 1\n\n[[members]]\nid = \"sam\"\nname = \"Sam\"\nper_day = 2\n").unwrap();
    story.rescan();
    story
}

#[test]
fn the_field_shows_how_much_lies_on_each_day_and_the_list_what() {
    let mut story = story().keys("4");
    assert!(story.shows("2 a day") && story.shows("6 touches in these weeks"), "{}", story.screen());
    assert!(story.shows("The most lie on Tue 24 Nov: 3 of 2") && story.shows("2 days hold too many"));
    assert!(story.shows("Nothing lies on this day."), "{}", story.screen());
    story.press("l");
    assert!(story.shows("3 of 2 ") && story.shows("1 email Ann "), "{}", story.screen());
    // Into the list: the touch can be dealt with there, and the account opened and left again.
    story.press("<Enter>jjp+2bd<Enter>");
    assert!(story.file("accounts/corvus.toml").contains("due = 2026-11-25"), "{}", story.screen());
    story.press("u<Enter>");
    assert!(story.shows("╭ corvus"), "{}", story.screen());
    story.press("<Esc>");
    assert!(story.shows("Forecast ─"), "{}", story.screen());
    // Weeks and days stay within what is shown, whatever is pressed.
    for keys in ["<Esc>4hhh", "kkk", "GGj", "llllllllllllllllllllllllllllllllllllllllllllllllllllll", "gh"] {
        story.press(keys);
        assert!(story.shows("Forecast ─"), "{}", story.screen());
    }
}

#[test]
fn a_day_shows_its_meetings_and_next_steps_above_its_touches() {
    let mut story = story();
    let meeting = "[[meetings]]\nid = \"m001\"\nat = 2026-11-24T10:00:00-06:00\nstatus = \"booked\"\nobjective = \"Agree a pilot\"\n";
    let steps = "[[next_steps]]\nid = \"n001\"\nwhat = \"Send the deck\"\nby = 2026-11-24\n\n[[next_steps]]\nid = \"n002\"\n\
                 what = \"Done already\"\nby = 2026-11-24\ndone = 2026-11-23\n\n[[next_steps]]\nid = \"n003\"\nwhat = \"Somebody else's\"\n\
                 by = 2026-11-24\nowner = \"kim\"\n";
    let file = story.path("accounts/bolt.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\n{meeting}\n{steps}")).unwrap();
    story.rescan();
    story.press("4l");
    let screen = story.screen();
    let at = |part: &str| screen.find(part).unwrap_or_else(|| panic!("{part}\n{screen}"));
    assert!(at("Agree a pilot") < at("Send the deck") && at("Send the deck") < at("1 email Ann"), "{screen}");
    assert!(screen.contains("meeting 10:00") && screen.contains("next step"), "{screen}");
    assert!(!screen.contains("Done already") && !screen.contains("Somebody else"), "{screen}");
    story.press("l");
    assert!(!story.shows("Agree a pilot"), "{}", story.screen());
}

#[test]
fn levelling_is_shown_then_done_as_one_and_undone_as_one() {
    let mut story = story();
    let files = ["acme", "bolt", "corvus"].map(|name| format!("accounts/{name}.toml"));
    let before = files.clone().map(|file| story.file(&file));
    story.press("4L");
    assert!(story.shows("2 touches of 1 account would move"), "{}", story.screen());
    assert!(story.shows("Tue 24 Nov → Wed 25 Nov") && story.shows("Thu 26 Nov → Fri 27 Nov"), "{}", story.screen());
    story.press("<Esc>");
    assert_eq!(files.clone().map(|file| story.file(&file)), before, "nothing was done yet");
    story.press("L<Enter>");
    assert!(story.shows("Levelled: 2 touches of 1 account moved."), "{}", story.screen());
    assert!(story.file(&files[2]).contains("due = 2026-11-25") && story.file(&files[2]).contains("# by hand"));
    story.press("L");
    assert!(story.shows("Every day of these weeks holds its touches: no more than 2."), "{}", story.screen());
    story.press("u");
    assert_eq!(files.map(|file| story.file(&file)), before, "{}", story.screen());
}

#[test]
fn a_sequence_is_offered_the_first_day_on_which_it_fits() {
    let mut story = story();
    // Tuesday and Thursday are full, and so are days of nine touches one of which would lie there.
    story.press("b1");
    assert!(!story.shows(" today, first=Ann"), "{}", story.screen());
    story.press("<Ctrl-U>today, first=Ann");
    assert!(story.shows("its days are full; it fits from"), "{}", story.screen());
    let plan = story.path("plan.toml");
    fs::write(plan, "[[members]]\nid = \"sam\"\nname = \"Sam\"\n").unwrap();
    story.press("<Esc>");
    story.rescan();
    story.press("b1<Ctrl-U>today, first=Ann");
    assert!(!story.shows("its days are full"), "a day holds twenty: {}", story.screen());
}

#[test]
fn a_plan_that_changed_meanwhile_is_looked_at_again() {
    let mut story = story().keys("4L");
    story.elsewhere("corvus", |account| account.tier = Some(1));
    story.press("<Enter>");
    assert!(story.shows("The plan has changed meanwhile"), "{}", story.screen());
    assert!(story.shows("bolt") && story.shows("would move"), "the one of the lowest tier now: {}", story.screen());
}

#[test]
fn one_playbook_is_begun_with_all_that_are_marked_and_no_day_holds_too_many() {
    let person = "\n[[people]]\nid = \"ann\"\nname = \"Ann\"\n";
    let accounts = ["acme", "bolt", "corvus", "dune"].map(|name| (name, format!("name = \"{name}\"\n{person}")));
    let accounts: Vec<(&str, &str)> = accounts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let mut story = Story::with(&accounts);
    fs::write(story.path("plan.toml"), "[[members]]\nid = \"sam\"\nname = \"Sam\"\nper_day = 2\n").unwrap();
    story.rescan();
    story.press("vvvk");
    assert!(story.shows("3 marked of 4"), "{}", story.screen());
    story.press("b2");
    assert!(story.shows("with 3 accounts") && story.shows("3 accounts begin"), "{}", story.screen());
    assert!(story.shows("1 on Mon 23 Nov") && story.shows("at most 2 touches a day"), "{}", story.screen());
    story.press("<Enter>");
    assert!(story.file("accounts/acme.toml").contains("start = 2026-11-23"), "{}", story.screen());
    assert!(!story.file("accounts/corvus.toml").contains("start = 2026-11-23"));
    assert!(!story.file("accounts/dune.toml").contains("sequences") && !story.shows("marked"));
    story.press("4");
    assert!(!story.shows("too many"), "{}", story.screen());
    story.press("1u");
    for name in ["acme", "bolt", "corvus"] {
        assert!(!story.file(&format!("accounts/{name}.toml")).contains("sequences"), "{name}");
    }
    // Esc takes the marks away.
    story.press("vv<Esc>");
    assert!(!story.shows("marked"), "{}", story.screen());
}
