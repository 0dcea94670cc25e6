//! One line, one item: every example that the screen shows, and the shapes people type.

use super::Addable;
use crate::domain::account::Account;
use crate::domain::fields::{self, Context, Place};
use crate::domain::meeting::Meeting;
use crate::domain::research::Finding;
use crate::domain::sequence::TouchAt;
use crate::domain::testing::{Setting, account, at, sequence, touch};
use crate::domain::words::Vocabulary as _;

fn added(addable: Addable, line: &str) -> Result<(Account, Place), String> {
    let setting = Setting::new(&[], &[]);
    let mut primo = account(vec![sequence("2026-11-23", vec![touch("aaaa", 0, "dana-cole")])]);
    let before = primo.clone();
    let (settings, calendar, now) = (&setting.settings, &setting.calendar, at("2026-11-23"));
    let context = Context { settings, calendar, account: &before, now, me: None, touch: None };
    let place = addable.add(&mut primo, line, &context).map_err(|invalid| invalid.to_string())?;
    Ok((primo, place))
}

/// The fields that the line filled, as text.
fn read(addable: Addable, line: &str, keys: &[&str]) -> Vec<String> {
    let setting = Setting::new(&[], &[]);
    let (primo, place) = added(addable, line).unwrap();
    let (settings, calendar, now) = (&setting.settings, &setting.calendar, at("2026-11-23"));
    let context = Context { settings, calendar, account: &primo, now, me: None, touch: None };
    keys.iter().map(|key| fields::get(&primo, place, key, &context).unwrap_or_default()).collect()
}

const TOUCH: Addable = Addable::Touch(TouchAt { sequence: 0, touch: 0 });

#[test]
fn every_example_on_the_screen_is_understood() {
    for addable in [
        Addable::Person,
        Addable::Finding,
        Addable::Candidate,
        TOUCH,
        Addable::Meeting,
        Addable::NextStep,
        Addable::Opportunity,
        Addable::Log,
    ] {
        assert!(added(addable, addable.example()).is_ok(), "{}", addable.title());
        assert!(added(addable, "  ").is_err(), "{}: nothing is no item", addable.title());
    }
}

#[test]
fn a_person_is_recognised_by_the_shapes_of_the_parts() {
    let keys = ["name", "title", "influence", "support", "emails", "phones"];
    for (line, want) in [
        ("Ana Diaz", ["Ana Diaz", "", "unknown", "unknown", "", ""]),
        (
            "Ana Diaz, Head of Demand Generation, user, supporter, ana@primo.example, +1 312 555 0199",
            [
                "Ana Diaz",
                "Head of Demand Generation",
                "user",
                "supporter",
                "ana@primo.example",
                "+1 312 555 0199 direct",
            ],
        ),
        (
            "Ana Diaz <ana@primo.example>, Head of Sales",
            ["Ana Diaz", "Head of Sales", "unknown", "unknown", "ana@primo.example", ""],
        ),
        ("\"Bob Neil <bob@x.example>, CFO\"", ["Bob Neil", "CFO", "unknown", "unknown", "bob@x.example", ""]),
        ("\"Novák, Jan\" <jan@x.example>", ["Jan Novák", "", "unknown", "unknown", "jan@x.example", ""]),
        ("Novák, Jan", ["Jan Novák", "", "unknown", "unknown", "", ""]),
        ("Dana, Director", ["Dana", "Director", "unknown", "unknown", "", ""]),
        ("Dana, CMO", ["Dana", "CMO", "unknown", "unknown", "", ""]),
        ("ana@primo.example, Ana Diaz, economic", ["Ana Diaz", "", "economic", "unknown", "ana@primo.example", ""]),
    ] {
        assert_eq!(read(Addable::Person, line, &keys), want, "{line}");
    }
    assert_eq!(added(Addable::Person, "Dana Cole").unwrap().0.people[2].id, "dana-cole-2", "an id is never used twice");
}

