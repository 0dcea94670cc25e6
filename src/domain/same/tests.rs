//! Nothing of either is lost, and nobody refers to somebody who is not there.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::pointers::{self, Kind};
use super::*;
use crate::domain::answer::Answer;
use crate::domain::calendar::Calendar;
use crate::domain::fields::{Context, Place};
use crate::domain::meeting::{Meeting, Question};
use crate::domain::people::{Email, Influence, Phone, Support};
use crate::domain::range::Away;
use crate::domain::research::Finding;
use crate::domain::sequence::Sequence;
use crate::domain::settings::Settings;
use crate::domain::stage::Stage;
use crate::domain::touch::{Status, Touch};
use crate::domain::unread::Raw;
use crate::domain::words::Vocabulary as _;

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-23T09:00:00-06:00").unwrap()
}

fn person(id: &str, name: &str) -> Person {
    Person { id: id.into(), name: name.into(), ..Person::default() }
}

fn email(value: &str) -> Email {
    Email { value: value.into(), bad: None }
}

#[test]
fn one_person_stays_with_all_that_both_had() {
    let lee = person("lee-ray", "Lee Ray");
    let dana = Person {
        title: "VP Marketing".into(),
        emails: vec![email("dana@primo.example")],
        ..person("dana-cole", "Dana Cole")
    };
    let d = Person {
        title: "CMO".into(),
        department: "Marketing".into(),
        influence: Influence::Economic,
        reports_to: Some("lee-ray".into()),
        emails: vec![email("DANA@primo.example"), email("d.cole@primo.example")],
        notes: "Ex-Acme.".into(),
        do_not_contact: true,
        ..person("d-cole", "D. Cole")
    };
    let touch = Touch { id: "k7qd".into(), person: Some("d-cole".into()), ..Touch::default() };
    let to = BTreeMap::from([("first".to_owned(), "d-cole".to_owned())]);
    let mut account = Account {
        people: vec![d, lee, dana],
        sequences: vec![Sequence { to, touches: vec![touch], ..Sequence::default() }],
        meetings: vec![Meeting { with: vec!["dana-cole".into(), "d-cole".into()], ..Meeting::default() }],
        ..Account::default()
    };
    let told = people(&mut account, 0, 2).unwrap();
    assert_eq!(
        told,
        "D. Cole is Dana Cole now; in the notes, since it differs: name “D. Cole”; title “CMO”; written “DANA@primo.example”"
    );
    let [_, dana] = account.people.as_slice() else { panic!("{:?}", account.people) };
    assert_eq!(
        (dana.id.as_str(), dana.title.as_str(), dana.department.as_str()),
        ("dana-cole", "VP Marketing", "Marketing")
    );
    assert_eq!((dana.influence, dana.reports_to.as_deref()), (Influence::Economic, Some("lee-ray")));
    assert_eq!(dana.emails, [email("dana@primo.example"), email("d.cole@primo.example")]);
    assert!(dana.do_not_contact, "whoever asked not to be written to is not written to under another name");
    assert_eq!(
        dana.notes,
        "Ex-Acme.\nMerged with D. Cole (d-cole): name “D. Cole”; title “CMO”; written “DANA@primo.example”."
    );
    assert_eq!(account.sequences[0].to["first"], "dana-cole");
    assert_eq!(account.sequences[0].touches[0].person.as_deref(), Some("dana-cole"));
    assert_eq!(account.meetings[0].with, ["dana-cole"]);
}

#[test]
fn ids_in_other_systems_stay_with_who_stays_and_another_of_the_same_system_stands_behind_it() {
    let with = |id: &str, ids: &[(&str, &str)]| Person {
        ids: ids.iter().map(|(system, id)| ((*system).to_owned(), (*id).to_owned())).collect(),
        ..person(id, "Dana Cole")
    };
    let goes = with("d-cole", &[("hubspot", "777"), ("salesforce", "003X"), ("own", "1")]);
    let stays = with("dana-cole", &[("salesforce", "003Y"), ("own", "1")]);
    let mut account = Account { people: vec![goes, stays], ..Account::default() };
    people(&mut account, 0, 1).unwrap();
    let want = with("dana-cole", &[("hubspot", "777"), ("salesforce", "003Y; 003X"), ("own", "1")]);
    assert_eq!((&account.people[0].ids, account.people[0].notes.as_str()), (&want.ids, ""));
    assert_eq!(account.people[0].absorbed.ids(), ["d-cole"]);
}

