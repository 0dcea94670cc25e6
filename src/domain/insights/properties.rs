//! The figures against a calculation that is made in another way: everything is laid out flat, each number is counted
//! by itself, and nothing is shared with the code under test but the types.

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::domain::account::{Account, LogEntry, Opportunity, OpportunityStatus, StageChange};
use crate::domain::answer::Answer;
use crate::domain::meeting::{Meeting, MeetingResult, MeetingStatus};
use crate::domain::sequence::{Sequence, TouchAt};
use crate::domain::stage::Stage;
use crate::domain::touch::{Channel, Purpose, Status, Touch};
use crate::domain::wire::Moment;

const PEOPLE: [&str; 3] = ["ana", "bo", ""];
const MEMBERS: [&str; 3] = ["sam", "kim", ""];
const PLAYBOOKS: [&str; 3] = ["ten", "eight", ""];

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn any_moment() -> impl Strategy<Value = Moment> {
    let day = NaiveDate::from_ymd_opt(2026, 4, 1).unwrap();
    // Most lie close together, so that they meet; some far apart, so that every week and hour is there.
    let when = prop_oneof![4 => (200u64..212, 8u32..12), 1 => (0u64..260, 0u32..24)];
    (when, -8i32..9, 0usize..3).prop_map(move |((days, hour), east, kind)| {
        let day = day + Days::new(days);
        let local = day.and_hms_opt(hour, 30, 0).unwrap();
        let at: DateTime<FixedOffset> =
            local.and_local_timezone(FixedOffset::east_opt(east * 3600).unwrap()).single().unwrap();
        [Moment::Day(day), Moment::Local(local), Moment::At(at)][kind]
    })
}

fn any_when() -> impl Strategy<Value = Option<Moment>> {
    proptest::option::weighted(0.9, any_moment())
}

fn of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(all)
}

fn any_touch() -> impl Strategy<Value = Touch> {
    let what =
        (of(Channel::ALL), of(Purpose::ALL), of(&[Status::Done, Status::Done, Status::Planned, Status::Skipped]));
    (what, of(&PEOPLE), of(&MEMBERS), any_when()).prop_map(|((channel, purpose, status), person, owner, closed)| {
        Touch { channel, purpose, status, person: some(person), owner: some(owner), closed, ..Touch::default() }
    })
}

fn any_entry() -> impl Strategy<Value = LogEntry> {
    (proptest::option::of(of(Answer::ALL)), of(&PEOPLE), 0usize..40, any_when()).prop_map(
        |(outcome, person, touch, at)| LogEntry {
            outcome,
            person: some(person),
            // Half of them name no touch; some one that is not there.
            touch: (touch < 20).then(|| format!("t{touch}")),
            at,
            ..LogEntry::default()
        },
    )
}

fn any_meeting() -> impl Strategy<Value = Meeting> {
    let with = proptest::collection::vec(of(&["ana", "bo"]), 0..2);
    (any_when(), of(MeetingStatus::ALL), proptest::option::of(of(MeetingResult::ALL)), with).prop_map(
        |(at, status, result, with)| Meeting {
            at,
            status,
            result,
            with: with.into_iter().map(str::to_owned).collect(),
            ..Meeting::default()
        },
    )
}

fn any_deal() -> impl Strategy<Value = Opportunity> {
    (of(OpportunityStatus::ALL), proptest::option::of(1u64..1_000), any_when()).prop_map(|(status, value, on)| {
        Opportunity { status, value, on: on.map(|at| at.day()), ..Opportunity::default() }
    })
}

fn any_account() -> impl Strategy<Value = Account> {
    use proptest::collection::vec;
    let sequences = vec((of(&PLAYBOOKS), vec(any_touch(), 0..14)), 0..3);
    let change = (of(Stage::ALL), proptest::option::weighted(0.9, any_moment()));
    let stages = (of(Stage::ALL), vec(change, 0..4));
    let deals = (vec(any_deal(), 0..3), proptest::option::of(1u64..1_000));
    (sequences, vec(any_entry(), 0..6), vec(any_meeting(), 0..3), stages, of(&MEMBERS), deals).prop_map(
        |(sequences, log, meetings, (stage, stages), owner, (opportunities, value))| {
            let mut ids = 0..;
            let mut name = |mut touch: Touch| {
                touch.id = format!("t{}", ids.next().unwrap_or(0));
                touch
            };
            let sequences = sequences.into_iter().map(|(playbook, touches)| Sequence {
                playbook: playbook.to_owned(),
                touches: touches.into_iter().map(&mut name).collect(),
                ..Sequence::default()
            });
            let sequences = sequences.collect();
            let change = |(to, on): (Stage, Option<Moment>)| StageChange {
                to,
                on: on.map(|at| at.day()),
                ..StageChange::default()
            };
            let stages = stages.into_iter().map(change).collect();
            let owner = some(owner);
            Account { stage, value, owner, stages, sequences, meetings, opportunities, log, ..Account::default() }
        },
    )
}

