//! What is told, and what never is.

use std::sync::Arc;

use super::*;
use crate::domain::account::{Candidate, NextStep};
use crate::domain::meeting::{Meeting, MeetingResult, MeetingStatus};
use crate::domain::people::Influence;
use crate::domain::plan::Entry as File;
use crate::domain::range::Pause;
use crate::domain::settings::Settings;
use crate::domain::stage::Stage;
use crate::domain::testing::{Setting, account, closed, day, done, moment, sequence, touch};
use crate::domain::touch::Status;

const TODAY: &str = "2026-11-23";

fn plan(accounts: Vec<Account>) -> Plan {
    let setting = Setting::new(&[], &[]);
    let files = accounts.into_iter().map(|each| (each.id.clone(), File { account: Arc::new(each), ..File::default() }));
    Plan {
        settings: Arc::new(Settings { why: "The day shift.".into(), ..setting.settings }),
        calendar: setting.calendar,
        accounts: files.collect(),
        ..Plan::default()
    }
}

fn told(account: Account) -> Page {
    let plan = plan(vec![account]);
    let ids: Vec<AccountId> = plan.accounts.keys().cloned().collect();
    Report::of(&plan, Scope::Accounts(&ids), day(TODAY), None).accounts.remove(0)
}

fn named(id: &str, name: &str, tier: Option<u8>) -> Account {
    Account { tier, ..Account::new(id, name, day("2026-11-02")) }
}

#[test]
fn one_account_stands_alone_and_several_have_a_list_around_them_the_best_first() {
    let plan = plan(vec![named("a", "Alfa", None), named("b", "bravo", Some(1)), named("c", "Able", Some(1))]);
    let names = |ids: Option<&[&str]>| {
        let ids: Option<Vec<AccountId>> = ids.map(|ids| ids.iter().map(|id| (*id).into()).collect());
        let scope = ids.as_deref().map_or(Scope::Plan, Scope::Accounts);
        let report = Report::of(&plan, scope, day(TODAY), None);
        let panel = report.whole.iter().flat_map(|whole| &whole.panel).map(|row| row.name.clone());
        (report.title, panel.collect::<Vec<_>>().join(", "), report.accounts.len())
    };
    let of = |title: &str, panel: &str, count: usize| (title.to_owned(), panel.to_owned(), count);
    assert_eq!(names(None), of("Account plan", "Able, bravo, Alfa", 3));
    assert_eq!(names(Some(&["b"])), of("bravo", "", 1));
    assert_eq!(names(Some(&["a", "b"])), of("2 accounts", "bravo, Alfa", 2));
    assert_eq!(names(Some(&[])), of("0 accounts", "", 0));
}

#[test]
fn goals_and_figures_are_told_of_the_whole_plan_only() {
    let primo = account(vec![sequence("2026-11-16", vec![done(touch("aaaa", 0, "dana-cole"), "2026-11-16")])]);
    let plan = plan(vec![primo, named("b", "Bravo", None)]);
    let charts = |scope| Report::of(&plan, scope, day(TODAY), None).whole.map_or(0, |whole| whole.charts.len());
    assert!(charts(Scope::Plan) > 0);
    assert_eq!(charts(Scope::Accounts(&["b".into(), "primo".into()])), 0);
}

#[test]
fn a_file_that_cant_be_read_is_named_and_told_of_no_further() {
    let mut plan = plan(vec![named("a", "Alfa", None), named("b", "", None)]);
    if let Some(file) = plan.accounts.get_mut("b") {
        file.unreadable = Some("line 3: no value".into());
    }
    let report = Report::of(&plan, Scope::Plan, day(TODAY), None);
    assert_eq!(report.accounts.len(), 1);
    assert_eq!(report.whole.unwrap().unreadable, [("b".to_owned(), "line 3: no value".to_owned())]);
    // Asked for alone it is not silently nothing.
    let alone = Report::of(&plan, Scope::Accounts(&["b".into()]), day(TODAY), None);
    assert_eq!(alone.whole.unwrap().unreadable.len(), 1);
}

#[test]
fn every_touch_stands_with_its_day_and_what_there_is_to_say_of_it() {
    let touches = vec![
        done(touch("aaaa", 0, "dana-cole"), "2026-11-16"),
        closed(touch("bbbb", 1, "dana-cole"), Status::Skipped, "2026-11-17"),
        touch("cccc", 2, "dana-cole"),
        touch("dddd", 5, "lee-ray"),
        closed(touch("eeee", 6, "lee-ray"), Status::Cancelled, "2026-11-17"),
        touch("ffff", 9, "nobody-here"),
    ];
    let page = told(account(vec![sequence("2026-11-16", touches)]));
    let stands: Vec<_> =
        page.runs[0].points.iter().map(|each| (each.mark, each.told.as_str(), each.who.as_str())).collect();
    assert_eq!(
        stands,
        [
            (Mark::Done, "sent", "Dana Cole"),
            (Mark::Skipped, "skipped", "Dana Cole"),
            (Mark::Overdue, "5 d overdue", "Dana Cole"),
            (Mark::Planned, "planned", "Lee Ray"),
            (Mark::Cancelled, "will not be done", "Lee Ray"),
            (Mark::Planned, "planned", "nobody-here"),
        ]
    );
    assert_eq!(page.runs[0].facts, ["1 of 6 done"]);
}

