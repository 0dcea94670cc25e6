//! Writing a change into a file's own text: only what differs is touched, so that comments, order, unknown keys, blank
//! lines and string styles survive. What was not understood when reading is in neither of the two values, so it is
//! never written.

use serde::Serialize;
use toml::{Table as Tree, Value as Leaf};
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::comments;
use super::positions;
use super::text::Text;
use crate::domain::unread;

/// Lists that are written as `[[blocks]]`, one item each.
pub(super) const BLOCKS: &[&str] = &[
    "stages",
    "entry_point.candidates",
    "people",
    "research",
    "sequences",
    "sequences.touches",
    "meetings",
    "next_steps",
    "opportunities",
    "log",
    "members",
    "goals",
    "goals.progress",
    "touches",
];

/// Tables that are written under a `[header]`.
pub(super) const HEADERS: &[&str] = &["entry_point", "readiness", "offer", "calendar", "answers"];

/// The text after the change from one value to the other. An empty text gives a whole new file.
pub fn patch<T: Serialize>(text: &str, old: Option<&T>, new: &T) -> Result<String, String> {
    let before = old.map_or_else(|| Ok(Tree::new()), tree)?;
    between(text, &before, &tree(new)?)
}

/// The text after the change from one tree to the other.
pub fn between(text: &str, before: &Tree, after: &Tree) -> Result<String, String> {
    let clothes = Text::new(text);
    let mut document: DocumentMut = clothes.plain.parse().map_err(|error: toml_edit::TomlError| error.to_string())?;
    if before == after {
        return Ok(text.to_owned());
    }
    comments::hang(&mut document);
    patch_table(document.as_table_mut(), before, after, "");
    positions::settle(&mut document);
    Ok(clothes.dress(document.to_string()))
}

/// The value as TOML would hold it, without what an absent key means anyway.
pub fn tree<T: Serialize>(value: &T) -> Result<Tree, String> {
    // Through text: `Table::try_from` would make a table of every date.
    let mut text = String::new();
    value.serialize(toml::ser::ValueSerializer::new(&mut text)).map_err(|error| error.to_string())?;
    let Leaf::Table(mut tree) = text.parse::<Leaf>().map_err(|error| error.to_string())? else {
        return Err("only a table can be written".to_owned());
    };
    prune(&mut tree);
    Ok(tree)
}

/// Empty texts, lists and tables and `false` say nothing. List items stay, whatever they hold.
fn prune(tree: &mut Tree) {
    // What was not understood has no value, so it is in no tree; said anew, it is written.
    if let Some(Leaf::Array(keys)) = tree.remove(unread::KEY) {
        keys.iter().filter_map(Leaf::as_str).for_each(|key| take_out(tree, key));
    }
    for (_, leaf) in tree.iter_mut() {
        prune_leaf(leaf);
    }
    tree.retain(|_, leaf| match leaf {
        Leaf::String(text) => !text.is_empty(),
        Leaf::Array(items) => !items.is_empty(),
        Leaf::Table(table) => !table.is_empty(),
        Leaf::Boolean(yes) => *yes,
        _ => true,
    });
}

fn take_out(tree: &mut Tree, key: &str) {
    match key.split_once('.') {
        Some((table, rest)) => {
            if let Some(Leaf::Table(inner)) = tree.get_mut(table) {
                take_out(inner, rest);
            }
        }
        None => _ = tree.remove(key),
    }
}

/// As [`prune`] of a table, of whatever it is.
pub(super) fn prune_leaf(leaf: &mut Leaf) {
    match leaf {
        Leaf::Table(table) => prune(table),
        Leaf::Array(items) => items.iter_mut().for_each(prune_leaf),
        _ => {}
    }
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn patch_table(table: &mut dyn TableLike, old: &Tree, new: &Tree, path: &str) {
    for (key, leaf) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
        clear(table, key, leaf, &joined(path, key));
    }
    for (key, leaf) in new {
        if old.get(key) == Some(leaf) {
            continue;
        }
        let path = joined(path, key);
        if table.get(key).is_some_and(is_bare_list) && BLOCKS.contains(&path.as_str()) {
            // Its first items stand in blocks, in the place of the format.
            comments::take_out(table, key);
        }
        match table.get_mut(key) {
            None => insert(table, key, fresh(&path, leaf), new),
            Some(item) => patch_item(item, old.get(key), leaf, &path),
        }
    }
}

