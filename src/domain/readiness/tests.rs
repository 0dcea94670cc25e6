//! Every rule by the smallest account that trips it and the smallest that doesn't, and how they make a percentage.

use super::{Fill, RULES, Readiness, rule, unknown, unknown_waiver};
use crate::domain::account::{Account, LogEntry, NextStep};
use crate::domain::answer::Answer;
use crate::domain::fields::Place;
use crate::domain::line::Addable;
use crate::domain::meeting::{Meeting, MeetingResult, MeetingStatus};
use crate::domain::people::{Influence, Person};
use crate::domain::research::{Finding, FindingKind};
use crate::domain::settings::Settings;
use crate::domain::stage::Stage;
use crate::domain::testing::{Setting, day, done, moment, person, sequence, touch, when};
use crate::domain::touch::{Channel, Purpose, Touch};
use crate::domain::words::Vocabulary as _;

const TODAY: &str = "2026-11-23";

/// In research, and nothing else.
fn bare() -> Account {
    let mut account = Account::new("primo", "Primo", day("2026-11-02"));
    account.enter(Stage::Researching, day("2026-11-02"), "");
    account
}

fn readiness(account: &Account) -> Readiness {
    let setting = Setting::new(&[], &[]);
    Readiness::of(account, &setting.on(TODAY), setting.settings.me(None))
}

fn ids(account: &Account) -> Vec<&'static str> {
    readiness(account).gaps.iter().map(|gap| gap.rule.id).collect()
}

fn dana(influence: Influence) -> Person {
    Person { influence, ..person("dana-cole", "Dana Cole") }
}

fn finding(kind: FindingKind, on: &str) -> Finding {
    let (id, text, source) = (kind.word().to_owned(), "Cost per lead up 40 %".into(), "Q3 call".into());
    Finding { id, kind, text, source, on: Some(day(on)), ..Finding::default() }
}

/// So many touches in turn by email and call, two days apart, each with its purpose and words.
fn touches(count: u32) -> Vec<Touch> {
    let one = |i: u32| {
        let channel = [Channel::Email, Channel::Call][i as usize % 2];
        let purpose = if i < 4 { Purpose::Curiosity } else { Purpose::Meeting };
        let message = "What a peer did first".into();
        Touch { channel, purpose, message, ..touch(&format!("t{i:03}"), i * 2, "dana-cole") }
    };
    (0..count).map(one).collect()
}

fn with_touches(account: &mut Account, touches: Vec<Touch>) {
    account.people = vec![dana(Influence::Economic), person("lee-ray", "Lee Ray")];
    account.sequences = vec![sequence("2026-11-30", touches)];
}

/// The first touch changed.
fn first(change: fn(&mut Touch)) -> impl Fn(&mut Account) {
    move |account| {
        with_touches(account, touches(9));
        change(&mut account.sequences[0].touches[0]);
    }
}

fn meeting(change: fn(&mut Meeting)) -> impl Fn(&mut Account) {
    move |account| {
        let (objective, advance, fallback) = ("A pilot".into(), "A workshop by 15 Dec".into(), "An intro".into());
        let mut meeting = Meeting { id: "g5t0".into(), objective, advance, fallback, ..Meeting::default() };
        change(&mut meeting);
        account.meetings = vec![meeting];
    }
}

type Change = Box<dyn Fn(&mut Account)>;

