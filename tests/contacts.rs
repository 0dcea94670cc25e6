//! The people who are on no account: found, moved onto one, and offered when an account of their company is added.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use common::Story;

const CONTACTS: &str = "format = 1\n\n[[people]]\nid = \"dana-cole\"\nname = \"Dana Cole\"\ntitle = \"VP Marketing\"\n\
                        company = \"Primo, Inc.\" # met at the fair\nfoo = \"bar\"\n\n[[people]]\nid = \"lee-ray\"\nname = \"Lee Ray\"\n\
                        company = \"Primo\"\n\n[[people]]\nid = \"ann-bee\"\nname = \"Ann Bee\"\ntitle = \"Head of HR\"\ncompany = \"Globex\"\n";

fn story() -> Story {
    let mut story = Story::with(&[("globex", "name = \"Globex\"\n")]);
    std::fs::write(story.path("contacts.toml"), CONTACTS).unwrap();
    story.load();
    story
}

#[test]
fn whom_we_know_at_a_new_account_is_offered_and_taken_over_in_the_same_step() {
    let mut story = story().keys("aPrimo<Enter>");
    let screen = story.screen();
    assert!(
        screen.contains("You know 2 people at Primo") && screen.contains("Dana Cole (VP Marketing), Lee Ray"),
        "{screen}"
    );
    story.press("y");
    let file = story.file("accounts/primo.toml");
    assert!(file.contains("name = \"Dana Cole\"") && file.contains("name = \"Lee Ray\""), "{file}");
    assert!(file.contains("function = \"Marketing\""), "a way in to weigh: {file}");
    let contacts = story.file("contacts.toml");
    assert!(contacts.contains("Ann Bee") && !contacts.contains("Dana"), "{contacts}");
    story.press("u");
    assert!(!story.path("accounts/primo.toml").exists(), "one undo takes back both");
    assert_eq!(story.file("contacts.toml"), CONTACTS);
    story.press("U");
    assert_eq!(story.file("accounts/primo.toml"), file);
}

#[test]
fn who_is_not_taken_over_stays_and_nobody_is_offered_where_nobody_is_known() {
    let mut story = story().keys("aPrimo<Enter>n");
    assert_eq!(story.file("contacts.toml"), CONTACTS);
    assert!(story.path("accounts/primo.toml").exists() && story.model.overlays.is_empty());
    story.press("1aInitech<Enter>");
    assert!(story.model.overlays.is_empty(), "{}", story.screen());
    assert!(story.shows("Initech is a target."), "{}", story.screen());
}

#[test]
fn a_contact_is_found_and_moved_onto_an_account() {
    let mut story = story().keys(":contacts<Enter>");
    let screen = story.screen();
    assert!(screen.contains("Contacts") && screen.contains("Head of HR") && screen.contains("Primo, Inc."), "{screen}");
    story.press("/head hr<Enter>");
    assert!(story.shows("1 of 3") && !story.shows("Lee Ray"), "{}", story.screen());
    story.press("<Enter>");
    let screen = story.screen();
    assert!(
        screen.contains("Ann Bee (Head of HR) goes onto") && screen.contains("Globex has 1 person then, 0 now"),
        "{screen}"
    );
    story.press("<Enter>");
    assert!(story.file("accounts/globex.toml").contains("name = \"Ann Bee\""));
    assert!(!story.file("contacts.toml").contains("Ann Bee"));
    assert!(story.shows("0 of 2") && story.shows("Ann Bee is on Globex now."), "{}", story.screen());
    story.press("u");
    assert_eq!(story.file("contacts.toml"), CONTACTS);
    assert!(story.shows("1 of 3"), "the list follows: {}", story.screen());
    assert!(story.shows("Undone: Globex: Ann Bee taken over from the contacts"), "{}", story.screen());
    assert_eq!(story.file("accounts/globex.toml"), "name = \"Globex\"\n");
}

