//! The review as the place of work: parts of it, calls in a row, an absence and what is looked through after it.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use std::fs;

use common::Story;

/// An account with one person in that zone and touches by id, channel, day after Monday 16 November and what more.
fn account(name: &str, zone: &str, touches: &[(&str, &str, u32, &str)]) -> String {
    let touches = touches.iter().map(|(id, channel, day, more)| {
        format!(
            "\n[[sequences.touches]]\nid = \"{id}\"\nchannel = \"{channel}\"\nday = {day}\nperson = \"ann\"\n{more}"
        )
    });
    let head = format!("format = 1\nname = \"{name}\"\nstage = \"in-sequence\"\n");
    let person = format!("\n[[people]]\nid = \"ann\"\nname = \"Ann {name}\"\ntimezone = \"{zone}\"\n");
    let sequence = "\n[[sequences]]\nid = \"s001\"\nstart = 2026-11-16\n";
    format!("{head}{person}{sequence}{}", touches.collect::<String>())
}

fn over(accounts: &[(&str, String)], plan: &str) -> Story {
    let accounts: Vec<(&str, &str)> = accounts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let mut story = Story::with(&accounts);
    fs::write(story.path("plan.toml"), format!("format = 1\n{plan}")).unwrap();
    story.restart();
    story
}

const SAM: &str = "\n[[members]]\nid = \"sam\"\nname = \"Sam\"\nper_day = 2\n";

/// Three calls for today, in New York (16:12), London (21:12) and where the user is (15:12), and a mail.
fn calls() -> Story {
    // A later touch keeps each from drifting.
    let later = ("t002", "email", 30, "");
    let call = [("t001", "call", 5, ""), later];
    let accounts = [
        ("acme", account("Acme", "Europe/London", &call)),
        ("bolt", account("Bolt", "America/New_York", &call)),
        ("corvus", account("Corvus", "", &call)),
        ("dune", account("Dune", "America/New_York", &[("t001", "email", 5, ""), later])),
    ];
    over(&accounts, "")
}

/// The names in the queue, from above.
fn queue(story: &Story) -> Vec<String> {
    story.model.derived.queue.iter().map(|item| item.name.to_string()).collect()
}

#[test]
fn a_power_session_holds_only_calls_and_whom_it_is_a_decent_hour_for() {
    let mut story = calls().keys("TP");
    assert_eq!(queue(&story), ["Bolt", "Corvus"], "{}", story.screen());
    assert!(
        story.shows("Calls now") && story.shows("2 left · 0/4") && story.shows("16:12 there"),
        "{}",
        story.screen()
    );
    story.press("dvdd");
    assert_eq!(queue(&story), [""; 0], "{}", story.screen());
    assert!(story.shows("One call waits for a decent hour."), "{}", story.screen());
    // Early in the next morning London can be called; the next key sees it.
    story.now = "2026-11-24T02:00:00-06:00".parse().unwrap();
    story.press("k");
    assert_eq!(queue(&story), ["Acme"], "{}", story.screen());
    story.press("P");
    assert_eq!(queue(&story), ["Acme", "Dune"], "{}", story.screen());
}

#[test]
fn who_can_be_called_now_can_stand_first() {
    let mut story = calls().keys("T");
    assert_eq!(queue(&story), ["Acme", "Bolt", "Corvus", "Dune"]);
    story.press("O");
    assert_eq!(queue(&story), ["Bolt", "Corvus", "Dune", "Acme"], "{}", story.screen());
    assert!(story.shows("Today, calls first"), "{}", story.screen());
    // What is dealt with goes, and nothing else moves.
    story.press("jdv");
    assert_eq!(queue(&story), ["Bolt", "Dune", "Acme"]);
    story.press("O");
    assert_eq!(queue(&story), ["Acme", "Bolt", "Dune"]);
}