/// What makes a bare account trip the rule, and what makes one that doesn't.
#[allow(clippy::too_many_lines, reason = "a table with a row for each rule")]
fn cases() -> Vec<(&'static str, Change, Change)> {
    fn case(
        id: &'static str,
        trips: impl Fn(&mut Account) + 'static,
        not: impl Fn(&mut Account) + 'static,
    ) -> (&'static str, Change, Change) {
        (id, Box::new(trips), Box::new(not))
    }
    let nothing = |_: &mut Account| {};
    let people = |people: fn() -> Vec<Person>| move |account: &mut Account| account.people = people();
    let known = |kind: FindingKind| move |account: &mut Account| account.research = vec![finding(kind, "2026-11-16")];
    let all = |count: u32, change: fn(usize, &mut Touch)| {
        move |account: &mut Account| {
            with_touches(account, touches(count));
            account.sequences[0].touches.iter_mut().enumerate().for_each(|(i, touch)| change(i, touch));
        }
    };
    let two = || vec![dana(Influence::Unknown), person("lee-ray", "Lee Ray")];
    let of_old =
        |on: &'static str| move |account: &mut Account| account.research = vec![finding(FindingKind::Issue, on)];
    vec![
        case("why", nothing, |account| account.why = "Opens the sector".into()),
        case(
            "why-beyond-money",
            |account| account.why = "120k for my quota".into(),
            |account| account.why = "Opens the sector".into(),
        ),
        case("unit", nothing, |account| account.entry_point.unit = "Marketing".into()),
        case("function", nothing, |account| account.entry_point.function = "Demand generation".into()),
        case("rationale", nothing, |account| account.entry_point.rationale = "New CMO".into()),
        case("decision-maker", nothing, people(|| vec![Person::default()])),
        case("two-people", people(|| vec![Person::default()]), people(|| vec![Person::default(), Person::default()])),
        case("influence", people(two), people(|| vec![dana(Influence::User)])),
        case("economic", people(|| vec![dana(Influence::User)]), people(|| vec![dana(Influence::Economic)])),
        case(
            "reachable",
            people(|| {
                let mut dana = dana(Influence::User);
                dana.phones.clear();
                dana.emails.iter_mut().for_each(|email| email.bad = Some(day("2026-11-16")));
                vec![dana, Person { do_not_contact: true, ..person("lee-ray", "Lee Ray") }]
            }),
            people(|| vec![Person { linkedin: "https://x.example".into(), ..Person::default() }]),
        ),
        case("direction", nothing, known(FindingKind::Direction)),
        case("challenge", nothing, known(FindingKind::Challenge)),
        case("issue", nothing, known(FindingKind::Issue)),
        case(
            "source",
            |account| account.research = vec![Finding { source: " ".into(), ..finding(FindingKind::Other, TODAY) }],
            known(FindingKind::Other),
        ),
        case("fresh", of_old("2026-08-24"), of_old("2026-08-25")),
        case("sequence", nothing, |account| with_touches(account, touches(1))),
        case("eight-touches", all(7, |_, _| {}), all(8, |_, _| {})),
        case("ten-touches", all(11, |_, _| {}), all(10, |_, _| {})),
        case("two-channels", all(2, |_, touch| touch.channel = Channel::Letter), all(2, |_, _| {})),
        case(
            "channel-mix",
            all(8, |i, touch| touch.channel = if i < 3 { Channel::Call } else { touch.channel }),
            all(8, |_, _| {}),
        ),
        case(
            "one-a-day",
            all(8, |i, touch| {
                if i == 1 || i == 2 {
                    touch.day = 0;
                }
            }),
            all(8, |i, touch| {
                if i == 1 {
                    touch.day = 0;
                }
            }),
        ),
        case(
            "roles",
            first(|touch| (touch.person, touch.to) = (None, Some("second".into()))),
            first(|touch| touch.to = Some("first".into())),
        ),
        case(
            "address",
            |account| {
                with_touches(account, touches(8));
                account.people[0].phones.clear();
            },
            |account| {
                with_touches(account, touches(8));
                account.people[0].linkedin.clear();
                account.people[1].phones.clear();
            },
        ),
        case("single-threaded", all(8, |_, _| {}), first(|touch| touch.person = Some("lee-ray".into()))),
        case("purpose", first(|touch| touch.purpose = Purpose::Unknown), first(|_| {})),
        case("purpose-order", first(|touch| touch.purpose = Purpose::Meeting), first(|_| {})),
        case("objective", meeting(|meeting| meeting.objective.clear()), meeting(|_| {})),
        case("advance", meeting(|meeting| meeting.advance.clear()), meeting(|_| {})),
        case("fallback", meeting(|meeting| meeting.fallback.clear()), meeting(|_| {})),
        case(
            "meeting-result",
            meeting(|meeting| (meeting.status, meeting.at) = (MeetingStatus::Booked, Some(moment("2026-11-20")))),
            meeting(|meeting| (meeting.status, meeting.at) = (MeetingStatus::Booked, Some(moment(TODAY)))),
        ),
        case(
            "next-step",
            |account| account.next_steps = vec![NextStep { what: "Call".into(), ..NextStep::default() }],
            |account| account.next_steps = vec![NextStep { by: Some(day("2026-11-13")), ..NextStep::default() }],
        ),
        case("cites-research", first(|_| {}), first(|touch| touch.research = vec!["r1c8".into()])),
        case(
            "draft",
            first(|touch| touch.message.clear()),
            first(|touch| {
                (touch.channel, touch.message) = (Channel::Task, String::new());
            }),
        ),
        case(
            "draft-gaps",
            first(|touch| touch.message = "Hi {{ person.first_name }}, [their figure]".into()),
            first(|touch| touch.message = "Hi {{ person.first_name }}".into()),
        ),
        case(
            "something-new",
            first(|touch| touch.message = "Hi, just checking in.".into()),
            first(|touch| touch.message = "Hi, three stops of your van in checks.".into()),
        ),
    ]
}

