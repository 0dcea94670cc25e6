//! Every field there is, one by one: changing it changes its own line, and changing it back leaves no trace.

use inroad::domain::account::Account;
use inroad::domain::fields::{Kind, Place, Spec, get, ids_of, set, specs};

use crate::disk::{Desk, Disk, complete};

/// A valid value that is not the present one.
pub fn another(place: Place, spec: Spec, now: &str) -> String {
    let either = |a: &str, b: &str| if now == a { b.to_owned() } else { a.to_owned() };
    match spec.kind {
        Kind::Choice(words) => {
            let at = words.iter().position(|word| *word == now).map_or(0, |at| at + 1);
            words[at % words.len()].to_owned()
        }
        Kind::Number => either("2", "3"),
        Kind::Date => either("2027-01-15", "2027-01-18"),
        Kind::Moment => either("2027-01-15 10:00 -06:00", "2027-01-18 11:30 +01:00"),
        Kind::Flag => either("yes", "no"),
        // Nobody reports to themselves.
        Kind::Person if spec.key == "reports_to" => {
            either(if place == Place::Person(0) { "Lee Ray" } else { "Dana Cole" }, "")
        }
        Kind::Person => either("Lee Ray", "Dana Cole"),
        Kind::People => either("Lee Ray", "Dana Cole, Lee Ray"),
        Kind::Findings => either("1", ""),
        Kind::Text => either("One line,\n\"quoted\"\\ and another.\n", "short"),
        Kind::Lines if spec.key == "questions" => either("problem: One?\nneed-payoff: \"Two\"?", "situation: One?"),
        Kind::Lines => either("One. => Its answer.\nTwo. => \"Another\".", "One. => None."),
        Kind::Line | Kind::List => match spec.key {
            "owner" | "by" => either("sam", ""),
            "website" | "linkedin" => either("primo.example/team", ""),
            "goals" => either("trigger-first", ""),
            "touch" => either("1", "2"),
            "thread" => if matches!(place, Place::Touch(at) if at.touch == 0) { "2" } else { "1" }.to_owned(),
            "timezone" => either("Europe/Berlin", ""),
            "entry_point.candidate" => either("e7w1", ""),
            "readiness.not_applicable" => either("draft, two-people", "why"),
            "ids" => either("hubspot=9002", ""),
            "emails" => either("dana@primo.example (bad 2026-11-22)", "d@primo.example"),
            "phones" => either("+1 312 555 0111 mobile", ""),
            "away" | "pauses" => either("2027-01-04..2027-01-08 elsewhere", ""),
            "to" if now.contains('=') => either("first=Lee Ray, second=Dana Cole", ""),
            "ended" => either("2026-12-29 no answer", ""),
            _ => either("Something \"else\", entirely", "shorter"),
        },
    }
}

/// What a change of one field does to others besides, by the rules of the domain.
fn has_consequences(place: Place, key: &str) -> bool {
    matches!(
        (place, key),
        (Place::Account, "stage" | "entry_point.candidate")
            | (Place::Sequence(_), "to")
            | (Place::Opportunity(_), "status")
            | (Place::Candidate(_), "unit" | "function")
    )
}

pub fn places(account: &Account) -> Vec<Place> {
    let mut places = vec![Place::Account, Place::StageChange(0)];
    places.extend(ids_of(account).into_iter().map(|(_, place, _)| place));
    places
}

/// The lines in which two texts differ, when everything before and behind is the same.
fn difference<'t>(before: &'t str, after: &'t str) -> (Vec<&'t str>, Vec<&'t str>) {
    let (a, b): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    let front = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let longest = a.len().min(b.len()) - front;
    let back = a.iter().rev().zip(b.iter().rev()).take(longest).take_while(|(x, y)| x == y).count();
    (a[front..a.len() - back].to_vec(), b[front..b.len() - back].to_vec())
}

/// The comment at the end of a line.
fn comment(line: &str) -> Option<&str> {
    line.split_once("   #").map(|(_, comment)| comment)
}

/// Whether these lines are one key with its value.
fn is_one_key(lines: &[&str], key: &str) -> bool {
    let own = |line: &str| line.split_once('=').is_some_and(|(left, _)| left.trim() == key);
    match lines {
        [] => true,
        [only] => own(only),
        [first, ..] => {
            own(first)
                && ["\"\"\"", "'''"]
                    .iter()
                    .any(|quotes| first.contains(quotes) && lines[lines.len() - 1].contains(quotes))
        }
    }
}

#[test]
fn each_changes_its_own_line_and_back_again() {
    let original = complete();
    let before = Disk::with(&original).account();
    let desk = Desk::new();
    let mut wrong = Vec::new();
    let mut count = 0;
    for place in places(&before) {
        for spec in specs(&before, place) {
            let now = get(&before, place, spec.key, &desk.context(&before)).unwrap();
            let mut disk = Disk::with(&original);
            let mut account = disk.account();
            let text = another(place, spec, &now);
            set(&mut account, place, spec.key, &text, &desk.context(&before))
                .unwrap_or_else(|invalid| panic!("{place:?} {}: {invalid}", spec.key));
            if account == disk.account() {
                continue;
            }
            count += 1;
            disk.save(&account).unwrap();
            let after = disk.text();
            assert_eq!(Disk::with(&after).account(), account, "{place:?} {} reads back", spec.key);
            let (old, new) = difference(&original, &after);
            let key = spec.key.rsplit('.').next().unwrap();
            let kept = old.first().and_then(|line| comment(line));
            let same_comment = new.is_empty() || new.last().and_then(|line| comment(line)) == kept;
            let alone = is_one_key(&old, key) && is_one_key(&new, key) && same_comment;
            if !alone && !has_consequences(place, spec.key) {
                wrong.push(format!("{place:?} {}: {old:#?} became {new:#?}", spec.key));
            }
            disk.undo();
            if disk.text() != original {
                wrong.push(format!("{place:?} {} back: {:#?}", spec.key, difference(&original, &disk.text())));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 80, "only {count} fields were changed");
}
