//! Three-way merge of what a file says: what both knew (base), what we want it to say (ours), what it says now
//! (theirs). Pure; by key path, and by id in lists of items.
//!
//! It may never lose a value: each that either side set is in the result, or in a clash. Where both changed one
//! thing, the result keeps what is on the disk, and the clash holds ours. Fields that are one decision (`domain/decision.rs`)
//! are one thing: the result never says half of each side's.
//!
//! One thing alone is settled without anybody: where a person whom both sides added came from, and when. Nobody means
//! anything by that, so the earlier day stands, and both sources do, whichever side merges.

mod places;

use std::borrow::Cow;
use std::collections::BTreeMap;

use toml::{Table as Tree, Value as Leaf};

use crate::domain::{decision, keypath};
pub use places::{get, set};

/// Both sides changed the same thing, differently.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    /// Where: `people.dana-cole.title`; items of lists by their id.
    pub path: String,
    /// What both knew; nothing if it was not there.
    pub base: Option<Leaf>,
    /// What we want; nothing: that it goes.
    pub ours: Option<Leaf>,
    /// What the result keeps; nothing: it is gone.
    pub theirs: Option<Leaf>,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Merged {
    /// What the file is to say.
    pub tree: Tree,
    /// What somebody has to decide.
    pub clashes: Vec<Clash>,
}

/// Merge.
pub fn merge(base: &Tree, ours: &Tree, theirs: &Tree) -> Merged {
    let mut clashes = Vec::new();
    let tree = tables(base, ours, theirs, "", &mut clashes);
    Merged { tree, clashes }
}

/// A tree as it was understood, with what stands in the file and was not understood: unknown keys, values of the wrong
/// kind. So that nobody writes over them unseen.
pub fn with_unknown(understood: &Tree, raw: &Tree) -> Tree {
    let mut whole = understood.clone();
    for (key, raw) in raw {
        match (whole.get_mut(key), raw) {
            (None, raw) => _ = whole.insert(key.clone(), raw.clone()),
            (Some(Leaf::Table(inner)), Leaf::Table(raw)) => *inner = with_unknown(inner, raw),
            (Some(Leaf::Array(items)), Leaf::Array(raw)) => {
                for item in items.iter_mut() {
                    let twin = id_of(item).and_then(|id| raw.iter().find(|raw| id_of(raw).as_ref() == Some(&id)));
                    if let (Leaf::Table(item), Some(Leaf::Table(raw))) = (&mut *item, twin) {
                        *item = with_unknown(item, raw);
                    }
                }
            }
            _ => {}
        }
    }
    whole
}

/// What is different, by path, in both states.
pub fn differences(before: &Tree, after: &Tree) -> Vec<(String, Option<Leaf>, Option<Leaf>)> {
    let mut all = Vec::new();
    between_tables(before, after, "", &mut all);
    all
}

type Differences = Vec<(String, Option<Leaf>, Option<Leaf>)>;

fn between_tables(before: &Tree, after: &Tree, path: &str, all: &mut Differences) {
    let gone = before.keys().filter(|key| !after.contains_key(*key));
    for key in after.keys().chain(gone) {
        between(before.get(key), after.get(key), keypath::joined(path, key), all);
    }
}

fn between(before: Option<&Leaf>, after: Option<&Leaf>, path: String, all: &mut Differences) {
    match (before, after) {
        _ if before == after => {}
        (Some(Leaf::Table(before)), Some(Leaf::Table(after))) => between_tables(before, after, &path, all),
        (Some(Leaf::Array(before)), Some(Leaf::Array(after)))
            if before.iter().chain(after).all(|item| id_of(item).is_some()) =>
        {
            let (b, order) = known(before, &[]);
            let (a, now) = known(after, &[]);
            // Which address or number comes first is said by their order.
            let are_ways = after.iter().all(|item| item.get("value").is_some());
            if are_ways && a.keys().eq(b.keys()) && order != now {
                all.push((path, Some(Leaf::Array(before.clone())), Some(Leaf::Array(after.clone()))));
                return;
            }
            for at in now.iter().chain(order.iter().filter(|at| !a.contains_key(*at))) {
                between(b.get(at).copied(), a.get(at).copied(), keypath::joined(&path, &at.told()), all);
            }
        }
        _ => all.push((path, before.cloned(), after.cloned())),
    }
}

