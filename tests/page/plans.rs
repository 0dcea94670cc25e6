//! Plans to tell of: the demo, one that is no demonstration, and one in which every text is a hostile one.

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use inroad::domain::account::{Account, Candidate, LogEntry, LogKind, NextStep, Opportunity};
use inroad::domain::calendar::Calendar;
use inroad::domain::meeting::{Meeting, Objection, Question};
use inroad::domain::people::Person;
use inroad::domain::plan::{Entry, Plan};
use inroad::domain::range::Pause;
use inroad::domain::report::{Report, Scope};
use inroad::domain::research::Finding;
use inroad::domain::sequence::Sequence;
use inroad::domain::settings::{Goal, Member, Settings};
use inroad::domain::stage::Stage;
use inroad::domain::touch::{Status, Touch};
use inroad::domain::wire::Moment;
use inroad::store::{Folder, demo};

pub fn today() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

/// The plan that everybody can play with.
pub fn demo_plan() -> Plan {
    let home = tempfile::tempdir().unwrap();
    demo::create(&home.path().join("plan"), today(), None).unwrap().load()
}

/// An account of which nothing is known, one with forty people, very long names, right-to-left text.
pub fn odd_plan() -> Plan {
    Folder::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/odd")).unwrap().load()
}

pub fn whole(plan: &Plan) -> Report {
    Report::of(plan, Scope::Plan, today(), plan.settings.me(None))
}

pub fn one(plan: &Plan, account: &str) -> Report {
    let report = Report::of(plan, Scope::Accounts(&[account.into()]), today(), plan.settings.me(None));
    assert_eq!(report.accounts.len(), 1, "{account}");
    report
}

/// A plan in which every text is that one.
pub fn saying(text: &str) -> Plan {
    let said = || text.to_owned();
    let day = |text: &str| -> Option<NaiveDate> { text.parse().ok() };
    let person = Person {
        id: "p".into(),
        name: said(),
        title: said(),
        department: said(),
        referred_by: Some(said()),
        priorities: vec![said()].into(),
        ..Person::default()
    };
    let under = Person { id: "q".into(), name: said(), reports_to: Some("p".into()), ..Person::default() };
    let stray = Person { id: "r".into(), name: said(), reports_to: Some(said()), ..Person::default() };
    let touch = |on: &str, status| Touch {
        person: Some("p".into()),
        status,
        closed: day(on).map(Moment::Day).filter(|_| status != Status::Planned),
        learned: said(),
        ..Touch::default()
    };
    let account = Account {
        id: "hostile".into(),
        name: said(),
        website: said(),
        industry: said(),
        stage: Stage::InSequence,
        owner: Some(said()),
        goals: vec!["g".into()],
        why: said(),
        tags: vec![said()],
        people: vec![person, under, stray],
        entry_point: inroad::domain::account::EntryPoint {
            unit: said(),
            function: said(),
            rationale: said(),
            candidate: Some("c".into()),
            candidates: vec![Candidate { id: "c".into(), unit: said(), function: said(), ..Candidate::default() }],
        },
        research: vec![Finding { text: said(), source: said(), people: vec![said()], ..Finding::default() }],
        offer: inroad::domain::account::Offer { value_proposition: said(), proof: said() },
        sequences: vec![Sequence {
            playbook: said(),
            start: day("2026-11-16"),
            pauses: vec![Pause { from: day("2026-12-07"), to: day("2026-12-09"), why: said() }],
            touches: vec![touch("2026-11-16", Status::Done), touch("2026-11-17", Status::Planned)],
            ..Sequence::default()
        }],
        meetings: vec![Meeting {
            objective: said(),
            place: said(),
            with: vec!["p".into(), said()],
            opening: said(),
            questions: vec![Question { text: said(), ..Question::default() }],
            objections: vec![Objection { says: said(), answer: said(), ..Objection::default() }],
            advance: said(),
            fallback: said(),
            ..Meeting::default()
        }],
        next_steps: vec![NextStep { what: said(), person: Some(said()), owner: Some(said()), ..NextStep::default() }],
        opportunities: vec![Opportunity { name: said(), unit: said(), ..Opportunity::default() }],
        log: vec![LogEntry { kind: LogKind::Answer, person: Some("p".into()), text: said(), ..LogEntry::default() }],
        ..Account::default()
    };
    let settings = Settings {
        why: said(),
        currency: said(),
        members: vec![Member { id: said(), name: said(), ..Member::default() }],
        goals: vec![Goal {
            id: "g".into(),
            title: said(),
            why: said(),
            unit: said(),
            target: Some(3),
            ..Goal::default()
        }],
        ..Settings::default()
    };
    let calendar = Calendar::new(&settings.calendar, []);
    let unreadable = Entry {
        account: Arc::new(Account { id: "unreadable".into(), name: said(), ..Account::default() }),
        unreadable: Some(said()),
        ..Entry::default()
    };
    let readable = Entry { account: Arc::new(account), ..Entry::default() };
    let accounts = [readable, unreadable].map(|entry| (entry.account.id.clone(), entry));
    Plan { settings: Arc::new(settings), calendar, accounts: accounts.into(), ..Plan::default() }
}