#[test]
fn a_finding_has_its_kind_before_and_its_source_behind() {
    let keys = ["kind", "text", "source", "on"];
    let today = "2026-11-23";
    for (line, want) in [
        ("Leads are counted by hand", ["other", "Leads are counted by hand", "", today]),
        ("challenge: CPL up 40 % (Q3 call, p. 4)", ["challenge", "CPL up 40 %", "Q3 call, p. 4", today]),
        ("CPL up 40 % (Q3 call, p. 4, 14 sep)", ["other", "CPL up 40 %", "Q3 call, p. 4", "2026-09-14"]),
        ("A new CMO (30 dec)", ["other", "A new CMO", "", "2025-12-30"]),
        ("issue: Nobody counts, source: job ad, Head of QA", ["issue", "Nobody counts", "job ad, Head of QA", today]),
        ("direction: direction: East", ["direction", "East", "", today]),
        ("source: the web", ["other", "source: the web", "", today]),
        ("Their words: hope", ["other", "Their words: hope", "", today]),
    ] {
        assert_eq!(read(Addable::Finding, line, &keys), want, "{line}");
    }
}

#[test]
fn a_kind_alone_is_no_finding() {
    for line in ["direction:", "challenge: ", "issue: issue:"] {
        assert!(added(Addable::Finding, line).is_err(), "{line}");
    }
}

#[test]
fn dates_in_a_line_are_date_words() {
    assert_eq!(read(Addable::NextStep, "Send the outline by fri", &["what", "by"]), ["Send the outline", "2026-11-27"]);
    assert_eq!(read(Addable::NextStep, "Send it", &["what", "by"]), ["Send it", ""]);
    let meeting = read(
        Addable::Meeting,
        "thu 10:00, Dana, 45 min, Zoom: agree a pilot",
        &["with", "minutes", "where", "objective"],
    );
    assert_eq!(meeting, ["Dana Cole", "45", "Zoom", "agree a pilot"]);
    for (line, at, with, place, objective) in [
        ("thu 10:00 Dana, at her lab: agree", "2026-11-26 10:00 -06:00", "Dana Cole", "at her lab", "agree"),
        ("Dana thu at 15:00, Zoom", "2026-11-26 15:00 -06:00", "Dana Cole", "Zoom", ""),
        ("tomorrow 3pm Dana", "2026-11-24 15:00 -06:00", "Dana Cole", "", ""),
        ("wed 9:30 with Dana at the fair", "2026-11-25 09:30 -06:00", "Dana Cole", "the fair", ""),
        ("Sun Valley, Room 12", "", "", "Sun Valley, Room 12", ""),
    ] {
        let keys = ["at", "with", "where", "objective"];
        assert_eq!(read(Addable::Meeting, line, &keys), [at, with, place, objective], "{line}");
    }
    for (line, want) in [
        ("Send the outline, by 14 dec", ["Send the outline", "2026-12-14"]),
        ("Kick-off 14 Dec", ["Kick-off", "2026-12-14"]),
        ("Kick-off, on 14 dec", ["Kick-off", "2026-12-14"]),
        ("Visit on Thu 17 Dec, with the roster", ["Visit on Thu 17 Dec, with the roster", "2026-12-17"]),
        ("Put it on 4 desks by hand", ["Put it on 4 desks by hand", ""]),
        ("Ring about room 12", ["Ring about room 12", ""]),
        ("14 dec", ["14 dec", ""]),
    ] {
        assert_eq!(read(Addable::NextStep, line, &["what", "by"]), want, "{line}");
    }
    for (line, value) in [
        ("Pilot, 60,000, 31 mar", "60000"),
        ("Pilot, 1,2m", "1200000"),
        ("Pilot, 1.200.000", "1200000"),
        ("Pilot, $50k", "50000"),
    ] {
        assert_eq!(read(Addable::Opportunity, line, &["value", "unit"]), [value, ""], "{line}");
    }
    for (addable, line) in [
        (Addable::NextStep, "Send the outline by 31 feb"),
        (Addable::Meeting, "31 feb 10:00, Dana"),
        (Addable::Opportunity, "Pilot, 31 feb"),
        (Addable::Opportunity, "Pilot, €50k"),
    ] {
        assert!(added(addable, line).is_err(), "{line}");
    }
    assert_eq!(read(Addable::NextStep, "Send it by mail", &["what", "by"]), ["Send it by mail", ""]);
    assert_eq!(
        read(Addable::Opportunity, "Pilot, Marketing, 60k, 31 mar", &["value", "close_by"]),
        ["60000", "2027-03-31"]
    );
}

