//! What a salesperson does, key by key, and what is then on the screen and in the files.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use common::Story;

const TINY: &str = "format = 1\nname = \"Primo\"\n# my own note\nstage = \"researching\"\n";

#[test]
fn an_empty_plan_says_what_to_press() {
    let mut story = Story::empty();
    assert!(story.shows("a   add your first account"), "{}", story.screen());
    assert!(story.shows("~/plan"));
}

#[test]
fn a_whole_account_is_planned_with_the_keyboard_alone() {
    let mut story = Story::empty()
        .keys("aPrimo<Enter>")
        .keys("eFirst beverage logo; opens the sector.<Enter>")
        .keys("b")
        .keys("<Esc>");
    assert!(story.file("accounts/primo.toml").contains("why = \"First beverage logo; opens the sector.\""));
    // Down to the entry point, the people and the research: each empty section says what it wants.
    story.press("jjjeMarketing<Tab>Demand generation<Tab>New CMO, a mandate to cut cost per lead.<Enter>");
    story.press("aMarketing > Demand generation, pain 3, access 2, timing 3<Enter>");
    story.press("jaDana Cole, VP Marketing, economic, dana@primo.example<Enter>");
    story.press("aLee Ray, CMO<Enter>");
    story.press("jachallenge: Cost per lead up 40 % since the retail push. (Q3 call, p. 4)<Enter>");
    story.press("b1<Enter>");
    let file = story.file("accounts/primo.toml");
    for part in [
        "stage = \"in-sequence\"",
        "unit = \"Marketing\"",
        "id = \"dana-cole\"",
        "influence = \"economic\"",
        "source = \"Q3 call, p. 4\"",
        "playbook = \"account-entry-10\"",
        "to = { first = \"dana-cole\", second = \"lee-ray\" }",
    ] {
        assert!(file.contains(part), "{part}\n{file}\n{}", story.screen());
    }
    assert_eq!(file.matches("[[sequences.touches]]").count(), 10);
    story.press("T");
    assert!(story.shows("Today 1"), "{}", story.screen());
    story.press("d");
    assert!(story.shows("1/1"), "{}", story.screen());
    assert!(story.file("accounts/primo.toml").contains("result = \"sent\""));
    // A fresh start finds it all again.
    story.load();
    story.press("1");
    assert!(story.shows("●○○○○○○○○○"), "{}", story.screen());
}

#[test]
fn editing_one_field_changes_that_line_alone() {
    let mut story = Story::with(&[("primo", TINY)]).keys("<Enter>eFirst beverage logo<Enter>");
    assert_eq!(
        story.file("accounts/primo.toml"),
        "format = 1\nname = \"Primo\"\n# my own note\nstage = \"researching\"\nwhy = \"First beverage logo\"\n"
    );
    story.press("u");
    assert_eq!(story.file("accounts/primo.toml"), TINY);
    story.press("U");
    assert!(story.file("accounts/primo.toml").contains("First beverage logo"));
}

#[test]
fn esc_never_throws_away_what_was_typed() {
    let mut story = Story::with(&[("primo", TINY)]).keys("<Enter>eFirst bever<Esc>");
    assert!(story.shows("Not saved, but kept"), "{}", story.screen());
    assert_eq!(story.file("accounts/primo.toml"), TINY);
    story.press("eage logo<Enter>");
    assert!(story.file("accounts/primo.toml").contains("why = \"First beverage logo\""));
    // A line that was asked for is kept as well.
    story.press("LMet Dana at the fair<Esc>L<Enter>");
    assert!(story.file("accounts/primo.toml").contains("text = \"Met Dana at the fair\""));
}

#[test]
fn leaving_with_something_typed_takes_a_second_time() {
    let mut story = Story::with(&[("primo", TINY)]).keys("<Enter>eFirst<Esc>qq");
    assert!(!story.quit && story.shows("Again leaves; it waits for the next start"), "{}", story.screen());
    story.press("q");
    assert!(story.quit);
    let story = Story::with(&[("primo", TINY)]).keys("q");
    assert!(story.quit, "with nothing typed once is enough");
}

#[test]
fn ctrl_c_cancels_and_twice_leaves() {
    let mut story = Story::demo().keys("<Enter>e<Ctrl-C>");
    assert!(story.model.overlays.is_empty() && !story.quit);
    story.press("<Ctrl-C>");
    assert!(story.quit);
}

#[test]
fn a_date_is_echoed_while_it_is_typed_and_refused_with_what_would_be_one() {
    let mut story = Story::demo().keys("pfri");
    assert!(story.shows("Fri 27 Nov (in 3 working days)"), "{}", story.screen());
    story.press("<Ctrl-U>soon<Enter>");
    assert!(story.shows("“soon” is no date"), "{}", story.screen());
    assert!(!story.model.overlays.is_empty(), "a date that can't be read keeps the prompt open");
}

#[test]
fn a_form_refuses_what_can_not_be_and_says_why() {
    let mut story = Story::demo().keys("<Enter>jjjjjjjj");
    story.press("e<Tab><Tab><Tab><Tab><Tab><Tab><Ctrl-U>not an address<Ctrl-S>");
    assert!(story.shows("is no e-mail address"), "{}", story.screen());
    assert!(!story.file("accounts/primo.toml").contains("not an address"));
}

#[test]
fn a_call_asks_for_its_result_and_the_key_again_takes_the_usual() {
    let mut story = Story::demo().keys("Td");
    assert!(story.shows("v  left voicemail"), "{}", story.screen());
    story.press("v");
    assert!(story.file("accounts/primo.toml").contains("result = \"left-voicemail\""));
    assert!(story.shows("1/7"), "{}", story.screen());
    // The next piece of work is under the cursor by itself.
    assert!(story.shows("▸! Marlowe Hearing"), "{}", story.screen());
    story.press("dd");
    assert!(story.file("accounts/marlowe-hearing.toml").contains("result = \"no-answer\""));
}

