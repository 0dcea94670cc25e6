//! People and accounts that turn out to be the same. The one that stays keeps all that it says and gets all that the other
//! has: items come along, what is empty is filled, and what differs where only one value can stand is written down in
//! words. So no value of either is lost, and whoever referred to the one that goes refers to the one that stays.
//!
//! Pure: values in, values out. What could not be understood can't be put beside anything, so it is refused.

mod both;
mod pointers;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::account::{Account, AccountId, Candidate, LogEntry, LogKind, StageChange};
use super::fields::{self, Invalid};
use super::id;
use super::map::{self, Boss};
use super::people::Person;
use super::plan::{FileKey, Plan, Value};
use super::step::Change;
use super::twins;
use super::wire::Moment;
use super::words::counted;
use both::Both;
use pointers::Kind;
pub use pointers::OF_PEOPLE;

/// One person of an account turns out to be another one of it: all that is said of `from` is said of `into` from now on.
/// Says what came of it.
///
/// # Errors
///
/// They are one already; something of `from` could not be understood; bosses would stand in a circle.
pub fn people(account: &mut Account, from: usize, into: usize) -> Result<String, Invalid> {
    let (Some(goes), Some(stays)) = (account.people.get(from).cloned(), account.people.get(into).cloned()) else {
        return Err(Invalid("this person is gone".into()));
    };
    if from == into {
        return Err(Invalid(format!("{} is one person already", stays.name)));
    }
    if let Some(told) = goes.unread.told(&goes.name) {
        return Err(Invalid(told));
    }
    let needs = [&goes, &stays].into_iter().find(|person| person.id.is_empty());
    if let Some(person) = needs {
        return Err(Invalid(format!("{} has no id yet; edit that person once and they get one", person.name)));
    }
    let circles = circles(account);
    account.people.remove(from);
    let into = if from < into { into - 1 } else { into };
    pointers::rename(account, Kind::Person, &BTreeMap::from([(goes.id.clone(), stays.id.clone())]));
    pointers::nobody_points_at_themselves(account);
    let differs = said_of_both(account, into, &goes);
    if self::circles(account) > circles {
        let why =
            format!("then {} would stand above and beneath the same person; say first who reports to whom", stays.name);
        return Err(Invalid(why));
    }
    let told = format!("{} is {} now", goes.name, stays.name);
    if differs.is_empty() {
        return Ok(told);
    }
    let differs = differs.join("; ");
    let note = format!("Merged with {} ({}): {differs}.", goes.name, goes.id);
    let Some(person) = account.people.get_mut(into) else { return Ok(told) };
    both::add_line(&mut person.notes, &note);
    fields::fits(&person.notes)?;
    Ok(format!("{told}; in the notes, since it differs: {differs}"))
}

/// People of an account have other ids from now on, wherever they are named: the new ids by the old ones.
pub fn rename_people(account: &mut Account, ids: &BTreeMap<String, String>) {
    pointers::rename_items(account, Kind::Person, ids);
    pointers::rename(account, Kind::Person, ids);
}

/// What makes one of two accounts.
#[derive(Debug)]
pub struct Joined {
    /// The step, in words.
    pub label: String,
    /// What it changes: the one that stays, and the one that goes.
    pub changes: Vec<Change>,
    /// What comes of it, a sentence each.
    pub told: Vec<String>,
}

/// One account of the plan turns out to be another: the step that makes one of them.
///
/// # Errors
///
/// As [`accounts`]; one is not in the plan, or its file may not be written.
pub fn step(
    plan: &Plan,
    from: &AccountId,
    into: &AccountId,
    now: DateTime<FixedOffset>,
    me: Option<&str>,
) -> Result<Joined, Invalid> {
    let entry = |id| plan.accounts.get(id).ok_or_else(|| Invalid(format!("{id} is not in the plan")));
    let (goes, stays) = (entry(from)?, entry(into)?);
    let before = &goes.account;
    if let Some(why) = &goes.read_only {
        return Err(Invalid(format!("{} can't be merged: {why}", before.name)));
    }
    let (told, after) = stays.changed(|account| accounts(account, before, now, me))?;
    let label = format!("{} merged into {}", before.name, after.name);
    let change = |id: &AccountId, before: &Arc<Account>, after: Option<Account>| Change {
        key: FileKey::Account(id.clone()),
        before: Some(Value::Account(Arc::clone(before))),
        after: after.map(|account| Value::Account(Arc::new(account))),
    };
    let changes = vec![change(into, &stays.account, Some(after)), change(from, before, None)];
    Ok(Joined { label, changes, told })
}

