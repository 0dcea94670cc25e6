//! Where in an account an item stands, and its fields, whatever its kind.

use super::{Context, Field, Fields, Invalid, Kind, parts};
use crate::domain::account::Account;
use crate::domain::dates;
use crate::domain::meeting::PartAt;
use crate::domain::near;
use crate::domain::sequence::TouchAt;

/// An item of an account. Indices count from 0 and are good only until the account changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The account itself, its entry point and its offer.
    Account,
    /// A weighed entry point.
    Candidate(usize),
    /// A decision maker.
    Person(usize),
    /// A finding.
    Finding(usize),
    /// A sequence.
    Sequence(usize),
    /// A touch of a sequence.
    Touch(TouchAt),
    /// A meeting.
    Meeting(usize),
    /// A question that is to be asked in a meeting.
    Question(PartAt),
    /// What may be said against it in a meeting.
    Objection(PartAt),
    /// A next step.
    NextStep(usize),
    /// An opportunity.
    Opportunity(usize),
    /// A log entry.
    Log(usize),
    /// A change of stage.
    StageChange(usize),
}

/// What a form needs to know of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// As in the file.
    pub key: &'static str,
    /// As on the screen.
    pub label: &'static str,
    /// How it is typed.
    pub kind: Kind,
    /// What it is for.
    pub hint: &'static str,
}

impl Spec {
    pub(super) fn of<T>(field: &Field<T>) -> Self {
        Self { key: field.key, label: field.label, kind: field.kind, hint: field.hint }
    }
}

/// Runs one expression over the item at a place, whatever its type. `$item` is a place expression, so that the same
/// list serves reading and writing.
macro_rules! at_place {
    ($account:expr, $place:expr, $get:ident, |$item:ident| $body:expr) => {
        match $place {
            Place::Account => Some({
                let $item = $account;
                $body
            }),
            Place::Candidate(i) => $account.entry_point.candidates.$get(i).map(|$item| $body),
            Place::Person(i) => $account.people.$get(i).map(|$item| $body),
            Place::Finding(i) => $account.research.$get(i).map(|$item| $body),
            Place::Sequence(i) => $account.sequences.$get(i).map(|$item| $body),
            Place::Touch(at) => {
                $account.sequences.$get(at.sequence).and_then(|s| s.touches.$get(at.touch)).map(|$item| $body)
            }
            Place::Meeting(i) => $account.meetings.$get(i).map(|$item| $body),
            Place::Question(at) => $account
                .meetings
                .$get(at.meeting)
                .and_then(|meeting| meeting.questions.$get(at.part))
                .map(|$item| $body),
            Place::Objection(at) => $account
                .meetings
                .$get(at.meeting)
                .and_then(|meeting| meeting.objections.$get(at.part))
                .map(|$item| $body),
            Place::NextStep(i) => $account.next_steps.$get(i).map(|$item| $body),
            Place::Opportunity(i) => $account.opportunities.$get(i).map(|$item| $body),
            Place::Log(i) => $account.log.$get(i).map(|$item| $body),
            Place::StageChange(i) => $account.stages.$get(i).map(|$item| $body),
        }
    };
}

pub(super) use at_place;

/// The fields of the item, in the order of the form; none if there is no such item.
pub fn specs(account: &Account, place: Place) -> Vec<Spec> {
    fn all<T: Fields>(_: &T) -> Vec<Spec> {
        T::FIELDS.iter().map(Spec::of).collect()
    }
    at_place!(account, place, get, |item| all(item)).unwrap_or_default()
}

/// The value of a field as text; none if there is no such item or field.
pub fn get(account: &Account, place: Place, key: &str, context: &Context) -> Option<String> {
    fn one<T: Fields>(item: &T, key: &str, context: &Context) -> Option<String> {
        if let Some(written) = item.unread().and_then(|unread| unread.of(key)) {
            return Some(written.to_owned());
        }
        T::FIELDS.iter().find(|field| field.key == key).map(|field| (field.get)(item, context))
    }
    let context = &Context { touch: touch_of(place), ..*context };
    at_place!(account, place, get, |item| one(item, key, context)).flatten()
}

