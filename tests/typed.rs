//! What was typed and not saved is offered again, field by field; what the disk had not taken is saved at the next start.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use std::fs;

use common::Story;
use inroad::app::{Effect, Msg};
use inroad::domain::plan::FileKey;
use inroad::domain::step::Change;
use inroad::domain::typed::{Behind, Typed, TypedFile, TypedLine};
use inroad::store::typed::Own;

const TINY: &str = "format = 1\nname = \"Primo\"\nwhy = \"First logo.\"\nstage = \"researching\"\n";
const PEOPLE: &str = "[[people]]\nid = \"ann\"\nname = \"Ann\"\n\n[[people]]\nid = \"bob\"\nname = \"Bob\"\n";

/// Two fields of Bob's form typed and the form closed, and a line begun; then the run ends.
fn left_behind() -> Story {
    let mut story = Story::with(&[("primo", &format!("{TINY}\n{PEOPLE}"))]);
    story.press("<Enter>jjjjje<Tab>Head of sales<Tab>Sales<Esc>LMet Bob at the fair");
    assert_eq!(story.model.typed().len(), 3);
    story.restart();
    story
}

fn empty(story: &Story) -> bool {
    story.model.waiting().is_empty()
}

#[test]
fn it_is_offered_field_by_field_and_taken_up_in_its_form() {
    let mut story = left_behind();
    for text in ["Typed and not saved", "Primo · Bob · Title", "+ Head of sales", "Primo · What happened", "+ Met Bob"]
    {
        assert!(story.shows(text), "{text}: {}", story.screen());
    }
    story.press("<Enter>");
    assert!(story.shows("Head of sales") && story.shows("Sales"), "{}", story.screen());
    story.press("<Ctrl-S>");
    let file = story.file("accounts/primo.toml");
    assert!(file.contains("name = \"Bob\"\ntitle = \"Head of sales\"\ndepartment = \"Sales\"\n"), "{file}");
    story.press(":typed texts<Enter><Enter>");
    assert!(story.shows("Met Bob at the fair"), "{}", story.screen());
    story.press("<Enter>");
    assert!(story.file("accounts/primo.toml").contains("text = \"Met Bob at the fair\""));
    assert!(empty(&story));
    story.restart();
    assert!(empty(&story) && !story.shows("Typed and not saved"), "{}", story.screen());
}

#[test]
fn a_line_that_was_left_on_purpose_is_kept_and_greets_nobody() {
    let mut story = Story::with(&[("primo", &format!("{TINY}\n{PEOPLE}"))]).keys("<Enter>LMet Bob at the fair<Esc>qqq");
    story.restart();
    assert!(!story.shows("Typed and not saved"), "{}", story.screen());
    story.press(":typed texts<Enter>");
    assert!(story.shows("+ Met Bob at the fair"), "{}", story.screen());
    // One that ends otherwise greets.
    let mut story = Story::with(&[("primo", &format!("{TINY}\n{PEOPLE}"))]).keys("<Enter>LMet Bob at the fair<Esc>");
    story.restart();
    assert!(story.shows("Typed and not saved"), "{}", story.screen());
}

#[test]
fn left_for_later_it_is_offered_again_and_dropped_it_is_not() {
    let mut story = left_behind();
    story.press("<Esc>");
    story.restart();
    assert_eq!(story.model.waiting().len(), 3);
    story.press("xx");
    assert!(story.shows("Dropped; u brings it back."), "{}", story.screen());
    story.press("u");
    assert_eq!(story.model.waiting().len(), 2);
    story.press("x");
    story.restart();
    assert_eq!(story.model.waiting().len(), 1);
    assert!(story.shows("Met Bob") && !story.shows("Head of sales"), "{}", story.screen());
    story.press("x<Esc>");
    story.restart();
    assert!(empty(&story), "{}", story.screen());
}