#[test]
fn who_reported_to_the_other_reports_to_nobody_and_no_circle_is_closed() {
    let under = |boss: &str, person: Person| Person { reports_to: Some(boss.into()), ..person };
    let mut two = Account { people: vec![person("a", "Ann"), under("a", person("b", "Bob"))], ..Account::default() };
    people(&mut two, 0, 1).unwrap();
    assert_eq!(two.people[0].reports_to, None);
    // Cy stands between them.
    let mut three = Account {
        people: vec![person("a", "Ann"), under("a", person("c", "Cy")), under("c", person("b", "Bob"))],
        ..Account::default()
    };
    let before = three.clone();
    assert!(people(&mut three, 0, 2).unwrap_err().0.contains("Bob"));
    // What would close one is told instead of filled.
    let mut filled = before.clone();
    filled.people.push(under("c", person("d", "Dee")));
    let told = people(&mut filled, 3, 0).unwrap();
    assert!(told.ends_with("reports to Cy"), "{told}");
    assert_eq!(filled.people[0].reports_to, None);
}

#[test]
fn what_could_not_be_understood_is_refused() {
    let mut odd = person("a", "Ann");
    odd.unread.note(Raw { key: "influence", written: "\"boss\"".into(), line: 12 });
    let mut account = Account { people: vec![odd, person("b", "Bob")], ..Account::default() };
    let whole = account.clone();
    assert!(people(&mut account, 0, 1).unwrap_err().0.contains("line 12"));
    let mut into = Account { id: "other".into(), ..Account::default() };
    assert!(accounts(&mut into, &whole, now(), None).unwrap_err().0.contains("line 12"));
    // Of the one that stays it stays as it is written, and is not filled over.
    let why = people(&mut account, 1, 0).unwrap();
    assert!(account.people[0].unread.of("influence").is_some(), "{why}");
}

#[test]
fn items_that_share_an_id_are_refused() {
    let from =
        Account { id: "from".into(), people: vec![person("a", "Ann"), person("a", "Abe")], ..Account::default() };
    let mut into = Account { id: "into".into(), ..Account::default() };
    assert!(accounts(&mut into, &from, now(), None).unwrap_err().0.contains("share the id “a”"));
}

#[test]
fn an_account_comes_along_whole() {
    let day = |d| NaiveDate::from_ymd_opt(2026, 11, d);
    let stage = |to, d| StageChange { to, on: day(d), ..StageChange::default() };
    let mut into = Account {
        stages: vec![stage(Stage::Target, 20)],
        industry: "Beverages".into(),
        people: vec![person("dana-cole", "Dana Cole"), person("lee-ray", "Lee Ray")],
        ..Account::new("primo", "Primo", day(20).unwrap())
    };
    into.entry_point.unit = "Marketing".into();
    let mut from = Account {
        stage: Stage::Engaged,
        stages: vec![stage(Stage::Target, 2), stage(Stage::Engaged, 21)],
        industry: "Drinks".into(),
        website: "primo.example".into(),
        people: vec![person("dana-cole", "dana cole"), person("lee-ray", "Lee Raymond")],
        log: vec![LogEntry { id: "m2x9".into(), person: Some("lee-ray".into()), ..LogEntry::default() }],
        ..Account::new("primo-inc", "Primo Inc.", day(2).unwrap())
    };
    from.entry_point.unit = "HR".into();
    let told = accounts(&mut into, &from, now(), Some("sam")).unwrap();
    assert_eq!(
        told,
        [
            "2 people and 1 log entry along with it",
            "dana cole is Dana Cole now; in the notes, since it differs: name “dana cole”",
            "in the log, since it differs: name “Primo Inc.”; industry “Drinks”",
        ]
    );
    assert_eq!(
        (into.stage, into.industry.as_str(), into.website.as_str()),
        (Stage::Engaged, "Beverages", "primo.example")
    );
    let names: Vec<_> = into.people.iter().map(|person| (person.id.as_str(), person.name.as_str())).collect();
    assert_eq!(names, [("dana-cole", "Dana Cole"), ("lee-ray", "Lee Ray"), ("lee-ray-2", "Lee Raymond")]);
    assert_eq!(into.log[0].person.as_deref(), Some("lee-ray-2"));
    assert_eq!(into.log[1].text, "Merged with Primo Inc. (primo-inc): name “Primo Inc.”; industry “Drinks”.");
    let days: Vec<_> = into.stages.iter().map(|change| change.on).collect();
    assert_eq!(days, [day(2), day(20), day(21)]);
    assert_eq!(into.entry_point.candidates.iter().map(|each| each.unit.as_str()).collect::<Vec<_>>(), ["HR"]);
}

fn word() -> impl Strategy<Value = String> {
    select(&["", "", "north", "south", "Ex-Acme, “so they say”", "1200"][..]).prop_map(str::to_owned)
}

const IDS: [&str; 4] = ["a", "b", "c", "nobody"];

fn pointer() -> impl Strategy<Value = Option<String>> {
    option::of(select(&IDS[..]).prop_map(str::to_owned))
}

