//! Others at the same plan: another run, an editor, whatever copies the folder; and what earlier runs did.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use std::fs;

use common::Story;

const TINY: &str = "format = 1\nname = \"Primo\"\n# my own note\nstage = \"researching\"\n";
const PEOPLE: &str = "[[people]]\nid = \"ann\"\nname = \"Ann\"\n\n[[people]]\nid = \"bob\"\nname = \"Bob\"\n";

fn primo(story: &Story, text: &str) {
    fs::write(story.path("accounts/primo.toml"), text).unwrap();
}

#[test]
fn a_file_changed_meanwhile_is_merged_with_the_edit() {
    let mut story = Story::with(&[("primo", TINY)]);
    primo(&story, &TINY.replace("\"Primo\"", "\"Primo Inc\" # since May"));
    story.press("<Enter>eMine<Enter>");
    assert!(story.shows("Primo Inc") && story.shows("Mine"), "{}", story.screen());
    assert_eq!(
        story.file("accounts/primo.toml"),
        "format = 1\nname = \"Primo Inc\" # since May\n# my own note\nstage = \"researching\"\nwhy = \"Mine\"\n"
    );
}

#[test]
fn a_form_says_at_once_that_what_it_is_about_is_gone() {
    let mut story = Story::with(&[("primo", &format!("{TINY}\n{PEOPLE}"))]).keys("<Enter>jjjjje<Tab>Head of sales");
    // Somebody else stands where Bob stood.
    let cy = format!("{TINY}\n{}", PEOPLE.replace("bob", "cy").replace("Bob", "Cy"));
    primo(&story, &cy);
    story.rescan();
    assert!(story.shows("Bob was deleted elsewhere") && story.shows("can't be saved"), "{}", story.screen());
    story.press("<Ctrl-S>");
    assert!(story.file("accounts/primo.toml") == cy && story.shows("Head of sales"), "{}", story.screen());
    // He is there again, at another place.
    let bob = "[[people]]\nid = \"bob\"\nname = \"Bob\"\n\n";
    primo(&story, &format!("{TINY}\n{bob}{}", PEOPLE.replace("bob", "cy").replace("Bob", "Cy")));
    story.rescan();
    assert!(!story.shows("can't be saved"), "{}", story.screen());
    // The account goes, and comes back.
    let there = story.path("accounts/primo.toml");
    fs::rename(&there, story.path("primo")).unwrap();
    story.rescan();
    assert!(story.shows("archived or deleted elsewhere") && story.shows("can't be saved"), "{}", story.screen());
    fs::rename(story.path("primo"), &there).unwrap();
    story.press("<Ctrl-S>");
    assert!(story.shows(" This account was archived"), "{}", story.screen());
    story.rescan();
    story.press("<Ctrl-S>");
    assert!(story.file("accounts/primo.toml").contains("name = \"Bob\"\ntitle = \"Head of sales\""));
}

#[test]
fn what_others_write_is_on_the_screen_without_a_key() {
    let mut story = Story::with(&[("primo", TINY)]);
    primo(&story, &TINY.replace("Primo", "Primo Inc"));
    fs::write(story.path("accounts/acme.toml"), "name = \"Acme\"\n").unwrap();
    story.rescan();
    assert!(story.shows("Primo Inc") && story.shows("Acme"), "{}", story.screen());
    assert!(story.shows("Changed elsewhere: 2 files."), "{}", story.screen());
    fs::remove_file(story.path("accounts/acme.toml")).unwrap();
    story.rescan();
    assert!(story.shows("Acme: its file is gone; archived or deleted elsewhere."), "{}", story.screen());
    fs::write(story.path("plan.toml"), "why = \"Fridays off.\"\n").unwrap();
    story.rescan();
    assert_eq!(story.model.plan.settings.why, "Fridays off.");
}