#[test]
fn undo_brings_back_what_was_thrown_away_until_something_else_is_done() {
    let mut story = left_behind();
    story.press("x<Esc>");
    assert_eq!(story.model.waiting().len(), 2);
    story.press("u");
    assert_eq!(story.model.waiting().len(), 3);
    assert!(story.shows("Typed and not saved"), "{}", story.screen());
    story.press("x<Esc>LMet Ann at the fair<Enter>u");
    assert!(story.shows("Undone: Primo: log"), "{}", story.screen());
    assert_eq!(story.model.waiting().len(), 2);
}

#[test]
fn of_what_has_changed_or_gone_meanwhile_no_text_is_lost() {
    let mut story = left_behind();
    // Title says something else by now.
    let changed = format!("{TINY}\n{PEOPLE}title = \"Seller\"\n");
    fs::write(story.path("accounts/primo.toml"), changed).unwrap();
    story.rescan();
    assert!(story.shows("- Seller") && story.shows("The field has changed since"), "{}", story.screen());
    story.press("<Enter>");
    assert!(story.shows("Changed elsewhere meanwhile: Seller"), "{}", story.screen());
    story.press("<Esc>");
    // Bob is gone.
    fs::write(story.path("accounts/primo.toml"), TINY).unwrap();
    story.rescan();
    story.restart();
    assert!(story.shows("this is not in Primo any more"), "{}", story.screen());
    story.press("j<Enter>");
    assert!(story.shows("c copies the text"), "{}", story.screen());
    story.press("c");
    assert_eq!(story.asked.pop(), Some(Effect::Copy("Head of sales".into())));
    // The account is gone.
    fs::remove_file(story.path("accounts/primo.toml")).unwrap();
    story.restart();
    assert!(story.shows("primo is not in the plan any more") && story.shows("Head of sales"), "{}", story.screen());
    story.press("G<Enter>");
    assert!(story.shows("It can't be taken up"), "{}", story.screen());
    assert_eq!(story.model.waiting().len(), 3);
    // Both are there again, and the list, which is open, knows it.
    fs::write(story.path("accounts/primo.toml"), format!("{TINY}\n{PEOPLE}")).unwrap();
    story.rescan();
    assert!(!story.shows("any more") && story.shows("Primo · Bob · Title"), "{}", story.screen());
    story.press("gj<Enter>");
    assert!(story.shows("Title") && story.shows("changed"), "{}", story.screen());
}

#[test]
fn two_texts_for_one_field_change_places() {
    let mut story = left_behind();
    story.press("<Esc><Enter>gjjjjje<Tab>Director<Esc>");
    assert_eq!(story.model.waiting().len(), 4);
    story.press(":typed texts<Enter><Enter>");
    assert!(story.shows("Head of sales") && !story.shows("Director"), "{}", story.screen());
    story.press("<Esc>:typed texts<Enter>");
    assert!(story.shows("Director") && story.shows("Head of sales"), "{}", story.screen());
}

#[test]
fn questions_that_a_choice_comes_before_have_the_text_when_they_are_asked() {
    let mut story = Story::demo().keys("p+3bd");
    let asked = story.model.overlays.len();
    story.restart();
    assert!(asked == 1 && story.shows("+ +3bd"), "{}", story.screen());
    story.press("<Enter>");
    assert!(story.shows("+3bd") && story.model.prompt().is_some(), "{}", story.screen());
    story.press("<Enter>");
    assert!(empty(&story));
    // A new account has no account yet.
    let mut story = Story::empty().keys("aPri");
    story.restart();
    story.press("<Enter><End>mo<Enter>");
    assert!(story.path("accounts/primo.toml").exists(), "{}", story.screen());
    // The reply is asked for behind two menus.
    let mut story = Story::demo().keys("<Enter>r");
    while story.model.prompt().is_none() {
        story.press("<Enter>");
    }
    story.press("How do you");
    story.restart();
    story.press("<Enter>");
    while story.model.prompt().is_none() {
        story.press("<Enter>");
    }
    assert!(story.shows("How do you"), "{}", story.screen());
}