#[test]
fn every_rule_is_tripped_by_the_smallest_account_that_lacks_it_and_not_by_the_smallest_that_has_it() {
    let cases = cases();
    assert_eq!(
        cases.iter().map(|(id, ..)| *id).collect::<Vec<_>>(),
        RULES.iter().map(|rule| rule.id).collect::<Vec<_>>()
    );
    for (id, trips, not) in cases {
        for (change, want) in [(trips, true), (not, false)] {
            let mut account = bare();
            change(&mut account);
            assert_eq!(ids(&account).contains(&id), want, "{id}: {:?}", ids(&account));
        }
    }
}

/// An account that lacks nothing.
fn ready() -> Account {
    let mut account = bare();
    account.why = "Opens the sector".into();
    account.entry_point.unit = "Marketing".into();
    account.entry_point.function = "Demand generation".into();
    account.entry_point.rationale = "New CMO".into();
    with_touches(&mut account, touches(9));
    account.sequences[0].touches[8].person = Some("lee-ray".into());
    account.sequences[0].touches[0].research = vec!["challenge".into()];
    account.research = [FindingKind::Direction, FindingKind::Challenge, FindingKind::Issue]
        .map(|kind| finding(kind, "2026-11-16"))
        .to_vec();
    account
}

#[test]
fn hundred_percent_is_said_where_nothing_is_missing_and_nowhere_else() {
    assert_eq!((readiness(&ready()).percent, ids(&ready())), (Some(100), vec![]));
    for rule in RULES {
        let mut account = ready();
        account.readiness.not_applicable = vec![rule.id.into()];
        assert_eq!(readiness(&account).percent, Some(100), "{}", rule.id);
    }
    let mut account = ready();
    account.sequences[0].touches[0].message.clear();
    let one = readiness(&account).percent;
    account.sequences[0].touches[1].message.clear();
    let two = readiness(&account).percent;
    assert!(Some(100) > one && one > two, "{one:?} {two:?}");
}

#[test]
fn what_is_asked_of_each_item_is_waved_off_for_that_item_alone() {
    let mut account = ready();
    for touch in &mut account.sequences[0].touches[..2] {
        touch.message = "{{ me.booking_link }} and {{ offer.proof }}".into();
    }
    account.research[0].source.clear();
    account.research[1].source.clear();
    let waivers =
        |account: &Account| -> Vec<String> { readiness(account).gaps.iter().map(|gap| gap.waiver(account)).collect() };
    let asked = [
        "source:research.direction",
        "source:research.challenge",
        "draft-gaps:offer.proof",
        "draft-gaps:me.booking_link",
    ];
    assert_eq!(waivers(&account), asked);
    assert!(asked.iter().all(|waiver| unknown_waiver(waiver).is_none()));
    let before = readiness(&account).percent;
    account.readiness.not_applicable = vec![asked[0].into(), asked[2].into()];
    assert_eq!(waivers(&account), [asked[1], asked[3]]);
    assert!(readiness(&account).percent >= before);
    account.readiness.not_applicable.extend([asked[1].into(), asked[3].into()]);
    assert_eq!(readiness(&account).percent, Some(100));
    // The rule waves off all of it, and only a rule that asks of each item knows one.
    account.readiness.not_applicable = vec!["source".into(), "draft-gaps".into()];
    assert_eq!(readiness(&account).percent, Some(100));
    for wrong in ["why:account", "sources:research.r1c8", "source:"] {
        assert!(unknown_waiver(wrong).is_some(), "{wrong}");
    }
}

#[test]
fn an_account_gets_no_less_ready_by_what_is_filled_in() {
    let whole = ready();
    let steps: [fn(&mut Account, &Account); 7] = [
        |account, whole| account.why.clone_from(&whole.why),
        |account, whole| account.entry_point.clone_from(&whole.entry_point),
        |account, whole| account.people = whole.people[..1].to_vec(),
        |account, whole| account.people.clone_from(&whole.people),
        |account, whole| account.research = whole.research[..1].to_vec(),
        |account, whole| account.research.clone_from(&whole.research),
        |account, whole| account.sequences.clone_from(&whole.sequences),
    ];
    let mut account = bare();
    let mut before = readiness(&account).percent;
    assert_eq!(before, Some(0));
    for step in steps {
        step(&mut account, &whole);
        let now = readiness(&account).percent;
        assert!(now > before, "{before:?} {now:?} {:?}", ids(&account));
        before = now;
    }
    assert_eq!(before, Some(100));
}

