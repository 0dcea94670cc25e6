//! The conversation plan, the brief, the map of people and the weighing of entry points, key by key.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use common::Story;
use inroad::app::Effect;
use inroad::domain::fields::Place;

const PEOPLE: &str = "[[people]]\nid = \"dana-cole\"\nname = \"Dana Cole\"\ndepartment = \"Marketing\"\n\
                      reports_to = \"lee-ray\"\n[[people]]\nid = \"lee-ray\"\nname = \"Lee Ray\"\n";
const MEETING: &str =
    "[[meetings]]\nid = \"g5t0\"\nminutes = 30\nwith = [\"dana-cole\"]\nobjective = \"Agree a pilot\"\n";

fn primo(more: &str) -> Story {
    let text = format!("format = 1\nname = \"Primo\"\nstage = \"engaged\"\n{PEOPLE}{more}");
    Story::with(&[("primo", &text)])
}

fn file(story: &Story) -> String {
    story.file("accounts/primo.toml")
}

/// Into the meeting, which is opened.
fn to_meeting(story: &mut Story) {
    story.press("<Enter>g");
    for _ in 0..60 {
        if story.model.row().is_some_and(|row| row.id.place == Place::Meeting(0)) {
            return story.press("<Enter>");
        }
        story.press("j");
    }
    panic!("no meeting: {}", story.screen());
}

#[test]
fn questions_and_objections_stand_in_rows_of_their_own_and_are_edited_there() {
    let research = "[[research]]\nid = \"r1c8\"\nkind = \"challenge\"\ntext = \"Cost per lead up 40 %\"\n";
    let mut story = primo(&format!("{research}{MEETING}"));
    let before = file(&story);
    to_meeting(&mut story);
    assert!(story.shows("S suggests questions") && story.shows("We have an agency"), "{}", story.screen());
    story.press("japroblem: What happens to the rest? (#1)<Enter>");
    assert!(
        file(&story).contains("{ kind = \"problem\", text = \"What happens to the rest?\", research = [\"r1c8\"] }")
    );
    assert!(story.shows("problem      What happens to the rest?") && story.shows("#1"), "{}", story.screen());
    // Behind the last of its kind, whatever is typed first.
    story.press("asituation: How is it counted?<Enter>");
    let after = file(&story);
    assert!(after.find("counted").unwrap() < after.find("the rest").unwrap(), "{after}");
    story.press("J");
    let after = file(&story);
    assert!(after.find("counted").unwrap() > after.find("the rest").unwrap(), "{after}");
    // The cursor went with it.
    story.press("e<Ctrl-U>How is it done?<Ctrl-S>x");
    assert!(story.shows("The question deleted"), "{}", story.screen());
    story.press("jaWe have an agency. => Keep it.<Enter>");
    assert!(file(&story).contains("{ says = \"We have an agency.\", answer = \"Keep it.\" }"), "{}", file(&story));
    story.press("uuuuuu");
    assert_eq!(file(&story), before);
}

#[test]
fn a_finding_that_goes_takes_its_ties_with_it() {
    let research = "[[research]]\nid = \"r1c8\"\ntext = \"Up 40 %\"\n";
    let questions = "questions = [{ kind = \"problem\", text = \"Why?\", research = [\"r1c8\"] }]\n";
    let mut story = primo(&format!("{research}{MEETING}{questions}"));
    story.press("<Enter>GkkkkkK");
    let at = story.model.outline().iter().position(|row| row.id.key == "text").unwrap();
    story.press(&format!("g{}x", "j".repeat(at)));
    assert!(!file(&story).contains("r1c8"), "{}", file(&story));
    story.press("u");
    assert_eq!(file(&story).matches("r1c8").count(), 2);
}

#[test]
fn questions_to_begin_with_come_one_of_each_missing_kind_and_are_one_step() {
    let mut story = primo(MEETING);
    let before = file(&story);
    to_meeting(&mut story);
    story.press("S");
    let after = file(&story);
    for kind in ["situation", "problem", "implication", "need-payoff"] {
        assert_eq!(after.matches(&format!("kind = \"{kind}\"")).count(), 1, "{after}");
    }
    story.press("S");
    assert!(story.shows("Every kind of question is there already"), "{}", story.screen());
    story.press("u");
    assert_eq!(file(&story), before);
}