/// Another account turns out to be this one. Says what came of it, a sentence each.
///
/// # Errors
///
/// They are one already; something of `from` could not be understood, or items of it share an id.
pub fn accounts(
    into: &mut Account,
    from: &Account,
    now: DateTime<FixedOffset>,
    me: Option<&str>,
) -> Result<Vec<String>, Invalid> {
    if into.id == from.id {
        return Err(Invalid(format!("{} is one account already", into.name)));
    }
    if let Some(told) = fields::told_unread(from) {
        return Err(Invalid(told));
    }
    if let Some(told) = twins::told(from) {
        return Err(Invalid(format!("in {}, {told}", from.name)));
    }
    let mut from = from.clone();
    give_free_ids(&mut from, into);
    let mut told = vec![items(&from)];
    let goes = (from.name.clone(), from.id.clone());
    let differs = of_the_account(into, &mut from);
    let known = into.people.len();
    into.people.append(&mut from.people);
    into.entry_point.candidates.append(&mut from.entry_point.candidates);
    into.research.append(&mut from.research);
    into.sequences.append(&mut from.sequences);
    into.meetings.append(&mut from.meetings);
    into.next_steps.append(&mut from.next_steps);
    into.opportunities.append(&mut from.opportunities);
    into.log.append(&mut from.log);
    for change in from.stages {
        put_by_day(&mut into.stages, change);
    }
    told.extend(join_people(into, known));
    let differs = differs.join("; ");
    write_down(into, &goes, &differs, now, me)?;
    if !differs.is_empty() {
        told.push(format!("in the log, since it differs: {differs}"));
    }
    told.retain(|sentence| !sentence.is_empty());
    Ok(told)
}

/// What is said of both: filled, added, or returned in words.
fn said_of_both(account: &mut Account, into: usize, goes: &Person) -> Vec<String> {
    let is_other = |id: &String| *id != goes.id && account.people.get(into).is_some_and(|into| into.id != *id);
    let boss = goes.reports_to.clone().filter(is_other);
    let referrer = goes.referred_by.clone().filter(is_other);
    let named = |id: &Option<String>| account.person_of(id.as_deref()).map(|person| person.name.clone()).or(id.clone());
    let (boss_name, referrer_name) = (named(&boss).unwrap_or_default(), named(&referrer).unwrap_or_default());
    let Some(person) = account.people.get_mut(into) else { return Vec::new() };
    let unread = person.unread.clone();
    let mut both = Both::new(&unread);
    person.absorbed.add(goes);
    both.text("name", &mut person.name, &goes.name);
    both.text("title", &mut person.title, &goes.title);
    both.text("department", &mut person.department, &goes.department);
    both.word("influence", &mut person.influence, goes.influence);
    both.word("support", &mut person.support, goes.support);
    both.emails(&mut person.emails, &goes.emails);
    both.phones(&mut person.phones, &goes.phones);
    both.text("linkedin", &mut person.linkedin, &goes.linkedin);
    both.maybe("connected_on", &mut person.connected_on, goes.connected_on.as_ref());
    both.text("timezone", &mut person.timezone, &goes.timezone);
    both::add(&mut person.away, &goes.away);
    both.one("referred_by", &mut person.referred_by, &referrer, |_| referrer_name.clone());
    // Whoever asked not to be written to did so under either name.
    person.do_not_contact |= goes.do_not_contact;
    both.ids(&mut person.ids, &goes.ids);
    both::add(&mut person.priorities, &goes.priorities);
    both::add_line(&mut person.notes, &goes.notes);
    let mut differs = both.differs();
    if let Some(boss) = boss {
        let has_boss = person.reports_to.clone();
        let at = account.people.iter().position(|each| each.id == boss);
        // What would close a circle is no boss, and who stands above is not said twice.
        let is_filled = has_boss.is_none()
            && unread.of("reports_to").is_none()
            && match at {
                Some(at) => map::report(account, into, Some(at)).is_ok(),
                None => {
                    account.people.get_mut(into).is_some_and(|person| person.reports_to.replace(boss.clone()).is_none())
                }
            };
        if !is_filled && has_boss.as_ref() != Some(&boss) {
            differs.push(format!("reports to {boss_name}"));
        }
    }
    differs
}