#[test]
fn a_form_stays_with_its_item_and_keeps_what_was_typed() {
    let mut story = Story::with(&[("primo", &format!("{TINY}\n{PEOPLE}"))]);
    // Bob's form: the title is typed, the department is not.
    story.press("<Enter>jjjjje<Tab>Head of sales");
    let theirs = "[[people]]\nid = \"cy\"\nname = \"Cy\"\n\n[[people]]\nid = \"ann\"\nname = \"Ann\"\n\n[[people]]\nid = \"bob\"\nname = \"Bobby\"\ntitle = \"Seller\"\n";
    primo(&story, &format!("{TINY}\n{theirs}"));
    story.rescan();
    assert!(story.shows("Head of sales") && story.shows("Bobby"), "{}", story.screen());
    assert!(
        story.shows("Changed elsewhere meanwhile: Seller"),
        "what it says elsewhere stands beside it: {}",
        story.screen()
    );
    // Another field, and saved: theirs stands, and what was typed is kept beside it.
    story.press("<Tab>Sales<Ctrl-S>");
    let file = story.file("accounts/primo.toml");
    assert!(file.contains("title = \"Seller\"\ndepartment = \"Sales\"\n") && file.contains("Cy"), "{file}");
    assert!(story.shows("Seller") && story.shows("1 conflict: X"), "{}", story.screen());
    story.press("X2");
    assert!(story.file("accounts/primo.toml").contains("title = \"Head of sales\""), "{}", story.screen());
}

#[test]
fn many_files_gone_at_once_are_asked_about() {
    let accounts = ["a", "b", "c", "d"].map(|name| (name, "stage = \"target\"\n"));
    let mut story = Story::with(&accounts);
    for name in ["b", "c"] {
        fs::remove_file(story.path(&format!("accounts/{name}.toml"))).unwrap();
    }
    story.rescan();
    assert!(story.shows("2 of 4 account files are gone at once"), "{}", story.screen());
    story.press("n");
    assert_eq!(story.model.plan.accounts.len(), 4);
    story.rescan();
    assert!(!story.shows("gone at once"), "it is asked once: {}", story.screen());
    // They are in no file any more, which is told and can be asked about again, until the files are back.
    story.press("!");
    assert!(story.shows("b, c") && story.shows("Their files are gone"), "{}", story.screen());
    story.press("<Enter>");
    assert!(story.shows("Is that meant?"), "{}", story.screen());
    story.press("n");
    for name in ["b", "c"] {
        fs::write(story.path(&format!("accounts/{name}.toml")), "stage = \"target\"\n").unwrap();
    }
    // The file system tells of one of them.
    story.told_of(&["accounts/b.toml"]);
    story.press("!");
    assert!(story.shows("All files are well"), "{}", story.screen());
    let mut story = Story::with(&accounts);
    fs::remove_dir_all(story.path("accounts")).unwrap();
    story.rescan();
    story.press("y");
    assert!(story.model.plan.accounts.is_empty(), "{}", story.screen());
}

#[test]
fn a_letter_that_is_being_typed_answers_no_question_from_outside() {
    let mut story = Story::with(&["a", "b", "c", "d"].map(|name| (name, "stage = \"target\"\n"))).keys("<Enter>eMan");
    for name in ["b", "c", "d"] {
        fs::remove_file(story.path(&format!("accounts/{name}.toml"))).unwrap();
    }
    story.rescan();
    assert!(story.shows("3 of 4 account files are gone at once. They stay here"), "{}", story.screen());
    story.press("y gray years");
    assert!(story.shows("Many gray years"), "{}", story.screen());
    story.press("<Ctrl-S>");
    assert!(story.shows("Is that meant?") && story.model.plan.accounts.len() == 4, "{}", story.screen());
}

#[test]
fn undo_reaches_into_earlier_runs() {
    let mut story = Story::with(&[("primo", TINY)]).keys("<Enter>eMine<Enter>");
    let mine = story.file("accounts/primo.toml");
    story.press("eMine alone<Enter>");
    story.restart();
    story.press("u");
    assert_eq!(story.file("accounts/primo.toml"), mine, "{}", story.screen());
    story.press("uu");
    assert_eq!(story.file("accounts/primo.toml"), TINY);
    assert!(story.shows("Nothing to undo"), "{}", story.screen());
    story.restart();
    story.press("UU");
    assert!(story.file("accounts/primo.toml").contains("Mine alone"), "{}", story.screen());
}