#[test]
fn contacts_at_every_size() {
    for (width, height) in [(110, 32), (80, 24), (40, 12)] {
        insta::assert_snapshot!(
            format!("contacts_{width}x{height}"),
            story().size(width, height).keys(":contacts<Enter>j").screen()
        );
        insta::assert_snapshot!(
            format!("offered_{width}x{height}"),
            story().size(width, height).keys("aPrimo<Enter>").screen()
        );
    }
}

#[test]
fn a_list_that_is_open_follows_what_changes_elsewhere_and_goes_on() {
    let mut story = story().keys(":contacts<Enter>jj");
    let theirs = CONTACTS.replace("Head of HR", "CHRO");
    std::fs::write(story.path("contacts.toml"), &theirs).unwrap();
    story.rescan();
    assert!(story.shows("CHRO") && story.shows("Changed elsewhere: contacts."), "{}", story.screen());
    story.press("<Enter><Enter>");
    assert!(story.file("accounts/globex.toml").contains("title = \"CHRO\""), "{}", story.screen());
}

#[test]
fn a_question_where_contacts_go_goes_on_with_what_they_say_by_then() {
    let mut story = story().keys(":contacts<Enter>jj<Enter>");
    std::fs::write(story.path("contacts.toml"), CONTACTS.replace("Head of HR", "CHRO")).unwrap();
    story.rescan();
    story.press("<Enter>");
    assert!(story.file("accounts/globex.toml").contains("title = \"CHRO\""), "{}", story.screen());

    let mut story = self::story().keys("aPrimo<Enter>");
    std::fs::write(story.path("contacts.toml"), CONTACTS.replace("Lee Ray", "Leigh Ray")).unwrap();
    story.rescan();
    story.press("y");
    assert!(story.file("accounts/primo.toml").contains("Leigh Ray"), "{}", story.screen());
}

#[test]
fn what_both_sides_changed_of_a_contact_names_them_as_soon_as_they_are_read() {
    let mut story = story();
    let conflict = inroad::domain::conflict::Conflict {
        at: story.now,
        step: None,
        file: "contacts.toml".into(),
        path: "people.ann-bee.title".into(),
        ours: Some("\"CHRO\"".into()),
        theirs: Some("\"Head of HR\"".into()),
    };
    story.tell(inroad::app::Msg::Conflicts(vec![conflict], 1));
    assert!(story.model.plan.contacts.is_none(), "nobody has asked for them");
    story.press("X");
    assert!(story.shows("contacts: Ann Bee (Globex), title"), "{}", story.screen());
    story.press("<Esc>");
    assert!(story.model.overlays.is_empty(), "nothing else was opened: {}", story.screen());
}

#[test]
fn without_contacts_the_list_says_where_they_come_from() {
    let mut story = Story::with(&[("globex", "name = \"Globex\"\n")]).keys(":contacts<Enter>");
    assert!(story.shows("There are no contacts: an import puts everybody there"), "{}", story.screen());
    assert!(story.model.overlays.is_empty());
}

#[test]
fn what_is_wrong_with_contacts_is_a_trouble_once_they_were_asked_for_and_goes_when_it_is_mended() {
    let mut story = Story::with(&[("globex", "name = \"Globex\"\n")]);
    std::fs::write(story.path("contacts.toml"), CONTACTS.replace("title = \"Head of HR\"", "title = 1")).unwrap();
    story.load();
    assert!(story.model.troubles().is_empty(), "the file may be large, and nobody has asked for it");
    story.press(":contacts<Enter>");
    story.press("<Esc>!");
    assert!(story.shows("contacts.toml:18") && story.shows("title: expected a text"), "{}", story.screen());
    story.press("<Esc>");
    assert!(story.shows("1 problem in the plan"), "{}", story.screen());
    std::fs::write(story.path("contacts.toml"), CONTACTS.replace("title = \"Head of HR\"", "title = \"HR")).unwrap();
    story.rescan();
    story.press("!");
    assert!(story.shows("contacts.toml:18") && story.shows("not TOML"), "{}", story.screen());
    std::fs::write(story.path("contacts.toml"), CONTACTS).unwrap();
    story.rescan();
    assert!(story.model.troubles().is_empty(), "{}", story.screen());
}