/// One thing in its three states.
#[derive(Clone, Copy)]
struct Three<'a> {
    base: Option<&'a Leaf>,
    ours: Option<&'a Leaf>,
    theirs: Option<&'a Leaf>,
}

fn tables(base: &Tree, ours: &Tree, theirs: &Tree, path: &str, clashes: &mut Vec<Clash>) -> Tree {
    let decided = decided(base, ours, theirs, path, clashes);
    let origin = origin(base, ours, theirs, path).unwrap_or_default();
    let mut merged = Tree::new();
    let added = ours.keys().filter(|key| !theirs.contains_key(*key));
    for key in theirs.keys().chain(added) {
        let three = Three { base: base.get(key), ours: ours.get(key), theirs: theirs.get(key) };
        let leaf = match origin.get(key) {
            Some(leaf) => Some(leaf.clone()),
            None if let Some(stands) = decided.get(key.as_str()) => stands.clone(),
            None => field(three, &keypath::joined(path, key), clashes),
        };
        if let Some(leaf) = leaf {
            merged.insert(key.clone(), leaf);
        }
    }
    merged
}

/// What a contact says of where they came from: on which day, and of what.
const ORIGIN: [&str; 2] = ["imported", "source"];

/// What stands between two sources.
const SOURCES: &str = ", ";

/// Of somebody who came from two places the earlier day, and both sources, that one's first; on one day in the order of the
/// sources, so that both sides say the same. Nothing, where only one side says it, or it was known before.
fn origin(base: &Tree, ours: &Tree, theirs: &Tree, path: &str) -> Option<Tree> {
    let is_person = matches!(keypath::keys(path).as_slice(), [list, _] if list == "people");
    let says = |tree: &Tree| ORIGIN.iter().any(|key| tree.contains_key(*key));
    if path.is_empty() || !is_person || says(base) || !says(ours) || !says(theirs) {
        return None;
    }
    let by_day = |tree: &Tree| {
        let [day, source] = ORIGIN.map(|key| tree.get(key).map(ToString::to_string));
        (day.is_none(), day, source)
    };
    let (first, then) = if by_day(ours) < by_day(theirs) { (ours, theirs) } else { (theirs, ours) };
    let mut origin: Tree =
        ORIGIN.iter().filter_map(|key| Some(((*key).to_owned(), first.get(*key)?.clone()))).collect();
    if let [Some(one), Some(other)] = [first, then].map(|tree| tree.get("source").and_then(Leaf::as_str)) {
        let mut sources: Vec<&str> = one.split(SOURCES).collect();
        let more: Vec<&str> = other.split(SOURCES).filter(|each| !sources.contains(each)).collect();
        sources.extend(more);
        origin.insert("source".to_owned(), sources.join(SOURCES).into());
    }
    Some(origin)
}

/// Decisions that both sides have made, and not the same: one clash each, whatever the fields in it, and the disk's stands. No
/// clash, where both have decided the same at another hour, or one of them is what a new account says before anybody decides.
/// Says of the fields what they are to be.
fn decided(
    base: &Tree,
    ours: &Tree,
    theirs: &Tree,
    path: &str,
    clashes: &mut Vec<Clash>,
) -> BTreeMap<&'static str, Option<Leaf>> {
    let place = if path.is_empty() { Vec::new() } else { keypath::keys(path) };
    let mut decided = BTreeMap::new();
    for decision in decision::at(&place) {
        let [known, own, their] = [base, ours, theirs].map(|tree| decision.in_table(tree));
        if own == their || own == known || their == known {
            continue;
        }
        let is_new = known.is_none();
        let gives_way = is_new && decision::is_to_begin_with(their.as_ref());
        let stands = if gives_way { ours } else { theirs };
        decided.extend(decision.fields.iter().map(|field| (*field, stands.get(*field).cloned())));
        let is_settled = decision::is_one(own.as_ref(), their.as_ref())
            || gives_way
            || (is_new && decision::is_to_begin_with(own.as_ref()));
        if !is_settled {
            let path = keypath::together(path, decision.fields);
            clashes.push(Clash { path, base: known, ours: own, theirs: their });
        }
    }
    decided
}

