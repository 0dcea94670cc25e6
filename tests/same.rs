//! What turns out to be the same becomes one, and what was archived comes back: plan + keys -> screen and files.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use common::Story;

const PRIMO: &str = "name = \"Primo\"\nindustry = \"Beverages\"\n\n[[people]]\nid = \"dana-cole\"\nname = \"Dana Cole\"\n\n\
                     [[people]]\nid = \"d-cole\"\nname = \"D. Cole\"\ntitle = \"CMO\"\n";

const INC: &str = "name = \"Primo Inc.\"\nindustry = \"Drinks\"\n\n[[people]]\nid = \"lee-ray\"\nname = \"Lee Ray\"\n";

#[test]
fn an_account_becomes_one_with_another_which_says_first_what_comes_of_it() {
    let mut story = Story::with(&[("primo", PRIMO), ("primo-inc", INC)]).keys("j");
    assert!(story.shows("▸ Primo Inc."), "{}", story.screen());
    story.press(":merge account<Enter>");
    assert!(story.shows("Primo Inc. is really"), "{}", story.screen());
    story.press("prim");
    let screen = story.screen();
    assert!(screen.contains("1 person along with it") && screen.contains("industry “Drinks”"), "{screen}");
    story.press("<Enter>");
    assert!(story.shows("▸ Primo ") && !story.path("accounts/primo-inc.toml").exists(), "{}", story.screen());
    assert!(story.file("accounts/primo.toml").contains("name = \"Lee Ray\""));
    assert_eq!(story.file("accounts/archive/primo-inc.toml"), INC);
    story.press("u");
    assert_eq!(
        (story.file("accounts/primo.toml").as_str(), story.file("accounts/primo-inc.toml").as_str()),
        (PRIMO, INC)
    );
    assert!(!story.path("accounts/archive/primo-inc.toml").exists());
}

#[test]
fn an_account_is_never_merged_into_itself_or_into_what_could_be_several() {
    let mut story = Story::with(&[("primo", PRIMO), ("globex", "name = \"Globex\"\n"), ("glob", "name = \"Globo\"\n")]);
    story.press("/primo<Enter>:merge account<Enter>primo<Enter>");
    assert!(story.shows("no account is called “primo”"), "{}", story.screen());
    story.press("<Ctrl-U>gl<Enter>");
    assert!(story.shows("“gl” could be glob (Globo), globex (Globex)"), "{}", story.screen());
    assert_eq!(story.file("accounts/primo.toml"), PRIMO);
}

#[test]
fn of_two_people_one_stays() {
    let mut story = Story::with(&[("primo", PRIMO)]).keys("<Enter>");
    let at = |story: &mut Story| story.shows("> ◦ D. Cole") || story.shows("D. Cole");
    assert!(at(&mut story));
    // To the second person.
    for _ in 0..30 {
        let on = story.model.row().is_some_and(|row| row.id.place == inroad::domain::fields::Place::Person(1));
        if on {
            break;
        }
        story.press("j");
    }
    story.press(":merge person<Enter>Dana<Enter>");
    let file = story.file("accounts/primo.toml");
    assert!(!file.contains("id = \"d-cole\"") && file.contains("title = \"CMO\""), "{file}");
    assert!(story.shows("D. Cole is Dana Cole now"), "{}", story.screen());
    story.press("u");
    assert_eq!(story.file("accounts/primo.toml"), PRIMO);
}

#[test]
fn what_nobody_knows_of_a_person_goes_along_on_the_screen_too() {
    let primo = PRIMO.replace("title = \"CMO\"", "title = \"CMO\"\nown = \"precious\"");
    let mut story = Story::with(&[("primo", &primo)]).keys("<Enter>");
    for _ in 0..30 {
        if story.model.row().is_some_and(|row| row.id.place == inroad::domain::fields::Place::Person(1)) {
            break;
        }
        story.press("j");
    }
    story.press(":merge person<Enter>Dana<Enter>");
    let file = story.file("accounts/primo.toml");
    assert!(!file.contains("id = \"d-cole\"") && file.contains("own = \"precious\"\n"), "{file}");
    story.press("u");
    assert_eq!(story.file("accounts/primo.toml"), primo);
}