#[test]
fn a_touch_stands_after_the_one_under_the_cursor() {
    let (primo, place) = added(TOUCH, "call, day 3, credibility, Lee: one question").unwrap();
    assert_eq!(place, Place::Touch(TouchAt { sequence: 0, touch: 1 }));
    let touch = &primo.sequences[0].touches[1];
    assert_eq!((touch.day, touch.person.as_deref(), touch.channel.to_string().as_str()), (3, Some("lee-ray"), "call"));
}

#[test]
fn a_question_has_its_kind_before_and_its_findings_behind_and_stands_with_its_kind() {
    let setting = Setting::new(&[], &[]);
    let mut primo = account(Vec::new());
    let finding = |id: &str| Finding { id: id.into(), ..Finding::default() };
    primo.research = vec![finding("r1c8"), finding("t6g2")];
    primo.meetings = vec![Meeting::default()];
    let before = primo.clone();
    let (settings, calendar, now) = (&setting.settings, &setting.calendar, at("2026-11-23"));
    let context = Context { settings, calendar, account: &before, now, me: None, touch: None };
    for (line, want) in [
        ("problem: What hurts? (#2)", "problem: What hurts? (#2)"),
        ("How is it done (by hand)?", "situation: How is it done (by hand)?"),
        ("need: And then? (r1c8, #2)", "need-payoff: And then? (#1, #2)"),
        ("problem: Who pays (in the end)", "problem: Who pays (in the end)"),
    ] {
        Addable::Question(0).add(&mut primo, line, &context).unwrap();
        let told = fields::get(&primo, Place::Meeting(0), "questions", &context).unwrap();
        assert!(told.lines().any(|told| told == want), "{line}: {told}");
    }
    let kinds: Vec<&str> = primo.meetings[0].questions.iter().map(|question| question.kind.word()).collect();
    assert_eq!(kinds, ["situation", "problem", "problem", "need-payoff"]);
    for wrong in ["problem: What? (#9)", "nonsense: What?"] {
        assert!(Addable::Question(0).add(&mut primo, wrong, &context).is_err(), "{wrong}");
    }
    // The form reads the same lines, and one that is as it was stays as it was.
    primo.meetings[0].questions[0].research = vec!["gone".into()];
    let told = fields::get(&primo, Place::Meeting(0), "questions", &context).unwrap();
    fields::set(&mut primo, Place::Meeting(0), "questions", &format!("{told}\nWhat else?"), &context).unwrap();
    assert_eq!(primo.meetings[0].questions[0].research, ["gone"]);
    let place = Addable::Objection(0).add(&mut primo, Addable::Objection(0).example(), &context).unwrap();
    assert_eq!(fields::get(&primo, place, "answer", &context).as_deref(), Some("Keep it; it places the money."));
}

#[test]
fn an_advance_has_its_day() {
    let setting = Setting::new(&[], &[]);
    let primo = account(Vec::new());
    let (settings, calendar, now) = (&setting.settings, &setting.calendar, at("2026-11-23"));
    let context = Context { settings, calendar, account: &primo, now, me: None, touch: None };
    let read = |line, planned| {
        let read = super::advance(line, planned, &context);
        read.map(|(what, by)| format!("{what} | {by}")).map_err(|invalid| invalid.to_string())
    };
    let planned = "Dana shows it to Lee.";
    for (line, planned, want) in [
        ("Session with ops by 15 dec", "", "Session with ops | 2026-12-15"),
        ("Session with ops by 15 dec", planned, "Session with ops | 2026-12-15"),
        ("15 dec", planned, "Dana shows it to Lee | 2026-12-15"),
        (" by fri ", planned, "Dana shows it to Lee | 2026-11-27"),
    ] {
        assert_eq!(read(line, planned).as_deref(), Ok(want), "{line}");
    }
    for (line, planned, why) in [
        ("Dana shows it to Lee", "", "an advance has a date: Working session with ops by 15 dec"),
        ("Dana shows it to Lee", planned, "or 15 dec alone for what was planned"),
        ("Dana shows it by bla", planned, "“bla” is no date"),
        ("Dana shows it by mail to all of them", planned, "an advance has a date"),
        ("by fri", "", "an advance has a date"),
    ] {
        let told = read(line, planned).unwrap_err();
        assert!(told.contains(why), "{line}: {told}");
    }
}