#[test]
fn undo_after_somebody_else_has_written_keeps_what_they_wrote() {
    let mut story = Story::with(&[("primo", TINY)]).keys("<Enter>eMine<Enter>");
    let now = story.file("accounts/primo.toml");
    primo(&story, &now.replace("\"Primo\"", "\"Primo Inc\""));
    story.press("u");
    assert_eq!(story.file("accounts/primo.toml"), TINY.replace("\"Primo\"", "\"Primo Inc\""));
    assert!(story.shows("Primo Inc"), "{}", story.screen());
}

#[test]
fn undo_writes_into_no_file_of_a_later_version() {
    let mut story = Story::with(&[("primo", TINY)]).keys("<Enter>eMine<Enter>");
    let later = story.file("accounts/primo.toml").replace("format = 1", "format = 999");
    primo(&story, &later);
    story.rescan();
    story.press("u");
    assert_eq!(story.file("accounts/primo.toml"), later, "{}", story.screen());
    assert!(story.shows("format 999") || story.shows("later") || story.shows("newer"), "{}", story.screen());
}

#[test]
fn an_archived_account_comes_back_in_another_run() {
    let mut story = Story::with(&[("primo", TINY)]).keys("x");
    assert!(story.path("accounts/archive/primo.toml").exists());
    story.restart();
    story.press("u");
    assert_eq!(story.file("accounts/primo.toml"), TINY);
    assert!(!story.path("accounts/archive/primo.toml").exists());
    assert!(story.shows("Primo"), "{}", story.screen());
}

#[test]
fn a_name_that_was_taken_in_the_same_moment_becomes_another_file() {
    let mut story = Story::empty();
    fs::write(story.path("accounts/acme.toml"), "name = \"Theirs\"\n").unwrap();
    story.press("aAcme<Enter>");
    assert_eq!(story.file("accounts/acme.toml"), "name = \"Theirs\"\n");
    assert!(story.file("accounts/acme-2.toml").contains("name = \"Acme\""), "{}", story.screen());
    story.rescan();
    assert!(story.shows("Theirs") && story.shows("Acme"), "{}", story.screen());
}

/// Both have changed the why, and the title of Ann, before the first save.
fn conflicts() -> Story {
    let text = format!("{TINY}why = \"Old\"\n\n{PEOPLE}");
    let mut story = Story::with(&[("primo", &text)]);
    primo(&story, &text.replace("\"Old\"", "\"Theirs\"").replace("\"Ann\"", "\"Ann\"\ntitle = \"CEO\""));
    story.press("<Enter>e<Ctrl-U>Mine<Enter>jjjje<Tab>CFO<Ctrl-S>");
    story
}

#[test]
fn where_both_changed_the_same_both_are_shown_and_one_is_chosen() {
    let mut story = conflicts();
    let file = story.file("accounts/primo.toml");
    assert!(file.contains("\"Theirs\"") && !file.contains("Mine"), "{file}");
    assert!(story.shows("1 conflict: X"), "{}", story.screen());
    story.press("X");
    assert!(story.shows("In the file") && story.shows("Kept beside it"), "{}", story.screen());
    assert!(story.shows("Mine") && story.shows("Primo: why"), "{}", story.screen());
    story.press("2");
    let file = story.file("accounts/primo.toml");
    assert!(file.contains("why = \"Mine\"") && file.contains("# my own note"), "{file}");
    assert!(!story.shows("conflict") && story.shows("why is as it was kept"), "{}", story.screen());
    // It is a step like any other: taken back, it is asked again; done again, it is settled.
    story.press("u");
    assert!(story.file("accounts/primo.toml").contains("\"Theirs\""), "{}", story.screen());
    assert!(story.shows("Undone: Primo: why, as kept") && story.shows("1 conflict: X"), "{}", story.screen());
    story.press("U");
    assert!(story.file("accounts/primo.toml").contains("\"Mine\"") && !story.shows("conflict:"), "{}", story.screen());
    story.press("uX1");
    assert!(
        story.file("accounts/primo.toml").contains("\"Theirs\"") && !story.shows("conflict:"),
        "{}",
        story.screen()
    );
}

