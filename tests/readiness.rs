//! What is missing, as one meets it: in the list, in the pane, and one question after another.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use std::collections::BTreeSet;

use common::Story;
use inroad::app::model::{Pane, Screen};
use inroad::domain::readiness::RULES;

/// An account in research of which nothing else is known.
const BARE: &str = "format = 1\nname = \"Primo\"\nstage = \"researching\"\n";

fn bare() -> Story {
    Story::with(&[("primo", BARE)])
}

fn percent(story: &Story, id: &str) -> Option<u8> {
    story.model.derived.digest(id).unwrap().readiness.percent
}

fn missing(story: &Story, id: &str) -> Vec<&'static str> {
    story.model.gaps(id).iter().map(|gap| gap.rule.id).collect()
}

#[test]
fn the_demo_plan_trips_every_rule() {
    let story = Story::demo();
    let ids = story.model.plan.all().map(|account| account.id.clone());
    let tripped: BTreeSet<&str> = ids.flat_map(|id| missing(&story, &id)).collect();
    let never: Vec<&str> = RULES.iter().map(|rule| rule.id).filter(|id| !tripped.contains(id)).collect();
    assert_eq!(never, [""; 0]);
}

#[test]
fn a_walk_asks_one_question_after_another_and_saves_each() {
    let mut story = bare().keys("m");
    assert!(story.shows("No why yet."), "{}", story.screen());
    story.press("Opens the sector<Enter>");
    assert!(story.shows("No business unit yet."), "{}", story.screen());
    story.press("Marketing<Enter>Demand generation<Enter>New CMO<Enter>");
    assert!(story.shows("Nobody is named yet."), "{}", story.screen());
    story.press("Dana Cole, VP Marketing, dana@primo.example<Enter>");
    // Now that somebody is there, more can be asked of them.
    assert!(story.shows("You know one person here."), "{}", story.screen());
    story.press("Lee Ray, CMO, economic<Enter>");
    assert!(story.shows("Where does the company want to go?"), "{}", story.screen());
    let file = story.file("accounts/primo.toml");
    for part in ["why = \"Opens the sector\"", "unit = \"Marketing\"", "rationale = \"New CMO\"", "\"Lee Ray\""] {
        assert!(file.contains(part), "{part}\n{file}");
    }
}

#[test]
fn a_finding_begins_with_its_kind_and_is_asked_for_until_it_is_of_it() {
    let mut story = bare().keys("m<Ctrl-T><Ctrl-T><Ctrl-T><Ctrl-T><Ctrl-T>");
    assert!(story.shows("Where does the company want to go?"), "{}", story.screen());
    assert!(story.shows("direction: "), "{}", story.screen());
    story.press("<Ctrl-U>They bought a van<Enter>");
    assert!(story.shows("Where does the company want to go?"), "{}", story.screen());
    story.press("East (10-K)<Enter>");
    assert!(story.shows("What stands in its way?"), "{}", story.screen());
    assert!(story.file("accounts/primo.toml").contains("kind = \"direction\""));
}

#[test]
fn what_does_not_apply_is_remembered_and_one_undo_asks_again() {
    let mut story = bare().keys("m<Ctrl-X>");
    assert!(story.shows("No business unit yet."), "{}", story.screen());
    story.press("<Esc>");
    assert!(story.file("accounts/primo.toml").contains("not_applicable = [\"why\"]"));
    assert!(!missing(&story, "primo").contains(&"why"));
    story.press("u");
    assert_eq!(story.file("accounts/primo.toml"), BARE);
    assert!(missing(&story, "primo").contains(&"why"));
}

#[test]
fn what_is_left_for_later_is_passed_over_and_what_was_typed_is_kept() {
    let mut story = bare().keys("mhalf a thou<Ctrl-T>");
    assert!(story.shows("No business unit yet."), "{}", story.screen());
    story.press("<Esc>m");
    assert!(story.shows("half a thou"), "{}", story.screen());
    assert_eq!(story.file("accounts/primo.toml"), BARE);
}

