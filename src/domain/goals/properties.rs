//! The figures of the goals against a count that is made anew, naively, over random plans.

use chrono::{Datelike as _, NaiveDate};
use proptest::prelude::*;

use super::{Ledger, Share, Standing, Sums, real};
use crate::domain::account::{Account, LogEntry, LogKind, Opportunity, OpportunityStatus, StageChange};
use crate::domain::answer::Answer;
use crate::domain::meeting::{Meeting, MeetingResult, MeetingStatus};
use crate::domain::schedule;
use crate::domain::settings::{Goal, Member, Metric, Progress};
use crate::domain::stage::Stage;
use crate::domain::testing::{Setting, account, day, sequence, touch};
use crate::domain::touch::Status;
use crate::domain::wire::Moment;
use crate::domain::words::Vocabulary as _;

const TODAY: &str = "2026-11-23";

/// Days around today.
fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..160).prop_map(|days| day("2026-09-01") + chrono::Days::new(days))
}

fn any_owner() -> impl Strategy<Value = Option<String>> {
    prop::sample::select(vec![None, Some("sam".to_owned()), Some("kim".to_owned()), Some("gone".to_owned())])
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
    let deal = (any_day(), prop::sample::select(OpportunityStatus::ALL), 0u64..1000, prop::option::of(any_day()));
    let deal = deal.prop_map(|(on, status, value, close_by)| Opportunity {
        on: Some(on),
        status,
        value: Some(value),
        close_by,
        ..Opportunity::default()
    });
    let parts = (
        prop::collection::vec(touch, 0..6),
        prop::collection::vec(answer, 0..4),
        prop::collection::vec(meeting, 0..4),
        prop::collection::vec(deal, 0..3),
        prop::option::of(any_day()),
        any_owner(),
        any::<bool>(),
        prop::option::of(1u64..1000),
        prop::sample::select(Stage::ALL),
    );
    parts.prop_map(|(mut touches, log, meetings, opportunities, won, owner, names, value, stage)| {
        touches.sort_by_key(|touch| touch.day);
        for (n, touch) in touches.iter_mut().enumerate() {
            touch.id = format!("t{n:03}");
        }
        let mut account = account(vec![sequence("2026-11-02", touches)]);
        account.stages.extend(won.map(|on| StageChange { to: Stage::Won, on: Some(on), ..StageChange::default() }));
        let goals = if names { vec!["g".to_owned()] } else { Vec::new() };
        Account { stage, value, owner, goals, meetings, opportunities, log, ..account }
    })
}

/// Whether something of that owner is the goal's; who is no member owns none.
fn is_theirs(goal: &Goal, owner: Option<&String>) -> bool {
    goal.owner.is_none() || goal.owner.as_deref() == Some("gone") || owner.is_none() || owner == goal.owner.as_ref()
}

