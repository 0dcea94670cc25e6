//! Goals and notes in one line: every shape that people type, and what is refused.

use super::{add_note, edit_note, note_line, read, unsaid};
use crate::domain::account::Account;
use crate::domain::fields::{Context, Invalid, set_goal};
use crate::domain::settings::{Goal, GoalKind, Metric, Per, Progress};
use crate::domain::testing::{Setting, day};

const TODAY: &str = "2026-11-23";

fn with_context<T>(ask: impl FnOnce(&Context) -> T) -> T {
    let setting = Setting::new(&[], &[]);
    let world = setting.on(TODAY);
    let nobody = Account::default();
    let now = chrono::DateTime::parse_from_rfc3339("2026-11-23T09:00:00Z").unwrap();
    let (settings, calendar) = (world.settings, world.calendar);
    ask(&Context { settings, calendar, account: &nobody, now, me: None, touch: None })
}

/// The line as somebody types it on that Monday.
fn typed(line: &str) -> Result<Goal, Invalid> {
    with_context(|context| read(line, context))
}

#[test]
fn a_target_of_nothing_is_refused_in_the_form_too() {
    let mut goal = Goal { target: Some(6), ..Goal::default() };
    with_context(|context| {
        assert!(set_goal(&mut goal, "target", "0", context).is_err());
        assert_eq!(goal.target, Some(6));
        set_goal(&mut goal, "target", "300k", context).unwrap();
        assert_eq!(goal.target, Some(300_000));
        set_goal(&mut goal, "target", "", context).unwrap();
        assert_eq!(goal.target, None);
    });
}

#[test]
fn a_line_says_what_is_counted_until_when() {
    for (line, kind, metric, target, per, unit, to) in [
        (
            "Logos [6 clients by 31 dec] => Hires.",
            GoalKind::Performance,
            Some(Metric::Clients),
            Some(6),
            None,
            "",
            Some("2026-12-31"),
        ),
        (
            "Business [300k revenue, by 31 dec]",
            GoalKind::Performance,
            Some(Metric::Revenue),
            Some(300_000),
            None,
            "",
            Some("2026-12-31"),
        ),
        ("Business [$300k]", GoalKind::Performance, Some(Metric::Revenue), Some(300_000), None, "", None),
        (
            "Trigger first [5 first touches a week]",
            GoalKind::GettingBetter,
            None,
            Some(5),
            Some(Per::Week),
            "first touches",
            None,
        ),
        ("Calls [20 calls per month]", GoalKind::GettingBetter, None, Some(20), Some(Per::Month), "calls", None),
        ("Read [1 book]", GoalKind::GettingBetter, None, Some(1), None, "book", None),
        ("Just do it", GoalKind::Performance, None, None, None, "", None),
        // Demos are not in the plan's records: with a last day still a result, counted by what is noted.
        ("Demos [20 demos by 31 dec]", GoalKind::Performance, None, Some(20), None, "demos", Some("2026-12-31")),
        (
            "20 meetings by 31 dec",
            GoalKind::Performance,
            Some(Metric::Meetings),
            Some(20),
            None,
            "",
            Some("2026-12-31"),
        ),
        ("Ask better questions", GoalKind::Performance, None, None, None, "", None),
        ("3 things to learn from Dana", GoalKind::Performance, None, None, None, "", None),
    ] {
        let goal = typed(line).unwrap();
        let got = (goal.kind, goal.metric, goal.target, goal.per, goal.unit.as_str(), goal.to);
        assert_eq!(got, (kind, metric, target, per, unit, to.map(day)), "{line}");
        assert_eq!((goal.from, goal.owner.as_deref()), (Some(day(TODAY)), Some("sam")));
    }
}