fn circles(account: &Account) -> usize {
    map::forest(&account.people).iter().filter(|node| matches!(node.boss, Boss::Circle(_))).count()
}

/// Which id an item of that account gets where it is merged into one that has its id already.
pub fn other_id(account: &str, old: &str) -> String {
    id::mint(&salt(account, old), |_| false)
}

fn salt(account: &str, old: &str) -> String {
    format!("{account}/{old}")
}

/// Whatever of `from` has an id that `into` has too gets another one.
fn give_free_ids(from: &mut Account, into: &Account) {
    for kind in Kind::ALL {
        let ids: Vec<String> = pointers::ids(from, kind);
        let mut renamed: BTreeMap<String, String> = BTreeMap::new();
        for old in ids.into_iter().filter(|id| into.has_item(id)) {
            let taken = |id: &str| into.has_item(id) || from.has_item(id) || renamed.values().any(|each| each == id);
            let new = match kind {
                Kind::Person => id::slug(&old, taken),
                _ => id::mint(&salt(&from.id, &old), taken),
            };
            renamed.insert(old, new);
        }
        if !renamed.is_empty() {
            pointers::rename_items(from, kind, &renamed);
            pointers::rename(from, kind, &renamed);
        }
    }
}

/// `2 people, 10 touches and 3 findings come along`
fn items(from: &Account) -> String {
    let touches = from.sequences.iter().map(|sequence| sequence.touches.len()).sum();
    let counts = [
        (from.people.len(), "person", "people"),
        (touches, "touch", "touches"),
        (from.research.len(), "finding", "findings"),
        (from.meetings.len(), "meeting", "meetings"),
        (from.next_steps.len(), "next step", "next steps"),
        (from.opportunities.len(), "opportunity", "opportunities"),
        (from.log.len(), "log entry", "log entries"),
        (from.entry_point.candidates.len(), "weighed entry point", "weighed entry points"),
    ];
    let there = counts.into_iter().filter(|(count, ..)| *count > 0);
    let told: Vec<String> = there.map(|(count, one, many)| counted(count, one, many)).collect();
    match told.as_slice() {
        [] => String::new(),
        [only] => format!("{only} along with it"),
        [rest @ .., last] => format!("{} and {last} along with it", rest.join(", ")),
    }
}

/// The account's own fields; says what differs.
fn of_the_account(into: &mut Account, from: &mut Account) -> Vec<String> {
    let unread = into.unread.clone();
    let mut both = Both::new(&unread);
    both.text("name", &mut into.name, &from.name);
    both.text("website", &mut into.website, &from.website);
    both.text("industry", &mut into.industry, &from.industry);
    both.maybe("tier", &mut into.tier, from.tier.as_ref());
    // A target has come nowhere yet.
    both.word("stage", &mut into.stage, from.stage);
    both.maybe("value", &mut into.value, from.value.as_ref());
    both.maybe("close_by", &mut into.close_by, from.close_by.as_ref());
    both.maybe("owner", &mut into.owner, from.owner.as_ref());
    both::add(&mut into.goals, &from.goals);
    both.text("why", &mut into.why, &from.why);
    both::add(&mut into.tags, &from.tags);
    both.maybe("revisit", &mut into.revisit, from.revisit.as_ref());
    both.ids(&mut into.ids, &from.ids);
    both::add(&mut into.readiness.not_applicable, &from.readiness.not_applicable);
    both.text("value proposition", &mut into.offer.value_proposition, &from.offer.value_proposition);
    both.text("proof", &mut into.offer.proof, &from.offer.proof);
    let (here, there) = (&mut into.entry_point, &mut from.entry_point);
    both.text("rationale", &mut here.rationale, &there.rationale);
    let has_one = !here.unit.is_empty() || !here.function.is_empty() || here.candidate.is_some();
    let is_same = here.unit == there.unit && here.function == there.function;
    let theirs = there.path(" › ");
    if !has_one || is_same {
        (here.unit, here.function) = (std::mem::take(&mut there.unit), std::mem::take(&mut there.function));
        if here.candidate.is_none() {
            here.candidate = there.candidate.take();
        }
    } else if !theirs.is_empty() && !there.candidates.iter().any(|each| each.path(" › ") == theirs) {
        // Another way in is one to be weighed.
        let id = id::mint(&format!("{}/entry point", from.id), |id| into.has_item(id) || from.has_item(id));
        let there = &mut from.entry_point;
        let (unit, function) = (there.unit.clone(), there.function.clone());
        there.candidates.push(Candidate { id, unit, function, ..Candidate::default() });
    }
    both.differs()
}

