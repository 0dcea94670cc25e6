//! The goals and the weekly review: how they stand, what serves them, and what one key makes of them.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use std::fs;

use common::Story;
use inroad::app::Effect;
use inroad::domain::fields::Place;

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
fn what_the_plan_said_is_not_replaced_where_its_file_is_gone() {
    let mut story = Story::demo();
    std::fs::remove_file(story.path("plan.toml")).unwrap();
    story.rescan();
    story.press("3aA goal<Enter>");
    assert!(!story.path("plan.toml").exists() && story.shows("NOT SAVED"), "{}", story.screen());
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
    assert!(
        story.shows("5 of 10 working days are gone")
            && story.shows("0.1 of 4 by Fri 27 Nov: 0 done, 0.1 from 2 open touches")
    );
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
fn what_is_known_of_a_goal_is_kept_only_until_something_is_counted_anew() {
    let mut story = story().keys("3");
    let fresh = |keys: &str| self::story().keys(keys).model.goals.rows;
    let (first, second) = (fresh("3"), fresh("3j"));
    assert_ne!(first, second);
    for (keys, want) in [("j", &second), ("k", &first), ("j", &second), ("kj", &second), ("k", &first)] {
        story.press(keys);
        assert_eq!(story.model.goals.rows, *want, "{keys}");
    }
    // A touch is done while another goal is looked at, then one comes back.
    story.elsewhere("acme", |account| account.sequences[0].touches[1].due = "2026-11-27".parse().ok());
    story.rescan();
    story.press("jk");
    assert_ne!(story.model.goals.rows, first);
    story.press("j<Enter><Esc>wk");
    let explained = story.model.goals.rows.len();
    story.press("jkw");
    assert!(story.model.goals.rows.len() < explained);
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
    assert!(story.shows("from 1 open touch"), "{}", story.screen());
    story.press("u");
    assert!(story.shows("from 2 open touches"), "{}", story.screen());
    story.press("<Esc>q");
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
    assert!(story.shows("Goal deleted: Four meetings; u brings it back"), "{}", story.screen());
    assert!(!story.file("plan.toml").contains("Four meetings") && !story.file("accounts/acme.toml").contains("meet\""));
    story.press("u");
    assert!(story.shows("Undone: Goal deleted: Four meetings") && !story.shows("brings it back"), "{}", story.screen());
    assert_eq!((story.file("plan.toml"), story.file("accounts/acme.toml")), (PLAN.to_owned(), acme));
    assert!(story.shows("0 of 4"), "{}", story.screen());
}

#[test]
fn the_figures_follow_what_others_write() {
    let mut story = story().keys("3");
    story.elsewhere("bolt", |account| account.goals.push("meet".into()));
    assert!(story.shows("1 of 4 meetings held") && story.shows("from 4 open touches"), "{}", story.screen());
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
    // Why an account leaves the way is asked in a line; the next account is asked about under it.
    assert!(story.shows("Dune: nurture. Why? Enter skips"), "{}", story.screen());
    story.press("No budget before July.<Enter>");
    assert!(story.file("accounts/dune.toml").contains("why = \"No budget before July.\""), "{}", story.screen());
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

#[test]
fn a_reason_can_be_skipped_and_goes_with_its_step() {
    let mut story = story();
    let dune = story.file("accounts/dune.toml");
    story.press("Wdx<Enter>");
    let kept = story.file("accounts/dune.toml");
    assert!(kept.contains("stage = \"disqualified\"") && !kept.contains("why ="), "{kept}");
    assert!(story.shows("Echo: what next?"), "{}", story.screen());
    story.press("uWe are none for them.<Enter>");
    assert!(story.file("accounts/echo.toml").contains("why = \"We are none for them.\""), "{}", story.screen());
    story.press("uu");
    assert_eq!(story.file("accounts/dune.toml"), dune, "one undo for a stage and its why");
    assert!(!story.file("accounts/echo.toml").contains("nurture"));
}

#[test]
fn linking_the_first_account_says_before_that_the_others_stop_counting() {
    let mut story = story();
    story.elsewhere("acme", |account| account.goals.clear());
    story.press("3");
    assert!(story.shows("No account is linked to it, so all 4 count"), "{}", story.screen());
    assert!(story.shows("1 of 4 meetings held"), "{}", story.screen());
    story.press("vAcme");
    let warned =
        "Acme serves it from now on · only linked accounts count for “Four meetings” then: the other 3 no longer do";
    assert!(story.shows(warned), "{}", story.screen());
    story.press("<Enter>");
    assert!(story.shows("1 account serves it; the other 3 don't count"), "{}", story.screen());
    // What is done where nobody linked the goal is not silently gone.
    assert!(story.shows("0 of 4 meetings held"), "{}", story.screen());
    assert!(story.shows("1 more at accounts that are not linked to it, which doesn't count"), "{}", story.screen());
    story.press("vBolt");
    assert!(story.shows("Bolt serves it from now on") && !story.shows("only linked accounts"), "{}", story.screen());
    story.press("<Enter>");
    assert!(story.shows("2 accounts serve it; the other 2 don't count"), "{}", story.screen());
    assert!(story.shows("1 of 4 meetings held") && !story.shows("Elsewhere"), "{}", story.screen());
    story.press("uvAcme");
    assert!(story.shows("no account is linked to “Four meetings” then, so all of them count"), "{}", story.screen());
}

#[test]
fn a_note_is_edited_where_it_stands() {
    let mut story = story().keys("3jp3, A quote beats a release.<Enter><Tab>gjj");
    let hints = story.screen();
    assert!(hints.contains("e edit note") && hints.contains("x delete note"), "{hints}");
    story.press("e");
    assert!(story.shows("The note of Mon 23 Nov") && story.shows("3, A quote beats a release."), "{}", story.screen());
    story.press("<Ctrl-U>2, Numbers beat both.<Enter>");
    assert!(story.shows("+2 Numbers beat both.") && story.shows("2 of 3 first touches"), "{}", story.screen());
    assert!(story.file("plan.toml").contains("on = 2026-11-23\namount = 2\nlearned = \"Numbers beat both.\""));
    story.press("uu");
    assert_eq!(story.file("plan.toml"), PLAN);
}

#[test]
fn what_a_line_leaves_open_is_said_while_it_is_typed() {
    let mut story = story().keys("3a");
    for (line, said) in [
        ("Ask better questions", "no target yet: [12 meetings by 31 dec] says when it is reached"),
        ("Demos [20 demos by eoy]", "20 demos · by Thu 31 Dec (in 38 d) · counted by what you note"),
        ("20 meetings this quarter", "20 meetings · from Thu 1 Oct · by Thu 31 Dec"),
        ("Six deals [6 deals by eoy]", "performance: a result to reach · 6 opportunities"),
        ("Nothing [0 meetings by eoy]", "a target of 0 is reached before it begins"),
    ] {
        story.press("<Ctrl-U>");
        story.press(line);
        assert!(story.shows(said), "{line}: {}", story.screen());
    }
    story.press("<Enter>");
    assert!(!story.file("plan.toml").contains("Nothing"), "it is refused");
}

#[test]
fn what_never_came_true_is_told_in_words_and_given_no_figure() {
    let done: String = (0..50)
        .map(|n| touch(&format!("d{n:03}"), 0, "status = \"done\"\nclosed = 2026-10-01\nresult = \"sent\"\n"))
        .collect();
    let acme = account("Acme", "", &(done + &touch("t008", 0, "")));
    let mut story = Story::with(&[("acme", &acme)]);
    fs::write(story.path("plan.toml"), PLAN).unwrap();
    story.rescan();
    let mut story = story.size(200, 50).keys("3w");
    assert!(story.shows("0 of 4 by Fri 27 Nov: 0 done, 0 from 1 open touch"), "{}", story.screen());
    assert!(story.shows("But none of 50 touches brought an answer: at most 5 %"), "{}", story.screen());
    assert!(!story.shows("touches a day") && !story.shows("assumed 1 in 10"), "{}", story.screen());
    assert!(story.shows("answers per touch: 0 of 50: 0 % (0–5 %)"), "{}", story.screen());
}

#[test]
fn the_review_shows_the_goals_that_the_goals_show() {
    let mut story = story();
    let plan = PLAN.replace("owner = \"sam\"", "owner = \"who-left\"")
        + "\n[[members]]\nid = \"kim\"\nname = \"Kim\"\n"
        + "\n[[goals]]\nid = \"k\"\ntitle = \"Kim's ten\"\nowner = \"kim\"\nmetric = \"touches\"\ntarget = 10\n";
    fs::write(story.path("plan.toml"), plan).unwrap();
    story.rescan();
    story.model.personal.me = Some("sam".to_owned());
    story.press("3");
    assert!(story.shows("Four meetings") && story.shows("Kim's ten"), "{}", story.screen());
    story.press("W");
    // Of nobody who is here, so of everybody; another member's with the name.
    assert!(story.shows("Four meetings: 0 of 4") && story.shows("Kim — Kim's ten: 0 of 10"), "{}", story.screen());
    assert!(!story.shows("There is no goal yet."), "{}", story.screen());
}

#[test]
fn the_review_names_every_meeting_that_it_counts_and_what_is_left_of_the_week() {
    let meeting =
        |id: &str, at: &str, more: &str| format!("\n[[meetings]]\nid = \"{id}\"\nat = {at}T10:00:00-06:00\n{more}");
    let mut story = story();
    let bolt = story.file("accounts/bolt.toml")
        + &meeting("m002", "2026-11-20", "status = \"no-show\"\n")
        + &meeting("m003", "2026-11-19", "status = \"booked\"\nobjective = \"A date\"\n")
        + &meeting("m004", "2026-11-26", "status = \"booked\"\nobjective = \"A pilot\"\n")
        + &meeting("m005", "2026-12-02", "status = \"booked\"\n")
        + &meeting("m006", "2026-12-01", "status = \"booked\"\n");
    fs::write(story.path("accounts/bolt.toml"), bolt).unwrap();
    story.rescan();
    story.press("W");
    assert!(story.shows("Meetings: 1 held of 3 booked"), "{}", story.screen());
    for told in ["Wed 18 Nov Bolt: advance", "Thu 19 Nov Bolt: no result recorded", "Fri 20 Nov Bolt: no show"] {
        assert!(story.shows(told), "{told}: {}", story.screen());
    }
    assert!(!story.shows("Still this week"), "that week is over: {}", story.screen());
    story.press("l");
    assert!(story.shows("Meetings: 0 held of 1 booked") && story.shows("Thu 26 Nov Bolt: booked: A pilot"));
    assert!(story.shows("Still this week: 4 touches"), "{}", story.screen());
    assert!(story.shows("Tue 24 Nov: 2 touches, a day holds 20"), "{}", story.screen());
    story.press("G");
    let screen = story.screen();
    let at = |text: &str| screen.find(text).unwrap_or_else(|| panic!("{text}: {screen}"));
    assert!(at("Thu 26 Nov: meeting with Bolt") < at("The week after"), "{screen}");
    assert!(at("Tue 1 Dec: meeting with Bolt") < at("Wed 2 Dec: meeting with Bolt"), "{screen}");
    assert!(
        story.shows("Nothing was written down. n on a touch notes what it taught, 3 p what a goal did."),
        "{screen}"
    );
}

const DEAL: &str = "\n[[opportunities]]\nid = \"d001\"\nname = \"Pilot\"\nvalue = 84000\nstatus = \"open\"\n";

#[test]
fn what_becomes_of_an_opportunity_asks_where_the_account_stands_and_is_one_step() {
    let mut story = story();
    let bolt = story.file("accounts/bolt.toml").replace("in-sequence", "opportunity") + DEAL;
    fs::write(story.path("accounts/bolt.toml"), &bolt).unwrap();
    story.rescan();
    let at_the_deal = |story: &mut Story| {
        story.press("1gg");
        while story.model.current().is_none_or(|account| account.name != "Bolt") {
            story.press("j");
        }
        story.press("<Enter>");
        for _ in 0..60 {
            if story.model.row().is_some_and(|row| row.id.place == Place::Opportunity(0)) {
                return;
            }
            story.press("j");
        }
        panic!("no deal: {}", story.screen());
    };
    at_the_deal(&mut story);
    story.press("e");
    while !story.screen().contains("▸ Status") {
        story.press("<Down>");
    }
    story.press("w<Ctrl-S>");
    assert!(story.shows("The opportunity is won. Is Bolt a client now?"), "{}", story.screen());
    story.press("y");
    let won = story.file("accounts/bolt.toml");
    assert!(won.contains("stage = \"won\"") && won.contains("status = \"won\""), "{won}");
    assert_eq!(story.model.overlays.len(), 0, "the form is gone: {}", story.screen());
    story.press("u");
    assert_eq!(story.file("accounts/bolt.toml"), bolt, "one undo takes both back");
    // Who says no keeps the stage, and goals and funnel still know the client.
    at_the_deal(&mut story);
    story.press("e");
    while !story.screen().contains("▸ Status") {
        story.press("<Down>");
    }
    story.press("w<Ctrl-S>n");
    assert!(story.file("accounts/bolt.toml").contains("stage = \"opportunity\""), "{}", story.screen());
    story.press("5<Down><Down><Down><Down><Down><Down>");
    let won = story.screen().lines().find(|line| line.contains(" won ")).map(str::to_owned).unwrap();
    assert!(won.contains("     1     0"), "came 1, there now 0: {won}");
}

#[test]
fn meetings_stand_in_the_order_of_their_days() {
    let meeting = |id: &str, at: &str| format!("\n[[meetings]]\nid = \"{id}\"\n{at}status = \"booked\"\n");
    let at = |day: &str| format!("at = {day}T10:00:00-06:00\n");
    let acme = "format = 1\nname = \"Acme\"\nstage = \"meeting\"\n".to_owned()
        + &meeting("m001", &at("2026-12-09"))
        + &meeting("m002", "objective = \"Some day\"\n")
        + &meeting("m003", &at("2026-11-30"));
    let mut story = Story::with(&[("acme", &acme)]).size(110, 60);
    let screen = story.screen();
    let place = |text: &str| screen.find(text).unwrap_or_else(|| panic!("{text}: {screen}"));
    assert!(place("Mon 30 Nov") < place("Wed 9 Dec") && place("Wed 9 Dec") < place("Some day"), "{screen}");
}