#[test]
fn a_conflict_that_is_asked_again_is_the_one_under_the_cursor() {
    let text = |name: &str, why: &str| format!("name = \"{name}\"\nstage = \"target\"\nwhy = \"{why}\"\n");
    let mut story = Story::with(&[("acme", &text("Acme", "Old")), ("primo", &text("Primo", "Old"))]);
    for name in ["acme", "primo"] {
        let file = format!("accounts/{name}.toml");
        fs::write(story.path(&file), story.file(&file).replace("Old", "Theirs")).unwrap();
    }
    story.press("gg<Enter>e<Ctrl-U>Mine<Enter><Esc>j<Enter>e<Ctrl-U>Mine<Enter>");
    assert!(story.shows("2 conflicts: X"), "{}", story.screen());
    // The last is settled and taken back, and what is chosen then is chosen of it.
    story.press("Xj2u1");
    assert!(story.shows("15:12 Acme: why") && !story.shows("15:12 Primo: why"), "{}", story.screen());
}

/// Another Acme has come, and this one has a file of its own.
fn another_acme(story: &mut Story) {
    fs::write(story.path("accounts/acme-2.toml"), story.file("accounts/acme.toml")).unwrap();
    fs::write(story.path("accounts/acme.toml"), "name = \"Acme\"\nstage = \"target\"\nwebsite = \"acme.example\"\n")
        .unwrap();
    story.rescan();
}

#[test]
fn what_is_meant_for_an_account_that_gets_another_file_goes_there() {
    let acme = "name = \"Acme\"\nstage = \"target\"\nwebsite = \"acme.test\"\n";
    // The cursor of the list; a form that is open; a text that was closed and not saved.
    for (before, after) in [("", "<Enter>eOurs<Enter>"), ("<Enter>eOurs", "<Enter>"), ("<Enter>eOurs<Esc>", "e<Enter>")]
    {
        let mut story = Story::with(&[("acme", acme), ("primo", TINY)]);
        story.press(before);
        another_acme(&mut story);
        story.press(after);
        assert!(story.file("accounts/acme-2.toml").contains("why = \"Ours\""), "{before}: {}", story.screen());
        assert!(!story.file("accounts/acme.toml").contains("Ours"), "{before}: {}", story.screen());
    }
}

#[test]
fn what_is_meant_for_somebody_who_gets_another_id_goes_to_them() {
    let person = |id: &str, email: &str| {
        format!("\n[[people]]\nid = \"{id}\"\nname = \"John Smith\"\nemails = [{{ value = \"{email}\" }}]\n")
    };
    let mut story = Story::with(&[("primo", &format!("{TINY}{}", person("john-smith", "j@p.example")))]);
    story.press("<Enter>jjjje<Tab>CFO");
    primo(
        &story,
        &format!("{TINY}{}{}", person("john-smith", "john@p.example"), person("john-smith-2", "j@p.example")),
    );
    story.rescan();
    story.press("<Ctrl-S>");
    let file = story.file("accounts/primo.toml");
    let (theirs, ours) = file.split_once("john-smith-2").unwrap();
    assert!(ours.contains("title = \"CFO\"") && !theirs.contains("CFO"), "{file}\n{}", story.screen());
}

/// A touch is done here and skipped elsewhere, before the first save.
fn done_and_skipped() -> Story {
    let text = format!(
        "{TINY}\n{PEOPLE}\n[[sequences]]\nid = \"s3a1\"\nstart = 2026-11-23\n\n[[sequences.touches]]\nid = \
         \"k7qd\"\nchannel = \"email\"\nperson = \"ann\"\nsubject = \"Pallets\"\nmessage = \"Hello.\"\npurpose = \"curiosity\"\n"
    );
    let mut story = Story::with(&[("primo", &text)]);
    primo(&story, &(text + "status = \"skipped\"\nclosed = 2026-11-20\nlearned = \"Wrong day.\"\n"));
    story.press("Td");
    story
}