/// Of the people, of whom so many were known before, those who are the same become one.
fn join_people(account: &mut Account, known: usize) -> Vec<String> {
    let mut same: Vec<(String, String)> = Vec::new();
    let has_id = |person: &&Person| !person.id.is_empty();
    for person in account.people[known..].iter().filter(has_id) {
        let is_free = |twin: &&Person| same.iter().all(|(_, stays)| *stays != twin.id);
        let mut twins = account.people[..known].iter().filter(has_id).filter(is_free);
        if let Some(twin) = twins.find(|twin| is_same(twin, person)) {
            same.push((person.id.clone(), twin.id.clone()));
        }
    }
    let place = |account: &Account, id: &str| account.people.iter().position(|person| person.id == id);
    let mut told = Vec::new();
    for (goes, stays) in same {
        let (Some(from), Some(into)) = (place(account, &goes), place(account, &stays)) else { continue };
        let mut joined = account.clone();
        match people(&mut joined, from, into) {
            Ok(sentence) => {
                *account = joined;
                told.push(sentence);
            }
            // They stand beside each other, to be merged when that is settled.
            Err(Invalid(why)) => told.push(format!("{} stays twice: {why}", account.people[into].name)),
        }
    }
    told
}

/// By their profile, else by an address, else by their name.
fn is_same(a: &Person, b: &Person) -> bool {
    let profile = |person: &Person| {
        let plain = person.linkedin.to_lowercase();
        plain.rsplit_once("/in/").map(|(_, name)| name.trim_matches('/').to_owned()).filter(|name| !name.is_empty())
    };
    if let (Some(a), Some(b)) = (profile(a), profile(b)) {
        return a == b;
    }
    let shared = a.emails.iter().any(|a| b.emails.iter().any(|b| a.value.eq_ignore_ascii_case(&b.value)));
    let name = |person: &Person| person.name.trim().to_lowercase();
    shared || (!name(a).is_empty() && name(a) == name(b))
}

/// In its place among the others, which stay in theirs.
fn put_by_day(stages: &mut Vec<StageChange>, change: StageChange) {
    let behind = stages.iter().rposition(|each| each.on <= change.on).map_or(0, |at| at + 1);
    stages.insert(behind, change);
}

fn merged_with(name: &str, id: &str) -> String {
    format!("Merged with {name} ({id})")
}

/// Whether the account of that name and id was merged into this one, as its log says.
pub fn has_absorbed(account: &Account, name: &str, id: &AccountId) -> bool {
    let merged = merged_with(name, id);
    account.log.iter().any(|entry| entry.kind == LogKind::Note && entry.text.starts_with(&merged))
}

/// What was merged and what of it has no place stands in the log.
fn write_down(
    into: &mut Account,
    (name, id): &(String, AccountId),
    differs: &str,
    now: DateTime<FixedOffset>,
    me: Option<&str>,
) -> Result<(), Invalid> {
    let merged = merged_with(name, id);
    let text = if differs.is_empty() { format!("{merged}.") } else { format!("{merged}: {differs}.") };
    fields::fits(&text)?;
    let entry = LogEntry {
        id: into.fresh_id(&format!("merged {id} {now}")),
        at: Some(Moment::from(now)),
        kind: LogKind::Note,
        by: me.map(str::to_owned),
        text,
        ..LogEntry::default()
    };
    into.log.push(entry);
    Ok(())
}

#[cfg(test)]
mod tests;