/// `[]`, and no comment that belongs to it.
fn is_bare_list(item: &Item) -> bool {
    item.as_array().is_some_and(Array::is_empty) && !item.to_string().contains('#')
}

/// Take out what was read of a key. What is in it and was not understood stays.
fn clear(table: &mut dyn TableLike, key: &str, old: &Leaf, path: &str) {
    let Some(item) = table.get_mut(key) else { return };
    let is_left = match old {
        Leaf::Table(old) => {
            patch_item(item, Some(&Leaf::Table(old.clone())), &Leaf::Table(Tree::new()), path);
            item.as_table_like().is_some_and(|inner| !inner.is_empty())
        }
        Leaf::Array(old) if all_tables(old) => {
            patch_list(item, old, &[], path);
            item.as_array().is_some_and(|items| !items.is_empty())
                || item.as_array_of_tables().is_some_and(|items| !items.is_empty())
        }
        _ => false,
    };
    if !is_left {
        comments::take_out(table, key);
    }
}

fn patch_item(item: &mut Item, old: Option<&Leaf>, new: &Leaf, path: &str) {
    match (old, new) {
        (Some(Leaf::Table(old)), Leaf::Table(new)) if item.is_table_like() => {
            if let Item::Value(Value::InlineTable(table)) = item {
                patch_inline(table, old, new, path);
            } else if let Some(table) = item.as_table_like_mut() {
                patch_table(table, old, new, path);
            }
        }
        (Some(Leaf::Array(old)), Leaf::Array(new)) if all_tables(old) && all_tables(new) => {
            patch_list(item, old, new, path);
        }
        (None, Leaf::Array(new)) if all_tables(new) && BLOCKS.contains(&path) => patch_list(item, &[], new, path),
        _ => replace(item, new, path),
    }
}

/// As any table; where keys come or go, one that stands on a single line is spaced anew.
fn patch_inline(table: &mut InlineTable, old: &Tree, new: &Tree, path: &str) {
    let keys = |table: &InlineTable| table.iter().map(|(key, _)| key.to_owned()).collect::<Vec<_>>();
    let before = keys(table);
    patch_table(table, old, new, path);
    let mut bare = table.clone();
    bare.decor_mut().clear();
    if keys(table) != before && !bare.to_string().contains('\n') {
        table.fmt();
    }
}

/// A new value in the old one's place, with the comments and spaces around it.
fn replace(item: &mut Item, new: &Leaf, path: &str) {
    match item.as_value_mut() {
        Some(value) => {
            let decor = value.decor().clone();
            *value = inline(new);
            *value.decor_mut() = decor;
        }
        None => *item = fresh(path, new),
    }
}

fn all_tables(items: &[Leaf]) -> bool {
    items.iter().all(Leaf::is_table)
}

/// Put a new key where the format has it: before the first key that comes after it there.
fn insert(table: &mut dyn TableLike, key: &str, item: Item, order: &Tree) {
    let rank = |key: &str| order.keys().position(|each| each == key);
    let own = rank(key);
    let behind: Vec<String> = table
        .iter()
        .map(|(key, _)| key.to_owned())
        .skip_while(|each| rank(each).is_none_or(|other| Some(other) < own))
        .collect();
    // Taking keys out and putting them back keeps what stands around them, for they travel with their keys.
    let moved: Vec<_> = behind
        .into_iter()
        .filter_map(|each| {
            let formatted = table.key(&each)?.clone();
            Some((formatted, table.remove(&each)?))
        })
        .collect();
    table.insert(key, item);
    for (formatted, item) in moved {
        table.entry_format(&formatted).or_insert(item);
    }
}