#[test]
fn a_decision_is_chosen_whole_and_never_made_of_both_sides() {
    let mut story = done_and_skipped();
    let file = story.file("accounts/primo.toml");
    assert!(file.contains("skipped") && !file.contains("result") && file.contains("closed = 2026-11-20\n"), "{file}");
    assert!(story.shows("1 conflict: X"), "one for the whole of it: {}", story.screen());
    story.press("X");
    assert!(story.shows("Primo: touch 1, what became of it"), "{}", story.screen());
    assert!(story.shows("skipped, 20 Nov") && story.shows("done, sent, 23 Nov"), "{}", story.screen());
    story.press("2");
    let chosen = story.file("accounts/primo.toml");
    assert!(chosen.contains("status = \"done\"") && chosen.contains("result = \"sent\""), "{chosen}");
    assert!(chosen.contains("closed = 2026-11-23T") && chosen.contains("Wrong day."), "{chosen}");
    assert!(!story.shows("conflict:"), "{}", story.screen());
    story.press("u");
    assert_eq!(story.file("accounts/primo.toml"), file);
    assert!(story.shows("1 conflict: X"), "{}", story.screen());
    story.press("X1");
    assert_eq!(story.file("accounts/primo.toml"), file);
    story.press("H");
    assert!(story.shows("what became of it, as in the file"), "{}", story.screen());
    assert!(story.shows("- done, sent, 23 Nov") && story.shows("+ skipped, 20 Nov"), "{}", story.screen());
}

#[test]
fn keeping_theirs_changes_nothing_and_a_conflict_waits_over_the_end_of_a_run() {
    let mut story = conflicts();
    let file = story.file("accounts/primo.toml");
    story.restart();
    story.rescan();
    story.press("X1");
    assert!(story.shows("stays as it is in the file") && !story.shows("conflict:"), "{}", story.screen());
    assert_eq!(story.file("accounts/primo.toml"), file);
    // Yours is not gone for good, in no later run either.
    story.restart();
    story.press("H");
    assert!(story.shows("Primo: why, as in the file") && story.shows("- Mine"), "{}", story.screen());
    story.press("<Esc>u");
    assert!(story.shows("1 conflict: X"), "{}", story.screen());
    story.press("X2");
    assert!(story.file("accounts/primo.toml").contains("why = \"Mine\""), "{}", story.screen());
}

#[test]
fn whoever_goes_on_writing_what_was_kept_and_lets_it_be_is_among_the_conflicts_again() {
    let mut story = conflicts();
    story.press("Xe");
    assert!(story.shows("Mine") && !story.shows("Kept beside it"), "{}", story.screen());
    story.press("<Esc>");
    assert!(story.shows("Kept beside it"), "{}", story.screen());
    story.press("e<End> too<Ctrl-S>");
    assert!(story.file("accounts/primo.toml").contains("why = \"Mine too\""), "{}", story.screen());
    assert!(!story.shows("Kept beside it") && !story.shows("conflict:"), "{}", story.screen());
}

#[test]
fn a_line_that_has_several_in_the_file_keeps_them() {
    let text = format!("{TINY}why = \"\"\"\nOne\n\nTwo\"\"\"\n");
    let mut story = Story::with(&[("primo", &text)]);
    story.press("<Enter>e<Ctrl-S>");
    assert_eq!(story.file("accounts/primo.toml"), text);
    story.press("e!<Ctrl-S>");
    assert!(story.file("accounts/primo.toml").contains("One\n\nTwo!"), "{}", story.file("accounts/primo.toml"));
}

#[test]
fn theirs_is_what_the_file_says_now_and_a_choice_is_of_what_was_seen() {
    let mut story = conflicts();
    let says = |story: &Story, from: &str, to: &str| {
        let text = story.file("accounts/primo.toml");
        primo(story, &text.replace(&format!("why = \"{from}\""), &format!("why = \"{to}\"")));
    };
    says(&story, "Theirs", "Newer");
    story.rescan();
    story.press("X");
    assert!(story.shows("Newer") && !story.shows("    Theirs"), "{}", story.screen());
    // It changes while somebody is choosing.
    says(&story, "Newer", "Newest");
    story.press("2");
    assert!(story.shows("Newest") && story.shows("Mine") && story.shows("choose once more"), "{}", story.screen());
    story.press("2");
    assert!(story.file("accounts/primo.toml").contains("why = \"Mine\"") && !story.shows("conflict:"));
}

