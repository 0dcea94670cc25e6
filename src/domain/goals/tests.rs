//! The figures of the goals, by example.

use super::{Course, Ledger, Practice, Share, Source, Standing, named, periods, unanswered};
use crate::domain::account::{Account, LogEntry, LogKind, Opportunity, OpportunityStatus};
use crate::domain::answer::Answer;
use crate::domain::meeting::{Meeting, MeetingResult, MeetingStatus};
use crate::domain::settings::{Goal, GoalKind, Metric, Per, Progress};
use crate::domain::stage::Stage;
use crate::domain::testing::{Setting, account, day, done, sequence, touch};
use crate::domain::wire::Moment;

const TODAY: &str = "2026-11-23";

fn goal(metric: Metric, target: u64, from: &str, to: &str) -> Goal {
    Goal {
        id: "g".into(),
        metric: Some(metric),
        target: Some(target),
        from: Some(day(from)),
        to: Some(day(to)),
        ..Goal::default()
    }
}

fn met(on: &str) -> Meeting {
    let at = Some(Moment::Day(day(on)));
    Meeting { at, status: MeetingStatus::Held, result: Some(MeetingResult::Advance), ..Meeting::default() }
}

fn stands(setting: &mut Setting, goal: &Goal, accounts: &[Account]) -> Standing {
    setting.settings.goals = vec![goal.clone()];
    let world = setting.on(TODAY);
    let sums = Ledger::of(accounts, &world).sums();
    Standing::of(goal, 0, &sums, &world)
}

#[test]
fn what_is_done_is_set_against_the_working_days_that_are_gone() {
    let mut setting = Setting::new(&["2026-11-26"], &[("2026-11-27", "2026-11-27")]);
    // Two weeks without a holiday and a day off: eight days, five of them before today.
    let goal = goal(Metric::Meetings, 8, "2026-11-16", "2026-11-27");
    let primo = |days: &[&str]| Account { meetings: days.iter().map(|on| met(on)).collect(), ..account(vec![]) };
    let mine = Goal { owner: Some("sam".into()), ..goal.clone() };
    let five = stands(
        &mut setting,
        &mine,
        &[primo(&["2026-11-13", "2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"])],
    );
    assert_eq!((five.done, five.is_on_pace(), five.expected()), (5, Some(true), Some(5.0)));
    let pace = five.pace.unwrap();
    assert_eq!((pace.days, pace.gone, pace.left), (8, 5, 3));
    assert_eq!(five.a_day(), Some(1.0));
    let four = stands(&mut setting, &mine, &[primo(&["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19"])]);
    assert_eq!((four.is_on_pace(), four.missing()), (Some(false), 4));
    // One in ten answers, one in three meets: thirty touches for one of them, on assumptions.
    assert!((four.touches_a_day().unwrap() - 4.0 / 3.0 * 30.0).abs() < 1e-9 && four.chain.is_assumed());
}

#[test]
fn a_goal_that_an_account_names_counts_those_alone() {
    let mut setting = Setting::new(&[], &[]);
    let touched = || {
        account(vec![sequence(
            "2026-11-16",
            vec![done(touch("a", 0, "dana-cole"), "2026-11-17"), touch("b", 9, "dana-cole")],
        )])
    };
    let all = goal(Metric::Touches, 5, "2026-11-01", "2026-12-31");
    let (primo, globex) = (touched(), Account { id: "globex".into(), ..touched() });
    let of_all = stands(&mut setting, &all, &[primo.clone(), globex.clone()]);
    assert_eq!((of_all.done, of_all.ahead.touches), (2, 2));
    let linked = Account { goals: vec!["g".into()], ..globex.clone() };
    assert_eq!(named(&linked, std::slice::from_ref(&all)).count(), 1);
    let of_one = stands(&mut setting, &all, &[primo.clone(), linked]);
    assert_eq!((of_one.done, of_one.ahead.touches), (1, 1));
    // What the other one would count is known, so that it can be said.
    assert_eq!((of_one.apart.accounts, of_one.apart.done, of_all.apart), (1, 1, Share::default()));
    // A goal of somebody who is no member is nobody's, and counts everybody's.
    let gone = Goal { owner: Some("who-left".into()), ..all.clone() };
    let kims = Account { owner: Some("kim".into()), ..globex.clone() };
    assert_eq!(stands(&mut setting, &gone, &[primo.clone(), kims]).done, 2);
    // Somebody else's account is somebody else's, and a touch is whose it is to do.
    let kims = Account { owner: Some("kim".into()), ..globex };
    let mine = Goal { owner: Some("sam".into()), ..all };
    assert_eq!(stands(&mut setting, &mine, &[primo, kims]).done, 1);
}

