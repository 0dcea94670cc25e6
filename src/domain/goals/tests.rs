//! The figures of the goals, by example and against a count that is made anew, naively, over random plans.

use chrono::{Datelike as _, NaiveDate};
use proptest::prelude::*;

use super::{Ledger, Practice, Share, Standing, Sums, add_note, named, periods, read, real, unanswered};
use crate::domain::account::{Account, LogEntry, LogKind, Opportunity, OpportunityStatus, StageChange};
use crate::domain::answer::Answer;
use crate::domain::fields::Context;
use crate::domain::meeting::{Meeting, MeetingResult, MeetingStatus};
use crate::domain::schedule;
use crate::domain::settings::{Goal, GoalKind, Metric, Per, Progress};
use crate::domain::stage::Stage;
use crate::domain::testing::{Setting, account, day, done, sequence, touch};
use crate::domain::touch::Status;
use crate::domain::wire::Moment;
use crate::domain::words::Vocabulary as _;

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
    assert_eq!((of_all.done, of_all.open), (2, 2));
    let linked = Account { goals: vec!["g".into()], ..globex.clone() };
    assert_eq!(named(&linked, std::slice::from_ref(&all)).count(), 1);
    let of_one = stands(&mut setting, &all, &[primo.clone(), linked]);
    assert_eq!((of_one.done, of_one.open), (1, 1));
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
    let told = super::worked_out(&setting.settings.goals[0], &assumed.chain, &setting.settings);
    assert!(told[0].text.contains("2 of 9, fewer than 10 cases; assumed 1 in 10"), "{told:?}");
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
fn a_line_says_what_is_counted_until_when() {
    let setting = Setting::new(&[], &[]);
    let world = setting.on(TODAY);
    let nobody = Account::default();
    let now = chrono::DateTime::parse_from_rfc3339("2026-11-23T09:00:00Z").unwrap();
    let context =
        Context { settings: world.settings, calendar: world.calendar, account: &nobody, now, me: None, touch: None };
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
    ] {
        let goal = read(line, &context).unwrap();
        let got = (goal.kind, goal.metric, goal.target, goal.per, goal.unit.as_str(), goal.to);
        assert_eq!(got, (kind, metric, target, per, unit, to.map(day)), "{line}");
        assert_eq!((goal.from, goal.owner.as_deref()), (Some(day(TODAY)), Some("sam")));
    }
    for wrong in
        ["", " => Why?", "Logos [many clients]", "Logos [6 clients by whenever]", "Logos [6 by mon, from dec 20]"]
    {
        assert!(read(wrong, &context).is_err(), "{wrong}");
    }
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

/// Days around today.
fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..160).prop_map(|days| day("2026-09-01") + chrono::Days::new(days))
}

fn any_owner() -> impl Strategy<Value = Option<String>> {
    prop_oneof![Just(None), Just(Some("sam".to_owned())), Just(Some("kim".to_owned()))]
}

fn any_account() -> impl Strategy<Value = Account> {
    let touch = (0u32..20, any_day(), 0usize..3, any_owner()).prop_map(|(after, closed, status, owner)| {
        let status = [Status::Planned, Status::Done, Status::Skipped][status];
        let closed = (status != Status::Planned).then_some(Moment::Day(closed));
        crate::domain::touch::Touch { owner, status, closed, ..touch("", after, "dana-cole") }
    });
    let answer = (any_day(), prop::sample::select(Answer::ALL)).prop_map(|(on, answer)| LogEntry {
        kind: LogKind::Answer,
        at: Some(Moment::Day(on)),
        outcome: Some(answer),
        ..LogEntry::default()
    });
    let meeting =
        (any_day(), prop::sample::select(MeetingStatus::ALL), any::<bool>()).prop_map(|(on, status, told)| Meeting {
            at: Some(Moment::Day(on)),
            status,
            result: told.then_some(MeetingResult::Continuation),
            ..Meeting::default()
        });
    let deal = (any_day(), prop::sample::select(OpportunityStatus::ALL), 0u64..1000).prop_map(|(on, status, value)| {
        Opportunity { on: Some(on), status, value: Some(value), ..Opportunity::default() }
    });
    let parts = (
        prop::collection::vec(touch, 0..6),
        prop::collection::vec(answer, 0..4),
        prop::collection::vec(meeting, 0..4),
        prop::collection::vec(deal, 0..3),
        prop::option::of(any_day()),
        any_owner(),
        any::<bool>(),
        prop::option::of(0u64..1000),
    );
    parts.prop_map(|(mut touches, log, meetings, opportunities, won, owner, names, value)| {
        touches.sort_by_key(|touch| touch.day);
        for (n, touch) in touches.iter_mut().enumerate() {
            touch.id = format!("t{n:03}");
        }
        let mut account = account(vec![sequence("2026-11-02", touches)]);
        account.stages.extend(won.map(|on| StageChange { to: Stage::Won, on: Some(on), ..StageChange::default() }));
        let goals = if names { vec!["g".to_owned()] } else { Vec::new() };
        Account { value, owner, goals, meetings, opportunities, log, ..account }
    })
}

