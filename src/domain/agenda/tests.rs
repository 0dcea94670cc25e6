//! The review by example, and what holds of its order. 23 November 2026 is a Monday.

use std::sync::Arc;

use proptest::prelude::*;

use super::{Item, Kind, Outlook, Subject, agenda, counts, of_account, order};
use crate::domain::account::{Account, LogEntry, LogKind, NextStep};
use crate::domain::answer::Answer;
use crate::domain::meeting::{Meeting, MeetingResult, MeetingStatus};
use crate::domain::plan::{Entry, Plan};
use crate::domain::range::Pause;
use crate::domain::stage::Stage;
use crate::domain::testing::{Setting, account, closed, day, done, moment, sequence, touch, when};
use crate::domain::touch::Status;

const TODAY: &str = "2026-11-23";

fn found(account: &Account, days_ahead: u32) -> Vec<(Kind, Subject)> {
    let setting = Setting::new(&[], &[]);
    let mut items = of_account(account, &setting.on(TODAY), days_ahead);
    order(&mut items);
    items.into_iter().map(|item| (item.kind, item.subject)).collect()
}

fn quiet() -> Account {
    account(Vec::new())
}

fn meeting(on: &str, status: MeetingStatus, result: Option<MeetingResult>) -> Account {
    let mut account = quiet();
    account.meetings = vec![Meeting { at: Some(moment(on)), status, result, ..Meeting::default() }];
    account
}

fn step(by: Option<&str>, done: Option<&str>) -> Account {
    let mut account = quiet();
    account.next_steps = vec![NextStep { by: by.map(day), done: done.map(day), ..NextStep::default() }];
    account
}

fn touches(start: &str) -> Account {
    account(vec![sequence(start, vec![touch("aaaa", 0, "dana-cole"), touch("bbbb", 2, "lee-ray")])])
}

fn answered(what: Answer, on: &str) -> Account {
    let mut account = touches("2026-11-16");
    account.sequences[0].touches[0] = done(touch("aaaa", 0, "dana-cole"), "2026-11-16");
    account.sequences[0].touches[1] = closed(touch("bbbb", 2, "lee-ray"), Status::Held, on);
    account.log = vec![LogEntry {
        at: Some(moment(on)),
        kind: LogKind::Answer,
        person: Some("dana-cole".into()),
        touch: Some("aaaa".into()),
        outcome: Some(what),
        ..LogEntry::default()
    }];
    account.enter(Stage::Engaged, day(on), "");
    account
}