/// A touch that was done, with all that is asked of it.
struct Fact<'a> {
    account: usize,
    at: TouchAt,
    touch: &'a Touch,
    playbook: &'a str,
    led: [bool; 3],
}

/// Whether one thing may have come before another: hour by hour, as written.
fn may_precede(it: Option<Moment>, then: Option<Moment>) -> bool {
    let hour = |at: Moment, unknown: u32| (at.day(), at.time().map_or(unknown, |time| chrono::Timelike::hour(&time)));
    match (it, then) {
        (Some(it), Some(then)) => hour(it, 0) <= hour(then, 99),
        _ => true,
    }
}

/// The last touch to one of those, not after that moment: sought from all touches, one after another.
fn last_touch(account: &Account, people: &[&str], then: Option<Moment>) -> Option<TouchAt> {
    let mut best: Option<((NaiveDate, u32), TouchAt)> = None;
    for (sequence, each) in account.sequences.iter().enumerate() {
        for (touch, each) in each.touches.iter().enumerate() {
            let is_theirs = people.is_empty() || each.person.as_deref().is_some_and(|id| people.contains(&id));
            if each.status != Status::Done || !is_theirs || !may_precede(each.closed, then) {
                continue;
            }
            let when = each.closed.map_or((NaiveDate::MIN, 0), |at| {
                (at.day(), at.time().map_or(0, |time| chrono::Timelike::hour(&time) * 60 + 30))
            });
            if best.is_none_or(|(known, _)| known <= when) {
                best = Some((when, TouchAt { sequence, touch }));
            }
        }
    }
    best.map(|(_, at)| at)
}

fn credited(account: &Account, entry: &LogEntry) -> Option<TouchAt> {
    for (sequence, each) in account.sequences.iter().enumerate() {
        for (touch, each) in each.touches.iter().enumerate() {
            if Some(&each.id) == entry.touch.as_ref() && each.status == Status::Done {
                return Some(TouchAt { sequence, touch });
            }
        }
    }
    last_touch(account, &[entry.person.as_deref()?], entry.at)
}

fn is_a_persons(entry: &LogEntry) -> bool {
    use Answer::{Accepted, Bounced, OutOfOffice, WrongNumber};
    !matches!(entry.outcome, None | Some(Accepted | Bounced | OutOfOffice | WrongNumber))
}

fn meeting_of(account: &Account, meeting: &Meeting) -> Option<TouchAt> {
    let with: Vec<&str> = meeting.with.iter().map(String::as_str).collect();
    let took_part = |entry: &LogEntry| with.is_empty() || entry.person.as_deref().is_some_and(|id| with.contains(&id));
    let mut answers: Vec<&LogEntry> = account.log.iter().filter(|entry| is_a_persons(entry)).collect();
    answers.retain(|entry| took_part(entry) && may_precede(entry.at, meeting.at));
    // A stable sort: of the same moment the one written last.
    answers.sort_by_key(|entry| (entry.outcome == Some(Answer::MeetingBooked), entry.at.map(|at| at.sort_key())));
    let credit = answers.last().and_then(|entry| credited(account, entry));
    credit.or_else(|| last_touch(account, &with, meeting.at))
}

fn facts<'a>(accounts: &'a [Account], lens: &Lens) -> Vec<Fact<'a>> {
    let mut facts = Vec::new();
    for (n, account) in accounts.iter().enumerate() {
        let answered: Vec<_> =
            account.log.iter().filter(|entry| is_a_persons(entry)).map(|entry| credited(account, entry)).collect();
        let held = account.meetings.iter().filter(|each| each.status == MeetingStatus::Held && each.result.is_some());
        let held: Vec<_> = held.map(|each| (meeting_of(account, each), each.result)).collect();
        for (sequence, each) in account.sequences.iter().enumerate() {
            for (i, touch) in each.touches.iter().enumerate() {
                let at = TouchAt { sequence, touch: i };
                let doer = touch.owner.as_ref().or(account.owner.as_ref());
                if touch.status != Status::Done || !is_theirs(doer, lens) {
                    continue;
                }
                let is_sale = |result: &Option<MeetingResult>| {
                    matches!(result, Some(MeetingResult::Order | MeetingResult::Advance))
                };
                let led = [
                    answered.contains(&Some(at)),
                    held.iter().any(|(by, _)| *by == Some(at)),
                    held.iter().any(|(by, result)| *by == Some(at) && is_sale(result)),
                ];
                facts.push(Fact { account: n, at, touch, playbook: &each.playbook, led });
            }
        }
    }
    facts
}

