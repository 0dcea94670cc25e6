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

/// What stood under the cursor is gone: the next account gets nothing that was meant for another.
#[test]
fn after_an_added_account_is_taken_back_the_list_has_the_keys() {
    let mut story = Story::empty().keys("aGlobex<Enter><Left>aCyberdyne<Enter>u");
    story.press("aAcme<Enter>");
    assert!(story.file("accounts/acme.toml").contains("name = \"Acme\""), "{}", story.screen());
    assert!(!story.file("accounts/globex.toml").contains("Acme"));
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
    assert!(story.shows("open. Sent all the same?"), "{}", story.screen());
    story.press("d");
    assert!(story.shows("1/1") && story.shows("What did today teach?"), "{}", story.screen());
    story.press("Quote one number.<Enter>");
    let file = story.file("accounts/primo.toml");
    assert!(file.contains("result = \"sent\"\nlearned = \"Quote one number.\""), "{file}");
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
    assert!(
        !story.quit && story.shows("1 text is typed and not saved. q again leaves, and it waits for you."),
        "{}",
        story.screen()
    );
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
    let mut story = Story::demo().keys("<Enter>jjjjjjj");
    story.press("e<Tab><Tab><Tab><Tab><Tab><Tab><Ctrl-U>not an address<Ctrl-S>");
    assert!(story.shows("is no e-mail address"), "{}", story.screen());
    assert!(!story.file("accounts/primo.toml").contains("not an address"));
}

#[test]
fn a_call_asks_for_its_result_and_the_key_again_takes_the_usual() {
    let mut story = Story::demo().keys("Tjjjd");
    assert!(story.shows("v  left voicemail"), "{}", story.screen());
    story.press("v");
    assert!(story.file("accounts/primo.toml").contains("result = \"left-voicemail\""));
    assert!(story.shows("1/12"), "{}", story.screen());
    // The next piece of work is under the cursor by itself.
    assert!(story.shows("▸! Marlowe Hearing"), "{}", story.screen());
    story.press("dd");
    assert!(story.file("accounts/marlowe-hearing.toml").contains("result = \"no-answer\""));
}

#[test]
fn what_moves_is_told_before_and_after() {
    let mut story = Story::demo().keys("Tjjjp++3bd");
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
    // What it taught is asked, and belongs to the same step.
    assert!(story.shows("What did it teach?") && story.shows("9 touches held"), "{}", story.screen());
    story.press("<Ctrl-U>Numbers open doors.<Enter>");
    let file = story.file("accounts/primo.toml");
    assert!(file.contains(&sent) && file.contains("outcome = \"replied\""), "{file}");
    assert!(file.contains("what = \"Send the case\"") && file.contains("stage = \"engaged\""), "{file}");
    assert!(file.contains("person = \"dana-cole\"\nowner = \"sam\"") && file.contains("Numbers open doors."), "{file}");
    // One undo takes back all of it.
    story.press("u");
    assert_eq!(story.file("accounts/primo.toml"), before);
    assert!(story.file("accounts/primo.toml").contains("stage = \"in-sequence\""));
}

#[test]
fn influence_and_support_take_one_key_each() {
    let mut story = Story::demo().keys("<Enter>jjjjjjji");
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
    assert_eq!(story.model.plan.accounts.len(), 12);
}

#[test]
fn the_day_changes_on_the_screen_without_a_key() {
    let mut story = Story::demo();
    story.now += chrono::Duration::days(1);
    story.tell(inroad::app::Msg::NewDay);
    assert!(story.shows("Tue 24 Nov"), "{}", story.screen());
    assert!(story.shows("9 overdue"), "{}", story.screen());
}

#[test]
fn two_sequences_to_different_people_run_side_by_side() {
    let mut story = Story::demo().size(110, 60).keys("<Enter>b2<Ctrl-U>mon, first=Lee, second=Mateusz<Enter>");
    let file = story.file("accounts/primo.toml");
    assert_eq!(file.matches("[[sequences]]").count(), 2, "{}", story.screen());
    story.press("G");
    assert!(story.shows("0 of 10"), "{}", story.screen());
}

#[test]
fn who_one_is_is_said_on_the_screen_and_drafts_sign_with_it() {
    let mut story =
        Story::with(&[("primo", TINY)]).keys(":plan settings<Enter><Tab><Tab><Tab><Tab><Tab><Tab>Ana Diaz<Ctrl-S>");
    assert!(story.file("plan.toml").contains("[[members]]\nid = \"ana\"\nname = \"Ana Diaz\""), "{}", story.screen());
    story.press("b1<Enter>T");
    assert!(story.shows("Ana"), "{}", story.screen());
}

