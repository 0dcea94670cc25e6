//! The goals and the weekly review: how they stand, what serves them, and what one key makes of them.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use std::fs;

use common::Story;
use inroad::app::Effect;

const PLAN: &str = r#"# by hand
format = 1
why = "Get Rosa's team off the night shift."

[[members]]
id = "sam"
name = "Sam"

[[goals]]
id = "meet"
title = "Four meetings"
why = "One in three becomes a deal."
owner = "sam"
metric = "meetings"
target = 4
from = 2026-11-16
to = 2026-11-27

[[goals]]
id = "quote"
kind = "getting-better"
title = "Quote a number of theirs"
target = 3
per = "week"
unit = "first touches"
"#;

/// An account with two touches ahead, in sequence since the sixteenth.
fn account(name: &str, more: &str, touches: &str) -> String {
    let head = format!("format = 1\nname = \"{name}\"\nowner = \"sam\"\nstage = \"in-sequence\"\n{more}");
    let people = "\n[[people]]\nid = \"ann\"\nname = \"Ann\"\n\n[[sequences]]\nid = \"s001\"\nstart = 2026-11-24\n";
    format!("{head}{people}{touches}")
}

fn touch(id: &str, day: u32, more: &str) -> String {
    format!("\n[[sequences.touches]]\nid = \"{id}\"\nchannel = \"email\"\nday = {day}\nperson = \"ann\"\n{more}")
}

fn done(id: &str, on: &str) -> String {
    touch(id, 0, &format!("status = \"done\"\nclosed = {on}\nresult = \"sent\"\nlearned = \"Numbers work: {id}.\"\n"))
}

const MET: &str = "\n[[meetings]]\nid = \"m001\"\nat = 2026-11-18T10:00:00-06:00\nstatus = \"held\"\nresult = \"advance\"\n\
                   objective = \"Agree a pilot\"\nadvance = \"Working session with ops\"\n";

fn story() -> Story {
    let open = touch("t008", 0, "") + &touch("t009", 2, "");
    let acme =
        account("Acme", "goals = [\"meet\"]\nwhy = \"Opens the sector.\"\n", &(done("t001", "2026-11-17") + &open));
    let bolt = account("Bolt", "", &open) + MET;
    let dune = "format = 1\nname = \"Dune\"\nowner = \"sam\"\nstage = \"engaged\"\n".to_owned();
    let echo = "format = 1\nname = \"Echo\"\nowner = \"sam\"\nstage = \"engaged\"\n".to_owned();
    let mut story = Story::with(&[("acme", &acme), ("bolt", &(bolt)), ("dune", &dune), ("echo", &echo)]);
    fs::write(story.path("plan.toml"), PLAN).unwrap();
    story.rescan();
    // So wide that no sentence is broken.
    story.size(200, 50)
}

#[test]
fn a_goal_shows_its_why_what_is_done_the_pace_and_what_it_takes() {
    let mut story = story().keys("3");
    assert!(story.shows("Get Rosa's team off the night shift.") && story.shows("One in three becomes a deal."));
    // Only Acme names it, so the meeting with Bolt counts for no one.
    assert!(
        story.shows("0 of 4 meetings held") && story.shows("behind: on pace would be 2 by today"),
        "{}",
        story.screen()
    );
    assert!(story.shows("5 of 10 working days are gone") && story.shows("2 open touches until Fri 27 Nov"));
    assert!(
        story.shows("4 in 5 working days: 0.8 a day, which takes 24 touches a day; a day holds 20"),
        "{}",
        story.screen()
    );
    assert!(!story.shows("assumed 1 in 10"));
    story.press("w");
    assert!(story.shows("answers per touch: 0 of 1, fewer than 10 cases") && story.shows("assumed 1 in 10"));
    assert!(story.shows("so a meeting held takes 30 touches"), "{}", story.screen());
    story.press("j");
    assert!(story.shows("Quote a number of theirs") && story.shows("0 of 3 first touches this week"));
}

#[test]
fn from_a_goal_one_walks_to_the_touches_that_serve_it_and_back() {
    let mut story = story().keys("3<Enter>");
    assert!(story.shows("1 account serves it") && story.shows("▸Acme"), "{}", story.screen());
    story.press("jj");
    assert!(story.shows("▸  ○ 3 email Ann"), "{}", story.screen());
    story.press("<Enter>");
    assert!(story.shows("╭ Acme") && story.model.work().is_some(), "{}", story.screen());
    story.press("<Esc>");
    assert!(story.shows("▸  ○ 3 email Ann"), "back where it was: {}", story.screen());
    // What is done about the touch here is done, and the figures follow.
    story.press("kd");
    assert!(story.file("accounts/acme.toml").contains("closed = 2026-11-23"), "{}", story.screen());
    assert!(story.shows("1 open touch until"), "{}", story.screen());
    story.press("u");
    assert!(story.shows("2 open touches until"), "{}", story.screen());
    story.press("<Esc><Esc>");
    assert!(story.shows("Accounts ─"), "{}", story.screen());
}

