//! What waits for a choice, once it is written, taken back and done again: who is asked, and when nobody is.

use crate::apart::{PATH, PRIMO, overruled};
use crate::team::{Team, edit, git, inroad, step, sync};

#[test]
fn a_sync_that_is_done_again_asks_again() {
    let Some(team) = overruled() else { return };
    sync(&team.one, 4);
    for _ in 0..2 {
        assert_eq!(inroad(&team.one, &["undo"]).code, 0);
        assert_eq!(inroad(&team.one, &["conflicts"]).out, "", "hers stands");
        assert_eq!(inroad(&team.one, &["redo"]).code, 0);
        let asked = inroad(&team.one, &["conflicts"]).out;
        assert!(asked.contains("His") && asked.contains("Hers") && asked.lines().count() == 1, "{asked}");
    }
    // Once something else was done after the undo there is no way back, and nothing to ask.
    assert_eq!(inroad(&team.one, &["undo"]).code, 0);
    assert_eq!(inroad(&team.one, &["set", "primo", "why", "Hers anew"]).code, 0);
    assert_eq!(inroad(&team.one, &["conflicts"]).out, "");
}

#[test]
fn who_writes_what_was_kept_and_takes_that_back_is_asked_again_whoever_looked_between() {
    for look in [None, Some(&["conflicts"][..]), Some(&["doctor"][..])] {
        let Some(team) = overruled() else { return };
        sync(&team.one, 4);
        assert_eq!(inroad(&team.one, &["set", "primo", "why", "Hers"]).code, 0);
        if let Some(look) = look {
            inroad(&team.one, look);
        }
        assert_eq!(inroad(&team.one, &["undo"]).code, 0);
        let asked = inroad(&team.one, &["conflicts"]).out;
        assert!(asked.contains("His") && asked.contains("Hers"), "{look:?}: {asked}");
        // What is written over it is no matter of choice.
        assert_eq!(inroad(&team.one, &["set", "primo", "why", "Hers"]).code, 0);
        assert_eq!(inroad(&team.one, &["set", "primo", "why", "Hers anew"]).code, 0);
        assert_eq!(inroad(&team.one, &["conflicts"]).out, "", "{look:?}");
        for way in ["undo", "redo"] {
            assert_eq!(inroad(&team.one, &[way]).code, 0);
            look.map(|look| inroad(&team.one, look));
        }
        assert_eq!(inroad(&team.one, &["conflicts"]).out, "", "as before: {look:?}");
    }
}

#[test]
fn what_another_program_writes_and_takes_back_is_asked_whoever_looked_between() {
    for look in [&["list"][..], &["conflicts"], &["doctor"]] {
        let Some(team) = overruled() else { return };
        sync(&team.one, 4);
        let text = team.one.file(PATH);
        edit(&team.one, PATH, "\"His\"", "\"Hers\"");
        inroad(&team.one, look);
        assert_eq!(inroad(&team.one, &["conflicts"]).out, "", "{look:?}: hers stands");
        git(&team.one, &["checkout", "--quiet", PATH]);
        assert_eq!(team.one.file(PATH), text);
        let asked = inroad(&team.one, &["conflicts"]).out;
        assert!(asked.contains("His") && asked.contains("Hers"), "{look:?}: {asked}");
    }
}

#[test]
fn a_choice_that_is_done_again_takes_no_newer_question_with_it() {
    for way_back in [1, 3] {
        let Some(team) = overruled() else { return };
        sync(&team.one, 4);
        assert_eq!(inroad(&team.one, &["conflicts", "1", "--take", "file"]).code, 0);
        let choice = step(&team.one, "as in the file");
        sync(&team.one, 0);
        sync(&team.other, 0);
        // Once more they clash, and hers is in the same words.
        assert_eq!(inroad(&team.one, &["set", "primo", "why", "Hers"]).code, 0);
        assert_eq!(inroad(&team.other, &["set", "primo", "why", "His other"]).code, 0);
        sync(&team.one, 0);
        sync(&team.other, 4);
        sync(&team.one, 4);
        let waits = || inroad(&team.one, &["conflicts"]).out;
        assert!(waits().contains("His other\tHers"), "{}", waits());
        if way_back == 1 {
            assert_eq!(inroad(&team.one, &["undo", &choice]).code, 0);
            assert_eq!(waits().lines().count(), 1, "asked in the same words it is asked once: {}", waits());
            assert_eq!(inroad(&team.one, &["redo"]).code, 0);
        } else {
            (0..way_back).for_each(|_| assert_eq!(inroad(&team.one, &["undo"]).code, 0));
            assert!(waits().contains("His\tHers"), "{}", waits());
            (0..way_back).for_each(|_| assert_eq!(inroad(&team.one, &["redo"]).code, 0));
        }
        assert!(waits().contains("His other\tHers") && waits().lines().count() == 1, "{way_back}: {}", waits());
    }
}