/// Set a field from text. An item without an id gets one, now that it is edited.
pub fn set(account: &mut Account, place: Place, key: &str, text: &str, context: &Context) -> Result<(), Invalid> {
    fn one<T: Fields>(item: &mut T, key: &str, text: &str, context: &Context) -> Result<(), Invalid> {
        let Some(field) = T::FIELDS.iter().find(|field| field.key == key) else {
            let keys = T::FIELDS.iter().map(|field| field.key).collect::<Vec<_>>().join(", ");
            let meant = near::meant(key, T::FIELDS.iter().map(|field| field.key));
            return Err(Invalid(format!("there is no field “{key}” here{meant}; there is {keys}")));
        };
        // What can't be understood may stay as it is written; whatever else is said takes its place.
        if item.unread().and_then(|unread| unread.of(key)) == Some(text) {
            return Ok(());
        }
        (field.set)(item, text, context)?;
        if let Some(unread) = item.unread_mut() {
            unread.mend(key);
        }
        Ok(())
    }
    super::fits(text)?;
    let context = &Context { touch: touch_of(place), ..*context };
    let done = at_place!(&mut *account, place, get_mut, |item| one(item, key, text, context));
    done.unwrap_or_else(|| Err(Invalid("there is no such item any more".into())))?;
    give_id(account, place, context);
    if let (Place::Candidate(i), "unit" | "function") = (place, key) {
        // The chosen one is the entry point: it is called what its candidate is called.
        let chosen = account.entry_point.candidate.clone().filter(|id| !id.is_empty());
        if let Some(id) = chosen.filter(|id| account.entry_point.candidates.get(i).is_some_and(|each| each.id == *id)) {
            account.choose_candidate(&id);
        }
    }
    Ok(())
}

/// What a value, as a field shows it, means, where that is more than what it says: a date with its weekday and how
/// far it is, an amount with its currency.
pub fn meaning(spec: &Spec, value: &str, context: &Context) -> Option<String> {
    let reading = context.reading(None);
    match spec.kind {
        Kind::Date => value.parse().ok().map(|day| dates::echo(day, reading.today, reading.calendar)),
        Kind::Moment => {
            let at = dates::parse_moment(value, &reading, context.zone()).ok()?;
            Some(dates::echo_moment(&at, &reading, context.zone()))
        }
        Kind::Number if spec.key == "value" => value.parse().ok().map(|amount| context.settings.money(amount)),
        _ => None,
    }
}

fn touch_of(place: Place) -> Option<TouchAt> {
    match place {
        Place::Touch(at) => Some(at),
        _ => None,
    }
}

/// The id slot of an item; none for what has no id.
fn id_slot(account: &mut Account, place: Place) -> Option<&mut String> {
    match place {
        // The parts of a conversation plan are named by where they stand in it.
        Place::Account | Place::StageChange(_) | Place::Question(_) | Place::Objection(_) => None,
        Place::Candidate(i) => account.entry_point.candidates.get_mut(i).map(|item| &mut item.id),
        Place::Person(i) => account.people.get_mut(i).map(|item| &mut item.id),
        Place::Finding(i) => account.research.get_mut(i).map(|item| &mut item.id),
        Place::Sequence(i) => account.sequences.get_mut(i).map(|item| &mut item.id),
        Place::Touch(at) => {
            account.sequences.get_mut(at.sequence).and_then(|s| s.touches.get_mut(at.touch)).map(|item| &mut item.id)
        }
        Place::Meeting(i) => account.meetings.get_mut(i).map(|item| &mut item.id),
        Place::NextStep(i) => account.next_steps.get_mut(i).map(|item| &mut item.id),
        Place::Opportunity(i) => account.opportunities.get_mut(i).map(|item| &mut item.id),
        Place::Log(i) => account.log.get_mut(i).map(|item| &mut item.id),
    }
}

fn give_id(account: &mut Account, place: Place, context: &Context) {
    if id_slot(account, place).is_none_or(|id| !id.is_empty()) {
        return;
    }
    let fresh = match place {
        Place::Person(i) => {
            let name = account.people[i].name.clone();
            crate::domain::id::slug(&name, |id| account.person(id).is_some())
        }
        _ => account.fresh_id(&format!("{place:?}{}", context.now.timestamp_micros())),
    };
    if let Some(id) = id_slot(account, place) {
        *id = fresh;
    }
}