#[test]
fn the_review_stays_inside_its_filter_until_that_is_cleared() {
    let mut story = calls().keys("T/ca");
    assert!(story.shows("3 pieces of work"), "{}", story.screen());
    story.press("ll !acme<Enter>");
    assert_eq!(queue(&story), ["Bolt", "Corvus"], "{}", story.screen());
    assert!(story.shows("Today /call !acme") && story.shows("2 shown · 0/4"), "{}", story.screen());
    story.press("dv");
    assert_eq!(queue(&story), ["Corvus"]);
    // It is left and come back to.
    story.press("<Enter><Esc>");
    assert_eq!(queue(&story), ["Corvus"], "{}", story.screen());
    story.press("dn");
    assert!(story.shows("Nothing here has these words."), "{}", story.screen());
    story.press("<Esc>");
    assert_eq!(queue(&story), ["Acme", "Dune"], "{}", story.screen());
    // The accounts have a filter of their own.
    story.press("/dune<Enter>1");
    assert!(story.shows("Acme") && story.shows("Bolt"), "{}", story.screen());
    // Esc while it is typed takes it back.
    story.press("T<Esc>T/acme<Esc>");
    assert_eq!(queue(&story), ["Acme", "Dune"], "{}", story.screen());
}

#[test]
fn the_review_goes_on_where_it_was_left_on_the_same_day() {
    let here = |story: &Story| queue(story).get(story.model.today.at).cloned().unwrap_or_default();
    let mut story = calls().keys("Tjj");
    assert_eq!(here(&story), "Corvus");
    story.press("1jT");
    assert_eq!(here(&story), "Corvus", "from another screen");
    story.restart();
    story.press("T");
    assert_eq!(here(&story), "Corvus", "from another run");
    story.press("/call<Enter>Pj");
    story.restart();
    story.press("T");
    assert!(story.shows("Calls now /call") && here(&story) == "Corvus", "{}", story.screen());
    story.now = "2026-11-24T09:00:00-06:00".parse().unwrap();
    story.restart();
    story.press("T");
    assert!(!story.shows("/call") && here(&story) == "Acme", "a new day begins at the top: {}", story.screen());
}

#[test]
fn an_absence_says_what_it_moves_and_is_one_step() {
    let mut story = over(&[("acme", account("Acme", "", &[("t001", "email", 6, ""), ("t002", "email", 8, "")]))], SAM);
    let before = story.file("plan.toml");
    story.press("Atue - wed, fair");
    assert!(story.shows("away Tue 24 Nov – Wed 25 Nov, fair · 2 touches of 1 account move"), "{}", story.screen());
    story.press("<Enter>");
    assert!(story.file("plan.toml").contains("away = [{ from = 2026-11-24, to = 2026-11-25, note = \"fair\" }]"));
    story.press("4");
    assert!(story.shows("Thu 26 Nov"), "{}", story.screen());
    story.press("u");
    assert_eq!(story.file("plan.toml"), before, "{}", story.screen());
    story.press("Afri - mon");
    assert!(story.shows("away Fri 27 Nov – Mon 30 Nov"), "{}", story.screen());
    story.press("<Ctrl-U>soon");
    assert!(story.shows("no date"), "{}", story.screen());
}

#[test]
fn without_a_name_nobody_can_be_away() {
    let mut story = over(&[("acme", account("Acme", "", &[]))], "").keys("A");
    assert!(story.shows("Nobody works from this plan yet"), "{}", story.screen());
    let two = "[[members]]\nid = \"sam\"\nname = \"Sam\"\n[[members]]\nid = \"kim\"\nname = \"Kim\"\n";
    let mut story = over(&[("acme", account("Acme", "", &[]))], two).keys("A");
    assert!(story.shows("Several people work from this plan"), "{}", story.screen());
}