#[test]
fn ten_cases_make_a_rate_and_fewer_are_stood_in_for() {
    let mut setting = Setting::new(&[], &[]);
    let touches: Vec<_> = (0..10).map(|n| done(touch(&format!("t{n}"), n, "dana-cole"), "2026-11-02")).collect();
    let answer = |touch: &str| LogEntry {
        kind: LogKind::Answer,
        at: Some(Moment::Day(day("2026-11-03"))),
        outcome: Some(Answer::Replied),
        touch: Some(touch.into()),
        ..LogEntry::default()
    };
    let answers = goal(Metric::Answers, 10, "2026-11-01", "2026-12-31");
    let known = Account { log: vec![answer("t0"), answer("t1")], ..account(vec![sequence("2026-11-02", touches)]) };
    let own = stands(&mut setting, &answers, std::slice::from_ref(&known));
    assert_eq!((own.chain.per_touch, own.chain.is_assumed()), (Some(0.2), false));
    let mut few = known;
    few.sequences[0].touches.pop();
    let assumed = stands(&mut setting, &answers, &[few]);
    assert_eq!((assumed.chain.per_touch, assumed.chain.is_assumed()), (Some(0.1), true));
    let told = super::worked_out(&setting.settings.goals[0], &assumed, &setting.settings);
    assert!(told[0].text.contains("2 of 9, fewer than 10 cases; assumed 1 in 10"), "{told:?}");
}

/// Touches done before today, all to Dana; the first of them are answered.
fn worked(done_so_far: u32, answered: u32, open: u32) -> Account {
    let mut touches: Vec<_> =
        (0..done_so_far).map(|n| done(touch(&format!("t{n}"), 0, "dana-cole"), "2026-11-02")).collect();
    touches.extend((0..open).map(|n| touch(&format!("o{n}"), 0, "dana-cole")));
    let log = (0..answered).map(|n| LogEntry {
        kind: LogKind::Answer,
        at: Some(Moment::Day(day("2026-11-03"))),
        outcome: Some(Answer::Replied),
        touch: Some(format!("t{n}")),
        ..LogEntry::default()
    });
    Account { log: log.collect(), ..account(vec![sequence("2026-11-02", touches)]) }
}

#[test]
fn what_never_came_true_in_many_cases_is_nothing_and_no_assumption_helps_it() {
    let mut setting = Setting::new(&[], &[]);
    let goal = goal(Metric::Meetings, 6, "2026-11-01", "2026-12-31");
    let fifty = stands(&mut setting, &goal, &[worked(50, 0, 10)]);
    assert_eq!((fifty.chain.per_touch, fifty.brings(), fifty.forecast()), (Some(0.0), Some(0.0), Some(0.0)));
    assert_eq!((fifty.touches_a_day(), fifty.falls_short()), (None, true), "no number of touches is known to do");
    let world = setting.on(TODAY);
    let said = super::standing(&goal, &fifty, &world);
    let needed = said.iter().find(|told| told.label == "Needed").unwrap();
    let want = "But none of 50 touches brought an answer: at most 5 %, so more of the same won't do it";
    assert!(needed.text.ends_with(want), "{needed:?}");
    let reckoned = super::worked_out(&goal, &fifty, &setting.settings);
    assert_eq!(reckoned[0].text, "answers per touch: 0 of 50: 0 % (0–5 %)");
    assert!(reckoned.iter().any(|told| told.text.contains("so a touch brings nothing yet")), "{reckoned:?}");
    assert!(reckoned.iter().any(|told| told.text == "10 open touches, 0 % each: 0"), "{reckoned:?}");
    // On nine cases the assumption still stands for it.
    let nine = stands(&mut setting, &goal, &[worked(9, 0, 10)]);
    assert!((nine.brings().unwrap() - 10.0 / 30.0).abs() < 1e-9);
    // The same further on: meetings held, and no opportunity.
    let held = Account { meetings: vec![met("2026-11-10"); 23], ..worked(50, 10, 10) };
    let clients = Goal { metric: Some(Metric::Clients), ..goal };
    let held = stands(&mut setting, &clients, &[held]);
    assert_eq!((held.brings(), held.chain.stops_at().unwrap().rate.n), (Some(0.0), 23));
}