const NOTED: &str =
    "name = \"Primo\"\n[[people]]\nid = \"dana\"\nname = \"Dana Cole\"\nnotes = \"\"\"\nOne.\nTwo.\n\"\"\"\n";

/// The notes of the only person in the editor, which gives back this.
fn noted(text: &str, edited: &str) -> String {
    let mut story = Story::with(&[("primo", text)]).keys("<Enter>jjjje<Backtab>");
    story.press("<Ctrl-G>");
    assert!(matches!(story.asked.last(), Some(inroad::app::Effect::EditText(text)) if text.starts_with("One.")));
    story.tell(inroad::app::Msg::Edited(Ok(edited.to_owned())));
    story.press("<Ctrl-S>");
    story.file("accounts/primo.toml")
}

#[test]
fn what_the_editor_gives_back_unchanged_changes_no_byte() {
    let bare = NOTED.replace("\nTwo.\n\"\"\"", "\nTwo.\"\"\"");
    for (file, edited, want) in [
        (NOTED, "One.\nTwo.\n", NOTED),
        (&bare, "One.\nTwo.", &bare),
        (&bare, "One.\nTwo.\n", &bare),
        (NOTED, "One.\n2.\n", &NOTED.replace("Two", "2")),
        (&bare, "One.\n2.\n", &bare.replace("Two", "2")),
    ] {
        assert_eq!(noted(file, edited), want, "{edited:?}");
    }
}

const ODD: &str = r#"name = "Primo"
stage = "wooing"
[[sequences]]
id = "s1"
start = 2026-11-20
[[sequences.touches]]
id = "t1"
channel = "pigeon"
[[sequences.touches]]
id = "t2"
channel = "email"
status = "sent"
"#;

#[test]
fn what_is_not_understood_is_shown_as_it_is_written_and_not_acted_on() {
    let mut story = Story::with(&[("primo", ODD)]);
    for part in ["wooing?", "pigeon?", "sent?"] {
        assert!(story.shows(part), "{part}\n{}", story.screen());
    }
    story.press("d");
    let refused = "The channel of touch 1 is “pigeon” in line 8 of the file";
    assert!(story.model.status.text.contains(refused), "{}", story.model.status.text);
    story.press("T");
    assert!(story.shows("Today 1"), "what nobody understands is not due\n{}", story.screen());
    assert_eq!(story.file("accounts/primo.toml"), ODD);
    // An answer moves nothing on from a stage that nobody understands.
    story.press("1rrYes.<Enter>");
    assert!(story.file("accounts/primo.toml").contains("stage = \"wooing\""));
}

#[test]
fn what_is_not_understood_is_said_anew_even_if_that_is_the_default() {
    let mut story = Story::with(&[("primo", ODD)]).keys("e<Tab><Tab><Ctrl-U>target<Ctrl-S>");
    assert_eq!(story.file("accounts/primo.toml"), ODD.replace("wooing", "target"));
    story.press("<Enter>G");
    while story.model.row().is_some_and(|row| row.id.key != "message") {
        story.press("k");
    }
    story.press("ke<Backtab><Backtab><Backtab><Backtab><Backtab><Ctrl-U>email<Ctrl-S>");
    assert_eq!(story.file("accounts/primo.toml"), ODD.replace("wooing", "target").replace("pigeon", "email"));
}

#[test]
fn a_line_is_echoed_with_its_dates_as_a_person_says_them() {
    let mut story = Story::with(&[("primo", TINY)]).keys("NSend the outline by fri");
    assert!(story.shows("what Send the outline · by Fri 27 Nov (in 4 working days)"), "{}", story.screen());
    story.press("<Esc>:meeting<Enter>thu 10:00");
    assert!(story.shows("Thu 26 Nov 10:00 UTC-6 (in 3 working days)"), "{}", story.screen());
}

#[test]
fn whoever_is_deleted_stays_with_what_was_done() {
    let mut story = Story::demo().keys("<Enter>jjjjjjjx");
    assert!(story.model.status.text.starts_with("Dana Cole deleted"), "{}", story.model.status.text);
    let primo = story.model.plan.account("primo").unwrap().clone();
    let of = |touch: usize| primo.sequences[0].touches[touch].person.clone();
    assert_eq!((of(0).as_deref(), of(1)), (Some("dana-cole"), None));
    story.load();
    let problems = &story.model.plan.accounts["primo"].problems;
    assert!(problems.iter().all(|problem| !problem.message.contains("dana-cole")), "{problems:?}");
}

#[test]
fn a_filter_that_can_not_be_meant_says_so() {
    let mut story = Story::demo().keys("/stage:foo");
    assert!(story.shows("no stage begins with “foo”"), "{}", story.screen());
}

#[test]
fn an_empty_date_is_asked_for_in_a_sentence() {
    let mut story = Story::demo().keys("p<Enter>");
    assert!(story.shows("say a day: fri, tomorrow"), "{}", story.screen());
}

