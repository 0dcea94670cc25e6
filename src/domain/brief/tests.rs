//! The page by example, and the minutes as a property.

use proptest::prelude::*;

use super::*;
use crate::domain::account::NextStep;
use crate::domain::meeting::{Objection, Question};
use crate::domain::research::{Finding, FindingKind};
use crate::domain::testing::{account, day, moment};

fn question(kind: QuestionKind, text: &str, research: &[&str]) -> Question {
    let research = research.iter().map(|id| (*id).to_owned()).collect();
    Question { kind, text: text.into(), research, ..Question::default() }
}

fn primo() -> Account {
    let mut primo = account(Vec::new());
    primo.people[0].title = "VP Marketing".into();
    primo.people[0].influence = Influence::Economic;
    primo.people[0].priorities = vec!["pipeline quality".into()].into();
    let finding = |id: &str, text: &str, on: &str| Finding {
        id: id.into(),
        kind: FindingKind::Challenge,
        text: text.into(),
        on: Some(day(on)),
        ..Finding::default()
    };
    primo.research = vec![
        Finding { source: "10-K".into(), ..finding("aaaa", "A third from own shops", "2026-05-01") },
        Finding { confirmed: true, ..finding("bbbb", "Cost per lead up 40 %", "2026-11-18") },
    ];
    primo.next_steps =
        vec![NextStep { what: "Send the *outline*".into(), by: Some(day("2026-12-04")), ..NextStep::default() }];
    primo.meetings = vec![Meeting {
        at: Some(moment("2026-12-03")),
        minutes: Some(30),
        status: MeetingStatus::Booked,
        with: vec!["dana-cole".into(), "al".into()],
        objective: "Agree a pilot".into(),
        questions: vec![
            question(QuestionKind::Problem, "What happens to the rest?", &["bbbb", "gone"]),
            question(QuestionKind::Situation, "How is it counted?", &[]),
        ],
        objections: vec![Objection { says: "We have an agency".into(), ..Objection::default() }],
        advance: "working session by 15 Dec".into(),
        ..Meeting::default()
    }];
    primo
}

#[test]
fn the_page_says_who_what_we_know_what_we_ask_and_what_we_want() {
    let page = Brief::of(&primo(), 0, day("2026-11-23")).unwrap().markdown(day("2026-11-23"));
    let want = "\
# Primo: Agree a pilot

Thu 3 Dec 09:00, in 10 d · 30 min

**Not yet: an opening, a fallback.**

## Who

- **Dana Cole** VP Marketing, economic, support unknown, cares about pipeline quality _(no contact yet, meets Thu 3 Dec)_
- **al** nobody here is called that

## What we know

- **#2 challenge** Cost per lead up 40 % _(no source, 5 d, confirmed)_
- **#1 challenge** A third from own shops _(10-K, 6 mo, old)_

## How the 30 min go

### 09:00 Opening (5 min)

- Why we are here, and what both take home.

### 09:05 Situation (5 min)

- How is it counted?

### 09:10 Problem (9 min)

- What happens to the rest? _(#2)_

### 09:19 Objections (4 min)

- **“We have an agency”** no answer yet

### 09:23 Close (7 min)

- **Advance** Working session by 15 Dec

## Open between us

- Send the \\*outline\\* _(by Fri 4 Dec)_
";
    assert_eq!(page, want);
}

#[test]
fn the_meeting_that_is_prepared_is_the_next_that_is_booked_else_the_planned_one() {
    let meeting = |status, at: Option<&str>| Meeting { status, at: at.map(moment), ..Meeting::default() };
    let (planned, booked) = (MeetingStatus::Planned, MeetingStatus::Booked);
    let with = |meetings| Account { meetings, ..Account::default() };
    let next = |account: &Account| next(account, day("2026-11-23"));
    let all = vec![
        meeting(planned, None),
        meeting(booked, Some("2026-12-10")),
        meeting(booked, Some("2026-11-23")),
        meeting(booked, Some("2026-11-20")),
        meeting(MeetingStatus::Cancelled, Some("2026-11-24")),
    ];
    assert_eq!(next(&with(all.clone())), Some(2));
    assert_eq!(next(&with(vec![all[3].clone(), all[0].clone()])), Some(1));
    assert_eq!(next(&with(vec![all[3].clone()])), None);
    assert_eq!(Brief::of(&with(Vec::new()), 0, day("2026-11-23")), None);
}

#[test]
fn without_a_time_minutes_are_counted_and_without_a_length_one_is_assumed() {
    let account = Account { meetings: vec![Meeting::default()], ..Account::default() };
    let brief = Brief::of(&account, 0, day("2026-11-23")).unwrap();
    assert_eq!((brief.minutes, brief.length().as_str(), brief.clock(7).as_str()), (30, "30 min assumed", "+7"));
    assert_eq!(brief.parts.iter().map(|part| part.minutes).sum::<u32>(), 30);
    assert!(brief.missing.contains(&"an advance") && brief.missing.contains(&"who takes part"));
}

proptest! {
    #[test]
    fn the_minutes_add_up_and_while_there_are_enough_everything_gets_some(
        minutes in 0u32..2000,
        weights in prop::collection::vec(1u32..40, 1..9),
    ) {
        let shares = share(minutes, &weights);
        prop_assert_eq!(shares.iter().sum::<u32>(), minutes);
        if minutes as usize >= weights.len() {
            prop_assert!(shares.iter().all(|share| *share > 0), "{:?}", shares);
        }
    }
}