#[test]
fn it_is_judged_from_researching_on_and_from_engaged_on_by_what_is_next_alone() {
    for stage in Stage::ALL {
        let account = Account { stage: *stage, ..bare() };
        let asked: Vec<&str> = ids(&account);
        match stage {
            Stage::Researching | Stage::InSequence => assert_eq!(asked[0], "why", "{stage}"),
            Stage::Engaged | Stage::Meeting | Stage::Opportunity => assert_eq!(asked, ["next-step"], "{stage}"),
            _ => assert_eq!((asked.len(), readiness(&account).percent), (0, None), "{stage}"),
        }
    }
    let mut account = Account { stage: Stage::Meeting, ..bare() };
    meeting(|meeting| meeting.advance.clear())(&mut account);
    account.meetings[0].at = Some(moment("2026-12-03"));
    assert_eq!(ids(&account), ["advance"]);
}

#[test]
fn what_rests_on_something_that_is_missing_is_asked_afterwards_and_counts_already() {
    let asked = ids(&bare());
    for later in ["two-people", "influence", "economic", "reachable", "eight-touches", "draft"] {
        assert!(!asked.contains(&later), "{later}");
    }
    let mut account = bare();
    account.people = vec![Person::default()];
    for now in ["two-people", "influence", "reachable"] {
        assert!(ids(&account).contains(&now), "{now}");
    }
    assert!(!ids(&account).contains(&"economic"));
}

#[test]
fn what_rests_on_something_that_does_not_apply_does_not_apply_either() {
    let mut account = ready();
    account.people.clear();
    account.sequences.clear();
    account.next_steps = vec![NextStep { by: Some(day("2026-12-04")), ..NextStep::default() }];
    account.readiness.not_applicable = vec!["decision-maker".into(), "sequence".into()];
    assert_eq!((readiness(&account).percent, ids(&account)), (Some(100), vec![]));
}

#[test]
fn a_rule_that_is_off_in_the_plan_is_off_everywhere() {
    let setting = Setting::new(&[], &[]);
    let mut settings = Settings { ..setting.settings.clone() };
    settings.readiness.off = vec!["why".into()];
    let world = crate::domain::schedule::World { settings: &settings, ..setting.on(TODAY) };
    let asked = Readiness::of(&bare(), &world, None);
    assert!(asked.gaps.iter().all(|gap| gap.rule.id != "why"));
    assert_eq!(unknown("two-people"), None);
    assert!(unknown("two-poeple").unwrap().contains("but two-people is"), "{:?}", unknown("two-poeple"));
    assert!(unknown("xyz").unwrap().contains("inroad check --rules"));
}

#[test]
fn what_did_not_arrive_and_is_done_again_is_one_touch() {
    let mut account = ready();
    let again = account.sequences[0].touches[0].clone();
    account.sequences[0].touches.extend([again.clone(), again]);
    for (i, touch) in account.sequences[0].touches.iter_mut().enumerate().skip(9) {
        (touch.id, touch.day) = (format!("x{i}"), 20 + i as u32 * 2);
        touch.channel = Channel::Letter;
    }
    assert_eq!(ids(&account), ["ten-touches"]);
    let first = account.sequences[0].touches[0].clone();
    account.sequences[0].touches[0] = done(first, "2026-11-20");
    let bounced = LogEntry { touch: Some("t000".into()), outcome: Some(Answer::Bounced), ..LogEntry::default() };
    account.log = vec![bounced];
    assert_eq!(ids(&account), [""; 0]);
}