/// What counts, said once more from the words of the rules: no tables, no ledger, no shared code but the calendar.
fn naive(goal: &Goal, account: &Account) -> u64 {
    let (from, to) = (goal.from.unwrap(), goal.to.unwrap());
    let inside = |on: NaiveDate| from <= on && on <= to;
    let theirs = |owner: &Option<String>| goal.owner.is_none() || owner.is_none() || *owner == goal.owner;
    let owner = &account.owner;
    let days = |days: Vec<NaiveDate>| days.into_iter().filter(|on| inside(*on)).count() as u64;
    match goal.metric.unwrap() {
        Metric::Touches => {
            let mut count = 0;
            for touch in &account.sequences[0].touches {
                let doer = if touch.owner.is_some() { &touch.owner } else { owner };
                if touch.status == Status::Done && theirs(doer) && inside(touch.closed.unwrap().day()) {
                    count += 1;
                }
            }
            count
        }
        _ if !theirs(owner) => 0,
        Metric::Answers => days(
            account
                .log
                .iter()
                .filter(|entry| {
                    !matches!(
                        entry.outcome.unwrap(),
                        Answer::Bounced | Answer::WrongNumber | Answer::OutOfOffice | Answer::Accepted
                    )
                })
                .map(|entry| entry.at.unwrap().day())
                .collect(),
        ),
        Metric::Meetings => {
            let held =
                account.meetings.iter().filter(|each| each.status == MeetingStatus::Held && each.result.is_some());
            days(held.map(|each| each.at.unwrap().day()).collect())
        }
        Metric::Opportunities if account.opportunities.is_empty() => {
            days(account.stages.iter().filter(|each| each.to == Stage::Won).map(|each| each.on.unwrap()).collect())
        }
        Metric::Opportunities => days(account.opportunities.iter().map(|deal| deal.on.unwrap()).collect()),
        Metric::Clients => days(became(account).into_iter().collect()),
        Metric::Revenue => {
            let won: Vec<&Opportunity> =
                account.opportunities.iter().filter(|deal| deal.status == OpportunityStatus::Won).collect();
            if won.is_empty() {
                return became(account).filter(|on| inside(*on)).map_or(0, |_| account.value.unwrap_or(0));
            }
            won.iter().filter(|deal| inside(deal.on.unwrap())).map(|deal| deal.value.unwrap()).sum()
        }
    }
}

/// The day of the first deal won, or of the stage.
fn became(account: &Account) -> Option<NaiveDate> {
    let won = account.opportunities.iter().filter(|deal| deal.status == OpportunityStatus::Won);
    let stage = account.stages.iter().filter(|each| each.to == Stage::Won).filter_map(|each| each.on).min();
    won.filter_map(|deal| deal.on).min().or(stage)
}

