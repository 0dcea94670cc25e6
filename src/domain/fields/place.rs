//! Where in an account an item stands, and its fields, whatever its kind.

use super::{Context, Field, Fields, Invalid, Kind};
use crate::domain::account::Account;
use crate::domain::calendar::Calendar;
use crate::domain::dates;
use crate::domain::sequence::TouchAt;
use crate::domain::settings::Settings;
use crate::domain::unread::Raw;

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
            Place::NextStep(i) => $account.next_steps.$get(i).map(|$item| $body),
            Place::Opportunity(i) => $account.opportunities.$get(i).map(|$item| $body),
            Place::Log(i) => $account.log.$get(i).map(|$item| $body),
            Place::StageChange(i) => $account.stages.$get(i).map(|$item| $body),
        }
    };
}

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
            return Err(Invalid(format!("there is no field “{key}” here; there is {keys}")));
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
    let context = &Context { touch: touch_of(place), ..*context };
    let done = at_place!(&mut *account, place, get_mut, |item| one(item, key, text, context));
    done.unwrap_or_else(|| Err(Invalid("there is no such item any more".into())))?;
    give_id(account, place, context);
    Ok(())
}

/// A field could not be understood when the account was read: its item keeps what is written. A path that leads to
/// nothing that is shown, or to a part of a list that was read otherwise, changes nothing.
pub fn note_unread(account: &mut Account, path: &str, written: &str, line: usize) {
    fn one<T: Fields>(item: &mut T, key: &str, written: &str, line: usize) {
        let field = T::FIELDS.iter().find(|field| field.key == key);
        if let (Some(field), Some(unread)) = (field, item.unread_mut()) {
            unread.note(Raw { key: field.key, written: written.to_owned(), line });
        }
    }
    let (place, key) = at_path(path);
    _ = at_place!(&mut *account, place, get_mut, |item| one(item, key, written, line));
}

/// What could not be understood and was said anew by an edit is understood now: it is written over.
pub fn mend_changed(before: &Account, after: &mut Account) {
    fn keys<T: Fields>(item: &T) -> Vec<&'static str> {
        let unread = item.unread().into_iter();
        unread.flat_map(|unread| T::FIELDS.iter().map(|f| f.key).filter(|key| unread.of(key).is_some())).collect()
    }
    fn value<T: Fields>(item: &T, key: &str, context: &Context) -> Option<String> {
        T::FIELDS.iter().find(|field| field.key == key).map(|field| (field.get)(item, context))
    }
    fn mend<T: Fields>(item: &mut T, key: &str) {
        if let Some(unread) = item.unread_mut() {
            unread.mend(key);
        }
    }
    let (settings, calendar) = (Settings::default(), Calendar::default());
    let now = chrono::DateTime::UNIX_EPOCH.fixed_offset();
    let items = ids_of(before);
    let now_at = ids_of(after).into_iter().map(|(list, place, id)| (list, place, id.to_owned())).collect::<Vec<_>>();
    let stages = (0..before.stages.len()).map(Place::StageChange);
    for was in items.iter().map(|(_, place, _)| *place).chain(stages).chain([Place::Account]) {
        let keys = at_place!(before, was, get, |item| keys(item)).unwrap_or_default();
        if keys.is_empty() {
            continue;
        }
        let known = items.iter().find(|(_, place, id)| *place == was && !id.is_empty());
        let is = known.and_then(|(list, _, id)| now_at.iter().find(|(l, _, i)| l == list && i == id));
        let is = is.map_or(was, |(_, place, _)| *place);
        for key in keys {
            let context =
                Context { settings: &settings, calendar: &calendar, account: before, now, me: None, touch: None };
            let said = at_place!(&*after, is, get, |item| value(item, key, &context));
            if said != at_place!(before, was, get, |item| value(item, key, &context)) {
                _ = at_place!(&mut *after, is, get_mut, |item| mend(item, key));
            }
        }
    }
}

/// The item that a key path of the file leads to, and the rest of the path.
fn at_path(path: &str) -> (Place, &str) {
    fn numbered<'p>(path: &'p str, list: &str) -> Option<(usize, &'p str)> {
        let (number, rest) = path.strip_prefix(list)?.strip_prefix('.')?.split_once('.')?;
        Some((number.parse().ok()?, rest))
    }
    if let Some((sequence, rest)) = numbered(path, "sequences") {
        return match numbered(rest, "touches") {
            Some((touch, key)) => (Place::Touch(TouchAt { sequence, touch }), key),
            None => (Place::Sequence(sequence), rest),
        };
    }
    const LISTS: [(&str, fn(usize) -> Place); 8] = [
        ("entry_point.candidates", Place::Candidate),
        ("people", Place::Person),
        ("research", Place::Finding),
        ("meetings", Place::Meeting),
        ("next_steps", Place::NextStep),
        ("opportunities", Place::Opportunity),
        ("log", Place::Log),
        ("stages", Place::StageChange),
    ];
    let found = LISTS.iter().find_map(|(list, place)| numbered(path, list).map(|(i, key)| (place(i), key)));
    found.unwrap_or((Place::Account, path))
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
        Place::Account | Place::StageChange(_) => None,
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
    found.ok_or_else(|| Invalid(unknown(account, &items, key)))
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
        Some(list) => format!("there is no “{key}”; say {list}.ID.FIELD, where there is {}", ids.join(", ")),
        None => format!(
            "there is no field “{key}”; of the account there is {}; of an item people.ID.FIELD and the like",
            fields(Place::Account)
        ),
    }
}