#[test]
fn the_brief_fills_the_screen_scrolls_and_is_copied_as_markdown() {
    let mut story = primo(MEETING).keys("B");
    assert!(story.shows("Agree a pilot") && story.shows("Opening") && story.shows("Not yet:"), "{}", story.screen());
    story.press("c");
    let Some(Effect::Copy(page)) = story.asked.last() else { panic!("nothing was copied") };
    assert!(page.starts_with("# Primo: Agree a pilot\n") && page.contains("### +0 Opening"), "{page}");
    // Who is away on the day of the meeting is said there.
    let away = PEOPLE.replacen("reports_to", "away = [{ from = 2026-12-01, to = 2026-12-04 }]\nreports_to", 1);
    let booked = MEETING.replace("minutes", "at = 2026-12-03T10:00:00-06:00\nstatus = \"booked\"\nminutes");
    let text = format!("name = \"Primo\"\n{away}{booked}");
    assert!(Story::with(&[("primo", &text)]).keys("B").shows("AWAY on that day"));
    let mut story = primo(MEETING).size(40, 12).keys("B");
    assert!(!story.shows("none yet"), "{}", story.screen());
    story.press("G");
    assert!(story.shows("Advance") && story.shows("None yet"), "{}", story.screen());
    story.press("<Esc>");
    assert!(story.model.overlays.is_empty());
    // Without a meeting it says so.
    let mut story = primo("").keys("B");
    assert!(story.shows("No meeting is booked or planned at Primo"), "{}", story.screen());
}

#[test]
fn enter_on_a_meeting_in_today_opens_its_brief_and_from_there_the_account() {
    let booked = MEETING.replace("minutes", "at = 2026-11-23T16:00:00-06:00\nstatus = \"booked\"\nminutes");
    let mut story = primo(&booked).keys("T<Enter>");
    assert!(story.shows("16:00") && story.shows("What we want agreed".to_lowercase().as_str()), "{}", story.screen());
    story.press("<Enter>");
    assert!(story.model.overlays.is_empty() && story.shows("Decision makers"), "{}", story.screen());
    story.press("<Esc>");
    assert!(story.shows("meeting today") || story.shows("Today"), "{}", story.screen());
    // What came of it is asked there too, and an advance becomes a next step with its date.
    story.press("T<Enter>da");
    assert!(story.shows("The advance, with its date"), "{}", story.screen());
    story.press("Working session by 15 dec<Enter>");
    let after = file(&story);
    assert!(
        after.contains("what = \"Working session\"\nby = 2026-12-15") && after.contains("result = \"advance\""),
        "{after}"
    );
}

#[test]
fn the_advance_that_was_planned_is_offered_and_typing_replaces_it() {
    let planned = format!(
        "{MEETING}status = \"booked\"\nat = 2026-11-20T10:00:00-06:00\nadvance = \"Session with ops by 15 dec\"\n"
    );
    let mut story = primo(&planned).keys("Tda<Enter>");
    assert!(file(&story).contains("what = \"Session with ops\"\nby = 2026-12-15"), "{}", file(&story));
    story = primo(&planned).keys("TdaCall by fri<Enter>");
    assert!(file(&story).contains("what = \"Call\"\nby = 2026-11-27"), "{}", file(&story));
}

#[test]
fn the_map_shows_who_reports_to_whom_and_is_edited_there() {
    let mut story = primo("").keys("P");
    let screen = story.screen();
    assert!(screen.find("Lee Ray").unwrap() < screen.find("└─ Dana Cole").unwrap(), "{screen}");
    assert!(story.shows("No economic buyer"), "{screen}");
    let before = file(&story);
    story.press("jiI");
    assert!(file(&story).contains("influence = \"economic\"\nsupport = \"champion\""), "{}", file(&story));
    assert!(!story.shows("No economic buyer"), "{}", story.screen());
    // A new one beneath the cursor, and one step up from there.
    story.press("aAna Diaz, Analyst<Enter>");
    assert!(
        file(&story).contains("name = \"Ana Diaz\"\ntitle = \"Analyst\"\nreports_to = \"dana-cole\""),
        "{}",
        file(&story)
    );
    story.press("<");
    assert!(file(&story).contains("title = \"Analyst\"\nreports_to = \"lee-ray\""), "{}", file(&story));
    story.press(">");
    assert!(file(&story).contains("title = \"Analyst\"\nreports_to = \"dana-cole\""), "{}", file(&story));
    story.press("r<Enter>");
    assert!(!file(&story).contains("title = \"Analyst\"\nreports_to"), "{}", file(&story));
    story.press("rAna");
    assert!(story.shows("can't report to themselves"), "{}", story.screen());
    story.press("<Esc>uuuuuu");
    assert_eq!(file(&story), before);
    story.press("<Enter>");
    assert!(story.model.overlays.is_empty() && story.shows("Decision makers"), "{}", story.screen());
}

#[test]
fn a_circle_and_a_boss_whom_nobody_knows_are_drawn_and_can_be_put_right() {
    let people = "[[people]]\nid = \"a\"\nname = \"Ann\"\nreports_to = \"b\"\n[[people]]\nid = \"b\"\nname = \"Bob\"\n\
                  reports_to = \"a\"\n[[people]]\nid = \"c\"\nname = \"Cleo\"\nreports_to = \"ghost\"\n";
    let mut story = Story::with(&[("primo", &format!("name = \"Primo\"\n{people}"))]).keys("P");
    assert!(story.shows("!Ann") && story.shows("└─ Bob") && story.shows("“ghost”"), "{}", story.screen());
    story.press("r<Enter>GrAnn<Enter>");
    assert!(!story.shows("circle") && !story.shows("ghost"), "{}", story.screen());
}