#[test]
fn a_gap_knows_what_it_asks_and_where_it_is_filled_in() {
    let mut account = bare();
    with_touches(&mut account, touches(9));
    account.sequences[0].touches[3].message.clear();
    account.sequences[0].touches[4].to = Some("second".into());
    account.sequences[0].touches[4].person = None;
    let gaps = readiness(&account).gaps;
    let gap = |id: &str| gaps.iter().find(|gap| gap.rule.id == id).unwrap();
    let told = |id: &str| (gap(id).sentence(&account, None), gap(id).fill.key(&account));
    assert_eq!(told("draft"), ("Touch 4 has no draft. What would you say?".into(), "touches.t003.message".into()));
    assert_eq!(gap("draft").fill, Fill::Field(Place::Touch(when(0, 3)), "message"));
    assert_eq!(told("roles").0, "Nobody fills “second” yet. Who should hear from you there?");
    assert_eq!(told("roles").1, "sequences.s3a1.to");
    assert_eq!(
        (told("challenge").1.as_str(), gap("challenge").fill),
        ("research", Fill::Add(Addable::Finding, "challenge: "))
    );
    account.meetings = vec![Meeting { result: Some(MeetingResult::Advance), ..Meeting::default() }];
    assert!(rule("why").is_some_and(|rule| rule.row == "?why"));
}

#[test]
fn what_a_touch_needs_of_a_person_is_asked_once_and_says_what_and_where() {
    let mut account = bare();
    with_touches(&mut account, touches(9));
    account.people[0].phones.clear();
    account.people[0].emails.iter_mut().for_each(|email| email.bad = Some(day("2026-11-16")));
    account.people[0].linkedin.clear();
    account.sequences[0].touches[2].channel = Channel::LinkedinConnect;
    account.sequences[0].touches[3] = Touch {
        status: crate::domain::touch::Status::Skipped,
        person: Some("lee-ray".into()),
        ..touch("t003", 6, "x")
    };
    account.people[1].phones.clear();
    let asked = |account: &Account| {
        let gaps = readiness(account).gaps;
        let of = gaps.iter().filter(|gap| gap.rule.id == "address");
        of.map(|gap| (gap.sentence(account, None), gap.fill.key(account))).collect::<Vec<_>>()
    };
    // Lee can be reached, so somebody can; what is skipped needs nothing.
    let told = |what: &str| format!("No {what} of Dana is known, and a touch needs it. Where would you find it?");
    let keys = ["emails", "phones", "linkedin"].map(|key| format!("people.dana-cole.{key}"));
    let [email, phone, profile] = keys;
    assert_eq!(
        asked(&account),
        [(told("e-mail address"), email), (told("phone number"), phone), (told("LinkedIn profile"), profile)]
    );
    let gaps = readiness(&account).gaps;
    let mut names: Vec<String> = gaps.iter().map(|gap| gap.name(&account)).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), gaps.len(), "each has a name of its own");
    account.readiness.not_applicable = vec!["address:people.dana-cole".into()];
    assert_eq!(asked(&account), []);
}

#[test]
fn no_two_rules_have_a_name_and_each_has_its_reason() {
    let mut names: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), RULES.len());
    for rule in RULES {
        assert!(rule.weight > 0 && !rule.source.is_empty() && rule.sentence.ends_with(['?', '.']), "{}", rule.id);
        assert!(
            rule.after.iter().all(|id| RULES.iter().take_while(|each| each.id != rule.id).any(|each| each.id == *id))
        );
    }
}

#[test]
fn what_several_drafts_lack_is_asked_for_once_where_it_belongs() {
    let mut account = ready();
    for touch in &mut account.sequences[0].touches {
        touch.message = "{{ offer.proof }} {{ research.trigger }}".into();
    }
    account.sequences[0].touches[1].message = "{{ me.booking_link }} [their figure]".into();
    account.sequences[0].touches[2].subject = "{{ person.title }}".into();
    let gaps = readiness(&account).gaps;
    let fills: Vec<Fill> = gaps.iter().map(|gap| gap.fill).collect();
    assert_eq!(
        fills,
        [
            Fill::Field(Place::Account, "offer.proof"),
            Fill::Add(Addable::Finding, "trigger: "),
            Fill::Setting("me.booking_link"),
            Fill::Field(Place::Touch(when(0, 1)), "message"),
            Fill::Field(Place::Touch(when(0, 2)), "subject"),
        ]
    );
    let asked: Vec<String> = gaps.iter().map(|gap| gap.sentence(&account, None)).collect();
    assert_eq!(asked[0], "Drafts name who can confirm it. Which case is that?");
    assert_eq!(asked[3], "Touch 2 still has gaps (their figure). What belongs there?");
    assert_eq!(asked[4], "Touch 3 still has gaps (person.title). What belongs there?");
    let names: std::collections::BTreeSet<String> = gaps.iter().map(|gap| gap.name(&account)).collect();
    assert_eq!(names.len(), gaps.len());
}
