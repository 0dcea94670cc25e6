//! The relationship map: who reports to whom as a tree, what is missing in it, and moving somebody within it. Whatever
//! the file says of bosses, everybody stands in the tree exactly once: a circle is cut where it first closes, and a boss
//! whom nobody here is stays named.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::account::Account;
use super::contact::Contact;
use super::fields::Invalid;
use super::people::{Influence, Person};

/// How somebody stands to whoever is named as their boss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Boss {
    /// Nobody is named.
    None,
    /// They stand beneath them.
    Above,
    /// Nobody here has that id.
    Unknown(String),
    /// It would close a circle, so they stand at the top; the name of the boss.
    Circle(String),
}

/// One person of the tree, in the order in which it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Index among the account's people.
    pub person: usize,
    /// How they stand to their boss.
    pub boss: Boss,
    /// From the top down to them, or the innermost of it: whether the branch at that depth has nobody after it. Empty at the
    /// top.
    pub lasts: Vec<bool>,
}

/// Deeper branches are drawn as if they began this many steps above.
const DEEP: usize = 24;

/// For each person the index of whoever stands above them in the tree.
fn above(people: &[Person]) -> Vec<(Option<usize>, Boss)> {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, person) in people.iter().enumerate().filter(|(_, person)| !person.id.is_empty()) {
        known.entry(&person.id).or_insert(i);
    }
    let of = |person: &Person| match person.reports_to.as_deref().map(str::trim).filter(|id| !id.is_empty()) {
        None => (None, Boss::None),
        Some(id) => match known.get(id) {
            Some(boss) => (Some(*boss), Boss::Above),
            None => (None, Boss::Unknown(id.to_owned())),
        },
    };
    let mut above: Vec<(Option<usize>, Boss)> = people.iter().map(of).collect();
    for first in circles(&above) {
        let name = above[first].0.and_then(|boss| people.get(boss)).map(|boss| boss.name.clone());
        above[first] = (None, Boss::Circle(name.unwrap_or_default()));
    }
    above
}

/// Of each circle whoever stands first in the file.
fn circles(above: &[(Option<usize>, Boss)]) -> Vec<usize> {
    // Whose walk upwards came by here first; each is walked over once.
    let mut walked: Vec<Option<usize>> = vec![None; above.len()];
    let mut found = Vec::new();
    for start in 0..above.len() {
        let mut at = Some(start);
        while let Some(here) = at.filter(|here| walked[*here].is_none()) {
            walked[here] = Some(start);
            at = above[here].0;
        }
        if let Some(met) = at.filter(|met| walked[*met] == Some(start)) {
            let round = std::iter::successors(above[met].0, |here| above[*here].0);
            let others = round.take_while(|here| *here != met).min().unwrap_or(met);
            found.push(others.min(met));
        }
    }
    found
}

/// The tree, from the top down, those beneath one boss in the order of the file.
pub fn forest(people: &[Person]) -> Vec<Node> {
    let above = above(people);
    let mut beneath: Vec<Vec<usize>> = vec![Vec::new(); people.len()];
    let mut tops = Vec::new();
    for (i, (boss, _)) in above.iter().enumerate() {
        match boss {
            Some(boss) => beneath[*boss].push(i),
            None => tops.push(i),
        }
    }
    let mut nodes = Vec::with_capacity(people.len());
    // A stack instead of recursion: a file may name a thousand bosses one above the other.
    let mut stack: Vec<(usize, Vec<bool>)> = tops.into_iter().rev().map(|top| (top, Vec::new())).collect();
    while let Some((person, lasts)) = stack.pop() {
        for (n, child) in beneath[person].iter().enumerate().rev() {
            let mut lasts = lasts[lasts.len().saturating_sub(DEEP - 1)..].to_vec();
            lasts.push(n + 1 == beneath[person].len());
            stack.push((*child, lasts));
        }
        nodes.push(Node { person, boss: above[person].1.clone(), lasts });
    }
    nodes
}

/// What is missing on the map, a sentence each, the worst first.
pub fn gaps(account: &Account, today: NaiveDate) -> Vec<String> {
    let people = &account.people;
    if people.is_empty() {
        return vec!["Nobody is known here yet.".to_owned()];
    }
    let contact = |person: &Person| Contact::with(account, &person.id, today);
    let economic: Vec<&Person> = people.iter().filter(|person| person.influence == Influence::Economic).collect();
    let mut gaps = Vec::new();
    if economic.is_empty() {
        gaps.push("No economic buyer: who releases the money?".to_owned());
    } else if economic.iter().all(|person| !contact(person).is_covered()) {
        gaps.push(format!("Nothing goes to {}, who releases the money.", names(&economic)));
    }
    let waved_off = account.readiness.not_applicable.iter().any(|rule| rule == "single-threaded");
    let covered: Vec<&Person> = people.iter().filter(|person| contact(person).is_covered()).collect();
    match covered.as_slice() {
        _ if waved_off => {}
        [] => gaps.push("Nobody is reached, and nothing is planned.".to_owned()),
        [only] => gaps.push(format!("Single-threaded: everything hangs on {}.", only.name)),
        _ => {}
    }
    let unknown = people.iter().filter(|person| person.influence == Influence::Unknown).count();
    if unknown > 0 {
        gaps.push(format!("Influence unknown of {unknown} of {}.", people.len()));
    }
    for node in forest(people) {
        let name = people.get(node.person).map_or("", |person| person.name.as_str());
        match node.boss {
            Boss::Unknown(id) => gaps.push(format!("{name} reports to “{id}”, who is nobody here.")),
            Boss::Circle(boss) => gaps.push(format!("{name} reports to {boss} in a circle; it is cut there.")),
            Boss::None | Boss::Above => {}
        }
    }
    gaps
}

fn names(people: &[&Person]) -> String {
    people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// Somebody reports to somebody else, or to nobody known. Nobody reports to themselves or to whoever is beneath them.
pub fn report(account: &mut Account, person: usize, boss: Option<usize>) -> Result<String, Invalid> {
    let people = &account.people;
    let gone = || Invalid("this person is gone".into());
    let name = people.get(person).map(|person| person.name.clone()).ok_or_else(gone)?;
    let Some(boss) = boss else {
        account.people[person].reports_to = None;
        return Ok(format!("{name} reports to nobody known"));
    };
    let found = people.get(boss).ok_or_else(gone)?;
    if found.id.is_empty() {
        return Err(Invalid(format!("{} has no id yet; edit that person once and they get one", found.name)));
    }
    if boss == person {
        return Err(Invalid(format!("{name} can't report to themselves")));
    }
    let above = above(people);
    let mut up = std::iter::successors(Some(boss), |at| above.get(*at).and_then(|(boss, _)| *boss));
    if up.any(|at| at == person) {
        return Err(Invalid(format!("{} reports to {name} already, directly or not", found.name)));
    }
    let (id, told) = (found.id.clone(), format!("{name} reports to {}", found.name));
    account.people[person].reports_to = Some(id);
    Ok(told)
}

/// Whom somebody would report to one step up: the boss of their boss. Outer nothing: they stand at the top.
pub fn up(people: &[Person], person: usize) -> Option<Option<usize>> {
    let above = above(people);
    let boss = above.get(person)?.0?;
    Some(above.get(boss)?.0)
}

/// Whom somebody would report to one step down: the one before them beneath the same boss.
pub fn down(people: &[Person], person: usize) -> Option<usize> {
    let above = above(people);
    let boss = above.get(person)?.0;
    (0..person).rev().find(|other| above.get(*other).is_some_and(|(theirs, _)| *theirs == boss))
}

#[cfg(test)]
mod tests;