#[test]
fn a_second_person_of_a_name_is_told() {
    let mut story = Story::demo().keys(":person<Enter>dana cole, CFO");
    assert!(story.shows("There is a Dana Cole already; Enter adds another"), "{}", story.screen());
}

#[test]
fn what_a_draft_leaves_open_is_counted_on_its_card() {
    let gaps = "name = \"Primo\"\n[[people]]\nid = \"d\"\nname = \"Dana\"\n[[sequences]]\nid = \"s\"\nstart = 2026-11-23\n\
        [[sequences.touches]]\nid = \"t\"\nperson = \"d\"\nmessage = \"Hi {{ person.title }}, it took [how long].\"\n";
    let mut story = Story::with(&[("primo", gaps)]).keys("T");
    assert!(story.shows("‹how long›") && story.shows("2 gaps to fill before it goes out: e"), "{}", story.screen());
}

#[test]
fn every_setting_of_the_plan_is_said_on_the_screen() {
    let mut story =
        Story::with(&[]).keys(":plan settings<Enter><Tab><Ctrl-U>eur<Tab><Tab><Ctrl-U>sun<Tab>24 dec..26 dec");
    // Backwards over the why and the goals to the members.
    story.press("<Backtab><Backtab><Backtab><Backtab><Backtab><Backtab>kim: Kim Lee, AE, Prague/");
    assert!(story.shows("is no time zone"), "{}", story.screen());
    story.press("<Ctrl-U>kim: Kim Lee, AE, Europe/Berlin, 20 a day");
    story.press("<Tab><Ctrl-U>Six new logos [6] => Two hires.<Ctrl-S>");
    let file = story.file("plan.toml");
    for part in [
        "currency = \"EUR\"",
        "week_starts = \"sun\"",
        "holidays = [2026-12-24, 2026-12-25, 2026-12-26]",
        "id = \"kim\"\nname = \"Kim Lee\"\ntitle = \"AE\"\ntimezone = \"Europe/Berlin\"\nper_day = 20",
        "id = \"six-new-logos\"\nkind = \"performance\"\ntitle = \"Six new logos\"\nwhy = \"Two hires.\"\ntarget = 6",
    ] {
        assert!(file.contains(part), "{part}\n{file}\n{}", story.screen());
    }
}

#[test]
fn a_holiday_file_that_is_named_in_the_settings_counts_at_once() {
    let account = "name = \"Primo\"\n[[people]]\nid = \"d\"\nname = \"Dana\"\n[[sequences]]\nid = \"s\"\n\
        start = 2026-11-23\n[[sequences.touches]]\nid = \"t\"\nperson = \"d\"\nday = 3\n";
    let mut story = Story::with(&[("primo", account)]);
    let calendar = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261126\nEND:VEVENT\nEND:VCALENDAR\n";
    std::fs::write(story.path("us.ics"), calendar).unwrap();
    assert!(story.shows("Thu 26 Nov"), "{}", story.screen());
    story.press(":plan settings<Enter><Tab><Tab><Tab><Tab><Tab>../us.ics");
    assert!(story.shows("does not lie in the plan's"), "{}", story.screen());
    story.press("<Ctrl-U>us.ics<Ctrl-S>");
    assert!(story.file("plan.toml").contains("holiday_files = [\"us.ics\"]"), "{}", story.file("plan.toml"));
    assert!(story.shows("Fri 27 Nov") && !story.shows("elsewhere"), "{}", story.screen());
    story.press("u");
    assert!(story.shows("Thu 26 Nov"), "{}", story.screen());
    story.press("U");
    assert!(story.shows("Fri 27 Nov"), "{}", story.screen());
}

#[test]
fn what_stands_behind_a_whole_command_goes_into_the_line_that_it_asks_for() {
    let mut story = Story::with(&[("primo", TINY)]).keys(":meeting thu 10:00, Zoom: agree a pilot<Enter>");
    assert!(story.shows("Thu 26 Nov 10:00"), "what it means is shown before it is taken: {}", story.screen());
    story.press("<Enter>");
    assert!(story.file("accounts/primo.toml").contains("Zoom"), "{}", story.screen());
    story.press(":filter nobody<Enter>");
    assert_eq!(story.model.accounts.filter_text, "nobody");
}

#[test]
fn letters_that_no_command_has_stay_to_be_mended() {
    let mut story = Story::with(&[("primo", TINY)]).keys(":frobnicate<Enter>");
    assert!(story.shows("No command here has these letters.") && story.shows("frobnicate"), "{}", story.screen());
    story.press("<Ctrl-U>help<Enter>");
    assert!(story.shows("finds a command by its words."), "{}", story.screen());
}