/// One item of a list as it stands in the file.
#[derive(Clone)]
enum Element {
    Block(Table),
    Inline(Value),
}

impl Element {
    fn patch(&mut self, old: &Tree, new: &Tree, path: &str) {
        match self {
            Self::Block(table) => patch_table(table, old, new, path),
            Self::Inline(Value::InlineTable(table)) => patch_inline(table, old, new, path),
            Self::Inline(_) => {}
        }
    }

    /// What it says, as far as it can be compared.
    fn content(&self) -> Option<Tree> {
        let mut text = String::new();
        match self {
            Self::Block(table) => {
                let mut table = table.clone();
                table.decor_mut().clear();
                text.push_str(&DocumentMut::from(table).to_string());
            }
            Self::Inline(value) => {
                text.push_str(&DocumentMut::from(value.as_inline_table()?.clone().into_table()).to_string());
            }
        }
        text.parse::<Tree>().ok()
    }
}

fn id_of(tree: &Tree) -> Option<&str> {
    tree.get("id").and_then(Leaf::as_str).filter(|id| !id.is_empty())
}

/// For each of `theirs`, which of `ours` it is: by id; else by content; else, of those without an id, by position.
fn align(ours: &[Tree], theirs: &[Tree], same: impl Fn(&Tree, &Tree) -> bool) -> Vec<Option<usize>> {
    let mut free = vec![true; ours.len()];
    let mut found: Vec<Option<usize>> = vec![None; theirs.len()];
    let mut pass = |fits: &dyn Fn(&Tree, &Tree) -> bool| {
        for (slot, their) in found.iter_mut().zip(theirs).filter(|(slot, _)| slot.is_none()) {
            *slot = (0..ours.len()).find(|&i| free[i] && fits(&ours[i], their));
            if let Some(i) = *slot {
                free[i] = false;
            }
        }
    };
    let same_id = |our: &Tree, their: &Tree| id_of(our).is_some() && id_of(our) == id_of(their);
    // Of items that share an id, each is first of all the one that says the same.
    pass(&|our, their| same_id(our, their) && same(our, their));
    pass(&same_id);
    pass(&|our, their| id_of(our).is_none() && same(our, their));
    pass(&|our, _| id_of(our).is_none());
    found
}

fn patch_list(item: &mut Item, old: &[Leaf], new: &[Leaf], path: &str) {
    let elements: Vec<Element> = match &*item {
        Item::ArrayOfTables(blocks) => blocks.iter().cloned().map(Element::Block).collect(),
        Item::Value(Value::Array(array)) => array.iter().cloned().map(Element::Inline).collect(),
        _ => Vec::new(),
    };
    let contents: Vec<Tree> = elements.iter().map(|element| element.content().unwrap_or_default()).collect();
    let trees = |leaves: &[Leaf]| leaves.iter().filter_map(|leaf| leaf.as_table().cloned()).collect::<Vec<Tree>>();
    let (old, new) = (trees(old), trees(new));
    // What was read of an item is part of what stands there.
    let covers = |there: &Tree, read: &Tree| read.iter().all(|(key, leaf)| there.get(key) == Some(leaf));
    let stands_at = align(&contents, &old, covers);
    let was = align(&old, &new, |a, b| a == b);

    let mut out: Vec<Element> = Vec::with_capacity(new.len());
    for (tree, was) in new.iter().zip(&was) {
        let stands = was.and_then(|was| stands_at[was]);
        let kept = stands.map(|at| elements[at].clone());
        match (kept, was) {
            (Some(mut element), Some(was)) => {
                element.patch(&old[*was], tree, path);
                out.push(element);
            }
            _ => out.push(Element::Block(block(path, tree))),
        }
    }
    // What stood there and was never understood stays, near where it stood.
    for (at, element) in elements.iter().enumerate().filter(|(at, _)| !stands_at.contains(&Some(*at))) {
        out.insert(at.min(out.len()), element.clone());
    }
    put_back(item, out, path);
}