#[test]
fn what_lies_ahead_enters_the_way_at_its_own_step_and_an_account_once() {
    let mut setting = Setting::new(&[], &[]);
    let booked = |on: &str| Meeting { status: MeetingStatus::Booked, result: None, ..met(on) };
    let open =
        || Opportunity { id: "d".into(), value: Some(84_000), on: Some(day("2026-11-02")), ..Opportunity::default() };
    let opportunity = Account { stage: Stage::Opportunity, opportunities: vec![open()], ..worked(1, 0, 4) };
    let late = Opportunity { close_by: Some(day("2027-03-01")), ..open() };
    let won = Opportunity { status: OpportunityStatus::Won, ..open() };
    let client = Account { opportunities: vec![won.clone()], ..worked(1, 0, 8) };
    for (what, account, meetings, opportunities, clients, revenue) in [
        // One in ten, one in three, one in two, one in three.
        ("open touches", worked(1, 0, 6), 0.2, 0.1, 0.1 / 3.0, 840.0 / 3.0),
        ("a booked one", Account { meetings: vec![booked("2026-11-30")], ..worked(1, 0, 6) }, 1.0, 0.4, 0.4 / 3.0, 0.0),
        ("one too late", Account { meetings: vec![booked("2027-01-30")], ..worked(1, 0, 6) }, 0.2, 0.1, 0.1 / 3.0, 0.0),
        (
            "one held",
            Account { stage: Stage::Meeting, meetings: vec![met("2026-11-10")], ..worked(1, 0, 6) },
            0.2,
            0.5,
            0.5 / 3.0,
            0.0,
        ),
        ("an opportunity", opportunity.clone(), 4.0 / 30.0, 0.0, 1.0 / 3.0, 28_000.0),
        (
            "one decided next year",
            Account { opportunities: vec![late], ..opportunity.clone() },
            4.0 / 30.0,
            0.0,
            0.0,
            0.0,
        ),
        ("a client", client.clone(), 8.0 / 30.0, 0.0, 0.0, 0.0),
        (
            "a client with one more",
            Account { opportunities: vec![won, open()], ..client },
            8.0 / 30.0,
            0.0,
            0.0,
            28_000.0,
        ),
    ] {
        let mut brings = |metric| {
            let goal = goal(metric, 100, "2026-11-20", "2026-12-31");
            stands(&mut setting, &goal, std::slice::from_ref(&account)).brings()
        };
        let counts = [(Metric::Meetings, meetings), (Metric::Opportunities, opportunities), (Metric::Clients, clients)];
        for (metric, want) in counts {
            let got = brings(metric).unwrap();
            assert!((got - want).abs() < 1e-9, "{what}, {metric}: {got} for {want}");
        }
        // Without a value nothing can be said of money, but where the deal says its own.
        if revenue > 1_000.0 {
            assert!((brings(Metric::Revenue).unwrap() - revenue).abs() < 1e-6, "{what}");
        }
    }
    // What is done and what is booked are in the forecast, and only the rest takes touches.
    let twelve = goal(Metric::Meetings, 3, "2026-11-01", "2026-12-31");
    let account = Account { meetings: vec![met("2026-11-10"), booked("2026-11-30")], ..worked(1, 0, 3) };
    let stands = stands(&mut setting, &twelve, &[account]);
    assert!((stands.forecast().unwrap() - 1.9).abs() < 1e-9 && (stands.left_to_touches() - 1.2).abs() < 1e-9);
    let world = setting.on(TODAY);
    let said = super::standing(&twelve, &stands, &world);
    let of = |label: &str| said.iter().find(|told| told.label == label).unwrap().text.clone();
    assert_eq!(of("Forecast"), "1.9 of 3 by Thu 31 Dec: 1 done, 0.8 from 1 booked meeting, 0.1 from 3 open touches");
    assert!(of("Needed").starts_with("2, of which 0.8 may come from what is under way; the rest in 29 working days"));
    let sources: Vec<Source> = stands.parts().iter().map(|part| part.source).collect();
    assert_eq!(sources, [Source::Booked, Source::Touch]);
    let reckoned = super::worked_out(&twelve, &stands, &setting.settings);
    let has = |text: &str| reckoned.iter().any(|told| told.text == text);
    assert!(has("1 booked meeting, 80 %: 0.8") && has("3 open touches, 3.3 % each: 0.1"), "{reckoned:?}");
}