fn any_person() -> impl Strategy<Value = Person> {
    let addresses =
        vec((select(&["x@p.example", "X@p.example", "y@p.example"][..]), option::of(Just(now().date_naive()))), 0..3);
    let numbers = vec(select(&["+1 312 555", "+1-312-555", "+49 30"][..]), 0..2);
    let words = (word(), word(), word(), word(), word());
    let choices = (select(Influence::ALL), select(Support::ALL), any::<bool>(), pointer(), pointer());
    (select(&["Ann", "ann", "Bob", "Cy"][..]), words, choices, addresses, numbers, option::of(1..3u32)).prop_map(
        |(
            name,
            (title, department, linkedin, notes, priority),
            (influence, support, stop, boss, by),
            emails,
            phones,
            away,
        )| {
            let emails = emails.into_iter().map(|(value, bad)| Email { value: value.into(), bad }).collect();
            let phones = phones.into_iter().map(|value| Phone { value: value.into(), ..Phone::default() }).collect();
            let away = away.map(|d| Away { from: NaiveDate::from_ymd_opt(2026, 12, d), ..Away::default() });
            Person {
                name: name.into(),
                title,
                department,
                influence,
                support,
                reports_to: boss,
                emails,
                phones,
                linkedin,
                away: away.into_iter().collect(),
                referred_by: by,
                do_not_contact: stop,
                priorities: Some(priority).filter(|each| !each.is_empty()).into_iter().collect(),
                notes,
                ..Person::default()
            }
        },
    )
}

/// An account whose ids are a few letters, so that they clash with another's.
fn any_account(id: &'static str) -> impl Strategy<Value = Account> {
    let touch = (pointer(), pointer(), pointer(), word()).prop_map(|(person, thread, finding, subject)| Touch {
        person,
        thread,
        research: finding.into_iter().collect(),
        subject,
        status: Status::Done,
        ..Touch::default()
    });
    let fields = (word(), word(), option::of(1..4u8), select(Stage::ALL), option::of(1..9u64), word(), word());
    let items = (
        vec(any_person(), 0..4),
        vec((word(), pointer()), 0..4),
        vec(touch, 0..4),
        vec((pointer(), pointer(), word()), 0..4),
        vec((pointer(), pointer(), word()), 0..3),
    );
    let rest = (pointer(), word(), word(), word(), vec(word(), 0..2));
    (fields, items, rest).prop_map(move |(fields, (people, research, touches, log, meetings), rest)| {
        let (website, industry, tier, stage, value, why, unit) = fields;
        let (candidate, proof, salesforce, rationale, tags) = rest;
        let letters = || IDS.iter().map(|id| (*id).to_owned());
        let mut account = Account {
            id: id.into(),
            name: id.to_uppercase(),
            website,
            industry,
            tier,
            stage,
            value,
            why,
            tags,
            ..Account::default()
        };
        account.ids = BTreeMap::from([("salesforce".to_owned(), salesforce)])
            .into_iter()
            .filter(|(_, id)| !id.is_empty())
            .collect();
        account.offer.proof = proof;
        account.entry_point.unit = unit;
        account.entry_point.rationale = rationale;
        account.entry_point.candidate = candidate;
        account.entry_point.candidates = vec![Candidate { id: "a".into(), unit: "IT".into(), ..Candidate::default() }];
        account.people = letters().zip(people).map(|(id, person)| Person { id, ..person }).collect();
        let finding = |(id, (text, person)): (String, (String, Option<String>))| Finding {
            id,
            text,
            people: person.into_iter().collect(),
            ..Finding::default()
        };
        account.research = letters().zip(research).map(finding).collect();
        let touches = letters().zip(touches).map(|(id, touch)| Touch { id, ..touch }).collect();
        account.sequences = vec![Sequence { id: "a".into(), touches, ..Sequence::default() }];
        let entry = |(id, (person, touch, text)): (String, (Option<String>, Option<String>, String))| LogEntry {
            id,
            person,
            touch,
            outcome: Some(Answer::Replied),
            text,
            ..LogEntry::default()
        };
        account.log = letters().zip(log).map(entry).collect();
        let meeting = |(id, (with, finding, text)): (String, (Option<String>, Option<String>, String))| Meeting {
            id,
            with: with.into_iter().collect(),
            questions: vec![Question { text, research: finding.into_iter().collect(), ..Question::default() }],
            ..Meeting::default()
        };
        account.meetings = letters().zip(meetings).map(meeting).collect();
        account
    })
}

/// Every text at the end of such a path.
fn at_path(leaf: &toml::Value, path: &[&str]) -> Vec<String> {
    let Some((key, rest)) = path.split_first() else { return leaf.as_str().map(str::to_owned).into_iter().collect() };
    let inner: Vec<&toml::Value> = match (leaf, *key) {
        (toml::Value::Array(items), "*") => items.iter().collect(),
        (toml::Value::Table(table), "*") => table.values().collect(),
        (leaf, key) => leaf.get(key).into_iter().collect(),
    };
    inner.into_iter().flat_map(|leaf| at_path(leaf, rest)).collect()
}