#[test]
fn what_a_run_has_closed_and_not_saved_is_listed_too() {
    let mut story = Story::with(&[("primo", TINY)]).keys("e");
    story.press("<Tab><Ctrl-U>https://primo.example<Esc>:typed texts<Enter>");
    assert!(story.shows("this run") && story.shows("+ https://primo.example"), "{}", story.screen());
    story.press("x");
    assert!(empty(&story));
}

#[test]
fn a_screen_that_is_being_typed_into_is_left_alone() {
    let mut story = left_behind();
    let left = std::mem::take(&mut story.model.left);
    story.press("<Esc>LNo");
    story.tell(Msg::Left(left));
    story.press("w<Enter>");
    assert!(story.file("accounts/primo.toml").contains("text = \"Now\""), "{}", story.screen());
    assert_eq!(story.model.waiting().len(), 3);
}

#[test]
fn what_another_run_leaves_when_it_ends_is_offered_in_this_one() {
    let mut story = Story::with(&[("primo", TINY)]);
    let mut other = Own::new(story.disk.folder.state().unwrap());
    let [account, item, title, command, text] =
        ["primo", "", "What happened", "account.log", "Met Bob"].map(str::to_owned);
    let lines = vec![TypedLine { account, item, title, command, text, is_left: false }];
    let typed = Typed { lines, ..Typed::default() };
    other.keep(&Behind { typed, ..Behind::default() }, &[]).unwrap();
    story.rescan();
    assert!(empty(&story), "it is being typed");
    drop(other);
    story.press("<Enter>");
    story.rescan();
    assert!(story.shows("A text typed and not saved in another run"), "{}", story.screen());
    story.press("j");
    assert!(story.shows("1 text of another run: :typed"), "{}", story.screen());
    story.rescan();
    assert_eq!(story.model.waiting().len(), 1, "it is taken up once");
    story.press(":typed<Enter><Enter>");
    assert!(story.shows("Met Bob"), "{}", story.screen());
}

#[test]
fn what_the_disk_had_taken_before_anybody_knew_is_not_saved_again() {
    let mut story = Story::with(&[("primo", TINY), ("globex", "name = \"Globex\"\n")]);
    let keys = ["primo", "globex"].map(|id| FileKey::Account(id.into()));
    let before = keys.clone().map(|key| story.model.plan.value(&key));
    story.press("<Enter>e<Ctrl-U>Mine<Enter>");
    let note = story.disk.folder.past().0.last().unwrap().clone();
    let after = keys.clone().map(|key| story.model.plan.value(&key));
    let file = story.file("accounts/primo.toml") + &story.file("accounts/globex.toml");
    let changes = keys.into_iter().zip(before).zip(after);
    let changes = changes.map(|((key, before), after)| (note.clone(), Change { key, before, after }));
    let mut cut_off = Own::new(story.disk.folder.state().unwrap());
    // Of the other file the journal knows nothing: it says what it shall say.
    cut_off.keep(&Behind { steps: changes.collect(), ..Behind::default() }, &[]).unwrap();
    drop(cut_off);
    story.restart();
    assert_eq!(story.file("accounts/primo.toml") + &story.file("accounts/globex.toml"), file);
    assert!(!story.shows("Still not saved"), "{}", story.screen());
    assert!(story.disk.folder.take_up().saved.is_empty(), "it is settled");
}