#[test]
fn what_moves_is_told_before_and_after() {
    let mut story = Story::demo().keys("Tp++3bd");
    assert!(story.shows("touches move: #2"), "{}", story.screen());
    story.press("<Enter>");
    assert!(story.model.status.text.contains("touches move"), "{}", story.model.status.text);
}

#[test]
fn an_answer_days_later_leaves_when_it_was_sent_alone() {
    let before = Story::demo().file("accounts/primo.toml");
    let sent = before.lines().find(|line| line.starts_with("closed")).unwrap().to_owned();
    let mut story = Story::demo().keys("<Enter>");
    story.press("rrHow do you get to 28 %? > Send the case by fri");
    assert!(story.shows("engaged"), "{}", story.screen());
    story.press("<Enter>");
    story.press("<Enter>");
    let file = story.file("accounts/primo.toml");
    assert!(file.contains(&sent) && file.contains("outcome = \"replied\""), "{file}");
    assert!(file.contains("what = \"Send the case\"") && file.contains("stage = \"engaged\""), "{file}");
    // One undo takes back all of it.
    story.press("u");
    assert!(!story.file("accounts/primo.toml").contains("outcome = \"replied\""));
    assert!(story.file("accounts/primo.toml").contains("stage = \"in-sequence\""));
}

#[test]
fn influence_and_support_take_one_key_each() {
    let mut story = Story::demo().keys("<Enter>jjjjjjjji");
    assert!(story.model.status.text.starts_with("Dana Cole: "), "{}", story.model.status.text);
    story.press("I");
    assert!(story.model.status.text.starts_with("Dana Cole: "), "{}", story.model.status.text);
}

#[test]
fn the_filter_narrows_while_it_is_typed_and_esc_takes_it_back() {
    let mut story = Story::demo().keys("/stage:in");
    assert!(story.shows("of 10"), "{}", story.screen());
    assert!(!story.shows("Zephyr"), "{}", story.screen());
    story.press("<Esc>");
    assert!(story.shows("Zephyr"), "{}", story.screen());
    story.press("/primo<Enter>");
    assert!(!story.shows("Zephyr"));
    story.press("<Esc>");
    assert!(story.shows("Zephyr"));
}

#[test]
fn a_file_that_is_no_toml_hides_nothing_and_is_not_touched() {
    let bad = "name = \"Acme\"\n<<<<<<< HEAD\n";
    let mut story = Story::with(&[("acme", bad), ("primo", TINY)]);
    assert!(story.shows("Primo") && story.shows("Acme"), "{}", story.screen());
    story.press("/acme<Enter>x");
    assert!(story.model.status.text.contains("can't"), "{}", story.model.status.text);
    story.press("<Enter>eno<Enter>");
    assert_eq!(story.file("accounts/acme.toml"), bad);
    story.press("!");
    assert!(story.shows("accounts/acme.toml:2"), "{}", story.screen());
}

#[test]
fn an_archived_account_comes_back_with_undo() {
    let mut story = Story::with(&[("primo", TINY)]).keys("x");
    assert!(!story.path("accounts/primo.toml").exists() && story.path("accounts/archive/primo.toml").exists());
    story.press("u");
    assert_eq!(story.file("accounts/primo.toml"), TINY);
}

#[test]
fn a_sequence_is_saved_as_a_playbook_and_begun_elsewhere() {
    let mut story = Story::demo().keys("<Enter>:save as playbook<Enter>Beverage entry. When a CMO is new.<Enter>");
    let file = story.file("playbooks/beverage-entry.toml");
    assert!(file.contains("use_when = \"When a CMO is new.\"") && file.matches("[[touches]]").count() == 10, "{file}");
    story.press("h/halyard<Enter>b");
    assert!(story.shows("Beverage entry"), "{}", story.screen());
}

#[test]
fn pasted_text_is_text_and_never_a_command() {
    let mut story = Story::demo();
    story.tell(inroad::app::Msg::Paste("x\nd\nq\n".to_owned()));
    assert!(!story.quit && story.shows("What happened"), "{}", story.screen());
    assert_eq!(story.model.plan.accounts.len(), 10);
}

#[test]
fn the_day_changes_on_the_screen_without_a_key() {
    let mut story = Story::demo();
    story.now += chrono::Duration::days(1);
    story.tell(inroad::app::Msg::NewDay);
    assert!(story.shows("Tue 24 Nov"), "{}", story.screen());
    assert!(story.shows("6 overdue"), "{}", story.screen());
}

#[test]
fn two_sequences_to_different_people_run_side_by_side() {
    let mut story = Story::demo().keys("<Enter>b2<Ctrl-U>mon, first=Lee, second=Mateusz<Enter>");
    let file = story.file("accounts/primo.toml");
    assert_eq!(file.matches("[[sequences]]").count(), 2, "{}", story.screen());
    story.press("G");
    assert!(story.shows("0 of 10"), "{}", story.screen());
}

#[test]
fn who_one_is_is_said_on_the_screen_and_drafts_sign_with_it() {
    let mut story = Story::with(&[("primo", TINY)]).keys(":plan settings<Enter><Tab><Tab><Tab><Tab>Ana Diaz<Ctrl-S>");
    assert!(
        story.file("plan.toml").contains("[[members]]\nid = \"ana-diaz\"\nname = \"Ana Diaz\""),
        "{}",
        story.screen()
    );
    story.press("b1<Enter>T");
    assert!(story.shows("Ana"), "{}", story.screen());
}