#[test]
fn what_rests_has_no_day_and_says_until_when() {
    let mut resting = sequence("2026-11-16", vec![touch("aaaa", 0, "dana-cole"), touch("bbbb", 3, "dana-cole")]);
    resting.pauses.push(Pause { from: Some(day("2026-11-16")), ..Pause::default() });
    let page = told(account(vec![resting]));
    assert!(page.runs[0].points.iter().all(|point| point.mark == Mark::Resting && point.day.is_none()));
    assert_eq!(page.runs[0].rests[0].told(day(TODAY)), "It rests from Mon 16 Nov until further notice");
    assert_eq!(page.runs[0].facts[1], "rests now");
}

#[test]
fn what_comes_next_is_what_has_the_nearest_day() {
    let next = |account: Account| {
        let plan = plan(vec![account, named("other", "Other", None)]);
        let report = Report::of(&plan, Scope::Plan, day(TODAY), None);
        let row = report.whole.unwrap().panel.into_iter().find(|row| row.name == "Primo").unwrap();
        (row.next, row.when, row.is_late)
    };
    let mut primo = account(vec![]);
    assert_eq!(next(primo.clone()), ("nothing dated ahead".into(), String::new(), true));
    primo.sequences = vec![sequence("2026-11-24", vec![touch("aaaa", 0, "dana-cole")])];
    assert_eq!(next(primo.clone()), ("email to Dana Cole".into(), "Tue 24 Nov".into(), false));
    let step = NextStep { what: "Send it".into(), by: Some(day("2026-11-24")), ..NextStep::default() };
    primo.next_steps = vec![step];
    assert_eq!(next(primo.clone()).0, "Send it");
    let meeting = Meeting { at: Some(moment("2026-11-20")), status: MeetingStatus::Booked, ..Meeting::default() };
    primo.meetings = vec![meeting];
    assert_eq!(next(primo), ("meeting".into(), "3 d overdue".into(), true));
}

#[test]
fn conversations_to_come_have_their_plan_and_those_that_are_over_what_they_came_to() {
    let mut primo = account(vec![]);
    let held = Meeting {
        at: Some(moment("2026-11-12")),
        status: MeetingStatus::Held,
        result: Some(MeetingResult::Advance),
        advance: "A pilot in May".into(),
        ..Meeting::default()
    };
    let booked = Meeting {
        at: Some(moment("2026-12-03")),
        status: MeetingStatus::Booked,
        with: vec!["dana-cole".into(), "who".into()],
        ..Meeting::default()
    };
    primo.meetings = vec![held, booked];
    let page = told(primo);
    assert!(page.talks[0].is_ahead && !page.talks[0].parts.is_empty() && page.talks[0].missing.contains(&"an advance"));
    assert_eq!(page.talks[0].with, ["Dana Cole", "who"]);
    assert!(page.talks[1].parts.is_empty() && page.talks[1].missing.is_empty());
    assert_eq!(page.talks[1].outcome, "Advance: A pilot in May");
}

#[test]
fn the_way_in_that_was_chosen_stands_first_then_the_heaviest() {
    let mut primo = account(vec![]);
    let weighed =
        |id: &str, pain| Candidate { id: id.into(), unit: id.into(), pain: Some(pain), ..Candidate::default() };
    primo.entry_point.candidates = vec![weighed("a", 1), weighed("b", 3), weighed("c", 2)];
    primo.entry_point.candidate = Some("c".into());
    let order: Vec<String> = told(primo).entry.weighed.into_iter().map(|each| each.path).collect();
    assert_eq!(order, ["c", "b", "a"]);
}

#[test]
fn whoever_has_a_say_is_told_of_without_how_to_reach_them() {
    let mut primo = account(vec![]);
    primo.people[0].influence = Influence::Economic;
    primo.people[0].reports_to = Some("lee-ray".into());
    primo.people[0].notes = "Has left her husband.".into();
    primo.people[0].do_not_contact = true;
    primo.sequences = vec![sequence("2026-11-16", vec![touch("aaaa", 0, "dana-cole")])];
    primo.sequences[0].touches[0].message = "Dear {{ first_name }}, the draft".into();
    let page = told(primo);
    let everything = format!("{page:?}");
    for private in ["primo.example", "555", "husband", "the draft"] {
        assert!(!everything.contains(private), "{private}");
    }
    assert_eq!(
        (page.people[0].name.as_str(), page.people[1].name.as_str()),
        ("Lee Ray", "Dana Cole"),
        "the boss first"
    );
    assert_eq!(page.people[1].boss, "reports to Lee Ray");
    assert_eq!(page.people[1].asides, ["asked not to be contacted"]);
}

#[test]
fn an_account_of_which_nothing_is_known_can_be_told_of() {
    let page = told(Account { id: "nameless".into(), stage: Stage::Target, ..Account::default() });
    assert_eq!(page.name, "nameless");
    assert_eq!(page.percent, None);
    assert_eq!(page.not_judged, "A target is judged as soon as somebody begins with it.");
    assert_eq!(page.facts, [Fact::new("Stage", "Target")]);
}