#[test]
fn a_goal_goes_well_only_where_what_is_planned_reaches_it() {
    let mut setting = Setting::new(&[], &[]);
    for (from, target, touches, want) in [
        ("2026-12-01", 10, 3, Course::NotBegun),
        (TODAY, 10, 3, Course::Begun),
        ("2026-11-02", 10, 3, Course::SoFar),
        ("2026-11-02", 8, 3, Course::OnPace),
        ("2026-11-02", 100, 3, Course::Behind),
        ("2026-11-02", 4, 3, Course::Reached),
    ] {
        let goal = goal(Metric::Touches, target, from, "2026-12-31");
        let mut primo = worked(5, 0, touches);
        primo.sequences[0].touches.iter_mut().for_each(|touch| touch.owner = Some("sam".into()));
        let stands = stands(&mut setting, &goal, &[primo]);
        assert_eq!(stands.course(), want, "from {from}: {} and {:?} of {target}", stands.done, stands.brings());
    }
}

#[test]
fn a_mean_is_not_told_as_a_share() {
    let mut setting = Setting::new(&[], &[]);
    let goal = goal(Metric::Meetings, 100, "2026-11-01", "2026-12-31");
    let many = Account { meetings: vec![met("2026-11-10"); 23], ..worked(50, 10, 0) };
    let stands = stands(&mut setting, &goal, &[many]);
    let reckoned = super::worked_out(&goal, &stands, &setting.settings);
    assert_eq!(reckoned[1].text, "meetings held per answer: 23 from 10: 2.30 each");
    let none = super::worked_out(
        &goal,
        &super::Standing {
            chain: super::Chain::of(Metric::Meetings, &crate::domain::rates::Rates::default(), None),
            ..stands
        },
        &setting.settings,
    );
    assert!(none[1].text.starts_with("meetings held per answer: no answer yet; assumed 1 in 3"), "{none:?}");
}

#[test]
fn practice_starts_anew_and_counts_notes_and_lessons() {
    let mut setting = Setting::new(&[], &[]);
    let note = |on: &str, amount: u64| Progress { on: Some(day(on)), amount: Some(amount), ..Progress::default() };
    let goal = Goal {
        id: "g".into(),
        kind: GoalKind::GettingBetter,
        target: Some(3),
        per: Some(Per::Week),
        progress: vec![note("2026-11-23", 1), note("2026-11-20", 3), note("2026-11-09", 2)],
        ..Goal::default()
    };
    let taught = crate::domain::touch::Touch { learned: "Numbers.".into(), ..done(touch("a", 0, "dana-cole"), TODAY) };
    let primo = Account { goals: vec!["g".into()], ..account(vec![sequence("2026-11-16", vec![taught])]) };
    setting.settings.goals = vec![goal.clone()];
    let world = setting.on(TODAY);
    let ledger = Ledger::of([&primo], &world);
    let practice = Practice::of(&goal, 0, &ledger.sums(), &world);
    let counts: Vec<u64> = practice.periods.iter().map(|(_, count)| *count).collect();
    assert_eq!((counts, practice.kept(), practice.is_reached()), (vec![2, 3, 2], Some((1, 2)), false));
    assert_eq!(ledger.learned(0).len(), 1);
    for (per, first, second) in [
        (Per::Week, "2026-11-23", "2026-11-16"),
        (Per::Month, "2026-11-01", "2026-10-01"),
        (Per::Quarter, "2026-10-01", "2026-07-01"),
    ] {
        let periods = periods(&Goal { per: Some(per), ..Goal::default() }, &world);
        assert_eq!((periods[0].from, periods[1].from), (Some(day(first)), Some(day(second))), "{per}");
    }
}

#[test]
fn three_touches_without_an_answer_are_three_since_the_last_one() {
    let touches = (0..4).map(|n| done(touch(&format!("t{n}"), n, "dana-cole"), &format!("2026-11-1{n}"))).collect();
    let mut primo = account(vec![sequence("2026-11-10", touches)]);
    assert_eq!(unanswered(&primo), 4);
    let at = Some(Moment::Day(day("2026-11-11")));
    primo.log.push(LogEntry { kind: LogKind::Answer, at, outcome: Some(Answer::Replied), ..LogEntry::default() });
    assert_eq!(unanswered(&primo), 2);
}