/// A table that one side took out is one without anything: what the other put beside its fields meanwhile stays.
fn field(three: Three, path: &str, clashes: &mut Vec<Clash>) -> Option<Leaf> {
    let nothing = Tree::new();
    let (base, ours, theirs) = match (three.base, three.ours, three.theirs) {
        (Some(Leaf::Table(base)), None, Some(Leaf::Table(theirs))) => (base, &nothing, theirs),
        (Some(Leaf::Table(base)), Some(Leaf::Table(ours)), None) => (base, ours, &nothing),
        _ => return one(three, path, clashes),
    };
    let merged = tables(base, ours, theirs, path, clashes);
    (!merged.is_empty()).then_some(Leaf::Table(merged))
}

fn one(three: Three, path: &str, clashes: &mut Vec<Clash>) -> Option<Leaf> {
    let Three { base, ours, theirs } = three;
    if ours == theirs || ours == base {
        return theirs.cloned();
    }
    if theirs == base {
        return ours.cloned();
    }
    if let (Some(Leaf::Table(ours)), Some(Leaf::Table(theirs))) = (ours, theirs) {
        let nothing = Tree::new();
        let base = base.and_then(Leaf::as_table).unwrap_or(&nothing);
        let merged = tables(base, ours, theirs, path, clashes);
        return says_something(merged.is_empty(), three).then_some(Leaf::Table(merged));
    }
    if let (Some(ours), Some(theirs)) = (as_list(ours), as_list(theirs))
        && let Some(merged) =
            lists(base.and_then(Leaf::as_array).map_or(&[], Vec::as_slice), ours, theirs, path, clashes)
    {
        return says_something(merged.is_empty(), three).then_some(Leaf::Array(merged));
    }
    clashes.push(Clash { path: path.to_owned(), base: base.cloned(), ours: ours.cloned(), theirs: theirs.cloned() });
    theirs.cloned()
}

/// What has become empty by both says nothing, and goes; what one side wrote down empty stays.
fn says_something(is_empty: bool, three: Three) -> bool {
    let is_said_empty = |leaf: &Leaf| {
        leaf.as_table().is_some_and(Tree::is_empty) || leaf.as_array().is_some_and(|items: &Vec<Leaf>| items.is_empty())
    };
    !is_empty || [three.ours, three.theirs].into_iter().flatten().any(is_said_empty)
}

/// A list that is not there is an empty one.
fn as_list(leaf: Option<&Leaf>) -> Option<&[Leaf]> {
    leaf.map_or(Some(&[]), |leaf| leaf.as_array().map(Vec::as_slice))
}

/// Lists of items, of words and of days; others are one value each.
fn lists(base: &[Leaf], ours: &[Leaf], theirs: &[Leaf], path: &str, clashes: &mut Vec<Clash>) -> Option<Vec<Leaf>> {
    let mut all = base.iter().chain(ours).chain(theirs);
    if all.clone().all(Leaf::is_table) {
        return Some(items(base, ours, theirs, path, clashes));
    }
    let merged = (all.clone().all(Leaf::is_str) || all.all(Leaf::is_datetime)).then(|| words(base, ours, theirs));
    // Each side let another one go: that nobody is left neither has said.
    merged.filter(|merged| !merged.is_empty() || ours.is_empty() || theirs.is_empty())
}

/// Tags, days off and the like: what either side added is in, what either side took out is out.
fn words(base: &[Leaf], ours: &[Leaf], theirs: &[Leaf]) -> Vec<Leaf> {
    let kept = theirs.iter().filter(|word| ours.contains(word) || !base.contains(word));
    let mut merged: Vec<Leaf> = kept.cloned().collect();
    for word in ours.iter().filter(|word| !base.contains(word)) {
        if !merged.contains(word) {
            merged.push(word.clone());
        }
    }
    merged
}