#[test]
fn from_a_touch_one_sees_what_it_serves_and_where_effort_fades_why_stands_on_top() {
    let mut story = story();
    story.now = "2026-11-24T09:00:00-06:00".parse().unwrap();
    story.press("Tg");
    let acme = story.model.derived.queue.iter().position(|item| &*item.account == "acme").unwrap();
    story.press(&"j".repeat(acme));
    assert!(story.shows("Serves  Four meetings: One in three becomes a deal."), "{}", story.screen());
    assert!(!story.shows("without an answer"));
    story.press("<Enter><Enter>");
    assert!(story.shows("Serves") && story.shows("Four meetings: One in three becomes a deal."), "{}", story.screen());
    story.elsewhere("acme", |account| {
        let sent = account.sequences[0].touches[0].clone();
        for id in ["t002", "t003"] {
            let again = inroad::domain::touch::Touch { id: id.into(), ..sent.clone() };
            account.sequences[0].touches.insert(1, again);
        }
    });
    story.press("<Esc>");
    assert!(story.shows("3 touches without an answer. Why all the same: Opens the sector."), "{}", story.screen());
}

#[test]
fn a_goal_is_added_in_a_line_edited_in_a_form_and_each_is_one_step() {
    let mut story = story().keys("3a");
    story.press("Six logos [6 clients by 31 dec] => Two hires.");
    assert!(story.shows("a result to reach · 6 clients · by Thu 31 Dec"), "{}", story.screen());
    story.press("<Enter>");
    assert!(story.shows("0 of 6 clients") && story.shows("Two hires."), "{}", story.screen());
    let plan = story.file("plan.toml");
    assert!(plan.starts_with("# by hand\n") && plan.contains("id = \"six-logos\"") && plan.contains("to = 2026-12-31"));
    story.press("e<Down><Down><Down><Down><Ctrl-U>8<Ctrl-S>");
    assert!(story.shows("0 of 8 clients"), "{}", story.screen());
    story.press("u");
    assert!(story.shows("0 of 6 clients"), "{}", story.screen());
    story.press("u");
    assert_eq!(story.file("plan.toml"), PLAN, "{}", story.screen());
    // A form closed with something typed is there again; a goal deleted meanwhile is not written back.
    story.press("ke<Ctrl-U>Five meetings<Esc>");
    assert!(story.shows("Not saved, but kept") && story.shows("╭ Four meetings"), "{}", story.screen());
    story.press("e");
    assert!(story.shows("▸ Title          Five meetings"), "{}", story.screen());
    fs::write(story.path("plan.toml"), PLAN.replace("\"meet\"", "\"other\"")).unwrap();
    story.rescan();
    story.press("<Ctrl-S>");
    assert!(story.shows("was deleted elsewhere") && !story.file("plan.toml").contains("Five"), "{}", story.screen());
}

#[test]
fn what_was_done_outside_the_plan_is_noted_with_what_it_taught() {
    let mut story = story().keys("3jp3, A 10-K quote beats a press release.");
    assert!(story.shows("3 more: A 10-K quote beats a press release."), "{}", story.screen());
    story.press("<Enter>");
    assert!(story.shows("3 of 3 first touches this week") && story.shows("reached"), "{}", story.screen());
    assert!(story.shows("+3 A 10-K quote beats a press release.") && story.shows("Numbers work: t001. (Acme)"));
    assert!(story.file("plan.toml").contains("learned = \"A 10-K quote beats a press release.\""));
    // A note that is wrong goes again, alone.
    story.press("<Tab>gjjx");
    assert!(story.shows("a note deleted") && story.shows("0 of 3 first touches"), "{}", story.screen());
    story.press("uu");
    assert_eq!(story.file("plan.toml"), PLAN);
}

#[test]
fn a_goal_goes_with_its_name_in_the_accounts_and_both_come_back() {
    let mut story = story();
    let acme = story.file("accounts/acme.toml");
    story.press("3x");
    assert!(story.shows("Goal deleted: Four meetings"), "{}", story.screen());
    assert!(!story.file("plan.toml").contains("Four meetings") && !story.file("accounts/acme.toml").contains("meet\""));
    story.press("u");
    assert_eq!((story.file("plan.toml"), story.file("accounts/acme.toml")), (PLAN.to_owned(), acme));
    assert!(story.shows("0 of 4"), "{}", story.screen());
}

#[test]
fn the_figures_follow_what_others_write() {
    let mut story = story().keys("3");
    story.elsewhere("bolt", |account| account.goals.push("meet".into()));
    assert!(story.shows("1 of 4 meetings held") && story.shows("4 open touches"), "{}", story.screen());
    // Also what was written while another screen was shown.
    story.press("1");
    story.elsewhere("bolt", |account| account.meetings.clear());
    story.press("3");
    assert!(story.shows("0 of 4 meetings held"), "{}", story.screen());
}