#[test]
fn leaving_says_what_is_left_and_goes_back_where_it_began() {
    let mut story = bare().keys("mOpens the sector<Enter><Esc>");
    assert!(story.shows("Primo: ready 7 %, 9 questions are still open; m goes on."), "{}", story.screen());
    assert_eq!(story.model.pane, Pane::List);
    assert!(story.model.walk.is_none());
    let mut story = Story::demo().keys("Tjjjm");
    assert_eq!(story.model.screen, Screen::Accounts);
    assert!(story.shows("Finding 6 has no source."), "{}", story.screen());
    story.press("Trade letter<Enter><Esc>");
    assert_eq!(story.model.screen, Screen::Today);
    assert!(story.shows("Primo: ready 97 %. Still open: Touch 7 has no draft."), "{}", story.screen());
}

#[test]
fn at_the_end_it_says_that_nothing_is_missing() {
    let mut story = Story::demo().keys("mTrade letter<Enter>");
    assert!(story.shows("Touch 7 has no draft."), "{}", story.screen());
    story.press("Dear Dana, three stops of your van.<Ctrl-S>");
    assert!(story.shows("Primo: ready 100 %, nothing is missing."), "{}", story.screen());
    story.press("m");
    assert!(story.shows("nothing is missing"), "{}", story.screen());
}

#[test]
fn a_target_is_asked_for_first_and_what_is_over_is_not_judged() {
    let mut story = Story::with(&[
        ("primo", "format = 1\nname = \"Primo\"\n"),
        ("won", "format = 1\nname = \"Won\"\nstage = \"won\"\n"),
    ]);
    assert!(story.shows("not judged yet"), "{}", story.screen());
    assert_eq!((percent(&story, "primo"), percent(&story, "won")), (None, None));
    story.press("m");
    assert!(story.shows("Primo is a target. Work out the way in?"), "{}", story.screen());
    story.press("m");
    assert!(story.shows("No why yet."), "{}", story.screen());
    assert!(story.file("accounts/primo.toml").contains("stage = \"researching\""));
    story.press("<Esc>jm");
    assert!(story.shows("Won is won: what is missing is asked from researching to opportunity."), "{}", story.screen());
}

#[test]
fn a_newcomer_comes_from_an_empty_plan_to_hundred_percent_by_what_the_screen_asks() {
    let mut story = Story::empty().keys("aPrimo<Enter>mm");
    for (asked, answer) in [
        ("No why yet.", "Opens the sector<Enter>"),
        ("No business unit yet.", "Marketing<Enter>"),
        ("No function yet.", "Demand generation<Enter>"),
        ("Why there first?", "New CMO<Enter>"),
        ("Nobody is named yet.", "Dana Cole, VP Marketing, economic, dana@primo.example<Enter>"),
        ("You know one person here.", "Lee Ray, CMO, user, lee@primo.example<Enter>"),
        ("Where does the company want to go?", "East (10-K)<Enter>"),
        ("What stands in its way?", "Cost per lead up 40 % (Q3 call)<Enter>"),
        ("Whom does it hurt, and how?", "Demand gen pays for it (forum)<Enter>"),
        ("No sequence yet.", "1<Enter>"),
        ("No phone number of Dana is known", "+1 312 555 0100<Ctrl-S>"),
        ("No LinkedIn profile of Dana is known", "https://www.linkedin.com/in/dana<Enter>"),
        ("No touch cites what you found out.", "2<Enter>"),
        ("in a sentence with a number?", "Cost per lead down 28 % in two quarters.<Enter>"),
        ("Which case is that?", "Case: Nordic Springs<Enter>"),
        ("What has happened there lately?", "A new plant (local paper)<Enter>"),
        ("How do you sign?", "Sam Reyes<Enter>"),
        ("Drafts name your title", "Account Executive<Enter>"),
        ("Where do others pick a time?", "https://cal.example/sam<Enter>"),
    ] {
        assert!(story.shows(asked), "{asked}\n{}", story.screen());
        story.press(answer);
    }
    let drafts = missing(&story, "primo");
    assert!(!drafts.is_empty() && drafts.iter().all(|id| *id == "draft-gaps"), "{drafts:?}");
    // Each gap is chosen when its draft opens, and what is typed fills it in.
    let mut gaps = 0;
    while story.shows("still has gaps (") {
        story.press("what a peer did first<Ctrl-S>");
        gaps += 1;
        assert!(gaps < 60, "{}", story.screen());
    }
    assert!(gaps >= drafts.len(), "{gaps}");
    assert!(story.shows("Primo: ready 100 %, nothing is missing."), "{}", story.screen());
}