#[test]
fn what_the_plan_counts_is_known_by_the_words_people_use() {
    for (word, metric) in [
        ("deals", Metric::Opportunities),
        ("opportunity", Metric::Opportunities),
        ("deals won", Metric::Clients),
        ("logos", Metric::Clients),
        ("customer", Metric::Clients),
        ("Replies", Metric::Answers),
        ("held meetings", Metric::Meetings),
        ("sales", Metric::Revenue),
        ("touchpoints", Metric::Touches),
    ] {
        let goal = typed(&format!("More [6 {word} by eoy]")).unwrap();
        assert_eq!((goal.metric, goal.unit.as_str(), goal.kind), (Some(metric), "", GoalKind::Performance), "{word}");
    }
    // What the plan has no record of is counted by what is noted.
    for word in ["calls", "demos", "books", "first meetings"] {
        let goal = typed(&format!("More [6 {word} by eoy]")).unwrap();
        assert_eq!((goal.metric, goal.unit.as_str()), (None, word));
    }
}

#[test]
fn what_is_left_open_is_known_and_what_is_wrong_refused() {
    // This quarter began before today, and what was done in it counts.
    for line in ["20 meetings this quarter", "More [20 meetings this quarter]"] {
        let goal = typed(line).unwrap();
        assert_eq!((goal.metric, goal.target), (Some(Metric::Meetings), Some(20)), "{line}");
        assert_eq!((goal.from, goal.to), (Some(day("2026-10-01")), Some(day("2026-12-31"))), "{line}");
    }
    for (stretch, from, to) in [
        ("week", "2026-11-23", "2026-11-29"),
        ("month", "2026-11-01", "2026-11-30"),
        ("year", "2026-01-01", "2026-12-31"),
    ] {
        let goal = typed(&format!("Meet [3 meetings this {stretch}]")).unwrap();
        assert_eq!((goal.from, goal.to), (Some(day(from)), Some(day(to))), "{stretch}");
    }
    for (line, want) in [
        ("Ask better questions", Some("no target yet")),
        ("Demos [20 demos by eoy]", Some("counted by what you note")),
        ("Meet [20 meetings]", Some("by when?")),
        ("Meet [20 by eoy]", Some("of what?")),
        ("Meet [20 meetings by eoy]", None),
        ("Meet [2 meetings a week]", None),
    ] {
        let unsaid = typed(line).ok().and_then(|goal| unsaid(&goal));
        assert_eq!(unsaid.is_some(), want.is_some(), "{line}: {unsaid:?}");
        assert!(want.is_none_or(|want| unsaid.unwrap().starts_with(want)), "{line}");
    }
    for wrong in [
        "",
        " => Why?",
        "Logos [many clients]",
        "Logos [6 clients by whenever]",
        "Logos [6 by mon, from dec 20]",
        "Meet [0 meetings by fri]",
        "Calls [5 calls a day]",
    ] {
        assert!(typed(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_note_says_how_much_and_what_it_taught() {
    let mut goal = Goal { id: "g".into(), ..Goal::default() };
    for (text, amount, learned) in [
        ("3, A quote beats a release.", 3, "A quote beats a release."),
        ("2", 2, ""),
        ("A 10-K quote.", 1, "A 10-K quote."),
        ("10-K quotes work", 1, "10-K quotes work"),
    ] {
        add_note(&mut goal, text, day(TODAY), text).unwrap();
        let note = goal.progress.last().unwrap();
        assert_eq!((note.amount, note.learned.as_str(), note.id.len()), (Some(amount), learned, 4), "{text}");
    }
    assert!(add_note(&mut goal, " ", day(TODAY), "").is_err());
    // A note is said anew as it was said first, and its day stays.
    let first = goal.progress[0].clone();
    assert_eq!(note_line(&first), "3, A quote beats a release.");
    assert_eq!(edit_note(&mut goal, &first.id, "4, Numbers do.").unwrap(), "4, Numbers do.");
    assert_eq!(goal.progress[0], Progress { amount: Some(4), learned: "Numbers do.".into(), ..first.clone() });
    assert!(edit_note(&mut goal, &first.id, " ").is_err() && edit_note(&mut goal, "gone", "3").is_err());
}