fn put_back(item: &mut Item, elements: Vec<Element>, path: &str) {
    let inline_list = item.is_array() && !is_bare_list(item);
    if inline_list || !BLOCKS.contains(&path) {
        let mut array = match item {
            Item::Value(Value::Array(array)) => array.clone(),
            _ => Array::new(),
        };
        let spaces = on_one_line(&array).then(|| spaces(&array));
        array.clear();
        for element in elements {
            match element {
                Element::Inline(value) => array.push_formatted(value),
                Element::Block(table) => array.push(table.into_inline_table()),
            }
        }
        if let Some(spaces) = spaces {
            space(&mut array, &spaces);
        }
        *item = Item::Value(Value::Array(array));
        return;
    }
    let mut blocks = ArrayOfTables::new();
    for element in elements {
        match element {
            Element::Block(table) => blocks.push(table),
            Element::Inline(value) => blocks.extend(value.as_inline_table().cloned().map(InlineTable::into_table)),
        }
    }
    *item = Item::ArrayOfTables(blocks);
}

fn on_one_line(array: &Array) -> bool {
    let mut bare = array.clone();
    bare.decor_mut().clear();
    !bare.is_empty() && !bare.to_string().contains(['\n', '#'])
}

/// The spaces before and behind each item.
fn spaces(array: &Array) -> Vec<(String, String)> {
    let told = |raw: Option<&toml_edit::RawString>| raw.and_then(|raw| raw.as_str()).unwrap_or("").to_owned();
    array.iter().map(|value| (told(value.decor().prefix()), told(value.decor().suffix()))).collect()
}

/// On one line the spaces belong to the places and not to the items: whatever comes, goes or moves, the list looks as it did.
fn space(array: &mut Array, spaces: &[(String, String)]) {
    let last = array.len().saturating_sub(1);
    let end = spaces.last().map_or("", |(_, behind)| behind.as_str()).to_owned();
    for (i, value) in array.iter_mut().enumerate() {
        let before = spaces.get(i).map_or(" ", |(before, _)| before.as_str());
        let behind = match spaces.get(i) {
            _ if i == last => end.as_str(),
            Some((_, behind)) if i + 1 < spaces.len() => behind.as_str(),
            _ => "",
        };
        *value.decor_mut() = toml_edit::Decor::new(before, behind);
    }
}

/// A new key's value, in the style of the format.
fn fresh(path: &str, leaf: &Leaf) -> Item {
    match leaf {
        Leaf::Array(items) if BLOCKS.contains(&path) && all_tables(items) => {
            let mut blocks = ArrayOfTables::new();
            blocks.extend(items.iter().filter_map(Leaf::as_table).map(|tree| block(path, tree)));
            Item::ArrayOfTables(blocks)
        }
        Leaf::Table(tree) if HEADERS.contains(&path) => Item::Table(block(path, tree)),
        leaf => Item::Value(inline(leaf)),
    }
}

fn block(path: &str, tree: &Tree) -> Table {
    let mut table = Table::new();
    table.decor_mut().set_prefix("\n");
    for (key, leaf) in tree {
        table.insert(key, fresh(&joined(path, key), leaf));
    }
    table
}

fn inline(leaf: &Leaf) -> Value {
    match leaf {
        Leaf::String(text) => Value::from(text.as_str()),
        Leaf::Integer(number) => Value::from(*number),
        Leaf::Float(number) => Value::from(*number),
        Leaf::Boolean(yes) => Value::from(*yes),
        Leaf::Datetime(at) => Value::from(*at),
        Leaf::Array(items) => Value::Array(items.iter().map(inline).collect()),
        Leaf::Table(tree) => {
            let mut table = InlineTable::new();
            for (key, leaf) in tree {
                table.insert(key, inline(leaf));
            }
            Value::InlineTable(table)
        }
    }
}