/// What an item is known by: its id; without one, or where several share it, all that it says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Known {
    Id(String),
    Says(String, usize),
}

impl Known {
    fn told(&self) -> String {
        match self {
            Self::Id(id) => id.clone(),
            Self::Says(_, n) => format!("({})", n + 1),
        }
    }
}

type Items<'a> = BTreeMap<Known, &'a Leaf>;

/// The items by what they are known by, and in their order.
fn known<'a>(list: &'a [Leaf], shared: &[Cow<str>]) -> (Items<'a>, Vec<Known>) {
    let mut items = Items::new();
    let mut order = Vec::new();
    for item in list {
        let id = id_of(item).filter(|id| !shared.contains(id));
        let known = match id {
            Some(id) => Known::Id(id.into_owned()),
            None => {
                let says = item.to_string();
                let twins = order.iter().filter(|known| matches!(known, Known::Says(other, _) if *other == says));
                let n = twins.count();
                Known::Says(says, n)
            }
        };
        items.insert(known.clone(), item);
        order.push(known);
    }
    (items, order)
}

/// What names an item: its id; of a playbook's touch the key, of an address or a number itself, of an absence the day on
/// which it begins.
const NAMES: [&str; 4] = ["id", "key", "value", "from"];

fn id_of(item: &Leaf) -> Option<Cow<'_, str>> {
    let name = NAMES.iter().find_map(|name| item.get(name))?;
    let name = match name {
        Leaf::String(text) => Cow::Borrowed(text.as_str()),
        Leaf::Datetime(day) => Cow::Owned(day.to_string()),
        _ => return None,
    };
    Some(name).filter(|name| !name.is_empty())
}

/// Ids that stand twice in one of the lists name nothing.
fn shared<'a>(lists: &[&'a [Leaf]]) -> Vec<Cow<'a, str>> {
    let mut shared = Vec::new();
    for list in lists {
        let mut ids: Vec<Cow<str>> = list.iter().filter_map(id_of).collect();
        ids.sort_unstable();
        shared.extend(ids.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].clone()));
    }
    shared
}

fn items(base: &[Leaf], ours: &[Leaf], theirs: &[Leaf], path: &str, clashes: &mut Vec<Clash>) -> Vec<Leaf> {
    let shared = shared(&[base, ours, theirs]);
    let (b, base_order) = known(base, &shared);
    let (o, our_order) = known(ours, &shared);
    let (t, their_order) = known(theirs, &shared);
    let mut merged: BTreeMap<&Known, Leaf> = BTreeMap::new();
    for at in their_order.iter().chain(our_order.iter().filter(|at| !t.contains_key(*at))) {
        let three = Three { base: b.get(at).copied(), ours: o.get(at).copied(), theirs: t.get(at).copied() };
        if let Some(item) = one(three, &keypath::joined(path, &at.told()), clashes) {
            merged.insert(at, item);
        }
    }
    let order = order(&base_order, &our_order, &their_order);
    order.into_iter().filter_map(|at| merged.remove(at)).collect()
}

/// Whoever moved items has their order; if both did, the disk's. What only the other has stands behind what it stood
/// behind there.
fn order<'a>(base: &[Known], ours: &'a [Known], theirs: &'a [Known]) -> Vec<&'a Known> {
    let common = |list: &'a [Known], other: &[Known]| -> Vec<&'a Known> {
        list.iter().filter(|at| base.contains(at) && other.contains(at)).collect()
    };
    let before: Vec<&Known> = base.iter().filter(|at| ours.contains(at) && theirs.contains(at)).collect();
    let they_moved = common(theirs, ours).iter().zip(&before).any(|(now, was)| now != was);
    let (first, second) = if they_moved { (theirs, ours) } else { (ours, theirs) };
    let mut order: Vec<&Known> = first.iter().collect();
    for (i, at) in second.iter().enumerate().filter(|(_, at)| !first.contains(at)) {
        let before = second[..i].iter().rev().find_map(|before| order.iter().position(|each| *each == before));
        order.insert(before.map_or(0, |before| before + 1), at);
    }
    order
}

#[cfg(test)]
pub(in crate::store) mod tests;