#[test]
fn what_is_long_is_seen_where_the_sides_differ() {
    let long = |last: &str| "Their figures speak for it, and so do ours. ".repeat(40) + last;
    let text = |last: &str| format!("{TINY}why = \"{}\"\n", long(last));
    let mut story = Story::with(&[("primo", &text("old"))]);
    story.press("<Enter>e<Ctrl-G>");
    primo(&story, &text("theirs"));
    story.tell(inroad::app::Msg::Edited(Ok(long("mine"))));
    story.press("<Ctrl-S>X");
    assert!(story.shows("theirs") && story.shows("mine") && story.shows("above"), "{}", story.screen());
    let mut story = story.size(40, 12);
    assert!(story.shows("theirs") && story.shows("mine"), "{}", story.screen());
    // And all of it can be read.
    story.press(
        "<Ctrl-U><Ctrl-U><Ctrl-U><Ctrl-U><Ctrl-U><Ctrl-U><Ctrl-U><Ctrl-U><Ctrl-U><Ctrl-U><Ctrl-U><Ctrl-U><Ctrl-U>",
    );
    story.press(
        "<Ctrl-U><Ctrl-U><Ctrl-U><Ctrl-U><Ctrl-U><Ctrl-U><Ctrl-U><Ctrl-U><Ctrl-U><Ctrl-U><Ctrl-U><Ctrl-U><Ctrl-U>",
    );
    assert!(
        story.shows("Their figures speak") && !story.shows("theirs") && !story.shows("above"),
        "{}",
        story.screen()
    );
}

#[test]
fn a_sync_of_another_run_is_seen() {
    let mut story = Story::with(&[("primo", "name = \"Primo\"\n")]).keys(":sync<Enter>");
    story.tell(inroad::app::Msg::Synced(Err("no such host".into())));
    assert!(story.shows("not synced"), "{}", story.screen());
    story.rescan();
    assert!(story.shows("not synced"), "nobody has: {}", story.screen());
    inroad::store::synced::write(story.disk.folder.state().unwrap(), story.now);
    story.rescan();
    assert!(story.shows("synced 15:12") && !story.shows("not synced"), "{}", story.screen());
}

/// A file that is no TOML while somebody changes an account of it: it waits as a whole.
fn whole_files(last: &str) -> Story {
    let lines = |word: &str| {
        let line = |n: usize| format!("# line {n} {}\n", if n.is_multiple_of(20) { word } else { "" });
        (1..=60).map(line).collect::<Vec<_>>().concat()
    };
    let (ours, theirs) = (format!("{}{last}", lines("of mine")), format!("{}{last}", lines("of theirs")));
    let mut story = Story::with(&[("primo", &ours)]);
    let conflict = inroad::domain::conflict::Conflict {
        at: story.now,
        step: None,
        file: "accounts/primo.toml".into(),
        path: String::new(),
        ours: Some(toml::Value::String(ours).to_string()),
        theirs: Some(toml::Value::String(theirs).to_string()),
    };
    story.tell(inroad::app::Msg::Conflicts(vec![conflict], 1));
    story
}

#[test]
fn both_sides_of_what_is_long_are_moved_together_from_one_difference_to_the_next() {
    for (width, height) in [(110, 32), (80, 24), (40, 12)] {
        let mut story = whole_files("name = \"Primo\"\n").size(width, height).keys("X");
        let seen = |story: &mut Story, n: usize| {
            let (ours, theirs) = (format!("line {n} of mine"), format!("line {n} of theirs"));
            assert_eq!(story.shows(&ours), story.shows(&theirs), "they stand beside each other: {}", story.screen());
            story.shows(&ours)
        };
        assert!(seen(&mut story, 20) && (height < 20 || story.shows("lines the same")), "{}", story.screen());
        let mut comes = |n: usize, key: &str| {
            let found = (0..60).any(|_| {
                let found = seen(&mut story, n);
                story.press(key);
                found
            });
            assert!(found, "{n} by {key}: {}", story.screen());
        };
        for (n, key) in [(60, "<Ctrl-D>"), (20, "K"), (40, "J"), (20, "<Ctrl-U>")] {
            comes(n, key);
        }
    }
}

