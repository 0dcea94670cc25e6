//! Which fields of an account could not be understood when it was read, and which of them an edit said anew.

use super::names::name;
use super::parts::parts_of;
use super::place::{Place, at_place, ids_of};
use super::{Context, Fields};
use crate::domain::account::Account;
use crate::domain::calendar::Calendar;
use crate::domain::meeting::PartAt;
use crate::domain::sequence::TouchAt;
use crate::domain::settings::Settings;
use crate::domain::unread::{Raw, Unread};

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
        item.unread().into_iter().flat_map(Unread::keys).collect()
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
    let context = Context { settings: &settings, calendar: &calendar, account: before, now, me: None, touch: None };
    let items = ids_of(before).into_iter().map(|(_, place, _)| place);
    let stages = (0..before.stages.len()).map(Place::StageChange);
    for was in items.chain(parts_of(before)).chain(stages).chain([Place::Account]) {
        let keys = at_place!(before, was, get, |item| keys(item)).unwrap_or_default();
        if keys.is_empty() {
            continue;
        }
        let Some(is) = was.follow(before, after) else { continue };
        for key in keys {
            let said = at_place!(&*after, is, get, |item| value(item, key, &context));
            if said != at_place!(before, was, get, |item| value(item, key, &context)) {
                _ = at_place!(&mut *after, is, get_mut, |item| mend(item, key));
            }
        }
    }
}

/// The first field of the account, or of anything in it, that could not be understood, in words.
pub fn told_unread(account: &Account) -> Option<String> {
    fn told<T: Fields>(item: &T, name: &str) -> Option<String> {
        item.unread().and_then(|unread| unread.told(name))
    }
    let items = ids_of(account).into_iter().map(|(_, place, _)| place);
    let stages = (0..account.stages.len()).map(Place::StageChange);
    let mut places = std::iter::once(Place::Account).chain(items).chain(parts_of(account)).chain(stages);
    places.find_map(|place| {
        let name = name(account, place);
        let name = if name.is_empty() { account.name.as_str() } else { &name };
        at_place!(account, place, get, |item| told(item, name)).flatten()
    })
}

const LISTS: [(&str, ItemAt); 8] = [
    ("entry_point.candidates", Place::Candidate),
    ("people", Place::Person),
    ("research", Place::Finding),
    ("meetings", Place::Meeting),
    ("next_steps", Place::NextStep),
    ("opportunities", Place::Opportunity),
    ("log", Place::Log),
    ("stages", Place::StageChange),
];

type ItemAt = fn(usize) -> Place;

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
    if let Some((meeting, rest)) = numbered(path, "meetings") {
        let part = |list| numbered(rest, list).map(|(part, key)| (PartAt { meeting, part }, key));
        if let Some((at, key)) = part("questions") {
            return (Place::Question(at), key);
        }
        if let Some((at, key)) = part("objections") {
            return (Place::Objection(at), key);
        }
    }
    let found = LISTS.iter().find_map(|(list, place)| numbered(path, list).map(|(i, key)| (place(i), key)));
    found.unwrap_or((Place::Account, path))
}
