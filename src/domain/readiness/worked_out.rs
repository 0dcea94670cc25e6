//! What trips the rules on the account itself: why, entry point, people, research, meetings, what is next.

use super::{Case, Fill};
use crate::domain::agenda::OLD_AFTER;
use crate::domain::fields::Place;
use crate::domain::line::Addable;
use crate::domain::meeting::{Meeting, MeetingStatus};
use crate::domain::people::{Influence, Person};
use crate::domain::research::FindingKind;

/// Words that a why is made of when it is only about money; the last of them alone say nothing.
const MONEY: &[&str] = &[
    "quota",
    "revenue",
    "money",
    "commission",
    "bonus",
    "target",
    "number",
    "numbers",
    "deal",
    "deals",
    "arr",
    "mrr",
    "cash",
    "dollars",
    "euros",
    "value",
    "budget",
    "sales",
    "plan",
    "quarter",
    "income",
    "profit",
    "margin",
    "million",
    "millions",
    "logo",
    "logos",
];
const BETWEEN: &[&str] = &[
    "a", "an", "the", "my", "our", "this", "that", "for", "of", "to", "in", "on", "and", "we", "i", "it", "is", "will",
    "make", "makes", "making", "hit", "hits", "meet", "meets", "reach", "reaches", "need", "needs", "get", "gets",
    "big", "large", "huge", "good", "great", "new", "more", "much", "lots", "k", "m", "usd", "eur", "gbp", "year",
    "years", "q1", "q2", "q3", "q4", "bring", "brings", "would", "could", "them", "they", "have", "has", "pays", "pay",
    "because", "us", "me", "with", "s",
];

/// One thing to be said of the account: the fill where it is so.
fn one(is_so: bool, fill: Fill, found: &mut Vec<Fill>) -> usize {
    if is_so {
        found.push(fill);
    }
    1
}

fn of_account(key: &'static str) -> Fill {
    Fill::Field(Place::Account, key)
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

pub(super) fn why(case: &Case, found: &mut Vec<Fill>) -> usize {
    one(is_blank(&case.account.why), of_account("why"), found)
}

pub(super) fn why_beyond_money(case: &Case, found: &mut Vec<Fill>) -> usize {
    one(is_only_money(&case.account.why), of_account("why"), found)
}

/// Whether it is made of nothing but numbers, words of money and what stands between them.
fn is_only_money(why: &str) -> bool {
    let words = why.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().any(char::is_alphabetic));
    let has_figure = why.chars().any(|c| c.is_ascii_digit() || matches!(c, '$' | '€' | '£' | '¥'));
    let mut names_money = has_figure;
    for word in words {
        let is = |words: &[&str]| words.iter().any(|each| each.eq_ignore_ascii_case(word));
        let is_amount = word.starts_with(|c: char| c.is_ascii_digit());
        if is(MONEY) {
            names_money = true;
        } else if !is_amount && !is(BETWEEN) {
            return false;
        }
    }
    names_money
}

pub(super) fn unit(case: &Case, found: &mut Vec<Fill>) -> usize {
    one(is_blank(&case.account.entry_point.unit), of_account("entry_point.unit"), found)
}

pub(super) fn function(case: &Case, found: &mut Vec<Fill>) -> usize {
    one(is_blank(&case.account.entry_point.function), of_account("entry_point.function"), found)
}

pub(super) fn rationale(case: &Case, found: &mut Vec<Fill>) -> usize {
    one(is_blank(&case.account.entry_point.rationale), of_account("entry_point.rationale"), found)
}

const A_PERSON: Fill = Fill::Add(Addable::Person, "");

pub(super) fn decision_maker(case: &Case, found: &mut Vec<Fill>) -> usize {
    one(case.account.people.is_empty(), A_PERSON, found)
}

pub(super) fn two_people(case: &Case, found: &mut Vec<Fill>) -> usize {
    one(case.account.people.len() == 1, A_PERSON, found)
}

fn is_influence_known(person: &Person) -> bool {
    person.influence != Influence::Unknown || person.unread.of("influence").is_some()
}

pub(super) fn influence(case: &Case, found: &mut Vec<Fill>) -> usize {
    let is_known = case.account.people.iter().any(is_influence_known);
    one(!is_known, Fill::Field(Place::Person(0), "influence"), found)
}

/// Who may own the budget is asked of somebody whose influence nobody knows; where all are known, of somebody new.
pub(super) fn economic(case: &Case, found: &mut Vec<Fill>) -> usize {
    let people = &case.account.people;
    let signs = people.iter().any(|person| person.influence == Influence::Economic);
    let unknown = people.iter().position(|person| !is_influence_known(person));
    one(!signs, unknown.map_or(A_PERSON, |at| Fill::Field(Place::Person(at), "influence")), found)
}

pub(super) fn reachable(case: &Case, found: &mut Vec<Fill>) -> usize {
    let people = &case.account.people;
    let may = |person: &&Person| !person.do_not_contact;
    let is_reached =
        |person: &Person| person.email().is_some() || person.phone().is_some() || !is_blank(&person.linkedin);
    let first = people.iter().position(|person| !person.do_not_contact);
    let fill = first.map_or(A_PERSON, |at| Fill::Field(Place::Person(at), "emails"));
    one(!people.iter().filter(may).any(is_reached), fill, found)
}