/// What counts, said once more from the words of the rules: no tables, no ledger, no shared code but the calendar.
fn naive(goal: &Goal, account: &Account) -> u64 {
    let (from, to) = (goal.from.unwrap(), goal.to.unwrap());
    let inside = |on: NaiveDate| from <= on && on <= to;
    let theirs = |owner: &Option<String>| is_theirs(goal, owner.as_ref());
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

/// The first day on which a deal was won, or the stage was.
fn became(account: &Account) -> Option<NaiveDate> {
    let won = account.opportunities.iter().filter(|deal| deal.status == OpportunityStatus::Won);
    let stages = account.stages.iter().filter(|each| each.to == Stage::Won).filter_map(|each| each.on);
    won.filter_map(|deal| deal.on).chain(stages).min()
}

/// What is reckoned with: answers a touch, meetings an answer, opportunities a meeting, clients an opportunity, meetings
/// held of those booked, money a client.
struct Odds {
    answer: f64,
    meeting: f64,
    opportunity: f64,
    client: f64,
    held: f64,
    money: f64,
}

/// What an account can still bring, by the words of the rule: all that lies ahead of meetings, answers and touches; of
/// what comes once only what has come furthest.
fn ahead(goal: &Goal, account: &Account, touches: f64, today: NaiveDate, odds: &Odds) -> f64 {
    let last = goal.to.unwrap();
    let is_mine = is_theirs(goal, account.owner.as_ref());
    let mut booked = 0.0;
    for meeting in &account.meetings {
        let on = meeting.at.unwrap().day();
        if is_mine && meeting.status == MeetingStatus::Booked && today <= on && on <= last {
            booked += 1.0;
        }
    }
    let per_meeting = odds.opportunity * odds.client * odds.money;
    let metric = goal.metric.unwrap();
    let (of_meeting, of_deal) = match metric {
        Metric::Touches => return touches,
        Metric::Answers => return touches * odds.answer,
        Metric::Meetings => return touches * odds.answer * odds.meeting + booked * odds.held,
        Metric::Opportunities => (odds.opportunity, 0.0),
        Metric::Clients => (odds.opportunity * odds.client, odds.client),
        Metric::Revenue => (per_meeting, odds.client),
    };
    let is_client = became(account).is_some() || account.stage == Stage::Won;
    let open: Vec<&Opportunity> =
        account.opportunities.iter().filter(|deal| deal.status == OpportunityStatus::Open).collect();
    let unwritten = account.opportunities.is_empty() && account.stage == Stage::Opportunity;
    if !open.is_empty() || unwritten {
        if today > last || !is_mine || (is_client && metric == Metric::Clients) {
            return 0.0;
        }
        let in_time = open.iter().filter(|deal| deal.close_by.is_none_or(|by| by <= last));
        return match (metric, unwritten) {
            (Metric::Clients, true) => of_deal,
            (Metric::Clients, false) => of_deal * real(in_time.count() as u64),
            (Metric::Revenue, true) => of_deal * account.value.map_or(odds.money, real),
            (Metric::Revenue, false) => of_deal * in_time.map(|deal| real(deal.value.unwrap())).sum::<f64>(),
            _ => 0.0,
        };
    }
    if is_client {
        return 0.0;
    }
    let mut held: Vec<&Meeting> =
        account.meetings.iter().filter(|each| each.status == MeetingStatus::Held && each.result.is_some()).collect();
    held.sort_by_key(|each| each.at.unwrap().day());
    if is_mine && account.stage == Stage::Meeting && !held.is_empty() && today <= last {
        return of_meeting;
    }
    if booked > 0.0 { booked * odds.held * of_meeting } else { touches * odds.answer * odds.meeting * of_meeting }
}

proptest! {
    #[test]
    fn the_figures_are_what_a_naive_count_says(
        accounts in prop::collection::vec(any_account(), 0..6),
        metric in prop::sample::select(Metric::ALL), owner in any_owner(),
        from in any_day(), length in 0u64..120, target in 1u64..40, noted in any_day(),
    ) {
        let mut setting = Setting::new(&["2026-11-26", "2026-12-25"], &[("2026-11-02", "2026-11-04")]);
        setting.settings.members.push(Member { id: "kim".into(), ..Member::default() });
        let note = Progress { on: Some(noted), amount: Some(2), ..Progress::default() };
        let goal = Goal {
            id: "g".into(), metric: Some(metric), owner, target: Some(target), from: Some(from),
            to: Some(from + chrono::Days::new(length)), progress: vec![note], ..Goal::default()
        };
        let accounts: Vec<Account> = accounts.into_iter().enumerate().map(|(n, account)| {
            Account { id: format!("a{n}").into(), ..account }
        }).collect();
        setting.settings.goals = vec![goal.clone()];
        let sums = Ledger::of(&accounts, &setting.on(TODAY)).sums();
        let stands = Standing::of(&goal, 0, &sums, &setting.on(TODAY));
        let (from, to) = (goal.from.unwrap(), goal.to.unwrap());
        let linked = accounts.iter().any(|account| !account.goals.is_empty());
        let serving: Vec<&Account> = accounts.iter().filter(|account| !linked || !account.goals.is_empty()).collect();
        let own: u64 = serving.iter().map(|account| naive(&goal, account)).sum();
        let outside = if from <= noted && noted <= to { 2 } else { 0 };
        prop_assert_eq!(stands.done, own + outside);

        // Day by day.
        let world = setting.on(TODAY);
        // Of two members nobody's goal is nobody's days.
        let away = goal.owner.as_deref() == Some("sam");
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

        // What is shown as a rate is one of ten cases or more, or an assumption.
        for step in &stands.chain.steps {
            let own = f64::from(step.rate.hits) / f64::from(step.rate.n.max(1));
            let is_known = step.rate.n >= 10;
            prop_assert_eq!(step.assumed.is_none(), is_known);
            prop_assert!(!is_known || (step.value - own).abs() < 1e-12);
        }

        // What lies ahead, account by account, by the odds that are shown.
        let odd = |at: usize| stands.chain.steps.get(at).map_or(1.0, |step| step.value);
        let odds = Odds {
            answer: odd(0), meeting: odd(1), opportunity: odd(2), client: odd(3),
            held: stands.chain.held.map_or(1.0, |step| step.value),
            money: stands.chain.value.map_or(1.0, |value| real(value.amount)),
        };
        let (mut brings, mut open) = (0.0, 0);
        for account in &serving {
            let mut touches = 0;
            for (at, due) in schedule::dated(account, &world) {
                let touch = account.touch(at).unwrap();
                let doer = if touch.owner.is_some() { &touch.owner } else { &account.owner };
                touches += u64::from(is_theirs(&goal, doer.as_ref()) && due.max(world.today) <= to);
            }
            open += touches;
            brings += ahead(&goal, account, real(touches), world.today, &odds);
        }
        prop_assert_eq!(stands.ahead.touches + stands.ahead.passed, open);
        if let Some(forecast) = stands.forecast() {
            prop_assert!((forecast - real(stands.done) - brings).abs() < 1e-6, "{} for {}", forecast, brings);
            if let (Some(touches), Some(_)) = (stands.touches_a_day(), stands.a_day()) {
                let by_touches = touches * real(pace.left) * stands.chain.per_touch.unwrap();
                let missing = real(target.saturating_sub(stands.done));
                prop_assert!((by_touches - (missing - stands.promised()).max(0.0)).abs() < 1e-6, "worked back");
            }
        }
    }

    #[test]
    fn counting_one_account_anew_is_counting_all(
        accounts in prop::collection::vec(any_account(), 1..6), changed in any_account(), at in 0usize..6,
        metric in prop::sample::select(Metric::ALL),
    ) {
        let mut setting = Setting::new(&[], &[]);
        let (from, to) = (Some(day("2026-09-15")), Some(day("2026-12-31")));
        let goal = Goal { id: "g".into(), metric: Some(metric), target: Some(5), from, to, ..Goal::default() };
        setting.settings.goals = vec![goal];
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
        prop_assert_eq!(Ledger::new(&world).sums(), Sums {
            shares: vec![Share::default()], named: vec![false], apart: vec![Share::default()], ..Sums::default()
        });
    }
}