proptest! {
    #[test]
    fn the_figures_are_what_a_naive_count_says(
        accounts in prop::collection::vec(any_account(), 0..6),
        metric in prop::sample::select(Metric::ALL), owner in any_owner(),
        from in any_day(), length in 0u64..120, target in 1u64..40, noted in any_day(),
    ) {
        let mut setting = Setting::new(&["2026-11-26", "2026-12-25"], &[("2026-11-02", "2026-11-04")]);
        let note = Progress { on: Some(noted), amount: Some(2), ..Progress::default() };
        let goal = Goal {
            id: "g".into(), metric: Some(metric), owner, target: Some(target), from: Some(from),
            to: Some(from + chrono::Days::new(length)), progress: vec![note], ..Goal::default()
        };
        let accounts: Vec<Account> = accounts.into_iter().enumerate().map(|(n, account)| {
            Account { id: format!("a{n}").into(), ..account }
        }).collect();
        let stands = stands(&mut setting, &goal, &accounts);
        let (from, to) = (goal.from.unwrap(), goal.to.unwrap());
        let linked = accounts.iter().any(|account| !account.goals.is_empty());
        let serving: Vec<&Account> = accounts.iter().filter(|account| !linked || !account.goals.is_empty()).collect();
        let own: u64 = serving.iter().map(|account| naive(&goal, account)).sum();
        let outside = if from <= noted && noted <= to { 2 } else { 0 };
        prop_assert_eq!(stands.done, own + outside);

        // Day by day.
        let world = setting.on(TODAY);
        let away = goal.owner.as_deref() != Some("kim");
        let works = |on: &NaiveDate| {
            let off = away && day("2026-11-02") <= *on && *on <= day("2026-11-04");
            on.weekday().number_from_monday() <= 5 && *on != day("2026-11-26") && *on != day("2026-12-25") && !off
        };
        let worked: Vec<NaiveDate> = from.iter_days().take_while(|on| *on <= to).filter(works).collect();
        let gone = worked.iter().filter(|on| **on < world.today).count() as u64;
        let pace = stands.pace.unwrap();
        prop_assert_eq!((pace.days, pace.gone, pace.left), (worked.len() as u64, gone, worked.len() as u64 - gone));
        if !worked.is_empty() {
            let should = real(target) * real(gone) / real(worked.len() as u64);
            prop_assert_eq!(stands.is_on_pace(), Some(real(stands.done) >= should - 1e-9));
        }

        // The open touches, and what they are worth by the chain that is shown.
        let mut open = 0;
        for account in &serving {
            for (at, due) in schedule::dated(account, &world) {
                let touch = account.touch(at).unwrap();
                let doer = if touch.owner.is_some() { &touch.owner } else { &account.owner };
                let theirs = goal.owner.is_none() || doer.is_none() || *doer == goal.owner;
                open += u64::from(theirs && due.max(world.today) <= to);
            }
        }
        prop_assert_eq!(stands.open, open);
        let product: f64 = stands.chain.steps.iter().map(|step| step.value).product();
        let worth = stands.chain.value.map_or(1.0, |value| real(value.amount));
        if let Some(brings) = stands.brings() {
            prop_assert!((brings - real(open) * product * worth).abs() < 1e-6);
            if let (Some(touches), Some(a_day)) = (stands.touches_a_day(), stands.a_day()) {
                prop_assert!((touches * product * worth - a_day).abs() < 1e-6, "worked back is worked forward");
            }
        }
    }

    #[test]
    fn counting_one_account_anew_is_counting_all(
        accounts in prop::collection::vec(any_account(), 1..6), changed in any_account(), at in 0usize..6,
        metric in prop::sample::select(Metric::ALL),
    ) {
        let mut setting = Setting::new(&[], &[]);
        setting.settings.goals = vec![goal(metric, 5, "2026-09-15", "2026-12-31")];
        let world = setting.on(TODAY);
        let mut accounts: Vec<Account> = accounts.into_iter().enumerate().map(|(n, account)| {
            Account { id: format!("a{n}").into(), ..account }
        }).collect();
        let mut ledger = Ledger::of(&accounts, &world);
        let at = at % accounts.len();
        accounts[at] = Account { id: accounts[at].id.clone(), ..changed };
        ledger.put(&accounts[at], &world);
        prop_assert_eq!(ledger.sums(), Ledger::of(&accounts, &world).sums());
        ledger.remove(&accounts[at].id);
        accounts.remove(at);
        prop_assert_eq!(ledger.sums(), Ledger::of(&accounts, &world).sums());
        prop_assert_eq!(Ledger::new(&world).sums(), Sums { shares: vec![Share::default()], named: vec![false], ..Sums::default() });
    }
}