const CANDIDATES: &str = "[entry_point]\nunit = \"HR\"\nrationale = \"They asked.\"\ncandidate = \"e7w1\"\n\
                          [[entry_point.candidates]]\nid = \"e7w1\"\nunit = \"HR\"\npain = 1\n\
                          [[entry_point.candidates]]\nid = \"k3f8\"\nunit = \"Marketing\"\n";

#[test]
fn entry_points_are_weighed_beside_each_other_and_choosing_one_asks_why() {
    let mut story = primo(CANDIDATES).keys("w");
    assert!(story.shows("Dana Cole") && story.shows("nobody known"), "{}", story.screen());
    let before = file(&story);
    story.press("j3l2l1");
    assert!(file(&story).contains("unit = \"Marketing\"\npain = 3\naccess = 2\ntiming = 1"), "{}", file(&story));
    story.press("1");
    assert!(!file(&story).contains("timing"), "{}", file(&story));
    story.press("<Enter>");
    assert!(story.shows("Why Marketing first?"), "{}", story.screen());
    story.press("<Ctrl-U><Enter>");
    assert!(story.shows("say in a sentence why"), "{}", story.screen());
    story.press("New CMO.<Enter>");
    let after = file(&story);
    assert!(after.contains("unit = \"Marketing\"\nrationale = \"New CMO.\"\ncandidate = \"k3f8\""), "{after}");
    // One undo takes back both.
    story.press("u");
    let after = file(&story);
    assert!(after.contains("rationale = \"They asked.\"\ncandidate = \"e7w1\""), "{after}");
    story.press("uuuu");
    assert_eq!(file(&story), before);
    story.press("aSales, pain 2<Enter>");
    assert!(file(&story).contains("unit = \"Sales\"\npain = 2"), "{}", file(&story));
}

#[test]
fn a_kind_that_is_not_understood_is_shown_as_it_is_written_and_stays() {
    let questions =
        "questions = [{ kind = \"probing\", text = \"Why?\" }, { kind = \"problem\", text = \"Which?\" }]\n";
    let mut story = primo(&format!("{MEETING}{questions}"));
    to_meeting(&mut story);
    assert!(story.shows("probing?") && story.shows("Which?"), "{}", story.screen());
    // Moved and written over, it stays what it is; said anew it is understood.
    story.press("jJe<Ctrl-U>Why now?<Ctrl-S>");
    let after = file(&story);
    assert!(
        after.contains("{ kind = \"problem\", text = \"Which?\" }, { kind = \"probing\", text = \"Why now?\" }"),
        "{after}"
    );
    story.press("e<Tab><Ctrl-U>implication<Ctrl-S>");
    assert!(file(&story).contains("{ kind = \"implication\", text = \"Why now?\" }"), "{}", file(&story));
}

#[test]
fn a_form_never_writes_into_another_question_that_has_come_to_stand_in_its_place() {
    let questions = "questions = [{ kind = \"problem\", text = \"One?\" }, { kind = \"problem\", text = \"Two?\" }]\n";
    let mut story = primo(&format!("{MEETING}{questions}"));
    to_meeting(&mut story);
    // Somebody else deletes the first: the form of the second goes on with it.
    story.press("jje<Ctrl-U>Two and a half?");
    story.elsewhere("primo", |account| drop(account.meetings[0].questions.remove(0)));
    story.press("<Ctrl-S>");
    assert!(
        file(&story).contains("questions = [{ kind = \"problem\", text = \"Two and a half?\" }]"),
        "{}",
        file(&story)
    );
    // And that of one that is gone says so and writes nothing.
    let mut story = primo(&format!("{MEETING}{questions}"));
    to_meeting(&mut story);
    story.press("je<Ctrl-U>One and a half?");
    story.elsewhere("primo", |account| drop(account.meetings[0].questions.remove(0)));
    story.press("<Ctrl-S>");
    let after = file(&story);
    assert!(after.contains("text = \"Two?\"") && !after.contains("half"), "{after}");
    assert!(story.model.typed().forms.iter().any(|form| form.fields[0].text == "One and a half?"));
}

#[test]
fn an_item_added_elsewhere_does_not_lead_a_brief_to_another_meeting() {
    let mut story = primo(MEETING).keys("B");
    story.elsewhere("primo", |account| {
        let other =
            inroad::domain::meeting::Meeting { id: "a1b2".into(), objective: "Other".into(), ..Default::default() };
        account.meetings.insert(0, other);
    });
    assert!(story.shows("Agree a pilot") && !story.shows("Other"), "{}", story.screen());
    story.elsewhere("primo", |account| account.meetings.retain(|meeting| meeting.id == "a1b2"));
    assert!(story.shows("not in the plan any more"), "{}", story.screen());
}
