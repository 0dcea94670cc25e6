//! Trees by example, and that nobody is ever lost or drawn twice.

use proptest::prelude::*;

use super::*;
use crate::domain::testing::{account, day, done, sequence, touch};

fn people(bosses: &[(&str, &str)]) -> Vec<Person> {
    let boss = |boss: &str| (!boss.is_empty()).then(|| boss.to_owned());
    let person = |(id, to): &(&str, &str)| Person {
        id: (*id).into(),
        name: id.to_uppercase(),
        reports_to: boss(to),
        ..Person::default()
    };
    bosses.iter().map(person).collect()
}

/// A line each, indented, with what is odd.
fn drawn(bosses: &[(&str, &str)]) -> Vec<String> {
    let people = people(bosses);
    let told = |node: &Node| {
        let odd = match &node.boss {
            Boss::Unknown(id) => format!(" ?{id}"),
            Boss::Circle(name) => format!(" @{name}"),
            Boss::None | Boss::Above => String::new(),
        };
        format!("{}{}{odd}", ".".repeat(node.lasts.len()), people[node.person].name)
    };
    forest(&people).iter().map(told).collect()
}

#[test]
fn who_reports_to_whom_is_a_tree_in_the_order_of_the_file() {
    assert_eq!(drawn(&[("a", "b"), ("b", ""), ("c", "a"), ("d", "b")]), ["B", ".A", "..C", ".D"]);
    assert_eq!(forest(&people(&[("b", ""), ("a", "b"), ("c", "a"), ("d", "b")]))[2].lasts, [false, true]);
    assert_eq!(drawn(&[]), Vec::<String>::new());
}

#[test]
fn circles_are_cut_at_whoever_stands_first_and_unknown_bosses_are_named() {
    assert_eq!(drawn(&[("a", "b"), ("b", "c"), ("c", "a")]), ["A @B", ".C", "..B"]);
    assert_eq!(drawn(&[("x", "a"), ("a", "b"), ("b", "a")]), ["A @B", ".X", ".B"]);
    assert_eq!(drawn(&[("a", "a")]), ["A @A"]);
    assert_eq!(drawn(&[("c", "d"), ("d", "c"), ("a", "b"), ("b", "a")]), ["C @D", ".D", "A @B", ".B"]);
    // Of two with one id the first is the boss.
    assert_eq!(drawn(&[("a", ""), ("a", ""), ("b", "a")]), ["A", ".B", "A"]);
    assert_eq!(drawn(&[("a", "ghost"), ("b", "a")]), ["A ?ghost", ".B"]);
}

#[test]
fn nobody_comes_to_stand_beneath_themselves() {
    let mut account = Account { people: people(&[("a", ""), ("b", "a"), ("c", "b")]), ..Account::default() };
    assert!(report(&mut account, 0, Some(2)).is_err() && report(&mut account, 1, Some(1)).is_err());
    assert_eq!((up(&account.people, 2), up(&account.people, 0)), (Some(Some(0)), None));
    assert_eq!(report(&mut account, 2, Some(0)).unwrap(), "C reports to A");
    assert_eq!((down(&account.people, 2), down(&account.people, 1)), (Some(1), None));
    assert_eq!(report(&mut account, 1, None).unwrap(), "B reports to nobody known");
    // What is wrong already can be put right.
    let mut account = Account { people: people(&[("a", "b"), ("b", "a")]), ..Account::default() };
    assert!(report(&mut account, 1, None).is_ok());
    assert_eq!(forest(&account.people).len(), 2);
}

#[test]
fn a_chain_of_thousands_is_a_tree_at_once() {
    let ids: Vec<(String, String)> = (0..20_000).map(|i| (format!("p{i}"), format!("p{}", (i + 1) % 20_000))).collect();
    let pairs: Vec<(&str, &str)> = ids.iter().map(|(id, boss)| (id.as_str(), boss.as_str())).collect();
    let nodes = forest(&people(&pairs));
    assert_eq!((nodes.len(), &nodes[0].boss), (20_000, &Boss::Circle("P1".into())));
    assert!(nodes.iter().all(|node| node.lasts.len() <= DEEP));
}

#[test]
fn what_is_missing_is_said() {
    let today = day("2026-11-23");
    let mut primo = account(vec![sequence("2026-11-16", vec![done(touch("aaaa", 0, "dana-cole"), "2026-11-16")])]);
    let has = |primo: &Account, what: &str| gaps(primo, today).iter().any(|gap| gap.contains(what));
    assert!(has(&primo, "No economic buyer") && has(&primo, "hangs on Dana Cole") && has(&primo, "unknown of 2 of 2"));
    primo.people[1].influence = Influence::Economic;
    assert!(has(&primo, "Nothing goes to Lee Ray") && !has(&primo, "No economic"));
    primo.readiness.not_applicable = vec!["single-threaded".into()];
    assert!(!has(&primo, "hangs on"));
    assert_eq!(gaps(&Account::default(), today), ["Nobody is known here yet."]);
}

proptest! {
    #[test]
    fn everybody_stands_in_the_tree_once_whatever_the_bosses(bosses in prop::collection::vec(0usize..12, 0..10)) {
        let ids: Vec<(String, String)> =
            bosses.iter().enumerate().map(|(i, boss)| (format!("p{i}"), format!("p{boss}"))).collect();
        let pairs: Vec<(&str, &str)> = ids.iter().map(|(id, boss)| (id.as_str(), boss.as_str())).collect();
        let nodes = forest(&people(&pairs));
        let mut seen: Vec<usize> = nodes.iter().map(|node| node.person).collect();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..bosses.len()).collect::<Vec<_>>());
    }
}