#[test]
fn what_the_disk_had_not_taken_is_saved_at_the_next_start() {
    let mut story = Story::with(&[("primo", TINY)]);
    // The disk takes nothing; the screen shows what was done all the same.
    let folder = story.path("accounts");
    fs::rename(&folder, story.path("away")).unwrap();
    fs::write(&folder, "").unwrap();
    story.press("<Enter>e<Ctrl-U>Mine<Enter>");
    assert!(story.shows("Mine") && story.shows("NOT SAVED"), "{}", story.screen());
    fs::remove_file(&folder).unwrap();
    fs::rename(story.path("away"), &folder).unwrap();
    // Somebody else writes before the next start.
    fs::write(story.path("accounts/primo.toml"), TINY.replace("Primo", "Primo Inc")).unwrap();
    story.restart();
    assert_eq!(
        story.file("accounts/primo.toml"),
        TINY.replace("Primo", "Primo Inc").replace("First logo.", "Mine"),
        "{}",
        story.screen()
    );
    assert!(story.shows("Saved now, from a run that was cut off: Primo: why"), "{}", story.screen());
    story.press("u");
    assert!(story.file("accounts/primo.toml").contains("First logo."), "{}", story.screen());
    story.restart();
    assert!(!story.shows("Saved now") && story.file("accounts/primo.toml").contains("First logo."));
}

/// The folder of the accounts takes nothing; put back, it does again.
fn blocked(story: &Story, is_blocked: bool) {
    let (folder, away) = (story.path("accounts"), story.path("away"));
    if is_blocked {
        fs::rename(&folder, &away).unwrap();
        fs::write(&folder, "").unwrap();
    } else {
        fs::remove_file(&folder).unwrap();
        fs::rename(&away, &folder).unwrap();
    }
}

#[test]
fn what_the_disk_still_does_not_take_is_shown_and_tried_again() {
    let mut story = Story::with(&[("primo", TINY)]);
    // Only the file itself can't be replaced: the plan can be read.
    let file = story.path("accounts/primo.toml");
    let outside = tempfile::tempdir().unwrap();
    let there = outside.path().join("primo.toml");
    fs::rename(&file, &there).unwrap();
    std::os::unix::fs::symlink(&there, &file).unwrap();
    story.press("<Enter>e<Ctrl-U>Mine<Enter>uU");
    assert!(story.shows("NOT SAVED"), "{}", story.screen());
    story.restart();
    assert!(story.shows("Mine") && story.shows("NOT SAVED"), "{}", story.screen());
    story.press("!");
    assert!(story.shows("Primo") && story.shows("Not saved"), "{}", story.screen());
    fs::remove_file(&file).unwrap();
    fs::rename(&there, &file).unwrap();
    story.tell(Msg::TryAgain);
    assert!(story.file("accounts/primo.toml").contains("\"Mine\""), "{}", story.screen());
    story.press("<Esc>");
    assert!(!story.shows("NOT SAVED"), "{}", story.screen());
    // It is a step of the history, and is not done again when somebody has thought better of it.
    story.press("u");
    assert!(story.file("accounts/primo.toml").contains("First logo."), "{}", story.screen());
    story.restart();
    assert!(story.file("accounts/primo.toml").contains("First logo.") && !story.shows("Saved now"));
}

#[test]
fn steps_of_two_runs_that_the_disk_did_not_take_stay_two_steps() {
    let mut story = Story::with(&[("primo", TINY)]);
    let file = story.path("accounts/primo.toml");
    let outside = tempfile::tempdir().unwrap();
    let there = outside.path().join("primo.toml");
    fs::rename(&file, &there).unwrap();
    std::os::unix::fs::symlink(&there, &file).unwrap();
    story.press("<Enter>e<Ctrl-U>First<Enter>e<Ctrl-U>Second<Enter>");
    story.restart();
    story.press("<Enter>ge<Ctrl-U>Third<Enter>");
    story.restart();
    assert!(story.shows("Third") && story.shows("NOT SAVED"), "{}", story.screen());
    fs::remove_file(&file).unwrap();
    fs::rename(&there, &file).unwrap();
    story.tell(Msg::TryAgain);
    // Back, and forth again, one by one; in a later run too.
    let says = |story: &mut Story, keys: &str, why: &str| {
        story.press(keys);
        assert!(story.file("accounts/primo.toml").contains(&format!("why = \"{why}\"")), "{keys}: {}", story.screen());
    };
    says(&mut story, "<Esc>", "Third");
    says(&mut story, "u", "Second");
    says(&mut story, "u", "First");
    story.restart();
    says(&mut story, "u", "First logo.");
    says(&mut story, "U", "First");
    says(&mut story, "U", "Second");
    says(&mut story, "U", "Third");
}

