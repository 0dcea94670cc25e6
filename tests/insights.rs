//! The insights: what a person sees of what the work has brought, and which keys ask for what.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use std::fs;

use common::Story;
use inroad::ui::glyphs::Glyphs;
use inroad::ui::theme::Theme;

/// An account with ten touches done; the one of that number was answered.
fn account(n: usize, answered: usize, owner: &str) -> String {
    let touch = |i: usize| {
        let channel = if i.is_multiple_of(2) { "call" } else { "email" };
        format!(
            "\n[[sequences.touches]]\nid = \"t{i:03}\"\nchannel = \"{channel}\"\nday = {i}\nperson = \"ann\"\n\
             status = \"done\"\nclosed = 2026-1{}-{:02}T10:15:00-06:00\nresult = \"sent\"\n",
            n % 2,
            i + 1
        )
    };
    let head = format!("format = 1\nname = \"A{n}\"\nstage = \"in-sequence\"\nowner = \"{owner}\"\n");
    let people =
        "\n[[people]]\nid = \"ann\"\nname = \"Ann\"\n\n[[sequences]]\nid = \"s001\"\nplaybook = \"tier-one-10\"\n";
    let log = format!(
        "\n[[log]]\nid = \"l001\"\nat = 2026-11-20\nkind = \"answer\"\nperson = \"ann\"\ntouch = \"t{answered:03}\"\noutcome = \"replied\"\n"
    );
    format!("{head}{people}{}{log}", (1..=10).map(touch).collect::<String>())
}

/// Twelve accounts, four of which answered the eighth touch; one is Kim's.
fn story() -> Story {
    let accounts: Vec<(String, String)> = (0..12)
        .map(|n| {
            let owner = if n == 11 { "kim" } else { "sam" };
            (format!("a{n:02}"), account(n, if n < 4 { 8 } else { 3 }, owner))
        })
        .collect();
    let accounts: Vec<(&str, &str)> = accounts.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let mut story = Story::with(&accounts);
    let members =
        "format = 1\n\n[[members]]\nid = \"sam\"\nname = \"Sam\"\n\n[[members]]\nid = \"kim\"\nname = \"Kim\"\n";
    fs::write(story.path("plan.toml"), members).unwrap();
    story.rescan();
    story.model.personal.me = Some("sam".to_owned());
    story
}

#[test]
fn where_answers_come_from_is_seen_with_how_sure_it_is() {
    let mut story = story().keys("5");
    assert!(story.shows("touch 3") && story.shows("7 of 11     64 %"), "{}", story.screen());
    assert!(story.shows("Touch 7 and later bring 4 of 11 answers: ten is worth it."), "{}", story.screen());
    story.press("j");
    assert!(story.shows("Answers by channel ─") && story.shows("may be chance."), "{}", story.screen());
    // What is looked at can be answers, meetings or advances, and told as numbers.
    story.press("ct");
    assert!(story.shows("Meetings by channel ─") && story.shows("meetings    90 %"), "{}", story.screen());
    assert!(story.shows("None of 110 touches led to a meeting held yet."), "{}", story.screen());
    story.press("cc");
    assert!(story.shows("7  13 %") && story.shows("7–22"), "{}", story.screen());
    story.press("kt");
    assert!(story.shows("├"), "{}", story.screen());
}

#[test]
fn a_time_and_whose_work_can_be_asked_for() {
    let mut story = story().keys("5");
    assert!(story.shows("all time · mine"), "{}", story.screen());
    story.press("m");
    assert!(story.shows("8 of 12"), "Kim's is one of them: {}", story.screen());
    assert!(story.shows("all time · everybody's"), "{}", story.screen());
    for (label, count) in [("last 90 days", "8 of 12"), ("this quarter", "8 of 12"), ("this year", "8 of 12")] {
        story.press("p");
        assert!(story.shows(label) && story.shows(count), "{}", story.screen());
    }
    story.press("p");
    assert!(story.shows("all time"), "{}", story.screen());
}

#[test]
fn what_changes_while_it_is_looked_at_is_seen_at_once() {
    let mut story = story().keys("5");
    assert!(story.shows("7 of 11"), "{}", story.screen());
    story.elsewhere("a05", |account| account.log.clear());
    assert!(story.shows("6 of 11"), "{}", story.screen());
    story.elsewhere("a06", |account| account.sequences.clear());
    assert!(story.shows("5 of 10"), "{}", story.screen());
}

#[test]
fn every_picture_is_reached_and_left_and_a_long_one_scrolled() {
    let mut story = story().keys("5").size(40, 12);
    for place in 1..=8 {
        assert!(story.shows(&format!("{place}/8 ")), "{}", story.screen());
        story.press("l");
    }
    story.press("g");
    assert!(story.shows("1/8 Answers by touch") && story.shows("more: Enter"), "{}", story.screen());
    assert!(!story.shows("touch 9"), "{}", story.screen());
    story.press("<Enter>GG");
    assert!(story.shows("90 %") && story.shows("above"), "{}", story.screen());
    story.press("kkkkkkkkkkkkkkkkkkkk");
    assert!(story.shows("touch 1 ") && story.shows("1/8"), "within the picture: {}", story.screen());
    story.press("<Esc>j");
    assert!(story.shows("2/8"), "{}", story.screen());
    story.press("<Esc>q");
    assert!(story.shows("╭ Accounts"), "{}", story.screen());
}

#[test]
fn too_few_is_said_in_words_and_not_by_colour_alone() {
    for (theme, glyphs) in [(Theme::PLAIN, &Glyphs::ASCII), (Theme::TERMINAL, &Glyphs::UNICODE)] {
        let mut story = Story::demo().look(theme, glyphs).keys("5");
        assert!(story.shows("4 of 7  too few"), "{}", story.screen());
        story.press("t");
        assert!(story.shows("too few"), "{}", story.screen());
    }
}

#[test]
fn an_empty_plan_has_its_pictures_too() {
    for keys in ["5", "5t", "5jjj", "5jjjjjj", "5jjjjjjt", "5G", "5Gt"] {
        let mut story = Story::empty().keys(keys);
        assert!(story.shows("Insights ─"), "{}", story.screen());
    }
    assert!(Story::empty().keys("5").shows("No touches were done in this time."));
}

#[test]
fn a_form_opens_here_as_everywhere_and_a_question_leaves_its_answer_below() {
    let mut story = Story::demo().keys("5:plan set<Enter>");
    assert!(story.shows("Currency") || story.shows("currency"), "{}", story.screen());
    story.press("<Esc>");
    assert!(story.shows("Answers by touch number"), "{}", story.screen());
    story.press("/pri");
    assert!(story.shows("1 of 10"), "{}", story.screen());
}

#[test]
fn below_the_weeks_stands_what_is_looked_at_and_the_running_one_is_no_whole_week() {
    let mut story = story().keys("5");
    story.press(&"j".repeat(7));
    assert!(story.shows("Touches per week ─") && story.shows(" ans."), "{}", story.screen());
    story.press("c");
    assert!(story.shows(" met ") && !story.shows(" ans."), "{}", story.screen());
    story.press("c");
    assert!(story.shows(" adv."), "{}", story.screen());
    assert!(story.shows("in the four weeks before this one") && story.shows("so far this week"), "{}", story.screen());
}

#[test]
fn columns_without_room_are_named_with_the_key_that_brings_them() {
    let mut story = story().size(80, 24).keys("5jt");
    assert!(story.shows("… advances beside: c"), "{}", story.screen());
    let mut story = story.size(110, 32);
    assert!(!story.shows("beside: c"), "{}", story.screen());
}