proptest! {
    #[test]
    fn whoever_is_named_in_a_file_stands_where_it_is_said(mut account in any_account("a"), more in vec(pointer(), 2)) {
        account.next_steps = vec![crate::domain::account::NextStep { person: more[0].clone(), ..Default::default() }];
        account.sequences[0].to = more[1].iter().map(|id| ("first".to_owned(), id.clone())).collect();
        let file = toml::Value::Table(toml::to_string(&account).unwrap().parse().unwrap());
        let mut there: Vec<String> =
            pointers::OF_PEOPLE.iter().flat_map(|path| at_path(&file, &path.split('.').collect::<Vec<_>>())).collect();
        let mut named = pointers::ids(&mut account, Kind::Person);
        pointers::each_pointer(&mut account, Kind::Person, &mut |id| named.push(id.clone()));
        there.sort();
        named.sort();
        prop_assert_eq!(there, named);
    }
}

/// Every text that the account says, of every field that can be seen, but for who is named.
fn said(account: &Account) -> Vec<String> {
    let (settings, calendar) = (Settings::default(), Calendar::default());
    let context = Context { settings: &settings, calendar: &calendar, account, now: now(), me: None, touch: None };
    let items = fields::ids_of(account).into_iter().map(|(_, place, _)| place);
    let places = std::iter::once(Place::Account).chain(items).chain(fields::parts_of(account));
    let mut all = Vec::new();
    for place in places {
        for spec in fields::specs(account, place) {
            let is_a_name = matches!(spec.kind, fields::Kind::Person | fields::Kind::People | fields::Kind::Findings);
            let is_counted =
                ["thread", "touch", "candidate", "ids", "questions"].iter().any(|key| spec.key.ends_with(key));
            if !is_a_name && !is_counted {
                let text = fields::get(account, place, spec.key, &context).unwrap_or_default();
                all.extend(text.lines().map(str::to_owned));
            }
        }
    }
    all.extend(account.ids.values().cloned());
    all
}

/// Who names whom, and whether there is anybody.
fn dangling(account: &Account) -> usize {
    let mut account = account.clone();
    let mut count = 0;
    for kind in [Kind::Candidate, Kind::Person, Kind::Finding, Kind::Touch] {
        let ids: BTreeSet<String> = pointers::ids(&mut account, kind).into_iter().collect();
        pointers::each_pointer(&mut account, kind, &mut |id| count += usize::from(!ids.contains(id)));
    }
    count
}

fn is_kept(text: &str, all: &[String]) -> bool {
    // Lists stand in one text; what has no is nothing that was said.
    text.split(", ").filter(|part| !["", "no", "unknown", "target"].contains(part)).all(|part| {
        // What a number or an address is said to be stands behind it, and is told by itself where it differs.
        part.trim_end_matches(')')
            .split(" (bad ")
            .map(|part| part.trim_end_matches(" direct"))
            .all(|part| all.iter().any(|each| each.contains(part)))
    })
}

proptest! {
    #[test]
    fn no_value_of_two_accounts_is_lost(from in any_account("from"), into in any_account("into")) {
        let mut both = into.clone();
        accounts(&mut both, &from, now(), Some("sam")).unwrap();
        let all = said(&both);
        for text in said(&from).iter().chain(&said(&into)) {
            prop_assert!(is_kept(text, &all), "{text:?} is lost\n{all:#?}");
        }
        prop_assert!(dangling(&both) <= dangling(&from) + dangling(&into));
        let count = |account: &Account| account.touches().count();
        prop_assert_eq!(count(&both), count(&from) + count(&into));
        prop_assert_eq!(both.log.len(), from.log.len() + into.log.len() + 1);
        prop_assert_eq!(twins::told(&both), None);
        // What the one that stays said, it says.
        for (was, is) in [(&into.industry, &both.industry), (&into.why, &both.why)] {
            prop_assert!(was.is_empty() || was == is);
        }
    }

    #[test]
    fn no_value_of_two_people_is_lost(account in any_account("one"), from in 0..4usize, into in 0..4usize) {
        let mut joined = account.clone();
        match people(&mut joined, from, into) {
            Err(_) => {}
            Ok(_) => {
                let all = said(&joined);
                for text in said(&account) {
                    prop_assert!(is_kept(&text, &all), "{text:?} is lost\n{all:#?}");
                }
                prop_assert!(dangling(&joined) <= dangling(&account));
                prop_assert_eq!(joined.people.len() + 1, account.people.len());
                let stays = |account: &Account, at: usize| account.people.get(at).map(|person| person.id.clone());
                prop_assert!(joined.person(&stays(&account, into).unwrap()).is_some());
            }
        }
    }
}