fn is_in(period: Period, day: Option<NaiveDate>) -> bool {
    match (day, period.from, period.to) {
        (_, None, None) => true,
        (None, _, _) => false,
        (Some(day), from, to) => day >= from.unwrap_or(NaiveDate::MIN) && day <= to.unwrap_or(NaiveDate::MAX),
    }
}

fn tally<'f, 'a: 'f>(facts: impl Iterator<Item = &'f Fact<'a>>) -> Tally {
    let led: Vec<[bool; 3]> = facts.map(|fact| fact.led).collect();
    let count = |which: usize| led.iter().filter(|led| led[which]).count() as u32;
    Tally { n: led.len() as u32, answered: count(0), met: count(1), advanced: count(2) }
}

fn key(fact: &Fact, picture: Picture) -> Option<String> {
    let closed = fact.touch.closed;
    match picture {
        Picture::Number => Some(if fact.at.touch >= 11 { "12+".into() } else { (fact.at.touch + 1).to_string() }),
        Picture::Channel => Some(fact.touch.channel.word().to_owned()),
        Picture::Purpose => Some(fact.touch.purpose.word().to_owned()),
        Picture::Weekday => closed.map(|at| at.day().format("%a").to_string().to_lowercase()),
        Picture::Hour => closed.and_then(|at| Some(at.time()?.format("%H").to_string())),
        _ => None,
    }
}

/// The rates, each counted by itself.
fn plain_rates(accounts: &[Account], lens: &Lens, counted: &[&Fact]) -> Rates {
    let mine: Vec<&Account> = accounts.iter().filter(|account| is_theirs(account.owner.as_ref(), lens)).collect();
    let holds = |day| is_in(lens.period, day);
    let day = |at: Option<Moment>| at.map(|at| at.day());
    let meetings = || mine.iter().flat_map(|account| &account.meetings).filter(|each| holds(day(each.at)));
    let held = || meetings().filter(|each| each.status == MeetingStatus::Held && each.result.is_some());
    let sales = [Some(MeetingResult::Advance), Some(MeetingResult::Order)];
    let mut answers = std::collections::BTreeSet::new();
    for (n, account) in accounts.iter().enumerate() {
        for (i, entry) in account.log.iter().enumerate() {
            let by = credited(account, entry);
            let owner = by.and_then(|at| account.touch(at)?.owner.as_ref()).or(account.owner.as_ref());
            if is_a_persons(entry) && holds(day(entry.at)) && is_theirs(owner, lens) {
                // One touch is one answer, and so is each entry that no touch led up to.
                answers.insert((n, by.map_or((1, i, 0), |at| (0, at.sequence, at.touch))));
            }
        }
    }
    let firsts = |account: &Account, stages: &[Stage]| -> Option<Option<NaiveDate>> {
        let changes: Vec<_> = account.stages.iter().filter(|change| stages.contains(&change.to)).collect();
        let first = changes.iter().filter_map(|change| change.on).min();
        (!changes.is_empty() || stages.contains(&account.stage)).then_some(first)
    };
    let (mut opportunities, mut clients, mut value) = (0, 0, 0);
    for account in &mine {
        opportunities += account.opportunities.iter().filter(|deal| holds(deal.on)).count() as u32;
        if account.opportunities.is_empty() {
            opportunities += u32::from(firsts(account, &[Stage::Opportunity, Stage::Won]).is_some_and(holds));
        }
        let won: Vec<_> = account.opportunities.iter().filter(|deal| deal.status == OpportunityStatus::Won).collect();
        if won.is_empty() {
            let is_new = firsts(account, &[Stage::Won]).is_some_and(holds);
            clients += u32::from(is_new);
            value += account.value.filter(|_| is_new).unwrap_or(0);
        } else {
            // By the deal or by the stage, whichever says an earlier day.
            let stage = firsts(account, &[Stage::Won]).flatten();
            clients += u32::from(holds(won.iter().filter_map(|deal| deal.on).chain(stage).min()));
            value += won.iter().filter(|deal| holds(deal.on)).filter_map(|deal| deal.value).sum::<u64>();
        }
    }
    Rates {
        touches: counted.len() as u32,
        answered: counted.iter().filter(|fact| fact.led[0]).count() as u32,
        answers: answers.len() as u32,
        booked: meetings().filter(|each| each.at.is_some() && each.status != MeetingStatus::Planned).count() as u32,
        held: held().count() as u32,
        missed: meetings()
            .filter(|each| {
                each.at.is_some() && [MeetingStatus::NoShow, MeetingStatus::Cancelled].contains(&each.status)
            })
            .count() as u32,
        advances: held().filter(|each| sales.contains(&each.result)).count() as u32,
        opportunities,
        clients,
        value,
    }
}