#[test]
fn taking_back_a_sync_and_ones_own_edit_asks_nothing() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    for (desk, why) in [(&team.one, "Hers"), (&team.other, "His")] {
        assert_eq!(inroad(desk, &["set", "primo", "why", why]).code, 0);
    }
    sync(&team.one, 0);
    sync(&team.other, 4);
    sync(&team.one, 4);
    let waits = || inroad(&team.one, &["conflicts"]).out;
    assert!(!waits().is_empty());
    for _ in 0..2 {
        for _ in 0..2 {
            assert_eq!(inroad(&team.one, &["undo"]).code, 0);
            assert_eq!(waits(), "");
        }
        assert_eq!(inroad(&team.one, &["redo"]).code, 0);
        assert_eq!(waits(), "");
        assert_eq!(inroad(&team.one, &["redo"]).code, 0);
        assert!(!waits().is_empty());
    }
}

#[test]
fn a_choice_about_somebody_goes_along_with_them_into_whom_they_become() {
    let two = PRIMO.to_owned() + "\n[[people]]\nid = \"lee-r\"\nname = \"Lee R\"\ntitle = \"Clerk\"\n";
    let Some(team) = Team::with(&[("primo", &two)]) else { return };
    assert_eq!(inroad(&team.one, &["set", "primo", "people.lee-r.title", "Hers"]).code, 0);
    assert_eq!(inroad(&team.other, &["set", "primo", "people.lee-r.title", "His"]).code, 0);
    sync(&team.one, 0);
    sync(&team.other, 4);
    let waits = || inroad(&team.other, &["conflicts"]).out;
    let does = |args: &[&str]| assert_eq!(inroad(&team.other, args).code, 0, "{args:?}");
    assert!(waits().contains("Lee R, title\tHis\tHers"), "{}", waits());
    does(&["merge", "primo", "lee-r", "into", "lee"]);
    assert!(waits().contains("Lee Ray, title\t") && waits().contains("\tHers\t"), "{}", waits());
    does(&["conflicts", "1", "--take", "kept"]);
    assert!(team.other.file(PATH).contains("title = \"Hers\""), "{}", team.other.file(PATH));
    does(&["undo"]);
    assert!(waits().contains("Lee Ray, title\t"), "{}", waits());
    does(&["undo"]);
    assert!(waits().contains("Lee R, title\tHis\tHers") && waits().lines().count() == 1, "{}", waits());
    does(&["redo"]);
    does(&["redo"]);
    assert_eq!(waits(), "");
    assert!(team.other.file(PATH).contains("title = \"Hers\"") && !team.other.file(PATH).contains("lee-r\""));
}

#[test]
fn a_step_in_the_middle_that_is_done_again_is_the_one_that_is_taken_back_next() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    let does = |args: &[&str]| assert_eq!(inroad(&team.one, args).code, 0, "{args:?}");
    does(&["set", "primo", "tier", "2"]);
    does(&["set", "primo", "why", "Hers"]);
    let tier = step(&team.one, "tier set");
    does(&["undo", &tier]);
    does(&["redo"]);
    let both = team.one.file(PATH);
    assert!(both.contains("tier = 2") && both.contains("Hers"), "{both}");
    does(&["undo"]);
    assert!(!team.one.file(PATH).contains("tier = 2") && team.one.file(PATH).contains("Hers"));
    does(&["redo"]);
    assert_eq!(team.one.file(PATH), both);
}