#[test]
fn what_is_dropped_to_read_a_file_again_is_kept_as_a_text() {
    let mut story = Story::with(&[("primo", TINY)]);
    blocked(&story, true);
    story.press("<Enter>e<Ctrl-U>Mine<Enter>");
    assert!(story.shows("NOT SAVED"), "{}", story.screen());
    blocked(&story, false);
    story.press("R");
    assert!(story.shows("What was dropped is kept: :typed texts."), "{}", story.screen());
    assert!(story.shows("First logo.") && !story.shows("NOT SAVED"), "{}", story.screen());
    story.press(":typed texts<Enter>");
    assert!(story.shows("+ why = \"Mine\"") && story.shows("- why = \"First logo.\""), "{}", story.screen());
    story.restart();
    assert!(story.shows("+ why = \"Mine\""), "{}", story.screen());
    story.press("<Esc>u");
    assert!(story.shows("Nothing to undo"), "{}", story.screen());
}

#[test]
fn what_the_disk_has_taken_after_all_is_not_done_twice() {
    let mut story = Story::with(&[("primo", TINY)]);
    story.press("<Enter>e");
    let before = story.model.clone();
    story.press("<Ctrl-U>Mine<Enter>");
    let note = story.model.history.done.last().unwrap().note.clone();
    // The run was killed before it heard that it is saved, and the user has changed their mind since.
    let value = |model: &inroad::app::Model| model.plan.value(&inroad::domain::plan::FileKey::Account("primo".into()));
    let key = inroad::domain::plan::FileKey::Account("primo".into());
    story.model.saving.begin(&key, "why");
    story.model.saving.remember(&key, &note, value(&before), 1);
    let file = story.file("accounts/primo.toml").replace("Mine", "First logo.");
    fs::write(story.path("accounts/primo.toml"), &file).unwrap();
    story.restart();
    assert_eq!(story.file("accounts/primo.toml"), file);
}

#[test]
fn a_new_account_whose_name_was_taken_meanwhile_gets_another_file() {
    let mut story = Story::empty();
    let folder = story.path("accounts");
    fs::rename(&folder, story.path("away")).unwrap();
    fs::write(&folder, "").unwrap();
    story.press("aAcme<Enter>");
    fs::remove_file(&folder).unwrap();
    fs::rename(story.path("away"), &folder).unwrap();
    fs::write(story.path("accounts/acme.toml"), "name = \"Theirs\"\n").unwrap();
    story.restart();
    assert_eq!(story.file("accounts/acme.toml"), "name = \"Theirs\"\n");
    assert!(story.file("accounts/acme-2.toml").contains("name = \"Acme\""), "{}", story.screen());
}

/// What the editor gives back of Primo's file.
fn came_back(story: &mut Story, before: &str, text: &str) {
    let (before, text) = (before.to_owned(), text.to_owned());
    story.tell(Msg::FileEdited(TypedFile { file: "accounts/primo.toml".into(), before, text, line: 1 }));
}