#[test]
fn the_weekly_review_looks_back_and_ends_by_deciding_what_drifts() {
    let mut story = story().keys("TW");
    // On a Monday the week before is looked back on.
    assert!(story.shows("Week from Mon 16 Nov to Sun 22 Nov") && story.shows("Done: 1 touch"), "{}", story.screen());
    assert!(story.shows("Meetings: 1 held of 1 booked") && story.shows("Wed 18 Nov Bolt: advance: Working session"));
    assert!(story.shows("Numbers work: t001. (Acme, email)"), "{}", story.screen());
    story.press("G");
    assert!(story.shows("The week after: 4 touches") && story.shows("Quote a number of theirs: 0 of 3"));
    assert!(story.shows("2 accounts drift"), "{}", story.screen());
    // Each by one letter: the next one is asked about at once.
    story.press("gd");
    assert!(story.shows("Dune: what next?"), "{}", story.screen());
    story.press("u");
    assert!(story.file("accounts/dune.toml").contains("stage = \"nurture\"") && story.shows("Echo: what next?"));
    story.press("p");
    assert!(story.shows("Echo"), "{}", story.screen());
    story.press("4 jan<Enter>");
    assert!(story.file("accounts/echo.toml").contains("revisit = 2027-01-04"), "{}", story.screen());
    assert!(story.shows("Every account has a next step with a date."), "{}", story.screen());
    story.press("uu");
    assert!(story.shows("2 accounts drift"), "{}", story.screen());
    story.press("<Esc>");
    assert!(story.shows("Today ─"), "back where it was opened: {}", story.screen());
}

#[test]
fn a_decision_that_asks_for_more_is_followed_by_the_next_account() {
    let mut story = story().keys("Wdn");
    story.press("Call Dune by fri<Enter>");
    assert!(story.file("accounts/dune.toml").contains("Call Dune"), "{}", story.screen());
    assert!(story.shows("Echo: what next?"), "{}", story.screen());
    story.press("n<Esc>");
    assert!(story.shows("Week from") && !story.file("accounts/echo.toml").contains("next_steps"), "{}", story.screen());
}

#[test]
fn the_review_goes_from_week_to_week_and_to_the_clipboard() {
    let mut story = story().keys("Wl");
    assert!(story.shows("Week from Mon 23 Nov") && story.shows("Nothing was done."), "{}", story.screen());
    story.press("l");
    assert!(story.shows("the last one that can be looked back on"), "{}", story.screen());
    story.press("hc");
    let copied = story.asked.iter().find_map(|effect| if let Effect::Copy(text) = effect { Some(text) } else { None });
    let text = copied.unwrap();
    assert!(text.starts_with("# Week from Mon 16 Nov to Sun 22 Nov\n\n## Done: 1 touch\n"), "{text}");
    assert!(
        text.contains("| Performance | Getting better |\n| --- | --- |\n| Four meetings: 0 of 4 meetings held; behind")
    );
    // To an account that something is said of, and back.
    story.press("jjjjjj");
    let account = story.model.current().map(|account| account.name.clone());
    if account.is_some() {
        story.press("<Enter><Esc>");
        assert!(story.shows("Week from Mon 16 Nov"), "{}", story.screen());
    }
}

#[test]
fn the_goals_of_the_readme_are_goals() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let goals = readme.split("## Goals\n").nth(1).unwrap().split("```\n").nth(1).unwrap();
    let mut story = story().keys("3");
    for line in goals.lines() {
        story.press("a");
        story.press(line);
        story.press("<Enter>");
        let title = line.split(" [").next().unwrap();
        assert!(story.shows(&format!("Goal added: {title}")), "{}", story.screen());
    }
    assert!(story.shows("0 of $300,000") || story.shows("$0 of $300,000"), "{}", story.screen());
}

#[test]
fn a_plan_without_goals_says_how_one_is_added() {
    let mut story = Story::empty().keys("3");
    assert!(story.shows("No goal yet. a adds one in a line"), "{}", story.screen());
    story.press("<Enter>Read [1 book a month]<Enter>");
    assert!(story.shows("0 of 1 book this month"), "{}", story.screen());
    story.press("W");
    assert!(story.shows("Nothing was done.") && story.shows("Every account has a next step"), "{}", story.screen());
}

#[test]
fn an_account_is_linked_to_a_goal_where_the_goal_stands_and_let_go_again() {
    let mut story = story().keys("3");
    let before = story.file("accounts/bolt.toml");
    let id = story.model.goal_here().unwrap().1.id.clone();
    let is_linked = |story: &Story| story.model.plan.account("bolt").unwrap().goals.contains(&id);
    let was_linked = is_linked(&story);
    story.press("vBo<Tab>");
    assert!(story.shows(if was_linked { "serves it already; Enter lets it go" } else { "serves it from now on" }));
    story.press("<Enter>");
    assert_ne!(is_linked(&story), was_linked, "{}", story.screen());
    story.press("u");
    assert_eq!(story.file("accounts/bolt.toml"), before);
    story.press("vnobody");
    assert!(story.shows("no account is called “nobody”"), "{}", story.screen());
}
