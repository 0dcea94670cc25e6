//! Rates by example: intervals against known values, what counts on which day, and for whom.

use super::*;
use crate::domain::account::{LogEntry, Opportunity, OpportunityStatus, StageChange};
use crate::domain::answer::Answer;
use crate::domain::meeting::{Meeting, MeetingResult};
use crate::domain::testing::{account, day, done, sequence, touch};
use crate::domain::wire::Moment;

/// What solving (share - p)² = z² p (1 - p) / n for p gives, to four places.
const KNOWN: [(u32, u32, f64, f64); 14] = [
    (0, 1, 0.0, 0.7301),
    (1, 1, 0.2699, 1.0),
    (0, 10, 0.0, 0.2129),
    (1, 10, 0.0226, 0.3477),
    (5, 10, 0.2693, 0.7307),
    (9, 10, 0.6523, 0.9774),
    (10, 10, 0.7871, 1.0),
    (3, 11, 0.1147, 0.5205),
    (3, 41, 0.0296, 0.1696),
    (15, 50, 0.2059, 0.4146),
    (20, 100, 0.1425, 0.2733),
    (81, 263, 0.2633, 0.3566),
    (1, 1000, 0.0002, 0.0045),
    (500, 1000, 0.4740, 0.5260),
];

#[test]
fn intervals_are_wilson_s() {
    for (hits, n, low, high) in KNOWN {
        let (a, b) = Rate::new(hits, n).interval().unwrap();
        assert!((a - low).abs() < 0.000_06 && (b - high).abs() < 0.000_06, "{hits} of {n}: {a} to {b}");
    }
    assert_eq!(Rate::new(0, 0).interval(), None);
    assert_eq!(Rate::new(3, 2).interval(), None, "several of one case are no share");
    for n in 1..200 {
        for hits in 0..=n {
            let rate = Rate::new(hits, n);
            let (low, high) = rate.interval().unwrap();
            let value = rate.value().unwrap();
            assert!(0.0 <= low && low <= value && value <= high && high <= 1.0, "{hits} of {n}");
        }
    }
}

#[test]
fn a_rate_says_on_how_much_it_rests() {
    for (hits, n, told) in [
        (3, 41, "3 of 41: 7 % (3–17 %)"),
        (10, 10, "10 of 10: 100 % (79–100 %)"),
        (1, 9, "1 of 9: too few"),
        (0, 0, "0 of 0: too few"),
        (15, 10, "15 of 10: 150 %"),
    ] {
        assert_eq!(Rate::new(hits, n).told(), told);
    }
    assert_eq!((Rate::new(1, 9).known(), Rate::new(1, 10).known()), (None, Some(0.1)));
}

#[test]
fn a_period_has_both_its_ends_and_what_has_no_day_lies_in_no_part_of_the_time() {
    let november = Period { from: Some(day("2026-11-01")), to: Some(day("2026-11-30")) };
    for (on, is_in) in [("2026-10-31", false), ("2026-11-01", true), ("2026-11-30", true), ("2026-12-01", false)] {
        assert_eq!(november.holds(Some(day(on))), is_in, "{on}");
    }
    assert!(Period::ALL.holds(None) && Period::ALL.holds(Some(day("1999-01-01"))));
    assert!(!november.holds(None) && !Period::since(day("2026-11-01")).holds(None));
}

fn said(touch: &str, on: &str, outcome: Answer) -> LogEntry {
    LogEntry {
        at: Some(Moment::Day(day(on))),
        person: Some("dana-cole".into()),
        touch: (!touch.is_empty()).then(|| touch.into()),
        outcome: Some(outcome),
        ..LogEntry::default()
    }
}

fn met(on: &str, status: MeetingStatus, result: Option<MeetingResult>) -> Meeting {
    Meeting { at: Some(Moment::Day(day(on))), status, result, ..Meeting::default() }
}

fn deal(status: OpportunityStatus, value: u64, on: &str) -> Opportunity {
    Opportunity { status, value: Some(value), on: Some(day(on)), ..Opportunity::default() }
}

/// Four touches done in November, two of them answered: one by two letters, one in December.
fn primo() -> Account {
    let touches = vec![
        done(touch("a", 0, "dana-cole"), "2026-11-02"),
        done(touch("b", 2, "dana-cole"), "2026-11-04"),
        Touch { owner: Some("kim".into()), ..done(touch("c", 4, "lee-ray"), "2026-11-06") },
        done(touch("d", 6, "dana-cole"), "2026-11-30"),
        touch("e", 9, "dana-cole"),
    ];
    let mut account = Account { owner: Some("sam".into()), ..account(vec![sequence("2026-11-02", touches)]) };
    account.log = vec![
        said("a", "2026-11-03", Answer::Replied),
        said("a", "2026-11-05", Answer::MeetingBooked),
        said("d", "2026-12-01", Answer::Replied),
        said("d", "2026-12-01", Answer::Bounced),
    ];
    account.meetings = vec![
        met("2026-11-10", MeetingStatus::Held, Some(MeetingResult::Advance)),
        met("2026-11-20", MeetingStatus::NoShow, None),
        met("2026-12-20", MeetingStatus::Booked, None),
        Meeting::default(),
    ];
    account
}