#[test]
fn a_file_from_the_editor_is_merged_with_what_others_wrote() {
    let mut story = Story::with(&[("primo", TINY)]).keys("E");
    let asked = |kept| Effect::EditFile { file: "accounts/primo.toml".into(), line: 1, kept };
    assert_eq!(story.asked.pop(), Some(asked(None)));
    came_back(&mut story, TINY, TINY);
    assert!(story.shows("nothing was changed"), "{}", story.screen());
    fs::write(story.path("accounts/primo.toml"), TINY.replace("Primo", "Primo Inc")).unwrap();
    came_back(&mut story, TINY, &TINY.replace("First logo.", "Mine").replace("stage", "# mine\nstage"));
    let file = story.file("accounts/primo.toml");
    assert!(file.contains("Primo Inc") && file.contains("Mine"), "{file}");
    assert!(story.shows("Primo Inc") && empty(&story), "{}", story.screen());
    // Alone it is taken as it is, and can be undone.
    let mine = file.replace("stage", "# my own\nstage  ");
    came_back(&mut story, &file, &mine);
    assert_eq!(story.file("accounts/primo.toml"), mine);
    story.press("u");
    assert_eq!(story.file("accounts/primo.toml"), file);
    // An editor that fails to write leaves nothing; that is no wish.
    came_back(&mut story, &file, "\n");
    assert!(story.shows("gave back an empty file") && story.file("accounts/primo.toml") == file, "{}", story.screen());
    // What both said stands twice, and is not said to be saved.
    let why = |text: &str, why: &str| text.replace("why = \"Mine\"", &format!("why = \"{why}\""));
    fs::write(story.path("accounts/primo.toml"), why(&file, "Theirs")).unwrap();
    came_back(&mut story, &file, &why(&file, "Mine alone"));
    assert!(story.shows("Theirs stands, yours is kept: X") && story.shows("1 conflict"), "{}", story.screen());
}

#[test]
fn a_broken_file_from_the_editor_is_kept_and_opened_again_at_its_mistake() {
    let mut story = Story::with(&[("primo", TINY)]);
    let broken = TINY.replace("stage = \"researching\"", "stage = researching");
    came_back(&mut story, TINY, &broken);
    assert!(story.shows("accounts/primo.toml:4: this is not TOML"), "{}", story.screen());
    assert_eq!(story.file("accounts/primo.toml"), TINY);
    let kept = TypedFile { file: "accounts/primo.toml".into(), before: TINY.into(), text: broken, line: 4 };
    story.restart();
    assert!(story.shows("- stage = \"researching\"") && story.shows("+ stage = researching"), "{}", story.screen());
    story.press("<Enter>");
    let asked = Effect::EditFile { file: "accounts/primo.toml".into(), line: 4, kept: Some(kept) };
    assert_eq!(story.asked.pop().as_ref(), Some(&asked));
    story.press("E");
    assert_eq!(story.asked.pop(), Some(asked), "opened where it stands it is there too");
    came_back(&mut story, TINY, &TINY.replace("researching", "engaged"));
    assert!(story.file("accounts/primo.toml").contains("engaged") && empty(&story), "{}", story.screen());
}

#[test]
fn what_is_too_long_for_a_field_stays_outside_and_the_text_stays() {
    let mut story = Story::with(&[("primo", TINY)]).keys("<Enter>e");
    story.tell(Msg::Paste("x".repeat(70 << 10)));
    assert!(story.shows("The pasted text has 70 KiB") && story.shows("Nothing was pasted."), "{}", story.screen());
    story.press("!<Ctrl-S>");
    assert!(story.file("accounts/primo.toml").contains("why = \"First logo.!\""), "{}", story.screen());
    // From the editor it comes in, and is told.
    story.press("e");
    story.tell(Msg::Edited(Ok("x".repeat(70 << 10))));
    assert!(story.shows("this is 70 KiB long"), "{}", story.screen());
    story.press("<Enter>");
    assert!(story.model.form().is_some() && story.file("accounts/primo.toml").contains("First logo.!"));
    let long = format!("name = \"Primo\"\n\n[offer]\nproof = \"{}\"\n", "x".repeat(70 << 10));
    let mut story = Story::with(&[("primo", &long)]).keys("!");
    assert!(story.shows("accounts/primo.toml:4") && story.shows("proof: this is 70 KiB long"), "{}", story.screen());
    story.press("<Esc><Enter>eMine<Ctrl-S>");
    assert_eq!(story.file("accounts/primo.toml"), long.replace("\n\n", "\nwhy = \"Mine\"\n\n"));
}