#[test]
fn what_another_program_writes_as_it_was_kept_is_not_asked_as_long_as_it_stands() {
    let mut story = conflicts();
    let text = story.file("accounts/primo.toml");
    primo(&story, &text.replace("\"Theirs\"", "\"Mine\""));
    story.rescan();
    assert!(!story.shows("conflict:"), "{}", story.screen());
    primo(&story, &text);
    story.rescan();
    assert!(story.shows("1 conflict: X"), "nobody chose, whoever looked: {}", story.screen());
    // What is written here over it is over.
    primo(&story, &text.replace("\"Theirs\"", "\"Mine\""));
    story.rescan();
    story.press("gge<End> too<Ctrl-S>");
    assert!(story.file("accounts/primo.toml").contains("why = \"Mine too\""), "{}", story.screen());
    assert!(!story.shows("conflict:"), "{}", story.screen());
    story.press("u");
    primo(&story, &text);
    story.rescan();
    assert!(story.shows("1 conflict: X"), "taken back, all is as before: {}", story.screen());
}

#[test]
fn yours_can_be_written_on() {
    let mut story = conflicts().keys("Xe<Esc><Esc>");
    assert!(story.shows("1 conflict: X"), "it waits until something is saved: {}", story.screen());
    story.press("Xe and more<Enter>");
    assert!(story.file("accounts/primo.toml").contains("why = \"Mine and more\""), "{}", story.screen());
    assert!(!story.shows("conflict"), "{}", story.screen());
    // The choice belongs to what was saved, in another run too.
    story.restart();
    story.press("u");
    assert!(story.file("accounts/primo.toml").contains("why = \"Theirs\""), "{}", story.screen());
    assert!(story.shows("1 conflict: X"), "{}", story.screen());
}

#[test]
fn a_save_of_which_nothing_was_written_is_no_step() {
    let mut story = Story::with(&[("primo", &format!("{TINY}why = \"Old\"\n"))]).keys("<Enter>e<Ctrl-U>Before<Enter>");
    let text = story.file("accounts/primo.toml");
    primo(&story, &text.replace("\"Before\"", "\"Theirs\""));
    story.press("e<Ctrl-U>Mine<Enter>");
    assert!(story.shows("1 conflict: X"), "{}", story.screen());
    // It is not in the history, and undo goes on with what was done.
    story.press("H");
    assert_eq!(story.screen().matches("why changed").count(), 1, "{}", story.screen());
    story.press("<Esc>u");
    assert!(!story.shows("does not know"), "{}", story.screen());
}

#[test]
fn writing_theirs_is_choosing_theirs() {
    let mut story = conflicts().keys("Xe<Ctrl-U>Theirs<Enter>");
    assert!(!story.shows("conflict:"), "{}", story.screen());
    story.press("u");
    assert!(story.shows("1 conflict: X"), "{}", story.screen());
}

#[test]
fn the_history_says_what_each_step_changed() {
    let mut story = Story::with(&[("primo", TINY)]).keys("<Enter>eMine<Enter>eMine alone<Enter>");
    story.restart();
    story.press("H");
    assert!(
        story.shows("primo  why") && story.shows("- Mine") && story.shows("+ MineMine alone"),
        "{}",
        story.screen()
    );
    story.press("j");
    assert!(story.shows("+ Mine") && !story.shows("- Mine"), "{}", story.screen());
    story.press("ku");
    assert!(story.shows("taken back") && story.file("accounts/primo.toml").contains("\"Mine\""), "{}", story.screen());
    story.press("<Esc>U");
    assert!(story.file("accounts/primo.toml").contains("MineMine alone"), "{}", story.screen());
}

/// A step further down that is taken back stands among those that were: the next key is about the same one.
#[test]
fn the_cursor_of_the_history_goes_along_with_its_step() {
    let acme = "name = \"Acme\"\n";
    let mut story = Story::with(&[("primo", TINY), ("acme", acme)]);
    story.press("/primo<Enter><Enter>eMine<Enter><Esc>/acme<Enter><Enter>eHis<Enter>");
    let both = |story: &Story| (story.file("accounts/primo.toml"), story.file("accounts/acme.toml"));
    let before = both(&story);
    story.press("Hju");
    assert!(
        story.file("accounts/primo.toml") == TINY && story.file("accounts/acme.toml") == before.1,
        "{}",
        story.screen()
    );
    story.press("U");
    assert_eq!(both(&story), before, "{}", story.screen());
    story.press("u");
    assert!(
        story.file("accounts/primo.toml") == TINY && story.file("accounts/acme.toml") == before.1,
        "{}",
        story.screen()
    );
}