fn is_theirs(owner: Option<&String>, lens: &Lens) -> bool {
    lens.member.is_none_or(|me| owner.is_none_or(|owner| *owner == me.id))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_figure_is_what_a_plain_count_says(
        accounts in proptest::collection::vec(any_account(), 0..6),
        since in 0u64..260,
        part in any::<bool>(),
        mine in any::<bool>(),
    ) {
        let start = NaiveDate::from_ymd_opt(2026, 4, 1).unwrap();
        let period = if part { Period { from: Some(start + Days::new(since)), to: Some(start + Days::new(since + 60)) } } else { Period::ALL };
        let sam = Member { id: "sam".into(), ..Member::default() };
        let lens = Lens { today: start + Days::new(230), period, member: mine.then_some(&sam) };
        let insights = Insights::of(&accounts, |_| None, &lens);
        let all = facts(&accounts, &lens);
        let counted: Vec<&Fact> = all.iter().filter(|fact| is_in(period, fact.touch.closed.map(|at| at.day()))).collect();
        prop_assert_eq!(insights.all, tally(counted.iter().copied()));
        for picture in [Picture::Number, Picture::Channel, Picture::Purpose, Picture::Weekday, Picture::Hour] {
            let groups = insights.groups(picture);
            for group in &groups {
                let same = counted.iter().copied().filter(|fact| key(fact, picture).as_ref() == Some(&group.key));
                prop_assert_eq!(group.tally, tally(same), "{} {}", picture, group.key);
            }
            for fact in &counted {
                let Some(key) = key(fact, picture) else { continue };
                prop_assert!(groups.iter().any(|group| group.key == key), "{} {}", picture, key);
            }
        }
        for line in &insights.playbooks {
            let of = |fact: &&&Fact| fact.playbook == line.begun.key;
            prop_assert_eq!(line.touches, tally(counted.iter().filter(of).copied()));
            let mut runs: Vec<(usize, usize)> = counted.iter().filter(of).map(|fact| (fact.account, fact.at.sequence)).collect();
            runs.dedup();
            let led = |which: usize| {
                let has = |run: &&(usize, usize)| counted.iter().any(|fact| (fact.account, fact.at.sequence) == **run && fact.led[which]);
                runs.iter().filter(has).count() as u32
            };
            let want = Tally { n: runs.len() as u32, answered: led(0), met: led(1), advanced: led(2) };
            prop_assert_eq!(line.begun.tally, want);
        }
        for week in &insights.weeks {
            let in_week = |fact: &&Fact| fact.touch.closed.is_some_and(|at| {
                at.day() >= week.monday && at.day() < week.monday + Days::new(7)
            });
            prop_assert_eq!(week.tally, tally(all.iter().filter(in_week)), "{}", week.iso());
        }
        prop_assert_eq!(insights.rates, plain_rates(&accounts, &lens, &counted));
        prop_assert_eq!(Rates::of(&accounts, period, lens.member), insights.rates);
    }

    #[test]
    fn the_funnel_counts_who_came_so_far(accounts in proptest::collection::vec(any_account(), 0..12)) {
        let lens = Lens { today: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(), period: Period::ALL, member: None };
        let insights = Insights::of(&accounts, |_| None, &lens);
        let way = [Stage::Target, Stage::Researching, Stage::InSequence, Stage::Engaged, Stage::Meeting, Stage::Opportunity, Stage::Won];
        for (at, step) in insights.funnel.steps.iter().enumerate() {
            let has_been = |account: &&Account| {
                // A deal is an opportunity, and one that is won a client.
                let of_deals = account.opportunities.iter().map(|deal| match deal.status {
                    OpportunityStatus::Won => Stage::Won,
                    _ => Stage::Opportunity,
                });
                let mut stages = account.stages.iter().map(|change| change.to).chain([account.stage]).chain(of_deals);
                match way.iter().position(|stage| *stage == step.stage) {
                    Some(0) => true,
                    Some(far) => stages.any(|stage| way[far..].contains(&stage)),
                    None => stages.any(|stage| stage == step.stage),
                }
            };
            prop_assert_eq!(step.came, accounts.iter().filter(has_been).count() as u32, "{}", step.stage);
            prop_assert_eq!(step.now, accounts.iter().filter(|account| account.stage == step.stage).count() as u32);
            prop_assert!(at == 0 || at > 6 || step.came <= insights.funnel.steps[at - 1].came);
        }
        prop_assert_eq!(insights.funnel.steps.iter().map(|step| step.now).sum::<u32>(), accounts.len() as u32);
        // Whoever looks at it from there finds as many clients.
        prop_assert_eq!(insights.funnel.way().last().map(|step| step.came), Some(insights.rates.clients));
    }
}