type Case = (&'static str, Account, u32, Vec<(Kind, Subject)>);

const DRIFTS: (Kind, Subject) = (Kind::Drifting, Subject::Account);

#[test]
fn each_kind_of_work_is_found() {
    use MeetingStatus::{Booked, Cancelled, Held, Planned};
    let first = Subject::Touch(when(0, 0));
    let second = Subject::Touch(when(0, 1));
    let cases: Vec<Case> = vec![
        (
            "yesterday's meeting",
            meeting("2026-11-22", Booked, None),
            0,
            vec![(Kind::UnrecordedMeeting, Subject::Meeting(0))],
        ),
        (
            "held, nobody said how",
            meeting("2026-11-20", Held, None),
            0,
            vec![(Kind::UnrecordedMeeting, Subject::Meeting(0))],
        ),
        ("held with its result", meeting("2026-11-20", Held, Some(MeetingResult::Continuation)), 0, vec![DRIFTS]),
        ("called off", meeting("2026-11-25", Cancelled, None), 5, vec![DRIFTS]),
        ("today's meeting", meeting(TODAY, Booked, None), 0, vec![(Kind::MeetingToday, Subject::Meeting(0))]),
        ("planned with a time", meeting(TODAY, Planned, None), 0, vec![(Kind::MeetingToday, Subject::Meeting(0))]),
        ("a meeting ahead", meeting("2026-11-25", Booked, None), 0, vec![]),
        ("a meeting in view", meeting("2026-11-25", Booked, None), 2, vec![(Kind::Upcoming, Subject::Meeting(0))]),
        ("a step due", step(Some(TODAY), None), 0, vec![(Kind::NextStep, Subject::NextStep(0))]),
        ("a step past", step(Some("2026-11-01"), None), 0, vec![(Kind::NextStep, Subject::NextStep(0))]),
        ("a step ahead", step(Some("2026-11-24"), None), 0, vec![]),
        ("a step done", step(Some(TODAY), Some(TODAY)), 0, vec![DRIFTS]),
        ("a step without a day", step(None, None), 0, vec![DRIFTS]),
        ("due today", touches(TODAY), 0, vec![(Kind::Due, first)]),
        ("overdue", touches("2026-11-20"), 0, vec![(Kind::Overdue, first)]),
        ("the next two days", touches(TODAY), 2, vec![(Kind::Due, first), (Kind::Upcoming, second)]),
        ("the next day alone", touches(TODAY), 1, vec![(Kind::Due, first)]),
        ("nothing ahead", quiet(), 0, vec![DRIFTS]),
        ("an answer", answered(Answer::Replied, "2026-11-20"), 0, vec![(Kind::Answer, Subject::Log(0))]),
        ("an answer that asks nothing", answered(Answer::Accepted, "2026-11-20"), 0, vec![DRIFTS]),
    ];
    for (what, account, days_ahead, want) in cases {
        assert_eq!(found(&account, days_ahead), want, "{what}");
    }
}

#[test]
fn only_accounts_that_are_worked_on_drift() {
    for (stage, drifts) in [
        (Stage::Target, false),
        (Stage::Researching, true),
        (Stage::Opportunity, true),
        (Stage::Won, false),
        (Stage::Nurture, false),
    ] {
        let mut account = quiet();
        account.stage = stage;
        assert_eq!(found(&account, 0) == [DRIFTS], drifts, "{stage}");
    }
}

#[test]
fn a_sequence_that_rests_without_an_end_counts_only_through_its_next_step() {
    let mut account = touches("2026-11-16");
    account.sequences[0].pauses = vec![Pause { from: Some(day("2026-11-16")), ..Pause::default() }];
    assert_eq!(found(&account, 0), [DRIFTS]);
    account.next_steps = vec![NextStep { by: Some(day("2026-12-04")), ..NextStep::default() }];
    assert_eq!(found(&account, 0), []);
}

#[test]
fn a_day_to_take_it_up_again_is_a_decision() {
    let mut account = quiet();
    account.revisit = Some(day("2027-05-03"));
    assert_eq!(found(&account, 5), []);
    account.revisit = Some(day("2026-11-20"));
    assert_eq!(found(&account, 0), [(Kind::Revisit, Subject::Account)]);
}

#[test]
fn an_answer_is_dealt_with_by_whatever_was_planned_or_done_since() {
    let open = || answered(Answer::Replied, "2026-11-18");
    let mut agreed = open();
    agreed.next_steps.push(NextStep { by: Some(day("2026-12-04")), ..NextStep::default() });
    let mut kept = open();
    kept.next_steps.push(NextStep { done: Some(day("2026-11-19")), ..NextStep::default() });
    let mut met = meeting("2026-11-20", MeetingStatus::Held, Some(MeetingResult::NoSale));
    met.log = open().log;
    let mut resumed = open();
    resumed.sequences[0].touches[1] = touch("bbbb", 20, "dana-cole");
    let mut called = open();
    called.sequences[0].touches[1] = done(touch("bbbb", 2, "dana-cole"), "2026-11-20");
    for (what, account) in [("agreed", agreed), ("kept", kept), ("met", met), ("resumed", resumed), ("called", called)]
    {
        assert!(found(&account, 0).iter().all(|(kind, _)| *kind != Kind::Answer), "{what}");
    }
    let mut others_go_on = open();
    others_go_on.sequences[0].touches[1] = touch("bbbb", 20, "lee-ray");
    assert_eq!(found(&others_go_on, 0), [(Kind::Answer, Subject::Log(0))]);
    let mut two_people = open();
    two_people.log.push(LogEntry { person: Some("lee-ray".into()), ..two_people.log[0].clone() });
    assert_eq!(found(&two_people, 0).len(), 2, "each of them waits");
    let mut superseded = open();
    superseded.log.insert(
        0,
        LogEntry { at: Some(moment("2026-11-20")), outcome: Some(Answer::NotInterested), ..superseded.log[0].clone() },
    );
    assert_eq!(found(&superseded, 0), [DRIFTS], "the last word counts");
}

fn plan(accounts: impl IntoIterator<Item = Account>) -> Plan {
    let mut plan = Plan::default();
    for (n, mut account) in accounts.into_iter().enumerate() {
        account.id = format!("a{n}").into();
        plan.accounts.insert(account.id.clone(), Entry { account: Arc::new(account), ..Entry::default() });
    }
    plan
}

#[test]
fn the_whole_queue_goes_by_kind_then_tier_then_longest_waiting_then_name() {
    let named = |name: &str, tier: Option<u8>, account: Account| Account { name: name.into(), tier, ..account };
    let plan = plan([
        named("Drifts", Some(1), quiet()),
        named("Late", Some(2), touches("2026-11-20")),
        named("Later", Some(2), touches("2026-11-18")),
        named("Best", Some(1), touches("2026-11-20")),
        named("Tierless", None, touches("2026-11-02")),
        named("Also late", Some(2), touches("2026-11-20")),
        named("Meets", Some(3), meeting("2026-11-20", MeetingStatus::Booked, None)),
        named("Ahead", Some(1), touches("2026-11-24")),
    ]);
    let names: Vec<String> = agenda(&plan, day(TODAY), 0).into_iter().map(|item| item.name.to_string()).collect();
    assert_eq!(names, ["Meets", "Best", "Later", "Also late", "Late", "Tierless", "Drifts"]);
    assert_eq!(agenda(&plan, day(TODAY), 5).last().map(|item| item.kind), Some(Kind::Upcoming));
}

#[test]
fn the_next_day_with_work_is_named_whatever_the_work_is() {
    let mut later = quiet();
    later.revisit = Some(day("2027-03-01"));
    let setting = Setting::new(&[], &[]);
    let cases = [
        ("touches", touches("2026-11-23"), Some("2026-11-25")),
        ("a revisit", later, Some("2027-03-01")),
        ("a meeting", meeting("2027-02-01", MeetingStatus::Booked, None), Some("2027-02-01")),
        ("a next step", step(Some("2027-01-15"), None), Some("2027-01-15")),
        ("only what is past", step(Some("2026-11-02"), None), None),
        ("nothing", quiet(), None),
    ];
    for (what, account, want) in cases {
        assert_eq!(Outlook::of(&account, &setting.on(TODAY), 5).next_day, want.map(day), "{what}");
    }
}

#[test]
fn every_kind_of_work_is_counted_before_and_after() {
    let setting = Setting::new(&[], &[]);
    let mut revisit = quiet();
    revisit.revisit = Some(day("2026-11-20"));
    let mut sent = touches(TODAY);
    sent.sequences[0].touches[0] = done(touch("aaaa", 0, "dana-cole"), TODAY);
    let held = meeting(TODAY, MeetingStatus::Held, Some(MeetingResult::Advance));
    // Overdue, due besides, dealt with today.
    let cases = [
        ("an overdue touch", touches("2026-11-20"), (1, 0, 0)),
        ("a touch of today", touches(TODAY), (0, 1, 0)),
        ("a touch that was sent", sent, (0, 0, 1)),
        ("a meeting of last week", meeting("2026-11-20", MeetingStatus::Booked, None), (1, 0, 0)),
        ("a meeting of today", meeting(TODAY, MeetingStatus::Booked, None), (0, 1, 0)),
        ("a meeting that is written up", held, (0, 1, 1)),
        ("an overdue step", step(Some("2026-11-20"), None), (1, 0, 0)),
        ("a step of today", step(Some(TODAY), None), (0, 1, 0)),
        ("a step that was done", step(Some(TODAY), Some(TODAY)), (0, 1, 1)),
        ("a revisit", revisit, (1, 0, 0)),
        ("an answer", answered(Answer::Replied, "2026-11-18"), (0, 1, 0)),
        ("what drifts", quiet(), (0, 1, 0)),
    ];
    for (what, account, want) in cases {
        let outlook = Outlook::of(&account, &setting.on(TODAY), 5);
        let (overdue, due) = counts(&outlook.items, day(TODAY));
        assert_eq!((overdue, due, outlook.done_today), want, "{what}");
    }
}

#[test]
fn a_drifting_account_has_waited_since_something_happened() {
    let setting = Setting::new(&[], &[]);
    let mut account = quiet();
    account.log.push(LogEntry { at: Some(moment("2026-11-12")), ..LogEntry::default() });
    assert_eq!(of_account(&account, &setting.on(TODAY), 0)[0].on, Some(day("2026-11-12")));
}

fn any_item() -> impl Strategy<Value = Item> {
    let kinds = vec![Kind::Answer, Kind::Overdue, Kind::Due, Kind::Drifting, Kind::Upcoming];
    (proptest::sample::select(kinds), 0usize..3, proptest::option::of(0u64..4), proptest::option::of(1u8..4), "[ab]")
        .prop_map(|(kind, n, days, tier, name)| Item {
            kind,
            account: format!("{name}{n}").into(),
            subject: if n == 0 { Subject::Account } else { Subject::Touch(when(0, n)) },
            on: days.map(|days| day(TODAY) + chrono::Days::new(days)),
            tier,
            name: name.into(),
        })
}

proptest! {
    #[test]
    fn the_order_is_the_same_however_the_items_came(mut items in proptest::collection::vec(any_item(), 0..40)) {
        let mut reversed: Vec<Item> = items.iter().rev().cloned().collect();
        order(&mut items);
        order(&mut reversed);
        prop_assert_eq!(&items, &reversed);
        prop_assert!(items.is_sorted_by_key(|item| item.kind));
    }
}