/// Sam closed something on Friday the 13th and nothing since.
fn after_a_week(plan: &str) -> Story {
    let sent = "status = \"done\"\nclosed = 2026-11-13\nresult = \"sent\"\n";
    let old = "research = [\"r001\"]\n";
    let finding = "\n[[research]]\nid = \"r001\"\nkind = \"challenge\"\ntext = \"Costs\"\non = 2026-07-01\n";
    let meeting = "\n[[meetings]]\nat = 2026-11-18T10:00:00-06:00\nwith = [\"ann\"]\nstatus = \"booked\"\n";
    let accounts = [
        ("acme", account("Acme", "", &[("t001", "email", 0, sent), ("t002", "email", 2, "")])),
        ("bolt", format!("{}{meeting}", account("Bolt", "", &[]))),
        ("corvus", account("Corvus", "", &[("t001", "email", 1, "due = 2026-11-19\n")])),
        ("dune", format!("{}{finding}", account("Dune", "", &[("t001", "email", 3, old)]))),
    ];
    over(&accounts, plan)
}

#[test]
fn after_a_week_without_anything_done_it_asks_and_then_shows_what_to_look_through() {
    let mut story = after_a_week(SAM);
    assert!(story.shows("Nothing was done for a week. Away since Mon 16 Nov?"), "{}", story.screen());
    assert!(story.shows("3 touches of 3 accounts move; nothing of these days is overdue"), "{}", story.screen());
    story.press("y");
    assert!(
        story.file("plan.toml").contains("away = [{ from = 2026-11-16, to = 2026-11-22"),
        "{}",
        story.file("plan.toml")
    );
    assert!(story.shows("Catch up") && story.shows("4 left"), "{}", story.screen());
    assert_eq!(queue(&story), ["Acme", "Bolt", "Corvus", "Dune"], "{}", story.screen());
    assert!(story.shows("Did Ann answer? r records it, d says that nothing came."), "{}", story.screen());
    story.press("d");
    assert_eq!(queue(&story), ["Bolt", "Corvus", "Dune"]);
    assert!(story.shows("What came of it?"), "{}", story.screen());
    story.press("dc");
    assert!(story.shows("The day set by hand, Thu 19 Nov, has passed: p"), "{}", story.screen());
    story.press("pthu<Enter>");
    assert_eq!(queue(&story), ["Dune"], "{}", story.screen());
    assert!(story.shows("It cites research that is 145 days old"), "{}", story.screen());
    story.press("<Esc>");
    assert!(story.model.derived.counts.0 == 0, "nothing is overdue because of the absence: {}", story.screen());
    story.press("2");
    assert!(!story.shows("Away since"), "it is asked once");
}

#[test]
fn a_no_keeps_it_overdue_and_an_answer_is_recorded_where_it_came_in() {
    let mut story = after_a_week(SAM);
    let before = story.file("plan.toml");
    story.press("n");
    assert_eq!(story.file("plan.toml"), before);
    assert!(story.shows("Catch up") && story.model.derived.counts.0 > 0, "{}", story.screen());
    story.press("rlfri<Enter>");
    assert!(story.file("accounts/acme.toml").contains("outcome = \"contact-later\""), "{}", story.screen());
    story.press("<Enter>");
    assert!(!queue(&story).contains(&"Acme".to_owned()), "{}", story.screen());
}

#[test]
fn after_the_catch_up_full_days_can_be_levelled() {
    let due = |n: u32| (0..n).map(|_| ("t001", "email", 5, "")).collect::<Vec<_>>();
    let accounts = ["acme", "bolt", "corvus"]
        .map(|name| (name, account(name, "", &due(1)).replace("t001", &format!("t0{}", &name[..2]))));
    let mut story = over(&accounts, SAM).keys("T:catch up<Enter>");
    assert!(story.shows("Nothing is left to look through."), "{}", story.screen());
    story.press("<Esc>");
    assert!(story.shows("1 day holds more than 2 touches."), "{}", story.screen());
    story.press("y");
    assert!(story.shows("1 touch of 1 account would move"), "{}", story.screen());
}

#[test]
fn who_comes_back_from_a_noted_absence_is_told_of_the_catch_up() {
    let away = "away = [{ from = 2026-11-16, to = 2026-11-20 }]\n";
    let mut story = after_a_week(&format!("{SAM}{away}"));
    assert!(story.shows("You are back. :catch up goes through"), "{}", story.screen());
    let mut story = after_a_week("");
    assert!(story.shows("Nothing was done for a week. :catch up goes through"), "{}", story.screen());
}