fn rates(account: &Account, period: Period, member: &str) -> Rates {
    let member = Member { id: member.into(), ..Member::default() };
    Rates::of([account], period, Some(&member).filter(|member| !member.id.is_empty()))
}

#[test]
fn what_was_done_and_what_came_of_it_is_counted() {
    let mut account = primo();
    account.opportunities = vec![
        deal(OpportunityStatus::Won, 40_000, "2026-12-10"),
        deal(OpportunityStatus::Won, 20_000, "2026-12-20"),
        deal(OpportunityStatus::Lost, 99_000, "2026-11-12"),
    ];
    let all = rates(&account, Period::ALL, "");
    let want = Rates {
        touches: 4,
        answered: 2,
        answers: 2,
        booked: 3,
        held: 1,
        missed: 1,
        advances: 1,
        opportunities: 3,
        clients: 1,
        value: 60_000,
    };
    assert_eq!(all, want);
    let links = Link::WAY.map(|link| all.link(link)).map(|rate| (rate.hits, rate.n));
    assert_eq!(links, [(2, 4), (1, 2), (3, 1), (1, 3)]);
    assert_eq!((all.booking(), all.value_per_client()), (Rate::new(3, 2), Some(60_000)));
    assert_eq!(Rates::default().value_per_client(), None);
    // In November: the answer of December belongs to a touch of November, and was none of November's answers.
    let november = Period { from: Some(day("2026-11-01")), to: Some(day("2026-11-30")) };
    let want = Rates { answers: 1, booked: 2, opportunities: 1, clients: 0, value: 0, ..want };
    assert_eq!(rates(&account, november, ""), want);
    let december = rates(&account, Period::since(day("2026-12-01")), "");
    assert_eq!((december.touches, december.answered, december.answers, december.clients), (0, 0, 1, 1));
}

#[test]
fn a_touch_is_whose_it_is_to_do_and_the_rest_the_owner_s() {
    let account = primo();
    let [sam, kim, ana] = ["sam", "kim", "ana"].map(|id| rates(&account, Period::ALL, id));
    assert_eq!((sam.touches, sam.answers, sam.held), (3, 2, 1));
    assert_eq!((kim.touches, kim.answers, kim.held), (1, 0, 0));
    assert_eq!(ana, Rates::default());
    let nobody_s = Account { owner: None, ..account };
    assert_eq!(rates(&nobody_s, Period::ALL, "ana").held, 1, "what nobody owns is everybody's");
}

#[test]
fn an_answer_that_nothing_led_up_to_counts_by_itself() {
    let mut account = primo();
    account.log = vec![said("", "2026-10-01", Answer::Replied), said("", "2026-10-02", Answer::Replied)];
    let all = rates(&account, Period::ALL, "");
    assert_eq!((all.answered, all.answers), (0, 2));
}

#[test]
fn where_no_deal_is_written_down_the_stage_says_it() {
    let mut account = primo();
    account.value = Some(12_000);
    for (to, on) in [(Stage::Opportunity, "2026-12-01"), (Stage::Won, "2026-12-24")] {
        account.stage = to;
        account.stages.push(StageChange { to, on: Some(day(on)), ..StageChange::default() });
    }
    let all = rates(&account, Period::ALL, "");
    assert_eq!((all.opportunities, all.clients, all.value), (1, 1, 12_000));
    let early = Period { from: None, to: Some(day("2026-12-10")) };
    let early = rates(&account, early, "");
    assert_eq!((early.opportunities, early.clients, early.value), (1, 0, 0));
    // A stage that was set by hand has no day.
    account.stages.clear();
    assert_eq!(rates(&account, Period::ALL, "").clients, 1);
    assert_eq!(rates(&account, Period::since(day("2000-01-01")), "").clients, 0);
}

#[test]
fn the_steps_to_what_a_metric_counts_begin_with_a_touch() {
    let steps = |metric| Link::up_to(metric).len();
    assert_eq!((steps(Metric::Touches), steps(Metric::Meetings), steps(Metric::Revenue)), (0, 2, 4));
    let all = rates(&primo(), Period::ALL, "");
    let counts = [Metric::Touches, Metric::Answers, Metric::Meetings, Metric::Opportunities, Metric::Revenue];
    assert_eq!(counts.map(|metric| all.count(metric)), [4, 2, 1, 0, 0]);
}