/// The cursor of the pane on the row of that name.
fn go_down_to(story: &mut Story, row: &str) {
    while story.model.row().is_none_or(|here| here.id.key != row) {
        story.press("j");
    }
}

#[test]
fn a_line_of_what_is_missing_leads_to_where_it_is_filled_in() {
    let mut story = Story::demo().size(110, 60).keys("<Enter>");
    assert!(story.shows("Missing (2)"), "{}", story.screen());
    go_down_to(&mut story, "?source");
    story.press("<Enter>");
    assert!(story.shows("▸ Source"), "{}", story.screen());
    assert!(!story.shows(" more "), "{}", story.screen());
    story.press("Trade letter<Enter>");
    assert!(story.shows("Missing (1)"), "{}", story.screen());
    // The other one doesn't apply here.
    go_down_to(&mut story, "?draft");
    story.press("x");
    assert!(story.shows("ready 100 %") && !story.shows("Missing"), "{}", story.screen());
    assert!(story.file("accounts/primo.toml").contains("\"single-threaded\", \"draft:touches."));
}

#[test]
fn the_list_is_filtered_and_sorted_by_how_ready_accounts_are() {
    let rows = |keys: &str| {
        let story = Story::demo().keys(keys);
        story.model.accounts.rows.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(rows("/ready:100<Enter>"), ["corvane-freight", "nordahl-windows"]);
    assert_eq!(rows("/missing:meeting-result<Enter>"), ["solvanta-energy"]);
    let mut story = Story::demo().keys("/ready:");
    story.press("<");
    story.press("90<Enter>");
    assert!(story.shows("Tessera") && !story.shows("Primo "), "{}", story.screen());
    assert_eq!(rows("Or")[0], "halyard-credit-union");
    let mut story = Story::demo().keys("/ready:soon");
    assert!(story.shows("it reads like ready:<80"), "{}", story.screen());
    // What is walked through stays in sight, whatever the filter says meanwhile.
    let mut story = Story::demo().keys("/missing:source<Enter>gmTrade letter<Enter>");
    assert!(story.shows("Touch 7 has no draft."), "{}", story.screen());
    assert!(story.shows("Primo"), "{}", story.screen());
}

#[test]
fn it_follows_every_edit_at_once() {
    let mut story = bare();
    assert_eq!(percent(&story, "primo"), Some(0));
    story.press("<Enter>eOpens the sector<Enter>");
    assert!(story.shows("ready 7 %"), "{}", story.screen());
    story.press("u");
    assert!(story.shows("ready 0 %"), "{}", story.screen());
    story.press(":plan settings<Enter>");
    while !story.shows("▸ Rules off") {
        story.press("<Tab>");
    }
    story.press("why, hope<Enter>");
    assert!(story.shows("“hope” is no rule of readiness"), "{}", story.screen());
    story.press("<Backspace><Backspace><Backspace><Backspace><Backspace><Backspace><Enter>");
    assert!(!missing(&story, "primo").contains(&"why"));
    assert!(story.file("plan.toml").contains("off = [\"why\"]"), "{}", story.file("plan.toml"));
}