/// The collections of an account by their key in the file, each with the ids of its items.
pub fn ids_of(account: &Account) -> Vec<(&'static str, Place, &str)> {
    let mut all: Vec<(&'static str, Place, &str)> = Vec::new();
    let mut add = |key, place, id| all.push((key, place, id));
    for (i, item) in account.entry_point.candidates.iter().enumerate() {
        add("entry_point.candidates", Place::Candidate(i), item.id.as_str());
    }
    for (i, item) in account.people.iter().enumerate() {
        add("people", Place::Person(i), item.id.as_str());
    }
    for (i, item) in account.research.iter().enumerate() {
        add("research", Place::Finding(i), item.id.as_str());
    }
    for (i, item) in account.sequences.iter().enumerate() {
        add("sequences", Place::Sequence(i), item.id.as_str());
        for (j, touch) in item.touches.iter().enumerate() {
            add("touches", Place::Touch(TouchAt { sequence: i, touch: j }), touch.id.as_str());
        }
    }
    for (i, item) in account.meetings.iter().enumerate() {
        add("meetings", Place::Meeting(i), item.id.as_str());
    }
    for (i, item) in account.next_steps.iter().enumerate() {
        add("next_steps", Place::NextStep(i), item.id.as_str());
    }
    for (i, item) in account.opportunities.iter().enumerate() {
        add("opportunities", Place::Opportunity(i), item.id.as_str());
    }
    for (i, item) in account.log.iter().enumerate() {
        add("log", Place::Log(i), item.id.as_str());
    }
    all
}

/// The name of an item, good as long as the account has it: its list and its id, `people.dana-cole`; without an id where
/// it stands. Empty for the account itself.
pub fn name(account: &Account, place: Place) -> String {
    if let Some((list, _, id)) = ids_of(account).into_iter().find(|(_, each, id)| *each == place && !id.is_empty()) {
        return format!("{list}.{id}");
    }
    match place {
        Place::Account => String::new(),
        place => parts::part_name(account, place).unwrap_or_else(|| format!("{place:?}")),
    }
}

/// The item of that name.
pub fn named(account: &Account, name: &str) -> Option<Place> {
    if name.is_empty() {
        return Some(Place::Account);
    }
    let of_id =
        |(list, _, id): &(&str, Place, &str)| name.strip_prefix(list).and_then(|at| at.strip_prefix('.')) == Some(id);
    let where_it_stands = |(_, place, id): &(&str, Place, &str)| id.is_empty() && format!("{place:?}") == name;
    let items = ids_of(account);
    let item = items.iter().find(|item| of_id(item) || where_it_stands(item)).map(|(_, place, _)| *place);
    item.or_else(|| parts::part_named(account, name))
}

impl Place {
    /// Where the item stands after the account has changed; nothing if it is gone. One without an id is where it was.
    pub fn follow(self, was: &Account, is: &Account) -> Option<Self> {
        if matches!(self, Self::Question(_) | Self::Objection(_)) {
            return parts::follow_part(self, was, is);
        }
        let known = ids_of(was).into_iter().any(|(_, place, id)| place == self && !id.is_empty());
        if known { named(is, &name(was, self)) } else { Some(self) }
    }

    /// Where the item stands that was called so when it stood here; nothing if it is gone. One that had no id then is
    /// still here.
    pub fn still(self, called: &str, account: &Account) -> Option<Self> {
        let had_an_id = called.contains('.');
        let is_there = || ids_of(account).into_iter().any(|(_, place, _)| place == self);
        named(account, called).or_else(|| (!had_an_id && is_there()).then_some(self))
    }
}

/// What `inroad set ACCOUNT KEY` means: a field of the account (`entry_point.unit`), or of an item by its id
/// (`people.dana-cole.influence`, `touches.k7qd.subject`).
pub fn locate<'k>(account: &Account, key: &'k str) -> Result<(Place, &'k str), Invalid> {
    if Account::FIELDS.iter().any(|field| field.key == key) {
        return Ok((Place::Account, key));
    }
    let items = ids_of(account);
    let found = items.iter().find_map(|(collection, place, id)| {
        let rest = key.strip_prefix(collection)?.strip_prefix('.')?.strip_prefix(id)?.strip_prefix('.')?;
        (!id.is_empty()).then_some((*place, rest))
    });
    // A question or an objection, as `add` has named it.
    let part = || key.rsplit_once('.').and_then(|(part, field)| Some((parts::part_named(account, part)?, field)));
    part().or(found).ok_or_else(|| Invalid(unknown(account, &items, key)))
}

/// As far as a key is right: an item without a field, a list without an item, nothing at all.
fn unknown(account: &Account, items: &[(&str, Place, &str)], key: &str) -> String {
    let fields = |place: Place| specs(account, place).iter().map(|spec| spec.key).collect::<Vec<_>>().join(", ");
    if let Some((.., place, _)) = items.iter().find(|(list, _, id)| key == format!("{list}.{id}")) {
        return format!("“{key}” is an item; say {key}.FIELD, where there is {}", fields(*place));
    }
    let of_list = |list: &str| key == list || key.strip_prefix(list).is_some_and(|rest| rest.starts_with('.'));
    let (lists, ids): (Vec<&str>, Vec<&str>) =
        items.iter().filter(|(list, ..)| of_list(list)).map(|(list, _, id)| (*list, *id)).unzip();
    match lists.first() {
        Some(list) => {
            let rest = key.strip_prefix(list).unwrap_or_default().trim_start_matches('.');
            let meant = near::meant(rest.split('.').next().unwrap_or_default(), ids.iter().copied());
            format!("there is no “{key}”{meant}; say {list}.ID.FIELD, where there is {}", ids.join(", "))
        }
        None => format!(
            "there is no field “{key}”{}; of the account there is {}; of an item people.ID.FIELD and the like",
            near::meant(key, specs(account, Place::Account).iter().map(|spec| spec.key)),
            fields(Place::Account)
        ),
    }
}