#[test]
fn a_step_whose_words_a_later_one_has_written_anew_is_not_taken_back_without_it() {
    let mut story = Story::with(&[("primo", TINY)]);
    story.press("<Enter>e<Ctrl-U>Mine<Enter>e<Ctrl-U>Other<Enter>e<Ctrl-U>Mine<Enter>");
    assert!(story.file("accounts/primo.toml").contains("why = \"Mine\""), "{}", story.screen());
    story.press("Hjju");
    assert!(story.shows("changed since"), "{}", story.screen());
    assert!(story.file("accounts/primo.toml").contains("why = \"Mine\""), "{}", story.screen());
    story.press("<Esc>u");
    assert!(story.file("accounts/primo.toml").contains("why = \"Other\""), "{}", story.screen());
}

#[test]
fn one_window_does_not_take_back_what_was_done_in_the_other() {
    let mut story =
        Story::with(&[("primo", TINY), ("acme", "name = \"Acme\"\n")]).keys("/primo<Enter><Enter>eMine<Enter>");
    story.elsewhere("acme", |account| account.why = "Theirs".into());
    story.press("u");
    assert_eq!(story.file("accounts/primo.toml"), TINY);
    assert!(story.file("accounts/acme.toml").contains("Theirs"));
    // What the other one did can be taken back too, by its name.
    story.press("H");
    assert!(story.shows("Acme: edited elsewhere"), "{}", story.screen());
    story.press("ju");
    assert!(!story.file("accounts/acme.toml").contains("Theirs"), "{}", story.screen());
}

#[test]
fn what_somebody_else_has_taken_back_does_not_stand_in_the_way_of_undo() {
    let mut story = Story::with(&[("primo", TINY)]).keys("<Enter>eFirst<Enter>eSecond<Enter>");
    let first = story.file("accounts/primo.toml").replace("FirstSecond", "First");
    primo(&story, &first);
    story.rescan();
    story.press("u");
    story.rescan();
    story.press("u");
    assert_eq!(story.file("accounts/primo.toml"), TINY, "{}", story.screen());
    story.restart();
    story.press("U");
    assert_eq!(story.file("accounts/primo.toml"), first, "{}", story.screen());
}

#[test]
fn an_account_file_that_was_emptied_is_not_written_over() {
    let mut story = Story::with(&[("primo", "name = \"Primo\"\n")]).keys("1");
    // What a full disk leaves: before it is seen, and after.
    std::fs::write(story.path("accounts/primo.toml"), "").unwrap();
    story.press("NSend it by today<Enter>");
    assert_eq!(story.file("accounts/primo.toml"), "");
    assert!(story.shows("NOT SAVED"), "{}", story.screen());
    let mut story = Story::with(&[("primo", "name = \"Primo\"\n")]).keys("1");
    std::fs::write(story.path("accounts/primo.toml"), "").unwrap();
    story.rescan();
    story.press("NSend it by today<Enter>");
    assert_eq!(story.file("accounts/primo.toml"), "");
    assert!(story.shows("can't be changed: accounts/primo.toml:1:1: it is empty"), "{}", story.screen());
    story.press("<Esc><Esc>!");
    assert!(story.shows("it is empty; bring it back from a copy"), "{}", story.screen());
}

#[test]
fn what_of_the_journal_cant_be_read_is_told_where_one_looks_for_steps_and_for_trouble() {
    let mut story = Story::with(&[("primo", TINY)]);
    story.press("<Enter>eOne<Enter>eTwo<Enter>eThree<Enter>");
    let journal = story.disk.folder.state().unwrap().path("journal");
    let mut bytes = fs::read(&journal).unwrap();
    let there = bytes.len() / 2;
    bytes[there..there + 8].copy_from_slice(b"garbage!");
    fs::write(&journal, bytes).unwrap();
    story.restart();
    story.press("H");
    assert!(story.shows("bytes of it can't be read") && story.shows("History"), "{}", story.screen());
    story.press("<Esc>!");
    assert!(story.shows("a step that stood there can't be taken"), "{}", story.screen());
}