#[test]
fn what_was_archived_comes_back_and_goes_again_with_one_key() {
    let mut story = Story::with(&[("primo", PRIMO), ("primo-inc", INC)]).keys("x:restore<Enter>");
    assert!(story.shows("From the archive") && story.shows("Primo"), "{}", story.screen());
    story.press("pri");
    assert!(story.shows("Primo · target · 2 people"), "{}", story.screen());
    story.press("<Enter>");
    assert!(story.shows("Primo is back from the archive.") && story.shows("▸ Primo "), "{}", story.screen());
    assert_eq!(story.file("accounts/primo.toml"), PRIMO);
    story.press("u");
    assert!(!story.path("accounts/primo.toml").exists(), "{}", story.screen());
    assert_eq!(story.file("accounts/archive/primo.toml"), PRIMO);
}

#[test]
fn whoever_adds_what_lies_in_the_archive_is_told_so() {
    let mut story = Story::with(&[("primo", PRIMO), ("primo-inc", INC)]).keys("xaPrim");
    assert!(!story.shows("archive:"), "{}", story.screen());
    story.press("o");
    assert!(
        story.shows("Primo is in the archive: “restore” (:) brings it back; Enter adds another."),
        "{}",
        story.screen()
    );
    // Asking for a name is no asking for the archive.
    story.press("<Esc>");
    assert!(story.model.overlays.is_empty(), "{}", story.screen());
}

#[test]
fn an_empty_archive_says_so() {
    let mut story = Story::with(&[("primo", PRIMO)]).keys(":restore<Enter>");
    assert!(story.shows("The archive is empty."), "{}", story.screen());
}

/// Two companies of one name, each with a step that is due, and one that is alone.
fn two() -> Story {
    let acme = |site: &str, what: &str| {
        format!(
            "name = \"Acme\"\nwebsite = \"{site}\"\n\n[[next_steps]]\nid = \"n1aa\"\nwhat = \"{what}\"\nby = 2026-11-23\n"
        )
    };
    let [one, two] = [acme("acme.example", "Hers"), acme("acme.test", "His")];
    Story::with(&[("acme", &one), ("acme-2", &two), ("globex", "name = \"Globex\"\nwebsite = \"globex.example\"\n")])
}

#[test]
fn two_of_one_name_are_told_apart_wherever_they_stand_and_only_they() {
    let mut story = two();
    let screen = story.screen();
    assert!(screen.contains("Acme (acme.example)") && screen.contains("Acme (acme.test)"), "{screen}");
    assert!(!screen.contains("Globex ("), "{screen}");
    story.press("2");
    let screen = story.screen();
    assert!(screen.contains("Acme (acm") && screen.contains("Hers") && screen.contains("His"), "{screen}");
    assert!(screen.contains("Acme (acme.example)"), "the card has room for all of it: {screen}");
    // Where there is little room it is the name that is cut.
    let mut narrow = two().size(40, 12);
    assert!(narrow.shows("(acme.test)") && narrow.shows("(acme.exa"), "{}", narrow.screen());
    let conflict = |file: &str| inroad::domain::conflict::Conflict {
        at: story.now,
        step: None,
        file: file.into(),
        path: "why".into(),
        ours: Some("\"a\"".into()),
        theirs: Some("\"b\"".into()),
    };
    let both = vec![conflict("accounts/acme.toml"), conflict("accounts/acme-2.toml")];
    story.tell(inroad::app::Msg::Conflicts(both, 2));
    story.press("X");
    assert!(story.shows("Acme (acme.example): why") && story.shows("Acme (acme.test): why"), "{}", story.screen());
    story.press("<Esc>1");
    // Whoever gets a name of their own is called by it.
    story.elsewhere("acme-2", |account| account.name = "Acme Tools".into());
    let screen = story.screen();
    assert!(screen.contains("Acme Tools") && !screen.contains("Acme ("), "{screen}");
}

#[test]
fn of_people_of_one_name_it_is_said_which_there_are_and_how_to_say_one() {
    let john =
        |id: &str, title: &str| format!("[[people]]\nid = \"{id}\"\nname = \"John Smith\"\ntitle = \"{title}\"\n\n");
    let primo = format!("name = \"Primo\"\n\n{}{}", john("john-smith", "TA"), john("john-smith-2", "TB"));
    let mut story = Story::with(&[("primo", &primo)]).keys("<Enter>");
    for _ in 0..30 {
        if story.model.row().is_some_and(|row| row.id.place == inroad::domain::fields::Place::Person(0)) {
            break;
        }
        story.press("j");
    }
    story.press(":merge person<Enter>John Smith");
    let told = "“John Smith” could be john-smith (John Smith, TA), john-smith-2 (John Smith, TB)";
    assert!(story.shows(told), "{}", story.screen());
    story.press("<Ctrl-U>john-smith-2<Enter>");
    assert_eq!(story.file("accounts/primo.toml").matches("[[people]]").count(), 1, "{}", story.screen());
}