fn no_finding(case: &Case, kind: FindingKind, begins: &'static str, found: &mut Vec<Fill>) -> usize {
    let is_known = case.account.research.iter().any(|finding| finding.kind == kind);
    one(!is_known, Fill::Add(Addable::Finding, begins), found)
}

pub(super) fn direction(case: &Case, found: &mut Vec<Fill>) -> usize {
    no_finding(case, FindingKind::Direction, "direction: ", found)
}

pub(super) fn challenge(case: &Case, found: &mut Vec<Fill>) -> usize {
    no_finding(case, FindingKind::Challenge, "challenge: ", found)
}

pub(super) fn issue(case: &Case, found: &mut Vec<Fill>) -> usize {
    no_finding(case, FindingKind::Issue, "issue: ", found)
}

pub(super) fn source(case: &Case, found: &mut Vec<Fill>) -> usize {
    let research = case.account.research.iter().enumerate();
    let bare = research.filter(|(_, finding)| is_blank(&finding.source));
    found.extend(bare.map(|(i, _)| Fill::Field(Place::Finding(i), "source")));
    case.account.research.len()
}

/// Where nothing is known at all, the three kinds of findings are asked for already.
pub(super) fn fresh(case: &Case, found: &mut Vec<Fill>) -> usize {
    let research = &case.account.research;
    let since = case.today.checked_sub_days(OLD_AFTER).unwrap_or(case.today);
    let is_new = research.iter().any(|finding| finding.on.is_some_and(|day| day >= since));
    if research.is_empty() { 0 } else { one(!is_new, Fill::Add(Addable::Finding, "trigger: "), found) }
}

/// A meeting that is to come: aimed at, or booked.
fn is_ahead(case: &Case, meeting: &Meeting) -> bool {
    let is_to_come = matches!(meeting.status, MeetingStatus::Planned | MeetingStatus::Booked);
    is_to_come && meeting.unread.of("status").is_none() && !has_passed(case, meeting)
}

fn has_passed(case: &Case, meeting: &Meeting) -> bool {
    meeting.at.is_some_and(|at| at.day() < case.today)
}

fn of_meetings(case: &Case, key: &'static str, said: fn(&Meeting) -> &str, found: &mut Vec<Fill>) -> usize {
    let ahead = case.account.meetings.iter().enumerate().filter(|(_, meeting)| is_ahead(case, meeting));
    let mut of = 0;
    for (i, meeting) in ahead {
        of += 1;
        if is_blank(said(meeting)) {
            found.push(Fill::Field(Place::Meeting(i), key));
        }
    }
    of
}

pub(super) fn objective(case: &Case, found: &mut Vec<Fill>) -> usize {
    of_meetings(case, "objective", |meeting| &meeting.objective, found)
}

pub(super) fn advance(case: &Case, found: &mut Vec<Fill>) -> usize {
    of_meetings(case, "advance", |meeting| &meeting.advance, found)
}

pub(super) fn fallback(case: &Case, found: &mut Vec<Fill>) -> usize {
    of_meetings(case, "fallback", |meeting| &meeting.fallback, found)
}

pub(super) fn meeting_result(case: &Case, found: &mut Vec<Fill>) -> usize {
    let waits = |meeting: &Meeting| match meeting.status {
        MeetingStatus::Planned | MeetingStatus::Booked => true,
        MeetingStatus::Held => meeting.result.is_none(),
        MeetingStatus::NoShow | MeetingStatus::Cancelled => false,
    };
    let past = case.account.meetings.iter().enumerate().filter(|(_, meeting)| has_passed(case, meeting));
    let mut of = 0;
    for (i, meeting) in past {
        of += 1;
        if waits(meeting) && meeting.unread.is_empty() {
            found.push(Fill::Result(i));
        }
    }
    of
}

/// A day on which it is taken up again is a date too.
pub(super) fn next_step(case: &Case, found: &mut Vec<Fill>) -> usize {
    let is_dated = case.outlook.is_dated || case.account.revisit.is_some();
    one(!is_dated, Fill::Add(Addable::NextStep, ""), found)
}

#[cfg(test)]
mod tests {
    use super::is_only_money;

    #[test]
    fn a_why_that_names_only_money_is_told_from_one_that_says_more() {
        for why in [
            "Quota.",
            "Makes my quota",
            "$120,000",
            "Big deal, 120k revenue",
            "We need them to hit the number",
            "Q4 target",
            "They bring money",
            "Big logo, big deal",
            "Budget of 2 million",
            "$$$",
        ] {
            assert!(is_only_money(why), "{why}");
        }
        for why in [
            "First beverage logo; opens the sector.",
            "Rosa's team gets a day shift, and my quota is made too.",
            "A good reference for the west",
            "Because of Dana",
            "They make what I ride",
            "We need them",
        ] {
            assert!(!is_only_money(why), "{why}");
        }
    }
}
